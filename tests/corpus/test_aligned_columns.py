"""Columns of prose side by side in text laid out by spaces: read one after another, and never taken for a table."""

from __future__ import annotations

from itertools import zip_longest
from textwrap import wrap

import pytest

from corpus.document import BlockKind
from corpus.readers import text
from corpus.readers.aligned_text import write_out
from corpus.readers.reading import Reading

SALES = (
    "The workshop sold more lanterns this winter than in any winter since it opened, because the harbour market was "
    "moved from November to the first week of December and the evenings were dry."
)
STAFF = (
    "Four keepers joined in the spring. Two of them had been apprentices here, and one came back from the coast after "
    "nine years away."
)
OIL = (
    "Oil was dearer by a third. The committee bought it in bulk with the ferry company, which halved the cost of "
    "carriage, and stored it in the old chapel under the supervision of the fire brigade."
)
WICKS = (
    "Wicks were cut by hand until the machine was mended in May, and about one in ten of them had to be thrown away."
)
WHOLE = (
    "This page is about lanterns, the oil that they burn and the people who make them, and it goes over the whole of "
    "the page before the two columns begin, as an introduction to either of them."
)


def column(*paragraphs: str, width: int, apart: bool = False) -> list[str]:
    """Paragraphs as lines of a column, with a blank line between them where they stand apart."""
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += [*([""] if lines and apart else []), *wrap(paragraph, width)]
    return lines


def beside(*columns: list[str], width: int, gap: int = 4) -> str:
    return "\n".join(
        (" " * gap).join(line.ljust(width) for line in lines).rstrip() for lines in zip_longest(*columns, fillvalue="")
    )


def read(source: str) -> Reading:
    return text.read(source.encode(), "report")


def prose(source: str) -> list[str]:
    reading = read(source)
    assert not reading.warnings
    return [" ".join(block.text.split()) for block in reading.blocks]


@pytest.mark.parametrize("apart", [False, True])
def test_two_columns_are_read_one_after_the_other(apart: bool) -> None:
    left = column(SALES, STAFF, width=44, apart=apart)
    right = column(WICKS, OIL, width=44, apart=apart)
    assert prose(beside(left, right, width=44)) == [SALES, STAFF, WICKS, OIL]


def test_three_columns_are_read_one_after_another() -> None:
    columns = [column(SALES, STAFF, width=36), column(WICKS, OIL, width=36), column(STAFF, SALES, width=36)]
    assert prose(beside(*columns, width=36)) == [SALES, STAFF, WICKS, OIL, STAFF, SALES]


def test_what_goes_over_the_page_stands_before_and_after_its_columns() -> None:
    left, right = column(SALES, STAFF, width=44), column(OIL, WICKS, width=44)
    over = "\n".join(["Annual review of lanterns", "", *wrap(WHOLE, 92), ""])
    under = "\n".join(["", "What comes next", "", *wrap(WHOLE, 92)])
    source = "\n".join([over, beside(left, right, width=44), under])
    assert prose(source) == ["Annual review of lanterns", WHOLE, SALES, STAFF, OIL, WICKS, "What comes next", WHOLE]


def test_headings_over_columns_are_read_with_their_own() -> None:
    left = ["Lanterns", "", *column(SALES, STAFF, width=44)]
    right = ["Oil and wicks", "", *column(OIL, WICKS, width=44)]
    source = beside(left, right, width=44)
    assert prose(source) == ["Lanterns", SALES, STAFF, "Oil and wicks", OIL, WICKS]
    assert [block.text for block in read(source).blocks if block.kind is BlockKind.HEADING] == [
        "Lanterns",
        "Oil and wicks",
    ]


def test_a_paragraph_goes_on_at_the_top_of_the_next_column() -> None:
    lines = column(SALES, OIL, width=44)
    half = len(column(SALES, width=44)) + 2
    source = beside(lines[:half], [*lines[half:], *column(WICKS, STAFF, width=44)], width=44)
    assert prose(source) == [SALES, OIL, WICKS, STAFF]


def test_a_table_in_a_column_is_one() -> None:
    figures = ["Stall      2024   2025", "North       410    432", "South       388    379", "Total       798    811"]
    left = [*column(SALES, width=44), "", *figures, "", *column(STAFF, width=44)]
    right = column(OIL, WICKS, SALES, STAFF, width=44)
    reading = read(beside(left, right, width=44))
    (table,) = [block.table for block in reading.blocks if block.table is not None]
    assert [[cell.text for cell in row] for row in table.rows()][1:] == [line.split() for line in figures[1:]]
    found = [" ".join(block.text.split()) for block in reading.blocks if block.table is None]
    assert found == [SALES, STAFF, OIL, WICKS, SALES, STAFF]


def test_a_table_of_sentences_is_no_columns_of_text() -> None:
    rows = [(SALES, WICKS), (STAFF, OIL), (WICKS, STAFF), (OIL, SALES)]
    lines = ["What was planned".ljust(48) + "What came of it"]
    for cells in rows:
        lines.append(beside(*(wrap(cell, 44) for cell in cells), width=44))
    source = "\n".join(lines)
    written = write_out(source)
    assert written is None or not any(SALES in " ".join(line.split()) for line in written.text.splitlines())


def test_a_long_list_of_terms_is_no_columns_of_text() -> None:
    terms = ["Lantern", "Wick", "Chimney", "Burner", "Reservoir", "Keeper"]
    lines = [beside([term], wrap(OIL, 60), width=16) for term in terms]
    source = "\n".join(lines)
    written = write_out(source)
    assert written is None or OIL not in written.text


def test_lines_of_either_column_may_stand_at_heights_of_their_own() -> None:
    left, right = column(SALES, OIL, STAFF, width=44), column(WICKS, SALES, STAFF, width=44)
    lines = [line for one, other in zip(left, right, strict=False) for line in (one, f"{'':48}{other}")]
    lines += left[len(right) :]
    heads = [f"{'Lanterns':48}Wicks", "", f"{'North':48}South", ""]
    found = prose("\n".join([*heads, *lines]))
    assert found == ["Lanterns", "North", SALES, OIL, STAFF, "Wicks", "South", WICKS, SALES, STAFF]


def test_a_column_of_lists_beside_one_of_sentences_is_of_a_table() -> None:
    rows = [(SALES, ["Ask the ferry company", "Buy oil in May, before it is dearer by a third"])] * 2
    rows += [(OIL, ["Mend the machine in the workshop, which has been out of use since May", "Train two keepers"])] * 2
    lines = [
        beside(wrap(cell, 44), [line for item in items for line in wrap(f"• {item}", 30)], width=44)
        for cell, items in rows
    ]
    written = write_out("\n".join(lines))
    assert written is None or SALES not in written.text


def test_an_item_goes_on_under_its_mark_where_its_line_is_full() -> None:
    item = "The oil was bought by the committee of the Harbour Lantern Guild, and by nobody else."
    first, second = "• The oil was bought by the committee of the", "Harbour Lantern Guild, and by nobody else."
    left = [*column(SALES, width=44), "", first, second, "", *column(STAFF, width=44)]
    found = prose(beside(left, column(OIL, WICKS, SALES, width=44), width=44))
    assert found == [SALES, item, STAFF, OIL, WICKS, SALES]

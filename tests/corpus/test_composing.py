"""The text that readers of rich formats compose, and the document made of it."""

from __future__ import annotations

import pytest

from corpus.document import BlockKind
from corpus.readers import composing
from corpus.readers.composing import Composer, Properties, TableCell
from corpus.readers.reading import TooMuch


def row(*texts: str) -> list[TableCell]:
    return [TableCell(text=text) for text in texts]


def test_every_part_stands_in_the_text_at_its_place() -> None:
    composer = Composer("sales")
    composer.heading("Annual report 2024", 1)
    composer.page = 2
    composer.heading("Sales", 2)
    composer.paragraph("Sales  rose\nagain:")
    composer.bullet("in the north")
    composer.table([row("Region", "2024"), row("North", "12")], header_rows=1, title="Widgets sold")
    composer.paragraph("Source: till receipts")
    reading = composer.reading()
    assert [(b.kind.value, b.text, b.locator.page) for b in reading.blocks] == [
        ("heading", "Annual report 2024", None),
        ("heading", "Sales", 2),
        ("paragraph", "Sales rose again:", 2),
        ("bullet", "in the north", 2),
        ("heading", "Widgets sold", 2),
        ("table", "Region\t2024\nNorth\t12", 2),
        ("note", "Source: till receipts", 2),
    ]
    assert all(reading.source[b.locator.start : b.locator.end] == b.text for b in reading.blocks)
    assert reading.blocks[3].lead_in == "Sales rose again:"
    table = reading.blocks[5].table
    assert table is not None
    assert (table.title, table.notes, table.locator.section) == (
        "Widgets sold",
        ("Source: till receipts",),
        ("Sales",),
    )
    assert [reading.source[c.locator.start : c.locator.end] for c in table.cells] == ["Region", "2024", "North", "12"]
    assert [c.is_header for c in table.cells] == [True, True, False, False]


def test_merged_cells_keep_their_places() -> None:
    composer = Composer("sales")
    composer.table(
        [
            [TableCell(text="Region", row_span=2), TableCell(text="Sales", column_span=2)],
            row("2023", "2024"),
            row("North", "1", "2"),
        ]
    )
    table = composer.reading().blocks[0].table
    assert table is not None
    assert [[cell.text for cell in line] for line in table.rows()] == [
        ["Region", "Sales", ""],
        ["", "2023", "2024"],
        ["North", "1", "2"],
    ]
    assert [(c.row_span, c.column_span) for c in table.cells if c.row == 0] == [(2, 1), (1, 2), (1, 1)]


def test_the_text_names_the_report_before_the_file_does() -> None:
    composer = Composer("sales")
    composer.heading("Borsetshire Council", 1)
    composer.heading("Quarterly Performance Report Q2 2025/26", 1)
    composer.heading("Roads", 2)
    composer.paragraph("Roads were mended.")
    reading = composer.reading(properties=Properties(title="Microsoft Word - draft3", publisher="A. Clerk"))
    assert (reading.title, reading.publisher, reading.period) == (
        "Quarterly Performance Report Q2 2025/26",
        "Borsetshire Council",
        "Q2 2025/26",
    )
    assert reading.blocks[-1].locator.section == ("Roads",)


def test_the_files_properties_name_a_report_whose_text_does_not() -> None:
    composer = Composer("sales")
    composer.paragraph("Sales rose in every region of the country.")
    reading = composer.reading(properties=Properties(title="Annual report", publisher="Widgets Ltd"))
    assert (reading.title, reading.publisher) == ("Annual report", "Widgets Ltd")


@pytest.mark.parametrize(
    ("title", "made", "published"),
    [
        ("Annual report 2024/25", "2013-12-23", ""),
        ("Annual report 2024/25", "2025-06-30", "2025-06-30"),
        ("Budget report 2024/25", "2023-12-01", "2023-12-01"),
        ("Annual report", "2013-12-23", "2013-12-23"),
    ],
)
def test_a_file_made_from_an_older_one_does_not_date_the_report(title: str, made: str, published: str) -> None:
    composer = Composer("sales")
    composer.heading(title, 1)
    composer.paragraph("Sales rose in every region.")
    assert composer.reading(properties=Properties(published=made)).published == published


def test_sections_of_one_depth_from_the_start_are_sections() -> None:
    composer = Composer("sales")
    for title in ("Roads", "Bins"):
        composer.heading(title, 1)
        composer.paragraph("All is well here.")
    reading = composer.reading()
    assert [b.locator.section for b in reading.blocks if b.kind is BlockKind.PARAGRAPH] == [("Roads",), ("Bins",)]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row(*"ab" * composing.MAX_COLUMNS)], "columns"),
        ([[TableCell(text="a", column_span=10**9)] * 2], "columns"),
    ],
    ids=["too wide", "absurd span"],
)
def test_a_table_past_the_bounds_is_refused(rows: list[list[TableCell]], said: str) -> None:
    with pytest.raises(TooMuch, match=said):
        Composer("sales").table(rows)


def test_text_past_the_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "MAX_LINES_AND_CELLS", 3)
    composer = Composer("sales")
    for _ in range(3):
        composer.paragraph("Sales rose.")
    with pytest.raises(TooMuch, match="split it"):
        composer.paragraph("Sales rose.")


def test_empty_parts_and_hidden_signs_are_left_out() -> None:
    composer = Composer("sales")
    composer.paragraph(" \n\u200b")
    composer.table([row("", " ")])
    composer.paragraph("per\u00adfor\u200bmance")
    assert [b.text for b in composer.reading().blocks] == ["performance"]

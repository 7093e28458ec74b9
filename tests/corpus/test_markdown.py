from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Block, BlockKind, Document
from corpus.loading import load
from corpus.readers.drafts import CAPTION_LEVEL
from corpus.readers.markdown import read_markdown
from tests.work import steps

REPORT = """---
title: "Widgets in 2023-24"
publisher: Borset Council
published: 3 May 2024
restates: widgets-2022
edition: second
colour: blue
---
<!-- page 1 -->
# Widgets report

Sales rose. Nobody
knows why.

## Sales by region

<!-- page 2 -->
These regions grew:

- North, where:
  - hats sold well
  - coats did not
- South

1. First
2. Second

**Takings by region (£m)**

| Region | 2023/24 |  |
|:---|---:|---|
|  | Plan | Actual |
| North \\| East | 1.0 | 2.0 |
| South | | (3.0) |

Source: ledger.

<!-- page -->
<script>alert("x")</script>
Text with <b>tags</b> <!-- and a comment --> stays.

Plain heading
-------------

> A quoted line.
"""


def read(folder: Path, text: str) -> Document:
    path = folder / "widgets.md"
    path.write_text(text, encoding="utf-8")
    return load(path)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return read(tmp_path_factory.mktemp("markdown"), REPORT)


def block(document: Document, start: str) -> Block:
    return next(one for one in document.blocks if one.text.startswith(start))


def test_front_matter_fills_what_it_names_and_is_no_block(report: Document) -> None:
    assert (report.title, report.publisher, report.period) == ("Widgets in 2023-24", "Borset Council", "2023-24")
    assert (report.published, report.restates, report.edition) == ("3 May 2024", "widgets-2022", "second")
    assert not any("Borset" in one.text for one in report.blocks)


def test_a_rule_that_opens_the_text_without_closing_is_no_front_matter(tmp_path: Path) -> None:
    document = read(tmp_path, "---\ntitle: No\n\nSales rose.\n")
    assert document.title == "widgets"
    assert [one.text for one in document.blocks] == ["title: No", "Sales rose."]


def test_the_one_first_heading_names_the_report_and_sections_begin_below(report: Document) -> None:
    assert block(report, "Sales rose.").locator.section == ()
    assert block(report, "These regions").locator.section == ("Sales by region",)
    assert block(report, "A quoted line.").locator.section == ("Plain heading",)
    assert [one.level for one in report.blocks if one.kind is BlockKind.HEADING and one.level < CAPTION_LEVEL] == [
        1,
        1,
        1,
    ]


def test_headings_nest(tmp_path: Path) -> None:
    document = read(tmp_path, "# A\n\n## B ##\n\nx\n\n# C\n\ny\n")
    assert [one.locator.section for one in document.blocks if one.text in "xy"] == [("A", "B"), ("C",)]


def test_a_wrapped_paragraph_is_one_block(report: Document) -> None:
    assert block(report, "Sales rose.").text == "Sales rose. Nobody\nknows why."


def test_list_items_have_depth_and_lead_in(report: Document) -> None:
    bullets = [(one.level, one.text, one.lead_in) for one in report.blocks if one.kind is BlockKind.BULLET]
    assert bullets == [
        (1, "North, where:", "These regions grew:"),
        (2, "hats sold well", "These regions grew: North, where:"),
        (2, "coats did not", "These regions grew: North, where:"),
        (1, "South", "These regions grew:"),
        (1, "First", "These regions grew:"),
        (1, "Second", "These regions grew:"),
    ]


def test_page_marks_are_read_and_not_inferred(report: Document) -> None:
    pages = {text: block(report, text).locator for text in ("Sales rose.", "These regions", "Text with")}
    assert [place.page for place in pages.values()] == [1, 2, None]
    assert not any(place.page_inferred for place in pages.values())
    assert report.n_pages == 2


def test_a_pipe_table_has_its_rows_its_title_and_its_notes(report: Document) -> None:
    (table,) = report.tables
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["Region", "2023/24", ""],
        ["", "Plan", "Actual"],
        ["North | East", "1.0", "2.0"],
        ["South", "", "(3.0)"],
    ]
    assert (table.title, table.notes) == ("Takings by region (£m)", ("Source: ledger.",))
    assert [cell.is_header for cell in table.cells[:6]] == [True, True, True, False, False, False]


def test_a_table_without_outer_bars_is_read_too(tmp_path: Path) -> None:
    (table,) = read(tmp_path, "Year | Sold\n--- | ---\n2023 | 5\n2024 | 6\n").tables
    assert [[cell.text for cell in row] for row in table.rows()] == [["Year", "Sold"], ["2023", "5"], ["2024", "6"]]


def test_a_lone_bar_and_a_bar_behind_a_backslash_at_the_end_lose_no_cell(tmp_path: Path) -> None:
    (table,) = read(tmp_path, "| Year | Sold |\n| --- | --- |\n|\n| 2023 | 5 \\|\n| 2024 | 6 |\n").tables
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["Year", "Sold"],
        ["", ""],
        ["2023", "5 |"],
        ["2024", "6"],
    ]


def test_scripts_and_comments_are_left_out_and_tags_are_text(report: Document) -> None:
    assert not any("alert" in one.text for one in report.blocks)
    assert "<b>tags</b>" in block(report, "Text with").text


def test_a_comment_that_is_never_closed_is_a_warning(tmp_path: Path) -> None:
    document = read(tmp_path, "Sales rose.\n\n<!-- never closed\n\nMore.\n")
    assert [one.text for one in document.blocks] == ["Sales rose."]
    assert "never closed" in document.warnings[0].message


@given(st.text(alphabet="a B1.|-#*>\n <!-_`:[]()", max_size=200))
def test_any_text_is_read_and_every_place_holds(text: str) -> None:
    last = 0
    for one in read_markdown(text, "any").blocks:
        assert text[one.locator.start : one.locator.end] == one.text
        assert last <= one.locator.start < one.locator.end
        last = one.locator.end


def test_a_numbered_line_over_a_table_is_its_caption_without_bold_letters() -> None:
    text = "# Sales\n\nUp.\n\nTable 2: Sold\n\n| Region | Sold |\n| --- | --- |\n| North | 4 |\n\n# Staff\n\nNo.\n"
    table = next(block.table for block in read_markdown(text, "w").blocks if block.table)
    assert (table.title, table.locator.section) == ("Table 2: Sold", ("Sales",))


# Tables as HTML -------------------------------------------------------------------------------------------------------


def test_a_table_of_html_is_read_with_its_merged_cells_and_its_caption() -> None:
    text = (
        "# Widgets 2024\n\nText before.\n\n<table>\n<caption>Sales by shop</caption>\n"
        '<tr><th rowspan="2">Shop</th><th colspan=2>Sold</th></tr>\n<tr><th>2023</th><th>2024</th></tr>\n'
        "<tr><td>North</td><td>1,204</td><td><b>1,310</b></td></tr>\n</table>\n\nText after.\n"
    )
    reading = read_markdown(text, "widgets")
    (table,) = [block.table for block in reading.blocks if block.table is not None]
    assert table.title == "Sales by shop"
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["Shop", "Sold", ""],
        ["", "2023", "2024"],
        ["North", "1,204", "1,310"],
    ]
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in table.cells if cell.text}
    assert (spans["Shop"], spans["Sold"], spans["North"]) == ((2, 1), (1, 2), (1, 1))
    assert [block.text for block in reading.blocks if block.table is None][1:] == [
        "Text before.",
        "Sales by shop",
        "Text after.",
    ]
    for cell in table.cells:
        assert cell.text in text[cell.locator.start : cell.locator.end].replace("<b>", "").replace("</b>", "")


@pytest.mark.parametrize("table", ["<table><tr><td>1", "<table><table><tr><td>1</td></tr></table>", "<table></table>"])
def test_a_table_of_html_that_is_none_stays_text(table: str) -> None:
    reading = read_markdown(f"# Widgets\n\nText before.\n\n{table}\n\nText after.\n", "widgets")
    assert not [block for block in reading.blocks if block.table is not None]
    assert reading.blocks[-1].text == "Text after."


def test_many_tables_of_html_that_never_close_are_looked_at_once_each() -> None:
    def work(n: int) -> int:
        return steps(lambda: read_markdown("# Widgets\n\n" + "<table><tr><td>1\n\n" * n + "<table\n\n" * n, "widgets"))

    assert work(200) < 3 * work(100)


def test_headings_beside_a_title_in_the_front_matter_open_their_sections() -> None:
    text = "---\ntitle: Widget handovers, 2024\n---\n\n## Handovers\n\nThere were 12 of them.\n"
    reading = read_markdown(text, "widgets")
    assert reading.title == "Widget handovers, 2024"
    assert reading.blocks[-1].locator.section == ("Handovers",)


def test_what_begins_with_a_mark_in_square_brackets_is_a_note_where_the_table_prints_it(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(
        "# Widgets\n\n## Sales\n\n| Shop | 2024 | 2025 [p] |\n| --- | --- | --- |\n| North | [x] | 4 |\n\n"
        "Shops that were shut are left out.\n\n[p] provisional until May.\n\n[x] not counted.\n\n"
        "[z] is no mark here.\n",
        encoding="utf-8",
    )
    kinds = {block.text: block.kind for block in load(path).blocks if block.table is None}
    assert kinds["[p] provisional until May."] is kinds["[x] not counted."] is BlockKind.NOTE
    assert kinds["[z] is no mark here."] is kinds["Shops that were shut are left out."] is BlockKind.PARAGRAPH


def test_a_caption_right_under_the_first_headings_is_no_name_of_the_report(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(
        "# Ashby Council: budget report, Quarter 3 2025/26\n\n## Revenue\n\n**Table 1: Forecast outturn**\n\n"
        "| Service | Budget |\n| --- | --- |\n| Roads | 41 |\n\n## Homes\n\nHomes were built.\n",
        encoding="utf-8",
    )
    document = load(path)
    assert document.title == "Ashby Council: budget report, Quarter 3 2025/26"
    assert document.tables[0].locator.section == ("Revenue",)

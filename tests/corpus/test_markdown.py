from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Block, BlockKind, Document
from corpus.loading import load
from corpus.readers.drafts import CAPTION_LEVEL
from corpus.readers.markdown import read_markdown

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

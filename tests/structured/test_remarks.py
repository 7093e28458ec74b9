"""Marks beside figures, labels and titles, and what a report says of them."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from corpus.document import Document
from corpus.loading import load
from structured.grids import read_grids
from structured.observations import Grid, MissingReason, Observation, Remark
from structured.shorthand import key_entries, keyed_reasons, marks_of
from tests.small import document_of
from tests.work import steps

NOTES: list[list[object]] = [
    ["Notes used in this workbook"],
    ["This worksheet contains one table."],
    ["Note number", "Note text"],
    ["note 1", "The lamps of the pier are left out."],
    ["note 2", "Counted in March instead of June."],
]
LAMPS: list[list[object]] = [
    ["Table 1: Lamps mended by harbour, 2023 to 2025"],
    ["This worksheet contains one table. Some cells refer to notes, which are on the notes worksheet."],
    ["[c] means suppressed to keep a trade secret. [r] means revised."],
    ["Harbour", "2023", "2024 [r]", "2025 [p] [note 2]"],
    ["Ostrow [note 1]", 120, "131 [r]", 140],
    ["Pell", "<5", "fewer than 5", 9],
    ["Quarne", 33, "[c]", "41 [note 2]"],
    ["Total", 160, 150, 190],
]


@pytest.fixture
def lamps(tmp_path: Path) -> Document:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {"Notes": NOTES, "1": LAMPS}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "lamps.xlsx")
    return load(tmp_path / "lamps.xlsx")


def said(grid: Grid, row: str, column: str) -> list[tuple[str, str]]:
    cell = at(grid, row, column)
    return [(r.mark, r.text) for r in grid.remarks if r.holds_for(cell.row, cell.column)]


def at(grid: Grid, row: str, column: str) -> Observation:
    return next(o for o in grid.observations if o.row_path[-1] == row and o.column_path[-1] == column)


def test_marks_are_no_part_of_labels(lamps: Document) -> None:
    grid = read_grids(lamps)[1]
    assert [row.path for row in grid.rows] == [("Ostrow",), ("Pell",), ("Quarne",), ("Total",)]
    assert [column.path for column in grid.columns] == [("2023",), ("2024",), ("2025",)]


def test_the_notes_of_another_sheet_hold_for_what_points_to_them(lamps: Document) -> None:
    grid = read_grids(lamps)[1]
    assert said(grid, "Ostrow", "2023") == [("note 1", "The lamps of the pier are left out.")]
    assert said(grid, "Ostrow", "2024") == [("r", "revised"), ("note 1", "The lamps of the pier are left out.")]
    assert ("note 2", "Counted in March instead of June.") in said(grid, "Pell", "2025")
    assert said(grid, "Quarne", "2024") == [("r", "revised"), ("c", "suppressed to keep a trade secret")]
    assert said(grid, "Pell", "2023") == []


def test_what_a_remark_says_stands_at_its_place(lamps: Document) -> None:
    grid = read_grids(lamps)[1]
    told: list[Remark] = [remark for remark in grid.remarks if remark.locator is not None]
    assert len(told) == 4
    for remark in told:
        assert remark.locator is not None
        assert remark.text in lamps.source[remark.locator.start : remark.locator.end]


def test_what_publishers_agree_on_needs_no_key(lamps: Document) -> None:
    grid = read_grids(lamps)[1]
    assert next((r.text, r.locator) for r in grid.remarks if r.mark == "p") == ("provisional", None)


def test_a_limit_is_no_figure_and_no_contradiction(lamps: Document) -> None:
    grid = read_grids(lamps)[1]
    assert at(grid, "Pell", "2023").missing is MissingReason.LIMIT
    assert at(grid, "Pell", "2024").missing is MissingReason.LIMIT
    assert [(f.kind.value, f.printed) for f in grid.findings if f.rule == "total"] == [("confirmed", "190")]


@pytest.mark.parametrize(
    "mark", ["<5", "< 5", "≤3", "fewer than 5", "Less than 10", "1 to 4", "1–4", "[<5]", "5 or fewer"]
)
def test_limits_are_withheld_among_figures(mark: str) -> None:
    document = document_of(
        f"Lamp report 2024\n\nLamps mended\n\nHarbour | 2023 | 2024\nOstrow | 90 | 95\nPell | {mark} | 7\n"
    )
    grid = read_grids(document)[0]
    assert at(grid, "Pell", "2023").missing is MissingReason.LIMIT
    assert at(grid, "Pell", "2024").missing is None


def test_most_of_a_column_may_be_withheld() -> None:
    document = document_of(
        "Lamp report 2024\n\nLamps broken\n\nHarbour | Lamps | Posts\nOstrow | 12 | 4\nPell | <5 | 3\nQuarne | ≤3 | x\n"
        "Roke | 1 to 4 | 6\n"
    )
    grid = read_grids(document)[0]
    assert [row.path for row in grid.rows] == [("Ostrow",), ("Pell",), ("Quarne",), ("Roke",)]
    assert [o.missing for o in grid.observations if o.column_path == ("Lamps",)] == [None, *[MissingReason.LIMIT] * 3]


def test_bands_of_age_are_labels() -> None:
    document = document_of("Lamp report 2024\n\nLamps by age\n\nAge | Lamps\n<5 | 90\n5 to 9 | 80\n>9 | 12\n")
    grid = read_grids(document)[0]
    assert [row.path for row in grid.rows] == [("<5",), ("5 to 9",), (">9",)]


def test_a_column_of_targets_keeps_its_words() -> None:
    document = document_of(
        "Lamp report 2024\n\nLamps lit\n\nHarbour | Target | Lit\nOstrow | ≥ 95% | 97%\nPell | ≥ 90% | 89%\n"
    )
    grid = read_grids(document)[0]
    assert {o.missing for o in grid.observations} == {None}


def test_a_letter_is_withheld_where_the_table_says_so() -> None:
    document = document_of(
        "Lamp report 2024\n\nLamps mended\n\nHarbour | 2023 | 2024\nOstrow | 90 | 95\nPell | s | 7\n\n"
        "Note: s = suppressed\n"
    )
    grid = read_grids(document)[0]
    assert at(grid, "Pell", "2023").missing is MissingReason.SUPPRESSED
    assert said(grid, "Pell", "2023") == [("s", "suppressed")]


def test_notes_beneath_a_table_hold_for_what_they_mark() -> None:
    document = document_of(
        "Lamp report 2024\n\nLamps mended\n\nHarbour | 2023 | 2024 [1]\nOstrow* | 90 | 95\nPell | 8 | 7\n\n"
        "[1] Counted in March.\n* The pier is left out.\n"
    )
    grid = read_grids(document)[0]
    assert said(grid, "Ostrow", "2024") == [("note 1", "Counted in March."), ("*", "The pier is left out.")]
    assert said(grid, "Pell", "2023") == []


def test_a_mark_without_words_says_nothing() -> None:
    document = document_of(
        "Lamp report 2024\n\nLamps mended\n\nHarbour | 2023 | 2024\nOstrow [3] | 90 | 95\nPell | 8 | 7\n"
    )
    assert read_grids(document)[0].remarks == ()


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Ostrow [note 1]", ("1",)),
        ("2025 [p] [note 3]", ("p", "3")),
        ("41 [notes 1, 2]", ("1", "2")),
        ("Area in km²", ()),
        ("1,204¹", ("1",)),
        ("Lamps [lit]", ("lit",)),
        ("Lamps", ()),
    ],
)
def test_marks_are_found_at_the_end(text: str, marks: tuple[str, ...]) -> None:
    assert marks_of(text) == marks


def test_a_key_is_read_wherever_its_entries_end() -> None:
    line = "Symbols: .. = not available; 'c' denotes confidential values, [e] estimated. “*” means fewer than 5"
    assert keyed_reasons([line]) == {
        "..": MissingReason.NOT_AVAILABLE,
        "c": MissingReason.SUPPRESSED,
        "*": MissingReason.SUPPRESSED,
    }
    assert all(line[e.start : e.end].endswith(e.meaning) for e in key_entries(line))


def lanterns(name: str, folder: Path) -> Document:
    """A table whose notes the format marks as notes, or only prints beneath it."""
    path = folder / name
    if name.endswith(".md"):
        lines = ("# Lamps 2024", "", "## Lamps", "", "| Harbour | 2023 | 2024[^2] |", "| --- | --- | --- |")
        rows = ("| Ostrow[^1] | 12 | 14 |", "| Pell | 8 | 9 |", "", "[^1]: Closed in May.", "[^2]: Not final.")
        path.write_text("\n".join((*lines, *rows)), encoding="utf-8")
    elif name.endswith(".html"):
        path.write_text(
            "<h1>Lamps 2024</h1><h2>Lamps</h2><table><tr><th>Harbour<th>2023<th>2024<sup>2</sup></tr>"
            "<tr><th>Ostrow<sup>1</sup><td>12<td>14</tr><tr><th>Pell<td>8<td>9</tr>"
            "<tfoot><tr><td colspan=3>1. Closed in May. 2. Not final.</tr></tfoot></table>",
            encoding="utf-8",
        )
    else:
        book = docx.Document()
        book.add_heading("Lamps 2024", 1)
        table = book.add_table(rows=3, cols=3)
        for r, row in enumerate((("Harbour", "2023", "2024"), ("Ostrow", "12", "14"), ("Pell", "8", "9"))):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        for cell, mark in ((table.cell(1, 0), "1"), (table.cell(0, 2), "2")):
            cell.paragraphs[0].add_run(mark).font.superscript = True
        for line in ("1 Closed in May.", "2 Not final.", "Lamps were lit in 2024."):
            book.add_paragraph(line)
        book.save(str(path))
    return load(path)


@pytest.mark.parametrize("name", ["lamps.md", "lamps.html", "lamps.docx"])
def test_notes_are_found_however_a_format_prints_them(name: str, tmp_path: Path) -> None:
    grid = read_grids(lanterns(name, tmp_path))[0]
    assert [row.path[-1] for row in grid.rows][:2] == ["Ostrow", "Pell"]
    assert [column.path for column in grid.columns] == [("2023",), ("2024",)]
    assert said(grid, "Ostrow", "2023") == [("note 1", "Closed in May.")]
    assert said(grid, "Pell", "2024") == [("note 2", "Not final.")]


def test_many_tables_with_marks_are_looked_through_once() -> None:
    """The work grows with the report, not with its square: this would take minutes."""
    table = (
        "Lamps mended [1]\n\nHarbour | 2023 | 2024 [p]\nOstrow [2] | 90 | 95\nPell | 8 | 7\n\n[2] Counted in March.\n\n"
    )
    grids = read_grids(document_of("Lamp report 2024\n\n" + table * 400))
    assert sum(len(grid.remarks) for grid in grids) == 800


def test_a_mark_on_a_heading_within_a_table_holds_for_the_rows_beneath_it() -> None:
    document = document_of(
        "Lamp report 2024\n\nLamps mended\n\nHarbour | 2023 | 2024\nNorth [1] |  | \nOstrow | 90 | 95\nPell | 8 | 7\n"
        "South |  | \nQuarne | 9 | 7\nRoke | 3 | 2\n\n[1] Counted in March.\n"
    )
    grid = read_grids(document)[0]
    assert [row.path for row in grid.rows][1:3] == [("North", "Ostrow"), ("North", "Pell")]
    assert said(grid, "Ostrow", "2023") == said(grid, "Pell", "2024") == [("note 1", "Counted in March.")]
    assert said(grid, "Quarne", "2023") == []


def test_thousands_of_marked_headings_in_a_table_are_read_in_good_time() -> None:
    """Each was looked for in all rows: this took half a minute."""
    rows = "".join(f"Part {n} [1] |  | \nPell {n} | 8 | 7\n" for n in range(2500))
    document = document_of(f"Lamp report 2024\n\nLamps\n\nHarbour | 2023 | 2024\n{rows}\n[1] Counted in March.\n")
    (remark,) = read_grids(document)[0].remarks
    assert len(remark.rows) == 2500


def test_a_line_drawn_in_stars_is_looked_at_no_further_than_marks_go() -> None:
    """Each star was taken for a mark, and the rest gone through again: 100 KB of them took minutes."""
    short, long = "--- " + "* " * 500, "--- " + "* " * 5000
    assert steps(lambda: marks_of(long)) < 2 * steps(lambda: marks_of(short))


EXPLAINED = """Lamp Guild report 2025/26

About this report

Figures for the last year are provisional (p) and may change. Figures marked (r) have been restated.

Lamps

Lamps mended by harbour
Harbour | 2023/24 | 2024/25 (r) | 2025/26 (p) | Rating
Ostrow | 120 | 131 | 140 | R
Pell | .. | 12 | 9 (r) | P

.. Not counted before the harbour was opened.

Wicks

Wicks by harbour
Harbour | 2024/25 | 2025/26
Ostrow | 7 | 8 (p)
Pell | 6 (r) | 4
(p) counted twice. (r) counted again in May.
"""


def test_a_sentence_says_what_a_mark_stands_for_in_every_table() -> None:
    grid, own = read_grids(document_of(EXPLAINED))
    assert said(grid, "Ostrow", "2025/26") == [("p", "Figures for the last year are provisional (p) and may change.")]
    assert said(grid, "Ostrow", "2024/25") == [("r", "Figures marked (r) have been restated.")]
    assert said(grid, "Pell", "2023/24") == [("..", "Not counted before the harbour was opened.")]
    assert said(grid, "Ostrow", "Rating") == said(grid, "Pell", "Rating") == []
    assert said(own, "Ostrow", "2025/26") == [("p", "counted twice.")]
    assert said(own, "Pell", "2024/25") == [("r", "counted again in May.")]


def test_a_glossary_says_what_a_mark_stands_for() -> None:
    text = """Lamp Guild report 2025/26

Lamps

Lamps mended by harbour
Harbour | 2024/25 | 2025/26 (p)
Ostrow | 131 | 140

Glossary

FTE | full-time equivalent
(p) | provisional
Wick | what burns in a lamp
"""
    grid = read_grids(document_of(text))[0]
    assert said(grid, "Ostrow", "2025/26") == [("p", "provisional")]

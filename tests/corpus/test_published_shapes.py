"""Files as public bodies publish them: shorthand for missing figures, marks of revised ones, spaced thousands, headings
of two levels, totals first, pages on their side, and the government's way of laying out a workbook.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    TableStyle,
)
from reportlab.platypus import Table as Laid

from corpus.document import Document
from corpus.loading import load
from structured.grids import read_grids
from structured.observations import MissingReason
from tests.small import ask, document_of, tables_scope

COUNTS = [
    ["Area", "2023-24", "", "2024-25", ""],
    ["", "Q3", "Q4", "Q1", "Q2"],
    ["All areas", "12 345", "12 400 r", "12 500 p", "12 610 p"],
    ["Ashford", "4 100", "4 150 r", "c", "4 200 p"],
    ["Bexhill", "4 200", "4 200", "4 250 p", ".."],
    ["Clovelly", "4 045", "4 050", "z", "-"],
]
SPANS = [((0, 0), (0, 1)), ((1, 0), (2, 0)), ((3, 0), (4, 0))]
MONEY = [
    ["Service", "Budget", "Outturn", "Variance"],
    ["Total", "35.0", "33.1", "(1.9)"],
    ["Roads", "20.0", "18.9 [1]", "(1.1)"],
    ["Parks", "15.0", "14.2", "(0.8)"],
]
KEY = "p = provisional; r = revised; c = suppressed; .. = not available; z = not applicable"
WORDS = "Inspections rose again in the year, as more widgets were made and the rules on their safety changed in April."


def values(document: Document, table: int) -> dict[tuple[str, ...], object]:
    """What each cell of a table states, by its labels: a number, or why there is none."""
    grid = read_grids(document)[table]
    return {
        (*o.row_path, *o.column_path): o.missing if o.quantity is None else o.quantity.value for o in grid.observations
    }


def check_counts(document: Document, table: int = 0) -> None:
    found = values(document, table)
    assert len(found) == 16
    assert found["All areas", "2023-24", "Q3"] == 12_345
    assert found["All areas", "2023-24", "Q4"] == 12_400
    assert found["Ashford", "2024-25", "Q2"] == 4_200
    assert found["Clovelly", "2023-24", "Q4"] == 4_050
    assert found["Ashford", "2024-25", "Q1"] is MissingReason.SUPPRESSED
    assert {
        found["Bexhill", "2024-25", "Q2"],
        found["Clovelly", "2024-25", "Q1"],
        found["Clovelly", "2024-25", "Q2"],
    } == {MissingReason.NOT_AVAILABLE}


def check_money(document: Document, table: int = 1) -> None:
    assert {o.quantity.unit.symbol for o in read_grids(document)[table].observations if o.quantity} == {"£"}
    found = values(document, table)
    assert found["Roads", "Outturn"] == Decimal("18.9")
    assert found["Total", "Variance"] == Decimal("-1.9")


# --- PDF -------------------------------------------------------------------------------------------------------------


def write_pdf(path: Path, way: str, *, is_ruled: bool, heads: str = "LEFT", figures: str = "LEFT") -> None:
    """A report whose tables stand on a page across: one that is wide, or a tall one written on from its side."""
    styles = getSampleStyleSheet()
    template = BaseDocTemplate(str(path), pagesize=A4, invariant=1)
    width, height = A4

    def turn(canvas: Canvas, _: BaseDocTemplate) -> None:
        if way == "turned":
            canvas.translate(width, 0)
            canvas.rotate(90)

    def laid(rows: list[list[str]], spans: list[tuple[tuple[int, int], tuple[int, int]]]) -> Laid:
        table = Laid(rows)
        rules = [("GRID", (0, 0), (-1, -1), 0.4, colors.grey)] if is_ruled else []
        size = ("FONTSIZE", (0, 0), (-1, -1), 8)
        sides = [("ALIGN", (1, 0), (-1, 0), heads), ("ALIGN", (1, 1), (-1, -1), figures)]
        table.setStyle(TableStyle([size, *rules, *sides, *(("SPAN", *span) for span in spans)]))
        return table

    across = landscape(A4) if way == "wide" else A4
    template.addPageTemplates(
        [
            PageTemplate("upright", [Frame(50, 50, width - 100, height - 100)], pagesize=A4),
            PageTemplate("across", [Frame(50, 50, height - 100, width - 100)], pagesize=across, onPage=turn),
        ]
    )
    template.build(
        [
            Paragraph("Widget inspections: annual report 2024-25", styles["Title"]),
            Paragraph("1. Inspections", styles["Heading1"]),
            Paragraph(f"{WORDS} " * 3, styles["Normal"]),
            NextPageTemplate("across"),
            PageBreak(),
            Paragraph("Table 1: Inspections by area and quarter", styles["Heading3"]),
            laid(COUNTS, SPANS),
            Paragraph(KEY, styles["Normal"]),
            Paragraph("Table 2: Outturn against budget (£m)", styles["Heading3"]),
            laid(MONEY, []),
            Paragraph("[1] Roads leaves bridges out.", styles["Normal"]),
            NextPageTemplate("upright"),
            PageBreak(),
            Paragraph("2. Outlook", styles["Heading1"]),
            Paragraph(f"{WORDS} " * 3, styles["Normal"]),
        ]
    )


@pytest.mark.parametrize("is_ruled", [True, False], ids=["ruled", "unruled"])
@pytest.mark.parametrize("way", ["wide", "turned"])
def test_tables_across_a_page_of_a_pdf_are_read(tmp_path: Path, way: str, is_ruled: bool) -> None:
    write_pdf(tmp_path / "widgets.pdf", way, is_ruled=is_ruled)
    document = load(tmp_path / "widgets.pdf")
    check_counts(document)
    check_money(document)
    assert not document.warnings
    assert [table.locator.page for table in document.tables] == [2, 2]
    assert KEY in document.tables[0].notes


@pytest.mark.parametrize("figures", ["LEFT", "CENTER", "RIGHT"])
@pytest.mark.parametrize("heads", ["LEFT", "CENTER", "RIGHT"])
def test_headings_over_two_columns_are_of_both_wherever_they_stand(tmp_path: Path, heads: str, figures: str) -> None:
    write_pdf(tmp_path / "widgets.pdf", "wide", is_ruled=False, heads=heads, figures=figures)
    check_counts(load(tmp_path / "widgets.pdf"))


# --- a web page ------------------------------------------------------------------------------------------------------

PAGE = """<!doctype html><html lang=en><title>Widget inspections: annual report 2024 to 2025</title><main>
<h1>Widget inspections: annual report 2024 to 2025</h1><p>Published 14 October 2025</p><h2>1. Inspections</h2>
<p>Inspections rose.</p>
<table><caption>Table 1: Inspections by area</caption><thead>
<tr><th rowspan=2 scope=col>Area</th><th colspan=2>2023-24</th><th colspan=2>2024-25</th></tr>
<tr><th>Q3</th><th>Q4</th><th>Q1</th><th>Q2<sup><a href="#note">[1]</a></sup></th></tr></thead><tbody>
<tr><th>All areas</th><td>12&#8239;345</td><td>12&thinsp;400<sup>r</sup></td>
<td>12&nbsp;500p</td><td>12&nbsp;610p</td></tr>
<tr><th>Ashford<sup>2</sup></th><td>4&#8239;100</td><td>4&thinsp;150r</td><td>c</td><td>4&nbsp;200 (p)</td></tr>
<tr><th>Bexhill</th><td>4&#8239;200</td><td>4&thinsp;200</td><td>4&nbsp;250p</td><td>..</td></tr>
<tr><th>Clovelly</th><td>4&#8239;045</td><td>4&thinsp;050</td><td>z</td><td>-</td></tr></tbody></table>
<p>p = provisional; r = revised; c = suppressed</p><h2>2. Money</h2>
<table><caption>Table 2: Outturn against budget (£m)</caption>
<tr><th>Service</th><th>Budget</th><th>Outturn</th><th>Variance</th></tr>
<tr><td><b>Total</b></td><td><b>35.0</b></td><td><b>33.1</b></td><td><b>(1.9)</b></td></tr>
<tr><td>Roads</td><td>20.0</td><td>18.9 [1]</td><td>(1.1)</td></tr>
<tr><td>Parks</td><td>15.0</td><td>14.2</td><td>(0.8)</td></tr></table></main></html>"""


def test_a_web_page_with_shorthand_and_spaced_thousands_is_read(tmp_path: Path) -> None:
    (tmp_path / "widgets.html").write_text(PAGE, encoding="utf-8")
    document = load(tmp_path / "widgets.html")
    check_counts(document)
    check_money(document)
    assert "p = provisional; r = revised; c = suppressed" in document.tables[0].notes


# --- a workbook ------------------------------------------------------------------------------------------------------


@pytest.fixture
def workbook(tmp_path: Path) -> Document:
    """A workbook with a cover, contents, notes and a sheet for each table, as the government's guidance has it."""
    sheets: dict[str, list[list[object]]] = {
        "Cover": [
            ["Widget inspections in Borset, 2024 to 2025"],
            ["This spreadsheet holds official statistics on widget inspections."],
            ["Publication date: 14 October 2025"],
        ],
        "Contents": [["Contents"], ["Worksheet number", "Worksheet title"], ["1", "Inspections by area"]],
        "Notes": [["Notes"], ["Note number", "Note text"], ["note 1", "Nine months only."], ["note 2", "Revised."]],
        "1": [
            ["Table 1: Widget inspections by area and quarter, 2023-24 to 2024-25"],
            ["This worksheet contains one table. Some cells refer to notes, which are on the notes worksheet."],
            ["[c] = suppressed; [x] = not available; [r] = revised; [p] = provisional"],
            ["Area", "Area code", "2023-24 Q4", "2024-25 Q1", "2024-25 Q2 [note 2]", "2024-25 Q3 [p]"],
            ["Borset total", "E10000001", 4210, 4320, 4405, 4502],
            ["Ashford [note 1]", "E07000001", 1210, "1,234 [r]", "[c]", 1290],
            ["Bexhill", "E07000002", 1500, 1510, "1,525 [r][note 2]", 1602],
            ["Clovelly", "E07000003", 1500, "[x]", 1600, "1,610 [p]"],
        ],
        "2": [
            ["Table 2: Spending by service (£m)"],
            ["Service", "2023-24", None, "2024-25", None],
            [None, "Budget", "Outturn", "Budget", "Outturn"],
            ["Total", 25.5, 26.0, 26.6, 27.7],
            ["Roads", 10.5, 10.9, 11.1, 11.6],
            ["Schools", 15.0, 15.1, 15.5, 16.1],
        ],
    }
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for merged in ("A2:A3", "B2:C2", "D2:E2"):
        book["2"].merge_cells(merged)
    book.save(tmp_path / "widgets.xlsx")
    return load(tmp_path / "widgets.xlsx")


def test_the_cover_names_a_workbook_and_its_sentences_do_not(workbook: Document) -> None:
    assert workbook.title == "Widget inspections in Borset, 2024 to 2025"
    assert (workbook.period, workbook.published) == ("2024 to 2025", "14 October 2025")


def test_shorthand_and_notes_in_the_cells_of_a_workbook_are_read(workbook: Document) -> None:
    found = values(workbook, 2)
    assert found["Ashford", "2024-25 Q1"] == 1_234
    assert found["Bexhill", "2024-25 Q2"] == 1_525
    assert found["Clovelly", "2024-25 Q3"] == 1_610
    assert found["Ashford", "2024-25 Q2"] is MissingReason.SUPPRESSED
    assert found["Clovelly", "2024-25 Q1"] is MissingReason.NOT_AVAILABLE
    assert values(workbook, 3)["Roads", "2024-25", "Outturn"] == Decimal("11.6")


def test_a_column_of_codes_is_no_label_and_hides_no_total(workbook: Document) -> None:
    grid = read_grids(workbook)[2]
    assert [row.path for row in grid.rows] == [("Borset total",), ("Ashford",), ("Bexhill",), ("Clovelly",)]
    answer = ask(tables_scope(workbook), "Which area had the most inspections in Q1 2024-25?")
    assert "Bexhill" in answer.text
    assert "Borset total" not in answer.text


@pytest.mark.parametrize(("key", "value"), [("p = provisional", 95), ("Source: shops", None)])
def test_a_small_figure_with_a_p_is_provisional_only_where_the_table_says_so(key: str, value: object) -> None:
    document = document_of(
        f"Widget report 2024\n\nWidgets sold\n\nArea | 2023 | 2024\nNorth | 90 | 95p\nSouth | 80 | 85p\n\n{key}\n"
    )
    found = values(document, 0)
    assert found["North", "2024"] == value


@pytest.mark.parametrize(
    "label",
    [
        "Official statistics from the Borset Observatory",
        "Accredited official statistics published by the Borset Observatory.",
        "Official Statistics in Development by Borset Observatory",
    ],
)
def test_what_statistics_are_labelled_as_is_no_title_and_names_who_they_are_from(tmp_path: Path, label: str) -> None:
    book = openpyxl.Workbook()
    cover, table = book.active, book.create_sheet("1")
    for line in ("Widget inspections in Borset, 2024 to 2025", label, "Publication date: 14 October 2025"):
        cover.append([line])
    for row in (["Table 1: Inspections"], ["Area", "2024", "2025"], ["Ashford", 12, 14], ["Bexhill", 9, 11]):
        table.append(row)
    book.save(tmp_path / "widgets.xlsx")
    document = load(tmp_path / "widgets.xlsx")
    assert (document.title, document.publisher) == ("Widget inspections in Borset, 2024 to 2025", "Borset Observatory")
    assert (document.period, document.published) == ("2024 to 2025", "14 October 2025")


def test_a_month_within_a_name_is_no_time(tmp_path: Path) -> None:
    (tmp_path / "homes.html").write_text("<h1>Homes in Northmarch 2024</h1><p>Homes were built.</p>", encoding="utf-8")
    assert load(tmp_path / "homes.html").period == "2024"


def test_the_line_under_the_title_names_the_publisher_where_it_is_a_bodys_name(tmp_path: Path) -> None:
    text = "<h1>Borset Parks Annual Report 2024-25</h1><h1>Borset District Council</h1><h2>Parks</h2><p>Parks grew.</p>"
    (tmp_path / "parks.html").write_text(text, encoding="utf-8")
    assert load(tmp_path / "parks.html").publisher == "Borset District Council"


def test_a_preamble_says_when_a_table_was_released(tmp_path: Path) -> None:
    lines = (
        "Table 3a: Widgets by area",
        "Released: 12 May 2025",
        "",
        "Area,2023-24,2024-25 [p]",
        "Ashford,12,14",
        "Bexhill,9,<5",
    )
    (tmp_path / "widgets.csv").write_text("\n".join(lines), encoding="utf-8")
    document = load(tmp_path / "widgets.csv")
    assert (document.published, document.period) == ("12 May 2025", "")
    assert values(document, 0)["Bexhill", "2024-25"] is MissingReason.LIMIT


def test_words_for_no_figure_over_two_columns_are_of_both_and_its_key_is_a_remark(tmp_path: Path) -> None:
    page = (
        "<h1>Homes in Borset 2024</h1><h2>Building</h2><table><caption>Table 1. Homes by town</caption>"
        "<tr><th>Town</th><th>Private</th><th>Social</th></tr><tr><th>Ashford</th><td>12</td><td>n/a</td></tr>"
        "<tr><th>Bexhill</th><td colspan=2>no data</td></tr></table><p>n/a: the town builds none.</p>"
    )
    (tmp_path / "homes.html").write_text(page, encoding="utf-8")
    document = load(tmp_path / "homes.html")
    found = values(document, 0)
    assert found["Bexhill", "Private"] is found["Bexhill", "Social"] is MissingReason.NOT_AVAILABLE
    assert [(r.mark, r.text) for r in read_grids(document)[0].remarks] == [("n/a", "the town builds none")]


# --- two columns of text ---------------------------------------------------------------------------------------------

BESIDE = [
    ["Offence", "Cases", "Solved (%)"],
    ["Cycles", "1,204", "12.5"],
    ["Boats", "fewer than 10", ".."],
    ["Arson", "31", "45.2"],
]


@pytest.mark.parametrize("n_before", [2, 9, 17])
def test_a_table_without_lines_beside_a_column_of_text_takes_none_of_it(tmp_path: Path, n_before: int) -> None:
    styles = getSampleStyleSheet()
    width, height = A4
    frames = [Frame(x, 50, (width - 120) / 2, height - 110) for x in (50, 60 + (width - 100) / 2)]
    template = BaseDocTemplate(str(tmp_path / "thefts.pdf"), pagesize=A4, invariant=1)
    template.addPageTemplates([PageTemplate("two", frames)])
    table = Laid(BESIDE, colWidths=[80, 70, 60])
    table.setStyle(TableStyle([("ALIGN", (1, 0), (-1, -1), "RIGHT")]))
    text = "Thefts of boats rose along the coast while those of cycles fell in every town of the district. "
    template.build(
        [
            Paragraph("Coastal thefts bulletin 2024", styles["Title"]),
            Paragraph("1. Thefts", styles["Heading1"]),
            Paragraph(text * n_before, styles["Normal"]),
            Paragraph("Table 1: Offences recorded, 2024", styles["Heading3"]),
            table,
            Paragraph("2. Outlook", styles["Heading1"]),
            Paragraph(text * (34 - n_before), styles["Normal"]),
        ]
    )
    document = load(tmp_path / "thefts.pdf")
    assert [[cell.text for cell in row] for row in document.tables[0].rows()] == BESIDE
    prose = " ".join(block.text for block in document.blocks if block.table is None)
    assert prose.count(text.strip()) == 34


def test_a_cover_says_in_sentences_when_and_by_whom_it_was_published(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    cover, notes, table = book.active, book.create_sheet("Notes"), book.create_sheet("1")
    for line in ("Bus passes in Ilmarsh: year ending March 2025", "This release was published on 26 June 2025."):
        cover.append([line])
    cover.append(["Producer: Ilmarsh Transport Executive"])
    for row in (
        ["Note number", "Note text", "Tables"],
        [1, "Fenton gained two villages.", 1],
        [2, "No passes for children.", 1],
    ):
        notes.append(row)
    for row in (
        ["Table 1: Bus passes issued by district [note 2]"],
        ["District", "Notes", "2024", "2025"],
        ["Ilmarsh", "", 900, 1100],
        ["Fenton", "[note 1]", 600, 640],
    ):
        table.append(row)
    book.save(tmp_path / "passes.xlsx")
    document = load(tmp_path / "passes.xlsx")
    assert (document.publisher, document.published) == ("Ilmarsh Transport Executive", "26 June 2025")
    grid = read_grids(document)[-1]
    assert not any(o.quantity for o in read_grids(document)[0].observations)
    assert [column.path for column in grid.columns] == [("2024",), ("2025",)]
    assert [(r.text, r.rows, r.whole) for r in grid.remarks] == [
        ("No passes for children.", (), True),
        ("Fenton gained two villages.", (2,), False),
    ]


def test_a_key_beneath_a_table_of_a_pdf_is_no_row(tmp_path: Path) -> None:
    styles = getSampleStyleSheet()
    table = Laid([["Town", "2023", "2024"], ["Astley", "120", "131"], ["Brill", "s", "8"]], colWidths=[90, 60, 60])
    template = BaseDocTemplate(str(tmp_path / "towns.pdf"), pagesize=A4, invariant=1)
    template.addPageTemplates([PageTemplate("one", [Frame(50, 50, 500, 700)])])
    parts = [
        ("Towns report 2024", "Title"),
        ("1. Towns", "Heading1"),
        ("All towns are counted in June each year.", "Normal"),
    ]
    key = Paragraph("s = suppressed", styles["Normal"])
    template.build([*(Paragraph(text, styles[style]) for text, style in parts), table, key])
    grid = read_grids(load(tmp_path / "towns.pdf"))[0]
    assert [row.path for row in grid.rows] == [("Astley",), ("Brill",)]
    assert [o.missing for o in grid.observations] == [None, None, MissingReason.SUPPRESSED, None]

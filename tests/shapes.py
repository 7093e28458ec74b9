"""Small files in shapes that public bodies publish, the truth of each written down before they were first read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pptx
from docx import Document as new_word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.styles import Font
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from tests.drawn import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of figures: its labels from the outermost, its unit, and the name of its period, '' for none."""

    path: tuple[str, ...]
    unit: str = "count"
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A table: each row's labels with its figures; a figure as a plain number, a reason why there is none, or None.

    ``units`` are those of rows whose unit is not their columns'; ``periods`` those of rows that name one.
    """

    title: str
    columns: tuple[Column, ...]
    rows: dict[tuple[str, ...], tuple[str | None, ...]]
    units: dict[tuple[str, ...], str] = field(default_factory=dict)
    periods: dict[tuple[str, ...], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A file and what it says: of itself, its headings that open sections, its tables, sentences that must stand."""

    name: str
    write: Callable[[Path], None]
    title: str
    publisher: str = ""
    period: str = ""
    published: str = ""
    headings: tuple[str, ...] = ()
    tables: tuple[Truth, ...]
    sentences: tuple[str, ...] = ()


# 1. A statistical release as a workbook: a cover, notes, two tables on a sheet, shorthand -----------------------------


def _release(path: Path) -> None:
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "Cover_sheet"
    for line in (
        "Home adaptations in Borsetshire, 2024 to 2025: data tables",
        "Accredited official statistics from the Borset Observatory",
        "Publication date: 26 June 2025",
        "This spreadsheet contains 3 tables.",
        "Contact: adaptations@example.org",
    ):
        cover.append([line])
    cover["A1"].font = Font(bold=True, size=16)
    notes = book.create_sheet("Notes")
    notes.append(["Notes"])
    notes.append(["This worksheet contains one table."])
    notes.append(["Note number", "Note text"])
    notes.append(["[note 1]", "Wait is counted from the day on which the form was received."])
    notes.append(["[note 2]", "Figures for Eastham are for ten months only."])
    one = book.create_sheet("1")
    for row in (
        ["Table 1a: Adaptations finished by district, Borsetshire, financial years 2023 to 2025 [note 1]"],
        ["This worksheet contains two tables, one above the other."],
        ["Some cells are marked with shorthand: [c] confidential, [x] not available, [z] not applicable."],
        [],
        ["District", "2023-24", "2024-25", "Change (%)", "Median wait 2024-25 (weeks)"],
        ["Borsetshire", 2140, 2305, 7.7, 19.5],
        ["Northfield", 900, 1010, 12.2, 18],
        ["Southport", 1180, "[c]", "[z]", 21.5],
        ["Eastham [note 2]", 60, "[x]", "[x]", "[x]"],
        [],
        ["Table 1b: Adaptations finished by kind, Borsetshire, financial years 2023 to 2025"],
        [],
        ["Kind", "2023-24", "2024-25"],
        ["Ramps", 640, 655],
        ["Level showers", 1310, 1440],
        ["Stair lifts", 190, 210],
    ):
        one.append(row)
    two = book.create_sheet("2")
    for row in (
        ["Table 2: Spending on adaptations, £ thousand"],
        ["Source: Borset Observatory return A4"],
        ["Quarter", "Grants", "Loans", "All"],
        ["Q1 2024-25", 1204.5, 310.0, 1514.5],
        ["Q2 2024-25", 1180.2, "[low]", 1180.2],
        ["Q3 2024-25", 1333.0, 298.7, 1631.7],
    ):
        two.append(row)
    for row in (4, 5, 6):
        for column in "BCD":
            two[f"{column}{row}"].number_format = "#,##0.0"
    for cell in ("B6", "C6", "B7", "C7", "B8"):
        one[cell].number_format = "#,##0"
    book.save(path)


RELEASE = Shape(
    name="release.xlsx",
    write=_release,
    title="Home adaptations in Borsetshire, 2024 to 2025: data tables",
    publisher="Borset Observatory",
    period="2024 to 2025",
    published="26 June 2025",
    tables=(
        Truth(
            title="Table 1a: Adaptations finished by district, Borsetshire, financial years 2023 to 2025",
            columns=(
                Column(path=("2023-24",), period="2023/24"),
                Column(path=("2024-25",), period="2024/25"),
                Column(path=("Change (%)",), unit="percent", period="2024/25"),
                Column(path=("Median wait 2024-25 (weeks)",), unit="weeks", period="2024/25"),
            ),
            rows={
                ("Borsetshire",): ("2140", "2305", "7.7", "19.5"),
                ("Northfield",): ("900", "1010", "12.2", "18"),
                ("Southport",): ("1180", "suppressed", "not available", "21.5"),
                ("Eastham",): ("60", "not available", "not available", "not available"),
            },
        ),
        Truth(
            title="Table 1b: Adaptations finished by kind, Borsetshire, financial years 2023 to 2025",
            columns=(Column(path=("2023-24",), period="2023/24"), Column(path=("2024-25",), period="2024/25")),
            rows={("Ramps",): ("640", "655"), ("Level showers",): ("1310", "1440"), ("Stair lifts",): ("190", "210")},
        ),
        Truth(
            title="Table 2: Spending on adaptations, £ thousand",
            columns=(
                Column(path=("Grants",), unit="gbp_k"),
                Column(path=("Loans",), unit="gbp_k"),
                Column(path=("All",), unit="gbp_k"),
            ),
            rows={
                ("Q1 2024-25",): ("1204.5", "310.0", "1514.5"),
                ("Q2 2024-25",): ("1180.2", "not available", "1180.2"),
                ("Q3 2024-25",): ("1333.0", "298.7", "1631.7"),
            },
            periods={
                ("Q1 2024-25",): "Q1 2024/25",
                ("Q2 2024-25",): "Q2 2024/25",
                ("Q3 2024-25",): "Q3 2024/25",
            },
        ),
    ),
)

# 2. A page of two columns with a table over both ----------------------------------------------------------------------

_LEFT = (
    "The trust looked after more people than in",
    "any year before, and waits grew all the",
    "same. Two wards were closed for repair",
    "from May to August, and beds were moved",
    "to the old wing. Nobody was turned away.",
    "The board met seven times in the year.",
)
_RIGHT = (
    "Staff numbers rose by forty, most of them",
    "nurses from the college in Northfield. The",
    "cost of agency cover fell by a fifth, as",
    "the table below shows for each division.",
    "A new rota begins in the spring of 2026.",
    "It will be looked at again after a year.",
)
_WIDE = (
    ("Surgery", "12.4", "11.9", "(0.5)", "310", "298"),
    ("Medicine", "20.1", "21.6", "1.5", "505", "517"),
    ("Children", "6.0", "6.0", "0.0", "140", "141"),
    ("Total", "38.5", "39.5", "1.0", "955", "956"),
)


def _columns(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    page = Page(canvas, A4[1])
    page.words(60, 60, "Northfield Hospitals Trust", size=18, bold=True)
    page.words(60, 84, "Annual report 2024/25", size=15, bold=True)
    canvas.showPage()
    page.words(60, 70, "How the divisions did", size=14, bold=True)
    for left, lines in ((60, _LEFT), (320, _RIGHT)):
        y = 95.0
        for _ in range(3):
            y = page.lines(left, y, *lines)
    ends = (210.0, 285.0, 350.0, 440.0, 520.0)
    page.words(60, 345, "Table 1: Spending and staff by division", bold=True)
    page.rule(58, 525, 352)
    page.words(170, 364, "Spending (£m)", bold=True)
    page.words(400, 364, "Staff (headcount)", bold=True)
    page.row(378, "Division", "Budget", "Outturn", "Variance", "March 2024", "March 2025", ends=ends, bold=True)
    page.rule(58, 525, 383)
    for number, (label, *figures) in enumerate(_WIDE):
        page.row(396 + 14 * number, label, *figures, ends=ends, bold=label == "Total")
    page.rule(58, 525, 444)
    page.words(60, 458, "Source: trust ledger and payroll.", size=8)
    for left, lines in ((60, _RIGHT), (320, _LEFT)):
        y = 490.0
        for _ in range(3):
            y = page.lines(left, y, *lines)
    canvas.showPage()
    canvas.save()


COLUMNS = Shape(
    name="columns.pdf",
    write=_columns,
    title="Annual report 2024/25",
    publisher="Northfield Hospitals Trust",
    period="2024/25",
    headings=("How the divisions did",),
    tables=(
        Truth(
            title="Table 1: Spending and staff by division",
            columns=(
                Column(path=("Spending (£m)", "Budget"), unit="gbp_m"),
                Column(path=("Spending (£m)", "Outturn"), unit="gbp_m"),
                Column(path=("Spending (£m)", "Variance"), unit="gbp_m"),
                Column(path=("Staff (headcount)", "March 2024"), period="March 2024"),
                Column(path=("Staff (headcount)", "March 2025"), period="March 2025"),
            ),
            rows={
                ("Surgery",): ("12.4", "11.9", "-0.5", "310", "298"),
                ("Medicine",): ("20.1", "21.6", "1.5", "505", "517"),
                ("Children",): ("6.0", "6.0", "0.0", "140", "141"),
                ("Total",): ("38.5", "39.5", "1.0", "955", "956"),
            },
        ),
    ),
    sentences=("Nobody was turned away.", "It will be looked at again after a year."),
)

# 3. A page on its side, its headings written upwards ------------------------------------------------------------------


def _turned(path: Path) -> None:
    size = landscape(A4)
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    page = Page(canvas, size[1])
    page.words(60, 60, "Borset Fire Service: performance scorecard, Quarter 2 2025/26", size=16, bold=True)
    page.words(60, 90, "Incidents by station", size=13, bold=True)
    page.lines(
        60,
        112,
        "Stations report every call that they attend. False alarms are counted on the day of the call, and the share",
        "of calls that were met in time leaves out those to motorways. Targets were set by the Authority in March.",
    )
    heads = ("All calls", "Dwelling fires", "False alarms", "Met in time (%)", "Target (%)")
    xs = (250.0, 320.0, 390.0, 460.0, 530.0)
    rows = (
        ("Northfield", "412", "31", "140", "88.1", "85"),
        ("Southport", "388", "27", "151", "83.0", "85"),
        ("Eastham", "97", "6", "40", "79.4", "80"),
        ("All stations", "897", "64", "331", "85.0", "84"),
    )
    for head, x in zip(heads, xs, strict=True):
        canvas.saveState()
        canvas.translate(x - 4, size[1] - 258)
        canvas.rotate(90)
        canvas.setFont("Helvetica-Bold", 9)
        canvas.drawString(0, 0, head)
        canvas.restoreState()
    page.words(60, 258, "Station", bold=True)
    edges = (55.0, 210.0, 270.0, 340.0, 410.0, 480.0, 550.0)
    for y in (160, 264, 284, 304, 324, 344):
        page.rule(edges[0], edges[-1], y)
    for x in edges:
        page.upright(x, 160, 344)
    for number, (label, *figures) in enumerate(rows):
        page.row(278 + 20 * number, label, *figures, ends=xs)
    page.words(60, 370, "Calls from other services are not counted here.", size=10)
    canvas.save()


TURNED = Shape(
    name="turned.pdf",
    write=_turned,
    title="Borset Fire Service: performance scorecard, Quarter 2 2025/26",
    publisher="Borset Fire Service",
    period="Quarter 2 2025/26",
    headings=("Incidents by station",),
    tables=(
        Truth(
            title="Incidents by station",
            columns=(
                Column(path=("All calls",), period="Q2 2025/26"),
                Column(path=("Dwelling fires",), period="Q2 2025/26"),
                Column(path=("False alarms",), period="Q2 2025/26"),
                Column(path=("Met in time (%)",), unit="percent", period="Q2 2025/26"),
                Column(path=("Target (%)",), unit="percent", period="Q2 2025/26"),
            ),
            rows={
                ("Northfield",): ("412", "31", "140", "88.1", "85"),
                ("Southport",): ("388", "27", "151", "83.0", "85"),
                ("Eastham",): ("97", "6", "40", "79.4", "80"),
                ("All stations",): ("897", "64", "331", "85.0", "84"),
            },
        ),
    ),
    sentences=("Calls from other services are not counted here.",),
)

# 4. A committee's paper: numbered paragraphs, merged cells, a table in a text box -------------------------------------

_BOX = """<w:p {ns}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"
 style="width:300pt;height:90pt"><v:textbox><w:txbxContent>
<w:p><w:r><w:t>Box 1: Bids at a glance</w:t></w:r></w:p>
<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{rows}</w:tbl><w:p/>
</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"""
_BOXED = (("Bid", "Asked (£000)"), ("Footbridge", "450"), ("Lido", "1,200"), ("Skate park", "95"))


def _committee(path: Path) -> None:
    file = new_word()
    table = file.add_table(rows=4, cols=2)
    for number, (label, text) in enumerate(
        (
            ("Report to:", "Finance and Assets Committee"),
            ("Date:", "14 October 2025"),
            ("Subject:", "Capital monitoring report, Quarter 2 2025/26"),
            ("Report of:", "Director of Resources, Westbury City Council"),
        )
    ):
        table.cell(number, 0).text, table.cell(number, 1).text = label, text
    file.add_heading("1. Purpose", 1)
    file.add_paragraph("1.1 This report tells the Committee how the capital programme stood on 30 September 2025.")
    file.add_paragraph("1.2 The Committee is asked:")
    file.add_paragraph("(a) to note the position in Table 1; and")
    file.add_paragraph("(b) to agree the changes listed in paragraph 2.2.")
    file.add_heading("2. The programme", 1)
    file.add_paragraph("2.1 Spending to date is £14.3m, of a revised budget of £41.0m.")
    file.add_paragraph("Table 1: Capital programme by theme", style="Caption")
    rows = (
        ("Theme", "Scheme", "2025/26 (£m)", "", "", "RAG"),
        ("", "", "Original budget", "Revised budget", "Spent to date", ""),
        ("Roads", "Ring road", "12.0", "13.5", "4.2", "A"),
        ("", "Bridges", "6.5", "6.5", "2.9", "G"),
        ("Schools", "New primary", "15.0", "14.0", "5.1", "G"),
        ("", "Repairs", "7.0", "7.0", "2.1", "R"),
        ("Total", "", "40.5", "41.0", "14.3", ""),
    )
    grid = file.add_table(rows=len(rows), cols=6)
    grid.style = "Table Grid"
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text:
                grid.cell(r, c).text = text
    for first, last in (
        ((0, 0), (1, 0)),
        ((0, 1), (1, 1)),
        ((0, 2), (0, 4)),
        ((0, 5), (1, 5)),
        ((2, 0), (3, 0)),
        ((4, 0), (5, 0)),
        ((6, 0), (6, 1)),
    ):
        grid.cell(*first).merge(grid.cell(*last))
    file.add_paragraph("2.2 The ring road needs £1.5m more because the old drains had to be replaced.")
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in row) + "</w:tr>"
        for row in _BOXED
    )
    body = file.element.body
    body.insert(len(body) - 1, parse_xml(_BOX.format(ns=nsdecls("w"), rows=cells)))
    file.add_heading("3. Next steps", 1)
    file.add_paragraph("3.1 The next report comes in January 2026.")
    file.save(str(path))


_MONEY = Column(path=("2025/26 (£m)", "Original budget"), unit="gbp_m", period="2025/26")
COMMITTEE = Shape(
    name="committee.docx",
    write=_committee,
    title="Capital monitoring report, Quarter 2 2025/26",
    publisher="Westbury City Council",
    period="Quarter 2 2025/26",
    published="14 October 2025",
    headings=("1. Purpose", "2. The programme", "3. Next steps"),
    tables=(
        Truth(
            title="Table 1: Capital programme by theme",
            columns=(
                _MONEY,
                Column(path=("2025/26 (£m)", "Revised budget"), unit="gbp_m", period="2025/26"),
                Column(path=("2025/26 (£m)", "Spent to date"), unit="gbp_m", period="2025/26"),
                Column(path=("RAG",)),
            ),
            rows={
                ("Roads", "Ring road"): ("12.0", "13.5", "4.2", None),
                ("Roads", "Bridges"): ("6.5", "6.5", "2.9", None),
                ("Schools", "New primary"): ("15.0", "14.0", "5.1", None),
                ("Schools", "Repairs"): ("7.0", "7.0", "2.1", None),
                ("Total",): ("40.5", "41.0", "14.3", "empty"),
            },
        ),
        Truth(
            title="Box 1: Bids at a glance",
            columns=(Column(path=("Asked (£000)",), unit="gbp_k"),),
            rows={("Footbridge",): ("450",), ("Lido",): ("1200",), ("Skate park",): ("95",)},
        ),
    ),
    sentences=(
        "Spending to date is £14.3m, of a revised budget of £41.0m.",
        "The ring road needs £1.5m more because the old drains had to be replaced.",
    ),
)

# 5. A web page: definition lists, spans, a table to open, tabs --------------------------------------------------------

_PAGE = """<!DOCTYPE html><html lang="en"><head>
<title>Recycling performance 2024 to 2025 - Marlow District Council</title>
<meta name="dcterms.issued" content="2025-08-12"><style>.hidden{display:none}</style></head><body>
<header><a href="/">Marlow District Council</a><nav><ul><li>Bins</li><li>Tax</li></ul></nav></header>
<main><h1>Recycling performance 2024 to 2025</h1>
<dl class="metadata"><dt>From:</dt><dd>Marlow District Council</dd><dt>Published</dt><dd>12 August 2025</dd></dl>
<h2>At a glance</h2>
<dl><dt>Household waste collected</dt><dd>48,210 tonnes</dd><dt>Sent for recycling</dt><dd>51.3%</dd></dl>
<h2>What was collected</h2>
<table><caption>Tonnes collected by stream and depot</caption>
<thead><tr><th rowspan="2" scope="col">Stream</th><th colspan="2" scope="colgroup">North depot</th>
<th colspan="2" scope="colgroup">South depot</th></tr>
<tr><th>2023-24</th><th>2024-25</th><th>2023-24</th><th>2024-25</th></tr></thead>
<tbody><tr><th scope="row">Paper</th><td>4,120</td><td>4,005</td><td>3,980</td><td>4,100</td></tr>
<tr><th scope="row">Glass</th><td>2,250</td><td>2,310</td><td colspan="2">not collected</td></tr>
<tr><th scope="row">Food</th><td>1,875</td><td>2,460</td><td>1,640</td><td>2,035</td></tr></tbody></table>
<details><summary>Missed collections by month</summary>
<table><tr><th>Month</th><th>Reported</th><th>Put right in 24 hours</th></tr>
<tr><td>January 2025</td><td>312</td><td>91%</td></tr><tr><td>February 2025</td><td>287</td><td>94%</td></tr></table>
</details>
<div class="tabs"><ul role="tablist">
<li><a role="tab" href="#bins">Bins</a></li><li><a role="tab" href="#bags">Bags</a></li></ul>
<section id="bins" role="tabpanel"><h2>Bins</h2><table><tr><th>Size</th><th>Delivered</th><th>Charge (£)</th></tr>
<tr><td>140 litres</td><td>1,204</td><td>42.50</td></tr><tr><td>240 litres</td><td>3,310</td><td>48.00</td></tr></table>
</section>
<section id="bags" role="tabpanel" class="tabpanel--hidden"><h2>Bags</h2>
<table><tr><th>Kind</th><th>Rolls given out</th></tr><tr><td>Compostable</td><td>9,870</td></tr>
<tr><td>Clear</td><td>2,145</td></tr></table></section></div>
<p>Figures are weighed at the transfer station in Marlow.</p>
</main><footer><p>Last updated 1 September 2025</p></footer></body></html>
"""


def _web(path: Path) -> None:
    path.write_text(_PAGE, encoding="utf-8")


WEB = Shape(
    name="web.html",
    write=_web,
    title="Recycling performance 2024 to 2025",
    publisher="Marlow District Council",
    period="2024 to 2025",
    published="12 August 2025",
    headings=("At a glance", "What was collected", "Bins", "Bags"),
    tables=(
        Truth(
            title="Tonnes collected by stream and depot",
            columns=(
                Column(path=("North depot", "2023-24"), unit="tonnes", period="2023/24"),
                Column(path=("North depot", "2024-25"), unit="tonnes", period="2024/25"),
                Column(path=("South depot", "2023-24"), unit="tonnes", period="2023/24"),
                Column(path=("South depot", "2024-25"), unit="tonnes", period="2024/25"),
            ),
            rows={
                ("Paper",): ("4120", "4005", "3980", "4100"),
                ("Glass",): ("2250", "2310", "not available", "not available"),
                ("Food",): ("1875", "2460", "1640", "2035"),
            },
        ),
        Truth(
            title="Missed collections by month",
            columns=(Column(path=("Reported",)), Column(path=("Put right in 24 hours",), unit="percent")),
            rows={("January 2025",): ("312", "91"), ("February 2025",): ("287", "94")},
            periods={("January 2025",): "January 2025", ("February 2025",): "February 2025"},
        ),
        Truth(
            title="Bins",
            columns=(Column(path=("Delivered",)), Column(path=("Charge (£)",), unit="gbp")),
            rows={("140 litres",): ("1204", "42.50"), ("240 litres",): ("3310", "48.00")},
        ),
        Truth(
            title="Bags",
            columns=(Column(path=("Rolls given out",)),),
            rows={("Compostable",): ("9870",), ("Clear",): ("2145",)},
        ),
    ),
    sentences=("Figures are weighed at the transfer station in Marlow.", "48,210 tonnes", "51.3%"),
)

# 6. Slides: a chart with its data, grouped shapes, a table with a head over two columns -------------------------------


def _slides(path: Path) -> None:
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = "Quarterly performance briefing"
    first.placeholders[1].text = "Kestrel Ambulance Service NHS Trust\nQuarter 3 2025/26 (October to December 2025)"
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Calls and response"
    group = slide.shapes.add_group_shape()
    for left, figure, words in ((1.0, "41,300", "calls answered"), (4.0, "7m 42s", "mean response, category 1")):
        box = group.shapes.add_textbox(Inches(left), Inches(1.6), Inches(2.5), Inches(0.9)).text_frame
        box.text = figure
        box.add_paragraph().text = words
    chart = CategoryChartData(number_format="#,##0")
    chart.categories = ["October", "November", "December"]
    chart.add_series("2024", (12850, 12990, 14610))
    chart.add_series("2025", (13105, 13320, 14875))
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(3), Inches(7), Inches(3), chart
    ).chart
    frame.has_title = True
    frame.chart_title.text_frame.text = "Calls answered by month"
    frame.plots[0].has_data_labels = True
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Response times"
    rows = (
        ("Category", "Mean response (minutes)", "", "Calls"),
        ("", "Q3 2024/25", "Q3 2025/26", "Q3 2025/26"),
        ("Category 1", "8.1", "7.7", "5,120"),
        ("Category 2", "34.6", "29.9", "22,480"),
        ("Category 3", "121.0", "104.5", "9,310"),
    )
    table = slide.shapes.add_table(5, 4, Inches(1), Inches(1.8), Inches(8), Inches(2)).table
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text:
                table.cell(r, c).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    notes = slide.shapes.add_textbox(Inches(1), Inches(5), Inches(8), Inches(0.5)).text_frame
    notes.text = "Category 4 calls are left out of this table."
    deck.save(str(path))


SLIDES = Shape(
    name="slides.pptx",
    write=_slides,
    title="Quarterly performance briefing",
    publisher="Kestrel Ambulance Service NHS Trust",
    period="Quarter 3 2025/26",
    headings=("Calls and response", "Response times"),
    tables=(
        Truth(
            title="Calls answered by month",
            columns=(Column(path=("2024",), period="2024"), Column(path=("2025",), period="2025")),
            rows={
                ("October",): ("12850", "13105"),
                ("November",): ("12990", "13320"),
                ("December",): ("14610", "14875"),
            },
            periods={("October",): "October", ("November",): "November", ("December",): "December"},
        ),
        Truth(
            title="Response times",
            columns=(
                Column(path=("Mean response (minutes)", "Q3 2024/25"), unit="minutes", period="Q3 2024/25"),
                Column(path=("Mean response (minutes)", "Q3 2025/26"), unit="minutes", period="Q3 2025/26"),
                Column(path=("Calls", "Q3 2025/26"), period="Q3 2025/26"),
            ),
            rows={
                ("Category 1",): ("8.1", "7.7", "5120"),
                ("Category 2",): ("34.6", "29.9", "22480"),
                ("Category 3",): ("121.0", "104.5", "9310"),
            },
        ),
    ),
    sentences=(
        "41,300 calls answered",
        "7m 42s mean response, category 1",
        "Category 4 calls are left out of this table.",
    ),
)

# 7. Markdown: footnotes, lists in lists, breaks within cells ----------------------------------------------------------

_NOTES = """Larkrise Housing Board: rent and repairs report, 2024/25
=========================================================

*Published 3 July 2025 by Larkrise Housing Board*

Rents
-----

Rents rose by 2.7% in April 2024.[^1] Arrears fell for the third year running.

- What we did:
    - wrote to 1,240 tenants
    - met 310 of them
        1. at home: 205
        2. at the office: 105
- What we will do:
    - open on Saturdays from May 2025

| Area | Homes | Rent due<br>(£000) | Arrears 31 March 2024 (£000) | Arrears 31 March 2025 (£000)[^2] |
|:-----|------:|----:|----:|----:|
| North \\| West | 1,020 | 5,304.0 | 212.5 | 198.1 |
| East | 640 | 3,328.5 | 96.0 | **88.4** |
| *All* | 1,660 | 8,632.5 | 308.5 | 286.5 |

Repairs
-------

| Kind of repair | Target | 2023/24 | 2024/25 |
|---|---|---|---|
| Emergency, done in a day | 99% | 97.2% | 98.6% |
| Routine, mean days | 15 | 19.4 | 17.1 |

> A repair is done when the tenant says so.

[^1]: The rise was capped by the regulator.
[^2]: Leaves out tenants who have moved away.
"""


def _markdown(path: Path) -> None:
    path.write_text(_NOTES, encoding="utf-8")


MARKDOWN = Shape(
    name="notes.md",
    write=_markdown,
    title="Larkrise Housing Board: rent and repairs report, 2024/25",
    publisher="Larkrise Housing Board",
    period="2024/25",
    published="3 July 2025",
    headings=("Rents", "Repairs"),
    tables=(
        Truth(
            title="Rents",
            columns=(
                Column(path=("Homes",)),
                Column(path=("Rent due (£000)",), unit="gbp_k"),
                Column(path=("Arrears 31 March 2024 (£000)",), unit="gbp_k", period="31 March 2024"),
                Column(path=("Arrears 31 March 2025 (£000)",), unit="gbp_k", period="31 March 2025"),
            ),
            rows={
                ("North | West",): ("1020", "5304.0", "212.5", "198.1"),
                ("East",): ("640", "3328.5", "96.0", "88.4"),
                ("All",): ("1660", "8632.5", "308.5", "286.5"),
            },
        ),
        Truth(
            title="Repairs",
            columns=(
                Column(path=("Target",)),
                Column(path=("2023/24",), period="2023/24"),
                Column(path=("2024/25",), period="2024/25"),
            ),
            rows={
                ("Emergency, done in a day",): ("99", "97.2", "98.6"),
                ("Routine, mean days",): ("15", "19.4", "17.1"),
            },
            units={("Emergency, done in a day",): "percent", ("Routine, mean days",): "days"},
        ),
    ),
    sentences=("Arrears fell for the third year running.", "A repair is done when the tenant says so.", "at home: 205"),
)

# 8. A file of comma-separated values: lines on top, lines at the foot -------------------------------------------------

_CSV = """"Title:","School transport costs by district"
"Publisher:","Tarnshire County Council"
"Published:","30 May 2025"
"Period covered:","Financial year 2024-25"
"Units:","£ unless stated"

"District","Pupils carried","Cost per pupil","Total cost","Share of total (%)"
"Aldermere","1,204","1,150.50","1,385,202","38.4"
"Brackwater","980","1,402.00","1,373,960","38.1"
"Cairnholt","<10","c","c","c"
"Dunsley","655","1,299.10","850,911","23.5"
"Tarnshire","2,842","1,270.26","3,610,073","100.0"

"Notes"
"1. Pupils who travel by their own means are not counted."
"2. c = withheld because fewer than 10 pupils are carried."
"Source: Tarnshire County Council, transport ledger"
"""


def _csv(path: Path) -> None:
    path.write_text(_CSV, encoding="utf-8-sig")


CSV = Shape(
    name="transport.csv",
    write=_csv,
    title="School transport costs by district",
    publisher="Tarnshire County Council",
    period="Financial year 2024-25",
    published="30 May 2025",
    tables=(
        Truth(
            title="School transport costs by district",
            columns=(
                Column(path=("Pupils carried",), period="2024/25"),
                Column(path=("Cost per pupil",), unit="gbp", period="2024/25"),
                Column(path=("Total cost",), unit="gbp", period="2024/25"),
                Column(path=("Share of total (%)",), unit="percent", period="2024/25"),
            ),
            rows={
                ("Aldermere",): ("1204", "1150.50", "1385202", "38.4"),
                ("Brackwater",): ("980", "1402.00", "1373960", "38.1"),
                ("Cairnholt",): ("only a limit", "suppressed", "suppressed", "suppressed"),
                ("Dunsley",): ("655", "1299.10", "850911", "23.5"),
                ("Tarnshire",): ("2842", "1270.26", "3610073", "100.0"),
            },
        ),
    ),
    sentences=("Pupils who travel by their own means are not counted.",),
)

SHAPES = (RELEASE, COLUMNS, TURNED, COMMITTEE, WEB, SLIDES, MARKDOWN, CSV)

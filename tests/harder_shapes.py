"""More shapes, with what is rarer in them: the truth of each was written down before it was first read."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pptx
from docx import Document as new_word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.drawn import Page
from tests.shapes import Column, Shape, Truth

# 1. A workbook: tables side by side, merged years, figures kept as text, dates as headings ----------------------------


def _sides(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Dashboard"
    sheet["A1"] = "Wexford Borough Council: housing dashboard, March 2025"
    sheet["A3"], sheet["H3"] = "Homes let", "Repairs waiting"
    sheet["B4"], sheet["D4"] = "2023-24", "2024-25"
    sheet.merge_cells("B4:C4")
    sheet.merge_cells("D4:E4")
    for column, text in zip("ABCDE", ("Size", "Number", "%", "Number", "%"), strict=True):
        sheet[f"{column}5"] = text
    for row, figures in enumerate(
        (("All sizes", 640, 1, 712, 1), ("One bedroom", 320, 0.5, 342, 0.48), ("Two or more", "320", 0.5, "370", 0.52)),
        6,
    ):
        for column, figure in zip("ABCDE", figures, strict=True):
            sheet[f"{column}{row}"] = figure
            if column in "CE":
                sheet[f"{column}{row}"].number_format = "0%"
    sheet["H4"] = "Kind"
    sheet["I4"], sheet["J4"] = datetime.date(2025, 2, 28), datetime.date(2025, 3, 31)
    for column in "IJ":
        sheet[f"{column}4"].number_format = "dd mmm yyyy"
    for row, figures in enumerate((("Damp", 41, 38), ("Heating", 67, 52), ("Roofs", 19, 22), ("All", 127, 112)), 5):
        for column, figure in zip("HIJ", figures, strict=True):
            sheet[f"{column}{row}"] = figure
    sheet["A10"] = "Change in rent arrears"
    for column, text in zip("ABC", ("Area", "£000", "Change on year (£000)"), strict=True):
        sheet[f"{column}11"] = text
    for row, figures in enumerate((("East", 88.4, -7.6), ("West", 198.1, 14.4)), 12):
        for column, figure in zip("ABC", figures, strict=True):
            sheet[f"{column}{row}"] = figure
        sheet[f"C{row}"].number_format = "#,##0.0;[Red](#,##0.0)"
        sheet[f"B{row}"].number_format = "#,##0.0"
    book.properties.created = datetime.datetime(2025, 4, 9)
    book.save(path)


SIDES = Shape(
    name="sides.xlsx",
    write=_sides,
    title="Wexford Borough Council: housing dashboard, March 2025",
    publisher="Wexford Borough Council",
    period="March 2025",
    published="2025-04-09",
    tables=(
        Truth(
            title="Homes let",
            columns=(
                Column(path=("2023-24",), period="2023/24"),
                Column(path=("2023-24",), unit="percent", period="2023/24"),
                Column(path=("2024-25",), period="2024/25"),
                Column(path=("2024-25",), unit="percent", period="2024/25"),
            ),
            rows={
                ("All sizes",): ("640", "100", "712", "100"),
                ("One bedroom",): ("320", "50", "342", "48"),
                ("Two or more",): ("320", "50", "370", "52"),
            },
        ),
        Truth(
            title="Repairs waiting",
            columns=(
                Column(path=("28 Feb 2025",), period="28 February 2025"),
                Column(path=("31 Mar 2025",), period="31 March 2025"),
            ),
            rows={
                ("Damp",): ("41", "38"),
                ("Heating",): ("67", "52"),
                ("Roofs",): ("19", "22"),
                ("All",): ("127", "112"),
            },
        ),
        Truth(
            title="Change in rent arrears",
            columns=(Column(path=("£000",), unit="gbp_k"), Column(path=("Change on year (£000)",), unit="gbp_k")),
            rows={("East",): ("88.4", "-7.6"), ("West",): ("198.1", "14.4")},
        ),
    ),
)

# 2. A PDF: labels over two lines, groups, parts set in, raised marks, cut by a page's end -----------------------------

_ENDS = (330.0, 410.0, 490.0)


def _groups(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    page = Page(canvas, A4[1])
    page.words(60, 60, "Fenland Police: annual statement of crime, 2024/25", size=17, bold=True)
    y = page.lines(60, 90, *("Crime fell in most districts in the year, and more of it was solved than before.",) * 3)
    for _ in range(13):
        y = page.lines(
            60,
            y + 8,
            "Officers answered more calls, of which fewer were urgent; the force spent less on",
            "overtime than it had planned, as new recruits took up their posts in the summer.",
        )
    page.words(60, 625, "Table 3: Offences recorded by district", bold=True)
    page.row(645, "Offence", "2023/24", "2024/25", "Change", ends=_ENDS, bold=True)
    page.rule(58, 495, 650)
    page.words(60, 663, "Violence", bold=True)
    page.row(678, "With injury", "4,120", "4,011", "-109", left=72, ends=_ENDS)
    page.words(72, 693, "Without injury, including")
    page.row(705, "harassment by letter", "6,003", "6,240", "237", left=72, ends=_ENDS)
    page.words(60, 720, "Theft", bold=True)
    page.row(735, "From shops", "3,310", "3,920", "610", left=72, ends=_ENDS)
    page.raised(72, 750, "Of vehicles", "1")
    for end, figure in zip(_ENDS, ("880", "845", "-35"), strict=True):
        page.words(end, 750, figure, right=True)
    page.words(290, 820, "7", size=8)
    canvas.showPage()
    page.words(60, 60, "Table 3: Offences recorded by district (continued)", bold=True)
    page.row(80, "Offence", "2023/24", "2024/25", "Change", ends=_ENDS, bold=True)
    page.rule(58, 495, 85)
    page.words(60, 98, "Other", bold=True)
    page.row(113, "Fraud", "1,204", "1,377", "173", left=72, ends=_ENDS)
    page.row(128, "Arson", "61", "–", "..", left=72, ends=_ENDS)
    page.row(143, "All offences", "15,578", "16,393", "815", ends=_ENDS, bold=True)
    page.rule(58, 495, 148)
    page.words(60, 162, "1 Taken from where it was parked.", size=8)
    page.lines(60, 190, "The force will report on arson again once the fire service has sent its own count.")
    page.words(290, 820, "8", size=8)
    canvas.showPage()
    canvas.save()


GROUPS = Shape(
    name="groups.pdf",
    write=_groups,
    title="Fenland Police: annual statement of crime, 2024/25",
    publisher="Fenland Police",
    period="2024/25",
    tables=(
        Truth(
            title="Table 3: Offences recorded by district",
            columns=(
                Column(path=("2023/24",), period="2023/24"),
                Column(path=("2024/25",), period="2024/25"),
                Column(path=("Change",), period="2024/25"),
            ),
            rows={
                ("Violence", "With injury"): ("4120", "4011", "-109"),
                ("Violence", "Without injury, including harassment by letter"): ("6003", "6240", "237"),
                ("Theft", "From shops"): ("3310", "3920", "610"),
                ("Theft", "Of vehicles"): ("880", "845", "-35"),
                ("Other", "Fraud"): ("1204", "1377", "173"),
                ("Other", "Arson"): ("61", "not available", "not available"),
                ("All offences",): ("15578", "16393", "815"),
            },
        ),
    ),
    sentences=("The force will report on arson again once the fire service has sent its own count.",),
)

# 3. A Word file: changes that were tracked, a table within a table, a heading row on top of a title row ---------------


def _tracked(path: Path) -> None:
    file = new_word()
    file.add_heading("Library service review 2024/25", 0)
    file.add_paragraph("Stowmarket Town Council", style="Subtitle")
    file.add_heading("Visits", 1)
    paragraph = file.add_paragraph("Visits rose to ")
    for kind, tag, text in (("del", "delText", "140,000"), ("ins", "t", "152,300")):
        paragraph._p.append(
            parse_xml(
                f'<w:{kind} {nsdecls("w")} w:id="1" w:author="A" w:date="2025-01-01T00:00:00Z">'
                f"<w:r><w:{tag}>{text}</w:{tag}></w:r></w:{kind}>"
            )
        )
    paragraph.add_run(" in the year.")
    grid = file.add_table(rows=6, cols=4)
    grid.style = "Table Grid"
    rows = (
        ("Visits and loans by branch", "", "", ""),
        ("Branch", "Visits", "Loans", "Open hours a week"),
        ("Central", "98,200", "61,040", "46.5"),
        ("Riverside", "34,100", "20,115", "28"),
        ("Mobile", "20,000", "8,990", "n/a"),
        ("Total", "152,300", "90,145", ""),
    )
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            grid.cell(r, c).text = text
    grid.cell(0, 0).merge(grid.cell(0, 3))
    file.add_heading("Costs", 1)
    outer = file.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "Each branch keeps its own books, and the mobile library is paid for by the county."
    inner = outer.cell(0, 1).add_table(rows=3, cols=2)
    for r, row in enumerate((("Branch", "Cost (£)"), ("Central", "410,250"), ("Riverside", "155,900"))):
        for c, text in enumerate(row):
            inner.cell(r, c).text = text
    file.save(str(path))


TRACKED = Shape(
    name="tracked.docx",
    write=_tracked,
    title="Library service review 2024/25",
    publisher="Stowmarket Town Council",
    period="2024/25",
    headings=("Visits", "Costs"),
    tables=(
        Truth(
            title="Visits and loans by branch",
            columns=(
                Column(path=("Visits",)),
                Column(path=("Loans",)),
                Column(path=("Open hours a week",), unit="hours"),
            ),
            rows={
                ("Central",): ("98200", "61040", "46.5"),
                ("Riverside",): ("34100", "20115", "28"),
                ("Mobile",): ("20000", "8990", "not available"),
                ("Total",): ("152300", "90145", "empty"),
            },
        ),
        Truth(
            title="Costs",
            columns=(Column(path=("Cost (£)",), unit="gbp"),),
            rows={("Central",): ("410250",), ("Riverside",): ("155900",)},
        ),
    ),
    sentences=("Visits rose to 152,300 in the year.", "the mobile library is paid for by the county."),
)

# 4. A web page: hidden rows and panels, words for screen readers, raised marks, figures with spaces -------------------

_HIDDEN = """<!doctype html><html><head>
<title>Bus reliability: July to September 2025 | Orrin Transport</title></head><body>
<div class="cookie-banner"><p>We use cookies to make this site work.</p><button>Accept</button></div>
<main><p class="breadcrumb">Home &gt; Reports</p><h1>Bus reliability: July to September 2025</h1>
<p>Published by Orrin Transport on <time datetime="2025-10-21">21 October 2025</time></p>
<div role="tablist"><button role="tab">By route</button><button role="tab">By depot</button></div>
<div role="tabpanel"><h2>By route</h2>
<table><thead><tr><th>Route</th><th>Trips run<sup><a href="#n1">1</a></sup></th>
<th>On time <abbr title="per cent">%</abbr></th>
<th><span class="visually-hidden">Against the </span>Target (%)</th></tr></thead>
<tbody><tr><th>12 Harbour</th><td>4&nbsp;210</td><td>88.4</td><td>90</td></tr>
<tr style="display:none"><th>13 Test</th><td>1</td><td>1</td><td>1</td></tr>
<tr><th>40 Moor</th><td>1&nbsp;985</td><td>93.1<sup>p</sup></td><td>90</td></tr></tbody>
<tfoot><tr><th>All routes</th><td>6&nbsp;195</td><td>89.9</td><td>90</td></tr></tfoot></table>
<p id="n1"><sup>1</sup> Trips that were cut short are counted as run.</p></div>
<div role="tabpanel" hidden><h2>By depot</h2>
<table><tr><th>Depot</th><th>Buses</th></tr><tr><td>Quayside</td><td>48</td></tr><tr><td>Station</td><td>31</td></tr></table></div>
<p>p: provisional</p></main></body></html>
"""


def _hidden(path: Path) -> None:
    path.write_text(_HIDDEN, encoding="utf-8")


HIDDEN = Shape(
    name="hidden.html",
    write=_hidden,
    title="Bus reliability: July to September 2025",
    publisher="Orrin Transport",
    period="July to September 2025",
    published="21 October 2025",
    headings=("By route", "By depot"),
    tables=(
        Truth(
            title="By route",
            columns=(
                Column(path=("Trips run",)),
                Column(path=("On time %",), unit="percent"),
                Column(path=("Target (%)",), unit="percent"),
            ),
            rows={
                ("12 Harbour",): ("4210", "88.4", "90"),
                ("40 Moor",): ("1985", "93.1", "90"),
                ("All routes",): ("6195", "89.9", "90"),
            },
        ),
        Truth(
            title="By depot", columns=(Column(path=("Buses",)),), rows={("Quayside",): ("48",), ("Station",): ("31",)}
        ),
    ),
    sentences=("Trips that were cut short are counted as run.",),
)

# 5. Slides: a pie, a line with a gap, a table that goes on over to the next slide -------------------------------------


def _gaps(path: Path) -> None:
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = "Borset Water: mid-year review 2025"
    first.placeholders[1].text = "Board meeting, 30 July 2025"
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Where complaints come from"
    pie = CategoryChartData(number_format="0%")
    pie.categories = ["Bills", "Leaks", "Pressure"]
    pie.add_series("Share of complaints", (0.52, 0.31, 0.17))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(0.5), Inches(1.5), Inches(4), Inches(4), pie)
    line = CategoryChartData(number_format="0.0")
    line.categories = ["2022", "2023", "2024"]
    line.add_series("Leakage (megalitres a day)", (41.2, None, 38.9))
    slide.shapes.add_chart(XL_CHART_TYPE.LINE, Inches(5), Inches(1.5), Inches(4), Inches(4), line)
    for title, rows in (
        ("Works", (("Scheme", "Spent (£m)", "Budget (£m)"), ("Mains", "12.1", "14.0"), ("Pumps", "3.3", "3.0"))),
        (
            "Works (continued)",
            (("Scheme", "Spent (£m)", "Budget (£m)"), ("Meters", "7.8", "7.5"), ("Total", "23.2", "24.5")),
        ),
    ):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        table = slide.shapes.add_table(3, 3, Inches(1), Inches(1.8), Inches(7), Inches(2)).table
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    deck.save(str(path))


GAPS = Shape(
    name="gaps.pptx",
    write=_gaps,
    title="Borset Water: mid-year review 2025",
    publisher="Borset Water",
    period="2025",
    published="30 July 2025",
    headings=("Where complaints come from", "Works"),
    tables=(
        Truth(
            title="Share of complaints",
            columns=(Column(path=("Share of complaints",), unit="percent"),),
            rows={("Bills",): ("52",), ("Leaks",): ("31",), ("Pressure",): ("17",)},
        ),
        Truth(
            title="Leakage (megalitres a day)",
            columns=(Column(path=("Leakage (megalitres a day)",)),),
            rows={("2022",): ("41.2",), ("2023",): ("empty",), ("2024",): ("38.9",)},
            periods={("2022",): "2022", ("2023",): "2023", ("2024",): "2024"},
        ),
        Truth(
            title="Works",
            columns=(Column(path=("Spent (£m)",), unit="gbp_m"), Column(path=("Budget (£m)",), unit="gbp_m")),
            rows={
                ("Mains",): ("12.1", "14.0"),
                ("Pumps",): ("3.3", "3.0"),
                ("Meters",): ("7.8", "7.5"),
                ("Total",): ("23.2", "24.5"),
            },
        ),
    ),
)

# 6. Markdown: front matter, a table as HTML, a table without outer bars, code that is no report -----------------------

_MIXED = """---
title: Ambulance handovers, November 2025
publisher: Kestrel Integrated Care Board
---

## Handovers

<table>
<tr><th>Hospital</th><th>Handovers</th><th>Over 60 minutes</th></tr>
<tr><td>St Brede</td><td>3,105</td><td>212</td></tr>
<tr><td>Whitmoor</td><td>1,870</td><td>64</td></tr>
</table>

Hospital | Lost hours | Change on October
--- | ---: | ---:
St Brede | 640.5 | +12.5
Whitmoor | 118.0 | −30.0

```
Total | 1 | 2
--- | --- | ---
Not | a | table
```

1. Handovers are counted when the patient leaves the ambulance.
2. Lost hours are those past the first 15 minutes.
   - They are rounded to half an hour.
"""


def _mixed(path: Path) -> None:
    path.write_text(_MIXED, encoding="utf-8")


MIXED = Shape(
    name="mixed.md",
    write=_mixed,
    title="Ambulance handovers, November 2025",
    publisher="Kestrel Integrated Care Board",
    period="November 2025",
    headings=("Handovers",),
    tables=(
        Truth(
            title="Handovers",
            columns=(Column(path=("Handovers",)), Column(path=("Over 60 minutes",))),
            rows={("St Brede",): ("3105", "212"), ("Whitmoor",): ("1870", "64")},
        ),
        Truth(
            title="Handovers",
            columns=(Column(path=("Lost hours",)), Column(path=("Change on October",))),
            rows={("St Brede",): ("640.5", "12.5"), ("Whitmoor",): ("118.0", "-30.0")},
        ),
    ),
    sentences=("Lost hours are those past the first 15 minutes.", "They are rounded to half an hour."),
)

# 7. A file with semicolons: headings of two rows, one of them with a line within, a line of units ---------------------

_SEMICOLONS = (
    "Museums in Carrowshire;;;;\n"
    "Statistical bulletin, 2024;;;;\n"
    ";;;;\n"
    ";Visits;;Income;\n"
    'Museum;2023;2024;"2023\n(£)";"2024\n(£)"\n'
    "Castle;120,400;131,250;610,000;702,500\n"
    "Mill;48,100;44,900;98,750;91,000\n"
    "Gallery;..;60,020;..;150,400\n"
    "All museums;168,500;236,170;708,750;943,900\n"
    ";;;;\n"
    ".. not open in 2023;;;;\n"
)


def _semicolons(path: Path) -> None:
    path.write_bytes(_SEMICOLONS.encode("utf-16"))


SEMICOLONS = Shape(
    name="museums.csv",
    write=_semicolons,
    title="Museums in Carrowshire",
    period="2024",
    tables=(
        Truth(
            title="Museums in Carrowshire",
            columns=(
                Column(path=("Visits", "2023"), period="2023"),
                Column(path=("Visits", "2024"), period="2024"),
                Column(path=("Income", "2023 (£)"), unit="gbp", period="2023"),
                Column(path=("Income", "2024 (£)"), unit="gbp", period="2024"),
            ),
            rows={
                ("Castle",): ("120400", "131250", "610000", "702500"),
                ("Mill",): ("48100", "44900", "98750", "91000"),
                ("Gallery",): ("not available", "60020", "not available", "150400"),
                ("All museums",): ("168500", "236170", "708750", "943900"),
            },
        ),
    ),
)

# 8. Plain text: columns kept apart by spaces, as programs of an older kind print them ---------------------------------

_SPACED = """Marsh Drainage Board
Annual report 2024

1. Pumping

The pumps ran for longer than in any year since 1998, as the winter was wet and the tides were high.

Table 1: Pumping by station

Station              Hours run     Fuel used (litres)     Cost (£)
Northmoor                1,204                  8,410        9,655
Saltfleet                  988                  6,920        7,940
Old Bank                   310                  2,050        2,361
Total                    2,502                 17,380       19,956

2. Rates

Rates were 4.2p in the pound. Nine in ten farms had paid theirs by the end of the year.
"""


def _spaced(path: Path) -> None:
    path.write_text(_SPACED, encoding="utf-8")


SPACED = Shape(
    name="spaced.txt",
    write=_spaced,
    title="Annual report 2024",
    publisher="Marsh Drainage Board",
    period="2024",
    headings=("1. Pumping", "2. Rates"),
    tables=(
        Truth(
            title="Table 1: Pumping by station",
            columns=(
                Column(path=("Hours run",)),
                Column(path=("Fuel used (litres)",)),
                Column(path=("Cost (£)",), unit="gbp"),
            ),
            rows={
                ("Northmoor",): ("1204", "8410", "9655"),
                ("Saltfleet",): ("988", "6920", "7940"),
                ("Old Bank",): ("310", "2050", "2361"),
                ("Total",): ("2502", "17380", "19956"),
            },
        ),
    ),
    sentences=("Rates were 4.2p in the pound.",),
)

HARDER_SHAPES = (SIDES, GROUPS, TRACKED, HIDDEN, GAPS, MIXED, SEMICOLONS, SPACED)

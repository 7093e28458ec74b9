"""What covers of many shapes say of a report: its title, publisher, period, date of publication and edition."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Document
from corpus.loading import load
from corpus.readers.fronts import Front, is_body, read_date, with_cover

BODY = (
    "The harbour handled 1,204 boats in the period, against 1,100 the year before.",
    "Crews on call answered 96% of alarms within five minutes, the highest share since records began.",
)
Said = tuple[str, str, str, str, str]


def said(document: Document) -> Said:
    return document.title, document.publisher, document.period, document.published, document.edition


def lines(*shown: str) -> str:
    return "\n\n".join((*shown, "Summary", *BODY)) + "\n"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        pytest.param(
            ("Ferrywell Transport Authority", "Passengers: April to June 2025", "Second edition, September 2025"),
            (
                "Passengers: April to June 2025",
                "Ferrywell Transport Authority",
                "April to June 2025",
                "September 2025",
                "Second edition",
            ),
            id="a title without the word report, and a month alone",
        ),
        pytest.param(
            ("Wenbury Council", "Annual Report", "For the year ended 31 March 2025", "Version 2 (revised)"),
            (
                "Annual Report, For the year ended 31 March 2025",
                "Wenbury Council",
                "year ended 31 March 2025",
                "",
                "Version 2 (revised)",
            ),
            id="the day on which a year ended is not when it came out",
        ),
        pytest.param(
            ("Water Quality: January 2026", "Date of publication: 12/02/2026", "Published by Dunmere Water", "Draft"),
            ("Water Quality: January 2026", "Dunmere Water", "January 2026", "12/02/2026", "Draft"),
            id="labels",
        ),
        pytest.param(
            ("MERROW DISTRICT COUNCIL", "FINANCE REPORT", "Q1 FY26", "Report date: 21st July 2025", "Version: 0.3"),
            ("FINANCE REPORT, Q1 FY26", "Merrow District Council", "Q1 FY26", "21st July 2025", "0.3"),
            id="a quarter of a fiscal year",
        ),
        pytest.param(
            ("Annual Review of Selmouth Port Authority", "June 2025"),
            ("Annual Review of Selmouth Port Authority", "", "", "June 2025", ""),
            id="no month is the period of an annual report",
        ),
        pytest.param(
            ("Integrated Performance Report", "Kelder Hospitals Trust", "Month 10 (January 2026)", "March 2026"),
            ("Integrated Performance Report", "Kelder Hospitals Trust", "January 2026", "March 2026", ""),
            id="of two months the earlier is the period",
        ),
        pytest.param(
            ("Children's social work: financial year 2024 to 2025", "National statistics"),
            ("Children's social work: financial year 2024 to 2025", "", "financial year 2024 to 2025", "", ""),
            id="a year named by two",
        ),
        pytest.param(
            ("Finance Report", "Merrow District Council", "Month 10 2025/26"),
            ("Finance Report", "Merrow District Council", "Month 10 2025/26", "", ""),
            id="a month counted from the start of the year",
        ),
        pytest.param(
            (
                "Report to: Cabinet",
                "Date: 14 October 2025",
                "Report of: Director",
                "Subject: Budget, Quarter 2 2025/26",
            ),
            ("Budget, Quarter 2 2025/26", "", "Quarter 2 2025/26", "14 October 2025", ""),
            id="a paper to a committee",
        ),
        pytest.param(
            ("Statistical bulletin", "Homelessness: July to September 2025", "Draft v0.2"),
            ("Homelessness: July to September 2025", "", "July to September 2025", "", "Draft v0.2"),
            id="a title under the kind of paper",
        ),
        pytest.param(
            ("Annual Safety Report", "1 April 2024 – 31 March 2025", "Version 1.0 | Approved 12 June 2025"),
            (
                "Annual Safety Report, 1 April 2024 – 31 March 2025",
                "",
                "1 April 2024 – 31 March 2025",
                "12 June 2025",
                "Version 1.0",
            ),
            id="the first day of a period is not when it came out",
        ),
        pytest.param(
            ("Balance sheet of Ferrywell Water", "At 31 March 2019"),
            ("Balance sheet of Ferrywell Water", "", "", "", ""),
            id="the day of a balance is neither a period nor when it came out",
        ),
        pytest.param(
            ("Crime in Selmouth", "Report of the Police and Crime Office", "2024", "Revised 2 May 2025"),
            ("Crime in Selmouth", "Police and Crime Office", "2024", "2 May 2025", "Revised 2 May 2025"),
            id="whose report it is, under its title",
        ),
        pytest.param(
            ("Fire incidents 2024-25", "Updated 4 December 2025 (originally published 10 July 2025)"),
            ("Fire incidents 2024-25", "", "2024-25", "10 July 2025", "Updated 4 December 2025"),
            id="brought up to date since it came out",
        ),
        pytest.param(
            ("Tenants' survey", "Reporting period: 1 October 2025 to 31 December 2025", "© Northam Homes, May 2026"),
            ("Tenants' survey", "Northam Homes", "1 October 2025 to 31 December 2025", "May 2026", ""),
            id="whose rights they are, and when",
        ),
    ],
)
def test_a_cover_says_what_a_report_is(shown: tuple[str, ...], expected: Said, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(lines(*shown), encoding="utf-8")
    assert said(load(path)) == expected


def test_bold_labels_under_a_title_in_markdown(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    labels = ("**Reporting period:** Q3 2025/26", "**Publication date:** 9 February 2026", "**Version:** 1.1")
    path.write_text("\n\n".join(("# Housing Report", *labels, "**Publisher:** Northam Homes", "## Summary", *BODY)))
    assert said(load(path)) == ("Housing Report", "Northam Homes", "Q3 2025/26", "9 February 2026", "1.1")


def test_a_table_of_labels_on_a_cover_in_word(tmp_path: Path) -> None:
    report = docx.Document()
    report.add_paragraph("Quarterly budget report", style="Title")
    table = report.add_table(rows=0, cols=2)
    for label, value in (
        ("Report date", "14 March 2025"),
        ("Period:", "Q3 2024/25"),
        ("Published by", "Calder Council"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    report.add_heading("Summary", 1)
    for text in BODY:
        report.add_paragraph(text)
    report.save(path := tmp_path / "report.docx")
    assert said(load(path)) == ("Quarterly budget report", "Calder Council", "Q3 2024/25", "14 March 2025", "")


def test_a_first_heading_that_names_a_part_gives_way_to_the_files_own_title(tmp_path: Path) -> None:
    report = docx.Document()
    report.core_properties.title = "Budget Monitoring Report Q2 FY2025"
    report.core_properties.author = "Calder County Council"
    report.core_properties.created = datetime(2025, 10, 20)
    report.add_heading("Overview", 1)
    for text in BODY:
        report.add_paragraph(text)
    report.save(path := tmp_path / "report.docx")
    expected = ("Budget Monitoring Report Q2 FY2025", "Calder County Council", "Q2 FY2025", "2025-10-20", "")
    assert said(load(path)) == expected


def test_the_date_of_an_empty_template_is_not_the_reports(tmp_path: Path) -> None:
    report = docx.Document()  # made in 2013, as this package's template says
    report.add_paragraph("Lifeboat statistics", style="Title")
    report.add_paragraph(BODY[0])
    report.save(path := tmp_path / "report.docx")
    assert load(path).published == ""


def test_the_first_slide(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = "Corporate scorecard"
    slide.placeholders[
        1
    ].text = "Half-year: April to September 2025\nBrackwater City Council\nCabinet, 18 November 2025"
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "Summary", "\n".join(BODY)
    deck.save(str(path := tmp_path / "report.pptx"))
    expected = ("Corporate scorecard", "Brackwater City Council", "April to September 2025", "18 November 2025", "")
    assert said(load(path)) == expected


def test_the_cover_of_a_pdf(tmp_path: Path) -> None:
    canvas = Canvas(str(path := tmp_path / "report.pdf"), pagesize=A4)
    y = 700.0
    for size, line in (
        (28, "Harbour Safety Report"),
        (18, "Quarter 3, 2025/26"),
        (12, "Port of Selmouth Authority"),
        (11, "February 2026"),
    ):
        canvas.setFont("Helvetica", size)
        canvas.drawString(70, y, line)
        y -= 2 * size
    canvas.showPage()
    for n, text in enumerate(BODY):
        canvas.drawString(70, 700 - 30 * n, text)
    canvas.save()
    expected = ("Port of Selmouth Authority", "Quarter 3, 2025/26", "February 2026", "")
    assert said(load(path)) == ("Harbour Safety Report, Quarter 3, 2025/26", *expected)


def test_the_cover_sheet_of_a_workbook_and_the_month_over_a_table(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Cover"
    for line in ("Waste: quarterly data", "Period: Quarter ending December 2025", "March 2026", "Edition: final"):
        workbook.active.append([line])
    sheet = workbook.create_sheet("Table 1")
    for row in (["Tonnes by month"], ["Month", "Tonnes"], ["October 2025", 120], ["November 2025", 130]):
        sheet.append(row)
    workbook.save(path := tmp_path / "report.xlsx")
    assert said(load(path))[2:] == ("Quarter ending December 2025", "March 2026", "final")

    path = tmp_path / "spend.csv"
    path.write_text("Ilford Vale Council: spend\nDecember 2025\n\nService,Amount\nAdults,1200\nChildren,900\n")
    document = load(path)
    assert (document.publisher, document.published) == ("Ilford Vale Council", "")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published: 3rd June 2025", "3rd June 2025"),
        ("Published June 2025", "June 2025"),
        ("Issued on June 3, 2025", "June 3, 2025"),
        ("Date: 2025-06-03", "2025-06-03"),
        ("Updated figures for June 2025", ""),
        ("Dates of meetings", ""),
    ],
)
def test_when_a_report_came_out(line: str, date: str) -> None:
    assert read_date(line) == date


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Borset District Council", True),
        ("Department for Widgets", True),
        ("Port of Selmouth", True),
        ("Lamps and Tides Commissioner for Selmouth", True),
        ("Spending on each service", False),
        ("What we spend on every council", False),
        ("Trust", False),
    ],
)
def test_names_of_bodies(line: str, is_one: bool) -> None:
    assert is_body(line) is is_one


def test_sentences_on_a_cover_say_nothing_of_the_report() -> None:
    told = ["Sales rose in May 2025.", "The plan was revised by the Widget Council."]
    assert with_cover(Front(title="Sales"), told) == Front(title="Sales")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_labels_and_what_they_say_in_cells_beside_them(ending: str, tmp_path: Path) -> None:
    rows = [
        ["Title", "Road casualties by month"],
        ["Publisher", "Borset Road Safety Partnership"],
        ["Published", "14 August 2025"],
        [],
        ["Severity", "Apr-25", "May-25", "Jun-25"],
        ["Killed", 1, 0, 2],
        ["Serious", 12, 15, 9],
    ]
    path = tmp_path / f"casualties.{ending}"
    if ending == "csv":
        path.write_text("\n".join(",".join(map(str, row)) for row in rows))
    else:
        workbook = openpyxl.Workbook()
        for row in rows:
            workbook.active.append(row)
        workbook.save(path)
    document = load(path)
    assert said(document)[:2] == ("Road casualties by month", "Borset Road Safety Partnership")
    assert (document.published, document.tables[0].title) == ("14 August 2025", "Road casualties by month")


@pytest.mark.parametrize(
    ("line", "front"),
    [
        ("Quarter 2 2025-26 (1 July to 30 September 2025)", Front(period="Quarter 2 2025-26")),
        ("Published by Lantern Trust, 14 Quay Road, Brim. Reference 12", Front(publisher="Lantern Trust")),
        (
            "Published by the Office of the Coast, Light and Fog Trustee for Brim, July 2026",
            Front(publisher="Office of the Coast, Light and Fog Trustee for Brim", published="July 2026"),
        ),
        ("Published by the Lantern Trust on behalf of the Mayor of Brim", Front(publisher="Lantern Trust")),
    ],
)
def test_a_line_of_a_cover_tells_no_more_than_it_says(line: str, front: Front) -> None:
    assert with_cover(Front(), [line]) == front

"""Workbooks: what stands on their sheets, and what is left out."""

from __future__ import annotations

import io
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from corpus.document import BlockKind, Document
from corpus.errors import DocumentTooLarge, EmptyDocument, UnreadableFile
from corpus.loading import load
from corpus.readers.reading import NoText, NotReadable, TooMuch
from corpus.readers.workbook import read
from structured.grids import read_grids

Rows = list[list[object]]


def loaded(tmp_path: Path, fill: Callable[[openpyxl.Workbook], None], name: str = "widgets.xlsx") -> Document:
    book = openpyxl.Workbook()
    fill(book)
    book.save(tmp_path / name)
    return load(tmp_path / name)


def put(sheet: Worksheet, rows: Rows, first_row: int = 1, first_column: int = 1) -> None:
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.cell(first_row + r, first_column + c, value)


def sheet_of(tmp_path: Path, rows: Rows, change: Callable[[Worksheet], object] | None = None) -> Document:
    """A workbook of one sheet."""

    def fill(book: openpyxl.Workbook) -> None:
        put(book.active, rows)
        if change:
            change(book.active)

    return loaded(tmp_path, fill)


def texts(document: Document, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in document.tables[table].rows()]


def figures(document: Document, table: int = 0) -> dict[tuple[str, ...], str]:
    """Each figure of a table by its row and column labels."""
    grid = read_grids(document)[table]
    return {
        (*o.row_path, *o.column_path): f"{o.quantity.value} {o.quantity.unit.kind.value}"
        for o in grid.observations
        if o.quantity is not None
    }


SALES: Rows = [["Region", "2022/23", "2023/24"], ["North", 1204, 1310], ["South", 905, 869], ["All", 2109, 2179]]


# Published statistics ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def statistics(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A workbook in the manner of a public body's statistical tables."""

    def fill(book: openpyxl.Workbook) -> None:
        cover = book.active
        cover.title = "Cover"
        put(
            cover,
            [
                ["Widget statistics, England and Wales: year ending March 2024"],
                ["Published by the Office for Widgets"],
                ["Publication date: 18 July 2024"],
                ["Contact:", "widgets@example.org"],
            ],
        )
        contents = book.create_sheet("Contents")
        put(contents, [["Table of contents"], ["Worksheet", "Title"], ["1", "Widgets made"], ["2", "Widget safety"]])
        notes = book.create_sheet("Notes")
        put(notes, [["Notes"], ["Note number", "Note text"], ["1", "Excludes gadgets."], ["2", "Provisional."]])
        one = book.create_sheet("1")
        put(
            one,
            [
                ["Table 1: Widgets made by region, year ending March 2020 to year ending March 2024"],
                ["This worksheet contains one table. Some cells refer to notes on the Notes worksheet."],
                ["Some shorthand is used: [c] = confidential; [x] = not available; z = not applicable."],
                ["Source: Widget returns, Office for Widgets"],
                ["Region", "Area code", 2020, 2021, "2022 [note 1]", "2023 [r]", "Change 2020 to 2023 (%)"],
                ["England and Wales", "K04000001", 1000.4, 1100, 1200, 1300, 0.29948],
                ["North East", "E12000001", 100, "[c]", 120, 130, 0.3],
                ["North West", "E12000002", 200, 210, "[x]", 230, 0.15],
                ["Wales", "W92000004", "z", 300, 310, 320, None],
            ],
        )
        for row in one["C6:F9"]:
            for cell in row:
                cell.number_format = "#,##0"
        for row in one["G6:G9"]:
            row[0].number_format = "0.0%"
        two = book.create_sheet("2")
        put(two, [["Table 2a: Cost of repairs by quarter"], ["£ million"]])
        put(two, [["Area", "Type", "2022/23", None, None, "2023/24"], [None, None, "Q3", "Q4", None, "Q1", "Q2"]], 4)
        put(two, [["North", "Fires", 1.25, 2.5, None, 3.5, 4.5], [None, "Floods", 1, 2, None, 3, 4]], 6)
        put(two, [[None, "Total", 2.25, 4.5, None, 6.5, 8.5]], 8)
        put(two, [["South", "Fires", 5, 6, None, 7, 8], [None, "Floods", 1, 1, None, 1, 1]], 10)
        put(two, [[None, "Total", 6, 7, None, 8, 9]], 12)
        put(two, [["Notes"], ["1. Excludes gadgets."], ["Source: Office for Widgets"]], 14)
        for merged in ("A4:A5", "B4:B5", "C4:D4", "F4:G4", "A6:A8", "A10:A12"):
            two.merge_cells(merged)
        for row in two["C6:G12"]:
            for cell in row:
                cell.number_format = "#,##0.00;(#,##0.00)"
        put(two, [["Table 2b: Repairs by region"], ["Region", "2023", "2024"], ["East", 12, -5], ["West", 3, 4]], 19)
        two["C21"].number_format = "#,##0;[Red]#,##0"

    return loaded(tmp_path_factory.mktemp("books"), fill)


def test_the_cover_names_the_report(statistics: Document) -> None:
    assert statistics.title == "Widget statistics, England and Wales: year ending March 2024"
    assert (statistics.period, statistics.published) == ("year ending March 2024", "18 July 2024")


def test_each_sheet_is_a_section_and_each_title_one_within(statistics: Document) -> None:
    assert [table.locator.section for table in statistics.tables[2:]] == [
        ("1", "Table 1: Widgets made by region, year ending March 2020 to year ending March 2024"),
        ("2", "Table 2a: Cost of repairs by quarter"),
        ("2", "Table 2b: Repairs by region"),
    ]


def test_lines_over_and_under_a_table_are_its_notes(statistics: Document) -> None:
    assert statistics.tables[2].notes[-1] == "Source: Widget returns, Office for Widgets"
    assert statistics.tables[3].notes == ("£ million", "Notes", "1. Excludes gadgets.", "Source: Office for Widgets")
    assert statistics.tables[4].notes == ()


def test_years_as_heads_and_shorthand_marks_are_read(statistics: Document) -> None:
    grid = read_grids(statistics)[2]
    assert [column.path for column in grid.columns] == [
        ("2020",), ("2021",), ("2022",), ("2023",), ("Change 2020 to 2023 (%)",),
    ]  # fmt: skip
    found = figures(statistics, 2)
    assert found["North East", "2020"] == "100 count"
    assert found["England and Wales", "2020"] == "1000 count"
    assert found["North West", "Change 2020 to 2023 (%)"] == "15.0 percent"
    missing = {(o.row_path[0], o.column_path[0]): str(o.missing) for o in grid.observations if o.missing}
    assert missing == {
        ("North East", "2021"): "suppressed",
        ("North West", "2022"): "not available",
        ("Wales", "2020"): "not available",
        ("Wales", "Change 2020 to 2023 (%)"): "empty",
    }


def test_merged_groups_and_heads_span_what_they_cover_across_blank_rows_and_columns(statistics: Document) -> None:
    found = figures(statistics, 3)
    assert len(found) == 24
    assert found["North", "Fires", "2022/23", "Q3"] == "1.25 money"
    assert found["North", "Total", "2023/24", "Q2"] == "8.50 money"
    assert found["South", "Floods", "2023/24", "Q1"] == "1.00 money"


def test_a_figure_that_is_only_red_below_nought_gets_its_minus(statistics: Document) -> None:
    assert figures(statistics, 4)["East", "2024"] == "-5 count"


# Where tables stand ------------------------------------------------------------------------------------------------


def test_blank_rows_and_columns_before_a_table_do_not_count(tmp_path: Path) -> None:
    document = loaded(tmp_path, lambda book: put(book.active, SALES, 7, 4))
    assert texts(document) == [["Region", "2022/23", "2023/24"], ["North", "1204", "1310"], ["South", "905", "869"],
                               ["All", "2109", "2179"]]  # fmt: skip


def test_tables_side_by_side_are_apart_with_their_own_titles(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        put(book.active, [["Widgets sold"], [], *SALES])
        put(book.active, [["Widgets by colour"], [], ["Colour", "2023/24"], ["Red", 10], ["Blue", 30]], 1, 6)

    document = loaded(tmp_path, fill)
    assert [table.title for table in document.tables] == ["Widgets sold", "Widgets by colour"]
    assert figures(document, 1) == {("Red", "2023/24"): "10 count", ("Blue", "2023/24"): "30 count"}


def test_a_blank_column_within_a_table_does_not_part_it(tmp_path: Path) -> None:
    rows: Rows = [["Region", 2022, None, 2023], ["North", 5, None, 6], ["South", 7, None, 8]]
    assert figures(sheet_of(tmp_path, rows))["South", "2023"] == "8 count"


def test_a_blank_row_within_a_table_does_not_part_it(tmp_path: Path) -> None:
    rows: Rows = [
        ["Region", 2022, 2023],
        [],
        ["England"],
        ["North", 5, 6],
        [],
        ["Wales"],
        ["South", 7, 8],
        [],
        ["All", 12, 14],
    ]
    found = figures(sheet_of(tmp_path, rows))
    assert found["England", "North", "2023"] == "6 count"
    assert found["Wales", "South", "2022"] == "7 count"


def test_figures_under_another_title_do_not_get_the_heads_of_the_table_above(tmp_path: Path) -> None:
    rows: Rows = [*SALES, [], ["Table 2: Complaints"], ["North", 5, 6], ["South", 7, 8]]
    document = sheet_of(tmp_path, rows)
    assert len(document.tables) == 2
    assert not any("2023/24" in column for column in figures(document, 1))


def test_a_second_table_has_its_own_heads(tmp_path: Path) -> None:
    rows: Rows = [["Table 1: Sales"], *SALES, [], ["Note: excludes gadgets"], [], ["Table 2: Costs (£m)"],
                  ["Type", "2023/24"], ["Pay", 5.5]]  # fmt: skip
    document = sheet_of(tmp_path, rows)
    assert [table.notes for table in document.tables] == [("Note: excludes gadgets",), ()]
    assert figures(document, 1) == {("Pay", "2023/24"): "5.5 money"}


def test_tables_right_under_one_another_have_their_own_heads(tmp_path: Path) -> None:
    rows: Rows = [
        ["Table 1: Sales"],
        *SALES,
        ["Costs by type"],
        ["Type", "Budget", "Spent"],
        ["Pay", 50, 60],
        ["Rent", 7, 8],
    ]
    document = sheet_of(tmp_path, rows)
    assert [table.title for table in document.tables] == ["Table 1: Sales", "Costs by type"]
    assert figures(document, 1)["Rent", "Spent"] == "8 count"


def test_a_row_of_words_among_the_figures_begins_no_table(tmp_path: Path) -> None:
    rows: Rows = [["Measure", "Target", "Result", "Rating"], ["Calls", 90, 91, "Green"],
                  ["Visits", "None", "Not due", "Grey"], ["Letters", 5, 6, "Green"]]  # fmt: skip
    document = sheet_of(tmp_path, rows)
    assert len(document.tables) == 1
    assert figures(document)["Letters", "Result"] == "6 count"


def test_lines_of_two_cells_over_a_wider_header_are_no_heads(tmp_path: Path) -> None:
    rows: Rows = [["Table 1", "Cost of repairs", None, None, "Back to contents"],
                  ["Period:", "Q2 2025/26"], ["Unit:", "£m"],
                  ["Region", "Budget", "Forecast", "Spent"], ["North", 5, 6, 7], ["South", 8, 9, 10]]  # fmt: skip
    document = sheet_of(tmp_path, rows)
    assert document.tables[0].title == "Table 1 Cost of repairs"
    assert document.tables[0].notes == ("Period: Q2 2025/26", "Unit: £m")
    assert figures(document)["South", "Forecast"] == "9 money"


def test_a_number_a_title_and_a_unit_in_cells_of_their_own_are_lines(tmp_path: Path) -> None:
    rows: Rows = [["1.1", "Strength of widgets"], ["England and Wales", None, None, "£ million"], [], *SALES]
    document = sheet_of(tmp_path, rows)
    assert [table.title for table in document.tables] == ["1.1 Strength of widgets"]


def test_whose_report_it_is_may_stand_over_its_title(tmp_path: Path) -> None:
    rows: Rows = [["Borsetshire Council"], ["Widget monitoring - Quarter 2 2025/26"], [], *SALES]
    document = sheet_of(tmp_path, rows)
    assert (document.publisher, document.title) == ("Borsetshire Council", "Widget monitoring - Quarter 2 2025/26")
    assert document.period == "Quarter 2 2025/26"
    assert document.tables[0].title == "Widget monitoring - Quarter 2 2025/26"


def test_heads_over_several_columns_and_units_under_them_are_heads(tmp_path: Path) -> None:
    rows: Rows = [["Region", "2022/23", None, "2023/24"], [None, "Budget", "Spent", "Budget", "Spent"],
                  [None, "£m", "£m", "£m", "£m"], ["North", 5, 6, 7, 8], ["South", 1, 2, 3, 4]]  # fmt: skip
    found = figures(sheet_of(tmp_path, rows))
    assert found["South", "2023/24", "Budget"] == "3 money"
    assert found["North", "2022/23", "Spent"] == "6 money"


def test_heads_that_number_the_columns_are_known_by_their_bold_type(tmp_path: Path) -> None:
    def bold(sheet: Worksheet) -> None:
        for cell in sheet[1]:
            cell.font = Font(bold=True)

    document = sheet_of(tmp_path, [["Age", 1, 2, 3], ["Girls", 40, 50, 60], ["Boys", 41, 51, 61]], bold)
    assert figures(document)["Boys", "3"] == "61 count"


def test_long_data_is_one_table(tmp_path: Path) -> None:
    rows: Rows = [["Year", "Region", "Colour", "Value"]]
    rows += [[year, region, colour, year % 7 + len(region)] for year in (2022, 2023) for region in ("North", "South")
             for colour in ("Red", "Blue")]  # fmt: skip
    document = sheet_of(tmp_path, rows)
    assert len(document.tables) == 1
    assert figures(document)["2023", "South", "Red", "Value"] == "5 count"


# What is shown and what is not ---------------------------------------------------------------------------------------


def test_hidden_sheets_rows_and_columns_are_left_out_and_said(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        put(sheet, [["Region", "Draft", "2023/24"], ["North", 99, 1310], ["Test", 98, 97], ["South", 96, 869]])
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        put(book.create_sheet("Workings"), [["secret", 1]])
        put(book.create_sheet("Deep"), [["secret", 1]])
        book["Workings"].sheet_state = "hidden"
        book["Deep"].sheet_state = "veryHidden"

    document = loaded(tmp_path, fill)
    assert texts(document) == [["Region", "2023/24"], ["North", "1310"], ["South", "869"]]
    assert "secret" not in document.source
    said = [warning.message for warning in document.warnings]
    assert said == [
        "Hidden sheets were left out: Workings, Deep.",
        "Sheet 'Sheet': 6 cells in hidden rows or columns were left out.",
    ]


def test_a_merged_cell_that_begins_in_a_hidden_row_is_still_seen(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A4")
        sheet.row_dimensions[2].hidden = True

    rows: Rows = [["Area", "Type", "2023"], ["North", "Fires", 1], [None, "Floods", 2], [None, "Storms", 3]]
    assert figures(sheet_of(tmp_path, rows, change)) == {
        ("North", "Floods", "2023"): "2 count",
        ("North", "Storms", "2023"): "3 count",
    }


def test_a_formula_without_a_stored_result_is_blank_and_said(tmp_path: Path) -> None:
    document = sheet_of(tmp_path, [*SALES, ["Change", "=C4-B4", "=1+1"]])
    assert texts(document)[-1] == ["All", "2109", "2179"]
    assert [warning.message for warning in document.warnings] == [
        "Sheet 'Sheet': 2 formulas have no stored result and are left blank; "
        "open the workbook in a spreadsheet program and save it again."
    ]


def test_errors_are_missing_figures(tmp_path: Path) -> None:
    document = sheet_of(tmp_path, [["Region", "2022", "2023"], ["North", "#DIV/0!", 5], ["South", 4, "#N/A"]])
    assert figures(document) == {("North", "2023"): "5 count", ("South", "2022"): "4 count"}


def test_a_raised_mark_is_no_digit_of_the_figure(tmp_path: Path) -> None:
    raised = TextBlock(InlineFont(vertAlign="superscript"), "1")
    rows: Rows = [
        ["Region", "2022", "2023"],
        ["North", CellRichText("1,234", raised), 5],
        [CellRichText("South", raised), 4, 6],
    ]
    assert figures(sheet_of(tmp_path, rows)) == {
        ("North", "2022"): "1234 count", ("North", "2023"): "5 count",
        ("South", "2022"): "4 count", ("South", "2023"): "6 count",
    }  # fmt: skip


def test_comments_links_and_macros_are_not_looked_at(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A2"].hyperlink = "https://example.invalid/secret"
        sheet["A2"].comment = openpyxl.comments.Comment("secret", "someone")

    assert "secret" not in sheet_of(tmp_path, SALES, change).source


def test_properties_name_a_workbook_without_a_title_of_its_own(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        put(book.active, SALES)
        book.properties.title = "Widget sales"
        book.properties.creator = "Widget Association"

    document = loaded(tmp_path, fill)
    assert (document.title, document.publisher) == ("Widget sales", "Widget Association")


def test_control_characters_do_not_reach_the_text(tmp_path: Path) -> None:
    data = workbook_of('<row r="1"><c r="A1" t="inlineStr"><is><t>North_x0007_ern\u200b</t></is></c>'
                       '<c r="B1"><v>5</v></c></row>')  # fmt: skip
    assert read(data, "widgets").source == "One\n\nNorthern\t5"


# Bad input -----------------------------------------------------------------------------------------------------------


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def links(kind: str, target: str) -> str:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    link = f'<Relationship Id="a" Type="{KINDS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{namespace}">{link}</Relationships>'


def parts_of(rows: str, workbook: str = "", sheet: str = "") -> dict[str, str]:
    """The parts of the smallest workbook that holds these rows."""
    sheets = '<sheets><sheet name="One" sheetId="1" r:id="a"/></sheets>'
    return {
        "_rels/.rels": links("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": workbook or f'<workbook xmlns="{MAIN}" xmlns:r="{KINDS}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": links("worksheet", "worksheets/one.xml"),
        "xl/worksheets/one.xml": sheet or f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }


def zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def workbook_of(rows: str, **parts: str) -> bytes:
    return zipped(parts_of(rows, **parts))


PLAIN = workbook_of('<row r="1"><c r="A1" t="str"><v>North</v></c><c r="B1"><v>5</v></c></row>')


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"Region,2024\n", "not what its ending says"),
        (PLAIN[:300], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (zipped({"word/document.xml": "<document/>"}), "no workbook"),
        (workbook_of("", workbook="<document/>"), "no workbook"),
        (workbook_of("", workbook="<workbook"), "damaged"),
        (workbook_of("<row><c r='A1'><v>five</v></c></row>"), "damaged"),
        (workbook_of("<row><c r='A1' t='s'><v>7</v></c></row>"), "damaged"),
        (workbook_of("<row><c r='ZZZ1'><v>7</v></c></row>"), "damaged"),
        (workbook_of("<row r='9999999'><c><v>7</v></c></row>"), "damaged"),
        (workbook_of("", sheet='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'), "entities"),
        (workbook_of("", sheet='<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'), "entities"),
        (workbook_of(""), "no visible cell"),
    ],
)
def test_what_is_no_workbook_is_refused_with_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "widgets.xlsx"
    path.write_bytes(data)
    with pytest.raises((UnreadableFile, EmptyDocument), match=words):
        load(path)


def test_a_sheet_of_thousands_of_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentTooLarge, match="2,000 columns"):
        sheet_of(tmp_path, [[f"c{i}" for i in range(2000)], list(range(2000))])


def test_a_cell_in_the_last_place_of_a_sheet_costs_nothing() -> None:
    data = workbook_of('<row r="1"><c r="A1" t="str"><v>North</v></c><c r="B1"><v>5</v></c></row>'
                       '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>')  # fmt: skip
    tracemalloc.start()
    reading = read(data, "widgets")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reading.source.endswith("7")
    assert peak < 5_000_000


def test_a_merged_range_over_the_whole_sheet_costs_nothing() -> None:
    cells = '<row r="1"><c r="A1" t="str"><v>North</v></c><c r="B1"><v>5</v></c></row>'
    sheet = (
        f'<worksheet xmlns="{MAIN}"><cols><col min="3" max="16384" hidden="1"/></cols>'
        f'<sheetData>{cells}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    )
    assert read(workbook_of("", sheet=sheet), "widgets").source == "One\n\nNorth\t5"


def test_hidden_and_merged_ranges_that_lie_over_one_another_cost_little() -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="B{r}"><v>2</v></c></row>' for r in range(1, 900))
    columns, merged = '<col min="3" max="16384" hidden="1"/>', '<mergeCell ref="A1:XFD1048576"/>'
    below = "".join(f'<mergeCell ref="A{r}:XFD1048576"/>' for r in range(1, 900))
    sheet = (
        f'<worksheet xmlns="{MAIN}"><cols>{columns * 9000}</cols>'
        f"<sheetData>{rows}</sheetData>"
        f"<mergeCells>{merged * 9000}{below}</mergeCells></worksheet>"
    )
    assert read(workbook_of("", sheet=sheet), "widgets").source.count("1\t2") == 899


def test_a_sheet_of_more_cells_than_a_table_may_have_is_left_out_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.readers.spreadsheet.MAX_SHEET_CELLS", 100)

    def fill(book: openpyxl.Workbook) -> None:
        put(book.active, SALES)
        put(book.create_sheet("Data"), [[f"Region {i}", i] for i in range(60)])

    document = loaded(tmp_path, fill)
    assert len(document.tables) == 1
    assert [warning.message for warning in document.warnings] == [
        "Sheet 'Data' was left out: it has over 100 cells, more than a table may have; keep the totals or a selection."
    ]


def is_read_or_refused(data: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            reading = read(data, "widgets")
        except (NotReadable, NoText, TooMuch) as error:
            assert str(error)
            return
    for block in reading.blocks:
        assert reading.source[block.locator.start : block.locator.end] == block.text
        if block.kind is BlockKind.TABLE:
            assert block.table is not None
            for cell in block.table.cells:
                text = reading.source[cell.locator.start : cell.locator.end]
                assert text == cell.text or cell.text


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    is_read_or_refused(data)


@settings(max_examples=200)
@given(
    st.sampled_from(sorted(parts_of(""))),
    st.lists(st.tuples(st.integers(0, 700), st.binary(max_size=6)), min_size=1, max_size=5),
)
def test_any_change_of_a_part_is_read_or_refused(part: str, changes: list[tuple[int, bytes]]) -> None:
    parts = parts_of('<row r="1"><c r="A1" t="str" s="0"><v>North</v></c><c r="B1"><v>5</v></c></row>')
    changed = bytearray(parts[part].encode())
    for at, piece in changes:
        changed[at : at + len(piece)] = piece
    parts[part] = changed.decode("latin-1")
    is_read_or_refused(zipped(parts))


CELLS = st.one_of(
    st.none(),
    st.integers(-5, 3000),
    st.sampled_from(["North", "2023/24", "[c]", "Total", "Note: x", "£m", "Table 2: Costs"]),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(CELLS, max_size=8), max_size=12),
    st.lists(st.tuples(st.integers(1, 8), st.integers(1, 6), st.integers(0, 3), st.integers(0, 3)), max_size=3),
)
def test_any_sheet_is_read_or_refused(rows: Rows, merged: list[tuple[int, int, int, int]]) -> None:
    cells = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{chr(64 + c)}{r}" t="str"><v>{value}</v></c>' for c, value in enumerate(row, 1) if value is not None
        )
        + "</row>"
        for r, row in enumerate(rows, 1)
    )
    spans = "".join(f'<mergeCell ref="{chr(64 + c)}{r}:{chr(64 + c + w)}{r + h}"/>' for r, c, h, w in merged)
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData><mergeCells>{spans}</mergeCells></worksheet>'
    is_read_or_refused(workbook_of("", sheet=sheet))


def test_a_body_over_the_title_on_a_cover_is_the_publisher(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        cover = book.active
        put(cover, [["Fenmoor District Council"], ["Budget book 2025/26"], ["Approved on 26 February 2025"]])
        put(book.create_sheet("Money"), [["Service", "2024/25", "2025/26"], ["Planning", 12, 14], ["Leisure", 3, 5]])

    document = loaded(tmp_path, fill)
    assert (document.title, document.publisher) == ("Budget book 2025/26", "Fenmoor District Council")

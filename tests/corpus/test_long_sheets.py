"""Long lists of rows: read row by row, packed by column, and unpacked to what the file holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import openpyxl
import pytest

from corpus.document import Document
from corpus.errors import DocumentTooLarge
from corpus.loading import ReportFile, load_file
from corpus.long_tables import LongRows
from corpus.parsing import Limits, parse
from corpus.readers.long_sheets import LONG_ROWS

HEADER = ("Month", "Region", "Widgets sold", "Value £k")


def rows(n: int) -> Iterator[tuple[str, ...]]:
    """So many rows: of each month twenty regions, no two figures of neighbours alike."""
    for i in range(n):
        year, month = divmod(i // 20, 12)
        yield f"{1970 + year % 50}-{month + 1:02}", f"Region {i % 20 + 1}", f"{i * 7 % 4001:,}", f"{i % 97}.{i % 10}"


def written(lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()


def read(lines: Iterable[Sequence[str]]) -> Document:
    return load_file(ReportFile.of(written(lines), "sales.csv"))


def test_every_row_of_a_long_list_is_kept() -> None:
    given = list(rows(LONG_ROWS + 7))
    document = read([HEADER, *given])
    (table,) = document.long_tables
    assert (table.n_rows, document.blocks, table.first_line) == (len(given), (), 2)
    assert [column.is_figures for column in table.columns] == [False, False, True, True]
    kept = LongRows(table)
    assert kept.row(0) == HEADER
    assert list(kept.all()) == given
    assert kept.row(4_321) == given[4_320]


def test_rows_are_selected_by_their_labels() -> None:
    given = list(rows(LONG_ROWS * 3))
    kept = LongRows(read([HEADER, *given]).long_tables[0])
    months, regions = kept.members(0), kept.members(1)
    found = kept.select({0: [months.index("1975-03")], 1: [regions.index("Region 7"), regions.index("Region 9")]})
    wanted = [i + 1 for i, row in enumerate(given) if row[0] == "1975-03" and row[1] in ("Region 7", "Region 9")]
    assert found.tolist() == wanted


def test_a_shorter_list_is_read_as_a_table() -> None:
    document = read([HEADER, *rows(50)])
    assert (len(document.tables), document.long_tables) == (1, ())


def test_lines_over_and_under_the_list_are_its_title_and_notes() -> None:
    document = read(
        [["Widgets sold by month and region"], [], HEADER, *rows(LONG_ROWS + 1), [], ["Source: Widget Association"]]
    )
    (table,) = document.long_tables
    assert (table.title, table.notes) == ("Widgets sold by month and region", ("Source: Widget Association",))
    assert (table.n_rows, table.first_line) == (LONG_ROWS + 1, 4)
    assert [block.text for block in document.blocks] == [table.title, *table.notes]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([HEADER, *rows(50_000), ["Second part"], *rows(20)], id="a heading among the rows"),
        pytest.param(
            [HEADER, *rows(50_000), [], ("Year", "Area", "Sold", "Value"), *rows(20), ["x"], *rows(3)], id="two"
        ),
        pytest.param(list(rows(60_000)), id="no header"),
        pytest.param([("Month", "Region", "Sold", "Sold"), *rows(60_000)], id="two columns of one name"),
    ],
)
def test_what_is_no_plain_list_is_refused_when_it_is_long(lines: list[Sequence[str]]) -> None:
    with pytest.raises(DocumentTooLarge, match="no plain list"):
        read(lines)


def test_a_workbook_sheet_is_read_as_long_too() -> None:
    book = openpyxl.Workbook(write_only=True)
    notes = book.create_sheet("About")
    notes.append(["Widgets sold, open data"])
    sheet = book.create_sheet("Sales")
    sheet.append(["Widgets sold by month and region"])
    sheet.append([])
    sheet.append(HEADER)
    given = list(rows(LONG_ROWS + 500))
    for month, region, sold, value in given:
        sheet.append([month, region, int(sold.replace(",", "")), float(value)])
    data = io.BytesIO()
    book.save(data)
    document = load_file(ReportFile.of(data.getvalue(), "sales.xlsx"))
    (table,) = document.long_tables
    assert (table.title, table.n_rows, table.first_line) == ("Widgets sold by month and region", len(given), 4)
    kept = LongRows(table)
    assert kept.row(17) == (*given[16][:2], given[16][2].replace(",", ""), "16.6")
    assert not document.warnings


@pytest.mark.slow
def test_a_million_rows_are_read_in_a_gibibyte() -> None:
    data = written([HEADER, *rows(1_000_000)])
    document = parse(ReportFile.of(data, "sales.csv"), limits=Limits(megabytes=1024))
    assert document.long_tables[0].n_rows == 1_000_000

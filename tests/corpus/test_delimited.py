"""Files of delimited text: where their tables stand, and what parts their cells."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from corpus.errors import DocumentTooLarge, EmptyDocument, UnreadableFile
from corpus.loading import load
from corpus.readers.delimited import read
from corpus.readers.reading import NoText, NotReadable, TooMuch
from structured.grids import read_grids
from tests.work import steps


def loaded(tmp_path: Path, text: str | bytes, name: str = "widgets.csv") -> Document:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load(path)


def texts(document: Document, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in document.tables[table].rows()]


def figures(document: Document, table: int = 0) -> dict[tuple[str, ...], str]:
    grid = read_grids(document)[table]
    found = [o for o in grid.observations if o.quantity is not None]
    return {
        (*o.row_path, *o.column_path): f"{o.quantity.value} {o.quantity.unit.kind.value}" for o in found if o.quantity
    }


@pytest.mark.parametrize(
    "text",
    [
        'Region,2022/23,2023/24\nNorth,"1,204","1,310"\nSouth,905,869\n',
        "Region;2022/23;2023/24\nNorth;1,204;1,310\nSouth;905;869\n",
        "Region\t2022/23\t2023/24\nNorth\t1,204\t1,310\nSouth\t905\t869\n",
        "Region|2022/23|2023/24\r\nNorth|1,204|1,310\r\nSouth|905|869\r\n",
        '"Region", "2022/23", "2023/24"\n"North", "1,204", "1,310"\n"South", "905", "869"\n',
        'Region,2022/23,2023/24,,\nNorth,"1,204","1,310",,\nSouth,905,869,,\n,,,,\n',
    ],
    ids=["comma", "semicolon", "tab", "bar", "quoted", "padded"],
)
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_delimiter_and_encoding_gives_the_same_table(tmp_path: Path, text: str, code: str) -> None:
    document = loaded(tmp_path, text.encode(code))
    assert texts(document) == [["Region", "2022/23", "2023/24"], ["North", "1,204", "1,310"], ["South", "905", "869"]]
    assert figures(document)["North", "2023/24"] == "1310 count"


def test_titles_and_notes_are_no_rows_though_they_hold_commas(tmp_path: Path) -> None:
    document = loaded(
        tmp_path,
        "Widgets sold, by region\nSource: Widget returns, Office\n\nRegion,2022/23,2023/24\nNorth,5,6\nSouth,7,8\n\n"
        'Notes: figures are rounded, as usual\n"1. Excludes gadgets, gizmos"\n',
    )
    table = document.tables[0]
    assert (document.title, table.title, table.n_rows) == ("Widgets sold, by region", "Widgets sold, by region", 3)
    assert table.notes == (
        "Source: Widget returns, Office", "Notes: figures are rounded, as usual", "1. Excludes gadgets, gizmos",
    )  # fmt: skip


def test_several_tables_are_apart_by_blank_lines(tmp_path: Path) -> None:
    text = "Table 1: Sales\nRegion,2023\nNorth,5\nSouth,6\n\nTable 2: Costs\nType,2022,2023\nPay,£5m,£6m\n"
    document = loaded(tmp_path, text)
    assert [table.title for table in document.tables] == ["Table 1: Sales", "Table 2: Costs"]
    assert figures(document, 1) == {("Pay", "2022"): "5 money", ("Pay", "2023"): "6 money"}


def test_ragged_rows_keep_their_columns(tmp_path: Path) -> None:
    document = loaded(tmp_path, "Region,2022,2023\nNorth,5\nSouth,7,8\nEast,,9\n")
    assert figures(document) == {
        ("North", "2022"): "5 count", ("South", "2022"): "7 count", ("South", "2023"): "8 count",
        ("East", "2023"): "9 count",
    }  # fmt: skip


def test_a_quotation_mark_that_is_not_closed_swallows_no_rows(tmp_path: Path) -> None:
    rows = "".join(f"Region {i},{i}\n" for i in range(100))
    document = loaded(tmp_path, f'Region,2023\n"North,5\n{rows}')
    assert document.tables[0].n_rows == 102
    assert ["quotation mark" in warning.message for warning in document.warnings] == [True]


def test_a_cell_may_run_over_lines(tmp_path: Path) -> None:
    document = loaded(tmp_path, 'Region,2023\n"North\nand East",5\nSouth,6\n')
    assert figures(document)["North and East", "2023"] == "5 count"


def test_long_data_is_one_table(tmp_path: Path) -> None:
    text = "Year,Region,Colour,Value\n2022,North,Red,5\n2022,North,Blue,6\n2023,North,Red,7\n2023,North,Blue,8\n"
    document = loaded(tmp_path, text, "widgets.tsv")
    assert figures(document)["2023", "North", "Blue", "Value"] == "8 count"
    assert document.title == "widgets"


@pytest.mark.parametrize(
    ("text", "labels", "figure"),
    [
        ("Region,Year,Count\nNorth,2022,5\nNorth,2023,6\nSouth,2022,7\nSouth,2023,8\n", ("South", "2023"), "8"),
        ("Region,Sex,Month,Count\nNorth,Men,Jan-24,5\nNorth,Men,Feb-24,6\nNorth,Women,Jan-24,7\nNorth,Women,Feb-24,8\n",
         ("North", "Women", "Jan-24"), "7"),
        ("Area,Date,Type,Count\nA,31/03/2023,Cars,5\nA,31/03/2023,Vans,6\nA,31/03/2024,Cars,7\nA,31/03/2024,Vans,8\n",
         ("A", "31/03/2024", "Cars"), "7"),
    ],
    ids=["year", "month", "date"],
)  # fmt: skip
def test_the_time_of_each_row_of_long_data_is_a_label(
    tmp_path: Path, text: str, labels: tuple[str, ...], figure: str
) -> None:
    assert figures(loaded(tmp_path, text))[*labels, "Count"] == f"{figure} count"


def test_years_written_as_codes_are_labels(tmp_path: Path) -> None:
    text = (
        "time_period,level,sex,headcount,percentage\n202223,National,Male,120,45.6\n202223,National,Female,140,54.4\n"
    )
    document = loaded(tmp_path, text + "202324,National,Male,c,z\n202324,National,Female,141,55.1\n")
    assert figures(document)["202324", "National", "Female", "headcount"] == "141 count"
    assert [row.period.label() if row.period else "" for row in read_grids(document)[0].rows] == [
        "2022/23", "2022/23", "2023/24", "2023/24",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", EmptyDocument, "empty"),
        (b"\n ,,\n\n", EmptyDocument, "no text"),
        (bytes(range(256)) * 4, UnreadableFile, "not text"),
        (b"a," * 600 + b"\n" + b"1," * 600, DocumentTooLarge, "601 columns|600 columns"),
        (b"1,2\n" * 150_000, DocumentTooLarge, "150,001 rows that are no plain list"),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_line(
    tmp_path: Path, data: bytes, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        loaded(tmp_path, data)


def test_a_file_of_a_million_rows_is_refused_before_its_cells_are_made() -> None:
    data = b"2023,North,5\n" * 1_000_000
    tracemalloc.start()
    with pytest.raises(TooMuch):
        read(data, "widgets")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * len(data)


@given(st.one_of(st.binary(max_size=300), st.text(alphabet='ab1,;\t|"\n 2£%.[', max_size=300).map(str.encode)))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        reading = read(data, "widgets")
    except (NotReadable, NoText, TooMuch) as error:
        assert str(error)
        return
    for block in reading.blocks:
        assert reading.source[block.locator.start : block.locator.end] == block.text


@pytest.mark.parametrize("line", ["Southport,905,869\n", "Southport,,\n"])
def test_four_times_the_rows_are_four_times_the_work(line: str) -> None:
    few, many = (("Region,Q3,Q4\nNorth,1204,1310\n" + n * line).encode() for n in (100, 400))
    assert steps(lambda: read(many, "widgets")) < 5 * steps(lambda: read(few, "widgets"))


def test_a_table_of_hundreds_of_parts_is_put_together_in_one_go() -> None:
    """For each part the whole table so far was measured again: 100 KB of them took eight seconds."""

    def cells(n: int) -> bytes:
        return b"Town,2023,2024\nNorth,1,2\n\n" + b"South,3,4\nTotal,4,6\n\n" * n

    assert steps(lambda: read(cells(400), "x")) < 5 * steps(lambda: read(cells(100), "x"))


def test_a_table_of_words_stands_apart_from_a_wider_one(tmp_path: Path) -> None:
    text = (
        "Widget plan\n\nSales\nShop,2023,2024,2025,Target\nNorth,1,2,3,4\nSouth,5,6,7,8\n\n"
        "Plans\nMilestone,Date,Lead\nNew shop,4 Oct 2026,Ann Lee\nNew till,Jan 2027,Bob May\nReview,Apr 2027,Cy Roe\n"
    )
    document = loaded(tmp_path, text)
    assert [table.title for table in document.tables] == ["Sales", "Plans"]
    assert texts(document, 1)[:2] == [["Milestone", "Date", "Lead"], ["New shop", "4 Oct 2026", "Ann Lee"]]


def test_a_header_of_years_one_of_them_marked_begins_a_table(tmp_path: Path) -> None:
    text = (
        "Awards\nShop,Given,Left,Asked\nNorth,1,2,3\n\nSales (000)\nShop,2022,2023,2024 (p)\nSouth,5,6,7\nWest,8,9,10\n"
    )
    document = loaded(tmp_path, text)
    assert [table.title for table in document.tables] == ["Awards", "Sales (000)"]
    assert figures(document, 1)["South", "2024"] == "7 count"


def test_two_columns_of_words_under_a_numbered_title_are_a_table(tmp_path: Path) -> None:
    key = "Table 1: Key\nSign,Meaning\nG,Green: done\nA,Amber: late\nR,Red: stopped\n"
    text = f"Widget plan\n\n{key}\nSales\nShop,2024\nNorth,1\n"
    document = loaded(tmp_path, text)
    assert [table.title for table in document.tables] == ["Table 1: Key", "Sales"]
    assert texts(document, 0)[:2] == [["Sign", "Meaning"], ["G", "Green: done"]]

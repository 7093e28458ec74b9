"""Times that headings tell by that of the table: the whole year, the year to date, what stands before."""

from __future__ import annotations

import pytest

from structured.grids import read_grids
from structured.observations import Grid
from tests.small import document_of

QUARTERLY = "Widget Guild performance report, Quarter 3 2025/26"
NINE_MONTHS = "April to December 2025"


def grid(table: str, report: str = QUARTERLY) -> Grid:
    (found,) = read_grids(document_of(f"{report}\n\nWidgets\n\n{table}"))
    return found


def dated(found: Grid, row: int = 0) -> list[str]:
    """The times of a row's cells."""
    index = found.rows[row].index
    return [o.period.label() if o.period else "" for o in found.observations if o.row == index]


@pytest.mark.parametrize(
    "heading",
    [
        "Full-year budget",
        "Annual budget",
        "Annual target",
        "Budget 2025-26 full year",
        "Forecast outturn",
        "Year-end forecast",
    ],
)
def test_what_is_of_the_whole_year_is_so_in_a_table_of_nine_months(heading: str) -> None:
    found = grid(
        f"Felt bought, April to December 2025 (£m)\nLoft | {heading} | Actual\nRed | 12.0 | 9.4\nBlue | 8.0 | 5.5\n"
    )
    assert dated(found) == ["2025/26", NINE_MONTHS]


def test_a_part_of_the_year_goes_to_where_the_table_does() -> None:
    rows = "Red | 12.0 | 3.1 | 9.4\nBlue | 8.0 | 2.2 | 5.5\n"
    found = grid(f"Table 1: Felt bought, Quarter 3 2025/26\nLoft | Full-year forecast | Actual | Year to date\n{rows}")
    assert dated(found) == ["2025/26", "Q3 2025/26", NINE_MONTHS]


def test_in_a_table_of_the_year_what_is_to_date_goes_to_where_the_report_does() -> None:
    table = (
        "Felt bought, full-year forecast 2025/26\nLoft | Year to date | Spent to date | Forecast\nRed | 9 | 8 | 12\n"
    )
    assert dated(grid(table)) == [NINE_MONTHS, "", "2025/26"]
    assert dated(grid(table, "Widget Guild annual report 2025/26")) == ["2025/26"] * 3
    assert dated(grid(table, "Widget Guild annual report 2024/25")) == ["", "", "2025/26"]


def test_what_is_to_date_in_a_table_without_a_time_is_left_open() -> None:
    found = grid("Felt bought\nLoft | Plan to date | Year to date | Annual plan\nRed | 9 | 8 | 12\nBlue | 6 | 5 | 8\n")
    assert dated(found) == ["", NINE_MONTHS, "2025/26"]


def test_headings_over_several_columns_say_how_much_of_the_year_they_are_of() -> None:
    head = " | Year to date |  |  | Full year |  | \nLoft | Budget | Actual | Variance | Budget | Forecast | Variance\n"
    found = grid(
        f"Felt bought (£m)\n{head}Red | 12.0 | 9.0 | -3.0 | 16.0 | 13.0 | -3.0\nBlue | 8.0 | 9.5 | 1.5 | 11 | 13 | 2\n"
    )
    assert dated(found) == [NINE_MONTHS] * 3 + ["2025/26"] * 3


def test_the_plan_that_the_years_forecast_is_held_against_is_of_the_year() -> None:
    rows = "Red | 120.4 | 126.9 | 6.5\nBlue | 80.1 | 72.6 | -7.5\nGreen | 44.0 | 47.2 | 3.2\n"
    found = grid(f"Felt bought at 31 December 2025 (£m)\nLoft | Budget | Forecast outturn | Variance\n{rows}")
    assert dated(found) == ["2025/26"] * 3


def test_changes_over_a_year_are_none_of_the_whole_year_and_what_it_brings_later_is_of_no_time_told() -> None:
    head = "Loft | Saving | Full-year effect | Annual change"
    found = grid(f"Felt saved, April to December 2025\n{head}\nRed | 12 | 15 | 4\nBlue | 8 | 11 | 3\n")
    assert dated(found) == [NINE_MONTHS, "", NINE_MONTHS]


def test_the_stretch_before_is_told_by_its_place() -> None:
    head = "Kind | This quarter | Last quarter | Same quarter last year | Last year | Baseline"
    found = grid(f"Kites flown, Q3 2025/26\n{head}\nRed | 40 | 30 | 10 | 33 | 5\nBlue | 50 | 40 | 10 | 25 | 6\n")
    assert dated(found) == ["Q3 2025/26", "Q2 2025/26", "Q3 2024/25", "", ""]


def test_last_year_is_the_same_stretch_beside_this_year() -> None:
    rows = "Red | 40 | 30 | 10\nBlue | 50 | 40 | 10\n"
    found = grid(f"Kites flown, April to December 2025\nKind | This year | Last year | Change\n{rows}")
    assert dated(found) == [NINE_MONTHS, "April to December 2024", NINE_MONTHS]


def test_rows_say_how_much_of_the_year_they_are_of() -> None:
    rows = "Q1 | 3 | 4\nQ2 | 4 | 5\nYear to date | 7 | 9\nFull year | 12 | 14\n"
    found = grid(f"Kites flown 2025/26\nWhen | Red | Blue\n{rows}")
    assert [dated(found, row)[0] for row in range(4)] == ["Q1 2025/26", "Q2 2025/26", NINE_MONTHS, "2025/26"]


def test_a_quarter_beside_a_column_of_another_year_is_of_that_year() -> None:
    found = grid("Kites flown, 2025/26\nWhen | 2024/25 | 2025/26\nQ1 | 3 | 4\nQ2 | 4 | 5\nYear to date | 7 | 9\n")
    assert dated(found) == ["Q1 2024/25", "Q1 2025/26"]
    assert dated(found, 2) == ["", NINE_MONTHS]

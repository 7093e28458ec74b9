"""The times of rows and columns that only words above them complete."""

from __future__ import annotations

from dataclasses import replace

from structured.grids import read_grids
from structured.observations import ColumnKind, Grid
from tests.small import document_of

NINE_MONTHS = "April to December 2025"


def grid(table: str) -> Grid:
    (found,) = read_grids(document_of(f"Widget Guild annual report 2025/26\n\nWidgets\n\n{table}"))
    return found


def columns(found: Grid) -> list[str]:
    return [column.period.label() if column.period else "" for column in found.columns]


def test_a_day_in_the_title_is_that_of_the_years_below_it() -> None:
    found = grid(
        "Open orders at 31 March, by age\nAge | 2024 | 2025 (p) | Change\nNew | 40 | 44 | 4\nOld | 9 | 7 | -2\n"
    )
    assert columns(found) == ["31 March 2024", "31 March 2025", "2024/25"]


def test_a_stretch_in_the_title_ends_in_the_years_below_it() -> None:
    found = grid("Table 1: Orders kept, 12 months to September\nKind | 2024 | 2025\nRound | 40 | 44\nSquare | 9 | 7\n")
    assert columns(found) == ["12 months to September 2024", "12 months to September 2025"]


def test_a_day_over_the_labels_is_that_of_their_years() -> None:
    found = grid("Vans by fuel\nAt 31 March | Oil | Electric\n2024 | 40 | 4\n2025 | 31 | 12\n")
    assert [row.period.label() if row.period else "" for row in found.rows] == ["31 March 2024", "31 March 2025"]


def test_years_of_two_and_a_title_with_its_own_year_are_left_as_they_are() -> None:
    assert columns(grid("Orders open at 31 March\nAge | 2023/24 | 2024/25\nNew | 40 | 44\n")) == ["2023/24", "2024/25"]
    assert columns(grid("Orders open at 31 March 2025\nAge | 2024 | 2025\nNew | 40 | 44\n")) == ["2024", "2025"]


def test_months_over_columns_are_of_the_years_of_the_rows() -> None:
    rows = "2023/24\nCity | 88.1 | 84.0 | 85.8\n2024/25\nCity | 89 | 86 | 87\n"
    found = grid(f"Punctuality (%)\nRoute | Apr-Jun | Jan-Mar | Year\n{rows}")
    dated = [o.period.label() if o.period else "" for o in found.observations]
    assert dated == ["Q1 2023/24", "Q4 2023/24", "2023/24", "Q1 2024/25", "Q4 2024/25", "2024/25"]


def test_a_quarter_without_its_year_comes_next_after_the_one_to_its_left() -> None:
    found = grid(
        "Orders\nKind | Q4 2023/24 | Q1 2024/25 | Q2 | Q4\nRound | 40 | 44 | 46 | 47\nSquare | 9 | 7 | 6 | 5\n"
    )
    assert columns(found) == ["Q4 2023/24", "Q1 2024/25", "Q2 2024/25", "Q4 2024/25"]


def test_a_quarter_last_year_is_that_of_the_year_before() -> None:
    table = "Orders\nKind | Apr | May | Q1 | Q1 last year\nRound | 4 | 5 | 9 | 7\n"
    text = f"Widget Guild performance report, Quarter 1 2025/26\n\nWidgets\n\n{table}"
    (found,) = read_grids(document_of(text))
    assert columns(found) == ["April 2025", "May 2025", "Q1 2025/26", "Q1 2024/25"]


def test_months_below_an_open_stretch_end_it() -> None:
    found = grid("Orders by kind, rolling 12 months to\nKind | Dec 2023 | Dec 2024\nRound | 40 | 44\nSquare | 9 | 7\n")
    assert columns(found) == ["12 months to December 2023", "12 months to December 2024"]


def test_a_quarter_with_its_months_beside_it_is_that_quarter() -> None:
    found = grid(
        "Table 1: Kites flown by quarter, 2025-26\nQuarter\tKites\n"
        "Q1 (April to June)\t160\nQ2 (July to September)\t220\nYear\t380\n"
    )
    assert [row.period.label() if row.period else "" for row in found.rows] == ["Q1 2025/26", "Q2 2025/26", "2025/26"]


def test_months_beside_figures_are_of_the_year_in_the_title() -> None:
    found = grid("Table 1: Kites flown, 2025-26\nMonths\tKites\nApril to June\t160\nJanuary to March\t220\n")
    assert [row.period.first.isoformat() if row.period else "" for row in found.rows] == ["2025-04-01", "2026-01-01"]


def test_the_month_in_which_a_years_budget_was_settled_is_no_time_of_its_figures() -> None:
    table = "Loft\tApproved Feb 2025\tRevised in December 2025\tOutturn\nRed\t3.2\t4.1\t4.4\nBlue\t1.6\t1.8\t1.7\n"
    found = grid(f"Table 1: Felt bought 2025-26 (£m)\n{table}")
    assert {o.period.label() for o in found.observations if o.period} == {"2025/26"}
    bare = grid(f"Table 1: Felt bought (£m)\n{table}")
    assert columns(bare) == ["February 2025", "December 2025", ""]


def test_a_column_takes_its_own_of_two_times_in_the_title() -> None:
    rows = "Round | 44 | 40 | 4\nSquare | 9 | 7 | 2\n"
    found = grid(f"Kites at 31 December 2025 and 30 September 2025\nKind | December | September | Change\n{rows}")
    assert columns(found)[:2] == ["31 December 2025", "30 September 2025"]
    title = "Kites flown, April to December 2025 compared with April to December 2024"
    assert columns(grid(f"{title}\nKind | 2025 | 2024 | Change\n{rows}"))[:2] == [
        "April to December 2025",
        "April to December 2024",
    ]


def test_of_two_times_in_the_title_the_one_held_against_the_other_is_the_tables() -> None:
    title = "Kites flown, Q3 2025-26 compared with Q2 2025-26"
    found = grid(f"{title}\nKind | Kites | Baseline\nRound | 44 | 40\nSquare | 9 | 7\n")
    assert [o.period.label() if o.period else "" for o in found.observations][:2] == ["Q3 2025/26", ""]


def test_columns_under_two_times_that_name_neither_are_left_undated() -> None:
    text = "Widget Guild report\n\nKites in 2025/26\n\nMany flew.\n\nKites at 31 December 2025 and 30 September 2025"
    (found,) = read_grids(document_of(f"{text}\nKind | Now | Then\nRound | 44 | 40\nSquare | 9 | 7\n"))
    assert {o.period for o in found.observations} == {None}


def test_a_title_of_several_years_is_the_time_of_their_total_alone() -> None:
    head = "Kind | 2023-24 | 2024-25 | 2025-26 | Total | Target"
    found = grid(
        f"Kites flown, 2023-24 to 2025-26\n{head}\nRound | 40 | 30 | 10 | 80 | 25\nSquare | 9 | 7 | 6 | 22 | 7\n"
    )
    assert columns(found) == ["2023/24", "2024/25", "2025/26", "April 2023 to March 2026", ""]
    assert [o.period for o in found.observations if o.column == 5] == [None, None]


def test_months_without_a_year_in_the_title_are_of_the_years_below() -> None:
    found = grid("Kites flown, October to December\nKind | 2024 | 2025\nRound | 40 | 44\nSquare | 9 | 7\n")
    assert columns(found) == ["Q3 2024/25", "Q3 2025/26"]


def test_columns_of_one_name_are_of_the_times_that_they_stand_right_of() -> None:
    head = "Kind | 31.03.25 £m | Rate % | Movement £m | 31.12.25 £m | Rate %"
    found = grid(f"Kites lent\n{head}\nRound | 40.1 | 3.4 | 4.2 | 44.3 | 3.3\nSquare | 9.6 | 5.1 | -1.9 | 7.7 | 4.8\n")
    assert columns(found) == ["31 March 2025", "31 March 2025", NINE_MONTHS, "31 December 2025", "31 December 2025"]
    assert columns(grid("Kites\nKind | Rate | Rate | 2025\nRound | 1 | 2 | 3\nSquare | 2 | 3 | 4\n"))[:2] == ["", ""]


def test_quarters_to_come_leave_those_before_them_dated() -> None:
    text = "Widget Guild performance report, Quarter 3 2025/26\n\nWidgets\n\nKites by quarter\n"
    (found,) = read_grids(
        document_of(f"{text}Kind | Q1 | Q2 | Q3 | Q4\nRound | 40 | 44 | 46 | \nSquare | 9 | 7 | 6 | \n")
    )
    assert columns(found) == ["Q1 2025/26", "Q2 2025/26", "Q3 2025/26", ""]


def test_the_title_of_another_section_on_the_page_is_no_time_of_a_table() -> None:
    above = "1. Kites at 31 December 2025\n\nMany flew in the winter of the year.\n\n"
    text = f"Widget Guild report\n\n{above}2. Lofts\n\nLofts\nKind | Number\nTall | 40\nWide | 9\n"
    document = document_of(text, "widgets")
    blocks = []
    for block in document.blocks:
        place = replace(block.locator, page=1)
        blocks.append(replace(block, locator=place, table=block.table and replace(block.table, locator=place)))
    (found,) = read_grids(replace(document, blocks=tuple(blocks)))
    assert {o.period for o in found.observations} == {None}


def test_what_slips_to_next_year_is_of_the_tables() -> None:
    found = grid("Felt bought 2025/26 (£m)\nLoft | Outturn | Slippage to 2026/27\nRed | 3.2 | 0.4\nBlue | 1.6 | 0.2\n")
    assert {o.period.label() for o in found.observations if o.period} == {"2025/26"}


def test_changes_in_short_are_changes_and_some_weeks_a_stretch() -> None:
    title = "Kites, 4 weeks to 28 March 2026"
    found = grid(f"{title}\nLoft | Kites | % chg\nRed | 88 | -12.9\nBlue | 64 | 0.0\n")
    assert found.columns[1].kind is ColumnKind.CHANGE
    assert {o.period.label() for o in found.observations if o.period} == {"1 March 2026 to 28 March 2026"}

from __future__ import annotations

import pytest

from structured.grids import read_grids
from structured.headers import unit_in_label
from structured.observations import RowKind
from structured.units import unit_code
from tests.small import document_of


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Full Year Outturn, £m", "gbp_m"),
        ("(£m)", "gbp_m"),
        ("Water in store (% full)", "percent"),
        ("Satisfaction (per cent of tenants)", "percent"),
        ("£'000", "gbp_k"),
        ("Capital (£000)", "gbp_k"),
        ("2019 €m", "eur_m"),
        ("Dollars in Millions", "usd_m"),
        ("($ in millions)", "usd_m"),
        ("RMB’Million", "cny_m"),
        ("Charge (£)", "gbp"),
        ("% change from the last quarter (Q3 23-24)", "percent"),
        ("Percent change", "percent"),
        ("Days lost to sickness per officer", "days"),
        ("Tonnes received 2024/25", "tonnes"),
        ("Carbon (tonnes, annual)", "tonnes"),
        ("Percentage Point difference on Q4", "pp"),
        ("Change (points)", "pp"),
        ("(in thousands)", "count_k"),
        ("Visits (000)", "count_k"),
        ("Mean wait (minutes)", "minutes"),
        ("First van, average minutes 2023/24", "minutes"),
        ("Rate per 1,000 homes", "per_1000"),
        ("Tonnes 2024-25", "tonnes"),
        ("Days, 2024", "days"),
    ],
)
def test_a_label_states_a_unit(label: str, code: str) -> None:
    named = unit_in_label(label)
    assert named is not None
    assert unit_code(named.unit) == code


@pytest.mark.parametrize(
    "label",
    [
        "Fines over £500",
        "Tests within 28 days",
        "Waiting over 52 weeks",
        "Net income per share",
        "Staff",
        "Days lost 2024",
    ],
)
def test_figures_within_a_label_are_no_unit(label: str) -> None:
    assert unit_in_label(label) is None


def test_times_beside_a_label_are_no_second_row_of_headings() -> None:
    text = """Widget report 2024/25

Waits

Waits by kind (minutes:seconds)
 | Mean |  | 90th centile
Kind | 2023/24 | 2024/25 | 2023/24 | 2024/25
Round | 8:51 | 8:24 | 15:58 | 15:09
Square | 42:18 | 135:41 | 88:36 | 1:02:10
"""
    (grid,) = read_grids(document_of(text))
    assert [column.path for column in grid.columns] == [
        ("Mean", "2023/24"),
        ("Mean", "2024/25"),
        ("90th centile", "2023/24"),
        ("90th centile", "2024/25"),
    ]
    assert [row.path for row in grid.rows] == [("Round",), ("Square",)]


def test_quarters_of_two_years_are_not_put_under_one() -> None:
    text = """Widget report 2025/26

Calls

Calls answered
Measure |  | 2024/25 |  |  | 2025/26
 | Target | Q2 | Q3 | Q4 | Q1 | Q2 (p)
Calls answered | 90% | 88.4% | 90.6% | 91.9% | 91.2% | 90.3%
Calls lost | 10% | 11.6% | 9.4% | 8.1% | 8.8% | 9.7%
"""
    (grid,) = read_grids(document_of(text))
    assert [column.path for column in grid.columns] == [
        ("Target",),
        ("2024/25", "Q2"),
        ("2024/25", "Q3"),
        ("2024/25", "Q4"),
        ("2025/26", "Q1"),
        ("2025/26", "Q2"),
    ]


def test_codes_such_as_c01_are_no_figures_and_a_total_among_them_is_one() -> None:
    text = """Widget report 2025/26

Contracts

Main contracts
Ref | Contractor | End | Value £m
C01 | Harbour Oil | Apr 2027 | 21.40
C02 | Wick and Sons | Mar 2029 | 3.75
Total |  |  | 25.15
"""
    (grid,) = read_grids(document_of(text))
    assert [row.path for row in grid.rows] == [("Harbour Oil",), ("Wick and Sons",), ("Total",)]
    assert [row.kind for row in grid.rows][-1] is RowKind.TOTAL


def test_terms_and_what_they_mean_have_no_row_of_headings() -> None:
    text = """Widget report 2025/26

Glossary

Assessment | the stage at which we look at a widget
FTE | full-time equivalent
Widget | a small thing
"""
    (grid,) = read_grids(document_of(text))
    assert [row.path for row in grid.rows] == [("Assessment",), ("FTE",), ("Widget",)]


def test_a_row_that_holds_but_its_measure_is_a_further_one_of_the_row_above() -> None:
    text = """Widget report 2025/26

Services

Services paid for
Service | Provider | Budget £k | Measure | Target | Result
Repair shop | Harbour Oil | 95 | No. of widgets mended | 400 | 388
 |  |  | % mended within a week | 90% | 86%
Paint shop | Wick and Sons | 60 | No. of widgets painted | 120 | 131
Toy shop | Ann Lamb | 30 | No. of toys lent | 40 | 47
"""
    (grid,) = read_grids(document_of(text))
    assert [row.path for row in grid.rows] == [
        ("Repair shop", "Harbour Oil", "No. of widgets mended"),
        ("Repair shop", "Harbour Oil", "% mended within a week"),
        ("Paint shop", "Wick and Sons", "No. of widgets painted"),
        ("Toy shop", "Ann Lamb", "No. of toys lent"),
    ]


def test_a_numbered_title_stands_over_a_lone_first_row() -> None:
    text = """Widget report 2025/26

Opinion

Table 3: Opinion by group

 |  | Gap from all, percentage points
Group |  | Likes them | Buys them
All widgets |  | 51% | 66%
Age | Young | -3% | +1%
 | Old | +2% | +4%
"""
    (grid,) = read_grids(document_of(text))
    assert (grid.title, grid.caption) == ("Table 3: Opinion by group", "Gap from all, percentage points")


@pytest.mark.parametrize(
    ("title", "head", "units"),
    [
        ("Waste by stream, tonnes", "2023/24 | 2024/25 | Change % | Change", ["tonnes", "tonnes", "%", "tonnes"]),
        ("Average days to mend a widget", "2023/24 | 2024/25 | Change % | Change", ["days", "days", "%", "days"]),
        ("Waste, tonnes", "Homes | Bought | Share of homes (%) | Left", ["", "", "%", ""]),
        ("Opinion, percentage points", "Replies | Gap | Share (%) | Change on 2023/24", ["", "", "%", "pp"]),
    ],
)  # fmt: skip
def test_the_unit_at_a_titles_end_is_that_of_times_and_changes(title: str, head: str, units: list[str]) -> None:
    rows = "Round | 40 | 44 | +10.0% | +4\nSquare | 9 | 7 | -22.2% | -2\n"
    text = f"Widget report 2024/25\n\nWidgets\n\n{title}\nKind | {head}\n{rows}"
    (grid,) = read_grids(document_of(text))
    assert [o.quantity.unit.symbol for o in grid.observations[:4] if o.quantity] == units


def test_years_beside_labels_that_stand_once_are_labels() -> None:
    text = """Widget report 2025

Accidents

Accidents by kind
 |  | Killed | Hurt | Total
Bus | 2024 | 1 | 14 | 15
 | 2025 | 0 | 11 | 11
Tram | 2024 | 0 | 3 | 3
 | 2025 | 1 | 5 | 6
"""
    (grid,) = read_grids(document_of(text))
    assert [row.path for row in grid.rows] == [("Bus", "2024"), ("Bus", "2025"), ("Tram", "2024"), ("Tram", "2025")]
    assert [row.period.label() for row in grid.rows if row.period] == ["2024", "2025", "2024", "2025"]


def test_others_and_a_total_under_numbered_rows_are_labels() -> None:
    text = """Widget report 2025

Complaints

Top complaints
Rank | Subject | 2024 | 2025
1 | Late | 812 | 760
2 | Dear | 330 | 345
3 | Torn | 210 | 265
Other |  | 402 | 390
Total |  | 1,754 | 1,760
"""
    (grid,) = read_grids(document_of(text))
    assert [row.path for row in grid.rows] == [("Late",), ("Dear",), ("Torn",), ("Other",), ("Total",)]


def test_a_column_of_targets_is_no_label() -> None:
    text = """Widget report 2024/25

Sickness

Shifts lost
 | Target | 2023/24 | 2024/25
Makers | ≤ 6.0 | 6.8 | 6.4
Menders | n/a | 8.4 | 7.9
Drivers | ≤ 5.5 | 5.6 | 5.3
"""
    (grid,) = read_grids(document_of(text))
    assert [row.path for row in grid.rows] == [("Makers",), ("Menders",), ("Drivers",)]


@pytest.mark.parametrize(("beside", "symbol"), [("Premises", "£"), ("Lanterns sold", "")])
def test_employees_in_a_budget_by_kinds_of_cost_are_money(beside: str, symbol: str) -> None:
    table = f"Budget (£000s)\nKind | Budget | Actual\nEmployees | 400 | 388\n{beside} | 20 | 21\n"
    text = f"Widget report 2024/25\n\nMoney\n\n{table}"
    (grid,) = read_grids(document_of(text))
    assert [o.quantity.unit.symbol for o in grid.observations[:1] if o.quantity] == [symbol]


@pytest.mark.parametrize(
    ("head", "paths"),
    [
        (
            "Women number | % | Men number | %",
            [("Women", "number"), ("Women", "%"), ("Men", "number"), ("Men", "%")],
        ),
        ("Made 2024 | % | Sold 2024 | %", [("Made 2024",), ("%",), ("Sold 2024",), ("%",)]),
        ("Women number | % | Men | %", [("Women number",), ("%",), ("Men",), ("%",)]),
    ],
)
def test_a_group_run_into_its_first_heading_is_one_of_the_next_too(head: str, paths: list[tuple[str, ...]]) -> None:
    text = f"""Widget report 2025

Staff

Who works here
Works | {head}
North | 812 | 40.2 | 1,210 | 59.8
South | 330 | 33.0 | 670 | 67.0
"""
    (grid,) = read_grids(document_of(text))
    assert [column.path for column in grid.columns] == paths

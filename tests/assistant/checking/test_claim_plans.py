"""Claims on what was spent of a plan, and figures that are said of no plan, where a table has both."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.joined import check_claim
from tests.small import scope_of

SPENDING = """Harbour company report 2024-25

Table 1: Spending by service (£m)
Service | Original budget | Revised budget | Outturn
Tugs | 61.2 | 63.0 | 62.1
Lights | 9.5 | 9.9 | 7.5
Moorings | 24.6 | 25.3 | 26.9
Sundry fund | 2.0 | 1.4 | 0.0
All services | 97.3 | 99.6 | 96.5

Table 2: Promises
Measure | Unit | Outcome 2023-24 | Target 2024-25 | Outcome 2024-25
Boats that meet the clean standard | % | 88.9 | 89.0 | 94.7
Calls picked up | % | 86.9 | 90.0 | 91.3
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Tugs spent 98.6% of its revised budget.", Verdict.SUPPORTED),
        ("Tugs spent almost the whole of its revised budget.", Verdict.SUPPORTED),
        ("Lights spent almost the whole of its revised budget.", Verdict.CONTRADICTED),
        ("Moorings spent almost the whole of its revised budget.", Verdict.CONTRADICTED),
        ("The sundry fund was down to nothing by the year end.", Verdict.SUPPORTED),
        ("Lights was down to nothing by the year end.", Verdict.CONTRADICTED),
        ("More than nine in ten boats meet the clean standard.", Verdict.SUPPORTED),
        ("Fewer than nine in ten boats meet the clean standard.", Verdict.CONTRADICTED),
        ("More than nine in ten calls are picked up.", Verdict.SUPPORTED),
        ("More than nine in ten calls are picked up, and that beats the target.", Verdict.SUPPORTED),
        ("More than nine in ten calls are picked up, but that misses the target.", Verdict.CONTRADICTED),
    ],
)
def test_what_came_about_is_held_against_its_own_plan(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(SPENDING)).verdict is verdict


COSTS = """Harbour company report 2024-25

Table 1: Accounts (£000)
Heading | Budget | Actual | Last year
Dues | 81,400 | 82,150 | 76,300
Dredging | (33,600) | (36,900) | (31,200)
Surplus | 47,800 | 45,250 | 45,100

Table 2: Homes of the harbour
Measure | 2023-24 | 2024-25 | Target
Homes below the Dry Homes Standard | 342 | 205 | 150
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Dredging spent less than last year.", Verdict.CONTRADICTED),
        ("Dredging rose on last year.", Verdict.SUPPORTED),
        ("There are fewer homes below the Dry Homes Standard than a year ago.", Verdict.SUPPORTED),
        ("There are more homes below the Dry Homes Standard than a year ago.", Verdict.CONTRADICTED),
    ],
)
def test_costs_printed_below_zero_and_homes_below_a_standard(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(COSTS)).verdict is verdict


YEARS = """Harbour company report 2024

Table 3: Six years
Year | Sailings (thousand) | On foot (%)
2021 | 45.0 | 19.6
2022 | 61.4 | 21.3
2023 | 66.9 | 22.0
2024 | 58.3 | 22.7

Table 4: Soot by quay
Quay | Soot 2023 | Soot 2024
North quay | 39.2 | 36.8
South quay | 38.7 | 39.4
West quay | n/a | 27.0
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("There were more sailings in 2022 than in 2024.", Verdict.SUPPORTED),
        ("There were more sailings in 2021 than in 2024.", Verdict.CONTRADICTED),
        ("Soot fell at every quay.", Verdict.CONTRADICTED),
        ("Soot rose at every quay.", Verdict.CONTRADICTED),
    ],
)
def test_two_years_that_are_rows_and_a_quay_that_was_not_measured(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(YEARS)).verdict is verdict

"""Long data, with a row for each member and time: sums and ranks keep to the time that is asked for."""

from __future__ import annotations

import pytest

from assistant.questions.scope import Scope
from tests.small import ask, figures, scope_of

REPORT = """Widget Association statistics 2023

Production

Widgets made by nation and year
Nation | Year | Widgets
Northland | 2022 | 500
Northland | 2023 | 520
Southland | 2022 | 580
Southland | 2023 | 90
"""


@pytest.fixture(scope="module")
def scope() -> Scope:
    return scope_of(REPORT)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("What was the total number of widgets made in 2022?", "1080 count"),
        ("How many widgets were made in Southland in 2023?", "90 count"),
        ("Which nation made the most widgets in 2022?", "580 count"),
        ("Which nation made the most widgets in 2023?", "520 count"),
    ],
)
def test_only_the_rows_of_the_time_asked_for_count(scope: Scope, question: str, figure: str) -> None:
    assert figure in figures(ask(scope, question))


BY_MONTH = """Widget Association statistics

Production

Widgets made by month
Month | Nation | Widgets
2010-10 | Northland | 500
2010-10 | Southland | 90
2010-11 | Northland | 520
2010-11 | Southland | 580
2010-12 | Northland | 410
2010-12 | Southland | 330
"""


def test_months_in_figures_are_months_where_the_table_shows_it() -> None:
    scope = scope_of(BY_MONTH)
    assert "520 count" in figures(ask(scope, "How many widgets were made in Northland in November 2010?"))
    assert figures(ask(scope, "How many widgets were made in Northland in 2010/11?")) != ["520 count"]


BY_QUARTER = """Office of Farm Statistics, milk prices

Prices

Farm-gate price in pence by quarter
Quarter | 2023 | 2024 | 2025
Q1 | 45.8 | 37.9 | 42.4
Q2 | 38.6 | 38.5 | 42.9
Q3 | 36.5 | 40.2 | 41.7

Deliveries by month
Region | June 2024 | May 2025 | June 2025
Wales | 173 | 185 | 176
Scotland | 129 | 136 | 131
"""


@pytest.fixture(scope="module")
def milk() -> Scope:
    return scope_of(BY_QUARTER)


def test_a_quarter_down_the_side_is_of_the_year_over_its_column(milk: Scope) -> None:
    assert "42.9 count" in figures(ask(milk, "What was the farm-gate price in Q2 2025?"))
    assert "38.6 count" in figures(ask(milk, "What was the farm-gate price in Q2 2023?"))


def test_a_change_between_two_months_is_between_these(milk: Scope) -> None:
    assert "-5 count" in figures(ask(milk, "How did deliveries in Scotland change between May and June 2025?"))

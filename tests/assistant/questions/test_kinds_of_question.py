"""Kinds of question in people's own English, over small tables made for the purpose."""

# ruff: noqa: E501 - a table is clearest with each row in one line

from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from assistant.questions.scope import Scope
from tests.small import ask, figures, scope_of

ACCOUNTS = """Widget Association accounts 2023/24

Spending

Spending by service (£m)
Service | Original budget | Revised budget | Outturn | Variance outturn vs revised budget
Works: |  |  |  |
Paint | 3.0 | 4.0 | 5.0 | 1.0
Paint staff | 1.0 | 2.0 | 2.5 | 0.5
Works total | 4.0 | 6.0 | 7.5 | 1.5
Shops: |  |  |  |
Bread | 2.0 | 2.0 | 1.5 | -0.5
Milk | 1.0 | 1.0 | 1.0 | 0.0
Shops total | 3.0 | 3.0 | 2.5 | -0.5

Goals

How services did
Service | Budget 2023/24 | Measure | Target 2023/24 | Year to date
Repairs line | £2.3m | No. of calls taken | 4,000 | 6,188
Quick visits | £0.5m | No. of visits made | 300 | 293

Homes
Measure | 2022-23 | 2023-24 | Target
Mean time to relet a flat (days) | 41 | 36 | 35
Rent collected | 98.1% | 97.4% | 98.5%
"""
DISTRICTS = """Lantern service annual report 2023/24

How quickly we arrive

How quickly we arrive
District | Depots | First van, average minutes 2022/23 | First van, average minutes 2023/24 | Lanterns lit 2022/23 | Lanterns lit 2023/24
Aldermoor | 7 | 6.9 | 6.7 | 400 | 421
Brindle | 5 | 9.4 | 9.8 | 200 | 206
Corrick | 6 | 11.2 | 10.9 | 160 | 153
Dunmere | 4 | 8.1 | 8.1 | 190 | 199
"""
CHANGES = """Outturn 2023/24

Spending

Spending (£m)
\t2023-24\t\t2022-23\t
Service | Outturn | Variance from budget | Outturn | Variance
Homes | 5.0 | 1.5 | 4.0 | 0.4
Parks | 2.0 | -0.5 | 2.5 | 0.3
"""
POINTS = """Response report Q4 2023/24

Response

Calls reached in time
Area | Q4 2022/23 | Q3 2023/24 | Q4 2023/24 | Percentage point difference on Q4 2022/23
Northfield | 54.4% | 48.9% | 46.0% | -8.5 pp
Southport | 60.0% | 61.0% | 62.1% | 2.1 pp
"""


@pytest.fixture(scope="module")
def accounts() -> Scope:
    return scope_of(ACCOUNTS)


@pytest.fixture(scope="module")
def districts() -> Scope:
    return scope_of(DISTRICTS)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("What target did the repairs line have?", "4000 count"),
        ("What was the budget of the repairs line?", "2.3 gbp_m"),
        ("What was the mean time to relet a flat in 2023-24?", "36 days"),
        ("What percentage of rent was supposed to be collected?", "98.5 percent"),
        ("paint variance outturn vs revised budget", "1.0 gbp_m"),
        ("What was paint's budget at the start?", "3.0 gbp_m"),
        ("How many million was the outturn for paint?", "5.0 gbp_m"),
    ],
)
def test_the_column_is_the_one_that_is_asked_for(accounts: Scope, question: str, figure: str) -> None:
    assert figure in figures(ask(accounts, question))


def test_one_row_that_says_both_words_is_no_pair_of_rows(accounts: Scope) -> None:
    answer = ask(accounts, "Paint staff outturn vs revised budget: what was the variance?")
    assert "0.5 gbp_m" in figures(answer)
    assert "Works total" not in answer.text


def test_a_part_is_held_against_the_total_that_it_is_under(accounts: Scope) -> None:
    assert "Works total" in ask(accounts, "What share of the Works total outturn was paint?").text


def test_the_variance_is_that_of_the_year_asked_for() -> None:
    scope = scope_of(CHANGES)
    assert "1.5 gbp_m" in figures(ask(scope, "homes variance 2023-24"))
    assert "0.4 gbp_m" in figures(ask(scope, "homes variance 2022-23"))


@pytest.mark.parametrize(
    "question",
    [
        "By how many points did calls reached in time in Northfield change between Q4 2022/23 and Q4 2023/24?",
        "Northfield calls reached in time: how far down on the same quarter last year?",
    ],
)
def test_a_printed_change_is_told_and_not_one_from_rounded_figures(question: str) -> None:
    answer = ask(scope_of(POINTS), question)
    assert "8.5 percentage points" in answer.text
    assert "8.4" not in answer.text


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Which district has the slowest first van in 2023/24?", "Corrick"),
        ("Which district has the fastest first van in 2023/24?", "Aldermoor"),
    ],
)
def test_what_is_slow_takes_long(districts: Scope, question: str, name: str) -> None:
    assert name in ask(districts, question).text


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Which three districts had the most lanterns lit in 2023/24?", ("Aldermoor", "Brindle", "Dunmere")),
        ("Name the two districts with the fewest lanterns lit in 2023/24", ("Corrick", "Dunmere")),
    ],
)
def test_as_many_are_named_as_are_asked_for(districts: Scope, question: str, names: tuple[str, ...]) -> None:
    text = ask(districts, question).text
    assert [name for name in ("Aldermoor", "Brindle", "Corrick", "Dunmere") if name in text] == sorted(names)


@pytest.mark.parametrize(
    "question",
    ["Lanterns lit in each district in 2023/24", "How many lanterns were lit in every district in 2023/24?"],
)
def test_each_member_is_told(districts: Scope, question: str) -> None:
    answer = ask(districts, question)
    assert answer.route is Route.CALCULATION
    assert sorted(figures(answer)) == ["153 count", "199 count", "206 count", "421 count"]


def test_what_did_not_improve_is_held_against_the_year_before(districts: Scope) -> None:
    text = ask(districts, "Which districts' lanterns lit did not increase in 2023/24?").text
    assert "Corrick" in text and "Aldermoor" not in text


def test_for_every_one_how_many_of_the_other(districts: Scope) -> None:
    answer = ask(districts, "For every depot in Dunmere, how many depots were there in Aldermoor?")
    assert "1.75 ratio" in figures(answer) or "1.8 ratio" in figures(answer)


@pytest.mark.parametrize("verb", ["develop", "evolve", "move"])
def test_how_something_developed_is_its_course(verb: str) -> None:
    answer = ask(scope_of(POINTS), f"How did calls reached in time in Southport {verb} over time?")
    assert {"60.0 percent", "62.1 percent"} <= set(figures(answer))


def test_in_the_quarter_before_is_that_quarter_and_over_it_is_a_change() -> None:
    scope = scope_of(POINTS)
    assert figures(ask(scope, "What share of calls was reached in time in Southport in the previous quarter?")) == [
        "61.0 percent"
    ]


def test_the_last_three_months_of_a_fiscal_year_are_its_last_quarter() -> None:
    question = "Southport calls reached in time in the last three months of 2023/24?"
    assert "62.1 percent" in figures(ask(scope_of(POINTS), question))


def test_the_body_whose_reports_these_are_goes_without_saying(accounts: Scope) -> None:
    assert "5.0 gbp_m" in figures(ask(accounts, "How much did the council spend on paint?"))


ROLLING = """Staff report Q2 2025/26

Staff

Staff by group
Group | Vacancy rate | Sickness absence, 12 months to September 2025
Cooks | 8.0% | 5.6%
Drivers | 5.3% | 1.9%
"""


def test_the_window_of_one_measure_does_not_date_its_neighbours() -> None:
    assert "12 months" not in ask(scope_of(ROLLING), "What is the vacancy rate for cooks?").text

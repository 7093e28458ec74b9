"""Whether all was over or under its plan, asked without a word on what."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from assistant.questions.scope import Scope
from tests.small import ask, scope_of

MONEY = """Lantern Trust annual report 2024-25 (April 2024 to March 2025)

1. Money

1.1 Running costs

Table 1: Running costs 2024-25 (£000)
Heading | Budget | Outturn | Variance
Oil | 400 | 415 | 15
Paint | 300 | 270 | -30
Total spending | 700 | 685 | -15
Grants | 500 | 540 | 40
Total income | 500 | 540 | 40
"""
BUILDING = """
1.2 Building

Table 2: Building 2024-25 (£000)
Scheme | Budget | Outturn | Variance
New quay | 900 | 1,000 | 100
Slipway | 200 | 190 | -10
Total building | 1,100 | 1,190 | 90
"""


@pytest.fixture(scope="module")
def one_budget() -> Scope:
    return scope_of(MONEY)


@pytest.fixture(scope="module")
def two_budgets() -> Scope:
    return scope_of(MONEY + BUILDING)


@pytest.mark.parametrize(
    "question",
    [
        "What was the underspend?",
        "Are we over budget?",
        "how are we doing against budget",
        "What's the variance in 2024-25?",
    ],
)
def test_the_total_that_was_spent_is_held_against_its_plan(one_budget: Scope, question: str) -> None:
    answer = ask(one_budget, question)
    assert answer.route is Route.CALCULATION
    assert "£15k under budget" in answer.text and "Total spending" in answer.text
    assert answer.citations


@pytest.mark.parametrize(
    "question", ["What was the underspend?", "Did they stick to the budget?", "what was the total overspend"]
)
def test_several_plans_are_offered_with_what_came_of_each(two_budgets: Scope, question: str) -> None:
    answer = ask(two_budgets, question)
    assert answer.route is Route.CLARIFICATION and len(answer.choices) == 2
    assert "-£15k [1]" in answer.text and "£90k [2]" in answer.text and "£40k" not in answer.text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What was the overspend on the new quay?", "£100k"),
        ("What was the underspend in 2019-20?", ""),
        ("Why was there an underspend?", ""),
    ],
)
def test_what_names_a_part_or_another_time_is_not_told_of_all(two_budgets: Scope, question: str, text: str) -> None:
    answer = ask(two_budgets, question)
    assert text in answer.text
    assert "Total" not in answer.text


def test_balances_are_not_spent() -> None:
    answer = ask(
        scope_of(
            MONEY.replace("Budget | Outturn", "Opening balance | Closing balance").replace("Running costs", "Reserves")
        ),
        "What was the underspend?",
    )
    assert "£15k" not in answer.text

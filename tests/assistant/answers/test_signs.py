"""What a figure below zero stands for, and how it is then worded."""

from __future__ import annotations

import pytest

from assistant.answers.signs import Below, below_zero
from tests.small import ask, scope_of

HEAD = "Widget Association annual report 2023/24\n\nMoney\n\nIncome and spending (£m)\n"
COSTS_BELOW = f"""{HEAD}Line | Budget | Actual | Variance
Widget sales | 9.0 | 9.4 | 0.4
Repairs and upkeep | (3.0) | (3.6) | (0.6)
Staff and offices | (2.0) | (1.9) | 0.1
Surplus | 4.0 | 3.9 | (0.1)
"""
INCOME_BELOW = f"""{HEAD}Line | Budget | Actual | Variance
Staff pay | 9.0 | 9.4 | 0.4
Repairs | 3.0 | 3.6 | 0.6
Grant income | (6.0) | (6.5) | (0.5)
Net | 6.0 | 6.5 | 0.5
"""


@pytest.mark.parametrize(("report", "what"), [(COSTS_BELOW, Below.COST), (INCOME_BELOW, Below.INCOME)])
def test_the_names_of_the_rows_tell_what_is_below_zero(report: str, what: Below) -> None:
    assert below_zero(scope_of(report).catalogue.entries[0].grid) is what


def test_rows_whose_names_do_not_tell_leave_it_open() -> None:
    report = f"{HEAD}Line | Budget | Actual\nNorth | (3.0) | (3.6)\nSouth | (2.0) | (1.9)\n"
    assert below_zero(scope_of(report).catalogue.entries[0].grid) is Below.EITHER


def test_a_cost_in_brackets_that_grew_is_over_budget() -> None:
    text = ask(scope_of(COSTS_BELOW), "How much over budget were repairs and upkeep?").text
    assert "£0.6m over budget" in text
    assert "received" not in text


def test_income_in_brackets_that_grew_is_more_received() -> None:
    text = ask(scope_of(INCOME_BELOW), "What was the variance on grant income?").text
    assert "£0.5m more received than budgeted" in text


def test_a_total_that_was_to_come_to_nothing_is_under_budget_below_zero() -> None:
    report = INCOME_BELOW.replace("Net | 6.0 | 6.5 | 0.5", "Overall total | 0.0 | (1.2) | (1.2)")
    text = ask(scope_of(report), "What was the variance on the overall total?").text
    assert "£1.2m under budget" in text
    assert "received" not in text


def test_income_that_was_not_planned_is_more_received() -> None:
    report = INCOME_BELOW.replace("Net | 6.0 | 6.5 | 0.5", "Total other income | 0.0 | (1.2) | (1.2)")
    text = ask(scope_of(report), "What was the variance on total other income?").text
    assert "£1.2m more received than budgeted" in text

"""Targets, chances, times and owners of a record that no table tells: none of its figures is given for them."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Route, Verdict
from assistant.checking.joined import check_claim
from assistant.service import Assistant
from tests.small import ask, scope_of

REPORT = """Widget Guild report Q4 2023/24

Joiners

Joiners by year
Year | Joiners | % women joiners | % young joiners
2021/22 | 812 | 31.5% | 12.1%
2022/23 | 905 | 30.2% | 11.4%
2023/24 | 734 | 36.2% | 13.0%

Opinion

Think that the guards search fairly, percentage point gap from the overall result
Group | Search fairly
Overall result | 58%
Red Guild | -18%
Blue Guild | 1%

Money

Spending of the two halls (£m)
Item | North hall: original budget | North hall: outturn | South hall: original budget | South hall: outturn
Special grants | 40.0 | 41.0 | 20.0 | 18.0
Total spending | 99.0 | 98.0 | 42.0 | 45.0

Solved

Cases solved
Case | Number | Rate solved
Lost widgets | 120 | 9.5%
Broken widgets | 900 | 7.2%
Burnt widgets | 12 | 96.5%
"""


@pytest.mark.parametrize(
    "question",
    [
        "What is the Guild's target for women joiners and where is it now?",
        "How likely are Red Guild people to be searched compared with Blue Guild people?",
        "When was the search rate lowest?",
        "How did the North hall and the South hall do against budget on total spending?",
        "Does the Guild have the highest rate of broken widgets?",
    ],
)
def test_no_figure_of_something_else_is_given(question: str) -> None:
    answer = ask(scope_of(REPORT), question)
    assert (answer.route, answer.figures) == (Route.REFUSAL, ()), answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What was the share of women joiners in 2023/24?", "36.2%"),
        ("When was the number of joiners lowest?", "2023/24"),
        ("How much was spent on special grants in the North hall?", "41.0"),
        ("What has the highest rate solved?", "Burnt widgets"),
    ],
)
def test_what_a_table_does_tell_is_given(question: str, told: str) -> None:
    assert told in ask(scope_of(REPORT), question).text


def test_a_record_is_its_owners_alone() -> None:
    scope = scope_of(REPORT)
    assert check_claim("The Guild has the highest rate of broken widgets solved.", scope).verdict is Verdict.NOT_FOUND
    claim = "Burnt widgets have the highest rate solved."
    assert check_claim(claim, scope).verdict is Verdict.SUPPORTED
    claim = "Broken widgets have the highest rate solved."
    assert check_claim(claim, scope).verdict is Verdict.CONTRADICTED


@pytest.mark.reports
def test_the_whole_is_not_what_came_on_top_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("How much of the Met's extra budget came from specific grants?")
    assert "682.6" not in answer.text
    assert "131.8" in answer.text

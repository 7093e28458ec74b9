"""Words that only the text around a table tells: they make its figures no figures of them."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from assistant.questions.scope import Scope
from tests.small import ask, scope_of

LIGHTHOUSES = """Lighthouse Board annual report 2024-25 (April 2024 to March 2025)

1. Lamps

1.1 How they passed

Table 1: Lamps that passed their test (%)
Tower | 2023-24 | 2024-25
Gannet Head | 71 | 77
Seal Rock | 64 | 69
Long Spit | 58 | 80

Seal Rock gained five points after three of its apprentices had been away.
Gulls nest in the lantern room of Gannet Head.

2. Visits

2.1 Who came

Table 2: Tower visits by coast
Coast | Tower visits 2024-25 | Keepers 31 March 2025
North | 1,204 | 12
South | 2,410 | 15
Whole coast | 3,614 | 27

3. Money

Table 3: Spending at 30 September 2024 (£000)
Heading | Revised budget 2024-25 | Spent to 30 September | Forecast outturn 2024-25
Paint | 400 | 150 | 415
Oil | 900 | 480 | 870
"""


@pytest.fixture(scope="module")
def lighthouses() -> Scope:
    return scope_of(LIGHTHOUSES)


@pytest.mark.parametrize(
    "question",
    [
        "Which tower has the most apprentices?",
        "How many apprentices passed their test in 2024-25?",
        "Which gulls in Gannet Head nest in the lantern?",
        "How long does a tower visit take on the whole coast?",
    ],
)
def test_what_only_the_text_beside_a_table_tells_is_not_counted_by_it(lighthouses: Scope, question: str) -> None:
    answer = ask(lighthouses, question)
    assert answer.route not in {Route.CALCULATION, Route.BOTH}, answer.text


def test_what_a_table_counts_is_still_told(lighthouses: Scope) -> None:
    assert "Long Spit" in ask(lighthouses, "Which tower had the most lamps that passed their test in 2024-25?").text
    assert "3,614" in ask(lighthouses, "How many tower visits were there in 2024-25?").text


@pytest.mark.parametrize(
    "question",
    [
        "What are we now expecting to spend on oil by the end of the year?",
        "How much does the board expect to spend on oil in 2024-25?",
    ],
)
def test_what_is_expected_to_be_spent_is_the_forecast(lighthouses: Scope, question: str) -> None:
    text = ask(lighthouses, question).text
    assert "870" in text and "480" not in text, text


WORKS = """Lighthouse Board monitor Q4 2024/25

Work of the year
No. | 2024/25 work | Base | F'cast | Conf.
1 | Produce visitor friendly leaflets about how to climb the tower | Q3 | Q2 25/26 | A
2 | Repaint the north tower with the harbour crew | Q2 | Q1 25/26 | R
3 | Train apprentices to mend the lamps of the tower | Q4 | Q3 25/26 | G
"""


def test_a_forecast_is_no_rating() -> None:
    text = ask(
        scope_of(WORKS), "What's the current forecast for the visitor-friendly guide to climbing the tower?"
    ).text
    assert "Q2 25/26" in text, text

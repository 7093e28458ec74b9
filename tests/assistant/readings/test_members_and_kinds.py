"""Kinds of a thing over the columns, members down the side, and years that headings tell by their place."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from tests.small import ask, figures, scope_of

SHEDS = """Lantern Trust annual report 2023/24

Sheds

Sheds by village, 31 March 2024
Village | Open sheds | Locked sheds | Shared sheds | All
Aldermoor | 40 | 30 | 10 | 80
Brindle | 60 | 20 | 20 | 100
Corrick | 20 | 15 | 5 | 40
Total | 120 | 65 | 35 | 220

Accounts

Money in and out (£000)
 | Budget | Actual | Variance | Last year
Hire and fees | 500 | 520 | 20 | 400
Repairs | 200 | 230 | 30 | 250

Promises

Promises to members
Promise | Unit | 2022-23 | 2023-24 | Target 2023-24
Lamps lit | lamps a night | 310 | 290 | 300
Time to mend | hours per lamp | 14.2 | 11.6 | 9.5
Complaints | per 1,000 members | 5.8 | 6.4 | 5.0
Satisfaction with us | score out of 100 | 74.1 | 76.8 | 78.0

Rivers

Boats by river
River | Boats 2022 | Boats 2023
River Elder | 50 | 60
River Fern | 30 | 45
River Gale | 20 | 10

Water

Water in store (% full)
Pond | 30 September 2023 | 31 March 2024
Hollin | 88 | 91
Ketter | 70 | 79
"""


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("What share of sheds in Brindle is locked?", "20.0 percent"),
        ("What share of locked sheds is in Brindle?", "30.8 percent"),
        ("What percentage of sheds are shared sheds?", "15.9 percent"),
        ("What share of all sheds are in Corrick?", "18.2 percent"),
        ("What proportion of open sheds does Aldermoor have?", "33.3 percent"),
    ],
)
def test_a_share_is_of_what_the_question_says_it_is_of(question: str, figure: str) -> None:
    answer = ask(scope_of(SHEDS), question)
    assert answer.route is Route.CALCULATION
    assert figure in figures(answer)


def test_a_column_headed_last_year_is_of_the_year_before() -> None:
    answer = ask(scope_of(SHEDS), "By what percentage did hire and fees grow on last year?")
    assert "30.0 percent" in figures(answer)
    over = ask(scope_of(SHEDS), "How far over budget were repairs?")
    assert "30 gbp_k" in figures(over)


def test_how_far_short_of_a_goal_is_a_difference_and_never_a_word() -> None:
    answer = ask(scope_of(SHEDS), "How far short of its goal was satisfaction in 2023-24?")
    assert "1.2" in answer.text
    assert "score out of 100" not in answer.text


def test_two_named_by_a_word_each_are_added_up() -> None:
    answer = ask(scope_of(SHEDS), "How many boats did the Elder and the Fern have between them in 2023?")
    assert "105 count" in figures(answer)


@pytest.mark.parametrize(
    "question",
    [
        "How many members are over 80?",
        "How long did complaints take?",
        "How long were members cut off on average in 2023-24?",
    ],
)
def test_what_a_table_does_not_count_is_not_counted(question: str) -> None:
    assert ask(scope_of(SHEDS), question).route is Route.REFUSAL


def test_what_a_figure_measures_is_told_where_nothing_else_tells_it() -> None:
    assert "Water in store" in ask(scope_of(SHEDS), "How did Ketter do?").text
    assert "Water in store" not in ask(scope_of(SHEDS), "How much water was in store at Ketter?").text


CALLS = """Lantern Trust quarterly report Q4 2023/24

Calls

Calls answered by depot
Depot | Q4 2022/23 | Q2 2023/24 | Q3 2023/24 | Q4 2023/24
Aldermoor | 10 | 40 | 50 | 60
Brindle | 90 | 20 | 30 | 40
"""


def test_so_many_of_the_latest_periods_are_averaged_or_none() -> None:
    scope = scope_of(CALLS)
    answer = ask(scope, "What was the average of calls at Aldermoor over the last three quarters?")
    assert ("50.0 count" in figures(answer), "3 figures" in answer.text) == (True, True)
    for question in ("over the last four quarters", "over the last five quarters"):
        answer = ask(scope, f"What was the average of calls at Aldermoor {question}?")
        assert "mean" not in answer.text

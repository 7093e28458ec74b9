"""Rows known by names beside their figures, what was meant against what was, bounds and sides."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from assistant.questions.cues import Cue
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from assistant.questions.words import tokens
from tests.small import ask, cells, figures, scope_of

ORCHARD = """Orchard Trust annual report 2023/24

Advice

Calls to advice lines (number)
Line | Run by | Q3 2023/24 | Q4 2023/24 | 2023/24 total
Pruning line | Haven Grove | 210 | 190 | 812
Grafting line | Tithe Barn | 90 | 95 | 377
Frost line | Haven Grove | 60 | 55 | 240
Cider line | Mill Lane | 40 | 44 | 163
All lines |  | 400 | 384 | 1,592

Boards

Boards of the Trust, 2023/24
Board | Chair | Meetings planned | Meetings held | Members
Growers Board | Ida Moss | 12 | 11 | 8
Cider Board | Tom Reed | 6 | 6 | 7
Bees Board | Una Holt | 4 | 3 | 5
Total | | 22 | 20 | n/a

People

Workforce by group, 31 March 2024
Group | Headcount | Women | Women (%)
Pickers | 400 | 180 | 45.0
Packers | 120 | 75 | 62.5
Drivers | 50 | 9 | 18.0
Clerks | 30 | 21 | 70.0
All | 600 | 285 | 47.5

Money

Budget monitoring at 31 December 2023 (£k)
Heading | Original budget | Revised budget | Actual to 31 Dec 2023 | Forecast outturn
Wages | 900 | 910 | 690 | 905
Barrels | 80 | 81 | 70 | 104
Rent | 60 | 75 | 45 | 76
Press hire | 40 | 40 | 44 | 41
Total | 1,080 | 1,106 | 849 | 1,126

Overtime paid 2023/24 (£k)
Kind | Paid
Picker overtime | 30
Packer overtime | 12
Driver overtime | 5

Pots of money (£k)
Pot | Opening balance 2023/24 | Closing balance 2023/24
Storm pot | 110 | 95
Planting pot | 20 | 26
Tools pot | 33 | 41
Total pots | 163 | 162

Theft

Thefts solved
Kind | Solved: 2022/23 | Solved: 2023/24 | Solved rate: 2022/23 (%) | Solved rate: 2023/24 (%)
Apples | 50 | 60 | 10.0 | 15.0
Ladders | 20 | 15 | 40.0 | 30.0

Views

Growers who are content, percentage point gap from the overall result
Group | Content
Overall result | 62%
Under 25 | -9%
25 to 64 | 1%
65 and over | 7%
"""


@pytest.fixture(scope="module")
def orchard() -> Scope:
    return scope_of(ORCHARD)


def test_rows_are_known_by_the_name_that_stands_beside_their_figures(orchard: Scope) -> None:
    answer = ask(
        orchard, "Haven Grove runs two of the advice lines. How many calls did they take between them in 2023/24?"
    )
    assert "1,052" in answer.text
    assert cells(answer) == ["Pruning line / 2023/24 total", "Frost line / 2023/24 total"]


def test_what_stands_before_nt_is_a_name_by_itself() -> None:
    assert [t.is_stop for t in tokens("haven't Haven")] == [True, False]


def test_what_was_held_came_of_what_was_planned(orchard: Scope) -> None:
    answer = ask(orchard, "Which boards met less often than they were meant to?")
    assert cells(answer) == ["Growers Board › Ida Moss / Meetings held", "Bees Board › Una Holt / Meetings held"]
    followed = ask(orchard, "what about the Bees Board?", "How many meetings did the Growers Board actually have?")
    assert figures(followed) == ["3 count"]


def test_half_is_a_bound_in_per_cent(orchard: Scope) -> None:
    text = ask(orchard, "Which groups are more than half women?").text
    assert "Packers" in text and "Clerks" in text and "Pickers" not in text


def test_no_plan_revised_and_no_part_of_the_year_is_an_overspend_to_come(orchard: Scope) -> None:
    answer = ask(orchard, "Which budget heading is set to bust its budget by the most in the budget monitoring?")
    assert "Barrels" in answer.text and "£104k" in answer.text


def test_closing_against_opening(orchard: Scope) -> None:
    text = ask(orchard, "Which pots finished 2023/24 bigger than they started?").text
    assert "Planting pot" in text and "Tools pot" in text and "Storm pot" not in text


def test_the_growth_of_a_number_is_not_that_of_its_rate(orchard: Scope) -> None:
    answer = ask(orchard, "By what percentage did the number of apples solved rise, and how has the solved rate moved?")
    assert "20.0%" in answer.text or "20%" in answer.text


def test_on_which_side_of_a_base(orchard: Scope) -> None:
    text = ask(orchard, "Which groups of growers are less content than the overall result?").text
    assert "Under 25" in text and "65 and over" not in text


def test_what_is_set_aside_by_words_on_either_side_is_not_added(orchard: Scope) -> None:
    added = ask(orchard, "Add up the overtime of pickers and packers, leaving drivers out.")
    assert "£42k" in added.text
    best = ask(orchard, "Clerks aside, which group has the highest share of women?")
    assert "Packers" in best.text


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("Vans aside, which kind grew most?", "leaving out Vans, which kind grew most?"),
        ("What is the total, leaving carts out?", "What is the total, leaving out carts?"),
        ("Which areas went over there budget?", "Which areas went over their budget?"),
        ("Is anybody over there now?", "Is anybody over there now?"),
        ("How many on New Year's Eve 2023?", "How many on 31 December 2023?"),
        ("Paid to end September?", "Paid to 30 September?"),
        ("How long does it take to sort out a claim?", "How long does it take to sort out a claim?"),
    ],
)
def test_words_that_stand_for_others(asked: str, read: str) -> None:
    assert read_question(asked).text == read


@pytest.mark.parametrize(
    ("asked", "cue", "has"),
    [
        ("Did figs or plums have the higher rate?", Cue.RISE, False),
        ("Is the rate higher?", Cue.RISE, True),
        ("Which boards met less often than they were meant to?", Cue.UNDER, True),
        ("How much of the money for ladders didn't get spent?", Cue.DIFFERENCE, True),
        ("How much of the money for ladders didn't get spent?", Cue.SHARE, False),
        ("What's the biggest thing behind it?", Cue.WHY, True),
        ("What is and isn't counted as a windfall?", Cue.METHOD, True),
    ],
)
def test_cues(asked: str, cue: Cue, has: bool) -> None:
    assert read_question(asked).has(cue) is has


def test_the_biggest_thing_behind_it_ranks_nothing() -> None:
    assert read_question("What's the biggest thing behind it?").order is None


@pytest.mark.parametrize(
    "asked",
    [
        "By how much did the solved rate for ladders fall per 1,000 people?",
        "How do they work out the solved rate for apples?",
        "What had the women who are drivers done?",
    ],
)
def test_no_figure_of_another_kind(orchard: Scope, asked: str) -> None:
    assert ask(orchard, asked).route is Route.REFUSAL


def test_who_had_the_most_of_a_thing_is_told_by_the_column_of_that_thing() -> None:
    scope = scope_of(
        "Orchard Trust annual report 2023/24\n\nGates\n\nGate visits 2023/24 (number)\n"
        "Gate | Visits planned | Visits made | Faults found | Shut days\n"
        "North gate | 12 | 12 | 3 | 1\nSouth gate | 10 | 8 | 9 | 4\nEast gate | 6 | 6 | 5 | 0\n"
    )
    assert cells(ask(scope, "Which gate had the most faults flagged by the visitors?")) == ["South gate / Faults found"]


def test_what_a_thing_cost_is_its_outturn_and_no_variance() -> None:
    scope = scope_of(
        "Orchard Trust annual report 2023/24\n\nWorks\n\nWorks of the year (£k)\n"
        "Work | Budget | Outturn | Variance\nBarn roof | 80 | 104 | 24\nWell pump | 40 | 41 | 1\n"
    )
    assert cells(ask(scope, "How much did the Trust spend on the barn roof?")) == ["Barn roof / Outturn"]
    assert cells(ask(scope, "What did the barn roof actually cost in 2023/24?")) == ["Barn roof / Outturn"]


def test_a_row_is_called_what_its_first_sentence_says() -> None:
    scope = scope_of(
        "Orchard Trust annual report 2023/24\n\nGrants\n\nGrants by project (£k)\nProject | Grant\n"
        "Hedge Fund Northfield, planting by schools and clubs along the lane | 14\n"
        "Hedge Fund Southport. Cuttings and tools for growers who are new | 9\n"
    )
    answer = ask(scope, "Which got the bigger Hedge Fund grant, Northfield or Southport?")
    assert "£14k" in answer.text and "£9k" in answer.text

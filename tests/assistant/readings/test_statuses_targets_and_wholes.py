"""Statuses, targets, rows for all, slippage and sums, over a report of the kind that a trust publishes."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from assistant.questions.cues import Cue
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from tests.small import ask, scope_of

TRUST = """Lantern Trust annual report 2023/24

Projects

Capital programme at 31 March 2024
Project | Approved budget (£m) | Spent so far (£m) | Forecast cost (£m) | Slippage (months) | Status
North quay | 42.0 | 27.3 | 44.6 | 6 | Amber
Lock gates | 11.5 | 9.8 | 11.2 | 0 | Green
Ferry hall | 6.2 | 5.9 | 7.5 | 5 | Red
Radar mast | 4.8 | 0.7 | 5.3 | 9 | Red

Lamps that passed

Lamps that passed the test (%)

Depot | Lamps tested 2024 | 2023 | 2024 | Target 2024
Aldermoor | 158 | 55 | 66 | 62
Brindle | 44 | 68 | 61 | 68
Corrick | 87 | 57 | 62 | 60
All depots | 289 | 59 | 65 | 64

Attendance

Attendance of keepers (%)

Depot | Year 2023-24 | Year 2022-23
Aldermoor | 94.7 | 94.3
Brindle | 93.9 | 94.2
Corrick | 91.2 | 90.7
All depots | 93.1 | 92.4

Passengers

Passengers by ferry
Ferry | Q4 2022/23 | Q4 2023/24
Holm ferry | 214,600 | 221,450
Norvik ferry | 96,200 | 88,900
All ferries | 310,800 | 310,350

Money

Reserves (£m)
Reserve | Opening balance | Closing balance
Running costs | 110.2 | 56.8
Repairs | 20.0 | 25.0
Total reserves | 130.2 | 81.8

Promises

Promises to users
Promise | Unit | 2022-23 | 2023-24
Leakage | million litres a day | 312 | 287
Complaints | per 1,000 users | 5.8 | 6.4

Survey

Survey of users, March 2024
Group | Base | Satisfied (%) | Dissatisfied (%) | Feel safe on the quays: difference from all users (pp)
Ferry users | 1,204 | 86 | 6 | +3
Lamp crews | 96 | 55 | 31 | -14
All users | 1,300 | 84 | 8 | 0
"""


@pytest.fixture(scope="module")
def trust() -> Scope:
    return scope_of(TRUST)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("What will the two red-rated projects cost in total on the latest forecast?", "£12.8m"),
        ("Which projects are not green?", "3 of 4"),
        ("Which project has slipped furthest, and by how many months?", "Radar mast"),
        ("Which depots didn't hit their 2024 target for lamps that passed?", "Brindle"),
        ("Which depot has the worst attendance over the year as a whole?", "Corrick"),
        ("Which depots had worse attendance in 2023-24 than the year before?", "Brindle"),
        ("How large a part of all Q4 2023/24 passengers did the Holm ferry carry, in per cent?", "71.4%"),
        ("All ferries, passengers in Q4 2023/24 against Q4 2022/23, in %?", "fell by 0.14%"),
        ("How many points short of the 2024 target was Brindle for lamps that passed?", "7"),
    ],
)
def test_what_people_ask_of_such_tables(trust: Scope, asked: str, said: str) -> None:
    answer = ask(trust, asked)
    assert answer.route is Route.CALCULATION
    assert said in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "Which depot has the best attendance?",
        "Which depots met their 2024 target for lamps that passed?",
        "Which ferry had the most passengers in Q4 2023/24?",
    ],
)
def test_a_row_for_all_is_no_member(trust: Scope, asked: str) -> None:
    answer = ask(trust, asked)
    assert answer.route is Route.CALCULATION
    assert "All depots" not in answer.text.split("): ")[-1]
    assert "All ferries" not in answer.text.split("): ")[-1]


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ("What will the three red-rated projects cost in total on the latest forecast?", "£68.6m"),
        ("What percentage of lamp crews feel safe on the quays?", "55%"),
        ("Which is going further over its approved budget, the North quay or the Ferry hall?", "£35.8m"),
        ("How many lamps tested did Brindle lose over the year?", "44"),
        ("What percentage of the running costs reserve went over the year?", "69.4%"),
        ("How many leaks were there last year?", "287"),
        ("What percentage went on running costs?", "£56.8m"),
    ],
)
def test_what_the_tables_do_not_tell_so_is_not_told(trust: Scope, asked: str, wrong: str) -> None:
    assert wrong not in ask(trust, asked).text


@pytest.mark.parametrize(
    ("asked", "cue"),
    [
        ("What did it spend less on than its revised budget allowed?", Cue.UNDER),
        ("What did it spend more on than the budget?", Cue.OVER),
        ("Turnover fell, and what does the trust think did it?", Cue.WHY),
        ("What share was the trust hoping would come?", Cue.PLANNED),
        ("Was it bigger in 2024 than the year before?", Cue.RISE),
    ],
)
def test_cues_in_other_words(asked: str, cue: Cue) -> None:
    assert read_question(asked).has(cue)

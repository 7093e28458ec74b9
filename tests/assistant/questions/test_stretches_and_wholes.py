"""Over how many periods, of which whole, of which of the things talked of a table is asked."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from assistant.questions.scope import Scope
from tests.small import ask, scope_of

STABLES = """Stables Office report, Q4 2023-24 (January to March 2024)

Grooms

Groom recruitment by year
Year | Grooms recruited | % part time
2020-21 | 111 | 36.9%
2021-22 | 70 | 28.6%
2022-23 | 232 | 39.7%
2023-24 | 330 | 37.9%

Money

Spending by kind (£m)
Kind | Original budget 2023/24 | Outturn 2023/24
Groom pay | 100.0 | 108.0
Cook pay | 50.0 | 49.0
Total pay | 150.0 | 157.0
Groom overtime | 8.0 | 9.0
Cook overtime | 2.0 | 1.0
Total overtime | 10.0 | 10.0

Pots

Stable reserves (£m)
Reserve | 2023/24 opening balance | 2023/24 movement | 2023/24 closing balance
Hay reserve | 40.0 | (13.0) | 27.0
Roof reserve | 20.0 | (2.0) | 18.0
Cart reserve | 10.0 | (1.0) | 9.0

Money set against reserves (£m)
Item | 2023/24 budget | 2023/24 outturn variance
Reserve transfers out | 4.0 | (0.7)
Reserve transfers in | 3.0 | 0.7

Riders

Riders content by age, 2023-24
Age | Content with the stables (%)
16 to 24 | 61%
25 to 64 | 55%
65 years + | 72%
All riders | 58%

Races

Races begun in time by yard
Yard | FY 2023 Q4 | FY 2024 Q1 | FY 2024 Q4
Aldo | 81.0% | 84.9% | 85.2%
Brim | 70.0% | 71.5% | 72.5%

Falls by kind of horse
Kind | Q4 23-24
Colts | 9,783
Mares | 812
"""


@pytest.fixture(scope="module")
def stables() -> Scope:
    return scope_of(STABLES)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What share of Aldo's races were begun in time in the first quarter of FY 2024?", "84.9%"),
        ("How many grooms have been recruited in total over the four years shown?", "743"),
        ("How many grooms were recruited in total over the three years to 2022-23?", "413"),
        ("Which reserve fell the most during 2023/24?", "Hay reserve"),
        ("What share of total overtime was groom overtime?", "90.0%"),
        ("How many per cent of the oldest riders (65 plus) were content with the stables?", "72%"),
    ],
)
def test_the_time_and_the_whole_that_are_asked_for(stables: Scope, question: str, said: str) -> None:
    assert said in ask(stables, question).text


@pytest.mark.parametrize(
    "question",
    [
        "How many grooms were recruited over the six years to 2023-24?",
        "How do I report a colt that falls?",
        "How can I join the grooms?",
    ],
)
def test_what_no_table_can_tell(stables: Scope, question: str) -> None:
    assert ask(stables, question).route is Route.REFUSAL


def test_of_everything_is_of_the_total_of_it(stables: Scope) -> None:
    answer = ask(stables, "Of everything that was paid out in overtime, what share was groom overtime?")
    assert "8.33%" not in answer.text  # of the grooms' pay


def test_a_part_of_those_talked_of_is_of_those(stables: Scope) -> None:
    answer = ask(stables, "How many of those were at Aldo?", "How many mares fell in Q4 23-24?")
    assert "%" not in answer.text

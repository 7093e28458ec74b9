"""Rows whose names differ by a little word, and words that only sound like a name."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from assistant.questions.expected import quote_suits, table_suits
from assistant.questions.question import read_question
from structured.plan import Operation
from tests.small import ask, scope_of

LAMPS = """Office of Lamps annual report 2023/24

Lamps

Lamps mended
 | Mended | Mended | Rates | Rates
Kind of lamp | 2022/23 | 2023/24 | 2022/23 | 2023/24
All sorts | 240 | 250 | 60.0% | 61.0%
Lamps with shades | 90 | 100 | 40.0% | 41.0%
Lamps without shades | 110 | 105 | 44.0% | 45.0%
Lamps against the wall | 220 | 230 | 48.0% | 49.0%

Keepers

Keepers by depot
Depot | Target 2023/24 | Keepers 2023/24
North depot | 30 | 34
South depot | 25 | 20
"""


def test_a_share_is_of_the_row_that_is_named_and_not_of_its_opposite() -> None:
    answer = ask(scope_of(LAMPS), "Lamps with shades made up how much of lamps against the wall mended in 2022/23?")
    assert "40.9%" in answer.text
    assert "without" not in answer.text


def test_an_office_in_a_title_is_no_officer() -> None:
    answer = ask(scope_of(LAMPS), "How many officers short of its target was the north depot?")
    assert answer.route is not Route.CALCULATION


@pytest.mark.parametrize("asked", ["What were most lamps mended for?", "Why do most keepers leave?"])
def test_what_most_of_them_were_for_is_told_by_no_single_figure(asked: str) -> None:
    assert read_question(asked).order is None
    assert not table_suits(asked, Operation.LOOKUP, [])


def test_what_is_said_of_the_revised_budget_is_no_answer_about_the_original_one() -> None:
    asked = scope_of(LAMPS).read("How far under the original budget was lamp pay?")
    assert not quote_suits(asked, "Lamp pay was £7.4m below the revised budget.")
    assert quote_suits(asked, "Lamp pay was £7.4m below the original budget.")


def test_a_group_is_told_by_its_own_total_and_by_no_total_of_something_else() -> None:
    text = """Lamp report 2023/24

    Outcomes

    Outcomes by theme
    Theme | Kind | Year to March 2023 | Year to March 2024
    Faith and trust grow | Total lamps broken | 900 | 720
     | Shades stolen | 300 | 320
    Works | Roads | 10 | 12
     | Bridges | 5 | 6
     | Total works | 15 | 18
    """.replace("    ", "")
    assert ask(scope_of(text), "How has trust changed since the year to March 2023?").route is not Route.CALCULATION


def test_a_group_that_is_named_in_full_has_its_budget_in_its_rows() -> None:
    text = """Lamp report 2023/24

Services

Services that are bought
Service | Measure | Budget 2023/24 | Helped
Lantern Walk (LW) | No. of walkers helped | £2.3m | 146
 | % of walkers who came back | £2.3m | 38%
Shade Watch | No. of shades watched | £1.0m | 29
""".replace("    ", "")
    assert "£2.3m" in ask(scope_of(text), "How much was budgeted for Lantern Walk?").text

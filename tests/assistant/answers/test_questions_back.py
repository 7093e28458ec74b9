"""A question back is answered by a number, a place or words of a choice, wherever the turns come from."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answers.answer import Answer, Route
from assistant.answers.answering import Answerer
from assistant.questions.choosing import choose, may_choose, turns_chosen
from assistant.questions.scope import Scope
from assistant.service import Assistant
from tests.small import ask, figures, scope_of

DEPOTS = """Depot report 2023/24

Stock

Pallets held at each depot
Depot | Q3 2023/24 | Q4 2023/24
Grey depot Northfield | 110 | 120
Grey depot Southport | 210 | 220
Grey depot Eastham | 310 | 320
Grey depot Westbury | 410 | 420
Grey depot Hilltop | 510 | 520
Grey depot Riverside | 610 | 620
Grey depot Lakeside | 710 | 720
Blue depot Northfield | 10 | 20
"""
ASKED = "How many pallets did the grey depot hold in Q4 2023/24?"
CHOICES = ("Sales, Northfield", "Sales, Southport", "Sales, Eastham")


@pytest.fixture(scope="module")
def scope() -> Scope:
    return scope_of(DEPOTS)


@pytest.fixture(scope="module")
def asked_back(scope: Scope) -> Answer:
    return ask(scope, ASKED)


def talk(scope: Scope, *turns: str) -> Answer:
    """The answer to the last of some turns, those that choose taken as what they choose."""
    *history, last = turns_chosen(turns, lambda before: ask(scope, before[-1], *before[:-1]).choices)
    return ask(scope, last, *history)


@pytest.mark.parametrize(
    ("reply", "number"),
    [
        ("the second", 1), ("2", 1), ("the first one", 0), ("first please", 0), ("Option 3", 2), ("(2)", 1),
        ("the last one", 2), ("I mean the 3rd", 2), ("number two", 1),
        ("southport", 1), ("the Eastham one", 2), ("Sales, Northfield", 0), ("Northfield please", 0),
    ],
)  # fmt: skip
def test_a_place_or_own_words_choose(reply: str, number: int) -> None:
    assert may_choose(reply)
    assert choose(reply, CHOICES) == CHOICES[number]


@pytest.mark.parametrize("reply", ["the seventh", "Westbury", "sales", "none of them", ""])
def test_what_chooses_none_or_several_is_no_choice(reply: str) -> None:
    assert choose(reply, CHOICES) is None


@pytest.mark.parametrize("reply", ["How many in Southport?", "what about the second quarter", "Which one is higher?"])
def test_a_question_is_no_reply(reply: str) -> None:
    assert not may_choose(reply)


def test_choices_are_listed_with_their_values_and_cited(asked_back: Answer) -> None:
    assert asked_back.route is Route.CLARIFICATION
    assert len(asked_back.choices) == 7
    assert "(2) Grey depot Southport, Q4 2023/24: 220 [2]" in asked_back.text
    assert [citation.cells[0].printed for citation in asked_back.citations] == [
        "120", "220", "320", "420", "520", "620", "720",
    ]  # fmt: skip


def test_every_choice_can_be_asked_as_it_stands(scope: Scope, asked_back: Answer) -> None:
    given = [figures(ask(scope, choice, ASKED)) for choice in asked_back.choices]
    assert given == [[f"{n}20 count"] for n in range(1, 8)]


@pytest.mark.parametrize("reply", ["the second", "2", "Southport", "the Southport one please"])
def test_a_reply_gives_the_chosen_figure(scope: Scope, reply: str) -> None:
    assert figures(talk(scope, ASKED, reply)) == ["220 count"]


def test_a_choice_counts_for_the_turns_after_it(scope: Scope) -> None:
    assert figures(talk(scope, ASKED, "the second", "And in Q3 2023/24?")) == ["210 count"]


def test_without_a_question_back_a_number_is_no_choice(scope: Scope) -> None:
    asked = "How many pallets did the grey depot Eastham hold in Q4 2023/24?"
    assert ask(scope, "the second", asked).route is Route.REFUSAL
    assert talk(scope, ASKED, "the eighth").route is Route.REFUSAL


def test_each_turn_before_is_answered_once_at_most(hospital: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Short replies may all be choices; a conversation of fifty of them has to be read all the same."""
    answered: list[str] = []
    answer = Answerer.answer

    def counted(self: Answerer, question: str, history: Sequence[str] = ()) -> Answer:
        answered.append(question)
        return answer(self, question, history)

    monkeypatch.setattr(Answerer, "answer", counted)
    hospital.ask("And the last one?", history=["yes please", *["the second one"] * 12])
    assert len(answered) <= 14 * 3  # some are answered of the named reports first, and then of all
    answered.clear()
    hospital.explain("And the last one?", history=["yes please", *["the second one"] * 12])
    assert len(answered) <= 14 * 3


TARGETS = """Dairy report 2025-26 (April 2025 to March 2026)

Measures

Table 1: Measures and targets
Measure | Result 2025-26 | Target 2025-26
Milk | |
Churns filled | 410 | 400
Churns washed | 300 | 350
Visitors | |
School visits | 12 | 10

Calls

Table 2: Calls by quarter
Time | Calls | Answered in time (%)
Q1 2025-26 | 45 | 70
Q2 2025-26 | 46 | 80
Target 2025-26 | 50 | 90
"""


def test_a_measure_without_a_row_is_asked_back_with_the_rows_that_have_it() -> None:
    answer = ask(scope_of(TARGETS), "What was the target?")
    assert answer.route is Route.CLARIFICATION
    assert answer.choices == tuple(
        f"What was the target for {name}?" for name in ("Churns filled", "Churns washed", "School visits")
    )
    assert "Table 2" not in answer.text
    assert figures(ask(scope_of(TARGETS), answer.choices[1])) == ["350 count"]

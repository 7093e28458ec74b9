"""The figure that an answer is about."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.answers.answer import Figure
from assistant.answers.card import Card, card_of
from tests.small import REPORT, ask, scope_of


def card(question: str) -> Card | None:
    return card_of(ask(scope_of(REPORT), question))


def test_one_figure_has_its_name_and_its_time() -> None:
    assert card("How many widgets were sold in Southport in Q4 2023/24?") == Card(
        value="869", name="Southport", when="Q4 2023/24"
    )


def test_a_change_is_shown_beneath_the_figure_that_it_led_to() -> None:
    assert card("By how much did sales in Southport fall between Q4 2022/23 and Q4 2023/24?") == Card(
        value="869", name="Southport", when="Q4 2023/24", change="-131 since Q4 2022/23"
    )


def test_a_printed_change_says_per_cent_once() -> None:
    answer = ask(scope_of(REPORT), "How many late delivery complaints were there in Q4 2023/24?")
    (citation,) = answer.citations
    (level,) = citation.cells
    change = replace(level, column="% change from previous quarter", printed="-20%", column_index=3)
    moved = Figure(
        value=Decimal(-20),
        unit="percent",
        label=f"{change.row} / {change.column}",
        citation=1,
        derived=False,
        printed="-20%",
    )
    both = replace(answer, figures=(*answer.figures, moved), citations=(replace(citation, cells=(level, change)),))
    assert card_of(both) == Card(
        value="192", name="Late delivery", when="Q4 2023/24", change="-20%, change from previous quarter"
    )


@pytest.mark.parametrize(
    "question",
    [
        "What is the trend of widgets sold in Southport?",
        "Which three regions sold the most widgets in Q4 2023/24?",
        "How many unicorns were sold?",
    ],
)
def test_several_figures_and_none_have_no_card(question: str) -> None:
    assert card(question) is None

"""The few words of a sentence that give a named thing's figure."""

from __future__ import annotations

import pytest

from assistant.prose.slices import named_figure
from assistant.questions.conversation import take_turn
from assistant.questions.question import read_question
from tests.small import REPORT, scope_of

LIST = "Sales rose in most towns: Northfield (44 per cent), West Ford (47 per cent) and West Ham (51 per cent)."


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What share does each report give for West Ford?", "West Ford (47 per cent)"),
        ("What share does each report give for West Ham?", "West Ham (51 per cent)"),
        ("What share does each report give for West Wick?", None),
        ("What share does each report give for Eastham?", None),
    ],
)
def test_the_whole_name_goes_with_its_figure(question: str, words: str | None) -> None:
    needs = take_turn(read_question(question), None, scope_of(REPORT)).linked.needs
    found = named_figure(LIST, needs)
    assert (found[0] if found else None) == words

from __future__ import annotations

import pytest

from assistant.questions.needs import SYNONYM, Linked
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from tests.small import REPORT, scope_of


@pytest.fixture(scope="module")
def scope() -> Scope:
    definition = "Opinion\n\nThe Widget Inspection Board (WIB) asked customers.\n"
    more = """
Inspections by body
Body | Q3 2023/24 | Q4 2023/24
Widget Inspection Board | 40 | 44
Outreach, a programme for new customers | 12 | 17
Ageing stock | 3 | 5
"""
    return scope_of(REPORT.replace("Opinion\n", definition, 1) + more)


def link(scope: Scope, asked: str) -> Linked:
    needs, mended = scope.linker.needs(read_question(asked))
    return scope.linker.link(needs, mended)


def matched(scope: Scope, asked: str) -> dict[str, float]:
    """The labels that a question meets, with how much of each it says."""
    return {scope.catalogue.labels[i].text: match.recall for i, match in link(scope, asked).matches.items()}


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        pytest.param("Northfield", "Northfield", id="itself"),
        pytest.param("paint shops", "Paint shop", id="stem"),
        pytest.param("NORTHFIELD'S", "Northfield", id="case and possessive"),
        pytest.param("Reserch", "Research", id="misspelling"),
        pytest.param("Northfeild", "Northfield", id="letters swapped"),
        pytest.param("WIB", "Widget Inspection Board", id="acronym"),
        pytest.param("Outreach", "Outreach, a programme for new customers", id="short name"),
        pytest.param("tool kit library", "Toolkit library", id="two words for one"),
    ],
)
def test_a_word_finds_its_label(scope: Scope, asked: str, label: str) -> None:
    assert matched(scope, asked)[label] > 0.7


def test_a_synonym_finds_the_label_less_surely(scope: Scope) -> None:
    found = link(scope, "What did Marketing actually spend?")
    outturn = next(m for i, m in found.matches.items() if scope.catalogue.labels[i].text == "Outturn")
    assert max(outturn.covers.values()) == SYNONYM


@pytest.mark.parametrize("asked", ["Zanzibar", "gloves", "XQZ", "abcde"])
def test_what_the_library_never_says_finds_nothing(scope: Scope, asked: str) -> None:
    assert matched(scope, asked) == {}


def test_linking_is_the_same_each_time(scope: Scope) -> None:
    asked = "What did Marketing actually spend on paint shops?"
    assert link(scope, asked) == link(scope, asked)

from __future__ import annotations

import pytest

from assistant.questions.linking import MENDED, SYNONYM, Linked, Need
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


def need(scope: Scope, asked: str, word: str) -> Need:
    return next(n for n in link(scope, asked).needs if n.token.text == word)


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


def test_a_mended_word_is_told_and_weighs_a_little_less(scope: Scope) -> None:
    found = link(scope, "Northfeild")
    assert found.mended == {"Northfeild": "northfield"}
    assert found.needs[0].variants == {"northfield": MENDED}


@pytest.mark.parametrize("word", ["Nort", "Nxrthfxxld", "wxyz"])
def test_what_is_short_or_far_off_is_not_mended(scope: Scope, word: str) -> None:
    assert link(scope, word).mended == {}


@pytest.mark.parametrize(
    ("asked", "word", "strict"),
    [
        ("How many widgets in Zanzibar?", "Zanzibar", True),
        ("How many XQZ widgets?", "XQZ", True),
        ("How many widgets in ward 7?", "7", True),
        ("Zanzibar widgets", "Zanzibar", False),
        ("how many gloves?", "gloves", False),
        ("HOW MANY GLOVES IN ZANZIBAR", "ZANZIBAR", False),
    ],
)
def test_names_acronyms_and_numbers_are_strict(scope: Scope, asked: str, word: str, strict: bool) -> None:
    assert need(scope, asked, word).strict is strict
    assert need(scope, asked, word).required


def test_grammar_periods_and_thresholds_are_no_needs(scope: Scope) -> None:
    found = link(scope, "Which of the regions had more than 600 in Q4 2023/24?")
    assert "600" not in {n.token.text for n in found.needs}
    assert {"of", "the", "in", "Q4", "2023"}.isdisjoint({n.token.text for n in found.needs})


def test_light_words_and_cues_need_no_explanation(scope: Scope) -> None:
    light = sorted(w for w in scope.glossary.words if w.isalpha() and not need_is_required(scope, w))
    assert light
    assert not need(scope, "By how much did Northfield fall?", "fall").required
    assert need(scope, "By how much did Northfield fall?", "Northfield").required


def need_is_required(scope: Scope, word: str) -> bool:
    return any(n.required for n in link(scope, word).needs)


def test_a_number_that_names_a_row_is_no_threshold(scope: Scope) -> None:
    (threshold,) = read_question("65 or over").thresholds
    assert scope.linker.in_labels(threshold)
    (other,) = read_question("70 or over").thresholds
    assert not scope.linker.in_labels(other)


def test_linking_is_the_same_each_time(scope: Scope) -> None:
    asked = "What did Marketing actually spend on paint shops?"
    assert link(scope, asked) == link(scope, asked)

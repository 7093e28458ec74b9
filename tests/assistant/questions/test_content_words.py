from __future__ import annotations

import pytest

from assistant.questions.needs import MENDED, Need
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from tests.small import REPORT, scope_of


@pytest.fixture(scope="module")
def scope() -> Scope:
    return scope_of(REPORT)


def needs(scope: Scope, asked: str) -> tuple[Need, ...]:
    return scope.linker.needs(read_question(asked))[0]


def need(scope: Scope, asked: str, word: str) -> Need:
    return next(n for n in needs(scope, asked) if n.token.text == word)


def test_a_mended_word_is_told_and_weighs_a_little_less(scope: Scope) -> None:
    (found,), mended = scope.linker.needs(read_question("Northfeild"))
    assert mended == {"Northfeild": "northfield"}
    assert found.variants == {"northfield": MENDED}


@pytest.mark.parametrize("word", ["Nort", "Nxrthfxxld", "wxyz"])
def test_what_is_short_or_far_off_is_not_mended(scope: Scope, word: str) -> None:
    assert scope.linker.needs(read_question(word))[1] == {}


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
    found = needs(scope, "Which of the regions had more than 600 in Q4 2023/24?")
    assert "600" not in {n.token.text for n in found}
    assert {"of", "the", "in", "Q4", "2023"}.isdisjoint({n.token.text for n in found})


def test_light_words_and_cues_need_no_explanation(scope: Scope) -> None:
    light = sorted(w for w in scope.glossary.words if w.isalpha() and not need_is_required(scope, w))
    assert light
    assert not need(scope, "By how much did Northfield fall?", "fall").required
    assert need(scope, "By how much did Northfield fall?", "Northfield").required


def need_is_required(scope: Scope, word: str) -> bool:
    return any(n.required for n in needs(scope, word))


@pytest.mark.parametrize("word", ["drone", "brother", "chase", "paint", "statement"])
def test_a_word_of_english_is_not_misspelt_for_one_of_the_library(word: str) -> None:
    near = {"drone": "done", "brother": "bother", "chase": "case", "paint": "pain", "statement": "settlement"}[word]
    told = scope_of(REPORT.replace("Opinion\n", f"Opinion\n\nThe {near} was large.\n", 1))
    found, mended = told.linker.needs(read_question(f"How large was the {word}?"))
    assert mended == {}
    assert next(n for n in found if n.token.text == word).required

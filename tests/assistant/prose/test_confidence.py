from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.prose.confidence import ANSWER_FEATURES, THRESHOLD, answer_features, confident, ruled_out
from assistant.prose.fitted import WEIGHTS
from assistant.prose.picking import pick
from assistant.prose.ranking import FEATURES, find_evidence
from assistant.questions.conversation import take_turns

if TYPE_CHECKING:
    from assistant.service import Assistant


def confidence(assistant: Assistant, text: str, trusted: float = 0.0) -> float:
    scope = assistant._scope(None)
    turn = take_turns(text, (), scope)
    found = find_evidence(turn.question, turn.linked, scope.linker, scope.placer, scope.search)
    quotes = pick(found, scope.placer)
    if ruled_out(turn.question, turn.linked, scope.linker, found, quotes):
        return 0.0
    return confident(turn.question, turn.linked, scope.linker, found, quotes, scope.placer, trusted=trusted)


def feature(assistant: Assistant, text: str, name: str) -> float:
    scope = assistant._scope(None)
    turn = take_turns(text, (), scope)
    found = find_evidence(turn.question, turn.linked, scope.linker, scope.placer, scope.search)
    quotes = pick(found, scope.placer)
    values = answer_features(turn.question, turn.linked, scope.linker, found, quotes, scope.placer, 0.0)
    return dict(zip(ANSWER_FEATURES, values, strict=True))[name]


@pytest.mark.parametrize(
    "question",
    [
        "Who leads the review of the insulin errors, and when does it report?",
        "How many inpatient falls per 1,000 bed days were there?",
        "How many working days did the average reply to a complaint take?",
        "When will the new accelerator treat its first patients?",
    ],
)
def test_what_a_sentence_says_is_answered(hospital: Assistant, question: str) -> None:
    assert confidence(hospital, question) >= THRESHOLD


@pytest.mark.parametrize(
    "question",
    [
        "Who won the football on Saturday?",
        "What is the average house price in Wexcombe?",
        "How many bicycles were stolen from Harbour Street?",
        "How many falls were there in 2011/12?",
        "What does the car park cost on Sundays?",
    ],
)
def test_what_no_sentence_says_is_not_answered(hospital: Assistant, question: str) -> None:
    assert confidence(hospital, question) < THRESHOLD


def test_a_period_that_no_sentence_is_about_speaks_against(hospital: Assistant) -> None:
    assert feature(hospital, "How many inpatient falls were there in 2011/12?", "period_unmet") == 1.0
    assert feature(hospital, "How many inpatient falls were there in Q2 2025/26?", "period_unmet") == 0.0


def test_a_part_of_the_people_that_no_sentence_names_speaks_against(hospital: Assistant) -> None:
    assert feature(hospital, "What is the sickness absence of male staff?", "split") == 1.0
    assert feature(hospital, "What is the sickness absence of staff?", "split") == 0.0


def test_a_name_that_stands_nowhere_near_speaks_against(hospital: Assistant) -> None:
    assert feature(hospital, "How many inpatient falls were there in Ruritania?", "names") == 1.0


def test_no_quotes_give_no_confidence(hospital: Assistant) -> None:
    scope = hospital._scope(None)
    turn = take_turns("How many falls were there?", (), scope)
    assert confident(turn.question, turn.linked, scope.linker, (), (), scope.placer) == 0.0


def test_every_feature_has_a_fitted_weight() -> None:
    assert set(WEIGHTS.ranking) == set(FEATURES)
    assert set(WEIGHTS.answering) == set(ANSWER_FEATURES)
    assert 0.0 < THRESHOLD < 1.0


@pytest.mark.parametrize(
    "question",
    [
        "Who polishes the lifts in the hospitals?",  # no sentence says that anybody polishes
        "Which review of errors took the longest?",  # no sentence has a superlative
        "How many orchids does the review of the insulin errors count?",
        "What is the average number of insulin errors?",
    ],
)
def test_what_no_sentence_says_outright_has_no_confidence_at_all(hospital: Assistant, question: str) -> None:
    assert confidence(hospital, question) == 0.0

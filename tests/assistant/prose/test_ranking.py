from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.prose.ranking import FEATURES, rephrased
from assistant.questions.conversation import take_turns
from tests.quotes import found, quoted, said

if TYPE_CHECKING:
    from assistant.service import Assistant


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How full are the beds?", "93.6%"),
        ("Who is in charge of the Trust, and since when?", "Marchetti"),
        ("When will the new radiotherapy machine treat its first patients?", "3 November 2025"),
        ("How many serious medication errors were there?", "Four serious medication errors"),
        ("Why did X-ray hours matter at Harbour Street?", "6pm"),
    ],
)
def test_the_sentence_that_answers_is_quoted(hospital: Assistant, question: str, words: str) -> None:
    assert words in said(quoted(hospital, question))


def test_sentences_come_best_first_and_once(hospital: Assistant) -> None:
    (one,) = found(hospital, "How many inpatient falls per 1,000 bed days were there?")
    scores = [round(e.score, 6) for e in one.ranked]
    places = [(e.sentence.locator.document_id, e.sentence.locator.start) for e in one.ranked]
    assert scores == sorted(scores, reverse=True)
    assert len(places) == len(set(places))
    assert all(len(e.features) == len(FEATURES) for e in one.ranked)


def test_the_same_question_finds_the_same(hospital: Assistant) -> None:
    text = "What happened to the supplier of the bed software?"
    assert found(hospital, text) == found(hospital, text)


def test_a_word_that_the_library_never_uses_is_put_in_its_words(hospital: Assistant) -> None:
    scope = hospital._scope(None)
    turn = take_turns("How many mobile handsets and kids were there?", (), scope)
    other = rephrased(turn.question.text, turn.linked, scope.linker)
    assert "kids" not in other
    assert "child" in other


def test_an_idiom_is_put_in_the_librarys_words_whole(hospital: Assistant) -> None:
    scope = hospital._scope(None)
    turn = take_turns("How many people were stuck on a waiting list?", (), scope)
    other = rephrased(turn.question.text, turn.linked, scope.linker)
    assert "stuck" not in other
    assert other.startswith("How many people were ")


def test_what_a_sentence_does_not_explain_is_named(hospital: Assistant) -> None:
    (one,) = found(hospital, "How many bicycles were stolen from Harbour Street?")
    assert {n.token.text for n in one.ranked[0].unexplained} >= {"bicycles"}

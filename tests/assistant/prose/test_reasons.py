from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.prose.reasons import asks_why, find_reasons, subject_of
from assistant.questions.conversation import take_turns
from assistant.questions.question import read_question
from corpus.sentences import plain

if TYPE_CHECKING:
    from assistant.service import Assistant


def reasons(assistant: Assistant, text: str) -> str:
    scope = assistant._scope(None)
    turn = take_turns(text, (), scope)
    assert turn.reading is not None and turn.result is not None
    subject = subject_of(turn.reading, turn.result)
    quotes = find_reasons(turn.question, turn.linked, scope.linker, subject, scope.placer, scope.search)
    return plain(" ".join(s.text for quote in quotes for s in quote.sentences))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Why is the endoscopy suite behind its capital plan to date?", "Asbestos was found"),
        ("Why was the Marlbrook elective hub behind its plan to date?", "steel arrived nine weeks late"),
        ("Why is the drugs bill over the plan to date?", "three new cancer medicines"),
    ],
)
def test_the_paragraph_on_the_same_row_gives_the_reason(hospital: Assistant, question: str, words: str) -> None:
    assert words in reasons(hospital, question)


def test_the_sentence_on_the_subject_comes_before_the_reason_of_its_neighbour(transport: Assistant) -> None:
    words = reasons(transport, "How much over its budget was maintenance, and why?")
    assert "wheel turning" in words
    assert "electricity" not in words


def test_a_paragraph_that_only_names_the_place_gives_no_reason(county: Assistant) -> None:
    assert "waste" not in reasons(county, "Why are Coast residents the least satisfied?")


def test_a_sentence_that_has_the_subject_as_the_cause_of_something_else_gives_no_reason(hospital: Assistant) -> None:
    assert "Dermatology" not in reasons(hospital, "Why are agency costs over plan?")


def test_the_row_and_its_figures_are_the_subject(hospital: Assistant) -> None:
    turn = take_turns("What was the endoscopy suite's variance to date?", (), hospital._scope(None))
    assert turn.reading is not None and turn.result is not None
    subject = subject_of(turn.reading, turn.result)
    assert "Endoscopy suite" in subject.labels
    assert {str(abs(q.value)) for q in (*subject.figures, *subject.others)} >= {"1.3", "5.3", "2.2"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("How far did sales fall, and why?", True),
        ("What was the fall in sales and what happened there?", True),
        ("How much was saved on fuel, and how?", True),
        ("By how much did sales fall, and is there an explanation?", True),
        ("How much over budget was fuel and what was the money for?", True),
        ("How much did sales fall?", False),
    ],
)
def test_a_question_asks_why_in_many_ways(text: str, why: bool) -> None:
    assert asks_why(read_question(text)) is why

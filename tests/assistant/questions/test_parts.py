from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.questions.parts import split_parts
from assistant.questions.question import read_question

if TYPE_CHECKING:
    from assistant.questions.parts import Part
    from assistant.service import Assistant


def _parts(assistant: Assistant, text: str) -> tuple[Part, ...]:
    linker = assistant._scope(None).linker
    question = read_question(text)
    needs, mended = linker.needs(question)
    return split_parts(question, linker.link(needs, mended))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Who leads the review and when does it report?", ["Who leads the review", "when does it report?"]),
        ("How many complaints were there?", ["How many complaints were there?"]),
        ("How full are the beds, and what is the limit?", ["How full are the beds", "what is the limit?"]),
        (
            "What were complaints about, by number and by month?",
            ["What were complaints about, by number and by month?"],
        ),
        ("In plain terms, what is the review?", ["In plain terms, what is the review?"]),
    ],
)
def test_a_question_is_cut_where_it_asks_again(hospital: Assistant, text: str, parts: list[str]) -> None:
    assert [part.text for part in _parts(hospital, text)] == parts


def test_each_part_requires_its_own_words_alone(hospital: Assistant) -> None:
    first, second = _parts(hospital, "Who leads the insulin review, and when does the review report?")
    assert "insulin" in {n.token.text for n in first.required}
    assert "insulin" not in {n.token.text for n in second.required}


def test_the_topic_before_a_colon_belongs_to_every_part(hospital: Assistant) -> None:
    parts = _parts(hospital, "Insulin errors: how many were reported, and who leads the review?")
    assert len(parts) == 2
    assert all("Insulin" in {n.token.text for n in part.required} for part in parts)

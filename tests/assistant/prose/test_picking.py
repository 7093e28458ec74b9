from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.prose.picking import MOST_WORDS, leans, pick
from assistant.prose.ranking import Found
from assistant.service import Assistant
from corpus.sentences import plain
from tests.conftest import build_library
from tests.quotes import found, quoted, said

if TYPE_CHECKING:
    from assistant.prose.picking import Quote

INSPECTED = """Harbour report 2024-25 (April 2024 to March 2025)

Inspectors

Inspectors visited the harbour office in May.

They found that the office failed to:

- test the lamps on the outer mole before the winter storms; and
- warn the pilots of the sandbank by the old mill.
"""


def only(assistant: Assistant, words: str) -> tuple[Quote, ...]:
    """What is quoted when the sentence with these words is the only one found."""
    (one,) = found(assistant, words)
    ranked = tuple(e for e in one.ranked if words in e.sentence.text)
    return pick([Found(part=one.part, ranked=ranked[:1])], assistant._scope(None).placer)


def test_a_sentence_that_points_back_brings_the_one_before(hospital: Assistant) -> None:
    (quote,) = only(hospital, "The main reasons were anxiety and stress")
    assert [s.text[:16] for s in quote.sentences] == ["Sickness absence", "The main reasons"]
    assert quote.main is quote.sentences[1]


def test_a_sentence_that_stands_alone_is_quoted_alone(hospital: Assistant) -> None:
    (quote,) = only(hospital, "Theatre 6 at St Aldhelm's")
    assert quote.sentences == (quote.main,)


@pytest.mark.parametrize("text", ["This is due to snow.", "It closed.", "**They** left.", "The scheme has grown."])
def test_a_sentence_that_points_back_leans(text: str) -> None:
    assert leans(text)


def test_a_sentence_that_names_its_subject_does_not_lean() -> None:
    assert not leans("Sales in the North fell.")


def test_each_part_is_answered_by_its_own_sentence(hospital: Assistant) -> None:
    text = said(quoted(hospital, "How full are the beds, and who leads the review of the insulin errors?"))
    assert "93.6%" in text
    assert "Lindqvist" in text


def test_an_item_that_goes_on_brings_its_list_where_several_are_asked_for(tmp_path: Path) -> None:
    source = tmp_path / "harbour.txt"
    source.write_text(INSPECTED, encoding="utf-8")
    harbour = Assistant.open(build_library(tmp_path / "library", {"harbour": source}))
    (one,) = found(harbour, "Which two failings did inspectors of the harbour office find?")
    by_words = {words: e for e in one.ranked for words in ("visited", "mole") if words in e.sentence.text}
    first, item = by_words["visited"], replace(by_words["mole"], score=by_words["visited"].score)
    text = said(pick([Found(part=one.part, ranked=(first, item))], harbour._scope(None).placer))
    assert "mole" in text
    assert "sandbank" in text


def test_quotes_are_short_and_nothing_is_said_twice(hospital: Assistant) -> None:
    for question in (
        "What do staff say?",
        "How is the Trust doing on waiting times?",
        "What happened in the emergency departments?",
    ):
        quotes = quoted(hospital, question)
        texts = [plain(s.text).casefold() for quote in quotes for s in quote.sentences]
        assert len(texts) == len(set(texts))
        assert sum(quote.n_words for quote in quotes) <= MOST_WORDS + 40  # the best sentence is never cut


def test_nothing_is_quoted_when_nothing_was_found(hospital: Assistant) -> None:
    assert pick([], hospital._scope(None).placer) == ()

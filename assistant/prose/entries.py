"""Entries of a list by time: "2021: 14 wrecks", "2022: 9 wrecks". What each says is of its own time alone."""

from __future__ import annotations

import re

from assistant.prose.ranking import Evidence, Placer
from assistant.questions.expected import quote_suits
from assistant.questions.question import Question
from corpus.document import Sentence
from corpus.sentences import plain
from structured.periods import Period, find_periods

_PARTS = re.compile(r"\s*[-–—:]\s")
_NEAR = 8
"""So many sentences before and after an entry may be looked at for another one of its list."""


def is_entry_of_its_time(question: Question, evidence: Evidence, placer: Placer) -> bool:
    """Whether a sentence is the entry of the one time that is asked about, under a heading that names what is asked.

    Other entries of other times must stand near it under the same heading: else its time heads no list.
    """
    if len(question.periods) != 1 or question.periods[0].period is None or evidence.unexplained:
        return False
    asked, sentence = question.periods[0].period, evidence.sentence
    own = headed(sentence)
    if own is None or not own.same_span(asked) or not quote_suits(question, plain(sentence.text)):
        return False
    place = placer(sentence.locator)
    if place is None:
        return False
    near = place.sentences[max(0, place.position - _NEAR) : place.position + _NEAR + 1]
    times = [t for s in near if s.locator.section == sentence.locator.section and (t := headed(s)) is not None]
    return sum(t.same_span(asked) for t in times) == 1 and len(times) > 1


def headed(sentence: Sentence) -> Period | None:
    """The time that an entry begins with; None where a sentence begins otherwise."""
    text = plain(sentence.text).lstrip("•*-– ")
    first = next((m for m in find_periods(text) if m.start == 0), None)
    return first.period if first is not None and _PARTS.match(text, first.end) else None

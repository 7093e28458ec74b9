"""Pronouns: words that stand for what was named before."""

from __future__ import annotations

import re

from assistant.questions.question import Question

_THINGS = "it|they|them|that|this|those|these"
_PRONOUN = re.compile(
    rf"\b(?:{_THINGS}|its|their|theirs|he|she|his|her|ones?|the same)\b"
    r"|(?<!\bare )(?<!\bis )(?<!\bwere )(?<!\bwas )\bthere\b(?! (?:are|is|were|was)\b)",
    re.IGNORECASE,
)
_FOR_A_THING = re.compile(rf"\b(?:{_THINGS})\b(?! (?:year|quarter|month|time|report)\b)", re.IGNORECASE)
"""A pronoun by itself, not one that points at a time or at a report."""


_LEFT = re.compile(
    r"\b(?:its?|they|them|their|those|these|(?<!\bare )(?<!\bis )(?<!\bwere )(?<!\bwas )there)\b", re.IGNORECASE
)


def first_pronoun(question: Question) -> int | None:
    """Where the first pronoun of a question starts, None where it has none."""
    found = _PRONOUN.search(question.text)
    return found.start() if found is not None else None


def stands_for(question: Question) -> str | None:
    """The first word of a question that stands for a thing, as it is written, None where none does."""
    found = _FOR_A_THING.search(question.text)
    return found[0] if found is not None else None


def points_at_what_was_left_out(question: Question) -> str | None:
    """The first word that stands for a thing or place in what is left of a text with an instruction in it.

    It may stand for something that only the instruction named.
    """
    found = _LEFT.search(question.text) if question.unfollowed else None
    return found[0] if found is not None else None

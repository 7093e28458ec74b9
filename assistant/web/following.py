"""What to ask next: follow-ups and other questions that the library does answer, tried before they are offered."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from assistant.answers.answer import Answer, Route
from assistant.service import Assistant
from corpus.places import LibraryPlace

FOLLOW_UPS = ("And the quarter before?", "And the year before?", "How has that changed over time?")
MOST = 3
_SHORT = 4


@st.cache_data(show_spinner=False, max_entries=500)
def find_next(
    _assistant: Assistant,
    _told: Answer,
    library: LibraryPlace,  # noqa: ARG001 - what it is remembered by, as is the version
    version: int,  # noqa: ARG001
    history: tuple[str, ...],
    scope: frozenset[str] | None,
    examples: Sequence[str],
) -> tuple[str, ...]:
    """Up to three questions that have an answer after this conversation and what it was last told.

    Its own follow-ups stand first; ``examples`` are questions that are known to have an answer, of which those are
    taken that have the most words in common with it.
    """
    found = []
    if _told.route is Route.CALCULATION:
        for question in FOLLOW_UPS:
            answer = _assistant.ask(question, history, scope)
            if answer.route is Route.CALCULATION and answer.figures and answer.text != _told.text:
                found.append(question)
    spoken = _words(" ".join([_told.question, _told.text, *(c.section for c in _told.citations)]))
    others = [example for example in examples if example not in history]
    others.sort(key=lambda example: -len(_words(example) & spoken))
    return tuple([*found, *others][:MOST])


def _words(text: str) -> set[str]:
    """The words of a text that say what it is about, as far as their length tells."""
    return {word for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) > _SHORT}

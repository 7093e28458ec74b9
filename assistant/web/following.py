"""What to ask next: follow-ups and other questions that the library does answer, tried before they are offered."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.answers.answer import Answer, Route
from assistant.service import Assistant
from corpus.places import LibraryPlace

FOLLOW_UPS = ("And the quarter before?", "And the year before?", "How has that changed over time?")
MOST = 3


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

    Its own follow-ups stand first; ``examples`` are questions that are known to have an answer.
    """
    found = []
    if _told.route is Route.CALCULATION:
        for question in FOLLOW_UPS:
            answer = _assistant.ask(question, history, scope)
            if answer.route is Route.CALCULATION and answer.figures and answer.text != _told.text:
                found.append(question)
    others = [example for example in examples if example not in history]
    return tuple([*found, *others][:MOST])

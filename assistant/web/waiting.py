"""Waiting for an answer that a language model may have a part in: what it words is shown as it comes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait

import streamlit as st

from assistant.answers.answer import Answer
from assistant.answers.rendering import text_html
from assistant.hearing import Hearing
from assistant.service import Assistant

LOOKED_AFTER = 0.2
"""Seconds after which the page looks again whether there is more to show, or whether it was told to stop."""


def wait_for_answer(
    assistant: Assistant, question: str, history: Sequence[str], documents: frozenset[str] | None
) -> Answer:
    """The answer, whose sentences are shown once the guard has let them through.

    Whoever presses Stop, asks something else or leaves the page calls the model off. Raises what asking raises.
    """
    said: list[str] = []
    hearing = Hearing(said.append)
    place = st.empty()
    with ThreadPoolExecutor(1, thread_name_prefix="asking") as thread:
        asked = thread.submit(assistant.ask, question, history, documents, hearing)
        try:
            with place.container():
                st.button("Stop")
                shown = st.empty()
            while not wait([asked], LOOKED_AFTER).done:
                # Writing to the page is also where it lets itself be interrupted.
                shown.html(f'<p role="status">{text_html(" ".join(said) or "A language model is asked …")}</p>')
            return asked.result()
        finally:
            hearing.stop()
            place.empty()

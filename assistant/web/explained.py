"""How a question was read, on the page: worked out when it is asked for, beside the working of the answer."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.answers.explaining import Explanation, explanation_lines
from assistant.answers.rendering import error_line, list_html
from corpus.errors import ReportError


def show_reading(explained: Callable[[], Explanation], key: str) -> None:
    """What each word of a question became, which readings were turned down and why, once its user wants to know."""
    if not st.toggle("How the question was read", key=f"read-{key}"):
        return
    try:
        st.html(list_html(explanation_lines(explained())))
    except ReportError as error:
        st.error(error_line(error))

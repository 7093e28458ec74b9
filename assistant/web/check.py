"""Check: a claim against the reports."""

from __future__ import annotations

import streamlit as st

from assistant.rendering import escape_markdown
from assistant.service import Assistant
from assistant.web.answers import has_source, show_answer, show_source
from corpus.errors import ReportError


def show(assistant: Assistant) -> None:
    """A box for a claim, and what the reports say of it."""
    st.title("Check")
    st.html('<p class="lead">Paste a sentence. It is held against the reports, figure by figure.</p>')
    with st.form("claim"):
        claim = st.text_area("The claim", height=100, max_chars=1000)
        wanted = st.form_submit_button("Check")
    if wanted:
        _check(assistant, claim)
    if "checked" not in st.session_state:
        return
    answers = {"claim": st.session_state.checked}
    left, right = st.columns([3, 2], gap="large") if has_source(answers) else (st.container(), st.container())
    with left:
        show_answer(assistant, answers["claim"], "claim")
    with right:
        show_source(assistant, answers)


def _check(assistant: Assistant, claim: str) -> None:
    if not claim.strip():
        st.warning("There is nothing to check yet. Write or paste a sentence first.")
        return
    try:
        st.session_state.checked = assistant.check(claim)
    except ReportError as error:
        st.error(escape_markdown(str(error)))

"""Check: a claim, or a whole draft, against the reports."""

from __future__ import annotations

import streamlit as st

from assistant.answers.answer import Answer
from assistant.answers.rendering import escape_markdown
from assistant.service import Assistant
from assistant.web.answers import has_source, show_answer, show_source
from assistant.web.drafts import Checked, ask_for_draft, show_draft
from corpus.errors import ReportError


def show(assistant: Assistant) -> None:
    """A box for a claim or a draft, and what the reports say of it."""
    st.title("Check")
    st.html('<p class="lead">Paste a sentence or a draft. It is held against the reports, figure by figure.</p>')
    kinds = {"claim": "A claim", "draft": "A whole draft"}
    kind = st.radio(
        "What is to be checked",
        list(kinds),
        format_func=kinds.__getitem__,
        horizontal=True,
        key="what",
        persist_state="session",
    )
    if kind == "draft":
        ask_for_draft(assistant)
    else:
        _ask_for_claim(assistant)
    claim: Answer | None = st.session_state.get("checked")
    draft: Checked | None = st.session_state.get("checked_draft")
    answers: dict[str, Answer] = {}
    if kind == "draft" and draft is not None:
        answers = draft.answers
    elif kind == "claim" and claim is not None:
        answers = {"claim": claim}
    left, right = st.columns(2, gap="medium") if has_source(answers) else (st.container(), st.container())
    with left:
        if kind == "draft" and draft is not None:
            show_draft(draft)
        elif kind == "claim" and claim is not None:
            show_answer(assistant, claim, "claim")
    with right:
        show_source(assistant, answers)


def _ask_for_claim(assistant: Assistant) -> None:
    with st.form("claim"):
        claim = st.text_area("The claim", height=100, max_chars=1000)
        wanted = st.form_submit_button("Check")
    if not wanted:
        return
    if not claim.strip():
        st.warning("There is nothing to check yet. Write or paste a sentence first.")
        return
    try:
        st.session_state.checked = assistant.check(claim)
    except ReportError as error:
        st.error(escape_markdown(str(error)))

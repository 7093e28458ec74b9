"""Check: a claim, or a whole draft, against the reports."""

from __future__ import annotations

import streamlit as st

from assistant.answers.answer import Answer, outcome_of
from assistant.answers.rendering import error_line
from assistant.service import Assistant
from assistant.web.answers import cited_by, show_answer
from assistant.web.drafts import Checked, ask_for_draft, show_draft
from assistant.web.sources import columns_for, show_source
from corpus.errors import ReportError

MAX_CLAIM = 1000


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
    cited = cited_by(answers)
    left, right = columns_for(cited)
    with left:
        if kind == "draft" and draft is not None:
            show_draft(draft)
        elif kind == "claim" and claim is not None:
            show_answer(assistant, claim, "claim")
    with right:
        show_source(assistant, cited)


def _ask_for_claim(assistant: Assistant) -> None:
    given = st.query_params.get("claim", "")[:MAX_CLAIM]
    is_new = bool(given) and given != st.session_state.get("claim-shown")  # by a link, or by going back
    if is_new:
        st.session_state["claim-words"] = given
    with st.form("claim"):
        claim = st.text_area("The claim", height=100, max_chars=MAX_CLAIM, key="claim-words", persist_state="session")
        wanted = st.form_submit_button("Check")
    if not wanted and not is_new:
        return
    if not claim.strip():
        st.warning("There is nothing to check yet. Write or paste a sentence first.")
        return
    if wanted:
        st.query_params.pop("source", None)
    st.query_params["claim"] = st.session_state["claim-shown"] = claim
    try:
        answer = assistant.check(claim)
        assistant.library.log.asked("check", claim, outcome_of(answer))
        st.session_state.checked = answer
    except ReportError as error:
        st.error(error_line(error))

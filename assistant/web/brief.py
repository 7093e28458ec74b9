"""Brief: a topic, what the reports say of it on one or two pages, and the same as a document."""

from __future__ import annotations

import streamlit as st

from assistant.answers.answer import Answer, outcome_of
from assistant.answers.rendering import error_line, escape_markdown, list_html, rows_html, text_html
from assistant.briefs.brief import Brief
from assistant.briefs.markdown import CAVEATS, SOURCES, brief_markdown, marks, sections, sources
from assistant.briefs.word import brief_word
from assistant.service import Assistant
from assistant.web.sources import columns_for, show_source, show_source_buttons
from corpus.errors import ReportError

MAX_TOPIC = 200
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(assistant: Assistant) -> None:
    """A box for a topic, the briefing on it, and its files."""
    st.title("Brief")
    st.html('<p class="lead">Name a topic. Every line of the briefing comes from the reports, with its place.</p>')
    given = st.query_params.get("topic", "")[:MAX_TOPIC]
    is_new = bool(given) and given != st.session_state.get("topic-shown")  # by a link, or by going back
    if is_new:
        st.session_state["topic-words"] = given
    with st.form("topic"):
        topic = st.text_input("The topic", max_chars=MAX_TOPIC, key="topic-words", persist_state="session")
        wanted = st.form_submit_button("Write the briefing")
    if wanted or is_new:
        if wanted:
            st.query_params.pop("source", None)
        st.query_params["topic"] = st.session_state["topic-shown"] = topic
        _write(assistant, topic)
    written: Brief | None = st.session_state.get("brief")
    if written is None:
        return
    cited = {"brief": written.citations}
    left, right = columns_for(cited)
    with left:
        _show(written)
    with right:
        show_source(assistant, cited)


def _write(assistant: Assistant, topic: str) -> None:
    """Write it; what the reports do not cover gets no briefing, and the one before it stays away too."""
    st.session_state.pop("brief", None)
    if not topic.strip():
        st.warning("Name a topic first.")
        return
    try:
        with st.spinner("Reading the reports …"):
            written = assistant.brief(topic)
        outcome = outcome_of(written) if isinstance(written, Answer) else "written"
        assistant.library.log.asked("brief", topic, outcome)
    except ReportError as error:
        st.error(error_line(error))
        return
    if isinstance(written, Answer):
        st.info(escape_markdown(written.text))
        return
    st.session_state.brief = written


def _show(written: Brief) -> None:
    name = "".join(c if c.isalnum() else "-" for c in written.topic.lower()).strip("-") or "briefing"
    with st.container(horizontal=True, gap="small"):
        st.download_button("Download as Word", lambda: brief_word(written), f"{name}.docx", WORD, on_click="ignore")
        st.download_button(
            "Download as Markdown", brief_markdown(written), f"{name}.md", "text/markdown", on_click="ignore"
        )
    st.html(f"<h2>{text_html(written.title)}</h2>")
    for heading, lines in sections(written):
        st.html(f"<h3>{text_html(heading)}</h3>{list_html(lines)}")
    if written.chart is not None:
        from assistant.web.charts import show_chart, show_chart_files  # with what draws it, which takes a second

        show_chart(written.chart, "brief")
        show_chart_files(written.chart, "brief")
    for table in written.tables:
        st.html(rows_html(f"{table.title} [{table.citation}]", table.columns, table.rows))
    if written.caveats:
        st.html(f'<h3>{CAVEATS}</h3><div class="caveat" role="note">{list_html(written.caveats)}</div>')
    st.html(f"<h3>{SOURCES}</h3>{list_html(f'{marks(numbers)} {text}' for numbers, text in sources(written))}")
    show_source_buttons(written.citations, "brief")
    if written.working:
        with st.expander("How the figures were worked out"):
            st.html(list_html(written.working, ordered=True))

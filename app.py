"""The page: keep the conversation, ask the assistant, show the answer. It holds no question logic.

What comes from a report or a user is shown as text: through ``st.html`` after escaping, or as an escaped label.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.answer import Answer, Citation, Verdict
from assistant.config import load_settings
from assistant.rendering import (
    ROUTE_LABELS,
    answer_html,
    citation_html,
    escape_markdown,
    list_html,
    place_label,
    text_html,
)
from assistant.service import Assistant
from corpus.errors import LibraryMissing, ReportError

N_EXAMPLES = 6
VERDICTS = {
    Verdict.SUPPORTED: "The reports support this",
    Verdict.CONTRADICTED: "The reports contradict this",
    Verdict.NOT_FOUND: "The reports do not say",
}

# Drawn here, because an icon given by name is fetched from the network.
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="5" y="2" width="22" height="28" rx="2"
fill="#1d5b8f"/><path d="M10 10h12M10 16h12M10 22h7" stroke="#fff" stroke-width="2.5"/></svg>"""

STYLE = """<style>
.stMainBlockContainer { max-width: 50rem; padding-top: 2.5rem; }
h1 { font-size: 1.75rem !important; padding-bottom: 0 !important; }
.reports { font-size: .875rem; }
.reports ul { margin: 0; padding-left: 1.1rem; }
.stMain .stButton button { justify-content: flex-start; text-align: left; min-height: 0; padding: .35rem .75rem; }
.stMain .stButton button:not(:disabled) { border-color: #1d5b8f; color: #1d5b8f; }
.question { font-size: 1.2rem; font-weight: 600; margin: 1.5rem 0 .25rem; overflow-wrap: anywhere; }
.route { color: #505a63; font-size: .875rem; margin: 0 0 .25rem; }
.route.refusal, .route.clarification { color: #8a4b08; }
.answer p { font-size: 1.05rem; line-height: 1.55; margin: 0 0 .6rem; overflow-wrap: anywhere; }
.marker { color: #1d5b8f; font-weight: 600; }
.caveat { border-left: 4px solid #b7791f; background: #fdf6e7; padding: .5rem .75rem; margin: .25rem 0; }
.caveat ul { margin: 0; padding-left: 1.1rem; }
.where { color: #505a63; font-size: .9rem; margin: 0 0 .5rem; }
mark { background: #ffe9a8; color: inherit; padding: 0 .1rem; }
.passage p, .passage li { margin: 0 0 .5rem; line-height: 1.5; }
.passage ul { margin: 0; padding-left: 1.2rem; }
.aside { color: #505a63; font-size: .875rem; margin: .25rem 0; }
.table { overflow-x: auto; }
.table summary { color: #1d5b8f; cursor: pointer; margin: .5rem 0; }
.table table { border-collapse: collapse; font-size: .875rem; }
.table caption { text-align: left; font-weight: 600; padding-bottom: .35rem; color: #1b1f23; }
.table th, .table td { border: 1px solid #cdd3d9; padding: .3rem .5rem; text-align: left; vertical-align: top; }
.table tr.skipped td { text-align: center; color: #505a63; }
.table th { background: #f3f5f7; font-weight: 600; }
.table tr.cited-row td, .table tr.cited-row th { background: #fdf6e7; }
.table td.cited, .table th.cited { outline: 2px solid #b7791f; outline-offset: -2px; font-weight: 600; }
</style>"""


@st.cache_resource(show_spinner="Opening the library …")
def open_assistant(library: Path) -> Assistant:
    """The assistant, shared by all visitors."""
    return Assistant.open(library, index="chroma", model=load_settings().model)


@st.cache_resource(show_spinner=False)
def warm(_assistant: Assistant, library: Path) -> None:  # noqa: ARG001 - the library is what this is remembered by
    """Load the model in the background, once, when the page is there: before that it would hold the page up."""
    _assistant.library.warm()


@st.cache_resource(show_spinner="Finding questions that these reports can answer …", max_entries=1)
def find_examples(_assistant: Assistant, library: Path, version: int) -> tuple[str, ...]:  # noqa: ARG001 - as above
    """Questions that the library answers, found once for each version of it."""
    return _assistant.examples(N_EXAMPLES)


def ask_next(question: str) -> None:
    """Put the question that a button stands for, when the page runs next."""
    st.session_state.asked = question


def forget() -> None:
    """Begin a new conversation."""
    st.session_state.turns = []


def show_scope(assistant: Assistant) -> frozenset[str] | None:
    """The sidebar. Returns the ids of the reports to ask about, None for all of them."""
    titles = {entry.id: entry.title for entry in assistant.library.documents()}
    with st.sidebar:
        st.subheader("Reports")
        chosen = st.multiselect(
            "Ask about",
            options=list(titles),
            format_func=lambda document_id: titles.get(document_id, document_id),
            placeholder="All reports",
            key="scope",
        )
        st.html(f'<div class="reports">{list_html(titles.values())}</div>')
    return frozenset(chosen) or None


def show_examples(assistant: Assistant) -> None:
    """Questions that this library answers, as buttons."""
    examples = find_examples(assistant, assistant.library.path, assistant.library.version)
    if examples:
        st.html('<p class="route">Questions that these reports can answer:</p>')
    with st.container(gap="small"):
        for number, example in enumerate(examples):
            st.button(escape_markdown(example), key=f"example-{number}", on_click=ask_next, args=(example,))


def show_turn(assistant: Assistant, answer: Answer, turn: int, *, is_last: bool) -> None:
    """One question with its answer, caveats, sources and working."""
    label = VERDICTS[answer.verdict] if answer.verdict else ROUTE_LABELS[answer.route]
    st.html(
        f'<div class="question">{text_html(answer.question)}</div>'
        f'<p class="route {answer.route.value}">{label}</p>'
        f'<div class="answer">{answer_html(answer)}</div>'
    )
    for number, choice in enumerate(answer.choices):
        key = f"choice-{turn}-{number}"
        st.button(escape_markdown(choice), key=key, on_click=ask_next, args=(choice,), disabled=not is_last)
    if answer.warnings:
        st.html(f'<div class="caveat">{list_html(answer.warnings)}</div>')
    for citation in answer.citations:
        with st.expander(escape_markdown(f"[{citation.n}] {place_label(citation)}")):
            show_citation(assistant, citation)
    if answer.working:
        with st.expander("How this was worked out"):
            st.html(list_html(answer.working, ordered=True))


def show_citation(assistant: Assistant, citation: Citation) -> None:
    """The cited place in its report, or the quote alone when the report has left the library since."""
    try:
        document = assistant.library.document(citation.document)
    except ReportError:
        st.html(f'<p class="where">This report is no longer in the library.</p><p>{text_html(citation.quote)}</p>')
        return
    st.html(citation_html(document, citation))


def show_empty(library: Path) -> None:
    """What to do when there is nothing to ask about."""
    st.html(
        "<p>There are no reports in the library yet. Add some in a terminal, then reload this page:</p>"
        "<pre>report-assistant add REPORT …</pre>"
        f'<p class="where">The library is kept in {text_html(str(library))}.</p>'
    )


def converse(assistant: Assistant) -> None:
    """The conversation so far, the question that was just put, and the box for the next."""
    scope = show_scope(assistant)
    turns: list[Answer] = st.session_state.turns
    typed = st.chat_input("Ask a question about the reports")
    question = typed or st.session_state.pop("asked", None)
    if question:
        history = tuple(turn.question for turn in turns)
        try:
            turns.append(assistant.ask(question, history=history, documents=scope))
        except ReportError as error:
            st.error(escape_markdown(str(error)))
    if not turns:
        show_examples(assistant)
    for number, answer in enumerate(turns):
        show_turn(assistant, answer, number, is_last=number == len(turns) - 1)
    if turns:
        st.sidebar.button("New conversation", on_click=forget, width="stretch")


def main() -> None:
    """Lay out the page."""
    st.set_page_config(page_title="Report Assistant", page_icon=ICON, layout="centered")
    st.html(STYLE)
    st.session_state.setdefault("turns", [])
    st.title("Report Assistant")
    st.html("<p>Ask in plain English. Every figure comes from the reports, with the place where it stands.</p>")
    library = load_settings().library
    try:
        assistant = open_assistant(library)
        if assistant.library.documents():
            converse(assistant)
            warm(assistant, library)
        else:
            show_empty(library)
    except LibraryMissing:
        show_empty(library)
    except ReportError as error:
        st.error(escape_markdown(str(error)))


main()

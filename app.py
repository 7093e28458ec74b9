"""The page: keep the conversation, ask the assistant, show the answer. It holds no question logic.

What comes from a report or a user is shown as text: through ``st.html`` after escaping, or as an escaped label.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
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
from corpus.document import Document
from corpus.errors import LibraryMissing, ReportError

N_EXAMPLES = 6
VERDICTS = {
    Verdict.SUPPORTED: "The reports support this",
    Verdict.CONTRADICTED: "The reports contradict this",
    Verdict.NOT_FOUND: "The reports do not say",
}

STYLE = """<style>
.stMainBlockContainer { max-width: 50rem; padding-top: 2.5rem; }
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
.table table { border-collapse: collapse; font-size: .875rem; }
.table caption { text-align: left; font-weight: 600; padding-bottom: .35rem; color: #1b1f23; }
.table th, .table td { border: 1px solid #cdd3d9; padding: .3rem .5rem; text-align: left; vertical-align: top; }
.table th { background: #f3f5f7; font-weight: 600; }
.table tr.cited-row td, .table tr.cited-row th { background: #fdf6e7; }
.table td.cited, .table th.cited { outline: 2px solid #b7791f; outline-offset: -2px; font-weight: 600; }
</style>"""


@dataclass(slots=True)
class Shared:
    """What every visitor of this process shares. The assistant is asked by one visitor at a time."""

    assistant: Assistant
    lock: threading.Lock = field(default_factory=threading.Lock)
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)

    def document(self, document_id: str) -> Document:
        """The report, kept in memory for as long as the library stays as it is."""
        key = (str(self.assistant.library.version), document_id)
        if key not in self.documents:
            self.documents = {k: d for k, d in self.documents.items() if k[0] == key[0]}
            self.documents[key] = self.assistant.library.document(document_id)
        return self.documents[key]


@st.cache_resource(show_spinner="Opening the library …")
def open_shared(library: Path) -> Shared:
    """The assistant over the library; its model is loaded in the background while the visitor reads the page."""
    shared = Shared(assistant=Assistant.open(library))
    threading.Thread(target=shared.assistant.warm_up, name="warm-up", daemon=True).start()
    return shared


def ask_next(question: str) -> None:
    """Put the question that a button stands for, when the page runs next."""
    st.session_state.asked = question


def forget() -> None:
    """Begin a new conversation."""
    st.session_state.turns = []


def show_scope(shared: Shared) -> tuple[str, ...] | None:
    """The sidebar. Returns the ids of the reports to ask about, None for all of them."""
    titles = {entry.id: entry.title for entry in shared.assistant.library.documents()}
    with st.sidebar:
        st.subheader("Reports")
        chosen = st.multiselect(
            "Ask about",
            options=list(titles),
            format_func=lambda document_id: titles.get(document_id, document_id),
            placeholder="All reports",
            key="scope",
        )
        st.html(list_html(titles.values()))
        st.button("New conversation", on_click=forget, disabled=not st.session_state.turns, width="stretch")
    return tuple(chosen) or None


def show_examples(shared: Shared) -> None:
    """Questions that this library answers, as buttons."""
    st.html('<p class="route">Questions that these reports can answer:</p>')
    for number, example in enumerate(shared.assistant.examples(N_EXAMPLES)):
        st.button(
            escape_markdown(example), key=f"example-{number}", on_click=ask_next, args=(example,), type="tertiary"
        )


def show_turn(shared: Shared, answer: Answer, turn: int, *, is_last: bool) -> None:
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
            show_citation(shared, citation)
    if answer.working:
        with st.expander("How this was worked out"):
            st.html(list_html(answer.working, ordered=True))


def show_citation(shared: Shared, citation: Citation) -> None:
    """The cited place in its report, or the quote alone when the report has left the library since."""
    try:
        document = shared.document(citation.document)
    except ReportError:
        st.html(f'<p class="where">This report is no longer in the library.</p><p>{text_html(citation.quote)}</p>')
        return
    st.html(f'<p class="where">{text_html(place_label(citation))}</p>{citation_html(document, citation)}')


def show_empty(library: Path) -> None:
    """What to do when there is nothing to ask about."""
    st.html(
        "<p>There are no reports in the library yet. Add some in a terminal, then reload this page:</p>"
        "<pre>report-assistant add REPORT …</pre>"
        f'<p class="where">The library is kept in {text_html(str(library))}.</p>'
    )


def converse(shared: Shared) -> None:
    """The conversation so far, the question that was just put, and the box for the next."""
    scope = show_scope(shared)
    turns: list[Answer] = st.session_state.turns
    typed = st.chat_input("Ask a question about the reports", max_chars=2000)
    question = typed or st.session_state.pop("asked", None)
    if question:
        history = tuple(turn.question for turn in turns)
        try:
            with shared.lock:
                turns.append(shared.assistant.ask(question, history=history, documents=scope))
        except ReportError as error:
            st.error(escape_markdown(str(error)))
    if not turns:
        show_examples(shared)
    for number, answer in enumerate(turns):
        show_turn(shared, answer, number, is_last=number == len(turns) - 1)


def main() -> None:
    """Lay out the page."""
    st.set_page_config(page_title="Report Assistant", page_icon=":material/description:", layout="centered")
    st.html(STYLE)
    st.session_state.setdefault("turns", [])
    st.title("Report Assistant")
    st.html("<p>Ask in plain English. Every figure comes from the reports, with the place where it stands.</p>")
    library = load_settings().library
    try:
        shared = open_shared(library)
        if shared.assistant.library.documents():
            converse(shared)
        else:
            show_empty(library)
    except LibraryMissing:
        show_empty(library)
    except ReportError as error:
        st.error(escape_markdown(str(error)))


main()

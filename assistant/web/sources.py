"""A cited place, opened: the table with its cells marked, or the sentence within the text around it."""

from __future__ import annotations

import streamlit as st

from assistant.answers.answer import Citation
from assistant.answers.rendering import citation_html, place_label, text_html
from assistant.service import Assistant
from corpus.errors import ReportError


def show_citation(assistant: Assistant, citation: Citation) -> None:
    """The cited place in its report, or the quote alone when the report has left the library since."""
    st.html(f'<p class="where">[{citation.n}] {text_html(place_label(citation))}</p>')
    try:
        document = assistant.library.document(citation.document)
    except ReportError:
        st.html(f'<p class="where">This report is no longer in the library.</p><p>{text_html(citation.quote)}</p>')
        return
    st.html(citation_html(document, citation))

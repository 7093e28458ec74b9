"""A cited place, opened: the page of a PDF with the place marked, and the table or the text around it as read."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.answers.answer import Citation
from assistant.answers.pages import page_of
from assistant.answers.rendering import (
    cell_label,
    citation_html,
    error_line,
    escape_markdown,
    place_label,
    scrolling,
    short_place,
    text_html,
)
from assistant.service import Assistant
from assistant.web.copying import show_place
from corpus.errors import ReportError
from corpus.picturing import PagePicture, Part

_MOST_CELLS = 4  # cited cells that are named above their table

Cited = Mapping[str, Sequence[Citation]]
"""The citations of what is shown, by a key for each answer; a source's address is the key, a full stop, its number."""


def show_source_buttons(citations: Sequence[Citation], key: str) -> None:
    """A button for each citation, which opens it beside the answers."""
    with st.container(horizontal=True, gap="small"):
        for citation in citations:
            text = escape_markdown(short_place(citation))
            st.button(text, key=f"source-{key}-{citation.n}", on_click=_open, args=(f"{key}.{citation.n}",), wrap=True)


def columns_for(cited: Cited) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Where answers stand and where a source opens: side by side once one is open."""
    if not _is_open(cited):
        return st.container(), st.container()
    left, right = st.columns(2, gap="medium")
    return left, right


def show_source(assistant: Assistant, cited: Cited) -> None:
    """The source that the address names, if it is one of these, with the way back."""
    key, _, number = st.query_params.get("source", "").rpartition(".")
    citation = next((c for c in cited.get(key, ()) if str(c.n) == number), None)
    if citation is None:
        return
    st.html('<span class="source-panel"></span>')
    with st.container(key="close-source"):
        st.button("Close the source", on_click=_close)
    show_citation(assistant, citation)
    show_place(hashlib.sha256(f"{citation.document} {citation.quote}".encode()).hexdigest())


def _is_open(cited: Cited) -> bool:
    return st.query_params.get("source", "").rpartition(".")[0] in cited


def _open(place: str) -> None:
    st.query_params["source"] = place


def _close() -> None:
    st.query_params.pop("source", None)


@st.cache_data(show_spinner="Opening the page …", max_entries=100)
def draw_page(_assistant: Assistant, digest: str, citation: Citation) -> PagePicture | None:  # noqa: ARG001 - what it is remembered by
    """The page that a citation stands on; drawing it takes a second, so it is kept."""
    return page_of(_assistant.library, citation)


def show_citation(assistant: Assistant, citation: Citation) -> None:
    """The cited place in its report, or the quote alone when the report has left the library since."""
    cells = "".join(f"<li>{text_html(cell_label(cell))}</li>" for cell in citation.cells[:_MOST_CELLS])
    cells = f'<ul class="cells">{cells}</ul>' if cells else ""
    st.html(f'<p class="where">[{citation.n}] {text_html(place_label(citation))}</p>{cells}')
    try:
        document = assistant.library.document(citation.document)
    except ReportError:
        st.html(f'<p class="where">This report is no longer in the library.</p><p>{text_html(citation.quote)}</p>')
        return
    as_read = citation_html(document, citation)
    if not document.file_name.lower().endswith(".pdf"):
        st.html(as_read)
        return
    page, read = st.tabs(["The page", "As it was read"])
    with read:
        st.html(as_read)
    with page:
        try:
            picture = draw_page(assistant, document.digest, citation)
        except ReportError as error:
            st.warning(error_line(error))
        else:
            st.html(page_html(picture, citation) if picture else _NO_PAGE)


_NO_PAGE = (
    '<p class="where">The page could not be found again by its words. The place stands under “As it was read”.</p>'
)


def page_html(picture: PagePicture, citation: Citation) -> str:
    """The page as an image with boxes laid over it."""
    marked = bool(picture.boxes or picture.row)
    said = "with the cited place marked" if marked else "the cited place is on it, but could not be marked"
    alt = text_html(f"Page {picture.number} of the file of {citation.title}, {said}")
    source = f"data:image/webp;base64,{base64.b64encode(picture.data).decode()}"
    image = f'<img src="{source}" alt="{alt}" width="{picture.width}" height="{picture.height}">'
    row = "" if picture.row is None else _box_html(picture.row, "row")
    note = "" if marked else f'<p class="where">{_UNMARKED}</p>'
    boxes = "".join(_box_html(box, "cited") for box in picture.boxes)
    return note + scrolling("The page", f'<div class="page">{image}{row}{boxes}</div>')


_UNMARKED = "The place is on this page, but its lines could not be told for sure, so nothing is marked."


def _box_html(part: Part, name: str) -> str:
    left, top, width, height = (f"{100 * value:.3f}%" for value in part)
    return f'<span class="box {name}" style="left:{left};top:{top};width:{width};height:{height}"></span>'

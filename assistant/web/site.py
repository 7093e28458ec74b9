"""The site: what every page shares (the library, the look, the way between pages), and the page that is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from assistant.answers.rendering import error_line, escape_markdown, text_html
from assistant.config import load_settings
from assistant.libraries.outlines import A_MOMENT
from assistant.service import Assistant
from assistant.web import about, ask, brief, check, reports
from assistant.web.access import Rights, show_door, visiting
from assistant.web.copying import add_script
from assistant.web.outside import stay_inside
from corpus.errors import LibraryMissing, ReportError
from corpus.places import LibraryPlace

# Drawn here, because an icon given by name is fetched from the network.
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="5" y="2" width="22" height="28" rx="2"
fill="#1d5b8f"/><path d="M10 10h12M10 16h12M10 22h7" stroke="#fff" stroke-width="2.5"/></svg>"""
STYLE = f"<style>{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"

_LOOK_AGAIN = 2.0
"""Seconds after which the page looks whether the library is prepared."""

Show = Callable[[Assistant], None]


@st.cache_resource(show_spinner="Opening the library …")
def open_assistant(library: LibraryPlace) -> Assistant:
    """The assistant, shared by all visitors."""
    assistant = Assistant.open(library, create=True, index="chroma", model=load_settings().model)
    assistant.library.patience = A_MOMENT
    return assistant


@st.cache_resource(show_spinner=False)
def warm(_assistant: Assistant, library: LibraryPlace) -> None:  # noqa: ARG001 - the library is what this is remembered by
    """Load the model in the background, once, when the page is there: before that it would hold the page up."""
    _assistant.library.warm()


def main() -> None:
    """Lay out the page that the address names."""
    stay_inside()
    st.set_page_config(page_title="Report Assistant", page_icon=ICON, layout="wide")
    st.html(STYLE)
    add_script()
    try:
        who = visiting()
    except ReportError as error:
        st.error(error_line(error))
        return
    if not who.may(Rights.READER):
        show_door(who)
        return
    if who.id:
        with st.sidebar:
            st.button(f"Sign out {escape_markdown(who.name)}", on_click=st.logout, width="stretch")
    page = st.navigation(
        [
            st.Page(partial(_shown, ask.show), title="Ask", url_path="ask", default=True),
            st.Page(partial(_shown, check.show), title="Check", url_path="check"),
            st.Page(partial(_shown, brief.show), title="Brief", url_path="brief"),
            st.Page(partial(_shown, reports.show), title="Reports", url_path="reports"),
            st.Page(about.show, title="About the answers", url_path="about"),
        ],
        position="top",
    )
    page.run()


def _shown(show: Show) -> None:
    """A page over the library, or why there is none to show."""
    library = load_settings().library
    try:
        assistant = open_assistant(library)
    except LibraryMissing:
        _show_missing(library)
        return
    except ReportError as error:
        st.title("Report Assistant")
        st.error(error_line(error))
        return
    try:
        if assistant.library.unprepared() is not None:
            _show_preparation(assistant)
            return
        show(assistant)
        if assistant.library.documents():
            warm(assistant, library)
    except ReportError as error:
        st.error(error_line(error))


def _show_preparation(assistant: Assistant) -> None:
    """How far the library is, until the page can be shown."""
    if assistant.library.preparation is None:
        assistant.library.warm()
    now = str(assistant.library.preparation or "the library is being prepared for questions")
    st.title("Report Assistant")
    st.html(f'<p role="status">{text_html(f"{now[:1].upper()}{now[1:]}. This page goes on by itself.")}</p>')
    time.sleep(_LOOK_AGAIN)
    st.rerun()


def _show_missing(library: LibraryPlace) -> None:
    st.title("Report Assistant")
    st.html(
        "<p>There is no library yet, and none can be made here. Add a report in a terminal, then reload this page:</p>"
        "<pre>report-assistant add REPORT …</pre>"
        f'<p class="where">The library is kept in {text_html(str(library))}.</p>'
    )

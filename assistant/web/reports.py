"""Reports: what the library holds, what was read of each, and adding, changing and removing them."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from assistant.answers.rendering import escape_markdown, list_html, rows_html, text_html
from assistant.libraries.listing import counted
from assistant.service import Assistant
from assistant.web.access import Rights, visiting
from assistant.web.changing import show_changes
from assistant.web.reading import show_audit, show_search, show_tables, show_text
from assistant.web.uploading import show_upload
from corpus.errors import UnknownDocument
from corpus.store import DocumentInfo


def show(assistant: Assistant) -> None:
    """All reports, then the one that is chosen."""
    st.title("Reports")
    st.html('<p class="lead">What the answers come from, and what was read of it.</p>')
    if visiting().may(Rights.EDITOR):
        show_upload(assistant)
    infos = {info.id: info for info in assistant.library.documents()}
    if not infos:
        st.info("There are no reports in the library yet.")
        return
    if len(infos) > 1:
        _show_all(infos.values())
    wanted = st.query_params.get("report", "")
    if wanted and wanted not in infos:
        st.warning("The report of this address is not in the library; it may have been removed.")
    ids = list(infos)
    chosen = st.selectbox(
        "Report",
        ids,
        index=ids.index(wanted) if wanted in infos else 0,
        format_func=lambda document_id: infos[document_id].title,
    )
    st.query_params["report"] = chosen
    try:
        _show_report(assistant, infos[chosen])
    except UnknownDocument:
        st.warning("This report has just been removed from the library.")


def _show_all(infos: Collection[DocumentInfo]) -> None:
    heads = ("Report", "Publisher", "Period", "Pages", "Tables", "Figures", "Warnings")
    rows = [
        (i.title, i.publisher, i.period, str(i.pages or ""), str(i.tables), f"{i.observations:,}", str(len(i.warnings)))
        for i in infos
    ]
    with st.expander(f"All {counted(len(rows), 'report')}"):
        st.html(rows_html("", heads, rows))


def _show_report(assistant: Assistant, info: DocumentInfo) -> None:
    document = assistant.library.document(info.id)
    sections = len({block.locator.section for block in document.blocks})
    parts = [counted(sections, "section"), counted(info.tables, "table"), counted(info.observations, "figure")]
    if info.pages is not None:
        parts.insert(0, counted(info.pages, "page"))
    about = [info.publisher, info.period, info.published, info.edition, *parts]
    st.html(f"<h2>{text_html(info.title)}</h2><p class='where'>{text_html(' · '.join(filter(None, about)))}</p>")
    if info.warnings:
        with st.expander(f"{counted(len(info.warnings), 'warning')} from reading it"):
            st.html(list_html(w.message for w in info.warnings))
    st.download_button(
        f"Download {escape_markdown(info.file_name)}",
        lambda: assistant.library.original(info.id).data,
        info.file_name,
        "application/octet-stream",
        key=f"file-{info.id}",
        on_click="ignore",
    )
    names = ["Text", "Tables", "Search", "Audit"]
    is_editor = visiting().may(Rights.EDITOR)
    text, tables, find, audit, *others = st.tabs([*names, "Change"] if is_editor else names)
    with text:
        show_text(document)
    with tables:
        show_tables(document, assistant.library.grids(frozenset({info.id})))
    with find:
        show_search(assistant, document)
    with audit:
        show_audit(assistant, info)
    for tab in others:
        with tab:
            show_changes(assistant, info)

"""Reports: what the library holds, what was read of each, and adding and removing them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant.answers.rendering import blocks_html, escape_markdown, list_html, table_html, text_html
from assistant.auditing.findings import Place
from assistant.libraries.facts import read_facts
from assistant.libraries.listing import counted
from assistant.long_tables.opening import rows_shown
from assistant.service import Assistant
from assistant.web.access import Rights, visiting
from corpus.corrections import FIELDS
from corpus.document import Document
from corpus.errors import ReportError
from corpus.loading import FORMATS
from corpus.store import DocumentInfo
from structured.observations import Grid


def show(assistant: Assistant) -> None:
    """All reports, then the one that is chosen."""
    st.title("Reports")
    if visiting().may(Rights.EDITOR):
        _show_upload(assistant)
    infos = {info.id: info for info in assistant.library.documents()}
    if not infos:
        st.info("There are no reports in the library yet.")
        return
    wanted = st.query_params.get("report", "")
    ids = list(infos)
    chosen = st.selectbox(
        "Report",
        ids,
        index=ids.index(wanted) if wanted in infos else 0,
        format_func=lambda document_id: infos[document_id].title,
    )
    st.query_params["report"] = chosen
    _show_report(assistant, infos[chosen])


def _show_upload(assistant: Assistant) -> None:
    with st.expander("Add reports"):
        files = st.file_uploader(
            "Files to add", type=[ending.lstrip(".") for ending in FORMATS], accept_multiple_files=True, key="files"
        )
        if files and st.button("Add to the library"):
            for file in files:
                _add(assistant, file)


def _add(assistant: Assistant, file: UploadedFile) -> None:
    """Add one file under its own name, whatever folder its name claims, and say what came of it."""
    name = Path(file.name.replace("\\", "/")).name
    bar = st.progress(0.0, text=escape_markdown(name))
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(file.getbuffer())

        def tell(stage: str, done: float) -> None:
            bar.progress(min(1.0, done), text=escape_markdown(f"{name}: {stage}"))

        try:
            visiting().must(Rights.EDITOR)
            added = assistant.library.add(path, progress=tell)
        except ReportError as error:
            bar.empty()
            st.error(escape_markdown(str(error)))
            return
    bar.empty()
    st.success(escape_markdown(f"{added.status.value}: {added.info.title}"))
    for note in (*added.notes, *(warning.message for warning in added.info.warnings)):
        st.warning(escape_markdown(note))


def _show_report(assistant: Assistant, info: DocumentInfo) -> None:
    parts = [counted(info.tables, "table"), counted(info.observations, "figure")]
    if info.pages is not None:
        parts.insert(0, counted(info.pages, "page"))
    about = [info.publisher, info.period, info.published, info.edition, *parts]
    st.html(f"<h2>{text_html(info.title)}</h2><p class='where'>{text_html(' · '.join(filter(None, about)))}</p>")
    if info.warnings:
        st.html(f'<div class="caveat" role="note">{list_html(w.message for w in info.warnings)}</div>')
    document = assistant.library.document(info.id)
    names = ["Text", "Tables", "Search", "Audit"]
    is_editor = visiting().may(Rights.EDITOR)
    text, tables, find, audit, *others = st.tabs([*names, "Details", "Remove"] if is_editor else names)
    with text:
        _show_text(document)
    with tables:
        _show_tables(document, assistant.library.grids(frozenset({info.id})))
    with find:
        _show_search(assistant, document)
    with audit:
        _show_audit(assistant, info)
    for tab, show_change in zip(others, (_show_details, _show_removal), strict=False):
        with tab:
            show_change(assistant, info)


def _show_text(document: Document) -> None:
    sections = list(dict.fromkeys(block.locator.section for block in document.blocks))
    section = st.selectbox(
        "Section", sections, format_func=lambda path: " › ".join(path) or "The beginning", key="section"
    )
    st.html(blocks_html([block for block in document.blocks if block.locator.section == section]))


def _show_tables(document: Document, grids: tuple[Grid, ...]) -> None:
    for long in document.long_tables:
        st.html(table_html(rows_shown(document, long)))
    if not grids:
        if not document.long_tables:
            st.html("<p>This report has no tables.</p>")
        return
    number = st.selectbox(
        "Table",
        range(len(grids)),
        format_func=lambda i: f"{grids[i].number}. {grids[i].title or 'untitled'}",
        key="table",
    )
    grid = grids[number]
    st.html(table_html(document.tables[number]))
    findings = [finding.explanation for finding in grid.findings]
    if findings:
        with st.expander(f"{counted(len(findings), 'check')} of its sums"):
            st.html(list_html(findings))
    frame = _frame(grid)
    with st.expander("Sort these figures"):
        st.dataframe(frame, hide_index=True, width="stretch")
    st.download_button(
        "Download as CSV", frame.to_csv(index=False), f"{document.id}-table-{grid.number}.csv", "text/csv"
    )


def _frame(grid: Grid) -> pd.DataFrame:
    """The table with its labels as the first column and its figures as printed."""
    cells = {(o.row, o.column): o.printed for o in grid.observations}
    heads = _apart([" / ".join(grid.row_dimension) or "Row", *(" / ".join(column.path) for column in grid.columns)])
    rows = [
        [" / ".join(row.path), *(cells.get((row.index, column.index), "") for column in grid.columns)]
        for row in grid.rows
    ]
    return pd.DataFrame([dict(zip(heads, row, strict=True)) for row in rows])


def _apart(heads: list[str]) -> list[str]:
    """The column heads, told apart where two are alike."""
    return [f"{head} ({heads[:i].count(head) + 1})" if heads.count(head) > 1 else head for i, head in enumerate(heads)]


def _show_search(assistant: Assistant, document: Document) -> None:
    words = st.text_input("Words, or what it is about", key="words")
    if not words.strip():
        return
    found = assistant.library.search(words, documents=frozenset({document.id}), limit=8)
    for passage in found:
        where = " › ".join(passage.chunk.locator.section)
        st.html(f'<p class="where">{text_html(where)}</p><p>{text_html(passage.chunk.text)}</p>')


def _show_audit(assistant: Assistant, info: DocumentInfo) -> None:
    st.html("<p>Sums that do not add up, and figures of the text that its tables do not bear out.</p>")
    if not st.button("Look for what does not agree", key=f"audit-{info.id}"):
        return
    with st.spinner("Holding every figure against the others …"):
        findings = assistant.audit(frozenset({info.id}))
    if not findings:
        st.success("Nothing was found that does not agree.")
    for finding in findings:
        places = [finding.a] if finding.a == finding.b else [finding.a, finding.b]
        quotes = "".join(
            f"<blockquote>{text_html(place.quote)}</blockquote><p class='where'>{text_html(_where(place))}</p>"
            for place in places
        )
        st.html(f"<h3>{finding.severity.value.capitalize()}</h3><p>{text_html(finding.explanation)}</p>{quotes}")


def _where(place: Place) -> str:
    return place.section + ("" if place.page is None else f", page {place.page}")


def _show_details(assistant: Assistant, info: DocumentInfo) -> None:
    """What the report says of itself, to be set right where it is wrong; left empty, the report's own word holds."""
    with st.form(f"details-{info.id}"):
        values = {
            field: st.text_input(field.capitalize(), value=getattr(info, field), key=f"{field}-{info.id}")
            for field in FIELDS
        }
        if st.form_submit_button("Save"):
            changed = {field: value.strip() for field, value in values.items() if value != getattr(info, field)}
            try:
                visiting().must(Rights.EDITOR)
                assistant.library.correct(info.id, read_facts(changed))
            except ReportError as error:
                st.error(escape_markdown(str(error)))
                return
            st.rerun()


def _show_removal(assistant: Assistant, info: DocumentInfo) -> None:
    st.html(
        "<p>Removing a report takes its text, tables and figures out of the library. "
        "The file it was read from stays where it is.</p>"
    )
    sure = st.checkbox("Yes, remove this report", key=f"sure-{info.id}")
    if st.button("Remove", disabled=not sure, key=f"remove-{info.id}"):
        try:
            visiting().must(Rights.EDITOR)
            assistant.library.remove(info.id)
        except ReportError as error:
            st.error(escape_markdown(str(error)))
            return
        st.query_params.clear()
        st.rerun()

"""What was read of a report: its text, its tables, a search of it, and what does not agree in it."""

from __future__ import annotations

import streamlit as st

from assistant.answers.rendering import blocks_html, list_html, rows_html, table_html, text_html
from assistant.auditing.findings import Finding, Place, Severity
from assistant.libraries.listing import counted
from assistant.libraries.sorting import column_heads, sorted_rows
from assistant.long_tables.opening import rows_shown
from assistant.service import Assistant
from assistant.spreadsheets import csv_file, table_csv
from assistant.web.access import visiting
from corpus.document import BlockKind, Document
from corpus.store import DocumentInfo
from structured.observations import FindingKind, Grid

_SUMS = {
    FindingKind.CONTRADICTED: "does not agree",
    FindingKind.ROUNDING: "agrees but for rounding",
    FindingKind.CONFIRMED: "agrees",
}


@st.fragment
def show_text(document: Document) -> None:
    """One section after the other."""
    sections = list(dict.fromkeys(block.locator.section for block in document.blocks))
    told = next((b.locator.section for b in document.blocks if b.kind is not BlockKind.HEADING), sections[0])
    section = st.selectbox(
        f"Section, of {len(sections)}",
        sections,
        index=sections.index(told),  # the first that says more than its title
        format_func=lambda path: " › ".join(path) or "The beginning",
        key=f"section-{document.id}",
    )
    st.html(blocks_html([block for block in document.blocks if block.locator.section == section]))


@st.fragment
def show_tables(document: Document, grids: tuple[Grid, ...]) -> None:
    """One table, as printed or in another order, with what its sums show."""
    for long in document.long_tables:
        st.html(table_html(rows_shown(document, long)))
    if not grids:
        if not document.long_tables:
            st.html("<p>This report has no tables.</p>")
        return
    number = st.selectbox(
        f"Table, of {len(grids)}",
        range(len(grids)),
        format_func=lambda i: f"{grids[i].number}. {grids[i].title or 'untitled'}",
        key=f"table-{document.id}",
    )
    grid = grids[number]
    heads = column_heads(grid)
    key = f"{document.id}-{grid.number}"
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        by = st.selectbox(
            "Order",
            [None, *range(len(heads))],
            format_func=lambda n: "As printed" if n is None else f"By {heads[n]}",
            key=f"order-{key}",
        )
        is_falling = st.checkbox("Largest first", value=True, disabled=by is None, key=f"falling-{key}")
    printed = next(table for table in document.tables if table.number == grid.number)
    rows = sorted_rows(grid, by, descending=is_falling)
    st.html(table_html(printed) if by is None else rows_html(grid.title, heads, rows))
    data = table_csv(printed) if by is None else csv_file([heads, *rows])
    st.download_button("Download as CSV", data, f"{key}.csv", "text/csv", key=f"csv-{key}", on_click="ignore")
    _show_sums(grid)


def _show_sums(grid: Grid) -> None:
    """What the table's own arithmetic shows, what disagrees first."""
    ordered = [f for kind in _SUMS for f in grid.findings if f.kind is kind]
    notes = [*grid.warnings, *(f"{_SUMS[f.kind].capitalize()}: {f.explanation}" for f in ordered)]
    if not notes:
        return
    wrong = sum(f.kind is FindingKind.CONTRADICTED for f in ordered)
    label = f"{counted(len(ordered), 'sum')} checked, {wrong} wrong" if ordered else "How this table was read"
    with st.expander(label):
        st.html(list_html(notes))


@st.fragment
def show_search(assistant: Assistant, document: Document) -> None:
    """Passages by words or by meaning."""
    words = st.text_input("Words, or what it is about", key=f"words-{document.id}")
    if not words.strip():
        return
    found = assistant.library.search(words, documents=frozenset({document.id}), limit=8)
    visiting()  # a fragment runs by itself, and knows of no visitor yet
    assistant.library.log.asked("search", words, f"{len(found)} passages")
    if not found:
        st.html("<p>Nothing was found.</p>")
    for passage in found:
        place = passage.chunk.locator
        where = " › ".join(place.section) + ("" if place.page is None else f", page {place.page}")
        st.html(f'<p class="where">{text_html(where)}</p><p class="found">{text_html(passage.chunk.text)}</p>')


@st.fragment
def show_audit(assistant: Assistant, info: DocumentInfo) -> None:
    """What does not agree, once it is asked for; it stays until the library changes."""
    st.html("<p>Sums that do not add up, and figures of the text that its tables do not bear out.</p>")
    audits: dict[tuple[str, int], tuple[Finding, ...]] = st.session_state.setdefault("audits", {})
    key = (info.id, assistant.library.version)
    if st.button("Look for what does not agree", key=f"audit-{info.id}"):
        with st.spinner("Holding every figure against the others …"):
            audits[key] = assistant.audit(frozenset({info.id}))
    if key not in audits:
        return
    findings = audits[key]
    if not findings:
        st.success("Nothing was found that does not agree.")
        return
    counts = ((severity.value.capitalize(), sum(f.severity is severity for f in findings)) for severity in Severity)
    st.html(f"<p>{' · '.join(f'{name}: {n}' for name, n in counts)}</p>")
    rows = [(f.severity.value, f.explanation, f.a.quote, _where(f.a), f.b.quote, _where(f.b)) for f in findings]
    data = csv_file([("severity", "finding", "quote", "where", "against", "where"), *rows])
    st.download_button(
        "Download as CSV", data, f"{info.id}-findings.csv", "text/csv", key=f"findings-{info.id}", on_click="ignore"
    )
    for finding in findings:
        st.html(_finding_html(finding))


def _finding_html(finding: Finding) -> str:
    places = [finding.a] if finding.a == finding.b else [finding.a, finding.b]
    quotes = "".join(
        f"<blockquote>{text_html(place.quote)}</blockquote><p class='where'>{text_html(_where(place))}</p>"
        for place in places
    )
    return f"<h3>{finding.severity.value.capitalize()}</h3><p>{text_html(finding.explanation)}</p>{quotes}"


def _where(place: Place) -> str:
    return place.section + ("" if place.page is None else f", page {place.page}")

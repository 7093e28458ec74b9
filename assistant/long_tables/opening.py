"""Rows of a long table shown: those around a cited one, or the first."""

from __future__ import annotations

from dataclasses import replace

from assistant.answers.answer import Citation
from assistant.usage import NotInDocument
from corpus.document import Document, LongTable, Table
from structured.long_figures import LongFigures

_NEAR = 5
_FIRST = 20


def find_long(document: Document, number: int) -> LongTable | None:
    """The long table of that number, if it is one."""
    return next((table for table in document.long_tables if table.number == number), None)


def opened(document: Document, citation: Citation) -> tuple[Document, Citation]:
    """What to show of a citation: of a long table's row the rows around it, the cited cells at their new places."""
    long = find_long(document, citation.cells[0].table) if citation.cells else None
    if long is None:
        return document, citation
    row = citation.cells[0].row_index
    first = max(1, row - _NEAR)
    last = min(long.n_rows, row + _NEAR)
    excerpt, _ = LongFigures(document, long).excerpt(range(first, last + 1), renumbered=True)
    cells = tuple(replace(cell, row_index=cell.row_index - first + 1) for cell in citation.cells)
    return excerpt, replace(citation, cells=cells)


def rows_shown(document: Document, long: LongTable, row: int | None = None) -> Table:
    """The rows around one, the first of them where none is named; a note says which they are.

    A row is named as a citation names it: by its line in the file, where these run alike. Raises NotInDocument.
    """
    offset = max(0, long.first_line - 1)
    if row is not None and not 1 <= row - offset <= long.n_rows:
        there = f"its rows are {1 + offset:,} to {long.n_rows + offset:,}"
        raise NotInDocument(f"no row {row:,} in table {long.number} of '{document.id}': {there}")
    first = 1 if row is None else max(1, row - offset - _NEAR)
    last = min(long.n_rows, _FIRST if row is None else row - offset + _NEAR)
    excerpt, _ = LongFigures(document, long).excerpt(range(first, last + 1), renumbered=True)
    note = f"Rows {first + offset:,} to {last + offset:,} of {long.n_rows + offset:,}."
    return replace(excerpt.tables[0], notes=(*long.notes, note))

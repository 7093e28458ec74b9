"""What a library holds, as JSON data and as plain text: its reports, their tables, sections and pages.

Knows nothing of questions.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from assistant.answers.answer import json_number
from assistant.libraries.reports import report_period
from assistant.usage import NotInDocument
from corpus.document import Block, BlockKind, Document, LongTable, Table
from corpus.store import DocumentInfo
from structured.observations import Grid, GridRow, Observation, Remark
from structured.periods import Period
from structured.units import unit_code

if TYPE_CHECKING:
    from assistant.libraries.adding import AddedDocument
    from assistant.libraries.batches import Outcome

MAX_CELL = 40
"""The width, in characters, beyond which a cell is wrapped in a printed table."""


def documents_json(documents: Iterable[DocumentInfo]) -> dict[str, Any]:
    """``{"documents": [...]}``, in the library's order."""
    return {
        "documents": [
            {
                "id": info.id,
                "title": info.title,
                "publisher": info.publisher or None,
                "period": _period_of(info) or None,
                "published": info.published or None,
                "edition": info.edition or None,
                "set": list(info.set_by_user),
                "file": info.file_name,
                "pages": info.pages,
                "tables": info.tables,
                "observations": info.observations,
                "chunks": info.chunks,
                "added": info.added,
                "warnings": [warning.message for warning in info.warnings],
            }
            for info in documents
        ]
    }


def grids_json(grids: Iterable[Grid]) -> dict[str, Any]:
    """``{"tables": [...]}``, in reading order."""
    return {"tables": [grid_json(grid) for grid in grids]}


def grid_json(grid: Grid) -> dict[str, Any]:
    """One table: each body row with its labels and, column by column, its cells.

    The indexes of rows and columns are the places by which a plan names a cell.
    """
    cells: dict[tuple[int, int], Observation] = {(o.row, o.column): o for o in grid.observations}
    return {
        "document": grid.document_id,
        "number": grid.number,
        "title": grid.title or grid.caption,
        "page": grid.page,
        "section": " / ".join(grid.section),
        "columns": [list(column.path) for column in grid.columns],
        "column_indexes": [column.index for column in grid.columns],
        "rows": [
            {
                "row": row.index,
                "labels": list(row.path),
                "cells": [_cell_json(cells.get((row.index, column.index)), row) for column in grid.columns],
            }
            for row in grid.rows
        ],
        "notes": list(grid.notes),
        "remarks": [_remark_json(remark) for remark in grid.remarks],
        "findings": [finding.explanation for finding in grid.findings],
    }


def _remark_json(remark: Remark) -> dict[str, Any]:
    """What a mark says, and for which rows, columns and cells, by the indexes by which a plan names them."""
    return {
        "mark": remark.mark,
        "text": remark.text,
        "whole": remark.whole,
        "rows": list(remark.rows),
        "columns": list(remark.columns),
        "cells": [{"row": place.row, "column": place.column} for place in remark.places],
    }


def _cell_json(cell: Observation | None, row: GridRow) -> dict[str, Any]:
    if cell is None:
        return {"printed": "", "value": None, "unit": None, "period": None, "inferred": list(row.inferred)}
    quantity = cell.quantity
    return {
        "printed": cell.printed,
        "value": None if quantity is None else json_number(quantity.value),
        "unit": None if quantity is None else unit_code(quantity.unit),
        "period": None if cell.period is None else period_label(cell.period),
        "inferred": list(cell.inferred),
    }


def period_label(period: Period) -> str:
    """A period as JSON gives it: as printed, or its first and last day."""
    return period.printed or f"{period.first.isoformat()}/{period.last.isoformat()}"


def counted(number: int, noun: str) -> str:
    """The number with its noun, in the plural where it needs one.

    >>> counted(1, "table"), counted(1204, "figure")
    ('1 table', '1,204 figures')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def info_text(info: DocumentInfo) -> str:
    """One report in lines: its id and title; whose it is, of when; what was read of it; each warning."""
    parts = [counted(info.tables, "table"), counted(info.observations, "figure"), counted(info.chunks, "passage")]
    if info.pages is not None:
        parts.insert(0, counted(info.pages, "page"))
    facts = [
        f"{name}{value}{' (set by you)' if field in info.set_by_user else ''}"
        for field, name, value in (
            ("publisher", "by ", info.publisher),
            ("period", "covers ", _period_of(info)),
            ("published", "published ", info.published),
        )
        if value
    ]
    warnings = [
        f"  warning: {warning.message}" + ("" if warning.page is None else f" (page {warning.page})")
        for warning in info.warnings
    ]
    own = " (set by you)" if "edition" in info.set_by_user else ""
    edition = [f"  edition: {info.edition}{own}"] if info.edition else []
    titled = f"{info.id}: {info.title}" + (" (set by you)" if "title" in info.set_by_user else "")
    return "\n".join(
        [titled, *([f"  {' · '.join(facts)}"] if facts else []), f"  {', '.join(parts)}", *edition, *warnings]
    )


def _period_of(info: DocumentInfo) -> str:
    """The period that a report covers: as it says, or as its title says."""
    period = report_period(info)
    return info.period or (period.label() if period else "")


def added_text(added: AddedDocument) -> str:
    """What came of adding a report, with the report and the notes on it."""
    notes = [f"  note: {note}" for note in added.notes]
    return "\n".join([f"{added.status.value}: {info_text(added.info)}", *notes])


def outcomes_text(outcomes: Sequence[Outcome]) -> str:
    """One line on many reports: how many were added, and so on."""
    counts = Counter(o.added.status.value if o.added else "could not be read" for o in outcomes)
    return f"{counted(len(outcomes), 'file')}: " + ", ".join(f"{n:,} {what}" for what, n in counts.items())


def grids_text(grids: Iterable[Grid]) -> str:
    """One line for each table: its number, page, title and size."""
    lines = []
    for grid in grids:
        place = "" if grid.page is None else f", page {grid.page}"
        size = f"{counted(len(grid.rows), 'row')}, {counted(len(grid.columns), 'column')}"
        lines.append(f"{grid.number:>3}  {grid.title or grid.caption or 'untitled'}{place} ({size})")
    return "\n".join(lines)


def long_tables_text(tables: Iterable[LongTable]) -> str:
    """One line for each long table, as for the others."""
    lines = []
    for table in tables:
        size = f"{counted(table.n_rows, 'row')}, {counted(len(table.columns), 'column')}"
        lines.append(f"{table.number:>3}  {table.title or 'untitled'} ({size}, kept as rows)")
    return "\n".join(lines)


def find_table(document: Document, number: int) -> Table:
    """The table of that number. Raises NotInDocument."""
    for table in document.tables:
        if table.number == number:
            return table
    n = len(document.tables) + len(document.long_tables)
    there = f"its tables are 1 to {n}" if n else "it has no tables"
    raise NotInDocument(
        f"no table {number} in '{document.id}': {there}; `report-assistant tables {document.id}` lists them"
    )


def section_blocks(document: Document, words: str) -> tuple[Block, ...]:
    """The blocks of the sections with those words in their title, upper and lower case alike. Raises NotInDocument."""
    wanted = words.casefold()
    found = tuple(b for b in document.blocks if any(wanted in title.casefold() for title in b.locator.section))
    if not found:
        raise NotInDocument(
            f"no section of '{document.id}' has '{words}' in its title; "
            f"`report-assistant show {document.id}` lists them"
        )
    return found


def page_blocks(document: Document, page: int) -> tuple[Block, ...]:
    """The blocks of that page. Raises NotInDocument, also where the report's pages are not known."""
    found = tuple(b for b in document.blocks if b.locator.page == page)
    if not found:
        known = sorted({b.locator.page for b in document.blocks if b.locator.page is not None})
        there = f"pages with text are {known[0]} to {known[-1]}" if known else "its page numbers are not known"
        raise NotInDocument(f"no text on page {page} of '{document.id}': {there}")
    return found


def outline_text(document: Document) -> str:
    """The report's title and its section titles in reading order, indented by depth, each with its page."""
    lines = [document.title]
    seen: set[tuple[str, ...]] = set()
    for block in document.blocks:
        section = block.locator.section
        for depth in range(1, len(section) + 1):
            if section[:depth] not in seen:
                seen.add(section[:depth])
                place = "" if block.locator.page is None else f"  (page {block.locator.page})"
                lines.append(f"{'  ' * depth}{section[depth - 1]}{place}")
    return "\n".join(lines)


def blocks_text(blocks: Iterable[Block]) -> str:
    """The blocks as plain text in reading order, headings set off by a line beneath."""
    parts = []
    for block in blocks:
        if block.table is not None:
            parts.append(table_text(block.table))
        elif block.kind is BlockKind.HEADING:
            parts.append(f"{block.text}\n{'-' * len(block.text)}")
        elif block.kind is BlockKind.BULLET:
            parts.append(f"{'  ' * (block.level - 1)}- {block.text}")
        else:
            parts.append(block.text)
    return "\n\n".join(parts)


def table_text(table: Table) -> str:
    """The table in aligned columns, its title above and its notes beneath; long cells are wrapped."""
    rows = [[_wrapped(cell.text) for cell in row] for row in table.rows()]
    widths = [
        max((len(line) for row in rows if column < len(row) for line in row[column]), default=0)
        for column in range(table.n_columns)
    ]
    lines = [f"Table {table.number}: {table.title or 'untitled'}"]
    for row in rows:
        for line in range(max((len(cell) for cell in row), default=0)):
            lines.append(
                "  ".join(_line(cell, line).ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()
            )
    return "\n".join([*lines, *table.notes])


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, MAX_CELL) or [""]


def _line(cell: Sequence[str], number: int) -> str:
    return cell[number] if number < len(cell) else ""

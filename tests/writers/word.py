"""A report as a Word document, with Word's own styles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document as new_document
from docx.oxml import OxmlElement

from corpus.document import BlockKind, Document, Table
from tests.writers import captions, front, level, uncovered


def write(document: Document, path: Path) -> None:
    """Write the report: its name in the style Title, captions in the style Caption."""
    file = new_document()
    named, n_front = captions(document), front(document)
    for index, block in enumerate(document.blocks):
        text = " ".join(block.text.split())
        if block.table is not None:
            _table(file, block.table)
        elif index in named:
            file.add_paragraph(text, style="Caption")
        elif block.kind is BlockKind.HEADING:
            depth = level(document, index) - (1 if n_front else 0)
            _heading(file, text, depth)
        elif block.kind is BlockKind.BULLET:
            file.add_paragraph(text, style="List Bullet" + (f" {block.level}" if block.level > 1 else ""))
        else:
            file.add_paragraph(text)
    file.core_properties.title = "Template of the corporate report"
    file.core_properties.author = "Widgetshire"
    file.save(str(path))


def _heading(file: Any, text: str, depth: int) -> None:
    file.add_paragraph(text, style=f"Heading {depth}" if depth else "Title")


def _table(file: Any, table: Table) -> None:
    grid = file.add_table(rows=table.n_rows, cols=table.n_columns)
    for row, cells in zip(grid.rows, table.rows(), strict=True):
        for place, cell in zip(row.cells, cells, strict=True):
            place.text = cell.text
        if all(cell.is_header for cell in cells):
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in (cell for row in uncovered(table) for cell in row if cell.row_span > 1 or cell.column_span > 1):
        last = grid.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
        grid.cell(cell.row, cell.column).merge(last).text = cell.text

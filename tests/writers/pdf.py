"""A report as PDF, as a word processor would print it: A4, headers and footers, ruled tables, headings by size."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, TableStyle
from reportlab.platypus import Table as Ruled

from corpus.document import BlockKind, Document, Table
from tests.writers import captions, front, level, uncovered

_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=12.5, spaceAfter=7)
_NOTE = ParagraphStyle("note", parent=_BODY, fontSize=8, leading=10)
_CELL = ParagraphStyle("cell", fontName="Helvetica", fontSize=8, leading=9.5)
_CAPTION = ParagraphStyle("caption", parent=_BODY, fontName="Helvetica-Oblique", spaceAfter=3, keepWithNext=1)
_MARGIN = 56.0


def write(document: Document, path: Path) -> None:
    """Write the report with a running header and page numbers at the foot."""

    def furnish(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(_MARGIN, A4[1] - 30, document.title)
        canvas.drawRightString(A4[0] - _MARGIN, 28, f"Page {template.page}")

    template = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=64, bottomMargin=60, invariant=1
    )
    template.build(list(_parts(document)), onFirstPage=furnish, onLaterPages=furnish)


def _parts(document: Document) -> Iterator[Flowable]:
    named = captions(document)
    n_front = front(document)
    page = document.blocks[0].locator.page
    for index, block in enumerate(document.blocks):
        # Where the report does not say on which page a table stands, no line may stand on its page by chance.
        is_loose = page is None and (index in named or (block.table is not None and index - 1 not in named))
        if index > n_front and (block.locator.page != page or is_loose):
            yield PageBreak()
        page = block.locator.page
        text = escape(" ".join(block.text.split()))
        if block.table is not None:
            yield _table(block.table)
        elif index in named:
            yield Paragraph(text, _CAPTION)
        elif block.kind is BlockKind.HEADING:
            yield Paragraph(text, _heading(level(document, index)))
        elif block.kind is BlockKind.BULLET:
            indent = 14.0 * block.level
            style = ParagraphStyle("bullet", parent=_BODY, leftIndent=indent, bulletIndent=indent - 11, spaceAfter=3)
            yield Paragraph(text, style, bulletText="•")
        else:
            yield Paragraph(text, _NOTE if block.kind is BlockKind.NOTE else _BODY)
        if index + 1 == n_front:
            yield PageBreak()


def _heading(depth: int) -> ParagraphStyle:
    size = max(10.5, 22 - 3.5 * depth)
    return ParagraphStyle(
        f"heading {depth}",
        fontName="Helvetica-Bold",
        fontSize=size,
        leading=1.2 * size,
        spaceBefore=9,
        spaceAfter=6,
        keepWithNext=1,
    )


def _table(table: Table) -> Ruled:
    rows = [[Paragraph(escape(cell.text), _CELL) for cell in row] for row in table.rows()]
    ruled = Ruled(rows, colWidths=_widths(table), repeatRows=1, spaceAfter=8)
    spans = [
        ("SPAN", (cell.column, cell.row), (cell.column + cell.column_span - 1, cell.row + cell.row_span - 1))
        for row in uncovered(table)
        for cell in row
        if cell.row_span > 1 or cell.column_span > 1
    ]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    ruled.setStyle(TableStyle([*grid, *spans]))
    return ruled


def _widths(table: Table) -> list[float]:
    """Widths that hold each column's longest word, and share out the rest of the page by the length of its texts."""
    room = A4[0] - 2 * _MARGIN
    texts = [[row[c].text for row in table.rows() if row[c].column_span == 1] for c in range(table.n_columns)]
    least = [
        max(stringWidth(word, "Helvetica", 8) for text in column for word in text.split() or [""]) + 13
        for column in texts
    ]
    wanted = [min(150.0, max(len(text) for text in column) * 4.2) for column in texts]
    spare = max(0.0, room - sum(least))
    more = [max(0.0, want - own) for want, own in zip(wanted, least, strict=True)]
    return [own + extra * min(1.0, spare / (sum(more) or 1)) for own, extra in zip(least, more, strict=True)]

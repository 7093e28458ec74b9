"""Small PDFs drawn word by word in a test, as programs of all kinds print them: no tables, only words and lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Block, Table
from corpus.readers.pdf import read
from corpus.readers.reading import Reading

Draw = Callable[["Page"], None]


class Page:
    """One page to draw on; heights count from the top, all measures in points."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self.canvas = canvas
        self._height = height

    def words(
        self, x: float, y: float, text: str, *, size: float = 10, bold: bool = False, right: bool = False
    ) -> None:
        """Words that begin, or end, at a place and stand on a height."""
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        (self.canvas.drawRightString if right else self.canvas.drawString)(x, self._height - y, text)

    def centred(self, x: float, y: float, text: str, *, size: float = 10, bold: bool = False) -> None:
        """Words around a place."""
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawCentredString(x, self._height - y, text)

    def lines(self, x: float, y: float, *texts: str, size: float = 10, leading: float = 12) -> float:
        """Lines of text under one another; the height of the line after them."""
        for number, text in enumerate(texts):
            self.words(x, y + number * leading, text, size=size)
        return y + len(texts) * leading

    def row(
        self, y: float, label: str, *figures: str, left: float = 60, ends: Sequence[float] = (), bold: bool = False
    ) -> None:
        """A label and figures that end at given places."""
        self.words(left, y, label, bold=bold)
        for end, figure in zip(ends, figures, strict=True):
            self.words(end, y, figure, right=True, bold=bold)

    def rule(self, x0: float, x1: float, y: float) -> None:
        """A ruled line across."""
        self.canvas.line(x0, self._height - y, x1, self._height - y)

    def upright(self, x: float, top: float, bottom: float) -> None:
        """A ruled line down."""
        self.canvas.line(x, self._height - top, x, self._height - bottom)

    def band(self, x0: float, x1: float, top: float, bottom: float, grey: float = 0.85) -> None:
        """A shaded area."""
        self.canvas.setFillGray(grey)
        self.canvas.rect(x0, self._height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def raised(self, x: float, y: float, text: str, mark: str, *, size: float = 10, right: bool = False) -> None:
        """Words with a small raised mark at their end."""
        width = self.canvas.stringWidth(text, "Helvetica", size)
        at = x - width if right else x
        self.words(at, y, text, size=size)
        self.words(at + width, y - 0.35 * size, mark, size=0.6 * size)


def drawn(*pages: Draw, size: tuple[float, float] = A4, **properties: str) -> bytes:
    """A PDF of these pages, with what it says of itself: title, author, subject."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    for name, value in properties.items():
        getattr(canvas, f"set{name.title()}")(value)
    for draw in pages:
        draw(Page(canvas, size[1]))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def reading_of(*pages: Draw, size: tuple[float, float] = A4) -> Reading:
    """What the reader makes of these pages."""
    return read(drawn(*pages, size=size), "report")


def blocks(reading: Reading) -> list[tuple[str, str]]:
    """Each block's kind and text; of a table its rows, with bars between the cells."""
    return [(block.kind.value, shown(block)) for block in reading.blocks]


def shown(block: Block) -> str:
    """A block's text, or its table's rows."""
    return " / ".join(rows(block.table)) if block.table is not None else block.text


def rows(table: Table) -> list[str]:
    """A table's rows, with bars between the cells."""
    return ["|".join(cell.text for cell in row) for row in table.rows()]


def tables(reading: Reading) -> list[list[str]]:
    """The rows of each table."""
    return [rows(block.table) for block in reading.blocks if block.table is not None]

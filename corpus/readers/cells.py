"""Rows of cells with text and tables in them, as formats that mark tables give them: data, or only a page's layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import BlockKind
from corpus.readers.composing import TableCell
from corpus.readers.flow import Part

_LONG_CHARS = 300
_MAX_LAYOUT_ROWS = 3
_MAX_HEAD_CHARS = 60
_FIGURE = re.compile(
    r"^[(+\-−–£$€<>c~ ]*\d[\d,. ]*\s?(?:%|pp|m|bn|k)?\s?\)?"
    r"(?:\s?(?:\[[a-z ]{0,5}\d{0,2}\]|\([a-z]\)|[rpe](?!\w)))*\W{0,3}$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell that may cover others, with the parts in it. ``is_header``: the format calls it a heading."""

    parts: tuple[Part, ...] = ()
    is_header: bool = False
    row_span: int = 1
    column_span: int = 1

    @property
    def text(self) -> str:
        """The words of its parts, tables within it left out."""
        return " ".join(part.text for part in self.parts if part.kind is not BlockKind.TABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells that begin in a row. ``is_marked``: the format calls the whole row a heading."""

    cells: tuple[Cell, ...]
    is_marked: bool = False

    @property
    def is_header(self) -> bool:
        """Whether its cells are headings, and none of them a figure."""
        filled = [cell for cell in self.cells if cell.text.strip()]
        if not filled or not (self.is_marked or all(cell.is_header for cell in filled)):
            return False
        return not any(_is_figure(cell.text) for cell in filled[1:])


def table_parts(rows: Sequence[Row], *, title: str, page: int | None, is_layout: bool = False) -> list[Part]:
    """The rows as parts: one table with those nested in it after it, or the text of a table that is only layout.

    ``title`` is a caption that the format ties to the table, ``is_layout`` says that the format calls it so.
    """
    cells = [cell for row in rows for cell in row.cells]
    if is_layout or _is_layout(rows, cells, has_title=bool(title)):
        caption = [Part(kind=BlockKind.PARAGRAPH, text=title, page=page, is_caption=True)] if title else []
        return [*caption, *(part for cell in cells for part in cell.parts)]
    laid = tuple(
        tuple(TableCell(text=cell.text, row_span=cell.row_span, column_span=cell.column_span) for cell in row.cells)
        for row in rows
    )
    table = Part(
        kind=BlockKind.TABLE,
        rows=laid,
        header_rows=next((i for i, row in enumerate(rows) if not row.is_header), len(rows)),
        title=title,
        page=page,
        footnotes=tuple(note for cell in cells for part in cell.parts for note in part.footnotes),
    )
    return [table, *(part for cell in cells for part in cell.parts if part.kind is BlockKind.TABLE)]


def _is_figure(text: str) -> bool:
    """Whether a cell's words are a figure, and not a year."""
    bare = text.strip()
    return bool(_FIGURE.match(bare)) and not _YEAR.fullmatch(bare)


def _is_layout(rows: Sequence[Row], cells: Sequence[Cell], *, has_title: bool) -> bool:
    """Whether a table has one column, or only puts the text of a page side by side."""
    if max((sum(cell.column_span for cell in row.cells) for row in rows), default=0) <= 1:
        return True
    if has_title or any(cell.is_header for cell in cells) or any(row.is_marked for row in rows):
        return False
    if any(_is_figure(cell.text) for cell in cells):
        return False
    holds_parts = any(part.kind in (BlockKind.HEADING, BlockKind.TABLE) for cell in cells for part in cell.parts)
    is_headed = len(rows[0].cells) > 1 and all(0 < len(cell.text) <= _MAX_HEAD_CHARS for cell in rows[0].cells)
    is_few = len(rows) <= _MAX_LAYOUT_ROWS and not is_headed
    is_long = is_few and any(len(cell.text) > _LONG_CHARS for cell in cells)
    return len(rows) == 1 or holds_parts or is_long

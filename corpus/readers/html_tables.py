"""Read an HTML table: its rows in the order that they are shown, its cells with their spans, its caption.

Tells tables of data from those that only lay out a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from corpus.document import BlockKind
from corpus.readers.composing import TableCell
from corpus.readers.flow import Part
from corpus.readers.html_elements import is_hidden

_MAX_COLUMN_SPAN = 1000
_MAX_ROW_SPAN = 65_534
_LONG_CHARS = 300
_FIGURE = re.compile(r"^[(+\-−–£$€<>c~ ]*\d[\d,. ]*\s?(?:%|pp|m|bn|k)?\s?\)?\W{0,3}$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SECTIONS = ("thead", "tbody", "tfoot")

Inside = Callable[[LexborNode], list[Part]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A cell with the parts in it."""

    parts: tuple[Part, ...]
    is_header: bool
    row_span: int
    column_span: int

    @property
    def text(self) -> str:
        return " ".join(part.text for part in self.parts if part.kind is not BlockKind.TABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    cells: tuple[_Cell, ...]
    section: str

    @property
    def is_header(self) -> bool:
        """Whether its cells are headings and no figures."""
        filled = [cell for cell in self.cells if cell.text.strip()]
        if not filled or not (self.section == "thead" or all(cell.is_header for cell in filled)):
            return False
        return not any(is_figure(cell.text) for cell in filled[1:])


def is_figure(text: str) -> bool:
    """Whether a cell's words are a figure, and not a year."""
    bare = text.strip()
    return bool(_FIGURE.match(bare)) and not _YEAR.fullmatch(bare)


def read_table(node: LexborNode, inside: Inside, title: str, page: int | None) -> list[Part]:
    """The table as parts: one for a table of data (with those nested in it after it), its text for one of layout.

    ``inside`` gives the parts of an element's content, ``title`` is a caption that stands around the table.
    """
    caption, rows = _caption(node, inside), list(_rows(node, inside))
    if _is_layout(node, rows, bool(caption or title)):
        named = (
            [Part(kind=BlockKind.PARAGRAPH, text=caption or title, page=page, is_caption=True)]
            if caption or title
            else []
        )
        return [*named, *(part for row in rows for cell in row.cells for part in cell.parts)]
    n_headers = next((i for i, row in enumerate(rows) if not row.is_header), len(rows))
    laid = tuple(
        tuple(TableCell(text=cell.text, row_span=cell.row_span, column_span=cell.column_span) for cell in row.cells)
        for row in rows
    )
    table = Part(kind=BlockKind.TABLE, rows=laid, header_rows=n_headers, title=caption or title, page=page)
    nested = [part for row in rows for cell in row.cells for part in cell.parts if part.kind is BlockKind.TABLE]
    return [table, *nested]


def _caption(node: LexborNode, inside: Inside) -> str:
    captions = [child for child in _children(node) if child.tag == "caption"]
    return " ".join(part.text for part in inside(captions[0]) if part.rows == ()) if captions else ""


def _rows(node: LexborNode, inside: Inside) -> Iterator[_Row]:
    """The rows from the head to the foot, wherever the foot was written; spans end with their section."""
    sections = [child for child in _children(node) if child.tag in _SECTIONS]
    for section in sorted(sections, key=lambda child: {"thead": 0, "tfoot": 2}.get(child.tag or "", 1)):
        rows = [child for child in _children(section) if child.tag == "tr" and not is_hidden(child.attributes)]
        for index, row in enumerate(rows):
            cells = tuple(
                _Cell(
                    parts=tuple(inside(cell)),
                    is_header=cell.tag == "th",
                    row_span=_row_span(cell, len(rows) - index),
                    column_span=_span(cell, "colspan", _MAX_COLUMN_SPAN) or 1,
                )
                for cell in _children(row)
                if cell.tag in ("td", "th") and not is_hidden(cell.attributes)
            )
            yield _Row(cells=cells, section=section.tag or "")


def _row_span(cell: LexborNode, n_left: int) -> int:
    """How many rows a cell covers; 0 stands for all that are left in its section."""
    span = _span(cell, "rowspan", _MAX_ROW_SPAN)
    return n_left if span == 0 else min(span, n_left)


def _span(cell: LexborNode, name: str, most: int) -> int:
    match = re.match(r"\s*\+?(\d{1,20})", cell.attributes.get(name) or "")
    return min(int(match[1]), most) if match else 1


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next


def _is_layout(node: LexborNode, rows: Sequence[_Row], has_caption: bool) -> bool:
    """Whether a table only puts text side by side, or holds all of a page."""
    cells = [cell for row in rows for cell in row.cells]
    if (node.attributes.get("role") or "").lower() in ("presentation", "none"):
        return True
    if max((sum(cell.column_span for cell in row.cells) for row in rows), default=0) <= 1:
        return True
    if has_caption or any(cell.is_header for cell in cells):
        return False
    if any(is_figure(cell.text) for cell in cells):
        return False
    parts = [part for cell in cells for part in cell.parts]
    return (
        len(rows) == 1
        or any(part.kind in (BlockKind.HEADING, BlockKind.TABLE) for part in parts)
        or any(len(cell.text) > _LONG_CHARS for cell in cells)
    )

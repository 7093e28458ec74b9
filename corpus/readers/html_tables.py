"""Read an HTML table: its rows in the order that they are shown, its cells with their spans, its caption."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from corpus.readers.cells import Cell, Row, table_parts
from corpus.readers.flow import Part
from corpus.readers.html_elements import is_hidden

_MAX_COLUMN_SPAN = 1000
_MAX_ROW_SPAN = 65_534
_ORDER = {"thead": 0, "tbody": 1, "tfoot": 2}

Inside = Callable[[LexborNode], list[Part]]


def read_table(node: LexborNode, inside: Inside, title: str, page: int | None) -> list[Part]:
    """The table as parts, its own caption going before ``title``, one that stands around it.

    ``inside`` gives the parts of an element's content.
    """
    captions = [child for child in _children(node) if child.tag == "caption"]
    words = " ".join(part.text for part in inside(captions[0]) if not part.rows) if captions else ""
    is_layout = (node.attributes.get("role") or "").lower() in ("presentation", "none")
    return table_parts(list(_rows(node, inside)), title=words or title, page=page, is_layout=is_layout)


def _rows(node: LexborNode, inside: Inside) -> Iterator[Row]:
    """The rows from the head to the foot, wherever the foot was written; spans end with their section."""
    sections = [child for child in _children(node) if child.tag in _ORDER and not is_hidden(child.attributes)]
    for section in sorted(sections, key=lambda child: _ORDER[child.tag or ""]):
        rows = [child for child in _children(section) if child.tag == "tr" and not is_hidden(child.attributes)]
        for index, row in enumerate(rows):
            cells = tuple(
                Cell(
                    parts=tuple(inside(cell)),
                    is_header=cell.tag == "th",
                    row_span=_row_span(cell, len(rows) - index),
                    column_span=max(1, _span(cell, "colspan", _MAX_COLUMN_SPAN)),
                )
                for cell in _children(row)
                if cell.tag in ("td", "th") and not is_hidden(cell.attributes)
            )
            yield Row(cells=cells, is_marked=section.tag == "thead")


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

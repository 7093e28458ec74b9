"""Rows of tab-separated text: where each cell stands, and where one table ends and the next begins.

Titles, notes and the meaning of header rows are worked out elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.readers.drafts import Span
from corpus.readers.lines import Line

Row = tuple[Span, ...]
_FIGURE = re.compile(
    r"^[(+\-−–£$€<>c~ ]*\d[\d,. ]*\s?(?:%|pp|m|bn|k)?\s?\)?"
    r"(?:\s?(?:\*|\[[a-z ]{0,5}\d{0,2}\]|\([a-z]\)|[rpe](?!\w)))*$|^[-–—]$|^n/?a$|^0$",
    re.IGNORECASE,
)


def read_rows(line: Line) -> Row:
    """The spans of a line's cells, without the white space around each; an empty cell has an empty span."""
    spans: list[Span] = []
    start = line.start + (line.is_barred and line.text.startswith("|"))
    for raw in line.cells:
        text = raw.strip()
        cell = start + (raw.index(text) if text else 0)
        spans.append((cell, cell + len(text)))
        start += len(raw) + 1
    return tuple(spans)


def has_figures(line: Line) -> bool:
    """Whether a row has a figure beside its first cell."""
    return any(_FIGURE.match(text.strip()) for text in line.cells[1:])


def split_tables(source: str, lines: Sequence[Line], rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of neighbouring tabbed lines, cut where a new title row or a new header row begins another table."""
    tables: list[list[Row]] = [[]]
    for index, row in enumerate(rows):
        current = tables[-1]
        if current and _begins_table(source, current, rows, index, is_apart=lines[index].n_blank > 0):
            tables.append([])
        tables[-1].append(row)
    return tables


def is_heading_row(source: str, row: Row) -> bool:
    """Whether a row is plainly a header: at least two filled cells, none of them a figure, nor what a term means."""
    texts = _texts(source, row)
    filled = [text for text in texts if text]
    if len(texts) == 2 and texts[1][:1].islower() and len(texts[1].split()) > 2:
        return False
    return len(filled) >= 2 and not any(_FIGURE.match(text) for text in filled)


def _begins_table(source: str, current: Sequence[Row], rows: Sequence[Row], index: int, *, is_apart: bool) -> bool:
    row = rows[index]
    texts = _texts(source, row)
    heads = [_texts(source, other) for other in current[:3]]
    following = _texts(source, rows[index + 1]) if index + 1 < len(rows) else []
    is_title = sum(map(bool, texts)) == 1
    if is_title and following and following in heads and sum(map(bool, following)) > 1:
        return True
    if not is_apart:
        return False
    has_figures = any(_FIGURE.match(text) for text in texts)
    has_had_figures = any(_FIGURE.match(text) for other in current[-2:] for text in _texts(source, other))
    if texts in heads and sum(map(bool, texts)) > 1:
        return True
    if is_title:
        return bool(following) and not any(_FIGURE.match(text) for text in following)
    return len(row) != len(current[-1]) or (has_had_figures and not has_figures)


def _texts(source: str, row: Row) -> list[str]:
    return [" ".join(source[start:end].split()) for start, end in row]

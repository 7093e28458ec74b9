"""Where tables stand in text laid out by spaces: of figures as on a page of a PDF, of words by their edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.readers.aligned_pages import line_at
from corpus.readers.pdf_aligned import YEAR, Columns, Row, find_blocks

_MIN_ROWS = 3
_MIN_COLUMNS = 3
_SHARED = 0.6
"""Of a table's rows so many begin a cell at each of its columns' edges."""
_MAX_WORDS = 5
"""In a cell of a table of words, as the rows have it on the average; columns of text have more."""


def find_stretches(rows: Sequence[Row], carried: Columns) -> list[tuple[int, int]]:
    """The stretches of rows, half-open, that look like tables. ``carried`` as for `pdf_aligned.find_blocks`."""
    found: list[tuple[int, int]] = []
    for first, end in sorted([*_with_heads(rows, find_blocks(rows, carried)), *_runs(rows)]):
        if found and first < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((first, end))
    return found


def _with_heads(rows: Sequence[Row], blocks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The blocks, each that is nothing but headings made one with the block right below it."""
    found: list[tuple[int, int]] = []
    for first, end in blocks:
        is_next = bool(found) and found[-1][1] == first and _is_next(rows[first - 1], rows[first])
        if is_next and not any(map(_has_figures, rows[found[-1][0] : first])):
            found[-1] = (found[-1][0], end)
        else:
            found.append((first, end))
    return found


def _is_next(above: Row, row: Row) -> bool:
    return line_at(row.base) - line_at(above.base) == 1


def _has_figures(row: Row) -> bool:
    """Whether there are figures, other than years, beside a label."""
    is_labelled = not row.parts[0].is_figure
    return is_labelled and any(part.is_figure and not YEAR.fullmatch(part.text) for part in row.parts[1:])


def _runs(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Lines under one another whose cells begin at the same places, three or more of them side by side."""
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(rows):
        end = index + 1
        while end < len(rows) and _goes_on(rows, index, end):
            end += 1
        while end > index and len(rows[end - 1].parts) < 2 and not _is_at_edge(rows, index, end - 1):
            end -= 1
        if end > index and _is_table(rows[index:end]):
            found.append((_first_head(rows, index), end))
            index = end
        else:
            index += 1
    return found


def _first_head(rows: Sequence[Row], first: int) -> int:
    """The first of the lines right above that are lines of headings: none stands over the labels."""
    label = rows[first].parts[0]
    while (
        first
        and _is_next(rows[first - 1], rows[first])
        and rows[first - 1].x0 > label.x1
        and not rows[first - 1].is_prose
    ):
        first -= 1
    return first


def _goes_on(rows: Sequence[Row], first: int, index: int) -> bool:
    if len(rows[first].parts) < _MIN_COLUMNS or not _is_next(rows[index - 1], rows[index]):
        return False
    return len(rows[index].parts) >= _MIN_COLUMNS or _is_at_edge(rows, first, index)


def _is_at_edge(rows: Sequence[Row], first: int, index: int) -> bool:
    """Whether each part of a row begins where parts of a row above it do, past the first column, as a cell's lines."""
    edges = {round(part.x0, 1) for row in rows[first:index] if len(row.parts) >= _MIN_COLUMNS for part in row.parts}
    places = {round(part.x0, 1) for part in rows[index].parts}
    return places <= edges and not rows[index].is_prose


def _is_table(rows: Sequence[Row]) -> bool:
    whole = [row for row in rows if len(row.parts) >= _MIN_COLUMNS]
    if len(whole) < _MIN_ROWS:
        return False
    starts = Counter(round(part.x0, 1) for row in whole for part in row.parts)
    edges = [start for start, n in starts.items() if n >= _SHARED * len(whole)]
    n_words = sum(len(part.words) for row in whole for part in row.parts) / sum(len(row.parts) for row in whole)
    return len(edges) >= _MIN_COLUMNS and n_words <= _MAX_WORDS

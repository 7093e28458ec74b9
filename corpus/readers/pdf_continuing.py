"""Tables that go on over the end of a page or of a column of it, put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.readers.continued import CONTINUED
from corpus.readers.pdf_lines import is_figure
from corpus.readers.pdf_parts import Kind, Part
from corpus.readers.pdf_tables import PageTable

_NEAR = 8.0
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?")


def put_together(parts: Sequence[Part]) -> list[Part]:
    """The parts with each table that goes on at the top of the next page or column made one with what stands there.

    It goes on when the columns stand at the same places and the second part has the same headings again, or none. With
    the same headings over the same rows it is a sister table: of another measure, or another year.
    """
    found: list[Part] = []
    for part in parts:
        index = _last_table(found)
        if index is not None and part.kind is Kind.TABLE and _goes_on(found[index], part, found[index + 1 :]):
            between = [p for p in found[index + 1 :] if p.kind is Kind.NOTE]
            found[index:] = [_joined(found[index], part), *between]
        else:
            found.append(part)
    return found


def _last_table(parts: Sequence[Part]) -> int | None:
    """The last table, if only notes, or its own title again, come after it."""
    for index in range(len(parts) - 1, max(-1, len(parts) - 8), -1):
        if parts[index].kind is Kind.TABLE:
            return index
        if parts[index].kind is Kind.NOTE or CONTINUED.search(parts[index].text):
            continue
        return None
    return None


def _goes_on(first: Part, second: Part, between: Sequence[Part]) -> bool:
    a, b = first.table, second.table
    if a is None or b is None or not (second.sheet - _last_sheet(first) == 1 or _is_in_next_column(first, second)):
        return False
    is_said = bool(CONTINUED.search(second.title)) or any(CONTINUED.search(part.text) for part in between)
    own_title = CONTINUED.sub("", second.title).casefold().strip()
    is_same = own_title in first.title.casefold() or (bool(first.title) and first.title.casefold() in own_title)
    if second.title and not is_said and not is_same:
        return False
    if is_said and own_title and first.title and not first.title.casefold().startswith(own_title[:20]):
        return False
    if len(a.columns) != len(b.columns) or a.is_ruled != b.is_ruled or not _same_places(a, b):
        return False
    if _has_own_title(a, b):
        return False
    n_repeated = _n_repeated(a, b)
    if n_repeated:
        return is_said or not _is_sister(a, b, n_repeated)
    is_beside = second.sheet == _last_sheet(first) and b.box.top > a.box.top - _NEAR and not a.n_breaks
    if is_beside and not is_said:
        return False
    has_figures = any(is_figure(text) for text in b.row(0)[1:] if text)
    begins_as_data = b.header_rows == 0 or (has_figures and not _is_bold(b, 0))
    return begins_as_data or (is_said and b.header_rows == 0)


def _is_in_next_column(first: Part, second: Part) -> bool:
    """Whether the second stands on the same page, to the right, and begins no lower than the first."""
    a, b = first.table, second.table
    assert a is not None and b is not None
    return second.sheet == _last_sheet(first) and b.box.x0 >= a.box.x1 and b.box.top <= a.box.top + _NEAR


def _last_sheet(part: Part) -> int:
    return part.sheet + (part.table.n_breaks if part.table else 0)


def _same_places(a: PageTable, b: PageTable) -> bool:
    """Whether the columns stand at the same places, or all as far to one side: in another column, or by its margins."""
    return any(
        all(
            abs(x[0] + shift - y[0]) <= _NEAR and abs(x[1] + shift - y[1]) <= _NEAR
            if a.is_ruled
            else min(x[1] + shift, y[1]) - max(x[0] + shift, y[0]) > 0
            for x, y in zip(a.columns, b.columns, strict=True)
        )
        for shift in (0.0, b.columns[0][0] - a.columns[0][0])
    )


def _is_bold(table: PageTable, row: int) -> bool:
    return all(cell.is_bold for cell in table.cells if cell.row == row and cell.text)


def _n_repeated(a: PageTable, b: PageTable) -> int:
    """How many first rows of the second table are the first rows of the first again."""
    n = 0
    while n < min(a.n_rows, b.n_rows, max(1, a.header_rows, b.header_rows)):
        row = a.row(n)
        has_amounts = any(is_figure(text) and not _YEAR.fullmatch(text) for text in row)
        if row != b.row(n) or not any(row) or (n >= a.header_rows and has_amounts):
            break
        n += 1
    return n


def _has_own_title(a: PageTable, b: PageTable) -> bool:
    """Whether the second table begins with a line of its own over the first one's headings."""
    heads = [row for i in range(min(3, a.n_rows)) if sum(map(bool, row := a.row(i))) > 1]
    return b.row(0) not in (*heads, a.row(0)) and any(b.row(i) in heads for i in range(1, min(3, b.n_rows)))


def _is_sister(a: PageTable, b: PageTable, n_heads: int) -> bool:
    """Whether the second table is of the same rows again, and so another table with headings of its own."""
    there = {label for row in range(n_heads, a.n_rows) if (label := _label(a, row))}
    here = [label for row in range(n_heads, b.n_rows) if (label := _label(b, row))]
    return sum(label in there for label in here) >= max(2, 0.5 * len(here))


def _label(table: PageTable, row: int) -> tuple[str, ...]:
    """The words of a row, without its figures."""
    return tuple(text.casefold() for text in table.row(row) if text and not is_figure(text))


def _joined(first: Part, second: Part) -> Part:
    a, b = first.table, second.table
    assert a is not None and b is not None
    skipped = _n_repeated(a, b)
    moved = tuple(
        replace(cell, row=cell.row - skipped + a.n_rows, row_span=cell.row_span)
        for cell in b.cells
        if cell.row >= skipped
    )
    table = replace(
        a,
        cells=(*a.cells, *moved),
        n_rows=a.n_rows + b.n_rows - skipped,
        pages=(*a.pages, *b.pages[skipped:]),
        n_breaks=a.n_breaks + int(not _is_in_next_column(first, second)),
        box=b.box,
        columns=b.columns,
    )
    return replace(first, table=table)

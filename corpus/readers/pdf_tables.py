"""Words put into the cells of a ruled grid.

Knows one page at a time. What cannot be put into cells with certainty is given back as it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.readers.composing import TableCell
from corpus.readers.pdf_lines import Word, find_lines, is_figure, joined, rows_of
from corpus.readers.pdf_marks import Box
from corpus.readers.pdf_rulings import RuledGrid

_WIDE_GAP = 1.0
_NARROW_COLUMN = 11.0
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A cell with the place of its first row and column in a table; ``is_bold`` when all of its words are."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str = ""
    is_bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTable:
    """A table on a page. ``columns`` holds where each column begins and ends; ``pages`` the page of each row."""

    box: Box
    cells: tuple[Placed, ...]
    n_rows: int
    columns: tuple[tuple[float, float], ...]
    header_rows: int = 0
    is_ruled: bool = False
    pages: tuple[int | None, ...] = ()
    n_breaks: int = 0
    """Over how many page breaks it goes."""

    def row(self, index: int) -> list[str]:
        """The words of a row, '' where no cell begins."""
        texts = [""] * len(self.columns)
        for cell in self.cells:
            if cell.row == index:
                texts[cell.column] = cell.text
        return texts

    def laid(self, mended: Callable[[str], str]) -> list[list[TableCell]]:
        """The cells that begin in each row, their words mended, with blanks where nothing is printed."""
        taken = {
            (cell.row + i, cell.column + j)
            for cell in self.cells
            for i in range(cell.row_span)
            for j in range(cell.column_span)
        }
        rows: list[list[tuple[int, TableCell]]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            shown = TableCell(text=mended(cell.text), row_span=cell.row_span, column_span=cell.column_span)
            rows[cell.row].append((cell.column, shown))
        for r, row in enumerate(rows):
            row += [(c, TableCell()) for c in range(len(self.columns)) if (r, c) not in taken]
            row.sort(key=lambda place: place[0])
        return [[cell for _, cell in row] for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderRuled:
    """A grid whose lines part only some of its columns or rows: the words decide the rest."""

    box: Box
    edges: tuple[float, ...]
    separators: tuple[float, ...]


def read_ruled(grid: RuledGrid, words: Sequence[Word]) -> PageTable | UnderRuled | None:
    """The table in a ruled grid; None when hardly anything stands in it, as in a chart's."""
    n_columns, n_rows = len(grid.xs) - 1, len(grid.ys) - 1
    owner: dict[tuple[int, int], int] = {}
    for number, cell in enumerate(grid.cells):
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.column, cell.column + cell.column_span):
                owner[r, c] = number
    held: list[list[Word]] = [[] for _ in grid.cells]
    for word in words:
        x, y = word.middle
        c = min(max(bisect_right(grid.xs, x) - 1, 0), n_columns - 1)
        r = min(max(bisect_right(grid.ys, y) - 1, 0), n_rows - 1)
        held[owner[r, c]].append(word)
    filled = [cell for cell, inside in zip(grid.cells, held, strict=True) if inside]
    if len({cell.row for cell in filled}) < 2 or len({cell.column for cell in filled}) < 2 or len(filled) < 4:
        return None
    if _is_chart(grid, held):
        return None
    if _has_hidden_columns(grid, held) or _has_hidden_rows(grid, held):
        full_width = tuple(
            y
            for index, y in enumerate(grid.ys)
            if sum(cell.row < index < cell.row + cell.row_span for cell in grid.cells) == 0
        )
        full_height = tuple(
            x
            for index, x in enumerate(grid.xs)
            if sum(cell.column < index < cell.column + cell.column_span for cell in grid.cells) <= 0.3 * n_rows
        )
        return UnderRuled(box=grid.box, edges=full_height, separators=full_width)
    cells = [
        Placed(
            row=cell.row,
            column=cell.column,
            row_span=cell.row_span,
            column_span=cell.column_span,
            text=cell_text(inside),
            is_bold=bool(inside) and all(word.is_bold for word in inside),
        )
        for cell, inside in zip(grid.cells, held, strict=True)
    ]
    columns = list(zip(grid.xs, grid.xs[1:], strict=False))
    cells, columns = _without_slivers(cells, columns, held=[w for inside in held for w in inside])
    cells, columns = _without_blank_columns(cells, columns)
    cells, n_rows = _without_blank_rows(cells, n_rows)
    if len(columns) < 2 or n_rows < 2:
        return None
    table = PageTable(box=grid.box, cells=tuple(cells), n_rows=n_rows, columns=tuple(columns), is_ruled=True)
    return replace(table, header_rows=header_rows(table))


def cell_text(words: Iterable[Word]) -> str:
    """The words of one cell as running text."""
    words = list(words)
    turned = [word for word in words if word.is_turned]
    upright = [word for word in words if not word.is_turned]
    lines = [" ".join(word.text for word in row) for row in rows_of(upright)]
    lines += [word.text for word in sorted(turned, key=lambda word: word.x0)]
    return joined(lines)


def header_rows(table: PageTable) -> int:
    """How many first rows are plainly headings: bold over a body that is not, or words over figures."""
    bold = [all(cell.is_bold for cell in table.cells if cell.row == r and cell.text) for r in range(table.n_rows)]
    rows = [table.row(r) for r in range(table.n_rows)]
    n_bold = 0
    for r, row in enumerate(rows[:5]):
        n_filled = sum(map(bool, row))
        has_figures = any(is_figure(text) and not _YEAR.fullmatch(text) for text in row[1:])
        if not bold[r] or not n_filled or has_figures or (r and n_filled == 1 and row[0]):
            break
        n_bold += 1
    if n_bold and n_bold < table.n_rows and sum(bold[n_bold:]) <= 0.5 * len(bold[n_bold:]):
        return n_bold
    first = [text for text in rows[0] if text]
    return 1 if len(first) >= 2 and not any(is_figure(text) for text in first) else 0


def _is_chart(grid: RuledGrid, held: Sequence[Sequence[Word]]) -> bool:
    """Whether the lines are those behind a chart: most cells are empty, and no row holds several figures."""
    n_filled = sum(map(bool, held))
    return n_filled < 0.2 * len(grid.cells)


def _has_hidden_columns(grid: RuledGrid, held: Sequence[Sequence[Word]]) -> bool:
    """Whether figures stand side by side, well apart, in several cells of one column."""
    found: dict[int, int] = {}
    for cell, inside in zip(grid.cells, held, strict=True):
        if len(inside) < 2:
            continue
        for row in rows_of(word for word in inside if not word.is_turned):
            parts = [line.text for line in find_lines(row, gap=_WIDE_GAP)]
            if len(parts) > 1 and sum(map(is_figure, parts)) >= 1 and is_figure(parts[-1]):
                found[cell.column] = found.get(cell.column, 0) + 1
    return any(n >= 2 for n in found.values())


def _has_hidden_rows(grid: RuledGrid, held: Sequence[Sequence[Word]]) -> bool:
    """Whether one ruled row holds several lines of figures, side by side in two or more of its cells."""
    by_row: dict[int, int] = {}
    for cell, inside in zip(grid.cells, held, strict=True):
        if cell.row_span > 1 or len(inside) < 2:
            continue
        lines = [" ".join(word.text for word in row) for row in rows_of(w for w in inside if not w.is_turned)]
        if len(lines) >= 2 and all(is_figure(line) for line in lines):
            by_row[cell.row] = by_row.get(cell.row, 0) + 1
    return any(n >= 2 for n in by_row.values())


_Columns = list[tuple[float, float]]


def _without_slivers(cells: list[Placed], columns: _Columns, held: Sequence[Word]) -> tuple[list[Placed], _Columns]:
    """Without the narrow columns that edges slightly out of line make: what begins there begins in the next."""
    for c in range(len(columns) - 2, 0, -1):
        x0, x1 = columns[c]
        if x1 - x0 >= _NARROW_COLUMN or any(x0 <= word.x0 and word.x1 <= x1 for word in held):
            continue
        if any(cell.column == c and cell.column_span == 1 and cell.text for cell in cells):
            continue
        kept: list[Placed] = []
        for cell in cells:
            if cell.column == c and cell.column_span == 1:
                continue
            if cell.column <= c < cell.column + cell.column_span:
                cell = replace(cell, column_span=cell.column_span - 1)
            elif cell.column > c:
                cell = replace(cell, column=cell.column - 1)
            kept.append(cell)
        cells = kept
        columns = [*columns[: c - 1], (columns[c - 1][0], x1), *columns[c + 1 :]]
    return cells, columns


def _without_blank_columns(cells: list[Placed], columns: _Columns) -> tuple[list[Placed], _Columns]:
    for c in range(len(columns) - 1, -1, -1):
        starting = [cell for cell in cells if cell.column == c]
        if any(cell.text or cell.column_span > 1 for cell in starting):
            continue
        cells = [
            replace(
                cell,
                column=cell.column - (cell.column > c),
                column_span=cell.column_span - (cell.column < c < cell.column + cell.column_span),
            )
            for cell in cells
            if cell.column != c
        ]
        columns = [*columns[:c], *columns[c + 1 :]]
    return cells, columns


def _without_blank_rows(cells: list[Placed], n_rows: int) -> tuple[list[Placed], int]:
    for r in range(n_rows - 1, -1, -1):
        starting = [cell for cell in cells if cell.row == r]
        if any(cell.text or cell.row_span > 1 for cell in starting):
            continue
        cells = [
            replace(
                cell,
                row=cell.row - (cell.row > r),
                row_span=cell.row_span - (cell.row < r < cell.row + cell.row_span),
            )
            for cell in cells
            if cell.row != r
        ]
        n_rows -= 1
    return cells, n_rows

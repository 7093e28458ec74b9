"""Ruled lines put together into the grids that they draw: which cells there are, and which of them are merged.

Knows lines and areas only, no words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.readers.pdf_marks import Box, Marks

_NEAR = 2.0
"""Lines closer than this are one line, and ends closer than this meet, in points."""

_MIN_SIDE = 4.0
"""A narrower strip between two lines is a double line or a border, not a row or a column."""

_MAX_LINES = 6_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell that lines enclose: its first row and column, how many it covers, and where it is."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledGrid:
    """Cells between ruled lines; ``xs`` and ``ys`` are the edges of its columns and rows."""

    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All lines of a page, those of one course put together: pieces of (x0, x1, y) and of (top, bottom, x)."""

    across: tuple[Box, ...]
    down: tuple[Box, ...]


def find_rules(marks: Marks) -> Rules:
    """The ruled lines of a page, and the edges of its coloured areas, which part cells as lines do."""
    across, down = list(marks.across), list(marks.down)
    for area in marks.fills:
        if area.width < _MIN_SIDE or area.height < _MIN_SIDE or area.height > 0.9 * marks.height:
            continue
        across += [
            Box(x0=area.x0, x1=area.x1, top=area.top, bottom=area.top),
            Box(x0=area.x0, x1=area.x1, top=area.bottom, bottom=area.bottom),
        ]
        down += [
            Box(x0=area.x0, x1=area.x0, top=area.top, bottom=area.bottom),
            Box(x0=area.x1, x1=area.x1, top=area.top, bottom=area.bottom),
        ]
    if len(across) + len(down) > 4 * _MAX_LINES:
        return Rules(across=(), down=())
    merged_across = _merged([(b.top, b.x0, b.x1) for b in across])
    merged_down = _merged([(b.x0, b.top, b.bottom) for b in down])
    return Rules(
        across=tuple(Box(x0=a, x1=b, top=at, bottom=at) for at, a, b in merged_across if b - a >= _MIN_SIDE),
        down=tuple(Box(x0=at, x1=at, top=a, bottom=b) for at, a, b in merged_down if b - a >= _MIN_SIDE),
    )


def find_grids(rules: Rules) -> list[RuledGrid]:
    """The grids of at least two columns and two rows that a page's lines draw, from the top."""
    if not rules.across or not rules.down or len(rules.across) + len(rules.down) > _MAX_LINES:
        return []
    grids = [grid for across, down in _groups(rules) if (grid := _grid(across, down)) is not None]
    # What a frame around several tables encloses stands for itself.
    return sorted(
        (g for g in grids if not any(_is_within(other.box, g.box) and _is_better(other, g) for other in grids)),
        key=lambda g: (g.box.top, g.box.x0),
    )


def _is_within(inner: Box, outer: Box) -> bool:
    return (
        inner is not outer
        and outer.x0 - _NEAR <= inner.x0
        and inner.x1 <= outer.x1 + _NEAR
        and outer.top - _NEAR <= inner.top
        and inner.bottom <= outer.bottom + _NEAR
    )


def _is_better(inner: RuledGrid, outer: RuledGrid) -> bool:
    return len(inner.cells) > len(outer.cells)


def _merged(pieces: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Pieces of lines, each (where, from, to), with those on one course that touch made one."""
    courses: list[list[tuple[float, float, float]]] = []
    for piece in sorted(pieces):
        if courses and piece[0] - courses[-1][0][0] <= _NEAR:
            courses[-1].append(piece)
        else:
            courses.append([piece])
    found: list[tuple[float, float, float]] = []
    for course in courses:
        at = sum(piece[0] for piece in course) / len(course)
        spans = sorted((start, end) for _, start, end in course)
        start, end = spans[0]
        for next_start, next_end in spans[1:]:
            if next_start <= end + _NEAR:
                end = max(end, next_end)
            else:
                found.append((at, start, end))
                start, end = next_start, next_end
        found.append((at, start, end))
    return found


def _groups(rules: Rules) -> list[tuple[list[Box], list[Box]]]:
    """Lines that cross or touch one another, group by group."""
    lines = [*rules.across, *rules.down]
    n_across = len(rules.across)
    parent = list(range(len(lines)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    tops = [line.top for line in rules.across]
    for offset, upright in enumerate(rules.down):
        first = bisect_left(tops, upright.top - _NEAR)
        for index in range(first, n_across):
            across = rules.across[index]
            if across.top > upright.bottom + _NEAR:
                break
            if across.x0 - _NEAR <= upright.x0 <= across.x1 + _NEAR:
                parent[root(index)] = root(n_across + offset)
    groups: dict[int, tuple[list[Box], list[Box]]] = {}
    for index, line in enumerate(lines):
        groups.setdefault(root(index), ([], []))[0 if index < n_across else 1].append(line)
    return [group for group in groups.values() if len(group[0]) >= 3 and len(group[1]) >= 2]


def _edges(places: Iterable[float]) -> list[float]:
    """Distinct places; of two that are too close for a cell, the first."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] >= _MIN_SIDE:
            found.append(place)
    return found


def _grid(across: Sequence[Box], down: Sequence[Box]) -> RuledGrid | None:
    xs = _edges(line.x0 for line in down)
    ys = _edges(line.top for line in across)
    # A table open at its sides is closed by where its lines end.
    left, right = min(line.x0 for line in across), max(line.x1 for line in across)
    if xs[0] - left >= 3 * _MIN_SIDE:
        xs.insert(0, left)
    if right - xs[-1] >= 3 * _MIN_SIDE:
        xs.append(right)
    n_columns, n_rows = len(xs) - 1, len(ys) - 1
    if n_columns < 2 or n_rows < 2 or n_columns * n_rows > 50_000:
        return None
    parent = list(range(n_columns * n_rows))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    walls = _by_place(down, xs, is_down=True)
    floors = _by_place(across, ys, is_down=False)
    for r, (top, bottom) in enumerate(pairwise(ys)):
        for c, (x0, x1) in enumerate(pairwise(xs)):
            if c + 1 < n_columns and not _covers(walls[c + 1], (top + bottom) / 2):
                parent[root(r * n_columns + c)] = root(r * n_columns + c + 1)
            if r + 1 < n_rows and not _covers(floors[r + 1], (x0 + x1) / 2):
                parent[root(r * n_columns + c)] = root((r + 1) * n_columns + c)
    areas: dict[int, list[int]] = {}
    for index in range(n_columns * n_rows):
        areas.setdefault(root(index), []).append(index)
    cells: list[GridCell] = []
    for area in areas.values():
        rows = [index // n_columns for index in area]
        columns = [index % n_columns for index in area]
        r0, r1, c0, c1 = min(rows), max(rows) + 1, min(columns), max(columns) + 1
        if (r1 - r0) * (c1 - c0) != len(area):
            return None
        box = Box(x0=xs[c0], x1=xs[c1], top=ys[r0], bottom=ys[r1])
        cells.append(GridCell(row=r0, column=c0, row_span=r1 - r0, column_span=c1 - c0, box=box))
    if len(cells) < 3:
        return None
    return RuledGrid(
        box=Box(x0=xs[0], x1=xs[-1], top=ys[0], bottom=ys[-1]),
        xs=tuple(xs),
        ys=tuple(ys),
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
    )


def _by_place(lines: Sequence[Box], edges: Sequence[float], *, is_down: bool) -> list[list[tuple[float, float]]]:
    """For each edge, the stretches of lines that lie on it."""
    found: list[list[tuple[float, float]]] = [[] for _ in edges]
    for line in lines:
        at = line.x0 if is_down else line.top
        after = bisect_left(edges, at)
        index = min((i for i in (after - 1, after) if 0 <= i < len(edges)), key=lambda i: abs(edges[i] - at))
        if abs(edges[index] - at) < _MIN_SIDE:
            found[index].append((line.top, line.bottom) if is_down else (line.x0, line.x1))
    return found


def _covers(stretches: Sequence[tuple[float, float]], place: float) -> bool:
    return any(start - 1 <= place <= end + 1 for start, end in stretches)

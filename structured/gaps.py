"""Tables of gaps: percentage points above or below a base row, often printed with a plain "%"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from structured.cells import Reading, Readings
from structured.headers import Layout
from structured.rows import Line, has_leading_groups
from structured.units import POINTS, UnitKind, parse_quantity

_GAP_WORDS = re.compile(
    r"\b(?:percentage[\s-])?points?\s+(?:gaps?|differences?|above|below)\b|\bgaps?\s+in\s+(?:percentage\s+)?points\b|"
    r"\b(?:gaps?|differences?)\s+(?:from|compared|against|with|to|relative|between)\b.*\bpoints?\b",
    re.IGNORECASE,
)
_GAP_HEAD = re.compile(
    r"\bgaps?\b|\bdifferences?\s+(?:from|compared with|against|to|relative to)\s+(?!(?:the\s+)?"
    r"(?:last|previous|prior|year|quarter|month|budget|plan\b|planned|target|forecast|original|revised)|\S*\d)",
    re.IGNORECASE,
)
_BASE_LABEL = re.compile(r"\b(?:results?|overall|average|mean|all|total|whole|national)\b", re.IGNORECASE)
_LARGEST_GAP = 100


def is_gap(path: Sequence[str]) -> bool:
    """Whether a column's headings say that it holds distances from others ("difference from all users"), no changes."""
    return any(_GAP_HEAD.search(label) for label in path)


def find_gaps(
    layout: Layout, lines: Sequence[Line], columns: Sequence[int], readings: Readings, around: Sequence[str]
) -> tuple[frozenset[int], int | None]:
    """The columns that hold gaps, of those given, and the row that they are measured from (None when not printed).

    The table's words say so (``around``: title, notes, caption), or a column's own heading, or the signs do: one row
    of percentages outside the groups, and beneath it figures that are negative, which a share of people cannot be.
    """
    rows = [line for line in lines if not line.is_heading]
    said = any(_GAP_WORDS.search(text) for text in around)
    base = _base_row(layout, rows, columns)
    heads = {c: is_gap(head.path) for c, head in layout.blocks[0].items()}
    if base is None and not said and not any(heads.get(c) for c in columns):
        return frozenset(), None
    gaps = set()
    for c in columns:
        if base is None and not said and not heads.get(c):
            continue
        values = [q for line in rows if line is not base and (q := readings[line.index, c].quantity) is not None]
        kinds = {q.unit.kind for q in values}
        if len(values) < 2 or not kinds <= {UnitKind.PERCENT, UnitKind.COUNT, UnitKind.POINTS}:
            continue
        small = all(abs(q.value) <= _LARGEST_GAP and q.unit.scale == 1 for q in values)
        if small and any(q.value < 0 for q in values) and (said or heads.get(c) or len(values) > 3):
            gaps.add(c)
    return frozenset(gaps), base.index if base is not None and gaps else None


def _base_row(layout: Layout, rows: Sequence[Line], columns: Sequence[int]) -> Line | None:
    """The first or last row, when it alone stands outside the groups and holds nothing but percentages."""
    for line in (rows[0], rows[-1]) if len(rows) > 3 else ():
        levels = [parse_quantity(layout.words[line.index][c]) for c in columns]
        whole = bool(levels) and all(q is not None and q.unit.kind is UnitKind.PERCENT and q.value > 0 for q in levels)
        if has_leading_groups(layout):
            outside = bool(line.labels[0]) and not line.has_member
        else:
            outside = bool(_BASE_LABEL.search(line.label))
        if whole and outside:
            return line
    return None


def as_gaps(
    lines: Sequence[Line], readings: Readings, gaps: frozenset[int], base: int | None
) -> dict[tuple[int, int], Reading]:
    """The readings with the gaps in percentage points; the base row keeps its per cents."""
    done = dict(readings)
    for line in lines:
        for c in gaps:
            reading = done[line.index, c]
            if line.index == base or reading.quantity is None or reading.quantity.unit == POINTS:
                continue
            inferred = (*(why for why in reading.inferred if not why.startswith("unit")), "percentage points")
            done[line.index, c] = Reading(quantity=replace(reading.quantity, unit=POINTS), inferred=inferred)
    return done

"""Twins: columns that differ in a time alone, "In time" beside "In time, Q3 2024-25"."""

from __future__ import annotations

import re

from structured.observations import Grid
from structured.periods import Period, find_periods

_BEFORE_A_TIME = re.compile(r"[\s,(]*(?:\b(?:at|in|on|for|as at|to|end of))?[\s,(]*$", re.IGNORECASE)


def with_undated_twin(grid: Grid, own: Period | None) -> frozenset[int]:
    """The columns, by position, headed by another one's heading and an earlier time than ``own``, the report's.

    The one without a time is of the report's own.
    """
    headings = {c.path[-1].strip().casefold() for c in grid.columns if c.path}
    found = set()
    for index, column in enumerate(grid.columns):
        named = find_periods(column.path[-1]) if column.path else []
        if not named or (column.period and own and not column.period.last < own.last):
            continue
        first = min(m.start for m in named)
        if _BEFORE_A_TIME.sub("", column.path[-1][:first]).strip().casefold() in headings - {""}:
            found.add(index)
    return frozenset(found)

"""Example questions, drawn from a library's own tables: ones that it can answer, the same ones each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answers.answer import Route
from assistant.answers.wording import clean_label
from structured.observations import ColumnKind, Grid, RowKind

if TYPE_CHECKING:
    from assistant.service import Assistant

_MOST_ROWS = 4  # of one table are tried


def example_questions(assistant: Assistant, limit: int, documents: frozenset[str] | None = None) -> tuple[str, ...]:
    """Up to ``limit`` questions, of different tables and kinds, each of which the assistant answers by calculation."""
    chosen: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for turn in range(3):
        for grid in assistant.library.grids(documents):
            if len(chosen) >= limit:
                return tuple(chosen)
            key = (grid.document_id, str(grid.number))
            if key in seen:
                continue
            for question in _candidates(grid, turn + len(chosen)):
                if len(question) <= 110 and assistant.ask(question, documents=documents).route is Route.CALCULATION:
                    chosen.append(question)
                    seen.add(key)
                    break
    return tuple(chosen)


def _candidates(grid: Grid, turn: int) -> list[str]:
    """Questions that a table's labels suggest, one kind a turn."""
    levels = [c for c in grid.columns if c.kind is ColumnKind.LEVEL and c.unit is not None]
    changes = [c for c in grid.columns if c.kind is ColumnKind.CHANGE]
    rows = [r for r in grid.rows if r.kind is RowKind.DATA and r.path and len(r.path[-1]) < 40 and r.period is None]
    if not levels or len(rows) < 3:
        return []
    title = clean_label(grid.title)
    dimension = clean_label(grid.row_dimension[-1]) if grid.row_dimension and grid.row_dimension[-1] else ""
    column = clean_label(levels[-1].path[-1])
    found = []
    for row in rows[:_MOST_ROWS]:
        name = clean_label(row.path[-1])
        if turn % 3 == 0:
            found.append(f"What was {name} for {title}, {column}?")
        elif turn % 3 == 1 and changes:
            found.append(f"How has {name} changed in {title}?")
    if turn % 3 == 2 and dimension and len(dimension) < 30:
        found.append(f"Which {dimension.lower()} had the highest figure for {title}, {column}?")
    return found

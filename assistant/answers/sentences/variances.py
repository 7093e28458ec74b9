"""How a variance is said: over or under its plan, more or less received."""

from __future__ import annotations

from decimal import Decimal

from assistant.answers.amounts import points
from assistant.answers.signs import Below, below_zero, says_what_comes_in
from assistant.questions.catalogue import GridEntry
from assistant.questions.outline import is_of_all
from assistant.questions.roles import Role, role
from structured.observations import ColumnKind, Observation
from structured.units import format_quantity


def budget_words(entry: GridEntry, cell: Observation) -> str:
    """A printed variance in words.

    Reports sign variances either way; the plan and the outcome beside it tell which.
    """
    assert cell.quantity is not None
    row = entry.row_index[cell.row]
    size = points(cell.quantity)
    planned, actual = _beside(entry, row, cell)
    if planned is None or actual is None or planned.quantity is None or actual.quantity is None:
        return f"a change of {format_quantity(cell.quantity)}"
    apart = abs(actual.quantity.value) - abs(planned.quantity.value)
    if apart == 0:
        return f"no variance ({size})"
    below = below_zero(entry.grid)
    if planned.quantity.value * actual.quantity.value <= 0 and below is not Below.EITHER and _is_net(entry, row):
        over = (actual.quantity.value > planned.quantity.value) is (below is Below.INCOME)
        return f"{size} {'over' if over else 'under'} budget"
    if planned.quantity.value < 0 or actual.quantity.value < 0:
        match below:
            case Below.INCOME:
                return f"{size} {'more' if apart > 0 else 'less'} received than budgeted"
            case Below.EITHER:
                return f"{size} {'more' if apart > 0 else 'less'} than budgeted"
            case Below.COST:
                pass
    return f"{size} {'over' if apart > 0 else 'under'} budget"


def _is_net(entry: GridEntry, row: int) -> bool:
    """Whether a row is what is left of spending and income together, so that its sign tells which of them won."""
    mine = entry.frame.rows[row]
    return is_of_all(mine) and bool(mine.path) and not says_what_comes_in(mine.path[-1])


def _beside(entry: GridEntry, row: int, cell: Observation) -> tuple[Observation | None, Observation | None]:
    """The plan and the outcome whose difference a variance is: the two levels of the row that give it."""
    assert cell.quantity is not None
    column = entry.frame.columns[entry.column_index[cell.column]]
    levels = [
        (role(" ".join(c.path)), o)
        for i, c in enumerate(entry.frame.columns)
        if c.kind is ColumnKind.LEVEL
        and c.path[:-1] == column.path[:-1]
        and (o := entry.cell(row, i)) is not None
        and o.quantity is not None
    ]
    planned = [o for r, o in levels if r is Role.PLANNED]
    actual = [o for r, o in levels if r is Role.ACTUAL]
    slack = Decimal(2).scaleb(-cell.quantity.decimals)
    for p in planned:
        for a in actual:
            assert p.quantity is not None and a.quantity is not None
            if abs(abs(a.quantity.value - p.quantity.value) - abs(cell.quantity.value)) <= slack:
                return p, a
    return None, None

"""Whether a plan from outside makes sense, before it is carried out.

The readers of questions make plans that fit by construction; a person or another program may not. What could give a
figure that looks right and is not (an operand counted twice, a total added to its own parts) is refused here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from structured.errors import InvalidPlan, UnitMismatch
from structured.observations import Grid, Observation
from structured.plan import WORDED, Condition, Operation, Plan
from structured.units import UnitKind, convert

MOST_CELLS = 5_000
"""As many operands as a plan may have."""

_READ = frozenset({Operation.LOOKUP, Operation.COMPARE, Operation.TREND})
_PAIRED = frozenset({Operation.DIFFERENCE, Operation.PERCENT_CHANGE, Operation.RATIO, Operation.LEVEL})
_CHOSEN = frozenset({Operation.FILTER, Operation.COUNT})
_OVER_MANY = frozenset({Operation.SUM, Operation.MEAN, Operation.RANK, Operation.SHARE, *_CHOSEN})


def check_plan(plan: Plan) -> None:
    """Raise InvalidPlan when the plan's parts do not fit its operation."""
    what = plan.operation.value
    n, n_base = len(plan.operands), len(plan.baseline)
    if not n:
        raise InvalidPlan(f"a plan to {what} needs operands")
    if max(n, n_base) > MOST_CELLS:
        raise InvalidPlan(f"a plan may have {MOST_CELLS:,} operands, not {max(n, n_base):,}")
    if plan.operation in _PAIRED and (n, n_base) != (1, 1):
        raise InvalidPlan(f"a {what} needs one operand and one baseline, not {n} and {n_base}")
    if plan.operation is Operation.SHARE and not n_base:
        raise InvalidPlan("a share needs a baseline: the whole that it is a part of")
    if plan.operation is Operation.COMPARE and n < 2:
        raise InvalidPlan("a comparison needs two operands or more")
    if plan.operation is Operation.RANK and n_base not in {0, n}:
        raise InvalidPlan(f"a rank of changes needs a baseline for each operand: {n}, not {n_base}")
    if n_base and plan.operation not in {*_PAIRED, Operation.SHARE, Operation.RANK}:
        raise InvalidPlan(f"a plan to {what} takes no baseline")
    if plan.limit < 1 or plan.place < 1:
        raise InvalidPlan("limit and place count from 1")
    _check_conditions(plan)
    if plan.operation in _OVER_MANY:
        for cells in (plan.operands, () if plan.operation is Operation.RANK else plan.baseline):
            if len(set(cells)) < len(cells):
                raise InvalidPlan(f"a cell stands twice among the operands, which would count it twice in a {what}")


def _check_conditions(plan: Plan) -> None:
    if plan.operation in _CHOSEN and not plan.conditions:
        raise InvalidPlan(f"a plan to {plan.operation.value} needs a condition")
    if plan.conditions and plan.operation not in _CHOSEN:
        raise InvalidPlan(f"a plan to {plan.operation.value} takes no condition")
    n = len(plan.operands)
    for condition in plan.conditions:
        if len(condition.cells) != n or len(condition.against) not in {0, n}:
            raise InvalidPlan(f"a condition needs one cell for each of the {n} operands")
        if bool(condition.words) != (condition.test in WORDED):
            raise InvalidPlan("the tests 'is', 'is not' and 'is one of' compare words, the other tests figures")


def check_units(condition: Condition, cells: Sequence[Observation]) -> None:
    """Raise InvalidPlan when a condition's quantity does not meet the unit of a cell that is held against it."""
    limit = condition.quantity
    if limit is None:
        return
    for cell in cells:
        if cell.quantity is None or {cell.quantity.unit.kind, limit.unit.kind} == {UnitKind.PERCENT, UnitKind.POINTS}:
            continue
        try:
            convert(limit, cell.quantity.unit)
        except UnitMismatch as error:
            raise InvalidPlan(
                f"the condition does not fit the cell printed '{cell.printed}' ({error}); "
                "give it in the cell's unit, such as '10%' or '£1.2m'"
            ) from error


def check_rank(plan: Plan, cells: Sequence[Observation]) -> None:
    """Raise InvalidPlan when a rank would set figures of different kinds against each other."""
    if plan.operation is not Operation.RANK:
        return
    quantities = [cell.quantity for cell in cells if cell.quantity is not None]
    for quantity in quantities[1:]:
        try:
            convert(quantity, quantities[0].unit)
        except UnitMismatch as error:
            raise InvalidPlan(f"a rank needs figures of one kind: {error}") from error


def check_parts(plan: Plan, grids: Iterable[Grid]) -> None:
    """Raise InvalidPlan when a sum or mean takes in a total with one of its own parts."""
    if plan.operation not in {Operation.SUM, Operation.MEAN}:
        return
    chosen = {(cell.document_id, cell.table, cell.row, cell.column) for cell in plan.operands}
    for grid in grids:
        names = {row.index: " › ".join(row.path) for row in grid.rows}
        for sums in grid.parts:
            for column in grid.columns:
                place = (grid.document_id, grid.number)
                if (*place, sums.total, column.index) not in chosen:
                    continue
                if any((*place, part, column.index) in chosen for part in sums.parts):
                    raise InvalidPlan(
                        f"'{names.get(sums.total, 'a total')}' is the total of other operands; "
                        f"a {plan.operation.value} of both would count them twice"
                    )

"""Carrying out a plan over observations: the result with its operands and its working."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from structured import operations
from structured.errors import InvalidPlan, MissingValue, UndefinedResult, UnitMismatch
from structured.observations import MissingReason, Observation
from structured.plan import CellRef, Condition, Operation, Plan, Test
from structured.units import COUNT, DASHES, Quantity, UnitKind, compatible, format_quantity, limits_of, plain, to_base

CellOf = Callable[[CellRef], Observation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One figure of a result.

    ``sources`` are the observations behind it; it is derived unless it is one of them as printed.
    """

    quantity: Quantity | None
    printed: str
    sources: tuple[Observation, ...]
    derived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a plan gave.

    ``values`` are in the plan's order (for a rank or filter: the chosen ones, best first or in table order).
    ``left_out`` are operands without a figure, or with one that the test does not fit. ``working`` has one line a step,
    with its operands.
    """

    plan: Plan
    values: tuple[Value, ...]
    operands: tuple[Observation, ...]
    left_out: tuple[Observation, ...] = ()
    tied: bool = False
    working: tuple[str, ...] = ()


def label(observation: Observation) -> str:
    """The cell's place in words: its row and column labels."""
    row = " › ".join(observation.row_path)
    column = " › ".join(observation.column_path)
    return f"{row} / {column}" if row and column else row or column


def _read(observation: Observation) -> Value:
    return Value(quantity=observation.quantity, printed=observation.printed, sources=(observation,), derived=False)


def _derived(quantity: Quantity, sources: tuple[Observation, ...]) -> Value:
    return Value(quantity=quantity, printed=format_quantity(quantity), sources=sources, derived=True)


def _quantity(observation: Observation) -> Quantity:
    if observation.quantity is None:
        raise MissingValue(f"the report prints no figure at {label(observation)} ({observation.printed or 'blank'})")
    return observation.quantity


def _shown(observation: Observation) -> str:
    return f"{label(observation)} = {observation.printed}"


def _holds(condition: Condition, index: int, cell_of: CellOf) -> bool | None:
    cell = cell_of(condition.cells[index])
    if condition.words:
        printed = cell.printed.strip().casefold()
        among = condition.words.split(";") if condition.test is Test.ONE_OF else [condition.words]
        same = printed in {words.strip().casefold() for words in among}
        return bool(printed) and not same if condition.test is Test.IS_NOT else same
    if cell.quantity is None:
        return _limits_hold(condition, cell)
    if condition.against:
        other = cell_of(condition.against[index]).quantity
        if other is None:
            return None
    else:
        other = condition.quantity
    assert other is not None
    bare = other.unit == COUNT and not condition.against  # a number without a unit is in the cell's own
    kinds = {cell.quantity.unit.kind, other.unit.kind}
    if compatible(cell.quantity.unit, other.unit):
        left, right = to_base(cell.quantity), to_base(other)
    elif bare or kinds == {UnitKind.PERCENT, UnitKind.POINTS}:
        left, right = cell.quantity.value, other.value
    else:
        return None
    return {
        Test.ABOVE: left > right,
        Test.AT_LEAST: left >= right,
        Test.BELOW: left < right,
        Test.AT_MOST: left <= right,
        Test.EQUAL: left == right,
    }[condition.test]


def _limits_hold(condition: Condition, cell: Observation) -> bool | None:
    """Whether a cell such as "<5" meets a condition wherever in its limits the figure lies; None where that decides."""
    ends = limits_of(cell.printed) if cell.missing is MissingReason.LIMIT and not condition.against else None
    if ends is None or condition.quantity is None or condition.test is Test.EQUAL:
        return None
    asked = condition.quantity.value
    verdicts = {
        {
            Test.ABOVE: end > asked,
            Test.AT_LEAST: end >= asked,
            Test.BELOW: end < asked,
            Test.AT_MOST: end <= asked,
        }[condition.test]
        for end in ends
    }
    return verdicts.pop() if len(verdicts) == 1 else None


def overtaking(result: Result) -> tuple[tuple[Observation, ...], tuple[Observation, ...]]:
    """What a ranking left out that surely comes before its first figure ("<5" where the lowest is 33), and what may.

    A dash may well say that there is nothing to rank.
    """
    first, plan = result.values[0].quantity, result.plan
    ahead, unsure = [], []
    for cell in result.left_out:
        ends = limits_of(cell.printed) if cell.missing is MissingReason.LIMIT else None
        if ends is None or first is None or plan.magnitude or plan.baseline:
            if not cell.is_withheld or plain(cell.printed) not in DASHES:
                unsure.append(cell)
        elif ends[0] > first.value if plan.descending else ends[1] < first.value:
            ahead.append(cell)
        elif ends[1] > first.value if plan.descending else ends[0] < first.value:
            unsure.append(cell)
    return tuple(ahead), tuple(unsure)


def _rank(plan: Plan, cell_of: CellOf) -> Result:
    pairs: list[tuple[Decimal, int, Value]] = []
    left_out: list[Observation] = []
    for index, ref in enumerate(plan.operands):
        cell = cell_of(ref)
        value = _read(cell)
        if plan.baseline:
            base = cell_of(plan.baseline[index])
            if cell.quantity is None or base.quantity is None:
                left_out.append(cell)
                continue
            value = _derived(operations.difference(base.quantity, cell.quantity), (base, cell))
        if value.quantity is None:
            left_out.append(cell)
            continue
        size = to_base(value.quantity)
        pairs.append((abs(size) if plan.magnitude else size, index, value))
    if not pairs:
        raise MissingValue("none of the cells to rank holds a figure")
    units = {pair[2].quantity.unit for pair in pairs if pair[2].quantity is not None}
    if any(not compatible(a, b) for a, b in combinations(units, 2)):
        raise UnitMismatch("figures that count different things have no order")
    pairs.sort(key=lambda p: (-p[0] if plan.descending else p[0], p[1]))
    first = plan.place - 1
    if first >= len(pairs):
        raise UndefinedResult(f"there are only {len(pairs)} to rank")
    last = first + plan.limit
    while last < len(pairs) and pairs[last][0] == pairs[last - 1][0]:
        last += 1  # those that tie for the last place are all named
    tied = last - first > plan.limit
    chosen = tuple(p[2] for p in pairs[first:last])
    end = "largest" if plan.descending else "smallest"
    shown = "; ".join(f"{label(v.sources[-1])}: {v.printed}" for _, _, v in pairs[: max(last + 2, 5)])
    return Result(
        plan=plan,
        values=chosen,
        operands=tuple(s for v in chosen for s in v.sources),
        left_out=tuple(left_out),
        tied=tied,
        working=(
            f"Ranked {len(pairs)} figures, {end} first: {shown}" + (" …" if len(pairs) > max(last + 2, 5) else ""),
        ),
    )


def _filter(plan: Plan, cell_of: CellOf) -> Result:
    kept: list[Value] = []
    left_out: list[Observation] = []
    for index, ref in enumerate(plan.operands):
        verdicts = [_holds(condition, index, cell_of) for condition in plan.conditions]
        if None in verdicts:
            left_out.append(cell_of(ref))
        elif all(verdicts):
            kept.append(_read(cell_of(ref)))
    if left_out and len(left_out) == len(plan.operands):
        raise MissingValue("none of the rows has a figure that can be held against the condition")
    lines = [
        f"Looked at {len(plan.operands)} rows; {len(kept)} meet the condition"
        + (f", {len(left_out)} have no figure to hold against it" if left_out else "")
    ]
    lines += [f"Kept: {_shown(v.sources[0])}" for v in kept]
    return Result(
        plan=plan,
        values=tuple(kept),
        operands=tuple(v.sources[0] for v in kept),
        left_out=tuple(left_out),
        working=tuple(lines),
    )


def _distance(cells: Sequence[Observation]) -> tuple[str, ...]:
    """The step that says how far two figures are apart, where their units meet."""
    if len(cells) != 2 or any(c.quantity is None for c in cells):
        return ()
    first, second = (_quantity(c) for c in cells)
    if not compatible(first.unit, second.unit) or first.value == second.value:
        return ()
    apart = format_quantity(operations.distance(first, second)).lstrip("+")
    high, low = cells if operations.difference(second, first).value > 0 else reversed(cells)
    return (f"{high.printed} − {low.printed} = {apart}",)


def run(plan: Plan, cell_of: CellOf) -> Result:
    """Carry out a plan.

    Raises MissingValue when a needed cell holds no figure, UnitMismatch when units do not meet, UndefinedResult for a
    division by zero, InvalidPlan when the plan's parts do not fit its operation.
    """
    if not plan.operands:
        raise InvalidPlan(f"a plan to {plan.operation.value} needs operands")
    if plan.operation is Operation.RANK:
        return _rank(plan, cell_of)
    if plan.operation in {Operation.FILTER, Operation.COUNT}:
        result = _filter(plan, cell_of)
        return replace(result, plan=plan)
    cells = tuple(cell_of(ref) for ref in plan.operands)
    base = tuple(cell_of(ref) for ref in plan.baseline)
    read_lines = tuple(f"Read {_shown(c)}" for c in (*base, *cells))
    if plan.operation is Operation.COMPARE:
        read_lines += _distance(cells)
    if plan.operation in {Operation.LOOKUP, Operation.COMPARE, Operation.TREND}:
        return Result(plan=plan, values=tuple(_read(c) for c in cells), operands=cells, working=read_lines)
    first = _quantity(cells[0])
    if plan.operation is Operation.SUM:
        quantity = operations.total([_quantity(c) for c in cells])
        step = " + ".join(c.printed for c in cells)
    elif plan.operation is Operation.MEAN:
        quantity = operations.mean([_quantity(c) for c in cells])
        step = f"({' + '.join(c.printed for c in cells)}) ÷ {len(cells)}, unweighted"
    elif not base:
        raise InvalidPlan(f"a plan to find a {plan.operation.value} needs a baseline")
    elif plan.operation is Operation.DIFFERENCE:
        quantity = operations.difference(_quantity(base[0]), first)
        step = f"{cells[0].printed} − {base[0].printed}"
    elif plan.operation is Operation.PERCENT_CHANGE:
        quantity = operations.percent_change(_quantity(base[0]), first)
        step = f"({cells[0].printed} − {base[0].printed}) ÷ {base[0].printed} × 100"
    elif plan.operation is Operation.SHARE:
        part = operations.total([_quantity(c) for c in cells]) if len(cells) > 1 else first
        whole = operations.total([_quantity(c) for c in base]) if len(base) > 1 else _quantity(base[0])
        quantity = operations.share(part, whole)
        bottom = " + ".join(c.printed for c in base)
        step = f"{' + '.join(c.printed for c in cells)} ÷ {f'({bottom})' if len(base) > 1 else bottom} × 100"
    elif plan.operation is Operation.RATIO:
        quantity = operations.ratio(first, _quantity(base[0]))
        step = f"{cells[0].printed} ÷ {base[0].printed}"
    elif plan.operation is Operation.LEVEL:
        quantity = operations.implied_level(_quantity(base[0]), first)
        step = f"{base[0].printed} + ({cells[0].printed})"
    else:
        raise InvalidPlan(f"no way to {plan.operation.value}")
    value = _derived(quantity, (*base, *cells))
    return Result(
        plan=plan, values=(value,), operands=(*base, *cells), working=(*read_lines, f"{step} = {value.printed}")
    )

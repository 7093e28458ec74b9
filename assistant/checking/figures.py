"""Holding a claimed figure or direction against a real one: units, sizes, signs and rounding."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.checking.amounts import Amount
from assistant.checking.patterns import Way
from assistant.questions.vague import Bound, precision
from structured.engine import Result
from structured.plan import Operation, Plan
from structured.units import COUNT, PERCENT, Quantity, UnitKind, to_base


def comparable(claimed: Quantity, value: Quantity) -> bool:
    """Whether a claimed figure can be held against a value at all."""
    a, b = claimed.unit, value.unit
    if a.kind is UnitKind.MONEY and b.kind is UnitKind.MONEY:
        return a.symbol == b.symbol
    return a.kind is b.kind


def as_change(quantity: Quantity) -> Quantity:
    """A multiple as a percentage change: "doubled" is a rise of 100 per cent, "halved" a fall of 50."""
    if quantity.unit.kind is not UnitKind.RATIO:
        return quantity
    return Quantity(value=abs(quantity.value - 1) * 100, unit=PERCENT, decimals=-1)


def of_one_size(amount: Amount, value: Quantity) -> bool:
    """Whether a figure could be the claimed one got wrong: one ten times as large or small counts something else."""
    if amount.quantity.unit.kind is UnitKind.RATE and amount.quantity.value == value.value:
        return True  # the same figure per another base
    said, real = abs(to_base(amount.quantity)), abs(to_base(value))
    return not said or not real or Decimal("0.1") <= said / real <= 10


def is_telling(amount: Amount) -> bool:
    """Whether a figure that fits can hardly fit by chance: exact, with two digits or more."""
    digits = sum(c.isdigit() for c in amount.printed) or len(amount.quantity.value.normalize().as_tuple().digits)
    return amount.bound is Bound.EXACT and digits >= 2


def agrees(way: Way, moved: Decimal, polarity: int) -> bool:
    """Whether a change goes the way that is claimed."""
    match way:
        case Way.UP:
            return moved > 0
        case Way.DOWN:
            return moved < 0
        case Way.FLAT:
            return moved == 0
        case Way.BETTER:
            return moved * polarity > 0
        case Way.WORSE:
            return moved * polarity < 0


_STEADY_PERCENT, _STEADY_POINTS = Decimal(3), Decimal(1)


def is_steady(change: Quantity, base: Quantity | None) -> bool:
    """Whether a change is so small that "stable" allows it: at most 3 per cent of what was, or 1 percentage point."""
    size = abs(to_base(change))
    if change.unit.kind is UnitKind.PERCENT:
        return size <= _STEADY_PERCENT
    if change.unit.kind is UnitKind.POINTS:
        return size <= _STEADY_POINTS
    if base is None or not base.value:
        return not size
    return size * 100 <= abs(to_base(base)) * _STEADY_PERCENT


def same_way(claimed: Way, said: Way, polarity: int) -> bool:
    """Whether two words of direction agree, good and bad turned into up and down by the polarity."""
    sign = {Way.UP: 1, Way.DOWN: -1, Way.BETTER: polarity, Way.WORSE: -polarity, Way.FLAT: 0}
    return sign[claimed] == sign[said]


def needs_polarity(claimed: Way, said: Way) -> bool:
    """Whether two words of direction can be compared only where it is known which way is good."""
    valued = {Way.BETTER, Way.WORSE}
    return (claimed in valued) != (said in valued) and Way.FLAT not in {claimed, said}


def slack(plan: Plan, result: Result) -> Decimal:
    """How far the true figure may lie from the computed one, in base units, since its operands were printed rounded."""
    operands = [o.quantity for o in result.operands if o.quantity is not None]
    match plan.operation:
        case Operation.DIFFERENCE | Operation.LEVEL:
            return sum((_half_step(q) for q in operands), Decimal(0))
        case Operation.PERCENT_CHANGE | Operation.SHARE | Operation.RATIO if len(operands) == 2:
            a, b = (to_base(q) for q in operands)
            if not a:
                return Decimal(0)
            ha, hb = (_half_step(q) for q in operands)
            return min(abs(Decimal(100) / a) * (hb + ha * abs(b / a)), Decimal("0.5"))
        case _:
            return Decimal(0)


def _half_step(quantity: Quantity) -> Decimal:
    """Half of the last digit printed, in base units; none for a bare count, which is no rounded figure."""
    if quantity.unit == COUNT and not quantity.decimals:
        return Decimal(0)
    return precision(replace(quantity, value=Decimal(1)))

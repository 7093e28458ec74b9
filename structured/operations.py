"""The calculations themselves: pure functions over quantities.

Exact in Decimal; rounding happens when a quantity is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from structured.errors import UndefinedResult, UnitMismatch
from structured.units import PERCENT, TIMES, Quantity, UnitKind, common_unit, convert, difference_unit

_HUNDRED = Decimal(100)
UNADDABLE = frozenset({UnitKind.PERCENT, UnitKind.POINTS, UnitKind.RATE, UnitKind.RATIO, UnitKind.YEAR})
"""What has no sum, and no part of a whole, without the bases that it was worked out from."""


def _decimals(quantities: Sequence[Quantity]) -> int:
    return max(q.decimals for q in quantities)


def difference(old: Quantity, new: Quantity) -> Quantity:
    """New minus old; percentage points when both are percentages. Raises UnitMismatch when the units do not meet."""
    unit = difference_unit(old.unit, new.unit)
    if unit.kind is UnitKind.POINTS:
        first, second = old, new  # per cent and points count alike
    else:
        first, second = convert(old, unit), convert(new, unit)
    return Quantity(value=second.value - first.value, unit=unit, decimals=max(first.decimals, second.decimals))


def distance(a: Quantity, b: Quantity) -> Quantity:
    """How far two quantities are apart, whichever is larger; never negative.

    Raises UnitMismatch as a difference does.
    """
    apart = difference(a, b)
    return replace(apart, value=abs(apart.value))


def percent_change(old: Quantity, new: Quantity) -> Quantity:
    """Change from old to new relative to the size of old, in per cent; positive when new is larger.

    Both need the same unit. Raises UnitMismatch when units differ, UndefinedResult when old is zero.
    """
    if old.unit.kind is not new.unit.kind:
        raise UnitMismatch(f"a percentage change needs one unit, not {old.unit.kind.value} and {new.unit.kind.value}")
    first = convert(old, new.unit)
    if first.value == 0:
        raise UndefinedResult("a percentage change from zero is undefined")
    return Quantity(value=(new.value - first.value) / abs(first.value) * _HUNDRED, unit=PERCENT, decimals=1)


def total(quantities: Sequence[Quantity]) -> Quantity:
    """The sum. Raises UnitMismatch for percentages, rates and ratios, which have no sum, or when units differ."""
    kinds = {q.unit.kind for q in quantities}
    if len(kinds) != 1:
        raise UnitMismatch("a sum needs one unit")
    if kinds & UNADDABLE:
        raise UnitMismatch("percentages, rates and ratios cannot be added up without their bases")
    unit = common_unit(q.unit for q in quantities)
    parts = [convert(q, unit) for q in quantities]
    # as a difference is: £400k is £0.4m, and a sum that leaves its last digit out can no longer be added up
    return Quantity(value=sum((p.value for p in parts), Decimal(0)), unit=unit, decimals=_decimals(parts))


def mean(quantities: Sequence[Quantity]) -> Quantity:
    """The unweighted mean. Raises UnitMismatch when units differ."""
    if len({q.unit.kind for q in quantities}) != 1:
        raise UnitMismatch("a mean needs one unit")
    unit = common_unit(q.unit for q in quantities)
    values = [convert(q, unit).value for q in quantities]
    whole = unit.kind in {UnitKind.COUNT} and _decimals(quantities) == 0
    return Quantity(
        value=sum(values, Decimal(0)) / len(values), unit=unit, decimals=1 if whole else max(1, _decimals(quantities))
    )


def share(part: Quantity, whole: Quantity) -> Quantity:
    """Part over whole, in per cent. Raises UndefinedResult when the whole is zero, UnitMismatch when units differ."""
    if part.unit.kind is not whole.unit.kind:
        raise UnitMismatch(f"a share needs one unit, not {part.unit.kind.value} and {whole.unit.kind.value}")
    if part.unit.kind in UNADDABLE:
        raise UnitMismatch("a share of percentages, rates or ratios has no meaning")
    base = convert(whole, part.unit)
    if base.value == 0:
        raise UndefinedResult("a share of zero is undefined")
    return Quantity(value=part.value / base.value * _HUNDRED, unit=PERCENT, decimals=1)


def ratio(first: Quantity, second: Quantity) -> Quantity:
    """First over second, as so many times.

    Raises UndefinedResult when the second is zero, UnitMismatch when units differ.
    """
    if first.unit.kind is not second.unit.kind:
        raise UnitMismatch(f"a ratio needs one unit, not {first.unit.kind.value} and {second.unit.kind.value}")
    base = convert(second, first.unit)
    if base.value == 0:
        raise UndefinedResult("a ratio to zero is undefined")
    return Quantity(value=first.value / base.value, unit=TIMES, decimals=1)


def implied_level(base: Quantity, gap: Quantity) -> Quantity:
    """A base percentage plus a gap in points. Raises UnitMismatch for anything else."""
    if base.unit.kind is not UnitKind.PERCENT or gap.unit.kind not in {UnitKind.POINTS, UnitKind.PERCENT}:
        raise UnitMismatch("an implied level needs a percentage and a gap in percentage points")
    return Quantity(value=base.value + gap.value, unit=PERCENT, decimals=max(base.decimals, gap.decimals))

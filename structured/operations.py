"""The calculations themselves: pure functions over quantities.

Exact in Decimal; rounding happens when a quantity is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from structured.errors import UndefinedResult, UnitMismatch
from structured.units import PERCENT, TIMES, Quantity, UnitKind, common_unit, convert, difference_unit

_HUNDRED = Decimal(100)
_MOST_PLACES = 2
"""A mean is printed one place finer than what it is the mean of, up to so many."""
_SMALL, _TINY, _FINE = 10, Decimal("0.1"), 4
UNADDABLE = frozenset({UnitKind.PERCENT, UnitKind.POINTS, UnitKind.RATE, UnitKind.RATIO, UnitKind.YEAR})
"""What has no sum, and no part of a whole, without the bases that it was worked out from."""


def _places(value: Decimal, *operands: Quantity) -> int:
    """The decimals that a quotient is printed to: one, or two for a small one that its operands are fine enough for.

    What one or two decimals would print as nearly nothing keeps two significant digits.
    """
    size = abs(value)
    fine = any(len(q.value.as_tuple().digits) >= _FINE for q in operands)
    places = 2 if fine and size < _SMALL else 1
    if 0 < size < _TINY:
        places = min(4, 1 - size.adjusted())
    rounded = size.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return max(1, -int(rounded.normalize().as_tuple().exponent))  # "8.8%" rather than "8.80%"


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
    change = (new.value - first.value) / abs(first.value) * _HUNDRED
    return Quantity(value=change, unit=PERCENT, decimals=_places(change, old, new))


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
    printed = _decimals(quantities)
    return Quantity(
        value=sum(values, Decimal(0)) / len(values),
        unit=unit,
        decimals=printed + 1 if printed < _MOST_PLACES else printed,
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
    size = part.value / base.value * _HUNDRED
    return Quantity(value=size, unit=PERCENT, decimals=_places(size, part, whole))


def ratio(first: Quantity, second: Quantity) -> Quantity:
    """First over second, as so many times.

    Raises UndefinedResult when the second is zero, UnitMismatch when units differ.
    """
    if first.unit.kind is not second.unit.kind:
        raise UnitMismatch(f"a ratio needs one unit, not {first.unit.kind.value} and {second.unit.kind.value}")
    base = convert(second, first.unit)
    if base.value == 0:
        raise UndefinedResult("a ratio to zero is undefined")
    times = first.value / base.value
    return Quantity(value=times, unit=TIMES, decimals=_places(times, first, second))


def implied_level(base: Quantity, gap: Quantity) -> Quantity:
    """A base percentage plus a gap in points. Raises UnitMismatch for anything else."""
    if base.unit.kind is not UnitKind.PERCENT or gap.unit.kind not in {UnitKind.POINTS, UnitKind.PERCENT}:
        raise UnitMismatch("an implied level needs a percentage and a gap in percentage points")
    return Quantity(value=base.value + gap.value, unit=PERCENT, decimals=max(base.decimals, gap.decimals))

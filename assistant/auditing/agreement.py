"""Whether two printed figures agree: exactly, within rounding, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from assistant.questions.vague import precision
from structured.units import COUNT, Quantity, UnitKind, to_base


class Agreement(StrEnum):
    """How a stated figure stands to another, or to what others give."""

    AGREES = "agrees"
    ROUNDING = "rounding"
    """They differ by no more than one step of the last printed digit, or than rounded operands can make."""
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A size in base units, and how far rounding may have moved it either way. ``derived`` when it was worked out."""

    value: Decimal
    half: Decimal
    derived: bool = False
    is_percent: bool = False
    is_count: bool = False
    """Whether it counts things one by one: then no rounding explains a difference."""


_SMALL = Decimal("0.02")
"""A step of the last digit of a percentage is put down to rounding if it is no more than this part of the figure.

Of money it always is: accounts are rounded so that they add up.
"""
_RATES = {UnitKind.RATE, UnitKind.COUNT}
_PERCENTS = {UnitKind.PERCENT, UnitKind.POINTS}


def alike(a: Quantity, b: Quantity) -> bool:
    """Whether two figures could be of one thing by their units; a percentage meets percentage points."""
    if a.unit.kind is b.unit.kind:
        return a.unit.kind is not UnitKind.MONEY or a.unit.symbol == b.unit.symbol
    kinds = {a.unit.kind, b.unit.kind}
    return kinds == _PERCENTS or (kinds == _RATES and (a.decimals > 0 and b.decimals > 0))


def measured(quantity: Quantity, *, plain_number: bool = False) -> Measured:
    """The size of a figure. ``plain_number`` leaves a rate as it is printed, to meet one whose base is not printed."""
    half = precision(quantity)
    if plain_number:
        return Measured(value=quantity.value, half=Decimal(5).scaleb(-quantity.decimals - 1))
    is_count = quantity.unit == COUNT and quantity.decimals == 0 and half == Decimal("0.5")
    is_percent = quantity.unit.kind in _PERCENTS
    return Measured(value=to_base(quantity), half=half, is_count=is_count, is_percent=is_percent)


def pair(stated: Quantity, other: Quantity) -> tuple[Measured, Measured]:
    """Two alike figures in one base."""
    bare = stated.unit.kind is not other.unit.kind and UnitKind.RATE in {stated.unit.kind, other.unit.kind}
    return measured(stated, plain_number=bare), measured(other, plain_number=bare)


def compare(stated: Measured, other: Measured, *, sizes_only: bool = True) -> Agreement:
    """How a stated figure stands to another. ``sizes_only`` leaves the signs out of it."""
    a, b = (abs(stated.value), abs(other.value)) if sizes_only else (stated.value, other.value)
    apart = abs(a - b)
    if other.derived:
        if apart <= stated.half:
            return Agreement.AGREES
        return Agreement.ROUNDING if apart <= max(stated.half + other.half, 2 * stated.half) else Agreement.DIFFERS
    half = max(stated.half, other.half)
    if apart == 0 or (stated.half != other.half and apart <= half):
        return Agreement.AGREES
    if stated.is_count and other.is_count:
        return Agreement.DIFFERS
    step = 2 * half
    if stated.is_percent and other.is_percent:
        step = min(step, _SMALL * max(a, b))
    return Agreement.ROUNDING if apart <= step else Agreement.DIFFERS


def difference(a: Measured, b: Measured) -> Measured:
    """The first less the second."""
    return Measured(value=a.value - b.value, half=a.half + b.half, derived=True)


def change(new: Measured, old: Measured) -> Measured | None:
    """The change from old to new in per cent; None from zero."""
    if not old.value:
        return None
    ratio = abs(new.value / old.value)
    half = (new.half + ratio * old.half) / abs(old.value) * 100
    return Measured(value=100 * (new.value - old.value) / abs(old.value), half=half, derived=True)


def share(part: Measured, whole: Measured) -> Measured | None:
    """The first as a share of the second in per cent; None of nothing."""
    if not whole.value:
        return None
    ratio = abs(part.value / whole.value)
    return Measured(value=100 * ratio, half=(part.half + ratio * whole.half) / abs(whole.value) * 100, derived=True)


def significant(quantity: Quantity) -> int:
    """How many digits a figure tells, noughts at either end left out."""
    digits = "".join(c for c in f"{abs(quantity.value):f}" if c.isdigit()).strip("0")
    return len(digits)


def _digits(stated: Quantity, other: Quantity) -> tuple[str, str]:
    """The digits of two figures, the other written as the stated one is: 38,200 thousand as 38.2 million."""
    value = other.value
    if stated.unit.kind is other.unit.kind and stated.unit.kind is not UnitKind.RATE:
        value = value * other.unit.scale / stated.unit.scale
    step = Decimal(1).scaleb(-stated.decimals)
    if value != value.quantize(step) and other.decimals > stated.decimals:
        value = value.quantize(step, rounding=ROUND_HALF_UP)
    x, y = (f"{abs(v):f}" for v in (stated.value, value))
    if x.partition(".")[2].rstrip("0") != "" or y.partition(".")[2].rstrip("0") != "":
        width = max(len(v.partition(".")[2].rstrip("0")) for v in (x, y))
        x, y = (f"{abs(v):.{width}f}" for v in (stated.value, value))
    else:
        x, y = x.partition(".")[0], y.partition(".")[0]
    return x.replace(".", ""), y.replace(".", "")


def transposed(stated: Quantity, other: Quantity) -> bool:
    """Whether two figures of three digits or more are the same but for two neighbouring digits that changed places."""
    x, y = _digits(stated, other)
    if len(x) != len(y) or len(x) < 3 or x == y:
        return False
    wrong = [i for i, (p, q) in enumerate(zip(x, y, strict=True)) if p != q]
    return len(wrong) == 2 and wrong[1] == wrong[0] + 1 and x[wrong[0]] == y[wrong[1]] and x[wrong[1]] == y[wrong[0]]


def one_digit_off(stated: Quantity, other: Quantity, at_least: int = 3) -> bool:
    """Whether two figures of so many digits or more are the same but for one digit.

    Of three digits it must not be the last: figures of like things often differ in that alone.
    """
    x, y = _digits(stated, other)
    wrong = [i for i, (p, q) in enumerate(zip(x, y, strict=False)) if p != q]
    return len(x) == len(y) >= at_least and len(wrong) == 1 and (len(x) > at_least or wrong[0] < len(x) - 1)


def near(stated: Measured, other: Measured, quantity: Quantity) -> bool:
    """Whether a figure is so near to another that it may be meant to be that one."""
    a, b = abs(stated.value), abs(other.value)
    if quantity.unit.kind is UnitKind.PERCENT:
        return abs(a - b) <= 5
    low, high = sorted((a, b))
    return low > 0 and high <= low * Decimal("1.06")

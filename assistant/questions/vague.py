"""What vague words allow: "about", "nearly", "more than", "doubled" as tests on a figure.

Each word has one stated meaning, so that a verdict can be checked by hand. Knows nothing of reports or questions.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from structured.units import Quantity, UnitKind, to_base


class Bound(StrEnum):
    """How a claimed figure bounds the real one. The shares are of the claimed figure."""

    EXACT = "exactly"
    """The real figure rounds to the claimed one, at the precision at which it is claimed."""
    ABOUT = "about"
    """Within 7.5 % of it, or rounds to it."""
    NEARLY = "nearly"
    """Below it, by at most 10 %, or rounds to it."""
    FRACTION = "a fraction"
    """A fraction in words ("a third", "half") is right within 5 % of it."""
    JUST_OVER = "just over"
    """Above it, by at most 10 %."""
    ABOVE = "more than"
    AT_LEAST = "at least"
    BELOW = "less than"
    AT_MOST = "at most"


ONE_SIDED = frozenset({Bound.ABOVE, Bound.AT_LEAST, Bound.BELOW, Bound.AT_MOST})
"""Those that many a figure keeps."""

_ABOUT = Decimal("0.075")
_NEARLY = Decimal("0.1")
_TIMES = Decimal("0.05")
"""A change that is put as a multiple ("doubled", "halved") is right within 5 % of the multiple."""
_ROUND_NUMBER = Decimal("0.025")
NARROW = Decimal("0.1")
"""A target is missed or beaten "narrowly" by at most a tenth of it; "well" means by more than a tenth."""


def precision(quantity: Quantity) -> Decimal:
    """Half a step of the last digit that a figure states, in base units. Noughts at the end of a large whole number
    count as rounding, as long as that is a small part of it ("48,900" may be 48,936).
    """
    step = Decimal(1).scaleb(-quantity.decimals)
    value = abs(quantity.value)
    if quantity.decimals == 0 and value >= 1000:
        digits = str(int(value))
        for _ in range(len(digits) - len(digits.rstrip("0"))):
            if step * 5 > value * _ROUND_NUMBER:
                break
            step *= 10
    half = Quantity(value=step / 2, unit=quantity.unit)
    return abs(to_base(half))


def holds(bound: Bound, claimed: Quantity, actual: Quantity, slack: Decimal = Decimal(0)) -> bool:
    """Whether the real size bears out the claimed one; signs are the caller's business.

    ``slack`` is how far, in base units, the real figure may lie from what was computed, because its operands were
    printed rounded. Both need one kind of unit.
    """
    said, real = abs(to_base(claimed)), abs(to_base(actual))
    half = precision(claimed)
    multiple = claimed.unit.kind is UnitKind.RATIO
    near = (
        max(half, said * _TIMES)
        if multiple and claimed.value in {Decimal(2), Decimal("0.5"), Decimal(3), Decimal(4)}
        else half
    )
    apart = abs(said - real)
    rounds = apart <= near or (slack > 0 and apart < near + slack)
    match bound:
        case Bound.EXACT:
            return rounds
        case Bound.ABOUT:
            return rounds or apart <= said * _ABOUT
        case Bound.FRACTION:
            return rounds or apart <= said * _TIMES
        case Bound.NEARLY:
            return said * (1 - _NEARLY) <= real < said or (rounds and real <= said + half)
        case Bound.JUST_OVER:
            return said < real <= said * (1 + _NEARLY)
        case Bound.ABOVE:
            return real > said
        case Bound.AT_LEAST:
            return real >= said or (slack > 0 and real > said - slack)
        case Bound.BELOW:
            return real < said
        case Bound.AT_MOST:
            return real <= said or (slack > 0 and real < said + slack)

"""Units and quantities: reading a printed figure, the rules for combining units, printing a quantity.

Knows nothing of tables, reports or questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class UnitKind(StrEnum):
    """The family of a unit. Quantities of different families never meet in a sum or a difference."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "pp"
    MONEY = "money"
    RATE = "rate"
    """So many per 1,000 (or another base) of something."""
    RATIO = "ratio"
    """So many times."""
    DURATION = "duration"
    MASS = "mass"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a number counts. ``symbol`` is '£', '$', 'days', 'hours', 'kg', 'per 1,000' …; ``scale`` multiplies the
    number to give base units (1,000,000 for £m).
    """

    kind: UnitKind
    symbol: str = ""
    scale: int = 1


COUNT = Unit(kind=UnitKind.COUNT)
PERCENT = Unit(kind=UnitKind.PERCENT, symbol="%")
POINTS = Unit(kind=UnitKind.POINTS, symbol="pp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit. ``value`` is in ``unit`` (4,514.5 for "£4,514.5m"); ``decimals`` as printed."""

    value: Decimal
    unit: Unit
    decimals: int = 0

"""Amounts in words: figures as they are printed, sizes without their sign, and how far something moved."""

from __future__ import annotations

import re

from structured.observations import Observation
from structured.units import Quantity, Unit, UnitKind, format_quantity

_PLAIN = re.compile(r"\d[\d,]*(?:\.\d+)?")


def amount(observation: Observation) -> str:
    """A printed figure with its unit; as printed where it holds none."""
    if observation.quantity is None:
        return observation.printed or "no figure"
    unit = observation.quantity.unit
    if unit.kind is UnitKind.COUNT and unit.scale == 1 and _PLAIN.fullmatch(observation.printed):
        return observation.printed  # a year stands as 2004, not as 2,004
    return format_quantity(observation.quantity)


def points(quantity: Quantity) -> str:
    """A size without its sign, with its unit."""
    return format_quantity(Quantity(value=abs(quantity.value), unit=quantity.unit, decimals=quantity.decimals))


def moved(quantity: Quantity) -> str:
    """A change in words: "rose by 4 percentage points", "fell by 10%", "was unchanged"."""
    if quantity.value > 0:
        return f"rose by {points(quantity)}"
    if quantity.value < 0:
        return f"fell by {points(quantity)}"
    return f"was unchanged ({format_quantity(quantity)})"


def in_points(quantity: Quantity) -> Quantity:
    """A distance between percentages as percentage points; any other as it is."""
    kind = UnitKind.POINTS if quantity.unit.kind in {UnitKind.PERCENT, UnitKind.POINTS} else quantity.unit.kind
    unit = Unit(kind=kind, symbol="pp") if kind is UnitKind.POINTS else quantity.unit
    return Quantity(value=quantity.value, unit=unit, decimals=quantity.decimals)


def negative(quantity: Quantity) -> Quantity:
    """The same with the other sign."""
    return Quantity(value=-quantity.value, unit=quantity.unit, decimals=quantity.decimals)

"""Sides: a row or a column as a question sees it, and how well words are explained."""

from __future__ import annotations

from dataclasses import dataclass

SOLID = 0.5
"""A word counts as explained from this strength on."""
FIRM = 0.6
"""A name or a number needs more: that the text beside a table mentions it does not make the table speak of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A row or a column as the question sees it.

    ``covers`` are needs explained by its labels, ``recall`` how much of its innermost label the question says, ``fit``
    what its period, unit and kind speak for (or against) it.
    """

    index: int
    covers: dict[int, float]
    recall: float
    fit: float


def merge(*covers: dict[int, float]) -> dict[int, float]:
    """For each need the best explanation."""
    best: dict[int, float] = {}
    for each in covers:
        for need, strength in each.items():
            if strength > best.get(need, 0.0):
                best[need] = strength
    return best

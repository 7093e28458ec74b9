"""Periods: reading "Q4 23-24", "12 months to January 2024" and their kin; order, distance, neighbours.

A fiscal year starts in April unless the caller says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PeriodKind(StrEnum):
    """The shape of a stretch of time."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    """A calendar year."""
    FISCAL_YEAR = "fiscal year"
    ROLLING = "rolling"
    """A stretch named by its end: "12 months to March 2024"."""
    RANGE = "range"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of time with its first and last day, both included. ``printed`` is the words that it was read from.

    Two periods mean the same when their first and last days agree, whatever they are called.
    """

    kind: PeriodKind
    first: date
    last: date
    printed: str = ""

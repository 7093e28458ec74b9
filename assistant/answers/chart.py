"""A chart as data; how it is drawn is for ``drawing.py`` and the page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.spreadsheets import csv_file


class ChartKind(StrEnum):
    """How a chart shows its figures."""

    LINE = "line"
    """One figure over time."""
    BARS = "bars"
    """Figures side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart: one figure for each label, in order. ``printed`` are the figures as they stand beside their marks.

    ``title`` says what is to be seen, ``subtitle`` what is shown, ``alt`` all of it in words; ``own`` are the places of
    the bars that were asked about, none where all were.
    """

    kind: ChartKind
    title: str
    subtitle: str
    labels: tuple[str, ...]
    values: tuple[Decimal, ...]
    printed: tuple[str, ...]
    own: frozenset[int] = frozenset()
    alt: str

    def csv(self) -> bytes:
        """The figures as a CSV file: label, value in the chart's unit, and the figure as printed."""
        values = (str(value) for value in self.values)
        return csv_file([("label", "value", "printed"), *zip(self.labels, values, self.printed, strict=True)])

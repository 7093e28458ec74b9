"""What of an answer is better seen than read: the cited figures of one row over time, or of one column side by side.

Data only; how it is drawn is the page's and the briefing's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.answers.answer import Answer, Citation, CitedCell
from structured.observations import Grid, Observation
from structured.units import format_quantity

FEWEST = 3
"""Two figures are read as quickly as they are looked at."""
MOST = 40


class ChartKind(StrEnum):
    """How the points stand to one another."""

    TREND = "trend"
    """One thing over time, in the order of the periods."""
    BARS = "bars"
    """Several things at one time, in the order in which the answer gives them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One figure: what it is of, its value in the chart's unit, and how it is printed."""

    label: str
    value: Decimal
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Points of one unit. ``title`` says what they are figures of, ``source`` the table and the report."""

    kind: ChartKind
    title: str
    points: tuple[Point, ...]
    source: str

    @property
    def description(self) -> str:
        """The chart in words, for those who cannot see it."""
        listed = "; ".join(f"{point.label}: {point.printed}" for point in self.points)
        return f"{self.title}. {listed}."


def chart_of(answer: Answer, grids: Sequence[Grid]) -> Chart | None:
    """The chart of an answer's cited cells; None where they are few, of several tables, or of different units."""
    cited = [(citation, cell) for citation in answer.citations for cell in citation.cells]
    cited = list({(c.document, x.table, x.row_index, x.column_index): (c, x) for c, x in cited}.values())
    if not FEWEST <= len(cited) <= MOST or len({(c.document, x.table) for c, x in cited}) != 1:
        return None
    citation, first = cited[0]
    grid = next((g for g in grids if (g.document_id, g.number) == (citation.document, first.table)), None)
    if grid is None:
        return None
    cells = {(o.row, o.column): o for o in grid.observations}
    found = [cells.get((x.row_index, x.column_index)) for _, x in cited]
    observations = [o for o in found if o is not None and o.quantity is not None]
    if len(observations) != len(cited) or len({o.quantity.unit for o in observations if o.quantity}) != 1:
        return None
    source = f"{citation.table or grid.title or 'table'}, {citation.title}"
    return _over_time(observations, source) or _side_by_side([x for _, x in cited], observations, citation, source)


def _over_time(observations: Sequence[Observation], source: str) -> Chart | None:
    periods = [o.period for o in observations]
    if len({o.row for o in observations}) != 1 or any(p is None for p in periods) or len(set(periods)) != len(periods):
        return None
    ordered = sorted(observations, key=lambda o: (o.period.first, o.period.last) if o.period else ())
    return Chart(
        kind=ChartKind.TREND,
        title=" – ".join(ordered[0].row_path[-2:]),
        points=tuple(_point(o, o.column_path[-1] if o.column_path else "") for o in ordered),
        source=source,
    )


def _side_by_side(
    cells: Sequence[CitedCell], observations: Sequence[Observation], citation: Citation, source: str
) -> Chart | None:
    if len({o.column for o in observations}) != 1:
        return None
    return Chart(
        kind=ChartKind.BARS,
        title=" – ".join(filter(None, (citation.table or "", cells[0].column))),
        points=tuple(_point(o, cell.row) for o, cell in zip(observations, cells, strict=True)),
        source=source,
    )


def _point(observation: Observation, label: str) -> Point:
    quantity = observation.quantity
    assert quantity is not None
    return Point(label=label, value=quantity.value, printed=format_quantity(quantity))

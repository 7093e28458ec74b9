"""What of an answer is better seen than read: the cited figures of one row over time, or of one column side by side.

Data only; how it is drawn is the page's and the briefing's business.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.answer import Answer, CitedCell
from assistant.answers.chart import Chart, ChartKind
from structured.observations import Grid, Observation
from structured.units import format_quantity

FEWEST = 3
"""Two figures are read as quickly as they are looked at."""
MOST = 40
MOST_RANKED = 12
"""Of a ranking of more, the first are shown."""
_STEP = " › "


def chart_of(answer: Answer, grids: Sequence[Grid]) -> Chart | None:
    """The chart of the cells that a ranking chose among, or of an answer's cited cells.

    None where they are few, of several tables, or of different units.
    """
    cited = [(citation, cell) for citation in answer.citations for cell in citation.cells]
    cited = list({(c.document, x.table, x.row_index, x.column_index): (c, x) for c, x in cited}.values())
    if not cited or len({(c.document, x.table) for c, x in cited}) != 1:
        return None
    citation, first = cited[0]
    grid = next((g for g in grids if (g.document_id, g.number) == (citation.document, first.table)), None)
    if grid is None:
        return None
    source = f"{citation.table or grid.title or 'table'}, {citation.title}"
    own = [cell for _, cell in cited]
    ranked = _ranked(answer.compared, own, grid)
    if ranked and len(ranked) < len(answer.compared):
        source += f"; {len(ranked)} of {len(answer.compared)} are shown"
    cells = ranked or own
    observations = _observations(cells, grid)
    if not FEWEST <= len(cells) <= MOST or len(observations) != len(cells):
        return None
    beside = _side_by_side(cells, own if ranked else (), observations, grid, source)
    over_time = _over_time(observations, source)
    # Of a ranking the end that was asked for stands first, also where it is of years.
    return (beside or over_time) if ranked else (over_time or beside)


def _observations(cells: Sequence[CitedCell], grid: Grid) -> list[Observation]:
    """The cells' figures, as far as they have the unit of the first."""
    by_place = {(o.row, o.column): o for o in grid.observations}
    found = [by_place.get((cell.row_index, cell.column_index)) for cell in cells]
    known = [o for o in found if o is not None and o.quantity is not None]
    return [o for o in known if o.quantity and known[0].quantity and o.quantity.unit == known[0].quantity.unit]


def _ranked(compared: Sequence[CitedCell], own: Sequence[CitedCell], grid: Grid) -> tuple[CitedCell, ...]:
    """What a ranking chose among, from the end that was asked for; of many the first, and those that were chosen."""
    observations = _observations(compared, grid)
    if len(observations) != len(compared) or not set(own) <= set(compared):
        return ()
    values = {c: o.quantity.value for c, o in zip(compared, observations, strict=True) if o.quantity is not None}
    middle = sorted(values.values())[len(values) // 2] if values else 0
    ordered = sorted(compared, key=values.__getitem__, reverse=bool(own) and values[own[0]] >= middle)
    return tuple(cell for n, cell in enumerate(ordered) if n < MOST_RANKED or cell in own)


def _over_time(observations: Sequence[Observation], source: str) -> Chart | None:
    periods = [o.period for o in observations]
    if any(p is None for p in periods) or len(set(periods)) != len(periods):
        return None
    ordered = sorted(observations, key=lambda o: (o.period.first, o.period.last) if o.period else ())
    across, down = ([o.column_path for o in ordered], [o.row_path for o in ordered])
    if len({o.row for o in ordered}) == 1:
        name, times = down[0], across
    elif len({o.column for o in ordered}) == 1:
        name, times = across[0], down
    else:
        return None
    return _chart(ChartKind.LINE, " – ".join(name[-2:]), source, [path[-1] if path else "" for path in times], ordered)


def _side_by_side(
    cells: Sequence[CitedCell],
    own: Sequence[CitedCell],
    observations: Sequence[Observation],
    grid: Grid,
    source: str,
) -> Chart | None:
    if len({o.column for o in observations}) != 1:
        return None
    title = " – ".join(filter(None, (grid.title, cells[0].column)))
    names = [_row_name(cell, cells) for cell in cells]
    marked = frozenset(n for n, cell in enumerate(cells) if cell in own)
    return _chart(ChartKind.BARS, title, source, names, observations, marked)


def _row_name(cell: CitedCell, cells: Sequence[CitedCell]) -> str:
    """The innermost of a row's labels, or all of them where another row has the same."""
    short = cell.row.rpartition(_STEP)[2]
    return cell.row if [c.row.rpartition(_STEP)[2] for c in cells].count(short) > 1 else short


def _chart(
    kind: ChartKind,
    title: str,
    source: str,
    labels: Sequence[str],
    observations: Sequence[Observation],
    own: frozenset[int] = frozenset(),
) -> Chart:
    quantities = [o.quantity for o in observations if o.quantity is not None]
    printed = tuple(format_quantity(quantity) for quantity in quantities)
    listed = "; ".join(f"{label}: {figure}" for label, figure in zip(labels, printed, strict=True))
    return Chart(
        kind=kind,
        title=title,
        subtitle=source,
        labels=tuple(labels),
        values=tuple(quantity.value for quantity in quantities),
        printed=printed,
        own=own,
        alt=f"{title}. {listed}.",
    )

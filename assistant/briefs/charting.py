"""Which chart a briefing shows, and what it says: figures over time, changes side by side, or members side by side."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.amounts import amount
from assistant.answers.chart import Chart, ChartKind
from assistant.answers.labels import column_name, row_name
from assistant.briefs.lines import peers, series
from assistant.briefs.subjects import Naming, Subject
from structured.observations import ColumnKind, Observation, RowKind
from structured.units import UnitKind, format_quantity

_FEWEST, _MOST_BARS, _EITHER_END = 3, 12, 5
_LONGEST_TITLE = 110


def chart_of(subject: Subject, headlines: Sequence[str]) -> Chart | None:
    """The chart that shows most of a subject; None where it has too few figures of one kind."""
    return _trend(subject) or _changes(subject, headlines) or _peers(subject)


def _trend(subject: Subject) -> Chart | None:
    cells = series(subject)
    grid = subject.sheet.grid
    named = subject.naming is Naming.ROW or grid.rows[subject.row].kind is not RowKind.DATA
    by_row = grid.rows[subject.row].period is not None
    if len(cells) < _FEWEST or not (named or by_row):
        return None
    subtitle = column_name(cells[-1].column_path) if by_row else row_name(grid, cells[-1].row_path)
    labels = tuple(row_name(grid, c.row_path) if by_row else column_name(c.column_path) for c in cells)
    first, last = cells[0], cells[-1]
    assert first.quantity is not None and last.quantity is not None
    way = _way(last, first)
    title = f"{subtitle} {way} from {amount(first)} ({labels[0]}) to {amount(last)} ({labels[-1]})"
    return _chart(ChartKind.LINE, title, f"{_titled(subject)}: {subtitle}", labels, cells, None)


def _way(new: Observation, old: Observation) -> str:
    assert new.quantity is not None and old.quantity is not None
    apart = new.quantity.value - old.quantity.value
    return "rose" if apart > 0 else "fell" if apart < 0 else "stayed the same"


def _changes(subject: Subject, headlines: Sequence[str]) -> Chart | None:
    """The row's printed changes, each from another time."""
    if subject.naming is not Naming.ROW:
        return None
    grid = subject.sheet.grid
    cells = [
        cell
        for i, c in enumerate(grid.columns)
        if c.kind is ColumnKind.CHANGE
        and (cell := subject.sheet.entry.cell(subject.row, i)) is not None
        and cell.quantity is not None
        and cell.quantity.unit.kind in {UnitKind.PERCENT, UnitKind.POINTS}
    ]
    if len(cells) < 2 or len({c.quantity.unit for c in cells if c.quantity is not None}) > 1:
        return None
    name = row_name(grid, cells[0].row_path)
    title = next((name + h.rstrip(".").split(name, 1)[1] for h in headlines if name in h), name)
    labels = tuple(column_name(c.column_path) for c in cells)
    return _chart(ChartKind.BARS, title, f"{_titled(subject)}: {name}", labels, cells, None, signed=True)


def _peers(subject: Subject) -> Chart | None:
    """The latest figure of each member, highest first; of many those at either end and the one that is asked about."""
    column = subject.latest
    among = peers(subject, column) if column is not None else []
    if len(among) < _FEWEST or column is None:
        return None
    grid = subject.sheet.grid
    among.sort(key=lambda p: (-p[1].quantity.value if p[1].quantity is not None else 0, p[0]))
    own = subject.row if subject.naming is Naming.ROW else None
    if len(among) > _MOST_BARS:
        kept = among[:_EITHER_END] + among[-_EITHER_END:]
        middle = [p for p in among if p[0] == own and p not in kept]
        among = [*kept[:_EITHER_END], *middle, *kept[_EITHER_END:]]
    cells = [cell for _, cell in among]
    labels = tuple(row_name(grid, cell.row_path) for cell in cells)
    at = next((n for n, (i, _) in enumerate(among) if i == own), None)
    said = column_name(grid.columns[column].path)
    if at is not None:
        title = f"{labels[at]}: {amount(cells[at])}"
    else:
        title = f"{labels[0]} is highest at {amount(cells[0])}, {labels[-1]} lowest at {amount(cells[-1])}"
    return _chart(ChartKind.BARS, title, f"{_titled(subject)}: {said}", labels, cells, at)


def _titled(subject: Subject) -> str:
    grid = subject.sheet.grid
    return grid.title or (grid.section[-1] if grid.section else "")


def _chart(
    kind: ChartKind,
    title: str,
    subtitle: str,
    labels: tuple[str, ...],
    cells: Sequence[Observation],
    own: int | None,
    *,
    signed: bool = False,
) -> Chart:
    quantities = [c.quantity for c in cells if c.quantity is not None]
    signed = signed or any(c.value < 0 for c in quantities)
    printed = tuple(format_quantity(q, signed=signed and q.unit.kind in _SIGNED) for q in quantities)
    title = title if len(title) <= _LONGEST_TITLE else subtitle
    figures = "; ".join(f"{label}: {figure}" for label, figure in zip(labels, printed, strict=True))
    what = "Line chart" if kind is ChartKind.LINE else "Bar chart"
    return Chart(
        kind=kind,
        title=title,
        subtitle=subtitle,
        labels=labels,
        values=tuple(q.value for q in quantities),
        printed=printed,
        own=frozenset() if own is None else frozenset({own}),
        alt=f"{what}. {title}. {figures}.",
    )


_SIGNED = frozenset({UnitKind.PERCENT, UnitKind.POINTS})

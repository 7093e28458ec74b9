"""The headline lines of a briefing, as readings of one subject: level, changes, distance from plan, extremes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.briefs.subjects import Naming, Subject
from assistant.checking.cells import column_role, make, nameless, plan_pairs
from assistant.questions.cues import Order
from assistant.questions.outline import is_total_label
from assistant.questions.roles import Role
from assistant.readings import Reading
from structured.observations import ColumnKind, Observation, RowKind
from structured.plan import Operation, Plan
from structured.units import UnitKind

FEWEST_PEERS = 4
"""Members that a table has to have for a place among them to mean something."""
_MOST_PLANS = 2
_MOST_TIMES = 3
"""How many times as large a figure may have become for its change to be told in per cent."""
MOST_ROWS = 3
"""Rows of one table that get lines of their own."""


def line_readings(subject: Subject) -> Iterator[tuple[Reading, Order | None]]:
    """The readings that a briefing states of a subject, in order; a ranking comes with the order that it is in."""
    if subject.naming is Naming.ROW:
        for row in subject.rows[:MOST_ROWS]:
            yield from ((reading, None) for reading in _of_row(subject, row))
        return
    sheet = subject.sheet
    if sheet.grid.rows[subject.row].period is not None:
        yield from ((reading, None) for reading in _over_rows(subject))
        return
    column = subject.latest
    if column is None:
        return
    if sheet.grid.rows[subject.row].kind in {RowKind.BASE, RowKind.TOTAL}:
        named = subject.columns if subject.naming is Naming.COLUMN else (column,)
        yield from ((_lookup(subject, subject.row, i), None) for i in named[:MOST_ROWS])
        over_time = series(subject)
        if len(over_time) > 1:
            yield next(_changes(subject, over_time)), None
    yield from _extremes(subject, column)


def peers(subject: Subject, column: int) -> list[tuple[int, Observation]]:
    """The rows that a row stands among, with their figures in a column: of one unit, totals left out.

    Empty where the figures are of lines of an account: what comes in is no peer of what goes out.
    """
    grid = subject.sheet.grid
    found = [
        (i, cell)
        for i, row in enumerate(grid.rows)
        if row.kind is RowKind.DATA and row.path and row.period is None and not is_total_label(row.path[-1])
        if (cell := subject.sheet.entry.cell(i, column)) is not None and cell.quantity is not None
    ]
    units = {cell.quantity.unit for _, cell in found if cell.quantity is not None}
    below = any(cell.quantity is not None and cell.quantity.value < 0 for _, cell in found)
    account = below and any(unit.kind is UnitKind.MONEY for unit in units)
    return found if len(units) == 1 and not account else []


def series(subject: Subject) -> list[Observation]:
    """The headline figure over time, oldest first: along the row, or down the column of its latest."""
    sheet, column = subject.sheet, subject.latest
    if column is None:
        return []
    columns = sheet.grid.columns
    if sheet.grid.rows[subject.row].period is not None:
        cells = [sheet.entry.cell(i, column) for i, row in enumerate(sheet.grid.rows) if row.period is not None]
    else:
        here = columns[column]
        cells = [
            sheet.entry.cell(subject.row, i)
            for i, c in enumerate(columns)
            if c.kind is ColumnKind.LEVEL
            and c.period is not None
            and here.period is not None
            and c.period.months == here.period.months
            and nameless(c.path) == nameless(here.path)
        ]
    dated = [(c.period.last, c) for c in cells if c is not None and c.quantity is not None and c.period is not None]
    dated.sort(key=lambda d: d[0])
    return [cell for _, cell in dated] if len({last for last, _ in dated}) == len(dated) else []


def _lookup(subject: Subject, row: int, column: int) -> Reading:
    plan = Plan(operation=Operation.LOOKUP, operands=(subject.sheet.entry.ref(row, column),))
    return make(subject.sheet, plan, (row,), (column,), fit=0.0)


def _of_row(subject: Subject, row: int) -> Iterator[Reading]:
    own = replace(subject, row=row)
    sheet = subject.sheet
    columns = sheet.grid.columns
    pairs = [
        r
        for r in plan_pairs(sheet, relative=False)
        if r.rows[0] == row and (own.latest is None or r.columns[0] == own.latest) and _of_one_time(subject, r)
    ]
    planned = [r for r in pairs if column_role(sheet, r.columns[0]) is Role.ACTUAL]
    changes = [
        i
        for i, c in enumerate(columns)
        if c.kind is ColumnKind.CHANGE and (cell := sheet.entry.cell(row, i)) is not None and cell.quantity is not None
    ]
    figures = [columns[i] for i in changes]
    measured = [i for i, c in zip(changes, figures, strict=True) if c.unit is None or c.unit.kind is not UnitKind.MONEY]
    over_time = series(own)
    if planned:
        yield from sorted(planned, key=lambda r: (-round(r.score, 6), r.columns))[:_MOST_PLANS]
    elif own.latest is not None and (not measured or len(over_time) > 1):
        yield _lookup(subject, row, own.latest)
    yield from (_lookup(subject, row, i) for i in measured)
    if not planned:  # a plain figure of the latest time, beside a target
        yield from sorted(pairs, key=lambda r: (-round(r.score, 6), r.columns))[:1]
    yield from _balances(own)
    if len(over_time) > 2 or (len(over_time) > 1 and not measured):
        changes_of = list(_changes(own, over_time))
        yield from changes_of[:1] if measured else changes_of


def _of_one_time(subject: Subject, reading: Reading) -> bool:
    """Whether what came about is held against the plan for its own time, as far as the columns say their times."""
    now, base = (subject.sheet.grid.columns[c].period for c in reading.columns[:2])
    return now is None or base is None or now.same_span(base)


def _balances(subject: Subject) -> Iterator[Reading]:
    """What a balance was at the start and is at the end."""
    sheet, row, last = subject.sheet, subject.row, subject.latest
    if last is None or column_role(sheet, last) is not Role.CLOSING:
        return
    first = next((i for i in subject.columns if column_role(sheet, i) is Role.OPENING), None)
    if first is None or any((c := sheet.entry.cell(row, i)) is None or c.quantity is None for i in (first, last)):
        return
    plan = Plan(
        operation=Operation.DIFFERENCE,
        operands=(sheet.entry.ref(row, last),),
        baseline=(sheet.entry.ref(row, first),),
    )
    yield make(sheet, plan, (row,), (last, first), fit=0.0)


def _changes(subject: Subject, cells: list[Observation]) -> Iterator[Reading]:
    """The latest figure against the one before it, and against that of a year before."""
    entry = subject.sheet.entry
    new = cells[-1]
    olds = [cells[-2]]
    assert new.period is not None and new.quantity is not None
    before = new.period.year_before()
    olds += [c for c in cells[:-2] if c.period is not None and c.period.same_span(before)]
    by_points = new.quantity.unit.kind in {UnitKind.PERCENT, UnitKind.RATIO}
    for old in olds:
        assert old.quantity is not None
        by_points = by_points or old.quantity.value <= 0 or new.quantity.value > _MOST_TIMES * old.quantity.value
        operation = Operation.DIFFERENCE if by_points else Operation.PERCENT_CHANGE
        rows = (entry.row_index[new.row], entry.row_index[old.row])
        columns = (entry.column_index[new.column], entry.column_index[old.column])
        plan = Plan(
            operation=operation,
            operands=(entry.ref(rows[0], columns[0]),),
            baseline=(entry.ref(rows[1], columns[1]),),
        )
        yield make(
            subject.sheet,
            plan,
            rows if rows[0] != rows[1] else rows[:1],
            columns if columns[0] != columns[1] else columns[:1],
            fit=0.0,
        )


def _over_rows(subject: Subject) -> Iterator[Reading]:
    column = subject.latest
    if column is None:
        return
    yield _lookup(subject, subject.row, column)
    cells = series(subject)
    if len(cells) >= 2:
        yield from _changes(subject, cells)


def _extremes(subject: Subject, column: int) -> Iterator[tuple[Reading, Order]]:
    """Which member is highest, and which lowest."""
    among = peers(subject, column)
    if len(among) < FEWEST_PEERS:
        return
    refs = tuple(subject.sheet.entry.ref(i, column) for i, _ in among)
    rows = tuple(i for i, _ in among)
    for order in (Order.MOST, Order.LEAST):
        plan = Plan(operation=Operation.RANK, operands=refs, descending=order is Order.MOST)
        yield make(subject.sheet, plan, rows, (column,), fit=0.0), order

"""Readings for claims: single cells, one column as a share of another, two times of one column, plan and outcome."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, permutations

from assistant.checking.patterns import BALANCE, GOALS
from assistant.questions.roles import Role as ColumnRole
from assistant.questions.roles import role
from assistant.questions.sheet import Sheet
from assistant.questions.sides import Side, merge
from assistant.questions.words import label_stems
from assistant.readings import Reading, trends
from assistant.readings.reading import score_of
from structured.engine import Result
from structured.observations import ColumnKind, GridColumn, RowKind
from structured.periods import Period, find_periods
from structured.plan import Operation, Plan
from structured.units import UnitKind, to_base

_AT_FIRST = re.compile(r"\b(?:original|initial|first)\b", re.IGNORECASE)
_FORECAST = re.compile(r"\b(?:forecasts?|f'?cast|expected|projected|latest|now)\b", re.IGNORECASE)
_TARGET = re.compile(rf"\b(?:{GOALS}|promised?|ceiling|threshold)\b", re.IGNORECASE)
_SO_FAR = re.compile(
    r"\b(?:so far|to date|ytd|cumulative|(?:up )?to (?:the end of |\d{1,2} )?[A-Z][a-z]{2,8})\b", re.IGNORECASE
)
BASELINE = re.compile(r"\b(?:baseline|base year)\b", re.IGNORECASE)
"""Names the time from which changes are measured; with a period of its own it was no plan."""
_AS_PUBLISHED = re.compile(r"\b(?:as (?:first |originally |previously )?|first )published\b", re.IGNORECASE)
_THEN = re.compile(
    r"\b(?:(?:in|at) )?(?:the )?(?:(?:last|previous|prior) (?:quarter|year|month|time|report)|(?:at|in) Q[1-4]\b"
    r"|(?:a )?(?:quarter|year) (?:ago|before|earlier))",
    re.IGNORECASE,
)
"""In a column's label: that it is of an earlier time than its sister."""
_NOW = re.compile(r"\b(?:now|current(?:ly)?|latest|this (?:quarter|year|month))\b", re.IGNORECASE)
_PLANS = frozenset(
    label_stems("budget budgeted plan planned target targets goal revised original approved annual full")
)
"""What a column of plans is called beside the thing that is planned."""
_OF_WHICH = re.compile(r"\bof which\b", re.IGNORECASE)


def cells(sheet: Sheet, *kinds: ColumnKind) -> Iterator[Reading]:
    """The cells of the rows that the claim names, as printed; for a gap the level that it implies."""
    base = next((i for i, row in enumerate(sheet.grid.rows) if row.kind is RowKind.BASE), None)
    for row in sheet.best_rows[:10]:
        for column in sheet.columns:
            cell = sheet.entry.cell(row.index, column.index)
            kind = sheet.grid.columns[column.index].kind
            if kind not in kinds or cell is None or not cell.printed:
                continue
            plan = Plan(operation=Operation.LOOKUP, operands=(sheet.entry.ref(row.index, column.index),))
            if kind is ColumnKind.GAP and base is not None and row.index != base and not sheet.measures.wants_gap:
                plan = replace(plan, operation=Operation.LEVEL, baseline=(sheet.entry.ref(base, column.index),))
            fit = row.fit + column.fit
            if sheet.grid.columns[column.index].unit is None and cell.quantity is not None:
                fit += sheet.measures.value_fit(cell.quantity.unit.kind)
            yield make(sheet, plan, (row.index,), (column.index,), fit=fit)


def column_shares(sheet: Sheet, run: Callable[[Plan], Result | None], *, most: int = 100) -> Iterator[Reading]:
    """One column as a part of another in the same row: what was received out of what was asked for.

    ``most`` is the most per cent that it may be: of a budget more than all can be spent.
    """
    columns = [s for s in sheet.columns if s.covers and sheet.grid.columns[s.index].kind is ColumnKind.LEVEL]
    for row in sheet.best_rows[:4]:
        for whole, part in (
            (a, b) for a in columns for b in columns if a.index != b.index and set(b.covers) - set(a.covers)
        ):
            if sheet.entry.cell(row.index, part.index) is None or sheet.entry.cell(row.index, whole.index) is None:
                continue
            plan = Plan(
                operation=Operation.SHARE,
                operands=(sheet.entry.ref(row.index, part.index),),
                baseline=(sheet.entry.ref(row.index, whole.index),),
            )
            result = run(plan)
            share = result.values[0].quantity if result else None
            if share is None or not 0 <= share.value <= most:
                continue
            yield make(
                sheet,
                plan,
                (row.index,),
                (part.index, whole.index),
                fit=row.fit + (0.1 if sheet.grid.rows[row.index].kind is RowKind.TOTAL else 0.0),
            )


def period_pairs(sheet: Sheet, *, relative: bool) -> Iterator[Reading]:
    """Two columns of one name and two times, in whatever order they are printed."""
    columns = sheet.grid.columns
    level = [i for i, c in enumerate(columns) if c.kind is ColumnKind.LEVEL and c.period is not None]
    level = [i for i in level if not is_superseded(columns, i)]
    operation = Operation.PERCENT_CHANGE if relative else Operation.DIFFERENCE
    for first, second in combinations(level, 2):
        a, b = columns[first].period, columns[second].period
        assert a is not None and b is not None
        old, new = (first, second) if a < b else (second, first)
        if a.same_span(b) or a.kind is not b.kind or nameless(columns[first].path) != nameless(columns[second].path):
            continue
        if column_role(sheet, old) is ColumnRole.PLANNED and not BASELINE.search(" ".join(columns[old].path)):
            continue
        for row in sheet.best_rows[:6]:
            plan = Plan(
                operation=operation,
                operands=(sheet.entry.ref(row.index, new),),
                baseline=(sheet.entry.ref(row.index, old),),
            )
            if any(sheet.entry.cell(row.index, c) is None for c in (old, new)):
                continue
            yield make(
                sheet,
                plan,
                (row.index,),
                (new, old),
                fit=row.fit + (0.06 if column_role(sheet, new) is ColumnRole.ACTUAL else 0.0),
            )


def is_superseded(columns: Sequence[GridColumn], index: int) -> bool:
    """Whether a column has what was first published of a time of which another column has the restated figures."""
    own, period = columns[index], columns[index].period
    return _AS_PUBLISHED.search(" ".join(own.path)) is not None and any(
        c is not own
        and c.kind is ColumnKind.LEVEL
        and c.period is not None
        and period is not None
        and c.period.same_span(period)
        and nameless(c.path) == nameless(own.path)
        for c in columns
    )


def series(sheet: Sheet) -> Iterator[Reading]:
    """One figure over time: a row over the columns that are periods, or each column over the rows that are."""
    columns = sheet.grid.columns
    timed = tuple(i for i, c in enumerate(columns) if is_of_a_time(sheet, i) and not is_superseded(columns, i))
    for reading in (r for r in trends(sheet) if len(r.rows) == 1):
        row = reading.rows[0]
        filled = tuple(i for i in timed if (cell := sheet.entry.cell(row, i)) is not None and cell.quantity is not None)
        longer = set(reading.columns) < set(filled) and len({nameless(columns[i].path) - _DONE for i in filled}) == 1
        plan = replace(reading.plan, operands=tuple(sheet.entry.ref(row, i) for i in filled))
        yield replace(reading, plan=plan, columns=filled) if longer else reading
    rows = tuple(i for i, row in enumerate(sheet.grid.rows) if row.period is not None)
    for column in sheet.columns:
        cells_of = [(i, sheet.entry.cell(i, column.index)) for i in rows]
        filled = tuple(i for i, cell in cells_of if cell is not None and cell.quantity is not None)
        if len(filled) > 2 and sheet.grid.columns[column.index].kind is ColumnKind.LEVEL:
            refs = tuple(sheet.entry.ref(i, column.index) for i in filled)
            yield make(sheet, Plan(operation=Operation.TREND, operands=refs), filled, (column.index,), fit=column.fit)


def then_and_now(sheet: Sheet, *, relative: bool) -> Iterator[Reading]:
    """Two columns of one measure, of which one says that it is of an earlier time ("Score now", "last quarter")."""
    columns = sheet.grid.columns
    level = [i for i, c in enumerate(columns) if c.kind is ColumnKind.LEVEL]
    called = {i: _called(" ".join(columns[i].path)) for i in level}
    for old, new in permutations(level, 2):
        if called[old][0] == called[new][0] and called[old][1] and not called[new][1]:
            yield from _moved(sheet, old, new, relative=relative)


def outlooks(sheet: Sheet, *, relative: bool) -> Iterator[Reading]:
    """What a thing was at the start and what it is expected to be at the end."""
    level = [i for i, c in enumerate(sheet.grid.columns) if c.kind is ColumnKind.LEVEL]
    expected = [i for i in level if is_forecast(sheet, i)]
    until = sheet.grid.columns[expected[0]].period if len(expected) == 1 else None
    opening = [i for i in level if i not in expected and _opens(sheet, i, until)]
    if len(opening) == 1 and len(expected) == 1:
        yield from _moved(sheet, opening[0], expected[0], relative=relative)


def _opens(sheet: Sheet, column: int, until: Period | None) -> bool:
    """Whether a column is of the start: it says so, or is of a day before the one that is looked forward to."""
    period = sheet.grid.columns[column].period
    of_a_day = period is not None and until is not None and not period.months and period < until
    return column_role(sheet, column) is ColumnRole.OPENING or of_a_day


def _called(label: str) -> tuple[frozenset[str], bool]:
    """The words of a column's label without those for its time, and whether they say that it is an earlier one."""
    bare = _THEN.sub(" ", label)
    stems = frozenset(label_stems(_NOW.sub(" ", without_periods(bare))))
    return stems, bare != label


def _moved(sheet: Sheet, old: int, new: int, *, relative: bool) -> Iterator[Reading]:
    operation = Operation.PERCENT_CHANGE if relative else Operation.DIFFERENCE
    for row in sheet.best_rows[:6]:
        before, after = (sheet.entry.cell(row.index, c) for c in (old, new))
        if before is None or after is None or before.quantity is None or after.quantity is None:
            continue
        plan = Plan(
            operation=operation,
            operands=(sheet.entry.ref(row.index, new),),
            baseline=(sheet.entry.ref(row.index, old),),
        )
        yield make(sheet, plan, (row.index,), (new, old), fit=row.fit)


def plan_pairs(sheet: Sheet, *, relative: bool, outlook: bool = False) -> Iterator[Reading]:
    """A column of what was planned with the column of what came about; of an ``outlook``, of what is forecast."""
    columns = sheet.grid.columns
    levels = [s for s in sheet.columns if columns[s.index].kind is ColumnKind.LEVEL]
    planned = [
        s
        for s in levels
        if column_role(sheet, s.index) is ColumnRole.PLANNED and not (outlook and is_forecast(sheet, s.index))
    ]
    if outlook and not planned:
        planned = [s for s in levels if column_role(sheet, s.index) is ColumnRole.OPENING]
    if not _AT_FIRST.search(sheet.question.text):  # a plan that was revised is no longer the one to hold to
        revised = {columns[s.index].path[:-1] for s in planned if not _AT_FIRST.search(" ".join(columns[s.index].path))}
        planned = [
            s
            for s in planned
            if not _AT_FIRST.search(" ".join(columns[s.index].path)) or columns[s.index].path[:-1] not in revised
        ]
    actual = [
        s
        for s in levels
        if column_role(sheet, s.index) in {ColumnRole.ACTUAL, ColumnRole.NONE}  # a balance is no spending
        and (columns[s.index].period is None or sheet.times.period_fit(columns[s.index].period) > -0.3)
    ]
    if outlook:
        actual = [s for s in levels if is_forecast(sheet, s.index)]
    operation = Operation.PERCENT_CHANGE if relative else Operation.DIFFERENCE
    done = {base.index: actual if outlook else _came_about(sheet, base, actual) for base in planned}
    for row in sheet.best_rows[:8]:
        for base in planned:
            period = columns[base.index].period
            if period is not None and sheet.times.period_fit(period) <= -0.3:
                continue
            heading = columns[base.index].path[:-1]
            for now in [
                a
                for a in done[base.index]
                if columns[a.index].path[:-1] == heading or not heading or not columns[a.index].path[:-1]
            ]:
                before, after = (sheet.entry.cell(row.index, c.index) for c in (base, now))
                if before is None or after is None or before.quantity is None or after.quantity is None:
                    continue
                if before.quantity.unit.kind is not after.quantity.unit.kind:
                    continue
                if after.quantity.unit.kind is UnitKind.MONEY and _are_of_two_stretches(sheet, now.index, base.index):
                    continue
                own = columns[now.index].period
                fit = (
                    row.fit
                    + (0.1 if column_role(sheet, now.index) is ColumnRole.ACTUAL else 0.0)
                    + (0.1 if columns[now.index].path[:-1] == columns[base.index].path[:-1] else 0.0)
                )
                fit += 0.1 if own is not None and period is not None and own.same_span(period) else 0.0
                fit += sheet.times.period_fit(own) if own is not None else 0.05
                fit += 0.12 * base.recall + (0.06 if set(base.covers) else 0.0)
                plan = Plan(
                    operation=operation,
                    operands=(sheet.entry.ref(row.index, now.index),),
                    baseline=(sheet.entry.ref(row.index, base.index),),
                )
                yield make(sheet, plan, (row.index,), (now.index, base.index), fit=fit)


def _came_about(sheet: Sheet, planned: Side, columns: Sequence[Side]) -> list[Side]:
    """Those columns that may say what came about of what was planned: those that say that they do, or its namesakes.

    What was done in a part of the time stands behind what was done in all of it.
    """
    alike = [s for s in columns if _kinds(sheet, s.index) & _kinds(sheet, planned.index)]
    if any(column_role(sheet, s.index) is ColumnRole.ACTUAL for s in alike):
        labels = {s.index: " ".join(sheet.grid.columns[s.index].path) for s in alike}
        found = [
            s
            for s in alike
            if column_role(sheet, s.index) is ColumnRole.ACTUAL
            or (sheet.grid.columns[s.index].period is not None and not _OF_WHICH.search(labels[s.index]))
        ]
    else:
        own = nameless(sheet.grid.columns[planned.index].path) - _PLANS
        found = [s for s in alike if own & nameless(sheet.grid.columns[s.index].path)] or alike
    until = sheet.grid.columns[planned.index].period
    return [s for s in found if _is_of_the_whole(sheet.grid.columns[s.index], until)] or found


def _is_of_the_whole(column: GridColumn, planned: Period | None) -> bool:
    """Whether a column is of all the time of a plan, or of what was done in it so far."""
    same = column.period is not None and planned is not None and column.period.same_span(planned)
    return same or _SO_FAR.search(" ".join(column.path)) is not None


def _kinds(sheet: Sheet, column: int) -> set[UnitKind]:
    """The kinds of unit that the figures of a column are in."""
    cells_of = (sheet.entry.cell(row, column) for row in range(len(sheet.rows)))
    return {cell.quantity.unit.kind for cell in cells_of if cell is not None and cell.quantity is not None}


def is_forecast(sheet: Sheet, column: int) -> bool:
    """Whether a column says what is now expected of a thing, not what was planned at first."""
    return _FORECAST.search(" ".join(sheet.grid.columns[column].path)) is not None


def _are_of_two_stretches(sheet: Sheet, now: int, base: int) -> bool:
    """Whether one column is of money up to now, and the other of a plan or a forecast for the whole."""
    periods = [p for c in (now, base) if (p := sheet.grid.columns[c].period) is not None and p.months]
    if len({p.months for p in periods}) > 1:
        return True  # what was spent in a quarter, of a budget for the year
    done, planned = (_SO_FAR.search(" ".join(sheet.grid.columns[c].path)) is not None for c in (now, base))
    return done != planned and (done or is_forecast(sheet, now))


def aim(sheet: Sheet, row: int, planned: int) -> int:
    """Which way a target lies from where the thing was before: 1 up, -1 down, 0 where no earlier figure tells.

    A target lies on the better side: of what was to come down, less is better. A budget is no such target.
    """
    target = sheet.entry.cell(row, planned)
    if (
        target is None
        or target.quantity is None
        or target.quantity.unit.kind is UnitKind.MONEY
        or not _TARGET.search(" ".join(sheet.grid.columns[planned].path))
    ):
        return 0
    dated = [
        (column.period, cell.quantity)
        for i, column in enumerate(sheet.grid.columns)
        if column.kind is ColumnKind.LEVEL
        and column.period is not None
        and column_role(sheet, i) in {ColumnRole.NONE, ColumnRole.ACTUAL}
        and (cell := sheet.entry.cell(row, i)) is not None
        and cell.quantity is not None
        and cell.quantity.unit.kind is target.quantity.unit.kind
    ]
    if len({period.last for period, _ in dated}) < 2:
        return 0
    before = min(dated, key=lambda d: d[0])[1]
    apart = to_base(target.quantity) - to_base(before)
    return (apart > 0) - (apart < 0)


def goal(sheet: Sheet, row: int) -> int:
    """Which way is good for a row by the first of its targets that tells; 0 where none does."""
    aims = (aim(sheet, row, c) for c in range(len(sheet.columns)) if column_role(sheet, c) is ColumnRole.PLANNED)
    return next((a for a in aims if a), 0)


def make(sheet: Sheet, plan: Plan, rows: tuple[int, ...], columns: tuple[int, ...], *, fit: float) -> Reading:
    """A reading with its score, as the builders of ``assistant.readings`` score theirs."""
    own = merge(*(sheet.rows[r].covers for r in rows), *(sheet.columns[c].covers for c in columns))
    covers = merge(own, sheet.surroundings.covers)
    recall = sheet.rows[rows[0]].recall
    return Reading(
        plan=plan,
        entry=sheet.entry,
        covers=covers,
        unexplained=sheet.unexplained(covers),
        score=score_of(sheet, covers, recall, sum(sheet.columns[c].recall for c in columns) / len(columns)) + fit,
        rows=rows,
        columns=columns,
        of_another=sheet.of_another(columns),
    )


def column_role(sheet: Sheet, column: int) -> ColumnRole:
    """The role of a column; by its innermost label where the heading says otherwise ("Year to date: Plan")."""
    whole = sheet.roles.of_columns[column]
    path = sheet.grid.columns[column].path
    return role(path[-1]) if whole is ColumnRole.NONE and len(path) > 1 else whole


def prints_below_zero(sheet: Sheet, reading: Reading) -> bool:
    """Whether the row prints what comes in as negative figures."""
    row = reading.rows[0]
    values = [
        cell.quantity.value
        for i, c in enumerate(sheet.grid.columns)
        if c.kind is ColumnKind.LEVEL and (cell := sheet.entry.cell(row, i)) is not None and cell.quantity is not None
    ]
    return (
        bool(values)
        and all(v <= 0 for v in values)
        and any(v < 0 for v in values)
        and not BALANCE.search(" ".join(sheet.grid.rows[row].path))
    )


def without_periods(label: str) -> str:
    """A label with the periods that it names blanked out."""
    for mention in find_periods(label):
        label = label[: mention.start] + " " * (mention.end - mention.start) + label[mention.end :]
    return label


_DONE = frozenset(label_stems("actual outturn result"))
"""Words of a column's label that say only that its figures came about."""


def is_of_a_time(sheet: Sheet, column: int) -> bool:
    """Whether a column gives levels of a time that came about, and were not planned or foreseen."""
    own = sheet.grid.columns[column]
    role_of = column_role(sheet, column)
    timed = own.period is not None or role_of is ColumnRole.ACTUAL
    return (
        own.kind is ColumnKind.LEVEL and timed and role_of is not ColumnRole.PLANNED and not is_forecast(sheet, column)
    )


_OF_TIMES = frozenset(
    label_stems("fy year quarter whole full baseline provisional revised restated as first published p r")
)
"""Words of a column's label that say which time its figures are of, and how sure they are."""


def nameless(path: tuple[str, ...]) -> frozenset[str]:
    """The stems of a column's label without its periods, its digits and words for stretches of time."""
    return frozenset(
        s
        for part in path
        for s in label_stems(without_periods(part))
        if not any(c.isdigit() for c in s) and s not in _OF_TIMES
    )

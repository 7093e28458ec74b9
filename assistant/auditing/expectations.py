"""What a line of a table gives for a figure that a sentence states of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations

from assistant.auditing.agreement import Agreement, Measured, alike, change, compare, difference, pair
from assistant.auditing.links import Link
from assistant.auditing.series import WHOLE, Column, Line
from assistant.auditing.statements import Said, Slot, Statement, versions_suit
from assistant.checking.cells import BASELINE
from assistant.questions.cues import Relative
from assistant.questions.roles import Role
from assistant.questions.words import label_stems
from structured.observations import ColumnKind, Observation, RowKind
from structured.periods import Period, PeriodKind
from structured.units import COUNT, POINTS, Quantity, UnitKind

_FAMILY = 6
"""How many letters words of one family share."""
_SHORT = 2
_BALANCE = re.compile(r"\b(?:surplus|deficit|profit|loss)\b", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:plan(?:ned)?|budget(?:ed)?|forecast|expected)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A figure that a line gives: ``value`` beside what is ``stated``, in one base.

    ``signed`` tells that its sign is that of a movement or a distance. ``strict`` tells that the sentence names the
    times that it is of, or that there is no other. ``cells`` are those that it was read or worked out from.
    """

    stated: Measured
    value: Measured
    cells: tuple[Observation, ...]
    line: Line
    label: str
    signed: bool = False
    strict: bool = True
    since: date | None = None
    """For a movement, when that time ended which it was worked out from."""
    told: bool = False
    """Whether the sentence and the column say the same time to measure from."""


def expectations(link: Link, said: Said, statement: Statement) -> tuple[Expectation, ...]:
    """What the line of a link gives for a figure; empty where it has nothing of the kind."""
    quantity = said.amount.quantity
    line = link.line
    # What its other figures say of the columns is as good as said.
    statement = replace(statement, words=statement.words.union(*link.columns))
    match said.slot:
        case Slot.VARIANCE if line.is_balance and _BALANCE.search(said.clause):
            slot = Slot.PLANNED if said.versions or _PLANNED.search(said.near) else Slot.ACTUAL
            return tuple(_levels(line, replace(said, slot=slot), statement))
        case Slot.VARIANCE:
            return tuple(_variances(line, said, statement))
        case Slot.CHANGE | Slot.APART:
            gaps = tuple(_gaps(line, said, statement)) if quantity.unit.kind is UnitKind.POINTS else ()
            return gaps or (tuple(_movements(line, said, statement)) if said.slot is Slot.CHANGE else ())
        case Slot.START:
            return tuple(_starts(line, said, statement))
        case _:
            return tuple(_levels(line, said, statement))


# Columns --------------------------------------------------------------------------------------------------------------


def _columns(line: Line, statement: Statement, kinds: frozenset[ColumnKind]) -> list[tuple[Column, Quantity]]:
    """The figures of a line in the columns that measure what the statement speaks of.

    Where columns are called by what they measure, the statement must say it; of two names the longer counts.
    """
    cells = [
        (column, o.quantity)
        for position, o in sorted(line.cells.items())
        if (column := line.table.columns[position]).kind in kinds and o.quantity is not None
    ]
    said = statement.words | statement.around
    named = [(c, q) for c, q in cells if c.name and c.name <= said and c.name & statement.words]
    if named:
        return [(c, q) for c, q in named if not any(c.name < other.name for other, _ in named)]
    nearly = [(c, q) for c, q in cells if column_said(c, statement)]
    if nearly:
        best = max(sum(kin(s, said) for s in c.name) for c, _ in nearly)
        return [(c, q) for c, q in nearly if sum(kin(s, said) for s in c.name) == best]
    return [(c, q) for c, q in cells if not c.name]


def column_said(column: Column, statement: Statement) -> bool:
    """Whether a statement says what a column measures, as good as in full."""
    own = frozenset(s for s in column.name if kin(s, statement.words))
    own |= column.name & WHOLE if own else frozenset()  # "left" says "Leavers, total"
    said = own | (column.name & statement.around)
    most = len(said) * 3 >= 2 * len(column.name) and len(own) > 1
    return bool(own) and (said == column.name or most)


def kin(stem: str, words: frozenset[str]) -> bool:
    """Whether a stem, or one of the same family ("satisfied", "satisfaction"), is among some words."""
    if stem in words or (len(stem) >= _FAMILY and any(w[:_FAMILY] == stem[:_FAMILY] for w in words)):
        return True
    does = stem.removesuffix("er")  # "leavers" are those who leave, or left
    return does != stem and len(does) > _SHORT and does in words


def same_time(a: Period, b: Period) -> bool:
    """Whether two times are one, or one is the day on which the other ends."""
    if a.same_span(b):
        return True
    ends = PeriodKind.DAY in {a.kind, b.kind} or (a.months and a.months == b.months)
    return bool(ends) and a.last == b.last


def _of_time(
    columns: Sequence[tuple[Column, Quantity]], line: Line, said: Said, statement: Statement
) -> list[tuple[Column, Quantity]]:
    """Those of the time that the figure is of: named, or else the table's latest."""
    times = said.times
    latest = line.table.latest
    earlier = None
    if said.relatives and said.slot not in _MOVED:
        earlier = _before(latest, said, statement.reference) if latest is not None else []
    if line.period is not None:
        wanted = earlier if earlier is not None else times or ((latest,) if latest else ())
        return list(columns) if any(same_time(line.period, t) for t in wanted) else []
    timed = [(c, q) for c, q in columns if c.period is not None]
    untimed = [(c, q) for c, q in columns if c.period is None]
    if earlier is not None:
        return [(c, q) for c, q in timed if c.period and any(same_time(c.period, t) for t in earlier)]
    if times:
        of_time = [(c, q) for c, q in timed if c.period and any(same_time(c.period, t) for t in times)]
        return of_time or (untimed if _of_report(times, statement.reference) else [])
    if latest is None:
        return untimed
    # What is to date stands beside what is forecast for the year: both are the latest.
    return [(c, q) for c, q in timed if c.period and (same_time(c.period, latest) or _to_date(c, latest))] + untimed


_MOVED = {Slot.CHANGE, Slot.VARIANCE, Slot.APART}
"""Slots of figures that are measured from an earlier time, not of it."""


_LAST = re.compile(r"\b(?:in|for|of|over|during)\s+the\s+last\b", re.IGNORECASE)


def _before(latest: Period, said: Said, reference: Period | None) -> list[Period]:
    """The times that a figure may be of which is said to be "a year ago".

    "In the last quarter" is the latest where the report is on a longer time, and may be it elsewhere.
    """
    found = [latest] if _LAST.search(said.clause) else []
    if found and reference is not None and reference.months > latest.months > 0:
        return found
    if Relative.PREVIOUS in said.relatives:
        found.append(latest.previous())
    if Relative.YEAR_BEFORE in said.relatives:
        found.append(latest.year_before())
    return found


def _of_report(times: Sequence[Period], reference: Period | None) -> bool:
    """Whether a time may be that of a table that names none: the report's own, not a part of it that ended earlier."""
    return reference is None or any(t.contains(reference) or t.last == reference.last for t in times)


def _to_date(column: Column, latest: Period) -> bool:
    return "to date" in column.versions and column.period is not None and latest.contains(column.period)


# Levels ---------------------------------------------------------------------------------------------------------------


def _levels(line: Line, said: Said, statement: Statement) -> Iterator[Expectation]:
    quantity = said.amount.quantity
    columns = _columns(line, statement, frozenset({ColumnKind.LEVEL}))
    columns = [(c, in_its_unit(quantity, q, line, c)) for c, q in columns]
    columns = [(c, q) for c, q in columns if alike(quantity, q) and _plays(said, c)]
    for column, cell in _of_time(columns, line, said, statement):
        stated, value = pair(quantity, cell)
        yield Expectation(
            stated=stated, value=value, cells=(line.cells[column.position],), line=line, label=column.label
        )
    if quantity.unit.kind is UnitKind.PERCENT:
        yield from _implied(line, said, statement)


def in_its_unit(stated: Quantity, cell: Quantity, line: Line, column: Column) -> Quantity:
    """A cell's figure as the length of time that is stated, where its labels say the days and it prints a number."""
    unit = stated.unit
    if unit.kind is not UnitKind.DURATION or cell.unit != COUNT:
        return cell
    labels = label_stems(f"{line.label} {column.label} {line.table.grid.title}")
    return replace(cell, unit=unit) if set(label_stems(unit.symbol)) <= set(labels) else cell


def _plays(said: Said, column: Column) -> bool:
    """Whether a column holds figures of the part that this one plays."""
    planned = column.role is Role.PLANNED
    if said.slot is Slot.PLANNED:
        return planned and versions_suit(said.versions, column.versions)
    if said.slot is Slot.ACTUAL:
        return not planned
    return not planned or bool(said.versions & column.versions)


def _starts(line: Line, said: Said, statement: Statement) -> Iterator[Expectation]:
    """What a line gives for the figure before: of the time that is named, or else of the time before the latest."""
    quantity, latest = said.amount.quantity, line.table.latest
    columns = [
        (c, q)
        for c, q in _columns(line, statement, frozenset({ColumnKind.LEVEL}))
        if alike(quantity, q) and c.role is not Role.PLANNED and c.period is not None and latest and c.period < latest
    ]
    columns = [(c, q) for c, q in columns if c.period and latest and c.period.months == latest.months]
    if latest is None or line.period is not None or not columns:
        return
    if Relative.YEAR_BEFORE in said.relatives:
        wanted = latest.year_before()
    elif said.periods:
        wanted = said.periods[-1]
    else:
        wanted = max(c.period for c, _ in columns if c.period)
    for column, cell in columns:
        if column.period and same_time(column.period, wanted):
            stated, value = pair(quantity, cell)
            yield Expectation(
                stated=stated, value=value, cells=(line.cells[column.position],), line=line, label=column.label
            )


def _implied(line: Line, said: Said, statement: Statement) -> Iterator[Expectation]:
    """The level that a gap from the base row implies."""
    base = next((b for b in line.table.lines if line.table.grid.rows[b.row].kind is RowKind.BASE), None)
    if base is None:
        return
    gaps = [(c, q) for c, q in _columns(line, statement, frozenset({ColumnKind.GAP})) if _plays(said, c)]
    for column, gap in _of_time(gaps, line, said, statement):
        cell = base.cells.get(column.position)
        if cell is None or cell.quantity is None or not column.name:
            continue
        stated, whole = pair(said.amount.quantity, cell.quantity)
        if line is base:
            yield Expectation(stated=stated, value=whole, cells=(cell,), line=line, label=column.label)
        else:
            value = Measured(value=cell.quantity.value + gap.value, half=whole.half * 2, derived=True)
            yield Expectation(
                stated=stated, value=value, cells=(line.cells[column.position], cell), line=line, label=column.label
            )


# Gaps -----------------------------------------------------------------------------------------------------------------


def _gaps(line: Line, said: Said, statement: Statement) -> Iterator[Expectation]:
    if line.table.grid.rows[line.row].kind is RowKind.BASE or said.relatives:
        return
    for column, cell in _columns(line, statement, frozenset({ColumnKind.GAP})):
        if column.name and alike(said.amount.quantity, cell):
            stated, value = pair(said.amount.quantity, cell)
            yield Expectation(
                stated=stated, value=value, cells=(line.cells[column.position],), line=line, label=column.label,
                signed=True,
            )  # fmt: skip


# Distances from plan --------------------------------------------------------------------------------------------------


def _variances(line: Line, said: Said, statement: Statement) -> Iterator[Expectation]:
    quantity = said.amount.quantity
    printed = [
        (c, q)
        for c, q in _columns(line, statement, frozenset({ColumnKind.CHANGE}))
        if c.is_variance and alike(quantity, q) and versions_suit(said.versions, c.versions)
    ]
    printed = _of_time(printed, line, said, statement)
    levels = _of_time(_columns(line, statement, frozenset({ColumnKind.LEVEL})), line, said, statement)
    levels = [(c, q) for c, q in levels if alike(quantity, q)]
    plans = [(c, q) for c, q in levels if c.role is Role.PLANNED and versions_suit(said.versions, c.versions)]
    outcomes = [(c, q) for c, q in levels if c.role is Role.ACTUAL]
    pairs = [(p, o) for p in plans for o in outcomes if p[0].name == o[0].name]
    for column, cell in printed:
        stated, value = pair(quantity, cell)
        yield Expectation(
            stated=stated, value=value, cells=(line.cells[column.position],), line=line, label=column.label,
            signed=any(_is_over(p, o) == (cell.value > 0) for (_, p), (_, o) in pairs if _is_over(p, o) is not None),
        )  # fmt: skip
    for (plan, budget), (outcome, actual) in pairs if not printed else ():
        stated, new = pair(quantity, actual)
        _, old = pair(quantity, budget)
        yield Expectation(
            stated=stated,
            value=difference(new, old),
            cells=(line.cells[outcome.position], line.cells[plan.position]),
            line=line,
            label=f"{outcome.label} less {plan.label}",
            signed=_is_over(budget, actual) is not None,
            strict=len(pairs) == 1,
        )


def _is_over(plan: Quantity, outcome: Quantity) -> bool | None:
    """Whether more came about than was planned; None of figures below zero, whose sign may be that of income."""
    return outcome.value > plan.value if plan.value > 0 and outcome.value > 0 and plan != outcome else None


# Movements ------------------------------------------------------------------------------------------------------------


def _movements(line: Line, said: Said, statement: Statement) -> Iterator[Expectation]:
    if said.long_ago:
        return
    printed = [e for e in _printed_movements(line, said, statement) if _is_of_stretch(e, said, statement)]
    if any(e.strict for e in printed):
        yield from (e for e in printed if e.strict)
        return
    worked = list(_worked_movements(line, said, statement))
    strict = [e for e in worked if e.strict]
    found = strict or [*printed, *worked]
    # Where neither the sentence nor the heading says what a change is measured from, the one printed is meant.
    if not strict and worked and not printed and not said.relatives and not said.periods:
        # What a movement is measured from goes without saying: the time before.
        last = max(e.since for e in worked if e.since is not None)
        found = [*printed, *(replace(e, strict=e.since == last) for e in worked)]
    alone = not said.relatives and not said.periods and (len(found) == 1 or len(printed) == 1)
    yield from (replace(e, strict=e.strict or (alone and (e in printed or len(found) == 1))) for e in found)


def _printed_movements(line: Line, said: Said, statement: Statement) -> Iterator[Expectation]:
    quantity = said.amount.quantity
    columns = [
        (c, q)
        for c, q in _columns(line, statement, frozenset({ColumnKind.CHANGE}))
        if c.is_movement and q.unit.kind is quantity.unit.kind and alike(quantity, q)
        if c.role is not Role.PLANNED or BASELINE.search(c.label)
    ]
    new = [t for t in said.times if line.table.latest and same_time(t, line.table.latest)]
    bases = [t for t in said.periods if t not in new]
    for column, cell in columns:
        own = [p for p in column.named_periods if column.period is None or not p.same_span(column.period)]
        measured_from = bool(column.relatives & said.relatives) or any(same_time(a, b) for a in own for b in bases)
        measured_from = measured_from or bool(BASELINE.search(column.label) and BASELINE.search(said.clause))
        elsewhere = (said.relatives or bases) and (column.relatives or own) and not measured_from
        if elsewhere or (bases and not own and not measured_from):
            continue
        stated, value = pair(quantity, cell)
        yield Expectation(
            stated=stated, value=value, cells=(line.cells[column.position],), line=line, label=column.label,
            signed=_above_zero(line), strict=measured_from, told=measured_from,
        )  # fmt: skip


def _is_of_stretch(e: Expectation, said: Said, statement: Statement) -> bool:
    """Whether a printed change is between two quarters where one of quarters is stated: "on the same quarter".

    One that the line's own figures for two years give is not, whatever its heading says.
    """
    stated = _STRETCH.search(said.near) or _STRETCH.search(statement.text[: said.amount.mention[0]])
    (printed,) = e.cells
    if stated is None or printed.quantity is None:
        return True
    months = {
        new.period.months
        for new, old in permutations((c for c in e.line.table.columns if c.kind is ColumnKind.LEVEL), 2)
        if new.period is not None and old.period is not None and old.period < new.period
        if new.period.months == old.period.months and _gives(e.line, new, old, printed.quantity)
    }
    return not months or _MONTHS[stated["stretch"].lower()] in months


def _gives(line: Line, new: Column, old: Column, printed: Quantity) -> bool:
    """Whether a printed change is the one between two columns of its line."""
    after, before = line.cells.get(new.position), line.cells.get(old.position)
    if after is None or before is None or after.quantity is None or before.quantity is None:
        return False
    if not alike(after.quantity, before.quantity):
        return False
    moved, stated = _moved(printed, after.quantity, before.quantity)
    return moved is not None and stated is not None and compare(stated, moved) is Agreement.AGREES


_STRETCH = re.compile(r"\b(?:this|the same) (?P<stretch>quarter|month)\b", re.IGNORECASE)
_MONTHS = {"quarter": 3, "month": 1}


def _worked_movements(line: Line, said: Said, statement: Statement) -> Iterator[Expectation]:
    quantity = said.amount.quantity
    for new_line, new, old_line, old in _pairs(line, statement):
        after, before = new_line.cells.get(new.position), old_line.cells.get(old.position)
        if after is None or before is None or after.quantity is None or before.quantity is None:
            continue
        if not alike(after.quantity, before.quantity):
            continue
        now, then = _time(new_line, new), _time(old_line, old)
        if now is None or then is None:
            continue
        value, stated = _moved(quantity, after.quantity, before.quantity)
        if value is None or stated is None or not _new_suits(now, line, statement):
            continue
        from_here = _old_suits(then, now, said)
        if from_here is False:
            continue
        yield Expectation(
            stated=stated,
            value=value,
            cells=(after, before),
            line=line,
            label=f"{_called(new_line, new)} against {_called(old_line, old)}",
            signed=_above_zero(line),
            strict=from_here is True,
            since=then.last,
        )


def movement_cells(line: Line, said: Said) -> tuple[Expectation, ...]:
    """The movements in time that a line prints, of the size that is stated."""
    found = []
    for position, cell in sorted(line.cells.items()):
        column = line.table.columns[position]
        if column.is_movement and cell.quantity is not None and alike(said.amount.quantity, cell.quantity):
            stated, value = pair(said.amount.quantity, cell.quantity)
            if compare(stated, value) is Agreement.AGREES:
                found.append(
                    Expectation(
                        stated=stated, value=value, cells=(cell,), line=line, label=column.label,
                        signed=_above_zero(line),
                    )
                )  # fmt: skip
    return tuple(found)


def _above_zero(line: Line) -> bool:
    """Whether the sign of a line's movements is that of the thing itself: a cost below zero that grows goes down."""
    columns = line.table.columns
    return all(
        o.quantity is None or o.quantity.value >= 0
        for position, o in line.cells.items()
        if columns[position].kind is ColumnKind.LEVEL
    )


def _called(line: Line, column: Column) -> str:
    return line.label if line.period is not None else column.label


def _time(line: Line, column: Column) -> Period | None:
    return line.period if line.period is not None else column.period


def _pairs(line: Line, statement: Statement) -> Iterator[tuple[Line, Column, Line, Column]]:
    """The later and the earlier of each two figures of one thing at two times."""
    columns = [c for c, _ in _columns(line, statement, frozenset({ColumnKind.LEVEL})) if c.role is not Role.PLANNED]
    if line.period is not None:
        for other in line.table.lines:
            if other.period is not None and other.period < line.period and other.period.months == line.period.months:
                yield from ((line, c, other, c) for c in columns)
        return
    for new in columns:
        for old in columns:
            a, b = new.period, old.period
            if a is not None and b is not None and b < a and a.months == b.months and new.name == old.name:
                yield line, new, line, old


def _moved(quantity: Quantity, after: Quantity, before: Quantity) -> tuple[Measured | None, Measured | None]:
    """The movement in the unit of the figure that is stated, and that figure; None where the units do not suit."""
    new, old = pair(after, after)[0], pair(before, before)[0]
    kind = quantity.unit.kind
    if kind is UnitKind.POINTS:
        if after.unit.kind is not UnitKind.PERCENT:
            return None, None
        return difference(new, old), pair(quantity, replace(after, unit=POINTS))[0]
    if kind is UnitKind.PERCENT:
        if after.unit.kind is UnitKind.PERCENT:
            return None, None
        return change(new, old), pair(quantity, quantity)[0]
    if not alike(quantity, after):
        return None, None
    return difference(new, old), pair(quantity, after)[0]


def _new_suits(now: Period, line: Line, statement: Statement) -> bool:
    """Whether a movement ends at the time that the figure is of."""
    latest = line.table.latest
    times = statement.periods
    if any(same_time(now, t) for t in times):
        return latest is None or same_time(now, latest) or not any(same_time(latest, t) for t in times)
    return latest is not None and same_time(now, latest) and all(t.last <= now.last for t in times)


def _old_suits(then: Period, now: Period, said: Said) -> bool | None:
    """Whether a movement begins where the figure is measured from; None where the sentence does not say."""
    others = [t for t in said.periods if not same_time(t, now)]
    if others:
        return any(same_time(then, t) for t in others)
    if not said.relatives:
        return None
    wanted = []
    if Relative.PREVIOUS in said.relatives:
        wanted.append(now.previous())
    if Relative.YEAR_BEFORE in said.relatives:
        wanted.append(now.year_before())
    return any(same_time(then, t) for t in wanted)

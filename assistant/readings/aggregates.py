"""Readings that add up or average."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from assistant.questions.cues import OVER_SO_MANY, SEVERAL, SMALL, Cue, small_number
from assistant.questions.outline import is_total_label
from assistant.questions.sheet import Sheet
from assistant.questions.sides import FIRM, Side, merge
from assistant.readings.members import row_sets
from assistant.readings.pairs import like_label
from assistant.readings.reading import (
    Reading,
    best_columns,
    cell_at,
    label_recall,
    make_reading,
    with_withheld,
)
from structured.observations import ColumnKind, GridColumn
from structured.operations import UNADDABLE
from structured.periods import PeriodKind
from structured.plan import Operation, Plan

_STRETCH = re.compile(r"\b(?:to|through|until|between|since|from)\b|\d\s?-\s?\d", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|from|after|before|until|up to)\b", re.IGNORECASE)

_SO_MANY = re.compile(
    rf"\b(?:the|all|these|those) ({'|'.join(SMALL)}) "
    r"(?!(?:\w+ )?(?:years?|quarters?|months?|weeks?|days?|reports?|halves)\b)",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r"\bsince\b|\bfrom\b[^?]*\b(?:on(?:wards?)?|to (?:now|date))\b", re.IGNORECASE)


_MEANS = re.compile(r"\b(?:mean|average)\b", re.IGNORECASE)
_LISTS = re.compile(r"\b(?:and|plus|with|both|or|together|combined)\b|[,&+]|(?<!\d)/", re.IGNORECASE)
"""What stands between members that a question lists."""


def aggregates(sheet: Sheet) -> Iterator[Reading]:
    """The sum or the mean of a set of members, or of the members that the question lists."""
    q = sheet.question
    mean = q.has(Cue.MEAN)
    operation = Operation.MEAN if mean else Operation.SUM
    yield from _period_aggregates(sheet, operation)
    sets = [s for s in row_sets(sheet, members=False) if len(s[0]) >= 2]
    said = {SMALL[t.text.lower()] for t in q.tokens if SMALL.get(t.text.lower(), 0) > 1}  # "the three …"
    of = {SMALL[m.group(1).lower()] for m in _SO_MANY.finditer(q.text)}
    timed = [i for i in sheet.row_groups.leaves if sheet.grid.rows[i].period is not None]
    if len(sheet.times.asked) == 2 and len(timed) >= 2:
        first, last = sorted(sheet.times.asked, key=lambda p: (p.last, p.first))
        within = [
            i for i in timed if (p := sheet.grid.rows[i].period) and first.first <= p.first and p.last <= last.last
        ]
        sets = [(tuple(within), {}, 0.4)] if len(within) >= 2 else sets
    elif len(sheet.times.asked) == 1 and len(timed) >= 2 and _ONWARDS.search(q.text):
        since = [i for i in timed if (p := sheet.grid.rows[i].period) and sheet.times.asked[0].first <= p.first]
        sets = [(tuple(since), {}, 0.4)] if len(since) >= 2 else sets
    elif len(timed) >= 2 and (latest := _last_so_many(sheet, timed)):
        sets = [(latest, {}, 0.4)]
    elif sheet.times.asked and len(timed) >= 2:
        inside = [
            i for i in timed if (p := sheet.grid.rows[i].period) and any(a.contains(p) for a in sheet.times.asked)
        ]
        sets = [(tuple(inside), {}, 0.4)] if len(inside) >= 2 else sets
    for column in best_columns(sheet, ColumnKind.LEVEL)[:4]:
        listed = [
            r
            for r in range(len(sheet.rows))
            if r in sheet.row_groups.leaves
            and r not in sheet.row_groups.set_aside
            and sheet.rows[r].covers
            and (c := cell_at(sheet, r, column.index))
            and (c.quantity or c.is_withheld)
            and (label_recall(sheet, sheet.rows[r], c) >= 0.6 or _is_named(sheet, r))
        ]
        listed = [r for r in listed if not _only_stands_in(sheet, r, listed)]
        chosen = [*sets]
        if 2 <= len(listed) <= 8 and _LISTS.search(q.text):
            chosen.append((tuple(listed), merge(*(sheet.rows[r].covers for r in listed)), 0.15))
        units = {
            c.quantity.unit.kind
            for r in sheet.row_groups.leaves
            if (c := cell_at(sheet, r, column.index)) and c.quantity
        }
        if len(units) > 1 and not _LISTS.search(q.text):
            continue  # rows counted in different things are no set of which there is a mean
        for rows, covers, fit in chosen:
            # with those that are withheld: what is left out of a sum unseen makes it wrong
            operands = with_withheld(sheet, rows, column.index)
            kinds = {c.quantity.unit.kind for r in operands if (c := cell_at(sheet, r, column.index)) and c.quantity}
            if len(operands) < 2 or len(kinds) != 1:
                continue
            if not mean and (kinds & UNADDABLE or _is_printed(sheet, operands, column.index)):
                continue
            yield make_reading(
                sheet,
                Plan(operation=operation, operands=tuple(sheet.entry.ref(r, column.index) for r in operands)),
                rows=operands,
                columns=(column.index,),
                covers=merge(covers, column.covers),
                recall=0.3,
                column_recall=column.recall,
                fit=column.fit
                - (sheet.times.period_fit(None) if timed else 0.0)
                + fit
                + (0.3 if len(operands) in said else 0.0),
                prior=0.05 if not of or len(operands) in of else -0.8,
            )


def _last_so_many(sheet: Sheet, timed: Sequence[int]) -> tuple[int, ...]:
    """The rows of so many periods as are asked for, up to the one that is named, or to the last; none if too few."""
    several = OVER_SO_MANY.search(sheet.question.text)
    if several is None:
        return ()
    by_end = sorted((period.last, i) for i in timed if (period := sheet.grid.rows[i].period) is not None)
    ends = [period.last for period in sheet.times.asked] or [by_end[-1][0]]
    up_to = [i for last, i in by_end if last <= max(ends)]
    number = small_number(several[1])
    return tuple(sorted(up_to[-number:])) if len(up_to) >= number else ()


def _only_stands_in(sheet: Sheet, row: int, listed: Sequence[int]) -> bool:
    """Whether other members are named by all that names this one, and one of them better: no refuse for food waste."""
    mine = sheet.rows[row].covers
    best = merge(*(sheet.rows[r].covers for r in listed if r != row))
    return all(best.get(i, 0.0) >= s for i, s in mine.items()) and any(best.get(i, 0.0) > s for i, s in mine.items())


def _is_printed(sheet: Sheet, rows: Sequence[int], column: int) -> bool:
    """Whether a sum of all rows has withheld parts, and the table prints their total: only that is to be had."""
    cells = {r: cell_at(sheet, r, column) for r in range(len(sheet.rows))}
    if set(rows) != set(sheet.row_groups.leaves) or not any(c.is_withheld for r in rows if (c := cells[r]) is not None):
        return False
    totals = (i for i, row in enumerate(sheet.grid.rows) if row.path and is_total_label(row.path[-1]))
    return any((cell := cells[i]) is not None and cell.quantity is not None for i in totals)


def _end(column: GridColumn) -> date:
    assert column.period is not None
    return column.period.last


def _follow_on(columns: Sequence[GridColumn]) -> bool:
    """Whether the stretches of columns follow each other without a gap; single days may lie apart."""
    periods = [c.period for c in columns if c.period is not None]
    return all(
        later.kind is PeriodKind.DAY or later.first == earlier.last + timedelta(days=1)
        for earlier, later in pairwise(periods)
    )


def _is_named(sheet: Sheet, row: int) -> bool:
    """Whether the question says a word of a member's label that no other has: "the Leck" among rivers."""
    own = {i for i, s in sheet.rows[row].covers.items() if s >= FIRM and sheet.linked.needs[i].required}
    others = (i for i in sheet.row_groups.leaves if i != row)
    return sheet.rows[row].recall >= _BY_ONE_WORD and bool(own.difference(*(sheet.rows[i].covers for i in others)))


_BY_ONE_WORD = 0.4
_OVER_TIME = re.compile(
    r"\b(?:years?|quarters?|months?|weeks?|periods?|halves|over|across|since|so far|to date|ever)\b", re.IGNORECASE
)


def _period_aggregates(sheet: Sheet, operation: Operation) -> Iterator[Reading]:
    """The sum or mean of one row over the columns that are periods."""
    columns = sheet.grid.columns
    if not sheet.times.asked and not _OVER_TIME.search(sheet.question.text):
        return  # "taking all kinds together" adds up no years
    by_heading: dict[str, list[Side]] = {}
    for side in sheet.columns:
        if columns[side.index].period is not None and columns[side.index].kind is ColumnKind.LEVEL:
            by_heading.setdefault(like_label(columns[side.index].path), []).append(side)
    for group in by_heading.values():
        ends = sorted(sheet.times.asked, key=lambda p: (p.last, p.first))
        if len(ends) > 2 or (len(ends) == 2 and not _STRETCH.search(sheet.question.text)):
            group = [s for s in group if (p := columns[s.index].period) and any(x.contains(p) for x in ends)]
            if len({(p.first, p.last) for s in group if (p := columns[s.index].period)}) < len(ends):
                continue  # not all that are named
        elif len(ends) == 2:
            group = [
                s
                for s in group
                if (p := columns[s.index].period) and ends[0].first <= p.first and p.last <= ends[1].last
            ]
            years = ends[1].last.year - ends[0].last.year + 1 if all(p.months >= 11 for p in ends) else 0
            if len({(p.first, p.last) for s in group if (p := columns[s.index].period)}) < years:
                continue  # a year between them has no column
        elif len(ends) == 1 and not _SINCE.search(sheet.question.text):
            group = [s for s in group if (p := columns[s.index].period) and ends[0].contains(p)]
        if several := SEVERAL.search(sheet.question.text):
            n_asked = small_number(several.group(1))
            group = sorted(group, key=lambda s: _end(columns[s.index]))[-n_asked:]
            if len(group) < n_asked or not _follow_on([columns[s.index] for s in group]):
                continue  # not so many are printed, or not all that lie between
        for row in sheet.best_rows[:3]:
            if operation is Operation.MEAN and row.covers and _MEANS.search(" ".join(sheet.grid.rows[row.index].path)):
                continue  # what is printed is the mean that is asked for
            kept = [s for s in group if (c := cell_at(sheet, row.index, s.index)) and (c.quantity or c.is_withheld)]
            kinds = {c.quantity.unit.kind for s in kept if (c := cell_at(sheet, row.index, s.index)) and c.quantity}
            if len(kept) < (2 if len(ends) >= 2 else 3) or len(kinds) != 1 or not row.covers:
                continue
            if operation is Operation.SUM and kinds & UNADDABLE:
                continue
            yield make_reading(
                sheet,
                Plan(operation=operation, operands=tuple(sheet.entry.ref(row.index, s.index) for s in kept)),
                rows=(row.index,),
                columns=tuple(s.index for s in kept),
                covers=merge(row.covers, *(s.covers for s in kept)),
                recall=label_recall(sheet, row, None),
                column_recall=0.2,
                fit=row.fit + (0.4 if len(ends) >= 2 else 0.15),
            )

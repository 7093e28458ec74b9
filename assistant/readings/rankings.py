"""Readings that put members or periods in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.questions.cues import Cue, Order
from assistant.questions.dimensions import DIMENSIONS
from assistant.questions.glossary import Glossary
from assistant.questions.roles import Role
from assistant.questions.sheet import Sheet
from assistant.questions.sides import FIRM, Side, merge
from assistant.readings.members import period_sets, row_sets
from assistant.readings.pairs import is_a_move, level_pairs, pair_fit
from assistant.readings.reading import (
    Reading,
    best_columns,
    cell_at,
    descending,
    make_reading,
    prints_below_zero,
    subject_text,
    value_columns,
    with_withheld,
)
from structured.observations import ColumnKind
from structured.plan import Operation, Plan
from structured.units import UnitKind


def rankings(sheet: Sheet, glossary: Glossary) -> Iterator[Reading]:
    """Members in order of one column (or of the change between two), or periods in order for one row."""
    q = sheet.question
    if q.order is None:
        return
    moving = sheet.times.wants_change
    against_plan = q.has(Cue.MET, Cue.MISSED) and {Role.PLANNED, Role.ACTUAL} <= set(sheet.roles.of_columns)
    for rows, covers, fit in row_sets(sheet):
        if len(rows) < 2:
            continue
        for column in value_columns(sheet)[:5]:
            operands = tuple(with_withheld(sheet, rows, column.index))
            if len(operands) < 2:
                continue
            kind = sheet.grid.columns[column.index].kind
            down = descending(q.order, subject_text(sheet, column.index), glossary)
            if (
                kind is ColumnKind.CHANGE
                and q.has(Cue.FALL)
                and not q.has(Cue.RISE, Cue.IMPROVE)
                and q.order in {Order.MOST, Order.LEAST}
            ):
                down = False
            if kind is ColumnKind.CHANGE and q.has(Cue.UNDER) and not q.has(Cue.OVER):
                down = False
            if (
                q.order_span
                and (slow := _SPEED.search(q.text[slice(*q.order_span)]))
                and _in_time(sheet, operands, column)
            ):
                down = slow.group().lower() == "slow"  # what is slow takes long
            if prints_below_zero(sheet, operands) or prints_below_zero(sheet, operands, column.index):
                down = not down
            if (
                kind is ColumnKind.CHANGE
                and q.has(Cue.OVER, Cue.UNDER)
                and {Role.PLANNED, Role.ACTUAL} <= set(sheet.roles.of_columns)
            ):
                continue  # a printed variance may be signed either way; the two columns behind it do not lie
            if against_plan and sheet.roles.of_columns[column.index] in {Role.PLANNED, Role.ACTUAL}:
                continue  # neither the targets in order nor the results say which result is furthest from its target
            if sheet.roles.of_columns[column.index] is Role.PLANNED and not column.covers and not q.has(Cue.PLANNED):
                continue  # nor are targets what is asked for where nothing says so
            measured = _measured(sheet)
            if measured and column.index not in measured:
                continue
            # what is oldest may be what another column counts: "the oldest vehicles", by their mean age
            things = (
                merge(*(dict.fromkeys(c.covers, FIRM) for c in sheet.columns))
                if measured and not sheet.measures.by_head
                else {}
            )
            prior = (0.2 if measured else 0.0) + (
                0.05 if kind is ColumnKind.CHANGE and moving else -0.3 if kind is ColumnKind.LEVEL and moving else 0.0
            )
            yield make_reading(
                sheet,
                Plan(
                    operation=Operation.RANK,
                    operands=tuple(sheet.entry.ref(r, column.index) for r in operands),
                    descending=down,
                    limit=q.limit,
                    place=q.place,
                ),
                rows=operands,
                columns=(column.index,),
                covers=merge(covers, things, column.covers),
                recall=0.3,
                column_recall=column.recall,
                fit=column.fit + fit + (0.05 if covers else 0.0),
                prior=prior + 0.1,
            )
        if moving:
            yield from _ranked_changes(sheet, rows, covers, fit, glossary)
    yield from _ranked_periods(sheet, glossary)


_EACH = re.compile(
    r"\b(?:each|every|all(?: of)? the|by|break(?:\s?down)?\b.*?\bby|split by|per) (?:the )?([\w-]+(?: [\w-]+)?)",
    re.IGNORECASE,
)


def breakdowns(sheet: Sheet) -> Iterator[Reading]:
    """Each member of one column, the largest first, where the question names the kind of member: "in each district"."""
    said = [m.span(1) for m in _EACH.finditer(sheet.question.text)]
    kinds = {
        i
        for i, strength in sheet.surroundings.dimension.items()
        if strength >= FIRM and any(s <= sheet.linked.needs[i].token.start < e for s, e in said)
    }
    if not kinds or sheet.question.order is not None or sheet.times.wants_change:
        return
    for rows, covers, fit in row_sets(sheet, members=False):
        for column in best_columns(sheet, ColumnKind.LEVEL)[:3]:
            cells = with_withheld(sheet, rows, column.index)
            if not 2 <= len(cells) <= _MOST_EACH:
                continue
            yield make_reading(
                sheet,
                Plan(
                    operation=Operation.RANK,
                    operands=tuple(sheet.entry.ref(r, column.index) for r in cells),
                    descending=True,
                    limit=len(cells),
                ),
                rows=tuple(cells),
                columns=(column.index,),
                covers=merge(covers, column.covers, dict.fromkeys(kinds, 1.0)),
                recall=0.5,
                column_recall=column.recall,
                fit=column.fit + fit + 0.25,
            )


_MOST_EACH = 12
_SPEED = re.compile(r"slow|fast|quick", re.IGNORECASE)


def _in_time(sheet: Sheet, rows: Sequence[int], column: Side) -> bool:
    """Whether a column counts how long things take."""
    cells = (cell_at(sheet, r, column.index) for r in rows)
    kinds = {c.quantity.unit.kind for c in cells if c is not None and c.quantity is not None}
    return kinds == {UnitKind.DURATION}


def _measured(sheet: Sheet) -> frozenset[int]:
    """The columns of what the superlative measures: "the oldest" goes by age, where the table gives ages."""
    for dimension in DIMENSIONS:
        if dimension.asked.search(sheet.question.text):
            return frozenset(
                i
                for i, c in enumerate(sheet.grid.columns)
                if dimension.measures(" ".join(c.path), c.unit.kind if c.unit is not None else None)
            )
    return frozenset()


def _ranked_changes(
    sheet: Sheet, rows: tuple[int, ...], covers: dict[int, float], fit: float, glossary: Glossary
) -> Iterator[Reading]:
    q = sheet.question
    assert q.order is not None
    for first, second in level_pairs(sheet):
        pair = pair_fit(sheet, first.index, second.index)
        if pair is None or pair < 0 or not is_a_move(sheet, first.index, second.index):
            continue
        spent = q.has(Cue.OVER, Cue.UNDER) and any(
            (c := cell_at(sheet, r, first.index)) and c.quantity and c.quantity.value > 0 for r in rows
        )
        counted = [
            r
            for r in rows
            if not (
                spent and (x := cell_at(sheet, r, first.index)) and x.quantity and x.quantity.value <= 0
            )  # money coming in has no overspend
        ]
        operands = with_withheld(sheet, counted, first.index, second.index)
        if len(operands) < 2:
            continue
        falls = (q.has(Cue.FALL) and not q.has(Cue.RISE, Cue.IMPROVE)) or (q.has(Cue.UNDER) and not q.has(Cue.OVER))
        down = (
            not falls
            if q.order in {Order.MOST, Order.LEAST}
            else descending(q.order, subject_text(sheet, second.index), glossary)
        )
        if prints_below_zero(sheet, operands):
            down = not down
        yield make_reading(
            sheet,
            Plan(
                operation=Operation.RANK,
                operands=tuple(sheet.entry.ref(r, second.index) for r in operands),
                baseline=tuple(sheet.entry.ref(r, first.index) for r in operands),
                descending=down,
                limit=q.limit,
                place=q.place,
            ),
            rows=operands,
            columns=(second.index, first.index),
            covers=merge(covers, first.covers, second.covers),
            recall=0.3,
            column_recall=(first.recall + second.recall) / 2,
            fit=pair + fit,
            prior=0.02,
        )


def _ranked_periods(sheet: Sheet, glossary: Glossary) -> Iterator[Reading]:
    """One row across the columns that are periods: in which quarter it was highest."""
    q = sheet.question
    assert q.order is not None
    for row, operands in period_sets(sheet):
        yield make_reading(
            sheet,
            Plan(
                operation=Operation.RANK,
                operands=tuple(sheet.entry.ref(row.index, c) for c in operands),
                descending=descending(q.order, subject_text(sheet, operands[0]), glossary),
                limit=q.limit,
                place=q.place,
            ),
            rows=(row.index,),
            columns=tuple(operands),
            covers=merge(row.covers, *(sheet.columns[c].covers for c in operands)),
            recall=row.recall,
            column_recall=0.3,
            fit=min(0.1, 0.03 * (len(operands) - 1)),  # the longer series tells more of which was most
        )

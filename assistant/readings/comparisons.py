"""Readings that set two figures side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.questions.cues import Cue
from assistant.questions.opposites import are_opposites
from assistant.questions.roles import Role, is_forecast
from assistant.questions.sheet import Sheet
from assistant.questions.sides import Side, merge
from assistant.readings.pairs import asked_of, is_one_end, level_pairs, like_label, moves, pair_fit
from assistant.readings.reading import (
    Reading,
    best_columns,
    cell_at,
    has_or_withholds,
    label_recall,
    make_reading,
    two_rows,
    value_fit,
)
from structured.observations import ColumnKind, GridColumn
from structured.plan import Operation, Plan


def comparisons(sheet: Sheet) -> Iterator[Reading]:
    """Two members in one column, or one member in two columns."""
    pairs = list(sheet.sides)
    pairs += [pair for pair in two_rows(sheet) if pair not in pairs]
    for first, second in pairs:
        aside = 0.12 if (first, second) in sheet.sides else 0.0
        for column in best_columns(sheet)[:6]:
            cells = [cell_at(sheet, s.index, column.index) for s in (first, second)]
            if not has_or_withholds(*cells) or is_one_end(sheet, column.index):
                continue
            yield make_reading(
                sheet,
                Plan(
                    operation=Operation.COMPARE,
                    operands=tuple(sheet.entry.ref(s.index, column.index) for s in (first, second)),
                ),
                rows=(first.index, second.index),
                columns=(column.index,),
                covers=merge(first.covers, second.covers, column.covers),
                recall=(first.recall + second.recall) / 2,
                column_recall=column.recall,
                fit=column.fit
                + 0.1
                + aside
                + min(first.fit, second.fit, 0.0)
                + value_fit(sheet, column.index, cells[0]),
            )
        yield from _held_to_plan(sheet, (first, second), aside)
    both_ends = sheet.question.has(Cue.EARLIEST) and sheet.question.has(Cue.CLOSING)
    columns = sheet.grid.columns
    still = not moves(sheet.question) and not sheet.question.has(Cue.DIFFERENCE, Cue.SHARE, Cue.MEAN, Cue.SUM)
    two_times = len(asked_of(sheet)) == 2 and still
    levels = [
        s for s in sheet.columns if (s.covers or both_ends or two_times) and columns[s.index].kind is ColumnKind.LEVEL
    ]
    for row in sheet.best_rows[:4]:
        for a, b in combinations(levels, 2):
            ends = both_ends and {sheet.roles.of_columns[a.index], sheet.roles.of_columns[b.index]} == {
                Role.OPENING,
                Role.CLOSING,
            }
            times = two_times and _of_both(sheet, columns[a.index], columns[b.index])
            times = times or are_opposites(sheet.question, columns[a.index].path, columns[b.index].path)
            if not ends and not times and (not (set(a.covers) - set(b.covers)) or not (set(b.covers) - set(a.covers))):
                continue
            cells = [cell_at(sheet, row.index, s.index) for s in (a, b)]
            if not has_or_withholds(*cells):
                continue
            yield make_reading(
                sheet,
                Plan(operation=Operation.COMPARE, operands=tuple(sheet.entry.ref(row.index, s.index) for s in (a, b))),
                rows=(row.index,),
                columns=(a.index, b.index),
                covers=merge(row.covers, a.covers, b.covers),
                recall=label_recall(sheet, row, cells[0]),
                column_recall=(a.recall + b.recall) / 2,
                fit=row.fit + (a.fit + b.fit) / 2 + (0.2 if ends or times else 0.0),
            )


def _held_to_plan(sheet: Sheet, pair: tuple[Side, Side], aside: float) -> Iterator[Reading]:
    """Two members in the order of how far each is over its plan, or under it."""
    q = sheet.question
    if not q.has(Cue.OVER, Cue.UNDER):
        return
    first, second = pair
    for plan, outcome in level_pairs(sheet):
        fit = pair_fit(sheet, plan.index, outcome.index)
        cells = [cell_at(sheet, row.index, c.index) for row in pair for c in (plan, outcome)]
        if fit is None or fit < 0 or any(c is None or c.quantity is None or c.quantity.value <= 0 for c in cells):
            continue
        yield make_reading(
            sheet,
            Plan(
                operation=Operation.RANK,
                operands=tuple(sheet.entry.ref(row.index, outcome.index) for row in pair),
                baseline=tuple(sheet.entry.ref(row.index, plan.index) for row in pair),
                descending=q.has(Cue.OVER),
                limit=2,
            ),
            rows=(first.index, second.index),
            columns=(outcome.index, plan.index),
            covers=merge(first.covers, second.covers, plan.covers, outcome.covers),
            recall=(first.recall + second.recall) / 2,
            column_recall=(plan.recall + outcome.recall) / 2,
            fit=fit + aside + min(first.fit, second.fit, 0.0) + (_SINGLED_OUT if _is_singled_out(sheet, plan) else 0.0),
        )


_SINGLED_OUT = 0.25


def _is_singled_out(sheet: Sheet, plan: Side) -> bool:
    """Whether the question says of which of a table's plans it speaks: of the profile so far, not of the year's budget.

    A printed variance may be from the other.
    """
    columns, roles = sheet.grid.columns, sheet.roles.of_columns
    others = [
        side
        for side in sheet.columns
        if side.index != plan.index
        and roles[side.index] is Role.PLANNED
        and columns[side.index].kind is ColumnKind.LEVEL
        and not is_forecast(" ".join(columns[side.index].path))
    ]
    printed = [side for side in sheet.columns if columns[side.index].kind is ColumnKind.CHANGE]
    own = set(plan.covers)
    return bool(others) and all(own - set(side.covers) for side in [*others, *printed])


def _of_both(sheet: Sheet, a: GridColumn, b: GridColumn) -> bool:
    """Whether two columns are the same thing at the two times that the question names."""
    if a.period is None or b.period is None or a.period.same_span(b.period) or like_label(a.path) != like_label(b.path):
        return False
    return all(any(x.contains(p) or p.contains(x) for x in sheet.times.asked) for p in (a.period, b.period))


def sister_comparisons(sheets: Sequence[Sheet]) -> Iterator[Reading]:
    """The same row and column of two sister tables that the question sets against each other by their titles."""
    for a, b in combinations(sheets, 2):
        if [c.path for c in a.grid.columns] != [
            c.path for c in b.grid.columns
        ] or a.grid.document_id != b.grid.document_id:
            continue
        of_a, of_b = a.surroundings.covers, b.surroundings.covers
        own_a = {i for i, s in of_a.items() if s >= 0.75 and of_b.get(i, 0.0) < 0.75}
        own_b = {i for i, s in of_b.items() if s >= 0.75 and of_a.get(i, 0.0) < 0.75}
        if not own_a or not own_b:
            continue
        paths = {row.path: i for i, row in enumerate(b.grid.rows)}
        for side in a.best_rows[:6]:
            other = paths.get(a.grid.rows[side.index].path)
            if other is None:
                continue
            for column in best_columns(a)[:4]:
                cells = (cell_at(a, side.index, column.index), cell_at(b, other, column.index))
                if not has_or_withholds(*cells):
                    continue
                covers = merge(side.covers, column.covers, of_a, of_b)
                first, second = (a.entry.ref(side.index, column.index), b.entry.ref(other, column.index))
                if min(own_b) < min(own_a):
                    first, second = second, first
                yield Reading(
                    plan=Plan(operation=Operation.COMPARE, operands=(first, second)),
                    entry=a.entry,
                    other=b.entry,
                    covers=covers,
                    unexplained=a.unexplained(covers),
                    score=a.worth(covers) + 0.22 * side.recall + 0.1 * column.recall + side.fit + column.fit + 0.12,
                    rows=(side.index,),
                    columns=(column.index,),
                    row_recall=side.recall,
                    column_recall=column.recall,
                )

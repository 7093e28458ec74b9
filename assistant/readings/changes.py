"""Readings that find a difference or a percentage change, between columns or between rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from assistant.questions.cues import Cue, Relative
from assistant.questions.sheet import Sheet
from assistant.questions.sides import Side, merge
from assistant.readings.pairs import is_one_end, level_pairs, like_label, moves, pair_fit
from assistant.readings.reading import (
    Reading,
    best_columns,
    cell_at,
    has_or_withholds,
    label_recall,
    make_reading,
    two_rows,
)
from structured.observations import ColumnKind
from structured.plan import Operation, Plan
from structured.units import UnitKind


def changes(sheet: Sheet) -> Iterator[Reading]:
    """A difference or a percentage change between two columns of one row, or two rows of one column."""
    q = sheet.question
    relative = not q.has(Cue.POINTS) and (
        q.has(Cue.PERCENT_CHANGE) or (q.has(Cue.PERCENT) and q.has(Cue.OVER, Cue.UNDER))
    )
    operation = Operation.PERCENT_CHANGE if relative else Operation.DIFFERENCE
    pairs: list[tuple[float, Side, Side]] = []
    for first, second in level_pairs(sheet):
        fit = pair_fit(sheet, first.index, second.index)
        if fit is not None:
            covers = merge(first.covers, second.covers)
            # a column counts only for words of its own: two columns that share a heading explain it once
            own = [len(set(a.covers) - set(b.covers)) for a, b in ((first, second), (second, first))]
            fit += (0.2 if all(own) else 0.06 if any(own) else 0.0) + 0.06 * (first.recall + second.recall)
            pairs.append((sheet.worth(covers) + fit, first, second))
    pairs.sort(key=lambda p: (-p[0], p[1].index, p[2].index))
    for row in sheet.best_rows[:8]:
        for _, first, second in pairs[:6]:
            old, new = cell_at(sheet, row.index, first.index), cell_at(sheet, row.index, second.index)
            if (
                old is None
                or new is None
                or not has_or_withholds(old, new)
                or (old.quantity and new.quantity and old.quantity.unit.kind is not new.quantity.unit.kind)
            ):
                continue
            if (
                operation is Operation.PERCENT_CHANGE
                and new.quantity is not None
                and new.quantity.unit.kind is UnitKind.PERCENT
                and not q.has(Cue.PERCENT_CHANGE)
            ):
                continue
            fit = pair_fit(sheet, first.index, second.index) or 0.0
            yield make_reading(
                sheet,
                Plan(
                    operation=operation,
                    operands=(sheet.entry.ref(row.index, second.index),),
                    baseline=(sheet.entry.ref(row.index, first.index),),
                ),
                rows=(row.index,),
                columns=(second.index, first.index),
                covers=merge(row.covers, first.covers, second.covers),
                recall=label_recall(sheet, row, new),
                column_recall=(first.recall + second.recall) / 2,
                fit=row.fit
                + fit
                + (0.2 if set(first.covers) - set(second.covers) and set(second.covers) - set(first.covers) else 0.0),
                prior=0.18 if q.has(Cue.MET, Cue.MISSED) else 0.06 if sheet.times.wants_change else -0.1,
            )
    yield from _row_changes(sheet, operation)


def _row_changes(sheet: Sheet, operation: Operation) -> Iterator[Reading]:
    """Changes between two rows: two periods down the side, or two members that the question sets against each other."""
    rows = sheet.grid.rows
    timed = [i for i in range(len(rows)) if rows[i].period is not None]
    if len(timed) >= 2 and (moves(sheet.question) or len(sheet.times.asked) >= 2 or sheet.question.relatives):
        relatives = {r for r, _, _ in sheet.question.relatives}
        for first, second in combinations(timed, 2):
            a, b = rows[first].period, rows[second].period
            assert a is not None and b is not None
            if b < a:
                first, second, a, b = second, first, b, a
            here, there = rows[first].path, rows[second].path
            if here[:-1] != there[:-1] and like_label(here) != like_label(there):
                continue
            matched = sum(any(p.same_span(x) for x in sheet.times.asked) for p in (a, b))
            if len(sheet.times.asked) >= 2 and matched < 2:
                continue
            if (
                len(sheet.times.asked) == 1
                and not any(b.same_span(x) for x in sheet.times.asked)
                and not relatives
                and sheet.times.latest
                and not (matched and b.same_span(sheet.times.latest))
            ):
                continue
            next_to = b.year_before().same_span(a) or b.previous().same_span(a)
            if Relative.YEAR_BEFORE in relatives and not b.year_before().same_span(a):
                continue
            if (
                len(sheet.times.asked) < 2
                and not next_to
                and not (matched and sheet.times.latest and b.same_span(sheet.times.latest))
            ):
                continue
            if not sheet.times.asked and sheet.times.latest is not None and not b.same_span(sheet.times.latest):
                continue
            for column in best_columns(sheet, ColumnKind.LEVEL):
                old, new = cell_at(sheet, first, column.index), cell_at(sheet, second, column.index)
                if old is None or new is None or not has_or_withholds(old, new):
                    continue
                yield make_reading(
                    sheet,
                    Plan(
                        operation=operation,
                        operands=(sheet.entry.ref(second, column.index),),
                        baseline=(sheet.entry.ref(first, column.index),),
                    ),
                    rows=(second, first),
                    columns=(column.index,),
                    covers=merge(sheet.rows[first].covers, sheet.rows[second].covers, column.covers),
                    recall=0.5,
                    column_recall=column.recall * 2,
                    fit=column.fit - sheet.measures.unit_fit(column.index) + 0.15 * matched + 0.05,
                )
    if not sheet.question.has(Cue.DIFFERENCE):
        return
    named = [*sheet.sides, *(pair for pair in two_rows(sheet) if pair not in sheet.sides)]
    for first_side, second_side in named:
        for column in best_columns(sheet, ColumnKind.LEVEL, ColumnKind.GAP)[:3]:
            old, new = cell_at(sheet, second_side.index, column.index), cell_at(sheet, first_side.index, column.index)
            if old is None or new is None or not has_or_withholds(old, new) or is_one_end(sheet, column.index):
                continue
            yield make_reading(
                sheet,
                Plan(
                    operation=operation,
                    operands=(sheet.entry.ref(first_side.index, column.index),),
                    baseline=(sheet.entry.ref(second_side.index, column.index),),
                ),
                rows=(first_side.index, second_side.index),
                columns=(column.index,),
                covers=merge(first_side.covers, second_side.covers, column.covers),
                recall=(first_side.recall + second_side.recall) / 2,
                column_recall=column.recall,
                fit=column.fit + (0.25 if (first_side, second_side) in sheet.sides else 0.1),
            )

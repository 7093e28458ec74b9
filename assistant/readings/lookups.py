"""Readings that look one cell up: as printed, or the level that a gap implies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.questions.cues import Cue
from assistant.questions.needs import Linked
from assistant.questions.outline import is_total_label
from assistant.questions.sheet import Sheet
from assistant.questions.sides import merge
from assistant.readings.reading import Reading, best_columns, cell_at, label_recall, make_reading
from structured.observations import ColumnKind, RowKind
from structured.periods import find_periods
from structured.plan import Operation, Plan

_OF_FIGURES = (
    *(Cue.COUNT_OF, Cue.PERCENT, Cue.MONEY, Cue.POINTS, Cue.DIFFERENCE, Cue.PERCENT_CHANGE),
    *(Cue.SHARE, Cue.RATIO, Cue.SUM, Cue.MEAN, Cue.GAP),
)
"""What is answered with a figure, and never with the words of a cell."""


def lookups(sheet: Sheet) -> Iterator[Reading]:
    """One cell: as printed, or the level that a gap implies."""
    for row in sheet.best_rows[:10]:
        for column in best_columns(sheet)[:7]:
            cell = cell_at(sheet, row.index, column.index)
            if cell is None or (cell.missing is not None and not cell.printed):
                continue
            if sheet.times.misses_period(row.index, column.index):
                continue
            if cell.quantity is None and not cell.is_withheld and sheet.question.has(*_OF_FIGURES):
                continue
            kind = sheet.grid.columns[column.index].kind
            ref = sheet.entry.ref(row.index, column.index)
            plan = Plan(operation=Operation.LOOKUP, operands=(ref,))
            fit = row.fit + column.fit + (sheet.times.composed(row.index, column.index) or 0.0)
            if cell.quantity is not None and f"{cell.quantity.value:f}".removesuffix(".0") in sheet.known_numbers:
                fit -= 0.4  # the question states this figure; it asks for another
            if sheet.grid.columns[column.index].unit is None and cell.quantity is not None:
                fit += sheet.measures.value_fit(cell.quantity.unit.kind)
            if kind is ColumnKind.TEXT and sheet.question.has(Cue.WHEN):
                fit += 0.2 if find_periods(cell.printed) else -0.4
            if (
                kind is ColumnKind.GAP
                and not sheet.measures.wants_gap
                and sheet.grid.rows[row.index].kind is RowKind.DATA
            ):
                base = next((i for i, r in enumerate(sheet.grid.rows) if r.kind is RowKind.BASE), None)
                if base is None or cell.quantity is None:
                    continue
                plan = Plan(operation=Operation.LEVEL, operands=(ref,), baseline=(sheet.entry.ref(base, column.index),))
            yield make_reading(
                sheet,
                plan,
                rows=(row.index,),
                columns=(column.index,),
                covers=merge(row.covers, column.covers),
                recall=label_recall(sheet, row, cell),
                column_recall=column.recall,
                fit=fit,
            )


_SAID = 0.9
"""A label that is said so far is named by the question, not one of several that it could mean."""


def _times(label: str) -> frozenset[tuple[object, object]]:
    """The stretches that a label mentions."""
    return frozenset((m.period.first, m.period.last) for m in find_periods(label) if m.period is not None)


def siblings(reading: Reading, linked: Linked) -> Iterator[Reading]:
    """The same look-up in the rows beside it that the question fits as well: "grey" says neither of two kinds of grey.

    None where the row's own label is said in full, or is the total of them all.
    """
    entry, rows = reading.entry, reading.entry.frame.rows
    own = rows[reading.rows[0]].path
    if reading.plan.operation is not Operation.LOOKUP or not own or is_total_label(own[-1]):
        return
    mine = linked.matches.get(entry.rows[reading.rows[0]][-1])
    if mine is None or mine.recall >= _SAID:
        return
    said = {i: s for i, s in mine.covers.items() if linked.needs[i].required}
    if not said:
        return
    column = reading.columns[0]
    for index, row in enumerate(rows):
        match = linked.matches.get(entry.rows[index][-1]) if entry.rows[index] else None
        if match is None or index == reading.rows[0] or row.kind is not RowKind.DATA or row.path[:-1] != own[:-1]:
            continue
        if (
            match.headless
            or not 0.7 * mine.recall <= match.recall < _SAID
            or row.path[-1] == own[-1]
            or entry.cell(index, column) is None
        ):
            continue
        if _times(row.path[-1]) != _times(own[-1]):
            continue  # the scheme of another quarter
        if all(match.covers.get(i, 0.0) >= s - 0.02 for i, s in said.items()):
            plan = Plan(operation=Operation.LOOKUP, operands=(entry.ref(index, column),))
            yield replace(reading, plan=plan, rows=(index,), row_recall=match.recall)

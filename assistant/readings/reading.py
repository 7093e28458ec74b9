"""One meaning of a question over one table, and how readings are made and weighed. The builders beside it use it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.questions.catalogue import GridEntry
from assistant.questions.cues import Cue, Order
from assistant.questions.glossary import Glossary
from assistant.questions.needs import Need
from assistant.questions.roles import Role
from assistant.questions.sheet import Sheet
from assistant.questions.sides import FIRM, Side, merge
from structured.observations import ColumnKind, Observation, RowKind
from structured.plan import Operation, Plan
from structured.units import UnitKind

_SPENDING = re.compile(r"\b(?:over|under)(?:-|\s)?sp(?:en[dt]|ends|ending)\b", re.IGNORECASE)
_TIME_SAID = 0.7
_WITHIN_ONE = frozenset({Operation.LOOKUP, Operation.DIFFERENCE, Operation.PERCENT_CHANGE})
_COUNTING = frozenset({Operation.COUNT, Operation.FILTER, Operation.RANK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One meaning of a question.

    ``covers`` says how well each word is explained, ``unexplained`` which required words are not. ``rows`` and
    ``columns`` are positions in the grid (the subject first). ``out_of_time`` says that the question names a period
    that it has nothing to do with, ``row_recall`` and ``column_recall`` how much of their labels the question says.
    ``assumed`` are words that a bare table, chosen by the user, does not print and is taken to be about.
    ``of_another`` says that a column is headed by a measure which the question does not name.
    """

    plan: Plan
    entry: GridEntry
    covers: dict[int, float]
    unexplained: tuple[Need, ...]
    score: float
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    out_of_time: bool = False
    other: GridEntry | None = None
    row_recall: float = 0.0
    column_recall: float = 0.0
    assumed: tuple[Need, ...] = ()
    of_another: bool = False


def cell_at(sheet: Sheet, row: int, column: int) -> Observation | None:
    """The observation at a body row and data column, by position."""
    return sheet.entry.cell(row, column)


def has_or_withholds(*cells: Observation | None) -> bool:
    """Whether each cell has a figure or withholds one, and not all withhold it: then a plan over them is of figures."""
    found = [cell for cell in cells if cell is not None and (cell.quantity is not None or cell.is_withheld)]
    return len(found) == len(cells) and any(cell.quantity is not None for cell in found)


def with_withheld(sheet: Sheet, rows: Sequence[int], *columns: int) -> list[int]:
    """Of rows, those with a figure in each of the columns, then those where the report withholds one.

    None where no row has a figure. A plan over rows must know of those that are withheld, or it is taken for all.
    """
    cells = {r: [cell_at(sheet, r, c) for c in columns] for r in rows}
    figures = [r for r in rows if all(c is not None and c.quantity is not None for c in cells[r])]
    withheld = [
        r
        for r in rows
        if r not in figures and all(c is not None and (c.quantity is not None or c.is_withheld) for c in cells[r])
    ]
    return [*figures, *withheld] if figures else []


def label_recall(sheet: Sheet, side: Side, cell: Observation | None) -> float:
    """How much of the label that the cell hangs on is said in the question."""
    labels = sheet.entry.rows[side.index]
    if cell is not None and cell.row_path and len(cell.row_path) < len(labels):
        match = sheet.linked.matches.get(labels[len(cell.row_path) - 1])
        return match.recall if match else 0.0
    if not side.covers and sheet.grid.rows[side.index].kind in {RowKind.BASE, RowKind.TOTAL}:
        return 0.3
    period = sheet.grid.rows[side.index].period
    if period is not None and not sheet.times.wants_change and any(period.same_span(a) for a in sheet.times.asked):
        return max(side.recall, _TIME_SAID)  # the row of a time is named by that time
    return side.recall


def score_of(sheet: Sheet, covers: dict[int, float], recall: float, column_recall: float) -> float:
    """What a reading is worth by itself: the words that it explains, and how much of its labels is said."""
    return sheet.worth(covers) + 0.22 * recall + 0.1 * column_recall + 0.15 * sheet.surroundings.title_recall


def make_reading(
    sheet: Sheet,
    plan: Plan,
    *,
    rows: Sequence[int],
    columns: Sequence[int],
    covers: dict[int, float],
    recall: float,
    column_recall: float,
    fit: float,
    prior: float = 0.0,
) -> Reading:
    """A reading with its score: the words explained, the labels said, and what speaks for the kind of reading."""
    covers = sheet.surroundings.with_context(covers, columns)
    q = sheet.question
    if plan.operation is Operation.LOOKUP:
        covers = merge(covers, sheet.wholes.said(columns[0]))
    first = sheet.entry.cells.get((plan.operands[0].row, plan.operands[0].column))
    kind = first.quantity.unit.kind if first is not None and first.quantity is not None else None
    paths = (*sheet.grid.columns[columns[0]].path, *sheet.grid.rows[rows[0]].path, sheet.grid.title)
    covers = merge(covers, sheet.measures.compared(" ".join(paths), kind))
    if kind is UnitKind.MONEY:
        role = sheet.roles.of_columns[columns[0]]
        if role is Role.ACTUAL or (q.has(Cue.PLANNED) and role is Role.PLANNED):
            spent = q.spans(Cue.MONEY)  # "forecast spend" is what a forecast in money is of, what it cost the outturn
            said = {n.index for n in sheet.linked.needs if any(n.token.start < e and s < n.token.end for s, e in spent)}
            covers = covers | {i: max(FIRM, covers.get(i, 0.0)) for i in said}
        counted = q.has(Cue.COUNT_OF) and not q.has(Cue.MONEY, Cue.PERCENT, Cue.POINTS)
        prior -= 0.3 if counted and plan.operation not in _COUNTING else 0.0  # so many are asked for, not so much
    elif kind is not None and _SPENDING.search(q.text):
        prior -= 0.6  # only money is overspent
    if _of_one_of_two(sheet, plan.operation, rows):
        prior -= 0.25
    if _names_another(sheet, covers, rows, columns):
        prior -= 0.5
    return Reading(
        plan=plan,
        entry=sheet.entry,
        covers=covers,
        unexplained=sheet.unexplained(covers, rows),
        score=score_of(sheet, covers, recall, column_recall) + fit + prior,
        rows=tuple(rows),
        columns=tuple(columns),
        out_of_time=sheet.times.out_of_time(rows, columns)
        if len(rows) < 2
        else sheet.times.out_of_time(rows[:3], columns[:3]),
        row_recall=recall,
        column_recall=column_recall,
        of_another=sheet.of_another(columns),
    )


_OF_TWO = 0.85


def _of_one_of_two(sheet: Sheet, operation: Operation, rows: Sequence[int]) -> bool:
    """Whether a reading is about one of two rows that the question names in full and sets against each other."""
    if len(set(rows)) != 1 or operation not in _WITHIN_ONE or not sheet.question.has(Cue.DIFFERENCE, Cue.COMPARE):
        return False
    return any(rows[0] in {a.index, b.index} and min(a.recall, b.recall) >= _OF_TWO for a, b in sheet.sides)


def _names_another(sheet: Sheet, covers: dict[int, float], rows: Sequence[int], columns: Sequence[int]) -> bool:
    """Whether the question names another column or row of the table in full, by words that this leaves unexplained."""
    needs = sheet.linked.needs
    mine = {*columns, *(-1 - r for r in rows)}
    for place, said in sheet.named_apart:
        left = [i for i, strength in said.items() if covers.get(i, 0.0) < FIRM <= strength]
        if place not in mine and (len(left) >= 2 or any(needs[i].required for i in left)):
            return True
    return False


def value_fit(sheet: Sheet, column: int, cell: Observation | None) -> float:
    """How a cell's unit suits where its column has none of its own."""
    if cell is None or cell.quantity is None or sheet.grid.columns[column].unit is not None:
        return 0.0
    return sheet.measures.value_fit(cell.quantity.unit.kind)


def best_columns(sheet: Sheet, *kinds: ColumnKind) -> list[Side]:
    """The columns of these kinds (all when none is named), the one that suits the question best first."""
    sides = [s for s in sheet.columns if not kinds or sheet.grid.columns[s.index].kind in kinds]
    return sorted(sides, key=lambda s: (-(sheet.worth(s.covers) + 0.1 * s.recall + s.fit), s.index))


def two_rows(sheet: Sheet, limit: int = 6) -> list[tuple[Side, Side]]:
    """Pairs of rows that the question names apart, in the order in which it names them, best first."""
    named = [s for s in sheet.best_rows if s.covers and s.recall >= 0.4 and s.index not in sheet.row_groups.set_aside]
    shared = {i for i, s in sheet.surroundings.covers.items() if s >= 0.6} | {
        i for c in sheet.columns for i in c.covers
    }
    found = []
    for a, b in combinations(named, 2):
        if all(sheet.linked.needs[i].inherited for i in (*a.covers, *b.covers)):
            continue  # both were named in earlier turns
        own_a, own_b = set(a.covers) - set(b.covers) - shared, set(b.covers) - set(a.covers) - shared
        if not own_a or not own_b or _one_of_both(sheet, a, b):
            continue
        first, second = (a, b) if min(own_a) < min(own_b) else (b, a)
        gain = sheet.worth(merge(a.covers, b.covers)) + 0.2 * (a.recall + b.recall)
        found.append((gain, first, second))
    found.sort(key=lambda f: (-f[0], f[1].index, f[2].index))
    return [(a, b) for _, a, b in found[:limit]]


def _one_of_both(sheet: Sheet, a: Side, b: Side) -> bool:
    """Whether one row says what two say together: "road repairs" names that row, not the road and the repairs of two.

    Not where the words of the two stand on either side of a separator.
    """
    if (a, b) in sheet.sides or (b, a) in sheet.sides:
        return False
    both = merge(said_of(sheet, a.index), said_of(sheet, b.index))
    required = {i: s for i, s in both.items() if sheet.linked.needs[i].required}
    for side in sheet.best_rows:
        own = said_of(sheet, side.index)
        if side.index not in {a.index, b.index} and all(own.get(i, 0.0) >= s - 0.02 for i, s in required.items()):
            return True
    return False


def value_columns(sheet: Sheet) -> list[Side]:
    """The columns of figures, the one that suits the question best first."""
    return best_columns(sheet, ColumnKind.LEVEL, ColumnKind.CHANGE, ColumnKind.GAP)


def prints_below_zero(sheet: Sheet, rows: Iterable[int], only: int | None = None) -> bool:
    """Whether these rows print what comes in as negative figures, so that "more" is further below zero.

    ``only`` narrows it to one column.
    """
    columns = [
        c for c, column in enumerate(sheet.grid.columns) if column.kind is ColumnKind.LEVEL and only in {None, c}
    ]
    some = False
    for row in rows:
        for column in columns:
            cell = cell_at(sheet, row, column)
            if cell is not None and cell.quantity is not None:
                if cell.quantity.value > 0:
                    return False  # the first cell of most tables settles it
                some = some or cell.quantity.value < 0
    return some


def descending(order: Order, text: str, glossary: Glossary) -> bool:
    """Whether the largest figure comes first for this order; best and worst go by what the labels speak of."""
    if order is Order.MOST:
        return True
    if order is Order.LEAST:
        return False
    way = glossary.polarity(text) or 1
    return (way > 0) == (order is Order.BEST)


def subject_text(sheet: Sheet, column: int) -> str:
    """What a column is about, in the words of its labels and titles."""
    return " ".join((*sheet.grid.columns[column].path, sheet.grid.title, *(sheet.grid.section[-1:])))


def said_of(sheet: Sheet, row: int) -> dict[int, float]:
    """What a row's own labels explain, without the totals that it is a part of."""
    return merge(*(m.covers for label in sheet.entry.rows[row] if (m := sheet.linked.matches.get(label))))


def leaf_covers(sheet: Sheet, row: int) -> dict[int, float]:
    """What a row's own label explains, without its parents'."""
    labels = sheet.entry.rows[row]
    match = sheet.linked.matches.get(labels[-1]) if labels else None
    return match.covers if match else {}

"""Readings that hold a part against a whole, or one figure against another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.questions.cues import Cue
from assistant.questions.outline import is_of_all, is_total_label
from assistant.questions.roles import Role
from assistant.questions.sheet import Sheet
from assistant.questions.sides import SOLID, Side, merge
from assistant.readings.pairs import is_bare_time
from assistant.readings.reading import (
    Reading,
    best_columns,
    cell_at,
    has_or_withholds,
    label_recall,
    leaf_covers,
    make_reading,
    said_of,
    two_rows,
)
from structured.observations import ColumnKind, GridColumn, RowKind
from structured.operations import UNADDABLE
from structured.plan import Operation, Plan
from structured.units import UnitKind

_FOR_EVERY = re.compile(r"\bfor (?:every|each)\b[^?]*\bhow (?:many|much)\b", re.IGNORECASE)
_COUNTED_APART = re.compile(
    r"(?:no|nos|number|numbers|percentage|proportion|average|rate|value|amount)\b\.? of\b|%", re.IGNORECASE
)
"""How a label begins that says what is counted in its row: hours of one thing and users of another are no whole."""
_OF = re.compile(r"\bof\b", re.IGNORECASE)
_NAMED_WELL = 0.5
"""How much of a row's label must be said for it to be a part of a row that is no total."""
_MOST_KINDS = 4
"""So many columns at most are looked at as the kinds that another one is made up of."""
_NAMED = 0.3
"""How much of a row's own label must be said for it to be one of two that are held against each other."""


def _wholes_of(sheet: Sheet, part: int) -> tuple[int, ...]:
    """The total rows that include a row, by the table's own sums."""
    index = sheet.entry.row_index
    return tuple(
        index[s.total] for s in sheet.grid.parts if s.total in index and any(index.get(p) == part for p in s.parts)
    )


def _sums_others(sheet: Sheet, whole: int, part: int) -> bool:
    """Whether a total is of other rows: the table's sums put the part under another total, and not under this one."""
    index = sheet.entry.row_index
    over, found = {part}, {part}
    while found:
        found = {w for each in found for w in _wholes_of(sheet, each)} - over
        over |= found
    sums = {index[s.total] for s in sheet.grid.parts if s.total in index}
    return len(over) > 1 and whole in sums and whole not in over


def _holds(sheet: Sheet, whole: int, part: int) -> bool:
    """Whether a row is a total, by its name, its kind or the table's own sums over the part."""
    return is_of_all(sheet.grid.rows[whole]) or whole in _wholes_of(sheet, part)


def _tells(sheet: Sheet, whole: Side, part: Side) -> bool:
    """Whether a total has a word of the question that its part has not, beyond "total" itself."""
    path = sheet.grid.rows[whole.index].path
    own = set(whole.covers) - set(said_of(sheet, part.index))
    return bool(path) and is_total_label(path[-1]) and any(sheet.linked.needs[i].required for i in own)


def _whole_of(sheet: Sheet, part: Side, column: int) -> Iterator[tuple[tuple[int, ...], dict[int, float], float]]:
    """What a part may be held against: a row that the question names, its parent's members, the total over it."""
    rows = sheet.grid.rows
    for side in (replace(s, covers=said_of(sheet, s.index)) for s in sheet.best_rows):
        if side.index != part.index and side.covers and (side.recall >= 0.9 or is_of_all(rows[side.index])):
            own = set(side.covers) - set(said_of(sheet, part.index))
            telling = _tells(sheet, side, part)
            if (
                not is_total_label(rows[side.index].path[-1] if rows[side.index].path else "all")
                and side.index not in _wholes_of(sheet, part.index)
                and side.recall < 0.9
            ):
                continue
            if _sums_others(sheet, side.index, part.index):
                continue
            if not set(said_of(sheet, part.index)) - set(side.covers):
                continue  # the part has no word of its own
            if part.recall < _NAMED_WELL and not _holds(sheet, side.index, part.index):
                continue  # a row of which a word is said in passing is no part of its neighbour
            named = own and side.recall >= 0.5 and (telling or not any(_tells(sheet, s, part) for s in sheet.best_rows))
            yield (side.index,), side.covers, 0.15 + 0.12 * side.recall if named else 0.12 if own else 0.03
    path = rows[part.index].path
    summed = any(rows[w].kind is RowKind.TOTAL for w in _wholes_of(sheet, part.index))
    for depth in range(len(path) - 1, 0, -1):
        members = tuple(
            i
            for i in sheet.row_groups.leaves
            if rows[i].path[:depth] == path[:depth] and (c := cell_at(sheet, i, column)) and c.quantity is not None
        )
        label = sheet.entry.rows[part.index][depth - 1]
        match = sheet.linked.matches.get(label)
        if any(_COUNTED_APART.match(rows[i].path[-1]) for i in (part.index, *members)):
            continue
        if len(members) > 1 and match and set(match.covers) - set(leaf_covers(sheet, part.index)):
            yield members, match.covers, 0.1 * match.recall - (0.1 if summed else 0.0)
    for whole in _wholes_of(sheet, part.index):
        yield (whole,), sheet.rows[whole].covers, 0.06
    above = [i for i, r in enumerate(rows) if r.kind is RowKind.TOTAL]
    if above:
        yield (above[-1],), {}, 0.0
        yield (above[0],), {}, 0.0


def _stands_for_its_group(sheet: Sheet, part: int) -> bool:
    """Whether a row is only meant by its group's name, and the group has a total: that is the part that is asked of."""
    rows = sheet.grid.rows
    mine = set(leaf_covers(sheet, part))
    for whole in _wholes_of(sheet, part):
        side = sheet.rows[whole]  # "fire" is "Total fire" and not "Fire stations", which that adds up
        if (
            mine
            and set(leaf_covers(sheet, whole)) == mine
            and side.recall > sheet.rows[part].recall
            and side.recall >= _NAMED_WELL
        ):
            return True
    group = rows[part].path[:-1]
    own = {i for i in leaf_covers(sheet, part) if sheet.surroundings.covers.get(i, 0.0) < 0.6}
    if not group or own or rows[part].kind is not RowKind.DATA:
        return False
    return any(r.kind is RowKind.TOTAL and r.path[:-1] == group for r in rows)


def _is_the_part(sheet: Sheet, row: int) -> bool:
    """Whether a row is named only by what the question says of the part: "what share of calls were false alarms"."""
    said = {i for i in said_of(sheet, row) if sheet.linked.needs[i].required}
    apart = bool(sheet.wholes.words and said) and said.isdisjoint(sheet.wholes.words)
    return apart and row not in sheet.row_groups.grand_totals


def _is_the_whole(sheet: Sheet, part: Mapping[int, float]) -> bool:
    """Whether a part's own words are said only of what a share is asked of: "what share of calls in York were …"."""
    said = {i for i in part if sheet.linked.needs[i].required}
    return bool(said) and said <= sheet.wholes.words


def _is_of_another_whole(sheet: Sheet, part: int, whole: int) -> bool:
    """Whether a total over the part has a word that a share is asked of, and this whole has it not.

    "Of all overtime, what share was the crew's" is of the total of overtime, and of no larger one. Where the question
    has no "of", what it says of that total counts, unless this whole has a word of its own.
    """
    of, needs = sheet.wholes.words, sheet.linked.needs
    if not of and _OF.search(sheet.question.text):
        return False
    mine = {i for i, s in leaf_covers(sheet, whole).items() if s >= SOLID}
    spent = sheet.question.spans(Cue.MONEY)  # "spend" names no total
    if not of and any(needs[i].required and not any(s <= needs[i].token.start < e for s, e in spent) for i in mine):
        return False
    said = ({i for i, s in leaf_covers(sheet, w).items() if s >= SOLID} for w in _wholes_of(sheet, part) if w != whole)
    return any(needs[i].required and (not of or i in of) for own in said for i in own - mine)


def _period_shares(sheet: Sheet) -> Iterator[Reading]:
    """What part of the whole stretch falls into one period, where periods run down the side."""
    rows = sheet.grid.rows
    timed = [i for i, r in enumerate(rows) if r.period is not None and r.kind is RowKind.DATA]
    parts = [i for i in timed if (p := rows[i].period) is not None and any(p.same_span(a) for a in sheet.times.asked)]
    if len(timed) < 3 or len(parts) != 1 or not (sheet.question.has(Cue.TOTAL) or "'s" in sheet.question.text):
        return
    for column in best_columns(sheet, ColumnKind.LEVEL)[:3]:
        kept = [i for i in timed if (c := cell_at(sheet, i, column.index)) and c.quantity]
        kinds = {c.quantity.unit.kind for i in kept if (c := cell_at(sheet, i, column.index)) and c.quantity}
        if parts[0] not in kept or kinds & UNADDABLE or len(kinds) != 1:
            continue
        yield make_reading(
            sheet,
            Plan(
                operation=Operation.SHARE,
                operands=(sheet.entry.ref(parts[0], column.index),),
                baseline=tuple(sheet.entry.ref(i, column.index) for i in kept),
            ),
            rows=(parts[0], *kept),
            columns=(column.index,),
            covers=column.covers,
            recall=0.5,
            column_recall=column.recall * 2,
            fit=0.25,
        )


def _counting_the_whole(sheet: Sheet) -> list[Side]:
    """The columns that may count what a share is asked of, the best first: those that its words name, if there are any.

    "What share of complaints came from members" is of the column of complaints, and not of the one of members.
    """
    needs = sheet.linked.needs
    by_rows = {i for side in sheet.rows for i in side.covers}
    of = {i for i in sheet.wholes.words - by_rows if needs[i].required}
    columns = best_columns(sheet, ColumnKind.LEVEL)
    named = [s for s in columns if any(s.covers.get(i, 0.0) >= SOLID for i in of)]
    return [s for s in columns if s in named or s.index in sheet.column_groups.of_all_kinds] if named else columns


def shares(sheet: Sheet) -> Iterator[Reading]:
    """A part as a percentage of a whole."""
    yield from _period_shares(sheet)
    if any(_of_its_own(sheet)):
        return
    for part in sheet.best_rows[:5]:
        path = sheet.grid.rows[part.index].path
        if not part.covers:
            continue
        summed = bool(path) and is_total_label(path[-1]) and sheet.grid.rows[part.index].kind is RowKind.TOTAL
        for column in _counting_the_whole(sheet)[:4]:
            cell = cell_at(sheet, part.index, column.index)
            if cell is None or not (cell.quantity or cell.is_withheld):
                continue
            if cell.quantity and (cell.quantity.unit.kind in UNADDABLE or cell.quantity.value == 0):
                continue
            if _stands_for_its_group(sheet, part.index) or _is_the_whole(sheet, leaf_covers(sheet, part.index)):
                continue
            for whole, covers, fit in _whole_of(sheet, part, column.index):
                if len(whole) == 1 and (part.index in whole or _is_the_part(sheet, whole[0])):
                    continue
                if len(whole) == 1 and _is_of_another_whole(sheet, part.index, whole[0]):
                    continue
                cells = [cell_at(sheet, w, column.index) for w in whole]
                if not has_or_withholds(*cells, cell):
                    continue
                if len(whole) == 1 and cells[0] is not None and cells[0].quantity is not None and cell.quantity:
                    size = cells[0].quantity.value
                    if size * cell.quantity.value < 0:
                        continue  # what comes in is no part of what goes out
                    if abs(size) < abs(cell.quantity.value):
                        continue  # a part is no larger than its whole
                yield make_reading(
                    sheet,
                    Plan(
                        operation=Operation.SHARE,
                        operands=(sheet.entry.ref(part.index, column.index),),
                        baseline=tuple(sheet.entry.ref(w, column.index) for w in whole),
                    ),
                    rows=(part.index, *whole),
                    columns=(column.index,),
                    covers=merge(said_of(sheet, part.index), column.covers, covers),
                    recall=label_recall(sheet, part, cell),
                    column_recall=column.recall,
                    # shares are of levels, whatever the words "per cent" seem to ask of the column
                    fit=part.fit
                    + column.fit
                    + fit
                    + (0.0 if covers or sheet.question.has(Cue.TOTAL) else -0.35)
                    - (sheet.measures.value_fit(cell.quantity.unit.kind) if cell.quantity else 0.0)
                    + 0.05,
                    prior=(-0.25 if sheet.question.has(Cue.PERCENT_CHANGE) and sheet.times.wants_change else 0.02)
                    - (0.15 if summed and part.recall < 0.75 else 0.0),
                )


def column_shares(sheet: Sheet) -> Iterator[Reading]:
    """A part as a percentage of a whole that stands under another heading in the same row."""
    columns = sheet.grid.columns
    levels = [
        s
        for s in sheet.columns
        if columns[s.index].kind is ColumnKind.LEVEL and len(columns[s.index].path) > 1 and s.covers
    ]
    under = [(part, whole) for part in levels for whole in levels if _stands_under(sheet, part, whole)]
    spent = (*_of_the_plan(sheet), *_of_its_own(sheet))
    within = {
        (p.index, w.index): (p, w)
        for p, w in (
            *_of_which(sheet),
            *_of_all_kinds(sheet),
            *_broken_down(sheet),
            *_told_apart(sheet),
            *spent,
        )
    }
    kinds = tuple(within.values())
    for row in sheet.best_rows[:4]:
        for part, whole in (*under, *kinds):
            cells = (cell_at(sheet, row.index, part.index), cell_at(sheet, row.index, whole.index))
            if any(c is None or c.quantity is None for c in cells) or cells[0] is None or cells[1] is None:
                continue
            assert cells[0].quantity is not None and cells[1].quantity is not None
            if not 0 < abs(cells[0].quantity.value) <= abs(cells[1].quantity.value):
                continue
            yield make_reading(
                sheet,
                Plan(
                    operation=Operation.SHARE,
                    operands=(sheet.entry.ref(row.index, part.index),),
                    baseline=(sheet.entry.ref(row.index, whole.index),),
                ),
                rows=(row.index,),
                columns=(part.index, whole.index),
                covers=merge(row.covers, part.covers, whole.covers),
                recall=label_recall(sheet, row, cells[0]),
                column_recall=(part.recall + whole.recall) / 2,
                fit=row.fit
                + max(part.fit, whole.fit)
                + (0.3 if (part, whole) in spent else 0.15)
                + (_OF_THE_WHOLE if _is_the_whole(sheet, part.covers) else 0.0),
            )


def _stands_under(sheet: Sheet, part: Side, whole: Side) -> bool:
    """Whether two columns are the same under two headings, of which the whole's says more of the question."""
    a, b = sheet.grid.columns[part.index].path, sheet.grid.columns[whole.index].path
    return a[-1] == b[-1] and a[:-1] != b[:-1] and set(whole.covers) > set(part.covers)


def _of_which(sheet: Sheet) -> Iterator[tuple[Side, Side]]:
    """The columns headed "of which …" that the question names, each with the column before it that it is a part of."""
    columns = sheet.grid.columns
    if not sheet.question.has(Cue.PERCENT):
        return  # how much of it is an amount
    for part in sheet.columns:
        path = columns[part.index].path
        if not path or not path[-1].casefold().startswith("of which") or not part.covers:
            continue
        before = [s for s in sheet.columns[: part.index] if columns[s.index].kind is ColumnKind.LEVEL and s.covers]
        if before:
            yield part, max(before, key=lambda s: (sheet.worth(s.covers), s.index))


_OF_THE_WHOLE = -0.4
"""What speaks against a part whose own words the question says of the whole."""


def _of_all_kinds(sheet: Sheet) -> Iterator[tuple[Side, Side]]:
    """The columns that the question names, each with the column that is the sum of it and its sisters, row by row."""
    for whole, sisters in sheet.column_groups.totals_of.items():
        if _adds_up(sheet, sisters, whole):
            yield from ((sheet.columns[i], sheet.columns[whole]) for i in sisters if sheet.columns[i].covers)


def _of_the_plan(sheet: Sheet) -> Iterator[tuple[Side, Side]]:
    """What was spent, of what was planned, where the question speaks of both: "% of the budget that has been spent"."""
    if not (sheet.question.has(Cue.PERCENT, Cue.SHARE) and sheet.question.has(Cue.PLANNED)):
        return
    spent = [s for s in sheet.columns if sheet.roles.of_columns[s.index] is Role.ACTUAL and s.covers]
    planned = [s for s in sheet.columns if sheet.roles.of_columns[s.index] is Role.PLANNED and s.covers]
    columns = sheet.grid.columns
    yield from (
        (a, p)
        for a in spent
        for p in planned
        if set(a.covers) - set(p.covers) and not _of_other_times(columns[a.index], columns[p.index])
    )


def _of_its_own(sheet: Sheet) -> Iterator[tuple[Side, Side]]:
    """What there is at the time that is asked for, of a column that the question says is the row's own: "what share of
    its establishment", "of their quota".
    """
    own = None if _SPENT_ON.search(sheet.question.text) else _ITS_OWN.search(sheet.question.text)
    columns, roles = sheet.grid.columns, sheet.roles.of_columns
    inside = {n.index for n in sheet.linked.needs if own and own.start(1) <= n.token.start < own.end(1)}
    levels = [s for s in sheet.columns if columns[s.index].kind is ColumnKind.LEVEL]
    wholes = [s for s in levels if inside and inside <= set(s.covers)]
    there = [
        s for s in levels if s not in wholes and (roles[s.index] is Role.ACTUAL or is_bare_time(columns[s.index].path))
    ]
    if there:
        part = max(there, key=lambda s: (round(s.fit, 6), s.index))
        yield from ((part, w) for w in wholes if not _of_other_times(columns[part.index], columns[w.index]))


def _of_other_times(one: GridColumn, other: GridColumn) -> bool:
    """Whether two columns are of times of which neither holds the other."""
    a, b = one.period, other.period
    return a is not None and b is not None and not a.contains(b) and not b.contains(a)


_ITS_OWN = re.compile(
    r"(?:\b(?:shares?|proportions?|percentages?|per ?cent|fractions?|how much)|%) of (?:its|their|our) ([\w' -]+?)"
    r"(?= (?:is|are|was|were|do|does|did|has|have|had|that|on|at|in)\b|[?,]|$)",
    re.IGNORECASE,
)


_SPENT_ON = re.compile(r"\b(?:spen[dt]|spending|go|goes|went|gone)\b[^?]*? (?:on|to|into|for|towards)\b", re.IGNORECASE)
"""What is spent on something is of the budget of somebody else."""


def _told_apart(sheet: Sheet) -> Iterator[tuple[Side, Side]]:
    """The columns of counts of which the question says one of the whole and the other of what became of it.

    "What percentage of calls in York were answered in time" is of the column of calls.
    """
    of, columns = sheet.wholes.words, sheet.grid.columns
    counts = [s for s in sheet.columns if of and s.covers and _counts_things(sheet, s.index)]
    said = {s.index: {i for i in s.covers if sheet.linked.needs[i].required} for s in counts}
    for whole in (s for s in counts if said[s.index] and said[s.index] <= of):
        for part in (s for s in counts if said[s.index] - of):
            if columns[part.index].period == columns[whole.index].period and _is_never_more(sheet, part, whole):
                yield part, whole


def _counts_things(sheet: Sheet, column: int) -> bool:
    """Whether a column of levels counts things, so that there may be parts of them."""
    cells = (cell_at(sheet, r, column) for r in range(len(sheet.grid.rows)))
    kinds = {c.quantity.unit.kind for c in cells if c is not None and c.quantity is not None}
    return sheet.grid.columns[column].kind is ColumnKind.LEVEL and kinds == {UnitKind.COUNT}


def _is_never_more(sheet: Sheet, part: Side, whole: Side) -> bool:
    """Whether no row has more in one column than in the other, as is so of a part and its whole."""
    for row in range(len(sheet.grid.rows)):
        a, b = cell_at(sheet, row, part.index), cell_at(sheet, row, whole.index)
        if a is not None and b is not None and a.quantity and b.quantity and a.quantity.value > b.quantity.value:
            return False
    return True


def _broken_down(sheet: Sheet) -> Iterator[tuple[Side, Side]]:
    """The columns that the question names, each with one beside that it and its neighbours add up to ("Women" and "Men"
    beside "Staff"), whatever that is called.
    """
    columns = sheet.grid.columns
    levels = [i for i, c in enumerate(columns) if c.kind is ColumnKind.LEVEL and c.period is None]
    if not sheet.question.has(Cue.PERCENT, Cue.SHARE) or not any(sheet.columns[i].covers for i in levels):
        return
    for at, end in ((a, a + n) for n in range(2, _MOST_KINDS + 1) for a in range(len(levels) - n + 1)):
        parts = levels[at:end]
        for whole in (i for i in levels if i not in parts):
            if any(sheet.columns[i].covers for i in parts) and _adds_up(sheet, parts, whole):
                yield from ((sheet.columns[i], sheet.columns[whole]) for i in parts if sheet.columns[i].covers)


def _adds_up(sheet: Sheet, parts: Sequence[int], whole: int) -> bool:
    """Whether one column prints the sum of the others in every row that has them all."""
    checked = 0
    for row in range(len(sheet.grid.rows)):
        cells = [cell_at(sheet, row, c) for c in (whole, *parts)]
        values = [c.quantity.value for c in cells if c is not None and c.quantity is not None]
        if len(values) < len(cells):
            continue
        if abs(values[0] - sum(values[1:])) > len(parts):  # each may be rounded by half a unit
            return False
        checked += 1
    return checked >= 2


def ratios(sheet: Sheet) -> Iterator[Reading]:
    """How many times one member is another, in one column."""
    pairs = list(sheet.sides)
    pairs += [pair for pair in two_rows(sheet) if pair not in pairs]
    if _FOR_EVERY.search(sheet.question.text):  # "for every tram, how many buses" holds buses against trams
        pairs = [(second, first) for first, second in pairs]
    for first, second in pairs:
        if min(first.recall, second.recall) < _NAMED:
            continue
        for column in best_columns(sheet, ColumnKind.LEVEL)[:3]:
            if (
                sheet.column_groups.of_unsaid_groups
                and len(sheet.grid.columns[column.index].path) > 1
                and not column.covers
            ):
                continue  # staff who joined are not all the staff
            cells = [cell_at(sheet, s.index, column.index) for s in (first, second)]
            if any(c is None or c.quantity is None or c.quantity.value == 0 for c in cells):
                continue
            yield make_reading(
                sheet,
                Plan(
                    operation=Operation.RATIO,
                    operands=(sheet.entry.ref(first.index, column.index),),
                    baseline=(sheet.entry.ref(second.index, column.index),),
                ),
                rows=(first.index, second.index),
                columns=(column.index,),
                covers=merge(first.covers, second.covers, column.covers),
                recall=(first.recall + second.recall) / 2,
                column_recall=column.recall,
                fit=column.fit + 0.3,
            )

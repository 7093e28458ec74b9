"""Readings: what a question may mean, each a plan over one table with the words that it explains.

One function a family of operations; each takes a sheet and offers readings. ``understanding.py`` chooses among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.catalogue import GridEntry, is_total_label
from assistant.glossary import Glossary
from assistant.linking import Need
from assistant.question import Comparator, Cue, Order, Question, Relative
from assistant.sheet import Role, Sheet, Side, merge
from structured.observations import ColumnKind, GridColumn, Observation, RowKind
from structured.periods import find_periods
from structured.plan import Condition, Operation, Plan, Test
from structured.units import Quantity, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One meaning of a question.

    ``covers`` says how well each word is explained, ``unexplained`` which required words are not. ``rows`` and ``columns``
    are positions in the grid (the subject first). ``printed_change`` says that the figure is a change that the report itself
    prints; ``row_recall`` and ``column_recall`` how much of their labels the question says.
    """

    plan: Plan
    entry: GridEntry
    covers: dict[int, float]
    unexplained: tuple[Need, ...]
    score: float
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    printed_change: bool = False
    other: GridEntry | None = None
    row_recall: float = 0.0
    column_recall: float = 0.0


def _cell(sheet: Sheet, row: int, column: int) -> Observation | None:
    return sheet.entry.cell(row, column)


def _recall(sheet: Sheet, side: Side, cell: Observation | None) -> float:
    """How much of the label that the cell hangs on is said in the question."""
    labels = sheet.entry.rows[side.index]
    if cell is not None and cell.row_path and len(cell.row_path) < len(labels):
        match = sheet.linked.matches.get(labels[len(cell.row_path) - 1])
        return match.recall if match else 0.0
    if not side.covers and sheet.grid.rows[side.index].kind in {RowKind.BASE, RowKind.TOTAL}:
        return 0.3
    return side.recall


def _reading(
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
    printed_change: bool = False,
) -> Reading:
    covers = merge(covers, sheet.context)
    return Reading(
        plan=plan,
        entry=sheet.entry,
        covers=covers,
        unexplained=sheet.unexplained(covers, rows),
        score=sheet.worth(covers) + 0.22 * recall + 0.1 * column_recall + 0.15 * sheet.title_recall + fit + prior,
        rows=tuple(rows),
        columns=tuple(columns),
        printed_change=printed_change,
        row_recall=recall,
        column_recall=column_recall,
    )


def _value_fit(sheet: Sheet, column: int, cell: Observation | None) -> float:
    """How a cell's unit suits where its column has none of its own."""
    if cell is None or cell.quantity is None or sheet.grid.columns[column].unit is not None:
        return 0.0
    return sheet.value_fit(cell.quantity.unit.kind)


def _columns(sheet: Sheet, *kinds: ColumnKind) -> list[Side]:
    sides = [s for s in sheet.columns if not kinds or sheet.grid.columns[s.index].kind in kinds]
    return sorted(sides, key=lambda s: (-(sheet.worth(s.covers) + 0.1 * s.recall + s.fit), s.index))


def lookups(sheet: Sheet) -> Iterator[Reading]:
    """One cell: as printed, or the level that a gap implies."""
    for row in sheet.best_rows[:10]:
        for column in _columns(sheet)[:7]:
            cell = _cell(sheet, row.index, column.index)
            if cell is None or (cell.missing is not None and not cell.printed):
                continue
            kind = sheet.grid.columns[column.index].kind
            ref = sheet.entry.ref(row.index, column.index)
            plan = Plan(operation=Operation.LOOKUP, operands=(ref,))
            fit = row.fit + column.fit
            if cell.quantity is not None and f"{cell.quantity.value:f}".removesuffix(".0") in sheet.known_numbers:
                fit -= 0.4  # the question states this figure; it asks for another
            if sheet.grid.columns[column.index].unit is None and cell.quantity is not None:
                fit += sheet.value_fit(cell.quantity.unit.kind)
            if kind is ColumnKind.TEXT and sheet.question.has(Cue.WHEN):
                fit += 0.2 if find_periods(cell.printed) else -0.4
            if kind is ColumnKind.GAP and not sheet.wants_gap and sheet.grid.rows[row.index].kind is RowKind.DATA:
                base = next((i for i, r in enumerate(sheet.grid.rows) if r.kind is RowKind.BASE), None)
                if base is None or cell.quantity is None:
                    continue
                plan = Plan(operation=Operation.LEVEL, operands=(ref,), baseline=(sheet.entry.ref(base, column.index),))
            yield _reading(
                sheet,
                plan,
                rows=(row.index,),
                columns=(column.index,),
                covers=merge(row.covers, column.covers),
                recall=_recall(sheet, row, cell),
                column_recall=column.recall,
                fit=fit,
                printed_change=kind is ColumnKind.CHANGE,
            )


_MOVES = (Cue.RISE, Cue.FALL, Cue.CHANGE, Cue.IMPROVE, Cue.WORSEN, Cue.PERCENT_CHANGE, Cue.TREND)


_COMPARATIVES = frozenset({"higher", "lower", "more", "up", "down", "added", "add", "cut"})


def moves(q: Question) -> bool:
    """Whether the question speaks of something changing; "higher" beside "A or B" is no movement."""
    spans = [s for s in q.cues if s.cue in _MOVES]
    if q.has(Cue.COMPARE):
        spans = [
            s for s in spans if not (s.cue in {Cue.RISE, Cue.FALL} and q.text[s.start : s.end].lower() in _COMPARATIVES)
        ]
    return bool(spans)


def apart_in_time(a: GridColumn, b: GridColumn) -> bool:
    """Whether two columns are of different stretches."""
    return a.period is not None and b.period is not None and not a.period.same_span(b.period)


def asked_of(sheet: Sheet) -> frozenset[tuple[object, object]]:
    """The different stretches that the question names."""
    return frozenset((p.first, p.last) for p in sheet.asked)


def _like(path: Sequence[str]) -> str:
    """A column's label without its digits: what is left is the same for the same thing at another time."""
    return re.sub(r"[\d/–-]+", "", " ".join(path)).strip().casefold()


def _pairs(sheet: Sheet) -> Iterator[tuple[Side, Side]]:
    """Pairs of level columns, the earlier first; in table order where no periods tell."""
    columns = sheet.grid.columns
    levels = [s for s in sheet.columns if columns[s.index].kind is ColumnKind.LEVEL]
    for first, second in combinations(levels, 2):
        a, b = columns[first.index].period, columns[second.index].period
        turned = a is not None and b is not None and b < a and not a.same_span(b)
        yield (second, first) if turned else (first, second)


def _pair_fit(sheet: Sheet, first: int, second: int) -> float | None:
    """How well two level columns suit as the earlier and the later; None when they do not belong together."""
    a, b = sheet.grid.columns[first], sheet.grid.columns[second]
    if (a.unit is None) != (b.unit is None) or (a.unit and b.unit and a.unit.kind is not b.unit.kind):
        return None
    if any(p.path and p.path[-1].lower().startswith("of which") for p in (a, b)):
        return None  # a part of another column
    if _like(a.path[:-1]) != _like(b.path[:-1]):
        return None  # under different headings: two things, not one at two times
    fit = min(sheet.unsaid[first], sheet.unsaid[second])
    if sheet.says_quarter and b.period is not None and b.period.months > 3:
        fit -= 0.3
    roles = (sheet.roles[first], sheet.roles[second])
    apart = a.period is not None and b.period is not None and not a.period.same_span(b.period)
    if apart and roles[0] is not roles[1]:
        return None  # last year's budget and this year's outturn
    q = sheet.question
    if apart and len(asked_of(sheet)) < 2 and not sheet.relatives and not moves(q):
        return None  # nothing in the question speaks of time going by
    if apart and _like(a.path) == _like(b.path):
        fit += 0.1  # the same thing at two times
    if roles == (Role.PLANNED, Role.ACTUAL):
        fit += (
            0.12
            if sheet.question.has(Cue.OVER, Cue.UNDER, Cue.DIFFERENCE, Cue.MET, Cue.MISSED, Cue.PERCENT_CHANGE)
            else 0.0
        )
    elif roles == (Role.ACTUAL, Role.PLANNED) or roles == (Role.CLOSING, Role.OPENING):
        return None
    elif roles == (Role.OPENING, Role.CLOSING):
        fit += 0.3
    elif Role.PLANNED in roles and roles != (Role.PLANNED, Role.PLANNED):
        fit -= 0.1
    elif (
        roles == (Role.PLANNED, Role.PLANNED)
        and Role.ACTUAL in sheet.roles
        and apart_in_time(a, b)
        and not sheet.question.has(Cue.PLANNED)
    ):
        return None  # two years' budgets, when what was spent is there
    elif a.period is None or b.period is None or a.period.same_span(b.period):
        mine, other = sheet.columns[first].covers, sheet.columns[second].covers
        if not set(mine) - set(other) or not set(other) - set(mine):
            return None  # neither two times, nor plan and outcome, nor two things that the question names
    asked = sheet.asked
    relatives = {r for r, _, _ in sheet.question.relatives}
    if a.period is not None and b.period is not None and not a.period.same_span(b.period):
        if b.period < a.period:
            return None
        matched = sum(any(p.same_span(x) for x in asked) for p in (a.period, b.period))
        if len(asked) >= 2:
            fit += 0.3 if matched == 2 else -0.5
        elif len(asked) == 1:
            fit += 0.2 if matched == 1 else -0.4
        if Relative.PREVIOUS in relatives:
            fit += 0.2 if b.period.previous().same_span(a.period) else -0.3
        if Relative.YEAR_BEFORE in relatives:
            fit += 0.2 if b.period.year_before().same_span(a.period) else -0.3
        if sheet.latest is not None and len(asked) < 2:
            fit += 0.08 if b.period.same_span(sheet.latest) else -0.05
    elif len(asked) >= 2 and len({(x.first, x.last) for x in asked if x.months >= 12}) >= 2:
        return None  # two years are asked for, and these are of one
    elif Relative.YEAR_BEFORE in relatives and roles != (Role.OPENING, Role.CLOSING):
        return None
    elif asked:
        own = [p for p in (a.period, b.period) if p is not None]
        if own and not any(x.contains(p) or p.contains(x) for x in asked for p in own):
            fit -= 0.4
    return fit


def changes(sheet: Sheet) -> Iterator[Reading]:
    """A difference or a percentage change between two columns of one row, or two rows of one column."""
    q = sheet.question
    relative = not q.has(Cue.POINTS) and (
        q.has(Cue.PERCENT_CHANGE) or (q.has(Cue.PERCENT) and q.has(Cue.OVER, Cue.UNDER))
    )
    operation = Operation.PERCENT_CHANGE if relative else Operation.DIFFERENCE
    pairs: list[tuple[float, Side, Side]] = []
    for first, second in _pairs(sheet):
        fit = _pair_fit(sheet, first.index, second.index)
        if fit is not None:
            covers = merge(first.covers, second.covers)
            # a column counts only for words of its own: two columns that share a heading explain it once
            own = [len(set(a.covers) - set(b.covers)) for a, b in ((first, second), (second, first))]
            fit += (0.2 if all(own) else 0.06 if any(own) else 0.0) + 0.06 * (first.recall + second.recall)
            pairs.append((sheet.worth(covers) + fit, first, second))
    pairs.sort(key=lambda p: (-p[0], p[1].index, p[2].index))
    for row in sheet.best_rows[:8]:
        for _, first, second in pairs[:6]:
            old, new = _cell(sheet, row.index, first.index), _cell(sheet, row.index, second.index)
            if (
                old is None
                or new is None
                or old.quantity is None
                or new.quantity is None
                or old.quantity.unit.kind is not new.quantity.unit.kind
            ):
                continue
            if (
                operation is Operation.PERCENT_CHANGE
                and new.quantity.unit.kind is UnitKind.PERCENT
                and not q.has(Cue.PERCENT_CHANGE)
            ):
                continue
            fit = _pair_fit(sheet, first.index, second.index) or 0.0
            yield _reading(
                sheet,
                Plan(
                    operation=operation,
                    operands=(sheet.entry.ref(row.index, second.index),),
                    baseline=(sheet.entry.ref(row.index, first.index),),
                ),
                rows=(row.index,),
                columns=(second.index, first.index),
                covers=merge(row.covers, first.covers, second.covers),
                recall=_recall(sheet, row, new),
                column_recall=(first.recall + second.recall) / 2,
                fit=row.fit
                + fit
                + (0.2 if set(first.covers) - set(second.covers) and set(second.covers) - set(first.covers) else 0.0),
                prior=0.18 if q.has(Cue.MET, Cue.MISSED) else 0.06 if sheet.wants_change else -0.1,
            )
    yield from _row_changes(sheet, operation)


def _row_changes(sheet: Sheet, operation: Operation) -> Iterator[Reading]:
    """Changes between two rows: two periods down the side, or two members that the question sets against each other."""
    rows = sheet.grid.rows
    timed = [i for i in range(len(rows)) if rows[i].period is not None]
    if len(timed) >= 2 and (moves(sheet.question) or len(sheet.asked) >= 2 or sheet.question.relatives):
        relatives = {r for r, _, _ in sheet.question.relatives}
        for first, second in combinations(timed, 2):
            a, b = rows[first].period, rows[second].period
            assert a is not None and b is not None
            if b < a:
                first, second, a, b = second, first, b, a
            if rows[first].path[:-1] != rows[second].path[:-1]:
                continue
            matched = sum(any(p.same_span(x) for x in sheet.asked) for p in (a, b))
            if len(sheet.asked) >= 2 and matched < 2:
                continue
            if (
                len(sheet.asked) == 1
                and not any(b.same_span(x) for x in sheet.asked)
                and not relatives
                and sheet.latest
                and not (matched and b.same_span(sheet.latest))
            ):
                continue
            next_to = b.year_before().same_span(a) or b.previous().same_span(a)
            if Relative.YEAR_BEFORE in relatives and not b.year_before().same_span(a):
                continue
            if len(sheet.asked) < 2 and not next_to and not (matched and sheet.latest and b.same_span(sheet.latest)):
                continue
            if not sheet.asked and sheet.latest is not None and not b.same_span(sheet.latest):
                continue
            for column in _columns(sheet, ColumnKind.LEVEL):
                old, new = _cell(sheet, first, column.index), _cell(sheet, second, column.index)
                if old is None or new is None or old.quantity is None or new.quantity is None:
                    continue
                yield _reading(
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
                    fit=column.fit - sheet.unit_fit(column.index) + 0.15 * matched + 0.05,
                )
    if not sheet.question.has(Cue.DIFFERENCE):
        return
    named = [*sheet.sides, *(pair for pair in _two_rows(sheet) if pair not in sheet.sides)]
    for first_side, second_side in named:
        for column in _columns(sheet, ColumnKind.LEVEL, ColumnKind.GAP)[:3]:
            old, new = _cell(sheet, second_side.index, column.index), _cell(sheet, first_side.index, column.index)
            if old is None or new is None or old.quantity is None or new.quantity is None:
                continue
            yield _reading(
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


def _two_rows(sheet: Sheet, limit: int = 6) -> list[tuple[Side, Side]]:
    """Pairs of rows that the question names apart, in the order in which it names them, best first."""
    named = [s for s in sheet.best_rows if s.covers and s.recall >= 0.4 and s.index not in sheet.set_aside]
    shared = {i for i, s in sheet.context.items() if s >= 0.6} | {i for c in sheet.columns for i in c.covers}
    found = []
    for a, b in combinations(named, 2):
        own_a, own_b = set(a.covers) - set(b.covers) - shared, set(b.covers) - set(a.covers) - shared
        if not own_a or not own_b:
            continue
        first, second = (a, b) if min(own_a) < min(own_b) else (b, a)
        gain = sheet.worth(merge(a.covers, b.covers)) + 0.2 * (a.recall + b.recall)
        found.append((gain, first, second))
    found.sort(key=lambda f: (-f[0], f[1].index, f[2].index))
    return [(a, b) for _, a, b in found[:limit]]


def row_sets(sheet: Sheet, *, members: bool = True) -> Iterator[tuple[tuple[int, ...], dict[int, float], float]]:
    """The sets of members that a question may speak of: (rows, words explained, fit).

    All; those under a parent that it names; those whose labels share the words said. With ``members`` categories that have
    parts of their own count too; without, only what can be added up.
    """
    leaves = sheet.members if members else sheet.leaves
    dimension = sheet.dimension
    if not leaves:
        return
    known = 0.15 if any(s >= 0.97 for s in dimension.values()) else 0.05 if dimension else 0.0
    yield leaves, dimension, known
    parents: dict[tuple[str, ...], list[int]] = {}
    for index in leaves:
        path = sheet.grid.rows[index].path
        for depth in range(1, len(path)):
            parents.setdefault(path[:depth], []).append(index)
    for path, rows in parents.items():
        label = sheet.entry.rows[rows[0]][len(path) - 1]
        match = sheet.linked.matches.get(label)
        if match and match.recall >= 0.5:
            yield (
                tuple(rows),
                merge(match.covers, dimension),
                known + 0.12 * match.recall + (0.15 if match.recall > 0.95 else 0.0),
            )
    # words that neither the table's titles nor the kind of thing asked for explain
    known_words = {i for i, s in sheet.context.items() if s >= 0.6} | set(dimension)
    for sums in sheet.grid.parts:
        whole = sheet.entry.row_index.get(sums.total)
        side = sheet.rows[whole] if whole is not None else None
        own = side is not None and any(sheet.linked.needs[i].required and i not in known_words for i in side.covers)
        if side is not None and own and side.recall >= 0.4:
            rows = [i for p in sums.parts if (i := sheet.entry.row_index.get(p)) in leaves and i is not None]
            if len(rows) >= 2:
                yield tuple(rows), merge(side.covers, dimension), known + 0.05
    groups: dict[tuple[int, ...], list[int]] = {}
    for index in leaves:
        covered = tuple(
            sorted(i for i in sheet.rows[index].covers if i not in known_words and sheet.linked.needs[i].required)
        )
        for size in {len(covered)} - {0}:
            groups.setdefault(covered[:size], []).append(index)
    for covered, rows in groups.items():
        wider = [i for i in leaves if set(covered) <= set(sheet.rows[i].covers)]
        if 2 <= len(wider) < len(leaves):
            covers = merge(*({i: sheet.rows[m].covers.get(i, 0.0) for i in covered} for m in wider))
            yield tuple(wider), merge(covers, dimension), known - (0.15 if sheet.question.order else 0.0)


def _value_columns(sheet: Sheet) -> list[Side]:
    return [s for s in _columns(sheet, ColumnKind.LEVEL, ColumnKind.CHANGE, ColumnKind.GAP)]


def _signed(sheet: Sheet, rows: Iterable[int]) -> bool:
    """Whether these rows print what comes in as negative figures, so that "more" is further below zero."""
    values = [
        cell.quantity.value
        for r in rows
        for c, column in enumerate(sheet.grid.columns)
        if column.kind is ColumnKind.LEVEL and (cell := _cell(sheet, r, c)) is not None and cell.quantity is not None
    ]
    return bool(values) and all(v <= 0 for v in values) and any(v < 0 for v in values)


def descending(sheet: Sheet, order: Order, text: str, glossary: Glossary) -> bool:
    """Whether the largest figure comes first for this order; best and worst go by what the labels speak of."""
    if order is Order.MOST:
        return True
    if order is Order.LEAST:
        return False
    way = glossary.polarity(text) or 1
    return (way > 0) == (order is Order.BEST)


def _subject_text(sheet: Sheet, column: int) -> str:
    return " ".join((*sheet.grid.columns[column].path, sheet.grid.title, *(sheet.grid.section[-1:])))


def rankings(sheet: Sheet, glossary: Glossary) -> Iterator[Reading]:
    """Members in order of one column (or of the change between two), or periods in order for one row."""
    q = sheet.question
    if q.order is None:
        return
    moving = sheet.wants_change
    for rows, covers, fit in row_sets(sheet):
        if len(rows) < 2:
            continue
        for column in _value_columns(sheet)[:5]:
            operands = tuple(
                r for r in rows if (c := _cell(sheet, r, column.index)) is not None and c.quantity is not None
            )
            if len(operands) < 2:
                continue
            kind = sheet.grid.columns[column.index].kind
            down = descending(sheet, q.order, _subject_text(sheet, column.index), glossary)
            if (
                kind is ColumnKind.CHANGE
                and q.has(Cue.FALL)
                and not q.has(Cue.RISE, Cue.IMPROVE)
                and q.order in {Order.MOST, Order.LEAST}
            ):
                down = q.order is Order.LEAST and not _falls_most(q)
            if kind is ColumnKind.CHANGE and q.has(Cue.UNDER) and not q.has(Cue.OVER):
                down = False
            if _signed(sheet, operands):
                down = not down
            if (
                kind is ColumnKind.CHANGE
                and q.has(Cue.OVER, Cue.UNDER)
                and {Role.PLANNED, Role.ACTUAL} <= set(sheet.roles)
            ):
                continue  # the sign of a printed variance may mean either; the two columns that it is the difference of do not lie
            prior = (
                0.05 if kind is ColumnKind.CHANGE and moving else -0.3 if kind is ColumnKind.LEVEL and moving else 0.0
            )
            yield _reading(
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
                covers=merge(covers, column.covers),
                recall=0.3,
                column_recall=column.recall,
                fit=column.fit + fit + (0.05 if covers else 0.0),
                prior=prior + 0.1,
            )
        if moving:
            yield from _ranked_changes(sheet, rows, covers, fit, glossary)
    yield from _ranked_periods(sheet, glossary)


def _falls_most(q: Question) -> bool:
    return True if q.order is Order.LEAST else q.has(Cue.FALL)


def _ranked_changes(
    sheet: Sheet, rows: tuple[int, ...], covers: dict[int, float], fit: float, glossary: Glossary
) -> Iterator[Reading]:
    q = sheet.question
    assert q.order is not None
    for first, second in _pairs(sheet):
        pair = _pair_fit(sheet, first.index, second.index)
        if pair is None or pair < 0:
            continue
        spent = q.has(Cue.OVER, Cue.UNDER) and any(
            (c := _cell(sheet, r, first.index)) and c.quantity and c.quantity.value > 0 for r in rows
        )
        operands = [
            r
            for r in rows
            if not (
                spent and (x := _cell(sheet, r, first.index)) and x.quantity and x.quantity.value <= 0
            )  # money coming in has no overspend
            if (a := _cell(sheet, r, first.index))
            and a.quantity is not None
            and (b := _cell(sheet, r, second.index))
            and b.quantity is not None
        ]
        if len(operands) < 2:
            continue
        falls = (q.has(Cue.FALL) and not q.has(Cue.RISE, Cue.IMPROVE)) or (q.has(Cue.UNDER) and not q.has(Cue.OVER))
        down = (
            not falls
            if q.order in {Order.MOST, Order.LEAST}
            else descending(sheet, q.order, _subject_text(sheet, second.index), glossary)
        )
        if _signed(sheet, operands):
            down = not down
        yield _reading(
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


_WHICH_PERIOD = re.compile(
    r"\b(?:which|what)\b (?:\w+ ){0,2}?(?:quarter|year|month|period)s?\b|\bwhen\b|\b(?:highest|lowest|best|worst) (?:quarter|year|month)\b",
    re.IGNORECASE,
)


def _ranked_periods(sheet: Sheet, glossary: Glossary) -> Iterator[Reading]:
    """ "In which quarter was it highest": one row across the columns that are periods."""
    q = sheet.question
    assert q.order is not None
    if not _WHICH_PERIOD.search(q.text):
        return
    timed = [
        c
        for c in sheet.columns
        if sheet.grid.columns[c.index].period is not None and sheet.grid.columns[c.index].kind is ColumnKind.LEVEL
    ]
    if len(timed) < 3:
        return
    for row in sheet.best_rows[:4]:
        if not row.covers:
            continue
        operands = [c.index for c in timed if (x := _cell(sheet, row.index, c.index)) and x.quantity is not None]
        if len(operands) < 3:
            continue
        yield _reading(
            sheet,
            Plan(
                operation=Operation.RANK,
                operands=tuple(sheet.entry.ref(row.index, c) for c in operands),
                descending=descending(sheet, q.order, _subject_text(sheet, operands[0]), glossary),
                limit=q.limit,
                place=q.place,
            ),
            rows=(row.index,),
            columns=tuple(operands),
            covers=merge(row.covers, *(sheet.columns[c].covers for c in operands)),
            recall=row.recall,
            column_recall=0.3,
            fit=0.1,
        )


def aggregates(sheet: Sheet) -> Iterator[Reading]:
    """The sum or the mean of a set of members, or of the members that the question lists."""
    q = sheet.question
    mean = q.has(Cue.MEAN)
    operation = Operation.MEAN if mean else Operation.SUM
    yield from _period_aggregates(sheet, operation)
    sets = [s for s in row_sets(sheet, members=False) if len(s[0]) >= 2]
    timed = [i for i in sheet.leaves if sheet.grid.rows[i].period is not None]
    if len(sheet.asked) == 2 and len(timed) >= 2:
        first, last = sorted(sheet.asked, key=lambda p: (p.last, p.first))
        within = [
            i for i in timed if (p := sheet.grid.rows[i].period) and first.first <= p.first and p.last <= last.last
        ]
        sets = [(tuple(within), {}, 0.4)] if len(within) >= 2 else sets
    for column in _columns(sheet, ColumnKind.LEVEL)[:4]:
        listed = [
            r
            for r in range(len(sheet.rows))
            if r in sheet.leaves
            and sheet.rows[r].covers
            and (c := _cell(sheet, r, column.index))
            and c.quantity
            and _recall(sheet, sheet.rows[r], c) >= 0.6
        ]
        chosen = [*sets]
        if 2 <= len(listed) <= 8:
            chosen.append((tuple(listed), merge(*(sheet.rows[r].covers for r in listed)), 0.15))
        for rows, covers, fit in chosen:
            operands = [r for r in rows if (c := _cell(sheet, r, column.index)) is not None and c.quantity is not None]
            kinds = {c.quantity.unit.kind for r in operands if (c := _cell(sheet, r, column.index)) and c.quantity}
            if len(operands) < 2 or len(kinds) != 1:
                continue
            if not mean and kinds & {UnitKind.PERCENT, UnitKind.RATE, UnitKind.RATIO, UnitKind.POINTS}:
                continue
            yield _reading(
                sheet,
                Plan(operation=operation, operands=tuple(sheet.entry.ref(r, column.index) for r in operands)),
                rows=operands,
                columns=(column.index,),
                covers=merge(covers, column.covers),
                recall=0.3,
                column_recall=column.recall,
                fit=column.fit - (sheet.period_fit(None) if timed else 0.0) + fit,
                prior=0.05,
            )


def _period_aggregates(sheet: Sheet, operation: Operation) -> Iterator[Reading]:
    """The sum or mean of one row over the columns that are periods."""
    columns = sheet.grid.columns
    by_heading: dict[tuple[str, ...], list[Side]] = {}
    for side in sheet.columns:
        if columns[side.index].period is not None and columns[side.index].kind is ColumnKind.LEVEL:
            by_heading.setdefault(columns[side.index].path[:-1], []).append(side)
    for group in by_heading.values():
        ends = sorted(sheet.asked, key=lambda p: (p.last, p.first))
        if len(ends) == 2:
            group = [
                s
                for s in group
                if (p := columns[s.index].period) and ends[0].first <= p.first and p.last <= ends[1].last
            ]
        for row in sheet.best_rows[:3]:
            kept = [s for s in group if (c := _cell(sheet, row.index, s.index)) and c.quantity]
            kinds = {c.quantity.unit.kind for s in kept if (c := _cell(sheet, row.index, s.index)) and c.quantity}
            if len(kept) < 3 or len(kinds) != 1 or not row.covers:
                continue
            if operation is Operation.SUM and kinds & {
                UnitKind.PERCENT,
                UnitKind.RATE,
                UnitKind.RATIO,
                UnitKind.POINTS,
            }:
                continue
            yield _reading(
                sheet,
                Plan(operation=operation, operands=tuple(sheet.entry.ref(row.index, s.index) for s in kept)),
                rows=(row.index,),
                columns=tuple(s.index for s in kept),
                covers=merge(row.covers, *(s.covers for s in kept)),
                recall=_recall(sheet, row, None),
                column_recall=0.2,
                fit=row.fit + 0.15,
            )


def _leaf_covers(sheet: Sheet, row: int) -> dict[int, float]:
    """What a row's own label explains, without its parents'."""
    labels = sheet.entry.rows[row]
    match = sheet.linked.matches.get(labels[-1]) if labels else None
    return match.covers if match else {}


def _wholes_of(sheet: Sheet, part: int) -> tuple[int, ...]:
    """The total rows that include a row, by the table's own sums."""
    index = sheet.entry.row_index
    return tuple(
        index[s.total] for s in sheet.grid.parts if s.total in index and any(index.get(p) == part for p in s.parts)
    )


def _whole_of(sheet: Sheet, part: Side, column: int) -> Iterator[tuple[tuple[int, ...], dict[int, float], float]]:
    """What a part may be held against: a row that the question names, its parent's members, the total that includes it."""
    rows = sheet.grid.rows
    for side in sheet.best_rows:
        if (
            side.index != part.index
            and side.covers
            and (
                side.recall >= 0.9
                or rows[side.index].kind in {RowKind.TOTAL, RowKind.BASE}
                or (rows[side.index].path and is_total_label(rows[side.index].path[-1]))
            )
        ):
            own = set(side.covers) - set(part.covers)
            if (
                not is_total_label(rows[side.index].path[-1] if rows[side.index].path else "all")
                and side.index not in _wholes_of(sheet, part.index)
                and side.recall < 0.9
            ):
                continue
            if not set(part.covers) - set(side.covers):
                continue  # the part has no word of its own
            named = own and side.recall >= 0.5
            yield (side.index,), side.covers, 0.15 + 0.12 * side.recall if named else 0.12 if own else 0.03
    path = rows[part.index].path
    summed = any(rows[w].kind is RowKind.TOTAL for w in _wholes_of(sheet, part.index))
    for depth in range(len(path) - 1, 0, -1):
        members = tuple(
            i
            for i in sheet.leaves
            if rows[i].path[:depth] == path[:depth] and (c := _cell(sheet, i, column)) and c.quantity is not None
        )
        label = sheet.entry.rows[part.index][depth - 1]
        match = sheet.linked.matches.get(label)
        if len(members) > 1 and match and set(match.covers) - set(_leaf_covers(sheet, part.index)):
            yield members, match.covers, 0.1 * match.recall - (0.1 if summed else 0.0)
    for whole in _wholes_of(sheet, part.index):
        yield (whole,), sheet.rows[whole].covers, 0.06
    above = [i for i, r in enumerate(rows) if r.kind is RowKind.TOTAL]
    if above:
        yield (above[-1],), {}, 0.0
        yield (above[0],), {}, 0.0


def _period_shares(sheet: Sheet) -> Iterator[Reading]:
    """What part of the whole stretch falls into one period, where periods run down the side."""
    rows = sheet.grid.rows
    timed = [i for i, r in enumerate(rows) if r.period is not None and r.kind is RowKind.DATA]
    parts = [i for i in timed if (p := rows[i].period) is not None and any(p.same_span(a) for a in sheet.asked)]
    if len(timed) < 3 or len(parts) != 1 or not (sheet.question.has(Cue.TOTAL) or "'s" in sheet.question.text):
        return
    for column in _columns(sheet, ColumnKind.LEVEL)[:3]:
        kept = [i for i in timed if (c := _cell(sheet, i, column.index)) and c.quantity]
        kinds = {c.quantity.unit.kind for i in kept if (c := _cell(sheet, i, column.index)) and c.quantity}
        if (
            parts[0] not in kept
            or kinds & {UnitKind.PERCENT, UnitKind.RATE, UnitKind.RATIO, UnitKind.POINTS}
            or len(kinds) != 1
        ):
            continue
        yield _reading(
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


def shares(sheet: Sheet) -> Iterator[Reading]:
    """A part as a percentage of a whole."""
    yield from _period_shares(sheet)
    for part in sheet.best_rows[:5]:
        path = sheet.grid.rows[part.index].path
        if not part.covers:
            continue
        summed = bool(path) and is_total_label(path[-1]) and sheet.grid.rows[part.index].kind is RowKind.TOTAL
        for column in _columns(sheet, ColumnKind.LEVEL)[:4]:
            cell = _cell(sheet, part.index, column.index)
            if (
                cell is None
                or cell.quantity is None
                or cell.quantity.unit.kind in {UnitKind.PERCENT, UnitKind.POINTS, UnitKind.RATE, UnitKind.RATIO}
            ):
                continue
            for whole, covers, fit in _whole_of(sheet, part, column.index):
                if part.index in whole and len(whole) == 1:
                    continue
                cells = [_cell(sheet, w, column.index) for w in whole]
                if any(c is None or c.quantity is None for c in cells):
                    continue
                if (
                    len(whole) == 1
                    and cells[0] is not None
                    and cells[0].quantity
                    and cells[0].quantity.value * cell.quantity.value < 0
                ):
                    continue  # what comes in is no part of what goes out
                if (
                    len(whole) == 1
                    and cells[0] is not None
                    and cells[0].quantity
                    and abs(cells[0].quantity.value) < abs(cell.quantity.value)
                ):
                    continue  # a part is no larger than its whole
                yield _reading(
                    sheet,
                    Plan(
                        operation=Operation.SHARE,
                        operands=(sheet.entry.ref(part.index, column.index),),
                        baseline=tuple(sheet.entry.ref(w, column.index) for w in whole),
                    ),
                    rows=(part.index, *whole),
                    columns=(column.index,),
                    covers=merge(part.covers, column.covers, covers),
                    recall=_recall(sheet, part, cell),
                    column_recall=column.recall,
                    # shares are of levels, whatever the words "per cent" seem to ask of the column
                    fit=part.fit
                    + column.fit
                    + fit
                    + (0.0 if covers or sheet.question.has(Cue.TOTAL) else -0.12)
                    - sheet.value_fit(cell.quantity.unit.kind)
                    + 0.05,
                    prior=(-0.25 if sheet.question.has(Cue.PERCENT_CHANGE) and sheet.wants_change else 0.02)
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
    for row in sheet.best_rows[:4]:
        for part in levels:
            for whole in levels:
                a, b = columns[part.index].path, columns[whole.index].path
                if (
                    a[-1] != b[-1]
                    or a[:-1] == b[:-1]
                    or not set(whole.covers) >= set(part.covers)
                    or set(whole.covers) == set(part.covers)
                ):
                    continue
                cells = (_cell(sheet, row.index, part.index), _cell(sheet, row.index, whole.index))
                if any(c is None or c.quantity is None for c in cells) or cells[0] is None or cells[1] is None:
                    continue
                assert cells[0].quantity is not None and cells[1].quantity is not None
                if not 0 < abs(cells[0].quantity.value) <= abs(cells[1].quantity.value):
                    continue
                yield _reading(
                    sheet,
                    Plan(
                        operation=Operation.SHARE,
                        operands=(sheet.entry.ref(row.index, part.index),),
                        baseline=(sheet.entry.ref(row.index, whole.index),),
                    ),
                    rows=(row.index,),
                    columns=(part.index, whole.index),
                    covers=merge(row.covers, part.covers, whole.covers),
                    recall=_recall(sheet, row, cells[0]),
                    column_recall=(part.recall + whole.recall) / 2,
                    fit=row.fit + max(part.fit, whole.fit) + 0.15,
                )


def ratios(sheet: Sheet) -> Iterator[Reading]:
    """How many times one member is another, in one column."""
    pairs = list(sheet.sides)
    pairs += [pair for pair in _two_rows(sheet) if pair not in pairs]
    for first, second in pairs:
        for column in _columns(sheet, ColumnKind.LEVEL)[:3]:
            cells = [_cell(sheet, s.index, column.index) for s in (first, second)]
            if any(c is None or c.quantity is None or c.quantity.value == 0 for c in cells):
                continue
            yield _reading(
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


def comparisons(sheet: Sheet) -> Iterator[Reading]:
    """Two members in one column, or one member in two columns."""
    pairs = list(sheet.sides)
    pairs += [pair for pair in _two_rows(sheet) if pair not in pairs]
    for first, second in pairs:
        aside = 0.12 if (first, second) in sheet.sides else 0.0
        for column in _columns(sheet)[:6]:
            cells = [_cell(sheet, s.index, column.index) for s in (first, second)]
            if any(c is None or c.quantity is None for c in cells):
                continue
            yield _reading(
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
                + _value_fit(sheet, column.index, cells[0]),
            )
    both_ends = sheet.question.has(Cue.EARLIEST) and sheet.question.has(Cue.CLOSING)
    levels = [
        s for s in sheet.columns if (s.covers or both_ends) and sheet.grid.columns[s.index].kind is ColumnKind.LEVEL
    ]
    for row in sheet.best_rows[:4]:
        for a, b in combinations(levels, 2):
            ends = both_ends and {sheet.roles[a.index], sheet.roles[b.index]} == {Role.OPENING, Role.CLOSING}
            if not ends and (not (set(a.covers) - set(b.covers)) or not (set(b.covers) - set(a.covers))):
                continue
            cells = [_cell(sheet, row.index, s.index) for s in (a, b)]
            if any(c is None or c.quantity is None for c in cells):
                continue
            yield _reading(
                sheet,
                Plan(operation=Operation.COMPARE, operands=tuple(sheet.entry.ref(row.index, s.index) for s in (a, b))),
                rows=(row.index,),
                columns=(a.index, b.index),
                covers=merge(row.covers, a.covers, b.covers),
                recall=_recall(sheet, row, cells[0]),
                column_recall=(a.recall + b.recall) / 2,
                fit=row.fit + (a.fit + b.fit) / 2 + (0.2 if ends else 0.0),
            )


def trends(sheet: Sheet) -> Iterator[Reading]:
    """One row over the columns that are periods, or one column over the rows that are."""
    columns = sheet.grid.columns
    timed = [
        c for c in sheet.columns if columns[c.index].period is not None and columns[c.index].kind is ColumnKind.LEVEL
    ]
    by_heading: dict[tuple[str, ...], list[Side]] = {}
    for side in timed:
        by_heading.setdefault(columns[side.index].path[:-1], []).append(side)
    for group in by_heading.values():
        group.sort(key=lambda s: columns[s.index].period or _never())
        if len(group) < 2:
            continue
        for row in sheet.best_rows[:4]:
            kept = [s for s in group if (c := _cell(sheet, row.index, s.index)) is not None and c.quantity is not None]
            if len(kept) < 2:
                continue
            yield _reading(
                sheet,
                Plan(operation=Operation.TREND, operands=tuple(sheet.entry.ref(row.index, s.index) for s in kept)),
                rows=(row.index,),
                columns=tuple(s.index for s in kept),
                covers=merge(row.covers, *(s.covers for s in kept)),
                recall=_recall(sheet, row, None),
                column_recall=0.2,
                fit=row.fit + (0.15 if len(kept) > 2 else -0.05),
                prior=0.1,
            )
    rows = sorted(
        (i for i, r in enumerate(sheet.grid.rows) if r.period is not None),
        key=lambda i: sheet.grid.rows[i].period or _never(),
    )
    if len(rows) >= 3:
        for column in _columns(sheet, ColumnKind.LEVEL)[:3]:
            kept_rows = [i for i in rows if (c := _cell(sheet, i, column.index)) is not None and c.quantity is not None]
            if len(kept_rows) < 3:
                continue
            yield _reading(
                sheet,
                Plan(operation=Operation.TREND, operands=tuple(sheet.entry.ref(i, column.index) for i in kept_rows)),
                rows=tuple(kept_rows),
                columns=(column.index,),
                covers=column.covers,
                recall=0.3,
                column_recall=column.recall * 2,
                fit=column.fit + 0.1,
                prior=0.1,
            )


def _never() -> None:  # pragma: no cover - the callers keep only rows and columns with a period
    raise AssertionError("a timed column has a period")


_TESTS = {
    Comparator.ABOVE: Test.ABOVE,
    Comparator.AT_LEAST: Test.AT_LEAST,
    Comparator.BELOW: Test.BELOW,
    Comparator.AT_MOST: Test.AT_MOST,
    Comparator.EQUAL: Test.EQUAL,
}


def _zero(like: Quantity) -> Quantity:
    return Quantity(value=like.value * 0, unit=like.unit, decimals=0)


def _direction(sheet: Sheet, column: int, glossary: Glossary) -> Test | None:
    """The test on a change that the question's words call for: up, down, improved, worsened."""
    q = sheet.question
    way = glossary.polarity(_subject_text(sheet, column)) or 1
    wanted: bool | None = None
    if q.has(Cue.IMPROVE):
        wanted = way > 0
    elif q.has(Cue.WORSEN):
        wanted = way < 0
    elif q.has(Cue.OVER):
        wanted = True
    elif q.has(Cue.UNDER) or q.has(Cue.FALL):
        wanted = False
    elif q.has(Cue.RISE):
        wanted = True
    if wanted is None:
        return None
    if q.has(Cue.NEGATED):
        return Test.AT_MOST if wanted else Test.AT_LEAST
    return Test.ABOVE if wanted else Test.BELOW


def filters(sheet: Sheet, glossary: Glossary) -> Iterator[Reading]:
    """The members that meet a condition, or how many do."""
    q = sheet.question
    operation = Operation.COUNT if q.has(Cue.COUNT_OF) else Operation.FILTER
    for rows, covers, fit in row_sets(sheet):
        if len(rows) < 2:
            continue
        yield from _threshold_filters(sheet, operation, rows, covers, fit)
        yield from _movement_filters(sheet, operation, rows, covers, fit, glossary)
        yield from _code_filters(sheet, operation, rows, covers, fit)
        yield from _target_filters(sheet, operation, rows, covers, fit)


def _kept(sheet: Sheet, rows: Sequence[int], *columns: int) -> list[int]:
    return [r for r in rows if all((c := _cell(sheet, r, k)) is not None and c.quantity is not None for k in columns)]


def _threshold_filters(
    sheet: Sheet, operation: Operation, rows: tuple[int, ...], covers: dict[int, float], fit: float
) -> Iterator[Reading]:
    q = sheet.question
    tests: list[tuple[Test, Quantity]] = [(_TESTS[t.comparator], t.quantity) for t in q.thresholds]
    if q.between:
        tests = [(Test.AT_LEAST, q.between[0]), (Test.AT_MOST, q.between[1])]
    if not tests:
        return
    for column in _value_columns(sheet)[:6]:
        operands = _kept(sheet, rows, column.index)
        if len(operands) < 2:
            continue
        unit = sheet.grid.columns[column.index].unit
        sample = _cell(sheet, operands[0], column.index)
        assert sample is not None and sample.quantity is not None
        have = unit.kind if unit else sample.quantity.unit.kind
        asked = tests[0][1].unit.kind
        gap = sheet.grid.columns[column.index].kind is ColumnKind.GAP
        if (
            asked is not have
            and not (asked is UnitKind.COUNT and have is not UnitKind.MONEY)
            and {asked, have} != {UnitKind.PERCENT, UnitKind.POINTS}
        ):
            continue
        refs = tuple(sheet.entry.ref(r, column.index) for r in operands)
        below = gap and _side_of_average(q) < 0
        turned = []
        for test, quantity in tests:
            value = Quantity(
                value=quantity.value,
                unit=sample.quantity.unit if have is not UnitKind.MONEY else quantity.unit,
                decimals=quantity.decimals,
            )
            if below or (
                sheet.grid.columns[column.index].kind is ColumnKind.CHANGE and q.has(Cue.FALL) and not q.has(Cue.RISE)
            ):
                flipped = {
                    Test.ABOVE: Test.BELOW,
                    Test.AT_LEAST: Test.AT_MOST,
                    Test.BELOW: Test.ABOVE,
                    Test.AT_MOST: Test.AT_LEAST,
                }
                test = flipped.get(test, test)
                value = Quantity(value=-value.value, unit=value.unit, decimals=value.decimals)
            turned.append(Condition(cells=refs, test=test, quantity=value))
        yield _reading(
            sheet,
            Plan(operation=operation, operands=refs, conditions=tuple(turned)),
            rows=operands,
            columns=(column.index,),
            covers=merge(covers, column.covers),
            recall=0.3,
            column_recall=column.recall,
            fit=column.fit + fit + (0.1 if asked is have else 0.0),
            prior=0.12,
        )


def _side_of_average(q: Question) -> int:
    text = q.text.lower()
    if any(w in text for w in ("below", "under", "lower", "less", "behind", "worse")):
        return -1
    return 1


def _movement_filters(
    sheet: Sheet, operation: Operation, rows: tuple[int, ...], covers: dict[int, float], fit: float, glossary: Glossary
) -> Iterator[Reading]:
    q = sheet.question
    if q.thresholds or not q.has(Cue.RISE, Cue.FALL, Cue.IMPROVE, Cue.WORSEN, Cue.OVER, Cue.UNDER):
        return
    changed = [s for s in _columns(sheet, ColumnKind.CHANGE, ColumnKind.GAP)]
    if q.has(Cue.OVER, Cue.UNDER) and {Role.PLANNED, Role.ACTUAL} <= set(sheet.roles):
        changed = []  # see rankings
    named = [s for s in changed if s.recall > 0.3 and s.covers]
    both = "both" in q.text.lower() and len(named) >= 2
    for chosen in ([tuple(named[:2])] if both else []) + [(s,) for s in changed[:4]]:
        test = _direction(sheet, chosen[0].index, glossary)
        operands = _kept(sheet, rows, *(s.index for s in chosen))
        if test is None or len(operands) < 2:
            continue
        conditions = []
        for side in chosen:
            refs = tuple(sheet.entry.ref(r, side.index) for r in operands)
            sample = _cell(sheet, operands[0], side.index)
            assert sample is not None and sample.quantity is not None
            conditions.append(Condition(cells=refs, test=test, quantity=_zero(sample.quantity)))
        yield _reading(
            sheet,
            Plan(
                operation=operation,
                operands=tuple(sheet.entry.ref(r, chosen[0].index) for r in operands),
                conditions=tuple(conditions),
            ),
            rows=operands,
            columns=tuple(s.index for s in chosen),
            covers=merge(covers, *(s.covers for s in chosen)),
            recall=0.3,
            column_recall=sum(s.recall for s in chosen) / len(chosen),
            fit=max(s.fit for s in chosen) + fit,
            prior=0.12 + (0.1 if len(chosen) == 2 else 0.0),
        )
    for first, second in _pairs(sheet):
        pair = _pair_fit(sheet, first.index, second.index)
        test = _direction(sheet, second.index, glossary)
        operands = _kept(sheet, rows, first.index, second.index)
        if pair is None or pair < 0 or test is None or len(operands) < 2:
            continue
        now = tuple(sheet.entry.ref(r, second.index) for r in operands)
        yield _reading(
            sheet,
            Plan(
                operation=operation,
                operands=now,
                conditions=(
                    Condition(cells=now, test=test, against=tuple(sheet.entry.ref(r, first.index) for r in operands)),
                ),
            ),
            rows=operands,
            columns=(second.index, first.index),
            covers=merge(covers, first.covers, second.covers),
            recall=0.3,
            column_recall=(first.recall + second.recall) / 2,
            fit=pair + fit,
            prior=0.04,
        )


_COLOURS = {"red": "R", "amber": "A", "green": "G"}


def _code_filters(
    sheet: Sheet, operation: Operation, rows: tuple[int, ...], covers: dict[int, float], fit: float
) -> Iterator[Reading]:
    """Members by the words of a text column: a status code that the question names."""
    q = sheet.question
    for column in _columns(sheet, ColumnKind.TEXT):
        printed = {
            c.printed.strip() for r in rows if (c := _cell(sheet, r, column.index)) is not None and c.printed.strip()
        }
        if not 2 <= len(printed) <= 12 or max(map(len, printed)) > 20:
            continue
        for position, token in enumerate(q.tokens):
            word = _COLOURS.get(token.text.lower(), token.text)
            code = next((p for p in printed if p == word or (len(word) > 2 and p.casefold() == word.casefold())), None)
            if code is None or (
                len(code) == 1
                and token.text.lower() in {"a", "i"}
                and token.text.lower() not in _COLOURS
                and position == 0
            ):
                continue
            operands = [r for r in rows if _cell(sheet, r, column.index) is not None]
            refs = tuple(sheet.entry.ref(r, column.index) for r in operands)
            said = {n.index: 1.0 for n in sheet.linked.needs if n.token.start == token.start}
            yield _reading(
                sheet,
                Plan(operation=operation, operands=refs, conditions=(Condition(cells=refs, test=Test.IS, words=code),)),
                rows=operands,
                columns=(column.index,),
                covers=merge(covers, column.covers, said),
                recall=0.3,
                column_recall=column.recall,
                fit=fit + (0.15 if column.recall > 0.3 else 0.0),
                prior=0.15 if len(code) > 1 or column.covers else -0.1,
            )


def _target_filters(
    sheet: Sheet, operation: Operation, rows: tuple[int, ...], covers: dict[int, float], fit: float
) -> Iterator[Reading]:
    """Members that met or missed a target that stands in a column of its own."""
    q = sheet.question
    if not q.has(Cue.MISSED, Cue.MET) or q.has(Cue.DIFFERENCE):
        return
    targets = [
        s for s in sheet.columns if sheet.grid.columns[s.index].kind is ColumnKind.LEVEL and s.covers and s.recall > 0.2
    ]
    others = [s for s in sheet.columns if sheet.grid.columns[s.index].kind is ColumnKind.LEVEL]
    missed = q.has(Cue.MISSED)
    for target in targets:
        for actual in others:
            if actual.index == target.index:
                continue
            operands = _kept(sheet, rows, target.index, actual.index)
            if len(operands) < 2:
                continue
            now = tuple(sheet.entry.ref(r, actual.index) for r in operands)
            yield _reading(
                sheet,
                Plan(
                    operation=operation,
                    operands=now,
                    conditions=(
                        Condition(
                            cells=now,
                            test=Test.BELOW if missed else Test.AT_LEAST,
                            against=tuple(sheet.entry.ref(r, target.index) for r in operands),
                        ),
                    ),
                ),
                rows=operands,
                columns=(actual.index, target.index),
                covers=merge(covers, target.covers, actual.covers),
                recall=0.3,
                column_recall=target.recall,
                fit=fit + 0.1,
            )


def sister_comparisons(sheets: Sequence[Sheet]) -> Iterator[Reading]:
    """The same row and column of two sister tables that the question sets against each other by their titles."""
    for a, b in combinations(sheets, 2):
        if [c.path for c in a.grid.columns] != [
            c.path for c in b.grid.columns
        ] or a.grid.document_id != b.grid.document_id:
            continue
        own_a = {i for i, s in a.context.items() if s >= 0.75 and b.context.get(i, 0.0) < 0.75}
        own_b = {i for i, s in b.context.items() if s >= 0.75 and a.context.get(i, 0.0) < 0.75}
        if not own_a or not own_b:
            continue
        paths = {row.path: i for i, row in enumerate(b.grid.rows)}
        for side in a.best_rows[:6]:
            other = paths.get(a.grid.rows[side.index].path)
            if other is None:
                continue
            for column in _columns(a)[:4]:
                cells = (_cell(a, side.index, column.index), _cell(b, other, column.index))
                if any(c is None or c.quantity is None for c in cells):
                    continue
                covers = merge(side.covers, column.covers, a.context, b.context)
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

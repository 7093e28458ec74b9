"""Readings that keep the members that meet a condition, or count them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.questions.cues import Comparator, Cue
from assistant.questions.expected import expected
from assistant.questions.glossary import Glossary
from assistant.questions.question import Question
from assistant.questions.roles import Role, is_newer_plan
from assistant.questions.sheet import Sheet
from assistant.questions.sides import SOLID, merge
from assistant.readings.members import is_code, period_sets, row_sets, status_codes
from assistant.readings.pairs import (
    AHEAD,
    apart_in_time,
    holds_all_year,
    is_a_move,
    is_bare_time,
    level_pairs,
    pair_fit,
)
from assistant.readings.reading import (
    Reading,
    best_columns,
    cell_at,
    make_reading,
    subject_text,
    value_columns,
    with_withheld,
)
from structured.observations import ColumnKind
from structured.plan import Condition, Operation, Plan, Test
from structured.units import Quantity, Unit, UnitKind

_TESTS = {
    Comparator.ABOVE: Test.ABOVE,
    Comparator.AT_LEAST: Test.AT_LEAST,
    Comparator.BELOW: Test.BELOW,
    Comparator.AT_MOST: Test.AT_MOST,
    Comparator.EQUAL: Test.EQUAL,
}


_SIDES = re.compile(
    r"\b(?:(above|over|higher|more|ahead|better)|below|under|lower|less|fewer|behind|worse)\b", re.IGNORECASE
)
"""On which side of a base something lies."""


def _zero(like: Quantity) -> Quantity:
    return Quantity(value=like.value * 0, unit=like.unit, decimals=0)


def _direction(sheet: Sheet, column: int, glossary: Glossary) -> Test | None:
    """The test on a change that the question's words call for: up, down, improved, worsened."""
    q = sheet.question
    way = glossary.polarity(subject_text(sheet, column)) or 1
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
    elif sheet.grid.columns[column].kind is ColumnKind.GAP and (side := _SIDES.search(q.text)):
        wanted = side[1] is not None
    if wanted is None:
        return None
    if q.has(Cue.NEGATED) and not sheet.sides:
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
        yield from _target_filters(sheet, operation, rows, covers, fit, glossary)
    yield from _filtered_periods(sheet, operation)


def _filtered_periods(sheet: Sheet, operation: Operation) -> Iterator[Reading]:
    """One row across the columns that are periods: in which years it passed a threshold."""
    tests = _tests(sheet.question)
    for row, columns in period_sets(sheet) if tests else ():
        cells = [cell_at(sheet, row.index, c) for c in columns]
        units = {c.quantity.unit for c in cells if c is not None and c.quantity is not None}
        asked = tests[0][1].unit.kind
        if len(units) != 1 or asked not in {UnitKind.COUNT, next(iter(units)).kind}:
            continue
        refs = tuple(sheet.entry.ref(row.index, c) for c in columns)
        conditions = tuple(
            Condition(cells=refs, test=test, quantity=_as_printed(quantity, next(iter(units))))
            for test, quantity in tests
        )
        yield make_reading(
            sheet,
            Plan(operation=operation, operands=refs, conditions=conditions),
            rows=(row.index,),
            columns=columns,
            covers=merge(row.covers, *(sheet.columns[c].covers for c in columns)),
            recall=row.recall,
            column_recall=0.3,
            fit=0.1,
            prior=0.12,
        )


def _tests(q: Question) -> list[tuple[Test, Quantity]]:
    """The conditions that a question's thresholds, or its range, set."""
    if q.between:
        return [(Test.AT_LEAST, q.between[0]), (Test.AT_MOST, q.between[1])]
    return [(_TESTS[t.comparator], t.quantity) for t in q.thresholds]


def _as_printed(quantity: Quantity, unit: Unit) -> Quantity:
    """A bare number in the unit of the cells: "more than 500" under "in thousands", but not "more than 500,000"."""
    bare = quantity.unit.kind is UnitKind.COUNT
    return (
        replace(quantity, unit=unit) if bare and quantity.unit.scale == 1 and quantity.value < unit.scale else quantity
    )


_BELOW = re.compile(r"\b(?:below|under|lower|less|behind|worse)\b", re.IGNORECASE)
_MIRRORED = {
    Test.ABOVE: Test.BELOW,
    Test.AT_LEAST: Test.AT_MOST,
    Test.BELOW: Test.ABOVE,
    Test.AT_MOST: Test.AT_LEAST,
}


def _counts_members(sheet: Sheet) -> bool:
    """Whether what "how many" counts may be the table's members: "tenants over 80" are none of its towns.

    A word that only the report's own title says is not the name of what its tables list.
    """
    counted = expected(sheet.question.text).counted
    heads = [n.index for n in sheet.linked.needs if counted and n.token.stem == counted[-1] and n.required]
    listed = merge(sheet.surroundings.dimension, *(side.covers for side in sheet.rows))
    return not any(listed.get(i, 0.0) < SOLID <= sheet.surroundings.covers.get(i, 0.0) < _OF_TITLES for i in heads)


_OF_TITLES = 0.65
_OUT_OF_RANGE = 0.25
"""What speaks against a column whose figures all lie on one side of the bound: a score of 15 where none exceeds 5."""


def _threshold_filters(
    sheet: Sheet, operation: Operation, rows: tuple[int, ...], covers: dict[int, float], fit: float
) -> Iterator[Reading]:
    q = sheet.question
    tests = _tests(q)
    if not tests or (operation is Operation.COUNT and not _counts_members(sheet)):
        return
    for column in value_columns(sheet)[:6]:
        operands = with_withheld(sheet, rows, column.index)
        if len(operands) < 2:
            continue
        unit = sheet.grid.columns[column.index].unit
        units = {c.quantity.unit for r in operands if (c := cell_at(sheet, r, column.index)) and c.quantity}
        sample = cell_at(sheet, operands[0], column.index)
        assert sample is not None and sample.quantity is not None
        have = unit.kind if unit else sample.quantity.unit.kind
        asked = tests[0][1].unit.kind
        if asked is UnitKind.COUNT and len(units) > 1:
            continue  # a bare number says not in which of them it is meant
        gap = sheet.grid.columns[column.index].kind is ColumnKind.GAP
        if (
            asked is not have
            and not (asked is UnitKind.COUNT and have is not UnitKind.MONEY)
            and {asked, have} != {UnitKind.PERCENT, UnitKind.POINTS}
        ):
            continue
        refs = tuple(sheet.entry.ref(r, column.index) for r in operands)
        below = gap and bool(_BELOW.search(q.text))
        printed = [c.quantity.value for r in operands if (c := cell_at(sheet, r, column.index)) and c.quantity]
        turned, bounds = [], []
        for test, quantity in tests:
            value = _as_printed(quantity, sample.quantity.unit) if have is not UnitKind.MONEY else quantity
            if below or (
                sheet.grid.columns[column.index].kind is ColumnKind.CHANGE and q.has(Cue.FALL) and not q.has(Cue.RISE)
            ):
                test = _MIRRORED.get(test, test)
                value = replace(value, value=-value.value)
            turned.append(Condition(cells=refs, test=test, quantity=value))
            bounds.append(value.value)
        within = any(min(printed) <= bound <= max(printed) for bound in bounds)
        yield make_reading(
            sheet,
            Plan(operation=operation, operands=refs, conditions=tuple(turned)),
            rows=operands,
            columns=(column.index,),
            covers=merge(covers, column.covers),
            recall=0.3,
            column_recall=column.recall,
            fit=column.fit + fit + (0.1 if asked is have else 0.0) - (0.0 if within else _OUT_OF_RANGE),
            prior=0.12,
        )


def _movement_filters(
    sheet: Sheet, operation: Operation, rows: tuple[int, ...], covers: dict[int, float], fit: float, glossary: Glossary
) -> Iterator[Reading]:
    q = sheet.question
    apart = q.has(Cue.GAP) and q.has(Cue.WHICH, Cue.COUNT_OF) and bool(_SIDES.search(q.text))
    if q.thresholds or not (apart or q.has(Cue.RISE, Cue.FALL, Cue.IMPROVE, Cue.WORSEN, Cue.OVER, Cue.UNDER)):
        return
    changed = best_columns(sheet, ColumnKind.GAP) if apart else best_columns(sheet, ColumnKind.CHANGE, ColumnKind.GAP)
    if q.has(Cue.OVER, Cue.UNDER) and {Role.PLANNED, Role.ACTUAL} <= set(sheet.roles.of_columns):
        changed = []  # see rankings
    named = [s for s in changed if s.recall > 0.3 and s.covers]
    both = "both" in q.text.lower() and len(named) >= 2
    for chosen in ([tuple(named[:2])] if both else []) + [(s,) for s in changed[:4]]:
        test = _direction(sheet, chosen[0].index, glossary)
        operands = with_withheld(sheet, rows, *(s.index for s in chosen))
        if test is None or len(operands) < 2:
            continue
        conditions = []
        for side in chosen:
            refs = tuple(sheet.entry.ref(r, side.index) for r in operands)
            sample = cell_at(sheet, operands[0], side.index)
            assert sample is not None and sample.quantity is not None
            conditions.append(Condition(cells=refs, test=test, quantity=_zero(sample.quantity)))
        yield make_reading(
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
    for first, second in level_pairs(sheet):
        pair = pair_fit(sheet, first.index, second.index)
        test = _direction(sheet, second.index, glossary)
        operands = with_withheld(sheet, rows, first.index, second.index)
        if pair is None or pair < 0 or test is None or len(operands) < 2:
            continue
        if not is_a_move(sheet, first.index, second.index):
            continue
        a, b = (sheet.grid.columns[s.index].period for s in (first, second))
        far = a is not None and b is not None and not any(p.same_span(a) for p in (b.year_before(), b.previous()))
        if far and len(sheet.times.asked) < 2:
            pair -= _NEXT_TO  # "improved in 2024" is on 2023, not on whatever year the table begins with
        now = tuple(sheet.entry.ref(r, second.index) for r in operands)
        yield make_reading(
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


_MEMBERS = re.compile(r"\b(?:by|for each|per) ", re.IGNORECASE)
"""What a title says before it is what is measured, and after it of whom."""
_JOINED = re.compile(r"\s*(?:,|/|\bor\b|\band\b)(?:\s*(?:or|and)\b)?\s*(?:an? )?", re.IGNORECASE)
_NEXT_TO = 0.06
_RATED = re.compile(
    r"flagged|marked|rated|coded?|graded?|coloured|labelled|status(?:es)?|showing|shown|list(?:ed)?", re.IGNORECASE
)
_DENIED = re.compile(
    r"(?:\bnot|n['’]t|\bother than|\bexcept)(?: (?:\w+ed|at|yet|on|all|be|been|the)){0,2} $", re.IGNORECASE
)


def _code_filters(
    sheet: Sheet, operation: Operation, rows: tuple[int, ...], covers: dict[int, float], fit: float
) -> Iterator[Reading]:
    """Members by the words of a text column: a status code that the question names."""
    q = sheet.question
    for column in best_columns(sheet, ColumnKind.TEXT):
        codes = sorted(status_codes(sheet, rows, column.index))
        named = [(at, code) for at, token in enumerate(q.tokens) if (code := _code_said(codes, token.text, at))]
        groups = [[one] for one in named]
        if len({code for _, code in named}) == 1:
            groups = [named]  # "A (amber)"
        elif named and all(
            _JOINED.fullmatch(q.text[q.tokens[a].end : q.tokens[b].start]) for (a, _), (b, _) in pairwise(named)
        ):
            groups = [named]  # "amber or red"
        for group in groups:
            operands = [r for r in rows if cell_at(sheet, r, column.index) is not None]
            refs = tuple(sheet.entry.ref(r, column.index) for r in operands)
            own = [q.tokens[at] for at, _ in group]
            near = [t for at, _ in group for t in q.tokens[max(0, at - 1) : at + 2]]
            said = {
                n.index: 1.0
                for n in sheet.linked.needs
                for t in near
                if n.token.start == t.start and (t in own or _RATED.fullmatch(t.text))
            }
            denied = _DENIED.search(q.text[: own[0].start])
            if denied and len(group) > 1:
                continue
            test = Test.IS_NOT if denied else Test.ONE_OF if len(group) > 1 else Test.IS
            words = ";".join(dict.fromkeys(code for _, code in group))
            yield make_reading(
                sheet,
                Plan(operation=operation, operands=refs, conditions=(Condition(cells=refs, test=test, words=words),)),
                rows=operands,
                columns=(column.index,),
                covers=merge(covers, column.covers, said),
                recall=0.3,
                column_recall=column.recall,
                fit=fit + (0.15 if column.recall > 0.3 else 0.0),
                prior=0.15 if len(words) > 1 or column.covers else -0.1,
            )


def _code_said(codes: Sequence[str], word: str, position: int) -> str | None:
    """The code that a word of the question is; "A" and "I" at its beginning are none."""
    code = next((c for c in codes if is_code(c, word)), None)
    return None if code is not None and len(code) == 1 and word.lower() in {"a", "i"} and position == 0 else code


def _alike(sheet: Sheet, rows: Sequence[int], one: int, other: int) -> bool:
    """Whether two columns count in the same kind of unit row by row, so that they can be held against each other."""
    pairs = ((cell_at(sheet, r, one), cell_at(sheet, r, other)) for r in rows)
    return all(
        a.quantity.unit.kind is b.quantity.unit.kind
        for a, b in pairs
        if a is not None and b is not None and a.quantity is not None and b.quantity is not None
    )


def _good_way(sheet: Sheet, row: int, column: int, glossary: Glossary) -> int:
    """1 where more is better, -1 where less is, 0 for a length of time whose labels do not say: a wait, or training?"""
    heading = glossary.polarity(" ".join(sheet.grid.columns[column].path))  # what is measured tells before the member
    measure = (
        glossary.polarity(_MEMBERS.split(sheet.grid.title)[0]) if is_bare_time(sheet.grid.columns[column].path) else 0
    )
    if heading or measure:
        return heading or measure
    label = " ".join((*sheet.grid.rows[row].path, subject_text(sheet, column)))
    cell = cell_at(sheet, row, column)
    timed = cell is not None and cell.quantity is not None and cell.quantity.unit.kind is UnitKind.DURATION
    return glossary.polarity(label) or (0 if timed else 1)


def _target_filters(
    sheet: Sheet, operation: Operation, rows: tuple[int, ...], covers: dict[int, float], fit: float, glossary: Glossary
) -> Iterator[Reading]:
    """Members that met or missed a target that stands in a column of its own."""
    q = sheet.question
    if not q.has(Cue.MISSED, Cue.MET) or q.has(Cue.DIFFERENCE):
        return
    targets = [
        s for s in sheet.columns if sheet.grid.columns[s.index].kind is ColumnKind.LEVEL and s.covers and s.recall > 0.2
    ]
    targets = [s for s in targets if sheet.roles.of_columns[s.index] is Role.PLANNED] or targets
    others = [s for s in sheet.columns if sheet.grid.columns[s.index].kind is ColumnKind.LEVEL]
    missed, columns = q.has(Cue.MISSED), sheet.grid.columns
    if AHEAD.search(q.text):  # what is expected to meet its target is forecast to, whatever it has done so far
        others = [s for s in others if is_newer_plan(" ".join(columns[s.index].path))] or others
    for target in targets:
        for actual in others:
            if actual.index == target.index:
                continue
            held = (sheet.roles.of_columns[actual.index], sheet.roles.of_columns[target.index])
            pair = columns[actual.index], columns[target.index]
            if apart_in_time(*pair) and not holds_all_year(*pair, held):
                continue  # this year's target is not held against last year's figure
            operands = with_withheld(sheet, rows, target.index, actual.index)
            if len(operands) < 2:
                continue
            if not _alike(sheet, operands, actual.index, target.index):
                continue
            ways = {_good_way(sheet, r, actual.index, glossary) for r in operands}
            if ways not in ({1}, {-1}):
                continue  # one test cannot hold for rows of both kinds
            test = Test.BELOW if missed else Test.AT_LEAST
            if ways == {-1}:
                test = _MIRRORED[test]
            now = tuple(sheet.entry.ref(r, actual.index) for r in operands)
            yield make_reading(
                sheet,
                Plan(
                    operation=operation,
                    operands=now,
                    conditions=(
                        Condition(
                            cells=now,
                            test=test,
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

"""Pairs of level columns that a difference or a change may run between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.questions.cues import Cue, Relative
from assistant.questions.question import Question
from assistant.questions.roles import ROLE_WORD, Role, is_forecast, is_newer_plan, role
from assistant.questions.sheet import Sheet
from assistant.questions.sides import Side
from assistant.questions.times import TIMED
from assistant.questions.words import label_stems
from structured.observations import ColumnKind, GridColumn
from structured.operations import UNADDABLE
from structured.periods import MONTH, Period, PeriodKind
from structured.relative_times import year_by_place

_MOVES = (Cue.RISE, Cue.FALL, Cue.CHANGE, Cue.IMPROVE, Cue.WORSEN, Cue.PERCENT_CHANGE, Cue.TREND)


_COMPARATIVES = frozenset({"higher", "lower", "more", "up", "down", "added", "add", "cut"})


_FIRST_PLAN = re.compile(r"\b(?:original|initial|opening|first)\b", re.IGNORECASE)


def moves(q: Question) -> bool:
    """Whether the question speaks of something changing; "higher" beside "A or B" is no movement."""
    spans = [s for s in q.cues if s.cue in _MOVES and "difference" not in q.text[s.start : s.end].lower()]
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
    return frozenset((p.first, p.last) for p in sheet.times.asked)


_TIMES = re.compile(rf"\b(?:q[1-4]|h[12]|fy|{MONTH})(?!\w)|[\d/–-]+|(?<=\d) [a-z](?!\w)", re.IGNORECASE)
"""A time, with the letter behind it that marks what is provisional or revised ("Q2 2025-26 p")."""


def like_label(path: Sequence[str]) -> str:
    """A column's label without its times: what is left is the same for the same thing at another time."""
    return _TIMES.sub("", " ".join(path)).strip().casefold()


def is_bare_time(path: Sequence[str]) -> bool:
    """Whether a column is headed by a time and nothing else ("2023-24", "Last year")."""
    label = _TIMES.sub("", path[-1]).strip() if path else ""
    return bool(path) and (not label or (year_by_place(path) is not None and len(label.split()) <= _FEW_WORDS))


_FEW_WORDS = 3


_PART_OF_YEAR = re.compile(
    rf"\b(?:q[1-4]|quarter|month|ytd|year[- ]to[- ]date|to date|so far)\b|\bto \d{{1,2}} (?:{MONTH})\b", re.IGNORECASE
)
_FULL_YEAR = re.compile(r"\b(?:full[- ]year|annual|whole[- ]year|year[- ]end|for (?:the )?year)\b", re.IGNORECASE)
_NEARLY_A_YEAR = 11  # months
AHEAD = re.compile(
    r"\b(?:will|going to|expected|forecast|predicted|projected|anticipated|set to|on course|likely to)\b|'ll\b",
    re.IGNORECASE,
)


def _is_part_of_the_year(column: GridColumn) -> bool | None:
    """Whether a column says that it is of a quarter or so, not of the whole year; None where it says neither.

    The quarter of a plan is when it was revised.
    """
    label = " ".join(column.path)
    if _FULL_YEAR.search(label) or (column.period is not None and column.period.months >= _NEARLY_A_YEAR):
        return False
    return True if _PART_OF_YEAR.search(label) and role(label) is not Role.PLANNED else None


_WHOLE_LIFE = re.compile(
    r"\b(?:whole|total|full)[ -](?:scheme|project|life)\b|\blifetime\b|\ball years\b", re.IGNORECASE
)


_PUT_OFF = re.compile(r"\b(?:slippage|slipped|deferred|re-?profiled|re-?phased)\b", re.IGNORECASE)


def level_pairs(sheet: Sheet) -> Iterator[tuple[Side, Side]]:
    """Pairs of level columns, the earlier first; where no periods tell, a plan before its outcome, or table order."""
    columns = sheet.grid.columns
    levels = [s for s in sheet.columns if columns[s.index].kind is ColumnKind.LEVEL]
    roles = sheet.roles.of_columns
    for first, second in combinations(levels, 2):
        if (
            len({bool(_PUT_OFF.search(columns[s.index].path[-1])) for s in (first, second) if columns[s.index].path})
            > 1
        ):
            continue  # what was put off is a part of what was planned, and no later level of it
        a, b = columns[first.index].period, columns[second.index].period
        turned = a is not None and b is not None and b < a and not a.same_span(b)
        held = (roles[first.index], roles[second.index])
        all_year = holds_all_year(columns[first.index], columns[second.index], held)
        if a is None or b is None or a.same_span(b) or all_year:
            is_plan = roles[second.index] is Role.PLANNED and not is_newer_plan(" ".join(columns[second.index].path))
            turned = is_plan and roles[first.index] in {Role.NONE, Role.ACTUAL}
        yield (second, first) if turned else (first, second)


def _same_measure(a: GridColumn, b: GridColumn) -> bool:
    """Whether two columns' labels differ in nothing but times and what a figure is in the life of a plan."""
    first, second = (
        {w for w in label_stems(_TIMES.sub(" ", " ".join(c.path))) if not TIMED.fullmatch(w)} for c in (a, b)
    )
    return all(ROLE_WORD.search(w) for w in first ^ second)


def _has_column(sheet: Sheet, period: Period) -> bool:
    """Whether some column is of just this stretch."""
    return any(c.period is not None and c.period.same_span(period) for c in sheet.grid.columns)


def _has_between(sheet: Sheet, a: GridColumn, b: GridColumn) -> bool:
    """Whether a column of the same thing is of a time between those of two others."""
    return any(
        c.period is not None
        and a.period is not None
        and b.period is not None
        and a.period.last < c.period.last < b.period.last
        and like_label(c.path) == like_label(b.path)
        for c in sheet.grid.columns
    )


def _has_bare(sheet: Sheet, column: GridColumn) -> bool:
    """Whether another column is headed by nothing but the time that this one is of."""
    return any(
        c is not column
        and c.period is not None
        and is_bare_time(c.path)
        and column.period is not None
        and c.period.same_span(column.period)
        for c in sheet.grid.columns
    )


def _of_plans(sheet: Sheet) -> bool:
    """Whether the question is about how a plan moved; "more than planned" in one year is about what came of it."""
    q = sheet.question
    against = q.has(Cue.DIFFERENCE) and " than " in q.text.lower() and len(asked_of(sheet)) < 2
    return q.has(Cue.PLANNED) and not against


def is_a_move(sheet: Sheet, first: int, second: int) -> bool:
    """Whether between two columns something moved: over time, or from a plan; meetings do not rise to members."""
    columns, roles = sheet.grid.columns, (sheet.roles.of_columns[first], sheet.roles.of_columns[second])
    if apart_in_time(columns[first], columns[second]) or like_label(columns[first].path) == like_label(
        columns[second].path
    ):
        return True
    return set(roles) in ({Role.PLANNED, Role.ACTUAL}, {Role.OPENING, Role.CLOSING}) or sheet.question.has(
        Cue.DIFFERENCE, Cue.GAP, Cue.OVER, Cue.UNDER, Cue.MET, Cue.MISSED
    )


def _runs_from(asked: Period, a: GridColumn, b: GridColumn) -> bool:
    """Whether two columns are of the first and the last day of the stretch that is asked for."""
    if a.period is None or b.period is None or asked.kind is not PeriodKind.RANGE:
        return False
    return b.period.last == asked.last and abs((a.period.last - asked.first).days) <= 1


def holds_all_year(a: GridColumn, b: GridColumn, roles: tuple[Role, Role]) -> bool:
    """Whether one of two columns is a plan for a rate that holds all year, and the other the rate in a part of it."""
    if roles.count(Role.PLANNED) != 1 or a.period is None or b.period is None:
        return False
    plan, other = (a, b) if roles[0] is Role.PLANNED else (b, a)
    rate = plan.unit is not None and plan.unit.kind in UNADDABLE
    return rate and plan.period is not None and other.period is not None and plan.period.contains(other.period)


def _is_now_expected(sheet: Sheet, plan: GridColumn, forecast: GridColumn) -> bool:
    """Whether the second of two plans is what is expected of the first by now, and the question looks ahead.

    What is over its budget is expected to be where the table tells what was spent so far alone.
    """
    held, expected = (" ".join(column.path) for column in (plan, forecast))
    newer = is_newer_plan(expected) and (not is_newer_plan(held) or (is_forecast(expected) and not is_forecast(held)))
    done = [c for c, r in zip(sheet.grid.columns, sheet.roles.of_columns, strict=True) if r is Role.ACTUAL]
    so_far = is_forecast(expected) and bool(done) and all(map(_is_part_of_the_year, done))
    so_far = so_far and not any(map(_PART_OF_YEAR.search, (held, sheet.question.text)))
    so_far = so_far and all(period.months >= _NEARLY_A_YEAR for period in sheet.question.named_periods)
    ahead = AHEAD.search(sheet.question.text) or (so_far and sheet.question.has(Cue.OVER, Cue.UNDER))
    return newer and bool(ahead)


def _is_replaced(sheet: Sheet, plan: GridColumn) -> bool:
    """Whether a plan is the first of several: spending is held against the plan that held in the end."""
    several = sheet.roles.of_columns.count(Role.PLANNED) > 1
    return several and bool(_FIRST_PLAN.search(" ".join(plan.path))) and not sheet.question.has(Cue.EARLIEST)


_MARK = re.compile(r"\(([a-z][a-z -]{2,})\)$", re.IGNORECASE)


def _are_counted_apart(sheet: Sheet, a: GridColumn, b: GridColumn) -> bool:
    """Whether a table marks in brackets what its columns count ("(FTE)"), and only one of two of a time is so marked.

    A mark that one column alone has may say anything of it.
    """
    marks = [m[1].casefold() if c.path and (m := _MARK.search(c.path[-1])) else "" for c in (a, b)]
    if marks[0] == marks[1] or apart_in_time(a, b):
        return False
    ends = [c.path[-1].casefold() for c in sheet.grid.columns if c.path and c.kind is ColumnKind.LEVEL]
    return any(mark and sum(end.endswith(f"({mark})") for end in ends) > 1 for mark in marks)


def _is_no_outcome(sheet: Sheet, plan: int, column: int) -> bool:
    """Whether what a column says is neither what was spent of a plan nor what will be.

    So it is with that plan revised, and with what a part of the year took where what all of it will take is forecast.
    """
    columns, roles = sheet.grid.columns, sheet.roles.of_columns
    forecasts = [i for i, c in enumerate(columns) if roles[i] is Role.PLANNED and is_forecast(" ".join(c.path))]
    if not forecasts or column in forecasts:
        return False
    parts = [m[0] if (m := _PART_OF_YEAR.search(" ".join(columns[i].path))) else "" for i in (plan, column)]
    if parts[0] == parts[1] and not AHEAD.search(sheet.question.text):
        return roles[column] is Role.PLANNED  # the first quarter's budget and what the first quarter took
    return roles[column] is Role.PLANNED or _is_part_of_the_year(columns[column]) is True


def is_one_end(sheet: Sheet, column: int) -> bool:
    """Whether it is asked which of two is further over its plan, and a column is that plan or what came of it."""
    if not sheet.question.has(Cue.OVER, Cue.UNDER) or sheet.grid.columns[column].kind is not ColumnKind.LEVEL:
        return False
    roles = sheet.roles.of_columns
    return roles[column] in {Role.PLANNED, Role.ACTUAL} <= set(roles)


def pair_fit(sheet: Sheet, first: int, second: int) -> float | None:
    """How well two level columns suit as the earlier and the later; None when they do not belong together."""
    a, b = sheet.grid.columns[first], sheet.grid.columns[second]
    if (a.unit is None) != (b.unit is None) or (a.unit and b.unit and a.unit.kind is not b.unit.kind):
        return None
    if any(p.path and p.path[-1].lower().startswith("of which") for p in (a, b)):
        return None  # a part of another column
    if _are_counted_apart(sheet, a, b):
        return None  # posts in full-time equivalents against people
    if like_label(a.path[:-1]) != like_label(b.path[:-1]):
        return None  # under different headings: two things, not one at two times
    if len({bool(_WHOLE_LIFE.search(" ".join(column.path))) for column in (a, b)}) == 2:
        return None  # what is approved for all years against what one year takes
    ahead = sheet.question.has(Cue.MET, Cue.MISSED) and AHEAD.search(sheet.question.text)
    planned = sheet.question.has(Cue.OVER, Cue.UNDER) or ahead
    if planned and {_is_part_of_the_year(a), _is_part_of_the_year(b)} == {True, False}:
        return None  # what a quarter took is neither over nor under what a year may take, nor what it is to reach
    if sheet.question.has(Cue.OVER, Cue.UNDER) and _is_no_outcome(sheet, first, second):
        return None
    fit = min(sheet.measures.unsaid[first], sheet.measures.unsaid[second])
    if sheet.times.says_quarter and b.period is not None and b.period.months > 3:
        fit -= 0.3
    roles = (sheet.roles.of_columns[first], sheet.roles.of_columns[second])
    all_year = holds_all_year(a, b, roles)
    apart = apart_in_time(a, b) and not all_year
    bare_or_alike = is_bare_time(a.path) or is_bare_time(b.path) or _same_measure(a, b)
    outcomes = {Role.NONE, Role.ACTUAL} >= set(roles) and bare_or_alike
    bare = [is_bare_time(column.path) for column in (a, b)]
    if apart and bare[0] is not bare[1] and not _same_measure(a, b) and _has_bare(sheet, b if bare[0] else a):
        return None  # "2024-25" goes with "2025-26", not with "Levy per home 2025-26"
    is_balance = roles == (Role.OPENING, Role.PLANNED) and _same_measure(a, b)  # now, and as it is forecast to be
    if apart and roles[0] is not roles[1] and not outcomes and not is_balance:
        return None  # last year's budget and this year's outturn
    q = sheet.question
    if q.has(Cue.MET, Cue.MISSED) and not moves(q) and Role.PLANNED in {*sheet.roles.of_columns} - {*roles}:
        return None  # what is below its target is held against that, not against another time
    if apart and q.has(Cue.OVER, Cue.UNDER):
        return None  # a budget is over- or underspent within its own time
    if not all_year and any(p is not None and sheet.times.is_longer(p) for p in (a.period, b.period)):
        return None  # how a quarter went is not told by whole years
    if apart and like_label(a.path) != like_label(b.path) and not _same_measure(a, b) and not outcomes:
        return None  # one thing at one time and another at another
    if apart and len(asked_of(sheet)) < 2 and not sheet.times.relatives and not moves(q):
        return None  # nothing in the question speaks of time going by
    if apart and like_label(a.path) == like_label(b.path):
        fit += 0.1  # the same thing at two times
    if roles == (Role.PLANNED, Role.ACTUAL):
        held = q.has(Cue.OVER, Cue.UNDER, Cue.DIFFERENCE, Cue.MET, Cue.MISSED, Cue.PERCENT_CHANGE)
        against = q.has(Cue.OVER, Cue.UNDER, Cue.MET, Cue.MISSED, Cue.PLANNED, Cue.GAP)
        if moves(q) and not against:
            return None  # what went up went up over time, not over a plan
        if not _same_measure(a, b) and any(
            _same_measure(a, c)
            for c, mine in zip(sheet.grid.columns, sheet.roles.of_columns, strict=True)
            if mine is Role.ACTUAL
        ):
            return None  # the receipts planned are held against those that came, not against what was spent
        fit += 0.12 if held else 0.0
        fit -= 0.12 if _is_replaced(sheet, a) else 0.0
    elif roles == (Role.ACTUAL, Role.PLANNED) or roles == (Role.CLOSING, Role.OPENING):
        return None
    elif roles == (Role.OPENING, Role.CLOSING):
        fit += -0.2 if q.has(Cue.OVER, Cue.UNDER) else 0.3
    elif roles == (Role.PLANNED, Role.PLANNED) and not apart and _is_now_expected(sheet, a, b):
        fit += 0.12  # "by how much will it miss its target": what is forecast beside it
        fit -= 0.12 if _is_replaced(sheet, a) else 0.0
    elif Role.PLANNED in roles and roles != (Role.PLANNED, Role.PLANNED):
        beside = abs(first - second) == 1 and set(roles) == {Role.PLANNED, Role.NONE}
        fit -= 0.0 if beside else 0.1  # a target stands beside what it is of
    elif (
        roles == (Role.PLANNED, Role.PLANNED)
        and Role.ACTUAL in sheet.roles.of_columns
        and apart
        and not _of_plans(sheet)
    ):
        return None  # two years' budgets, when what was spent is there
    elif a.period is None or b.period is None or a.period.same_span(b.period):
        mine, other = sheet.columns[first].covers, sheet.columns[second].covers
        if not set(mine) - set(other) or not set(other) - set(mine):
            return None  # neither two times, nor plan and outcome, nor two things that the question names
    asked = sheet.times.asked
    relatives = {r for r, _, _ in q.relatives}
    timed = [p for p in (a.period, b.period) if p is not None]
    back = relatives & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
    if Role.PLANNED in roles and len(timed) == 1 and sheet.times.latest is not None and not asked and not back:
        fit += (
            0.0 if timed[0].same_span(sheet.times.latest) else -0.12
        )  # a plan without a time is that of the latest figure
    if all_year:
        meant = asked or ((sheet.times.latest,) if sheet.times.latest is not None else ())
        of = b.period if roles[0] is Role.PLANNED else a.period
        fit += 0.1 if of is not None and any(of.same_span(x) for x in meant) else -0.3
    elif a.period is not None and b.period is not None and not a.period.same_span(b.period):
        if b.period < a.period:
            return None
        matched = sum(
            any(p.same_span(x) or (x.contains(p) and not _has_column(sheet, x)) for x in asked)
            for p in (a.period, b.period)
        )
        if len(asked) >= 2 or any(_runs_from(x, a, b) for x in asked):
            fit += 0.3 if matched == 2 or len(asked) == 1 else -0.5
        elif len(asked) == 1:
            fit += 0.2 if matched == 1 else -0.4
        if Relative.PREVIOUS in relatives:
            fit += 0.2 if b.period.previous().same_span(a.period) else -0.3
        if Relative.YEAR_BEFORE in relatives:
            fit += 0.2 if b.period.year_before().same_span(a.period) else -0.3
        if not asked and not relatives and not q.has(Cue.EARLIEST) and _has_between(sheet, a, b):
            fit -= 0.06  # how it moved is how it moved since the time before
        if sheet.times.latest is not None and len(asked) < 2:
            fit += 0.08 if b.period.same_span(sheet.times.latest) else -0.05
    elif len(asked) >= 2 and len({(x.first, x.last) for x in asked if x.months >= 12}) >= 2:
        return None  # two years are asked for, and these are of one
    elif Relative.YEAR_BEFORE in relatives and roles != (Role.OPENING, Role.CLOSING):
        return None
    elif asked:
        own = [p for p in (a.period, b.period) if p is not None]
        if own and not any(x.contains(p) or p.contains(x) for x in asked for p in own):
            fit -= 0.4
    return fit

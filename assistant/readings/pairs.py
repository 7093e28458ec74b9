"""Pairs of level columns that a difference or a change may run between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.questions.cues import Cue, Relative
from assistant.questions.question import Question
from assistant.questions.sheet import ROLE_WORD, TIMED, Role, Sheet, Side
from assistant.questions.words import label_stems
from structured.dating import year_by_place
from structured.observations import ColumnKind, GridColumn
from structured.periods import MONTH, Period

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
    return frozenset((p.first, p.last) for p in sheet.asked)


_TIMES = re.compile(rf"\b(?:q[1-4]|h[12]|fy|{MONTH})(?!\w)|[\d/–-]+", re.IGNORECASE)


def like_label(path: Sequence[str]) -> str:
    """A column's label without its times: what is left is the same for the same thing at another time."""
    return _TIMES.sub("", " ".join(path)).strip().casefold()


def is_bare_time(path: Sequence[str]) -> bool:
    """Whether a column is headed by a time and nothing else ("2023-24", "Last year")."""
    label = _TIMES.sub("", path[-1]).strip() if path else ""
    return bool(path) and (not label or (year_by_place(path) is not None and len(label.split()) <= _FEW_WORDS))


_FEW_WORDS = 3


def level_pairs(sheet: Sheet) -> Iterator[tuple[Side, Side]]:
    """Pairs of level columns, the earlier first; in table order where no periods tell."""
    columns = sheet.grid.columns
    levels = [s for s in sheet.columns if columns[s.index].kind is ColumnKind.LEVEL]
    for first, second in combinations(levels, 2):
        a, b = columns[first.index].period, columns[second.index].period
        turned = a is not None and b is not None and b < a and not a.same_span(b)
        yield (second, first) if turned else (first, second)


def _same_measure(a: GridColumn, b: GridColumn) -> bool:
    """Whether two columns' labels differ in nothing but times and what a figure is in the life of a plan."""
    first, second = ({w for w in label_stems(" ".join(c.path)) if not TIMED.fullmatch(w)} for c in (a, b))
    return all(ROLE_WORD.search(w) for w in first ^ second)


def _has_column(sheet: Sheet, period: Period) -> bool:
    """Whether some column is of just this stretch."""
    return any(c.period is not None and c.period.same_span(period) for c in sheet.grid.columns)


def _of_plans(sheet: Sheet) -> bool:
    """Whether the question is about how a plan moved; "more than planned" in one year is about what came of it."""
    q = sheet.question
    against = q.has(Cue.DIFFERENCE) and " than " in q.text.lower() and len(asked_of(sheet)) < 2
    return q.has(Cue.PLANNED) and not against


def is_a_move(sheet: Sheet, first: int, second: int) -> bool:
    """Whether between two columns something moved: over time, or from a plan; meetings do not rise to members."""
    columns, roles = sheet.grid.columns, (sheet.roles[first], sheet.roles[second])
    if apart_in_time(columns[first], columns[second]) or like_label(columns[first].path) == like_label(
        columns[second].path
    ):
        return True
    return set(roles) in ({Role.PLANNED, Role.ACTUAL}, {Role.OPENING, Role.CLOSING}) or sheet.question.has(
        Cue.DIFFERENCE, Cue.GAP, Cue.OVER, Cue.UNDER, Cue.MET, Cue.MISSED
    )


def pair_fit(sheet: Sheet, first: int, second: int) -> float | None:
    """How well two level columns suit as the earlier and the later; None when they do not belong together."""
    a, b = sheet.grid.columns[first], sheet.grid.columns[second]
    if (a.unit is None) != (b.unit is None) or (a.unit and b.unit and a.unit.kind is not b.unit.kind):
        return None
    if any(p.path and p.path[-1].lower().startswith("of which") for p in (a, b)):
        return None  # a part of another column
    if like_label(a.path[:-1]) != like_label(b.path[:-1]):
        return None  # under different headings: two things, not one at two times
    fit = min(sheet.unsaid[first], sheet.unsaid[second])
    if sheet.says_quarter and b.period is not None and b.period.months > 3:
        fit -= 0.3
    roles = (sheet.roles[first], sheet.roles[second])
    apart = apart_in_time(a, b)
    outcomes = {Role.NONE, Role.ACTUAL} >= set(roles) and (is_bare_time(a.path) or is_bare_time(b.path))
    if apart and roles[0] is not roles[1] and not outcomes:
        return None  # last year's budget and this year's outturn
    q = sheet.question
    if apart and q.has(Cue.OVER, Cue.UNDER):
        return None  # a budget is over- or underspent within its own time
    if any(p is not None and sheet.is_longer(p) for p in (a.period, b.period)):
        return None  # how a quarter went is not told by whole years
    if apart and like_label(a.path) != like_label(b.path) and not _same_measure(a, b) and not outcomes:
        return None  # one thing at one time and another at another
    if apart and len(asked_of(sheet)) < 2 and not sheet.relatives and not moves(q):
        return None  # nothing in the question speaks of time going by
    if apart and like_label(a.path) == like_label(b.path):
        fit += 0.1  # the same thing at two times
    if roles == (Role.PLANNED, Role.ACTUAL):
        held = q.has(Cue.OVER, Cue.UNDER, Cue.DIFFERENCE, Cue.MET, Cue.MISSED, Cue.PERCENT_CHANGE)
        against = q.has(Cue.OVER, Cue.UNDER, Cue.MET, Cue.MISSED, Cue.PLANNED, Cue.GAP)
        if moves(q) and not against:
            return None  # what went up went up over time, not over a plan
        fit += 0.12 if held else 0.0
        if sheet.roles.count(Role.PLANNED) > 1 and _FIRST_PLAN.search(" ".join(a.path)) and not q.has(Cue.EARLIEST):
            fit -= 0.12  # the plan that held in the end is the one that spending is held against
    elif roles == (Role.ACTUAL, Role.PLANNED) or roles == (Role.CLOSING, Role.OPENING):
        return None
    elif roles == (Role.OPENING, Role.CLOSING):
        fit += -0.2 if q.has(Cue.OVER, Cue.UNDER) else 0.3
    elif Role.PLANNED in roles and roles != (Role.PLANNED, Role.PLANNED):
        fit -= 0.1
    elif roles == (Role.PLANNED, Role.PLANNED) and Role.ACTUAL in sheet.roles and apart and not _of_plans(sheet):
        return None  # two years' budgets, when what was spent is there
    elif a.period is None or b.period is None or a.period.same_span(b.period):
        mine, other = sheet.columns[first].covers, sheet.columns[second].covers
        if not set(mine) - set(other) or not set(other) - set(mine):
            return None  # neither two times, nor plan and outcome, nor two things that the question names
    asked = sheet.asked
    relatives = {r for r, _, _ in q.relatives}
    timed = [p for p in (a.period, b.period) if p is not None]
    if Role.PLANNED in roles and len(timed) == 1 and sheet.latest is not None and not asked and not relatives:
        fit += 0.0 if timed[0].same_span(sheet.latest) else -0.12  # a plan without a time is that of the latest figure
    if a.period is not None and b.period is not None and not a.period.same_span(b.period):
        if b.period < a.period:
            return None
        matched = sum(
            any(p.same_span(x) or (x.contains(p) and not _has_column(sheet, x)) for x in asked)
            for p in (a.period, b.period)
        )
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

"""Roles: what the columns of levels are in the life of a figure, as a plan, an outcome or a balance."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property

from assistant.questions.cues import Cue
from assistant.questions.question import Question
from assistant.questions.times import TIMED, TO_DATE
from assistant.questions.words import label_stems
from structured.observations import ColumnKind, Grid

_PLANNED = re.compile(
    r"\b(?:budget(?:ed|s)?|targets?|ambitions?|aspirations?|plan(?:ned)?|forecasts?|f'?cast|base(?:line)?|expected|projected|profiled?|allocation"
    r"|threshold|standard|goal|trajectory|ceiling|due)\b",
    re.IGNORECASE,
)
_ACTUAL = re.compile(
    r"^outcome(?=$| (?:for )?\(?(?:(?:19|20)\d\d|FY|Q[1-4]))"
    r"|\b(?:outturn|actuals?|ytd|year[- ]to[- ]date|achieved|delivered|results?|performance|spend|spent|out-turn)\b",
    re.IGNORECASE,
)
_PLANNED_OUTCOME = re.compile(
    r"\b(?:planned|budgeted|forecast|expected|projected|targeted?) (?:\w+ )?(?:spend|results?|performance|outturn)\b",
    re.IGNORECASE,
)
"""What is planned although it is called by what comes of it."""
_IN_THE_END = re.compile(
    r"\b(?:final|eventual|ultimate) (?:costs?|bill|price|total|spend(?:ing)?)\b|\bin the end\b|"
    r"\b(?:will|would|going to|set to|likely to|expected to)\b[^?]{0,40}\b(?:costs?|spen[dt]|come to|total)\b|"
    r"\bnow expect(?:ed|ing)\b|\bexpect(?:s|ing)? to (?:spend|pay|cost|need)\b|"
    r"\b(?:when|once|by the time) [^?]{1,40}\b(?:finished|completed?|done|built)\b",
    re.IGNORECASE,
)
"""What asks for what a thing comes to once it is done."""
_FORECAST_OF_IT = re.compile(r"\b(?:forecast|f'?cast|expected|projected|estimated|anticipated)\b", re.IGNORECASE)
_FORECAST = re.compile(r"\b(?:forecasts?|f'?cast|revised|latest|current|now)\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\bplanned (?:additions?|use|uses|transfers?|contributions?|draw[ -]?downs?|movements?)\b", re.IGNORECASE
)
_OPENING = re.compile(r"\b(?:opening|brought forward|start of|at 1 april|beginning|first|initial)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"\b(?:closing|carried forward|end of|at 31 march|year[- ]end|latest|current|final|now)\b", re.IGNORECASE
)
_BASE_TIME = re.compile(r"\b(?:baseline|base year)\b", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:original|initial|opening|first)\b", re.IGNORECASE)
ROLE_WORD = re.compile(
    r"budget|target|plan|forecast|fcast|base|outturn|actual|ytd|open|clos|balanc|revis|origin|draft", re.IGNORECASE
)
_PLAN_OF = re.compile(rf"^(?:{_PLANNED.pattern}) | (?:{_PLANNED.pattern})$", re.IGNORECASE)
"""What a heading says of a plan, beside what is planned."""
_CAME_OF_IT = re.compile(r"(.+?) (?:\w+ed|made|held|done|built|given|run|met|taken)", re.IGNORECASE)
"""How a heading says what became of what was planned: "Visits made" beside "Visits planned"."""
_TIME_ONLY = re.compile(rf"\d+|{TIMED.pattern}")


class Role(StrEnum):
    """What a level column is in the life of a figure: planned before, actual after, a balance at either end."""

    PLANNED = "planned"
    ACTUAL = "actual"
    OPENING = "opening"
    CLOSING = "closing"
    NONE = "none"


def role(label: str) -> Role:
    """The role that a column's label tells. A variance "outturn vs budget" has both words, and none of the roles."""
    label = label.replace("’", "'")
    if _BETWEEN.search(label):
        return Role.NONE  # what comes to a balance or goes from it is neither of its ends
    planned, actual = bool(_PLANNED.search(label)), bool(_ACTUAL.search(label))
    if _PLANNED_OUTCOME.search(label):
        return Role.PLANNED
    if planned != actual:
        return Role.PLANNED if planned else Role.ACTUAL
    if _OPENING.search(label):
        return Role.OPENING
    return Role.CLOSING if _CLOSING.search(label) else Role.NONE


class Roles:
    """The roles of one table's columns, and which of them a question means."""

    def __init__(self, grid: Grid, question: Question, *, wants_change: bool) -> None:
        """Tell the roles in ``grid``; ``wants_change`` says that ``question`` is about a movement."""
        self.grid = grid
        self.question = question
        self.wants_change = wants_change

    @cached_property
    def of_columns(self) -> tuple[Role, ...]:
        """The role of each column; only level columns have one."""
        columns = self.grid.columns
        found = [
            role(" ".join(c.path)) if c.kind in {ColumnKind.LEVEL, ColumnKind.TEXT} else Role.NONE for c in columns
        ]
        if Role.ACTUAL not in found:
            # a plan and its latest forecast: the forecast is what holds now
            dated = [i for i, c in enumerate(columns) if found[i] is Role.PLANNED and is_newer_plan(" ".join(c.path))]
            if dated and found.count(Role.PLANNED) > len(dated):
                found = [
                    Role.CLOSING if i in dated else Role.OPENING if r is Role.PLANNED else r
                    for i, r in enumerate(found)
                ]
        if Role.ACTUAL not in found:
            labels = [" ".join(c.path) for c in columns]
            planned = {_PLAN_OF.sub("", labels[i]).casefold() for i, r in enumerate(found) if r is Role.PLANNED}
            became = [m[1].casefold() if (m := _CAME_OF_IT.fullmatch(label)) else "" for label in labels]
            found = [
                Role.ACTUAL if r is Role.NONE and thing in planned else r
                for r, thing in zip(found, became, strict=True)
            ]
        return tuple(Role.NONE if self._is_a_base_time(i) else r for i, r in enumerate(found))

    def _is_a_base_time(self, column: int) -> bool:
        """Whether a column called a baseline is of a time long before the others: what was then, and no plan."""
        mine = self.grid.columns[column]
        if mine.period is None or not _BASE_TIME.search(" ".join(mine.path)):
            return False
        others = [c.period for c in self.grid.columns if c.period is not None and c is not mine]
        return all(mine.period < other for other in others) and len(others) > 1

    @cached_property
    def _planned_named(self) -> frozenset[int]:
        """The columns of plans that the question calls by their own word: the target, where there is a budget too."""
        said = {stem for s, e in self.question.spans(Cue.PLANNED) for stem in label_stems(self.question.text[s:e])}
        planned = [i for i, mine in enumerate(self.of_columns) if mine is Role.PLANNED]
        return frozenset(i for i in planned if said & set(label_stems(" ".join(self.grid.columns[i].path))))

    @cached_property
    def _first_plan(self) -> frozenset[int]:
        """The columns of the plan that came first, where the question asks for what was there at the start.

        None where the table has balances at the start.
        """
        if not self.question.has(Cue.EARLIEST) or Role.OPENING in self.of_columns or self.wants_change:
            return frozenset()
        planned = [i for i, mine in enumerate(self.of_columns) if mine is Role.PLANNED]
        return frozenset(i for i in planned if _FIRST.search(" ".join(self.grid.columns[i].path)))

    @cached_property
    def _has_outcomes(self) -> bool:
        """Whether columns say what came of a plan: by their name, or levels of a time beside a plan that has none."""
        if Role.ACTUAL in self.of_columns:
            return True
        columns = self.grid.columns
        planned = [c for mine, c in zip(self.of_columns, columns, strict=True) if mine is Role.PLANNED]
        bare = [
            c.period
            for mine, c in zip(self.of_columns, columns, strict=True)
            if mine is Role.NONE and c.period and c.path and all(map(_TIME_ONLY.fullmatch, label_stems(c.path[-1])))
        ]
        if any(p.same_span(c.period) for c in planned if c.period is not None for p in bare):
            return True  # "Target 2025" beside "2025"
        dated = [
            c.period
            for mine, c in zip(self.of_columns, columns, strict=True)
            if mine is Role.NONE and c.period is not None and c.kind is ColumnKind.LEVEL
        ]
        # "Reached to 31 December" beside a plan without a time, or beside one for the whole year
        return any(c.period is None or (c.period.contains(p) and p < c.period) for c in planned for p in dated)

    @cached_property
    def _awaited(self) -> frozenset[int]:
        """The columns of forecasts beside one of what there is so far, where the question asks for the end of it."""
        labels = [" ".join(c.path) for c in self.grid.columns]
        if not _IN_THE_END.search(self.question.text) or not any(map(TO_DATE.search, labels)):
            return frozenset()
        return frozenset(i for i, label in enumerate(labels) if _FORECAST_OF_IT.search(label))

    def fit(self, column: int) -> float:
        """A figure is what happened unless the question says that what was planned is meant."""
        mine, q = self.of_columns[column], self.question
        if self._awaited and mine in {Role.PLANNED, Role.ACTUAL}:
            return 0.2 if column in self._awaited else -0.45
        first = self._first_plan
        if first and Role.ACTUAL in self.of_columns and mine in {Role.PLANNED, Role.ACTUAL}:
            return 0.2 if column in first else -0.45
        if mine is Role.PLANNED and self._has_outcomes:
            if self._planned_named and column not in self._planned_named:
                return -0.35
            return 0.1 if q.has(Cue.PLANNED) else -0.45
        if mine is Role.ACTUAL and Role.PLANNED in self.of_columns:
            return 0.0 if not q.has(Cue.PLANNED) else -0.1
        if mine is Role.OPENING and Role.CLOSING in self.of_columns:
            return 0.3 if q.has(Cue.EARLIEST) else -0.25
        if mine is Role.CLOSING and Role.OPENING in self.of_columns:
            return 0.3 if q.has(Cue.CLOSING) else 0.0
        return 0.0


def of_a_plan(label: str) -> bool:
    """Whether a label says that something is planned, whatever else it says."""
    return _PLANNED.search(label) is not None


def is_forecast(label: str) -> bool:
    """Whether a label says that a figure is what is expected in the end."""
    return _FORECAST_OF_IT.search(label.replace("’", "'")) is not None


def is_newer_plan(label: str) -> bool:
    """Whether a label says that a plan is the one that holds by now: a forecast, or a plan revised."""
    return _FORECAST.search(label.replace("’", "'")) is not None

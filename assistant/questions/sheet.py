"""One table seen through one question: how well its rows, its columns and itself explain the question's words.

The builders of readings choose among what a sheet offers; nothing is chosen here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import cached_property

from assistant.questions.catalogue import OF_REPORT, GridEntry
from assistant.questions.cues import PER_HEAD, RATED, Cue, Relative
from assistant.questions.linking import Linked, Need
from assistant.questions.matches import Match
from assistant.questions.outline import is_total_label
from assistant.questions.promise import (
    EXTRA,
    LEAST_SAID,
    MOST_EXTRA,
    OBJECT_ONLY,
    OF_DIMENSIONS,
    OF_NAMES,
    OF_PROSE,
    OF_WHOLES,
)
from assistant.questions.question import Question
from assistant.questions.words import label_stems, tokens
from structured.headers import is_unit_heading
from structured.observations import ColumnKind, RowKind
from structured.periods import MONTH, Period, PeriodKind, complete, find_periods, parse_period
from structured.units import UnitKind

_PLANNED = re.compile(
    r"\b(?:budget(?:ed|s)?|targets?|plan(?:ned)?|forecasts?|f'?cast|base(?:line)?|expected|projected|profile|allocation"
    r"|threshold|standard|goal|trajectory|ceiling|due)\b",
    re.IGNORECASE,
)
_ACTUAL = re.compile(
    r"\b(?:outturn|actuals?|ytd|year[- ]to[- ]date|achieved|delivered|results?|performance|spend|spent|out-turn)\b",
    re.IGNORECASE,
)
_FORECAST = re.compile(r"\b(?:forecasts?|f'?cast|revised|latest|current|now)\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\bplanned (?:additions?|use|uses|transfers?|contributions?|draw[ -]?downs?|movements?)\b", re.IGNORECASE
)
_OPENING = re.compile(r"\b(?:opening|brought forward|start of|at 1 april|beginning|first|initial)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"\b(?:closing|carried forward|end of|at 31 march|year[- ]end|latest|current|final|now)\b", re.IGNORECASE
)

_BASES = (
    (
        Relative.YEAR_BEFORE,
        re.compile(
            r"\b(?:same (?:quarter|period|month)|previous (?:financial |calendar )?year|prior year|last year"
            r"|year[- ](?:on[- ]year|earlier|ago|before)|annual|yoy|on (?:the )?year)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Relative.PREVIOUS,
        re.compile(
            r"\b(?:(?:previous|last|prior|preceding) quarter|quarter[- ](?:on[- ]quarter|earlier|before)|qoq"
            r"|on (?:the )?quarter|previous month)\b",
            re.IGNORECASE,
        ),
    ),
)
TIMED = re.compile(
    rf"q\d|fy\d*|h\d|year|quarter|month|full|{MONTH}|januari|februari|m|bn|k|total",
    re.IGNORECASE,
)
ROLE_WORD = re.compile(
    r"budget|target|plan|forecast|fcast|base|outturn|actual|ytd|open|clos|balanc|revis|origin|draft", re.IGNORECASE
)

_STRETCH: frozenset[str] = frozenset({"whole", "full", "entir", "date"})
_CHANGED = re.compile(
    r"\b(?:from|on|since|against|vs|versus|over|than|compared)\b.*|%"
    r"|\b(?:changed?|difference|variance|variation|movement|increased?|decreased?|percentage|per cent|points?|pp)s?\b",
    re.IGNORECASE,
)

_BOUND = re.compile(
    r"\b(?:under|over|within|above|below|more than|less than|at least|up to)\s+([\d,]+)\b", re.IGNORECASE
)
_FIRST = re.compile(r"\b(?:original|initial|opening|first)\b", re.IGNORECASE)
_OF_ANOTHER_TIME = -0.15
_AT_A_TIME = re.compile(r"\b(?:in|for|during|at|of) $")
_WORD_FOR_WORD = 0.3
_OF_ALL_KINDS = 0.25
_SHARE_OF = re.compile(
    r"(?:\b(?:shares?|proportions?|percentages?|per ?cent|fractions?)|%) of (.+?)"
    r"(?= (?:was|were|is|are|that|who|which|made|did|do|does|has|have|had)\b| \w{3,}ed\W*$|$)",
    re.IGNORECASE,
)
_OF_THE_WHOLE = 0.7
_FOR_SO_MANY = re.compile(
    r"\b(?:for every|per|in every|out of every) (?:thousand|hundred thousand|1,?000)\b", re.IGNORECASE
)
_IN_HUNDREDS = frozenset({UnitKind.PERCENT, UnitKind.POINTS})
_TIME_ONLY = re.compile(rf"\d+|{TIMED.pattern}")
_DURING = re.compile(r"(?:over|in|during|for|throughout|across) the (?:year|quarter)\b", re.IGNORECASE)
_IN_FULL = 0.95
_AT_THE_TIME = 0.35
"""What speaks for a figure that is of just the time that is asked for."""
_TO_DATE = re.compile(r"\b(?:ytd|year[- ]to[- ]date)\b", re.IGNORECASE)
_LAST_QUARTER = re.compile(r"\b(?:final|last|closing) quarter\b")
_WHOLE_YEARS = frozenset({PeriodKind.YEAR, PeriodKind.FISCAL_YEAR})

SOLID = 0.5
"""A word counts as explained from this strength on."""
_OF_ONE_COLUMN = 0.6
"""What is left of a title's word that one of the columns says itself, for the other columns."""
_TITLED = 0.7
"""What the title of a table explains is as good as said by its labels; what stands beside it is not."""
_MOST_OF_A_TABLE = 0.75
_OF_ONE_UNSAID_GROUP = 0.15
"""What speaks against a row that the table has once for each of several groups, of which the question names none."""
_OF_AN_UNSAID_GROUP = 0.35
_BY_HEAD = 0.3
FIRM = 0.6
"""A name or a number needs more: that the text beside a table mentions it does not make the table speak of it."""


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
    if planned != actual:
        return Role.PLANNED if planned else Role.ACTUAL
    if _OPENING.search(label):
        return Role.OPENING
    return Role.CLOSING if _CLOSING.search(label) else Role.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A row or a column as the question sees it.

    ``covers`` are needs explained by its labels, ``recall`` how much of its innermost label the question says, ``fit``
    what its period, unit and kind speak for (or against) it.
    """

    index: int
    covers: dict[int, float]
    recall: float
    fit: float


def is_total_of(path: Sequence[str]) -> bool:
    """Whether a row is the total of the group over it: "Total works" under "Works", no "Total deaths" under "Trust"."""
    own = {w for w in label_stems(path[-1]) if not is_total_label(w)}
    return is_total_label(path[-1]) and own <= {w for label in path[:-1] for w in label_stems(label)}


def merge(*covers: dict[int, float]) -> dict[int, float]:
    """For each need the best explanation."""
    best: dict[int, float] = {}
    for each in covers:
        for need, strength in each.items():
            if strength > best.get(need, 0.0):
                best[need] = strength
    return best


class Sheet:
    """A grid entry with the question's matches laid on it."""

    def __init__(
        self, entry: GridEntry, question: Question, linked: Linked, said: Callable[[frozenset[str]], dict[int, float]]
    ) -> None:
        """Lay ``linked`` over ``entry``; ``said`` tells what a set of stems explains."""
        self._said = said
        self.entry = entry
        self.grid = entry.frame
        self.question = question
        self.linked = linked
        self.halves: tuple[tuple[Linked, Linked], ...] = ()
        self.total = sum(n.weight for n in linked.needs if n.counts) or 1.0

    def _match(self, label: int) -> Match | None:
        return self.linked.matches.get(label)

    def _speaks(self, label: int) -> Match | None:
        """The match of a row's or column's label; worry about litter does not explain a question about litter."""
        match = self._match(label)
        if match is None or not match.headless:
            return match
        return replace(match, covers={i: s * OBJECT_ONLY for i, s in match.covers.items()}, recall=match.recall / 2)

    @cached_property
    def context(self) -> dict[int, float]:
        """What the table's titles, notes and report explain."""
        best: dict[int, float] = {}
        for label, factor in self.entry.context:
            match = self._match(label)
            if match:
                for need, strength in match.covers.items():
                    best[need] = max(best.get(need, 0.0), strength * factor)
        for need, strength in self.dimension.items():
            best[need] = max(best.get(need, 0.0), strength * OF_DIMENSIONS)
        for need, strength in self._said(self.entry.prose).items():
            if self.linked.needs[need].required:
                best[need] = max(best.get(need, 0.0), strength * OF_PROSE)
        for need, strength in self.linked.names.items():
            best[need] = max(best.get(need, 0.0), strength * OF_NAMES)
        return best

    @cached_property
    def labelled(self) -> frozenset[int]:
        """The words that some row or column label of the table says outright: they tell its cells apart."""
        return frozenset(i for side in (*self.rows, *self.columns) for i, s in side.covers.items() if s >= 0.85)

    def with_context(self, covers: dict[int, float], columns: Sequence[int] = ()) -> dict[int, float]:
        """What the labels of a reading in these columns explain, with what titles and the text beside the table do.

        What merely stands beside the table does not explain a word that other labels of the table say: "before the
        flood" is no property of every column because a note mentions the flood. What one column says itself, the
        title explains less well for a column that says less: in a table of trust, the column of trust is asked for,
        and where another table of the same rows has that column, it is asked for there.
        """
        needs = self.linked.needs
        matches = [m for c in columns for label in self.entry.columns[c] if (m := self._match(label))]
        in_full = any(m.recall >= _IN_FULL for m in matches)
        own = max((1.0 if in_full else needs[i].weight for i in covers if i in self._told_by_column), default=0.0)
        beside = {
            i: s * _OF_ONE_COLUMN
            if (i in self._told_by_column and needs[i].weight > own) or i in self._told_by_sister
            else s
            for i, s in self.context.items()
            if s >= 0.7 or i in covers or i not in self.labelled
        }
        # whose report it is, a label that says so tells better
        owner = {i: min(s, SOLID) for i, s in self.context.items() if i in self._of_report}
        return merge(covers, beside, owner)

    @cached_property
    def _of_report(self) -> frozenset[int]:
        """The words that the report's own title says: whose report it is need not be said by a label."""
        titles = [m for label, factor in self.entry.context if factor == OF_REPORT and (m := self._match(label))]
        return frozenset(i for m in titles for i, s in m.covers.items() if s >= 0.85)

    @cached_property
    def _told_by_sister(self) -> frozenset[int]:
        """The words that stand over the columns of a table with the same rows, and over none of this one's."""
        own = {i for side in self.columns for i in side.covers}
        needs = (n for n in self.linked.needs if n.index not in own)
        return frozenset(n.index for n in needs if not self.entry.apart.isdisjoint(n.variants))

    @cached_property
    def _told_by_column(self) -> frozenset[int]:
        """The words that some columns say outright and others do not."""
        n_saying = Counter(i for side in self.columns for i, s in side.covers.items() if s >= 0.85)
        return frozenset(i for i, n in n_saying.items() if n < len(self.columns))

    @cached_property
    def asked(self) -> tuple[Period, ...]:
        """The periods that the question names, "Q3" completed by the report's own year."""
        reference = self.reference
        found = []
        for asked in self.question.periods:
            if asked.period is not None:
                found.append(asked.period)
            elif asked.partial is not None and reference is not None:
                start = 1 if reference.kind is PeriodKind.YEAR else None
                found.append(complete(asked.partial, reference, fiscal_start=start))
            elif asked.months and reference is not None:
                named = [a.period.last.year for a in self.question.periods if a.period is not None]
                years = [*named, reference.last.year, reference.last.year - 1]
                stretches = [
                    p
                    for y in years
                    if (p := parse_period(f"{asked.months} {y}")) is not None and (named or p.last <= reference.last)
                ]
                found += stretches[:1]
        return tuple(self._as_headed(period) for period in found)

    def _as_headed(self, asked: Period) -> Period:
        """The stretch that the table's headings call by the name of the year or the day that is asked for.

        "2019" is the year ended in March 2019 where that is the one year of the table that its headings call 2019.
        """
        sides = [(r.period, r.path) for r in self.grid.rows] + [(c.period, c.path) for c in self.grid.columns]
        every = [(p, path) for p, path in sides if p is not None]
        if any(p.same_span(asked) for p, _ in every):
            return asked
        found: dict[tuple[object, object], Period] = {}
        year = year_named(asked.printed) if asked.kind in _WHOLE_YEARS else None
        for period, path in every:
            long = period.months >= 11
            if year is not None:
                if (long or period.kind is PeriodKind.DAY) and year_named(" ".join(path)) == year:
                    found[period.first, period.last] = period
            elif asked.kind is PeriodKind.DAY and _ends_month(asked) and long and period.contains(asked):
                found[period.first, period.last] = period
        return next(iter(found.values())) if len(found) == 1 else asked

    @cached_property
    def reference(self) -> Period | None:
        """The report's own period, or the latest that the table's columns name."""
        if self.entry.period is not None:
            return self.entry.period
        every = [c.period for c in self.grid.columns if c.period] + [r.period for r in self.grid.rows if r.period]
        return max(every, key=lambda p: (p.last, p.first)) if every else None

    @cached_property
    def latest(self) -> Period | None:
        """The report's own period where the table's level columns, or its rows, are of it; else the latest among them.

        What comes after the report's own period was foreseen, not counted.
        """
        every = [c.period for c in self.grid.columns if c.period and c.kind is not ColumnKind.CHANGE]
        every = every or [r.period for r in self.grid.rows if r.period]
        own = self.entry.period
        if own is not None and any(p.same_span(own) for p in every):
            return own
        return max(every, key=lambda p: (p.last, p.first)) if every else None

    @cached_property
    def wanted(self) -> tuple[Period, ...]:
        """The periods that a level must be of: those named, and those named by their place to the latest."""
        wanted = list(self.asked)
        base = self.latest or self.reference
        if base is not None and not self.wants_change:
            for relative, start, end in self.question.relatives:
                if _DURING.match(self.question.text[start:end]):
                    continue  # "the worst over the year" is the worst of this year
                if relative is Relative.PREVIOUS:
                    wanted.append(base.previous())
                elif relative is Relative.YEAR_BEFORE:
                    wanted.append(base.year_before())
        return tuple(wanted)

    @cached_property
    def relatives(self) -> frozenset[Relative]:
        """The places in time that the question names by their distance from the latest.

        "Did it fall last quarter?" is about the step from the quarter before, "how many last quarter?" about the
        latest.
        """
        found = {r for r, _, _ in self.question.relatives}
        if Relative.LAST in found and self.wants_change:
            text = self.question.text.lower()
            found.add(Relative.YEAR_BEFORE if "last year" in text else Relative.PREVIOUS)
        return frozenset(found)

    def base_fit(self, label: str) -> float:
        """Whether a change is measured from where the question says: the quarter before, or the year before."""
        found = {r for r, pattern in _BASES if pattern.search(label)}
        asked = self.relatives & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
        if not found or not asked:
            return 0.0
        return 0.2 if found & asked else -0.3

    @cached_property
    def wants_change(self) -> bool:
        """Whether the question is about a movement or a comparison, not a level."""
        q = self.question
        return q.has(
            Cue.RISE,
            Cue.FALL,
            Cue.CHANGE,
            Cue.DIFFERENCE,
            Cue.PERCENT_CHANGE,
            Cue.IMPROVE,
            Cue.WORSEN,
            Cue.OVER,
            Cue.UNDER,
        )

    @cached_property
    def wants_gap(self) -> bool:
        """Whether the question is about the distance from a base, not the level itself."""
        q = self.question
        return q.has(Cue.GAP, Cue.POINTS, Cue.DIFFERENCE) or (q.order is not None and not q.has(Cue.PERCENT))

    @cached_property
    def looks_back(self) -> bool:
        """Whether the question holds something against an earlier time; "how many in the quarter before" does not."""
        text = self.question.text.lower()
        return any(
            relative in {Relative.PREVIOUS, Relative.YEAR_BEFORE} and not _AT_A_TIME.search(text[:start])
            for relative, start, _ in self.question.relatives
        ) or bool(
            self.relatives & {Relative.PREVIOUS, Relative.YEAR_BEFORE} - {r for r, _, _ in self.question.relatives}
        )

    @cached_property
    def says_quarter(self) -> bool:
        """Whether the question speaks of quarters without naming one."""
        text = self.question.text.lower()
        spoken = any("quarter" in text[s:e] or "qoq" in text[s:e] for _, s, e in self.question.relatives)
        return spoken or _LAST_QUARTER.search(text) is not None

    @cached_property
    def unsaid(self) -> tuple[float, ...]:
        """A small penalty for each level column that names a measure of its own which the question does not."""
        found = []
        for index, column in enumerate(self.grid.columns):
            label = " ".join(column.path)
            if column.kind is ColumnKind.CHANGE:
                label = _CHANGED.sub(" ", label)  # what is left of "change in late trains from 2023" is what changed
            timed = _STRETCH if column.period is not None else frozenset()  # "Whole year 2024" measures nothing
            words = [w for w in label_stems(label) if not w.isdigit() and not TIMED.fullmatch(w) and w not in timed]
            named = [w for w in words if not ROLE_WORD.search(w)]
            said = self.columns_said[index]
            counted = column.kind in {ColumnKind.LEVEL, ColumnKind.CHANGE}
            counted = counted and not (column.path and is_total_label(column.path[-1]))  # all kinds: none of its own
            bounded = self.question.has(Cue.SHARE) and self._bounded(label)
            found.append((-0.1 if counted and named and not said else 0.0) - (0.15 if bounded else 0.0))
        return tuple(found)

    def _bounded(self, label: str) -> bool:
        """Whether a label sets a bound ("under 18 weeks") with a number that the question does not say."""
        times = [(m.start, m.end) for m in find_periods(label)]
        bounds = [m for m in _BOUND.finditer(label) if not any(m.start() < e and s < m.end() for s, e in times)]
        said = {t.text.casefold() for t in self.question.tokens}
        return bool(bounds) and not any(m.group(1).casefold() in said for m in bounds)

    def of_another(self, columns: Sequence[int]) -> bool:
        """Whether one of these columns is headed by a measure that neither question nor title names."""
        if self._measure_said:
            return False
        return any(
            self.unsaid[c] < 0 and self.roles[c] is Role.NONE and role(self.grid.columns[c].path[-1]) is Role.NONE
            for c in columns
        )

    @cached_property
    def _measure_said(self) -> bool:
        """Whether the question says something of what the table is about that no row of it is called by."""
        members = {i for side in self.rows for i in side.covers}
        needs = self.linked.needs
        return any(s >= _TITLED and needs[i].required and i not in members for i, s in self.context.items())

    @cached_property
    def columns_said(self) -> tuple[bool, ...]:
        """Whether the question says any word of each column's labels, but for those that only speak of change."""
        needs = self.linked.needs
        return tuple(
            any(
                not _CHANGED.fullmatch(needs[i].token.text)
                for label in labels
                if (m := self._match(label))
                for i in m.covers
            )
            for labels in self.entry.columns
        )

    def period_fit(self, period: Period | None) -> float:
        """How a row's or column's period suits: 0 when neither says anything."""
        wanted = self.wanted
        if not wanted:
            if period is None or self.latest is None:
                return 0.0
            if self.says_quarter and period.months:
                return (
                    0.2
                    if period.months == 3 and period.last == self.latest.last
                    else -0.15
                    if period.months > 3
                    else 0.0
                )
            if period.same_span(self.latest):
                return 0.22 if Relative.LAST in self.relatives else 0.12
            return 0.04 if period.last == self.latest.last else 0.0
        if period is None:
            return self._unsaid(wanted)
        if any(period.same_span(w) for w in wanted):
            return _AT_THE_TIME
        if self.is_longer(period):
            return -0.6
        if any(w.kind is not PeriodKind.QUARTER and period.ends_with(w) and period.months >= w.months for w in wanted):
            return 0.2
        if any(period.contains(w) for w in wanted):
            return 0.02
        if any(w.contains(period) for w in wanted):
            # "in 2023/24" over a table of quarters: the latest quarter within, if any
            inside = [c.period for c in self.grid.columns if c.period and any(w.contains(c.period) for w in wanted)]
            return 0.1 if not inside or period.last == max(p.last for p in inside) else 0.02
        return -0.6

    def is_longer(self, period: Period) -> bool:
        """Whether a quarter or a month is asked for and this is a year, or the year to date, that it is a part of.

        A stretch that is named by its end ("12 months to Q4") stands for that end.
        """
        if period.kind not in _WHOLE_YEARS or any(period.same_span(w) for w in self.wanted):
            return False
        return any(w.kind in {PeriodKind.QUARTER, PeriodKind.MONTH} and period.contains(w) for w in self.wanted)

    def out_of_time(self, rows: Sequence[int], columns: Sequence[int]) -> bool:
        """Whether a period that the question names has nothing to do with these rows and columns, or the report."""
        if not self.asked:
            return False
        around = [self.grid.rows[r].period for r in rows] + [self.grid.columns[c].period for c in columns]
        around += [m.period for c in columns for label in self.grid.columns[c].path for m in find_periods(label)]
        # The cells' own times too: where no label tells one, the table's title may.
        around += [cell.period for r in rows for c in columns if (cell := self.entry.cell(r, c)) is not None]
        related = [p for p in around if p is not None]
        own = [self.reference] if self.reference is not None else []
        if self.linked.nameless and not related and not own:
            return False  # a bare table that the user has chosen, and that says nowhere of when it is
        met = [any(_meet(a, p) for p in (*related, *own)) or (own and _same_year(own[0], a)) for a in self.asked]
        since = self.linked.nameless and all(self.grid.columns[c].kind is ColumnKind.CHANGE for c in columns)
        return not (any(met) if since and not own else all(met))  # "change from 2018" says not to when

    def misses_period(self, row: int, column: int) -> bool:
        """Whether a cell is of another time than the question names."""
        if not self.wanted:
            return False
        if self.composed(row, column) is not None:
            return False
        labels = (*self.grid.rows[row].path, *self.grid.columns[column].path)
        if not any(map(find_periods, labels)):  # a heading that names a quarter is asked for by it
            cell = self.entry.cell(row, column)
            if cell is not None and cell.period is not None and self.is_longer(cell.period):
                return True
            if any(w.kind in {PeriodKind.QUARTER, PeriodKind.MONTH} for w in self.wanted) and any(
                map(_TO_DATE.search, self.grid.columns[column].path)
            ):
                return True  # what has come together since the year began
        if self.is_other_change(column):
            return True
        if self._headed(column):
            return False  # "moved to next year" is asked for by that year, whatever year the table is of
        kind = self.grid.columns[column].kind
        times = [p for p in (self.grid.rows[row].period, self.grid.columns[column].period) if p is not None]
        if kind is ColumnKind.CHANGE or not times:
            return bool(self.asked) and self._unsaid(self.asked) < 0 and not times
        return all(self.period_fit(p) < 0 for p in times)

    def _headed(self, column: int) -> bool:
        """Whether the heading of a column that has no time of its own mentions one that is asked for."""
        if self.grid.columns[column].period is not None:
            return False
        headed = [m.period for m in find_periods(" ".join(self.grid.columns[column].path)) if m.period is not None]
        return any(p.same_span(w) for p in headed for w in self.wanted)

    def is_other_change(self, column: int) -> bool:
        """Whether a column is a change of another time than asked, where another change of the table is of that time.

        "The variance in 2024-25" is not the one that stands under 2023-24.
        """
        columns = self.grid.columns
        own = columns[column].period
        if columns[column].kind is not ColumnKind.CHANGE or own is None or not self.asked:
            return False
        dated = [c.period for c in columns if c.kind is ColumnKind.CHANGE and c.period is not None]
        return not self._spans(own) and any(map(self._spans, dated))

    def composed(self, row: int, column: int) -> float | None:
        """What to add to the fit of a cell whose time is the asked one, which neither row nor column names alone.

        A quarter over the columns and a year over the rows, or the other way about. None for any other cell.
        """
        cell = self.entry.cell(row, column)
        of_row, of_column = self.grid.rows[row].period, self.grid.columns[column].period
        wide = of_row or of_column
        if cell is None or cell.period is None or wide is None or (of_row is not None and of_column is not None):
            return None
        if cell.period.same_span(wide) or not any(cell.period.same_span(w) for w in self.wanted):
            return None
        return _AT_THE_TIME - self.period_fit(wide)

    def _unsaid(self, wanted: tuple[Period, ...]) -> float:
        """A place without a period of its own stands for the report's."""
        own = self.reference
        if own is None:
            return 0.0
        if self.is_longer(own):
            return -0.6  # what is said of the whole year
        near = any(own.contains(w) or w.contains(own) or own.last == w.last for w in wanted)
        year = own if own.months >= 12 else None
        if near or (year is None and any(_same_year(own, w) for w in wanted)):
            return 0.3 if any(w.months >= 12 or own.same_span(w) for w in wanted) else 0.1
        return -0.6

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """The role of each column; only level columns have one."""
        columns = self.grid.columns
        found = [
            role(" ".join(c.path)) if c.kind in {ColumnKind.LEVEL, ColumnKind.TEXT} else Role.NONE for c in columns
        ]
        if Role.ACTUAL not in found:
            # a plan and its latest forecast: the forecast is what holds now
            dated = [
                i
                for i, c in enumerate(columns)
                if found[i] is Role.PLANNED and _FORECAST.search(" ".join(c.path).replace("’", "'"))
            ]
            if dated and found.count(Role.PLANNED) > len(dated):
                found = [
                    Role.CLOSING if i in dated else Role.OPENING if r is Role.PLANNED else r
                    for i, r in enumerate(found)
                ]
        return tuple(found)

    @cached_property
    def planned_named(self) -> frozenset[int]:
        """The columns of plans that the question calls by their own word: the target, where there is a budget too."""
        said = {stem for s, e in self.question.spans(Cue.PLANNED) for stem in label_stems(self.question.text[s:e])}
        planned = [i for i, mine in enumerate(self.roles) if mine is Role.PLANNED]
        return frozenset(i for i in planned if said & set(label_stems(" ".join(self.grid.columns[i].path))))

    @cached_property
    def _first_plan(self) -> frozenset[int]:
        """The columns of the plan that came first, where the question asks for what was there at the start.

        None where the table has balances at the start.
        """
        if not self.question.has(Cue.EARLIEST) or Role.OPENING in self.roles or self.wants_change:
            return frozenset()
        planned = [i for i, mine in enumerate(self.roles) if mine is Role.PLANNED]
        return frozenset(i for i in planned if _FIRST.search(" ".join(self.grid.columns[i].path)))

    @cached_property
    def has_outcomes(self) -> bool:
        """Whether columns say what came of a plan: by their name, or levels of a time beside a plan that has none."""
        if Role.ACTUAL in self.roles:
            return True
        columns = self.grid.columns
        planned = [c for mine, c in zip(self.roles, columns, strict=True) if mine is Role.PLANNED]
        undated = any(c.period is None for c in planned)
        bare = [
            c.period
            for mine, c in zip(self.roles, columns, strict=True)
            if mine is Role.NONE and c.period and c.path and all(map(_TIME_ONLY.fullmatch, label_stems(c.path[-1])))
        ]
        if any(p.same_span(c.period) for c in planned if c.period is not None for p in bare):
            return True  # "Target 2025" beside "2025"
        dated = any(
            mine is Role.NONE and c.period is not None and c.kind is ColumnKind.LEVEL
            for mine, c in zip(self.roles, columns, strict=True)
        )
        return undated and dated

    def role_fit(self, column: int) -> float:
        """A figure is what happened unless the question says that what was planned is meant."""
        mine, q = self.roles[column], self.question
        first = self._first_plan
        if first and Role.ACTUAL in self.roles and mine in {Role.PLANNED, Role.ACTUAL}:
            return 0.2 if column in first else -0.45
        if mine is Role.PLANNED and self.has_outcomes:
            if self.planned_named and column not in self.planned_named:
                return -0.35
            return 0.1 if q.has(Cue.PLANNED) else -0.45
        if mine is Role.ACTUAL and Role.PLANNED in self.roles:
            return 0.0 if not q.has(Cue.PLANNED) else -0.1
        if mine is Role.OPENING and Role.CLOSING in self.roles:
            return 0.3 if q.has(Cue.EARLIEST) else -0.25
        if mine is Role.CLOSING and Role.OPENING in self.roles:
            return 0.3 if q.has(Cue.CLOSING) else 0.0
        return 0.0

    def value_fit(self, kind: UnitKind | None, *, changed: bool = False) -> float:
        """How a figure's unit suits what is asked; ``changed`` says that the figure is itself a change."""
        q = self.question
        if kind is None:
            return 0.0
        fit = 0.0
        if (
            q.has(Cue.COUNT_OF)
            and not q.has(Cue.PERCENT, Cue.POINTS, Cue.MONEY)
            and kind in {UnitKind.PERCENT, UnitKind.POINTS, UnitKind.RATE, UnitKind.MONEY}
        ):
            fit -= 0.3
        if q.has(Cue.PERCENT, Cue.PERCENT_CHANGE) and not q.has(Cue.POINTS):
            if q.has(Cue.PERCENT_CHANGE) and kind is UnitKind.POINTS:
                fit -= 0.25
            else:
                level = 0.1 if not q.has(Cue.PERCENT_CHANGE) or changed else -0.1
                fit += level if kind is UnitKind.PERCENT else 0.0 if kind in {UnitKind.POINTS, UnitKind.RATE} else -0.3
        if q.has(Cue.POINTS):
            fit += 0.1 if kind in {UnitKind.POINTS, UnitKind.PERCENT} else -0.3
        if _FOR_SO_MANY.search(q.text):
            fit += 0.2 if kind is UnitKind.RATE else -0.2
        if q.has(Cue.MONEY):
            fit += 0.08 if kind is UnitKind.MONEY else -0.25 if not self.wants_change else -0.1
        return fit

    @cached_property
    def _bases(self) -> frozenset[int]:
        """The columns of counts in a table of percentages: how many people or things these are of."""
        levels = [i for i, c in enumerate(self.grid.columns) if c.kind in {ColumnKind.LEVEL, ColumnKind.GAP}]
        shares = [i for i in levels if (u := self.grid.columns[i].unit) is not None and u.kind in _IN_HUNDREDS]
        counts = [i for i in levels if (u := self.grid.columns[i].unit) is not None and u.kind is UnitKind.COUNT]
        return (
            frozenset(counts)
            if len(shares) >= 2 and len(counts) == 1 and len(shares) == len(levels) - 1
            else frozenset()
        )

    def unit_fit(self, index: int) -> float:
        """How a column's unit and kind suit what is asked."""
        column = self.grid.columns[index]
        q = self.question
        fit = self.value_fit(column.unit.kind if column.unit else None, changed=column.kind is ColumnKind.CHANGE)
        if index in self._bases and not q.has(Cue.COUNT_OF):
            fit -= 0.35
        if column.kind is ColumnKind.TEXT and column.path and is_unit_heading(column.path[-1]):
            fit -= 0.0 if {*label_stems(column.path[-1])} <= {t.stem for t in q.tokens} else 0.6
        elif column.kind is ColumnKind.TEXT:
            fit += 0.15 if q.has(Cue.WHEN) else -0.15
        elif q.has(Cue.WHEN) and not q.has(Cue.COUNT_OF, Cue.PERCENT):
            fit -= 0.3
        if column.kind is ColumnKind.CHANGE:
            wanted = self.wants_change or self.looks_back
            named = any(
                self.linked.needs[i].required
                for label in self.entry.columns[index]
                if (m := self._match(label))
                for i in m.covers
            )
            fit += 0.12 if wanted else 0.0 if named else -0.35
            fit += self.base_fit(" ".join(column.path))
            if _PLANNED.search(" ".join(column.path)) and not named and not q.has(Cue.PLANNED, Cue.OVER, Cue.UNDER):
                fit -= 0.35
        elif column.kind is ColumnKind.LEVEL and self.wants_change:
            fit -= 0.4 if q.has(Cue.DIFFERENCE, Cue.PERCENT_CHANGE, Cue.OVER, Cue.UNDER) else 0.12
        if column.kind is ColumnKind.GAP:
            fit += 0.1 if self.wants_gap else -0.02
        return fit

    @cached_property
    def rows(self) -> tuple[Side, ...]:
        """Every body row, as the question sees it, in table order."""
        sides = []
        n_alike = Counter(labels[-1:] for labels in self.entry.rows if len(labels) > 1)
        for index, labels in enumerate(self.entry.rows):
            row = self.grid.rows[index]
            matches = [m for label in labels if (m := self._speaks(label))]
            also = [m for label in self.entry.also.get(index, ()) if (m := self._match(label))]
            covers = merge(
                *(m.covers for m in matches), *({i: s * OF_WHOLES for i, s in m.covers.items()} for m in also)
            )
            leaf = self._speaks(labels[-1]) if labels else None
            recall = leaf.recall if leaf else 0.0
            if row.kind is RowKind.TOTAL and len(labels) > 1 and is_total_of(row.path):
                above = self._speaks(labels[-2])
                recall = max(recall, 0.85 * above.recall if above else 0.0)  # the group that is named is its total
            fit = self.period_fit(row.period) if row.period else self._time_in(row.path)
            if row.kind is RowKind.TOTAL:
                fit += 0.12 if self.question.has(Cue.TOTAL) else 0.0
            if len(row.path) > 1 and row.path[-1].casefold() in {"yes", "no"}:
                meant = "no" if self.question.has(Cue.NEGATED) else "yes"  # "disabled people" are those who said yes
                fit += 0.1 if row.path[-1].casefold() == meant else -0.1
            if index in self.set_aside:
                fit -= 0.6
            if n_alike[labels[-1:]] > 1 and not any(m.covers for la in labels[:-1] if (m := self._match(la))):
                fit -= _OF_ONE_UNSAID_GROUP
            sides.append(Side(index=index, covers=covers, recall=recall, fit=fit))
        return tuple(sides)

    def _time_in(self, path: Sequence[str]) -> float:
        """How the time that a row's label mentions suits: "Second quarter 2019 scheme" among other quarters'."""
        if not self.asked or not path:
            return 0.0
        named = [m.period for m in find_periods(path[-1]) if m.period is not None]
        if not named or any(p.months > 3 for p in named):
            return 0.0
        return 0.25 if any(p.same_span(a) for p in named for a in self.asked) else _OF_ANOTHER_TIME

    @cached_property
    def of_unsaid_groups(self) -> frozenset[int]:
        """The columns that are totals of one of several groups ("Total" under "Joiners", and under "Leavers")."""
        totals: dict[str, list[int]] = {}
        for index, column in enumerate(self.grid.columns):
            if len(column.path) > 1 and is_total_label(column.path[-1]) and column.period is None:
                totals.setdefault(column.path[-1].casefold(), []).append(index)
        return frozenset(i for group in totals.values() if len(group) > 1 for i in group)

    @cached_property
    def by_head(self) -> bool:
        """Whether the question asks for figures held against how many people there are."""
        return PER_HEAD.search(self.question.text) is not None

    @cached_property
    def columns(self) -> tuple[Side, ...]:
        """Every data column, as the question sees it, in table order."""
        sides = []
        for index, labels in enumerate(self.entry.columns):
            matches = [m for label in labels if (m := self._speaks(label))]
            covers = merge(*(m.covers for m in matches))
            recall = sum(m.recall for m in matches) / len(labels) if labels else 0.0
            fit = self.unit_fit(index) + self.role_fit(index) + self.unsaid[index]
            column = self.grid.columns[index]
            if index in self.of_all_kinds:
                fit += _OF_ALL_KINDS
            if index in self.of_unsaid_groups and not covers:
                fit -= _OF_AN_UNSAID_GROUP
            if self.by_head:
                fit += _BY_HEAD if RATED.search(" ".join(column.path)) else -_BY_HEAD
            if self._is_said(index) and (column.kind is not ColumnKind.LEVEL or not self.wants_change):
                fit += _WORD_FOR_WORD
            if column.kind is ColumnKind.CHANGE:
                named = column.period is not None and self._spans(column.period)
                fit += 0.1 if named else -0.6 if self.is_other_change(index) else 0.0
            elif column.period or not any(r.period for r in self.grid.rows):
                fit += _AT_THE_TIME if self._headed(index) else self.period_fit(column.period)
            sides.append(Side(index=index, covers=covers, recall=recall, fit=fit))
        return tuple(sides)

    @cached_property
    def totals_of(self) -> dict[int, tuple[int, ...]]:
        """The columns of levels that are called a total ("All"), each with its sisters under the same heading."""
        levels = [i for i, c in enumerate(self.grid.columns) if c.kind is ColumnKind.LEVEL]
        paths = {i: self.grid.columns[i].path for i in levels}
        wholes = (i for i in levels if paths[i] and is_total_label(paths[i][-1]))
        found = {w: tuple(i for i in levels if i != w and paths[i][:-1] == paths[w][:-1]) for w in wholes}
        return {whole: sisters for whole, sisters in found.items() if len(sisters) >= 2}

    @cached_property
    def of_all_kinds(self) -> frozenset[int]:
        """The columns that are of all kinds ("All" beside "Open" and "Locked"), where the question names no kind."""
        found = set()
        for whole, sisters in self.totals_of.items():
            kinds = [i for i in sisters if self.grid.columns[i].period is None]
            n_saying = Counter(n for i in kinds for n in self._said_by_column(i))
            if len(kinds) >= 2 and all(n == len(kinds) for n in n_saying.values()):
                found.add(whole)
        return frozenset(found)

    def _said_by_column(self, column: int) -> frozenset[int]:
        """The words that a column's labels explain."""
        return frozenset(n for label in self.entry.columns[column] if (m := self._match(label)) for n in m.covers)

    def _is_said(self, column: int) -> bool:
        """Whether the question says a column's own label word for word, two words of it or more."""
        label = self.grid.columns[column].path[-1] if self.grid.columns[column].path else ""
        words = [t.stem for t in tokens(label)]
        asked = [t.stem for t in self.question.tokens]
        long = len(words) >= 2 and sum(not w.isdigit() for w in words) >= 2
        return long and any(asked[i : i + len(words)] == words for i in range(len(asked) - len(words) + 1))

    def wholes_said(self, column: int) -> dict[int, float]:
        """What a column of percentages leaves unsaid of its whole: "the share of trips" beside a column of trips."""
        unit = self.grid.columns[column].unit
        cells = (self.entry.cell(r, column) for r in range(len(self.grid.rows)))
        first = next((c.quantity.unit for c in cells if c is not None and c.quantity is not None), unit)
        if first is None or first.kind is not UnitKind.PERCENT:
            return {}
        text = self.question.text
        spans = [m.span(1) for m in _SHARE_OF.finditer(text)]
        inside = {n.index for n in self.linked.needs if any(s <= n.token.start < e for s, e in spans)}
        others = merge(*(s.covers for s in self.columns if s.index != column and self._counts(s.index)))
        return {i: _OF_THE_WHOLE for i, s in others.items() if i in inside and s >= SOLID}

    def _counts(self, column: int) -> bool:
        """Whether a column holds amounts, of which there are shares: no percentages, no distances."""
        kinds = {
            q.unit.kind for r in range(len(self.grid.rows)) if (c := self.entry.cell(r, column)) and (q := c.quantity)
        }
        return self.grid.columns[column].kind is ColumnKind.LEVEL and not kinds & {UnitKind.PERCENT, UnitKind.POINTS}

    @cached_property
    def of_the_whole(self) -> frozenset[int]:
        """The words of what a share is asked of ("homes in York" of "what share of homes in York is let?").

        None where the question says nothing after it, so that the part stands there too.
        """
        spans = [m.span(1) for m in _SHARE_OF.finditer(self.question.text)]
        inside = {n.index for n in self.linked.needs if any(s <= n.token.start < e for s, e in spans)}
        after = [n for n in self.linked.needs if n.required and any(n.token.start >= e for _, e in spans)]
        return frozenset(inside) if after else frozenset()

    @cached_property
    def named_apart(self) -> tuple[tuple[int, dict[int, float]], ...]:
        """The columns and rows that the question names in full by two words and more, with the words: -1 - row, column.

        A reading that leaves these words unexplained is about something else.
        """
        found = [(s.index, s.covers) for s in self.columns if s.recall >= _IN_FULL and len(s.covers) >= 2]
        found += [(-1 - s.index, s.covers) for s in self.rows if s.recall >= _IN_FULL and len(s.covers) >= 2]
        return tuple(found)

    def _spans(self, period: Period) -> bool:
        """Whether a stretch is one that is asked for, or goes from the first to the last of them ("April to June")."""
        asked = self.asked
        ends = len(asked) > 1 and (min(a.first for a in asked), max(a.last for a in asked))
        return any(period.same_span(a) for a in asked) or ends == (period.first, period.last)

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """The rows that are members: no totals, no bases, no headings within the table."""
        return tuple(i for i, row in enumerate(self.grid.rows) if row.kind is RowKind.DATA and row.path)

    @cached_property
    def set_aside(self) -> frozenset[int]:
        """The rows that the question leaves out ("other than …")."""
        left_out = self.question.left_out
        if not left_out:
            return frozenset()
        out = {n.index for n in self.linked.needs if n.token.stem in left_out}
        found = set()
        totals = any("total" in self.linked.needs[i].variants for i in out)
        for index, labels in enumerate(self.entry.rows):
            if totals and self.grid.rows[index].kind is RowKind.TOTAL:
                found.add(index)
                continue
            match = self._match(labels[-1]) if labels else None
            if (
                match
                and match.recall >= 0.45
                and set(match.covers)
                and set(match.covers) <= out | {i for i in match.covers if self.linked.needs[i].token.is_stop}
            ):
                found.add(index)
        return frozenset(found)

    @cached_property
    def members(self) -> tuple[int, ...]:
        """The rows that can be set against each other: members, categories with parts of their own, but no totals."""
        rows = self.grid.rows
        return tuple(
            i
            for i, r in enumerate(rows)
            if r.path
            and i not in self.set_aside
            and (
                r.kind is RowKind.DATA
                or (r.kind is RowKind.TOTAL and not is_total_label(r.path[-1]) and i not in self.grand_totals)
            )
        )

    @cached_property
    def grand_totals(self) -> frozenset[int]:
        """The rows that add up most of the table, whatever they are called: no member stands beside them."""
        index = self.entry.row_index
        parts = {index[s.total]: [index[p] for p in s.parts if p in index] for s in self.grid.parts if s.total in index}

        def under(row: int, seen: frozenset[int]) -> set[int]:
            inner = [p for p in parts.get(row, ()) if p not in seen]
            return set().union(*(under(p, seen | {row}) for p in inner)) if inner else {row}

        leaves = set(self.leaves)
        return frozenset(t for t in parts if len(under(t, frozenset({t})) & leaves) >= _MOST_OF_A_TABLE * len(leaves))

    @cached_property
    def sides(self) -> tuple[tuple[Side, Side], ...]:
        """The two rows that the words before and after a separator ("or", "against") name best, each another row."""
        found: list[tuple[Side, Side]] = []
        for left, right in self.halves:
            first, second = self._named(left), self._named(right)
            if (
                first is not None
                and second is not None
                and first.index != second.index
                and (first, second) not in found
            ):
                found.append((first, second))
        return tuple(found)

    def _named(self, half: Linked) -> Side | None:
        best: tuple[float, int] | None = None
        for index, labels in enumerate(self.entry.rows):
            found = [m for label in labels if (m := half.matches.get(label))]
            if not found or self.grid.rows[index].kind is RowKind.SECTION:
                continue
            match = max(found, key=lambda m: m.recall)
            own = sum(
                half.needs[i].weight * s for i, s in merge(*(m.covers for m in found)).items() if half.needs[i].required
            )
            if match.recall < 0.6 and own < 1.0:
                continue
            score = match.recall + 0.5 * own
            if best is None or score > best[0] + 1e-9:
                best = (score, index)
        return self.rows[best[1]] if best else None

    @cached_property
    def known_numbers(self) -> frozenset[str]:
        """The plain numbers that the question states."""
        return frozenset(n.token.text.replace(",", "") for n in self.linked.needs if n.token.is_number and n.required)

    @cached_property
    def title_recall(self) -> float:
        """How much of the table's title the question says: what tells sister tables apart."""
        match = self._match(self.entry.context[0][0]) if self.entry.context and self.grid.title else None
        return match.recall if match else 0.0

    @cached_property
    def best_rows(self) -> tuple[Side, ...]:
        """The rows whose labels the question says, best first; then those that stand for the whole table."""
        named = [
            s
            for s in self.rows
            if any(self.linked.needs[i].weight > 0.1 for i in s.covers)
            and self.grid.rows[s.index].kind is not RowKind.SECTION
        ]
        named.sort(key=lambda s: (-(self.worth(s.covers) + 0.3 * s.recall + s.fit), s.index))
        wholes = [
            s
            for s in self.rows
            if self.grid.rows[s.index].kind in {RowKind.BASE, RowKind.TOTAL} or not self.grid.rows[s.index].path
        ]
        periods = [s for s in self.rows if self.grid.rows[s.index].period is not None or self._is_composed(s.index)]
        kept = named[:8]
        for side in [*wholes[:2], *periods]:
            if side not in kept:
                kept.append(side)
        return tuple(kept)

    def _is_composed(self, row: int) -> bool:
        """Whether a row is a part of a year that has a cell at the asked time: "Q2" under columns of years."""
        path = self.grid.rows[row].path
        if not self.wanted or not path or not any(m.partial is not None for m in find_periods(path[-1])):
            return False
        return any(self.composed(row, column) is not None for column in range(len(self.grid.columns)))

    def worth(self, covers: dict[int, float]) -> float:
        """The share of the required words' weight that these explain, 0 to 1; what is not required adds a little."""
        needs = self.linked.needs
        required = sum(needs[i].weight * s for i, s in covers.items() if needs[i].counts)
        extra = sum(needs[i].weight * s for i, s in covers.items() if not needs[i].counts)
        return required / self.total + EXTRA * min(MOST_EXTRA, extra)

    def unexplained(self, covers: dict[int, float], rows: Sequence[int] = ()) -> tuple[Need, ...]:
        """The required words that these leave unexplained. A number that one of the rows prints is explained by it."""
        left = tuple(
            n for n in self.linked.needs if n.required and covers.get(n.index, 0.0) < (FIRM if n.strict else SOLID)
        )
        if any(n.token.is_number for n in left) and 0 < len(rows) <= 3:
            printed = {
                w
                for r in rows
                for c in range(len(self.grid.columns))
                if (o := self.entry.cell(r, c))
                for w in label_stems(o.printed)
            }
            left = tuple(n for n in left if not (n.token.is_number and n.token.stem in printed))
        return left

    @cached_property
    def dimension(self) -> dict[int, float]:
        """The words that name a kind of row ("which district"), by the table's own headings of its row labels."""
        found = [
            m for label in self.entry.dimensions if label >= 0 and (m := self._match(label)) and m.recall >= LEAST_SAID
        ]
        return merge(*(m.covers for m in found))


_YEAR_NAME = re.compile(r"(?<![\d/–-])(?:(?:19|20)(\d\d)|fy\s?'?(\d\d))(?![\d/–-])", re.IGNORECASE)


def year_named(text: str) -> int | None:
    """The one year that a text names by its number ("2019", "FY19", "Year ended 31 March 2019"); none for "2018/19"."""
    found = {2000 + int(m.group(1) or m.group(2)) for m in _YEAR_NAME.finditer(text)}
    return found.pop() if len(found) == 1 and not re.search(r"\d\s?[/–-]\s?\d", text) else None


def _ends_month(day: Period) -> bool:
    """Whether a day is the last of its month, as the days of balances are."""
    return (day.last + timedelta(days=1)).day == 1


def _meet(a: Period, b: Period) -> bool:
    """Whether one of two stretches lies in the other."""
    return a.contains(b) or b.contains(a)


def _same_year(a: Period, b: Period) -> bool:
    """Whether two stretches fall into one fiscal year."""
    start = 4
    year_a = a.last.year - (a.last.month < start)
    year_b = b.last.year - (b.last.month < start)
    return year_a == year_b

"""The times that a claim speaks of, held against those of a table's cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.checking.amounts import Role
from assistant.checking.bearing import months_between
from assistant.checking.cells import BASELINE, column_role, nameless
from assistant.checking.claim import Claim
from assistant.checking.patterns import OF_A_PLAN
from assistant.questions.cues import Relative
from assistant.questions.question import read_question
from assistant.questions.roles import Role as ColumnRole
from assistant.questions.scope import Scope
from assistant.questions.sheet import Sheet
from assistant.readings import Reading
from structured.observations import ColumnKind, Grid, GridRow
from structured.periods import PartialPeriod, Period, complete, find_periods

_TO_DATE = re.compile(r"\b(?:year[- ]to[- ]date|ytd|to date|so far|cumulative)\b", re.IGNORECASE)


class Times:
    """The periods of one claim."""

    def __init__(self, claim: Claim, scope: Scope) -> None:
        """``scope`` gives the cells."""
        self.claim = claim
        self.scope = scope

    def level(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether a figure is of the time that the claim speaks of."""
        cells = [self.scope.catalogue.observation(ref) for ref in reading.plan.operands]
        if any(c.period is not None and not self._is_of_its_part(c.period) for c in cells):
            return False
        if not (self.claim.periods or self.claim.bases):
            return True
        of_a_quarter = any(p.months == 3 for p in self.claim.periods) and not _TO_DATE.search(self.claim.text)
        if of_a_quarter and any(_TO_DATE.search(" ".join(sheet.grid.columns[c].path)) for c in reading.columns):
            return False
        return all(sheet.times.period_fit(c.period) > -0.3 for c in cells if c.period is not None)

    def _is_of_its_part(self, period: Period) -> bool:
        """Whether a period may be the quarter or half that the claim names without its year; of others, any may."""
        moved_from = any(a.role is Role.START for a in self.claim.amounts)  # "from 9 in the third quarter to 7"
        named = [complete(p, period) for p in self.claim.partial if p.quarter is not None or p.half is not None]
        return moved_from or not named or any(n.contains(period) for n in named)

    def _bases(self, sheet: Sheet) -> list[Period]:
        """The earlier periods that the claim may measure its change from; empty where it does not say."""
        claim = self.claim
        if claim.bases:
            return list(claim.bases)
        if BASELINE.search(claim.text):
            return self._baselines(sheet)
        if claim.starts:
            return self._completed(sheet, claim.starts)
        latest = _latest(sheet)
        found = []
        for relative in claim.relatives:
            if latest is not None and relative is Relative.PREVIOUS:
                found += _before(sheet, latest)
            if latest is not None and relative is Relative.YEAR_BEFORE:
                found.append(latest.year_before())
        for period in claim.periods:
            if period.months >= 12:
                found += [period.previous()]
                if latest is not None and period.ends_with(latest):
                    found.append(latest.year_before())
        return found

    def _baselines(self, sheet: Sheet) -> list[Period]:
        """The periods that a report's tables call its baseline, the table's own before those of the others."""
        frames = (sheet.grid, *self.scope.frames(sheet.grid.document_id))
        return next((found for grid in frames if (found := _called_baseline(grid))), [])

    def _completed(self, sheet: Sheet, partial: tuple[PartialPeriod, ...]) -> list[Period]:
        """Periods whose year the claim leaves out, in the year of the table or of the claim's own other period."""
        reference = max(self.claim.periods, default=None) or _latest(sheet)
        return [complete(p, reference) for p in partial] if reference is not None else []

    def _ends(self, sheet: Sheet) -> list[Period]:
        """The later periods of a change, where the claim names any."""
        return [*self.claim.periods, *(self._completed(sheet, self.claim.partial) if self.claim.starts else ())]

    def change(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether a printed change is measured from where the claim measures it from, as far as its label says."""
        column = sheet.grid.columns[reading.columns[0]]
        label = " ".join(column.path)
        bases = self._bases(sheet)
        if (
            column.period is not None
            and self.claim.periods
            and not any(meets(column.period, p) for p in (*self.claim.periods, *self.claim.bases))
        ):
            return False
        named = [m.period for m in find_periods(label) if isinstance(m.period, Period)]
        named = [p for p in named if column.period is None or not p.same_span(column.period)] or named
        if bases and named:
            return any(p.same_span(b) or p.ends_with(b) for p in named for b in bases)
        if column.period is not None and column.period.months > 3 and _OWN_QUARTER.search(self.claim.text):
            return False
        stretch, theirs_too = _stretch(self.claim.text), _stretch(label)
        if stretch and theirs_too and not stretch & theirs_too:
            return False
        mine = set(self.claim.relatives) & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
        theirs = {r for r, _, _ in read_question(label).relatives} & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
        return not mine or not theirs or bool(mine & theirs)

    def pair(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether the two cells of a change are of two times, and of those that the claim speaks of."""
        first, second = (
            self.scope.catalogue.observation(reading.plan.baseline[0]),
            self.scope.catalogue.observation(reading.plan.operands[0]),
        )
        old, new = first.period, second.period
        rows = [sheet.grid.rows[r] for r in reading.rows]
        if len(rows) == 2 and not _is_one_thing(*rows):
            return False
        if old is None or new is None or old.same_span(new):
            ends = tuple(column_role(sheet, c) for c in reversed(reading.columns[:2]))
            if ends == (ColumnRole.OPENING, ColumnRole.CLOSING):
                of_a_year = new is not None and new.months >= 12
                if of_a_year and 3 in _stretch(self.claim.text):
                    return False  # what it was at the start of the year is not what it was a quarter before
                return (
                    not self.claim.periods
                    or new is None
                    or any(new.same_span(p) or p.contains(new) for p in self.claim.periods)
                )
            return not (len(reading.columns) == 2 or old is None or new is None)
        if old.months and new.months and old.months != new.months:
            return False  # a year is more than its quarters
        if Relative.PREVIOUS in self.claim.relatives and 3 in _stretch(self.claim.text) and old.months > 3:
            return False  # the quarter before is not the year before
        bases = self._bases(sheet)
        if not bases and BASELINE.search(self.claim.text):
            return False
        if bases and not any(old.same_span(b) or (old.ends_with(b) and old.months <= b.months) for b in bases):
            return False
        since_a_year = Relative.YEAR_BEFORE in self.claim.relatives and not self.claim.bases
        if since_a_year and months_between(old, new) != 12:
            return False
        later = self._ends(sheet)
        if self.claim.starts and not bases:
            return False  # which year is meant, nothing says
        return not later or any(new.same_span(p) or new.ends_with(p) for p in later)

    def passes_over(self, reading: Reading, others: Sequence[Reading]) -> bool:
        """Whether a change is over years of which others of the same row have the last, and the claim names none."""
        claim = self.claim
        if claim.amounts or claim.periods or claim.bases or claim.starts:
            return False
        old, new = self._ends_of(reading)
        if old is None or new is None or months_between(old, new) <= 12:
            return False
        same = (self._ends_of(other) for other in others if other.rows == reading.rows)
        return any(
            a is not None and b is not None and b.same_span(new) and a.months == old.months and a.last > old.last
            for a, b in same
        )

    def _ends_of(self, reading: Reading) -> tuple[Period | None, Period | None]:
        """The two times of a change, the earlier first."""
        cell = self.scope.catalogue.observation
        return cell(reading.plan.baseline[0]).period, cell(reading.plan.operands[0]).period

    def is_part(self, reading: Reading) -> bool:
        """Whether the later of two figures is of a part of the time that the claim names: of a quarter of its year."""
        new = self.scope.catalogue.observation(reading.plan.operands[0]).period
        return (
            new is not None
            and bool(self.claim.periods)
            and new.months > 0
            and all(p.months > new.months and p.contains(new) for p in self.claim.periods)
        )

    def said_by_label(self, sheet: Sheet, column: int) -> bool:
        """Whether a column whose label says that it is of an earlier time may be of the one that the claim means."""
        mine = set(self.claim.relatives) & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
        label = " ".join(sheet.grid.columns[column].path)
        theirs = {r for r, _, _ in read_question(label).relatives} & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
        return not mine or not theirs or bool(mine & theirs)

    def variance(self, sheet: Sheet, column: int) -> bool:
        """Whether a column prints how far the outcome lay from the plan, at the time that the claim speaks of."""
        label = " ".join(sheet.grid.columns[column].path).lower()
        period = sheet.grid.columns[column].period
        return bool(re.search(r"varia|\bdiffer|\bvs\b|against|over|under|compared|outturn", label)) and (
            period is None or not self.claim.periods or sheet.times.period_fit(period) > -0.3
        )


def _is_one_thing(one: GridRow, other: GridRow) -> bool:
    """Whether two rows, if both are of a time, are of one thing at two times that are as long as each other."""
    if one.period is None or other.period is None:
        return True
    two_times = one.period.months == other.period.months and not one.period.same_span(other.period)
    return two_times and nameless(one.path) == nameless(other.path)


_OWN_QUARTER = re.compile(r"\b(?:this|same) quarter\b", re.IGNORECASE)
"""Says that what moved is a quarter's figure."""


def _called_baseline(grid: Grid) -> list[Period]:
    return [c.period for c in grid.columns if c.period is not None and BASELINE.search(" ".join(c.path))]


def _latest(sheet: Sheet) -> Period | None:
    """The latest time of a table, or of the report; one of plans and forecasts alone is still to come."""
    latest = sheet.times.latest
    counted = [
        column.period
        for column in sheet.grid.columns
        if column.kind is ColumnKind.LEVEL and column.period is not None and not OF_A_PLAN.search(" ".join(column.path))
    ]
    if latest is None or not counted or latest in counted:
        return latest or sheet.times.reference
    newest = max(counted, key=lambda p: (p.last, p.first))
    return newest if newest.last < latest.last else latest


def _before(sheet: Sheet, latest: Period) -> list[Period]:
    """The stretch before the latest; of figures for days, the day before it of which the table has any."""
    if latest.months:
        return [latest.previous()]
    days = [c.period for c in sheet.grid.columns if c.period is not None and c.period.kind is latest.kind]
    return [max(earlier)] if (earlier := [p for p in days if p < latest]) else []


_PREVIOUS = re.compile(
    r"\b(?:previous|last|prior|preceding)\s+"
    r"(?:(?P<quarter>quarter|three months|3 months)|(?P<year>year|twelve months|12 months)|(?P<month>month))"
    r"|\bthe (?:(?P<quarter_before>quarter)|(?P<year_before>year)|month) (?:before|earlier)\b",
    re.IGNORECASE,
)


def _stretch(text: str) -> set[int]:
    """How many months the earlier times have that a text names by their distance ("the previous quarter")."""
    return {
        3 if m["quarter"] or m["quarter_before"] else 12 if m["year"] or m["year_before"] else 1
        for m in _PREVIOUS.finditer(text)
    }


def meets(a: Period, b: Period) -> bool:
    """Whether two periods could be meant by the same words: one within the other, or the same end."""
    return a.contains(b) or b.contains(a) or a.last == b.last

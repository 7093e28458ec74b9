"""Times: which times a question asks for of one table, and how those of its rows and columns suit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property

from assistant.questions.catalogue import GridEntry
from assistant.questions.cues import Cue, Relative
from assistant.questions.question import AskedPeriod, Question
from structured.observations import ColumnKind
from structured.periods import MONTH, Period, PeriodKind, complete, find_periods, parse_period

TIMED = re.compile(
    rf"q\d|fy\d*|h\d|year|quarter|month|full|{MONTH}|januari|februari|bn|[a-z]|total",
    re.IGNORECASE,
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
_OF_ANOTHER_TIME = -0.15
_AT_A_TIME = re.compile(r"\b(?:in|for|during|at|of) $")
_DURING = re.compile(r"(?:over|in|during|for|throughout|across) the (?:year|quarter)\b", re.IGNORECASE)
_ALL_OF = re.compile(
    r"\b(?:whole|entire|full|all)(?: of)?(?: the)?(?: (?:calendar|financial|fiscal))?(?: year)?,? $", re.IGNORECASE
)
_OF_LAST_YEAR = re.compile(
    r",? (?:of |in )?(?:last year|(?:the )?(?:previous year|year before)|a year (?:ago|earlier|before))\b",
    re.IGNORECASE,
)
_LAST_YEARS = re.compile(r"\b(?:last|(?:the )?previous) year['’]s $", re.IGNORECASE)
_YEAR = 12  # months
_NEARLY_A_YEAR = 11  # months
_AT_THE_TIME = 0.35
"""What speaks for a figure that is of just the time that is asked for."""
TO_DATE = re.compile(
    rf"\b(?:ytd|year[- ]to[- ]date|so far)\b|"
    rf"\b(?:spen[dt]|spending|actual|received|paid|delivered|achieved|expenditure) "
    rf"(?:up )?to (?:\d{{1,2}} )?(?:{MONTH}|date)\b",
    re.IGNORECASE,
)
_LAST_QUARTER = re.compile(r"\b(?:final|last|closing) quarter\b")
_WHOLE_YEARS = frozenset({PeriodKind.YEAR, PeriodKind.FISCAL_YEAR})
_LONG = _WHOLE_YEARS | {PeriodKind.HALF, PeriodKind.QUARTER}


class Times:
    """The times of one table as a question sees them."""

    def __init__(self, entry: GridEntry, question: Question, *, nameless: bool) -> None:
        """Hold the times of ``entry`` against those of ``question``; ``nameless`` says that the table is a bare one."""
        self.entry = entry
        self.grid = entry.frame
        self.question = question
        self.nameless = nameless

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
                own = complete(asked.partial, reference, fiscal_start=start)
                found.append(own.year_before() if self._is_of_last_year(asked, own) else own)
            elif asked.months and reference is not None:
                named = [period.last.year for period in self.question.named_periods]
                years = [*named, reference.last.year, reference.last.year - 1]
                stretches = [
                    p
                    for y in years
                    if (p := parse_period(f"{asked.months} {y}")) is not None and (named or p.last <= reference.last)
                ]
                found += stretches[:1]
        if (ahead := self._year_ahead) is not None:
            found.append(ahead)
        return tuple(self._as_headed(period) for period in found)

    @cached_property
    def _year_ahead(self) -> Period | None:
        """The year after the report's own, where the question says "next year" and no heading does."""
        reference = self.reference
        if reference is None or all(r is not Relative.NEXT for r, _, _ in self.question.relatives):
            return None
        if any("next year" in " ".join(c.path).casefold() for c in self.grid.columns):
            return None
        if reference.months >= _NEARLY_A_YEAR:
            return reference.next()
        start = reference.fiscal_start
        year = reference.last.year + (reference.last.month >= start)
        return parse_period(f"{year}" if start == 1 else f"{year}/{(year + 1) % 100:02d}")

    def _is_of_last_year(self, asked: AskedPeriod, own: Period) -> bool:
        """Whether a part of a year is said to be last year's ("Q2 last year"), in a report on a part of this one."""
        if own.months <= 1 or self.reference is None or self.reference.months >= _YEAR:
            return False
        beside = self.question.text[asked.end :], self.question.text[: asked.start]
        return bool(_OF_LAST_YEAR.match(beside[0]) or _LAST_YEARS.search(beside[1]))

    def _as_headed(self, asked: Period) -> Period:
        """The stretch that the table's headings call by the name of the year or the day that is asked for.

        "2019" is the year ended in March 2019 where that is the one year of the table that its headings call 2019.
        """
        sides = [(r.period, r.path) for r in self.grid.rows] + [(c.period, c.path) for c in self.grid.columns]
        every = [(p, path) for p, path in sides if p is not None]
        if any(p.same_span(asked) for p, _ in every):
            return asked
        if asked.kind is PeriodKind.DAY and any(
            c.period and c.period.same_span(asked) for c in self.entry.cells.values()
        ):
            return asked  # "30 September" over a column and the year beside the row
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
        every = every or [c.period for c in self.entry.cells.values() if c.period]  # what the table's title says
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
        if own is not None and self.entry.with_undated_twin:
            return own  # "In time" beside "In time, last year"
        every = [p for p in every if own is not None and p.ends_with(own)] or every
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

    def _is_part_of_a_whole(self, period: Period) -> bool:
        """Whether the question is about all of a year, and this is but a part of it."""
        asked = self.question.periods
        if not any(_ALL_OF.search(self.question.text[: p.start]) for p in asked):
            return False
        return any(w.contains(period) and 0 < period.months < w.months for w in self.asked)

    def row_fit(self, index: int) -> float:
        """How a row's time suits, or one that its label mentions."""
        row = self.grid.rows[index]
        return self.period_fit(row.period) if row.period else self._time_in(row.path)

    def column_fit(self, index: int) -> float:
        """How a column's time suits, or one that its heading mentions; 0 where the rows are the times."""
        column = self.grid.columns[index]
        if column.kind is ColumnKind.CHANGE:
            named = column.period is not None and self._spans(column.period)
            return 0.1 if named else -0.6 if self.is_other_change(index) else 0.0
        if not self.wanted and index in self.entry.with_undated_twin and not self._headed(index):
            return _OF_AN_UNSAID_TIME
        if column.period or not any(r.period for r in self.grid.rows):
            return _AT_THE_TIME if self._headed(index) else self.period_fit(column.period)
        return 0.0

    def _time_in(self, path: Sequence[str]) -> float:
        """How the time that a row's label mentions suits: "Second quarter 2019 scheme" among other quarters'."""
        if not self.asked or not path:
            return 0.0
        named = [m.period for m in find_periods(path[-1]) if m.period is not None]
        if not named or any(p.months > 3 for p in named):
            return 0.0
        return 0.25 if any(p.same_span(a) for p in named for a in self.asked) else _OF_ANOTHER_TIME

    def is_longer(self, period: Period) -> bool:
        """Whether a quarter or a month is asked for and this is a year, a half or a quarter that it is a part of.

        A stretch that is named by its end ("12 months to Q4") stands for that end.
        """
        if period.kind not in _LONG or any(period.same_span(w) for w in self.wanted):
            return False
        shorter = {PeriodKind.MONTH} if period.kind is PeriodKind.QUARTER else {PeriodKind.QUARTER, PeriodKind.MONTH}
        return any(w.kind in shorter and period.contains(w) for w in self.wanted)

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
        if self.nameless and not related and not own:
            return False  # a bare table that the user has chosen, and that says nowhere of when it is
        met = [any(_meet(a, p) for p in (*related, *own)) or (own and _of_its_year(own[0], a)) for a in self.asked]
        since = self.nameless and all(self.grid.columns[c].kind is ColumnKind.CHANGE for c in columns)
        return not (any(met) if since and not own else all(met))  # "change from 2018" says not to when

    def misses_period(self, row: int, column: int) -> bool:
        """Whether a cell is of another time than the question names."""
        if not self.wanted:
            return False
        if self.composed(row, column) is not None:
            return False
        labels = (*self.grid.rows[row].path, *self.grid.columns[column].path)
        cell = self.entry.cell(row, column)
        if cell is not None and cell.period is not None and self._is_part_of_a_whole(cell.period):
            return True
        unsaid = not any(map(find_periods, labels))  # a heading that names a quarter is asked for by it
        if unsaid and cell is not None and cell.period is not None and self.is_longer(cell.period):
            return True
        if any(w.kind in {PeriodKind.QUARTER, PeriodKind.MONTH} for w in self.wanted) and any(
            map(TO_DATE.search, self.grid.columns[column].path)
        ):
            return True  # what has come together since the year began
        if self.is_other_change(column):
            return True
        if self._headed(column):
            return False  # "moved to next year" is asked for by that year, whatever year the table is of
        kind = self.grid.columns[column].kind
        times = [p for p in (self.grid.rows[row].period, self.grid.columns[column].period) if p is not None]
        if kind is ColumnKind.CHANGE or not times:
            named = self.asked if kind is ColumnKind.CHANGE else self.wanted
            return bool(named) and self._unsaid(named) < 0 and not times
        return all(self.period_fit(p) < 0 for p in times)

    def _headed(self, column: int) -> bool:
        """Whether the heading of a column that has no time of its own mentions one that is asked for."""
        if self.grid.columns[column].period is not None:
            return False
        named = find_periods(" ".join(self.grid.columns[column].path))
        headed = [m.period for m in named if m.period is not None]
        if self.reference is not None:  # "July" over a column is the July of the report's own time
            partial = [m.partial for m in named if m.partial is not None and m.partial.month is not None]
            headed += [complete(p, self.reference) for p in partial]
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

    def _spans(self, period: Period) -> bool:
        """Whether a stretch is one that is asked for, or goes from the first to the last of them ("April to June")."""
        asked = self.asked
        ends = len(asked) > 1 and (min(a.first for a in asked), max(a.last for a in asked))
        return any(period.same_span(a) for a in asked) or ends == (period.first, period.last)

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

    def is_composed(self, row: int) -> bool:
        """Whether a row is a part of a year that has a cell at the asked time: "Q2" under columns of years."""
        path = self.grid.rows[row].path
        if not self.wanted or not path or not any(m.partial is not None for m in find_periods(path[-1])):
            return False
        return any(self.composed(row, column) is not None for column in range(len(self.grid.columns)))

    def _unsaid(self, wanted: tuple[Period, ...]) -> float:
        """A place without a period of its own stands for the report's."""
        own = self.reference
        if own is None:
            return 0.0
        if self.is_longer(own):
            return -0.6  # what is said of the whole year
        near = any(own.contains(w) or w.contains(own) or own.last == w.last for w in wanted)
        year = own if own.months >= 12 else None
        if near or (year is None and any(_of_its_year(own, w) for w in wanted)):
            return 0.3 if any(w.months >= 12 or own.same_span(w) for w in wanted) else 0.1
        return -0.6


_OF_AN_UNSAID_TIME = -0.15
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


def _of_its_year(own: Period, asked: Period) -> bool:
    """Whether a report's stretch and the whole year that is asked for fall into one fiscal year."""
    return asked.months >= 12 and _same_year(own, asked)


def _same_year(a: Period, b: Period) -> bool:
    """Whether two stretches fall into one fiscal year."""
    start = 4
    year_a = a.last.year - (a.last.month < start)
    year_b = b.last.year - (b.last.month < start)
    return year_a == year_b

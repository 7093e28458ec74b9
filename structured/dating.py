"""The periods of a table: of its columns, its rows, and of the whole where its title, caption or section says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from corpus.document import BlockKind, Document, Table
from structured.arithmetic import ColumnRelation, Rule
from structured.headers import Layout
from structured.observations import ColumnKind, GridColumn
from structured.periods import (
    MONTH,
    PartialPeriod,
    Period,
    PeriodKind,
    are_iso_months,
    complete,
    find_periods,
    iso_month,
    parse_period,
)
from structured.relative_times import COMPARED, Extent, RelativeTime, relative_time, year_by_place, year_of

_MAX_LEAD_CHARS = 300
"""Of the words that say so; more than any heading has."""
_MOVED = re.compile(
    r"\b(?:moved|carried|deferred|slipped|slippage|re-?phas(?:ed|ing)|re-?profil(?:ed|ing)|transferred|rolled|brought)\s+(?:forward\s+)?(?:in)?(?:to|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SETTLED = re.compile(r"\b(?:approved|revised|agreed|set|updated)\s+(?:(?:in|on|at)\s+)?$", re.IGNORECASE)
"""Before the day or month in which a year's budget was: the figures are of the year."""
_VERSION = re.compile(
    r"\b(?:budget|forecast|revised|plan|planned|target|estimate|projected|projection|at)\b", re.IGNORECASE
)
_OVER_THE_YEAR = re.compile(r"\b(?:full|whole|for the)[\s-]year\b|\bannual\b", re.IGNORECASE)
_YEAR = 12  # months
_THE_YEAR = re.compile(r"(?:the |full[- ]|whole )?year", re.IGNORECASE)
_TO_DATE = re.compile(r"(?:the )?year[- ]to[- ]date|ytd", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:total|all years|whole life)\b", re.IGNORECASE)
_HELD_AGAINST = re.compile(
    r"\b(?:vs\.?|versus|compared\s+(?:with|to)|against|relative\s+to|than|"
    r"(?:change|movement|increase|decrease|difference)s?\s+(?:on|from|since|over))\s+(?:the\s+)?(?:[\w-]+\s+){0,4}\(?$",
    re.IGNORECASE,
)
_THIS_PART = re.compile(r"\b(?:this|current|latest)\s+(?:quarter|month|half)\b", re.IGNORECASE)
_ROLLING_NOTE = re.compile(r"\br(?:olling)?[\s-]?12\b", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:ended|ending|as (?:of|at))\b|^at\b", re.IGNORECASE)
_MONTHS_ALONE = re.compile(rf"{MONTH}\s?(?:to|[-–])\s?{MONTH}", re.IGNORECASE)
_BARE_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[(\[][a-z]{1,2}[)\]])?", re.IGNORECASE)
_OPEN_STRETCH = re.compile(r"\b(?:year|(?:\d+|twelve) months) (?:to|ending|ended)$", re.IGNORECASE)
_WITHOUT_YEAR = re.compile(
    rf"\b(?:(?:at|on)\s+(?P<day>\d{{1,2}}\s+{MONTH})|"
    rf"(?P<stretch>(?:year|(?:\d+|twelve) months)\s+(?:to|ending|ended)\s+(?:\d{{1,2}}\s+)?{MONTH}|"
    rf"{MONTH}(?:\s+to\s+|\s?[-–]\s?){MONTH}))"
    r"(?=\s*(?:$|[,;:(]))",
    re.IGNORECASE,
)
_SPANS_YEARS = re.compile(r"\b(?:last|past|previous)\s+[\w-]+\s+(?:years|months|quarters)\b", re.IGNORECASE)
_NOTE_OF_PERIOD = re.compile(r"^\W*(?:all\s+)?(?:data|figures|period|covers?|for)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """The periods that a table's words give. ``period`` is that of the whole table, found at ``source`` ('' for
    none); ``report`` is the report's, where the quarters and months that the headings name without a year are of its.
    """

    layout: Layout
    fiscal_start: int
    title: str = ""
    period: Period | None = None
    source: str = ""
    report: Period | None = None
    covered: Period | None = None
    """What the report covers, where it says so."""
    titled: tuple[Period, ...] = ()
    """The times that the title names, where these are several."""
    years: Period | None = None
    """The years that the title names as one stretch."""
    is_alike: bool = False
    """Whether "Last year" over a column is the stretch that stands beside it under "This year"."""
    has_iso_months: bool = False
    """Whether "2010-11" is a month in this table, not two years."""

    def of_row(self, path: Sequence[str]) -> Period | None:
        """The period that a row's labels are the name of, the innermost first; a quarter without a year takes the
        table's.
        """
        for label in reversed(path):
            month = iso_month(label) if self.has_iso_months else self._in_named_year(label, self.layout.row_dimension)
            if period := month or parse_period(label, fiscal_start=self.fiscal_start):
                return period
            if (named := _named_by(label, self.fiscal_start)) is not None:
                return named
            if self.period is None:
                continue
            if (extent := _extent_alone(label)) is not None:
                return self._told(extent, self.period)
            if (partial := _whole_partial([label])) is not None:
                return complete(partial, self.period)
            if _MONTHS_ALONE.fullmatch(label) and (part := self._months_of(label, self.period)):
                return part
        return None

    def of_column(self, path: Sequence[str], kind: ColumnKind) -> Period | None:
        """The period that a heading names, its outer labels and the caption completing it ("Year ended June" over
        "2019").

        None when it only names what the column is compared with.
        """
        if not path:
            return None
        if self.has_iso_months and (month := iso_month(path[-1])) is not None:
            return month
        named = self._in_named_year(path[-1], (self.title,)) or self._in_title(path[-1])
        if named is not None:
            return named
        texts = [" ".join(path), " ".join(reversed(path))]
        for above in (*self.layout.caption.split(". "), " ".join(self.layout.row_dimension)):
            if len(above) < 60 and _ENDS.search(above) and only_period(above, self.fiscal_start) is None:
                texts.append(f"{above.rstrip(':')} {path[-1]}")
        best: tuple[int, Period] | None = None
        for text in texts:
            for mention in find_periods(text, fiscal_start=self.fiscal_start):
                before = text[max(0, mention.start - _MAX_LEAD_CHARS) : mention.start]
                compared = _MOVED.search(before) or (kind is ColumnKind.CHANGE and COMPARED.search(before))
                if mention.period is not None and self._is_of_year(mention.period) and _SETTLED.search(before):
                    continue
                # The reading that takes in the most words has understood the most of the heading.
                length = mention.end - mention.start
                if mention.period is not None and not compared and (best is None or length > best[0]):
                    best = (length, mention.period)
        said = self._said(path, kind)
        if best is not None:
            return best[1] if said is None or said.extent is None else self._within(best[1], said)
        if said is not None and said.extent is not None:
            return self._of_its_own(self._told(said))
        partial = next((m.partial for m in find_periods(path[-1]) if m.partial), None)
        if partial is None:
            return self._told(said) if said is not None else self.years if _TOTAL.search(path[-1]) else None
        if kind is not ColumnKind.LEVEL or _VERSION.search(path[-1]):
            return None
        reference = self.period or (self.report if partial.half is None else None)
        years = year_by_place(path) or 0
        if reference is None or years > 0:
            return None
        found = complete(partial, reference)
        return found.year_before() if years else found

    @property
    def year(self) -> Period | None:
        """The report's own year, where it covers one: "last year" over a column is the one before."""
        is_year = self.covered is not None and self.covered.kind in (PeriodKind.FISCAL_YEAR, PeriodKind.YEAR)
        return self.covered if is_year else None

    def _said(self, path: Sequence[str], kind: ColumnKind) -> RelativeTime | None:
        """What a heading says of its time by that of the table."""
        return relative_time(path, is_change=kind is not ColumnKind.LEVEL, is_alike=self.is_alike)

    def _told(self, said: RelativeTime, table: Period | None = None) -> Period | None:
        """The time that a heading tells by that of the table, or by another that it names."""
        is_of_report = said.extent in (Extent.WHOLE, Extent.TO_DATE)  # "to date" may be from the year's first day
        table = table or self.period or _innermost(self.titled) or (self.covered if is_of_report else self.year)
        return None if table is None else said.of(table, self.fiscal_start, self.covered)

    def _unsaid(self, column: GridColumn) -> Period | None:
        """The table's time where a heading without one of its own says how much of the year it is of."""
        said = self._said(column.path, column.kind)
        return self.period if said is not None and said.extent is not None and self._told(said) else None

    def _of_its_own(self, told: Period | None) -> Period | None:
        """A time that a heading tells, where it is another than the table's."""
        return None if told is not None and self.period is not None and told.same_span(self.period) else told

    def _within(self, named: Period, said: RelativeTime) -> Period:
        """The time of a heading that names one and says how much of its year it is of; the day at its end stays."""
        year = year_of(named, self.fiscal_start)
        is_end = named.kind is PeriodKind.DAY and year is not None and named.last == year.last
        return named if is_end else self._told(said, named) or named

    def _is_of_year(self, period: Period) -> bool:
        """Whether the table is of a year, and this is a day or a month, which may have settled what it is about."""
        return self.period is not None and self.period.months == _YEAR and period.months < 3

    def _in_title(self, label: str) -> Period | None:
        """Which of the several times in the title a heading is the short name of: the only one in its year, or that
        ends in its month ("2025", "December" under "at 31 December 2025 and 30 September 2024").
        """
        if not self.titled:
            return None
        year, partial = parse_period(label, fiscal_start=self.fiscal_start), _whole_partial([label])
        if year is not None and year.months == _YEAR:
            found = [p for p in self.titled if year.contains(p) and p.months < _YEAR]
        elif partial is not None:
            found = [p for p in self.titled if complete(partial, p).last == p.last]
        else:
            return None
        return found[0] if len(found) == 1 and all(p.months < _YEAR for p in self.titled) else None

    def _in_named_year(self, label: str, above: Sequence[str]) -> Period | None:
        """What words that end with a stretch or a day without a year ("… at 31 March", "…, 12 months to September")
        make of a year below them.
        """
        for text in above:
            if (open_end := _OPEN_STRETCH.search(text)) and only_period(label, self.fiscal_start) is not None:
                return parse_period(f"{open_end[0]} {label}", fiscal_start=self.fiscal_start)
        if not _BARE_YEAR.fullmatch(label):
            return None
        for text in above:
            ends = _WITHOUT_YEAR.search(text)
            if ends and only_period(text, self.fiscal_start) is None:
                return parse_period(f"{ends['day'] or ends['stretch']} {label[:4]}", fiscal_start=self.fiscal_start)
        return None

    def of_columns(self, columns: Sequence[GridColumn], relations: Sequence[ColumnRelation]) -> tuple[GridColumn, ...]:
        """The columns with their periods; a change is dated by the later of the columns that it compares."""
        done = [replace(column, period=self.of_column(column.path, column.kind)) for column in columns]
        done = self._with_the_year(_beside(_run_on(self._in_their_years(done))), relations)
        compared = {r.target: r.operands for r in relations if r.rule in (Rule.DIFFERENCE, Rule.PERCENT_CHANGE)}
        for i, column in enumerate(done):
            if column.kind is not ColumnKind.CHANGE or column.period is not None:
                continue
            levels = [k for k, c in enumerate(done) if c.kind is ColumnKind.LEVEL]
            levels = [k for k in levels if (year_by_place(done[k].path) or 0) <= 0] or levels
            sisters = [k for k in levels if done[k].path[:-1] == column.path[:-1]] or levels
            periods = [
                p for k in compared.get(i, sisters) if (p := done[k].period or self._unsaid(done[k])) is not None
            ]
            if self.year is not None:  # what was foreseen for later years was not compared with
                periods = [p for p in periods if p.last <= self.year.last] or periods
            if periods:
                done[i] = replace(column, period=self._of_change(column, periods, known=i in compared))
        return tuple(done)

    def _with_the_year(self, columns: Sequence[GridColumn], relations: Sequence[ColumnRelation]) -> list[GridColumn]:
        """The columns with the plan that figures of the whole year are held against dated like these."""
        done = list(columns)
        for relation in relations:
            if relation.rule not in (Rule.DIFFERENCE, Rule.PERCENT_CHANGE):
                continue
            for one, other in (relation.operands, relation.operands[::-1]):
                said, plan = relative_time(done[one].path), done[other]
                if said is None or said.extent is not Extent.WHOLE or plan.period is not None:
                    continue
                if _VERSION.search(plan.path[-1]) and relative_time(plan.path) is None:
                    done[other] = replace(plan, period=done[one].period)
        return done

    def _in_their_years(self, columns: list[GridColumn]) -> list[GridColumn]:
        """The columns, dated where headings tell years by their place ("Last year"): the others are of the report's."""
        places = [year_by_place(column.path) for column in columns]
        if self.year is None or not any(places):
            return columns
        year = self.year
        return [
            replace(column, period=_years_on(year, place or 0, self.fiscal_start))
            if column.period is None
            and column.kind is ColumnKind.LEVEL
            and (place or not self._said(column.path, column.kind))
            else column
            for column, place in zip(columns, places, strict=True)
        ]

    def _of_change(self, column: GridColumn, periods: Sequence[Period], *, known: bool) -> Period:
        latest, earliest = max(periods), min(periods)
        if latest.kind is not PeriodKind.DAY or earliest.kind is not PeriodKind.DAY or not earliest < latest:
            return periods[0] if known else latest
        if not known and any(_OVER_THE_YEAR.search(label) for label in column.path):
            return year_of(latest, self.fiscal_start) or latest
        # Between two balances: one at the end of a month opens the next day.
        first = earliest.first if earliest.first.day == 1 else earliest.last + timedelta(days=1)
        span = f"{first.isoformat()} to {latest.last.isoformat()}"
        return parse_period(span, fiscal_start=self.fiscal_start) or latest

    def at(
        self,
        column: Period | None,
        row: Period | None,
        column_path: Sequence[str],
        row_path: Sequence[str],
        kind: ColumnKind = ColumnKind.LEVEL,
    ) -> tuple[Period | None, str]:
        """The period of a cell, and where it was found when neither its row nor its column names one.

        A quarter or month that one of them names without a year takes the year from the other, and so does what says
        how much of the year it is.
        """
        if column is None and (said := self._said(column_path, kind)) is not None:
            told = self._told(said, row)
            return told, self.source if row is None and told is not None and self._of_its_own(told) is None else ""
        of_year = _extent_alone(row_path[-1]) if row_path and column is not None else None
        if column is not None and of_year is not None and (row is None or not column.contains(row)):
            return self._told(of_year, column), ""
        if column is None and row is not None and (partial := _whole_partial(column_path)):
            return complete(partial, row), ""
        months = _MONTHS_ALONE.fullmatch(column_path[-1]) if column_path else None
        if column is None and row is not None and months and (part := self._months_of(months[0], row)):
            return part, ""
        if column is None and row is not None and row.months == 12 and (whole := self._in_year(column_path, row)):
            return whole, ""
        is_other = column is not None and row is not None and column.months == _YEAR and not column.contains(row)
        if column is not None and (row is None or is_other) and (partial := _whole_partial(row_path)):
            return complete(partial, column), ""
        if column is not None and row is not None:
            return (row if column.contains(row) else column), ""
        if column is None and row is None:
            return self.period, self.source
        return column or row, ""

    def _months_of(self, months: str, year: Period) -> Period | None:
        """The months that a heading names without a year ("Apr-Jun"), in a year of the rows."""
        named = (
            parse_period(f"{months} {y}", fiscal_start=self.fiscal_start) for y in (year.first.year, year.last.year)
        )
        return next((period for period in named if period is not None and year.contains(period)), None)

    def _in_year(self, path: Sequence[str], year: Period) -> Period | None:
        """The stretch that a heading without a year ("Three months ended | June 30") names in a year of the rows."""
        heading = " ".join(path)
        if not _ENDS.search(heading):
            return None
        found = parse_period(f"{heading.rstrip(':,')}, {year.last.year}", fiscal_start=self.fiscal_start)
        return found if found is not None and year.contains(found) else None


def date_table(table: Table, document: Document, layout: Layout, around: Sequence[str], fiscal_start: int) -> Dating:
    """The periods of a table. ``around`` are its notes and the lines before it."""
    labels = [layout.words[row][c] for row in layout.body for c in layout.label_columns]
    labels += [label for block in layout.blocks for head in block.values() for label in head.path]
    paths = [head.path for head in layout.blocks[0].values()]
    stretch = only_period(table.title, fiscal_start)
    dating = Dating(
        layout=layout,
        fiscal_start=fiscal_start,
        title=table.title,
        covered=only_period(document.period, fiscal_start),
        titled=_several(table.title, fiscal_start),
        is_alike=any(year_by_place(path) == 0 for path in paths) and not any(map(_is_of_part, paths)),
        years=stretch if stretch is not None and stretch.months > _YEAR else None,
        has_iso_months=are_iso_months(labels),
    )
    for period, source in _candidates(table, document, layout, around, fiscal_start):
        if period is not None:
            return replace(dating, period=period, source=source)
    return replace(dating, report=_completes(document, layout, fiscal_start))


def _completes(document: Document, layout: Layout, fiscal_start: int) -> Period | None:
    """The report's period, where the headings' quarters without a year run in order and not past it, and their months
    are those of the quarter that it covers; None otherwise.

    "Q3, Q4, Q1, Q2" are of two years, and no period of the report says of which.
    """
    report = only_period(document.period, fiscal_start)
    if report is None or report.kind not in (PeriodKind.QUARTER, PeriodKind.FISCAL_YEAR, PeriodKind.YEAR):
        return None
    heads = [
        head.path[-1] for block in layout.blocks for c, head in block.items() if head.path and _is_filled(layout, c)
    ]
    partials = [m.partial for head in heads for m in find_periods(head) if m.partial is not None]
    quarters = [complete(partial, report) for partial in dict.fromkeys(partials) if partial.quarter is not None]
    months = [complete(partial, report) for partial in dict.fromkeys(partials) if partial.month is not None]
    if (not quarters and not months) or not _in_order(quarters) or not _in_order(months):
        return None
    if quarters and quarters[-1].last > report.last:
        return None
    is_of_quarter = report.kind is PeriodKind.QUARTER and all(map(report.contains, months))
    return report if is_of_quarter or not months else None


def _is_filled(layout: Layout, column: int) -> bool:
    """Whether a column has anything below its heading: quarters to come may stand there empty."""
    return any(layout.words[row][column] for row in layout.body)


def _in_order(periods: Sequence[Period]) -> bool:
    return all(a < b for a, b in pairwise(periods))


def _candidates(
    table: Table, document: Document, layout: Layout, around: Sequence[str], fiscal_start: int
) -> Iterator[tuple[Period | None, str]]:
    """What could date the whole table, best first."""
    heads = [label for block in layout.blocks for head in block.values() for label in head.path]
    named = {(p.first, p.last): p for label in heads for p in _own_periods(label, fiscal_start)}
    for text, source in ((layout.caption, "caption"), (table.title, "title")):
        told = only_period(text, fiscal_start)
        if told is not None and told.months > _YEAR and any(_is_part(p, told) for p in named.values()):
            return
        if _several(text, fiscal_start):
            yield _main(text, fiscal_start), source
            return
        yield told, source
    yield only_period(" ".join(layout.row_dimension), fiscal_start), "corner"
    for note in filter(_NOTE_OF_PERIOD.search, table.notes):
        yield only_period(note, fiscal_start), "note"
    # "12 months to September" is how one measure is counted, and says nothing of the columns beside it.
    if len(named) == 1 and next(iter(named.values())).kind is not PeriodKind.ROLLING:
        yield next(iter(named.values())), "sister column"
    if any(map(_SPANS_YEARS.search, (table.title, layout.caption))):
        # "Over the last five years" is not the one year that the page is about.
        return
    for title in reversed(table.locator.section):
        yield only_period(title, fiscal_start), "section title"
    for title in _lines_above(table, document):
        yield only_period(title, fiscal_start), "page title"
    report = only_period(document.period, fiscal_start)
    if report is not None and report.months and any(map(_ROLLING_NOTE.search, (layout.caption, table.title, *around))):
        yield parse_period(f"12 months to {report.last:%B %Y}"), "report period"


_ALL_OF = re.compile(r"\b(?:full|whole|entire|financial|fiscal|calendar|year|q[1-4])\b|[\W_]+", re.IGNORECASE)
"""What may stand beside the name of a time without saying anything else."""


def _named_by(label: str, fiscal_start: int) -> Period | None:
    """The one time that a label is the name of, with no word for anything else: "2024-25 full year", "Q1 Apr-Jun 2025".

    None where its words name two, or a quarter beside the months of another.
    """
    rest = label
    mentions = find_periods(label, fiscal_start=fiscal_start)
    for mention in reversed(mentions):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    period = only_period(label, fiscal_start)
    if period is None or _ALL_OF.sub("", rest):
        return None
    partials = (m.partial for m in mentions if m.partial is not None)
    return period if all(complete(partial, period).same_span(period) for partial in partials) else None


def _is_part(part: Period, whole: Period) -> bool:
    return whole.contains(part) and not part.same_span(whole)


def only_period(text: str, fiscal_start: int) -> Period | None:
    """The one period that a text names; None when it names none or several."""
    mentions = find_periods(text, fiscal_start=fiscal_start)
    found = {(m.period.first, m.period.last): m.period for m in mentions if m.period is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def _extent_alone(label: str) -> RelativeTime | None:
    """What a label that says how much of the year its figures are of, and nothing else, says."""
    if _TO_DATE.fullmatch(label):
        return RelativeTime(extent=Extent.TO_DATE)
    return RelativeTime(extent=Extent.WHOLE) if _THE_YEAR.fullmatch(label) else None


def _is_of_part(path: Sequence[str]) -> bool:
    """Whether a heading says that its column is of this quarter or month."""
    return bool(path) and _THIS_PART.search(path[-1]) is not None


def _several(text: str, fiscal_start: int) -> tuple[Period, ...]:
    """The times that a text names, in order, where these are several."""
    named = {
        (m.period.first, m.period.last): m.period for m in find_periods(text, fiscal_start=fiscal_start) if m.period
    }
    return tuple(named.values()) if len(named) > 1 else ()


def _innermost(periods: Sequence[Period]) -> Period | None:
    """The one that lies in all the others: in "2025/26 budget at 31 December 2025", the day."""
    return next((p for p in periods if all(other.contains(p) for other in periods)), None)


def _main(text: str, fiscal_start: int) -> Period | None:
    """Of several times that a text names the one that is held against the others ("Q3 2025/26 compared with Q2")."""
    mentions = [m for m in find_periods(text, fiscal_start=fiscal_start) if m.period is not None]
    against = next((m.start for m in mentions if _HELD_AGAINST.search(text[: m.start])), 0)
    return only_period(text[:against], fiscal_start)


def _beside(columns: Sequence[GridColumn]) -> list[GridColumn]:
    """The columns with those that have one heading between them ("%", "%") dated by the time that each stands right of
    ("June", "%", "July", "%").
    """
    lefts: dict[tuple[str, ...], dict[int, Period | None]] = {}
    left: Period | None = None
    for i, column in enumerate(columns):
        left = column.period or left
        if column.period is None and column.kind is ColumnKind.LEVEL:
            lefts.setdefault(column.path, {})[i] = left
    done = list(columns)
    for alike in lefts.values():
        times = {(period.first, period.last) for period in alike.values() if period is not None}
        if len(alike) > 1 and len(times) == len(alike):
            for i, period in alike.items():
                done[i] = replace(columns[i], period=period)
    return done


def _years_on(year: Period, years: int, fiscal_start: int) -> Period | None:
    """The year so many years after a year; before it where they are negative."""
    first = year.first.year + years
    name = str(first) if year.kind is PeriodKind.YEAR else f"{first}/{(first + 1) % 100:02}"
    return parse_period(name, fiscal_start=fiscal_start)


def _run_on(columns: Sequence[GridColumn]) -> list[GridColumn]:
    """The columns with each quarter or month without a year dated by the column to its left ("Q1 2024/25", "Q2")."""
    found: list[GridColumn] = []
    for column in columns:
        left = found[-1].period if found else None
        partial = _whole_partial(column.path) if len(column.path) == 1 and column.kind is ColumnKind.LEVEL else None
        if left is not None and partial is not None and (after := _after(left, partial)) is not None:
            column = replace(column, period=after)
        found.append(column)
    return found


def _after(left: Period, partial: PartialPeriod) -> Period | None:
    """What a partial period is after one of its kind: later in the same year, or the next."""
    if left.kind not in (PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.HALF):
        return None
    following = left.next()
    named = (complete(partial, left), complete(partial, following))
    return next((p for p in named if p.kind is left.kind and (p == following or p.last > left.last)), None)


def _whole_partial(path: Sequence[str]) -> PartialPeriod | None:
    """The quarter, half or month without a year that the innermost label is the name of: "Q1", "Q1 (April to June)"."""
    mentions = find_periods(path[-1]) if path else ()
    if not mentions or mentions[0].start:
        return None
    rest = path[-1][mentions[0].end :]
    return mentions[0].partial if not rest or _MONTHS_ALONE.fullmatch(rest.strip(" ():,–-")) else None


def _own_periods(label: str, fiscal_start: int) -> tuple[Period, ...]:
    """The periods in a heading that are its own, not what it is compared with."""
    return tuple(
        m.period
        for m in find_periods(label, fiscal_start=fiscal_start)
        if m.period is not None and not _is_compared_with(label[max(0, m.start - _MAX_LEAD_CHARS) : m.start])
    )


def _is_compared_with(before: str) -> bool:
    """Whether the words before a period say that it is what something is compared with, or was moved to."""
    return bool(COMPARED.search(before) or _MOVED.search(before))


def _lines_above(table: Table, document: Document) -> Iterator[str]:
    """The short lines above the table on its page, nearest first, but for those of other sections; a heading over
    nothing but another is of what that heads too.
    """
    if table.locator.page is None:
        return
    place = place_of(table, document)
    is_over_another = is_over_heading = False
    for block in reversed(document.blocks[:place]):
        if block.locator.page != table.locator.page:
            return
        is_heading = block.kind is BlockKind.HEADING
        is_line = is_heading or (block.kind is BlockKind.PARAGRAPH and len(block.text) < 90)
        is_above = block.locator.section == table.locator.section[: len(block.locator.section)]
        is_above = is_above or (is_heading and is_over_heading)
        if is_line and is_above and not is_over_another:  # what is right over another table is its caption
            yield block.text
        is_over_another = block.kind is BlockKind.TABLE or (is_over_another and block.kind is BlockKind.NOTE)
        is_over_heading = is_heading


def place_of(table: Table, document: Document) -> int:
    """The index of the table's block; 0 for a table that is not among the document's blocks."""
    return next((i for i, b in enumerate(document.blocks) if b.table is not None and b.table.number == table.number), 0)

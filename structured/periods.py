"""Periods: reading "Q4 23-24", "12 months to January 2024" and their kin; order, distance, neighbours.

A fiscal year starts in April unless the caller says otherwise.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache


class PeriodKind(StrEnum):
    """The shape of a stretch of time."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    """A calendar year."""
    FISCAL_YEAR = "fiscal year"
    ROLLING = "rolling"
    """A stretch named by its end: "12 months to March 2024"."""
    RANGE = "range"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of time with its first and last day, both included. ``printed`` is the words that it was read from.

    Two periods mean the same when their first and last days agree, whatever they are called. Sorted by last day, then
    first. ``fiscal_start`` is the month in which the year of a quarter, half or fiscal year begins (1: calendar year).
    """

    kind: PeriodKind
    first: date
    last: date
    printed: str = field(default="", compare=False)
    fiscal_start: int = field(default=4, compare=False)

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period ends on or after its first day, not {self.first}..{self.last}")

    def __lt__(self, other: Period) -> bool:
        return (self.last, self.first) < (other.last, other.first)

    @property
    def months(self) -> int:
        """How many whole calendar months it covers; 0 when it does not begin and end with a month."""
        if self.first.day != 1 or self.last != _month_end(self.last):
            return 0
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def previous(self) -> Period:
        """The stretch of the same kind and length that ends the day before this one begins."""
        if self.months:
            return self._moved(-self.months)
        days = self.last - self.first + timedelta(days=1)
        return Period(kind=self.kind, first=self.first - days, last=self.last - days, fiscal_start=self.fiscal_start)

    def next(self) -> Period:
        """The stretch of the same kind and length that begins the day after this one ends."""
        if self.months:
            return self._moved(self.months)
        days = self.last - self.first + timedelta(days=1)
        return Period(kind=self.kind, first=self.first + days, last=self.last + days, fiscal_start=self.fiscal_start)

    def year_before(self) -> Period:
        """The same stretch one year earlier."""
        return self._moved(-12)

    def _moved(self, months: int) -> Period:
        last = _add_months(self.last, months)
        if self.last == _month_end(self.last):
            last = _month_end(last)
        return Period(kind=self.kind, first=_add_months(self.first, months), last=last, fiscal_start=self.fiscal_start)

    def same_span(self, other: Period) -> bool:
        """Whether both cover the same days."""
        return (self.first, self.last) == (other.first, other.last)

    def contains(self, other: Period) -> bool:
        """Whether every day of the other lies in this one."""
        return self.first <= other.first and other.last <= self.last

    def ends_with(self, other: Period) -> bool:
        """Whether both end on the same day."""
        return self.last == other.last

    def label(self) -> str:
        """The canonical name: "Q4 2023/24", "2023/24", "12 months to March 2024", "January 2024", "7 March 2024"."""
        end = f"{_MONTHS[self.last.month - 1]} {self.last.year}"
        into_year = (self.first.month - self.fiscal_start) % 12
        match self.kind:
            case PeriodKind.DAY:
                return _day_label(self.last)
            case PeriodKind.MONTH:
                return end
            case PeriodKind.YEAR:
                return str(self.last.year)
            case PeriodKind.FISCAL_YEAR:
                return _year_name(self.first, self.fiscal_start)
            case PeriodKind.QUARTER:
                return f"Q{into_year // 3 + 1} {_year_name(self.first, self.fiscal_start)}"
            case PeriodKind.HALF:
                return f"H{into_year // 6 + 1} {_year_name(self.first, self.fiscal_start)}"
            case PeriodKind.ROLLING if self.months:
                return f"{self.months} months to {end}"
            case PeriodKind.ROLLING if _add_months(self.first - timedelta(days=1), 12) == self.last:
                return f"12 months to {_day_label(self.last)}"
            case _ if self.months:
                start = _MONTHS[self.first.month - 1]
                return (
                    f"{start} to {end}" if self.first.year == self.last.year else f"{start} {self.first.year} to {end}"
                )
            case _:
                return f"{_day_label(self.first)} to {_day_label(self.last)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialPeriod:
    """A period whose year is left out ("Q2", "March", "31 March"). Exactly one of quarter, half and month is set.

    A ``day`` is one of the month.
    """

    quarter: int | None = None
    half: int | None = None
    month: int | None = None
    day: int | None = None
    printed: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if sum(part is not None for part in (self.quarter, self.half, self.month)) != 1:
            raise ValueError("a partial period is one quarter, one half or one month")
        if self.day is not None and (self.month is None or not 1 <= self.day <= monthrange(2000, self.month)[1]):
            raise ValueError("a day without a year is one of its month")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodMention:
    """A period found at ``text[start:end]``. ``period`` is None when the year is left out: then ``partial`` says
    which part.
    """

    start: int
    end: int
    period: Period | None = None
    partial: PartialPeriod | None = None


def complete(partial: PartialPeriod, reference: Period, *, fiscal_start: int | None = None) -> Period:
    """The partial period in the fiscal year in which ``reference`` ends.

    ``fiscal_start`` defaults to the reference's own. A month that lies after the reference is taken from the year
    before.

    >>> q4 = parse_period("Q4 2023/24")
    >>> complete(PartialPeriod(quarter=2), q4).label()
    'Q2 2023/24'
    """
    start = reference.fiscal_start if fiscal_start is None else fiscal_start
    year = reference.last.year if reference.last.month >= start else reference.last.year - 1
    if partial.quarter is not None:
        return _quarter(year, partial.quarter, start, partial.printed)
    if partial.half is not None:
        return _half(year, partial.half, start, partial.printed)
    month = partial.month or 1
    first = date(year if month >= start else year + 1, month, 1)
    if first > reference.last:
        first = _add_months(first, -12)
    if partial.day is not None:
        on = first.replace(day=min(partial.day, _month_end(first).day))
        return Period(kind=PeriodKind.DAY, first=on, last=on, printed=partial.printed, fiscal_start=start)
    return Period(
        kind=PeriodKind.MONTH, first=first, last=_month_end(first), printed=partial.printed, fiscal_start=start
    )


# Building -------------------------------------------------------------------------------------------------------------


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _add_months(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day_label(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _year_name(first: date, fiscal_start: int) -> str:
    year = first.year if first.month >= fiscal_start else first.year - 1
    return str(year) if fiscal_start == 1 else f"{year}/{(year + 1) % 100:02}"


def _span(kind: PeriodKind, year: int, month: int, length: int, printed: str, fiscal_start: int) -> Period:
    first = date(year, month, 1)
    last = _month_end(_add_months(first, length - 1))
    return Period(kind=kind, first=first, last=last, printed=printed, fiscal_start=fiscal_start)


def _quarter(year: int, quarter: int, start: int, printed: str) -> Period:
    first = _add_months(date(year, start, 1), 3 * (quarter - 1))
    return _span(PeriodKind.QUARTER, first.year, first.month, 3, printed, start)


def _half(year: int, half: int, start: int, printed: str) -> Period:
    first = _add_months(date(year, start, 1), 6 * (half - 1))
    return _span(PeriodKind.HALF, first.year, first.month, 6, printed, start)


def _year(year: int, start: int, printed: str) -> Period:
    return _span(PeriodKind.YEAR if start == 1 else PeriodKind.FISCAL_YEAR, year, start, 12, printed, start)


def _between(first: date, last: date, printed: str, start: int) -> Period | None:
    """The stretch from first to last, called a month, quarter, half or year when it is one."""
    if last < first:
        return None
    plain = Period(kind=PeriodKind.RANGE, first=first, last=last, printed=printed, fiscal_start=start)
    aligned = (first.month - start) % 12
    match plain.months:
        case 1:
            kind = PeriodKind.MONTH
        case 3 if aligned % 3 == 0:
            kind = PeriodKind.QUARTER
        case 6 if aligned % 6 == 0:
            kind = PeriodKind.HALF
        case 12 if first.month == 1:
            kind = PeriodKind.YEAR
        case 12 if aligned == 0:
            kind = PeriodKind.FISCAL_YEAR
        case _:
            return plain
    return Period(kind=kind, first=first, last=last, printed=printed, fiscal_start=start)


# Reading --------------------------------------------------------------------------------------------------------------

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_Y4 = r"(?:19|20)\d\d"
_PAIR = rf"(?:(?:{_Y4})\s?[/–-]\s?(?:{_Y4}|\d\d|\d)|\d\d\s?[/–-]\s?\d\d)(?![\d/]|[–-]\S|[.,]\d)"
_PAIR_TO = rf"(?:{_PAIR}|{_Y4}\s+to\s+{_Y4}(?!\d))"
"""The same, or "2024 to 2025", which is one year only where the words beside it say so."""
_FY = r"(?:fy|financial\s+year|fiscal\s+year|fiscal|f/y)\s?'?"
_AY = r"(?:(?:academic|school)\s+years?|a/?y)\s?"
_SEPTEMBER = 9
_TERM = (
    r"(?:(?P<autumn>autumn|michaelmas)|(?P<spring>spring|lent|hilary|epiphany)|(?P<summer>summer|trinity|easter))"
    r"\s+term"
)
_Q = (
    r"(?:q(?:uarter|tr)?\s?(?P<q>[1-4])|(?:quarter|qtr)\s(?P<qw>one|two|three|four)|"
    r"(?P<qo>first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter)"
)
_QS = r"q(?:uarters?)?\s?(?P<q1>[1-4])(?:\s+to\s+|\s?[-–]\s?)(?:q(?:uarter)?\s?)?(?P<q2>[1-4])"
_H = r"(?:h(?:alf)?\s?(?P<h>[12])|(?P<ho>first|second|1st|2nd)\s+half)"
_SEP = r"(?:\s?[-–,:]\s?|\s+of\s+(?:the\s+)?|\s+in\s+|\s?\(|\s+|/)?"
_TO = r"(?:\s+(?:to|until|till|through)\s+(?:the\s+)?|(?P<and>\s+and\s+)|\s?[-–—]\s?)"
_ORDINALS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "first": 1, "second": 2, "third": 3, "fourth": 4,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_COUNTS = {"three": 3, "six": 6, "nine": 9, "twelve": 12, "rolling 12": 12}
_DATE = (
    rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<dm>{MONTH})\s*,?\s+(?P<dy>{_Y4})|"
    rf"(?P<am>{MONTH})\s*(?P<ad>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)(?P<ay>{_Y4})|"
    rf"(?P<iy>{_Y4})-(?P<im>[01]\d)-(?P<id>[0-3]\d)|(?P<nd>\d{{1,2}})/(?P<nm>\d{{1,2}})/(?P<ny>{_Y4})|"
    rf"(?P<pd>[0-3]\d)[./](?P<pm>[01]\d)[./](?P<py>(?:20)?[0-4]\d)(?!\d|[.,/]\d|\s?%))"
)


def _month(word: str) -> int:
    return next(i for i, name in enumerate(_MONTHS, 1) if name.casefold().startswith(word.casefold().rstrip(".")[:3]))


def _four(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _pair(text: str) -> int | None:
    """The first year of "2023/24", "23-24", "2024/5"; None where the years do not follow each other."""
    left, right = re.split(r"\s?[/–-]\s?|\s+to\s+", text.strip())
    first = _four(left)
    wanted = str(first + 1)
    return first if wanted.endswith(right) and (len(right) > 1 or len(left) == 4) else None


def _which(match: re.Match[str], digit: str, *words: str) -> int:
    if match[digit]:
        return int(match[digit])
    return next(_ORDINALS[match[name].casefold()] for name in words if match[name])


def _valid(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def _date(match: re.Match[str], suffix: str = "") -> date | None:
    g = {
        name: match[name + suffix]
        for name in ("d", "dm", "dy", "am", "ad", "ay", "iy", "im", "id", "nd", "nm", "ny", "pd", "pm", "py")
    }
    if g["d"]:
        return _valid(int(g["dy"]), _month(g["dm"]), int(g["d"]))
    if g["ad"]:
        return _valid(int(g["ay"]), _month(g["am"]), int(g["ad"]))
    if g["iy"]:
        return _valid(int(g["iy"]), int(g["im"]), int(g["id"]))
    if g["pd"]:
        return _valid(_four(g["py"]), int(g["pm"]), int(g["pd"]))
    return _valid(int(g["ny"]), int(g["nm"]), int(g["nd"]))


def _day(match: re.Match[str], start: int) -> Period | None:
    day = _date(match)
    return (
        None if day is None else Period(kind=PeriodKind.DAY, first=day, last=day, printed=match[0], fiscal_start=start)
    )


def _lists_two(match: re.Match[str]) -> bool:
    """Whether "and" joins two periods ("in May 2023 and June 2024") rather than the ends of one ("between … and …")."""
    return bool(match["and"]) and not re.search(
        r"\bbetween\s+(?:the\s+)?$", match.string[: match.start()], re.IGNORECASE
    )


def _two_dates(match: re.Match[str], start: int) -> Period | None:
    if _lists_two(match):
        return None
    first, last = _date(match), _date(match, "2")
    return None if first is None or last is None else _between(first, last, match[0], start)


def _day_month_range(match: re.Match[str], start: int) -> Period | None:
    last = _date(match, "2")
    if last is None or _lists_two(match):
        return None
    first = _valid(last.year, _month(match["m"]), int(match["fd"]))
    return (
        None if first is None else _between(first if first <= last else _add_months(first, -12), last, match[0], start)
    )


def _days_of_month(match: re.Match[str], start: int) -> Period | None:
    """Some days of one month: "14-15 Sept 2025"."""
    year, month = int(match["y"]), _month(match["m"])
    first, last = _valid(year, month, int(match["fd"])), _valid(year, month, int(match["ld"]))
    return None if first is None or last is None else _between(first, last, match[0], start)


def _part_of_pair(match: re.Match[str], start: int) -> Period | None:
    """What of a year has been counted: "2026/27 (April to September)", "2026/27 (to 30 September)"."""
    year = _pair(match["pair"])
    if year is None:
        return None
    fiscal = 4 if start == 1 else start
    whole = _year(year, fiscal, match[0])
    first, last = _month(match["m1"]) if match["m1"] else fiscal, _month(match["m2"])
    begins = date(year + (first < fiscal), first, 1)
    ends = _month_end(date(year + (last < fiscal), last, 1))
    if match["d2"]:
        ends = _valid(ends.year, ends.month, int(match["d2"])) or ends
    part = _between(begins, ends, match[0], fiscal)
    return part if part is not None and whole.contains(part) else None


def _month_range(match: re.Match[str], start: int) -> Period | None:
    if _lists_two(match):
        return None
    last_year = _four(match["y2"].lstrip("'"))
    first_year = _four(match["y1"].lstrip("'")) if match["y1"] else last_year
    first = date(first_year, _month(match["m1"]), 1)
    last = _month_end(date(last_year, _month(match["m2"]), 1))
    if last < first and not match["y1"]:
        first = _add_months(first, -12)
    return _between(first, last, match[0], start)


def _month_year(match: re.Match[str], start: int) -> Period | None:
    year = _four(match["y"].lstrip("'"))
    return _span(PeriodKind.MONTH, year, _month(match["m"]), 1, match[0], start)


def _end_of_month(match: re.Match[str], start: int) -> Period | None:
    last = _month_end(date(int(match["y"]), _month(match["m"]), 1))
    return Period(kind=PeriodKind.DAY, first=last, last=last, printed=match[0], fiscal_start=start)


def _rolling(match: re.Match[str], start: int) -> Period | None:
    """The stretch of a length that ends when another ends: "12 months to X", "year ended X"."""
    end = parse_period(match["end"], fiscal_start=start)
    if end is None:
        return None
    if match["weeks"]:
        first = end.last - timedelta(days=7 * int(match["weeks"]) - 1)
        return Period(kind=PeriodKind.ROLLING, first=first, last=end.last, printed=match[0], fiscal_start=start)
    length = 12
    if count := match["n"]:
        count = count.casefold()
        length = int(count) if count.isdigit() else _COUNTS[count]
    elif match["quarterly"]:
        length = 3
    if not 1 <= length <= 120:
        return None
    last = end.last
    first = date(last.year, last.month, 1) if last == _month_end(last) else last + timedelta(days=1)
    first = _add_months(first, 1 - length) if last == _month_end(last) else _add_months(first, -length)
    return Period(kind=PeriodKind.ROLLING, first=first, last=last, printed=match[0], fiscal_start=start)


def _quarter_of_pair(match: re.Match[str], start: int) -> Period | None:
    year = _pair(match["pair"])
    fiscal = 4 if start == 1 else start
    return None if year is None else _quarter(year, _which(match, "q", "qw", "qo"), fiscal, match[0])


def _quarters_of_pair(match: re.Match[str], start: int) -> Period | None:
    """Some quarters of a year, one after the other: "Q1 to Q3 2025/26"."""
    year, fiscal = _pair(match["pair"]), 4 if start == 1 else start
    if year is None or int(match["q1"]) >= int(match["q2"]):
        return None
    first, last = (_quarter(year, int(match[name]), fiscal, match[0]) for name in ("q1", "q2"))
    return _between(first.first, last.last, match[0], fiscal)


def _quarter_of_fiscal(match: re.Match[str], start: int) -> Period | None:
    year = _four(match["y"]) - (start != 1)
    return _quarter(year, _which(match, "q", "qw", "qo"), start, match[0])


def _quarter_of_year(match: re.Match[str], _start: int) -> Period | None:
    return _quarter(_four(match["y"]), _which(match, "q", "qw", "qo"), 1, match[0])


def _short_quarter(match: re.Match[str], _start: int) -> Period | None:
    return _quarter(_four(match["y"]), int(match["q"]), 1, match[0])


def _half_of_pair(match: re.Match[str], start: int) -> Period | None:
    year = _pair(match["pair"])
    return None if year is None else _half(year, _which(match, "h", "ho"), 4 if start == 1 else start, match[0])


def _half_of_fiscal(match: re.Match[str], start: int) -> Period | None:
    return _half(_four(match["y"]) - (start != 1), _which(match, "h", "ho"), start, match[0])


def _half_of_year(match: re.Match[str], _start: int) -> Period | None:
    return _half(_four(match["y"]), _which(match, "h", "ho"), 1, match[0])


def _month_of_pair(match: re.Match[str], start: int) -> Period | None:
    """Months are counted from the start of the financial year: "Month 10 2025/26" is January 2026."""
    year = _pair(match["pair"])
    if year is None:
        return None
    first = _add_months(date(year, 4 if start == 1 else start, 1), int(match["n"]) - 1)
    return _span(PeriodKind.MONTH, first.year, first.month, 1, match[0], 4 if start == 1 else start)


def _first_months_of_pair(match: re.Match[str], start: int) -> Period | None:
    year = _pair(match["pair"])
    if year is None:
        return None
    count = match["count"].casefold()
    fiscal = 4 if start == 1 else start
    first = date(year, fiscal, 1)
    length = int(count) if count.isdigit() else _NUMBERS.index(count) + 2
    return _between(first, _month_end(_add_months(first, length - 1)), match[0], fiscal)


def _fiscal_pair(match: re.Match[str], start: int) -> Period | None:
    year = _pair(match["pair"])
    return None if year is None else _year(year, 4 if start == 1 else start, match[0])


def _term_of_pair(match: re.Match[str], _start: int) -> Period | None:
    year = _pair(match["pair"])
    return None if year is None else _term_in(year + (match["autumn"] is None), match)


def _term(match: re.Match[str], _start: int) -> Period | None:
    return _term_in(int(match["y"]), match)


def _term_in(year: int, match: re.Match[str]) -> Period:
    """Autumn from September, spring from January, summer from April to July: Easter, which parts these, moves."""
    first, last = (9, 12) if match["autumn"] else (1, 3) if match["spring"] else (4, 7)
    return Period(
        kind=PeriodKind.RANGE,
        first=date(year, first, 1),
        last=_month_end(date(year, last, 1)),
        printed=match[0],
        fiscal_start=_SEPTEMBER,
    )


def _fiscal_single(match: re.Match[str], start: int) -> Period | None:
    return _year(_four(match["y"]) - (start != 1), start, match[0])


def _calendar_year(match: re.Match[str], _start: int) -> Period | None:
    return _year(int(match["y"]), 1, match[0])


def _pair_range(match: re.Match[str], start: int) -> Period | None:
    first, last = _pair(match["p1"]), _pair(match["p2"])
    if _lists_two(match) or first is None or last is None or last <= first:
        return None
    fiscal = 4 if start == 1 else start
    return _between(date(first, fiscal, 1), _year(last, fiscal, "").last, match[0], fiscal)


def _year_range(match: re.Match[str], _start: int) -> Period | None:
    first, last = int(match["y1"]), int(match["y2"])
    return _between(date(first, 1, 1), date(last, 12, 31), match[0], 1) if first < last else None


_Builder = Callable[[re.Match[str], int], Period | None]


def _second(pattern: str) -> str:
    """The pattern with its group names marked as those of the second date."""
    return re.sub(r"\(\?P<(\w+)>", r"(?P<\g<1>2>", pattern)


_Y2 = rf"(?:{_Y4}|'?\d\d(?!\d|[/,.:-]\d|\s?%|\s?(?:years?|days?|staff|people)))"
_ENDS = (
    rf"(?:(?:the\s+)?(?:end\s+of\s+)?(?:{re.sub(r'[?]P<[a-z]+>', '?:', _DATE)}|{MONTH}\s+{_Y2}|"
    rf"q(?:uarter)?\s?[1-4]{_SEP}(?:{_FY}\s?)?(?:{_PAIR}|{_Y4}|\d\d)|{_FY}{_Y4}|{_PAIR}))"
)
_LENGTH = (
    r"(?:(?P<n>\d{1,3}|three|six|nine|twelve)[\s-]+months?|(?P<weeks>\d{1,2})\s+weeks?|(?P<quarterly>quarters?)|"
    r"(?:(?:fiscal|financial|calendar)\s+)?years?)"
)
# In order of precedence: at one place in the text the earlier pattern wins.
_PATTERNS: tuple[tuple[re.Pattern[str], _Builder], ...] = tuple(
    (re.compile(rf"(?<![\w£$€])(?<![\d][.,/])(?:{pattern})(?!\w)", re.IGNORECASE), builder)
    for pattern, builder in (
        (
            rf"(?:(?:the\s+)?(?:rolling\s+|last\s+|latest\s+|past\s+)?{_LENGTH}"
            rf"\s*,?\s+(?:to|ending|ended|up\s+to)\s+(?:the\s+)?(?:end\s+of\s+)?(?P<end>{_ENDS}))",
            _rolling,
        ),
        (rf"{_DATE}{_TO}{_second(_DATE)}", _two_dates),
        (rf"(?:(?P<fd>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{MONTH})){_TO}{_second(_DATE)}", _day_month_range),
        (
            rf"(?P<fd>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–]\s?|\s+to\s+)(?P<ld>\d{{1,2}})(?:st|nd|rd|th)?\s+"
            rf"(?P<m>{MONTH})\s*,?\s+(?P<y>{_Y4})",
            _days_of_month,
        ),
        (_DATE, _day),
        (rf"(?P<m1>{MONTH})\s*(?P<y1>{_Y2})?{_TO}(?P<m2>{MONTH})\s*(?P<y2>{_Y2})", _month_range),
        (rf"(?:the\s+)?end\s+of\s+(?P<m>{MONTH})\s+(?P<y>{_Y4})", _end_of_month),
        (
            rf"(?P<m>{MONTH})(?:\s*[-,]?\s*|\s+of\s+)(?P<y>{_Y4}|'\d\d|[12]\d(?!\d|,|[/.:-]\d|\s?%|\s+{_Y4}))",
            _month_year,
        ),
        (rf"{_TERM}{_SEP}(?:{_AY}\s?)?(?P<pair>{_PAIR})", _term_of_pair),
        (rf"(?:{_AY}\s?)?(?P<pair>{_PAIR}){_SEP}{_TERM}", _term_of_pair),
        (rf"{_TERM}{_SEP}(?P<y>{_Y4})", _term),
        (rf"(?P<y>{_Y4}){_SEP}{_TERM}", _term),
        (rf"{_QS}{_SEP}(?:{_FY}\s?)?(?P<pair>{_PAIR_TO})", _quarters_of_pair),
        (rf"(?:{_FY})?(?P<pair>{_PAIR}){_SEP}{_QS}", _quarters_of_pair),
        (rf"{_Q}{_SEP}(?:{_FY}\s?)?(?P<pair>{_PAIR_TO})", _quarter_of_pair),
        (rf"(?:{_FY})?(?P<pair>{_PAIR}){_SEP}{_Q}", _quarter_of_pair),
        (rf"{_FY}(?P<pair>{_PAIR_TO}){_SEP}{_Q}", _quarter_of_pair),
        (
            rf"(?:month|period|[mp])\s?(?P<n>1[0-2]|[1-9]){_SEP}(?:{_FY}\s?)?(?P<pair>{_PAIR})",
            _month_of_pair,
        ),
        (
            rf"(?:the\s+)?first\s+(?P<count>two|three|four|five|six|seven|eight|nine|ten|eleven|[2-9]|1[01])\s+months\s+of\s+"
            rf"(?:the\s+)?(?:{_FY}\s?)?(?P<pair>{_PAIR})",
            _first_months_of_pair,
        ),
        (rf"{_Q}{_SEP}{_FY}(?P<y>{_Y4}|\d\d)", _quarter_of_fiscal),
        (rf"{_FY}(?P<y>{_Y4}|\d\d){_SEP}{_Q}", _quarter_of_fiscal),
        (rf"{_Q}{_SEP}(?:calendar\s+(?:year\s+)?|cy\s?)?(?P<y>{_Y4})", _quarter_of_year),
        (rf"(?:calendar\s+(?:year\s+)?|cy\s?)?(?P<y>{_Y4}){_SEP}{_Q}", _quarter_of_year),
        (rf"(?P<q>[1-4])q\s?'?(?P<y>{_Y4}|\d\d)", _short_quarter),
        (rf"{_H}{_SEP}(?:{_FY}\s?)?(?P<pair>{_PAIR_TO})", _half_of_pair),
        (rf"{_H}{_SEP}{_FY}(?P<y>{_Y4}|\d\d)", _half_of_fiscal),
        (rf"{_H}{_SEP}(?P<y>{_Y4})", _half_of_year),
        (
            rf"(?P<pair>{_PAIR})\s?[(,]\s?(?:(?P<m1>{MONTH})\s?(?:to|[-–])\s?|(?:up\s+)?to\s+)(?:(?P<d2>\d{{1,2}})\s+)?"
            rf"(?P<m2>{MONTH})(?![\w ]*\d)\)?",
            _part_of_pair,
        ),
        (rf"(?P<p1>{_PAIR}){_TO}(?P<p2>{_PAIR})", _pair_range),
        (rf"(?:{_FY}\s?)?(?P<pair>{_PAIR})(?![\s-]?(?:years?|yrs?)[\s-]old)", _fiscal_pair),
        (rf"{_FY}(?P<pair>{_PAIR_TO})", _fiscal_pair),
        (rf"(?:academic|school|tax)\s+year\s+(?P<pair>{_Y4}\s+to\s+{_Y4}(?!\d))", _fiscal_pair),
        (rf"{_FY}(?P<y>{_Y4}|\d\d(?!\d|[/,.-]\d))", _fiscal_single),
        (rf"(?P<y1>{_Y4})(?:\s+to\s+|\s?[-–]\s?)(?P<y2>{_Y4})", _year_range),
        (r"(?:calendar\s+(?:year\s+)?|cy\s?)?(?P<y>(?:19[5-9]\d|20[0-4]\d))(?![,.]\d|\s?%|/\d|-\d)", _calendar_year),
    )
)
_PARTIAL = re.compile(
    rf"(?<![\w£$€])(?:{_Q}|{_H}|(?:(?P<d>[12]?\d|3[01])(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<m>{MONTH}))(?![\w/])",
    re.IGNORECASE,
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|during|to|since|by|of|until|from|for|and|between|before|after|last|this|early|late|mid|end)[\s-]+$",
    re.IGNORECASE,
)
_JOINS = re.compile(r"^\s*(?:,|and|or|to|vs?\.?|versus|with|than|&|[-–])\s*(?:the\s+)?$", re.IGNORECASE)


_LEAD = re.compile(r"^(?:as\s+(?:of|at)|at|in|during|for|from|between)\s+(?:the\s+)?", re.IGNORECASE)


# What a stretch is called, then which it is: "Q1 (September to November 2024)", "Year 2024-25".
_SPELT_OUT = re.compile(
    r"(?:(?:q|quarter|term|half|h) ?\d|(?:first|second|third|fourth|autumn|spring|summer|winter) (?:quarter|term|half))"
    rf",? \((?P<span>[^()]*{MONTH}[^()]*)|(?:(?:the|whole|full) )*year (?P<year>(?:19|20)\d\d\S*)",
    re.IGNORECASE,
)
_STARTS = re.compile(
    rf"(?:financial|fiscal)\s+years?\s+(?:starts?|begins?|runs?|beginning|starting)\D{{0,20}}?(?:\d{{1,2}}(?:st)?\s+)?(?P<m>{MONTH})\b",
    re.IGNORECASE,
)
_PAIR_OF_YEARS = re.compile(rf"(?<![\d/–-])(?P<pair>{_PAIR})|{_FY}(?P<pair2>{_PAIR_TO})", re.IGNORECASE)
_YEAR_END = re.compile(
    rf"\b(?:years?|fiscal)\s+end(?:ed|ing)\s+(?:(?P<d>\d{{1,2}})\s+)?(?P<m>{MONTH})(?:\s+(?P<d2>\d{{1,2}})(?!\d))?",
    re.IGNORECASE,
)


def guess_fiscal_start(text: str) -> int:
    """The month in which the years of a report begin, judged by its text: 1 for calendar years.

    What it says outright comes first ("the financial year begins in July"); then years named by two ("2023/24"),
    which begin in April unless it says otherwise; then the month in which its years end.
    """
    if match := _STARTS.search(text):
        return _month(match["m"])
    if re.search(r"\bcalendar years\b", text, re.IGNORECASE):
        return 1
    if any(_pair(match["pair"] or match["pair2"]) is not None for match in _PAIR_OF_YEARS.finditer(text)):
        return 4
    ends = [
        _month(m["m"]) % 12 + 1 if int(m["d"] or m["d2"] or 30) > 15 else _month(m["m"])
        for m in _YEAR_END.finditer(text)
    ]
    if ends:
        return max(sorted(set(ends)), key=ends.count)
    if re.search(r"\b1(?:st)? April\b", text) and re.search(r"\b31(?:st)? March\b", text):
        return 4
    return 4 if re.search(r"\bFY\s?'?\d\d", text) or not re.search(_Y4, text) else 1


_QUALIFIED = re.compile(
    r"\s*[(,]\s*(?:provisional|restated|revised|baseline|forecast|estimated?|budget|plan(?:ned)?|actual|final|unaudited|draft|proposed|indicative|projected|approved)$",
    re.IGNORECASE,
)
"""What is said of a year's figures behind its name ("2024-25 (restated)")."""
# Data files write the year 2022/23 as 202223.
_YEAR_CODE = re.compile(r"(?P<first>(?:19|20)\d\d)(?P<second>\d\d)")


def parse_period(text: str, *, fiscal_start: int = 4) -> Period | None:
    """The period that the whole string names, or None. White space, brackets and a final comma around it do not matter.

    >>> parse_period("FY 2024 Q4").label()
    'Q4 2023/24'
    """
    words = " ".join(text.replace("\u00a0", " ").split()).strip(" ()[],:;.")
    code = _YEAR_CODE.fullmatch(words)
    if code and (int(code["first"]) + 1) % 100 == int(code["second"]):
        words = f"{code['first']}/{code['second']}"
    words = _QUALIFIED.sub("", words)
    spelt = _SPELT_OUT.fullmatch(words)
    words += ")" * (words.count("(") > words.count(")"))
    return _parse(_LEAD.sub("", (spelt["span"] or spelt["year"]) if spelt else words), fiscal_start)


_ISO_MONTH = re.compile(rf"(?P<y>{_Y4})-(?P<m>\d\d)")


def are_iso_months(labels: Iterable[str]) -> bool:
    """Whether labels such as "2010-11" are months: one beside them is ("2010-09"), and none can only be two years.

    >>> are_iso_months(["2010-09", "2010-11", "Total"]), are_iso_months(["2010-11", "2011-12"])
    (True, False)
    """
    found = [match for text in labels if (match := _ISO_MONTH.fullmatch(text.strip()))]
    years = [(int(match["y"]) + 1) % 100 == int(match["m"]) for match in found]
    return not all(years) and all(1 <= int(match["m"]) <= 12 for match in found)


def iso_month(text: str) -> Period | None:
    """The month that "2010-11" names where `are_iso_months` says that it is one.

    >>> iso_month("2010-11").label()
    'November 2010'
    """
    match = _ISO_MONTH.fullmatch(text.strip())
    first = _valid(int(match["y"]), int(match["m"]), 1) if match else None
    return None if first is None else Period(kind=PeriodKind.MONTH, first=first, last=_month_end(first), printed=text)


@lru_cache(maxsize=8192)
def _parse(text: str, fiscal_start: int) -> Period | None:
    for pattern, build in _PATTERNS:
        match = pattern.fullmatch(text)
        if match is not None:
            period = build(match, fiscal_start)
            if period is not None:
                return period
    return None


@lru_cache(maxsize=8192)
def find_periods(text: str, *, fiscal_start: int = 4) -> tuple[PeriodMention, ...]:
    """The periods named in running text, in reading order, none overlapping; a quarter, half or month without its
    year is a partial one, completed where the next period in a list has the year ("Q2 and Q3 2023/24").
    """
    if not any(char.isdigit() for char in text) and not _PARTIAL.search(text):
        return ()
    found: list[PeriodMention] = []
    taken = bytearray(len(text))
    for pattern, build in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            period = build(match, fiscal_start)
            if period is not None:
                taken[start:end] = bytes([True]) * (end - start)
                found.append(PeriodMention(start=start, end=end, period=period))
    for match in _PARTIAL.finditer(text):
        start, end = match.span()
        if any(taken[start:end]):
            continue
        if match["m"] and not _names_month(match, text):
            continue
        found.append(PeriodMention(start=start, end=end, partial=_partial(match)))
    found.sort(key=lambda mention: mention.start)
    for i in range(len(found) - 2, -1, -1):
        here, after = found[i], found[i + 1]
        if here.partial is not None and after.period is not None and _JOINS.match(text[here.end : after.start]):
            found[i] = PeriodMention(start=here.start, end=here.end, period=complete(here.partial, after.period))
    return tuple(found)


def _names_month(match: re.Match[str], text: str) -> bool:
    """Whether a month's word is one here: "may" and "march" are verbs too, and "sep" or "dec" may be parts of names."""
    word = match["m"]
    if text.strip(" .:") == word.rstrip(".") and word[0].isupper():
        return True  # a label that is nothing else
    if match["d"]:
        return len(word) > 3 or word[0].isupper() or word.casefold() == "may"
    if _BEFORE_MONTH.search(text[: match.start()]):
        return len(word) > 3 or word[0].isupper() or word.casefold() == "may"
    return word[0].isupper() and word.casefold() != "may" and len(word) > 3


def _partial(match: re.Match[str]) -> PartialPeriod:
    if match["m"]:
        month, day = _month(match["m"]), int(match["d"] or 0)
        of_month = 1 <= day <= monthrange(2000, month)[1]
        return PartialPeriod(month=month, day=day if of_month else None, printed=match[0])
    if match["h"] or match["ho"]:
        return PartialPeriod(half=_which(match, "h", "ho"), printed=match[0])
    return PartialPeriod(quarter=_which(match, "q", "qw", "qo"), printed=match[0])

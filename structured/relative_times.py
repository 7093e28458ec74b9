"""What a heading says of its time by that of the table: the whole year, the year to date, the quarter before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from structured.periods import Period, PeriodKind, parse_period

COMPARED = re.compile(
    r"\b(?:from|on|over|since|than|vs\.?|versus|compared (?:with|to)|against|to|relative to)\s+"
    r"(?:the\s+)?(?:[\w-]+\s+){0,6}\(?$",
    re.IGNORECASE,
)
"""Before the words that say what something is compared with."""
_YEAR = 12  # months
_PLANNED = (
    r"(?:(?:revised|original|approved|agreed|current|latest|net|gross|working)\s+){0,3}"
    r"(?:budgets?|forecasts?|outturns?|targets?|plans?|estimates?|allocations?|variances?|projections?|totals?|ceilings?|limits?)\b"
)
_WHOLE = re.compile(
    r"\b(?:full|whole)[\s-]year\b|\bfor\s+the\s+year\b(?!\s+to\b)|"
    rf"\bannual\s+{_PLANNED}|\byear[\s-]end\b|\b(?:forecast|projected|expected|estimated|predicted)\s+outturn\b|"
    r"\boutturn\s+(?:forecast|projection)\b",
    re.IGNORECASE,
)
_TO_DATE = re.compile(r"\b(?:(?P<year>year[\s-]to[\s-]date|ytd)|to[\s-]date)\b", re.IGNORECASE)
_STEP_BACK = re.compile(r"\b(?:last|prior|previous|preceding)\s+(?P<unit>quarter|month|half|period)\W*$", re.IGNORECASE)
_OTHER = re.compile(
    r"(?:the\s+)?(?:baselines?|comparators?|comparison)(?:\s+(?:period|figure|value|position))?|"
    r".*\bfull[\s-]year\s+(?:effects?|impacts?|savings?)\b.*",
    re.IGNORECASE,
)
"""What is of no time that the table's words tell."""
_ALIKE = re.compile(r"\bsame\b|\b(?:before|earlier|ago)\W*$", re.IGNORECASE)
"""In words for the year before: the same stretch of it."""
_OF_A_YEAR = r"(?:actuals?|outturn|budget|result|figures?|position|total|spend(?:ing)?)"
_YEAR_BY_PLACE = tuple(
    (
        years,
        re.compile(
            rf"(?:\b(?:{words})\s+(?:(?:financial|fiscal|calendar)\s+)?year(?:['’]s)?(?:\s+{_OF_A_YEAR})?|"
            rf"\byear\s+(?:{after}))\W*$",
            re.IGNORECASE,
        ),
    )
    for years, words, after in (
        (-1, "last|prior|previous|preceding", "before|earlier|ago"),
        (0, "this|current|reporting", "now"),
        (1, "next|following|coming", "after|ahead"),
    )
)


def year_by_place(path: Sequence[str]) -> int | None:
    """How many years after the report's own a heading says that its column is ("Last year": -1); None if it does not.

    What a change is measured from ("on last year") is no year of its column.
    """
    if not path:
        return None
    for years, pattern in _YEAR_BY_PLACE:
        found = pattern.search(path[-1])
        if found is not None and not COMPARED.search(path[-1][: found.start()]):
            return years
    return None


class Extent(Enum):
    """How much of a year a heading says that its figures are of."""

    WHOLE = auto()
    TO_DATE = auto()
    """From its first day to the last that was counted."""
    SO_FAR = auto()
    """To the last day that was counted, from whichever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeTime:
    """A time as a heading tells it: an extent of the year, so many years or one stretch (``unit``) after that of the
    table. ``alike`` where it says that this is the same stretch of another year, ``is_other`` where it is of a time of
    its own that nothing tells.
    """

    extent: Extent | None = None
    years: int = 0
    unit: str = ""
    alike: bool = False
    is_other: bool = False

    def of(self, table: Period, fiscal_start: int, covered: Period | None = None) -> Period | None:
        """What it means where that is the table's, and ``covered`` the report's; None where it cannot be told."""
        if self.is_other:
            return None
        if self.unit:
            is_named = self.unit == "period" or table.kind is PeriodKind(self.unit)
            return table.previous() if is_named and table.kind in _STEPS else None
        found: Period | None = table
        if self.extent is Extent.WHOLE:
            found = year_of(table, fiscal_start)
        elif self.extent is not None and table.months == _YEAR:
            found = covered if covered is not None and table.contains(covered) else None
        if self.extent is Extent.TO_DATE and found is not None:
            found = _year_to(found, fiscal_start)
        elif self.extent is Extent.SO_FAR and table.months == _YEAR and found is not None:
            found = found if found.same_span(table) else None
        if found is not None and self.extent is None and found.months != _YEAR and not self.alike:
            found = (
                year_of(found, fiscal_start) if self.years > 0 else None
            )  # "Last year" beside a quarter may be all of it
        if found is None or not self.years:
            return found
        return found.year_before() if self.years < 0 else found.next() if found.months == _YEAR else None


_STEPS = frozenset({PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF})


def relative_time(path: Sequence[str], *, is_change: bool = False, is_alike: bool = False) -> RelativeTime | None:
    """What a heading says of its time by that of the table, the innermost label first; None where it says nothing.

    ``is_alike`` says that "Last year" is the same stretch of it, since a sister is headed "This year".

    >>> relative_time(["Full-year budget"]).extent, relative_time(["Budget"])
    (<Extent.WHOLE: 1>, None)
    """
    extent: Extent | None = None
    for label in reversed(path):
        to_date = _TO_DATE.search(label)
        if to_date is not None:
            extent = Extent.TO_DATE if to_date["year"] else Extent.SO_FAR
        elif _WHOLE.search(label):
            extent = Extent.WHOLE
        if extent is not None:
            break
    if is_change or not path:
        return RelativeTime(extent=extent) if extent else None
    if _OTHER.fullmatch(path[-1].strip()):
        return RelativeTime(is_other=True)
    step = _STEP_BACK.search(path[-1])
    if step is not None and not COMPARED.search(path[-1][: step.start()]):
        return RelativeTime(unit=step["unit"].casefold())
    years = year_by_place(path)
    if extent is None and years is None:
        return None
    return RelativeTime(extent=extent, years=years or 0, alike=is_alike or bool(_ALIKE.search(path[-1])))


def year_of(period: Period, fiscal_start: int) -> Period | None:
    """The year that a period lies in, or is; None where it runs over the end of one, or is longer."""
    if period.months == _YEAR:
        return period
    year = period.last.year if period.last.month >= fiscal_start else period.last.year - 1
    name = str(year) if fiscal_start == 1 else f"{year}/{(year + 1) % 100:02}"
    found = parse_period(name, fiscal_start=fiscal_start)
    return found if found is not None and found.contains(period) else None


def _year_to(period: Period, fiscal_start: int) -> Period | None:
    """From the first day of its year to its last."""
    year = year_of(period, fiscal_start)
    if year is None:
        return None
    span = f"{year.first.isoformat()} to {period.last.isoformat()}"
    return year if year.last == period.last else parse_period(span, fiscal_start=fiscal_start)

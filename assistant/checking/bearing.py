"""What keeps a sentence from bearing a claim out: another stretch of time, a measure of its subject, an exception."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from assistant.checking.patterns import GOALS, SINCE
from assistant.questions.cues import Relative
from assistant.questions.words import tokens
from structured.periods import Period, PeriodKind, find_periods
from structured.units import UnitKind

_COMPARES = re.compile(
    r"\b(?:compar\w+|between|from|since|than|against|versus|relative to|up on|down on|over)\b", re.IGNORECASE
)
_QUARTERLY = re.compile(r"\b(?:quarters?|three months|3 months)\b", re.IGNORECASE)
_MONTHLY = re.compile(r"\bmonths?\b", re.IGNORECASE)
_LONGEST = 24
"""Months that a change may be measured over, to bear out a claim that does not say since when."""
_YEAR = 12
_LEEWAY = 1
"""Months by which two stretches may differ and be called the same."""

_MEASURE = (
    r"(?:rates?|outcomes?|shares?|proportions?|percentages?|detections?|convictions?|satisfaction|satisfied|worr(?:y|ies|ied)"
    r"|concerns?|concerned|fears?|confidence|confident|trust|perceptions?|views?|awareness|likelihood|risks?|complaints?|"
    r"deaths?|fatalit(?:y|ies)|injur(?:y|ies)|casualt(?:y|ies)|arrests?|prosecutions?|compensation|costs?|spending|funding|budgets?|targets?|times?|gaps?|disparit(?:y|ies)|disproportionality)"
)
_BEFORE = re.compile(
    rf"\b(?P<word>{_MEASURE})\b(?:\s+(?!and\b|but\b)[\w'’-]+){{0,2}}?\s+(?:for|of|in|on|about|among|amongst|with|from|to|by|at)\s+"
    r"(?:(?!and\b|but\b|while\b)[\w'’-]+\s+){0,4}$",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"\s+(?:cases?\s+)?(?:[\w-]+\s+)?(?P<word>{_MEASURE})\b", re.IGNORECASE)
_SAID_BY_UNIT = {
    UnitKind.PERCENT: re.compile(r"(?:rate|share|proportion|percentage)s?$", re.IGNORECASE),
    UnitKind.POINTS: re.compile(r"(?:rate|share|proportion|percentage)s?$", re.IGNORECASE),
    UnitKind.MONEY: re.compile(r"(?:cost|budget)s?$|compensation|spending|funding", re.IGNORECASE),
    UnitKind.DURATION: re.compile(r"times?$", re.IGNORECASE),
}
"""Measures that the unit of a figure says already."""

_MULTIPLE = re.compile(r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|many|several))\s+$", re.IGNORECASE)
"""Before "times": so many times as much, and no measure."""
_LEFT_OUT = re.compile(
    r"\b(?:except(?:ing|ion of)?(?: for)?|apart from|aside from|other than|exclud(?:es|ed|ing)|excl\b\.?"
    r"|not (?:counting|including)|leaving (?:out|aside)|setting aside|but not)",
    re.IGNORECASE,
)
_SOME_ALONE = re.compile(
    r"\b(?:only|just|solely) (?:in|at|on|for|during|once|twice|one|two|three|some|the (?:first|last|latest)|half)\b"
    r"|\bnot (?:in |at |for )?(?:all|every|each)\b",
    re.IGNORECASE,
)
_SO_OFTEN = re.compile(r"\bcount(?:ed|ing)?\b[^,;.]{0,40}\b(?P<times>once|twice)\b", re.IGNORECASE)
"""How often each of those is counted that a figure counts."""
_OF_SO_MANY = re.compile(r"\b(?:every|each) (?:hundred|thousand|million|100|1,?000)\b", re.IGNORECASE)
_AS_A_RATE = re.compile(r"%|\b(?:rates?|ratio|share|proportion|per|every|each|out of)\b|\bpercent", re.IGNORECASE)
_WHOLE_YEAR = re.compile(
    r"\b(?:whole|full|entire)(?: of the)?(?: financial)?[ -]year\b|\byear as a whole\b|\ball year\b", re.IGNORECASE
)
_PART_OF_A_YEAR = re.compile(
    r"\b(?:first|second|third|fourth|last|final|latest|closing) (?:quarter|month|half|(?:three|six) months)\b"
    r"|\bQ[1-4]\b",
    re.IGNORECASE,
)
_BUDGET = re.compile(r"\bbudget", re.IGNORECASE)
_AIM = re.compile(rf"\b(?:{GOALS})\b", re.IGNORECASE)
"""What a thing may cost, and what it is to reach: to keep within the one is not to meet the other."""
_DENIES = re.compile(r"(?:\b(?:not|never|no longer|hardly)\b|n['’]t\b)(?:\s+\w+){0,2}\s*$", re.IGNORECASE)


def wanted_months(text: str, relatives: Sequence[Relative]) -> int | None:
    """Over how many months a claim says that something changed, by its relative times; None where it does not say."""
    if Relative.YEAR_BEFORE in relatives:
        return 12
    if Relative.PREVIOUS in relatives or Relative.LAST in relatives:
        if _QUARTERLY.search(text):
            return 3
        if re.search(r"\byears?\b", text, re.IGNORECASE):
            return 12
        return 1 if _MONTHLY.search(text) else None
    return None


def stretch_months(text: str, until: Period | None) -> int | None:
    """From when to when a text compares, in months between the ends; None where it does not say so in dates.

    ``until`` is the period of the text's report, to which "since 2019" runs.
    """
    found = [m for m in find_periods(text) if isinstance(m.period, Period)]
    periods = sorted(m.period for m in found if isinstance(m.period, Period))
    if not periods or not _COMPARES.search(text):
        return None
    if len(periods) == 1 and periods[0].kind is PeriodKind.RANGE and periods[0].months >= 2 * _YEAR:
        return periods[0].months - _YEAR  # "between 2022/23 and 2023/24" is from the end of one to that of the other
    if periods[0].ends_with(periods[-1]):
        since = until is not None and SINCE.search(text[: found[0].start]) is not None
        return months_between(periods[0], until) if since and until is not None else None
    return months_between(periods[0], periods[-1])


def months_between(one: Period, other: Period) -> int:
    """How many months lie between the ends of two periods."""
    return abs((other.last.year - one.last.year) * 12 + other.last.month - one.last.month)


def spans_alike(wanted: int | None, months: int | None) -> bool:
    """Whether a change over so many months may be the one that a claim speaks of."""
    if months is None:
        return True
    return months <= _LONGEST if wanted is None else abs(months - wanted) <= _LEEWAY


def is_measure_of(text: str, said: Callable[[str], bool], claim: str, unit: UnitKind | None) -> bool:
    """Whether a text speaks of a measure of what the claim speaks of ("the share of late trams", for late trams).

    ``said`` tells of a stem whether it is one of the claim's subject. A measure that the claim names itself is none,
    nor one that the ``unit`` of its figure says.
    """
    own = {t.stem for t in tokens(claim)}

    def strange(match: re.Match[str] | None) -> bool:
        if (
            match is None
            or _MULTIPLE.search(match.string[: match.start("word")])
            or (unit in _SAID_BY_UNIT and _SAID_BY_UNIT[unit].match(match["word"]))
        ):
            return False
        return not any(t.stem in own or said(t.stem) for t in tokens(match["word"]))

    subject = [t for t in tokens(text) if said(t.stem)]
    return bool(subject) and (
        strange(_BEFORE.search(text[: subject[0].start])) or any(strange(_AFTER.match(text[t.end :])) for t in subject)
    )


def is_of_another_plan(claim: str, text: str) -> bool:
    """Whether a claim sets a thing against its budget and a text against a target, or the other way about."""
    mine, theirs = _plan_of(claim), _plan_of(text)
    return mine is not None and theirs is not None and mine is not theirs


def _plan_of(text: str) -> re.Pattern[str] | None:
    """The one kind of plan of which a text speaks; None where it speaks of both or of neither."""
    found = [kind for kind in (_BUDGET, _AIM) if kind.search(text)]
    return found[0] if len(found) == 1 else None


def leaves_out(text: str, said: Callable[[str], bool]) -> bool:
    """Whether a text names the claim's subject as what it does not hold of ("all but not …", "except …")."""
    match = _LEFT_OUT.search(text)
    if match is None:
        return False
    before = {t.stem for t in tokens(text[: match.start()]) if said(t.stem)}
    return any(said(t.stem) and t.stem not in before for t in tokens(text[match.end() :]))


def holds_of_some(text: str) -> bool:
    """Whether a text says that something holds of some alone: "only in the last quarter"."""
    return _SOME_ALONE.search(text) is not None


def counts_otherwise(claim: str, left_out: Collection[str], text: str) -> bool:
    """Whether a claim says how it counts ("each once", "not counting refunds", "of every ten") and a text does not.

    ``left_out`` are the stems of what the claim leaves out.
    """
    often = _SO_OFTEN.search(claim)
    if often is not None and re.search(rf"\b{often['times']}\b", text, re.IGNORECASE) is None:
        return True
    if _OF_SO_MANY.search(claim) is not None and _AS_A_RATE.search(text) is None:
        return True
    if not left_out:
        return False
    return _LEFT_OUT.search(text) is None or not any(t.stem in left_out for t in tokens(text))


def is_of_the_whole_year(text: str) -> bool:
    """Whether a text says that it speaks of a year as a whole."""
    return _WHOLE_YEAR.search(text) is not None


def is_of_a_part_alone(text: str) -> bool:
    """Whether a text speaks of a part of a year, and not of the year as a whole."""
    return _PART_OF_A_YEAR.search(text) is not None and not is_of_the_whole_year(text)


def is_denied_at(text: str, start: int) -> bool:
    """Whether the word at ``start`` is said not to be so ("did not fall")."""
    return _DENIES.search(text[:start]) is not None

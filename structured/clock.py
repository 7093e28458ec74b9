"""Lengths of time printed as a clock prints them ("8:24"), which only words beside them tell from times of day."""

from __future__ import annotations

import re
from decimal import Decimal

MINUTES, HOURS, FULL = "minutes:seconds", "hours:minutes", "hours:minutes:seconds"
STEPS = {MINUTES: 1, HOURS: 60, FULL: 1}
"""The forms, and how many seconds one of the last number is."""

_APART = r"(?::|\s+and\s+)"
_HOUR, _MINUTE, _SECOND = r"(?:hh?|hrs?|hours?)", r"(?:mm?|mins?|minutes?)", r"(?:ss?|secs?|seconds?)"
_FORM = rf"(?:in\s+)?(?:(?P<{{0}}h>{_HOUR})(?:{_APART}|,\s*))?{_MINUTE}(?:{_APART}(?P<{{0}}s>{_SECOND}))?"
_NAMED = re.compile(rf"\(\s*{_FORM.format('a')}\s*\)|(?:^|,\s*){_FORM.format('b')}$", re.IGNORECASE)
_PRINTED = re.compile(
    r"(?P<sign>[-+(])?\s?(?P<first>\d{1,4}):(?P<second>[0-5]\d)(?::(?P<third>[0-5]\d))?(?P<part>\.\d+)?\)?"
)
_IN_TEXT = re.compile(r"(?<![\w:.,/])\d{1,3}:[0-5]\d(?::[0-5]\d)?(?![\d:/]|[.,]\d|(?![ap]\.?m\b)[^\W\d])")
_OF_DAY = re.compile(r"\b(?:at|until|till|by|before|after|since|opens?|opened|closes?|closed)\s+$", re.IGNORECASE)
_HALF_OF_DAY = re.compile(r"\s?(?:[ap]\.?m\b|o'clock|hours\b|hrs\b|GMT|BST)", re.IGNORECASE)
_OF_LENGTH = re.compile(
    r"\b(?:means?|averages?|medians?|(?:per)?centiles?|respon[sd]\w*|waits?|waiting|waited|minutes?|seconds?|standard|"
    r"took|takes?|taken|longer|shorter|faster|slower|quicker|times?)\b",
    re.IGNORECASE,
)
_JOINS = re.compile(r"\s*(?:to|and|until|[-–])\s*")
_LAST_HOUR = 23


def form_named(label: str) -> str:
    """The form that a label names ("Mean wait (mm:ss)", "Handover, hours:minutes"), '' for none.

    >>> form_named("Calls answered (min:sec)")
    'minutes:seconds'
    """
    match = _NAMED.search(label)
    if match is None:
        return ""
    has_hours, has_seconds = bool(match["ah"] or match["bh"]), bool(match["as"] or match["bs"])
    return FULL if has_hours and has_seconds else HOURS if has_hours else MINUTES if has_seconds else ""


def read(text: str, form: str) -> Decimal | None:
    """What a whole printed text states in a form, counted in its last numbers; None where it is of none.

    >>> read("-8:24", MINUTES), read("1:02", HOURS), read("8.4", MINUTES)
    (Decimal('-504'), Decimal('62'), None)
    """
    match = _PRINTED.fullmatch(text)
    if match is None or (form == HOURS and match["third"]):
        return None
    total = Decimal(0)
    for part in filter(None, (match["first"], match["second"], match["third"])):
        total = total * 60 + int(part)
    total += Decimal(f"0{match['part'] or ''}")
    return -total if match["sign"] in ("-", "(") else total


def write(total: Decimal, decimals: int, form: str) -> str:
    """A number of seconds, or of minutes under "hours:minutes", as a clock prints it.

    >>> write(Decimal(504), 0, MINUTES), write(Decimal(3753), 0, FULL)
    ('8:24', '1:02:33')
    """
    first, last = divmod(total, 60)
    width = 3 + decimals if decimals else 2
    ending = f"{last:0{width}.{decimals}f}"
    if form != FULL:
        return f"{first:f}:{ending}"
    hours, minutes = divmod(first, 60)
    return f"{hours:f}:{minutes:02.0f}:{ending}"


def find(text: str) -> list[tuple[int, int, bool]]:
    """Where running text prints what a clock could, and whether it is a length of time and no time of day."""
    found: list[tuple[int, int, bool]] = []
    speaks = _OF_LENGTH.search(text) is not None
    for match in _IN_TEXT.finditer(text):
        first = match[0].partition(":")[0]
        follows_day = bool(found) and not found[-1][2] and _JOINS.fullmatch(text[found[-1][1] : match.start()])
        of_day = (
            int(first) <= _LAST_HOUR
            and (not speaks or follows_day or first[0] == "0" or _OF_DAY.search(text[: match.start()]))
        ) or _HALF_OF_DAY.match(text, match.end())
        found.append((match.start(), match.end(), not of_day))
    return found

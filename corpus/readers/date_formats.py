"""Print a spreadsheet's serial number as the date or the time that its format shows.

A date that a format prints month first and in figures alone ("3/4/2024" for the fourth of March) would be read as
another day: it is printed with the month's name.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.', re.S)
_BRACKETED = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_SYSTEM_DATE = re.compile(r"\[\$-(?:x-sysdate|F800)\]", re.IGNORECASE)
_DATE_LETTER = re.compile(r"[dmyhs]", re.IGNORECASE)
_PART = re.compile(
    r'"([^"]*)"|\\(.)|_.|\*.|\[(h+|m+|s+)\]|(AM/PM|A/P)|(y+|e+|m+|d+|h+|s+)|(\.0+)|(.)', re.IGNORECASE | re.S
)
_MONTH_FIRST = re.compile(r"^[^dmyhs]*m{1,2}[^a-z]+d{1,2}(?!d)", re.IGNORECASE)
_N_DAYS = 2_958_466
"""The last day that spreadsheets know is 31 December 9999."""


def has_date_parts(section: str) -> bool:
    """Whether a part of a number format prints days, months, years or times."""
    bare = _BRACKETED.sub("", _LITERAL.sub("", section))
    return bool(_DATE_LETTER.search(bare)) and not re.search(r"general|[0#?](?!\d*[.:]?0*$)[#?]", bare, re.IGNORECASE)


def shown_date(serial: Decimal, section: str, *, is_1904: bool = False) -> str:
    """The date or time of a serial number as a format prints it; "#VALUE!" where there is no such day."""
    if not 0 <= serial < _N_DAYS:
        return "#VALUE!"
    if _SYSTEM_DATE.search(section):
        section = "d mmmm yyyy"
    section = _BRACKETED.sub("", section)
    if _MONTH_FIRST.match(_LITERAL.sub(" ", section)):
        section = re.sub(r"m{1,2}([^a-z]+)d{1,2}([^a-z]+)y+", "d mmmm yyyy", section, count=1, flags=re.IGNORECASE)
    n_seconds_decimals = max((len(found) - 1 for found in re.findall(r"\.0+", section)), default=0)
    seconds = (serial * 86_400).quantize(Decimal(1).scaleb(-n_seconds_decimals), ROUND_HALF_UP)
    moment = _moment(seconds, is_1904=is_1904)
    if moment is None:
        return "#VALUE!"
    return _printed(moment, seconds, [match.groups() for match in _PART.finditer(section)]).strip(" ,;@")


def _moment(seconds: Decimal, *, is_1904: bool) -> datetime | None:
    days, rest = divmod(int(seconds), 86_400)
    if not is_1904 and days == 60:
        return None  # a 29 February 1900 that never was
    first = date(1904, 1, 1) if is_1904 else date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
    try:
        return datetime.combine(first, datetime.min.time()) + timedelta(days=days, seconds=rest)
    except OverflowError:
        return None


def _printed(moment: datetime, seconds: Decimal, parts: list[tuple[str, ...]]) -> str:
    has_half_days = any(half for _, _, _, half, *_ in parts)
    letters = [(elapsed or letter or "")[:1].casefold() for _, _, elapsed, _, letter, _, _ in parts]
    written: list[str] = []
    for index, (quoted, escaped, elapsed, half, letter, fraction, other) in enumerate(parts):
        if elapsed:
            size = {"h": 3600, "m": 60, "s": 1}[elapsed[0].casefold()]
            written.append(str(int(seconds) // size).rjust(len(elapsed), "0"))
        elif half:
            written.append(("AM" if moment.hour < 12 else "PM")[: 2 if len(half) > 3 else 1])
        elif letter:
            written.append(_field(moment, letter.casefold(), letters, index, has_half_days=has_half_days))
        elif fraction:
            written.append(f"{seconds % 1:.{len(fraction) - 1}f}"[1:])
        else:
            written.append(quoted or escaped or other or "")
    return "".join(written)


def _field(moment: datetime, letter: str, letters: list[str], index: int, *, has_half_days: bool) -> str:
    n = len(letter)
    kind = letter[0]
    if kind in "ye":
        return f"{moment.year:04}" if n > 2 or kind == "e" else f"{moment.year % 100:02}"
    if kind == "d":
        return (str(moment.day), f"{moment.day:02}", f"{moment:%a}", f"{moment:%A}")[min(n, 4) - 1]
    if kind == "h":
        hour = (moment.hour % 12 or 12) if has_half_days else moment.hour
        return f"{hour:02}" if n > 1 else str(hour)
    if kind == "s":
        return f"{moment.second:02}" if n > 1 else str(moment.second)
    before = next((other for other in reversed(letters[:index]) if other), "")
    after = next((other for other in letters[index + 1 :] if other), "")
    if n < 3 and (before == "h" or after == "s"):
        return f"{moment.minute:02}" if n > 1 else str(moment.minute)
    names = (str(moment.month), f"{moment.month:02}", f"{moment:%b}", f"{moment:%B}", f"{moment:%B}"[:1])
    return names[min(n, 5) - 1]

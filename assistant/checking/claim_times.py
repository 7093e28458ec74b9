"""The times that a claim names: two of them set against each other, and those whose year it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.amounts import Amount, Role
from assistant.checking.patterns import BETWEEN, SINCE
from structured.periods import PartialPeriod, Period, find_periods, parse_period

_SAME_TIME = re.compile(
    r"\bthe same (?:quarter|months?|period|time) (?:of|in) (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def with_same_times(text: str) -> str:
    """The text with "the same quarter of 2024" written out after the one quarter that it names: "Q3 2024"."""
    same = _SAME_TIME.search(text)
    if same is None:
        return text
    shorter = [m for m in find_periods(text) if m.period is not None and 0 < m.period.months < 12]
    named = {text[m.start : m.end] for m in shorter}
    written = named.pop() if len(named) == 1 else ""
    if len(_YEAR.findall(written)) != 1:
        return text
    return text[: same.start()] + _YEAR.sub(same["year"], written) + text[same.end() :]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTimes:
    """The times that a claim's text names.

    ``bases`` are the earlier of two that it compares, ``periods`` all others; ``starts`` and ``partial`` the same of
    those whose year is left out. ``spans`` are what is taken up by two of them set against each other, ``masked`` the
    text without these.
    """

    periods: tuple[Period, ...]
    bases: tuple[Period, ...]
    starts: tuple[PartialPeriod, ...]
    partial: tuple[PartialPeriod, ...]
    spans: tuple[tuple[int, int], ...]
    masked: str


def read_times(text: str) -> NamedTimes:
    """The times that a claim's text names."""
    periods: list[Period] = []
    bases: list[Period] = []
    partial: list[PartialPeriod] = []
    starts: list[PartialPeriod] = []
    spans: list[tuple[int, int]] = []
    if (two := _two_periods(text)) is not None:
        a, b, *span = two
        bases.append(min(a, b))
        periods.append(max(a, b))
        spans.append((span[0], span[1]))
    elif (bare_two := _two_partial(text)) is not None:
        starts.append(bare_two[0])
        partial.append(bare_two[1])
        spans.append(bare_two[2:])
    masked = blank(text, spans)
    for mention in find_periods(masked):
        since = SINCE.search(masked[: mention.start]) is not None
        if isinstance(mention.period, Period):
            (bases if since else periods).append(mention.period)
        elif mention.partial is not None:
            (starts if since else partial).append(mention.partial)
    return NamedTimes(
        periods=tuple(periods),
        bases=tuple(bases),
        starts=tuple(starts),
        partial=tuple(partial),
        spans=tuple(spans),
        masked=masked,
    )


def blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with these stretches of it blanked out."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _two_periods(text: str) -> tuple[Period, Period, int, int] | None:
    """The two periods of "between P and Q" or "from P to Q", and where they stand."""
    for match in BETWEEN.finditer(text):
        for end in sorted({match.end("b"), *(m.end for m in find_periods(text) if m.end >= match.end("b"))}):
            b = parse_period(text[match.start("b") : end].strip())
            a = parse_period(match["a"].strip())
            if a is None and b is not None:
                mentions = [m for m in find_periods(text[match.start() : end]) if isinstance(m.period, Period)]
                a = mentions[0].period if len(mentions) == 2 and isinstance(mentions[0].period, Period) else None
            if a is not None and b is not None:
                return a, b, match.start(), end
    return None


def _two_partial(text: str) -> tuple[PartialPeriod, PartialPeriod, int, int] | None:
    """The two periods of "between P and Q" whose year is left out, and where they stand."""
    for match in BETWEEN.finditer(text):
        found = [m.partial for side in ("a", "b") for m in find_periods(match[side]) if m.partial is not None]
        if len(found) == 2 and all(len(find_periods(match[side])) == 1 for side in ("a", "b")):
            return found[0], found[1], match.start(), match.end()
    return None


def is_dated_at_the_start(text: str, amounts: Sequence[Amount]) -> bool:
    """Whether the one time that a claim names is that of what was before ("£0.9m after a loss of £0.7m in 2023")."""
    starts = [a for a in amounts if a.role is Role.START]
    places = [m.start for m in find_periods(text) if isinstance(m.period, Period)]
    if len(starts) != 1 or len(places) != 1 or len(amounts) < 2 or amounts[-1] is not starts[0]:
        return False
    return re.fullmatch(r"\s*(?:in|at|on|for|during)\s+(?:the )?", text[starts[0].end : places[0]]) is not None

"""What a report is, from what is known of it: the period that it covers, and the series that it is an edition of."""

from __future__ import annotations

import re

from assistant.questions.scope import Report
from structured.periods import Period, find_periods, parse_period

_EDITION = re.compile(
    r"\b(?:(?:\w+|\d+(?:st|nd|rd|th)) (?:edition|issue)|version \d[\d.]*|v\d[\d.]*"
    r"|revised|provisional|final|draft|updated|corrected)\b",
    re.IGNORECASE,
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_NUMBERED = re.compile(
    r"(?:(?:version|edition|issue|revision|\bv)\s?(?:no\.? ?|number )?|^)"
    r"(?P<version>\d{1,4}(?:\.\d{1,4}){0,2})(?![\d.]|st|nd|rd|th)|"
    rf"(?:(?P<nth>\d{{1,2}})(?:st|nd|rd|th)|(?P<ordinal>{'|'.join(_ORDINALS)})) (?:edition|issue|version)"
)
_STATES = {"draft": -2, "provisional": -1, "final": 1, "revised": 2, "updated": 2, "corrected": 2}
SAYS_NOTHING = frozenset(
    {
        *(
            "a",
            "an",
            "and",
            "the",
            "of",
            "for",
            "to",
            "in",
            "on",
            "our",
            "report",
            "reports",
            "reporting",
            "paper",
            "pack",
        ),
        *(
            "annual",
            "yearly",
            "quarterly",
            "monthly",
            "weekly",
            "year",
            "quarter",
            "month",
            "review",
            "update",
            "summary",
        ),
        *("performance", "financial", "finance", "statistics", "statistical", "data", "figures", "accounts", "results"),
        *("statement", "statements", "bulletin", "board", "council", "committee", "dashboard", "progress", "business"),
        *("monitoring", "key", "indicators", "overview", "integrated", "management", "corporate"),
    }
)
"""Words in the titles of everybody's reports: with no other, and no publisher, two reports may be anybody's."""


def report_period(report: Report) -> Period | None:
    """The period that a report covers, from what it says of itself, or None."""
    if report.period:
        period = parse_period(report.period)
        if period is not None:
            return period
    for text in (report.period, report.title, _words_of(report.id)):
        mentions = [m.period for m in find_periods(text) if isinstance(m.period, Period)]
        if mentions:
            return mentions[0]
    return None


def bare_title(title: str) -> tuple[str, ...]:
    """The words of a title without those that tell one edition from the next.

    >>> bare_title("Widget Association: quarterly report, Q4 2023/24 (revised)")
    ('widget', 'association', 'quarterly', 'report')
    """
    text = title if " " in title else _words_of(title)
    for mention in reversed(find_periods(text)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return tuple(re.findall(r"[^\W_]+", _EDITION.sub(" ", text).casefold()))


def same_series(one: Report, other: Report) -> bool:
    """Whether two reports are editions of one: of one publisher and title, and over stretches of one length.

    Where a publisher is not known, the title must say more than that it is a report.
    """
    words = bare_title(one.title)
    if words != bare_title(other.title):
        return False
    publishers = one.publisher.casefold(), other.publisher.casefold()
    if all(publishers):
        if publishers[0] != publishers[1]:
            return False
    elif SAYS_NOTHING.issuperset(words):
        return False
    periods = report_period(one), report_period(other)
    return periods[0] is not None and periods[1] is not None and _length(periods[0]) == _length(periods[1])


def is_newer(one: Report, other: Report) -> bool:
    """Whether the first of two editions is the later: by period, then day of publication, then what it calls itself."""
    return age(one) > age(other)


def same_report(one: Report, other: Report) -> bool:
    """Whether two may be one report in two states of its file: nothing known of them tells them apart."""
    if bare_title(one.title) != bare_title(other.title):
        return False
    publishers = one.publisher.casefold(), other.publisher.casefold()
    if all(publishers) and publishers[0] != publishers[1]:
        return False
    first, second = report_period(one), report_period(other)
    return first is None or second is None or first.same_span(second)


def named(report: Report) -> str:
    """The report's title, with its period where the title does not say it."""
    period = report_period(report)
    told = period is None or any(m.period and m.period.same_span(period) for m in find_periods(report.title))
    return report.title if told or period is None else f"{report.title}, {period.label()}"


def _words_of(name: str) -> str:
    """A file's name as words: "widgets-q1-2023-24" as "widgets q1 2023/24"."""

    def year(match: re.Match[str]) -> str:
        follows = int(match[2]) == (int(match[1]) + 1) % 100
        return f"{match[1]}/{match[2]}" if follows else match[0]

    return re.sub(r"[-_]+", " ", re.sub(r"(?<!\d)((?:19|20)\d\d)[-_](\d\d)(?!\d)", year, name))


def _length(period: Period) -> tuple[int, int]:
    return (period.months, 0) if period.months else (0, (period.last - period.first).days)


def age(report: Report) -> tuple[str, str, str, tuple[int, ...], int]:
    """What sorts reports from the oldest to the newest."""
    period = report_period(report)
    published = parse_period(report.published) if report.published else None
    return (
        period.last.isoformat() if period else "",
        period.first.isoformat() if period else "",
        published.last.isoformat() if published else "",
        *_state(report.edition),
    )


def _state(edition: str) -> tuple[tuple[int, ...], int]:
    """How far an edition has come: the number of its version, then whether it is a draft, final or revised.

    >>> _state("Version 2.1 (draft)"), _state("second edition"), _state("")
    (((2, 1), -2), ((2,), 0), ((1,), 0))
    """
    words = edition.casefold()
    numbered = _NUMBERED.search(words)
    number = "1"
    if numbered is not None:
        number = numbered["version"] or numbered["nth"] or str(_ORDINALS.index(numbered["ordinal"]) + 1)
    return tuple(map(int, number.split("."))), max(
        (rank for word, rank in _STATES.items() if word in words), key=abs, default=0
    )

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
    """Whether the first of two editions is the later: by its period, then by the day on which it was published."""
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


def age(report: Report) -> tuple[str, str, str]:
    """What sorts reports from the oldest to the newest."""
    period = report_period(report)
    published = parse_period(report.published) if report.published else None
    return (
        period.last.isoformat() if period else "",
        period.first.isoformat() if period else "",
        published.last.isoformat() if published else "",
    )

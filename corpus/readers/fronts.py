"""What a report's first lines say of it: title, publisher, period, date of publication, edition.

A title is known by its words and its place; the rest by what a line says by itself, wherever it stands on a cover.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.readers.headings import SMALL
from corpus.sentences import plain

_REPORT_WORD = re.compile(
    r"\b(?:report|accounts|statements?|review|plan|strategy|bulletin|statistics|outturn|dashboard|scorecard|profile|digest|monitor|account|performance)\b",
    re.IGNORECASE,
)
_KIND_OF_REPORT = re.compile(
    r"\b(?:annual|quarterly|monthly|half[- ]yearly|mid[- ]year|interim|biannual|year[- ]end|board|corporate|"
    r"performance|financial|finance|budget|revenue|capital|integrated|"
    r"outturn|progress|monitoring|statistical|summary|report|accounts|statement|review|bulletin)\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?<![a-z])(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_PERIOD = re.compile(
    r"(?:(?:quarter|q)\s?[1-4]|(?:first|second|third|fourth) quarter|half[- ]year|h[12])\s*(?:[-–—,]|of)?\s*"
    rf"(?:fy\s?)?(?:{_YEAR}|\d\d)(?:\s?[/–-]\s?(?:{_YEAR}|\d\d))?(?!\d)|"
    rf"(?:\d{{1,2}} )?{_MONTH} {_YEAR} ?(?:to|-|–) ?(?:\d{{1,2}} )?{_MONTH} {_YEAR}|"
    rf"(?:year|quarter|period|months) (?:ended|ending|to) (?:\d{{1,2}} )?{_MONTH} {_YEAR}|"
    rf"(?:fy\s?)?{_YEAR}\s?[/–-]\s?(?:{_YEAR}|\d\d)(?!\d)|{_YEAR} to {_YEAR}|{_MONTH} {_YEAR}|\b{_YEAR}\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH} {_YEAR}\b|\b{_YEAR}-\d\d-\d\d\b|\b\d{{1,2}}/\d{{1,2}}/{_YEAR}\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:(?:this|the) (?:[a-z]+ ){1,4}was )?(?:publication date|date of (?:publication|release)|release date|"
    r"(?:first )?published(?: on)?|released(?: on)?|issued(?: on)?|date)\s?:?\s+(?P<date>.{4,40})",
    re.IGNORECASE,
)
ENDS_LIKE_BODY = re.compile(
    r"\b(?:council|trust|authority|service|services|department|ministry|office|agency|commission|observatory|"
    r"board|association|university|college|nhs|group|foundation|ltd|limited|plc|company)$",
    re.IGNORECASE,
)
"""How the names of those who publish reports end."""
_KIND_OF_STATISTICS = re.compile(
    r"(?:an? )?(?:(?:accredited|official|experimental|national|management|in development) ){1,3}"
    r"(?:statistics|information|data)(?: in development)?(?: (?:release|bulletin|publication))?"
    r"(?: (?:(?:published|produced|released|compiled) )?(?:from|by) (?:the )?(?P<body>[A-Z].{2,80}))?",
    re.IGNORECASE,
)
"""What statistics are labelled as, and who they are from: "Official statistics from the Borset Observatory"."""
_PRODUCER = re.compile(
    r"(?:producer|publisher|published by|produced by|issued by|responsible (?:body|organisation|department))\s?:?\s+"
    r"(?P<name>(?-i:[A-Z]).{2,80})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What the first lines of a report say, '' for what they do not.

    ``n_lines`` of them make up the title and what belongs to it; 0 when no line reads like a report's title.
    """

    title: str = ""
    publisher: str = ""
    period: str = ""
    published: str = ""
    n_lines: int = 0


def read_front(lines: Sequence[str]) -> Front:
    """Title, publisher, period and date from the title-like lines that a report begins with.

    >>> front = read_front(["Borsetshire Council", "Quarterly Performance Report", "Quarter 2 - 2025/26"])
    >>> front.publisher, front.title
    ('Borsetshire Council', 'Quarterly Performance Report, Quarter 2 - 2025/26')
    """
    shown = [plain(line) for line in lines[:5]]
    label = next((match for line in shown[1:] if (match := _KIND_OF_STATISTICS.fullmatch(line.rstrip(".")))), None)
    if label is not None:
        front = read_front([line for line in shown if line.rstrip(".") != label[0]])
        return replace(front, publisher=(label["body"] or "").strip() or front.publisher)
    if not shown:
        return Front()
    # A sentence may speak of statistics too, and is no title.
    report = next((i for i, line in enumerate(shown) if _REPORT_WORD.search(line) and not line.endswith(".")), 0)
    title, n_lines = shown[report], report + 1
    if n_lines < len(shown) and _PERIOD.match(shown[n_lines]):
        title, n_lines = f"{title}, {shown[n_lines]}", n_lines + 1
    if _REPORT_WORD.search(title) and n_lines < len(shown) and _DATE.search(shown[n_lines]):
        n_lines += 1
    period = _PERIOD.search(title)
    date = next((match[0] for line in shown[:n_lines] if (match := _DATE.search(line))), "")
    beneath = _body_after(shown[n_lines]) if n_lines < len(shown) else ""
    publisher = _in_lower_case(shown[report - 1]) if report else _in_lower_case(beneath) or _publisher(title)
    n_lines = n_lines if _REPORT_WORD.search(title) else 0
    return Front(
        title=title, publisher=publisher, period=period[0].strip() if period else "", published=date, n_lines=n_lines
    )


def read_date(line: str) -> str:
    """The date that a line such as "Publication date: 3 May 2024" gives, '' when it gives none."""
    match = _PUBLISHED.match(plain(line))
    date = _DATE.search(match["date"]) if match else None
    return date[0] if date else ""


def read_publisher(line: str) -> str:
    """The publisher that a line such as "Producer: Borset Observatory" names, '' when it names none."""
    match = _PRODUCER.fullmatch(plain(line))
    return match["name"].rstrip(".") if match else ""


def _body_after(line: str) -> str:
    """The publisher that the line under a title names by itself ("Borset District Council"), '' where it names none."""
    return line if ENDS_LIKE_BODY.search(line) and not _REPORT_WORD.search(line) and not line.endswith(".") else ""


def _in_lower_case(name: str) -> str:
    """A name printed in capitals as it is otherwise written; a single word may be an acronym and stays."""
    words = name.split()
    if not name.isupper() or len(words) < 2:
        return name
    return " ".join(word.casefold() if word.casefold() in SMALL else word.capitalize() for word in words)


def _publisher(title: str) -> str:
    """The name that stands before what kind of report it is ("Borsetshire Council Annual Report")."""
    kind = _KIND_OF_REPORT.search(title)
    if kind is None:
        return ""
    name = " ".join(_PERIOD.sub(" ", title[: kind.start()]).split()).strip(" ,:-–—")
    return re.sub(r"['’]s?$", "", name) if kind.start() > 2 else ""

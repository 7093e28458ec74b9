"""What a report's first lines say of it: title, publisher, period, date of publication, edition.

A title is known by its words and its place; the rest by what a line says by itself, wherever it stands on a cover.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from corpus.readers.headings import SMALL
from corpus.sentences import plain

_MAX_COVER_WORDS = 14
_MAX_BODY_WORDS = 9
_MAX_FACT_CHARS = 60
_MAX_COVER_LINES = 30
_MAX_LINE_WORDS = 25
_MAX_WORDS_BESIDE_PERIOD = 5
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
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_FISCAL = r"(?:(?:fy|(?:financial|fiscal|tax|academic|school) year)\s?)"
_YEARS = rf"(?:{_YEAR}|\d\d)\s?[/–-]\s?(?:{_YEAR}|\d\d)(?!\d)"
_PERIOD = re.compile(
    rf"(?:(?:quarter|q)\s?[1-4]|(?:first|second|third|fourth) quarter|half[- ]year|h[12])\s*(?:[-–—,]|of)?\s*"
    rf"{_FISCAL}?(?:{_YEAR} to {_YEAR}|{_YEARS}|(?:{_YEAR}|\d\d)(?!\d))|"
    rf"{_FISCAL}?{_YEARS}\s?[,:–-]?\s(?:quarter|q)\s?[1-4](?!\d)|"
    rf"\b(?:(?:month|period|[mp])\s?\d{{1,2}},? |first \w+ months of (?:the )?){_FISCAL}?{_YEARS}|"
    rf"(?:{_DAY} )?{_MONTH} (?:{_YEAR} ?)?(?:to|-|–) ?(?:{_DAY} )?{_MONTH} {_YEAR}|"
    rf"(?:year|quarter|period|months) (?:ended|ending|to) (?:{_DAY} )?{_MONTH} {_YEAR}|"
    rf"{_FISCAL}?{_YEAR} to {_YEAR}|(?:fy\s?)?{_YEAR}\s?[/–-]\s?(?:{_YEAR}|\d\d)(?!\d)|{_MONTH} {_YEAR}|"
    rf"\bfy\s?{_YEAR}\b|\b{_YEAR}\b",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(rf"{_MONTH} {_YEAR}", re.IGNORECASE)
_LEADS_TO_PERIOD = re.compile(r"(?:(?:report|data|figures) )?(?:for|covering|covers) (?:the )?", re.IGNORECASE)
_PERIOD_LABEL = re.compile(
    r"(?:(?:reporting|report|accounting|review) )?(?:period|year|quarter)(?: covered)?(?: of report)?\s?:\s*|"
    r"(?:time|date) (?:period|range)(?: covered)?\s?:\s*|(?:data|figures) (?:for|from|to)\s?:\s*",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b{_DAY} (?:of )?{_MONTH},? {_YEAR}\b|{_MONTH} {_DAY}, {_YEAR}\b|"
    rf"\b{_YEAR}-\d\d-\d\d\b|\b\d{{1,2}}/\d{{1,2}}/{_YEAR}\b",
    re.IGNORECASE,
)
_OF_A_STATE = re.compile(r"\b(?:at|as of|end(?:ed|ing)|to|until|from|since|by|next)\b[\w ]{0,15}$", re.IGNORECASE)
"""What stands before a date on which something ended or stood, and nothing was published."""
_PUBLISHED = re.compile(
    r"(?:(?:this|the) (?:[a-z]+ ){1,4}was )?"
    r"(?:publication date|date of (?:publication|release|issue|report)|release date|(?:report |issue )?date|"
    r"(?:(?:first |originally )?published|released|issued|approved)(?: on| in)?)\s?:?\s+(?P<date>.{4,40})",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:last )?(?:updated|revised|corrected|reissued)(?: on| in)?\s?:?\s+(?P<date>.{4,40})", re.IGNORECASE
)
_STATE = r"(?:revised|provisional|final|draft|corrected|updated)"
_EDITION = re.compile(
    rf"(?:first|second|third|fourth|fifth|new|\d+(?:st|nd|rd|th)|{_STATE}) (?:edition|issue|version|draft|report)|"
    rf"(?:{_STATE} )?(?:version|edition|issue|revision|v)\s?(?:no\.? ?|number )?\d[\d.]*(?:[\s(,–-]+{_STATE}\)?)?|"
    rf"{_STATE}(?: for (?:comment|consultation|approval))?",
    re.IGNORECASE,
)
_EDITION_LABEL = re.compile(
    r"(?:version|edition|revision|(?:document |report )?status)\s?(?:no\.?|number)?\s?:\s*(?P<edition>\S.{0,40})",
    re.IGNORECASE,
)
ENDS_LIKE_BODY = re.compile(
    r"\b(?:council|trust|authority|service|services|department|ministry|office|agency|commission|observatory|"
    r"board|association|university|college|nhs|group|foundation|partnership|corporation|constabulary|inspectorate|"
    r"institute|society|federation|executive|homes|ltd|limited|plc|company)$",
    re.IGNORECASE,
)
"""How the names of those who publish reports end."""
_BEGINS_LIKE_BODY = re.compile(
    r"(?i:(?:the )?(?:[\w’']+ ){0,3}?(?:commissioner|ombudsman|department|ministry|office|university|port|city|council|"
    r"county|bank|institute|college|commission) (?:of|for) (?:the )?)[A-Z]"
)
_KIND_OF_STATISTICS = re.compile(
    r"(?:an? )?(?:(?:accredited|official|experimental|national|management|in development) ){1,3}"
    r"(?:statistics|information|data)(?: in development)?(?: (?:release|bulletin|publication))?"
    r"(?: (?:(?:published|produced|released|compiled) )?(?:from|by) (?:the )?(?P<body>[A-Z].{2,80}))?",
    re.IGNORECASE,
)
"""What statistics are labelled as, and who they are from: "Official statistics from the Borset Observatory"."""
_PRODUCER = re.compile(
    r"(?:producer|publisher|from(?=\s?:)|(?:published|produced|issued|prepared|compiled) by|"
    r"responsible (?:body|organisation|department)|organisation)\s?:?\s+(?:the )?(?P<name>(?-i:[A-Z]).{2,80}?)"
    rf"(?: on behalf of .{{3,80}})?(?: on (?P<when>{_DAY} {_MONTH},? {_YEAR}))?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r",\s+(?=\d+\w? )|\.\s+(?=[A-Z])")
"""What a publisher's name ends at where its address or another sentence follows."""
_TITLE_LABEL = re.compile(
    r"(?:(?:(?:report|document|dataset|data set|table) )?title|title of report|subject)\s?:\s*(?=\S)", re.IGNORECASE
)
_ADDRESSED = re.compile(r"(?:report|paper)? ?(?:to|of|by|from|author|for)\s?:", re.IGNORECASE)
"""Begins a line that says who a paper is for or from: "Report to: Cabinet"."""
_PUT_TO = re.compile(
    r"(?:(?:report|paper) (?:to|for)|(?:approved|agreed|considered|received) (?:by|at)) (?:the )?[A-Z].{2,100}",
    re.IGNORECASE,
)
_STATISTICAL = re.compile(r"statistic(?:al|s) (?:bulletin|release|first release|report|publication)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:report|document|dataset|data set|table) )?title|publisher|(?:published|produced|issued) by|organisation|"
    r"publication date|date of publication|published|release date|released|date|(?:reporting )?period|time period|"
    r"version|edition|status|source|notes?|contact|units?|coverage|frequency|licence|description",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    rf"(?:©|\(c\)|copyright)\s*(?:copyright\s+)?(?:{_YEAR}\s+)?(?P<name>(?-i:[A-Z])[^,.]{{2,80}})", re.IGNORECASE
)
_REPORT_OF = re.compile(r"(?:an? )?(?:\w+ )?report (?:of|by|from) (?:the )?(?P<name>(?-i:[A-Z]).{2,80})", re.IGNORECASE)
_IS_OF_LONGER = re.compile(
    r"\b(?:annual|yearly|quarterly|half[- ]year(?:ly)?|year[- ]end|strategy|plan)\b", re.IGNORECASE
)
"""A report that no single month is the period of."""
_SECTION = re.compile(
    r"(?:\d+\.? )?(?:(?:executive |a )?summary|overview|introduction|contents|foreword|background|purpose|highlights|"
    r"key (?:points|findings|messages|figures)|main (?:points|findings)|at a glance|cover|title)",
    re.IGNORECASE,
)
_SEGMENTS = re.compile(r"\s*[|·•;]\s*|\s+[–—-]\s+|,\s+(?!\d{4}\b)|\s*[()]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What the first lines of a report say, '' for what they do not.

    ``n_lines`` of them make up the title and what belongs to it; 0 when no line reads like a report's title.
    """

    title: str = ""
    publisher: str = ""
    period: str = ""
    published: str = ""
    edition: str = ""
    n_lines: int = 0


def read_front(lines: Sequence[str]) -> Front:
    """Title, publisher, period and date from the title-like lines that a report begins with.

    >>> front = read_front(["Borsetshire Council", "Quarterly Performance Report", "Quarter 2 - 2025/26"])
    >>> front.publisher, front.title
    ('Borsetshire Council', 'Quarterly Performance Report, Quarter 2 - 2025/26')
    """
    shown = [plain(line) for line in lines[:5]]
    shown = [without_label(line) for line in shown if not _ADDRESSED.match(line)] or shown
    if len(shown) > 1 and _STATISTICAL.fullmatch(shown[0]):
        shown = shown[1:]
    label = next((match for line in shown[1:] if (match := _KIND_OF_STATISTICS.fullmatch(line.rstrip(".")))), None)
    if label is not None:
        front = read_front([line for line in shown if line.rstrip(".") != label[0]])
        return replace(front, publisher=(label["body"] or "").strip() or front.publisher)
    if not shown:
        return Front()
    report = _title_at(shown)
    title, n_lines = shown[report], report + 1
    if n_lines < len(shown) and _continues(title, shown[n_lines]):
        title, n_lines = f"{title}, {shown[n_lines]}", n_lines + 1
    if _REPORT_WORD.search(title) and n_lines < len(shown) and _date_in(shown[n_lines]):
        n_lines += 1
    period = _PERIOD.search(title)
    date = next(filter(None, map(_date_in, shown[:n_lines])), "")
    beneath = _body_after(shown[n_lines]) if n_lines < len(shown) else ""
    above = next((line for line in reversed(shown[:report]) if not _says_when(line)), "")
    before = title.partition(":")[0]
    named = in_lower_case(above) or in_lower_case(beneath)
    publisher = named or (before if is_body(before) or _is_name_before(before, title) else _publisher(title))
    n_lines = n_lines if _REPORT_WORD.search(title) else 0
    return Front(
        title=title, publisher=publisher, period=period[0].strip() if period else "", published=date, n_lines=n_lines
    )


def with_cover(front: Front, lines: Sequence[str]) -> Front:
    """What the first lines say, with what each line of the cover says by itself ("Published: 3 June 2025").

    ``lines`` are all that stands on the cover, or before the text. What a line is labelled as goes before where a line
    stands; a line that is a month and no more is when the report came out, once another line gives its period.

    >>> front = with_cover(Front(), ["Annual report", "For the year ended 31 March 2025", "June 2025"])
    >>> front.period, front.published
    ('year ended 31 March 2025', 'June 2025')
    """
    facts = [_Fact.of(plain(line)) for line in lines]
    labelled = _merged(fact.labelled for fact in facts)
    alone = _merged(fact.alone for fact in facts)
    if labelled.title:
        front = replace(front, title=labelled.title, period=read_front([labelled.title]).period)
    months = list(dict.fromkeys(fact.month for fact in facts if fact.month))
    period = labelled.period or front.period or alone.period
    if not period and len(months) > 1:
        period = min(months, key=_in_time)
    came_out = max((month for month in months if month not in period), key=_in_time, default="")
    return replace(
        front,
        publisher=labelled.publisher or alone.publisher or front.publisher,
        period=period,
        published=labelled.published or front.published or alone.published or came_out,
        edition=labelled.edition or alone.edition,
    )


def with_labels(front: Front, lines: Sequence[str]) -> Front:
    """What the first lines say, with what lines are labelled as, of lines that may say other things as well."""
    labelled = _merged(filter(None, (_labelled(plain(line)) for line in lines)))
    return replace(
        front,
        publisher=labelled.publisher or front.publisher,
        period=labelled.period or front.period,
        published=labelled.published or front.published,
        edition=labelled.edition,
    )


def cover_lines(parts: Iterable[tuple[bool, str]]) -> list[str]:
    """The lines of a report that stand before its text, of its parts in order: whether each is a heading, and its text.

    The cover ends before a heading with text over it, and where somebody has begun to tell something.
    """
    lines: list[str] = []
    has_title = has_text = False
    for is_heading, text in islice(parts, _MAX_COVER_LINES):
        own = [plain(line) for line in text.split("\n")]
        # A format that goes by looks takes such lines for headings as well.
        is_fact = any(_labelled(line) or _EDITION.fullmatch(line) for line in own)
        is_heading = is_heading and not is_fact
        if (is_heading and has_title and has_text) or any(len(line.split()) > _MAX_LINE_WORDS for line in own):
            break
        lines.extend(own)
        has_title |= is_heading
        has_text |= has_title and not is_heading and not is_fact
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """What one line says by itself: under a label, or by being nothing else; and the month that is all it says."""

    labelled: Front = Front()
    alone: Front = Front()
    month: str = ""

    @classmethod
    def of(cls, line: str) -> _Fact:
        """Of a line without marks."""
        if labelled := _labelled(line):
            return cls(labelled=labelled)
        if len(line.split()) > _MAX_COVER_WORDS or line.endswith("."):
            return cls()
        if shape := _by_shape(line):
            return cls(alone=shape)
        rest = _PERIOD.sub(lambda match: " " if _DATE.search(match[0]) else match[0], line)
        segments = [part for part in _SEGMENTS.split(rest) if part]
        alone = _merged(filter(None, (_labelled(part) or _by_shape(part) for part in segments)))
        month = next((part for part in segments if _MONTH_ALONE.fullmatch(part)), "")
        period = _PERIOD.search(line)
        day = _DATE.search(line)
        is_of_day = (
            period is not None and day is not None and day.start() <= period.start() and period.end() <= day.end()
        )
        if period is None or is_of_day or alone.published or alone.edition or line == month:
            return cls(alone=alone, month=month)
        n_others = sum(any(c.isalnum() for c in word) for word in _PERIOD.sub(" ", line).split())
        if n_others <= _MAX_WORDS_BESIDE_PERIOD:
            alone = replace(alone, period=period[0].strip())
        return cls(alone=alone)


def _labelled(line: str) -> Front | None:
    if (title := _TITLE_LABEL.match(line)) and " " in line[title.end() :]:
        return Front(title=line[title.end() :])
    if (updated := _UPDATED.match(line)) and (date := _time_in(updated["date"])):
        first = next((read_date(part) for part in _SEGMENTS.split(line)[1:] if part and read_date(part)), "")
        return Front(edition=line[: updated.start("date")] + date, published=first or date)
    if (by := _PRODUCER.fullmatch(line)) and by["when"]:
        return Front(publisher=by["name"], published=by["when"])
    if date := read_date(line):
        return Front(published=date)
    if name := read_publisher(line):
        parts = [part for part in re.split(r",\s+", name) if part]
        dated = next((i for i, part in enumerate(parts) if i and _time_in(part)), 0)
        named = ", ".join(parts[:dated]) if dated else name
        return Front(publisher=named, published=_time_in(parts[dated]) if dated else "")
    if label := _PERIOD_LABEL.match(line):
        rest = line[label.end() :].strip()
        return Front(period=rest) if _PERIOD.search(rest) and len(rest) <= _MAX_FACT_CHARS else None
    if edition := _EDITION_LABEL.fullmatch(line):
        return Front(edition=edition["edition"].rstrip("."))
    if (report := _REPORT_OF.fullmatch(line)) and is_body(report["name"]):
        return Front(publisher=report["name"])
    if rights := _RIGHTS.match(line):
        return Front(publisher=rights["name"].strip(), published=_time_in(line[rights.end() :]))
    return None


def _by_shape(part: str) -> Front | None:
    """What a line, or a part of one between commas, is as a whole: a date, an edition, a body's name."""
    if _DATE.fullmatch(part):
        return Front(published=part)
    if _EDITION.fullmatch(part):
        return Front(edition=part)
    if is_body(part):
        return Front(publisher=in_lower_case(part))
    return None


def read_date(line: str) -> str:
    """The date or month that a line such as "Publication date: 3 May 2024" gives, '' when it gives none."""
    match = _PUBLISHED.match(plain(line))
    return _time_in(match["date"]) if match else ""


def read_publisher(line: str) -> str:
    """The publisher that a line such as "Producer: Borset Observatory" names, '' when it names none."""
    match = _PRODUCER.fullmatch(plain(line))
    return _ADDRESS.split(match["name"], maxsplit=1)[0].rstrip(".") if match else ""


def is_body(line: str) -> bool:
    """Whether a line is the name of a body that publishes reports ("Borset District Council") and nothing else."""
    words = line.split()
    if len(words) < 2 or len(words) > _MAX_BODY_WORDS or line.endswith(".") or _REPORT_WORD.search(line):
        return False
    if ": " in line:
        return False
    if not (ENDS_LIKE_BODY.search(line) or _BEGINS_LIKE_BODY.match(line)):
        return False
    return all(word[0].isupper() or word.casefold() in SMALL or not word[0].isalpha() for word in words)


def is_address(line: str) -> bool:
    """Whether a line of a cover says who got a report and when ("Report to the Cabinet, 3 May 2025"): it names none."""
    return _PUT_TO.fullmatch(plain(line)) is not None and _date_in(line) != ""


def is_label(text: str) -> bool:
    """Whether a cell says what the cell beside it tells of a whole file: "Publisher", "Time period"."""
    return _LABEL.fullmatch(text) is not None


def without_label(title: str) -> str:
    """A title without the word that says that it is one ("Title: Road casualties")."""
    return _TITLE_LABEL.sub("", title, count=1) if _TITLE_LABEL.match(title) else title


def _title_at(shown: Sequence[str]) -> int:
    """Which of the first lines is the report's title: that which calls it one, or the first that names no body.

    A sentence may speak of a report too, and is no title; "Report of the Director" stands under the title.
    """
    for index, line in enumerate(shown):
        if _REPORT_WORD.search(line) and not line.endswith("."):
            above = shown[index - 1] if index else ""
            is_under = _REPORT_OF.fullmatch(line) and above and not is_body(above) and not _says_when(above)
            return index - 1 if is_under else index
    return next((i for i, line in enumerate(shown) if not is_body(line) and not _says_when(line)), 0)


def _is_name_before(before: str, title: str) -> bool:
    """Whether a title's words before a colon are a name, and those after it what is reported ("Ann Lee: a review")."""
    after = title[len(before) + 1 :].strip()
    words = before.split()
    if len(words) < 2 or len(words) > _MAX_BODY_WORDS or not after[:1].islower() or not _REPORT_WORD.search(after):
        return False
    is_name = all(word[0].isupper() or word.casefold() in SMALL for word in words)
    return is_name and not _REPORT_WORD.search(before) and not _PERIOD.search(before)


def _says_when(line: str) -> bool:
    """Whether a line is a time or an edition and nothing else."""
    return bool(_PERIOD.fullmatch(line) or _DATE.fullmatch(line) or _EDITION.fullmatch(line) or read_date(line))


def _continues(title: str, line: str) -> bool:
    """Whether the line under a title is the period that belongs to it."""
    if _MONTH_ALONE.fullmatch(line) and (_IS_OF_LONGER.search(title) or _PERIOD.search(title)):
        return False
    lead = _LEADS_TO_PERIOD.match(line)
    match = _PERIOD.match(line, lead.end() if lead else 0)
    return match is not None and (lead is None or match.end() == len(line))


def _date_in(line: str) -> str:
    """The day that a line names, '' where something ended or stood on it."""
    spans = [match.span() for match in _PERIOD.finditer(line)]
    for match in _DATE.finditer(line):
        is_end = any(start <= match.start() and match.end() <= end for start, end in spans)
        if not is_end and not _OF_A_STATE.search(line[: match.start()]):
            return match[0]
    return ""


def _time_in(text: str) -> str:
    match = _DATE.search(text) or _MONTH_ALONE.search(text)
    return match[0] if match else ""


def _in_time(month: str) -> tuple[str, int]:
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    return month[-4:], names.index(month[:3].casefold())


def _merged(fronts: Iterable[Front]) -> Front:
    """The first of each fact."""
    merged = Front()
    for found in fronts:
        merged = replace(
            merged,
            title=merged.title or found.title,
            publisher=merged.publisher or found.publisher,
            period=merged.period or found.period,
            published=merged.published or found.published,
            edition=merged.edition or found.edition,
        )
    return merged


def _body_after(line: str) -> str:
    """The publisher that the line under a title names by itself ("Borset District Council"), '' where it names none."""
    return line if ENDS_LIKE_BODY.search(line) and not _REPORT_WORD.search(line) and not line.endswith(".") else ""


def in_lower_case(name: str) -> str:
    """A name printed in capitals as it is otherwise written; a single word may be an acronym and stays."""
    words = name.split()
    if not name.isupper() or len(words) < 2:
        return name
    return " ".join(word.casefold() if word.casefold() in SMALL else word.capitalize() for word in words)


def names_section(title: str) -> bool:
    """Whether a report's first heading names a part of it, so that it cannot be its title."""
    return _SECTION.fullmatch(title.strip(" .:")) is not None


def _publisher(title: str) -> str:
    """The name that stands before what kind of report it is ("Borsetshire Council Annual Report")."""
    kind = _KIND_OF_REPORT.search(title)
    if kind is None or ":" in title[: kind.start()]:
        return ""
    name = " ".join(_PERIOD.sub(" ", title[: kind.start()]).split()).strip(" ,:-–—")
    return re.sub(r"['’]s?$", "", name) if kind.start() > 2 else ""

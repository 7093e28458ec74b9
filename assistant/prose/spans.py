"""Over which time a sentence tells how something moved, against the time that a question asks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.questions.cues import RELATIVES, SMALL, Cue, Relative, small_number
from assistant.questions.expected import figures
from assistant.questions.question import AskedPeriod, Question
from structured.periods import Period, PeriodKind, PeriodMention, complete, find_periods

_NUMBER = rf"(?:{'|'.join(w for w in SMALL if w.isalpha())}|\d{{1,2}})"
_TIMES = r"(?:years?|quarters?|months?|weeks?)"
_SEVERAL_YEARS = re.compile(
    r"\b(?:last|past|previous) (?:two|three|four|five|six|seven|eight|nine|ten|\d+|few|several) "
    r"(?:years|quarters|months)\b",
    re.IGNORECASE,
)
_SINCE_THEN = re.compile(
    r"\b(?:since|from) (?:the |its |our )?(?:baseline|base year|start|beginning|outset|launch|(?:19|20)\d\d|\w+ 20\d\d)"
    r"\b"
    r"|\b(?:below|above|on|against|from|than) (?:the |its |our )?(?:baseline|base year)\b"
    rf"|\b(?:over|in|across|during) the (?:last |past )?{_NUMBER} (?:years|quarters|months)\b|\b{_NUMBER} years ago\b",
    re.IGNORECASE,
)
_SAYS_SINCE = re.compile(
    r"\bsince\b|\bbaseline\b|\bbase year\b|\bfrom\b[^.]*\b(?:19|20)\d\d|\bbetween\b[^.]*\band\b|\bon record\b|\bever\b"
    rf"|\b(?:over|across|during|in) (?:the (?:last |past )?)?{_NUMBER} (?:years|quarters|months)\b|\b{_NUMBER} years\b",
    re.IGNORECASE,
)
_ONE_SPAN = re.compile(
    r"\b(?:in|during|over) (?:the year|20\d\d[/-]\d\d(?:\d\d)?|20\d\d)\b|\bin the (?:quarter|month)\b"
    r"|\bthis (?:year|quarter)\b",
    re.IGNORECASE,
)
_EACH_OF = re.compile(
    rf"\b(?:for|in|of) (?:each|every) (?:one )?(?:of )?(?:the |these |those )?(?:last |past |latest |previous )?"
    rf"(?P<number>{_NUMBER})? ?(?P<time>{_TIMES})\b"
    r"|\bby (?P<by>month|quarter|year|week)\b"
    r"|\b(?P<after>month|quarter|year|week)[ -](?:by|after)[ -](?P=after)\b",
    re.IGNORECASE,
)
_OVER_SEVERAL = re.compile(
    r"\b(?:over|across|in|during|through) the (?:last |past |latest |previous )?"
    rf"(?P<number>{_NUMBER}) (?P<time>quarters|years|months)\b",
    re.IGNORECASE,
)
_A_TIME = (
    r"(?:now|today|currently|this (?:year|quarter|month)|(?:the )?(?:last|latest|previous) (?:year|quarter|month)|"
    r"(?:a|one|the) (?:year|quarter|month) (?:ago|before|earlier)|before (?:covid|the pandemic))"
)
_ONE_TIME = re.compile(_A_TIME, re.IGNORECASE)
_LISTED = re.compile(rf"\b{_A_TIME}(?:, {_A_TIME})*,? and {_A_TIME}\b", re.IGNORECASE)
"""Times in a list, a figure wanted for each: "now, last quarter and a year ago"."""
_MOVED = (Cue.CHANGE, Cue.DIFFERENCE, Cue.PERCENT_CHANGE, Cue.TREND, Cue.RISE, Cue.FALL, Cue.IMPROVE, Cue.WORSEN)


def is_over_another_span(question: Question, text: str) -> bool:
    """Whether a text tells of one stretch of time and the question asks of another.

    Several years for the year or quarter before; or one year for all that went by since a base year.
    """
    asked = {relative for relative, _, _ in question.relatives} & {Relative.YEAR_BEFORE, Relative.PREVIOUS}
    patterns = [pattern for relative, pattern in RELATIVES if relative in asked]
    if patterns and _SEVERAL_YEARS.search(text) and not any(p.search(text) for p in patterns):
        return True
    since = _SINCE_THEN.search(question.text)
    if since is None or not _asks_how_it_moved(question) or question.has(Cue.WHY):
        return False
    if _SAYS_SINCE.search(text) or _same_time(since[0], text):
        return False
    steps = (pattern for relative, pattern in RELATIVES if relative in {Relative.YEAR_BEFORE, Relative.PREVIOUS})
    return bool(_ONE_SPAN.search(text)) or any(step.search(text) for step in steps)


def of_one_time(question: Question, texts: Sequence[str]) -> tuple[int, ...]:
    """Which texts are told for a question, the best first: none of another time beside one of the time asked about."""
    times = [[m.period for m in find_periods(text) if m.period is not None] for text in texts]
    asked = question.named_periods
    if len(question.periods) != 1 or not asked or not times or not any(asked[0].same_span(p) for p in times[0]):
        return tuple(range(len(texts)))
    meets = (not told or any(asked[0].contains(p) or p.contains(asked[0]) for p in told) for told in times)
    return tuple(i for i, meet in enumerate(meets) if meet)


def is_of_another_time(question: Question, texts: Mapping[str, str], periods: Mapping[str, Period | None]) -> bool:
    """Whether a quarter or a month is asked for and all times that are told lie outside it.

    ``texts`` are what is quoted of each report, by id, ``periods`` the reports' own. A text that names no time may be
    of any.
    """
    told = False
    for document_id, text in texts.items():
        own = periods.get(document_id)
        short = [a for a in _in_full(question.periods, own) if a.kind in {PeriodKind.QUARTER, PeriodKind.MONTH}]
        if not short or len(short) < len(question.periods):
            return False
        named = _in_full(find_periods(text), own)
        to_come = [n for n in named if own is not None and n.first > own.last]
        short += [complete(a.partial, n) for a in question.periods for n in to_come if a.partial is not None]
        if any(n.contains(a) or a.contains(n) for n in named for a in short):
            return False
        told = told or bool(named)
    return told


def is_of_its_own_time(
    question: Question, texts: Mapping[str, str], periods: Mapping[str, Period | None], *, wholly: bool = False
) -> bool:
    """Whether texts name no time, and their reports are of none of the times that a question asks of.

    So is a figure that a report of one quarter gives, where another quarter is asked for. ``wholly`` asks that the
    report's time is known and lies within the time that is asked for: what a report of a year tells is told of no
    quarter.
    """
    for document_id, text in texts.items():
        own = periods.get(document_id)
        asked = _in_full(question.periods, own)
        if find_periods(text) or (own is None and not wholly):
            return False
        if own is not None and any(
            a.contains(own) or (not wholly and a.first <= own.last and own.first <= a.last) for a in asked
        ):
            return False
    return bool(question.periods)


def _in_full(mentions: Sequence[PeriodMention] | Sequence[AskedPeriod], own: Period | None) -> list[Period]:
    """The times that are mentioned, those without a year in the report's own."""
    found = (m.period or (complete(m.partial, own) if m.partial and own else None) for m in mentions)
    return [period for period in found if period is not None]


def lacks_the_series(question: Question, text: str) -> bool:
    """Whether a figure is asked for each of several times, or how one moved over them, and a text has too few."""
    if question.yes_no or question.has(Cue.WHY):
        return False
    each = _EACH_OF.search(question.text)
    over = _OVER_SEVERAL.search(question.text) if _asks_how_it_moved(question) else None
    listed = _LISTED.search(question.text)
    if each is None and over is None:
        return listed is not None and _most_of_a_kind(text) < len(_ONE_TIME.findall(listed[0]))
    if each is not None:
        number, time = each["number"], (each["time"] or each["by"] or each["after"]).lower()
        needed = small_number(number) if number else 2 if time.startswith("year") else 3
    else:
        assert over is not None
        if re.search(
            rf"\b(?:{over['number']} {over['time']}|(?:each|every) {over['time'][:-1]})\b", text, re.IGNORECASE
        ):
            return False
        needed = 2
    return _most_of_a_kind(text) < needed


def _most_of_a_kind(text: str) -> int:
    """How many figures a text has of the kind that it has most of."""
    return max(Counter(m.quantity.unit.kind for m in figures(text)).values(), default=0)


def _asks_how_it_moved(question: Question) -> bool:
    """Whether a question asks of a change; "since" alone only says from when on."""
    return any(question.text[start:end].lower() != "since" for start, end in question.spans(*_MOVED))


def _same_time(asked: str, text: str) -> bool:
    """Whether a text says the time that the question counts from."""
    wanted = [m.period for m in find_periods(asked) if isinstance(m.period, Period)]
    have = [m.period for m in find_periods(text) if isinstance(m.period, Period)]
    return any(a.contains(b) or b.contains(a) for a in wanted for b in have)

"""The figure-bearing sentences of a report: each figure with what it measures, its words, its times."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.auditing.subjects import is_ahead, is_intended, pronoun_at
from assistant.checking.amounts import Amount, Role, ways
from assistant.checking.patterns import MOVES, Way
from assistant.checking.sentences import GOES_ON, QUOTED, Stated, intends, relatives_in, stated
from assistant.questions.cues import Relative
from assistant.questions.vague import Bound
from assistant.questions.words import label_stems, tokens
from corpus.document import Document, Sentence
from corpus.sentences import plain
from structured.periods import Period, PeriodKind, complete, find_periods
from structured.units import UnitKind


class Slot(StrEnum):
    """The part that a figure plays in its sentence, as far as a table's columns tell such parts apart."""

    LEVEL = "level"
    PLANNED = "planned"
    ACTUAL = "actual"
    VARIANCE = "variance"
    """From what was planned to what came about."""
    CHANGE = "change"
    START = "start"
    APART = "apart"


_PLANNED = re.compile(
    r"\b(?:budget(?:ed|s)?|targets?|plan(?:ned)?|goals?|forecasts?|projected|expected|allocation|ceiling|promised?)\b",
    re.IGNORECASE,
)
_ACTUAL = re.compile(
    r"\b(?:outturn|actuals?|spen[dt]|spending|expenditure|delivered|achieved|reached|managed|incurred)\b", re.IGNORECASE
)
_VARIANCE_AFTER = re.compile(
    r"^\s*(?:(?!(?:was|is|were|are|an?|the|with|and|or|from|against|as) )[\w&'’-]+ ){0,2}?"
    r"(?:overspen[dt]|underspen[dt]|shortfall|surplus|deficit|variance)\b",
    re.IGNORECASE,
)
_VARIANCE_BEFORE = re.compile(
    r"\b(?:overspen[dt]\w*|underspen[dt]\w*|variance|shortfall)\s+(?:position\s+)?(?:(?:of|by|is|was|at|to)\s+)*"
    r"(?:an?\s+|the\s+)?$",
    re.IGNORECASE,
)
_BESIDE_PLAN = re.compile(r"^\s*(?:over|under|behind|ahead|short)\b(?![-\w]|\s+(?:the|a|an|\d))", re.IGNORECASE)
_BREAK = re.compile(r"[,;:()]|\s(?:and|but|while|whereas|against|compared|with|from|versus|vs)\s", re.IGNORECASE)
_DASHED = re.compile(r"(?<=\d)[-–](?=\s)")
"""A dash after a year that sets off what follows ("2022/23- Outturn")."""
_END_OF = re.compile(r"\bend of\s+(?:the\s+)?$", re.IGNORECASE)
_BEST_SINCE = re.compile(r"\bsince\s+(?:the\s+)?$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:\||\.{3,}|\t)\s*\d+(?:\s*[-–]\s*\d+)?\s*$")
"""A line of a table of contents."""
_AGAINST = re.compile(
    r"\s*,?\s*(?:[\w’'-]+\s){0,4}?(?:against|on|over|compared (?:with|to)|versus|vs)\s([^,;()]*)", re.IGNORECASE
)
_REASON = re.compile(
    r"\b(?:because|due to|as a result|after|when|which|following|where|owing to|driven by)\b", re.IGNORECASE
)
_LONG_AGO = re.compile(
    r"\b(?:since(?! (?:the |our |its )?(?:baseline|base year))|pre-pandemic"
    r"|(?:over|in|during|for|within) the (?:last|past|previous) (?:few|several|two|three|"
    r"four|five|six|seven|eight|nine|ten|\d+) (?:years|quarters|months)"
    r"|over (?:two|three|four|five|ten|\d+) (?:years|quarters)"
    r"|(?:two|three|four|five|ten|\d+) years (?:ago|earlier|before)|decade)\b",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"\b(?:(?:restated|revised|corrected|amended|changed|recounted)\b[^,;.()]{0,30}\bfrom"
    r"|(?:published|reported|printed|shown)\b[^,;.()]{0,30}\bas)\s*$",
    re.IGNORECASE,
)
"""Before a figure: that another has taken its place."""
_KEYWORDS = {
    word: re.compile(pattern, re.IGNORECASE)
    for word, pattern in (
        ("original", r"\boriginal|\binitial"),
        ("revised", r"\brevised|\bupdated"),
        ("forecast", r"\bforecast|\bprojected|\bexpected"),
        ("opening", r"\bopening|\bstart of|\bbrought forward"),
        ("closing", r"\bclosing|\bcarried forward"),
        ("to date", r"\bto date|\bso far|\bytd\b"),
        ("target", r"\btarget|\bgoal|\bstandard\b|\bceiling"),
        ("budget", r"\bbudget"),
    )
}
"""Words that tell versions of one figure apart."""


LIGHT = frozenset(
    label_stems(
        """stand stands stood remain remained currently current latest recent most report reported shows showed show
        data year years end time quarter month period number figure total amount around year-end position full there
        according available made make making have been were also now still already across over under per cent percent
        people service respectively compared rate level only just nearly approximately continued continue deliver
        delivered provide provided receive received mean set recorded record numbers levels rates cases incidents
        volume volumes spending spend cost costs expenditure outturn income performance figures budget planned plan
        target actual forecast variance against final overall result results significantly slightly further sharply
        overspent overspend underspend underspent over-spend under-spend increase increased decrease decreased include
        includes including included reflect reflects represent represents
        comprise comprises largest biggest highest lowest greatest smallest both savings saving under over behind
        ahead come came about serve served issue issued held gave given carried dealt handled conducted undertaken drew
        attracted"""
    )
)
"""Stems of words that say how a figure is given, not of what."""
BODY = frozenset(
    label_stems(
        """authority council trust company association service organisation group board commission commissioner force
        university college department agency county we our ended finished closed year whole overall end"""
    )
)
"""Words for the body itself, and for its year's coming to an end."""
OTHERS = frozenset(
    label_stems(
        """rest other others remaining remainder except excluding excluded without similar elsewhere outside only half
        adjusted"""
    )
)
"""Words that make another population of one: their being said of one figure alone tells the two apart."""


def keywords(text: str) -> frozenset[str]:
    """The words of a text that tell versions of one figure apart ("original", "revised", "forecast" …)."""
    return frozenset(word for word, pattern in _KEYWORDS.items() if pattern.search(text))


MAX_DIGITS = 15
"""A figure of more digits is no figure of a report, and would not fit the arithmetic."""


_SPELT = re.compile(
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:one|two|three|four|five|six|seven|eight|nine)",
    re.IGNORECASE,
)
"""A figure in words that is no round one, and no "one" or "two" that only tells of some."""


_ONE_SIDED = frozenset({Bound.ABOVE, Bound.AT_LEAST, Bound.BELOW, Bound.AT_MOST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A figure of a sentence.

    ``clause`` are the words up to the neighbouring figures, ``near`` those up to the nearest comma or bracket.
    ``versions`` are the words that tell its version, ``relatives`` and ``periods`` the times in its own clause,
    ``times`` these or else those that the sentence names before it.
    """

    amount: Amount
    slot: Slot
    clause: str
    near: str
    versions: frozenset[str]
    relatives: frozenset[Relative]
    periods: tuple[Period, ...]
    times: tuple[Period, ...]
    long_ago: bool
    intended: bool = False
    """Whether it is of what is meant to be, in a time to come."""
    replaced: bool = False
    """Whether it is what a report gave before it was corrected: "restated from 13 to 14", "published as 13"."""
    pronoun: int | None = None
    """Where the pronoun begins that stands for what it is of."""

    @property
    def exact(self) -> bool:
        """Whether it is stated as it is, and as it still holds: not bounded, not approximate, not corrected since."""
        amount = self.amount
        digits = sum(c.isdigit() for c in amount.printed)
        counted = 0 < digits <= MAX_DIGITS or bool(_SPELT.fullmatch(amount.printed)) or is_points(amount)
        return amount.bound is Bound.EXACT and not amount.denied and not self.replaced and counted

    @property
    def one_sided(self) -> bool:
        """Whether it is only said to be more than a figure, or less than it."""
        return self.amount.bound in _ONE_SIDED and not self.amount.denied and not self.replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence with its figures. ``words`` are the stems of its own words and of those that it goes on from,
    ``around`` those of the headings above it; ``periods`` the times that it names, ``reference`` that of its report.
    """

    document: Document
    sentence: Sentence
    text: str
    said: tuple[Said, ...]
    words: frozenset[str]
    around: frozenset[str]
    periods: tuple[Period, ...]
    reference: Period | None
    intent: bool


def statements(document: Document, sentences: Sequence[Sentence], reference: Period | None) -> Iterator[Statement]:
    """The sentences that state figures, in reading order. ``reference`` is the report's own period: "Q3" is its."""
    before: Sentence | None = None
    for sentence in sentences:
        text = plain(sentence.text)
        leads = [plain(sentence.lead_in)] if sentence.lead_in else []
        if before is not None and GOES_ON.match(text) and before.locator.section == sentence.locator.section:
            leads.append(plain(before.text))
        before = sentence
        figures = stated(text)
        if not figures or QUOTED.search(text) or _CONTENTS.search(text):
            continue
        periods = periods_in(" ".join((*leads[:1], text)), reference)
        yield Statement(
            document=document,
            sentence=sentence,
            text=text,
            said=tuple(
                _said(text, s, left, " ".join(leads[:1]), reference)
                for s, left in zip(figures, (0, *(s.amount.mention[1] for s in figures)), strict=False)
            ),
            words=frozenset(label_stems(" ".join((text, *leads)))),
            around=frozenset(s for title in sentence.locator.section[-2:] for s in label_stems(title)),
            periods=periods,
            reference=reference,
            intent=intends(text, reference.last if reference is not None else None),
        )


def periods_in(text: str, reference: Period | None) -> tuple[Period, ...]:
    """The times that a text names; one without a year is that of the report's own period."""
    found = []
    text = _DASHED.sub(" ", text)
    for mention in find_periods(text):
        if _BEST_SINCE.search(text[: mention.start]):
            continue
        period = mention.period
        if period is None and mention.partial is not None and reference is not None:
            period = complete(mention.partial, reference)
        if period is not None:
            found.append(_last_day(period) if _END_OF.search(text[: mention.start]) else period)
    return tuple(found)


def _last_day(period: Period) -> Period:
    """What "the end of September" is, of which a table of quarters has a column too."""
    return replace(period, kind=PeriodKind.DAY, first=period.last)


def _said(text: str, item: Stated, left: int, lead_in: str, reference: Period | None) -> Said:
    """The figure with its part and its times; ``left`` is where the figure before it ends."""
    amount = item.amount
    start, end = amount.mention
    before, after = text[max(0, start - 90) : start], text[end : end + 80]
    slot = _slot(amount, before, after)
    words = _closest(before, after)
    if slot is Slot.VARIANCE and (against := _AGAINST.match(after)):
        words = re.split(r"[£$€\d]| and ", against[1])[0]
    periods = periods_in(_REASON.split(item.near)[0], reference) or periods_in(text[left:start], reference)
    known_until = reference.last if reference is not None else None
    heads = f"{lead_in}: " if lead_in else ""
    if slot is Slot.PLANNED:  # what was planned may be of a time that is over
        intended = is_ahead(item.near) or any(known_until is not None and p.first > known_until for p in periods)
    else:
        intended = is_intended(item.near, heads + text[:start], known_until)
    return Said(
        amount=amount,
        intended=intended,
        replaced=_REPLACED.search(before) is not None,
        pronoun=pronoun_at(text[:start]),
        slot=slot,
        clause=item.clause,
        near=item.near,
        versions=keywords(words),
        relatives=frozenset(relatives_in(item.near) or relatives_in(item.clause)),
        periods=periods,
        times=periods or periods_in(f"{lead_in} {text[:start]}", reference),
        long_ago=bool(_LONG_AGO.search(f"{lead_in} {item.clause}")),
    )


def _closest(before: str, after: str) -> str:
    """The words that go with a figure: back to the last break, on to the next."""
    left = _BREAK.split(before)[-1]
    right = _BREAK.split(after)[0]
    return f"{left} {right}"


def _slot(amount: Amount, before: str, after: str) -> Slot:
    left = _BREAK.split(before.rstrip().removesuffix("("))[-1]
    right = _BREAK.split(after)[0]
    if _VARIANCE_BEFORE.search(before) or _VARIANCE_AFTER.match(after):
        return Slot.VARIANCE
    if amount.role is Role.CHANGE or (
        amount.role is Role.PLAN and re.search(r"\b(?:increase|decrease|reduction|rise|fall)d? (?:of|by) *$", before)
    ):
        return Slot.CHANGE
    if amount.role is Role.PLAN and not _PLANNED.search(left):
        return Slot.VARIANCE
    if amount.role is Role.APART:
        return Slot.VARIANCE if _BESIDE_PLAN.match(after) and not is_percent(amount) else Slot.APART
    marks = [(m.start(), Slot.PLANNED) for m in _PLANNED.finditer(left)]
    marks += [(m.start(), Slot.ACTUAL) for m in _ACTUAL.finditer(left)]
    if marks:
        return max(marks)[1]
    words = " ".join(right.split()[:4])
    if _ACTUAL.search(words):
        return Slot.ACTUAL
    if _PLANNED.search(words):
        return Slot.PLANNED
    return Slot.START if amount.role is Role.START else Slot.LEVEL


def without_periods(text: str) -> str:
    """A text without the times that it names."""
    for mention in sorted(find_periods(text), key=lambda m: -m.start):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def way_said(statement: Statement, said: Said) -> Way | None:
    """The direction that the verb before a figure gives it, whatever sign it is printed with."""
    start = said.amount.mention[0]
    others = [s.amount.mention[1] for s in statement.said if s.amount.mention[1] <= start]
    left = statement.text[max(others, default=0) : start]
    moves = [m.span() for m in MOVES.finditer(left)]
    found = [w for w, s, e in ways(left) if w in {Way.UP, Way.DOWN} and any(a < e and s < b for a, b in moves)]
    return found[-1] if found else None


DISTINCT = frozenset({"original", "revised", "forecast", "opening", "closing"})
"""Words for versions that few figures of a report bear."""
_EXCLUSIVE = (
    frozenset({"original", "revised", "forecast"}),
    frozenset({"target", "budget"}),
    frozenset({"opening", "closing"}),
)


def versions_suit(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether the words for two versions may be of one: "revised" is not "original", a target is not a budget."""
    return all(not (a & group) or not (b & group) or bool(a & b & group) for group in _EXCLUSIVE)


def title(statement: Statement) -> frozenset[str]:
    """The stems of what the report of a statement is called, and of its publisher's name."""
    return frozenset(label_stems(f"{statement.document.title} {statement.document.publisher}"))


def is_points(amount: Amount) -> bool:
    """Whether a figure is in percentage points, which are told exactly in words too ("fell by four points")."""
    return amount.quantity.unit.kind is UnitKind.POINTS


def is_percent(amount: Amount) -> bool:
    """Whether a figure is in per cent or in percentage points."""
    return amount.quantity.unit.kind in {UnitKind.PERCENT, UnitKind.POINTS}


def content(text: str) -> tuple[str, ...]:
    """The stems of a text's words that carry meaning, in order, numbers left out."""
    return tuple(t.stem for t in tokens(text) if not t.is_stop and not t.is_number and t.stem in set(label_stems(text)))

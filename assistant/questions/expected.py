"""What kind of thing a question asks for (a count, money, a date, a cause …), and how well a text holds one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.questions.cause_words import LATE, LATENESS, gives_reason, may_give_reason
from assistant.questions.cues import COMPILED, Cue
from assistant.questions.office_pay import is_other_pay
from assistant.questions.question import Question
from assistant.questions.words import label_stems, tokens
from structured.periods import MONTH, find_periods
from structured.plan import Operation
from structured.units import Quantity, QuantityMention, UnitKind, find_quantities


class Kind(StrEnum):
    """The kind of thing that would answer a question."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    RATIO = "ratio"
    LENGTH = "length of time"
    FIGURE = "any figure"
    DATE = "date"
    NAME = "name"
    REASON = "reason"
    MEANING = "meaning"
    ANYTHING = "anything"


_FIGURES = frozenset({Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.RATIO, Kind.LENGTH, Kind.FIGURE})

_MONTH = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|"
    r"summer|autumn|winter|q[1-4]|quarter [1-4]|today|yesterday|weekly|monthly)\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|permanent(?:ly)?|until|indefinite(?:ly)?)\b",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"\b(?:is|are|was|were|means?|refers?|defin(?:ed|ition)|known as|called|counts?|counted|calculated|"
    r"measured|considered|considers?|includes?|included|provides?|delivers?|brings?|aims?|designed|based on|"
    r"if|to those|those who)\b",
    re.IGNORECASE,
)
_FREQUENT = re.compile(
    r"\b(?:annual(?:ly)?|yearly|quarterly|monthly|weekly|daily|each|every|times|once|twice|always|never|"
    r"regularly|per)\b",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"\b(?:half|third|quarter|fifth|majority|most|doubled|halved|tripled|twice|"
    r"double)\b",
    re.IGNORECASE,
)

_ASKS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.REASON,
        r"\bwhat (?:do|does|did|have|has) [^?,;]{2,60}? put (?:it|this|that|them) down to\b|"
        r"\bwhat(?:'s| is| was| were| are) (?:being |mainly )?blamed\b|\bblamed?\b|"
        r"\bwhy\b|\bhow come\b|\bwhat(?:'s| is| was| has)? (?:\w+ ){0,2}?(?:caus(?:e|ed|es|ing)|"
        r"drove|driv(?:es|ing|en)|explains?|explained|behind|led to|"
        r"(?:held|hold(?:s|ing)) (?:up|back)|delayed|slowed|started|sparked|triggered|"
        r"prompted|accounts? for|accounted for|stopped|prevented|hindered|"
        r"(?:got|gets|stood|stands) in the way)\b|\breasons?\b|\bcauses?\b"
        r"|\bdrivers?\b|\bexplanation\b|\bon what grounds\b|\bbecause of what\b|\bdue to what\b|\bwhat went wrong\b|"
        r"\bwhat(?:'s| is) (?:the matter|wrong)\b",
    ),
    (
        Kind.RATIO,
        r"\bhow many times (?:more|as|higher|likel)|\bhow (?:much|many) (?:\w+ )?more likely\b|"
        r"\bhow (?:much )?(?:more |less )?likely\b|\bratio\b|\btimes more\b",
    ),
    (
        Kind.LENGTH,
        r"\bhow (?:much )?long(?:er)?\b|\bwhat length\b|\bhow (?:many|much) (?:more )?(?:seconds?|"
        r"minutes?|hours?|days?|weeks?|months?|years?|time)\b|\bwaiting time\b|"
        r"\bwhat(?:'s| is| are| was| were)? [^?,;]{1,60}? in (?:seconds|minutes|hours|days|weeks|months)\b",
    ),
    (
        Kind.PERCENT,
        r"\bhow (?:large|big|great|small) a (?:part|share|proportion|fraction)\b|"
        r"\bwhat (?:percentage|per ?cent|proportion|share|fraction)\b|\b(?:percentage|per ?cent|"
        r"proportion|share|fraction) of\b|\bhow (?:many|much) (?:percentage )?(?:points?|per ?cent)\b|"
        r"\bby what (?:percentage|per ?cent)\b|^(?:percentage|proportion|share)\b|"
        r"(?:^|\bthe )(?:per ?cent(?:age)?|%) (?:change|rise|fall|increase|decrease|drop|growth|difference)\b",
    ),
    (Kind.COUNT, r"\bhow many\b|\bnumbers? of\b|\bwhat number\b|^number\b|\bcount of\b|\bhow busy\b"),
    (
        Kind.MONEY,
        r"\bhow much (?:money|cash|funding|grant|(?:did|does|do|will|would|has|have|is|are|was|were) [\w' -]{1,60}? "
        r"(?:spend|spent|cost|pay|paid|raise|save|sell for|go for|fetch|get|"
        r"receive|give|earn|owed?|charged?|fined?))\b|"
        r"\bhow much (?:is|was|were|has been|had been|will be) (?:\w+ )?(?:budgeted|spent|paid|allocated|"
        r"set aside|raised|invested|awarded|granted|charged|fined|owed|saved|donated|lent|borrowed)\b|"
        r"\bwhat(?:'s| is| are| was| were) [\w' -]{1,40}? (?:paid|earning|owed|charged|fined)\b|"
        r"\bwhat (?:does|do|did|will|would) [\w' -]{1,60}? "
        r"(?:earn|get paid|owe|cost(?:ing)?|charge|sell for|go for|fetch)\b|"
        r"\b(?:what|which)(?:'s)? (?:[\w']+ ){0,4}?(?:cost|price|budget|fee|charge|funding|money|salary|investment|"
        r"bill)\b|"
        r"\bhow (?:much|far) (?:over|under|above|below) (?:the |its |their |our )?(?:\w+ )?budget\b|"
        r"(?<!\bless )(?<!\bmore )\bworth\b|\bhow expensive\b|^budget\b",
    ),
    (
        Kind.DATE,
        r"(?:^|[,;:.?-]\s*|\band |\bor )(?:\w+ )?when\b|\bwhen (?:is|are|was|were|will|did|does|do|"
        r"can|has|have|might|should)\b|\b(?:what|which) (?:date|day|month|year|quarter|time)\b|\bhow soon\b|"
        r"\bdeadline\b|\bhow long ago\b|\bsince when\b",
    ),
    (
        Kind.FIGURE,
        r"\bhow (?:much|often|big|large|old|far|high|low|quick(?:ly)?|fast|full|heavy|small|"
        r"frequently|tall|wide|deep|strong)\b|\bwhat (?:\w+ ){0,2}?(?:rates?|levels?|scores?|figures?|totals?|"
        r"averages?|weight|size|ratio|target|goal|aim|trend|growth|temperature|limit)\b|\brate\b|"
        r"\bwhat (?:do|does|did|will) [^?;]{2,80}? (?:come|add|amount|sum) (?:up )?to\b",
    ),
    (
        Kind.NAME,
        r"(?:^|[,;:.?-]\s*|\band |\bor )(?:\w+ )?who(?:m|se|'s)?\b|\bwhich (?:body|"
        r"organi[sz]ations?|company|charity|person|provider|firm|building|place|prisons?|towns?|sites?|country|"
        r"station|builder|celebrity|supplier|area|tech|giants?|committees?|bod(?:y|ies)|operation)\b|(?:^|"
        r"[,;:.?-]\s*|\band |\bor )where\b|\bwhat (?:\w+ )?(?:company|organi[sz]ation|body|name|celebrity)\b",
    ),
    (
        Kind.MEANING,
        r"\bwhat (?:is|are|was|were|does|do|did|counts?(?: as)?|makes?)\b|\bmean(?:s|ing|t)?\b|"
        r"\bdefin(?:e|ed|ition)\b|\bstands? for\b|\bin plain terms\b|\bexplain\b|\bhow (?:is|are|was|were|does|"
        r"do|did)\b",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _ASKS)
_SETTING = re.compile(
    r"^(?:when|where|while|if|as|after|before|once|whenever)\b"
    r"(?! (?:is|are|was|were|will|would|did|does|do|can|could|has|have|had|might|should|exactly|in)\b)"
    r"[^?,]{3,120},\s*(?=(?:how|what|which|who|why|when|where)\b)",
    re.IGNORECASE,
)
"""A clause that only sets the scene before what is asked: "When they ask about the area, how big an area is meant?"."""
_SPANS = frozenset({"day", "week", "month", "year", "hour", "minut", "second", "quarter", "point", "percentag"})
_MONEYS = frozenset({"pound", "million", "thousand", "billion", "money", "£"})
_SHARE = re.compile(
    r"%|\bper ?cent|\bpoints?\b|\bpp\b|\b(?:out )?of (?:every|each|all|the|those)\b"
    r"|\b(?:in|out of) (?:a |every |each )?(?:hundred|\d{1,3}(?!\d))",
    re.IGNORECASE,
)
_PER = re.compile(r"(?: [\w-]+){0,4}? per \d", re.IGNORECASE)
MEANT = re.compile(
    r"\b(?:counts?|counted|classed|classified) as\b|\bdefin(?:e|ed|es|ition)\b|\b(?:is|are) meant\b"
    r"|\bwhat (?:does|do|did|would) [^?]{1,60}? mean(?: (?:by|in|when|here)\b|[?.]*$)",
    re.IGNORECASE,
)
"""What asks for the meaning of a word, or for what counts as something."""
_METHOD = re.compile(
    r"\b(?:counts? as|worked out|calculated|measured|defined|definition of|meant by|stands? for|"
    r"make someone count|in plain (?:terms|english))\b|\bwhat (?:does|do) [\w\'/ -]{1,40} mean\b|"
    r"\bwhat (?:is|are|was|were)(?: (?:and|or) (?:is|are|was|were)(?:n't| not))? (?:counted|classed|classified) as\b|"
    r"\bhow (?:do|does|did) [^?]{1,40}? (?:work out|calculate|measure|define)\b",
    re.IGNORECASE,
)
_HOW_FOUND = dict(COMPILED)[Cue.METHOD]
_WHAT_MOST = re.compile(
    r"^what (?:did|do|does) [^?]*? (?:most|mainly|mostly)\??$"
    r"|\b(?:what|why|how|when) (?:was|were|is|are|did|do|does|have|had) most (?!of\b)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:how many|numbers? of|what number of|"
    r"count of)\s+((?:[\w'-]+\s*){1,5})",
    re.IGNORECASE,
)
_ADVERBS = frozenset("still already also ever now currently actually really never".split())  # noqa: SIM905 - as text
"""What ends the name of what is counted: "how many boats still leak"."""
_OF_AN_AGE = re.compile(
    r"^(?:(?:under|over|aged?)[ -])?\d+[ -]*(?:s\b|to \d+|\+)?(?: year[ -]olds?)?\s*", re.IGNORECASE
)
_NUMERIC = {
    Kind.COUNT: {UnitKind.COUNT, UnitKind.RATE, UnitKind.MASS, UnitKind.DURATION, UnitKind.POINTS, UnitKind.RATIO},
    Kind.MONEY: {UnitKind.MONEY},
    Kind.PERCENT: {UnitKind.PERCENT, UnitKind.POINTS, UnitKind.RATE, UnitKind.RATIO},
    Kind.RATIO: {UnitKind.RATIO, UnitKind.PERCENT},
    Kind.LENGTH: {UnitKind.DURATION},
}


LEAST = {
    Kind.MONEY: 0.3,
    Kind.PERCENT: 0.3,
    Kind.LENGTH: 0.3,
    Kind.COUNT: 0.3,
    Kind.FIGURE: 0.3,
    Kind.DATE: 0.3,
    Kind.REASON: 0.3,
}
"""The fitness that something quoted must have for each kind of thing asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a question asks for.

    ``counted`` are the stems of what "how many" counts, in order; ``said`` the stems of all
    the question's words: a name or number that it says itself is no answer to it.
    """

    kind: Kind
    counted: tuple[str, ...] = ()
    said: frozenset[str] = frozenset()

    @property
    def needs_figure(self) -> bool:
        """Whether only a figure can answer."""
        return self.kind in _FIGURES


def expected(text: str, whole: str = "") -> Expected:
    """What the words of a question (a part of the ``whole``) ask for; the kind that its first asking word names.

    >>> expected("How many widgets were sold?").kind
    <Kind.COUNT: 'count'>
    """
    said = frozenset(t.stem for t in tokens(whole or text))
    text = _SETTING.sub("", text)
    found = [
        (match.start(), rank, kind) for rank, (kind, pattern) in enumerate(_COMPILED) if (match := pattern.search(text))
    ]
    if not found:
        return Expected(kind=Kind.MEANING if MEANT.search(text) else Kind.ANYTHING, said=said)
    first = min(found)[0]
    # the more telling of two that begin at about the same place ("what is" and "what is the cost")
    kind = min((rank, kind) for start, rank, kind in found if start <= first + 12)[1]
    if kind not in _FIGURES and MEANT.search(text):
        kind = Kind.MEANING  # "when does a widget count as late?" asks for no date
    counted: tuple[str, ...] = ()
    if kind is Kind.COUNT and (match := _COUNTED.search(text)):
        counted = _noun(match.group(1))
    return Expected(kind=kind, counted=counted, said=said)


def _noun(words: str) -> tuple[str, ...]:
    kept = []
    for token in tokens(_OF_AN_AGE.sub("", words)):
        if token.is_stop or token.text.lower() in _ADVERBS:
            break
        kept.append(token.stem)
    return tuple(kept[:2])


_DAY = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH})\b|\b(?:{MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?\b", re.IGNORECASE
)


def figures(text: str) -> list[QuantityMention]:
    """The quantities of a text, the numbers of dates and periods left out."""
    periods = [(p.start, p.end) for p in find_periods(text)]
    periods += [match.span() for match in _DAY.finditer(text)]
    return [m for m in find_quantities(text) if not any(m.start < end and start < m.end for start, end in periods)]


def fitness(wanted: Expected, text: str) -> float:
    """How well a text holds what is asked for: 1 it does, 0.5 it may, 0 it cannot."""
    match wanted.kind:
        case Kind.ANYTHING:
            return 0.5
        case Kind.REASON:
            if wanted.said & LATENESS:
                text = LATE.sub(" ", text)  # that it is late is what is asked about
            return 1.0 if gives_reason(text) else 0.5 if may_give_reason(text, wanted.said) else 0.2
        case Kind.MEANING:
            return 0.75 if _MEANS.search(text) else 0.4
        case Kind.NAME:
            return 0.8 if _has_name(text, wanted.said) else 0.3
        case Kind.DATE:
            return 1.0 if find_periods(text) else 0.8 if _MONTH.search(text) else 0.0
        case Kind.FIGURE:
            return 0.9 if _fresh(wanted, text) else 0.5 if _FREQUENT.search(text) or _HALF.search(text) else 0.0
        case Kind.COUNT:
            return _counts(wanted, text)
        case kind:
            if any(m.quantity.unit.kind in _NUMERIC[kind] for m in _fresh(wanted, text)):
                return 1.0
            if kind is Kind.LENGTH:
                return 0.8 if _TIME.search(text) else 0.0
            return 0.4 if kind is Kind.PERCENT and _HALF.search(text) else 0.2 if figures(text) else 0.0


def _fresh(wanted: Expected, text: str) -> list[QuantityMention]:
    """The figures of a text that the question does not say itself; "four of them" says not how big something is."""
    fresh = [m for m in figures(text) if not {t.stem for t in tokens(m.printed)} <= wanted.said]
    return [m for m in fresh if wanted.kind is not Kind.FIGURE or not m.printed.isalpha()]


def _counts(wanted: Expected, text: str) -> float:
    found = [m for m in _fresh(wanted, text) if m.quantity.unit.kind in _NUMERIC[Kind.COUNT]]
    if not found:
        return 0.2 if figures(text) else 0.0
    if "per" not in wanted.said:
        found = [m for m in found if not _PER.match(text[m.end :]) and not text[: m.start].endswith("per ")]
    times = frozenset(wanted.counted) & _SPANS
    found = [m for m in found if m.quantity.unit.kind not in {UnitKind.DURATION, UnitKind.POINTS} or times]
    if not found:
        return 0.2  # so many for each thousand are no count
    for mention in found:
        near = label_stems(" ".join(text[mention.start :].split()[:6])) + label_stems(
            " ".join(text[: mention.start].split()[-4:])
        )
        if any(word in near for word in wanted.counted):
            return 1.0
    return 0.7


def _has_name(text: str, said: frozenset[str]) -> bool:
    """Whether a capitalised word that the question does not say stands within the text, past its first word."""
    return any(t.text[0].isupper() and t.stem not in said for t in tokens(text)[1:])


_TASK_WORDS = (
    (Cue.MEAN, re.compile(r"\b(?:average[ds]?|mean)\b", re.IGNORECASE)),
    (Cue.SUM, re.compile(r"\b(?:total(?:s|led|ling)?|combined|together|altogether|sum|overall)\b", re.IGNORECASE)),
    (
        Cue.CHANGE,
        re.compile(
            r"\b(?:ris(?:e|en|es|ing)|rose|increas\w+|gr[eo]w\w*|gain\w*|climb\w*|up|higher|more|f[ae]ll\w*|decreas\w+"
            r"|reduc\w+|drop\w*|declin\w+|down|lower|less|fewer|chang\w+|differ\w+|improv\w+|worse\w*|from\b.+\bto"
            r"|compared (?:to|with)|unchanged|stable|same|steady|below|above|short(?:fall)?|behind|ahead"
            r"|(?:over|under)[- ]?sp(?:en[dt]|ending)\w*)\b",
            re.IGNORECASE,
        ),
    ),
)
_PART_OF = re.compile(r"\bas an? (?:percentage|proportion|share|fraction)(?: of\b|\W*$)", re.IGNORECASE)
_ORIGINAL = re.compile(r"\b(?:original|initial)(?:ly)?\b", re.IGNORECASE)
_REVISED = re.compile(r"\b(?:revised|updated|adjusted)\b", re.IGNORECASE)
_OTHER_BUDGETS = ((_ORIGINAL, _REVISED), (_REVISED, _ORIGINAL))
_ON_WHAT_DAY = re.compile(r"\b(?:what|which) (?:exact )?(?:day|date)\b", re.IGNORECASE)
_SO_MANY_POINTS = re.compile(r"\bhow many (?:percentage )?points\b", re.IGNORECASE)
_IN_WHAT_TIME = re.compile(r"\b(?:what|which) (?:quarter|month|year)\b", re.IGNORECASE)
FURTHER = re.compile(r"\bhow many more\b(?!.*\bthan\b)", re.IGNORECASE)
_A_DAY = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{MONTH})\b|\b(?:{MONTH}) \d{{1,2}}\b", re.IGNORECASE)
_TABLE_FOLLOWS = re.compile(
    r"\b(?:(?:is|are|was|were) (?:given |shown |set out )?(?:as follows|below)|following table|tables? below)\b"
    r"[^.]*[:.]?$|^(?:[\d.]+ )?(?:the|this|table \w+|figure \w+) ?(?:table|chart|figure)? "
    r"(?:gives|shows|sets out|lists)\b",
    re.IGNORECASE,
)
_CHANGES = (Cue.CHANGE, Cue.DIFFERENCE, Cue.PERCENT_CHANGE)


_SAYS_PERCENT = re.compile(r"%|\bper ?cent(?:age)?\b", re.IGNORECASE)
_IN_WORDS = (Cue.WHY, Cue.WHO, Cue.WHEN, Cue.WHERE, Cue.DEFINE, Cue.METHOD)
_PARTS = frozenset({UnitKind.PERCENT, UnitKind.POINTS, UnitKind.RATIO})
_IN_PARTS = re.compile(
    r"\b(?:half|halves|thirds?|quarters?|fifths?|tenths?|none|all|"
    r"\w+ in (?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|\d+))\b",
    re.IGNORECASE,
)
DISTANCES = (
    *(Cue.OVER, Cue.UNDER, Cue.RISE, Cue.FALL, Cue.IMPROVE, Cue.WORSEN, Cue.CHANGE, Cue.DIFFERENCE),
    *(Cue.PERCENT_CHANGE, Cue.GAP, Cue.MET, Cue.MISSED),
)
_BY = re.compile(
    r"\b(?:(?:over|under)[- ]?sp(?:en[dt]|ending)\w*|up|down|rose|fell|exceeded)(?: by| of)?\s+$", re.IGNORECASE
)
_PAST = re.compile(
    r"^\s*(?:\w+ )?(?:over|under|above|below|behind|ahead|more|less|short|better|worse"
    r"|(?:over|under)[- ]?spen[dt]\w*)\b",
    re.IGNORECASE,
)


def _only_distances(text: str) -> bool:
    """Whether each amount of money in a text is how far something is from a plan or from another amount."""
    amounts = [m for m in figures(text) if m.quantity.unit.kind is UnitKind.MONEY]
    return bool(amounts) and all(_BY.search(text[: m.start]) or _PAST.search(text[m.end :]) for m in amounts)


def quote_suits(question: Question, text: str) -> bool:
    """Whether a quote can be the answer to what asks for a calculation over two times.

    It must speak of that calculation and hold a figure: neither of two years' figures is their total, their mean or the
    change between them. Nor is an amount a share, what is held against the revised budget an answer about the original
    one, or a line that only leads to a table any answer.
    """
    if _TABLE_FOLLOWS.search(text) and not figures(text):
        return False
    if _PART_OF.search(question.text) and not any(m.quantity.unit.kind is UnitKind.PERCENT for m in figures(text)):
        return bool(_HALF.search(text))
    if any(one.search(question.text) and other.search(text) and not one.search(text) for one, other in _OTHER_BUDGETS):
        return False
    if is_other_pay(question.text, text):
        return False
    if _ON_WHAT_DAY.search(question.text) and not _A_DAY.search(text):
        return False
    if _IN_WHAT_TIME.search(question.text) and not find_periods(text):
        return False
    kinds = {m.quantity.unit.kind for m in figures(text)}
    level = question.has(Cue.PERCENT) and not question.has(Cue.POINTS, Cue.GAP, *_CHANGES, Cue.RISE, Cue.FALL)
    if level and UnitKind.POINTS in kinds and UnitKind.PERCENT not in kinds and not _IN_PARTS.search(text):
        return False  # a gap is no level, whatever else is told beside it
    if _SO_MANY_POINTS.search(question.text) and not kinds & _PARTS:
        return False
    percent = question.has(Cue.PERCENT) and _SAYS_PERCENT.search(question.text) and not question.has(*_IN_WORDS)
    if percent and kinds and not kinds & _PARTS:
        return bool(_IN_PARTS.search(text))
    if expected(question.text).kind is Kind.MONEY and not question.has(Cue.WHY, *DISTANCES) and _only_distances(text):
        return False  # by how much it was overspent is not how much was spent
    by_how_much = question.has(Cue.DIFFERENCE, Cue.PERCENT_CHANGE) and not question.has(Cue.WHY)
    by_how_much = by_how_much and not FURTHER.search(question.text)
    if len(question.periods) < 2 and not by_how_much:
        return True
    asked = Cue.CHANGE if question.has(*_CHANGES) else next((c for c, _ in _TASK_WORDS if question.has(c)), None)
    if asked is None:
        return True
    if question.has(Cue.PERCENT_CHANGE) and not any(m.quantity.unit.kind is UnitKind.PERCENT for m in figures(text)):
        return False
    told = question.has(Cue.CHANGE) and not question.has(Cue.DIFFERENCE, Cue.PERCENT_CHANGE)
    return bool(dict(_TASK_WORDS)[asked].search(text)) and (told or bool(figures(text)))


A_THING = re.compile(r"^(?:so |and )?what(?:'s| is| was) an? (?:[\w'-]+ ?){1,3}\??$", re.IGNORECASE)
"""What something is, as a kind of thing: "What is a small fire?" asks for no figure."""
_HOW_TO = re.compile(
    r"^(?:so |and |please )*(?:how|where|who) (?:do|can|could|should|would|must|might|may|shall) "
    r"(?:i|we|you|one|someone|somebody|people)\b(?! (?:think|feel|say|rate|compare|find)\b)",
    re.IGNORECASE,
)
"""How to go about something: "How do I report a leak?" is answered by no figure."""
_ABOUT_WHAT = re.compile(
    r"^(?:so |and )?what(?! (?:share|proportion|percentage|number))\b[^?]*"
    r"\b(?:about|(?:accused|suspected|convicted|guilty) of|(?:sacked|dismissed|sanctioned|disciplined|fined) for)"
    r"\s*\?*$",
    re.IGNORECASE,
)
_WHAT_WAS_DONE = re.compile(
    r"^(?:so |and )?what (?:(?:has|have|had|'ve|'d)\b[^?]*? done\b|"
    r"(?:did|do|does)\b[^?]*? do (?:about|to|wrong)\b)",
    re.IGNORECASE,
)
"""What somebody did, which no figure says: "What had those who were sacked done?"."""
_LIKELIER = re.compile(r"\bhow (?:much|many times) (?:more |less )?likel(?:y|ier)\b", re.IGNORECASE)
_OF_TWO_LEVELS = frozenset({Operation.RATIO, Operation.LOOKUP})
_NAMING = frozenset({Operation.RANK, Operation.FILTER, Operation.COMPARE, Operation.TREND})
_ADDED = frozenset({Operation.SUM, Operation.MEAN})


def table_suits(text: str, operation: Operation, quantities: Sequence[Quantity | None]) -> bool:
    """Whether what a calculation over tables gave can be an answer to the question at all, by its kind.

    ``quantities`` are the result's; None stands for a cell of words. "When …" is not answered by a count, "how many …"
    not by a date, and what counts as something by no table; nor does one figure tell what most of them were for.
    """
    if _METHOD.search(text) or _HOW_FOUND.search(text) or A_THING.search(text) or _HOW_TO.search(text):
        return False
    if _LIKELIER.search(text) and operation not in _OF_TWO_LEVELS:
        return False
    if _WHAT_MOST.search(text) or _ABOUT_WHAT.search(text):
        return operation is Operation.RANK
    kinds = {q.unit.kind for q in quantities if q is not None}
    lookup = operation in {Operation.LOOKUP, Operation.LEVEL}
    if kinds and lookup and _WHAT_WAS_DONE.search(text):
        return False
    match expected(text).kind:
        case Kind.DATE:
            return not kinds or operation in {Operation.RANK, Operation.FILTER}
        case Kind.NAME:
            return operation in _NAMING or not kinds
        case Kind.PERCENT:
            return bool(kinds) and (not lookup or bool(kinds & _NUMERIC[Kind.PERCENT]))
        case Kind.COUNT if (
            (lookup or operation is Operation.DIFFERENCE) and kinds and kinds <= {UnitKind.PERCENT, UnitKind.POINTS}
        ):
            return bool(_SHARE.search(text))
        case Kind.COUNT if lookup and kinds == {UnitKind.MONEY}:
            return bool(_MONEYS & set(expected(text).counted))  # so many people are no pounds
        case Kind.COUNT if lookup and kinds == {UnitKind.DURATION} and (counted := expected(text).counted):
            return bool(_SPANS & set(counted))  # so many days are no people
        case Kind.LENGTH | Kind.MONEY as kind if (lookup or operation in _ADDED) and kinds:
            return bool(kinds & {*_NUMERIC[kind], UnitKind.COUNT})  # a bare count may be of days or of pounds
        case Kind.COUNT | Kind.MONEY | Kind.RATIO | Kind.LENGTH | Kind.FIGURE:
            return bool(kinds) or not lookup
        case _:
            return True

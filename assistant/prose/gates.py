"""What rules quotes out as an answer whatever else speaks for them: the kind of thing that is asked for is not there.

A sentence near to "how much did it cost" that has no money in it, or near to "who built it" without anybody's name,
is about the right thing and does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.prose.picking import Quote
from assistant.questions.cues import RELATIVES, Cue, Relative
from assistant.questions.expected import Kind, expected, figures, fitness
from assistant.questions.question import Question
from assistant.questions.words import stem, tokens
from structured.periods import MONTH, Period, find_periods

_MOVES = (
    *(Cue.OVER, Cue.UNDER, Cue.DIFFERENCE, Cue.CHANGE, Cue.RISE, Cue.FALL, Cue.PERCENT_CHANGE, Cue.GAP, Cue.POINTS),
    *(Cue.IMPROVE, Cue.WORSEN, Cue.COMPARE, Cue.WHY),
)
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
_WHO = re.compile(r"(?:^|[,;:.?]\s*|\band |\bor |\bto |\bby |\bfor )(?:\w+ )?who(?:m|se|'s)?\b", re.IGNORECASE)
_ONE_OF = re.compile(
    r"\b(?:which|what) (?:(?:two|three|four|five|other|new) )?(?:\w+ )?"
    r"(?:firms?|compan(?:y|ies)|builders?|contractors?|suppliers?|stations?|stops?|lanes?|roads?|streets?|schools?|hospitals?|towns?|villages?|organi[sz]ations?|"
    r"charit(?:y|ies)|councils?|judge|minister|doctor|person)\b|\b(?:name of|named|called what)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(r"\b(?:will|going to)\b|\w'll\b", re.IGNORECASE)
_FORESEEN = re.compile(
    r"\b(?:will|shall|would|could|expect\w*|due|plan(?:s|ned|ning)?|forecast\w*|hopes?|hoped|hoping|next|aim\w*|"
    r"intend\w*|intention|going to|starts?|begins?|continu\w*|to (?:be|have)|opens|closes|scheduled|set to|targets?|"
    r"anticipat\w*|further|another|extend\w*|extension|ongoing|under ?way|propos\w*|in place|retires|takes over|"
    r"on track|later (?:this|in the) year|agreed to|in order to|until (?:\w+ )?20\d\d)\b",
    re.IGNORECASE,
)
_CALENDAR = re.compile(rf"(?:{MONTH}|monday|tuesday|wednesday|thursday|friday|saturday|sunday|q[1-4])", re.IGNORECASE)
_SOMEBODY = frozenset(
    stem(word)
    for word in """
    people person those anyone everyone nobody residents tenants customers staff panel board committee team
    council trust department ministry government mayor minister chair chairman director executive members volunteers
    partners households families users passengers patients parents pupils students women men children charity
    company contractor supplier agency inspector regulator auditor workers employees visitors drivers owners landlords
    witnesses firm provider
    """.split()  # noqa: SIM905 - readable as text
)
_LEVEL = re.compile(
    r"\bwhat (?:is|was|were|are|will be) the (?:[\w'-]+ ){0,4}?"
    r"(?:outturn|budget|spend(?:ing)?|costs?|totals?|figures?|rates?|numbers?|levels?|income|expenditure|price|score)\b",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\s*(?:%|per cent|percentage points?|points?|m|k|bn)?\s*(?:over|under|more|less|fewer|higher|lower|above|"
    r"below|ahead|behind|better|worse|short)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|another|further|extra|additional)\s+$", re.IGNORECASE)
_FELT = re.compile(
    r"\b(worry|worries|worried|concerns?|concerned|fears?|anxiety|perceptions?|attitudes?|awareness|satisfaction|confidence)"
    r" (?:about|of|over|towards?|with|in) ((?:[\w'-]+ ?){1,5})",
    re.IGNORECASE,
)
_SEVERAL_YEARS = re.compile(
    r"\b(?:last|past|previous) (?:two|three|four|five|six|seven|eight|nine|ten|\d+|few|several) "
    r"(?:years|quarters|months)\b",
    re.IGNORECASE,
)
_FEELS = re.compile(
    r"\b(?:worr\w+|concern\w*|fear\w*|anxi\w+|afraid|feel\w*|felt|perce\w+|think\w*|thought|believ\w+|attitudes?|aware\w*"
    r"|satisf\w+|confiden\w+|happ\w+|views?|opinions?|scared|trust\w*)\b",
    re.IGNORECASE,
)
_COUNTS_AS = re.compile(r"\bcounts? as\b|\bcounted as\b|\bclassed as\b", re.IGNORECASE)


def lacks_what_is_asked(question: Question, quotes: Sequence[Quote], periods: Mapping[str, Period | None]) -> bool:
    """Whether the quotes hold nothing of the kind that a question asks for, so that they cannot answer it.

    ``periods`` are the reports' own: what comes after them lies ahead.
    """
    text = " ".join(f"{sentence.lead_in} {sentence.text}" for quote in quotes for sentence in quote.sentences)
    wanted = expected(question.text)
    least = LEAST.get(wanted.kind, 0.0)
    if fitness(wanted, text) < least and not (wanted.kind is Kind.DATE and _COUNTS_AS.search(question.text)):
        return True
    if _LEVEL.search(question.text) and not question.has(*_MOVES) and _only_apart(quotes[0].main.text):
        return True
    named = _names(text, wanted.said) or (wanted.needs_figure and bool(figures(text)))
    if _WHO.search(question.text) and not named and not _speaks_of_somebody(text, wanted.said):
        return True
    if _ONE_OF.search(question.text) and not named:
        return True
    main = quotes[0].main.text
    return (
        _is_felt(question, main)
        or _is_over_another_span(question, main)
        or _lies_ahead(question, quotes, text, periods)
    )


def _is_over_another_span(question: Question, text: str) -> bool:
    """Whether a text holds things against several years ago, and the question against the year or quarter before."""
    asked = {relative for relative, _, _ in question.relatives} & {Relative.YEAR_BEFORE, Relative.PREVIOUS}
    patterns = [pattern for relative, pattern in RELATIVES if relative in asked]
    return bool(patterns and _SEVERAL_YEARS.search(text)) and not any(p.search(text) for p in patterns)


def _is_felt(question: Question, text: str) -> bool:
    """Whether a text tells what people feel about a thing ("worry about litter") and the question asks of the thing."""
    felt = [m for m in _FELT.finditer(text) if stem(m.group(1)) not in {t.stem for t in question.tokens}]
    if not felt or _FEELS.search(question.text):
        return False
    inside = {t.stem for m in felt for t in tokens(m.group(2))}
    asked = {t.stem for t in question.tokens if not t.is_stop and not t.is_number}
    outside = {t.stem for t in tokens(_FELT.sub(" ", text))}
    return bool(asked & inside) and not (asked & inside) & outside


def _lies_ahead(question: Question, quotes: Sequence[Quote], text: str, periods: Mapping[str, Period | None]) -> bool:
    """Whether what is to come is asked for and the quotes tell only of what has been."""
    if not _TO_COME.search(question.text) or _FORESEEN.search(text):
        return False
    own = [p for q in quotes if (p := periods.get(q.main.locator.document_id)) is not None]
    if not own:
        return False
    return not any(
        isinstance(m.period, Period) and m.period.last > max(p.last for p in own) for m in find_periods(text)
    )


def _only_apart(text: str) -> bool:
    """Whether every figure of a text is a distance from something ("£780,000 over"): none is a level."""
    found = figures(text)
    return bool(found) and all(_APART.match(text[m.end :]) or _BY.search(text[: m.start]) for m in found)


def _names(text: str, said: frozenset[str]) -> bool:
    """Whether a name that the question does not say stands within some sentence; months and days are none."""
    for sentence in re.split(r"(?<=[.!?:;])\s+", text):
        for token in tokens(sentence)[1:]:
            word = token.text
            if word[0].isupper() and len(word) > 1 and token.stem not in said and not _CALENDAR.fullmatch(word):
                return True
    return False


def _speaks_of_somebody(text: str, said: frozenset[str]) -> bool:
    """Whether a text speaks of people or a body that the question does not name: a "supplier" is who "supplies"."""
    roots = {word[:5] for word in said if len(word) >= 5}
    return any(t.stem in _SOMEBODY and t.stem not in said and t.stem[:5] not in roots for t in tokens(text))

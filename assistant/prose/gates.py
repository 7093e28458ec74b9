"""What rules quotes out as an answer whatever else speaks for them: the kind of thing that is asked for is not there.

A sentence near to "how much did it cost" that has no money in it, or near to "who built it" without anybody's name,
is about the right thing and does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.prose.causes import is_only_a_cause
from assistant.prose.definitions import NUMBERED
from assistant.prose.picking import Quote, leans
from assistant.prose.rules import only_lays_down
from assistant.prose.spans import is_of_another_time, is_of_its_own_time, is_over_another_span, lacks_the_series
from assistant.questions.cues import Cue, Relative
from assistant.questions.expected import LEAST, Expected, Kind, expected, figures, fitness
from assistant.questions.question import Question
from assistant.questions.words import NUMBER_WORDS, stem, tokens
from corpus.sentences import plain
from structured.periods import MONTH, Period, find_periods
from structured.units import UnitKind

_MOVES = (
    *(Cue.OVER, Cue.UNDER, Cue.DIFFERENCE, Cue.CHANGE, Cue.RISE, Cue.FALL, Cue.PERCENT_CHANGE, Cue.GAP, Cue.POINTS),
    *(Cue.IMPROVE, Cue.WORSEN, Cue.COMPARE, Cue.WHY),
)
_WHO = re.compile(r"(?:^|[,;:.?]\s*|\band |\bor |\bto |\bby |\bfor )(?:\w+ )?who(?:m|se|'s)?\b", re.IGNORECASE)
_A_PLACE = re.compile(r"\b(?:at|near|in|inside|outside|along|beside|on|off) (?:the )?$", re.IGNORECASE)
_ONE_OF = re.compile(
    r"\b(?:which|what) (?:(?:two|three|four|five|other|new) )?(?:\w+ )?"
    r"(?:firms?|compan(?:y|ies)|builders?|contractors?|suppliers?|stations?|stops?|lanes?|roads?|streets?|schools?|hospitals?|towns?|villages?|organi[sz]ations?|"
    r"charit(?:y|ies)|councils?|judge|minister|doctor|person)\b|\b(?:name of|named|called what)\b",
    re.IGNORECASE,
)
_NAME_OF = re.compile(r"\bnames? of the (?:\w+ )?\w+(?:er|or|ist|man|woman|person|boy|girl|child)\b", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:will|going to)\b|\w'll\b|\bwhen(?:'s| is| are) (?:the|your|our) next\b", re.IGNORECASE)
_FORESEEN = re.compile(
    r"\b(?:will|shall|would|could|expect\w*|due|plan(?:s|ned|ning)?|forecast\w*|hopes?|hoped|hoping|next|aim\w*|"
    r"intend\w*|intention|going to|starts?|begins?|continu\w*|to (?:be|have)|opens|closes|scheduled|set to|targets?|"
    r"anticipat\w*|further|another|extend\w*|extension|ongoing|under ?way|propos\w*|in place|retires|takes over|"
    rf"on track|later (?:this|in the) year|agreed to|in order to|until (?:\w+ )?20\d\d|from (?:now on|{MONTH}))\b",
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
    witnesses firm provider organisation colleagues authority
    """.split()  # noqa: SIM905 - readable as text
)
_TOLD_BEYOND = frozenset({Kind.REASON, Kind.MEANING, Kind.ANYTHING})
_ROOT = 5
_MEASURES = frozenset({"day", "week", "month", "year", "hour", "minut", "time"})
_LEVEL = re.compile(
    r"\bwhat(?:'s| (?:is|was|were|are|will be)) the (?:[\w'-]+ ){0,4}?"
    r"(?:outturn|budget|spend(?:ing)?|costs?|totals?|figures?|rates?|numbers?|levels?|income|expenditure|price|score|"
    r"waits?|waiting times?)\b",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\s*(?:%|per cent|percentage points?|points?|m|k|bn)?\s*(?:over|under|more|less|fewer|higher|lower|above|"
    r"below|ahead|behind|better|worse|short)\b",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"^(?:the )?gap\b|\bgap\??$"
    r"|\b(?:what(?:'s| is| was)|how (?:big|large|wide)(?: is| was)?) the (?:\w+ )?(?:gap|difference)\b",
    re.IGNORECASE,
)
_FAR_FROM = re.compile(
    r"\b(?:gaps?|differ\w*|disparit\w+|apart|points?|than|more|less|fewer|lower|higher|above|below|behind|ahead|short)\b",
    re.IGNORECASE,
)
_WHICH_DID = re.compile(
    r"^(?:and |so )?which (?:of the )?(?:[\w-]+ ){0,2}?\w+s (?:[\w'-]+ ){0,8}?"
    r"(?:(?:did|have|had)(?:n't)?|missed|met|hit|beat|fell|rose|improved|got)\b",
    re.IGNORECASE,
)
_WHICH_ARE = re.compile(
    r"^(?:and |so |in |at |on )?(?:which|what) (?:of the )?(?:[\w-]+ ){0,2}?\w+s\b[^?]*"
    r"\b(?:above|over|below|under|beyond|(?:more|fewer|less|higher|lower|better|worse) than|at least|at most) [^?]*\d",
    re.IGNORECASE,
)
_LIKELIER = re.compile(r"^(?:is|are|was|were|do|does|did|who|which)\b[^?]*\b(?:more|less) likely to\b", re.IGNORECASE)
_CHANCE = re.compile(
    r"\b(?:(?:un)?likel\w+|chances?|odds|probab\w+|risks?|tend(?:s|ed)? to|\w+ in (?:ten|every|\d{1,3}))\b",
    re.IGNORECASE,
)
_PORTIONS = frozenset({UnitKind.PERCENT, UnitKind.POINTS})
_RATE = re.compile(r"\bwhat(?:'s| is| was| were| are) the (?:[\w-]+ ){0,3}?rates?\b", re.IGNORECASE)
_RATES = frozenset({UnitKind.PERCENT, UnitKind.POINTS, UnitKind.RATE, UnitKind.RATIO, UnitKind.MONEY})
_REACHED = re.compile(
    r"\bwhat(?:'s| is| are| was)? (?:[\w'-]+ ){1,4}?"
    r"(?P<way>e-?mail|(?:tele)?phone|mobile|extension|postal address|address|contact details)\b",
    re.IGNORECASE,
)
"""How somebody can be reached, asked for."""
_MAILED, _RUNG = re.compile(r"\S@\S"), re.compile(r"(?<![£\d,.])\d(?:[ -]?\d){2,}(?![\d,.%])")
_NUMBERED_NAME = re.compile(
    rf"\b(?!(?:{MONTH}|Quarter|Table|Figure|Section|Chapter|Page)\b)(?P<name>[A-Z][a-z]{{2,}}) "
    r"(?P<number>\d{1,2})\b(?![%.,/-]?\d|%)"
)
"""A thing of several that are numbered: "Round 3", "Phase 2"."""
_MAY_WE = re.compile(
    r"(?:^|[.,;:?] |\band |\bor )(?:can|could|may|might|am|are) (?:i|we|anyone|anybody|people like (?:me|us))\b"
    r"(?=[^?]*\b(?:appl(?:y|ied)|go for|bid|eligible|entitled|allowed|qualify|join|claim|get|use|have)\b)",
    re.IGNORECASE,
)
_LETS = re.compile(
    r"\b(?:can(?:not)?|can't|may|could|must|(?:in)?eligib\w+|entitle\w*|qualif\w+|open to|available to|allow\w*|"
    r"appl(?:y|ies|ied|icants?)|bids?|only|limited to|restrict\w*|exclud\w+|except|unless|free|anyone|everyone|any)\b",
    re.IGNORECASE,
)
"""What says who may have something, asked by whoever would have it."""
_RATED = re.compile(r"\b(?:what|which) (?:\w+ )?(?:rating|grade|judge?ment)\b", re.IGNORECASE)
_RATING = re.compile(
    r"\b(?:rat(?:ed|es|ing|ings)|grad(?:e[sd]?|ing)|judg\w+|scor\w+|marked|good|outstanding|inadequate|excellent|poor"
    r"|requires? improvement|red|amber|green|[A-Z]\d)\b|[\"“]",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:table|figure|section|annex|appendix|chapter|page|part|chart|note) [\dA-Z]", re.IGNORECASE)
_BY = re.compile(
    r"\b(?:(?:by|add(?:s|ed|ing)?|cut|sav(?:es|ed|ing))(?: up to| about)?|another|further|extra|additional)\s+$",
    re.IGNORECASE,
)
_FELT = re.compile(
    r"\b(worry|worries|worried|concerns?|concerned|fears?|anxiety|perceptions?|attitudes?|awareness|satisfaction|confidence)"
    r" (?:about|of|over|towards?|with|in) ((?:[\w'-]+ ?){1,5})",
    re.IGNORECASE,
)
_FEELS = re.compile(
    r"\b(?:worr\w+|concern\w*|fear\w*|anxi\w+|afraid|feel\w*|felt|perce\w+|think\w*|thought|believ\w+|attitudes?|aware\w*"
    r"|satisf\w+|confiden\w+|happ\w+|views?|opinions?|scared|trust\w*)\b",
    re.IGNORECASE,
)
_WHAT_SAID = re.compile(
    r"\bwhat (?:did|do|does|have|has|had) [^?,;]{1,60}? (?:say|said|think|thought)\b", re.IGNORECASE
)
_SAYS = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|tells?|told|f[io]und|finds?|th[io]nks?|thought|feels?|felt|conclu\w+|recommend\w*|"
    r"report\w*|describ\w+|prais\w+|critici\w+|judg\w+|rat(?:ed|es|ing)|grad\w+|views?|opinions?|believ\w+|warn\w*|comment\w*|"
    r"complain\w*|call(?:ed|s) (?:it|for)|not(?:ed|es)|highlight\w*|respon\w+|answer\w*|satisf\w+|dissatisf\w+|"
    r"happy|unhappy|agree\w*|object\w*|prefer\w*|ask(?:ed|s)? for|want\w*|wish\w*|mention\w*|according to|argu\w+|"
    r"stat(?:ed|es)|credit\w*|attribut\w+|accept\w*|welcom\w+|question(?:ed|s)|[\"“”])",
    re.IGNORECASE,
)


def lacks_what_is_asked(question: Question, quotes: Sequence[Quote], periods: Mapping[str, Period | None]) -> bool:
    """Whether the quotes hold nothing of the kind that a question asks for, so that they cannot answer it.

    ``periods`` are the reports' own: what comes after them lies ahead.
    """
    text = " ".join(f"{sentence.lead_in} {sentence.text}" for quote in quotes for sentence in quote.sentences)
    wanted = expected(question.text)
    if fitness(wanted, text) < LEAST.get(wanted.kind, 0.0):
        return True
    if wanted.kind is Kind.REASON and not _gives_its_reason(wanted, quotes):
        return True
    who = bool(_WHO.search(question.text) or _NAME_OF.search(question.text))
    named = _names(text, wanted.said, places=not who) or (wanted.needs_figure and bool(figures(text)))
    if _GAP.search(question.text) and not question.has(Cue.WHY) and not _tells_apart(quotes[0]):
        return True
    if _WHICH_DID.search(question.text) and not named:
        return True
    if _WHICH_ARE.search(question.text) and not _names_beyond(question, quotes, wanted.said):
        return True
    if _is_of_another_number(question.text, quotes):
        return True
    level = bool(_LEVEL.search(question.text)) or wanted.kind in {Kind.MONEY, Kind.FIGURE}
    if level and not question.has(*_MOVES) and _only_apart(quotes[0].main.text, wanted):
        return True
    meant = wanted.kind is Kind.MEANING  # "who counts as a visitor?" asks for nobody
    if _WHO.search(question.text) and not meant and not named and not _speaks_of_somebody(text, wanted.said):
        return True
    if _ONE_OF.search(question.text) and not named:
        return True
    reached = _REACHED.search(question.text)
    if reached is not None and not _tells_how_to_reach(reached["way"].lower(), text):
        return True
    if _MAY_WE.search(question.text) and not _LETS.search(text):
        return True
    if _WHAT_SAID.search(question.text) and not _SAYS.search(text):
        return True
    if _RATED.search(question.text) and not _RATING.search(text):
        return True
    kinds = {m.quantity.unit.kind for m in figures(text)}
    if _RATE.search(question.text) and not kinds & _RATES and not re.search(r"\brates?\b", text, re.IGNORECASE):
        return True
    if _LIKELIER.search(question.text) and not kinds & _PORTIONS and not _CHANCE.search(text):
        return True
    if wanted.kind in _TOLD_BEYOND and not _says_more(text, wanted.said):
        return True
    main = quotes[0].main.text
    by_report: dict[str, str] = {}
    for quote in quotes:
        for sentence in quote.sentences:
            own = sentence.locator.document_id
            by_report[own] = f"{by_report.get(own, '')} {sentence.text}"
    up_to = quotes[0].sentences[: quotes[0].sentences.index(quotes[0].main) + 1]
    main_report = quotes[0].main.locator.document_id
    first = {main_report: " ".join(s.text for s in up_to)}
    if is_of_another_time(question, by_report, periods) and is_of_another_time(question, first, periods):
        return True  # what follows the sentence that answers may be of any time
    placed = " ".join(" ".join((*s.locator.section, s.lead_in, s.text)) for s in quotes[0].sentences)
    if wanted.needs_figure and is_of_its_own_time(question, {main_report: placed}, periods):
        return True
    return (
        _is_felt(question, main)
        or is_only_a_cause(question, main)
        or only_lays_down(question, main)
        or is_over_another_span(question, main)
        or lacks_the_series(question, text)
        or _lies_ahead(question, quotes, text, periods)
    )


def _is_of_another_number(asked: str, quotes: Sequence[Quote]) -> bool:
    """Whether what a number names ("Round 3") stands in the quotes with other numbers alone ("Round (Year) 5")."""
    said = " ".join(" ".join((*s.locator.section, s.lead_in, plain(s.text))) for q in quotes for s in q.sentences)
    for named in _NUMBERED_NAME.finditer(asked):
        others = set(re.findall(rf"\b{named['name']}(?: \([^)]*\))? (\d{{1,2}})\b(?![%.,]?\d)", said))
        if others and named["number"] not in others:
            return True
    return False


def _gives_its_reason(wanted: Expected, quotes: Sequence[Quote]) -> bool:
    """Whether a quoted sentence gives a reason outright, or may do so and says as much of the question as the first.

    That people "give up after a long wait" is no reason for the wait that was quoted first.
    """
    sentences = [s for quote in quotes for s in quote.sentences]
    shared = {s: sum(not t.is_stop and t.stem in wanted.said for t in tokens(s.text)) for s in sentences}
    return any(
        fitness(wanted, s.text) >= (LEAST[Kind.REASON] if leans(s.text) or near >= shared[quotes[0].main] else 1.0)
        for s, near in shared.items()
    )


def _tells_how_to_reach(way: str, text: str) -> bool:
    """Whether a text has an address to write to, or a number to ring, as it is asked for."""
    if way.endswith("mail"):
        return bool(_MAILED.search(text))
    if way.endswith("address"):
        return bool(re.search(r"\d", text))
    return bool(_RUNG.search(text) or (way == "contact details" and _MAILED.search(text)))


def _says_more(text: str, said: frozenset[str]) -> bool:
    """Whether a text says anything that the question does not: more than when, how many and for how long."""
    known = said | _MEASURES | {stem(word) for word in NUMBER_WORDS}
    roots = _roots(said)
    more = (t for t in tokens(text) if not (t.is_stop or t.is_number or t.stem in known or t.stem[:_ROOT] in roots))
    return any(not _CALENDAR.fullmatch(t.text) for t in more)


def _names_beyond(question: Question, quotes: Sequence[Quote], said: frozenset[str]) -> bool:
    """Whether a sentence says the very bound that a question sets ("above 12"), and names somebody or something."""
    bounds = {m.quantity.value for m in figures(question.text)}
    sentences = (s.text for quote in quotes for s in quote.sentences)
    return any(bounds & {m.quantity.value for m in figures(text)} and _names(text, said) for text in sentences)


def _tells_apart(quote: Quote) -> bool:
    """Whether a quote has two figures, or one and a word for how far two things are from each other."""
    found = figures(text := " ".join(s.text for s in quote.sentences))
    return len(found) > 1 or bool(found and _FAR_FROM.search(text))


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
    if any(relative is Relative.NEXT for relative, _, _ in question.relatives):
        telling = [q for q in quotes if any(figures(s.text) for s in q.sentences)] or quotes
        return not all(_speaks_of_what_follows(quote, periods) for quote in telling)
    if not _TO_COME.search(question.text) or _FORESEEN.search(text):
        return False
    own = [p for q in quotes if (p := periods.get(q.main.locator.document_id)) is not None]
    if not own:
        return False
    return not any(
        isinstance(m.period, Period) and m.period.last > max(p.last for p in own) for m in find_periods(text)
    )


def _speaks_of_what_follows(quote: Quote, periods: Mapping[str, Period | None]) -> bool:
    """Whether a quote says what is foreseen, or names a time after its report's own."""
    text = " ".join(s.text for s in quote.sentences)
    own = periods.get(quote.main.locator.document_id)
    later = own is not None and any(
        isinstance(m.period, Period) and m.period.last > own.last for m in find_periods(text)
    )
    return later or _FORESEEN.search(text) is not None


def _only_apart(text: str, wanted: Expected) -> bool:
    """Whether every figure of a text is a distance from something ("£780,000 over"): none is a level.

    Where a length of time or money is asked for, every length or amount that it tells.
    """
    kind = {Kind.LENGTH: UnitKind.DURATION, Kind.MONEY: UnitKind.MONEY}.get(wanted.kind)
    text = NUMBERED.sub("", text)
    found = [m for m in figures(text) if kind is None or m.quantity.unit.kind is kind]
    return bool(found) and all(_APART.match(text[m.end :]) or _BY.search(text[: m.start]) for m in found)


def _names(text: str, said: frozenset[str], *, places: bool = True) -> bool:
    """Whether a name that the question does not say stands within some sentence; months and days are none.

    Without ``places`` what stands behind "at" or "near" is no name either: nobody is called so.
    """
    for sentence in re.split(r"(?<=[.!?:;])\s+", text):
        sentence = NUMBERED.sub("", sentence.strip())
        inside = False
        for token in tokens(sentence)[1:]:
            word = token.text
            is_name = word[0].isupper() and len(word) > 1 and not _LABEL.match(sentence, token.start)
            inside = is_name and (inside or bool(_A_PLACE.search(sentence[: token.start])))
            if is_name and token.stem not in said and not _CALENDAR.fullmatch(word) and (places or not inside):
                return True
    return False


def _speaks_of_somebody(text: str, said: frozenset[str]) -> bool:
    """Whether a text speaks of people or a body that the question does not name: a "supplier" is who "supplies"."""
    roots = _roots(said)
    return any(t.stem in _SOMEBODY and t.stem not in said and t.stem[:_ROOT] not in roots for t in tokens(text))


def _roots(said: frozenset[str]) -> set[str]:
    """The beginnings of words that are long enough to tell them."""
    return {word[:_ROOT] for word in said if len(word) >= _ROOT}

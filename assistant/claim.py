"""A claim as read off its words: what it asserts, and what it asserts it of.

Amounts, directions and comparators are what is tested; the words that are left name the subject and are looked for. The same
reading of amounts serves the reports' own sentences. Knows English, not the library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from assistant.cues import Order, Relative
from assistant.question import AskedPeriod, Question, read_question
from assistant.vague import Bound
from assistant.words import tokens
from structured.periods import PartialPeriod, Period, find_periods, parse_period
from structured.units import COUNT, PERCENT, Quantity, QuantityMention, UnitKind, find_quantities, unit_named


class Way(StrEnum):
    """The direction that words give a change or a comparison."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"
    BETTER = "better"
    WORSE = "worse"


_WAYS: tuple[tuple[Way, str], ...] = (
    (Way.FLAT, r"\b(?:unchanged|(?:remain(?:s|ed)|stayed|is|was|held|broadly) (?:broadly |largely )?(?:stable|steady|flat|level|the same|constant)|did(?: not|n't) change|no change|the same (?:as|level)|as (?:high|low|many|much) as)\b"),
    (Way.BETTER, r"\b(?:improv\w+|better|recover(?:ed|y)|stronger|progress(?:ed)?|more quickly|quicker|faster|sooner|gained ground)\b"),
    (Way.WORSE, r"\b(?:worse(?:n\w*)?|deteriorat\w+|weaker|more slowly|slower|slipped back|lost ground)\b"),
    (Way.UP, r"\b(?:ris(?:e|en|ing|es(?= (?:by|to|from|in|on)))|rose|increas\w+|gr(?:ew|ow|own|ows|owing|owth)|climb\w*|w[e]nt up|go(?:ne|ing|es) up|(?<!make )(?<!makes )(?<!made )up(?! to\b)|jump\w*|soar\w*|surg(?:e|ed|es|ing)|higher|more|above|longer|greater|larger|bigger|gain\w*|lengthen\w*|widen\w*|swell\w*|swelled|expand\w*|doubled|trebled|tripled|uplift|over|exceed\w*|ahead|added|most)\b"),
    (Way.DOWN, r"\b(?:fall(?:en|ing|s(?= (?:by|to|from|in|on)))?|fell|drop\w*|decreas\w+|declin\w+|reduc\w+|w[e]nt down|go(?:ne|ing|es) down|down(?! to\b)|lower|fewer|less|below|shorter|smaller|slip(?:ped|s|ping)|shr[aiu]nk|cut|halved|dip\w*|shorten\w*|narrow(?:ed|s|ing)|eas(?:ed|ing)|los[te]|under|behind|short of)\b"),
)  # fmt: skip
_WAY = tuple((way, re.compile(pattern, re.IGNORECASE)) for way, pattern in _WAYS)
MOVES = re.compile(
    r"\b(?:ris(?:e|en|ing|es(?= (?:by|to|from|in|on)))|rose|increas\w+|gr(?:ew|ow|own|ows|owing|owth)|climb\w*|w[e]nt (?:up|down)|go(?:ne|ing|es) (?:up|down)|(?:was|is|were|are|been) (?:up|down)(?! to\b)|jump\w*|soar\w*|surg(?:e|ed|es|ing)|gain\w*"
    r"|doubled|trebled|tripled|halved|fall(?:en|ing|s(?= (?:by|to|from|in|on)))?|fell|drop\w*|decreas\w+|declin\w+|reduc\w+|slip(?:ped|s|ping)|shr[aiu]nk|dip(?:ped|s)?|shorten\w*|lengthen\w*|widened|narrowed|worsen\w*|deteriorat\w+|improv\w+|recover(?:ed|y)|unchanged"
    r"|(?:above|below|higher than|lower than|over|under) (?:their |its |the )?(?:pre-pandemic|last year'?s?|\d{4}(?:[-/]\d\d)?|previous) (?:levels?|figures?|rates?)|(?:got|getting|become|became|been getting) (?:\w+ )?(?:less|more|slower|faster|quicker|better|worse|higher|lower|shorter|longer|smaller|larger|bigger)|lost ground|gained ground|slower|grew"
    r"|(?:remain(?:s|ed)|stayed|is|was|held) (?:broadly |largely )?(?:stable|steady|flat|the same)|did(?: not|n't) change|(?:up|down)(?= (?:by|\d|£|on\b|from\b|since\b)))\b",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:over(?:sp[ae]n[dt]\w*|ran|runs?|shot|shoots?)|(?:over|above|exceed(?:ed|s)?|beyond|in excess of|more than|higher than|outside|topped|bust) (?:[\w']+ ){0,3}budgets?|over budget)\b", re.IGNORECASE)  # fmt: skip
_UNDER = re.compile(r"\b(?:under(?:sp[ae]n[dt]\w*)|(?:under|below|within|inside|less than|lower than|short of) (?:[\w']+ ){0,3}budgets?|under budget)\b", re.IGNORECASE)  # fmt: skip
_MET = re.compile(r"\b(?:(?:targets?|goals?|standards?|plan|promise|budget)\b[^,;.]{0,60}\b(?:was|were|is|are|has been|have been) (?:met|hit|beaten|achieved|reached|exceeded)|(?:beat|beaten|met|meets?|hit|hits|reach(?:ed|es)?|exceed(?:ed|s)?|achieve[ds]?|surpass(?:ed)?|passed|outperformed|on(?= (?:target|plan|budget|track))) (?:[\w'-]+ ){0,4}?(?:track|targets?|goals?|plan|standards?|threshold|budgets?|expectations?))\b", re.IGNORECASE)  # fmt: skip
_MISSED = re.compile(r"\b(?:(?:targets?|goals?|standards?|plan|promise|budget)\b[^,;.]{0,60}\b(?:was|were|is|are|has been|have been) (?:\w+ly )?(?:missed|not (?:met|hit|achieved|reached))|miss(?:ed|es|ing) (?:[\w'-]+ ){0,4}?(?:targets?|goals?|plan|standards?|budgets?|promise)|f[ea]ll (?:\w+ )?short|(?:behind|short of|off|outside) (?:[\w'-]+ ){0,3}?(?:targets?|goals?|plan|standards?)|fail(?:ed|s)? to (?:hit|meet|reach|achieve)|(?:did not|didn't|not) (?:hit|meet|reach|achieve)(?:[\w' -]+)?(?:targets?|goals?|plan|standards?))\b", re.IGNORECASE)  # fmt: skip
BALANCE = re.compile(r"\b(?:surplus|deficit|loss|profit)\b", re.IGNORECASE)
_MADE = re.compile(
    r"\b(?:made|had|has|reported|posted|recorded|ran|was in|is in|ended in|finished in|finished with|ended with) (?:an? )?(?:\w+ ){0,2}(?P<what>surplus|profit|deficit|loss)\b",
    re.IGNORECASE,
)
PLAN_WORDS = (
    (Way.UP, _OVER),
    (Way.DOWN, _UNDER),
    (
        Way.BETTER,
        re.compile(
            _MET.pattern
            + r"|\b(?:above|ahead of|better than|higher than) (?:[\w%]+ ){0,4}?(?:targets?|goals?|standard|plan)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Way.WORSE,
        re.compile(
            _MISSED.pattern
            + r"|\b(?:short of|worse than|behind) (?:[\w%]+ ){0,5}?(?:targets?|goals?|standard|plan|promised|hoped)\b",
            re.IGNORECASE,
        ),
    ),
)
"""What sentences say of the side of a plan on which a thing came out."""
PLANNED = re.compile(r"\b(?:targets?|goals?|plan(?:ned)?|budget(?:ed)?s?|forecast|expected|required|intended|meant to|hoped|promised|projected|allowed|supposed to|profile|trajectory|standard)\b", re.IGNORECASE)  # fmt: skip
_BESIDE_PLAN = re.compile(
    r"\b(?:below|under|above|over|ahead of) (?:[\w'-]+ ){0,3}?(?:targets?|goals?|plan|standards?|forecast)\b",
    re.IGNORECASE,
)
_THAN_PLAN = re.compile(
    r"\bthan\b(?!\s+(?:\d|£|half|one|two|three|four|five|a\b))(?=[^,;.]*\b(?:targets?|goals?|plan(?:ned)?|budget(?:ed)?s?|forecast|expected|required|intended|hoped|promised|projected|allowed)\b)",
    re.IGNORECASE,
)
_AVERAGE = re.compile(
    r"\b(?:averages?|mean|norm|overall (?:result|figure)|(?:\w+ )?result|as a whole)\b", re.IGNORECASE
)
_THAN_OTHERS = re.compile(r"\b(more|less|fewer|better|worse|higher|lower|faster|slower|longer|shorter|bigger|smaller|quicker)\b(?P<mid>[^,;.]*?)\bthan (?:any|every|all)(?: of)?(?: the)?(?: other)?s?\b(?P<kind>(?: [\w-]+){0,3})", re.IGNORECASE)  # fmt: skip
_OF_ALL = re.compile(
    r"\b(?:of|among|amongst|out of|across) (?:any|all|every|the|its|our)(?: of)?(?: the)? (?P<kind>(?!year\b|quarter\b)[\w-]+(?: (?!in\b|at\b|on\b|for\b|over\b|between\b|during\b|with\b|was\b|is\b|were\b)[\w-]+){0,3})",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?:every(?: one)?(?: of)?|each(?: of)?|all(?: of)?)\b", re.IGNORECASE)
_NONE = re.compile(r"^(?:no(?!\.)|none of|not one|not a single)\b", re.IGNORECASE)
_ONLY_ONE = re.compile(r"\bonly\b", re.IGNORECASE)
_FIRST = re.compile(r"\bfor the first time\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|never|n't|hardly|no longer|failed to)\b|n't\b", re.IGNORECASE)
_RELATIVE_TERMS = re.compile(
    r"\bin (?:relative|percentage|proportional) terms\b|\brelative(?:ly)? to\b(?= its)", re.IGNORECASE
)
_NARROWLY = re.compile(r"\b(?:narrowly|just|only just|marginally|slightly|barely)\b", re.IGNORECASE)
_WIDELY = re.compile(
    r"\b(?:well|far|massively|significantly|hugely|substantially|considerably|badly|comfortably|easily)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b(?:slipp\w+|delay\w*|postpon\w+|pushed|put|moved|brought|due|scheduled|planned|expected|forecast|deferred|rescheduled|set)\b[^,;]{0,30}?\b(?:to|until|till|for|in|by|back to|into)\s+(?:the\s+)?$", re.IGNORECASE)  # fmt: skip

_BOUNDS: tuple[tuple[Bound, str], ...] = (
    (Bound.JUST_OVER, r"(?:just|slightly|a little|a bit|only just|marginally) (?:over|above|more than|higher than)"),
    (Bound.NEARLY, r"(?:nearly|almost|close to|approaching|not quite|just (?:under|below|short of|shy of)|a little (?:under|below|less than)|slightly (?:under|below|less than)|virtually)"),
    (Bound.AT_LEAST, r"(?:at least|no (?:less|fewer|lower) than|not (?:less|fewer) than|a minimum of)"),
    (Bound.AT_MOST, r"(?:at most|no (?:more|higher|greater) than|not more than|(?<!went )(?<!gone )(?<!rose )(?<!risen )(?<!go )up to|a maximum of)"),
    (Bound.ABOVE, r"(?:(?:more|greater|higher|larger|bigger|longer|better|rather more) than|well over|over|above|in excess of|upwards of|exceed(?:s|ed|ing)?|topped|passed|north of)"),
    (Bound.BELOW, r"(?:(?:less|fewer|lower|smaller|shorter|worse) than|well under|under|below|beneath|short of)"),
    (Bound.ABOUT, r"(?:about|around|roughly|approximately|approx\.?|circa|some|ca?\.?|~|in the region of|of the order of)"),
    (Bound.EXACT, r"(?:exactly|precisely|only|just|a total of|as (?:many|much|high|low) as|no)"),
)  # fmt: skip
_BEFORE = tuple(
    (bound, re.compile(rf"(?:^|\b|\s)({pattern})\s*(?:a |an |the )?$", re.IGNORECASE)) for bound, pattern in _BOUNDS
)
_OR_MORE = re.compile(r"^\s*(?:or|and) (?:more|above|over|higher)\b", re.IGNORECASE)
_OR_LESS = re.compile(r"^\s*(?:or|and) (?:less|fewer|below|under|lower)\b", re.IGNORECASE)

_CHANGE_BEFORE = re.compile(
    r"(?:\bby|\b(?:ris(?:e|en|ing|es(?= (?:by|to|from|in|on)))|rose|increas\w+|gr[eo]w\w*|climb\w*|(?<!make )(?<!makes )(?<!made )up|down|jump\w*|soar\w*|surg(?:e|ed|es|ing)|gain\w*|fall(?:en|ing|s(?= (?:by|to|from|in|on)))?|fell|drop\w*|decreas\w+|declin\w+|reduc\w+|slip(?:ped|s)|shr[aiu]nk|cut|dip\w*|los[te]|improv\w+|deteriorat\w+|worsen\w*)"
    r"|\b(?:rise|increase|fall|drop|decrease|reduction|growth|gain|cut|decline|change|improvement|jump|uplift|overspend|underspend|variance|shortfall|surplus|deficit|loss) of)\s*$",
    re.IGNORECASE,
)
_HAPPIEST = re.compile(r"\b(?:happiest|most (?:satisfied|positive|confident))\b", re.IGNORECASE)
_BAND = re.compile(r"\d+\s(?:years )?(?:and|or) (?:over|above|older|under|younger)\b", re.IGNORECASE)
_NOBODY = re.compile(r"^(?:nobody|no one|no-one|none)\b", re.IGNORECASE)
_ALMOST_ALL = re.compile(r"\b(?:almost|nearly|virtually) (?:all|every)\b", re.IGNORECASE)
_ALL = re.compile(r"^all (?:of )?(?:the |its |their |our )?(?!\d)", re.IGNORECASE)
_STARTS = re.compile(r"\b(?:from|up on|down on|instead of)\s*$", re.IGNORECASE)
_CHANGE_AFTER = re.compile(
    r"^\s*(?:[\w-]+ ){0,2}?(?:increase|rise|fall|decrease|reduction|drop|growth|gain|cut|decline|uplift|jump|improvement)\b",
    re.IGNORECASE,
)
_APART = re.compile(r"^\s*(?P<noun>(?:[\w'-]+ ){0,2}?)(?P<word>(?-i:higher|lower|more|fewer|less|above|below|over(?! (?:the (?:last |past )?(?:\w+ )?(?:years?|quarters?|months?|period|decade|same)|a year|\d|two|three|four|five|ten))|under|better|worse|longer|shorter|ahead|behind|up|down|faster|slower|quicker|short))\b(?! likely)", re.IGNORECASE)  # fmt: skip
_LIKELY = re.compile(r"^\s*(?P<way>more|as|less|fewer) likely\b", re.IGNORECASE)
_BUDGET_NOUN = re.compile(r"\b(?:overspend|underspend|surplus|deficit|loss|shortfall)\b[^.;,]*$", re.IGNORECASE)
_BUDGET_AFTER = re.compile(r"^\s*(?:overspend|underspend|surplus|deficit|loss|shortfall)\b", re.IGNORECASE)

_FRACTIONS: tuple[tuple[str, str], ...] = (
    ("tenth", "10"),
    ("fifth", "20"),
    ("quarter", "25"),
    ("third", "33.3"),
    ("half", "50"),
)
_LOOSE_FRACTION = re.compile(
    r"\b(?:(?P<n>a|an|one|two|three|four)[\s-](?P<part>tenth|fifth|quarter|third)s?|(?P<half>half|majority|most))\b",
    re.IGNORECASE,
)
_SMALL = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}


class Role(StrEnum):
    """What an amount measures."""

    LEVEL = "level"
    CHANGE = "change"
    """From an earlier time to a later one."""
    PLAN = "plan"
    """From what was planned to what came about."""
    APART = "apart"
    """From one thing to another: an average, another member."""
    START = "start"
    """What a level was before ("down from 6.4", "against 9.1 the year before")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A quantity that a sentence states: what it measures, which way, how exactly; ``text[start:end]`` with its words."""

    quantity: Quantity
    role: Role
    way: Way | None
    bound: Bound
    start: int
    end: int
    printed: str
    mention: tuple[int, int]
    """Where the figure itself stands, without the words that bound it."""
    relative: bool = False
    """Said to be relative ("8 % in relative terms")."""
    every: bool = False
    """Said of all of so many ("all 27 appeals")."""


_PREPOSITIONS = frozenset({"over", "under", "above", "below", "more", "less", "fewer"})


def _no_direction(text: str, match: re.Match[str]) -> bool:
    """Whether a word of direction is none here: part of a name ("Lower Hill"), of a band ("75 and over"), before a number."""
    before, after = text[: match.start()], text[match.end() :]
    if match.group()[0].isupper() and before.strip() and before.rstrip()[-1] not in '.?!:;–-“"':
        return True
    if re.search(r"\d\+?\s(?:and|or|years and|years or)\s$", before):
        return True
    return match.group().lower() in _PREPOSITIONS and re.match(r"(?: than)?\s+[£$€]?\d", after) is not None


def ways(text: str) -> tuple[tuple[Way, int, int], ...]:
    """The words of direction in a text, in reading order."""
    found: list[tuple[Way, int, int]] = []
    for way, pattern in _WAY:
        for m in pattern.finditer(text):
            if not _no_direction(text, m) and not any(m.start() < e and s < m.end() for _, s, e in found):
                found.append((way, m.start(), m.end()))
    return tuple(sorted(found, key=lambda f: f[1]))


def _nearest(text: str, start: int, end: int, reach: int = 60) -> Way | None:
    """The word of direction that governs the amount at ``start:end``: right after it, or the last before it."""
    if likely := _LIKELY.match(text[end:]):
        return {"more": Way.UP, "less": Way.DOWN, "fewer": Way.DOWN}.get(likely["way"].lower())
    after = _APART.match(text[end:])
    if after and not _LIKELY.match(text[end:]):
        return next((w for w, _, _ in ways(after["word"])), None)
    if later := _CHANGE_AFTER.match(text[end:]):
        return next((w for w, _, _ in ways(later.group())), None)
    before = [(w, s, e) for w, s, e in ways(text[:start]) if start - e <= reach]
    return before[-1][0] if before else None


def _bound(text: str, start: int, end: int) -> tuple[Bound, int, int]:
    """How the words about an amount bound it, and the stretch that they and the amount take up."""
    after = text[end:]
    if match := _OR_MORE.match(after):
        return Bound.AT_LEAST, start, end + match.end()
    if match := _OR_LESS.match(after):
        return Bound.AT_MOST, start, end + match.end()
    for bound, pattern in _BEFORE:
        if match := pattern.search(text[:start]):
            return bound, match.start(1), end
    return Bound.EXACT, start, end


def _mentions(text: str) -> list[QuantityMention]:
    found = list(find_quantities(text))
    for match in _LOOSE_FRACTION.finditer(text):
        if any(m.start < match.end() and match.start() < m.end for m in found):
            continue
        if match["half"]:
            word = match["half"].lower()
            if (
                word in {"most", "majority"}
                and not re.match(r"\s+of\b", text[match.end() :])
                and not (word == "most" and match.start() == 0)
            ):
                continue
            if word == "half" and re.match(r"[\s-]*(?:year|hour|term|time|day)", text[match.end() :]):
                continue
            value = Decimal(50)
        else:
            if match["part"].lower() == "quarter" and not re.search(
                r"\b(?:by|than|over|about|around|nearly|almost|under|roughly)\s+$", text[: match.start()]
            ):
                continue
            value = Decimal(dict(_FRACTIONS)[match["part"].lower()]) * _SMALL[match["n"].lower()]
        found.append(
            QuantityMention(
                start=match.start(),
                end=match.end(),
                quantity=Quantity(value=value, unit=PERCENT, decimals=0 if value == int(value) else 1),
                printed=match.group(),
            )
        )
    return sorted(found, key=lambda m: m.start)


IsName = Callable[[str, int, int], bool]
"""Whether the figure at a place of a text belongs to a name ("within 31 days", "Route 4") and asserts nothing."""


def _never(text: str, start: int, end: int) -> bool:
    return False


def read_amounts(text: str) -> tuple[Amount, ...]:
    """The amounts that a sentence states, in reading order, each with its role, its direction and how exact it is said to be.

    Left out are those that describe a noun ("the four-hour standard").
    """
    found = [m for m in _mentions(text) if not _describes(text, m)]
    return _with_units(tuple(_amount(text, m) for m in found))


def _describes(text: str, mention: QuantityMention) -> bool:
    """Whether a figure belongs to another word: "per 1,000", "75 and over", "the four-hour standard"."""
    if re.search(r"\bper\s$", text[: mention.start]) or _BAND.match(text[mention.start :]):
        return True
    return mention.quantity.unit.kind is UnitKind.DURATION and re.match(r"\w+-\w+$", mention.printed) is not None


def _totality(text: str) -> tuple[Amount, ...]:
    """ "Nobody" and "all of" as amounts: none at all, and one hundred per cent."""
    if match := _ALMOST_ALL.search(text):
        span = match.span()
        whole = Quantity(value=Decimal(100), unit=PERCENT)
        return (
            Amount(
                quantity=whole,
                role=Role.LEVEL,
                way=None,
                bound=Bound.NEARLY,
                start=span[0],
                end=span[1],
                printed=match.group(),
                mention=span,
            ),
        )
    for pattern, quantity in (
        (_NOBODY, Quantity(value=Decimal(0), unit=COUNT)),
        (_ALL, Quantity(value=Decimal(100), unit=PERCENT)),
    ):
        if match := pattern.match(text):
            span = match.span()
            amount = Amount(
                quantity=quantity,
                role=Role.LEVEL,
                way=None,
                bound=Bound.EXACT,
                start=span[0],
                end=span[1],
                printed=match.group(),
                mention=span,
                every=True,
            )
            return (amount,)
    return ()


def _with_units(amounts: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """The amounts, with "from 6.4 to 5.9 per 1,000" in one unit."""
    done = list(amounts)
    for i, (a, b) in enumerate(pairwise(amounts)):
        if a.role is Role.START and b.role is Role.LEVEL and a.quantity.unit == COUNT and b.quantity.unit != COUNT:
            done[i] = replace(a, quantity=replace(a.quantity, unit=b.quantity.unit))
    return tuple(done)


def _may_name(amount: Amount) -> bool:
    """Whether a figure could be part of a name: a plain count or a length of time, stated of nothing."""
    plain = amount.quantity.unit.kind in {UnitKind.COUNT, UnitKind.DURATION}
    return plain and amount.quantity.unit.scale != 1_000_000


def _amount(text: str, mention: QuantityMention) -> Amount:
    bound, start, end = _bound(text, mention.start, mention.end)
    before, after = text[:start], text[mention.end :]
    printed = mention.printed.strip()
    quantity = mention.quantity
    if (
        quantity.unit == COUNT
        and (per := re.match(r"\s+(?:[\w-]+\s){1,3}(per \d{1,3}(?:,000)+)\b", after))
        and (rate := unit_named(per[1])) is not None
    ):
        quantity = replace(quantity, unit=rate)
    signed = printed[:1] in "+-−–"
    way = _nearest(text, start, mention.end)
    role = Role.LEVEL
    if bound is Bound.EXACT and quantity.unit.kind is UnitKind.PERCENT and not any(c.isdigit() for c in printed):
        bound = Bound.FRACTION if not re.search(r"per\s?cent", printed, re.IGNORECASE) else bound
    if mention.printed.lower() in {"most", "majority", "the majority"}:
        bound = Bound.ABOVE
    if quantity.unit.kind is UnitKind.RATIO and re.search(
        r"doubled|trebled|tripled|quadrupled|halved", printed, re.IGNORECASE
    ):
        role = Role.CHANGE
        way = Way.DOWN if quantity.value < 1 else Way.UP
    elif signed:
        role = Role.CHANGE
        way = Way.DOWN if quantity.value < 0 else Way.UP
    elif (
        _BUDGET_NOUN.search(before)
        and re.search(r"\bof\s*(?:just |only )?$", before, re.IGNORECASE)
        or _BUDGET_AFTER.match(after)
    ):
        role = Role.PLAN
        way = _budget_way(text, mention.start)
    elif (
        (apart := _APART.match(after))
        and not _LIKELY.match(after)
        and (not apart["noun"].strip() or " than" in after or quantity.unit.kind is not UnitKind.COUNT)
    ):
        role = Role.APART
    elif bound in {Bound.ABOVE, Bound.BELOW} and re.search(
        r"\b(?:below|above|under|beneath)\s*(?:a |the )?$", text[: mention.start], re.IGNORECASE
    ):
        role = Role.LEVEL
    elif re.search(r"\bto\s*$", before) and not re.search(r"\bup to\s*$", before):
        role = Role.LEVEL
    elif before.endswith("(") and re.match(r"\s*in\b[^()]*\)", after) and find_periods(after[:40]):
        role = Role.START
    elif _STARTS.search(before) or (
        re.search(r"\b(?:against|compared (?:with|to))\s*$", before) and _time_words(after[:40])
    ):
        role = Role.START
    elif _CHANGE_BEFORE.search(before) or _CHANGE_AFTER.match(after):
        role = Role.CHANGE
    elif quantity.unit.kind is UnitKind.POINTS:
        role = Role.CHANGE
    near = _around(text, mention.start, mention.end)
    if (
        role in {Role.APART, Role.CHANGE}
        and not _CHANGE_AFTER.match(after)
        and (_OVER.search(near) or _UNDER.search(near))
    ):
        role = Role.PLAN
        way = _budget_way(text, mention.start)
    elif role in {Role.APART, Role.CHANGE} and (
        PLANNED.search(after[:60]) or (role is Role.CHANGE and (_MET.search(before) or _MISSED.search(before)))
    ):
        role = Role.PLAN
    elif role is Role.APART and (find_periods(after[:60]) or _time_words(after)):
        role = Role.CHANGE
    return Amount(
        quantity=quantity,
        role=role,
        way=way,
        bound=bound,
        start=start,
        end=end,
        printed=printed,
        mention=(mention.start, mention.end),
        every=bool(
            re.search(
                r"\b(?:all|all of the|every one of the|each of the|all the)\s+$", text[: mention.start], re.IGNORECASE
            )
        ),
        relative=bool(_RELATIVE_TERMS.search(after)),
    )


def clause_of(text: str, amount: Amount) -> str:
    """The words of a sentence that go with one of its amounts: up to the next comma, "and" or "which"."""
    before = re.split(r"[,;()]|\b(?:and|which|while|but)\b", text[: amount.start])[-1]
    return (
        before
        + text[amount.start : amount.end]
        + re.split(r"[,;()]|\b(?:and|which|while|but)\b", text[amount.end :])[0]
    )


def _around(text: str, start: int, end: int) -> str:
    """The clause about a place: up to the nearest commas and brackets, and not far."""
    before, after = text[max(0, start - 90) : start], text[end : end + 90]
    return re.split(r"[,;()]", before)[-1] + text[start:end] + re.split(r"[,;()]", after)[0]


def _time_words(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:last|previous|prior|earlier|ago|before|year|quarter|then|used to|did|pre-pandemic)\b",
            text[:80],
            re.IGNORECASE,
        )
    )


def _budget_way(text: str, position: int) -> Way | None:
    """Over or under, by the words nearest to a position."""
    found = [
        (abs(m.start() - position), way)
        for way, pattern in ((Way.UP, _OVER), (Way.DOWN, _UNDER))
        for m in pattern.finditer(text)
    ]
    found += [(abs(m.start() - position), Way.UP) for m in re.finditer(r"\b(?:surplus)\b", text, re.IGNORECASE)]
    found += [
        (abs(m.start() - position), Way.DOWN)
        for m in re.finditer(r"\b(?:deficit|loss|shortfall)\b", text, re.IGNORECASE)
    ]
    if found:
        return min(found)[1]
    return _nearest(text, position, position)


class Kind(StrEnum):
    """What a claim says of its subject."""

    LEVEL = "level"
    CHANGE = "change"
    PLAN = "plan"
    RANK = "rank"
    COMPARE = "compare"
    EVERY = "every"
    DATE = "date"
    BALANCE = "balance"
    """A surplus or a deficit."""
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement, read.

    ``amounts`` are the quantities that it asserts; those that belong to its subject ("within 31 days") are not among them.
    ``text`` is what the spans point into; ``subject`` is the same text with the asserted words blanked out. ``bases`` are the
    earlier of two periods that it compares, ``periods`` all others.
    """

    asked: str
    text: str
    kind: Kind
    amounts: tuple[Amount, ...]
    way: Way | None
    negated: bool
    order: Order | None
    periods: tuple[Period, ...]
    bases: tuple[Period, ...]
    relatives: tuple[Relative, ...]
    subject: Question
    met: bool | None = None
    narrowly: bool = False
    widely: bool = False
    whole: str = ""
    """The words of a superlative's "of any …", or of "every …"."""
    sides: tuple[str, str] | None = None
    """The two things that a comparison sets against each other."""
    first_time: bool = False
    each_time: bool = False
    """Whether it is said of every one of several periods."""
    light: frozenset[str] = frozenset()
    """Stems of words that say how, not what: nothing has to explain them."""


_LIGHT = re.compile(
    r"\b(?:narrowly|marginally|slightly|barely|badly|comfortably|easily|massively|significantly|substantially|considerably|hugely|well|far|common|frequent|popular|numerous|likely|longer|shorter|slowly|quickly"
    r"|planned|required|allowed|intended|expected|promised|hoped|meant|supposed|actually|really|nearly|almost|only|even|between them|together|miss(?:ed|es|ing)?|beat(?:en)?|met|hit|relative terms|required|dealt|handled|elsewhere|all|every|each)\b",
    re.IGNORECASE,
)
_OWN_BODY = re.compile(r"\b(?:company|organi[sz]ation|authority|firm|body|operator|business)\b", re.IGNORECASE)
_EACH_TIME = re.compile(
    r"\b(?:in |for )?(?:every|each|all)(?: single)?(?: one)?(?: of)?(?: the)?(?: last| past)?(?: \w+)? (?:quarters?|years?|months?|periods?)\b",
    re.IGNORECASE,
)


_REWORDED: tuple[tuple[str, str], ...] = (
    (r"\b(?:last|final|closing) quarter of (?=(?:20|FY|the year 20)\d)", "fourth quarter of "),
    (r"\bOct(?:ober)?\s?(?:-|to)\s?Dec(?:ember)?\b and Jan(?:uary)?\s?(?:-|to)\s?Mar(?:ch)?\b", "the previous quarter and the latest quarter"),
    (r"\belsewhere in\b", "the rest of"),
    (r"\bper head\b", "rate"),
    (r"\blost money\b", "made a loss"),
    (r"\bmade (?:money|a profit)\b", "made a surplus"),
    (r"\btook on\b|\bhas taken on\b|\btaken on\b", "recruited"),
    (r"\bon time\b|\bin time\b", "on time"),
)  # fmt: skip
_BETWEEN = re.compile(
    r"\b(?:between|from)\s+(?P<a>[^,;]{2,40}?)\s+(?:and|to)\s+(?P<b>[^,;.]{2,40}?)(?=$|[\s,;.])", re.IGNORECASE
)
_SINCE = re.compile(
    r"\b(?:since|(?:above|below|higher than|lower than) (?:their|its)|than(?: in| it was in| they were in)?|compared (?:with|to)|against|from|on|versus|up on|down on)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def _reworded(text: str) -> str:
    for pattern, put in _REWORDED:
        text = re.sub(pattern, put, text, flags=re.IGNORECASE)
    return text


def _two_periods(text: str) -> tuple[Period, Period, int, int] | None:
    """The two periods of "between P and Q" or "from P to Q", and where they stand."""
    for match in _BETWEEN.finditer(text):
        for end in sorted({match.end("b"), *(m.end for m in find_periods(text) if m.end >= match.end("b"))}):
            b = parse_period(text[match.start("b") : end].strip())
            a = parse_period(match["a"].strip())
            if a is None and b is not None:
                mentions = [m for m in find_periods(text[match.start() : end]) if isinstance(m.period, Period)]
                a = mentions[0].period if len(mentions) == 2 and isinstance(mentions[0].period, Period) else None
            if a is not None and b is not None:
                return a, b, match.start(), end
    return None


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def read_claim(asked: str, is_name: IsName = _never) -> Claim:
    """The claim's parts. Any text gives a Claim; one that asserts nothing testable is a STATEMENT.

    ``is_name`` tells which figures the reports write just so: they are part of a name when the claim asserts something else
    besides.
    """
    first = read_question(_reworded(asked.strip().rstrip(".!")))
    text = first.text
    periods: list[Period] = []
    bases: list[Period] = []
    spans: list[tuple[int, int]] = []
    two = _two_periods(text)
    masked = text
    if two is not None:
        a, b, start, end = two
        bases.append(min(a, b))
        periods.append(max(a, b))
        masked = _blank(text, [(start, end)])
        spans.append((start, end))
    partial: list[PartialPeriod] = []
    for mention in find_periods(masked):
        if isinstance(mention.period, Period):
            (bases if _SINCE.search(masked[: mention.start]) else periods).append(mention.period)
        else:
            partial.append(mention.period)
    each_time = _EACH_TIME.search(masked)
    if each_time:
        spans.append(each_time.span())
        masked = _blank(masked, [each_time.span()])
    spans += [m.span() for m in _RELATIVE_TERMS.finditer(masked)]
    amounts = (*_totality(masked), *read_amounts(masked))
    met = True if _MET.search(text) else None
    if _MISSED.search(text):
        met = False
    others = _THAN_OTHERS.search(text)
    order = first.order or (Order.BEST if _HAPPIEST.search(text) else None)
    whole = ""
    if others:
        order = _order_of(others[1], text)
        whole = others["kind"].strip()
        spans.append((others.start("kind") - len(" than any"), others.end()))
    elif order is not None and (of := _OF_ALL.search(text)):
        whole = of["kind"]
    way = _claim_way(masked, amounts)
    bare = [a for a in amounts if _may_name(a) and is_name(masked, a.mention[0], a.mention[1])]
    others_said = (
        len(amounts) > len(bare)
        or met is not None
        or order is not None
        or (way is not None and (MOVES.search(text) or _comparative(text)))
    )
    asserted = tuple(a for a in amounts if a not in bare or not others_said)
    way = _claim_way(masked, asserted)
    if (over := bool(_OVER.search(text))) != bool(_UNDER.search(text)):
        way = way or (Way.UP if over else Way.DOWN)
    if made := _MADE.search(masked):
        way = Way.UP if made["what"].lower() in {"surplus", "profit"} else Way.DOWN
    if (
        not asserted
        and (than := re.search(r"\bthan\b", masked))
        and (before := [w for w, start, _ in ways(masked) if start < than.start()])
    ):
        way = before[-1]
    kind = _kind(
        masked,
        asserted,
        order=order,
        others=others is not None,
        met=met,
        way=way,
        periods=periods,
        bases=bases,
        first=first,
    )
    sides = _sides(masked) if kind is Kind.COMPARE else None
    question = _subject(text, asserted, spans, periods, bases, partial)
    return Claim(
        asked=asked,
        text=masked,
        kind=kind,
        amounts=asserted,
        way=way,
        negated=bool(_NEGATED.search(_blank(text, [m.span() for m in _MISSED.finditer(text)]))),
        order=order,
        periods=tuple(periods),
        bases=tuple(bases),
        relatives=tuple(r for r, _, _ in question.relatives),
        subject=question,
        met=met,
        narrowly=bool(_NARROWLY.search(text)),
        widely=bool(_WIDELY.search(text)),
        whole=whole,
        sides=sides,
        first_time=bool(_FIRST.search(text)),
        each_time=each_time is not None,
        light=_light(text)
        | (frozenset(t.stem for t in tokens(text[slice(*first.order_span)])) if first.order_span else frozenset()),
    )


def _light(text: str) -> frozenset[str]:
    spans = [(m.start(), m.end()) for pattern in (_LIGHT, _OWN_BODY) for m in pattern.finditer(text)] + [
        (s, e) for _, s, e in ways(text)
    ]
    return frozenset(t.stem for s, e in spans for t in tokens(text[s:e]))


def _order_of(word: str, text: str) -> Order:
    word = word.lower()
    if word == "better" or (word == "more" and re.search(r"\bimprov\w+\b", text, re.IGNORECASE)):
        return Order.BEST
    if word == "worse" or (word == "more" and re.search(r"\b(?:worsen|deteriorat)\w+\b", text, re.IGNORECASE)):
        return Order.WORST
    return Order.LEAST if word in {"less", "fewer", "lower", "shorter", "smaller", "quicker", "faster"} else Order.MOST


def _claim_way(text: str, amounts: Sequence[Amount]) -> Way | None:
    for amount in amounts:
        if amount.role is not Role.LEVEL and amount.way is not None:
            return amount.way
    bounds = [(a.start, a.end) for a in amounts]
    free = [(w, s, e) for w, s, e in ways(text) if not any(x < e and s < y for x, y in bounds)]
    moves = [m.span() for m in MOVES.finditer(text)]
    strong = [w for w, s, e in free if any(x < e and s < y for x, y in moves)]
    return strong[0] if strong else free[0][0] if free else None


def _kind(
    text: str,
    amounts: Sequence[Amount],
    *,
    order: Order | None,
    others: bool,
    met: bool | None,
    way: Way | None,
    periods: Sequence[Period],
    bases: Sequence[Period],
    first: Question,
) -> Kind:
    roles = {a.role for a in amounts}
    if others or (order is not None and not amounts and not _comparative(text)):
        return Kind.RANK
    if periods and not amounts and any(_DATED.search(text[: m.start]) for m in find_periods(text)):
        return Kind.DATE
    if _EVERY.match(text) or _NONE.match(text):
        return Kind.EVERY
    if _MADE.search(text) and not amounts:
        return Kind.BALANCE
    if (
        Role.PLAN in roles
        or met is not None
        or _BESIDE_PLAN.search(text)
        or _OVER.search(text)
        or _UNDER.search(text)
        or _THAN_PLAN.search(text)
    ):
        return Kind.PLAN
    if _comparative(text) and not (bases or first.relatives) and not roles & {Role.CHANGE}:
        return Kind.COMPARE
    if Role.CHANGE in roles or (
        way is not None and (MOVES.search(text) or (_comparative(text) and (bases or first.relatives)))
    ):
        return Kind.CHANGE
    if amounts:
        return Kind.LEVEL
    return Kind.STATEMENT


def _comparative(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:more|less|fewer|better|worse|higher|lower|faster|slower|longer|shorter|bigger|smaller|greater|quicker|larger|slowly|quickly)\b(?:[^,;]|,\d)*\bthan\b(?!\s+(?:\d|£|one in|half|a (?:third|quarter|tenth|fifth)))",
            text,
            re.IGNORECASE,
        )
    )


def _sides(text: str) -> tuple[str, str] | None:
    match = re.search(r"\bthan\b(?!\s+(?:\d|£))", text, re.IGNORECASE)
    if match is None:
        return None
    return text[: match.start()].strip(), text[match.end() :].strip()


def _subject(
    text: str,
    amounts: Sequence[Amount],
    spans: Sequence[tuple[int, int]],
    periods: Sequence[Period],
    bases: Sequence[Period],
    partial: Sequence[PartialPeriod],
) -> Question:
    """The claim's own words without what it asserts, as a question."""
    blanked = _blank(text, [(a.start, a.end) for a in amounts] + list(spans))
    question = read_question(blanked)
    asked = tuple(AskedPeriod(period=p, partial=None, start=0, end=0) for p in (*bases, *periods))
    asked += tuple(AskedPeriod(period=None, partial=p, start=0, end=0) for p in partial)
    spans_of = tuple(p for p in question.periods)
    # the words of periods stay out of the needs: keep their places, with the periods as read from the whole claim
    kept = tuple(replace(p, period=None, partial=None) for p in spans_of)
    return replace(question, periods=(*asked, *kept), thresholds=(), between=None)


__all__ = ["COUNT", "Amount", "Claim", "Kind", "Role", "Way", "read_amounts", "read_claim", "ways"]

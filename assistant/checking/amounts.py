"""The amounts that a sentence states: what each measures, which way, how exactly. Reads claims and reports alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from assistant.checking.patterns import (
    AGAINST_PLAN,
    AGES,
    ALL_OF,
    ALMOST_ALL,
    APART_AFTER,
    AS_PLANNED,
    BALANCE,
    BAND,
    BOUNDS_BEFORE,
    BUDGET_AFTER,
    BUDGET_NOUN,
    CHANGE_AFTER,
    CHANGE_BEFORE,
    DENIED,
    LIKELY,
    LOOSE_FRACTION,
    MET,
    MISSED,
    MOVES,
    NOBODY,
    OF_A_PLAN,
    OF_A_STANDARD,
    OF_AGE,
    OR_A_LITTLE_MORE,
    OR_LESS,
    OR_MORE,
    OVER,
    PLANNED,
    PREPOSITIONS,
    SINCE_START,
    SPEND_IS,
    STARTS,
    UNDER,
    WAYS,
    Way,
)
from assistant.questions.vague import Bound
from structured.periods import find_periods
from structured.units import COUNT, PERCENT, POINTS, Quantity, QuantityMention, UnitKind, find_quantities, unit_named

_FRACTIONS: tuple[tuple[str, str], ...] = (
    ("tenth", "10"),
    ("fifth", "20"),
    ("quarter", "25"),
    ("third", "33.3"),
    ("half", "50"),
)


_HALF_A = re.compile(r"\s+an? (?P<unit>day|week|hour|minute|second|month|year|point|percentage point)\b", re.IGNORECASE)
"""After "half": that it is half of a unit, and no share."""
_PER = re.compile(
    r"\s+(?:[\w'’-]+\s){0,5}?(?P<rate>per (?P<base>\d{1,3}(?:,?000)+|100|hundred|thousand|million))\b", re.IGNORECASE
)
_BASES = {"hundred": "100", "thousand": "1,000", "million": "1,000,000"}
_BESIDE = re.compile(
    r"\b(?:(?P<up>above|over|ahead of|better than|higher than|exceed(?:s|ed|ing)?|beat(?:s|en)?)"
    r"|below|under|behind|short of|worse than|lower than)\s+(?:the |its |their |our |a )?(?:[a-z]+ ){0,2}$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[,;()]|\b(?:and|which|while|but|against)\b")
_AND_A_PART = re.compile(r"\band (?:a half|a quarter|three[ -]quarters)\b|\bof a \w+illion\b|^half a \w", re.IGNORECASE)
"""Of a number in words: that it is given to the nearest half or quarter."""
_OVERSPEND_OF = re.compile(r"\b(?P<side>over|under)-?sp(?:end|ent) (?:of|by) (?:an? )?$", re.IGNORECASE)
_AS_MUCH_AGAIN = re.compile(r"\s+as (?:many|much|high|large|big|long)(?: [\w-]+){0,2} again\b", re.IGNORECASE)
"""After a fraction: that something grew by it."""
_LOST = re.compile(r"\blos[te]\s*$", re.IGNORECASE)
_SMALL = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}


_PLACED = frozenset({"above", "below", "over", "under", "ahead", "behind", "short", "up", "down"})


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
    """A quantity that a sentence states: what it measures, which way, how exactly. It stands at ``text[start:end]``."""

    quantity: Quantity
    role: Role
    way: Way | None
    bound: Bound
    start: int
    end: int
    printed: str
    mention: tuple[int, int]
    """Where the figure itself stands, without the words that bound it."""
    denied: bool = False
    """Said not to be so ("was not 8 %")."""
    every: bool = False
    """Said of all of so many ("all 27 appeals")."""
    base: tuple[int, int] | None = None
    """Where the words stand that make it a rate, apart from the figure ("14 visits per 1,000")."""
    side: Way | None = None
    """The side of it on which the thing spoken of lies ("above the national 90 per cent target")."""
    mark: bool = False
    """Whether another figure of the sentence is set against it: a target, or what it was before."""
    beyond: Way | None = None
    """How that other figure is said to lie to it: up for above it, better for ahead of it."""


def _no_direction(text: str, match: re.Match[str]) -> bool:
    """Whether a word of direction is none here: in a name ("Lower Hill"), a band ("75 and over"), before a number."""
    before, after = text[: match.start()], text[match.end() :]
    if match.group()[0].isupper() and before.strip() and before.rstrip()[-1] not in '.?!:;–-“"':
        return True
    if re.search(r"\d\+?\s(?:and|or|years and|years or)\s$", before):
        return True
    return match.group().lower() in PREPOSITIONS and re.match(r"(?: than)?\s+[£$€]?\d", after) is not None


def ways(text: str) -> tuple[tuple[Way, int, int], ...]:
    """The words of direction in a text, in reading order."""
    found: list[tuple[Way, int, int]] = []
    for way, pattern in WAYS:
        for m in pattern.finditer(text):
            if not _no_direction(text, m) and not any(m.start() < e and s < m.end() for _, s, e in found):
                found.append((way, m.start(), m.end()))
    return tuple(sorted(found, key=lambda f: f[1]))


def _nearest(text: str, start: int, end: int, reach: int = 60) -> Way | None:
    """The word of direction that governs the amount at ``start:end``: right after it, or the last before it."""
    if likely := LIKELY.match(text[end:]):
        return {"more": Way.UP, "less": Way.DOWN, "fewer": Way.DOWN}.get(likely["way"].lower())
    after = APART_AFTER.match(text[end:])
    if after and not LIKELY.match(text[end:]):
        return next((w for w, _, _ in ways(after["word"])), None)
    if later := CHANGE_AFTER.match(text[end:]):
        return next((w for w, _, _ in ways(later.group())), None)
    before = [(w, s, e) for w, s, e in ways(text[:start]) if start - e <= reach]
    return before[-1][0] if before else None


def _bound(text: str, start: int, end: int) -> tuple[Bound, int, int]:
    """How the words about an amount bound it, and the stretch that they and the amount take up."""
    after = text[end:]
    if match := OR_A_LITTLE_MORE.match(after):
        return Bound.JUST_OVER, start, end
    if match := OR_MORE.match(after):
        return Bound.AT_LEAST, start, end + match.end()
    if match := OR_LESS.match(after):
        return Bound.AT_MOST, start, end + match.end()
    for bound, pattern in BOUNDS_BEFORE:
        if match := pattern.search(text[:start]):
            return bound, match.start(1), end
    return Bound.EXACT, start, end


def _mentions(text: str) -> list[QuantityMention]:
    found = list(find_quantities(text))
    for match in LOOSE_FRACTION.finditer(text):
        over = [m for m in found if m.start < match.end() and match.start() < m.end]
        if any(m.quantity.unit != COUNT or any(c.isdigit() for c in m.printed) for m in over):
            continue
        if any(m.start < match.start() or match.end() < m.end for m in over):
            continue  # "two and a half", "half a million"
        if match["half"]:
            word = match["half"].lower()
            if (
                word in {"most", "majority"}
                and not (word == "majority" and re.match(r"\s+of\b", text[match.end() :]))
                and not (word == "most" and match.start() == 0)
            ):
                continue
            if word == "half" and (
                re.match(r"[\s-]*(?:year|hour|term|time|day)|\s+of the (?:\w+ )?year\b", text[match.end() :])
                or re.search(r"\b(?:first|second|other|last)\s$", text[: match.start()], re.IGNORECASE)
            ):
                continue
            if word == "half" and (halved := _HALF_A.match(text[match.end() :])):
                unit = find_quantities(f"0.5 {halved['unit']}s")
                found = [m for m in found if m not in over]
                end = match.end() + halved.end()
                found += [replace(u, start=match.start(), end=end, printed=text[match.start() : end]) for u in unit[:1]]
                continue
            value = Decimal(50)
        else:
            if match["part"].lower() == "quarter" and not re.search(
                r"\b(?:by|than|over|about|around|nearly|almost|under|below|above|roughly)\s+$", text[: match.start()]
            ):
                continue
            value = Decimal(dict(_FRACTIONS)[match["part"].lower()]) * _SMALL[match["n"].lower()]
        found = [m for m in found if m not in over]  # the "three" of "three quarters full"
        found.append(
            QuantityMention(
                start=match.start(),
                end=match.end(),
                quantity=Quantity(value=value, unit=PERCENT, decimals=0 if value == int(value) else 1),
                printed=match.group(),
            )
        )
    return sorted(found, key=lambda m: m.start)


def read_amounts(text: str) -> tuple[Amount, ...]:
    """The amounts that a sentence states, in reading order, each with its role, its direction and its bound.

    Left out are those that describe a noun ("the four-hour standard").
    """
    found = [m for m in _mentions(text) if not _describes(text, m)]
    amounts = tuple(_amount(text, m) for m in found)
    starts = any(a.role is Role.START for a in amounts)
    return _with_units(tuple(_of_what_was_lost(text, a) if starts else a for a in amounts))


def _of_what_was_lost(text: str, amount: Amount) -> Amount:
    """An amount of what was lost, where what was lost before is given too: no change, so many were lost.

    "Staff lost 8 shifts to sickness, down from 9."
    """
    if amount.role is Role.CHANGE and _LOST.search(text[: amount.start]):
        return replace(amount, role=Role.LEVEL, way=None)
    return amount


def _describes(text: str, mention: QuantityMention) -> bool:
    """Whether a figure belongs to another word: "per 1,000", "75 and over", "the four-hour standard"."""
    if re.search(r"\bper\s$", text[: mention.start]) or BAND.match(text[mention.start :]):
        return True
    if any(m.start() <= mention.start < m.end() for m in AGES.finditer(text)):
        return True
    if OF_AGE.search(text[: mention.start]) and mention.quantity.unit == COUNT:
        return True
    return mention.quantity.unit.kind is UnitKind.DURATION and re.match(r"\w+-\w+$", mention.printed) is not None


def totality(text: str) -> tuple[Amount, ...]:
    """What "nobody" and "all of" state, as amounts: none at all, and one hundred per cent."""
    if match := ALMOST_ALL.search(text):
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
        (NOBODY, Quantity(value=Decimal(0), unit=COUNT)),
        (ALL_OF, Quantity(value=Decimal(100), unit=PERCENT)),
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
    """The amounts, with what was and what is in one unit: "from 6.4 to 5.9 per 1,000", "8.4 days, against 9.1"."""
    done = list(amounts)
    for i, (a, b) in enumerate(pairwise(amounts)):
        if a.role is Role.LEVEL and b.role in {Role.CHANGE, Role.APART} and b.quantity.unit == COUNT:
            unit = POINTS if a.quantity.unit.kind is UnitKind.PERCENT else a.quantity.unit
            done[i + 1] = replace(b, quantity=replace(b.quantity, unit=unit))  # "21 days, 11 fewer than before"
        if {a.role, b.role} != {Role.START, Role.LEVEL}:
            continue
        bare, other = (i, b) if a.role is Role.START else (i + 1, a)
        if done[bare].quantity.unit == COUNT:
            done[bare] = replace(done[bare], quantity=replace(done[bare].quantity, unit=other.quantity.unit))
    return tuple(done)


def _amount(text: str, mention: QuantityMention) -> Amount:
    bound, start, end = _bound(text, mention.start, mention.end)
    before, after = text[:start], text[mention.end :]
    printed = mention.printed.strip()
    quantity = mention.quantity
    base = None
    if (
        quantity.unit == COUNT
        and (per := _PER.match(after))
        and (rate := unit_named(f"per {_BASES.get(per['base'].lower(), per['base'])}")) is not None
    ):
        quantity = replace(quantity, unit=rate)
        base = (mention.end + per.start("rate"), mention.end + per.end("rate"))
    signed = printed[:1] in "+-−–"
    way = _nearest(text, start, mention.end)
    role = Role.LEVEL
    if bound is Bound.EXACT and quantity.unit.kind is UnitKind.PERCENT and not any(c.isdigit() for c in printed):
        bound = Bound.FRACTION if not re.search(r"per\s?cent", printed, re.IGNORECASE) else bound
    if bound is Bound.EXACT and _AND_A_PART.search(printed):
        bound = Bound.FRACTION
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
    elif _AS_MUCH_AGAIN.match(after) and quantity.unit.kind is UnitKind.PERCENT:
        role = Role.CHANGE
        way = Way.UP
    elif AS_PLANNED.match(after) and quantity.unit.kind is UnitKind.RATIO:
        role = Role.PLAN
        way = Way.UP
    elif (
        (
            BUDGET_NOUN.search(before)
            and re.search(r"\bof\s*(?:just |only )?$", before, re.IGNORECASE)
            and not (BALANCE.search(BUDGET_NOUN.search(before)[0]) and not AGAINST_PLAN.match(after))  # type: ignore[index]
        )
        or BUDGET_AFTER.match(after)
        or SPEND_IS.search(before)
    ):
        role = Role.PLAN
        way = _budget_way(text, mention.start)
    elif quantity.unit.kind is UnitKind.POINTS and LIKELY.match(after):
        role = Role.APART  # "nine points less likely than all of them"
    elif (
        (apart := APART_AFTER.match(after))
        and not LIKELY.match(after)
        and (
            not apart["noun"].strip()
            or " than" in after
            or (
                apart["word"].lower() in _PLACED
                and (quantity.unit.kind is not UnitKind.COUNT or OF_A_PLAN.search(after[:60]) is not None)
            )
        )
    ):
        role = Role.APART
    elif (
        bound in {Bound.ABOVE, Bound.BELOW}
        and re.search(r"\b(?:below|above|under|beneath)\s*(?:a |the )?$", text[: mention.start], re.IGNORECASE)
    ) or (re.search(r"\bto\s*$", before) and not re.search(r"\bup to\s*$", before)):
        role = Role.LEVEL
    elif (
        (before.endswith("(") and re.match(r"\s*in\b[^()]*\)", after) and find_periods(after[:40]))
        or STARTS.search(before)
        or (
            re.search(r"\b(?:against|compared (?:with|to))\s*$", before)
            and (has_time_words(after[:40]) or _is_dated(after))
        )
    ):
        role = Role.START
    elif CHANGE_BEFORE.search(before) or CHANGE_AFTER.match(after) or quantity.unit.kind is UnitKind.POINTS:
        role = Role.CHANGE
    near = _around(text, mention.start, mention.end)
    if (
        role in {Role.APART, Role.CHANGE}
        and not CHANGE_AFTER.match(after)
        and (spent := OVER.search(near) or UNDER.search(near))
        and not MOVES.search(near[spent.end() : near.rfind(printed)])  # "the overspend came down by £2m"
    ):
        role = Role.PLAN
        way = _budget_way(text, mention.start)
    elif role in {Role.APART, Role.CHANGE} and (
        (
            OF_A_PLAN.search(_CLAUSE_END.split(after[:60])[0])
            and not (OF_A_STANDARD.match(after) or SINCE_START.match(after))
        )
        or (role is Role.CHANGE and (MET.search(before) or MISSED.search(before)))
    ):
        role = Role.PLAN
    elif role is Role.APART and (find_periods(after[:60]) or has_time_words(after)):
        role = Role.CHANGE
    side = _side(text[: mention.start], after)
    if side is not None and bound in {Bound.ABOVE, Bound.BELOW}:
        role, way = Role.LEVEL, None  # "fell short of the £1.1m target": it came to less than that
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
        denied=bool(DENIED.search(text[:start])),
        base=base,
        side=side,
    )


def _side(before: str, after: str) -> Way | None:
    """The side of a standard on which words before it put the thing spoken of: "below the national 90 % target"."""
    said = _BESIDE.search(before)
    if said is None or not PLANNED.match(after.lstrip()):
        return None
    return Way.UP if said["up"] else Way.DOWN


def clause_of(text: str, amount: Amount) -> str:
    """The words of a sentence that go with one of its amounts: up to the next comma, "and", "which" or "against"."""
    before = _CLAUSE_END.split(text[: amount.start])[-1]
    return before + text[amount.start : amount.end] + _CLAUSE_END.split(text[amount.end :])[0]


def _around(text: str, start: int, end: int) -> str:
    """The clause about a place: up to the nearest commas and brackets, and not far."""
    before, after = text[max(0, start - 90) : start], text[end : end + 90]
    return re.split(r"[,;()]", before)[-1] + text[start:end] + re.split(r"[,;()]", after)[0]


def _is_dated(after: str) -> bool:
    """Whether what follows an amount says at once of which time it is ("0.79 in Q1")."""
    first = min((m.start for m in find_periods(after)), default=None)
    return first is not None and re.fullmatch(r"\s*(?:in|at|on|for|of)\s+(?:the )?", after[:first]) is not None


def has_time_words(text: str) -> bool:
    """Whether a text speaks of another time ("last year", "earlier")."""
    return bool(
        re.search(
            r"\b(?:last|previous|prior|earlier|ago|before|year|quarter|then|used to|did|pre-pandemic)\b",
            text[:80],
            re.IGNORECASE,
        )
    )


def _budget_way(text: str, position: int) -> Way | None:
    """Over or under, by the word that leads to a position, or else by those nearest to it."""
    if leading := _OVERSPEND_OF.search(text[:position]):
        return Way.UP if leading["side"].lower() == "over" else Way.DOWN
    found = [
        (abs(m.start() - position), way)
        for way, pattern in ((Way.UP, OVER), (Way.DOWN, UNDER))
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

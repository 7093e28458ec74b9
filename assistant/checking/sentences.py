"""What a sentence of a report states: its amounts with their clauses, parts of a whole, what was before."""

# ruff: noqa: E501 - patterns of English: broken lines would hide what they list

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from assistant.checking.amounts import Amount, Role, read_amounts
from assistant.checking.patterns import GOALS, Way
from assistant.questions.cues import RELATIVES, SMALL, Relative
from assistant.questions.vague import Bound
from corpus.document import Passage
from corpus.sentences import plain
from structured.periods import Period, find_periods
from structured.units import Quantity, UnitKind, compatible, find_quantities, to_base

_INTENT = re.compile(
    r"\b(?:aims?|aspirations?|ambitions?|targets?|goals?|plans?|planned|intend\w*|promised|hoped?|expected|forecast)\b[^,;.()]{0,80}?\bto\b|\b(?:will|would|should)\b"
    r"|\b(?:target|goal|aspiration|ambition) (?:of|for|is|was)\b|\bdesired\b|\b(?:safe|minimum|maximum|recommended|permitted) (?:level|limit|amount|balance|number)\b|\b(?:could|might)\b|(?-i:\bmay\b)|\bunless\b"
    r"|(?<!more )(?<!less )(?<!as )\b(?:likely|set|due) to\b(?= [a-z])",
    re.IGNORECASE,
)

_PARTS = re.compile(
    r"\bof (?:the |its |our |these |those )?(?P<whole>\d[\d,]*)\b(?P<rest>[^.;]*?),\s*(?P<part>\d[\d,]*)\b"
    r"|\b(?P<part2>\d[\d,]*) (?:out )?of (?:the |its |our )?(?P<whole2>\d[\d,]*)\b"
    r"|\b(?P<whole4>\d[\d,]*) [a-z][^.;]*?; (?P<part4>\d[\d,]*) (?:have|has|had|were|was)\b"
    r"|\b(?:looked at|heard|considered|reviewed|received|examined|inspected) (?P<whole3>\d[\d,]*)\b[^.;]*?\band (?:found [\w ]+ in|\w+(?:ed|ld)) (?P<part3>\d[\d,]*)\b",
    re.IGNORECASE,
)

_PARTS_IN_WORDS = re.compile(
    r"\b(?P<part>[a-z]+) (?:out )?of (?:the |its |our )?(?:[a-z-]+ ){0,2}?(?P<whole>two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)

BRACKETS = re.compile(r"\([^()]*\)")

GOES_ON = re.compile(
    r"^(?:in [^,.]{3,20},? )?(?:this|that|it|these|they|those)\b|^[^,.;]{2,30}\bof (?:them|these|those)\b",
    re.IGNORECASE,
)

QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")

SET = re.compile(r"\b(?:promised?|budget(?:ed)?|targets?|planned|plan|goal|forecast|expected|set)\b", re.IGNORECASE)

_GOAL_IS = re.compile(
    r"(?:^|[;:]|,\s(?:and|but|while)\s)\W*(?:(?:the|our|its|their|this|a)\s)?"
    rf"(?:(?!against\b|above\b|below\b|on\b|to\b|met\b|beat\b|hit\b|missed\b|towards?\b)[\w’'-]+\s){{0,3}}?(?:{GOALS})"
    r"\s(?!(?:was|were|is|are|has been|have been)\s(?:\w+ly\s)?(?:not\s)?(?:met|hit|missed|beaten|exceeded|reached|achieved))"
    r"(?:for|of|on|in|is|are|was|were|has|have|had|goes|went|rises|rose|falls|fell|stays|stayed|remains|will)\b[^,;:]*$",
    re.IGNORECASE,
)
"""Before a figure: a clause of which a goal is the subject."""

DONE = re.compile(
    r"\b(?:managed|built|made|sold|let|opened|answered|treated|held|recruited|spent|spend|spending|outturn|actual|achieved|delivered|reached|was|were|came)\b",
    re.IGNORECASE,
)

WILL = re.compile(
    r"\b(?:will|shall|(?:is|are) going to|(?:is|are) to (?:be|rise|fall)|plans? to|aims? to)\b", re.IGNORECASE
)

PROMISED = re.compile(r"\b(?:announc|commit|pledg|promis|earmark|allocat|award)\w*|\bset aside\b", re.IGNORECASE)
"""What is said of what is to come."""
_BY = re.compile(r"\b(?:by|in|for|until|from)\s+(?:the )?$", re.IGNORECASE)

_BREAK = re.compile(r"[,;)]|\s(?:and|but|while|whereas|against|compared|from|with)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An amount of a sentence with the words that are its own."""

    amount: Amount
    clause: str
    near: str
    """The part of it that lies within the nearest commas and brackets: when and against what."""


def stated(text: str) -> tuple[Stated, ...]:
    """The amounts of a sentence, each with its clause: the words between it and its neighbours that belong to it."""
    amounts = read_amounts(text)
    found = []
    for position, amount in enumerate(amounts):
        left = amounts[position - 1].end if position else 0
        right = amounts[position + 1].start if position + 1 < len(amounts) else len(text)
        before, after = text[left : amount.start], text[amount.end : right]
        if position and not before.rstrip().endswith("("):
            before = cut(before, last=True, tail=True)
        if position + 1 < len(amounts):
            after = cut(after, last=not after.rstrip().endswith("("), tail=False)
        near = f"{cut(before, last=True, tail=True)} {cut(after, last=False, tail=False)}"
        found.append(Stated(amount=amount, clause=f"{before} {after}", near=near))
    return tuple(found)


def cut(text: str, *, last: bool, tail: bool) -> str:
    """The text after (``tail``) or before its last or first break."""
    cuts = [m for m in _BREAK.finditer(text) if tail or m.start() > 0]
    if not cuts:
        return text
    cut = cuts[-1] if last else cuts[0]
    return text[cut.end() :] if tail else text[: cut.start()]


COUNTERFACTUAL = re.compile(r"^[\d. ]*(?:without|but for|had|if)\b[^;]*\bwould have\b", re.IGNORECASE)
"""Says what would have been, and was not."""


def intends(text: str, known_until: date | None) -> bool:
    """Whether a text speaks of what is meant to be: in so many words, or of a time after ``known_until``."""
    if _INTENT.search(text):
        return True
    return known_until is not None and any(
        isinstance(m.period, Period) and m.period.first > known_until and _BY.search(text[: m.start])
        for m in find_periods(text)
    )


def is_of_a_goal(text: str, item: Stated) -> bool:
    """Whether a figure of a text is what a goal is said to be: "the target for next year goes up to 40"."""
    return _GOAL_IS.search(text[: item.amount.start]) is not None


def relatives_in(text: str) -> set[Relative]:
    """The earlier times that a clause names by their distance."""
    named: list[tuple[Relative, int, int]] = []
    for relative, pattern in RELATIVES:  # the first of them takes the words: "the year before last"
        named += [
            (relative, m.start(), m.end())
            for m in pattern.finditer(text)
            if not any(m.start() < end and start < m.end() for _, start, end in named)
        ]
    found = {r for r, _, _ in named} & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
    return found | {Relative.PREVIOUS} if re.search(r"\blast quarter\b", text, re.IGNORECASE) else found


def level_and_start(text: str) -> tuple[Quantity, Quantity] | None:
    """A level and what it was before, where a sentence gives just one of each in one unit."""
    amounts = [s.amount for s in stated(text)]
    starts = [a for a in amounts if a.role is Role.START]
    if len(starts) != 1:
        return _level_and_change(amounts)
    levels = [a for a in amounts if a.role is Role.LEVEL and a.quantity.unit == starts[0].quantity.unit]
    return (levels[0].quantity, starts[0].quantity) if len(levels) == 1 else None


def _level_and_change(amounts: Sequence[Amount]) -> tuple[Quantity, Quantity] | None:
    """A level and what it was before, where a sentence gives the level and by how much it is more or less."""
    if len(amounts) != 2 or {a.role for a in amounts} != {Role.LEVEL, Role.CHANGE}:
        return None
    level, change = sorted(amounts, key=lambda a: a.role is Role.CHANGE)
    if level.quantity.unit != change.quantity.unit or change.way not in {Way.UP, Way.DOWN}:
        return None
    if level.bound is not Bound.EXACT or change.bound is not Bound.EXACT:
        return None
    moved = abs(change.quantity.value) * (1 if change.way is Way.UP else -1)
    decimals = max(level.quantity.decimals, change.quantity.decimals)
    return level.quantity, replace(level.quantity, value=level.quantity.value - moved, decimals=decimals)


def from_to(text: str) -> Decimal | None:
    """By how much a sentence's level differs from what it was before."""
    pair = level_and_start(text)
    return to_base(pair[0]) - to_base(pair[1]) if pair is not None else None


def parts_in(text: str) -> tuple[Decimal, Decimal] | None:
    """The part and the whole that a sentence counts, if it does."""
    match = _PARTS.search(text)
    if match is None:
        return _money_in(text)
    part, whole = (
        (match["part"] or match["part2"] or match["part3"] or match["part4"]).replace(",", ""),
        (match["whole"] or match["whole2"] or match["whole3"] or match["whole4"]).replace(",", ""),
    )
    return (Decimal(part), Decimal(whole)) if 0 <= int(part) <= int(whole) and int(whole) else None


def parts_in_words(text: str) -> tuple[Decimal, Decimal] | None:
    """The part and the whole that a sentence counts in words ("three of the agreed four"); of one of them, none."""
    match = _PARTS_IN_WORDS.search(text)
    if match is None or match["part"].lower() not in SMALL or match["whole"].lower() not in SMALL:
        return None
    part, whole = SMALL[match["part"].lower()], SMALL[match["whole"].lower()]
    return (Decimal(part), Decimal(whole)) if 1 < part <= whole else None


def _money_in(text: str) -> tuple[Decimal, Decimal] | None:
    """A sum and the part of it that a sentence names: "savings of £1.6m, of which £0.7m had been made"."""
    found = find_quantities(text)
    for whole, part in pairwise(found):
        one, other = whole.quantity, part.quantity
        if (
            one.unit.kind is UnitKind.MONEY
            and re.fullmatch(r",? of which\s+", text[whole.end : part.start])
            and compatible(one.unit, other.unit)
            and 0 < to_base(other) <= to_base(one)
        ):
            return to_base(other), to_base(one)
    return None


def parts_told(text: str) -> str:
    """The stretch of a sentence that counts a part of a whole: up to the break after the part, and what leads into it.

    The whole text where it counts none.
    """
    match = _PARTS.search(text)
    return text[: match.end()] + cut(text[match.end() :], last=False, tail=False) if match is not None else text


def _in_digits(text: str) -> str:
    """The text with its small number words in digits, so that "ten seconds" and "10 seconds" are one."""
    return re.sub(r"\b[a-z]+\b", lambda m: str(SMALL[m[0]]) if m[0] in SMALL else m[0], text)


def names_in(passages: Sequence[Passage]) -> Callable[[str, int, int], bool]:
    """The figures that sentences write right before the same word ("999 calls"): they may be part of a name."""
    texts = [_in_digits(plain(p.chunk.text).casefold()) for p in passages]

    def is_written(text: str, start: int, end: int) -> bool:
        inside = re.fullmatch(r"(\S+)\s+([^\W\d_]{3,})", text[start:end])  # the figure with its unit: "ten seconds"
        following = re.match(r"()\s+([^\W\d_]{3,})", text[end:]) if inside is None else inside
        if following is None:
            return False
        figure = inside[1] if inside is not None else text[start:end]
        phrase = re.compile(
            rf"(?<![\d,.+−–-]){re.escape(_in_digits(figure.casefold()))}\s+{re.escape(following[2].casefold().rstrip('s'))}"
        )
        return any(phrase.search(t) for t in texts)

    return is_written

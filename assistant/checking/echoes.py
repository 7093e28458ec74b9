"""A sentence that a claim repeats nearly word for word, and where the claim departs from it.

A claim that is a report's own sentence with one word changed shares nearly all words with it: what was changed decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import product

from assistant.checking.amounts import Amount, Role, read_amounts
from assistant.checking.figures import as_change, comparable
from assistant.checking.patterns import NEGATED, OPPOSITES, WAYS, Way
from assistant.questions.question import read_question
from assistant.questions.vague import Bound, holds
from assistant.questions.words import Token, tokens
from structured.periods import PartialPeriod, Period, find_periods
from structured.units import UnitKind, compatible

_ALIKE = 0.7
"""The share of a claim's words that a sentence has in the same order, when the claim repeats it."""
_LEAST = 4  # words
_FEW = 4
"""Words of a stretch that stands for another of as few; longer ones only happen to stand at one place."""

IsName = Callable[[Token], bool]
"""Whether a word is part of a name: of the claim, of one that the sentence does not speak of."""


class Departs(StrEnum):
    """What a claim changes of the sentence that it repeats."""

    FIGURE = "figure"
    WAY = "direction"
    DENIAL = "denial"
    TIME = "time"
    NAME = "name"


DECISIVE = frozenset({Departs.FIGURE, Departs.WAY, Departs.DENIAL})
"""What makes the claim and the sentence contraries. Another time or name only makes them speak of two things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One place where the claim says ``claimed`` and the sentence ``said``; ``at`` is where, in the claim."""

    kind: Departs
    claimed: str
    said: str
    at: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """How a claim repeats a sentence: ``alike`` is the share of its words, ``exact`` whether it is all of them."""

    alike: float
    departures: tuple[Departure, ...]
    exact: bool

    @property
    def decisive(self) -> bool:
        """Whether what was changed makes the claim say the contrary of the sentence."""
        kinds = {d.kind for d in self.departures}
        return bool(kinds) and kinds <= DECISIVE


def echo_of(claim: str, sentence: str, is_foreign: IsName, is_name: IsName) -> Echo | None:
    """How the claim repeats the sentence; None when it does not."""
    mine, theirs = tokens(claim), tokens(sentence)
    a, b = [_key(claim, t) for t in mine], [_key(sentence, t) for t in theirs]
    if len(set(a) & set(b)) < _ALIKE * len(set(a)):
        return None
    blocks = SequenceMatcher(a=a, b=b, autojunk=False)
    same = [m for m in blocks.get_matching_blocks() if m.size]
    matched = sum(m.size for m in same)
    if matched < _LEAST or matched < _ALIKE * len(a):
        return None
    pairs = [(m.a + k, m.b + k) for m in same for k in range(m.size)]
    found = _figures(claim, sentence, mine, theirs, pairs, blocks)
    for tag, i, j, k, n in blocks.get_opcodes():
        if tag != "replace":
            continue
        departure = _replaced(claim, sentence, mine[i:j], theirs[k:n], is_foreign, is_name)
        if departure is not None and not any(_overlap(departure.at, f.at) for f in found):
            found.append(departure)
    stretch = sentence[theirs[same[0].b].start : theirs[same[-1].b + same[-1].size - 1].end]
    if bool(NEGATED.search(claim)) != bool(NEGATED.search(stretch)):
        found.append(Departure(kind=Departs.DENIAL, claimed=claim, said=stretch, at=(0, len(claim))))
    return Echo(alike=matched / len(a), departures=tuple(found), exact=a == b)


def _key(text: str, token: Token) -> str:
    """A word's stem; with its sign when it is a figure."""
    before = text[max(0, token.start - 2) : token.start]
    signed = token.stem[:1].isdigit() and re.search(r"(?:^|[\s(])[-−–]$", before)
    return f"-{token.stem}" if signed else token.stem


def _span(words: tuple[Token, ...]) -> tuple[int, int]:
    return words[0].start, words[-1].end


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _figures(
    claim: str,
    sentence: str,
    mine: tuple[Token, ...],
    theirs: tuple[Token, ...],
    pairs: list[tuple[int, int]],
    blocks: SequenceMatcher[str],
) -> list[Departure]:
    """The amounts that stand at the same place of both, and differ."""
    spans = [(_span(mine[i : i + 1]), _span(theirs[k : k + 1])) for i, k in pairs]
    spans += [(_span(mine[i:j]), _span(theirs[k:n])) for tag, i, j, k, n in blocks.get_opcodes() if tag == "replace"]
    found: list[Departure] = []
    done: set[tuple[int, int]] = set()
    for one, other in product(read_amounts(claim), read_amounts(sentence)):
        together = any(_overlap(one.mention, a) and _overlap(other.mention, b) for a, b in spans)
        if not together or one.mention in done:
            continue
        if _agree(one, other):
            done.add(one.mention)
            found = [f for f in found if f.at != (one.start, one.end)]
        elif not any(f.at == (one.start, one.end) for f in found):
            found.append(
                Departure(
                    kind=Departs.FIGURE,
                    claimed=claim[one.start : one.end],
                    said=sentence[other.start : other.end],
                    at=(one.start, one.end),
                )
            )
    return found


def _agree(claimed: Amount, said: Amount) -> bool:
    """Whether an amount of a claim may stand for one of a sentence."""
    a, b = claimed.quantity, said.quantity
    if claimed.role is Role.CHANGE and UnitKind.RATIO in {a.unit.kind, b.unit.kind}:
        a, b = as_change(a), as_change(b)
    if not comparable(a, b) or not compatible(a.unit, b.unit):
        return False
    signed = claimed.printed[:1] in "+-−–" and said.printed[:1] in "+-−–"
    if signed and (a.value < 0) != (b.value < 0):
        return False
    if said.bound is not Bound.EXACT:
        return claimed.bound in {said.bound, Bound.ABOUT, Bound.EXACT} and holds(Bound.EXACT, a, b)
    return holds(claimed.bound, a, b) or (claimed.bound is Bound.EXACT and holds(Bound.EXACT, b, a))


def _replaced(
    claim: str, sentence: str, mine: tuple[Token, ...], theirs: tuple[Token, ...], is_foreign: IsName, is_name: IsName
) -> Departure | None:
    """What one stretch of the claim changes of the sentence; None where it only words it otherwise."""
    at, there = _span(mine), _span(theirs)
    kind = None
    if max(len(mine), len(theirs)) <= _FEW and _opposite(claim[slice(*at)], sentence[slice(*there)]):
        kind = Departs.WAY
    elif (times := _times(claim, at)) and (others := _times(sentence, there)):
        if not any(_same_time(one, other) for one, other in product(times, others)):
            kind = Departs.TIME
    elif (digits := _digits(mine)) and (printed := _digits(theirs)):
        if digits != printed and not _is_amount(claim, at):
            kind = Departs.FIGURE
    elif any(is_foreign(t) for t in mine) and any(is_name(t) for t in theirs):
        kind = Departs.NAME
    if kind is None:
        return None
    return Departure(kind=kind, claimed=claim[slice(*at)], said=sentence[slice(*there)], at=at)


def _digits(words: tuple[Token, ...]) -> list[str]:
    return [t.stem for t in words if t.stem[:1].isdigit()]


def _is_amount(text: str, at: tuple[int, int]) -> bool:
    return any(_overlap(a.mention, at) for a in read_amounts(text))


def _signs(text: str) -> set[Way]:
    """The directions that words have by themselves, whatever stands beside them."""
    found = {way for way, pattern in WAYS if pattern.search(text)}
    return {Way.FLAT} if Way.FLAT in found else found | {way for way, pattern in OPPOSITES if pattern.search(text)}


_CONTRARIES = ({Way.UP, Way.DOWN}, {Way.BETTER, Way.WORSE})


def _opposite(one: str, other: str) -> bool:
    """Whether two stretches go opposite ways."""
    a, b = _signs(one), _signs(other)
    if len(a) != 1 or len(b) != 1:
        return False
    return a | b in _CONTRARIES or (a != b and Way.FLAT in a | b)


def _times(text: str, at: tuple[int, int]) -> list[object]:
    """The periods and the earlier times that a stretch of a text is a part of."""
    found: list[object] = [m.period or m.partial for m in find_periods(text) if _overlap((m.start, m.end), at)]
    return found + [r for r, start, end in read_question(text).relatives if _overlap((start, end), at)]


def _same_time(one: object, other: object) -> bool:
    if isinstance(one, Period) and isinstance(other, Period):
        return one.same_span(other)
    if isinstance(one, Period | PartialPeriod) and isinstance(other, Period | PartialPeriod):
        return isinstance(one, Period) != isinstance(other, Period)  # "Q4" may well be "Q4 of 2024"
    return one == other

"""The figures that sentences state, held against an amount of a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount, Role, clause_of
from assistant.checking.evidence import Sentences
from assistant.checking.figures import agrees, as_change, comparable, is_telling, of_one_size, same_way
from assistant.checking.patterns import BALANCE, MOVES, OF_A_PLAN, OF_WHOLE, PLAN_WORDS, PLANNED
from assistant.checking.said_plans import far_from_plan
from assistant.checking.sentences import (
    QUOTED,
    SET,
    Stated,
    is_of_a_goal,
    level_and_start,
    parts_in,
    parts_told,
    stated,
)
from assistant.questions.sides import SOLID
from assistant.questions.vague import ONE_SIDED, Bound, holds
from assistant.questions.words import label_stems
from corpus.document import Sentence
from corpus.sentences import plain
from structured.operations import difference, percent_change
from structured.units import COUNT, PERCENT, Quantity, UnitKind, to_base

_NEARLY_ITS_OWN = 0.5
"""Of several figures in one sentence the claimed one need not have the best clause, just one that is half as good."""

_SET_AT = re.compile(
    r"\b(?:goals?|targets?|budgets?|plans?|limits?|standards?|ceilings?)(?: [\w-]+){0,2}? of\s*$", re.IGNORECASE
)
"""Before a figure: that it is what was set."""


_WHO_DID = re.compile(
    r"\bof (?:the |our |its )?[\d,]+ (?:[\w-]+ ){1,3}?(?:who|that|which) (?P<did>\w+ ?\w*)", re.IGNORECASE
)
"""What those have done of whom a sentence counts a part: "of the 40 drivers who joined"."""
_SHARE_OF = re.compile(
    r"\b(?:share|proportion|percentage|%|per ?cent) of (?:the |all |our |its )*(?P<whole>(?:[\w’'-]+ ?){1,4})",
    re.IGNORECASE,
)
"""What a share is said to be of."""

_ON_TOP = re.compile(r"\b(?:additional|extra|further|(?<=an)other)\b", re.IGNORECASE)
"""Of a figure: that it comes on top of what was before."""
_UNTIL_THEN = re.compile(r"\b(?:already|before|previously|earlier|until then|by then)\b", re.IGNORECASE)
"""Of a claim: that it tells what was so before something else came."""

_DONE = re.compile(r"(?<=\w )[a-z]{3,}ed\b(?= (?:by|in|on|at|for|after|within)\b|$)")
"""At the end of a claim or before a preposition: what it says was done."""


class SaidFigures:
    """Holds one amount of a claim against the figures of sentences."""

    def __init__(self, about: Sentences) -> None:
        """``about`` are the sentences."""
        self.claim = about.claim
        self.about = about

    def verdict(self, text: str, amount: Amount) -> Verdict | None:
        """What a text says of an amount: by a figure that it states, or by two that give one."""
        if self._is_of_another_whole(text, amount):
            return None
        choices = self._choices(text, amount)
        if not choices:
            return self._share_of(text, amount) or self._by_how_much(text, amount) or far_from_plan(text, amount)
        best = max(worth for worth, _ in choices)
        if is_telling(amount) and any(
            worth >= _NEARLY_ITS_OWN * best
            and not OF_WHOLE.search(text[: item.amount.start])
            and self.one(amount, item, text) is Verdict.SUPPORTED
            for worth, item in choices
        ):
            return Verdict.SUPPORTED
        verdicts = [
            v for worth, item in choices if worth >= best - 0.02 and (v := self.one(amount, item, text)) is not None
        ]
        if not verdicts:
            return None
        return Verdict.SUPPORTED if Verdict.SUPPORTED in verdicts else verdicts[0]

    def _choices(self, text: str, amount: Amount) -> list[tuple[float, Stated]]:
        """The figures of a text that may be the claimed one, each with how much of the subject its clause says."""
        choices: list[tuple[float, Stated]] = []
        items = stated(text)
        for item in items:
            if self._is_done_to_others(item, items) or self._has_another_subject(item):
                continue
            if self._comes_on_top(text, item, items) or _is_a_mark(item, items, amount):
                continue
            planned = PLANNED.search(clause_of(self.claim.text, amount)) is not None
            aimed_at = self.about.intended(item.clause) or is_of_a_goal(text, item)
            if not self.is_alike(amount, item) or (aimed_at and not planned):
                continue
            if _SET_AT.search(self.claim.text[: amount.mention[0]]) and not SET.search(item.clause):
                continue  # what was set is not what came about
            if amount.mark and amount.role is Role.LEVEL and not OF_A_PLAN.search(item.clause):
                continue
            if any(item.amount.quantity == a.quantity != amount.quantity for a in self.claim.amounts):
                continue  # the claim gives that figure too, for something else
            if item.amount.quantity.value in self.claim.named and amount.quantity.value != item.amount.quantity.value:
                continue  # it is part of the subject's name
            if self.about.same_stretch(item) and not self.about.narrows(item.clause):
                choices.append((self.about.local(QUOTED.sub(" ", item.clause)), item))
        told = [self._telling_words(item) for _, item in choices]
        return [c for i, c in enumerate(choices) if not any(later - told[i] for later in told[i + 1 :])] or choices

    def _is_done_to_others(self, item: Stated, items: Sequence[Stated]) -> bool:
        """Whether what the claim says was done is said of another figure alone: "dismissed 33 (70%), allowed 11"."""
        done = {m.group().lower() for m in _DONE.finditer(self.claim.text)}
        own = item.clause.lower()
        if item.amount.printed[:1].isdigit() and (inner := items.index(item)):
            own += items[inner - 1].clause.lower()  # "33 (70%)" are one
        return any(
            word not in own and any(re.search(rf"\b{word}\b", i.clause, re.IGNORECASE) for i in items) for word in done
        )

    def _comes_on_top(self, text: str, item: Stated, items: Sequence[Stated]) -> bool:
        """Whether a figure is of what comes on top ("57 were closed, and 100 further ones may be"), and not meant.

        The claim means it where it says so as well, and where no other figure of the kind is told of, unless it tells
        what was before.
        """
        before, after = text[: item.amount.start], text[item.amount.end :]
        near = " ".join((*before.split()[-2:], "|", *after.split()[:2]))
        if not _ON_TOP.search(near) or _ON_TOP.search(self.claim.text):
            return False
        alike = [i for i in items if i is not item and comparable(i.amount.quantity, item.amount.quantity)]
        return bool(alike) or _UNTIL_THEN.search(self.claim.text) is not None

    def _has_another_subject(self, item: Stated) -> bool:
        """Whether the stretch about a figure, up to the nearest commas, has a subject of which the claim says nothing.

        "Fires fell, crashes were down by 15 %, and fewer lifts stuck": 15 % is of crashes alone.
        """
        near = item.near.strip()
        foreign = self.about.foreign_subject(near)
        return bool(foreign) and MOVES.match(near, len(foreign)) is not None

    def _telling_words(self, item: Stated) -> frozenset[int]:
        """The words of the subject that a figure's own clause says, and that have to be said somewhere.

        A later clause leaves out what the first one said ("47 % think well of it and 69 % trust it"), never the other
        way about: a figure before one whose clause alone says "trust" is of something else.
        """
        covers = self.about.cover(QUOTED.sub(" ", item.clause))
        needs = self.about.linked.needs
        return frozenset(i for i, s in covers.items() if s >= SOLID and needs[i].required)

    def is_alike(self, amount: Amount, item: Stated) -> bool:
        """Whether a stated amount measures the same kind of thing as the claimed one."""
        mine, theirs = amount.quantity.unit.kind, item.amount.quantity.unit.kind
        moving = {Role.CHANGE, Role.PLAN, Role.APART}
        if not amount.mark and (amount.role is Role.START) != (item.amount.role is Role.START):
            return False
        if self._balances(amount, item):
            return comparable(amount.quantity, item.amount.quantity)
        if (amount.role in moving) != (item.amount.role in moving) or (
            Role.PLAN in {amount.role, item.amount.role} and amount.role is not item.amount.role
        ):
            return False
        if amount.role in moving and {mine, theirs} == {UnitKind.PERCENT, UnitKind.POINTS}:
            return True
        if mine is UnitKind.COUNT and theirs is UnitKind.RATIO:  # "met twice", but not "twice the price"
            multiple = re.search(rf"{re.escape(item.amount.printed)} (?:the|as|that|what|its|their)\b", item.clause)
            return multiple is None and item.amount.quantity.value == int(item.amount.quantity.value)
        if mine is UnitKind.RATIO and theirs is UnitKind.PERCENT:
            return amount.role is Role.CHANGE
        return comparable(amount.quantity, item.amount.quantity)

    def _balances(self, amount: Amount, item: Stated) -> bool:
        """Whether both figures are a surplus or a deficit, put as one ("was in deficit by", "a deficit of")."""
        roles = {amount.role, item.amount.role}
        money = amount.quantity.unit.kind is UnitKind.MONEY
        clause = clause_of(self.claim.text, amount)
        return (
            money
            and roles == {Role.LEVEL, Role.PLAN}
            and not PLANNED.search(clause)  # a distance from what was planned is no balance
            and bool(BALANCE.search(clause) and BALANCE.search(item.clause))
        )

    def one(self, amount: Amount, item: Stated, text: str) -> Verdict | None:
        """What one stated figure says of an amount that is alike; None where it cannot be held against it."""
        claimed, real, other = amount.quantity, item.amount.quantity, item.amount
        if amount.role is Role.CHANGE:
            claimed, real = as_change(claimed), as_change(real)
        if re.match(r"\s*each\b", text[other.end :]) and not re.search(r"\beach\b", self.claim.text):
            if not re.search(
                r"\b(?:between them|together|combined|in total|jointly)\b", self.claim.text, re.IGNORECASE
            ):
                return None
            n = len(re.findall(r"\band\b|,", text[: other.start])) + 1
            real = Quantity(value=real.value * n, unit=real.unit, decimals=real.decimals)
        if amount.side is not None and amount.side is not other.side and claimed == real:
            return Verdict.CONTRADICTED if other.side is not None else None  # or the mark itself
        if self._balances(amount, item) and not _same_side(clause_of(self.claim.text, amount), item.clause):
            return Verdict.CONTRADICTED
        right = True
        if claimed.unit.kind is UnitKind.COUNT and real.unit.kind is UnitKind.RATIO:
            right = holds(amount.bound, claimed, replace(real, unit=COUNT))
        elif claimed.unit.kind is not real.unit.kind:
            if not holds(amount.bound, claimed, replace(real, unit=claimed.unit)):
                return None  # a fall of 2.6 points may be one of 10 per cent
            right = False
        elif amount.role is Role.LEVEL and not of_one_size(amount, real):
            return None
        elif other.bound in ONE_SIDED and amount.bound is Bound.EXACT and holds(other.bound, real, claimed):
            return None  # "less than 4 %" neither says that it was 3.3 % nor denies it
        elif other.bound in ONE_SIDED and amount.bound in ONE_SIDED:
            return _both_bounded(amount, other)
        else:
            right = holds(amount.bound, claimed, real)
        way = (
            (amount.way or self.claim.way)
            if amount.role is not Role.LEVEL or amount.quantity.unit.kind is UnitKind.RATIO
            else None
        )
        if way is None and amount.role is Role.PLAN:  # "beat its budget by £2m" says on which side by its verb
            sides = {side for side, pattern in PLAN_WORDS if pattern.search(self.claim.text)}
            way = sides.pop() if len(sides) == 1 else None
        if right and way is not None and other.way is not None:
            right = same_way(way, other.way, self.about.polarity(text))
        return Verdict.of(right)

    def _share_of(self, text: str, amount: Amount) -> Verdict | None:
        """A share that a sentence gives as a part and its whole ("of the 40 vans, 10 are electric")."""
        parts = parts_in(text)
        if amount.quantity.unit.kind is not UnitKind.PERCENT or amount.role is not Role.LEVEL or parts is None:
            return None
        if not self._is_of_the_part(text) or self._is_of_those_alone(text):
            return None
        share = Quantity(value=Decimal(100) * parts[0] / parts[1], unit=PERCENT, decimals=1)
        return Verdict.of(holds(amount.bound, amount.quantity, share))

    def _is_of_the_part(self, text: str) -> bool:
        """Whether the part that a sentence counts is the one that the claim names ("14 are excellent, 3 good")."""
        told = parts_told(text)
        covers, own = self.about.cover(text), self.about.cover(told)
        needs = self.about.linked.needs
        return not any(s >= SOLID and needs[i].weight > 0.1 and own.get(i, 0.0) < SOLID for i, s in covers.items())

    def _is_of_those_alone(self, text: str) -> bool:
        """Whether the whole that a sentence counts is only those who did what the claim does not speak of."""
        those = _WHO_DID.search(text)
        return those is not None and not set(label_stems(those["did"])) & set(label_stems(self.claim.text))

    def _is_of_another_whole(self, text: str, amount: Amount) -> bool:
        """Whether a claim's share and a sentence's are each of a whole, and the two have no word in common."""
        if amount.quantity.unit.kind is not UnitKind.PERCENT or amount.role is not Role.LEVEL:
            return False
        mine, theirs = _SHARE_OF.search(self.claim.text, amount.start), _SHARE_OF.search(text)
        if mine is None or theirs is None:
            return False
        return not set(label_stems(mine["whole"])) & set(label_stems(theirs["whole"]))

    def _by_how_much(self, text: str, amount: Amount) -> Verdict | None:
        """A change that a sentence gives as a level and what it was before."""
        pair = level_and_start(text)
        if amount.role is not Role.CHANGE or pair is None:
            return None
        now, before = pair
        value = (
            percent_change(before, now)
            if amount.quantity.unit.kind in {UnitKind.PERCENT, UnitKind.RATIO} and before.value
            else difference(before, now)
        )
        if not comparable(as_change(amount.quantity), value):
            return None
        way = amount.way or self.claim.way
        polarity = -1 if value.unit.kind is UnitKind.DURATION else self.about.polarity(text)
        right = holds(amount.bound, as_change(amount.quantity), value) and (
            way is None or agrees(way, value.value, polarity)
        )
        return Verdict.of(right)

    def deciding(self, sentences: Sequence[Sentence], amount: Amount | None) -> str:
        """The figure that contradicts an amount, where the one sentence has several that could be meant."""
        if amount is None or len(sentences) != 1:
            return ""
        text = plain(sentences[0].text)
        alike = [i for i in stated(text) if self.is_alike(amount, i)]
        choices = [(w, i) for w, i in self._choices(text, amount) if self.one(amount, i, text) is not None]
        if len(alike) < 2 or not choices:
            return ""
        return max(choices, key=lambda c: c[0])[1].amount.printed


def _is_a_mark(item: Stated, items: Sequence[Stated], amount: Amount) -> bool:
    """Whether a figure is what another of its kind is held against ("91 per cent - above the national 90 per cent")."""
    others = [i for i in items if i is not item and comparable(i.amount.quantity, item.amount.quantity)]
    aside = item.amount.side is not None and any(i.amount.side is None for i in others)
    return aside and amount.side is None and not amount.mark and amount.role is Role.LEVEL


def _both_bounded(amount: Amount, other: Amount) -> Verdict | None:
    """What a bound that a sentence states says of a claimed one: "more than half" bears out "more than 40 %".

    It denies one that leaves nothing over ("fewer than a third"). On a narrower one it is silent where it is itself a
    fraction in words; "over 25,000" is not how anybody writes 35,000.
    """
    claimed, real = to_base(amount.quantity), to_base(other.quantity)
    up = {Bound.ABOVE, Bound.AT_LEAST}
    if (amount.bound in up) is (other.bound in up):
        strict = amount.bound in {Bound.ABOVE, Bound.BELOW} and other.bound not in {Bound.ABOVE, Bound.BELOW}
        beyond = real > claimed if amount.bound in up else real < claimed
        if beyond or (real == claimed and not strict):
            return Verdict.SUPPORTED
        return Verdict.CONTRADICTED if other.printed[-1:].isdigit() and real != claimed else None
    apart = claimed < real if other.bound in up else claimed > real
    touching = claimed == real and {amount.bound, other.bound} != {Bound.AT_LEAST, Bound.AT_MOST}
    return Verdict.CONTRADICTED if apart or touching else None


def _same_side(one: str, other: str) -> bool:
    """Whether two clauses both speak of a surplus, or both of a deficit."""
    gains = [
        (m := BALANCE.search(text)) is not None and m.group().lower() in {"surplus", "profit"} for text in (one, other)
    ]
    return gains[0] == gains[1]

"""On which side of what was planned sentences say that a thing came out."""

from __future__ import annotations

import re

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount, Role
from assistant.checking.bearing import is_of_another_plan
from assistant.checking.evidence import Sentences
from assistant.checking.figures import agrees, comparable, needs_polarity, same_way
from assistant.checking.patterns import PLAN_WORDS, Way
from assistant.checking.sentences import DONE, SET, stated
from assistant.questions.vague import holds
from structured.operations import difference
from structured.units import Quantity, compatible, to_base

_DEFINED = re.compile(r"\b(?:over|under)spend(?:s|ing)? (?:is|are|means?)\b", re.IGNORECASE)
"""Says what an overspend is, and of nothing that it was one."""


def _set_and_done(text: str) -> tuple[Quantity, Quantity] | None:
    """What a sentence says was set and what came about, where it gives just one of each in one unit."""
    items = stated(text)
    before = [i for i in items if SET.search(i.clause) and i.amount.role is Role.LEVEL]
    after = [i for i in items if DONE.search(i.clause) and not SET.search(i.clause) and i.amount.role is Role.LEVEL]
    if len(after) != 1:
        return None
    real = after[0].amount.quantity
    alike = [i for i in before if compatible(i.amount.quantity.unit, real.unit)]
    return (alike[0].amount.quantity, real) if len(alike) == 1 else None


def far_from_plan(text: str, amount: Amount) -> Verdict | None:
    """How far from what was planned a thing came out, where a sentence gives both."""
    pair = _set_and_done(text)
    if amount.role is not Role.PLAN or pair is None or amount.way not in {Way.UP, Way.DOWN}:
        return None
    apart = difference(*pair)
    if not comparable(amount.quantity, apart):
        return None
    right = holds(amount.bound, amount.quantity, apart) and agrees(amount.way, apart.value, 1)
    return Verdict.of(right)


def set_and_came_about(about: Sentences, text: str) -> Verdict | None:
    """What was set and what came about, in one sentence."""
    pair = _set_and_done(text) if not is_of_another_plan(about.claim.text, text) else None
    way = about.claim.way
    if about.claim.met is not None:
        way = Way.BETTER if about.claim.met else Way.WORSE
    if pair is None or way is None:
        return None
    a, b = pair
    right = agrees(way, to_base(b) - to_base(a), about.polarity(text))
    return Verdict.of(right != about.claim.negated)


def against_plan(about: Sentences, text: str) -> Verdict | None:
    """A sentence that says outright on which side of what was planned a thing came out."""
    way = about.claim.way
    if about.claim.met is not None:
        way = Way.BETTER if about.claim.met else Way.WORSE
    said = [s.amount.way for s in stated(text) if s.amount.role is Role.PLAN and s.amount.way is not None]
    said += [side for side, pattern in PLAN_WORDS if pattern.search(text)]
    if is_of_another_plan(about.claim.text, text) or (_DEFINED.search(text) and not stated(text)):
        return None
    if way is None or not said or len({same_way(way, s, about.polarity(text)) for s in said}) != 1:
        return None
    if needs_polarity(way, said[0]) and not about.scope.glossary.polarity(text):
        return None  # "worse than plan" may be more or less
    right = same_way(way, said[0], about.polarity(text))
    return Verdict.of(right != about.claim.negated)

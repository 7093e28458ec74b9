"""The figures of a claim that assert something, and those that belong to a name or to how many there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.checking.amounts import Amount, Role, has_time_words
from assistant.checking.patterns import OF_A_PLAN, REACHED, SUPERLATIVE, Way
from assistant.questions.vague import Bound
from assistant.questions.words import label_stems
from structured.units import COUNT, UnitKind

_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_TEENS = (
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
)


_BEYOND = re.compile(
    r"(?:^|[\s,;(])(?:(?P<up>above|over|higher than|more than|in excess of|exceeding)"
    r"|(?P<down>below|under|short of|shy of|lower than|less than|fewer than)"
    r"|(?P<better>better than|ahead of|beating|bettering)|(?P<worse>worse than|behind|missing)"
    r"|against|versus|compared (?:with|to))\s+(?P<what>(?:[a-z][\w'’-]*\s+){0,6})$",
    re.IGNORECASE,
)
"""Before a figure: how another one is said to lie to it, with what it is called."""


def set_against(amounts: Sequence[Amount], text: str) -> tuple[Amount, ...]:
    """The amounts, of which a target or an earlier figure that another is set against asserts itself exactly.

    "43 %, short of the 44 % target" says that the target is 44 %, and of what it speaks that it is 43 %.
    """
    found: list[Amount] = []
    for amount in amounts:
        said = _BEYOND.search(text[: amount.mention[0]])
        own = next((a for a in reversed(found) if _may_be_held(amount, a)), None)
        after = re.split(r"[,;(]|\b(?:and|but|while)\b", text[amount.end : amount.end + 40])[0]
        called = said["what"] if said is not None else ""
        planned = OF_A_PLAN.search(called) or OF_A_PLAN.search(after)
        if own is None or said is None or not (planned or has_time_words(called) or has_time_words(after)):
            bare = own is not None and amount.role is Role.START and amount.quantity.unit == COUNT
            found.append(_in_unit_of(own, amount) if bare and own is not None else amount)  # "9.2 days, up from 8.7"
            continue
        ways = {Way.UP: said["up"], Way.DOWN: said["down"], Way.BETTER: said["better"], Way.WORSE: said["worse"]}
        level = Role.LEVEL if planned else Role.START
        found.append(
            replace(
                _in_unit_of(own, amount),
                role=Role.CHANGE if own.role is Role.CHANGE else level,
                bound=Bound.EXACT,
                side=None,
                mark=True,
                beyond=next((way for way, word in ways.items() if word), None),
            )
        )
    return tuple(found)


def _in_unit_of(own: Amount, amount: Amount) -> Amount:
    unit = own.quantity.unit if amount.quantity.unit == COUNT else amount.quantity.unit
    return replace(amount, quantity=replace(amount.quantity, unit=unit))


def _may_be_held(mark: Amount, level: Amount) -> bool:
    """Whether one figure may be set against another: of one kind, or with its unit left out."""
    levels = level.role is Role.LEVEL and mark.role in {Role.LEVEL, Role.START}
    changes = level.role is Role.CHANGE and mark.role in {Role.LEVEL, Role.CHANGE, Role.PLAN}
    if level.mark or not (levels or changes):
        return False
    return mark.quantity.unit.kind is level.quantity.unit.kind or mark.quantity.unit == COUNT


def called_a_plan(amount: Amount, text: str) -> frozenset[str]:
    """The stems of the words right before or after a figure that say that it is a plan, a target, a limit."""
    called = re.search(r"(?:[a-z][\w'’-]*\s+){0,4}$", text[: amount.mention[0]], re.IGNORECASE)
    words = [m.group() for m in OF_A_PLAN.finditer(called.group())] if called is not None else []
    if after := OF_A_PLAN.match(text[amount.end :].lstrip()):
        words.append(after.group())
    return frozenset(stem for word in words for stem in label_stems(word))


def reached(amount: Amount, text: str) -> Amount:
    """A mark that was reached is at least that much: nobody else, or nothing before, reached it."""
    if amount.bound is Bound.EXACT and REACHED.search(text[: amount.start]):
        return replace(amount, bound=Bound.AT_LEAST)
    return amount


def is_of_the_range(amount: Amount, text: str) -> bool:
    """Whether a length of time is that over which something is a superlative: "the lowest for eight years"."""
    before = re.search(r"\b(?:for|in|over)(?: the (?:last|past))?\s+$", text[: amount.start], re.IGNORECASE)
    if amount.quantity.unit.kind is not UnitKind.DURATION or before is None:
        return False
    return SUPERLATIVE.search(text[: before.start()]) is not None


def may_name(amount: Amount) -> bool:
    """Whether a figure could be part of a name: a plain count or a length of time, whole and stated of nothing."""
    plain = amount.quantity.unit.kind in {UnitKind.COUNT, UnitKind.DURATION}
    return plain and amount.quantity.unit.scale != 1_000_000 and not amount.quantity.decimals


def how_many_said(word: str) -> int | None:
    """How many a word says; None for "half", or where there is none."""
    spelled = {"none": 0, "one": 1} | {w: n for n, w in enumerate(_TEENS, 11)}
    known = word.isdigit() or word.lower() in _NUMBERS
    return number_said(word) if known else spelled.get(word.lower())


def number_said(word: str) -> int:
    """The whole number that a numeral or a word from "two" to "ten" says."""
    return int(word) if word.isdigit() else _NUMBERS.index(word.lower()) + 2

"""The figures of a claim that assert something, and those that belong to a name or to how many there are."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.checking.amounts import Amount
from assistant.checking.patterns import REACHED, SUPERLATIVE
from assistant.questions.vague import Bound
from structured.units import UnitKind

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
    """Whether a figure could be part of a name: a plain count or a length of time, stated of nothing."""
    plain = amount.quantity.unit.kind in {UnitKind.COUNT, UnitKind.DURATION}
    return plain and amount.quantity.unit.scale != 1_000_000


def how_many_said(word: str) -> int | None:
    """How many a word says; None for "half", or where there is none."""
    spelled = {"none": 0, "one": 1} | {w: n for n, w in enumerate(_TEENS, 11)}
    known = word.isdigit() or word.lower() in _NUMBERS
    return number_said(word) if known else spelled.get(word.lower())


def number_said(word: str) -> int:
    """The whole number that a numeral or a word from "two" to "ten" says."""
    return int(word) if word.isdigit() else _NUMBERS.index(word.lower()) + 2

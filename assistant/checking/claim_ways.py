"""The directions that a claim gives: of a change, of a comparison, and against what others did."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.checking.amounts import Amount, Role, ways
from assistant.checking.patterns import MOVED_MORE, MOVES, Way
from assistant.questions.cues import Order

REVERSED = {Way.UP: Way.DOWN, Way.DOWN: Way.UP, Way.BETTER: Way.WORSE, Way.WORSE: Way.BETTER}


THAN_ANOTHER = re.compile(
    r"\bthan (?!(?:in|at|on|over|during|for|it|they|last|before|ever|usual|(?:the|a) (?:year|quarter|month|same"
    r"|previous|last|average|median)|expected|planned|forecast|hoped|budgeted|intended|its|their|half|\d|£)\b)",
    re.IGNORECASE,
)
"""Before what is set against a thing: another thing, not a time, a plan, an average or a figure."""


_SIGNS = frozenset("+-−–")


STRETCH_ENDS = re.compile(r"[,;(]|\b(?:and|which|while|but)\b")


def claim_way(text: str, amounts: Sequence[Amount]) -> Way | None:
    """The direction that a claim gives: of its figures, of a verb that says so, or of another word for one."""
    for amount in amounts:
        if amount.role is not Role.LEVEL and amount.way is not None:
            return amount.way
    bounds = [(a.start, a.end) for a in amounts]
    free = [(w, s, e) for w, s, e in ways(text) if not any(x < e and s < y for x, y in bounds)]
    moves = [m.span() for m in MOVES.finditer(text)]
    strong = [w for w, s, e in free if any(x < e and s < y for x, y in moves)]
    return strong[0] if strong else free[0][0] if free else None


def moved_more(text: str) -> tuple[Way | None, bool]:
    """Which way a thing is said to have moved more than others, and whether it is less; None where it is not said.

    What improved more than others may have risen or fallen: the order of best and worst tells that.
    """
    match = MOVED_MORE.search(text)
    if match is None:
        return None, False
    found = [w for w, _, end in ways(match.group()) if w in {Way.UP, Way.DOWN} and end < len(match.group())]
    return (found[0], match["less"] is not None) if found else (None, False)


def heading(words: str) -> Way:
    """Which way a thing is said to be going; flat where no direction is given."""
    found = [way for way, _, _ in ways(words)]
    return found[0] if found else Way.FLAT


def worded(amount: Amount, text: str) -> Amount:
    """A signed figure with the direction that the word before it gives: "rose on the quarter (-7 %)" says up."""
    if amount.printed[:1] not in _SIGNS or text[: amount.start].rstrip()[-1:] != "(":
        return amount
    before = STRETCH_ENDS.split(text[: amount.start].rstrip()[:-1])[-1]
    moves = [m.span() for m in MOVES.finditer(before)]
    said = [w for w, s, e in ways(before) if w in {Way.UP, Way.DOWN} and any(x < e and s < y for x, y in moves)]
    return replace(amount, way=said[-1]) if len(said) == 1 else amount


def order_of(word: str, text: str) -> Order:
    """Which end of a ranking "more …" or "better than any other" means."""
    word = word.lower()
    if word == "better" or (word == "more" and re.search(r"\bimprov\w+\b", text, re.IGNORECASE)):
        return Order.BEST
    if word in {"less", "fewer"} and re.search(r"\bimprov\w+\b", text, re.IGNORECASE):
        return Order.WORST
    if word == "worse" or (word == "more" and re.search(r"\b(?:worsen|deteriorat)\w+\b", text, re.IGNORECASE)):
        return Order.WORST
    return Order.LEAST if word in {"less", "fewer", "lower", "shorter", "smaller", "quicker", "faster"} else Order.MOST

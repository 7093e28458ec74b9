"""Two figures that a claim gives of two things, and that a sentence gives of the other one each."""

from __future__ import annotations

import re

from assistant.checking.amounts import Amount, read_amounts
from assistant.questions.words import label_stems

_STRETCHES = re.compile(r"[,;:]\s|\s(?:while|whereas|but|against|compared)\s", re.IGNORECASE)


def crossed(claim: str, one: Amount, other: Amount, text: str) -> bool:
    """Whether a text names the one figure's thing beside the other figure alone.

    "North had 34, while South had 28" against "28 in the North, below the average of the South (34)".
    """
    mine, theirs = (_words(claim, amount.mention[0]) for amount in (one, other))
    told = {amount.quantity.value: _words(text, amount.mention[0]) for amount in reversed(read_amounts(text))}
    here, there = (told.get(amount.quantity.value) for amount in (one, other))
    if here is None or there is None:
        return False
    own = here - there
    return bool((theirs - mine) & own) and not (mine - theirs) & own


def _words(text: str, at: int) -> frozenset[str]:
    """The stems of the stretch of a text, between commas and their like, in which a place lies."""
    cuts = [0, *(i for m in _STRETCHES.finditer(text) for i in m.span()), len(text)]
    start = max(i for i in cuts if i <= at)
    end = min((i for i in cuts if i > at), default=len(text))
    return frozenset(word for word in label_stems(text[start:end]) if not word[0].isdigit())

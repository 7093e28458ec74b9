"""Choosing: the reply to a question back, by its number, its place, or words of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.questions.words import label_stems, tokens

_ORDINALS = {
    word: number
    for number, words in enumerate(
        ("first 1st one", "second 2nd two", "third 3rd three", "fourth 4th four", "fifth 5th five",
         "sixth 6th six", "seventh 7th seven", "eighth 8th eight", "ninth 9th nine", "tenth 10th ten"), 1
    )
    for word in words.split()
}  # fmt: skip
_BY_PLACE = re.compile(
    r"(?:(?:i mean|i meant|make it|take|please|and|so|ok(?:ay)?|yes),? )*(?:the |option |number |no\.? ?|choice |\()*"
    rf"(?P<place>{'|'.join(_ORDINALS)}|last|latter|former|\d{{1,2}})\)?"
    r"(?: (?:one|option|choice|of (?:them|those|these)))?(?:,? (?:please|thanks|thank you))?\s*[.!]?",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:and |so |but )?(?:how|what|which|who|when|where|why|is|are|was|were|did|do|does|has|have|can)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 8


def names_place(reply: str) -> bool:
    """Whether a turn only names a place among several things: "the second"."""
    return bool(_BY_PLACE.fullmatch(reply.strip()))


def may_choose(reply: str) -> bool:
    """Whether a turn may be the choice of one of several things offered: a place, or a few words that ask nothing."""
    return names_place(reply) or (not _ASKS.match(reply) and len(tokens(reply)) <= _MOST_WORDS)


def choose(reply: str, choices: Sequence[str]) -> str | None:
    """The one of the choices that a reply means; None where it means none, or could mean several.

    >>> choose("the second", ["Sales, North", "Sales, South"])
    'Sales, South'
    >>> choose("south please", ["Sales, North", "Sales, South"])
    'Sales, South'
    """
    if place := _BY_PLACE.fullmatch(reply.strip()):
        number = _place(place["place"].lower(), len(choices))
        return choices[number - 1] if 1 <= number <= len(choices) else None
    said = [choice for choice in choices if choice.casefold() == reply.strip().casefold()]
    own = [set(label_stems(choice)) for choice in choices]
    shared = set.intersection(*own) if own else set()
    telling = {t.stem for t in tokens(reply) if any(t.stem in stems for stems in own)} - shared
    found = said or [choice for choice, stems in zip(choices, own, strict=True) if telling and telling <= stems]
    return found[0] if len(found) == 1 else None


def _place(word: str, count: int) -> int:
    if word.isdigit():
        return int(word)
    if word in {"last", "latter"}:
        return count
    return 1 if word == "former" else _ORDINALS[word]

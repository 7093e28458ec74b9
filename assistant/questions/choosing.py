"""Choosing: the reply to a question back, by its place ("the second", "number 2") or by words of one choice alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.questions.words import label_stems, tokens

_WORDS = (
    *("first 1st one former", "second 2nd two", "third 3rd three", "fourth 4th four"),
    *("fifth 5th five", "sixth 6th six", "seventh 7th seven", "eighth 8th eight"),
)
_PLACES = {word: place for place, words in enumerate(_WORDS) for word in words.split()} | {"last": -1, "latter": -1}
_CHOICE = re.compile(
    r"(?:i mean(?:t)? |i want |give me |show me |make it |let's have |take |please |ok(?:ay)?,? |yes,? )?"
    r"(?:the |number |no\.? |option |choice |#|\()*"
    rf"(?P<place>{'|'.join(_PLACES)}|[1-8])\)?(?: (?:one|choice|option))?"
    r"(?:,? (?:please|thanks|thank you))?",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:and |so |but )?(?:how|what|which|who|when|where|why|is|are|was|were|did|do|does|has|have|can)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 8


def place_named(text: str) -> int | None:
    """The place in a list that a text names and nothing besides: 0 for the first, -1 for the last; None otherwise.

    >>> [place_named(t) for t in ("The second.", "2", "number 3, please", "the last one", "second quarter")]
    [1, 1, 2, -1, None]
    """
    match = _CHOICE.fullmatch(" ".join(text.split()).strip(" .!"))
    if match is None:
        return None
    named = match["place"].lower()
    return int(named) - 1 if named.isdecimal() else _PLACES[named]


def may_choose(text: str) -> bool:
    """Whether a turn may choose one of several things offered: it names a place, or is a few words that ask nothing."""
    return place_named(text) is not None or (not _ASKS.match(text) and 0 < len(tokens(text)) <= _MOST_WORDS)


def choose(text: str, choices: Sequence[str]) -> str | None:
    """The one of the choices that a turn means; None where it means none, or could mean several.

    >>> choose("south please", ["Sales, North", "Sales, South"])
    'Sales, South'
    """
    place = place_named(text)
    if place is not None:
        return choices[place] if choices and place < len(choices) else None
    said = [choice for choice in choices if choice.casefold() == text.strip().casefold()]
    own = [set(label_stems(choice)) for choice in choices]
    shared = set.intersection(*own) if own else set()
    telling = {t.stem for t in tokens(text) if any(t.stem in stems for stems in own)} - shared
    found = said or [choice for choice, stems in zip(choices, own, strict=True) if telling and telling <= stems]
    return found[0] if len(found) == 1 else None


def turns_chosen(turns: Sequence[str], choices_after: Callable[[Sequence[str]], Sequence[str]]) -> tuple[str, ...]:
    """The turns of a conversation, each that chooses replaced by the question that it chose.

    ``choices_after`` gives what the last of some turns was answered with to choose from; it is asked only where a turn
    may choose.
    """
    read: list[str] = []
    for turn in turns:
        chosen = choose(turn, choices_after(tuple(read))) if read and may_choose(turn) else None
        read.append(chosen or turn)
    return tuple(read)

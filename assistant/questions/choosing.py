"""Choosing by place: "the second", "number 2", "the last one", said to a question that listed its choices."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_WORDS = (
    *("first 1st one", "second 2nd two", "third 3rd three", "fourth 4th four"),
    *("fifth 5th five", "sixth 6th six", "seventh 7th seven", "eighth 8th eight"),
)
_PLACES = {word: place for place, words in enumerate(_WORDS) for word in words.split()} | {"last": -1}
_CHOICE = re.compile(
    r"(?:i mean(?:t)? |i want |give me |show me |make it |let's have )?(?:the |number |no\.? |option |choice |#)?"
    rf"(?P<place>{'|'.join(_PLACES)}|[1-8])(?: (?:one|choice|option))?(?:,? please)?",
    re.IGNORECASE,
)


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


def turns_chosen(turns: Sequence[str], choices_after: Callable[[Sequence[str]], Sequence[str]]) -> tuple[str, ...]:
    """The turns of a conversation, each that chooses by place replaced by the question that it chose.

    ``choices_after`` gives what the last of some turns was answered with to choose from; it is asked only where a turn
    names a place.
    """
    read: list[str] = []
    for turn in turns:
        place = place_named(turn)
        choices = choices_after(tuple(read)) if place is not None and read else ()
        chosen = choices[place] if place is not None and place < len(choices) and choices else turn
        read.append(chosen)
    return tuple(read)

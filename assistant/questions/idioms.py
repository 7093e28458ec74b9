"""Idioms: what people say word for word, and what reports write for it ("on the books", of staff in post).

Unlike the glossary's, these hold one way only, and the little words count: "books" alone is not meant.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.questions.words import Token, label_stems, stem, tokens

_FILE = Path(__file__).with_name("idioms.toml")
_WHOSE = frozenset("a an the its their his her our your it them him us me that this those these".split())  # noqa: SIM905 - readable as text
"""Words that may stand in a phrase or not: "make (its) mind up", "turned (them) down"."""
_MOVING = frozenset(map(stem, ("increase", "reduce", "lower", "more")))
_FORMS = {
    "kept": "keep", "took": "take", "taken": "take", "made": "make", "sent": "send", "got": "get", "gotten": "get",
    "came": "come", "saw": "see", "seen": "see", "drew": "draw", "drawn": "draw", "broke": "break", "broken": "break",
    "threw": "throw", "thrown": "throw", "caught": "catch", "rang": "ring", "rung": "ring", "hung": "hang",
    "stood": "stand", "thought": "think", "felt": "feel", "dealt": "deal", "built": "build", "tore": "tear",
    "torn": "tear", "woke": "wake", "slept": "sleep", "ate": "eat", "eaten": "eat", "dug": "dig", "wound": "wind",
    "blew": "blow", "blown": "blow", "rode": "ride", "ridden": "ride", "sank": "sink", "sunk": "sink", "swept": "sweep",
    "beaten": "beat", "fed": "feed", "knew": "know", "known": "know", "did": "do", "does": "do", "done": "do",
    "was": "be", "were": "be", "is": "be", "are": "be", "been": "be", "being": "be", "has": "have", "had": "have",
}  # fmt: skip
"""The forms of verbs that do not share a stem, beside those that the stemmer knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Idiom:
    """Words of a question, ``start`` to ``end``, that are meant as a whole.

    ``written`` are the stems of what stands for it, and ``texts`` the same in words, the most usual first; where there
    are none, it is said and means nothing ("all told").
    """

    start: int
    end: int
    written: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]

    @property
    def moves(self) -> bool:
        """Whether it says that something grew or shrank."""
        return any(word in _MOVING for phrase in self.written for word in phrase)


class Idioms:
    """Finds the idioms of one list in the words of questions."""

    def __init__(self, said: dict[tuple[str, ...], dict[tuple[str, ...], str]]) -> None:
        """``said`` maps the stems of all the words of a phrase to those of what reports write for it, with its text."""
        self._said = said
        self._longest = max(map(len, said), default=0)

    def found_in(self, words: Sequence[Token]) -> tuple[Idiom, ...]:
        """The idioms among the words of a text, the longest where two begin with one word; names are left out."""
        kept = [t for t in words if t.text.lower() not in _WHOSE]
        names = {t.start for t in words[1:] if t.text.istitle() and t.text != "I"}
        found: list[Idiom] = []
        at = 0
        while at < len(kept):
            for length in range(min(self._longest, len(kept) - at), 0, -1):
                run = kept[at : at + length]
                written = self._said.get(tuple(_root(t.text) for t in run))
                if written is not None and not any(t.start in names for t in run):
                    found.append(
                        Idiom(
                            start=run[0].start, end=run[-1].end, written=tuple(written), texts=tuple(written.values())
                        )
                    )
                    at += length - 1
                    break
            at += 1
        return tuple(found)


@lru_cache(maxsize=1)
def built_in_idioms() -> Idioms:
    """The idioms of general English."""
    said: dict[tuple[str, ...], dict[tuple[str, ...], str]] = {}
    for phrases, written in tomllib.loads(_FILE.read_text(encoding="utf-8"))["said"]:
        others = {label_stems(other): other for other in reversed(written)}
        for phrase in map(_stems, phrases):  # one word of it does not stand for it
            stands = {o: text for o, text in reversed(others.items()) if len(o) > 1 or o[0] not in phrase}
            if stands or not others:
                said[phrase] = stands | said.get(phrase, {})
    return Idioms(said)


def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(_root(t.text) for t in tokens(phrase) if t.text.lower() not in _WHOSE)


def _root(word: str) -> str:
    """What is the same of all forms of a word."""
    return stem(_FORMS.get(word.lower(), word))

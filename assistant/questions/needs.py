"""Needs: the words of a question that a reading has to account for, and what a library makes of them."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.questions.idioms import Idiom
from assistant.questions.matches import Matches
from assistant.questions.words import Token

EXACT, ACRONYM, MENDED, SYNONYM, SAID, RELATED = 1.0, 0.97, 0.93, 0.88, 0.8, 0.7
"""How well what stands for a word does so, 0 to 1."""

Alternative = tuple[tuple[int, ...], tuple[str, ...], float]
"""A phrase that may stand for words of the question: the needs that it covers, its stems, how well it does so."""
TELLING = 0.3
"""The weight from which on a word tells what a question is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One word of the question that a reading has to account for.

    ``weight`` is what explaining it is worth; a word that is not ``required`` may stay unexplained (a cue, a light
    word, a word inherited from an earlier turn). A ``strict`` word (a name, an acronym, a number) must be explained; of
    the others a small part may be left over. What ``counts`` in choosing are the required words and those that tell
    rows apart. ``variants`` are the stems that may stand for it, with how well they do; ``idiom``
    is the phrase that the word is part of, where that is meant as a whole.
    """

    index: int
    token: Token
    weight: float
    required: bool
    strict: bool
    counts: bool
    inherited: bool
    variants: dict[str, float]
    idiom: Idiom | None = None


@dataclass(slots=True)
class Linked:
    """A question's needs and, for each label that shares a word with it, the match.

    ``names`` are the needs that name the reports' own running names; ``nameless`` says that the tables are bare ones.
    """

    needs: tuple[Need, ...]
    matches: Matches
    mended: dict[str, str]
    alternatives: list[Alternative]
    names: dict[int, float]
    nameless: bool = False

    def required(self) -> tuple[Need, ...]:
        """The needs that must be explained."""
        return tuple(n for n in self.needs if n.required)

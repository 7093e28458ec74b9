"""Spelling: which known word a misspelt one most likely means; misspelt words of asking, put right."""

from __future__ import annotations

import re
from collections.abc import Collection, Container

from rapidfuzz import fuzz, process

from assistant.questions.words import stem

_ASKING = frozenset(
    """average percentage percent difference increase increased decrease decreased change changed highest lowest
    largest smallest biggest fewest between compared budget target forecast original originally revised quarter
    latest previous overspend overspent underspend underspent total share proportion opening closing balance
    outturn improved improvement worsened reduction trend exceeded exceed higher lower under above below""".split()  # noqa: SIM905 - readable as text
)
_WORD = re.compile(r"[A-Za-z]{5,}")
_CLOSE = 86
"""How alike two words must be that do not sound the same: "charge" and "change" are not."""
_SOUNDS = str.maketrans({**dict.fromkeys("aeiouy", "a"), **dict.fromkeys("cksqz", "s"), "g": "j", "v": "f"})
_TWICE = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """A rough form of how a word sounds: one vowel for all, one letter for those that sound alike, none twice.

    >>> sound("budjet") == sound("budget") and sound("charge") != sound("change")
    True
    """
    plain = word.lower().replace("ph", "f").replace("dg", "j").replace("dj", "j")
    return _TWICE.sub(r"\1", plain.translate(_SOUNDS))


def nearest(word: str, words: Collection[str], least: int = _CLOSE) -> str | None:
    """The one of these words that a misspelt one means: alike, of the same sound, or with two letters swapped.

    None where none is near. Words begin with the same letter and differ by two letters in length at most.
    """
    found = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=min(least, 80))
    if found is None or found[0][0] != word[0] or abs(len(found[0]) - len(word)) > 2:
        return None
    other = found[0]
    alike = found[1] >= least or sound(word) == sound(other) or sorted(word) == sorted(other)
    return other if alike else None


def mend_asking(text: str, known: Container[str]) -> str:
    """The text with misspelt words of asking put right; ``known`` words (lower case) are spelt as they are meant.

    >>> mend_asking("the avarage budjet of Avarake, and the charge", set())
    'the average budget of Avarake, and the charge'
    """

    def mended(match: re.Match[str]) -> str:
        word = match.group()
        lower = word.lower()
        if stem(lower) in _STEMS or lower in known or (word[0].isupper() and match.start()):
            return word
        return nearest(lower, _SORTED) or word

    return _WORD.sub(mended, text)


_SORTED = tuple(sorted(_ASKING))
_STEMS = frozenset(map(stem, _ASKING))
"""Another form of a word of asking ("quarters") is not misspelt."""

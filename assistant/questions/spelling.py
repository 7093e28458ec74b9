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
_SHORTEST = 5
_WORD = re.compile(r"(?<![\w'’&.-])[A-Za-z]{2,}(?![\w'’&-])")
_MISTYPED = """
    there: ther tehre htere theer; their: theri htier; the: tge thw; they: tehy htey thye; that: taht thta tht
    thatt; this: tihs thsi htis; then: tehn thne; these: theese htese; than: tahn; which: wich wihch whcih whitch
    wihich whch; what: wat waht whta hwat wot wht; what's: wats wots; when: wehn hwen whne; where: wher whre wehre
    wheer; who: hwo woh; why: hwy wyh; how: hwow; with: wiht wtih iwth; and: nad annd; from: fomr frmo; have: ahve
    hvae hav; has: hsa; was: wsa; were: wre weer; are: aer; did: ddi; does: deos; been: beeen; of: fo; many: mnay
    meny manny; much: muhc mcuh mutch; more: mroe moer; most: msot; less: lses; about: abuot abotu abt; before:
    befor befroe; after: aftre aftr; because: becuase becasue becos becouse cos coz; between: betwen bewteen;
    during: durring durign; since: sicne sinse; would: woudl wuold; could: coudl cuold; should: shoudl shuold;
    people: poeple peopel pepole; please: plese pleese; each: eahc; year: yaer yera; years: yaers yeras; last: lsat;
    first: frist; won't: wont; I'm: im; I've: ive; that's: thats; there's: theres; you're: youre; in the: inthe; of
    the: ofthe; a lot: alot; total: totl toatl ttoal; staff: staf satff; paid: payed
"""
_LITTLE = {
    wrong: right.strip()
    for right, all_wrong in (entry.split(":") for entry in _MISTYPED.split(";"))
    for wrong in all_wrong.split()
}
"""Little words as they are mistyped."""
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

    None where none is near. Words begin with the same letter, if that is not one of the two that were swapped, and
    differ by two letters in length at most; those of four letters are only mended where two were swapped.
    """
    swapped = {f"{word[:i]}{word[i + 1]}{word[i]}{word[i + 2 :]}" for i in range(len(word) - 1)} - {word}
    meant = [other for other in sorted(swapped) if other in words]
    if len(meant) == 1:
        return meant[0]
    if len(word) < _SHORTEST:
        return None
    found = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=min(least, 80))
    if found is None or found[0][0] != word[0] or abs(len(found[0]) - len(word)) > 2:
        return None
    other = found[0]
    alike = found[1] >= least or sound(word) == sound(other) or sorted(word) == sorted(other)
    return other if alike else None


def mend_asking(text: str, known: Container[str]) -> str:
    """The text with misspelt words of asking put right; ``known`` words (lower case) are spelt as they are meant.

    >>> mend_asking("wich was the avarage budjet of Avarake, and the charge", set())
    'which was the average budget of Avarake, and the charge'
    """

    def mended(match: re.Match[str]) -> str:
        word = match.group()
        lower = word.lower()
        if stem(lower) in _STEMS or lower in known or (word[0].isupper() and match.start()):
            return word
        return _LITTLE.get(lower) or (nearest(lower, _SORTED) if len(word) >= _SHORTEST else None) or word

    return _WORD.sub(mended, text)


_SORTED = tuple(sorted(_ASKING))
_STEMS = frozenset(map(stem, _ASKING))
"""Another form of a word of asking ("quarters") is not misspelt."""

"""What became of a thing, in sentences: that it went ahead or was called off, that it came late or on time."""

from __future__ import annotations

import re

from assistant.answers.answer import Verdict
from assistant.checking.evidence import Sentences
from assistant.checking.patterns import CALLED_OFF, CLAUSES, DENIES_THERE_IS, WENT_AHEAD, Way
from assistant.questions.sides import SOLID
from assistant.questions.words import tokens

_STRETCH = r"(?:days?|weeks?|months?|years?)"
_LATE = rf"\b(?:{_STRETCH} late|late(?=\s*(?:$|[,.;]))|behind schedule|later than (?:planned|promised))\b"
_EARLY = rf"\b(?:{_STRETCH} early|early(?=\s*(?:$|[,.;]))|ahead of schedule)\b"
_TIMELY: tuple[tuple[Way, re.Pattern[str]], ...] = (
    (Way.FLAT, re.compile(r"\bon (?:time|schedule)\b|\bas (?:planned|scheduled)\b", re.IGNORECASE)),
    (Way.UP, re.compile(_LATE, re.IGNORECASE)),
    (Way.DOWN, re.compile(_EARLY, re.IGNORECASE)),
)


def fate(about: Sentences, text: str) -> Verdict | None:
    """What a sentence says of a claim on what became of a thing; None where either says nothing of the kind.

    The sentence has to say every word of the claim's subject.
    """
    claim = about.claim.text
    if DENIES_THERE_IS.search(claim) and not CALLED_OFF.search(claim):
        return None
    mine, theirs = _ahead(claim), _ahead(text)
    spans = [m.span() for m in (WENT_AHEAD.search(claim), CALLED_OFF.search(claim)) if m is not None]
    right: bool | None = mine is theirs if mine is not None and theirs is not None else None
    if right is None:
        ways, others = _timely(claim), _timely(text)
        if len(ways) == 1 and len(others) == 1:
            right = ways == others
            spans = [m.span() for _, pattern in _TIMELY if (m := pattern.search(claim)) is not None]
    told = next((c for c in CLAUSES.split(text) if _ahead(c) is not None or _timely(c)), text)
    if right is None or about.intended(told) or not _says_the_rest(about, text, spans):
        return None
    return Verdict.of(right)


def _ahead(text: str) -> bool | None:
    """Whether a thing is said to have gone ahead; None where neither that nor the contrary is said."""
    if CALLED_OFF.search(text):
        return False
    return True if WENT_AHEAD.search(text) else None


def _timely(text: str) -> frozenset[Way]:
    return frozenset(way for way, pattern in _TIMELY if pattern.search(text))


def _says_the_rest(about: Sentences, text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a sentence says all that the claim says besides what became of the thing."""
    said = {t.stem for start, end in spans for t in tokens(about.claim.text[start:end])}
    covers = about.cover(text)
    return all(
        covers.get(n.index, 0.0) >= SOLID
        for n in about.linked.needs
        if n.token.stem not in said and (n.required or n.weight > 0.1)
    )

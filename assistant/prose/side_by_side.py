"""Figures that one sentence sets side by side, each with what it is of: "Ashby (40%), Brim (44%)"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.questions.cues import Cue
from assistant.questions.expected import figures
from assistant.questions.linking import Linker
from assistant.questions.needs import Linked
from assistant.questions.question import Question
from assistant.questions.sides import SOLID
from assistant.questions.words import label_stems
from structured.periods import find_periods
from structured.units import QuantityMention

Said = Callable[[str], frozenset[int]]
"""Where the words of the question start that a text says, in these words or in others that mean the same."""
_MOVED = re.compile(
    r"\b(?:by|up|down|(?:rise|fall|increase|decrease|drop|growth|reduction|gain) of|another|(?:a )?further|additional"
    r"|per|every|out of)"
    r"\s+(?:about |around |nearly |almost |over )?$",
    re.IGNORECASE,
)
"""What a figure stands behind that is a change or what a rate is per, and no level."""
_ENDS = re.compile(
    r"[,;–]|\s-\s|\b(?:and|but|while|whilst|whereas|against|than|compared|versus|below|above|behind|ahead)\b",
    re.IGNORECASE,
)
"""What ends the words on a figure, where no bracket does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A figure with the words on what it is of."""

    words: str
    mention: QuantityMention


def said_of(linked: Linked, linker: Linker) -> Said:
    """Which words of a question a text says; light words and the reports' own running names go without saying."""
    light = {n.index for n in linked.needs if not n.required}

    def said(text: str) -> frozenset[int]:
        covers = linker.cover(linked, frozenset(label_stems(text)))
        told = {i for i, strength in covers.items() if strength >= SOLID}
        return frozenset(linked.needs[i].token.start for i in told | light | linked.names.keys())

    return said


def side_by_side(text: str, names: frozenset[str] = frozenset()) -> tuple[Beside, ...]:
    """The figures of one kind that a sentence has two or more of, each with its words; none where kinds are level.

    Numbers that are ``names`` of things are no figures.
    """
    found = [m for m in figures(text) if not _MOVED.search(text[: m.start]) and m.printed not in names]
    kinds = Counter(m.quantity.unit.kind for m in found).most_common(2)
    if not kinds or kinds[0][1] < 2 or (len(kinds) > 1 and kinds[1][1] == kinds[0][1]):
        return ()
    levels = [m for m in found if m.quantity.unit.kind is kinds[0][0]]
    beside = []
    start = 0
    for at, mention in enumerate(levels):
        last = levels[at + 1].start if at + 1 < len(levels) else len(text)
        end = _end(text, mention, last)
        beside.append(Beside(words=text[start:end], mention=mention))
        start = end
    return tuple(beside)


def _end(text: str, mention: QuantityMention, last: int) -> int:
    """Where the words on a figure end: at its bracket's, else at what parts it from the next one."""
    opened = text.count("(", 0, mention.start) > text.count(")", 0, mention.start)
    closing = text.find(")", mention.end)
    if opened and 0 <= closing <= last:
        return closing + 1
    found = _ENDS.search(text, mention.end, last)
    return found.start() if found else last


def pair_asked(question: Question, text: str, said: Said) -> tuple[Beside, Beside] | None:
    """The two figures of a sentence that a question sets against each other, in the sentence's order.

    None unless each is told apart from the others by words of the question, or the sentence has just two of which one
    is; and unless the sentence says every word and every time of the question.
    """
    parts = side_by_side(text, frozenset(t.text for t in question.tokens if t.is_number))
    if len(parts) < 2 or not _says_all(question, text, said):
        return None
    told = [said(p.words) for p in parts]
    own = [t - frozenset().union(*(o for o in told if o is not t)) for t in told]
    named = [p for p, words in zip(parts, own, strict=True) if words]
    if len(parts) == 2 and len(named) == 1:
        named = list(parts)
    if len(named) != 2 or not _parts_sides(question, own):
        return None
    return named[0], named[1]


def _parts_sides(question: Question, own: Sequence[frozenset[int]]) -> bool:
    """Whether just one figure is of what stands behind "than", where the question has it."""
    than = _THAN.search(question.text)
    return than is None or sum(any(start > than.start() for start in words) for words in own) == 1


_THAN = re.compile(r"\bthan\b", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:per [\d,]+|behind|ahead|above|below|between|versus|compared|against)\b", re.IGNORECASE)
_ASKING = (Cue.DIFFERENCE, Cue.GAP, Cue.POINTS, Cue.COMPARE, Cue.COUNT_OF, Cue.FALL, Cue.RISE)


def _says_all(question: Question, text: str, said: Said) -> bool:
    """Whether a sentence has every word that a question is about, and its times."""
    asking = [*question.spans(*_ASKING), *(m.span() for m in _AGAINST.finditer(question.text))]
    asking += [(p.start, p.end) for p in question.periods]
    words = {t.start for t in question.tokens if not t.is_stop and not any(s <= t.start < e for s, e in asking)}
    if not words <= said(text):
        return False
    told = [m.period for m in find_periods(text) if m.period is not None]
    return all(any(period.same_span(other) for other in told) for period in question.named_periods)

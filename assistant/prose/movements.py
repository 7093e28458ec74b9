"""How a figure moved that was told the turn before: the sentence that gives it, with the one after it that says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from assistant.prose.picking import Quote, leans
from assistant.prose.ranking import Evidence, Placer, beside
from assistant.questions.cues import RELATIVES, Cue, Relative
from assistant.questions.expected import figures
from assistant.questions.question import Question
from structured.units import Quantity

MOVED = (Cue.CHANGE, Cue.RISE, Cue.FALL, Cue.IMPROVE, Cue.WORSEN, Cue.DIFFERENCE)
"""What asks whether or how something moved."""
_BEFORE = frozenset({Relative.YEAR_BEFORE, Relative.PREVIOUS})
_SAYS_SO = re.compile(
    r"\b(?:higher|lower|more|fewer|less|up|down|above|below|better|worse|unchanged|same|ris(?:e|es|en)|rose|"
    r"fell|falls?|fallen|increas\w+|decreas\w+|drop\w*|grew|grown|improv\w+|no change)\b",
    re.IGNORECASE,
)


def said_to_have_moved(
    question: Question, told: Collection[Quantity], ranked: Iterable[Evidence], placer: Placer
) -> Quote | None:
    """The first sentence that gives a figure told before, with the next, which says how it moved since then."""
    for evidence in ranked if not question.periods else ():
        place = placer(evidence.sentence.locator)
        given = {m.quantity for m in figures(evidence.sentence.text)}
        if place is None or not given & set(told):
            continue
        _, after = beside(place)
        if leans(after) and says_it_moved(question, after) and _times_before(after):
            follower = place.sentences[place.position + 1]
            return Quote(main=follower, sentences=(evidence.sentence, follower))
    return None


def says_it_moved(question: Question, text: str) -> bool:
    """Whether a text says that something moved or did not, and since the time before that a question names."""
    asked = {
        Relative.YEAR_BEFORE if "year" in question.text[start:end] else Relative.PREVIOUS
        for relative, start, end in question.relatives
        if relative is not Relative.LATEST
    }
    return bool(_SAYS_SO.search(text)) and asked <= _times_before(text)


def _times_before(text: str) -> set[Relative]:
    """The times before its own that a text speaks of."""
    return {relative for relative, pattern in RELATIVES if relative in _BEFORE and pattern.search(text)}

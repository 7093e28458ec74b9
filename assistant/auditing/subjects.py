"""Of what a figure is, as far as the words before it tell: a pronoun's thing, that of the clause before, a plan."""

from __future__ import annotations

import re
from datetime import date

from assistant.checking.sentences import intends

_PRONOUN = re.compile(
    r"(?:^|[;,:–-]\s|\b(?:and|but|while|whereas|though|although|as|since|because|so|when|where)\s)\W*"
    r"(?:(?:in|at|by|over|during|since|for|of)\s[^,;:]{2,40},\s)?"
    r"(?P<pronoun>it|its|they|their|he|his|she|her|this(?! (?:financial )?(?:year|quarter|month|period|half)\b)"
    r"|these|those|both|"
    r"the (?:former|latter|two|three|four|same))\b[^;:]*$",
    re.IGNORECASE,
)
_VERB = r"(?:was|were|is|are|had|has|have|remain(?:s|ed)?|went|came|fell|rose|led)\b"
_ELIDED = re.compile(r";\s*(?:of (?:these|those|them),?\s|and\s|but\s)?[^;\s]*$|;\s*(?:and\s|but\s)?$", re.IGNORECASE)
_GOES_ON = re.compile(rf"\s*{_VERB}", re.IGNORECASE)
_PLANS = re.compile(
    r"^\W*(?:the|our|its|their|these|all|this year[’']s|next year[’']s)?\s*(?:[\w’'-]+\s){0,2}?"
    r"(?:targets?|goals?|aims?|ambitions?|aspirations?|forecasts?|milestones?)\s+(?:for|are|is|will|would|of|by|in|set)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"\b(?:next|coming|following) (?:financial )?(?:year|half|quarter|month)\b", re.IGNORECASE)
_SUPPOSED = re.compile(r"\b(?:would|should|could|might|may|unless)\b")
"""What people say that they would do is what they said: "62% would come again"."""
_FACT = re.compile(
    r"\b(?:was|were|had|did|has been|have been|rose|fell|against|compared|outturn|actual)\b", re.IGNORECASE
)


def pronoun_at(before: str) -> int | None:
    """Where the pronoun stands that the clause leading to a figure has for its subject; None where it has another.

    What follows it is the pronoun's: "its complaints" are not all complaints.
    """
    found = _PRONOUN.search(before)
    return found.start("pronoun") if found else None


def goes_on(gap: str, after: str) -> bool:
    """Whether a figure after a semicolon is of what the clause before it names: "… were made; 46 were late".

    ``gap`` reaches from that name to the figure, ``after`` is what follows the figure: a verb, and no subject.
    """
    return _ELIDED.search(gap) is not None and _GOES_ON.match(after) is not None


def is_intended(near: str, head: str, known_until: date | None) -> bool:
    """Whether a figure is of what is meant to be.

    ``near`` are the words right around it, ``head`` those before a colon or a list that it stands in.
    """
    if _PLANS.match(head) and not _FACT.search(near):
        return True
    return is_ahead(near) or intends(_SUPPOSED.sub(" ", near), known_until)


def is_ahead(near: str) -> bool:
    """Whether the words around a figure are of the time after this one: "next year's budget"."""
    return _AHEAD.search(near) is not None

"""Which sentences of a draft state a fact that can be checked, and what each says when read by itself."""

from __future__ import annotations

import re

from assistant.checking.claim import Claim, Kind, read_claim
from assistant.checking.clauses import SUBJECT, VERB
from assistant.checking.patterns import MOVES
from assistant.checking.sentences import WILL
from assistant.questions.question import read_question

_TESTED = frozenset(Kind) - {Kind.STATEMENT, Kind.EVERY}
_LEANING = re.compile(
    r"^(?:(?:and|but|however|meanwhile|by contrast|also),?\s+)?"
    r"(?:it|this|that|they|these|those|the figure|the number)\s+"
    rf"(?=(?:also |now |then |still )?{VERB}\b)",
    re.IGNORECASE,
)
_THAT = re.compile(r"(?:[a-z]+,?\s+)?(?:that|this)\b", re.IGNORECASE)
_DOES = re.compile(
    r"(?:made|took|saw|received|delivered|carried|kept|recorded|spent|had|have|has|won|lost)\b", re.IGNORECASE
)
_OPENER = re.compile(r"^(?:and|but|however|meanwhile|also|in addition|by contrast),?\s+", re.IGNORECASE)
_LISTED = re.compile(r"^(?:[-•*–]|\d+[.)])\s+")
_ASKING = re.compile(r"\?\s*$")
_THANKS = re.compile(
    r"(?:many )?(?:thanks?|welcome|dear|congratulations|good (?:morning|afternoon|evening))\b", re.IGNORECASE
)
_ADVICE = re.compile(
    r"\b(?:should|must|recommends?|propose[sd]?|we (?:ask|urge|call on)|is (?:asked|invited) to|let us"
    r"|we (?:believe|hope|want))\b",
    re.IGNORECASE,
)


def states_fact(text: str) -> bool:
    """Whether a sentence states something that reports can bear out or contradict: a figure, a movement, a rank.

    >>> states_fact("Sales rose by 4% in Q4."), states_fact("We thank everyone who took part.")
    (True, False)
    """
    if _THANKS.match(text) and not any(c.isdigit() for c in text):
        return False
    if _ASKING.search(text) or len(text) > _LONGEST or not any(c.isalpha() for c in text):
        return False
    claim = read_claim(text)
    if claim.amounts:
        return True
    if _ADVICE.search(text) or WILL.search(text) or read_question(text).opinion:
        return False
    stands = bool(claim.grade or claim.rated or claim.headed or claim.out_of) or claim.schedule is not None
    return stands or (claim.kind in _TESTED and _moves_or_ranks(claim))


_LONGEST = 1_000
"""Characters; longer stretches without a full stop are lists or tables, not sentences."""


def _moves_or_ranks(claim: Claim) -> bool:
    return (
        claim.kind not in {Kind.CHANGE, Kind.COMPARE} or claim.way is not None or MOVES.search(claim.text) is not None
    )


def statement(text: str, before: str, lead_in: str) -> str:
    """The sentence as it says it by itself: "It fell by 3%" with the subject of the sentence before it.

    >>> statement("It fell by 3%.", "Bus journeys stood at 70 million.", "")
    'Bus journeys fell by 3%.'
    """
    own = _OPENER.sub("", _LISTED.sub("", text.strip()))
    own = own[:1].upper() + own[1:]
    leaning = _LEANING.match(own)
    if leaning is None:
        return own
    subject = SUBJECT.match(before or lead_in)
    if subject is not None and _THAT.match(own) and _DOES.match((before or lead_in)[subject.end() :]):
        return own  # "They made 70 journeys. That was the most …": the figure is meant, not who made them
    return f"{subject['subject'].strip(' ,')} {own[leaning.end() :]}" if subject else own

"""Which sentences of a draft state a fact that can be checked, and what each says when read by itself."""

from __future__ import annotations

import re

from assistant.checking.claim import Claim, Kind, read_claim
from assistant.checking.patterns import MOVES
from assistant.checking.sentences import WILL
from assistant.questions.question import read_question

_TESTED = frozenset(Kind) - {Kind.STATEMENT, Kind.EVERY}
_VERB = (
    r"(?:was|were|is|are|had|has|have|rose|fell|grew|went|came|stood|stands?|dropped|increased|decreased|declined|improved"
    r"|worsened|remained|stayed|reached|hit|missed|met|beat|exceeded|finished|ended|cost|spent|made|took|saw|recorded|climbed"
    r"|slipped|doubled|halved|trebled|overspent|underspent|accounts?|accounted|makes?|made|received|delivered|carried|kept)"
)
# An article alone is no subject: what follows it belongs to the name, even where it is spelt like a verb.
_SUBJECT = re.compile(
    rf"^(?P<subject>(?>(?:(?:the|an?|our|this) )?)(?:[\w'’&/%+-]+[ ,]+?){{1,12}}?)(?={_VERB}\b)", re.IGNORECASE
)
_LEANING = re.compile(
    r"^(?:(?:and|but|however|meanwhile|by contrast|also),?\s+)?"
    r"(?:it|this|that|they|these|those|the figure|the number)\s+"
    rf"(?=(?:also |now |then |still )?{_VERB}\b)",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*;\s*|,?\s+(?:while|whereas|but|and)\s+(?=(?P<next>[^,;]*))", re.IGNORECASE)
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
    return claim.kind in _TESTED and _moves_or_ranks(claim)


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
    subject = _SUBJECT.match(before or lead_in)
    return f"{subject['subject'].strip(' ,')} {own[leaning.end() :]}" if subject else own


def parts(text: str) -> tuple[str, ...]:
    """The statements that a sentence joins, each with a subject; just the sentence where it states one thing.

    >>> parts("Bus journeys rose by 4%, while tram journeys fell by 2%.")
    ('Bus journeys rose by 4%.', 'Tram journeys fell by 2%.')
    """
    cuts = [m for m in _JOINT.finditer(text) if _can_stand(text[m.end() :]) and _can_stand(text[: m.start()])]
    if not cuts:
        return (text,)
    found: list[str] = []
    start = 0
    for cut in [*cuts, None]:
        own = text[start : cut.start() if cut else len(text)].strip(" ,;.")
        if found and not _SUBJECT.match(own) and (subject := _SUBJECT.match(found[0])):
            own = f"{subject['subject'].strip(' ,')} {own}"
        found.append(own[:1].upper() + own[1:] + ".")
        start = cut.end() if cut else len(text)
    return tuple(found)


def _can_stand(text: str) -> bool:
    """Whether a stretch begins with a subject and a verb, or a verb, and states something by itself."""
    head = text.strip()
    has_verb = re.match(rf"(?:also |then )?{_VERB}\b", head, re.IGNORECASE) or _SUBJECT.match(head)
    if not has_verb:
        return False
    claim = read_claim(head)
    return bool(claim.amounts) or claim.kind in _TESTED

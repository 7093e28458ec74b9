"""Figures that stand still where a movement is asked for."""

from __future__ import annotations

import re

from assistant.questions.cues import Cue
from assistant.questions.question import Question
from assistant.questions.suiting.offer import MOVES, STANDING, Offer, Rule
from structured.observations import ColumnKind
from structured.plan import Operation

_AVERAGED = re.compile(r"\b(?:mean|average|median|typical|per|rate|score)\b", re.IGNORECASE)
_MOVED = re.compile(
    r"\b(?:slip\w*|delay\w*|chang\w*|growth|ris\w+|rose|fall\w*|fell|los[st]\w*|gain\w*|movement|lower|higher|cut|saved?)\b",
    re.IGNORECASE,
)
"""What heads a column of how far things moved, though it is no change of another column."""
_DISTANCE = re.compile(
    rf"{_MOVED.pattern}|\b(?:gap|difference|increase|decrease|over|under|above|below|behind|ahead|variance)",
    re.IGNORECASE,
)
_MORE_OR_FEWER = re.compile(
    r"\b(?:more|higher|better|up|bigger)\b[^?]*\bor (?:fewer|less|lower|worse|down|smaller|not)\b", re.IGNORECASE
)
_LOST = re.compile(
    r"\bhow (?:many|much)\b[^?]*\b(?:los[et]|losing|gain(?:ed)?|shed)\b[^?]*\b(?:over|since|from|in|on)\b", re.I
)
_BY_HOW_MUCH = re.compile(r"\bby how (?:much|many)\b", re.IGNORECASE)
_FURTHEST = re.compile(
    r"\b(?:furthest|farthest|(?:the|by) most|by the most) "
    r"(?:over|under|above|below|past|beyond|short|behind|ahead|adrift)\b",
    re.IGNORECASE,
)
_HOW_IT_CHANGED = re.compile(r"\bhow (?:has|have|had|did)\b[^?]*\b(?:chang|mov|shift|develop)", re.IGNORECASE)


_ADDED = re.compile(
    r"\b(?:extra|additional) (?:[\w'’-]+ )?(?:budget|money|cash|funding|spending|income|grants?)\b", re.IGNORECASE
)
_OF_WHAT_WAS_ADDED = re.compile(r"\b(?:extra|additional|added|new|growth|increase|more)", re.IGNORECASE)


def says_whether_it_moved(question: Question) -> bool:
    """Whether a yes or a no is asked for on something having gone up or down."""
    moved = question.has(Cue.RISE, Cue.FALL, Cue.IMPROVE, Cue.WORSEN)
    return question.yes_no and moved and not question.thresholds and question.between is None


def _total_for_an_average(offer: Offer) -> bool:
    """How a total moved is not how the average did."""
    return offer.question.has(Cue.MEAN) and offer.operation in MOVES and not _AVERAGED.search(offer.labels)


def _highest_for_risen(offer: Offer) -> bool:
    """What is highest is not what rose most."""
    of_levels = offer.operation is Operation.RANK and not offer.result.plan.baseline and offer.kind in STANDING
    risen = of_levels and offer.question.has(Cue.RISE, Cue.FALL) and offer.asks_for_movement
    return risen and not _MOVED.search(offer.heading)


def _largest_for_furthest(offer: Offer) -> bool:
    """What is largest is not what went furthest over or under something."""
    of_levels = offer.operation is Operation.RANK and not offer.result.plan.baseline
    return of_levels and offer.kind is ColumnKind.LEVEL and bool(_FURTHEST.search(offer.text))


def _level_for_more_or_fewer(offer: Offer) -> bool:
    """What there is does not say whether there was more of it before."""
    return offer.kind in STANDING and bool(_MORE_OR_FEWER.search(offer.text))


def _level_for_lost(offer: Offer) -> bool:
    """What there is does not say how much of it was lost."""
    is_level = offer.kind is ColumnKind.LEVEL
    return is_level and bool(_LOST.search(offer.text)) and not _MOVED.search(offer.labels)


def _level_for_distance(offer: Offer) -> bool:
    """How much there is does not say by how much it is more."""
    is_level = offer.kind is ColumnKind.LEVEL
    return is_level and bool(_BY_HOW_MUCH.search(offer.text)) and not _DISTANCE.search(offer.labels)


def _level_for_how_it_changed(offer: Offer) -> bool:
    """How far something is from a base is not how it has changed."""
    return offer.kind in STANDING and bool(_HOW_IT_CHANGED.search(offer.text))


def _level_for_whether_it_moved(offer: Offer) -> bool:
    """A level alone, or a distance from a base, does not say whether it went up."""
    return offer.kind in STANDING and says_whether_it_moved(offer.question)


def _all_for_what_was_added(offer: Offer) -> bool:
    """The whole is not what came on top of it."""
    if offer.operation in MOVES or offer.kind is not ColumnKind.LEVEL or not _ADDED.search(offer.text):
        return False
    return not _OF_WHAT_WAS_ADDED.search(offer.labels)


RULES: tuple[Rule, ...] = (_all_for_what_was_added, _total_for_an_average, _highest_for_risen, _largest_for_furthest)
RULES_FOR_ONE: tuple[Rule, ...] = (
    _level_for_more_or_fewer,
    _level_for_lost,
    _level_for_distance,
    _level_for_how_it_changed,
    _level_for_whether_it_moved,
)
"""For what gives one figure."""

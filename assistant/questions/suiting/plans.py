"""Figures of plans where what was done is asked for, and the other way round."""

from __future__ import annotations

import re

from assistant.questions.cues import Cue, Relative
from assistant.questions.expected import DISTANCES
from assistant.questions.roles import Role, role
from assistant.questions.suiting.offer import MOVES, OF_MANY, SINGLE, Offer, Rule
from assistant.questions.words import label_stems
from structured.grouping import is_yardstick_label
from structured.observations import ColumnKind
from structured.plan import Operation

_SPENT_HOW_MUCH = re.compile(
    r"how much (?:money |cash )?(?:did|does|do|has|have|was|were|is) [^?]{0,60}?\b(?:spen[dt]|cost|paid|pay)\b",
    re.IGNORECASE,
)
_AGAINST_A_PLAN = re.compile(
    r"\b(?:above|below|over|under|short of|off|behind|ahead of) (?:or [a-z]+ )?"
    r"(?:what (?:it |they |we )?(?:was|is|were|are|had been) )?(?:its |the |their |our )?"
    r"(?:wanted|hoped for|planned|(?:(?!than\b)[\w'-]+ ){0,4}?target)\b|"
    r"\b(?:against|versus|vs\.?|compared (?:to|with)) (?:its |the |their |our )?(?:target|plan|budget|goal|standard)\b",
    re.IGNORECASE,
)
_OF_A_PLAN = re.compile(r"\b(?:variance|plan|budget|target)", re.IGNORECASE)
_PLANS = re.compile(
    r"\b(?:variance|against (?:the )?(?:budget|target|plan)|vs\.? (?:budget|target|plan))\b", re.IGNORECASE
)
_NOT_DONE = re.compile(
    r"\bhow (?:many|much)\b[^?]*\b(?:did|was|were|has|have)(?: not|n't)\b|\bhow (?:many|much)\b[^?]*\bnever\b",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\b(?:not|un\w+|miss\w*|outstanding|remaining|left|cancel\w*|fail\w*|lost|refused)\b", re.IGNORECASE
)
"""What heads a column of what was not done."""
_WHAT_TARGET = re.compile(
    r"\bwhat(?:'s| is| was| are| were) (?:[\w'’-]+ ){0,4}?"
    r"(?:targets?|goals?|aims?|ambitions?|aspirations?) (?:for|of|on)\b",
    re.IGNORECASE,
)
_OF_A_TARGET = re.compile(r"\b(?:target|goal|aim|ambition|aspiration|standard|plan|budget|objective)", re.IGNORECASE)
_OF_ROLES = frozenset(
    label_stems("budget target plan planned original revised outturn actual spent spend forecast achieved delivered")
)
"""What tells a plan from what came of it, and not one thing from another."""
_GOING_ON = re.compile(r"\bwhat(?:'s| has| is| have) (?:been )?happen(?:ing|ed)\b", re.IGNORECASE)
_HOW_FAR_OFF = re.compile(
    r"\bhow (?:far|much|many [\w-]+)\b[^?]{0,40}?\b(?:off|short of|below|above|over|under|ahead of|behind)\b"
    r" (?:its |the |their |our )?(?:(?!than\b)[\w'-]+ ){0,4}?(?:targets?|goals?|standards?)\b",
    re.IGNORECASE,
)
_APART = MOVES | OF_MANY | {Operation.COMPARE}
_BACK = frozenset({Relative.PREVIOUS, Relative.YEAR_BEFORE})


def _time_for_a_plan(offer: Offer) -> bool:
    """What is held against a target is not held against another time."""
    if offer.operation not in MOVES or not _AGAINST_A_PLAN.search(offer.text) or offer.asks_for_movement:
        return False
    return not any(role(" ".join(p)) is Role.PLANNED or _PLANS.search(" ".join(p)) for p in offer.paths)


def _no_distance(offer: Offer) -> bool:
    """How far something is off its target is told by no level, no sum and no share."""
    if not _HOW_FAR_OFF.search(offer.text) or offer.operation in _APART:
        return False
    return offer.kind is not ColumnKind.GAP and not _OF_A_PLAN.search(offer.heading)


def _plan_alone(offer: Offer) -> bool:
    """A target alone is held against nothing."""
    return offer.operation in SINGLE and bool(_AGAINST_A_PLAN.search(offer.text)) and _is_a_plan(offer)


def _no_plan_for_over(offer: Offer) -> bool:
    """What went over or under its budget is not the largest nor what grew most: it is held against a plan."""
    if offer.operation not in OF_MANY or not offer.question.has(Cue.OVER, Cue.UNDER):
        return False
    return not any(Role.PLANNED is role(" ".join(p)) or _OF_A_PLAN.search(" ".join(p)) for p in offer.paths)


def _done_for_not_done(offer: Offer) -> bool:
    """What was done is not what was planned and not done."""
    if offer.operation not in SINGLE | {Operation.SUM} or not offer.question.has(Cue.PLANNED):
        return False
    return bool(_NOT_DONE.search(offer.text)) and offer.kind is ColumnKind.LEVEL and not _LEFT.search(offer.labels)


def _plans_for_who_met_them(offer: Offer) -> bool:
    """Targets alone do not tell who reached theirs."""
    hit = offer.question.has(Cue.MET, Cue.MISSED) and offer.operation in OF_MANY
    return hit and not offer.result.plan.baseline and _is_a_plan(offer)


def _plan_for_a_movement(offer: Offer) -> bool:
    """How far a figure is from its plan is not how it has moved, nor is what is furthest from it what fell most."""
    from_plan = offer.kind is ColumnKind.CHANGE and _PLANS.search(offer.heading)
    if not from_plan or _OF_A_PLAN.search(offer.text):
        return False
    if offer.operation is Operation.RANK:
        return offer.question.has(Cue.RISE, Cue.FALL) and not offer.question.has(Cue.OVER, Cue.UNDER)
    if offer.operation not in SINGLE:
        return False
    back = any(r in _BACK for r, _, _ in offer.question.relatives)
    return offer.question.has(Cue.TREND) or back or bool(_GOING_ON.search(offer.text))


def _is_a_plan(offer: Offer) -> bool:
    return offer.kind is ColumnKind.LEVEL and role(offer.heading) is Role.PLANNED


def _yardstick_for_a_figure(offer: Offer) -> bool:
    """A standard or an average is no figure of what is held against it, unless the question speaks of such."""
    label = offer.column.path[-1] if offer.column is not None and offer.column.path else ""
    if offer.operation not in SINGLE or offer.question.has(Cue.PLANNED) or not is_yardstick_label(label):
        return False
    said = set(label_stems(offer.text))
    return not any(stem in said for stem in label_stems(label) if not stem.isdigit())


def _distance_for_an_amount(offer: Offer) -> bool:
    """How far it was from what was planned is not how much was spent."""
    distance = offer.operation in SINGLE and offer.kind in {ColumnKind.CHANGE, ColumnKind.GAP}
    return distance and bool(_SPENT_HOW_MUCH.match(offer.text)) and not offer.question.has(*DISTANCES)


def _figure_for_a_target(offer: Offer) -> bool:
    """What a target is stands in no table that has none."""
    if offer.operation not in SINGLE or not _WHAT_TARGET.search(offer.text) or _OF_A_TARGET.search(offer.labels):
        return False
    return not any(role(" ".join(path)) is Role.PLANNED for path in offer.paths)


def _two_things_for_an_outcome(offer: Offer) -> bool:
    """How two did against their budgets is not which budget is larger, nor one's against what the other spent."""
    if offer.operation is not Operation.COMPARE or not _AGAINST_A_PLAN.search(offer.text):
        return False
    said = set(label_stems(offer.text)) - _OF_ROLES
    named = [
        said & set(label_stems(" ".join(offer.reading.entry.frame.columns[c].path))) for c in offer.reading.columns
    ]
    return len(named) == 2 and bool(named[0] - named[1]) and bool(named[1] - named[0])


RULES: tuple[Rule, ...] = (
    _figure_for_a_target,
    _two_things_for_an_outcome,
    _distance_for_an_amount,
    _time_for_a_plan,
    _no_distance,
    _plan_alone,
    _no_plan_for_over,
    _done_for_not_done,
    _plans_for_who_met_them,
    _plan_for_a_movement,
    _yardstick_for_a_figure,
)

"""What the figures of a quoted sentence give when the question asks for what they only imply: a change, or a level.

"Sales fell to 96, from 131" answers how many fewer; "70% agreed; the North was 8 points below that" says what the North
said. Only figures that stand in the quote are used, and only where its words say how they belong together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answers.amounts import points
from assistant.answers.wording import Wording
from assistant.prose.picking import Quote
from assistant.prose.side_by_side import Said, pair_asked
from assistant.questions.cues import Cue
from assistant.questions.expected import figures
from assistant.questions.question import Question
from assistant.questions.words import label_stems
from corpus.sentences import plain
from structured.errors import StructuredError
from structured.operations import difference, implied_level, percent_change
from structured.units import Quantity, QuantityMention, UnitKind, format_quantity

_FROM = re.compile(r"\bfrom\s+(?:about |around |c\.? ?)?$", re.IGNORECASE)
_AGAINST = re.compile(
    r"\b(?:against|compared (?:with|to))\s+(?:an?\s+|the\s+|its\s+|their\s+)?(?:[\w-]+\s+){0,3}?(?:of\s+)?"
    r"(?:about |around )?$",
    re.IGNORECASE,
)
_MOST_BETWEEN = 4
"""So many words may stand between a figure and what it came from ("7, a rise of a tenth from 5")."""
_MOVED_FROM = re.compile(
    r"\b(?:up|down|rise|rose|risen|fall|fell|fallen|increas\w+|decreas\w+|dropp?\w*|grew|grown|growth|cut|reduc\w+|lower|"
    r"higher|more|less|fewer)(?:\s+[\w.]+){0,3}?\s+from\s*(?:about |around )?$",
    re.IGNORECASE,
)
_GOAL = (
    r"(?:targets?|goals?|ambitions?|aims?|standards?|objectives?|ceilings?|limits?|trajector(?:y|ies)|profiles?|plans?)"
)
_FROM_GOAL = re.compile(
    rf"\b(?:off|short|below|under|above|over|outside|behind|ahead|miss\w*|from|against|beat\w*|exceed\w*|fall|fell|"
    rf"gap|distance)\b[^?]{{0,60}}\b{_GOAL}\b",
    re.IGNORECASE,
)
"""What asks how far something is from where it should be."""
_GOAL_BEFORE = re.compile(
    rf"\b(?P<goal>{_GOAL})(?: (?:of|is|was|at|for|set|to|the|year|20\d\d(?:[/-]\d\d)?|be|reach|under|over|within|"
    r"at least|no more than))*\s+$|\b(?:aim(?:ing|ed)? for|aims? to (?:reach|keep to))\s+$",
    re.IGNORECASE,
)
_GOAL_AFTER = re.compile(rf"^[ -](?:[\w-]+ ){{0,2}}?(?P<goal>{_GOAL})\b", re.IGNORECASE)
_OF_TIME = frozenset({"year", "quarter", "month", "term", "figur", "amount"})
_TOLD = 0.5
"""How much of a question's own words a quote must have for a figure to be worked out of it."""
_OF_ONE_THING = (Cue.PERCENT_CHANGE, Cue.OVER, Cue.UNDER, Cue.PLANNED)
_AGAINST_EACH_OTHER = re.compile(
    r"\b(?:than|behind|ahead of|above|below|between|versus|vs|compared (?:with|to)|from|against)\b", re.IGNORECASE
)
_TO = re.compile(r"\s+to\s+(?:about |around )?", re.IGNORECASE)
_BELOW = re.compile(r"^\s+(?:below|under|less than|lower than|behind)\b", re.IGNORECASE)
_ABOVE = re.compile(r"^\s+(?:above|over|more than|higher than|ahead of)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A figure worked out from a sentence's own figures, the words that state it, and the step.

    ``quote`` is what it is worked out from, where that is not the first.
    """

    quantity: Quantity
    text: str
    working: str
    quote: Quote | None = None


def work_out(question: Question, quotes: Sequence[Quote], said: Said) -> Worked | None:
    """What the first quote's figures give for the question; None where it asks for nothing of the kind."""
    if not quotes or not _tells_of(question, quotes[0]):
        return None
    try:
        if _asks_of_a_goal(question):
            return _from_goal(quotes[0])
        if question.has(Cue.DIFFERENCE, Cue.PERCENT_CHANGE) and (change := _change(question, quotes[0])) is not None:
            return change
        if _asks_how_far_apart(question):
            apart = ((q, _apart(question, q, said)) for q in quotes if _tells_of(question, q))
            return next((replace(worked, quote=q) for q, worked in apart if worked is not None), None)
        if question.has(Cue.PERCENT) and not question.has(Cue.GAP, Cue.POINTS):
            return _level(quotes[0])
    except StructuredError:  # figures of units that do not meet
        return None
    return None


def _came_from(between: str) -> bool:
    """Whether the words between two figures say that the one came from the other, and no other thing did."""
    return len(between.split()) <= _MOST_BETWEEN + 1 or bool(_MOVED_FROM.search(between))


def _tells_of(question: Question, quote: Quote) -> bool:
    """Whether a quote has what the question speaks of: what is worked out of another thing's figures is wrong."""
    spans = (*question.spans(*Cue), *question.times_said)
    asking = {t.stem for start, end in spans for t in question.tokens if start <= t.start < end} | _OF_TIME
    own = {t.stem for t in question.tokens if not t.is_stop} - asking
    told = [part for s in quote.sentences for part in (s.text, s.lead_in, *s.locator.section)]
    return len(own & frozenset(label_stems(" ".join(told)))) >= _TOLD * len(own)


def write_worked(wording: Wording, worked: Worked) -> None:
    """Put what was worked out before the quote that it is worked out from."""
    wording.parts.append(worked.text)
    wording.figure(worked.quantity, "computed", None, derived=True)


def _change(question: Question, quote: Quote) -> Worked | None:
    text = plain(quote.main.text)
    moved = _from_to(text)
    pair = moved or _against(text)
    if pair is None:
        return None
    old, new = pair
    if question.has(Cue.OVER, Cue.UNDER) and old.unit.kind is not UnitKind.MONEY:
        return None  # a budget is of money
    before, after = format_quantity(old), format_quantity(new)
    relative = question.has(Cue.PERCENT_CHANGE)
    change = percent_change(old, new) if relative else difference(old, new)
    if not change.value:
        return None
    size = points(change)
    if moved:
        said = f"A {'rise' if change.value > 0 else 'fall'} of {size}"
    else:
        said = f"{size} {'more' if change.value > 0 else 'less'}"
    step = (
        f"({after} − {before}) ÷ {before} = {format_quantity(change)}"
        if relative
        else f"{after} − {before} = {format_quantity(change)}"
    )
    return Worked(quantity=change, text=f"{said}, computed from this:", working=step)


def _asks_how_far_apart(question: Question) -> bool:
    """Whether two things are set against each other, and no thing against itself at another time."""
    if not question.has(Cue.DIFFERENCE, Cue.GAP, Cue.POINTS) or question.has(*_OF_ONE_THING):
        return False
    if not question.has(Cue.COMPARE) and question.has(Cue.RISE, Cue.FALL):
        return False
    return bool(_AGAINST_EACH_OTHER.search(question.text))


def _apart(question: Question, quote: Quote, said: Said) -> Worked | None:
    """How far two figures of a sentence are apart, for a question that sets what they are of against each other."""
    text = plain(quote.main.text)
    pair = pair_asked(question, text, said)
    if pair is None:
        return None
    less, more = (beside.mention.quantity for beside in pair)
    if difference(less, more).value < 0:
        less, more = more, less
    apart = difference(less, more)
    step = f"{format_quantity(more)} − {format_quantity(less)} = {format_quantity(apart)}"
    return Worked(quantity=apart, text=f"{points(apart)} apart, computed from this:", working=step)


def _asks_of_a_goal(question: Question) -> bool:
    """Whether it is asked by how much something is off the mark that was set for it, and not by how many per cent."""
    asks = question.has(Cue.DIFFERENCE, Cue.GAP, Cue.POINTS) and not question.has(Cue.PERCENT_CHANGE)
    return asks and not question.has(Cue.OVER, Cue.UNDER) and bool(_FROM_GOAL.search(question.text))


def _from_goal(quote: Quote) -> Worked | None:
    """How far a sentence's first figure is from the goal that it names; None unless it has one such pair alone."""
    text = plain(quote.main.text)
    found = figures(text)
    goals = [(m, word) for m in found if (word := _goal(text, m))]
    if len(goals) != 1:
        return None
    goal, word = goals[0]
    reached = [m for m in found if m is not goal and _alike(m, goal) and not _FROM.search(text[: m.start])]
    if not reached or (reached[0].start > goal.start and len(reached) > 1):
        return None
    gap = difference(goal.quantity, reached[0].quantity)
    if not gap.value:
        return None
    had, wanted = format_quantity(reached[0].quantity), format_quantity(goal.quantity)
    size = points(gap)
    said = f"{size} {'above' if gap.value > 0 else 'below'} the {word}, computed from this:"
    return Worked(quantity=gap, text=said, working=f"{had} − {wanted} = {format_quantity(gap)}")


def _goal(text: str, mention: QuantityMention) -> str:
    """What a text calls a figure that was aimed for ("target"); '' for one that was not."""
    found = _GOAL_BEFORE.search(text[: mention.start]) or _GOAL_AFTER.match(text[mention.end :])
    return (found["goal"] or "target").lower() if found else ""


def _from_to(text: str) -> tuple[Quantity, Quantity] | None:
    """The earlier and the later figure of "from 5 to 7" or "7, up from 5"; None unless there is exactly one pair."""
    found = figures(text)
    pairs: list[tuple[Quantity, Quantity]] = []
    for at, mention in enumerate(found):
        if not _FROM.search(text[: mention.start]):
            continue
        after = found[at + 1] if at + 1 < len(found) else None
        if after is not None and _TO.fullmatch(text[mention.end : after.start]) and _alike(mention, after):
            pairs.append((mention.quantity, after.quantity))
        elif at and _alike(mention, found[at - 1]) and _came_from(text[found[at - 1].end : mention.start]):
            if _goal(text, found[at - 1]):
                return None  # "70%, short of the target of 80% but up from 60%"
            pairs.append((mention.quantity, found[at - 1].quantity))
    return pairs[0] if len(pairs) == 1 else None


def _against(text: str) -> tuple[Quantity, Quantity] | None:
    """The target and the figure of "7 against a target of 5"; None unless the text has these two figures alone."""
    found = figures(text)
    if len(found) != 2 or not _alike(*found) or not _AGAINST.search(text[found[0].end : found[1].start]):
        return None
    return found[1].quantity, found[0].quantity


def _alike(a: QuantityMention, b: QuantityMention) -> bool:
    return a.quantity.unit.kind is b.quantity.unit.kind


def _level(quote: Quote) -> Worked | None:
    """The level that a gap in points implies, where the sentence has no other figure and its base stands before it."""
    text = plain(quote.main.text)
    gaps = figures(text)
    if len(gaps) != 1 or gaps[0].quantity.unit.kind is not UnitKind.POINTS:
        return None
    rest = text[gaps[0].end :]
    sign = -1 if _BELOW.search(rest) else 1 if _ABOVE.search(rest) else 0
    before = [quote.main.lead_in, *(s.text for s in quote.sentences[: quote.sentences.index(quote.main)])]
    bases = [m.quantity for m in figures(plain(" ".join(before))) if m.quantity.unit.kind is UnitKind.PERCENT]
    if not sign or len(bases) != 1:
        return None
    gap = gaps[0].quantity
    level = implied_level(bases[0], Quantity(value=sign * abs(gap.value), unit=gap.unit, decimals=gap.decimals))
    shown, size = format_quantity(level), format_quantity(gap).lstrip("+-−")
    step = f"{format_quantity(bases[0])} {'−' if sign < 0 else '+'} {size} = {shown}"
    return Worked(quantity=level, text=f"{shown}, computed from this:", working=step)

"""The arithmetic of a sentence: a change of its two levels, a distance from its plan, a share, parts of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from assistant.auditing.agreement import Agreement, Measured, alike, change, compare, difference, pair, share
from assistant.auditing.findings import Finding, FindingKind, Severity, sentence_place
from assistant.auditing.statements import Said, Slot, Statement, versions_suit, without_periods
from assistant.checking.patterns import Way
from structured.units import POINTS, Quantity, UnitKind, format_quantity

_BY_TO = re.compile(
    r"\b(?P<way>increas\w+|rose|risen|rising|grew|grown|up|fell|fallen|falling|reduc\w+|decreas\w+|dropp\w+|declin\w+|down|cut)"
    r"\s+by\s+$",
    re.IGNORECASE,
)
_DOWN = re.compile(r"fell|fall|reduc|decreas|drop|declin|down|cut|less|lower|fewer", re.IGNORECASE)
_MOVE_OF = re.compile(
    r"\b(?P<way>increase|rise|uplift|growth|gain|decrease|fall|reduction|drop|decline|cut|transfer|movement|change)\s+of\s+$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"^\s[^,.;()£$€\d]{0,30}?\b(?:from|compared (?:to|with)|on|over|against|than)\b[^.;()£$€\d]{0,60}?$", re.IGNORECASE
)
_TO = re.compile(r"^\s*to\s+$", re.IGNORECASE)
_SET = re.compile(r"\b(?:was|were|is|stood|stands|set)\s+(?:at\s+)?$", re.IGNORECASE)
_SHARE_OF = re.compile(
    r"^\)?\s*(?:\)\s*)?(?:[^.;£$€\d]{0,50}?\s)?(?:of|out of|against)\s+[^.;£$€\d()]{0,50}$", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"^\s*\($")
_MADE_UP = re.compile(
    r"\b(?:made up of|comprised of|compris(?:es|ing)|consist(?:s|ing|ed) of|split between|broken down (?:as|into))\b",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(r"\bof which\b", re.IGNORECASE)
_LESS = re.compile(r"\b(?:offset by|less|net of|minus|reduced by|set against)\b", re.IGNORECASE)


_FAR = 5
"""A plan and what came of it are not more than so many times apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A stated figure with what the other figures of the sentence give for it, and how that is put in words."""

    said: Said
    stated: Measured
    value: Measured
    words: str
    quantity: Quantity
    sizes_only: bool = True
    may_cut: bool = False
    """Whether digits cut off, not rounded, would still pass for rounding."""


def arithmetic_of(statement: Statement, before: Statement | None) -> Iterator[Finding]:
    """The findings of a sentence's own arithmetic. ``before`` is the sentence with figures that stands before it."""
    for found in (*_variances(statement), *_movements(statement, before), *_shares(statement), *_parts(statement)):
        agreement = compare(found.stated, found.value, sizes_only=found.sizes_only)
        cut = agreement is Agreement.DIFFERS and found.may_cut and _cut_off(found)
        if agreement is not Agreement.AGREES:
            yield _finding(found, Agreement.ROUNDING if cut else agreement, statement, cut=cut)


def _cut_off(found: Sum) -> bool:
    """Whether a figure differs by less than one step of its last digit."""
    return abs(abs(found.stated.value) - abs(found.value.value)) < 2 * found.stated.half


def _finding(found: Sum, agreement: Agreement, statement: Statement, *, cut: bool) -> Finding:
    place = sentence_place(statement.document, statement.sentence, found.said.amount.printed)
    given = format_quantity(found.quantity)
    rounding = agreement is Agreement.ROUNDING
    return Finding(
        kind=FindingKind.ARITHMETIC,
        severity=Severity.ROUNDING if rounding else Severity.CONTRADICTION,
        a=place,
        b=replace(place, figure=given),
        explanation=f"The text says {found.said.amount.printed}, but {found.words} {given}"
        + (f", which {'digits cut off' if cut else 'rounding'} may explain." if rounding else "."),
        computed=given,
        figure=found.said.amount.printed,
    )


def _as_quantity(value: Measured, like: Quantity, *others: Quantity) -> Quantity:
    """A computed size in the unit of a stated figure, with as many decimals as the most exact operand."""
    number = value.value
    if like.unit.kind not in {UnitKind.PERCENT, UnitKind.POINTS, UnitKind.RATE}:
        number /= like.unit.scale
    same = [q.decimals for q in others if q.unit == like.unit]
    return Quantity(value=abs(number), unit=like.unit, decimals=max([like.decimals, *same]))


def _exact(said: Said) -> bool:
    return said.exact


def _gap(statement: Statement, left: Said, right: Said) -> str:
    return statement.text[left.amount.mention[1] : right.amount.mention[0]]


# Distances from plan --------------------------------------------------------------------------------------------------


def _variances(statement: Statement) -> Iterator[Sum]:
    """What a distance from plan should be: "an underspend of 2 against the budget of 10, with 8 spent"."""
    figures = [s for s in statement.said if _exact(s) and s.amount.quantity.unit.kind is UnitKind.MONEY]
    outcomes = [s for s in figures if s.slot is Slot.ACTUAL]
    plans = [s for s in figures if s.slot is Slot.PLANNED]
    for said in figures:
        if said.slot is not Slot.VARIANCE or len(outcomes) != 1:
            continue
        suited = [p for p in plans if versions_suit(said.versions, p.versions) and _of_one_time(p, outcomes[0])]
        sums = [s for plan in suited if (s := _variance(said, outcomes[0], plan)) is not None]
        if not sums or any(compare(s.stated, s.value) is Agreement.AGREES for s in sums):
            continue
        if len(sums) == 1 or all(compare(s.stated, s.value) is Agreement.DIFFERS for s in sums):
            yield min(sums, key=lambda s: abs(abs(s.stated.value) - abs(s.value.value)))


def _of_one_time(a: Said, b: Said) -> bool:
    return not a.periods or not b.periods or any(x.same_span(y) for x in a.periods for y in b.periods)


def _variance(said: Said, outcome: Said, plan: Said) -> Sum | None:
    a, p, v = (s.amount.quantity for s in (outcome, plan, said))
    if not (alike(a, p) and alike(v, a)):
        return None
    (stated, actual), (_, planned) = pair(v, a), pair(v, p)
    low, high = sorted((abs(actual.value), abs(planned.value)))
    if high > _FAR * low:
        return None
    value = difference(actual, planned)
    return Sum(
        said=said,
        stated=stated,
        value=value,
        words=f"{outcome.amount.printed} against {plan.amount.printed} gives",
        quantity=_as_quantity(value, v, a, p),
    )


# Movements ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """The figures of a movement: by how much, to what, from what. ``down`` is None where the words do not say."""

    moved: Said
    level: Said
    start: Said
    down: bool | None


def movements(statement: Statement, before: Statement | None) -> Iterator[Movement]:
    """The movements that a sentence gives with both ends: "rose by 2 to 10, from 8", "10, a rise of 2 on 8", "by 2 to
    10" after "set at 8".
    """
    said = [s for s in statement.said if _exact(s)]
    for i, moved in enumerate(said):
        left = statement.text[: moved.amount.mention[0]]
        after = said[i + 1] if i + 1 < len(said) else None
        if by := _BY_TO.search(left):
            if after is None or not _TO.match(_gap(statement, moved, after)):
                continue
            last = said[i + 2] if i + 2 < len(said) else None
            start = None
            if last is not None and re.fullmatch(r"[\s,]*(?:up |down )?from\s+", _gap(statement, after, last)):
                start = last
            elif before is not None and last is None:
                start = _start_before(statement, before, moved, after)
            if start is not None:
                yield Movement(moved=moved, level=after, start=start, down=bool(_DOWN.search(by["way"])))
        elif (of := _MOVE_OF.search(left)) and i and after is not None:
            level = said[i - 1]
            gap = without_periods(_gap(statement, moved, after))
            if not _FROM.match(gap) or len(_gap(statement, level, moved)) > 40 or ";" in _gap(statement, level, moved):
                continue
            neither = of["way"].lower() in {"transfer", "movement", "change"}
            down = None if neither else bool(_DOWN.search(of["way"]))
            yield Movement(moved=moved, level=level, start=after, down=down)


def _movements(statement: Statement, before: Statement | None) -> Iterator[Sum]:
    """What the size of a movement should be."""
    for m in movements(statement, before):
        yield from _moved(m.moved, m.level, m.start, down=m.down)


def _start_before(statement: Statement, before: Statement, moved: Said, level: Said) -> Said | None:
    """What the sentence before set as the level that this one moves: its only figure of the kind."""
    near = statement.sentence.block - before.sentence.block in {0, 1}
    if not near or before.sentence.locator.section != statement.sentence.locator.section:
        return None
    goes_on = re.match(r"(?:the|this|that|it|these)\b", statement.text, re.IGNORECASE)
    levels = [s for s in before.said if _exact(s) and alike(s.amount.quantity, level.amount.quantity)]
    if not goes_on or len(levels) != 1 or moved.relatives:
        return None
    return levels[0] if _SET.search(before.text[: levels[0].amount.mention[0]]) else None


def _moved(moved: Said, level: Said, start: Said, *, down: bool | None) -> Iterator[Sum]:
    by, now, then = (s.amount.quantity for s in (moved, level, start))
    if not alike(now, then):
        return
    new, old = pair(now, then)
    value: Measured | None
    if alike(by, now) and by.unit.kind is not UnitKind.PERCENT:
        stated, new = pair(by, now)
        _, old = pair(by, then)
        value = difference(new, old)
    elif by.unit.kind is UnitKind.PERCENT and now.unit.kind is not UnitKind.PERCENT:
        stated, value = pair(by, by)[0], change(new, old)
    elif by.unit.kind is UnitKind.POINTS and now.unit.kind is UnitKind.PERCENT:
        stated, value = pair(by, replace(now, unit=POINTS))[0], difference(new, old)
    else:
        return
    if value is None:
        return
    size = Measured(value=-value.value if down else value.value, half=value.half, derived=True)
    kind = "a fall" if value.value < 0 else "a rise"
    yield Sum(
        said=moved,
        stated=Measured(value=abs(stated.value), half=stated.half),
        value=size,
        words=f"from {start.amount.printed} to {level.amount.printed} is {kind} of",
        quantity=_as_quantity(value, by, now, then),
        sizes_only=down is None,
    )


# Shares ---------------------------------------------------------------------------------------------------------------


def _shares(statement: Statement) -> Iterator[Sum]:
    """What a share should be: "54% (33) of the target of 61", "8 out of 10 (80%)", "5 (10%) against 50"."""
    said = list(statement.said)
    for i, ratio in enumerate(said):
        if ratio.amount.quantity.unit.kind is not UnitKind.PERCENT or not _exact(ratio) or ratio.slot is Slot.CHANGE:
            continue
        for part, whole in _part_and_whole(statement, said, i):
            a, b = part.amount.quantity, whole.amount.quantity
            if a.unit.kind in {UnitKind.PERCENT, UnitKind.POINTS, UnitKind.DURATION} or not alike(a, b):
                continue
            value = share(*pair(a, b))
            if value is None or value.value > 100 >= ratio.amount.quantity.value:
                continue
            yield Sum(
                said=ratio,
                stated=pair(ratio.amount.quantity, ratio.amount.quantity)[0],
                value=value,
                words=f"{part.amount.printed} of {whole.amount.printed} is",
                quantity=Quantity(
                    value=value.value,
                    unit=ratio.amount.quantity.unit,
                    decimals=max(1, ratio.amount.quantity.decimals),
                ),
                may_cut=True,
            )
            break


def _part_and_whole(statement: Statement, said: Sequence[Said], i: int) -> Iterator[tuple[Said, Said]]:
    before, after = said[:i], said[i + 1 :]
    text = statement.text
    if (
        len(after) > 1
        and _IN_BRACKETS.match(_gap(statement, said[i], after[0]))
        and _SHARE_OF.match(_gap(statement, after[0], after[1]))
    ):
        yield after[0], after[1]
    if not before:
        return
    bracketed = text[: said[i].amount.mention[0]].rstrip().endswith("(") and re.match(
        r"\s*\)", text[said[i].amount.mention[1] :]
    )
    if (
        bracketed
        and after
        and _IN_BRACKETS.match(_gap(statement, before[-1], said[i]))
        and _SHARE_OF.match(_gap(statement, said[i], after[0]))
    ):
        yield before[-1], after[0]
    if len(before) > 1 and re.match(r"^[^.;()]{0,40}\($", _gap(statement, before[-1], said[i])) and bracketed:
        between = _gap(statement, before[-2], before[-1])
        if re.match(
            r"^[^.;()£$€\d]{0,60}\b(?:out of|of)\b[^.;()£$€\d]{0,40}$", between, re.IGNORECASE
        ) and not re.search(
            r"\b(?:increase|rise|fall|reduction|decrease|underspend|overspend|target|total) of\s*$",
            between,
            re.IGNORECASE,
        ):
            yield before[-2], before[-1]
    own = _gap(statement, before[-1], said[i])
    if (
        re.match(r"^\s*(?:\(|[^.;()£$€\d]{0,40}\b(?:represents?|equates? to|equals?|is|being|or)\s+(?:an?\s+)?)$", own)
        and after
    ):
        rest = _gap(statement, said[i], after[0])
        if re.match(r"^\s+of\s+[^.;()£$€\d]{0,50}$", rest) and len(after) == 1:
            yield before[-1], after[0]
    if re.match(r"^[^.;()£$€\d]{0,40}\b(?:represents?|equates? to)\s+(?:an?\s+)?$", own) and re.match(
        r"\s*(?:delivery|of|achievement|completion)\b", text[said[i].amount.mention[1] :]
    ):
        plans = [s for s in after if s.slot is Slot.PLANNED and alike(s.amount.quantity, before[-1].amount.quantity)]
        if len(plans) == 1:
            yield before[-1], plans[0]


# Parts ----------------------------------------------------------------------------------------------------------------


def _parts(statement: Statement) -> Iterator[Sum]:
    """What a whole should be: "30, made up of 40 offset by 10"; parts "of which" may be fewer, never more."""
    said = [s for s in statement.said if _exact(s)]
    for pattern in (_OF_WHICH, _MADE_UP):
        match = pattern.search(statement.text)
        if match is None:
            continue
        wholes = [s for s in said if s.amount.mention[1] <= match.start()]
        parts = [s for s in said if s.amount.mention[0] >= match.end()]
        if not wholes or len(parts) < 2:
            continue
        whole = wholes[-1]
        if len(statement.text[whole.amount.mention[1] : match.start()]) > 40:
            continue
        if any(not alike(p.amount.quantity, whole.amount.quantity) for p in parts):
            continue
        if any("(" in _gap(statement, a, b) and ")" not in _gap(statement, a, b) for a, b in pairwise(parts)):
            continue
        yield from _total(statement, whole, parts, complete=pattern is _MADE_UP)


def _are_on_two_sides(one: Said, other: Said) -> bool:
    """Whether one figure is over a plan and the other under it."""
    sides = {one.amount.way, other.amount.way}
    return one.slot is other.slot is Slot.VARIANCE and sides == {Way.UP, Way.DOWN}


def _total(statement: Statement, whole: Said, parts: Sequence[Said], *, complete: bool) -> Iterator[Sum]:
    less = _LESS.search(statement.text, parts[0].amount.mention[1])
    if less and not complete:
        return
    total = slack = Decimal(0)
    for part in parts:
        _, size = pair(whole.amount.quantity, part.amount.quantity)
        minus = less is not None and part.amount.mention[0] >= less.end()
        minus = minus or _are_on_two_sides(whole, part)
        total += -abs(size.value) if minus else abs(size.value)
        slack += size.half
    stated, _ = pair(whole.amount.quantity, whole.amount.quantity)
    result = Measured(value=total, half=slack, derived=True)
    if not complete and abs(total) <= abs(stated.value) + stated.half + slack:
        return
    yield Sum(
        said=whole,
        stated=stated,
        value=result,
        words=f"its parts {', '.join(p.amount.printed for p in parts)} make",
        quantity=_as_quantity(result, whole.amount.quantity, *(p.amount.quantity for p in parts)),
    )

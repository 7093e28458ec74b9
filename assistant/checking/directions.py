"""Which way sentences say that a thing went."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Role, ways
from assistant.checking.bearing import is_denied_at
from assistant.checking.evidence import Sentences
from assistant.checking.figures import agrees, is_steady, needs_polarity, same_way
from assistant.checking.patterns import CLAUSES, EVERY, MOVES, STEADY, Way
from assistant.checking.runs import Run, run_in
from assistant.checking.sentences import QUOTED, cut, from_to, relatives_in, stated
from assistant.questions.cues import Relative
from assistant.questions.sides import SOLID
from structured.periods import find_periods
from structured.units import UnitKind

_ASIDE = re.compile(r"\s\((?P<figure>\d[\d,]*(?:\.\d+)?)\)")
"""Right after a time: its figure."""
_OWN_CLAUSE = 0.6
"""How much of what a sentence says of the subject has to stand in the clause that says which way it went."""


def said_to_move(about: Sentences, text: str) -> Verdict | None:
    """What a sentence says of the direction that a claim gives; None where something else moves in it."""
    way = about.claim.way
    text = QUOTED.sub(" ", text)
    if way is None or about.intended(text) or about.narrows(text) or about.is_of_another_stretch(text):
        return None
    if not about.claim.amounts and (about.is_general() or about.makes_less(text)):
        return None
    steady = way is Way.FLAT and STEADY.search(about.claim.text) is not None
    moves = _still(about, text) + [
        (
            about.local(s.clause),
            -1 if s.amount.quantity.unit.kind is UnitKind.DURATION else about.polarity(text),
            Way.FLAT if steady and is_steady(s.amount.quantity, None) else s.amount.way,
        )
        for s in stated(text)
        if s.amount.role is Role.CHANGE
        and not s.amount.denied
        and s.amount.way is not None
        and about.same_stretch(s)
        and not about.foreign_subject(s.near.strip())
    ]
    if not moves and (change := from_to(text)) is not None:
        moves = [(0.0, about.polarity(text), Way.UP if change > 0 else Way.DOWN if change < 0 else Way.FLAT)]
    if not moves:
        clauses = [c for c in CLAUSES.split(text) if MOVES.search(c)]
        own = max(clauses, key=about.local, default="")
        if about.local(own) < _OWN_CLAUSE * about.local(text):
            return None  # it is something else that moves
        spans = [m.span() for m in MOVES.finditer(own)]
        found = {w for w, s, e in ways(own) if any(x < e and s < y for x, y in spans)}
        if len(found) != 1:
            return None
        if any(is_denied_at(own, start) for start, _ in spans):
            if not same_way(way, next(iter(found)), about.polarity(text)):
                return None  # what did not fall may have stayed
            return Verdict.of(about.claim.negated)
        moves = [(0.0, about.polarity(text), found.pop())]
    if _says_no_time(about) and len({same_way(way, said, polarity) for _, polarity, said in moves}) > 1:
        return None  # up by one comparison and not by another: the claim does not say by which
    _, polarity, said = max(moves, key=lambda m: m[0])
    if needs_polarity(way, said) and not about.scope.glossary.polarity(text) and not about.claim.amounts:
        return None
    right = same_way(way, said, polarity)
    return Verdict.of(right != about.claim.negated)


def went_in_a_row(about: Sentences, text: str, claimed: Run) -> Verdict | None:
    """Whether a thing went one way so many times in a row, held against a sentence that counts them."""
    run = run_in(text)
    if run is None or run.months != claimed.months:
        return None
    moved = said_to_move(about, text[: run.start] + text[run.end :])
    return Verdict.of(run.steps >= claimed.steps) if moved is Verdict.SUPPORTED else moved


def each_went(about: Sentences, text: str) -> Verdict | None:
    """Which way every one of them went, held against a sentence that says so of every one, by the same stretch."""
    way = about.claim.way
    clauses = [c for c in CLAUSES.split(text) if EVERY.search(c) and MOVES.search(c)]
    if way is None or len(clauses) != 1 or about.is_of_another_stretch(text) or about.intended(text):
        return None
    spans = [m.span() for m in MOVES.finditer(clauses[0])]
    said = {w for w, s, e in ways(clauses[0]) if any(x < e and s < y for x, y in spans)}
    needs, covers = about.linked.required(), about.cover(clauses[0])
    if (
        len(said) != 1
        or not needs
        or any(covers.get(n.index, 0.0) < SOLID for n in needs)
        or is_denied_at(clauses[0], spans[0][0])
    ):
        return None
    other = said.pop()
    if needs_polarity(way, other) and not about.scope.glossary.polarity(text):
        return None
    right = same_way(way, other, about.polarity(text))
    return Verdict.of(right != (about.claim.negated or about.claim.none))


def at_both_times(about: Sentences, text: str) -> Verdict | None:
    """Which way a thing went between the two times that a claim names, by the figures in brackets after each."""
    claim = about.claim
    if claim.way is None or claim.amounts or len(claim.periods) != 1 or len(claim.bases) != 1 or about.narrows(text):
        return None
    found: dict[bool, Decimal] = {}
    for mention in find_periods(text):
        aside = _ASIDE.match(text, mention.end)
        if aside is None or mention.period is None:
            continue
        for later, period in ((True, claim.periods[0]), (False, claim.bases[0])):
            if mention.period.same_span(period):
                found[later] = Decimal(aside["figure"].replace(",", ""))
    if len(found) != 2:
        return None
    return Verdict.of(agrees(claim.way, found[True] - found[False], about.polarity(text)) != claim.negated)


def _says_no_time(about: Sentences) -> bool:
    claim = about.claim
    return not (claim.amounts or claim.periods or claim.bases or claim.relatives)


def _still(about: Sentences, text: str) -> list[tuple[float, int, Way]]:
    """Where a sentence says that a thing has not changed since the time that the claim speaks of."""
    found: list[tuple[float, int, Way]] = []
    for way, start, end in ways(text):
        if way is Way.FLAT:
            before, after = cut(text[:start], last=True, tail=True), cut(text[end:], last=False, tail=False)
            clause = f"{before} {text[start:end]} {after}"
            asked = set(about.claim.relatives) & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
            if not asked or asked & relatives_in(clause):
                found.append((about.local(clause), 1, way))
    return found

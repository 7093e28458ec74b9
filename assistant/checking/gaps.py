"""Claims about gaps, held against tables: how far a group lies from all, on which side, and whether that grew less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount
from assistant.checking.cells import make, nameless
from assistant.checking.checks import TableCheck
from assistant.checking.figures import agrees, comparable
from assistant.checking.patterns import GAPS, Way
from assistant.checking.subject import SURE, Subject, with_cues
from assistant.checking.times import Times
from assistant.questions.cues import Cue
from assistant.questions.sheet import Sheet
from assistant.questions.sides import merge
from assistant.questions.vague import holds
from assistant.questions.words import tokens
from assistant.readings import Reading
from structured.observations import ColumnKind
from structured.plan import Operation, Plan

_MOVED = re.compile(
    r"\b(?:(?P<less>narrow\w*|clos(?:ed|es|ing)|shr[aiu]nk|reduc\w+|fell|smaller)|widen\w*|gr[eo]w\w*|increas\w+|rose|larger|wider|bigger)\b",
    re.IGNORECASE,
)


class GapChecker:
    """Tests what a claim says of how a gap changed."""

    def __init__(self, subject: Subject, times: Times) -> None:
        """``subject`` is what the claim is about, ``times`` when."""
        self.claim = subject.claim
        self.subject = subject
        self.times = times

    def speaks_of_one(self) -> bool:
        """Whether the claim says that a gap narrowed or widened."""
        return GAPS.search(self.claim.text) is not None and _MOVED.search(self.claim.text) is not None

    def moved(self, amount: Amount | None) -> TableCheck | None:
        """Whether a group came nearer to all of them, or fell further away, on whichever side it lies.

        A gap that changed sides is left alone: in which of its senses it narrowed the claim does not say.
        """
        moved = _MOVED.search(self.claim.text)
        assert moved is not None
        way = Way.DOWN if moved["less"] else Way.UP
        said_of_it = {
            n.index: 1.0
            for n in self.subject.linked.needs
            if n.token.stem in {t.stem for t in tokens(moved.group())} or GAPS.fullmatch(n.token.text)
        }
        question = with_cues(self.claim.subject, Cue.GAP, Cue.POINTS)
        found: list[tuple[float, TableCheck]] = []
        for sheet in self.subject.sheets(question):
            for reading in _pairs(sheet):
                said = self.subject.said(sheet, reading)
                own = merge(self.subject.own(sheet, reading), said_of_it)
                result = self.subject.run(reading.plan)
                if (
                    said < SURE
                    or result is None
                    or not self.times.pair(sheet, reading)
                    or not self.subject.accepts(sheet, own)
                ):
                    continue
                old, new = (o.quantity for o in result.operands)
                value = result.values[0].quantity if result.values else None
                if old is None or new is None or value is None or old.value * new.value < 0:
                    continue
                right = agrees(way, abs(new.value) - abs(old.value), 1)
                if right and amount is not None:
                    if not comparable(amount.quantity, value):
                        continue
                    right = holds(amount.bound, amount.quantity, replace(value, value=abs(value.value)))
                check = TableCheck(
                    verdict=Verdict.of(right != self.claim.negated),
                    fit=reading.score,
                    said=said,
                    question=question,
                    reading=reading,
                    result=result,
                    way=way,
                )
                found.append((reading.score, check))
        return max(found, key=lambda f: f[0])[1] if found else None


def _pairs(sheet: Sheet) -> Iterator[Reading]:
    """A group's gap at two times."""
    columns = sheet.grid.columns
    dated = [i for i, c in enumerate(columns) if c.kind is ColumnKind.GAP and c.period is not None]
    for first, second in combinations(dated, 2):
        a, b = columns[first].period, columns[second].period
        assert a is not None and b is not None
        if a.same_span(b) or nameless(columns[first].path) != nameless(columns[second].path):
            continue
        old, new = (first, second) if a < b else (second, first)
        for row in sheet.best_rows[:6]:
            if any(sheet.entry.cell(row.index, c) is None for c in (old, new)):
                continue
            plan = Plan(
                operation=Operation.DIFFERENCE,
                operands=(sheet.entry.ref(row.index, new),),
                baseline=(sheet.entry.ref(row.index, old),),
            )
            yield make(sheet, plan, (row.index,), (new, old), fit=row.fit)

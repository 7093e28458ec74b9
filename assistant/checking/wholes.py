"""What a claim says of all of a set, of none of it, or of so many of so many, held against tables."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant import readings
from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount
from assistant.checking.cells import is_forecast
from assistant.checking.checks import TableCheck
from assistant.checking.claim import Claim
from assistant.checking.claim_amounts import called_a_plan
from assistant.checking.members import Members, lists
from assistant.checking.patterns import PACE, THAN_PLAN, Way
from assistant.checking.subject import IN_TIME, Subject, with_cues
from assistant.checking.times import Times
from assistant.questions.cues import Comparator, Cue, Relative
from assistant.questions.question import Question, Threshold
from assistant.questions.sheet import Sheet
from assistant.questions.sides import merge
from assistant.questions.vague import Bound
from assistant.readings import Reading
from structured.plan import Operation, Test
from structured.units import UnitKind

_COMPARATORS = {
    Bound.ABOVE: Comparator.ABOVE,
    Bound.AT_LEAST: Comparator.AT_LEAST,
    Bound.BELOW: Comparator.BELOW,
    Bound.AT_MOST: Comparator.AT_MOST,
}

_CLOSE = 0.12
"""Tests this close to the best may be meant as well."""
_SHARES = frozenset({UnitKind.PERCENT, UnitKind.POINTS})
_INVERSE = {
    Test.ABOVE: Test.AT_MOST,
    Test.AT_LEAST: Test.BELOW,
    Test.BELOW: Test.AT_LEAST,
    Test.AT_MOST: Test.ABOVE,
}
"""What holds of those of which a test does not."""


_EXPECTED = re.compile(r"\b(?:forecast|expected|projected|due|set) to\b|\bwill\b", re.IGNORECASE)


def _takes_time(sheet: Sheet, reading: Reading) -> bool:
    """Whether what is tested is how long things take, or how many of them were done in time."""
    columns = [sheet.grid.columns[c] for c in reading.columns]
    kinds = {
        cell.quantity.unit.kind
        for row in reading.rows
        for c in reading.columns
        if (cell := sheet.entry.cell(row, c)) is not None and cell.quantity is not None
    }
    labels = " ".join((*(part for c in columns for part in c.path), sheet.grid.title))
    return kinds <= {UnitKind.DURATION} or (kinds <= _SHARES and IN_TIME.search(labels) is not None)


def _cues(claim: Claim) -> tuple[Cue, ...]:
    """What a claim that states no figure says of each: that it met its target, moved, or lay over or under a plan."""
    if claim.met is not None:
        return (Cue.MET,) if claim.met else (Cue.MISSED,)
    if THAN_PLAN.search(claim.text) and claim.way in {Way.UP, Way.DOWN}:
        return (Cue.OVER,) if claim.way is Way.UP else (Cue.UNDER,)
    moves = {Way.UP: Cue.RISE, Way.DOWN: Cue.FALL, Way.BETTER: Cue.IMPROVE, Way.WORSE: Cue.WORSEN}
    return (moves[claim.way],) if claim.way in moves else ()


class WholeChecker:
    """Tests what a claim says of each of several."""

    def __init__(self, subject: Subject, times: Times, members: Members) -> None:
        """``subject`` is what the claim is about, ``times`` when, ``members`` which of a table's rows it names."""
        self.claim = subject.claim
        self.subject = subject
        self.times = times
        self.members = members

    def every(self, amount: Amount | None) -> TableCheck | None:
        """A condition that all of a set meet, or none: contradicted by those that do not, which are then listed."""
        claim = self.claim
        way = claim.way
        question = with_cues(claim.subject, *(_cues(claim) if amount is None else ()))
        if amount is not None:
            comparator = self._comparator(amount)
            question = replace(
                question, thresholds=(Threshold(comparator=comparator, quantity=amount.quantity, start=0, end=0),)
            )
        elif way is None and claim.met is None:
            return None
        found: list[tuple[float, Sheet, Reading]] = []
        for sheet in self.subject.sheets(question):
            if not lists(self.subject, sheet):
                continue
            for reading in readings.filters(sheet, self.subject.scope.glossary):
                own = merge(
                    *(sheet.columns[c].covers for c in reading.columns),
                    self.members.kind_words(sheet),
                    self.members.shared_parents(sheet, reading.rows),
                )
                if PACE.search(claim.text) and not _takes_time(sheet, reading):
                    continue  # of how many there are, none says how fast they were
                if any(map(sheet.measures.of_a_kind, reading.columns)):
                    continue  # how many trawlers sank says nothing of all boats
                if _EXPECTED.search(claim.text) and not is_forecast(sheet, reading.columns[0]):
                    continue
                if self.times.level(sheet, reading) and self.subject.accepts(sheet, own):
                    found.append((reading.score, sheet, reading))
        if not found:
            return None
        found.sort(key=lambda f: (-round(f[0], 6), f[1].entry.index, f[2].rows, f[2].columns))
        score, sheet, reading = self._latest(found)
        conditions = reading.plan.conditions
        if claim.how_many is not None and claim.how_many != len(reading.rows):
            return None  # which of them are meant, the table does not tell
        if claim.out_of is not None:
            return self._so_many(question, reading, score)
        if not claim.none:
            if len(conditions) != 1 or conditions[0].test not in _INVERSE:
                return None  # "exactly" and "is" have no opposite among the tests
            conditions = (replace(conditions[0], test=_INVERSE[conditions[0].test]),)
        against = replace(reading.plan, operation=Operation.FILTER, conditions=conditions)
        met = self.subject.run(against)
        if met is None or (met.left_out and not met.values):
            return None  # what is withheld may be the one that does not
        verdict = Verdict.CONTRADICTED if met.values else Verdict.SUPPORTED
        result = met if met.values else self.subject.run(replace(reading.plan, operation=Operation.FILTER))
        if result is None:
            return None
        return TableCheck(
            verdict=verdict,
            fit=score,
            question=question,
            reading=replace(reading, plan=result.plan),
            result=result,
        )

    def _latest(self, found: list[tuple[float, Sheet, Reading]]) -> tuple[float, Sheet, Reading]:
        """The best of the tests; where the claim names no time, of the same rows' tests the one of the latest time."""
        score, sheet, reading = found[0]
        claim = self.claim

        def until(one: tuple[float, Sheet, Reading]) -> date:
            ends = [p.last for c in one[2].columns if (p := one[1].grid.columns[c].period) is not None]
            return max(ends, default=date.min)

        if claim.periods or claim.bases or set(claim.relatives) - {Relative.LATEST}:
            return found[0]
        same = [f for f in found if f[1] is sheet and f[2].rows == reading.rows and f[0] > score - _CLOSE]
        return max(same, key=until)

    def _comparator(self, amount: Amount) -> Comparator:
        """How a figure bounds that of each: a target that they met lies on the worse side of them."""
        if self.claim.met is None or not called_a_plan(amount, self.claim.text):
            return _COMPARATORS.get(amount.bound, Comparator.EQUAL)
        few_are_good = self.subject.scope.glossary.polarity(self.claim.subject.text) < 0
        met = Comparator.AT_MOST if few_are_good else Comparator.AT_LEAST
        return met if self.claim.met else (Comparator.ABOVE if few_are_good else Comparator.BELOW)

    def _so_many(self, question: Question, reading: Reading, score: float) -> TableCheck | None:
        """How many of a set meet a condition, held against how many the claim says, of how many."""
        so_many = self.claim.out_of
        assert so_many is not None
        result = self.subject.run(replace(reading.plan, operation=Operation.FILTER))
        members = len(reading.rows)
        if result is None or result.left_out or so_many.m not in {None, members}:
            return None
        right = so_many.is_right(len(result.values), members)
        return TableCheck(
            verdict=Verdict.of(right != self.claim.negated),
            fit=score,
            question=question,
            reading=replace(reading, plan=result.plan),
            result=result,
        )

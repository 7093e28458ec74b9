"""What a claim says of all of a set, of none of it, or of so many of so many, held against tables."""

from __future__ import annotations

from dataclasses import replace

from assistant import readings
from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount
from assistant.checking.checks import TableCheck
from assistant.checking.members import Members
from assistant.checking.patterns import PACE, Way
from assistant.checking.subject import IN_TIME, Subject, with_cues
from assistant.checking.times import Times
from assistant.questions.cues import Comparator, Cue
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

_SHARES = frozenset({UnitKind.PERCENT, UnitKind.POINTS})
_INVERSE = {
    Test.ABOVE: Test.AT_MOST,
    Test.AT_LEAST: Test.BELOW,
    Test.BELOW: Test.AT_LEAST,
    Test.AT_MOST: Test.ABOVE,
}
"""What holds of those of which a test does not."""


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
        question = with_cues(
            claim.subject,
            *(
                {Way.UP: (Cue.RISE,), Way.DOWN: (Cue.FALL,), Way.BETTER: (Cue.IMPROVE,), Way.WORSE: (Cue.WORSEN,)}.get(
                    way, ()
                )
                if way and amount is None
                else ()
            ),
        )
        if amount is not None:
            comparator = _COMPARATORS.get(amount.bound, Comparator.EQUAL)
            question = replace(
                question, thresholds=(Threshold(comparator=comparator, quantity=amount.quantity, start=0, end=0),)
            )
        elif way is None:
            return None
        found: list[tuple[float, Sheet, Reading]] = []
        for sheet in self.subject.sheets(question):
            for reading in readings.filters(sheet, self.subject.scope.glossary):
                own = merge(
                    *(sheet.columns[c].covers for c in reading.columns),
                    self.members.kind_words(sheet),
                    self.members.shared_parents(sheet, reading.rows),
                )
                if PACE.search(claim.text) and not _takes_time(sheet, reading):
                    continue  # of how many there are, none says how fast they were
                if self.times.level(sheet, reading) and self.subject.accepts(sheet, own):
                    found.append((reading.score, sheet, reading))
        if not found:
            return None
        found.sort(key=lambda f: (-round(f[0], 6), f[1].entry.index, f[2].rows, f[2].columns))
        score, sheet, reading = found[0]
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
        if met is None or met.left_out:
            return None
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

    def _so_many(self, question: Question, reading: Reading, score: float) -> TableCheck | None:
        """How many of a set meet a condition, held against how many the claim says, of how many."""
        assert self.claim.out_of is not None
        n, m = self.claim.out_of
        result = self.subject.run(replace(reading.plan, operation=Operation.FILTER))
        members = len(reading.rows)
        if result is None or result.left_out or (m is not None and m != members):
            return None
        met = len(result.values)
        right = met == n if n is not None else 2 * met == members
        return TableCheck(
            verdict=Verdict.of(right != self.claim.negated),
            fit=score,
            question=question,
            reading=replace(reading, plan=result.plan),
            result=result,
        )

"""Two things set against each other, held against tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant import readings
from assistant.answers.answer import Verdict
from assistant.checking.cells import nameless
from assistant.checking.checks import TableCheck
from assistant.checking.figures import agrees
from assistant.checking.members import Members
from assistant.checking.patterns import MEASURES, SPENT_THAN, Way
from assistant.checking.subject import SURE, Candidate, Subject, with_cues
from assistant.checking.times import Times
from assistant.questions.cues import Cue
from assistant.questions.sheet import Sheet
from assistant.questions.words import label_stems
from assistant.readings import Reading
from structured.observations import ColumnKind
from structured.periods import Period
from structured.units import UnitKind, compatible, to_base


class PairChecker:
    """Tests which of two things a claim says is more."""

    def __init__(self, subject: Subject, times: Times, members: Members) -> None:
        """``subject`` is what the claim is about, ``times`` when, ``members`` which of a table's rows it names."""
        self.claim = subject.claim
        self.subject = subject
        self.times = times
        self.members = members

    def compare(self) -> TableCheck | None:
        """Two things set against each other."""
        way = self.claim.way
        if way is None:
            return None
        question = with_cues(self.claim.subject, Cue.COMPARE, Cue.DIFFERENCE)
        spent = SPENT_THAN.search(self.claim.text) is not None
        measure = next((pattern for words, pattern in MEASURES if words.search(self.claim.text)), None)
        moved, moved_less = self.claim.moved, self.claim.moved_less
        if moved is not None:
            question = with_cues(self.claim.subject, Cue.COMPARE, Cue.RISE if moved is Way.UP else Cue.FALL)
            way = Way.DOWN if (moved is Way.DOWN) != moved_less else Way.UP

        def build(sheet: Sheet) -> Iterator[Reading]:
            for reading in readings.comparisons(sheet):
                kinds = {sheet.grid.columns[c].kind for c in reading.columns}
                wanted = {ColumnKind.CHANGE} if spent or moved else {ColumnKind.LEVEL, ColumnKind.GAP}
                in_time = self.times.change if moved else self.times.level
                labels = [" ".join(sheet.grid.columns[c].path) for c in reading.columns]
                measured = measure is None or all(measure.search(label) for label in labels)
                if kinds <= wanted and in_time(sheet, reading) and measured:
                    yield reading

        for candidate in self.subject.candidates(question, build):
            a, b = (o.quantity for o in candidate.result.operands)
            if self._is_turned(candidate):
                a, b = b, a
            if a is None or b is None or not compatible(a.unit, b.unit) or candidate.said < SURE:
                continue
            polarity = self.subject.polarity(candidate.sheet, candidate.reading) or (
                -1 if a.unit.kind is UnitKind.DURATION else 1
            )
            if moved is not None:
                polarity = 1
            right = agrees(way, to_base(a) - to_base(b), polarity)
            if moved is not None:
                right = right and agrees(moved, a.value, 1)
            if self.claim.each_time and len(candidate.reading.rows) == 2:
                apart = self._each_time(candidate)
                if not apart:
                    continue
                right = all(agrees(way, each, polarity) for each in apart)
            return candidate.check(Verdict.of(right), question)
        return None

    def _is_turned(self, candidate: Candidate) -> bool:
        """Whether two columns stand in another order in the table than in the claim."""
        columns = candidate.reading.columns
        if self.claim.sides is None or len(columns) != 2 or len(candidate.reading.rows) != 1:
            return False
        first, second = (set(label_stems(side)) for side in self.claim.sides)
        paths = [set(label_stems(" ".join(candidate.sheet.grid.columns[c].path))) for c in columns]
        return len(paths[0] & (second - first)) + len(paths[1] & (first - second)) > len(
            paths[0] & (first - second)
        ) + len(paths[1] & (second - first))

    def _each_time(self, candidate: Candidate) -> list[Decimal]:
        """How far the two rows lie apart at each time: in the columns that are times, or in the rows of other times."""
        sheet, (column, *_) = candidate.sheet, candidate.reading.columns
        one, other = candidate.reading.rows
        pairs = [((one, c), (other, c)) for c in self.members.times(sheet)]
        pairs = pairs or [((a, column), (b, column)) for a, b in self._at_each_time(sheet, one, other)]
        found = []
        for pair in pairs:
            a, b = (cell.quantity if (cell := sheet.entry.cell(*at)) is not None else None for at in pair)
            if a is not None and b is not None and compatible(a.unit, b.unit):
                found.append(to_base(a) - to_base(b))
        return found

    def _at_each_time(self, sheet: Sheet, one: int, other: int) -> list[tuple[int, int]]:
        """The rows that are the same two things at each of the shortest times of the table that the claim means."""
        rows = sheet.grid.rows
        named = self.claim.periods

        def of_it(row: int) -> dict[Period, int]:
            name = nameless(rows[row].path)
            return {
                p: i
                for i, r in enumerate(rows)
                if (p := r.period) is not None
                and nameless(r.path) == name
                and (not named or any(n.contains(p) for n in named))
            }

        mine, theirs = of_it(one), of_it(other)
        shortest = min((p.months for p in mine), default=0)
        return [(i, theirs[p]) for p, i in mine.items() if p in theirs and p.months == shortest]

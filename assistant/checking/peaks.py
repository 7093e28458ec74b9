"""Claims about a whole series of times: when it was highest, and whether every step went one way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount
from assistant.checking.cells import series
from assistant.checking.checks import TableCheck
from assistant.checking.figures import agrees, comparable
from assistant.checking.members import of_member
from assistant.checking.patterns import EACH_TIME
from assistant.checking.runs import Run
from assistant.checking.subject import SURE, Subject, with_cues
from assistant.checking.times import Times
from assistant.questions.cues import Cue, Order
from assistant.questions.vague import holds
from structured.observations import Observation
from structured.periods import Period, complete
from structured.plan import Operation, Plan
from structured.units import Quantity, UnitKind, to_base

_TITLED = 0.3
"""How much of a column's label a claim has to say when it says the table's title."""

_MONTHS = {"quarter": 3, "year": 12, "month": 1}

_CLOSE = 0.12
"""A series this close to the best may be meant as well."""

_SHARED = re.compile(r"\b(?:share|proportion|percentage|per ?cent|rate|level)\b|%", re.IGNORECASE)


class PeakChecker:
    """Tests what a claim says of one time among others, or of each of them."""

    def __init__(self, subject: Subject, times: Times) -> None:
        """``subject`` is what the claim is about, ``times`` when."""
        self.claim = subject.claim
        self.subject = subject
        self.times = times

    def peak(self) -> TableCheck | None:
        """A superlative over time: the period that the claim names held against the others of its series."""
        claim = self.claim
        named = 1 if self._stretch() else len(claim.periods) + len(claim.partial)
        if claim.order is None or claim.bases or named > 1 or (not named and claim.times is None):
            return None
        question = replace(with_cues(claim.subject, Cue.TREND, order=claim.order), periods=())
        share = _SHARED.search(claim.text)

        def prior(value: Quantity) -> float:
            return -0.4 if not share and value.unit.kind in {UnitKind.PERCENT, UnitKind.POINTS} else 0.0

        for candidate in self.subject.candidates(question, series, prior):
            given = [
                (o.period, o) for o in candidate.result.operands if o.quantity is not None and o.period is not None
            ]
            own, cells = self._of_its_times(given)
            if (
                len(own) != 1
                or len(cells) < 3
                or candidate.said < (_TITLED if candidate.sheet.surroundings.title_recall > SURE else SURE)
            ):
                continue
            sheet, reading = candidate.sheet, candidate.reading
            down = claim.order is Order.MOST or (
                claim.order in {Order.BEST, Order.WORST}
                and ((self.subject.polarity(sheet, reading) or 1) > 0) == (claim.order is Order.BEST)
            )
            kept = {(o.row, o.column) for o in cells}
            operands = tuple(ref for ref in reading.plan.operands if (ref.row, ref.column) in kept)
            plan = Plan(operation=Operation.RANK, operands=operands, descending=down)
            result = self.subject.run(plan)
            if result is None:
                continue
            won = any(v.sources[-1] == own[0] for v in result.values)
            return replace(
                candidate.check(Verdict.of(won), question),
                reading=replace(reading, plan=plan),
                result=result,
                member=of_member(self.subject, replace(reading, plan=plan), own[0]),
            )
        return None

    def _of_its_times(self, given: Sequence[tuple[Period, Observation]]) -> tuple[list[Observation], list[Observation]]:
        """The figure of the time that the claim names, and those of as long times that it is set against.

        Of "the lowest in five quarters" it is the latest, or the one named, set against the four before; none where
        there are fewer.
        """
        if self.claim.times is not None:
            n, months = self.claim.times
            named = [p for p, _ in given if self._is_named(p)]
            until = named if named and not self.claim.of_the_last else [p for p, _ in given]
            dated = [g for g in given if g[0].months == months and g[0].last <= max(until).last]
            latest = sorted(dated, key=lambda g: g[0])[-n:]
            meant = [o for p, o in latest if p in named] if named else [o for _, o in latest[-1:]]
            return (meant, [o for _, o in latest]) if len(latest) == n else ([], [])
        own = [(period, o) for period, o in given if self._is_named(period)]
        cells = [o for period, o in given if any(period.months == p.months for p, _ in own)]
        return [o for _, o in own], cells

    def _is_named(self, period: Period) -> bool:
        """Whether a period is the one that the claim names, with its year or without."""
        if stretch := self._stretch():
            return period.months > 1 and (period.first.month, period.last.month) == stretch
        named = [*self.claim.periods, *(complete(p, period) for p in self.claim.partial)]
        return any(period.same_span(p) for p in named)

    def _stretch(self) -> tuple[int, int] | None:
        """The first and the last month of the stretch that the claim names without a year ("October to December")."""
        months = [p.month for p in self.claim.partial if p.month is not None and p.day is None]
        if self.claim.periods or len(months) != 2 or len(self.claim.partial) != 2:
            return None
        one, other = (re.escape(p.printed) for p in self.claim.partial)
        said = re.search(rf"{one}\s?(?:to|-|–|and)\s?{other}", self.claim.text)
        return (months[0], months[1]) if said else None

    def run(self, run: Run) -> TableCheck | None:
        """So many steps in a row that went one way: the last of each series that may be meant, where they agree."""
        way = self.claim.way
        if way is None:
            return None
        question = replace(with_cues(self.claim.subject, Cue.TREND), relatives=())
        share = _SHARED.search(self.claim.text) is not None

        def prior(value: Quantity) -> float:
            return -0.4 if share != (value.unit.kind in {UnitKind.PERCENT, UnitKind.POINTS}) else 0.0

        found: list[TableCheck] = []
        for candidate in self.subject.candidates(question, series, prior):
            dated = sorted(
                ((o.period, o) for o in candidate.result.operands if o.period is not None and o.quantity),
                key=itemgetter(0),
            )
            cells = [o for period, o in dated if period.months == run.months][-run.steps - 1 :]
            if (
                len(cells) <= run.steps
                or candidate.said < _TITLED
                or (found and candidate.score < found[0].fit - _CLOSE)
            ):
                continue
            polarity = self.subject.polarity(candidate.sheet, candidate.reading) or 1
            steps = [to_base(b.quantity) - to_base(a.quantity) for a, b in pairwise(cells) if a.quantity and b.quantity]
            right = all(agrees(way, step, polarity) for step in steps) != self.claim.negated
            found.append(candidate.check(Verdict.of(right), question))
        return found[0] if len({check.verdict for check in found}) == 1 else None

    def each_level(self, amount: Amount) -> TableCheck | None:
        """A bound that the figure of every time keeps ("above 90 % in every quarter"): of the shortest times given."""
        question = replace(with_cues(self.claim.subject, Cue.TREND), periods=(), relatives=())
        for candidate in self.subject.candidates(question, series):
            dated = [(o.period, o.quantity) for o in candidate.result.operands if o.period and o.quantity]
            values = [quantity for period, quantity in dated if self._is_one_of_each(period)]
            if len(values) < 2 or candidate.said < _TITLED or not all(comparable(amount.quantity, v) for v in values):
                continue
            right = all(holds(amount.bound, amount.quantity, value) for value in values)
            return candidate.check(Verdict.of(right), question)
        return None

    def _is_one_of_each(self, period: Period) -> bool:
        """Whether a period may be one of those of each of which the claim speaks: a quarter of its year, or a day."""
        each = EACH_TIME.search(self.claim.asked)
        months = next((n for unit, n in _MONTHS.items() if each and unit in each.group().lower()), period.months)
        named = self.claim.periods
        return period.months in {0, months} and (not named or any(n.contains(period) for n in named))

    def each_step(self) -> TableCheck | None:
        """A movement in every period ("rose every year"): each figure of a series held against the one before."""
        way, bases = self.claim.way, self.claim.bases
        if way is None:
            return None
        question = replace(with_cues(self.claim.subject, Cue.TREND), periods=(), relatives=())
        for candidate in self.subject.candidates(question, series):
            cells = sorted(
                (o for o in candidate.result.operands if o.quantity is not None and o.period is not None),
                key=lambda o: (o.period.last, o.period.first) if o.period is not None else (),
            )
            cells = [o for o in cells if o.period is not None and all(o.period.last >= b.last for b in bases)]
            cells = [o for o in cells if o.period is not None and self._is_one_of_each(o.period)]
            if len(cells) < 3 or candidate.said < _TITLED:
                continue
            polarity = self.subject.polarity(candidate.sheet, candidate.reading) or 1
            steps = [to_base(b.quantity) - to_base(a.quantity) for a, b in pairwise(cells) if a.quantity and b.quantity]
            right = all(agrees(way, step, polarity) for step in steps) != self.claim.negated
            return candidate.check(Verdict.of(right), question)
        return None

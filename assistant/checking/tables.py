"""Claims held against tables: levels, changes, distances from a plan or a base, surpluses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from assistant import readings
from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount, Role, clause_of, ways
from assistant.checking.cells import (
    aim,
    cells,
    column_role,
    column_shares,
    is_forecast,
    make,
    period_pairs,
    plan_pairs,
    prints_below_zero,
)
from assistant.checking.checks import TableCheck
from assistant.checking.claim import Kind
from assistant.checking.figures import agrees, as_change, comparable, is_steady, is_telling, of_one_size, slack
from assistant.checking.patterns import (
    BALANCE,
    BENCHMARK,
    BEST_WHEN,
    MET,
    OVER,
    PLANNED,
    STEADY,
    THAN_PLAN,
    TURNED_TO,
    UNDER,
    Way,
)
from assistant.checking.sentences import WILL
from assistant.checking.sets import SetChecker
from assistant.checking.standing import StandingChecker
from assistant.checking.subject import FULLY, SURE, Candidate, Subject, with_cues
from assistant.checking.times import Times
from assistant.questions.cues import Cue
from assistant.questions.outline import is_total_label
from assistant.questions.question import Question
from assistant.questions.sheet import SOLID, Sheet
from assistant.questions.sheet import Role as ColumnRole
from assistant.questions.vague import NARROW, Bound, holds
from assistant.readings import Reading
from structured.engine import Result
from structured.errors import MissingValue
from structured.observations import ColumnKind, RowKind
from structured.plan import Operation, Plan
from structured.units import Quantity, UnitKind, to_base

_SAID, _TOLD, _BESIDE, _NAMED = 0.4, 0.2, 0.3, 0.6
"""How much of its labels a claim has to say to be borne out by a reading: as a rule; where its figure could hardly fit
by chance; of a direction beside a figure that is tested by itself; of a claim of a single word."""
_CLOSE, _CLOSER = 0.12, 0.03
"""Readings this close to the best are read as meant too; fewer of them where a claim is easily borne out."""
_BOTTOM = re.compile(r"\bnet\b|/|\(", re.IGNORECASE)
"""What the label of the line at the bottom of an account has: "Net surplus", "Surplus / (deficit)"."""

_SIDE = re.compile(
    r"\b(?:(?P<more>over|more than|above|longer than|beyond)|under|less than|within|below|fewer than) (?:an? )?"
    r"(?P<n>\d[\d,.]*|[a-z]+)(?= ?(?:weeks?|days?|hours?|minutes?|months?|years?|seconds?))",
    re.IGNORECASE,
)

_VARIANCE = re.compile(
    r"\bvarianc|\boutturn\b|\bbudget\b|\b(?:from|on|to|vs|against) (?:plan|target|forecast)\b", re.IGNORECASE
)
"""In the label of a printed difference: that it is from what was planned, not from an earlier time."""
_BUDGET_IS = re.compile(r"\b(?:budget|plan|target)s?\b[^,;]{0,20}?\b(?:was|is|were|of)\b", re.IGNORECASE)
"""Says of a figure that it is what was planned."""
_OUTLOOK = re.compile(
    rf"{WILL.pattern}|\b(?:is|are|was|were)(?: now)? (?:forecast|expected|projected|due|set) to\b", re.IGNORECASE
)
"""Says of a thing how it is expected to turn out."""
_ALL_OF_THEM = re.compile(r"\b(?:as a whole|overall|in general|all|average|everyone|everybody)\b", re.IGNORECASE)
"""What a group is set against: all of them together."""
_STATUS = re.compile(r"\b(?:met|status|rag|rating|achieved)\b", re.IGNORECASE)


class TableChecker:
    """Tests one claim against the tables of a scope."""

    def __init__(self, subject: Subject) -> None:
        """``subject`` is what the claim is about."""
        self.claim = subject.claim
        self.subject = subject
        self.times = Times(subject.claim, subject.scope)
        self.sets = SetChecker(subject, self.times)
        self.standing = StandingChecker(subject)

    def check(self, amount: Amount | None) -> TableCheck | None:
        """What the tables say of one amount of the claim, or of the claim as a whole when it states none."""
        claim = self.claim
        if claim.moved is not None and THAN_PLAN.search(claim.text):
            return None  # how far it was to move, and which way that is printed, no table tells
        if amount is None and (claim.kind is Kind.RANK or claim.superlative):
            over_time = BEST_WHEN.search(claim.text) is not None
            try:
                return self.sets.peak() if over_time else self.sets.rank() or self.sets.peak()
            except MissingValue:
                return None
        if claim.rated and amount is None and claim.kind is not Kind.EVERY:
            return self.standing.rating()
        if claim.schedule is not None and claim.kind is not Kind.EVERY and len(claim.amounts) < 2:
            return self.standing.schedule(amount)
        if claim.kind is Kind.EVERY:
            share = amount is not None and amount.every and amount.quantity.unit.kind is UnitKind.PERCENT
            return self.level(amount) if share and amount is not None else self.sets.every(amount)
        if claim.kind is Kind.DATE:
            return self.sets.date()
        if claim.kind is Kind.CHANGE and claim.each_time and amount is None:
            return self.sets.each_step()
        if claim.kind is Kind.BENCHMARK and amount is None:
            return self.benchmark()
        if claim.kind is Kind.BALANCE and amount is None:
            return self.balance()
        if claim.kind is Kind.COMPARE and amount is None:
            return self.sets.compare() or self.beside_all()
        role = amount.role if amount else {Kind.CHANGE: Role.CHANGE, Kind.PLAN: Role.PLAN}.get(claim.kind)
        if role is Role.LEVEL and amount is not None:
            return self.level(amount)
        if role is Role.CHANGE:
            return self.change(amount)
        if role is Role.START and amount is not None:
            return self.start(amount)
        if role is Role.PLAN:
            return self.plan(amount)
        if role is Role.APART and amount is not None:
            return self.apart(amount)
        return None

    def level(self, amount: Amount) -> TableCheck | None:
        """A figure that stands for itself."""
        kind = amount.quantity.unit.kind
        cues = {
            UnitKind.PERCENT: (Cue.PERCENT,),
            UnitKind.MONEY: (Cue.MONEY,),
            UnitKind.POINTS: (Cue.POINTS,),
            UnitKind.COUNT: (Cue.COUNT_OF,),
        }.get(kind, ())
        question = with_cues(self.claim.subject, *cues)
        if self.claim.kind is Kind.CHANGE:  # "from … to 72%": the level is that of the later time
            question = replace(
                question, relatives=(), periods=tuple(p for p in question.periods if p.period not in self.claim.bases)
            )
        of = re.match(r"\s*of\b", self.claim.text[amount.end :]) is not None
        clause = clause_of(self.claim.text, amount)
        planned = amount.side is None and (len(self.claim.amounts) < 2 or PLANNED.search(clause) is not None)
        only_planned = len(self.claim.amounts) > 1 and _BUDGET_IS.search(clause) is not None

        def build(sheet: Sheet) -> Iterator[Reading]:
            for reading in cells(sheet, ColumnKind.LEVEL, ColumnKind.GAP):
                role = column_role(sheet, reading.columns[0])
                if role is ColumnRole.PLANNED and not planned:
                    continue
                if role is ColumnRole.ACTUAL and only_planned:
                    continue
                if self.times.level(sheet, reading):
                    yield reading
            if kind is UnitKind.PERCENT and of and not (OVER.search(self.claim.text) or UNDER.search(self.claim.text)):
                yield from (
                    r
                    for r in readings.shares(sheet)
                    if self.times.level(sheet, r) and sheet.rows[r.rows[0]].recall >= 0.6
                )
                yield from column_shares(sheet, self.subject.run)

        return self._judged(question, build, amount, None)

    def change(self, amount: Amount | None) -> TableCheck | None:
        """A movement between two times."""
        kind = amount.quantity.unit.kind if amount else None
        way = (amount.way if amount else None) or self.claim.way
        cues = [Cue.RISE if way in {Way.UP, Way.BETTER} else Cue.FALL]
        if kind in {UnitKind.PERCENT, UnitKind.RATIO}:
            cues += [Cue.PERCENT_CHANGE, Cue.PERCENT]
        elif kind is UnitKind.POINTS:
            cues.append(Cue.POINTS)
        question = with_cues(self.claim.subject, *cues)

        def build(sheet: Sheet) -> Iterator[Reading]:
            for reading in readings.changes(sheet):
                if self.times.pair(sheet, reading):
                    yield reading
            yield from (
                r for r in period_pairs(sheet, relative=Cue.PERCENT_CHANGE in cues) if self.times.pair(sheet, r)
            )
            yield from (
                r
                for r in cells(sheet, ColumnKind.CHANGE)
                if self.times.change(sheet, r) and not _VARIANCE.search(" ".join(sheet.grid.columns[r.columns[0]].path))
            )

        counts = (
            re.match(r"\W*(?:there (?:were|are) )?(?:[\w ]+ )?(?:more|fewer)\b", self.claim.text, re.IGNORECASE)
            and amount is None
            and "%" not in self.claim.text
        )

        def prior(value: Quantity) -> float:
            return -0.3 if counts and value.unit.kind in {UnitKind.POINTS, UnitKind.PERCENT} else 0.0

        return self._judged(question, build, amount, way, prior=prior)

    def start(self, amount: Amount) -> TableCheck | None:
        """What a figure was before it changed."""
        question = with_cues(self.claim.subject, Cue.RISE if self.claim.way is Way.UP else Cue.FALL)

        def build(sheet: Sheet) -> Iterator[Reading]:
            for reading in (*readings.changes(sheet), *period_pairs(sheet, relative=False)):
                if self.times.pair(sheet, reading):
                    yield replace(reading, plan=Plan(operation=Operation.LOOKUP, operands=reading.plan.baseline))

        return self._judged(question, build, replace(amount, role=Role.LEVEL), None)

    def plan(self, amount: Amount | None) -> TableCheck | None:
        """A distance from what was planned."""
        claim = self.claim
        way = (amount.way if amount else None) or claim.way
        if claim.met is not None:
            said = ways(met.group()) if claim.met and (met := MET.search(claim.text)) else ()
            way = said[0][0] if said else Way.BETTER if claim.met else Way.WORSE
        cues = [Cue.UNDER if way in {Way.DOWN, Way.WORSE} else Cue.OVER, Cue.DIFFERENCE]
        relative = amount is not None and amount.quantity.unit.kind in {UnitKind.PERCENT, UnitKind.RATIO}
        question = with_cues(claim.subject, *cues)

        def build(sheet: Sheet) -> Iterator[Reading]:
            pairs = list(plan_pairs(sheet, relative=relative))
            if _OUTLOOK.search(claim.text):
                pairs = list(plan_pairs(sheet, relative=relative, outlook=True)) or pairs
            yield from pairs
            paired = {r.rows[0] for r in pairs}
            yield from (
                r
                for r in cells(sheet, ColumnKind.CHANGE)
                if r.rows[0] not in paired and self.times.variance(sheet, r.columns[0])
            )

        return self._judged(question, build, amount, way, planned=True)

    def benchmark(self) -> TableCheck | None:
        """On which side of an average that stands beside it in the same row a figure lies."""
        question = with_cues(self.claim.subject, Cue.DIFFERENCE)
        return self._judged(question, self._beside_benchmark, None, self.claim.way)

    def _beside_benchmark(self, sheet: Sheet) -> Iterator[Reading]:
        columns = sheet.grid.columns
        level = [s for s in sheet.columns if columns[s.index].kind is ColumnKind.LEVEL]
        marks = [s.index for s in level if s.covers and BENCHMARK.search(" ".join(columns[s.index].path))]
        others = [s.index for s in level if s.index not in marks and column_role(sheet, s.index) is ColumnRole.NONE]
        dated = [c for c in others if columns[c].period is not None]
        if self.claim.periods:
            others = [c for c in dated if any(p.same_span(q) for p in self.claim.periods if (q := columns[c].period))]
        elif dated:
            others = [max(dated, key=lambda c: (columns[c].period, -c))]
        for row in sheet.best_rows[:6]:
            for mark, own in product(marks, others):
                if any(sheet.entry.cell(row.index, c) is None for c in (mark, own)):
                    continue
                plan = Plan(
                    operation=Operation.DIFFERENCE,
                    operands=(sheet.entry.ref(row.index, own),),
                    baseline=(sheet.entry.ref(row.index, mark),),
                )
                yield make(sheet, plan, (row.index,), (own, mark), fit=row.fit)

    def balance(self) -> TableCheck | None:
        """A surplus or a loss: the sign of a row that is named for both or either."""
        way = self.claim.way
        assert way is not None
        question = with_cues(self.claim.subject, Cue.MONEY)
        found: list[tuple[bool, float, TableCheck]] = []
        for sheet in self.subject.sheets(question):
            for reading in cells(sheet, ColumnKind.LEVEL):
                row, column = sheet.grid.rows[reading.rows[0]], reading.columns[0]
                if not row.path or not BALANCE.search(row.path[-1]) or column_role(sheet, column) is ColumnRole.PLANNED:
                    continue
                result = self.subject.run(reading.plan)
                value = result.values[0].quantity if result and result.values else None
                if (
                    result is None
                    or value is None
                    or not self.times.level(sheet, reading)
                    or not self.subject.accepts(sheet, self.subject.own(sheet, reading))
                ):
                    continue
                verdict = (
                    Verdict.SUPPORTED if agrees(way, value.value, 1) != self.claim.negated else Verdict.CONTRADICTED
                )
                check = TableCheck(
                    verdict=verdict,
                    fit=reading.score,
                    said=1.0,
                    full=True,
                    question=question,
                    reading=reading,
                    result=result,
                )
                found.append((_BOTTOM.search(row.path[-1]) is not None, reading.score, check))
        found.sort(key=lambda f: (not f[0], -round(f[1], 6)))
        return found[0][2] if found else None

    def beside_all(self) -> TableCheck | None:
        """On which side of all of them together a group lies, by its printed gap."""
        sides = self.claim.sides
        if sides is None or self.claim.way is None or not _ALL_OF_THEM.search(sides[1]):
            return None

        def build(sheet: Sheet) -> Iterator[Reading]:
            yield from (
                replace(r, plan=replace(r.plan, operation=Operation.LOOKUP, baseline=()))
                for r in cells(sheet, ColumnKind.GAP)
                if sheet.grid.rows[r.rows[0]].kind is RowKind.DATA
            )

        return self._judged(with_cues(self.claim.subject, Cue.GAP, Cue.POINTS), build, None, self.claim.way)

    def apart(self, amount: Amount) -> TableCheck | None:
        """A distance from a base (an average) or from another member."""
        question = with_cues(self.claim.subject, Cue.GAP, Cue.DIFFERENCE, Cue.POINTS)

        def build(sheet: Sheet) -> Iterator[Reading]:
            yield from (r for r in cells(sheet, ColumnKind.GAP) if sheet.grid.rows[r.rows[0]].kind is RowKind.DATA)
            for reading in readings.changes(sheet):
                if len(reading.rows) == 2 and sheet.grid.rows[reading.rows[0]].period is None:
                    yield reading

        return self._judged(question, build, amount, amount.way)

    def _judged(
        self,
        question: Question,
        build: Callable[[Sheet], Iterable[Reading]],
        amount: Amount | None,
        way: Way | None,
        *,
        planned: bool = False,
        prior: Callable[[Quantity], float] | None = None,
    ) -> TableCheck | None:
        """The verdict of the best readings: supported when one of those close to the best bears the claim out."""
        telling = amount is not None and is_telling(amount)
        close = _CLOSE if telling else _CLOSER
        least = _TOLD if telling else _SAID
        beside = amount is None and bool(self.claim.amounts)
        if beside:
            least = _BESIDE
        elif amount is None and not planned and self._is_bare():
            least = _NAMED
        surely = [c for c in self.subject.candidates(question, build, prior) if c.said >= least]
        if amount is not None and amount.role is Role.LEVEL and not telling:
            surely = [c for c in surely if self.subject.says_its_columns(c)]
        surely = self._named_in_full(surely)
        judged = [(c, v) for c in surely if (v := self.verdict_on(c, amount, way, planned=planned)) is not None]
        kept = self._undominated([(c, v) for c, v in judged if c.score >= judged[0][0].score - _CLOSE])
        near = [(c, v) for c, v in kept if c.score >= kept[0][0].score - close]
        if not near:
            return None
        # "the forecast deficit" is not the one that came about
        meant = amount is not None and PLANNED.search(clause_of(self.claim.text, amount)) is not None
        if telling and near[0][1] is Verdict.CONTRADICTED and self._planned(near[0][0]) and not meant:
            borne_out = [j for j in judged if j[1] is Verdict.SUPPORTED and self._outcome_of(j[0], near[0][0])]
            near = borne_out[:1] or near
        if telling and near[0][1] is Verdict.CONTRADICTED and any(a.role is Role.START for a in self.claim.amounts):
            # "from 77 to 82": of a row's several figures those two are meant
            same = [c for c in judged if c[0].reading.entry is near[0][0].reading.entry]
            same = [c for c in same if c[0].reading.rows == near[0][0].reading.rows and c[1] is Verdict.SUPPORTED]
            near = same[:1] or near
        others: list[Candidate] = []
        if near[0][0].reading.rows[0] in (listed := self.subject.listed(near[0][0].sheet)):
            each = self._each_listed(judged, near[0][0], listed)
            if each is None:
                return None
            near = [next(((c, v) for c, v in each if v is Verdict.CONTRADICTED), each[0])]
            others = [c for c, _ in each[1:]] if near[0][1] is Verdict.SUPPORTED else []
        if amount is None and len({v for _, v in near}) > 1:
            near = self._last_change(near) or near
        if amount is None and len({v for _, v in near}) > 1:
            # the claim may speak of several rows, and they differ: only a whole can be meant
            near = [
                (c, v) for c, v in near if c.sheet.grid.rows[c.reading.rows[0]].kind in {RowKind.TOTAL, RowKind.BASE}
            ]
            if len({v for _, v in near}) != 1 or len({c.reading.entry.index for c, _ in near}) > 1:
                return None
        candidate, verdict = next(((c, v) for c, v in near if v is Verdict.SUPPORTED), near[0])
        assert candidate.value is not None
        now = candidate.reading.columns[0]
        if verdict is Verdict.CONTRADICTED and WILL.search(self.claim.text) and not is_forecast(candidate.sheet, now):
            return None  # what is to come is not told by what came about
        if (
            verdict is Verdict.CONTRADICTED
            and amount is not None
            and amount.role is Role.LEVEL
            and not of_one_size(amount, candidate.value)
        ):
            return None
        if verdict is Verdict.CONTRADICTED and not _is_part_and_whole(candidate):
            return None
        least = 0.9 if candidate.reading.plan.operation is Operation.SHARE else _BESIDE if beside else SURE
        if self._is_the_one(judged):
            least = min(least, _SAID)
        if verdict is Verdict.CONTRADICTED and candidate.said < least:
            return None
        return TableCheck(
            verdict=verdict,
            fit=candidate.score,
            said=candidate.said,
            full=candidate.full,
            question=question,
            reading=candidate.reading,
            result=candidate.result,
            others=tuple((c.reading, c.result) for c in others),
            way=way,
            planned=planned,
            left=self.subject.left(candidate.sheet, candidate.reading),
        )

    def _named_in_full(self, candidates: list[Candidate]) -> list[Candidate]:
        """Those left when a row that the claim names in part gives way to one of another table that it names in full.

        "Harbour financing costs" are not the harbour's total costs, however well the other table's titles fit.
        """
        own = [self._row_words(c) for c in candidates]
        full = [words for c, words in zip(candidates, own, strict=True) if c.said >= FULLY]
        return [
            c
            for c, words in zip(candidates, own, strict=True)
            if c.said >= FULLY or not words or not any(words < other for other in full)
        ]

    def _row_words(self, candidate: Candidate) -> frozenset[int]:
        """The words of the claim that a reading's row says in its own label, and that have to be said."""
        labels = candidate.sheet.entry.rows[candidate.reading.rows[0]]
        match = self.subject.linked.matches.get(labels[-1]) if labels else None
        needs = self.subject.linked.needs
        return (
            frozenset(i for i, s in match.covers.items() if s >= SOLID and needs[i].required) if match else frozenset()
        )

    def _is_the_one(self, judged: Sequence[tuple[Candidate, Verdict]]) -> bool:
        """Whether all that the claim can mean is one row, and it says the same for each of its times."""
        rows = {(c.reading.entry.index, c.reading.rows[0]) for c, _ in judged}
        return len(judged) > 1 and len(rows) == 1 and len({v for _, v in judged}) == 1

    def _is_bare(self) -> bool:
        """Whether the claim's subject is one word: then a label has to be hardly more than that word."""
        return len([n for n in self.subject.linked.required() if n.index not in self.subject.linked.names]) == 1

    def _planned(self, candidate: Candidate) -> bool:
        return column_role(candidate.sheet, candidate.reading.columns[0]) is ColumnRole.PLANNED

    def _outcome_of(self, candidate: Candidate, planned: Candidate) -> bool:
        """Whether a reading is of what came about in the row of which another is what was planned."""
        role = column_role(candidate.sheet, candidate.reading.columns[0])
        return (
            candidate.reading.entry.index == planned.reading.entry.index
            and candidate.reading.rows[0] == planned.reading.rows[0]
            and role not in {ColumnRole.PLANNED, ColumnRole.OPENING}
        )

    def _each_listed(
        self, judged: list[tuple[Candidate, Verdict]], chosen: Candidate, listed: tuple[int, ...]
    ) -> list[tuple[Candidate, Verdict]] | None:
        """For each row of a list the verdict in the columns chosen; None where one of them has none."""
        found = []
        for row in listed:
            same = [
                (c, v)
                for c, v in judged
                if c.reading.entry.index == chosen.reading.entry.index
                and c.reading.rows[0] == row
                and c.reading.columns == chosen.reading.columns
            ]
            if not same:
                return None
            found.append(same[0])
        return found

    def _last_change(self, near: list[tuple[Candidate, Verdict]]) -> list[tuple[Candidate, Verdict]]:
        """Of several changes in one row, that from which the claim says it started, or else the latest and shortest."""
        starts = [a for a in self.claim.amounts if a.role is Role.START]
        kept = []
        for candidate, verdict in near:
            old = candidate.result.operands[0]
            if (
                candidate.reading.plan.baseline
                and starts
                and (
                    old.quantity is None
                    or not comparable(starts[0].quantity, old.quantity)
                    or not holds(Bound.EXACT, starts[0].quantity, old.quantity)
                )
            ):
                continue
            times = [o.period for o in candidate.result.operands if o.period is not None]
            kept.append((max(times) if times else None, min(times) if times else None, candidate, verdict))
        dated = [(new, old, c, v) for new, old, c, v in kept if new is not None and old is not None]
        if (
            len(dated) != len(kept)
            or len({c.reading.entry.index for _, _, c, _ in dated}) != 1
            or len({c.reading.rows[0] for _, _, c, _ in dated}) != 1
        ):
            return [(c, v) for _, _, c, v in kept]
        last = max((new, old) for new, old, _, _ in dated)
        return [(c, v) for new, old, c, v in dated if (new, old) == last]

    def _undominated(self, judged: list[tuple[Candidate, Verdict]]) -> list[tuple[Candidate, Verdict]]:
        """Those whose labels say as much of the claim as any other's of the same table."""
        own = [
            {
                i: s
                for i, s in self.subject.leaf(c.sheet, c.reading).items()
                if self.subject.linked.needs[i].weight > 0.1
            }
            for c, _ in judged
        ]
        return [
            judged[i]
            for i in range(len(judged))
            if not any(
                _less(own[i], own[j]) and judged[i][0].reading.entry.index == judged[j][0].reading.entry.index
                for j in range(len(judged))
            )
        ]

    def verdict_on(
        self, candidate: Candidate, amount: Amount | None, way: Way | None, *, planned: bool
    ) -> Verdict | None:
        """What one reading says of an amount or a direction; None where it cannot be held against it."""
        sheet, reading, result, value = candidate.sheet, candidate.reading, candidate.result, candidate.value
        assert value is not None
        if amount is not None and not comparable(
            as_change(amount.quantity) if amount.role in {Role.CHANGE, Role.PLAN} else amount.quantity, value
        ):
            return Verdict.CONTRADICTED if _per_cent_for_points(amount, value) else None
        if self._turned(reading):
            return None
        bounded = amount is not None and amount.role is Role.LEVEL and amount.bound not in {Bound.EXACT, Bound.ABOUT}
        if bounded and amount is not None and not of_one_size(amount, value):
            return None  # "more than 20 minutes" is not borne out by days of something else
        right = True
        if amount is not None and amount.role is Role.LEVEL and not self._signed_right(sheet, reading, value, amount):
            return Verdict.CONTRADICTED
        if (
            planned
            and amount is None
            and self.claim.met is not None
            and (status := self._status(sheet, reading)) is not None
        ):
            return Verdict.SUPPORTED if status is self.claim.met else Verdict.CONTRADICTED
        if way is not None and (amount is None or amount.role is not Role.LEVEL):
            moved = value.value
            if planned and reading.plan.baseline and prints_below_zero(sheet, reading):
                moved = -moved  # printed as negative figures, of which more is further below zero
            polarity = self.subject.polarity(sheet, reading)
            if polarity == 0 and planned and len(reading.columns) > 1:
                polarity = aim(sheet, reading.rows[0], reading.columns[1])
            if (
                polarity == 0
                and planned
                and way in {Way.BETTER, Way.WORSE}
                and self.claim.met is None
                and value.unit.kind is UnitKind.MONEY
            ):
                return None  # of money, the labels must say whether more of it is good
            if polarity == 0:
                polarity = -1 if value.unit.kind is UnitKind.DURATION else 1
            met_exactly = planned and self.claim.met and moved == 0
            right = met_exactly or agrees(way, moved, polarity)
            if way is Way.FLAT and amount is None and STEADY.search(self.claim.text):
                base = result.operands[0].quantity
                right = is_steady(value, base if reading.plan.baseline else None)
            turned = TURNED_TO.search(self.claim.text)
            if right and turned and (now := result.operands[-1].quantity) is not None and reading.plan.baseline:
                right = (now.value >= 0) == (turned["what"].lower() in {"surplus", "profit"})
            if self.claim.negated and amount is None:
                right = not right
        if right and amount is not None:
            claimed = as_change(amount.quantity) if amount.role in {Role.CHANGE, Role.PLAN} else amount.quantity
            room = Decimal(0) if _is_points(claimed, result) else slack(reading.plan, result)
            right = holds(amount.bound, claimed, value, room)
        if right and amount is None and planned and reading.plan.baseline:
            right = self._how_far(result)
        return Verdict.SUPPORTED if right else Verdict.CONTRADICTED

    def _signed_right(self, sheet: Sheet, reading: Reading, value: Quantity, amount: Amount) -> bool:
        """Whether a surplus is claimed where there is one, and a loss where there is one."""
        path = sheet.grid.rows[reading.rows[0]].path
        words = list(BALANCE.finditer(self.claim.text))
        before = [m for m in words if m.end() <= amount.start]
        said = before[-1] if before else words[0] if words else None
        if said is None or not path or not BALANCE.search(path[-1]):
            return True
        return (value.value >= 0) == (said.group().lower() in {"surplus", "profit"})

    def _turned(self, reading: Reading) -> bool:
        """Whether a label says "under 18 weeks" where the claim says "over 18 weeks"."""
        labels = [
            *reading.entry.frame.rows[reading.rows[0]].path,
            *reading.entry.frame.columns[reading.columns[0]].path,
        ]
        for match in _SIDE.finditer(" ".join(labels)):
            for own in _SIDE.finditer(self.claim.text):
                if match["n"] == own["n"] and bool(match["more"]) != bool(own["more"]):
                    return True
        return False

    def _status(self, sheet: Sheet, reading: Reading) -> bool | None:
        """Whether the row's own status says that its target was met; None where it has none, or an amber one."""
        for index, column in enumerate(sheet.grid.columns):
            if column.kind is ColumnKind.TEXT and _STATUS.search(" ".join(column.path)):
                cell = sheet.entry.cell(reading.rows[0], index)
                word = cell.printed.strip().casefold() if cell is not None else ""
                if word in {"yes", "met", "g", "green"}:
                    return True
                if word in {"no", "missed", "not met", "r", "red"}:
                    return False
        return None

    def _how_far(self, result: Result) -> bool:
        base, now = (result.operands[0].quantity, result.operands[-1].quantity)
        if base is None or now is None or not base.value:
            return True
        apart = abs(to_base(now) - to_base(base)) / abs(to_base(base))
        if self.claim.widely:
            return apart > NARROW
        return not self.claim.narrowly or apart <= NARROW


def _is_part_and_whole(candidate: Candidate) -> bool:
    """Whether a share is of a total, or of another column of its row: that of two peers contradicts nothing."""
    plan, grid = candidate.reading.plan, candidate.sheet.grid
    if plan.operation is not Operation.SHARE or len(plan.baseline) != 1:
        return True
    rows = [candidate.sheet.entry.row_index[ref.row] for ref in (plan.operands[0], plan.baseline[0])]
    whole = grid.rows[rows[1]]
    return (
        rows[0] == rows[1] or whole.kind in {RowKind.TOTAL, RowKind.BASE} or is_total_label((whole.path or ("",))[-1])
    )


def _per_cent_for_points(amount: Amount, value: Quantity) -> bool:
    """Whether a change in per cent is claimed in percentage points."""
    kinds = amount.quantity.unit.kind, value.unit.kind
    return kinds == (UnitKind.POINTS, UnitKind.PERCENT) and abs(amount.quantity.value) == abs(value.value)


def _is_points(claimed: Quantity, result: Result) -> bool:
    """Whether a change claimed in per cent is that in points of two percentages: then rounding does not excuse it."""
    ends = [o.quantity for o in result.operands if o.quantity is not None]
    if claimed.unit.kind is not UnitKind.PERCENT or len(ends) != 2:
        return False
    shares = all(q.unit.kind is UnitKind.PERCENT for q in ends)
    return shares and abs(ends[0].value - ends[1].value) == abs(claimed.value)


def _less(a: dict[int, float], b: dict[int, float]) -> bool:
    """Whether one set of labels explains less than another: fewer words, or the same less well."""
    if not set(a) <= set(b) or any(s > b[i] + 0.02 for i, s in a.items()):
        return False
    return set(a) < set(b) or any(s < b[i] - 0.05 for i, s in a.items())

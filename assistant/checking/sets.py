"""Claims about sets, held against tables: superlatives, two things compared, every one of them, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant import readings
from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount
from assistant.checking.cells import cells, column_role, series
from assistant.checking.checks import TableCheck
from assistant.checking.figures import agrees
from assistant.checking.patterns import OVER, SPENT_THAN, UNDER, Way
from assistant.checking.subject import FULLY, SURE, Candidate, Subject, with_cues
from assistant.checking.times import Times
from assistant.questions.cues import Comparator, Cue, Order
from assistant.questions.question import Question, Threshold
from assistant.questions.sheet import Role as ColumnRole
from assistant.questions.sheet import Sheet, merge
from assistant.questions.vague import Bound
from assistant.questions.words import label_stems, tokens
from assistant.readings import Reading
from assistant.readings.reading import with_withheld
from structured.engine import Result, overtaking
from structured.errors import MissingValue
from structured.observations import ColumnKind, Observation, RowKind
from structured.periods import parse_period
from structured.plan import Operation, Plan, Test
from structured.units import Quantity, UnitKind, compatible, to_base

_FIRST_PLANNED = re.compile(r"\b(?:original\w*|first|initial\w*|baseline|at first)\b", re.IGNORECASE)

_WHOLE = re.compile(r"\b(?:total|overall|all|whole|average|mean|national|combined)\b", re.IGNORECASE)

_QUICK = re.compile(
    r"\b(?:(?P<fast>quickest|fastest|soonest)|slowest)\b(?! (?:growth|growing|rise|increase|fall))", re.IGNORECASE
)

_FAR = re.compile(r"\b(?:furthest|farthest) (?:(?P<short>behind|below|under|short)|ahead|above|over)\b", re.IGNORECASE)

_MEASURES = (
    (re.compile(r"\b(?:oldest|youngest)\b", re.IGNORECASE), re.compile(r"\bage\b|\byears\b", re.IGNORECASE)),
    (
        re.compile(r"\b(?:dearest|cheapest|costliest|most expensive|least expensive)\b", re.IGNORECASE),
        re.compile(r"£|\bcost|\bprice|\bpaid|\bspen", re.IGNORECASE),
    ),
)
"""Superlatives that name their own measure, with what a column for it says."""

_MOVEMENTS = tuple(
    (
        way,
        re.compile(
            r"\b(?:(?P<less>smallest|lowest|least|slowest)|biggest|largest|greatest|highest|fastest|steepest|sharpest"
            rf"|worst|best) (?:[\w-]+ ){{0,3}}?(?:{nouns})\b",
            re.IGNORECASE,
        ),
    )
    for way, nouns in ((Way.UP, "growth|growing|increase|rise"), (Way.DOWN, "fall|drop|decrease|reduction|decline"))
)
"""Nouns that say which way what is ranked moved, with whether the least of it is meant."""

_TITLED = 0.3
"""How much of a column's label a claim has to say when it says the table's title."""
_SHARED = re.compile(r"\b(?:share|proportion|percentage|per ?cent|rate|level)\b|%", re.IGNORECASE)
_PACE = frozenset({"respons", "respond", "arriv", "reach", "time", "attend"})

_KINDS = frozenset(
    {"district", "site", "region", "ward", "divis", "depart", "team", "servic", "categori", "area", "member", "place"}
)

_COMPARATORS = {
    Bound.ABOVE: Comparator.ABOVE,
    Bound.AT_LEAST: Comparator.AT_LEAST,
    Bound.BELOW: Comparator.BELOW,
    Bound.AT_MOST: Comparator.AT_MOST,
}


class SetChecker:
    """Tests what a claim says of sets."""

    def __init__(self, subject: Subject, times: Times) -> None:
        """``subject`` is what the claim is about, ``times`` when."""
        self.claim = subject.claim
        self.subject = subject
        self.times = times

    def rank(self) -> TableCheck | None:
        """A superlative: the winner of the ranking held against the member that the claim names.

        Raises MissingValue where a figure that the report withholds decides.
        """
        claim = self.claim
        order, quick = claim.order, _QUICK.search(claim.text)
        assert order is not None
        cues = []
        moving = bool(claim.bases or claim.relatives)
        noun = next(((way, m) for way, words in _MOVEMENTS if (m := words.search(claim.text))), None)
        moved, less = claim.moved, claim.moved_less
        if moved is None and noun is not None:
            moved, less = noun[0], noun[1]["less"] is not None
            order = Order.LEAST if less else Order.MOST
        if moved is Way.DOWN and less:
            cues.append(Cue.RISE)  # what fell least is highest of all changes
            order = Order.MOST
        elif moved is not None:
            cues.append(Cue.RISE if moved is Way.UP else Cue.FALL)
        elif claim.way in {Way.BETTER, Way.WORSE} and re.search(r"improv|worsen|deteriorat", claim.text, re.IGNORECASE):
            cues.append(Cue.IMPROVE if claim.way is Way.BETTER else Cue.WORSEN)
        elif moving and claim.way in {Way.UP, Way.DOWN}:
            cues.append(Cue.RISE if claim.way is Way.UP else Cue.FALL)
        if quick:
            order = Order.LEAST if quick["fast"] else Order.MOST
        if far := _FAR.search(claim.text):
            order = Order.LEAST if far["short"] else Order.MOST
        spent = [c for c, words in ((Cue.OVER, OVER), (Cue.UNDER, UNDER)) if words.search(claim.text)]
        cues += spent
        cues += [c for c in (Cue.PERCENT, Cue.MONEY, Cue.POINTS, Cue.COUNT_OF) if claim.subject.has(c)]
        question = with_cues(claim.subject, *cues, order=order)
        measure = next((pattern for words, pattern in _MEASURES if words.search(claim.text)), None)
        behind = _FAR.search(claim.text)
        found: list[tuple[float, Sheet, Reading, int]] = []
        for sheet in self.subject.sheets(question):
            named = self._members(sheet)
            for reading in readings.rankings(sheet, self.subject.scope.glossary) if named else ():
                column = sheet.grid.columns[reading.columns[0]]
                if quick and (column.unit is None or column.unit.kind is not UnitKind.DURATION):
                    continue
                if moved is not None and column.kind is not ColumnKind.CHANGE and not reading.plan.baseline:
                    continue
                if measure is not None and not measure.search(" ".join(column.path)):
                    continue
                if behind and (
                    column.kind is not ColumnKind.CHANGE or not self.times.variance(sheet, reading.columns[0])
                ):
                    continue
                if spent and not self._from_plan(sheet, reading):
                    continue
                if not reading.plan.baseline and not self.times.level(sheet, reading):
                    continue
                if reading.plan.baseline and not spent and not self.times.pair(sheet, reading):
                    continue
                of_sections = self._of_sections(sheet, reading)
                reading = self._without_totals(reading)
                for member, covers in named:
                    if member in of_sections.rows and member not in reading.rows:
                        reading = of_sections
                    if member not in reading.rows:
                        continue
                    reading = self._of_its_kind(reading, member)
                    own = merge(
                        covers, *(sheet.columns[c].covers for c in reading.columns[:2]), self._kind_words(sheet)
                    )
                    if self.subject.accepts(sheet, merge(own, self._shared_parents(sheet, reading.rows)), names=False):
                        found.append(
                            (
                                reading.score
                                + sheet.worth(merge(reading.covers, covers))
                                - sheet.worth(reading.covers),
                                sheet,
                                reading,
                                member,
                            )
                        )
        if not found:
            return None
        found.sort(key=lambda f: (-round(f[0], 6), f[1].entry.index, f[2].rows, f[2].columns))
        score, sheet, reading, member = found[0]
        if claim.each_time:
            return self._rank_each_time(question, sheet, reading, member, score)
        if moved is not None and less:
            reading = self._moving(reading, moved, member)
        check = self._ranked(question, sheet, reading, member, score)
        if check is None or moved is None or check.member is None:
            return check
        value = check.member[1].values[0].quantity
        went = value is not None and agrees(moved, value.value, 1)
        return check if went else replace(check, verdict=Verdict.CONTRADICTED)

    def _ranked(
        self, question: Question, sheet: Sheet, reading: Reading, member: int, score: float
    ) -> TableCheck | None:
        result = self.subject.run(reading.plan)
        if result is None:
            return None
        winners = {sheet.entry.row_index[v.sources[-1].row] for v in result.values}
        own = sheet.entry.cell(member, reading.columns[0])
        if any(overtaking(result)) if member in winners else own is None or own.quantity is None:
            raise MissingValue("a figure that the report withholds decides which comes first")
        return TableCheck(
            verdict=Verdict.SUPPORTED if member in winners else Verdict.CONTRADICTED,
            fit=score,
            said=1.0,
            full=True,
            question=question,
            reading=reading,
            result=result,
            member=self._of_member(reading, own),
        )

    def _from_plan(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether what is ranked is how far the outcome lay from what was planned, at the claim's time."""
        if reading.plan.baseline:
            now, base = reading.columns[:2]
            period = sheet.grid.columns[now].period
            return column_role(sheet, base) is ColumnRole.PLANNED and (
                period is None or not self.claim.periods or sheet.period_fit(period) > -0.3
            )
        return sheet.grid.columns[reading.columns[0]].kind is ColumnKind.CHANGE and self.times.variance(
            sheet, reading.columns[0]
        )

    def peak(self) -> TableCheck | None:
        """A superlative over time: the period that the claim names held against the others of its series."""
        claim = self.claim
        if len(claim.periods) != 1 or claim.order is None or claim.bases:
            return None
        named = claim.periods[0]
        question = replace(with_cues(claim.subject, Cue.TREND, order=claim.order), periods=())
        share = _SHARED.search(claim.text)

        def prior(value: Quantity) -> float:
            return -0.4 if not share and value.unit.kind in {UnitKind.PERCENT, UnitKind.POINTS} else 0.0

        for candidate in self.subject.candidates(question, series, prior):
            cells = [
                o
                for o in candidate.result.operands
                if o.quantity is not None and o.period is not None and o.period.months == named.months
            ]
            own = [o for o in cells if o.period is not None and o.period.same_span(named)]
            if (
                len(own) != 1
                or len(cells) < 3
                or candidate.said < (_TITLED if candidate.sheet.title_recall > SURE else SURE)
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
            return TableCheck(
                verdict=Verdict.SUPPORTED if won else Verdict.CONTRADICTED,
                fit=candidate.score,
                said=candidate.said,
                full=True,
                question=question,
                reading=replace(reading, plan=plan),
                result=result,
                member=self._of_member(replace(reading, plan=plan), own[0]),
            )
        return None

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
            if len(cells) < 3 or candidate.said < _TITLED:
                continue
            polarity = self.subject.polarity(candidate.sheet, candidate.reading) or 1
            steps = [to_base(b.quantity) - to_base(a.quantity) for a, b in pairwise(cells) if a.quantity and b.quantity]
            right = all(agrees(way, step, polarity) for step in steps) != self.claim.negated
            return TableCheck(
                verdict=Verdict.SUPPORTED if right else Verdict.CONTRADICTED,
                fit=candidate.score,
                said=candidate.said,
                full=True,
                question=question,
                reading=candidate.reading,
                result=candidate.result,
            )
        return None

    def _without_totals(self, reading: Reading) -> Reading:
        """The ranking without rows that stand for all."""
        rows = reading.entry.frame.rows
        kept = [i for i, r in enumerate(reading.rows) if not (rows[r].path and _WHOLE.search(rows[r].path[-1]))]
        if len(kept) in {0, len(reading.rows)} or len(reading.rows) != len(reading.plan.operands):
            return reading
        plan = replace(
            reading.plan,
            operands=tuple(reading.plan.operands[i] for i in kept),
            baseline=tuple(reading.plan.baseline[i] for i in kept) if reading.plan.baseline else (),
        )
        return replace(reading, plan=plan, rows=tuple(reading.rows[i] for i in kept))

    def _moving(self, reading: Reading, way: Way, member: int) -> Reading:
        """The ranking of those that moved this way, and of the member: what rose had not the smallest fall."""
        plan = reading.plan
        if len(reading.rows) != len(plan.operands):
            return reading
        kept = []
        for i, row in enumerate(reading.rows):
            one = Plan(operation=Operation.LOOKUP, operands=(plan.operands[i],))
            if plan.baseline:
                one = replace(one, operation=Operation.DIFFERENCE, baseline=(plan.baseline[i],))
            result = self.subject.run(one)
            value = result.values[0].quantity if result and result.values else None
            if row == member or value is None or agrees(way, value.value, 1):
                kept.append(i)
        plan = replace(
            plan,
            operands=tuple(plan.operands[i] for i in kept),
            baseline=tuple(plan.baseline[i] for i in kept) if plan.baseline else (),
        )
        return replace(reading, plan=plan, rows=tuple(reading.rows[i] for i in kept))

    def _of_sections(self, sheet: Sheet, reading: Reading) -> Reading:
        """The ranking of the totals of a table's sections, where it has some: they are peers, as their rows are not."""
        grid, columns = sheet.grid, reading.columns[:2]
        sections = {frozenset(label_stems(r.path[-1])) for r in grid.rows if r.kind is RowKind.SECTION and r.path}
        rows = tuple(
            i
            for i, r in enumerate(grid.rows)
            if r.kind is RowKind.TOTAL
            and r.path
            and frozenset(label_stems(_WHOLE.sub(" ", r.path[-1]))) in sections
            and all((c := sheet.entry.cell(i, column)) is not None and c.quantity is not None for column in columns)
        )
        operands = tuple(sheet.entry.ref(i, columns[0]) for i in rows)
        baseline = tuple(sheet.entry.ref(i, columns[-1]) for i in rows) if reading.plan.baseline else ()
        return replace(reading, plan=replace(reading.plan, operands=operands, baseline=baseline), rows=rows)

    def _of_its_kind(self, reading: Reading, member: int) -> Reading:
        """The ranking of the rows under the member's own heading, where the claim names it ("any other age group")."""
        rows = reading.entry.frame.rows
        kinds = {t.stem for t in tokens(self.claim.whole)}
        path = rows[member].path
        if len(path) < 2 or not set(label_stems(path[-2])) & kinds or len(reading.rows) != len(reading.plan.operands):
            return reading
        kept = [i for i, r in enumerate(reading.rows) if rows[r].path[:-1] == path[:-1]]
        plan = replace(
            reading.plan,
            operands=tuple(reading.plan.operands[i] for i in kept),
            baseline=tuple(reading.plan.baseline[i] for i in kept) if reading.plan.baseline else (),
        )
        return replace(reading, plan=plan, rows=tuple(reading.rows[i] for i in kept))

    def _of_member(self, reading: Reading, cell: Observation | None) -> tuple[Reading, Result] | None:
        """What the named member itself has in the figures that were ranked."""
        if cell is None:
            return None
        places = [i for i, ref in enumerate(reading.plan.operands) if (ref.row, ref.column) == (cell.row, cell.column)]
        if not places:
            return None
        operands = (reading.plan.operands[places[0]],)
        baseline = (reading.plan.baseline[places[0]],) if reading.plan.baseline else ()
        operation = Operation.DIFFERENCE if baseline else Operation.LOOKUP
        base = next((i for i, row in enumerate(reading.entry.frame.rows) if row.kind is RowKind.BASE), None)
        if base is not None and reading.entry.frame.columns[reading.columns[0]].kind is ColumnKind.GAP:
            operation, baseline = Operation.LEVEL, (reading.entry.ref(base, reading.columns[0]),)
        plan = Plan(operation=operation, operands=operands, baseline=baseline)
        result = self.subject.run(plan)
        return (
            (replace(reading, plan=plan, rows=(reading.entry.row_index[cell.row],)), result)
            if result is not None
            else None
        )

    def _rank_each_time(
        self, question: Question, sheet: Sheet, reading: Reading, member: int, score: float
    ) -> TableCheck | None:
        """First in every one of the periods; the first period in which it is not contradicts."""
        last: TableCheck | None = None
        rows = self._subset(sheet, reading.rows)
        for column in self._times(sheet):
            operands = tuple(sheet.entry.ref(r, column) for r in with_withheld(sheet, rows, column))
            if not operands or member not in rows:
                return None
            plan = replace(reading.plan, operands=operands, baseline=())
            last = self._ranked(
                question, sheet, replace(reading, plan=plan, rows=rows, columns=(column,)), member, score
            )
            if last is None or last.verdict is Verdict.CONTRADICTED:
                return last
        return last

    def _subset(self, sheet: Sheet, rows: tuple[int, ...]) -> tuple[int, ...]:
        """The rows under the parents that the claim names, where it names some."""
        kept = []
        for row in rows:
            labels = sheet.entry.rows[row][:-1]
            if any((m := self.subject.linked.matches.get(label)) is not None and m.recall >= 0.5 for label in labels):
                kept.append(row)
        return tuple(kept) or rows

    def _shared_parents(self, sheet: Sheet, rows: tuple[int, ...]) -> dict[int, float]:
        labels = {label for row in rows for label in sheet.entry.rows[row][:-1]}
        return merge(
            *(
                m.covers
                for label in labels
                if (m := self.subject.linked.matches.get(label)) is not None and m.recall >= 0.5
            )
        )

    def _times(self, sheet: Sheet) -> list[int]:
        """The level columns that are periods within those that the claim names, or all of them."""
        columns = sheet.grid.columns
        timed = [i for i, c in enumerate(columns) if c.kind is ColumnKind.LEVEL and c.period is not None]
        shortest = min((c.months for i in timed if (c := columns[i].period) is not None), default=0)
        named = self.claim.periods
        return [
            i
            for i in timed
            if (p := columns[i].period) is not None
            and p.months == shortest
            and (not named or any(n.contains(p) for n in named))
        ]

    def _members(self, sheet: Sheet) -> list[tuple[int, dict[int, float]]]:
        """The rows that the claim names in full, with the words that name them."""
        found = []
        for side in sheet.rows:
            row = sheet.grid.rows[side.index]
            labels = sheet.entry.rows[side.index]
            if not labels or row.period is not None or row.kind not in {RowKind.DATA, RowKind.TOTAL}:
                continue  # a period is no member: what is said of it is said of its time
            match = self.subject.linked.matches.get(labels[-1])
            if match is not None and match.recall >= 0.6 and side.index not in sheet.set_aside:
                found.append((side.index, match.covers))
        most = max((len(c) for _, c in found), default=0)
        return [f for f in found if len(f[1]) == most]

    def _kind_words(self, sheet: Sheet) -> dict[int, float]:
        """The kind of thing that a superlative ranges over ("of any site") is explained by the member being one."""
        whole = {t.stem for t in tokens(self.claim.whole)}
        if _QUICK.search(self.claim.text):
            whole |= _PACE
        return merge(
            {n.index: 1.0 for n in self.subject.linked.needs if n.token.stem in whole or n.token.stem in _KINDS},
            sheet.dimension,
        )

    def compare(self) -> TableCheck | None:
        """Two things set against each other."""
        way = self.claim.way
        if way is None:
            return None
        question = with_cues(self.claim.subject, Cue.COMPARE, Cue.DIFFERENCE)
        spent = SPENT_THAN.search(self.claim.text) is not None
        moved, moved_less = self.claim.moved, self.claim.moved_less
        if moved is not None:
            question = with_cues(self.claim.subject, Cue.COMPARE, Cue.RISE if moved is Way.UP else Cue.FALL)
            way = Way.DOWN if (moved is Way.DOWN) != moved_less else Way.UP

        def build(sheet: Sheet) -> Iterator[Reading]:
            for reading in readings.comparisons(sheet):
                kinds = {sheet.grid.columns[c].kind for c in reading.columns}
                wanted = {ColumnKind.CHANGE} if spent or moved else {ColumnKind.LEVEL, ColumnKind.GAP}
                in_time = self.times.change if moved else self.times.level
                if kinds <= wanted and in_time(sheet, reading):
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
                right = all(agrees(way, moved, polarity) for moved in self._each_time(candidate))
            return TableCheck(
                verdict=Verdict.SUPPORTED if right else Verdict.CONTRADICTED,
                fit=candidate.score,
                said=candidate.said,
                full=candidate.full,
                question=question,
                reading=candidate.reading,
                result=candidate.result,
            )
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
        sheet = candidate.sheet
        moved = []
        for column in self._times(sheet):
            a, b = (sheet.entry.cell(r, column) for r in candidate.reading.rows)
            if a is None or b is None or a.quantity is None or b.quantity is None:
                continue
            if compatible(a.quantity.unit, b.quantity.unit):
                moved.append(to_base(a.quantity) - to_base(b.quantity))
        return moved or [Decimal(0)]

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
                    self._kind_words(sheet),
                    self._shared_parents(sheet, reading.rows),
                )
                if self.times.level(sheet, reading) and self.subject.accepts(sheet, own):
                    found.append((reading.score, sheet, reading))
        if not found:
            return None
        found.sort(key=lambda f: (-round(f[0], 6), f[1].entry.index, f[2].rows, f[2].columns))
        score, sheet, reading = found[0]
        conditions = reading.plan.conditions
        if claim.how_many is not None and claim.how_many != len(reading.rows):
            return None  # which of them are meant, the table does not tell
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
            said=1.0,
            full=True,
            question=question,
            reading=replace(reading, plan=result.plan),
            result=result,
        )

    def date(self) -> TableCheck | None:
        """A date in a text column."""
        question = replace(with_cues(self.claim.subject, Cue.WHEN), periods=())
        claimed = self.claim.periods[-1]
        best: TableCheck | None = None
        for sheet in self.subject.sheets(question):
            for reading in cells(sheet, ColumnKind.TEXT):
                result = self.subject.run(reading.plan)
                if result is None or not self.subject.accepts(sheet, self.subject.own(sheet, reading)):
                    continue
                cell = result.operands[0]
                period = parse_period(cell.printed)
                place = column_role(sheet, reading.columns[0])
                if (
                    period is None
                    or cell.quantity is not None
                    or (
                        place in {ColumnRole.OPENING, ColumnRole.PLANNED} and not _FIRST_PLANNED.search(self.claim.text)
                    )
                ):
                    continue
                right = period.same_span(claimed)
                said = self.subject.said(sheet, reading)
                check = TableCheck(
                    verdict=Verdict.SUPPORTED if right else Verdict.CONTRADICTED,
                    fit=reading.score,
                    said=said,
                    full=said >= FULLY,
                    question=question,
                    reading=reading,
                    result=result,
                )
                if right and said >= 0.3:
                    return check
                if best is None and said >= SURE:
                    best = check
        return best


_INVERSE = {
    Test.ABOVE: Test.AT_MOST,
    Test.AT_LEAST: Test.BELOW,
    Test.BELOW: Test.AT_LEAST,
    Test.AT_MOST: Test.ABOVE,
}
"""What holds of those of which a test does not."""

"""Testing a claim against tables: the readings of its subject, carried out and held against what it asserts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from assistant import readings
from assistant.answer import Verdict
from assistant.claim import BALANCE, PLANNED, Amount, Claim, Kind, Role, Way, clause_of
from assistant.linking import Linked, Need
from assistant.cues import Comparator, Cue, Order, Relative
from assistant.question import Question, Span, Threshold, read_question
from assistant.readings import Reading
from assistant.sheet import SOLID, Sheet, merge
from assistant.scope import Scope
from assistant.sheet import Role as ColumnRole
from assistant.sheet import role
from assistant.vague import NARROW, Bound, holds, precision
from assistant.words import label_stems, tokens
from structured.engine import Result, run
from structured.errors import StructuredError
from structured.observations import ColumnKind, Observation, RowKind
from structured.periods import Period, find_periods, parse_period
from structured.plan import Condition, Operation, Plan, Test
from structured.units import PERCENT, Quantity, UnitKind, to_base

_CLOSE, _CLOSER = 0.12, 0.03
"""Readings that score less than this below the best are read as meant too; the closer where a claim is easily borne out."""
_LEFT_OVER = 0.2
_FULLY = 0.8
_SURE = 0.5
"""How much of a row's label a claim has to say, before the row can contradict it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCheck:
    """What one reading over a table says of one assertion.

    ``fit`` is the reading's score, ``said`` how much of the labels that it hangs on the claim says, ``full`` whether it says them as good as all; ``member`` is what the
    row that a superlative names has, where another one is shown.
    """

    verdict: Verdict
    fit: float
    said: float
    full: bool
    question: Question
    reading: Reading
    result: Result
    member: tuple[Reading, Result] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    sheet: Sheet
    reading: Reading
    result: Result
    score: float
    said: float
    full: bool

    @property
    def value(self) -> Quantity | None:
        return self.result.values[0].quantity if self.result.values else None


def with_cues(question: Question, *cues: Cue, order: Order | None = None) -> Question:
    """The question with these cues for what is asked: what the readings are to be built for."""
    kept = tuple(span for span in question.cues if span.cue in _ROLES)
    return replace(question, cues=(*(Span(cue=c, start=0, end=0) for c in cues), *kept), order=order, limit=1, place=1)


_ROLES = frozenset({Cue.PLANNED, Cue.CLOSING, Cue.EARLIEST, Cue.TOTAL})
"""Cues that say which column is meant, not what is asked of it."""


class TableChecker:
    """Tests one claim against the tables of a scope. ``associated`` tells whether the reports use a word of what other words name."""

    def __init__(
        self, claim: Claim, linked: Linked, scope: Scope, associated: Callable[[Need, str, dict[int, float]], bool]
    ) -> None:
        """``linked`` are the words of the claim's subject."""
        self.claim = claim
        self.linked = linked
        self.scope = scope
        self._associated = associated

    # -- the sheets ---------------------------------------------------------------------------------------------------

    def sheets(self, question: Question) -> list[Sheet]:
        """The tables that could explain the subject, with the question's matches laid on them."""
        linker = self.scope.linker

        def said(words: frozenset[str]) -> dict[int, float]:
            return linker.cover(self.linked, words)

        scored = []
        halves = self._halves()
        for entry in linker.catalogue.entries:
            sheet = Sheet(entry, question, self.linked, said)
            sheet.halves = halves
            covers = merge(sheet.context, *(s.covers for s in sheet.rows), *(s.covers for s in sheet.columns))
            scored.append((sheet.worth(covers), sheet))
        best = max((w for w, _ in scored), default=0.0)
        kept = [(w, s) for w, s in scored if w >= max(0.3, best - 0.4)]
        kept.sort(key=lambda f: (-f[0], f[1].entry.index))
        return [s for _, s in kept[:24]]

    def _halves(self) -> tuple[tuple[Linked, Linked], ...]:
        """The words of either side of a comparison, linked apart."""
        if self.claim.sides is None:
            return ()
        stems = [set(label_stems(side)) for side in self.claim.sides]
        parts = []
        for k in (0, 1):
            own = [n for n in self.linked.needs if n.token.stem in stems[k] and n.token.stem not in stems[1 - k]]
            parts.append(self.scope.linker.link(tuple(replace(n, index=i) for i, n in enumerate(own))))
        return ((parts[0], parts[1]),) if all(p.needs for p in parts) else ()

    def _firm(self, sheet: Sheet, own: dict[int, float], *, names: bool = True) -> dict[int, float]:
        """What the cell's labels, the table's titles and notes and the reports' running names explain; prose beside it does not."""
        covers = dict(own)
        for label, factor in sheet.entry.context:
            if match := self.linked.matches.get(label):
                covers = merge(covers, {i: s * factor for i, s in match.covers.items()})
        return merge(covers, {i: s * 0.6 for i, s in self.linked.names.items()}) if names else covers

    def _titles(self, sheet: Sheet) -> dict[int, float]:
        """What the table's own title and caption and its column labels explain: the words for what it measures."""
        labels = [label for label, factor in sheet.entry.context if factor >= 0.8][: 2 if sheet.grid.title else 1]
        found = [m.covers for label in labels if (m := self.linked.matches.get(label))]
        return merge(*found, *(c.covers for c in sheet.columns))

    def accepts(self, sheet: Sheet, own: dict[int, float], *, names: bool = True) -> bool:
        """Whether these labels explain the subject: every name and number, and all but a little of the rest."""
        covers = self._firm(sheet, own, names=names)
        titles = self._titles(sheet)
        known = sheet.title_recall >= 0.5
        left = [
            n
            for n in sheet.unexplained(covers)
            if not ((known or n.weight <= 0.4) and self._associated(n, sheet.grid.document_id, titles))
        ]
        if any(n.strict for n in left):
            return False
        total = sum(n.weight for n in self.linked.needs if n.required)
        stems = {s for i in own for s in self.linked.needs[i].variants}
        weights = [n.weight * (0.3 if _kin(n, stems | self._label_stems(sheet)) else 1.0) for n in left]
        return sum(weights) <= _LEFT_OVER * total and not any(w >= 0.45 for w in weights)

    def _label_stems(self, sheet: Sheet) -> frozenset[str]:
        labels = self.scope.catalogue.labels
        return frozenset(s for row in sheet.entry.rows for label in row for s in labels[label].stems)

    def _own(self, sheet: Sheet, reading: Reading) -> dict[int, float]:
        """What the labels of the reading's rows and columns explain."""
        rows = reading.rows if len(reading.rows) <= 2 else ()
        columns = reading.columns if len(reading.columns) <= 2 else ()
        return merge(*(sheet.rows[r].covers for r in rows), *(sheet.columns[c].covers for c in columns))

    def _leaf(self, sheet: Sheet, reading: Reading) -> dict[int, float]:
        """What the innermost labels of the reading's rows and its columns explain."""
        labels = [sheet.entry.rows[r][-1] for r in reading.rows[:2] if sheet.entry.rows[r]]
        found = [m.covers for label in labels if (m := self.linked.matches.get(label))]
        return merge(*found, *(sheet.columns[c].covers for c in reading.columns[:2]))

    def _said(self, sheet: Sheet, reading: Reading) -> float:
        """How much of the labels that a reading hangs on the claim says: the rows', or for rows without one the columns'."""
        found = []
        for index in reading.rows[:1]:
            side = sheet.rows[index]
            row = sheet.grid.rows[index]
            if (
                row.period is not None
                or row.kind is RowKind.BASE
                or not row.path
                or (_JUST_WHOLE.match(row.path[-1]) and side.recall < _SURE)
            ):
                found.append(
                    0.6 * max((sheet.columns[c].recall for c in reading.columns), default=0.0)
                    + 0.4 * sheet.title_recall
                )
            else:
                recalls = [m.recall for label in sheet.entry.rows[index] if (m := self.linked.matches.get(label))]
                found.append(max([side.recall, *recalls]))
        return min(found, default=0.0)

    def _in_full(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether the claim names the row, or for a row without a name the column and the table, as good as in full."""
        row = sheet.grid.rows[reading.rows[0]]
        said = self._said(sheet, reading)
        if row.period is not None or row.kind is RowKind.BASE or not row.path:
            said = max((sheet.columns[c].recall for c in reading.columns), default=0.0) * sheet.title_recall
        return said >= _FULLY

    def _candidates(
        self,
        question: Question,
        build: Callable[[Sheet], Iterable[Reading]],
        prior: Callable[[Quantity], float] | None = None,
    ) -> list[_Candidate]:
        """The acceptable readings carried out, best first."""
        found: list[_Candidate] = []
        for sheet in self.sheets(question):
            for reading in build(sheet):
                if not self.accepts(sheet, self._own(sheet, reading)):
                    continue
                result = self._run(reading.plan)
                if result is None or not result.values or result.values[0].quantity is None:
                    continue
                extra = prior(result.values[0].quantity) if prior else 0.0
                found.append(
                    _Candidate(
                        sheet=sheet,
                        reading=reading,
                        result=result,
                        score=reading.score + extra,
                        said=self._said(sheet, reading),
                        full=self._in_full(sheet, reading),
                    )
                )
        found.sort(key=lambda c: (-round(c.score, 6), c.reading.entry.index, c.reading.rows, c.reading.columns))
        return found

    def _run(self, plan: Plan) -> Result | None:
        try:
            return run(plan, self.scope.catalogue.observation)
        except StructuredError:
            return None

    # -- the checks ---------------------------------------------------------------------------------------------------

    def check(self, amount: Amount | None) -> TableCheck | None:
        """What the tables say of one amount of the claim, or of the claim as a whole when it states none."""
        claim = self.claim
        if claim.kind is Kind.RANK:
            return self.rank()
        if claim.kind is Kind.EVERY:
            return self.every(amount)
        if claim.kind is Kind.DATE:
            return self.date()
        if claim.kind is Kind.BALANCE and amount is None:
            return self.balance()
        if claim.kind is Kind.COMPARE and amount is None:
            return self.compare()
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
        planned = len(self.claim.amounts) < 2 or PLANNED.search(clause_of(self.claim.text, amount)) is not None

        def build(sheet: Sheet) -> Iterator[Reading]:
            for reading in self._cells(sheet, ColumnKind.LEVEL, ColumnKind.GAP):
                if (planned or column_role(sheet, reading.columns[0]) is not ColumnRole.PLANNED) and self._level_period(
                    sheet, reading
                ):
                    yield reading
            if kind is UnitKind.PERCENT and of:
                yield from (
                    r
                    for r in readings.shares(sheet)
                    if self._level_period(sheet, r) and sheet.rows[r.rows[0]].recall >= 0.6
                )
                yield from self._column_shares(sheet)

        return self._judged(question, build, amount, None)

    def _level_period(self, sheet: Sheet, reading: Reading) -> bool:
        if not (self.claim.periods or self.claim.bases):
            return True
        if any(p.months == 3 for p in self.claim.periods) and not _TO_DATE.search(self.claim.text):
            if any(_TO_DATE.search(" ".join(sheet.grid.columns[c].path)) for c in reading.columns):
                return False
        cells = [self.scope.catalogue.observation(ref) for ref in reading.plan.operands]
        return all(sheet.period_fit(c.period) > -0.3 for c in cells if c.period is not None)

    def _cells(self, sheet: Sheet, *kinds: ColumnKind) -> Iterator[Reading]:
        """The cells of the rows that the claim names, as printed; for a gap the level that it implies."""
        base = next((i for i, row in enumerate(sheet.grid.rows) if row.kind is RowKind.BASE), None)
        for row in sheet.best_rows[:10]:
            for column in sheet.columns:
                cell = sheet.entry.cell(row.index, column.index)
                kind = sheet.grid.columns[column.index].kind
                if kind not in kinds or cell is None or not cell.printed:
                    continue
                plan = Plan(operation=Operation.LOOKUP, operands=(sheet.entry.ref(row.index, column.index),))
                if kind is ColumnKind.GAP and base is not None and row.index != base and not sheet.wants_gap:
                    plan = replace(plan, operation=Operation.LEVEL, baseline=(sheet.entry.ref(base, column.index),))
                fit = row.fit + column.fit
                if sheet.grid.columns[column.index].unit is None and cell.quantity is not None:
                    fit += sheet.value_fit(cell.quantity.unit.kind)
                yield self._reading(sheet, plan, (row.index,), (column.index,), fit=fit)

    def _column_shares(self, sheet: Sheet) -> Iterator[Reading]:
        """One column as a part of another in the same row: what was received out of what was asked for."""
        columns = [s for s in sheet.columns if s.covers and sheet.grid.columns[s.index].kind is ColumnKind.LEVEL]
        for row in sheet.best_rows[:4]:
            for whole, part in (
                (a, b) for a in columns for b in columns if a.index != b.index and set(b.covers) - set(a.covers)
            ):
                plan = Plan(
                    operation=Operation.SHARE,
                    operands=(sheet.entry.ref(row.index, part.index),),
                    baseline=(sheet.entry.ref(row.index, whole.index),),
                )
                result = self._run(plan)
                share = result.values[0].quantity if result else None
                if share is None or not 0 <= share.value <= 100:
                    continue
                yield self._reading(
                    sheet,
                    plan,
                    (row.index,),
                    (part.index, whole.index),
                    fit=row.fit + (0.1 if sheet.grid.rows[row.index].kind is RowKind.TOTAL else 0.0),
                )

    def _reading(
        self, sheet: Sheet, plan: Plan, rows: tuple[int, ...], columns: tuple[int, ...], *, fit: float
    ) -> Reading:
        own = merge(*(sheet.rows[r].covers for r in rows), *(sheet.columns[c].covers for c in columns))
        covers = merge(own, sheet.context)
        recall = sheet.rows[rows[0]].recall
        return Reading(
            plan=plan,
            entry=sheet.entry,
            covers=covers,
            unexplained=sheet.unexplained(covers),
            score=sheet.worth(covers)
            + 0.22 * recall
            + 0.1 * sum(sheet.columns[c].recall for c in columns) / len(columns)
            + 0.15 * sheet.title_recall
            + fit,
            rows=rows,
            columns=columns,
        )

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
                if self._pair_period(sheet, reading):
                    yield reading
            yield from self._period_pairs(sheet, relative=Cue.PERCENT_CHANGE in cues)
            yield from (r for r in self._cells(sheet, ColumnKind.CHANGE) if self._change_period(sheet, r))

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
            for reading in (*readings.changes(sheet), *self._period_pairs(sheet, relative=False)):
                if self._pair_period(sheet, reading):
                    yield replace(reading, plan=Plan(operation=Operation.LOOKUP, operands=reading.plan.baseline))

        return self._judged(question, build, replace(amount, role=Role.LEVEL), None)

    def _period_pairs(self, sheet: Sheet, *, relative: bool) -> Iterator[Reading]:
        """Two columns of one name and two times, in whatever order they are printed."""
        columns = sheet.grid.columns
        level = [i for i, c in enumerate(columns) if c.kind is ColumnKind.LEVEL and c.period is not None]
        operation = Operation.PERCENT_CHANGE if relative else Operation.DIFFERENCE
        for first, second in combinations(level, 2):
            a, b = columns[first].period, columns[second].period
            assert a is not None and b is not None
            old, new = (first, second) if a < b else (second, first)
            if (
                a.same_span(b)
                or a.kind is not b.kind
                or _nameless(columns[first].path) != _nameless(columns[second].path)
            ):
                continue
            if column_role(sheet, old) is ColumnRole.PLANNED:
                continue
            for row in sheet.best_rows[:6]:
                plan = Plan(
                    operation=operation,
                    operands=(sheet.entry.ref(row.index, new),),
                    baseline=(sheet.entry.ref(row.index, old),),
                )
                if any(sheet.entry.cell(row.index, c) is None for c in (old, new)):
                    continue
                reading = self._reading(
                    sheet,
                    plan,
                    (row.index,),
                    (new, old),
                    fit=row.fit + (0.06 if column_role(sheet, new) is ColumnRole.ACTUAL else 0.0),
                )
                if self._pair_period(sheet, reading):
                    yield reading

    def _bases(self, sheet: Sheet) -> list[Period]:
        """The earlier periods that the claim may measure its change from; empty where it does not say."""
        claim = self.claim
        if claim.bases:
            return list(claim.bases)
        latest = sheet.latest or sheet.reference
        found = []
        for relative in claim.relatives:
            if latest is not None and relative is Relative.PREVIOUS:
                found.append(latest.previous())
            if latest is not None and relative is Relative.YEAR_BEFORE:
                found.append(latest.year_before())
        for period in claim.periods:
            if period.months >= 12:
                found += [period.previous()]
                if latest is not None and period.ends_with(latest):
                    found.append(latest.year_before())
        return found

    def _change_period(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether a printed change is measured from where the claim measures it from, as far as its label says."""
        column = sheet.grid.columns[reading.columns[0]]
        label = " ".join(column.path)
        bases = self._bases(sheet)
        if (
            column.period is not None
            and self.claim.periods
            and not any(_meets(column.period, p) for p in (*self.claim.periods, *self.claim.bases))
        ):
            return False
        named = [m.period for m in find_periods(label) if isinstance(m.period, Period)]
        named = [p for p in named if column.period is None or not p.same_span(column.period)] or named
        if bases and named:
            return any(p.same_span(b) or p.ends_with(b) for p in named for b in bases)
        mine = set(self.claim.relatives) & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
        theirs = {r for r, _, _ in read_question(label).relatives} & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
        return not mine or not theirs or bool(mine & theirs)

    def _pair_period(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether the two cells of a change are of two times, and of those that the claim speaks of."""
        first, second = (
            self.scope.catalogue.observation(reading.plan.baseline[0]),
            self.scope.catalogue.observation(reading.plan.operands[0]),
        )
        old, new = first.period, second.period
        if old is None or new is None or old.same_span(new):
            ends = tuple(column_role(sheet, c) for c in reversed(reading.columns[:2]))
            if ends == (ColumnRole.OPENING, ColumnRole.CLOSING):
                return (
                    not self.claim.periods
                    or new is None
                    or any(new.same_span(p) or p.contains(new) for p in self.claim.periods)
                )
            return not (len(reading.columns) == 2 or old is None or new is None)
        bases = self._bases(sheet)
        if bases and not any(old.same_span(b) or (old.ends_with(b) and old.months <= b.months) for b in bases):
            return False
        return not self.claim.periods or any(new.same_span(p) or new.ends_with(p) for p in self.claim.periods)

    def plan(self, amount: Amount | None) -> TableCheck | None:
        """A distance from what was planned."""
        claim = self.claim
        way = (amount.way if amount else None) or claim.way
        if claim.met is not None and way not in {Way.UP, Way.DOWN}:
            way = Way.BETTER if claim.met else Way.WORSE
        if claim.met is False:
            way = Way.WORSE
        cues = [Cue.UNDER if way in {Way.DOWN, Way.WORSE} else Cue.OVER, Cue.DIFFERENCE]
        relative = amount is not None and amount.quantity.unit.kind is UnitKind.PERCENT
        question = with_cues(claim.subject, *cues)

        def build(sheet: Sheet) -> Iterator[Reading]:
            yield from self._plan_pairs(sheet, relative=relative)
            paired = {r.rows[0] for r in self._plan_pairs(sheet, relative=relative)}
            yield from (
                r
                for r in self._cells(sheet, ColumnKind.CHANGE)
                if r.rows[0] not in paired and self._is_variance(sheet, r.columns[0])
            )

        return self._judged(question, build, amount, way, planned=True)

    def _plan_pairs(self, sheet: Sheet, *, relative: bool) -> Iterator[Reading]:
        """A column of what was planned with the column of what came about."""
        columns = sheet.grid.columns
        levels = [s for s in sheet.columns if columns[s.index].kind is ColumnKind.LEVEL]
        planned = [s for s in levels if column_role(sheet, s.index) is ColumnRole.PLANNED]
        actual = [
            s
            for s in levels
            if column_role(sheet, s.index) is not ColumnRole.PLANNED
            and (columns[s.index].period is None or sheet.period_fit(columns[s.index].period) > -0.3)
        ]
        if any(column_role(sheet, s.index) is ColumnRole.ACTUAL for s in actual):
            actual = [
                s
                for s in actual
                if column_role(sheet, s.index) is ColumnRole.ACTUAL
                or columns[s.index].period is not None
                and not _OF_WHICH.search(" ".join(columns[s.index].path))
            ]
        operation = Operation.PERCENT_CHANGE if relative else Operation.DIFFERENCE
        for row in sheet.best_rows[:8]:
            for base in planned:
                period = columns[base.index].period
                if period is not None and sheet.period_fit(period) <= -0.3:
                    continue
                heading = columns[base.index].path[:-1]
                for now in [
                    a
                    for a in actual
                    if columns[a.index].path[:-1] == heading or not heading or not columns[a.index].path[:-1]
                ]:
                    cells = [sheet.entry.cell(row.index, c.index) for c in (base, now)]
                    if (
                        any(c is None or c.quantity is None for c in cells)
                        or cells[0].quantity.unit.kind is not cells[1].quantity.unit.kind
                    ):  # type: ignore[union-attr]
                        continue
                    own = columns[now.index].period
                    fit = (
                        row.fit
                        + (0.1 if column_role(sheet, now.index) is ColumnRole.ACTUAL else 0.0)
                        + (0.1 if columns[now.index].path[:-1] == columns[base.index].path[:-1] else 0.0)
                    )
                    fit += 0.1 if own is not None and period is not None and own.same_span(period) else 0.0
                    fit += sheet.period_fit(own) if own is not None else 0.05
                    fit += 0.12 * base.recall + (0.06 if set(base.covers) else 0.0)
                    plan = Plan(
                        operation=operation,
                        operands=(sheet.entry.ref(row.index, now.index),),
                        baseline=(sheet.entry.ref(row.index, base.index),),
                    )
                    yield self._reading(sheet, plan, (row.index,), (now.index, base.index), fit=fit)

    def _is_variance(self, sheet: Sheet, column: int) -> bool:
        label = " ".join(sheet.grid.columns[column].path).lower()
        period = sheet.grid.columns[column].period
        return bool(re.search(r"varia|\bdiffer|\bvs\b|against|over|under|compared|outturn", label)) and (
            period is None or not self.claim.periods or sheet.period_fit(period) > -0.3
        )

    def balance(self) -> TableCheck | None:
        """A surplus or a loss: the sign of a row that is named for both or either."""
        way = self.claim.way
        assert way is not None
        question = with_cues(self.claim.subject, Cue.MONEY)
        found: list[tuple[bool, float, TableCheck]] = []
        for sheet in self.sheets(question):
            for reading in self._cells(sheet, ColumnKind.LEVEL):
                row, column = sheet.grid.rows[reading.rows[0]], reading.columns[0]
                if not row.path or not BALANCE.search(row.path[-1]) or column_role(sheet, column) is ColumnRole.PLANNED:
                    continue
                result = self._run(reading.plan)
                value = result.values[0].quantity if result and result.values else None
                if (
                    result is None
                    or value is None
                    or not self._level_period(sheet, reading)
                    or not self.accepts(sheet, self._own(sheet, reading))
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

    def apart(self, amount: Amount) -> TableCheck | None:
        """A distance from a base (an average) or from another member."""
        question = with_cues(self.claim.subject, Cue.GAP, Cue.DIFFERENCE, Cue.POINTS)

        def build(sheet: Sheet) -> Iterator[Reading]:
            yield from (
                r for r in self._cells(sheet, ColumnKind.GAP) if sheet.grid.rows[r.rows[0]].kind is RowKind.DATA
            )
            for reading in readings.changes(sheet):
                if len(reading.rows) == 2 and sheet.grid.rows[reading.rows[0]].period is None:
                    yield reading

        return self._judged(question, build, amount, amount.way)

    # -- judging ------------------------------------------------------------------------------------------------------

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
        surely = [c for c in self._candidates(question, build, prior) if c.said >= (0.2 if telling else 0.4)]
        judged = [(c, v) for c in surely if (v := self._verdict(c, amount, way, planned=planned)) is not None]
        kept = self._undominated([(c, v) for c, v in judged if c.score >= judged[0][0].score - _CLOSE])
        near = [(c, v) for c, v in kept if c.score >= kept[0][0].score - close]
        if not near:
            return None
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
        if (
            verdict is Verdict.CONTRADICTED
            and amount is not None
            and amount.role is Role.LEVEL
            and not of_one_size(amount, candidate.value)
        ):
            return None
        if verdict is Verdict.CONTRADICTED and candidate.said < (
            0.9 if candidate.reading.plan.operation is Operation.SHARE else _SURE
        ):
            return None
        return TableCheck(
            verdict=verdict,
            fit=candidate.score,
            said=candidate.said,
            full=candidate.full,
            question=question,
            reading=candidate.reading,
            result=candidate.result,
        )

    def _last_change(self, near: list[tuple[_Candidate, Verdict]]) -> list[tuple[_Candidate, Verdict]]:
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

    def _undominated(self, judged: list[tuple[_Candidate, Verdict]]) -> list[tuple[_Candidate, Verdict]]:
        """Those whose labels say as much of the claim as any other's of the same table."""
        own = [
            {i: s for i, s in self._leaf(c.sheet, c.reading).items() if self.linked.needs[i].weight > 0.1}
            for c, _ in judged
        ]
        return [
            judged[i]
            for i in range(len(judged))
            if not any(
                _less(own[i], own[j]) and judged[i][0].reading.entry is judged[j][0].reading.entry
                for j in range(len(judged))
            )
        ]

    def _verdict(
        self, candidate: _Candidate, amount: Amount | None, way: Way | None, *, planned: bool
    ) -> Verdict | None:
        sheet, reading, result, value = candidate.sheet, candidate.reading, candidate.result, candidate.value
        assert value is not None
        if amount is not None and not comparable(
            as_change(amount.quantity) if amount.role is Role.CHANGE else amount.quantity, value
        ):
            return None
        if self._turned(reading):
            return None
        right = True
        if amount is not None and amount.role is Role.LEVEL and not self._signed_right(sheet, reading, value):
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
            if planned and reading.plan.baseline and sheet_receives(sheet, reading):
                moved = -moved  # printed as negative figures, of which more is further below zero
            polarity = self.polarity(sheet, reading)
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
            if self.claim.negated and amount is None:
                right = not right
        if right and amount is not None:
            claimed = as_change(amount.quantity) if amount.role is Role.CHANGE else amount.quantity
            right = holds(amount.bound, claimed, value, slack(reading.plan, result))
        if right and amount is None and planned and reading.plan.baseline:
            right = self._how_far(result)
        return Verdict.SUPPORTED if right else Verdict.CONTRADICTED

    def _signed_right(self, sheet: Sheet, reading: Reading, value: Quantity) -> bool:
        """Whether a surplus is claimed where there is one, and a loss where there is one."""
        path = sheet.grid.rows[reading.rows[0]].path
        said = BALANCE.search(self.claim.text)
        if said is None or not path or not BALANCE.search(path[-1]):
            return True
        return (value.value >= 0) == (said.group().lower() in {"surplus", "profit"})

    def _turned(self, reading: Reading) -> bool:
        """Whether a label says "under 18 weeks" where the claim says "over 18 weeks"."""
        labels = [*reading.entry.grid.rows[reading.rows[0]].path, *reading.entry.grid.columns[reading.columns[0]].path]
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

    def polarity(self, sheet: Sheet, reading: Reading) -> int:
        """Which way is good for what the reading is about, by the label nearest to it that says; 0 where none does."""
        column = sheet.grid.columns[reading.columns[0]]
        row = sheet.grid.rows[reading.rows[0]]
        for text in (
            " ".join(row.path[-1:]),
            " ".join(row.path[:-1]),
            " ".join(column.path),
            sheet.grid.title,
            *sheet.grid.section[-1:],
        ):
            signs = {t.stem: sign for t in tokens(text) if (sign := self.scope.glossary.polarity(t.text))}
            if signs:
                return (sum(signs.values()) > 0) - (sum(signs.values()) < 0)
        return 0

    # -- ranks, comparisons, sets -------------------------------------------------------------------------------------

    def rank(self) -> TableCheck | None:
        """A superlative: the winner of the ranking held against the member that the claim names."""
        claim = self.claim
        order, quick = claim.order, _QUICK.search(claim.text)
        assert order is not None
        cues = []
        moving = bool(claim.bases or claim.relatives)
        if re.search(r"\b(?:growth|growing|increase|rise)\b", claim.text, re.IGNORECASE):
            cues.append(Cue.RISE)
        elif claim.way in {Way.BETTER, Way.WORSE} and re.search(r"improv|worsen|deteriorat", claim.text, re.IGNORECASE):
            cues.append(Cue.IMPROVE if claim.way is Way.BETTER else Cue.WORSEN)
        elif moving and claim.way in {Way.UP, Way.DOWN}:
            cues.append(Cue.RISE if claim.way is Way.UP else Cue.FALL)
        if quick:
            order = Order.LEAST if quick["fast"] else Order.MOST
        if far := _FAR.search(claim.text):
            order = Order.LEAST if far["short"] else Order.MOST
        cues += [c for c in (Cue.PERCENT, Cue.MONEY, Cue.POINTS, Cue.COUNT_OF) if claim.subject.has(c)]
        question = with_cues(claim.subject, *cues, order=order)
        measure = next((pattern for words, pattern in _MEASURES if words.search(claim.text)), None)
        behind = _FAR.search(claim.text)
        found: list[tuple[float, Sheet, Reading, int]] = []
        for sheet in self.sheets(question):
            named = self._members(sheet)
            for reading in readings.rankings(sheet, self.scope.glossary) if named else ():
                column = sheet.grid.columns[reading.columns[0]]
                if quick and (column.unit is None or column.unit.kind is not UnitKind.DURATION):
                    continue
                if Cue.RISE in cues and column.kind is not ColumnKind.CHANGE and not reading.plan.baseline:
                    continue
                if measure is not None and not measure.search(" ".join(column.path)):
                    continue
                if behind and (
                    column.kind is not ColumnKind.CHANGE or not self._is_variance(sheet, reading.columns[0])
                ):
                    continue
                if reading.plan.baseline and not self._pair_period(sheet, reading):
                    continue
                reading = self._without_totals(reading)
                for member, covers in named:
                    if member not in reading.rows:
                        continue
                    own = merge(
                        covers, *(sheet.columns[c].covers for c in reading.columns[:2]), self._kind_words(sheet)
                    )
                    if self.accepts(sheet, merge(own, self._shared_parents(sheet, reading.rows)), names=False):
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
        return self._ranked(question, sheet, reading, member, score)

    def _ranked(
        self, question: Question, sheet: Sheet, reading: Reading, member: int, score: float
    ) -> TableCheck | None:
        result = self._run(reading.plan)
        if result is None:
            return None
        winners = {sheet.entry.row_index[v.sources[-1].row] for v in result.values}
        return TableCheck(
            verdict=Verdict.SUPPORTED if member in winners else Verdict.CONTRADICTED,
            fit=score,
            said=1.0,
            full=True,
            question=question,
            reading=reading,
            result=result,
            member=self._of_member(reading, sheet.entry.cell(member, reading.columns[0])),
        )

    def _without_totals(self, reading: Reading) -> Reading:
        """The ranking without rows that stand for all."""
        rows = reading.entry.grid.rows
        kept = [i for i, r in enumerate(reading.rows) if not (rows[r].path and _WHOLE.search(rows[r].path[-1]))]
        if len(kept) in {0, len(reading.rows)} or len(reading.rows) != len(reading.plan.operands):
            return reading
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
        base = next((i for i, row in enumerate(reading.entry.grid.rows) if row.kind is RowKind.BASE), None)
        if base is not None and reading.entry.grid.columns[reading.columns[0]].kind is ColumnKind.GAP:
            operation, baseline = Operation.LEVEL, (reading.entry.ref(base, reading.columns[0]),)
        plan = Plan(operation=operation, operands=operands, baseline=baseline)
        result = self._run(plan)
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
        for column in self._times(sheet, reading.columns[0]):
            operands = tuple(
                sheet.entry.ref(r, column)
                for r in rows
                if (c := sheet.entry.cell(r, column)) is not None and c.quantity is not None
            )
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
            if any((m := self.linked.matches.get(label)) is not None and m.recall >= 0.5 for label in labels):
                kept.append(row)
        return tuple(kept) or rows

    def _shared_parents(self, sheet: Sheet, rows: tuple[int, ...]) -> dict[int, float]:
        labels = {label for row in rows for label in sheet.entry.rows[row][:-1]}
        return merge(
            *(m.covers for label in labels if (m := self.linked.matches.get(label)) is not None and m.recall >= 0.5)
        )

    def _times(self, sheet: Sheet, like: int) -> list[int]:
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
            if not labels or row.kind not in {RowKind.DATA, RowKind.TOTAL}:
                continue
            match = self.linked.matches.get(labels[-1])
            if match is not None and match.recall >= 0.6:
                found.append((side.index, match.covers))
        most = max((len(c) for _, c in found), default=0)
        return [f for f in found if len(f[1]) == most]

    def _kind_words(self, sheet: Sheet) -> dict[int, float]:
        """The kind of thing that a superlative ranges over ("of any site") is explained by the member being one."""
        whole = {t.stem for t in tokens(self.claim.whole)}
        if _QUICK.search(self.claim.text):
            whole |= _PACE
        return merge(
            {n.index: 1.0 for n in self.linked.needs if n.token.stem in whole or n.token.stem in _KINDS},
            sheet.dimension,
        )

    def compare(self) -> TableCheck | None:
        """Two things set against each other."""
        way = self.claim.way
        if way is None:
            return None
        question = with_cues(self.claim.subject, Cue.COMPARE, Cue.DIFFERENCE)

        def build(sheet: Sheet) -> Iterator[Reading]:
            for reading in readings.comparisons(sheet):
                kinds = {sheet.grid.columns[c].kind for c in reading.columns}
                if kinds <= {ColumnKind.LEVEL, ColumnKind.GAP} and self._level_period(sheet, reading):
                    yield reading

        for candidate in self._candidates(question, build):
            a, b = (o.quantity for o in candidate.result.operands)
            if a is None or b is None or a.unit.kind is not b.unit.kind:
                continue
            polarity = self.polarity(candidate.sheet, candidate.reading) or (
                -1 if a.unit.kind is UnitKind.DURATION else 1
            )
            right = agrees(way, to_base(a) - to_base(b), polarity)
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

    def _each_time(self, candidate: _Candidate) -> list[Decimal]:
        sheet = candidate.sheet
        moved = []
        for column in self._times(sheet, candidate.reading.columns[0]):
            a, b = (sheet.entry.cell(r, column) for r in candidate.reading.rows)
            if a is not None and b is not None and a.quantity is not None and b.quantity is not None:
                moved.append(to_base(a.quantity) - to_base(b.quantity))
        return moved or [Decimal(0)]

    def every(self, amount: Amount | None) -> TableCheck | None:
        """A condition that all of a set meet, or none: contradicted by those that do not, which are then listed."""
        claim = self.claim
        way = claim.way
        if amount is not None and amount.every and amount.quantity.unit.kind is UnitKind.PERCENT:
            return self.level(amount)
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
        for sheet in self.sheets(question):
            for reading in readings.filters(sheet, self.scope.glossary):
                own = merge(
                    *(sheet.columns[c].covers for c in reading.columns),
                    self._kind_words(sheet),
                    self._shared_parents(sheet, reading.rows),
                )
                if self._level_period(sheet, reading) and self.accepts(sheet, own):
                    found.append((reading.score, sheet, reading))
        if not found:
            return None
        found.sort(key=lambda f: (-round(f[0], 6), f[1].entry.index, f[2].rows, f[2].columns))
        score, sheet, reading = found[0]
        none = bool(re.match(r"no(?:ne|t)?\b", claim.text, re.IGNORECASE))
        against = replace(
            reading.plan,
            operation=Operation.FILTER,
            conditions=tuple(reading.plan.conditions if none else (_inverse(c) for c in reading.plan.conditions)),
        )
        met = self._run(against)
        if met is None or met.left_out:
            return None
        verdict = Verdict.CONTRADICTED if met.values else Verdict.SUPPORTED
        shown = against if met.values else replace(reading.plan, operation=Operation.FILTER)
        result = self._run(shown)
        if result is None:
            return None
        return TableCheck(
            verdict=verdict,
            fit=score,
            said=1.0,
            full=True,
            question=question,
            reading=replace(reading, plan=shown),
            result=result,
        )

    def date(self) -> TableCheck | None:
        """A date in a text column."""
        question = replace(with_cues(self.claim.subject, Cue.WHEN), periods=())
        claimed = self.claim.periods[-1]
        best: TableCheck | None = None
        for sheet in self.sheets(question):
            for reading in self._cells(sheet, ColumnKind.TEXT):
                result = self._run(reading.plan)
                if result is None or not self.accepts(sheet, self._own(sheet, reading)):
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
                said = self._said(sheet, reading)
                check = TableCheck(
                    verdict=Verdict.SUPPORTED if right else Verdict.CONTRADICTED,
                    fit=reading.score,
                    said=said,
                    full=said >= _FULLY,
                    question=question,
                    reading=reading,
                    result=result,
                )
                if right and said >= 0.3:
                    return check
                if best is None and said >= _SURE:
                    best = check
        return best


_TO_DATE = re.compile(r"\b(?:year[- ]to[- ]date|ytd|to date|so far|cumulative)\b", re.IGNORECASE)
_FIRST_PLANNED = re.compile(r"\b(?:original\w*|first|initial\w*|baseline|at first)\b", re.IGNORECASE)
_BOTTOM = re.compile(r"\bnet\b|/|\(", re.IGNORECASE)
"""What the label of the line at the bottom of an account has: "Net surplus", "Surplus / (deficit)"."""
_JUST_WHOLE = re.compile(r"(?:grand |sub-?)?(?:total|overall|all|whole)s?(?: \w+)?$", re.IGNORECASE)
_OF_WHICH = re.compile(r"\bof which\b", re.IGNORECASE)
_SIDE = re.compile(
    r"\b(?:(?P<more>over|more than|above|longer than|beyond)|under|less than|within|below|fewer than) (?:an? )?(?P<n>\d[\d,.]*|[a-z]+)(?= ?(?:weeks?|days?|hours?|minutes?|months?|years?|seconds?))",
    re.IGNORECASE,
)
_STATUS = re.compile(r"\b(?:met|status|rag|rating|achieved)\b", re.IGNORECASE)
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


def _inverse(condition: Condition) -> Condition:
    turned = {Test.ABOVE: Test.AT_MOST, Test.AT_LEAST: Test.BELOW, Test.BELOW: Test.AT_LEAST, Test.AT_MOST: Test.ABOVE}
    return replace(condition, test=turned.get(condition.test, condition.test))


def _less(a: dict[int, float], b: dict[int, float]) -> bool:
    """Whether one set of labels explains less than another: fewer words, or the same less well."""
    if not set(a) <= set(b) or any(s > b[i] + 0.02 for i, s in a.items()):
        return False
    return set(a) < set(b) or any(s < b[i] - 0.05 for i, s in a.items())


def _kin(need: Need, stems: frozenset[str] | set[str]) -> bool:
    """Whether a label has a word of the same family ("treated" for "treatment", "paid" for "payment")."""
    word = need.token.stem
    short = _root(word)
    return (
        len(short) >= 3
        and any(_root(s) == short for s in stems)
        or len(word) >= 6
        and any(len(s) >= 6 and s[:6] == word[:6] for s in stems)
    )


def _root(word: str) -> str:
    for ending in ("ment", "ation", "ing", "ion", "er", "or", "al", "iti"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _meets(a: Period, b: Period) -> bool:
    return a.contains(b) or b.contains(a) or a.last == b.last


def _nameless(path: tuple[str, ...]) -> frozenset[str]:
    """A column's label without its digits and period words."""
    return frozenset(
        s
        for part in path
        for s in label_stems(part)
        if not any(c.isdigit() for c in s) and s not in {"fy", "year", "quarter", "whole", "full"}
    )


def column_role(sheet: Sheet, column: int) -> ColumnRole:
    """The role of a column; by its innermost label alone where the heading above says something else ("Year to date: Plan")."""
    whole = sheet.roles[column]
    path = sheet.grid.columns[column].path
    return role(path[-1]) if whole is ColumnRole.NONE and len(path) > 1 else whole


def sheet_receives(sheet: Sheet, reading: Reading) -> bool:
    """Whether the row prints what comes in as negative figures."""
    row = reading.rows[0]
    values = [
        cell.quantity.value
        for i, c in enumerate(sheet.grid.columns)
        if c.kind is ColumnKind.LEVEL and (cell := sheet.entry.cell(row, i)) is not None and cell.quantity is not None
    ]
    return (
        bool(values)
        and all(v <= 0 for v in values)
        and any(v < 0 for v in values)
        and not BALANCE.search(" ".join(sheet.grid.rows[row].path))
    )


def of_one_size(amount: Amount, value: Quantity) -> bool:
    """Whether a figure could be the claimed one got wrong: what is over ten times as large or as small counts something else."""
    said, real = abs(to_base(amount.quantity)), abs(to_base(value))
    return not said or not real or amount.bound not in {Bound.EXACT, Bound.ABOUT} or Decimal("0.1") <= said / real <= 10


def is_telling(amount: Amount) -> bool:
    """Whether a figure that fits can hardly fit by chance: exact, with two digits or more."""
    digits = sum(c.isdigit() for c in amount.printed)
    return amount.bound is Bound.EXACT and digits >= 2


def comparable(claimed: Quantity, value: Quantity) -> bool:
    """Whether a claimed figure can be held against a value at all."""
    a, b = claimed.unit, value.unit
    if a.kind is UnitKind.MONEY and b.kind is UnitKind.MONEY:
        return a.symbol == b.symbol
    return a.kind is b.kind


def as_change(quantity: Quantity) -> Quantity:
    """A multiple as a percentage change: "doubled" is a rise of 100 per cent, "halved" a fall of 50."""
    if quantity.unit.kind is not UnitKind.RATIO:
        return quantity
    return Quantity(value=abs(quantity.value - 1) * 100, unit=PERCENT, decimals=-1)


def agrees(way: Way, moved: Decimal, polarity: int) -> bool:
    """Whether a change goes the way that is claimed."""
    match way:
        case Way.UP:
            return moved > 0
        case Way.DOWN:
            return moved < 0
        case Way.FLAT:
            return moved == 0
        case Way.BETTER:
            return moved * polarity > 0
        case Way.WORSE:
            return moved * polarity < 0


def slack(plan: Plan, result: Result) -> Decimal:
    """How far the true figure may lie from the computed one, in base units, since its operands were rounded when printed."""
    operands = [o.quantity for o in result.operands if o.quantity is not None]
    match plan.operation:
        case Operation.DIFFERENCE | Operation.LEVEL:
            return sum((_half_step(q) for q in operands), Decimal(0))
        case Operation.PERCENT_CHANGE | Operation.SHARE | Operation.RATIO if len(operands) == 2:
            a, b = (to_base(q) for q in operands)
            if not a:
                return Decimal(0)
            ha, hb = (_half_step(q) for q in operands)
            return min(abs(Decimal(100) / a) * (hb + ha * abs(b / a)), Decimal("0.5"))
        case _:
            return Decimal(0)


def _half_step(quantity: Quantity) -> Decimal:
    """Half of the last digit printed, in base units."""
    return precision(replace(quantity, value=Decimal(1)))


__all__ = ["SOLID", "TableCheck", "TableChecker", "agrees", "as_change", "comparable", "slack", "with_cues"]

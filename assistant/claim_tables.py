"""Testing a claim against tables: the readings of its subject, carried out and held against what it asserts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant import readings
from assistant.answer import Verdict
from assistant.answering import Scope
from assistant.claim import Amount, Claim, Kind, Role, Way
from assistant.linking import Linked, Need
from assistant.question import Cue, Order, Question, Relative, Span
from assistant.readings import Reading
from assistant.sheet import SOLID, Sheet, merge
from assistant.sheet import Role as ColumnRole
from assistant.vague import NARROW, Bound, holds, precision
from structured.engine import Result, run
from structured.errors import StructuredError
from structured.observations import ColumnKind, Observation, RowKind
from structured.periods import Period, parse_period
from structured.plan import Operation
from structured.units import Quantity, UnitKind, to_base

_CLOSE = 0.12
"""Readings that score less than this below the best are read as meant too."""
_LEFT_OVER = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCheck:
    """What one reading over a table says of one assertion. ``fit`` is how surely the reading is about the claim's subject."""

    verdict: Verdict
    fit: float
    question: Question
    reading: Reading
    result: Result
    why: str = ""


def with_cues(question: Question, *cues: Cue, order: Order | None = None) -> Question:
    """The question with these cues and no others: what the readings are to be built for."""
    return replace(question, cues=tuple(Span(cue=c, start=0, end=0) for c in cues), order=order, limit=1, place=1)


class TableChecker:
    """Tests one claim against the tables of a scope. ``associated`` tells whether the reports use a word of what other words name."""

    def __init__(self, claim: Claim, linked: Linked, scope: Scope, associated: Callable[[Need, str, dict[int, float]], bool]) -> None:
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
        for entry in linker.catalogue.entries:
            sheet = Sheet(entry, question, self.linked, said)
            covers = merge(sheet.context, *(s.covers for s in sheet.rows), *(s.covers for s in sheet.columns))
            scored.append((sheet.worth(covers), sheet))
        best = max((w for w, _ in scored), default=0.0)
        kept = [(w, s) for w, s in scored if w >= max(0.3, best - 0.4)]
        kept.sort(key=lambda f: (-f[0], f[1].entry.index))
        return [s for _, s in kept[:24]]

    def accepts(self, sheet: Sheet, covers: dict[int, float]) -> bool:
        """Whether these explain the subject: every name and number, and all but a little of the rest."""
        left = [n for n in sheet.unexplained(covers) if not self._associated(n, sheet.grid.document_id, merge(sheet.context, covers))]
        if any(n.strict for n in left):
            return False
        total = sum(n.weight for n in self.linked.needs if n.required)
        return sum(n.weight for n in left) <= _LEFT_OVER * total and not any(n.weight >= 0.75 for n in left)

    def _ranked(self, question: Question, build: Callable[[Sheet], Iterable[Reading]]) -> list[tuple[Sheet, Reading]]:
        """The acceptable readings, best first."""
        found: list[tuple[Sheet, Reading]] = []
        for sheet in self.sheets(question):
            found += [(sheet, r) for r in build(sheet) if self.accepts(sheet, r.covers)]
        found.sort(key=lambda f: (-round(f[1].score, 6), f[1].entry.index, f[1].rows, f[1].columns))
        return found

    def _run(self, reading: Reading) -> Result | None:
        try:
            return run(reading.plan, self.scope.catalogue.observation)
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
        if claim.kind is Kind.COMPARE and amount is None:
            return self.compare()
        role = amount.role if amount else {Kind.CHANGE: Role.CHANGE, Kind.PLAN: Role.PLAN}.get(claim.kind)
        if role is Role.LEVEL and amount is not None:
            return self.level(amount)
        if role is Role.CHANGE:
            return self.change(amount)
        if role is Role.PLAN:
            return self.plan(amount)
        if role is Role.APART and amount is not None:
            return self.apart(amount)
        return None

    def level(self, amount: Amount) -> TableCheck | None:
        """A figure that stands for itself."""
        kind = amount.quantity.unit.kind
        cues = {UnitKind.PERCENT: (Cue.PERCENT,), UnitKind.MONEY: (Cue.MONEY,), UnitKind.POINTS: (Cue.POINTS,), UnitKind.COUNT: (Cue.COUNT_OF,)}.get(kind, ())
        question = with_cues(self.claim.subject, *cues)

        def build(sheet: Sheet) -> Iterator[Reading]:
            for reading in readings.lookups(sheet):
                if sheet.grid.columns[reading.columns[0]].kind in {ColumnKind.LEVEL, ColumnKind.GAP} and self._level_period(sheet, reading):
                    yield reading
            if kind is UnitKind.PERCENT:
                yield from (r for r in readings.shares(sheet) if self._level_period(sheet, r))

        return self._judged(question, build, amount, None)

    def _level_period(self, sheet: Sheet, reading: Reading) -> bool:
        wanted = [p for p in self.claim.periods] or list(self.claim.bases)
        if not wanted:
            return True
        cells = [self.scope.catalogue.observation(ref) for ref in reading.plan.operands]
        return all(sheet.period_fit(c.period) > -0.3 for c in cells if c.period is not None)

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
            for reading in readings.lookups(sheet):
                if sheet.grid.columns[reading.columns[0]].kind is ColumnKind.CHANGE and self._change_period(sheet, reading):
                    yield reading

        return self._judged(question, build, amount, way)

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
        column = sheet.grid.columns[reading.columns[0]]
        bases = self._bases(sheet)
        if not bases:
            return True
        if column.period is None:
            others = [c for c in sheet.grid.columns if c.kind is ColumnKind.CHANGE and c.period is not None]
            return not any(any(c.period.same_span(b) for b in bases) for c in others if c.period)
        own = [p for p in self.claim.periods if p.same_span(column.period)]
        return bool(own) or any(column.period.same_span(b) or column.period.ends_with(b) for b in bases)

    def _pair_period(self, sheet: Sheet, reading: Reading) -> bool:
        old = self.scope.catalogue.observation(reading.plan.baseline[0]).period
        new = self.scope.catalogue.observation(reading.plan.operands[0]).period
        if old is None or new is None or old.same_span(new):
            return True
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
        cues = [Cue.UNDER if way in {Way.DOWN, Way.WORSE} else Cue.OVER, Cue.DIFFERENCE]
        if amount and amount.quantity.unit.kind is UnitKind.PERCENT:
            cues += [Cue.PERCENT, Cue.PERCENT_CHANGE]
        question = with_cues(claim.subject, *cues)

        def build(sheet: Sheet) -> Iterator[Reading]:
            for reading in readings.changes(sheet):
                if len(reading.columns) == 2 and sheet.roles[reading.columns[1]] is ColumnRole.PLANNED and sheet.roles[reading.columns[0]] is not ColumnRole.PLANNED and self._pair_period(sheet, reading):
                    yield reading
            for reading in readings.lookups(sheet):
                if sheet.grid.columns[reading.columns[0]].kind is ColumnKind.CHANGE and self._is_variance(sheet, reading.columns[0]):
                    yield reading

        return self._judged(question, build, amount, way, planned=True)

    def _is_variance(self, sheet: Sheet, column: int) -> bool:
        label = " ".join(sheet.grid.columns[column].path).lower()
        return any(w in label for w in ("budget", "varian", "plan", "target", "forecast", "difference")) and (
            sheet.grid.columns[column].period is None or not self.claim.periods or sheet.period_fit(sheet.grid.columns[column].period) > -0.3
        )

    def apart(self, amount: Amount) -> TableCheck | None:
        """A distance from a base (an average) or from another member."""
        question = with_cues(self.claim.subject, Cue.GAP, Cue.DIFFERENCE, Cue.POINTS)

        def build(sheet: Sheet) -> Iterator[Reading]:
            for reading in readings.lookups(sheet):
                if sheet.grid.columns[reading.columns[0]].kind is ColumnKind.GAP and sheet.grid.rows[reading.rows[0]].kind is RowKind.DATA:
                    yield reading
            for reading in readings.changes(sheet):
                if len(reading.rows) == 2 and sheet.grid.rows[reading.rows[0]].period is None:
                    yield reading

        return self._judged(question, build, amount, amount.way)

    # -- judging ------------------------------------------------------------------------------------------------------

    def _judged(
        self, question: Question, build: Callable[[Sheet], Iterable[Reading]], amount: Amount | None, way: Way | None, *, planned: bool = False
    ) -> TableCheck | None:
        """The verdict of the best readings: supported when one of those close to the best bears the claim out."""
        first: TableCheck | None = None
        best: float | None = None
        for sheet, reading in self._ranked(question, build):
            if best is not None and reading.score < best - _CLOSE:
                break
            result = self._run(reading)
            if result is None or not result.values or result.values[0].quantity is None:
                continue
            value = result.values[0].quantity
            verdict = self._verdict(sheet, reading, result, value, amount, way, planned=planned)
            if verdict is None:
                continue
            best = reading.score if best is None else best
            check = TableCheck(verdict=verdict, fit=reading.score, question=question, reading=reading, result=result)
            if verdict is Verdict.SUPPORTED:
                return check
            first = first or check
        return first

    def _verdict(
        self, sheet: Sheet, reading: Reading, result: Result, value: Quantity, amount: Amount | None, way: Way | None, *, planned: bool
    ) -> Verdict | None:
        if amount is not None and not comparable(amount.quantity, value):
            return None
        right = True
        if way is not None and (amount is None or amount.role is not Role.LEVEL):
            moved = self._moved(sheet, reading, result, value, planned=planned)
            right = agrees(way, moved, self.polarity(sheet, reading))
            if self.claim.negated and amount is None:
                right = not right
        if right and amount is not None:
            claimed = as_change(amount.quantity) if amount.role is Role.CHANGE else amount.quantity
            right = holds(amount.bound, claimed, value, slack(reading, result))
        if right and amount is None and planned and result.plan.baseline:
            right = self._how_far(result)
        return Verdict.SUPPORTED if right else Verdict.CONTRADICTED

    def _how_far(self, result: Result) -> bool:
        base = to_base(result.operands[0].quantity) if result.operands[0].quantity else Decimal(0)
        apart = abs(to_base(result.operands[-1].quantity) - base) if result.operands[-1].quantity else Decimal(0)
        if not base:
            return True
        if self.claim.widely:
            return apart / abs(base) > NARROW
        return not self.claim.narrowly or apart / abs(base) <= NARROW

    def _moved(self, sheet: Sheet, reading: Reading, result: Result, value: Quantity, *, planned: bool) -> Decimal:
        """The change as a reader says it: money received is printed as negative, so more of it is further below zero."""
        if planned and sheet_receives(sheet, reading):
            return -value.value
        return value.value

    def polarity(self, sheet: Sheet, reading: Reading) -> int:
        """Which way is good for what the reading is about; more, where nothing says."""
        column = sheet.grid.columns[reading.columns[0]]
        row = sheet.grid.rows[reading.rows[0]]
        text = " ".join((*column.path, *row.path, sheet.grid.title, *sheet.grid.section[-1:]))
        return self.scope.glossary.polarity(text) or 1

    # -- ranks, comparisons, sets -------------------------------------------------------------------------------------

    def rank(self) -> TableCheck | None:
        """A superlative: the winner of the ranking held against the member that the claim names."""
        claim = self.claim
        assert claim.order is not None
        cues = []
        if claim.way is Way.BETTER:
            cues.append(Cue.IMPROVE)
        elif claim.way is Way.WORSE:
            cues.append(Cue.WORSEN)
        elif claim.way is Way.DOWN and claim.bases + claim.relatives:
            cues.append(Cue.FALL)
        elif claim.way is Way.UP and claim.bases + claim.relatives:
            cues.append(Cue.RISE)
        question = with_cues(claim.subject, *cues, order=claim.order)
        found: list[tuple[float, Sheet, Reading, int]] = []
        for sheet in self.sheets(question):
            named = self._members(sheet)
            for reading in readings.rankings(sheet, self.scope.glossary):
                if reading.plan.baseline and not self._rank_period(sheet, reading):
                    continue
                for side, covers in named:
                    if side not in reading.rows:
                        continue
                    both = merge(reading.covers, covers)
                    if self.accepts(sheet, self._without_kind(both)):
                        found.append((reading.score + sheet.worth(both) - sheet.worth(reading.covers), sheet, reading, side))
        if not found:
            return None
        found.sort(key=lambda f: (-round(f[0], 6), f[1].entry.index, f[2].rows, f[2].columns))
        _, sheet, reading, member = found[0]
        result = self._run(reading)
        if result is None:
            return None
        winners = {sheet.entry.row_index[v.sources[-1].row] for v in result.values}
        verdict = Verdict.SUPPORTED if member in winners else Verdict.CONTRADICTED
        if result.tied and verdict is Verdict.SUPPORTED and len(winners) > 1 and claim.whole:
            verdict = Verdict.SUPPORTED
        return TableCheck(verdict=verdict, fit=found[0][0], question=question, reading=reading, result=result)

    def _rank_period(self, sheet: Sheet, reading: Reading) -> bool:
        return self._pair_period(sheet, reading)

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

    def _without_kind(self, covers: dict[int, float]) -> dict[int, float]:
        """The kind of thing that a superlative ranges over ("of any site") is explained by the member being one."""
        stems = {w.lower() for w in self.claim.whole.split()}
        said = {n.index: 1.0 for n in self.linked.needs if n.token.text.lower() in stems or n.token.stem in {"borough", "district", "site", "region", "ward", "divis", "depart", "team", "servic", "categori", "area"}}
        return merge(covers, said)

    def compare(self) -> TableCheck | None:
        """Two things set against each other."""
        way = self.claim.way
        if way is None:
            return None
        question = with_cues(self.claim.subject, Cue.COMPARE, Cue.DIFFERENCE)

        def build(sheet: Sheet) -> Iterator[Reading]:
            for reading in readings.comparisons(sheet):
                if self._level_period(sheet, reading):
                    yield reading

        for sheet, reading in self._ranked(question, build):
            result = self._run(reading)
            if result is None:
                continue
            a, b = (o.quantity for o in result.operands)
            if a is None or b is None or a.unit.kind is not b.unit.kind:
                continue
            moved = to_base(a) - to_base(b)
            right = agrees(way, moved, self.polarity(sheet, reading))
            return TableCheck(verdict=Verdict.SUPPORTED if right else Verdict.CONTRADICTED, fit=reading.score, question=question, reading=reading, result=result)
        return None

    def every(self, amount: Amount | None) -> TableCheck | None:
        """A condition that all of a set meet, or none."""
        return None

    def date(self) -> TableCheck | None:
        """A date in a text column."""
        question = with_cues(self.claim.subject, Cue.WHEN)
        claimed = self.claim.periods[-1]
        best: TableCheck | None = None
        for sheet, reading in self._ranked(question, readings.lookups):
            if best is not None and reading.score < best.fit - 0.25:
                break
            result = self._run(reading)
            if result is None or reading.plan.operation is not Operation.LOOKUP:
                continue
            cell = result.operands[0]
            period = parse_period(cell.printed)
            if period is None or cell.quantity is not None:
                continue
            right = period.same_span(claimed)
            check = TableCheck(verdict=Verdict.SUPPORTED if right else Verdict.CONTRADICTED, fit=reading.score, question=question, reading=reading, result=result)
            if right:
                return check
            if sheet.roles and best is None:
                best = check
        return best


def sheet_receives(sheet: Sheet, reading: Reading) -> bool:
    """Whether the row prints what comes in as negative figures."""
    row = reading.rows[0]
    values = [
        cell.quantity.value
        for i, c in enumerate(sheet.grid.columns)
        if c.kind is ColumnKind.LEVEL and (cell := sheet.entry.cell(row, i)) is not None and cell.quantity is not None
    ]
    return bool(values) and all(v <= 0 for v in values) and any(v < 0 for v in values) and "deficit" not in " ".join(sheet.grid.rows[row].path).lower()


def comparable(claimed: Quantity, value: Quantity) -> bool:
    """Whether a claimed figure can be held against a value at all."""
    a, b = claimed.unit, value.unit
    if a.kind is UnitKind.RATIO and b.kind is UnitKind.PERCENT:
        return True
    if a.kind is UnitKind.MONEY and b.kind is UnitKind.MONEY:
        return a.symbol == b.symbol
    return a.kind is b.kind


def as_change(quantity: Quantity) -> Quantity:
    """A multiple as a percentage change: "doubled" is a rise of 100 per cent, "halved" a fall of 50."""
    if quantity.unit.kind is not UnitKind.RATIO:
        return quantity
    from structured.units import PERCENT

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


def slack(reading: Reading, result: Result) -> Decimal:
    """How far the true figure may lie from the computed one, in base units, since its operands were rounded when printed."""
    operands = [o.quantity for o in result.operands if o.quantity is not None]
    match reading.plan.operation:
        case Operation.DIFFERENCE | Operation.LEVEL:
            return sum((precision_printed(q) for q in operands), Decimal(0))
        case Operation.PERCENT_CHANGE | Operation.SHARE | Operation.RATIO if len(operands) == 2:
            a, b = (to_base(q) for q in operands)
            if not a:
                return Decimal(0)
            ha, hb = (precision_printed(q) for q in operands)
            return abs(Decimal(100) / a) * (hb + ha * abs(b / a))
        case _:
            return Decimal(0)


def precision_printed(quantity: Quantity) -> Decimal:
    """Half of the last digit printed, in base units."""
    return precision(replace(quantity, value=Decimal(1)))


__all__ = ["Bound", "Observation", "SOLID", "Sequence", "TableCheck", "TableChecker", "agrees", "as_change", "comparable", "slack"]

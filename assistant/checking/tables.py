"""Claims held against tables: levels, changes, distances from a plan or a base."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from assistant import readings
from assistant.checking.amounts import Amount, Role, clause_of, ways
from assistant.checking.balances import balance
from assistant.checking.bearing import is_of_another_plan
from assistant.checking.cells import (
    cells,
    column_role,
    column_shares,
    is_forecast,
    is_of_a_time,
    is_superseded,
    make,
    outlooks,
    period_pairs,
    plan_pairs,
    then_and_now,
)
from assistant.checking.checks import TableCheck
from assistant.checking.claim import Kind
from assistant.checking.claim_amounts import called_a_plan
from assistant.checking.clauses import VERB
from assistant.checking.dates import dated
from assistant.checking.gaps import GapChecker
from assistant.checking.jury import Jury
from assistant.checking.members import Members
from assistant.checking.pairs import PairChecker
from assistant.checking.patterns import BENCHMARK, GOALS, MET, OF_A_PLAN, ON_TRACK, OVER, PLANNED, THAN_PLAN, UNDER, Way
from assistant.checking.peaks import PeakChecker
from assistant.checking.ranks import RankChecker
from assistant.checking.sentences import WILL
from assistant.checking.standing import StandingChecker
from assistant.checking.subject import Subject, with_cues
from assistant.checking.times import Times
from assistant.checking.wholes import WholeChecker
from assistant.questions.cues import Cue, Relative
from assistant.questions.roles import Role as ColumnRole
from assistant.questions.sheet import Sheet
from assistant.questions.words import label_stems
from assistant.readings import Reading
from structured.errors import MissingValue
from structured.observations import ColumnKind, RowKind
from structured.plan import Operation, Plan
from structured.units import Quantity, UnitKind

_VARIANCE = re.compile(
    rf"\bvarianc|\boutturn\b|\bover\W{{1,4}}under|\bunder\W{{1,4}}over|{OF_A_PLAN.pattern}", re.IGNORECASE
)
"""In the label of a printed difference: that it is from what was planned or allowed, not from an earlier time."""

_BUDGET_IS = re.compile(r"\b(?:budget|plan|target)s?\b[^,;]{0,20}?\b(?:was|is|were|of)\b", re.IGNORECASE)
"""Says of a figure that it is what was planned."""

_EXPECTED = re.compile(
    r"\bwill\b|\b(?:is|are|was|were)(?: now)? (?:forecast|expected|projected|due|set) to\b", re.IGNORECASE
)
_OUTLOOK = re.compile(
    rf"{WILL.pattern}|{_EXPECTED.pattern}|\bforecasts? (?:(?:is|are|was|were|stands?|lies?)\b|(?:over|under)sp)",
    re.IGNORECASE,
)
"""Says of a thing how it is expected to turn out."""

_OF_ITS_PLAN = re.compile(
    r"\s*of (?:its|their) (?P<called>(?:[\w-]+ ){0,3}?)(?:budgets?|allocations?|plans?|targets?)\b", re.IGNORECASE
)
"""After a share: that it is of what was planned for the thing itself, not of what several come to."""
_MOST_OF_A_PLAN = 300
_AIM = re.compile(rf"\b(?:{GOALS})\b", re.IGNORECASE)
_PART_OF_TIME = 0.2
"""By how much a reading falls behind when its figures are of a part of the time that the claim names."""
_IS_NOW = re.compile(r"\b(?:is|are)\b", re.IGNORECASE)
"""Says how a thing now stands, which for one that is not finished is how it is expected to end."""
_BEING = re.compile(r"\b(?:is|are|was|were|has|have|had)\b", re.IGNORECASE)
_SO_MANY_IN = re.compile(r"\b(?:in|out of)\b", re.IGNORECASE)
_ALL_OF_THEM = re.compile(r"\b(?:as a whole|overall|in general|all|average|everyone|everybody)\b", re.IGNORECASE)
"""What a group is set against: all of them together."""


_NO_PLAN = frozenset(label_stems("forecast expected projected minimum maximum limit ceiling establishment"))


def _plans(sheet: Sheet, called: frozenset[str]) -> set[int]:
    """The columns of what was planned, or of limits; of those called as the claim calls its own, if any are.

    What is forecast, or no less than it may be, is none of what was planned at first.
    """
    labels = {c: " ".join(column.path) for c, column in enumerate(sheet.grid.columns)}
    found = {c for c, label in labels.items() if OF_A_PLAN.search(label)}
    same = {c for c in found if called & set(label_stems(labels[c]))}
    return same if same or called & _NO_PLAN else found


def _is_of_the_plan(sheet: Sheet, reading: Reading, called: str) -> bool:
    """Whether a share is that of what came about in what was planned, in the plan that is ``called`` so if one is."""
    part, whole = reading.columns[:2]
    names = set(label_stems(called))
    planned = [s.index for s in sheet.columns if column_role(sheet, s.index) is ColumnRole.PLANNED]
    same = [c for c in planned if names & set(label_stems(" ".join(sheet.grid.columns[c].path)))] or planned
    return part not in planned and whole in same


def _is_all_spent(sheet: Sheet, reading: Reading) -> bool:
    """Whether what a thing is expected to cost is just what was spent on it so far: then it is finished."""
    row, expected = reading.rows[0], sheet.entry.cell(reading.rows[0], reading.columns[0])
    spent = (sheet.entry.cell(row, c) for c in range(len(sheet.columns)) if c not in reading.columns)
    return expected is not None and any(cell is not None and cell.quantity == expected.quantity for cell in spent)


class TableChecker:
    """Tests one claim against the tables of a scope."""

    def __init__(self, subject: Subject) -> None:
        """``subject`` is what the claim is about."""
        self.claim = subject.claim
        self.subject = subject
        self.times = Times(subject.claim, subject.scope)
        self.jury = Jury(subject)
        members = Members(subject)
        self.ranks = RankChecker(subject, self.times, members)
        self.peaks = PeakChecker(subject, self.times)
        self.wholes = WholeChecker(subject, self.times, members)
        self.pairs = PairChecker(subject, self.times, members)
        self.standing = StandingChecker(subject)
        self.gaps = GapChecker(subject, self.times)

    def check(self, amount: Amount | None) -> TableCheck | None:
        """What the tables say of one amount of the claim, or of the claim as a whole when it states none."""
        claim = self.claim
        if claim.moved is not None and THAN_PLAN.search(claim.text):
            return None  # how far it was to move, and which way that is printed, no table tells
        if amount is None and (claim.kind is Kind.RANK or claim.superlative):
            over_time = claim.over_time or claim.times is not None
            try:
                return self.peaks.peak() if over_time else self.ranks.rank() or self.peaks.peak()
            except MissingValue:
                return None
        if claim.rated and amount is None and claim.kind is not Kind.EVERY:
            return self.standing.rating()
        alone = claim.kind is not Kind.EVERY and claim.met is None and len(claim.amounts) < 2
        if claim.schedule is not None and alone:
            return self.standing.schedule(amount)
        if claim.grade and amount is None and claim.kind is not Kind.EVERY:
            graded = self.standing.grade()
            if graded is None and ON_TRACK.search(claim.text):
                graded = self.standing.on_track()
            if graded is not None:
                return graded
        if claim.kind is Kind.EVERY and (claim.rated or claim.schedule is not None):
            return self.standing.each()
        told = claim.grade or (claim.met is not None and amount is None)
        if claim.kind is Kind.EVERY and told and (graded := self.standing.each()) is not None:
            return graded
        if claim.kind is Kind.EVERY:
            share = amount is not None and amount.every and amount.quantity.unit.kind is UnitKind.PERCENT
            return self.level(amount) if share and amount is not None else self.wholes.every(amount)
        if claim.kind is Kind.DATE:
            return dated(self.subject)
        if claim.kind is Kind.CHANGE and self.gaps.speaks_of_one() and (gap := self.gaps.moved(amount)) is not None:
            return gap
        if claim.run is not None and amount is None:
            return self.peaks.run(claim.run)
        if claim.kind is Kind.CHANGE and claim.each_time and amount is None:
            return self.peaks.each_step()
        if claim.kind is Kind.BENCHMARK and amount is None:
            return self.benchmark()
        if claim.kind is Kind.BALANCE and amount is None:
            return balance(self.subject, self.times)
        if claim.kind is Kind.COMPARE and amount is None:
            return self.pairs.compare() or self.beside_all()
        if amount is not None and claim.bounds_each_time(amount):
            return self.peaks.each_level(amount)
        role = amount.role if amount else {Kind.CHANGE: Role.CHANGE, Kind.PLAN: Role.PLAN}.get(claim.kind)
        if role is Role.LEVEL and amount is not None:
            return self.level(amount)
        if role is Role.CHANGE and amount is not None and amount.mark:
            return self.level(amount)  # what a change is set against is printed, not worked out
        if role is Role.CHANGE:
            return self.change(amount) or (self.standing.heading() if claim.headed and amount is None else None)
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
        of_its_plan = _OF_ITS_PLAN.match(self.claim.text, amount.end)
        of_those = set() if of or not _SO_MANY_IN.search(amount.printed) else self._counted_after(amount)
        clause = clause_of(self.claim.text, amount)
        set_against = any(a.mark for a in self.claim.amounts)
        called = called_a_plan(amount, self.claim.text)
        of_outcomes = not called and not amount.mark and self.claim.met is not None
        named = amount.mark or called or _BUDGET_IS.search(clause)
        only_planned = bool(named) and (len(self.claim.amounts) > 1 or self.claim.met is not None)
        planned = only_planned or (
            amount.side is None and (len(self.claim.amounts) < 2 or PLANNED.search(clause) is not None)
        )

        def build(sheet: Sheet) -> Iterator[Reading]:
            kinds = (ColumnKind.LEVEL, ColumnKind.GAP, *((ColumnKind.CHANGE,) if amount.mark else ()))
            for reading in cells(sheet, *kinds):
                role = column_role(sheet, reading.columns[0])
                if role is ColumnRole.PLANNED and (not planned or of_outcomes or self._is_unsaid_plan(sheet, reading)):
                    continue
                if only_planned and (role is ColumnRole.ACTUAL or reading.columns[0] not in _plans(sheet, called)):
                    continue
                if set_against and not only_planned and reading.columns[0] in _plans(sheet, called):
                    continue  # what the figure is set against is another of them
                if self.times.level(sheet, reading):
                    yield replace(reading, of_another=False) if only_planned else reading
            if kind is UnitKind.PERCENT and of_those:
                yield from (r for r in self._shares(sheet) if self._is_part(r, of_those))
            if kind is UnitKind.PERCENT and of and not (OVER.search(self.claim.text) or UNDER.search(self.claim.text)):
                if not of_its_plan:
                    yield from self._shares(sheet)
                counted = self._counted_after(amount)
                for reading in column_shares(sheet, self.subject.run, most=_MOST_OF_A_PLAN if of_its_plan else 100):
                    if of_its_plan and not _is_of_the_plan(sheet, reading, of_its_plan["called"]):
                        continue
                    if set(label_stems(" ".join(sheet.grid.columns[reading.columns[1]].path))) & counted:
                        yield reading

        return self.jury.verdict(question, build, amount, None)

    def _shares(self, sheet: Sheet) -> Iterator[Reading]:
        """A row as a part of its column's total, but where the row's own share is printed beside its number."""
        for reading in readings.shares(sheet):
            if not self.times.level(sheet, reading) or sheet.rows[reading.rows[0]].recall < 0.6:
                continue
            if not _is_printed_as_a_share(sheet, reading):
                yield reading

    def _is_unsaid_plan(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether a figure was planned, where its row gives what came about too and the claim speaks of no plan."""
        column, row = reading.columns[0], reading.rows[0]
        if OF_A_PLAN.search(self.claim.text) or sheet.columns[column].covers:
            return False
        own = sheet.entry.cell(row, column)
        counted = (sheet.entry.cell(row, c) for c in range(len(sheet.columns)) if is_of_a_time(sheet, c))
        return own is not None and any(
            cell is not None
            and cell.quantity is not None
            and own.quantity is not None
            and cell.quantity.unit.kind is own.quantity.unit.kind
            for cell in counted
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
            pairs = (*readings.changes(sheet), *period_pairs(sheet, relative=Cue.PERCENT_CHANGE in cues))
            columns = sheet.grid.columns
            pairs = tuple(r for r in pairs if self.times.pair(sheet, r))
            pairs = tuple(r for r in pairs if not any(is_superseded(columns, c) for c in r.columns)) or pairs
            for reading in pairs:
                if not self.times.passes_over(reading, pairs):
                    part = self.times.is_part(reading)  # a quarter stands for its year only where nothing else does
                    yield replace(reading, score=reading.score - _PART_OF_TIME) if part else reading
            yield from self._told(sheet, relative=Cue.PERCENT_CHANGE in cues)
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

        return self.jury.verdict(question, build, amount, way, prior=prior)

    def _counted_after(self, amount: Amount) -> set[str]:
        """The words for those of whom so many in so many are said to be something ("one in five nurses is …")."""
        rest = self.claim.text[amount.end :]
        verb = _BEING.search(rest) or re.search(rf"\b{VERB}\b", rest, re.IGNORECASE)
        return set(label_stems(rest[: verb.start()] if verb else rest))

    def _is_part(self, reading: Reading, whole: set[str]) -> bool:
        """Whether the part of a share is not itself named as that of which it is a part."""
        path = reading.entry.frame.rows[reading.rows[0]].path
        return bool(path) and not set(label_stems(path[-1])) & whole

    def _told(self, sheet: Sheet, *, relative: bool) -> Iterator[Reading]:
        """Changes between two columns that no period tells apart: what was and what is, or what is expected."""
        if not (self.claim.periods or self.claim.bases):
            yield from (
                r for r in then_and_now(sheet, relative=relative) if self.times.said_by_label(sheet, r.columns[1])
            )
        if _OUTLOOK.search(self.claim.text) and Relative.PREVIOUS not in self.claim.relatives:
            yield from (r for r in outlooks(sheet, relative=relative) if self.times.level(sheet, r))

    def start(self, amount: Amount) -> TableCheck | None:
        """What a figure was before it changed."""
        question = with_cues(self.claim.subject, Cue.RISE if self.claim.way is Way.UP else Cue.FALL)

        def build(sheet: Sheet) -> Iterator[Reading]:
            timed = (*readings.changes(sheet), *period_pairs(sheet, relative=False))
            for reading in (*(r for r in timed if self.times.pair(sheet, r)), *self._told(sheet, relative=False)):
                yield replace(reading, plan=Plan(operation=Operation.LOOKUP, operands=reading.plan.baseline))

        return self.jury.verdict(question, build, replace(amount, role=Role.LEVEL), None)

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
            headings = " ".join(label for column in sheet.grid.columns for label in column.path)
            if is_of_another_plan(claim.text, headings):
                return  # to keep within a budget is to meet no target
            if _EXPECTED.search(claim.text) and not any(is_forecast(sheet, c.index) for c in sheet.columns):
                return  # what is expected is not told by what came about
            pairs = [r for r in plan_pairs(sheet, relative=relative) if self._is_its_plan(sheet, r)]
            if _OUTLOOK.search(claim.text):
                pairs = list(plan_pairs(sheet, relative=relative, outlook=True)) or pairs
            if not pairs:  # a list of projects: first and latest costs
                now = amount is None or _IS_NOW.search(claim.text)
                expected = plan_pairs(sheet, relative=relative, outlook=True)
                pairs = [r for r in expected if now or _is_all_spent(sheet, r)]
            yield from pairs
            paired = {r.rows[0] for r in pairs}
            yield from (
                r
                for r in cells(sheet, ColumnKind.CHANGE)
                if r.rows[0] not in paired and self.times.variance(sheet, r.columns[0])
            )

        return self.jury.verdict(question, build, amount, way, planned=True)

    def _is_its_plan(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether what was planned may be what the claim means: what is said to be over or under it is no target."""
        label = " ".join(sheet.grid.columns[reading.columns[1]].path)
        if is_of_another_plan(self.claim.text, label):
            return False
        return not (OVER.search(self.claim.text) or UNDER.search(self.claim.text)) or _AIM.search(label) is None

    def benchmark(self) -> TableCheck | None:
        """On which side of an average that stands beside it in the same row a figure lies."""
        question = with_cues(self.claim.subject, Cue.DIFFERENCE)
        return self.jury.verdict(question, self._beside_benchmark, None, self.claim.way)

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

        return self.jury.verdict(with_cues(self.claim.subject, Cue.GAP, Cue.POINTS), build, None, self.claim.way)

    def apart(self, amount: Amount) -> TableCheck | None:
        """A distance from a base (an average) or from another member."""
        question = with_cues(self.claim.subject, Cue.GAP, Cue.DIFFERENCE, Cue.POINTS)

        def build(sheet: Sheet) -> Iterator[Reading]:
            yield from (r for r in cells(sheet, ColumnKind.GAP) if sheet.grid.rows[r.rows[0]].kind is RowKind.DATA)
            for reading in readings.changes(sheet):
                if len(reading.rows) == 2 and sheet.grid.rows[reading.rows[0]].period is None:
                    yield reading

        return self.jury.verdict(question, build, amount, amount.way)


def _is_printed_as_a_share(sheet: Sheet, reading: Reading) -> bool:
    """Whether the next column prints what per cent of its row's own whole a number is: under its heading, or just "%".

    "Women: number 7, per cent 35.0" says which part of the row women are, and not of which women the row is part.
    """
    columns, counted = sheet.grid.columns, reading.columns[0]
    if counted + 1 >= len(columns):
        return False
    own, beside = columns[counted].path, columns[counted + 1].path
    cell = sheet.entry.cell(reading.rows[0], counted + 1)
    if cell is None or cell.quantity is None or cell.quantity.unit.kind is not UnitKind.PERCENT:
        return False
    return not label_stems(" ".join(beside)) or (len(own) > 1 and own[:-1] == beside[:-1])

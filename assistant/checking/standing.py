"""How a thing stands by a column of its own: how it is rated, and how far ahead of or behind its schedule it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount, ways
from assistant.checking.cells import cells, make
from assistant.checking.checks import TableCheck
from assistant.checking.claim import Claim
from assistant.checking.figures import agrees, comparable
from assistant.checking.members import lists
from assistant.checking.patterns import MET, MISSED, ON_TRACK, STEADY, Way
from assistant.checking.subject import SURE, Subject, with_cues
from assistant.questions.catalogue import GridEntry
from assistant.questions.question import Question
from assistant.questions.sheet import Sheet
from assistant.questions.sides import merge
from assistant.questions.vague import holds
from assistant.questions.words import tokens
from assistant.readings import Reading
from structured.engine import Result
from structured.observations import ColumnKind, GridRow, Observation, RowKind
from structured.periods import Period, parse_period
from structured.plan import Operation, Plan
from structured.units import Quantity

_RATING = re.compile(r"\b(?:rag|ratings?|status|b?rag status)\b", re.IGNORECASE)
_SLIPPAGE = re.compile(r"\b(?:slippage|slipped|delays?|behind schedule)\b", re.IGNORECASE)
_FINISH = re.compile(r"\b(?:finish\w*|complet\w+|due|deliver\w+|end date|opening|handover)\b", re.IGNORECASE)
_DIRECTION = re.compile(r"\b(?:direction|trend|travel|moving|movement)\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:now|forecasts?|f'?cast|expected|latest|revised)\b", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:first|original(?:ly)?|planned|base(?:line)?|initial|due)\b", re.IGNORECASE)
_MET = re.compile(r"\b(?:met|achieved|hit|results?)\b", re.IGNORECASE)
"""In a column's label: that it says whether a target was met."""
_MET_SO = {
    "yes": True,
    "y": True,
    "met": True,
    "achieved": True,
    "no": False,
    "n": False,
    "not met": False,
    "missed": False,
}
_TOTAL = re.compile(r"(?:grand |sub-?)?totals?|all|overall", re.IGNORECASE)
_TRACK = {"green": True, "on track": True, "on schedule": True, "red": False, "off track": False, "delayed": False}
"""What a rating says of whether a thing is on track; of amber, and of what is finished, it says neither."""
_MONTHS = {"month": 1, "year": 12}
_MOST_SHOWN = 5
_COLOURS = {"r": "red", "a": "amber", "g": "green"}
_NEAR = 0.03
"""Readings this close to the best are as good as it."""


class StandingChecker:
    """Tests what a claim says of a thing's rating or schedule."""

    def __init__(self, subject: Subject) -> None:
        """``subject`` is what the claim is about."""
        self.claim: Claim = subject.claim
        self.subject = subject

    def rating(self) -> TableCheck | None:
        """A colour, held against the one that the thing's own row is rated with; None where it has none."""
        claimed = self.claim.rated

        def verdict(cell: Observation, _sheet: Sheet) -> bool | None:
            colour = _colour(cell)
            return colour == claimed if colour else None

        return self._judged(self._cells(ColumnKind.TEXT, _RATING), verdict)

    def rated_so(self, check: TableCheck) -> tuple[TableCheck, ...]:
        """The other rows of the table that are rated, or stand, as the claim says."""
        reading = check.reading
        found = []
        for index, row in enumerate(reading.entry.frame.rows):
            if index == reading.rows[0] or not _is_rated(row):
                continue
            plan = replace(reading.plan, operands=(reading.entry.ref(index, reading.columns[0]),))
            result = self.subject.run(plan)
            if result is not None and self._is_so(result.operands[0]):
                found.append(replace(check, reading=replace(reading, plan=plan, rows=(index,)), result=result))
        return tuple(found)

    def _is_so(self, cell: Observation) -> bool:
        return _colour(cell) == self.claim.rated if self.claim.rated else _words_of(cell) == self.claim.grade

    def grade(self) -> TableCheck | None:
        """A grade in words, held against the thing's own; None where no column of its table grades anything so."""
        claimed = self.claim.grade

        def graded(sheet: Sheet) -> Iterator[Reading]:
            columns = _graded_columns(sheet, claimed)
            for reading in cells(sheet, ColumnKind.TEXT):
                if reading.columns[0] in columns and (
                    len(columns) == 1 or sheet.columns[reading.columns[0]].recall >= SURE
                ):
                    yield reading

        return self._judged(graded, lambda cell, _: _words_of(cell) == claimed if cell.printed.strip() else None)

    def on_track(self) -> TableCheck | None:
        """On track or off it, held against the thing's own rating; None where that is neither good nor bad."""
        claimed = ON_TRACK.search(self.claim.text)
        assert claimed is not None

        def verdict(cell: Observation, _sheet: Sheet) -> bool | None:
            on = _TRACK.get(_colour(cell) or _words_of(cell))
            return on == (claimed["off"] is None) if on is not None else None

        return self._judged(self._cells(ColumnKind.TEXT, _RATING), verdict)

    def heading(self) -> TableCheck | None:
        """Which way a thing is going, held against the column that says it in words; None where there is none."""
        claimed = self.claim.headed

        def verdict(cell: Observation, _sheet: Sheet) -> bool | None:
            found = {way for way, _, _ in ways(cell.printed)} | ({Way.FLAT} if STEADY.search(cell.printed) else set())
            return claimed in found if len(found) == 1 else None

        return self._judged(self._cells(ColumnKind.TEXT, _DIRECTION), verdict)

    def each(self) -> TableCheck | None:
        """A rating or a schedule of all of them, or of so many of them; None where how many there are does not fit."""
        claim = self.claim
        label = _RATING if claim.rated else _MET if claim.met is not None else _SLIPPAGE
        texts = claim.rated or claim.grade or claim.met is not None
        kinds = (ColumnKind.TEXT,) if texts else (ColumnKind.LEVEL, ColumnKind.CHANGE)
        question = replace(with_cues(claim.subject), periods=())
        own = {n.index: 1.0 for n in self.subject.linked.needs if n.token.stem in self._words()}
        found: list[tuple[float, TableCheck]] = []
        for sheet in self.subject.sheets(question):
            columns = [
                i
                for i, c in enumerate(sheet.grid.columns)
                if c.kind in kinds and (claim.grade or label.search(" ".join(c.path)))
            ]
            if claim.rated and len(columns) > 1:
                columns = [i for i in columns if _is_coloured(sheet, i)]
            if claim.grade and not claim.rated:
                columns = [i for i in columns if i in _graded_columns(sheet, claim.grade)]
            if (
                len(columns) != 1
                or not lists(self.subject, sheet)
                or not self.subject.accepts(sheet, merge(own, sheet.surroundings.dimension))
            ):
                continue
            if (check := self._count(question, sheet, columns[0])) is not None:
                found.append((sheet.surroundings.title_recall, check))
        found.sort(key=lambda f: -f[0])
        if claim.counts and found and self._is_one_of_several(found[0][1].reading.entry, label):
            return None
        if not found or len({c.verdict for worth, c in found if worth == found[0][0]}) > 1:
            return None
        return found[0][1]

    def _is_one_of_several(self, entry: GridEntry, label: re.Pattern[str]) -> bool:
        """Whether what a table counts is spread over several tables of its report, of like rows and like columns."""
        alike = [
            other
            for other in self.subject.scope.catalogue.entries_of(entry.frame.document_id)
            if other.dimensions == entry.dimensions
            and any(c.kind is ColumnKind.TEXT and label.search(" ".join(c.path)) for c in other.frame.columns)
        ]
        out_of = self.claim.out_of
        return len(alike) > 1 and (out_of is None or out_of.m is None)

    def _count(self, question: Question, sheet: Sheet, column: int) -> TableCheck | None:
        """How many of a table's rows are so, held against how many the claim says."""
        grid = sheet.grid
        said: dict[int, bool] = {}
        for index, row in enumerate(grid.rows):
            cell = sheet.entry.cell(index, column)
            if cell is None or not _is_rated(row):
                continue
            if self.claim.rated and cell.printed.strip():
                said[index] = _colour(cell) == self.claim.rated
            elif self.claim.met is not None and (met := _MET_SO.get(_words_of(cell))) is not None:
                said[index] = met is self.claim.met
            elif self.claim.grade and cell.printed.strip():
                said[index] = _words_of(cell) == self.claim.grade
            elif self.claim.schedule is not None and cell.quantity is not None:
                said[index] = agrees(self.claim.schedule, cell.quantity.value, 1)
        so_many = self.claim.out_of
        m = so_many.m if so_many is not None else self.claim.how_many
        if not said or m not in {None, len(said)}:
            return None
        so = [i for i, right in said.items() if right]
        if so_many is None:
            right = not so if self.claim.none else len(so) == len(said)
            shown = so if self.claim.none else [i for i in said if i not in so]
        else:
            right = so_many.is_right(len(so), len(said))
            shown = so
        shown = (shown or list(said))[:_MOST_SHOWN]
        pairs = []
        for index in shown:
            plan = Plan(operation=Operation.LOOKUP, operands=(sheet.entry.ref(index, column),))
            result = self.subject.run(plan)
            if result is None:
                return None
            pairs.append((make(sheet, plan, (index,), (column,), fit=0.0), result))
        return TableCheck(
            verdict=Verdict.of(right != self.claim.negated),
            fit=sheet.surroundings.title_recall,
            question=question,
            reading=pairs[0][0],
            result=pairs[0][1],
            others=tuple(pairs[1:]),
        )

    def schedule(self, amount: Amount | None) -> TableCheck | None:
        """Late, early or on schedule, and by how much: by the printed slippage, or by the two dates of its finish."""
        return self._slipped(amount) or self._redated(amount)

    def _redated(self, amount: Amount | None) -> TableCheck | None:
        """The date now expected held against the first one; None where either is not given."""
        way = self.claim.schedule
        assert way is not None

        def of_dates(sheet: Sheet) -> Iterator[Reading]:
            if (columns := _dates(sheet)) is not None:
                yield from (r for r in cells(sheet, ColumnKind.TEXT) if r.columns[0] == columns[1])

        def verdict(cell: Observation, sheet: Sheet) -> bool | None:
            columns = _dates(sheet)
            first = sheet.entry.cell(sheet.entry.row_index[cell.row], columns[0]) if columns is not None else None
            before = parse_period(first.printed) if first is not None else None
            now = parse_period(cell.printed)
            if before is None or now is None:
                return None
            right = agrees(way, Decimal((now.last - before.last).days), 1)
            if right and amount is not None:
                slipped = _between(before, now, amount.quantity)
                return holds(amount.bound, amount.quantity, slipped) if slipped is not None else None
            return right

        return self._judged(of_dates, verdict)

    def _slipped(self, amount: Amount | None) -> TableCheck | None:
        way = self.claim.schedule
        assert way is not None

        def verdict(cell: Observation, _sheet: Sheet) -> bool | None:
            if cell.quantity is None:
                return None
            right = agrees(way, cell.quantity.value, 1)
            if right and amount is not None:
                slipped = _size(cell.quantity)
                return holds(amount.bound, amount.quantity, slipped) if comparable(amount.quantity, slipped) else None
            return right

        def of_schedule(sheet: Sheet) -> Iterator[Reading]:
            if any(_FINISH.search(" ".join(c.path)) for c in sheet.grid.columns):
                yield from self._cells(ColumnKind.LEVEL, _SLIPPAGE)(sheet)
                yield from self._cells(ColumnKind.CHANGE, _SLIPPAGE)(sheet)

        return self._judged(of_schedule, verdict)

    def _cells(self, kind: ColumnKind, label: re.Pattern[str]) -> Callable[[Sheet], Iterator[Reading]]:
        def build(sheet: Sheet) -> Iterator[Reading]:
            yield from (r for r in cells(sheet, kind) if label.search(" ".join(sheet.grid.columns[r.columns[0]].path)))

        return build

    def _judged(
        self, build: Callable[[Sheet], Iterator[Reading]], verdict: Callable[[Observation, Sheet], bool | None]
    ) -> TableCheck | None:
        """The verdict of the row that the claim names best; None where several as good say different things."""
        question = replace(with_cues(self.claim.subject), periods=())
        said_of_it = {n.index: 1.0 for n in self.subject.linked.needs if n.token.stem in self._words()}
        found: list[tuple[float, bool, Reading, Result, float]] = []
        for sheet in self.subject.sheets(question):
            for reading in build(sheet):
                result = self.subject.run(replace(reading.plan, operation=Operation.LOOKUP))
                said = max(self.subject.said(sheet, reading), self._named(sheet, reading))
                own = merge(self.subject.own(sheet, reading), said_of_it)
                if result is None or said < SURE or not self.subject.accepts(sheet, own):
                    continue
                if (right := verdict(result.operands[0], sheet)) is not None:
                    found.append((reading.score, right, reading, result, said))
        if not found:
            return None
        found.sort(key=lambda f: (-round(f[0], 6), f[2].entry.index, f[2].rows, f[2].columns))
        if len({right for score, right, *_ in found if score >= found[0][0] - _NEAR}) > 1:
            return None
        score, right, reading, result, said = found[0]
        return TableCheck(
            verdict=Verdict.of(right != self.claim.negated),
            fit=score,
            said=said,
            question=question,
            reading=reading,
            result=result,
        )

    def _named(self, sheet: Sheet, reading: Reading) -> float:
        """How much of the label of its own that a row has the claim says: who owns a risk is no part of its name."""
        labels = sheet.entry.rows[reading.rows[0]]
        match = self.subject.linked.matches.get(labels[0]) if labels and _tells_apart(sheet) else None
        return match.recall if match is not None else 0.0

    def _words(self) -> frozenset[str]:
        start, end = self.claim.standing
        if self.claim.met is not None and (met := MET.search(self.claim.text) or MISSED.search(self.claim.text)):
            start, end = met.span()
        return frozenset(t.stem for t in tokens(self.claim.text[start:end]))


def _is_coloured(sheet: Sheet, column: int) -> bool:
    """Whether a column rates by colours."""
    cells = (sheet.entry.cell(row, column) for row in range(len(sheet.rows)))
    return any(cell is not None and _colour(cell) for cell in cells)


def _is_rated(row: GridRow) -> bool:
    """Whether a row is a thing that is rated: "Overall satisfaction" is one, a total of how many there are is none."""
    return row.kind is RowKind.DATA and bool(row.path) and _TOTAL.fullmatch(row.path[-1]) is None


def _tells_apart(sheet: Sheet) -> bool:
    """Whether the outermost labels of the rows are all different, so that each names its row."""
    labels = [labels[0] for labels in sheet.entry.rows if labels]
    return len(set(labels)) == len(labels)


def _words_of(cell: Observation) -> str:
    return cell.printed.strip().casefold()


def _graded_columns(sheet: Sheet, grade: str) -> list[int]:
    """The columns that grade things: those in which the grade stands, and those that share a grade with one of them."""
    words = {
        column: {_words_of(c) for row in range(len(sheet.rows)) if (c := sheet.entry.cell(row, column)) is not None}
        - {""}
        for column, heading in enumerate(sheet.grid.columns)
        if heading.kind is ColumnKind.TEXT
    }
    grades = {word for own in words.values() if grade in own for word in own}
    return [column for column, own in words.items() if own & grades]


def _dates(sheet: Sheet) -> tuple[int, int] | None:
    """The column of first dates and that of the dates now expected, where a table has one of each."""
    text = [i for i, c in enumerate(sheet.grid.columns) if c.kind is ColumnKind.TEXT]
    now = [i for i in text if _NOW.search(" ".join(sheet.grid.columns[i].path))]
    first = [i for i in text if i not in now and _FIRST.search(" ".join(sheet.grid.columns[i].path))]
    return (first[0], now[0]) if len(now) == 1 and len(first) == 1 else None


def _colour(cell: Observation) -> str:
    word = cell.printed.strip().casefold()
    colour = _COLOURS.get(word, word)
    return colour if colour in _COLOURS.values() else ""


def _between(one: Period, other: Period, like: Quantity) -> Quantity | None:
    """How far two times lie apart, in months or years as the claim counts them; None where they are finer than that."""
    months = (other.last.year - one.last.year) * 12 + other.last.month - one.last.month
    each = _MONTHS.get(like.unit.symbol.rstrip("s"))
    if each is None or one.months != other.months:
        return None
    return replace(like, value=abs(Decimal(months) / each), decimals=0 if each == 1 else 1)


def _size(quantity: Quantity) -> Quantity:
    return replace(quantity, value=abs(quantity.value))

"""How a thing stands by a column of its own: how it is rated, and how far ahead of or behind its schedule it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount
from assistant.checking.cells import cells
from assistant.checking.checks import TableCheck
from assistant.checking.claim import Claim
from assistant.checking.figures import agrees, comparable
from assistant.checking.subject import SURE, Subject, with_cues
from assistant.questions.outline import is_total_label
from assistant.questions.sheet import Sheet, merge
from assistant.questions.vague import holds
from assistant.questions.words import tokens
from assistant.readings import Reading
from structured.engine import Result
from structured.observations import ColumnKind, Observation, RowKind
from structured.plan import Operation
from structured.units import Quantity

_RATING = re.compile(r"\b(?:rag|ratings?|status|b?rag status)\b", re.IGNORECASE)
_SLIPPAGE = re.compile(r"\b(?:slippage|slipped|delays?|behind schedule)\b", re.IGNORECASE)
_FINISH = re.compile(r"\b(?:finish\w*|complet\w+|due|deliver\w+|end date|opening|handover)\b", re.IGNORECASE)
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

        def verdict(cell: Observation) -> bool | None:
            colour = _colour(cell)
            return colour == claimed if colour else None

        return self._judged(self._cells(ColumnKind.TEXT, _RATING), verdict)

    def rated_so(self, check: TableCheck) -> tuple[TableCheck, ...]:
        """The other rows of the table that are rated as the claim says."""
        reading = check.reading
        found = []
        for index, row in enumerate(reading.entry.frame.rows):
            if index == reading.rows[0] or row.kind is not RowKind.DATA or not row.path or is_total_label(row.path[-1]):
                continue
            plan = replace(reading.plan, operands=(reading.entry.ref(index, reading.columns[0]),))
            result = self.subject.run(plan)
            if result is not None and _colour(result.operands[0]) == self.claim.rated:
                found.append(replace(check, reading=replace(reading, plan=plan, rows=(index,)), result=result))
        return tuple(found)

    def schedule(self, amount: Amount | None) -> TableCheck | None:
        """Late, early or on schedule, and by how much, held against the printed slippage of a table of finish dates."""
        way = self.claim.schedule
        assert way is not None

        def verdict(cell: Observation) -> bool | None:
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
        self, build: Callable[[Sheet], Iterator[Reading]], verdict: Callable[[Observation], bool | None]
    ) -> TableCheck | None:
        """The verdict of the row that the claim names best; None where several as good say different things."""
        question = replace(with_cues(self.claim.subject), periods=())
        said_of_it = {n.index: 1.0 for n in self.subject.linked.needs if n.token.stem in self._words()}
        found: list[tuple[float, bool, Reading, Result, float]] = []
        for sheet in self.subject.sheets(question):
            for reading in build(sheet):
                result = self.subject.run(replace(reading.plan, operation=Operation.LOOKUP))
                said = self.subject.said(sheet, reading)
                own = merge(self.subject.own(sheet, reading), said_of_it)
                if result is None or said < SURE or not self.subject.accepts(sheet, own):
                    continue
                if (right := verdict(result.operands[0])) is not None:
                    found.append((reading.score, right, reading, result, said))
        if not found:
            return None
        found.sort(key=lambda f: (-round(f[0], 6), f[2].entry.index, f[2].rows, f[2].columns))
        if len({right for score, right, *_ in found if score >= found[0][0] - _NEAR}) > 1:
            return None
        score, right, reading, result, said = found[0]
        return TableCheck(
            verdict=Verdict.SUPPORTED if right != self.claim.negated else Verdict.CONTRADICTED,
            fit=score,
            said=said,
            full=True,
            question=question,
            reading=reading,
            result=result,
        )

    def _words(self) -> frozenset[str]:
        start, end = self.claim.standing
        return frozenset(t.stem for t in tokens(self.claim.text[start:end]))


def _colour(cell: Observation) -> str:
    word = cell.printed.strip().casefold()
    colour = _COLOURS.get(word, word)
    return colour if colour in _COLOURS.values() else ""


def _size(quantity: Quantity) -> Quantity:
    return replace(quantity, value=abs(quantity.value))

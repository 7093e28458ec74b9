"""A figure offered for a question, with what the rules look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from assistant.questions.needs import Linked
from assistant.questions.question import Question
from assistant.readings import Reading
from assistant.readings.pairs import moves
from structured.engine import Result
from structured.observations import ColumnKind, GridColumn
from structured.periods import Period, PeriodKind
from structured.plan import Operation
from structured.units import UnitKind

SINGLE = frozenset({Operation.LOOKUP, Operation.LEVEL})
"""What gives one figure."""
OF_MANY = frozenset({Operation.RANK, Operation.FILTER, Operation.COUNT})
"""What leaves out those of the things it is about that have no figure, and says so."""
COUNTING = frozenset({Operation.FILTER, Operation.COUNT})
MOVES = frozenset({Operation.DIFFERENCE, Operation.PERCENT_CHANGE})
STANDING = frozenset({ColumnKind.LEVEL, ColumnKind.GAP})
"""The columns of how much there is, or how far from a base, and not of how it changed."""


@dataclass(frozen=True)
class Offer:
    """What a reading of a question gave: ``result`` is that of the reading's plan."""

    question: Question
    linked: Linked
    reading: Reading
    result: Result

    @property
    def text(self) -> str:
        """The question as it was asked."""
        return self.question.text

    @property
    def operation(self) -> Operation:
        """What was calculated."""
        return self.result.plan.operation

    @cached_property
    def column(self) -> GridColumn | None:
        """The first column of the reading, if it has any."""
        reading = self.reading
        return reading.entry.frame.columns[reading.columns[0]] if reading.columns else None

    @property
    def kind(self) -> ColumnKind | None:
        """The kind of that column."""
        return self.column.kind if self.column is not None else None

    @cached_property
    def heading(self) -> str:
        """The labels of that column, the outermost first."""
        return " ".join(self.column.path) if self.column is not None else ""

    @cached_property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """The labels of each of the reading's columns and rows."""
        frame = self.reading.entry.frame
        return (
            *(frame.columns[c].path for c in self.reading.columns),
            *(frame.rows[r].path for r in self.reading.rows),
        )

    @cached_property
    def own_labels(self) -> str:
        """The labels of the reading's columns and rows."""
        return " ".join(label for path in self.paths for label in path)

    @cached_property
    def labels(self) -> str:
        """The labels of the reading's table, columns and rows."""
        frame = self.reading.entry.frame
        return " ".join((frame.title, frame.caption, *(label for path in self.paths for label in path)))

    @cached_property
    def asks_for_movement(self) -> bool:
        """Whether the question is on how something moved from one time to another."""
        return moves(self.question)

    @cached_property
    def stretches(self) -> tuple[Period, ...]:
        """The times of the cells that it rests on, but for single days."""
        periods = (o.period for o in self.result.operands if o.period is not None)
        return tuple(p for p in periods if p.kind is not PeriodKind.DAY)

    @property
    def units(self) -> frozenset[UnitKind]:
        """What the figures are counted in, those of a result that has none left out."""
        return frozenset(v.quantity.unit.kind for v in self.result.values if v.quantity is not None)

    @property
    def printed_units(self) -> frozenset[UnitKind]:
        """What the cells are counted in that it rests on."""
        return frozenset(o.quantity.unit.kind for o in self.result.operands if o.quantity is not None)


Rule = Callable[[Offer], bool]
"""Whether an offer is no answer; the reason stands in its docstring."""

"""Figures of a sentence that are a table's but for two digits that changed places, in a sentence on that very line.

So much of the cell stands in the figure that the sentence needs to say less of the line than it must for others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.auditing.agreement import alike, transposed
from assistant.auditing.expectations import in_its_unit, same_time
from assistant.auditing.findings import Finding, FindingKind, Severity, row_place, sentence_place
from assistant.auditing.links import Lines
from assistant.auditing.series import Column, Line
from assistant.auditing.statements import LIGHT, Said, Slot, Statement, content, title
from assistant.questions.roles import Role
from assistant.questions.words import tokens
from corpus.document import Document
from structured.observations import ColumnKind, Observation
from structured.periods import Period
from structured.units import Quantity, format_quantity

_TELLING = 4
"""So many digits tell by themselves which figure is meant, in a sentence that shares two words with its labels."""
_FEWEST = 2
_LEVELS = {Slot.LEVEL, Slot.ACTUAL, Slot.PLANNED, Slot.CHANGE}
_BY = re.compile(r"\b(?:by|of|to|from)\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    line: Line
    column: Column
    cell: Observation
    quantity: Quantity

    @property
    def labels(self) -> frozenset[str]:
        """The stems of all that names the cell, as far as they tell it from others."""
        table = self.line.table
        return (self.line.name | self.line.parents | self.column.name | table.topic) - LIGHT


@dataclass
class Misprints:
    """The cells of one report's tables by their digits in order of size, to be found by a figure that mixes them up."""

    lines: Lines
    document: Document
    _cells: dict[str, list[_Cell]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for line in self.lines.every:
            for position, cell in line.cells.items():
                column = line.table.columns[position]
                if cell.quantity is not None and column.kind is ColumnKind.LEVEL:
                    found = _Cell(line=line, column=column, cell=cell, quantity=cell.quantity)
                    self._cells.setdefault(_sorted_digits(cell.quantity), []).append(found)

    def of(self, statement: Statement, settled: frozenset[str]) -> Iterator[Finding]:
        """The misprints of one sentence; ``settled`` are its figures that are in doubt already."""
        for position, said in enumerate(statement.said):
            quantity = said.amount.quantity
            if not said.exact or said.amount.printed in settled or self.lines.holds(quantity):
                continue
            meant = [
                cell
                for cell in self._cells.get(_sorted_digits(quantity), ())
                if _mixed_up(quantity, cell) and _in_role(said, statement, cell.column) and _of_time(cell, said)
                if not said.intended or _is_column_named(cell, statement)
            ]
            if len({cell.quantity.value for cell in meant}) != 1:
                continue
            surely = [cell for cell in meant if self._is_of(statement, position, cell)]
            if surely:
                yield self._finding(statement, said, surely[0], meant)

    def _is_of(self, statement: Statement, position: int, cell: _Cell) -> bool:
        """Whether a sentence is on a cell's line.

        Another of its figures stands there, or it says enough of the labels.
        """
        others = [link for link in self.lines.links(statement) if set(link.anchors) - {position}]
        if any(link.line is cell.line for link in others):
            return True
        said = cell.labels & (statement.words | _spelt_out(cell.line.label, statement.text))
        if len(_digits(statement.said[position].amount.quantity)) >= _TELLING:
            whole = cell.line.whole or cell.line.period is not None
            own = cell.line.name - title(statement)  # a report hardly says its own name in a line's
            named = bool(own) and own <= statement.words
            counted = bool(own - LIGHT) and self._is_counted(statement, position, own - LIGHT)
            return counted or (len(said) >= _FEWEST and (whole or named))
        if cell.line.whole and _is_column_named(cell, statement):
            return True
        name = frozenset(cell.line.name) - LIGHT
        first = content(cell.line.label)[:1]
        return len(name & said) >= _FEWEST and len(name & said) * 3 >= 2 * len(name) and first[0] in said

    def _is_counted(self, statement: Statement, position: int, name: frozenset[str]) -> bool:
        """Whether a line's name stands right after a figure: it is what is counted ("3,689 complaints reached us")."""
        end = statement.said[position].amount.mention[1]
        beside = content(statement.text[end:])[: len(name)]
        return frozenset(beside) == name

    def _finding(self, statement: Statement, said: Said, cell: _Cell, meant: Sequence[_Cell]) -> Finding:
        grid = cell.line.table.grid
        places = [
            row_place(self.document, c.line.table.grid, c.cell.row, format_quantity(c.quantity), [c.cell])
            for c in (cell, *(other for other in meant if other is not cell))
        ]
        given = places[0].figure
        where = f"row “{cell.line.label or grid.title}”, {cell.column.label}".rstrip(" ,")
        return Finding(
            kind=FindingKind.TEXT_VS_TABLE,
            severity=Severity.CONTRADICTION,
            a=sentence_place(statement.document, statement.sentence, said.amount.printed),
            b=places[0],
            explanation=f"The text says {said.amount.printed}, but the table ({where}) gives {given}:"
            " two digits changed places.",
            computed=given,
            figure=said.amount.printed,
            also=tuple(places[1:]),
        )


def _is_column_named(cell: _Cell, statement: Statement) -> bool:
    """Whether a sentence says all that a cell's column is called, in two words or more."""
    own = frozenset(content(cell.column.label))
    return len(own) >= _FEWEST and own <= frozenset(content(statement.text))


def _digits(quantity: Quantity) -> str:
    return "".join(c for c in f"{abs(quantity.value):f}" if c.isdigit()).strip("0")


def _sorted_digits(quantity: Quantity) -> str:
    return "".join(sorted(_digits(quantity)))


def _mixed_up(stated: Quantity, cell: _Cell) -> bool:
    """Whether the digits are a cell's, two of them in each other's place, in a unit that may be one."""
    other = cell.quantity
    if not alike(stated, in_its_unit(stated, other, cell.line, cell.column)):
        return False
    if transposed(stated, other):
        return True
    x, y = _digits(stated), _digits(other)
    return len(x) == len(y) == _FEWEST and x == y[::-1] and stated.decimals == other.decimals == 1


def _in_role(said: Said, statement: Statement, column: Column) -> bool:
    """Whether a figure may be a level: what was lost or gained may, if it is not "by" so many."""
    if said.slot is Slot.CHANGE and _BY.search(statement.text[: said.amount.mention[0]]):
        return False
    return said.slot in _LEVELS and (column.role is Role.PLANNED) == (said.slot is Slot.PLANNED)


def _of_time(cell: _Cell, said: Said) -> bool:
    """Whether a cell is of the time that a figure is of: named, or else the latest of its table."""
    own: Period | None = cell.cell.period
    if own is None:
        return True
    if said.relatives or said.long_ago:
        return False
    latest = cell.line.table.latest
    times = said.times or (latest or own,)
    return any(same_time(period, time) for period in (own, *cell.column.named_periods) for time in times)


def _spelt_out(label: str, text: str) -> frozenset[str]:
    """The stems of a label's short forms whose words a text spells out: "FTE" of "full-time equivalent"."""
    words = [w for t in tokens(text) for w in t.text.split("-")]
    initials = "".join(word[:1].lower() for word in words)
    return frozenset(
        t.stem for t in tokens(label) if t.text.isupper() and len(t.text) > _FEWEST and t.text.lower() in initials
    )

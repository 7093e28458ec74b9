"""Totals that the reading of a table could not tell by their sums, and the column of theirs that does not add up.

One is a last row that is not called a total, another a row that is called so over columns of which few are added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.auditing.agreement import measured, near, one_digit_off, significant, transposed
from assistant.auditing.findings import Finding, FindingKind, Severity, row_place
from assistant.auditing.series import Column, Line, TableView
from corpus.document import Document
from structured.observations import ColumnKind, Observation, RowKind
from structured.units import Quantity, UnitKind, format_quantity

_ADDED_UP = {UnitKind.COUNT, UnitKind.MONEY}
_OVERLAP = re.compile(
    r"\b(?:both|twice|overlap\w*|more than (?:one|once)|double|(?:do|does|may|need) not (?:add|sum))\b", re.IGNORECASE
)
"""What a note says of a total that is no sum of its rows."""
_FEWEST = 3
"""So many rows, and digits of their sum, are no accident; so many columns of one name, of which one does not add up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sum:
    """A figure of the last row, and what the rows above it add up to."""

    column: Column
    cell: Observation
    printed: Quantity
    worked: Quantity

    @property
    def agrees(self) -> bool:
        return self.printed.value == self.worked.value

    @property
    def is_slip(self) -> bool:
        """Whether the figure is so like the sum that it must be meant to be it."""
        p, q = self.printed, self.worked
        return near(measured(p), measured(q), p) or transposed(p, q) or one_digit_off(p, q)

    @property
    def is_misprint(self) -> bool:
        """Whether the figure is the sum but for one of its printed digits, or two that changed places.

        Rounding must not explain it: of many figures it is a few steps of the last digit.
        """
        p, q = (f"{abs(v.value):.{self.printed.decimals}f}".replace(".", "") for v in (self.printed, self.worked))
        one = len(p) == len(q) > _FEWEST and sum(a != b for a, b in zip(p, q, strict=True)) == 1
        if abs(self.printed.value - self.worked.value) <= _FEWEST * Decimal(1).scaleb(-self.printed.decimals):
            return False
        slip = one or transposed(self.printed, self.worked)
        return slip and near(measured(self.printed), measured(self.worked), self.printed)


def unmarked_totals(table: TableView, document: Document) -> Iterator[Finding]:
    """The figure of a last row that its other rows do not add up to, where those of its sister columns do.

    Totals that are called so were checked when the table was read.
    """
    if len(table.lines) <= _FEWEST or any(row.kind is not RowKind.DATA for row in table.grid.rows):
        return
    *parts, last = table.lines
    for name in dict.fromkeys(column.name for column in table.columns):
        sums = [
            found
            for column in table.columns
            if column.name == name and column.kind is ColumnKind.LEVEL and (found := _sum(column, parts, last))
        ]
        wrong = [found for found in sums if not found.agrees]
        if len(sums) >= _FEWEST and len(wrong) == 1 and wrong[0].is_slip:
            yield _finding(table, wrong[0], parts, last, document)


def misprinted_totals(table: TableView, document: Document) -> Iterator[Finding]:
    """The figures of a row called a total that are all but the sum of the rows above, where another column adds up.

    Only a misprint is one: a digit that is another, or two that changed places. The largest of several payments, or
    people counted once over services that they used twice, are no sums.
    """
    grid = table.grid
    totals = [line for line in table.lines if grid.rows[line.row].kind is RowKind.TOTAL]
    above = [line for line in table.lines if totals and line.row < totals[0].row]
    if len(totals) != 1 or len(above) < _FEWEST or any(grid.rows[line.row].kind is not RowKind.DATA for line in above):
        return
    if any(c.rule == "total" for c in grid.findings) or any(_OVERLAP.search(note) for note in grid.notes):
        return
    found = [s for column in table.columns if column.kind is ColumnKind.LEVEL and (s := _sum(column, above, totals[0]))]
    if any(s.agrees for s in found):
        for wrong in found:
            if not wrong.agrees and wrong.is_misprint:
                yield _finding(table, wrong, above, totals[0], document)


def _sum(column: Column, parts: Sequence[Line], last: Line) -> _Sum | None:
    """None where a figure is missing, or they are of different units or none that add up."""
    cell = last.cells.get(column.position)
    if cell is None or cell.quantity is None or significant(cell.quantity) < _FEWEST:
        return None
    unit = cell.quantity.unit
    above = [c.quantity for line in parts if (c := line.cells.get(column.position)) is not None]
    known = [q.value for q in above if q is not None and q.unit == unit]
    if unit.kind not in _ADDED_UP or len(known) < len(parts):
        return None
    return _Sum(
        column=column, cell=cell, printed=cell.quantity, worked=replace(cell.quantity, value=sum(known, Decimal(0)))
    )


def _finding(table: TableView, found: _Sum, parts: Sequence[Line], last: Line, document: Document) -> Finding:
    printed, worked = format_quantity(found.printed), format_quantity(found.worked)
    first = parts[0].cells[found.column.position]
    return Finding(
        kind=FindingKind.ARITHMETIC,
        severity=Severity.CONTRADICTION,
        a=row_place(document, table.grid, found.cell.row, printed, [found.cell]),
        b=row_place(document, table.grid, first.row, worked, [first]),
        explanation=f"{last.label} › {found.column.label}: the printed {printed} does not agree with the {worked} that"
        " the rows above add up to, as they do in another column.",
        computed=worked,
        figure=f"{found.column.position}: {printed}",
    )

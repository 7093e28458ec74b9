"""Carrying out a plan that came from outside, over the tables of a library: checked first, then run, then cited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from assistant.answers.answer import Citation
from assistant.answers.citations import Citations
from assistant.libraries.library import Library
from structured.engine import Result, run
from structured.errors import InvalidPlan
from structured.observations import Grid, Observation
from structured.plan import CellRef, Plan
from structured.validity import check_parts, check_plan, check_rank, check_units


class Tables(Protocol):
    """Where tables are found: a library, or the scope of a question."""

    def grids(self, documents: frozenset[str]) -> tuple[Grid, ...]:
        """The tables of these reports. Raises UnknownDocument."""
        ...


def calculate(plan: Plan, tables: Tables) -> Result:
    """What the plan gives.

    Raises InvalidPlan for a cell that is not there or parts that do not fit the operation, MissingValue, UnitMismatch,
    UndefinedResult, UnknownDocument.
    """
    check_plan(plan)
    conditions = plan.conditions
    refs = (*plan.operands, *plan.baseline, *(ref for c in conditions for ref in (*c.cells, *c.against)))
    grids = tables_of(tables, refs)
    cell_of = cell_finder(grids)
    for condition in conditions:
        check_units(condition, [cell_of(ref) for ref in condition.cells])
    check_rank(plan, [cell_of(ref) for ref in plan.operands])
    check_parts(plan, grids.values())
    return run(plan, cell_of)


def tables_of(tables: Tables, refs: tuple[CellRef, ...]) -> dict[tuple[str, int], Grid]:
    """The tables that these cells stand in, by report and number. Raises UnknownDocument."""
    wanted = {(ref.document_id, ref.table) for ref in refs}
    grids = tables.grids(frozenset(document_id for document_id, _ in wanted))
    return {(g.document_id, g.number): g for g in grids if (g.document_id, g.number) in wanted}


def cell_finder(grids: dict[tuple[str, int], Grid]) -> Callable[[CellRef], Observation]:
    """The function that gives the cell at a place; it raises InvalidPlan, saying what is there, for a place without."""
    cells = {(*place, o.row, o.column): o for place, grid in grids.items() for o in grid.observations}

    def cell_of(ref: CellRef) -> Observation:
        found = cells.get((ref.document_id, ref.table, ref.row, ref.column))
        if found is not None:
            return found
        grid = grids.get((ref.document_id, ref.table))
        if grid is None:
            raise InvalidPlan(f"no table {ref.table} with figures in '{ref.document_id}'")
        rows = ", ".join(str(row.index) for row in grid.rows[:40])
        columns = ", ".join(str(column.index) for column in grid.columns[:40])
        raise InvalidPlan(
            f"no cell at row {ref.row}, column {ref.column} of table {ref.table} in '{ref.document_id}'; "
            f"its rows with figures are {rows}; its columns {columns}"
        )

    return cell_of


def cite(result: Result, library: Library) -> tuple[Citation, ...]:
    """A citation of each table row that the result's operands stand in, in the order of the operands."""
    refs = tuple(
        CellRef(document_id=o.document_id, table=o.table, row=o.row, column=o.column)
        for o in (*result.operands, *(s for v in result.values for s in v.sources))
    )
    grids = tables_of(library, refs)
    citations = Citations(library.quotable)
    for value in result.values:
        for source in value.sources:
            citations.cell(grids[source.document_id, source.table], source)
    for operand in result.operands:
        citations.cell(grids[operand.document_id, operand.table], operand)
    return citations.all()

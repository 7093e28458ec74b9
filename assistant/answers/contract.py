"""The contract of a calculation for other programs: a plan as it comes in, a result as it goes out.

One schema for the command line, HTTP, MCP, LangChain and the language model. What comes in is checked here and nowhere
else.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answers.answer import citation_json, json_number
from assistant.answers.calculating import cite
from assistant.libraries.library import Library
from assistant.libraries.listing import period_label
from structured.engine import Result, Value
from structured.errors import InvalidPlan
from structured.observations import Observation
from structured.plan import CellRef, Condition, Operation, Plan, Test
from structured.units import Quantity, format_quantity, parse_quantity, unit_code
from structured.validity import MOST_CELLS

MAX_POSITION = 1_000_000


class PlanPart(BaseModel):
    """What all parts of a plan have in common: no other fields than those named, no changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PlanCell(PlanPart):
    """One cell of one table, by its printed place, as the table's JSON gives it."""

    document: Annotated[str, Field(min_length=1, max_length=300, description="The report's id.")]
    table: Annotated[int, Field(ge=1, le=MAX_POSITION, description="The table's number in the report, from 1.")]
    row: Annotated[int, Field(ge=0, le=MAX_POSITION, description="The row's index: `row` in the table's rows.")]
    column: Annotated[
        int, Field(ge=0, le=MAX_POSITION, description="The column's index: one of the table's `column_indexes`.")
    ]

    def ref(self) -> CellRef:
        """The cell as the engine names it."""
        return CellRef(document_id=self.document, table=self.table, row=self.row, column=self.column)


Cells = Annotated[list[PlanCell], Field(max_length=MOST_CELLS)]


class PlanCondition(PlanPart):
    """A test on one cell for each operand, against one of these: a quantity, other cells, words ('is', 'is one of')."""

    cells: Cells
    test: Test
    quantity: Annotated[
        str, Field(max_length=60, description="A figure with its unit as a report prints it: '1,204', '10%', '£1.2m'.")
    ] = ""
    against: Cells = []
    words: Annotated[str, Field(max_length=300)] = ""

    def condition(self) -> Condition:
        """The condition as the engine takes it. Raises InvalidPlan for a quantity that is no figure."""
        quantity = parse_quantity(self.quantity) if self.quantity else None
        if self.quantity and quantity is None:
            raise InvalidPlan(f"the condition's quantity '{self.quantity}' is no figure; write it as '1,204' or '10%'")
        try:
            return Condition(
                cells=tuple(cell.ref() for cell in self.cells),
                test=self.test,
                quantity=quantity,
                against=tuple(cell.ref() for cell in self.against),
                words=self.words,
            )
        except ValueError as error:
            raise InvalidPlan(str(error)) from error


class PlanRequest(PlanPart):
    """What to compute: an operation over cells of tables.

    `baseline` is what the operands are measured against: the earlier value of a difference or a percentage change, the
    whole of a share, the second of a ratio, the base of an implied level; for a rank of changes, one for each operand.
    """

    operation: Operation
    operands: Annotated[list[PlanCell], Field(min_length=1, max_length=MOST_CELLS)]
    baseline: Cells = []
    conditions: Annotated[list[PlanCondition], Field(max_length=10)] = []
    descending: Annotated[bool, Field(description="A rank begins with the largest.")] = True
    magnitude: Annotated[bool, Field(description="A rank goes by size without the sign.")] = False
    limit: Annotated[int, Field(ge=1, le=MOST_CELLS, description="How many a rank gives.")] = 1
    place: Annotated[int, Field(ge=1, le=MOST_CELLS, description="The place that a rank begins with.")] = 1

    def plan(self) -> Plan:
        """The plan as the engine takes it. Raises InvalidPlan."""
        return Plan(
            operation=self.operation,
            operands=tuple(cell.ref() for cell in self.operands),
            baseline=tuple(cell.ref() for cell in self.baseline),
            conditions=tuple(condition.condition() for condition in self.conditions),
            descending=self.descending,
            magnitude=self.magnitude,
            limit=self.limit,
            place=self.place,
        )


def read_plan(text: str) -> Plan:
    """The plan that JSON text holds. Raises InvalidPlan, naming the first thing that is wrong."""
    try:
        return PlanRequest.model_validate_json(text).plan()
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the plan"
        raise InvalidPlan(f"{place}: {first['msg']}") from error


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan as JSON data that `read_plan` reads, with every field."""
    return {
        "operation": plan.operation.value,
        "operands": _cells_json(plan.operands),
        "baseline": _cells_json(plan.baseline),
        "conditions": [
            {
                "cells": _cells_json(condition.cells),
                "test": condition.test.value,
                "quantity": format_quantity(condition.quantity) if condition.quantity is not None else "",
                "against": _cells_json(condition.against),
                "words": condition.words,
            }
            for condition in plan.conditions
        ],
        "descending": plan.descending,
        "magnitude": plan.magnitude,
        "limit": plan.limit,
        "place": plan.place,
    }


def _cells_json(refs: tuple[CellRef, ...]) -> list[dict[str, Any]]:
    return [{"document": r.document_id, "table": r.table, "row": r.row, "column": r.column} for r in refs]


def result_json(result: Result, library: Library) -> dict[str, Any]:
    """The result as plain JSON data, every figure with the numbers of the citations that bear it.

    A value is rounded as it is printed. ``count`` is how many operands met the conditions, None for other operations.
    """
    citations = cite(result, library)
    number = {(c.document, cell.table, cell.row_index): c.n for c in citations for cell in c.cells}

    def cited(sources: tuple[Observation, ...]) -> list[int]:
        return sorted({number[s.document_id, s.table, s.row] for s in sources})

    counted = result.plan.operation in {Operation.FILTER, Operation.COUNT}
    return {
        "plan": plan_json(result.plan),
        "values": [{**_value_json(value), "citations": cited(value.sources)} for value in result.values],
        "count": len(result.values) if counted else None,
        "operands": [{**_cell_json(operand), "citations": cited((operand,))} for operand in result.operands],
        "left_out": [_cell_json(cell) for cell in result.left_out],
        "tied": result.tied,
        "working": list(result.working),
        "citations": [citation_json(citation) for citation in citations],
    }


def _value_json(value: Value) -> dict[str, Any]:
    return {
        "value": None if value.quantity is None else _number(value.quantity),
        "unit": None if value.quantity is None else unit_code(value.quantity.unit),
        "printed": value.printed,
        "derived": value.derived,
        "sources": [_place_json(source) for source in value.sources],
    }


def _cell_json(cell: Observation) -> dict[str, Any]:
    return {
        **_place_json(cell),
        "printed": cell.printed,
        "value": None if cell.quantity is None else _number(cell.quantity),
        "unit": None if cell.quantity is None else unit_code(cell.quantity.unit),
        "period": None if cell.period is None else period_label(cell.period),
    }


def _place_json(cell: Observation) -> dict[str, Any]:
    return {
        "document": cell.document_id,
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "row_labels": list(cell.row_path),
        "column_labels": list(cell.column_path),
    }


def _number(quantity: Quantity) -> int | float:
    rounded = quantity.value.quantize(Decimal(1).scaleb(-quantity.decimals), rounding=ROUND_HALF_UP)
    return json_number(rounded)

"""The contract of a calculation: what a plan may say, and what its result tells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import Operation, ReportLibrary, open_library
from assistant.answers.contract import plan_json, read_plan, result_json
from structured.errors import InvalidPlan
from tests.plans import PLANS, as_json, cell


@pytest.fixture(scope="module")
def library(widget_library: Path) -> Iterator[ReportLibrary]:
    with open_library(widget_library) as library:
        yield library


def result(library: ReportLibrary, name: str) -> dict[str, Any]:
    return result_json(library.calculate(read_plan(as_json(PLANS[name]))), library.assistant.library)


def test_there_is_a_plan_for_every_operation() -> None:
    assert {plan["operation"] for plan in PLANS.values()} == {operation.value for operation in Operation}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_that_was_written_is_the_plan_that_is_read(name: str) -> None:
    plan = read_plan(as_json(PLANS[name]))
    assert read_plan(json.dumps(plan_json(plan))) == plan


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("look up", [(1310, "count", "1,310", False)]),
        ("a cell of words", [(None, None, "G", False)]),
        ("difference", [(106, "count", "106", True)]),
        ("percentage points", [(-5.5, "pp", "-5.5 percentage points", True)]),
        ("percentage change", [(-13.1, "percent", "-13.1%", True)]),
        ("rank", [(1310, "count", "1,310", False), (869, "count", "869", False)]),
        ("rank of changes", [(-131, "count", "-131", True)]),
        ("share", [(41.8, "percent", "41.8%", True)]),
        ("implied level", [(53, "percent", "53%", True)]),
    ],
)
def test_a_value_is_given_as_printed_with_its_unit(
    library: ReportLibrary, name: str, values: list[tuple[object, ...]]
) -> None:
    found = [(v["value"], v["unit"], v["printed"], v["derived"]) for v in result(library, name)["values"]]
    assert found == values


def test_only_what_is_chosen_by_a_condition_is_counted(library: ReportLibrary) -> None:
    assert [result(library, name)["count"] for name in ("filter", "count", "words", "sum")] == [3, 2, 1, None]


@pytest.mark.parametrize("name", PLANS)
def test_every_value_and_operand_is_cited_by_the_rows_that_it_stands_in(library: ReportLibrary, name: str) -> None:
    data = result(library, name)
    quotes = {c["n"]: c["quote"] for c in data["citations"]}
    assert sorted(quotes) == list(range(1, len(quotes) + 1))
    for value in data["values"]:
        assert value["citations"]
        assert set(value["citations"]) <= set(quotes)
    for operand in data["operands"]:
        (n,) = operand["citations"]
        assert operand["printed"] in quotes[n]
        assert operand["row_labels"][0] in quotes[n]


def test_a_result_tells_where_each_operand_stands(library: ReportLibrary) -> None:
    (operand,) = result(library, "look up")["operands"]
    assert operand == {
        "document": "widgets",
        "table": 1,
        "row": 1,
        "column": 3,
        "row_labels": ["Northfield"],
        "column_labels": ["Q4 2023/24"],
        "printed": "1,310",
        "value": 1310,
        "unit": "count",
        "period": "Q4 2023/24",
        "citations": [1],
    }


def test_a_table_gives_the_places_that_a_plan_names(library: ReportLibrary) -> None:
    from assistant.libraries.listing import grid_json

    table = grid_json(library.table("widgets", 1))
    place = {"document": table["document"], "table": table["number"], "row": table["rows"][1]["row"]}
    plan = {"operation": "look up", "operands": [{**place, "column": table["column_indexes"][2]}]}
    (value,) = result_json(library.calculate(read_plan(json.dumps(plan))), library.assistant.library)["values"]
    assert value["printed"] == table["rows"][1]["cells"][2]["printed"] == "869"


@pytest.mark.parametrize(
    ("operation", "rest", "why"),
    [
        ("compare", {}, "two operands"),
        ("share", {}, "needs a baseline"),
        ("sum", {"baseline": [cell(1, 1, 1)]}, "takes no baseline"),
        ("filter", {}, "needs a condition"),
        ("rank", {"baseline": [cell(1, 1, 1), cell(1, 2, 1)]}, "a baseline for each operand"),
        ("sum", {"conditions": [{"cells": [cell(1, 1, 1)], "test": ">", "quantity": "1"}]}, "takes no condition"),
        ("count", {"conditions": [{"cells": [], "test": ">", "quantity": "1"}]}, "one cell for each"),
        ("count", {"conditions": [{"cells": [cell(1, 1, 1)], "test": "is", "quantity": "1"}]}, "compare words"),
        ("count", {"conditions": [{"cells": [cell(1, 1, 1)], "test": ">"}]}, "one of them"),
        ("rank", {"place": 0}, "place"),
        ("rank", {"limit": 9_999}, "limit"),
    ],
)
def test_parts_that_do_not_fit_the_operation_are_refused(
    library: ReportLibrary, operation: str, rest: dict[str, object], why: str
) -> None:
    with pytest.raises(InvalidPlan, match=why):
        library.calculate(read_plan(json.dumps({"operation": operation, "operands": [cell(1, 1, 3)], **rest})))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"operation": "sum"}', "null", '{"operation": 3, "operands": "x"}'])
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(InvalidPlan):
        read_plan(text)

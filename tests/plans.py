"""A small library to calculate over, and plans over it: what every way in must answer alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.small import REPORT

Plan = dict[str, Any]


def make_widget_library(folder: Path) -> Path:
    """The folder of a library that holds the widget report."""
    from assistant import open_library

    report = folder / "widgets.txt"
    report.write_text(REPORT.replace(" | ", "\t"), encoding="utf-8")
    with open_library(folder / "library", create=True) as library:
        library.add(report)
    return folder / "library"


def cell(table: int, row: int, column: int) -> dict[str, Any]:
    return {"document": "widgets", "table": table, "row": row, "column": column}


SALES, OPINION, GAPS, MONEY, PROJECTS = 1, 2, 3, 5, 6
NORTHFIELD, SOUTHPORT, EASTHAM, WESTBURY, TOTAL = range(1, 6)
YEAR_AGO, BEFORE, NOW = 1, 2, 3
NOW_ALL = [cell(SALES, row, NOW) for row in (NORTHFIELD, SOUTHPORT, EASTHAM, WESTBURY)]

PLANS: Mapping[str, Plan] = {
    "look up": {"operation": "look up", "operands": [cell(SALES, NORTHFIELD, NOW)]},
    "a cell of words": {"operation": "look up", "operands": [cell(PROJECTS, 1, 4)]},
    "difference": {
        "operation": "difference",
        "operands": [cell(SALES, NORTHFIELD, NOW)],
        "baseline": [cell(SALES, NORTHFIELD, BEFORE)],
    },
    "percentage points": {
        "operation": "difference",
        "operands": [cell(OPINION, SOUTHPORT, 2)],
        "baseline": [cell(OPINION, SOUTHPORT, 1)],
    },
    "percentage change": {
        "operation": "percentage change",
        "operands": [cell(SALES, SOUTHPORT, NOW)],
        "baseline": [cell(SALES, SOUTHPORT, YEAR_AGO)],
    },
    "sum": {"operation": "sum", "operands": NOW_ALL[:2]},
    "mean": {"operation": "mean", "operands": NOW_ALL},
    "rank": {"operation": "rank", "operands": NOW_ALL, "limit": 2},
    "rank of changes": {
        "operation": "rank",
        "operands": NOW_ALL,
        "baseline": [{**place, "column": YEAR_AGO} for place in NOW_ALL],
        "descending": False,
    },
    "share": {"operation": "share", "operands": [NOW_ALL[0]], "baseline": [cell(SALES, TOTAL, NOW)]},
    "ratio": {"operation": "ratio", "operands": [NOW_ALL[0]], "baseline": [NOW_ALL[2]]},
    "compare": {"operation": "compare", "operands": NOW_ALL[:2]},
    "trend": {"operation": "trend", "operands": [cell(SALES, EASTHAM, c) for c in (YEAR_AGO, BEFORE, NOW)]},
    "filter": {
        "operation": "filter",
        "operands": NOW_ALL,
        "conditions": [{"cells": NOW_ALL, "test": ">", "quantity": "500"}],
    },
    "count": {
        "operation": "count",
        "operands": NOW_ALL,
        "conditions": [{"cells": NOW_ALL, "test": ">", "against": [{**place, "column": BEFORE} for place in NOW_ALL]}],
    },
    "words": {
        "operation": "filter",
        "operands": [cell(PROJECTS, row, 3) for row in (1, 2, 3)],
        "conditions": [{"cells": [cell(PROJECTS, row, 4) for row in (1, 2, 3)], "test": "is", "words": "R"}],
    },
    "implied level": {
        "operation": "implied level",
        "operands": [cell(GAPS, 2, 1)],
        "baseline": [cell(GAPS, 1, 1)],
    },
}
"""One plan for each operation, and for each way of holding a cell against something."""

WRONG_PLANS: Mapping[str, tuple[Plan, str]] = {
    "no operands": ({"operation": "sum", "operands": []}, "operands"),
    "unknown operation": ({"operation": "guess", "operands": NOW_ALL}, "operation"),
    "a field too many": ({"operation": "sum", "operands": NOW_ALL, "unit": "£"}, "unit"),
    "no such report": ({"operation": "look up", "operands": [{**NOW_ALL[0], "document": "x"}]}, "no document 'x'"),
    "no such table": ({"operation": "look up", "operands": [{**NOW_ALL[0], "table": 99}]}, "no table 99"),
    "no such cell": ({"operation": "look up", "operands": [{**NOW_ALL[0], "row": 99}]}, "no cell at row 99"),
    "no baseline": ({"operation": "difference", "operands": NOW_ALL[:1]}, "one baseline"),
    "the same cell twice": ({"operation": "sum", "operands": [NOW_ALL[0]] * 2}, "stands twice"),
    "a total with its parts": (
        {"operation": "sum", "operands": [NOW_ALL[0], cell(SALES, TOTAL, NOW)]},
        "'Total' is the total of other operands",
    ),
    "a ratio to nothing": (
        {"operation": "ratio", "operands": [cell(MONEY, 1, 1)], "baseline": [cell(MONEY, 4, 3)]},
        "a ratio to zero is undefined",
    ),
    "a cell of words in a sum": (
        {"operation": "difference", "operands": [cell(PROJECTS, 1, 4)], "baseline": [cell(PROJECTS, 2, 4)]},
        "the report prints no figure at",
    ),
    "percentages added up": (
        {"operation": "sum", "operands": [cell(OPINION, NORTHFIELD, 2), cell(OPINION, SOUTHPORT, 2)]},
        "cannot be added up",
    ),
    "counts ranked with percentages": (
        {"operation": "rank", "operands": [NOW_ALL[0], cell(OPINION, NORTHFIELD, 2)]},
        "figures of one kind",
    ),
    "a condition in another unit": (
        {
            "operation": "count",
            "operands": NOW_ALL,
            "conditions": [{"cells": NOW_ALL, "test": ">", "quantity": "10%"}],
        },
        "does not fit the cell",
    ),
    "a condition that is no figure": (
        {
            "operation": "count",
            "operands": NOW_ALL,
            "conditions": [{"cells": NOW_ALL, "test": ">", "quantity": "many"}],
        },
        "is no figure",
    ),
}
"""Plans that must be refused, each with what the refusal says."""


def as_json(plan: Plan) -> str:
    return json.dumps(plan)

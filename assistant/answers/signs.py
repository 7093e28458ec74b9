"""What a figure below zero stands for in a table of money: what comes in, or what is spent."""

from __future__ import annotations

import re
from enum import StrEnum

from structured.observations import ColumnKind, Grid
from structured.units import UnitKind


class Below(StrEnum):
    """What is printed below zero."""

    INCOME = "what comes in"
    COST = "what is spent"
    EITHER = "it cannot be told"


_INCOME = re.compile(
    r"\b(?:income|grants?|receipts?|revenues?|sales|fares?|fees?|charges|rents?|rental|turnover|donations?|"
    r"contributions?|subsid(?:y|ies)|funding|precept|tax)\b",
    re.IGNORECASE,
)
_COST = re.compile(
    r"\b(?:costs?|expenses?|expenditure|spending|spend|pay|wages?|salar(?:y|ies)|staff|drugs|supplies|premises|repairs?|"
    r"maintenance|upkeep|interest|depreciation|fuel|energy|overheads|materials|rates|purchases|payments?)\b",
    re.IGNORECASE,
)


def says_what_comes_in(name: str) -> bool:
    """Whether a row is called by what comes in."""
    return _INCOME.search(name) is not None


def below_zero(grid: Grid) -> Below:
    """What this table prints below zero, by the names of its rows: each that is of one kind alone is a vote."""
    votes = 0
    levels = {c.index for c in grid.columns if c.kind is ColumnKind.LEVEL}
    for row in grid.rows:
        name = row.path[-1] if row.path else ""
        income, cost = bool(_INCOME.search(name)), bool(_COST.search(name))
        if income == cost:
            continue
        signs = {
            o.quantity.value < 0
            for o in grid.observations
            if o.row == row.index
            and o.quantity is not None
            and o.quantity.value
            and o.quantity.unit.kind is UnitKind.MONEY
            and o.column in levels
        }
        if len(signs) == 1:
            votes += 1 if income is signs.pop() else -1
    return Below.INCOME if votes > 0 else Below.COST if votes < 0 else Below.EITHER

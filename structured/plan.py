"""What to compute, as data: a plan names an operation and the cells that it works on.

It can be printed, stored and replayed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from structured.units import Quantity


class Operation(StrEnum):
    """The closed set of calculations."""

    LOOKUP = "look up"
    DIFFERENCE = "difference"
    PERCENT_CHANGE = "percentage change"
    SUM = "sum"
    MEAN = "mean"
    RANK = "rank"
    SHARE = "share"
    RATIO = "ratio"
    COMPARE = "compare"
    TREND = "trend"
    FILTER = "filter"
    COUNT = "count"
    LEVEL = "implied level"
    """Base plus gap."""


class Test(StrEnum):
    """How a cell is held against a value."""

    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="
    EQUAL = "="
    IS = "is"
    """The cell's words are the given ones."""
    IS_NOT = "is not"
    """The cell has words, and others than the given ones."""
    ONE_OF = "is one of"
    """The cell's words are among the given ones, which semicolons set apart."""


WORDED = frozenset({Test.IS, Test.IS_NOT, Test.ONE_OF})
"""The tests that compare words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRef:
    """One cell of one table, by its printed place. Rows and columns count from 0."""

    document_id: str
    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A test on one cell per operand, in the operands' order.

    The cell is held against ``quantity``, against the cell of ``against`` at the same place, or (``WORDED``)
    against ``words``. Exactly one of the three is given.
    """

    cells: tuple[CellRef, ...]
    test: Test
    quantity: Quantity | None = None
    against: tuple[CellRef, ...] = ()
    words: str = ""

    def __post_init__(self) -> None:
        if sum((self.quantity is not None, bool(self.against), bool(self.words))) != 1:
            raise ValueError("a condition is held against a quantity, other cells or words: one of them")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An operation with its operands.

    ``baseline`` holds what the operands are measured against: the earlier value for a difference or change, the whole
    for a share, the base for an implied level; for a rank it is aligned with ``operands`` and the difference is ranked.
    ``descending`` ranks the largest first; ``magnitude`` ranks by size without the sign.
    """

    operation: Operation
    operands: tuple[CellRef, ...]
    baseline: tuple[CellRef, ...] = ()
    conditions: tuple[Condition, ...] = ()
    descending: bool = True
    magnitude: bool = False
    limit: int = 1
    place: int = 1

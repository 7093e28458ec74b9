"""A plan is data: it compares, stores and replays, and its conditions say what they are held against."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from decimal import Decimal

import pytest

from structured.plan import CellRef, Condition, Operation, Plan
from structured.plan import Test as Held  # under its own name pytest would take it for a test
from structured.units import COUNT, Quantity

HERE = CellRef(document_id="sales", table=1, row=2, column=3)
TEN = Quantity(value=Decimal(10), unit=COUNT)


def test_plans_with_the_same_parts_are_one() -> None:
    one = Plan(operation=Operation.LOOKUP, operands=(HERE,))
    assert one == Plan(operation=Operation.LOOKUP, operands=(replace(HERE),))
    assert len({one, replace(one)}) == 1
    assert one != replace(one, operation=Operation.TREND)


def test_a_plan_ranks_the_one_largest_unless_told_otherwise() -> None:
    plan = Plan(operation=Operation.RANK, operands=(HERE,))
    assert (plan.descending, plan.magnitude, plan.limit, plan.place) == (True, False, 1, 1)


def test_a_plan_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Plan(operation=Operation.LOOKUP, operands=(HERE,)).limit = 2  # type: ignore[misc]


def test_a_printed_plan_gives_the_plan_again() -> None:
    condition = Condition(cells=(HERE,), test=Held.AT_LEAST, quantity=TEN)
    plan = Plan(operation=Operation.FILTER, operands=(HERE,), conditions=(condition,))
    assert Operation(plan.operation.value) is Operation.FILTER
    assert repr(plan) == repr(replace(plan))
    assert "row=2" in repr(plan)


@pytest.mark.parametrize(
    "against",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"quantity": TEN, "words": "G"}, id="quantity and words"),
        pytest.param({"quantity": TEN, "against": (HERE,)}, id="quantity and cells"),
        pytest.param({"against": (HERE,), "words": "G"}, id="cells and words"),
        pytest.param({"quantity": TEN, "against": (HERE,), "words": "G"}, id="all three"),
    ],
)
def test_a_condition_is_held_against_one_thing(against: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="one of them"):
        Condition(cells=(HERE,), test=Held.ABOVE, **against)  # type: ignore[arg-type]


@pytest.mark.parametrize("against", [{"quantity": TEN}, {"against": (HERE,)}, {"words": "G"}])
def test_any_one_thing_will_do(against: dict[str, object]) -> None:
    assert Condition(cells=(HERE,), test=Held.ABOVE, **against)  # type: ignore[arg-type]

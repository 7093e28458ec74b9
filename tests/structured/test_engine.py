"""Carrying out plans over a small table: values, operands, what is left out, and the working."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest

from structured.engine import Result, label, run
from structured.errors import InvalidPlan, MissingValue, UndefinedResult, UnitMismatch
from structured.observations import Grid, Observation
from structured.plan import CellRef, Condition, Operation, Plan
from structured.plan import Test as Held  # under its own name pytest would take it for a test
from structured.units import COUNT, PERCENT, POINTS, Quantity, Unit, UnitKind

SALES = """
Region  | Q3 23-24 | Q4 23-24 | Target | Met   | Satisfied | Cost
North   | 1,204    | 1,310    | 1,300  | G     | 80%       | £250k
South   | 905      | 869      | 900    | R     | 71%       | £1.5m
East    | 0        | 412      | 400    | G     | 71%       | £2m
West    | N/A      | 869      | 869    | tbc   | 90%       | £90k
Islands | (12)     | 40       | -      | R     | 64%       | £0
"""


@dataclass(frozen=True)
class Table:
    """The table with its cells by region and column."""

    grid: Grid

    def ref(self, region: str, column: str) -> CellRef:
        row = next(r.index for r in self.grid.rows if r.path[-1] == region)
        at = next(c.index for c in self.grid.columns if c.path[-1] == column)
        return CellRef(document_id=self.grid.document_id, table=self.grid.number, row=row, column=at)

    def refs(self, column: str, *regions: str) -> tuple[CellRef, ...]:
        return tuple(self.ref(region, column) for region in regions or REGIONS)

    def cell(self, ref: CellRef) -> Observation:
        return next(o for o in self.grid.observations if (o.row, o.column) == (ref.row, ref.column))

    def run(self, operation: Operation, operands: tuple[CellRef, ...], **rest: object) -> Result:
        return run(Plan(operation=operation, operands=operands, **rest), self.cell)  # type: ignore[arg-type]


REGIONS = ("North", "South", "East", "West", "Islands")


@pytest.fixture
def sales(grid_of: Callable[..., Grid]) -> Table:
    return Table(grid_of(SALES))


def printed(result: Result) -> list[str]:
    return [value.printed for value in result.values]


def regions(result: Result) -> list[str]:
    return [value.sources[-1].row_path[-1] for value in result.values]


def condition(table: Table, column: str, test: Held, **against: object) -> Condition:
    return Condition(cells=table.refs(column), test=test, **against)  # type: ignore[arg-type]


def count(number: int) -> Quantity:
    return Quantity(value=Decimal(number), unit=COUNT)


# --- reading off -----------------------------------------------------------------------------------------------------


def test_a_look_up_reads_the_cell_as_printed(sales: Table) -> None:
    result = sales.run(Operation.LOOKUP, (sales.ref("North", "Q4 23-24"),))
    assert printed(result) == ["1,310"]
    assert not result.values[0].derived
    assert result.operands == result.values[0].sources
    assert result.working == ("Read North / Q4 23-24 = 1,310",)


@pytest.mark.parametrize(("region", "column", "text"), [("West", "Q3 23-24", "N/A"), ("North", "Met", "G")])
def test_a_look_up_of_words_or_of_nothing_gives_them(sales: Table, region: str, column: str, text: str) -> None:
    result = sales.run(Operation.LOOKUP, (sales.ref(region, column),))
    assert (printed(result), result.values[0].quantity) == ([text], None)


@pytest.mark.parametrize("operation", [Operation.COMPARE, Operation.TREND])
def test_a_comparison_and_a_trend_read_each_cell_in_the_plans_order(sales: Table, operation: Operation) -> None:
    result = sales.run(operation, sales.refs("Q4 23-24", "South", "North"))
    assert printed(result) == ["869", "1,310"]
    assert [line for line in result.working if line.startswith("Read")] == list(result.working[:2])


def test_a_comparison_says_how_far_its_figures_are_apart(sales: Table) -> None:
    assert sales.run(Operation.COMPARE, sales.refs("Q4 23-24", "South", "North")).working[2:] == ("1,310 − 869 = 441",)
    assert sales.run(Operation.COMPARE, sales.refs("Q4 23-24", "North", "South")).working[2:] == ("1,310 − 869 = 441",)


def test_a_label_is_the_row_and_the_column(sales: Table) -> None:
    assert label(sales.cell(sales.ref("South", "Target"))) == "South / Target"


# --- calculating -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operation", "operand", "baseline", "expected"),
    [
        (Operation.DIFFERENCE, ("North", "Q4 23-24"), ("North", "Q3 23-24"), "106"),
        (Operation.DIFFERENCE, ("South", "Satisfied"), ("North", "Satisfied"), "-9 percentage points"),
        (Operation.DIFFERENCE, ("Islands", "Q4 23-24"), ("Islands", "Q3 23-24"), "52"),
        (Operation.PERCENT_CHANGE, ("North", "Q4 23-24"), ("North", "Q3 23-24"), "8.8%"),
        (Operation.SHARE, ("South", "Cost"), ("East", "Cost"), "75.0%"),
        (Operation.RATIO, ("East", "Cost"), ("North", "Cost"), "8.0 times"),
    ],
)
def test_two_cells_make_a_figure(
    sales: Table, operation: Operation, operand: tuple[str, str], baseline: tuple[str, str], expected: str
) -> None:
    result = sales.run(operation, (sales.ref(*operand),), baseline=(sales.ref(*baseline),))
    assert printed(result) == [expected]
    assert result.values[0].derived
    assert [label(o) for o in result.operands] == [" / ".join(baseline), " / ".join(operand)]
    assert result.working[-1].endswith(f"= {expected}")


def test_the_working_lists_each_operand_and_then_the_step(sales: Table) -> None:
    refs = (sales.ref("North", "Q4 23-24"),), (sales.ref("North", "Q3 23-24"),)
    result = sales.run(Operation.PERCENT_CHANGE, refs[0], baseline=refs[1])
    assert result.working == (
        "Read North / Q3 23-24 = 1,204",
        "Read North / Q4 23-24 = 1,310",
        "(1,310 − 1,204) ÷ 1,204 × 100 = 8.8%",
    )


def test_a_sum_and_a_mean_take_every_operand(sales: Table) -> None:
    refs = sales.refs("Q4 23-24", "North", "South", "Islands")
    assert printed(sales.run(Operation.SUM, refs)) == ["2,219"]
    average = sales.run(Operation.MEAN, refs)
    assert printed(average) == ["739.7"]
    assert "unweighted" in average.working[-1]


def test_a_share_may_be_of_several_parts_and_of_a_whole_made_of_rows(sales: Table) -> None:
    result = sales.run(
        Operation.SHARE, sales.refs("Q4 23-24", "South", "West"), baseline=sales.refs("Q4 23-24", *REGIONS)
    )
    assert printed(result) == ["49.7%"]
    assert result.working[-1].startswith("869 + 869 ÷ (1,310 + 869")


def test_a_level_is_the_base_with_its_gap(grid_of: Callable[..., Grid]) -> None:
    gaps = Table(grid_of("Gap in percentage points | Happy\nAll | 61%\nNorth | -11 pp"))
    result = gaps.run(Operation.LEVEL, (gaps.ref("North", "Happy"),), baseline=(gaps.ref("All", "Happy"),))
    assert (printed(result), result.values[0].derived) == (["50%"], True)


@pytest.mark.parametrize(
    "operation", [Operation.DIFFERENCE, Operation.PERCENT_CHANGE, Operation.SHARE, Operation.RATIO, Operation.LEVEL]
)
def test_what_is_measured_against_something_needs_it(sales: Table, operation: Operation) -> None:
    with pytest.raises(InvalidPlan, match="needs a baseline"):
        sales.run(operation, (sales.ref("North", "Q4 23-24"),))


@pytest.mark.parametrize("operation", list(Operation))
def test_a_plan_without_operands_is_none(sales: Table, operation: Operation) -> None:
    with pytest.raises(InvalidPlan, match="needs operands"):
        sales.run(operation, ())


@pytest.mark.parametrize("operation", [Operation.SUM, Operation.MEAN])
def test_a_missing_cell_is_never_taken_for_nought(sales: Table, operation: Operation) -> None:
    with pytest.raises(MissingValue, match="West / Q3 23-24"):
        sales.run(operation, sales.refs("Q3 23-24"))


@pytest.mark.parametrize(
    "operation", [Operation.DIFFERENCE, Operation.PERCENT_CHANGE, Operation.SHARE, Operation.RATIO]
)
def test_a_missing_base_is_named(sales: Table, operation: Operation) -> None:
    for operand, baseline in (("Q4 23-24", "Q3 23-24"), ("Q3 23-24", "Q4 23-24")):
        with pytest.raises(MissingValue, match="Q3 23-24"):
            sales.run(operation, (sales.ref("West", operand),), baseline=(sales.ref("West", baseline),))


@pytest.mark.parametrize("operation", [Operation.PERCENT_CHANGE, Operation.SHARE, Operation.RATIO])
def test_a_base_of_nought_has_no_result(sales: Table, operation: Operation) -> None:
    with pytest.raises(UndefinedResult):
        sales.run(operation, (sales.ref("East", "Q4 23-24"),), baseline=(sales.ref("East", "Q3 23-24"),))


@pytest.mark.parametrize(
    "operation", [Operation.DIFFERENCE, Operation.PERCENT_CHANGE, Operation.SHARE, Operation.RATIO]
)
def test_units_that_do_not_meet_stop_the_plan(sales: Table, operation: Operation) -> None:
    with pytest.raises(UnitMismatch):
        sales.run(operation, (sales.ref("North", "Cost"),), baseline=(sales.ref("North", "Q4 23-24"),))


def test_percentages_are_not_added_up(sales: Table) -> None:
    with pytest.raises(UnitMismatch):
        sales.run(Operation.SUM, sales.refs("Satisfied"))


# --- ranking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ({}, ["North"]),
        ({"descending": False}, ["Islands"]),
        ({"place": 4}, ["East"]),
        ({"limit": 3}, ["North", "South", "West"]),
        ({"limit": 2, "place": 4}, ["East", "Islands"]),
        ({"limit": 99}, ["North", "South", "West", "East", "Islands"]),
    ],
)
def test_a_rank_gives_the_places_asked_for(sales: Table, rest: dict[str, object], expected: list[str]) -> None:
    result = sales.run(Operation.RANK, sales.refs("Q4 23-24"), **rest)
    assert regions(result) == expected
    assert not result.tied
    assert not any(value.derived for value in result.values)


@pytest.mark.parametrize("rest", [{"place": 2}, {"limit": 2}])
def test_those_that_tie_for_the_last_place_are_all_named(sales: Table, rest: dict[str, object]) -> None:
    result = sales.run(Operation.RANK, sales.refs("Q4 23-24"), **rest)
    assert result.tied
    assert regions(result)[-2:] == ["South", "West"]


def test_a_rank_leaves_out_what_is_missing_and_says_so(sales: Table) -> None:
    result = sales.run(Operation.RANK, sales.refs("Q3 23-24"), descending=False)
    assert regions(result) == ["Islands"]
    assert [o.row_path[-1] for o in result.left_out] == ["West"]
    assert result.working[0].startswith("Ranked 4 figures, smallest first: Islands / Q3 23-24: (12)")


def test_a_rank_by_size_leaves_the_sign_aside(sales: Table) -> None:
    refs = sales.refs("Q3 23-24", "East", "Islands")
    assert regions(sales.run(Operation.RANK, refs)) == ["East"]
    assert regions(sales.run(Operation.RANK, refs, magnitude=True)) == ["Islands"]


def test_a_rank_compares_money_of_any_scale(sales: Table) -> None:
    assert regions(sales.run(Operation.RANK, sales.refs("Cost"), limit=3)) == ["East", "South", "North"]


def test_a_rank_against_a_baseline_is_of_the_differences(sales: Table) -> None:
    result = sales.run(Operation.RANK, sales.refs("Q4 23-24"), baseline=sales.refs("Q3 23-24"))
    assert (regions(result), printed(result)) == (["East"], ["412"])
    assert result.values[0].derived
    assert [o.column_path[-1] for o in result.operands] == ["Q3 23-24", "Q4 23-24"]
    assert [o.row_path[-1] for o in result.left_out] == ["West"]
    least = sales.run(Operation.RANK, sales.refs("Q4 23-24"), baseline=sales.refs("Q3 23-24"), descending=False)
    assert (regions(least), printed(least)) == (["South"], ["-36"])


def test_there_is_no_place_beyond_the_last(sales: Table) -> None:
    with pytest.raises(UndefinedResult, match="only 4 to rank"):
        sales.run(Operation.RANK, sales.refs("Q3 23-24"), place=5)


def test_words_cannot_be_ranked(sales: Table) -> None:
    with pytest.raises(MissingValue):
        sales.run(Operation.RANK, sales.refs("Met"))


# --- filtering -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("test", "number", "expected"),
    [
        (Held.ABOVE, 869, ["North"]),
        (Held.AT_LEAST, 869, ["North", "South", "West"]),
        (Held.BELOW, 869, ["East", "Islands"]),
        (Held.AT_MOST, 869, ["South", "East", "West", "Islands"]),
        (Held.EQUAL, 869, ["South", "West"]),
        (Held.ABOVE, 10_000, []),
    ],
)
def test_a_filter_holds_cells_against_a_number(sales: Table, test: Held, number: int, expected: list[str]) -> None:
    result = sales.run(
        Operation.FILTER,
        sales.refs("Q4 23-24"),
        conditions=(condition(sales, "Q4 23-24", test, quantity=count(number)),),
    )
    assert regions(result) == expected
    assert result.working[0] == f"Looked at 5 rows; {len(expected)} meet the condition"
    assert len(result.working) == 1 + len(expected)


def test_a_filter_may_test_other_cells_than_it_shows(sales: Table) -> None:
    under = condition(sales, "Satisfied", Held.BELOW, quantity=Quantity(value=Decimal(75), unit=PERCENT))
    result = sales.run(Operation.FILTER, sales.refs("Cost"), conditions=(under,))
    assert (regions(result), printed(result)) == (["South", "East", "Islands"], ["£1.5m", "£2m", "£0"])


def test_a_filter_holds_cells_against_others_and_leaves_out_what_it_cannot_judge(sales: Table) -> None:
    over = condition(sales, "Q4 23-24", Held.ABOVE, against=sales.refs("Target"))
    result = sales.run(Operation.FILTER, sales.refs("Q4 23-24"), conditions=(over,))
    assert regions(result) == ["North", "East"]
    assert [o.row_path[-1] for o in result.left_out] == ["Islands"]
    assert "1 have no figure" in result.working[0]


@pytest.mark.parametrize("words", ["R", " r "])
def test_a_filter_by_words_leaves_case_and_space_aside(sales: Table, words: str) -> None:
    result = sales.run(Operation.FILTER, sales.refs("Met"), conditions=(condition(sales, "Met", Held.IS, words=words),))
    assert regions(result) == ["South", "Islands"]


def test_every_condition_must_hold(sales: Table) -> None:
    both = (
        condition(sales, "Q4 23-24", Held.ABOVE, quantity=count(400)),
        condition(sales, "Met", Held.IS, words="G"),
    )
    assert regions(sales.run(Operation.FILTER, sales.refs("Q4 23-24"), conditions=both)) == ["North", "East"]


def test_a_threshold_is_met_across_scales_and_read_as_points_where_the_column_is_in_them(
    sales: Table, grid_of: Callable[..., Grid]
) -> None:
    million = Quantity(
        value=Decimal(1),
        unit=Unit(kind=sales.cell(sales.ref("East", "Cost")).quantity.unit.kind, symbol="£", scale=10**6),
    )  # type: ignore[union-attr]
    over = condition(sales, "Cost", Held.AT_LEAST, quantity=million)
    assert regions(sales.run(Operation.FILTER, sales.refs("Cost"), conditions=(over,))) == ["South", "East"]
    gaps = Table(grid_of("Gap in percentage points | Happy\nNorth | -11 pp\nSouth | 4 pp"))
    for unit in (POINTS, PERCENT, COUNT):
        test = Condition(
            cells=gaps.refs("Happy", "North", "South"),
            test=Held.AT_MOST,
            quantity=Quantity(value=Decimal(-9), unit=unit),
        )
        result = gaps.run(Operation.FILTER, gaps.refs("Happy", "North", "South"), conditions=(test,))
        assert regions(result) == ["North"]


MIXED = """
Region | Wait | Stock
North  | 12 days | 4 months
South  | 3 weeks | 40%
East   | 20 days | 90 days
"""


def test_a_threshold_is_held_against_each_cell_in_its_own_unit_and_not_against_what_does_not_meet_it(
    grid_of: Callable[..., Grid],
) -> None:
    table = Table(grid_of(MIXED))
    regions_in = ("North", "South", "East")
    fortnight = Quantity(value=Decimal(15), unit=Unit(kind=UnitKind.DURATION, symbol="days", scale=86_400))
    for column, kept, left_out in (("Wait", ["South", "East"], 0), ("Stock", ["East"], 2)):
        refs = table.refs(column, *regions_in)
        over = Condition(cells=refs, test=Held.ABOVE, quantity=fortnight)
        result = table.run(Operation.FILTER, refs, conditions=(over,))
        assert (regions(result), len(result.left_out)) == (kept, left_out)


def test_what_counts_different_things_is_not_ranked(grid_of: Callable[..., Grid]) -> None:
    table = Table(grid_of(MIXED))
    assert regions(table.run(Operation.RANK, table.refs("Wait", "North", "South", "East"))) == ["South"]
    for pair in (("North", "East"), ("North", "South")):
        with pytest.raises(UnitMismatch):
            table.run(Operation.RANK, table.refs("Stock", *pair))


def test_a_count_keeps_what_it_counted(sales: Table) -> None:
    result = sales.run(Operation.COUNT, sales.refs("Met"), conditions=(condition(sales, "Met", Held.IS, words="G"),))
    assert regions(result) == ["North", "East"]
    assert result.plan.operation is Operation.COUNT

"""Tables with lone group lines, counts beside percentages, gaps headed so, and movements that are ships."""

from __future__ import annotations

from structured.grids import read_grids
from structured.observations import ColumnKind, Grid, RowKind
from structured.units import UnitKind
from tests.small import document_of

ACCOUNTS = """Widget Trust annual report 2023/24

Money

Table 1: Income and spending (£k)

 | Budget | Outturn 2023/24
Income
Grants | 38,420 | 38,655
Sales | 2,870 | 2,894
Total income | 41,290 | 41,549
Spending
Paint | 24,310 | 24,288
Brushes | 9,480 | 9,611
Total spending | 33,790 | 33,899

We spent less than we earned.

Tests

Table 2: Widgets that passed (%)

Depot | Year 6 widgets 2024 | 2023 | 2024
North | 58 | 55 | 59
South | 44 | 68 | 64
All depots | 345 | 59 | 61

Table 3: Passed first time: gap between each kind and all widgets (percentage points)

Kind | Widgets 2024 | Gap 2023 | Gap 2024
Round | 168 | -19.8 | -17.4
Square | 384 | 8.3 | 7.6

Harbour

Table 4: Incidents by vessel

Vessel | Movements 2024 | Incidents 2024 | Rate per 1,000 movements 2024 | Change on year
Ferries | 3,260 | 3 | 0.9 | +1
Tugs | 980 | 1 | 1.0 | -2

Table 5: Survey

Group | Base | Happy (%) | Feels safe: difference from all users (pp) | Difference from last year (pp)
Ferry users | 1,204 | 84 | +3 | -1
Tug crews | 96 | 61 | -14 | +2
"""


def grids() -> dict[str, Grid]:
    return {grid.title.split(":")[0]: grid for grid in read_grids(document_of(ACCOUNTS))}


def test_a_lone_line_amid_rows_heads_those_below_it() -> None:
    grid = grids()["Table 1"]
    assert [(row.path, row.kind) for row in grid.rows if row.kind is RowKind.SECTION] == [
        (("Income",), RowKind.SECTION),
        (("Spending",), RowKind.SECTION),
    ]
    assert ("Spending", "Paint") in [row.path for row in grid.rows]
    assert {o.quantity.unit.scale for o in grid.observations if o.quantity} == {1000}


def test_text_after_a_table_is_none_of_its_rows() -> None:
    assert not any("earned" in label for grid in grids().values() for row in grid.rows for label in row.path)


def test_a_count_beside_percentages_is_no_percentage() -> None:
    grid = grids()["Table 2"]
    kinds = {
        c.path[-1]: {o.quantity.unit.kind for o in grid.observations if o.column == c.index and o.quantity}
        for c in grid.columns
    }
    assert kinds == {
        "Year 6 widgets 2024": {UnitKind.COUNT},
        "2023": {UnitKind.PERCENT},
        "2024": {UnitKind.PERCENT},
    }


def test_a_column_headed_as_a_gap_holds_distances_in_points() -> None:
    grid = grids()["Table 3"]
    assert [c.kind for c in grid.columns] == [ColumnKind.LEVEL, ColumnKind.GAP, ColumnKind.GAP]
    assert {o.quantity.unit.kind for o in grid.observations if o.column == grid.columns[2].index and o.quantity} == {
        UnitKind.POINTS
    }


def test_a_distance_from_others_is_a_gap_and_one_from_last_year_a_change() -> None:
    kinds = [c.kind for c in grids()["Table 5"].columns]
    assert kinds == [ColumnKind.LEVEL, ColumnKind.LEVEL, ColumnKind.GAP, ColumnKind.CHANGE]


def test_movements_of_ships_are_levels() -> None:
    kinds = [c.kind for c in grids()["Table 4"].columns]
    assert kinds == [ColumnKind.LEVEL, ColumnKind.LEVEL, ColumnKind.LEVEL, ColumnKind.CHANGE]

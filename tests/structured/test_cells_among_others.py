"""Cells that say by those beside them what they are: words, nothing, or points."""

from __future__ import annotations

from collections.abc import Callable

from structured.observations import Grid, MissingReason
from structured.units import UnitKind

Grids = Callable[..., Grid]


def test_a_grade_among_grades_and_low_among_words_are_words(grid_of: Grids) -> None:
    rows = "Damp | 12 | Low | C\nRot | 14 | High | B\nFire | 15 | Low | C\nWind | - | n/a | A"
    found = grid_of(f"Risk | Score | Likelihood | Grade\n{rows}")
    words = [(o.printed, o.missing) for o in found.observations if o.row == 1]
    assert words == [("12", None), ("Low", None), ("C", None)]
    assert [o.missing for o in found.observations if o.row == 4] == [MissingReason.NOT_AVAILABLE] * 2 + [None]


def test_a_letter_that_a_key_explains_stays_what_it_stands_for(grid_of: Grids) -> None:
    found = grid_of("Loft | Grade\nRed | c\nBlue | b\nGreen | a", notes=("c = confidential",))
    assert found.observations[0].missing is MissingReason.SUPPRESSED


def test_nil_is_nothing_in_the_unit_of_its_column(grid_of: Grids) -> None:
    found = grid_of("Club | Award (£) | Paid (£)\nKites | 2,310 | nil\nLofts | 4,980 | 4,980")
    paid = found.observations[1].quantity
    assert paid is not None
    assert (paid.value, paid.unit.kind) == (0, UnitKind.MONEY)


def test_differences_of_titled_percentages_are_points(grid_of: Grids) -> None:
    rows = "Men | 57 | 55 | -2\nWomen | 59 | 58 | -1\nYoung | 49 | 44 | -5"
    found = grid_of(f"Group | 2024 | 2025 | Change\n{rows}", title="Fond of kites (%)")
    kinds = [o.quantity.unit.kind for o in found.observations if o.row == 1 and o.quantity]
    assert kinds == [UnitKind.PERCENT, UnitKind.PERCENT, UnitKind.POINTS]


def test_percentage_changes_of_titled_percentages_stay_per_cent(grid_of: Grids) -> None:
    rows = "Men | 57 | 54 | -5\nWomen | 59 | 56 | -5\nYoung | 49 | 44 | -10"
    found = grid_of(f"Group | 2024 | 2025 | Change\n{rows}", title="Fond of kites (%)")
    assert {o.quantity.unit.kind for o in found.observations if o.column == 3 and o.quantity} == {UnitKind.PERCENT}


def test_a_change_that_says_no_unit_is_in_the_money_that_it_compares(grid_of: Grids) -> None:
    rows = "Round | 31.4 | 22.9 | 23.5 | (0.6)\nSquare | 6.2 | 8.8 | 8.1 | 0.7\nTotal | 37.6 | 31.7 | 31.6 | 0.1"
    found = grid_of(f"Kind | Kites (m) | Income (£m) | Budget (£m) | Variance\n{rows}")
    assert found.columns[3].unit is not None
    assert (found.columns[3].unit.kind, found.columns[3].unit.scale) == (UnitKind.MONEY, 1_000_000)


def test_a_change_of_counts_stays_one_of_counts(grid_of: Grids) -> None:
    rows = "Round | 31 | 37 | 6 | 22.9 | 23.5\nSquare | 6 | 5 | -1 | 8.8 | 8.1\nOther | 3 | 5 | 2 | 1.7 | 1.6"
    found = grid_of(f"Kind | Kites 2024 | Kites 2025 | Change | Cost (£m) | Budget (£m)\n{rows}")
    assert {o.quantity.unit.kind for o in found.observations if o.column == 3 and o.quantity} == {UnitKind.COUNT}


def test_years_of_publication_are_years_and_a_baseline_is_of_what_the_title_counts(grid_of: Grids) -> None:
    found = grid_of("Body | Published | Total\nOffice of Kites | 2023 | 21\nOffice of Felt | 2024 | 14")
    assert [o.quantity.unit.kind for o in found.observations if o.column == 1 and o.quantity] == [UnitKind.YEAR] * 2
    rows = "Gas | 8,410 | 6,120 | 5,904\nFelt | 902 | 344 | 310"
    found = grid_of(f"Source | 2018/19 baseline | 2024/25 | 2025/26\n{rows}", title="Emissions (tCO2e)")
    assert {o.quantity.unit.kind for o in found.observations if o.quantity} == {UnitKind.MASS}

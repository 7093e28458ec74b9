"""Tables in an order that a reader chooses."""

from __future__ import annotations

import pytest

from assistant.libraries.sorting import column_heads, sorted_rows
from structured.grids import read_grids
from structured.observations import Grid
from tests.small import document_of

TABLE = """Widget report Q4 2023/24

Widgets sold by region
Region | Q3 2023/24 | Q4 2023/24
Southport | 905 | 869
Northfield | 1,204 | N/A
Eastham | (5) | 1,412
Total | 2,104 | 2,281
"""


@pytest.fixture
def grid() -> Grid:
    return read_grids(document_of(TABLE))[0]


def first_cells(rows: tuple[tuple[str, ...], ...]) -> list[str]:
    return [row[0] for row in rows]


def test_without_a_choice_rows_stand_as_printed(grid: Grid) -> None:
    assert column_heads(grid) == ("Region", "Q3 2023/24", "Q4 2023/24")
    assert sorted_rows(grid)[1] == ("Northfield", "1,204", "N/A")


def test_figures_go_by_their_value_and_what_has_none_comes_last(grid: Grid) -> None:
    assert first_cells(sorted_rows(grid, 1)) == ["Eastham", "Southport", "Northfield", "Total"]
    assert first_cells(sorted_rows(grid, 1, descending=True)) == ["Total", "Northfield", "Southport", "Eastham"]
    assert first_cells(sorted_rows(grid, 2, descending=True)) == ["Total", "Eastham", "Southport", "Northfield"]


def test_labels_go_by_the_alphabet(grid: Grid) -> None:
    assert first_cells(sorted_rows(grid, 0)) == ["Eastham", "Northfield", "Southport", "Total"]

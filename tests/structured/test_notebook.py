"""A table in a notebook: shown as a table, not as the data that it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from structured.grids import read_grids
from structured.notebook import MOST_ROWS
from structured.observations import Grid
from tests.small import REPORT, document_of


@pytest.fixture(scope="module")
def grid() -> Grid:
    return read_grids(document_of(REPORT))[0]


def test_a_table_shows_its_title_labels_and_figures_as_printed(grid: Grid) -> None:
    shown = grid._repr_html_()
    assert f"<strong>{grid.title}</strong>" in shown
    assert "<th>Northfield</th><td>1,180</td><td>1,204</td><td>1,310</td>" in shown
    assert "<th>Q4 2023/24</th>" in shown


def test_what_a_report_wrote_is_shown_as_text(grid: Grid) -> None:
    odd = replace(grid, title="<script>alert(1)</script>", section=("<b>",))
    assert "<script" not in odd._repr_html_()
    assert "<b>" not in odd._repr_html_()


def test_a_long_table_is_shown_in_part_and_says_so(grid: Grid) -> None:
    rows = tuple(replace(grid.rows[0], index=index) for index in range(MOST_ROWS + 5))
    shown = replace(grid, rows=rows)._repr_html_()
    assert shown.count("<tr>") == MOST_ROWS + 1
    assert "5 more rows" in shown

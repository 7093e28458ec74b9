"""Every observation of every table of a real report, against a list that was checked line by line with the report."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from corpus.loading import load
from structured.grids import read_grids
from structured.observations import FindingKind, Grid
from structured.units import unit_code

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT.parent / "shared" / "reports" / "mopac-quarterly-report-q4-2023-24.txt"
TRUTH = ROOT / "tests" / "reports" / "quarterly_truth" / "observations.csv"

pytestmark = pytest.mark.skipif(not REPORT.exists(), reason="needs the practice reports in ../shared/reports")

COLUMNS = (
    "table", "title", "row", "column", "row_path", "column_path", "printed", "value", "unit", "missing",
    "period_first", "period_last", "row_kind", "column_kind",
)  # fmt: skip


@pytest.fixture(scope="module")
def grids() -> tuple[Grid, ...]:
    return read_grids(load(REPORT))


def lines(grids: tuple[Grid, ...]) -> list[tuple[str, ...]]:
    found = []
    for grid in grids:
        row_kinds = {row.index: row.kind for row in grid.rows}
        column_kinds = {column.index: column.kind for column in grid.columns}
        for o in grid.observations:
            quantity, period = o.quantity, o.period
            found.append(
                (
                    str(grid.number), grid.title, str(o.row), str(o.column),
                    " › ".join(o.row_path), " › ".join(o.column_path), o.printed,
                    str(quantity.value) if quantity else "", unit_code(quantity.unit) if quantity else "",
                    o.missing.value if o.missing else "",
                    period.first.isoformat() if period else "", period.last.isoformat() if period else "",
                    row_kinds[o.row].value, column_kinds[o.column].value,
                )
            )  # fmt: skip
    return found


def test_every_observation_is_as_checked(grids: tuple[Grid, ...]) -> None:
    with TRUTH.open(encoding="utf-8", newline="") as file:
        header, *expected = (tuple(row) for row in csv.reader(file))
    assert header == COLUMNS
    assert lines(grids) == expected


def test_every_citation_opens_at_the_printed_cell(grids: tuple[Grid, ...]) -> None:
    source = load(REPORT).source
    for grid in grids:
        for o in grid.observations:
            assert " ".join(source[o.locator.start : o.locator.end].split()) == o.printed


def test_groups_of_labels_off_their_first_rows_are_marked_as_worked_out(grids: tuple[Grid, ...]) -> None:
    marked = {grid.title: sum("row group" in row.inferred for row in grid.rows) for grid in grids}
    assert {title: n for title, n in marked.items() if n} == {"I Call Performance": 20, "S Call Performance": 20}


def test_every_total_is_confirmed_and_nothing_in_the_tables_contradicts_itself(grids: tuple[Grid, ...]) -> None:
    assert all(part.confirmed for grid in grids for part in grid.parts)
    assert {f.kind for grid in grids for f in grid.findings} == {FindingKind.CONFIRMED, FindingKind.ROUNDING}
    assert {grid.title: len(grid.parts) for grid in grids if grid.parts} == {
        "Crime Outcomes": 2,
        "Revenue Summary by Cost Category – 2023/24 Position": 9,
        "Capital Expenditure": 1,
        "MOPAC and VRU – 2023/24 Financial Performance": 5,
        "MOPAC GROUP RESERVES": 3,
    }

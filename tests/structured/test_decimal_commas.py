"""Decimals after a comma are read so only where a report writes all of its figures so."""

from __future__ import annotations

from structured.grids import read_grids
from tests.small import document_of

REPORT = """Widget report 2024

Sales

Widgets by region
Region | Share (%) | Weight (kg) | Cost (€)
Northfield | 12,5 | 1.234,5 | 1.234
Southport | 37,5% | -2 000,0 | (2.500)
Eastham | 50,125 | 12,75 | € 900
Total | 100,0 | – | 4.634
"""


def values(text: str) -> dict[tuple[str, str], tuple[str, str]]:
    (grid,) = read_grids(document_of(text))
    return {
        (o.row_path[-1], o.column_path[-1]): (str(o.quantity.value), o.printed)
        for o in grid.observations
        if o.quantity is not None
    }


def test_a_report_that_writes_decimal_commas_throughout_is_read_so() -> None:
    assert values(REPORT) == {
        ("Northfield", "Share (%)"): ("12.5", "12,5"),
        ("Northfield", "Weight (kg)"): ("1234.5", "1.234,5"),
        ("Northfield", "Cost (€)"): ("1234", "1.234"),
        ("Southport", "Share (%)"): ("37.5", "37,5%"),
        ("Southport", "Weight (kg)"): ("-2000.0", "-2 000,0"),
        ("Southport", "Cost (€)"): ("-2500", "(2.500)"),
        ("Eastham", "Share (%)"): ("50.125", "50,125"),
        ("Eastham", "Weight (kg)"): ("12.75", "12,75"),
        ("Eastham", "Cost (€)"): ("900", "€ 900"),
        ("Total", "Share (%)"): ("100.0", "100,0"),
        ("Total", "Cost (€)"): ("4634", "4.634"),
    }


def test_one_figure_with_a_point_leaves_all_as_they_are() -> None:
    assert ("Northfield", "Weight (kg)") not in values(REPORT.replace("€ 900", "900.50"))


def test_thousands_with_commas_are_thousands() -> None:
    text = (
        "Widget report 2024\n\nSales\n\nWidgets\nRegion | 2023 | 2024\nNorth | 1,204 | 1,310\nSouth | 2,905 | 3,869\n"
    )
    assert values(text)["North", "2023"] == ("1204", "1,204")

"""Titles that state a unit of some of the figures, and another of the rest."""

from __future__ import annotations

import pytest

from structured.grids import read_grids
from structured.headers import unit_in_label
from structured.units import unit_code
from tests.small import document_of


def units(title: str, *rows: str) -> list[str]:
    """The unit of each column, '?' where its figures are in several or in none."""
    table = "\n".join(row.replace(" | ", "\t") for row in rows)
    (grid,) = read_grids(document_of(f"Widget Guild annual report 2031/32\n\nWidgets\n\nTable 1: {title}\n{table}"))
    return [unit_code(column.unit) if column.unit else "?" for column in grid.columns]


@pytest.mark.parametrize(
    ("title", "heads", "expected"),
    [
        (
            "Rides at fairs (number), and grant per ride (£)",
            ("2030-31", "2031-32", "Grant per ride"),
            "count count gbp",
        ),
        ("Kites by loft (number; rate per 1,000 members)", ("Kites", "Torn", "Rate"), "count count per_1000"),
        ("Liking by guild (per cent; change in percentage points)", ("2031", "2032", "Change"), "percent percent pp"),
        (
            "Liking by guild, one season (% who agree), Guild Poll",
            ("Kites", "Tops", "Hoops"),
            "percent percent percent",
        ),
        (
            "Liking by guild (% quite, or very, pleased with the whole of their season on the green)",
            ("2030", "2031", "Target"),
            "percent percent percent",
        ),
        ("Guilds in 2031-32 (absence in days per member)", ("Members", "Absence days", "Lofts"), "count days count"),
        ("Felt burnt (tonnes of felt equivalent, tFe)", ("2030", "2031", "2032"), "tonnes tonnes tonnes"),
        ("Felt carried (thousand tonnes)", ("2030", "2031", "2032"), "kt kt kt"),
        ("Time to reach a kite (minutes)", ("Standard", "2031", "2032"), "minutes minutes minutes"),
        ("Fairs (£000; brackets are losses)", ("2030", "2031", "2032"), "gbp_k gbp_k gbp_k"),
        ("Kites (% torn) and lofts", ("2030", "2031", "2032"), "count count count"),
    ],
)
def test_each_unit_of_a_title_is_of_what_it_is_said_of(title: str, heads: tuple[str, ...], expected: str) -> None:
    rows = ["Guild | " + " | ".join(heads), "Red | 61 | 72 | 8", "Blue | 55 | 57 | 2", "Green | 48 | 51 | 3"]
    assert " ".join(units(title, *rows)) == expected


def test_interviews_beside_shares_are_counted() -> None:
    rows = ["Guild | Content | Interviews (number)", "Red | 61 | 412", "Blue | 55 | 98", "Green | 48 | 51"]
    assert units("Members' views (% who agree), Guild Poll", *rows) == ["percent", "count"]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Absence, days per member", "days"),
        ("Working days lost to colds per member", "days"),
        ("Net tonnes per loft", "tonnes"),
        ("Felt burnt (tCO2e)", "tonnes"),
        ("Felt burnt, ktCO2e", "kt"),
        ("Kites mended within 5 days per loft", ""),
        ("Cost per tCO2e", ""),
    ],
)
def test_a_label_says_in_what_it_is_counted_for_each_member(label: str, code: str) -> None:
    named = unit_in_label(label)
    assert (unit_code(named.unit) if named else "") == code


def test_a_rate_in_a_title_is_that_of_its_times() -> None:
    rows = ["Guild | 2030 | 2031", "Red | 61.2 | 72.4", "Blue | 55.0 | 57.1"]
    assert units("Kites torn per 1,000 members, by guild", *rows) == ["per_1000", "per_1000"]

"""Rows that stand under members of a table and are none: the whole of them, or what they are held against."""

from __future__ import annotations

import pytest

from structured.grids import read_grids
from structured.observations import RowKind
from tests.small import document_of


def kinds(*tables: str) -> list[dict[str, RowKind]]:
    """The kind of each table's rows by their labels."""
    text = "\n\n".join(f"Table {n}: {table}" for n, table in enumerate(tables, 1))
    grids = read_grids(document_of(f"Widget Guild annual report 2031/32\n\nWidgets\n\n{text}\n"))
    return [{row.path[-1]: row.kind for row in grid.rows} for grid in grids]


_MINUTES = """Calls by loft
Loft\tCalls\tMinutes to come (minutes)\tIn time (%)
Amber\t1,388\t9.8\t90.3
Birch\t3,012\t11.2\t80.7
Cedar\t972\t12.9\t80.1
Kitefield\t{whole}\t{minutes}\t83.4
Target 2031/32\tn/a\tn/a\t88.0
"""


def test_a_row_that_adds_up_the_one_column_of_amounts_is_their_total() -> None:
    (found,) = kinds(_MINUTES.format(whole="5,372", minutes="11.0"))
    assert found["Kitefield"] is RowKind.TOTAL
    assert found["Birch"] is RowKind.DATA


@pytest.mark.parametrize(("whole", "minutes"), [("5,371", "11.0"), ("5,372", "14.0")])
def test_a_row_that_misses_the_sum_or_lies_outside_the_others_is_a_member(whole: str, minutes: str) -> None:
    (found,) = kinds(_MINUTES.format(whole=whole, minutes=minutes))
    assert found["Kitefield"] is RowKind.DATA


def test_a_whole_over_its_members_is_their_total() -> None:
    (found,) = kinds(
        "Calls\nLoft\tCalls\tIn time (%)\nKitefield\t5,372\t83\nAmber\t1,388\t90\nBirch\t3,012\t81\nCedar\t972\t80\n"
    )
    assert found["Kitefield"] is RowKind.TOTAL


def test_a_whole_of_a_sister_table_is_one_of_shares_too() -> None:
    shares = "Liking\nLoft\tContent (%)\nAmber\t90\nBirch\t81\nCedar\t80\nKitefield\t83\n"
    alone, beside = kinds(shares)[0], kinds(_MINUTES.format(whole="5,372", minutes="11.0"), shares)[1]
    assert alone["Kitefield"] is RowKind.DATA
    assert beside["Kitefield"] is RowKind.TOTAL


@pytest.mark.parametrize(
    "label", ["Target 2031/32", "National target", "2031/32 target (%)", "England average", "Mean"]
)
def test_what_members_are_held_against_is_no_member(label: str) -> None:
    (found,) = kinds(f"Liking\nLoft\tContent (%)\nAmber\t90\nBirch\t81\nCedar\t80\n{label}\t95\n")
    assert found[label] is RowKind.YARDSTICK


@pytest.mark.parametrize("label", ["Target hardening", "Planned care", "Standard parcels", "Average wait (minutes)"])
def test_a_kind_of_thing_called_by_such_a_word_is_a_member(label: str) -> None:
    (found,) = kinds(f"Liking\nLoft\tContent (%)\nAmber\t90\nBirch\t81\nCedar\t80\n{label}\t95\n")
    assert found[label] is RowKind.DATA


@pytest.mark.parametrize("label", ["Year", "Full year", "2031/32"])
def test_a_year_under_its_quarters_is_their_whole_though_strength_adds_up_to_none(label: str) -> None:
    (grid,) = read_grids(
        document_of(
            "Widget Guild annual report 2031/32\n\nWidgets\n\nTable 1: Joiners by quarter, 2031/32\n"
            f"Quarter\tJoined\tStrength\nQ1\t160\t9,420\nQ2\t220\t9,470\n{label}\t380\t9,470\n"
        )
    )
    assert [row.kind for row in grid.rows] == [RowKind.DATA, RowKind.DATA, RowKind.TOTAL]
    assert [(parts.total, parts.parts) for parts in grid.parts] == [(3, (1, 2))]
    assert not grid.findings


_SMALL = (
    "Kites\nKind\tLoft\tFlown\tLost\nRed\tNorth\t412\t18\n\tSouth\t377\t12\n\t{last}\t789\t30\nBlue\tNorth\t64\t3\n"
)


def test_what_ends_each_of_several_groups_as_their_sum_is_the_total_of_each() -> None:
    text = _SMALL + "\tSouth\t58\t5\n\t{last}\t{n}\t8\n"
    (grid,) = read_grids(document_of(f"Widget Guild report\n\nWidgets\n\n{text.format(last='Guild', n=122)}"))
    assert [row.kind for row in grid.rows] == [RowKind.DATA, RowKind.DATA, RowKind.TOTAL] * 2
    (grid,) = read_grids(document_of(f"Widget Guild report\n\nWidgets\n\n{text.format(last='West', n=131)}"))
    assert {row.kind for row in grid.rows} == {RowKind.DATA}


def test_a_total_of_each_section_stays_in_its_section() -> None:
    kites = "Red kites\nNorth\t412\t18\nSouth\t377\t12\nAll areas\t789\t30\nBlue kites\nNorth\t64\t3\nSouth\t58\t5\n"
    text = f"Kites\nKind\tFlown\tLost\n{kites}All areas\t122\t8\n"
    (grid,) = read_grids(document_of(f"Widget Guild report\n\nWidgets\n\n{text}"))
    totals = [row.path for row in grid.rows if row.kind is RowKind.TOTAL]
    assert totals == [("Red kites", "All areas"), ("Blue kites", "All areas")]

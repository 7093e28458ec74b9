"""Lengths of time printed as a clock prints them, in tables and in sentences."""

from __future__ import annotations

from decimal import Decimal

import pytest

from structured.grids import read_grids
from structured.observations import ColumnKind, Grid
from structured.units import find_quantities, format_quantity, to_base, unit_code
from tests.small import document_of

_LOFTS = """Table 1: Time to reach a fallen kite{form}
Loft\tKites\tMean Q1\tMean Q2\tChange
Amber\t1,388\t7:08\t8:24\t+1:16
Birch\t12\t38:05\t29:55\t-8:10 [r]
Cedar\t972\tn/a\t102:10\tn/a
"""


def grid(form: str) -> Grid:
    text = _LOFTS.format(form=form)
    (found,) = read_grids(document_of(f"Widget Guild annual report 2031/32\n\nWidgets\n\n{text}"))
    return found


@pytest.mark.parametrize("form", [" (minutes:seconds)", " (mm:ss)", ", min:sec", " (minutes and seconds)"])
def test_figures_of_a_clock_are_lengths_of_time_where_the_title_says_so(form: str) -> None:
    found = grid(form)
    assert [c.kind for c in found.columns] == [ColumnKind.LEVEL, ColumnKind.LEVEL, ColumnKind.LEVEL, ColumnKind.CHANGE]
    assert [row.path for row in found.rows] == [("Amber",), ("Birch",), ("Cedar",)]
    quantities = {o.printed: o.quantity for o in found.observations if o.quantity}
    seconds = {printed: to_base(q) for printed, q in quantities.items() if q.unit.symbol == "minutes:seconds"}
    assert seconds["7:08"] == Decimal(428)
    assert seconds["102:10"] == Decimal(6130)
    assert seconds["-8:10 [r]"] == Decimal(-490)
    assert format_quantity(quantities["102:10"]) == "102:10"
    assert unit_code(quantities["102:10"].unit) == "seconds"
    assert unit_code(quantities["1,388"].unit) == "count"


def test_hours_and_minutes_are_counted_in_minutes() -> None:
    quantity = next(o.quantity for o in grid(" (h:mm)").observations if o.printed == "38:05")
    assert quantity is not None
    assert (quantity.value, unit_code(quantity.unit), format_quantity(quantity)) == (Decimal(2285), "minutes", "38:05")


def test_a_clock_under_minutes_is_of_minutes_and_seconds() -> None:
    (found,) = read_grids(document_of("Kites\n\nTable 1: Time\nLoft\tMean (minutes)\nAmber\t7:08\nBirch\t9:30\n"))
    assert [format_quantity(o.quantity) for o in found.observations if o.quantity] == ["7:08", "9:30"]


def test_a_clock_that_no_words_call_a_length_of_time_is_left_as_words() -> None:
    assert not [o for o in grid("").observations if o.quantity and ":" in o.printed]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mean response was 35:41, against 42:18 the year before.", ["35:41", "42:18"]),
        ("Calls took 8:24 on average.", ["8:24"]),
        ("The mean wait at the desk, open from 08:30 to 17:00, was 12:05.", ["12:05"]),
        ("The desk closes at 5:30pm, and the average wait is short.", []),
        ("The guild met at 18:30.", []),
        ("It took 3 hours and 40 minutes.", ["3 hours and 40 minutes"]),
        ("It took 8 minutes 24 seconds.", ["8 minutes 24 seconds"]),
        ("It took 90 minutes, 75 minutes before.", ["90 minutes", "75 minutes"]),
    ],
)
def test_lengths_of_time_in_a_sentence_are_one_figure_and_times_of_day_none(text: str, expected: list[str]) -> None:
    assert [mention.printed for mention in find_quantities(text)] == expected


def test_what_hours_and_minutes_say_together_is_compared_in_seconds() -> None:
    spoken, printed = (
        find_quantities(text)[0].quantity for text in ("It took 8 minutes and 24 seconds.", "It took 8:24.")
    )
    assert to_base(spoken) == to_base(printed) == Decimal(504)

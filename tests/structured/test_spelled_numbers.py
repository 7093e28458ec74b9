"""Numbers that a text spells out, alone and with the units that follow them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from structured.spelled_numbers import spelled_numbers
from structured.units import find_quantities, unit_code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("seven", "7"),
        ("Forty-two", "42"),
        ("forty two", "42"),
        ("a hundred", "100"),
        ("a hundred and thirty", "130"),
        ("three hundred and twelve", "312"),
        ("two thousand four hundred and six", "2406"),
        ("three and a half", "3.5"),
        ("two and a quarter million", "2250000"),
        ("six and three quarters", "6.75"),
        ("half a million", "500000"),
        ("a quarter of a million", "250000"),
        ("a thousand", "1000"),
    ],
)
def test_a_number_in_words_is_read_whole(text: str, value: str) -> None:
    (spelled,) = spelled_numbers(f"It came to {text} in all.")
    assert spelled.value * spelled.scale == Decimal(value)


@pytest.mark.parametrize("text", ["half of them", "hundreds of lamps", "so many per thousand", "a third of them"])
def test_what_is_no_number_in_words_is_left(text: str) -> None:
    assert list(spelled_numbers(text)) == []


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("three and a half times as likely", "3.5", "ratio"),
        ("two and a half million pounds too much", "2.5", "gbp_m"),
        ("3.6 million pounds too much", "3.6", "gbp_m"),
        ("twenty-four working days", "24", "days"),
        ("one and a half per cent", "1.5", "percent"),
        ("half a million visits", "500000", "count"),
        ("three quarters of them", "75", "percent"),
    ],
)
def test_a_number_in_words_takes_the_unit_after_it(text: str, value: str, code: str) -> None:
    (mention,) = find_quantities(text)
    assert (mention.quantity.value, unit_code(mention.quantity.unit)) == (Decimal(value), code)

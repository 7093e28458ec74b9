from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import from_json, to_json


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    value: Decimal
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    name: str
    colour: Colour
    n: int | None
    is_on: bool
    labels: tuple[str, ...] = ()
    inner: tuple[Inner, ...] = ()
    one: Inner | None = None


texts = st.text(st.characters(exclude_categories=["Cs"]))
inners = st.builds(Inner, value=st.decimals(allow_nan=False), day=st.none() | st.dates())
outers = st.builds(
    Outer,
    name=texts,
    colour=st.sampled_from(Colour),
    n=st.none() | st.integers(),
    is_on=st.booleans(),
    labels=st.lists(texts).map(tuple),
    inner=st.lists(inners).map(tuple),
    one=st.none() | inners,
)


@given(value=outers)
def test_what_was_written_is_read_back(value: Outer) -> None:
    again = from_json(Outer, to_json(value))
    assert again == value
    assert repr(again) == repr(value)  # 1 is not True, and 1.0 is not 1.00


def test_a_field_that_was_not_written_takes_its_default_and_an_unknown_one_is_passed_over() -> None:
    assert from_json(Inner, '{"value": "1.50", "older": 3}') == Inner(value=Decimal("1.50"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"value": 1.5}',
        '{"value": "one"}',
        '{"value": "1", "day": "tomorrow"}',
        '{"value": "1", "day": 5}',
        "[" * 100_000,
    ],
)
def test_what_is_not_of_the_kind_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(Inner, text)


@pytest.mark.parametrize(
    "changed",
    [{"colour": "green"}, {"n": "3"}, {"n": True}, {"is_on": 1}, {"labels": "abc"}, {"labels": [1]}, {"name": None}],
)
def test_a_field_of_another_type_is_refused(changed: dict[str, object]) -> None:
    good = {"name": "a", "colour": "red", "n": 1, "is_on": True}
    assert from_json(Outer, to_json(good)).name == "a"
    with pytest.raises(ValueError, match=r"."):
        from_json(Outer, to_json(good | changed))


def test_kinds_that_cannot_be_kept_are_named() -> None:
    with pytest.raises(TypeError, match="cannot write a set"):
        to_json({1})
    with pytest.raises(ValueError, match=r"cannot read a <class 'bytes'>"):
        from_json(bytes, "1.0")

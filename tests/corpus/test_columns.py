"""Records field by field: the same records, read one by one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

import pytest

from corpus.columns import Columns, Keyed, pack
from corpus.document import Locator
from corpus.records import to_json
from structured.observations import Observation
from structured.periods import Period, PeriodKind
from structured.units import COUNT, Quantity

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    text: str
    place: Locator | None = None
    value: Decimal | None = None
    marked: bool = False


def period(printed: str) -> Period:
    return Period(kind=PeriodKind.MONTH, first=date(2024, 3, 1), last=date(2024, 3, 31), printed=printed)


def observation(number: int) -> Observation:
    return Observation(
        id=f"o{number}",
        document_id="d",
        table=1,
        row=number // 4,
        column=number % 4,
        row_path=("Widgets", f"Row {number // 4}"),
        column_path=("March 2024",),
        period=period("Mar 24" if number % 2 else "March 2024"),
        quantity=Quantity(value=Decimal(number).scaleb(-1), unit=COUNT, decimals=1) if number % 5 else None,
        printed=str(number),
        locator=Locator(document_id="d", section=("Sales",), page=2, start=10 * number, end=10 * number + 3),
    )


def through_json(kind: type[T], records: list[T]) -> Columns[T]:
    return Columns(kind, json.loads(to_json(pack(kind, records))), len(records))


@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_records_come_back_as_they_were(count: int) -> None:
    records = [observation(number) for number in range(count)]
    read = through_json(Observation, records)
    assert len(read) == count
    assert to_json(list(read)) == to_json(records)  # with what equality passes over: how a period was printed


def test_what_is_none_true_or_left_out_comes_back() -> None:
    place = [Locator(document_id="d", start=n, end=n + 1) for n in range(12)]
    records = [Note(text="same", place=p, marked=p.start == 3) for p in place] + [
        Note(text="other", value=Decimal("1.0"))
    ]
    assert list(through_json(Note, records)) == records
    assert str(through_json(Note, records)[-1].value) == "1.0"


def test_a_slice_is_a_tuple() -> None:
    records = [observation(number) for number in range(10)]
    assert through_json(Observation, records)[2:5] == tuple(records[2:5])


def test_what_is_the_same_is_written_once() -> None:
    packed = pack(Observation, [observation(number) for number in range(40)])
    assert packed["column_path"]["values"] == [("March 2024",)]
    assert len(packed["period"]["values"]) == 2


@pytest.mark.parametrize(
    "spoilt",
    [
        {},
        [],
        {"text": {"at": [0], "values": []}},
        {"text": {"at": [-1, 0], "values": ["a"]}},
        {"text": {"at": [0, 1, 1], "values": ["a", "b"]}},
        {"text": {"values": [1, 2]}},
        {"text": {"values": ["a"]}},
    ],
)
def test_what_is_no_such_record_is_an_error(spoilt: object) -> None:
    packed = pack(Note, [Note(text="a"), Note(text="b")])
    damaged = {**packed, **spoilt} if isinstance(spoilt, dict) and spoilt else spoilt
    with pytest.raises(ValueError):
        Columns(Note, damaged, 2)


def test_keyed_records_are_read_once_and_when_asked_for() -> None:
    read: list[int] = []
    keyed: Keyed[str, int] = Keyed({"a": 1, "b": 2}, lambda held: read.append(held) or held * 10)
    assert "a" in keyed and list(keyed) == ["a", "b"] and read == []
    assert (keyed["b"], keyed["b"], keyed.get("c")) == (20, 20, None)
    assert read == [2]

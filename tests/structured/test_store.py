from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from corpus.database import Database, open_database
from corpus.document import Locator
from corpus.errors import LibraryDamaged
from corpus.places import LibraryPlace
from structured import store
from structured.observations import (
    ColumnKind,
    Finding,
    FindingKind,
    Grid,
    GridColumn,
    GridRow,
    MissingReason,
    Observation,
    RowKind,
)
from structured.periods import Period, PeriodKind
from structured.units import Quantity, Unit, UnitKind
from tests.samples import a_document, put, take

PLACE = Locator(document_id="a", section=("Finance",), page=4, start=0, end=5)
QUARTER = Period(kind=PeriodKind.QUARTER, first=date(2024, 1, 1), last=date(2024, 3, 31), printed="Q4 23-24")
MILLIONS = Unit(kind=UnitKind.MONEY, symbol="£", scale=1_000_000)


def observation(column: int, **facts: object) -> Observation:
    return Observation(
        id=f"o{column}", document_id="a", table=1, row=1, column=column, row_path=("Income", "Grants"),
        column_path=("Actual",), locator=PLACE, **facts,  # type: ignore[arg-type]
    )  # fmt: skip


GRID = Grid(
    document_id="a",
    number=1,
    title="Income",
    row_dimension=("Kind", "Source"),
    rows=(GridRow(index=1, path=("Income", "Grants"), kind=RowKind.TOTAL, inferred=("row group",)),),
    columns=(GridColumn(index=1, path=("Actual",), kind=ColumnKind.LEVEL, unit=MILLIONS, period=QUARTER),),
    observations=(
        observation(
            1, period=QUARTER, quantity=Quantity(value=Decimal("-16.60"), unit=MILLIONS, decimals=2), printed="(16.60)"
        ),
        observation(2, missing=MissingReason.NOT_AVAILABLE, printed="N/A"),
        observation(3, printed="On track"),
    ),
    findings=(
        Finding(
            kind=FindingKind.ROUNDING, rule="sum", observations=("o1",), expected="1", printed="2", explanation="."
        ),
    ),
    locator=PLACE,
)


@pytest.fixture
def database(place: LibraryPlace) -> Iterator[Database]:
    with open_database(place, create=True) as database:
        put(database, a_document("a"))
        with database.writing("grids") as connection:
            store.add_grids(connection, "a", [GRID])
        yield database


def test_grids_come_back_as_they_went_in(database: Database) -> None:
    with database.reading() as connection:
        (grid,) = store.load_grids(connection, "a")
    assert grid == GRID
    quantity = grid.observations[0].quantity
    assert quantity is not None
    assert str(quantity.value) == "-16.60"


def test_a_document_without_grids_has_none(database: Database) -> None:
    with database.reading() as connection:
        assert store.load_grids(connection, "b") == ()


def test_grids_are_replaced_by_others(database: Database) -> None:
    with database.writing("others") as connection:
        store.replace_grids(connection, "a", [GRID, GRID])
    with database.reading() as connection:
        assert store.load_grids(connection, "a") == (GRID, GRID)


def test_grids_go_with_their_document(database: Database) -> None:
    take(database, "a")
    with database.reading() as connection:
        assert store.load_grids(connection, "a") == ()
        assert connection.execute("SELECT count(*) FROM grids").fetchone() == (0,)


def test_grids_that_cannot_be_read_back_are_called_damaged(database: Database) -> None:
    with database.writing("spoil") as connection:
        connection.execute("UPDATE grids SET body = '[{}]'")
    with database.reading() as connection, pytest.raises(LibraryDamaged, match="the tables of 'a' cannot be read back"):
        store.load_grids(connection, "a")

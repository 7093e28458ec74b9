"""Grids and their observations in a library's database.

Every function takes a connection to it. A grid is kept whole; its figures are kept again as rows, to be selected by
document, label, unit and period without reading the grids.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from corpus.errors import LibraryDamaged
from corpus.records import from_json, to_json
from structured.observations import Grid

SCHEMA = """
CREATE TABLE grids (
    document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    body TEXT NOT NULL
);

CREATE TABLE observations (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    "table" INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    id TEXT NOT NULL,
    row_path TEXT NOT NULL,
    column_path TEXT NOT NULL,
    period_first TEXT,
    period_last TEXT,
    unit TEXT,
    value TEXT,
    printed TEXT NOT NULL
);
CREATE INDEX observations_by_place ON observations (document, "table", "row", "column");
"""


def add_grids(connection: sqlite3.Connection, document_id: str, grids: Sequence[Grid]) -> None:
    """Store a document's grids. The document must be there, without grids."""
    connection.execute("INSERT INTO grids VALUES (?, ?)", (document_id, to_json(tuple(grids))))
    connection.executemany(
        f"INSERT INTO observations VALUES ({', '.join('?' * 12)})",
        (
            (
                document_id, observation.table, observation.row, observation.column, observation.id,
                json.dumps(observation.row_path), json.dumps(observation.column_path),
                observation.period and observation.period.first.isoformat(),
                observation.period and observation.period.last.isoformat(),
                observation.quantity and observation.quantity.unit.kind.value,
                observation.quantity and str(observation.quantity.value),
                observation.printed,
            )
            for grid in grids
            for observation in grid.observations
        ),
    )  # fmt: skip


def load_grids(connection: sqlite3.Connection, document_id: str) -> tuple[Grid, ...]:
    """A document's grids in the order of its tables; empty when it has none. Raises LibraryDamaged."""
    row = connection.execute("SELECT body FROM grids WHERE document = ?", (document_id,)).fetchone()
    if row is None:
        return ()
    try:
        return from_json(tuple[Grid, ...], row[0])
    except ValueError as error:
        raise LibraryDamaged(f"the tables of '{document_id}' cannot be read back; add the report again") from error

"""Grids, with the observations in them, in a library's database. Every function takes a connection to it."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.database import Connection
from corpus.digests import Part, check_text
from corpus.errors import LibraryDamaged
from corpus.records import from_json, to_json
from structured.observations import Grid


def add_grids(connection: Connection, document_id: str, grids: Sequence[Grid]) -> None:
    """Store a document's grids. The document must be there, without grids."""
    connection.execute("INSERT INTO grids VALUES (?, ?)", (document_id, to_json(tuple(grids))))


def replace_grids(connection: Connection, document_id: str, grids: Sequence[Grid]) -> None:
    """Store a document's grids in the place of those that were there."""
    connection.execute("UPDATE grids SET body = ? WHERE document = ?", (to_json(tuple(grids)), document_id))


def load_grids(connection: Connection, document_id: str) -> tuple[Grid, ...]:
    """A document's grids in the order of its tables; empty when it has none. Raises LibraryDamaged."""
    row = connection.execute("SELECT body FROM grids WHERE document = ?", (document_id,)).fetchone()
    if row is None:
        return ()
    check_text(connection, document_id, Part.FIGURES, row[0])
    try:
        return from_json(tuple[Grid, ...], row[0])
    except ValueError as error:
        raise LibraryDamaged(f"the tables of '{document_id}' cannot be read back; add the report again") from error

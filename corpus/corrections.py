"""What the user says of a report where its file says nothing, or something else: its title, publisher, period, dates.

Kept apart from what was read, so that it outlives reading the file again. Every function takes a connection that
`corpus.database` opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from corpus.database import Connection
from corpus.document import Document
from corpus.errors import LibraryDamaged

FIELDS = ("title", "publisher", "period", "published", "edition")
"""The fields of `Document` that a user may set."""


def read_corrections(connection: Connection) -> dict[str, dict[str, str]]:
    """What the user set, by document id and field; documents of which nothing was set are left out.

    Raises LibraryDamaged.
    """
    found: dict[str, dict[str, str]] = {}
    for document, field, value in connection.execute("SELECT document, field, value FROM corrections ORDER BY 1, 2"):
        if field not in FIELDS:
            raise LibraryDamaged(f"what was set of '{document}' cannot be read back; restore a copy of the library")
        found.setdefault(document, {})[field] = value
    return found


def write_corrections(connection: Connection, document_id: str, values: Mapping[str, str]) -> None:
    """Put these in the place of whatever was set of a document that is there."""
    connection.execute("DELETE FROM corrections WHERE document = ?", (document_id,))
    connection.executemany(
        "INSERT INTO corrections VALUES (?, ?, ?)", [(document_id, field, value) for field, value in values.items()]
    )


def corrected(document: Document, values: Mapping[str, str]) -> Document:
    """The document with what the user set."""
    fields: dict[str, Any] = dict(values)
    return replace(document, **fields) if fields else document

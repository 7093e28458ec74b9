"""Digests of what a library stores of each report, so that a figure that changes on the disk is noticed.

A database notices pages that are no pages, not a digit that became another. What is read for an answer is held against
its digest as it is read; ``doctor`` holds everything against them. Every function takes a connection that
`corpus.database` opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum

from corpus.database import Connection
from corpus.errors import LibraryDamaged

FORMAT = 3
"""The format of the library from which on digests are kept."""


class Part(StrEnum):
    """What of a report has a digest of its own: what is known of it, its text, its tables as data, its passages."""

    RECORD = "record"
    TEXT = "text"
    FIGURES = "figures"
    PASSAGES = "passages"


_STATEMENTS = {
    Part.RECORD: (
        "SELECT id, title, publisher, period, published, edition, restates, file_name, digest, reader, added, pages,"
        " tables, observations, chunks, warnings FROM documents WHERE id = ?",
        "SELECT field, value FROM corrections WHERE document = ? ORDER BY field",
    ),
    Part.TEXT: ("SELECT body FROM documents WHERE id = ?",),
    Part.FIGURES: ("SELECT body FROM grids WHERE document = ?",),
    Part.PASSAGES: (
        "SELECT ordinal, key, id, kind, text, context, section, page, page_inferred, first, past FROM chunks"
        " WHERE document = ? ORDER BY ordinal",
    ),
}


def keep_digests(connection: Connection, document_id: str, parts: Collection[Part] = tuple(Part)) -> None:
    """Keep the digests of these parts of a document as they are stored now."""
    for part in parts:
        connection.execute("DELETE FROM digests WHERE document = ? AND part = ?", (document_id, part.value))
        digest = _digest(connection, document_id, part)
        connection.execute("INSERT INTO digests VALUES (?, ?, ?)", (document_id, part.value, digest))


def without_digests(connection: Connection) -> tuple[str, ...]:
    """The ids of the documents of which not every part has one, sorted."""
    ids = [document_id for (document_id,) in connection.execute("SELECT id FROM documents ORDER BY id")]
    return tuple(document_id for document_id in ids if set(Part) - _kept(connection, document_id).keys())


def changed_parts(connection: Connection, document_id: str, parts: Collection[Part] = tuple(Part)) -> tuple[Part, ...]:
    """Those of these parts of a document that are not as they were stored. One whose digest is not kept is not told."""
    kept = _kept(connection, document_id)
    return tuple(part for part in parts if part in kept and _digest(connection, document_id, part) != kept[part])


def check_text(connection: Connection, document_id: str, part: Part, text: str) -> None:
    """Raises LibraryDamaged where this, just read, is not what was stored. A part whose digest is not kept passes."""
    kept = _kept(connection, document_id)
    if part in kept and kept[part] != _digest_of([((text,),)]):
        raise damaged(document_id, part)


def damaged(document_id: str, part: Part) -> LibraryDamaged:
    """What is raised where a part of a document is not what was stored."""
    return LibraryDamaged(
        f"the {part} of '{document_id}' {'are' if part.endswith('s') else 'is'} not what was stored: something other "
        f"than this program has changed the library; `report-assistant rebuild {document_id}` reads the report again"
    )


def _kept(connection: Connection, document_id: str) -> dict[str, str]:
    """The digests by part."""
    if connection.format < FORMAT:
        return {}
    return dict(connection.execute("SELECT part, digest FROM digests WHERE document = ?", (document_id,)).fetchall())


def _digest(connection: Connection, document_id: str, part: Part) -> str:
    rows = [connection.execute(statement, (document_id,)).fetchall() for statement in _STATEMENTS[part]]
    if part is Part.PASSAGES:
        rows.append(_vectors(connection, document_id))
    return _digest_of(rows)


def _vectors(connection: Connection, document_id: str) -> list[tuple[bytes]]:
    numbers = connection.execute("SELECT number FROM chunks WHERE document = ?", (document_id,))
    return [(vector.tobytes(),) for vector in connection.vectors(number for (number,) in numbers).values()]


def _digest_of(results: Sequence[Sequence[Sequence[object]]]) -> str:
    """The same of the same values, whichever database they come from: one keeps truth values as numbers."""
    digest = hashlib.sha256()
    for value in _values(results):
        plain = int(value) if isinstance(value, bool) else value
        data = plain if isinstance(plain, bytes) else str(plain).encode("utf-8", "surrogatepass")
        digest.update(f"{type(plain).__name__} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def _values(results: Sequence[Sequence[Sequence[object]]]) -> Iterator[object]:
    """The values in rows in results, with a mark where each result begins."""
    for rows in results:
        yield len(rows)
        for row in rows:
            yield from row

"""Documents, their chunks and their vectors in a library's database, with the word index over the chunks.

Every function takes a connection that `corpus.database` opened. Knows nothing of figures, files or models.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import corrections
from corpus.database import Connection
from corpus.digests import Part, check_text
from corpus.document import Chunk, ChunkKind, Document, LoadWarning, Locator
from corpus.embedding import Vectors
from corpus.errors import EmbeddingMismatch, LibraryDamaged, UnknownDocument
from corpus.records import from_json, to_json

_CHUNK_COLUMNS = "id, kind, text, context, document, section, page, page_inferred, first, past"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInfo:
    """What a library knows of a document without reading it. ``added`` is ISO 8601, in UTC.

    ``reader`` says which version of the reading code made it; ``set_by_user`` names the fields that are the user's, in
    the order of `corpus.corrections.FIELDS`. The other fields are those of `Document`.
    """

    id: str
    title: str
    publisher: str
    period: str
    published: str
    edition: str
    restates: str
    file_name: str
    digest: str
    reader: str
    added: str
    pages: int | None
    tables: int
    observations: int
    chunks: int
    warnings: tuple[LoadWarning, ...] = ()
    set_by_user: tuple[str, ...] = ()


_INFO_COLUMNS = tuple(name for name in DocumentInfo.__dataclass_fields__ if name not in ("warnings", "set_by_user"))


def add_document(
    connection: Connection,
    document: Document,
    chunks: Sequence[Chunk],
    vectors: Vectors,
    *,
    observations: int,
    reader: str,
    added: str,
) -> None:
    """Store a document that is not there yet; `vectors` has one row for each chunk."""
    if len(vectors) != len(chunks):
        raise ValueError(f"{len(chunks)} chunks with {len(vectors)} vectors")
    connection.execute(
        f"INSERT INTO documents ({', '.join(_INFO_COLUMNS)}, warnings, body) VALUES ({', '.join('?' * 17)})",
        (
            document.id, document.title, document.publisher, document.period, document.published, document.edition,
            document.restates, document.file_name, document.digest, reader, added, document.n_pages,
            len(document.tables) + len(document.long_tables), observations, len(chunks), to_json(document.warnings),
            to_json(document),
        ),
    )  # fmt: skip
    matrix = np.ascontiguousarray(vectors, dtype="<f4")  # shape (n, dimensions)
    connection.executemany(
        f"INSERT INTO chunks (key, ordinal, {_CHUNK_COLUMNS}) VALUES ({', '.join('?' * 12)})",
        (
            (
                _key(document.id, ordinal, row.tobytes()), ordinal, chunk.id, chunk.kind.value, chunk.text,
                chunk.context, document.id, json.dumps(chunk.locator.section), chunk.locator.page,
                chunk.locator.page_inferred, chunk.locator.start, chunk.locator.end,
            )
            for ordinal, (chunk, row) in enumerate(zip(chunks, matrix, strict=True))
        ),
    )  # fmt: skip
    connection.index_chunks(document.id, chunk_numbers(connection, document.id), chunks, matrix)


def chunk_numbers(connection: Connection, document_id: str) -> tuple[int, ...]:
    """The numbers of a document's chunks, in their order."""
    rows = connection.execute("SELECT number FROM chunks WHERE document = ? ORDER BY ordinal", (document_id,))
    return tuple(number for (number,) in rows)


def remove_document(connection: Connection, document_id: str) -> None:
    """Remove a document with all that hangs on it. Raises UnknownDocument."""
    if connection.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount == 0:
        raise UnknownDocument(document_id, document_ids(connection))


def document_ids(connection: Connection) -> tuple[str, ...]:
    """The ids of all documents, sorted."""
    return tuple(row[0] for row in connection.execute("SELECT id FROM documents ORDER BY id"))


def document_infos(connection: Connection, *, as_read: bool = False) -> tuple[DocumentInfo, ...]:
    """All documents, sorted by id: with what the user set, or as they were read. Raises LibraryDamaged."""
    rows = connection.execute(f"SELECT warnings, {', '.join(_INFO_COLUMNS)} FROM documents ORDER BY id").fetchall()
    try:
        infos = [
            DocumentInfo(
                **dict(zip(_INFO_COLUMNS, row, strict=True)),
                warnings=from_json(tuple[LoadWarning, ...], warnings),
            )
            for warnings, *row in rows
        ]
    except ValueError as error:
        raise LibraryDamaged("the list of the library's reports cannot be read back; restore a copy of it") from error
    if as_read:
        return tuple(infos)
    found = corrections.read_corrections(connection)
    for place, info in enumerate(infos):
        if info.id in found:
            values: dict[str, Any] = dict(found[info.id])
            fields = tuple(field for field in corrections.FIELDS if field in values)
            infos[place] = replace(info, **values, set_by_user=fields)
    return tuple(infos)


def read_document(connection: Connection, document_id: str, *, as_read: bool = False) -> Document:
    """The document: with what the user set, or as it was loaded. Raises UnknownDocument, LibraryDamaged."""
    row = connection.execute("SELECT body FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise UnknownDocument(document_id, document_ids(connection))
    check_text(connection, document_id, Part.TEXT, row[0])
    try:
        document = from_json(Document, row[0])
    except ValueError as error:
        raise LibraryDamaged(f"document '{document_id}' cannot be read back; add the report again") from error
    values = {} if as_read else corrections.read_corrections(connection).get(document_id, {})
    return corrections.corrected(document, values)


def read_chunks(connection: Connection, numbers: Iterable[int]) -> Mapping[int, Chunk]:
    """The chunks of these numbers."""
    rows = connection.execute(
        f"SELECT number, {_CHUNK_COLUMNS} FROM chunks WHERE {connection.among('number')}",
        (connection.listed(sorted(numbers)),),
    )
    return {number: _chunk(*columns) for number, *columns in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorTable:
    """The vectors of a library row by row: kind by kind, within a kind in document order.

    ``order`` gives each row's place in document order, ``spans`` the rows of each kind and document, ``wholes`` those
    of each kind.
    """

    numbers: NDArray[np.int64]
    order: NDArray[np.int64]
    matrix: Vectors
    spans: Mapping[tuple[ChunkKind, str], slice]
    wholes: Mapping[ChunkKind, slice]


def read_vector_table(connection: Connection) -> VectorTable:
    """All vectors of the library."""
    rows = connection.execute("SELECT document, number, kind FROM chunks ORDER BY document, ordinal").fetchall()
    found = embedder(connection)
    matrix = np.empty((len(rows), found[1] if found else 0), dtype=np.float32)
    kinds = {kind.value: place for place, kind in enumerate(ChunkKind)}
    order = sorted(range(len(rows)), key=lambda place: kinds[rows[place][2]])  # stable: document order within a kind
    row_of = {rows[place][1]: row for row, place in enumerate(order)}
    for number, vector in connection.every_vector():
        matrix[row_of[number]] = vector
    spans: dict[tuple[ChunkKind, str], slice] = {}
    wholes: dict[ChunkKind, slice] = {}
    for row, place in enumerate(order):
        document, _, name = rows[place]
        kind = ChunkKind(name)
        spans[kind, document] = slice(spans.get((kind, document), slice(row, row)).start, row + 1)
        wholes[kind] = slice(wholes.get(kind, slice(row, row)).start, row + 1)
    return VectorTable(
        numbers=np.array([rows[place][1] for place in order], dtype=np.int64),
        order=np.array(order, dtype=np.int64),
        matrix=matrix,
        spans=spans,
        wholes=wholes,
    )


def chunk_keys(connection: Connection, kind: ChunkKind) -> dict[str, int]:
    """Key and number of each chunk of a kind. Equal keys mean the same place and vector, in any library."""
    return dict(connection.execute("SELECT key, number FROM chunks WHERE kind = ?", (kind.value,)).fetchall())


def numbers_of(connection: Connection, keys: Iterable[str]) -> tuple[int, ...]:
    """The numbers of the chunks with these keys, in document order."""
    rows = connection.execute(
        f"SELECT number FROM chunks WHERE {connection.among('key')} ORDER BY document, ordinal",
        (connection.listed(keys),),
    )
    return tuple(number for (number,) in rows)


def count_chunks(connection: Connection) -> int:
    """How many chunks the library holds."""
    return int(connection.execute("SELECT coalesce(sum(chunks), 0) FROM documents").fetchone()[0])


def set_embedder(connection: Connection, name: str, dimensions: int) -> None:
    """Note which model the vectors come from. Raises EmbeddingMismatch when the library holds vectors of another."""
    if document_ids(connection):
        check_embedder(connection, name, dimensions)
    connection.execute("UPDATE meta SET embedder = ?, dimensions = ?", (name, dimensions))


def check_embedder(connection: Connection, name: str, dimensions: int) -> None:
    """Raises EmbeddingMismatch when the library's vectors come from another model."""
    found = embedder(connection)
    if found is not None and found != (name, dimensions):
        raise EmbeddingMismatch(
            f"this library's vectors come from the model '{found[0]}' ({found[1]} numbers each), "
            f"not from '{name}' ({dimensions}); "
            "use that model, or add the reports to a new library"
        )


def embedder(connection: Connection) -> tuple[str, int] | None:
    """Name and dimensions of the model that the vectors come from, or None before the first document."""
    name, dimensions = connection.execute("SELECT embedder, dimensions FROM meta").fetchone()
    return None if name is None else (name, dimensions)


def _key(document_id: str, ordinal: int, vector: bytes) -> str:
    """Equal keys mean the same vector at the same place, so an index that knows a chunk by its key is never stale."""
    return hashlib.sha256(f"{document_id}\n{ordinal}\n".encode() + vector).hexdigest()[:32]


def _chunk(
    chunk_id: str,
    kind: str,
    text: str,
    context: str,
    document: str,
    section: str,
    page: int | None,
    page_inferred: int,
    first: int,
    past: int,
) -> Chunk:
    locator = Locator(
        document_id=document,
        section=tuple(json.loads(section)),
        page=page,
        page_inferred=bool(page_inferred),
        start=first,
        end=past,
    )
    return Chunk(id=chunk_id, kind=ChunkKind(kind), text=text, context=context, locator=locator)

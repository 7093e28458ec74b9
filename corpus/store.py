"""Documents, their chunks and their vectors in a library's database, with the word index over the chunks.

Every function takes a connection that `corpus.database` opened. Knows nothing of figures, files or models.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import corrections, originals
from corpus.document import Chunk, ChunkKind, Document, LoadWarning, Locator
from corpus.embedding import Vectors
from corpus.errors import EmbeddingMismatch, LibraryDamaged, UnknownDocument
from corpus.records import from_json, to_json

Vector = NDArray[np.float32]

_SCHEMA = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    publisher TEXT NOT NULL,
    period TEXT NOT NULL,
    published TEXT NOT NULL,
    edition TEXT NOT NULL,
    restates TEXT NOT NULL,
    file_name TEXT NOT NULL,
    digest TEXT NOT NULL,
    reader TEXT NOT NULL,
    added TEXT NOT NULL,
    pages INTEGER,
    tables INTEGER NOT NULL,
    observations INTEGER NOT NULL,
    chunks INTEGER NOT NULL,
    warnings TEXT NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE chunks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    context TEXT NOT NULL,
    section TEXT NOT NULL,
    page INTEGER,
    page_inferred INTEGER NOT NULL,
    first INTEGER NOT NULL,
    past INTEGER NOT NULL,
    UNIQUE (document, ordinal)
);

CREATE TABLE vectors (
    number INTEGER PRIMARY KEY REFERENCES chunks (number) ON DELETE CASCADE,
    vector BLOB NOT NULL
);

CREATE VIRTUAL TABLE words USING fts5 (
    text, context, content = 'chunks', content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER chunk_added AFTER INSERT ON chunks BEGIN
    INSERT INTO words (rowid, text, context) VALUES (new.number, new.text, new.context);
END;
CREATE TRIGGER chunk_removed AFTER DELETE ON chunks BEGIN
    INSERT INTO words (words, rowid, text, context) VALUES ('delete', old.number, old.text, old.context);
END;
"""

SCHEMA = "\n".join((_SCHEMA, originals.SCHEMA, corrections.SCHEMA))

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
    connection: sqlite3.Connection,
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
    matrix = np.ascontiguousarray(vectors, dtype="<f4")
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
    numbers = connection.execute("SELECT number FROM chunks WHERE document = ? ORDER BY ordinal", (document.id,))
    connection.executemany(
        "INSERT INTO vectors VALUES (?, ?)",
        [(number, row.tobytes()) for (number,), row in zip(numbers, matrix, strict=True)],
    )


def remove_document(connection: sqlite3.Connection, document_id: str) -> None:
    """Remove a document with all that hangs on it. Raises UnknownDocument."""
    if connection.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount == 0:
        raise UnknownDocument(document_id, document_ids(connection))


def document_ids(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The ids of all documents, sorted."""
    return tuple(row[0] for row in connection.execute("SELECT id FROM documents ORDER BY id"))


def document_infos(connection: sqlite3.Connection, *, as_read: bool = False) -> tuple[DocumentInfo, ...]:
    """All documents, sorted by id: with what the user set, or as they were read."""
    rows = connection.execute(f"SELECT warnings, {', '.join(_INFO_COLUMNS)} FROM documents ORDER BY id").fetchall()
    infos = [
        DocumentInfo(
            **dict(zip(_INFO_COLUMNS, row, strict=True)),
            warnings=from_json(tuple[LoadWarning, ...], warnings),
        )
        for warnings, *row in rows
    ]
    if as_read:
        return tuple(infos)
    found = corrections.read_corrections(connection)
    for place, info in enumerate(infos):
        if info.id in found:
            values: dict[str, Any] = dict(found[info.id])
            fields = tuple(field for field in corrections.FIELDS if field in values)
            infos[place] = replace(info, **values, set_by_user=fields)
    return tuple(infos)


def read_document(connection: sqlite3.Connection, document_id: str, *, as_read: bool = False) -> Document:
    """The document: with what the user set, or as it was loaded. Raises UnknownDocument, LibraryDamaged."""
    row = connection.execute("SELECT body FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise UnknownDocument(document_id, document_ids(connection))
    try:
        document = from_json(Document, row[0])
    except ValueError as error:
        raise LibraryDamaged(f"document '{document_id}' cannot be read back; add the report again") from error
    values = {} if as_read else corrections.read_corrections(connection).get(document_id, {})
    return corrections.corrected(document, values)


def read_chunks(connection: sqlite3.Connection, numbers: Iterable[int]) -> Mapping[int, Chunk]:
    """The chunks of these numbers."""
    wanted = json.dumps(sorted(numbers))
    rows = connection.execute(
        f"SELECT number, {_CHUNK_COLUMNS} FROM chunks WHERE number IN (SELECT value FROM json_each(?))", (wanted,)
    )
    return {number: _chunk(*columns) for number, *columns in rows}


def read_vectors(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Vector]:
    """The vectors of the chunks of these numbers, in document order."""
    rows = connection.execute(
        "SELECT number, vector FROM chunks JOIN vectors USING (number)"
        " WHERE number IN (SELECT value FROM json_each(?)) ORDER BY document, ordinal",
        (json.dumps(sorted(numbers)),),
    )
    return {number: np.frombuffer(blob, dtype="<f4") for number, blob in rows}


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


def read_vector_table(connection: sqlite3.Connection) -> VectorTable:
    """All vectors of the library."""
    rows = connection.execute("SELECT document, number, kind FROM chunks ORDER BY document, ordinal").fetchall()
    found = embedder(connection)
    matrix = np.empty((len(rows), found[1] if found else 0), dtype=np.float32)
    kinds = {kind.value: place for place, kind in enumerate(ChunkKind)}
    order = sorted(range(len(rows)), key=lambda place: kinds[rows[place][2]])  # stable: document order within a kind
    row_of = {rows[place][1]: row for row, place in enumerate(order)}
    for number, blob in connection.execute("SELECT number, vector FROM vectors"):
        matrix[row_of[number]] = np.frombuffer(blob, dtype="<f4")
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


def chunk_keys(connection: sqlite3.Connection, kind: ChunkKind) -> dict[str, int]:
    """Key and number of each chunk of a kind. Equal keys mean the same place and vector, in any library."""
    return dict(connection.execute("SELECT key, number FROM chunks WHERE kind = ?", (kind.value,)).fetchall())


def numbers_of(connection: sqlite3.Connection, keys: Iterable[str]) -> tuple[int, ...]:
    """The numbers of the chunks with these keys, in document order."""
    rows = connection.execute(
        "SELECT number FROM chunks WHERE key IN (SELECT value FROM json_each(?)) ORDER BY document, ordinal",
        (json.dumps(list(keys)),),
    )
    return tuple(number for (number,) in rows)


def match_words(
    connection: sqlite3.Connection,
    expression: str,
    *,
    kinds: frozenset[ChunkKind],
    documents: frozenset[str] | None,
    limit: int,
) -> dict[int, float]:
    """Chunk numbers and scores (larger is better) for an FTS5 expression, best first; equal ones in document order."""
    scope = "" if documents is None else " AND document IN (SELECT value FROM json_each(:documents))"
    rows = connection.execute(
        "SELECT number, round(-bm25(words), 6) AS score FROM words JOIN chunks ON number = words.rowid"
        f" WHERE words MATCH :expression AND kind IN (SELECT value FROM json_each(:kinds)){scope}"
        " ORDER BY score DESC, document, ordinal LIMIT :limit",
        {
            "expression": expression,
            "kinds": json.dumps(sorted(kinds)),
            "documents": json.dumps(sorted(documents or ())),
            "limit": limit,
        },
    )
    return dict(rows.fetchall())


def count_words(connection: sqlite3.Connection, word: str) -> int:
    """In how many chunks a word stands, in any of its forms."""
    found = connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (f'"{word}"',)).fetchone()
    return int(found[0])


def count_chunks(connection: sqlite3.Connection) -> int:
    """How many chunks the library holds."""
    return int(connection.execute("SELECT coalesce(sum(chunks), 0) FROM documents").fetchone()[0])


def score_words(connection: sqlite3.Connection, expression: str, numbers: Iterable[int]) -> dict[int, float]:
    """The same scores for these chunks only; those that do not match are left out."""
    rows = connection.execute(
        "SELECT rowid, round(-bm25(words), 6) FROM words"
        " WHERE words MATCH ? AND rowid IN (SELECT value FROM json_each(?))",
        (expression, json.dumps(sorted(numbers))),
    )
    return dict(rows.fetchall())


def set_embedder(connection: sqlite3.Connection, name: str, dimensions: int) -> None:
    """Note which model the vectors come from. Raises EmbeddingMismatch when the library holds vectors of another."""
    if document_ids(connection):
        check_embedder(connection, name, dimensions)
    connection.execute("UPDATE meta SET embedder = ?, dimensions = ?", (name, dimensions))


def check_embedder(connection: sqlite3.Connection, name: str, dimensions: int) -> None:
    """Raises EmbeddingMismatch when the library's vectors come from another model."""
    found = embedder(connection)
    if found is not None and found != (name, dimensions):
        raise EmbeddingMismatch(
            f"this library's vectors come from the model '{found[0]}' ({found[1]} numbers each), "
            f"not from '{name}' ({dimensions}); "
            "use that model, or add the reports to a new library"
        )


def embedder(connection: sqlite3.Connection) -> tuple[str, int] | None:
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

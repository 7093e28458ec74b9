"""A library in a database of a PostgreSQL server: opening it, reading it, changing it in whole transactions.

Any number of processes share it. Readers see one state and wait for nobody; changes are made one after the other, each
in a moment, since what takes long (reading, embedding) is done before, under a lock of the document's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from threading import RLock
from typing import Any, Self

import numpy as np
import psycopg
from numpy.typing import NDArray
from pgvector import Vector as ServerVector
from pgvector.psycopg.vector import register_vector_info
from psycopg import errors
from psycopg.abc import Buffer
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.types import TypeInfo
from psycopg.types.string import (
    StrBinaryDumper,
    StrDumper,
    StrDumperUnknown,
    TextBinaryLoader,
    TextLoader,
)

from corpus.database import SCHEMA_VERSION, Rows, Vector
from corpus.document import Chunk, ChunkKind
from corpus.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryMissing,
    LibraryReadOnly,
    LibraryUnreachable,
    SchemaMismatch,
    StoreError,
)
from corpus.places import Server
from corpus.postgres.formats import bring_forward, read_format
from corpus.words import WordCounter

INDEXED_FROM = 20_000
"""From as many vectors on the server keeps an index of them; fewer are scanned, which takes it twice numpy's time."""

_WAYS = {
    "connect_timeout": 10,
    "application_name": "report-assistant",
    "keepalives_idle": 30,
    "tcp_user_timeout": 60_000,
}
_CANDIDATES = 400  # that the vector index looks at, at least
_K1, _B = 1.2, 0.75  # of BM25, as in FTS5

_MATCHED = f"""
WITH asked AS (SELECT * FROM unnest(%(words)s::text[], %(asked)s::int[]) AS asked (word, asked)),
size AS (SELECT sum(chunks)::float8 AS chunks, sum(words)::float8 / sum(chunks) AS length FROM lengths),
held AS (
    SELECT word, asked, sum(cardinality(numbers))::float8 AS held
    FROM words JOIN asked USING (word) GROUP BY word, asked
),
weighed AS (SELECT word, asked * greatest(ln((chunks - held + 0.5) / (held + 0.5)), 1e-6) AS weight FROM held, size),
scored AS (
    SELECT number, document, round(sum(
        weight * found.times * {_K1 + 1} / (found.times + {_K1} * ({1 - _B} + {_B} * found.length / size.length))
    )::numeric, 6)::float8 AS score
    FROM words JOIN weighed USING (word), size, unnest(numbers, times, lengths) AS found (number, times, length)
    WHERE {{scope}} GROUP BY number, document
)
SELECT number, score FROM scored ORDER BY score DESC, document, number LIMIT %(limit)s
"""


class PostgresConnection:
    """One transaction of a library on a server; see `corpus.database.Connection`."""

    def __init__(self, connection: psycopg.Connection, words: WordCounter) -> None:
        """Carry statements out on ``connection``; ``words`` makes words of texts."""
        self._connection = connection
        self._words = words
        self.changed = 0
        """How many rows were changed through this object."""

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Rows:
        """See `Connection.execute`."""
        rows = self._connection.execute(_adapted(statement) if values else statement.encode(), values or None)
        if not (rows.statusmessage or "").startswith("SELECT"):
            self.changed += max(0, rows.rowcount)
        return rows

    def executemany(self, statement: str, values: Iterable[Sequence[Any]], /) -> object:
        """See `Connection.executemany`."""
        cursor = self._connection.cursor()
        cursor.executemany(_adapted(statement), list(values))
        self.changed += max(0, cursor.rowcount)
        return cursor

    def among(self, column: str) -> str:
        """See `Connection.among`."""
        return f"{column} = ANY(?)"

    def listed(self, values: Iterable[int] | Iterable[str]) -> object:
        """See `Connection.listed`."""
        return list(values)

    def index_chunks(
        self, document: str, numbers: Sequence[int], chunks: Sequence[Chunk], vectors: NDArray[np.float32]
    ) -> None:
        """See `Connection.index_chunks`."""
        (n_before,) = self._one("SELECT coalesce(sum(chunks), 0) FROM lengths")
        kinds = [chunk.kind.value for chunk in chunks]
        if n_before == 0:
            self._drop_vector_index()  # which may be of another model's vectors
        with self._copy("vectors (number, document, kind, vector)", "int8", "text", "text", "vector") as copy:
            for number, kind, vector in zip(numbers, kinds, vectors, strict=True):
                copy.write_row((number, document, kind, ServerVector(vector)))
        counted = self._words.count([f"{chunk.text}\n{chunk.context}" for chunk in chunks])
        lengths = [words.total() for words in counted]
        found: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
        for number, kind, words, length in zip(numbers, kinds, counted, lengths, strict=True):
            for word, times in words.items():
                found.setdefault((word, kind), []).append((number, times, length))
        with self._copy(
            "words (word, document, kind, numbers, times, lengths)",
            "text",
            "text",
            "text",
            "int8[]",
            "int4[]",
            "int4[]",
        ) as copy:
            for (word, kind), places in found.items():
                copy.write_row((word, document, kind, *(list(column) for column in zip(*places, strict=True))))
        self.execute("INSERT INTO lengths VALUES (?, ?, ?)", (document, len(chunks), sum(lengths)))
        if len(vectors) and n_before + len(chunks) >= INDEXED_FROM:
            self._make_vector_index(vectors.shape[1])

    def vectors(self, numbers: Iterable[int]) -> dict[int, Vector]:
        """See `Connection.vectors`."""
        rows = self._connection.cursor(binary=True).execute(
            "SELECT number, vector FROM vectors WHERE number = ANY(%s) ORDER BY document, number", (sorted(numbers),)
        )
        return {number: vector.to_numpy() for number, vector in rows}

    def every_vector(self) -> Iterator[tuple[int, Vector]]:
        """See `Connection.every_vector`."""
        with self._connection.cursor("every_vector", binary=True) as rows:  # named: read in parts
            rows.itersize = 2_000
            for number, vector in rows.execute("SELECT number, vector FROM vectors"):
                yield number, vector.to_numpy()

    def match_words(
        self, words: Sequence[str], *, kinds: Collection[ChunkKind], documents: Collection[str] | None, limit: int
    ) -> dict[int, float]:
        """See `Connection.match_words`."""
        scope = "kind = ANY(%(kinds)s)" + ("" if documents is None else " AND document = ANY(%(documents)s)")
        values = {"kinds": _values(kinds), "documents": sorted(documents or ()), "limit": limit}
        return self._scored(words, scope, values)

    def score_words(self, words: Sequence[str], numbers: Iterable[int]) -> dict[int, float]:
        """See `Connection.score_words`."""
        scope = (
            "document IN (SELECT document FROM chunks WHERE number = ANY(%(numbers)s)) AND number = ANY(%(numbers)s)"
        )
        wanted = sorted(numbers)
        return self._scored(words, scope, {"numbers": wanted, "limit": len(wanted)})

    def settle_numbers(self) -> None:
        """See `Connection.settle_numbers`."""
        self.execute("SELECT setval(pg_get_serial_sequence('chunks', 'number'), max(number)) FROM chunks")

    def word_counts(self) -> Iterator[tuple[str, int, int]]:
        """See `Connection.word_counts`."""
        yield from self._connection.execute(
            "SELECT word, sum(cardinality(numbers))::bigint, sum((SELECT sum(t) FROM unnest(times) AS t))::bigint"
            " FROM words GROUP BY word ORDER BY word"
        )

    def nearest(
        self, query: Vector, kinds: Collection[ChunkKind], documents: Collection[str] | None, limit: int, *, exact: bool
    ) -> list[tuple[int, str, Vector]]:
        """Number, document and vector of the ``limit`` chunks of each kind that are nearest by dot product.

        The server's index is used, where there is one, unless the result is to be ``exact`` or of some documents only.
        """
        size = len(query)
        # Only the index's own expression is looked for in it.
        column = "vector" if exact or documents is not None else f"(vector::vector({size}))"
        scope = "" if documents is None else " AND document = ANY(%(documents)s)"
        parts = [
            f"(SELECT number, document, vector FROM vectors WHERE kind = '{kind}'{scope}"
            f" ORDER BY {column} <#> %(query)s::vector({size}) LIMIT %(limit)s)"
            for kind in _values(kinds)
        ]
        values = {"query": ServerVector(query), "documents": sorted(documents or ()), "limit": limit}
        return self._vectors_found(" UNION ALL ".join(parts), values) if parts else []

    def within(
        self, query: Vector, kinds: Collection[ChunkKind], documents: Collection[str] | None, least: float
    ) -> list[tuple[int, str, Vector]]:
        """Number, document and vector of all chunks whose dot product with the query is at least ``least``."""
        scope = "" if documents is None else " AND document = ANY(%(documents)s)"
        return self._vectors_found(
            f"SELECT number, document, vector FROM vectors WHERE kind = ANY(%(kinds)s){scope}"
            " AND -(vector <#> %(query)s) >= %(least)s",
            {
                "query": ServerVector(query),
                "kinds": _values(kinds),
                "documents": sorted(documents or ()),
                "least": least,
            },
        )

    def _vectors_found(self, statement: str, values: dict[str, Any]) -> list[tuple[int, str, Vector]]:
        rows = self._connection.cursor(binary=True).execute(statement.encode(), values)
        return [(number, document, vector.to_numpy()) for number, document, vector in rows]

    def _scored(self, words: Sequence[str], scope: str, values: dict[str, Any]) -> dict[int, float]:
        forms = self._words.forms(words)
        values |= {"words": list(forms), "asked": list(forms.values())}
        return dict(self._connection.execute(_MATCHED.format(scope=scope).encode(), values).fetchall())

    def _one(self, statement: str) -> tuple[Any, ...]:
        row: tuple[Any, ...] | None = self.execute(statement).fetchone()
        assert row is not None, statement
        return row

    @contextmanager
    def _copy(self, into: str, *types: str) -> Iterator[psycopg.Copy]:
        with self._connection.cursor().copy(f"COPY {into} FROM STDIN (FORMAT BINARY)".encode()) as copy:
            copy.set_types(types)
            yield copy

    def _make_vector_index(self, dimensions: int) -> None:
        for kind in ChunkKind:
            self.execute(
                f"CREATE INDEX IF NOT EXISTS vectors_near_{kind.value} ON vectors USING hnsw"
                f" ((vector::vector({dimensions})) vector_ip_ops) WHERE kind = '{kind.value}'"
            )
        self.execute("ANALYZE vectors")  # or the server takes the table for an empty one, and scans it

    def _drop_vector_index(self) -> None:
        for kind in ChunkKind:
            name = f"vectors_near_{kind.value}"
            if self._one(f"SELECT to_regclass('{name}')") != (None,):
                self.execute(f"DROP INDEX {name}")


class PostgresDatabase:
    """A library on a server; see `corpus.database.Database`."""

    def __init__(self, place: Server, *, create: bool = False, busy_timeout: float = 30.0) -> None:
        """See `corpus.database.open_database`."""
        self.place = place
        self._busy_timeout = busy_timeout
        self._lock = RLock()
        self._words = WordCounter()
        self._latest: psycopg.Connection | None = None
        self._latest_lock = RLock()
        self._reading: PostgresConnection | None = None
        with _explained(place):
            with _connected(place) as connection:
                _check_format(place, connection, create=create, busy_timeout=busy_timeout)
            self._connection = self._connect()

    @property
    def version(self) -> int:
        """See `Database.version`."""
        with self.reading() as connection:
            return int(connection.execute("SELECT library_version FROM meta").fetchone()[0])

    @property
    def latest(self) -> int:
        """See `Database.latest`: on a connection of its own."""
        with self._latest_lock, _explained(self.place):
            if self._latest is None or self._latest.closed:
                self._latest = connect(self.place)
            row = self._latest.execute("SELECT library_version FROM meta").fetchone()
            assert row is not None, "a library has one row of this"
            return int(row[0])

    @property
    def state(self) -> str:
        """See `Database.state`."""
        with self.reading() as connection:
            return str(connection.execute("SELECT state FROM meta").fetchone()[0])

    @contextmanager
    def reading(self) -> Iterator[PostgresConnection]:
        """See `Database.reading`. A connection that was lost meanwhile is made again."""
        with self._lock, _explained(self.place):
            if self._reading is not None:
                yield self._reading
                return
            self._begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._reading = PostgresConnection(self._connection, self._words)
            try:
                yield self._reading
            finally:
                self._reading = None
                if not self._connection.closed:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def writing(self, change: str | None) -> Iterator[PostgresConnection]:
        """See `Database.writing`."""
        with _explained(self.place), self._writing() as connection:
            yield connection
            if change is not None and connection.changed:
                (state,) = connection.execute("SELECT state FROM meta").fetchone()
                state = hashlib.sha256(f"{state}\n{change}".encode()).hexdigest()[:32]
                connection.execute("UPDATE meta SET library_version = library_version + 1, state = ?", (state,))

    @contextmanager
    def _writing(self) -> Iterator[PostgresConnection]:
        """A transaction that no other change of the library comes into."""
        with _connected(self.place, vectors=True) as connection:
            connection.execute("BEGIN")
            connection.execute(_bounded(self._busy_timeout))
            connection.execute("SELECT FROM meta FOR UPDATE")
            yield PostgresConnection(connection, self._words)
            connection.execute("COMMIT")  # not reached after an error: the connection is closed, the transaction gone

    @contextmanager
    def claiming(self, document: str) -> Iterator[None]:
        """See `Database.claiming`: an advisory lock, which the server lets go of when this process ends, however."""
        with _connected(self.place) as connection:
            with _explained(self.place, f"another process is adding '{document}'; try again later"):
                connection.execute(_bounded(self._busy_timeout, "SESSION"))
                connection.execute(
                    "SELECT pg_advisory_lock(hashtextextended(current_schema() || '/' || %s, 0))", (document,)
                )
            yield

    def check_writable(self) -> None:
        """See `Database.check_writable`."""
        with _explained(self.place), self._writing():
            pass

    def read_note(self, name: str) -> str | None:
        """See `Database.read_note`: a row of a table of their own."""
        return self._noted("text", name)

    def write_note(self, name: str, text: str) -> None:
        """See `Database.write_note`."""
        self._do("INSERT INTO notes VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET text = EXCLUDED.text", name, text)

    def remove_note(self, name: str) -> None:
        """See `Database.remove_note`."""
        self._do("DELETE FROM notes WHERE name = %s", name)

    def note_version(self, name: str) -> object | None:
        """See `Database.note_version`."""
        return self._noted("md5(text)", name)

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock, self._latest_lock:
            self._connection.close()
            if self._latest is not None:
                self._latest.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _noted(self, what: str, name: str) -> str | None:
        with self.reading() as connection:
            row = connection.execute(f"SELECT {what} FROM notes WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def _do(self, statement: str, *values: str) -> None:
        with _explained(self.place), _connected(self.place) as connection:
            connection.execute(statement.encode(), values)

    def _begin(self, statement: str) -> None:
        """Begin a transaction, on a new connection where the old one was lost."""
        try:
            self._connection.execute(statement.encode())
        except psycopg.OperationalError:
            self._connection.close()
            self._connection = self._connect()
            self._connection.execute(statement.encode())

    def _connect(self) -> psycopg.Connection:
        connection = connect(self.place, vectors=True)
        connection.execute(f"SET hnsw.ef_search = {_CANDIDATES}".encode())
        connection.execute("SET hnsw.iterative_scan = strict_order")
        return connection


def connect(place: Server, *, vectors: bool = False) -> psycopg.Connection:
    """A connection that commits each statement unless a transaction was begun; with ``vectors`` it can pass them."""
    try:
        ways: dict[str, Any] = {**_WAYS, **conninfo_to_dict(place.url)}
    except psycopg.ProgrammingError:
        # What is wrong with it is not told, since that repeats the password.
        raise StoreError("the address of the database cannot be read; it is postgresql://USER@HOST:PORT/NAME") from None
    connection = psycopg.connect(make_conninfo("", **ways), autocommit=True)
    try:
        for dumper in (_Dumped, _DumpedUnknown, _DumpedBinary):  # the last of each format is the usual one
            connection.adapters.register_dumper(str, dumper)
        for loader in (_Loaded, _LoadedBinary):
            connection.adapters.register_loader("text", loader)
        if vectors:
            register_vector_info(connection, TypeInfo.fetch(connection, "vector"))
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(place: Server) -> Iterator[PostgresConnection]:
    """One transaction on a connection of its own, for what is kept beside the library. Raises StoreError."""
    with _explained(place), _connected(place) as connection:
        connection.execute("BEGIN")
        yield PostgresConnection(connection, WordCounter())
        connection.execute("COMMIT")  # not reached after an error: the connection is closed, the transaction gone


def bring_library_forward(place: Server, *, busy_timeout: float = 30.0) -> bool:
    """Bring a library of an older format to this program's. Returns whether it was an older one.

    Raises LibraryMissing, LibraryUnreachable, LibraryBusy, LibraryReadOnly, SchemaMismatch for a newer one.
    """
    with _explained(place), _connected(place) as connection:
        found = read_format(connection)
        if found is not None and found < SCHEMA_VERSION:
            _make(connection, busy_timeout)
        _check_format(place, connection, create=False, busy_timeout=busy_timeout)
    return found != SCHEMA_VERSION


@contextmanager
def _connected(place: Server, *, vectors: bool = False) -> Iterator[psycopg.Connection]:
    connection = connect(place, vectors=vectors)
    try:
        yield connection
    finally:
        connection.close()


def _check_format(place: Server, connection: psycopg.Connection, *, create: bool, busy_timeout: float) -> None:
    found = read_format(connection)
    if found is None and create:
        _make(connection, busy_timeout)
        found = read_format(connection)
    if found is None:
        raise LibraryMissing(f"no library in {place}; `report-assistant add FILE` makes one")
    if found != SCHEMA_VERSION:
        todo = "`report-assistant migrate` brings it forward" if found < SCHEMA_VERSION else "use a newer program"
        raise SchemaMismatch(
            f"the library in {place} has format {found}, this program reads format {SCHEMA_VERSION}; {todo}"
        )


def _make(connection: psycopg.Connection, busy_timeout: float) -> None:
    """Make the library's tables, or bring them forward, under a lock, so that of many processes one does it."""
    connection.execute(_bounded(busy_timeout, "SESSION"))
    connection.execute("SELECT pg_advisory_lock(hashtextextended(current_schema() || ' is made', 0))")
    try:
        if read_format(connection) != SCHEMA_VERSION:
            connection.autocommit = False
            bring_forward(connection)
            connection.autocommit = True
    finally:
        if not connection.closed:
            connection.rollback()
            connection.autocommit = True
            connection.execute("SELECT pg_advisory_unlock_all()")


def _values(kinds: Collection[ChunkKind]) -> list[str]:
    return sorted(ChunkKind(kind).value for kind in kinds)


def _bounded(seconds: float, span: str = "LOCAL") -> bytes:
    """The statement that no lock is waited for longer."""
    return f"SET {span} lock_timeout = {max(1, round(seconds * 1000))}".encode()


@cache
def _adapted(statement: str) -> bytes:
    """A statement of the shared SQL in psycopg's way of marking values."""
    return statement.replace("%", "%%").replace("?", "%s").encode()


@contextmanager
def _explained(place: Server, busy: str = "") -> Iterator[None]:
    """Turn the server's errors into ours. What it says never holds the password."""
    try:
        yield
    except (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure) as error:
        raise LibraryBusy(busy or f"another process is changing the library in {place}; try again later") from error
    except (errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege) as error:
        raise LibraryReadOnly(f"the library in {place} may not be changed: {_said(error)}") from error
    except (errors.UndefinedTable, errors.UndefinedColumn, errors.DataCorrupted, errors.IndexCorrupted) as error:
        raise LibraryDamaged(
            f"the library in {place} is damaged ({_said(error)}); restore a copy, or add the reports to a new database"
        ) from error
    except (
        errors.DiskFull,
        errors.InsufficientResources,
        errors.InvalidSchemaName,
        errors.FeatureNotSupported,
    ) as error:
        raise StoreError(f"the library in {place} could not be read or written: {_said(error)}") from error
    except psycopg.OperationalError as error:
        raise LibraryUnreachable(
            f"the library in {place} cannot be reached ({_said(error)}); try again once the server is back"
        ) from error


def _said(error: psycopg.Error) -> str:
    return " ".join((error.diag.message_primary or str(error)).split())


# A text on the server cannot hold the character of number 0, and reports do.
_ESCAPE = "\ufdd0"  # a code point that is no character


def _escaped(text: str) -> str:
    if "\0" in text or _ESCAPE in text:
        return text.replace(_ESCAPE, f"{_ESCAPE}1").replace("\0", f"{_ESCAPE}0")
    return text


def _plain(text: str | bytes) -> str:
    assert isinstance(text, str), "the connection's encoding is UTF-8"
    return text.replace(f"{_ESCAPE}0", "\0").replace(f"{_ESCAPE}1", _ESCAPE) if _ESCAPE in text else text


class _Dumped(StrDumper):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(_escaped(obj))


class _DumpedUnknown(StrDumperUnknown):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(_escaped(obj))


class _DumpedBinary(StrBinaryDumper):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(_escaped(obj))


class _Loaded(TextLoader):
    def load(self, data: Buffer) -> str:
        return _plain(super().load(data))


class _LoadedBinary(TextBinaryLoader):
    def load(self, data: Buffer) -> str:
        return _plain(super().load(data))

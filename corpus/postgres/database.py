"""A library in a database of a PostgreSQL server: opening it, reading it, changing it in whole transactions.

Any number of processes share it. Readers see one state and wait for nobody; changes are made one after the other, each
in a moment, since what takes long (reading, embedding) is done before, under a lock of the document's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Self

import psycopg

from corpus.database import OLDEST_READ, SCHEMA_VERSION
from corpus.errors import LibraryMissing, SchemaMismatch
from corpus.places import Server
from corpus.postgres.connecting import connect, connected
from corpus.postgres.connection import PostgresConnection
from corpus.postgres.explaining import explained
from corpus.postgres.formats import bring_forward, read_format
from corpus.words import WordCounter

_CANDIDATES = 400  # that the vector index looks at, at least


class PostgresDatabase:
    """A library on a server; see `corpus.database.Database`."""

    def __init__(self, place: Server, *, create: bool = False, busy_timeout: float = 30.0) -> None:
        """See `corpus.database.open_database`."""
        self.place = place
        self.before_change: Callable[[str], None] | None = None
        self._busy_timeout = busy_timeout
        self._lock = RLock()
        self._words = WordCounter()
        self._latest: psycopg.Connection | None = None
        self._latest_lock = RLock()
        self._reading: PostgresConnection | None = None
        with explained(place):
            with connected(place) as connection:
                self._format = _check_format(place, connection, create=create, busy_timeout=busy_timeout)
            self._connection = self._connect()

    @property
    def version(self) -> int:
        """See `Database.version`."""
        with self.reading() as connection:
            return int(connection.execute("SELECT library_version FROM meta").fetchone()[0])

    @property
    def latest(self) -> int:
        """See `Database.latest`: on a connection of its own."""
        with self._latest_lock, explained(self.place):
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
        with self._lock, explained(self.place):
            if self._reading is not None:
                yield self._reading
                return
            self._begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._reading = PostgresConnection(self._connection, self._words, self._format)
            try:
                yield self._reading
            finally:
                self._reading = None
                if not self._connection.closed:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def writing(self, change: str | None) -> Iterator[PostgresConnection]:
        """See `Database.writing`."""
        with explained(self.place), self._writing() as connection:
            yield connection
            if change is not None and connection.changed:
                (state,) = connection.execute("SELECT state FROM meta").fetchone()
                state = hashlib.sha256(f"{state}\n{change}".encode()).hexdigest()[:32]
                connection.execute("UPDATE meta SET library_version = library_version + 1, state = ?", (state,))
                if self.before_change is not None:
                    self.before_change(change)

    @contextmanager
    def _writing(self) -> Iterator[PostgresConnection]:
        """A transaction that no other change of the library comes into."""
        with connected(self.place, vectors=True) as connection:
            connection.execute("BEGIN")
            connection.execute(_bounded(self._busy_timeout))
            connection.execute("SELECT FROM meta FOR UPDATE")
            # A newer program may have brought the library forward since it was opened.
            _check_format(self.place, connection, oldest=SCHEMA_VERSION, busy_timeout=self._busy_timeout)
            yield PostgresConnection(connection, self._words)
            connection.execute("COMMIT")  # not reached after an error: the connection is closed, the transaction gone

    @contextmanager
    def claiming(self, document: str) -> Iterator[None]:
        """See `Database.claiming`: an advisory lock, which the server lets go of when this process ends, however."""
        with connected(self.place) as connection:
            with explained(self.place, f"another process is adding '{document}'; try again later"):
                connection.execute(_bounded(self._busy_timeout, "SESSION"))
                connection.execute(
                    "SELECT pg_advisory_lock(hashtextextended(current_schema() || '/' || %s, 0))", (document,)
                )
            yield

    def faults(self) -> tuple[str, ...]:
        """See `Database.faults`: the server keeps its own tables whole; an index may have been left unfinished.

        The index of words is this program's own, so that it is held against the text.
        """
        with self.reading() as connection:
            broken = connection.execute(
                "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid"
                " WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace"
            )
            found = [f"the index {name} is not valid; REINDEX it" for (name,) in broken.fetchall()]
            wrong = list(connection.wrongly_indexed())
            if wrong:
                found.append(f"the word index does not agree with the text of {', '.join(wrong)}; rebuild these")
            return tuple(found)

    def check_writable(self) -> None:
        """See `Database.check_writable`."""
        with explained(self.place), self._writing():
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
        with explained(self.place), connected(self.place) as connection:
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


@contextmanager
def transaction(place: Server) -> Iterator[PostgresConnection]:
    """One transaction on a connection of its own, for what is kept beside the library. Raises StoreError."""
    with explained(place), connected(place) as connection:
        connection.execute("BEGIN")
        yield PostgresConnection(connection, WordCounter())
        connection.execute("COMMIT")  # not reached after an error: the connection is closed, the transaction gone


def bring_library_forward(place: Server, *, busy_timeout: float = 30.0) -> bool:
    """Bring a library of an older format to this program's. Returns whether it was an older one.

    Raises LibraryMissing, LibraryUnreachable, LibraryBusy, LibraryReadOnly, SchemaMismatch for a newer one.
    """
    with explained(place), connected(place) as connection:
        found = read_format(connection)
        if found is not None and found < SCHEMA_VERSION:
            _make(connection, busy_timeout)
        _check_format(place, connection, oldest=SCHEMA_VERSION, busy_timeout=busy_timeout)
    return found != SCHEMA_VERSION


def _check_format(
    place: Server,
    connection: psycopg.Connection,
    *,
    create: bool = False,
    oldest: int = OLDEST_READ,
    busy_timeout: float,
) -> int:
    """The format of the library, which is one from ``oldest`` to this program's."""
    found = read_format(connection)
    if found is None and create:
        _make(connection, busy_timeout)
        found = read_format(connection)
    if found is None:
        raise LibraryMissing(f"no library in {place}; `report-assistant add FILE` makes one")
    if not oldest <= found <= SCHEMA_VERSION:
        does = "writes" if OLDEST_READ <= found < oldest else "reads"
        todo = "`report-assistant migrate` brings it forward" if found < SCHEMA_VERSION else "use a newer program"
        raise SchemaMismatch(
            f"the library in {place} has format {found}, this program {does} format {SCHEMA_VERSION}; {todo}"
        )
    return found


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


def _bounded(seconds: float, span: str = "LOCAL") -> bytes:
    """The statement that no lock is waited for longer."""
    return f"SET {span} lock_timeout = {max(1, round(seconds * 1000))}".encode()

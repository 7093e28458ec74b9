"""Tables of a library's database that are no part of its format: made when they are first needed, by who may make them.

They hold what is derived of the library, so that each statement stands by itself, and nothing waits for a reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors

from corpus.places import Server
from corpus.postgres.connecting import connect, connected
from corpus.postgres.connection import adapted
from corpus.postgres.explaining import explained

_LOCK = "hashtextextended(current_schema() || %s, 0)"
_MADE = " tables are made"
_BUSY = 5.0
"""Seconds that another process is waited for, which writes the same or makes the tables."""


class ServerTables:
    """Tables beside a library's own. Not safe to share between threads without a lock."""

    def __init__(self, place: Server, statements: Sequence[str]) -> None:
        """``statements`` make the tables, each the one that it names, where they are not there; none for looking."""
        self._place = place
        self._statements = tuple(statements)
        self._connection: psycopg.Connection | None = None

    def rows(self, statement: str, values: Sequence[object] = (), /) -> list[tuple[Any, ...]]:
        """What a query of the shared SQL finds. Raises StoreError."""
        with explained(self._place):
            try:
                return self._rows(statement, values)
            except psycopg.OperationalError:
                if not self._lost:
                    raise
                return self._rows(statement, values)  # on a new connection

    def write(self, changes: Sequence[tuple[str, Sequence[Sequence[object]]]], /) -> None:
        """Carry out changes in one transaction. Raises StoreError."""
        with explained(self._place):
            try:
                self._write(changes)
            except psycopg.OperationalError:
                if not self._lost:
                    raise
                self._write(changes)

    @contextmanager
    def alone(self, what: str, seconds: float, /) -> Iterator[bool]:
        """Hold the lock of that name; False where another process holds it for longer than so many seconds."""
        with explained(self._place), connected(self._place) as connection:
            _bound(connection, seconds)
            try:
                connection.execute(f"SELECT pg_advisory_lock({_LOCK})".encode(), (f" {what}",))
                free = True
            except errors.LockNotAvailable:
                free = False
            yield free

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def _lost(self) -> bool:
        return self._connection is not None and self._connection.closed

    def _rows(self, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        return self._open().execute(adapted(statement), tuple(values)).fetchall()

    def _write(self, changes: Sequence[tuple[str, Sequence[Sequence[object]]]]) -> None:
        connection = self._open()
        with connection.transaction():
            for statement, rows in changes:
                connection.cursor().executemany(adapted(statement), list(rows))

    def _open(self) -> psycopg.Connection:
        if self._connection is None or self._connection.closed:
            self._connection = None
            connection = connect(self._place)
            try:
                _bound(connection, _BUSY)
                self._make(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _make(self, connection: psycopg.Connection) -> None:
        """Make the tables that are missing, under a lock, so that of many processes one does it.

        The lock is taken by a statement of its own: in one transaction with the look at what is there, the look could
        be answered by what the server remembers from before the wait.
        """
        if self._missing(connection):
            connection.execute(f"SELECT pg_advisory_lock({_LOCK})".encode(), (_MADE,))
            try:
                with connection.transaction():
                    for statement in self._missing(connection):
                        connection.execute(statement.encode())
            finally:
                if not connection.closed:
                    connection.execute(f"SELECT pg_advisory_unlock({_LOCK})".encode(), (_MADE,))

    def _missing(self, connection: psycopg.Connection) -> list[str]:
        return [statement for statement in self._statements if not _is_there(connection, statement)]


def _is_there(connection: psycopg.Connection, statement: str) -> bool:
    """Whether the table that a statement (CREATE TABLE name …) makes is there."""
    name = statement.split()[2]
    found = connection.execute("SELECT to_regclass(quote_ident(current_schema()) || %s)", (f".{name}",))
    return found.fetchone() not in ((None,), None)


def _bound(connection: psycopg.Connection, seconds: float) -> None:
    """No lock is waited for longer."""
    connection.execute(f"SET lock_timeout = {max(1, round(seconds * 1000))}".encode())

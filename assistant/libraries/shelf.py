"""Where what is derived of a library's reports is kept: in a file of its folder, in tables on its server, or in memory.

All of it can be thrown away at any time. Statements are those of the SQL that both kinds of database share, with ``?``
for a value. What cannot be kept is lost, or stays in this process, and never stops anyone.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corpus.errors import LibraryUnreachable, StoreError
from corpus.places import LibraryPlace, Server

if TYPE_CHECKING:
    from corpus.postgres.tables import ServerTables

Row = tuple[Any, ...]
Change = tuple[str, Sequence[Sequence[object]]]
"""A statement, and the values that it is carried out with, once for each."""

_WAIT = 2.0  # seconds for another process to finish writing
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The tables of what is derived. ``number`` is raised when they change; ``{blob}`` stands for the type of bytes.

    On a server the number is to be a part of their names: programs that lay them out otherwise have theirs beside them.
    """

    file_name: str
    number: int
    tables: tuple[str, ...]


class Shelf(Protocol):
    """A place for what is derived. Not safe to share between threads without a lock."""

    def rows(self, statement: str, values: Sequence[object] = (), /) -> list[Row]:
        """What a query finds; nothing where it cannot be read. Raises LibraryUnreachable."""

    def write(self, changes: Sequence[Change], /) -> bool:
        """Carry out changes, wholly or not at all; False where they could not be kept."""

    def alone(self, what: str, seconds: float, /) -> AbstractContextManager[bool]:
        """Be the only process that does ``what``; False where another does it for longer than so many seconds."""

    def close(self) -> None:
        """Let go of it."""


def open_shelf(place: LibraryPlace | None, layout: Layout) -> Shelf:
    """The shelf beside the library at ``place``; in memory where there is none."""
    if isinstance(place, Server):
        from corpus.postgres.tables import ServerTables

        return ServerShelf(ServerTables(place, tuple(_laid_out(layout, "BYTEA"))), layout)
    return FileShelf(place / layout.file_name if place is not None else None, layout)


def look(place: LibraryPlace, layout: Layout, statement: str, values: Sequence[object] = ()) -> list[Row]:
    """What a query finds on the shelf beside a library. Nothing is made there. Raises LibraryUnreachable."""
    if isinstance(place, Server):
        from corpus.postgres.tables import ServerTables

        with closing(ServerTables(place, ())) as tables:
            try:
                return tables.rows(statement, values)
            except LibraryUnreachable:
                raise
            except StoreError:  # there are none yet
                return []
    try:
        uri = f"{(place / layout.file_name).resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            return connection.execute(statement, tuple(values)).fetchall()
    except sqlite3.DatabaseError:  # there is none yet, or it is damaged and will be made again
        return []


class FileShelf:
    """A SQLite file, made again where it is damaged; see `Shelf`."""

    def __init__(self, path: Path | None, layout: Layout) -> None:
        """Keep it at ``path``, in memory where there is none."""
        self._path = path
        self._layout = layout
        self._connection: sqlite3.Connection | None = None

    def rows(self, statement: str, values: Sequence[object] = (), /) -> list[Row]:
        """See `Shelf.rows`."""
        try:
            return self._open().execute(statement, tuple(values)).fetchall()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
                self._forget(error)
            return []  # another process is writing, or nothing is kept any more: reports themselves are read instead

    def write(self, changes: Sequence[Change], /) -> bool:
        """See `Shelf.write`."""
        try:
            with self._open() as connection:
                connection.execute("BEGIN IMMEDIATE")
                for statement, rows in changes:
                    connection.executemany(statement, rows)
            return True
        except sqlite3.OperationalError as error:
            _log.debug("not kept in %s: %s", self._path, error)
        except sqlite3.DatabaseError as error:
            self._forget(error)
        return False

    @contextmanager
    def alone(self, what: str, seconds: float, /) -> Iterator[bool]:
        """See `Shelf.alone`: a lock on a file beside it."""
        from filelock import FileLock, Timeout

        free = True
        with ExitStack() as stack:
            if self._path is not None:
                try:
                    stack.enter_context(FileLock(self._path.with_name(f"{what}.lock")).acquire(timeout=seconds))
                except Timeout:
                    free = False
                except OSError as error:  # nothing will be kept there either
                    _log.debug("%s cannot be locked: %s", self._path, error)
            yield free

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None and self._path is None:
            self._connection = self._in_memory()
        if self._connection is None:
            assert self._path is not None
            connection = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
            try:
                connection.execute("PRAGMA synchronous = OFF")  # what a crash of the machine breaks is made again
                (n_tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                if not n_tables:
                    connection.executescript(f"{self._script}PRAGMA user_version = {self._layout.number};")
                elif connection.execute("PRAGMA user_version").fetchone() != (self._layout.number,):
                    raise sqlite3.DatabaseError("they have another format")
            except sqlite3.OperationalError as error:  # read-only, busy, or no space
                connection.close()
                _log.debug("nothing is kept in %s: %s", self._path, error)
                connection = self._in_memory()
            except sqlite3.DatabaseError:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _forget(self, error: Exception) -> None:
        """Throw a damaged file away: it is made again."""
        _log.warning("what is kept in %s is made again: %s", self._path, error)
        self.close()
        if self._path is None:
            return
        try:
            for ending in ("", "-journal"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        except OSError as reason:
            _log.warning("%s cannot be removed: %s", self._path, reason)
            self._connection = self._in_memory()

    def _in_memory(self) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.executescript(self._script)
        return connection

    @property
    def _script(self) -> str:
        return "".join(f"{statement} WITHOUT ROWID;\n" for statement in _laid_out(self._layout, "BLOB"))


class ServerShelf:
    """Tables on the library's server; see `Shelf`.

    What this process may not write there stays in its memory, all of it where the tables can be neither made nor read.
    """

    def __init__(self, tables: ServerTables, layout: Layout) -> None:
        """Keep it in these tables."""
        self._tables = tables
        self._readable = True
        self._memory = FileShelf(None, layout)

    def rows(self, statement: str, values: Sequence[object] = (), /) -> list[Row]:
        """See `Shelf.rows`. What is in memory comes first: it is there because the server's could not be mended."""
        found = self._memory.rows(statement, values)
        if self._readable:
            try:
                found += self._tables.rows(statement, values)
            except LibraryUnreachable:
                raise
            except StoreError as error:
                _log.debug("nothing is kept on the server: %s", error)
                self._readable = False
        return found

    def write(self, changes: Sequence[Change], /) -> bool:
        """See `Shelf.write`."""
        if self._readable:
            try:
                self._tables.write(changes)
                return True
            except StoreError as error:
                _log.debug("not kept on the server: %s", error)
        return self._memory.write(changes)

    def alone(self, what: str, seconds: float, /) -> AbstractContextManager[bool]:
        """See `Shelf.alone`: an advisory lock, which the server lets go of when this process ends, however."""
        return self._tables.alone(what, seconds)

    def close(self) -> None:
        """Let go of the connection."""
        self._tables.close()
        self._memory.close()


def _laid_out(layout: Layout, blob: str) -> Iterator[str]:
    return (statement.replace("{blob}", blob) for statement in layout.tables)

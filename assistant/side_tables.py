"""Tables beside the library: in a SQLite file of its folder, or on its server, each use a transaction of its own.

The library's version says whether its reports have changed, and nothing else; what is kept beside it does not count.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.database import Connection
from corpus.errors import LibraryReadOnly, StoreError
from corpus.places import LibraryPlace, Server
from corpus.sqlite import SqliteConnection

_NOT_WRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideTables:
    """What is kept beside one library. ``what`` names it to the user; ``schema`` makes its tables in the file.

    On a server the tables were made with the library (`corpus.postgres.migrations`).
    """

    library: LibraryPlace
    file_name: str
    what: str
    schema: str

    @property
    def kept(self) -> bool:
        """Whether there is a place for them already: a folder has its file from the first use on."""
        return isinstance(self.library, Server) or (self.library / self.file_name).exists()

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """One transaction, kept when the block ends well. Raises LibraryReadOnly, StoreError."""
        if isinstance(self.library, Server):
            from corpus.postgres.database import transaction

            with transaction(self.library) as connection:
                yield connection
            return
        with self._explained(), closing(self._connect(self.library / self.file_name)) as opened:
            opened.execute("PRAGMA foreign_keys = 1")
            opened.executescript(self.schema)
            opened.execute("BEGIN IMMEDIATE")
            yield opened
            opened.execute("COMMIT")

    def _connect(self, path: Path) -> SqliteConnection:
        return sqlite3.connect(path, timeout=30.0, isolation_level=None, factory=SqliteConnection)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
            raised = LibraryReadOnly if kind in _NOT_WRITABLE else StoreError
            raise raised(
                f"the {self.what} in {self.library}/{self.file_name} could not be read or written: {error}"
            ) from error

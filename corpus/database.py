"""The library's one SQLite file, its truth: opening it, reading it, changing it in whole transactions.

Knows nothing of what the tables hold; `corpus.store` and `structured.store` bring theirs.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self

from corpus.errors import LibraryBusy, LibraryDamaged, LibraryMissing, LibraryReadOnly, SchemaMismatch, StoreError

FILE_NAME = "library.sqlite"
LOCK_NAME = "library.lock"
SCHEMA_VERSION = 2

_META = """
CREATE TABLE meta (
    schema_version INTEGER NOT NULL,
    library_version INTEGER NOT NULL,
    state TEXT NOT NULL,
    embedder TEXT,
    dimensions INTEGER
);
"""


class Database:
    """A library's database, open for reading; `writing` changes it. Safe to share between threads."""

    def __init__(self, folder: Path, *, busy_timeout: float = 30.0) -> None:
        """Open the library in `folder`, waiting up to `busy_timeout` seconds for other processes when changing it.

        Raises LibraryMissing, LibraryDamaged, SchemaMismatch.
        """
        self.folder = folder
        self.path = folder / FILE_NAME
        self._busy_timeout = busy_timeout
        self._lock = RLock()
        self._latest: sqlite3.Connection | None = None
        self._latest_lock = RLock()
        if not self.path.is_file():
            raise LibraryMissing(f"no library in {folder}; `report-assistant add FILE` makes one")
        with _explained(folder):
            self._connection = self._connect_for_reading()
        try:
            self._check_schema()
        except BaseException:
            self._connection.close()
            raise

    @classmethod
    def create(cls, folder: Path, schemas: tuple[str, ...], *, busy_timeout: float = 30.0) -> Database:
        """Open the library in `folder`, made first when it is not there, with the tables of `schemas`.

        Raises LibraryReadOnly when it cannot be made, and what opening raises.
        """
        if not (folder / FILE_NAME).exists():
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise LibraryReadOnly(f"cannot make a library in {folder}: {error.strerror}") from error
            with _exclusive(folder, busy_timeout), _explained(folder):
                if not (folder / FILE_NAME).exists():
                    _make(folder / FILE_NAME, schemas)
        return cls(folder, busy_timeout=busy_timeout)

    @property
    def version(self) -> int:
        """A number that grows with every change of the library."""
        with self.reading() as connection:
            return int(connection.execute("SELECT library_version FROM meta").fetchone()[0])

    @property
    def latest(self) -> int:
        """The version as it is now, told at once even while another thread reads an earlier state."""
        with self._latest_lock, _explained(self.folder):
            if self._latest is None:
                self._latest = self._connect_for_reading()
            return int(self._latest.execute("SELECT library_version FROM meta").fetchone()[0])

    @property
    def state(self) -> str:
        """A hash of all changes so far: databases with one state hold the same, copies and restored ones included."""
        with self.reading() as connection:
            return str(connection.execute("SELECT state FROM meta").fetchone()[0])

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the library throughout. Nested uses see the same state."""
        with self._lock, _explained(self.folder):
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                self._connection.rollback()

    @contextmanager
    def writing(self, change: str) -> Iterator[sqlite3.Connection]:
        """A connection in one transaction: what is done with it is kept when the block ends well, else nothing.

        `change` says what is done ("add <id> <digest>"); it goes into `state`, unless nothing was changed. Raises
        LibraryBusy when another process does not finish changing the library in time, LibraryReadOnly when it may
        not be changed.
        """
        with (
            _exclusive(self.folder, self._busy_timeout),
            _explained(self.folder),
            closing(self._connect("mode=rw")) as connection,
        ):
            connection.execute("BEGIN IMMEDIATE")
            before = connection.total_changes
            try:
                yield connection
                if connection.total_changes > before:
                    (state,) = connection.execute("SELECT state FROM meta").fetchone()
                    state = hashlib.sha256(f"{state}\n{change}".encode()).hexdigest()[:32]
                    connection.execute("UPDATE meta SET library_version = library_version + 1, state = ?", (state,))
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the file and its word index, in SQLite's words; empty when nothing is.

        Reads all of it. Where the library may not be written to, the word index is not checked against the text.
        """
        with self.reading() as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
            broken = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
            found += [f"a row of {table} hangs on one of {parent} that is not there" for table, _, parent, _ in broken]
        try:
            with _exclusive(self.folder, self._busy_timeout), closing(self._connect("mode=rw")) as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
                finally:
                    connection.rollback()
        except (LibraryReadOnly, sqlite3.OperationalError):
            return tuple(found)
        except sqlite3.DatabaseError as error:
            found.append(f"the word index does not agree with the text ({error})")
        return tuple(found)

    def copy_to(self, folder: Path) -> Path:
        """A copy of the library at one moment, made in `folder`, which must not be there; reading and adding go on.

        Raises LibraryReadOnly when it cannot be written there, StoreError when the disk is full.
        """
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise LibraryReadOnly(f"cannot make the folder {folder}: {error.strerror}") from error
        unfinished = folder / (FILE_NAME + ".new")
        with _explained(folder), closing(sqlite3.connect(unfinished, isolation_level=None)) as copy:
            with closing(self._connect("mode=ro")) as source:
                source.backup(copy)
            copy.execute("PRAGMA journal_mode = WAL")
        return unfinished.replace(folder / FILE_NAME)

    def check_writable(self) -> None:
        """Before long work whose result is to be kept. Raises LibraryReadOnly, LibraryBusy."""
        with _exclusive(self.folder, self._busy_timeout):
            pass

    def close(self) -> None:
        """Let go of the file."""
        with self._lock, self._latest_lock:
            self._connection.close()
            if self._latest is not None:
                self._latest.close()
                self._latest = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _connect_for_reading(self) -> sqlite3.Connection:
        """Where the folder may not be written to, SQLite cannot keep its log there, and the file alone is read."""
        try:
            return self._opened("mode=rw")
        except sqlite3.OperationalError:
            log = self.path.with_name(FILE_NAME + "-wal")
            if log.exists() and log.stat().st_size:
                raise  # changes that only the log holds would be missed
            return self._opened("immutable=1")

    def _opened(self, mode: str) -> sqlite3.Connection:
        connection = self._connect(mode)
        try:
            connection.execute("PRAGMA query_only = 1")
            connection.execute("SELECT count(*) FROM sqlite_master")
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?{mode}",
            uri=True,
            timeout=self._busy_timeout,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA foreign_keys = 1")
        return connection

    def _check_schema(self) -> None:
        with self.reading() as connection:
            if connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone() == (0,):
                raise LibraryDamaged(f"{self.path} is not a library of this program; add the reports to a new folder")
            (found,) = connection.execute("SELECT schema_version FROM meta").fetchone()
        if found != SCHEMA_VERSION:
            raise SchemaMismatch(
                f"the library in {self.folder} has format {found}, this program reads format {SCHEMA_VERSION}; "
                "use the program that wrote it, or add the reports again to a new folder (or to this one, once its "
                f"file {FILE_NAME} is moved away)"
            )


def _make(path: Path, schemas: tuple[str, ...]) -> None:
    """Make the file under another name first, so that nobody ever finds half a library."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript("\n".join(("BEGIN;", _META, *schemas)))
        connection.execute("INSERT INTO meta VALUES (?, 0, '', NULL, NULL)", (SCHEMA_VERSION,))
        connection.execute("COMMIT")
    unfinished.replace(path)


@contextmanager
def _exclusive(folder: Path, timeout: float) -> Iterator[None]:
    """Hold the library's lock. The system lets go of it when the process ends, however it ends."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK_NAME)
    try:
        lock.acquire(timeout=timeout)
    except Timeout as error:
        raise LibraryBusy(f"another process is changing the library in {folder}; try again later") from error
    except OSError as error:
        raise LibraryReadOnly(f"the library in {folder} may not be changed: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise  # a bug of this program, not the library's state
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # absent where Python itself found the fault
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LibraryBusy(f"another process holds the library in {folder}; try again later") from error
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            raise LibraryReadOnly(f"the library in {folder} may not be opened or changed here: {error}") from error
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise LibraryDamaged(
                f"the library in {folder} is damaged ({error}); restore a copy, or add the reports to a new folder"
            ) from error
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise StoreError(f"the library in {folder} could not be read or written: {error}") from error
        raise

"""A library in one SQLite file of a folder: opening it, reading it, changing it in whole transactions."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from threading import RLock
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.database import OLDEST_READ, SCHEMA_VERSION, Vector
from corpus.document import Chunk, ChunkKind
from corpus.errors import LibraryBusy, LibraryDamaged, LibraryMissing, LibraryReadOnly, SchemaMismatch, StoreError
from corpus.words import TOKENIZER

FILE_NAME = "library.sqlite"
LOCK_NAME = "library.lock"

_DIGESTS = """
CREATE TABLE digests (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (document, part)
) WITHOUT ROWID
"""

SCHEMA = f"""
CREATE TABLE meta (
    schema_version INTEGER NOT NULL,
    library_version INTEGER NOT NULL,
    state TEXT NOT NULL,
    embedder TEXT,
    dimensions INTEGER
);

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
    text, context, content = 'chunks', content_rowid = 'number', tokenize = '{TOKENIZER}'
);
CREATE TRIGGER chunk_added AFTER INSERT ON chunks BEGIN
    INSERT INTO words (rowid, text, context) VALUES (new.number, new.text, new.context);
END;
CREATE TRIGGER chunk_removed AFTER DELETE ON chunks BEGIN
    INSERT INTO words (words, rowid, text, context) VALUES ('delete', old.number, old.text, old.context);
END;

CREATE TABLE originals (
    document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    compressed BLOB NOT NULL
);

CREATE TABLE corrections (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (document, field)
) WITHOUT ROWID;

CREATE TABLE grids (
    document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    body TEXT NOT NULL
);

{_DIGESTS};
"""

_STEPS = {3: _DIGESTS}
"""What makes each format of the one before it."""


class SqliteConnection(sqlite3.Connection):
    """A connection with the statements that other databases have otherwise."""

    format = SCHEMA_VERSION

    def among(self, column: str) -> str:
        """See `Connection.among`."""
        return f"{column} IN (SELECT value FROM json_each(?))"

    def listed(self, values: Iterable[int] | Iterable[str]) -> object:
        """See `Connection.listed`."""
        return json.dumps(list(values))

    def index_chunks(
        self,
        document: str,  # noqa: ARG002 - its chunks' numbers say enough here
        numbers: Sequence[int],
        chunks: Sequence[Chunk],  # noqa: ARG002 - a trigger has put their words into the index
        vectors: NDArray[np.float32],
    ) -> None:
        """See `Connection.index_chunks`."""
        matrix = np.ascontiguousarray(vectors, dtype="<f4")
        rows = [(number, row.tobytes()) for number, row in zip(numbers, matrix, strict=True)]
        self.executemany("INSERT INTO vectors VALUES (?, ?)", rows)

    def vectors(self, numbers: Iterable[int]) -> dict[int, Vector]:
        """See `Connection.vectors`."""
        rows = self.execute(
            "SELECT number, vector FROM chunks JOIN vectors USING (number)"
            " WHERE number IN (SELECT value FROM json_each(?)) ORDER BY document, ordinal",
            (json.dumps(sorted(numbers)),),
        )
        return {number: np.frombuffer(blob, dtype="<f4") for number, blob in rows}

    def every_vector(self) -> Iterator[tuple[int, Vector]]:
        """See `Connection.every_vector`."""
        for number, blob in self.execute("SELECT number, vector FROM vectors"):
            yield number, np.frombuffer(blob, dtype="<f4")

    def match_words(
        self, words: Sequence[str], *, kinds: Collection[ChunkKind], documents: Collection[str] | None, limit: int
    ) -> dict[int, float]:
        """See `Connection.match_words`."""
        scope = "" if documents is None else " AND document IN (SELECT value FROM json_each(:documents))"
        rows = self.execute(
            "SELECT number, round(-bm25(words), 6) AS score FROM words JOIN chunks ON number = words.rowid"
            f" WHERE words MATCH :expression AND kind IN (SELECT value FROM json_each(:kinds)){scope}"
            " ORDER BY score DESC, document, ordinal LIMIT :limit",
            {
                "expression": any_of(words),
                "kinds": json.dumps(sorted(kinds)),
                "documents": json.dumps(sorted(documents or ())),
                "limit": limit,
            },
        )
        return dict(rows.fetchall())

    def count_word(self, word: str) -> int:
        """See `Connection.count_word`."""
        found = self.execute("SELECT count(*) FROM words WHERE words MATCH ?", (any_of((word,)),)).fetchone()
        return int(found[0])

    def score_words(self, words: Sequence[str], numbers: Iterable[int]) -> dict[int, float]:
        """See `Connection.score_words`."""
        rows = self.execute(
            "SELECT rowid, round(-bm25(words), 6) FROM words"
            " WHERE words MATCH ? AND rowid IN (SELECT value FROM json_each(?))",
            (any_of(words), json.dumps(sorted(numbers))),
        )
        return dict(rows.fetchall())

    def settle_numbers(self) -> None:
        """See `Connection.settle_numbers`: AUTOINCREMENT does it."""

    def word_counts(self) -> Iterator[tuple[str, int, int]]:
        """See `Connection.word_counts`."""
        (kept,) = self.execute("PRAGMA query_only").fetchone()
        self.execute("PRAGMA query_only = 0")  # a temporary table, which a reader may make
        self.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab (main, words, row)")
        self.execute("PRAGMA query_only = 1" if kept else "PRAGMA query_only = 0")
        yield from self.execute("SELECT term, doc, cnt FROM temp.vocabulary ORDER BY term")


def any_of(words: Sequence[str]) -> str:
    """An FTS5 expression that matches any of the words, which are letters and digits.

    >>> any_of(("widgets", "IT"))
    '"widgets" OR "IT"'
    """
    return " OR ".join(f'"{word}"' for word in words)


class SqliteDatabase:
    """A library in a folder; see `corpus.database.Database`."""

    def __init__(self, folder: Path, *, create: bool = False, busy_timeout: float = 30.0) -> None:
        """See `corpus.database.open_database`."""
        self.place = folder
        self.path = folder / FILE_NAME
        self.before_change: Callable[[str], None] | None = None
        self._busy_timeout = busy_timeout
        self._lock = RLock()
        self._latest: SqliteConnection | None = None
        self._latest_lock = RLock()
        if create and not self.path.exists():
            _create(folder, busy_timeout)
        if not self.path.is_file():
            raise LibraryMissing(f"no library in {folder}; `report-assistant add FILE` makes one")
        with _explained(folder):
            self._connection = self._connect_for_reading()
        try:
            self._check_schema()
        except BaseException:
            self._connection.close()
            raise

    @property
    def version(self) -> int:
        """See `Database.version`."""
        with self.reading() as connection:
            return int(connection.execute("SELECT library_version FROM meta").fetchone()[0])

    @property
    def latest(self) -> int:
        """See `Database.latest`."""
        with self._latest_lock, _explained(self.place):
            if self._latest is None:
                self._latest = self._connect_for_reading()
            return int(self._latest.execute("SELECT library_version FROM meta").fetchone()[0])

    @property
    def state(self) -> str:
        """See `Database.state`."""
        with self.reading() as connection:
            return str(connection.execute("SELECT state FROM meta").fetchone()[0])

    @contextmanager
    def reading(self) -> Iterator[SqliteConnection]:
        """See `Database.reading`."""
        with self._lock, _explained(self.place):
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN")
            try:
                self._check_format(self._connection)  # a newer program may have taken the library over meanwhile
                yield self._connection
            finally:
                self._connection.rollback()

    @contextmanager
    def writing(self, change: str | None) -> Iterator[SqliteConnection]:
        """See `Database.writing`."""
        with (
            _exclusive(self.place, self._busy_timeout),
            _explained(self.place),
            closing(self._connect("mode=rw")) as connection,
        ):
            connection.execute("BEGIN IMMEDIATE")
            before = connection.total_changes
            try:
                self._check_format(connection, oldest=SCHEMA_VERSION)
                yield connection
                if change is not None and connection.total_changes > before:
                    (state,) = connection.execute("SELECT state FROM meta").fetchone()
                    state = hashlib.sha256(f"{state}\n{change}".encode()).hexdigest()[:32]
                    connection.execute("UPDATE meta SET library_version = library_version + 1, state = ?", (state,))
                    if self.before_change is not None:
                        self.before_change(change)
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
            with _exclusive(self.place, self._busy_timeout), closing(self._connect("mode=rw")) as connection:
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
        """See `Database.check_writable`."""
        with _exclusive(self.place, self._busy_timeout):
            pass

    def claiming(self, document: str) -> AbstractContextManager[None]:  # noqa: ARG002 - a file has one lock for all
        """See `Database.claiming`: not here, where two may prepare one document, and the second finds it there."""
        return nullcontext()

    def read_note(self, name: str) -> str | None:
        """See `Database.read_note`: a file beside the library's."""
        try:
            return (self.place / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"'{self.place / name}' cannot be read: {error}") from error

    def write_note(self, name: str, text: str) -> None:
        """See `Database.write_note`."""
        part = self.place / f".{name}.part"
        try:
            part.write_text(text, encoding="utf-8")
            part.replace(self.place / name)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise LibraryReadOnly(f"the library in {self.place} may not be changed: {error.strerror}") from error

    def remove_note(self, name: str) -> None:
        """See `Database.remove_note`."""
        (self.place / name).unlink(missing_ok=True)

    def note_version(self, name: str) -> object | None:
        """See `Database.note_version`."""
        try:
            told = (self.place / name).stat()
        except FileNotFoundError:
            return None
        return told.st_mtime_ns, told.st_size

    def close(self) -> None:
        """Let go of the file."""
        with self._lock, self._latest_lock:
            self._connection.close()
            if self._latest is not None:
                self._latest.close()
                self._latest = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _connect_for_reading(self) -> SqliteConnection:
        """Where the folder may not be written to, SQLite cannot keep its log there, and the file alone is read."""
        try:
            return self._opened("mode=rw")
        except sqlite3.OperationalError:
            log = self.path.with_name(FILE_NAME + "-wal")
            if log.exists() and log.stat().st_size:
                raise  # changes that only the log holds would be missed
            return self._opened("immutable=1")

    def _opened(self, mode: str) -> SqliteConnection:
        connection = self._connect(mode)
        try:
            connection.execute("PRAGMA query_only = 1")
            connection.execute("SELECT count(*) FROM sqlite_master")
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect(self, mode: str) -> SqliteConnection:
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?{mode}",
            uri=True,
            timeout=self._busy_timeout,
            isolation_level=None,
            check_same_thread=False,
            factory=SqliteConnection,
        )
        connection.execute("PRAGMA foreign_keys = 1")
        return connection

    def _check_schema(self) -> None:
        with self.reading():
            pass

    def bring_forward(self) -> bool:
        """Bring the library to this program's format, wholly or not at all. Returns whether it was an older one.

        Raises LibraryBusy, LibraryReadOnly, StoreError.
        """
        with (
            _exclusive(self.place, self._busy_timeout),
            _explained(self.place),
            closing(self._connect("mode=rw")) as connection,
        ):
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._check_format(connection)
                older = connection.format
                for step in range(older + 1, SCHEMA_VERSION + 1):
                    connection.execute(_STEPS[step])
                connection.execute("UPDATE meta SET schema_version = ?", (SCHEMA_VERSION,))
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
        return older != SCHEMA_VERSION

    def _check_format(self, connection: SqliteConnection, *, oldest: int = OLDEST_READ) -> None:
        try:
            row = connection.execute("SELECT schema_version FROM meta").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR:
                raise
            row = None  # no such table, or no such column
        if row is None:
            raise LibraryDamaged(f"{self.path} is not a library of this program; add the reports to a new folder")
        if row[0] in range(OLDEST_READ, oldest):
            raise SchemaMismatch(
                f"the library in {self.place} has format {row[0]}, this program writes format {SCHEMA_VERSION}; "
                "`report-assistant migrate` brings it forward"
            )
        if row[0] not in range(OLDEST_READ, SCHEMA_VERSION + 1):
            raise SchemaMismatch(
                f"the library in {self.place} has format {row[0]}, this program reads format {SCHEMA_VERSION}; "
                "use the program that wrote it, or add the reports again to a new folder (or to this one, once its "
                f"file {FILE_NAME} is moved away)"
            )
        connection.format = row[0]


def _create(folder: Path, busy_timeout: float) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryReadOnly(f"cannot make a library in {folder}: {error.strerror}") from error
    with _exclusive(folder, busy_timeout), _explained(folder):
        if not (folder / FILE_NAME).exists():
            _make(folder / FILE_NAME)


def _make(path: Path) -> None:
    """Make the file under another name first, so that nobody ever finds half a library."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(f"BEGIN; {SCHEMA}")
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
    except UnicodeDecodeError as error:  # a text or a name in the file, of which a bit was changed
        raise _damaged(folder, error) from error
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # absent where Python itself found the fault
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LibraryBusy(f"another process holds the library in {folder}; try again later") from error
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            raise LibraryReadOnly(f"the library in {folder} may not be opened or changed here: {error}") from error
        # Statements are this program's own: one that SQLite does not understand has met tables that are not, after a
        # change of format left half-way or a bit that flipped in their names.
        misunderstood = code == sqlite3.SQLITE_ERROR and not str(error).startswith("fts5")
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or misunderstood:
            raise _damaged(folder, error) from error
        if str(error).startswith("Could not decode"):  # said by Python, which repeats the text whole
            raise _damaged(folder, str(error).partition(" with text")[0]) from error
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise StoreError(f"the library in {folder} could not be read or written: {error}") from error
        raise


def _damaged(folder: Path, error: object) -> LibraryDamaged:
    return LibraryDamaged(
        f"the library in {folder} is damaged ({error}); restore a copy, or add the reports to a new folder"
    )

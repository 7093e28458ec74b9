"""A library's database, its truth: what every kind of it offers, and which kind a library's place calls for.

Statements are written once, in the SQL that all kinds share, with ``?`` for a value. The few that differ are methods of
`Connection`: `corpus.sqlite` has them for a file in a folder, `corpus.postgres` for a PostgreSQL server.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from corpus.document import Chunk, ChunkKind
from corpus.places import LibraryPlace, Server

SCHEMA_VERSION = 3
"""The format of the library that this program writes, the same number in every kind of database."""
OLDEST_READ = 2
"""The oldest format that it still reads. Before such a library is changed, it is to be brought forward."""

Vector = NDArray[np.float32]


class Rows(Protocol):
    """What a statement gave. ``rowcount`` is how many rows it changed."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    def fetchone(self) -> Any:
        """The next row as a tuple, None after the last."""

    def fetchall(self) -> list[Any]:
        """All rows."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """One transaction of a library's database."""

    @property
    def format(self) -> int:
        """The format of the library, from `OLDEST_READ` to `SCHEMA_VERSION`."""

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Rows:
        """Carry out one statement of the shared SQL, with a value for each ``?``."""

    def executemany(self, statement: str, values: Iterable[Sequence[Any]], /) -> object:
        """Carry out one statement for each row of values."""

    def among(self, column: str) -> str:
        """The condition that the column is one of the values of one ``?``, which `listed` makes."""

    def listed(self, values: Iterable[int] | Iterable[str]) -> object:
        """These values as the one value that `among` compares with."""

    def index_chunks(
        self, document: str, numbers: Sequence[int], chunks: Sequence[Chunk], vectors: NDArray[np.float32]
    ) -> None:
        """Keep the vectors of a document's chunks, shape (n, dimensions), and make the chunks findable by their words.

        The chunks have been stored under these numbers, which grow.
        """

    def vectors(self, numbers: Iterable[int]) -> dict[int, Vector]:
        """The vectors of the chunks of these numbers, in document order."""

    def every_vector(self) -> Iterator[tuple[int, Vector]]:
        """Number and vector of each chunk, in any order."""

    def match_words(
        self, words: Sequence[str], *, kinds: Collection[ChunkKind], documents: Collection[str] | None, limit: int
    ) -> dict[int, float]:
        """Numbers and scores (BM25, larger is better) of chunks that hold one of the words in any form of it.

        Best first; equal ones in document order. Only of these kinds and documents (all when None); at most `limit`.
        """

    def count_word(self, word: str) -> int:
        """How many chunks hold the word in any form of it."""

    def score_words(self, words: Sequence[str], numbers: Iterable[int]) -> dict[int, float]:
        """The same scores for these chunks only; those that do not match are left out."""

    def settle_numbers(self) -> None:
        """After chunks were stored under numbers of their own: whatever is stored next gets a larger one."""

    def word_counts(self) -> Iterator[tuple[str, int, int]]:
        """Each word of the index, in order of their characters' numbers, with how many chunks hold it, how often."""


class Database(Protocol):
    """A library's database, open for reading; `writing` changes it. Safe to share between threads."""

    before_change: Callable[[str], None] | None
    """Called with what is done, as `writing` is told it, before it is kept; where it raises, nothing is kept."""

    @property
    def place(self) -> LibraryPlace:
        """Where the library is."""

    @property
    def version(self) -> int:
        """A number that grows with every change of the library."""

    @property
    def latest(self) -> int:
        """The version as it is now, told at once even while another thread reads an earlier state."""

    @property
    def state(self) -> str:
        """A hash of all changes so far: databases with one state hold the same, copies and restored ones included."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state of the library throughout. Nested uses see the same state."""

    def writing(self, change: str | None) -> AbstractContextManager[Connection]:
        """A connection in one transaction: what is done with it is kept when the block ends well, else nothing.

        `change` says what is done ("add <id> <digest>"); it goes into `state`, unless nothing was changed. It is None
        for a copy of a library, which sets version and state to those of what it is a copy of. Raises LibraryBusy when
        another process does not finish changing the library in time, LibraryReadOnly when it may not be changed.
        """

    def claiming(self, document: str) -> AbstractContextManager[None]:
        """Keep other processes from preparing this document meanwhile, where the library can. Raises LibraryBusy."""

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the database and its indexes, in words; empty when nothing is. May read all of it."""

    def check_writable(self) -> None:
        """Before long work whose result is to be kept. Raises LibraryReadOnly, LibraryBusy."""

    def read_note(self, name: str) -> str | None:
        """A text kept with the library that is none of its reports; None where there is none. Raises StoreError."""

    def write_note(self, name: str, text: str) -> None:
        """Keep a text, wholly or not at all, in the place of any of that name. Raises LibraryReadOnly, StoreError."""

    def remove_note(self, name: str) -> None:
        """Forget it, where there is one."""

    def note_version(self, name: str) -> object | None:
        """What changes when the text does; None where there is none."""

    def close(self) -> None:
        """Let go of files and connections."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *raised: object) -> None: ...


def open_database(place: LibraryPlace, *, create: bool = False, busy_timeout: float = 30.0) -> Database:
    """The library at `place`, made first when `create` is set and there is none.

    When changing it, other processes are waited for up to `busy_timeout` seconds. Raises LibraryMissing,
    LibraryDamaged, LibraryReadOnly, LibraryUnreachable, SchemaMismatch.
    """
    # Imported where they are needed: each needs a library that the other does without.
    if isinstance(place, Server):
        from corpus.postgres.database import PostgresDatabase

        opened: Database = PostgresDatabase(place, create=create, busy_timeout=busy_timeout)
        return opened
    from corpus.sqlite import SqliteDatabase

    return SqliteDatabase(place, create=create, busy_timeout=busy_timeout)

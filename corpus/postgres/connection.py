"""One transaction of a library on a PostgreSQL server, with the statements that other databases have otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from pgvector import Vector as ServerVector

from corpus.database import SCHEMA_VERSION, Rows, Vector
from corpus.document import Chunk, ChunkKind
from corpus.words import WordCounter

INDEXED_FROM = 20_000
"""From as many vectors on the server keeps an index of them; fewer are scanned, which takes it twice numpy's time."""

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

    def __init__(
        self, connection: psycopg.Connection, words: WordCounter, library_format: int = SCHEMA_VERSION
    ) -> None:
        """Carry statements out on ``connection``; ``words`` makes words of texts."""
        self.format = library_format
        self._connection = connection
        self._words = words
        self.changed = 0
        """How many rows were changed through this object."""

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Rows:
        """See `Connection.execute`."""
        rows = self._connection.execute(adapted(statement) if values else statement.encode(), values or None)
        if not (rows.statusmessage or "").startswith("SELECT"):
            self.changed += max(0, rows.rowcount)
        return rows

    def executemany(self, statement: str, values: Iterable[Sequence[Any]], /) -> object:
        """See `Connection.executemany`."""
        cursor = self._connection.cursor()
        cursor.executemany(adapted(statement), list(values))
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
        texts = [(chunk.text, chunk.context) for chunk in chunks]
        found, n_words = self._placed(numbers, kinds, texts)
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
                copy.write_row((word, document, kind, *places))
        self.execute("INSERT INTO lengths VALUES (?, ?, ?)", (document, len(chunks), n_words))
        if len(vectors) and n_before + len(chunks) >= INDEXED_FROM:
            self._make_vector_index(vectors.shape[1])

    def _placed(
        self, numbers: Sequence[int], kinds: Sequence[str], texts: Sequence[tuple[str, str]]
    ) -> tuple[dict[tuple[str, str], tuple[list[int], list[int], list[int]]], int]:
        """By word and kind the chunks that hold it: numbers, how often, and of how many words; and all words' count."""
        counted = self._words.count([f"{text}\n{context}" for text, context in texts])
        found: dict[tuple[str, str], tuple[list[int], list[int], list[int]]] = {}
        for number, kind, words in zip(numbers, kinds, counted, strict=True):
            length = words.total()
            for word, times in words.items():
                places = found.setdefault((word, kind), ([], [], []))
                for column, value in zip(places, (number, times, length), strict=True):
                    column.append(value)
        return found, sum(words.total() for words in counted)

    def wrongly_indexed(self) -> Iterator[str]:
        """The ids of the documents whose words or vectors are not indexed as their chunks' text and kinds say."""
        for (document,) in self.execute("SELECT id FROM documents ORDER BY id").fetchall():
            chunks = self.execute(
                "SELECT number, kind, text, context FROM chunks WHERE document = ? ORDER BY number", (document,)
            ).fetchall()
            numbers, kinds = [row[0] for row in chunks], [row[1] for row in chunks]
            wanted = self._placed(numbers, kinds, [(text, context) for _, _, text, context in chunks])
            words = self.execute(
                "SELECT word, kind, numbers, times, lengths FROM words WHERE document = ?", (document,)
            )
            held = {(word, kind): tuple(places) for word, kind, *places in words}
            lengths = self.execute("SELECT chunks, words FROM lengths WHERE document = ?", (document,)).fetchall()
            vectors = self.execute("SELECT number, kind FROM vectors WHERE document = ? ORDER BY number", (document,))
            if (
                held != wanted[0]
                or lengths != [(len(chunks), wanted[1])]
                or vectors.fetchall() != list(zip(numbers, kinds, strict=True))
            ):
                yield document

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

    def count_word(self, word: str) -> int:
        """See `Connection.count_word`: of several forms, the commonest."""
        counted = "SELECT coalesce(max(held), 0) FROM (SELECT sum(cardinality(numbers)) AS held FROM words"
        forms = list(self._words.forms((word,)))
        row = self.execute(f"{counted} WHERE {self.among('word')} GROUP BY word) AS each", (self.listed(forms),))
        return int(row.fetchone()[0])

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


@cache
def adapted(statement: str) -> bytes:
    """A statement of the shared SQL in psycopg's way of marking values."""
    return statement.replace("%", "%%").replace("?", "%s").encode()


def _values(kinds: Collection[ChunkKind]) -> list[str]:
    return sorted(ChunkKind(kind).value for kind in kinds)

"""What every vector index must do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest

from corpus import store
from corpus.database import Database, open_database
from corpus.document import ChunkKind
from corpus.postgres.vectors import ServerVectors
from corpus.vector_index import ChromaVectors, ExactVectors, VectorIndex
from tests.samples import WordEmbedder, a_document, chunks_of, put, take
from tests.servers import new_place

ALL = frozenset(ChunkKind)
NORTH = a_document("north", ["widgets sold", "grants paid", "widgets sold again", "trains"])
SOUTH = a_document("south", ["widgets sold", "rain fell"])


KINDS: dict[str, tuple[str, Callable[[Any], VectorIndex]]] = {
    "scan": ("sqlite", ExactVectors),
    "chroma": ("sqlite", ChromaVectors),
    "scan of a server's": ("postgres", ExactVectors),
    "server's scan": ("postgres", partial(ServerVectors, exact=True)),
    "server's index": ("postgres", partial(ServerVectors, exact=False)),
}
"""Each index with the store that it is of."""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database(kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    if kind == "server's index":
        monkeypatch.setattr("corpus.postgres.connection.INDEXED_FROM", 1)
    with open_database(new_place(KINDS[kind][0], request), create=True) as database:
        yield database


@pytest.fixture
def index(kind: str, database: Database) -> Iterator[VectorIndex]:
    index = KINDS[kind][1](database)
    yield index
    index.close()


def nearest(
    database: Database,
    index: VectorIndex,
    query: str,
    *,
    kinds: frozenset[ChunkKind] = ALL,
    documents: frozenset[str] | None = None,
    limit: int = 10,
) -> list[str]:
    vector = WordEmbedder().embed([query])[0]
    numbers = index.nearest(vector, kinds=kinds, documents=documents, limit=limit)
    with database.reading() as connection:
        chunks = store.read_chunks(connection, numbers)
    return [f"{chunks[number].locator.document_id}: {chunks[number].text}" for number in numbers]


def test_an_empty_library_has_nothing_near(database: Database, index: VectorIndex) -> None:
    assert nearest(database, index, "widgets") == []
    assert nearest(database, index, "widgets", documents=frozenset({"north"})) == []


def test_the_nearest_come_first_and_equals_in_document_order(database: Database, index: VectorIndex) -> None:
    put(database, SOUTH)
    put(database, NORTH)
    assert nearest(database, index, "widgets sold", limit=3) == [
        "north: widgets sold",
        "south: widgets sold",
        "north: widgets sold again",
    ]


def test_a_scope_of_documents_is_kept_to(database: Database, index: VectorIndex) -> None:
    put(database, NORTH)
    put(database, SOUTH)
    scope = frozenset({"south", "no such"})
    assert sorted(nearest(database, index, "grants paid", documents=scope)) == [
        "south: rain fell",
        "south: widgets sold",
    ]
    assert nearest(database, index, "grants paid", documents=frozenset()) == []


def test_kinds_are_kept_to(database: Database, index: VectorIndex) -> None:
    put(database, NORTH)
    put(database, SOUTH, chunks=chunks_of(SOUTH, ChunkKind.ROWS))
    assert nearest(database, index, "widgets sold", kinds=frozenset({ChunkKind.ROWS}), limit=1) == [
        "south: widgets sold"
    ]
    assert nearest(database, index, "widgets sold", kinds=frozenset({ChunkKind.SENTENCE})) == []


def test_no_more_than_the_limit_and_no_more_than_there_are(database: Database, index: VectorIndex) -> None:
    put(database, NORTH)
    assert len(nearest(database, index, "widgets", limit=2)) == 2
    assert len(nearest(database, index, "widgets", limit=100)) == 4


def test_changes_of_the_library_are_followed(database: Database, index: VectorIndex) -> None:
    put(database, NORTH)
    assert nearest(database, index, "rain fell", limit=1) != ["south: rain fell"]
    put(database, SOUTH)
    assert nearest(database, index, "rain fell", limit=1) == ["south: rain fell"]
    take(database, "south")
    assert nearest(database, index, "rain fell", limit=1) != ["south: rain fell"]
    take(database, "north")
    assert nearest(database, index, "rain fell") == []


def test_the_order_is_that_of_the_cosines(database: Database, index: VectorIndex) -> None:
    vectors = np.random.default_rng(7).standard_normal((300, 32)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    put(database, a_document("many", [f"paragraph {n}" for n in range(300)]), vectors=vectors)
    query = vectors[17]
    expected = [f"many: paragraph {n}" for n in np.argsort(-(vectors @ query), kind="stable")[:20]]
    numbers = index.nearest(query, kinds=ALL, documents=None, limit=20)
    with database.reading() as connection:
        chunks = store.read_chunks(connection, numbers)
    assert [f"many: {chunks[number].text}" for number in numbers] == expected

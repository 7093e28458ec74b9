"""The chunks nearest in meaning to a query: by an exact scan, or by Chroma's index.

The database holds the truth; what is here is derived from it, follows its changes, and can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from corpus import store
from corpus.database import Database, Vector
from corpus.document import ChunkKind
from corpus.errors import IndexDamaged
from corpus.places import Server

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

FOLDER_NAME = "chroma"
LOCK_NAME = "chroma.lock"

_MARK_NAME = "unfinished"
_BATCH = 5461  # the most that Chroma takes at once
_N_PROBED = 24  # chunks of each collection that are looked for when the index is opened
_SAME = 1e-3  # as a cosine's distance from 1
ROUNDING = 1e-5  # what a similarity computed in 32 bits may be wrong by, and more
_MOST_MISSED = 2  # of them may not be found: the index is approximate
_FEWEST_GONE = 2_000  # removed chunks for which the index is not built anew
_HNSW: CreateHNSWConfiguration = {"space": "cosine", "ef_search": 256, "ef_construction": 256}
_log = logging.getLogger(__name__)


class VectorIndex(Protocol):
    """Finds chunks by their vectors."""

    def nearest(
        self, query: Vector, *, kinds: frozenset[ChunkKind], documents: frozenset[str] | None, limit: int
    ) -> tuple[int, ...]:
        """Numbers of the chunks nearest to `query`, nearest first; equally near ones in document order.

        Only chunks of these kinds and documents (all documents when None); at most `limit`.
        """

    def close(self) -> None:
        """Let go of files and locks."""


class ExactVectors:
    """Compares the query with every vector in scope. Needs no files of its own; the vectors are kept in memory."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = RLock()
        self._state: str | None = None
        self._table: store.VectorTable

    def nearest(
        self, query: Vector, *, kinds: frozenset[ChunkKind], documents: frozenset[str] | None, limit: int
    ) -> tuple[int, ...]:
        """See `VectorIndex.nearest`. This is the reference for other implementations."""
        table = self._current()
        if documents is None:
            spans = [table.wholes[kind] for kind in ChunkKind if kind in kinds and kind in table.wholes]
        else:
            wanted = ((kind, document) for kind in ChunkKind if kind in kinds for document in sorted(documents))
            spans = [table.spans[place] for place in wanted if place in table.spans]
        if not spans:
            return ()
        similarities = np.concatenate([table.matrix[span] @ query for span in spans])
        places = np.concatenate([np.arange(span.start, span.stop) for span in spans])
        near = places[_candidates(similarities, limit)]
        near = near[np.argsort(table.order[near], kind="stable")]
        order = nearest_first(cosines(table.matrix[near], query))
        return tuple(int(number) for number in table.numbers[near[order]][:limit])

    def close(self) -> None:
        """Nothing to let go of."""

    def _current(self) -> store.VectorTable:
        with self._lock, self._database.reading() as connection:
            state = self._database.state
            if state != self._state:
                self._table = store.read_vector_table(connection)
                self._state = state
            return self._table


class ChromaVectors:
    """Chroma's index, in a folder of ``chroma`` in the library, with one collection for each kind of chunk.

    Chroma bears one process at a time on a folder, so the index is open only while this object holds the library's
    ``chroma.lock``. Scopes narrower than the whole library are scanned exactly: filters are slow in the index.
    """

    def __init__(self, database: Database) -> None:
        """Open the index and bring it up to date.

        Raises IndexDamaged when that cannot be done, `TimeoutError` when another process has it open.
        """
        from filelock import FileLock

        self._database = database
        assert isinstance(database.place, Path)  # `open_index` sees to it
        self._folder = database.place / FOLDER_NAME
        self._exact = ExactVectors(database)
        self._guard = RLock()
        self._state: str | None = None
        self._n_held = self._n_gone = 0
        self._collections: dict[ChunkKind, Collection] = {}
        self._file_lock = FileLock(database.place / LOCK_NAME)
        self._file_lock.acquire(timeout=0)
        try:
            self._open()
        except BaseException:
            self._file_lock.release()
            raise

    def nearest(
        self, query: Vector, *, kinds: frozenset[ChunkKind], documents: frozenset[str] | None, limit: int
    ) -> tuple[int, ...]:
        """See `VectorIndex.nearest`. Chroma proposes, the stored vectors decide the order."""
        if documents is not None:
            return self._exact.nearest(query, kinds=kinds, documents=documents, limit=limit)
        with self._guard, self._database.reading() as connection:
            try:
                keys, farthest = self._propose(query, kinds, 2 * limit)
            except IndexDamaged as error:
                _log.warning("the vector index is built again: %s", error)
                self._client.close()
                self._build_again()
                keys, farthest = self._propose(query, kinds, 2 * limit)
            if self._n_gone > max(self._n_held, _FEWEST_GONE):  # Chroma keeps what is removed, in memory and on disk
                self._client.close()
                self._build_again()
            vectors = connection.vectors(store.numbers_of(connection, keys))
            bounds = set(store.numbers_of(connection, farthest))
        if not vectors:
            return ()
        numbers = list(vectors)
        similarities = cosines(np.stack(list(vectors.values())), query)
        order = nearest_first(similarities)[:limit]
        least = max((similarities[numbers.index(number)] for number in bounds), default=-np.inf)
        if similarities[order[-1]] <= least + ROUNDING:
            # Others that are as near may have been left out: reports repeat whole sentences.
            return self._exact.nearest(query, kinds=kinds, documents=None, limit=limit)
        return tuple(numbers[place] for place in order)

    def close(self) -> None:
        """Close the index and let go of its lock."""
        with self._guard:
            if self._file_lock.is_locked:
                self._client.close()
                self._file_lock.release()

    def _open(self) -> None:
        builds = self._builds()
        if builds and self._mark.exists():
            _log.warning("the vector index is built again: the process that last changed it was ended meanwhile")
            self._build_again()
            return
        try:
            self._open_build(builds[-1] if builds else 1)
        except IndexDamaged as error:
            _log.warning("the vector index is built again: %s", error)
            self._build_again()

    def _build_again(self) -> None:
        """In another folder, because Chroma remembers those that failed, until the process ends."""
        old = self._builds()
        self._open_build(old[-1] + 1)
        for build in old:
            shutil.rmtree(self._folder / str(build))

    @property
    def _mark(self) -> Path:
        """The file that is there while the index is opened or changed.

        Found by the next process, it says that this one was ended meanwhile, by a kill or by a fault in Chroma's own
        code. What is left then may be anything, and is not trusted: it may end the next process too.
        """
        return self._folder / _MARK_NAME

    def _builds(self) -> list[int]:
        self._folder.mkdir(exist_ok=True)
        return sorted(int(build.name) for build in self._folder.iterdir() if build.name.isdigit())

    def _open_build(self, number: int) -> None:
        self._state = None
        self._mark.touch()
        with _translated():
            self._client = _open_client(self._folder / str(number))
            try:
                self._follow()
            except BaseException:
                self._client.close()
                raise

    def _propose(self, query: Vector, kinds: frozenset[ChunkKind], limit: int) -> tuple[list[str], list[str]]:
        """Keys of chunks that are near, and of those the farthest of each kind of which more were left out."""
        keys: list[str] = []
        farthest: list[str] = []
        with _translated():
            self._follow()
            for kind in sorted(kinds & self._collections.keys()):
                collection = self._collections[kind]
                n_results = min(limit, collection.count())
                if n_results:
                    found = collection.query(query_embeddings=query[np.newaxis], n_results=n_results, include=[])
                    keys += found["ids"][0]
                    if n_results < collection.count():
                        farthest.append(found["ids"][0][-1])
        return keys, farthest

    def _follow(self) -> None:
        """Bring the collections to the state of the library."""
        with self._database.reading() as connection:
            state = self._database.state
            if state == self._state:
                return
            self._mark.touch()
            model = store.embedder(connection)
            held = {kind: store.chunk_keys(connection, kind) for kind in ChunkKind}
            self._collections = {}
            self._n_held, self._n_gone = sum(map(len, held.values())), 0
            names = {kind: _collection_name(kind, model) for kind in ChunkKind} if model else {}
            for collection in self._client.list_collections():
                if collection.name not in names.values():
                    self._client.delete_collection(collection.name)
            for kind, name in names.items():
                collection = self._client.get_or_create_collection(
                    name,
                    embedding_function=None,
                    configuration={"hnsw": _HNSW},
                )
                metadata = collection.metadata or {}
                gone = int(metadata.get("gone", 0))
                if metadata.get("state") != state or collection.count() != len(held[kind]):
                    gone += self._bring_up(collection, held[kind])
                    collection.modify(metadata={"state": state, "gone": gone})
                self._n_gone += gone
                self._collections[kind] = collection
            self._probe()  # also lets Chroma write its files now, while the mark stands
            self._state = state
            self._mark.unlink()

    def _probe(self) -> None:
        """Look for some of the chunks by their own vectors. Raises IndexDamaged when the index has lost them.

        The keys and the vectors of Chroma are in different files; that all keys are there says nothing of the vectors.
        """
        with self._database.reading() as connection:
            for kind, collection in self._collections.items():
                held = store.chunk_keys(connection, kind)
                keys = sorted(held)[:: max(1, len(held) // _N_PROBED)][:_N_PROBED]
                if not keys:
                    continue
                vectors = connection.vectors([held[key] for key in keys])
                queries = np.stack([vectors[held[key]] for key in keys])
                found = collection.query(query_embeddings=queries, n_results=1, include=["distances"])["distances"]
                missed = sum(not near or near[0] > _SAME for near in found or [])
                if missed > _MOST_MISSED:
                    raise IndexDamaged(f"the vector index finds {missed} of {len(keys)} of its own vectors no more")

    def _bring_up(self, collection: Collection, held: dict[str, int]) -> int:
        """Take out what is no longer held, and put in what is new; how many were taken out."""
        indexed = set(collection.get(include=[])["ids"])
        gone = sorted(indexed - held.keys())
        for part in _parts(gone):
            collection.delete(ids=part)
        with self._database.reading() as connection:
            for part in _parts(sorted(held.keys() - indexed, key=lambda key: held[key])):
                vectors = connection.vectors([held[key] for key in part])
                collection.upsert(ids=part, embeddings=np.stack([vectors[held[key]] for key in part]))
        return len(gone)


def _candidates(similarities: NDArray[np.float32], limit: int) -> NDArray[np.intp]:
    """Places of the values that may be among the largest, in their order."""
    if limit >= len(similarities):
        return np.arange(len(similarities))
    least = np.partition(similarities, -limit)[-limit]
    return np.flatnonzero(similarities >= least - ROUNDING)


def cosines(vectors: NDArray[np.float32], query: Vector) -> NDArray[np.float64]:
    """Cosines of vectors, shape (n, dimensions), to a query, the same whichever other vectors are compared with it.

    The last bit of a product in 32 bits depends on the shape of the matrix; equal texts would be ordered by it.
    """
    products: NDArray[np.float64] = vectors.astype(np.float64) @ query.astype(np.float64)
    return products.round(6)


def nearest_first(similarities: NDArray[np.float64]) -> NDArray[np.intp]:
    """Places of the values, largest first, equal ones in their order."""
    return np.argsort(-similarities, kind="stable")


def _open_client(folder: Path) -> Client:
    import chromadb
    from chromadb.config import Settings

    return cast("Client", chromadb.PersistentClient(path=folder, settings=Settings(anonymized_telemetry=False)))


def _collection_name(kind: ChunkKind, model: tuple[str, int]) -> str:
    """Vectors of two models never share a collection."""
    name, dimensions = model
    return f"{kind.value}-{dimensions}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _parts(items: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), _BATCH):
        yield list(items[start : start + _BATCH])


@contextmanager
def _translated() -> Iterator[None]:
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        raise IndexDamaged(
            f"the vector index failed ({error}); remove the folder '{FOLDER_NAME}' in the library, it is made again"
        ) from error


def open_index(database: Database, kind: str) -> VectorIndex:
    """The index of a library: 'exact', or 'chroma' where no other process has it open (else 'exact').

    A server has its own, which takes the place of Chroma's.
    """
    if kind not in ("exact", "chroma"):
        raise ValueError(f"no vector index '{kind}'; there are 'exact' and 'chroma'")
    if isinstance(database.place, Server):
        from corpus.postgres.database import PostgresDatabase
        from corpus.postgres.vectors import ServerVectors

        assert isinstance(database, PostgresDatabase)
        return ServerVectors(database, exact=kind == "exact")
    if kind == "exact":
        return ExactVectors(database)
    try:
        return ChromaVectors(database)
    except OSError as error:  # TimeoutError: the lock is held; PermissionError: the folder may not be written to
        _log.debug("vectors are scanned: %s", error)
        return ExactVectors(database)

"""A library of reports: adding, removing, reading and searching them.

The one place that puts the parts of `corpus` and `structured` together.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import RLock, Thread
from types import TracebackType
from typing import Literal, Self

import numpy as np

from corpus import store
from corpus.database import Database
from corpus.document import Chunk, ChunkKind, Document, Passage, Sentence
from corpus.embedding import Embedder, MiniLmEmbedder, Vectors
from corpus.errors import ReportError, UnknownDocument
from corpus.retrieval import EVERYTHING, Retrieval
from corpus.store import DocumentInfo
from corpus.vector_index import VectorIndex, open_index
from structured import store as structured_store
from structured.observations import Grid

_EMBED_AT_ONCE = 64  # chunks between two reports of progress
_log = logging.getLogger(__name__)

Progress = Callable[[str, float], None]
"""Called with what is being done and how much of the whole addition is done, from 0 to 1."""


class AddStatus(StrEnum):
    """What adding a report did to the library."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedDocument:
    """What came of adding a report. ``info`` is the document that the library now holds; ``notes`` are for the user."""

    info: DocumentInfo
    status: AddStatus
    notes: tuple[str, ...] = ()


class Library:
    """The reports in one folder. Safe to share between threads, and with other processes that have it open."""

    def __init__(self, database: Database, embedder: Embedder, index: Literal["exact", "chroma"]) -> None:
        """Use `Library.open`."""
        self.path = database.folder
        self._database = database
        self._embedder = embedder
        self._index_kind = index
        self._lock = RLock()
        self._index: VectorIndex | None = None
        self._state = database.state
        self._documents: dict[str, Document] = {}
        self._grids: dict[str, tuple[Grid, ...]] = {}
        self._sentences: dict[str, tuple[Sentence, ...]] = {}

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = False,
        embedder: Embedder | None = None,
        index: Literal["exact", "chroma"] = "exact",
    ) -> Self:
        """The library in the folder `path`, made first when `create` is set and there is none.

        'chroma' is for a process that lives long; where another holds the index, vectors are scanned instead. Raises
        LibraryMissing, LibraryDamaged, SchemaMismatch, LibraryReadOnly.
        """
        schemas = (store.SCHEMA, structured_store.SCHEMA)
        database = Database.create(path, schemas) if create else Database(path)
        return cls(database, embedder or MiniLmEmbedder(), index)

    @property
    def version(self) -> int:
        """A number that grows with every change of the library, by whatever process."""
        return self._database.version

    def add(self, path: Path, *, document_id: str | None = None, progress: Progress | None = None) -> AddedDocument:
        """Read a report and keep it, wholly or not at all.

        The same bytes under the same id change nothing; other bytes replace the document of that id. An original
        replaces its restated edition, and a restated edition is not added beside its original. Raises LoadError,
        LibraryBusy, LibraryReadOnly, EmbeddingMismatch, EmbeddingUnavailable.
        """
        from corpus.chunking import chunk
        from corpus.loading import load
        from structured.grids import read_grids

        tell = progress or _say_nothing
        tell("reading", 0.0)
        document = load(path, document_id=document_id)
        with self._database.reading() as connection:
            decision = _decide(store.document_infos(connection), document)
            if isinstance(decision, AddedDocument):
                tell("done", 1.0)
                return decision
            if set(store.document_ids(connection)) - set(decision.replaces):
                store.check_embedder(connection, self._embedder.name, self._embedder.dimensions)
        self._database.check_writable()
        tell("tables", 0.05)
        grids = read_grids(document)
        chunks = chunk(document)
        vectors = self._embed(chunks, tell)
        tell("saving", 0.95)
        change = f"add {document.id} {document.digest} {_reader()} {self._embedder.name}"
        with self._database.writing(change) as connection:
            # Decided again: another process may have changed the library since.
            decision = _decide(store.document_infos(connection), document)
            if isinstance(decision, AddedDocument):
                return decision
            for old in decision.replaces:
                store.remove_document(connection, old)
            store.set_embedder(connection, self._embedder.name, self._embedder.dimensions)
            store.add_document(
                connection,
                document,
                chunks,
                vectors,
                observations=sum(len(grid.observations) for grid in grids),
                reader=_reader(),
                added=datetime.now(UTC).isoformat(timespec="seconds"),
            )
            structured_store.add_grids(connection, document.id, grids)
            infos = {info.id: info for info in store.document_infos(connection)}
        tell("done", 1.0)
        status = AddStatus.REPLACED if decision.replaces else AddStatus.ADDED
        return AddedDocument(info=infos[document.id], status=status, notes=decision.notes)

    def remove(self, document_id: str) -> None:
        """Take a report out of the library. Raises UnknownDocument, LibraryBusy, LibraryReadOnly."""
        with self._database.writing(f"remove {document_id}") as connection:
            store.remove_document(connection, document_id)

    def documents(self) -> tuple[DocumentInfo, ...]:
        """The reports, sorted by id."""
        with self._database.reading() as connection:
            return store.document_infos(connection)

    def document(self, document_id: str) -> Document:
        """A report as it was loaded. Raises UnknownDocument."""
        with self._lock, self._database.reading() as connection:
            self._follow()
            if document_id not in self._documents:
                self._documents[document_id] = store.read_document(connection, document_id)
            return self._documents[document_id]

    def sentences(self, document_id: str) -> tuple[Sentence, ...]:
        """The sentences of a report, in order. Raises UnknownDocument."""
        from corpus.sentences import sentences

        with self._lock:
            document = self.document(document_id)
            if document_id not in self._sentences:
                self._sentences[document_id] = sentences(document)
            return self._sentences[document_id]

    def grids(self, documents: frozenset[str] | None = None) -> tuple[Grid, ...]:
        """The tables of these reports (all when None) as data, by report id, then in order. Raises UnknownDocument."""
        with self._lock, self._database.reading() as connection:
            self._follow()
            known = store.document_ids(connection)
            wanted = known if documents is None else tuple(sorted(documents))
            for document_id in wanted:
                if document_id not in known:
                    raise UnknownDocument(document_id, known)
                if document_id not in self._grids:
                    self._grids[document_id] = structured_store.load_grids(connection, document_id)
            return tuple(grid for document_id in wanted for grid in self._grids[document_id])

    def search(
        self,
        query: str,
        *,
        kinds: frozenset[ChunkKind] = EVERYTHING,
        documents: frozenset[str] | None = None,
        limit: int = 10,
    ) -> tuple[Passage, ...]:
        """The passages that answer to `query` best (see `Retrieval.search`). The first search loads the model."""
        return self._retrieval().search(query, kinds=kinds, documents=documents, limit=limit)

    def warm(self) -> Thread:
        """Load the embedding model and the vectors in the background; the thread is for whoever wants to wait."""
        thread = Thread(target=self._warm, name="warm", daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        """Let go of the library's files."""
        with self._lock:
            if self._index is not None:
                self._index.close()
                self._index = None
            self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _retrieval(self) -> Retrieval:
        with self._lock:
            if self._index is None:
                self._index = open_index(self._database, self._index_kind)
            return Retrieval(self._database, self._embedder, self._index)

    def _warm(self) -> None:
        try:
            self.search("warm", limit=1)
        except ReportError as error:  # the first search of the user meets the same error, and shows it
            _log.debug("not warmed: %s", error)

    def _follow(self) -> None:
        """Forget what was read from another state of the library."""
        state = self._database.state
        if state != self._state:
            self._documents, self._grids, self._sentences = {}, {}, {}
            self._state = state

    def _embed(self, chunks: Sequence[Chunk], tell: Progress) -> Vectors:
        parts = [np.empty((0, self._embedder.dimensions), dtype=np.float32)]
        for start in range(0, len(chunks), _EMBED_AT_ONCE):
            tell("embedding", 0.1 + 0.85 * start / len(chunks))
            texts = [f"{chunk.context}\n{chunk.text}".strip() for chunk in chunks[start : start + _EMBED_AT_ONCE]]
            parts.append(self._embedder.embed(texts))
        return np.vstack(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """What adding a document will do. ``replaces`` are the ids of the documents that go."""

    replaces: tuple[str, ...]
    notes: tuple[str, ...]


def _decide(infos: Sequence[DocumentInfo], document: Document) -> AddedDocument | _Change:
    """What to do with a document, given those that are there; an `AddedDocument` when there is nothing to do."""
    there = {info.id: info for info in infos}
    same = there.get(document.id)
    if same and (same.digest, same.restates, same.reader) == (document.digest, document.restates, _reader()):
        return AddedDocument(info=same, status=AddStatus.UNCHANGED)
    original = there.get(document.restates)
    if original and not original.restates:
        note = f"the library holds the original of '{original.id}', so its restated edition was not added"
        return AddedDocument(info=original, status=AddStatus.UNCHANGED, notes=(note,))
    replaces = [same.id] if same else []
    notes = []
    if same and same.digest == document.digest:
        notes.append("read again, because this version of the program reads reports otherwise")
    if not document.restates:
        restated = [info.id for info in infos if info.restates == document.id]
        replaces += [other for other in restated if other != document.id]
        notes += [f"this library held a restated edition ('{other}'); now it holds the original" for other in restated]
    return _Change(replaces=tuple(replaces), notes=tuple(notes))


@cache
def _reader() -> str:
    """Stands for the code that reads reports: when it has changed, the same file may read otherwise."""
    digest = hashlib.sha256()
    packages = Path(__file__).resolve().parent.parent
    for package in ("corpus", "structured"):
        for path in sorted((packages / package).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _say_nothing(stage: str, done: float) -> None:
    """No one is watching."""

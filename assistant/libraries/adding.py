"""Adding a report to a library and reading it again: wholly or not at all, and nothing when nothing would change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count

import numpy as np

from assistant.libraries.preparing import Engine, Here, Prepared, embedded_texts, reader_version
from assistant.libraries.reports import named, same_report
from corpus import store
from corpus.corrections import corrected, read_corrections, write_corrections
from corpus.database import Connection, Database
from corpus.digests import keep_digests
from corpus.document import Chunk, Document
from corpus.embedding import Embedder, Vectors
from corpus.loading import ReportFile
from corpus.naming import id_of, numbered
from corpus.originals import keep_original, read_original
from corpus.store import DocumentInfo
from structured import store as structured_store
from structured.parsing import parse

_EMBED_AT_ONCE = 64  # chunks between two reports of progress

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A file to be read into a library.

    ``document_id`` is the id that the user gave, None where the file's name decides, or ``suggested``, the id that it
    had elsewhere; ``corrections`` are what was set of it there. ``again`` reads a report that is there from its own
    file, whatever has changed or not.
    """

    file: ReportFile
    document_id: str | None = None
    suggested: str = ""
    corrections: tuple[tuple[str, str], ...] = ()
    again: bool = False

    @property
    def name(self) -> str:
        """The id to begin with."""
        return self.document_id or self.suggested or id_of(self.file.name)


class Intake:
    """Puts reports into one library. ``claimed`` ids are never replaced: this intake put them there just now."""

    def __init__(self, database: Database, embedder: Embedder, engine: Engine | None = None) -> None:
        """Add to ``database`` what ``engine`` prepares, this machine where there is none."""
        self._engine = engine or Here(1)
        self._database = database
        self._embedder = embedder
        self._claimed: set[str] = set()
        self._may_write = False

    def read(self, order: Order) -> Prepared | AddedDocument:
        """The report in the file, or the one that the library already holds of these very bytes. Safe in any thread.

        Raises LoadError, LibraryBusy, LibraryReadOnly, and what the engine raises.
        """
        held = self._held(order)
        if isinstance(held, AddedDocument):
            return held
        if not self._may_write:  # before anything is read in vain
            self._database.check_writable()
            self._may_write = True
        return self._engine.prepare(order.file, held)

    def keep(self, order: Order, prepared: Prepared | AddedDocument, tell: Progress) -> AddedDocument:
        """Put what `read` gave into the library.

        Raises LoadError, LibraryBusy, LibraryReadOnly, EmbeddingMismatch, EmbeddingUnavailable.
        """
        added = prepared if isinstance(prepared, AddedDocument) else self._keep(order, prepared, tell)
        self._claimed.add(added.info.id)
        tell("done", 1.0)
        return added

    def again(self, document_id: str) -> Order:
        """The order to read a report again from the file that the library keeps. Raises UnknownDocument."""
        with self._database.reading() as connection:
            return Order(file=read_original(connection, document_id), document_id=document_id, again=True)

    def _held(self, order: Order) -> AddedDocument | str:
        """The report of these bytes, when there is nothing to do; else the id under which to read them."""
        with self._database.reading() as connection:
            infos = {info.id: info for info in store.document_infos(connection) if info.digest == order.file.digest}
        if order.document_id is None and infos and order.name not in infos:
            same = infos[min(infos)]
            note = f"the same file is in the library as '{same.id}'; --id keeps it under another id too"
            if same.reader == reader_version():
                return AddedDocument(info=same, status=AddStatus.UNCHANGED, notes=(note,))
            return same.id
        same_id = infos.get(order.name)
        if same_id and same_id.reader == reader_version() and not order.again:
            return AddedDocument(info=same_id, status=AddStatus.UNCHANGED)
        return order.name

    def _keep(self, order: Order, prepared: Prepared, tell: Progress) -> AddedDocument:
        while True:
            with self._database.reading() as connection:
                decision = self._decide(connection, order, prepared.parsed.document)
            if isinstance(decision, AddedDocument):
                return decision
            if decision.id != prepared.parsed.document.id:
                prepared = Prepared(parsed=parse(order.file, document_id=decision.id))
            with self._database.claiming(decision.id):
                added = self._kept(order, prepared, decision, tell)
            if added is not None:
                return added

    def _kept(self, order: Order, prepared: Prepared, decision: _Change, tell: Progress) -> AddedDocument | None:
        """The document as added; None where another process has changed the library, so that it is to be decided again.

        That is looked at twice: before the long work, since the other may have had the document claimed, and after.
        """
        from corpus.chunking import chunk
        from structured.grids import read_grids

        document, grids = prepared.parsed.document, prepared.parsed.grids
        with self._database.reading() as connection:
            if self._decide(connection, order, document) != decision:
                return None
            if set(store.document_ids(connection)) - set(decision.replaces):
                store.check_embedder(connection, self._embedder.name, self._embedder.dimensions)
        if decision.corrections:  # a period that was set may date the tables
            grids = read_grids(corrected(document, dict(decision.corrections)))
        chunks = chunk(document)
        vectors = self._embed(chunks, tell) if prepared.vectors is None else prepared.vectors
        tell("saving", 0.95)
        change = f"add {document.id} {document.digest} {reader_version()} {self._embedder.name}"
        change += "".join(f" replacing {old}" for old in decision.replaces if old != document.id)
        with self._database.writing(change) as connection:
            if self._decide(connection, order, document) != decision:
                return None
            for old in decision.replaces:
                store.remove_document(connection, old)
            store.set_embedder(connection, self._embedder.name, self._embedder.dimensions)
            store.add_document(
                connection,
                document,
                chunks,
                vectors,
                observations=sum(len(grid.observations) for grid in grids) + _n_in_rows(document),
                reader=reader_version(),
                added=decision.added or datetime.now(UTC).isoformat(timespec="seconds"),
            )
            keep_original(connection, document, order.file)
            write_corrections(connection, document.id, dict(decision.corrections))
            structured_store.add_grids(connection, document.id, grids)
            keep_digests(connection, document.id)
            infos = {info.id: info for info in store.document_infos(connection)}
        status = AddStatus.REPLACED if decision.replaces else AddStatus.ADDED
        return AddedDocument(info=infos[document.id], status=status, notes=decision.notes)

    def _decide(self, connection: Connection, order: Order, document: Document) -> AddedDocument | _Change:
        """What to do with a document; an `AddedDocument` when there is nothing to do."""
        infos = {info.id: info for info in store.document_infos(connection, as_read=True)}
        shown = {info.id: info for info in store.document_infos(connection)}
        original = infos.get(document.restates)
        if original and not original.restates:
            note = f"the library holds the original of '{original.id}', so its restated edition was not added"
            return AddedDocument(info=shown[original.id], status=AddStatus.UNCHANGED, notes=(note,))
        notes: list[str] = []
        name = order.name if order.document_id else self._free(order.name, document, infos)
        if name != order.name and infos.get(name) is None:
            other = named(shown[order.name])
            notes.append(f"'{order.name}' is another report ({other}), so this one is kept as '{name}'")
        same = infos.get(name)
        if same and not order.again and (same.digest, same.reader) == (document.digest, reader_version()):
            return AddedDocument(info=shown[name], status=AddStatus.UNCHANGED)
        replaces = [same.id] if same else []
        corrections = order.corrections
        if same:
            held = tuple(read_corrections(connection).get(name, {}).items())
            if same.digest == document.digest:
                corrections = held or corrections
                if not order.again:
                    notes.append("read again, because this version of the program reads reports otherwise")
            elif held:
                told = ", ".join(f"{field} '{value}'" for field, value in held)
                notes.append(f"what was set of the file before no longer holds ({told}); set it again if it does")
        if not document.restates:
            restated = [info.id for info in infos.values() if info.restates == name]
            replaces += [other for other in restated if other != name]
            notes += [
                f"this library held a restated edition ('{other}'); now it holds the original" for other in restated
            ]
        return _Change(
            id=name,
            replaces=tuple(replaces),
            corrections=corrections,
            added=same.added if same and order.again else "",
            notes=tuple(notes),
        )

    def _free(self, name: str, document: Document, infos: Mapping[str, DocumentInfo]) -> str:
        """The id of the report of these bytes or, first of 'name', 'name-2' …, one that is free or held by this report.

        Two files of one name in two folders are two reports, and neither takes the place of the other unasked.
        """
        same = sorted(info.id for info in infos.values() if info.digest == document.digest)
        if same:
            return name if name in same else same[0]
        for number in count(1):
            candidate = numbered(name, number)
            info = infos.get(candidate)
            if info is None:
                return candidate
            if candidate in self._claimed:
                continue
            restated = info.restates or document.restates
            if restated or same_report(info, document):
                return candidate
        raise AssertionError("there is no last number")

    def _embed(self, chunks: Sequence[Chunk], tell: Progress) -> Vectors:
        parts = [np.empty((0, self._embedder.dimensions), dtype=np.float32)]
        for start in range(0, len(chunks), _EMBED_AT_ONCE):
            tell("embedding", 0.1 + 0.85 * start / len(chunks))
            parts.append(self._embedder.embed(embedded_texts(chunks[start : start + _EMBED_AT_ONCE])))
        return np.vstack(parts)


def _n_in_rows(document: Document) -> int:
    """The figures of a document's long tables."""
    return sum(t.n_rows * sum(column.is_figures for column in t.columns) for t in document.long_tables)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """What adding a document will do. ``replaces`` are the ids of the documents that go."""

    id: str
    replaces: tuple[str, ...]
    corrections: tuple[tuple[str, str], ...]
    added: str
    notes: tuple[str, ...]

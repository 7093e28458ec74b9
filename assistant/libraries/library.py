"""A library of reports: adding, removing, reading and searching them; how each is added is said in `adding`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import RLock, Thread
from types import TracebackType
from typing import Literal, Self

from assistant.answers.citations import Quotable
from assistant.audit_log import AuditLog, load_audit_settings
from assistant.auditing.findings import Finding
from assistant.extras import need
from assistant.libraries.adding import AddedDocument, AddStatus, Intake, Order, Progress
from assistant.libraries.audits import Audits
from assistant.libraries.batches import Batch, Job, Outcome, Watch
from assistant.libraries.kept import Kept
from assistant.libraries.outlines import MANY, Outlines, Preparation, ReportText, Sources
from assistant.libraries.preparers import several_audits, several_outlines
from assistant.libraries.preparing import Engine
from assistant.questions.outline import ReportOutline
from corpus import store
from corpus.corrections import corrected, read_corrections, write_corrections
from corpus.database import Database, open_database
from corpus.digests import Part, changed_parts, damaged, keep_digests
from corpus.document import ChunkKind, Document, Passage, Sentence
from corpus.embedding import Embedder, default_embedder
from corpus.errors import ReportError, UnknownDocument
from corpus.loading import ReportFile, check_file, read_file
from corpus.naming import check_id
from corpus.originals import read_original
from corpus.places import LibraryPlace, Server
from corpus.retrieval import EVERYTHING, Retrieval
from corpus.store import DocumentInfo
from corpus.vector_index import VectorIndex, open_index
from structured import store as structured_store
from structured.observations import Grid
from structured.tables import Table

__all__ = ["AddStatus", "AddedDocument", "Library", "Progress"]

_MOST_KEPT = 64
"""So many reports stay in memory whole, and so many with all their tables: 2 to 4 MB each."""
_log = logging.getLogger(__name__)


class Library:
    """The reports in one place. Safe to share between threads, and with other processes that have it open.

    ``watch`` is told how far the library is prepared, where questions have to wait for that. ``patience`` is how many
    seconds they wait for another thread or process that prepares it; None: as long as it takes.
    """

    def __init__(self, database: Database, embedder: Embedder, index: Literal["exact", "chroma"]) -> None:
        """Use `Library.open`."""
        self.path = database.place
        self.log = AuditLog(self.path, load_audit_settings())
        database.before_change = self.log.changed
        self._database = database
        self._embedder = embedder
        self._index_kind = index
        self._lock = RLock()
        self._index: VectorIndex | None = None
        self._searching: Retrieval | None = None
        self._state = database.state
        self._infos: tuple[DocumentInfo, ...] | None = None
        self._by_id: dict[str, DocumentInfo] = {}
        self._documents: Kept[str, Document] = Kept(_MOST_KEPT)
        self._grids: Kept[str, tuple[Grid, ...]] = Kept(_MOST_KEPT)
        self._sentences: Kept[str, tuple[Sentence, ...]] = Kept(_MOST_KEPT)
        sources = Sources(document=self.document, sentences=self.sentences, grids=self._grids_of)
        self._outlines = Outlines(self.path, sources, partial(several_outlines, self.path))
        self._preparation: Preparation | None = None
        self.watch: Callable[[Preparation], None] | None = None
        self.patience: float | None = None
        self._audits = Audits(self._outlines, sources)

    @classmethod
    def open(
        cls,
        path: LibraryPlace,
        *,
        create: bool = False,
        embedder: Embedder | None = None,
        index: Literal["exact", "chroma"] = "exact",
    ) -> Self:
        """The library at `path`, a folder or a server's database, made first when `create` is set and there is none.

        'chroma' is for a process that lives long; where another holds the index, vectors are scanned instead. On a
        server, the index is the server's own. Raises LibraryMissing, LibraryDamaged, SchemaMismatch, LibraryReadOnly,
        LibraryUnreachable, MissingExtra, InvalidSetting.
        """
        if isinstance(path, Server):
            need("postgres")
        database = open_database(path, create=create)
        return cls(database, embedder or default_embedder(), index)

    @property
    def version(self) -> int:
        """A number that grows with every change of the library, by whatever process."""
        return self._database.version

    @property
    def latest(self) -> int:
        """The version as it is now, told without waiting for other threads that read."""
        return self._database.latest

    def add(
        self, report: Path | ReportFile, *, document_id: str | None = None, progress: Progress | None = None
    ) -> AddedDocument:
        """Read a report, from its place or from bytes at hand, and keep it, wholly or not at all.

        The same bytes change nothing. Without a given id it is the file's name without the ending, numbered where
        another report has that; other bytes of the same report take its place. An original replaces its restated
        edition, and a restated edition is not added beside its original. Raises LoadError, LibraryBusy,
        LibraryReadOnly, EmbeddingMismatch, EmbeddingUnavailable.
        """
        tell = progress or _say_nothing
        tell("reading", 0.0)
        given = None if document_id is None else check_id(document_id)
        if isinstance(report, ReportFile):
            check_file(report)
        order = Order(file=report if isinstance(report, ReportFile) else read_file(report), document_id=given)
        intake = Intake(self._database, self._embedder)
        return intake.keep(order, intake.read(order), tell)

    @property
    def embedder(self) -> Embedder:
        """The model that this process makes vectors with."""
        return self._embedder

    def add_all(
        self, paths: Sequence[Path], watch: Watch | None = None, engine: Engine | None = None
    ) -> Iterator[Outcome]:
        """Add many reports, read by several processes at once; what came of each, in their order, when it is there.

        ``engine`` prepares them elsewhere. Raises what stops every addition: LibraryBusy, LibraryReadOnly,
        EmbeddingMismatch, EmbeddingUnavailable, and what the engine raises when it is lost.
        """
        jobs = [Job(name=path.name, place=str(path), order=partial(_order_of, path)) for path in paths]
        return self.run(jobs, watch, engine)

    def run(self, jobs: Sequence[Job], watch: Watch | None = None, engine: Engine | None = None) -> Iterator[Outcome]:
        """As `add_all`, of reports that come from anywhere.

        What each contradicts itself on is found as well, so that no question has to wait for it; of very many `prepare`
        finds it, by several processes.
        """
        for outcome in Batch(self._database, self._embedder, watch, engine).run(jobs):
            if len(jobs) < MANY and outcome.added is not None and outcome.added.status is not AddStatus.UNCHANGED:
                self.contradictions(outcome.added.info.id)
            yield outcome

    def rebuild(self, document_ids: Sequence[str], watch: Watch | None = None) -> Iterator[Outcome]:
        """Read reports again from the files that the library keeps: with a newer reader, or to mend what is damaged.

        Report by report: each is as it was or as it is read now, and searches and answers go on meanwhile. What the
        user set stays. A report that can no longer be read stays as it was. Raises what `add_all` raises.
        """
        intake = Intake(self._database, self._embedder)
        return self.run([Job(name=name, place=name, order=partial(intake.again, name)) for name in document_ids], watch)

    def correct(self, document_id: str, values: Mapping[str, str]) -> DocumentInfo:
        """Set what the user says of a report, by field of `corpus.corrections.FIELDS`; '' takes the report's own again.

        Its tables are read anew, since the report's period may date them. Raises UnknownDocument, LibraryBusy,
        LibraryReadOnly.
        """
        from structured.grids import read_grids

        change = "".join(f" {field}={value!r}" for field, value in sorted(values.items()))
        with self._database.writing(f"set {document_id}{change}") as connection:
            document = store.read_document(connection, document_id, as_read=True)
            for part in changed_parts(connection, document_id, (Part.RECORD,)):
                raise damaged(document_id, part)  # or what is kept now would make it good
            held = read_corrections(connection).get(document_id, {})
            wanted = {field: value for field, value in {**held, **values}.items() if value}
            if wanted != held:
                write_corrections(connection, document_id, wanted)
                grids = read_grids(corrected(document, wanted))
                structured_store.replace_grids(connection, document_id, grids)
                keep_digests(connection, document_id, (Part.RECORD, Part.FIGURES))
            (info,) = (info for info in store.document_infos(connection) if info.id == document_id)
        return info

    def original(self, document_id: str) -> ReportFile:
        """The file that a report was read from. Raises UnknownDocument, LibraryDamaged."""
        with self._database.reading() as connection:
            return read_original(connection, document_id)

    def read_note(self, name: str) -> str | None:
        """A text kept with the library that is none of its reports; None where there is none. Raises StoreError."""
        return self._database.read_note(name)

    def write_note(self, name: str, text: str) -> None:
        """Keep a text, wholly or not at all, in the place of any of that name. Raises LibraryReadOnly, StoreError."""
        self._database.write_note(name, text)

    def remove_note(self, name: str) -> None:
        """Forget it, where there is one."""
        self._database.remove_note(name)

    def note_version(self, name: str) -> object | None:
        """What changes when the text does; None where there is none."""
        return self._database.note_version(name)

    def remove(self, document_id: str) -> None:
        """Take a report out of the library. Raises UnknownDocument, LibraryBusy, LibraryReadOnly."""
        with self._database.writing(f"remove {document_id}") as connection:
            store.remove_document(connection, document_id)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Whatever is read meanwhile is read from one state of the library; other threads wait."""
        with self._lock, self._database.reading():
            yield

    def documents(self) -> tuple[DocumentInfo, ...]:
        """The reports, sorted by id."""
        with self._lock, self._database.reading() as connection:
            self._follow()
            if self._infos is None:
                self._infos = store.document_infos(connection)
                self._by_id = {info.id: info for info in self._infos}
                self._outlines.remove_others(self._infos)
            return self._infos

    def document(self, document_id: str) -> Document:
        """A report as it was loaded. Raises UnknownDocument."""
        with self._lock, self._database.reading() as connection:
            self._follow()
            return self._documents.get(document_id, partial(store.read_document, connection, document_id))

    def sentences(self, document_id: str) -> tuple[Sentence, ...]:
        """The sentences of a report, in order. Raises UnknownDocument."""
        from corpus.sentences import sentences

        with self._lock, self._database.reading():
            self._follow()
            return self._sentences.get(document_id, lambda: sentences(self.document(document_id)))

    def grids(self, documents: frozenset[str] | None = None) -> tuple[Grid, ...]:
        """The tables of these reports (all when None) as data, by report id, then in order. Raises UnknownDocument."""
        with self._lock, self._database.reading() as connection:
            self._follow()
            known = store.document_ids(connection)
            wanted = known if documents is None else tuple(sorted(documents))
            for unknown in sorted(set(wanted) - set(known)):
                raise UnknownDocument(unknown, known)
            return tuple(grid for document_id in wanted for grid in self._grids_of(document_id))

    def _grids_of(self, document_id: str) -> tuple[Grid, ...]:
        with self._lock, self._database.reading() as connection:
            self._follow()
            return self._grids.get(document_id, partial(structured_store.load_grids, connection, document_id))

    def outlines(self, documents: frozenset[str] | None = None) -> tuple[ReportOutline, ...]:
        """What the words of these reports are (of all when None), by report id. Raises UnknownDocument."""
        with self.at_once():
            infos = self.documents()
            for unknown in sorted((documents or frozenset()) - {info.id for info in infos}):
                raise UnknownDocument(unknown, tuple(info.id for info in infos))
            wanted = infos if documents is None else [info for info in infos if info.id in documents]
            self._prepare(wanted, self.patience)
            return self._outlines.of(wanted)

    @property
    def preparation(self) -> Preparation | None:
        """How far the library is prepared, while this process waits for that; else None. Told without waiting."""
        return self._preparation

    def unprepared(self) -> Preparation | None:
        """How far the library is prepared, where much would have to be made before a question about all reports."""
        return self._outlines.preparation(self.documents())

    def prepare(self) -> None:
        """Make what questions need of the reports, where much of it is missing: after an upgrade, say.

        What is made is kept report by report, and questions may be asked meanwhile. Raises StoreError.
        """
        infos = self.documents()
        self._prepare(infos, None)
        self._audit(infos)

    def _audit(self, infos: Sequence[DocumentInfo]) -> None:
        """Look for contradictions where much was not looked at, so that the answers that cite it need not."""
        with self._outlines.alone("audits") as mine:
            missing = {info.id: info for info in self._audits.missing(infos)}
            if not mine or len(missing) < MANY:
                return
            done = len(infos) - len(missing)
            for document_id, version, found in several_audits(self.path, tuple(missing.values())):
                if not self._audits.keep(missing[document_id], version, found):
                    return  # each is found when it is asked for
                done += 1
                if self.watch is not None:
                    self.watch(Preparation(done=done, total=len(infos), what="auditing"))
                if self._outlines.stopped:
                    return

    def stop_preparing(self) -> None:
        """Let a preparation end after the report that it is at; what is made stays."""
        self._outlines.stop()

    def _prepare(self, infos: Sequence[DocumentInfo], patience: float | None) -> None:
        try:
            self._outlines.prepare(infos, self._tell, patience)
        finally:
            self._preparation = None

    def _tell(self, now: Preparation) -> None:
        self._preparation = now
        if self.watch is not None:
            self.watch(now)

    def text(self, document_id: str) -> ReportText:
        """The sentences of a report, to be found by their places. Raises UnknownDocument."""
        with self.at_once():
            return self._outlines.text(self._info(document_id))

    def quotable(self, document_id: str) -> Quotable:
        """A report's text, and where the rows of its tables stand. Raises UnknownDocument."""
        with self.at_once():
            return self._outlines.quotable(self._info(document_id))

    def table(self, document_id: str, number: int) -> Table:
        """One table of a report as data. Raises UnknownDocument, KeyError."""
        with self.at_once():
            return self._outlines.table(self._info(document_id), number)

    def contradictions(self, document_id: str) -> tuple[Finding, ...]:
        """The figures on which a report does not agree with itself, beyond rounding. Raises UnknownDocument.

        Found the first time, which takes a fraction of a second for most, and kept.
        """
        with self.at_once():
            return self._audits.of(self._info(document_id))

    def contradictions_between(self, document_id: str, other_id: str) -> tuple[Finding, ...]:
        """The figures on which two reports do not agree, found the first time and kept. Raises UnknownDocument.

        To be asked of reports of one body and one time: of others each may be right.
        """
        with self.at_once():
            return self._audits.between(self._info(document_id), self._info(other_id))

    def _info(self, document_id: str) -> DocumentInfo:
        infos = self.documents()
        found = self._by_id.get(document_id)
        if found is None:
            raise UnknownDocument(document_id, tuple(info.id for info in infos))
        return found

    def search(
        self,
        query: str,
        *,
        kinds: frozenset[ChunkKind] = EVERYTHING,
        documents: frozenset[str] | None = None,
        limit: int = 10,
    ) -> tuple[Passage, ...]:
        """The passages that answer to `query` best (see `Retrieval.search`). The first search loads the model."""
        # The locks are always taken in this order: the library's, the database's, the index's.
        with self.at_once():
            return self._retrieval().search(query, kinds=kinds, documents=documents, limit=limit)

    def saying(self, words: Sequence[str]) -> frozenset[str] | None:
        """The ids of the reports that say all of these words in one place (see `Retrieval.saying`)."""
        with self.at_once():
            return self._retrieval().saying(words)

    def warm(self) -> Thread:
        """Prepare the library in the background, then load the embedding model and the vectors.

        The thread is for whoever wants to wait.
        """
        try:
            self._preparation = self._outlines.preparation(self.documents())
        except ReportError as error:  # whoever asks meets the same error
            _log.debug("not looked at: %s", error)
        thread = Thread(target=self._warm, name="warm", daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        """Let go of the library's files."""
        self.stop_preparing()
        with self._lock:
            if self._index is not None:
                self._index.close()
                self._index = self._searching = None
            self._outlines.close()
            self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _retrieval(self) -> Retrieval:
        with self._lock:
            if self._index is None or self._searching is None:
                self._index = open_index(self._database, self._index_kind)
                self._searching = Retrieval(self._database, self._embedder, self._index)
            return self._searching

    def _warm(self) -> None:
        try:
            self._prepare(self.documents(), None)
            self.search("warm", limit=1)
            self._audit(self.documents())
        except ReportError as error:  # the first search of the user meets the same error, and shows it
            _log.debug("not warmed: %s", error)

    def _follow(self) -> None:
        """Forget what was read from another state of the library."""
        state = self._database.state
        if state != self._state:
            self._infos = None
            for kept in (self._documents, self._grids, self._sentences):
                kept.clear()
            self._state = state


def _order_of(path: Path) -> Order:
    return Order(file=read_file(path))


def _say_nothing(stage: str, done: float) -> None:
    """No one is watching."""

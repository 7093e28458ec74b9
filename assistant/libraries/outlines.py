"""What of each report a question needs before any report is read, kept beside the library (see `shelf`).

The library's database is the truth; this is derived from it, is read only where its stamp is the report's, and can be
thrown away at any time. Of each report those of the two newest stamps are kept, so that two versions of the program
that use one library do not undo each other's. Where nothing can be kept, outlines are made anew by each process.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from threading import Lock, RLock
from time import monotonic
from typing import Any, TypeVar

from assistant.answers.citations import Quotable, quotable
from assistant.libraries.kept import Kept
from assistant.libraries.outlining import COUNTS, WrittenOutline, make_outline, notes_of, stamp
from assistant.libraries.shelf import Change, Layout, Shelf, look, open_shelf
from assistant.questions.outline import ReportOutline, TableOutline
from corpus.columns import Columns, Keyed
from corpus.document import Document, Locator, Sentence
from corpus.errors import LibraryPreparing
from corpus.places import LibraryPlace, Server
from corpus.store import DocumentInfo
from structured.observations import Grid
from structured.tables import Table, read_table, table_of

T = TypeVar("T")

MANY = 16
"""With as many outlines missing, they are made by several processes, and questions may have to wait."""
A_MOMENT = 2.0
"""Seconds that a question waits for a library that is being prepared, in a process that serves many."""
_LOOK = 0.5  # seconds between two looks at how far another process is
_MOST_TEXTS = 2_000  # reports whose sentences stay in memory, about 100 kB each
_MOST_QUOTED = 200  # reports whose text stays in memory, about 200 kB each
_TOGETHER = 100  # outlines that are read together, about 30 kB each
_FORMAT = 5  # raise it when the tables below change, and drop those of the former number from a server
OUTLINES, TABLES, PARTS = f"outlines_{_FORMAT}", f"outline_tables_{_FORMAT}", f"outline_parts_{_FORMAT}"
LAYOUT = Layout(
    file_name="outlines.sqlite",
    number=_FORMAT,
    tables=(
        f"""CREATE TABLE {OUTLINES} (
            document TEXT NOT NULL, stamp TEXT NOT NULL, turn INTEGER NOT NULL,
            body {{blob}} NOT NULL, said {{blob}} NOT NULL, quoted {{blob}} NOT NULL, PRIMARY KEY (document, stamp)
        )""",
        f"""CREATE TABLE {TABLES} (
            document TEXT NOT NULL, stamp TEXT NOT NULL, number INTEGER NOT NULL,
            frame {{blob}} NOT NULL, cells {{blob}} NOT NULL, PRIMARY KEY (document, stamp, number)
        )""",
        f"""CREATE TABLE {PARTS} (
            document TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, turn INTEGER NOT NULL,
            body {{blob}} NOT NULL, PRIMARY KEY (document, name, version)
        )""",
    ),
)
"""How it is kept. ``turn`` numbers what is kept of one report, or of one part of it, in the order of its making."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportText:
    """A report's sentences, the blocks that are notes, and where in ``sentences`` each begins, by its start."""

    title: str
    sentences: Sequence[Sentence]
    notes: frozenset[int]
    positions: Mapping[int, int]


def report_text(title: str, sentences: Sequence[Sentence], notes: frozenset[int]) -> ReportText:
    """The sentences of a report, to be found by their places."""
    positions = {sentence.locator.start: position for position, sentence in enumerate(sentences)}
    return ReportText(title=title, sentences=sentences, notes=notes, positions=positions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The ways to a report itself, for when it has no outline yet."""

    document: Callable[[str], Document]
    sentences: Callable[[str], tuple[Sentence, ...]]
    grids: Callable[[str], tuple[Grid, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """How far a library is prepared: so many of its reports have what is being made, by ``what`` is done with them."""

    done: int
    total: int
    what: str = "preparing"

    def __str__(self) -> str:
        return f"the library is being prepared for questions: {self.done:,} of {self.total:,} reports are ready"


Several = Callable[[Sequence[DocumentInfo]], Iterator[WrittenOutline]]
"""Makes outlines by several processes, in any order; those that it cannot make are left out."""


class Outlines:
    """The outlines of one library's reports. Safe to share between threads, and with other processes."""

    def __init__(self, place: LibraryPlace | None, sources: Sources, several: Several | None = None) -> None:
        """Keep them beside the library at ``place``, in memory where there is none.

        What is not there is made from ``sources``; ``several`` makes many at once.
        """
        self._shelf: Shelf = open_shelf(place, LAYOUT)
        self._sources = sources
        self._several = several
        self._lock = RLock()
        self._preparing = Lock()
        self.stopped = False
        self._whole: Sequence[DocumentInfo] | None = None
        self._texts: Kept[tuple[str, str], ReportText] = Kept(_MOST_TEXTS)
        self._quotables: Kept[tuple[str, str], Quotable] = Kept(_MOST_QUOTED)

    def preparation(self, infos: Sequence[DocumentInfo]) -> Preparation | None:
        """How far these reports are prepared; None where next to nothing is missing."""
        if infos is self._whole or len(infos) < MANY or self._several is None:
            return None
        missing = self._missing(infos)
        if len(missing) < MANY:
            self._whole = infos
            return None
        return Preparation(done=len(infos) - len(missing), total=len(infos))

    def prepare(
        self, infos: Sequence[DocumentInfo], tell: Callable[[Preparation], None], patience: float | None = None
    ) -> None:
        """Make what is missing, where it is much, by several processes. Each outline is kept when it is made.

        One process prepares a library at a time; others wait for it, and find what it made. Raises LibraryPreparing
        after ``patience`` seconds of waiting, if that is given.
        """
        began = monotonic()
        while not self.stopped and (now := self.preparation(infos)) is not None:
            with self._turn() as mine:
                if mine:
                    self._make_many(infos, tell)
                    self._whole = infos  # what could not be made now is made when it is asked for
                    return
            tell(now)
            if patience is not None and monotonic() - began > patience:
                raise LibraryPreparing(f"{now}; ask again in a while")

    def of(self, infos: Sequence[DocumentInfo]) -> tuple[ReportOutline, ...]:
        """The outlines of these reports, in this order."""
        with self._lock:
            return tuple(
                outline
                for first in range(0, len(infos), _TOGETHER)
                for outline in self._read_together(infos[first : first + _TOGETHER])
            )

    def text(self, info: DocumentInfo) -> ReportText:
        """The sentences of a report."""
        key = (info.id, stamp(info))
        with self._lock:
            return self._texts.get(
                key, lambda: self._read_part(info, "said", _read_text) or self._text_from_report(info)
            )

    def quotable(self, info: DocumentInfo) -> Quotable:
        """A report to be quoted."""
        key = (info.id, stamp(info))
        with self._lock:
            return self._quotables.get(
                key,
                lambda: self._read_part(info, "quoted", _read_quotable) or quotable(self._sources.document(info.id)),
            )

    def table(self, info: DocumentInfo, number: int) -> Table:
        """A table of a report. Raises KeyError when the report has no such table."""
        with self._lock:
            row = self._fetch(
                f"SELECT frame, cells FROM {TABLES} {_OF_STAMP} AND number = ?",
                (info.id, stamp(info), number),
            )
            if row is not None:
                try:
                    return read_table(*(zlib.decompress(text).decode() for text in row))
                except (ValueError, zlib.error) as error:
                    self._drop(info, error)
            for grid in self._sources.grids(info.id):
                if grid.number == number:
                    return table_of(grid)
        raise KeyError((info.id, number))

    def part(self, info: DocumentInfo, name: str, version: str, read: Callable[[str], T]) -> T | None:
        """What else was made of a report and kept, by its name, read with ``read``; None where it is not there.

        ``read`` raises ValueError for what it cannot read.
        """
        with self._lock:
            row = self._fetch(_PART, (info.id, name, version))
            if row is None:
                return None
            try:
                return read(zlib.decompress(row[0]).decode())
            except (ValueError, zlib.error) as error:
                self._drop(info, error)
                return None

    def parts(self, name: str) -> frozenset[tuple[str, str]]:
        """The reports of which something is kept under a name, with its versions."""
        with self._lock:
            return _pairs(self._shelf.rows(_VERSIONS, (name,)))

    def keep_part(self, info: DocumentInfo, name: str, version: str, text: str) -> bool:
        """Keep what else was made of a report, beside the version before; False where it could not be kept."""
        with self._lock:
            return self._shelf.write(_keeping_part(info.id, name, version, zlib.compress(text.encode(), 1)))

    def remove_others(self, infos: Sequence[DocumentInfo]) -> None:
        """Forget the reports that are not among these, and in memory those that have changed."""
        held = {info.id for info in infos}
        current = {(info.id, stamp(info)) for info in infos}
        with self._lock:
            self._texts.keep_only(current)
            self._quotables.keep_only(current)
            rows = self._shelf.rows(f"SELECT document FROM {OUTLINES} UNION SELECT document FROM {PARTS}")
            gone = sorted(document for (document,) in rows if document not in held)
            if gone:
                self._shelf.write(_removing(gone))

    def close(self) -> None:
        """Let go of where they are kept."""
        with self._lock:
            self._shelf.close()

    def _read_together(self, infos: Sequence[DocumentInfo]) -> Iterator[ReportOutline]:
        marks = ", ".join("?" * len(infos))
        rows = self._shelf.rows(
            f"SELECT document, stamp, body FROM {OUTLINES} WHERE document IN ({marks})", [info.id for info in infos]
        )
        bodies = {(document, of): body for document, of, body in reversed(rows)}  # the first of each counts
        for info in infos:
            body = bodies.get((info.id, stamp(info)))
            if body is not None:
                try:
                    yield _read_outline(info.id, json.loads(zlib.decompress(body)))
                    continue
                except (ValueError, TypeError, KeyError, IndexError, zlib.error) as error:
                    self._drop(info, error)
            yield self._make(info)

    def _make(self, info: DocumentInfo) -> ReportOutline:
        document, sentences = self._sources.document(info.id), self._sources.sentences(info.id)
        made, written = make_outline(info, document, sentences, self._sources.grids(info.id))
        self._shelf.write(_keeping(written))
        return made

    def stop(self) -> None:
        """End what `prepare` does in another thread, soon."""
        self.stopped = True

    def _make_many(self, infos: Sequence[DocumentInfo], tell: Callable[[Preparation], None]) -> None:
        missing = self._missing(infos)
        wanted = {info.id: stamp(info) for info in missing}
        done = len(infos) - len(missing)
        if not missing or self._several is None:
            return
        tell(Preparation(done=done, total=len(infos)))
        for made in self._several(missing):
            if made.stamp != wanted[made.document]:  # the library has changed meanwhile
                continue
            with self._lock:
                if not self._shelf.write(_keeping(made)):
                    return  # there is no room, say: each is made when it is asked for
            done += 1
            tell(Preparation(done=done, total=len(infos)))
            if self.stopped:
                return

    @contextmanager
    def alone(self, what: str, seconds: float = 0.0) -> Iterator[bool]:
        """Be the only one who does ``what`` with this library; False where another does, for longer than that."""
        with self._shelf.alone(what, seconds) as mine:
            yield mine

    @contextmanager
    def _turn(self) -> Iterator[bool]:
        """Be the only one who prepares this library; False where somebody else does, for longer than a moment."""
        if not self._preparing.acquire(timeout=_LOOK):
            yield False
            return
        try:
            with self.alone("outlines", _LOOK) as mine:
                yield mine
        finally:
            self._preparing.release()

    def _missing(self, infos: Sequence[DocumentInfo]) -> list[DocumentInfo]:
        with self._lock:
            held = _pairs(self._shelf.rows(_STAMPS))
        return [info for info in infos if (info.id, stamp(info)) not in held]

    def _read_part(self, info: DocumentInfo, part: str, read: Callable[[DocumentInfo, Any], T]) -> T | None:
        row = self._fetch(f"SELECT {part} FROM {OUTLINES} {_OF_STAMP}", (info.id, stamp(info)))
        if row is None:
            return None
        try:
            return read(info, json.loads(zlib.decompress(row[0])))
        except (ValueError, TypeError, KeyError, IndexError, zlib.error) as error:
            self._drop(info, error)
            return None

    def _text_from_report(self, info: DocumentInfo) -> ReportText:
        return report_text(info.title, self._sources.sentences(info.id), notes_of(self._sources.document(info.id)))

    def _fetch(self, query: str, values: tuple[object, ...]) -> tuple[Any, ...] | None:
        return next(iter(self._shelf.rows(query, values)), None)

    def _drop(self, info: DocumentInfo, error: Exception) -> None:
        """Throw away what is kept of a report and damaged: it is made again."""
        _log.warning("what is kept of %s is made again: %s", info.id, error)
        self._shelf.write(_removing([info.id]))


_STAMPS = f"SELECT document, stamp FROM {OUTLINES}"
_OF_STAMP = "WHERE document = ? AND stamp = ?"
_PART = f"SELECT body FROM {PARTS} WHERE document = ? AND name = ? AND version = ?"
_VERSIONS = f"SELECT document, version FROM {PARTS} WHERE name = ?"


def _pairs(rows: Sequence[tuple[Any, ...]]) -> frozenset[tuple[str, str]]:
    return frozenset((document, version) for document, version in rows)


def _keeping(made: WrittenOutline) -> list[Change]:
    """What keeps an outline, beside that of the stamp before."""
    key = made.document, made.stamp
    return [
        (
            f"INSERT INTO {OUTLINES} SELECT ?, ?, coalesce(max(turn), 0) + 1, ?, ?, ? FROM {OUTLINES}"
            " WHERE document = ? ON CONFLICT (document, stamp) DO UPDATE SET"
            " turn = excluded.turn, body = excluded.body, said = excluded.said, quoted = excluded.quoted",
            [(*key, made.body, made.said, made.quoted, made.document)],
        ),
        (
            f"DELETE FROM {OUTLINES} WHERE document = ?"
            f" AND turn < (SELECT max(turn) - 1 FROM {OUTLINES} WHERE document = ?)",
            [(made.document, made.document)],
        ),
        (f"DELETE FROM {TABLES} WHERE document = ? AND stamp = ?", [key]),
        (
            f"DELETE FROM {TABLES} WHERE document = ?"
            f" AND stamp NOT IN (SELECT stamp FROM {OUTLINES} WHERE document = ?)",
            [(made.document, made.document)],
        ),
        (f"INSERT INTO {TABLES} VALUES (?, ?, ?, ?, ?)", [(*key, *table) for table in made.tables]),
    ]


def _keeping_part(document: str, name: str, version: str, body: bytes) -> list[Change]:
    key = document, name
    return [
        (
            f"INSERT INTO {PARTS} SELECT ?, ?, ?, coalesce(max(turn), 0) + 1, ? FROM {PARTS}"
            " WHERE document = ? AND name = ?"
            " ON CONFLICT (document, name, version) DO UPDATE SET turn = excluded.turn, body = excluded.body",
            [(*key, version, body, *key)],
        ),
        (
            f"DELETE FROM {PARTS} WHERE document = ? AND name = ?"
            f" AND turn < (SELECT max(turn) - 1 FROM {PARTS} WHERE document = ? AND name = ?)",
            [(*key, *key)],
        ),
    ]


def _removing(documents: Sequence[str]) -> list[Change]:
    rows = [(document,) for document in documents]
    return [(f"DELETE FROM {kept} WHERE document = ?", rows) for kept in (OUTLINES, TABLES, PARTS)]


def kept_beside(place: LibraryPlace, part: str) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """The reports of which there is an outline, with its stamps, and a part of that name, with its versions.

    Nothing is made or changed there.
    """
    return _pairs(look(place, LAYOUT, _STAMPS)), _pairs(look(place, LAYOUT, _VERSIONS, (part,)))


def copy_kept(source: LibraryPlace, target: LibraryPlace) -> None:
    """Copy what is kept beside one library to beside a copy of it.

    What is there already stays. What cannot be kept there is made when it is asked for.
    """
    if not isinstance(source, Server) and not (source / LAYOUT.file_name).exists():
        return
    with closing(open_shelf(source, LAYOUT)) as old, closing(open_shelf(target, LAYOUT)) as new:
        there = _pairs(new.rows(_STAMPS))
        stamps = old.rows(f"SELECT document, stamp FROM {OUTLINES} ORDER BY document, turn")
        for key in [key for key in stamps if key not in there]:
            for body, said, quoted in old.rows(f"SELECT body, said, quoted FROM {OUTLINES} {_OF_STAMP}", key):
                tables = old.rows(f"SELECT number, frame, cells FROM {TABLES} {_OF_STAMP}", key)
                one = WrittenOutline(
                    document=key[0], stamp=key[1], body=body, said=said, quoted=quoted, tables=tuple(tables)
                )
                if not new.write(_keeping(one)):
                    return
        parts = f"SELECT document, name, version FROM {PARTS} ORDER BY document, name, turn"
        held = set(new.rows(parts))
        for found in [key for key in old.rows(parts) if key not in held]:
            for (body,) in old.rows(_PART, found):
                document, named, version = found
                new.write(_keeping_part(document, named, version, body))


def _read_outline(document_id: str, value: Mapping[str, Any]) -> ReportOutline:
    prose = [frozenset(stems) for stems in value["prose"]]
    return ReportOutline(
        document_id=document_id,
        tables=tuple(
            TableOutline(
                number=table["number"],
                title=table["title"],
                caption=table["caption"],
                section=tuple(table["section"]),
                notes=tuple(table["notes"]),
                dimensions=tuple(table["dimensions"]),
                rows=tuple(map(tuple, table["rows"])),
                columns=tuple(map(tuple, table["columns"])),
                timed_rows=tuple(table["timed_rows"]),
                timed_columns=tuple(table["timed_columns"]),
                also=tuple((row, name) for row, name in table["also"]),
                prose=prose[table["prose"]],
            )
            for table in value["tables"]
        ),
        **{name: value[name] for name in COUNTS},
        n_sentences=value["n_sentences"],
        n_long_tables=value["n_long_tables"],
    )


def _read_text(info: DocumentInfo, value: Mapping[str, Any]) -> ReportText:
    starts = value["starts"]
    return ReportText(
        title=info.title,
        sentences=Columns(Sentence, value["sentences"], len(starts)),
        notes=frozenset(value["notes"]),
        positions={start: position for position, start in enumerate(starts)},
    )


def _read_quotable(info: DocumentInfo, value: Mapping[str, Any]) -> Quotable:
    rows = {(table, row): i for i, (table, row) in enumerate(value["rows"])}
    places = Columns(Locator, value["places"], len(rows))
    return Quotable(id=info.id, title=info.title, source=value["source"], rows=Keyed(rows, places.__getitem__))

"""What of each report a question needs before any report is read, kept in a file of its own beside the library.

The library's database is the truth; this file is derived from it, is read only where its stamp is the report's, and can
be thrown away at any time. Where it cannot be written, outlines are made anew by each process.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from assistant.answers.citations import Quotable, quotable
from assistant.libraries.kept import Kept
from assistant.questions.outline import ReportOutline, TableOutline, outline
from corpus.columns import Columns, Keyed, pack
from corpus.document import BlockKind, Document, Locator, Sentence
from corpus.records import to_json
from corpus.store import DocumentInfo
from structured.observations import Grid
from structured.tables import Table, read_table, table_of, write_table

T = TypeVar("T")

FILE_NAME = "outlines.sqlite"
_MOST_TEXTS = 2_000  # reports whose sentences stay in memory, about 100 kB each
_MOST_QUOTED = 200  # reports whose text stays in memory, about 200 kB each
_FORMAT = 2  # raise it when the tables below change
_WAIT = 2.0  # seconds for another process to finish writing
_SCHEMA = """
CREATE TABLE outlines (
    document TEXT PRIMARY KEY, stamp TEXT NOT NULL, body BLOB NOT NULL, said BLOB NOT NULL,
    quoted BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE tables (
    document TEXT NOT NULL, number INTEGER NOT NULL, frame BLOB NOT NULL, cells BLOB NOT NULL,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;
"""
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


def notes_of(document: Document) -> frozenset[int]:
    """The places in ``document.blocks`` of its notes."""
    return frozenset(i for i, block in enumerate(document.blocks) if block.kind is BlockKind.NOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The ways to a report itself, for when it has no outline yet."""

    document: Callable[[str], Document]
    sentences: Callable[[str], tuple[Sentence, ...]]
    grids: Callable[[str], tuple[Grid, ...]]


class Outlines:
    """The outlines of one library's reports. Safe to share between threads, and with other processes."""

    def __init__(self, folder: Path | None, sources: Sources) -> None:
        """Keep them in ``folder``, in memory where there is none; what is not there is made from ``sources``."""
        self._path = folder / FILE_NAME if folder is not None else None
        self._sources = sources
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None
        self._texts: Kept[tuple[str, str], ReportText] = Kept(_MOST_TEXTS)
        self._quotables: Kept[tuple[str, str], Quotable] = Kept(_MOST_QUOTED)

    def of(self, infos: Sequence[DocumentInfo]) -> tuple[ReportOutline, ...]:
        """The outlines of these reports, in this order."""
        with self._lock:
            return tuple(self._outline(info) for info in infos)

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
                "SELECT frame, cells FROM tables JOIN outlines USING (document)"
                " WHERE document = ? AND number = ? AND stamp = ?",
                (info.id, number, stamp(info)),
            )
            if row is not None:
                try:
                    return read_table(*(zlib.decompress(part).decode() for part in row))
                except (ValueError, zlib.error) as error:
                    self._forget(error)
            for grid in self._sources.grids(info.id):
                if grid.number == number:
                    return table_of(grid)
        raise KeyError((info.id, number))

    def remove_others(self, infos: Sequence[DocumentInfo]) -> None:
        """Forget the reports that are not among these."""
        held = json.dumps([info.id for info in infos])
        with self._lock:
            self._write(
                [
                    ("DELETE FROM outlines WHERE document NOT IN (SELECT value FROM json_each(?))", [(held,)]),
                    ("DELETE FROM tables WHERE document NOT IN (SELECT value FROM json_each(?))", [(held,)]),
                ]
            )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _outline(self, info: DocumentInfo) -> ReportOutline:
        row = self._fetch("SELECT body FROM outlines WHERE document = ? AND stamp = ?", (info.id, stamp(info)))
        if row is not None:
            try:
                return _read_outline(info.id, json.loads(zlib.decompress(row[0])))
            except (ValueError, TypeError, KeyError, IndexError, zlib.error) as error:
                self._forget(error)
        return self._make(info)

    def _make(self, info: DocumentInfo) -> ReportOutline:
        document, sentences = self._sources.document(info.id), self._sources.sentences(info.id)
        grids = self._sources.grids(info.id)
        made = outline(document, grids, sentences)
        said, quoted = _written_text(sentences, notes_of(document)), _written_quotable(quotable(document))
        self._write(
            [
                ("DELETE FROM tables WHERE document = ?", [(info.id,)]),
                (
                    "INSERT OR REPLACE INTO outlines VALUES (?, ?, ?, ?, ?)",
                    [(info.id, stamp(info), _packed(_written_outline(made)), _packed(said), _packed(quoted))],
                ),
                (
                    "INSERT OR REPLACE INTO tables VALUES (?, ?, ?, ?)",
                    [
                        (info.id, grid.number, *(zlib.compress(p.encode(), 1) for p in write_table(grid)))
                        for grid in grids
                    ],
                ),
            ]
        )
        return made

    def _read_part(self, info: DocumentInfo, part: str, read: Callable[[DocumentInfo, Any], T]) -> T | None:
        row = self._fetch(f"SELECT {part} FROM outlines WHERE document = ? AND stamp = ?", (info.id, stamp(info)))
        if row is None:
            return None
        try:
            return read(info, json.loads(zlib.decompress(row[0])))
        except (ValueError, TypeError, KeyError, IndexError, zlib.error) as error:
            self._forget(error)
            return None

    def _text_from_report(self, info: DocumentInfo) -> ReportText:
        return report_text(info.title, self._sources.sentences(info.id), notes_of(self._sources.document(info.id)))

    def _fetch(self, query: str, values: tuple[object, ...]) -> tuple[Any, ...] | None:
        try:
            found: tuple[Any, ...] | None = self._open().execute(query, values).fetchone()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                return None  # another process is writing; the report itself is read instead
            self._forget(error)
            return None
        return found

    def _write(self, changes: Sequence[tuple[str, Sequence[tuple[object, ...]]]]) -> None:
        try:
            with self._open() as connection:
                connection.execute("BEGIN IMMEDIATE")
                for query, rows in changes:
                    connection.executemany(query, rows)
        except sqlite3.OperationalError as error:
            _log.debug("outlines are not kept in %s: %s", self._path, error)
        except sqlite3.DatabaseError as error:
            self._forget(error)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None and self._path is None:
            self._connection = _in_memory()
        if self._connection is None:
            assert self._path is not None
            connection = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
            try:
                connection.execute("PRAGMA synchronous = OFF")  # what a crash of the machine breaks is made again
                (n_tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                if not n_tables:
                    connection.executescript(f"{_SCHEMA}PRAGMA user_version = {_FORMAT};")
                elif connection.execute("PRAGMA user_version").fetchone() != (_FORMAT,):
                    raise sqlite3.DatabaseError("they have another format")
            except sqlite3.OperationalError as error:  # read-only, busy, or no space
                connection.close()
                _log.debug("outlines are not kept in %s: %s", self._path, error)
                connection = _in_memory()
            except sqlite3.DatabaseError:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _forget(self, error: Exception) -> None:
        """Throw a damaged file away: it is made again."""
        _log.warning("the outlines in %s are made again: %s", self._path, error)
        self.close()
        if self._path is None:
            return
        try:
            for ending in ("", "-journal"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        except OSError as reason:
            _log.warning("%s cannot be removed: %s", self._path, reason)
            self._connection = _in_memory()


def _in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.executescript(_SCHEMA)
    return connection


@cache
def _code_version() -> str:
    """Stands for the code that makes outlines: when it has changed, they may come out otherwise."""
    digest = hashlib.sha256()
    packages = Path(__file__).resolve().parents[2]
    for name in ("assistant/libraries/outlines.py", "assistant/questions/outline.py", "assistant/questions/words.py"):
        digest.update((packages / name).read_bytes())
    for name in ("corpus/sentences.py", "corpus/document.py", "corpus/columns.py"):
        digest.update((packages / name).read_bytes())
    for name in ("structured/observations.py", "structured/tables.py"):
        digest.update((packages / name).read_bytes())
    return digest.hexdigest()[:12]


def stamp(info: DocumentInfo) -> str:
    """What an outline of a report is an outline of: the file, how it was read, what the user set, and this code."""
    told = [getattr(info, field.name) for field in fields(info) if field.name != "warnings"]
    return hashlib.sha256(f"{_code_version()} {told}".encode()).hexdigest()[:24]


def _packed(value: object) -> bytes:
    return zlib.compress(to_json(value).encode(), 1)


def _written_outline(one: ReportOutline) -> dict[str, Any]:
    prose = list(dict.fromkeys(table.prose for table in one.tables))
    return {
        "tables": [
            {
                **{field.name: getattr(t, field.name) for field in fields(TableOutline)},
                "prose": prose.index(t.prose),
            }
            for t in one.tables
        ],
        "prose": [sorted(stems) for stems in prose],
        **{name: dict(getattr(one, name)) for name in _COUNTS},
        "n_sentences": one.n_sentences,
        "n_long_tables": one.n_long_tables,
    }


_COUNTS = ("frequency", "inside", "capital", "words", "acronyms")


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
        **{name: value[name] for name in _COUNTS},
        n_sentences=value["n_sentences"],
        n_long_tables=value["n_long_tables"],
    )


def _written_text(sentences: Sequence[Sentence], notes: frozenset[int]) -> dict[str, Any]:
    return {
        "notes": sorted(notes),
        "starts": [sentence.locator.start for sentence in sentences],
        "sentences": pack(Sentence, sentences),
    }


def _read_text(info: DocumentInfo, value: Mapping[str, Any]) -> ReportText:
    starts = value["starts"]
    return ReportText(
        title=info.title,
        sentences=Columns(Sentence, value["sentences"], len(starts)),
        notes=frozenset(value["notes"]),
        positions={start: position for position, start in enumerate(starts)},
    )


def _written_quotable(one: Quotable) -> dict[str, Any]:
    return {"source": one.source, "rows": list(one.rows), "places": pack(Locator, list(one.rows.values()))}


def _read_quotable(info: DocumentInfo, value: Mapping[str, Any]) -> Quotable:
    rows = {(table, row): i for i, (table, row) in enumerate(value["rows"])}
    places = Columns(Locator, value["places"], len(rows))
    return Quotable(id=info.id, title=info.title, source=value["source"], rows=Keyed(rows, places.__getitem__))

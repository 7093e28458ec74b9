"""Moving a library to another place, from a folder to a server or back, with proof that it is the same there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.audit_log import INSERT, SELECT, AuditLog, AuditSettings
from assistant.conversations import Conversations
from assistant.extras import need
from assistant.libraries.outlines import copy_kept
from assistant.libraries.starter import UNFINISHED
from assistant.questions.own_words import FILE_NAME as OWN_WORDS
from assistant.usage import WrongUsage
from corpus import store
from corpus.database import SCHEMA_VERSION, Connection, Database, open_database
from corpus.digests import keep_digests, without_digests
from corpus.errors import StoreError
from corpus.places import LibraryPlace, Server
from corpus.sqlite import SqliteDatabase

Told = Callable[[float], None]
"""Called with how much of the move is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is moved. ``of`` is the column that names the document or the conversation that a row is part of."""

    name: str
    of: str
    columns: tuple[str, ...]
    order: str


LIBRARY = (
    Table(
        "documents",
        "id",
        (
            "id", "title", "publisher", "period", "published", "edition", "restates", "file_name", "digest", "reader",
            "added", "pages", "tables", "observations", "chunks", "warnings", "body",
        ),
        "id",
    ),
    Table("originals", "document", ("document", "compressed"), "document"),
    Table("corrections", "document", ("document", "field", "value"), "field"),
    Table("grids", "document", ("document", "body"), "document"),
    Table(
        "chunks",
        "document",
        (
            "number", "key", "document", "ordinal", "id", "kind", "text", "context", "section", "page",
            "page_inferred", "first", "past",
        ),
        "ordinal",
    ),
    Table("digests", "document", ("document", "part", "digest"), "part"),
)  # fmt: skip
"""A library's tables, without those that are indexes of others: its vectors and its words, which are moved as such."""

CONVERSATIONS = (
    Table("conversations", "id", ("id", "owner", "name", "begun", "changed"), "id"),
    Table(
        "turns",
        "conversation",
        ("conversation", "position", "asked", "documents", "answer", "opinion", "comment"),
        "position",
    ),
)


NOTES = (OWN_WORDS, UNFINISHED)
"""The texts that may be kept with a library."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a table holds: the number of its rows, and a hash over them in their order."""

    rows: int
    digest: str


def move(source: LibraryPlace, target: LibraryPlace, tell: Told) -> dict[str, Sum]:
    """Copy a library with its conversations to an empty place; the sums of its tables, the same in both places.

    The source stays as it is. Where the target already holds this very library, it is only compared, so that what was
    broken off may be gone on with. Raises WrongUsage where it holds another, and StoreError where anything of it would
    not be the same, of which nothing is kept then.
    """
    if source == target:
        raise WrongUsage(f"the library is in {target} already")
    if isinstance(source, Server) or isinstance(target, Server):
        need("postgres")
    with ExitStack() as stack:
        old = stack.enter_context(open_database(source))
        new = stack.enter_context(open_database(target, create=True))
        held = stack.enter_context(old.reading())
        if held.format != SCHEMA_VERSION:
            raise WrongUsage(
                f"the library in {source} has an older format; `report-assistant migrate` mends that first"
            )
        if new.state != old.state:
            if new.version:
                raise WrongUsage(f"{target} holds another library; name an empty folder or database")
            with new.writing(None) as filled:
                _copy_library(held, filled, tell)
                sums = _proven(_library_sums(held), _library_sums(filled), target)
        else:
            with new.reading() as filled:
                sums = _proven(_library_sums(held), _library_sums(filled), target)
        for name in NOTES:
            text = old.read_note(name)
            if text is not None and new.read_note(name) is None:
                new.write_note(name, text)
        sums |= _proven(_note_sums(old), _note_sums(new), target)
    sums |= _move_conversations(Conversations(source), Conversations(target), target)
    sums |= _move_log(source, target)
    copy_kept(source, target)  # derived: what is wrong of it is made again, so that nothing of it is proven
    tell(1.0)
    return sums


def _move_conversations(source: Conversations, target: Conversations, place: LibraryPlace) -> dict[str, Sum]:
    """Copy the conversations that are not there yet."""
    if not source.kept:
        return {table.name: _sum(()) for table in CONVERSATIONS}
    with source.opened() as held, target.opened() as filled:
        known = set(_conversations(filled))
        for conversation in _conversations(held):
            if conversation not in known:
                for table in CONVERSATIONS:
                    _copy_rows(held, filled, table, conversation)
        return _proven(_conversation_sums(held), _conversation_sums(filled), place)


def _move_log(source: LibraryPlace, target: LibraryPlace) -> dict[str, Sum]:
    """Copy the audit log to where there is none yet; what is there already has gone on by itself since."""
    old, new = (AuditLog(place, AuditSettings()).tables for place in (source, target))
    if not old.kept:
        return {"audit": _sum(())}
    with old.opened() as held, new.opened() as filled:
        rows = held.execute(f"{SELECT} ORDER BY number").fetchall()
        if rows and filled.execute("SELECT count(*) FROM audit").fetchone() == (0,):
            filled.executemany(INSERT, rows)
            copied = filled.execute(f"{SELECT} ORDER BY number").fetchall()
            _proven({"audit": _sum(rows)}, {"audit": _sum(copied)}, target)
        return {"audit": _sum(rows)}


def _copy_library(source: Connection, target: Connection, tell: Told) -> None:
    """Copy tables, vectors and words, document by document, and what the library says of itself."""
    ids = store.document_ids(source)
    for done, document in enumerate(ids):
        tell(done / len(ids))
        for table in LIBRARY:
            _copy_rows(source, target, table, document)
        numbers = store.chunk_numbers(source, document)
        chunks = store.read_chunks(source, numbers)
        vectors = source.vectors(numbers)
        if numbers:
            matrix = np.stack([vectors[number] for number in numbers])
            target.index_chunks(document, numbers, [chunks[number] for number in numbers], matrix)
    target.settle_numbers()
    meta = source.execute("SELECT library_version, state, embedder, dimensions FROM meta").fetchone()
    target.execute("UPDATE meta SET library_version = ?, state = ?, embedder = ?, dimensions = ?", meta)


def _copy_rows(source: Connection, target: Connection, table: Table, of: str) -> None:
    marks = ", ".join("?" * len(table.columns))
    rows = [_fitting(table, row) for row in _rows(source, table, of)]
    if rows:
        target.executemany(f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})", rows)


def _rows(connection: Connection, table: Table, of: str) -> Iterator[tuple[Any, ...]]:
    return iter(
        connection.execute(
            f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE {table.of} = ? ORDER BY {table.order}", (of,)
        )
    )


def _fitting(table: Table, row: Sequence[Any]) -> tuple[Any, ...]:
    """The row with truth values as such, which one kind of database keeps as numbers."""
    return tuple(
        bool(value) if name == "page_inferred" else value for name, value in zip(table.columns, row, strict=True)
    )


def _conversations(connection: Connection) -> tuple[str, ...]:
    return tuple(row[0] for row in connection.execute("SELECT id FROM conversations ORDER BY id"))


def _library_sums(connection: Connection) -> dict[str, Sum]:
    ids = store.document_ids(connection)
    sums = {table.name: _sum(_fitting(table, r) for i in ids for r in _rows(connection, table, i)) for table in LIBRARY}

    def vectors() -> Iterator[tuple[object, ...]]:
        for document in ids:
            for number, vector in connection.vectors(store.chunk_numbers(connection, document)).items():
                yield number, vector.tobytes()

    sums["vectors"] = _sum(vectors())
    sums["words"] = _sum(connection.word_counts())
    sums["meta"] = _sum(connection.execute("SELECT library_version, state, embedder, dimensions FROM meta"))
    return sums


def _conversation_sums(connection: Connection) -> dict[str, Sum]:
    ids = _conversations(connection)
    return {table.name: _sum(row for i in ids for row in _rows(connection, table, i)) for table in CONVERSATIONS}


def _note_sums(database: Database) -> dict[str, Sum]:
    return {"notes": _sum((name, text) for name in NOTES if (text := database.read_note(name)) is not None)}


def _sum(rows: Iterable[tuple[object, ...]]) -> Sum:
    digest, n_rows = hashlib.sha256(), 0
    for row in rows:
        n_rows += 1
        digest.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    return Sum(n_rows, digest.hexdigest())


def _proven(source: dict[str, Sum], target: dict[str, Sum], place: LibraryPlace) -> dict[str, Sum]:
    """The sums, which are the same. Raises StoreError, naming the tables that differ."""
    differing = [name for name in source if source[name] != target[name]]
    if differing:
        raise StoreError(
            f"what would stand in {place} is not what was read ({', '.join(differing)}); nothing was kept of it"
        )
    return source


def sums_text(sums: dict[str, Sum]) -> str:
    """What was compared, a line for each table: its rows, and the beginning of their digest."""
    width = max(map(len, sums))
    return "\n".join(f"  {name:{width}}  {s.rows:>9,} rows  {s.digest[:16]}" for name, s in sums.items())


def bring_forward(library: LibraryPlace) -> str:
    """Bring a library to this program's format; what was done, in words. Raises StoreError, SchemaMismatch."""
    if isinstance(library, Server):
        need("postgres")
        from corpus.postgres.database import bring_library_forward

        forward = bring_library_forward(library)
    else:
        with SqliteDatabase(library) as file:
            forward = file.bring_forward()
    n_kept = _keep_missing_digests(library)
    told = f"; digests are kept now of {n_kept} reports, as they are stored" if n_kept else ""
    if forward:
        return f"the library in {library} was brought to format {SCHEMA_VERSION}{told}"
    return f"the library in {library} has format {SCHEMA_VERSION} already, which is this program's{told}"


def _keep_missing_digests(library: LibraryPlace) -> int:
    """Keep digests of the reports that an older version of the program added; how many these are."""
    with open_database(library) as database:
        with database.reading() as connection:
            missing = without_digests(connection)
        if missing:
            with database.writing(f"keep digests of {len(missing)} reports") as connection:
                for document_id in missing:
                    keep_digests(connection, document_id)
    return len(missing)

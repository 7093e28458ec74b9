"""Faults put into a library on purpose: nothing is lost, nothing wrong is answered, one clear line says what is wrong.

Each family counts what it injected, and prints it: over 500 in all. ``pytest -m long tests/test_faults.py -s``.
"""

from __future__ import annotations

import errno
import itertools
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant import audit_log, conversations
from assistant.libraries import adding
from assistant.libraries.library import Library
from assistant.service import Assistant
from corpus import sqlite as library_file
from corpus.embedding import Vectors
from corpus.errors import EmbeddingMismatch, ReportError, SchemaMismatch
from corpus.places import LibraryPlace
from tests.samples import ROOT, WordEmbedder
from tests.servers import TestServer
from tests.test_crash_safety import QUESTIONS, report

pytestmark = pytest.mark.long


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with one report, and another report beside it that is to be added."""
    for name in ("widgets", "gadgets"):
        (tmp_path / f"{name}.txt").write_text(report(name.title(), prose=False), encoding="utf-8")
    with opened(tmp_path / "library", create=True) as library:
        library.add(tmp_path / "widgets.txt")
    return tmp_path / "library"


def opened(place: LibraryPlace, *, create: bool = False, embedder: Any = None) -> Library:
    return Library.open(place, create=create, embedder=embedder or WordEmbedder())


def told(place: LibraryPlace) -> list[object]:
    """What a library holds and answers."""
    with opened(place) as library:
        held = [(info.id, info.title, info.digest, info.chunks) for info in library.documents()]
        assistant = Assistant(library)
        return [held, *(assistant.ask(question).text for question in QUESTIONS)]


def whole(folder: Path) -> bool:
    with closing(sqlite3.connect(folder / "library.sqlite")) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def is_clear(error: BaseException) -> bool:
    """Whether the user is told in one line of this program's own."""
    return isinstance(error, ReportError) and 10 < len(" ".join(str(error).split())) < 600


def copies(library: Path) -> Iterator[Path]:
    for number in itertools.count():
        copy = library.with_name(f"copy-{number}")
        shutil.copytree(library, copy)
        yield copy
        shutil.rmtree(copy)


class Faults:
    """Raises at one moment, counted among all at which it could."""

    def __init__(self, raised: Callable[[], BaseException]) -> None:
        self.raised = raised
        self.at = -1
        self.seen = 0
        self.on = False

    def moment(self) -> None:
        if self.on:
            self.seen += 1
            if self.seen == self.at:
                raise self.raised()

    @contextmanager
    def injected(self, at: int) -> Iterator[None]:
        self.at, self.seen, self.on = at, 0, True
        try:
            yield
        finally:
            self.on = False


def act(place: LibraryPlace, what: str, gadgets: Path) -> None:
    """Change the library."""
    with opened(place) as library:
        match what:
            case "add":
                library.add(gadgets)
            case "set":
                library.correct("widgets", {"title": "Gizmos"})
            case "remove" if "widgets" in [info.id for info in library.documents()]:
                library.remove("widgets")


def tried_at_every_moment(library: Path, faults: Faults, what: str = "add") -> int:
    """A change with a fault at its first moment, its second, and so on until there is none; how many there were."""
    gadgets = library.parent / "gadgets.txt"
    before, after = states(library, what)
    for at, copy in zip(itertools.count(1), copies(library), strict=False):
        failed: BaseException | None = None
        try:
            with faults.injected(at):
                act(copy, what, gadgets)
        except Exception as error:
            failed = error
        if faults.seen < at:
            assert failed is None
            return at - 1
        assert failed is None or is_clear(failed), repr(failed)
        assert whole(copy)
        assert told(copy) in ([before, after] if failed else [after])
        act(copy, what, gadgets)  # what failed is done by the same command
        with opened(copy) as again:
            assert again.log.faults() == ()
        assert told(copy) == after
    raise AssertionError("copies never end")


def states(library: Path, what: str = "add") -> tuple[list[object], list[object]]:
    """What is told before and after a change."""
    before = told(library)
    done = Path(shutil.copytree(library, library.with_name("done")))
    act(done, what, library.parent / "gadgets.txt")
    after = told(done)
    shutil.rmtree(done)
    assert before != after
    return before, after


def said_by_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("injected")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("what", ["add", "set", "remove"])
@pytest.mark.parametrize("name", ["FULL", "IOERR", "READONLY", "CANTOPEN", "BUSY"])
def test_a_statement_that_fails_leaves_the_state_before_or_after(
    library: Path, monkeypatch: pytest.MonkeyPatch, name: str, what: str
) -> None:
    """Disk full, a disk that fails, permission lost, and another's lock, at each statement of a change."""
    faults = Faults(lambda: said_by_sqlite(getattr(sqlite3, f"SQLITE_{name}")))

    class Failing(library_file.SqliteConnection):
        def execute(self, *given: Any) -> sqlite3.Cursor:
            faults.moment()
            return super().execute(*given)

        def executemany(self, *given: Any) -> sqlite3.Cursor:
            faults.moment()
            return super().executemany(*given)

    for module in ("corpus.sqlite", "assistant.side_tables"):
        monkeypatch.setattr(sys.modules[module], "SqliteConnection", Failing)
    n = tried_at_every_moment(library, faults, what)
    print(f"{n} statements of {what} failed with {name}")
    assert n >= 15


_files = Faults(lambda: OSError())
_under: list[str] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    watched = event in {"open", "os.rename", "os.remove", "os.mkdir", "os.truncate", "shutil.rmtree"}
    if watched and _files.on and arguments and _under and str(arguments[0]).startswith(_under[0]):
        _files.moment()


@pytest.mark.parametrize("name", ["EACCES", "ENOSPC", "EIO", "EROFS"])
def test_a_file_that_cannot_be_used_leaves_the_state_before_or_after(library: Path, name: str) -> None:
    """Permission lost, disk full, and a disk that fails, at each use of a file of the library."""
    if not hasattr(sys, "_hooked_for_faults"):
        sys.addaudithook(_hook)  # which cannot be taken back
        sys._hooked_for_faults = True  # type: ignore[attr-defined]
    code = getattr(errno, name)
    _files.raised = lambda: OSError(code, "injected")
    _under[:] = [str(library.parent / "copy-")]
    try:
        n = tried_at_every_moment(library, _files)
    finally:
        _under.clear()
    print(f"{n} uses of files failed with {name}")
    assert n >= 1


def test_a_disk_that_fills_up_at_any_page_leaves_the_state_before(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (library.parent / "gadgets.txt").write_text(report("Gadgets"), encoding="utf-8")
    before, after = states(library)
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connect = library_file.SqliteDatabase._connect
    n = 0
    for room, copy in zip(itertools.count(), copies(library), strict=False):
        most = pages + room

        def limited(self: Any, mode: str, most: int = most) -> Any:
            connection = connect(self, mode)
            connection.execute(f"PRAGMA max_page_count = {most}")
            return connection

        with monkeypatch.context() as patched, opened(copy) as broken:
            patched.setattr(library_file.SqliteDatabase, "_connect", limited)
            try:
                broken.add(library.parent / "gadgets.txt")
            except ReportError as error:
                assert is_clear(error)
                assert "full" in str(error)
            else:
                break
        n += 1
        assert whole(copy)
        assert told(copy) == before
    assert told(copy) == after
    print(f"{n} sizes of a disk that was full")
    assert n >= 10


def harm(path: Path, moments: random.Random) -> None:
    """Cut a file short, empty it, or write over a part of it."""
    size = path.stat().st_size
    match moments.randrange(4):
        case 0:
            path.write_bytes(b"")
        case 1:
            with path.open("r+b") as file:
                file.truncate(moments.randrange(max(1, size)))
        case 2:
            with path.open("r+b") as file:
                file.write(bytes(moments.randrange(256) for _ in range(min(size, 512))))
        case _:
            with path.open("r+b") as file:
                file.seek(moments.randrange(max(1, size)))
                file.write(b"\0" * min(size, 4096))


def test_outlines_that_are_damaged_are_made_again_or_refused(library: Path) -> None:
    moments = random.Random(8)
    expected = told(library)
    n = 0
    for _, copy in zip(range(60), copies(library), strict=False):
        files = sorted(path for path in copy.glob("outlines.sqlite*") if path.stat().st_size)
        for path in files:
            harm(path, moments)
            n += 1
        try:
            assert told(copy) == expected
        except ReportError as error:
            assert is_clear(error)
    print(f"{n} files of outlines damaged")
    assert n >= 60


SEARCHING = """
import random, sys
from pathlib import Path
from assistant.libraries.library import Library
from tests.samples import ROOT, WordEmbedder
from tests.test_crash_safety import QUESTIONS
from tests.test_faults import harm
folder, moments = Path(sys.argv[1]), random.Random(int(sys.argv[2]))
def found(index):
    with Library.open(folder, embedder=WordEmbedder(), index=index) as library:
        return [[p.chunk.id for p in library.search(question)] for question in QUESTIONS]
expected = found("exact")
with Library.open(folder, embedder=WordEmbedder(), index="chroma") as library:
    library.search(QUESTIONS[0])
    files = sorted(p for p in (folder / "chroma").rglob("*") if p.is_file() and p.stat().st_size)
    for path in moments.sample(files, min(2, len(files))):
        harm(path, moments)
        print("harmed", flush=True)
    assert [[p.chunk.id for p in library.search(question)] for question in QUESTIONS] == expected
assert found("chroma") == expected
"""


def test_vector_files_damaged_while_they_are_in_use_give_no_other_answer(library: Path) -> None:
    """Chroma's own code may end the process that meets them; the next one finds everything all the same."""
    with opened(library) as kept:
        kept.add(library.parent / "gadgets.txt")
    expected = told(library)
    n = ended = 0
    for seed, copy in zip(range(24), copies(library), strict=False):
        run = subprocess.run(
            [sys.executable, "-c", SEARCHING, str(copy), str(seed)], cwd=ROOT, capture_output=True, text=True
        )
        n += run.stdout.count("harmed")
        assert run.returncode <= 0, run.stderr  # a signal, or well
        ended += run.returncode < 0
        assert told(copy) == expected
        with Library.open(copy, embedder=WordEmbedder(), index="chroma") as again:
            found = [[p.chunk.id for p in again.search(question)] for question in QUESTIONS]
        with opened(copy) as exact:
            assert found == [[p.chunk.id for p in exact.search(question)] for question in QUESTIONS]
    print(f"{n} vector files damaged while in use; {ended} processes ended by them")
    assert n >= 24


class OtherEmbedder(WordEmbedder):
    """The same words in another number of dimensions."""

    def __init__(self, name: str, dimensions: int) -> None:
        self.name = name
        self.dimensions = dimensions  # type: ignore[misc]

    def embed(self, texts: Any) -> Vectors:
        found = np.random.default_rng(1).standard_normal((len(texts), self.dimensions))
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


@pytest.mark.parametrize("dimensions", [1, 31, 33, 384, 4096])
@pytest.mark.parametrize("name", ["words", "another"])
def test_a_model_of_other_dimensions_is_refused_and_changes_nothing(library: Path, name: str, dimensions: int) -> None:
    before = told(library)
    with opened(library, embedder=OtherEmbedder(name, dimensions)) as other:
        assistant = Assistant(other)
        for action in (
            lambda: other.add(library.parent / "gadgets.txt"),
            lambda: other.search("widgets"),
            lambda: assistant.ask(QUESTIONS[2]),
        ):
            with pytest.raises(EmbeddingMismatch) as raised:
                action()
            assert is_clear(raised.value)
    assert whole(library)
    assert told(library) == before


HALF_WAY = [
    *(f"UPDATE meta SET schema_version = {version}" for version in ("0", "1", "2", "4", "99", "-1", "'two'")),
    "DELETE FROM meta",
    "DROP TABLE meta",
    "ALTER TABLE meta RENAME COLUMN schema_version TO version",
    *(f"DROP TABLE {table}" for table in ("documents", "chunks", "vectors", "words", "originals", "grids", "digests")),
    *(f"ALTER TABLE {table} RENAME TO {table}_old" for table in ("documents", "chunks", "vectors", "grids")),
    "ALTER TABLE documents DROP COLUMN body",
    "ALTER TABLE chunks RENAME COLUMN text TO words",
]


@pytest.mark.parametrize("statement", HALF_WAY)
def test_a_change_of_format_that_was_left_half_way_is_told_of(library: Path, statement: str) -> None:
    expected = told(library)
    with closing(sqlite3.connect(library / "library.sqlite")) as connection, connection:
        connection.execute("PRAGMA foreign_keys = 0")
        connection.execute("PRAGMA legacy_alter_table = 1")
        connection.execute(statement)
    try:
        assert told(library) == expected  # what is missing is not needed to answer
    except ReportError as error:
        assert is_clear(error)
    with pytest.raises(ReportError) as raised:
        _add(library)
    assert is_clear(raised.value)


def _add(library: Path) -> object:
    with opened(library) as broken:
        return broken.add(library.parent / "gadgets.txt")


def test_a_library_that_a_newer_program_takes_over_is_neither_read_nor_written_any_more(library: Path) -> None:
    with opened(library) as older:
        assistant = Assistant(older)
        assistant.ask(QUESTIONS[0])
        with closing(sqlite3.connect(library / "library.sqlite")) as newer, newer:
            newer.execute("UPDATE meta SET schema_version = 4, library_version = library_version + 1, state = 'new'")
        for action in (
            lambda: older.add(library.parent / "gadgets.txt"),
            lambda: older.remove("widgets"),
            lambda: older.correct("widgets", {"title": "x"}),
            lambda: assistant.ask(QUESTIONS[0]),
            older.documents,
        ):
            with pytest.raises(SchemaMismatch, match="format 4"):
                action()


def test_two_versions_of_the_program_read_one_anothers_reports(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = states(library)
    with opened(library) as one, opened(library) as other:
        for turn in range(12):
            with monkeypatch.context() as patched:
                patched.setattr(adding, "reader_version", lambda turn=turn: f"version-{turn % 2}")
                (one, other)[turn % 2].add(library.parent / "gadgets.txt")
            for held in (one, other):
                assert [info.id for info in held.documents()] == ["gadgets", "widgets"]
                assert Assistant(held).ask(QUESTIONS[0]).text == after[1]
    assert whole(library)
    assert told(library) == after != before


@pytest.mark.parametrize("days", [-20_000, -400, -1, 1, 400, 20_000])
def test_a_clock_that_jumps_changes_no_answer_and_loses_nothing(
    library: Path, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    before, after = states(library)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(days=days)

    talk = conversations.Conversations(library)
    with opened(library) as kept, monkeypatch.context() as patched:
        begun = talk.add(talk.begin(), Assistant(kept).ask(QUESTIONS[0]))
        for module in (adding, audit_log, conversations):
            patched.setattr(module, "datetime", Clock)
        kept.add(library.parent / "gadgets.txt")
        talk.keep(talk.begin())
        begun = talk.add(begun, Assistant(kept).ask(QUESTIONS[1]))
    assert told(library) == after != before
    assert talk.read(begun.id).history == begun.history
    with opened(library) as kept:
        kept.remove("gadgets")
        assert [entry.act for entry in kept.log.entries()] == ["add", "add", "remove"]
        assert kept.log.faults() == ()
    assert told(library) == before


def test_a_server_that_ends_the_connection_at_any_statement_loses_nothing(
    library: Path, postgres_server: TestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus.postgres.connection import PostgresConnection

    gadgets = library.parent / "gadgets.txt"
    place = postgres_server.new_place()
    with opened(place, create=True) as kept:
        kept.add(library.parent / "widgets.txt")
    before = told(place)
    with opened(place) as kept:
        kept.add(gadgets)
    after = told(place)
    faults = Faults(lambda: AssertionError())
    execute = PostgresConnection.execute

    def ended(self: PostgresConnection, *given: Any) -> Any:
        if faults.on:
            faults.seen += 1
            if faults.seen == faults.at:
                (pid,) = execute(self, "SELECT pg_backend_pid()").fetchone()
                postgres_server.run(f"SELECT pg_terminate_backend({pid}, 5000)", "public")
        return execute(self, *given)

    monkeypatch.setattr(PostgresConnection, "execute", ended)
    for at in itertools.count(1):
        failed: BaseException | None = None
        with opened(place) as kept:
            if "gadgets" in [info.id for info in kept.documents()]:
                kept.remove("gadgets")
            try:
                with faults.injected(at):
                    kept.add(gadgets)
            except ReportError as error:
                failed = error
        if faults.seen < at:
            assert failed is None
            break
        assert failed is None or is_clear(failed)
        assert told(place) in ([before, after] if failed else [after])
    print(f"{at - 1} connections ended by the server")
    assert at - 1 >= 20

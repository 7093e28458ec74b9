"""A library is moved from a folder to a server and back, wholly, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import cli
from assistant.answers.answer import Answer, Route
from assistant.audit_log import COLUMNS, AuditLog, AuditSettings
from assistant.conversations import Conversations
from assistant.libraries import moving
from assistant.libraries.library import Library
from assistant.libraries.moving import CONVERSATIONS, LIBRARY, move
from assistant.questions.own_words import OwnWords, read_own_words, write_own_words
from assistant.usage import WrongUsage
from corpus.database import open_database
from corpus.errors import LibraryMissing, StoreError
from corpus.places import LibraryPlace, Server
from tests.assistant.libraries.test_library import REPORT
from tests.samples import WordEmbedder
from tests.servers import TestServer

pytestmark = pytest.mark.usefixtures("read_here")

DERIVED = {"vectors", "words", "meta", "notes"}


def quietly(done: float) -> None:
    assert 0 <= done <= 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library in which reports came, went and were corrected, with two conversations."""
    with Library.open(tmp_path / "library", create=True, embedder=WordEmbedder()) as library:
        for name in ("sales", "gone", "grants"):
            file = tmp_path / f"{name}.txt"
            file.write_text(REPORT.replace("Widget", f"{name.title()} widget"), encoding="utf-8")
            library.add(file)
        library.remove("gone")
        library.correct("grants", {"period": "Q1 2024/25", "title": "Grants “paid”"})
        write_own_words(library, OwnWords(light=("pray",)))
        kept = Conversations(tmp_path / "library")
        for owner in ("", "ann"):
            begun = kept.begin(owner)
            for text in ("one", "two"):
                begun = kept.add(begun, Answer(question=text, route=Route.REFUSAL, text="No.", id=text), ("sales",))
        kept.judge(begun, 0, -1, "wrong year")
    return tmp_path / "library"


@pytest.fixture
def server_place(postgres_server: TestServer) -> Server:
    return postgres_server.new_place()


def held(place: LibraryPlace) -> object:
    with Library.open(place, embedder=WordEmbedder()) as library:
        infos = library.documents()
        return (
            infos,
            [library.document(info.id) for info in infos],
            [library.original(info.id).data for info in infos],
            library.grids(),
            library.search("widgets in the North", limit=50),
            library.version,
            read_own_words(library),
            [
                Conversations(place).read(c.id, owner).turns
                for owner in ("", "ann")
                for c in Conversations(place).found(owner=owner)
            ],
        )


def test_a_library_goes_to_a_server_and_back_and_is_the_same(
    folder: Path, server_place: Server, tmp_path: Path
) -> None:
    there = move(folder, server_place, quietly)
    back = move(server_place, tmp_path / "back", quietly)
    assert there == back
    assert set(there) == {table.name for table in (*LIBRARY, *CONVERSATIONS)} | DERIVED | {"audit"}
    assert [there[name].rows for name in ("documents", "originals", "corrections")] == [2, 2, 2]
    assert (there["conversations"].rows, there["turns"].rows) == (2, 4)
    assert held(folder) == held(server_place) == held(tmp_path / "back")
    logs = [AuditLog(place, AuditSettings()) for place in (folder, server_place, tmp_path / "back")]
    assert logs[0].entries() == logs[1].entries() == logs[2].entries()
    assert [entry.act for entry in logs[1].entries()] == ["add", "add", "add", "remove", "set"]
    assert logs[1].faults() == ()


def test_moving_leaves_no_trace_where_the_library_was(server_place: Server, tmp_path: Path) -> None:
    open_database(tmp_path / "library", create=True).close()
    before = {path.name for path in (tmp_path / "library").iterdir()}
    assert move(tmp_path / "library", server_place, quietly)["conversations"].rows == 0
    assert {path.name for path in (tmp_path / "library").iterdir()} == before


def test_a_moved_library_is_gone_on_with(folder: Path, server_place: Server) -> None:
    move(folder, server_place, quietly)
    with Library.open(server_place, embedder=WordEmbedder()) as library:
        assert library.add(folder.with_name("sales.txt")).status.value == "unchanged"
        before = max(p.chunk.locator.start for p in library.search("widgets", limit=50))
        library.add(folder.with_name("gone.txt"))
        assert before >= 0
        assert [info.id for info in library.documents()] == ["gone", "grants", "sales"]
        assert {p.chunk.locator.document_id for p in library.search("widgets", limit=50)} == {"gone", "grants", "sales"}


def test_moving_again_only_compares_and_goes_on_with_what_was_broken_off(
    folder: Path, server_place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(place: object) -> Iterator[None]:
        raise KeyboardInterrupt

    monkeypatch.setattr(moving, "Conversations", break_off)
    with pytest.raises(KeyboardInterrupt):
        move(folder, server_place, quietly)
    monkeypatch.undo()
    assert Conversations(server_place).found() == ()
    sums = move(folder, server_place, quietly)
    assert sums["turns"].rows == 4
    assert move(folder, server_place, quietly) == sums


def test_a_place_that_holds_another_library_is_left_alone(folder: Path, server_place: Server, tmp_path: Path) -> None:
    with Library.open(server_place, create=True, embedder=WordEmbedder()) as library:
        library.add(tmp_path / "gone.txt")
    with pytest.raises(WrongUsage, match="holds another library; name an empty folder or database"):
        move(folder, server_place, quietly)
    with pytest.raises(WrongUsage, match="already"):
        move(folder, folder, quietly)
    with pytest.raises(LibraryMissing):
        move(tmp_path / "nowhere", server_place, quietly)


@pytest.mark.parametrize("table", ["documents", "chunks", "words", "vectors"])
def test_a_copy_that_is_not_the_same_is_not_kept(
    folder: Path, server_place: Server, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = moving._copy_library
    spoil = {
        "documents": "UPDATE documents SET title = title || '.' WHERE id = 'sales'",
        "chunks": "UPDATE chunks SET past = past + 1 WHERE number = (SELECT max(number) FROM chunks)",
        "words": "DELETE FROM words WHERE word = 'widget' AND document = 'sales'",
        "vectors": "UPDATE vectors SET vector = vector + vector WHERE number = (SELECT max(number) FROM vectors)",
    }

    def copy_and_spoil(source, target, tell):  # type: ignore[no-untyped-def]
        copy(source, target, tell)
        target.execute(spoil[table])

    monkeypatch.setattr(moving, "_copy_library", copy_and_spoil)
    with pytest.raises(StoreError, match=rf"is not what was read \({table}\); nothing was kept of it"):
        move(folder, server_place, quietly)
    with open_database(server_place) as database:
        assert database.version == 0


def test_no_column_of_either_store_is_left_behind(folder: Path, postgres_server: TestServer) -> None:
    server_place = postgres_server.new_place()
    open_database(server_place, create=True).close()
    known = {table.name: set(table.columns) for table in (*LIBRARY, *CONVERSATIONS)}
    schema = server_place.url.partition("search_path%3D")[2].partition(",")[0]
    rows = postgres_server.run(
        f"SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = '{schema}'", schema
    )
    there = {table: {column for name, column in rows if name == table} for table, _ in rows}
    assert {name: there[name] for name in known} == known
    assert there["audit"] == set(COLUMNS)
    assert set(there) - set(known) == DERIVED | {"audit", "lengths", "alembic_version"}
    here: dict[str, set[str]] = {}
    with open_database(folder) as database, database.reading() as connection:
        for name, kind in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
            if not name.startswith(("words", "sqlite_")) and "VIRTUAL" not in kind:
                here[name] = {row[1] for row in connection.execute(f"PRAGMA table_info({name})")}
    assert set(here) == {table.name for table in LIBRARY} | {"vectors", "meta"}
    assert {name: columns for name, columns in here.items() if name in known} == {
        table.name: set(table.columns) for table in LIBRARY
    }


def test_the_command_moves_to_the_place_that_is_named_and_tells_no_password(
    folder: Path,
    server_place: Server,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    assert cli.run(["--library", str(folder), "migrate", "--to", server_place.url]) == cli.ANSWERED
    said = capsys.readouterr()
    assert "documents" in said.out
    assert "secret" not in said.out + said.err
    monkeypatch.setenv("REPORT_ASSISTANT_DATABASE", server_place.url)
    assert cli.run(["list"]) == cli.ANSWERED
    assert "sales" in capsys.readouterr().out
    assert cli.run(["migrate"]) == cli.ANSWERED
    assert "already" in capsys.readouterr().out
    assert cli.run(["migrate", "--to", str(tmp_path / "back")]) == cli.ANSWERED
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(folder))
    assert cli.run(["list"]) == cli.USAGE
    assert "unset one" in capsys.readouterr().err
    monkeypatch.delenv("REPORT_ASSISTANT_LIBRARY")
    monkeypatch.setenv("REPORT_ASSISTANT_DATABASE", "mysql://me:secret@here/reports")
    assert cli.run(["list"]) == cli.USAGE
    told = capsys.readouterr().err
    assert "postgresql://" in told
    assert "secret" not in told

"""What a library on a PostgreSQL server does that a file cannot, or does otherwise."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psycopg
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from corpus import store
from corpus.database import SCHEMA_VERSION, open_database
from corpus.document import ChunkKind
from corpus.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryMissing,
    LibraryReadOnly,
    LibraryUnreachable,
    SchemaMismatch,
    StoreError,
)
from corpus.places import Server, read_place
from corpus.postgres.connecting import connect
from corpus.postgres.database import PostgresDatabase, bring_library_forward
from corpus.postgres.formats import FORMATS, bring_forward, read_format
from corpus.postgres.tables import ServerTables
from corpus.retrieval import search_words
from corpus.sqlite import SqliteDatabase
from tests.samples import a_document, another_process, ids, put, take
from tests.servers import TestServer, running_server

EVERY_KIND = frozenset(ChunkKind)
WAITING = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest.fixture
def server_place(postgres_server: TestServer) -> Server:
    return postgres_server.new_place()


@pytest.fixture
def database(server_place: Server) -> Iterator[PostgresDatabase]:
    with PostgresDatabase(server_place, create=True) as database:
        yield database


def start(code: str, place: Server) -> subprocess.Popen[str]:
    """Another process, with the library's place in `place`."""
    return another_process(
        code,
        "from corpus import store",
        "from corpus.places import Server",
        "from corpus.postgres.database import PostgresDatabase",
        f"place = Server({place.url!r})",
    )


# --- the place -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:secret@db.example:5432/reports?sslmode=require", "postgresql://db.example:5432/reports"),
        ("postgres://db.example/reports", "postgres://db.example/reports"),
        ("postgresql:///reports?password=secret", "postgresql:///reports"),
        ("postgresql://me:sec?secret@db.example/reports", "the PostgreSQL server"),
        ("postgresql://me:sec/secret@db.example/reports", "the PostgreSQL server"),
        ("postgresql://me@[secret", "the PostgreSQL server"),
    ],
)
def test_a_password_is_never_shown(url: str, shown: str) -> None:
    place = read_place(url)
    assert isinstance(place, Server)
    assert str(place) == shown
    assert "sec" not in repr(place)


def test_an_address_that_is_none_is_told_without_its_password() -> None:
    with pytest.raises(StoreError, match="address of the database cannot be read") as told:
        open_database(Server("postgresql://me:secret@[db.example/reports"))
    assert "secret" not in str(told.value)
    assert told.value.__suppress_context__


def test_a_database_without_a_library_is_named(server_place: Server) -> None:
    with pytest.raises(LibraryMissing, match=r"no library in postgresql://127\.0\.0\.1:\d+/postgres;"):
        open_database(server_place)


def test_a_schema_that_is_not_there_is_no_place_for_a_library(postgres_server: TestServer) -> None:
    with pytest.raises(StoreError):
        open_database(Server(postgres_server.url("nowhere").replace(",public", "")), create=True)


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with pytest.raises(LibraryUnreachable, match=r"cannot be reached .* try again once the server is back"):
        open_database(Server("postgresql://me:secret@127.0.0.1:1/reports"))


# --- several at once -------------------------------------------------------------------------------------------------


def test_a_reader_sees_one_state_throughout(database: PostgresDatabase, server_place: Server) -> None:
    put(database, a_document("a"))
    with PostgresDatabase(server_place) as other, database.reading() as connection:
        assert store.document_ids(connection) == ("a",)
        put(other, a_document("b"))
        assert (store.document_ids(connection), database.version, database.latest) == (("a",), 1, 2)
    assert (ids(database), database.version) == (("a", "b"), 2)


def test_equal_histories_make_equal_states_whatever_the_store(database: PostgresDatabase, tmp_path: Path) -> None:
    with SqliteDatabase(tmp_path, create=True) as other:
        for library in (database, other):
            put(library, a_document("a"))
            put(library, a_document("b"))
            take(library, "a")
        assert (database.state, database.version) == (other.state, other.version)


def test_nothing_changed_is_no_change_and_a_failed_one_is_none(database: PostgresDatabase) -> None:
    put(database, a_document("a"))
    before = (database.version, database.state)
    with database.writing("nothing") as connection:
        store.document_ids(connection)

    def fail_half_way() -> None:
        with database.writing("remove a") as connection:
            store.remove_document(connection, "a")
            raise KeyError("a bug")

    with pytest.raises(KeyError):
        fail_half_way()
    assert (database.version, database.state) == before


@pytest.mark.slow
def test_processes_that_make_and_change_a_library_at_once_all_succeed(server_place: Server) -> None:
    code = 'put(PostgresDatabase(place, create=True), a_document("{}"))'
    writers = [start(code.format(name), server_place) for name in "abcd"]
    assert [writer.communicate() for writer in writers] == [("", "")] * 4
    with PostgresDatabase(server_place) as database:
        assert (ids(database), database.version) == (("a", "b", "c", "d"), 4)


def test_a_process_that_does_not_finish_makes_others_give_up_and_readers_do_not_notice(
    database: PostgresDatabase, server_place: Server
) -> None:
    put(database, a_document("a"))
    code = 'with PostgresDatabase(place).writing("x") as c: take; print("held", flush=True); input()'
    holder = start(code, server_place)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with PostgresDatabase(server_place, busy_timeout=0.2) as impatient:
        with pytest.raises(LibraryBusy, match="another process is changing the library"):
            put(impatient, a_document("b"))
        assert ids(impatient) == ("a",)
    holder.communicate("\n")
    put(database, a_document("b"))


def test_a_killed_process_leaves_the_library_as_it_was_and_unlocked(
    database: PostgresDatabase, server_place: Server
) -> None:
    put(database, a_document("a"))
    code = """
with PostgresDatabase(place).claiming("a"), PostgresDatabase(place).writing("remove a") as connection:
    store.remove_document(connection, "a")
    os._exit(9)
"""
    process = start(code, server_place)
    assert process.communicate() == ("", "")
    assert (process.returncode, ids(database)) == (9, ("a",))
    with database.claiming("a"):
        put(database, a_document("b"))


def test_a_document_that_another_process_prepares_is_waited_for_and_others_are_not(
    database: PostgresDatabase, server_place: Server
) -> None:
    with PostgresDatabase(server_place, busy_timeout=0.2) as other, database.claiming("a"):
        with pytest.raises(LibraryBusy, match="another process is adding 'a'; try again later"), other.claiming("a"):
            pass
        with other.claiming("b"):
            put(other, a_document("b"))
        assert ids(database) == ("b",)
    with database.claiming("a"):
        pass


def test_a_library_that_may_only_be_read_says_so(database: PostgresDatabase, postgres_server: TestServer) -> None:
    put(database, a_document("a"))
    schema = database.place.url.partition("search_path%3D")[2].partition(",")[0]
    for statement in (
        "CREATE ROLE visitor LOGIN",
        f"GRANT USAGE ON SCHEMA {schema} TO visitor",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO visitor",
    ):
        postgres_server.run(statement, schema)
    try:
        with PostgresDatabase(Server(database.place.url.replace("//postgres:", "//visitor:"))) as visitors:
            assert ids(visitors) == ("a",)
            for change in (
                visitors.check_writable,
                lambda: put(visitors, a_document("b")),
                lambda: visitors.write_note("x", ""),
            ):
                with pytest.raises(LibraryReadOnly, match="may not be changed"):
                    change()
    finally:
        postgres_server.run("DROP OWNED BY visitor; DROP ROLE visitor", schema)


def test_a_note_is_no_change(database: PostgresDatabase) -> None:
    assert (database.read_note("words"), database.note_version("words")) == (None, None)
    database.write_note("words", "a\0b")
    first = database.note_version("words")
    database.write_note("words", "c")
    assert (database.read_note("words"), database.version, database.latest) == ("c", 0, 0)
    assert database.note_version("words") != first
    database.remove_note("words")
    assert database.read_note("words") is None


# --- a server that goes away and comes back --------------------------------------------------------------------------


@pytest.mark.slow
def test_a_server_may_go_away_and_come_back() -> None:
    with running_server() as server, PostgresDatabase(server.new_place(), create=True) as database:
        put(database, a_document("a"))
        server.stop()
        for use in (lambda: ids(database), lambda: put(database, a_document("b")), lambda: database.version):
            with pytest.raises(LibraryUnreachable, match="cannot be reached"):
                use()
        server.start()
        assert (ids(database), database.version) == (("a",), 1)
        put(database, a_document("b"))

        def lose_it_meanwhile() -> None:
            with database.reading() as connection:
                server.stop()
                store.document_ids(connection)

        with pytest.raises(LibraryUnreachable):
            lose_it_meanwhile()
        server.start()
        assert ids(database) == ("a", "b")


# --- formats ---------------------------------------------------------------------------------------------------------

NEXT = f'''"""A step that only this test takes."""

from alembic import op

revision = "{SCHEMA_VERSION + 1}"
down_revision = "{SCHEMA_VERSION}"


def upgrade() -> None:
    op.execute("ALTER TABLE documents ADD COLUMN licence TEXT NOT NULL DEFAULT 'open'")
'''


def test_the_newest_step_makes_the_format_of_this_program(database: PostgresDatabase) -> None:
    steps = {int(path.stem.removeprefix("format_")) for path in (FORMATS / "versions").glob("format_*.py")}
    assert max(steps) == SCHEMA_VERSION
    with connect(database.place) as connection:
        assert read_format(connection) == SCHEMA_VERSION
    assert bring_library_forward(database.place) is False


def test_a_library_of_an_older_format_is_changed_only_once_it_is_brought_forward(
    database: PostgresDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, a_document("a"))
    shutil.copytree(FORMATS, tmp_path / "steps", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "steps" / "versions" / f"format_{SCHEMA_VERSION + 1}.py").write_text(NEXT, encoding="utf-8")
    monkeypatch.setattr("corpus.postgres.database.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(
        "corpus.postgres.database.bring_forward",
        lambda connection: bring_forward(connection, folder=tmp_path / "steps", to=SCHEMA_VERSION + 1),
    )
    with PostgresDatabase(database.place) as newer:
        assert ids(newer) == ("a",)  # it is read as before
        with pytest.raises(SchemaMismatch, match=r"has format 3, .* writes format 4; `report-assistant migrate`"):
            put(newer, a_document("b"))
    assert bring_library_forward(database.place) is True
    with PostgresDatabase(database.place) as newer, newer.reading() as connection:
        assert connection.execute("SELECT id, licence FROM documents").fetchall() == [("a", "open")]
    monkeypatch.undo()
    with pytest.raises(SchemaMismatch, match="has format 4, this program reads format 3; use a newer program"):
        PostgresDatabase(database.place)


def test_a_step_that_fails_changes_nothing(database: PostgresDatabase, tmp_path: Path) -> None:
    shutil.copytree(FORMATS, tmp_path / "steps", ignore=shutil.ignore_patterns("__pycache__"))
    broken = NEXT + '    op.execute("SELECT 1 / 0")\n'
    (tmp_path / "steps" / "versions" / f"format_{SCHEMA_VERSION + 1}.py").write_text(broken, encoding="utf-8")
    with connect(database.place) as connection:
        connection.autocommit = False
        with pytest.raises(psycopg.errors.DivisionByZero):
            bring_forward(connection, folder=tmp_path / "steps", to=SCHEMA_VERSION + 1)
        connection.rollback()
        assert read_format(connection) == SCHEMA_VERSION


def test_a_library_with_a_table_missing_is_damaged(database: PostgresDatabase, postgres_server: TestServer) -> None:
    schema = database.place.url.partition("search_path%3D")[2].partition(",")[0]
    postgres_server.run("DROP TABLE grids", schema)
    with pytest.raises(LibraryDamaged, match="restore a copy"), database.reading() as connection:
        connection.execute("SELECT body FROM grids")


# --- words and vectors -----------------------------------------------------------------------------------------------

WORDS = ("widgets", "widget", "sold", "cafés", "cafe", "rain", "IT", "2024", "½", "fell-off", "Ⅷ", "e", "running")


@pytest.fixture(scope="module")
def pair(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: TestServer
) -> Iterator[tuple[SqliteDatabase, PostgresDatabase]]:
    with (
        SqliteDatabase(tmp_path_factory.mktemp("pair"), create=True) as one,
        PostgresDatabase(postgres_server.new_place(), create=True) as other,
    ):
        yield one, other


@example(documents=[["a", "a a b"], ["widgets sold", "", "widget widget", "–"]], asked="Were widgets sold? Widget a b")
@given(
    documents=st.lists(
        st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=1, max_size=5),
        min_size=1,
        max_size=3,
    ),
    asked=st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join),
)
@pytest.mark.slow
def test_words_are_found_and_ranked_alike_in_both_stores(
    pair: tuple[SqliteDatabase, PostgresDatabase], documents: list[list[str]], asked: str
) -> None:
    words = search_words(asked)
    assume(words)
    names = [f"d{n}" for n in range(len(documents))]
    found = []
    for database in pair:
        for name, paragraphs in zip(names, documents, strict=True):
            put(database, a_document(name, paragraphs))
        with database.reading() as connection:
            ranked = connection.match_words(words, kinds=EVERY_KIND, documents=None, limit=50)
            scoped = connection.match_words(words, kinds=EVERY_KIND, documents={"d0"}, limit=3)
            some = connection.score_words(words, list(ranked)[::2])
            keys = {n: k for k, n in store.chunk_keys(connection, ChunkKind.PROSE).items()}
            counts = list(connection.word_counts())
        found.append(
            [[(keys[n], score) for n, score in result.items()] for result in (ranked, scoped, some)] + [counts]
        )
        for name in names:
            take(database, name)
    one, other = found
    for ranked, again in zip(one[:2], other[:2], strict=True):
        assert [key for key, _ in ranked] == [key for key, _ in again]
    assert dict(one[2]) == pytest.approx(dict(other[2]), abs=2e-6)
    assert dict(one[0]) == pytest.approx(dict(other[0]), abs=2e-6)
    assert one[3] == other[3]


def test_a_large_library_has_an_index_of_its_vectors_and_another_models_take_its_place(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.postgres.connection.INDEXED_FROM", 200)
    vectors = np.random.default_rng(3).standard_normal((300, 32)).astype(np.float32)
    put(database, a_document("a", [f"paragraph {n}" for n in range(300)]), vectors=vectors)
    with database.reading() as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        plan = connection.execute(
            "EXPLAIN SELECT number FROM vectors WHERE kind = 'prose'"
            " ORDER BY (vector::vector(32)) <#> (SELECT vector FROM vectors LIMIT 1) LIMIT 5"
        ).fetchall()
        assert "vectors_near_prose" in str(plan)
    take(database, "a")
    put(database, a_document("b"), vectors=np.ones((1, 7), dtype=np.float32), model="another")
    with database.reading() as connection:
        assert [vector.tolist() for vector in connection.vectors([301]).values()] == [[1.0] * 7]


def test_a_question_with_any_character_can_be_kept(database: PostgresDatabase) -> None:
    from assistant.answers.answer import Answer, Route
    from assistant.conversations import Conversations

    kept = Conversations(database.place)
    question = 'a \0 "b" \\u0000 \ufdd0 \\\\u0000 c'
    conversation = kept.add(kept.begin(), Answer(question=question, route=Route.REFUSAL, text="No.", id="one"))
    assert kept.read(conversation.id).turns[0].answer.question == question
    assert kept.answer("one").question == question
    assert kept.found('"b"') != ()


def test_a_bug_is_no_fault_of_the_server(database: PostgresDatabase) -> None:
    with pytest.raises(psycopg.errors.SyntaxError), database.reading() as connection:
        connection.execute("SELEC 1")
    assert ids(database) == ()


def test_a_table_that_another_process_makes_at_the_same_moment_is_used(database: PostgresDatabase) -> None:
    taking = "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' tables are made', 0))"
    making = "CREATE TABLE seen (name TEXT PRIMARY KEY)"
    place = database.place
    tables = ServerTables(place, [making])
    try:
        with connect(place) as other, connect(place) as watching, ThreadPoolExecutor(1) as pool:
            with other.transaction():
                other.execute(taking)
                found = pool.submit(tables.rows, "SELECT name FROM seen")
                while not (found.done() or watching.execute(WAITING).rowcount):
                    time.sleep(0.01)
                other.execute(making)
                other.execute("INSERT INTO seen VALUES ('by the other')")
            assert found.result(timeout=30) == [("by the other",)]
    finally:
        tables.close()

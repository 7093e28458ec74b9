from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus import store
from corpus.database import SCHEMA_VERSION
from corpus.errors import LibraryBusy, LibraryDamaged, LibraryMissing, LibraryReadOnly, SchemaMismatch
from corpus.sqlite import SqliteDatabase
from tests.samples import a_document, another_process, ids, put, take


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def database(folder: Path) -> Iterator[SqliteDatabase]:
    with SqliteDatabase(folder, create=True) as database:
        yield database


def start(code: str, folder: Path) -> subprocess.Popen[str]:
    """Another process, with the library's folder in `folder`."""
    return another_process(
        code,
        "from pathlib import Path",
        "from corpus.sqlite import SqliteDatabase",
        f"folder = Path({str(folder)!r})",
    )


def test_a_folder_without_a_library_is_named(folder: Path) -> None:
    with pytest.raises(LibraryMissing, match=f"no library in {folder}"):
        SqliteDatabase(folder)
    assert not folder.exists()


def test_a_new_library_is_empty_and_stays_what_it_is(folder: Path) -> None:
    SqliteDatabase(folder, create=True).close()
    with SqliteDatabase(folder, create=True) as database:
        assert (database.version, ids(database)) == (0, ())


def test_each_change_raises_the_version_and_no_change_does_not(database: SqliteDatabase) -> None:
    put(database, a_document("a"))
    put(database, a_document("b"))
    assert database.version == 2
    with database.writing("nothing") as connection:
        store.document_ids(connection)
    assert database.version == 2
    take(database, "a")
    assert database.version == 3


def test_a_failed_change_leaves_everything_as_it_was(database: SqliteDatabase) -> None:
    put(database, a_document("a"))
    before = (database.version, database.state)

    def fail_half_way() -> None:
        with database.writing("remove a") as connection:
            store.remove_document(connection, "a")
            raise KeyError("a bug")

    with pytest.raises(KeyError):
        fail_half_way()
    assert (database.version, database.state) == before
    assert ids(database) == ("a",)


def test_a_reader_sees_one_state_throughout(database: SqliteDatabase, folder: Path) -> None:
    put(database, a_document("a"))
    with SqliteDatabase(folder) as other, database.reading() as connection:
        assert store.document_ids(connection) == ("a",)
        put(other, a_document("b"))
        assert store.document_ids(connection) == ("a",)
        assert database.version == 1
    assert ids(database) == ("a", "b")


def test_equal_histories_make_equal_states(tmp_path: Path) -> None:
    states = []
    for name in ("one", "two"):
        with SqliteDatabase(tmp_path / name, create=True) as database:
            put(database, a_document("a"))
            states.append(database.state)
    assert states[0] == states[1] != ""


def test_a_process_that_does_not_finish_makes_others_give_up(database: SqliteDatabase, folder: Path) -> None:
    holder = start('with SqliteDatabase(folder).writing("x"): print("held", flush=True); input()', folder)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with SqliteDatabase(folder, busy_timeout=0.2) as impatient:
        with pytest.raises(LibraryBusy, match="another process is changing the library"):
            put(impatient, a_document("a"))
        assert ids(impatient) == ()
    holder.communicate("\n")
    put(database, a_document("a"))


def test_a_killed_process_leaves_the_library_as_it_was_and_unlocked(database: SqliteDatabase, folder: Path) -> None:
    put(database, a_document("a"))
    before = database.state
    code = """
from corpus import store
with SqliteDatabase(folder).writing("remove a") as connection:
    store.remove_document(connection, "a")
    connection.execute("CREATE TABLE big (i)")
    connection.executemany("INSERT INTO big VALUES (?)", [(i,) for i in range(50000)])
    os._exit(9)
"""
    process = start(code, folder)
    assert process.communicate() == ("", "")
    assert process.returncode == 9
    assert (database.state, ids(database)) == (before, ("a",))
    put(database, a_document("b"))
    assert ids(database) == ("a", "b")


def test_processes_that_change_the_library_at_once_all_succeed(database: SqliteDatabase, folder: Path) -> None:
    writers = [start(f'put(SqliteDatabase(folder), a_document("{name}"))', folder) for name in "abcd"]
    assert [writer.communicate() for writer in writers] == [("", "")] * 4
    assert (ids(database), database.version) == (("a", "b", "c", "d"), 4)


def test_processes_that_make_a_library_at_once_make_one(folder: Path) -> None:
    writers = [start(f'put(SqliteDatabase(folder, create=True), a_document("{name}"))', folder) for name in "abcd"]
    assert [writer.communicate() for writer in writers] == [("", "")] * 4
    with SqliteDatabase(folder) as database:
        assert ids(database) == ("a", "b", "c", "d")


def test_a_process_killed_while_making_a_library_leaves_none_and_is_no_hindrance(folder: Path) -> None:
    code = """
import sqlite3
from corpus import sqlite
connect = sqlite3.connect
class Dying(sqlite3.Connection):
    def execute(self, *args):
        if args[0].startswith("INSERT INTO meta"):
            super().execute("COMMIT")
            os._exit(9)
        return super().execute(*args)
sqlite.sqlite3.connect = lambda *args, **options: connect(*args, factory=Dying, **options)
SqliteDatabase(folder, create=True)
"""
    process = start(code, folder)
    assert process.communicate() == ("", "")
    assert process.returncode == 9
    assert "library.sqlite.new-wal" in {file.name for file in folder.iterdir()}
    with pytest.raises(LibraryMissing):
        SqliteDatabase(folder)
    with SqliteDatabase(folder, create=True) as database:
        put(database, a_document("a"))
    assert {file.name for file in folder.iterdir()} == {"library.sqlite", "library.lock"}


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "50% of? #reports & café"
    with SqliteDatabase(folder, create=True) as database:
        put(database, a_document("a"))
        assert ids(database) == ("a",)


def rubbish(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:60])


def overwritten(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


@pytest.mark.parametrize("damage", [rubbish, emptied, cut, cut_short, overwritten, foreign])
def test_a_damaged_library_is_called_damaged(database: SqliteDatabase, damage: Callable[[Path], None]) -> None:
    for name in "abcdefgh":
        put(database, a_document(name, [f"paragraph {i} of {name}" for i in range(200)]))
    database.close()
    damage(database.path)

    def read_everything() -> None:
        with SqliteDatabase(database.place) as damaged, damaged.reading() as connection:
            for document_id in store.document_ids(connection):
                store.read_document(connection, document_id)
            store.read_vector_table(connection)

    with pytest.raises(LibraryDamaged, match=str(database.place)):
        read_everything()


def test_a_library_of_another_format_is_refused_with_both_formats(database: SqliteDatabase) -> None:
    with database.writing("pretend") as connection:
        connection.execute("UPDATE meta SET schema_version = 99")
    database.close()
    with pytest.raises(SchemaMismatch, match=f"has format 99, this program reads format {SCHEMA_VERSION}"):
        SqliteDatabase(database.place)


@pytest.fixture
def sealed() -> Iterator[Path]:
    """A library whose folder and files nobody but root may write to, in a place that everybody may read."""
    outer = Path(tempfile.mkdtemp())
    outer.chmod(0o755)
    folder = outer / "library"
    with SqliteDatabase(folder, create=True) as database:
        put(database, a_document("a"))
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(outer)


def test_a_library_that_may_not_be_written_to_is_read_and_not_changed(sealed: Path) -> None:
    code = """
import filelock
from corpus import store
from corpus.errors import LibraryReadOnly
if os.geteuid() == 0:  # root writes wherever it likes, so that another user must try
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
database = SqliteDatabase(folder)
with database.reading() as connection:
    print(store.document_ids(connection), database.version)
for attempt in (lambda: put(database, a_document("b")), lambda: SqliteDatabase(folder / "inner", create=True)):
    try:
        attempt()
    except LibraryReadOnly as error:
        print(error)
"""
    run = start(code, sealed)
    out, err = run.communicate()
    assert err == ""
    lines = out.splitlines()
    assert lines[0] == "('a',) 1"
    assert lines[1].startswith(f"the library in {sealed} may not be changed")
    assert lines[2].startswith(f"cannot make a library in {sealed / 'inner'}")


def test_a_file_in_place_of_the_folder_is_named(folder: Path) -> None:
    folder.write_text("not a folder")
    with pytest.raises(LibraryReadOnly, match="cannot make a library in"):
        SqliteDatabase(folder, create=True)
    with pytest.raises(LibraryMissing):
        SqliteDatabase(folder)

"""The doctor finds what is wrong, says what to do, and changes nothing; a backup is a library."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import cli
from assistant.config import Settings
from assistant.language_model.settings import read_model_settings
from assistant.libraries.doctor import Check, Outcome, examine
from assistant.libraries.library import Library
from corpus import embedding
from corpus.errors import LibraryReadOnly
from corpus.sqlite import FILE_NAME, SqliteDatabase


@pytest.fixture
def library(hospital_library: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(hospital_library, tmp_path / "library"))


def examined(folder: Path, *, deep: bool = False) -> dict[str, Check]:
    return {c.name: c for c in examine(Settings(library=folder, log=folder / "errors.log"), deep=deep)}


def test_a_sound_library_has_nothing_wrong(library: Path) -> None:
    before = (library / FILE_NAME).read_bytes()
    found = examined(library, deep=True)
    assert {c.outcome for c in found.values()} <= {Outcome.OK, Outcome.NOTE}
    assert found["reports"].outcome is Outcome.OK
    assert (library / FILE_NAME).read_bytes() == before


def sql(change: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        with sqlite3.connect(folder / FILE_NAME) as connection:
            connection.executescript(change)
        connection.close()

    return spoil


@pytest.mark.parametrize(
    ("spoil", "name", "words"),
    [
        (sql("DELETE FROM vectors WHERE number = 3"), "library", "missing"),
        (sql("UPDATE documents SET chunks = chunks + 1"), "library", "missing (hospital)"),
        (sql("UPDATE meta SET embedder = 'another'"), "library", "'another'"),
        (sql("UPDATE grids SET body = '['"), "reports", "not what was stored"),
        (sql("UPDATE documents SET body = '{}'"), "content", "not what was stored: hospital (text)"),
        (sql("DELETE FROM digests; UPDATE grids SET body = '['"), "reports", "cannot be read back"),
        (sql("DELETE FROM digests; UPDATE documents SET body = '{}'"), "reports", "cannot be read back"),
        (sql("UPDATE chunks SET text = 'zebras' WHERE number = 1"), "database", "word index"),
        (sql("UPDATE meta SET schema_version = 99"), "library", "format 99"),
        (lambda folder: (folder / FILE_NAME).unlink(), "library", "no library"),
        (lambda folder: (folder / FILE_NAME).write_bytes(b"rubbish" * 999), "library", "damaged"),
        (lambda folder: folder.chmod(0o777), "rights", "anyone"),
    ],
)
def test_what_is_wrong_is_named(library: Path, spoil: Callable[[Path], None], name: str, words: str) -> None:
    spoil(library)
    check = examined(library, deep=True)[name]
    assert check.outcome is Outcome.PROBLEM
    assert words in check.found


def test_reports_that_another_version_read_are_noted(library: Path) -> None:
    sql("UPDATE documents SET reader = 'older'")(library)
    check = examined(library)["library"]
    assert (check.outcome, "rebuild" in check.advice) == (Outcome.NOTE, True)


def test_a_library_that_is_being_changed_is_noted(library: Path) -> None:
    with SqliteDatabase(library) as database, database.writing("nothing"):
        assert examined(library)["lock"].outcome is Outcome.NOTE


def test_weights_that_are_not_the_published_ones_are_named(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "_WEIGHTS_DIGEST", "0" * 64)
    assert examined(library)["embedding model"].outcome is Outcome.PROBLEM


@pytest.mark.parametrize(
    ("named", "outcome", "words"),
    [
        ("ollama:small", Outcome.OK, "ollama:small is set up; its server was not called"),
        ("openai:m", Outcome.PROBLEM, "its key, its address or a variable that its package reads may be missing"),
        ("mistralai:m", Outcome.PROBLEM, "the language model 'mistralai:m' has no key"),
        ("closed:m", Outcome.PROBLEM, "no provider is called 'closed'"),
    ],
)
def test_a_language_model_that_is_named_is_looked_at(
    library: Path, monkeypatch: pytest.MonkeyPatch, named: str, outcome: Outcome, words: str
) -> None:
    for variable in ("OPENAI_API_KEY", "MISTRAL_API_KEY"):
        monkeypatch.delenv(variable, raising=False)
    settings = Settings(library=library, log=library / "errors.log", model=read_model_settings(named))
    (found,) = [check for check in examine(settings) if check.name == "language model"]
    assert found.outcome is outcome
    assert words in found.found


def test_the_command_prints_text_or_json_and_ends_with_1_for_a_problem(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["--library", str(library), "doctor"]) == 0
    assert "database: whole" in capsys.readouterr().out
    assert cli.run(["--library", str(library / "nowhere"), "doctor", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["healthy"] is False
    assert {"name", "outcome", "found", "advice"} == set(said["checks"][0])


def test_a_backup_made_while_a_report_is_added_is_a_whole_library(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with SqliteDatabase(library) as database, database.writing("half done") as connection:
        connection.execute("DELETE FROM documents")
        assert cli.run(["--library", str(library), "backup", str(tmp_path / "copy")]) == 0
        connection.rollback()
        connection.execute("BEGIN")
    assert capsys.readouterr().out.strip() == str(tmp_path / "copy" / FILE_NAME)
    with Library.open(library) as one, Library.open(tmp_path / "copy") as other:
        assert [info.id for info in other.documents()] == ["hospital"]
        assert other.documents() == one.documents()
        assert other.grids() == one.grids()


def test_a_backup_writes_over_nothing(library: Path) -> None:
    with SqliteDatabase(library) as database, pytest.raises(LibraryReadOnly, match="cannot make the folder"):
        database.copy_to(library)

"""The audit log says who did what and when, is only added to, and shows where it was tampered with."""

from __future__ import annotations

import gc
import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextvars import Context
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant import acting, audit_log, open_library
from assistant.acting import Actor, act_as, system_user
from assistant.audit_log import (
    AuditLog,
    AuditSettings,
    Logged,
    faults_of,
    load_audit_settings,
)
from assistant.cli import run
from assistant.langchain import tools
from assistant.libraries.library import Library
from assistant.usage import InvalidSetting
from corpus.database import open_database
from corpus.errors import LibraryReadOnly, StoreError
from corpus.places import LibraryPlace, Server

pytestmark = pytest.mark.usefixtures("read_here")

ANN = Actor(way="page", name="ann@town.example")
REPORT = "Sales report Q4 2023/24\n\nSales\n\nWidgets sold\nRegion\tQ3 23-24\tQ4 23-24\nNorth\t1,204\t1,310\n"


@pytest.fixture(autouse=True)
def ann() -> Iterator[None]:
    act_as(ANN)
    yield
    acting._actor.set(None)


@pytest.fixture
def log(place: LibraryPlace) -> AuditLog:
    open_database(place, create=True).close()
    return AuditLog(place, AuditSettings(logged=Logged.QUESTIONS))


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "sales.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def written_on(monkeypatch: pytest.MonkeyPatch, log: AuditLog, days_ago: int, text: str) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - timedelta(days=days_ago)

    with monkeypatch.context() as patched:
        patched.setattr(audit_log, "datetime", Clock)
        log.asked("ask", text, "table")


def altered(folder: Path, *statements: str) -> None:
    """What somebody does who may write to the file, and knows how to get past its triggers."""
    with closing(sqlite3.connect(folder / audit_log.FILE_NAME)) as connection, connection:
        for statement in ("DROP TRIGGER audit_is_kept", "DROP TRIGGER audit_goes_by_record", *statements):
            connection.execute(statement)


def test_every_change_of_a_library_is_logged(place: LibraryPlace, report: Path) -> None:
    with Library.open(place, create=True) as library:
        library.add(report)
        library.correct("sales", {"title": "Widgets"})
        library.add(report)  # which changes nothing
        library.remove("sales")
        entries = library.log.entries()
    assert [(e.number, e.act, e.what.split(" ")[0], e.who, e.way) for e in entries] == [
        (number, act, "sales", "ann@town.example", "page") for number, act in enumerate(("add", "set", "remove"), 1)
    ]
    assert "title='Widgets'" in entries[1].what


def test_what_cannot_be_logged_is_not_done(place: LibraryPlace, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(place, create=True) as library:
        library.add(report)
        version = library.version

        def full(*_: object) -> None:
            raise StoreError("the disk is full")

        monkeypatch.setattr(audit_log, "_add", full)
        with pytest.raises(StoreError, match="full"):
            library.remove("sales")
        assert [info.id for info in library.documents()] == ["sales"]
        assert library.version == version


def test_questions_are_logged_as_far_as_it_is_set(place: LibraryPlace) -> None:
    open_database(place, create=True).close()
    for logged in Logged:
        AuditLog(place, AuditSettings(logged=logged)).asked("ask", "How many widgets?", "table")
        AuditLog(place, AuditSettings(logged=logged)).changed("remove sales")
    kept = AuditLog(place, AuditSettings()).entries()
    asked = [(e.what, e.outcome) for e in kept if e.act == "ask"]
    assert asked == [("", "table"), ("How many widgets?", "table")]
    assert len([e for e in kept if e.act == "remove"]) == 3


def test_the_tables_take_no_change_and_no_deletion_that_is_not_on_record(log: AuditLog) -> None:
    for text in ("one", "two"):
        log.asked("ask", text, "table")
    before = log.entries()
    for statement in ("UPDATE audit SET who = 'bob'", "DELETE FROM audit", "DELETE FROM audit WHERE number = 2"):
        with pytest.raises(Exception, match="only added to"), log.tables.opened() as connection:
            connection.execute(statement)
    assert log.entries() == before
    assert log.faults() == ()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit SET who = 'bob' WHERE number = 2", "entry 2 is not as it was written"),
        ("UPDATE audit SET what = '' WHERE number = 1", "entry 1 is not as it was written"),
        ("DELETE FROM audit WHERE number = 2", "between number 1 and 3"),
        ("DELETE FROM audit WHERE number = 1", "between number 0 and 2"),
        ("UPDATE audit SET number = 9 WHERE number = 3", "between number 2 and 9"),
    ],
)
def test_tampering_past_the_program_shows(tmp_path: Path, statement: str, fault: str) -> None:
    log = AuditLog(tmp_path, AuditSettings(logged=Logged.QUESTIONS))
    for text in ("one", "two", "three"):
        log.asked("ask", text, "table")
    altered(tmp_path, statement)
    assert any(fault in found for found in log.faults())


def test_what_is_old_goes_and_its_going_is_on_record(log: AuditLog, monkeypatch: pytest.MonkeyPatch) -> None:
    for days_ago in (40, 35, 20, 0):
        written_on(monkeypatch, log, days_ago, f"{days_ago} days ago")
    assert log.delete_older(30) == 2
    assert log.delete_older(30) == 0
    kept = log.entries()
    assert [(e.act, e.what.split(",")[0]) for e in kept] == [
        ("ask", "20 days ago"),
        ("ask", "0 days ago"),
        ("deleted", "2 entries up to number 2"),
    ]
    assert log.faults() == ()
    assert faults_of(kept[1:]) != ()
    log.asked("ask", "another", "table")
    assert log.delete_older(10) == 1
    assert log.faults() == ()


def test_a_retention_is_kept_without_being_asked(place: LibraryPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    open_database(place, create=True).close()
    log = AuditLog(place, AuditSettings(logged=Logged.QUESTIONS, days=7))
    written_on(monkeypatch, log, 8, "old")
    for text in ("new", "newer"):
        log.asked("ask", text, "table")
    assert [e.act for e in log.entries()] == ["deleted", "ask", "ask"]
    assert log.faults() == ()


def test_many_at_once_on_new_files_wait_for_one_another(tmp_path: Path) -> None:
    for trial in range(20):
        folder = tmp_path / str(trial)
        folder.mkdir()
        log, start = AuditLog(folder, AuditSettings(logged=Logged.CHANGES)), threading.Barrier(8)

        def add(log: AuditLog = log, start: threading.Barrier = start) -> None:
            start.wait()
            for number in range(3):
                log.changed(f"add {number}")

        with ThreadPoolExecutor(8) as pool:
            for added in [pool.submit(add) for _ in range(8)]:
                added.result()
        assert len(log.entries()) == 24


def test_many_at_once_make_one_chain(log: AuditLog) -> None:
    def ask() -> None:
        for number in range(10):
            log.asked("ask", str(number), "table")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [e.number for e in log.entries()] == list(range(1, 41))
    assert {e.who for e in log.entries()} == {system_user()}  # a thread of its own knows of no visitor
    assert log.faults() == ()


def test_texts_of_any_kind_are_kept(log: AuditLog) -> None:
    log.asked("ask", "half \ud800 of a pair, a \0 and an \U0001f600" + "x" * 9_000, "table")
    (entry,) = log.entries()
    assert entry.what.startswith("half ? of a pair, a \0 and an \U0001f600xxx")
    assert len(entry.what) == audit_log.MOST_TEXT
    assert log.faults() == ()


@pytest.mark.parametrize(
    ("variables", "settings"),
    [
        ({}, AuditSettings()),
        ({"AUDIT_LOG": "Questions", "AUDIT_DAYS": "90"}, AuditSettings(logged=Logged.QUESTIONS, days=90)),
        ({"AUDIT_LOG": "off"}, AuditSettings(logged=Logged.OFF)),
    ],
)
def test_settings_are_read(variables: dict[str, str], settings: AuditSettings) -> None:
    assert load_audit_settings({f"REPORT_ASSISTANT_{name}": value for name, value in variables.items()}) == settings


@pytest.mark.parametrize("variable", [("AUDIT_LOG", "everything"), ("AUDIT_DAYS", "a year"), ("AUDIT_DAYS", "0")])
def test_a_setting_that_is_none_is_refused(variable: tuple[str, str]) -> None:
    with pytest.raises(InvalidSetting, match=variable[0]):
        load_audit_settings({f"REPORT_ASSISTANT_{variable[0]}": variable[1]})


def command(place: LibraryPlace, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    where = "DATABASE" if isinstance(place, Server) else "LIBRARY"
    monkeypatch.setenv(f"REPORT_ASSISTANT_{where}", place.url if isinstance(place, Server) else str(place))
    code = run(arguments)
    gc.collect()  # a command leaves its library open to its process's end
    return code


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Exception ignored in.*BaseConnection:pytest.PytestUnraisableExceptionWarning")
def test_the_command_line_logs_shows_writes_and_deletes(
    place: LibraryPlace,
    report: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("REPORT_ASSISTANT_AUDIT_LOG", "questions")
    assert command(place, monkeypatch, "add", str(report)) == 0
    assert command(place, monkeypatch, "ask", "How many widgets were sold in North in Q4 23-24?") == 0
    capsys.readouterr()
    assert command(place, monkeypatch, "log", "--json") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(e["act"], e["way"], e["who"]) for e in lines] == [
        ("add", "command line", system_user()),
        ("ask", "command line", system_user()),
    ]
    assert lines[1]["what"] == "How many widgets were sold in North in Q4 23-24?"
    output = tmp_path / "log.csv"
    assert command(place, monkeypatch, "log", "-o", str(output)) == 0
    assert output.read_text(encoding="utf-8-sig").splitlines()[0] == ",".join(audit_log.COLUMNS)
    assert command(place, monkeypatch, "log", "--delete-older", "30") == 0
    assert command(place, monkeypatch, "log", "--verify") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "deleted: 0 entries"
    assert told[1].startswith("whole: 2 entries, the last of digest ")
    assert command(place, monkeypatch, "log", "--since", "yesterday") == 2
    assert command(place, monkeypatch, "log", "--since", "2999-01-01") == 0
    assert capsys.readouterr().out == "nothing is logged yet\n"


def test_what_was_asked_steers_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who asks over HTTP may mean it for the terminal of who reads the log."""
    open_library(tmp_path, create=True).close()
    hostile = "How\x1b]0;mine\x07 \x9b2J many\u202e\u2066?"
    AuditLog(tmp_path, AuditSettings(logged=Logged.QUESTIONS)).asked("ask", hostile, "refusal")
    assert command(tmp_path, monkeypatch, "log") == 0
    line = capsys.readouterr().out.removesuffix("\n")
    assert line.isprintable()
    assert line.endswith("ask How?]0;mine? ?2J many??? -> refusal")
    assert command(tmp_path, monkeypatch, "log", "--json") == 0
    told = capsys.readouterr().out.removesuffix("\n")
    assert told.isprintable()
    assert json.loads(told)["what"] == hostile


def test_tampering_is_told_by_the_command_line(
    tmp_path: Path, report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "library"
    assert command(folder, monkeypatch, "add", str(report)) == 0
    altered(folder, "UPDATE audit SET who = 'nobody'")
    assert command(folder, monkeypatch, "log", "--verify") == 1
    assert "entry 1 is not as it was written" in capsys.readouterr().err


def test_what_a_program_asks_by_the_python_interface_is_logged_once(
    widget_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORT_ASSISTANT_AUDIT_LOG", "questions")
    folder = Path(shutil.copytree(widget_library, tmp_path / "widgets"))
    (tmp_path / "draft.md").write_text("Northfield sold 1,310 widgets in Q4 2023/24.\n", encoding="utf-8")
    question = "How many widgets were sold in Northfield in Q4 2023/24?"

    def asking() -> None:
        with open_library(folder) as library:
            library.ask(question)
            library.explain(question)
            library.check("Northfield sold 1,310 widgets.")
            library.search("complaints", limit=3)
            library.brief("widgets sold")
            library.check_draft(tmp_path / "draft.md")
            {tool.name: tool for tool in tools(library)}["ask"].invoke({"question": question})

    Context().run(asking)  # in which nobody has said who acts, as in a program of a user's own
    entries = AuditLog(folder, AuditSettings()).entries()[1:]  # the first is of how the report came there
    assert {(e.way, e.who) for e in entries} == {("program", system_user())}
    assert [(e.act, e.what) for e in entries] == [
        ("ask", question),
        ("explain", question),
        ("check", "Northfield sold 1,310 widgets."),
        ("search", "complaints"),
        ("brief", "widgets sold"),
        ("check draft", "draft.md"),
        ("ask", question),
    ]


def test_a_question_that_cannot_be_logged_is_not_answered(tmp_path: Path) -> None:
    with pytest.raises(LibraryReadOnly, match="audit log"):
        AuditLog(tmp_path / "nowhere", AuditSettings(logged=Logged.ASKED)).asked("ask", "How many?", "table")

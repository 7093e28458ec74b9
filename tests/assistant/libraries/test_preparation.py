"""Preparing a library for questions: by several processes, kept report by report, and gone on with after any end."""

from __future__ import annotations

import json
import shutil
import subprocess
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event, Thread

import pytest
from starlette.testclient import TestClient

from assistant import cli, open_library
from assistant.answers.answer import Route
from assistant.api.application import create_app
from assistant.api.settings import ApiSettings
from assistant.libraries import outlines, preparers
from assistant.libraries.library import Library
from assistant.libraries.moving import move
from assistant.libraries.outlines import LAYOUT, OUTLINES, PARTS, TABLES, Preparation, kept_beside
from assistant.libraries.outlining import WrittenOutline
from assistant.service import Assistant
from corpus.errors import LibraryPreparing
from corpus.places import LibraryPlace, Server
from corpus.store import DocumentInfo
from tests.servers import STORES, TestServer
from tests.shelves import on_shelf

pytestmark = pytest.mark.slow

NAMES = ("Ashby", "Brae", "Coombe", "Dale", "Elm")
ASKED = "How many boats were moored in Northfield according to the Coombe Harbour Trust?"
ALL = "How many boats were moored in Southport?"


def report(name: str, boats: int) -> str:
    return (
        f"{name} Harbour Trust annual report 2023/24\n\nMoorings\n\nBoats moored\nPlace\t2022/23\t2023/24\n"
        f"Northfield\t{boats}\t{boats + 1}\nSouthport\t{boats + 2}\t{boats + 3}\nTotal\t{2 * boats + 2}\t999\n\n"
        f"The {name} Harbour Trust rebuilt its jetty in May because the storm had broken it.\n"
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("harbours")
    paths = []
    for number, name in enumerate(NAMES):
        paths.append(folder / f"{name.lower()}.txt")
        paths[-1].write_text(report(name, 100 * (number + 1)), encoding="utf-8")
    with Library.open(folder / "library", create=True) as library:
        for outcome in library.add_all(paths):
            assert outcome.error is None
        library.search("boats", limit=1)
    return folder / "library"


@pytest.fixture(params=STORES)
def harbours(
    request: pytest.FixtureRequest, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> LibraryPlace:
    """A library without outlines, of which three are many."""
    monkeypatch.setattr(outlines, "MANY", 3)
    monkeypatch.setattr("assistant.libraries.library.MANY", 3)
    monkeypatch.setattr(preparers, "_EACH", 2)
    monkeypatch.setattr(preparers, "n_cores", lambda: 2)
    copy = shutil.copytree(made, tmp_path / "library")
    (copy / LAYOUT.file_name).unlink(missing_ok=True)
    if request.param == "sqlite":
        return copy
    server: TestServer = request.getfixturevalue("postgres_server")
    place = server.new_place()
    move(copy, place, lambda _: None)
    return place


def rows(place: LibraryPlace) -> list[list[list[object]]]:
    """What is kept, as data: words are counted in the order of a set, which differs from process to process."""

    def read(value: object) -> object:
        return json.loads(zlib.decompress(value)) if isinstance(value, bytes) else value

    tables = [on_shelf(place, f"SELECT * FROM {name} ORDER BY 1, 2, 3") for name in (OUTLINES, TABLES)]
    return [[[read(value) for value in row] for row in table] for table in tables]


def forget(place: LibraryPlace) -> None:
    for name in (OUTLINES, TABLES, PARTS):
        on_shelf(place, f"DELETE FROM {name}")


def test_several_processes_make_what_one_makes(harbours: LibraryPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Preparation] = []
    with Library.open(harbours) as library:
        library.watch = told.append
        library.prepare()
        assert library.unprepared() is library.preparation is None
    together = rows(harbours)
    assert [now for now in told if now.what == "preparing"] == [Preparation(done=n, total=5) for n in range(6)]
    forget(harbours)
    monkeypatch.setattr(outlines, "MANY", 99)
    with Library.open(harbours) as library:
        library.outlines()
    assert rows(harbours) == together


def test_a_first_question_about_all_reports_prepares_them(harbours: LibraryPlace) -> None:
    told: list[Preparation] = []
    with Library.open(harbours) as library:
        library.watch = told.append
        Assistant(library).ask(ALL)
    assert told[-1].done == 5
    assert len(rows(harbours)[0]) == 5


def test_a_question_that_names_a_report_wants_only_that_report(harbours: LibraryPlace) -> None:
    with Library.open(harbours) as library:
        answer = Assistant(library).ask(ASKED)
    assert answer.route is Route.CALCULATION
    assert {citation.document for citation in answer.citations} == {"coombe"}
    assert [row[0] for row in rows(harbours)[0]] == ["coombe"]


def test_reports_are_audited_once_and_answers_read_what_was_found(
    harbours: LibraryPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = []
    with Library.open(harbours) as library:
        wanted = [library.contradictions(info.id) for info in library.documents()]
    forget(harbours)
    with Library.open(harbours) as library:
        library.prepare()
    assert on_shelf(harbours, f"SELECT count(*) FROM {PARTS}") == [(5,)]
    monkeypatch.setattr("assistant.libraries.audits.contradictions", None)  # nothing is found anew
    with Library.open(harbours) as library:
        assert [library.contradictions(info.id) for info in library.documents()] == wanted
        assert any(wanted)


def test_nothing_is_declined_for_want_of_the_other_reports(harbours: LibraryPlace) -> None:
    with Library.open(harbours) as library:
        answer = Assistant(library).ask("How many gulls were counted in Northfield, according to Coombe Harbour Trust?")
    assert answer.route is Route.REFUSAL
    assert len(rows(harbours)[0]) == 5


def test_what_was_made_before_an_end_is_not_made_again(harbours: LibraryPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    several = preparers.several_outlines

    def ended(place: LibraryPlace, infos: Sequence[DocumentInfo]) -> Iterator[WrittenOutline]:
        asked.append([info.id for info in infos])
        for number, one in enumerate(several(place, infos)):
            if number == 1 and len(asked) == 1:
                raise KeyboardInterrupt
            yield one

    monkeypatch.setattr("assistant.libraries.library.several_outlines", ended)
    with Library.open(harbours) as library, pytest.raises(KeyboardInterrupt):
        library.prepare()
    assert len(rows(harbours)[0]) == 1
    with Library.open(harbours) as library:
        library.prepare()
    assert len(asked[0]) == 5
    assert len(asked[1]) == 4
    assert len(rows(harbours)[0]) == 5


def test_processes_that_end_or_cannot_be_started_only_cost_time(
    harbours: LibraryPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_process(*_: object, **__: object) -> None:
        raise OSError("none left")

    for spoil in (("_say", no_process), ("subprocess.Popen", no_process)):
        with monkeypatch.context() as patched:
            patched.setattr(f"assistant.libraries.preparers.{spoil[0]}", spoil[1])
            with Library.open(harbours) as library:
                library.prepare()
                assert len(library.outlines()) == 5
            assert len(rows(harbours)[0]) == 5
            forget(harbours)


def test_no_process_is_left_behind(harbours: LibraryPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    start = preparers._start

    def noted(place: LibraryPlace, what: str) -> subprocess.Popen[bytes] | None:
        child = start(place, what)
        assert child is not None
        begun.append(child)
        return child

    monkeypatch.setattr(preparers, "_start", noted)
    with Library.open(harbours) as library:
        infos = library.documents()
        making = preparers.several_outlines(harbours, infos)
        next(making)
        making.close()  # type: ignore[attr-defined]
    assert len(begun) == 2
    assert all(child.returncode is not None for child in begun)


class Held:
    """A preparation that stands still after two reports, until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go = Event(), Event()
        several = preparers.several_outlines

        def slowly(place: LibraryPlace, infos: Sequence[DocumentInfo]) -> Iterator[WrittenOutline]:
            for number, one in enumerate(several(place, infos)):
                if number == 2:
                    self.reached.set()
                    assert self.go.wait(60)
                yield one

        monkeypatch.setattr("assistant.libraries.library.several_outlines", slowly)


@pytest.mark.slow
def test_who_serves_many_says_how_far_it_is_and_answers_what_it_can(
    harbours: LibraryPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch)
    with Library.open(harbours) as one, Library.open(harbours) as other:
        preparing = Thread(target=one.prepare)
        preparing.start()
        assert held.reached.wait(60)
        for library in (one, other):
            library.patience = 0.0
            with pytest.raises(LibraryPreparing, match="2 of 5 reports are ready"):
                Assistant(library).ask(ALL)
        for library in (one, other):  # which makes that report's outline, so that one fewer is missing
            assert Assistant(library).ask(ASKED).route is Route.CALCULATION
        held.go.set()
        preparing.join()
        assert {Assistant(library).ask(ALL).text for library in (one, other)} == {Assistant(one).ask(ALL).text}


def test_who_is_patient_waits_for_another_process(harbours: LibraryPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch)
    with Library.open(harbours) as one, Library.open(harbours) as other:
        preparing = Thread(target=one.prepare)
        preparing.start()
        assert held.reached.wait(60)
        other.watch = lambda now: held.go.set() if now.done == 2 else None
        assert len(other.outlines()) == 5
        preparing.join()


@pytest.mark.slow
def test_the_server_is_not_ready_before_the_library_is(harbours: LibraryPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch)
    with TestClient(create_app(open_library(harbours), ApiSettings(rate=0)), base_url="http://127.0.0.1") as client:
        assert held.reached.wait(60)
        assert client.get("/v1/health").status_code == 200
        told = client.get("/v1/ready")
        assert (told.status_code, told.headers["Retry-After"]) == (503, "5")
        assert "2 of 5 reports are ready" in told.json()["detail"]
        assert client.post("/v1/ask", json={"question": ALL}).status_code == 503
        assert client.post("/v1/ask", json={"question": ASKED}).json()["route"] == "calculation"
        held.go.set()
        answer = client.post("/v1/ask", json={"question": ALL})
        while answer.status_code == 503:
            answer = client.post("/v1/ask", json={"question": ALL})
        assert client.get("/v1/ready").json()["documents"] == 5


def test_the_command_line_prepares_beforehand_and_says_what_is_missing(
    harbours: LibraryPlace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if isinstance(harbours, Server):
        monkeypatch.delenv("REPORT_ASSISTANT_LIBRARY", raising=False)
        monkeypatch.setenv("REPORT_ASSISTANT_DATABASE", harbours.url)
    place = [] if isinstance(harbours, Server) else ["--library", str(harbours)]

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.run([*place, *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    assert "note     outlines: 5 of 5 reports have none that this program made, 5 were not audited" in run("doctor")[1]
    assert kept_beside(harbours, "contradictions") == (frozenset(), frozenset())
    code, out, err = run("rebuild", "--outlines")
    assert (code, out) == (0, "prepared for questions: 5 reports\n")
    assert "preparing 5 of 5 reports for questions; this is done once" in err
    assert "preparing: 5 of 5" in err
    assert "auditing: 5 of 5" in err
    assert run("rebuild", "--outlines") == (0, out, "")
    assert "ok       outlines" in run("doctor")[1]
    on_shelf(harbours, f"UPDATE {PARTS} SET version = 'older'")
    assert "note     outlines: 0 of 5 reports have none that this program made, 5 were not audited" in run("doctor")[1]
    assert run("rebuild", "--outlines", "coombe")[0] == 2


def test_without_room_reports_are_read_as_they_are_asked_for(
    harbours: LibraryPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("FileShelf", "ServerShelf"):
        monkeypatch.setattr(f"assistant.libraries.shelf.{kind}.write", lambda *_: False)
    told: list[Preparation] = []
    with Library.open(harbours) as library:
        library.watch = told.append
        assert len(library.outlines()) == 5
        assert Assistant(library).ask(ASKED).route is Route.CALCULATION
    assert told == [Preparation(done=0, total=5)]


def test_a_library_that_is_moved_takes_what_was_made_with_it(
    harbours: LibraryPlace, postgres_server: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(harbours) as library:
        library.prepare()
        wanted = [library.contradictions(info.id) for info in library.documents()]
    targets = [tmp_path / "moved"]
    for target in targets if isinstance(harbours, Server) else [*targets, postgres_server.new_place()]:
        move(harbours, target, lambda _: None)
        move(harbours, target, lambda _: None)
        assert rows(target) == rows(harbours)
        with monkeypatch.context() as patched:
            patched.setattr("assistant.libraries.audits.contradictions", None)
            patched.setattr(outlines, "make_outline", None)
            with Library.open(target) as library:
                assert library.unprepared() is None
                assert len(library.outlines()) == 5
                assert [library.contradictions(info.id) for info in library.documents()] == wanted


def test_a_second_process_makes_nothing(harbours: LibraryPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(harbours) as library:
        library.prepare()
        text = Assistant(library).ask(ALL).text
    monkeypatch.setattr("assistant.libraries.audits.contradictions", None)
    monkeypatch.setattr(outlines, "make_outline", None)
    monkeypatch.setattr("assistant.libraries.preparers._start", None)
    with Library.open(harbours) as library:
        assert Assistant(library).ask(ALL).text == text

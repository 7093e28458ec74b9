"""Adding with the workers of a cluster: the same library as without, whatever becomes of a worker."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import psutil
import pytest
from distributed import Client, KilledWorker, LocalCluster

from assistant import cli
from assistant.libraries import dask_engine as module
from assistant.libraries.dask_engine import DaskEngine, EngineLost, Sent, dask_engine, prepare_report
from assistant.libraries.library import Library
from assistant.usage import WrongUsage
from corpus.digests import Part
from corpus.embedding import MiniLmEmbedder
from corpus.errors import EmptyDocument, ReaderStopped, UnreadableFile
from corpus.loading import ReportFile
from corpus.parsing import Limits
from structured.parsing import parse
from tests.samples import WordEmbedder
from tests.small import REPORT

FILE = ReportFile.of(REPORT.replace(" | ", "\t").encode(), "widgets.txt", "widgets.txt")


@pytest.fixture(scope="module", autouse=True)
def own_main() -> Iterator[None]:
    """A main module that new processes can run again: a test of the page before may have left its script as that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        yield


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster with two workers, processes of this machine that only it can reach."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Six reports that can be read and two that cannot, between them."""
    found = []
    for number in range(6):
        found.append(tmp_path / f"report-{number}.txt")
        text = REPORT.replace("Northfield", f"Place {number}").replace(" | ", "\t")
        found[-1].write_text(text + f"\nPlace {number} sold more.\n" * (number + 1), encoding="utf-8")
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing that follows\n")
    return [*found[:3], tmp_path / "empty.txt", tmp_path / "broken.pdf", *found[3:]]


def rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that a library holds but the time at which it was added."""
    with sqlite3.connect(folder / "library.sqlite") as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        held = {}
        for name in names:
            columns = [c[1] for c in connection.execute(f"PRAGMA table_info({name})") if c[1] != "added"]
            held[name] = sorted(connection.execute(f"SELECT {', '.join(columns)} FROM {name}").fetchall(), key=repr)
    connection.close()
    held["digests"] = [row for row in held["digests"] if Part.RECORD not in row]  # which is of that time too
    return held


def added(folder: Path, files: list[Path], engine: DaskEngine | None = None) -> list[str]:
    with Library.open(folder, create=True) as library:
        return [
            type(outcome.error).__name__ if outcome.added is None else outcome.added.info.id
            for outcome in library.add_all(files, engine=engine)
        ]


@pytest.mark.slow
def test_two_workers_make_the_same_library_to_the_row(tmp_path: Path, files: list[Path], scheduler: str) -> None:
    told = added(tmp_path / "one", files)
    with dask_engine(MiniLmEmbedder(), scheduler=scheduler) as engine:
        assert engine.at_once == 4
        assert added(tmp_path / "two", files, engine) == told
    assert told[3:5] == [EmptyDocument.__name__, UnreadableFile.__name__]
    assert rows(tmp_path / "two") == rows(tmp_path / "one")


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path, files: list[Path], scheduler: str) -> None:
    told = added(tmp_path / "one", files)
    with dask_engine(MiniLmEmbedder(), scheduler=scheduler) as engine, Client(scheduler) as client:
        with Library.open(tmp_path / "two", create=True) as library:
            outcomes = library.add_all(files, engine=engine)
            first = next(outcomes)
            assert first.added is not None
            os.kill(min(client.run(os.getpid).values()), signal.SIGKILL)
            rest = list(outcomes)
        client.wait_for_workers(2, timeout=60)
    assert [o.added.info.id if o.added else type(o.error).__name__ for o in (first, *rest)] == told
    assert rows(tmp_path / "two") == rows(tmp_path / "one")


@pytest.mark.slow
def test_the_bounds_of_reading_hold_on_a_worker(scheduler: str) -> None:
    # A report too long to be read in the memory that the reader holds already when the bound is set.
    long = ReportFile.of(FILE.data + b"Place 7 sold more widgets than Place 8.\n\n" * 100_000, "long.txt", "long.txt")
    with Client(scheduler) as client:
        for limits in (Limits(seconds=0.01), Limits(megabytes=1)):
            with pytest.raises(ReaderStopped, match=r"took longer than|more memory than|broke off|no room"):
                client.submit(parse, long, document_id="widgets", limits=limits, pure=False).result(timeout=60)


@pytest.mark.slow
def test_what_is_in_the_library_is_not_sent(tmp_path: Path, files: list[Path], scheduler: str) -> None:
    told = added(tmp_path / "one", files)

    class Unused:
        at_once = 2

        def prepare(self, file: ReportFile, document_id: str) -> Any:
            assert file.name in {"empty.txt", "broken.pdf"}
            raise UnreadableFile(file.place, f"{document_id} was not read")

    with Library.open(tmp_path / "one") as library:
        again = list(library.add_all([f for f in files if f.suffix == ".txt"], engine=Unused()))
    assert [o.added.status.value for o in again if o.added] == ["unchanged"] * (len(told) - 2)


@pytest.mark.slow
def test_a_cluster_of_this_machine_is_reached_from_it_alone() -> None:
    here = psutil.Process()
    with dask_engine(MiniLmEmbedder(), workers=1) as engine:
        assert engine._client.scheduler.address.startswith("tls://127.0.0.1:")
        listening = [
            c.laddr.ip
            for process in (here, *here.children(recursive=True))
            for c in process.net_connections("inet")
            if c.status == psutil.CONN_LISTEN
        ]
        assert listening and set(listening) == {"127.0.0.1"}
        assert engine.prepare(FILE, "widgets").vectors is not None
        with pytest.raises((OSError, TimeoutError)):  # without the keys of this run
            Client(engine._client.scheduler.address.replace("tls", "tcp"), timeout=2)


def test_where_no_scheduler_is_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WAIT", 0.5)
    with (
        pytest.raises(EngineLost, match="no scheduler answers at tcp:"),
        dask_engine(MiniLmEmbedder(), scheduler="tcp://127.0.0.1:9"),
    ):
        pass


def test_a_scheduler_without_workers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WAIT", 0.5)
    with (
        LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50) as cluster,
        pytest.raises(EngineLost, match="has no workers"),
        dask_engine(MiniLmEmbedder(), scheduler=cluster.scheduler_address),
    ):
        pass


def test_workers_are_counted_for_a_cluster_of_this_machine_alone() -> None:
    with pytest.raises(WrongUsage, match="--workers"), dask_engine(MiniLmEmbedder(), scheduler="tcp://x:1", workers=2):
        pass


# -- what may come back ------------------------------------------------------------------------------------------------


class Task:
    """A task that gives this, or fails so."""

    def __init__(self, result: Sent | BaseException) -> None:
        self._result = result

    def done(self) -> bool:
        return False

    def result(self, timeout: float) -> Sent:  # noqa: ARG002 - as a task of Dask's has it
        if isinstance(self._result, BaseException):
            raise self._result
        return self._result


class OneTask:
    """A client whose workers give this."""

    def __init__(self, result: Sent | BaseException, workers: int = 1) -> None:
        self._result = result
        self._workers = workers

    def submit(self, *_: object, **__: object) -> Task:
        return Task(self._result)

    def scheduler_info(self, n_workers: int) -> dict[str, Any]:  # noqa: ARG002 - as Dask's
        return {"workers": dict.fromkeys(range(self._workers))}


@pytest.fixture(scope="module")
def sent() -> Sent:
    return prepare_report(FILE.data, FILE.name, FILE.place, "widgets")


def engine_of(result: Sent | BaseException, embedder: Any = None, workers: int = 1) -> DaskEngine:
    return DaskEngine(cast("Client", OneTask(result, workers)), embedder or MiniLmEmbedder())


def test_what_a_worker_gives_is_what_this_process_would_make(sent: Sent) -> None:
    prepared = engine_of(sent).prepare(FILE, "widgets")
    assert prepared.parsed == parse(FILE, document_id="widgets")
    assert prepared.vectors is not None


def test_vectors_of_another_model_are_not_taken(sent: Sent) -> None:
    assert engine_of(sent, WordEmbedder()).prepare(FILE, "widgets").vectors is None


def test_a_worker_of_another_version_is_refused(sent: Sent) -> None:
    with pytest.raises(EngineLost, match="another version"):
        engine_of(replace(sent, version="0")).prepare(FILE, "widgets")


@pytest.mark.parametrize(
    "change",
    [{"document": "{}"}, {"grids": "nothing"}, {"document": '{"id": 3}'}, {"vectors": b"123"}, {"vectors": b""}],
)
def test_an_odd_result_is_that_reports_fault(sent: Sent, change: dict[str, Any]) -> None:
    with pytest.raises(ReaderStopped, match="its reader gave no result"):
        engine_of(replace(sent, **change)).prepare(FILE, "widgets")


def test_another_report_than_the_one_sent_is_odd(sent: Sent) -> None:
    with pytest.raises(ReaderStopped):
        engine_of(sent).prepare(FILE, "gadgets")


@pytest.mark.parametrize(
    ("failed", "raised", "said"),
    [
        (KilledWorker("task", cast("Any", None), 3), ReaderStopped, "add it by itself, without --engine"),
        (CancelledError(), EngineLost, "goes on with the rest"),
        (ConnectionResetError(), EngineLost, "does not answer"),
        (EmptyDocument("widgets.txt", "there is nothing in it"), EmptyDocument, "nothing in it"),
    ],
)
def test_each_failure_is_said_in_one_line(failed: BaseException, raised: type[Exception], said: str) -> None:
    with pytest.raises(raised, match=said) as told:
        engine_of(failed).prepare(FILE, "widgets")
    assert "\n" not in str(told.value)


def test_a_cluster_without_workers_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ABANDONED", 0.0)
    with pytest.raises(EngineLost, match="no workers any more"):
        engine_of(TimeoutError(), workers=0).prepare(FILE, "widgets")


# -- the command -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_adds_with_a_cluster(
    tmp_path: Path, files: list[Path], scheduler: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--library", str(tmp_path / "library"), "add", "--engine", "dask", "--scheduler", scheduler]
    assert cli.run([*command, *map(str, files)]) == cli.FAILED
    said = capsys.readouterr()
    assert said.out.count("report-") == 6
    assert "empty.txt" in said.err and "broken.pdf" in said.err


@pytest.mark.parametrize(
    "options",
    [["--scheduler", "tcp://x:1"], ["--workers", "2"], ["--engine", "dask", "--id", "one"], ["--engine", "x"]],
)
def test_options_that_do_not_fit_are_wrong_usage(
    tmp_path: Path, files: list[Path], options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["--library", str(tmp_path / "library"), "add", *options, str(files[0])]) == cli.USAGE
    assert capsys.readouterr().err
    assert not (tmp_path / "library").exists()


def test_without_the_extra_one_line_says_so(
    tmp_path: Path, files: list[Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.extras.find_spec", lambda _: None)
    assert cli.run(["--library", str(tmp_path / "library"), "add", "--engine", "dask", str(files[0])]) == cli.USAGE
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "pip install 'report-assistant[dask]'" in said
    assert not (tmp_path / "library").exists()

"""Processes of their own work questions out, follow what changes, and are begun again when they end."""

from __future__ import annotations

import asyncio
import os
import pickle
import shutil
import signal
import time
from collections.abc import Iterator
from operator import methodcaller
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant import ReportLibrary, open_library
from assistant.answers.answer import answer_json
from assistant.api.settings import ApiSettings
from assistant.api.workers import Workers
from assistant.errors import ModelUnavailable, UnknownConversation
from corpus.errors import EmptyDocument, ReportError, UnknownDocument
from tests.api.conftest import KEYS, Serve
from tests.api.test_routes import GADGETS, QUESTION

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def library(widget_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReportLibrary]:
    folder = tmp_path_factory.mktemp("worked") / "library"
    shutil.copytree(widget_library, folder)
    with open_library(folder) as library:
        yield library


@pytest.fixture(scope="module")
def workers(library: ReportLibrary) -> Iterator[Workers]:
    workers = Workers(library, 2)
    yield workers
    workers.close()


def process(_: ReportLibrary) -> int:
    return os.getpid()


def end(_: ReportLibrary) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_an_answer_is_the_same_whoever_works_it_out(library: ReportLibrary, workers: Workers) -> None:
    answer = asyncio.run(workers.run(methodcaller("ask", QUESTION)))
    assert answer_json(answer.timed(0)) == answer_json(library.ask(QUESTION).timed(0))
    assert asyncio.run(workers.run(process)) != os.getpid()


def test_what_goes_wrong_in_a_worker_is_told_as_here(workers: Workers) -> None:
    with pytest.raises(UnknownDocument, match="no document 'gadgets' in the library; it holds: widgets"):
        asyncio.run(workers.run(methodcaller("ask", QUESTION, documents=("gadgets",))))


def test_a_worker_that_ended_is_begun_again(workers: Workers) -> None:
    with pytest.raises(ReportError, match="end at once"):
        asyncio.run(workers.run(end))  # twice: it is tried again
    assert asyncio.run(workers.run(methodcaller("ask", QUESTION))).figures


def test_workers_end_with_the_server_even_when_it_is_killed(library: ReportLibrary, tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import asyncio, os, signal, sys\n"
        "from assistant import open_library\n"
        "from assistant.api.workers import Workers\n"
        "from tests.api.test_workers import process\n"
        "if __name__ == '__main__':\n"
        "    print(asyncio.run(Workers(open_library(sys.argv[1]), 2).run(process)), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    script = tmp_path / "server.py"
    script.write_text(code)
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, str(script), str(library.path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
        check=False,
    )
    worker = int(done.stdout)
    for _ in range(200):
        if not Path(f"/proc/{worker}").exists():
            return
        time.sleep(0.05)
    pytest.fail("the worker goes on without its server")


@pytest.mark.parametrize(
    "error",
    [
        UnknownDocument("gadgets", ("widgets",)),
        EmptyDocument("a/b.txt", "nothing in it"),
        ModelUnavailable("busy", retryable=False),
        UnknownConversation("x"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_comes_through_from_one_process_to_another(error: ReportError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_what_is_added_is_answered_by_workers_that_were_there_before(serve: Serve, library: ReportLibrary) -> None:
    from assistant.api.settings import read_key

    settings = ApiSettings(keys=(read_key(f"owner:{KEYS['owner']}"),), rate=0, workers=2)
    owner: TestClient = serve("owner", settings=settings, folder=library.path)
    question = {"question": QUESTION.replace("widgets", "gadgets")}
    assert owner.get("/v1/ready").json() == {"status": "ready", "documents": 1, "version": 1}
    assert owner.post("/v1/ask", json=question).json()["route"] == "refusal"
    assert owner.put("/v1/documents/gadgets?file_name=gadgets.txt", content=GADGETS).json()["status"] == "added"
    for _ in range(3):
        answer = owner.post("/v1/ask", json=question).json()
        assert [(f["value"], answer["citations"][0]["document"]) for f in answer["figures"]] == [(1310, "gadgets")]
    assert owner.delete("/v1/documents/gadgets").status_code == 204
    assert owner.post("/v1/ask", json=question).json()["route"] == "refusal"
    bodies = {"check": {"claim": QUESTION}, "briefs": {"topic": "widgets sold"}, "audit": {}, "explain": question}
    for what, body in bodies.items():
        assert owner.post(f"/v1/{what}", json=body).status_code == 200
    assert owner.post("/v1/drafts?file_name=x.md&form=file", content=b"Widgets sold were 3 in 2024.").is_success

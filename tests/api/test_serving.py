"""Serving the API as a process: where it listens, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant import cli, open_library
from assistant.api.application import create_app
from assistant.api.gate import MOST_FILES
from assistant.api.settings import ApiSettings, read_key
from assistant.libraries.library import Library
from bench.serving import wait_for
from tests.api.conftest import KEYS
from tests.listening import listening, takes_endless_headers

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "tests" / "reports" / "hospital-trust-q2-2025-26" / "source.txt"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, serving a library of its own with a key of an editor, and its address."""
    port = free_port()
    command = [sys.executable, "-m", "assistant.cli", "api", "--port", str(port)]
    environment = {
        **os.environ,
        "REPORT_ASSISTANT_LIBRARY": str(tmp_path / "library"),
        "REPORT_ASSISTANT_STARTER": "off",
        "REPORT_ASSISTANT_API_KEYS": f"editor:{KEYS['editor']}",
        "REPORT_ASSISTANT_API_LOG": "json",
    }
    open_library(tmp_path / "library", create=True).close()
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline().startswith(f"http://127.0.0.1:{port}/v1/openapi.json")
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.slow
def test_a_report_that_is_being_added_is_added_before_the_server_ends(
    served: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    process, address = served
    headers = {"Authorization": f"Bearer {KEYS['editor']}", "Accept": "text/event-stream"}
    transport = httpx.HTTPTransport(retries=8)  # it has said where, and listens in a moment
    with httpx.Client(base_url=address, headers=headers, transport=transport, timeout=60) as client:
        assert client.get("/v1/ready").json()["documents"] == 0
        told = []
        with client.stream("PUT", "/v1/documents/h?file_name=h.txt", content=REPORT.read_bytes()) as response:
            for line in response.iter_lines():
                if not told and line.startswith("event: progress"):
                    process.send_signal(signal.SIGTERM)
                told += [line] if line.startswith("event") else []
    assert told[-1] == "event: done"
    assert process.wait(30) in {0, -signal.SIGTERM}
    with open_library(tmp_path / "library") as library:
        assert [info.id for info in library.documents()] == ["h"]
    told = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    requests = [(line["method"], line["route"], line["status"]) for line in told if line["message"] == "request"]
    assert requests == [("GET", "/v1/ready", 200), ("PUT", "/v1/documents/{document_id}", 200)]


class Held:
    """A library whose additions wait until they are let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        add = Library.add

        def held(*args: Any, **kwargs: Any) -> Any:
            self.begun.set()
            assert self.go.wait(30)
            return add(*args, **kwargs)

        monkeypatch.setattr(Library, "add", held)


@pytest.fixture
def addition(monkeypatch: pytest.MonkeyPatch) -> Held:
    return Held(monkeypatch)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    settings = ApiSettings(keys=(read_key(f"editor:{KEYS['editor']}"),), rate=0)
    with listening(create_app(open_library(tmp_path / "library", create=True), settings)) as address:
        yield address


PUT = "/v1/documents/sales?file_name=sales.txt"
SALES = b"Sales report 2023-24\n\nWidgets sold well in March 2024.\n"
HEADERS = {"Authorization": f"Bearer {KEYS['editor']}"}


def test_a_report_is_added_to_the_end_though_the_caller_has_gone(address: str, addition: Held) -> None:
    with (
        httpx.Client(base_url=address, headers={**HEADERS, "Accept": "text/event-stream"}) as client,
        client.stream("PUT", PUT, content=SALES) as response,
    ):
        assert response.status_code == 200
        assert addition.begun.wait(30)
    addition.go.set()
    with httpx.Client(base_url=address, headers=HEADERS) as client:
        for _ in range(600):
            again = client.put(PUT, content=SALES)
            if again.status_code != 503:  # the first is still being added
                break
            time.sleep(0.05)
        assert again.json()["status"] == "unchanged"


@pytest.mark.parametrize("path", ["/v1/ask", PUT, "/v1/drafts?file_name=x.txt"])
def test_a_caller_who_goes_away_while_sending_is_no_error_of_the_server(
    address: str, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    method = "PUT" if path == PUT else "POST"
    headers = f"Host: 127.0.0.1\r\nAuthorization: Bearer {KEYS['editor']}\r\nContent-Type: application/json\r\n"
    host, port = address.removeprefix("http://").split(":")
    with caplog.at_level("ERROR"):
        with socket.create_connection((host, int(port))) as caller:
            caller.sendall(f'{method} {path} HTTP/1.1\r\n{headers}Content-Length: 900\r\n\r\n{{"que'.encode())
            time.sleep(0.3)  # until the server waits for the rest
        time.sleep(0.3)  # until it has seen that there is none
        with httpx.Client(base_url=address, headers=HEADERS) as client:
            assert client.get("/v1/documents").json() == {"documents": []}
    assert caplog.messages == []


def sending(address: str, path: str, length: int, body: bytes) -> socket.socket:
    """A caller who has said that so many bytes come, and has sent these."""
    host, port = address.removeprefix("http://").split(":")
    caller = socket.create_connection((host, int(port)), timeout=20)
    method = "POST" if path in {"/v1/ask", DRAFTS} else "PUT"
    headers = f"Host: 127.0.0.1\r\nAuthorization: Bearer {KEYS['editor']}\r\nContent-Type: application/json\r\n"
    caller.sendall(f"{method} {path} HTTP/1.1\r\n{headers}Content-Length: {length}\r\n\r\n".encode() + body)
    return caller


DRAFTS = "/v1/drafts?file_name=x.txt"


@pytest.mark.parametrize("path", ["/v1/ask", PUT, DRAFTS])
@pytest.mark.parametrize("slow", ["silent", "a byte at a time"])
def test_who_sends_too_slowly_is_not_waited_for(
    address: str, path: str, slow: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.api.gate.SECONDS_OF_SILENCE" if slow == "silent" else SECONDS_IN_ALL, 0.5)
    with sending(address, path, 900, b'{"question') as caller:
        if slow != "silent":
            for _ in range(8):
                time.sleep(0.1)
                with suppress(OSError):
                    caller.send(b" ")
        assert caller.recv(100).startswith(b"HTTP/1.1 408 ")
    with httpx.Client(base_url=address, headers=HEADERS) as client:
        assert client.get("/v1/documents").status_code == 200


SECONDS_IN_ALL = "assistant.api.gate.SECONDS_TO_SEND"


def test_so_many_files_of_one_caller_are_held_at_once(address: str) -> None:
    with ExitStack() as stack:
        for _ in range(MOST_FILES):
            stack.enter_context(sending(address, DRAFTS, 900, b"A"))
        time.sleep(0.3)  # until the server waits for the rest of each
        with httpx.Client(base_url=address, headers=HEADERS) as client:
            refused = client.post(DRAFTS, content=b"Sales rose.")
            assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
            assert client.post("/v1/ask", json={"question": "How many widgets were sold?"}).status_code == 200
    with httpx.Client(base_url=address, headers=HEADERS) as client:
        for _ in range(100):
            again = client.post(DRAFTS, content=b"Sales rose.")
            if again.status_code != 429:
                break
            time.sleep(0.05)
        assert again.status_code == 200


def test_one_report_is_added_at_a_time_and_questions_are_answered_meanwhile(address: str, addition: Held) -> None:
    done: list[httpx.Response] = []
    with httpx.Client(base_url=address, headers=HEADERS, timeout=60) as client:
        first = threading.Thread(target=lambda: done.append(client.put(PUT, content=SALES)))
        first.start()
        assert addition.begun.wait(30)
        with httpx.Client(base_url=address, headers=HEADERS) as other:
            second = other.put(PUT.replace("sales", "more"), content=SALES)
            assert (second.status_code, second.headers["retry-after"]) == (503, "5")
            assert other.post("/v1/ask", json={"question": "How many widgets were sold?"}).status_code == 200
        addition.go.set()
        first.join()
    assert done[0].json()["status"] == "added"


def test_headers_without_end_are_refused(served: tuple[subprocess.Popen[str], str]) -> None:
    """Before it is known who calls: whoever reaches the port could fill the machine's memory."""
    _, address = served
    port = int(address.rpartition(":")[2])
    wait_for(port)
    assert not takes_endless_headers(port)
    assert httpx.get(f"{address}/v1/health").json() == {"status": "ok"}


@pytest.mark.slow
def test_pressing_ctrl_c_twice_shows_no_trace(served: tuple[subprocess.Popen[str], str], tmp_path: Path) -> None:
    process, address = served
    wait_for(int(address.rpartition(":")[2]))
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.2)
    process.wait(30)
    assert "Traceback" not in (tmp_path / "log").read_text()


def refused(arguments: list[str], library: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.run(["--library", str(library), "api", *arguments]) == cli.USAGE
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    return error


def test_an_address_that_others_reach_is_refused_without_keys(
    hospital_library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "there are no keys" in refused(["--host", "0.0.0.0"], hospital_library, capsys)


def test_a_port_that_is_taken_is_refused(hospital_library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert "cannot be used" in refused(["--port", port], hospital_library, capsys)

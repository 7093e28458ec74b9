"""Serving the API as a process: where it listens, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant import cli, open_library
from tests.api.conftest import KEYS

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
    }
    open_library(tmp_path / "library", create=True).close()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline().startswith(f"http://127.0.0.1:{port}/v1/openapi.json")
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()
    process.stdout.close()


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

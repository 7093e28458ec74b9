"""The page's server as others reach it: by what names, from whose pages, and whom it asks itself."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import net_util
from streamlit.web.server import server_util

from assistant.web.outside import stay_inside
from bench.serving import free_port, launched, wait_for
from tests.listening import counting_calls, takes_endless_headers

UPGRADE = (
    "GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\n{origin}Connection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


def handshake(port: int, host: str, origin: str = "") -> int:
    """The status with which the page's server answers who wants to look at the page under a name."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        named = f"Origin: {origin}\r\n" if origin else ""
        line.sendall(UPGRADE.format(host=host, origin=named).encode())
        return int(line.recv(64).split()[1])


@pytest.fixture(scope="module")
def port(hospital_library: Path) -> Iterator[int]:
    port = free_port()
    with launched(hospital_library, port):
        yield port


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_the_page_is_shown_under_the_machines_own_names(port: int, name: str) -> None:
    assert handshake(port, f"{name}:{port}", f"http://{name}:{port}") == 101


@pytest.mark.parametrize("name", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "x@localhost"])
def test_a_name_of_anothers_making_does_not_lead_to_the_page(port: int, name: str) -> None:
    """A browser was told that its own page's name is now this machine: then even the origin is the server's."""
    assert handshake(port, f"{name}:{port}", f"http://{name}:{port}") == 403


def test_anothers_page_does_not_reach_it_by_its_own_name(port: int) -> None:
    assert handshake(port, f"localhost:{port}", "http://evil.example") == 403


def test_headers_without_end_are_refused(port: int) -> None:
    assert not takes_endless_headers(port)
    assert handshake(port, f"localhost:{port}") == 101


def test_nobody_is_asked_for_this_machines_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("requests.get", lambda *_, **__: pytest.fail("a server elsewhere was asked"))
    for name in ("get_external_ip", "get_internal_ip"):
        monkeypatch.setattr(net_util, name, getattr(net_util, name))  # put back later
    stay_inside()
    assert not server_util.is_url_from_allowed_origins("http://evil.example")


def test_a_page_that_is_open_to_everyone_asks_nobody_either(
    hospital_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit tells who starts it under what address the world sees the machine, and asks the world for it."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    port = free_port()
    command = [sys.executable, "-m", "assistant.cli", "--library", str(hospital_library), "web"]
    command += ["--port", str(port), "--address", "0.0.0.0", "--open-to-everyone"]
    with counting_calls() as (way_out, sent):
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, way_out)
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(port)
            assert handshake(port, f"reports.example:{port}", f"http://reports.example:{port}") == 101
            assert handshake(port, f"reports.example:{port}", "http://evil.example") == 403
        finally:
            server.terminate()
            server.wait(20)
    assert sent == []

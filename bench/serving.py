"""The page, served for a moment and opened in Debian's Chromium: for the benchmark and for the browser tests."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LISTENING_WITHIN = 60
"""Seconds."""
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(library: Path) -> Iterator[str]:
    """The page's address, as soon as it listens and while it is served."""
    port = free_port()
    with launched(library, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def launched(library: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The process that serves the page, as soon as it listens; it is ended at the end, unless it was before."""
    command = [sys.executable, "-m", "assistant.cli", "--library", str(library), "web", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield server
    finally:
        server.terminate()
        server.wait(20)


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Return as soon as something listens on the port. Raises TimeoutError."""
    end = time.monotonic() + LISTENING_WITHIN
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listened on port {port} within {LISTENING_WITHIN} s")

"""What really listens on this machine, in a thread of the test, on a port of its own: an app, or a way out of it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

WITHIN = 30
"""Seconds in which it must listen, and end."""


@contextmanager
def listening(app: Any) -> Iterator[str]:
    """The app's address while it is served."""
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=5)
    )
    thread = threading.Thread(target=server.run, name="listening", daemon=True)
    thread.start()
    end = time.monotonic() + WITHIN
    while not server.started:
        if time.monotonic() > end or not thread.is_alive():
            raise TimeoutError("the app did not begin to listen")
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(WITHIN)


@contextmanager
def counting_calls() -> Iterator[tuple[str, list[bytes]]]:
    """The address of what is told to be the way out, and what was sent there."""
    sent: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as way_out:

        def listen() -> None:
            while True:
                try:
                    line, _ = way_out.accept()
                except OSError:
                    return
                with line:
                    sent.append(line.recv(1000))

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{way_out.getsockname()[1]}", sent


def takes_endless_headers(port: int) -> bool:
    """Whether a server goes on to hold the headers of a request when they have grown beyond all measure."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as caller:
        try:
            caller.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            for number in range(50):
                caller.sendall(b"X-%d: %s\r\n" % (number, b"a" * 20_000))
            caller.settimeout(2)
            return not caller.recv(100).startswith(b"HTTP/1.1 4")
        except ConnectionError:
            return False
        except TimeoutError:
            return True

"""A server on this machine that speaks the protocols of language models' providers, and says what it is told."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.chat_protocols import JSON, SPEECHES, Said

__all__ = ["JSON", "ChatServer", "Said", "chat_server"]

Script = Callable[[str, JSON], Said]
"""What to say to a call: what is asked for (PlanReply, ChoiceReply, WordingReply), and the data that came along."""


@dataclass
class ChatServer:
    """The server's address, what it says, and the calls that it has had."""

    address: str
    script: Script
    calls: list[JSON] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    """Set when a caller goes away in the middle of a stream."""

    def forget(self) -> None:
        """Forget the calls."""
        for told in (self.calls, self.paths, self.keys, self.asked_for):
            told.clear()


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """The server while it listens."""
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if len(body) < int(self.headers["Content-Length"]):
                self.close_connection = True  # whoever asked went away in the middle
                return
            call = json.loads(body)
            held.calls.append(call)
            held.paths.append(self.path)
            held.keys.append(self.headers.get("Authorization", ""))
            speech = SPEECHES[self.path]
            held.asked_for.append(speech.form(call))
            data = json.loads(call["messages"][-1]["content"])
            said = held.script(speech.form(call), data)
            stopped.wait(said.wait)
            if call.get("stream") and said.body is None and said.status == 200 and not said.drip and said.cut is None:
                self._stream(speech.stream(said, call), said)
            else:
                self._say(said, speech.whole(said, call))

        def _stream(self, parts: Iterator[bytes], said: Said) -> None:
            self.close_connection = True
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            try:
                for part in parts:
                    said.between()
                    self.wfile.write(part)
                    self.wfile.flush()
            except OSError:
                held.gone.set()

        def _say(self, said: Said, completed: bytes) -> None:
            body = completed if said.body is None else said.body
            try:
                self.send_response(said.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if said.drip:
                    for byte in body:
                        if stopped.wait(said.drip):
                            return
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                elif said.cut is not None:
                    self.wfile.write(body[: said.cut])
                    self.wfile.flush()
                    self.connection.shutdown(socket.SHUT_RDWR)
                    self.close_connection = True
                else:
                    self.wfile.write(body)
            except OSError:
                self.close_connection = True  # whoever asked has gone

        def log_message(self, *_: object) -> None:
            """Not to standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    held = ChatServer(f"http://127.0.0.1:{server.server_address[1]}/v1", lambda *_: Said("{}"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield held
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()

"""A server on this machine that speaks OpenAI's chat completions, as Ollama does, and says what it is told to say."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

JSON = dict[str, Any]


@dataclass
class Said:
    """What one call is answered with.

    ``text`` is what the model says, ``body`` a whole body in its place; ``drip`` sends a byte at a time, so many
    seconds apart; ``cut`` ends the connection after so many bytes.
    """

    text: str = ""
    status: int = 200
    body: bytes | None = None
    finish: str = "stop"
    wait: float = 0.0
    drip: float = 0.0
    cut: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


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

    @property
    def asked_for(self) -> list[str]:
        return [asked_for(call) for call in self.calls]


def asked_for(call: JSON) -> str:
    return str(call["response_format"]["json_schema"]["name"])


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """The server while it listens."""
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            held.calls.append(call)
            held.paths.append(self.path)
            held.keys.append(self.headers.get("Authorization", ""))
            data = json.loads(call["messages"][-1]["content"])
            self._say(held.script(asked_for(call), data))

        def _say(self, said: Said) -> None:
            stopped.wait(said.wait)
            body = completion(said) if said.body is None else said.body
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


def completion(said: Said) -> bytes:
    """A chat completion as the protocol has it."""
    message = {"role": "assistant", "content": said.text}
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": "scripted",
            "choices": [{"index": 0, "message": message, "finish_reason": said.finish}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
        }
    ).encode()

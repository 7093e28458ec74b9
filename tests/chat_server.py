"""A server on this machine that speaks OpenAI's chat completions and Ollama's protocol, and says what it is told."""

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
    seconds apart; ``cut`` ends the connection after so many bytes. A call that asks for a stream gets ``text`` in
    pieces of ``piece`` characters, with ``between`` done before each.
    """

    text: str = ""
    status: int = 200
    body: bytes | None = None
    finish: str = "stop"
    wait: float = 0.0
    drip: float = 0.0
    cut: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    piece: int = 7
    between: Callable[[], object] = lambda: None


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
    gone: threading.Event = field(default_factory=threading.Event)
    """Set when a caller goes away in the middle of a stream."""

    @property
    def asked_for(self) -> list[str]:
        return [asked_for(call) for call in self.calls]


def asked_for(call: JSON) -> str:
    if "format" in call:  # Ollama's
        return str(call["format"]["title"])
    return str(call["response_format"]["json_schema"]["name"])


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
            data = json.loads(call["messages"][-1]["content"])
            said = held.script(asked_for(call), data)
            ollama = self.path == "/api/chat"
            stopped.wait(said.wait)
            if call.get("stream") and said.body is None and said.status == 200 and not said.drip and said.cut is None:
                self._stream(ollama_pieces(said) if ollama else pieces(said), said)
            else:
                self._say(said, ollama_completion(said) if ollama else completion(said))

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


def _in_pieces(said: Said) -> list[str]:
    return [said.text[at : at + said.piece] for at in range(0, len(said.text), said.piece)]


def pieces(said: Said) -> Iterator[bytes]:
    """A chat completion as a stream of server-sent events."""
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": "scripted"}
    for number, piece in enumerate(_in_pieces(said)):
        delta = {"role": "assistant", "content": piece} if number == 0 else {"content": piece}
        chunk = {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
        yield f"data: {json.dumps(chunk)}\n\n".encode()
    end = {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": said.finish}]}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    yield f"data: {json.dumps(end)}\n\ndata: {json.dumps({**head, 'choices': [], 'usage': usage})}\n\n".encode()
    yield b"data: [DONE]\n\n"


def ollama_pieces(said: Said) -> Iterator[bytes]:
    """A chat as Ollama streams it: a JSON object a line."""
    head = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z"}
    for piece in _in_pieces(said):
        yield json.dumps({**head, "message": {"role": "assistant", "content": piece}, "done": False}).encode() + b"\n"
    yield _ollama_end(said, "")


def ollama_completion(said: Said) -> bytes:
    """A chat as Ollama answers it."""
    return _ollama_end(said, said.text)


def _ollama_end(said: Said, text: str) -> bytes:
    told = {"done": True, "done_reason": said.finish, "prompt_eval_count": 100, "eval_count": 20}
    head = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z"}
    return json.dumps({**head, "message": {"role": "assistant", "content": text}, **told}).encode() + b"\n"


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

"""What language models' servers send: chat completions (of OpenAI and Mistral), Ollama's chat, Anthropic's messages."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

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


def in_pieces(said: Said) -> list[str]:
    return [said.text[at : at + said.piece] for at in range(0, len(said.text), said.piece)]


class Speech(Protocol):
    """How a provider's server hears and speaks."""

    def form(self, call: JSON) -> str:
        """The name of the form in which the reply should be."""
        ...

    def whole(self, said: Said, call: JSON) -> bytes:
        """The reply at once."""
        ...

    def stream(self, said: Said, call: JSON) -> Iterator[bytes]:
        """The reply bit by bit."""
        ...


class ChatCompletions:
    """OpenAI's chat completions, in a form told by ``response_format`` or by a tool; Mistral's differ in a little."""

    USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}  # noqa: RUF012 - never changed

    def form(self, call: JSON) -> str:
        if "tools" in call:
            return str(call["tools"][0]["function"]["name"])
        return str(call["response_format"]["json_schema"]["name"])

    def whole(self, said: Said, call: JSON) -> bytes:
        message: JSON = {"role": "assistant", "content": said.text}
        if "tools" in call:
            message = {"role": "assistant", "content": "", "tool_calls": [self._tool_call(call, said.text)]}
        head = {"id": "chatcmpl-1", "object": "chat.completion", "created": int(time.time()), "model": "scripted"}
        choice = {"index": 0, "message": message, "finish_reason": self._finish(said, call)}
        return json.dumps({**head, "choices": [choice], "usage": self.USAGE}).encode()

    def stream(self, said: Said, call: JSON) -> Iterator[bytes]:
        head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": "scripted"}
        # Mistral, which is asked for "any" tool, sends a tool's arguments at once, and what it counted with the end.
        mistral = call.get("tool_choice") == "any"
        parts = [said.text] if mistral else in_pieces(said)
        for number, piece in enumerate(parts):
            delta: JSON = {"content": piece}
            if "tools" in call:
                told = self._tool_call(call, piece) if number == 0 else {"index": 0, "function": {"arguments": piece}}
                delta = {"content": "", "tool_calls": [told]}
            if number == 0:
                delta["role"] = "assistant"
            chunk = {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
            yield f"data: {json.dumps(chunk)}\n\n".encode()
        choice = {"index": 0, "delta": {"content": ""}, "finish_reason": self._finish(said, call)}
        end = {**head, "choices": [choice], **({"usage": self.USAGE} if mistral else {})}
        yield f"data: {json.dumps(end)}\n\n".encode()
        if not mistral:
            yield f"data: {json.dumps({**head, 'choices': [], 'usage': self.USAGE})}\n\n".encode()
        yield b"data: [DONE]\n\n"

    def _tool_call(self, call: JSON, arguments: str) -> JSON:
        function = {"name": self.form(call), "arguments": arguments}
        return {"index": 0, "id": "call12345", "type": "function", "function": function}

    @staticmethod
    def _finish(said: Said, call: JSON) -> str:
        return "tool_calls" if said.finish == "stop" and "tools" in call else said.finish


class OllamaChat:
    """Ollama's own protocol: JSON, or where it streams an object a line."""

    HEAD = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z"}  # noqa: RUF012 - never changed

    def form(self, call: JSON) -> str:
        return str(call["format"]["title"])

    def whole(self, said: Said, call: JSON) -> bytes:  # noqa: ARG002 - as it is called
        return self._end(said, said.text)

    def stream(self, said: Said, call: JSON) -> Iterator[bytes]:  # noqa: ARG002 - as it is called
        for piece in in_pieces(said):
            yield json.dumps({**self.HEAD, "message": {"role": "assistant", "content": piece}, "done": False}).encode()
            yield b"\n"
        yield self._end(said, "")

    def _end(self, said: Said, text: str) -> bytes:
        told = {"done": True, "done_reason": said.finish, "prompt_eval_count": 100, "eval_count": 20}
        return json.dumps({**self.HEAD, "message": {"role": "assistant", "content": text}, **told}).encode() + b"\n"


class AnthropicMessages:
    """Anthropic's messages, in a form told by a tool that must be used. What is no object cannot be its input."""

    def form(self, call: JSON) -> str:
        return str(call["tools"][0]["name"])

    def whole(self, said: Said, call: JSON) -> bytes:
        told = self._message()
        return json.dumps({**told, "content": [self._block(said, call)], "stop_reason": self._stop(said)}).encode()

    def stream(self, said: Said, call: JSON) -> Iterator[bytes]:
        block = {"type": "tool_use", "id": "toolu_1", "name": self.form(call), "input": {}}
        yield self._event("message_start", message={**self._message(), "content": [], "stop_reason": None})
        yield self._event("content_block_start", index=0, content_block=block)
        for piece in in_pieces(said):
            delta = {"type": "input_json_delta", "partial_json": piece}
            yield self._event("content_block_delta", index=0, delta=delta)
        yield self._event("content_block_stop", index=0)
        end = {"stop_reason": self._stop(said), "stop_sequence": None}
        yield self._event("message_delta", delta=end, usage={"input_tokens": 100, "output_tokens": 20})
        yield self._event("message_stop")

    def _block(self, said: Said, call: JSON) -> JSON:
        try:
            given = json.loads(said.text)
        except ValueError:
            given = None
        if isinstance(given, dict):
            return {"type": "tool_use", "id": "toolu_1", "name": self.form(call), "input": given}
        return {"type": "text", "text": said.text}

    @staticmethod
    def _message() -> JSON:
        usage = {"input_tokens": 100, "output_tokens": 20}
        head = {"id": "msg_1", "type": "message", "role": "assistant", "model": "scripted"}
        return {**head, "stop_sequence": None, "usage": usage}

    @staticmethod
    def _stop(said: Said) -> str:
        return {"stop": "tool_use", "length": "max_tokens"}[said.finish]

    @staticmethod
    def _event(kind: str, **told: Any) -> bytes:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **told})}\n\n".encode()


SPEECHES: dict[str, Speech] = {
    "/v1/chat/completions": ChatCompletions(),
    "/api/chat": OllamaChat(),
    "/v1/messages": AnthropicMessages(),
}
"""By the path that is called."""

"""What happens while a caller waits, as server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import anyio
import anyio.from_thread
from fastapi import Request
from fastapi.responses import StreamingResponse

from assistant.api.problems import problem_of

MEDIA_TYPE = "text/event-stream"
MOST_WAITING = 1_000
"""So many events may wait for a slow caller; what comes after is left out, but for the last."""

Tell = Callable[[str, dict[str, Any]], None]
"""Tells the caller of an event, by its name and data; called from a thread of work."""


def wants_events(request: Request) -> bool:
    """Whether the caller accepts events in place of one answer at the end."""
    return MEDIA_TYPE in request.headers.get("accept", "")


def streamed(described: str) -> dict[int | str, dict[str, Any]]:
    """The response of a route that also gives events, for its specification."""
    return {200: {"description": described, "content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}}


@dataclass(slots=True)
class Listener:
    """A caller who accepts events. ``at_the_end`` is called when all is told, or the caller has gone."""

    tell: Tell
    at_the_end: Callable[[], object] = bool


Run = Callable[[Listener], Awaitable[dict[str, Any]]]


def event_stream(run: Run, last: str) -> StreamingResponse:
    """What ``run`` tells while it works, and then what it gives as the event ``last``, or ``problem``.

    What has begun in a thread is not ended when the caller goes away; ``at_the_end`` may see to that.
    """
    return StreamingResponse(_events(run, last), media_type=MEDIA_TYPE)


async def _events(run: Run, last: str) -> AsyncIterator[str]:
    send, receive = anyio.create_memory_object_stream[tuple[str, dict[str, Any]]](MOST_WAITING)

    def put(name: str, data: dict[str, Any]) -> None:
        with suppress(anyio.BrokenResourceError, anyio.WouldBlock):  # whoever listened has gone, or is slow
            send.send_nowait((name, data))

    def tell(name: str, data: dict[str, Any]) -> None:
        anyio.from_thread.run_sync(put, name, data)

    listener = Listener(tell)

    async def work() -> None:
        with send:
            try:
                ended = last, await run(listener)
            except Exception as error:  # told in the stream: the response has begun
                ended = "problem", problem_of(error)[0]
            with suppress(anyio.BrokenResourceError):
                await send.send(ended)

    async with anyio.create_task_group() as group:
        group.start_soon(work)
        try:
            with receive:
                async for name, data in receive:
                    yield f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        finally:
            listener.at_the_end()

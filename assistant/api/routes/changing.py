"""Adding and removing reports. A report is in the library wholly or not at all, and only one is added at a time."""

from __future__ import annotations

import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path as FilePath
from typing import Annotated, Any

import anyio
import anyio.from_thread
import anyio.to_thread
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from assistant.api.dependencies import Editor, Owner, Shared, work
from assistant.api.problems import RETRY_AFTER, Refused, problem_of, problems
from assistant.api.requests import AddedBody
from assistant.api.routes.asking import READING
from assistant.api.state import State
from assistant.libraries.adding import AddedDocument
from assistant.libraries.listing import documents_json

CHANGING = READING | problems(HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT)
EVENTS = "text/event-stream"
ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
FILE_NAME = r"^[^/\\.\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]{0,199}$"

router = APIRouter(prefix="/documents", tags=["documents"], responses=CHANGING)

UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file's bytes, as they are.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What adding the report did; as server-sent events where the caller accepts them: `progress` "
        "with what is being done and how much is done (0 to 1), then `done` with this body, or `problem`.",
        "content": {EVENTS: {"schema": {"type": "string"}}},
    }
}


@router.put(
    "/{document_id}",
    response_model=AddedBody,
    openapi_extra=UPLOAD,
    responses=_STREAMED | problems(HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
)
async def add(
    document_id: Annotated[str, Path(pattern=ID)],
    file_name: Annotated[str, Query(pattern=FILE_NAME, description="Its ending says what kind of file it is.")],
    request: Request,
    state: Shared,
    _: Editor,
) -> Response:
    """Add a report, or replace the one of this id. The same bytes again change nothing."""
    content = await request.body()
    if state.adding.statistics().locked:
        raise Refused(
            HTTPStatus.SERVICE_UNAVAILABLE, "another report is being added; try again", Retry_After=str(RETRY_AFTER)
        )
    upload = _Upload(state, document_id, FilePath(file_name).name, content)
    if EVENTS in request.headers.get("accept", ""):
        return StreamingResponse(upload.events(), media_type=EVENTS)
    return JSONResponse(_added_json(await upload.run()))


@router.delete("/{document_id}", status_code=HTTPStatus.NO_CONTENT, response_class=Response)
async def remove(document_id: Annotated[str, Path(min_length=1, max_length=300)], state: Shared, _: Owner) -> Response:
    """Take a report out of the library."""
    await work(state, lambda: state.library.remove(document_id))
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _added_json(added: AddedDocument) -> dict[str, Any]:
    return {
        "status": added.status.value,
        "document": documents_json([added.info])["documents"][0],
        "notes": list(added.notes),
    }


class _Upload:
    """One report on its way into the library."""

    def __init__(self, state: State, document_id: str, file_name: str, content: bytes) -> None:
        self._state = state
        self._id = document_id
        self._file_name = file_name
        self._content = content

    async def run(self, tell: Any = None) -> AddedDocument:
        """What adding it did. Once begun it is finished, even when the caller has gone."""

        def add() -> AddedDocument:
            with tempfile.TemporaryDirectory() as folder:
                path = FilePath(folder) / self._file_name
                path.write_bytes(self._content)
                return self._state.library.add(path, document_id=self._id, progress=tell)

        async with self._state.adding:
            return await anyio.to_thread.run_sync(add, abandon_on_cancel=False)

    async def events(self) -> AsyncIterator[str]:
        """How far it is, and how it ended, as server-sent events."""
        send, receive = anyio.create_memory_object_stream[tuple[str, dict[str, Any]]](1_000)

        def put(name: str, data: dict[str, Any]) -> None:
            with suppress(anyio.BrokenResourceError, anyio.WouldBlock):  # whoever listened has gone, or is slow
                send.send_nowait((name, data))

        def tell(stage: str, done: float) -> None:
            anyio.from_thread.run_sync(put, "progress", {"stage": stage, "done": round(done, 3)})

        async def run() -> None:
            with send:
                try:
                    put("done", _added_json(await self.run(tell)))
                except Exception as error:  # told in the stream: the response has begun
                    put("problem", problem_of(error)[0])

        async with anyio.create_task_group() as group:
            group.start_soon(run)
            with receive:
                async for name, data in receive:
                    yield f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"

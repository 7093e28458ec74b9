"""Adding and removing reports. A report is in the library wholly or not at all, and only one is added at a time."""

from __future__ import annotations

import tempfile
from http import HTTPStatus
from pathlib import Path as FilePath
from typing import Annotated, Any

import anyio.to_thread
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from assistant.api.dependencies import Editor, Owner, Shared, work
from assistant.api.events import Tell, event_stream, streamed, wants_events
from assistant.api.problems import RETRY_AFTER, Refused, problems
from assistant.api.requests import AddedBody, FileQuery
from assistant.api.routes.asking import READING
from assistant.api.state import State
from assistant.libraries.adding import AddedDocument
from assistant.libraries.listing import documents_json

CHANGING = READING | problems(HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT)
ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"

router = APIRouter(prefix="/documents", tags=["documents"], responses=CHANGING)

UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file's bytes, as they are.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_STREAMED = streamed(
    "What adding the report did; as server-sent events where the caller accepts them: `progress` "
    "with what is being done and how much is done (0 to 1), then `done` with this body, or `problem`."
)


@router.put(
    "/{document_id}",
    response_model=AddedBody,
    openapi_extra=UPLOAD,
    responses=_STREAMED | problems(HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
)
async def add(
    document_id: Annotated[str, Path(pattern=ID)],
    query: Annotated[FileQuery, Query()],
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
    name = FilePath(query.file_name).name
    if wants_events(request):
        return event_stream(lambda caller: _add(state, document_id, name, content, caller.tell), "done")
    return JSONResponse(await _add(state, document_id, name, content))


@router.delete("/{document_id}", status_code=HTTPStatus.NO_CONTENT, response_class=Response)
async def remove(document_id: Annotated[str, Path(min_length=1, max_length=300)], state: Shared, _: Owner) -> Response:
    """Take a report out of the library."""
    await work(state, lambda: state.library.remove(document_id))
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def _add(
    state: State, document_id: str, file_name: str, content: bytes, tell: Tell | None = None
) -> dict[str, Any]:
    """What adding a report did. Once begun it is finished, even when the caller has gone."""

    def told(stage: str, done: float) -> None:
        if tell is not None:
            tell("progress", {"stage": stage, "done": round(done, 3)})

    def add() -> AddedDocument:
        with tempfile.TemporaryDirectory() as folder:
            path = FilePath(folder) / file_name
            path.write_bytes(content)
            return state.library.add(path, document_id=document_id, progress=told)

    async with state.adding:
        added = await anyio.to_thread.run_sync(add, abandon_on_cancel=False)
    return {
        "status": added.status.value,
        "document": documents_json([added.info])["documents"][0],
        "notes": list(added.notes),
    }

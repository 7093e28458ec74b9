"""What the library holds: its reports and their tables."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse

from assistant.answers.contract import MAX_POSITION
from assistant.api.dependencies import Reader, Shared, work
from assistant.api.routes.asking import READING
from assistant.bodies import DocumentBody, DocumentsBody, TableBody, TablesBody, tables_body
from assistant.libraries.listing import documents_json, grid_json
from corpus.errors import UnknownDocument

router = APIRouter(prefix="/documents", tags=["documents"], responses=READING)

DocumentId = Annotated[str, Path(min_length=1, max_length=300)]


@router.get("", response_model=DocumentsBody)
async def documents(state: Shared, _: Reader) -> JSONResponse:
    """The reports, sorted by id."""
    return JSONResponse(documents_json(await work(state, state.library.documents)))


@router.get("/{document_id}", response_model=DocumentBody)
async def document(document_id: DocumentId, state: Shared, _: Reader) -> JSONResponse:
    """One report."""
    held = await work(state, state.library.documents)
    for info in held:
        if info.id == document_id:
            return JSONResponse(documents_json([info])["documents"][0])
    raise UnknownDocument(document_id, tuple(info.id for info in held))


@router.get("/{document_id}/tables", response_model=TablesBody)
async def tables(document_id: DocumentId, state: Shared, _: Reader) -> TablesBody:
    """A report's tables by name and size."""
    return tables_body(await work(state, lambda: state.library.tables(document_id)))


@router.get("/{document_id}/tables/{number}", response_model=TableBody)
async def table(
    document_id: DocumentId, number: Annotated[int, Path(ge=1, le=MAX_POSITION)], state: Shared, _: Reader
) -> JSONResponse:
    """A table as data, with the indexes by which a plan names its cells."""
    return JSONResponse(grid_json(await work(state, lambda: state.library.table(document_id, number))))

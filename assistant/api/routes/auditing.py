"""Whether reports, and drafts about them, hold together."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from assistant.api.dependencies import Reader, Shared, work
from assistant.api.requests import BeginBody, DraftCheckBody, FindingsBody
from assistant.api.routes.asking import READING, scope
from assistant.api.routes.changing import FILE_NAME, UPLOAD

router = APIRouter(tags=["auditing"], responses=READING)


@router.post("/audit", response_model=FindingsBody)
async def audit(body: BeginBody, state: Shared, _: Reader) -> JSONResponse:
    """What does not agree in these reports and between them, most serious first."""
    from assistant.auditing.findings import finding_json

    documents = scope(body.documents)
    wanted = None if documents is None else frozenset(documents)
    findings = await work(state, lambda: state.library.assistant.audit(wanted))
    return JSONResponse({"findings": [finding_json(finding) for finding in findings]})


@router.post("/drafts", response_model=DraftCheckBody, openapi_extra=UPLOAD)
async def check_draft(
    file_name: Annotated[str, Query(pattern=FILE_NAME, description="Its ending says what kind of file it is.")],
    request: Request,
    state: Shared,
    _: Reader,
) -> JSONResponse:
    """Check every statement of a draft against the reports: a Word, Markdown or text file. Nothing of it is kept."""
    from assistant.drafts.reading import read_draft
    from assistant.drafts.writing import check_json

    content = await request.body()

    def check() -> dict[str, Any]:
        return check_json(state.library.assistant.check_draft(read_draft(PurePath(file_name).name, content)))

    return JSONResponse(await work(state, check))

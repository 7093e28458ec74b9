"""Whether reports, and drafts about them, hold together."""

from __future__ import annotations

from functools import partial
from operator import methodcaller
from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from assistant.api.dependencies import Reader, Shared, log
from assistant.api.files import MARKDOWN, WORD, as_file, file_responses
from assistant.api.requests import AuditBody, DraftCheckBody, DraftQuery, FindingsBody
from assistant.api.routes.asking import READING, scope
from assistant.api.routes.changing import UPLOAD
from assistant.report_library import ReportLibrary

router = APIRouter(tags=["auditing"], responses=READING)


@router.post("/audit", response_model=FindingsBody)
async def audit(body: AuditBody, state: Shared, _: Reader) -> JSONResponse:
    """What does not agree in these reports and between them, most serious first."""
    from assistant.auditing.findings import finding_json

    findings = await state.workers.run(methodcaller("audit", scope(body.documents)))
    return JSONResponse({"findings": [finding_json(finding) for finding in findings]})


@router.post(
    "/drafts",
    response_model=DraftCheckBody,
    openapi_extra=UPLOAD,
    responses=file_responses("The check; with `form=file` the draft with remarks", WORD, MARKDOWN),
)
async def check_draft(
    query: Annotated[DraftQuery, Query()],
    request: Request,
    state: Shared,
    _: Reader,
) -> Response:
    """Check every statement of a draft against the reports: a Word, Markdown or text file. Nothing of it is kept."""
    name = PurePath(query.file_name).name
    content = await request.body()
    if query.form == "json":
        checked = await state.workers.run(partial(_checked, name, content))
        await log(state, "check draft", name, "checked")
        return JSONResponse(checked)
    handed_back = await state.workers.run(partial(_handed_back, name, content))
    await log(state, "check draft", name, "handed back")
    return as_file(*handed_back)


def _checked(name: str, content: bytes, library: ReportLibrary) -> dict[str, Any]:
    from assistant.drafts.parsing import parse_draft
    from assistant.drafts.writing import check_json

    return check_json(library.assistant.check_draft(parse_draft(name, content)))


def _handed_back(name: str, content: bytes, library: ReportLibrary) -> tuple[str, bytes]:
    """The name and the bytes of the draft with remarks."""
    from assistant.drafts.draft import DraftFormat
    from assistant.drafts.parsing import parse_draft
    from assistant.drafts.writing import annotated

    draft = parse_draft(name, content)
    suffix = ".docx" if draft.format is DraftFormat.WORD else ".md"  # footnotes are Markdown, in a plain text too
    return f"checked{suffix}", annotated(draft, library.assistant.check_draft(draft), suffix)

"""Briefings: a topic in, figures, causes, actions and sources out, as data or as a document."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from assistant.answers.answer import Answer, answer_json, outcome_of
from assistant.api.dependencies import Reader, Shared, log
from assistant.api.files import MARKDOWN, WORD, as_file, file_responses
from assistant.api.problems import Refused
from assistant.api.requests import BriefBody, BriefQuery, BriefReplyBody
from assistant.api.routes.asking import READING, scope
from assistant.report_library import ReportLibrary

router = APIRouter(tags=["briefing"], responses=READING)


@router.post(
    "/briefs",
    response_model=BriefReplyBody,
    responses=file_responses("The briefing; with `form` as a file", WORD, MARKDOWN),
)
async def brief(
    body: BriefBody,
    state: Shared,
    _: Reader,
    query: Annotated[BriefQuery, Query()],
) -> Response:
    """Write a briefing on a topic. What the reports do not cover has none: a `refusal`, and no file (404)."""
    written = await state.workers.run(partial(_written, body.topic, scope(body.documents), query.form))
    await log(state, "brief", body.topic, outcome_of(written) if isinstance(written, Answer) else "written")
    if isinstance(written, dict):
        return JSONResponse(written)
    if isinstance(written, Answer):
        raise Refused(HTTPStatus.NOT_FOUND, written.text)
    return as_file(*written)


def _written(
    topic: str, documents: tuple[str, ...] | None, form: str, library: ReportLibrary
) -> dict[str, Any] | Answer | tuple[str, bytes]:
    """The briefing in the form that is wanted: JSON data, or a file's name and bytes; its refusal for a file."""
    from assistant.briefs.brief import brief_json

    brief = library.brief(topic, documents=documents)
    if form == "json":
        if isinstance(brief, Answer):
            return {"brief": None, "refusal": answer_json(brief)}
        return {"brief": brief_json(brief), "refusal": None}
    if isinstance(brief, Answer):
        return brief
    if form == "word":
        from assistant.briefs.word import brief_word

        return "briefing.docx", brief_word(brief)
    from assistant.briefs.markdown import brief_markdown

    return "briefing.md", brief_markdown(brief).encode()

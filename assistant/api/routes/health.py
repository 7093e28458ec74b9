"""Whether the server runs, whether it can answer, and what it has done."""

from __future__ import annotations

from http import HTTPStatus
from operator import methodcaller

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from assistant.api.dependencies import Reader, Shared
from assistant.api.metrics import CONTENT_TYPE
from assistant.api.problems import problems
from assistant.api.requests import HealthBody, ReadyBody
from corpus.errors import LibraryPreparing

router = APIRouter(tags=["health"])


@router.get("/health", response_model=HealthBody)
async def health() -> HealthBody:
    """That the server runs; it asks the library nothing."""
    return HealthBody(status="ok")


@router.get("/ready", response_model=ReadyBody, responses=problems(HTTPStatus.SERVICE_UNAVAILABLE))
async def ready(state: Shared) -> ReadyBody:
    """That questions are answered: asked of whoever works them out; not while the library is prepared for them."""
    now = state.library.assistant.library.preparation
    if now is not None:
        raise LibraryPreparing(str(now))
    documents = await state.workers.run(methodcaller("documents"))
    return ReadyBody(status="ready", documents=len(documents), version=state.library.version)


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    responses=problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE),
)
async def metrics(state: Shared, _: Reader) -> PlainTextResponse:
    """Requests, answers and how long they took, for Prometheus or an OpenTelemetry collector."""
    documents = await state.workers.run(methodcaller("documents"))
    text = state.metrics.text(documents=len(documents), version=state.library.version)
    return PlainTextResponse(text, media_type=CONTENT_TYPE)

"""Whether the server runs, and whether it can answer."""

from __future__ import annotations

from http import HTTPStatus
from operator import methodcaller

from fastapi import APIRouter

from assistant.api.dependencies import Shared
from assistant.api.problems import problems
from assistant.api.requests import HealthBody, ReadyBody

router = APIRouter(tags=["health"])


@router.get("/health", response_model=HealthBody)
async def health() -> HealthBody:
    """That the server runs; it asks the library nothing."""
    return HealthBody(status="ok")


@router.get("/ready", response_model=ReadyBody, responses=problems(HTTPStatus.SERVICE_UNAVAILABLE))
async def ready(state: Shared) -> ReadyBody:
    """That questions are answered: asked of whoever works them out."""
    documents = await state.workers.run(methodcaller("documents"))
    return ReadyBody(status="ready", documents=len(documents), version=state.library.version)

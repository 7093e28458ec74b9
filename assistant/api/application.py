"""The app: the routes under ``/v1`` behind the gate, with problem documents for errors and a specification."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from threading import Thread
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware.cors import CORSMiddleware

from assistant.api.access import Rates
from assistant.api.gate import Gate
from assistant.api.metrics import Measured, Metrics
from assistant.api.problems import Problem, install_problems
from assistant.api.routes import ROUTERS
from assistant.api.settings import ApiSettings
from assistant.api.state import State
from assistant.config import APP_NAME
from assistant.libraries.outlines import A_MOMENT
from assistant.report_library import ReportLibrary

PREFIX = "/v1"
SUMMARY = "Questions to public reports, answered with figures, working and citations."


def create_app(library: ReportLibrary, settings: ApiSettings) -> FastAPI:
    """The API over a library, which it closes at the end."""
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        library.assistant.library.patience = A_MOMENT
        warming = library.assistant.library.warm()
        state = app.state.shared = State(library, settings, metrics)
        if library.assistant.library.preparation is not None:
            Thread(target=_warm_again, args=(warming, state), name="warm again", daemon=True).start()
        try:
            yield
        finally:
            library.assistant.library.stop_preparing()
            warming.join()
            state.close()

    app = FastAPI(
        title="Report Assistant",
        summary=SUMMARY,
        version=version(APP_NAME),
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # the pages that FastAPI brings fetch their scripts from the network
        redoc_url=None,
        redirect_slashes=False,  # it would name this server's own address, which is not that of one before it
        lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    install_problems(app)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.add_middleware(Gate, settings=settings, rates=Rates(settings.rate, time.monotonic))
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.origins),
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=["Authorization", "Content-Type"],
        )
    app.add_middleware(Measured, metrics=metrics, prefix=PREFIX)  # the outermost: what is refused counts too
    app.openapi = lambda: _specification(app)  # type: ignore[method-assign]
    return app


def _warm_again(warming: Thread, state: State) -> None:
    """Once the library is prepared, let the workers read what was made."""
    warming.join()
    state.workers.warm()


def _specification(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with the problem document in place of FastAPI's own error."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title, version=app.version, summary=app.summary, routes=app.routes, openapi_version="3.1.0"
        )
        schemas = schema["components"]["schemas"]
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= problem.pop("$defs", {})
        schemas["Problem"] = problem
        app.openapi_schema = schema
    return app.openapi_schema

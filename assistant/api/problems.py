"""Errors as problem documents (RFC 9457), ``application/problem+json``."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from assistant.errors import UnknownConversation
from assistant.usage import NotInDocument
from corpus.errors import (
    DocumentTooLarge,
    LibraryBusy,
    LibraryPreparing,
    LibraryReadOnly,
    LoadError,
    ReportError,
    StoreError,
    UnknownDocument,
    UnknownFormat,
)

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 5
"""Seconds after which a busy library is worth trying again."""
MOST_ERRORS = 10
_log = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[ReportError], HTTPStatus], ...] = (
    (UnknownDocument, HTTPStatus.NOT_FOUND),
    (NotInDocument, HTTPStatus.NOT_FOUND),
    (UnknownConversation, HTTPStatus.NOT_FOUND),
    (UnknownFormat, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (DocumentTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (LoadError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (LibraryReadOnly, HTTPStatus.CONFLICT),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
    (ReportError, HTTPStatus.UNPROCESSABLE_ENTITY),
)
"""The first that an error is one of decides."""


class FieldError(BaseModel):
    """What is wrong with one part of a request."""

    where: str
    what: str


class Problem(BaseModel):
    """A problem document: what went wrong, in a form for programs and for people."""

    type: str = "about:blank"
    title: Annotated[str, Field(description="The kind of problem, in a few words.")]
    status: Annotated[int, Field(ge=400, le=599)]
    detail: Annotated[str, Field(description="What was asked, what is there, what to do.")]
    errors: list[FieldError] = []


class Refused(HTTPException):
    """A request that is refused before the library is asked."""

    def __init__(self, status: HTTPStatus, detail: str, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(status, detail, named)


def problem(status: HTTPStatus, detail: str, *, errors: list[FieldError] | None = None) -> dict[str, Any]:
    """A problem document as JSON data."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
    }
    if errors:
        document["errors"] = [error.model_dump() for error in errors]
    return document


def problem_of(error: Exception) -> tuple[dict[str, Any], dict[str, str]]:
    """The problem document of an error, and the headers that go with it. What is unexpected is logged, not told."""
    if isinstance(error, Refused):
        return problem(HTTPStatus(error.status_code), error.detail), dict(error.headers or {})
    if isinstance(error, ReportError):
        status = next(status for kind, status in _STATUS if isinstance(error, kind))
        headers = {"Retry-After": str(RETRY_AFTER)} if isinstance(error, LibraryBusy | LibraryPreparing) else {}
        return problem(status, str(error)), headers
    if isinstance(error, RequestValidationError):
        return _invalid(error), {}
    if isinstance(error, ClientDisconnect):  # nobody hears it, and it is no error of this server
        return problem(HTTPStatus.BAD_REQUEST, "the connection was closed before the whole request had come"), {}
    if isinstance(error, HTTPException):
        return problem(HTTPStatus(error.status_code), _detail(error)), dict(error.headers or {})
    _log.error("an unexpected error", exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong that should not have; the log says what"), {}


def _detail(error: HTTPException) -> str:
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return "there is nothing at this address; /v1/openapi.json lists what there is"
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return "this address does not take this method; /v1/openapi.json lists what it takes"
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return "the request is larger than it may be"
        case _:
            return str(error.detail)


_NO_OBJECT = "it should be a JSON object, sent with the header 'Content-Type: application/json'"


def _invalid(error: RequestValidationError) -> dict[str, Any]:
    found = [
        FieldError(
            where=".".join(str(part) for part in item["loc"]),
            what=_NO_OBJECT if tuple(item["loc"]) == ("body",) and "attributes" in item["type"] else str(item["msg"]),
        )
        for item in error.errors()[:MOST_ERRORS]
    ]
    detail = f"{found[0].where}: {found[0].what}" if found else "the request is not as it should be"
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=found)


def problem_response(document: dict[str, Any], headers: dict[str, str]) -> Response:
    """A problem document as a response."""
    body = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    return Response(content=body, status_code=document["status"], media_type=MEDIA_TYPE, headers=headers)


def install_problems(app: FastAPI) -> None:
    """Answer every error of the app with a problem document."""

    async def answer(_: Request, error: Exception) -> Response:
        return problem_response(*problem_of(error))

    for kind in (ReportError, RequestValidationError, HTTPException, ClientDisconnect, Exception):
        app.add_exception_handler(kind, answer)


def problems(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """The problem responses of a route, for its specification."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        int(status): {"description": status.phrase, "content": {MEDIA_TYPE: {"schema": schema}}} for status in statuses
    }

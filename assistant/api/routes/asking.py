"""Questions, claims, searches, and answers that were given."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse

from assistant.answers.answer import Answer, answer_json
from assistant.api.dependencies import Reader, Shared, work
from assistant.api.problems import Refused, problems
from assistant.api.requests import AskBody, CheckBody, SearchBody
from assistant.api.state import Asked, State
from assistant.bodies import AnswerBody, PassagesBody, passage_json

READING = problems(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
"""The problems of every route that reads."""

router = APIRouter(tags=["asking"], responses=READING)


async def answered(
    state: State, what: str, text: str, history: tuple[str, ...] = (), documents: tuple[str, ...] | None = None
) -> Answer:
    """The answer to a question or a claim; one that was worked out before, over the same library, is given again."""
    started = time.perf_counter()
    asked: Asked = (state.library.version, what, text, history, documents)
    answer = state.worked_out.get(asked)
    if answer is not None:
        state.metrics.answer((answer.verdict or answer.route).value)
        return answer.timed((time.perf_counter() - started) * 1000)

    def find() -> Answer:
        if what == "claim":
            return state.library.check(text, documents=documents)
        return state.library.ask(text, history=history, documents=documents)

    answer = await work(state, find)
    if state.library.assistant.helper is None:  # a language model may answer the next time that it could not now
        state.worked_out.put(asked, answer)
    state.answers.put(answer.id, answer)
    state.metrics.answer((answer.verdict or answer.route).value)
    return answer


def scope(documents: list[str] | None) -> tuple[str, ...] | None:
    """The reports to look in: each once, in one order, so that the same scope is the same question; None for all."""
    return tuple(sorted(set(documents))) if documents else None


def respond(answer: Answer) -> JSONResponse:
    """An answer as a response; its schema is checked in the tests, not for every request."""
    return JSONResponse(answer_json(answer))


@router.post("/ask", response_model=AnswerBody)
async def ask(body: AskBody, state: Shared, _: Reader) -> JSONResponse:
    """Answer a question. A refusal or a question back is an answer too, told by its `route`."""
    return respond(await answered(state, "question", body.question, tuple(body.history), scope(body.documents)))


@router.post("/check", response_model=AnswerBody)
async def check(body: CheckBody, state: Shared, _: Reader) -> JSONResponse:
    """Check a claim: `verdict` is supported, contradicted or not_found."""
    return respond(await answered(state, "claim", body.claim, (), scope(body.documents)))


@router.post("/search", response_model=PassagesBody)
async def search(body: SearchBody, state: Shared, _: Reader) -> JSONResponse:
    """Find the passages nearest to a query, by meaning and by words."""
    found = await work(
        state, lambda: state.library.search(body.query, limit=body.limit, documents=scope(body.documents))
    )
    return JSONResponse({"passages": [passage_json(passage) for passage in found]})


@router.get("/answers/{answer_id}", response_model=AnswerBody)
async def answer(answer_id: Annotated[str, Path(max_length=64)], state: Shared, _: Reader) -> JSONResponse:
    """An answer that was given lately, by its id."""
    found = state.answers.get(answer_id)
    if found is None:
        raise Refused(
            HTTPStatus.NOT_FOUND, "no such answer is kept; ask again: the same question gives the same answer"
        )
    return respond(found)

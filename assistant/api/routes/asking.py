"""Questions, claims, searches, and answers that were given."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from operator import methodcaller
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse

from assistant.answers.answer import Answer, answer_json, outcome_of
from assistant.answers.explaining import explanation_json
from assistant.api.access import Caller
from assistant.api.dependencies import Reader, Shared, log, work
from assistant.api.events import Listener, event_stream, streamed, wants_events
from assistant.api.problems import problems
from assistant.api.requests import AskBody, CheckBody, SearchBody
from assistant.api.state import Asked, State
from assistant.bodies import AnswerBody, ExplanationBody, PassagesBody, passage_json
from assistant.hearing import Hearing
from assistant.report_library import ReportLibrary

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

STREAMED = streamed(
    "The answer; as server-sent events where the caller accepts them: `wording` for each sentence that a language "
    "model words and the guard lets through, then `answer` with this body, or `problem`. The answer alone counts."
)

router = APIRouter(tags=["asking"], responses=READING)


async def answered(
    state: State,
    caller: Caller,
    what: str,
    text: str,
    history: tuple[str, ...] = (),
    documents: tuple[str, ...] | None = None,
    hearing: Hearing | None = None,
) -> Answer:
    """The answer to a question or a claim; one that was worked out before, over the same library, is given again."""
    answer = await _worked_out(state, what, text, history, documents, hearing)
    state.answers.put((caller.owner, answer.id), answer)
    await log(state, "check" if what == "claim" else "ask", text, outcome_of(answer))
    return answer


async def _worked_out(
    state: State,
    what: str,
    text: str,
    history: tuple[str, ...],
    documents: tuple[str, ...] | None,
    hearing: Hearing | None,
) -> Answer:
    started = time.perf_counter()
    asked: Asked = (state.library.version, state.library.assistant.words_version, what, text, history, documents)
    kept = state.worked_out.get(asked)
    if kept is not None:
        state.metrics.answer(outcome_of(kept))
        return kept.timed((time.perf_counter() - started) * 1000)
    if what == "claim":
        task = methodcaller("check", text, documents=documents)
    elif state.library.assistant.helper is None:
        task = methodcaller("ask", text, history=history, documents=documents)
    else:  # which may take its time, and be heard meanwhile: by threads of this process
        task = methodcaller("ask", text, history=history, documents=documents, hearing=hearing)
    prepared = state.library.assistant.library.preparation is None
    answer: Answer = await state.workers.run(task)
    # A language model may answer the next time that it could not now, and a library that is prepared otherwise.
    if state.library.assistant.helper is None and prepared:
        state.worked_out.put(asked, answer)
    state.metrics.answer(outcome_of(answer))
    return answer


async def given(
    request: Request,
    state: State,
    caller: Caller,
    question: str,
    history: tuple[str, ...],
    documents: tuple[str, ...] | None,
    keep: Callable[[Answer], object] | None = None,
) -> Response:
    """The answer to a question, or where the caller accepts events, what is worded of it and then the answer.

    ``keep`` is done with the answer before it is given. A caller who goes away calls off what a language model does.
    """

    async def find(hearing: Hearing | None) -> Answer:
        answer = await answered(state, caller, "question", question, history, documents, hearing)
        if keep is not None:
            await work(state, lambda: keep(answer))
        return answer

    if not wants_events(request):
        return respond(await find(None))

    async def run(listener: Listener) -> dict[str, Any]:
        hearing = Hearing(lambda text: listener.tell("wording", {"text": text}))
        listener.at_the_end = hearing.stop
        return answer_json(await find(hearing))

    return event_stream(run, "answer")


def scope(documents: list[str] | None) -> tuple[str, ...] | None:
    """The reports to look in: each once, in one order, so that the same scope is the same question; None for all."""
    return tuple(sorted(set(documents))) if documents else None


def respond(answer: Answer) -> JSONResponse:
    """An answer as a response; its schema is checked in the tests, not for every request."""
    return JSONResponse(answer_json(answer))


@router.post("/ask", response_model=AnswerBody, responses=STREAMED)
async def ask(body: AskBody, request: Request, state: Shared, caller: Reader) -> Response:
    """Answer a question. A refusal or a question back is an answer too, told by its `route`."""
    return await given(request, state, caller, body.question, tuple(body.history), scope(body.documents))


@router.post("/explain", response_model=ExplanationBody)
async def explain(body: AskBody, state: Shared, _: Reader) -> JSONResponse:
    """Explain how a question is read: what each word became, what was turned down, why the answer went its way."""
    asked = partial(_explained, body.question, tuple(body.history), scope(body.documents))
    explained = await state.workers.run(asked)
    await log(state, "explain", body.question, explained["route"])
    return JSONResponse(explained)


def _explained(
    question: str, history: tuple[str, ...], documents: tuple[str, ...] | None, library: ReportLibrary
) -> dict[str, Any]:
    return explanation_json(library.explain(question, history=history, documents=documents))


@router.post("/check", response_model=AnswerBody)
async def check(body: CheckBody, state: Shared, caller: Reader) -> JSONResponse:
    """Check a claim: `verdict` is supported, contradicted or not_found."""
    return respond(await answered(state, caller, "claim", body.claim, (), scope(body.documents)))


@router.post("/search", response_model=PassagesBody)
async def search(body: SearchBody, state: Shared, _: Reader) -> JSONResponse:
    """Find the passages nearest to a query, by meaning and by words."""
    found = await state.workers.run(
        methodcaller("search", body.query, limit=body.limit, documents=scope(body.documents))
    )
    await log(state, "search", body.query, f"{len(found)} passages")
    return JSONResponse({"passages": [passage_json(passage) for passage in found]})


@router.get("/answers/{answer_id}", response_model=AnswerBody)
async def answer(answer_id: Annotated[str, Path(max_length=64)], state: Shared, caller: Reader) -> JSONResponse:
    """An answer that the caller was given lately, or in a conversation that is kept, by its id."""
    lately = state.answers.get((caller.owner, answer_id))
    if lately is not None:
        return respond(lately)
    return respond(await work(state, lambda: state.conversations.answer(answer_id, caller.owner)))

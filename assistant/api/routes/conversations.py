"""Conversations: questions that lean on those before them. Whoever began one is the only one who sees it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse

from assistant.answers.answer import answer_json
from assistant.api.access import Caller
from assistant.api.dependencies import Reader, Shared, work
from assistant.api.problems import Refused, problems
from assistant.api.requests import BeginBody, TalkBody, TurnBody
from assistant.api.routes.asking import READING, answered, respond, scope
from assistant.api.state import MOST_TURNS, State, Talk
from assistant.bodies import AnswerBody
from corpus.errors import UnknownDocument

router = APIRouter(prefix="/conversations", tags=["conversations"], responses=READING)

TalkId = Annotated[str, Path(max_length=64)]


def _find(state: State, talk_id: str, caller: Caller) -> Talk:
    talk = state.talks.get(talk_id)
    if talk is None or talk.caller != caller.name:
        raise Refused(HTTPStatus.NOT_FOUND, "no such conversation; begin one with POST /v1/conversations")
    return talk


def _respond(talk: Talk, status: HTTPStatus = HTTPStatus.OK) -> JSONResponse:
    documents = None if talk.documents is None else list(talk.documents)
    data = {"id": talk.id, "documents": documents, "answers": [answer_json(answer) for answer in talk.answers]}
    return JSONResponse(data, status_code=status)


@router.post("", response_model=TalkBody, status_code=HTTPStatus.CREATED)
async def begin(body: BeginBody, state: Shared, caller: Reader) -> JSONResponse:
    """Begin a conversation."""
    documents = scope(body.documents)
    if documents is not None:
        known = tuple(info.id for info in await work(state, state.library.documents))
        for unknown in sorted(set(documents) - set(known)):
            raise UnknownDocument(unknown, known)
    return _respond(state.begin_talk(caller.name, documents), HTTPStatus.CREATED)


@router.get("/{conversation_id}", response_model=TalkBody)
async def read(conversation_id: TalkId, state: Shared, caller: Reader) -> JSONResponse:
    """A conversation with its answers so far."""
    return _respond(_find(state, conversation_id, caller))


@router.post("/{conversation_id}/questions", response_model=AnswerBody, responses=problems(HTTPStatus.CONFLICT))
async def ask(conversation_id: TalkId, body: TurnBody, state: Shared, caller: Reader) -> JSONResponse:
    """Ask the next question of a conversation."""
    talk = _find(state, conversation_id, caller)
    if len(talk.answers) >= MOST_TURNS:
        raise Refused(HTTPStatus.CONFLICT, f"a conversation has at most {MOST_TURNS} questions; begin another")
    history = tuple(answer.question for answer in talk.answers)
    answer = await answered(state, "question", body.question, history, talk.documents)
    talk.answers.append(answer)
    return respond(answer)


@router.delete("/{conversation_id}", status_code=HTTPStatus.NO_CONTENT, response_class=Response)
async def forget(conversation_id: TalkId, state: Shared, caller: Reader) -> Response:
    """Forget a conversation."""
    state.talks.pop(_find(state, conversation_id, caller).id)
    return Response(status_code=HTTPStatus.NO_CONTENT)

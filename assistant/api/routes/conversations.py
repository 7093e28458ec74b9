"""Conversations: questions that lean on those before them, kept in one place with those of the page.

Whoever began one with a key is the only one who sees it; without keys, whoever has its id.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from assistant.answers.answer import answer_json
from assistant.api.dependencies import Reader, Shared, work
from assistant.api.problems import Refused, problems
from assistant.api.requests import FindQuery, TalkBody, TalksBody, TurnBody
from assistant.api.routes.asking import READING, STREAMED, given, scope
from assistant.bodies import AnswerBody
from assistant.conversations import Conversation

MOST_TURNS = 50
MOST_LISTED = 100

router = APIRouter(prefix="/conversations", tags=["conversations"], responses=READING)

TalkId = Annotated[str, Path(max_length=64)]


def _talk_json(talk: Conversation) -> dict[str, Any]:
    turns = [
        {"asked": turn.asked, "documents": list(turn.documents) or None, "answer": answer_json(turn.answer)}
        for turn in talk.turns
    ]
    return {"id": talk.id, "name": talk.name, "changed": talk.changed, "turns": turns}


@router.post("", response_model=TalkBody, status_code=HTTPStatus.CREATED)
async def begin(state: Shared, caller: Reader) -> JSONResponse:
    """Begin a conversation. Its first question becomes its name."""
    begun = await work(state, lambda: state.conversations.keep(state.conversations.begin(caller.owner)))
    return JSONResponse(_talk_json(begun), status_code=HTTPStatus.CREATED)


@router.get("", response_model=TalksBody, responses=problems(HTTPStatus.FORBIDDEN))
async def found(
    state: Shared,
    caller: Reader,
    query: Annotated[FindQuery, Query()],
) -> JSONResponse:
    """The conversations that were begun with this key, the latest first."""
    if not caller.has_key:
        raise Refused(HTTPStatus.FORBIDDEN, "conversations are listed to a caller with a key, who began them")
    talks = await work(state, lambda: state.conversations.found(query.words, caller.owner, MOST_LISTED))
    return JSONResponse(
        {"conversations": [{"id": talk.id, "name": talk.name, "changed": talk.changed} for talk in talks]}
    )


@router.get("/{conversation_id}", response_model=TalkBody)
async def read(conversation_id: TalkId, state: Shared, caller: Reader) -> JSONResponse:
    """A conversation with its answers so far."""
    return JSONResponse(_talk_json(await work(state, lambda: state.conversations.read(conversation_id, caller.owner))))


@router.post(
    "/{conversation_id}/questions",
    response_model=AnswerBody,
    responses=STREAMED | problems(HTTPStatus.CONFLICT),
)
async def ask(conversation_id: TalkId, body: TurnBody, request: Request, state: Shared, caller: Reader) -> Response:
    """Ask the next question of a conversation, of some reports or of all."""
    talk = await work(state, lambda: state.conversations.read(conversation_id, caller.owner))
    if len(talk.turns) >= MOST_TURNS:
        raise Refused(HTTPStatus.CONFLICT, f"a conversation has at most {MOST_TURNS} questions; begin another")
    documents = scope(body.documents)
    return await given(
        request, state, caller, body.question, talk.history, documents,
        keep=lambda answer: state.conversations.add(talk, answer, documents or ()),
    )  # fmt: skip


@router.delete("/{conversation_id}", status_code=HTTPStatus.NO_CONTENT, response_class=Response)
async def forget(conversation_id: TalkId, state: Shared, caller: Reader) -> Response:
    """Forget a conversation."""
    talk = await work(state, lambda: state.conversations.read(conversation_id, caller.owner))
    await work(state, lambda: state.conversations.delete(talk))
    return Response(status_code=HTTPStatus.NO_CONTENT)

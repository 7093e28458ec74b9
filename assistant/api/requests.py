"""What comes in, beside plans: the bodies of requests, each with an example for the specification."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from assistant.bodies import AnswerBody, Body, DocumentBody
from assistant.report_library import MOST_PASSAGES

MAX_TEXT = 20_000
"""Characters; a question of more than 2,000 is answered with a refusal that says so."""
MOST_TURNS = 50
MOST_DOCUMENTS = 1_000

DocumentId = Annotated[str, Field(min_length=1, max_length=300)]
Documents = Annotated[
    list[DocumentId] | None,
    Field(max_length=MOST_DOCUMENTS, description="The ids of the reports to look in; all when null or left out."),
]


class RequestBody(BaseModel):
    """What all requests have in common: no other fields than those named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _with_example(**example: JsonValue) -> ConfigDict:
    return ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [example]})


class AskBody(RequestBody):
    """A question, with the questions before it where it is a follow-up."""

    model_config = _with_example(question="Which region sold the most widgets in Q4 2023/24?", history=[])

    question: Annotated[str, Field(max_length=MAX_TEXT)]
    history: Annotated[list[Annotated[str, Field(max_length=MAX_TEXT)]], Field(max_length=MOST_TURNS)] = []
    documents: Documents = None


class CheckBody(RequestBody):
    """A claim."""

    model_config = _with_example(claim="Widgets sold in Northfield rose by 11% over the year.")

    claim: Annotated[str, Field(max_length=MAX_TEXT)]
    documents: Documents = None


class SearchBody(RequestBody):
    """What to look for."""

    model_config = _with_example(query="late deliveries", limit=5)

    query: Annotated[str, Field(max_length=MAX_TEXT)]
    limit: Annotated[int, Field(ge=1, le=MOST_PASSAGES)] = 10
    documents: Documents = None


class BeginBody(RequestBody):
    """A conversation about some reports, or all."""

    model_config = _with_example(documents=None)

    documents: Documents = None


class TurnBody(RequestBody):
    """The next question of a conversation."""

    model_config = _with_example(question="And in the quarter before?")

    question: Annotated[str, Field(max_length=MAX_TEXT)]


class TalkBody(Body):
    """A conversation with its answers, in order."""

    id: str
    documents: list[str] | None
    answers: list[AnswerBody]


class AddedBody(Body):
    """What adding a report did: added, replaced, or unchanged."""

    status: str
    document: DocumentBody
    notes: list[str]


class HealthBody(Body):
    """That the server runs."""

    status: str


class ReadyBody(Body):
    """That the library answers, and what is in it."""

    status: str
    documents: int
    version: Annotated[int, Field(description="Grows with every change of the library.")]

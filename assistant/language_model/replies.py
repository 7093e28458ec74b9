"""The forms in which the model replies. Nothing in them is taken for a figure."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.answers.contract import PlanRequest

MOST_SENTENCES = 3


class ModelReply(BaseModel):
    """What all replies have in common: no other fields than those named."""

    model_config = ConfigDict(extra="forbid")


class PlanReply(ModelReply):
    """The calculation that answers the question, or null where the tables do not answer it."""

    plan: PlanRequest | None


class ChoiceReply(ModelReply):
    """The numbers of the sentences that answer the question; none where none does."""

    sentences: Annotated[list[int], Field(max_length=MOST_SENTENCES)]


class WordingReply(ModelReply):
    """One or two sentences with a placeholder for each fact."""

    wording: Annotated[str, Field(max_length=600)]

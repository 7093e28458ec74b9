"""A chat model that says what a test has written for it, one reply after the other, and keeps what it was told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field


class ScriptedModel(BaseChatModel):
    """Gives its replies in order; any tools may be bound to it."""

    replies: list[AIMessage]
    told: list[list[BaseMessage]] = Field(default_factory=list)
    bound: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[Any, Any]:
        self.bound[:] = [tool.name for tool in tools]
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 - as it is called
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002 - as it is called
        **_: Any,
    ) -> ChatResult:
        self.told.append(list(messages))
        return ChatResult(generations=[ChatGeneration(message=self.replies[len(self.told) - 1])])


def calls(name: str, arguments: dict[str, Any]) -> AIMessage:
    """The reply that calls a tool."""
    return AIMessage(content="", tool_calls=[{"name": name, "args": arguments, "id": "call-1", "type": "tool_call"}])

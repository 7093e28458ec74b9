"""The JSON in a chat message, however a provider has its models reply in a form: as text, or as a tool's arguments."""

from __future__ import annotations

import json

from langchain_core.messages import AIMessage, AIMessageChunk

from assistant.errors import ModelReplyInvalid
from assistant.language_model.model import Reply

_ENDINGS = ("finish_reason", "done_reason", "stop_reason", "stopReason")
_CUT_OFF = {"length", "max_tokens", "model_length", "max_output_tokens"}


def written(message: AIMessage) -> str:
    """What the message says, or has said so far, as it was written: a part that was cut off is not mended."""
    if isinstance(message, AIMessageChunk) and message.tool_call_chunks:
        return message.tool_call_chunks[0]["args"] or ""
    if message.tool_calls:
        return json.dumps(message.tool_calls[0]["args"], ensure_ascii=False)
    if message.invalid_tool_calls:
        return message.invalid_tool_calls[0]["args"] or ""
    return str(message.text)


def read_message(message: AIMessage | None) -> Reply:
    """The reply in a chat message. Raises ModelReplyInvalid for one that was cut off or says nothing."""
    if message is None:
        raise ModelReplyInvalid("the language model's reply is empty")
    told = message.response_metadata or {}
    if any(str(told.get(ending)).lower() in _CUT_OFF for ending in _ENDINGS):
        raise ModelReplyInvalid("the language model's reply was cut off", retryable=False)
    text = written(message)
    if not text.strip():
        raise ModelReplyInvalid("the language model's reply is empty")
    counted = message.usage_metadata["total_tokens"] if message.usage_metadata else 0
    return Reply(text=text, tokens=counted)

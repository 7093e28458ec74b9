"""A language model behind a server, by way of LangChain: OpenAI's chat completions, or Ollama's own protocol.

The only file that meets LangChain's and the providers' types and errors.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import CancelledError
from contextlib import aclosing, asynccontextmanager
from functools import cache
from queue import SimpleQueue
from threading import Thread
from typing import Any

from pydantic import BaseModel, SecretStr

from assistant.errors import ModelError, ModelReplyInvalid, ModelStopped, ModelUnavailable
from assistant.extras import need
from assistant.hearing import Hearing
from assistant.language_model.model import MAX_REPLY, Reply
from assistant.language_model.settings import ModelSettings

MOST_TOKENS = 1_500
"""As long as a reply may become."""
GRACE = 0.5
"""Seconds in which a call that has run out of time ends by itself."""


class ChatModel:
    """A model behind a server."""

    def __init__(self, settings: ModelSettings) -> None:
        """Raises MissingExtra. Nothing is sent before the first reply is asked for."""
        need("llm")
        self._settings = settings

    @property
    def name(self) -> str:
        """The model as it was named in the settings."""
        return self._settings.label

    def reply(
        self,
        instruction: str,
        data: str,
        schema: type[BaseModel],
        seconds: float,
        hearing: Hearing | None = None,
        hear: Callable[[str], None] | None = None,
    ) -> Reply:
        """What the model says; ``hear`` is told of it as it grows, and ``hearing`` can call it off.

        Raises ModelUnavailable, ModelReplyInvalid within about ``seconds``, ModelStopped.
        """
        # In a loop of its own, where a call can be ended at any point: a server that sends a byte now and then never
        # runs into the time-out of its connection.
        parts: SimpleQueue[str | None] = SimpleQueue()
        asked = self._asked(instruction, data, schema, seconds, None if hear is None else parts.put)
        call = asyncio.run_coroutine_threadsafe(asked, _loop())
        call.add_done_callback(lambda _: parts.put(None))
        if hearing is not None:
            hearing.on_stop(call.cancel)
        try:
            # Heard here, not in the loop, which is everybody's.
            while hear is not None and (part := parts.get()) is not None:
                hear(part)
            return _read(call.result(seconds + GRACE))
        except CancelledError as error:
            raise ModelStopped("the language model was called off") from error
        except TimeoutError as error:
            raise ModelUnavailable("the language model did not answer in time", retryable=False) from error
        finally:
            call.cancel()
            if hearing is not None:
                hearing.on_stop(None)

    async def _asked(
        self,
        instruction: str,
        data: str,
        schema: type[BaseModel],
        seconds: float,
        hear: Callable[[str], None] | None,
    ) -> Any:
        from langsmith import tracing_context

        messages = [("system", instruction), ("user", data)]
        try:
            # No tracing, whatever the environment says: nothing goes to a third party.
            with tracing_context(enabled=False):
                async with asyncio.timeout(seconds), self._opened() as model:
                    asking = model.bind(**self._form(schema))
                    return await asking.ainvoke(messages) if hear is None else await _heard(asking, messages, hear)
        except TimeoutError:
            raise
        except Exception as error:
            raise _failure(error) from error

    def _form(self, schema: type[BaseModel]) -> dict[str, Any]:
        """What tells the model the form of its reply."""
        form = schema.model_json_schema()
        if self._settings.provider == "ollama":
            return {"format": form}
        return {"response_format": {"type": "json_schema", "json_schema": {"name": schema.__name__, "schema": form}}}

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Any]:
        """The model, with a connection that is closed at the end, however it ends."""
        import httpx
        import openai
        from langchain.chat_models import init_chat_model

        settings = self._settings
        options: dict[str, Any] = {"temperature": 0} | ({"base_url": settings.url} if settings.url else {})
        if settings.provider == "ollama":
            headers = {"Authorization": f"Bearer {settings.key}"} if settings.key else {}
            options |= {"num_predict": MOST_TOKENS, "client_kwargs": {"timeout": settings.seconds, "headers": headers}}
            async with httpx.AsyncHTTPTransport() as transport:
                options["async_client_kwargs"] = {"transport": transport}
                yield init_chat_model(settings.name, model_provider="ollama", **options)
            return
        if settings.key:
            options["api_key"] = SecretStr(settings.key)
        options |= {"max_tokens": MOST_TOKENS, "max_retries": 0, "timeout": settings.seconds}
        options |= {"use_responses_api": False, "stream_usage": True}
        options |= {"stream_chunk_timeout": None}  # its way of waiting can lose the word to stop; ours is round it
        async with openai.DefaultAsyncHttpxClient() as client:
            yield init_chat_model(settings.name, model_provider="openai", http_async_client=client, **options)


async def _heard(asking: Any, messages: list[tuple[str, str]], hear: Callable[[str], None]) -> Any:
    """The message, told to ``hear`` as it grows; one that grows without end is left."""
    whole = None
    async with aclosing(asking.astream(messages)) as parts:
        async for part in parts:
            whole = part if whole is None else whole + part
            if isinstance(whole.content, str):
                hear(whole.content)
            if len(whole.content) > MAX_REPLY:
                break
    return whole


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Where all calls are under way, as long as the program runs."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="language-model", daemon=True).start()
    return loop


def _failure(error: Exception) -> ModelError:
    """What went wrong, in our words: the error's own may hold anything that the server wrote."""
    import httpx
    import openai

    status = getattr(error, "status_code", None)
    told = type(error).__name__ + (f", status {status}" if isinstance(status, int) else "")
    busy = isinstance(status, int) and (status == 429 or status >= 500)
    if busy or isinstance(error, (openai.APIConnectionError, httpx.TransportError, ConnectionError)):
        return ModelUnavailable(f"the language model's server could not serve ({told})")
    if isinstance(error, openai.OpenAIError) or (isinstance(status, int) and status >= 400):
        return ModelUnavailable(f"the language model's server refused ({told})", retryable=False)
    return ModelReplyInvalid(f"the language model's server does not keep to its protocol ({told})")


def _read(message: Any) -> Reply:
    """The reply in a chat message. Raises ModelReplyInvalid for one that was cut off or holds no text."""
    told = (message.response_metadata or {}) if message is not None else {}
    if "length" in (told.get("finish_reason"), told.get("done_reason")):
        raise ModelReplyInvalid("the language model's reply was cut off", retryable=False)
    text = message.content if message is not None else ""
    if not isinstance(text, str) or not text.strip():
        raise ModelReplyInvalid("the language model's reply is empty")
    usage = message.usage_metadata or {}
    counted = usage.get("total_tokens", 0)
    return Reply(text=text, tokens=counted if isinstance(counted, int) else 0)

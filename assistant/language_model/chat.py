"""A language model behind a server, by way of LangChain, whoever provides it.

The only file that calls it; `providers.py` knows the packages, `messages.py` and `failures.py` what comes back.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import CancelledError
from contextlib import aclosing, asynccontextmanager
from contextvars import Context
from functools import cache
from queue import SimpleQueue
from threading import Thread
from typing import Any

from pydantic import BaseModel

from assistant.errors import ModelRefused, ModelStopped, ModelUnavailable
from assistant.hearing import Hearing
from assistant.language_model.failures import failure
from assistant.language_model.messages import read_message, written
from assistant.language_model.model import MAX_REPLY, Reply
from assistant.language_model.providers import build, chat_class, look_for
from assistant.language_model.settings import ModelSettings
from assistant.usage import InvalidSetting

GRACE = 0.5
"""Seconds in which a call that has run out of time ends by itself."""
OFF = ("", "0", "false", "no")


class ChatModel:
    """A model behind a server."""

    def __init__(self, settings: ModelSettings) -> None:
        """Raises InvalidSetting, MissingExtra, MissingPackage. Nothing is sent before the first reply is asked for."""
        if os.environ.get("LANGSMITH_GATEWAY", "").lower() not in OFF:
            told = "LANGSMITH_GATEWAY would send what the language model is asked by way of LangSmith; unset it"
            raise InvalidSetting(told)
        look_for(settings.provider)
        self._settings = settings
        self._plainly = False

    @property
    def name(self) -> str:
        """The model as it was named in the settings."""
        return self._settings.label

    def set_up(self) -> None:
        """See that it could be called, which sends nothing. Raises ModelRefused."""
        self._load()
        self._built(0.0)

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

        Raises ModelUnavailable, ModelRefused, ModelReplyInvalid within about ``seconds``, ModelStopped.
        """
        self._load()
        # In a loop of its own, where a call can be ended at any point: a server that sends a byte now and then never
        # runs into the time-out of its connection.
        parts: SimpleQueue[str | None] = SimpleQueue()
        asked = self._asked(instruction, data, schema, seconds, None if hear is None else parts.put)
        # In a context of its own, too: an agent that has this program for a tool would pass its tracers on in its own.
        call = Context().run(asyncio.run_coroutine_threadsafe, asked, _loop())
        call.add_done_callback(lambda _: parts.put(None))
        if hearing is not None:
            hearing.on_stop(call.cancel)
        try:
            # Heard here, not in the loop, which is everybody's.
            while hear is not None and (part := parts.get()) is not None:
                hear(part)
            return read_message(call.result(seconds + GRACE))
        except CancelledError as error:
            raise ModelStopped("the language model was called off") from error
        except TimeoutError as error:
            raise ModelUnavailable("the language model did not answer in time", retryable=False) from error
        finally:
            call.cancel()
            if hearing is not None:
                hearing.on_stop(None)

    def _load(self) -> None:
        """Load its package before the loop needs it: it takes a second or two, in which the loop could do nothing."""
        try:
            chat_class(self._settings.provider)
        except ImportError as error:
            raise ModelRefused(f"the package of '{self._settings.provider}' cannot be loaded") from error

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
                    asking = self._in_form(model, schema)
                    if hear is not None:
                        return await _heard(asking, messages, hear)
                    return await asking.ainvoke(messages)
        except (TimeoutError, ModelRefused):
            raise
        except Exception as error:
            failed = failure(error)
            if isinstance(failed, ModelRefused):
                # Once more, without what not every server and model takes; if that is refused too, it stays so.
                failed.retryable = failed.retryable and not self._plainly
                self._plainly = self._plainly or failed.retryable
            raise failed from error

    def _in_form(self, model: Any, schema: type[BaseModel]) -> Any:
        """The model, told the form of its reply in the way that its provider has for it."""
        form = schema.model_json_schema()
        if self._settings.provider == "ollama":
            return model.bind(format=form)
        if self._settings.provider == "openai":
            if self._plainly:
                return model.bind_tools([form], tool_choice=schema.__name__)
            told = {"type": "json_schema", "json_schema": {"name": schema.__name__, "schema": form}}
            return model.bind(response_format=told)
        # The model with what tells it the form, without the step that would read its reply: that is done here.
        return model.with_structured_output(form).first

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Any]:
        """The model; where its package lets us, with a connection that is closed at the end, however it ends."""
        settings = self._settings
        temperature = None if self._plainly else 0.0
        if settings.provider == "ollama":
            import httpx

            headers = {"Authorization": f"Bearer {settings.key}"} if settings.key else {}
            of_client = {"timeout": settings.seconds, "headers": headers}
            async with httpx.AsyncHTTPTransport() as transport:
                with_transport = {"transport": transport}
                yield self._built(temperature, client_kwargs=of_client, async_client_kwargs=with_transport)
        elif _is_of_openai(settings.provider):
            import openai

            own: dict[str, Any] = {"use_responses_api": False, "stream_usage": True}
            own |= {"stream_chunk_timeout": None}  # its way of waiting can lose the word to stop; ours is round it
            async with openai.DefaultAsyncHttpxClient() as client:
                yield self._built(temperature, http_async_client=client, **own)
        else:
            yield self._built(temperature)

    def _built(self, temperature: float | None, **own: Any) -> Any:
        try:
            if own:
                return build(self._settings, temperature=temperature, **own)
            return _kept(self._settings, temperature)
        except InvalidSetting as error:
            raise ModelRefused(str(error)) from error
        except Exception as error:
            # Not in the package's words, which may hold the key.
            lacking = "its key, its address or a variable that its package reads may be missing"
            raise ModelRefused(f"the language model cannot be set up ({type(error).__name__}); {lacking}") from error


def _is_of_openai(provider: str) -> bool:
    """Whether the provider's class is built upon OpenAI's, as those of several are."""
    return any(base.__module__.startswith("langchain_openai.") for base in chat_class(provider).__mro__)


async def _heard(asking: Any, messages: list[tuple[str, str]], hear: Callable[[str], None]) -> Any:
    """The message, told to ``hear`` as it grows; one that grows without end is left."""
    whole = None
    async with aclosing(asking.astream(messages)) as parts:
        async for part in parts:
            whole = part if whole is None else whole + part
            said = written(whole)
            hear(said)
            if len(said) > MAX_REPLY:
                break
    return whole


@cache
def _kept(settings: ModelSettings, temperature: float | None) -> Any:
    """A model with connections of its own, which nobody else can close: kept as long as the program runs."""
    return build(settings, temperature=temperature)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Where all calls are under way, as long as the program runs."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="language-model", daemon=True).start()
    return loop

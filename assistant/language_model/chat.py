"""A language model over OpenAI's chat completions, by way of LangChain: a provider's, or a server's such as Ollama.

The only file that meets LangChain's and the provider's types and errors.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import Any

from pydantic import BaseModel, SecretStr

from assistant.errors import ModelError, ModelReplyInvalid, ModelUnavailable
from assistant.extras import need
from assistant.language_model.model import Reply
from assistant.language_model.settings import ModelSettings

MOST_TOKENS = 1_500
"""As long as a reply may become."""
AT_ONCE = 8
"""So many calls may be under way; one that was given up ends by itself."""


class ChatModel:
    """A model behind a chat-completions server."""

    def __init__(self, settings: ModelSettings) -> None:
        """Raises MissingExtra. Nothing is sent before the first reply is asked for."""
        need("llm")
        self._settings = settings
        self._free = BoundedSemaphore(AT_ONCE)

    @property
    def name(self) -> str:
        """The model as it was named in the settings."""
        return self._settings.label

    def reply(self, instruction: str, data: str, schema: type[BaseModel], seconds: float) -> Reply:
        """What the model says. Raises ModelUnavailable, ModelReplyInvalid within about ``seconds``."""
        # In a thread that can be left behind: a server that sends a byte now and then never runs into the time-out of
        # its connection, and must hold up neither the answer nor the end of the program.
        outcome: SimpleQueue[Callable[[], Any]] = SimpleQueue()

        def call() -> None:
            try:
                message = self._invoke(instruction, data, schema, seconds)
                outcome.put(lambda: message)
            except ModelError as error:
                outcome.put(_raiser(error))
            finally:
                self._free.release()

        if not self._free.acquire(timeout=seconds):
            raise ModelUnavailable("the language model is still busy with earlier questions", retryable=False)
        Thread(target=call, name="language-model", daemon=True).start()
        try:
            return _read(outcome.get(timeout=seconds + 0.5)())
        except Empty as error:
            raise ModelUnavailable("the language model did not answer in time", retryable=False) from error

    def _invoke(self, instruction: str, data: str, schema: type[BaseModel], seconds: float) -> Any:
        import openai
        from langchain.chat_models import init_chat_model
        from langsmith import tracing_context

        options: dict[str, Any] = {"base_url": self._settings.url} if self._settings.url else {}
        if self._settings.key:
            options["api_key"] = SecretStr(self._settings.key)
        form = {"name": schema.__name__, "schema": schema.model_json_schema()}
        try:
            model = init_chat_model(
                self._settings.name,
                model_provider="openai",  # Ollama and others serve this protocol too
                temperature=0,
                timeout=seconds,
                max_retries=0,
                max_tokens=MOST_TOKENS,
                use_responses_api=False,
                **options,
            )
            asking = model.bind(response_format={"type": "json_schema", "json_schema": form})
            with tracing_context(enabled=False):  # whatever the environment says: nothing goes to a third party
                return asking.invoke([("system", instruction), ("user", data)])
        except (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError) as error:
            raise ModelUnavailable(f"the language model's server could not serve ({_told(error)})") from error
        except openai.OpenAIError as error:
            raise ModelUnavailable(f"the language model's server refused ({_told(error)})", retryable=False) from error
        except Exception as error:  # what a reply that is not of the protocol makes the libraries raise is not told
            raise ModelReplyInvalid(
                f"the language model's server does not keep to its protocol ({_told(error)})"
            ) from error


def _raiser(error: ModelError) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail


def _told(error: Exception) -> str:
    """What kind of error it was: its text may hold anything that the server wrote."""
    status = getattr(error, "status_code", None)
    return type(error).__name__ + (f", status {status}" if isinstance(status, int) else "")


def _read(message: Any) -> Reply:
    """The reply in a chat message. Raises ModelReplyInvalid for one that was cut off or holds no text."""
    if (message.response_metadata or {}).get("finish_reason") == "length":
        raise ModelReplyInvalid("the language model's reply was cut off", retryable=False)
    text = message.content
    if not isinstance(text, str) or not text.strip():
        raise ModelReplyInvalid("the language model's reply is empty")
    usage = message.usage_metadata or {}
    counted = usage.get("total_tokens", 0)
    return Reply(text=text, tokens=counted if isinstance(counted, int) else 0)

"""What is asked of a language model, and what one question may spend on it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.errors import BudgetSpent, ModelError, ModelReplyInvalid, ModelStopped, ModelUnavailable
from assistant.hearing import Hearing
from assistant.language_model.settings import ModelSettings

R = TypeVar("R", bound=BaseModel)

BACK_OFF = (0.5, 1.5)
"""Seconds before a call is made a second and a third time."""
MAX_REPLY = 20_000
"""Characters; whatever is longer is no reply to what is asked here."""
CHARACTERS_A_TOKEN = 3
"""For what a server does not count; low, so that the budget errs on the side of less."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a model said, and the tokens that it took as far as the server counts them (0: not counted)."""

    text: str
    tokens: int = 0


class LanguageModel(Protocol):
    """A model that answers one message with JSON."""

    @property
    def name(self) -> str:
        """The model as it was named in the settings."""
        ...

    def reply(
        self,
        instruction: str,
        data: str,
        schema: type[BaseModel],
        seconds: float,
        hearing: Hearing | None = None,
        hear: Callable[[str], None] | None = None,
    ) -> Reply:
        """What the model says to an instruction about some data. Raises ModelError within about ``seconds``.

        ``hear`` is told of the reply as it grows; ``hearing`` can call it off.
        """
        ...


class Budget:
    """What is left of the calls, tokens and seconds that one question may use."""

    def __init__(
        self,
        model: LanguageModel,
        settings: ModelSettings,
        hearing: Hearing | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        """Begin with a whole budget. ``hearing`` can call off what is under way."""
        self.hearing = hearing
        self._model = model
        self._settings = settings
        self._clock = clock
        self._sleep = sleep or (time.sleep if hearing is None else hearing.wait)
        self._ends = clock() + settings.deadline
        self._not_before = clock()
        self._calls = settings.calls
        self._tokens = settings.tokens

    def ask(self, instruction: str, data: str, schema: type[R], hear: Callable[[str], None] | None = None) -> R:
        """What the model says, read by the schema; asked again, a little later, where that may help.

        ``hear`` is told of the reply as it grows, and once more from its beginning when it is asked for again.
        A server that says how long it does not want to be called is not called before.
        Raises ModelError: BudgetSpent, ModelUnavailable, ModelRefused, ModelReplyInvalid, ModelStopped.
        """
        if self._clock() < self._not_before < self._ends:
            self._sleep(self._not_before - self._clock())
        for back_off in (*BACK_OFF, None):
            try:
                return self._ask_once(instruction, data, schema, hear)
            except ModelError as error:
                if isinstance(error, ModelUnavailable) and error.after:
                    self._not_before = self._clock() + error.after
                if not error.retryable or back_off is None or self._calls <= 0 or self._not_before >= self._ends:
                    raise
                wait = max(back_off, self._not_before - self._clock())
                if self._clock() + wait >= self._ends:
                    raise BudgetSpent("the language model took too long") from error
                _log.info("the language model is asked again in %s s: %s", wait, error)
                self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _ask_once(self, instruction: str, data: str, schema: type[R], hear: Callable[[str], None] | None) -> R:
        if self.hearing is not None and self.hearing.stopped:
            raise ModelStopped("the language model was called off")
        if self._not_before >= self._ends:
            raise ModelUnavailable("the language model's server does not want to be called again yet", retryable=False)
        size = (len(instruction) + len(data)) // CHARACTERS_A_TOKEN
        left = min(self._settings.seconds, self._ends - self._clock())
        if self._calls <= 0 or left <= 0 or size > self._tokens:
            raise BudgetSpent("the question has used up what it may spend on the language model")
        self._calls -= 1
        self._tokens -= size
        reply = self._model.reply(instruction, data, schema, left, self.hearing, hear)
        self._tokens -= max(len(reply.text) // CHARACTERS_A_TOKEN, reply.tokens - size)
        if len(reply.text) > MAX_REPLY:
            raise ModelReplyInvalid("the language model's reply is far longer than what was asked for")
        try:
            return schema.model_validate_json(reply.text)
        except ValidationError as error:
            raise ModelReplyInvalid(
                f"the language model's reply is not of the form asked for ({error.title})"
            ) from error

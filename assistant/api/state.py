"""What the API keeps between requests, in memory and bounded: recent answers and conversations."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

import anyio

from assistant.answers.answer import Answer
from assistant.api.metrics import Metrics
from assistant.api.settings import ApiSettings
from assistant.report_library import ReportLibrary

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

AT_ONCE = 4
"""So many questions are worked on at the same time: more would only take each other's processor."""
AT_ONCE_HELPED = 32
"""The same where a language model may help: its answers are mostly waited for."""
MOST_TURNS = 50


class Recent(Generic[K, V]):
    """The values that were put or got most recently, at most so many. Safe to share between threads."""

    def __init__(self, most: int) -> None:
        """Keep at most ``most``; none when 0."""
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value, or None where it was never put or has been dropped."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: K, value: V) -> None:
        """Keep a value, and drop the one that was used least recently when there are too many."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def pop(self, key: K) -> V | None:
        """Take a value out."""
        with self._lock:
            return self._kept.pop(key, None)


@dataclass(slots=True, kw_only=True)
class Talk:
    """A conversation: who holds it, about which reports, and its answers in order."""

    id: str
    caller: str
    documents: tuple[str, ...] | None
    answers: list[Answer] = field(default_factory=list)


Asked = tuple[int, str, str, tuple[str, ...], tuple[str, ...] | None]
"""The library's version, what was asked for, the text, the history, the reports."""


class State:
    """What requests share."""

    def __init__(self, library: ReportLibrary, settings: ApiSettings) -> None:
        """Answer from ``library``."""
        self.library = library
        self.settings = settings
        self.metrics = Metrics()
        self.worked_out: Recent[Asked, Answer] = Recent(settings.kept_answers)
        self.answers: Recent[str, Answer] = Recent(settings.kept_answers)
        self.talks: Recent[str, Talk] = Recent(settings.kept_conversations)
        self.workers = anyio.CapacityLimiter(AT_ONCE if library.assistant.helper is None else AT_ONCE_HELPED)
        self.adding = anyio.Lock()

    def begin_talk(self, caller: str, documents: tuple[str, ...] | None) -> Talk:
        """A new conversation, under an id that cannot be guessed."""
        talk = Talk(id=secrets.token_urlsafe(16), caller=caller, documents=documents)
        self.talks.put(talk.id, talk)
        return talk

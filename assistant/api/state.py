"""What requests share: the library, who works for it, conversations, and recent answers in memory and bounded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

import anyio

from assistant.answers.answer import Answer
from assistant.api.metrics import Metrics
from assistant.api.settings import ApiSettings
from assistant.api.workers import Workers
from assistant.conversations import Conversations
from assistant.report_library import ReportLibrary

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

AT_ONCE = 8
"""So many look-ups, none of which takes long, are made at the same time."""


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


Asked = tuple[int, object, str, str, tuple[str, ...], tuple[str, ...] | None]
"""The library's version and that of its owner's words, what was asked for, the text, the history, the reports."""


class State:
    """What requests share."""

    def __init__(self, library: ReportLibrary, settings: ApiSettings, metrics: Metrics) -> None:
        """Answer from ``library``; ``metrics`` counts what is done."""
        self.library = library
        self.settings = settings
        self.metrics = metrics
        self.workers = Workers(library, settings.workers)
        self.conversations = Conversations(library.path)
        self.worked_out: Recent[Asked, Answer] = Recent(settings.kept_answers)
        self.answers: Recent[tuple[str, str], Answer] = Recent(settings.kept_answers)
        self.threads = anyio.CapacityLimiter(AT_ONCE)
        self.adding = anyio.Lock()

    def close(self) -> None:
        """End the workers and let go of the library."""
        self.workers.close()
        self.library.close()

"""Who is calling, and what they may do: keys compared in constant time, and how often a caller may ask."""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from threading import Lock

from assistant.acting import Actor
from assistant.api.settings import Key, Role

MOST_CALLERS = 10_000
"""So many callers' rates are kept in mind; the one heard of least recently is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who is calling. ``name`` tells callers apart: a key's digest in short, or an address; ``key_name`` is the key's
    in the settings, '' where it has none.
    """

    name: str
    role: Role
    has_key: bool = False
    key_name: str = ""

    @property
    def owner(self) -> str:
        """Whose the caller's conversations are: the key's; without one nobody's, and whoever has an id has them."""
        return f"key {self.name}" if self.has_key else ""

    @property
    def actor(self) -> Actor:
        """Who they are in the audit log."""
        return Actor(way="API", name=self.key_name or self.owner or self.name)


def find_key(keys: Sequence[Key], presented: str) -> Key | None:
    """The key that was presented, or None. Every key is compared, whole, so that time tells nothing."""
    digest = hashlib.sha256(presented.encode("utf-8", "surrogateescape")).digest()
    found = None
    for key in keys:
        if hmac.compare_digest(key.digest, digest):
            found = key
    return found


def bearer(header: str) -> str | None:
    """The key in an ``Authorization`` header, or None.

    >>> bearer("Bearer abc"), bearer("Basic abc"), bearer("")
    ('abc', None, None)
    """
    scheme, _, key = header.partition(" ")
    return key.strip() if scheme.lower() == "bearer" and key.strip() else None


class Rates:
    """How often each caller may ask: ``rate`` a minute, so many at once, then as the minute goes by."""

    def __init__(self, rate: int, clock: Callable[[], float]) -> None:
        """A ``rate`` of 0 lets everyone through. ``clock`` gives seconds."""
        self._rate = rate
        self._clock = clock
        self._lock = Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str) -> int:
        """The whole seconds until this caller may ask again: 0 for now, and then it counts as asked."""
        if not self._rate:
            return 0
        now = self._clock()
        with self._lock:
            left, then = self._left.pop(caller, (float(self._rate), now))
            left = min(float(self._rate), left + (now - then) * self._rate / 60)
            allowed = left >= 1
            self._left[caller] = (left - 1 if allowed else left, now)
            if len(self._left) > MOST_CALLERS:
                self._left.popitem(last=False)
        return 0 if allowed else max(1, ceil((1 - left) * 60 / self._rate))

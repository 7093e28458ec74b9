"""Whoever waits for an answer that a language model words: told of it sentence by sentence, able to call it off."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock


class Hearing:
    """One listener. ``tell`` gets each sentence once the guard has let it through; safe between threads.

    The answer itself counts: what is heard before it may be dropped for a plainer wording.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        """Tell sentences to ``tell``, which is called from the thread that works the answer out."""
        self.tell = tell
        self._lock = Lock()
        self._stop = Event()
        self._end: Callable[[], object] | None = None

    @property
    def stopped(self) -> bool:
        """Whether the listener has called it off."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Call it off: a call to the model that is under way is ended, and no other is made."""
        with self._lock:
            self._stop.set()
            end, self._end = self._end, None
        if end is not None:
            end()

    def wait(self, seconds: float) -> None:
        """Wait, but no longer than it is called off."""
        self._stop.wait(seconds)

    def on_stop(self, end: Callable[[], object] | None) -> None:
        """What to do when it is called off, at once where it has been; None takes that back."""
        with self._lock:
            self._end = end
            stopped = self.stopped
        if stopped and end is not None:
            end()

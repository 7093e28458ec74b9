"""Who works questions out: processes, each with a view of the library of its own, so that none waits for another.

With one worker it is this very process, by threads. Only this process changes the library, and holds its index;
the others follow what it changes and scan vectors exactly, which finds the same.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from threading import Thread
from typing import TypeVar

import anyio
import anyio.to_thread

from assistant.acting import Actor, act_as
from assistant.libraries.outlines import A_MOMENT
from assistant.memory import share_arenas
from assistant.report_library import ReportLibrary, open_library
from corpus.errors import LibraryPreparing, StoreError
from corpus.places import LibraryPlace

T = TypeVar("T")
Task = Callable[[ReportLibrary], T]
"""What is to be worked out over a library. Where there are other processes it must be picklable: a `methodcaller`, or
a `partial` of a function of some module."""

AT_ONCE = 4
"""So many questions are worked on at the same time in one process: more would only take each other's processor."""
AT_ONCE_HELPED = 32
"""The same where a language model may help: its answers are mostly waited for."""
_log = logging.getLogger(__name__)


class Workers:
    """The processes, or the threads, that work for the API."""

    def __init__(self, library: ReportLibrary, n: int) -> None:
        """``n`` workers over ``library``. With a language model they are threads: it is waited for, not worked on."""
        helped = library.assistant.helper is not None
        self._library = library
        self._n = 1 if helped else n
        self._threads = anyio.CapacityLimiter(AT_ONCE_HELPED if helped else AT_ONCE)
        self._pool = self._begin() if self._n > 1 else None

    async def run(self, task: Task[T]) -> T:
        """What the task gives. Raises what it raises, and StoreError where no process can be started for it."""
        if self._pool is None:
            return await anyio.to_thread.run_sync(partial(task, self._library), limiter=self._threads)
        pool = self._pool
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, _run, task)
        except BrokenProcessPool:
            _log.warning("a process that works questions out has ended; others are begun in its place")
        if self._pool is pool:  # not begun again yet by another request that met the same
            pool.shutdown(wait=False)
            self._pool = self._begin()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, _run, task)
        except BrokenProcessPool as error:
            raise StoreError("the processes that work questions out end at once; see what they log") from error

    def close(self) -> None:
        """End the processes, once they have done what they began."""
        if self._pool is not None:
            self._pool.shutdown()

    def _begin(self) -> ProcessPoolExecutor:
        """The processes, started and made ready in the background."""
        # Started afresh: a copy of a process that has threads may stand still for ever.
        spawn = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self._n, mp_context=spawn, initializer=_open, initargs=(self._library.path,))
        self._warm(pool)
        return pool

    def warm(self) -> None:
        """Make the processes ready in the background, once the library is prepared."""
        if self._pool is not None:
            self._warm(self._pool)

    def _warm(self, pool: ProcessPoolExecutor) -> None:
        for _ in range(self._n):
            pool.submit(_run, _warm)


# --- in the other processes ------------------------------------------------------------------------------------------

_opened: list[ReportLibrary] = []
"""The view of the library that a worker holds, once it is open."""


def _open(path: LibraryPlace) -> None:
    share_arenas()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its workers
    Thread(target=_end_with_the_server, daemon=True).start()
    act_as(Actor(way="API", name=""))  # the server logs what is asked, and knows who asks it
    library = open_library(path)
    library.assistant.library.patience = A_MOMENT
    _opened.append(library)


def _run(task: Task[T]) -> T:
    return task(_opened[0])


def _warm(library: ReportLibrary) -> None:
    """Read the catalogue and load the embedding model, so that the first question need not wait for them."""
    library.search("warm", limit=1)
    try:
        library.ask("warm")
    except LibraryPreparing:  # the server does it; it warms us again when it has done
        _log.debug("not warmed: the library is being prepared")


def _end_with_the_server() -> None:
    """A server that was killed could not end its workers."""
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)

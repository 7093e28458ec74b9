"""Many reports at once: read by several processes, embedded and kept one after the other, in their order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from assistant.libraries.adding import AddedDocument, Intake, Order, Progress
from assistant.libraries.preparing import Engine, Here, Prepared
from corpus.database import Database
from corpus.embedding import Embedder
from corpus.errors import LibraryDamaged, LoadError, ReportError, UnknownDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One report to be read. ``order`` gets its bytes, when its turn comes; ``place`` tells it from all others."""

    name: str
    place: str
    order: Callable[[], Order]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one job: the report as added, or why it could not be read."""

    job: Job
    added: AddedDocument | None = None
    error: ReportError | None = None


Watch = Callable[[Job], Progress]
"""Called when a report's turn comes; what it returns is told how far that report is."""

_Read = tuple[Order, Prepared | AddedDocument]


class Batch:
    """One run over many reports of one library."""

    def __init__(
        self, database: Database, embedder: Embedder, watch: Watch | None, engine: Engine | None = None
    ) -> None:
        """``watch`` is told how far each report is; ``engine`` prepares them, this machine where there is none."""
        self._engine = engine or Here(os.cpu_count() or 1)
        self._intake = Intake(database, embedder, self._engine)
        self._watch = watch or (lambda _: _say_nothing)

    def run(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """What came of each job, in their order. A report that cannot be read does not stop the others."""
        for job, reading in _ahead(jobs, self._read, self._engine.at_once):
            tell = self._watch(job)
            tell("reading", 0.0)
            try:
                order, prepared = reading.result()
                yield Outcome(job=job, added=self._intake.keep(order, prepared, tell))
            except (LoadError, UnknownDocument, LibraryDamaged) as error:  # this report's own, not the library's
                tell("done", 1.0)
                yield Outcome(job=job, error=error)

    def _read(self, job: Job) -> _Read:
        order = job.order()
        return order, self._intake.read(order)


def _say_nothing(stage: str, done: float) -> None:
    """No one is watching."""


def _ahead(jobs: Sequence[Job], work: Callable[[Job], _Read], n: int) -> Iterator[tuple[Job, Future[_Read]]]:
    """Each job with its result to come, in order; no more than a few are begun before they are asked for."""
    pool = ThreadPoolExecutor(n, thread_name_prefix="read")
    begun: deque[tuple[Job, Future[_Read]]] = deque()
    try:
        for job in jobs:
            begun.append((job, pool.submit(work, job)))
            if len(begun) > n:
                yield begun.popleft()
        yield from begun
    finally:
        pool.shutdown(cancel_futures=True)

"""Reports prepared by the workers of a Dask cluster, on this machine or on several; one process writes what they give.

The only file that knows Dask. A worker gets a file's bytes, reads them in a child with the usual bounds, embeds what it
read, and gives back JSON and numbers, which are checked like a child's. Workers and scheduler run what they are sent:
they are trusted as this machine is.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from assistant.extras import need
from assistant.libraries.preparing import Prepared, embedded_texts, reader_version
from assistant.usage import WrongUsage
from corpus.document import Document
from corpus.embedding import Embedder, MiniLmEmbedder
from corpus.errors import ReaderStopped, ReportError
from corpus.loading import ReportFile
from corpus.parsing import result_is_odd
from corpus.records import from_json, to_json
from structured.observations import Grid
from structured.parsing import Parsed, parse

if TYPE_CHECKING:
    from distributed import Client

_WAIT = 30.0  # seconds for the scheduler to answer, and for its first worker
_LOOK = 5.0  # seconds between two looks whether there are workers still
_ABANDONED = 60.0  # seconds without any worker


class EngineLost(ReportError):
    """The cluster cannot prepare reports any more. What was added is kept; the same command goes on with the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a worker gives back. ``vectors`` are 32-bit floats, little end first, row by row."""

    version: str
    document: str
    grids: str
    model: str
    dimensions: int
    vectors: bytes


def prepare_report(data: bytes, name: str, place: str, document_id: str) -> Sent:
    """Read a report and embed it: what a worker does. Raises LoadError, EmbeddingUnavailable."""
    from corpus.chunking import chunk

    parsed = parse(ReportFile.of(data, name, place), document_id=document_id)
    model = _embedder()
    vectors = model.embed(embedded_texts(chunk(parsed.document)))
    return Sent(
        version=reader_version(),
        document=to_json(parsed.document),
        grids=to_json(parsed.grids),
        model=model.name,
        dimensions=model.dimensions,
        vectors=np.ascontiguousarray(vectors, dtype="<f4").tobytes(),
    )


@cache
def _embedder() -> MiniLmEmbedder:
    """The model, loaded once by each worker."""
    return MiniLmEmbedder()


class DaskEngine:
    """Prepares reports on a cluster's workers; see `Engine`."""

    def __init__(self, client: Client, embedder: Embedder) -> None:
        """Use `dask_engine`. Vectors of another model than ``embedder`` are not taken; this process makes its own."""
        self._client = client
        self._embedder = embedder

    @property
    def at_once(self) -> int:
        """Two for each worker, so that none waits while a report is written."""
        return 2 * max(1, len(self._workers()))

    def prepare(self, file: ReportFile, document_id: str) -> Prepared:
        """The report in a file. Raises LoadError, EngineLost."""
        return self._read(file, document_id, self._sent(file, document_id))

    def _sent(self, file: ReportFile, document_id: str) -> Sent:
        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        try:
            # Not pure: what it gives depends on the worker's code as well.
            task = self._client.submit(prepare_report, file.data, file.name, file.place, document_id, pure=False)
            seen = time.monotonic()
            while not task.done():
                try:
                    return task.result(timeout=_LOOK)
                except TimeoutError:
                    now = time.monotonic()
                    if self._workers():
                        seen = now
                    elif now - seen > _ABANDONED:
                        raise EngineLost(f"the cluster has no workers any more; {_GO_ON}") from None
            return task.result(timeout=_WAIT)
        except KilledWorker as error:
            message = f"'{file.name}' could not be read: the workers that tried were ended, one after the other"
            raise ReaderStopped(file.place, f"{message}; add it by itself, without --engine") from error
        except (CommClosedError, CancelledError, OSError, TimeoutError) as error:
            raise EngineLost(f"the cluster does not answer any more; {_GO_ON}") from error

    def _read(self, file: ReportFile, document_id: str, sent: Sent) -> Prepared:
        if sent.version != reader_version():
            raise EngineLost("a worker has another version of this program, and may read reports otherwise; update it")
        try:
            parsed = Parsed(document=from_json(Document, sent.document), grids=from_json(tuple[Grid, ...], sent.grids))
        except ValueError as error:
            raise result_is_odd(file) from error
        if (parsed.document.id, parsed.document.digest) != (document_id, file.digest):
            raise result_is_odd(file)
        if (sent.model, sent.dimensions) != (self._embedder.name, self._embedder.dimensions):
            return Prepared(parsed=parsed)
        from corpus.chunking import chunk

        if len(sent.vectors) != 4 * sent.dimensions * len(chunk(parsed.document)):
            raise result_is_odd(file)
        vectors = np.frombuffer(sent.vectors, dtype="<f4").reshape(-1, sent.dimensions)
        return Prepared(parsed=parsed, vectors=vectors)

    def _workers(self) -> dict[str, object]:
        return dict(self._client.scheduler_info(n_workers=-1)["workers"])


_GO_ON = "what was added is kept, and the same command goes on with the rest"


@contextmanager
def dask_engine(
    embedder: Embedder, *, scheduler: str | None = None, workers: int | None = None
) -> Iterator[DaskEngine]:
    """A cluster to prepare reports on: the one at a ``scheduler``'s address, or one of this machine for this run.

    The latter has so many ``workers``, one for each core unless told, and can be reached from this machine alone.
    Raises MissingExtra, EngineLost when no worker answers, WrongUsage.
    """
    need("dask")
    if scheduler is not None and workers is not None:
        raise WrongUsage("--workers is for a cluster of this machine; that of a --scheduler has workers already")
    import dask
    from distributed import Client, LocalCluster

    settings = {"distributed.admin.large-graph-warning-threshold": "1GB"}  # a report's bytes travel with its task
    with dask.config.set(settings):
        if scheduler is not None:
            with _connected(scheduler) as client:
                yield DaskEngine(client, embedder)
            return
        with (
            LocalCluster(
                n_workers=workers or os.cpu_count() or 1,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                worker_dashboard_address="127.0.0.1:0",
                security=True,  # keys made for this run: other users of the machine cannot have their code run
                silence_logs=logging.CRITICAL,
            ) as cluster,
            Client(cluster) as client,
        ):
            yield DaskEngine(client, embedder)


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    from distributed import Client

    try:
        client = Client(scheduler, timeout=_WAIT)
    except (OSError, ValueError, TypeError) as error:
        raise EngineLost(f"no scheduler answers at {scheduler} ({error}); start one with `dask scheduler`") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_WAIT)
        except TimeoutError as error:
            raise EngineLost(f"the scheduler at {scheduler} has no workers; start one with `dask worker`") from error
        yield client

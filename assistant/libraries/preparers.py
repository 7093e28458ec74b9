"""What questions need of many reports, made by several processes, each of which reads the library for itself.

Run as a program, this module is one of them: it is told the library's place, what to make, and then ids, a line each,
and writes for each a line that says how long its parts are, and the parts. It ends when nobody tells it any more.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any

import assistant
from assistant.libraries.audits import audit_version, contradictions
from assistant.libraries.outlining import WrittenOutline, make_outline
from corpus import store
from corpus.database import Connection, open_database
from corpus.embedding import n_cores
from corpus.errors import ReportError
from corpus.places import LibraryPlace, Server, read_place
from corpus.records import to_json
from corpus.sentences import sentences
from corpus.store import DocumentInfo
from structured.store import load_grids

_OUTLINES, _AUDITS = "outlines", "audits"
_MOST = 8
"""Processes; each takes some 100 MB."""
_EACH = 8
"""So many reports are worth a process."""
_log = logging.getLogger(__name__)


_Made = tuple[dict[str, Any], list[bytes]]
"""What is told of what was made of a report, and its parts."""


def several_outlines(place: LibraryPlace, infos: Sequence[DocumentInfo]) -> Iterator[WrittenOutline]:
    """The outlines of these reports, in the order in which they are made, by as many processes as there are cores.

    Those that cannot be made are left out: whoever needs them will meet the reason.
    """
    for told, (body, said, quoted, *parts) in _several(place, _OUTLINES, infos):
        tables = zip(told["tables"], parts[::2], parts[1::2], strict=True)
        yield WrittenOutline(
            document=told["document"], stamp=told["stamp"], body=body, said=said, quoted=quoted, tables=tuple(tables)
        )


def several_audits(place: LibraryPlace, infos: Sequence[DocumentInfo]) -> Iterator[tuple[str, str, str]]:
    """Likewise what an audit finds in each of these reports: its id, a version, and what was found in JSON."""
    for told, (body,) in _several(place, _AUDITS, infos):
        yield told["document"], told["version"], body.decode()


def _several(place: LibraryPlace, what: str, infos: Sequence[DocumentInfo]) -> Iterator[_Made]:
    waiting: SimpleQueue[str] = SimpleQueue()
    for info in infos:
        waiting.put(info.id)
    made: SimpleQueue[_Made | None] = SimpleQueue()  # None for a process that has ended
    children = [_start(place, what) for _ in range(max(1, min(n_cores(), _MOST, len(infos) // _EACH)))]
    threads = [
        Thread(target=_lead, args=(child, waiting, made), name="prepare", daemon=True) for child in children if child
    ]
    try:
        for thread in threads:
            thread.start()
        running = len(threads)
        while running:
            one = made.get()
            if one is None:
                running -= 1
            else:
                yield one
    finally:
        for child in children:
            if child is not None:
                child.kill()
        for thread in threads:
            thread.join()
        for child in children:
            if child is not None:
                _let_go(child)


def _start(place: LibraryPlace, what: str) -> subprocess.Popen[bytes] | None:
    root = str(Path(assistant.__file__).parents[1])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    try:
        # -P: no module is taken from the folder that the user happens to be in. The place, which may hold a password,
        # is told on standard input, not where all processes of the machine see it.
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
    except OSError as error:
        _log.debug("no process could be started: %s", error)
        return None
    assert child.stdin is not None
    try:
        _say(child.stdin, place.url if isinstance(place, Server) else str(place.resolve()))
        _say(child.stdin, what)
    except OSError as error:
        _log.debug("a process ended at once: %s", error)
    return child


def _let_go(child: subprocess.Popen[bytes]) -> None:
    """Close the pipes of a process that was ended."""
    with suppress(BrokenPipeError):  # what it was told last, and did not read
        child.communicate()


def _lead(child: subprocess.Popen[bytes], waiting: SimpleQueue[str], made: SimpleQueue[_Made | None]) -> None:
    """Give a process one report after the other, until there are no more or it has ended."""
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        while True:
            _say(child.stdin, waiting.get_nowait())
            one = _read(child.stdout)
            if one is not None:
                made.put(one)
    except Empty:
        pass
    except (OSError, ValueError) as error:
        _log.debug("a process has ended: %s", error)
    finally:
        made.put(None)


def _say(file: IO[bytes], text: str) -> None:
    file.write(json.dumps(text).encode() + b"\n")
    file.flush()


def _write(file: IO[bytes], one: _Made | None) -> None:
    if one is None:
        file.write(b"null\n")
    else:
        told, parts = one
        file.write(json.dumps({**told, "sizes": [len(part) for part in parts]}).encode() + b"\n" + b"".join(parts))
    file.flush()


def _read(file: IO[bytes]) -> _Made | None:
    """What `_write` wrote. Raises ValueError when the process that writes has ended."""
    told = json.loads(file.readline())
    if told is None:
        return None
    parts = [file.read(size) for size in told["sizes"]]
    if [len(part) for part in parts] != told["sizes"]:
        raise ValueError("it ended in the midst of a report")
    return told, parts


# --- the child -------------------------------------------------------------------------------------------------------


def _serve(orders: IO[bytes], out: IO[bytes]) -> None:
    place, what = read_place(json.loads(orders.readline())), json.loads(orders.readline())
    with open_database(place) as database, database.reading() as connection:
        infos = {info.id: info for info in store.document_infos(connection)}  # of one state with what is read below
        for line in orders:
            _write(out, _make(connection, what, infos, json.loads(line)))


def _make(connection: Connection, what: str, infos: dict[str, DocumentInfo], document_id: str) -> _Made | None:
    try:
        document = store.read_document(connection, document_id)
        grids = load_grids(connection, document_id)
    except ReportError:
        return None
    info, said = infos[document_id], sentences(document)
    if what == _AUDITS:
        found = to_json(contradictions(document, grids, said))
        return {"document": info.id, "version": audit_version(info)}, [found.encode()]
    one = make_outline(info, document, said, grids)[1]
    told = {"document": one.document, "stamp": one.stamp, "tables": [number for number, _, _ in one.tables]}
    return told, [one.body, one.said, one.quoted, *(part for _, *parts in one.tables for part in parts)]


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints does not go between the answers
    _serve(sys.stdin.buffer, answers)

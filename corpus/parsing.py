"""Read a report in a process of its own, which is ended when it takes too long, needs too much, or breaks off.

Files come from anywhere, and readers of rich formats are large. The child gets the file's bytes and no path, writes
its result as JSON to a file of bounded size, and what it wrote is checked when it is read back. Run as a program, this
module is the child; another may be, to go on with what was read (``structured.parsing``) or to make something else.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import corpus
from corpus.document import Document
from corpus.errors import DocumentTooLarge, EmptyDocument, LoadError, ReaderStopped, UnknownFormat, UnreadableFile
from corpus.loading import ReportFile, load_file, reader_of
from corpus.naming import id_of, printable
from corpus.records import from_json, to_json

if sys.platform != "win32":
    import resource

_OUT_OF_MEMORY, _OUT_OF_ROOM = 70, 71  # the child's exit codes
_DOCUMENT, _ERROR = b"document\n", b"error\n"
_ERRORS = {kind.__name__: kind for kind in (UnknownFormat, EmptyDocument, UnreadableFile, DocumentTooLarge)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one file may take: seconds by the clock, and of computing; megabytes of address space and of result.

    Where the platform cannot bound computing and space, the clock is what is left.
    """

    seconds: float = 300
    computing: int = 180
    megabytes: int = 2048


DEFAULT = Limits()


def parse(file: ReportFile, *, document_id: str | None = None, limits: Limits = DEFAULT) -> Document:
    """The report in a file, read by another process; the id is the file's name without its ending unless given.

    Raises what `corpus.loading.load` raises, and ReaderStopped.
    """
    document, _ = parse_further(file, __name__, document_id=document_id, limits=limits)
    return document


def parse_further(
    file: ReportFile, module: str, *, document_id: str | None = None, limits: Limits = DEFAULT
) -> tuple[Document, str]:
    """The same, and in JSON what a module makes of the document, in the same process and within the same bounds.

    The module is run as a program, and calls `serve`. Raises what `parse` raises.
    """
    name = document_id or id_of(file.name)
    with made_by_child(file, module, {"id": name}, limits) as result:
        document, further = _result(file, result)
    if document.id != name:
        raise result_is_odd(file)
    return replace(document, digest=file.digest, file_name=file.name), further


@contextmanager
def made_by_child(
    file: ReportFile, module: str, order: Mapping[str, object], limits: Limits, before: bytes = b""
) -> Iterator[IO[bytes]]:
    """What another process makes of a file, with ``before`` in front of its bytes, to be read.

    The module is run as a program, and calls `work`, which gives it the order. Raises ReaderStopped.
    """
    told = {**order, "name": file.name, "place": file.place, "limits": asdict(limits), "parent": os.getpid()}
    root = str(Path(corpus.__file__).parents[1])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    with _temporary(file) as source, _temporary(file) as result:
        try:
            source.write(before)
            source.write(file.data)
            source.seek(0)
        except OSError as error:
            raise _no_room(file, error) from error
        try:
            # -P: no module is taken from the folder that the user happens to be in.
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", module, json.dumps(told)],
                stdin=source,
                stdout=result,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
        except OSError as error:
            message = f"'{file.name}' could not be read: no process could be started for it ({error.strerror})"
            raise ReaderStopped(file.place, message) from error
        try:
            code = process.wait(limits.seconds)
        except subprocess.TimeoutExpired as error:
            raise _too_long(file, limits.seconds) from error
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if code:
            raise _stopped(file, code, limits)
        result.seek(0)
        yield result


def _temporary(file: ReportFile) -> IO[bytes]:
    try:
        return TemporaryFile()
    except OSError as error:
        raise _no_room(file, error) from error


def _no_room(file: ReportFile, error: OSError | None = None) -> ReaderStopped:
    why = f" ({error.strerror})" if error is not None and error.strerror else ""
    return ReaderStopped(
        file.place, f"'{file.name}' could not be read: there is no room for temporary files{why}; free some disk"
    )


def _result(file: ReportFile, result: IO[bytes]) -> tuple[Document, str]:
    kind = result.readline()
    try:
        if kind == _DOCUMENT:  # JSON has no line ends of its own
            return from_json(Document, result.readline().decode()), result.read().decode()
        if kind == _ERROR:
            told = json.loads(result.read())
            raise _ERRORS.get(told["kind"], UnreadableFile)(file.place, str(told["message"]))
    except (ValueError, KeyError, TypeError) as error:
        raise result_is_odd(file) from error
    raise result_is_odd(file)


def _too_long(file: ReportFile, seconds: float) -> ReaderStopped:
    return ReaderStopped(
        file.place, f"'{file.name}' took longer than {seconds:g} seconds to read; split it, or export it as text"
    )


def result_is_odd(file: ReportFile) -> ReaderStopped:
    """What to raise when that JSON is not what it should be."""
    return ReaderStopped(
        file.place, f"'{file.name}' could not be read: its reader gave no result; export it in another format"
    )


def _stopped(file: ReportFile, code: int, limits: Limits) -> ReaderStopped:
    """What a child that did not end well died of."""
    if code == _OUT_OF_MEMORY:
        needs = f"'{file.name}' needs more memory than {limits.megabytes:,} MB to read; split it, or export it as text"
        return ReaderStopped(file.place, needs)
    if code == _OUT_OF_ROOM:
        return _no_room(file)
    if sys.platform != "win32" and -code == signal.SIGXCPU:
        return _too_long(file, limits.computing)
    how = f"signal {-code}" if code < 0 else f"code {code}"
    return ReaderStopped(
        file.place, f"'{file.name}' could not be read: its reader broke off ({how}); export it in another format"
    )


# --- the child -------------------------------------------------------------------------------------------------------


def serve(order: str, further: Callable[[Document], str]) -> None:
    """Read the file on standard input; write what it holds, and what is made of that, to standard output."""

    def read(data: bytes, told: Mapping[str, Any], limits: Limits) -> bytes:
        return _read(ReportFile.of(data, told["name"], told["place"]), told["id"], limits, further)

    work(order, read)


def work(order: str, make: Callable[[bytes, Mapping[str, Any], Limits], bytes]) -> None:
    """Write what is made of the bytes on standard input, the order and the limits to standard output."""
    told = json.loads(order)
    threading.Thread(target=_end_with_parent, args=(told["parent"],), daemon=True).start()
    # Whatever a library prints goes nowhere; only the result goes to the file.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        found = make(sys.stdin.buffer.read(), told, Limits(**told["limits"]))
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    try:
        with out:
            out.write(found)
    except OSError as error:  # a result over the bound, or a disk that is full
        os._exit(_OUT_OF_ROOM if error.errno in (errno.ENOSPC, errno.EDQUOT) else _OUT_OF_MEMORY)


def _read(file: ReportFile, document_id: str, limits: Limits, further: Callable[[Document], str]) -> bytes:
    """What the file holds, or why it could not be read, in the form in which it goes back."""
    try:
        reader_of(file)  # imported before the bounds are set: they are for reading, not for starting
        bound(limits)
        document = load_file(file, document_id=document_id)
        return _DOCUMENT + f"{to_json(document)}\n{further(document)}".encode()
    except LoadError as error:
        return _refusal(type(error).__name__, str(error))
    except MemoryError:
        raise
    except RecursionError:
        return _refusal(UnreadableFile.__name__, f"'{file.name}' is nested too deeply to be read; export it as text")
    except Exception as error:  # whatever a library makes of a malformed file
        why = printable(f"{type(error).__name__}: {error}")[:200]
        message = f"'{file.name}' could not be read, its reader failed ({why}); export it in another format"
        return _refusal(UnreadableFile.__name__, message)


def _refusal(kind: str, message: str) -> bytes:
    return _ERROR + json.dumps({"kind": kind, "message": message}).encode()


def bound(limits: Limits) -> None:
    """Let the system end this process when it takes more than it may."""
    if sys.platform == "win32":
        return  # only the parent's clock bounds it there
    size = limits.megabytes * 1024 * 1024
    for kind, most in (
        (resource.RLIMIT_AS, size),
        (resource.RLIMIT_CPU, limits.computing),
        (resource.RLIMIT_FSIZE, size),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or most < hard:
            try:
                resource.setrlimit(kind, (most, hard))  # at the soft bound of computing it is told why it ends
            except (OSError, ValueError):  # macOS knows the name of RLIMIT_AS and refuses it
                continue


def _end_with_parent(parent: int) -> None:
    """A reader whose result nobody waits for any more does not go on."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    serve(sys.argv[1], lambda _: "")

"""Read a draft, and set remarks in a Word draft, in a process of its own: it may come from anywhere, as reports do.

The process is bounded and ended as one that reads a report is (`corpus.parsing`). Run as a program, this module is it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.drafts.draft import Draft, DraftFormat, DraftSentence, Remark
from assistant.drafts.errors import DraftNotReadable
from corpus.errors import ReaderStopped
from corpus.loading import ReportFile
from corpus.naming import printable
from corpus.parsing import Limits, bound, made_by_child, work
from corpus.records import from_json, to_json

BOUNDS = Limits(seconds=120, computing=60, megabytes=1536)
_MADE, _ERROR = b"made\n", b"error\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What was read of a draft, but for its bytes."""

    format: DraftFormat
    sentences: tuple[DraftSentence, ...]
    notes: tuple[str, ...]


def parse_draft(name: str, data: bytes, limits: Limits = BOUNDS) -> Draft:
    """The draft in a file's bytes, by the ending of its name, read by another process. Raises DraftNotReadable."""
    head, _, source = _made(name, data, {"what": "read"}, b"", limits).partition(b"\n")
    read = from_json(_Read, head.decode())
    return Draft(
        name=name,
        format=read.format,
        data=data if read.format is DraftFormat.WORD else source,
        sentences=read.sentences,
        notes=read.notes,
    )


def with_remarks(name: str, data: bytes, remarks: Sequence[Remark], limits: Limits = BOUNDS) -> bytes:
    """A Word draft with a comment for each remark, set by another process. Raises DraftNotReadable."""
    written = json.dumps([asdict(remark) for remark in remarks]).encode() + b"\n"
    return _made(name, data, {"what": "remark"}, written, limits)


def _made(name: str, data: bytes, order: Mapping[str, object], before: bytes, limits: Limits) -> bytes:
    try:
        with made_by_child(ReportFile.of(data, name, name), __name__, order, limits, before) as result:
            kind, made = result.readline(), result.read()
    except ReaderStopped as error:
        raise DraftNotReadable(str(error)) from error
    if kind != _MADE:
        raise DraftNotReadable(made.decode() or f"'{name}' could not be read: its reader gave no result")
    return made


# --- the child -------------------------------------------------------------------------------------------------------


def _make(data: bytes, told: Mapping[str, Any], limits: Limits) -> bytes:
    from assistant.drafts import word  # imported before the bounds are set: they are for reading, not for starting
    from assistant.drafts.reading import read_draft

    bound(limits)
    name = told["name"]
    try:
        if told["what"] == "remark":
            remarks, _, data = data.partition(b"\n")
            return _MADE + word.annotate(name, data, [Remark(**remark) for remark in json.loads(remarks)])
        draft = read_draft(name, data)
        head = to_json(_Read(format=draft.format, sentences=draft.sentences, notes=draft.notes)).encode()
        return _MADE + head + b"\n" + (b"" if draft.format is DraftFormat.WORD else draft.data)
    except DraftNotReadable as error:
        return _ERROR + str(error).encode()
    except MemoryError:
        raise
    except RecursionError:
        return _ERROR + f"'{name}' is nested too deeply to be read; save it as text".encode()
    except Exception as error:  # whatever a library makes of a malformed file
        why = printable(f"{type(error).__name__}: {error}")[:200]
        return _ERROR + f"'{name}' could not be read, its reader failed ({why}); save it again, or as text".encode()


if __name__ == "__main__":
    work(sys.argv[1], _make)

"""How much a PDF unpacks to, found before anything of it is built: a few kilobytes can hold gigabytes of nothing."""

from __future__ import annotations

import re
import zlib

from corpus.readers.reading import TooMuch

MAX_STREAM_BYTES = 100_000_000
"""Of one part unpacked, pictures aside; a dense page has some hundred kilobytes."""

MAX_TOTAL_BYTES = 600_000_000

_CHUNK = 1 << 16
_PIECE = 1 << 20
_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 3_000
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")


def check_unpacked(data: bytes) -> None:
    """Raises TooMuch where a part that is packed by the usual method unpacks to more than a report can need."""
    total = 0
    position = 0
    while match := _STREAM.search(data, position):
        position = match.end()
        head = data[max(0, match.start() - _HEAD) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if not _FLATE.search(head) or b"/Image" in head:
            continue
        size = _unpacked(data, position, twice=len(_FLATE.findall(head)) > 1)
        total += size
        if size > MAX_STREAM_BYTES or total > MAX_TOTAL_BYTES:
            raise TooMuch("unpacks to far more than a report holds; save it again as a PDF, or print it to one")


def _unpacked(data: bytes, start: int, *, twice: bool) -> int:
    """How many bytes a packed part holds, counted no further than the bound."""
    outer = zlib.decompressobj()
    inner = zlib.decompressobj() if twice else None
    size = 0
    try:
        for at in range(start, len(data), _CHUNK):
            rest = data[at : at + _CHUNK]
            while rest and not outer.eof:
                piece = outer.decompress(rest, _PIECE)
                rest = outer.unconsumed_tail
                size += len(piece)
                while inner is not None and piece and not inner.eof:
                    size += len(inner.decompress(piece, _PIECE))
                    piece = inner.unconsumed_tail
                if size > MAX_STREAM_BYTES:
                    return size
            if outer.eof:
                return size
    except zlib.error:
        # What is no packed part after all, or a damaged one, is the PDF library's business.
        return size
    return size

"""Office files are zip archives of XML: checks one before any library parses it.

Nothing is unpacked to disk, and nothing is held but a piece of one part at a time. What a library then reads is of a
bearable size and holds no document type definition, so that there are no entities to resolve.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from corpus.readers.reading import NotReadable, TooMuch

MAX_EXPANDED_BYTES = 200_000_000
"""All parts together, pictures among them."""
MAX_MARKUP_BYTES = 100_000_000
"""The parts that are markup, which libraries keep as trees of some ten times their size."""
MAX_RATIO = 250
"""Markup shrinks to a tenth or a fiftieth; what grows more than this when unpacked was made to fill a machine."""
MAX_PARTS = 20_000

_SMALL_BYTES = 20_000_000
_PIECE = 1 << 18
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_IS_LOCKED = 0x1
_DEFINITIONS = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)
_OVERLAP = max(map(len, _DEFINITIONS)) - 1
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']*)")
# Codes in which an angle bracket is the byte that it is in ASCII; a package may use the first two only.
_ENCODINGS = frozenset({"utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})
_DAMAGED = "is damaged or cut short; export it again"


def check_archive(data: bytes) -> None:
    """Pass an office file whose parts can all be unpacked within the bounds.

    Raises NotReadable for what is no such file, is locked, damaged, or defines entities; TooMuch past the bounds.
    """
    if data.startswith(_OLE):
        raise NotReadable(_why_ole(data))
    if data.count(_DIRECTORY_ENTRY) > MAX_PARTS:
        raise TooMuch(f"has over {MAX_PARTS:,} parts, more than a report may have")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, UnicodeDecodeError) as error:
        why = _DAMAGED if data.startswith(b"PK") else "is not what its ending says; open it and save it again"
        raise NotReadable(why) from error
    if any(part.flag_bits & _IS_LOCKED for part in parts):
        raise NotReadable("is locked with a password; save it without one")
    _check_sizes(sum(part.file_size for part in parts), len(data))
    n_markup = 0
    for part in parts:
        is_markup, n_bytes = _check_part(data, part)
        n_markup += n_bytes if is_markup else 0
        if n_markup > MAX_MARKUP_BYTES:
            raise TooMuch(f"holds over {MAX_MARKUP_BYTES / 1e6:,.0f} MB of text and markup; split it")


def _why_ole(data: bytes) -> str:
    if _ENCRYPTED in data:
        return "is locked with a password; save it without one"
    return (
        "is in the old binary Office format or locked; save it in today's (.docx, .xlsx or .pptx), without a password"
    )


def _check_sizes(n_expanded: int, n_packed: int) -> None:
    if n_expanded > MAX_EXPANDED_BYTES:
        raise TooMuch(
            f"holds over {MAX_EXPANDED_BYTES / 1e6:,.0f} MB when unpacked; split it or leave out its pictures"
        )
    if n_expanded > _SMALL_BYTES and n_expanded > MAX_RATIO * n_packed:
        raise TooMuch(f"grows over {MAX_RATIO}-fold when unpacked, as no report does")


def _check_part(data: bytes, part: zipfile.ZipInfo) -> tuple[bool, int]:
    """Whether a part is markup, and how many bytes it has: as many as it declares, or it is refused."""
    n_bytes = checksum = 0
    tail = b""
    is_markup = False
    for piece in _pieces(data, part):
        if not n_bytes:
            is_markup = _begins_as_markup(piece)
        n_bytes += len(piece)
        if n_bytes > part.file_size:
            raise NotReadable(_DAMAGED)
        checksum = zlib.crc32(piece, checksum)
        if is_markup:
            searched = tail + piece
            if any(word in searched for word in _DEFINITIONS):
                raise NotReadable("defines entities of its own, as no Office program does; open it and save it again")
            tail = searched[-_OVERLAP:]
    if n_bytes != part.file_size or checksum != part.CRC:
        raise NotReadable(_DAMAGED)
    return is_markup, n_bytes


def _begins_as_markup(piece: bytes) -> bool:
    start = piece[:512].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if not start.replace(b"\x00", b"").lstrip().startswith(b"<"):
        return False
    declared = _ENCODING.search(start.replace(b"\x00", b""))
    if declared and declared[1].decode("latin-1").casefold() not in _ENCODINGS:
        raise NotReadable("is written in an encoding that no Office program uses; open it and save it again")
    return True


def _pieces(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part's bytes, unpacked a piece at a time: never more than asked for, whatever sizes the archive states."""
    start = part.header_offset
    if start < 0 or start + _LOCAL_HEADER.size > len(data):
        raise NotReadable(_DAMAGED)
    signature, *_, n_name, n_extra = _LOCAL_HEADER.unpack_from(data, start)
    start += _LOCAL_HEADER.size + n_name + n_extra
    packed = memoryview(data)[start : start + part.compress_size]
    if signature != b"PK\x03\x04" or len(packed) != part.compress_size:
        raise NotReadable(_DAMAGED)
    if part.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _PIECE):
            yield bytes(packed[at : at + _PIECE])
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise NotReadable("is packed in a way that no Office program uses; open it and save it again")
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting: bytes = b""
    position = 0
    while not unpacker.eof:
        if not waiting:
            waiting = bytes(packed[position : position + _PIECE])
            position += len(waiting)
        try:
            piece = unpacker.decompress(waiting, _PIECE)
        except zlib.error as error:
            raise NotReadable(_DAMAGED) from error
        if not piece and not waiting:
            raise NotReadable(_DAMAGED)
        waiting = unpacker.unconsumed_tail
        if piece:
            yield piece

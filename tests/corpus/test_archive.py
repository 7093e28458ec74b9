"""What is checked of an office file before any library parses it."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.archive import MAX_PARTS, check_archive
from corpus.readers.reading import NotReadable, TooMuch


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of the parts."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def restated(data: bytes, size: int) -> bytes:
    """The archive of one part, stating another unpacked size for it."""
    at = data.rindex(b"PK\x01\x02")
    changed = bytearray(data)
    struct.pack_into("<I", changed, at + 24, size)
    struct.pack_into("<I", changed, data.index(b"PK\x03\x04") + 22, size)
    return bytes(changed)


PLAIN = packed({"a.xml": b"<a>Widgets</a>", "b.png": b"\x89PNG" + bytes(range(256))})


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_an_archive_within_the_bounds_passes(method: int) -> None:
    check_archive(packed({"a.xml": b"<a>" + b"Widgets " * 90_000 + b"</a>", "b.bin": b""}, method))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is not what its ending says"),
        (b"Widgets sold: 4", "is not what its ending says"),
        (PLAIN[: len(PLAIN) // 2], "damaged"),
        (PLAIN.replace(b"PK\x03\x04", b"PK\x03\x05"), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"E n c r y p t e d P a c k a g e ".replace(b" ", b"\x00"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook", "old binary"),
        (packed({"a.xml": b"<a/>"}, zipfile.ZIP_LZMA), "packed in a way"),
        (restated(packed({"a.xml": b"<a>" + b" " * 900 + b"</a>"}), 20), "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(NotReadable, match=words):
        check_archive(data)


def test_a_locked_part_is_refused() -> None:
    data = bytearray(PLAIN)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(NotReadable, match="password"):
        check_archive(bytes(data))


@pytest.mark.parametrize("code", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("lead", ["", "<!-- " + "x" * 300_000 + " -->"])
def test_entities_are_refused_wherever_they_are_defined(code: str, lead: str) -> None:
    text = f'{lead}<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
    with pytest.raises(NotReadable, match="entities"):
        check_archive(packed({"a.xml": text.encode(code)}))


def test_a_code_that_could_hide_entities_is_refused() -> None:
    with pytest.raises(NotReadable, match="encoding"):
        check_archive(packed({"a.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE a+AD4-<a/>'}))


def test_what_is_too_large_unpacked_is_refused() -> None:
    zeros = packed({"a.bin": bytes(30_000_000)})
    with pytest.raises(TooMuch, match="250-fold"):
        check_archive(zeros)
    with pytest.raises(TooMuch, match="200 MB"):
        check_archive(restated(zeros, 2**32 - 2))
    with pytest.raises(TooMuch, match="parts"):
        check_archive(b"PK\x01\x02" * (MAX_PARTS + 1))


def test_a_part_that_understates_its_size_is_not_unpacked_whole() -> None:
    data = restated(packed({"a.xml": b"<a>" + b" " * 150_000_000 + b"</a>"}), 1_000)
    tracemalloc.start()
    with pytest.raises(NotReadable, match="damaged"):
        check_archive(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


@given(st.binary(max_size=200))
def test_any_bytes_pass_or_are_refused(data: bytes) -> None:
    try:
        check_archive(data)
    except (NotReadable, TooMuch) as error:
        assert str(error)


@given(st.lists(st.tuples(st.integers(0, len(PLAIN) - 1), st.integers(0, 255)), max_size=8), st.integers(0, len(PLAIN)))
def test_any_change_of_an_archive_passes_or_is_refused(changes: list[tuple[int, int]], length: int) -> None:
    data = bytearray(PLAIN)
    for at, value in changes:
        data[at] = value
    try:
        check_archive(bytes(data[:length]) if length < len(PLAIN) else bytes(data))
    except (NotReadable, TooMuch) as error:
        assert str(error)

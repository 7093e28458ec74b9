"""Turn a file's bytes into clean text, saying which encoding was assumed and what was taken out.

Knows nothing of formats: a reader of text is handed the result.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from corpus.document import LoadWarning
from corpus.readers.reading import MAX_LINES_AND_CELLS, NoText, NotReadable, TooMuch

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE_BYTES = 65_536
_MAX_CONTROL_SHARE = 0.02
_NEWLINES = re.compile("\r\n|\r|\x0b|\x85|\u2028|\u2029")
# Form feeds stay, they end pages; soft hyphens, zero-width signs and direction marks only hide words from a search.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


_NOT_TEXT = "is not text, whatever its ending says; export the report as plain text in UTF-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text whose only newline is the line feed, and one line for each thing that the reader should know about it."""

    text: str
    warnings: tuple[LoadWarning, ...] = ()


def decode(data: bytes, *, declared: str = "", most: int = MAX_LINES_AND_CELLS) -> Decoded:
    r"""Text of the bytes: UTF-8, UTF-16 (with a mark or without), otherwise ``declared`` or Western European.

    ``declared`` is Python's name of the encoding that the file says it has; text that is valid UTF-8 is read as such
    all the same. ``most`` bounds its lines and cells.

    Raises NotReadable when the bytes are binary, NoText, TooMuch.

    >>> decode("caf\u00e9\r\n".encode()).text
    'café\n'
    """
    text, assumed = _decoded(data, declared)
    warnings = [] if assumed == "" else [f"The file does not say its encoding; {assumed} was assumed."]
    text = _NEWLINES.sub("\n", text)
    n_controls = sum(1 for _ in _CONTROL.finditer(text))
    if n_controls > _MAX_CONTROL_SHARE * len(text):
        raise NotReadable(_NOT_TEXT)
    if n_controls:
        warnings.append(f"{n_controls} control characters were taken out of the text.")
    text = _INVISIBLE.sub("", text)
    if not text.strip():
        raise NoText("holds no text; check the export it came from")
    if sum(map(text.count, "\n\t|")) > most:
        raise TooMuch(f"has over {most:,} lines and cells, more than a report may have; split it")
    return Decoded(text=text, warnings=tuple(LoadWarning(message=message) for message in warnings))


def _decoded(data: bytes, declared: str) -> tuple[str, str]:
    """The text, and the encoding's name where it had to be assumed ('' where it is certain)."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ""
            except UnicodeDecodeError as error:
                raise NotReadable(_NOT_TEXT) from error
    wide = _wide_encoding(data[:_SAMPLE_BYTES])
    if wide:
        try:
            return data.decode(wide), wide.upper()
        except UnicodeDecodeError as error:
            raise NotReadable(_NOT_TEXT) from error
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _decoded_western(data, declared)


def _decoded_western(data: bytes, declared: str) -> tuple[str, str]:
    """As `_decoded`, for bytes that are no UTF-8: in the encoding that the file names where that fits."""
    for encoding, assumed in ((declared, ""), ("cp1252", "Windows-1252 (Western European)")):
        try:
            return data.decode(encoding or "ascii"), assumed
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "Latin-1 (Western European)"


def _wide_encoding(sample: bytes) -> str:
    """UTF-16 without a mark shows as a zero in every other byte of Western text."""
    even, odd = sample[0::2], sample[1::2]
    if not odd:
        return ""
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros_odd > 0.4 and zeros_even < 0.1:
        return "utf-16-le"
    if zeros_even > 0.4 and zeros_odd < 0.1:
        return "utf-16-be"
    return ""

"""Read a report file into a Document: checks the file, picks the reader by its ending.

Knows which formats there are; each reader knows its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from corpus.document import Document, LoadWarning
from corpus.errors import DocumentTooLarge, EmptyDocument, UnknownFormat, UnreadableFile
from corpus.readers.decoding import NotText, decode
from corpus.readers.markdown import read_markdown
from corpus.readers.reading import Reading
from corpus.readers.text import read_text

# Far above any report (a thousand pages of text are some 3 MB), far below what would keep a machine busy for an hour.
MAX_BYTES = 20_000_000
MAX_LINES_AND_CELLS = 1_000_000

_READERS: Mapping[str, Callable[[str, str], Reading]] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
}


def load(path: Path, *, document_id: str | None = None) -> Document:
    """The report in a file; its id is the file's name without the ending unless given.

    Raises UnreadableFile, UnknownFormat, EmptyDocument or DocumentTooLarge, each with a line that says what to do.
    """
    data = _read_bytes(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise UnknownFormat(
            str(path), f"no reader for '{path.name}': reports may end in {known}; convert it to one of these"
        )
    try:
        decoded = decode(data)
    except NotText as error:
        message = f"'{path.name}' is not text, whatever its ending says; export the report as plain text in UTF-8"
        raise UnreadableFile(str(path), message) from error
    if not decoded.text.strip():
        raise EmptyDocument(str(path), f"'{path.name}' holds no text; check the export it came from")
    if sum(map(decoded.text.count, "\n\t|")) > MAX_LINES_AND_CELLS:
        message = (
            f"'{path.name}' has over {MAX_LINES_AND_CELLS:,} lines and cells, more than a report may have; split it"
        )
        raise DocumentTooLarge(str(path), message)
    name = document_id or path.stem
    reading = reader(decoded.text, name)
    if not reading.blocks:
        raise EmptyDocument(str(path), f"'{path.name}' holds no text that could be read; check the export it came from")
    return Document(
        id=name,
        title=reading.title or path.stem,
        publisher=reading.publisher,
        period=reading.period,
        published=reading.published,
        restates=reading.restates,
        edition=reading.edition,
        source=decoded.text,
        blocks=reading.blocks,
        n_pages=reading.n_pages,
        warnings=(*(LoadWarning(message=message) for message in decoded.warnings), *reading.warnings),
        digest=hashlib.sha256(data).hexdigest(),
        file_name=path.name,
    )


def _read_bytes(path: Path) -> bytes:
    """The file's content, once it is known to be a file of a size that a report may have."""
    if path.is_dir():
        raise UnreadableFile(str(path), f"'{path}' is a folder; name the report files in it")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            allowed = f"{MAX_BYTES / 1e6:,.0f} MB: split it or leave out its pictures"
            message = f"'{path.name}' has {size / 1e6:,.0f} MB; a report may have {allowed}"
            raise DocumentTooLarge(str(path), message)
        if size == 0:
            raise EmptyDocument(str(path), f"'{path.name}' is empty; check the export it came from")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(str(path), f"no file '{path}'; check its name and folder") from error
    except PermissionError as error:
        raise UnreadableFile(str(path), f"'{path}' may not be read by this user; change its permissions") from error
    except OSError as error:
        raise UnreadableFile(str(path), f"'{path}' cannot be read: {error.strerror or error}") from error

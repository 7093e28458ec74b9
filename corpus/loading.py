"""Read a report file into a Document: checks the file, picks the reader by its ending.

Knows which formats there are; each reader knows its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from corpus.document import Document
from corpus.errors import DocumentTooLarge, EmptyDocument, UnknownFormat, UnreadableFile
from corpus.readers.reading import NoText, NotReadable, Reader, TooMuch

# Far above any report (a thousand pages of text are some 3 MB), far below what would keep a machine busy for an hour.
MAX_BYTES = 20_000_000

_READERS: Mapping[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".csv": "delimited",
    ".docx": "word",
    ".htm": "html",
    ".html": "html",
    ".pdf": "pdf",
    ".pptx": "slides",
    ".tsv": "delimited",
    ".xlsm": "workbook",
    ".xlsx": "workbook",
}
"""The module in `corpus.readers` for each ending; it is imported when first needed, since some take long to import."""

FORMATS = tuple(sorted(_READERS))
"""The endings that a report may have."""


def load(path: Path, *, document_id: str | None = None) -> Document:
    """The report in a file; its id is the file's name without the ending unless given.

    Raises UnreadableFile, UnknownFormat, EmptyDocument or DocumentTooLarge, each with a line that says what to do.
    """
    data = _read_bytes(path)
    reader = _reader(path)
    name = document_id or path.stem
    try:
        reading = reader(data, name)
    except NotReadable as error:
        raise UnreadableFile(str(path), f"'{path.name}' {error}") from error
    except NoText as error:
        raise EmptyDocument(str(path), f"'{path.name}' {error}") from error
    except TooMuch as error:
        raise DocumentTooLarge(str(path), f"'{path.name}' {error}") from error
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
        source=reading.source,
        blocks=reading.blocks,
        n_pages=reading.n_pages,
        warnings=reading.warnings,
        digest=hashlib.sha256(data).hexdigest(),
        file_name=path.name,
    )


def _reader(path: Path) -> Reader:
    name = _READERS.get(path.suffix.lower())
    if name is None:
        known = ", ".join(FORMATS)
        raise UnknownFormat(
            str(path), f"no reader for '{path.name}': reports may end in {known}; convert it to one of these"
        )
    reader: Reader = import_module(f"corpus.readers.{name}").read
    return reader


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

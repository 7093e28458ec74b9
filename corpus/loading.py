"""Read a report file into a Document: checks the file, picks the reader by its ending.

Knows which formats there are; each reader knows its own.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePath

from corpus.document import Document
from corpus.errors import DocumentTooLarge, EmptyDocument, UnknownFormat, UnreadableFile
from corpus.naming import id_of, printable
from corpus.readers.reading import NoText, NotReadable, Reader, TooMuch

# Far above any report (a thousand pages of text are some 3 MB), far below what would keep a machine busy for an hour.
MAX_BYTES = 20_000_000
MAX_BYTES_OF_ROWS = 200_000_000
"""Of delimited text, which is read row by row: some five million rows."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A report's file, read once: what is hashed, read and kept are the same bytes whatever becomes of the file.

    ``name`` is the file's name, fit to be printed; ``place`` is where it was found, for messages.
    """

    name: str
    place: str
    data: bytes
    digest: str

    @classmethod
    def of(cls, data: bytes, name: str, place: str = "") -> ReportFile:
        """The file of these bytes."""
        return cls(name=printable(name), place=printable(place), data=data, digest=hashlib.sha256(data).hexdigest())

    @property
    def ending(self) -> str:
        """The ending, which says the format: '.txt'."""
        return PurePath(self.name).suffix.lower()


def read_file(path: Path) -> ReportFile:
    """The file's bytes. Raises UnreadableFile, EmptyDocument, DocumentTooLarge, UnknownFormat."""
    file = ReportFile.of(_read_bytes(path), path.name, str(path))
    check_file(file)
    return file


def check_file(file: ReportFile) -> None:
    """Raises UnknownFormat, EmptyDocument or DocumentTooLarge for what need not be read to be refused."""
    _reader_name(file)
    if len(file.data) > most_bytes(file.name):
        raise _too_large(file.place, file.name, len(file.data))
    if not file.data:
        raise EmptyDocument(file.place, f"'{file.name}' is empty; check the export it came from")


def most_bytes(name: str) -> int:
    """How large a report's file of this name may be."""
    return MAX_BYTES_OF_ROWS if _READERS.get(PurePath(name).suffix.lower()) == "delimited" else MAX_BYTES


def load(path: Path, *, document_id: str | None = None) -> Document:
    """The report in a file; its id is the file's name without the ending unless given.

    Raises UnreadableFile, UnknownFormat, EmptyDocument or DocumentTooLarge, each with a line that says what to do.
    """
    return load_file(read_file(path), document_id=document_id)


def load_file(file: ReportFile, *, document_id: str | None = None) -> Document:
    """As `load`, of a file that was read."""
    read: Reader = reader_of(file)
    name = document_id or id_of(file.name)
    try:
        reading = read(file.data, name)
    except NotReadable as error:
        raise UnreadableFile(file.place, f"'{file.name}' {error}") from error
    except NoText as error:
        raise EmptyDocument(file.place, f"'{file.name}' {error}") from error
    except TooMuch as error:
        raise DocumentTooLarge(file.place, f"'{file.name}' {error}") from error
    if not reading.blocks and not reading.long_tables:
        raise EmptyDocument(
            file.place, f"'{file.name}' holds no text that could be read; check the export it came from"
        )
    return Document(
        id=name,
        title=reading.title or PurePath(file.name).stem,
        publisher=reading.publisher,
        period=reading.period,
        published=reading.published,
        restates=reading.restates,
        edition=reading.edition,
        source=reading.source,
        blocks=reading.blocks,
        long_tables=reading.long_tables,
        n_pages=reading.n_pages,
        warnings=reading.warnings,
        digest=file.digest,
        file_name=file.name,
    )


def reader_of(file: ReportFile) -> Reader:
    """What reads files of this ending. Raises UnknownFormat."""
    reader: Reader = import_module(f"corpus.readers.{_reader_name(file)}").read
    return reader


def _reader_name(file: ReportFile) -> str:
    name = _READERS.get(file.ending)
    if name is None:
        known = ", ".join(FORMATS)
        raise UnknownFormat(
            file.place, f"no reader for '{file.name}': reports may end in {known}; convert it to one of these"
        )
    return name


def _read_bytes(path: Path) -> bytes:
    """The file's content, once it is known to be a file of a size that a report may have."""
    name, place = printable(path.name), printable(str(path))
    try:
        if path.is_dir():
            raise UnreadableFile(
                place, f"'{place}' is a folder in which no report was found; name the report files in it"
            )
        if not stat.S_ISREG(path.stat().st_mode):  # before it is opened: a pipe would keep us waiting
            raise UnreadableFile(place, f"'{place}' is no ordinary file; name a file that holds a report")
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > (most := most_bytes(name)):
                raise _too_large(place, name, before.st_size)
            data = file.read(most + 1)
            after = os.fstat(file.fileno())
    except FileNotFoundError as error:
        raise UnreadableFile(place, f"no file '{place}'; check its name and folder") from error
    except PermissionError as error:
        raise UnreadableFile(place, f"'{place}' may not be read by this user; change its permissions") from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        why = getattr(error, "strerror", None) or error
        raise UnreadableFile(place, f"'{place}' cannot be read: {why}") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise UnreadableFile(place, f"'{name}' was being written to while it was read; add it when it is finished")
    return data


def _too_large(place: str, name: str, size: int) -> DocumentTooLarge:
    most = most_bytes(name)
    advice = "split it, or keep the columns that count" if most > MAX_BYTES else "split it or leave out its pictures"
    return DocumentTooLarge(
        place, f"'{name}' has {size / 1e6:,.0f} MB; a report may have {most / 1e6:,.0f} MB: {advice}"
    )

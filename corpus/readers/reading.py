"""What every reader gives back, what it may raise, and the bounds that all of them keep to.

A reader is a function of a file's bytes and the document's id; it knows nothing of paths and libraries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from corpus.document import Block, LoadWarning, LongTable

# Far above any report, far below what would keep a machine busy for an hour.
MAX_LINES_AND_CELLS = 1_000_000


class NotReadable(Exception):
    """The bytes are not what the file's ending says, or locked. The message goes on from "the file '…' "."""


class NoText(Exception):
    """There is nothing in it to read. The message goes on from "the file '…' "."""


class TooMuch(Exception):
    """It holds more than a report may. The message goes on from "the file '…' "."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found in a report; '' or None for what it did not find.

    ``source`` is the text that all locators of ``blocks`` point into: the file's own where it is text, and what was
    written of its parts, in reading order, where it is not, or is laid out by spaces.
    """

    source: str
    title: str = ""
    publisher: str = ""
    period: str = ""
    published: str = ""
    restates: str = ""
    edition: str = ""
    blocks: tuple[Block, ...] = ()
    long_tables: tuple[LongTable, ...] = ()
    n_pages: int | None = None
    warnings: tuple[LoadWarning, ...] = ()


class Reader(Protocol):
    """What each module of this folder that reads a format has as ``read``."""

    def __call__(self, data: bytes, document_id: str) -> Reading:
        """What stands in the file. Raises NotReadable, NoText or TooMuch."""
        ...

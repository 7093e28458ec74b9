"""What every reader gives back: all of a Document but what the file itself says."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Block, LoadWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found in a report; '' or None for what it did not find."""

    title: str = ""
    publisher: str = ""
    period: str = ""
    published: str = ""
    restates: str = ""
    edition: str = ""
    blocks: tuple[Block, ...] = ()
    n_pages: int | None = None
    warnings: tuple[LoadWarning, ...] = ()

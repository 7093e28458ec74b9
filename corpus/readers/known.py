"""What is known of a text that a reader wrote out of one set otherwise: where its tables, notes and pages are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.readers.drafts import Merged


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTable:
    """A table in so many lines, its cells apart by tabs; the rest is as in `corpus.readers.drafts.Draft`."""

    n_rows: int
    header_rows: int
    merged: tuple[Merged, ...] = ()
    row_pages: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What need not be worked out again, by the places in the text at which lines begin.

    ``texts`` are lines that are no titles, whatever they read like. ``pages`` are the numbers of the pages that form
    feeds part. ``has_whole_lines``: each line is a paragraph, a bullet or a title by itself.
    """

    tables: Mapping[int, KnownTable] = field(default_factory=dict)
    notes: frozenset[int] = frozenset()
    texts: frozenset[int] = frozenset()
    pages: tuple[int | None, ...] = ()
    has_whole_lines: bool = False


NOTHING_KNOWN = Known()

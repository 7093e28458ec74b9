"""The types that every other module speaks: a report as loaded, its blocks and tables, and where each thing stands.

Nothing here knows a file format or what a figure means.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """Where something stands: ``document.source[start:end]`` is its text, verbatim.

    ``section`` holds the titles from the outermost to the innermost; a heading stands in the section that it opens.
    ``page`` is the page or slide number as printed, or None where it is not known; ``page_inferred`` says that it was
    worked out (from a contents page), not read.
    """

    document_id: str
    section: tuple[str, ...] = ()
    page: int | None = None
    page_inferred: bool = False
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a locator needs 0 <= start <= end, not {self.start}..{self.end}")


class BlockKind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    TABLE = "table"
    NOTE = "note"
    """A footnote, a source line, or a legend: it qualifies what stands near it."""


PROSE_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.NOTE})
"""The kinds of block that hold sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One place in a printed table, its text as printed with white space folded ('' where blank)."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str
    is_header: bool = False
    locator: Locator


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A printed grid. ``cells`` are sorted by row, then column; every row is padded to ``n_columns``.

    ``number`` counts from 1 in the document. ``title`` is the caption or the heading that names it ('' when there is
    none), ``notes`` the lines beneath or above that qualify it.
    """

    number: int
    title: str
    n_rows: int
    n_columns: int
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()
    locator: Locator

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells row by row, each row in column order."""
        lines: list[list[Cell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            lines[cell.row].append(cell)
        return tuple(tuple(sorted(line, key=lambda c: c.column)) for line in lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongColumn:
    """One column of a long table, packed by `corpus.long_tables`.

    ``members`` are the distinct labels of a column of labels, whose ``body`` says which of them stands in each row;
    a column of figures has none, and its ``body`` is what is printed, in runs of rows.
    """

    name: str
    members: str = ""
    body: tuple[str, ...] = ()

    @property
    def is_figures(self) -> bool:
        """Whether the column holds figures, not labels."""
        return not self.members


@dataclass(frozen=True, slots=True, kw_only=True)
class LongTable:
    """A table of more rows than are read as data at once: one header, kept packed, and asked by selecting rows.

    ``number`` counts on from the document's other tables. Rows count from 1, the header being row 0. ``first_line`` is
    the line of the file, or the row of the sheet, at which row 1 stands; 0 where rows and lines do not run alike.
    """

    number: int
    title: str
    columns: tuple[LongColumn, ...]
    n_rows: int
    first_line: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, bullet, heading, note or table, in reading order.

    ``text`` is the verbatim slice at ``locator`` (a bullet without its mark, markup such as ``**`` kept). ``level`` is
    the heading's or bullet's depth, from 1. ``lead_in`` is the sentence that introduces a bullet's list ('' for other
    blocks): a bullet is understood only together with it.
    """

    kind: BlockKind
    text: str
    level: int = 1
    lead_in: str = ""
    table: Table | None = None
    locator: Locator


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a paragraph, bullet or note: the unit that is quoted.

    ``text`` is the verbatim slice at ``locator``; ``block`` is the index of its block in ``Document.blocks``.
    """

    text: str
    lead_in: str = ""
    block: int
    locator: Locator


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadWarning:
    """Something that could not be read as it should be; the rest of the report was loaded all the same."""

    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report as loaded.

    ``id`` is the file's name without its ending unless the user gave another. ``period`` and ``published`` are as
    printed ('' when not found). ``source`` is the whole text as read; every locator points into it. ``restates`` names
    the original's id when this is a restated edition. ``digest`` is the SHA-256 of the file's bytes. The rows of
    ``long_tables`` are neither among the blocks nor in the source.
    """

    id: str
    title: str
    publisher: str = ""
    period: str = ""
    published: str = ""
    restates: str = ""
    edition: str = ""
    source: str
    blocks: tuple[Block, ...]
    long_tables: tuple[LongTable, ...] = ()
    n_pages: int | None = None
    warnings: tuple[LoadWarning, ...] = ()
    digest: str
    file_name: str

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in reading order."""
        return tuple(block.table for block in self.blocks if block.table is not None)


class ChunkKind(StrEnum):
    """What a chunk holds."""

    PROSE = "prose"
    """A window of neighbouring paragraphs and bullets of one section."""
    SENTENCE = "sentence"
    """One sentence."""
    ROWS = "rows"
    """Whole rows of one table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A stored slice of text, fit to search.

    ``text`` is verbatim; ``context`` (section titles, lead-in, table title, column heads) is added only when embedding
    and indexing words. ``id`` is a short hash of content and place, the same after a rebuild.
    """

    id: str
    kind: ChunkKind
    text: str
    context: str
    locator: Locator


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A chunk that a search returned. ``rank`` counts from 0; ``score`` is the merged score, larger is better.

    ``similarity`` is the cosine of query and chunk (-1 to 1), ``words`` the word index's score (0 when it did not
    match).
    """

    chunk: Chunk
    rank: int
    score: float
    similarity: float
    words: float

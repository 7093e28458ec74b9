"""Sheets and files of rows that go on for thousands: a list under one header, read row by row and packed.

Only a plain list is read so. Headings among the rows, merged cells and several tables mean something that rows taken
out by themselves would lose; a sheet of that kind has to be short enough to be read whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from corpus.document import LongTable
from corpus.readers.long_writing import LongTableWriter
from corpus.readers.reading import TooMuch
from corpus.readers.sheet_blocks import Block, GridCell, Look, Place, find_blocks, look_of

LONG_ROWS = 5_000
"""A list of more rows is not read as data at once: embedding each row and weighing each at every question takes long,
and finds no more than selecting them does."""
N_SAMPLED = 2_000
"""Rows by which it is told what the columns hold."""
_N_HEAD = 100
_MOST_NOTES = 20
_ALMOST = 0.9

Row = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LongSheet:
    """A sheet with one long table: the lines over it, the packed rows, and the lines under it."""

    above: tuple[GridCell, ...]
    writer: LongTableWriter
    first_line: int
    below: tuple[str, ...]

    def blocks(self) -> list[Block]:
        """The lines as blocks of the sheet."""
        below = [GridCell(text=text, look=Look.TEXT) for text in self.below]
        return [Block(above=[*lines]) for lines in (self.above, below) if lines]

    def table(self, number: int, sheet: str = "") -> LongTable:
        """The table, packed; it is named by the last line over it, else by its sheet."""
        title = self.above[-1].text if self.above else sheet
        return self.writer.table(number=number, title=title, first_line=self.first_line, notes=self.below)


def read_long(head: Mapping[Place, GridCell], rows: Iterable[Row]) -> LongSheet | None:
    """The long table of a sheet; None where it is no plain list.

    ``rows`` are those of the sheet from its first, white space folded; ``head`` are the cells of the first of them, by
    which titles are told from the header. Raises NotReadable, TooMuch.
    """
    rows = iter(rows)
    blocks = find_blocks({place: cell for place, cell in head.items() if place[0] < _N_HEAD})
    if not blocks or not blocks[-1].rows or any(block.rows for block in blocks[:-1]) or not blocks[-1].has_header():
        return None
    above = tuple(line for block in blocks for line in block.above)
    at, first = next((number, min(row)) for number, row in blocks[-1].rows.items() if len(row) > 1)
    header = list(next(islice(rows, at, None), ()))[first:]
    while header and not header[-1]:
        header.pop()
    if not all(header) or len(set(header)) < len(header):
        return None  # columns that only their place names
    sample = list(islice(rows, N_SAMPLED))
    is_figures = [_holds_figures([row[c] for row in sample if c < len(row)]) for c in range(first, first + len(header))]
    if not any(is_figures) or all(is_figures):
        return None
    writer = LongTableWriter(header, is_figures=is_figures)
    below: list[str] = []
    has_gap = is_uneven = False
    for row in chain(sample, rows):
        filled = [text for text in row if text]
        if not filled:
            has_gap = True
        elif len(filled) == 1 and len(header) > 2:
            if len(below) == _MOST_NOTES:
                return None
            below.extend(filled)
        elif below or any(row[:first]):
            return None  # headings or other tables among the rows
        else:
            is_uneven |= has_gap
            writer.add(row[first:])
    return LongSheet(above=above, writer=writer, first_line=0 if is_uneven else at + 2, below=tuple(below))


def _holds_figures(texts: Sequence[str]) -> bool:
    """Whether a column holds figures: nearly all are, and years alone are labels."""
    looks = Counter(look_of(text) for text in texts if text)
    numbers = looks[Look.FIGURE] + looks[Look.YEAR]
    return looks[Look.FIGURE] > looks[Look.YEAR] and numbers + looks[Look.MARK] >= _ALMOST * looks.total()


def too_long(n_rows: int) -> TooMuch:
    """What to say of a sheet that is too long to be read whole and is no plain list."""
    return TooMuch(
        f"has {n_rows:,} rows that are no plain list (one header, then a row for each thing with figures and no "
        "headings between): keep the totals or a selection, or put the header in one row"
    )

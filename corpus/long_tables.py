"""The rows of a table that is too long to be read as data at once: packed by column, unpacked as they are asked for.

Kept by column: of labels, the distinct ones and a number for each row; of figures, what is printed. So a million rows
take little room, and those that a question names are found without the others being looked at. Knows no question.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.document import LongTable

RUN = 10_000
"""Rows of figures that are packed together."""

Rows = NDArray[np.int64]


class LongRows:
    """The rows of a long table, unpacked column by column when they are first asked for."""

    def __init__(self, table: LongTable) -> None:
        """Of a table."""
        self.table = table
        self._members: dict[int, tuple[str, ...]] = {}
        self._places: dict[int, NDArray[np.uint32]] = {}

    @cached_property
    def labels(self) -> tuple[int, ...]:
        """The columns that hold labels."""
        return tuple(c for c, column in enumerate(self.table.columns) if not column.is_figures)

    @cached_property
    def figures(self) -> tuple[int, ...]:
        """The columns that hold figures."""
        return tuple(c for c, column in enumerate(self.table.columns) if column.is_figures)

    def members(self, column: int) -> tuple[str, ...]:
        """The distinct labels of a column of labels, in the order in which they first stand."""
        if column not in self._members:
            self._members[column] = tuple(unpack(self.table.columns[column].members).decode().split("\n"))
        return self._members[column]

    def places(self, column: int) -> NDArray[np.uint32]:
        """For each row which of the `members` stands in the column."""
        if column not in self._places:
            self._places[column] = np.frombuffer(unpack(self.table.columns[column].body[0]), dtype="<u4")
        return self._places[column]

    def select(self, wanted: Mapping[int, Collection[int]]) -> Rows:
        """The rows (from 1) that have one of the members wanted in each of these columns, in the table's order."""
        kept = np.ones(self.table.n_rows, dtype=bool)
        for column, members in wanted.items():
            kept &= np.isin(self.places(column), np.fromiter(members, dtype=np.uint32))
        return np.flatnonzero(kept) + 1

    def printed(self, column: int, rows: Iterable[int]) -> list[str]:
        """What stands in a column at these rows."""
        if not self.table.columns[column].is_figures:
            members, places = self.members(column), self.places(column)
            return [members[places[row - 1]] for row in rows]
        body = self.table.columns[column].body
        return [_lines(body[(row - 1) // RUN])[(row - 1) % RUN] for row in rows]

    def row(self, row: int) -> tuple[str, ...]:
        """A whole row as printed; row 0 is the header."""
        if row == 0:
            return tuple(column.name for column in self.table.columns)
        return tuple(self.printed(c, [row])[0] for c in range(len(self.table.columns)))

    def all(self) -> Iterator[tuple[str, ...]]:
        """Every row as printed, a run of them unpacked at a time."""
        for start in range(0, self.table.n_rows, RUN):
            run = range(start + 1, min(start + RUN, self.table.n_rows) + 1)
            yield from zip(*(self.printed(c, run) for c in range(len(self.table.columns))), strict=True)


@lru_cache(maxsize=8)
def _lines(packed: str) -> list[str]:
    return unpack(packed).decode().split("\n")


def pack(data: bytes) -> str:
    """Bytes as a text to be kept in JSON."""
    return base64.b64encode(zlib.compress(data)).decode("ascii")


def unpack(packed: str) -> bytes:
    """What was packed."""
    return zlib.decompress(base64.b64decode(packed))

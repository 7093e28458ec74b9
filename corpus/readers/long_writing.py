"""Packing the rows of a long table, one by one as they are read."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from corpus.document import LongColumn, LongTable
from corpus.long_tables import RUN, pack
from corpus.readers.reading import NotReadable, TooMuch

MAX_ROWS = 5_000_000
MAX_LABELS = 40_000_000
"""Characters of all distinct labels of a table together, which are held in memory while it is read."""
MAX_COLUMNS = 100


class LongTableWriter:
    """Takes the rows of a long table one by one; ``table`` gives it packed. Holds labels once, figures packed."""

    def __init__(self, header: Sequence[str], *, is_figures: Sequence[bool]) -> None:
        """Begin a table; ``is_figures`` says of each column what it holds. Raises TooMuch."""
        if len(header) > MAX_COLUMNS:
            raise TooMuch(
                f"has a long table of {len(header):,} columns; one may have {MAX_COLUMNS}: keep those that are needed"
            )
        self._header = tuple(header)
        self._labels: dict[int, dict[str, int]] = {c: {} for c, figures in enumerate(is_figures) if not figures}
        self._places = {c: array("I") for c in self._labels}
        self._figures: dict[int, list[str]] = {c: [] for c, figures in enumerate(is_figures) if figures}
        self._packed: dict[int, list[str]] = {c: [] for c in self._figures}
        self._n_chars = 0
        self.n_rows = 0

    def add(self, row: Sequence[str]) -> None:
        """Take the next row; cells that it lacks are blank. Raises NotReadable for cells past the header, TooMuch."""
        if any(row[len(self._header) :]):
            raise NotReadable(
                f"has more cells in its data row {self.n_rows + 1:,} than in its header; check the quotation marks"
            )
        self.n_rows += 1
        if self.n_rows > MAX_ROWS:
            raise TooMuch(f"has a table of over {MAX_ROWS:,} rows; split it, or keep the totals")
        for c, labels in self._labels.items():
            text = row[c] if c < len(row) else ""
            place = labels.get(text)
            if place is None:
                place = labels[text] = len(labels)
                self._n_chars += len(text)
                if self._n_chars > MAX_LABELS:
                    raise TooMuch("has a table whose rows hold too many different words; keep the columns that count")
            self._places[c].append(place)
        for c, figures in self._figures.items():
            figures.append(row[c] if c < len(row) else "")
            if len(figures) == RUN:
                self._packed[c].append(pack("\n".join(figures).encode()))
                figures.clear()

    def table(self, *, number: int, title: str, first_line: int = 0, notes: Sequence[str] = ()) -> LongTable:
        """The table, packed."""
        columns = []
        for c, name in enumerate(self._header):
            if c in self._labels:
                members = pack("\n".join(self._labels[c]).encode())
                columns.append(LongColumn(name=name, members=members, body=(pack(self._places[c].tobytes()),)))
            else:
                rest = [pack("\n".join(self._figures[c]).encode())] if self._figures[c] else []
                columns.append(LongColumn(name=name, body=(*self._packed[c], *rest)))
        return LongTable(
            number=number,
            title=title,
            columns=tuple(columns),
            n_rows=self.n_rows,
            first_line=first_line,
            notes=tuple(notes),
        )

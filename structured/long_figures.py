"""The figures of a long table: the periods of its labels, the units of its columns, observations, and an excerpt.

An excerpt is a document and a grid of a few rows, each under its own number in the table, so that what words and cites
an answer from a table of a report does so from a long one.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from corpus.document import Block, BlockKind, Cell, Document, Locator, LongTable, Table
from corpus.long_tables import LongRows
from structured.cells import why_missing
from structured.headers import unit_in_label
from structured.observations import ColumnKind, Grid, GridColumn, GridRow, Observation
from structured.periods import Period, are_iso_months, iso_month, parse_period
from structured.units import COUNT, Quantity, Unit, parse_quantity

MOST_TIMES = 20_000
"""Distinct labels of a column of times: more than the days of fifty years."""
_N_TRIED = 20


class LongFigures:
    """A long table of a document, read as data."""

    def __init__(self, document: Document, table: LongTable) -> None:
        """The table is one of the document's."""
        self.document = document
        self.table = table
        self.rows = LongRows(table)
        self._periods: dict[int, tuple[Period, ...] | None] = {}
        self._units: dict[int, Unit] = {}

    def periods(self, column: int) -> tuple[Period, ...] | None:
        """The periods that a column's members are, in their order; None where they are something else."""
        if column not in self._periods:
            self._periods[column] = read_periods(self.rows.members(column))
        return self._periods[column]

    def quantity(self, column: int, printed: str) -> Quantity | None:
        """What a cell of a column of figures states, in the unit that its heading names."""
        if column not in self._units:
            texts = (self.table.columns[column].name, self.table.title, *self.table.notes)
            named = next((found for text in texts if (found := unit_in_label(text)) is not None), None)
            self._units[column] = named.unit if named is not None else COUNT
        return parse_quantity(printed, hint=self._units[column])

    def observation(self, row: int, column: int) -> Observation:
        """The figure at a row and a column. Its locator is that of the row's excerpt; `excerpt` sets it."""
        printed = self.rows.printed(column, [row])[0]
        quantity = self.quantity(column, printed)
        return Observation(
            id=sha256(f"{self.document.id}\0{self.table.number}\0{row}\0{column}".encode()).hexdigest()[:16],
            document_id=self.document.id,
            table=self.table.number,
            row=row,
            column=column,
            row_path=self.labels(row),
            column_path=(self.table.columns[column].name,),
            period=self.period(row),
            quantity=quantity,
            missing=why_missing(printed) if quantity is None else None,
            printed=printed,
            locator=Locator(document_id=self.document.id, start=0, end=0),
        )

    def labels(self, row: int) -> tuple[str, ...]:
        """What a row is called: its labels from the left, blank ones left out."""
        return tuple(filter(None, (self.rows.printed(c, [row])[0] for c in self.rows.labels)))

    def period(self, row: int) -> Period | None:
        """The time that a row is of: that of its first column of times."""
        for column in self.rows.labels:
            if (periods := self.periods(column)) is not None:
                return periods[int(self.rows.places(column)[row - 1])]
        return None

    def excerpt(self, rows: Sequence[int], *, renumbered: bool = False) -> tuple[Document, Grid]:
        """The header and these rows, as a document and as its one table of data.

        Rows keep their numbers in the table; ``renumbered`` they count on from the header, to be shown as a table.
        """
        lines, source = [], ""
        for row in (0, *rows):
            line = []
            for text in self.rows.row(row):
                line.append((text, len(source), len(source) + len(text)))
                source += f"{text}\t"
            lines.append(line)
            source = f"{source[:-1]}\n"
        numbers = range(len(lines)) if renumbered else (0, *rows)
        places = {
            (row, c): Locator(document_id=self.document.id, section=self._place(actual), start=start, end=end)
            for row, actual, line in zip(numbers, (0, *rows), lines, strict=True)
            for c, (_, start, end) in enumerate(line)
        }
        cells = tuple(
            Cell(row=row, column=c, text=text, is_header=row == 0, locator=places[row, c])
            for row, line in zip(numbers, lines, strict=True)
            for c, (text, _, _) in enumerate(line)
        )
        whole = Locator(document_id=self.document.id, start=0, end=len(source) - 1)
        table = Table(
            number=self.table.number,
            title=self.table.title,
            n_rows=max(numbers) + 1,
            n_columns=len(self.table.columns),
            cells=cells,
            notes=self.table.notes,
            locator=whole,
        )
        return self._document(source, table), self._grid(rows, places)

    def _place(self, row: int) -> tuple[str, ...]:
        """Where to look for a row in the file."""
        line = row + self.table.first_line - 1 if self.table.first_line else 0
        title = (self.table.title,) if self.table.title and self.table.title != self.document.title else ()
        return (*title, f"row {line:,}") if line else title

    def _document(self, source: str, table: Table) -> Document:
        text = source[: table.locator.end]
        block = Block(kind=BlockKind.TABLE, text=text, table=table, locator=table.locator)
        old = self.document
        return Document(
            id=old.id,
            title=old.title,
            publisher=old.publisher,
            period=old.period,
            published=old.published,
            edition=old.edition,
            source=source,
            blocks=(block,),
            digest=old.digest,
            file_name=old.file_name,
        )

    def _grid(self, rows: Sequence[int], places: dict[tuple[int, int], Locator]) -> Grid:
        names = [self.table.columns[c].name for c in self.rows.labels]
        found = [self.observation(row, c) for row in rows for c in self.rows.figures]
        return Grid(
            document_id=self.document.id,
            number=self.table.number,
            title=self.table.title,
            row_dimension=tuple(names),
            rows=tuple(GridRow(index=row, path=self.labels(row), period=self.period(row)) for row in rows),
            columns=tuple(
                GridColumn(index=c, path=(self.table.columns[c].name,), kind=ColumnKind.LEVEL)
                for c in self.rows.figures
            ),
            observations=tuple(found),
            notes=self.table.notes,
            locator=next(iter(places.values())),
        )


def read_periods(members: Sequence[str]) -> tuple[Period, ...] | None:
    """The periods that the labels of a column are; None where any is something else.

    "2010-11" is a month where its column also has a "2010-09".

    >>> [period.label() for period in read_periods(["2010-10", "2010-11"])]
    ['October 2010', 'November 2010']
    """
    if len(members) > MOST_TIMES or any(not any(map(str.isdigit, text)) for text in members[:_N_TRIED]):
        return None
    read = iso_month if are_iso_months(members) else parse_period
    found = []
    for text in members:
        period = read(text)
        if period is None:
            return None
        found.append(period)
    return tuple(found)

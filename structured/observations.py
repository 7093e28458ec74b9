"""Observations: one per figure a report prints, in a table cell or in a sentence, with everything needed to cite it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.document import Locator
from structured.periods import Period
from structured.units import Quantity, Unit


class MissingReason(StrEnum):
    """Why a cell holds no figure. A missing figure is never 0."""

    EMPTY = "empty"
    NOT_AVAILABLE = "not available"
    SUPPRESSED = "suppressed"
    LIMIT = "only a limit"
    """The report says within what the figure lies ("<5", "1 to 4"), and withholds the figure itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One data cell of a table.

    ``row_path`` and ``column_path`` are the printed labels from the outermost to the innermost (footnote marks and
    Markdown emphasis stripped). Exactly one of these holds: ``quantity`` is set (a figure), ``missing`` is set (blank,
    "N/A", suppressed, "<5"), or neither (a text cell: a status code, a date, words). ``inferred`` lists in words what
    was worked out instead of read ("row group", "unit from title" …).
    """

    id: str
    document_id: str
    table: int
    row: int
    column: int
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    period: Period | None = None
    quantity: Quantity | None = None
    missing: MissingReason | None = None
    printed: str
    inferred: tuple[str, ...] = ()
    locator: Locator

    @property
    def is_withheld(self) -> bool:
        """Whether the report has a figure here, or could have, and does not print it; a blank says nothing."""
        return self.missing not in (None, MissingReason.EMPTY)


class RowKind(StrEnum):
    """The part that a row plays in its table."""

    DATA = "data"
    TOTAL = "total"
    """A total or sub-total of rows above it (or a whole that the rows beneath break down)."""
    BASE = "base"
    """The level from which a table of gaps is measured ("All respondents", "Overall result")."""
    PART = "part"
    """Part of a row above it ("of which: …"), and so no further member beside that."""
    YARDSTICK = "yardstick"
    """What the other rows are held against ("Target 2025/26", "National average"), and so no member beside them."""
    SECTION = "section"
    """A heading within the table; it has no figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One body row. ``path`` is its labels, outermost first; ``inferred`` says which of them were worked out ("row
    group", "row label") or could not be ("row group uncertain").
    """

    index: int
    path: tuple[str, ...]
    kind: RowKind = RowKind.DATA
    period: Period | None = None
    inferred: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is the total of others, or the base that they are measured from."""
        return self.kind in {RowKind.TOTAL, RowKind.BASE}


class ColumnKind(StrEnum):
    """What a data column holds."""

    LEVEL = "level"
    """Figures that stand for themselves."""
    CHANGE = "change"
    """Figures that compare two other columns or two periods (a difference, a variance, a percentage change)."""
    GAP = "gap"
    """Percentage-point gaps from a base row."""
    TEXT = "text"
    """Words, dates or status codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    """One data column. ``path`` is its header labels, outermost first; ``unit`` is what its figures share, if they
    do.
    """

    index: int
    path: tuple[str, ...]
    kind: ColumnKind = ColumnKind.LEVEL
    unit: Unit | None = None
    period: Period | None = None


class FindingKind(StrEnum):
    """What the arithmetic of a table showed."""

    CONFIRMED = "confirmed"
    """A printed total, change or share agrees with its operands within rounding."""
    ROUNDING = "rounding"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check of a printed figure against its own table's cells. ``observations`` are ids, the checked one first."""

    kind: FindingKind
    rule: str
    observations: tuple[str, ...]
    expected: str
    printed: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A total row and the rows that add up to it, as indexes of the table's rows. ``confirmed`` when the figures
    agree.
    """

    total: int
    parts: tuple[int, ...]
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cell of a table, by the table's row and column."""

    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What the report says of some of a table's figures by a mark that they, their labels or the title carry.

    ``mark`` is printed so, without brackets ("note 1", "r"), ``text`` what it stands for, ``locator`` where that is
    said (None where it is only agreed among publishers of statistics). It holds for the figures of ``rows`` and
    ``columns`` and for those at ``places``, or for ``whole``, all of the table.
    """

    mark: str
    text: str
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    places: tuple[Place, ...] = ()
    whole: bool = False
    locator: Locator | None = None

    def holds_for(self, row: int, column: int) -> bool:
        """Whether it says something of the figure at a row and a column."""
        return self.whole or row in self.rows or column in self.columns or Place(row=row, column=column) in self.places


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table read as data: body rows, data columns, and one observation per body cell.

    ``title`` is the table's own title; ``caption`` the corner text or spanning title row; ``section`` the titles
    above it. ``row_dimension`` names what the rows are, per label level, where the header says so ("Region",
    "District"). ``notes`` qualify figures; ``remarks`` are those that marks
    tie to some of them. Observations are sorted by row, then column.
    """

    document_id: str
    number: int
    title: str
    caption: str = ""
    section: tuple[str, ...] = ()
    page: int | None = None
    row_dimension: tuple[str, ...] = ()
    rows: tuple[GridRow, ...]
    columns: tuple[GridColumn, ...]
    observations: tuple[Observation, ...]
    notes: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    findings: tuple[Finding, ...] = ()
    parts: tuple[Parts, ...] = ()
    warnings: tuple[str, ...] = ()
    locator: Locator

    def _repr_html_(self) -> str:
        from structured.notebook import grid_html

        return grid_html(self)

"""Tables read as data: ``read_grid`` turns one printed table into rows, columns and one observation per cell.

Puts together what ``headers`` (layout), ``grouping`` (rows), ``arithmetic`` (evidence), ``units`` and ``periods`` find. Knows
nothing of questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from corpus.document import BlockKind, Cell, Document, Table
from structured import arithmetic
from structured.arithmetic import ColumnRelation, Rule, Sum
from structured.grouping import SectionRow, group_rows, is_total_label, section_paths
from structured.headers import Layout, Mark, mark, read_layout, row_unit, unit_in_label
from structured.observations import (
    ColumnKind,
    Finding,
    FindingKind,
    Grid,
    GridColumn,
    GridRow,
    MissingReason,
    Observation,
    Parts,
    RowKind,
)
from structured.periods import Period, PeriodKind, complete, find_periods, parse_period
from structured.units import (
    COUNT,
    POINTS,
    Quantity,
    Unit,
    UnitKind,
    format_quantity,
    is_missing_mark,
    parse_quantity,
    plain,
    unit_code,
)

if TYPE_CHECKING:
    import pandas

_CHANGE_HEAD = re.compile(
    r"\b(?:changes?|variances?|variations?|differences?|diff|movements?|increase|decrease|growth|vs\.?|versus|gap)\b|\+/[-–]|±|^over\b.*\bunder\b",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    r"\b(?:from|on|over|since|than|vs\.?|versus|compared (?:with|to)|against|to|relative to)\s+(?:the\s+)?(?:[\w-]+\s+){0,6}\(?$",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"\b(?:budget|forecast|revised|plan|planned|target|estimate|projected|projection|at)\b", re.IGNORECASE
)
_GAP_WORDS = re.compile(
    r"\b(?:percentage[\s-])?points?\s+(?:gaps?|differences?)\b|\bgaps?\s+in\s+(?:percentage\s+)?points\b|"
    r"\b(?:gaps?|differences?)\s+(?:from|compared|against|with|to|relative)\b.*\bpoints?\b",
    re.IGNORECASE,
)
_BASE_LABEL = re.compile(r"\b(?:results?|overall|average|mean|all|total|whole|national)\b", re.IGNORECASE)
_ROLLING_NOTE = re.compile(r"\br(?:olling)?[\s-]?12\b", re.IGNORECASE)
_COUNT_LABEL = re.compile(
    r"^(?:no\.?|number|count|headcount|ftes?)\b|\bnumber of\b|\bheadcount\b|\bemployees\b", re.IGNORECASE
)
_PERCENT_TABLE = re.compile(r"\(\s*(?:%|per ?cent(?:ages?)?)\s*\)$", re.IGNORECASE)
_NOT_SUMMED = re.compile(r"\b(?:average|mean|median|rate|ratio|per|price|charge|age)\b", re.IGNORECASE)
_MOVED = re.compile(
    r"\b(?:moved|carried|deferred|slipped|transferred|rolled|brought)\s+(?:forward\s+)?(?:in)?(?:to|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_PER_SHARE = re.compile(r"\bper (?:\w+ )?(?:share|unit|ads|ordinary share)\b", re.IGNORECASE)


FRAME_TYPES = {
    "document_id": "object",
    "table": "int64",
    "row": "int64",
    "column": "int64",
    "row_path": "object",
    "column_path": "object",
    "period_first": "object",
    "period_last": "object",
    "unit": "object",
    "value": "object",
    "printed": "object",
    "missing": "object",
    "kind": "object",
}
"""The columns of the long table and what they hold, pandas' names."""


def read_grids(document: Document) -> tuple[Grid, ...]:
    """Every table of the document as a grid, in reading order."""
    grids: list[Grid] = []
    for table in document.tables:
        grids.append(read_grid(table, document))
    return tuple(grids)


def read_grid(table: Table, document: Document) -> Grid:
    """The table as data. Arithmetic that holds settles totals, signs of columns and units; what does not add up is a finding."""
    return _Reader(table, document).read()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One body row on its way to a ``GridRow``: its place, its own labels, and what is known of it so far."""

    index: int
    labels: tuple[str, ...]
    is_heading: bool
    has_member: bool
    path: tuple[str, ...] = ()
    kind: RowKind = RowKind.DATA
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What one cell was read as: the quantity or the reason for its absence (neither: words), and what was worked out."""

    quantity: Quantity | None = None
    missing: MissingReason | None = None
    inferred: tuple[str, ...] = ()


class _Reader:
    """The steps from a printed table to a grid; each fills what the next one needs, none alters what an earlier one found."""

    def __init__(self, table: Table, document: Document) -> None:
        self.table = table
        self.document = document
        self.layout: Layout = read_layout(table)
        self.cells: dict[tuple[int, int], Cell] = {(cell.row, cell.column): cell for cell in table.cells}
        self.notes = (*table.notes, *self.layout.notes)
        self.intro = _intro(table, document)
        self.warnings: list[str] = []
        self.inferred_rows: frozenset[int] = frozenset()
        self.table_period, self.period_source = self._table_period()
        self.table_unit = self._table_unit()

    # Rows -------------------------------------------------------------------------------------------------------------

    def read(self) -> Grid:
        lines, groups = self._lines()
        columns = self._columns()
        lines = self._with_paths(lines, groups, {})
        readings = self._readings(lines, columns)
        columns = self._with_kinds(columns, lines, readings)
        gap, base = self._gap_columns(columns, lines, readings)
        if gap:
            columns = tuple(replace(c, kind=ColumnKind.GAP) if c.index in gap else c for c in columns)
            readings = self._as_gaps(lines, readings, gap, base)
        figures = [[readings[line.index, c.index].quantity for c in columns] for line in lines]
        sums = () if gap else self._sums(lines, columns, figures)
        lines = self._with_paths(lines, groups, arithmetic.by_total(sums))
        lines = self._with_kinds_of_rows(lines, sums, base)
        relations = self._relations(columns, lines, figures)
        columns, readings = self._settle(columns, lines, readings, relations)
        figures = [[readings[line.index, c.index].quantity for c in columns] for line in lines]
        columns = self._with_periods(columns, relations)
        observations = tuple(self._observations(lines, columns, readings))
        return Grid(
            document_id=self.document.id,
            number=self.table.number,
            title=plain(self.table.title),
            caption=self.layout.caption,
            section=self.table.locator.section,
            page=self.table.locator.page,
            row_dimension=self.layout.row_dimension,
            rows=tuple(self._grid_row(line) for line in lines),
            columns=self._with_units(columns, readings, lines),
            observations=observations,
            notes=self.notes,
            findings=self._findings(figures, sums, relations, lines, columns, observations),
            parts=tuple(
                Parts(total=lines[s.total].index, parts=tuple(lines[p].index for p in s.parts), confirmed=s.confirmed)
                for s in sums
            ),
            warnings=tuple(self.warnings),
            locator=self.table.locator,
        )

    def _sums(
        self, lines: Sequence[_Line], columns: Sequence[GridColumn], figures: Sequence[Sequence[Quantity | None]]
    ) -> tuple[Sum, ...]:
        """The rows that add up other rows; averages and rates are left out, since they have no sum."""
        summed = [not any(_NOT_SUMMED.search(label) for label in column.path) for column in columns]
        rows = [[q if keep else None for q, keep in zip(row, summed, strict=True)] for row in figures]
        totals = [not line.is_heading and self._called_total(line) for line in lines]
        return arithmetic.find_sums(rows, totals, [i for i, line in enumerate(lines) if line.is_heading])

    def _lines(self) -> tuple[tuple[_Line, ...], tuple[str, ...]]:
        """The body rows with their own labels, and the group label of each row."""
        words, labels, data = self.layout.words, self.layout.label_columns, self.layout.data_columns
        has_figures = any(mark(words[r][c]) in (Mark.NUMBER, Mark.YEAR) for r in self.layout.body for c in data)
        lines = []
        for r in self.layout.body:
            own = tuple(words[r][c] for c in labels)
            bare = not any(words[r][c] for c in data)
            heading = (
                bare and bool(own) and bool(own[0]) and not any(own[1:]) and has_figures and r != self.layout.body[-1]
            )
            lines.append(_Line(index=r, labels=own, is_heading=heading, has_member=len(own) < 2 or bool(own[-1])))
        return tuple(lines), self._groups(lines)

    def _groups(self, lines: Sequence[_Line]) -> tuple[str, ...]:
        """The outer label of each row where the table has two or more columns of labels."""
        labels = self.layout.label_columns
        if len(labels) < 2:
            return ("",) * len(lines)
        figures = [i for i, line in enumerate(lines) if not line.is_heading]
        outer = [lines[i].labels[0] for i in figures]
        groups = [""] * len(lines)
        if labels[1] != labels[0] + 1:
            # Figures stand between the two labels: the row with the outer label is the first of its group.
            found: Sequence[str] = _filled_down(outer)
            inferred: frozenset[int] = frozenset()
        else:
            members = [lines[i].labels[1] for i in figures]
            grouped = group_rows(outer, members, fixed=self._listed_groups(outer, members))
            found, inferred = grouped.labels, grouped.inferred
            if grouped.doubt:
                self.warnings.append(grouped.doubt)
        self.inferred_rows = frozenset(lines[figures[k]].index for k in inferred)
        for i, label in zip(figures, found, strict=True):
            groups[i] = label
        return tuple(groups)

    def _listed_groups(self, outer: Sequence[str], members: Sequence[str]) -> list[list[int]]:
        """Groups that the report's prose lists ("North (Ash, Elm and Oak)"): runs of positions, where all can be found."""
        if all(outer) or not any(outer):
            return []
        found = []
        for label in dict.fromkeys(filter(None, outer)):
            for match in re.finditer(
                rf"\b{re.escape(label)}\b\s*(?:\(|:|–|-|covers|is|has|includes|consists of|comprises)\s*([^.;()\n]+)",
                self.document.source,
            ):
                listed = match[1].casefold()
                places = [
                    i
                    for i, member in enumerate(members)
                    if member and re.search(rf"\b{re.escape(member.casefold())}\b", listed)
                ]
                if len(places) > 1 and places == list(range(places[0], places[-1] + 1)) and "\t" not in match[0]:
                    found.append(places)
                    break
        return found

    def _with_paths(
        self, lines: Sequence[_Line], groups: Sequence[str], parts: Mapping[int, Sequence[int]]
    ) -> tuple[_Line, ...]:
        rows = [
            SectionRow(label=_last(line.labels), is_heading=line.is_heading, is_total=self._called_total(line))
            for line in lines
        ]
        sections = list(section_paths(rows, parts))
        if self.layout.first_section:
            first = SectionRow(label=self.layout.first_section, is_heading=True, is_total=False)
            shifted = {t + 1: [p + 1 for p in ps] for t, ps in parts.items()}
            sections = list(section_paths([first, *rows], shifted)[1:])
        done = []
        for line, section, group in zip(lines, sections, groups, strict=True):
            inner = tuple(filter(None, line.labels[1:] if len(line.labels) > 1 else line.labels))
            own = (group, *inner) if group else tuple(filter(None, line.labels)) if len(line.labels) < 2 else inner
            path = tuple(label.strip() for label in (*section, *own))
            inferred = ("row group",) if line.index in self.inferred_rows else ()
            done.append(replace(line, path=path, inferred=inferred))
        return tuple(done)

    def _called_total(self, line: _Line) -> bool:
        label = _last(line.labels)
        return is_total_label(label) or (
            len(self.layout.label_columns) > 1 and bool(line.labels[0]) and not line.has_member and self._leading()
        )

    def _leading(self) -> bool:
        labels = self.layout.label_columns
        return len(labels) > 1 and labels[1] == labels[0] + 1

    def _with_kinds_of_rows(self, lines: Sequence[_Line], sums: Sequence[Sum], base: int | None) -> tuple[_Line, ...]:
        totals = {s.total for s in sums if s.confirmed}
        done = []
        for i, line in enumerate(lines):
            kind = RowKind.DATA
            if line.is_heading:
                kind = RowKind.SECTION
            elif base == line.index:
                kind = RowKind.BASE
            elif i in totals or self._called_total(line):
                kind = RowKind.TOTAL
            if kind is RowKind.TOTAL and not any(line.labels):
                # An unlabelled row of sums: the word is ours, and the row says so.
                line = replace(line, path=(*line.path, "Total"), inferred=(*line.inferred, "row label"))
            done.append(replace(line, kind=kind))
        return tuple(done)

    def _grid_row(self, line: _Line) -> GridRow:
        return GridRow(
            index=line.index, path=line.path, kind=line.kind, period=self._row_period(line), inferred=line.inferred
        )

    def _row_period(self, line: _Line) -> Period | None:
        for label in reversed(line.path):
            if period := parse_period(label):
                return period
            partial = next(
                (m.partial for m in find_periods(label) if m.partial and m.end - m.start == len(label)), None
            )
            if partial is not None and self.table_period is not None:
                return complete(partial, self.table_period)
        return None

    # Columns ----------------------------------------------------------------------------------------------------------

    def _columns(self) -> tuple[GridColumn, ...]:
        heads = self.layout.blocks[0]
        return tuple(GridColumn(index=c, path=heads[c].path, unit=heads[c].unit) for c in self.layout.data_columns)

    def _with_kinds(
        self, columns: Sequence[GridColumn], lines: Sequence[_Line], readings: Mapping[tuple[int, int], _Reading]
    ) -> tuple[GridColumn, ...]:
        done = []
        for column in columns:
            mine = [readings[line.index, column.index] for line in lines if not line.is_heading]
            figures = sum(reading.quantity is not None for reading in mine)
            texts = sum(reading.quantity is None and reading.missing is None for reading in mine)
            kind = ColumnKind.LEVEL
            if texts > figures or not figures:
                kind = ColumnKind.TEXT
            elif any(_CHANGE_HEAD.search(label) for label in column.path):
                kind = ColumnKind.CHANGE
            done.append(replace(column, kind=kind))
        return tuple(done)

    def _with_units(
        self, columns: Sequence[GridColumn], readings: Mapping[tuple[int, int], _Reading], lines: Sequence[_Line]
    ) -> tuple[GridColumn, ...]:
        done = []
        for column in columns:
            units = {
                q.unit
                for line in lines
                if line.kind is not RowKind.BASE and (q := readings[line.index, column.index].quantity) is not None
            }
            done.append(replace(column, unit=next(iter(units)) if len(units) == 1 else None))
        return tuple(done)

    # Units ------------------------------------------------------------------------------------------------------------

    def _table_unit(self) -> Unit | None:
        """The unit of money or the scale that the table's own words give all its figures."""
        corner = " ".join(self.layout.row_dimension)
        scale: Unit | None = None
        for text in (self.layout.caption, corner, self.table.title, *self.notes, *self.intro):
            named = unit_in_label(plain(text)) if text else None
            if named is not None and named.unit.kind is UnitKind.PERCENT and _PERCENT_TABLE.search(text):
                return named.unit
            if named is None or named.unit.kind not in (UnitKind.MONEY, UnitKind.COUNT):
                continue
            if named.unit.kind is UnitKind.MONEY:
                return named.unit
            scale = scale or named.unit
        if scale is not None:
            signs = [
                q.unit.symbol
                for cell in self.table.cells
                if (q := parse_quantity(cell.text)) and q.unit.kind is UnitKind.MONEY
            ]
            if signs:
                return Unit(kind=UnitKind.MONEY, symbol=max(set(signs), key=signs.count), scale=scale.scale)
        return scale

    def _readings(self, lines: Sequence[_Line], columns: Sequence[GridColumn]) -> dict[tuple[int, int], _Reading]:
        readings = {}
        for column in columns:
            conventional = self._accounting_unit(column, lines)
            for line in lines:
                text = self.layout.words[line.index][column.index]
                readings[line.index, column.index] = self._read_cell(text, line, column, conventional)
        return readings

    def _read_cell(self, text: str, line: _Line, column: GridColumn, conventional: Unit | None) -> _Reading:
        if is_missing_mark(text):
            return _Reading(missing=_missing(text))
        head = self.layout.blocks[self.layout.heads[line.index]][column.index]
        unit, source = self._unit_for(line, head.path, head.unit, conventional)
        quantity = parse_quantity(text, hint=unit)
        if quantity is None:
            bare = re.sub(r"^(?:[£$€]|US\$)\s*", "", text)
            if bare != text and is_missing_mark(bare):
                return _Reading(missing=_missing(bare))
            return _Reading()
        own = parse_quantity(text)
        from_elsewhere = own is not None and own.unit == COUNT and quantity.unit != COUNT and source
        return _Reading(quantity=quantity, inferred=(f"unit from {source}",) if from_elsewhere else ())

    def _unit_for(
        self, line: _Line, path: tuple[str, ...], printed: Unit | None, conventional: Unit | None
    ) -> tuple[Unit | None, str]:
        """The unit of a bare number at a place, and where it was found when not in the row's or the column's own words."""
        column = printed
        scale_only = False
        for label in () if printed else reversed(path):
            if named := unit_in_label(label):
                column, scale_only = named.unit, named.scale_only
                break
        if column is not None and column.kind in (UnitKind.PERCENT, UnitKind.POINTS):
            return column, ""
        if self.layout.unit_column is not None:
            unit = row_unit(self.layout.words[line.index][self.layout.unit_column])
            if unit is not None:
                return unit, ""
        label = _last(line.labels)
        if own := unit_in_label(label):
            if own.scale_only and column is not None and column.kind is UnitKind.MONEY:
                return Unit(kind=UnitKind.MONEY, symbol=column.symbol, scale=own.unit.scale), ""
            return own.unit, ""
        section = next((named for heading in reversed(line.path[:-1]) if (named := unit_in_label(heading))), None)
        table, source = self.table_unit, "table title or note"
        if section is not None and not column:
            table = section.unit
            if section.scale_only and self.table_unit is not None and self.table_unit.kind is UnitKind.MONEY:
                table = Unit(kind=UnitKind.MONEY, symbol=self.table_unit.symbol, scale=section.unit.scale)
            elif section.scale_only and conventional is not None:
                table = Unit(kind=UnitKind.MONEY, symbol=conventional.symbol, scale=section.unit.scale)
            source = "section heading"
        if column is not None:
            if scale_only and table is not None and table.kind is UnitKind.MONEY:
                column = Unit(kind=UnitKind.MONEY, symbol=table.symbol, scale=column.scale)
            chosen, source = column, ""
        elif table is not None:
            chosen = table
        else:
            chosen, source = conventional or COUNT, "the column's other figures" if conventional else ""
        if chosen.kind is UnitKind.MONEY and not column:
            if _COUNT_LABEL.search(label):
                return COUNT, ""
            if _PER_SHARE.search(label):
                return Unit(kind=UnitKind.MONEY, symbol=chosen.symbol), source
        return chosen, source

    def _accounting_unit(self, column: GridColumn, lines: Sequence[_Line]) -> Unit | None:
        """The currency of a column that prints it on its first figure and again on a later one only, as accounts do."""
        units = []
        for line in lines:
            quantity = parse_quantity(self.layout.words[line.index][column.index])
            if quantity is not None and quantity.unit.kind is not UnitKind.PERCENT:
                units.append(quantity.unit)
        money = [u for u in units if u.kind is UnitKind.MONEY]
        last = len(units) - 1
        if (
            not money
            or units[0].kind is not UnitKind.MONEY
            or len({u.symbol for u in money}) > 1
            or any(u.scale != 1 for u in money)
        ):
            return None
        return money[0] if units[last].kind is UnitKind.MONEY or (len(money) > 1 and len(units) > 3) else None

    # Gaps -------------------------------------------------------------------------------------------------------------

    def _gap_columns(
        self, columns: Sequence[GridColumn], lines: Sequence[_Line], readings: Mapping[tuple[int, int], _Reading]
    ) -> tuple[set[int], int | None]:
        """The columns of percentage-point gaps, and the base row from which they are measured.

        The table's words say so, or the signs do: one row of percentages without members, and beside every column both
        smaller and larger figures with a sign, which shares of people cannot be.
        """
        rows = [line for line in lines if not line.is_heading]
        said = any(
            _GAP_WORDS.search(text)
            for text in (
                self.layout.caption,
                self.table.title,
                *self.notes,
                *self.intro,
                *self.table.locator.section[-1:],
            )
        )
        base = self._base_row(rows, columns)
        gaps: set[int] = set()
        for column in columns:
            if column.kind is not ColumnKind.LEVEL:
                continue
            values = [
                q
                for line in rows
                if line is not base and (q := readings[line.index, column.index].quantity) is not None
            ]
            if len(values) < 2 or any(
                q.unit.kind not in (UnitKind.PERCENT, UnitKind.COUNT, UnitKind.POINTS) for q in values
            ):
                continue
            if any(q.unit.kind is UnitKind.COUNT and (abs(q.value) > 100 or q.unit.scale != 1) for q in values):
                continue
            signed = any(q.value < 0 for q in values)
            if signed and (said or (base is not None and len(values) > 3)):
                gaps.add(column.index)
        if not gaps or (base is None and not said):
            return set(), None
        return gaps, base.index if base is not None else None

    def _base_row(self, rows: Sequence[_Line], columns: Sequence[GridColumn]) -> _Line | None:
        for line in (rows[0], rows[-1]) if len(rows) > 3 else ():
            printed = [
                parse_quantity(self.layout.words[line.index][c.index]) for c in columns if c.kind is ColumnKind.LEVEL
            ]
            levels = [q for q in printed if q is not None]
            whole = (
                levels
                and len(levels) == len(printed)
                and all(q.unit.kind is UnitKind.PERCENT and q.value > 0 for q in levels)
            )
            memberless = self._leading() and not line.has_member
            if whole and (memberless or (not self._leading() and bool(_BASE_LABEL.search(_last(line.labels))))):
                return line
        return None

    def _as_gaps(
        self, lines: Sequence[_Line], readings: Mapping[tuple[int, int], _Reading], gaps: set[int], base: int | None
    ) -> dict[tuple[int, int], _Reading]:
        done = dict(readings)
        for line in lines:
            for c in gaps:
                reading = done[line.index, c]
                if (
                    line.index != base
                    and reading.quantity is not None
                    and reading.quantity.unit.kind is not UnitKind.POINTS
                ):
                    quantity = replace(reading.quantity, unit=POINTS)
                    done[line.index, c] = _Reading(quantity=quantity, inferred=(*reading.inferred, "percentage points"))
        return done

    # Arithmetic -------------------------------------------------------------------------------------------------------

    def _relations(
        self, columns: Sequence[GridColumn], lines: Sequence[_Line], figures: Sequence[Sequence[Quantity | None]]
    ) -> tuple[ColumnRelation, ...]:
        """The columns that follow from other columns, with what the headings call them as the guide to where to look."""
        rows = [row for row, line in zip(figures, lines, strict=True) if not line.is_heading]
        found: list[ColumnRelation] = []
        for i, column in enumerate(columns):
            if column.kind is ColumnKind.CHANGE:
                near = [
                    k
                    for k, other in enumerate(columns)
                    if k != i and other.kind is not ColumnKind.TEXT and other.path[:-1] == column.path[:-1]
                ]
                wide = [
                    k
                    for k, other in enumerate(columns)
                    if k != i and other.kind in (ColumnKind.LEVEL, ColumnKind.CHANGE)
                ]
                relation = arithmetic.find_difference(rows, i, [k for k in near if columns[k].kind is ColumnKind.LEVEL])
                relation = relation or arithmetic.find_difference(rows, i, near)
                if relation is None and len(wide) <= 12:
                    relation = arithmetic.find_difference(
                        rows, i, [k for k in wide if columns[k].kind is ColumnKind.LEVEL]
                    )
                if relation:
                    found.append(relation)
            elif column.kind is ColumnKind.LEVEL and self._percent_column(rows, i):
                others = [k for k, other in enumerate(columns) if k != i and other.kind is ColumnKind.LEVEL]
                relation = arithmetic.find_share(rows, i, others) if len(others) <= 8 else None
                if relation:
                    found.append(relation)
            else:
                relation = arithmetic.find_column_sum(rows, i, self._summand_groups(columns, i))
                if relation:
                    found.append(relation)
        return tuple(found)

    def _percent_column(self, rows: Sequence[Sequence[Quantity | None]], i: int) -> bool:
        units = {q.unit.kind for row in rows if (q := row[i]) is not None}
        return units == {UnitKind.PERCENT}

    def _summand_groups(self, columns: Sequence[GridColumn], i: int) -> list[list[int]]:
        """The sets of columns that a column could add up: its neighbours in a group, or its like in the other groups."""
        column = columns[i]
        groups: list[list[int]] = []
        if len(column.path) > 1:
            groups.append(
                [
                    k
                    for k in range(i)
                    if columns[k].path[1:] == column.path[1:] and columns[k].path[:1] != column.path[:1]
                ]
            )
        if column.path and re.search(r"\b(?:total|all|overall|combined|sum)\b", column.path[-1], re.IGNORECASE):
            groups.append(
                [
                    k
                    for k in range(len(columns))
                    if k != i and columns[k].kind is ColumnKind.LEVEL and columns[k].path[:-1] == column.path[:-1]
                ]
            )
            groups.append([k for k in range(i) if columns[k].kind is ColumnKind.LEVEL])
        return groups

    def _settle(
        self,
        columns: Sequence[GridColumn],
        lines: Sequence[_Line],
        readings: Mapping[tuple[int, int], _Reading],
        relations: Sequence[ColumnRelation],
    ) -> tuple[tuple[GridColumn, ...], dict[tuple[int, int], _Reading]]:
        """The units that arithmetic settles: the difference of two percentages is in percentage points."""
        done = dict(readings)
        for relation in relations:
            if relation.rule is not Rule.DIFFERENCE:
                continue
            first, second = (columns[k].index for k in relation.operands)
            target = columns[relation.target].index
            for line in lines:
                a, b, own = (done[line.index, c].quantity for c in (first, second, target))
                if (
                    a
                    and b
                    and own
                    and a.unit.kind is b.unit.kind is UnitKind.PERCENT
                    and own.unit.kind is UnitKind.PERCENT
                ):
                    inferred = (*done[line.index, target].inferred, "percentage points")
                    done[line.index, target] = _Reading(quantity=replace(own, unit=POINTS), inferred=inferred)
        return tuple(columns), done

    def _findings(
        self,
        figures: Sequence[Sequence[Quantity | None]],
        sums: Sequence[Sum],
        relations: Sequence[ColumnRelation],
        lines: Sequence[_Line],
        columns: Sequence[GridColumn],
        observations: Sequence[Observation],
    ) -> tuple[Finding, ...]:
        ids = {(o.row, o.column): o.id for o in observations}
        findings = []
        for check in (*arithmetic.check_sums(figures, sums), *arithmetic.check_columns(figures, relations)):
            (r, c), *rest = check.places
            shown = replace(check.printed, value=check.expected)
            label = " › ".join((*lines[r].path, *columns[c].path))
            verb = {FindingKind.CONFIRMED: "agrees with", FindingKind.ROUNDING: "differs by rounding from"}.get(
                check.kind, "does not agree with"
            )
            source = {"total": "its parts add up to", "sum": "the columns beside it add up to"}.get(
                check.rule, f"the {check.rule} of its columns gives"
            )
            findings.append(
                Finding(
                    kind=check.kind,
                    rule=check.rule,
                    observations=tuple(ids[lines[row].index, columns[col].index] for row, col in ((r, c), *rest)),
                    expected=format_quantity(shown),
                    printed=format_quantity(check.printed),
                    explanation=f"{label}: the printed {format_quantity(check.printed)} {verb} the {format_quantity(shown)} that {source}.",
                )
            )
        return tuple(findings)

    # Periods ----------------------------------------------------------------------------------------------------------

    def _table_period(self) -> tuple[Period | None, str]:
        """The period of the whole table, and where it was found."""
        corner = " ".join(self.layout.row_dimension)
        for text, source in (
            (self.layout.caption, "caption"),
            (self.table.title, "title"),
            (corner, "corner"),
            *((note, "note") for note in self.table.notes),
        ):
            period = _only_period(text) if source != "note" or _states_table_period(text) else None
            if period is not None:
                return period, source
        heads = [label for block in self.layout.blocks for head in block.values() for label in head.path]
        named = {(p.first, p.last): p for label in heads for p in _own_periods(label)}
        if len(named) == 1:
            return next(iter(named.values())), "sister column"
        for title in reversed(self.table.locator.section):
            if period := _only_period(title):
                return period, "section title"
        for title in _headings_above(self.table, self.document):
            if period := _only_period(title):
                return period, "page title"
        report = _only_period(self.document.period)
        notes = (self.layout.caption, self.table.title, *self.notes, *self.intro)
        if report is not None and report.months and any(_ROLLING_NOTE.search(text) for text in notes):
            return parse_period(f"12 months to {report.last:%B %Y}"), "report period"
        return None, ""

    def _with_periods(
        self, columns: Sequence[GridColumn], relations: Sequence[ColumnRelation]
    ) -> tuple[GridColumn, ...]:
        done = [replace(column, period=self._column_period(column.path, column.kind)) for column in columns]
        by_target = {
            relation.target: relation
            for relation in relations
            if relation.rule in (Rule.DIFFERENCE, Rule.PERCENT_CHANGE)
        }
        for i, column in enumerate(done):
            if column.kind is not ColumnKind.CHANGE or column.period is not None:
                continue
            near = [
                k
                for k, other in enumerate(done)
                if other.kind is ColumnKind.LEVEL and other.path[:-1] == column.path[:-1]
            ]
            operands = by_target[i].operands if i in by_target else near
            periods = [p for k in operands if (p := done[k].period) is not None]
            if not periods:
                continue
            latest, earliest = max(periods), min(periods)
            balances = latest.kind is earliest.kind is PeriodKind.DAY and earliest < latest
            period = _movement(earliest, latest) if balances else (periods[0] if i in by_target else latest)
            done[i] = replace(column, period=period)
        return tuple(done)

    def _column_period(self, path: tuple[str, ...], kind: ColumnKind) -> Period | None:
        """The period that a column's heading names, the caption completing it; None for one that only names what it is compared with."""
        texts = [" ".join(path), " ".join(reversed(path))]
        if path and 0 < len(self.layout.caption) < 60 and _only_period(self.layout.caption) is None:
            texts.append(f"{self.layout.caption} {path[-1]}")
        best: tuple[int, Period] | None = None
        for text in texts:
            for mention in find_periods(text):
                before = text[: mention.start]
                if mention.period is None or _MOVED.search(before):
                    continue
                if kind is ColumnKind.CHANGE and _BASELINE.search(before):
                    continue
                # The reading that takes in the most words has understood the most of the heading.
                length = mention.end - mention.start
                if best is None or length > best[0]:
                    best = (length, mention.period)
        if best is not None:
            return best[1]
        partial = next((m.partial for m in find_periods(path[-1]) if m.partial), None) if path else None
        if (
            partial is not None
            and self.table_period is not None
            and kind is ColumnKind.LEVEL
            and not _VERSION.search(path[-1])
        ):
            return complete(partial, self.table_period)
        return None

    # Observations -----------------------------------------------------------------------------------------------------

    def _observations(
        self, lines: Sequence[_Line], columns: Sequence[GridColumn], readings: Mapping[tuple[int, int], _Reading]
    ) -> Iterator[Observation]:
        labels = self.layout.label_columns
        split = labels[1] if len(labels) > 1 and not self._leading() else None
        for line in lines:
            if line.is_heading:
                continue
            row_period = self._row_period(line)
            for column in columns:
                text = self.layout.words[line.index][column.index]
                of_group = split is not None and column.index < split
                if of_group and not line.labels[0] and not text:
                    continue
                reading = readings[line.index, column.index]
                path = line.path[: len(line.path) - sum(map(bool, line.labels[1:]))] if of_group else line.path
                block = self.layout.heads[line.index]
                head = self.layout.blocks[block][column.index]
                column_period = column.period if block == 0 else self._column_period(head.path, column.kind)
                period, source = self._period_of(column_period, row_period)
                cell = self.cells.get((line.index, column.index))
                printed = cell.text if cell is not None else ""
                is_text = reading.quantity is None and reading.missing is None
                yield Observation(
                    id=_id(self.document.id, self.table.number, line.index, column.index, printed),
                    document_id=self.document.id,
                    table=self.table.number,
                    row=line.index,
                    column=column.index,
                    row_path=path,
                    column_path=head.path,
                    period=period,
                    quantity=reading.quantity,
                    missing=reading.missing,
                    printed=printed,
                    inferred=(
                        *line.inferred,
                        *reading.inferred,
                        *((f"period from {source}",) if source and not is_text else ()),
                    ),
                    locator=cell.locator if cell is not None else self.table.locator,
                )

    def _period_of(self, column: Period | None, row: Period | None) -> tuple[Period | None, str]:
        if column is not None and row is not None:
            return (row if column.contains(row) else column), ""
        if column is None and row is None:
            return self.table_period, self.period_source
        return column or row, ""


# Small things ---------------------------------------------------------------------------------------------------------


def _last(labels: Sequence[str]) -> str:
    return next((label for label in reversed(labels) if label), "")


def _filled_down(labels: Sequence[str]) -> list[str]:
    filled, current = [], ""
    for label in labels:
        current = label or current
        filled.append(current)
    return filled


def _missing(text: str) -> MissingReason:
    bare = plain(text).casefold()
    if not bare:
        return MissingReason.EMPTY
    return MissingReason.SUPPRESSED if bare in ("*", "**", "[c]", "#") else MissingReason.NOT_AVAILABLE


def _id(document: str, table: int, row: int, column: int, printed: str) -> str:
    return sha256("\x1f".join((document, str(table), str(row), str(column), printed)).encode()).hexdigest()[:16]


def _intro(table: Table, document: Document) -> tuple[str, ...]:
    """The last lines before the table in its section: they may say what its figures are counted in."""
    lines: list[str] = []
    for block in reversed(document.blocks[: _place(table, document)]):
        if block.kind in (BlockKind.HEADING, BlockKind.TABLE) or len(lines) == 3:
            break
        lines.append(block.text[-300:])
    return tuple(lines)


def _headings_above(table: Table, document: Document) -> Iterator[str]:
    """The short lines above the table on its page, nearest first."""
    place = _place(table, document)
    for block in reversed(document.blocks[:place]):
        if block.locator.page != table.locator.page:
            return
        if block.kind is BlockKind.HEADING or (block.kind is BlockKind.PARAGRAPH and len(block.text) < 90):
            yield block.text


def _place(table: Table, document: Document) -> int:
    """The index of the table's block; 0 for a table that is not among the document's blocks."""
    return next((i for i, b in enumerate(document.blocks) if b.table is not None and b.table.number == table.number), 0)


def _only_period(text: str) -> Period | None:
    """The one period that a text names; None when it names none or several."""
    found = {(m.period.first, m.period.last): m.period for m in find_periods(text) if m.period is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def _movement(opening: Period, closing: Period) -> Period:
    """The stretch between two balances: a balance at the end of a month opens the next day."""
    first = opening.first if opening.first.day == 1 else opening.last + timedelta(days=1)
    return parse_period(f"{first.isoformat()} to {closing.last.isoformat()}") or closing


def _states_table_period(note: str) -> bool:
    return bool(re.match(r"^\W*(?:data|figures|period|all figures|covers?|for)\b", note, re.IGNORECASE))


def _own_periods(label: str) -> tuple[Period, ...]:
    """The periods in a heading that are its own, not what it is compared with."""
    return tuple(
        m.period
        for m in find_periods(label)
        if m.period is not None and not _BASELINE.search(label[: m.start]) and not _MOVED.search(label[: m.start])
    )


def frame(grids: Iterable[Grid]) -> pandas.DataFrame:
    """The grids' observations as one long table, a row each, in reading order.

    Columns: document_id, table, row, column, row_path and column_path (labels joined by ' › '), period_first, period_last
    (dates), unit (its code), value (``Decimal``, in that unit), printed, missing (the reason), kind (the column's). What does not apply
    is None.
    """
    import pandas as pd

    records = []
    for grid in grids:
        kinds = {column.index: column.kind.value for column in grid.columns}
        for o in grid.observations:
            records.append(
                (
                    o.document_id,
                    o.table,
                    o.row,
                    o.column,
                    " › ".join(o.row_path),
                    " › ".join(o.column_path),
                    o.period.first if o.period else None,
                    o.period.last if o.period else None,
                    unit_code(o.quantity.unit) if o.quantity else None,
                    o.quantity.value if o.quantity else None,
                    o.printed,
                    o.missing.value if o.missing else None,
                    kinds[o.column],
                )
            )
    data = pd.DataFrame.from_records(records, columns=list(FRAME_TYPES))
    return data.astype(FRAME_TYPES)

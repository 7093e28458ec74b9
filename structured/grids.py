"""Tables read as data: ``read_grid`` turns one printed table into rows, columns and one observation per cell.

Puts together what the layout (``headers``), the rows (``rows``, ``grouping``), the cells (``cells``, ``gaps``), the
periods (``dating``) and the sums (``arithmetic``) show. Knows nothing of questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from corpus.document import BlockKind, Cell, Document, Table
from structured import arithmetic
from structured.arithmetic import Check, ColumnRelation, Rule, Sum
from structured.cells import Reading, Readings, read_cells
from structured.dating import Dating, date_table, place_of
from structured.decimal_commas import with_decimal_points, writes_decimal_commas
from structured.gaps import as_gaps, find_gaps, is_gap
from structured.headers import Layout, read_layout, without_exceptions
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
from structured.periods import guess_fiscal_start
from structured.remarks import ReportNotes, find_remarks, is_listing
from structured.rows import (
    Line,
    body_lines,
    has_leading_groups,
    is_called_total,
    is_part,
    with_kinds,
    with_paths,
    yardsticks,
)
from structured.units import COUNT, DASHES, POINTS, Quantity, UnitKind, format_quantity, plain, unit_code

if TYPE_CHECKING:
    import pandas as pd

_CHANGE_HEAD = re.compile(
    r"\b(?:changes?|chg|variances?|var(?!\w)|variations?|differences?|diff|movement(?:s (?:in|on|since|from))?|"
    r"increase|decrease|growth|vs\.?|versus|gap)\b|"
    r"\b(?:actual|outturn|forecast|result|delivered|spend|spent|strength)s? (?:less|minus) (?!than\b)|"
    r"\+/[-–]|±|^over\b.*\bunder\b|^against (?:the )?(?:last|previous|prior|pre-|\d)",
    re.IGNORECASE,
)
_NOT_SUMMED = re.compile(r"\b(?:average|mean|median|rate|ratio|per|price|charge|age)\b", re.IGNORECASE)
_REMAINDER = re.compile(
    r"\b(?:net|income|profit|loss|surplus|deficit|margin|balance|result|earnings|remaining|remainder)\b", re.IGNORECASE
)
_TOTAL_HEAD = re.compile(r"\b(?:total|all|overall|combined|sum)\b", re.IGNORECASE)
_ENDLESS = 18
"""A number of more digits before the point takes no part in the arithmetic."""
_N_SEARCHED = 12
"""In a table with more columns than this, a change is looked for among the columns of its own group only."""

_N_NEAR = 20
"""Of a group of more columns, so many that stand nearest to a change are looked at: pairs grow with the square."""

_YEAR = 12  # months
_FEWEST_MEMBERS = 3
_MOST_MEMBERS = 0.75
"""Of a whole that a sister table shows, so many members must stand beside it for it to be their whole here."""

Figures = Sequence[Sequence[Quantity | None]]


def read_grids(document: Document) -> tuple[Grid, ...]:
    """Every table of the document as a grid, in reading order."""
    fiscal_start = guess_fiscal_start(document.source)
    notes = ReportNotes(document)
    tables = document.tables
    has_commas = writes_decimal_commas(tables)
    grids = [_read(table, document, notes, fiscal_start, {}, has_commas=has_commas) for table in tables]
    known = _known_groups(grids)
    for i, table in enumerate(tables):
        if grids[i].warnings and known:
            grids[i] = _read(table, document, notes, fiscal_start, known, has_commas=has_commas)
    wholes = _known_wholes(grids)
    return tuple(_with_wholes(grid, {**_whole_times(grid), **_wholes_beside(grid, wholes)}) for grid in grids)


def read_grid(table: Table, document: Document) -> Grid:
    """The table as data. Arithmetic that holds settles totals and units; what does not add up is kept as a finding."""
    has_commas = writes_decimal_commas(document.tables)
    return _read(table, document, ReportNotes(document), guess_fiscal_start(document.source), {}, has_commas=has_commas)


def _known_groups(grids: Sequence[Grid]) -> dict[str, str]:
    """The group of each member, as the tables without a doubt show it; none for members that they disagree about."""
    found: dict[str, set[str]] = {}
    for grid in grids:
        for row in grid.rows if not grid.warnings else ():
            if len(row.path) > 1 and row.kind is RowKind.DATA:
                found.setdefault(row.path[-1], set()).add(row.path[-2])
    return {member: next(iter(groups)) for member, groups in found.items() if len(groups) == 1}


def _known_wholes(grids: Sequence[Grid]) -> dict[str, frozenset[str]]:
    """The members of each row that the figures of some table show to add them up, by the rows' own labels."""
    found: dict[str, frozenset[str]] = {}
    for grid in grids:
        labels = {row.index: row.path[-1] for row in grid.rows if row.path}
        for parts in grid.parts:
            if parts.confirmed and len(parts.parts) >= _FEWEST_MEMBERS and parts.total in labels:
                found.setdefault(labels[parts.total], frozenset(labels[p] for p in parts.parts if p in labels))
    return found


def _wholes_beside(grid: Grid, wholes: Mapping[str, frozenset[str]]) -> dict[int, tuple[int, ...]]:
    """The rows that add up those beside them in a sister table, with these: of shares and averages, the figures of the
    region and its towns show nothing.
    """
    places = {row.path[-1]: row.index for row in grid.rows if row.path and row.kind is RowKind.DATA}
    found = {}
    for label in places.keys() & wholes.keys():
        members = wholes[label] & places.keys()
        if len(members) >= _FEWEST_MEMBERS and len(members) >= _MOST_MEMBERS * len(wholes[label]):
            found[places[label]] = tuple(sorted(places[member] for member in members))
    return found


def _whole_times(grid: Grid) -> dict[int, tuple[int, ...]]:
    """The rows of a year with those of its quarters or months: what stands at a quarter's end adds up to no year."""
    summed = {parts.total for parts in grid.parts}
    times = {
        row.index: row.period
        for row in grid.rows
        if row.period is not None and row.period.months and row.kind in (RowKind.DATA, RowKind.TOTAL)
    }
    found = {}
    for index, year in times.items():
        within = tuple(i for i, part in times.items() if part.months < year.months and year.contains(part))
        if year.months == _YEAR and index not in summed and len(within) > 1:
            found[index] = within
    return found


def _with_wholes(grid: Grid, found: Mapping[int, tuple[int, ...]]) -> Grid:
    """The grid with rows made totals of others, though its own figures do not show that they add these up."""
    if not found:
        return grid
    rows = tuple(replace(row, kind=RowKind.TOTAL) if row.index in found else row for row in grid.rows)
    parts = (Parts(total=total, parts=found[total], confirmed=False) for total in sorted(found))
    return replace(grid, rows=rows, parts=(*grid.parts, *parts))


def _read(
    table: Table, document: Document, said: ReportNotes, fiscal_start: int, known: dict[str, str], *, has_commas: bool
) -> Grid:
    layout = read_layout(with_decimal_points(table) if has_commas else table)
    notes = (*table.notes, *layout.notes)
    around = (*notes, *_lines_before(table, document))
    dating = date_table(table, document, layout, around, fiscal_start)
    lines, doubt = body_lines(layout, document.source, known)
    lines = with_paths(lines, layout, {})
    readings: Readings = read_cells(layout, table, lines, around)
    if is_listing(table):
        readings = dict.fromkeys(readings, Reading())
    columns = _columns(layout, lines, readings)
    apart = [c.index for c in columns if c.kind is ColumnKind.LEVEL or (c.kind is ColumnKind.CHANGE and is_gap(c.path))]
    gaps, base = find_gaps(layout, lines, apart, readings, (layout.caption, table.title, *around))
    if gaps:
        columns = tuple(replace(c, kind=ColumnKind.GAP) if c.index in gaps else c for c in columns)
        readings = as_gaps(lines, readings, gaps, base)
    withheld = _withheld(layout, lines, columns, readings)
    summable = _whole_columns(_summable(columns, _figures(lines, columns, readings)), withheld)
    sums = () if gaps else _sums(layout, lines, summable)
    lines = with_kinds(with_paths(lines, layout, arithmetic.by_total(sums)), layout, sums, base)
    readings = _with_units_of_changes(columns, lines, readings)
    relations = _relations(columns, lines, _figures(lines, columns, readings))
    readings = _settle_points(columns, lines, readings, relations)
    columns = _with_units(dating.of_columns(columns, relations), lines, readings)
    observations = tuple(_observations(table, document, layout, dating, lines, columns, readings))
    figures = _figures(lines, columns, readings)
    checks = (
        *_told(arithmetic.check_sums(_summable(columns, figures), sums), sums, withheld),
        *arithmetic.check_columns(figures, relations),
    )
    ids = {(o.row, o.column): o.id for o in observations}
    return Grid(
        document_id=document.id,
        number=table.number,
        title=plain(table.title),
        caption=layout.caption,
        section=table.locator.section,
        page=table.locator.page,
        row_dimension=layout.row_dimension,
        rows=tuple(
            GridRow(index=x.index, path=x.path, kind=x.kind, period=dating.of_row(x.path), inferred=x.inferred)
            for x in lines
        ),
        columns=columns,
        observations=observations,
        notes=notes,
        remarks=find_remarks(table, said, layout, lines),
        findings=tuple(_finding(check, lines, columns, ids) for check in checks),
        parts=tuple(
            Parts(total=lines[s.total].index, parts=tuple(lines[p].index for p in s.parts), confirmed=s.confirmed)
            for s in sums
        ),
        warnings=(doubt,) if doubt else (),
        locator=table.locator,
    )


def _lines_before(table: Table, document: Document) -> tuple[str, ...]:
    """The last lines before the table in its section: they may say what its figures are counted in."""
    lines: list[str] = []
    for block in reversed(document.blocks[: place_of(table, document)]):
        if block.kind in (BlockKind.HEADING, BlockKind.TABLE) or len(lines) == 3:
            break
        lines.append(block.text[-300:])
    return tuple(lines)


def _columns(layout: Layout, lines: Sequence[Line], readings: Readings) -> tuple[GridColumn, ...]:
    done = []
    for c, head in layout.blocks[0].items():
        mine = [readings[line.index, c] for line in lines if not line.is_heading]
        figures = sum(reading.quantity is not None for reading in mine)
        texts = sum(reading.quantity is None and reading.missing is None for reading in mine)
        kind = ColumnKind.LEVEL
        if texts > figures or not figures:
            kind = ColumnKind.TEXT
        elif any(_CHANGE_HEAD.search(without_exceptions(label)) for label in head.path):
            kind = ColumnKind.CHANGE
        done.append(GridColumn(index=c, path=head.path, kind=kind, unit=head.unit))
    return tuple(done)


def _figures(lines: Sequence[Line], columns: Sequence[GridColumn], readings: Readings) -> Figures:
    """The figures for the arithmetic: an endless number is left out, since exact decimals have an end too."""
    quantities = [[readings[line.index, column.index].quantity for column in columns] for line in lines]
    return [[q if q is None or q.value.adjusted() < _ENDLESS else None for q in row] for row in quantities]


# Arithmetic -----------------------------------------------------------------------------------------------------------


def _summable(columns: Sequence[GridColumn], figures: Figures) -> Figures:
    """The figures without those of averages and rates, which have no sum."""
    summed = [not any(_NOT_SUMMED.search(label) for label in column.path) for column in columns]
    return [[q if keep else None for q, keep in zip(row, summed, strict=True)] for row in figures]


def _sums(layout: Layout, lines: Sequence[Line], figures: Figures) -> tuple[Sum, ...]:
    """The rows that add up other rows. "Income, costs, profit" is no breakdown of income, though the sum agrees."""
    called = [is_called_total(line, layout) or (bool(line.labels) and not any(line.labels)) for line in lines]
    apart = yardsticks(lines).union(i for i, line in enumerate(lines) if is_part(line))
    figures = [[None] * len(row) if i in apart else row for i, row in enumerate(figures)]
    found = arithmetic.find_sums(figures, called, [i for i, line in enumerate(lines) if line.is_heading])
    if alike := _alike_groups(lines):
        taken = {s.total for s in found}
        found = (*found, *(s for s in arithmetic.sums_of_groups(figures, alike) if s.total not in taken))
    return tuple(
        s
        for s in sorted(found, key=lambda s: s.total)
        if s.total > s.parts[0]
        or called[s.total]
        or len(s.parts) > 2
        or not _REMAINDER.search(lines[s.parts[-1]].label)
    )


def _alike_groups(lines: Sequence[Line]) -> list[list[int]]:
    """The groups of rows, by position, where all have the same members: an area or two and the whole, under each kind
    of thing; none where they differ.
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    for i, line in enumerate(lines):
        if not line.is_heading and len(line.path) > 1:
            groups.setdefault(line.path[:-1], []).append(i)
    members = {tuple(lines[i].label for i in group) for group in groups.values()}
    return list(groups.values()) if len(groups) > 1 and len(members) == 1 else []


def _relations(columns: Sequence[GridColumn], lines: Sequence[Line], figures: Figures) -> tuple[ColumnRelation, ...]:
    """The columns that follow from other columns; what the headings call them is the guide to where to look."""
    rows = [row for row, line in zip(figures, lines, strict=True) if not line.is_heading]
    found = []
    for i, column in enumerate(columns):
        if column.kind is ColumnKind.CHANGE:
            relation = _change_of(columns, rows, i)
        elif column.kind is ColumnKind.LEVEL and {q.unit.kind for row in rows if (q := row[i])} == {UnitKind.PERCENT}:
            # A share is of amounts: how full a tank was in June is none of how full it was in May.
            amounts = [
                k for k in range(len(columns)) if {q.unit.kind for row in rows if (q := row[k])} != {UnitKind.PERCENT}
            ]
            others = [k for k in amounts if columns[k].kind is ColumnKind.LEVEL]
            relation = arithmetic.find_share(rows, i, others) if len(others) <= _N_SEARCHED else None
        else:
            relation = None
        relation = relation or arithmetic.find_column_sum(rows, i, _summands(columns, i))
        if relation:
            found.append(relation)
    return tuple(found)


def _change_of(columns: Sequence[GridColumn], rows: Figures, i: int) -> ColumnRelation | None:
    """The columns that a change compares: levels of its own group, then any of its group, then any level."""
    own_group = [k for k, c in enumerate(columns) if k != i and c.path[:-1] == columns[i].path[:-1]]
    levels = [k for k, c in enumerate(columns) if k != i and c.kind is ColumnKind.LEVEL]
    figures = [k for k in own_group if columns[k].kind in (ColumnKind.LEVEL, ColumnKind.CHANGE)]
    for candidates in ([k for k in figures if k in levels], figures, levels if len(columns) <= _N_SEARCHED else []):
        near = sorted(sorted(candidates, key=lambda k: abs(k - i))[:_N_NEAR])
        if relation := arithmetic.find_difference(rows, i, near):
            return relation
    return None


def _summands(columns: Sequence[GridColumn], i: int) -> list[list[int]]:
    """The sets of columns that a column could add up: its like in the groups before it, or its neighbours in its
    group.
    """
    column = columns[i]
    sets: list[list[int]] = []
    if len(column.path) > 1:
        sets.append(
            [k for k in range(i) if columns[k].path[1:] == column.path[1:] and columns[k].path[:1] != column.path[:1]]
        )
    if column.path and _TOTAL_HEAD.search(column.path[-1]):
        levels = [k for k, c in enumerate(columns) if k != i and c.kind is ColumnKind.LEVEL]
        sets.append([k for k in levels if columns[k].path[:-1] == column.path[:-1]])
        sets.append([k for k in levels if k < i])
    return sets


def _with_units_of_changes(columns: Sequence[GridColumn], lines: Sequence[Line], readings: Readings) -> Readings:
    """The readings with a change that says no unit in that of the money of which it is the difference in every row:
    "Variance" beside "Income (£m)" and "Budget (£m)".
    """
    done = dict(readings)
    figures = _figures(lines, columns, readings)
    units = [{q.unit for row in figures if (q := row[k]) is not None} for k in range(len(columns))]
    levels = {
        k: found.copy().pop()
        for k, found in enumerate(units)
        if len(found) == 1 and columns[k].kind is ColumnKind.LEVEL
    }
    money = [unit for unit in dict.fromkeys(levels.values()) if unit.kind is UnitKind.MONEY]
    for i, column in enumerate(columns):
        if column.kind is not ColumnKind.CHANGE or units[i] != {COUNT}:
            continue
        for unit in (COUNT, *money):
            rows = [[replace(q, unit=unit) if k == i and q else q for k, q in enumerate(row)] for row in figures]
            if not arithmetic.plain_difference(rows, i, [k for k in levels if levels[k] == unit][-_N_SEARCHED:]):
                continue
            for place in ((line.index, column.index) for line in lines):
                if unit != COUNT and (quantity := done[place].quantity) is not None:
                    inferred = (*done[place].inferred, "unit from the columns that it compares")
                    done[place] = Reading(quantity=replace(quantity, unit=unit), inferred=inferred)
            break
    return done


def _settle_points(
    columns: Sequence[GridColumn], lines: Sequence[Line], readings: Readings, relations: Sequence[ColumnRelation]
) -> Readings:
    """The readings with the difference of two percentages in percentage points, whatever sign it is printed with."""
    done = dict(readings)
    found = [relation for relation in relations if relation.rule is Rule.DIFFERENCE]
    settled = {relation.target for relation in relations}
    for i, column in enumerate(columns):
        if i not in settled and column.kind is ColumnKind.CHANGE and _is_titled(column, lines, readings):
            levels = [
                k for k, c in enumerate(columns) if c.kind is ColumnKind.LEVEL and c.path[:-1] == column.path[:-1]
            ]
            found += arithmetic.plain_difference(_figures(lines, columns, readings), i, levels[-_N_SEARCHED:])
    for relation in found:
        first, second, target = (columns[k].index for k in (*relation.operands, relation.target))
        for line in lines:
            figures = [done[line.index, c].quantity for c in (first, second, target)]
            reading = done[line.index, target]
            if reading.quantity and all(q is not None and q.unit.kind is UnitKind.PERCENT for q in figures):
                inferred = (*reading.inferred, "percentage points")
                done[line.index, target] = Reading(quantity=replace(reading.quantity, unit=POINTS), inferred=inferred)
    return done


def _is_titled(column: GridColumn, lines: Sequence[Line], readings: Readings) -> bool:
    """Whether a column's figures are percentages by nothing but what the table's words say of all its figures."""
    read = [readings[line.index, column.index] for line in lines if readings[line.index, column.index].quantity]
    return bool(read) and all(r.inferred and r.quantity and r.quantity.unit.kind is UnitKind.PERCENT for r in read)


def _with_units(columns: Sequence[GridColumn], lines: Sequence[Line], readings: Readings) -> tuple[GridColumn, ...]:
    """The columns with the unit that all their figures share, the base row of a table of gaps aside."""
    done = []
    for column in columns:
        shared = [line for line in lines if line.kind is not RowKind.BASE]
        units = {q.unit for line in shared if (q := readings[line.index, column.index].quantity) is not None}
        done.append(replace(column, unit=next(iter(units)) if len(units) == 1 else None))
    return tuple(done)


_AGREEMENT = {
    FindingKind.CONFIRMED: "agrees with",
    FindingKind.ROUNDING: "differs by rounding from",
    FindingKind.CONTRADICTED: "does not agree with",
}


def _finding(
    check: Check, lines: Sequence[Line], columns: Sequence[GridColumn], ids: dict[tuple[int, int], str]
) -> Finding:
    row, column = check.places[0]
    label = " › ".join((*lines[row].path, *columns[column].path))
    printed = format_quantity(check.printed)
    expected = format_quantity(replace(check.printed, value=check.expected))
    source = {"total": "its parts add up to", "sum": "the columns beside it add up to"}.get(
        check.rule, f"the {check.rule} of its columns gives"
    )
    return Finding(
        kind=check.kind,
        rule=check.rule,
        observations=tuple(ids[lines[r].index, columns[c].index] for r, c in check.places),
        expected=expected,
        printed=printed,
        explanation=f"{label}: the printed {printed} {_AGREEMENT[check.kind]} the {expected} that {source}.",
    )


def _told(
    checks: Iterable[Check],
    sums: Sequence[Sum],
    withheld: Set[tuple[int, int]],
) -> Iterator[Check]:
    """The checks of totals that can be told: what does not add up where a part is withheld is no contradiction."""
    parts = {s.total: s.parts for s in sums}
    for check in checks:
        total, column = check.places[0]
        if check.kind is FindingKind.CONFIRMED or not any((part, column) in withheld for part in parts[total]):
            yield check


def _withheld(
    layout: Layout, lines: Sequence[Line], columns: Sequence[GridColumn], readings: Readings
) -> frozenset[tuple[int, int]]:
    """The places, by position, where a figure is withheld; a dash may well say that there is nothing to print."""
    held_against = yardsticks(lines)  # what is not set for them is no figure that is missing
    return frozenset(
        (i, k)
        for i, line in enumerate(lines)
        if i not in held_against
        for k, column in enumerate(columns)
        if readings[line.index, column.index].missing not in (None, MissingReason.EMPTY)
        and layout.words[line.index][column.index] not in DASHES
    )


def _whole_columns(figures: Figures, withheld: Set[tuple[int, int]]) -> Figures:
    """The figures of the columns that withhold none, by which a sum is found; all where no column is whole."""
    cut = {k for _, k in withheld}
    kept = [[None if k in cut else q for k, q in enumerate(row)] for row in figures]
    return kept if any(q is not None for row in kept for q in row) else figures


# Observations ---------------------------------------------------------------------------------------------------------


def _observations(
    table: Table,
    document: Document,
    layout: Layout,
    dating: Dating,
    lines: Sequence[Line],
    columns: Sequence[GridColumn],
    readings: Readings,
) -> Iterator[Observation]:
    """One observation per body cell. Where figures stand left of an inner label they belong to the group: a blank
    beneath is no observation.
    """
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    inner = layout.label_columns[1] if len(layout.label_columns) > 1 and not has_leading_groups(layout) else 0
    for line in lines:
        if line.is_heading:
            continue
        row_period = dating.of_row(line.path)
        for column in columns:
            of_group = column.index < inner
            place = (line.index, column.index)
            words = layout.words[line.index][column.index]
            reading = readings[place]
            is_covered = place in layout.covered and reading.missing in (None, MissingReason.EMPTY)
            if not words and (is_covered or (of_group and not line.labels[0])):
                continue
            block = layout.heads[line.index]
            head = layout.blocks[block][column.index]
            column_period = column.period if block == 0 else dating.of_column(head.path, column.kind)
            period, source = dating.at(column_period, row_period, head.path, line.path, column.kind)
            is_text = reading.quantity is None and reading.missing is None
            cell = layout.covered.get(place) or cells.get(place)
            if cell is not None and reading.quantity is not None and _is_shared(cell, layout):
                continue
            printed = cell.text if cell is not None else ""
            yield Observation(
                id=_id(document.id, table.number, line.index, column.index, printed),
                document_id=document.id,
                table=table.number,
                row=line.index,
                column=column.index,
                row_path=line.path[: len(line.path) - sum(map(bool, line.labels[1:]))] if of_group else line.path,
                column_path=head.path,
                period=period,
                quantity=reading.quantity,
                missing=reading.missing,
                printed=printed,
                inferred=(
                    *line.inferred,
                    *reading.inferred,
                    *([f"period from {source}"] if source and not is_text else []),
                ),
                locator=cell.locator if cell is not None else table.locator,
            )


def _is_shared(cell: Cell, layout: Layout) -> bool:
    """Whether a figure was printed once for several columns of different headings: it is none of theirs alone."""
    block = layout.blocks[layout.heads[cell.row]] if cell.row in layout.heads else {}
    places = range(cell.column, cell.column + cell.column_span)
    return len({block[c].path for c in places if c in block and block[c].path}) > 1


def _id(document: str, table: int, row: int, column: int, printed: str) -> str:
    return sha256("\x1f".join((document, str(table), str(row), str(column), printed)).encode()).hexdigest()[:16]


# The long table -------------------------------------------------------------------------------------------------------

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
"""The columns of the long table and what they hold, in pandas' names."""


def frame(grids: Iterable[Grid]) -> pd.DataFrame:
    """The grids' observations as one long table, a row each, in reading order.

    Columns: document_id, table, row, column, row_path and column_path (labels joined by ' › '), period_first and
    period_last (dates), unit (its code), value (``Decimal``, in that unit), printed, missing (the reason), kind (the
    column's). What does not apply is None.
    """
    import pandas as pd

    records = []
    for grid in grids:
        kinds = {column.index: column.kind.value for column in grid.columns}
        records += [
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
            for o in grid.observations
        ]
    # As objects from the start: pandas would turn None into NaN and Decimal into float on its own account.
    return pd.DataFrame(records, columns=list(FRAME_TYPES), dtype="object").astype(FRAME_TYPES)

"""Find what stands on a sheet: tables, their titles above and notes below, and other lines.

A sheet has no marks for any of these: blank rows and columns part them, and words and figures tell headers from rows.
What is uncertain is left apart: a table without its header gives no answer, one under another's header a wrong one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import pairwise

from corpus.readers.composing import MAX_COLUMNS, TableCell
from corpus.readers.headings import is_caption
from corpus.readers.lines import is_navigation, reads_like_note
from corpus.readers.reading import MAX_LINES_AND_CELLS, TooMuch

Place = tuple[int, int]

_YEAR = re.compile(r"(?:19[5-9]|20[0-9])\d(?:\s?(?:\([a-z]\)|\[[a-z]{1,3}\]|[*¹²³]|[rpe]))?")
_FIGURE = re.compile(
    r"[(+\-−–‑<>~c≈±\s]*(?:[£$€¥]|US\$|GBP|EUR|USD)?\s?[(+\-−–]?\d[\d,.  ]*\s?"
    r"(?:%|pp|ppts?|m|bn|k|million|billion|per cent|x)?\s?\)?m?\s?"
    r"(?:\s?(?:\*|\[[a-z ]{1,8}\d{0,2}\]|[¹²³⁰⁴-⁹]|\([a-z]\)|[rpe](?!\w)))*",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"\[(?:[a-z]{1,5}|note \d{1,2})\]|[-–—*:~.#]{1,3}|n/?a|[czxku]|low|n\.a\.?|"
    r"#(?:DIV/0!|N/A|VALUE!|REF!|NAME\?|NUM!|NULL!)",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\(?\d{1,2}[.):]\s")
_NOTE_START = re.compile(
    r"\[?note \d|\[[a-z0-9]{1,5}\]|[*†‡¹²³]|notes?\b|sources?\b|footnotes?\b|this (?:work)?sheet|"
    r"some cells|back to|return to|contents\b|©|figures\b|shorthand|please\b",
    re.IGNORECASE,
)
_TABLE_NUMBER = re.compile(r"(?:table|figure|chart) [A-Z]?\d{1,3}(?:[.\d]*[a-z]?)[.:]?", re.IGNORECASE)
_MAX_LABEL_CHARS = 80
_MAX_FIGURE_CHARS = 60
_MAX_TITLE_ROWS = 2
_MAX_GAP = 3
"""Blank rows within one table; more part two."""


MAX_SHEET_CELLS = 200_000
"""In a sheet or a file of rows: what can be read as data, embedded and asked about within minutes."""


class Look(Enum):
    """What a cell looks like by itself."""

    TEXT = auto()
    FIGURE = auto()
    YEAR = auto()
    """Four digits that could be a year or a figure."""
    MARK = auto()
    """A sign for a figure that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell with something in it. ``row_span`` and ``column_span`` count the places that it covers."""

    text: str
    look: Look
    is_bold: bool = False
    row_span: int = 1
    column_span: int = 1

    def spanning(self, rows: int, columns: int) -> GridCell:
        """The cell merged over so many rows and columns."""
        return replace(self, row_span=rows, column_span=columns)


def covered(spans: Iterable[tuple[int, int]]) -> list[int]:
    """The places that spans cover together, sorted.

    >>> covered([(5, 7), (1, 3), (2, 4)])
    [1, 2, 3, 5, 6]
    """
    places: list[int] = []
    for start, end in sorted(spans):
        places.extend(range(max(start, places[-1] + 1 if places else start), end))
    return places


def look_of(text: str) -> Look:
    """What words look like as a cell.

    >>> [look_of(text).name for text in ("2024", "2024 (p)", "1,204", "[c]", "North")]
    ['YEAR', 'YEAR', 'FIGURE', 'MARK', 'TEXT']
    """
    if _YEAR.fullmatch(text):
        return Look.YEAR
    if len(text) <= _MAX_FIGURE_CHARS and _FIGURE.fullmatch(text):
        return Look.FIGURE
    return Look.MARK if _MARK.fullmatch(text) else Look.TEXT


Rows = dict[int, dict[int, GridCell]]
"""Cells by row and column, rows in order, each with something in it."""


@dataclass(slots=True, kw_only=True)
class Block:
    """A table with the lines right over it (``above``) and under it (``below``); lines that stand alone are ``above``.

    ``rows`` are the table's, empty where there is none.
    """

    above: list[GridCell] = field(default_factory=list)
    rows: Rows = field(default_factory=dict)
    below: list[GridCell] = field(default_factory=list)

    def columns(self) -> range:
        """From the first column in use to the last, with those that merged cells cover."""
        ends = [(c, c + cell.column_span) for row in self.rows.values() for c, cell in row.items()]
        return range(min(start for start, _ in ends), max(end for _, end in ends)) if ends else range(0)

    def has_figures(self) -> bool:
        """Whether any row has a figure beside its label."""
        first = self.columns().start
        return any(_is_data(row, first) for row in self.rows.values())

    def has_header(self) -> bool:
        """Whether the table's first full row holds no figure."""
        first = self.columns().start
        full = next((row for row in self.rows.values() if len(row) > 1), {})
        return bool(full) and not _is_data(full, first)

    def header_rows(self) -> int:
        """How many first rows are plainly headings: bold over rows that are not; 0 where that does not show."""
        rows = list(self.rows.values())
        n = 0
        while n < len(rows) - 1 and all(cell.is_bold for cell in rows[n].values()):
            n += 1
        if n and all(cell.is_bold for cell in rows[n].values()):
            return 0
        first = self.columns().start
        n = next((i for i, row in enumerate(rows[:n]) if _is_data(row, first) and not _counts_up(row, first)), n)
        while n and set(rows[n - 1]) == {first}:
            n -= 1
        return n

    def table(self) -> list[list[TableCell]]:
        """The rows as a composer takes them, columns that are blank throughout left out.

        Raises TooMuch for a table wider or larger than a report may have.
        """
        columns = sorted({c for row in self.rows.values() for c in row})
        if len(columns) > MAX_COLUMNS:
            raise TooMuch(
                f"has a table of {len(columns):,} columns; a report may have {MAX_COLUMNS}: keep those that are needed"
            )
        if len(columns) * len(self.rows) > MAX_LINES_AND_CELLS:
            raise TooMuch(f"has a table of over {MAX_LINES_AND_CELLS:,} cells, more than a report may have; split it")
        numbers = list(self.rows)
        n_covered = 0
        taken: set[Place] = set()
        table: list[list[TableCell]] = []
        for i, row in enumerate(self.rows.values()):
            line = []
            for j, c in enumerate(columns):
                if (i, j) in taken:
                    continue
                cell = row.get(c)
                if cell is None:
                    line.append(TableCell())
                    continue
                height = bisect_left(numbers, numbers[i] + cell.row_span) - i
                width = bisect_left(columns, c + cell.column_span) - j
                n_covered += height * width
                if n_covered > len(columns) * len(numbers):
                    height = width = 1
                # A cell that others lie over is no merged cell, whatever the file says.
                places = {(i + a, j + b) for a in range(height) for b in range(width)} if height * width > 1 else set()
                if any(columns[y] in self.rows[numbers[x]] for x, y in places - {(i, j)}) or places & taken:
                    height = width = 1
                    places = set()
                taken |= places
                line.append(TableCell(text=cell.text, row_span=height, column_span=width))
            table.append(line)
        return table


def find_blocks(cells: Mapping[Place, GridCell]) -> list[Block]:
    """The blocks of a sheet in reading order."""
    rows: Rows = {}
    for row, column in sorted(cells):
        if not is_navigation(cells[row, column].text):
            rows.setdefault(row, {})[column] = cells[row, column]
    return _joined([_block(part) for region in _regions(rows) for part in _stacked(_with_lines(region))])


def _regions(rows: Rows) -> list[Rows]:
    """The rows parted at blank rows, and each part at the blank columns between tables side by side."""
    regions: list[Rows] = []
    last = -1
    for number, row in rows.items():
        if not regions or number > last + 1:
            regions.append({})
        regions[-1][number] = row
        last = max(last, *(number + cell.row_span - 1 for cell in row.values()))
    found: list[Rows] = []
    for region in regions:
        sides = _side_by_side(region)
        if len(sides) == 1:
            found.append(region)
            continue
        if found and (titles := _titles_of(sides, found[-1])):
            found.pop()
            sides = titles
        found.extend(part for side in sides for part in _regions(side))
    return found


def _titles_of(sides: Sequence[Rows], above: Rows) -> list[Rows]:
    """The tables side by side, each with its title in the row above them all; [] where that row does not name each."""
    lefts = [min(c for row in side.values() for c in row) for side in sides]
    if len(above) != 1 or any(sorted(row) != lefts for row in above.values()):
        return []
    number, row = next(iter(above.items()))
    return [{number: {left: row[left]}, **side} for left, side in zip(lefts, sides, strict=True)]


def _side_by_side(region: Rows) -> list[Rows]:
    """The tables that stand side by side in a region, parted by a blank column.

    A blank column may as well only set a table's own columns apart: what follows is a table if it begins with labels.
    """
    full = [row for row in region.values() if len(row) > 1]
    used = covered([(c, c + cell.column_span) for row in full for c, cell in row.items()])
    starts = [c for before, c in pairwise(used) if c > before + 1]
    borders = [used[0], *(c for c in starts if _begins_table(full, c, starts))] if used else [0]
    if len(borders) == 1:
        return [region]
    sides: list[Rows] = [{} for _ in borders]
    for number, row in region.items():
        for c, cell in row.items():
            sides[max(0, bisect_right(borders, c) - 1)].setdefault(number, {})[c] = cell
    return [side for side in sides if side]


def _begins_table(rows: Sequence[Mapping[int, GridCell]], column: int, starts: Sequence[int]) -> bool:
    """Whether the columns from one after a blank column are a table of their own, beside another."""
    end = next((c for c in starts if c > column), None)
    labels = []
    n_rows = 0
    has_left = False
    for row in rows:
        figures = [c for c, cell in row.items() if cell.look in (Look.FIGURE, Look.YEAR)]
        has_left |= any(c < column for c in figures) and len([c for c in row if c < column]) > 1
        if any(c > column and (end is None or c < end) for c in figures):
            n_rows += 1
            label = row.get(column)
            if label is not None and label.look in (Look.TEXT, Look.YEAR):
                labels.append(label.text)
    return has_left and len(labels) > 1 and len(labels) >= 0.6 * n_rows and len(set(labels)) >= 0.6 * len(labels)


def _with_lines(region: Rows) -> Rows:
    """The region with the rows of two cells over a wider header made lines: "Table 1" and its title, "Unit:" and it.

    A header that spreads over the columns beneath it has no label of its own under it.
    """
    rows = list(region.items())
    left = min((c for row in region.values() for c in row), default=0)
    header = next((i for i, (_, row) in enumerate(rows) if len(row) > 2 and left in row), None)
    if header is None or _is_data(rows[header][1], left) or any(len(row) > 2 for _, row in rows[:header]):
        return region
    made: Rows = dict(region)
    for number, row in rows[:header]:
        texts = [cell.text for cell in row.values()]
        names = _TABLE_NUMBER.fullmatch(texts[0]) or texts[0].endswith(":") or len(rows[header][1]) > 3
        if len(row) == 2 and left in row and names and all(cell.column_span == 1 for cell in row.values()):
            is_bold = all(cell.is_bold for cell in row.values())
            made[number] = {left: GridCell(text=" ".join(texts), look=Look.TEXT, is_bold=is_bold)}
    return made


@dataclass(slots=True, kw_only=True)
class _Gathered:
    """The rows of a table so far, and what a row is judged by that may begin the next; kept up, so that a long sheet
    is not gone through again at each of its rows.
    """

    left: int
    rows: Rows = field(default_factory=dict)
    last_figures: int = -1
    """The rightmost column with figures, or signs for them."""
    header: dict[int, GridCell] = field(default_factory=dict)

    def add(self, number: int, row: dict[int, GridCell]) -> None:
        """Take in the next row."""
        self.rows[number] = row
        self.left = min(self.left, *row)
        self.last_figures = max(
            self.last_figures, *(c if cell.look in (Look.FIGURE, Look.MARK) else -1 for c, cell in row.items())
        )
        if not self.header and len(row) > 1:
            self.header = row


def _stacked(region: Rows) -> list[Rows]:
    """The tables that stand in a region right under one another, each with the title over its own header."""
    parts: list[_Gathered] = []
    rows = list(region.items())
    for i, (number, row) in enumerate(rows):
        if not parts or _begins_below(rows, i, parts[-1]):
            parts.append(_Gathered(left=min(row)))
        parts[-1].add(number, row)
    return [part.rows for part in parts]


def _begins_below(rows: Sequence[tuple[int, dict[int, GridCell]]], i: int, above: _Gathered) -> bool:
    """Whether a row is another table's title or header: words where there are figures both above and beneath."""
    left = above.left
    if above.last_figures <= left:
        return False
    title = i
    while i < min(len(rows), title + _MAX_TITLE_ROWS + 1) and set(rows[i][1]) == {left}:
        i += 1
    if i + 1 >= len(rows) or i > title + _MAX_TITLE_ROWS:
        return False
    row, below = rows[i][1], rows[i + 1][1]
    if is_caption(rows[title][1][left].text) if title < i else False:
        return not _is_data(row, left)
    if {c: cell.text for c, cell in row.items()} == {c: cell.text for c, cell in above.header.items()}:
        return False
    nearest = [other for _, other in rows[title - min(3, len(above.rows)) : title]]
    figures = {c for other in (*nearest, below) for c, cell in other.items() if cell.look is Look.FIGURE and c > left}
    has_both = _is_data(below, left) and any(_is_data(other, left) for other in nearest)
    heads = [cell for c, cell in row.items() if c > left]
    return (
        has_both
        and len(heads) > 1
        and all(cell.look is Look.TEXT for cell in heads)
        and figures <= set(row)
        # A row of words may say of a measure that it has no figure: without a title only bold type makes it a header.
        and (title < i or all(cell.is_bold for cell in row.values()))
    )


def _block(region: Rows) -> Block:
    """A region's table, from the first row with several cells to the last, and the lines over and under it."""
    numbers = list(region)
    full = [i for i, number in enumerate(numbers) if len(region[number]) > 1]
    if not full:
        return Block(above=[cell for row in region.values() for cell in row.values()])
    first, last = full[0], full[-1]
    left = min(min(region[numbers[i]]) for i in full)

    def belongs(i: int) -> bool:
        """Whether a row of one cell is a heading over some columns, or a figure without its label."""
        return next(iter(region[numbers[i]])) > left

    while first and belongs(first - 1):
        first -= 1
    while last + 1 < len(numbers) and belongs(last + 1):
        last += 1
    return Block(
        above=[cell for number in numbers[:first] for cell in region[number].values()],
        rows={number: region[number] for number in numbers[first : last + 1]},
        below=[cell for number in numbers[last + 1 :] for cell in region[number].values()],
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a table stays as it is when another goes on with it: its columns, and whether it has a header."""

    columns: range
    has_header: bool


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with tables put together that only blank rows within them parted.

    What has no header goes on with the table right above it, if that has the same columns and nothing but a label of
    rows stands between.
    """
    joined: list[Block] = []
    shapes: list[_Shape] = []
    for block in blocks:
        shape = _Shape(block.columns(), block.has_header())
        at = _table_above(joined, shapes, block, shape)
        if at is None:
            joined.append(block)
            shapes.append(shape)
            continue
        above = joined[at]
        lines = [line for other in joined[at + 1 :] for line in other.above] + block.above
        number = _last_row(above) + 1
        left = shapes[at].columns.start
        del joined[at + 1 :], shapes[at + 1 :]
        for line in [*above.below, *lines]:
            above.rows[number] = {left: line}
            number += 1
        shift = max(0, number - _first_row(block))
        above.rows.update((row + shift, cells) for row, cells in block.rows.items())
        above.below = block.below
    return joined


def _first_row(block: Block) -> int:
    return next(iter(block.rows))


def _last_row(block: Block) -> int:
    return next(reversed(block.rows))


def _table_above(joined: Sequence[Block], shapes: Sequence[_Shape], block: Block, shape: _Shape) -> int | None:
    """Where the table stands that a block goes on with; None where it goes on with none."""
    if not block.rows or shape.has_header or any(map(_is_no_label, block.above)):
        return None
    columns = shape.columns
    for at in range(len(joined) - 1, -1, -1):
        other = joined[at]
        if other.rows:
            own = shapes[at].columns
            gap = _first_row(block) - _last_row(other)
            fits = own.start <= columns.start and columns.stop <= own.stop and columns.start < own.start + 2
            has_notes = any(map(_is_no_label, other.below))
            is_near = gap <= _MAX_GAP + 2 + len(block.above)
            return at if fits and shapes[at].has_header and not has_notes and is_near else None
        if len(other.above) > 1 or any(map(_is_no_label, other.above)):
            return None
    return None


def _is_no_label(line: GridCell) -> bool:
    """Whether a line is a title or a note and not the label of the rows beneath it."""
    text = line.text
    return (
        len(text) > _MAX_LABEL_CHARS
        or line.look is not Look.TEXT
        or is_caption(text)
        or is_note(line)
        or NUMBERED.match(text) is not None
    )


def is_note(line: GridCell) -> bool:
    """Whether a line on a sheet is a note by its own words."""
    if is_caption(line.text):
        return False
    return reads_like_note(line.text) or _NOTE_START.match(line.text) is not None


def _is_data(row: Mapping[int, GridCell], first: int) -> bool:
    """Whether a row holds figures, or signs for them, beside its label."""
    looks = [cell.look for c, cell in row.items() if c > first]
    return Look.FIGURE in looks or Look.MARK in looks


def _counts_up(row: Mapping[int, GridCell], first: int) -> bool:
    """Whether a row numbers the columns (1, 2, 3 …): a heading that looks like figures."""
    texts = [cell.text for c, cell in sorted(row.items()) if c > first]
    if len(texts) < 2 or not all(text.isdecimal() and len(text) < 4 for text in texts):
        return False
    return all(int(b) > int(a) for a, b in pairwise(texts))

"""Tables that no grid of lines encloses: columns found by what stands under what, rows by how far lines are apart.

Says so where the words do not decide which column a figure belongs to: a table is then left as lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from statistics import median

from corpus.readers.lines import reads_like_note
from corpus.readers.pdf_lines import Line, Word, has_digit, is_figure, joined, rows_of
from corpus.readers.pdf_marks import Box
from corpus.readers.pdf_tables import PageTable, Placed, header_rows

_GAP = 0.8
"""Words further apart than this, in type sizes, are in different cells."""

_FIGURE_GAP = 0.42
_THOUSANDS_GAP = 0.36
"""The space between a figure's thousands is at most that between words."""

_SPACED = re.compile(r"[(+\-−–£$€ ]{0,3}\d{1,3}(?: \d{3})+(?:\.\d+)?%?\)?(?: ?[*rpe])?")
_UNSPACED = re.compile(r"\d,\d{3}|\d{5}|(?!(?:19|20)\d\d\b)\b\d{4}\b")
"""A row that writes thousands otherwise holds two figures where a space parts digits."""
"""The same where one of two neighbours is a figure."""

YEAR = re.compile(
    r"(?:(?:19[5-9]|20[0-4])\d(?:\s?[/–-]\s?\d{2,4})?|\d\d\s?[/–-]\s?\d\d|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*[-–' ’]{0,2}(?:20)?\d\d|"
    r"q[1-4]|[12]h|h[12]|m\d{1,2}|wk ?\d+)\W?[¹²³⁴*pr]?",
    re.IGNORECASE,
)
GOES_ON = re.compile(
    r"(?:\b(?:and|or|of|the|for|to|in|with|by|from|on|at|per|a|an|not|than|as|&)|[,(/&–—-])$", re.IGNORECASE
)
_TITLE = re.compile(r"(?:table|figure|chart) [A-Z]?\d{1,3}(?:\.\d{1,2})*[a-z]?\s?[.:–—-]", re.IGNORECASE)
"""The title of another table."""
_RATING = re.compile(r"red|amber|green|blue|high|medium|low|yes|no|[rag]|on (?:track|target)", re.IGNORECASE)
"""What rates the row that it stands in, and is no label of another."""
_SENTENCE = re.compile(r"[a-z)’”][.:;]$")


_MAX_SHARED = 14


class Uncertain(Exception):
    """The words do not decide the columns."""


class NoTable(Exception):
    """The words stand in rows and columns but have no labels: a chart's figures, or figures for show."""


@dataclass(slots=True)
class Row:
    """One row of words: its parts, the height that they stand on, and their size."""

    words: list[Word]
    parts: list[Line]
    base: float
    size: float
    rule_above: float | None = None
    rule_below: float | None = None
    """The nearest ruled line or edge of a coloured band over and under most of it, None where none is close."""

    @property
    def is_framed(self) -> bool:
        """Whether there are lines close above and close below."""
        return self.rule_above is not None and self.rule_below is not None

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.parts[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max(part.x1 for part in self.parts)

    @property
    def n_figures(self) -> int:
        """How many parts are figures."""
        return sum(part.is_figure for part in self.parts)

    @property
    def is_data(self) -> bool:
        """Whether it has figures, or words in a frame, beside other words."""
        return len(self.parts) >= 2 and (self.n_figures > 0 or self.is_framed)

    @property
    def is_prose(self) -> bool:
        """Whether it reads like a line of a sentence."""
        longest = max(self.parts, key=lambda part: part.x1 - part.x0)
        return len(longest.words) >= 9 or (len(longest.words) >= 6 and bool(_SENTENCE.search(longest.text)))

    @property
    def top(self) -> float:
        """Where its letters reach up to."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Where its letters reach down to."""
        return max(word.bottom for word in self.words)


def make_rows(words: Sequence[Word], across: Sequence[Box] = ()) -> list[Row]:
    """The rows that words make, from the top; ``across`` are the ruled lines and edges near them."""
    rows: list[Row] = []
    lines = sorted(across, key=lambda line: line.top)
    for found in rows_of(word for word in words if not word.is_turned):
        line = Line(words=tuple(found))
        row = Row(words=found, parts=_parts(found), base=line.base, size=line.size)
        width = row.x1 - row.x0
        near = [b for b in lines if min(b.x1, row.x1) - max(b.x0, row.x0) >= 0.6 * width]
        above = [b.top for b in near if row.base - 4.5 * row.size < b.top < row.base - 0.4 * row.size]
        below = [b.top for b in near if row.base - 0.2 * row.size < b.top < row.base + 4 * row.size]
        row.rule_above, row.rule_below = max(above, default=None), min(below, default=None)
        rows.append(row)
    return rows


def find_blocks(rows: Sequence[Row], carried: Sequence[tuple[float, float]] = ()) -> list[tuple[int, int]]:
    """The stretches of rows, half-open, that look like tables.

    ``carried`` are the columns of a table at the foot of the page before, which may go on with the first rows.
    """
    blocks: list[tuple[int, int]] = []
    index = 0
    while index < len(rows):
        if not rows[index].is_data:
            index += 1
            continue
        goes_on = index == 0 and _fits_all(rows[0], carried)
        block = _Block(rows[index], carried if goes_on else ())
        last = index
        probe = index + 1
        while probe < len(rows) and block.takes(rows, last, probe):
            if rows[probe].is_data:
                block.add(rows[probe])
                last = probe
            probe += 1
        first = _first_header(rows, index, last, blocks[-1][1] if blocks else 0)
        end = _last_wrapped(rows, index, last)
        data = [row for row in rows[index : last + 1] if row.is_data]
        is_single = len(data) == 1 and len(data[0].parts) >= 3 and _has_amounts(data[0]) and first < index
        if goes_on or _is_aligned(data) or is_single:
            blocks.append((first, end + 1))
            index = end + 1
        else:
            index += 1
    return blocks


def _fits_all(row: Row, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether each part of a row lies under a column of its own."""
    if len(row.parts) < 2 or len(columns) < 2:
        return False
    met = [[c for c, (x0, x1) in enumerate(columns) if min(p.x1, x1) - max(p.x0, x0) > 0] for p in row.parts]
    return all(len(m) == 1 for m in met) and len({m[0] for m in met}) == len(met)


class _Block:
    """A table in the making: its sure rows, and where their parts stand."""

    def __init__(self, row: Row, columns: Sequence[tuple[float, float]]) -> None:
        # Where each column begins and ends, and how many figures it has.
        self._columns = [[x0, x1, 0.0] for x0, x1 in columns]
        self._n_rows = 0
        self._pitch = 0.0
        self._base = row.base
        self._size = row.size
        self._has_figures = False
        self.add(row)

    def add(self, row: Row) -> None:
        """Take a row in."""
        if self._n_rows and row.base - self._base > 0.9 * row.size:
            self._pitch = min(self._pitch or 1e9, row.base - self._base)
        self._base = row.base
        self._n_rows += 1
        self._has_figures = self._has_figures or row.n_figures > 0
        for part in row.parts:
            met = self._over(part)
            if not met:
                self._columns.append([part.x0, part.x1, float(part.is_figure)])
            elif len(met) == 1:
                column = met[0]
                column[0], column[1] = min(column[0], part.x0), max(column[1], part.x1)
                column[2] += part.is_figure and YEAR.fullmatch(part.text) is None

    def takes(self, rows: Sequence[Row], last: int, probe: int) -> bool:
        """Whether a row could be of this table; ``last`` is its last sure row so far."""
        above, row = rows[probe - 1], rows[probe]
        distance = row.base - above.base
        size = max(row.size, above.size)
        both_framed = row.is_framed and above.is_framed
        if distance > max(3.2 * size, 2.6 * self._pitch) and not both_framed:
            return False
        if self._pitch and distance > max(2.6 * self._pitch, 1.6 * size) and not both_framed:
            return False
        if distance < 0.75 * size:
            # Lines that reach into each other are of one row.
            return True
        is_alone = len(row.parts) == 1
        if is_alone and (row.size > 1.08 * self._size or reads_like_note(row.parts[0].text)):
            return False
        if is_alone and _TITLE.match(row.parts[0].text):
            return False
        is_new_head = not is_alone and (not row.n_figures or _has_only_years(row))
        if (
            is_new_head
            and self._has_figures
            and self._n_rows >= 2
            and self._pitch
            and distance > max(1.35 * self._pitch, 1.5 * size)
        ):
            return False
        heads = [part for part in row.parts if not part.is_figure and any(c[2] >= 2 for c in self._over(part))]
        if len(heads) >= 2 and len(heads) >= 0.5 * len(row.parts) and not row.is_framed:
            # Words over two columns of figures head another table.
            return False
        if row.is_data:
            return any(len(self._over(part)) == 1 for part in row.parts[1:])
        if probe - last > 6:
            return False
        if all(len(self._over(part)) <= 1 for part in row.parts):
            return True
        return (is_alone and not row.is_prose) or row.is_framed

    def _over(self, part: Line) -> list[list[float]]:
        return [column for column in self._columns if min(part.x1, column[1]) - max(part.x0, column[0]) > 0]


def _has_amounts(row: Row) -> bool:
    return row.n_figures > 0 and not _has_only_years(row)


def _has_only_years(row: Row) -> bool:
    figures = [part for part in row.parts if part.is_figure and has_digit(part.text)]
    return bool(figures) and all(YEAR.fullmatch(part.text) for part in figures)


Columns = Sequence[tuple[float, float]]
"""Where each column begins and ends, from the left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is known of a table beforehand: where its body begins, and the rows of headings over that.

    ``groups`` are the rows of the body that make one row each, by their indexes in it, ``empty`` the places of the
    columns that have a heading and nothing below it.
    """

    first: int
    heads: Sequence[Sequence[Placed]]
    groups: Sequence[Sequence[int]]
    empty: Sequence[tuple[float, float]] = ()


def columns_of(rows: Sequence[Row]) -> Columns:
    """The columns of a table's body. Raises Uncertain."""
    return _columns(rows, ())


def first_data(rows: Sequence[Row], separators: Sequence[float] = ()) -> int:
    """The first row under the headings of a stretch that may be a table."""
    return _first_data(rows, separators)


def read_block(
    rows: Sequence[Row],
    *,
    separators: Sequence[float] = (),
    edges: Sequence[float] = (),
    spanners: Sequence[Box] = (),
    carried: Sequence[tuple[float, float]] = (),
    plan: Plan | None = None,
) -> PageTable:
    """The table that a stretch of rows holds.

    ``separators`` are the heights of lines across the whole table, ``edges`` the places of lines down it, ``spanners``
    lines under headings of several columns. ``carried`` are the columns of a table that the rows may go on with.
    Raises Uncertain, NoTable.
    """
    first_data = plan.first if plan else _first_data(rows, separators)
    body = rows[first_data:] if first_data < len(rows) else rows
    edges = [edge for edge in edges if not any(w.x0 + 1 < edge < w.x1 - 1 for row in body for w in row.words)]
    columns = _widened(sorted([*_columns(body, edges), *(plan.empty if plan else ())]), edges)
    goes_on = bool(carried) and all(_fits_all(row, carried) for row in rows if len(row.parts) > 1)
    if goes_on:
        columns, first_data, plan = list(carried), 0, None
    if len(columns) < 2:
        raise Uncertain
    if plan is None:
        first_data = _without_labels(rows, first_data, columns)
    placed = [_place(row, columns, is_header=index < first_data) for index, row in enumerate(rows)]
    for row in placed[first_data:]:
        _check(row)
    first = [spot.text for spots in placed[first_data:] for spot in spots if spot.column == 0]
    # The numbers of a list, or its marks, are followed by what they stand for.
    second = [spot.text for spots in placed[first_data:] for spot in spots if spot.column == 1]
    has_labels = any(not is_figure(text) or YEAR.fullmatch(text) for text in first)
    is_listed = bool(second) and all(any(map(str.isalpha, text)) and not is_figure(text) for text in second)
    if not has_labels and not is_listed:
        raise NoTable
    if plan is None:
        heads: Sequence[Sequence[Placed]] = _header(
            placed[:first_data], rows[:first_data], columns, spanners, separators
        )
        laid = [*heads, *_body(placed[first_data:], rows[first_data:], separators)]
    else:
        heads = plan.heads
        laid = [*heads, *_grouped(placed[first_data:], plan.groups)]
    cells = [replace(cell, row=r) for r, found in enumerate(laid) for cell in found]
    n_rows = len(laid)
    for found in laid:
        reach = [c for cell in found for c in range(cell.column, cell.column + cell.column_span)]
        if len(set(reach)) < len(reach):
            raise Uncertain
    if n_rows < 2 and not goes_on:
        raise Uncertain
    box = Box(
        x0=min(row.x0 for row in rows),
        x1=max(row.x1 for row in rows),
        top=min(row.top for row in rows),
        bottom=max(row.bottom for row in rows),
    )
    table = PageTable(box=box, cells=tuple(cells), n_rows=n_rows, columns=tuple(columns))
    return replace(table, header_rows=len(heads) if heads else min(1, header_rows(table)))


def parted(rows: Sequence[Row], across: Sequence[Box]) -> list[list[Row]]:
    """The rows of tables that stand side by side, table by table: each has labels, and figures after them."""
    try:
        data = [row for row in rows if row.is_data]
        columns = _columns(data, ())
    except Uncertain:
        return [list(rows)]
    placed = [_place(row, columns, is_header=False) for row in data]
    for c in range(2, len(columns) - 1):
        texts = [spot.text for spots in placed for spot in spots if spot.column == c]
        labels = [text for text in texts if not is_figure(text)]
        is_label = len(labels) >= 0.8 * len(texts) and len(set(labels)) >= 0.7 * len(labels) and len(texts) >= 2
        if not is_label or all(map(_RATING.fullmatch, labels)) or not _is_beside(placed, c):
            continue
        figures = _figure_columns(placed)
        has_both = any(column in figures for column in range(1, c)) and c + 1 in figures
        if not has_both or columns[c][0] - columns[c - 1][1] < 2 * data[0].size:
            continue
        middle = (columns[c - 1][1] + columns[c][0]) / 2
        words = [word for row in rows for word in row.words]
        if any(word.x0 < middle < word.x1 for word in words):
            continue
        left, right = [w for w in words if w.x1 <= middle], [w for w in words if w.x0 >= middle]
        return [make_rows(left, across), *parted(make_rows(right, across), across)]
    return [list(rows)]


def _is_beside(placed: Sequence[Sequence[_Spot]], c: int) -> bool:
    """Whether a column could label a table beside another: it does so in each row that has something right of it, and
    what is left of it ends but once.
    """
    is_left = [any(spot.column < c for spot in spots) for spots in placed]
    labelled = all(any(s.column == c for s in spots) or not any(s.column > c for s in spots) for spots in placed)
    return labelled and sorted(is_left, reverse=True) == is_left


# --- where a table is ------------------------------------------------------------------------------------------------


def _parts(words: Sequence[Word]) -> list[Line]:
    found: list[list[Word]] = []
    plain = [
        (b.x0 - a.x1) / max(a.size, b.size)
        for a, b in pairwise(words)
        if not is_figure(a.text) and not is_figure(b.text)
    ]
    # In justified lines all spaces are wide; beside a figure they must be wider than between words.
    usual = median(gap for gap in plain if gap < _GAP) if any(gap < _GAP for gap in plain) else 0.25
    for word in words:
        if found:
            before = found[-1][-1]
            gap = (word.x0 - before.x1) / max(word.size, before.size)
            has_figure = is_figure(word.text) or is_figure(before.text)
            limit = max(_FIGURE_GAP, min(1.6 * usual, _GAP)) if has_figure else max(_GAP, min(1.6 * usual, 1.2))
            if gap <= limit:
                found[-1].append(word)
                continue
        found.append([word])
    return [Line(words=tuple(part)) for part in found]


def _first_header(rows: Sequence[Row], index: int, last: int, floor: int) -> int:
    """The first row of the heading over a table whose first sure row is ``index``.

    Rows of one label, such as the title of a first group, may stand between the headings and the figures.
    """
    data = [row for row in rows[index : last + 1] if row.is_data]
    left = min(row.x0 for row in data)
    inner = median(row.parts[1].x0 for row in data)
    first = index
    probe = index
    while probe > floor:
        row, below = rows[probe - 1], rows[probe]
        size = max(row.size, below.size)
        is_far = below.base - row.base > 2.4 * size and not (row.is_framed and len(row.parts) > 1)
        if is_far or (row.is_prose and len(row.parts) < 3) or row.size > 1.3 * rows[index].size:
            break
        probe -= 1
        is_over_figures = row.x0 >= inner - 3 * row.size and row.x0 > left + 2 * row.size
        if len(row.parts) >= 2 or is_over_figures:
            first = probe
            continue
        is_tight = below.base - row.base <= 1.3 * size
        if row.x1 > inner or first - probe > (12 if is_tight else 3):
            break
        if not is_tight and reads_like_note(row.parts[0].text):
            break
    if first < index and first > floor and rows[first].parts[0].text[:1].islower():
        row, below = rows[first - 1], rows[first]
        if len(row.parts) == 1 and row.x1 < inner and below.base - row.base <= 1.3 * row.size:
            first -= 1
    return first


def _last_wrapped(rows: Sequence[Row], index: int, last: int) -> int:
    """The last row that goes on with a label of the table's last sure row."""
    pitch = _pitch([row for row in rows[index : last + 1] if row.is_data])
    end = last
    while end + 1 < len(rows):
        row, above = rows[end + 1], rows[end]
        distance = row.base - above.base
        is_close = distance < 0.85 * pitch if pitch else distance <= 1.25 * row.size
        goes_on = row.parts[0].text[:1].islower() and distance <= 1.35 * row.size
        shares_band = row.rule_below is not None and row.rule_below == above.rule_below
        if len(row.parts) > 2 and not shares_band:
            break
        if (
            not (is_close or goes_on or shares_band)
            or (row.is_prose and not shares_band)
            or row.size < 0.85 * above.size
        ):
            break
        if row.x1 > max(other.x1 for other in rows[index : last + 1]) + row.size:
            break
        end += 1
    return end


def _pitch(rows: Sequence[Row]) -> float:
    """The usual distance between two rows of figures; 0 where there is none."""
    return median(b.base - a.base for a, b in pairwise(rows)) if len(rows) > 1 else 0.0


def _is_aligned(rows: Sequence[Row]) -> bool:
    """Whether figures, or words in frames, of two rows stand under one another, at their left, right or middle."""
    if len(rows) < 2:
        return False
    n_framed = sum(row.is_framed for row in rows)
    for index, row in enumerate(rows):
        for other in rows[index + 1 : index + 6]:
            for a in row.parts[1:]:
                for b in other.parts[1:]:
                    if not (a.is_figure and b.is_figure) and n_framed < 2:
                        continue
                    if min(abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.x0 + a.x1 - b.x0 - b.x1) / 2) <= 2.5:
                        return True
    return False


# --- columns ---------------------------------------------------------------------------------------------------------


def _first_data(rows: Sequence[Row], separators: Sequence[float]) -> int:
    """The first row under the headings: the first with figures, or what stands in one band with it."""
    starts = [row.x0 for row in rows if row.is_data and row.n_figures and not row.parts[0].is_figure]
    figured = [index for index, row in enumerate(rows) if row.is_data and row.n_figures]
    first = next((index for index in figured if _is_labelled(rows, index, starts)), None)
    if first is None:
        first = next((i for i, row in enumerate(rows) if row.n_figures and i), None)
    if first is None:
        # A table of words: its first row, or its first band, is its head.
        return next(
            (i for i in range(1, len(rows)) if _is_between(separators, rows[i - 1], rows[i])), min(1, len(rows))
        )
    while separators and first and not _is_between(separators, rows[first - 1], rows[first]):
        if not any(y < rows[first - 1].base for y in separators) or rows[first - 1].rule_above is None:
            break
        first -= 1
    return first


def _is_labelled(rows: Sequence[Row], index: int, starts: Sequence[float]) -> bool:
    """Whether a row has figures that are no years, behind a label or a year; headings may have figures too.

    What looks like a figure is a label where other labels start; a label in two lines stands beside its figures.
    """
    row = rows[index]
    label = row.parts[0]
    beside = [r for r in rows[max(0, index - 2) : index + 3] if abs(r.base - row.base) <= 0.75 * row.size]
    is_label = (
        not label.is_figure
        or YEAR.fullmatch(label.text) is not None
        or any(abs(r.x0 - x0) <= 3 for r in beside for x0 in starts)
    )
    return is_label and not _has_only_years(row)


def _without_labels(rows: Sequence[Row], first_data: int, columns: Sequence[tuple[float, float]]) -> int:
    """The first row of the body where labels that stand alone come under the headings."""
    first = first_data
    while first > 1:
        row, above = rows[first - 1], rows[first - 2]
        text = row.parts[0].text
        goes_on = above.base + 1.35 * row.size >= row.base and (text[:1].islower() or text[:1] == "(")
        if len(row.parts) > 1 or row.x1 > columns[1][0] or row.x0 > columns[0][1] or goes_on:
            break
        first -= 1
    # Headings must be left over.
    return first if any(len(row.parts) > 1 or row.x0 > columns[0][1] for row in rows[:first]) else first_data


def _is_between(separators: Sequence[float], above: Row, row: Row) -> bool:
    return any(above.base - 1 <= y <= row.base - 0.4 * row.size for y in separators)


def _widened(columns: list[tuple[float, float]], edges: Sequence[float]) -> list[tuple[float, float]]:
    """Columns that stand alone between two lines reach from one to the other."""
    found = []
    for index, (x0, x1) in enumerate(columns):
        left = max((edge for edge in edges if edge <= x0 + 1), default=x0)
        right = min((edge for edge in edges if edge >= x1 - 1), default=x1)
        is_alone = (index == 0 or columns[index - 1][1] <= left + 1) and (
            index + 1 == len(columns) or columns[index + 1][0] >= right - 1
        )
        found.append((left, right) if is_alone else (x0, x1))
    return found


def _columns(rows: Sequence[Row], edges: Sequence[float]) -> list[tuple[float, float]]:
    """Where the columns of the body begin and end, from the left."""
    data = [row for row in rows if len(row.parts) >= 2]
    if not data:
        return []
    found: list[tuple[float, float, set[int]]] = []
    items = sorted(
        ((part.x1 - part.x0, part.x0, part.x1, r, part) for r, row in enumerate(data) for part in row.parts),
        key=lambda item: item[:4],
    )
    for _, x0, x1, r, part in items:
        met = [column for column in found if min(x1, column[1]) - max(x0, column[0]) > 0.5]
        if _crosses(x0, x1, edges):
            continue
        if not met:
            found.append((x0, x1, {r}))
            continue
        if len(met) > 1 and _are_apart(met):
            continue
        if r in set().union(*(column[2] for column in met)) and part.is_figure:
            # Two figures of one row would share a column.
            raise Uncertain
        for column in met:
            found.remove(column)
        found.append(
            (
                min(x0, *(column[0] for column in met)),
                max(x1, *(column[1] for column in met)),
                {r}.union(*(column[2] for column in met)),
            )
        )
    found.sort(key=lambda column: column[0])
    found = _paired(found, len(data))
    for (_, end, _), (start, _, _) in pairwise(found):
        if start < end - 0.5:
            raise Uncertain
    return [(x0, x1) for x0, x1, _ in found]


def _crosses(x0: float, x1: float, edges: Sequence[float]) -> bool:
    return any(x0 + 2 < edge < x1 - 2 for edge in edges)


def _are_apart(met: Sequence[tuple[float, float, set[int]]]) -> bool:
    """Whether two of these columns have words of their own in one row."""
    return any(a[2] & b[2] for index, a in enumerate(met) for b in met[index + 1 :])


def _paired(found: list[tuple[float, float, set[int]]], n_rows: int) -> list[tuple[float, float, set[int]]]:
    """Neighbours of which every row has exactly one are one column (dashes centred among figures, indented labels)."""
    index = 0
    while index + 1 < len(found):
        a, b = found[index], found[index + 1]
        if not a[2] & b[2] and len(a[2]) + len(b[2]) >= n_rows and n_rows > 1:
            found[index : index + 2] = [(a[0], b[1], a[2] | b[2])]
        else:
            index += 1
    return found


# --- cells -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Spot:
    """Words in a cell: its first column, how many columns its words reach over, and the words."""

    column: int
    span: int
    part: Line

    @property
    def text(self) -> str:
        return self.part.text


def _place(row: Row, columns: Sequence[tuple[float, float]], *, is_header: bool) -> list[_Spot]:
    spots: list[_Spot] = []
    if is_header and (ordered := _in_order(row, columns)):
        return ordered
    for part in row.parts:
        met = [c for c, (x0, x1) in enumerate(columns) if min(part.x1, x1) - max(part.x0, x0) > 1.0]
        if not met:
            spots.append(_Spot(column=_nearest(part, columns), span=1, part=part))
        elif len(met) == 1:
            spots.append(_Spot(column=met[0], span=1, part=part))
        else:
            spots.extend(_split(part, met, columns, is_header=is_header))
    return _merged(spots)


def _in_order(row: Row, columns: Sequence[tuple[float, float]]) -> list[_Spot]:
    """As many headings as columns, each over its own, where they do not all stand right over the figures."""
    met = [sum(min(p.x1, x1) - max(p.x0, x0) > 1.0 for x0, x1 in columns) for p in row.parts]
    skipped = len(columns) - len(row.parts)
    if all(n == 1 for n in met) or max(met) > 1 or skipped not in (0, 1):
        return []
    if skipped and row.parts[0].x0 < columns[0][1]:
        return []
    for c, part in enumerate(row.parts):
        own = [k for k, (x0, x1) in enumerate(columns) if min(part.x1, x1) - max(part.x0, x0) > 1.0]
        if own and own != [c + skipped]:
            return []
    return [_Spot(column=c + skipped, span=1, part=part) for c, part in enumerate(row.parts)]


def _nearest(part: Line, columns: Sequence[tuple[float, float]]) -> int:
    def distance(c: int) -> float:
        x0, x1 = columns[c]
        return max(x0 - part.x1, part.x0 - x1)

    return min(range(len(columns)), key=distance)


def _split(part: Line, met: list[int], columns: Sequence[tuple[float, float]], *, is_header: bool) -> list[_Spot]:
    """A part that reaches over several columns: one cell over all of them, or a cell in each."""
    homes = []
    for word in part.words:
        overlaps = [(min(word.x1, columns[c][1]) - max(word.x0, columns[c][0]), c) for c in met]
        homes.append(max(overlaps)[1])
    pieces: list[tuple[int, list[Word]]] = []
    for word, home in zip(part.words, homes, strict=True):
        if pieces and pieces[-1][0] == home:
            pieces[-1][1].append(word)
        else:
            pieces.append((home, [word]))
    whole = [_Spot(column=met[0], span=met[-1] - met[0] + 1, part=part)]
    if len({home for home, _ in pieces}) != len(pieces) or len(pieces) < 2:
        return whole
    texts = [" ".join(word.text for word in words) for _, words in pieces]
    least = min((b[1][0].x0 - a[1][-1].x1) / part.words[0].size for a, b in pairwise(pieces))
    if is_header:
        is_cut = least >= 0.5 and all(
            abs((words[0].x0 + words[-1].x1) / 2 - sum(columns[home]) / 2)
            < 0.5 * (columns[home][1] - columns[home][0]) + part.words[0].size
            for home, words in pieces
        )
    else:
        is_cut = all(map(is_figure, texts[1:]))
    if not is_cut:
        return whole
    return [_Spot(column=home, span=1, part=Line(words=tuple(words))) for home, words in pieces]


def _merged(spots: Sequence[_Spot]) -> list[_Spot]:
    """Neighbouring words of one column put together."""
    found: list[_Spot] = []
    for spot in sorted(spots, key=lambda s: s.part.x0):
        before = found[-1] if found else None
        if before is not None and before.column == spot.column and before.span == spot.span == 1:
            found[-1] = replace(before, part=Line(words=(*before.part.words, *spot.part.words)))
        else:
            found.append(spot)
    return found


def _is_spaced(part: Line) -> bool:
    """Whether the words of a cell are one figure with a space between its thousands: "12 345"."""
    gaps = [(b.x0 - a.x1) / max(a.size, b.size) for a, b in pairwise(part.words)]
    return _SPACED.fullmatch(part.text) is not None and max(gaps) < _THOUSANDS_GAP


def _check(spots: Sequence[_Spot]) -> None:
    """Raises Uncertain where two figures of one row share a cell or a figure lies over several columns."""
    taken: set[int] = set()
    is_other = any(_UNSPACED.search(spot.part.text) for spot in spots)
    for spot in spots:
        reach = set(range(spot.column, spot.column + spot.span))
        if reach & taken:
            raise Uncertain
        taken |= reach
        if spot.span > 1 and spot.part.is_figure:
            raise Uncertain
        figures = [word for word in spot.part.words if is_figure(word.text) and any(map(str.isdigit, word.text))]
        if len(figures) > 1 and len(figures) == len(spot.part.words) and not (_is_spaced(spot.part) and not is_other):
            raise Uncertain


def _cell(spot: _Spot) -> Placed:
    return Placed(row=0, column=spot.column, column_span=spot.span, text=spot.text, is_bold=spot.part.is_bold)


# --- rows ------------------------------------------------------------------------------------------------------------


def _header(
    placed: Sequence[list[_Spot]],
    rows: Sequence[Row],
    columns: Sequence[tuple[float, float]],
    spanners: Sequence[Box],
    separators: Sequence[float],
) -> list[list[Placed]]:
    """The heading rows: lines close under one another are one, save under headings of several columns."""
    reached = [
        _with_reach(
            spots,
            row,
            columns,
            spanners,
            {spot.column for lower in placed[index + 1 :] for spot in lower},
            is_wrapped=any(abs(row.base - other.base) <= 1.35 * row.size for other in rows if other is not row),
        )
        for index, (spots, row) in enumerate(zip(placed, rows, strict=True))
    ]
    bands: list[list[int]] = []
    for index, row in enumerate(rows):
        above = rows[index - 1] if index else None
        has_spanner = index > 0 and any(spot.span > 1 for spot in reached[index - 1])
        is_close = above is not None and row.base - above.base <= 1.35 * max(row.size, above.size)
        if above is None or has_spanner or not is_close or _is_between(separators, above, row):
            bands.append([])
        bands[-1].append(index)
    heads: list[list[Placed]] = []
    for band in bands:
        by_column: dict[int, list[_Spot]] = {}
        for index in band:
            for spot in reached[index]:
                by_column.setdefault(spot.column, []).append(spot)
        heads.append([_stacked(spots) for _, spots in sorted(by_column.items())])
    return heads


def _stacked(spots: Sequence[_Spot]) -> Placed:
    """One cell of the words that stand over one another in it."""
    return Placed(
        row=0,
        column=spots[0].column,
        column_span=max(spot.span for spot in spots),
        text=joined([spot.text for spot in spots]),
        is_bold=all(spot.part.is_bold for spot in spots),
    )


def _with_reach(
    spots: list[_Spot],
    row: Row,
    columns: Sequence[tuple[float, float]],
    spanners: Sequence[Box],
    headed_below: set[int],
    *,
    is_wrapped: bool,
) -> list[_Spot]:
    """Headings with the columns that they are over: as a line beneath shows, or as their middles lie."""
    under = [
        line
        for line in spanners
        if row.base - 0.1 * row.size <= line.top <= row.base + 1.3 * row.size
        and line.x1 - line.x0 < 0.9 * (columns[-1][1] - columns[0][0])
    ]
    middles = [(spot.part.x0 + spot.part.x1) / 2 for spot in spots]
    # A line under several headings says of none of them how far it reaches.
    under = [b for b in under if sum(b.x0 - 2 <= middle <= b.x1 + 2 for middle in middles) < 2]
    found: list[_Spot] = []
    for spot, middle in zip(spots, middles, strict=True):
        line = next((b for b in under if b.x0 - 2 <= middle <= b.x1 + 2), None)
        if line is not None:
            reach = [c for c, (x0, x1) in enumerate(columns) if line.x0 - 3 <= (x0 + x1) / 2 <= line.x1 + 3]
            if len(reach) > 1:
                found.append(_Spot(column=reach[0], span=len(reach), part=spot.part))
                continue
        found.append(spot)
    inner = [spot for spot in found if spot.column > 0]
    if not inner or (any(spot.span > 1 for spot in inner) and under):
        return found
    # What lies over several columns has a heading of each of them beneath.
    return (
        _shared_out(found, columns, is_wrapped=is_wrapped) if headed_below.issuperset(range(1, len(columns))) else found
    )


def _are_equal(heads: Sequence[_Spot], columns: Sequence[tuple[float, float]], width: float) -> bool:
    """Whether headings stand alike over groups of equal size: all at their middle, at their left or at their right."""
    size, rest = divmod(len(columns) - 1, len(heads))
    if rest:
        return False
    off = [
        (spot.part.x0 + spot.part.x1) / 2 - (columns[1 + i * size][0] + columns[(i + 1) * size][1]) / 2
        for i, spot in enumerate(heads)
    ]
    shift = sum(off) / len(off)
    return max(abs(o - shift) for o in off) <= 0.12 * width and abs(shift) <= 0.75 * size * width


def _shared_out(spots: list[_Spot], columns: Sequence[tuple[float, float]], *, is_wrapped: bool) -> list[_Spot]:
    """Headings that stand over the middles of groups of neighbouring columns, given these groups.

    Headings over the first columns of their groups stay as they are: what is blank beside them says the same.
    ``is_wrapped``: other lines are so close that they may all be lines of the same headings.
    """
    heads = [spot for spot in spots if spot.part.x0 > columns[0][1] or spot.column > 0]
    n = len(columns) - 1
    if not heads or len(heads) >= n or n > _MAX_SHARED:
        return spots
    over = [sum(min(h.part.x1, x1) - max(h.part.x0, x0) > 1.0 for x0, x1 in columns) for h in heads]
    if is_wrapped and 1 in over:
        return spots
    middles = [(spot.part.x0 + spot.part.x1) / 2 for spot in heads]
    width = (columns[-1][1] - columns[1][0]) / n
    ranked: list[tuple[float, tuple[int, ...]]] = []
    for cuts in combinations(range(2, n + 1), len(heads) - 1):
        starts = (1, *cuts)
        ends = (*cuts, n + 1)
        off = [
            middle - (columns[start][0] + columns[end - 1][1]) / 2
            for middle, start, end in zip(middles, starts, ends, strict=True)
        ]
        # Figures that end their columns lie to the right of the middle of these, all by as much.
        shift = sum(off) / len(off) if len(off) > 1 else 0.0
        shift = max(-0.3 * width, min(0.3 * width, shift))
        ranked.append((max(abs(o - shift) for o in off), starts))
    ranked.sort()
    best, starts = ranked[0]
    if _are_equal(heads, columns, width):  # a heading at the side of its group stands over the middle of another too
        best, starts = 0.0, tuple(range(1, n + 1, n // len(heads)))
        ranked = ranked[:1]
    is_clear = best <= 0.25 * width and (len(ranked) == 1 or ranked[1][0] >= best + 0.2 * width)
    if not is_clear:
        return spots
    for spot, start, end in zip(heads, starts, (*starts[1:], n + 1), strict=True):
        # A heading is never moved off the columns that it stands over.
        own = {c for c, (x0, x1) in enumerate(columns) if min(spot.part.x1, x1) - max(spot.part.x0, x0) > 1.0}
        if not own <= set(range(start, end)):
            return spots
    ends = (*starts[1:], n + 1)
    regrouped = {id(spot): (start, end - start) for spot, start, end in zip(heads, starts, ends, strict=True)}
    return [
        replace(spot, column=regrouped[id(spot)][0], span=regrouped[id(spot)][1]) if id(spot) in regrouped else spot
        for spot in spots
    ]


def _body(placed: Sequence[list[_Spot]], rows: Sequence[Row], separators: Sequence[float]) -> list[list[Placed]]:
    """The rows under the headings; lines of one wrapped label are one row."""
    figure_columns = _figure_columns(placed)
    sure = [any(spot.column in figure_columns and _is_amount(spot.text) for spot in spots) for spots in placed]
    if not any(sure):
        sure = [len(spots) >= 2 for spots in placed]
    pitch = min(
        (rows[b].base - rows[a].base for a, b in pairwise(range(len(rows))) if sure[a] and sure[b]), default=0.0
    )
    if not pitch:
        firm = [row.base for row, is_sure in zip(rows, sure, strict=True) if is_sure]
        pitch = min((b - a for a, b in pairwise(firm)), default=0.0)
    groups: list[list[int]] = []
    for band in _bands(rows, separators):
        columns_held = [
            spot.column
            for index in band
            for spot in placed[index]
            if spot.part.is_figure and spot.column in figure_columns
        ]
        if (
            separators
            and len(band) > 1
            and len(set(columns_held)) == len(columns_held)
            and _is_parted(band, rows, separators)
        ):
            groups.append(list(band))
        else:
            groups.extend(_by_distance(band, placed, rows, sure, pitch))
    return _grouped(placed, groups)


def _grouped(placed: Sequence[list[_Spot]], groups: Sequence[Sequence[int]]) -> list[list[Placed]]:
    """The rows that groups of lines make. Raises Uncertain where words of one lie over several columns of another."""
    found: list[list[Placed]] = []
    for group in groups:
        by_column: dict[int, list[_Spot]] = {}
        for index in group:
            for spot in placed[index]:
                by_column.setdefault(spot.column, []).append(spot)
        cells = [_stacked(spots) for _, spots in sorted(by_column.items())]
        reach = [set(range(cell.column, cell.column + cell.column_span)) for cell in cells]
        if any(a & b for i, a in enumerate(reach) for b in reach[i + 1 :]):
            raise Uncertain
        found.append(cells)
    return found


def _is_parted(band: Sequence[int], rows: Sequence[Row], separators: Sequence[float]) -> bool:
    """Whether lines close off a band of rows above and below."""
    top, bottom = rows[band[0]].base - 0.4 * rows[band[0]].size, rows[band[-1]].base
    return any(y <= top for y in separators) and any(y >= bottom - 1 for y in separators)


def _figure_columns(placed: Sequence[list[_Spot]]) -> set[int]:
    counts: dict[int, list[int]] = {}
    for spots in placed:
        for spot in spots:
            count = counts.setdefault(spot.column, [0, 0])
            count[_is_amount(spot.text)] += 1
    return {column for column, (n_words, n_figures) in counts.items() if n_figures and n_figures >= n_words}


def _is_amount(text: str) -> bool:
    """Whether a text is a figure and no year, which may be the second line of a label."""
    return is_figure(text) and YEAR.fullmatch(text) is None


def _bands(rows: Sequence[Row], separators: Sequence[float]) -> list[list[int]]:
    bands: list[list[int]] = []
    for index, row in enumerate(rows):
        above = rows[index - 1].base if index else None
        middle = row.base - 0.4 * row.size
        if above is None or any(above - 1 <= y <= middle for y in separators):
            bands.append([])
        bands[-1].append(index)
    return bands


def _runs(band: Sequence[int], rows: Sequence[Row]) -> list[list[int]]:
    """Lines as close under one another as the lines of a paragraph, run by run."""
    runs: list[list[int]] = []
    for index in band:
        if runs and rows[index].base - rows[runs[-1][-1]].base <= 1.3 * rows[index].size:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _by_distance(
    band: Sequence[int], placed: Sequence[list[_Spot]], rows: Sequence[Row], sure: Sequence[bool], pitch: float
) -> list[list[int]]:
    """Rows of a band: each line of figures is one; a line of words alone joins the row that it is nearer to."""
    runs = _runs(band, rows)
    if pitch > 1.38 * rows[band[0]].size and all(sum(sure[index] for index in run) <= 1 for run in runs):
        return runs
    groups: list[list[int]] = []
    joins_next: list[int] = []
    for position, index in enumerate(band):
        row = rows[index]
        if sure[index]:
            groups.append([*joins_next, index])
            joins_next = []
            continue
        up = row.base - rows[band[position - 1]].base if position else float("inf")
        down = rows[band[position + 1]].base - row.base if position + 1 < len(band) else float("inf")
        # Lines that reach into each other are of one row, whatever the distance of rows is.
        limit = max(0.82 * pitch, 0.8 * row.size)
        first = placed[index][0].text
        above = placed[band[position - 1]][0].text if position and placed[band[position - 1]] else ""
        if up < limit and up <= down - 0.8:
            way = -1
        elif down < limit and down <= up - 0.8:
            way = 1
        elif up < limit and down < limit:
            if placed[index][0].column == 0 and (GOES_ON.search(above) or first[:1].islower()):
                way = -1
            else:
                raise Uncertain
        elif up <= 1.4 * row.size and (first[:1].islower() or first[:1] == "(" or GOES_ON.search(above)) and groups:
            way = -1
        else:
            way = 0
        if way < 0 and joins_next:
            joins_next.append(index)
        elif way < 0 and groups:
            groups[-1].append(index)
        elif way > 0:
            joins_next.append(index)
        else:
            if joins_next:
                groups.append(joins_next)
                joins_next = []
            groups.append([index])
    if joins_next:
        groups.append(joins_next)
    return groups

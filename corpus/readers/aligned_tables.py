"""Tables laid out by spaces: the lines of a heading, and headings over several columns, told from each other by place.

On a page of a PDF lines and distances show that; in text only where the words begin, end and have their middles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod

from corpus.readers.aligned_pages import CHAR, PITCH
from corpus.readers.aligned_rows import Phrases, find_groups
from corpus.readers.pdf_aligned import (
    YEAR,
    Columns,
    Plan,
    Row,
    Uncertain,
    columns_of,
    first_data,
    parted,
    read_block,
)
from corpus.readers.pdf_lines import Line, has_digit, joined
from corpus.readers.pdf_marks import Box
from corpus.readers.pdf_tables import PageTable, Placed

_NEAR = 1.1 * CHAR
"""Edges and middles this near each other are at one place: what is centred is so to half a character."""
_EXACT = 0.55 * CHAR
_MAX_CHOICES = 2_000
_A_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d\d/\d\d)(?!\d)")
_CENTRED = 1
_ALL_MODES = (0, 1, 2)


def read_tables(rows: Sequence[Row], rules: Sequence[Box], carried: Columns, phrases: Phrases) -> list[PageTable]:
    """The table that a stretch of rows holds; several, where they stand side by side.

    ``phrases`` are those of the whole report. Raises Uncertain, NoTable.
    """
    top, bottom = rows[0].top - PITCH, rows[-1].bottom + PITCH
    near = [rule for rule in rules if top <= rule.top <= bottom]
    return [read_block(part, carried=carried, plan=plan_of(part, near, phrases)) for part in _side_by_side(rows)]


def _side_by_side(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of tables beside each other, table by table: both have a heading over their labels, or neither has."""
    parts = parted(rows, ())
    heads = [next((row for row in part if len(row.parts) > 1), part[0]) for part in parts]
    lefts = [min(row.x0 for row in part) for part in parts]
    are_headed = {abs(head.x0 - left) <= 2 * CHAR for head, left in zip(heads, lefts, strict=True)}
    return parts if len(are_headed) == 1 else [list(rows)]


def plan_of(rows: Sequence[Row], rules: Sequence[Box], phrases: Phrases) -> Plan:
    """Where the headings of a table end, what each is over, and which lines make one row. Raises Uncertain."""
    x0, x1 = min(row.x0 for row in rows), max(row.x1 for row in rows)
    drawn = {top: [rule for rule in rules if rule.top == top] for top in {rule.top for rule in rules}}
    across = [
        top
        for top, found in drawn.items()
        if min(r.x0 for r in found) <= x0 + CHAR and max(r.x1 for r in found) >= x1 - 0.2 * (x1 - x0)
    ]
    first, columns = _body(rows, across)
    empty = _empty(rows[first - 1], columns) if first else []
    columns = sorted([*columns, *empty])
    cells = _cells(rows, first, columns, [rule for rule in rules if rule.top in across])
    if not cells and any(_n_amounts(row) > 1 for row in rows[:first]):
        raise Uncertain
    under = [rule for rule in rules if rule.top not in across]
    heads = _Heads(cells or columns, _figured(rows[first:], columns))
    return Plan(
        first=first,
        heads=_heads(rows[:first], heads, under),
        groups=find_groups(rows[first:], columns, phrases),
        empty=empty,
    )


def _body(rows: Sequence[Row], across: Sequence[float]) -> tuple[int, Columns]:
    """The first row under the headings, and the columns of the rows from there. Raises Uncertain."""
    first = first_data(rows)
    columns = columns_of(rows[first:])
    if len(columns) < 2:
        raise Uncertain
    # Headings may hold a figure ("per 1,000 residents") where no label is beside it.
    figured = _figured(rows[first:], columns)
    below = range(first, len(rows))
    first = next((i for i in below if _is_body(rows[i], columns) and not _names(rows[i], columns, figured)), first)
    columns = columns_of(rows[first:])
    if len(columns) < 2:
        raise Uncertain
    drawn = [i for i in range(1, len(rows)) if any(rows[i - 1].base < top < rows[i].base for top in across)]
    ruled = next((i for i in drawn if any(len(row.parts) > 1 for row in rows[:i])), len(rows))
    if ruled <= first:
        return ruled, columns_of(rows[ruled:])
    if not any(map(_n_amounts, rows[first:])):
        # In a table of words the first line that names all columns is the last of the headings.
        full = next((i for i in range(len(rows) - 1) if len(rows[i].parts) >= len(columns) - (i == 0)), 0)
        while full + 2 < len(rows) and rows[full + 1].x0 >= columns[0][1] and _goes_on_from(rows[full + 1]):
            full += 1  # the second line of headings
        return full + 1, columns_of(rows[full + 1 :])
    while first > 1 and _begins_above(rows[first - 1], rows[first], columns):
        first -= 1
    return _with_groups(rows, first, columns), columns


def _begins_above(above: Row, row: Row, columns: Columns) -> bool:
    """Whether figures stand beside the last line of a label's words, which begin in the line above."""
    if row.x0 < columns[0][1] or above.x0 >= columns[0][1] or row.parts[0].is_figure:
        return False
    return any(part.x0 == row.parts[0].x0 for part in above.parts) and row.parts[0].text[0].islower()


def _with_groups(rows: Sequence[Row], first: int, columns: Columns) -> int:
    """The first row of the body where labels by themselves stand between the headings and the first figures."""
    above = first
    while above and len(rows[above - 1].parts) == 1 and rows[above - 1].x0 <= columns[0][1]:
        above -= 1
    if above and above < first and (rows[above].parts[0].text[0].islower() or rows[above].parts[0].text[0] == "("):
        above += 1  # the end of a heading over the labels
    return above or first


def _empty(heads: Row, columns: Columns) -> Columns:
    """The columns that have a heading on the lowest line of them and nothing below it: the quarters to come. None
    unless each other heading of that line stands over a column of its own.
    """
    met = [[c for c, (x0, x1) in enumerate(columns) if part.x0 < x1 and x0 < part.x1] for part in heads.parts]
    own = sorted(c for found in met for c in found)
    is_plain = all(len(found) < 2 for found in met) and own in (list(range(len(columns))), list(range(1, len(columns))))
    return [(part.x0, part.x1) for part, found in zip(heads.parts, met, strict=True) if not found] if is_plain else []


def _cells(rows: Sequence[Row], first: int, columns: Columns, rules: Sequence[Box]) -> Columns:
    """Where the columns begin and end as a line drawn between headings and body shows; empty where none does."""
    top = rows[first - 1].base if first else 0.0
    drawn = [(rule.x0, rule.x1) for rule in rules if top < rule.top < rows[first].base]
    is_fit = len(drawn) == len(columns) and all(
        a[0] < b[1] and b[0] < a[1] for a, b in zip(drawn, columns, strict=True)
    )
    return drawn if is_fit else []


def _is_body(row: Row, columns: Columns) -> bool:
    """Whether a row has figures: beside a label, or several."""
    has_figures = any(part.is_figure and not YEAR.fullmatch(part.text) for part in row.parts[1:])
    return _n_amounts(row) > 1 or (row.parts[0].x0 < columns[0][1] and has_figures)


def _names(row: Row, columns: Columns, figured: Set[int]) -> bool:
    """Whether most of what a row has over columns of figures is none: the last line of headings, in which a figure of
    theirs stands by itself ("1,000" under "per", "(2023/24)", "25)" under "(Dec").
    """
    over = [p for p in row.parts[1:] if any(min(p.x1, columns[c][1]) > max(p.x0, columns[c][0]) for c in figured)]
    named = [
        p
        for p in over
        if not p.is_figure or YEAR.fullmatch(p.text.strip("()")) or p.text.count(")") > p.text.count("(")
    ]
    return 2 * len(named) > len(over)


def _n_amounts(row: Row) -> int:
    """How many parts of a row, past its first, are figures and no years."""
    return sum(part.is_figure and has_digit(part.text) and not YEAR.fullmatch(part.text) for part in row.parts[1:])


def _figured(rows: Sequence[Row], columns: Columns) -> frozenset[int]:
    """The columns that have figures."""
    ends = [part.x1 for row in rows for part in row.parts if part.is_figure and has_digit(part.text)]
    return frozenset(c for c, (x0, x1) in enumerate(columns) if any(x0 < end <= x1 for end in ends))


def _heads(rows: Sequence[Row], heads: _Heads, rules: Sequence[Box]) -> list[list[Placed]]:
    """The rows of headings: those over several columns above those of each. Raises Uncertain."""
    full = [i for i, row in enumerate(rows) if heads.names_all(row.parts)]
    labelled = [i for i in full if heads.has_label(rows[i].parts)]
    if any(not _goes_on_from(rows[i]) for i in labelled[1:]):
        raise Uncertain  # a row of the body is among them
    if full and (not heads.names_all(rows[-1].parts) or _has_gap(rows[: full[0] + 1])):
        # Headings begin on one line: what is above it stands over several of them, or stands by itself.
        heads.begin_on(full[0], rows[full[0]].parts, rows[: full[0]])
    found: list[tuple[_Over, Line]] = []
    for index, row in reversed(list(enumerate(rows))):
        under = [rule for rule in rules if 0 < rule.top - row.base < PITCH]
        above = rows[index - 1].parts if index and row.base - rows[index - 1].base < 1.5 * PITCH else ()
        overs = list(zip(heads.share(row.parts, above, under, index), row.parts, strict=True))
        for over, part in overs:
            heads.add(over, part, index)
        found[:0] = overs
    return _levelled(found)


def _goes_on_from(row: Row) -> bool:
    """Whether a line reads as the second of headings: most parts begin within a sentence, or are years."""
    n = sum(_begins_within([part]) or YEAR.fullmatch(part.text) is not None for part in row.parts)
    return 2 * n > len(row.parts)


def _has_gap(rows: Sequence[Row]) -> bool:
    """Whether something begins where the headings below do, with a line between in which nothing does."""
    return any(
        abs(part.x0 - head.x0) <= _EXACT and not any(abs(part.x0 - other.x0) <= _EXACT for other in rows[i + 1].parts)
        for i, row in enumerate(rows[:-2])
        for part in row.parts
        for head in rows[-1].parts
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Over:
    """The columns that a heading is over, the first and the last of them.

    ``off`` says how far its middle is from theirs, where they are several.
    """

    first: int
    last: int
    off: float = 0.0

    @property
    def n(self) -> int:
        """How many columns."""
        return self.last - self.first + 1


def _levelled(found: Sequence[tuple[_Over, Line]]) -> list[list[Placed]]:
    """The lines of headings, from the top, put together: those over the same columns are one heading's."""
    stacks: dict[tuple[int, int], list[Line]] = {}
    for over, part in found:
        stacks.setdefault((over.first, over.last), []).append(part)
    levels: dict[tuple[int, int], int] = {}
    for first, last in stacks:
        over_it = [level for (a, b), level in levels.items() if a <= last and b >= first and (a, b) != (first, last)]
        if first < last:
            levels[first, last] = max(over_it, default=-1) + 1
    n_levels = max(levels.values(), default=-1) + 1
    rows: list[list[Placed]] = [[] for _ in range(n_levels + any(first == last for first, last in stacks))]
    for (first, last), lines in sorted(stacks.items()):
        level = levels.get((first, last), n_levels)
        text = joined([line.text for line in lines])
        rows[level].append(Placed(row=0, column=first, column_span=last - first + 1, text=text))
    return rows


class _Heads:
    """The headings of a table's columns as far as they are known, from the lowest line up."""

    def __init__(self, columns: Columns, figured: Set[int]) -> None:
        """Begin with the places of the columns; the figured ones hold figures, the others words."""
        self._figured = figured
        self._n_labels = min(figured, default=len(columns))
        self._columns = columns
        self._extents = list(columns)
        self._lines: list[list[Line]] = [[] for _ in columns]
        self._wide: set[tuple[int, int]] = set()
        self._tops: dict[int, int] = {}
        self._index = 0
        self._below: list[tuple[_Over, Line]] = []
        self._at = -1
        self._first_line = 0
        self._starts: set[int] = set()

    def add(self, over: _Over, part: Line, index: int) -> None:
        """Take in a line of a heading, the one of an index, over those known."""
        self._below = [(o, p) for o, p in self._below if self._at == index]
        self._at = index
        self._below.append((over, part))
        if over.n > 1:
            self._wide.add((over.first, over.last))
            return
        self._tops[over.first] = index
        self._lines[over.first].insert(0, part)
        x0, x1 = self._extents[over.first]
        self._extents[over.first] = (min(x0, part.x0), max(x1, part.x1))

    def share(self, parts: Sequence[Line], above: Sequence[Line], rules: Sequence[Box], index: int) -> list[_Over]:
        """What each part of the line of an index is over: as a line drawn under it says, or its place.

        Raises Uncertain where that does not say. ``above`` is the line of headings right above it.
        """
        self._index = index
        if ruled := self._ruled(parts, rules):
            return ruled
        if not any(self._lines[1:]):
            # The lowest line names the columns one by one.
            found = self._in_order(parts) or self._under(parts, above)
            return [_Over(first=met[0], last=met[-1]) for met in found]
        own = self._under(parts, above)
        label = [_Over(first=0, last=0)] if own[0] == [0] else []
        own = [self._with_above(met, part, own, above) for met, part in zip(own, parts, strict=True)]
        parts, own = parts[len(label) :], own[len(label) :]
        return [*label, *self._shared(parts, own)] if parts else label

    def begin_on(self, index: int, parts: Sequence[Line], above: Sequence[Row]) -> None:
        """Know the line on which all headings of single columns begin, and the lines above it."""
        self._first_line = index
        n_labels = len(self._columns) - len(parts)
        self._starts = {
            c + n_labels
            for c, head in enumerate(parts)
            for row in above
            for part in row.parts
            if abs(part.x0 - head.x0) <= _EXACT and not _begins_within([part])
        } - {0}

    def names_all(self, parts: Sequence[Line]) -> bool:
        """Whether a line has a heading for each column, but for the labels."""
        return len(parts) == len(self._columns) - (not self.has_label(parts))

    def has_label(self, parts: Sequence[Line]) -> bool:
        """Whether a line has a part over the labels."""
        return self._met(parts[0]) == [0]

    def _shared(self, parts: Sequence[Line], own: Sequence[list[int]]) -> list[_Over]:
        # What has nothing below it is a heading by itself, beside those over several columns.
        alone = [len(met) == 1 and met[0] not in self._tops for met in own]
        rest = [(part, met) for part, met, is_alone in zip(parts, own, alone, strict=True) if not is_alone]
        if not rest:
            return [_Over(first=met[0], last=met[0]) for met in own]
        wide = self._wide_over([part for part, _ in rest], [met for _, met in rest])
        taken = {c for over in wide for c in range(over.first, over.last + 1)}
        if wide and not any(is_alone and met[0] in taken for met, is_alone in zip(own, alone, strict=True)):
            left = iter(wide)
            return [
                _Over(first=met[0], last=met[0]) if is_alone else next(left)
                for met, is_alone in zip(own, alone, strict=True)
            ]
        if not all(len(met) == 1 and self._is_line_of(part, met[0]) for part, met in zip(parts, own, strict=True)):
            return self._best(parts, own)
        stacked = [_Over(first=met[0], last=met[0]) for met in own]
        if self._index or not self._has_twins(parts, stacked):
            return stacked
        for find in (self._best, self._from_first):
            try:
                found = find(parts, own)
            except Uncertain:
                continue
            if found and not self._has_twins(parts, found):
                return found
        return stacked

    def _wide_over(self, parts: Sequence[Line], own: Sequence[list[int]]) -> list[_Over]:
        """What each part is over, where all show that they are over several columns; empty where they do not."""
        if found := self._on_wide(parts) or self._over_equal_sets(parts, own) or self._from_left(parts, own):
            return found
        if all(len(met) == 1 and self._is_line_of(part, met[0]) for part, met in zip(parts, own, strict=True)):
            return self._in_sets(parts, [met[0] for met in own])
        return []

    def _over_equal_sets(self, parts: Sequence[Line], own: Sequence[list[int]]) -> list[_Over]:
        """Headings over sets of the same headings that make up all columns, each over one of its own set's."""
        n_figures = len(self._columns) - max(1, self._n_labels)
        size, left_over = divmod(n_figures, len(parts))
        if left_over or size < 2 or len(parts) < 2 or not _are_different(parts):
            return []
        starts = range(len(self._columns) - n_figures, len(self._columns), size)
        names = self._names()
        sets = [names[start : start + size] for start in starts]
        is_own = all(met and set(met) <= set(range(a, a + size)) for met, a in zip(own, starts, strict=True))
        if not is_own or not all(sets[0]) or any(found != sets[0] for found in sets):
            return []
        return [_Over(first=start, last=start + size - 1) for start in starts]

    def _with_above(self, met: list[int], part: Line, own: Sequence[list[int]], above: Sequence[Line]) -> list[int]:
        """The columns that a part is over, with those of a wider line of the same heading right above it."""
        for line in above:
            reach = self._met(line)
            others = {c for other in own if other != met for c in other}
            is_wider = len(reach) > len(met) and set(met) <= set(reach) and not others & set(reach)
            if is_wider and _is_centred(part, line):
                return reach
        return met

    def _on_wide(self, parts: Sequence[Line]) -> list[_Over]:
        """Lines right above those of headings over several columns, each over the same; empty where some are not."""
        found: list[_Over] = []
        for part in parts:
            below = [
                over for over, line in self._below if over.n > 1 and min(_off(part, line.x0, line.x1)[:2]) <= _EXACT
            ]
            if self._at != self._index + 1 or len(below) != 1:
                return []
            found.append(below[0])
        return found

    def _from_left(self, parts: Sequence[Line], own: Sequence[list[int]]) -> list[_Over]:
        """Headings over the first of their columns, which reach up to the next; empty where they are none such.

        They are where all headings of single columns begin below them, or are years in a table set flush left.
        """
        starts = [met[0] for met in own]
        are_years = all(YEAR.fullmatch(part.text) for part in parts) and starts[0] == max(1, self._n_labels)
        if self._index >= self._first_line and not are_years:
            return []
        return self._from_first(parts, own)

    def _from_first(self, parts: Sequence[Line], own: Sequence[list[int]]) -> list[_Over]:
        """Headings over the first of their columns, in a table set flush left, which reach up to the next."""
        starts = [met[0] for met in own]
        if starts != sorted(set(starts)) or len(starts) == len(self._columns) - 1:
            return []
        for part, start in zip(parts, starts, strict=True):
            heads = self._lines[start][:1]
            if self._is_line_of(part, start) and self._goes_on(part, start):
                return []
            if 0 not in self._modes(start) or not heads or abs(part.x0 - heads[0].x0) > _EXACT:
                return []
        begun = self._starts.union(starts)
        ends = [min((c for c in begun if c > start), default=len(self._columns)) for start in starts]
        found = [_Over(first=start, last=end - 1) for start, end in zip(starts, ends, strict=True)]
        if all(YEAR.fullmatch(part.text) for part in parts) and not self._may_be_years_of(found):
            return []
        return found

    def _may_be_years_of(self, overs: Sequence[_Over]) -> bool:
        """Whether years can be those of several columns each: none of these has a year of its own, and where one is
        over several, none is over one alone, of which it would be the first line.
        """
        names = self._names()
        has_own = any(_A_YEAR.search(names[c]) for over in overs for c in range(over.first, over.last + 1))
        return not has_own and len({over.n > 1 for over in overs}) == 1

    def _modes(self, column: int) -> list[int]:
        """How most of the lowest headings over columns like one stand: 0 begin alike, 1 are centred, 2 end alike."""
        is_figured = column in self._figured
        lowest = [(ls[-1], c) for c, ls in enumerate(self._lines) if c and ls and (c in self._figured) == is_figured]
        # A heading that is wider than the figures under it fills its column, and says less.
        narrow = [(head, c) for head, c in lowest if head.x1 - head.x0 < _width(self._columns[c]) - 0.5 * CHAR]
        offs = [_off(head, *self._columns[c]) for head, c in narrow or lowest]
        counts = [sum(off[mode] <= 0.5 * CHAR for off in offs) for mode in range(3)]
        return [mode for mode in range(3) if counts[mode] == max(counts)]

    def _ruled(self, parts: Sequence[Line], rules: Sequence[Box]) -> list[_Over]:
        """The columns over which a line is drawn under each part; empty where some have none."""
        found: list[_Over] = []
        for part in parts:
            middle = (part.x0 + part.x1) / 2
            reach = [
                c
                for rule in rules
                if rule.x0 <= middle <= rule.x1
                for c, (x0, x1) in enumerate(self._extents)
                if rule.x0 <= (x0 + x1) / 2 <= rule.x1
            ]
            if not reach:
                return []
            found.append(_Over(first=reach[0], last=reach[-1]))
        return found

    def _met(self, part: Line) -> list[int]:
        return [c for c, (x0, x1) in enumerate(self._extents) if min(part.x1, x1) - max(part.x0, x0) > 0.1 * CHAR]

    def _in_order(self, parts: Sequence[Line]) -> list[list[int]]:
        """A heading for each column from the right, where all that stand over some stand over their own."""
        n_skipped = len(self._columns) - len(parts)
        own = [[index + n_skipped] for index in range(len(parts))]
        is_whole = n_skipped == 0 or (0 < n_skipped <= self._n_labels and parts[0].x0 > self._columns[n_skipped - 1][1])
        is_fit = all(self._met(part) in ([], column) for part, column in zip(parts, own, strict=True))
        return own if is_whole and is_fit else []

    def _under(self, parts: Sequence[Line], above: Sequence[Line]) -> list[list[int]]:
        """The columns that each part stands over, or between; the lowest that stand over none have one that is free."""
        own = [self._met(part) for part in parts]
        for index, met in enumerate(own):
            if met:
                continue
            if reach := next((self._met(line) for line in above if _is_centred(parts[index], line)), []):
                own[index] = reach
                continue
            left = max((c for c, (_, x1) in enumerate(self._extents) if x1 <= parts[index].x0), default=-1)
            if any(self._lines[1:]) and 0 < left < len(self._extents) - 1:
                own[index] = [left, left + 1]
                continue
            before = max((c for met in own[:index] for c in met), default=-1)
            after = min((c for met in own[index + 1 :] for c in met), default=len(self._extents))
            if after - before != 2:
                raise Uncertain
            own[index] = [before + 1]
        return own

    def _is_lined_up(self, part: Line, column: int, modes: Sequence[int], near: float) -> bool:
        beside = [self._columns[column], *((line.x0, line.x1) for line in self._lines[column])]
        return any(_off(part, x0, x1)[mode] <= near for x0, x1 in beside for mode in modes)

    def _is_line_of(self, part: Line, column: int) -> bool:
        """Whether a part can be a line of a column's heading: right above the others, and as headings stand here."""
        is_next = self._tops.get(column, self._index + 1) == self._index + 1
        is_there = self._is_lined_up(part, column, self._modes(column), _EXACT)
        return is_next and (is_there or self._goes_on(part, column))

    def _goes_on(self, part: Line, column: int) -> bool:
        """Whether the next line of a column's heading begins within a sentence, and not those beside it as well."""
        beside = [c for c in (column - 1, column + 1) if 0 < c < len(self._lines)]
        is_own = all(not _begins_within(self._lines[c]) for c in beside) or not beside
        return is_own and _begins_within(self._lines[column]) and self._is_lined_up(part, column, _ALL_MODES, _NEAR)

    def _names(self) -> list[str]:
        return [" ".join(line.text for line in lines) for lines in self._lines]

    def _has_twins(self, parts: Sequence[Line], overs: Sequence[_Over]) -> bool:
        """Whether two columns would have the same headings."""
        names = self._names()
        for part, over in zip(parts, overs, strict=True):
            names[over.first : over.last + 1] = [f"{part.text} {name}" for name in names[over.first : over.last + 1]]
        return len(set(names[1:])) < len(names) - 1

    def _in_sets(self, parts: Sequence[Line], starts: Sequence[int]) -> list[_Over]:
        """Headings over the first columns, or the last, of sets that have the same headings below, given these sets."""
        names = self._names()
        if len(starts) < 2 or len(set(starts)) < len(starts) or not _are_different(parts):
            return []
        size = min(b - a for a, b in pairwise(starts))
        for ahead in (0, size - 1):
            sets = [names[start - ahead : start - ahead + size] for start in starts]
            is_inside = starts[0] - ahead >= 1 and starts[-1] - ahead + size <= len(names)
            if size > 1 and is_inside and all(sets[0]) and all(found == sets[0] for found in sets):
                return [_Over(first=start - ahead, last=start - ahead + size - 1) for start in starts]
        return []

    def _best(self, parts: Sequence[Line], own: Sequence[list[int]]) -> list[_Over]:
        choices = [list(self._choices(part, met)) for part, met in zip(parts, own, strict=True)]
        if not 0 < prod(map(len, choices)) <= _MAX_CHOICES:
            raise Uncertain
        ranked = [
            (self._rank(parts, chosen), list(chosen))
            for chosen in product(*choices)
            if all(a.last < b.first for a, b in pairwise(chosen))
        ]
        ranked.sort(key=lambda item: item[0])
        if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
            raise Uncertain
        return ranked[0][1]

    def _choices(self, part: Line, met: Sequence[int]) -> Iterator[_Over]:
        """The columns next to each other that a part may be over, all of those that it reaches over among them."""
        if len(met) == 1 and self._is_line_of(part, met[0]) and self._goes_on(part, met[0]):
            yield _Over(first=met[0], last=met[0])
            return
        for first in range(1, met[0] + 1):
            for last in range(max(met[-1], first), len(self._columns)):
                if any(a <= last and first <= b and not first <= a <= b <= last for a, b in self._wide):
                    continue
                x0, x1 = self._extents[first][0], self._extents[last][1]
                off = _off(part, x0, x1)[_CENTRED]
                if first == last:
                    is_at_place = met == [first] or self._is_lined_up(part, first, _ALL_MODES, _NEAR)
                else:
                    is_at_place = off <= _NEAR and part.x0 >= x0 - _NEAR and part.x1 <= x1 + _NEAR
                if is_at_place:
                    yield _Over(first=first, last=last, off=off if first < last else 0.0)

    def _rank(self, parts: Sequence[Line], chosen: Sequence[_Over]) -> tuple[bool, bool, bool, int, int]:
        """The smaller, the likelier: right at their place, all columns headed, sets of the same headings."""
        names = self._names()
        wide = [over for over in chosen if over.n > 1]
        sets = [names[over.first : over.last + 1] for over in wide]
        is_set = len(wide) > 1 and all(found == sets[0] for found in sets) and _are_different(parts)
        off = max((over.off for over in wide), default=0.0)
        # A line over one column that does not stand to it as headings do in this table is rather over several.
        n_odd = sum(
            over.n == 1 and not self._is_line_of(part, over.first) for part, over in zip(parts, chosen, strict=True)
        )
        n_headed = sum(over.n for over in chosen)
        is_whole = n_headed == len(self._columns) - max(1, self._n_labels)
        return off > _EXACT, not is_whole, not is_set, n_odd, -n_headed


def _is_centred(part: Line, over: Line) -> bool:
    return _off(part, over.x0, over.x1)[_CENTRED] <= _NEAR


def _begins_within(lines: Sequence[Line]) -> bool:
    text = lines[0].text if lines else ""
    return text[:1].islower() or text[:1] == "(" or (text[:1].isdigit() and not YEAR.fullmatch(text))


def _are_different(parts: Sequence[Line]) -> bool:
    return len({part.text for part in parts}) == len(parts)


def _width(column: tuple[float, float]) -> float:
    return column[1] - column[0]


def _off(part: Line, x0: float, x1: float) -> tuple[float, float, float]:
    return abs(part.x0 - x0), abs((part.x0 + part.x1) - (x0 + x1)) / 2, abs(part.x1 - x1)

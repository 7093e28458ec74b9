"""Which lines of a table's body make one row, where all are as far apart: what their words say, and have room for.

A label that stands alone heads the rows below it, or is a line of one that is wrapped over several.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from corpus.readers.aligned_pages import CHAR, line_at
from corpus.readers.pdf_aligned import GOES_ON, YEAR, Columns, Row, Uncertain
from corpus.readers.pdf_lines import Line

_PART = re.compile(r"(?:of which|including|incl\.|excluding|less)\b", re.IGNORECASE)
_TOTAL = re.compile(r"(?:sub-?)?totals?\b|all\b", re.IGNORECASE)
_OPEN = re.compile(r"\w (?:and|or|of|the|for|to|in|with|by|from)$")
"""No label ends so."""
_APART = re.compile(r"(?: |\xa0){2,}|\t")
_QUARTER = re.compile(r"q[1-4]|[12]h|h[12]|[a-z]{3,9}", re.IGNORECASE)
_LONG_WORD = 4
_MIN_WORDS = 4
_FULL_SHARE = 0.15
"""Lines of a wrapped label come so near to where the longest ends."""


class _Way(Enum):
    """Where a line of words belongs: to the line above, to the one below, or nowhere: it is a row by itself."""

    UP = auto()
    DOWN = auto()
    ALONE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of the body: its parts by column, and whether a blank line comes before it."""

    cells: dict[int, Line]
    is_apart: bool
    has_figures: bool

    @property
    def label(self) -> Line | None:
        """What stands in the first column."""
        return self.cells.get(0)

    @property
    def is_label(self) -> bool:
        """Whether there is nothing but a label."""
        return set(self.cells) == {0}

    @property
    def is_rest(self) -> bool:
        """Whether it has neither label nor figures."""
        return 0 not in self.cells and not self.has_figures


class Phrases:
    """What a report says in so many words: a label that is wrapped in one place stands whole in another."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the report's lines; what stands apart on a line is no phrase."""
        self._text = "\n".join("\n".join(_APART.split(line.strip())) for line in lines).casefold()

    def hold(self, text: str) -> bool:
        """Whether the words stand together somewhere."""
        return re.search(rf"(?<!\w){re.escape(text.casefold())}(?!\w)", self._text) is not None


def find_groups(rows: Sequence[Row], columns: Columns, phrases: Phrases) -> list[list[int]]:
    """The lines of each row of a table's body, by their indexes. Raises Uncertain where nothing tells."""
    body = _Body(rows, columns, phrases)
    groups: list[list[int]] = []
    waiting: list[int] = []
    for index in range(len(rows)):
        way = body.way(index)
        if way is _Way.DOWN:
            waiting.append(index)
        elif way is _Way.UP and groups and not waiting:
            groups[-1].append(index)
        else:
            groups.append([*waiting, index])
            waiting = []
    return [*groups, waiting] if waiting else groups


class _Body:
    def __init__(self, rows: Sequence[Row], columns: Columns, phrases: Phrases) -> None:
        self._phrases = phrases
        self._lines = list(_lines(rows, columns))
        labels = [line.label for line in self._lines if line.label is not None]
        filled = Counter(c for line in self._lines for c in line.cells)
        figures = Counter(c for line in self._lines for c, cell in line.cells.items() if cell.is_figure)
        self._figured = {c for c, n in filled.items() if c and 2 * figures[c] > n}
        """The columns of figures, which are whole: no line of words goes on with one."""
        self._edge = max((label.x1 for label in labels), default=0.0)
        near = self._edge - _FULL_SHARE * (self._edge - min((label.x0 for label in labels), default=0.0))
        # A label that is far longer than all others is not wrapped where it ends.
        self._is_narrow = sum(label.x1 >= near for label in labels) > 1
        firm = [self._firm(index) for index in range(len(rows)) if self._lines[index].is_label]
        self._wraps = {way for way in firm if way is not None}
        within = [
            w for label in labels for word in label.words[1:] if len(w := word.text) >= _LONG_WORD and w.isalpha()
        ]
        # Where labels are written as sentences are, what begins with a capital begins a label.
        self._is_sentence_case = sum(map(str.islower, within)) >= max(_MIN_WORDS, 0.8 * len(within))
        self._is_grouped = any(self._is_heading(index) for index in range(len(rows)))

    def way(self, index: int) -> _Way:
        """Where a line belongs. Raises Uncertain."""
        line = self._lines[index]
        if line.is_rest:
            return self._way_of_rest(index)
        if not line.is_label:
            return self._way_of_words(index) or (_Way.UP if self._is_last(index) else _Way.ALONE)
        return self._firm(index) or self._way_of_label(index)

    def _way_of_words(self, index: int) -> _Way | None:
        """Where a line of a label and other words belongs, each of which goes on with the one above it, or before."""
        line, above, below = self._lines[index], self._above(index), self._below(index)
        are_years = all(YEAR.fullmatch(cell.text) for c, cell in line.cells.items() if c and cell.is_figure)
        if not are_years:
            return None
        over = [(above.cells[c], cell) for c, cell in line.cells.items() if c in above.cells] if above else []
        under = [(cell, below.cells[c]) for c, cell in line.cells.items() if c in below.cells] if below else []
        if (
            over
            and all(_is_second(other, cell) for other, cell in over)
            and set(line.cells) <= set(above.cells if above else ())
        ):
            return _Way.UP
        if line.has_figures:
            return None
        if under and all(_begins_within(other) and _goes_on(cell, other) for cell, other in under):
            return _Way.DOWN
        return None

    def _is_last(self, index: int) -> bool:
        """Whether figures stand beside the last line of words that begin in the line above, under its label."""
        line, above = self._lines[index], self._above(index)
        if line.label is not None or above is None or above.has_figures or above.label is None:
            return False
        return any(c in above.cells and _goes_on(above.cells[c], cell) for c, cell in line.cells.items())

    def _above(self, index: int) -> _Line | None:
        return self._lines[index - 1] if index and not self._lines[index].is_apart else None

    def _below(self, index: int) -> _Line | None:
        return self._lines[index + 1] if index + 1 < len(self._lines) and not self._lines[index + 1].is_apart else None

    def _firm(self, index: int) -> _Way | None:
        """What the words of a label by itself say of where it belongs, None where they do not say."""
        label, above, below = self._lines[index].label, self._above(index), self._below(index)
        assert label is not None
        over = above.label if above is not None else None
        under = below.label if below is not None else None
        if over is not None and _goes_on(over, label) and (_begins_within(label) or not self._fits(over, label)):
            return _Way.UP
        if over is not None and _OPEN.search(over.text):
            return _Way.UP
        if over is not None and not self._fits(over, label) and self._phrases.hold(f"{over.text} {label.text}"):
            return _Way.UP
        is_next = under is not None and _goes_on(label, under) and self._ends_below(index)
        if under is not None and is_next and (_begins_within(under) or not self._fits(label, under)):
            return _Way.DOWN
        is_hanging = over is not None and label.x0 > over.x0 + 0.5 * CHAR
        if is_hanging and under is not None and under.x0 < label.x0 - 0.5 * CHAR and not self._fits(over, label):
            return _Way.UP
        return None

    def _ends_below(self, index: int) -> bool:
        """Whether the lines of labels from one on go on in one that has figures beside it."""
        while (below := self._below(index)) is not None and below.is_label:
            index += 1
        label = self._lines[index].label
        return below is not None and label is not None and below.label is not None and _goes_on(label, below.label)

    def _way_of_label(self, index: int) -> _Way:
        line, above, below = self._lines[index], self._above(index), self._below(index)
        label = line.label
        assert label is not None
        over = above.label if above is not None else None
        under = below.label if below is not None else None
        is_over_indented = under is not None and under.x0 > label.x0 + 0.5 * CHAR
        if is_over_indented or label.text.isupper() or label.text.endswith(":"):
            return _Way.ALONE
        is_capital = label.text[0].isupper() and self._is_sentence_case
        if is_capital and self._wraps and not self._is_grouped and over is not None and not self._fits(over, label):
            raise Uncertain
        may_be_up = over is not None and self._may_go_on(over, label)
        may_be_down = under is not None and self._may_go_on(label, under)
        may_be_down = may_be_down and (_Way.DOWN in self._wraps or not (self._is_grouped or self._wraps))
        if not may_be_up and not may_be_down:
            return _Way.ALONE
        if may_be_up and not may_be_down and (below is None or below.is_label):
            return _Way.UP
        begins = label.text[0].isupper()
        if begins and self._is_grouped and not self._wraps:
            return _Way.ALONE
        if over is not None and _TOTAL.match(over.text):
            return _Way.ALONE
        if (self._is_grouped and begins) or not self._wraps or (may_be_up and may_be_down):
            raise Uncertain
        return _Way.UP if may_be_up else _Way.DOWN

    def _is_heading(self, index: int) -> bool:
        """Whether a label by itself heads rows for certain: it has room in the lines next to it, and stands there."""
        line, above, below = self._lines[index], self._above(index), self._below(index)
        if line.label is None or not line.is_label or self._firm(index) is not None or below is None:
            return False
        over = above.label if above is not None else None
        return self._fits(over, line.label) and (below.label is None or self._fits(line.label, below.label))

    def _may_go_on(self, above: Line, label: Line) -> bool:
        """Whether a label had no room in the line above, and is written as a second line may be."""
        return not self._fits(above, label) and not (self._is_sentence_case and label.text[0].isupper())

    def _fits(self, above: Line | None, label: Line) -> bool:
        """Whether the first word of a label would have had room in the line above it."""
        if above is None or not self._is_narrow:
            return True
        return above.x1 + CHAR + label.words[0].x1 - label.words[0].x0 <= self._edge + 0.5 * CHAR

    def _way_of_rest(self, index: int) -> _Way:
        line, above, below = self._lines[index], self._above(index), self._below(index)
        if self._figured & set(line.cells):
            return _Way.ALONE
        over = [(above.cells[c], cell) for c, cell in line.cells.items() if c in above.cells] if above else []
        under = [(cell, below.cells[c]) for c, cell in line.cells.items() if c in below.cells] if below else []
        if any(_goes_on(*pair) for pair in over):
            return _Way.UP
        if any(_goes_on(*pair) for pair in under):
            return _Way.DOWN
        if _Way.DOWN in self._wraps and _Way.UP not in self._wraps and below is not None:
            return _Way.DOWN
        return _Way.UP if above is not None else _Way.DOWN


def _is_second(above: Line, below: Line) -> bool:
    """Whether words begin within a sentence, or a year stands under its month."""
    if YEAR.fullmatch(below.text):
        return not above.is_figure or YEAR.fullmatch(f"{above.text} {below.text}") is not None
    return _begins_within(below) and _goes_on(above, below)


def _goes_on(above: Line, below: Line) -> bool:
    """Whether a line of words goes on with the one above it."""
    if YEAR.fullmatch(above.text) and _QUARTER.fullmatch(above.text) and YEAR.fullmatch(below.text):
        return True  # "Q1" over "2024"
    is_open = above.text.count("(") > above.text.count(")")
    return (_begins_within(below) or is_open or GOES_ON.search(above.text) is not None) and not _PART.match(below.text)


def _begins_within(line: Line) -> bool:
    return line.text[0].islower() or line.text[0] in "(/&" or line.text.count(")") > line.text.count("(")


def _lines(rows: Sequence[Row], columns: Columns) -> Iterator[_Line]:
    last: Row | None = None
    for row in rows:
        cells: dict[int, Line] = {}
        for part in row.parts:
            shares = [min(part.x1, x1) - max(part.x0, x0) for x0, x1 in columns]
            cells.setdefault(shares.index(max(shares)), part)
        yield _Line(
            cells=cells,
            is_apart=last is not None and line_at(row.base) - line_at(last.base) > 1,
            has_figures=any(part.is_figure for c, part in cells.items() if c),
        )
        last = row

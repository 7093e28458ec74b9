"""Columns of running text side by side, in text laid out by spaces: told from tables, and put one after another.

The rows of a table begin on one line in all of its columns; paragraphs beside each other begin where they may.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.readers.aligned_pages import CHAR, PITCH, line_at
from corpus.readers.pdf_aligned import Row, make_rows
from corpus.readers.pdf_layout import BULLETS
from corpus.readers.pdf_lines import Line, Word, find_lines
from corpus.readers.pdf_marks import Box

_MIN_LINES = 5
"""So many lines have text on either side of what parts two columns."""
_N_STARTS = 40
"""Places at which most words begin after room; a page has room for no more columns."""
_MAX_BLANK = 3
_MIN_WORDS = 4
"""In a line of running text, which fills half of its column."""
_TEXT_SHARES = (1 / 3, 0.5)
"""Of the lines of two columns so many are running text: fewer in one of them, which may hold a table."""
_ON_SHARE = 1 / 3
"""And so many go on with the line above."""
_FULL_SHARE = 0.7
"""Of the height that two columns share so much is filled in either, but for what is between lines and paragraphs."""
_OWN_SHARE = 0.3
"""Of the lines that begin something so many do so beside none that does: by chance a table's row may look so."""
_LONG_PARAGRAPH = 4
"""In lines. The cells of a table's row are hardly ever as long as this and as long as each other."""
_SLACK = 0.15
"""Of a column's width: letters differ in width on a printed page, so full lines differ in length."""
_N_HEAD_LINES = 2
"""Headings may stand side by side over columns, with what they head."""
_PART_GAP = 1.5 * CHAR


@dataclass(frozen=True, slots=True, kw_only=True)
class TextColumn:
    """Rows to be read by themselves, their words as far from the left as on a page that holds nothing else.

    ``right`` is where a column's longest line ends, None for rows that go over the whole page. ``rules`` are the lines
    drawn among them.
    """

    rows: Sequence[Row]
    rules: Sequence[Box]
    right: float | None = None


def in_reading_order(rows: Sequence[Row], rules: Sequence[Box]) -> list[TextColumn]:
    """The rows of a page, each column of running text by itself, in the order in which they are read."""
    found: list[TextColumn] = []
    at = 0
    for gutter in _gutters(rows):
        if at < gutter.first:
            found.append(TextColumn(rows=rows[at : gutter.first], rules=rules))
        for x0, x1 in ((0.0, gutter.x), (gutter.x, float("inf"))):
            found.extend(_column(rows[gutter.first : gutter.end], rules, x0, x1))
        at = gutter.end
    if at < len(rows):
        found.append(TextColumn(rows=rows[at:], rules=rules))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gutter:
    """What parts two columns: ``x`` is where the right one begins, in the rows from ``first`` to before ``end``."""

    x: float
    first: int
    end: int


def _column(rows: Sequence[Row], rules: Sequence[Box], x0: float, x1: float) -> list[TextColumn]:
    """What stands between two places, once more by columns."""
    own = [replace(rule, x0=rule.x0 - x0, x1=rule.x1 - x0) for rule in rules if x0 <= rule.x0 and rule.x1 <= x1]
    words = [word for found in _Side(rows, x0, x1).closed_up() for word in found]
    parts = in_reading_order(make_rows(words, own), own)
    right = max(word.x1 for word in words)
    return [replace(part, right=right) if part.right is None else part for part in parts]


def _gutters(rows: Sequence[Row]) -> list[_Gutter]:
    """What parts columns of text, from the top, and where several do from the left."""
    starts = Counter(round(word.x0 / CHAR) for row in rows for word in _after_room(row))
    found: list[_Gutter] = []
    for start, n in sorted(starts.most_common(_N_STARTS)):
        if n < _MIN_LINES:
            continue
        x = CHAR * start - 0.1 * CHAR
        for first, end in _free(rows, x):
            is_new = all(end <= other.first or first >= other.end for other in found)
            if is_new and _are_columns(rows[first:end], x):
                found.append(_Gutter(x=x, first=first, end=end))
    return sorted(found, key=lambda gutter: gutter.first)


def _after_room(row: Row) -> Iterator[Word]:
    """The words of a row that have room before them."""
    if row.x0 > _PART_GAP:
        yield row.words[0]
    yield from (after for before, after in pairwise(row.words) if after.x0 - before.x1 > _PART_GAP)


def _free(rows: Sequence[Row], x: float) -> Iterator[tuple[int, int]]:
    """The stretches of rows, half-open, in which nothing stands over a place and the space before it."""
    index = 0
    while index < len(rows):
        end = index
        while end < len(rows) and not _crosses(rows[end], x) and (end == index or _n_blank(rows, end) <= _MAX_BLANK):
            end += 1
        if end > index:
            first, last = _trimmed(rows, x, index, end)
            if _n_beside(rows[first:last], x) >= _MIN_LINES:
                yield first, last
        index = max(end, index + 1)


def _crosses(row: Row, x: float) -> bool:
    return any(word.x0 < x and word.x1 > x - _PART_GAP for word in row.words)


def _n_beside(rows: Sequence[Row], x: float) -> int:
    """How many rows stand on both sides of a place, or on the other side than the row above."""
    n_both = sum(row.x0 < x <= row.words[-1].x0 for row in rows)
    return n_both + sum((a.x1 < x) != (b.x1 < x) and (a.x0 < x) != (b.x0 < x) for a, b in pairwise(rows))


def _n_blank(rows: Sequence[Row], index: int) -> int:
    return line_at(rows[index].base) - line_at(rows[index - 1].base) - 1


def _trimmed(rows: Sequence[Row], x: float, first: int, end: int) -> tuple[int, int]:
    """A stretch without the end of a paragraph over the whole page above it, and without a heading of one below it."""
    while first and first < end and rows[first].x1 < x and not _n_blank(rows, first):
        first += 1
    if end < len(rows):
        last = max((index for index in range(first, end) if rows[index].x1 > x), default=end)
        below = (index for index in range(last + 1, end) if _n_blank(rows, index))
        end = min(below, default=end)
    return first, end


def _are_columns(rows: Sequence[Row], x: float) -> bool:
    """Whether the rows on either side of a place are running text, whose paragraphs begin on lines of their own."""
    left, right = _Side(rows, 0.0, x), _Side(rows, x, float("inf"))
    shares = sorted((left.text_share(), right.text_share()))
    if any(share < least for share, least in zip(shares, _TEXT_SHARES, strict=True)):
        return False
    if not all(one.goes_on() and one.is_full(other) for one, other in ((left, right), (right, left))):
        return False
    heights = left.shared(right)[_N_HEAD_LINES:]
    begun = [height for height in heights if left.begins(height) or right.begins(height)]
    n_own = sum(left.stands_apart(height, right) or right.stands_apart(height, left) for height in begun)
    n_same = sum(left.begins(height) and right.begins(height) for height in begun)
    if n_own > n_same and n_own >= _OWN_SHARE * len(begun):
        return True
    n_rows = sum(left.is_under_room(height) or right.is_under_room(height) for height in begun)
    return not n_rows and len(heights) >= max(_MIN_LINES, _LONG_PARAGRAPH * len(begun))


class _Side:
    """The lines on one side of a place by their numbers; where several columns stand there, of the first.

    Where the lines of two columns stand on heights of their own, a line of the other lies between two of a paragraph.
    """

    def __init__(self, rows: Sequence[Row], x0: float, x1: float) -> None:
        words = [[word for word in row.words if x0 <= word.x0 < x1] for row in rows]
        self._x0 = x0
        self._words = {line_at(found[0].base): found for found in words if found}
        self._others = {line_at(row.base) for row in rows} - self._words.keys()
        parts = {height: _parts(found) for height, found in self._words.items()}
        at_edge = [found[0] for found in parts.values() if found[0].x0 <= x0 + 2 * CHAR]
        end = median(line.x1 for line in at_edge) if x0 > 0 and at_edge else x1
        self.lines: dict[int, Line] = {}
        for height, found in parts.items():
            if own := tuple(word for line in found for word in line.words if word.x0 < end):
                self.lines[height] = Line(words=own)
        ends = sorted(line.x1 for line in self.lines.values())
        self._edge = ends[-2] if len(ends) > 1 else ends[-1]
        self._left = min(line.x0 for line in self.lines.values())

    def text_share(self) -> float:
        """The share of the lines that are running text."""
        longest = [max(_parts(line.words), key=lambda part: part.x1 - part.x0) for line in self.lines.values()]
        n_text = sum(
            sum(any(map(str.isalpha, word.text)) for word in part.words) >= _MIN_WORDS
            and part.x1 - part.x0 >= 0.5 * (self._edge - self._left)
            for part in longest
        )
        return n_text / len(longest)

    def goes_on(self) -> bool:
        """Whether many of the lines go on with the line above."""
        return sum(not self.begins(height) for height in self.lines) >= _ON_SHARE * len(self.lines)

    def shared(self, other: _Side) -> list[int]:
        """The heights of all lines from where both sides have begun to where the first ends."""
        first, last = max(min(self.lines), min(other.lines)), min(max(self.lines), max(other.lines))
        return sorted(height for height in self.lines.keys() | other.lines.keys() if first <= height <= last)

    def is_full(self, other: _Side) -> bool:
        """Whether there are no holes beside the other's lines, as there are beside the longest cells of a table."""
        heights = self.shared(other)
        n_holes = sum(
            height not in self.lines and not (height - 1 in self.lines and height + 1 in self.lines)
            for height in heights
        )
        return n_holes <= (1 - _FULL_SHARE) * len(heights)

    def begins(self, height: int) -> bool:
        """Whether a paragraph or an item of a list begins on a line."""
        line, above = self.lines.get(height), self.lines.get(self._above(height))
        if line is None:
            return False
        if above is None or self._is_item(height):
            return True
        first = line.words[0]
        room = self._edge - _SLACK * (self._edge - self._left)
        return not line.text[0].islower() and above.x1 + CHAR + first.x1 - first.x0 <= room

    def is_under_room(self, height: int) -> bool:
        """Whether there is a line with nothing right above it."""
        return height in self.lines and self._above(height) not in self.lines

    def stands_apart(self, height: int, other: _Side) -> bool:
        """Whether something begins where the other side is within a sentence, or has no line: no row of a table does.

        A column of a table may hold lists beside one of sentences.
        """
        if not self.begins(height) or (self._is_item(height) and not any(map(other._is_item, other.lines))):
            return False
        beside = other.lines.get(height)
        if beside is None:
            return not self._is_item(height)
        return beside.text[0].islower() and not other.begins(height)

    def _is_item(self, height: int) -> bool:
        return self.lines[height].words[0].text in BULLETS

    def closed_up(self) -> Iterator[list[Word]]:
        """The words of each line as far from the left as if nothing stood there, and right under the line above that
        they go on with.
        """
        n_up = 0
        for height, words in self._words.items():
            n_up += height - 1 - self._above(height) if height in self.lines and not self.begins(height) else 0
            yield [_moved(word, -self._x0, -n_up * PITCH) for word in words]

    def _above(self, height: int) -> int:
        """The line above, but for one of the other column."""
        return height - 2 if height - 1 in self._others else height - 1


def _parts(words: Sequence[Word]) -> list[Line]:
    return find_lines(words, gap=_PART_GAP / words[0].size)


def _moved(word: Word, x: float, y: float) -> Word:
    return replace(word, x0=word.x0 + x, x1=word.x1 + x, top=word.top + y, bottom=word.bottom + y, base=word.base + y)

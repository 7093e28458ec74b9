"""What stands on one page, in the order in which one reads it: lines of text and tables.

Columns of text are told from columns of a table here; what the lines mean is no concern of this file.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from corpus.readers.pdf_aligned import NoTable, Row, Uncertain, find_blocks, make_rows, parted, read_block
from corpus.readers.pdf_lines import Line, Word, find_lines, has_digit, is_figure, rows_of
from corpus.readers.pdf_marks import Box, Marks
from corpus.readers.pdf_rulings import RuledGrid, Rules, find_grids, find_rules
from corpus.readers.pdf_tables import PageTable, UnderRuled, read_ruled

_MAX_DEPTH = 6
_MIN_SIDE_WORDS = 12
_MIN_TEXT_WORDS = 4
"""In a line of a column of text."""
_LONG_RUN = 8
"""Lines of text under one another; the words of a table's cell are fewer, or stand beside figures."""
_SAME_WIDTH = 1.15
"""How much wider one column of a page may be than the next."""
_STUB = "\x00"
"""Begins the text of a word that stands for a stretch of a table in the flow; no letter of a page is like it."""
_WORD_SPACE = 0.5
"""Of the size of type: words that stand nearer than this are of one line, whatever columns stand beneath."""

BULLETS = frozenset("•▪◦‣●○■□·►▸➢✓✔❖–—-▶❑❒➤*o§")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line of text and the edges of the column that it stands in."""

    line: Line
    left: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """The lines of what looks like a table whose columns its words do not decide."""

    lines: tuple[Line, ...]


Item = TextLine | PageTable | Unread


Columns = Sequence[tuple[float, float]]


def read_page(marks: Marks, words: Sequence[Word], carried: Columns = ()) -> list[Item]:
    """The lines and tables of a page in reading order; ``words`` are those of its body.

    ``carried`` are the columns of a table without lines that ended the page before.
    """
    rules = find_rules(marks)
    tables, words = _ruled(rules, find_grids(rules), words)
    charts = _charts(marks)
    words = _without_labels([*words, *_dots(marks, words)], charts)
    wide, words = _over_the_page(words, rules, carried, tables)
    words = _without_ticks(words, charts)
    tables += wide
    words, framed = _framed(marks, [word for word in words if not word.is_turned])
    held: list[tuple[Box, list[Item]]] = [(_box(table), [table]) for table in tables]
    held += [(box, list(_read_zones(inside, [], rules, ()))) for box, inside in framed]
    return list(_read_zones(words, held, rules, carried))


def _read_zones(
    words: Sequence[Word], held: Sequence[tuple[Box, list[Item]]], rules: Rules, carried: Columns
) -> Iterator[Item]:
    """What words, and what is held ready among them in boxes, are in reading order."""
    stubs = [stub for number, (box, _) in enumerate(held) for stub in _stubs(number, box)]
    seen: set[int] = set()
    for zone in _zones([*words, *stubs], 0):
        yield from _read_zone(zone, [items for _, items in held], rules, seen, carried)
        carried = ()


def columns_at_end(items: Sequence[Item]) -> Columns:
    """The columns of a table without lines that ends a page."""
    last = items[-1] if items else None
    return last.columns if isinstance(last, PageTable) and not last.is_ruled else ()


# --- ruled tables ----------------------------------------------------------------------------------------------------


def _ruled(
    rules: Rules, grids: Sequence[RuledGrid], words: Sequence[Word]
) -> tuple[list[PageTable | Unread], list[Word]]:
    """The tables in ruled grids, and the words that are in none."""
    tables: list[PageTable | Unread] = []
    left = list(words)
    outside = [word for word in words if not any(grid.box.holds(*word.middle) for grid in grids)]
    for grid in grids:
        box = grid.box
        if _goes_on_unruled(grid, outside):
            continue
        inside = [word for word in left if box.holds(*word.middle)]
        if not inside:
            continue
        read = read_ruled(grid, inside)
        if read is None:
            continue
        tables.append(_under_ruled(read, rules, inside) if isinstance(read, UnderRuled) else read)
        taken = set(map(id, inside))
        left = [word for word in left if id(word) not in taken]
    return tables, left


def _goes_on_unruled(grid: RuledGrid, words: Sequence[Word]) -> bool:
    """Whether rows right above or below a grid stand under its columns: only some of the table's rows are shaded."""
    box = grid.box
    columns = list(zip(grid.xs, grid.xs[1:], strict=False))
    beside = [word for word in words if box.x0 - 2 <= word.x0 and word.x1 <= box.x1 + 2]
    for row in rows_of(beside):
        size = row[0].size
        if not (-2 <= row[0].top - box.bottom <= 1.6 * size or -2 <= box.top - row[0].bottom <= 1.6 * size):
            continue
        parts = find_lines(row, gap=0.8)
        homes = [
            next((c for c, (x0, x1) in enumerate(columns) if x0 - 1 <= p.x0 and p.x1 <= x1 + 1), -1) for p in parts
        ]
        if len(parts) >= 2 and -1 not in homes and len(set(homes)) == len(homes):
            return True
    return False


def _under_ruled(found: UnderRuled, rules: Rules, words: Sequence[Word]) -> PageTable | Unread:
    near = [line for line in rules.across if found.box.holds((line.x0 + line.x1) / 2, line.top)]
    rows = make_rows(words, near)
    try:
        return replace(
            read_block(rows, separators=found.separators, edges=found.edges, spanners=near),
            box=found.box,
            is_ruled=True,
        )
    except (Uncertain, NoTable):
        return Unread(lines=tuple(Line(words=tuple(row.words)) for row in rows))


def _box(table: PageTable | Unread) -> Box:
    if isinstance(table, PageTable):
        return table.box
    return Box(
        x0=min(line.x0 for line in table.lines),
        x1=max(line.x1 for line in table.lines),
        top=min(line.top for line in table.lines),
        bottom=max(line.bottom for line in table.lines),
    )


def _stubs(number: int, box: Box) -> Iterator[Word]:
    """Words that hold a table's place in the flow."""
    height = min(12.0, max(2.0, box.height))
    for step in range(max(1, int(box.height // height))):
        base = box.top + (step + 1) * height
        yield Word(
            text=f"{_STUB}{number}", x0=box.x0, x1=box.x1, top=base - height, bottom=base, base=base, size=height
        )


# --- tables over the whole page -------------------------------------------------------------------------------------


def _over_the_page(
    words: Sequence[Word], rules: Rules, carried: Columns, ruled: Sequence[PageTable | Unread]
) -> tuple[list[PageTable | Unread], list[Word]]:
    """Tables without a grid that no column of text stands beside, and the words that are in none."""
    rows = make_rows(words, rules.across)
    stubs = [stub for number, table in enumerate(ruled) for stub in _stubs(number, _box(table))]
    columns = _gutter([*(word for word in words if not word.is_turned), *stubs])
    tables: list[PageTable | Unread] = []
    taken: set[int] = set()
    if rows and any(_box(table).top < rows[0].base for table in ruled):
        carried = ()
    for first, end in find_blocks(rows, carried):
        block = rows[first:end]
        start = next((index for index, row in enumerate(block) if row.n_figures), len(block))
        data = [row for row in block[start:] if row.is_data]
        n_long = sum(any(len(part.words) >= 6 for part in row.parts[1:]) for row in data)
        n_figures = sum(row.n_figures > 0 for row in data)
        if not data or n_figures < 0.4 * len(data) or n_long > 0.5 * len(data) or _is_beside_text(data):
            continue
        if columns is not None and _goes_on_beside(rows, first, end, *columns):
            continue
        found = list(_aligned(block, rules, rules.across, carried if first == 0 else ()))
        if not all(isinstance(item, PageTable) for item in found):
            continue
        tables += [item for item in found if not isinstance(item, TextLine)]
        taken.update(id(word) for row in block for word in row.words)
    return tables, [word for word in words if id(word) not in taken]


def _is_beside_text(rows: Sequence[Row]) -> bool:
    """Whether what would label the rows are lines of a column of text: long, and most begin within a sentence."""
    firsts = [row.parts[0] for row in rows]
    return 2 * sum(len(part.words) >= _MIN_TEXT_WORDS and part.text[0].islower() for part in firsts) > len(rows)


def _goes_on_beside(rows: Sequence[Row], first: int, end: int, x: float, top: float, bottom: float) -> bool:
    """Whether a stretch of rows lies over two columns of the page, and on one side is lines of a text that goes on.

    ``x`` parts the columns between the heights ``top`` and ``bottom``. What a table holds ends with the table.
    """
    block = {id(word) for row in rows[first:end] for word in row.words}
    within = [word for row in rows if top < row.base <= bottom for word in row.words]
    sides = [[w for w in within if w.x1 <= x], [w for w in within if w.x0 >= x]]
    if not all(any(id(word) in block for word in side) for side in sides):
        return False
    heights = [{row[0].base for row in rows_of(word for word in side if id(word) in block)} for side in sides]
    n_shared = sum(any(abs(base - other) <= 1 for other in heights[1]) for base in heights[0])
    if 2 * n_shared < min(map(len, heights)):
        return True  # what stands on either side of the gap is in rows of its own
    return any(_runs_through(side, block) for side in sides)


def _runs_through(side: Sequence[Word], block: set[int]) -> bool:
    """Whether the lines of one column that lie in a stretch are text, and a line of text stands right over or under.

    A title in larger type is left out of account.
    """
    size = median(word.size for word in side)
    side = [word for word in side if word.size <= 1.1 * size]
    left, right = min(word.x0 for word in side), max(word.x1 for word in side)
    lines = [max(find_lines(row, gap=0.95), key=lambda part: part.x1 - part.x0) for row in rows_of(side)]
    is_text = [
        len(line.words) >= _MIN_TEXT_WORDS
        and line.x0 <= left + 2 * line.size
        and line.x1 - line.x0 >= 0.5 * (right - left)
        for line in lines
    ]
    places = [i for i, line in enumerate(lines) if any(id(word) in block for word in line.words)]
    if not places or sum(is_text[i] for i in places) <= 0.6 * len(places):
        return False
    first, last = places[0], places[-1]
    return any(
        0 <= outer < len(lines) and is_text[outer] and is_text[inner] and _is_next(lines[outer], lines[inner])
        for outer, inner in ((first - 1, first), (last + 1, last))
    )


def _is_next(one: Line, other: Line) -> bool:
    """Whether two lines of one column stand right under each other and begin at one place."""
    return abs(one.base - other.base) <= 1.6 * one.size and abs(one.x0 - other.x0) <= 2


# --- boxes -----------------------------------------------------------------------------------------------------------


def _framed(marks: Marks, words: list[Word]) -> tuple[list[Word], list[tuple[Box, list[Word]]]]:
    """The words outside coloured boxes, and those in each box that stands beside other words or boxes."""
    boxes = [
        area
        for area in sorted(set(marks.fills), key=lambda b: (b.width * b.height, b.top, b.x0))[:400]
        if area.width > 50 and area.height > 30 and area.width < 0.72 * marks.width
    ]
    found: list[tuple[Box, list[Word]]] = []
    for box in boxes:
        inside = [word for word in words if box.holds(*word.middle)]
        if len(inside) < 3 or len(rows_of(inside)) < 2 or any(w.x0 < box.x0 - 2 or w.x1 > box.x1 + 2 for w in inside):
            continue
        taken = set(map(id, inside))
        words = [word for word in words if id(word) not in taken]
        found.append((box, inside))
    return words, found


# --- charts and bullets ----------------------------------------------------------------------------------------------


def _dots(marks: Marks, words: Sequence[Word]) -> list[Word]:
    """Bullets that are drawn rather than written."""
    found: list[Word] = []
    by_base = sorted((word for word in words if not word.is_turned), key=lambda word: word.base)
    bases = [word.base for word in by_base]
    for dot in marks.dots[:2000]:
        middle = (dot.top + dot.bottom) / 2
        for word in by_base[bisect_left(bases, middle - 1) : bisect_left(bases, middle + 14)]:
            if word.base - 0.75 * word.size < middle < word.base and 1 < word.x0 - dot.x1 < 2.6 * word.size:
                found.append(replace(word, text="•", x0=dot.x0, x1=dot.x1, is_bold=False))
                break
    return found


def _without_labels(words: Sequence[Word], charts: Sequence[Box]) -> list[Word]:
    """The words that are no labels within charts."""
    return [
        word for line in _all_lines(words) if len(line.words) > 6 or not _is_in(line, charts) for word in line.words
    ]


def _without_ticks(words: Sequence[Word], charts: Sequence[Box]) -> list[Word]:
    """The words that do not label the axes around charts."""
    near = [Box(x0=c.x0 - 45, x1=c.x1 + 30, top=c.top - 10, bottom=c.bottom + 28) for c in charts]
    kept: list[Word] = []
    for line in _all_lines(words):
        is_tick = len(line.words) <= 3 and (has_digit(line.text) or len(line.text) <= 12)
        kept.extend(() if is_tick and _is_in(line, near) else line.words)
    return kept


def _all_lines(words: Sequence[Word]) -> list[Line]:
    return [
        *find_lines(word for word in words if not word.is_turned),
        *(Line(words=(word,)) for word in words if word.is_turned),
    ]


def _is_in(line: Line, boxes: Sequence[Box]) -> bool:
    x, y = (line.x0 + line.x1) / 2, line.base - 0.3 * line.size
    return any(box.holds(x, y) for box in boxes)


def _charts(marks: Marks) -> list[Box]:
    """The areas of charts: curves and slanted lines close together, or bars of differing lengths on one base."""
    areas = [_around(group) for group in _clusters(marks.shapes[:1500]) if len(group) >= 2 or group[0].width > 120]
    bars: list[Box] = []
    for is_upright in (True, False):
        groups: dict[int, list[Box]] = {}
        for fill in marks.fills:
            groups.setdefault(round(fill.bottom if is_upright else fill.x0), []).append(fill)
        for group in groups.values():
            lengths = {round(b.height if is_upright else b.width) for b in group}
            breadths = {round(b.width if is_upright else b.height) for b in group}
            if len(group) >= 3 and len(lengths) >= 3 and len(breadths) <= 2 and max(breadths) <= 80:
                bars.append(_around(group))
    seen = [area for area in (*areas, *bars) if area.width > 60 and area.height > 25]
    grown = [_with_axes(area, (*marks.across, *marks.down)) for area in seen]
    large = [area for area in grown if area.width > 80 and area.height > 45]
    return [area for area in large if area.width * area.height < 0.7 * marks.width * marks.height]


def _with_axes(area: Box, lines: Sequence[Box]) -> Box:
    """A chart's area with the lines that cross it or bound it."""
    touching = [
        line
        for line in lines[:3000]
        if line.width <= 1.6 * area.width
        and line.height <= 1.8 * area.height
        and line.x0 <= area.x1 + 8
        and line.x1 >= area.x0 - 8
        and line.top <= area.bottom + 8
        and line.bottom >= area.top - 8
    ]
    return _around([area, *touching])


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        x0=min(b.x0 for b in boxes),
        x1=max(b.x1 for b in boxes),
        top=min(b.top for b in boxes),
        bottom=max(b.bottom for b in boxes),
    )


def _clusters(boxes: Sequence[Box]) -> list[list[Box]]:
    clusters: list[tuple[Box, list[Box]]] = []
    for box in boxes:
        members, area = [box], box
        rest: list[tuple[Box, list[Box]]] = []
        for other, group in clusters:
            is_near = (
                other.x0 - 12 <= area.x1
                and area.x0 <= other.x1 + 12
                and other.top - 12 <= area.bottom
                and area.top <= other.bottom + 12
            )
            if is_near:
                members, area = [*group, *members], _around((other, area))
            else:
                rest.append((other, group))
        clusters = [*rest, (area, members)]
    return [group for _, group in clusters]


# --- columns of text -------------------------------------------------------------------------------------------------


def _zones(words: list[Word], depth: int) -> Iterator[list[Word]]:
    """The words in stretches that are read one after another."""
    cut = _gutter(words) if depth < _MAX_DEPTH and len(words) >= 2 * _MIN_SIDE_WORDS else None
    if cut is None:
        if words:
            yield words
        return
    x, top, bottom = cut
    parts: tuple[list[Word], ...] = ([], [], [], [])
    for word in words:
        part = 0 if word.base <= top else 3 if word.base > bottom else 1 if (word.x0 + word.x1) / 2 < x else 2
        parts[part].append(word)
    for part_words in parts:
        yield from _zones(part_words, depth + 1)


def _gutter(words: Sequence[Word]) -> tuple[float, float, float] | None:
    """Where the words part into columns of text: the place, and between which heights; None where they do not."""
    sizes = [word.size for word in words if not word.text.startswith(_STUB)]
    if not sizes:
        return None
    size = median(sizes)
    places: dict[int, int] = {}
    together: list[tuple[float, float, float]] = []
    for row in rows_of(words):
        for a, b in itertools.pairwise(row):
            if b.x0 - a.x1 < _WORD_SPACE * min(a.size, b.size):
                together.append((a.x1, b.x0, a.base))
            if b.x0 - a.x1 >= max(7.0, 0.8 * size):
                place = round((a.x1 + b.x0) / 4) * 2
                places[place] = places.get(place, 0) + 1
    # Columns whose lines never share a height leave no gaps in rows: where many lines begin is a candidate too.
    starts: dict[int, int] = {}
    for line in find_lines(words):
        starts[round(line.x0 / 2) * 2] = starts.get(round(line.x0 / 2) * 2, 0) + 1
    for start, n in starts.items():
        if n >= 4:
            places[start - 6] = places.get(start - 6, 0) + n
    best: tuple[int, float, float, float] | None = None
    for place, _ in sorted(places.items(), key=lambda item: -item[1])[:24]:
        for top, bottom, n in _free(words, together, float(place), size):
            if best is None or n > best[0]:
                best = (n, float(place), top, bottom)
    return best[1:] if best else None


def _free(
    words: Sequence[Word], together: Sequence[tuple[float, float, float]], x: float, size: float
) -> Iterator[tuple[float, float, int]]:
    """The stretches of height in which nothing crosses a place and text stands on either side.

    ``together`` are the spaces between words that belong to one line, each with its ends and height: a title in large
    type over two columns may have one right over the gap between them.
    """
    crossing = [word.base for word in words if word.x0 < x + 2.5 and word.x1 > x - 2.5]
    crossing += [base for start, end, base in together if start <= x <= end]
    edges = [-1e9, *sorted(crossing), 1e9]
    for top, bottom in itertools.pairwise(edges):
        inside = [word for word in words if top < word.base < bottom]
        left = [word for word in inside if word.x1 <= x]
        right = [word for word in inside if word.x0 >= x]
        if min(len(left), len(right)) < _MIN_SIDE_WORDS:
            continue
        first, last = _trimmed(left, right, top, bottom, size)
        left = [word for word in left if first < word.base <= last]
        right = [word for word in right if first < word.base <= last]
        if min(len(left), len(right)) >= _MIN_SIDE_WORDS and _are_columns(left, right):
            yield first, last, min(len(left), len(right))


def _trimmed(
    left: Sequence[Word], right: Sequence[Word], top: float, bottom: float, size: float
) -> tuple[float, float]:
    """The stretch without the end of a paragraph above it and without a heading of what follows it."""
    bases = sorted({word.base for word in left})
    first = top
    while bases and bases[0] - first <= 1.35 * size and not any(word.base <= bases[0] + 1 for word in right):
        first = bases.pop(0)
    last_right = max(word.base for word in right)
    below = [base for base in bases if base > last_right]
    last = max(last_right, *bases) if bases else last_right
    previous = max((base for base in bases if base <= last_right), default=last_right)
    for base in below:
        if base - previous > 1.7 * size and bottom - base < 1e8 and base - last_right > 1.2 * size:
            last = max(previous, last_right)
            break
        previous = base
    return first, last


def _are_columns(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Whether the words on either side of a gap are text, or one is and the other stands for itself.

    Of three columns, two are on one side: the one that is next to the gap is looked at as well.
    """
    start, end = min(word.x0 for word in left), max(word.x1 for word in right)
    last, first = max(word.x1 for word in left), min(word.x0 for word in right)
    width = _SAME_WIDTH * min(last - start, end - first)
    near_left = [word for word in left if word.x0 >= last - width]
    near_right = [word for word in right if word.x1 <= first + width]
    shares = [max(_prose_share(left), _prose_share(near_left)), max(_prose_share(right), _prose_share(near_right))]
    if min(shares) >= 0.4 or _is_text_beside_tables(left, right):
        return True
    if max(shares) < 0.6:
        return False
    other, text = (left, right) if shares[0] < shares[1] else (right, left)
    heights = {round(word.base) for word in text}
    bases = [row[0].base for row in rows_of(other)]
    if sum(bool({round(base) - 1, round(base), round(base) + 1} & heights) for base in bases) > 0.6 * len(bases):
        return False
    rows = list(find_lines(other, gap=0.8))
    n_rows = len(rows_of(other))
    # A table of its own has labels of its own, and more than one cell to most rows.
    begins_with_words = sum(not is_figure(row[0].text) for row in rows_of(other)) >= 0.7 * n_rows
    return len(rows) >= 1.6 * n_rows and n_rows >= 3 and begins_with_words


def _is_text_beside_tables(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Whether either side of a gap is text and tables of its own, with a long run of text in one of them.

    Its lines are as far apart as those of a paragraph, and the other side's rows do not stand on them.
    """
    sides = [rows_of(left), rows_of(right)]
    if not all(map(_stands_for_itself, sides)):
        return False
    return any(_runs_on(text, other) for text, other in (sides, sides[::-1]))


def _stands_for_itself(rows: Sequence[list[Word]]) -> bool:
    """Whether nearly all rows begin with words, whether or not figures follow."""
    return sum(not is_figure(row[0].text) for row in rows) >= 0.85 * len(rows)


def _runs_on(rows: Sequence[list[Word]], other: Sequence[list[Word]]) -> bool:
    """Whether many lines of text stand under one another among rows, mostly between the rows of the other side."""
    others = [row[0].base for row in other]
    run: list[Line] = []
    for row in [*rows, []]:
        parts = find_lines(row, gap=0.95) if row else []
        is_text = len(parts) == 1 and len(parts[0].words) >= _MIN_TEXT_WORDS
        if is_text and (not run or _is_next(run[-1], parts[0])):
            run.append(parts[0])
            continue
        beside = [base for base in others if run and run[0].base <= base <= run[-1].base]
        on_line = sum(any(abs(base - line.base) <= 1 for line in run) for base in beside)
        if len(run) >= _LONG_RUN and len(beside) >= 3 and on_line <= 0.4 * len(beside):
            return True
        run = parts if is_text else []
    return False


def _prose_share(words: Sequence[Word]) -> float:
    """The share of lines that are long and made of words, as in running text."""
    width = max(word.x1 for word in words) - min(word.x0 for word in words)
    n_long = n_all = 0
    for row in rows_of(words):
        n_all += 1
        if row[0].text.startswith(_STUB):
            n_long += 1
            continue
        line = max(find_lines(row, gap=0.95), key=lambda part: part.x1 - part.x0)
        n_words = sum(any(c.isalpha() for c in word.text) for word in line.words)
        n_long += n_words >= 4 and line.x1 - line.x0 >= 0.5 * width
    return n_long / n_all if n_all else 0.0


# --- what is in a zone -----------------------------------------------------------------------------------------------


def _read_zone(
    words: Sequence[Word], held: Sequence[list[Item]], rules: Rules, seen: set[int], carried: Columns
) -> Iterator[Item]:
    written = [word for word in words if not word.text.startswith(_STUB)]
    left = min((word.x0 for word in written), default=0.0)
    right = max((word.x1 for word in written), default=0.0)
    stubs: list[tuple[float, int]] = []
    for word in words:
        if word.text.startswith(_STUB):
            number = int(word.text[1:])
            if number not in seen:
                seen.add(number)
                stubs.append((word.top, number))
    stubs.sort()
    run: list[Word] = []
    for word in sorted(written, key=lambda w: w.base):
        while stubs and stubs[0][0] < word.base:
            yield from _read_run(run, rules, left, right, carried)
            run, carried = [], ()
            yield from held[stubs.pop(0)[1]]
        run.append(word)
    yield from _read_run(run, rules, left, right, carried)
    for _, number in stubs:
        yield from held[number]


def _read_run(words: Sequence[Word], rules: Rules, left: float, right: float, carried: Columns) -> Iterator[Item]:
    """Lines and tables without a grid, one under the other."""
    if not words:
        return
    top, bottom = min(word.top for word in words) - 30, max(word.bottom for word in words) + 30
    near = [line for line in rules.across if top <= line.top <= bottom and line.x1 > left and line.x0 < right]
    rows = make_rows(words, near)
    at = 0
    for first, end in find_blocks(rows, carried):
        yield from _lines(rows[at:first], left, right)
        yield from _aligned(rows[first:end], rules, near, () if first else carried)
        at = end
    yield from _lines(rows[at:], left, right)


def _aligned(rows: Sequence[Row], rules: Rules, near: Sequence[Box], carried: Columns) -> Iterator[Item]:
    x0, x1 = min(row.x0 for row in rows), max(row.x1 for row in rows)
    top, bottom = rows[0].top - 12, rows[-1].bottom + 12
    across = [line for line in near if top <= line.top <= bottom]
    separators = sorted(
        {round(line.top, 1) for line in across if min(line.x1, x1) - max(line.x0, x0) >= 0.8 * (x1 - x0)}
    )
    edges = [line.x0 for line in rules.down if x0 < line.x0 < x1 and min(line.bottom, bottom) - max(line.top, top) >= 8]
    parts = [part for side in _side_by_side(rows, across) for part in parted(side, across)]
    try:
        for part in parts:
            yield read_block(part, separators=separators, edges=edges, spanners=across, carried=carried)
    except NoTable:
        yield from _lines(rows, x0, x1)
    except Uncertain:
        yield Unread(lines=tuple(Line(words=tuple(row.words)) for row in rows))


def _side_by_side(rows: Sequence[Row], across: Sequence[Box]) -> list[list[Row]]:
    """The rows of two tables that stand beside each other apart: the lines above and below them leave a gap there."""
    x0, x1 = min(row.x0 for row in rows), max(row.x1 for row in rows)
    long = [b for b in across if b.x1 - b.x0 >= 0.25 * (x1 - x0)]
    if len(long) < 4 or any(min(b.x1, x1) - max(b.x0, x0) > 0.75 * (x1 - x0) for b in long):
        return [list(rows)]
    lefts = [b for b in long if (b.x0 + b.x1) / 2 < (x0 + x1) / 2]
    rights = [b for b in long if (b.x0 + b.x1) / 2 >= (x0 + x1) / 2]
    if len(lefts) < 2 or len(rights) < 2:
        return [list(rows)]
    end, start = max(b.x1 for b in lefts), min(b.x0 for b in rights)
    if start - end < 6:
        return [list(rows)]
    middle = (start + end) / 2
    words = [word for row in rows for word in row.words]
    if any(word.x0 < middle < word.x1 for word in words):
        return [list(rows)]
    sides = [[w for w in words if w.x1 <= middle], [w for w in words if w.x0 >= middle]]
    return [make_rows(side, across) for side in sides if side]


def _lines(rows: Sequence[Row], left: float, right: float) -> Iterator[TextLine]:
    """Rows of text as lines; rows of pieces far apart, such as figures set large beside each other, piece by piece."""
    index = 0
    while index < len(rows):
        end = index
        while end < len(rows) and len(_pieces(rows[end])) > 1:
            end += 1
        if end - index >= 2:
            yield from _strip(rows[index:end])
            index = end
            continue
        yield TextLine(line=Line(words=tuple(rows[index].words)), left=left, right=right)
        index += 1


def _pieces(row: Row) -> list[Line]:
    is_listed = row.words[0].text in BULLETS and len(row.words) > 1
    return find_lines(row.words[1:] if is_listed else row.words, gap=2.2)


def _strip(rows: Sequence[Row]) -> Iterator[TextLine]:
    stacks: list[list[Line]] = []
    for row in rows:
        for piece in find_lines(row.words, gap=2.2):
            home = next(
                (
                    stack
                    for stack in stacks
                    if any(min(piece.x1, line.x1) - max(piece.x0, line.x0) > 0 for line in stack)
                ),
                None,
            )
            if home is None:
                stacks.append([piece])
            else:
                home.append(piece)
    for stack in sorted(stacks, key=lambda lines: min(line.x0 for line in lines)):
        left, right = min(line.x0 for line in stack), max(line.x1 for line in stack)
        for line in stack:
            yield TextLine(line=line, left=left, right=right)

"""What repeats on the pages of a PDF and is no part of the report: headers, footers, page numbers, the contents page.

Also says which page number is printed on each page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.readers.pdf_lines import Word, find_lines, rows_of
from corpus.readers.pdf_marks import Marks

_N_ROWS = 4
_MARGIN = 0.14
_MIN_REPEATS = 3
_PAGE_WORD = re.compile(r"(?:page|p\.|pg\.?|slide)\s*(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_OF = re.compile(r"(\d{1,4})\s*(?:of|/)\s*(\d{1,4})", re.IGNORECASE)
_ALONE = re.compile(r"[-–—|•\s]*(\d{1,4})[-–—|•\s]*")
_AT_END = re.compile(r"(?<![\d.,/–-])\b(\d{1,4})$")
_AT_START = re.compile(r"^(\d{1,4})\b(?![\d.,/–%-])")
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?:?|in this (?:report|document|issue):?", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.\s?){4,}|…\s?…|_{4,}|(?:·\s?){4,}")
_ENDS_IN_PAGE = re.compile(r"(?:^|[\s.…_·|])(\d{1,4}|[ivxl]{1,6})(?:\s?[-–]\s?\d{1,4})?$")
_STARTS_WITH_PAGE = re.compile(r"^(\d{1,3})\s+\D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page with its words; letters are let go of once words are made of them."""

    marks: Marks
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """Which words of each page are no part of the report, by their ids, and the page number that each page prints."""

    left_out: tuple[frozenset[int], ...]
    pages: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edge:
    """A row near the top or the foot of a page."""

    sheet: int
    is_top: bool
    words: tuple[Word, ...]
    text: str
    base: float
    size: float
    room: float
    """How far the next row of the page's body is, in type sizes."""


def find_furniture(sheets: Sequence[Sheet], body_size: float) -> Furniture:
    """What to leave out of each page, and its number as printed."""
    edges = [edge for index, sheet in enumerate(sheets) for edge in _edges(index, sheet)]
    pages = _page_numbers(sheets, edges)
    left_out: list[set[int]] = [set() for _ in sheets]
    repeated = {id(edge): is_kept for edge, is_kept in _repeated(edges, pages, len(sheets), body_size)}
    ended: set[tuple[int, bool]] = set()
    for edge in sorted(edges, key=lambda e: e.base if e.is_top else -e.base):
        # From the edge of the page inwards: under a row of the report's own, nothing is a header.
        if id(edge) not in repeated:
            ended.add((edge.sheet, edge.is_top))
        elif (edge.sheet, edge.is_top) not in ended and not repeated[id(edge)]:
            left_out[edge.sheet].update(map(id, edge.words))
    for index, sheet in enumerate(sheets[: max(12, len(sheets) // 10)]):
        left_out[index].update(map(id, _contents(sheet, left_out[index])))
    return Furniture(left_out=tuple(map(frozenset, left_out)), pages=tuple(pages))


def _edges(index: int, sheet: Sheet) -> Iterable[_Edge]:
    rows = rows_of(word for word in sheet.words if not word.is_turned)
    height = sheet.marks.height
    for position, row in enumerate(rows):
        is_top = position < _N_ROWS and row[0].base < _MARGIN * height
        is_foot = position >= len(rows) - _N_ROWS and row[0].base > (1 - _MARGIN) * height
        if not is_top and not is_foot:
            continue
        other = rows[position + 1] if is_top and position + 1 < len(rows) else rows[position - 1] if position else None
        if is_top and position + 1 == len(rows):
            other = None
        room = abs(other[0].base - row[0].base) / row[0].size if other else 99.0
        yield _Edge(
            sheet=index,
            is_top=is_top,
            words=tuple(row),
            text=" ".join(word.text for word in row),
            base=row[0].base,
            size=row[0].size,
            room=room,
        )


# --- page numbers ----------------------------------------------------------------------------------------------------


def _page_numbers(sheets: Sequence[Sheet], edges: Sequence[_Edge]) -> list[int | None]:
    """The number that each page prints, or would print between its neighbours; counted from 1 where none is printed."""
    found: list[dict[int, int]] = [{} for _ in sheets]
    for edge in edges:
        for number, weight in _candidates(edge, len(sheets)):
            found[edge.sheet][number] = max(weight, found[edge.sheet].get(number, 0))
    support: dict[int, list[int]] = {}
    for index, numbers in enumerate(found):
        for number, weight in numbers.items():
            support.setdefault(number - index, []).append(weight)
    n = len(sheets)
    # A number alone may be anything on one page; on several that count on it is the page's.
    sure = {
        offset: sum(weights)
        for offset, weights in support.items()
        if len(weights) >= max(2, 0.3 * n) or (max(weights) >= 2 and len(weights) >= 2) or (n == 1 and max(weights) > 2)
    }
    if not sure:
        return _labels(sheets)
    main = max(sure, key=lambda offset: (sure[offset], -abs(offset - 1)))
    on = [index for index, numbers in enumerate(found) if index + main in numbers]
    pages: list[int | None] = []
    for index, numbers in enumerate(found):
        own = next((number for number in numbers if number - index in sure), None)
        is_mains = index in on or len(on) >= 0.6 * n or len(sure) == 1 or (own is None and on[0] <= index <= on[-1])
        page = index + main if is_mains else own
        pages.append(page if page is not None and page > 0 else None)
    return pages


def _candidates(edge: _Edge, n_sheets: int) -> Iterable[tuple[int, int]]:
    for match in _PAGE_WORD.finditer(edge.text):
        yield int(match[1]), 3
    for match in _OF.finditer(edge.text):
        if int(match[1]) <= int(match[2]) and int(match[2]) >= n_sheets:
            yield int(match[1]), 3
    for line in find_lines(edge.words, gap=2.0):
        text = line.text
        if alone := _ALONE.fullmatch(text):
            yield int(alone[1]), 2
        for pattern in (_AT_END, _AT_START):
            if at_end := pattern.search(text):
                yield int(at_end[1]), 1


def _labels(sheets: Sequence[Sheet]) -> list[int | None]:
    labels = [sheet.marks.label for sheet in sheets]
    if any(label.isdecimal() for label in labels):
        return [int(label) if label.isdecimal() and len(label) < 6 else None for label in labels]
    return [index + 1 for index in range(len(sheets))]


# --- headers and footers ---------------------------------------------------------------------------------------------


def _repeated(
    edges: Sequence[_Edge], pages: Sequence[int | None], n_sheets: int, body_size: float
) -> Iterable[tuple[_Edge, bool]]:
    """The rows that repeat, and whether each is kept all the same: the first of a title that others repeat."""
    groups: dict[tuple[str, int, bool], list[_Edge]] = {}
    for edge in edges:
        groups.setdefault((_without_number(edge.text, pages[edge.sheet]), round(edge.size), edge.is_top), []).append(
            edge
        )
    for (key, _, _), members in groups.items():
        if not key.strip(" #|–—-•"):
            yield from ((edge, False) for edge in members)
            continue
        for group in _at_one_height(members):
            on = {edge.sheet for edge in group}
            has_number = "#" in key
            is_often = len(on) >= _MIN_REPEATS or (len(on) >= 2 and (has_number or len(on) >= 0.6 * n_sheets))
            if not is_often and not (has_number and _PAGE_WORD.search(group[0].text)):
                continue
            # The headings of a table that stands first on every page are no header: its rows follow at once.
            pieces = len(find_lines(group[0].words, gap=1.0))
            is_close = sorted(edge.room for edge in group)[len(group) // 2] < 1.45
            if is_close and not has_number and pieces >= 3:
                continue
            is_title = group[0].size >= 1.15 * body_size and not has_number
            yield from ((edge, is_title and index == 0) for index, edge in enumerate(group))


def _without_number(text: str, page: int | None) -> str:
    """A row without its page's number, where that stands at an end of it or after the word for it."""
    shown = text.casefold()
    if page is None:
        return shown
    shown = re.sub(rf"(?<!\d){page}\s*(?:of|/)\s*\d{{1,4}}(?!\d)", "#", shown)
    shown = re.sub(rf"((?:page|p\.|pg\.?|slide)\s*){page}(?!\d)", r"\1#", shown)
    return re.sub(rf"^{page}(?![\d.,/–%-])|(?<![\d.,/–-]){page}$", "#", shown)


def _at_one_height(members: Sequence[_Edge]) -> Iterable[list[_Edge]]:
    group: list[_Edge] = []
    for edge in sorted(members, key=lambda e: e.base):
        if group and edge.base - group[-1].base > 6:
            yield sorted(group, key=lambda e: e.sheet)
            group = []
        group.append(edge)
    if group:
        yield sorted(group, key=lambda e: e.sheet)


# --- the contents page -----------------------------------------------------------------------------------------------


def _contents(sheet: Sheet, left_out: set[int]) -> list[Word]:
    """The words of a contents page's entries and of its title."""
    rows = rows_of(word for word in sheet.words if not word.is_turned and id(word) not in left_out)
    texts = [" ".join(word.text for word in row) for row in rows]
    dotted = [i for i, text in enumerate(texts) if _LEADERS.search(text) and _ENDS_IN_PAGE.search(text)]
    title = next((i for i, text in enumerate(texts) if _CONTENTS.fullmatch(text)), None)
    listed: list[int] = []
    if title is not None:
        listed = _rising(texts, title, _ENDS_IN_PAGE) or _rising(texts, title, _STARTS_WITH_PAGE)
    entries = dotted if len(dotted) >= max(3, len(listed)) else listed
    if len(entries) < 3:
        return []
    first = min(entries[0], title) if title is not None else entries[0]
    # A title between two entries is the first line of a long one, or a part's name.
    return [word for row in rows[first : entries[-1] + 1] for word in row]


def _rising(texts: Sequence[str], title: int, pattern: re.Pattern[str]) -> list[int]:
    found: list[int] = []
    last = 0
    misses = 0
    for index in range(title + 1, len(texts)):
        match = pattern.search(texts[index])
        number = int(match[1]) if match and match[1].isdecimal() else None
        if match is None or (number is not None and number < last):
            misses += 1
            if misses > 2:
                break
            continue
        misses = 0
        last = number if number is not None else last
        found.append(index)
    return found if len(found) >= 3 else []

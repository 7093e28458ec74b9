"""Text that is laid out by spaces, as pages of words at places: a character is as wide as any other, a line as high.

So what reads words on the pages of a PDF reads them here too. Lines drawn with dashes are ruled lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.readers.lines import page_number
from corpus.readers.pdf_furniture import Sheet, find_furniture
from corpus.readers.pdf_lines import Word
from corpus.readers.pdf_marks import Box, Marks

SIZE = 10.0
CHAR = 0.41 * SIZE
"""One space is one between words, or between a figure and its unit; two part cells."""
PITCH = 1.2 * SIZE
"""From one line to the next."""
_MIN_LINES = 40
_N_FOOT_LINES = 4
_APART = re.compile(r"[ \xa0]{2,}")
_WORD = re.compile(r"[^ \xa0]+")
_RULE = re.compile(r"[-=_–—─━═~]{3,}")
_RULED = re.compile(rf"(?=.*{_RULE.pattern})(?:\s*[-=_–—─━═~]{{2,}})+\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """A page: its lines, but for those that are drawn, which lie between them, and the number of each in the text.

    ``furniture`` are the headers, footers and page numbers, by their indexes. ``number`` is the page's number as
    printed, or counted where none is; None where there are no pages.
    """

    lines: tuple[str, ...]
    numbers: tuple[int, ...]
    rules: tuple[Box, ...] = ()
    furniture: frozenset[int] = frozenset()
    number: int | None = None


def find_pages(source: str) -> list[TextPage]:
    """The pages that form feeds part, or lines that print the number of a page; the whole where there are none."""
    pages = list(_pages(source))
    if len(pages) < 2:
        return pages
    height = max(_MIN_LINES, *(len(page.lines) for page in pages))
    sheets = [_sheet(index, page.lines, height) for index, page in enumerate(pages)]
    furniture = find_furniture(sheets, SIZE)
    found: list[TextPage] = []
    for page, sheet, left_out, number in zip(pages, sheets, furniture.left_out, furniture.pages, strict=True):
        own = {place: index for index, place in _places(page.lines, height).items()}
        gone = frozenset(own[line_at(word.base)] for word in sheet.words if id(word) in left_out)
        found.append(replace(page, furniture=gone, number=number))
    return found


def words_of(lines: Sequence[str], left_out: Set[int] = frozenset()) -> Iterator[Word]:
    """The words of a page's lines, each at its place."""
    for index, line in enumerate(lines):
        if index not in left_out:
            yield from _words(line, index)


def line_at(base: float) -> int:
    """The index of the line whose words stand at a height."""
    return round(base / PITCH) - 1


def _words(line: str, index: int) -> Iterator[Word]:
    base = PITCH * (index + 1)
    for match in _WORD.finditer(line):
        yield Word(
            text=match[0],
            x0=CHAR * match.start(),
            x1=CHAR * match.end(),
            top=base - 0.75 * SIZE,
            bottom=base + 0.22 * SIZE,
            base=base,
            size=SIZE,
        )


def _pages(source: str) -> Iterator[TextPage]:
    lines = source.split("\n")
    # A line may end one page and begin the next.
    parts = [(number, part) for number, line in enumerate(lines) for part in _fed(line)]
    starts = [index for index, (_, part) in enumerate(parts) if part.startswith("\f")]
    if not starts or not any(part.strip() for _, part in parts[starts[0] :]):
        starts = _starts_by_number(lines)
    for start, end in pairwise([0, *starts, len(parts)]):
        page = [(number, part.removeprefix("\f")) for number, part in parts[start:end]]
        if any(part.strip() for _, part in page) or (start and end < len(parts)):
            yield _page(page)


def _fed(line: str) -> list[str]:
    """The parts of a line that form feeds part, all but the first with theirs."""
    first, *others = line.split("\f")
    return [first, *(f"\f{other}" for other in others)]


def _page(lines: Sequence[tuple[int, str]]) -> TextPage:
    kept = [(number, line) for number, line in lines if not _RULED.fullmatch(line)]
    rules: list[Box] = []
    n_above = 0
    for _, line in lines:
        if _RULED.fullmatch(line):
            top = PITCH * (n_above + 0.3)
            rules.extend(
                Box(x0=CHAR * m.start(), x1=CHAR * m.end(), top=top, bottom=top) for m in re.finditer(r"\S+", line)
            )
        else:
            n_above += 1
    return TextPage(
        lines=tuple(line for _, line in kept), numbers=tuple(number for number, _ in kept), rules=tuple(rules)
    )


def _starts_by_number(lines: Sequence[str]) -> list[int]:
    """Where the pages begin that lines such as "Page 3 of 12" close, or open."""
    found = [(index, number) for index, line in enumerate(lines) if (number := _page_number(line)) is not None]
    if len(found) < 2 or any(after != before + 1 for (_, before), (_, after) in pairwise(found)):
        return []
    n_closing = sum(_n_blank(lines, index, 1) >= _n_blank(lines, index, -1) for index, _ in found)
    is_last = not any(map(str.strip, lines[found[-1][0] + 1 :]))
    is_first = not any(map(str.strip, lines[: found[0][0]]))
    closes = is_last or (2 * n_closing >= len(found) and not is_first)
    offset = 1 if closes else 0
    return [index + offset for index, _ in found if index + offset]


def _page_number(line: str) -> int | None:
    """The page number at the end of a line, or at its beginning, by itself or apart from other words."""
    pieces = _APART.split(line.strip())
    numbers = (page_number(piece) for piece in (pieces[-1], pieces[0]))
    return next((number for number in numbers if number is not None), None)


def _n_blank(lines: Sequence[str], index: int, step: int) -> int:
    n = 0
    index += step
    while 0 <= index < len(lines) and not lines[index].strip():
        n += 1
        index += step
    return n if 0 <= index < len(lines) else len(lines)


def _sheet(index: int, lines: Sequence[str], height: int) -> Sheet:
    places = _places(lines, height)
    words = tuple(word for number, place in places.items() for word in _words(lines[number], place))
    return Sheet(marks=Marks(index=index, width=1000.0, height=PITCH * (height + 1)), words=words)


def _places(lines: Sequence[str], height: int) -> dict[int, int]:
    """Where each line that holds something stands on a page of a height: what is set off at the end is its foot.

    An export ends each page with its last line, however much of the page is blank.
    """
    filled = [index for index, line in enumerate(lines) if line.strip()]
    foot = len(filled)
    for position in range(len(filled) - 1, max(0, len(filled) - 1 - _N_FOOT_LINES), -1):
        if filled[position] - filled[position - 1] > 1:
            foot = position
    return {
        index: index if position < foot else height - 1 - (filled[-1] - index) for position, index in enumerate(filled)
    }

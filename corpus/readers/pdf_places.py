"""Where on which page of a PDF a cited sentence or table cell stands, found again by its words.

A reading keeps places in its text, not on the page, so that every format has the same. A place is given only when the
words that it must hold are found there; otherwise the page alone, or nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import partial_ratio_alignment

from corpus.readers.pdf_lines import Word, find_words, rows_of
from corpus.readers.pdf_marks import Box, Marks, Pages

_MOST_PAGES = 4
"""Pages that hold the words about as well as the best are looked at more closely, as many as this."""

_SURE = 92.0  # of 100: how alike a sentence and the letters found for it must be
_ON_PAGE = 0.75  # the part of the words that a page must hold to be the page
_IN_ROW = 0.7  # the part of a row's figures that must stand in one line
_ROOM = 2.0  # points around a box
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellWanted:
    """A cited cell: its text as printed, and how many cells before it in its row print the same."""

    text: str
    nth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: a sentence, or a table's row with its cited cells; ``page`` as printed, None if unknown."""

    quote: str
    cells: tuple[CellWanted, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page, counted from 0, and the boxes on it in its own points; ``row`` is the line around cited cells, if any."""

    index: int
    marks: Marks
    boxes: tuple[Box, ...] = ()
    row: Box | None = None


def find_place(pages: Pages, wanted: Wanted) -> Found | None:
    """The place; without boxes where only the page is sure, None where not even that is."""
    candidates = _candidates(pages, wanted)
    for index in candidates:
        found = _on_page(pages.marks(index), wanted)
        if found is not None:
            return found
    if not candidates or (wanted.page is None and len(candidates) > 1):
        return None
    return Found(index=candidates[0], marks=pages.marks(candidates[0]).without_glyphs())


def _candidates(pages: Pages, wanted: Wanted) -> list[int]:
    """The pages that hold most of the words, the best first; of equals the nearest to the printed page."""
    words = Counter(_words(wanted.quote))
    total = sum(words.values())
    shares = {index: sum((words & Counter(_words(pages.words(index)))).values()) for index in range(len(pages))}
    likely = [index for index, share in shares.items() if total and share >= _ON_PAGE * total]

    def distance(index: int) -> int:
        return 0 if wanted.page is None else abs(index + 1 - wanted.page)

    return sorted(likely, key=lambda index: (-shares[index], distance(index), index))[:_MOST_PAGES]


def _on_page(marks: Marks, wanted: Wanted) -> Found | None:
    words = find_words(marks.glyphs, marks.height)
    place = _row(words, wanted) if wanted.cells else _sentence(words, wanted.quote)
    if place is None:
        return None
    boxes, row = place
    return Found(index=marks.index, marks=marks.without_glyphs(), boxes=tuple(boxes), row=row)


# --- a sentence ------------------------------------------------------------------------------------------------------


def _sentence(words: Sequence[Word], quote: str) -> tuple[list[Box], None] | None:
    """A box for each line of the sentence, looked for in the file's order and in that of lines down the page."""
    wanted = _letters(quote)
    if not wanted:
        return None
    upright = [word for word in words if not word.is_turned]
    for order in (list(words), [word for row in rows_of(upright) for word in row]):
        held = _run(order, wanted)
        if held:
            return [_around(row) for row in rows_of(held)], None
    return None


def _run(words: Sequence[Word], wanted: str) -> list[Word]:
    """The words whose letters, one after the other, are those that are wanted, or nearly."""
    letters = [_letters(word.text) for word in words]
    text = "".join(letters)
    start = text.find(wanted)
    end = start + len(wanted)
    if start < 0:
        alike = partial_ratio_alignment(wanted, text, score_cutoff=_SURE)
        if alike is None or len(text) < len(wanted):
            return []
        start, end = alike.dest_start, alike.dest_end
    held: list[Word] = []
    at = 0
    for word, own in zip(words, letters, strict=True):
        if own and start < at + len(own) and at < end:
            held.append(word)
        at += len(own)
    return held


# --- a row of a table ------------------------------------------------------------------------------------------------


def _row(words: Sequence[Word], wanted: Wanted) -> tuple[list[Box], Box] | None:
    """The line of figures that is the row's, and in it the cited cells, all of them or none."""
    figures = Counter(_tokens(wanted.quote, figures=True))
    names = Counter(_tokens(wanted.quote, figures=False))
    rows = rows_of(word for word in words if not word.is_turned)
    scored = []
    for n, row in enumerate(rows):
        text = " ".join(word.text for word in row)
        near = " ".join(word.text for other in rows[max(0, n - 2) : n + 3] for word in other)
        share = sum((figures & Counter(_tokens(text, figures=True))).values())
        named = sum((names & Counter(_tokens(near, figures=False))).values())
        if not figures or share >= _IN_ROW * sum(figures.values()):
            scored.append((share, named, -n, row))
    scored.sort(key=lambda entry: entry[:3], reverse=True)
    for _, _, _, row in scored:
        cells = [_cell(row, cell) for cell in wanted.cells]
        if all(cell is not None for cell in cells):
            return [cell for cell in cells if cell is not None], _around(row)
    is_sure = scored and all(entry[:2] < scored[0][:2] for entry in scored[1:])
    return ([], _around(scored[0][3])) if is_sure else None  # a cell of several lines is not searched for


def _cell(row: Sequence[Word], cell: CellWanted) -> Box | None:
    """The place of a cell in its line, the first words that print it having been passed by ``nth`` times."""
    wanted = _folded(cell.text)
    passed = 0
    for first in range(len(row)):
        text = ""
        for last in range(first, min(len(row), first + 12)):
            text += _folded(row[last].text)
            if text == wanted:
                if passed == cell.nth:
                    return _around(row[first : last + 1])
                passed += 1
                break
            if not wanted.startswith(text):
                break
    return None


# --- words -----------------------------------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _tokens(text: str, *, figures: bool) -> list[str]:
    """The figures of a text, or its other words."""
    return [_folded(part) for part in text.split() if any(c.isdigit() for c in part) is figures]


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _folded(text: str) -> str:
    return "".join(text.split()).replace("−", "-").replace("–", "-").lower()


def _around(words: Iterable[Word]) -> Box:
    held = list(words)
    return Box(
        x0=min(word.x0 for word in held) - _ROOM,
        x1=max(word.x1 for word in held) + _ROOM,
        top=min(word.top for word in held) - _ROOM,
        bottom=max(word.bottom for word in held) + _ROOM,
    )

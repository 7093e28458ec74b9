"""The letters of a page put together into words, and words into lines.

Knows type and places only: not what a line says, nor what stands around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from statistics import median

from corpus.readers.pdf_marks import Box, Glyph, turned_glyphs
from corpus.readers.raised import raised

_WORD_GAP = 0.17
"""A wider gap than this part of the type size parts two words, where the file has no space between them."""

_SPACE_GAP = 0.95
"""Words of one line stand no further apart than this, in type sizes, unless something parts them."""

_HYPHENS = ("-", "‐", "‑")
FIGURE = re.compile(
    r"(?:[(+\-−–—~<>≤≥]|(?-i:c)){0,3}\s?(?:[£$€¥]|R(?!\d{1,3}$))?\s?[(+\-−–]?\s?\d[\d,.  ]*\s?"
    r"(?:%|pp|p?pts?|m|bn|k|p|x|th|st|nd|rd|per cent|million|billion|days?|hours?|hrs?|mins?|minutes|seconds|weeks?|"
    r"months?|years?|yrs|points?|fte|wte|kg|km|tonnes|times|pa)?\s?\)?[-−]?"
    r"(?:\s?(?:[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]|\[(?:\w{1,2}|note \d{1,2})\]|\([a-z]\)|[rpe](?!\w)|[▲▼△▽↑↓→←]))*|"
    r"\d{1,3}:\d\d(?::\d\d)?|\d{1,2}/\d{1,2}/\d{2,4}|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*[-–' ’]{0,2}(?:20)?\d\d|"
    r"[-–—−.…]{1,3}|[£%]\s?[-–—]|n/?a|nil|n\.a\.|\.\.|:|\[(?:[a-z]{1,3}|low)\]|(?-i:[czxk]|low)|\*{1,2}",
    re.IGNORECASE,
)
"""What may stand in a column of figures: a figure with its signs and marks, or what is printed for a missing one."""

_THOUSANDS = re.compile(r"\(?[£$€]?\s?['‘’]?000['’]?s?\)?")
_HAS_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Letters without a space between them. ``base`` is the height of the line of writing.

    ``is_turned``: it is written up or down the page; ``base`` is then its foot.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    is_bold: bool = False
    is_raised: bool = False
    is_turned: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """The point in its middle."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words that stand side by side, from left to right."""

    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max(word.x1 for word in self.words)

    @property
    def base(self) -> float:
        """The height that its words stand on."""
        return max(self.words, key=lambda word: len(word.text)).base

    @property
    def size(self) -> float:
        """The type size of most of its letters."""
        sizes: dict[float, int] = {}
        for word in self.words:
            sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @property
    def top(self) -> float:
        """Where its letters reach up to."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Where its letters reach down to."""
        return max(word.bottom for word in self.words)

    @property
    def is_figure(self) -> bool:
        """Whether it reads as one figure."""
        return is_figure(self.text)

    @property
    def is_bold(self) -> bool:
        """Whether nearly all of it is bold."""
        n_letters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) for word in self.words if word.is_bold) >= 0.9 * n_letters

    @property
    def text(self) -> str:
        """The words as one reads them."""
        return " ".join(word.text for word in self.words)


@lru_cache(maxsize=20_000)
def is_figure(text: str) -> bool:
    """Whether a text is what stands in a column of figures."""
    return len(text) <= 30 and FIGURE.fullmatch(text) is not None and _THOUSANDS.fullmatch(text) is None


def has_digit(text: str) -> bool:
    """Whether there is a digit in a text."""
    return _HAS_DIGIT.search(text) is not None


def find_words(glyphs: Iterable[Glyph], height: float) -> list[Word]:
    """The words of a page of a height, line by line; raised marks are part of the word that they follow."""
    by_turn: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_turn.setdefault(glyph.turn, []).append(glyph)
    words = _attach_raised(_upright_words(by_turn.get(0, [])))
    for turn in (1, 3):
        words.extend(_turned_words(by_turn.get(turn, []), turn, height))
    return words


def find_lines(words: Iterable[Word], *, gap: float = _SPACE_GAP) -> list[Line]:
    """The lines that words make, from the top; words more than ``gap`` type sizes apart are in lines of their own."""
    found: list[Line] = []
    for row in rows_of(words):
        part: list[Word] = []
        for word in row:
            if part and word.x0 - part[-1].x1 > gap * max(word.size, part[-1].size):
                found.append(Line(words=tuple(part)))
                part = []
            part.append(word)
        found.append(Line(words=tuple(part)))
    return found


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words by the height that they stand on, from the top, each row from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.base, w.x0)):
        if rows and word.base - rows[-1][0].base <= max(1.2, 0.16 * min(word.size, rows[-1][0].size)):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.x0) for row in rows]


def joined(lines: Sequence[str]) -> str:
    """Lines of one text as running text; a hyphen at a line's end is marked for ``Vocabulary.mended``.

    >>> joined(["It ran from 2023-", "24 and/", "or later."]).replace(_BREAK, "")
    'It ran from 2023-24 and/or later.'
    """
    text = ""
    for line in lines:
        if text[-1:] in _HYPHENS and text[-2:-1].isalnum():
            text += f"{_BREAK}{line}"
        elif not text or (text[-1] == "/" and text[-2:-1].isalnum()):
            text += line
        else:
            text = f"{text} {line}"
    return text


class Vocabulary:
    """The words of a report: they tell a hyphen that only breaks a word at a line's end from one that belongs there."""

    def __init__(self, words: Iterable[Word]) -> None:
        """Take the words as they stand on the pages."""
        self._known = {word.text.casefold().strip(_AROUND) for word in words if not word.text.endswith("-")}

    def mended(self, text: str) -> str:
        """The text with each word that a line's end breaks made whole.

        Both parts are words that the report has by themselves: a compound, which keeps its hyphen, unless the report
        has it in one word elsewhere.
        """
        return _BROKEN.sub(self._whole, text) if _BREAK in text else text

    def _whole(self, match: re.Match[str]) -> str:
        before, after = match["before"], match["after"]
        whole = f"{before}{after}".casefold()
        kept = f"{before}-{after}"
        if kept.casefold() in self._known or not (before[-1].islower() and after[0].islower()):
            return kept
        if whole in self._known or not {before.casefold(), after.casefold()} <= self._known:
            return f"{before}{after}"
        return kept


_BREAK = "\u00ad"
"""Follows a hyphen that ends a line, until it is known whether it belongs there; it is dropped from any text."""

_BROKEN = re.compile(rf"(?P<before>\w+)-{_BREAK}(?P<after>\w+)")
_AROUND = "()[]{}.,;:!?'\"‘’“”*"


def _upright_words(glyphs: Sequence[Glyph]) -> list[Word]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.base, g.x0)):
        if rows and glyph.base - rows[-1][0].base <= max(0.6, 0.08 * min(glyph.size, rows[-1][0].size)):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    words: list[Word] = []
    for row in rows:
        row.sort(key=lambda g: g.x0)
        part: list[Glyph] = []
        for glyph in row:
            if part and (
                glyph.text == " "
                or glyph.x0 - max(g.x1 for g in part[-2:]) > _WORD_GAP * max(glyph.size, part[-1].size)
                or not 0.6 < glyph.size / part[-1].size < 1.7
            ):
                words.append(_word(part))
                part = []
            if glyph.text != " ":
                part.append(glyph)
        if part:
            words.append(_word(part))
    return [word for word in words if word.text]


def _word(glyphs: Sequence[Glyph]) -> Word:
    text = "".join(glyph.text for glyph in glyphs)
    if not text.isascii():
        # Ligatures and the like are written out; raised digits that the file itself has stay raised.
        text = "".join(unicodedata.normalize("NFKC", c) if "ﬀ" <= c <= "ﬆ" or c in "…" else c for c in text)
        text = text.replace("\u00ad", "-").replace("‐", "-")
    size = median(glyph.size for glyph in glyphs)
    base = glyphs[0].base
    return Word(
        text=text,
        x0=min(glyph.x0 for glyph in glyphs),
        x1=max(glyph.x1 for glyph in glyphs),
        top=base - 0.75 * size,
        bottom=base + 0.22 * size,
        base=base,
        size=round(size * 4) / 4,
        is_bold=sum(glyph.is_bold for glyph in glyphs) * 2 > len(glyphs),
    )


def _attach_raised(words: list[Word]) -> list[Word]:
    """The words with small raised marks made part of the word before them, and lowered letters likewise."""
    if len({word.size for word in words}) < 2:
        return words
    small = [word for word in words if len(word.text) <= 6]
    by_place: dict[int, list[int]] = {}
    for index, word in enumerate(words):
        for cell in range(int(word.x1 // 20) - 1, int(word.x1 // 20) + 2):
            by_place.setdefault(cell, []).append(index)
    taken: set[int] = set()
    grown: dict[int, Word] = {}
    places = {id(word): index for index, word in enumerate(words)}
    for mark in sorted(small, key=lambda w: w.x0):
        own = places[id(mark)]
        for index in by_place.get(int(mark.x0 // 20), ()):
            host = grown.get(index, words[index])
            if index == own or index in taken or host.size * 0.88 < mark.size:
                continue
            lift = host.base - mark.base
            near = -0.15 * host.size <= mark.x0 - host.x1 <= 0.32 * host.size
            if near and 0.12 * host.size <= lift <= 0.75 * host.size:
                grown[index] = replace(host, text=host.text + raised(mark.text, host.text), x1=max(host.x1, mark.x1))
            elif near and -0.35 * host.size <= lift <= -0.06 * host.size:
                grown[index] = replace(host, text=host.text + mark.text, x1=max(host.x1, mark.x1))
            else:
                continue
            taken.add(own)
            break
    kept = [grown.get(index, word) for index, word in enumerate(words) if index not in taken]
    return [_leading_mark(word, kept) for word in kept]


def _leading_mark(word: Word, words: Sequence[Word]) -> Word:
    """A mark that stands raised before the footnote that it belongs to, on the footnote's own line."""
    if len(word.text) > 3 or not (word.text.isdigit() or word.text in "*†‡§"):
        return word
    for other in words:
        is_next = -0.1 * other.size <= other.x0 - word.x1 <= 0.8 * other.size
        if (
            is_next
            and other.size * 0.88 >= word.size
            and 0.12 * other.size <= other.base - word.base <= other.size * 0.75
        ):
            return replace(
                word, text=raised(word.text, ""), base=other.base, bottom=other.bottom, size=other.size, is_raised=True
            )
    return word


def _turned_words(glyphs: list[Glyph], turn: int, height: float) -> list[Word]:
    """Words written up or down the page, joined to lines, as they stand on it."""
    if not glyphs:
        return []
    upright = glyphs
    # Heights only need to be told apart here: any page that holds them will do.
    side = height
    for _ in range(4 - turn):
        upright = turned_glyphs(upright, side)
    found: list[Word] = []
    for line in find_lines(_upright_words(upright)):
        box = Box(x0=line.x0, x1=line.x1, top=line.top, bottom=line.bottom)
        for _ in range(turn):
            box = Box(x0=side - box.bottom, x1=side - box.top, top=box.x0, bottom=box.x1)
        found.append(
            Word(
                text=line.text,
                x0=box.x0,
                x1=box.x1,
                top=box.top,
                bottom=box.bottom,
                base=box.bottom,
                size=line.size,
                is_bold=line.is_bold,
                is_turned=True,
            )
        )
    return found


def gaps(lines: Sequence[Line]) -> list[float]:
    """The distances from each line to the next."""
    return [b.base - a.base for a, b in pairwise(lines)]

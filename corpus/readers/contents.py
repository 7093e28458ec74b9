"""The contents page of a text: its entries, and which heading of the text each of them names.

Knows page numbers as the contents page prints them; ``corpus.pages`` spreads them over the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.lines import Line
from corpus.sentences import plain

_TITLE = re.compile(r"(?:table of )?contents(?: page)?:?|in this (?:report|document):?|what['’]s inside", re.IGNORECASE)
_ENTRY = re.compile(
    r"(?P<mark>[▲▼►▶■●•▪\-–—*+]?)[ \t\xa0]*(?P<title>[^\s|.…][^|\t…]*?)[ \t\xa0]*(?:\||\t|\.{3,}|…+|(?: \.){3,}|[ \xa0]{2,}|[ ]?[–—-][ ](?=\d+$)|[ ](?=\d{1,4}$))"
    r"[ \t\xa0.|]*(?:pages? |p\.? ?|slides? )?(?P<first>\d{1,4})(?:\s?(?:-|–|to)\s?(?P<last>\d{1,4}))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:appendix |annex |part |chapter |section )?(?P<number>[A-Z]|\d{1,2}(?:\.\d{1,2})*)[.):]?\s+", re.IGNORECASE)
_TOP_MARKS = "▲▼►▶■"
_MIN_ENTRIES = 3
_MIN_SIMILARITY = 0.4
_MAX_CANDIDATES = 12
_DENSITY_WEIGHT = 0.004
_SMALL_WORDS = frozenset("a an and at by for from in into of on or our per the their this to under with".split())
_PERIOD_WORD = re.compile(r"(?:fy)?\d{2,4}(?:[/–-]\d{2,4})?|q[1-4]|£|%|\W+")
_WORD = re.compile(r"[^\W_]+(?:[/–-]\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a contents page. ``level`` counts from 1; ``page`` is where it begins."""

    title: str
    level: int
    page: int
    last_page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A contents page: its entries in order, and the lines it takes up (``first_line`` to ``last_line``, indexes, both included)."""

    entries: tuple[Entry, ...]
    first_line: int
    last_line: int

    @property
    def n_pages(self) -> int:
        """The last page that an entry names."""
        return max(max(entry.page, entry.last_page or 0) for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A heading that an entry might name. ``opens`` says that it stands where a slide or a chapter would begin."""

    title: str
    opens: bool


def find_contents(lines: Sequence[Line]) -> Contents | None:
    """The first contents page that gives page numbers in rising order, or None."""
    for index, line in enumerate(lines[:2000]):
        if _TITLE.fullmatch(plain(line.text).strip("# ")):
            entries: list[Entry] = []
            levels = _Levels()
            for other in lines[index + 1 :]:
                match = _ENTRY.fullmatch(other.text)
                if match is None or (entries and int(match["first"]) < entries[-1].page):
                    break
                entries.append(
                    Entry(
                        title=plain(match["title"]),
                        level=levels.level(match["mark"], other.indent, match["title"]),
                        page=int(match["first"]),
                        last_page=int(match["last"]) if match["last"] else None,
                    )
                )
            if len(entries) >= _MIN_ENTRIES:
                return Contents(entries=tuple(entries), first_line=index, last_line=index + len(entries))
    return None


class _Levels:
    """Tells an entry's depth from its number, its mark or its indent, as the first entries set them."""

    def __init__(self) -> None:
        self._indents: list[int] = []
        self._has_top_marks = False

    def level(self, mark: str, indent: int, title: str) -> int:
        number = _NUMBER.match(title)
        if number and number["number"].isdigit() is False and "." in number["number"]:
            return 1 + number["number"].count(".")
        if mark in _TOP_MARKS and mark:
            self._has_top_marks = True
            return 1
        if self._has_top_marks:
            return 2
        while self._indents and indent < self._indents[-1]:
            self._indents.pop()
        if not self._indents or indent > self._indents[-1]:
            self._indents.append(indent)
        return len(self._indents)


def match_entries(entries: Sequence[Entry], headings: Sequence[Candidate]) -> dict[int, int]:
    """Which heading each entry names, as heading index by entry index, both rising; an entry without one is left out.

    Chosen together: the most alike in words, in order, and spread over the text as the page numbers are.
    """
    pairs = [(e, h, score) for e, entry in enumerate(entries) for h, score in _candidates(entry, headings)]
    best: list[float] = []
    previous: list[int] = []
    for k, (e, h, score) in enumerate(pairs):
        best.append(score)
        previous.append(-1)
        for j in range(k):
            before_e, before_h, _ = pairs[j]
            if before_e < e and before_h < h:
                n_pages = max(1, entries[e].page - entries[before_e].page)
                excess = max(0, h - before_h - n_pages)
                total = best[j] + score - min(0.3, _DENSITY_WEIGHT * excess * excess / n_pages)
                if total > best[k]:
                    best[k], previous[k] = total, j
    chosen: dict[int, int] = {}
    k = max(range(len(pairs)), key=lambda i: (best[i], -i), default=-1)
    while k >= 0:
        chosen[pairs[k][0]] = pairs[k][1]
        k = previous[k]
    return dict(sorted(chosen.items()))


def _candidates(entry: Entry, headings: Sequence[Candidate]) -> list[tuple[int, float]]:
    wanted = words(entry.title)
    scored = [(index, similarity(wanted, words(heading.title)) + (0.1 if heading.opens else 0.0)) for index, heading in enumerate(headings)]
    likely = sorted((pair for pair in scored if pair[1] >= _MIN_SIMILARITY), key=lambda pair: -pair[1])[:_MAX_CANDIDATES]
    return sorted(likely)


def words(title: str) -> frozenset[str]:
    """The telling words of a title in their plain forms: no small words, periods, numbering or brackets."""
    title = re.sub(r"\([^()]{0,120}\)", " ", _NUMBER.sub("", title, count=1) if title[:1].isdigit() else title)
    found = (_stem(word) for word in _WORD.findall(title.casefold()))
    return frozenset(word for word in found if word not in _SMALL_WORDS and not _PERIOD_WORD.fullmatch(word))


def _stem(word: str) -> str:
    for endings in (("ies", "s"), ("ial", "ing", "e")):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                word = word[: -len(ending)]
                break
    return word


def similarity(left: frozenset[str], right: frozenset[str]) -> float:
    """How alike two titles are, from 0 to 1: twice the shared words over all words."""
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 0.0

"""The contents page of a text: its entries, and which heading of the text each of them names.

Knows page numbers as the contents page prints them; ``corpus.pages`` spreads them over the text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from corpus.readers.lines import Line
from corpus.sentences import plain

_TITLE = re.compile(r"(?:table of )?contents(?: page)?:?|in this (?:report|document):?|what['’]s inside", re.IGNORECASE)
_ENTRY = re.compile(
    r"(?P<mark>[▲▼►▶■●•▪\-–—*+]?)[ \t\xa0]*(?P<title>(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?\t)?[^\s|.…][^|\t…]*?)[ \t\xa0]*"
    r"(?:\||\t|\.{3,}|…+|(?: \.){3,}|[ \xa0]{2,}| ?[–—-] (?=\d+$)| (?=\d{1,4}$))[ \t\xa0.|]*"
    r"(?:pages? |p\.? ?|slides? )?(?P<first>\d{1,4})(?:\s?(?:-|–|to)\s?(?P<last>\d{1,4}))?",
    re.IGNORECASE,
)
_MAX_ENTRY_CHARS = 300
_MAX_ENTRIES = 400
_MAX_LINES_BEFORE = 400
_MAX_HEADINGS = 5_000
_NUMBER = re.compile(
    r"(?:appendix |annex |part |chapter |section )?(?P<number>[A-Z]|\d{1,2}(?:\.\d{1,2})*)[.):]?\s+", re.IGNORECASE
)
_TOP_MARKS = "▲▼►▶■"
_MIN_ENTRIES = 3
_MIN_SIMILARITY = 0.4
_MAX_CANDIDATES = 12
_CONTAINED = 0.8
_OPENS_BONUS = 0.05
_PICTURE_COST = 0.15
_SKIP_WEIGHT = 0.15
_DENSITY_WEIGHT = 0.02
_SMALL_WORDS = frozenset(
    {
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "our",
        "per",
        "the",
        "this",
        "to",
        "with",
    }
)
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
    """A contents page: its entries in order, and the first and last of its lines, by their indexes."""

    entries: tuple[Entry, ...]
    first_line: int
    last_line: int

    @property
    def n_pages(self) -> int:
        """The last page that an entry names."""
        return max(max(entry.page, entry.last_page or 0) for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A heading that an entry might name.

    ``opens`` says that it stands where a slide or a chapter would begin, ``is_picture`` that it looks like a chart's
    title, ``place`` how many breaks in the text lie before it.
    """

    title: str
    opens: bool
    is_picture: bool
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An entry and a heading that it might name. ``rivals``: headings before that one that are like the entry too."""

    entry: int
    heading: int
    score: float
    rivals: tuple[int, ...] = ()


def find_contents(lines: Sequence[Line]) -> Contents | None:
    """The first contents page that gives page numbers in rising order, or None."""
    for index, line in enumerate(lines[:_MAX_LINES_BEFORE]):
        if _TITLE.fullmatch(plain(line.text).strip("# ")):
            entries: list[Entry] = []
            levels = _Levels()
            for other in islice(lines, index + 1, index + 1 + _MAX_ENTRIES):
                match = _ENTRY.fullmatch(other.text) if len(other.text) <= _MAX_ENTRY_CHARS else None
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


def find_listing(lines: Sequence[Line]) -> range:
    """The lines, by index, of a contents page without page numbers: each of its entries stands again as a line below.

    Empty where there is none.
    """
    for index, line in enumerate(lines[:_MAX_LINES_BEFORE]):
        if not _TITLE.fullmatch(plain(line.text).strip("# ")):
            continue
        below = {plain(other.text).casefold() for other in lines[index + 1 + _MIN_ENTRIES :] if not other.is_tabbed}
        end, seen = index + 1, set[str]()
        while end < len(lines) and end <= index + _MAX_ENTRIES:
            entry = plain(lines[end].text).casefold()
            if lines[end].is_tabbed or entry in seen or entry not in below or len(entry) > _MAX_ENTRY_CHARS:
                break
            seen.add(entry)
            end += 1
        # an entry that is its own last repetition is the first heading, not part of the list
        again = {plain(other.text).casefold() for other in lines[end:]}
        if len(seen) >= _MIN_ENTRIES and seen <= again:
            return range(index, end)
    return range(0)


class _Levels:
    """Tells an entry's depth from its number, its mark or its indent, as the first entries set them."""

    def __init__(self) -> None:
        self._indents: list[int] = []
        self._has_top_marks = False

    def level(self, mark: str, indent: int, title: str) -> int:
        number = _NUMBER.match(title)
        if number and "." in number["number"]:
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


def match_entries(entries: Sequence[Entry], headings: Sequence[Candidate], pairs: Sequence[Pair]) -> dict[int, int]:
    """Which heading each entry names, as heading index by entry index, both rising; an entry without one is left out.

    Chosen together from ``pairs``: the most alike in words, in order, and spread over the text as the page numbers are.
    """
    best: list[float] = []
    previous: list[int] = []
    for k, pair in enumerate(pairs):
        best.append(pair.score - _SKIP_WEIGHT * len(pair.rivals))
        previous.append(-1)
        for j in range(k):
            before = pairs[j]
            if before.entry < pair.entry and before.heading < pair.heading:
                n_pages = max(1, entries[pair.entry].page - entries[before.entry].page)
                excess = max(0, headings[pair.heading].place - headings[before.heading].place - n_pages)
                n_skipped = sum(rival > before.heading for rival in pair.rivals)
                cost = min(0.3, _DENSITY_WEIGHT * excess * excess / n_pages) + _SKIP_WEIGHT * n_skipped
                if best[j] + pair.score - cost > best[k]:
                    best[k], previous[k] = best[j] + pair.score - cost, j
    chosen: dict[int, int] = {}
    k = max(range(len(pairs)), key=lambda i: (best[i], -i), default=-1)
    while k >= 0:
        chosen[pairs[k].entry] = pairs[k].heading
        k = previous[k]
    return dict(sorted(chosen.items()))


def alike_pairs(entries: Sequence[Entry], headings: Sequence[Candidate]) -> list[Pair]:
    """The headings that each entry might name, by likeness of words: at most twelve each, by entry and heading."""
    telling = [words(heading.title) for heading in headings[:_MAX_HEADINGS]]
    wanted = [words(entry.title) for entry in entries]
    titles = frozenset(wanted)
    pairs: list[Pair] = []
    for e, name in enumerate(wanted):
        scored: list[tuple[float, int, bool]] = []
        for h, found in enumerate(telling):
            # A heading that is another entry's title word for word is not this entry's.
            alike = similarity(name, found) if found == name or found not in titles else 0.0
            if len(name) > 1 and name < found:
                alike = max(alike, _CONTAINED)
            if alike >= _MIN_SIMILARITY:
                # A slide's title is often printed again on the next: word for word, the first one counts.
                is_same = found == name
                bonus = (
                    0.0 if is_same else _OPENS_BONUS if headings[h].opens else -_PICTURE_COST * headings[h].is_picture
                )
                scored.append((alike + bonus, h, not headings[h].is_picture))
        scored = sorted(scored, key=lambda item: (-item[0], item[1]))[:_MAX_CANDIDATES]
        likely = sorted(scored, key=lambda item: item[1])
        for score, h, _ in likely:
            rivals = (
                () if telling[h] == name else tuple(other for _, other, is_rival in likely if other < h and is_rival)
            )
            pairs.append(Pair(entry=e, heading=h, score=score, rivals=rivals))
    return pairs


@functools.lru_cache(maxsize=4096)
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

"""A report's outline: what a catalogue needs to know of it, without its cells and its text.

Made once for each report and kept, so that a library of a thousand reports is opened without reading them all. Knows no
question and no other report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.questions.words import label_stems, tokens
from corpus.document import Document, Sentence
from structured.headers import is_unit_heading
from structured.observations import ColumnKind, Grid, GridRow

_WORDED = r"[A-Za-z][\w’'-]*|&"
_SHORT = r"(?:[A-Z][A-Za-z&+]{1,9})"
_ACRONYM = re.compile(rf"((?:{_WORDED})(?:,?[ \u00a0]+(?:{_WORDED})){{1,11}})\s*\(({_SHORT})\)")
_ACRONYM_FIRST = re.compile(rf"\b({_SHORT})\s*\(([A-Z][\w’' -]{{5,80}})\)")
_ACRONYM_LISTED = re.compile(
    rf"^[ \t•*-]*({_SHORT})(?:\t|:| [-–—]| means| stands for) +((?:{_WORDED})(?: (?:{_WORDED})){{1,11}})", re.MULTILINE
)
"""A line of a list of terms: "FTE: full-time equivalent, …"."""
_OF_ALL = re.compile(r"\b(?:total|totals|sub-?total|overall|grand|all|net|sum)\b", re.IGNORECASE)
_GROUP_OF_ALL = re.compile(r"\(all\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOutline:
    """A table's labels. ``rows`` and ``columns`` are the paths of its body rows and data columns.

    ``timed_rows`` and ``timed_columns`` say which of them have a period. ``also`` gives (row by position, what it
    is called beside its labels): the name of a category that the table's sums make it a part of, the unit in which
    a column of units says that it is counted, or a name in another column of words. ``prose`` are the stems of what its
    section says beside it.
    """

    number: int
    title: str
    caption: str
    section: tuple[str, ...]
    notes: tuple[str, ...]
    dimensions: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[tuple[str, ...], ...]
    timed_rows: tuple[bool, ...]
    timed_columns: tuple[bool, ...]
    also: tuple[tuple[int, str], ...]
    prose: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOutline:
    """What the words of a report are.

    ``frequency`` counts for each stem the sentences that say it; ``inside`` those that say it after their first word,
    ``capital`` those that write it with a capital there. ``words`` are the words that sentences write, lower case, with
    their stems, in the order in which they come; ``acronyms`` those that the report defines, with their names.
    """

    document_id: str
    tables: tuple[TableOutline, ...]
    n_sentences: int
    n_long_tables: int
    frequency: Mapping[str, int]
    inside: Mapping[str, int]
    capital: Mapping[str, int]
    words: Mapping[str, str]
    acronyms: Mapping[str, str]


def outline(document: Document, grids: Sequence[Grid], sentences: Sequence[Sentence]) -> ReportOutline:
    """The outline of a report with these tables and sentences."""
    frequency: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    words: dict[str, str] = {}
    beside: dict[tuple[str, ...], set[str]] = {}
    for sentence in sentences:
        stems = label_stems(sentence.text)
        said = tokens(sentence.text)
        frequency.update(set(stems))
        inside.update({t.stem for t in said[1:] if not t.is_stop and not t.is_number})
        capital.update({t.stem for t in said[1:] if t.text[0].isupper() and not t.is_stop})
        for token in said:
            words.setdefault(token.text.lower(), token.stem)
        section = sentence.locator.section
        for depth in range(2, len(section) + 1):  # what a section says, its sub-sections say too; chapters are too wide
            beside.setdefault(section[:depth], set()).update(stems)
    prose = {section: frozenset(stems) for section, stems in beside.items()}
    return ReportOutline(
        document_id=document.id,
        tables=tuple(_table(grid, prose.get(grid.section, frozenset())) for grid in grids),
        n_sentences=len(sentences),
        n_long_tables=len(document.long_tables),
        frequency=frequency,
        inside=inside,
        capital=capital,
        words=words,
        acronyms=acronyms([document.source]),
    )


def _table(grid: Grid, prose: frozenset[str]) -> TableOutline:
    return TableOutline(
        number=grid.number,
        title=grid.title,
        caption=grid.caption,
        section=grid.section,
        notes=grid.notes,
        dimensions=grid.row_dimension,
        rows=tuple(row.path for row in grid.rows),
        columns=tuple(column.path for column in grid.columns),
        timed_rows=tuple(row.period is not None for row in grid.rows),
        timed_columns=tuple(column.period is not None for column in grid.columns),
        also=(*_wholes(grid), *_units(grid), *_names(grid)),
        prose=prose,
    )


def _wholes(grid: Grid) -> tuple[tuple[int, str], ...]:
    """For each row (by position) the names of the categories that the table's sums make it a part of.

    "Total operating expense" names one as "Houses" does; "Total" alone none.
    """
    position = {row.index: i for i, row in enumerate(grid.rows)}
    found = []
    for sums in grid.parts:
        whole = grid.rows[position[sums.total]]
        name = _OF_ALL.sub("", whole.path[-1]).strip() if whole.path else ""
        if sums.confirmed and name:
            found += [(position[part], name) for part in sums.parts]
    return tuple(found)


def _units(grid: Grid) -> Iterator[tuple[int, str]]:
    """For each row (by position) the words of its unit, where a column holds nothing else ("litres a day")."""
    position = {row.index: i for i, row in enumerate(grid.rows)}
    of_units = {c.index for c in grid.columns if c.kind is ColumnKind.TEXT and c.path and is_unit_heading(c.path[-1])}
    for cell in grid.observations:
        if cell.column in of_units and cell.printed.strip():
            yield position[cell.row], cell.printed.strip()


def _names(grid: Grid) -> Iterator[tuple[int, str]]:
    """For each row (by position) the names that stand beside its figures in columns of words: who provides it, which
    fund pays for it. A sentence is no name, nor is a status of one word ("Delayed").
    """
    position = {row.index: i for i, row in enumerate(grid.rows)}
    texts = [c for c in grid.columns if c.kind is ColumnKind.TEXT]
    words = {c.index for c in texts if not (c.path and is_unit_heading(c.path[-1]))}
    if not any(c.kind is ColumnKind.LEVEL for c in grid.columns):
        return
    for cell in grid.observations:
        name = cell.printed.strip()
        if cell.column in words and name not in grid.rows[position[cell.row]].path and _is_name(name):
            yield position[cell.row], name


def _is_name(text: str) -> bool:
    """Whether what a cell says is a name of two words and more."""
    stems = [w for w in tokens(text) if not w.is_stop]
    named = text[:1].isupper() and not any(c.isdigit() for c in text) and not text.endswith(".")
    return named and _FEWEST_IN_NAME <= len(stems) <= _MOST_IN_NAME


_FEWEST_IN_NAME, _MOST_IN_NAME = 2, 5


def is_total_label(text: str) -> bool:
    """Whether a row's label says that it is a total of the table, not a category of its own."""
    return bool(_OF_ALL.search(text))


def is_total_heading(text: str) -> bool:
    """Whether a column's label says that it is a total of the table; "Widgets (all)" is one of the widgets alone."""
    return is_total_label(_GROUP_OF_ALL.sub("", text))


def is_of_all(row: GridRow) -> bool:
    """Whether a row is a total or a base, by its kind or by its name."""
    return row.is_whole or (bool(row.path) and is_total_label(row.path[-1]))


_LITTLE = frozenset({"a", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with", "&"})


def _initials(words: Sequence[str]) -> frozenset[str]:
    """What the initials of a name's words may be: of all, without its little words, of those with capitals."""
    parts = [part for word in words for part in re.split(r"[-]", word) if part]
    ways = (parts, [p for p in parts if p.casefold() not in _LITTLE])
    found = {"".join(p[0] for p in way).upper() for way in ways}
    if parts and parts[0][:1].isupper():
        found.add("".join(p[0] for p in parts if p[0].isupper()))
    return frozenset(found)


def acronyms(texts: Iterable[str]) -> dict[str, str]:
    """The acronyms that texts themselves define, with their names; the longest name that fits wins.

    >>> acronyms(["Mean Time to Repair (MTTR) fell, and so did near misses with mowers (NMMs)."])
    {'MTTR': 'Mean Time to Repair', 'NMM': 'near misses with mowers'}
    """
    found: dict[str, str] = {}
    for text in texts:
        pairs = [(m.group(2), m.group(1)) for m in _ACRONYM.finditer(text)]
        pairs += [(m.group(1), m.group(2)) for m in _ACRONYM_FIRST.finditer(text)]
        for short, said in pairs:
            _define(found, short, said, ends=True)
        for m in _ACRONYM_LISTED.finditer(text):
            _define(found, m.group(1), m.group(2), ends=False)
    return found


def _define(found: dict[str, str], short: str, said: str, *, ends: bool) -> None:
    """Note what an acronym stands for, if it is at the end of what is said before it, or at the start after it."""
    short = short[:-1] if short.endswith("s") and short[:-1].isupper() else short
    letters = re.sub(r"[^A-Z]", "", short.upper())
    words = said.replace("’", "'").split()
    tries = (words[n:] for n in range(len(words))) if ends else (words[:n] for n in range(len(words), 0, -1))
    for name in tries:
        if len(letters) >= 2 and len(name) >= 2 and name[0].casefold() not in _LITTLE and letters in _initials(name):
            found.setdefault(short, " ".join(name).strip(" ,"))
            return


@dataclass(frozen=True, slots=True)
class Capitals:
    """How often words stand within sentences, not at their start, and how often with a capital, by stem."""

    capital: Counter[str]
    inside: Counter[str]

    @classmethod
    def of(cls, outlines: Sequence[ReportOutline]) -> Capitals:
        """Those of several reports together."""
        capital: Counter[str] = Counter()
        inside: Counter[str] = Counter()
        for one in outlines:
            capital.update(one.capital)
            inside.update(one.inside)
        return cls(capital=capital, inside=inside)

    @property
    def proper(self) -> frozenset[str]:
        """The stems that sentences write with a capital wherever they do not open with them: "Northgate"."""
        return frozenset(w for w, n in self.capital.items() if n >= _MOSTLY * self.inside[w])

    def running(self, n_sentences: int) -> frozenset[str]:
        """The proper names that run through so many sentences: in many of them, mostly capitalised within them."""
        enough = max(4, n_sentences // 25)
        mostly = (w for w, n in self.capital.items() if n >= enough and n >= 0.8 * self.inside[w])
        return frozenset(w for w in mostly if len(w) > 1)


_MOSTLY = 0.9

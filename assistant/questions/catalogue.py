"""The catalogue: every label of a library's tables, by its words, and what each word is worth.

Built from the grids and the reports' sentences alone. It knows no question; ``linking.py`` asks it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from assistant.questions.words import label_stems, tokens
from corpus.document import Sentence
from structured.observations import Grid, Observation
from structured.periods import Period
from structured.plan import CellRef

_ACRONYM = re.compile(
    r"((?:[A-Z][\w’'-]*|of|for|and|the|to|in|on|&)"
    r"(?:[ ,]+(?:[A-Z][\w’'-]*|of|for|and|the|to|in|on|&)){1,9})"
    r"\s*\(([A-Z][A-Za-z&+]{1,9})\)"
)
_OPENING_NAME = re.compile(r"^((?:[^\s,(:–-]+ ){0,5}[^\s,(:–-]+)\s*(?:,|\(| [–-] |:)\s*\S")
_BRACKETED_NAME = re.compile(r"\S \(((?:[^\s()]+ ){0,4}[^\s()]+)\)\s*$")
_HEAD = re.compile(r"((?:[^\W\d_][\w’'-]*\s+){1,4}?)(?:about|in|with|towards?|of|per)\s+\S", re.IGNORECASE)
_LONGEST_MEMBER = 5  # words; a longer label describes more than it names
_OF_ALL = re.compile(r"\b(?:total|totals|sub-?total|overall|grand|all|net|sum)\b", re.IGNORECASE)
_ACRONYM_FIRST = re.compile(r"\b([A-Z][A-Za-z&]{1,8})\s*\(([A-Z][\w’' -]{5,80})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One label, wherever it stands; ``stems`` in order.

    ``short`` are the stems of the names that a longer label gives for short: the one that it opens with ("Outreach, a
    programme for …"), the one that it ends with in brackets. ``head`` are the stems of what a measure is of its object:
    "worry" in "Worry about litter", which says nothing of litter itself.
    """

    id: int
    text: str
    stems: tuple[str, ...]
    short: tuple[tuple[str, ...], ...] = ()
    head: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GridEntry:
    """A grid with the ids of its labels.

    ``context`` holds (label id, how much a match there counts); ``prose`` the stems of what its section says beside it,
    ``period`` the report's own. ``wholes`` gives for a row the labels of the rows that it is a part of by arithmetic
    ("Detached" under "Houses").
    """

    index: int
    grid: Grid
    rows: tuple[tuple[int, ...], ...]
    columns: tuple[tuple[int, ...], ...]
    dimensions: tuple[int, ...]
    context: tuple[tuple[int, float], ...]
    cells: dict[tuple[int, int], Observation]
    row_index: dict[int, int]
    column_index: dict[int, int]
    period: Period | None
    prose: frozenset[str]
    wholes: dict[int, tuple[int, ...]]
    labels: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Gather the labels of all rows and columns."""
        object.__setattr__(self, "labels", frozenset(chain(*self.rows, *self.columns)))

    def ref(self, row: int, column: int) -> CellRef:
        """The cell of the grid's ``row``-th body row and ``column``-th data column."""
        return CellRef(
            document_id=self.grid.document_id,
            table=self.grid.number,
            row=self.grid.rows[row].index,
            column=self.grid.columns[column].index,
        )

    def cell(self, row: int, column: int) -> Observation | None:
        """The observation there, if the table has one."""
        return self.cells.get((self.grid.rows[row].index, self.grid.columns[column].index))


def _initials(words: str) -> tuple[str, str]:
    """The initials of a name, with and without its little words."""
    parts = [w for w in re.split(r"[ ,-]+", words) if w]
    every = "".join(w[0] for w in parts if w[0].isalnum()).upper()
    capitals = "".join(w[0] for w in parts if w[0].isupper())
    return every, capitals


def acronyms(texts: Iterable[str]) -> dict[str, str]:
    """The acronyms that texts themselves define, with their names; the longest name that fits wins.

    >>> acronyms(["Mean Time to Repair (MTTR) fell."])
    {'MTTR': 'Mean Time to Repair'}
    """
    found: dict[str, str] = {}
    for text in texts:
        pairs = [(m.group(2), m.group(1)) for m in _ACRONYM.finditer(text)]
        pairs += [(m.group(1), m.group(2)) for m in _ACRONYM_FIRST.finditer(text)]
        for short, name in pairs:
            letters = re.sub(r"[^A-Z]", "", short.upper())
            words = name.replace("’", "'").split()
            for start in range(len(words)):
                tail = " ".join(words[start:]).strip(" ,")
                if words[start][:1].isupper() and letters in _initials(tail) and len(letters) >= 2:
                    found.setdefault(short, tail)
                    break
    return found


def _capital_runs(labels: Sequence[Label]) -> dict[str, str]:
    """Acronyms that labels do not define but that their names would make: three or more words with capitals."""
    found: dict[str, str] = {}
    for label in labels:
        for match in re.finditer(r"(?:[A-Z][a-z’'-]+\s+){2,5}[A-Z][a-z’'-]+", label.text):
            words = match.group().split()
            for size in range(3, len(words) + 1):
                name = words[:size]
                found.setdefault("".join(w[0] for w in name), " ".join(name))
    return found


@dataclass
class Catalogue:
    """Labels by word, grids with their labels, and the weight of each word.

    ``frequency`` counts, for each stem, in how many labels and sentences it occurs; ``alternatives`` are the library's
    own equivalents (its acronyms), in the form of the glossary's. ``names`` are the proper names that run all through
    the reports (the publisher, its place and people): a question may say them of any figure. ``periods`` are the
    reports' own, by document id.
    """

    labels: list[Label] = field(default_factory=list)
    entries: tuple[GridEntry, ...] = ()
    postings: dict[str, list[int]] = field(default_factory=dict)
    frequency: Counter[str] = field(default_factory=Counter)
    n_texts: int = 0
    bigrams: set[tuple[str, str]] = field(default_factory=set)
    alternatives: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    periods: dict[str, Period | None] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    def weight(self, word: str) -> float:
        """What explaining a word is worth, 0.15 to 1: the rarer in the library, the more; 1 if not in it."""
        count = self.frequency.get(word, 0)
        if not count:
            return 1.0
        return max(0.15, min(1.0, math.log((self.n_texts + 1) / count) / math.log(self.n_texts + 1)))

    @cached_property
    def row_words(self) -> frozenset[str]:
        """The stems that stand in row labels: light words among them tell rows apart."""
        return frozenset(w for e in self.entries for labels in e.rows for i in labels for w in self.labels[i].stems)

    @cached_property
    def telling(self) -> frozenset[str]:
        """The stems that tell rows or kinds of rows apart though they are light elsewhere.

        They stand in few row labels, or in the headings over row labels ("Project").
        """
        counts: Counter[str] = Counter()
        for entry in self.entries:
            counts.update({w for labels in entry.rows for i in labels[-1:] for w in set(self.labels[i].stems)})
        headings = {w for e in self.entries for i in e.dimensions if i >= 0 for w in self.labels[i].stems}
        return frozenset({w for w, n in counts.items() if n <= 2} | headings)

    @cached_property
    def _members(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """The stems of the labels that name one member of a table, by the first; totals name no member.

        Of columns those of two words and more: a single one ("Budget", "Change") says what kind of figure stands there.
        """
        found: dict[str, set[tuple[str, ...]]] = {}
        for entry in self.entries:
            rows = [labels for i, labels in enumerate(entry.rows) if entry.grid.rows[i].period is None]
            columns = [labels for i, labels in enumerate(entry.columns) if entry.grid.columns[i].period is None]
            for labels, fewest in ((rows, 1), (columns, 2)):
                for label in {self.labels[i] for path in labels for i in path}:
                    named = fewest <= len(label.stems) <= _LONGEST_MEMBER and len(max(label.stems, key=len)) > 3
                    if named and not is_total_label(label.text):
                        found.setdefault(label.stems[0], set()).add(label.stems)
        return {first: tuple(sorted(stems)) for first, stems in found.items()}

    def members_in(self, stems: Sequence[str]) -> list[tuple[int, int]]:
        """Where a text's stems name members of the tables, word for word; the longest at each place."""
        found: list[tuple[int, int]] = []
        for start, first in enumerate(stems):
            ends = [start + len(m) for m in self._members.get(first, ()) if tuple(stems[start : start + len(m)]) == m]
            if ends and not any(start < end for _, end in found[-1:]):
                found.append((start, max(ends)))
        return found

    def entry_of(self, document_id: str, table: int) -> GridEntry:
        """The entry of a table. Raises KeyError when there is none."""
        for entry in self.entries:
            if entry.grid.document_id == document_id and entry.grid.number == table:
                return entry
        raise KeyError((document_id, table))

    def observation(self, ref: CellRef) -> Observation:
        """The observation at a place. Raises KeyError when the table has none there."""
        return self.entry_of(ref.document_id, ref.table).cells[ref.row, ref.column]


def _wholes(grid: Grid, label: Callable[[str], int]) -> dict[int, tuple[int, ...]]:
    """For each row (by position) the labels of the categories that the table's sums make it a part of.

    "Total operating expense" names one as "Houses" does; "Total" alone none.
    """
    position = {row.index: i for i, row in enumerate(grid.rows)}
    found: dict[int, tuple[int, ...]] = {}
    for sums in grid.parts:
        whole = grid.rows[position[sums.total]]
        name = _OF_ALL.sub("", whole.path[-1]).strip() if whole.path else ""
        if not sums.confirmed or not name:
            continue
        for part in sums.parts:
            found[position[part]] = (*found.get(position[part], ()), label(name))
    return found


def is_total_label(text: str) -> bool:
    """Whether a row's label says that it is a total of the table, not a category of its own."""
    return bool(_OF_ALL.search(text))


def _running_names(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The stems of the proper names that run through a report: in many sentences, mostly capitalised within them."""
    found: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for sentence in sentences:
        total[sentence.locator.document_id] += 1
        words = tokens(sentence.text)
        inside = {t.stem for t in words[1:] if not t.is_stop and not t.is_number}
        found.update(inside)
        capital.update({t.stem for t in words[1:] if t.text[0].isupper() and not t.is_stop})
    enough = max(4, sum(total.values()) // 25)
    return frozenset(w for w, n in capital.items() if n >= enough and n >= 0.8 * found[w] and len(w) > 1)


def build_catalogue(
    grids: Sequence[Grid],
    sentences: Sequence[Sentence],
    *,
    titles: dict[str, str],
    periods: dict[str, Period | None],
    prose: Iterable[str] = (),
) -> Catalogue:
    """Index the labels of grids.

    ``titles`` and ``periods`` are the documents' by id; ``prose`` is where acronyms are defined.
    """
    catalogue = Catalogue(periods=periods)
    ids: dict[str, int] = {}

    def label(text: str) -> int:
        if text not in ids:
            ids[text] = len(ids)
            names = [m.group(1) for m in (_OPENING_NAME.match(text), _BRACKETED_NAME.search(text)) if m]
            head = _HEAD.match(text)
            entry = Label(
                id=ids[text],
                text=text,
                stems=label_stems(text),
                short=tuple(label_stems(n) for n in names),
                head=label_stems(head.group(1)) if head else (),
            )
            catalogue.labels.append(entry)
            for word in dict.fromkeys(entry.stems):
                catalogue.postings.setdefault(word, []).append(entry.id)
                catalogue.frequency[word] += 1
            catalogue.bigrams.update(zip(entry.stems, entry.stems[1:], strict=False))
        return ids[text]

    beside: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for sentence in sentences:
        section = sentence.locator.section
        for depth in range(2, len(section) + 1):  # what a section says, its sub-sections say too; chapters are too wide
            beside.setdefault((sentence.locator.document_id, section[:depth]), set()).update(label_stems(sentence.text))
    entries = []
    for index, grid in enumerate(grids):
        context = [(label(grid.title), 0.95)] if grid.title else []
        if grid.caption and grid.caption != grid.title:
            context.append((label(grid.caption), 0.8))
        for depth, title in enumerate(reversed(grid.section)):
            context.append((label(title), 0.85 if depth < 2 else 0.7))
        context += [(label(note), 0.5) for note in grid.notes if len(note) < 400]
        title = titles.get(grid.document_id, "")
        if title:
            context.append((label(title), 0.6))
        entries.append(
            GridEntry(
                index=index,
                grid=grid,
                rows=tuple(tuple(label(part) for part in row.path if part) for row in grid.rows),
                columns=tuple(tuple(label(part) for part in column.path if part) for column in grid.columns),
                dimensions=tuple(label(d) if d else -1 for d in grid.row_dimension),
                context=tuple(context),
                cells={(o.row, o.column): o for o in grid.observations},
                row_index={row.index: i for i, row in enumerate(grid.rows)},
                column_index={column.index: i for i, column in enumerate(grid.columns)},
                period=periods.get(grid.document_id),
                wholes=_wholes(grid, label),
                prose=frozenset(beside.get((grid.document_id, grid.section), ())),
            )
        )
    catalogue.entries = tuple(entries)
    count = len(catalogue.labels)
    for sentence in sentences:
        count += 1
        catalogue.frequency.update(set(label_stems(sentence.text)))
    catalogue.n_texts = max(count, 2)
    catalogue.names = _running_names(sentences)
    known: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    defined = acronyms(prose)
    for short, name in (_capital_runs(catalogue.labels) | defined).items():
        a, b = label_stems(short), label_stems(name)
        if a and b and a != b:
            known.setdefault(a, set()).add(b)
            known.setdefault(b, set()).add(a)
    catalogue.alternatives = {k: tuple(sorted(v)) for k, v in known.items()}
    return catalogue

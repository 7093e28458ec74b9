"""The catalogue: every label of a library's tables, by its words, and what each word is worth.

Built from the outlines of the reports alone; a table's cells are read when the table is looked at. It knows no
question; ``linking.py`` asks it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import groupby
from threading import Lock
from typing import overload

from assistant.questions.outline import Capitals, ReportOutline, TableOutline, is_total_label
from assistant.questions.twins import with_undated_twin
from assistant.questions.words import label_stems
from structured.headers import is_unit_heading
from structured.observations import ColumnKind, Grid, Observation
from structured.periods import Period
from structured.plan import CellRef
from structured.tables import Cells, Table

_OPENING_NAME = re.compile(r"^((?:[^\s,(:–-]+ ){0,5}[^\s,(:–-]+)\s*(?:,|\(| [–-] |:|(?<=\w{4})\.(?= [A-Z]))\s*\S")
_BRACKETED_NAME = re.compile(r"\S \(((?:[^\s()]+ ){0,4}[^\s()]+)\)\s*$")
_HEAD = re.compile(r"((?:[^\W\d_][\w’'-]*\s+){1,4}?)(?:about|in|with|towards?|of|per)\s+\S", re.IGNORECASE)
MOST_KEPT = 1_500
"""So many tables stay in memory with their cells: some 200 kB each."""
OF_TITLE = 0.95
"""How much a match in the title of a table counts."""
OF_REPORT = 0.6
"""What a match in the title of a whole report counts for each of its tables."""
_SISTERS = 0.5  # the share of a table's rows that its sister has too, at least
_FEW_DIGITS = 2
_NUMBERING = re.compile(
    r"^(?:(?:table|figure|chart|section|annex|appendix)\s+)?\d{1,2}(?:\.\d{1,2})*[.:)]?\s+(?=[^\W\d_])", re.IGNORECASE
)
"""The number that a heading or a title has in its report, which is no word of it."""
_LONGEST_MEMBER = 5  # words; a longer label describes more than it names


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


TableOf = Callable[[str, int], Table]
"""The table of a report, by its id and the table's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLabels:
    """The ids of a table's labels, and where the table is. What is known of a table before its cells are read.

    ``rows`` and ``columns`` are the paths of its body rows and data columns; ``context`` holds (label id, how much a
    match there counts); ``dimensions`` has -1 where a heading is empty; ``prose`` the stems of what its section says
    beside it, ``period`` the report's own. ``also`` gives for a row what it is called beside its labels: the rows that
    it is a part of by arithmetic ("Detached" under "Houses"), and its unit. ``apart`` are the stems that
    tables of the same rows have over their columns, and this one has not; ``titled_apart`` those in their titles.
    """

    index: int
    document_id: str
    number: int
    rows: tuple[tuple[int, ...], ...]
    columns: tuple[tuple[int, ...], ...]
    dimensions: tuple[int, ...]
    context: tuple[tuple[int, float], ...]
    period: Period | None
    prose: frozenset[str]
    also: dict[int, tuple[int, ...]]
    apart: frozenset[str] = frozenset()
    titled_apart: frozenset[str] = frozenset()

    @property
    def title(self) -> tuple[int, ...]:
        """The label of its title; none where it has no title."""
        return tuple(label for label, factor in self.context[:1] if factor == OF_TITLE)


@dataclass(frozen=True, kw_only=True)
class GridEntry(TableLabels):
    """A table with the ids of its labels and its cells. ``frame`` is it without its cells."""

    table: Table

    @property
    def frame(self) -> Grid:
        """The table's rows, columns and titles, without its observations."""
        return self.table.frame

    @property
    def grid(self) -> Grid:
        """The whole table."""
        return self.table.grid

    @property
    def cells(self) -> Cells:
        """The observations by row and column, as the table counts them."""
        return self.table.cells

    @cached_property
    def row_index(self) -> dict[int, int]:
        """The position of each body row, by its number."""
        return {row.index: i for i, row in enumerate(self.frame.rows)}

    @cached_property
    def column_index(self) -> dict[int, int]:
        """The position of each data column, by its number."""
        return {column.index: i for i, column in enumerate(self.frame.columns)}

    @cached_property
    def with_undated_twin(self) -> frozenset[int]:
        """The columns of an earlier time beside whose heading the same one stands without a time."""
        return with_undated_twin(self.frame, self.period)

    def ref(self, row: int, column: int) -> CellRef:
        """The cell of the grid's ``row``-th body row and ``column``-th data column."""
        return CellRef(
            document_id=self.frame.document_id,
            table=self.frame.number,
            row=self.frame.rows[row].index,
            column=self.frame.columns[column].index,
        )

    def cell(self, row: int, column: int) -> Observation | None:
        """The observation there, if the table has one."""
        return self.cells.get((self.frame.rows[row].index, self.frame.columns[column].index))

    def unit_of(self, row: int) -> str:
        """What a column of units prints for the row ("litres a day"); '' where there is none."""
        of_units = (i for i, c in enumerate(self.frame.columns) if c.path and is_unit_heading(c.path[-1]))
        cells = (self.cell(row, i) for i in of_units if self.frame.columns[i].kind is ColumnKind.TEXT)
        return next((c.printed.strip() for c in cells if c is not None), "")


class Entries(Sequence[GridEntry]):
    """The tables of a catalogue, each with its cells when it is asked for; those asked for last are kept."""

    def __init__(self, tables: Sequence[TableLabels], table_of: TableOf, *, most_kept: int = MOST_KEPT) -> None:
        """``table_of`` reads a table."""
        self.tables = tables
        self._table_of = table_of
        self._most_kept = most_kept
        self._lock = Lock()
        self._kept: OrderedDict[int, GridEntry] = OrderedDict()

    def __len__(self) -> int:
        return len(self.tables)

    def __iter__(self) -> Iterator[GridEntry]:
        return (self[i] for i in range(len(self.tables)))

    @overload
    def __getitem__(self, index: int) -> GridEntry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[GridEntry, ...]: ...
    def __getitem__(self, index: int | slice) -> GridEntry | tuple[GridEntry, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self.tables))))
        table = self.tables[index]
        with self._lock:
            entry = self._kept.get(table.index)
            if entry is not None:
                self._kept.move_to_end(table.index)
                return entry
        labels = {each.name: getattr(table, each.name) for each in fields(TableLabels)}
        entry = GridEntry(**labels, table=self._table_of(table.document_id, table.number))
        with self._lock:
            entry = self._kept.setdefault(table.index, entry)
            while len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)
        return entry


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
    """Labels by word, tables with their labels, and the weight of each word.

    ``frequency`` counts, for each stem, in how many labels and sentences it occurs; ``alternatives`` are the library's
    own equivalents (its acronyms), in the form of the glossary's. ``names`` are the proper names that run all through
    the reports (the publisher, its place and people): a question may say them of any figure. ``proper`` are the words
    that sentences always write with a capital. ``periods`` are the
    reports' own, by document id. ``members`` are the stems of the labels that name one member of a table, by the first.
    """

    labels: list[Label] = field(default_factory=list)
    entries: Entries = field(default_factory=lambda: Entries((), _no_table), compare=False)
    postings: dict[str, list[int]] = field(default_factory=dict)
    frequency: Counter[str] = field(default_factory=Counter)
    n_texts: int = 2
    bigrams: set[tuple[str, str]] = field(default_factory=set)
    alternatives: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    periods: Mapping[str, Period | None] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()
    members: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    @property
    def tables(self) -> Sequence[TableLabels]:
        """The tables' labels, without their cells."""
        return self.entries.tables

    def weight(self, word: str) -> float:
        """What explaining a word is worth, 0.15 to 1: the rarer in the library, the more; 1 if not in it."""
        count = self.frequency.get(word, 0)
        if not count:
            return 1.0
        return max(0.15, min(1.0, math.log((self.n_texts + 1) / count) / math.log(self.n_texts + 1)))

    @cached_property
    def row_words(self) -> frozenset[str]:
        """The stems that stand in row labels: light words among them tell rows apart."""
        ids = {i for table in self.tables for labels in table.rows for i in labels}
        return frozenset(w for i in ids for w in self.labels[i].stems)

    @cached_property
    def numbered(self) -> frozenset[str]:
        """The stems that labels follow by a small number: "Category 2", "Stage 1"."""
        return frozenset(word for word, after in self.bigrams if after.isdigit() and len(after) <= _FEW_DIGITS)

    @cached_property
    def telling(self) -> frozenset[str]:
        """The stems that tell rows or kinds of rows apart though they are light elsewhere.

        They stand in few row labels, or in the headings over row labels ("Project").
        """
        counts: Counter[str] = Counter()
        for table in self.tables:
            leaves = {i for labels in table.rows for i in labels[-1:]}
            counts.update({w for i in leaves for w in self.labels[i].stems})
        headings = {i for table in self.tables for i in table.dimensions if i >= 0}
        return frozenset({w for w, n in counts.items() if n <= 2} | {w for i in headings for w in self.labels[i].stems})

    def members_in(self, stems: Sequence[str]) -> list[tuple[int, int]]:
        """Where a text's stems name members of the tables, word for word; the longest at each place."""
        found: list[tuple[int, int]] = []
        for start, first in enumerate(stems):
            ends = [start + len(m) for m in self.members.get(first, ()) if tuple(stems[start : start + len(m)]) == m]
            if ends and not any(start < end for _, end in found[-1:]):
                found.append((start, max(ends)))
        return found

    @cached_property
    def _places(self) -> dict[tuple[str, int], int]:
        return {(table.document_id, table.number): table.index for table in self.tables}

    def entry_of(self, document_id: str, table: int) -> GridEntry:
        """The entry of a table. Raises KeyError when there is none."""
        return self.entries[self._places[document_id, table]]

    def entries_of(self, document_id: str) -> Iterator[GridEntry]:
        """The tables of a report, in its order; no other report's are read."""
        return (self.entries[table.index] for table in self.tables if table.document_id == document_id)

    def observation(self, ref: CellRef) -> Observation:
        """The observation at a place. Raises KeyError when the table has none there."""
        return self.entry_of(ref.document_id, ref.table).cells[ref.row, ref.column]


def _no_table(document_id: str, number: int) -> Table:
    raise KeyError((document_id, number))


def build_catalogue(
    outlines: Sequence[ReportOutline],
    table_of: TableOf,
    *,
    titles: Mapping[str, str],
    periods: Mapping[str, Period | None],
) -> Catalogue:
    """Index the labels of reports. ``titles`` and ``periods`` are the reports' by id."""
    return _Builder(titles, periods).build(outlines, table_of)


class _Builder:
    """Gathers a catalogue report by report."""

    def __init__(self, titles: Mapping[str, str], periods: Mapping[str, Period | None]) -> None:
        self._titles = titles
        self._catalogue = Catalogue(periods=periods)
        self._ids: dict[str, int] = {}
        self._members: dict[str, set[tuple[str, ...]]] = {}
        self._naming: set[tuple[int, bool]] = set()

    def build(self, outlines: Sequence[ReportOutline], table_of: TableOf) -> Catalogue:
        catalogue = self._catalogue
        tables = [
            self._table(index, one.document_id, table)
            for index, (one, table) in enumerate((one, table) for one in outlines for table in one.tables)
        ]
        catalogue.entries = Entries(self._told_apart(tables), table_of)
        catalogue.members = {first: tuple(sorted(stems)) for first, stems in self._members.items()}
        for one in outlines:
            catalogue.frequency.update(one.frequency)
        catalogue.n_texts = max(len(catalogue.labels) + sum(one.n_sentences for one in outlines), 2)
        capitals = Capitals.of(outlines)
        catalogue.names = capitals.running(sum(one.n_sentences for one in outlines))
        catalogue.proper = capitals.proper
        defined: dict[str, str] = {}
        for one in outlines:
            for short, name in one.acronyms.items():
                defined.setdefault(short, name)
        known: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        for short, name in (_capital_runs(catalogue.labels) | defined).items():
            a, b = label_stems(short), label_stems(name)
            if a and b and a != b:
                known.setdefault(a, set()).add(b)
                known.setdefault(b, set()).add(a)
        catalogue.alternatives = {k: tuple(sorted(v)) for k, v in known.items()}
        return catalogue

    def _label(self, text: str) -> int:
        found = self._ids.get(text)
        if found is not None:
            return found
        catalogue = self._catalogue
        names = [m.group(1) for m in (_OPENING_NAME.match(text), _BRACKETED_NAME.search(text)) if m]
        head = _HEAD.match(text)
        entry = Label(
            id=len(self._ids),
            text=text,
            stems=label_stems(text),
            short=tuple(label_stems(n) for n in names),
            head=label_stems(head.group(1)) if head else (),
        )
        self._ids[text] = entry.id
        catalogue.labels.append(entry)
        for word in dict.fromkeys(entry.stems):
            catalogue.postings.setdefault(word, []).append(entry.id)
            catalogue.frequency[word] += 1
        catalogue.bigrams.update(zip(entry.stems, entry.stems[1:], strict=False))
        return entry.id

    def _table(self, index: int, document_id: str, table: TableOutline) -> TableLabels:
        label = self._label
        context = [(label(_NUMBERING.sub("", table.title)), OF_TITLE)] if table.title else []
        if table.caption and table.caption != table.title:
            context.append((label(table.caption), 0.8))
        for depth, title in enumerate(reversed(table.section)):
            context.append((label(_NUMBERING.sub("", title)), 0.85 if depth < 2 else 0.7))
        context += [(label(note), 0.5) for note in table.notes if len(note) < 400]
        title = self._titles.get(document_id, "")
        if title:
            context.append((label(title), OF_REPORT))
        rows = tuple(tuple(label(part) for part in path if part) for path in table.rows)
        columns = tuple(tuple(label(part) for part in path if part) for path in table.columns)
        dimensions = tuple(label(d) if d else -1 for d in table.dimensions)
        also: dict[int, tuple[int, ...]] = {}
        for row, name in table.also:
            also[row] = (*also.get(row, ()), label(name))
        self._name_members([path for path, timed in zip(rows, table.timed_rows, strict=True) if not timed], 1)
        self._name_members([path for path, timed in zip(columns, table.timed_columns, strict=True) if not timed], 2)
        return TableLabels(
            index=index,
            document_id=document_id,
            number=table.number,
            rows=rows,
            columns=columns,
            dimensions=dimensions,
            context=tuple(context),
            period=self._catalogue.periods.get(document_id),
            prose=table.prose,
            also=also,
        )

    def _told_apart(self, tables: Sequence[TableLabels]) -> tuple[TableLabels, ...]:
        """The tables, each with what the columns and the titles of its sisters say and its own do not.

        Sisters are the tables of a report whose rows are mostly called the same: the same members, measured otherwise.
        """
        labels = self._catalogue.labels
        rows = {t.index: frozenset(path[-1] for path in t.rows if path) for t in tables}
        headed = {t.index: frozenset(w for path in t.columns for i in path for w in labels[i].stems) for t in tables}
        titled = {t.index: frozenset(w for i in t.title for w in labels[i].stems) for t in tables}
        found = []
        for _, report in groupby(tables, key=lambda t: t.document_id):
            own = list(report)
            for table in own:
                mine = rows[table.index]
                sisters = [
                    other
                    for other in own
                    if other is not table and len(mine & rows[other.index]) > _SISTERS * max(len(mine), 1)
                ]
                own_words = headed[table.index] | titled[table.index]
                found.append(
                    replace(
                        table,
                        apart=frozenset[str]().union(*(headed[o.index] for o in sisters)) - headed[table.index],
                        titled_apart=frozenset[str]().union(*(titled[o.index] for o in sisters)) - own_words,
                    )
                )
        return tuple(found)

    def _name_members(self, paths: Sequence[tuple[int, ...]], fewest: int) -> None:
        """Note the labels that name one member of a table; totals name no member.

        Of columns those of two words and more: a single one ("Budget", "Change") says what kind of figure stands there.
        """
        for place in {i for path in paths for i in path}:
            if (place, fewest > 1) in self._naming:
                continue
            self._naming.add((place, fewest > 1))
            label = self._catalogue.labels[place]
            named = fewest <= len(label.stems) <= _LONGEST_MEMBER and len(max(label.stems, key=len)) > 3
            if named and not is_total_label(label.text):
                self._members.setdefault(label.stems[0], set()).add(label.stems)

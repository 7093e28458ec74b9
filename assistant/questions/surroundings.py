"""Surroundings: what stands around the cells of one table, in its title, its notes and its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

from assistant.questions.catalogue import OF_REPORT, GridEntry
from assistant.questions.matches import Match
from assistant.questions.needs import Linked
from assistant.questions.promise import LEAST_SAID, OF_DIMENSIONS, OF_NAMES, OF_PROSE
from assistant.questions.sides import SOLID, Side, merge
from structured.observations import ColumnKind
from structured.units import UnitKind

_IN_FULL = 0.95
_OF_ONE_COLUMN = 0.6
"""What is left of a title's word that one of the columns says itself, for the other columns."""
_OF_A_SISTER = 0.5
"""The same where the title of another table of the same rows says it."""
_TITLED = 0.7
"""What the title of a table explains is as good as said by its labels; what stands beside it is not."""


class Surroundings:
    """What stands around the cells of one table, and what it explains of a question."""

    def __init__(
        self,
        entry: GridEntry,
        linked: Linked,
        said: Callable[[frozenset[str]], dict[int, float]],
        *,
        rows: tuple[Side, ...],
        columns: tuple[Side, ...],
    ) -> None:
        """Look around ``entry``, whose sides are ``rows`` and ``columns``; ``said`` tells what stems explain."""
        self._said = said
        self.entry = entry
        self.linked = linked
        self.rows = rows
        self.columns = columns

    def _match(self, label: int) -> Match | None:
        return self.linked.matches.get(label)

    @cached_property
    def covers(self) -> dict[int, float]:
        """What the table's titles, notes and report explain."""
        best: dict[int, float] = {}
        for label, factor in self.entry.context:
            match = self._match(label)
            if match:
                for need, strength in match.covers.items():
                    best[need] = max(best.get(need, 0.0), strength * factor)
        for need, strength in self.dimension.items():
            best[need] = max(best.get(need, 0.0), strength * OF_DIMENSIONS)
        for need, strength in self._said(self.entry.prose).items():
            if self.linked.needs[need].required:
                best[need] = max(best.get(need, 0.0), strength * OF_PROSE)
        for need, strength in self.linked.names.items():
            best[need] = max(best.get(need, 0.0), strength * OF_NAMES)
        return best

    def with_context(self, covers: dict[int, float], columns: Sequence[int] = ()) -> dict[int, float]:
        """What the labels of a reading in these columns explain, with what titles and the text beside the table do.

        What merely stands beside the table does not explain a word that other labels of the table say: "before the
        flood" is no property of every column because a note mentions the flood. What one column says itself, the
        title explains less well for a column that says less: in a table of trust, the column of trust is asked for,
        and where another table of the same rows has that column, it is asked for there.
        """
        needs = self.linked.needs
        matches = [m for c in columns for label in self.entry.columns[c] if (m := self._match(label))]
        in_full = any(m.recall >= _IN_FULL for m in matches)
        own = max((1.0 if in_full else needs[i].weight for i in covers if i in self._told_by_column), default=0.0)
        beside = {
            i: s * _OF_A_SISTER
            if i in self._titling_a_sister
            else s * _OF_ONE_COLUMN
            if (i in self._told_by_column and needs[i].weight > own) or i in self._told_by_sister
            else s
            for i, s in self.covers.items()
            if s >= 0.7 or i in covers or i not in self._labelled
        }
        # whose report it is, a label that says so tells better
        owner = {i: min(s, SOLID) for i, s in self.covers.items() if i in self._of_report}
        return merge(covers, beside, owner)

    @cached_property
    def _labelled(self) -> frozenset[int]:
        """The words that some row or column label of the table says outright: they tell its cells apart."""
        return frozenset(i for side in (*self.rows, *self.columns) for i, s in side.covers.items() if s >= 0.85)

    @cached_property
    def _of_report(self) -> frozenset[int]:
        """The words that the report's own title says: whose report it is need not be said by a label."""
        titles = [m for label, factor in self.entry.context if factor == OF_REPORT and (m := self._match(label))]
        return frozenset(i for m in titles for i, s in m.covers.items() if s >= 0.85)

    @cached_property
    def _told_by_sister(self) -> frozenset[int]:
        """The words that stand over the columns of a table with the same rows, and over none of this one's."""
        return self._needs_among(self.entry.apart)

    @cached_property
    def _titling_a_sister(self) -> frozenset[int]:
        """The words in the title of a table with the same rows, of which this one's title and columns have none."""
        return self._needs_among(self.entry.titled_apart)

    def _needs_among(self, stems: frozenset[str]) -> frozenset[int]:
        """The words that are among these stems, and over none of the columns."""
        own = {i for side in self.columns for i in side.covers}
        return frozenset(n.index for n in self.linked.needs if n.index not in own and not stems.isdisjoint(n.variants))

    @cached_property
    def _told_by_column(self) -> frozenset[int]:
        """The words that some columns say outright and others do not."""
        n_saying = Counter(i for side in self.columns for i, s in side.covers.items() if s >= 0.85)
        return frozenset(i for i, n in n_saying.items() if n < len(self.columns))

    @cached_property
    def dimension(self) -> dict[int, float]:
        """The words that name a kind of row ("which district"), by the table's own headings of its row labels.

        What all of them are together says what each of them is: under "All respondents" the men are respondents.
        """
        rows = zip(self.entry.frame.rows, self.entry.rows, strict=True) if self._is_of_shares else ()
        wholes = [labels[-1] for row, labels in rows if row.is_whole and row.path[-1].casefold().startswith("all ")]
        headings = [label for label in self.entry.dimensions if label >= 0]
        found = [m for label in (*headings, *wholes) if (m := self._match(label)) and m.recall >= LEAST_SAID]
        return merge(*(m.covers for m in found))

    @property
    def _is_of_shares(self) -> bool:
        """Whether the rows are groups that each has a share of its own, and no parts of a sum."""
        levels = [c.unit for c in self.entry.frame.columns if c.kind is ColumnKind.LEVEL and c.unit is not None]
        return 2 * sum(unit.kind is UnitKind.PERCENT for unit in levels) > len(levels)

    @cached_property
    def title_recall(self) -> float:
        """How much of the table's title the question says: what tells sister tables apart."""
        match = self._match(self.entry.context[0][0]) if self.entry.context and self.entry.frame.title else None
        return match.recall if match else 0.0

    @cached_property
    def says_measure(self) -> bool:
        """Whether the question says something of what the table is about that no row of it is called by."""
        members = {i for side in self.rows for i in side.covers}
        needs = self.linked.needs
        return any(s >= _TITLED and needs[i].required and i not in members for i, s in self.covers.items())

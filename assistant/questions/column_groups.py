"""Column groups: which columns of one table are totals of others, or the movement of the one before."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from assistant.questions.catalogue import GridEntry
from assistant.questions.cues import Cue
from assistant.questions.needs import Linked
from assistant.questions.outline import is_total_heading
from assistant.questions.question import Question
from structured.observations import ColumnKind


class ColumnGroups:
    """The columns of one table by what they are to each other, under one question."""

    def __init__(self, entry: GridEntry, question: Question, linked: Linked) -> None:
        """Group the columns of ``entry`` under ``question``, whose words are ``linked``."""
        self.entry = entry
        self.grid = entry.frame
        self.question = question
        self.linked = linked

    @cached_property
    def moves_of(self) -> dict[int, int]:
        """The columns of changes that are called alike ("Change", twice), each with the column of levels before it.

        None where the question is not about how something moved.
        """
        columns = self.grid.columns
        if not self.question.has(Cue.RISE, Cue.FALL, Cue.CHANGE, Cue.IMPROVE, Cue.WORSEN):
            return {}
        n_alike = Counter(c.path for c in columns if c.kind is ColumnKind.CHANGE)
        alike = (i for i, c in enumerate(columns) if i and c.kind is ColumnKind.CHANGE and n_alike[c.path] > 1)
        return {i: i - 1 for i in alike if columns[i - 1].kind is ColumnKind.LEVEL}

    @cached_property
    def totals_of(self) -> dict[int, tuple[int, ...]]:
        """The columns of levels that are called a total ("All"), each with its sisters under the same heading."""
        levels = [i for i, c in enumerate(self.grid.columns) if c.kind is ColumnKind.LEVEL]
        paths = {i: self.grid.columns[i].path for i in levels}
        wholes = (i for i in levels if paths[i] and is_total_heading(paths[i][-1]))
        found = {w: tuple(i for i in levels if i != w and paths[i][:-1] == paths[w][:-1]) for w in wholes}
        return {whole: sisters for whole, sisters in found.items() if len(sisters) >= 2}

    @cached_property
    def of_all_kinds(self) -> frozenset[int]:
        """The columns that are of all kinds ("All" beside "Open" and "Locked"), where the question names no kind."""
        found = set()
        for whole, sisters in self.totals_of.items():
            kinds = [i for i in sisters if self.grid.columns[i].period is None]
            n_saying = Counter(n for i in kinds for n in self._said_by_column(i))
            if len(kinds) >= 2 and all(n == len(kinds) for n in n_saying.values()):
                found.add(whole)
        return frozenset(found)

    @cached_property
    def of_unsaid_groups(self) -> frozenset[int]:
        """The columns that are totals of one of several groups ("Total" under "Joiners", and under "Leavers")."""
        totals: dict[str, list[int]] = {}
        for index, column in enumerate(self.grid.columns):
            if len(column.path) > 1 and is_total_heading(column.path[-1]) and column.period is None:
                totals.setdefault(column.path[-1].casefold(), []).append(index)
        return frozenset(i for group in totals.values() if len(group) > 1 for i in group)

    def _said_by_column(self, column: int) -> frozenset[int]:
        """The words that a column's labels explain."""
        return frozenset(
            n for label in self.entry.columns[column] if (m := self.linked.matches.get(label)) for n in m.covers
        )

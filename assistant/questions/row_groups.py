"""Row groups: which rows of one table are members beside each other, and which add others up or are set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from assistant.questions.catalogue import GridEntry
from assistant.questions.cues import SMALL, small_number
from assistant.questions.needs import Linked
from assistant.questions.outline import is_total_label
from assistant.questions.question import Question
from assistant.questions.sides import FIRM
from assistant.questions.words import label_stems
from structured.observations import RowKind

_MOST_OF_A_TABLE = 0.75
_OF_NONE = re.compile(
    r"\b(?:not|un) ?-?(?:known|given|allocated|assigned|attributed|stated|recorded|specified|declared|classified|"
    r"disclosed)\b|\bprefer(?:red)? not to say\b",
    re.IGNORECASE,
)
"""What a row is called of what belongs to no member, or nobody knows to which: "Not allocated to a district"."""
_SO_MANY = re.compile(
    rf"\b(?:the|our|all|its|their|these|those) ({'|'.join(w for w in SMALL if w.isalpha())}|\d{{1,2}}) "
    r"(?:(?:named|listed|main|different|separate) )?([a-z]+s)\b",
    re.IGNORECASE,
)
"""How many there are of what is asked about: "how many of the eight towns"."""


def is_total_of(path: Sequence[str]) -> bool:
    """Whether a row is the total of the group over it: "Total works" under "Works", no "Total deaths" under "Trust"."""
    own = {w for w in label_stems(path[-1]) if not is_total_label(w)}
    return is_total_label(path[-1]) and own <= {w for label in path[:-1] for w in label_stems(label)}


class RowGroups:
    """The rows of one table by what they are to each other, under one question."""

    def __init__(self, entry: GridEntry, question: Question, linked: Linked) -> None:
        """Group the rows of ``entry``; ``question`` with its words ``linked`` may set some aside."""
        self.entry = entry
        self.grid = entry.frame
        self.question = question
        self.linked = linked

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """The rows that are members: no totals, no bases, no headings within the table, nothing beneath its total."""
        return tuple(i for i in self._data_rows if i not in self._of_the_whole)

    @cached_property
    def _data_rows(self) -> tuple[int, ...]:
        return tuple(i for i, row in enumerate(self.grid.rows) if row.kind is RowKind.DATA and row.path)

    @cached_property
    def _of_the_whole(self) -> frozenset[int]:
        """The rows beneath the total of the whole table: they tell more of it ("of which on roads", "% cleared").

        A table whose total stands at its top has none, nor has one with other totals below.
        """
        rows = self.grid.rows
        last = max((i for i, row in enumerate(rows) if row.kind is RowKind.TOTAL), default=0)
        if last not in self.grand_totals or 2 * sum(i < last for i in self._data_rows) < len(self._data_rows):
            return frozenset()
        return frozenset(i for i in self._data_rows if i > last and len(rows[i].path) == len(rows[last].path))

    @cached_property
    def set_aside(self) -> frozenset[int]:
        """The rows that the question leaves out ("other than …")."""
        left_out = self.question.left_out
        if not left_out:
            return frozenset()
        out = {n.index for n in self.linked.needs if n.token.stem in left_out}
        found = set()
        totals = any("total" in self.linked.needs[i].variants for i in out)
        named = {i for i in out if not self.linked.needs[i].token.is_stop}
        for index, labels in enumerate(self.entry.rows):
            if totals and self.grid.rows[index].kind is RowKind.TOTAL:
                found.add(index)
                continue
            match = self.linked.matches.get(labels[-1]) if labels else None
            if (
                match
                and match.recall >= 0.45
                and set(match.covers)
                and (
                    set(match.covers) <= out | {i for i in match.covers if self.linked.needs[i].token.is_stop}
                    or (named and all(match.covers.get(i, 0.0) >= FIRM for i in named))  # "ferry fares", no ferries
                )
            ):
                found.add(index)
        return frozenset(found)

    @cached_property
    def members(self) -> tuple[int, ...]:
        """The rows that can be set against each other: members, categories with parts of their own, but no totals.

        What could be given to none of them is none; where so many are asked of, a row for several is none either.
        """
        found = tuple(i for i in self._comparable if not _OF_NONE.search(self.grid.rows[i].path[-1]))
        asked = _SO_MANY.search(self.question.text)
        if asked is None:
            return found
        kinds = {"other", *label_stems(asked.group(2))}
        single = tuple(i for i in found if kinds.isdisjoint(label_stems(self.grid.rows[i].path[-1])))
        return single if len(single) == small_number(asked.group(1)) else found

    @cached_property
    def _comparable(self) -> tuple[int, ...]:
        rows = self.grid.rows
        return tuple(
            i
            for i, r in enumerate(rows)
            if r.path
            and i not in self.set_aside
            and i not in self._of_the_whole
            and (
                r.kind is RowKind.DATA
                or (r.kind is RowKind.TOTAL and not is_total_label(r.path[-1]) and i not in self.grand_totals)
            )
            and i not in self._group_totals
        )

    @cached_property
    def _group_totals(self) -> frozenset[int]:
        """The rows that add up all the others of their group of rows: the region under its towns."""
        rows, index = self.grid.rows, self.entry.row_index
        found = set()
        for s in self.grid.parts:
            total, parts = index.get(s.total), {index[p] for p in s.parts if p in index}
            if total is not None and (group := rows[total].path[:-1]):
                beside = {i for i, row in enumerate(rows) if i != total and row.path[:-1] == group}
                found |= {total} if beside and beside <= parts else set()
        return frozenset(found)

    @cached_property
    def grand_totals(self) -> frozenset[int]:
        """The rows that add up most of the table, whatever they are called: no member stands beside them."""
        index = self.entry.row_index
        parts = {index[s.total]: [index[p] for p in s.parts if p in index] for s in self.grid.parts if s.total in index}

        def under(row: int, seen: frozenset[int]) -> set[int]:
            inner = [p for p in parts.get(row, ()) if p not in seen]
            return set().union(*(under(p, seen | {row}) for p in inner)) if inner else {row}

        leaves = set(self._data_rows)
        return frozenset(t for t in parts if len(under(t, frozenset({t})) & leaves) >= _MOST_OF_A_TABLE * len(leaves))

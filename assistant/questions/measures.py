"""Measures: how what the columns of one table measure, and in which unit, suits a question."""

from __future__ import annotations

import re
from functools import cached_property

from assistant.questions.catalogue import GridEntry
from assistant.questions.cues import PER_HEAD, RATED, Cue
from assistant.questions.dimensions import DIMENSIONS, Dimension
from assistant.questions.needs import Linked
from assistant.questions.outline import is_total_heading
from assistant.questions.question import Question
from assistant.questions.roles import ROLE_WORD, Role, of_a_plan, role
from assistant.questions.times import TIMED, Times
from assistant.questions.words import Token, label_stems, tokens
from structured.headers import is_unit_heading
from structured.observations import ColumnKind
from structured.periods import find_periods
from structured.units import UnitKind

_STRETCH: frozenset[str] = frozenset({"whole", "full", "entir", "date"})
_HEADS = frozenset({"headcount", "number", "count", "person", "peopl", "figur"})
"""What a column of plain counts is headed by: it measures nothing of its own."""
_CHANGED = re.compile(
    r"\b(?:from|on|since|against|vs|versus|over|than|compared)\b.*|%"
    r"|\b(?:changed?|difference|variance|variation|movement|increased?|decreased?|percentage|per cent|points?|pp)s?\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:under|over|within|above|below|more than|less than|at least|up to)\s+([\d,]+)\b", re.IGNORECASE
)
_FOR_SO_MANY = re.compile(
    r"\b(?:for every|per|in every|out of every) (?:thousand|hundred thousand|1,?000)\b", re.IGNORECASE
)
_IN_HUNDREDS = frozenset({UnitKind.PERCENT, UnitKind.POINTS})
_BRACKETED = re.compile(r"\([^()]*\)")
_ALSO_IN_AMOUNTS = 0.1
"""What speaks against a change in per cent where an amount is printed too, and no percentage is asked for."""
_BY_HEAD = 0.3
_MEASURED = 0.9
"""How well what a figure measures explains the word that compares by it."""


class Measures:
    """What the columns of one table measure, as a question sees it."""

    def __init__(self, entry: GridEntry, question: Question, linked: Linked, times: Times) -> None:
        """Hold the columns of ``entry`` against ``question``, whose words are ``linked``."""
        self.entry = entry
        self.grid = entry.frame
        self.question = question
        self.linked = linked
        self.times = times

    @cached_property
    def wants_gap(self) -> bool:
        """Whether the question is about the distance from a base, not the level itself."""
        q = self.question
        return q.has(Cue.GAP, Cue.POINTS, Cue.DIFFERENCE) or (q.order is not None and not q.has(Cue.PERCENT))

    @cached_property
    def by_head(self) -> bool:
        """Whether the question asks for figures held against how many people there are."""
        return PER_HEAD.search(self.question.text) is not None

    def head_fit(self, index: int) -> float:
        """How a column suits a question that asks for figures held against how many people there are."""
        if not self.by_head:
            return 0.0
        return _BY_HEAD if RATED.search(" ".join(self.grid.columns[index].path)) else -_BY_HEAD

    def compared(self, label: str, kind: UnitKind | None) -> dict[int, float]:
        """The words that hold things against each other ("longer") by what a figure under this label is of."""
        return {i: _MEASURED for i, dimension in self._comparatives if dimension.measures(label, kind)}

    @cached_property
    def _comparatives(self) -> tuple[tuple[int, Dimension], ...]:
        """The words that hold things against each other by a dimension, each with it."""
        return tuple(
            (need.index, dimension)
            for need in self.linked.needs
            for dimension in DIMENSIONS
            if dimension.compared is not None and dimension.compared.fullmatch(need.token.text)
        )

    @cached_property
    def unsaid(self) -> tuple[float, ...]:
        """A small penalty for each level column that names a measure of its own which the question does not."""
        found = []
        for index, column in enumerate(self.grid.columns):
            label = " ".join(column.path)
            if column.kind is ColumnKind.CHANGE:
                label = _CHANGED.sub(" ", label)  # what is left of "change in late trains from 2023" is what changed
            timed = _STRETCH if column.period is not None else frozenset()  # "Whole year 2024" measures nothing
            words = [w for w in label_stems(label) if not w.isdigit() and not TIMED.fullmatch(w) and w not in timed]
            named = [w for w in words if not ROLE_WORD.search(w) and w not in _HEADS]
            said = self._columns_said[index]
            counted = column.kind in {ColumnKind.LEVEL, ColumnKind.CHANGE}
            counted = counted and not (column.path and is_total_heading(column.path[-1]))  # all kinds: none of its own
            bounded = self.question.has(Cue.SHARE) and self._bounded(label)
            found.append((-0.1 if counted and named and not said else 0.0) - (0.15 if bounded else 0.0))
        return tuple(found)

    def of_a_kind(self, index: int) -> bool:
        """Whether a column is headed by one kind of what the question names: "yacht wrecks" for wrecks."""
        column = self.grid.columns[index]
        match = self.linked.matches.get(self.entry.columns[index][-1]) if self.entry.columns[index] else None
        if column.kind is not ColumnKind.LEVEL or match is None or not any(map(self._is_required, match.covers)):
            return False
        if column.unit is not None and column.unit.kind is UnitKind.PERCENT:
            return False  # "share upheld" tells what was done with the thing, and no kind of it
        said = {v for i in match.covers for v in self.linked.needs[i].variants}
        said |= {w for needs, phrase, _ in self.linked.alternatives if match.covers.keys() >= {*needs} for w in phrase}
        words = tokens(_BRACKETED.sub(" ", column.path[-1]))
        telling = [i for i, word in enumerate(words) if _tells_a_kind(word)]
        return any(words[i].stem in said and i - 1 in telling and words[i - 1].stem not in said for i in telling)

    def _is_required(self, need: int) -> bool:
        return self.linked.needs[need].required

    def _bounded(self, label: str) -> bool:
        """Whether a label sets a bound ("under 18 weeks") with a number that the question does not say."""
        times = [(m.start, m.end) for m in find_periods(label)]
        bounds = [m for m in _BOUND.finditer(label) if not any(m.start() < e and s < m.end() for s, e in times)]
        said = {t.text.casefold() for t in self.question.tokens}
        return bool(bounds) and not any(m.group(1).casefold() in said for m in bounds)

    @cached_property
    def _columns_said(self) -> tuple[bool, ...]:
        """Whether the question says any word of each column's labels, but for those that only speak of change."""
        needs = self.linked.needs
        return tuple(
            any(
                not _CHANGED.fullmatch(needs[i].token.text)
                for label in labels
                if (m := self.linked.matches.get(label))
                for i in m.covers
            )
            for labels in self.entry.columns
        )

    def value_fit(self, kind: UnitKind | None, *, changed: bool = False) -> float:
        """How a figure's unit suits what is asked; ``changed`` says that the figure is itself a change."""
        q = self.question
        if kind is None:
            return 0.0
        fit = 0.0
        if (
            q.has(Cue.COUNT_OF)
            and not q.has(Cue.PERCENT, Cue.POINTS, Cue.MONEY)
            and kind in {UnitKind.PERCENT, UnitKind.POINTS, UnitKind.RATE, UnitKind.MONEY}
        ):
            fit -= 0.3
        if q.has(Cue.PERCENT, Cue.PERCENT_CHANGE) and not q.has(Cue.POINTS):
            if q.has(Cue.PERCENT_CHANGE) and kind is UnitKind.POINTS:
                fit -= 0.25
            else:
                level = 0.1 if not q.has(Cue.PERCENT_CHANGE) or changed else -0.1
                fit += level if kind is UnitKind.PERCENT else 0.0 if kind in {UnitKind.POINTS, UnitKind.RATE} else -0.3
        if q.has(Cue.POINTS):
            fit += 0.1 if kind in {UnitKind.POINTS, UnitKind.PERCENT} else -0.3
        if _FOR_SO_MANY.search(q.text):
            fit += 0.2 if kind is UnitKind.RATE else -0.2
        if q.has(Cue.MONEY):
            fit += 0.08 if kind is UnitKind.MONEY else -0.25 if not self.times.wants_change else -0.1
        return fit

    @cached_property
    def _bases(self) -> frozenset[int]:
        """The columns of counts in a table of percentages: how many people or things these are of."""
        levels = [i for i, c in enumerate(self.grid.columns) if c.kind in {ColumnKind.LEVEL, ColumnKind.GAP}]
        shares = [i for i in levels if (u := self.grid.columns[i].unit) is not None and u.kind in _IN_HUNDREDS]
        counts = [i for i in levels if (u := self.grid.columns[i].unit) is not None and u.kind is UnitKind.COUNT]
        return (
            frozenset(counts)
            if len(shares) >= 2 and len(counts) == 1 and len(shares) == len(levels) - 1
            else frozenset()
        )

    @cached_property
    def _also_in_amounts(self) -> frozenset[int]:
        """The columns of changes in per cent that stand beside one of the same changes in amounts."""
        changes = [(i, c.unit.kind) for i, c in enumerate(self.grid.columns) if c.kind is ColumnKind.CHANGE and c.unit]
        amounts = any(kind not in _IN_HUNDREDS for _, kind in changes)
        return frozenset(i for i, kind in changes if amounts and kind in _IN_HUNDREDS)

    def unit_fit(self, index: int) -> float:
        """How a column's unit and kind suit what is asked."""
        column = self.grid.columns[index]
        q = self.question
        fit = self.value_fit(column.unit.kind if column.unit else None, changed=column.kind is ColumnKind.CHANGE)
        if index in self._bases and not q.has(Cue.COUNT_OF):
            fit -= 0.35
        if column.kind is ColumnKind.TEXT and column.path and is_unit_heading(column.path[-1]):
            fit -= 0.0 if {*label_stems(column.path[-1])} <= {t.stem for t in q.tokens} else 0.6
        elif column.kind is ColumnKind.TEXT:
            fit += 0.15 if q.has(Cue.WHEN) else -0.15
        elif q.has(Cue.WHEN) and not q.has(Cue.COUNT_OF, Cue.PERCENT):
            fit -= 0.3
        if column.kind is ColumnKind.CHANGE:
            wanted = self.times.wants_change or self.times.looks_back
            named = any(
                self.linked.needs[i].required
                for label in self.entry.columns[index]
                if (m := self.linked.matches.get(label))
                for i in m.covers
            )
            fit += 0.12 if wanted else 0.0 if named else -0.35
            fit += self.times.base_fit(" ".join(column.path))
            if index in self._also_in_amounts and not q.has(Cue.PERCENT, Cue.PERCENT_CHANGE, Cue.POINTS):
                fit -= _ALSO_IN_AMOUNTS
            if of_a_plan(" ".join(column.path)) and not named and not q.has(Cue.PLANNED, Cue.OVER, Cue.UNDER):
                fit -= 0.35
        elif column.kind is ColumnKind.LEVEL and self.times.wants_change:
            fit -= 0.4 if q.has(Cue.DIFFERENCE, Cue.PERCENT_CHANGE, Cue.OVER, Cue.UNDER) else 0.12
        if column.kind is ColumnKind.GAP:
            fit += 0.1 if self.wants_gap else -0.02
        return fit


def _tells_a_kind(word: Token) -> bool:
    """Whether a word of a heading may say what is counted, or which kind of it: no time, no word of a plan."""
    is_word = not word.is_stop and word.text.isalpha() and role(word.text) is Role.NONE
    return is_word and not ROLE_WORD.search(word.text) and not TIMED.fullmatch(word.stem)

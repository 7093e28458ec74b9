"""Example questions, drawn from a library's own tables and worded as a person would ask: ones that it can answer, the
same ones each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from assistant.answers.answer import Answer, Route
from assistant.answers.labels import clean_label
from structured.observations import ColumnKind, Grid, GridColumn, RowKind
from structured.periods import Period, parse_period
from structured.units import COUNT

if TYPE_CHECKING:
    from assistant.service import Assistant

_MOST_ROWS = 6  # of one table are tried
_MOST_CHARS = 90
_MOST_WORDS = 6
_READABLE = re.compile(r"[A-Za-z][A-Za-z'’ -]*[A-Za-z]")  # no figures, brackets and signs, which are not said
_NO_NAME = re.compile(
    r"\b(?:of which|totals?|all|whole|others?|figures?|number|percentage|changes?|variance|ranks?|actual|"
    r"(?:last|this|same|previous|the|any) (?:year|month|quarter)|to date)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\w+ [\d.]+[.:]\s*")
_UNIT = re.compile(r",?\s*(?:\([^()]*\)|[£$€](?:m|k|bn|000)?|%)$")
_BY = re.compile(r"(?P<measure>.+?) by (?P<dimension>[^,]+?)(?:,.*)?", re.IGNORECASE)


def example_questions(assistant: Assistant, limit: int, documents: frozenset[str] | None = None) -> tuple[str, ...]:
    """Up to ``limit`` questions, each answered by calculation from its table: of different tables as far as they go."""
    chosen: list[str] = []

    @cache
    def words_of(document_id: str) -> frozenset[str]:
        return frozenset(re.findall(r"[^\W\d_]+", assistant.library.document(document_id).source))

    for grid in assistant.library.grids(documents) * 2:
        if len(chosen) >= limit:
            break
        table = (grid.document_id, grid.number)
        for question in _Candidates(grid, words_of(grid.document_id)).beginning_with(len(chosen)):
            if question in chosen or len(question) > _MOST_CHARS:
                continue
            if _tells(assistant.ask(question, documents=documents), table):
                chosen.append(question)
                break
    return tuple(chosen)


def _tells(answer: Answer, table: tuple[str, int]) -> bool:
    """Whether an answer was worked out from a table's cells and from nothing else."""
    places = {(citation.document, cell.table) for citation in answer.citations for cell in citation.cells}
    rows = [cell.row for citation in answer.citations for cell in citation.cells]
    is_figure = answer.route is Route.CALCULATION and bool(answer.figures) and places == {table}
    return is_figure and not any(map(_NO_NAME.search, rows))


class _Candidates:
    """Questions that a table's labels suggest. ``words`` are those of its report, to tell names from other words."""

    def __init__(self, grid: Grid, words: frozenset[str]) -> None:
        self._words = words
        named = [r for r in grid.rows if r.kind is RowKind.DATA and r.path and r.period is None]
        self._rows = [name for row in named if (name := _said(row.path[-1]))][:_MOST_ROWS] if len(named) > 2 else []
        self._columns = [c for c in grid.columns if c.kind is ColumnKind.LEVEL and c.unit is not None and c.path]
        by = _BY.fullmatch(_NUMBER.sub("", clean_label(grid.title)))
        dimension = grid.row_dimension[-1] if grid.row_dimension else ""
        self._measure = self._small(_said(by["measure"])) if by else ""
        self._dimension = _said(dimension or (by["dimension"] if by else "")).lower()

    def beginning_with(self, turn: int) -> Iterator[str]:
        """Questions for a figure, a change and a ranking, those of another kind first at each turn."""
        kinds = (self._figures, self._changes, self._rankings)
        for place in range(len(kinds)):
            yield from kinds[(turn + place) % len(kinds)]()

    def _figures(self) -> Iterator[str]:
        for column in reversed(self._columns):
            when = _when(column)
            measure = self._measure if when else self._small(_said(column.path[-1]))
            for name in self._rows:
                if measure and _is_counted(measure, column):
                    yield f"How many {measure} were there for {self._within(name)} {when}".strip() + "?"
                elif measure:
                    yield f"What was the {measure} for {self._within(name)} {when}".strip() + "?"
                elif when and _is_counted(name, column):
                    yield f"How many {self._small(name)} were there {when}?"
                elif when and not self._is_name(name):
                    yield f"What was the figure for {self._small(name)} {when}?"

    def _changes(self) -> Iterator[str]:
        times = [c for c in self._columns if _when(c)]
        for name in self._rows if len(times) > 1 else ():
            if self._measure:
                yield (
                    f"How has the number of {self._measure} for {self._within(name)} changed?"
                    if _is_counted(self._measure, times[0])
                    else f"How has the {self._measure} for {self._within(name)} changed?"
                )
            elif _is_counted(name, times[0]):
                yield f"How has the number of {self._small(name)} changed since {clean_label(times[0].path[-1])}?"
            elif not self._is_name(name):
                yield f"How has the figure for {self._small(name)} changed since {clean_label(times[0].path[-1])}?"

    def _rankings(self) -> Iterator[str]:
        for column in reversed(self._columns) if self._dimension else ():
            when = _when(column)
            measure = self._measure if when else self._small(_said(column.path[-1]))
            if measure:
                word = "most" if _is_counted(measure, column) else "highest"
                yield f"Which {self._dimension} had the {word} {measure} {when}".strip() + "?"

    def _is_name(self, label: str) -> bool:
        """Whether a label is a place, a person, an acronym: with a capital within, or a word never written small."""
        first, *others = label.split()
        return first.lower() not in self._words or any(word[0].isupper() for word in others)

    def _within(self, label: str) -> str:
        return label if self._is_name(label) else self._small(label)

    def _small(self, label: str) -> str:
        """A label without the capitals that only a heading has: of its first word, and of words also written small."""
        first, *others = label.split() or [""]
        first = first if first[:2].isupper() else f"{first[:1].lower()}{first[1:]}"
        return " ".join([first, *(word.lower() if word.lower() in self._words else word for word in others)])


def _said(label: str) -> str:
    """A label that can be said within a sentence, '' for long ones, those with figures, and those of no thing."""
    text = _UNIT.sub("", clean_label(label))
    is_said = _READABLE.fullmatch(text) and len(text.split()) <= _MOST_WORDS and not _NO_NAME.search(text)
    return text if is_said else ""


def _is_counted(name: str, column: GridColumn) -> bool:
    """Whether a column counts things that the name is the plural of."""
    is_plural = any(word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s")) for word in name.split())
    return is_plural and column.unit is not None and column.unit.kind is COUNT.kind


def _when(column: GridColumn) -> str:
    """The time of a column that is headed by nothing else: "in 2023-24", "on 30 September 2025"."""
    label = clean_label(column.path[-1])
    period: Period | None = parse_period(label)
    if len(column.path) > 1 or period is None or len(label.split()) > 4:
        return ""
    return f"{'on' if period.first == period.last else 'in'} {label}"

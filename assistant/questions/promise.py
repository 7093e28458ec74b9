"""How much of a question each table of a library could explain, for all tables at once, before any of them is read.

The same sums as a `Sheet` makes for one table, over arrays: a library of a thousand reports has tens of thousands of
tables, and few are worth laying a question on.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from assistant.questions.catalogue import TableLabels
from assistant.questions.needs import Linked

OBJECT_ONLY = 0.45
"""What is left of a match when a label says what is measured of the thing that the question names: not enough."""
OF_WHOLES = 0.9
OF_DIMENSIONS = 0.9
LEAST_SAID = 0.2
"""How much of a heading over row labels a question must say for it to count."""
OF_PROSE = 0.55
OF_NAMES = 0.6
EXTRA = 0.12
MOST_EXTRA = 1.5

_SPOKEN, _BESIDE, _DIMENSION = range(3)

Strengths = NDArray[np.float64]
"""For each table (row) and each need (column) how well the table explains it, 0 to 1."""


def worth(strengths: Strengths, linked: Linked) -> NDArray[np.float64]:
    """For each table the share of the required words' weight that it explains; others add a little."""
    total = sum(n.weight for n in linked.needs if n.counts) or 1.0
    required, extra = np.zeros(len(strengths)), np.zeros(len(strengths))
    for need in linked.needs:
        (required if need.counts else extra)[:] += need.weight * strengths[:, need.index]
    worths: NDArray[np.float64] = required / total + EXTRA * np.minimum(MOST_EXTRA, extra)
    return worths


class Promises:
    """The places of every label and of every stem beside a table, as arrays."""

    def __init__(self, tables: Sequence[TableLabels], n_labels: int) -> None:
        """Index ``tables``, in their order, whose labels are numbered from 0 to ``n_labels``."""
        self._n_tables = len(tables)
        self._of_document: dict[str, list[int]] = {}
        for position, table in enumerate(tables):
            self._of_document.setdefault(table.document_id, []).append(position)
        self._within: NDArray[np.bool_] | None = None
        postings = [posting for position, table in enumerate(tables) for posting in _postings(position, table)]
        rows = np.array(postings, dtype=np.float64).reshape(len(postings), 4)
        rows = rows[np.argsort(rows[:, 0], kind="stable")]
        self._tables = rows[:, 1].astype(np.int32)
        self._kinds = rows[:, 2].astype(np.int8)
        self._factors = rows[:, 3]
        self._starts = np.searchsorted(rows[:, 0], np.arange(n_labels + 1))
        beside: dict[str, list[int]] = {}
        for position, table in enumerate(tables):
            for stem in table.prose:
                beside.setdefault(stem, []).append(position)
        self._beside = {stem: np.array(places, dtype=np.int32) for stem, places in beside.items()}

    def limited_to(self, documents: frozenset[str]) -> Promises:
        """The same for which the tables of other reports than these explain nothing."""
        limited = copy(self)
        limited._within = np.zeros(self._n_tables, dtype=bool)
        for document in documents:
            limited._within[self._of_document.get(document, [])] = True
        return limited

    def strengths(self, linked: Linked, *, dimensions: float = 1.0, whole: bool = False) -> Strengths:
        """What each table explains: by its rows, columns and titles, and the text beside it.

        ``dimensions`` is what the headings over row labels count for; ``whole`` takes every label at its full strength.
        """
        found = np.zeros((self._n_tables, len(linked.needs)))
        if not found.size:
            return found
        labels = np.fromiter(linked.matches.touched, dtype=np.intp)
        starts, ends = self._starts[labels], self._starts[labels + 1]
        counts = ends - starts
        owner = np.repeat(np.arange(len(labels)), counts)
        places = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts) + starts[owner]
        if self._within is not None:
            inside = self._within[self._tables[places]]
            owner, places = owner[inside], places[inside]
        # Only labels that stand somewhere here are worth matching.
        matched = {int(i): linked.matches.get(int(labels[i])) for i in np.unique(owner)}
        matches = [match for match in matched.values() if match is not None]
        position = np.full(len(labels), -1)
        position[[i for i, match in matched.items() if match is not None]] = np.arange(len(matches))
        known = position[owner] >= 0
        owner, places = position[owner[known]], places[known]
        factor = self._factors[places].copy()
        kinds = self._kinds[places]
        said = np.array([m.recall >= LEAST_SAID for m in matches], dtype=bool)
        factor[kinds == _DIMENSION] = dimensions
        if whole:
            factor[:] = 1.0
        elif matches:
            headless = np.array([m.headless for m in matches], dtype=bool)
            factor[(kinds == _SPOKEN) & headless[owner]] = OBJECT_ONLY
        if matches:
            factor[(kinds == _DIMENSION) & ~said[owner]] = 0.0
        for need in linked.needs:
            own = np.array([m.covers.get(need.index, 0.0) for m in matches])
            if own.any():
                values = own[owner] * factor
                some = values > 0
                np.maximum.at(found[:, need.index], self._tables[places[some]], values[some])
        self._add_prose(found, linked, 1.0 if whole else OF_PROSE)
        for index, strength in linked.names.items():
            np.maximum(found[:, index], strength * (1.0 if whole else OF_NAMES), out=found[:, index])
        if self._within is not None:
            found[~self._within] = 0.0
        return found

    def _add_prose(self, found: Strengths, linked: Linked, factor: float) -> None:
        nowhere = np.empty(0, dtype=np.int32)
        by_need = {need.index: need for need in linked.needs if need.required}

        def add(index: int, places: NDArray[np.int32], strength: float) -> None:
            found[places, index] = np.maximum(found[places, index], strength * factor)

        for need in by_need.values():
            for variant, strength in need.variants.items():
                add(need.index, self._beside.get(variant, nowhere), strength)
        for covered, other, strength in linked.alternatives:
            everywhere = [self._beside.get(stem, nowhere) for stem in set(other)]
            places = everywhere[0] if everywhere else nowhere
            for more in everywhere[1:]:
                places = np.intersect1d(places, more, assume_unique=True)
            for index in covered:
                if index in by_need:
                    add(index, places, strength)


def best(worths: NDArray[np.float64], *, least: float, behind: float, most: int, also: int | None = None) -> list[int]:
    """The positions of the tables worth most, best first, at least ``least`` and no more than ``behind`` the best.

    At most ``most``; ``also`` is kept whatever it is worth.
    """
    if not len(worths):
        return []
    order = np.lexsort((np.arange(len(worths)), -worths))
    enough = max(least, float(worths.max()) - behind)
    kept = [int(i) for i in order[:most] if worths[i] >= enough]
    if also is not None and also not in kept:
        kept.append(also)
        kept.sort(key=lambda i: (-worths[i], i))
    return kept


def _postings(position: int, table: TableLabels) -> list[tuple[int, int, int, float]]:
    """(label, table, kind of place, what a match there counts), each once."""
    found: dict[tuple[int, int, int, float], None] = {}
    for path in (*table.rows, *table.columns):
        for label in path:
            found[label, position, _SPOKEN, 1.0] = None
    for labels in table.also.values():
        for label in labels:
            found[label, position, _BESIDE, OF_WHOLES] = None
    for label, factor in table.context:
        found[label, position, _BESIDE, factor] = None
    for label in table.dimensions:
        if label >= 0:
            found[label, position, _DIMENSION, 1.0] = None
    return list(found)

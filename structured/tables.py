"""A table whose observations are read one by one, when they are asked for: most questions look at few cells of many."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from corpus.records import from_json, from_plain, to_json
from structured.observations import Grid, Observation

Place = tuple[int, int]
"""Row and column, as the table counts them."""


class Cells(Mapping[Place, Observation]):
    """The observations of a table by their places, in their order."""

    def __init__(self, held: Mapping[Place, Any], read: Callable[[Any], Observation]) -> None:
        """``read`` makes an observation of what is held at a place."""
        self._held = held
        self._read = read
        self._made: dict[Place, Observation] = {}

    def __getitem__(self, place: Place) -> Observation:
        made = self._made.get(place)
        if made is None:
            made = self._made[place] = self._read(self._held[place])
        return made

    def __iter__(self) -> Iterator[Place]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, place: object) -> bool:
        return place in self._held


@dataclass(frozen=True)
class Table:
    """A grid in two parts: ``frame`` is the grid without its observations, ``cells`` are these."""

    frame: Grid
    cells: Cells

    @cached_property
    def grid(self) -> Grid:
        """The whole of it."""
        return replace(self.frame, observations=tuple(self.cells.values()))


def table_of(grid: Grid) -> Table:
    """A grid that was read whole."""
    held = {(o.row, o.column): o for o in grid.observations}
    return Table(frame=replace(grid, observations=()), cells=Cells(held, lambda observation: observation))


def write_table(grid: Grid) -> tuple[str, str]:
    """A grid as two pieces of JSON, for `read_table`."""
    return to_json(replace(grid, observations=())), to_json(grid.observations)


def read_table(frame: str, observations: str) -> Table:
    """The table that `write_table` wrote. Raises ValueError when it is not one."""
    held = json.loads(observations)
    try:
        places = {(one["row"], one["column"]): one for one in held}
    except (TypeError, KeyError) as error:
        raise ValueError(f"not the observations of a table: {error}") from error
    return Table(frame=from_json(Grid, frame), cells=Cells(places, lambda one: from_plain(Observation, one)))

"""A table whose observations are read one by one, when they are asked for: most questions look at few cells of many."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from corpus.columns import Columns, Keyed, pack
from corpus.records import from_json, to_json
from structured.observations import Grid, Observation

Place = tuple[int, int]
"""Row and column, as the table counts them."""


Cells = Keyed[Place, Observation]
"""The observations of a table by their places, in their order."""


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
    return to_json(replace(grid, observations=())), to_json(pack(Observation, grid.observations))


def read_table(frame: str, observations: str) -> Table:
    """The table that `write_table` wrote. Raises ValueError when it is not one."""
    packed = json.loads(observations)
    try:
        rows, columns = (_whole(packed[name]) for name in ("row", "column"))
        places = {place: i for i, place in enumerate(zip(rows, columns, strict=True))}
    except (TypeError, KeyError, IndexError) as error:
        raise ValueError(f"not the observations of a table: {error}") from error
    found = Columns(Observation, packed, len(places))
    return Table(frame=from_json(Grid, frame), cells=Cells(places, found.__getitem__))


def _whole(packed: Mapping[str, Any]) -> list[int]:
    """The numbers of a packed field, one for each observation."""
    values: list[int] = packed["values"]
    return [values[i] for i in packed["at"]] if "at" in packed else values

"""A table as lines and columns that a sentence can name: what each is called, of what time, in what role."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from assistant.auditing.statements import MAX_DIGITS, keywords
from assistant.checking.sentences import relatives_in
from assistant.questions.cues import Relative
from assistant.questions.glossary import built_in
from assistant.questions.roles import Role, role
from assistant.questions.words import label_stems
from structured.observations import ColumnKind, Grid, Observation, RowKind
from structured.periods import Period, find_periods

_WHOLE = re.compile(r"\b(?:total|totals|sub-?total|overall|grand|all|whole|entire)\b", re.IGNORECASE)
WHOLE = frozenset(label_stems("total totals subtotal sub overall grand all whole entire result"))
"""Stems of the words for a whole."""
_YES_NO = frozenset({"yes", "no"})
_CHANGE_WORDS = re.compile(
    r"%|\b(?:changed?|difference|variance|variation|movement|increased?|decreased?|percentage|per cent|points?|pp|"
    r"from|on|since|against|vs|versus|over|than|compared|previous|last|prior|same|quarter|year|months?|period|rolling|to|"
    r"date|ytd|full|fy|number|no|count|value|figure|amount|outturn|actuals?|budget(?:ed)?|target|plan(?:ned)?|forecast|"
    r"original|revised|draft|final|latest|current|opening|closing|balance|result|£\w*|m|bn|k|000s?|million|thousand|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|q[1-4]|h[12]|goal|for|at|in|the|of|and|approved|agreed|annual|"
    r"working|profiled?|now|end)\b",
    re.IGNORECASE,
)
_VARIANCE = re.compile(r"\b(?:varia\w*|overspen\w*|underspen\w*|vs budget|against budget)\b", re.IGNORECASE)
_DIFFERENCE = re.compile(r"\b(?:differ\w*|over|under)\b", re.IGNORECASE)
_BALANCE = re.compile(r"\b(?:surplus|deficit|profit|loss)\b", re.IGNORECASE)
_EITHER = re.compile(r"\b(?:surplus|profit)\b\W+(?:or\s+)?\(?(?:deficit|loss)\b", re.IGNORECASE)
"""A label for a figure of either sign: "Surplus / (deficit)"."""
_NUMBERED = re.compile(r"^\s*(?:table|figure|chart)\s+[\w.]+\s*[:.–-]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its ``name`` are the stems that tell what it measures, without times, roles and units."""

    position: int
    label: str
    kind: ColumnKind
    role: Role
    name: frozenset[str]
    period: Period | None
    named_periods: tuple[Period, ...]
    relatives: frozenset[Relative]
    versions: frozenset[str]
    is_variance: bool
    """Whether it prints how far the outcome lay from the plan."""

    @property
    def is_movement(self) -> bool:
        """Whether it prints a change in time."""
        return self.kind is ColumnKind.CHANGE and not self.is_variance


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row: its ``name`` are the stems of its innermost label, without words for a whole and times.

    ``cells`` are its figures by the position of their column; ``whole`` says that it stands for all of its table.
    ``also_called`` are phrases of several words that the glossary knows for the label, as stems.
    """

    table: TableView
    row: int
    name: frozenset[str]
    parents: frozenset[str]
    whole: bool
    period: Period | None
    cells: dict[int, Observation]
    is_balance: bool
    """Whether it is a surplus or a deficit: its figures are levels, whatever they are called."""
    also_called: tuple[tuple[str, ...], ...] = ()

    @property
    def label(self) -> str:
        """The row's label, outermost part first."""
        return " › ".join(self.table.grid.rows[self.row].path)

    @property
    def key(self) -> tuple[int, int]:
        """Which line it is within its report."""
        return (self.table.grid.number, self.row)


@dataclass(eq=False)
class TableView:
    """A table's lines and columns. ``topic`` are the stems of its own title and caption, ``section`` of the heading."""

    grid: Grid
    columns: tuple[Column, ...]
    topic: frozenset[str]
    section: frozenset[str]
    lines: tuple[Line, ...] = ()

    @cached_property
    def latest(self) -> Period | None:
        """The latest time of its level columns, or of its rows; of what is planned only where nothing else has one."""
        levels = [(c.role, c.period) for c in self.columns if c.period and c.kind is not ColumnKind.CHANGE]
        every = [p for mine, p in levels if mine is not Role.PLANNED] or [p for _, p in levels]
        every = every or [line.period for line in self.lines if line.period]
        return max(every, key=lambda p: (p.last, p.first)) if every else None

    @cached_property
    def measures(self) -> frozenset[frozenset[str]]:
        """The different names of its columns of figures."""
        return frozenset(c.name for c in self.columns if c.kind in {ColumnKind.LEVEL, ColumnKind.GAP})


def table_views(grids: Iterable[Grid], title: str) -> tuple[TableView, ...]:
    """The tables that hold figures, read as lines and columns; a row called by the report's ``title`` is a whole."""
    owner = frozenset(label_stems(title))
    return tuple(_view(grid, owner) for grid in grids if any(o.quantity is not None for o in grid.observations))


def _view(grid: Grid, owner: frozenset[str]) -> TableView:
    planned = any(
        c.kind is ColumnKind.LEVEL and role(part) is Role.PLANNED for c in grid.columns for part in (" ".join(c.path),)
    )
    view = TableView(
        grid=grid,
        columns=tuple(_column(grid, position, planned=planned) for position in range(len(grid.columns))),
        topic=_stems(_NUMBERED.sub("", grid.title)) | _stems(grid.caption),
        section=frozenset(s for title in grid.section[-1:] for s in _stems(title)),
    )
    at = {row.index: position for position, row in enumerate(grid.rows)}
    columns = {column.index: position for position, column in enumerate(grid.columns)}
    cells: list[dict[int, Observation]] = [{} for _ in grid.rows]
    for o in grid.observations:
        if o.quantity is not None and o.quantity.value.adjusted() < MAX_DIGITS:
            cells[at[o.row]][columns[o.column]] = o
    view.lines = tuple(
        _line(view, position, cells[position], owner)
        for position, row in enumerate(grid.rows)
        if row.kind is not RowKind.SECTION and cells[position]
    )
    return view


def _line(view: TableView, position: int, cells: dict[int, Observation], owner: frozenset[str]) -> Line:
    row = view.grid.rows[position]
    leaf = row.path[-1] if row.path else ""
    stems = _row_stems(leaf)
    if _EITHER.search(leaf):
        stems -= frozenset(label_stems("surplus deficit profit loss")) - {next(iter(label_stems("deficit")))}
    outer = frozenset(s for label in row.path[:-1] for s in _stems(label))
    if stems and stems <= _YES_NO:
        stems |= outer
    return Line(
        table=view,
        row=position,
        name=frozenset() if row.period is not None else stems - WHOLE,
        parents=outer,
        whole=row.is_whole or bool(_WHOLE.search(leaf)) or (bool(stems) and stems <= owner | WHOLE),
        period=row.period,
        cells=cells,
        is_balance=bool(_BALANCE.search(leaf)),
        also_called=tuple(phrase for phrase in built_in().same(label_stems(leaf)) if len(phrase) > 1),
    )


def _column(grid: Grid, position: int, *, planned: bool) -> Column:
    column = grid.columns[position]
    label = " ".join(column.path)
    parts = [role(part) for part in (*reversed(column.path), label)]
    periods = [m.period for m in find_periods(label) if isinstance(m.period, Period)]
    named = [p for p in periods if column.kind is not ColumnKind.CHANGE or column.period is None or p != column.period]
    relatives = relatives_in(label) | ({Relative.PREVIOUS} if "previous quarter" in label.lower() else set())
    own = [p for p in periods if column.period is None or not p.contains(column.period)]
    return Column(
        position=position,
        label=label,
        kind=column.kind,
        role=next((r for r in parts if r is not Role.NONE), Role.NONE),
        name=_stems(label),
        period=column.period,
        named_periods=tuple(named or periods),
        relatives=frozenset(relatives),
        versions=keywords(label),
        is_variance=column.kind is ColumnKind.CHANGE
        and planned
        and not relatives
        and (bool(_VARIANCE.search(label)) or (bool(_DIFFERENCE.search(label)) and not own)),
    )


def _row_stems(label: str) -> frozenset[str]:
    """The stems of a row's label, those left out that stand in brackets and tell a time."""
    for mention in sorted(find_periods(label), key=lambda m: -m.start):
        label = f"{label[: mention.start]} {label[mention.end :]}"
    return frozenset(label_stems(label)) if any(c.isalnum() for c in label) else frozenset()


def _stems(label: str) -> frozenset[str]:
    """The stems of a label's words, those left out that only tell a time, a role or a unit."""
    mentions = sorted(find_periods(label), key=lambda m: -m.start)
    for mention in mentions:
        label = f"{label[: mention.start]} {label[mention.end :]}"
    bare = _CHANGE_WORDS.sub(" ", label)
    return frozenset(s for s in label_stems(bare) if not s.isdigit()) if bare.strip(" ()-–,.:;/*") else frozenset()

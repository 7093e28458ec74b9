"""What of the tables a topic names: rows of one, columns of one, or a whole one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import IntEnum

from assistant.checking.cells import column_role, nameless
from assistant.checking.patterns import VIEWED
from assistant.questions.catalogue import GridEntry
from assistant.questions.needs import Linked
from assistant.questions.question import Question
from assistant.questions.roles import Role
from assistant.questions.scope import Scope
from assistant.questions.sheet import Sheet
from assistant.questions.sides import SOLID, merge
from assistant.questions.words import label_stems
from structured.observations import ColumnKind, RowKind
from structured.units import Quantity, UnitKind

MOST_SUBJECTS = 3
_SAID = 0.6
_SAID_COLUMN = 0.45
_SAID_TITLE = 0.4
"""How much of a row's, a column's, a table's label a topic has to say to name it."""
_HELD, _HELD_TITLE, _ALL_OF_IT = 0.3, 0.15, 0.95
"""A longer label than the topic names it too, when it holds all of the topic's words."""
_NEARLY = 0.3
"""How much less another table may say of the topic and still be shown."""
_PRINTED = 0.5
"""What it is worth that the text on the topic prints a figure of the table."""
_JUST_THE_TOPIC = 0.9
"""A row whose label the topic says to this share is the topic itself, and not one of several that are of its kind."""
_ABOVE = 2
"""How many rows above its own may say the rest of what a row is about."""
_OWN_SHARE = 0.5
"""The share of the topic that the named label has to explain by itself, its table's titles the rest."""


class Naming(IntEnum):
    """What a topic names, the most telling last."""

    TABLE = 0
    COLUMN = 1
    ROW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A part of one table that is about the topic: rows and columns by their places, in table order.

    ``row`` is the row that the headlines are about; ``in_part`` says that its label names more than the topic.
    """

    naming: Naming
    sheet: Sheet
    row: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    worth: float
    in_part: bool = False
    said: frozenset[int] = frozenset()
    """The topic's words that its own labels and its table's titles say."""

    @property
    def latest(self) -> int | None:
        """The column of the figure to open with: the last outcome of the latest time, never what was planned.

        Of columns that are no times, and that no row is named in, the first.
        """
        grid = self.sheet.grid
        if self.naming is Naming.ROW or any(grid.columns[i].period is not None for i in self.columns):
            return latest_column(self.sheet, self.row, self.columns)
        levels = [i for i in self.columns if latest_column(self.sheet, self.row, (i,)) is not None]
        return max(levels, key=lambda i: (self.sheet.columns[i].recall, -i)) if levels else None


def latest_column(sheet: Sheet, row: int, columns: tuple[int, ...]) -> int | None:
    """Of these columns that of the latest outcome that the row has a figure for, the last one of several."""
    grid = sheet.grid
    levels = [
        i
        for i in columns
        if grid.columns[i].kind in {ColumnKind.LEVEL, ColumnKind.GAP}
        and column_role(sheet, i) not in {Role.PLANNED, Role.OPENING}
        and (cell := sheet.entry.cell(row, i)) is not None
        and cell.quantity is not None
    ]
    if not levels:
        return None
    if all(grid.columns[i].kind is ColumnKind.GAP and grid.columns[i].period is None for i in levels):
        return max(levels, key=lambda i: (_size(sheet, row, i), -i))  # of several measures the one that stands out
    names = [nameless(c.path) for c in grid.columns]
    series = [
        i for i in levels if grid.columns[i].period is not None and any(names[j] == names[i] for j in levels if j != i)
    ]
    levels = series or levels  # what is given at several times is what the row is about

    def at(index: int) -> tuple[date, int]:
        period = grid.columns[index].period
        return (period.last if period is not None else date.max, index)

    return max(levels, key=at)


def _size(sheet: Sheet, row: int, column: int) -> Decimal:
    cell = sheet.entry.cell(row, column)
    return abs(cell.quantity.value) if cell is not None and cell.quantity is not None else Decimal(0)


def find_subjects(question: Question, linked: Linked, scope: Scope, printed: Sequence[Quantity]) -> tuple[Subject, ...]:
    """The parts of the tables that a topic names, best first; empty where no table is about it.

    ``printed`` are the figures that the text gives on the topic: the table that holds one of them is the likelier.
    """
    found = [
        subject
        for entry in scope.catalogue.entries
        if (subject := _subject(entry, question, linked, scope)) is not None
    ]
    if any(s.naming is not Naming.TABLE and not s.in_part for s in found):
        found = [s for s in found if s.naming is not Naming.TABLE]
    least = max((s.worth for s in found), default=0.0) - _NEARLY
    found = [s for s in found if not any(s.said < other.said for other in found)]
    if VIEWED.search(question.text):  # "trust in the pilots" is no line of an account, whatever that is called
        found = [s for s in found if not _is_money(s)]
    found = [replace(s, worth=s.worth + (_PRINTED if _told(s, printed) else 0.0)) for s in found if s.worth >= least]
    found.sort(key=lambda s: (s.in_part, -round(s.worth, 6), -s.naming, s.sheet.entry.index))
    return tuple(found[:MOST_SUBJECTS])


def _is_money(subject: Subject) -> bool:
    column = subject.latest
    cell = subject.sheet.entry.cell(subject.row, column) if column is not None else None
    return cell is not None and cell.quantity is not None and cell.quantity.unit.kind is UnitKind.MONEY


def _told(subject: Subject, printed: Sequence[Quantity]) -> bool:
    """Whether the text gives the figure that the subject opens with."""
    column = subject.latest
    cell = subject.sheet.entry.cell(subject.row, column) if column is not None else None
    own = cell.quantity if cell is not None else None
    return own is not None and any(own.unit == p.unit and own.value == p.value for p in printed)


def _subject(entry: GridEntry, question: Question, linked: Linked, scope: Scope) -> Subject | None:
    sheet = Sheet(entry, question, linked, lambda words: scope.linker.cover(linked, words))
    titles = merge(*(m.covers for label, factor in entry.context if factor >= 0.8 and (m := linked.matches.get(label))))
    names = dict.fromkeys(linked.names, 1.0)
    every = tuple(range(len(sheet.grid.columns)))

    def explains(own: dict[int, float]) -> bool:
        covers = merge(
            own, titles, names, {i: s for i, s in sheet.surroundings.covers.items() if not linked.needs[i].strict}
        )
        return not sheet.unexplained(covers) and sheet.worth(own) >= _OWN_SHARE

    rows = []
    for side in sheet.rows:
        line = sheet.grid.rows[side.index]
        recall = max(side.recall, _parent_recall(sheet, side.index))
        in_it = (recall >= _HELD or _ends_on_it(sheet, side.index, scope, linked)) and (
            sheet.worth(side.covers) >= _ALL_OF_IT
        )  # "Hail damage claims" for "hail damage", "Long Island ferry" for "ferry"
        if (
            line.path
            and line.kind in {RowKind.DATA, RowKind.TOTAL}
            and (recall >= _SAID or in_it)
            and explains(side.covers)
        ):
            rows.append((recall >= _SAID, sheet.worth(side.covers) + recall / 2, side.index))
    if rows:
        worth = max(own for _, own, _ in rows)
        nearest = [index for _, own, index in rows if own >= worth - 0.05]
        just_it = max(sheet.rows[i].recall for i in nearest) >= _JUST_THE_TOPIC or any(
            sheet.grid.rows[i].kind is RowKind.TOTAL for i in nearest
        )
        said = max(sheet.worth(sheet.rows[i].covers) for i in nearest)
        # "the Long Island ferry" is no less a ferry for its longer name
        alike = [
            index
            for _, _, index in rows
            if sheet.worth(sheet.rows[index].covers) >= said - 0.05 and sheet.grid.rows[index].kind is not RowKind.TOTAL
        ]
        kept = sorted(nearest if just_it else alike)
        return Subject(
            naming=Naming.ROW,
            sheet=sheet,
            row=kept[0],
            rows=tuple(kept),
            columns=every,
            worth=worth + sheet.surroundings.title_recall / 4,
            in_part=not any(in_full for in_full, _, index in rows if index in kept),
            said=_said(linked, titles, *(_with_those_above(sheet, i) for i in kept)),
        )
    columns = [
        side.index
        for side in sheet.columns
        if sheet.grid.columns[side.index].kind in {ColumnKind.LEVEL, ColumnKind.GAP}
        and side.recall >= _SAID_COLUMN
        and explains(side.covers)
        and (sheet.unexplained(merge(titles, names)) or not sheet.unexplained(merge(side.covers, names)))
    ]
    whole = _whole_row(sheet)
    if columns and whole is not None:
        best = max(sheet.worth(sheet.columns[i].covers) + sheet.columns[i].recall / 2 for i in columns)
        return Subject(
            naming=Naming.COLUMN,
            sheet=sheet,
            row=whole,
            rows=_members(sheet),
            columns=tuple(columns),
            worth=best,
            said=_said(linked, titles, *(sheet.columns[i].covers for i in columns)),
        )
    held = sheet.surroundings.title_recall >= _HELD_TITLE and sheet.worth(titles) >= _ALL_OF_IT
    if (sheet.surroundings.title_recall >= _SAID_TITLE or held) and not sheet.unexplained(merge(titles, names)):
        row = whole if whole is not None else next(iter(_members(sheet)), None)
        if row is not None:
            return Subject(
                naming=Naming.TABLE,
                sheet=sheet,
                row=row,
                rows=_members(sheet),
                columns=every,
                worth=sheet.worth(titles) + sheet.surroundings.title_recall / 2,
                said=_said(linked, titles),
            )
    return None


def _said(linked: Linked, titles: dict[int, float], *covers: dict[int, float]) -> frozenset[int]:
    """The words that labels say outright, of those that something has to say.

    That the title of a table names the body that reports says nothing of its rows.
    """
    own = merge({i: s for i, s in titles.items() if i not in linked.names}, *covers)
    return frozenset(n.index for n in linked.needs if n.required and own.get(n.index, 0.0) >= SOLID)


def _ends_on_it(sheet: Sheet, row: int, scope: Scope, linked: Linked) -> bool:
    """Whether the last word of a row's label is one of the topic's."""
    path = sheet.grid.rows[row].path
    stems = label_stems(path[-1]) if path else ()
    return bool(stems) and bool(scope.linker.cover(linked, {stems[-1]}))


def _with_those_above(sheet: Sheet, row: int) -> dict[int, float]:
    """What a row's label says, with that of the rows right above it: "Detached" under "Houses"."""
    return merge(*(sheet.rows[i].covers for i in range(max(0, row - _ABOVE), row + 1)))


def _parent_recall(sheet: Sheet, row: int) -> float:
    """How much of the label above a row's own the topic says: that of a service over its measures."""
    labels = sheet.entry.rows[row][:-1]
    return max((m.recall for label in labels if (m := sheet.linked.matches.get(label))), default=0.0)


def _whole_row(sheet: Sheet) -> int | None:
    """The row that stands for all: of a base, of a total, or of the latest period."""
    rows = sheet.grid.rows
    for kind in (RowKind.BASE, RowKind.TOTAL):
        found = [i for i, row in enumerate(rows) if row.kind is kind]
        if found:
            return found[-1]
    timed = [(p.last, i) for i, row in enumerate(rows) if (p := row.period) is not None]
    return max(timed)[1] if timed else None


def _members(sheet: Sheet) -> tuple[int, ...]:
    return tuple(i for i, row in enumerate(sheet.grid.rows) if row.kind is RowKind.DATA and row.path)

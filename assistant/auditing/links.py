"""Which lines of a report's tables a sentence speaks of: by their names, or by figures that stand in both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.auditing.agreement import (
    Agreement,
    Measured,
    alike,
    change,
    compare,
    difference,
    pair,
    share,
    significant,
)
from assistant.auditing.series import Column, Line, TableView
from assistant.auditing.statements import DISTINCT, Said, Slot, Statement, title, versions_suit
from assistant.questions.roles import Role
from assistant.questions.words import tokens
from structured.observations import ColumnKind
from structured.units import Quantity, UnitKind

_JOINED = re.compile(r"\s(?:and|&|or)\s|,", re.IGNORECASE)
"""What stands between the parts of a list: "Red and Blue Widgets" is no name of the blue ones."""
_LISTED = re.compile(r"\s*(?:,|&|\band\b|,\s*and\b|\bor\b)\s*(?:(?:the|in|at|for)\s+)?", re.IGNORECASE)
_WIDE = 3
"""How many words may stand between those of a line's name."""
_TELLING = 3
"""Digits that a figure must have to tell which line it was read from."""
_UNMISTAKABLE = 4
_RARE = 2
"""In how many lines of a report such a figure may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A line that a sentence speaks of. ``span`` is where the sentence names it; None where only figures tell.

    ``anchors`` are the figures, by their position in the sentence, that stand in the line; ``about`` says that the
    sentence names what the table is about, or the line in several words.
    """

    line: Line
    span: tuple[int, int] | None
    anchors: tuple[int, ...]
    about: bool
    columns: frozenset[frozenset[str]] = frozenset()
    """The names of the columns in which these figures stand."""
    listed: bool = False
    """Whether the sentence names it in a row with others."""

    @property
    def named(self) -> bool:
        """Whether the sentence says the line's name."""
        return self.span is not None


@dataclass
class Lines:
    """The lines of one report's tables, found by the words and the figures of a sentence."""

    tables: Sequence[TableView]
    _holding: dict[tuple[str, str], list[tuple[Line, Column]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for line in self.every:
            for position, cell in line.cells.items():
                if cell.quantity is not None:
                    self._holding.setdefault(_size(cell.quantity), []).append((line, line.table.columns[position]))

    @cached_property
    def every(self) -> tuple[Line, ...]:
        """All lines, in reading order."""
        return tuple(line for table in self.tables for line in table.lines)

    @cached_property
    def members(self) -> frozenset[str]:
        """The stems of the names of all lines: words that tell one thing from another."""
        return frozenset(s for line in self.every for s in line.name)

    @cached_property
    def _by_stem(self) -> dict[str, list[int]]:
        """Where in ``every`` the lines are whose names have a stem."""
        found: dict[str, list[int]] = {}
        for i, line in enumerate(self.every):
            for stem in line.name.union(*line.also_called):
                found.setdefault(stem, []).append(i)
        return found

    def links(self, statement: Statement) -> tuple[Link, ...]:
        """The lines that a statement speaks of: those it names, by the longest name, and those its figures tell."""
        anchored: dict[int, list[int]] = {}
        lines: dict[int, Line] = {}
        columns: dict[int, set[frozenset[str]]] = {}
        for i, said in enumerate(statement.said):
            for line, column in self._anchors(said):
                columns.setdefault(id(line), set()).add(column.name)
                if i not in anchored.setdefault(id(line), []):
                    anchored[id(line)].append(i)
                lines[id(line)] = line
        nameable = {i for stem in statement.words for i in self._by_stem.get(stem, ())}
        every = [self.every[i] for i in sorted(nameable)]
        named = {id(line): (line, span) for line in every if (span := _named_or_called(line, statement))}
        kept = [(line, span) for line, span in named.values() if not _outdone(line, span, named.values())]
        in_full = [(line, span) for line, span in kept if line.name <= statement.words or _called(line, statement)]
        kept = in_full or kept or [(line, span) for line in every if (span := self._named_by_title(line, statement))]
        found = [
            Link(
                line=line,
                span=span,
                anchors=tuple(anchored.pop(id(line), ())),
                about=len(line.name) > 1 or _about(line, statement),
                columns=frozenset(columns.get(id(line), ())),
                listed=any(_side_by_side(statement.text, span, other) for _, other in kept),
            )
            for line, span in kept
        ]
        for key, anchors in anchored.items():
            line = lines[key]
            if _tells(line, anchors, statement):
                found.append(
                    Link(
                        line=line,
                        span=None,
                        anchors=tuple(anchors),
                        about=_about(line, statement),
                        columns=frozenset(columns[key]),
                    )
                )
        return tuple(found)

    @staticmethod
    def _named_by_title(line: Line, statement: Statement) -> tuple[int, int] | None:
        """Where a statement says all of a line's name but what its report is called by: "drivers", for a bus company's.

        None where another line of its table is called by that too.
        """
        own = line.name - title(statement) - statement.around
        if not own or own == line.name or not own <= statement.words:
            return None
        rivals = any(own <= other.name != line.name for other in line.table.lines)
        return None if rivals else _window(statement.text, own)

    def holds(self, quantity: Quantity) -> bool:
        """Whether some table prints a figure."""
        return any(
            (cell := line.cells[column.position].quantity) is not None
            and alike(quantity, cell)
            and compare(*pair(quantity, cell)) is Agreement.AGREES
            for line, column in self._holding.get(_size(quantity), ())
        )

    def _anchors(self, said: Said) -> list[tuple[Line, Column]]:
        quantity = said.amount.quantity
        if not said.exact or significant(quantity) < _TELLING:
            return []
        holding = [
            (line, column)
            for line, column in self._holding.get(_size(quantity), ())
            if (cell := line.cells[column.position].quantity) is not None
            and alike(quantity, cell)
            and compare(*pair(quantity, cell)) is Agreement.AGREES
        ]
        if len({id(line) for line, _ in holding}) > _RARE:
            return []
        return [(line, column) for line, column in holding if _in_role(said, column)]


def _size(quantity: Quantity) -> tuple[str, str]:
    """What a figure's digits are, wherever the point stands: "£10.25m" is found under the same as "10,250"."""
    digits = "".join(c for c in f"{abs(quantity.value):f}" if c.isdigit()).strip("0")
    kind = quantity.unit.kind
    return digits, "%" if kind in {UnitKind.PERCENT, UnitKind.POINTS} else kind.value


def _in_role(said: Said, column: Column) -> bool:
    """Whether a figure and a column play the same part as far as both say."""
    match said.slot:
        case Slot.PLANNED:
            return column.role is Role.PLANNED and versions_suit(said.versions, column.versions)
        case Slot.ACTUAL:
            return column.kind is ColumnKind.LEVEL and column.role is not Role.PLANNED
        case Slot.VARIANCE | Slot.CHANGE:
            return column.kind is ColumnKind.CHANGE
        case Slot.APART:
            return column.kind in {ColumnKind.GAP, ColumnKind.CHANGE}
        case _:
            return column.kind in {ColumnKind.LEVEL, ColumnKind.GAP}


def _named_or_called(line: Line, statement: Statement) -> tuple[int, int] | None:
    return _named(line, statement) or _called(line, statement)


def _called(line: Line, statement: Statement) -> tuple[int, int] | None:
    """Where a statement says, word for word, what the glossary knows for a line's label ("late trains")."""
    for phrase in line.also_called:
        if statement.words.issuperset(phrase):
            words = _read(statement.text)
            for i in range(len(words) - len(phrase) + 1):
                if tuple(token.stem for token in words[i : i + len(phrase)]) == phrase:
                    return words[i].start, words[i + len(phrase) - 1].end
    return None


def _named(line: Line, statement: Statement) -> tuple[int, int] | None:
    """Where a statement says a line's name in full; None where it does not, or only in words far apart.

    A heading above the sentence may say the lesser half of the name.
    """
    name = line.name
    if line.is_balance and line.whole and not name <= statement.words:
        return None
    if not name or not name & statement.words or not name <= statement.words | statement.around:
        return None
    own = name & statement.words
    # "Blue Widgets" under the heading "Large Blue Widgets" names the large ones, whatever else is called large there.
    parts = [own, *(own - {stem} for stem in sorted(own & statement.around))]
    spans = (_window(statement.text, part) for part in parts if len(part) * 2 >= len(name))
    span = next((s for s in spans if s is not None), None)
    if span is None:
        return None
    listed = _JOINED.search(statement.text[slice(*span)]) and not _JOINED.search(line.label)
    return None if listed else span


_read = lru_cache(maxsize=64)(tokens)  # one sentence is held against many lines


def _window(text: str, stems: Iterable[str]) -> tuple[int, int] | None:
    wanted = set(stems)
    best: tuple[int, int, int] | None = None
    seen: dict[str, tuple[int, int, int]] = {}
    for i, token in enumerate(_read(text)):
        if token.stem in wanted:
            seen[token.stem] = (i, token.start, token.end)
            if len(seen) == len(wanted):
                first = min(seen.values())
                width = i - first[0]
                if best is None or width < best[0]:
                    best = (width, first[1], token.end)
    return None if best is None or best[0] > len(wanted) + _WIDE else (best[1], best[2])


def _side_by_side(text: str, a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two names stand in one list ("Red, Blue and Green")."""
    first, second = sorted((a, b))
    return first != second and bool(_LISTED.fullmatch(text[first[1] : second[0]]))


def _outdone(line: Line, span: tuple[int, int], others: Iterable[tuple[Line, tuple[int, int]]]) -> bool:
    """Whether another line's longer name takes up these very words."""
    return any(line.name < other.name and where[0] <= span[0] and span[1] <= where[1] for other, where in others)


def _about(line: Line, statement: Statement) -> bool:
    """Whether a statement, or the heading above it, names what the line's table is about."""
    table = line.table
    topic = table.topic or table.section
    said = statement.words | statement.around
    return bool((topic - line.name) & statement.words) or len(topic & said) * 2 >= len(topic) > 0


def _tells(line: Line, anchors: Sequence[int], statement: Statement) -> bool:
    """Whether figures that stand in a line show that the statement was written from it."""
    if len(anchors) > 1:
        return True
    digits = significant(statement.said[anchors[0]].amount.quantity)
    if digits >= _UNMISTAKABLE:
        return True
    if line.name & (statement.words | statement.around):
        return True
    versions = statement.said[anchors[0]].versions & DISTINCT
    if any(versions & c.versions for c in line.table.columns if c.position in line.cells):
        return True
    columns = {s for c in line.table.columns if c.position in line.cells for s in c.name}
    about = line.table.topic | columns
    return (line.whole or line.period is not None) and bool(about & (statement.words | statement.around))


def supported(said: Said, meant: Sequence[Line], others: Sequence[Line] = ()) -> bool:
    """Whether a figure agrees with any cell of these lines, or with what two cells of those that are ``meant`` give."""
    quantity = said.amount.quantity
    distance = said.slot in {Slot.VARIANCE, Slot.CHANGE, Slot.APART} or quantity.unit.kind is UnitKind.PERCENT
    signed = said.slot is Slot.CHANGE and said.amount.printed[:1] in {"+", "-", "−", "–"}
    return (
        any(_in_line(quantity, line, worked=distance, signed=signed) for line in meant)
        or any(_in_line(quantity, line, worked=False, signed=signed) for line in others)
        or _in_sum(quantity, [*meant, *others])
    )


def _in_line(quantity: Quantity, line: Line, *, worked: bool, signed: bool) -> bool:
    for cell in _quantities(line, line.cells):
        if alike(quantity, cell) and compare(*pair(quantity, cell), sizes_only=not signed) is Agreement.AGREES:
            return True
    return worked and any(_from_two(quantity, a, b) for a, b in _two_of(line))


def _quantities(line: Line, positions: Iterable[int]) -> list[Quantity]:
    return [q for p in positions if (q := line.cells[p].quantity) is not None]


def _two_of(line: Line) -> Iterator[tuple[Quantity, Quantity]]:
    """Each two figures of a line that are of two times, the later first, or of a plan and what came of it."""
    columns = line.table.columns
    levels = [p for p in line.cells if columns[p].kind is ColumnKind.LEVEL]
    for x in levels:
        for y in levels:
            new, old = columns[x].period, columns[y].period
            backwards = new is not None and old is not None and new < old
            if x == y or backwards or columns[x].role is columns[y].role is Role.PLANNED:
                continue
            yield from ((a, b) for a in _quantities(line, [x]) for b in _quantities(line, [y]))


def _from_two(quantity: Quantity, a: Quantity, b: Quantity) -> bool:
    """Whether a figure is the difference of two, the change from one to the other, or one as a share of the other."""
    if not alike(a, b):
        return False
    first, second = pair(a, b)
    found: list[Measured | None] = []
    stated = None
    if alike(quantity, a) and quantity.unit.kind is not UnitKind.PERCENT:
        stated, _ = pair(quantity, a)
        found.append(difference(first, second))
    elif quantity.unit.kind is UnitKind.PERCENT and a.unit.kind not in _PERCENTS:
        stated, _ = pair(quantity, quantity)
        found += [change(first, second), share(first, second), share(second, first)]
    return stated is not None and any(f is not None and compare(stated, f) is Agreement.AGREES for f in found)


def _in_sum(quantity: Quantity, lines: Sequence[Line]) -> bool:
    """Whether a figure is the sum, or the difference, of one column over two lines of a table."""
    for i, a in enumerate(lines):
        for b in lines[i + 1 :]:
            if a.table is not b.table or a is b:
                continue
            for position in a.cells.keys() & b.cells.keys():
                x, y = a.cells[position].quantity, b.cells[position].quantity
                if x is None or y is None or not alike(quantity, x) or not alike(x, y):
                    continue
                stated, first = pair(quantity, x)
                _, second = pair(quantity, y)
                total = Measured(value=first.value + second.value, half=first.half + second.half, derived=True)
                if Agreement.AGREES in {compare(stated, total), compare(stated, difference(first, second))}:
                    return True
    return False


_PERCENTS = {UnitKind.PERCENT, UnitKind.POINTS}

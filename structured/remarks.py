"""What a report says of some of a table's figures, by the marks that they, their labels or the table's title carry.

A mark points to a note (beneath the table, on a sheet of notes, or in a section of notes) or stands in a key. Nothing
is taken for a note that the report does not mark so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Block, BlockKind, Cell, Document, Locator, Table
from corpus.sentences import plain as folded
from structured.headers import Layout
from structured.observations import Place, Remark
from structured.rows import Line
from structured.shorthand import STANDARD, key_entries, marks_of

_NOTED = re.compile(
    r"(?:[\[(]?(?:foot)?notes?\s?(?P<numbered>\d{1,3}|[a-z])(?!\w)[\])]?\s?[.:)–-]?|[\[(](?P<bracketed>\d{1,3}|[a-z])[\])][.:]?|"
    r"(?P<pointed>\d{1,3}|[a-z])[.:)]|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<bare>\d{1,2})(?=\s)|(?P<sign>[*†‡§]+))\s*(?=\S)",
    re.IGNORECASE,
)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_OF_NOTES = re.compile(r"\b(?:foot|end)?notes?\b", re.IGNORECASE)
_NOTE_LABEL = re.compile(r"\[?(?:(?:foot)?note\s*)?(\d{1,3}|[a-z])\]?", re.IGNORECASE)
_LONGEST = 600
_LONGEST_MARK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What is said of a mark, and where."""

    text: str
    locator: Locator | None


@dataclass(slots=True, kw_only=True)
class _Marked:
    """What carries one mark."""

    printed: str
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    places: set[tuple[int, int]] = field(default_factory=set)
    whole: bool = False


def find_remarks(table: Table, document: Document, layout: Layout, lines: Sequence[Line]) -> tuple[Remark, ...]:
    """What the report says of the table's marked figures, in the order in which the marks are met.

    A mark for which the report has no words is left out, unless publishers of statistics agree what it means.
    """
    carried = _carried(table, layout, lines)
    if not carried:
        return ()
    said: dict[str, _Said] = {}
    for mark, found in _all_said(table, document, layout):
        said.setdefault(mark, found)
    remarks = []
    for mark, marked in carried.items():
        words = said.get(mark)
        if words is None and f"[{mark}]" in marked.printed.casefold() and mark in STANDARD:
            words = _Said(text=STANDARD[mark], locator=None)
        if words is None:
            continue
        remarks.append(
            Remark(
                mark=f"note {mark}" if mark.isdigit() else mark,
                text=words.text,
                rows=tuple(sorted(marked.rows)),
                columns=tuple(sorted(marked.columns)),
                places=tuple(Place(row=row, column=column) for row, column in sorted(marked.places)),
                whole=marked.whole,
                locator=words.locator,
            )
        )
    return tuple(remarks)


# What carries a mark --------------------------------------------------------------------------------------------------


def _carried(table: Table, layout: Layout, lines: Sequence[Line]) -> dict[str, _Marked]:
    found: dict[str, _Marked] = {}

    def at(mark: str, text: str) -> _Marked:
        return found.setdefault(mark, _Marked(printed=text))

    for mark in marks_of(table.title):
        at(mark, table.title).whole = True
    body = {line.index: line for line in lines}
    labels, data = set(layout.label_columns), set(layout.data_columns)
    for cell in table.cells:
        for mark in _marks_of(cell):
            marked = at(mark, cell.text)
            across = range(cell.column, cell.column + cell.column_span)
            down = range(cell.row, cell.row + cell.row_span)
            line = body.get(cell.row)
            if line is None:
                marked.columns.update(data.intersection(across))
                marked.whole = marked.whole or not data.intersection(across)
            elif line.is_heading:
                marked.rows.update(_under(line, lines))
            elif cell.column in data and cell.column not in labels:
                marked.places.update((row, column) for row in down for column in across)
            else:
                marked.rows.update(row for row in down if row in body)
    return found


def _marks_of(cell: Cell) -> tuple[str, ...]:
    """The marks that a cell ends with, or is: "c", "..", "*"."""
    text = cell.text.strip().casefold()
    if text and len(text) <= _LONGEST_MARK and not any(map(str.isdigit, text)):
        return (text.strip("[]()"),)
    return marks_of(cell.text) if text else ()


def _under(heading: Line, lines: Sequence[Line]) -> Iterator[int]:
    """The rows beneath a heading within the table."""
    label = heading.label
    return (line.index for line in lines if line.index > heading.index and label in line.path[:-1])


# What is said of it ---------------------------------------------------------------------------------------------------


def _all_said(table: Table, document: Document, layout: Layout) -> Iterator[tuple[str, _Said]]:
    """What the report says of marks, what stands nearest to the table first."""
    own = [block for block in document.blocks if block.kind is BlockKind.NOTE and folded(block.text) in table.notes]
    own.sort(key=lambda block: abs(block.locator.start - table.locator.start))
    beneath = [cell for cell in table.cells if cell.text in layout.notes]
    texts = [*((block.text, block.locator) for block in own), *((cell.text, cell.locator) for cell in beneath)]
    for text, place in texts:
        yield from _keys_in(text, place)
        yield from _notes_in(text, place)
    for other in document.tables:
        if other.number != table.number:
            yield from _listed(other)
    for block in document.blocks:
        if block.table is None and block.kind is not BlockKind.HEADING and _is_among_notes(block):
            yield from _keys_in(block.text, block.locator)
            yield from _notes_in(block.text, block.locator)


def _is_among_notes(block: Block) -> bool:
    section = block.locator.section
    return bool(section) and len(section[-1]) < 40 and _OF_NOTES.search(section[-1]) is not None


def _notes_in(text: str, place: Locator) -> Iterator[tuple[str, _Said]]:
    """The notes that stand in a block, one a line."""
    start = 0
    for line in text.splitlines(keepends=True):
        match = _NOTED.match(line)
        words = line[match.end() :].strip() if match else ""
        if match and words and len(words) <= _LONGEST:
            raised = match["raised"]
            mark = raised.translate(_DIGITS) if raised else next(filter(None, match.groups())).casefold()
            first = place.start + start + match.end()
            yield mark, _Said(text=folded(words), locator=replace(place, start=first, end=first + len(words)))
        start += len(line)


def _keys_in(text: str, place: Locator) -> Iterator[tuple[str, _Said]]:
    for entry in key_entries(text):
        where = replace(place, start=place.start + entry.start, end=place.start + entry.end)
        yield entry.mark, _Said(text=folded(entry.meaning), locator=where)


def _listed(table: Table) -> Iterator[tuple[str, _Said]]:
    """The notes of a table that lists them, such as that of a workbook's sheet of notes."""
    rows = table.rows()
    heads: Iterable[Cell] = rows[0] if rows else ()
    named = (table.title, *table.locator.section, *(cell.text for cell in heads))
    if table.n_columns < 2 or not any(_OF_NOTES.search(text) for text in named if len(text) < 60):
        return
    for row in rows:
        label = _NOTE_LABEL.fullmatch(row[0].text.strip())
        words = max(row[1:], key=lambda cell: len(cell.text))
        if label and " " in words.text:
            yield label[1].casefold(), _Said(text=words.text, locator=words.locator)

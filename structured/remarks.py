"""What a report says of some of a table's figures, by the marks that they, their labels or the table's title carry.

A mark points to a note (beneath the table, on a sheet of notes, or in a section of notes) or stands in a key. Nothing
is taken for a note that the report does not mark so.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

from corpus.document import PROSE_KINDS, Block, BlockKind, Cell, Document, Locator, Table
from structured.headers import Layout
from structured.observations import Place, Remark
from structured.rows import Line
from structured.shorthand import STANDARD, key_entries, marks_of
from structured.units import plain

_NOTED = re.compile(
    r"(?:\[\^(?P<tied>[\w-]{1,20})\]:|[\[(]?(?:foot)?notes?\s?(?P<numbered>\d{1,3}|[a-z])(?!\w)[\])]?\s?[.:)–-]?|"
    r"[\[(](?P<bracketed>\d{1,3}|[a-z])[\])][.:]?|(?P<pointed>\d{1,3}|[a-z])[.:)]|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|"
    r"(?P<bare>\d{1,2}(?=\s)|(?-i:[a-z](?=\s[A-Z])))|\\?(?P<sign>[*†‡§]+|\.\.(?=\s+(?-i:[A-Z]))))\s*(?=\S)",
    re.IGNORECASE,
)
_NEXT = re.compile(r"(?<=[.;!?])\s+(?=[\[(]?\d{1,3}[.:)\]])")
"""Where a note of a row of notes may end and the next begin."""
_NEXT_LETTER = re.compile(r"(?<=[.;!?])\s+(?=[\[(][a-z]{1,2}[\])]\s)", re.IGNORECASE)
_EXPLAINED = re.compile(
    r"\b(?:marked|shown|flagged|labelled)\s+(?:as\s+|with\s+)?[\"“'‘]?[\[(](?P<used>[a-z]{1,2})[\])]|"
    r"\b(?:provisional|revised|restated|estimated?|forecast|suppressed|withheld|rounded)\s+[\[(](?P<beside>[a-z]{1,2})[\])]",
    re.IGNORECASE,
)
"""A sentence that says what a mark stands for: "Figures marked (p) are provisional.", "They are provisional (p)."."""
_SENTENCE_END = re.compile(r"[.!?]\s+|\n\s*")
_LONE_MARK = re.compile(r"[\[(]([a-z]{1,2})[\])]", re.IGNORECASE)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_OF_NOTES = re.compile(r"\b(?:foot|end)?notes?\b", re.IGNORECASE)
_NOTE_LABEL = re.compile(r"\[?(?:(?:foot)?note\s*)?(\d{1,3}|[a-z])\]?", re.IGNORECASE)
_MARKUP = re.compile(r"\W+")
_CONTENTS = re.compile(r"(?:table[ _]of[ _])?contents(?:[ _](?:page|sheet))?", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{2,}\W+[^\W\d_]{2,}")
_LONGEST = 600
_LONGEST_MARK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What is said of a mark, and where. ``of_brackets``: of the mark in brackets, which a rating ("R") is not."""

    text: str
    locator: Locator | None
    of_brackets: bool = False


@dataclass(slots=True, kw_only=True)
class _Marked:
    """What carries one mark."""

    printed: str
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    places: set[tuple[int, int]] = field(default_factory=set)
    bare: set[tuple[int, int]] = field(default_factory=set)
    """The places that hold nothing but the mark, without brackets."""
    whole: bool = False

    def in_brackets(self) -> _Marked | None:
        """What carries the mark in brackets; None where nothing does."""
        rest = replace(self, places=self.places - self.bare, bare=set())
        return rest if rest.rows or rest.columns or rest.places or rest.whole else None


def find_remarks(table: Table, notes: ReportNotes, layout: Layout, lines: Sequence[Line]) -> tuple[Remark, ...]:
    """What the report says of the table's marked figures, in the order in which the marks are met.

    A mark for which the report has no words is left out, unless publishers of statistics agree what it means.
    """
    carried = _carried(table, layout, lines)
    if not carried:
        return ()
    said: dict[str, _Said] = {}
    for mark, found in notes.of(table, layout, carried.keys()):
        said.setdefault(mark, found)
    remarks = []
    for mark, carrying in carried.items():
        words, marked = said.get(mark), carrying
        if words is not None and words.of_brackets:
            bracketed = carrying.in_brackets()
            if bracketed is None:
                continue
            marked = bracketed
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
    headings: set[tuple[str, str]] = set()
    under = _rows_under(lines) if any(line.is_heading for line in lines) else {}
    for cell in table.cells:
        is_figure = cell.row in body and cell.column in data and cell.column not in labels
        for mark in _marks_of(cell.text, is_figure=is_figure):
            marked = at(mark, cell.text)
            across = range(cell.column, cell.column + cell.column_span)
            down = range(cell.row, cell.row + cell.row_span)
            line = body.get(cell.row)
            if line is None:
                marked.columns.update(data.intersection(across))
                marked.whole = marked.whole or not data.intersection(across)
            elif line.is_heading:
                if (mark, line.label) not in headings:  # the first of a label has the rows of the others too
                    headings.add((mark, line.label))
                    marked.rows.update(row for row in under.get(line.label, ()) if row > cell.row)
            elif is_figure:
                places = {(row, column) for row in down for column in across}
                marked.places.update(places)
                marked.bare.update(places if cell.text.strip().casefold() == mark else ())
            elif not _LONE_MARK.fullmatch(cell.text.strip()):
                marked.rows.update(row for row in down if row in body)
    return found


def _marks_of(text: str, *, is_figure: bool) -> tuple[str, ...]:
    """The marks that a cell ends with, or, in place of a figure, is: "c", "..", "*"."""
    bare = text.strip().casefold()
    if is_figure and bare and len(bare) <= _LONGEST_MARK and not any(map(str.isdigit, bare)):
        return (bare.strip("[]()"),)
    return marks_of(text) if bare else ()


def _rows_under(lines: Sequence[Line]) -> dict[str, list[int]]:
    """The rows that stand beneath each heading within the table, by its label."""
    found: dict[str, list[int]] = {}
    for line in lines:
        for label in dict.fromkeys(line.path[:-1]):
            found.setdefault(label, []).append(line.index)
    return found


# What is said of it ---------------------------------------------------------------------------------------------------


class ReportNotes:
    """What a report says of marks, looked through once for all of its tables."""

    def __init__(self, document: Document) -> None:
        """Of a report as it was loaded."""
        self._document = document
        self._starts = [block.locator.start for block in document.blocks]

    def of(self, table: Table, layout: Layout, carried: Set[str]) -> Iterator[tuple[str, _Said]]:
        """What is said of marks that a table carries, what stands nearest to it first."""
        own = [block for note in table.notes for block in self._by_text.get(_bare(note), ())]
        own.sort(key=lambda block: abs(block.locator.start - table.locator.start))
        texts = [(block.text, block.locator) for block in own]
        if layout.notes:
            texts += [(cell.text, cell.locator) for cell in table.cells if cell.text in layout.notes]
        for text, place in texts:
            yield from _keys_in(text, place)
            yield from _notes_in(text, place)
        yield from self._beneath(table, carried)
        yield from self._elsewhere

    @cached_property
    def _by_text(self) -> dict[str, list[Block]]:
        """The notes by their words."""
        found: dict[str, list[Block]] = {}
        for block in self._document.blocks:
            if block.kind is BlockKind.NOTE:
                found.setdefault(_bare(block.text), []).append(block)
        return found

    @cached_property
    def _elsewhere(self) -> tuple[tuple[str, _Said], ...]:
        """What tables that list notes say, then what sections of notes say, then sentences anywhere."""
        listed = [found for table in self._document.tables for found in _listed(table)]
        for block in self._document.blocks:
            if block.table is None and block.kind is not BlockKind.HEADING and _is_among_notes(block):
                listed += _keys_in(block.text, block.locator)
                listed += _notes_in(block.text, block.locator)
        for block in self._document.blocks:
            if block.kind in PROSE_KINDS:
                listed += _explained_in(block.text, block.locator)
        first: dict[str, _Said] = {}
        for mark, said in listed:
            first.setdefault(mark, said)
        return tuple(first.items())

    def _beneath(self, table: Table, carried: Set[str]) -> Iterator[tuple[str, _Said]]:
        """The paragraphs close beneath a table that begin with a mark which it carries, and read as any others."""
        for block in self._document.blocks[bisect_left(self._starts, table.locator.end) :]:
            noted = [] if block.kind is BlockKind.HEADING or block.table else list(_notes_in(block.text, block.locator))
            if block.kind is not BlockKind.NOTE and not any(mark in carried for mark, _ in noted):
                return
            yield from noted


def _bare(text: str) -> str:
    """A note's words without what only marks them up."""
    return _MARKUP.sub("", text)


def _is_among_notes(block: Block) -> bool:
    section = block.locator.section
    return bool(section) and len(section[-1]) < 40 and _OF_NOTES.search(section[-1]) is not None


def _notes_in(text: str, place: Locator) -> Iterator[tuple[str, _Said]]:
    """The notes that stand in a block: one a line, or numbered one after another."""
    for start, end in _lines_of(text):
        match = _NOTED.match(text, start, end)
        words = text[match.end() : end].rstrip() if match else ""
        if match and words and len(words) <= _LONGEST:
            where = replace(place, start=place.start + match.end(), end=place.start + match.end() + len(words))
            yield _mark_of(match), _Said(text=plain(words), locator=where)


def _mark_of(match: re.Match[str]) -> str:
    mark: str = next(filter(None, match.groups()))
    return mark.translate(_DIGITS).casefold()


def _lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Where the notes of a block begin and end. A key among them ends the note before it."""
    keys = [entry.start for entry in key_entries(text)]
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip())
        cuts = [start]
        first = _NOTED.match(text, start, end)
        number = int(_mark_of(first)) if first and _mark_of(first).isdigit() else None
        for gap in _NEXT.finditer(text, start, end):
            following = _NOTED.match(text, gap.end(), end)
            if number is not None and following and _mark_of(following) == str(number + 1):
                cuts.append(gap.end())
                number += 1
        if first and not _mark_of(first).isdigit():
            cuts += [gap.end() for gap in _NEXT_LETTER.finditer(text, start, end)]
        cuts += [key for key in keys if start < key < end]
        cuts.sort()
        yield from zip(cuts, [*cuts[1:], end], strict=True)
        start += len(line)


def _explained_in(text: str, place: Locator) -> Iterator[tuple[str, _Said]]:
    """The sentences that say what a mark stands for."""
    found = list(_EXPLAINED.finditer(text))
    ends = [0, *(end.end() for end in _SENTENCE_END.finditer(text)), len(text)] if found else []
    for match in found:
        start = ends[bisect_right(ends, match.start()) - 1]
        words = text[start : ends[bisect_left(ends, match.end())]].rstrip()
        if len(words) <= _LONGEST:
            mark = (match["used"] or match["beside"]).casefold()
            where = replace(place, start=place.start + start, end=place.start + start + len(words))
            yield mark, _Said(text=plain(words), locator=where, of_brackets=True)


def _keys_in(text: str, place: Locator) -> Iterator[tuple[str, _Said]]:
    for entry in key_entries(text):
        where = replace(place, start=place.start + entry.start, end=place.start + entry.end)
        yield entry.mark, _Said(text=plain(entry.meaning), locator=where)


def is_listing(table: Table) -> bool:
    """Whether a table lists a report's notes or its contents: the numbers in it point to places and count nothing."""
    named = (table.title, *table.locator.section)
    n_rows = sum(any(cell.text for cell in row) for row in table.rows())
    return any(_CONTENTS.fullmatch(text) for text in named) or 0 < n_rows <= sum(1 for _ in _listed(table)) + 1


def _listed(table: Table) -> Iterator[tuple[str, _Said]]:
    """The notes of a table that lists them, such as that of a workbook's sheet of notes."""
    rows = table.rows()
    if table.n_columns == 2:
        for row in rows:
            if (mark := _LONE_MARK.fullmatch(row[0].text.strip())) and row[1].text:
                yield mark[1].casefold(), _Said(text=row[1].text, locator=row[1].locator, of_brackets=True)
    heads: Iterable[Cell] = rows[0] if rows else ()
    named = (table.title, *table.locator.section, *(cell.text for cell in heads))
    if table.n_columns < 2 or not any(_OF_NOTES.search(text) for text in named if len(text) < 60):
        return
    for row in rows:
        label = _NOTE_LABEL.fullmatch(row[0].text.strip())
        words = max(row[1:], key=lambda cell: len(cell.text))
        if label and _WORDS.search(words.text):
            yield label[1].casefold(), _Said(text=words.text, locator=words.locator)

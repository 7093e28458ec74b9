"""Walk the body of a Word document in reading order and say what parts its paragraphs and tables make.

Tracked changes are read as accepted: what was put in is there, what was struck out is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from corpus.document import BlockKind
from corpus.readers.cells import Cell, Row, table_parts
from corpus.readers.composing import MAX_COLUMNS
from corpus.readers.flow import Part
from corpus.readers.headings import reads_like_title
from corpus.readers.ink import Ink
from corpus.readers.raised import raised
from corpus.readers.reading import TooMuch
from corpus.readers.word_marks import (
    Element,
    Look,
    Numbering,
    Role,
    Style,
    Styles,
    child,
    children,
    flag,
    look_of,
    name,
    number,
    value,
)

MAX_NESTED_TABLES = 8
"""Tables deeper than this in other tables are read as text."""

_MAX_HEADING_CHARS = 250
_LEFT_OUT = frozenset(["del", "moveFrom", "delText", "instrText", "delInstrText", "sectPr", "pPr", "rPr", "rt"])
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_SYMBOLS = {"f0b7": "•", "f0a7": "▪", "f0fc": "✓", "f0fb": "✗", "f0e0": "→", "f0e1": "↑", "f0e2": "↓", "f0d8": "➢"}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_FORMAT_NONE = ("none", "")


@dataclass(slots=True, kw_only=True)
class _Line:
    """What stands in one paragraph. ``turns`` are the page turns in it, ``first_turns`` those before any word."""

    text: str = ""
    is_strong: bool = False
    size: int = 0
    footnotes: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    turns: int = 0
    first_turns: int = 0


class Walk:
    """Goes once through a document's body."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: Mapping[str, Mapping[str, Element]]) -> None:
        """``notes`` holds the document's own "footnote" and "endnote" elements by their ids."""
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._numbers: dict[tuple[str, str], int] = {}
        self._carried = ""
        self.page = 1

    def parts(self, body: Element) -> list[Part]:
        """The parts of an element's content; their pages count every turn that Word noted when it last drew them."""
        return list(self._parts(body, 0))

    def _parts(self, body: Element, depth: int) -> Iterator[Part]:
        for block in _blocks(body, flattens=depth > MAX_NESTED_TABLES):
            if name(block) == "tbl":
                yield from self._table(block, depth)
            else:
                yield from self._paragraph(block, depth)

    # --- paragraphs --------------------------------------------------------------------------------------------------

    def _paragraph(self, element: Element, depth: int) -> Iterator[Part]:
        properties = child(element, "pPr")
        style = self._styles.of_paragraph(value(child(properties, "pStyle")))
        line = self._line(element, style)
        page = self.page + line.first_turns
        self.page += line.turns
        text = self._carried + line.text
        if child(properties, "rPr", "del") is not None:
            # The paragraph's end was struck out: it runs on into the next.
            self._carried = text
            return
        self._carried = ""
        if text.strip() and style.role is not Role.CONTENTS:
            yield self._part(text, line, style, properties, page)
        for box in line.boxes:
            yield from _with_title(list(self._parts(box, depth + 1)))

    def _part(self, text: str, line: _Line, style: Style, properties: Element | None, page: int) -> Part:
        outline = number(child(properties, "outlineLvl"))
        level = style.level or 0
        if outline is not None:
            level = outline + 1 if 0 <= outline < 9 else 0
        kind, depth = BlockKind.PARAGRAPH, 1
        if style.role is Role.TITLE:
            kind, depth = BlockKind.HEADING, 0
        elif level and len(text) <= _MAX_HEADING_CHARS:
            kind, depth = BlockKind.HEADING, level
        elif style.role is Role.NOTE:
            kind = BlockKind.NOTE
        elif style.role is not Role.CAPTION and (
            listed := self._list_depth(style, properties, is_strong=line.is_strong)
        ):
            kind, depth = BlockKind.BULLET, listed
        return Part(
            kind=kind,
            text=text,
            level=depth,
            page=page,
            is_strong=line.is_strong,
            size=line.size,
            is_caption=style.role is Role.CAPTION,
            footnotes=tuple(line.footnotes),
        )

    def _list_depth(self, style: Style, properties: Element | None, *, is_strong: bool) -> int:
        """The depth of a list's item from 1, 0 for a paragraph: one numbered "2.3" is no item of a list."""
        own = child(properties, "numPr")
        list_id = value(child(own, "numId")) or style.list_id
        if list_id in (None, "0"):
            return style.listed if list_id is None else 0
        depth = number(child(own, "ilvl"))
        depth = max(0, min(depth if depth is not None else style.list_level or 0, 8))
        marks = self._numbering.level(list_id or "", depth)
        if marks.kind in _FORMAT_NONE or (marks.kind != "bullet" and (is_strong or marks.pattern.count("%") > 1)):
            return 0
        return max(depth + 1, style.listed)

    def _line(self, element: Element, style: Style) -> _Line:
        """The words of a paragraph, run by run."""
        line, ink = _Line(), Ink()
        pending: list[tuple[Element, Look | None]] = [(each, None) for each in reversed(element)]
        while pending:
            node, look = pending.pop()
            called = name(node)
            if called in _LEFT_OUT:
                continue
            if called == "r":
                properties = child(node, "rPr")
                of_style = self._styles.of_run(value(child(properties, "rStyle")))
                look = look_of(properties).over(of_style).over(style.look)
            if called == "txbxContent":
                line.boxes.append(node)
            elif called == "lastRenderedPageBreak":
                line.turns += 1
                line.first_turns += not "".join(ink.words).strip()
            elif called in ("t", "m:t") or called in _SIGNS or called == "sym":
                _write(ink, _words(node, called), look)
                line.size = line.size or ((look.size if look else None) or 0)
            elif called in ("footnoteReference", "endnoteReference"):
                self._refer(node, called.removesuffix("Reference"), ink, line)
            else:
                below = _chosen(node) if called == "mc:AlternateContent" else list(node)
                pending.extend((each, look) for each in reversed(below))
        line.text, line.is_strong = ink.take()
        return line

    def _refer(self, node: Element, kind: str, ink: Ink, line: _Line) -> None:
        """Write a footnote's number after the words before it, and remember the note."""
        key = value(node, "id") or ""
        note = self._notes.get(kind, {}).get(key)
        if note is None:
            return
        is_known = (kind, key) in self._numbers
        place = self._numbers.setdefault((kind, key), sum(each == kind for each, _ in self._numbers) + 1)
        mark = str(place) if kind == "footnote" else _roman(place)
        if value(node, "customMarkFollows") not in ("1", "true", "on"):
            ink.add_raised(mark)
        else:
            mark = ""
        if not is_known:
            words = " ".join(part.text.strip() for part in Walk(self._styles, self._numbering, {}).parts(note))
            line.footnotes.append(f"{raised(mark, '') if mark else ''} {words}".strip())

    # --- tables ------------------------------------------------------------------------------------------------------

    def _table(self, element: Element, depth: int) -> list[Part]:
        page = self.page
        rows: list[Row] = []
        merged: dict[int, _Open] = {}
        laid: list[list[_Open]] = []
        marks: list[bool] = []
        for row in _below(element, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None or flag(properties, "hidden"):
                continue
            is_marked = bool(flag(properties, "tblHeader")) and all(marks)
            marks.append(is_marked)
            laid.append(self._row(row, properties, merged, depth))
        for opened, is_marked in zip(laid, marks, strict=True):
            cells = tuple(
                Cell(parts=cell.parts, row_span=cell.row_span, column_span=cell.column_span) for cell in opened
            )
            rows.append(Row(cells=cells, is_marked=is_marked))
        return table_parts(rows, title="", page=page)

    def _row(self, row: Element, properties: Element | None, merged: dict[int, _Open], depth: int) -> list[_Open]:
        """The cells that begin in a row; one that goes on with a cell above makes that cell longer."""
        skipped = min(number(child(properties, "gridBefore")) or 0, MAX_COLUMNS)
        begun = [_Open() for _ in range(skipped)]
        column, turned, start = skipped, 0, self.page
        for cell in _below(row, "tc"):
            marks = child(cell, "tcPr")
            if child(marks, "cellDel") is not None:
                continue
            span = max(1, number(child(marks, "gridSpan")) or 1)
            if column + span > MAX_COLUMNS:
                raise TooMuch(f"has a table of over {MAX_COLUMNS} columns, more than a report may have; split it")
            self.page = start
            parts = tuple(self._parts(cell, depth + 1))
            turned = max(turned, self.page - start)
            merge = child(marks, "vMerge")
            above = merged.get(column)
            goes_on = merge is not None and (value(merge) or "continue") != "restart"
            if goes_on and above is not None and above.column_span == span:
                above.row_span += 1
            elif value(child(marks, "hMerge")) == "continue" and begun:
                begun[-1].column_span += span
            else:
                opened = _Open(parts=parts, column_span=span)
                begun.append(opened)
                merged.pop(column, None)
                if merge is not None:
                    merged[column] = opened
            if merge is None:
                merged.pop(column, None)
            column += span
        self.page = start + turned
        return begun


@dataclass(slots=True, kw_only=True)
class _Open:
    """A cell that may yet grow downwards."""

    parts: tuple[Part, ...] = ()
    row_span: int = 1
    column_span: int = 1


def _blocks(body: Element, *, flattens: bool = False) -> Iterator[Element]:
    """The paragraphs and tables in an element, through whatever only wraps them; with ``flattens`` those in tables."""
    pending = list(reversed(body))
    while pending:
        node = pending.pop()
        called = name(node)
        if called == "p" or (called == "tbl" and not flattens):
            yield node
        elif called == "sdt":
            gallery = value(child(node, "sdtPr", "docPartObj", "docPartGallery")) or ""
            if gallery.casefold() != "table of contents":
                pending.extend(reversed([each for part in children(node, "sdtContent") for each in part]))
        elif called == "mc:AlternateContent":
            pending.extend(reversed(_chosen(node)))
        elif called not in _LEFT_OUT:
            pending.extend(reversed(node))


def _below(element: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, through whatever only wraps them."""
    pending = list(reversed(element))
    while pending:
        node = pending.pop()
        called = name(node)
        if called == wanted:
            yield node
        elif called not in _LEFT_OUT and called not in ("p", "tbl", "tr", "tc"):
            pending.extend(reversed(node))


def _chosen(node: Element) -> list[Element]:
    """What stands in the first of several ways to write the same thing."""
    for wanted in ("mc:Choice", "mc:Fallback"):
        found = child(node, wanted)
        if found is not None:
            return list(found)
    return []


def _words(node: Element, called: str) -> str:
    if called == "sym":
        return _SYMBOLS.get((value(node, "char") or "").casefold(), " ")
    if called == "br" and value(node, "type") in ("page", "column"):
        return " "
    return _SIGNS.get(called) or node.text or ""


def _write(ink: Ink, text: str, look: Look | None) -> None:
    look = look or Look()
    if look.is_hidden or look.is_struck:
        return
    is_strong = bool(look.is_bold or look.is_underlined)
    if look.raised in ("superscript", "subscript"):
        ink.add_raised(text, is_strong=is_strong, is_lowered=look.raised == "subscript")
    else:
        ink.add(text, is_strong=is_strong)


def _roman(n: int) -> str:
    text = ""
    for step, sign in _ROMAN:
        text, n = text + sign * (n // step), n % step
    return text


def _with_title(parts: list[Part]) -> list[Part]:
    """The parts of a text box, its first line the caption of the table that is all else in it."""
    first = parts[0] if len(parts) > 1 and parts[1].kind is BlockKind.TABLE else None
    if first is None or first.kind is not BlockKind.PARAGRAPH or not reads_like_title(first.text):
        return parts
    return [replace(first, is_caption=True), *parts[1:]]

"""The sheets of a workbook file: each visible cell's words as a reader of the sheet sees them, and the merged cells.

Reads the parts of the archive itself, row by row, since it must know what a library of workbooks does not tell in one
go: the exact stored figure, the format, hidden rows and columns, formulas without a stored result, raised marks.
Nothing is computed, run, opened or fetched: formulas, macros, links, charts and comments are not looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from corpus.readers.composing import Properties
from corpus.readers.long_sheets import LONG_ROWS, LongSheet, read_long
from corpus.readers.number_formats import BUILT_IN, GENERAL, hides_text, is_date, shown
from corpus.readers.office import DAMAGED, OfficeFile, elements, link_id, local, whole
from corpus.readers.raised import raised
from corpus.readers.reading import NotReadable, TooMuch
from corpus.readers.sheet_blocks import MAX_SHEET_CELLS, GridCell, Look, covered, look_of

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
"""What a sheet can hold at most; a place beyond is damage."""

_MAX_MERGED = 100_000
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One visible sheet. ``cells`` holds what is visible by row and column, both counted without the hidden ones.

    Of a sheet that is one long list ``long`` holds the rows, and ``cells`` none.
    """

    name: str
    cells: Mapping[tuple[int, int], GridCell]
    long: LongSheet | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Format:
    """How a cell is printed: its number format, and whether it is bold."""

    code: str = GENERAL
    is_bold: bool = False


@dataclass(slots=True, kw_only=True)
class _Found:
    """What has been read of a sheet so far, at the places of the file."""

    cells: dict[tuple[int, int], GridCell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_spans: list[tuple[int, int]] = field(default_factory=list)
    n_without_result: int = 0
    n_left_out: int = 0


class Workbook:
    """A workbook's visible sheets in their order, its properties, and what was left out."""

    def __init__(self, data: bytes) -> None:
        """Open a workbook. Raises NotReadable for what is none, TooMuch past the bounds."""
        self._package = OfficeFile(data, "workbook", kind="workbook")
        main = self._package.path
        root = self._package.xml(main)
        settings = root.find("{*}workbookPr")
        self._is_1904 = settings is not None and settings.get("date1904") in ("1", "true")
        paths = self._package.links(main, "worksheet")
        entries = [
            (sheet.get("name", ""), sheet.get("state", "visible"), paths[link_id(sheet)])
            for sheet in root.iterfind("{*}sheets/{*}sheet")
            if link_id(sheet) in paths
        ]
        self._visible = [(name, path) for name, state, path in entries if state == "visible"]
        self.hidden = tuple(name for name, state, _ in entries if state != "visible")
        """The names of the sheets that a reader does not see."""
        self._strings = self._shared_strings(next(iter(self._package.links(main, "sharedStrings").values()), ""))
        self._formats = self._cell_formats(next(iter(self._package.links(main, "styles").values()), ""))

    def sheets(self) -> Iterator[Sheet]:
        """The visible sheets, each read when it is asked for. Raises NotReadable, TooMuch."""
        for name, path in self._visible:
            yield self._sheet(name, path)

    def properties(self) -> Properties:
        """What the file says of itself."""
        return self._package.properties()

    def _shared_strings(self, path: str) -> list[str]:
        return [_words(item) for item in elements(self._package.open(path), {"si"})] if path else []

    def _cell_formats(self, path: str) -> list[_Format]:
        if not path:
            return []
        root = self._package.xml(path)
        codes = dict(BUILT_IN)
        for entry in root.iterfind("{*}numFmts/{*}numFmt"):
            codes[whole(entry.get("numFmtId", ""))] = entry.get("formatCode", GENERAL)
        bold = [
            (mark := font.find("{*}b")) is not None and mark.get("val", "1") not in ("0", "false")
            for font in root.iterfind("{*}fonts/{*}font")
        ]
        return [
            _Format(
                code=codes.get(whole(entry.get("numFmtId", "0")), GENERAL),
                is_bold=(font := whole(entry.get("fontId", "0"))) < len(bold) and bold[font],
            )
            for entry in root.iterfind("{*}cellXfs/{*}xf")
        ]

    # A sheet ---------------------------------------------------------------------------------------------------------

    def _sheet(self, name: str, path: str) -> Sheet:
        found = _Found()
        row = n_rows = 0
        with self._package.open(path) as part:
            for element in elements(part, {"row", "col", "mergeCell"}):
                kind = local(element.tag)
                if kind == "row":
                    row = whole(element.get("r", str(row + 1)))
                    if not 0 < row <= MAX_ROWS:
                        raise NotReadable(DAMAGED)
                    if _is_hidden(element, "ht"):
                        found.hidden_rows.append(row)
                    self._read_row(element, row, found)
                    n_rows += 1
                    if n_rows == LONG_ROWS and (long := self._long_sheet(name, path, found)) is not None:
                        return long
                    if len(found.cells) > MAX_SHEET_CELLS:
                        return Sheet(name=name, cells={}, warnings=(_too_large(name),))
                elif kind == "col":
                    first, last = whole(element.get("min", "1")), whole(element.get("max", "1"))
                    if _is_hidden(element, "width"):
                        found.hidden_spans.append((max(1, first), min(last, MAX_COLUMNS) + 1))
                else:
                    found.merged.append(_range(element.get("ref", "")))
                    if len(found.merged) > _MAX_MERGED:
                        raise TooMuch(f"has over {_MAX_MERGED:,} merged cells on a sheet, more than a report may have")
        return _visible(name, found)

    def _long_sheet(self, name: str, path: str, head: _Found) -> Sheet | None:
        """The sheet as one long list of rows; None where it is none. ``head`` is what was read of it so far."""
        visible = _visible(name, head)
        whole_sheet = _Found(hidden_spans=head.hidden_spans)
        rows = self._rows(path, whole_sheet)
        long = read_long({(row - 1, column - 1): cell for (row, column), cell in visible.cells.items()}, rows)
        if long is None or any(bottom > long.first_line for _, _, bottom, _ in whole_sheet.merged):
            return None
        warnings = tuple(_warnings(name, whole_sheet.n_without_result, whole_sheet.n_left_out))
        return Sheet(name=name, cells={}, long=long, warnings=warnings)

    def _rows(self, path: str, found: _Found) -> Iterator[list[str]]:
        """The visible cells of a sheet row by row, blank rows with them; the merged cells are noted as they end it."""
        columns = covered(found.hidden_spans)
        hidden = set(columns)
        row = n_hidden = n_given = 0
        with self._package.open(path) as part:
            for element in elements(part, {"row", "mergeCell"}):
                if local(element.tag) == "mergeCell":
                    found.merged.append(_range(element.get("ref", "")))
                    continue
                row = whole(element.get("r", str(row + 1)))
                found.cells.clear()
                self._read_row(element, row, found)
                if _is_hidden(element, "ht"):
                    n_hidden += 1
                    found.n_left_out += len(found.cells)
                    continue
                if row > MAX_ROWS or row - n_hidden <= n_given:
                    raise NotReadable(DAMAGED)
                for _ in range(row - n_hidden - n_given - 1):
                    yield []
                n_given = row - n_hidden
                kept = {c: cell.text for (_, c), cell in found.cells.items() if c not in hidden}
                found.n_left_out += len(found.cells) - len(kept)
                seen = {c - bisect_left(columns, c): text for c, text in kept.items()}
                yield [seen.get(c, "") for c in range(1, max(seen, default=0) + 1)]

    def _read_row(self, element: ElementTree.Element, row: int, found: _Found) -> None:
        column = 0
        for cell in element.iterfind("{*}c"):
            place = cell.get("r")
            if place is None:
                column += 1
            elif (match := _PLACE.fullmatch(place)) is not None:
                column = _column(match[1])
            else:
                raise NotReadable(DAMAGED)
            if column > MAX_COLUMNS:
                raise NotReadable(DAMAGED)
            read = self._cell(cell, found)
            if read is not None:
                found.cells[row, column] = read

    def _cell(self, cell: ElementTree.Element, found: _Found) -> GridCell | None:
        """A cell as it is shown, None for an empty one."""
        kind = cell.get("t", "n")
        value = cell.findtext("{*}v")
        style = whole(cell.get("s", "0"))
        form = self._formats[style] if style < len(self._formats) else _Format()
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            text = _words(inline) if inline is not None else ""
        elif value is None or not value.strip():
            if cell.find("{*}f") is not None and kind != "str":
                found.n_without_result += 1
            return None
        elif kind == "s":
            index = whole(value)
            if index >= len(self._strings):
                raise NotReadable(DAMAGED)
            text = self._strings[index]
        elif kind == "n":
            return _number(value, form, is_1904=self._is_1904)
        elif kind == "b":
            text = "TRUE" if value.strip() in ("1", "true") else "FALSE"
        else:
            text = value
        if kind in ("s", "inlineStr", "str") and hides_text(form.code):
            return None
        text = " ".join(text.split())
        return GridCell(text=text, look=look_of(text), is_bold=form.is_bold) if text else None


def _number(value: str, form: _Format, *, is_1904: bool) -> GridCell | None:
    try:
        number = Decimal(value.strip())
    except InvalidOperation as error:
        raise NotReadable(DAMAGED) from error
    text = shown(number, form.code, is_1904=is_1904)
    if not text:
        return None
    look = Look.TEXT if is_date(form.code) else look_of(text)
    return GridCell(
        text=text, look=Look.FIGURE if look is Look.TEXT and not is_date(form.code) else look, is_bold=form.is_bold
    )


def _visible(name: str, found: _Found) -> Sheet:
    """The sheet without its hidden rows and columns, merged cells with the places of them that are seen."""
    rows, columns = sorted(set(found.hidden_rows)), covered(found.hidden_spans)
    hidden_rows, hidden_columns = set(rows), set(columns)
    cells: dict[tuple[int, int], GridCell] = {}
    n_left_out = 0
    for (row, column), cell in found.cells.items():
        if row in hidden_rows or column in hidden_columns:
            n_left_out += 1
            continue
        cells[row - bisect_left(rows, row), column - bisect_left(columns, column)] = cell
    last_row, last_column = max((r for r, _ in cells), default=0), max((c for _, c in cells), default=0)
    for top, left, bottom, right in found.merged:
        anchor = found.cells.get((top, left))
        if anchor is None:
            continue
        first_row, first_column = top - bisect_left(rows, top), left - bisect_left(columns, left)
        # The rows and columns that are seen, counted after those that are hidden before each end.
        height = min(bottom - bisect_left(rows, bottom + 1), last_row) - first_row + 1
        width = min(right - bisect_left(columns, right + 1), last_column) - first_column + 1
        if height > 0 and width > 0:
            cells[first_row, first_column] = anchor.spanning(height, width)
    return Sheet(name=name, cells=cells, warnings=tuple(_warnings(name, found.n_without_result, n_left_out)))


def _too_large(name: str) -> str:
    return (
        f"Sheet '{name}' was left out: it has over {MAX_SHEET_CELLS:,} cells, more than a table may have; "
        "keep the totals or a selection."
    )


def _warnings(name: str, n_without_result: int, n_left_out: int) -> Iterator[str]:
    if n_without_result:
        yield (
            f"Sheet '{name}': {n_without_result:,} formulas have no stored result and are left blank; "
            "open the workbook in a spreadsheet program and save it again."
        )
    if n_left_out:
        yield f"Sheet '{name}': {n_left_out:,} cells in hidden rows or columns were left out."


# Markup ---------------------------------------------------------------------------------------------------------------


def _words(item: ElementTree.Element) -> str:
    """The text of a string, what is raised marked so; how it is pronounced is left out."""
    written: list[str] = []
    for part in item:
        kind = local(part.tag)
        if kind == "t":
            written.append(part.text or "")
        elif kind == "r":
            text = part.findtext("{*}t") or ""
            align = part.find("{*}rPr/{*}vertAlign")
            is_raised = align is not None and align.get("val") == "superscript"
            written.append(raised(text, "".join(written)) if is_raised and text else text)
    return _unescaped("".join(written))


def _unescaped(text: str) -> str:
    """Control characters are written as ``_x000D_``."""
    if "_x" not in text:
        return text
    return (
        re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text).encode("utf-8", "replace").decode()
    )


def _is_hidden(element: ElementTree.Element, size: str) -> bool:
    return element.get("hidden") in ("1", "true") or re.fullmatch(r"0(?:\.0+)?", element.get(size, "")) is not None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _range(ref: str) -> tuple[int, int, int, int]:
    """Top, left, bottom and right of a range such as ``B2:D4``."""
    first, _, last = ref.partition(":")
    start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last or first)
    if start is None or end is None:
        raise NotReadable(DAMAGED)
    return int(start[2]), _column(start[1]), int(end[2]), _column(end[1])

"""Tables that a Markdown file writes as HTML, since its own have no merged cells: where their cells stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.readers.composing import MAX_COLUMNS
from corpus.readers.drafts import Merged, Span
from corpus.readers.reading import MAX_LINES_AND_CELLS, TooMuch

BEGINS_TABLE = re.compile(r"[ \t]*<table\b[^<>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(r"<(?P<closes>/?)(?P<name>table|caption|tr|td|th)\b(?P<rest>[^<>]{0,300})>", re.IGNORECASE)
_SPANS = re.compile(r"\b(?P<way>row|col)span\s*=\s*[\"']?(?P<n>\d{1,3})", re.IGNORECASE)


@dataclass(slots=True)
class _Cell:
    start: int
    end: int
    is_header: bool
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlTable:
    """The cells of each row as spans of the source, which of them are merged, and where all of it ends."""

    rows: tuple[tuple[Span, ...], ...]
    merged: tuple[Merged, ...]
    header_rows: int
    caption: Span | None
    end: int


def read_html_table(source: str, start: int) -> HtmlTable | None:
    """The table that begins at a place; None where it is never closed, holds another, or has no cells."""
    rows: list[list[_Cell]] = []
    caption: Span | None = None
    opened = -1
    n_tables = 0
    for match in _TAG.finditer(source, start):
        name, closes = match["name"].lower(), bool(match["closes"])
        if opened >= 0 and name != "caption" and rows and rows[-1]:
            rows[-1][-1].end = match.start()
            opened = -1
        if name == "table":
            if closes:
                return _laid(rows, caption, match.end())
            n_tables += 1
            if n_tables > 1:
                return None
        elif name == "caption":
            caption = (caption[0], match.start()) if closes and caption else (match.end(), match.end())
        elif name == "tr" and not closes:
            rows.append([])
        elif not closes and rows:
            spans = {span["way"].lower(): max(1, int(span["n"])) for span in _SPANS.finditer(match["rest"])}
            rows[-1].append(_Cell(match.end(), match.end(), name == "th", spans.get("row", 1), spans.get("col", 1)))
            opened = match.end()
    return None


def _laid(rows: list[list[_Cell]], caption: Span | None, end: int) -> HtmlTable | None:
    """The cells by row and column, nothing where a merged one lies over a place. Raises TooMuch."""
    rows = [row for row in rows if row]
    placed: dict[tuple[int, int], Span] = {}
    merged: list[Merged] = []
    taken: set[tuple[int, int]] = set()
    n_columns = 0
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            height, width = min(cell.row_span, len(rows) - r), cell.column_span
            if c + width > MAX_COLUMNS or len(taken) > MAX_LINES_AND_CELLS:
                raise TooMuch(f"has a table of over {MAX_COLUMNS} columns, more than a report may have; split it")
            placed[r, c] = (cell.start, cell.end)
            if height > 1 or width > 1:
                merged.append(Merged(row=r, column=c, row_span=height, column_span=width))
                taken.update((r + i, c + j) for i in range(height) for j in range(width))
            c += width
            n_columns = max(n_columns, c)
    if not n_columns:
        return None
    if n_columns * len(rows) > MAX_LINES_AND_CELLS:
        raise TooMuch(f"has a table of over {MAX_LINES_AND_CELLS:,} cells; split it")
    header_rows = next((i for i, row in enumerate(rows) if not all(cell.is_header for cell in row)), 0)
    spans = []
    for r, row in enumerate(rows):
        last = row[0].start
        line = []
        for c in range(n_columns):
            start, stop = placed.get((r, c), (last, last))
            line.append((start, stop))
            last = stop
        spans.append(tuple(line))
    return HtmlTable(rows=tuple(spans), merged=tuple(merged), header_rows=header_rows, caption=caption, end=end)

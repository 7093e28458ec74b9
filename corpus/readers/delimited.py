"""Read CSV and TSV files: rows of cells, with title lines above the header, notes below, and maybe several tables."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from corpus.readers.composing import Composer, Properties
from corpus.readers.decoding import decode
from corpus.readers.fronts import is_label, without_label
from corpus.readers.headings import is_caption
from corpus.readers.long_sheets import LONG_ROWS, N_SAMPLED, LongSheet, read_long, too_long
from corpus.readers.reading import NotReadable, Reading
from corpus.readers.sheet_blocks import MAX_SHEET_CELLS, GridCell, Look, Place, find_blocks, look_of
from corpus.readers.sheet_composing import compose_blocks, front_of

_DELIMITERS = "\t|;,"
_JOINED = {"\t": " ", "|": " | ", ";": "; ", ",": ", "}
_N_SAMPLED = 300
_MAX_LINES_IN_CELL = 50
_ALMOST = 0.9
_MIN_ROWS_OF_WORDS = 4
MAX_CELLS = 50_000_000
"""Lines and cells of a file of rows; far fewer are read as data at once."""


def read(data: bytes, document_id: str) -> Reading:
    """The tables in a file of delimited text, read. Raises NotReadable, NoText, TooMuch."""
    decoded = decode(data, most=MAX_CELLS)
    composer = Composer(document_id)
    for warning in decoded.warnings:
        composer.warn(warning.message)
    n_lines = decoded.text.count("\n") + 1
    if n_lines > LONG_ROWS and (found := _read_long(decoded.text)) is not None:
        blocks = found.blocks()
        front = front_of([blocks], Properties())
        compose_blocks(composer, blocks, 1, title=front.title)
        return replace(composer.reading(front=front), long_tables=(found.table(1),))
    delimiter = _delimiter(_lines(decoded.text))
    if decoded.text.count(delimiter) + n_lines > MAX_SHEET_CELLS:
        raise too_long(n_lines)
    lines = decoded.text.split("\n")
    rows, is_quoted = _rows(lines, delimiter)
    if not is_quoted:
        composer.warn("A quotation mark is opened and not closed; quotation marks were taken as they stand.")
    blocks = find_blocks(_cells(rows, delimiter))
    front = front_of([blocks], Properties())
    compose_blocks(composer, blocks, 1, title=front.title)
    return composer.reading(front=front)


def _read_long(text: str) -> LongSheet | None:
    """The list that a long file is, read row by row; None where it is none, or its quotation marks do not close."""
    delimiter = _delimiter(_lines(text))
    try:
        head = list(islice(_parsed(_lines(text), delimiter, is_quoted=True), N_SAMPLED))
        rows = ([" ".join(cell.split()) for cell in row] for row in _parsed(_lines(text), delimiter, is_quoted=True))
        return read_long(_cells(head, delimiter), rows)
    except NotReadable:
        return None


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, one by one: a list of a million takes more memory than the text."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _delimiter(lines: Iterable[str]) -> str:
    """The sign that cuts most rows into the same number of cells; a comma only when no other does nearly as well."""
    sample = list(islice(filter(str.strip, lines), _N_SAMPLED))
    scores: dict[str, float] = {}
    for sign in _DELIMITERS:
        widths = Counter(len(row) for row in _parsed(sample, sign, is_quoted=True))
        n_alike = max((n for width, n in widths.items() if width > 1), default=0)
        scores[sign] = n_alike / max(1, widths.total())
    best = max(scores.values())
    return next((sign for sign in _DELIMITERS if best and scores[sign] >= _ALMOST * best), ",")


def _rows(lines: Sequence[str], delimiter: str) -> tuple[list[list[str]], bool]:
    """The rows, and whether quotation marks in them could be read as such."""
    try:
        rows = list(_parsed(lines, delimiter, is_quoted=True))
    except NotReadable:
        return list(_parsed(lines, delimiter, is_quoted=False)), False
    if any(cell.count("\n") > _MAX_LINES_IN_CELL for row in rows for cell in row):
        return list(_parsed(lines, delimiter, is_quoted=False)), False
    return rows, True


def _parsed(lines: Iterable[str], delimiter: str, *, is_quoted: bool) -> Iterator[list[str]]:
    ended = (f"{line}\n" for line in lines)
    has_spaces = delimiter != "\t"
    try:
        if is_quoted:
            yield from csv.reader(ended, delimiter=delimiter, skipinitialspace=has_spaces)
        else:
            yield from csv.reader(ended, delimiter=delimiter, skipinitialspace=has_spaces, quoting=csv.QUOTE_NONE)
    except csv.Error as error:
        raise NotReadable("has a cell that is too long; check the quotation marks in it") from error


def _cells(rows: Sequence[Sequence[str]], delimiter: str) -> dict[Place, GridCell]:
    """The cells that hold something, by row and column; a line of words that holds the delimiter is one cell."""
    cells: dict[Place, GridCell] = {}
    width_before = 0
    runs = [(first, run, [[look_of(text) for text in row] for row in run]) for first, run in _runs(rows)]
    # A run of words alone is measured by the tables in the file, since it may be nothing but titles or notes.
    widths = {
        first: _width(run)
        for first, run, looks in runs
        if any(Look.FIGURE in row for row in looks) or _is_table_of_words(run)
    }
    for first, run, looks in runs:
        following = next((width for number, width in widths.items() if number > first), width_before)
        width = widths.get(first, following)
        width_before = width
        for i, (row, look) in enumerate(zip(run, looks, strict=True)):
            if len(row) < width and _is_line(row, look):
                cells[first + i, 0] = GridCell(text=_line(row, delimiter), look=Look.TEXT)
                continue
            cells |= {(first + i, c): GridCell(text=row[c], look=look[c]) for c in range(len(row)) if row[c]}
    return cells


def _line(row: Sequence[str], delimiter: str) -> str:
    """The text of a row that is a line: a title or a note with the delimiter in it, or what a label says."""
    if len(row) == 2 and (row[0].endswith(":") or is_label(row[0].rstrip(" :"))):
        return without_label(f"{row[0].rstrip(' :')}: {row[1]}")
    return _JOINED[delimiter].join(row)


def _is_table_of_words(run: Sequence[Sequence[str]]) -> bool:
    """Whether a run without figures ends in rows of as many cells, more than notes with the delimiter in them would.

    Under a table's numbered title two are enough.
    """
    widths = list(map(len, run[-_MIN_ROWS_OF_WORDS:]))
    least = 2 if len(run[0]) == 1 and is_caption(run[0][0]) else 3
    return len(widths) == _MIN_ROWS_OF_WORDS and widths[0] >= least and len(set(widths)) == 1


def _width(run: Sequence[Sequence[str]]) -> int:
    """How many cells most rows have; the more, where two numbers are as frequent."""
    widths = Counter(map(len, run))
    return max(widths, key=lambda width: (widths[width], width))


def _is_line(row: Sequence[str], looks: Sequence[Look]) -> bool:
    """Whether a short row is a title or a note that has the delimiter in it."""
    return len(row) > 1 and all(row) and all(look in (Look.TEXT, Look.YEAR) for look in looks)


def _runs(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, list[list[str]]]]:
    """The rows between blank ones, white space folded, each run with the number of its first."""
    run: list[list[str]] = []
    for number, row in enumerate(rows):
        folded = [" ".join(text.split()) for text in row]
        if any(folded):
            run.append(folded)
        elif run:
            yield number - len(run), run
            run = []
    if run:
        yield len(rows) - len(run), run

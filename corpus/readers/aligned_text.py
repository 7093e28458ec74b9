"""Text laid out by spaces, as on a page, written out as an export without: a line for a paragraph, tabs in a table.

Columns are found as in a PDF, from where each word stands. What the text means is then read as of any export.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from corpus.document import LoadWarning
from corpus.readers.aligned_blocks import find_stretches
from corpus.readers.aligned_columns import in_reading_order
from corpus.readers.aligned_pages import CHAR, PITCH, SIZE, TextPage, find_pages, line_at, words_of
from corpus.readers.aligned_rows import Phrases
from corpus.readers.aligned_tables import read_tables
from corpus.readers.contents import find_contents, find_listing
from corpus.readers.drafts import Merged
from corpus.readers.known import Known, KnownTable
from corpus.readers.lines import reads_like_note, scan
from corpus.readers.pdf_aligned import Columns, NoTable, Row, Uncertain, make_rows
from corpus.readers.pdf_continuing import put_together
from corpus.readers.pdf_layout import BULLETS, Item, TextLine, Unread, columns_at_end
from corpus.readers.pdf_lines import Line, Vocabulary, has_digit, joined
from corpus.readers.pdf_marks import Box
from corpus.readers.pdf_parts import Kind, Part, Type, find_parts, joined_over_breaks
from corpus.readers.pdf_tables import PageTable

_APART = re.compile(r"^[^\t|\n]*[^\s|](?: |\xa0){2,}[^\s|]", re.MULTILINE)
_MIN_APART = 2
_TYPE = Type(size=SIZE, is_bold=False, leading=PITCH / SIZE)
_MAX_BLANK = 3
_LONG_RUN = 4
_MIN_TEXT_WORDS = 8
_N_WIDEST = 3
_MAX_ROWS = 1_500
"""Of a table; finding columns takes time that grows with their square."""
_UNREAD = "What looks like a table here could not be read as one with certainty; it was kept as lines of text."


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text written out, and what is known of it."""

    text: str
    known: Known
    warnings: tuple[LoadWarning, ...]


def write_out(source: str) -> Written | None:
    """The text of a report that has tables, or columns of text, laid out by spaces, written out; None where it has
    none.
    """
    if len(list(islice(_APART.finditer(source), _MIN_APART))) < _MIN_APART:
        return None
    pages = find_pages(source)
    kept = _kept(source)
    right = _right_edge(pages)
    parts: list[Part] = []
    carried: Columns = ()
    has_columns = False
    phrases = Phrases(line for page in pages for line in page.lines)
    for index, page in enumerate(pages):
        found = _read_page(page, kept, phrases, right, index, carried)
        parts.extend(found.parts)
        carried = found.carried
        has_columns = has_columns or found.has_columns
    if not has_columns and not any(part.kind in (Kind.TABLE, Kind.UNREAD) for part in parts):
        return None
    vocabulary = Vocabulary(word for page in pages for word in words_of(page.lines))
    writer = _Writer(pages, vocabulary)
    for part in put_together(joined_over_breaks(parts)):
        writer.write(part)
    return writer.written()


# --- pages to parts --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadPage:
    """The parts of a page, and the columns of the table that it ends with. ``has_columns``: of running text."""

    parts: Sequence[Part]
    carried: Columns
    has_columns: bool


def _kept(source: str) -> frozenset[int]:
    """The lines that stay as they are, by their numbers: rows with tabs or bars, and the contents page."""
    lines = scan(source)
    contents = find_contents(lines)
    listed = range(contents.first_line, contents.last_line + 1) if contents else find_listing(lines)
    marked = (line.number for line in lines if line.is_tabbed or line.is_rule or line.text.count("|") > 1)
    return frozenset(marked) | {lines[index].number for index in listed}


def _right_edge(pages: Sequence[TextPage]) -> float:
    """Where the longest lines of running text end; a few longer ones are none of it."""
    ends = sorted(
        (
            row.x1
            for page in pages
            for row in make_rows(list(words_of(page.lines)))
            if len(row.words) >= _MIN_TEXT_WORDS and len(row.parts) == 1
        ),
        reverse=True,
    )
    return ends[min(_N_WIDEST, len(ends)) - 1] if ends else 0.0


def _read_page(
    page: TextPage, kept: frozenset[int], phrases: Phrases, right: float, sheet: int, carried: Columns
) -> _ReadPage:
    own = {index for index, number in enumerate(page.numbers) if number in kept}
    left_out = page.furniture - own
    parts: list[Part] = []
    last: list[Item] = []
    has_columns = False
    for is_kept, rows in groupby(
        make_rows(list(words_of(page.lines, left_out)), page.rules), lambda row: line_at(row.base) in own
    ):
        if is_kept:
            parts.extend(_as_it_stands(row, page, right, sheet) for row in rows)
            last, carried = [], ()
        else:
            columns = in_reading_order(list(rows), page.rules)
            has_columns = has_columns or len(columns) > 1
            for column in columns:
                last = _items(column.rows, column.rules, phrases, column.right or right, carried)
                parts.extend(find_parts(last, _TYPE, sheet, page.number))
                carried = ()
    return _ReadPage(parts=parts, carried=columns_at_end(last), has_columns=has_columns)


def _as_it_stands(row: Row, page: TextPage, right: float, sheet: int) -> Part:
    line = TextLine(line=Line(words=tuple(row.words)), left=row.x0, right=right)
    return Part(kind=Kind.HEADING, page=page.number, sheet=sheet, text=page.lines[line_at(row.base)], lines=(line,))


def _items(rows: Sequence[Row], rules: Sequence[Box], phrases: Phrases, right: float, carried: Columns) -> list[Item]:
    """The lines and tables of a stretch of rows, in order."""
    items: list[Item] = []
    at = 0
    for first, found_end in find_stretches(rows, carried):
        items.extend(_lines(rows[at:first], right))
        end = found_end
        while end < len(rows) and _is_left_over(rows[end - 1], rows[end]):
            end += 1
        block = rows[first:end]
        try:
            if end > found_end or len(block) > _MAX_ROWS:
                raise Uncertain
            items.extend(read_tables(block, rules, () if first else carried, phrases))
        except NoTable:
            items.extend(_lines(block, right))
        except Uncertain:
            items.append(Unread(lines=tuple(Line(words=tuple(row.words)) for row in block)))
        at = end
    items.extend(_lines(rows[at:], right))
    return items


def _is_left_over(above: Row, row: Row) -> bool:
    """Whether a row right under a table reads as one of its rows, although it does not stand under its columns."""
    if line_at(row.base) - line_at(above.base) > 1 or len(row.parts) < 2 or row.is_prose:
        return False
    return not reads_like_note(row.parts[0].text) and any(has_digit(part.text) for part in row.parts[1:])


def _lines(rows: Sequence[Row], right: float) -> Iterator[TextLine]:
    """Rows as lines of text: a long run of them shows itself how wide its text is."""
    runs: list[list[Row]] = []
    for row in rows:
        if runs and line_at(row.base) - line_at(runs[-1][-1].base) == 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    for run in runs:
        edge = max(row.x1 for row in run) if len(run) >= _LONG_RUN else right
        for row in run:
            yield TextLine(line=Line(words=tuple(row.words)), left=min(r.x0 for r in run), right=edge)


# --- parts to text ---------------------------------------------------------------------------------------------------


class _Writer:
    """Writes parts one under another, with as many blank lines between them as there were."""

    def __init__(self, pages: Sequence[TextPage], vocabulary: Vocabulary) -> None:
        self._pages = pages
        self._vocabulary = vocabulary
        self._texts: list[str] = []
        self._length = 0
        self._place = (0, -1)
        self._n_feeds = 0
        self._is_fresh = True
        self._is_under_table = False
        self._tables: dict[int, KnownTable] = {}
        self._notes: set[int] = set()
        self._unread: set[int] = set()
        self._warnings: list[LoadWarning] = []

    def write(self, part: Part) -> None:
        """Write a part under those written."""
        if part.kind is Kind.TABLE and part.table is not None:
            self._table(part, part.table)
            return
        lines = [line_at(item.line.base) for item in part.lines]
        n_blank = self._go_to(part.sheet, lines[0])
        if part.kind is Kind.UNREAD:
            self._warnings.append(LoadWarning(message=_UNREAD, page=part.page))
            for index, row in enumerate(part.rows):
                self._unread.add(self._put(row, 0 if index else n_blank))
            self._is_under_table = False
        elif part.kind is Kind.HEADING:
            self._put(part.text.rstrip(), n_blank)
            self._is_under_table = False
        else:
            start = self._put(self._text(part), n_blank)
            is_item = part.kind is Kind.BULLET and part.lines[0].line.words[0].text in BULLETS
            self._is_under_table = self._is_under_table and not n_blank and not is_item
            if self._is_under_table:
                self._notes.add(start)
        # What goes on over the end of a page ends on the next, of which nothing stands above it.
        self._place = (part.sheet, max(lines))

    def written(self) -> Written:
        """All of it."""
        known = Known(
            tables=self._tables,
            notes=frozenset(self._notes),
            texts=frozenset(self._unread),
            pages=tuple(page.number for page in self._pages) if len(self._pages) > 1 else (),
            has_whole_lines=True,
        )
        return Written(text="".join(self._texts), known=known, warnings=tuple(dict.fromkeys(self._warnings)))

    def _text(self, part: Part) -> str:
        indent = " " * round(part.lines[0].line.x0 / CHAR)
        return indent + self._vocabulary.mended(joined([item.line.text for item in part.lines]))

    def _table(self, part: Part, table: PageTable) -> None:
        # Of a table that goes on over pages only the end is known.
        first = None if table.n_breaks else line_at(table.box.top + 0.75 * SIZE)
        n_blank = self._go_to(part.sheet, first)
        if part.title:
            is_close = first is not None and bool(self._pages[part.sheet].lines[first - 1].strip())
            self._put(self._vocabulary.mended(part.title), max(n_blank - 2, 1))
            n_blank = 0 if is_close else 1
        rows = table.laid(self._vocabulary.mended)
        texts = ["\t".join(cell.text + "\t" * (cell.column_span - 1) for cell in row) for row in rows]
        start = self._put("\n".join(texts), n_blank)
        self._tables[start] = KnownTable(
            n_rows=len(rows),
            header_rows=table.header_rows,
            merged=tuple(
                Merged(row=cell.row, column=cell.column, row_span=1, column_span=cell.column_span)
                for cell in table.cells
                if cell.column_span > 1
            ),
            row_pages=table.pages if len(set(table.pages)) > 1 else (),
        )
        self._place = (part.sheet + table.n_breaks, line_at(table.box.bottom - 0.22 * SIZE))
        self._is_under_table = True

    def _go_to(self, sheet: int, line: int | None) -> int:
        """Begin the page that a part stands on, where that is not begun; how many blank lines stand before the part."""
        if sheet > self._n_feeds:
            self._write("\n" + "\f" * (sheet - self._n_feeds))
            self._n_feeds, self._is_fresh = sheet, True
        before, above = self._place
        if line is None or sheet != before or line <= above:
            return 1
        return line - above - 1

    def _put(self, text: str, n_blank: int) -> int:
        """Write lines after blank ones, and say where they begin."""
        if self._texts and not self._is_fresh:
            self._write("\n" * (1 + min(n_blank, _MAX_BLANK)))
        self._is_fresh = False
        start = self._length
        self._write(text)
        return start

    def _write(self, text: str) -> None:
        self._texts.append(text)
        self._length += len(text)

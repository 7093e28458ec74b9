"""Write what a reader found in a file that is no plain text as one text, and remember where each part stands in it.

A reader of such a format says what follows what: headings, paragraphs, bullets, notes and tables. The text looks as
an export of the report would: blocks apart by a blank line, the cells of a row apart by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import BlockKind, LoadWarning
from corpus.readers.continued import with_continued
from corpus.readers.drafts import CAPTION_LEVEL, Draft, Merged, Span, build_blocks
from corpus.readers.fronts import Front, read_date, read_front
from corpus.readers.lines import reads_like_note
from corpus.readers.naming import name_report, with_notes
from corpus.readers.reading import MAX_LINES_AND_CELLS, Reading, TooMuch

MAX_COLUMNS = 500
"""Wider than any printed table; a sheet of thousands of columns is data for a machine."""

_N_FRONT = 30
_YEAR = re.compile(r"(?:19|20)\d\d")
# As in decoding: signs that nobody sees and that hide words from a search.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """One cell as a format gives it: where cells are merged, the first of them with how many rows and columns."""

    text: str = ""
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What a file says about itself outside its text; '' for what it does not say."""

    title: str = ""
    publisher: str = ""
    published: str = ""


class Composer:
    """Takes the parts of a report in reading order; `reading` gives the whole.

    ``page`` may be set before each part. White space within a part is folded; an empty part is left out. Every method
    that adds something raises TooMuch past the bounds.
    """

    def __init__(self, document_id: str) -> None:
        """Begin a report."""
        self.page: int | None = None
        self._id = document_id
        self._parts: list[str] = []
        self._length = 0
        self._size = 0
        self._drafts: list[Draft] = []
        self._warnings: list[LoadWarning] = []

    def heading(self, text: str, level: int, *, opens_section: bool = True) -> None:
        """A heading of a depth from 1; one that names the report or a picture opens no section."""
        self._add(BlockKind.HEADING, text, level=level, opens_section=opens_section)

    def paragraph(self, text: str) -> None:
        """A paragraph; one that reads like a footnote or a source line is taken as a note."""
        self._add(BlockKind.NOTE if reads_like_note(text) else BlockKind.PARAGRAPH, text)

    def bullet(self, text: str, level: int = 1, *, breaks_list: bool = False) -> None:
        """An item of a list without its mark, of a depth from 1."""
        self._add(BlockKind.BULLET, text, level=level, breaks_list=breaks_list)

    def note(self, text: str) -> None:
        """A footnote, a source line or a legend."""
        self._add(BlockKind.NOTE, text)

    def table(
        self,
        rows: Sequence[Sequence[TableCell]],
        *,
        header_rows: int = 0,
        title: str = "",
        pages: Sequence[int | None] = (),
    ) -> None:
        """A table: each row with the cells that begin in it, ``header_rows`` of them known to be headings.

        ``title`` is a caption that the format ties to the table; ``pages`` gives each row's page where a table goes on
        over the end of one.
        """
        laid, merged = _lay_out(rows)
        if not any(text for row in laid for text in row):
            return
        if title:
            self.heading(title, level=CAPTION_LEVEL, opens_section=False)
        self._begin()
        start = self._length
        spans: list[tuple[Span, ...]] = []
        for index, row in enumerate(laid):
            if index:
                self._write("\n")
            spans.append(tuple(self._row(row)))
            self._count(len(row))
        self._drafts.append(
            Draft(
                kind=BlockKind.TABLE,
                start=start,
                end=self._length,
                rows=tuple(spans),
                header_rows=min(header_rows, len(laid)),
                merged=merged,
                page=self.page,
                row_pages=tuple(pages) if len(set(pages)) > 1 else (),
            )
        )

    def warn(self, message: str) -> None:
        """Note what could not be read as it should be, on the page that is set."""
        self._warnings.append(LoadWarning(message=message, page=self.page))

    def reading(
        self, *, properties: Properties | None = None, n_pages: int | None = None, front: Front | None = None
    ) -> Reading:
        """All of it. What the report says of itself in its text goes before the file's properties.

        ``front`` is what it says, where the format shows that elsewhere than in the headings that it begins with.
        """
        properties = properties or Properties()
        source = "".join(self._parts)
        drafts = with_notes(self._drafts, source)
        if front is None:
            drafts, front = name_report(drafts, source)
        texts = [source[draft.start : draft.end] for draft in drafts[:_N_FRONT] if draft.kind is not BlockKind.TABLE]
        title = front.title or _folded(properties.title)
        period = front.period or read_front([title]).period
        return Reading(
            source=source,
            title=title,
            publisher=front.publisher or _folded(properties.publisher),
            period=period,
            published=front.published
            or next(filter(None, map(read_date, texts)), "")
            or _likely(properties.published, f"{title} {period}"),
            edition=front.edition,
            blocks=build_blocks(source, with_continued(drafts, source), self._id),
            n_pages=n_pages,
            warnings=tuple(dict.fromkeys(self._warnings)),
        )

    def _add(
        self, kind: BlockKind, text: str, *, level: int = 1, opens_section: bool = True, breaks_list: bool = False
    ) -> None:
        text = _folded(text)
        if not text:
            return
        self._begin()
        start = self._length
        self._write(text)
        self._count(1)
        self._drafts.append(
            Draft(
                kind=kind,
                start=start,
                end=self._length,
                level=level,
                opens_section=opens_section,
                breaks_list=breaks_list,
                page=self.page,
            )
        )

    def _begin(self) -> None:
        if self._parts:
            self._write("\n\n")

    def _row(self, row: Sequence[str]) -> Iterator[Span]:
        for column, text in enumerate(row):
            if column:
                self._write("\t")
            start = self._length
            self._write(text)
            yield start, self._length

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _count(self, n: int) -> None:
        self._size += n
        if self._size > MAX_LINES_AND_CELLS:
            raise TooMuch(f"has over {MAX_LINES_AND_CELLS:,} lines and cells, more than a report may have; split it")


def _likely(published: str, title: str) -> str:
    """A file's date, '' where it is years older than what the title names: the file was made from an older one."""
    years = [int(year) for year in _YEAR.findall(title)]
    made = _YEAR.search(published)
    return "" if made and years and int(made[0]) < min(years) - 1 else published


def _folded(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def _lay_out(rows: Sequence[Sequence[TableCell]]) -> tuple[list[list[str]], tuple[Merged, ...]]:
    """The words by row and column, blank where a merged cell covers a place, and the merged cells.

    Columns that are blank throughout, and rows so at the end, are left out only where nothing is merged over them.
    """
    placed: dict[tuple[int, int], str] = {}
    merged: list[Merged] = []
    taken: set[tuple[int, int]] = set()
    n_columns = 0
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            height, width = max(1, min(cell.row_span, len(rows) - r)), max(1, min(cell.column_span, MAX_COLUMNS))
            if c + width > MAX_COLUMNS:
                raise TooMuch(f"has a table of over {MAX_COLUMNS} columns, more than a report may have; split it")
            placed[r, c] = _folded(cell.text)
            if height > 1 or width > 1:
                merged.append(Merged(row=r, column=c, row_span=height, column_span=width))
                taken.update((r + i, c + j) for i in range(height) for j in range(width))
                if len(taken) > MAX_LINES_AND_CELLS:
                    raise TooMuch(f"has a table of over {MAX_LINES_AND_CELLS:,} cells; split it")
            c += width
            n_columns = max(n_columns, c)
        if (r + 1) * n_columns > MAX_LINES_AND_CELLS:
            raise TooMuch(f"has a table of over {MAX_LINES_AND_CELLS:,} cells; split it")
    return [[placed.get((r, c), "") for c in range(n_columns)] for r in range(len(rows))], tuple(merged)

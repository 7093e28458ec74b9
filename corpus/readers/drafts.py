"""Drafts: what a reader of one format found, in order; and the blocks of a document made of them.

Sections, lead-ins, table titles and table notes are worked out here, the same way for every format.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import Block, BlockKind, Cell, Locator, Table
from corpus.readers.headings import is_caption
from corpus.readers.lines import NOTE_LABEL
from corpus.readers.reading import MAX_LINES_AND_CELLS, TooMuch
from corpus.sentences import plain, sentence_spans

Span = tuple[int, int]

CAPTION_LEVEL = 9
"""The depth of a heading that names a table or a picture, below all others."""

_MAX_TITLE_CHARS = 140
_MAX_LEAD_IN_CHARS = 300
_LABELLED = re.compile(r"[A-Z][^.:!?]{1,60}: \S")
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_PERIOD_WORDS = re.compile(
    r"\b(?:(?:financial|fiscal|calendar) )?(?:years?|quarters?|months?|weeks?|period|ended|ending|as (?:at|of)|at|to|"
    r"for|the|and|three|six|nine|twelve|rolling|ytd|fy|q[1-4]|in|millions?|thousands?|unaudited|audited|restated|"
    rf"{_MONTHS})\b|[\W\d_]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A cell that covers several places of a table: its first place and how many rows and columns."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One thing that stands on the page, before its section is known.

    ``level`` is a heading's or a bullet's depth from 1. ``rows`` holds a table's cells as spans of the source,
    ``header_rows`` how many first rows are known to be headings, ``merged`` the cells that cover several places,
    ``row_pages`` the page of each row where they differ.
    ``is_after_gap``: a slide break, a page break or a chart's room comes before it. ``opens_section`` is False for a
    heading that names a picture and not the text after it. ``breaks_list``: the bullet begins a list of its own
    although it follows another bullet.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 1
    rows: tuple[tuple[Span, ...], ...] = ()
    header_rows: int = 0
    merged: tuple[Merged, ...] = ()
    is_after_gap: bool = False
    opens_section: bool = True
    breaks_list: bool = False
    page: int | None = None
    page_inferred: bool = False
    row_pages: tuple[int | None, ...] = ()


def build_blocks(source: str, drafts: Sequence[Draft], document_id: str) -> tuple[Block, ...]:
    """The blocks of the drafts, in their order, with sections, lead-ins, and tables numbered from 1."""
    return _Builder(source, drafts, document_id).blocks()


def is_period_like(text: str) -> bool:
    """Whether a label is made of nothing but time words, figures and units ("Year ended 31 March 2024").

    >>> is_period_like("12 months to Q4 23-24"), is_period_like("23/24 Widget orders")
    (True, False)
    """
    return not _PERIOD_WORDS.sub("", text)


class _Builder:
    """Goes once through the drafts, keeping the open headings and the open list."""

    def __init__(self, source: str, drafts: Sequence[Draft], document_id: str) -> None:
        self._source = source
        self._drafts = drafts
        self._id = document_id
        self._open: list[tuple[int, str]] = []

    def blocks(self) -> tuple[Block, ...]:
        blocks: list[Block] = []
        introduction = ""
        parents: list[tuple[int, str]] = []
        n_tables = 0
        notes = self._table_notes()
        for index, draft in enumerate(self._drafts):
            text = self._text(draft)
            section = self._section(draft, text)
            place = self._locator(section, draft, draft.start, draft.end)
            lead_in, table = "", None
            if draft.kind is BlockKind.BULLET:
                if index == 0 or self._drafts[index - 1].kind is not BlockKind.BULLET or draft.breaks_list:
                    parents = []
                    introduction = "" if index == 0 else self._introduction(index)
                parents = [parent for parent in parents if parent[0] < draft.level]
                lead_in = " ".join(filter(None, (introduction, *(parent[1] for parent in parents))))
                parents.append((draft.level, plain(text)))
            elif draft.kind is BlockKind.TABLE:
                n_tables += 1
                table = self._table(index, place, n_tables, notes.get(index, ()))
            blocks.append(
                Block(kind=draft.kind, text=text, level=draft.level, lead_in=lead_in, table=table, locator=place)
            )
        return tuple(blocks)

    def _text(self, draft: Draft) -> str:
        return self._source[draft.start : draft.end]

    def _section(self, draft: Draft, text: str) -> tuple[str, ...]:
        """The titles over a block; a heading stands in the section that it opens."""
        if draft.kind is not BlockKind.HEADING:
            return tuple(title for _, title in self._open)
        above = [(level, title) for level, title in self._open if level < draft.level]
        opened = [*above, (draft.level, _title(text))]
        self._open = opened if draft.opens_section else above
        return tuple(title for _, title in opened)

    def _locator(self, section: tuple[str, ...], draft: Draft, start: int, end: int) -> Locator:
        return Locator(
            document_id=self._id,
            section=section,
            page=draft.page,
            page_inferred=draft.page_inferred,
            start=start,
            end=end,
        )

    def _introduction(self, index: int) -> str:
        """The sentence that introduces the list beginning at a draft, '' when none does."""
        before = self._drafts[index - 1]
        if before.kind is not BlockKind.PARAGRAPH:
            return ""
        text = self._text(before)
        shown = plain(text)
        if shown.endswith((":", ";", "–", "—")) or (_LABELLED.match(shown) and shown.endswith(("?”", '?"', "”", "?"))):
            if len(shown) <= _MAX_LEAD_IN_CHARS:
                return shown
            start, end = sentence_spans(text)[-1]
            return plain(text[start:end])
        # A short line right over a list says what the list is of: "Widgets returned 1,204."
        is_apart = self._drafts[index].is_after_gap or self._drafts[index].breaks_list
        return shown if len(shown.split()) <= 8 and not is_apart else ""

    def _table(self, index: int, place: Locator, number: int, notes: tuple[str, ...]) -> Table:
        draft = self._drafts[index]
        n_columns = max(len(row) for row in draft.rows)
        if n_columns * len(draft.rows) > MAX_LINES_AND_CELLS:
            raise TooMuch(f"has a table of over {MAX_LINES_AND_CELLS:,} cells; split it")
        spans = {(m.row, m.column): (m.row_span, m.column_span) for m in draft.merged}
        cells = []
        for r, row in enumerate(draft.rows):
            row_end = row[-1][1]
            for c in range(n_columns):
                start, end = row[c] if c < len(row) else (row_end, row_end)
                text = plain(self._source[start:end])
                where = self._locator(place.section, draft, start, end)
                if draft.row_pages:
                    where = replace(where, page=draft.row_pages[r])
                row_span, column_span = spans.get((r, c), (1, 1))
                cells.append(
                    Cell(
                        row=r,
                        column=c,
                        row_span=row_span,
                        column_span=column_span,
                        text=text,
                        is_header=r < draft.header_rows,
                        locator=where,
                    )
                )
        above = self._title_above(index, place.section)
        # Under a numbered caption a lone first row says what the columns are of.
        title = above if is_caption(above) else self._title_row(draft) or above
        return Table(
            number=number,
            title=title,
            n_rows=len(draft.rows),
            n_columns=n_columns,
            cells=tuple(cells),
            notes=notes,
            locator=place,
        )

    def _title_row(self, draft: Draft) -> str:
        """The first row's text when it is the table's title and not a column's, '' otherwise."""
        if len(draft.rows) < 2:
            return ""
        texts = [plain(self._source[start:end]) for start, end in draft.rows[0]]
        filled = [(column, text) for column, text in enumerate(texts) if text]
        if not filled or len(filled[0][1]) > _MAX_TITLE_CHARS or is_period_like(filled[0][1]):
            return ""
        column, text = filled[0]
        if len(filled) == 1 and len(texts) > 1:
            # Past the second column it stands over some of the columns, the rest of which are named beneath.
            begins_amid = any(start < end for start, end in draft.rows[1][1:column])
            is_merged = any(cell.row == 0 and cell.column == column > 0 for cell in draft.merged)
            is_spanner = begins_amid or is_merged or (column > 0 and text.endswith((",", ":")))
            return "" if is_spanner else text.rstrip(":")
        # A first head of several words that spans the next column too is a title ("Grants paid out", blank, "Due").
        spans_next = (
            column == 0 and len(texts) > 2 and texts[1] == "" and len(text.split()) >= 3 and not text.endswith(".")
        )
        return (
            text
            if spans_next
            and any(plain(self._source[a:b]) for a, b in (row[1] for row in draft.rows[1:] if len(row) > 1))
            else ""
        )

    def _title_above(self, index: int, section: tuple[str, ...]) -> str:
        """The caption over a table: the nearest title-like line, skipping notes; otherwise the innermost section."""
        for before in reversed(self._drafts[max(0, index - 6) : index]):
            text = plain(self._text(before))
            if before.kind is BlockKind.HEADING:
                return _title(text)
            if before.kind is BlockKind.PARAGRAPH and (
                _is_bold(self._text(before)) or re.match(r"(?:table|figure) [A-Z]?\d", text, re.IGNORECASE)
            ):
                return text.rstrip(":")
            if before.kind is BlockKind.NOTE:
                continue
            break
        return section[-1] if section else ""

    def _table_notes(self) -> dict[int, tuple[str, ...]]:
        """The notes of each table, by its draft's index: right below it, right above it, or opening a run of tables.

        A note between two tables belongs to the upper one.
        """
        found: dict[int, list[str]] = {}
        waiting: list[str] = []
        shared: list[str] = []
        last_table = -1
        for index, draft in enumerate(self._drafts):
            if draft.kind is BlockKind.TABLE:
                shared = [*shared, *waiting]
                found[index] = list(shared)
                waiting, last_table = [], index
            elif draft.kind is BlockKind.NOTE:
                text = plain(self._text(draft))
                if NOTE_LABEL.fullmatch(text):
                    continue
                if last_table >= 0:
                    found[last_table].append(text)
                else:
                    waiting.append(text)
            elif draft.kind is not BlockKind.HEADING or draft.opens_section:
                # Anything but a caption ends what was said above sister tables.
                last_table = -1
                waiting, shared = [], []
        return {index: tuple(dict.fromkeys(texts)) for index, texts in found.items()}


def _is_bold(text: str) -> bool:
    return len(text) < 200 and text.startswith("**") and text.endswith("**")


def _title(text: str) -> str:
    return plain(text).rstrip(" :")

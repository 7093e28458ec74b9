"""Lines of a text export put together into pieces: headings, paragraphs, bullets, notes, tables, not yet in sections.

Leaves out what is no part of the report: the contents page, repeated page headers and footers, a web page's navigation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import zip_longest

from corpus.document import BlockKind
from corpus.readers.contents import Contents, similarity, words
from corpus.readers.drafts import Draft
from corpus.readers.footers import find_page_numbers
from corpus.readers.headings import is_caption, is_title_case, reads_like_title
from corpus.readers.known import NOTHING_KNOWN, Known, KnownTable
from corpus.readers.lines import (
    BULLET,
    MAX_NOTE_CHARS,
    NOTE,
    NOTE_LABEL,
    NUMBERED_TITLE,
    PAGE_NUMBER,
    STAR,
    Line,
    is_navigation,
    page_number,
)
from corpus.readers.notes import Item, find_notes, marks_in, marks_note
from corpus.readers.tables import has_figures, is_heading_row, read_rows, split_tables
from corpus.sentences import plain

_MAX_FURNITURE_CHARS = 120
_MAX_ITEM_CHARS = 110
_MAX_LABEL_CHARS = 60
_ITEM_END = re.compile(r";(?:\s?(?:and|or))?$")
_MIN_REPEATS = 3
_N_TITLE_LINES = 4
_N_MENU_LINES = 20
_MAX_LINK_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A draft with what stands around it.

    ``text`` is the draft's text and ``line_start`` where its line begins, before a bullet's mark or a number.
    ``is_title``: the line reads like a heading. ``has_room_below``: a break or a chart's room comes after it.
    ``page_before`` is the page number that a footer above it closes, ``page_after`` the same for the last footer of
    all, ``page_here`` the one that a header opens.
    """

    draft: Draft
    text: str
    line_start: int
    indent: int = 0
    number: str = ""
    page_before: int | None = None
    page_here: int | None = None
    page_after: int | None = None
    n_feeds: int = 0
    n_blank: int = 0
    has_room_below: bool = False
    follows_furniture: bool = False
    is_title: bool = False
    is_front: bool = False

    @property
    def kind(self) -> BlockKind:
        """The draft's kind."""
        return self.draft.kind

    @property
    def shown(self) -> str:
        """The text as a reader sees it, with its number."""
        return f"{self.number} {plain(self.text)}" if self.number else plain(self.text)

    def of_kind(self, kind: BlockKind) -> Piece:
        """The same piece as another kind, no heading any more."""
        return replace(self, is_title=False, draft=replace(self.draft, kind=kind))


def find_pieces(
    source: str, lines: Sequence[Line], contents: Contents | None, listing: range, known: Known = NOTHING_KNOWN
) -> list[Piece]:
    """The pieces of the lines, in order. ``listing`` are those of a contents page without page numbers."""
    furniture = _furniture(lines, contents) | _menu(lines) | set(listing)
    numbers = find_page_numbers(lines, contents)
    numbers |= {index: n for index in furniture if (n := page_number(lines[index].text)) is not None}
    furniture |= numbers.keys()
    closes = _numbers_close_pages(lines, numbers, furniture)
    pieces: list[Piece] = []
    page_before: int | None = None
    page_here: int | None = None
    n_feeds = 0
    follows_furniture = False
    index = 0
    while index < len(lines):
        line = lines[index]
        if _is_left_out(index, line, contents, furniture):
            n_feeds += line.n_feeds
            number = numbers.get(index)
            if number is not None:
                page_before, page_here = (number, None) if closes else (page_before, number)
            follows_furniture = follows_furniture or index in furniture
            index += 1
            continue
        end = _group_end(lines, index, contents, furniture, known)
        n_feeds += line.n_feeds
        for piece in _group(source, lines[index:end], known, is_cover=not pieces):
            is_apart = piece.draft.is_after_gap or follows_furniture or n_feeds > 0
            pieces.append(
                replace(
                    piece,
                    draft=replace(piece.draft, is_after_gap=is_apart),
                    page_before=page_before,
                    page_here=page_here,
                    n_feeds=n_feeds,
                    follows_furniture=follows_furniture,
                )
            )
            page_before = page_here = None
            n_feeds, follows_furniture = 0, False
        if end < len(lines) and lines[end].is_after_gap:
            pieces[-1] = replace(pieces[-1], has_room_below=True)
        index = end
    if pieces and page_before is not None:
        pieces[-1] = replace(pieces[-1], page_after=page_before)
    return _with_notes(_with_lists(_with_notes_beneath(_with_marked_notes(source, pieces))))


# --- what is left out ------------------------------------------------------------------------------------------------


def _is_left_out(index: int, line: Line, contents: Contents | None, furniture: set[int]) -> bool:
    is_contents = contents is not None and contents.first_line <= index <= contents.last_line
    return is_contents or index in furniture or is_navigation(line.text)


def _furniture(lines: Sequence[Line], contents: Contents | None) -> set[int]:
    """The lines, by index, that close slides again and again and title nothing of their own, and page numbers."""
    listed = {entry.title.casefold() for entry in contents.entries} if contents else set()
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if not line.is_tabbed and len(line.text) <= _MAX_FURNITURE_CHARS:
            places.setdefault(PAGE_NUMBER.sub("\f", line.text).casefold(), []).append(index)
    found: set[int] = set()
    likely: list[list[int]] = []
    for key, indexes in places.items():
        if key.endswith("\f"):
            # A page number alone, or behind the same words again and again.
            found.update(indexes if key == "\f" or len(indexes) > 1 else ())
        elif len(indexes) >= _MIN_REPEATS and key not in listed and not _reads_as_content(key):
            likely.append(indexes)
    repeated = {index for indexes in likely for index in indexes} | found
    for indexes in likely:
        n_closing = sum(_closes(lines, index, repeated) for index in indexes)
        n_opening = sum(lines[index].is_after_gap for index in indexes)
        if n_closing >= 0.6 * len(indexes) and n_opening < 0.5 * len(indexes):
            # The first lines name the report, even where a footer repeats them.
            found.update(index for index in indexes if index >= _N_TITLE_LINES)
    return found


def _menu(lines: Sequence[Line]) -> set[int]:
    """The lines, by index, of a web page's menu: short ones right under "Home", over the text."""
    home = next((i for i, line in enumerate(lines[:_N_MENU_LINES]) if line.text.casefold() == "home"), None)
    if home is None:
        return set()
    end = home + 1
    while end < min(len(lines), home + _N_MENU_LINES) and not lines[end].n_blank and _is_link(lines[end].text):
        end += 1
    return set(range(home + 1, end))


def _is_link(text: str) -> bool:
    return len(text.split()) <= _MAX_LINK_WORDS and not any(c.isdigit() for c in text) and text[-1] not in ".:;,"


def _reads_as_content(text: str) -> bool:
    return bool(BULLET.match(text) or STAR.match(text) or NOTE.match(text)) or text.endswith((".", ":", ";", "?"))


def _closes(lines: Sequence[Line], index: int, repeated: set[int]) -> bool:
    """Whether a line is nearer to what is above than to what is below, or stands over another repeated line."""
    if index + 1 == len(lines) or index + 1 in repeated:
        return True
    return lines[index + 1].n_blank > lines[index].n_blank or lines[index + 1].is_after_gap


def _numbers_close_pages(lines: Sequence[Line], numbers: Iterable[int], furniture: Set[int]) -> bool:
    """Whether printed page numbers stand at the foot of their pages: after all text, or not before all of it, or nearer
    to what is above than to what is below.
    """
    text = [index for index in range(len(lines)) if index not in furniture]
    places = sorted(numbers)
    if text and places and (is_after := text[-1] < places[-1]) != (places[0] < text[0]):
        return is_after
    votes = 0
    for index in numbers:
        line = lines[index]
        below = lines[index + 1] if index + 1 < len(lines) else None
        closes = below is None or below.n_blank + below.n_feeds >= line.n_blank + line.n_feeds
        votes += 1 if closes else -1
    return votes >= 0


# --- lines to pieces -------------------------------------------------------------------------------------------------


def _group_end(lines: Sequence[Line], index: int, contents: Contents | None, furniture: set[int], known: Known) -> int:
    """The end of the lines that belong together: rows across single blank lines, other lines without any."""
    if lines[index].start in known.tables:
        return index + known.tables[lines[index].start].n_rows
    end = index + 1
    is_table = lines[index].is_tabbed
    while end < len(lines) and not _is_left_out(end, lines[end], contents, furniture):
        line = lines[end]
        if line.start in known.tables:
            break
        if is_table and _heads_rows(lines, end):
            end += 1
            continue
        if line.is_tabbed != is_table or line.n_blank > (1 if is_table else 0) or line.n_feeds:
            break
        end += 1
    return end


def _heads_rows(lines: Sequence[Line], index: int) -> bool:
    """Whether a lone line amid a table's rows ("Income") heads those that follow: its empty cells were lost."""
    line, below = lines[index], lines[index + 1] if index + 1 < len(lines) else None
    if line.is_tabbed or below is None or not below.is_tabbed or len(line.text) > _MAX_LABEL_CHARS:
        return False
    if line.n_blank or below.n_blank or line.n_feeds or below.n_feeds:
        return False
    if _reads_as_content(line.text.removesuffix(":")) or is_caption(line.text):
        return False
    return len(below.cells) == len(lines[index - 1].cells) and has_figures(below)


def _group(source: str, group: Sequence[Line], known: Known, *, is_cover: bool) -> Iterator[Piece]:
    """The pieces that a group of adjacent lines makes. ``is_cover``: it is the first, and may name the report."""
    if group[0].start in known.tables:
        yield _known_table(group, known.tables[group[0].start])
        return
    if group[0].is_tabbed:
        yield from _table_pieces(source, group)
        return
    is_cover = is_cover and len(group) <= _N_TITLE_LINES and all(reads_like_title(line.text) for line in group)
    for number, part in enumerate([[line] for line in group] if known.has_whole_lines else _parts(group)):
        piece = _lines_piece(source, part)
        if piece.line_start in known.texts:
            piece = replace(piece, is_title=False)
        if piece.line_start in known.notes:
            yield _as_note(source, piece)
            continue
        # In a group of lines only a short first one can be a heading, over the text that follows it.
        stands_alone = len(part) == len(group) or (number == 0 and len(piece.text) <= 70) or is_cover
        yield replace(piece, is_title=piece.is_title and stands_alone)


def _known_table(group: Sequence[Line], table: KnownTable) -> Piece:
    rows = tuple(map(read_rows, group))
    draft = Draft(
        kind=BlockKind.TABLE,
        start=group[0].start,
        end=group[-1].end,
        rows=rows,
        header_rows=table.header_rows,
        merged=table.merged,
        row_pages=table.row_pages,
        is_after_gap=group[0].is_after_gap,
    )
    return Piece(draft=draft, text="", line_start=draft.start, n_blank=group[0].n_blank)


def _as_note(source: str, piece: Piece) -> Piece:
    """A piece as a note, with the mark that it begins with."""
    draft = replace(piece.draft, start=piece.line_start)
    return replace(piece, draft=draft, text=source[draft.start : draft.end]).of_kind(BlockKind.NOTE)


def _table_pieces(source: str, group: Sequence[Line]) -> Iterator[Piece]:
    """The tables that a group of tabbed lines makes, or its lines when tabs only indent them."""
    rows = [read_rows(line) for line in group]
    rows = [
        (*row, *[(row[0][1], row[0][1])] * (len(rows[k - 1]) - 1)) if len(row) == 1 else row
        for k, row in enumerate(rows)
    ]
    n_filled = [sum(end > start for start, end in row) for row in rows]
    if max(n_filled) < 3 and sum(n > 1 for n in n_filled) < 2:
        for line in group:
            yield _lines_piece(source, [line])
        return
    for table in split_tables(source, group, rows):
        start, end = table[0][0][0], table[-1][-1][1]
        is_first = table[0] is rows[0]
        draft = Draft(
            kind=BlockKind.TABLE,
            start=start,
            end=end,
            rows=tuple(table),
            header_rows=1 if is_heading_row(source, table[0]) else 0,
            is_after_gap=is_first and group[0].is_after_gap,
        )
        yield Piece(draft=draft, text="", line_start=start, n_blank=group[0].n_blank if is_first else 1)


def _parts(group: Sequence[Line]) -> Iterator[list[Line]]:
    """Adjacent untabbed lines cut into bullets, notes and paragraphs; the lines of a wrapped one stay together."""
    width = max(len(line.text) for line in group)
    part: list[Line] = []
    for line in group:
        if part and not _continues(part, line, width, len(group)):
            yield part
            part = []
        part.append(line)
    yield part


def _continues(part: Sequence[Line], line: Line, width: int, n_lines: int) -> bool:
    """Whether a line goes on with the sentence, the paragraph or the bullet of the lines right above it."""
    above = part[-1]
    if BULLET.match(line.text) or STAR.match(line.text) or NOTE.match(line.text):
        return False
    if line.text[0].islower() or (BULLET.match(part[0].text) and line.indent > part[0].indent):
        return True
    is_full = len(above.text) >= 0.7 * width and width <= 140
    if above.text.endswith((".", "!", "?", ":", ";", "”")):
        return is_full and n_lines >= 3 and not above.text.endswith(":")
    return is_full and len(above.text) >= 45


def _lines_piece(source: str, part: Sequence[Line]) -> Piece:
    """One bullet, note, heading or paragraph made of one line or of the lines of a wrapped one."""
    first = part[0]
    start, end = _trimmed(source, first.start, part[-1].end)
    text = source[start:end]
    line_start, kind, number = start, BlockKind.PARAGRAPH, ""
    bullet, title = BULLET.match(text), NUMBERED_TITLE.match(text)
    is_title = len(part) == 1 and (reads_like_title(text) or is_caption(text))
    if bullet:
        kind, number = BlockKind.BULLET, bullet["number"] or ""
        start += bullet.end()
        is_title = bool(number) and title is not None and is_title
    elif _is_note(text) and not _is_numbered_note_of_accounts(text):
        kind, is_title = BlockKind.NOTE, False
    return Piece(
        draft=Draft(kind=kind, start=start, end=end, is_after_gap=first.is_after_gap),
        text=source[start:end],
        line_start=line_start,
        indent=first.indent,
        number=number,
        n_blank=first.n_blank,
        is_title=is_title,
    )


def _is_note(text: str) -> bool:
    if len(text) > MAX_NOTE_CHARS:
        return False
    shown = plain(text)
    return bool(STAR.match(text) or NOTE.match(text) or NOTE.match(shown) or NOTE_LABEL.fullmatch(shown))


def _is_numbered_note_of_accounts(text: str) -> bool:
    """Whether "Note 12" begins a chapter's title ("Note 12: Other Assets"), no footnote ("Note 12: excludes …")."""
    title = NUMBERED_TITLE.match(text)
    if title is None or title["word"] is None:
        return False
    return is_title_case(text[title.end() :].strip(" :.–—-").split())


def _trimmed(source: str, start: int, end: int) -> tuple[int, int]:
    text = source[start:end]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())


# --- pieces seen together --------------------------------------------------------------------------------------------


def _with_lists(pieces: list[Piece]) -> list[Piece]:
    """Lines under a lead-in that are a list although their marks were lost, or are stars, made into bullets."""
    found = list(pieces)
    for index, piece in enumerate(pieces[:-1]):
        if piece.kind is not BlockKind.PARAGRAPH or piece.is_title or not piece.text.endswith(":"):
            continue
        first = pieces[index + 1]
        end = index + 1
        while end < len(pieces) and _is_like_item(first, pieces[end], is_first=end == index + 1):
            end += 1
        if end - index > 2:
            for at in range(index + 1, end):
                star = STAR.match(pieces[at].text)
                draft = replace(pieces[at].draft, start=pieces[at].draft.start + (star.end() if star else 0))
                text = pieces[at].text[star.end() if star else 0 :]
                found[at] = replace(pieces[at], draft=draft, text=text).of_kind(BlockKind.BULLET)
    return found


def _is_like_item(first: Piece, piece: Piece, *, is_first: bool) -> bool:
    """Whether a line could be an item of the list that the first one begins."""
    if piece.draft.is_after_gap and not is_first:
        return False
    if STAR.match(first.text):
        return STAR.match(piece.text) is not None
    if piece.kind is not BlockKind.PARAGRAPH or len(piece.text) > _MAX_ITEM_CHARS or piece.text.endswith((".", ":")):
        return False
    if _ITEM_END.search(first.text):
        return _ITEM_END.search(piece.text) is not None
    if first.is_title:
        return piece.is_title and similarity(words(first.text), words(piece.text)) >= 0.5
    return first.text[:1].isdigit() and piece.text[:1].isdigit()


def _with_marked_notes(source: str, pieces: list[Piece]) -> list[Piece]:
    """What looks like the item "(p)" of a list under a table that marks figures so ("16.2 (p)"), made into a note."""
    found = list(pieces)
    marks: frozenset[str] = frozenset()
    for index, piece in enumerate(pieces):
        if piece.kind is BlockKind.TABLE:
            marks = marks_in(source[piece.draft.start : piece.draft.end])
        elif piece.kind is BlockKind.BULLET and marks_note(source[piece.line_start : piece.draft.end], marks):
            found[index] = _as_note(source, piece)
        elif piece.kind is not BlockKind.NOTE:
            marks = frozenset()
    return found


def _with_notes_beneath(pieces: list[Piece]) -> list[Piece]:
    """Lines right under a table, with no room between, made its notes: running text stands apart from it."""
    found = list(pieces)
    is_under = False
    for index, piece in enumerate(pieces):
        is_line = piece.kind is BlockKind.PARAGRAPH and len(piece.text) <= MAX_NOTE_CHARS and not is_caption(piece.text)
        is_under = is_under and is_line and not (piece.n_blank or piece.n_feeds or piece.follows_furniture)
        if is_under:
            found[index] = piece.of_kind(BlockKind.NOTE)
        is_under = is_under or piece.kind is BlockKind.TABLE
    return found


def _with_notes(pieces: list[Piece]) -> list[Piece]:
    """Paragraphs under "Notes:", and lines over a table that say how to read it, made into notes."""
    items = [
        Item(
            kind=piece.kind,
            text=plain(piece.text),
            is_title=piece.is_title,
            is_caption=piece.is_title and following is not None and following.n_blank == 0,
            is_apart=piece.draft.is_after_gap,
        )
        for piece, following in zip_longest(pieces, pieces[1:])
    ]
    found = list(pieces)
    for index in find_notes(items):
        found[index] = pieces[index].of_kind(BlockKind.NOTE)
    return found

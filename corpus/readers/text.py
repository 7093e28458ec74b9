"""Read plain-text exports of reports: slides, web pages and line-wrapped documents alike.

Goes by what text exports have in common: blank lines, short lines that stand alone, tabs, and the contents page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import BlockKind
from corpus.pages import Item, Page, assign_pages, find_entries
from corpus.readers.contents import Contents, find_contents, similarity, words
from corpus.readers.drafts import Draft, build_blocks
from corpus.readers.headings import Front, is_caption, read_date, read_front, reads_like_title
from corpus.readers.lines import BULLET, NOTE, NOTE_LABEL, NUMBERED_TITLE, PAGE_NUMBER, STAR, Line, is_navigation, scan
from corpus.readers.reading import Reading
from corpus.readers.tables import is_heading_row, read_rows, split_tables
from corpus.sentences import plain

_MAX_FURNITURE_CHARS = 120
_MAX_NOTE_CHARS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A draft with what stands around it. ``has_room_below``: a break or a chart's room comes after it."""

    draft: Draft
    text: str
    line_start: int = 0
    indent: int = 0
    number: str = ""
    page_before: int | None = None
    page_here: int | None = None
    n_feeds: int = 0
    n_blank: int = 0
    has_room_below: bool = False
    follows_furniture: bool = False
    is_title: bool = False
    is_front: bool = False

    @property
    def kind(self) -> BlockKind:
        return self.draft.kind


def read_text(source: str, document_id: str) -> Reading:
    """The text read into blocks, with what its first lines say of title, publisher and period."""
    lines = scan(source)
    contents = find_contents(lines)
    pieces = _pieces(source, lines, contents)
    front, pieces = _front(pieces, lines[contents.first_line].start if contents else -1)
    pieces = _lists_without_marks(pieces)
    anchors = find_entries(_items(pieces), contents) if contents else {}
    pieces = _headings(pieces, anchors)
    pages = assign_pages(_items(pieces), contents, anchors)
    drafts = _drafts(pieces, anchors, contents, pages)
    last_page = max((page.number for page in pages if page.number is not None), default=0)
    published = front.published or next(filter(None, (read_date(piece.text) for piece in pieces[:30])), "")
    return Reading(
        title=front.title,
        publisher=front.publisher,
        period=front.period,
        published=published,
        blocks=build_blocks(source, drafts, document_id),
        n_pages=max(last_page, contents.n_pages if contents else 0) or None,
    )


# --- lines to pieces -------------------------------------------------------------------------------------------------


def _pieces(source: str, lines: Sequence[Line], contents: Contents | None) -> list[_Piece]:
    furniture = _furniture(lines, contents)
    closes = _numbers_close_pages(lines, furniture)
    pieces: list[_Piece] = []
    page_before: int | None = None
    page_here: int | None = None
    n_feeds = 0
    follows_furniture = False
    index = 0
    while index < len(lines):
        line = lines[index]
        n_feeds += line.n_feeds
        is_contents = contents is not None and contents.first_line <= index <= contents.last_line
        if is_contents or index in furniture or is_navigation(line.text):
            number = PAGE_NUMBER.search(line.text) if index in furniture else None
            if number:
                page_before, page_here = (int(number["page"]), None) if closes else (page_before, int(number["page"]))
            follows_furniture = follows_furniture or index in furniture
            index += 1
            continue
        end = _group_end(lines, index, furniture)
        group = lines[index:end]
        for piece in _group(source, group):
            pieces.append(
                replace(
                    piece,
                    draft=replace(piece.draft, is_after_gap=piece.draft.is_after_gap or follows_furniture or n_feeds > 0),
                    page_before=page_before,
                    page_here=page_here,
                    n_feeds=n_feeds,
                    follows_furniture=follows_furniture,
                )
            )
            page_before = page_here = None
            n_feeds, follows_furniture = 0, False
        n_feeds += sum(line.n_feeds for line in group[1:])
        below = lines[end] if end < len(lines) else None
        if below is not None and below.is_after_gap:
            pieces[-1] = replace(pieces[-1], has_room_below=True)
        index = end
    return pieces


def _furniture(lines: Sequence[Line], contents: Contents | None) -> set[int]:
    """The lines, by index, that close or open slides again and again and title nothing of their own, and page numbers."""
    listed = {entry.title.casefold() for entry in contents.entries} if contents else set()
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        key = PAGE_NUMBER.sub("#", line.text).casefold()
        if not line.is_tabbed and len(key) <= _MAX_FURNITURE_CHARS and key not in listed:
            places.setdefault(key, []).append(index)
    likely: set[int] = set()
    found: set[int] = set()
    for key, indexes in places.items():
        if "#" in key and PAGE_NUMBER.search(lines[indexes[0]].text) and (len(indexes) > 1 or key == "#"):
            found.update(indexes)
        elif len(indexes) >= 3 and not BULLET.match(key) and not NOTE.match(key) and not key.endswith((".", ":", ";", "?")):
            likely.update(indexes)
    closing = {
        index
        for index in likely
        if index + 1 == len(lines) or lines[index + 1].n_blank > lines[index].n_blank or lines[index + 1].is_after_gap or index + 1 in likely | found
    }
    for indexes in places.values():
        if likely.issuperset(indexes):
            n_closing = sum(index in closing for index in indexes)
            n_opening = sum(lines[index].is_after_gap for index in indexes)
            if n_closing >= 0.6 * len(indexes) and n_opening < 0.5 * len(indexes):
                found.update(indexes)
    return found


def _numbers_close_pages(lines: Sequence[Line], furniture: set[int]) -> bool:
    """Whether printed page numbers stand at the foot of their pages: nearer to what is above than to what is below."""
    votes = 0
    for index in furniture:
        if PAGE_NUMBER.search(lines[index].text):
            below = lines[index + 1] if index + 1 < len(lines) else None
            votes += 1 if below is None or below.n_blank + below.n_feeds >= lines[index].n_blank + lines[index].n_feeds else -1
    return votes >= 0


def _group_end(lines: Sequence[Line], index: int, furniture: set[int]) -> int:
    """The end of the lines that belong together: rows of tables across single blank lines, other lines without any."""
    end = index + 1
    is_table = lines[index].is_tabbed
    while end < len(lines) and end not in furniture:
        line = lines[end]
        if line.is_tabbed != is_table or line.n_blank > (1 if is_table else 0) or line.n_feeds:
            break
        end += 1
    return end


def _group(source: str, group: Sequence[Line]) -> Iterator[_Piece]:
    """The pieces that a group of adjacent lines makes."""
    first = group[0]
    if first.is_tabbed:
        rows = [read_rows(line) for line in group]
        if (len(group) == 1 and len(rows[0]) < 3) or all(sum(end > start for start, end in row) < 2 for row in rows):
            for line in group:
                yield _lines_piece(source, [line])
            return
        for table in split_tables(source, group, rows):
            start, end = table[0][0][0], table[-1][-1][1]
            is_first = start == rows[0][0][0]
            yield _Piece(
                draft=Draft(
                    kind=BlockKind.TABLE, start=start, end=end, rows=tuple(table), is_after_gap=is_first and first.is_after_gap,
                    header_rows=1 if is_heading_row(source, table[0]) else 0,
                ),
                text=source[start:end],
                n_blank=first.n_blank,
            )
        return
    for number, part in enumerate(_parts(group)):
        piece = _lines_piece(source, part)
        # In a group of lines only a short first one can be a heading, over the text that follows it.
        stands_alone = len(part) == len(group) or (number == 0 and len(piece.text) <= 70)
        yield replace(piece, is_title=piece.is_title and stands_alone)


def _parts(group: Sequence[Line]) -> Iterator[list[Line]]:
    """Adjacent untabbed lines cut into bullets, notes and paragraphs; the lines of a wrapped paragraph stay together."""
    width = max(len(line.text) for line in group)
    part: list[Line] = []
    for line in group:
        if part and not _continues(part[-1], line, width, len(group)):
            yield part
            part = []
        part.append(line)
    yield part


def _continues(above: Line, line: Line, width: int, n_lines: int) -> bool:
    """Whether a line goes on with the sentence, or the paragraph, of the line right above it."""
    if BULLET.match(line.text) or STAR.match(line.text) or NOTE.match(line.text):
        return False
    if line.text[0].islower():
        return True
    is_full = len(above.text) >= 0.7 * width and width <= 140
    if above.text.endswith((".", "!", "?", ":", ";", "”")):
        return is_full and n_lines >= 3 and not above.text.endswith(":")
    return is_full and len(above.text) >= 45


def _lines_piece(source: str, part: Sequence[Line]) -> _Piece:
    """One bullet, note, heading or paragraph made of one line or of the lines of a wrapped one."""
    first = part[0]
    start, end = first.start, part[-1].end
    start += len(source[start:end]) - len(source[start:end].lstrip())
    end -= len(source[start:end]) - len(source[start:end].rstrip())
    line_start, text = start, source[start:end]
    kind, number = BlockKind.PARAGRAPH, ""
    bullet = BULLET.match(text)
    title = NUMBERED_TITLE.match(text)
    is_title = len(part) == 1 and (reads_like_title(text) or is_caption(text))
    if bullet:
        kind, number = BlockKind.BULLET, bullet["number"] or ""
        start += bullet.end()
        is_title = bool(number) and title is not None and is_title
    elif NOTE_LABEL.fullmatch(plain(text)) or ((STAR.match(text) or NOTE.match(text)) and len(text) <= _MAX_NOTE_CHARS):
        kind, is_title = (BlockKind.NOTE, False) if not (title and title["word"]) else (BlockKind.PARAGRAPH, is_title)
    return _Piece(
        draft=Draft(kind=kind, start=start, end=end, is_after_gap=first.is_after_gap),
        text=source[start:end],
        line_start=line_start,
        indent=first.indent,
        number=number,
        n_blank=first.n_blank,
        is_title=is_title,
    )


# --- pieces to drafts ------------------------------------------------------------------------------------------------


def _front(pieces: list[_Piece], contents_start: int) -> tuple[Front, list[_Piece]]:
    """What the first lines say, and the pieces with those lines marked: a title names the report, not a section."""
    lead = 0
    while lead < len(pieces) and (pieces[lead].draft.start < contents_start or (contents_start < 0 and pieces[lead].is_title)):
        lead += 1
    front = read_front([piece.text for piece in pieces[:lead]])
    n_front = lead if contents_start >= 0 else front.n_lines
    marked = [
        replace(piece, is_front=True, draft=replace(piece.draft, kind=BlockKind.HEADING, opens_section=False)) if index < n_front and piece.is_title else piece
        for index, piece in enumerate(pieces)
    ]
    return front, marked


def _lists_without_marks(pieces: list[_Piece]) -> list[_Piece]:
    """Short lines of one pattern under a lead-in, or short lines that begin with a figure, are a list that lost its marks."""
    found = list(pieces)
    for index, piece in enumerate(pieces[:-1]):
        if piece.kind is not BlockKind.PARAGRAPH or piece.is_title or not piece.text.endswith(":"):
            continue
        first = pieces[index + 1]
        end = index + 1
        while end < len(pieces) and _is_like_item(first, pieces[end]) and (end == index + 1 or not pieces[end].draft.is_after_gap):
            end += 1
        if end - index > 2:
            for at in range(index + 1, end):
                found[at] = replace(pieces[at], is_title=False, draft=replace(pieces[at].draft, kind=BlockKind.BULLET))
    return found


def _is_like_item(first: _Piece, piece: _Piece) -> bool:
    """Whether a short line could be an item of the list that the first one begins."""
    if piece.kind is not BlockKind.PARAGRAPH or len(piece.text) > 110 or piece.text.endswith((".", ":")):
        return False
    if first.is_title:
        return piece.is_title and similarity(words(first.text), words(piece.text)) >= 0.5
    return first.text[0].isdigit() and piece.text[0].isdigit()


def _items(pieces: Sequence[_Piece]) -> list[Item]:
    return [
        Item(
            title=_shown(piece) if piece.is_title and not piece.is_front else "",
            is_after_gap=piece.draft.is_after_gap,
            has_room_below=piece.has_room_below,
            page_before=piece.page_before,
            page_here=piece.page_here,
            n_feeds=piece.n_feeds,
        )
        for piece in pieces
    ]


def _shown(piece: _Piece) -> str:
    return f"{piece.number} {plain(piece.text)}" if piece.number else plain(piece.text)


def _headings(pieces: Sequence[_Piece], anchors: dict[int, int]) -> list[_Piece]:
    """The pieces with those that are headings made so: listed in the contents, or standing over something."""
    found: list[_Piece] = []
    for index, piece in enumerate(pieces):
        if piece.is_front or not piece.is_title:
            found.append(piece)
            continue
        above = pieces[index - 1] if index else None
        below = pieces[index + 1] if index + 1 < len(pieces) else None
        if index in anchors:
            is_heading = True
        elif piece.kind is BlockKind.BULLET:
            is_heading = not any(other is not None and other.kind is BlockKind.BULLET for other in (above, below)) and below is not None
        elif below is None:
            is_heading = piece.n_blank > 0 and piece.draft.is_after_gap
        else:
            # A last line of a slide, such as how its dates are meant, has nothing under it.
            is_heading = not (below.follows_furniture or (index + 1 in anchors and not piece.has_room_below)) or piece.has_room_below
        draft = replace(piece.draft, kind=BlockKind.HEADING, start=piece.line_start) if is_heading else piece.draft
        found.append(replace(piece, draft=draft, is_title=is_heading))
    return found


def _drafts(
    pieces: Sequence[_Piece],
    anchors: dict[int, int],
    contents: Contents | None,
    pages: Sequence[Page],
) -> list[Draft]:
    levels = _heading_levels(pieces, anchors, contents, pages)
    pictures = _picture_titles(pieces, anchors, pages)
    indents: list[int] = []
    spacing = 0
    drafts: list[Draft] = []
    for index, (piece, page) in enumerate(zip(pieces, pages, strict=True)):
        draft = replace(piece.draft, page=page.number, page_inferred=page.inferred)
        if draft.kind is BlockKind.HEADING and not piece.is_front:
            draft = replace(draft, level=levels[index], opens_section=index not in pictures)
        elif draft.kind is BlockKind.BULLET:
            is_first = index == 0 or pieces[index - 1].kind is not BlockKind.BULLET
            is_break = not is_first and (piece.n_blank >= spacing + 2 or draft.is_after_gap)
            if is_first or is_break:
                indents = []
            while indents and piece.indent < indents[-1]:
                indents.pop()
            if not indents or piece.indent > indents[-1]:
                indents.append(piece.indent)
            spacing = 0 if is_first or is_break else max(spacing, piece.n_blank)
            draft = replace(draft, level=len(indents), breaks_list=is_break)
        drafts.append(draft)
    return drafts


def _heading_levels(
    pieces: Sequence[_Piece],
    anchors: dict[int, int],
    contents: Contents | None,
    pages: Sequence[Page],
) -> dict[int, int]:
    """The depth of each heading: as the contents page has it, otherwise by number, break, capitals, and what stands under it."""
    levels: dict[int, int] = {}
    places = [index for index, piece in enumerate(pieces) if piece.kind is BlockKind.HEADING and not piece.is_front]
    has_gaps = any(pieces[index].draft.is_after_gap for index in places)
    has_capitals = any(pieces[index].text.isupper() for index in places) and not all(pieces[index].text.isupper() for index in places)
    anchor_level, base, anchor_title = 0, 0, ""
    for index in places:
        piece = pieces[index]
        number = NUMBERED_TITLE.match(plain(piece.text) if not piece.number else _shown(piece))
        if index in anchors and contents is not None:
            anchor_level = base = levels[index] = contents.entries[anchors[index]].level
            anchor_title = _shown(piece).casefold()
        elif index + 1 < len(pieces) and pieces[index + 1].kind is BlockKind.TABLE and pieces[index + 1].n_blank == 0:
            levels[index] = 9
        elif contents is not None and anchor_level:
            follows_text = index > 0 and pieces[index - 1].kind is not BlockKind.HEADING
            is_unplaced_start = pages[index].number is None and piece.draft.is_after_gap and follows_text
            if _shown(piece).casefold() == anchor_title and (pages[index].opens or is_unplaced_start):
                base = levels[index] = anchor_level
            elif (pages[index].opens and pages[index].inferred) or is_unplaced_start:
                base = levels[index] = max(2, anchor_level)
            else:
                levels[index] = base + 1
        elif number:
            base = levels[index] = 1 + (number["number"] or "").count(".")
        elif has_gaps:
            levels[index] = 1 if piece.draft.is_after_gap else 2
        elif has_capitals:
            levels[index] = 1 if piece.text.isupper() else 2
        else:
            levels[index] = base + 1
    return levels


def _picture_titles(pieces: Sequence[_Piece], anchors: dict[int, int], pages: Sequence[Page]) -> set[int]:
    """Headings that title charts left out of the text: several in a row with room under each, or a caption of a table."""
    found: set[int] = set()
    run: list[int] = []
    for index, piece in enumerate(pieces):
        is_heading = piece.kind is BlockKind.HEADING and not piece.is_front and index not in anchors and not pages[index].opens
        if is_heading and piece.has_room_below:
            run.append(index)
            continue
        if len(run) > 1 and not is_heading:
            found.update(run)
        run = []
        if is_heading and index + 1 < len(pieces) and pieces[index + 1].kind is BlockKind.TABLE and pieces[index + 1].n_blank == 0:
            found.add(index)
    return found

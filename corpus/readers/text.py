"""Read plain-text exports of reports: slides, web pages and line-wrapped documents alike.

Tables laid out by spaces are found beforehand, by `corpus.readers.aligned_text`. The rest goes by what text exports
have in common: blank lines, short lines that stand alone, tabs, and the contents page.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from corpus.document import BlockKind
from corpus.pages import Item, Page, assign_pages, find_entries
from corpus.readers.aligned_text import write_out
from corpus.readers.contents import Contents, find_contents, find_listing
from corpus.readers.continued import with_continued
from corpus.readers.decoding import decode
from corpus.readers.drafts import CAPTION_LEVEL, Draft, build_blocks
from corpus.readers.fronts import Front, cover_lines, is_address, read_date, read_front, with_cover
from corpus.readers.headings import count_sign_off, is_caption, is_like_sentence
from corpus.readers.known import NOTHING_KNOWN, Known
from corpus.readers.lines import NUMBERED_TITLE, Line, logo_name, scan
from corpus.readers.pieces import Piece, find_pieces
from corpus.readers.reading import Reading
from corpus.sentences import plain

_N_FRONT_LINES = 30


def read(data: bytes, document_id: str) -> Reading:
    """The text in a file, read. Raises NotReadable, NoText, TooMuch."""
    decoded = decode(data)
    written = write_out(decoded.text)
    if written is None:
        reading = read_text(decoded.text, document_id)
    else:
        reading = replace(read_text(written.text, document_id, written.known), warnings=written.warnings)
    return replace(reading, warnings=(*decoded.warnings, *reading.warnings))


def read_text(source: str, document_id: str, known: Known = NOTHING_KNOWN) -> Reading:
    """The text read into blocks, with what its first lines say of title, publisher and period."""
    lines = [line for line in scan(source) if not line.is_rule]
    contents = find_contents(lines)
    listing = find_listing(lines) if contents is None else range(0)
    found = find_pieces(source, lines, contents, listing, known)
    front, pieces = _front(found, _contents_start(lines, contents, listing))
    pieces = [piece for piece in pieces if not _names_report_again(piece, front)]
    anchors = find_entries(_items(pieces), contents) if contents else {}
    pieces = _headings(_without_sign_offs(pieces, anchors), anchors)
    pages = assign_pages(_items(pieces), contents, anchors, known.pages)
    last_page = max((page.number for page in pages if page.number is not None), default=0)
    return Reading(
        source=source,
        title=front.title,
        publisher=front.publisher or _logo(lines),
        period=front.period,
        published=front.published
        or next(filter(None, (read_date(piece.text) for piece in pieces[:_N_FRONT_LINES])), ""),
        edition=front.edition,
        blocks=build_blocks(source, with_continued(_drafts(pieces, anchors, contents, pages), source), document_id),
        n_pages=max(last_page, contents.n_pages if contents else 0) or None,
    )


def _logo(lines: Sequence[Line]) -> str:
    return next(filter(None, (logo_name(line.text) for line in lines[:_N_FRONT_LINES])), "")


def _contents_start(lines: Sequence[Line], contents: Contents | None, listing: range) -> int:
    """Where the contents page begins, one without page numbers too; -1 where there is none."""
    if contents is not None:
        return lines[contents.first_line].start
    return lines[min(listing)].start if listing else -1


def _front(pieces: list[Piece], contents_start: int) -> tuple[Front, list[Piece]]:
    """What the first lines say, and the pieces with those lines marked: a title names the report, not a section.

    Everything before the contents page is front; without one, the headings that the report begins with may be.
    """
    lead = 0
    if contents_start >= 0:
        while lead < len(pieces) and pieces[lead].draft.start < contents_start:
            lead += 1
    else:
        while lead < len(pieces) and pieces[lead].is_title:
            lead += 1
    front = read_front([piece.text for piece in pieces[:lead]])
    shown = pieces[:lead] if contents_start >= 0 else pieces
    front = with_cover(front, cover_lines((piece.is_title, piece.text) for piece in shown))
    n_front = lead if contents_start >= 0 else front.n_lines
    marked = [_front_piece(piece) if piece.is_title else piece for piece in pieces[:n_front]]
    marked = [piece.of_kind(BlockKind.PARAGRAPH) if is_address(piece.text) else piece for piece in marked]
    return front, [*marked, *pieces[n_front:]]


def _front_piece(piece: Piece) -> Piece:
    return replace(piece, is_front=True, draft=replace(piece.draft, kind=BlockKind.HEADING, opens_section=False))


def _names_report_again(piece: Piece, front: Front) -> bool:
    """Whether a line that closes a page says the report's publisher and name once more, with nothing of its own."""
    if not piece.is_title or piece.is_front or not piece.has_room_below or piece.n_feeds or not front.publisher:
        return False
    said = {word.casefold() for word in f"{front.publisher} {front.title}".split()}
    return piece.text.startswith(front.publisher) and said.issuperset(piece.text.casefold().split())


def _without_sign_offs(pieces: Sequence[Piece], anchors: Container[int]) -> list[Piece]:
    """The pieces with the lines that sign a foreword, between its last words and the next title, no titles."""
    found = list(pieces)
    for index, piece in enumerate(pieces):
        above = pieces[index - 1] if index else None
        if not piece.is_title or piece.is_front or above is None or above.kind is not BlockKind.PARAGRAPH:
            continue
        if above.is_title:
            continue
        n = count_sign_off([plain(other.text) for other in pieces[index : index + 2] if other.is_title])
        below = pieces[index + n] if index + n < len(pieces) else None
        if n and (below is None or below.is_title) and not any(i in anchors for i in range(index, index + n)):
            found[index : index + n] = [replace(other, is_title=False) for other in pieces[index : index + n]]
    return found


def _items(pieces: Sequence[Piece]) -> list[Item]:
    return [
        Item(
            title=piece.shown if piece.is_title and not piece.is_front else "",
            is_after_gap=piece.draft.is_after_gap,
            has_room_below=piece.has_room_below,
            page_before=piece.page_before,
            page_here=piece.page_here,
            page_after=piece.page_after,
            n_feeds=piece.n_feeds,
        )
        for piece in pieces
    ]


def _headings(pieces: Sequence[Piece], anchors: dict[int, int]) -> list[Piece]:
    """The pieces with those that are headings made so: listed in the contents, or standing over something."""
    n_content = max((index + 1 for index, piece in enumerate(pieces) if not piece.is_title), default=0)
    found: list[Piece] = []
    for index, piece in enumerate(pieces):
        if piece.is_front or not piece.is_title:
            found.append(piece)
        elif index in anchors or _is_heading(pieces, index, anchors, n_content):
            draft = replace(piece.draft, kind=BlockKind.HEADING, start=piece.line_start)
            found.append(replace(piece, draft=draft))
        else:
            found.append(replace(piece, is_title=False))
    return found


def _is_heading(pieces: Sequence[Piece], index: int, anchors: dict[int, int], n_content: int) -> bool:
    """Whether a line that reads like a heading is one; ``n_content`` is the index after the last line that does not."""
    piece = pieces[index]
    if index > n_content:
        # Titles with nothing after them to the end of the text are a list of links.
        return index in anchors
    if index == n_content:
        return index > 0 and index + 1 < len(pieces)
    if piece.kind is BlockKind.BULLET:
        neighbours = (pieces[index - 1] if index else None, pieces[index + 1])
        return not any(other is not None and other.kind is BlockKind.BULLET and other.number for other in neighbours)
    if is_like_sentence(piece.text) and not piece.has_room_below:
        return False
    below = pieces[index + 1]
    # A last line of a slide, such as how its dates are meant, has nothing under it; a chart's title has its room.
    if NUMBERED_TITLE.match(piece.shown):
        return True
    return piece.has_room_below or not (below.follows_furniture or index + 1 in anchors)


def _drafts(
    pieces: Sequence[Piece], anchors: dict[int, int], contents: Contents | None, pages: Sequence[Page]
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
    pieces: Sequence[Piece], anchors: dict[int, int], contents: Contents | None, pages: Sequence[Page]
) -> dict[int, int]:
    """The depth of each heading: as the contents page has it, otherwise by number, break or capitals."""
    levels: dict[int, int] = {}
    places = [index for index, piece in enumerate(pieces) if piece.kind is BlockKind.HEADING and not piece.is_front]
    has_gaps = any(pieces[index].draft.is_after_gap for index in places)
    n_capitals = sum(pieces[index].text.isupper() for index in places)
    anchor_level, base, anchor_title = 0, 0, ""
    for index in places:
        piece = pieces[index]
        number = NUMBERED_TITLE.match(piece.shown)
        if index in anchors and contents is not None:
            anchor_level = base = levels[index] = contents.entries[anchors[index]].level
            anchor_title = piece.shown.casefold()
        elif _is_right_over_table(pieces, index):
            levels[index] = CAPTION_LEVEL
        elif anchor_level:
            follows_text = index > 0 and pieces[index - 1].kind is not BlockKind.HEADING
            is_unplaced_start = pages[index].number is None and piece.draft.is_after_gap and follows_text
            if (pages[index].opens and pages[index].inferred) or is_unplaced_start:
                # A slide of the same title goes on with its section, another begins one beside it.
                levels[index] = anchor_level if piece.shown.casefold() == anchor_title else max(2, anchor_level)
                base = levels[index]
            else:
                levels[index] = base + 1
        elif number:
            base = levels[index] = 1 + (number["number"] or "").count(".")
        elif has_gaps:
            levels[index] = 1 if piece.draft.is_after_gap else 2
        elif 0 < n_capitals < len(places):
            levels[index] = 1 if piece.text.isupper() else 2
        else:
            levels[index] = base + 1
    return levels


def _picture_titles(pieces: Sequence[Piece], anchors: dict[int, int], pages: Sequence[Page]) -> set[int]:
    """Headings of charts that the text left out, several in a row with room under each, and captions of tables."""
    found: set[int] = set()
    run: list[int] = []
    for index, piece in enumerate(pieces):
        is_own = index in anchors or (pages[index].opens and pages[index].inferred)
        is_heading = piece.kind is BlockKind.HEADING and not piece.is_front and not is_own
        if is_heading and piece.has_room_below:
            run.append(index)
            continue
        if len(run) > 1 and not is_heading:
            found.update(run)
        run = []
        if is_heading and _is_right_over_table(pieces, index):
            found.add(index)
    return found


def _is_right_over_table(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a heading is a table's caption: with no line between, or numbered as captions are ("Table 2: Grants")."""
    below = pieces[index + 1] if index + 1 < len(pieces) else None
    if below is None or below.kind is not BlockKind.TABLE:
        return False
    return below.n_blank == 0 or is_caption(pieces[index].text)

"""Read reports in PDF: text and tables in reading order, with the page that each part stands on.

Puts the steps together: marks of pages, words, what repeats, lines and tables, parts, and the text composed of them.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Sequence

from corpus.readers.composing import Composer, Properties
from corpus.readers.pdf_bounds import check_unpacked
from corpus.readers.pdf_continuing import put_together
from corpus.readers.pdf_furniture import Sheet, find_furniture
from corpus.readers.pdf_headers import with_headings_overleaf
from corpus.readers.pdf_layout import Item, columns_at_end, read_page
from corpus.readers.pdf_lines import Vocabulary, find_words
from corpus.readers.pdf_marks import Pages
from corpus.readers.pdf_parts import (
    Kind,
    Part,
    bullets_levelled,
    find_parts,
    find_type,
    joined_over_breaks,
    levels_of,
    with_marked_notes,
)
from corpus.readers.reading import NoText, NotReadable, Reading, TooMuch

MAX_WORDS = 3_000_000
_MIN_LETTERS = 20
_MAX_TITLE_LEVEL = 8
_MAX_PAGE_WARNINGS = 20
_MAX_COVER_PARTS = 12
_MAX_COVER_WORDS = 20
_COVER_KINDS = (Kind.HEADING, Kind.TEXT, Kind.NOTE)
_POOR_TITLE = re.compile(
    r"microsoft|\.(?:docx?|xlsx?|pptx?|pdf|indd|odt|rtf)\b|untitled|^(?:document|presentation|slide|report|title)\s?\d*$|"
    r"powerpoint|\bdraft\b|^\W*$|_|\bv\d",
    re.IGNORECASE,
)
_POOR_AUTHOR = re.compile(r"@|\\|administrator|\buser\b|owner|anonymous|unknown|^\W*$|\d", re.IGNORECASE)
_CREATED = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def read(data: bytes, document_id: str) -> Reading:
    """The report in a PDF's bytes, read. Raises NotReadable, NoText, TooMuch."""
    if b"%PDF-" not in data[:1024]:
        raise NotReadable("is no PDF, whatever its ending says; save it as a PDF again")
    check_unpacked(data)
    pages = Pages(data)
    try:
        sheets = _sheets(pages)
        properties = _properties(pages)
    finally:
        pages.close()
    composer = Composer(document_id)
    _check_text(sheets)
    body_size = _body_size(sheets)
    furniture = find_furniture(sheets, body_size)
    items: list[list[Item]] = []
    for sheet, left_out in zip(sheets, furniture.left_out, strict=True):
        body = [word for word in sheet.words if id(word) not in left_out]
        items.append(read_page(sheet.marks, body, columns_at_end(items[-1]) if items else ()))
    items = with_headings_overleaf(items)
    kind_of_type = find_type(items)
    parts: list[Part] = []
    for index, (found, page) in enumerate(zip(items, furniture.pages, strict=True)):
        parts.extend(find_parts(found, kind_of_type, index, page))
    _warn_of_pages(composer, sheets, furniture.pages)
    vocabulary = Vocabulary(word for sheet in sheets for word in sheet.words)
    _compose(composer, with_marked_notes(put_together(joined_over_breaks(parts))), vocabulary)
    return composer.reading(properties=properties, n_pages=len(sheets))


def _sheets(pages: Pages) -> list[Sheet]:
    sheets: list[Sheet] = []
    n_words = 0
    for marks in pages:
        words = tuple(find_words(marks.glyphs, marks.height))
        n_words += len(words)
        if n_words > MAX_WORDS:
            raise TooMuch(f"has over {MAX_WORDS:,} words, more than a report may have; split it")
        sheets.append(Sheet(marks=marks.without_glyphs(), words=words))
    return sheets


def _check_text(sheets: Sequence[Sheet]) -> None:
    """Raises NoText where there is nothing to read."""
    n_letters = sum(len(word.text) for sheet in sheets for word in sheet.words)
    if n_letters >= _MIN_LETTERS:
        return
    if sum(sheet.marks.n_unreadable for sheet in sheets) >= _MIN_LETTERS:
        raise NoText("has text whose letters the file gives no meaning for; save it again with its fonts, or as Word")
    if any(sheet.marks.pictures for sheet in sheets):
        raise NoText("holds only pictures of its pages: it needs a text layer; scan it again with text recognition")
    if all(sheet.marks.is_damaged for sheet in sheets):
        raise NotReadable("has no page that can be opened; it may be damaged or cut off: save or download it again")
    raise NoText("holds no text; check the program that it came from")


def _warn_of_pages(composer: Composer, sheets: Sequence[Sheet], pages: Sequence[int | None]) -> None:
    found = [(sheet, page, said) for sheet, page in zip(sheets, pages, strict=True) if (said := _fault(sheet))]
    for sheet, page, said in found[:_MAX_PAGE_WARNINGS]:
        composer.page = page if page is not None else sheet.marks.index + 1
        composer.warn(said)
    if len(found) > _MAX_PAGE_WARNINGS:
        composer.page = None
        composer.warn(f"{len(found) - _MAX_PAGE_WARNINGS} more pages could not be read as they should be.")


def _fault(sheet: Sheet) -> str:
    """What is wrong with a page, '' when nothing is."""
    marks = sheet.marks
    n_letters = sum(len(word.text) for word in sheet.words)
    if marks.is_damaged:
        return "This page is damaged and was left out."
    if marks.is_overfull:
        return "This page holds more letters than a page can and was left out."
    area = sum(picture.width * picture.height for picture in marks.pictures)
    if n_letters < _MIN_LETTERS and area > 0.3 * marks.width * marks.height:
        return "This page is a picture without a text layer; nothing on it was read."
    if marks.n_unreadable > max(10, 0.1 * n_letters):
        return "Some letters on this page have no meaning given in the file and were left out."
    return ""


def _compose(composer: Composer, parts: Sequence[Part], vocabulary: Vocabulary) -> None:
    n_cover = _cover(parts)
    levels = levels_of(parts[n_cover:])
    for index, (part, depth) in enumerate(bullets_levelled(parts)):
        composer.page = part.page
        text = vocabulary.mended(part.text)
        if index < n_cover:
            composer.heading(text, 1 if index == 0 else 2, opens_section=False)
        elif part.kind is Kind.HEADING and part.style is not None:
            composer.heading(text, min(levels[part.style] + (1 if n_cover else 0), _MAX_TITLE_LEVEL))
        elif part.kind is Kind.BULLET:
            composer.bullet(text, depth)
        elif part.kind is Kind.NOTE:
            composer.note(text)
        elif part.kind is Kind.TABLE and part.table is not None:
            table = part.table
            title = vocabulary.mended(part.title)
            composer.table(table.laid(vocabulary.mended), header_rows=table.header_rows, title=title, pages=table.pages)
        elif part.kind is Kind.UNREAD:
            composer.warn(
                "What looks like a table here could not be read as one with certainty; it was kept as lines of text."
            )
            for row in part.rows:
                composer.paragraph(row)
        else:
            composer.paragraph(text)


def _cover(parts: Sequence[Part]) -> int:
    """How many first parts stand on a cover: a first page of headings and a few short lines, before other pages."""
    first = [part for part in parts if part.sheet == 0]
    if len(first) == len(parts) or len(first) > _MAX_COVER_PARTS or not any(p.kind is Kind.HEADING for p in first):
        return 0
    is_short = all(part.kind in _COVER_KINDS and len(part.text.split()) <= _MAX_COVER_WORDS for part in first)
    return len(first) if is_short else 0


def _body_size(sheets: Sequence[Sheet]) -> float:
    sizes: dict[float, int] = {}
    for sheet in sheets:
        for word in sheet.words:
            sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 10.0


def _properties(pages: Pages) -> Properties:
    title = pages.property("Title").strip()
    author = pages.property("Author").strip()
    created = _CREATED.match(pages.property("CreationDate"))
    published = ""
    if created and 1 <= int(created[2]) <= 12 and 1 <= int(created[3]) <= 31:
        published = f"{int(created[3])} {month_name[int(created[2])]} {created[1]}"
    is_title = len(title) >= 8 and " " in title and not _POOR_TITLE.search(title)
    # The author of a file is most often the person at the keyboard; a body's name has several words.
    is_body = len(author.split()) >= 3 and not _POOR_AUTHOR.search(author)
    return Properties(title=title if is_title else "", publisher=author if is_body else "", published=published)

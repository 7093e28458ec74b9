"""Read Markdown reports: front matter, headings, lists, paragraphs, pipe tables and page marks.

Knows the Markdown that exporters write, not all of CommonMark; what it does not know stays as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.document import BlockKind, LoadWarning
from corpus.readers.continued import with_continued
from corpus.readers.decoding import decode
from corpus.readers.drafts import CAPTION_LEVEL, Draft, Span, build_blocks
from corpus.readers.fronts import read_front
from corpus.readers.headings import is_caption
from corpus.readers.lines import MAX_NOTE_CHARS, NOTE, reads_like_note
from corpus.readers.markdown_html import BEGINS_TABLE, HtmlTable, read_html_table
from corpus.readers.naming import name_report, with_notes
from corpus.readers.reading import Reading
from corpus.sentences import plain

_FIELDS = ("title", "publisher", "period", "published", "restates", "edition", "source")
_FIELD = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}):[ \t]*(?P<value>.*)")
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<title>.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?P<mark>=+|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_PAGE = re.compile(r"[ \t]*<!--[ \t]*(?:page|slide)(?:[ \t]+(?P<page>\d{1,5}))?[ \t]*-->[ \t]*$", re.IGNORECASE)
_HIDDEN = re.compile(r"<!--|<script\b|<style\b", re.IGNORECASE)
_CLOSING = {
    "<!--": re.compile("-->"),
    "<script": re.compile(r"</script\s*>", re.I),
    "<style": re.compile(r"</style\s*>", re.I),
}
_BOLD = re.compile(r"\*\*[^*\n]{1,200}\*\*|__[^_\n]{1,200}__")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,40}\]:")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """``source[start:end]`` is the line's text without the white space at its end."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def read(data: bytes, document_id: str) -> Reading:
    """The Markdown in a file, read. Raises NotReadable, NoText, TooMuch."""
    decoded = decode(data)
    reading = read_markdown(decoded.text, document_id)
    return replace(reading, warnings=(*decoded.warnings, *reading.warnings))


def read_markdown(source: str, document_id: str) -> Reading:
    """The Markdown read into blocks; front matter gives title, publisher, period and the like where it is there."""
    shown, is_cut = _without_hidden(source)
    lines = _lines(shown)
    fields, first = _front_matter(lines)
    drafts = _Reader(shown, lines[first:]).drafts()
    drafts = with_notes(_with_captions(drafts, shown), shown)
    named, front = name_report(drafts, shown)
    if fields.get("title"):
        # Beside a title, only headings that are the report's name open no section.
        is_named = front.n_lines > 0 or plain(front.title) == fields["title"]
        drafts, front = named if is_named else drafts, read_front([fields["title"]])
    else:
        drafts = named
    pages = [draft.page for draft in drafts if draft.page is not None]
    warning = LoadWarning(message="A comment or script that is never closed was left out, with all that follows it.")
    return Reading(
        source=source,
        title=fields.get("title") or front.title,
        publisher=fields.get("publisher") or front.publisher,
        period=fields.get("period") or front.period,
        published=fields.get("published") or front.published,
        restates=fields.get("restates", ""),
        edition=fields.get("edition") or front.edition,
        blocks=build_blocks(source, with_continued(drafts, source), document_id),
        n_pages=max(pages) if pages else None,
        warnings=(warning,) if is_cut else (),
    )


def _without_hidden(source: str) -> tuple[str, bool]:
    """The source with comments, scripts and styles blanked out in place, and whether one was never closed.

    Page marks stay: they are read line by line. Everything keeps its position.
    """
    parts: list[str] = []
    position = 0
    while match := _HIDDEN.search(source, position):
        closing = _CLOSING[match[0].lower()].search(source, match.end())
        end = closing.end() if closing else len(source)
        hidden = source[match.start() : end]
        parts.append(source[position : match.start()])
        parts.append(hidden if _PAGE.fullmatch(hidden) else re.sub(r"[^\n]", " ", hidden))
        position = end
        if closing is None:
            return "".join(parts), True
    return "".join((*parts, source[position:])), False


def _lines(source: str) -> list[_Line]:
    lines: list[_Line] = []
    position = 0
    for raw in source.split("\n"):
        lines.append(_Line(start=position, text=raw.rstrip()))
        position += len(raw) + 1
    return lines


def _front_matter(lines: Sequence[_Line]) -> tuple[dict[str, str], int]:
    """The fields between the first ``---`` and the next, and the index of the line after them."""
    first = next((index for index, line in enumerate(lines) if line.text), 0)
    if lines[first].text != "---":
        return {}, 0
    fields: dict[str, str] = {}
    for index in range(first + 1, min(len(lines), first + 200)):
        if lines[index].text in ("---", "..."):
            return fields, index + 1
        match = _FIELD.fullmatch(lines[index].text)
        if match and match["key"].strip().lower() in _FIELDS:
            fields[match["key"].strip().lower()] = match["value"].strip().strip("\"'")
    return {}, 0


def _with_captions(drafts: Sequence[Draft], source: str) -> list[Draft]:
    """The drafts with each line right over a table made its caption, if in bold letters or numbered as captions are."""
    found = list(drafts)
    for index, (draft, below) in enumerate(pairwise(drafts)):
        if (
            draft.kind is BlockKind.PARAGRAPH
            and below.kind is BlockKind.TABLE
            and (_BOLD.fullmatch(source, draft.start, draft.end) or is_caption(source[draft.start : draft.end]))
        ):
            found[index] = replace(draft, kind=BlockKind.HEADING, level=CAPTION_LEVEL, opens_section=False)
    return found


class _Reader:
    """Goes through the lines once."""

    def __init__(self, source: str, lines: Sequence[_Line]) -> None:
        self._source = source
        self._lines = lines
        self._page: int | None = None
        self._indents: list[int] = []

    def drafts(self) -> list[Draft]:
        """The drafts in order."""
        found: list[Draft] = []
        index = 0
        while index < len(self._lines):
            line = self._lines[index]
            page = _PAGE.fullmatch(line.text)
            if page:
                self._page = int(page["page"]) if page["page"] else None
                index += 1
            elif not line.text.strip() or _RULE.fullmatch(line.text) or _FENCE.match(line.text):
                index += 1
            else:
                drafts, index = self._block(index)
                found.extend(draft for draft in drafts if draft.end > draft.start)
        return found

    def _block(self, index: int) -> tuple[list[Draft], int]:
        line = self._lines[index]
        following = self._lines[index + 1].text if index + 1 < len(self._lines) else ""
        heading = _HEADING.fullmatch(line.text)
        if heading:
            start, end = heading.span("title") if heading["title"] else (0, 0)
            return [
                self._draft(BlockKind.HEADING, line.start + start, line.start + end, level=len(heading["marks"]))
            ], index + 1
        if "|" in line.text and "|" in following and _DELIMITER.fullmatch(following):
            return self._table(index)
        if BEGINS_TABLE.match(line.text) and (drawn := read_html_table(self._source, line.start)) is not None:
            return self._html_table(drawn, index)
        underline = _UNDERLINE.fullmatch(following)
        if underline and not _ITEM.match(line.text):
            level = 1 if underline["mark"].startswith("=") else 2
            return [self._draft(BlockKind.HEADING, *self._trimmed(line.start, line.end), level=level)], index + 2
        end = index + 1
        while end < len(self._lines) and self._goes_on(end):
            end += 1
        return [self._text_draft(index, end)], end

    def _goes_on(self, index: int) -> bool:
        """Whether a line belongs to the paragraph or list item above it."""
        text = self._lines[index].text
        following = self._lines[index + 1].text if index + 1 < len(self._lines) else ""
        return bool(
            text
            and not _HEADING.fullmatch(text)
            and not _ITEM.match(text)
            and not _RULE.fullmatch(text)
            and not _FENCE.match(text)
            and not _PAGE.fullmatch(text)
            and not (NOTE.match(text.lstrip()) and len(text) < MAX_NOTE_CHARS)
            and not ("|" in text and "|" in following and _DELIMITER.fullmatch(following))
        )

    def _text_draft(self, first: int, end: int) -> Draft:
        """A list item, a note or a paragraph."""
        line, stop = self._lines[first], self._lines[end - 1].end
        item = _ITEM.match(line.text)
        if item:
            indent = len(item["indent"].expandtabs(4))
            is_first = first == 0 or not self._is_in_list(first)
            if is_first:
                self._indents = []
            while self._indents and indent < self._indents[-1]:
                self._indents.pop()
            if not self._indents or indent > self._indents[-1]:
                self._indents.append(indent)
            start, stop = self._trimmed(line.start + item.end(), stop)
            return self._draft(BlockKind.BULLET, start, stop, level=len(self._indents))
        start, stop = self._trimmed(line.start, stop)
        quote = _QUOTE.match(self._source, start, stop)
        start = quote.end() if quote else start
        text = self._source[start:stop]
        is_note = bool(_FOOTNOTE.match(text)) or reads_like_note(text)
        return self._draft(BlockKind.NOTE if is_note else BlockKind.PARAGRAPH, start, stop)

    def _is_in_list(self, index: int) -> bool:
        """Whether the nearest text above a list item is another item or goes on with one."""
        for line in reversed(self._lines[max(0, index - 50) : index]):
            if line.text:
                if _ITEM.match(line.text):
                    return True
                if not line.text.startswith((" ", "\t")) and not self._goes_on_item(line):
                    return False
        return False

    def _goes_on_item(self, line: _Line) -> bool:
        return False if _HEADING.fullmatch(line.text) else line.text[0].islower()

    def _table(self, first: int) -> tuple[list[Draft], int]:
        rows: list[tuple[Span, ...]] = []
        end = first
        while end < len(self._lines) and "|" in self._lines[end].text:
            if not _DELIMITER.fullmatch(self._lines[end].text):
                rows.append(tuple(self._cells(self._lines[end])))
            end += 1
        if not rows:  # lines that would set a header apart, and none of them has one
            return [], end
        start, stop = self._trimmed(self._lines[first].start, self._lines[end - 1].end)
        draft = self._draft(BlockKind.TABLE, start, stop)
        return [replace(draft, rows=tuple(rows), header_rows=1)], end

    def _html_table(self, drawn: HtmlTable, first: int) -> tuple[list[Draft], int]:
        end = first
        while end < len(self._lines) and self._lines[end].start < drawn.end:
            end += 1
        rows = tuple(tuple(self._trimmed(*span) for span in row) for row in drawn.rows)
        start, stop = rows[0][0][0], max(span[1] for row in rows for span in row)
        table = self._draft(BlockKind.TABLE, start, max(start, stop))
        drafts = [replace(table, rows=rows, merged=drawn.merged, header_rows=drawn.header_rows)]
        if drawn.caption is not None:
            caption = self._draft(BlockKind.HEADING, *self._trimmed(*drawn.caption), level=CAPTION_LEVEL)
            drafts.insert(0, replace(caption, opens_section=False))
        return drafts, end

    def _cells(self, line: _Line) -> Iterator[Span]:
        """The spans of a row's cells, trimmed; a bar behind a backslash is no border."""
        borders = [match.start() for match in re.finditer(r"(?<!\\)\|", line.text)]
        edges = borders if line.text.lstrip().startswith("|") else [-1, *borders]
        if len(edges) == 1 or edges[-1] != len(line.text) - 1:  # open at the end, or a lone bar
            edges = [*edges, len(line.text)]
        for left, right in pairwise(edges):
            yield self._trimmed(line.start + left + 1, line.start + right)

    def _trimmed(self, start: int, end: int) -> Span:
        while start < end and self._source[start].isspace():
            start += 1
        while end > start and self._source[end - 1].isspace():
            end -= 1
        return start, end

    def _draft(self, kind: BlockKind, start: int, end: int, *, level: int = 1) -> Draft:
        return Draft(kind=kind, start=start, end=end, level=level, page=self._page)

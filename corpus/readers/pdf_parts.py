"""The lines of a PDF's pages put together into paragraphs, bullets, headings and notes, across columns and pages.

Goes by type and place; tables pass through as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from corpus.readers.headings import is_caption, reads_like_title
from corpus.readers.lines import reads_like_note
from corpus.readers.notes import marks_in, marks_note
from corpus.readers.pdf_layout import BULLETS, Item, TextLine, Unread
from corpus.readers.pdf_lines import Line, has_digit, is_figure, joined
from corpus.readers.pdf_tables import PageTable

_NUMBERED_ITEM = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{2,4})[.)]|\((?:\d{1,2}|[a-zA-Z]|[ivx]{2,4})\)")
_CLAUSE = re.compile(r"\d{1,2}(?:\.\d{1,3}){1,3}\.?|\d{1,3}\.?")
_SECTION_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+\S")
_SENTENCE_END = re.compile(r"[.!?:;][”’\")\]]*(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]|\[\w{1,2}\])*$")
_MARK = re.compile(r"(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2}|\[\w{1,2}\]|[*†‡§]{1,3})")
_MAX_HEADING_WORDS = 18
_MAX_HEADING_LINES = 3


class Kind(Enum):
    """What a part is."""

    TEXT = auto()
    BULLET = auto()
    NOTE = auto()
    HEADING = auto()
    CAPTION = auto()
    TABLE = auto()
    UNREAD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a heading is set: size in half points, weight, capitals, and how deep its number is."""

    size: float
    is_bold: bool
    is_capitals: bool
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing on the pages. ``page`` is where it begins; ``indent`` where a bullet's mark stands."""

    kind: Kind
    page: int | None
    sheet: int
    text: str = ""
    lines: tuple[TextLine, ...] = ()
    style: Style | None = None
    indent: float = 0.0
    table: PageTable | None = None
    title: str = ""
    rows: tuple[str, ...] = ()

    @property
    def size(self) -> float:
        """The type size."""
        return self.lines[0].line.size if self.lines else 0.0

    @property
    def top(self) -> float:
        """Where it begins on its page."""
        if self.table is not None:
            return self.table.box.top
        return self.lines[0].line.top if self.lines else 0.0

    @property
    def bottom(self) -> float:
        """Where it ends on its page."""
        if self.table is not None:
            return self.table.box.bottom
        return self.lines[-1].line.bottom if self.lines else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """How the report's running text is set: its size, whether it is bold, and the distance of lines in sizes."""

    size: float
    is_bold: bool
    leading: float


def find_type(pages: Iterable[Sequence[Item]]) -> Type:
    """The type of most letters outside tables."""
    sizes: Counter[tuple[float, bool]] = Counter()
    leadings: Counter[float] = Counter()
    for items in pages:
        above: Line | None = None
        for item in items:
            if not isinstance(item, TextLine):
                above = None
                continue
            line = item.line
            sizes[round(line.size * 2) / 2, line.is_bold] += len(line.text)
            if above is not None and above.size == line.size and 0.9 < (line.base - above.base) / line.size < 2.2:
                leadings[round((line.base - above.base) / line.size, 1)] += 1
            above = line
    if not sizes:
        return Type(size=10.0, is_bold=False, leading=1.2)
    size, is_bold = max(sizes, key=lambda key: (sizes[key], key))
    # A few lines far apart are lines for themselves.
    usual = max(leadings, key=lambda k: (leadings[k], -k)) if leadings else 1.2
    return Type(size=size, is_bold=is_bold, leading=usual if usual <= 1.6 or leadings[usual] >= 12 else 1.2)


def find_parts(items: Sequence[Item], kind_of_type: Type, sheet: int, page: int | None) -> list[Part]:
    """The parts of one page in order."""
    parts: list[Part] = []
    group: list[TextLine] = []
    for item in items:
        if isinstance(item, TextLine):
            if group and not _continues(group, item, kind_of_type):
                parts.append(_part(group, kind_of_type, sheet, page))
                group = []
            group.append(item)
            continue
        if group:
            parts.append(_part(group, kind_of_type, sheet, page))
            group = []
        if isinstance(item, Unread):
            rows = tuple(line.text for line in item.lines)
            lines = tuple(TextLine(line=line, left=line.x0, right=line.x1) for line in item.lines)
            parts.append(Part(kind=Kind.UNREAD, page=page, sheet=sheet, rows=rows, lines=lines))
        else:
            table = replace(item, pages=(page,) * item.n_rows)
            parts.append(Part(kind=Kind.TABLE, page=page, sheet=sheet, table=table))
    if group:
        parts.append(_part(group, kind_of_type, sheet, page))
    return _with_captions(_with_large_figures(parts))


def levels_of(parts: Iterable[Part]) -> dict[Style, int]:
    """The depth of each style of heading, from 1: the larger, bolder and less deeply numbered first."""
    styles = {part.style for part in parts if part.kind is Kind.HEADING and part.style is not None}
    ordered = sorted(styles, key=lambda s: (-s.size, s.depth, not s.is_bold, not s.is_capitals))
    return {style: index + 1 for index, style in enumerate(ordered)}


def joined_over_breaks(parts: Sequence[Part]) -> list[Part]:
    """The parts with sentences that a column's or a page's end cuts put together again."""
    found: list[Part] = []
    for part in parts:
        index = next((i for i in range(len(found) - 1, -1, -1) if found[i].kind is not Kind.NOTE), -1)
        before = found[index] if index >= 0 else None
        if before is not None and _is_cut(before, part):
            found[index] = replace(before, text=joined([before.text, part.text]), lines=(*before.lines, *part.lines))
        else:
            found.append(part)
    return found


def with_marked_notes(parts: Sequence[Part]) -> list[Part]:
    """The parts with what looks like an item "(p)", right under a table that marks figures so, made notes."""
    found = list(parts)
    marks: frozenset[str] = frozenset()
    for index, part in enumerate(parts):
        if part.table is not None:
            marks = marks_in("\t".join(cell.text for cell in part.table.cells))
        elif part.kind is Kind.BULLET and marks_note(text := f"{_mark_of(part.lines[0].line)} {part.text}", marks):
            found[index] = replace(part, kind=Kind.NOTE, text=text)
        elif part.kind is not Kind.NOTE:
            marks = frozenset()
    return found


def _is_cut(before: Part, part: Part) -> bool:
    """Whether a paragraph or bullet goes on in the next part."""
    if part.kind is not Kind.TEXT or before.kind not in (Kind.TEXT, Kind.BULLET) or not part.text or not before.lines:
        return False
    if abs(before.size - part.size) > 0.6:
        return False
    is_new_place = part.sheet != before.sheet or part.lines[0].line.base <= before.lines[-1].line.base
    if not is_new_place or part.sheet - before.sheet > 1 or _SENTENCE_END.search(before.text):
        return False
    last = before.lines[-1]
    is_full = last.line.x1 >= last.right - 0.25 * (last.right - last.left)
    return part.text[0].islower() or (before.text.endswith(("-", ",")) or (is_full and len(before.text) > 80))


# --- lines to parts --------------------------------------------------------------------------------------------------


def _mark_of(line: Line) -> str:
    """The bullet or number that a line begins with, '' when it begins with none."""
    if len(line.words) < 2:
        return ""
    first, second = line.words[0], line.words[1]
    gap = (second.x0 - first.x1) / first.size
    if first.text in BULLETS:
        if first.text in "–—-*o§" and gap < 0.2:
            return ""
        return first.text if first.text != "o" or gap > 0.5 else ""
    if _NUMBERED_ITEM.fullmatch(first.text):
        return first.text
    return ""


def _continues(group: Sequence[TextLine], item: TextLine, kind_of_type: Type) -> bool:
    """Whether a line goes on with the paragraph, bullet or heading of the lines above it."""
    above, line = group[-1].line, item.line
    distance = line.base - above.base
    if distance <= 0 or abs(line.size - above.size) > 0.6:
        return False
    if _mark_of(line) and not _is_bracket_of(group, item):
        return False
    if min(line.x1, above.x1) - max(line.x0, above.x0) <= 0:
        return False
    leading = kind_of_type.leading if abs(line.size - kind_of_type.size) < 1.5 else min(kind_of_type.leading, 1.35)
    if len(group) > 1:
        leading = min(leading + 0.12, max((group[-1].line.base - group[-2].line.base) / above.size, 1.0) + 0.02)
    if distance > (leading + 0.22) * max(line.size, above.size):
        return False
    mark = _mark_of(group[0].line)
    if mark:
        text_at = group[0].line.words[1].x0
        if line.x0 >= text_at - 4:
            return True
        if group[-1].line.x1 <= item.right - 0.25 * (item.right - item.left):
            return False
        is_open = not _SENTENCE_END.search(above.text) and not _is_short(group[-1], line, item.right, 0.0)
        return line.text[:1].islower() or is_open
    if above.is_bold != line.is_bold and (len(group) == 1 or all(g.line.is_bold for g in group)):
        is_run_in = len(above.words) > 12 or line.text[:1].islower()
        return is_run_in and not _SENTENCE_END.search(above.text)
    if _is_set_off(group[0].line, kind_of_type):
        starts_anew = _SECTION_NUMBER.match(line.text) is not None or is_caption(line.text)
        return (
            not starts_anew and len(group) < _MAX_HEADING_LINES + 1 and not _is_short(group[-1], line, item.right, 0.5)
        )
    if reads_like_note(line.text) or _starts_note(line):
        return False
    if line.text[:1].islower():
        return True
    return not _is_short(group[-1], line, max(item.right, *(g.line.x1 for g in group)), 1.0)


def _is_bracket_of(group: Sequence[TextLine], item: TextLine) -> bool:
    """Whether what looks like an item's mark stands in brackets within a sentence ("… is green | (G) when …")."""
    above, line = group[-1], item.line
    is_aligned = abs(line.x0 - above.line.x0) < 1 and not _mark_of(group[0].line)
    is_within = line.text.startswith("(") and not _SENTENCE_END.search(above.line.text)
    return is_aligned and is_within and not _is_short(above, line, max(item.right, above.line.x1), 1.0)


def _is_short(above: TextLine, line: Line, right: float, slack: float) -> bool:
    """Whether the next line's first word would have had room on the line above: it was ended on purpose."""
    first = line.words[0]
    return above.line.x1 + (first.x1 - first.x0) + (0.3 + slack) * first.size < right


def _starts_note(line: Line) -> bool:
    return line.words[0].is_raised


def _is_set_off(line: Line, kind_of_type: Type) -> bool:
    """Whether a line is set larger or bolder than running text."""
    if line.size >= kind_of_type.size * 1.1:
        return True
    return line.is_bold and not kind_of_type.is_bold and line.size >= 0.93 * kind_of_type.size


def _part(group: Sequence[TextLine], kind_of_type: Type, sheet: int, page: int | None) -> Part:
    lines = tuple(group)
    first = group[0].line
    text = joined([item.line.text for item in group])
    base = Part(kind=Kind.TEXT, page=page, sheet=sheet, text=text, lines=lines)
    if _starts_note(first) or (first.size <= 0.93 * kind_of_type.size and _MARK.match(text)):
        return replace(base, kind=Kind.NOTE)
    if is_caption(text) and len(text) <= 200:
        return replace(base, kind=Kind.CAPTION)
    style = _heading_style(group, text, kind_of_type)
    if style is not None:
        return replace(base, kind=Kind.HEADING, style=style)
    mark = _mark_of(first)
    if mark:
        rest = joined([" ".join(w.text for w in first.words[1:]), *(item.line.text for item in group[1:])])
        return replace(base, kind=Kind.BULLET, text=rest, indent=first.x0)
    number = first.words[0]
    is_clause = len(first.words) > 4 and _CLAUSE.fullmatch(number.text) and "." in number.text
    if is_clause and first.words[1].x0 - number.x1 > 0.9 * first.size:
        # The number of a clause, set apart from its words, is no figure.
        rest = joined([" ".join(w.text for w in first.words[1:]), *(item.line.text for item in group[1:])])
        return replace(base, text=rest)
    if reads_like_note(text):
        return replace(base, kind=Kind.NOTE)
    return base


def _heading_style(group: Sequence[TextLine], text: str, kind_of_type: Type) -> Style | None:
    if len(group) > _MAX_HEADING_LINES or len(text.split()) > _MAX_HEADING_WORDS or not any(map(str.isalpha, text)):
        return None
    lines = [item.line for item in group]
    if not all(_is_set_off(line, kind_of_type) for line in lines):
        number = _SECTION_NUMBER.match(text)
        is_capitals = text.isupper() and len(text) > 3 and reads_like_title(text) and len(group) == 1
        is_numbered = (
            number is not None and "." in number["number"] and reads_like_title(text) and len(text.split()) <= 9
        )
        if not (is_capitals or is_numbered) or lines[0].size < 0.95 * kind_of_type.size:
            return None
    if text.endswith((".", ";", ",")) and not (text.endswith(".") and len(text.split()) <= 8 and lines[0].is_bold):
        return None
    if text[0].islower() or text[0] in "•▪" or not (text[0].isalnum() or text[0] in "‘“\"'(£"):
        return None
    if sum(map(str.isdigit, text)) > sum(map(str.isalpha, text)):
        return None
    number = _SECTION_NUMBER.match(text)
    depth = number["number"].count(".") + 1 if number else 0
    return Style(
        size=round(lines[0].size * 2) / 2,
        is_bold=all(line.is_bold for line in lines),
        is_capitals=text.isupper(),
        depth=max(0, depth - 1),
    )


def _with_large_figures(parts: Sequence[Part]) -> list[Part]:
    """Figures set large over the words that say what they are, as one text with these."""
    found: list[Part] = []
    for part in parts:
        above = found[-1] if found else None
        if above is not None and _is_figure_over(above, part):
            text = f"{above.text} {part.text}"
            found[-1] = replace(part, kind=Kind.TEXT, text=text, lines=(*above.lines, *part.lines), style=None)
        else:
            found.append(part)
    return found


def _is_figure_over(above: Part, part: Part) -> bool:
    if part.kind not in (Kind.TEXT, Kind.HEADING) or above.kind not in (Kind.TEXT, Kind.HEADING) or not part.lines:
        return False
    if not is_figure(above.text) or not has_digit(above.text) or above.size < 1.35 * part.size:
        return False
    one, other = above.lines[-1].line, part.lines[0].line
    is_under = 0 < other.base - one.base <= 1.6 * one.size and min(one.x1, other.x1) > max(one.x0, other.x0)
    return is_under and any(map(str.isalpha, part.text)) and len(part.text.split()) <= 25


# --- captions --------------------------------------------------------------------------------------------------------


def _with_captions(parts: Sequence[Part]) -> list[Part]:
    """Tables with the caption that stands right over or under them; what is over them may be a short line of text."""
    found: list[Part] = []
    used: set[int] = set()
    for index, part in enumerate(parts):
        if part.kind is not Kind.TABLE:
            found.append(part)
            continue
        above = parts[index - 1] if index else None
        below = parts[index + 1] if index + 1 < len(parts) else None
        after = parts[index + 2] if index + 2 < len(parts) else None
        if above is not None and index - 1 not in used and _names_table(above, part):
            found.pop()
            found.append(replace(part, title=above.text))
            continue
        is_caption_below = below is not None and below.kind is Kind.CAPTION
        if is_caption_below and below is not None and not (after is not None and after.kind is Kind.TABLE):
            used.add(index + 1)
            found.append(replace(part, title=below.text))
            continue
        found.append(part)
    return [part for part in found if not any(part is parts[index] for index in used)]


def _names_table(above: Part, table: Part) -> bool:
    if above.kind is Kind.CAPTION:
        return True
    if above.kind is not Kind.TEXT or len(above.lines) > 2 or not above.lines:
        return False
    room = table.top - above.bottom
    return (
        room <= 2.2 * above.size
        and len(above.text.split()) <= 14
        and reads_like_title(above.text)
        and not _SENTENCE_END.search(above.text)
    )


def bullets_levelled(parts: Sequence[Part]) -> Iterator[tuple[Part, int]]:
    """Each part with the depth of its bullet, from 1; 0 for other parts."""
    indents: list[float] = []
    for part in parts:
        if part.kind is not Kind.BULLET:
            indents = [] if part.kind is not Kind.NOTE else indents
            yield part, 0
            continue
        while indents and part.indent < indents[-1] - 4:
            indents.pop()
        if not indents or part.indent > indents[-1] + 4:
            indents.append(part.indent)
        yield part, len(indents)

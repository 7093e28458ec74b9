"""The parts of a page in reading order, as formats with marked headings and tables give them, written out.

Decides what marks alone do not say: which bold lines are headings, which lines are captions and of which table, which
paragraphs are items of a list, and where footnotes go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import BlockKind
from corpus.readers.composing import Composer, TableCell
from corpus.readers.drafts import CAPTION_LEVEL
from corpus.readers.headings import is_caption, reads_like_title
from corpus.readers.lines import BULLET, NUMBERED_TITLE, reads_like_note

_MAX_CAPTION_CHARS = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a page before it is known what it is to the parts around it.

    ``level`` is a heading's or a bullet's depth from 1; the title of the whole has 0. ``is_strong``: a paragraph in
    bold or underlined throughout, in letters of ``size`` (0 where not known). ``is_caption``: the format calls it one.
    ``title`` is a caption that the format ties to a table. ``footnotes`` are those that its words refer to.
    """

    kind: BlockKind
    text: str = ""
    level: int = 1
    page: int | None = None
    is_strong: bool = False
    size: int = 0
    is_caption: bool = False
    opens_section: bool = True
    breaks_list: bool = False
    rows: tuple[tuple[TableCell, ...], ...] = ()
    header_rows: int = 0
    title: str = ""
    footnotes: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether it holds no words."""
        return not (self.text.strip() or any(cell.text.strip() for row in self.rows for cell in row))


def write_parts(composer: Composer, parts: Sequence[Part]) -> None:
    """Write the parts into a composer. Raises TooMuch."""
    shown = _below_title([_itemised(part) for part in parts if not part.is_blank])
    shown = _with_headings(_with_captions(shown))
    waiting: list[str] = []
    for index, part in enumerate(shown):
        following = shown[index + 1] if index + 1 < len(shown) else None
        composer.page = part.page
        _write(composer, part)
        if part.kind is BlockKind.TABLE:
            _write_notes(composer, part.footnotes)
            continue
        waiting.extend(part.footnotes)
        if waiting and _has_room(part, following):
            _write_notes(composer, waiting)
            waiting = []
    _write_notes(composer, waiting)


def _write(composer: Composer, part: Part) -> None:
    if part.kind is BlockKind.TABLE:
        composer.table(part.rows, header_rows=part.header_rows, title=part.title)
    elif part.kind is BlockKind.HEADING:
        composer.heading(part.text, part.level, opens_section=part.opens_section)
    elif part.kind is BlockKind.BULLET:
        composer.bullet(part.text, part.level, breaks_list=part.breaks_list)
    elif part.kind is BlockKind.NOTE:
        composer.note(part.text)
    else:
        composer.paragraph(part.text)


def _write_notes(composer: Composer, notes: Sequence[str]) -> None:
    for note in dict.fromkeys(notes):
        composer.note(note)


def _has_room(part: Part, following: Part | None) -> bool:
    """Whether footnotes of the prose may stand here: they would part a list, and be taken for a table's beside one."""
    if part.kind not in (BlockKind.PARAGRAPH, BlockKind.BULLET):
        return False
    if following is None or (following.kind is BlockKind.HEADING and following.opens_section):
        return True
    return following.kind is BlockKind.PARAGRAPH and not reads_like_note(following.text)


def _below_title(parts: list[Part]) -> list[Part]:
    """The parts with the depths of headings counted from the title, where there is one."""
    if not any(part.kind is BlockKind.HEADING and part.level == 0 for part in parts):
        return parts
    return [replace(part, level=part.level + 1) if part.kind is BlockKind.HEADING else part for part in parts]


def _itemised(part: Part) -> Part:
    """A paragraph that begins with a bullet's sign as the item that it is."""
    mark = BULLET.match(part.text) if part.kind is BlockKind.PARAGRAPH else None
    if mark is None or mark["number"]:
        return part
    return replace(part, kind=BlockKind.BULLET, text=part.text[mark.end() :])


def _with_captions(parts: Sequence[Part]) -> list[Part]:
    """The parts with captions made headings over their tables; one under a table is written over it."""
    places = [i for i, part in enumerate(parts) if _may_be_caption(part)]
    over = {i for i in places if _table_below(parts, i) is not None and not _is_numbered_title(parts[i])}
    under = {i for i in places if i and parts[i - 1].kind is BlockKind.TABLE and not parts[i - 1].title}
    numbered = {i for i in places if not parts[i].is_strong or is_caption(parts[i].text)}
    are_under = len((under - over) & numbered) > len((over - under) & numbered)
    titles: dict[int, str] = {}
    found = list(parts)
    for i in places:
        if i in under & numbered and (i not in over or are_under):
            titles[i - 1] = parts[i].text
        elif i in over or parts[i].is_caption:
            found[i] = _caption(parts[i])
    return [
        replace(part, title=titles[i]) if i in titles else part for i, part in enumerate(found) if i - 1 not in titles
    ]


def _may_be_caption(part: Part) -> bool:
    if part.kind is not BlockKind.PARAGRAPH or len(part.text) > _MAX_CAPTION_CHARS or reads_like_note(part.text):
        return False
    return part.is_caption or is_caption(" ".join(part.text.split())) or _is_title(part)


def _is_title(part: Part) -> bool:
    return part.is_strong and reads_like_title(" ".join(part.text.split()))


def _is_numbered_title(part: Part) -> bool:
    """Whether a bold line heads a section by its number ("3. Money", "Annex B"), even right over a table."""
    return part.is_strong and not part.is_caption and NUMBERED_TITLE.match(" ".join(part.text.split())) is not None


def _table_below(parts: Sequence[Part], index: int) -> int | None:
    """The table that comes next, with nothing but notes on how to read it between, None when something else does."""
    for i in range(index + 1, min(index + 4, len(parts))):
        if parts[i].kind is BlockKind.TABLE:
            return i
        if parts[i].kind is not BlockKind.NOTE and not reads_like_note(parts[i].text):
            return None
    return None


def _caption(part: Part) -> Part:
    return replace(part, kind=BlockKind.HEADING, level=CAPTION_LEVEL, opens_section=False)


def _with_headings(parts: Sequence[Part]) -> list[Part]:
    """The parts with bold lines over text made headings, below the marked ones, larger letters above smaller."""
    places = [
        i
        for i, part in enumerate(parts[:-1])
        if part.kind is BlockKind.PARAGRAPH and _is_title(part) and _leads(parts, i)
    ]
    sizes = sorted({parts[i].size for i in places}, reverse=True)
    found, headed, base = list(parts), set(places), 0
    for i, part in enumerate(parts):
        if part.kind is BlockKind.HEADING and part.level < CAPTION_LEVEL:
            base = part.level
        elif i in headed:
            level = min(base + 1 + sizes.index(part.size), CAPTION_LEVEL - 1)
            found[i] = replace(part, kind=BlockKind.HEADING, level=level)
    return found


def _leads(parts: Sequence[Part], index: int) -> bool:
    """Whether text stands under a bold line, after no more than other bold lines."""
    for part in parts[index + 1 : index + 4]:
        if part.kind is BlockKind.PARAGRAPH and _is_title(part):
            continue
        return part.kind is not BlockKind.HEADING or part.level == CAPTION_LEVEL
    return False

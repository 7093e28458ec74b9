"""Write the blocks of a sheet in reading order: which line is the sheet's title, which a table's, which a note.

A note goes to the table that it stands under, or over, never to the next one's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from corpus.readers.composing import Composer, Properties
from corpus.readers.drafts import CAPTION_LEVEL
from corpus.readers.fronts import (
    ENDS_LIKE_BODY,
    Front,
    is_label,
    read_date,
    read_front,
    with_cover,
    with_labels,
    without_label,
)
from corpus.readers.headings import is_caption, reads_like_title
from corpus.readers.sheet_blocks import NUMBERED, Block, GridCell, Look, is_note

_MAX_TITLE_CHARS = 250
_N_FRONT_LINES = 12
_MAX_TITLE_ROWS = 3
_MAX_LABELS = 15


def compose_blocks(composer: Composer, blocks: Sequence[Block], level: int, *, title: str = "") -> None:
    """Write the blocks of one sheet; ``level`` is the depth of the headings that stand in them.

    ``title`` is the report's, which opens no section where it stands over other titles.
    """
    waiting: list[list[GridCell]] = []
    has_table = is_titled = False
    blocks = _with_lines(blocks)
    for index, block in enumerate(blocks):
        is_followed = any(other.rows for other in blocks[index + 1 :])
        if not block.rows:
            if is_followed and (not has_table or _names_table(block.above) or waiting):
                waiting.append(block.above)
            elif has_table:
                _notes(composer, block.above)
            else:
                _prose(composer, block.above, level, is_first=index == 0)
            continue
        if block.above:
            waiting.append(block.above)
        if len(waiting) > 1 and not has_table:
            is_titled = _opens_section(composer, waiting[:-1], level, title)
            _table_title(composer, waiting[-1], CAPTION_LEVEL if is_titled else level)
        else:
            for lines in waiting:
                _table_title(composer, lines, level + 1 if is_titled else level)
        composer.table(block.table(), header_rows=block.header_rows())
        _notes(composer, block.below)
        waiting, has_table = [], True


def front_of(sheets: Sequence[Sequence[Block]], properties: Properties) -> Front:
    """What the first sheet says of the report: all of it on a cover, its first line on a sheet of figures."""
    blocks = _with_lines(next(filter(None, sheets), ()))
    is_cover = not any(map(_holds_figures, blocks))
    lines = [line.text for block in blocks[: None if is_cover else 1] for line in block.above][:_N_FRONT_LINES]
    titles = list(takewhile(_could_be_title, lines))
    has_body = len(titles) > 1 and ENDS_LIKE_BODY.search(titles[0]) is not None
    read = read_front(titles[has_body:] if is_cover else titles[has_body : has_body + 1])
    is_title = is_cover or read.n_lines > 0 or (len(sheets) == 1 and not properties.title)
    # A title that names two periods is that of a table over both.
    is_over_two = bool(read.period and read_front([read.title.replace(read.period, "")]).period)
    subtitle = "" if any(map(read_date, titles[1:2])) else read_front(titles[1:2]).period
    front = Front(
        title=(read.title if is_title else "") or properties.title,
        publisher=titles[0] if has_body else read.publisher if is_title else "",
        period="" if is_over_two or not is_title else read.period or subtitle,
    )
    # Over a table, a month is more often what its figures are of than when they came out.
    front = with_cover(front, lines) if is_cover else with_labels(front, lines)
    return replace(
        front,
        publisher=front.publisher or properties.publisher,
        published=front.published or properties.published,
    )


def _could_be_title(text: str) -> bool:
    return len(text) <= _MAX_TITLE_CHARS and not is_note(GridCell(text=text, look=Look.TEXT))


def _with_lines(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a sheet, those that are lines in cells made so."""
    first = next((i for i, block in enumerate(blocks) if _holds_figures(block)), 0)
    return [_as_lines(block, blocks[i + 1 :], is_over=i < first) for i, block in enumerate(blocks)]


def _as_lines(block: Block, following: Sequence[Block], *, is_over: bool) -> Block:
    """A single row of words that stands alone is a line ("Contact:" beside an address), no table.

    So are the few rows of words over a sheet's first table (``is_over``): its number, title and unit in cells apart.
    """
    is_over = is_over and any(map(_holds_figures, following))
    most = _MAX_LABELS if _is_labels(block) else _MAX_TITLE_ROWS if is_over else 1
    if _holds_figures(block) or len(block.rows) > most:
        return block
    lines = []
    for row in block.rows.values():
        is_bold = all(cell.is_bold for cell in row.values())
        first, *others = (cell.text for cell in row.values())
        if len(others) == 1 and is_label(first.rstrip(" :")):
            first = f"{first.rstrip(' :')}:"
        text = without_label(" ".join((first, *others)))
        lines.append(GridCell(text=text, look=Look.TEXT, is_bold=is_bold))
    return Block(above=[*block.above, *lines, *block.below])


def _holds_figures(block: Block) -> bool:
    return block.has_figures() and not _is_labels(block)


def _is_labels(block: Block) -> bool:
    """Whether each row is a label and what it says of the whole file, such as its date."""
    rows = [[cell.text for cell in row.values()] for row in block.rows.values()]
    return bool(rows) and all(len(row) == 2 and is_label(row[0].rstrip(" :")) for row in rows)


def _names_table(lines: Sequence[GridCell]) -> bool:
    """Whether lines between two tables are the title of the lower one and not notes on the upper."""
    line = lines[0]
    return is_caption(line.text) or (
        not is_note(line)
        and len(line.text) <= _MAX_TITLE_CHARS
        and (line.is_bold or (reads_like_title(line.text) and not NUMBERED.match(line.text)))
    )


def _title_at(lines: Sequence[GridCell]) -> int | None:
    """Which of the lines over a table is its title."""
    captions = [i for i, line in enumerate(lines) if is_caption(line.text)]
    others = [i for i, line in enumerate(lines) if not is_note(line) and len(line.text) <= _MAX_TITLE_CHARS]
    if len(others) > 1 and ENDS_LIKE_BODY.search(lines[others[0]].text):
        others.pop(0)
    return captions[-1] if captions else others[0] if others else None


def _table_title(composer: Composer, lines: Sequence[GridCell], level: int) -> None:
    title = _title_at(lines)
    _notes(composer, lines[:title] if title is not None else lines)
    if title is not None:
        composer.heading(lines[title].text, level, opens_section=level != CAPTION_LEVEL)
        _notes(composer, lines[title + 1 :])


def _opens_section(composer: Composer, groups: Sequence[Sequence[GridCell]], level: int, title: str) -> bool:
    """Write what stands over the first table and its title; whether that is a title of the sheet's own."""
    lines = [line for group in groups for line in group]
    is_titled = is_own = not is_note(lines[0]) and len(lines[0].text) <= _MAX_TITLE_CHARS
    if is_titled:
        is_own = not title or not title.startswith(lines[0].text)
        composer.heading(lines.pop(0).text, level, opens_section=is_own)
    _notes(composer, lines)
    return is_own


def _notes(composer: Composer, lines: Sequence[GridCell]) -> None:
    for line in lines:
        composer.note(line.text)


def _prose(composer: Composer, lines: Sequence[GridCell], level: int, *, is_first: bool) -> None:
    """The lines of a sheet without a table: a cover, or notes."""
    for index, line in enumerate(lines):
        if is_first and index == 0 and reads_like_title(line.text):
            composer.heading(line.text, level)
        elif line.is_bold and reads_like_title(line.text):
            composer.heading(line.text, level + 1)
        else:
            composer.paragraph(line.text)

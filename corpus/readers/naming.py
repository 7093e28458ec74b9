"""What a report's parts are by where they stand, where a format says which lines are headings: its title, its notes.

A text export does not say so; its reader goes by other signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.document import BlockKind
from corpus.readers.drafts import CAPTION_LEVEL, Draft
from corpus.readers.fronts import Front, cover_lines, names_section, read_front, with_cover
from corpus.readers.notes import Item, find_notes
from corpus.sentences import plain

_MAX_ROWS_OF_LABELS = 12


def name_report(drafts: Sequence[Draft], source: str) -> tuple[list[Draft], Front]:
    """The drafts with the headings that name the report opening no section, and what these say.

    They are the headings that the report begins with, of the depth of the first, unless that depth is used again
    further down; what stands below moves up by as many depths as they took.
    """
    lead = 0
    while lead < len(drafts) and drafts[lead].kind is BlockKind.HEADING and drafts[lead].level < CAPTION_LEVEL:
        lead += 1
    lines = cover_lines(_parts(drafts, source))
    front = read_front([source[draft.start : draft.end] for draft in drafts[:lead]])
    if names_section(front.title):
        return list(drafts), with_cover(Front(), lines)
    front = with_cover(front, lines)
    headings = [draft for draft in drafts if draft.kind is BlockKind.HEADING and draft.level < CAPTION_LEVEL]
    n = next((i for i, draft in enumerate(drafts[:lead]) if draft.level != drafts[0].level), lead)
    if not lead or sum(draft.level <= drafts[0].level for draft in headings) > n:
        n = front.n_lines
        if not n:
            return list(drafts), with_cover(Front(), lines)
    top = min((draft.level for draft in headings[n:]), default=1) - 1
    named = [replace(draft, opens_section=False) for draft in drafts[:n]]
    rest = [
        replace(d, level=d.level - top) if d.kind is BlockKind.HEADING and d.level < CAPTION_LEVEL else d
        for d in drafts[n:]
    ]
    return [*named, *rest], front


def _parts(drafts: Sequence[Draft], source: str) -> Iterator[tuple[bool, str]]:
    """What the report begins with, up to its first table; one of labels and what they say ("Date | 3 May") is lines."""
    for draft in drafts:
        if draft.kind is not BlockKind.TABLE:
            yield draft.kind is BlockKind.HEADING, source[draft.start : draft.end]
            continue
        rows = [[plain(source[start:end]) for start, end in row if start < end] for row in draft.rows]
        if any(len(row) > 2 for row in rows) or len(rows) > _MAX_ROWS_OF_LABELS:
            return
        yield False, "\n".join(": ".join(cell.rstrip(":") for cell in row) for row in rows)


def with_notes(drafts: Sequence[Draft], source: str) -> list[Draft]:
    """The drafts with the paragraphs that are notes by where they stand made so."""
    items = [
        Item(
            kind=draft.kind,
            text=source[draft.start : draft.end]
            if draft.kind is BlockKind.TABLE
            else plain(source[draft.start : draft.end]),
            is_title=draft.kind is BlockKind.HEADING,
            is_caption=draft.level == CAPTION_LEVEL,
        )
        for draft in drafts
    ]
    notes = find_notes(items)
    return [replace(draft, kind=BlockKind.NOTE) if index in notes else draft for index, draft in enumerate(drafts)]

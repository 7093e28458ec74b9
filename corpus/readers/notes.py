"""Find the paragraphs that are notes by where they stand: under "Notes:", or over a table and saying how to read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import BlockKind
from corpus.readers.lines import HOW_TO_READ, MAX_NOTE_CHARS, NOTE_LABEL, UNIT_LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One part of a page. ``text`` is as a reader sees it.

    ``is_title``: it reads like a heading, or is one. ``is_caption``: a title close over what follows it.
    ``is_apart``: a break comes before it.
    """

    kind: BlockKind
    text: str
    is_title: bool = False
    is_caption: bool = False
    is_apart: bool = False


def find_notes(items: Sequence[Item]) -> frozenset[int]:
    """The paragraphs, by index, that are notes."""
    return frozenset(_under_label(items)) | frozenset(_over_tables(items))


def _under_label(items: Sequence[Item]) -> list[int]:
    found = []
    is_under_label = False
    for index, item in enumerate(items):
        if item.kind is BlockKind.NOTE and NOTE_LABEL.fullmatch(item.text):
            is_under_label = True
        elif item.kind not in (BlockKind.PARAGRAPH, BlockKind.NOTE) or item.is_title or item.is_apart:
            is_under_label = False
        if is_under_label and item.kind is BlockKind.PARAGRAPH and len(item.text) <= MAX_NOTE_CHARS:
            found.append(index)
    return found


def _over_tables(items: Sequence[Item]) -> list[int]:
    found = []
    is_over_table = False
    for index in range(len(items) - 1, -1, -1):
        item = items[index]
        is_note = item.kind is BlockKind.NOTE
        if is_over_table and item.kind is BlockKind.PARAGRAPH and not item.is_title and _says_how_to_read(item.text):
            found.append(index)
            is_note = True
        is_over_table = not item.is_apart and (
            item.kind is BlockKind.TABLE or (is_over_table and (item.is_caption or is_note))
        )
    return found


def _says_how_to_read(text: str) -> bool:
    if len(text) > MAX_NOTE_CHARS:
        return False
    return bool(UNIT_LINE.fullmatch(text)) or (text.endswith(".") and HOW_TO_READ.search(text) is not None)

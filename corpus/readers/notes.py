"""Find the paragraphs that are notes by where they stand: under "Notes:", over a table and saying how to read it, or
under one and beginning with a mark that it prints.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from corpus.document import BlockKind
from corpus.readers.lines import HOW_TO_READ, MAX_NOTE_CHARS, NOTE_LABEL, UNIT_LINE

_SIGN = r"\((?:\d{1,2}|[a-zA-Z]|[ivx]{2,4})\)"
_SQUARE = r"\[(?:\d{1,2}|[a-zA-Z]{1,3})\]"
"""No item of a list is numbered so, and it may stand in a cell by itself."""
_MARK = re.compile(rf"(?:{_SIGN}|{_SQUARE})(?=\s+\S)")
_MARKING = re.compile(rf"[^\s(|]\s?(?P<sign>{_SIGN})|(?P<square>{_SQUARE})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One part of a page. ``text`` is as a reader sees it, of a table all its cells.

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
    return frozenset(_under_label(items)) | frozenset(_over_tables(items)) | frozenset(_marked(items))


def marks_in(table: str) -> frozenset[str]:
    """The marks in brackets that stand behind something within a table's text; those in square ones, wherever.

    >>> marks_in("Rail | 16.2 (p) | (a) new (1) | [x]") == {"(p)", "(1)", "[x]"}
    True
    """
    return frozenset(match["sign"] or match["square"] for match in _MARKING.finditer(table))


def marks_note(text: str, marks: Set[str]) -> bool:
    """Whether a line begins with one of a table's marks ("(p) Provisional.")."""
    mark = _MARK.match(text)
    return mark is not None and mark[0] in marks


def _marked(items: Sequence[Item]) -> list[int]:
    """The paragraphs right under a table, or under its other notes, that begin with a mark that it prints.

    With one in square brackets a paragraph may begin until the next title or list: it is nothing else.
    """
    found = []
    marks: frozenset[str] = frozenset()
    for index, item in enumerate(items):
        if item.kind is BlockKind.TABLE:
            marks = marks_in(item.text)
        elif item.kind is BlockKind.PARAGRAPH and not item.is_title and marks_note(item.text, marks):
            found.append(index)
        elif item.kind is BlockKind.PARAGRAPH and not item.is_title:
            marks = frozenset(mark for mark in marks if mark.startswith("["))
        elif item.kind is not BlockKind.NOTE:
            marks = frozenset()
    return found


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

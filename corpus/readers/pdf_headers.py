"""The headings of a table that stand alone at the foot of a page or of a column, with its rows overleaf."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.readers.pdf_layout import Item, TextLine
from corpus.readers.pdf_lines import Word, is_figure
from corpus.readers.pdf_tables import PageTable, Placed

_WIDE_GAP = 0.45
"""In sizes of type: between the words of two headings, more than between two words of one."""
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d(?:\s?[/–-]\s?\d{2,4})?")


def with_headings_overleaf(pages: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """The items of the pages, with each line of headings put over the rows that stand at the top of what follows it.

    It is taken only where the rows have no heading of their own and each of its words stands over one column.
    """
    found: list[list[Item]] = []
    for items in pages:
        kept: list[Item] = []
        for item in items:
            before = kept if kept else found[-1] if found else []
            headed = _headed(item, before[-1], is_overleaf=not kept) if before else None
            if headed is not None:
                before.pop()
            kept.append(headed or item)
        found.append(kept)
    return found


def _headed(table: Item, line: Item, *, is_overleaf: bool) -> PageTable | None:
    """The table with the words of the line before it as its headings; None where they are none."""
    if not isinstance(table, PageTable) or not isinstance(line, TextLine):
        return None
    is_in_next_column = line.line.base > table.box.bottom and line.line.x1 <= table.box.x0
    if not (is_overleaf or is_in_next_column):
        return None
    if table.header_rows or not any(is_figure(text) for text in table.row(0)[1:]):
        return None
    phrases = _phrases(line.line.words)
    texts = [" ".join(word.text for word in phrase) for phrase in phrases]
    if len(phrases) < max(2, len(table.columns) - 1) or any(is_figure(t) and not _YEAR.fullmatch(t) for t in texts):
        return None
    columns = _columns_of(phrases, table)
    if columns is None:
        return None
    heads = tuple(
        Placed(row=0, column=column, text=text, is_bold=all(word.is_bold for word in phrase))
        for column, text, phrase in zip(columns, texts, phrases, strict=True)
    )
    moved = tuple(replace(cell, row=cell.row + 1) for cell in table.cells)
    return replace(table, cells=(*heads, *moved), n_rows=table.n_rows + 1, header_rows=1)


def _phrases(words: Sequence[Word]) -> list[list[Word]]:
    """The words of a line, parted where the gap is wide."""
    phrases: list[list[Word]] = []
    for word in words:
        if phrases and word.x0 - phrases[-1][-1].x1 <= _WIDE_GAP * word.size:
            phrases[-1].append(word)
        else:
            phrases.append([word])
    return phrases


def _columns_of(phrases: Sequence[Sequence[Word]], table: PageTable) -> list[int] | None:
    """The column that each phrase stands over, as they are or all as far to one side; None where it is not sure."""
    first = table.columns[len(table.columns) - len(phrases) if len(phrases) < len(table.columns) else 0]
    for shift in dict.fromkeys((0.0, first[0] - phrases[0][0].x0, first[1] - phrases[0][-1].x1)):
        over = [
            [
                column
                for column, (x0, x1) in enumerate(table.columns)
                if min(phrase[-1].x1 + shift, x1) - max(phrase[0].x0 + shift, x0) > 0
            ]
            for phrase in phrases
        ]
        columns = [places[0] for places in over if len(places) == 1]
        if len(columns) == len(phrases) and columns == sorted(set(columns)):
            return columns
    return None

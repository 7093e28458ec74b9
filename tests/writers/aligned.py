"""A report as text laid out by spaces, as programs write that print a page with letters of one width."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from corpus.document import BlockKind, Document, Table
from tests.writers import captions, front

_FIGURE = re.compile(
    r"[^A-Za-z]*\d[^A-Za-z]*(?:pp|m|bn|k|%)?\W*(?:\[\w+\]|\(\w\)|[a-z])?|[-–—]|n/?a|\[\w+\]", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?")
_PAGE = 60
_SET = {"left": str.ljust, "right": str.rjust, "centre": str.center}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How tables are set. ``heads`` is "left", "right" or "centre", as figures are for ``figures``.

    Heads are wrapped at ``head_width`` and stand at the foot of theirs; labels are wrapped at ``label_width``, and the
    figures stand beside the first line of these, or the last. ``is_ruled``: dashes under the heads.
    """

    gutter: int = 3
    heads: str = "right"
    figures: str = "right"
    head_width: int = 14
    label_width: int = 60
    is_at_last_line: bool = False
    is_ruled: bool = False
    width: int = 98
    has_pages: bool = True


MANNERS = {
    "narrow": Manner(gutter=2),
    "wide": Manner(gutter=6, heads="centre", head_width=18),
    "left": Manner(gutter=4, heads="left", figures="left"),
    "ruled": Manner(heads="left", is_ruled=True, head_width=10),
    "wrapped": Manner(label_width=24, head_width=12, width=72),
    "at last": Manner(label_width=30, is_at_last_line=True, heads="centre", has_pages=False),
}


def write(document: Document, path: Path, manner: Manner) -> None:
    """Write the report with page numbers at the foot, or all on one page."""
    path.write_text(text_of(document, manner), encoding="utf-8")


def text_of(document: Document, manner: Manner) -> str:
    """The report as text."""
    parts = list(_parts(document, manner))
    if not manner.has_pages:
        return "\n".join("\n".join(part) for part in parts)
    pages: list[list[str]] = [[]]
    for part in parts:
        is_heading = len(part) == 2
        if len(pages[-1]) + len(part) + (8 if is_heading else 0) > _PAGE and len(pages[-1]) > 6:
            pages.append([])
        pages[-1] += part
    for number, page in enumerate(pages, 1):
        foot = f"Page {number} of {len(pages)}"
        page += ["", document.publisher + foot.rjust(manner.width - len(document.publisher))]
    return "".join("\n".join(page) + "\n\f" for page in pages)


def _parts(document: Document, manner: Manner) -> Iterator[list[str]]:
    named = captions(document)
    held: list[str] = []
    for index, block in enumerate(document.blocks):
        text = " ".join(block.text.split())
        following = document.blocks[index + 1] if index + 1 < len(document.blocks) else None
        if block.table is not None:
            yield [*held, *table_lines(block.table, manner), ""]
            held = []
        elif index in named and following is not None and following.table is not None:
            held = textwrap.wrap(text, manner.width)
        elif block.kind is BlockKind.HEADING:
            yield [text, "", *([""] if index + 1 == front(document) else [])]
        elif block.kind is BlockKind.BULLET:
            indent = "  " * block.level
            lines = textwrap.wrap(
                f"• {text}", manner.width - len(indent), subsequent_indent="  ", break_on_hyphens=False
            )
            is_last = following is None or following.kind is not BlockKind.BULLET
            yield [*(indent + line for line in lines), *([""] if is_last else [])]
        else:
            yield [*textwrap.wrap(text, manner.width, break_on_hyphens=False), ""]


def table_lines(table: Table, manner: Manner) -> list[str]:
    """A table's lines."""
    rows = [[cell.text for cell in row] for row in table.rows()]
    n_heads = next((i for i, row in enumerate(rows) if any(map(_is_amount, row[1:]))), 1) or 1
    while n_heads > 1 and not any(rows[n_heads - 1][1:]):
        n_heads -= 1  # the title of a first group
    heads = [_stacks(row, manner.label_width, manner.head_width) for row in rows[:n_heads]]
    body = [_stacks(row, manner.label_width, 40) for row in rows[n_heads:]]
    spans = [_spans(row, below) for row, below in pairwise(rows[:n_heads])]
    widths = [
        max(
            len(line)
            for r, row in enumerate((*heads, *body))
            for line in (row[c] if r >= len(spans) or spans[r].get(c, 1) == 1 else []) or [""]
        )
        for c in range(table.n_columns)
    ]
    has_figures = [sum(map(_is_amount, column)) * 2 > len(column) for column in zip(*rows[n_heads:], strict=True)]
    aligned = [manner.figures if is_figures else "left" for is_figures in has_figures]
    over = [manner.heads if is_figures else "left" for is_figures in has_figures]
    lines: list[str] = []
    for row, spanned in zip(rows, spans, strict=False):
        lines += _over(row, spanned, widths, manner, over)
    lines += _row(heads[-1], widths, over, manner.gutter, is_at_foot=True, is_head=True)
    if manner.is_ruled:
        lines.append((" " * manner.gutter).join("-" * width for width in widths))
    for stacks in body:
        lines += _row(stacks, widths, aligned, manner.gutter, is_at_foot=manner.is_at_last_line)
    return lines


def _is_amount(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None and _YEAR.fullmatch(text) is None


def _spans(row: Sequence[str], below: Sequence[str]) -> dict[int, int]:
    """How many columns each heading is over: those beside it that have none of their own, but have one below."""
    found: dict[int, int] = {}
    for c, text in enumerate(row):
        if c and text:
            end = c + 1
            while end < len(row) and not row[end] and below[end] and below[c]:
                end += 1
            found[c] = end - c
    return found


def _over(
    row: Sequence[str], spans: dict[int, int], widths: Sequence[int], manner: Manner, over: Sequence[str]
) -> list[str]:
    """A line of headings over several columns each, over the middles of these."""
    starts = [sum(widths[:c]) + manner.gutter * c for c in range(len(widths))]
    stacks: list[tuple[int, list[str]]] = [(0, [row[0]])] if row[0] else []
    for c, n in spans.items():
        width = starts[c + n - 1] + widths[c + n - 1] - starts[c]
        lines = textwrap.wrap(row[c], width, break_on_hyphens=False, break_long_words=False)
        align = "centre" if n > 1 else over[c]
        stacks.append((starts[c], [_SET[align](line, width).rstrip() for line in lines]))
    height = max((len(lines) for _, lines in stacks), default=0)
    found: list[str] = []
    for n in range(height):
        line = ""
        for start, texts in stacks:
            place = n - (height - len(texts))
            if place >= 0:
                line = line.ljust(start) + texts[place]
        found.append(line)
    return found


def _stacks(row: Sequence[str], label_width: int, width: int) -> list[list[str]]:
    return [
        textwrap.wrap(text, width if c else label_width, break_on_hyphens=False, break_long_words=False)
        for c, text in enumerate(row)
    ]


def _row(
    stacks: Sequence[Sequence[str]],
    widths: Sequence[int],
    aligned: Sequence[str],
    gutter: int,
    *,
    is_at_foot: bool,
    is_head: bool = False,
) -> Iterator[str]:
    height = max(1, *map(len, stacks))
    for n in range(height):
        cells = []
        for c, (stack, width, align) in enumerate(zip(stacks, widths, aligned, strict=True)):
            place = n - (height - len(stack)) if is_at_foot and (c or is_head) else n
            text = stack[place] if 0 <= place < len(stack) else ""
            cells.append(_SET[align](text, width))
        yield (" " * gutter).join(cells).rstrip()

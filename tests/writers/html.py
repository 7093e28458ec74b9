"""A report as a web page, in the manner of a public body's site."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from corpus.document import Block, BlockKind, Cell, Document, Table
from tests.writers import captions, level, uncovered

_FRAME = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} - Widgetshire</title>
<script>document.write("<p>Not part of the report</p>")</script></head>
<body><a href="#content">Skip to main content</a>
<header role="banner"><p>Widgetshire</p><nav><ul><li><a href="/">Home</a></li></ul></nav></header>
<main id="content">
{content}
</main><footer><p>All content is available under a licence</p></footer></body></html>
"""


def write(document: Document, path: Path) -> None:
    """Write the report, a page of it after the other."""
    content = "\n".join(_parts(document))
    path.write_text(_FRAME.format(title=escape(document.title), content=content), encoding="utf-8")


def _parts(document: Document) -> Iterator[str]:
    page, depth = None, 0
    named = captions(document)
    for index, block in enumerate(document.blocks):
        is_item = block.kind is BlockKind.BULLET
        wanted = block.level if is_item else 0
        begins = is_item and not block.lead_in and depth == 1 == wanted and bool(document.blocks[index - 1].lead_in)
        if depth > wanted or begins:
            yield "</li></ul>" * (depth - (0 if begins else wanted))
            depth = 0 if begins else wanted
        if block.locator.page != page and not is_item:
            page = block.locator.page
            yield f'<span role="doc-pagebreak" aria-label="{page or ""}"></span>'
        if is_item:
            yield "</li>" * (depth == wanted) + "<ul>" * (wanted - depth) + f"<li>{escape(block.text)}"
            depth = wanted
        elif block.table is not None:
            title = document.blocks[index - 1] if index - 1 in named else None
            yield _table(block.table, title)
        elif index in named and document.blocks[index + 1].table is not None:
            continue
        else:
            yield _text(document, index, block, is_caption=index in named)
    yield "</li></ul>" * depth


def _text(document: Document, index: int, block: Block, *, is_caption: bool) -> str:
    text = escape(block.text)
    if is_caption:
        return f"<figure><img src='chart.png' alt='A chart'><figcaption>{text}</figcaption></figure>"
    if block.kind is BlockKind.HEADING:
        depth = level(document, index)
        return f"<h{depth}>{text}</h{depth}>" if depth < 7 else f'<div role="heading" aria-level="{depth}">{text}</div>'
    return f"<p>{text}</p>"


def _table(table: Table, title: Block | None) -> str:
    caption = f"<caption>{escape(title.text)}</caption>" if title else ""
    rows = []
    for row in uncovered(table):
        tag = "th" if all(cell.is_header for cell in row) else "td"
        rows.append("<tr>" + "".join(f"<{tag}{_spans(cell)}>{escape(cell.text)}</{tag}>" for cell in row) + "</tr>")
    return f"<table>{caption}{''.join(rows)}</table>"


def _spans(cell: Cell) -> str:
    spans = (("colspan", cell.column_span), ("rowspan", cell.row_span))
    return "".join(f' {name}="{n}"' for name, n in spans if n > 1)

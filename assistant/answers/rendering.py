"""An answer as plain text and as HTML: what the command line and the page show.

Everything that comes from a report or a user is text here, never markup: HTML is escaped, Markdown is escaped.
Knows nothing of how an answer was found.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.answers.answer import Answer, Citation, CitedCell, Route, Verdict
from corpus.document import Block, BlockKind, Cell, Document, Table
from corpus.sentences import without_emphasis

NEIGHBOURS = 2
"""How many blocks before and after a quoted sentence are shown around it."""
SHORT_TABLE = 12
"""A table of up to so many rows is shown whole."""
NARROW_TABLE = 6
"""A table of up to so many columns is shown whole."""
NEAR_ROWS = 2
"""How many rows before and after a cited one are shown of a longer table."""
MAX_HEADERS = 3
MAX_NAME = 48

ROUTE_LABELS = {
    Route.CALCULATION: "From the figures",
    Route.RETRIEVAL: "From the text",
    Route.BOTH: "From the figures and the text",
    Route.REFUSAL: "Not answered",
    Route.CLARIFICATION: "Which one do you mean?",
}
VERDICT_LABELS = {
    Verdict.SUPPORTED: "The reports support this",
    Verdict.CONTRADICTED: "The reports contradict this",
    Verdict.NOT_FOUND: "The reports do not say",
}

_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_MARKER = re.compile(r"\[(\d+)\]")
_FIGURE = re.compile(r"[(+\-−£$€\s]*\d")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$^=&])")
_MARKUP = re.compile(r"(\[\d+\](?!:))|[\\`*_~<>|$\[\]]|&(?=#?\w+;)")
_AT_THE_START = re.compile(r"^(\d*)([#+\-=.)])(?![\d£$€])")
_SHORTCODE = re.compile(r":(?=[\w/+\\-]+[:\[])")


def escape_markdown(text: str) -> str:
    r"""The text so that a Markdown renderer shows it as typed, dollar signs and ``:codes:`` included, on one line.

    >>> escape_markdown("*Grants* cost $5")
    '\\*Grants\\* cost \\$5'
    """
    folded = _MARKDOWN.sub(r"\\\1", " ".join(straight(text).split()))
    return _SHORTCODE.sub(":\u2060", folded)  # a word joiner: a shortcode is recognised after escapes are undone


def markdown_text(text: str) -> str:
    r"""The text for a Markdown file: shown as it is, and still to be read as it is, with ``[1]`` marks left alone.

    >>> markdown_text("1.5% of <b>grants</b>, see [1] and [here](http://x.example)")
    '1.5% of \\<b\\>grants\\</b\\>, see [1] and \\[here\\](http://x.example)'
    """
    folded = _MARKUP.sub(lambda found: found[1] or f"\\{found[0]}", " ".join(straight(text).split()))
    return _AT_THE_START.sub(r"\1\\\2", folded)


def text_html(text: str) -> str:
    """The text as it is, safe inside HTML."""
    return html.escape(straight(text))


def straight(text: str) -> str:
    r"""The text without the signs that turn the direction of what follows: by them "exe" could be shown as "txt".

    >>> straight("annual\u202etxt.exe")
    'annualtxt.exe'
    """
    return text.translate(_TURNS)


def error_line(error: Exception) -> str:
    """What went wrong, as a sentence in Markdown."""
    text = str(error)
    return escape_markdown(f"{text[:1].upper()}{text[1:]}")


def page_label(citation: Citation) -> str:
    """``'page 12'``, ``'page 12 (from the contents page)'`` where it was worked out, or '' where it is not known."""
    if citation.page is None:
        return ""
    return f"page {citation.page}" + (" (from the contents page)" if citation.locator.page_inferred else "")


def place_label(citation: Citation) -> str:
    """Where a citation stands: the report's title, its section and page, as far as they are known."""
    return ", ".join(part for part in (citation.title, citation.section, page_label(citation)) if part)


def short_place(citation: Citation) -> str:
    """Where a citation stands, short enough for a button: its number, table or innermost section, and page.

    The section's path is written with " › " between its titles.
    """
    name = citation.table or citation.section.rpartition(" › ")[2] or citation.title
    name = name if len(name) <= MAX_NAME else f"{name[: MAX_NAME - 1].rstrip()}…"
    return f"[{citation.n}] {name}" + ("" if citation.page is None else f", page {citation.page}")


def cell_label(cell: CitedCell) -> str:
    """A cited cell in words: its row and column labels, then the value as printed."""
    labels = " / ".join(part for part in (cell.row, cell.column) if part)
    return f"{labels}: {cell.printed}" if labels else cell.printed


def answer_text(answer: Answer, *, working: bool = False) -> str:
    """The answer for a terminal: the text, what to choose from, caveats, sources and, if asked for, the working."""
    parts = [answer.text]
    if answer.verdict is not None and not answer.text.startswith(_said(answer.verdict)):
        parts.insert(0, _said(answer.verdict))
    parts += _listing("Choose one by its number, or by asking it:", _numbered(answer.choices))
    parts += _listing("Note:", answer.warnings)
    if working:
        parts += _listing("How this was worked out:", answer.working)
    parts += _sources(answer.citations)
    return "\n\n".join(parts)


def _said(verdict: Verdict) -> str:
    return f"{verdict.value.replace('_', ' ').capitalize()}."


def _numbered(choices: Iterable[str]) -> list[str]:
    return [f"{number}. {choice}" for number, choice in enumerate(choices, 1)]


def _listing(title: str, lines: Iterable[str]) -> list[str]:
    items = [f"  - {line}" for line in lines]
    return ["\n".join([title, *items])] if items else []


def _sources(citations: tuple[Citation, ...]) -> list[str]:
    if not citations:
        return []
    lines = ["Sources:"]
    for citation in citations:
        lines.append(f"  [{citation.n}] {place_label(citation)}")
        if citation.cells:
            lines.append(f"      table: {citation.table or 'untitled'}")
            lines += [f"      {cell_label(cell)}" for cell in citation.cells]
        else:
            lines.append(f'      "{" ".join(citation.quote.split())}"')
    return ["\n".join(lines)]


def answer_html(answer: Answer) -> str:
    """The answer's text as paragraphs, its ``[1]`` markers as superscripts.

    Without the word for a verdict, which stands above it.
    """
    known = {citation.n for citation in answer.citations}

    def marker(match: re.Match[str]) -> str:
        return f'<sup class="marker">[{match[1]}]</sup>' if int(match[1]) in known else match[0]

    text = answer.text if answer.verdict is None else answer.text.removeprefix(_said(answer.verdict))
    paragraphs = (p for p in re.split(r"\n\s*\n", text) if p.strip())
    body = (_MARKER.sub(marker, text_html(p.strip())).replace("\n", "<br>") for p in paragraphs)
    return "".join(f"<p>{paragraph}</p>" for paragraph in body)


def list_html(lines: Iterable[str], *, ordered: bool = False) -> str:
    """The lines as a list, each as text."""
    tag = "ol" if ordered else "ul"
    return f"<{tag}>" + "".join(f"<li>{html.escape(line)}</li>" for line in lines) + f"</{tag}>"


def citation_html(document: Document, citation: Citation) -> str:
    """The cited place: the table with the cited row and cells marked, or the sentence within its section's text."""
    from assistant.long_tables.opening import opened  # brings numpy, which the command line need not wait for

    document, citation = opened(document, citation)
    numbers = {cell.table for cell in citation.cells}
    tables = [table for table in document.tables if table.number in numbers]
    if tables:
        return "".join(table_html(table, citation.cells) for table in tables)
    return passage_html(document, citation)


def passage_html(document: Document, citation: Citation) -> str:
    """The text around a quote, the quote itself marked."""
    start, end = citation.locator.start, citation.locator.end
    blocks = document.blocks
    held = [i for i, b in enumerate(blocks) if b.locator.start < end and start < b.locator.end]
    if not held:
        return f"<blockquote><mark>{html.escape(citation.quote)}</mark></blockquote>"
    first, last = max(0, held[0] - NEIGHBOURS), held[-1] + NEIGHBOURS + 1
    section = blocks[held[0]].locator.section
    shown = [b for i, b in enumerate(blocks[first:last], first) if i in held or b.locator.section == section]
    return '<div class="passage">' + "".join(_block_html(document, b, start, end) for b in shown) + "</div>"


def blocks_html(blocks: Iterable[Block]) -> str:
    """Blocks one after the other, tables whole."""
    parts = []
    for block in blocks:
        if block.table is not None:
            parts.append(table_html(block.table))
        else:
            parts.append(_in_tag(block, html.escape(without_emphasis(block.text))))
    return f'<div class="passage">{"".join(parts)}</div>'


def _block_html(document: Document, block: Block, start: int, end: int) -> str:
    if block.table is not None and not (block.locator.start < end and start < block.locator.end):
        return f'<p class="aside">Table: {html.escape(block.table.title or "untitled")}</p>'
    return _in_tag(block, _marked(document.source, block.locator.start, block.locator.end, start, end))


def _in_tag(block: Block, text: str) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return f"<p><strong>{text}</strong></p>"
        case BlockKind.BULLET:
            return f'<ul style="margin-left:{block.level - 1}em"><li>{text}</li></ul>'
        case _:
            return f"<p>{text}</p>"


def _marked(source: str, first: int, last: int, start: int, end: int) -> str:
    """``source[first:last]`` escaped, the part that lies in start..end inside a ``mark``."""
    low, high = max(first, min(start, last)), min(last, max(end, first))
    before, inside, after = (
        html.escape(without_emphasis(source[a:b])) for a, b in ((first, low), (low, high), (high, last))
    )
    return before + (f"<mark>{inside}</mark>" if inside.strip() else inside) + after


def rows_html(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows under their heads as a table, the first cell of each its label."""
    titled = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    listed = list(rows)
    figures = _columns_of_figures((n, text) for row in listed for n, text in enumerate(row))
    classes = [_class("figure" if n in figures else "") for n in range(len(heads))]
    head = "".join(f'<th scope="col"{own}>{html.escape(text)}</th>' for text, own in zip(heads, classes, strict=True))
    body = "".join(
        f'<tr><th scope="row">{html.escape(row[0])}</th>'
        f"{''.join(f'<td{own}>{html.escape(cell)}</td>' for cell, own in zip(row[1:], classes[1:], strict=False))}</tr>"
        for row in listed
    )
    return scrolling(caption, f"<table>{titled}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def table_html(table: Table, cells: Iterable[CitedCell] = ()) -> str:
    """A printed table, its title above and its notes beneath; cited rows and cells carry a class.

    Of a large table the headers, the labels and what stands around the cited cells are shown, and the whole of it
    folded away beneath.
    """
    rows = table.rows()
    cited = {(cell.row_index, cell.column_index) for cell in cells if cell.table == table.number}
    kept = _rows_around(rows, {row for row, _ in cited})
    columns = _columns_around(rows, table.n_columns, {column for _, column in cited})
    caption = f"<caption>{html.escape(table.title)}</caption>" if table.title else ""
    notes = "".join(f'<p class="aside">{html.escape(note)}</p>' for note in table.notes)
    part = f"<table>{caption}<tbody>{_rows_html(rows, cited, kept, columns)}</tbody></table>{notes}"
    if len(kept) == len(rows) and len(columns) == table.n_columns:
        return scrolling(table.title, part)
    whole = f"<table><tbody>{_rows_html(rows, cited, range(len(rows)), range(table.n_columns))}</tbody></table>"
    summary = f"Show the whole table of {len(rows)} by {table.n_columns}"
    return scrolling(table.title, f"{part}<details><summary>{summary}</summary>{whole}</details>")


def scrolling(title: str, inside: str) -> str:
    """HTML that is scrolled sideways where there is no room for it, by the keyboard too."""
    label = html.escape(title or "Table")
    return f'<div class="table" tabindex="0" role="region" aria-label="{label}">{inside}</div>'


def _rows_around(rows: Sequence[Sequence[Cell]], cited: set[int]) -> list[int]:
    """The rows to show: all of a short table, otherwise the header rows and those near a cited one.

    A table with cells over several rows is shown whole: left-out rows would tear them.
    """
    is_merged = any(cell.row_span > 1 for row in rows for cell in row)
    if len(rows) <= SHORT_TABLE or not cited or is_merged:
        return list(range(len(rows)))
    # What stands under a blank corner belongs to the header too, whatever the reader of the file made of it.
    headers = next((i for i, row in enumerate(rows[1:MAX_HEADERS], 1) if row[0].text), MAX_HEADERS)
    return [i for i in range(len(rows)) if i < headers or any(abs(i - row) <= NEAR_ROWS for row in cited)]


def _columns_around(rows: Sequence[Sequence[Cell]], n_columns: int, cited: set[int]) -> list[int]:
    """The columns to show: all of a narrow table, otherwise those of labels and those beside a cited one, in the same
    way.
    """
    is_merged = any(cell.column_span > 1 for row in rows for cell in row)
    if n_columns <= NARROW_TABLE or not cited or is_merged:
        return list(range(n_columns))
    figures = _figures_of(rows)
    n_labels = next((i for i in range(1, n_columns) if i in figures), 1)
    return [i for i in range(n_columns) if i < n_labels or any(abs(i - column) <= 1 for column in cited)]


def _columns_of_figures(places: Iterable[tuple[int, str]]) -> set[int]:
    """The columns in which most of what stands begins like a figure, of columns and what stands in them."""
    texts: Counter[int] = Counter()
    figures: Counter[int] = Counter()
    for column, text in places:
        if text:
            texts[column] += 1
            figures[column] += _FIGURE.match(text) is not None
    return {column for column, n in texts.items() if 2 * figures[column] > n}


def _figures_of(rows: Sequence[Sequence[Cell]]) -> set[int]:
    """The columns of figures of a table, by what stands beneath its headings."""
    return _columns_of_figures((c.column, c.text) for row in rows[1:] for c in row if not c.is_header)


def _rows_html(
    rows: Sequence[Sequence[Cell]], cited: set[tuple[int, int]], kept: Sequence[int], columns: Sequence[int]
) -> str:
    shown = set(kept)
    marked = {column for _, column in cited}
    figures = _figures_of(rows)
    covered: set[tuple[int, int]] = set()
    lines = []
    for index, row in enumerate(rows):
        if index not in shown:
            if index - 1 in shown:
                lines.append(f'<tr class="skipped"><td colspan="{len(columns)}">…</td></tr>')
            continue
        items = []
        for cell in row:
            if (cell.row, cell.column) in covered or cell.column not in columns:
                continue
            covered |= _span(cell)
            is_figure = cell.column in figures and cell.column_span == 1
            items.append(_cell_html(cell, (cell.row, cell.column) in cited, _columns_of(cell) & marked, is_figure))
        row_class = ' class="cited-row"' if any(line == index for line, _ in cited) else ""
        lines.append(f"<tr{row_class}>{''.join(items)}</tr>")
    return "".join(lines)


def _span(cell: Cell) -> set[tuple[int, int]]:
    """The places that a cell covers."""
    down, right = range(cell.row, cell.row + cell.row_span), range(cell.column, cell.column + cell.column_span)
    return {(row, column) for row in down for column in right}


def _columns_of(cell: Cell) -> set[int]:
    return set(range(cell.column, cell.column + cell.column_span))


def _cell_html(cell: Cell, is_cited: bool, cited_columns: set[int], is_figure: bool) -> str:
    tag = "th" if cell.is_header else "td"
    spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    text = html.escape(cell.text)
    text = f"<mark>{text}</mark>" if is_cited else text
    kind = "cited" if is_cited else "cited-column" if cited_columns else ""
    name = _class(kind, "figure" if is_figure else "")
    return f"<{tag}{spans}{name}>{text}</{tag}>"


def _class(*names: str) -> str:
    named = " ".join(filter(None, names))
    return f' class="{named}"' if named else ""

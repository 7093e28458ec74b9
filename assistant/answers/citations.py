"""Citations: collecting and numbering them while an answer is worded, and checking each quote against its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answers.answer import Citation, CitedCell
from assistant.errors import QuoteNotFound
from corpus.document import Document, Locator, Sentence
from corpus.sentences import plain
from structured.observations import Grid, Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotable:
    """What it takes to quote a report: its text, and where the rows of its tables stand, by table and row."""

    id: str
    title: str
    source: str
    rows: Mapping[tuple[int, int], Locator]


QuotableOf = Callable[[str], Quotable]
"""A report by its id, to be quoted."""


def quotable(document: Document) -> Quotable:
    """What it takes to quote a document."""
    rows: dict[tuple[int, int], Locator] = {}
    for table in document.tables:
        for cell in table.cells:
            if cell.locator.end > cell.locator.start:
                place = rows.setdefault((table.number, cell.row), cell.locator)
                start, end = min(place.start, cell.locator.start), max(place.end, cell.locator.end)
                rows[table.number, cell.row] = replace(place, start=start, end=end)
    return Quotable(id=document.id, title=document.title, source=document.source, rows=rows)


def folded(text: str) -> str:
    """White space folded: the form in which quotes are compared."""
    return " ".join(text.split())


def row_slice(document: Document, grid: Grid, row: int) -> Locator | None:
    """The whole printed row of a table as a place in the source, or None when the row holds no cell."""
    table = next((t for t in document.tables if t.number == grid.number), None)
    if table is None:
        return None
    cells = [c for c in table.cells if c.row == row and c.locator.end > c.locator.start]
    if not cells:
        return None
    return replace(cells[0].locator, start=min(c.locator.start for c in cells), end=max(c.locator.end for c in cells))


def cited_cell(observation: Observation) -> CitedCell:
    """A cell as a citation names it."""
    return CitedCell(
        row=" › ".join(observation.row_path),
        column=" › ".join(observation.column_path),
        printed=observation.printed,
        table=observation.table,
        row_index=observation.row,
        column_index=observation.column,
    )


class Citations:
    """The places that an answer points at, numbered from 1 in the order in which they are first named."""

    def __init__(self, quotable_of: QuotableOf) -> None:
        """``quotable_of`` gives a report by its id."""
        self._quotable_of = quotable_of
        self._found: list[Citation] = []

    def cell(self, grid: Grid, observation: Observation) -> int:
        """The number of the citation of a table row; the cell is added to it. One citation a row."""
        document = self._quotable_of(observation.document_id)
        place = document.rows.get((grid.number, observation.row), observation.locator)
        cited = cited_cell(observation)
        for position, citation in enumerate(self._found):
            if (
                citation.cells
                and citation.cells[0].table == observation.table
                and citation.locator.start == place.start
                and citation.document == document.id
            ):
                if cited not in citation.cells:
                    self._found[position] = replace(citation, cells=(*citation.cells, cited))
                return citation.n
        return self._add(
            document, place, folded(document.source[place.start : place.end]), grid.title or None, (cited,)
        )

    def quote(self, place: Locator) -> int:
        """The number of the citation of a stretch of prose."""
        document = self._quotable_of(place.document_id)
        for citation in self._found:
            if citation.document == document.id and citation.locator.start == place.start and not citation.cells:
                return citation.n
        return self._add(document, place, folded(document.source[place.start : place.end]), None, ())

    def lead_in(self, sentence: Sentence) -> int | None:
        """The number of the citation of the words that introduce a list item; None when they do not stand before it."""
        source = self._quotable_of(sentence.locator.document_id).source
        for words in (sentence.lead_in, sentence.lead_in.splitlines()[-1] if sentence.lead_in else ""):
            start = source.rfind(words, 0, sentence.locator.start) if words.strip() else -1
            if start >= 0:
                return self.quote(replace(sentence.locator, start=start, end=start + len(words)))
        return None

    def _add(
        self, document: Quotable, place: Locator, quote: str, table: str | None, cells: tuple[CitedCell, ...]
    ) -> int:
        self._found.append(
            Citation(
                n=len(self._found) + 1,
                document=document.id,
                title=document.title,
                section=" › ".join(place.section),
                page=place.page,
                quote=quote,
                table=table,
                cells=cells,
                locator=place,
            )
        )
        return len(self._found)

    def all(self) -> tuple[Citation, ...]:
        """The citations so far."""
        return tuple(self._found)


def check_quotes(citations: Sequence[Citation], quotable_of: QuotableOf) -> None:
    """Raise QuoteNotFound when a citation's quote is not what stands at its place."""
    for citation in citations:
        source = quotable_of(citation.document).source
        if folded(source[citation.locator.start : citation.locator.end]) != citation.quote:
            raise QuoteNotFound(f"the quote of citation {citation.n} is not at its place in '{citation.document}'")


def shown(text: str) -> str:
    """A quote as it reads in a sentence: Markdown marks gone, no full stop at the end."""
    return plain(text).strip()

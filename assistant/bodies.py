"""What goes out to other programs, as models: they give the HTTP API and the tools their schemas.

The JSON itself is made in one place each (`answer_json`, `result_json`, `grid_json` …); these models say what is in it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.answers.answer import Answer, Route, Verdict, answer_json
from assistant.answers.contract import PlanRequest
from assistant.answers.explaining import Became
from assistant.libraries.listing import documents_json, grid_json
from corpus.document import Passage
from corpus.store import DocumentInfo
from structured.observations import Grid


class Body(BaseModel):
    """What all bodies have in common: no other fields than those named."""

    model_config = ConfigDict(extra="forbid")


class CitedCellBody(Body):
    """One cell that a citation points at, by its labels and as printed."""

    row: str
    column: str
    value: str


class CitationBody(Body):
    """A numbered place in a report; `quote` is verbatim: the sentence, or the table row."""

    n: Annotated[int, Field(ge=1)]
    document: str
    title: str
    section: str
    page: int | None
    quote: str
    table: str | None
    cells: list[CitedCellBody]


class FigureBody(Body):
    """A number that the text states; `citation` is None for a computed one, whose steps stand in `working`."""

    value: int | float
    unit: str
    label: str
    citation: int | None
    derived: bool


class AnswerBody(Body):
    """An answer. `text` carries markers such as [1] that point into `citations`."""

    id: str
    question: str
    route: Route
    text: str
    figures: list[FigureBody]
    working: list[str]
    citations: list[CitationBody]
    verdict: Verdict | None
    warnings: list[str]
    choices: Annotated[list[str], Field(description="The questions that a clarification offers.")]
    elapsed_ms: float


class WordBody(Body):
    """A word of a question and what it became; `mended` is the spelling that it was read as."""

    text: str
    became: Became
    meaning: str | None
    required: bool
    earlier: bool
    mended: str | None


class ReadingBody(Body):
    """A reading of a question over a table; `why` says why it was turned down, null for one that answered."""

    operation: str
    document: str
    table: str
    rows: list[str]
    columns: list[str]
    prints: str
    trust: float
    why: str | None


class ProseBody(Body):
    """What the sentences had to say: whether they were looked at and quoted, and how sure they were, 0 to 1."""

    looked_at: bool
    quoted: bool
    confidence: float
    needed: float
    nearest: list[str]


class ExplanationBody(Body):
    """How a question was read and why it was answered as it was."""

    question: str
    read_as: str
    words: list[WordBody]
    chosen: list[ReadingBody]
    rejected: list[ReadingBody]
    trust_needed: float
    prose: ProseBody
    reasons: list[str]
    route: Route
    answer: str
    answer_id: str


class PlaceBody(Body):
    """One cell of one table, by its printed place and its labels."""

    document: str
    table: int
    row: int
    column: int
    row_labels: list[str]
    column_labels: list[str]


class ValueBody(Body):
    """One figure of a result, rounded as printed; it is derived unless it is a cell's own."""

    value: int | float | None
    unit: str | None
    printed: str
    derived: bool
    sources: list[PlaceBody]
    citations: list[int]


class CellBody(PlaceBody):
    """An operand as the report prints it."""

    printed: str
    value: int | float | None
    unit: str | None
    period: str | None


class OperandBody(CellBody):
    """An operand with the numbers of its citations."""

    citations: list[int]


class ResultBody(Body):
    """What a plan gave. `left_out` are operands without a figure; `count` is for filters and counts."""

    plan: PlanRequest
    values: list[ValueBody]
    count: int | None
    operands: list[OperandBody]
    left_out: list[CellBody]
    tied: bool
    working: list[str]
    citations: list[CitationBody]


class DocumentBody(Body):
    """A report in the library. `edition` is set for a restated one, `set` names the fields that a user has set."""

    id: str
    title: str
    publisher: str | None
    period: str | None
    published: str | None
    edition: str | None
    set: list[str]
    file: str
    pages: int | None
    tables: int
    observations: int
    chunks: int
    added: str
    warnings: list[str]


class DocumentsBody(Body):
    """The reports, sorted by id."""

    documents: list[DocumentBody]


class TableSummaryBody(Body):
    """A table by name and size."""

    document: str
    number: int
    title: str
    section: str
    page: int | None
    rows: int
    columns: int


class TablesBody(Body):
    """Tables, by report and in reading order."""

    tables: list[TableSummaryBody]


class GridCellBody(Body):
    """One cell of a table: as printed, and what was read from it."""

    printed: str
    value: int | float | None
    unit: str | None
    period: str | None
    inferred: Annotated[list[str], Field(description="What was worked out instead of read.")]


class GridRowBody(Body):
    """One row of a table; `row` is the index by which a plan names it."""

    row: int
    labels: list[str]
    cells: list[GridCellBody]


class CellPlaceBody(Body):
    """A cell of a table, by the indexes of its row and its column."""

    row: int
    column: int


class RemarkBody(Body):
    """What a report says by a mark ("note 1", "r"), and of which rows, columns or cells, or the whole table."""

    mark: str
    text: str
    whole: bool
    rows: list[int]
    columns: list[int]
    cells: list[CellPlaceBody]


class TableBody(Body):
    """A table as data; `column_indexes` are the indexes by which a plan names its columns."""

    document: str
    number: int
    title: str
    page: int | None
    section: str
    columns: list[list[str]]
    column_indexes: list[int]
    rows: list[GridRowBody]
    notes: list[str]
    remarks: list[RemarkBody]
    findings: list[str]


class PassageBody(Body):
    """A verbatim slice of a report that a search found; `context` names what stands around it."""

    rank: int
    score: float
    document: str
    section: str
    page: int | None
    kind: Literal["prose", "sentence", "rows"]
    text: str
    context: str


class PassagesBody(Body):
    """The passages of a search, best first."""

    passages: list[PassageBody]


def answer_body(answer: Answer) -> AnswerBody:
    """The answer as a body."""
    return AnswerBody.model_validate(answer_json(answer))


def passage_json(passage: Passage) -> dict[str, Any]:
    """A passage as plain JSON data."""
    chunk = passage.chunk
    return {
        "rank": passage.rank,
        "score": passage.score,
        "document": chunk.locator.document_id,
        "section": " › ".join(chunk.locator.section),
        "page": chunk.locator.page,
        "kind": chunk.kind.value,
        "text": chunk.text,
        "context": chunk.context,
    }


def documents_body(documents: tuple[DocumentInfo, ...]) -> DocumentsBody:
    """The reports as a body."""
    return DocumentsBody.model_validate(documents_json(documents))


def table_body(grid: Grid) -> TableBody:
    """A table as a body."""
    return TableBody.model_validate(grid_json(grid))


def tables_body(grids: tuple[Grid, ...]) -> TablesBody:
    """The tables by name and size."""
    return TablesBody(
        tables=[
            TableSummaryBody(
                document=grid.document_id,
                number=grid.number,
                title=grid.title or grid.caption,
                section=" / ".join(grid.section),
                page=grid.page,
                rows=len(grid.rows),
                columns=len(grid.columns),
            )
            for grid in grids
        ]
    )

"""What comes in, beside plans: the bodies of requests, each with an example for the specification."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

from assistant.bodies import AnswerBody, Body, CitationBody, DocumentBody, FigureBody
from assistant.report_library import MOST_PASSAGES

MAX_TEXT = 20_000
"""Characters; a question of more than 2,000 is answered with a refusal that says so."""
MOST_TURNS = 50
"""Questions that may come before one; as many as a conversation may have."""
MAX_TOPIC = 200
MOST_DOCUMENTS = 1_000

FILE_NAME = r"^[^/\\.\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]{0,199}$"
MOST_NAME_BYTES = 255
"""What a file system takes for a name."""

DocumentId = Annotated[str, Field(min_length=1, max_length=300)]
Documents = Annotated[
    list[DocumentId] | None,
    Field(max_length=MOST_DOCUMENTS, description="The ids of the reports to look in; all when null or left out."),
]


class RequestBody(BaseModel):
    """What all requests have in common: no other fields than those named, in bodies and in addresses."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _with_example(**example: JsonValue) -> ConfigDict:
    return ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [example]})


def _fits_a_file_system(name: str) -> str:
    n_bytes = len(name.encode())
    if n_bytes > MOST_NAME_BYTES:
        raise ValueError(f"a file's name may have {MOST_NAME_BYTES} bytes; this has {n_bytes}")
    return name


class FileQuery(RequestBody):
    """What the address says of a file that is sent."""

    file_name: Annotated[
        str,
        Field(pattern=FILE_NAME, description="Its ending says what kind of file it is."),
        AfterValidator(_fits_a_file_system),
    ]


class DraftQuery(FileQuery):
    """The same of a draft, and how it comes back."""

    form: Annotated[
        Literal["json", "file"], Field(description="`file` hands the draft back with comments or footnotes.")
    ] = "json"


class BriefQuery(RequestBody):
    """How a briefing comes."""

    form: Annotated[
        Literal["json", "markdown", "word"],
        Field(description="`word` has the chart as a picture, `markdown` in words."),
    ] = "json"


class FindQuery(RequestBody):
    """Which conversations are meant."""

    words: Annotated[str, Field(max_length=200, description="Words of a name, a question or an answer.")] = ""


class AskBody(RequestBody):
    """A question, with the questions before it where it is a follow-up."""

    model_config = _with_example(question="Which region sold the most widgets in Q4 2023/24?", history=[])

    question: Annotated[str, Field(max_length=MAX_TEXT)]
    history: Annotated[list[Annotated[str, Field(max_length=MAX_TEXT)]], Field(max_length=MOST_TURNS)] = []
    documents: Documents = None


class CheckBody(RequestBody):
    """A claim."""

    model_config = _with_example(claim="Widgets sold in Northfield rose by 11% over the year.")

    claim: Annotated[str, Field(max_length=MAX_TEXT)]
    documents: Documents = None


class SearchBody(RequestBody):
    """What to look for."""

    model_config = _with_example(query="late deliveries", limit=5)

    query: Annotated[str, Field(max_length=MAX_TEXT)]
    limit: Annotated[int, Field(ge=1, le=MOST_PASSAGES)] = 10
    documents: Documents = None


class AuditBody(RequestBody):
    """The reports to audit, or all."""

    model_config = _with_example(documents=None)

    documents: Documents = None


class BriefBody(RequestBody):
    """A topic to write a briefing on."""

    model_config = _with_example(topic="widgets sold", documents=None)

    topic: Annotated[str, Field(max_length=MAX_TOPIC)]
    documents: Documents = None


class TurnBody(RequestBody):
    """The next question of a conversation."""

    model_config = _with_example(question="And in the quarter before?", documents=None)

    question: Annotated[str, Field(max_length=MAX_TEXT)]
    documents: Documents = None


class TalkTurnBody(Body):
    """A question of a conversation with its answer: when it was asked (ISO 8601, UTC), of which reports (null: all)."""

    asked: str
    documents: list[str] | None
    answer: AnswerBody


class TalkBody(Body):
    """A conversation with its turns, in order; `changed` is ISO 8601 in UTC."""

    id: str
    name: str
    changed: str
    turns: list[TalkTurnBody]


class TalkSummaryBody(Body):
    """A conversation without its turns."""

    id: str
    name: str
    changed: str


class TalksBody(Body):
    """Conversations, the latest first."""

    conversations: list[TalkSummaryBody]


class AddedBody(Body):
    """What adding a report did: added, replaced, or unchanged."""

    status: str
    document: DocumentBody
    notes: list[str]


class HealthBody(Body):
    """That the server runs."""

    status: str


class ReadyBody(Body):
    """That the library answers, and what is in it."""

    status: str
    documents: int
    version: Annotated[int, Field(description="Grows with every change of the library.")]


class FindingPlaceBody(Body):
    """One of the two places that do not agree."""

    document: str
    page: int | None
    section: str
    quote: str


class FindingBody(Body):
    """Two places that do not agree; `computed` is what the figures give, where it was worked out."""

    id: str
    kind: str
    severity: str
    a: FindingPlaceBody
    b: FindingPlaceBody
    explanation: str
    computed: str | None


class FindingsBody(Body):
    """What an audit found, most serious first."""

    findings: list[FindingBody]


class DraftSentenceBody(Body):
    """One statement of a draft, marked, with the answer that the mark rests on. `start` and `end` are characters."""

    text: str
    place: str
    part: int | str
    start: int
    end: int
    mark: str
    explanation: str
    read_as: str | None
    correction: str | None
    answer: AnswerBody


class DraftCheckBody(Body):
    """A draft checked, sentence by sentence; `summary` counts the marks."""

    name: str
    n_sentences: int
    summary: dict[str, int]
    notes: list[str]
    sentences: list[DraftSentenceBody]


class ChartBody(Body):
    """What a briefing's chart shows, one figure for each label; `alt` says all of it in words."""

    kind: str
    title: str
    subtitle: str
    labels: list[str]
    values: list[int | float]
    printed: list[str]
    alt: str


class FigureTableBody(Body):
    """Printed figures; the first cell of each row is its label."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    citation: int


class BriefingBody(Body):
    """A briefing. Its lines carry markers such as [1] that point into `citations`."""

    topic: str
    title: str
    headlines: list[str]
    reported: list[str]
    causes: list[str]
    actions: list[str]
    tables: list[FigureTableBody]
    chart: ChartBody | None
    caveats: list[str]
    figures: list[FigureBody]
    working: list[str]
    citations: list[CitationBody]


class BriefReplyBody(Body):
    """A briefing, or the refusal that says why there is none."""

    brief: BriefingBody | None
    refusal: AnswerBody | None

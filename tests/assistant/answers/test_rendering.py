"""An answer is shown whole, marked at the right place, and nothing of a report or a user becomes markup."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers.answer import Answer, Citation, CitedCell, Route, Verdict
from assistant.answers.rendering import (
    answer_html,
    answer_text,
    citation_html,
    escape_markdown,
    list_html,
    page_label,
    place_label,
    table_html,
)
from corpus.document import Block, BlockKind, Cell, Document, Locator, Table

LINES = ("Services", "Visits rose in <North>.", "Grant income fell.", "Repairs", "Roofs were mended.")
SOURCE = "\n".join(LINES)


def at(text: str, section: tuple[str, ...] = ("Services",)) -> Locator:
    start = SOURCE.index(text)
    return Locator(document_id="d", section=section, page=4, start=start, end=start + len(text))


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH, section: tuple[str, ...] = ("Services",)) -> Block:
    return Block(kind=kind, text=text, locator=at(text, section))


def cell(row: int, column: int, text: str, *, is_header: bool = False, row_span: int = 1, column_span: int = 1) -> Cell:
    return Cell(
        row=row,
        column=column,
        text=text,
        is_header=is_header,
        row_span=row_span,
        column_span=column_span,
        locator=at("Grant"),
    )


TABLE = Table(
    number=1,
    title="Widgets <sold>",
    n_rows=2,
    n_columns=2,
    cells=(
        cell(0, 0, "Area", is_header=True),
        cell(0, 1, "Q1", is_header=True),
        cell(1, 0, "North"),
        cell(1, 1, "1,204"),
    ),
    notes=("* provisional",),
    locator=at("Grant income fell."),
)
DOCUMENT = Document(
    id="d",
    title="Services report",
    source=SOURCE,
    blocks=(
        block("Services", BlockKind.HEADING),
        block("Visits rose in <North>."),
        Block(kind=BlockKind.TABLE, text="Grant income fell.", table=TABLE, locator=TABLE.locator),
        block("Repairs", BlockKind.HEADING, ("Repairs",)),
        block("Roofs were mended.", BlockKind.BULLET, ("Repairs",)),
    ),
    digest="0",
    file_name="d.txt",
)
SENTENCE = Citation(
    n=1,
    document="d",
    title="Services report",
    section="Services",
    page=4,
    quote="Visits rose",
    locator=at("Visits rose"),
)
CELL = Citation(
    n=2,
    document="d",
    title="Services report",
    section="Services",
    page=4,
    quote="North 1,204",
    table="Widgets <sold>",
    cells=(CitedCell(row="North", column="Q1", printed="1,204", table=1, row_index=1, column_index=1),),
    locator=TABLE.locator,
)


def test_text_holds_verdict_caveats_choices_working_and_sources_in_that_order() -> None:
    answer = Answer(
        question="q",
        route=Route.CALCULATION,
        text="1,204 widgets were sold [2].",
        verdict=Verdict.NOT_FOUND,
        citations=(SENTENCE, CELL),
        warnings=("Provisional.",),
        choices=("In the North?",),
        working=("Read 1,204.",),
    )
    assert answer_text(answer, working=True) == (
        "Not found.\n\n1,204 widgets were sold [2].\n\n"
        "Choose one by its number, or by asking it:\n  - 1. In the North?\n\n"
        "Note:\n  - Provisional.\n\n"
        "How this was worked out:\n  - Read 1,204.\n\n"
        'Sources:\n  [1] Services report, Services, page 4\n      "Visits rose"\n'
        "  [2] Services report, Services, page 4\n      table: Widgets <sold>\n      North / Q1: 1,204"
    )


def test_a_verdict_is_said_once() -> None:
    answer = Answer(question="q", route=Route.CALCULATION, text="Supported. 2.", verdict=Verdict.SUPPORTED)
    assert answer_text(answer) == "Supported. 2."
    assert answer_html(answer) == "<p>2.</p>"  # the page has the verdict above it


def test_working_is_left_out_unless_asked_for() -> None:
    answer = Answer(question="q", route=Route.CALCULATION, text="2.", working=("1 + 1 = 2",))
    assert answer_text(answer) == "2."


def test_markers_become_superscripts_only_where_a_citation_has_the_number() -> None:
    answer = Answer(
        question="q", route=Route.RETRIEVAL, text="Rose [1], in [2023].\n\nAnd <b>more</b>.", citations=(SENTENCE,)
    )
    assert answer_html(answer) == (
        '<p>Rose <sup class="marker">[1]</sup>, in [2023].</p><p>And &lt;b&gt;more&lt;/b&gt;.</p>'
    )


def test_a_quoted_sentence_is_marked_within_its_own_section() -> None:
    shown = citation_html(DOCUMENT, SENTENCE)
    assert "<p><mark>Visits rose</mark> in &lt;North&gt;.</p>" in shown
    assert "Table: Widgets &lt;sold&gt;" in shown
    assert "Roofs" not in shown


def test_a_quote_whose_place_is_in_no_block_is_still_shown() -> None:
    nowhere = Citation(
        n=1,
        document="d",
        title="t",
        section="",
        page=None,
        quote="A & B",
        locator=Locator(document_id="d", start=8, end=8),
    )
    assert citation_html(DOCUMENT, nowhere) == "<blockquote><mark>A &amp; B</mark></blockquote>"


def test_a_cited_cell_is_marked_in_its_table() -> None:
    shown = citation_html(DOCUMENT, CELL)
    assert '<tr class="cited-row"><td>North</td><td class="cited figure"><mark>1,204</mark></td></tr>' in shown
    assert shown.count("<mark>") == 1
    assert "<caption>Widgets &lt;sold&gt;</caption>" in shown
    assert "* provisional" in shown


def test_the_column_of_a_cited_cell_is_marked_with_its_heading() -> None:
    cells = (
        *(cell(0, column, text, is_header=True) for column, text in enumerate(("Region", "2023", "2024"))),
        *(cell(1, column, text) for column, text in enumerate(("North", "1", "2"))),
        *(cell(2, column, text) for column, text in enumerate(("South", "3", "4"))),
    )
    table = Table(number=2, title="", n_rows=3, n_columns=3, cells=cells, locator=at("Grant"))
    cited = CitedCell(row="North", column="2024", printed="2", table=2, row_index=1, column_index=2)
    marked = re.findall(r'<t[hd] class="cited-column(?: figure)?">(.*?)</', table_html(table, [cited]))
    assert marked == ["2024", "4"]


def test_of_a_wide_table_every_column_of_labels_is_shown_beside_the_cited_one() -> None:
    heads = ("Area", "Measure", *(f"Q{n}" for n in range(1, 7)))
    body = [
        cell(row, column, text)
        for row in (1, 2)
        for column, text in enumerate((f"Area {row}", f"Measure {row}", *(f"{row}{n}%" for n in range(1, 7))))
    ]
    head = (cell(0, column, text, is_header=True) for column, text in enumerate(heads))
    table = Table(number=2, title="", n_rows=3, n_columns=8, cells=(*head, *body), locator=at("Grant"))
    cited = CitedCell(row="Area 1 › Measure 1", column="Q6", printed="16%", table=2, row_index=1, column_index=7)
    part, _ = table_html(table, [cited]).split("<details>")
    assert re.findall(r">([A-Z][^<]*)</t", part) == [
        "Area",
        "Measure",
        "Q5",
        "Q6",
        *("Area 1", "Measure 1"),
        *("Area 2", "Measure 2"),
    ]


def test_a_merged_cell_is_shown_once() -> None:
    cells = (cell(0, 0, "North", row_span=2), cell(0, 1, "1"), cell(1, 0, "North"), cell(1, 1, "2"))
    merged = Table(number=2, title="", n_rows=2, n_columns=2, cells=cells, locator=at("Grant"))
    assert (
        '<tr><td rowspan="2">North</td><td class="figure">1</td></tr><tr><td class="figure">2</td></tr>'
        in table_html(merged)
    )


def test_of_a_long_table_the_cited_row_is_shown_with_its_header_and_the_rest_is_folded_away() -> None:
    cells = (cell(0, 0, "Area", is_header=True), *(cell(row, 0, f"Row {{{row}}}") for row in range(1, 30)))
    long = Table(number=3, title="Long", n_rows=30, n_columns=1, cells=cells, locator=at("Grant"))
    cited = CitedCell(row="", column="", printed="Row {20}", table=3, row_index=20, column_index=0)
    part, whole = table_html(long, [cited]).split("<details>")
    assert re.findall(r"Area|Row {\d+}|…", part) == ["Area", "…", *(f"Row {{{n}}}" for n in range(18, 23)), "…"]
    assert "Show the whole table of 30 by 1" in whole
    assert whole.count("<tr") == 30


def test_a_page_that_was_worked_out_says_so() -> None:
    place = Locator(document_id="d", page=4, page_inferred=True, start=0, end=1)
    inferred = Citation(n=1, document="d", title="Report", section="", page=4, quote="S", locator=place)
    assert page_label(inferred) == "page 4 (from the contents page)"
    assert place_label(inferred) == "Report, page 4 (from the contents page)"


@given(st.text())
def test_nothing_in_an_answer_becomes_markup(text: str) -> None:
    shown = answer_html(Answer(question="q", route=Route.RETRIEVAL, text=text)) + list_html([text])
    assert set(re.findall(r"</?\w+", shown)) <= {"<p", "</p", "<br", "<ul", "</ul", "<li", "</li"}
    assert html.escape(text) in list_html([text])


@pytest.mark.parametrize(
    "typed", ["$x$", "<b>", "[a](b)", "# a", "1. a", "*a*", "`a`", ":smile:", ":e-mail:", ":red[a]", "a | b", "~~a~~"]
)
def test_markdown_marks_are_escaped(typed: str) -> None:
    shown = escape_markdown(typed)
    assert not re.search(r"(?<!\\)[*_{}\[\]()<>#+.!|~$`-]", shown)
    assert not re.search(r":[\w/+\\-]+[:\[]", shown)
    assert re.sub(r"\\(.)|\u2060", r"\1", shown) == typed

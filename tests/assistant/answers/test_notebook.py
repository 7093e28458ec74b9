"""An answer in a notebook: shown as HTML, its figures as a table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.answers.answer import Answer, Route, Verdict
from assistant.answers.notebook import FIGURE_COLUMNS
from tests.small import REPORT, ask, scope_of


@pytest.fixture(scope="module")
def answer() -> Answer:
    return ask(scope_of(REPORT), "How many more widgets were sold in Northfield in Q4 2023/24 than in Q3 2023/24?")


def test_an_answer_shows_its_text_figures_sources_and_working(answer: Answer) -> None:
    shown = answer._repr_html_()
    assert answer.figures
    for figure in answer.figures:
        assert f"<td>{figure.value:,}</td>" in shown
    assert "<summary>[1] " in shown
    assert "Northfield / Q4 2023/24: 1,310" in shown
    assert "How this was worked out" in shown


def test_what_a_report_or_a_user_wrote_is_shown_as_text(answer: Answer) -> None:
    hostile = "<script>alert(1)</script>"
    citation = replace(answer.citations[0], title=hostile, table=hostile, cells=())
    figure = replace(answer.figures[0], label=hostile)
    odd = replace(
        answer,
        question=hostile,
        text=hostile,
        warnings=(hostile,),
        choices=(hostile,),
        working=(hostile,),
        citations=(replace(citation, quote=hostile),),
        figures=(figure,),
    )
    assert "<script" not in odd._repr_html_()


def test_amounts_in_dollars_are_not_taken_for_formulas(answer: Answer) -> None:
    shown = replace(answer, text="It rose from $5m to $6m.")._repr_html_()
    assert shown.startswith('<div class="tex2jax_ignore mathjax_ignore"')


def test_a_verdict_and_a_refusal_are_named() -> None:
    claim = Answer(question="It rose.", route=Route.RETRIEVAL, text="It fell.", verdict=Verdict.NOT_FOUND)
    assert "Not found" in claim._repr_html_()
    assert "Not answered" in Answer(question="Why?", route=Route.REFUSAL, text="Not said.")._repr_html_()


def test_figures_come_as_a_table_with_where_each_is_cited(answer: Answer) -> None:
    frame = answer.figures_frame()
    assert tuple(frame.columns) == FIGURE_COLUMNS
    assert list(frame.value) == [figure.value for figure in answer.figures]
    assert all(isinstance(value, Decimal) for value in frame.value)
    cited = frame[[n is not None for n in frame.citation]]
    assert set(cited.document) == {"widgets-q4-2023-24"}
    assert all("Northfield" in quote for quote in cited.quote)


def test_an_answer_without_figures_gives_an_empty_table() -> None:
    frame = Answer(question="Why?", route=Route.REFUSAL, text="Not said.").figures_frame()
    assert (len(frame), tuple(frame.columns)) == (0, FIGURE_COLUMNS)

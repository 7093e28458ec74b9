"""The guard lets through what is backed, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.answers.answer import Answer, Figure, Route, Verdict
from assistant.answers.citations import quotable
from assistant.answers.guard import guard
from assistant.checking.joined import check_claim
from assistant.errors import QuoteNotFound, UnsupportedFigure
from tests.small import REPORT, ask, document_of, scope_of

ASKED = "By how much did sales in Southport fall between Q4 2022/23 and Q4 2023/24?"
LABELS = ("Southport", "Q4 2022/23", "Q4 2023/24")


@pytest.fixture(scope="module")
def answer() -> Answer:
    return ask(scope_of(REPORT), ASKED)


def held(answer: Answer, labels: tuple[str, ...] = LABELS) -> None:
    document = document_of(REPORT)
    guard(answer, labels, lambda _: quotable(document))


def test_a_backed_answer_passes(answer: Answer) -> None:
    held(answer)


@pytest.mark.parametrize("extra", ["And 17 more.", "Or 131.5?", "That is 12%.", "1,310 too.", "£4m"])
def test_a_number_without_a_figure_is_stopped(answer: Answer, extra: str) -> None:
    with pytest.raises(UnsupportedFigure, match="without a figure"):
        held(replace(answer, text=f"{answer.text} {extra}"))


def test_digits_of_labels_are_no_figures_but_only_of_labels(answer: Answer) -> None:
    with pytest.raises(UnsupportedFigure):
        held(answer, LABELS[:2])


@pytest.mark.parametrize(
    "text", ["It fell by 131 [1].", "It fell by 131.0 [1].", "By 0131 [1].", "1,000.00, then 869 [1]."]
)
def test_a_number_may_be_written_with_other_noughts_and_separators(answer: Answer, text: str) -> None:
    held(replace(answer, text=text))


def test_a_label_that_is_a_number_covers_no_part_of_another(answer: Answer) -> None:
    with pytest.raises(UnsupportedFigure, match="213"):
        held(replace(answer, text=f"{answer.text} And 213."), (*LABELS, "2"))


def test_brackets_within_a_label_point_at_no_citation(answer: Answer) -> None:
    held(replace(answer, text=f"{answer.text} As in Southport [7]."), (*LABELS, "Southport [7]"))


def test_the_base_of_a_rate_is_part_of_its_unit(answer: Answer) -> None:
    held(replace(answer, text="It fell by 131 per 1,000 people, or per 100 [1]."))


def test_a_figure_without_evidence_is_stopped(answer: Answer) -> None:
    loose = Figure(value=Decimal(131), unit="count", label="", citation=None, derived=False)
    with pytest.raises(UnsupportedFigure, match="neither a citation nor a working"):
        held(replace(answer, figures=(loose,)))
    computed = replace(loose, derived=True)
    with pytest.raises(UnsupportedFigure, match="neither a citation nor a working"):
        held(replace(answer, text="131", figures=(computed,), working=(), citations=()))
    held(replace(answer, text="131", figures=(computed,), working=("1,000 − 869 = 131",), citations=()))


def test_a_figure_that_points_nowhere_is_stopped(answer: Answer) -> None:
    wrong = tuple(replace(f, citation=9) if f.citation else f for f in answer.figures)
    with pytest.raises(UnsupportedFigure, match="citation 9"):
        held(replace(answer, figures=wrong))


def test_a_marker_that_points_nowhere_is_stopped(answer: Answer) -> None:
    with pytest.raises(UnsupportedFigure, match=r"citation \[2\]"):
        held(replace(answer, text=answer.text.replace("[1]", "[2]")))


def test_a_quote_that_is_not_there_is_stopped(answer: Answer) -> None:
    (citation,) = answer.citations
    with pytest.raises(QuoteNotFound):
        held(replace(answer, citations=(replace(citation, quote="Southport 1,000"),)))
    moved = replace(citation, locator=replace(citation.locator, start=citation.locator.start + 1))
    with pytest.raises(QuoteNotFound):
        held(replace(answer, citations=(moved,)))


@pytest.mark.parametrize("route", [Route.REFUSAL, Route.CLARIFICATION])
def test_a_refusal_may_repeat_the_users_numbers_but_not_point_nowhere(answer: Answer, route: Route) -> None:
    bare = replace(answer, route=route, text="Nothing on 1971.", figures=(), working=(), citations=())
    held(bare)
    with pytest.raises(UnsupportedFigure):
        held(replace(bare, text="Nothing on 1971 [1]."))


def test_an_answer_that_the_guard_stops_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise UnsupportedFigure("a number stands in the answer without a figure behind it")

    scope = scope_of(REPORT)
    asked, claim = (
        "How many widgets were sold in Southport in Q4 2023/24?",
        "869 widgets were sold in Southport in Q4 2023/24.",
    )
    assert ask(scope, asked).route is Route.CALCULATION
    assert check_claim(claim, scope).verdict is Verdict.SUPPORTED
    monkeypatch.setattr("assistant.answers.finishing.guard", stopped)
    monkeypatch.setattr("assistant.checking.judgement_answers.guard", stopped)
    withheld, checked = ask(scope, asked), check_claim(claim, scope)
    assert (withheld.route, checked.route, checked.verdict) == (Route.REFUSAL, Route.REFUSAL, Verdict.NOT_FOUND)
    assert "869" not in withheld.text + checked.text
    assert not withheld.figures
    assert not checked.figures

"""What is answered where a report withholds a figure, and what it says of the figures that it gives."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Answer, Route, Verdict
from assistant.checking.joined import check_claim
from assistant.questions.scope import Scope
from tests.small import ask, document_of, scope_of, tables_scope

LAMPS = """Lamp report 2023 to 2025

Lamps mended

Table 1: Lamps mended by harbour
Harbour | 2023 | 2024 [r] | 2025
Ostrow [1] | 120 | 131 | 140
Pell | <5 | fewer than 5 | 9
Quarne | 33 | [c] | 41
Roke | 28 | 30 | 29
Total | 190 | 180 | 219

[c] means suppressed to keep a trade secret. [r] means revised.
[1] The lamps of the pier are left out.
"""


@pytest.fixture(scope="module")
def scope() -> Scope:
    return scope_of(LAMPS)


def noted(answer: Answer) -> str:
    return " ".join(answer.warnings)


def test_a_limit_is_answered_in_the_reports_own_words(scope: Scope) -> None:
    answer = ask(scope, "How many lamps were mended at Pell in 2023?")
    assert answer.text == "Pell: <5 (2023) [1]."
    assert answer.figures == ()
    assert "no exact figure" in noted(answer)
    assert answer.citations[0].cells[0].printed == "<5"


def test_a_suppressed_figure_is_named_as_such(scope: Scope) -> None:
    answer = ask(scope, "How many lamps were mended at Quarne in 2024?")
    assert answer.route is Route.REFUSAL
    assert "no figure there ([c])" in answer.text
    assert "“suppressed to keep a trade secret”" in noted(answer)


@pytest.mark.parametrize(
    "question",
    [
        "What is the total of lamps mended at Ostrow, Pell and Quarne in 2023?",
        "How did the lamps mended at Pell change between 2023 and 2025?",
        "By what percentage did the lamps mended at Pell rise from 2023 to 2025?",
        "What share of all lamps in 2023 were mended at Pell?",
        "What was the average number of lamps mended by harbour in 2023?",
    ],
)
def test_nothing_is_worked_out_with_a_withheld_figure(scope: Scope, question: str) -> None:
    answer = ask(scope, question)
    assert answer.route is Route.REFUSAL
    assert answer.text == ("That cannot be worked out: the report prints no exact figure for Pell, 2023 (<5) [1].")
    assert answer.figures == ()


def test_a_total_that_the_report_prints_is_given(scope: Scope) -> None:
    assert "190" in ask(scope, "How many lamps were mended in total in 2023?").text


def test_the_lowest_is_told_with_what_is_lower_still(scope: Scope) -> None:
    answer = ask(scope, "Which harbour had the fewest lamps mended in 2023?")
    assert "Lowest of the figures printed" in answer.text
    assert "Roke, 28" in answer.text
    assert "Lower still, though no exact figure is printed: Pell (<5)" in answer.text


def test_the_highest_names_what_was_left_out(scope: Scope) -> None:
    answer = ask(scope, "Which harbour had the most lamps mended in 2024?")
    assert "Ostrow, 131" in answer.text
    assert "Pell (fewer than 5), Quarne ([c]); some of them may be higher" in noted(answer)


def test_a_limit_meets_a_condition_where_it_decides(scope: Scope) -> None:
    answer = ask(scope, "Which harbours had fewer than 30 lamps mended in 2023?")
    assert "Roke (28)" in answer.text
    assert "Pell (<5)" in answer.text
    assert ask(scope, "How many harbours had more than 30 lamps mended in 2023?").text.startswith("2 of 4")


def test_an_answer_carries_what_the_report_notes_on_its_figures(scope: Scope) -> None:
    answer = ask(scope, "How many lamps were mended at Ostrow in 2024?")
    assert "131" in answer.text
    assert "“The lamps of the pier are left out”" in noted(answer)
    assert "“revised”" in noted(answer)
    assert {"The lamps of the pier are left out.", "[r] means revised"} <= {c.quote for c in answer.citations}


def test_an_answer_carries_nothing_of_other_figures(scope: Scope) -> None:
    assert ask(scope, "How many lamps were mended at Roke in 2023?").warnings == ()


def test_a_tables_title_tells_the_time_of_its_figures() -> None:
    text = "Lamp report\n\nLamps\n\nTable 2: Lamps mended by harbour, 2019\nHarbour | Lamps\nPell | 7\nRoke | 3\n"
    scope = tables_scope(document_of(text, "lamps"))
    assert ask(scope, "How many lamps were mended at Pell in 2019?").text.startswith("Pell: 7 ")
    assert ask(scope, "How many lamps were mended at Pell in 2018?").route is Route.REFUSAL


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Roke had the fewest lamps mended in 2023.", None),
        ("Pell had the fewest lamps mended in 2023.", None),
        ("Quarne had the fewest lamps mended in 2023.", Verdict.CONTRADICTED),
        ("Ostrow had the most lamps mended in 2023.", Verdict.SUPPORTED),
        ("Ostrow had the most lamps mended in 2024.", None),
        ("Pell had 5 lamps mended in 2023.", None),
    ],
)
def test_no_claim_is_settled_by_a_figure_that_is_withheld(scope: Scope, claim: str, verdict: Verdict | None) -> None:
    assert check_claim(claim, scope).verdict is (verdict or Verdict.NOT_FOUND)

"""Questions for a yes or a no, answered by what the tables bear out; and what bears nothing out."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answers.answer import Route, Verdict
from assistant.checking.joined import check_claim
from assistant.checking.yes_or_no import yes_or_no
from assistant.questions.scope import Scope
from assistant.service import Assistant
from tests.conftest import build_library
from tests.small import ask, figures, scope_of

REPORT = """Widget Association quarterly report, Q4 2023/24

Sales

Widgets sold by kind
Kind | Q4 2023/24 | % change from same quarter of previous year (Q4 2022/23)
Garden lanterns | 7,267 | -4%
Blue kettles | 9,783 | +3%

Money

Spending by shop
Shop | Revised budget £m | Outturn £m | Variance £m
Northfield | 12.4 | 13.1 | 0.7
Southport | 8.0 | 7.5 | (0.5)

Refunds

Refunds by kind
Kind | Refunds April 2022 - March 2023 | Refunds April 2023 - March 2024
Lanterns | 571 | 800
Spades | 802 | 790
"""


@pytest.fixture(scope="module")
def scope() -> Scope:
    return scope_of(REPORT)


@pytest.mark.parametrize(
    ("question", "word", "figure"),
    [
        ("Were there more than 7,000 garden lanterns in Q4?", "Yes.", "7267 count"),
        ("Were there more than 8,000 garden lanterns in Q4?", "No.", "7267 count"),
        ("Did Northfield spend less than its budget?", "No.", "0.7 gbp_m"),
        ("Did Southport spend less than budgeted?", "Yes.", "0.5 gbp_m"),
    ],
)
def test_yes_or_no_comes_with_the_figures_that_say_so(scope: Scope, question: str, word: str, figure: str) -> None:
    answer = ask(scope, question)
    assert answer.route is Route.CALCULATION
    assert answer.text.startswith(word), answer.text
    assert figure in [f.removeprefix("-") for f in figures(answer)], answer.text
    assert answer.verdict is None
    assert answer.question == question
    assert answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "Was it over budget?",
        "Did lanterns or kettles sell better?",
        "Are there any grants for shops?",
        "Isn't Northfield over budget?",
        "How many garden lanterns were sold?",
        "Did Westport spend less than its budget?",
        "Did refunds fall? And sales?",
    ],
)
def test_what_states_nothing_that_tables_could_bear_out_is_not_checked(scope: Scope, question: str) -> None:
    assert yes_or_no(question, scope) is None


@pytest.mark.parametrize("claim", ["Lanterns rose over the last year.", "Spades fell over the last year."])
def test_what_is_counted_of_a_thing_bears_out_nothing_of_the_thing(scope: Scope, claim: str) -> None:
    assert check_claim(claim, scope).verdict is Verdict.NOT_FOUND


def test_what_is_counted_of_a_thing_is_checked_where_it_is_named(scope: Scope) -> None:
    assert check_claim("Refunds of spades fell from 802 to 790.", scope).verdict is Verdict.SUPPORTED
    assert check_claim("Refunds of lanterns fell from 2022/23 to 2023/24.", scope).verdict is Verdict.CONTRADICTED


LEAN = """Widget Association annual report 2023/24

Money

Fees from shops were £0.4m below budget. Grants to shops were £0.2m above budget.
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Fees from shops beat their budget by £0.4m.", Verdict.CONTRADICTED),
        ("Fees from shops were £0.4m below budget.", Verdict.SUPPORTED),
    ],
)
def test_the_verb_says_on_which_side_of_the_plan_a_sentence_has_to_be(
    claim: str, verdict: Verdict, tmp_path: Path
) -> None:
    report = tmp_path / "lean.txt"
    report.write_text(LEAN, encoding="utf-8")
    assistant = Assistant.open(build_library(tmp_path / "library", {"lean": report}))
    assert assistant.check(claim).verdict is verdict


@pytest.mark.parametrize(
    "claim", ["The Widget Association overspent on its budget.", "The Association spent less than planned."]
)
def test_what_one_shop_spent_bears_out_nothing_of_the_whole(scope: Scope, claim: str) -> None:
    assert check_claim(claim, scope).verdict is Verdict.NOT_FOUND

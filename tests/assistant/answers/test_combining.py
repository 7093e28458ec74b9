from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answers.answer import Route
from assistant.answers.combining import combine, parts_of
from tests.small import REPORT, ask, cells, figures, scope_of


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        (
            "How many were sold in 2024, and what share of them were red?",
            ("How many were sold in 2024", "what share of them were red?"),
        ),
        ("What was the budget; was it kept?", ("What was the budget", "was it kept?")),
        ("Who runs it? When does it end?", ("Who runs it", "When does it end?")),
        ("How many were sold in North and South?", ("How many were sold in North and South?",)),
        ("What is it?", ("What is it?",)),
        ("Who? What? When?", ("Who? What? When?",)),
        ("", ("",)),
    ],
)
def test_a_question_is_split_where_it_asks_again(asked: str, parts: tuple[str, ...]) -> None:
    assert parts_of(asked) == parts


def test_both_questions_are_answered() -> None:
    answer = ask(scope_of(REPORT), "How many widgets were sold in Northfield in Q4 2023/24, and how many in Eastham?")
    assert answer.route is Route.CALCULATION
    assert figures(answer) == ["1310 count", "412 count"]
    assert cells(answer) == ["Northfield / Q4 2023/24", "Eastham / Q4 2023/24"]
    assert [c.n for c in answer.citations] == [1, 2]
    assert "[1]" in answer.text
    assert "[2]" in answer.text


def test_half_an_answer_is_none() -> None:
    asked = "How many widgets were sold in Northfield in Q4 2023/24, and how many in Zanzibar?"
    assert ask(scope_of(REPORT), asked).route is Route.REFUSAL


def test_a_place_that_both_cite_is_cited_once_and_markers_follow() -> None:
    scope = scope_of(REPORT)
    one = ask(scope, "How many widgets were sold in Northfield in Q4 2023/24?")
    two = ask(scope, "How many widgets were sold in Eastham in Q4 2023/24?")
    again = ask(scope, "How many widgets were sold in Northfield in Q3 2023/24?")
    both = combine("all three", [one, two, again])
    assert [c.n for c in both.citations] == [1, 2]
    assert [f.citation for f in both.figures] == [1, 2, 1]
    assert both.text == f"{one.text} {two.text.replace('[1]', '[2]')} {again.text}"
    assert [c.column for c in both.citations[0].cells] == ["Q4 2023/24", "Q3 2023/24"]
    assert both.working == (*one.working, *two.working, *again.working)


def test_warnings_are_given_once_and_routes_meet_in_both() -> None:
    scope = scope_of(REPORT)
    one = replace(ask(scope, "How many widgets were sold in Northfield?"), warnings=("provisional",))
    other = replace(one, route=Route.RETRIEVAL)
    both = combine("two", [one, other])
    assert (both.warnings, both.route, both.question) == (("provisional",), Route.BOTH, "two")


def test_one_part_that_is_not_answered_makes_no_other_route() -> None:
    scope = scope_of(REPORT)
    one = ask(scope, "How many widgets were sold in Northfield?")
    none = replace(one, route=Route.REFUSAL, figures=(), citations=(), text="Not found.")
    assert combine("two", [one, none]).route is Route.CALCULATION
    assert combine("two", [none, none]).route is Route.REFUSAL


def test_brackets_that_point_at_no_citation_stay_as_they_are() -> None:
    one = ask(scope_of(REPORT), "How many widgets were sold in Northfield?")
    assert "[9]" in combine("two", [replace(one, text=f"{one.text} Table [9]."), one]).text

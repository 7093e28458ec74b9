"""Turns that lean on the ones before: what each inherits, and what it does not."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from assistant.questions.conversation import is_follow_up, take_turns
from assistant.questions.cues import Cue
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from tests.small import REPORT, ask, cells, figures, scope_of

NORTHFIELD = "How many widgets were sold in Northfield in Q4 2023/24?"
MOST = "Which region sold the most widgets in Q4 2023/24?"


@pytest.fixture(scope="module")
def scope() -> Scope:
    return scope_of(REPORT)


@pytest.mark.parametrize(
    ("turns", "cell"),
    [
        pytest.param((NORTHFIELD, "what about Eastham?"), "Eastham / Q4 2023/24", id="another region"),
        pytest.param((NORTHFIELD, "And in Southport?"), "Southport / Q4 2023/24", id="and in"),
        pytest.param((NORTHFIELD, "and the year before?"), "Northfield / Q4 2022/23", id="another year"),
        pytest.param((NORTHFIELD, "and the quarter before?"), "Northfield / Q3 2023/24", id="another quarter"),
        pytest.param((NORTHFIELD, "and in Q3 2023/24?"), "Northfield / Q3 2023/24", id="a named quarter"),
        pytest.param(
            (NORTHFIELD, "what about Eastham?", "and the year before?"),
            "Eastham / Q4 2022/23",
            id="one after the other",
        ),
        pytest.param((NORTHFIELD, "what about satisfaction?"), "Northfield / Q4 2023/24", id="another measure"),
        pytest.param((MOST, "and the least?"), "Eastham / Q4 2023/24", id="the other end"),
        pytest.param((MOST, "And in Q3 2023/24?"), "Northfield / Q3 2023/24", id="a rank of another quarter"),
    ],
)
def test_a_follow_up_takes_what_it_leaves_out_from_the_turn_before(
    scope: Scope, turns: tuple[str, ...], cell: str
) -> None:
    answer = ask(scope, turns[-1], *turns[:-1])
    assert (answer.route, cells(answer)) == (Route.CALCULATION, [cell]), answer.text


def test_another_measure_is_looked_up_in_its_own_table(scope: Scope) -> None:
    assert figures(ask(scope, "what about satisfaction?", NORTHFIELD)) == ["84.6 percent"]


@pytest.mark.parametrize(
    ("project", "apart", "word"), [("paint shop", "4 pp", "above"), ("rust watch inspections", "-12 count", "below")]
)
def test_whether_they_hit_it_is_about_the_target_of_before(scope: Scope, project: str, apart: str, word: str) -> None:
    answer = ask(scope, "did they hit it?", f"What was the target for {project}?")
    assert apart in figures(answer)
    assert word in answer.text
    assert sorted(cell.split(" / ")[-1] for cell in cells(answer)) == ["Result", "Target"]


def test_a_full_question_leaves_the_turn_before_alone(scope: Scope) -> None:
    answer = ask(scope, "What was the outturn for Marketing?", NORTHFIELD)
    assert cells(answer) == ["Marketing / Outturn"]
    assert answer.text == ask(scope, "What was the outturn for Marketing?").text


@pytest.mark.parametrize(
    "asked",
    [
        "How many widgets were there in Eastham?",
        "How many gloves were sold in Northfield?",
        "What was the outturn for Marketing, and how far from its budget was it?",
        "Which regions saw their satisfaction fall?",
    ],
)
@pytest.mark.parametrize("before", [MOST, "What was satisfaction in Westbury in Q4 2022/23?"])
def test_a_question_that_is_asked_in_full_has_one_answer_whatever_came_before(
    scope: Scope, asked: str, before: str
) -> None:
    alone, after = ask(scope, asked), ask(scope, asked, before)
    assert (after.route, figures(after)) == (alone.route, figures(alone))


@pytest.mark.parametrize("asked", ["what about Zanzibar?", "and in 2015/16?", "and the gloves?"])
def test_what_is_not_there_is_refused_whatever_came_before(scope: Scope, asked: str) -> None:
    answer = ask(scope, asked, NORTHFIELD)
    assert (answer.route, answer.figures) == (Route.REFUSAL, ())


def test_turns_that_say_nothing_count_for_nothing(scope: Scope) -> None:
    assert cells(ask(scope, "what about Eastham?", NORTHFIELD, "", "  ")) == ["Eastham / Q4 2023/24"]


def test_only_the_last_turns_count(scope: Scope) -> None:
    others = ["What was the outturn for Marketing?"] * 5
    assert cells(ask(scope, "what about Research?", NORTHFIELD, *others)) == ["Research / Outturn"]


@pytest.mark.parametrize(
    "asked", ["what about Eastham?", "and the year before?", "why?", "did they hit it?", "Eastham?"]
)
def test_a_short_or_pointing_turn_leans_on_what_came_before(asked: str) -> None:
    assert is_follow_up(read_question(asked))


def test_a_question_with_a_subject_of_its_own_does_not() -> None:
    assert not is_follow_up(read_question("How many complaints about late delivery did Northfield receive?"))


def test_a_bare_why_is_about_the_figure_before(scope: Scope) -> None:
    turn = take_turns("why?", (NORTHFIELD,), scope)
    assert turn.follows
    assert turn.question.has(Cue.WHY)
    assert turn.earlier is not None
    assert turn.earlier.result is not None
    assert [v.printed for v in turn.earlier.result.values] == ["1,310"]


def test_a_why_that_nothing_answers_is_refused(scope: Scope) -> None:
    assert ask(scope, "why?", NORTHFIELD).route is Route.REFUSAL


def test_inherited_words_weigh_less_and_are_not_required(scope: Scope) -> None:
    turn = take_turns("what about Eastham?", (NORTHFIELD,), scope)
    inherited = {n.token.text: n for n in turn.linked.needs if n.inherited}
    assert {"widgets", "Northfield"} <= set(inherited)
    assert not any(n.required or n.strict for n in inherited.values())
    first = take_turns(NORTHFIELD, (), scope)
    assert inherited["widgets"].weight < next(n.weight for n in first.linked.needs if n.token.text == "widgets")


def test_a_first_turn_leans_on_nothing(scope: Scope) -> None:
    turn = take_turns("what about Eastham?", (), scope)
    assert (turn.follows, turn.earlier) == (False, None)


def test_a_question_that_only_the_reports_name_explains_does_not_lean_on_what_was_talked_of(scope: Scope) -> None:
    turn = take_turns("How big is the association?", [NORTHFIELD], scope)
    assert not turn.follows
    assert "1,310" not in ask(scope, "How many associations are there?", NORTHFIELD).text


def test_another_season_is_not_of_the_year_of_the_one_before() -> None:
    text = """Lantern Trust annual report 2024-25

Attendance

Attendance by term (%)
Depot | Autumn 2024 | Spring 2025 | Summer 2025
Aldermoor | 95.2 | 94.1 | 94.8
Brindle | 92.6 | 90.8 | 91.3
"""
    answer = ask(scope_of(text), "and in the summer term?", "What was Brindle's attendance in autumn 2024?")
    assert "91.3%" in answer.text

"""Rates by head, both ends of a ranking, groups with totals of their own, and columns that add up to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answers.answer import Route
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from assistant.service import Assistant
from tests.conftest import build_library
from tests.small import ask, scope_of

ISLES = """Lantern Isles yearbook 2024

Riders

Riders by isle, 2024

Isle | Residents | Riders | Riders per 1,000 residents
Aldo | 12,000 | 3,600 | 300.0
Brim | 4,000 | 2,000 | 500.0
Corr | 8,000 | 800 | 100.0
Not known | 0 | 40 | n/a
Lantern | 24,000 | 6,440 | 268.3

Keepers

Keepers in post

Rank | Budgeted | In post | Women | Men
Head keepers | 10.0 | 9.0 | 3.0 | 6.0
Keepers | 90.0 | 80.0 | 20.0 | 60.0
All ranks | 100.0 | 89.0 | 23.0 | 66.0

Councils

Body | Meetings held | Average attendance | Members
Harbour board | 6 | 82% | 14
Lamp board | 9 | 68% | 7
Tide board | 4 | 91% | 12

Theft

Thefts by isle

Isle | What was taken | 2024 | 2023
Aldo | Boats | 40 | 50
 | Nets | 10 | 12
 | Isle total | 50 | 62
Brim | Boats | 20 | 30
 | Nets | 30 | 11
 | Isle total | 50 | 41
Lantern | All thefts | 100 | 103

Measures

Staff measures

Measure | 2024 | 2023
Pay gap | 7.4% | 8.8%
Days ill per keeper | 9.8 | 9.1
Keepers in training | 27 | 22
Keepers who left | 12.3% | 14.6%

Smoke

Smoke by source (kilotonnes)

Source | 2024 | 2023
Boats | 1,774 | 1,829
of which: ferries | 985 | 1,022
Homes | 1,297 | 1,341
Works | 602 | 631
Everything that is burnt | 3,673 | 3,801
Taken up by woods | (132) | (125)

Spending

Spending by service (£m)

Service | Budget | Outturn
Boats
Ferries | 10.0 | 12.0
Tugs | 4.0 | 4.1
Other services
Lamps | 3.0 | 3.9
Nets | 2.0 | 1.8

Lessons

Lessons by isle

Isle | Pupils | Completed | Completed rate
Aldo | 90 | 72 | 80.0%
Brim | 50 | 37 | 74.0%
All isles | 140 | 109 | 77.9%

Keepers by need

Measure | 2024 | 2023
Disabled keepers | 8.7% | 8.1%

Fares

Fares taken (£m)

Fare | 2024 | 2023
Ferries | 21.6 (p) | 8.9
Trams | 3.0 | 3.6

(p) Provisional: the ferry counts have not been audited.
"""


@pytest.fixture(scope="module")
def isles() -> Scope:
    return scope_of(ISLES)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param("Which isle had the most riders per head of population?", "Brim", id="a rate is the rate"),
        pytest.param("Which isle had the fewest riders?", "Corr", id="what is not known is no member"),
        pytest.param("What percentage of the keepers in post are women?", "25.0%", id="columns that add up to another"),
        pytest.param("What share of all thefts were in Brim in 2024?", "50.0%", id="a group is its total"),
        pytest.param("What is the second biggest source of smoke in 2024?", "Homes", id="a sum is no member"),
        pytest.param(
            "How much came in fares on ferries in 2024, and is that final?", "calls this provisional", id="final?"
        ),
        pytest.param("Which service overspent the most?", "Ferries", id="the kind of thing is no group"),
        pytest.param("What percentage of pupils in Brim completed?", "74.0%", id="of a group, who did so"),
        pytest.param("Top 2 isles for riders?", "Aldo", id="top 2"),
        pytest.param("What were fares on ferries the yr b4 2024?", "8.9", id="short forms"),
    ],
)
def test_what_people_ask_of_such_tables(isles: Scope, asked: str, said: str) -> None:
    answer = ask(isles, asked)
    assert answer.route is Route.CALCULATION
    assert said in answer.text


def test_both_ends_of_a_ranking_are_told(isles: Scope) -> None:
    text = ask(isles, "Which isle has the most riders, and which the fewest?").text
    assert "Aldo" in text
    assert "Corr" in text


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        pytest.param("Which body's members turned up least often to meetings?", "rose", id="no rise between measures"),
        pytest.param("How many days were keepers ill on average in 2024?", "18.4", id="no mean of unlike things"),
        pytest.param("How many more disabled keepers are there than in 2023?", "0.6", id="points are no number"),
        pytest.param("How much did the average outturn of ferries exceed budget?", "2.0", id="a total is no average"),
        pytest.param("What are the head keepers paid?", "9", id="a count is no pay where money is printed"),
        pytest.param("Did boats taken rise, or is it just reported more?", "Yes", id="which of two accounts is true"),
        pytest.param("How many thefts per head were there in Brim in 2024?", "50", id="a count is no rate"),
    ],
)
def test_what_the_tables_do_not_tell_so_is_not_told(isles: Scope, asked: str, wrong: str) -> None:
    assert wrong not in ask(isles, asked).text


def test_short_forms_are_written_out() -> None:
    assert read_question("what did ppl pay last yr?").text == "what did people pay last year?"


def test_a_publisher_may_be_called_by_what_it_is(tmp_path: Path) -> None:
    source = tmp_path / "widgets.txt"
    table = "Pupils on roll\n\nYear\tPupils on roll\n2022/23\t6,950\n2023/24\t6,912\n"
    source.write_text(f"Widget Learning Trust\n\nAnnual report 2023/24\n\nPupils\n\n{table}", encoding="utf-8")
    trust = Assistant.open(build_library(tmp_path / "library", {"widgets": source}))
    assert "6,912" in trust.ask("How many pupils were on roll across the whole trust in 2023/24?").text

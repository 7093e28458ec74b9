"""A figure of another kind than the one asked for is no answer: rates, plans, rows counted, totals, what came in."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from assistant.questions.expected import Kind, expected, quote_suits
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from tests.small import ask, scope_of

MILLS = """Mill Board report 2024-25 (April 2024 to March 2025)

Fires

Fires by town, 2024-25
Town | Fires | Fires per 1,000 homes
Aldo | 240 | 3.1
Brim | 90 | 7.4
Corr | 130 | 2.2

Lodgers

Lodgers in mills on 31 March 2025, by kind of bed
Kind | 31 March 2024 | 31 March 2025
Hammock and blanket | 41 | 24
Straw | 49 | 63
Board-owned | 34 | 52
All lodgers | 124 | 139

Inspections

Inspections by mill, 2024-25
Mill | Inspections planned | Inspections made
North mill | 30 | 26
South mill | 28 | 25
All mills | 58 | 51

Repairs

Repairs and sales by mill (£000)
Mill | Planned spend | Actual spend | Planned receipt | Actual receipt
North mill | 120 | 133 | 0 | 0
South mill | 40 | 44 | 680 | 0

Graders

Graders taken on and strength by quarter, 2024-25
Quarter | Planned graders | Graders taken on | Graders per 1,000 sacks
Q1 (April to June) | 16 | 13 | 4.1
Q2 (July to September) | 22 | 20 | 3.9
Q3 (October to December) | 20 | 23 | 3.2
Q4 (January to March) | 22 | 18 | 3.0
Year | 80 | 74 | 3.5

Sacks

Sacks by mill and sacks mended
Mill | Sacks 2023-24 | Sacks 2024-25 | Per 1,000 people 2024-25 | Mended 2023-24 | Mended 2024-25 | Target 2024-25
North mill | 1,980 | 1,702 | 11.5 | 100 | 110 | 150
South mill | 2,410 | 1,600 | 12.4 | 300 | 310 | 300
West mill | 1,455 | 1,390 | 10.0 | 200 | 190 | 210

Speed

Share of sacks ground in time (%)
Mill | Q4 2023-24 | Q1 2024-25 | Q2 2024-25 | Q3 2024-25 | Q4 2024-25
North mill | 54.4 | 53.0 | 51.0 | 48.9 | 46.0
South mill | 60.1 | 61.0 | 62.0 | 63.3 | 64.0

Spoilt sacks

Spoilt sacks by grain and quarter
Grain | Q1 | Q2 | 2024-25 | Sacks filled 2024-25 (thousands)
Refuse | 12 | 13 | 51 | 150
Oat waste | 7 | 9 | 33 | 113
Rye waste | 8 | 4 | 22 | 84
All sacks | 27 | 26 | 106 | 347

Graders by town

Grading by town (gradings in thousands)
Town | Gradings 2024-25 | Graders Mar 2025 | Sacks per grader
Aldo | 598 | 58.2 | 2,091
Brim | 329 | 28.7 | 2,202

Searches

Searches of carts by driver
Driver | Searches | Searches per 1,000 drivers | Something found (%)
Tall | 300 | 16.7 | 28.4
Short | 500 | 5.5 | 29.9

Mill pay

Pay (£000)
Kind | Outturn 2024-25
Grader pay | 1,836
Clerk pay | 411

Lamps stolen

Lamps stolen by kind
Kind | 2022-23 | 2023-24 | 2024-25
Oil lamps | 288 | 397 | 431
Gas lamps | 100 | 90 | 80

Offences

Offences recorded
Offence | Q3 2024-25 | Q4 2024-25
Sack theft | 21 | 25
Oat fraud | 8 | 9

What came of offences

Verdicts by offence
Offence | Verdicts, 2023-24 | Verdicts, 2024-25
Sack theft | 100 | 111
Oat fraud | 40 | 33
Millstone theft | 7 | 5

Helpers

Helpers paid for by the Board
Service | Contract 2024-25 (£000) | People helped 2024-25
Master flour graders | 318 | 1,031
Young grinders | 134 | 265
Total | 452 | 1,296
Notes: Master flour graders (MFGs) also visit bakeries.
"""


@pytest.fixture(scope="module")
def mills() -> Scope:
    return scope_of(MILLS)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which town is worst for fires once you allow for how many homes it has?", "Brim"),
        ("Which town has the most fires taking account of the number of homes?", "Brim"),
        ("Which town has the most fires?", "Aldo"),
        ("What is the mfg contract worth?", "318"),
        ("How much was spent on South mill compared with the plan?", "£4k above (over) Planned spend"),
        ("How many graders were taken on in quarters 1 and 2 together?", "33"),
        ("How many graders were taken on in the second half of 2024-25 in all?", "41"),
        ("Which quarter took on the most graders?", "Q3 (October to December), 23"),
        ("Add up the sacks at North mill and West mill for 2024-25", "3,092"),
        ("North mill v South mill: who had more sacks in 2024-25?", "102"),
        ("how far short of its target for mended sacks was North mill?", "40"),
        ("Which mill mended the most less than planned, and by how much?", "North mill"),
        ("How many sacks of oat waste and rye waste were spoilt in 2024-25, put together?", "55"),
        ("How many sacks of oat waste were spoilt in 2024-25?", "33"),
        ("How many gradings did Aldo and Brim have between them in 2024-25?", "927 thousand"),
        ("How much did thefts of oil lamps go up?", "34"),
        ("How many verdicts were there on oat fraud in the last year?", "33"),
        ("North mill: the twelve-month change in sacks ground in time, please", "8.4"),
        ("How many inspections that were planned at North mill were not made?", "4"),
    ],
)
def test_the_figure_is_of_the_kind_asked_for(mills: Scope, question: str, expected: str) -> None:
    assert expected in ask(mills, question).text


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("How many lodgers was the Board putting up at the end of March 2025?", " of "),
        ("Which mill overspent its budget by most?", "Straw"),
        ("How much was spent on South mill compared with the plan?", "680"),
        ("How much money did young grinders get more than the year before?", "265"),
        ("How many grader gradings did Aldo and Brim have between them?", "86.9"),
        ("Are tall or short drivers more likely to end up in trouble?", "16.7"),
        ("What's the chief grader paid?", "1,836"),
        ("How many sack thefts were there from April 2024 to March 2025?", "25"),
        ("How many sack thefts were there in 2024-25?", "25 (Q4"),
        ("How many sack thefts were recorded over the past year?", "25"),
        ("How many millstone thefts were there in 2024-25?", "5"),
        ("How many bakeries did the Board pay for?", "1,296"),
    ],
)
def test_a_figure_of_another_kind_is_no_answer(mills: Scope, question: str, never: str) -> None:
    assert never not in ask(mills, question).text


def test_what_all_of_them_are_each_of_them_is() -> None:
    scope = scope_of(
        "Mill Board survey 2024-25 (April 2024 to March 2025)\n\nViews\n\nViews of the Board by trade (% who agree)\n"
        "Trade | Trust the Board | Heard of the Board\nAll respondents | 61 | 80\nMillers | 44 | 91\nBakers | 70 | 75\n"
    )
    assert "44%" in ask(scope, "What percentage of miller respondents trust the Board?").text
    assert "44%" in ask(scope, "What share of residents who are millers trust the Board?").text


def test_a_follow_up_of_what_was_not_found_takes_no_figure_of_another_kind(mills: Scope) -> None:
    first = "How many hours of grinding were lost to floods at North mill?"
    assert ask(mills, first).route is Route.REFUSAL
    answer = ask(mills, "What about South mill?", first)
    assert answer.route in {Route.REFUSAL, Route.CLARIFICATION}, answer.text


def test_fewer_than_their_target_is_a_missed_target(mills: Scope) -> None:
    text = ask(mills, "Which mills mended fewer sacks than their target?").text
    assert "North mill" in text and "West mill" in text
    assert "South mill" not in text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How happy were the millers with the service?", "The table shows the share who were happy with the service."),
        ("What is the chief grader paid?", "Grader pay rose to £1.8m."),
        ("what salary does the chief grader get", "Grader pay rose to £1.8m."),
    ],
)
def test_a_sentence_without_what_is_asked_is_no_answer(question: str, told: str) -> None:
    assert not quote_suits(read_question(question), told)


@pytest.mark.parametrize(
    "question",
    [
        "What did the old mill sell for?",
        "How much did the old mill at the end of the lane sell for?",
        "What does each visit to the old grinding place by the weir cost?",
    ],
)
def test_a_price_is_money(question: str) -> None:
    assert expected(question).kind is Kind.MONEY

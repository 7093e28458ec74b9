"""Bare tables that the user has chosen: they say neither whose they are, nor of when, nor what their title said."""

from __future__ import annotations

import pytest

from assistant.questions.scope import Scope
from tests.small import ask, figures, scope_of

FLEET = """Type | Seats | Number owned | Number leased
Falcon 20-3 | 143 | 396 | 116
Heron 7 | 175 | 31 | 7
Total | | 427 | 123
"""
COSTS = """ | Year ended December 31, 2018 | Year ended December 31, 2017
Salaries | $436 | $404
Contracted services | 184 | 191
Landing fees | 28 | 20
Total operating expense | $648 | $615
Revenue widget miles (millions) | 201 | 199
Yield per widget mile (cents) | 14.52 | 14.02
"""
QUARTERS = """ | First Quarter | Second Quarter | Third Quarter | Fourth Quarter
2018\t\t\t\t
Revenues | $401 | $643 | $559 | $938
Net income | 59 | 56 | 72 | 25
2017\t\t\t\t
Revenues | $820 | $227 | $965 | $611
Net income | 40 | 64 | 61 | 83
"""
MONTHS = QUARTERS.replace("First Quarter", "March 31").replace("Second Quarter", "June 30")
MONTHS = MONTHS.replace("Third Quarter", "Sept. 30").replace("Fourth Quarter", "Dec. 31")
MONTHS = " | Three months ended | Three months ended | Three months ended | Three months ended\n" + MONTHS


def table(text: str) -> Scope:
    return scope_of(text, chosen=True)


def test_a_table_without_times_is_taken_at_the_users_word_and_says_so() -> None:
    answer = ask(table(FLEET), "How many Heron 7 did Borset Airlines lease in 2018?")
    assert figures(answer) == ["7 count"]
    assert answer.warnings == ("The table does not say which time its figures are of.",)
    assert not figures(ask(scope_of(FLEET), "How many Heron 7 did Borset Airlines lease in 2018?"))


def test_what_a_bare_table_does_not_print_is_what_it_is_about_where_a_row_is_named_in_full() -> None:
    answer = ask(table(COSTS), "What were the flying division's landing fees in 2017?")
    assert figures(answer) == ["20 usd"]
    assert any("“flying” and “division's”" in warning for warning in answer.warnings)
    assert not figures(ask(table(COSTS), "What were the flying division's parking fines in 2017?"))


def test_a_name_or_a_number_that_a_bare_table_does_not_print_is_never_passed_over() -> None:
    assert not figures(ask(table(FLEET), "How many Heron 9 are owned?"))


def test_the_parts_of_a_total_are_what_the_total_is_of() -> None:
    assert figures(ask(scope_of(COSTS), "What was the operating expense for contracted services in 2018?")) == [
        "184 usd"
    ]


def test_an_acronym_that_only_one_label_spells_out_means_it_and_no_rate_of_it() -> None:
    assert figures(ask(table(COSTS), "What were the RWM in 2018?")) == ["201 count_m"]


@pytest.mark.parametrize("text", [QUARTERS, MONTHS], ids=["quarters", "months"])
def test_a_quarter_over_the_columns_and_a_year_over_the_rows_are_one_time(text: str) -> None:
    assert figures(ask(table(text), "What was the net income in the second quarter of 2017?")) == ["64 usd"]
    assert figures(ask(table(text), "What were revenues in Q3 2018?")) == ["559 usd"]


SCHEMES = """ | Shares received | Cash paid
First Quarter 2019 Accelerated Share Scheme | 9.38 | $500
Second Quarter 2019 Accelerated Share Scheme | 7.82 | 400
Open Market Share Purchases | 0.95 | 50
Total | 18.15 | $950
"""
MOVES = """ | Increase (decrease) from 2018: Domestic | Increase (decrease) from 2018: Foreign
Fares | 3.4% | (1.9)%
Seats | 2.1% | 6.5%
"""
MONTHLY = """Month | Number bought | Average price paid
October 2018 | 1,538 | $53.25
November 2018 | 2,188 | $56.38
December 2018 | 2,221 | $54.22
"""


def test_a_label_that_mentions_a_quarter_is_of_that_quarter_and_its_words_are_no_task() -> None:
    asked = "How much cash was paid in the Q2 2019 Accelerated Share Scheme?"
    assert figures(ask(table(SCHEMES), asked)) == ["400 usd"]


def test_a_change_from_a_year_answers_to_whatever_year_is_said() -> None:
    assert figures(ask(table(MOVES), "By how much did domestic fares increase from 2018 to 2019?")) == ["3.4 percent"]


def test_the_row_of_a_time_is_named_by_the_time() -> None:
    assert figures(ask(table(MONTHLY), "What was the average price paid in November 2018?")) == ["56.38 usd"]

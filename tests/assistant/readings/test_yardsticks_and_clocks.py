"""Rows and columns that others are held against, years of quarters, and lengths of time as a clock prints them."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from assistant.questions.scope import Scope
from tests.small import ask, scope_of

LOFTS = """Lantern Trust quarterly report Q4 2023/24

Lofts

Response times by loft (minutes:seconds)
Loft | Standard | Q3 2023/24 | Q4 2023/24
Aldermoor | 7:00 | 9:12 | 8:24
Brindle | 7:00 | 6:40 | 11:54
Corrick | 9:00 | 10:06 | 9:58

Kites and content
Loft | Kites Q4 2023/24 | Content Q4 2023/24 (%)
Aldermoor | 1,388 | 72.4
Brindle | 3,012 | 61.4
Corrick | 972 | 70.8
Lantern Vale | 5,372 | 65.9
Target 2023/24 | n/a | 80.0

Keepers by quarter, 2023/24
Quarter | Joiners | Keepers at quarter end
Q1 (April to June) | 38 | 379
Q2 (July to September) | 24 | 425
Q3 (October to December) | 31 | 507
Q4 (January to March) | 17 | 532
Year | 110 | 532
"""


@pytest.fixture(scope="module")
def lofts() -> Scope:
    return scope_of(LOFTS)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What was the response time at Aldermoor in Q4 2023/24?", "8:24"),
        ("Which loft had the longest response time in Q4 2023/24?", "Brindle, 11:54"),
        ("How much did the response time at Brindle change between Q3 2023/24 and Q4 2023/24?", "rose by 5:14"),
        ("Did the response time at Aldermoor meet the standard in Q4 2023/24?", "No."),
        ("What was the standard for the response time at Corrick?", "9:00"),
        ("Which loft had the most kites in Q4 2023/24?", "Brindle, 3,012"),
        ("Which loft had the highest share content in Q4 2023/24?", "Aldermoor, 72.4%"),
        ("Which quarter had the most joiners?", "Q1 (April to June), 38"),
    ],
)
def test_members_are_told_from_wholes_and_targets_and_clocks_are_quantities(
    lofts: Scope, question: str, told: str
) -> None:
    assert told in ask(lofts, question).text


@pytest.mark.parametrize("year", ["the whole of 2023/24", "the full year 2023/24"])
def test_neither_a_quarter_nor_a_standard_is_the_figure_of_a_whole_year(lofts: Scope, year: str) -> None:
    answer = ask(lofts, f"What was the response time at Aldermoor in {year}?")
    assert answer.route is Route.REFUSAL or "mean of Aldermoor" in answer.text

"""Claims held against the row that they mean, of several that say some of their words, and at the times they mean."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.joined import check_claim
from tests.small import scope_of

CREWS = """Harbour company quarterly report, Quarter 3 2024-25

Table 1: Crews of the harbour (full-time unless stated)
Group | Establishment 2024-25 | In post 31 Dec 2023 | In post 30 Sept 2024 | In post 31 Dec 2024 | Over / (under) establishment | Forecast 31 March 2025
Pilots | 310 | 268 | 291 | 316 | +6 | 322
Deck staff | 262 | 248 | 231 | 228 | -34 | 224
Total | 572 | 516 | 522 | 544 | -28 | 546
Reserve pilots (headcount) | n/a | 214 | 189 | 180 | n/a | 185

Reserve pilots are unpaid and are not in the total.
"""  # noqa: E501


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("We have more reserve pilots than we had a year ago.", Verdict.CONTRADICTED),
        ("There are fewer reserve pilots than a year ago.", Verdict.SUPPORTED),
        ("There are more pilots than a year ago.", Verdict.SUPPORTED),
        ("The number of deck staff fell over the quarter.", Verdict.SUPPORTED),
    ],
)
def test_a_row_that_says_more_of_a_claim_is_the_one_it_means(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(CREWS)).verdict is verdict


FUEL = """Harbour company report 2024-25

Table 4: Fuel burnt by source (tonnes)
Source | 2022-23 | 2023-24 as published | 2023-24 restated | 2024-25
Tug fuel | 288 | 250 | 241 | 275
Ferry fuel | 512 | 506 | 506 | 433
"""


def test_of_the_years_that_a_claim_may_mean_none_is_passed_over() -> None:
    answer = check_claim("Tug fuel fell.", scope_of(FUEL))
    assert answer.verdict is Verdict.CONTRADICTED
    assert "241" in answer.text


SAVINGS = """Harbourco accounts 2024-25

Table 7: Reserves of Harbourco (£m)
Reserve | Opening balance 2024-25 | Closing balance 2024-25
Harbourco earmarked and dredging earmarked | 33.5 | 35.8
Ferry earmarked | 61.0 | 40.2
Subtotal earmarked reserves | 94.5 | 76.0

Table 8: Staff of Harbourco
Group | 2023-24 | 2024-25
Harbourco pilots | 12 | 13
"""


def test_the_reserves_of_the_whole_are_not_judged_by_a_part() -> None:
    assert check_claim("Earmarked reserves grew over 2024-25.", scope_of(SAVINGS)).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Of the last three years, 2023 had the most sailings.", Verdict.SUPPORTED),
        ("Of the last three years, 2022 had the most sailings.", Verdict.CONTRADICTED),
        ("Of the last three years, 2024 had the lowest share of sailings on time.", Verdict.SUPPORTED),
        ("2021 had the most sailings of the last three years.", Verdict.NOT_FOUND),
    ],
)
def test_one_of_the_last_years_is_set_against_the_others(claim: str, verdict: Verdict) -> None:
    text = """Harbour company report 2024

    Measure | 2021 | 2022 | 2023 | 2024 target | 2024 actual
    Sailings | 990 | 810 | 922 | 950 | 915
    Share of sailings on time | 91% | 88% | 90% | 92% | 87%
    """
    assert check_claim(claim, scope_of(text)).verdict is verdict

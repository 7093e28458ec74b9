"""Claims about targets, and about better and worse where the words of a label do not say which way is good."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.amounts import read_amounts
from assistant.checking.joined import check_claim
from assistant.questions.vague import Bound
from tests.small import scope_of

PLEDGES = """Harbour company report 2024-25

Pledges to customers

Pledge | Unit | 2022-23 | 2023-24 | 2024-25 | Target 2024-25
Wobble of the pontoon | millimetres | 14.2 | 11.6 | 8.9 | 9.5
Calls taken | % | 70.0% | 74.0% | 77.6% | 80.0%
Buoys moved | number | 18 | 21 | 25 |
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Wobble of the pontoon beat its target.", Verdict.SUPPORTED),
        ("Wobble of the pontoon missed its target.", Verdict.CONTRADICTED),
        ("Wobble of the pontoon improved.", Verdict.SUPPORTED),
        ("Calls taken hit the 80% target.", Verdict.CONTRADICTED),
        ("Calls taken missed the 80% target.", Verdict.SUPPORTED),
        ("Buoys moved improved.", Verdict.NOT_FOUND),
    ],
)
def test_the_target_tells_which_way_is_good(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(PLEDGES)).verdict is verdict


GROUPS = """Ferry users report 2024-25

Views

 | | Content with the ferry | Feel safe on board
 | Group | 2024 | 2024
All users | | 60% | 80%
Age | Under 25 | 41% | 70%
 | 25 and over | 66% | 82%
Island | North Isle | 52% | 81%
 | South Isle | 58% | 82%
 | West Isle | 70% | 83%
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("North Isle users are the least content with the ferry of the three islands.", Verdict.SUPPORTED),
        ("South Isle users are the least content with the ferry.", Verdict.CONTRADICTED),
        ("North Isle users are the least content with the ferry.", Verdict.NOT_FOUND),
        ("North Isle users are the least content with the ferry of any group.", Verdict.CONTRADICTED),
    ],
)
def test_a_superlative_is_of_the_members_own_kind_or_says_of_which(claim: str, verdict: Verdict) -> None:
    """The youngest are less content than any island: whether they are ranked too, the third claim leaves open."""
    assert check_claim(claim, scope_of(GROUPS)).verdict is verdict


def test_or_more_may_stand_behind_what_is_counted() -> None:
    (amount,) = read_amounts("Three quarters of the northern complaints or more were answered")
    assert amount.bound is Bound.AT_LEAST


ACCOUNT = """Canal company report 2024-25

Money

Income and spending (£k)
Line | Budget 2024-25 | Outturn 2024-25 | Outturn 2023-24
Income | 300 | 310 | 290
Spending | 400 | 439 | 1,050
Surplus / (deficit) | (100) | (129) | (760)
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The deficit was larger than in 2023-24.", Verdict.CONTRADICTED),
        ("The deficit was smaller than in 2023-24.", Verdict.SUPPORTED),
        ("The deficit fell in 2024-25.", Verdict.SUPPORTED),
        ("The deficit fell by £631k in 2024-25.", Verdict.SUPPORTED),
    ],
)
def test_a_larger_deficit_lies_further_below_zero(claim: str, verdict: Verdict) -> None:
    answer = check_claim(claim, scope_of(ACCOUNT))
    assert answer.verdict is verdict
    assert "received" not in answer.text


def test_to_keep_within_a_budget_is_to_meet_no_target() -> None:
    scope = scope_of("""Harbour office report 2024-25

Money

Spending by service, £m
Service | Revised budget | Outturn | Variance to revised
Office and governance | 2.7 | 2.8 | 0.1
Boats | 4.0 | 3.9 | (0.1)
""")
    for claim in ("The office met its rescue target.", "The office missed its rescue target."):
        assert check_claim(claim, scope).verdict is Verdict.NOT_FOUND


MISSED = """Parcel Guild annual report 2024/25

Table 1 Our measures
Measure | 2023/24 | Target 2024/25 | 2024/25
Missed collections | 61.5 | 60.0 | 70.8
Collections made | 900 | 950 | 960
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Missed collections met their target.", Verdict.CONTRADICTED),
        ("Missed collections missed their target.", Verdict.SUPPORTED),
        ("Missed collections came to 70.8, worse than the target of 60.0.", Verdict.SUPPORTED),
        ("Collections made met their target.", Verdict.SUPPORTED),
    ],
)
def test_what_was_missed_is_good_when_it_is_little(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(MISSED)).verdict is verdict

from __future__ import annotations

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Role
from assistant.checking.claim import read_claim
from assistant.checking.joined import check_claim
from assistant.checking.patterns import Way
from tests.small import scope_of

REPORT = """Kite Guild annual report 2024/25

Measures

Table 1 Our measures
Measure | 2023/24 | Target 2024/25 | 2024/25 | Lowest allowed minimum
Kites mended within a week | 41.3% | 44.0% | 43.1% | 30%
Kites thrown away | 6.3% | 5.0% | 3.3% | 1%
Days of sickness | 8.7 days | 8.0 days | 9.2 days | 2 days

Less than 4% of kites were thrown away.

Sheds

Table 2 Sheds being built
Shed | Approved budget (£m) | Forecast cost (£m) | Spent to March 2026 (£m) | Planned finish | Forecast finish
Hill shed | 36.4 | 38.9 | 15.7 | March 2026 | August 2026
Mill shed | 2.3 | 2.1 | 2.1 | January 2026 | February 2026

Table 3 Spent on sheds in 2024/25 (£m)
Shed | Approved budget | Spent
Hill shed | 14.0 | 9.2
Dale shed | 0.3 | 0.3

Crime

Table 4 Kites stolen
Kind of theft | Baseline 2022/23 | 2024/25 | Change on baseline (%) | Milestone for 2024/25 (%)
From sheds | 200 | 174 | -13.0 | -10
From fields | 100 | 98 | -2.0 | -5

Thefts from sheds were fewer. It fell by 2.0% in fields, short of the 5% milestone.
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Kites mended within a week rose from 41.3% to 43.1%, still short of the 44% target.", Verdict.SUPPORTED),
        ("Kites mended within a week rose from 41.3% to 43.1%, still short of the 45% target.", Verdict.CONTRADICTED),
        ("43.1% of kites were mended within a week, above the 44% target.", Verdict.CONTRADICTED),
        ("43.1% of kites were mended within a week, below the 44% target, above the minimum of 30.", Verdict.SUPPORTED),
        ("3.3% of kites were thrown away, beating our 5% target.", Verdict.SUPPORTED),
        ("Sickness is 9.2 days against a target of 8, up from 8.7 last year.", Verdict.SUPPORTED),
        ("Sickness is 9.2 days against a target of 8.7.", Verdict.CONTRADICTED),
        ("Sickness is 9.2 days against a target of 8, up from 8.4 last year.", Verdict.CONTRADICTED),
        ("The Hill shed is forecast at £38.9m against an approved £36.4m, and is five months late.", Verdict.SUPPORTED),
        (
            "The Hill shed is forecast at £38.9m against an approved £36.4m, and is two months late.",
            Verdict.CONTRADICTED,
        ),
        ("The Mill shed came in £0.2m under budget but a month late.", Verdict.SUPPORTED),
        ("The Mill shed came in £0.2m under budget but three months late.", Verdict.CONTRADICTED),
        ("Kites stolen from sheds are down 13% on the baseline, ahead of the milestone of 10%.", Verdict.SUPPORTED),
        ("Kites stolen from sheds are down 13% on the baseline, ahead of the milestone of 12%.", Verdict.CONTRADICTED),
        ("Kites stolen from sheds are down 13% on the baseline, short of the milestone of 10%.", Verdict.CONTRADICTED),
    ],
)
def test_a_figure_and_what_it_is_set_against_are_both_held_at_their_own_places(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict is verdict


def test_a_target_that_another_figure_is_set_against_asserts_itself_exactly() -> None:
    level, mark = read_claim("Visits came to 90%, better than the 85% target.").amounts
    assert not level.mark
    assert mark.mark
    assert mark.beyond is Way.BETTER
    assert mark.role is Role.LEVEL
    _, before = read_claim("Visits came to 90%, above the 87% of last year.").amounts
    assert before.role is Role.START
    (alone,) = read_claim("Visits fell short of the 85% target.").amounts
    assert not alone.mark


def test_what_was_lost_now_and_before_is_no_change() -> None:
    lost, before = read_claim("Staff lost 8 shifts to sickness, down from 9.").amounts
    assert (lost.role, before.role) == (Role.LEVEL, Role.START)
    (fewer,) = read_claim("The guild lost 20 members.").amounts
    assert fewer.role is Role.CHANGE


NOW = """Kite Guild quarterly report Q2 2025/26

July to September 2025

Table 1 Our measures
Measure | Target | Q2 2024/25 | Q1 2025/26 | Q2 2025/26
Fees collected | 56.0% | 55.9% | 28.3% | 55.1%
Kites flown | 40 | 38 | 41 | 44

Table 2 People helped, by service
Service | 2023/24 | 2024/25 | Target 2024/25
Crash counselling | 874 | 921 | 1,000
Loss and grief support | 300 | 280 | 260

Table 3 Staff, turnover and sickness
Team | Headcount | Turnover | Sickness days for each of the staff
Makers | 40 | 17.8% | 5.5
Menders | 30 | 11.6% | 13.2
Clerks | 20 | 9.9% | 7.3

A review made eleven recommendations and the Guild accepted all but one of them.
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Fees collected are at 55.1%.", Verdict.SUPPORTED),
        ("Fees collected are at 55.9%.", Verdict.CONTRADICTED),
        ("Fees collected were 55.9% in Q2 2024/25.", Verdict.SUPPORTED),
        ("Crash counselling met its target.", Verdict.CONTRADICTED),
        ("Crash counselling missed its target.", Verdict.SUPPORTED),
        ("Sickness was highest among the menders.", Verdict.SUPPORTED),
        ("Sickness was highest among the makers.", Verdict.CONTRADICTED),
    ],
)
def test_what_is_said_is_held_against_the_newest_figure_and_the_column_that_it_names(
    claim: str, verdict: Verdict
) -> None:
    assert check_claim(claim, scope_of(NOW)).verdict is verdict


AREAS = """Kite Guild quarterly report Q1 2026/27

April to June 2026

Table 1 Kites lost and stolen by area
Area | Kind | Q1 2026/27 | Q1 2025/26
North | Lost | 84 | 97
North | Stolen | 158 | 131
South | Lost | 60 | 50
South | Stolen | 41 | 87

Table 2 Trust in the Guild by group
Group | Q1 2025/26 | Q4 2025/26 | Q1 2026/27 | Change on year (points)
Makers | 73.1% | 72.6% | 71.5% | -1.6
Menders | 70.3% | 69.1% | 67.8% | -2.5

Table 3 Sheds (£m)
Shed | 2026/27 budget | Q1 spend | 2026/27 forecast
Hill shed | 6.40 | 1.15 | 7.10

Table 4 Savings of the Guild (£m)
Savings | Balance at 1 April 2026 | Forecast balance at 31 March 2027
General savings | 7.4 | 7.4
Total set aside savings | 22.8 | 17.9
Total savings | 30.2 | 25.3
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("North was the only area where stolen kites went up.", Verdict.SUPPORTED),
        ("South was the only area where stolen kites went up.", Verdict.CONTRADICTED),
        ("Trust among makers fell by 1.6 per cent.", Verdict.CONTRADICTED),
        ("Trust among makers fell by 1.6 points over the year.", Verdict.SUPPORTED),
        ("The Hill shed is within its budget.", Verdict.CONTRADICTED),
        ("Total savings are forecast to fall from £30.2m to £25.3m.", Verdict.SUPPORTED),
        ("Total savings are forecast to fall from £30.2m to £17.9m.", Verdict.CONTRADICTED),
    ],
)
def test_no_figure_of_another_thing_time_or_unit_bears_a_claim_out(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(AREAS)).verdict is verdict


YEARS = """Kite Guild annual report 2024/25

Table 1 Kites lost
Kind | 2021/22 | 2022/23 | 2023/24 | 2024/25
Kites lost at sea | 200 | 210 | 207 | 209

Table 2 Orders sent within a week by town (%)
Town | 2023/24 | 2024/25
Ashby | 85.0 | 91.1
Brill | 84.0 | 90.2
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Kites lost at sea went up by more than four per cent last year.", Verdict.SUPPORTED),
        ("Orders sent within a week by Ashby beat the 88 per cent standard.", Verdict.CONTRADICTED),
    ],
)
def test_no_longer_time_and_no_outcome_stand_for_what_the_claim_measures(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(YEARS)).verdict is not verdict

from __future__ import annotations

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.claim import Kind, read_claim
from assistant.checking.joined import check_claim
from assistant.checking.patterns import Way
from tests.small import scope_of

REPORT = """Widget Association annual report 2023/24

Measures

Our key measures
Measure | Target 2023/24 | Actual 2023/24 | RAG
Widgets sold | 900 | 950 | G
Parcels lost | 20 | 31 | R
Days of sickness | 6.0 | 6.1 | A
Vans repaired | 40 | 44 | G

Building

Building programme at 31 March 2024
Project | First planned finish | Finish now expected | Slippage (months) | Status
Roof of the depot | March 2024 | September 2024 | 6 | Red
New canteen | June 2024 | May 2024 | -1 | Green
Loading bay | July 2024 | July 2024 | 0 | Amber
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Parcels lost were rated red.", Verdict.SUPPORTED),
        ("Parcels lost were rated green.", Verdict.CONTRADICTED),
        ("Parcels lost were not rated red.", Verdict.CONTRADICTED),
        ("Parcels lost were the only key measure rated red.", Verdict.SUPPORTED),
        ("Widgets sold were the only key measure rated green.", Verdict.CONTRADICTED),
        ("The loading bay is rated amber.", Verdict.SUPPORTED),
        ("The loading bay was red.", Verdict.CONTRADICTED),
        ("The ferry was red.", Verdict.NOT_FOUND),
    ],
)
def test_a_rating_is_held_against_the_things_own_row(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict is verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The roof of the depot is running late.", Verdict.SUPPORTED),
        ("The roof of the depot is six months late.", Verdict.SUPPORTED),
        ("The roof of the depot is five months late.", Verdict.CONTRADICTED),
        ("The roof of the depot is ahead of schedule.", Verdict.CONTRADICTED),
        ("The new canteen is running late.", Verdict.CONTRADICTED),
        ("The new canteen is running early.", Verdict.SUPPORTED),
        ("The loading bay is on schedule.", Verdict.SUPPORTED),
        ("The loading bay is behind schedule.", Verdict.CONTRADICTED),
    ],
)
def test_a_schedule_is_held_against_the_printed_slippage(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict is verdict


def test_a_colour_of_something_else_is_no_rating() -> None:
    assert not read_claim("The vans are green energy users.").rated
    assert read_claim("The vans were late to 7% of calls.").schedule is None
    assert read_claim("The depot is behind schedule.").schedule is Way.UP


STAFF = """Widget Association quarterly report Q3 2025

July to September 2025

Staff

Staff by grade
Grade | Headcount 30 June 2025 | Headcount 30 September 2025
Packers | 14 | 19
Sorters | 31 | 28
Clerks | 42 | 43
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("There were more packers at the end of September than at the end of June.", Verdict.SUPPORTED),
        ("There were fewer packers at the end of September than at the end of June.", Verdict.CONTRADICTED),
        ("There were more packers at the end of September than at the end of March.", Verdict.NOT_FOUND),
        ("The number of sorters fell by three between the end of June and the end of September.", Verdict.SUPPORTED),
        ("The number of sorters fell by four between the end of June and the end of September.", Verdict.CONTRADICTED),
        ("All three grades grew between the end of June and the end of September.", Verdict.CONTRADICTED),
        ("All four grades grew between the end of June and the end of September.", Verdict.NOT_FOUND),
    ],
)
def test_times_without_a_year_are_those_of_the_report(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(STAFF)).verdict is verdict


def test_the_same_quarter_of_another_year_is_written_out() -> None:
    claim = read_claim("Fewer widgets were sold in Q3 2025 than in the same quarter of 2024.")
    assert claim.kind is Kind.CHANGE
    assert [p.label() for p in claim.bases] == ["Q3 2024"]
    assert [p.label() for p in claim.periods] == ["Q3 2025"]


def test_what_is_set_against_another_thing_in_the_latest_quarter_is_no_change() -> None:
    assert read_claim("Packers had more accidents than drivers in the quarter.").kind is Kind.COMPARE


SHARES = """Widget Association annual report 2024

Orders on time (%)
Depot | 2023 | 2024
North | 90.2 | 91.6
South | 88.0 | 87.0
"""


def test_points_claimed_as_per_cent_are_not_excused_by_rounding() -> None:
    scope = scope_of(SHARES)
    assert check_claim("Orders on time at North rose by 1.4 points in 2024.", scope).verdict is Verdict.SUPPORTED
    assert check_claim("Orders on time at North rose by 1.4 per cent in 2024.", scope).verdict is Verdict.CONTRADICTED
    assert check_claim("Orders on time at North rose by 1.6 per cent in 2024.", scope).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize("text", ["The trust finished 2023/24 with a surplus.", "We closed the year in deficit."])
def test_a_year_that_ended_with_a_balance_is_one(text: str) -> None:
    assert read_claim(text).kind is Kind.BALANCE


LISTED = """Widget Association annual report 2023/24

Headline measures

Table 1 Headline measures
Measure | Target 2023/24 | Actual 2023/24 | Target met?
Widgets sold | 900 | 950 | Yes
Overall satisfaction of buyers | 80% | 71% | No
Net spending against budget | 100% | 99% | Yes
Visits | n/a | 300 |

Milestones

Table 2 Milestones of the plan
Milestone | Planned date | Actual or forecast date | Status
Open a repair hub in Hilltown | March 2024 | January 2025 | Red
Launch one line for all orders | June 2024 | June 2024 | Complete
Adopt a code for vans | July 2024 | July 2024 | Green
Roll out new scales to shops | April 2024 | June 2024 | Amber
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The repair hub is on track.", Verdict.CONTRADICTED),
        ("The repair hub is off track.", Verdict.SUPPORTED),
        ("The code for vans is on track.", Verdict.SUPPORTED),
        ("The roll out of new scales is on track.", Verdict.NOT_FOUND),
        ("The one line for all orders was launched on time.", Verdict.SUPPORTED),
        ("Two headline measures met their target.", Verdict.SUPPORTED),
        ("More than half of our headline measures met their target.", Verdict.SUPPORTED),
        ("Two headline measures missed their target.", Verdict.CONTRADICTED),
    ],
)
def test_a_milestone_and_a_target_stand_as_their_own_status_says(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(LISTED)).verdict is verdict

"""Claims about grades, directions and schedules, and about how many of a table's rows are so."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.joined import check_claim
from tests.small import scope_of

TOWER = """Tower company report 2024-25

Risks

Risk register
Ref | Risk | Owner | Score | Direction
R1 | Lift cables fray | Chief engineer | 12 | Rising
R2 | Roof tiles slip | Estates lead | 6 | Falling
R3 | Paint fades | Estates lead | 4 | Steady

Inspections

Inspections of our towers
Tower | Date | Upkeep of the stairs | Welcome at the door
North Tower | May 2024 | Good | Outstanding
South Tower | June 2024 | Requires improvement | Good
East Tower | July 2024 | Good | Good

Works

List of works
Work | First due | Now due | First cost (£m) | Latest cost (£m) | Status
New lantern | Q4 2024 | Q2 2025 | 6.1 | 6.1 | Amber
Bell frame | Q1 2025 | Q1 2025 | 5.5 | 5.2 | Green
Stair lights | Q3 2024 | Q4 2025 | 2.4 | 2.7 | Red
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The risk that lift cables fray is rising.", Verdict.SUPPORTED),
        ("The risk that lift cables fray is falling.", Verdict.CONTRADICTED),
        ("The risk that paint fades is steady.", Verdict.SUPPORTED),
        ("North Tower was judged outstanding for its welcome at the door.", Verdict.SUPPORTED),
        ("North Tower was judged outstanding for upkeep of the stairs.", Verdict.CONTRADICTED),
        ("South Tower was rated requires improvement for upkeep of the stairs.", Verdict.SUPPORTED),
        ("The new lantern is late.", Verdict.SUPPORTED),
        ("The bell frame is late.", Verdict.CONTRADICTED),
        ("The new lantern is late but on budget.", Verdict.SUPPORTED),
        ("The stair lights are late but on budget.", Verdict.CONTRADICTED),
        ("One of the three works is rated red.", Verdict.SUPPORTED),
        ("Two of the three works are rated red.", Verdict.CONTRADICTED),
        ("Two of the five works are rated red.", Verdict.NOT_FOUND),
        ("All three works are rated green.", Verdict.CONTRADICTED),
    ],
)
def test_what_a_table_says_in_words_is_held_against_the_claim(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(TOWER)).verdict is verdict


TOWNS = """Homes report 2025

Homes

Homes by town
Town | Sheltered | Shared ownership
Ansford | 620 | 280
Burwell | 410 | 365
Corbridge | 355 | 175
Dunham | 240 | 310

Results

Pass rate: gap between each group and all pupils (percentage points)
Group | Pupils 2025 | Gap 2024 | Gap 2025
Day pupils | 168 | -19.8 | -17.4
Boarders | 31 | -4.1 | -5.5
Scholars | 97 | 8.3 | 7.6
Singers | 12 | -1.2 | 1.4
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Two of the four towns have more than 300 shared ownership homes.", Verdict.SUPPORTED),
        ("Three of the four towns have more than 300 shared ownership homes.", Verdict.CONTRADICTED),
        ("Half of the towns have more than 300 shared ownership homes.", Verdict.SUPPORTED),
        ("The gap for day pupils narrowed in 2025.", Verdict.SUPPORTED),
        ("Boarders narrowed their gap in 2025.", Verdict.CONTRADICTED),
        ("The gap for scholars narrowed by 0.7 points.", Verdict.SUPPORTED),
        ("The gap for scholars narrowed by 7 points.", Verdict.CONTRADICTED),
        ("The gap for singers narrowed.", Verdict.NOT_FOUND),
    ],
)
def test_counts_of_rows_and_gaps_over_time(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(TOWNS)).verdict is verdict

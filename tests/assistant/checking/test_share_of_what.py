"""Shares and sums of something else: of a column's total, of those who joined, of what came on top."""

from __future__ import annotations

import pytest

from assistant.service import Assistant
from tests.conftest import assistant_over

ROWERS = """Widget Rowers annual report 2024/25

Crews

Crew by sex and origin
Group | Crew | Women: number | % | Islanders: number | %
Rowers | 200 | 70 | 35.0 | 10 | 5.0
Cooks | 40 | 20 | 50.0 | 2 | 5.0
Total | 240 | 90 | 37.5 | 12 | 5.0

Of the 30 rowers who joined in the year, 18 were women. Islanders were a 9% share of the people of the coast.

Repairs

Much was mended: 40 leaks were closed by the yard, with 70 further leaks being looked at for closing. The council
gave an additional £300k to the Oar Fund this spring.
"""


@pytest.fixture(scope="module")
def rowers(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory, "rowers-2024-25.txt", ROWERS)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Women made up 77.8% of rowers.", "supported"),
        ("Women made up 35.0% of rowers.", "contradicted"),
        ("Women made up 60% of rowers.", "supported"),
        ("Islanders made up 5% of rowers.", "contradicted"),
    ],
)
def test_a_share_of_one_whole_decides_nothing_on_another(rowers: Assistant, claim: str, verdict: str) -> None:
    assert rowers.check(claim).verdict != verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The yard closed 40 leaks.", "supported"),
        ("The yard closed 70 leaks.", "contradicted"),
        ("The yard is looking at closing 70 further leaks.", "supported"),
        ("The council gave £500k to the Oar Fund this spring.", "contradicted"),
        ("The council had already given the Oar Fund £900k before this spring.", "not_found"),
    ],
)
def test_what_comes_on_top_is_not_what_there_was(rowers: Assistant, claim: str, verdict: str) -> None:
    assert rowers.check(claim).verdict == verdict

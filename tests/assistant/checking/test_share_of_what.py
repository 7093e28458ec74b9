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

The rowers' survey

Answers by crew (% of those asked)
Question and crew | 2023/24 | 2024/25
The food is good | |
Bow crew | 61% | 66%
Mid crew | 58% | 60%
Stern crew | 49% | 45%
I sleep well | |
Bow crew | 55% | 57%
Mid crew | 62% | 62%
Stern crew | 52% | 48%

More than half of the oars were cut on the island. By June the harbour counted 91 per cent of landings within 10
minutes, above the coastal 90 per cent target. Some 43% of the stern crew think that the pay
is fair. Trust in the yard was not asked about.

In the year to June there were 28.4 wet days a season in the bay, below the strait's average (34 a season).

Oar thefts fell by 7% on the year. As of June, women account for 37.5% of all crew of the fleet.

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


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The island cuts more than half of our oars.", "supported"),
        ("The island cuts fewer than half of our oars.", "contradicted"),
        ("By June the harbour counted 91 per cent of landings within 10 minutes.", "supported"),
        ("By June the harbour counted 90 per cent of landings within 10 minutes.", "contradicted"),
    ],
)
def test_a_bound_is_held_against_a_bound(rowers: Assistant, claim: str, verdict: str) -> None:
    assert rowers.check(claim).verdict == verdict


def test_a_mark_beside_the_figure_does_not_contradict(rowers: Assistant) -> None:
    claim = "More than nine in ten landings were counted inside 10 minutes by June, which beats the coastal target."
    assert rowers.check(claim).verdict != "contradicted"


@pytest.mark.parametrize(
    ("claim", "borne_out"),
    [
        ("In the year to June the bay had 28.4 wet days a season, while the strait had 34.", True),
        ("In the year to June the bay had 34 wet days a season, while the strait as a whole had 28.4.", False),
        ("In the year to June the strait had 28.4 wet days a season, while the bay had 34.", False),
    ],
)
def test_figures_of_two_things_are_not_swapped(rowers: Assistant, claim: str, borne_out: bool) -> None:
    assert (rowers.check(claim).verdict == "supported") is borne_out


def test_the_only_one_is_so_under_its_own_heading(rowers: Assistant) -> None:
    claim = "The stern crew is the only crew where fewer than a year ago think that the food is good."
    assert rowers.check(claim).verdict == "supported"

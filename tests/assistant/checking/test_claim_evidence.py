"""What may decide a claim: the plan that it names, each of those it speaks of, the whole of a group, how it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.checking.joined import check_claim
from assistant.service import Assistant
from tests.conftest import build_library
from tests.small import scope_of

FERRIES = """Widget Ferries annual report 2024/25

Crossings

Crossings and passengers by route
Route | Passengers 2023/24 (thousand) | Passengers 2024/25 (thousand)
Northern run | 410 | 455
Island loop | 212 | 198
Night boat | 88 | 97
All routes | 710 | 750

Jetties

Repair of jetties by partner (£000 unless stated)
Service | Partner | Budget | Spend | People asked | Target trained | People trained
Rope work | Lantern Trust | 310 | 310 | 900 | 400 | 350
Knot work | Harbour Guild | 120 | 131 | 300 | 200 | 260
Sail work | Canvas Circle | 240 | 190 | 280 | 150 | 140

Money

Spending by service, 2024/25 (£m)
Heading | Revised budget | Outturn
Crews |  | -
Crew pay | 20.0 | 21.0
Crew training | 4.0 | 3.5
Oil and services | 6.0 | 4.8
Total for crews | 30.0 | 29.3
Harbours |  | -
Harbour staff | 10.0 | 10.4
Harbour repairs | 5.0 | 5.2
Total for harbours | 15.0 | 15.6
Total spending | 45.0 | 44.9

Incidents

Incidents reported (number)
Kind | 2023/24 | 2024/25
Near misses | 100 | 110
Collisions | 40 | 44
Total incidents (each incident counted once) | 130 | 132

Savings

Movements in savings (£m)
Savings | Opening balance 2024/25 | Closing balance 2024/25
Rescue savings | 30.5 | 20.0
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Passengers rose on every one of our routes.", "contradicted"),
        ("Passengers rose on two of the three routes.", "supported"),
        ("Passengers were higher than the year before on each of our routes.", "contradicted"),
        ("Every route carried more passengers than the year before.", "contradicted"),
        ("Passengers rose on every route but the Island loop.", "supported"),
        ("Passengers rose on every route but the Night boat.", "contradicted"),
    ],
)
def test_what_is_said_of_every_one_is_not_borne_out_by_their_total(claim: str, verdict: str) -> None:
    assert check_claim(claim, scope_of(FERRIES)).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The Lantern Trust trained more people than its contract asked for.", "contradicted"),
        ("The Lantern Trust trained fewer people than planned.", "supported"),
        ("The Harbour Guild trained more people than its target.", "supported"),
        ("The Harbour Guild spent more than its budget.", "supported"),
        ("Canvas Circle overspent its budget.", "contradicted"),
        ("Sail work missed its target for people trained.", "supported"),
    ],
)
def test_what_was_planned_is_held_against_its_own_outcome(claim: str, verdict: str) -> None:
    assert check_claim(claim, scope_of(FERRIES)).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The crews service overshot its revised budget in 2024/25.", "contradicted"),
        ("Crews came in under their revised budget.", "supported"),
        ("Harbours came in under their revised budget.", "contradicted"),
        ("Crew pay came in under its revised budget.", "contradicted"),
    ],
)
def test_a_group_is_judged_by_its_own_total_and_not_by_one_of_its_parts(claim: str, verdict: str) -> None:
    answer = check_claim(claim, scope_of(FERRIES))
    assert answer.verdict == verdict
    assert "Oil and services" not in answer.text


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Counting each incident just once, incidents rose by more than two per cent.", "contradicted"),
        ("Counting each collision just once, collisions rose by 10 per cent.", "not_found"),
        ("Not counting collisions, incidents rose by 1.5 per cent.", "not_found"),
        ("£20.0m of the rescue savings was drawn down in 2024/25.", "not_found"),
    ],
)
def test_a_figure_that_is_counted_otherwise_decides_nothing(claim: str, verdict: str) -> None:
    assert check_claim(claim, scope_of(FERRIES)).verdict == verdict


LODGES = """Widget Lodges

Annual report 2024/25

Building

In 2024/25 we built 1,278 lodge homes, against a target of 1,280.

Answering

By the last quarter more than nine in ten lodge calls were answered within a minute.

Learning

The lodge school helped fewer learners than planned because each needed more: the average rose from 14 to 19 lessons.

A learner counts as helped by the lodge school who came to at least two meetings.

Keepers

There are now 18 keepers in the night team, and losses of lanterns had halved since the locks were changed.

The ambition for women among the wardens is to raise them to 45% of all wardens by 2024/25.

In the yard, 2023/24 (112) and 2024/25 (109) saw fewer floods than any year since 2014/15.

Three of the agreed four lodge maps have now been drawn and sent out.

The all-jetty dredging target is weighed by depth.

The target for letters answered within five days goes up to 92% next year.
"""


@pytest.fixture(scope="module")
def lodges(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("lodges")
    (folder / "lodges-2024-25.txt").write_text(LODGES, encoding="utf-8")
    return Assistant.open(build_library(folder / "library", {"lodges": Path(folder / "lodges-2024-25.txt")}))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Lodge homes came in under their budget in 2024/25.", "not_found"),
        ("Lodge homes missed their target in 2024/25.", "supported"),
        ("Across the whole year, more than nine in ten lodge calls were answered within a minute.", "not_found"),
        ("By the last quarter, more than nine in ten lodge calls were answered within a minute.", "supported"),
        ("The lodge school helped more learners than came to meetings.", "not_found"),
        ("There are more keepers in the night team than a year ago.", "not_found"),
        ("There are fewer keepers in the night team than a year ago.", "not_found"),
        ("The lodges hit their ambition for women to be 45% of all wardens by 2024/25.", "not_found"),
        ("More than nine in ten letters are answered within five days.", "not_found"),
        ("Dredging met its target at every jetty.", "not_found"),
        ("There were more floods of the yard in 2024/25 than in 2023/24.", "contradicted"),
        ("There were fewer floods of the yard in 2024/25 than in 2023/24.", "supported"),
        ("All of the agreed lodge maps are now out.", "contradicted"),
    ],
)
def test_a_sentence_on_another_plan_or_a_part_of_the_time_decides_nothing(
    lodges: Assistant, claim: str, verdict: str
) -> None:
    assert lodges.check(claim).verdict == verdict


WHARVES = """Widget Wharves annual report 2024/25

Calls

Calls by quarter, 2024/25
Measure | Q4 2023/24 | Q1 2024/25 | Q2 2024/25 | Q3 2024/25 | Q4 2024/25 | Year 2024/25
Calls received | 400 | 440 | 460 | 430 | 410 | 1,740
Calls answered in time (%) | 86.0 | 88.5 | 87.0 | 90.5 | 92.0 | 89.5

Gates

Gate delays by quarter, 2024/25
Quarter | Wharf | Boats | Boats let in within two hours (%)
Q1 | Hill wharf | 90 | 71.0
Q1 | Mill wharf | 40 | 79.0
Q2 | Hill wharf | 95 | 74.0
Q2 | Mill wharf | 44 | 76.0
Q3 | Hill wharf | 99 | 78.0
Q3 | Mill wharf | 47 | 75.0

Thefts

Thefts by wharf
Wharf | 2023/24 | 2024/25 | Change
Hill wharf | 210 | 190 | -20
Mill wharf | 120 | 100 | -20
Dock wharf | 80 | 95 | +15
Not known at which wharf | 9 | 12 | +3

Lessons

Lessons given, 2024/25
Course | Target 2024/25 | Given in Q4 | Given year to date
Rope lessons | 1,200 | 318 | 1,246
Knot lessons | 900 | 241 | 850

Berths

Berths let in time
Kind | Let in time (%) | Our target (%) | National minimum (%)
Small berths | 82.8 | 85.0 | 70.0
Large berths | 91.0 | 90.0 | 60.0
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("In every quarter of 2024/25 more than 88 per cent of calls were answered in time.", "contradicted"),
        ("In every quarter of 2024/25 more than 86.5 per cent of calls were answered in time.", "supported"),
        ("Calls received rose in every quarter of 2024/25.", "contradicted"),
        ("Calls received rose between the third and fourth quarters of 2024/25.", "contradicted"),
        ("Calls received fell between the third and fourth quarters of 2024/25.", "supported"),
        ("Boats let in within two hours were a larger share at Mill wharf than at Hill wharf in Q3.", "not_found"),
        ("Boats let in within two hours were a larger share at Mill wharf than at Hill wharf in Q1.", "supported"),
        ("Mill wharf had more boats in Q3 than in Q1.", "supported"),
        ("Mill wharf had fewer boats in Q3 than in Q1.", "contradicted"),
    ],
)
def test_a_quarter_is_held_against_that_quarter_and_every_quarter_against_each(claim: str, verdict: str) -> None:
    assert check_claim(claim, scope_of(WHARVES)).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Thefts fell at two of the three wharves.", "supported"),
        ("Thefts fell at every wharf except Dock wharf.", "supported"),
        ("Thefts fell at every wharf except Hill wharf.", "contradicted"),
        ("Thefts fell at Hill wharf and Dock wharf alike.", "not_found"),
    ],
)
def test_a_row_of_what_nobody_knows_is_no_member(claim: str, verdict: str) -> None:
    assert check_claim(claim, scope_of(WHARVES)).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("More rope lessons were given than planned.", "supported"),
        ("Fewer rope lessons were given than planned.", "contradicted"),
        ("More knot lessons were given than planned.", "contradicted"),
        ("Small berths missed our target but beat the national minimum.", "supported"),
        ("Small berths met our target but missed the national minimum.", "contradicted"),
    ],
)
def test_what_was_planned_for_a_year_is_held_against_the_year_so_far(claim: str, verdict: str) -> None:
    assert check_claim(claim, scope_of(WHARVES)).verdict == verdict


WRECKS = """Wreck Office monitor, Q2 2025-26 (July to September 2025)

Wrecks

Table 1: Wrecks by bay, all kinds
Bay | Jul-Sep 2024 | Jul-Sep 2025
Aldo | 4,210 | 4,068
Castle | 8,946 | 9,512
Dun | 3,517 | 3,402

Table 2: Yacht wrecks and beached boats by bay
Bay | Yacht wrecks Jul-Sep 2024 | Yacht wrecks Jul-Sep 2025 | Beached boats Jul-Sep 2025
Aldo | 60 | 52 | 7
Castle | 180 | 171 | 9
Dun | 55 | 49 | 4

Table 3: Salvage of wrecks by kind
Kind | Wrecks Q2 2024-25 | Wrecks Q2 2025-26 | Salvage rate Q2 2024-25 % | Salvage rate Q2 2025-26 %
Yachts | 295 | 272 | 12.0 | 14.1
Trawlers | 340 | 398 | 19.8 | 17.1
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Every bay had fewer wrecks than a year ago.", "contradicted"),
        ("Wrecks fell in every bay compared with a year ago.", "contradicted"),
        ("Yacht wrecks fell in every bay compared with a year ago.", "supported"),
    ],
)
def test_one_kind_of_a_thing_says_nothing_of_every_one(claim: str, verdict: str) -> None:
    assert check_claim(claim, scope_of(WRECKS)).verdict == verdict


def test_so_many_of_every_hundred_are_judged_by_a_rate() -> None:
    answer = check_claim("Of every hundred trawlers wrecked fewer are salvaged than a year ago.", scope_of(WRECKS))
    assert answer.verdict != "contradicted"

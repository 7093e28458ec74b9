"""Which of a report's measures a claim speaks of: the column, the time, the plan and the row that it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.joined import check_claim
from assistant.service import Assistant
from tests.conftest import build_library
from tests.small import scope_of

REPORT = """Widget Harbour quarterly report Q3 2025

Trade

Cargo handled
Cargo | Q3 2024 | Q2 2025 | Q3 2025 | Change on quarter | Change on year
Grain | 148 | 96 | 163 | +69.8% | +10.1%
Timber | 187 | 203 | 176 | -13.3% | -5.9%
Oil | 335 | 318 | 309 | -2.8% | -7.8%
Salt | 300 | 280 | 290 | +3.6% | -3.3%

Survey

Points above or below the result for all travellers
Group | Value for money | Felt safe | Satisfied with the ride
All travellers | 58% | 77% | 80%
Bus travellers | +1% | -3% | -4%
Train travellers | -7% | +2% | -2%
Tram travellers | +9% | +6% | +3%

Building

Programme at 30 September 2025 (£m)
Project | Approved budget | Spent so far | Forecast final cost
North wharf | 42.0 | 27.3 | 44.6
Fish market | 6.0 | 2.0 | 5.5

Promises

Our promises
Promise | 2023 | 2024 | Target 2024
Homes below the standard | 342 | 205 | 150
Lamps lit | 100 | 130 | 150
Shelters swept | 100 | 170 | 150

Running costs

Revenue by line (£m)
Line | Revised budget | Outturn
Harbour financing costs | 122.6 | 103.7
Harbour dredging | 20.0 | 21.0

Harbour finances

Harbour programme (£m)
Line | Full year revised budget | Outturn
Total harbour spending | 335.6 | 305.5
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Grain rose by 69.8% on the quarter.", Verdict.SUPPORTED),
        ("Grain rose by 69.8% on the year.", Verdict.CONTRADICTED),
        ("Grain rose by 10.1% on the quarter.", Verdict.CONTRADICTED),
        ("Oil fell both on the quarter and on the year.", Verdict.SUPPORTED),
        ("Salt fell both on the quarter and on the year.", Verdict.CONTRADICTED),
        ("Salt rose both on the quarter and on the year.", Verdict.CONTRADICTED),
    ],
)
def test_a_change_is_held_against_each_of_the_times_that_the_claim_names(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict is verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Timber fell more than any other cargo on the quarter.", Verdict.SUPPORTED),
        ("Oil fell more than any other cargo on the quarter.", Verdict.CONTRADICTED),
        ("Grain rose more than any other cargo on the quarter.", Verdict.SUPPORTED),
        ("Timber had the biggest fall on the quarter.", Verdict.SUPPORTED),
        ("Oil had the biggest fall on the quarter.", Verdict.CONTRADICTED),
        ("Timber fell more than oil on the quarter.", Verdict.SUPPORTED),
        ("Oil fell more than timber on the quarter.", Verdict.CONTRADICTED),
        ("Salt grew faster than grain on the quarter.", Verdict.CONTRADICTED),
    ],
)
def test_what_fell_more_is_ranked_by_how_far_it_fell(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict is verdict


@pytest.mark.parametrize(
    "claim",
    [
        "Buses carried about three in five travellers.",
        "Trains carried more travellers than buses.",
        "Three in four bus travellers had a ride.",
        "Tram travellers were 67% of all travellers.",
    ],
)
def test_a_column_that_the_claim_does_not_name_says_nothing_of_it(claim: str) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("North wharf is forecast to cost £2.6m more than its approved budget.", Verdict.SUPPORTED),
        ("North wharf is expected to cost £3.6m more than its approved budget.", Verdict.CONTRADICTED),
        ("North wharf will come in under its approved budget.", Verdict.CONTRADICTED),
        ("Fish market will come in under its approved budget.", Verdict.SUPPORTED),
        ("North wharf was £14.7m under its approved budget.", Verdict.NOT_FOUND),
    ],
)
def test_what_is_forecast_is_held_against_the_plan_and_what_is_spent_so_far_is_not(
    claim: str, verdict: Verdict
) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict is verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Homes below the standard met their target.", Verdict.CONTRADICTED),
        ("Homes below the standard missed their target.", Verdict.SUPPORTED),
        ("Homes below the standard met their target of 150.", Verdict.CONTRADICTED),
        ("Lamps lit met their target.", Verdict.CONTRADICTED),
        ("Shelters swept met their target.", Verdict.SUPPORTED),
    ],
)
def test_a_target_lies_on_the_better_side_of_where_a_thing_was(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict is verdict


def test_a_row_that_the_claim_names_in_full_comes_before_one_that_it_names_in_part() -> None:
    answer = check_claim("Harbour financing costs were £18.9m more than the revised budget.", scope_of(REPORT))
    assert answer.verdict is Verdict.CONTRADICTED
    assert "Harbour financing costs" in answer.text


PROSE = """Widget Police quarterly report

Q4 2023/24

Outcomes

Outcomes by kind
Outcome | Result
Trust and confidence grow | 3
Fewer victims | 4

Summary

“Trust and confidence grow” – In Q4, 47% of townspeople think that the police do a good job and 69% trust them.
"""


@pytest.fixture(scope="module")
def police(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("police")
    (folder / "police-q4-2023-24.txt").write_text(PROSE.replace(" | ", "\t"), encoding="utf-8")
    return Assistant.open(build_library(folder / "library", {"police": Path(folder / "police-q4-2023-24.txt")}))


def test_a_title_in_quotation_marks_narrows_nothing(police: Assistant) -> None:
    answer = police.check("Nearly half of the townspeople have confidence that the police do a good job.")
    assert answer.verdict is Verdict.SUPPORTED


def test_the_figure_that_contradicts_is_told_from_the_others_of_its_sentence(police: Assistant) -> None:
    answer = police.check("Nearly half of the townspeople trust the police.")
    assert answer.verdict is Verdict.CONTRADICTED
    assert "The figure is 69%" in answer.text


def test_a_title_within_a_quotation_has_single_marks(police: Assistant) -> None:
    answer = police.check("Nearly half of the townspeople trust the police.")
    assert "“‘Trust and confidence grow’ – In Q4" in answer.text
    assert "““" not in answer.text


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Bus travellers are three points less likely than travellers as a whole to have felt safe.", "supported"),
        ("Tram travellers are three points less likely than all travellers to have felt safe.", "contradicted"),
        ("Tram travellers felt safer than travellers as a whole.", "supported"),
        ("Bus travellers felt safer than travellers as a whole.", "contradicted"),
        ("Bus travellers were less likely than travellers overall to have felt safe.", "supported"),
        ("Train travellers were more likely than travellers overall to think it value for money.", "contradicted"),
    ],
)
def test_a_group_is_held_against_all_of_them_by_its_gap(claim: str, verdict: str) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict == verdict


FIRST_AND_LATEST = """Widget Works report 2024

Projects

Our projects
Project | First cost (£m) | Latest cost (£m)
Harbour tunnel | 86.0 | 93.5
Lamp works | 4.2 | 3.9
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The harbour tunnel will cost £7.5m more than first planned.", Verdict.SUPPORTED),
        ("The harbour tunnel is expected to cost £8.5m more than first planned.", Verdict.CONTRADICTED),
        ("The lamp works will cost less than first planned.", Verdict.SUPPORTED),
        ("The lamp works will cost more than first planned.", Verdict.CONTRADICTED),
    ],
)
def test_a_latest_cost_is_what_is_now_expected(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(FIRST_AND_LATEST)).verdict is verdict


STORES = """Widget Works report 2024

Depots

Our depots
Depot | Vehicles | Water in store (% full)
North yard | 142 | 84
South yard | 118 | 93
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The North yard is fuller than the South yard.", Verdict.CONTRADICTED),
        ("The South yard is fuller than the North yard.", Verdict.SUPPORTED),
    ],
)
def test_what_is_fuller_is_compared_by_how_full_it_is(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(STORES)).verdict is verdict


WARDS = """Widget Hospital

Annual report 2024/25

Care

Pressure sores stood at 0.84 per 1,000 bed days, against 0.79 in Q1.

Bruises came down to 5.9 per 1,000 bed days from 6.4 per 1,000 bed days a year earlier.

We built 214 wards, against 260 in our plan, because the builder went out of business.

The summer was wet, and no hosepipe ban was needed.

The new lifts were not finished on time.

The charter's promise is 80 per cent of calls within a minute; we managed 78.2 per cent.
"""


@pytest.fixture(scope="module")
def wards(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("wards")
    (folder / "wards-2024-25.txt").write_text(WARDS, encoding="utf-8")
    return Assistant.open(build_library(folder / "library", {"wards": Path(folder / "wards-2024-25.txt")}))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Pressure sores rose to 0.84 per 1,000 bed days.", "supported"),
        ("Pressure sores fell to 0.84 per 1,000 bed days.", "contradicted"),
        ("Bruises came down to 5.9 per 1,000 bed days from 6.4 a year earlier.", "supported"),
        ("Bruises went up to 5.9 per 1,000 bed days from 6.4 a year earlier.", "contradicted"),
        ("We built 46 fewer wards than planned.", "supported"),
        ("We built 64 fewer wards than planned.", "contradicted"),
        ("We built 46 more wards than planned.", "contradicted"),
        ("No hosepipe ban was needed.", "supported"),
        ("A hosepipe ban was needed.", "contradicted"),
        ("The new lifts were finished on time.", "contradicted"),
        ("The new lifts were not finished on time.", "supported"),
        ("The charter's promise on calls within a minute was kept.", "contradicted"),
        ("The charter's promise on calls within a minute was not kept.", "supported"),
    ],
)
def test_what_sentences_say_plainly_is_found(wards: Assistant, claim: str, verdict: str) -> None:
    assert wards.check(claim).verdict == verdict


ACCOUNT = """Widget Trust report 2024

Money

Income and spending (£m)
 | Year to date: Plan | Year to date: Actual | Full year: Plan | Full year: Forecast
Officer pay | 10.0 | 10.9 | 20.0 | 21.0
Officer overtime | 2.0 | 3.1 | 4.0 | 5.0
Surplus / (deficit) | (3.9) | (6.7) | (4.6) | (8.9)

Money last year

Results (£m)
 | Budget 2024 | Actual 2024 | Actual 2023
Fares | 64.0 | 64.9 | 60.2
Net surplus / (loss) | 0.8 | (0.3) | (0.7)

Recruits
Year | Recruits
2021/22 | 412
2022/23 | 506
2023/24 | 331
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The forecast deficit for the full year is £6.7m.", "contradicted"),
        ("The forecast deficit for the full year is £8.9m.", "supported"),
        ("More than half of the officer pay overspend came from officer overtime.", "not_found"),
        ("The result improved to a surplus in 2024.", "contradicted"),
        ("There were fewer recruits in 2021/22 than in 2022/23.", "supported"),
        ("There were fewer recruits in 2022/23 than in 2023/24.", "contradicted"),
        ("There were more recruits in 2022/23 than in 2023/24.", "supported"),
    ],
)
def test_an_account_is_held_at_the_time_and_against_the_plan_that_the_claim_names(claim: str, verdict: str) -> None:
    assert check_claim(claim.replace("The result", "The net surplus or loss"), scope_of(ACCOUNT)).verdict == verdict


BEACHES = """Widget Water

Annual report 2024/25

Beaches

Of our 19 beaches, 14 are excellent, 3 good, 1 sufficient and 1 poor.

Money

We made a net surplus of £0.9m after a loss of £0.7m in 2023.
"""


@pytest.fixture(scope="module")
def beaches(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("beaches")
    (folder / "beaches-2024-25.txt").write_text(BEACHES, encoding="utf-8")
    return Assistant.open(build_library(folder / "library", {"beaches": Path(folder / "beaches-2024-25.txt")}))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Most of the beaches are excellent.", "supported"),
        ("Most of the beaches are poor.", "contradicted"),
        ("Nearly three quarters of the beaches are excellent.", "supported"),
        ("Nearly three quarters of the beaches are good.", "not_found"),
        ("The net surplus was £0.9m below budget.", "not_found"),
    ],
)
def test_a_part_is_the_one_that_the_claim_names_and_a_balance_is_no_distance(
    beaches: Assistant, claim: str, verdict: str
) -> None:
    assert beaches.check(claim).verdict == verdict


HOMES = """Widget Homes report 2024/25

Homes

Homes by town and type
Town | General needs | Sheltered | Shared ownership | All
Ansley | 4,310 | 620 | 280 | 5,210
Burwick | 3,045 | 410 | 365 | 3,820
Total | 7,355 | 1,030 | 645 | 9,030

Water

Water in store (% full)
Pond | 30 June 2024 | 30 September 2024
Upper pond | 89 | 72
Lower pond | 97 | 92
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("There are more sheltered homes than shared ownership homes.", "supported"),
        ("There are more shared ownership homes than sheltered homes.", "contradicted"),
        ("Shared ownership homes outnumber sheltered homes.", "contradicted"),
        ("Ansley has fewer shared ownership homes than Burwick.", "supported"),
        ("Burwick has fewer shared ownership homes than Ansley.", "contradicted"),
        ("The Upper pond was below three quarters full at the end of September 2024.", "supported"),
        ("The Lower pond was below three quarters full at the end of September 2024.", "contradicted"),
    ],
)
def test_two_columns_are_compared_in_the_order_in_which_the_claim_names_them(claim: str, verdict: str) -> None:
    assert check_claim(claim, scope_of(HOMES)).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Salt had the highest tonnage in Q3 2025 after oil.", "supported"),
        ("Timber had the highest tonnage in Q3 2025 after oil.", "contradicted"),
        ("Timber had the highest tonnage in Q3 2025 apart from oil.", "contradicted"),
        ("Grain fell short of last year's figure.", "contradicted"),
        ("Timber fell short of last year's figure.", "supported"),
        ("Oil fell by less than planned.", "not_found"),
    ],
)
def test_what_comes_after_another_is_ranked_without_it(claim: str, verdict: str) -> None:
    report = REPORT.replace("Cargo handled\n", "Cargo handled (tonnage)\n")
    assert check_claim(claim, scope_of(report)).verdict == verdict


SURVEY = """Widget Police

Annual report 2024/25

Survey

Overall satisfaction of victims is at 63%, which is stable. Satisfaction of victims who reported online is at 33%.
"""


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("survey")
    (folder / "survey-2024-25.txt").write_text(SURVEY, encoding="utf-8")
    return Assistant.open(build_library(folder / "library", {"survey": Path(folder / "survey-2024-25.txt")}))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Satisfaction among victims who reported online is 63%.", "contradicted"),
        ("Satisfaction among victims who reported online is 33%.", "supported"),
        ("Satisfaction of victims is 63%.", "supported"),
    ],
)
def test_a_sentence_beside_the_one_that_says_it_bears_nothing_out(survey: Assistant, claim: str, verdict: str) -> None:
    assert survey.check(claim).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The net loss was £0.3m after a loss of £0.7m in 2023.", "supported"),
        ("The net loss was £0.7m after a loss of £0.3m in 2023.", "contradicted"),
        ("Fares came to £64.9m, up from £60.2m in 2023.", "supported"),
        ("Fares came to £60.2m, up from £64.9m in 2023.", "contradicted"),
    ],
)
def test_a_time_after_what_was_before_is_not_that_of_what_is(claim: str, verdict: str) -> None:
    assert check_claim(claim, scope_of(ACCOUNT)).verdict == verdict


@pytest.mark.parametrize("body", ["trust", "council", "association"])
def test_the_body_that_reports_is_not_looked_for(body: str) -> None:
    assert check_claim(f"The {body} made a net loss of £0.3m in 2024.", scope_of(ACCOUNT)).verdict == "supported"
    assert check_claim(f"The {body} made a net loss of £0.7m in 2024.", scope_of(ACCOUNT)).verdict == "contradicted"

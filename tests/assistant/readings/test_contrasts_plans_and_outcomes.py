"""What a question sets aside, what stands in a plan, and what comes of it, over tables that have columns for each."""

from __future__ import annotations

import pytest

from assistant.questions.cues import Cue
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from tests.small import ask, scope_of

ORCHARDS = """Orchard Board annual report 2023/24

Money

Spending 2023/24 (£m)
Service | Original budget | Revised budget | Outturn | Variance (outturn less revised budget)
Pruning overtime | 4.0 | 4.4 | 6.0 | +1.6
Cider presses | 9.1 | 8.7 | 8.2 | -0.5

Works

Barns (£m)
Barn | Approved budget | Spend to date | Forecast final cost
Heron barn | 6.5 | 1.1 | 7.4
Sallow barn | 3.2 | 2.9 | 3.1

Thefts

Thefts by parish
Parish | 2022/23 | 2023/24 | Change
Amberley | 410 | 388 | -22
Birling | 92 | 120 | +28
Cotting | 260 | 301 | +41
Durley | 75 | 60 | -15

Prizes

Prizes 2023/24
Fund | Amount promised (£) | Amount paid (£)
Blossom fund | 52,000 | 31,400
Grafting fund | 18,000 | 17,500
"""


@pytest.fixture(scope="module")
def orchards() -> Scope:
    return scope_of(ORCHARDS)


@pytest.mark.parametrize(
    ("asked", "said", "never"),
    [
        ("Which parishes saw thefts go up rather than down?", "Birling", "Amberley"),
        ("Which parishes saw thefts fall, not rise?", "Durley", "Cotting"),
        ("Under the revised budget, how much was set aside for pruning overtime?", "£4.4m", "£1.6m"),
        ("How much was set aside for pruning overtime under the original budget?", "£4.0m", "£1.6m"),
        ("How much under the revised budget were the cider presses?", "£0.5m", "£8.7m"),
        ("final cost now expected for the Heron barn?", "£7.4m", "£1.1m"),
        ("What will the Heron barn cost in the end?", "£7.4m", "£1.1m"),
        ("How much has been spent on the Heron barn?", "£1.1m", "£7.4m"),
        ("What did the Blossom fund actually pay, as opposed to promise?", "£31,400", "£52,000"),
    ],
)
def test_the_figure_that_is_asked_for_and_not_the_one_beside_it(
    orchards: Scope, asked: str, said: str, never: str
) -> None:
    answer = ask(orchards, asked)
    assert said in answer.text
    assert never not in answer.text


@pytest.mark.parametrize(
    ("asked", "cue", "other"),
    [
        ("Which lines went over budget instead of under it?", Cue.OVER, Cue.UNDER),
        ("Which barns did not rise but fell?", Cue.FALL, Cue.RISE),
        ("Which parishes got worse and not better over the year?", Cue.WORSEN, Cue.IMPROVE),
    ],
)
def test_the_way_that_is_set_aside_is_not_asked_for(asked: str, cue: Cue, other: Cue) -> None:
    question = read_question(asked)
    assert question.has(cue)
    assert not question.has(other, Cue.NEGATED)


def test_what_did_not_fall_is_still_denied() -> None:
    assert read_question("Which parishes did not fall?").has(Cue.NEGATED)


FERRIES = """Ferry Guild annual report 2025/26

Crews

Crews (full-time equivalent)
Crew | Establishment 2025/26 | 31 March 2025 | 31 March 2026
Deckhands | 200 | 188 | 170
Pilots | 40 | 39 | 38
All crews | 240 | 227 | 208

Tickets

Tickets in use at the end of each quarter, and complaints in the year
Ticket | Tickets sold Q3 2025/26 | Tickets sold Q4 2025/26 | Complaints 2025/26
Paper tickets | 600 | 500 | 60
Mobile tickets | 400 | 500 | 20
All tickets | 1,000 | 1,000 | 80

Views

Survey of users, March 2026
Group | Pleased with the crossing (%) | Pleased with the fare (%)
Disabled users | 52 | 40
Non-disabled users | 71 | 44
All users | 66 | 43
"""


@pytest.fixture(scope="module")
def ferries() -> Scope:
    return scope_of(FERRIES)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("What share of its establishment was the deckhands' crew at 31 March 2026?", ["85"]),
        ("What percentage of their establishment are pilots?", ["95"]),
        ("What proportion of all ticket complaints were about mobile tickets?", ["25", "20 of 80"]),
        ("What share of complaints were about paper tickets?", ["75", "60 of 80"]),
        ("Are disabled people less pleased with the crossing than non-disabled people?", ["52%", "71%"]),
        ("Were disabled users more pleased with the fare than non-disabled users?", ["40%", "44%"]),
    ],
)
def test_what_is_held_against_what_a_question_names(ferries: Scope, asked: str, said: list[str]) -> None:
    text = ask(ferries, asked).text
    assert all(figure in text for figure in said), text


def test_a_plan_of_another_year_is_no_whole_of_what_there_was(ferries: Scope) -> None:
    assert (
        "of Establishment" not in ask(ferries, "What share of its establishment was deckhands at 31 March 2025?").text
    )


WRECKS = """Wreck Board annual report 2023/24

Wrecks

Wrecks by isle
Isle | 2022/23 | 2023/24 | Change
Aldo | 410 | 388 | -22
Brim | 92 | 120 | +28
Corr | 260 | 301 | +41
Dell | 75 | 60 | -15
Joint isles and skerries | 80 | 85 | +5
Not assigned to an isle | 12 | 19 | +7
Total | 929 | 973 | +44

Kinds

Kinds of wreck by isle, 2023/24
Isle | Trawler wrecks | Yacht wrecks | Drowned
Aldo | 21 | 47 | 3
Brim | 30 | 2 | 4
Corr | 8 | 61 | 1
Dell | 14 | 9 | 2
"""


@pytest.fixture(scope="module")
def wrecks() -> Scope:
    return scope_of(WRECKS)


@pytest.mark.parametrize(
    ("asked", "said", "never"),
    [
        ("Which isles saw wrecks go up?", "Brim", "Not assigned"),
        ("How many of the four named isles had more wrecks in 2023/24 than the year before?", "2 of 4", "Joint"),
        ("Which isle had the fewest wrecks in 2023/24?", "Dell", "Trawler"),
        ("How many wrecks were there in Brim in 2023/24?", "120", "30"),
        ("Which isle had the fewest yacht wrecks in 2023/24?", "Brim", "Dell, 60"),
    ],
)
def test_neither_a_row_for_none_nor_one_kind_is_what_is_asked_for(
    wrecks: Scope, asked: str, said: str, never: str
) -> None:
    text = ask(wrecks, asked).text
    assert said in text
    assert never not in text


LOFTS = """Loft Guild annual report 2023/24

Lofts

Lofts 2023/24 (£m)
Loft | Original programme | Revised programme | Outturn | Variance from revised | Slippage to 2024/25
Hay loft | 12.5 | 10.1 | 7.4 | -2.7 | 2.7
Bell loft | 4.0 | 4.2 | 4.1 | -0.1 | 0.1

Repairs

Repairs by kind 2023/24 (£m)
Kind | Plan | Actual | Variance (plan less actual) | Variance (% of plan)
Slates | 74.0 | 87.3 | -13.3 | -18.0%
Gutters | 20.0 | 19.0 | 1.0 | 5.0%

Badges

Badges 2023/24
Badge | Median days to award | Target days | In time (%) | Target (%)
Knots | 46 | 40 | 61.0 | 80.0
Swimming | 30 | 35 | 92.0 | 70.0
Rowing | 57 | 50 | 55.6 | 90.0

Pigeons

Pigeons by quarter
Quarter | Pigeons seen | Moved into lofts
Q1 2023/24 | 90 | 11
Q2 2023/24 | 80 | 12
Q3 2023/24 | 70 | 13
Q4 2023/24 | 60 | 14
"""


@pytest.fixture(scope="module")
def lofts() -> Scope:
    return scope_of(LOFTS)


@pytest.mark.parametrize(
    ("asked", "said", "never"),
    [
        ("How much slipped into next year on the Hay loft?", "£2.7m (Slippage", "against"),
        ("How far over plan did slates go?", "£13.3m", "18.0%"),
        ("How far over plan did slates go, as a percentage?", "18.0%", "£13.3m"),
        ("Which badges were slower than their own target?", "Rowing", "Swimming"),
        ("Which badge was worst at being in time (as a percentage)?", "Rowing, 55.6%", "Swimming"),
        ("How many pigeons moved into lofts over the four quarters of 2023/24?", "50", "90"),
        ("How many pigeons moved into lofts over the four quarters of 2023/24, all told?", "50", "90"),
    ],
)
def test_what_was_put_off_spent_awarded_and_added_up(lofts: Scope, asked: str, said: str, never: str) -> None:
    text = ask(lofts, asked).text
    assert said in text
    assert never not in text


def test_a_stretch_behind_over_is_no_bound() -> None:
    assert not read_question("How many came over the last six months?").has(Cue.DIFFERENCE)
    assert read_question("How many over the limit were there?").has(Cue.DIFFERENCE)


POSTS = """Orchard Board annual report 2023/24

People

Posts on 31 March 2024
Group | Establishment (FTE) | In post (FTE) | Over or under establishment (FTE) | Headcount | Women (headcount)
Pruners | 212.0 | 190.5 | -21.5 | 231 | 88
Pickers | 140.0 | 143.2 | +3.2 | 166 | 97

Money

Spending at 31 December 2023 (£m)
Service | Original budget 2023/24 | Revised budget 2023/24 | Spent to 31 December | Forecast outturn 2023/24
Pruning tools | 4.0 | 4.4 | 3.1 | 6.0
Cider presses | 9.1 | 8.7 | 6.2 | 9.9
"""


@pytest.mark.parametrize(
    ("asked", "said", "never"),
    [
        ("How far short of the approved number of posts are the pruners?", "21.5 under", "fell"),
        ("How far short of establishment are the pruners?", "21.5 under", "19.0"),
        ("How far over establishment are the pickers?", "3.2 over", "26"),
        ("How many pruners are there (head count, not FTE)?", "231", "190.5"),
        ("How far over budget will pruning tools be for the year?", "£1.6m", "£2.0m"),
        ("How far over budget are cider presses going to be for the year?", "£1.2m", "£0.8m"),
    ],
)
def test_like_is_held_against_like(asked: str, said: str, never: str) -> None:
    answer = ask(scope_of(POSTS), asked)
    assert said in answer.text
    assert never not in answer.text


GRANTS = """Orchard Board annual report 2023/24

Grants

Grants by fund (£000, except number of awards)
Fund | Awards 2023/24 | Budget 2023/24 | Paid 2023/24
Hedge Fund | 14 | 850 | 722
Pond Partnership | 22 | 400 | 386
Beehive grants | 148 | 240 | 202
Total grants | 184 | 1,490 | 1,310

Money

Capital outturn 2023/24 (£m)
Scheme | Original budget | Revised budget | Outturn | Variance
Cold store | 14.2 | 11.6 | 9.3 | -2.3
Number plate cameras | 2.8 | 2.8 | 2.7 | -0.1
Records system | 11.9 | 9.4 | 6.1 | -3.3
Cider hub | 22.5 | 18.0 | 18.7 | 0.7

Thefts

Thefts by year
Year | Apples | Pears
2019/20 | 980 | 410
2020/21 | 612 | 402
2021/22 | 705 | 399
2022/23 | 788 | 388
2023/24 | 829 | 371
"""


@pytest.mark.parametrize(
    ("asked", "said", "never"),
    [
        ("Which fund got the most awards?", "Beehive grants, 148 ", "£"),
        ("What share of all grant money paid in 2023/24 went to the Pond Partnership?", "29.5%", "Hedge"),
        ("Which scheme fell furthest short of its revised budget?", "Records system", "Cold store"),
        ("Which scheme went furthest over its revised budget?", "Cider hub", "Cold store"),
        ("What was spent on number plate cameras?", "£2.7m", "2.8"),
        ("How have apple thefts moved since 2020/21?", "rose, from 612", "980"),
    ],
)
def test_the_unit_the_window_and_the_part_that_are_asked_for(asked: str, said: str, never: str) -> None:
    answer = ask(scope_of(GRANTS), asked)
    assert said in answer.text
    assert never not in answer.text

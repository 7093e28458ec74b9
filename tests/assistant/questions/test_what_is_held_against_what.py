"""What a question holds against what: lengths of time, bounds, targets, parts and their wholes, one row for another."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from assistant.questions.expected import table_suits
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from structured.plan import Operation
from tests.small import ask, scope_of

DAIRY = """Dairy Office report, Q3 2025-26 (October to December 2025)

Visits

Table 1: Farm visits by valley, 2025-26
Valley | Farm visits, actual 2024-25 | Farm visits, actual 2025-26 | Farm visits, target 2025-26
Aldo | 1,297 | 1,138 | 1,500
Brim | 2,410 | 2,600 | 2,500
Corr | 905 | 870 | 900

Alarms

Table 2: Call-outs by kind, 2025-26
Kind | 2024-25 | 2025-26
Broken churns | 600 | 640
Loose cows | 300 | 310
False alarms, wind | 205 | 250
False alarms, foxes | 100 | 110
False alarms, subtotal | 305 | 360
All call-outs | 1,205 | 1,310

Calls

Table 3: Calls by valley, Q3 2025-26
Valley | Urgent calls | Answered within 15 minutes | Median wait (minutes) | Over 30 minutes (%)
Aldo | 400 | 320 | 12.0 | 12.0
Brim | 500 | 450 | 9.0 | 38.0
Corr | 250 | 210 | 14.0 | 44.0
All valleys | 1,150 | 980 | 11.0 | 30.1

Savings

Table 4: Savings tracker 2025-26 (£m)
Scheme | Target for year | Delivered to 31 December | Forecast for year | Status
Fewer churns | 2.8 | 0.6 | 1.0 | Red
Shared stables | 1.0 | 0.9 | 1.1 | Green
Cheaper hay | 0.7 | 0.2 | 0.4 | Red
Night milking | 0.5 | 0.3 | 0.5 | Amber

Waiting

Table 5: Counselling for farmers by quarter
Measure | Q3 2024-25 | Q2 2025-26 | Q3 2025-26
Farmers waiting for counselling at the end | 612 | 734 | 668
Average wait for counselling (days) | 118 | 131 | 126

Budget

Table 6: Revenue budget 2025-26 (£m)
Line | Original budget | Revised budget | Outturn
Milk pay | 118.00 | 118.90 | 116.75
Milk overtime | 5.20 | 5.60 | 8.05
Stable rent | 9.10 | 9.40 | 9.20

Risks

Table 7: Risk register
Risk | Likelihood | Impact | Score | Score at Q1
Sour milk | 5 | 4 | 20 | 16
Lost cows | 4 | 4 | 16 | 12
Late hay | 3 | 4 | 12 | 20
Cold stables | 2 | 5 | 10 | 10

Searches

Table 8: Cart searches by trade
Trade | Searches
Millers | 240
Bakers | 90
Carters | 130

Providers

Table 9: Services paid for
Provider | Service | Annual value (£000) | Farmers helped | Mean wait (days)
Little Lanterns | Farm children | 320 | 410 | 6.2
Rowan Trust | Stalled carts | 145 | 95 | 3.1

Delays

Table 11: Delays by valley, Q3 2025-26
Valley | Deliveries | Delays over 12 hours
Aldo | 950 | 49
Brim | 820 | 71

Recorded

Table 10: Recorded thefts, 12 months to December (number)
Kind | 12 months to December 2023 | 12 months to December 2024 | 12 months to December 2025
Churn theft | 40 | 42 | 45
Hay theft | 60 | 61 | 58
Total thefts | 100 | 103 | 103
"""


@pytest.fixture(scope="module")
def dairy() -> Scope:
    return scope_of(DAIRY)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Are farmers waiting longer for counselling than they were this time last year?", ["118 days", "126 days"]),
        ("Who had the longer median wait, Aldo or Corr?", ["Corr is higher", "12", "14"]),
        ("Which risks score above the appetite of 12?", ["2 of 4", "Sour milk", "Lost cows"]),
        ("Which risks are above tolerance? (12 or over)", ["3 of 4", "Sour milk", "Lost cows", "Late hay"]),
        ("In which valleys did more than 30% of calls take over half an hour?", ["2 of 3", "Brim", "Corr"]),
        ("Which line of the revised budget went furthest over what had been set aside?", ["Milk overtime", "£2.45m"]),
        ("Which valleys didnt manage the number of farm visits they were set in 2025-26?", ["Aldo", "Corr"]),
        ("By how many visits did Aldo fall short of its farm visits target in 2025-26?", ["362", "1,500"]),
        ("By how much will fewer churns miss its target this year?", ["£1.8m", "Forecast for year"]),
        ("list the savings schemes currently flagged red", ["Fewer churns", "Cheaper hay"]),
        (
            "What proportion of everything they were called out to in 2025-26 turned out to be a false alarm?",
            ["27.5%", "360 of 1,310"],
        ),
        ("What percentage of urgent calls in Aldo were answered within 15 minutes?", ["80.0%", "320 of 400"]),
        ("How much is the Little Lanterns service worth a year?", ["£320k"]),
        ("How many delays of more than 12 hours were there at Brim in the third quarter?", ["Brim: 71"]),
    ],
)
def test_what_is_asked_is_held_against_what_is_meant(dairy: Scope, question: str, said: list[str]) -> None:
    text = ask(dairy, question).text
    assert all(part in text for part in said), text


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("Are more farmers waiting longer for counselling than they were this time last year?", "612"),
        ("How many of the people searched were under 18?", "None of"),
        ("Which line of the revised budget went furthest over what had been set aside?", "118.9"),
        ("Which valleys didnt manage the number of farm visits they were set in 2025-26?", "Brim"),
        ("By how much will fewer churns miss its target this year?", "2.2"),
        ("How far off its target is the rate of thefts solved, taking all thefts together?", "306"),
        ("How far off its target is the rate of thefts solved, taking all thefts together?", "103"),
        ("What percentage of urgent calls in Aldo were answered within 15 minutes?", "1,150"),
        ("What share of the median wait is Aldo's?", "109"),
    ],
)
def test_what_is_asked_is_held_against_nothing_else(dairy: Scope, question: str, never: str) -> None:
    assert never not in ask(dairy, question).text


def test_a_follow_up_carries_what_was_worked_out_over_to_another_row(dairy: Scope) -> None:
    first = "What percentage of urgent calls in Aldo were answered within 15 minutes?"
    assert "450 of 500" in ask(dairy, "What about Brim?", first).text
    assert "£145k" in ask(dairy, "what about Rowan Trust?", "How much is Little Lanterns worth a year?").text


def test_a_follow_up_for_how_many_people_takes_no_days(dairy: Scope) -> None:
    answer = ask(dairy, "ok and how many people was that in the end?", "How long is the wait with Little Lanterns?")
    assert answer.route is not Route.CALCULATION or "6.2" not in answer.text, answer.text


def test_words_without_their_apostrophe_are_denied_all_the_same() -> None:
    assert read_question("which didnt arrive").text == "which didn't arrive"
    assert read_question("which arent here").text == "which aren't here"


@pytest.mark.parametrize(
    ("question", "bounds"),
    [
        ("How many riders were under 21?", 0),
        ("How many riders were under 21 years old in 2024?", 0),
        ("How many schemes are under 21?", 1),
        ("Which towns had over 40 riders?", 1),
    ],
)
def test_an_age_is_no_bound(question: str, bounds: int) -> None:
    assert len(read_question(question).thresholds) == bounds


def test_the_cause_of_a_neighbour_s_figure_is_no_cause() -> None:
    scope = scope_of(
        "Yard report 2025-26 (April 2025 to March 2026)\n\nSchemes\n\nTable 1: Schemes 2025-26 (£m)\n"
        "Scheme | Budget 2025-26 | Forecast 2025-26\n"
        "Lowgate regeneration | 6.4 | 4.9\nRiverside extension | 2.0 | 2.3\n"
        "Orchard paths | 1.0 | 1.0\n\nRiverside's costs have gone up because the network needs a new substation.\n\n"
        "Work on the schemes goes on.\n"
    )
    answer = ask(scope, "How much is Lowgate forecast to underspend this year, and what has held it up?")
    assert "substation" not in answer.text


STAGES = """Lighthouse Board report, Q3 2025-26 (October to December 2025)

Boats

Table 1: Boats reached by bay
Bay | Boats called | Boats: % reached in time | Boats: % reached in time, Q3 2024-25
Aldo | 400 | 71.0 | 64.0
Brim | 350 | 60.0 | 66.0
Corr | 120 | 88.0 | 80.0

Rescues

Table 2: Rescues by quarter
Kind | Q1 2025-26 | Q2 2025-26 | Q3 2025-26
Swimmers | 12 | 15 | 18
Kites | 9 | 7 | 4

Lamps

Table 3: Lamps by kind, 2024-25
Kind | Satisfied with repair (%) | Target satisfied with repair (%)
Theft of lamps | 12.1 | 12.0
Damage to lamps | 7.0 | 9.0
Loss of lamps | 14.0 | 10.5
"""


@pytest.fixture(scope="module")
def lights() -> Scope:
    return scope_of(STAGES)


def test_a_column_without_a_time_is_of_now_beside_one_of_a_year_ago(lights: Scope) -> None:
    text = ask(lights, "How many percentage points separate Aldo from Brim on boats reached in time this quarter?").text
    assert "11.0" in text, text
    assert "64" not in ask(lights, "What percentage of boats were reached in time in Aldo?").text


def test_three_quarters_are_not_the_last_five(lights: Scope) -> None:
    answer = ask(lights, "How did rescues of swimmers move over each of the last five quarters?")
    assert answer.route is not Route.CALCULATION, answer.text
    assert "12" in ask(lights, "How did rescues of swimmers move over each of the last three quarters?").text


def test_what_is_measured_says_which_way_is_good_before_whose_it_is(lights: Scope) -> None:
    text = ask(lights, "List the kinds whose satisfaction with repair reached its 2024-25 target.").text
    assert "Theft of lamps" in text and "Loss of lamps" in text
    assert "Damage" not in text


CREW = """Harbour Board report 2025-26 (April 2025 to March 2026)

Crew

Table 1: Harbour crew joiners and leavers
Year | Joiners | Leavers | Strength (FTE)
2022-23 | 30 | 22 | 210
2023-24 | 34 | 25 | 219
2024-25 | 29 | 31 | 217
2025-26 | 28 | 20 | 225

Total crew by watch
Watch | Crew
Day | 140
Night | 85

Reports

Table 2: Wreck reports by reach
Reach | Q3 2024-25 | Q4 2024-25 | Q1 2025-26 | Q2 2025-26
Upper | 7 | 8 | 9 | 6
Harbour | 20 | 21 | 25 | 19

Grants

Table 3: Small grants, 2025-26
Project | Theme | Award (£k)
Rope school | Safety | 40
Net menders | Trade | 25
Life belts | Safety | 15
Tide clock | Heritage | 30
"""


@pytest.fixture(scope="module")
def crew() -> Scope:
    return scope_of(CREW)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Total crew joiners over the three complete years 2023-24 to 2025-26?", "91"),
        ("How many crew joined in the three years from 2023-24 to 2025-26?", "91"),
        ("How many wreck reports were there harbour-wide over the twelve months October 2024 to September 2025?", "85"),
        ("How much grant money went to projects on the safety theme altogether?", "£55k"),
    ],
)
def test_what_is_counted_over_a_stretch_or_under_a_theme_is_added_up(crew: Scope, question: str, said: str) -> None:
    assert said in ask(crew, question).text


def test_those_who_are_there_are_not_added_up_over_years(crew: Scope) -> None:
    answer = ask(crew, "What was the total crew strength over the three years 2023-24 to 2025-26?")
    assert "661" not in answer.text, answer.text


WATCH = """Watch Board report, Q4 2025-26 (January to March 2026)

Keepers

Table 1: Keepers at a day
Kind | 31 March 2024 | 31 March 2025 | 31 December 2025 | 31 March 2026 | Budgeted posts | Keepers against posts
Lamp keepers | 11,964 | 11,850 | 11,700 | 11,688 | 11,850 | -162
Bell keepers | 4,300 | 4,265 | 4,120 | 4,094 | 4,200 | -106

Views

Table 2: Sailors satisfied (%)
Stage | Q4 2024-25 | Q3 2025-26 | Q4 2025-26 | Target 2025-26
Ease of contact | 70.1 | 71.0 | 72.3 | 72.0
Being kept informed | 55.1 | 54.2 | 56.8 | 62.0

Calls

Table 3: Calls to the watch
Time | Lamp calls | Bell calls
2024-25 full year | 196,348 | 8,010
Q1 Apr-Jun 2025 | 45,000 | 2,000
Q2 Jul-Sep 2025 | 46,100 | 2,100
2025-26 full year | 181,785 | 8,300
Target 2025-26 | 180,000 | 8,200

Budget

Table 4: Revenue budget and outturn 2025-26 (£m)
Line | Revised budget | Outturn | Variance to revised budget
Lamp keeper pay | 90.1 | 92.0 | 1.9
Bell keeper pay | 6.0 | 6.6 | 0.6
Premises | 8.0 | 8.7 | 0.7

Help

Table 5: Sailors helped, 2025-26
Provider | Referrals | Years running
Harbour Light | 3,918 | 4
Net and Rope | 812 | 9
"""


@pytest.fixture(scope="module")
def watch() -> Scope:
    return scope_of(WATCH)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("By what percentage did lamp keepers change between 31 March 2024 and 31 March 2026?", ["2.31%", "11,964"]),
        (
            "How far below this year's target was the score for being kept informed in Q4 2025-26?",
            ["5.2 percentage points below", "62.0%"],
        ),
        ("How many lamp calls were there in 2024-25?", ["196,348"]),
        ("How many bell calls were there from July to September 2025?", ["2,100"]),
    ],
)
def test_two_times_a_target_of_the_year_and_a_row_s_time_are_what_they_are(
    watch: Scope, question: str, said: list[str]
) -> None:
    text = ask(watch, question).text
    assert all(part in text for part in said), text


def test_what_a_rating_means_is_no_list_of_what_has_it() -> None:
    assert not table_suits("what does amber/red actually mean on the list of works?", Operation.FILTER, ())


def test_a_follow_up_is_never_told_the_same_figure_again(watch: Scope) -> None:
    first = "How many bell keepers were there on 31 March 2026?"
    assert "4,265" in ask(watch, "and the March before that?", first).text
    calls = "How many lamp calls were there in 2025-26?"
    assert "196,348" in ask(watch, "and the year before that?", calls).text
    helped = "How many referrals did Harbour Light have in 2025-26?"
    assert "3,918" not in ask(watch, "and how many of those were for sea boots?", helped).text
    assert "3,918" in ask(watch, "sorry, say that again please?", helped).text


def test_the_same_is_asked_for_another_row(watch: Scope) -> None:
    history = ("How much over the revised budget was lamp keeper pay?", "And premises?")
    assert "£0.6m over" in ask(watch, "Same thing for bell keeper pay please", *history).text

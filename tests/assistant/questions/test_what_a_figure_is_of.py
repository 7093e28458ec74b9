"""A figure is given for what is asked: the thing counted and not where it was, the right column, the right stretch."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answers.answer import Route
from assistant.questions.cues import Cue
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from assistant.service import Assistant
from tests.conftest import build_library
from tests.small import ask, document_of, scope_of, tables_scope

TOWNS = """Lamp Valley report 2024-25 (April 2024 to March 2025)

Workshops

Workshops of the valley
Workshop | Town | Visits 2023-24 | Visits 2024-25 | Repaired
Quay Lane | Aldo | 148,200 | 151,940 | 71.4%
Saltgate | Brim | 121,450 | 109,870 | 63.8%
Moor Row | Corr | 88,300 | 92,610 | 74.9%
Canal End | Dene | 203,760 | 198,450 | 61.2%
Lind Park | Dene | 40,100 | 46,720 | 69.5%
Hobb Street | Esk | 134,910 | 138,280 | 66.7%
All workshops | | 736,720 | 737,870 | 66.7%

Fairs

Fairs by month, 2024-25
Month | Fairs held | Attendance
April | 46 | 38,700
May | 71 | 96,450

The levy

Levy by town, £000
Town | 2023-24 | 2024-25 | Levy per home 2024-25 £
Aldo | 18,940 | 19,610 | 275.27
Brim | 16,120 | 16,790 | 285.01

Complaints received

Complaints received by trade
Trade | 2022-23 (r) | 2023-24 | 2024-25
Lamps | 1,200 | 1,300 | 1,400
Wicks | 400 | 500 | 650
All complaints | 1,600 | 1,800 | 2,050
(r) Restated. The total for 2022-23 was first published as 1,637.

Ferries

Passengers by ferry
Ferry | Q3 2023 | Q4 2023 | Q1 2024 | Q2 2024 | Q3 2024
Holm ferry | 214,600 | 71,300 | 58,900 | 142,700 | 221,450
Norr ferry | 96,200 | 38,450 | 31,200 | 67,800 | 88,900

Payments

Payments recommended, 2024-25
Trade | Cases | Payments
Lamps | 30 | 171
Wicks | 12 | 64
"""

PROSE = """Lamp Valley report 2024-25 (April 2024 to March 2025)

Risks

Our appetite for any single risk is a score of 12. Anything above that goes to the Lamp Board at every meeting.

Visitors

Among disabled visitors happiness fell. Nearly half of those who were unhappy mentioned the lift. Results from fewer
than 75 people are not shown.
"""


@pytest.fixture(scope="module")
def towns() -> Scope:
    return scope_of(TOWNS)


@pytest.fixture(scope="module")
def prose(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("prose")
    source = folder / "lamps.txt"
    source.write_text(PROSE, encoding="utf-8")
    return Assistant.open(build_library(folder / "library", {"lamps": source}))


def test_a_row_is_called_by_its_own_name_and_not_by_what_stands_beside_it(towns: Scope) -> None:
    assert "Moor Row, 74.9%" in ask(towns, "Which workshop repaired the highest share?").text
    compared = ask(towns, "Saltgate or Moor Row: which had more visits in 2024-25?").text
    assert "Saltgate is higher than " in compared
    assert "Moor Row 92,610" in compared


def test_what_stands_beside_the_names_still_finds_its_row(towns: Scope) -> None:
    assert "92,610" in ask(towns, "How many visits did the workshop in Corr have in 2024-25?").text


@pytest.mark.parametrize(
    "question", ["How many people came to fairs in May?", "Total people at fairs in April and May?"]
)
def test_what_people_were_at_is_not_how_many_people(towns: Scope, question: str) -> None:
    text = ask(towns, question).text
    assert "71" not in text
    assert "117" not in text


def test_what_is_held_is_still_counted(towns: Scope) -> None:
    assert "117" in ask(towns, "How many fairs were held in April and May together?").text


def test_a_year_is_compared_with_the_other_year_and_not_with_another_measure(towns: Scope) -> None:
    assert "4.16%" in ask(towns, "What was the percentage increase in Brim's levy from 2023-24 to 2024-25?").text


def test_what_is_asked_of_one_year_is_not_added_up_over_three(towns: Scope) -> None:
    question = (
        "What was the total number of complaints received for 2022-23 as first published, before it was restated?"
    )
    assert "5,450" not in ask(towns, question).text


def test_a_quarter_is_not_the_twelve_months_that_hold_it(towns: Scope) -> None:
    text = ask(
        towns, "How many passengers took the Holm ferry in the twelve months from October 2023 to September 2024?"
    ).text
    assert "221,450" not in text or "494,350" in text


def test_a_level_does_not_say_whether_there_was_more(towns: Scope) -> None:
    text = ask(towns, "Are more people or fewer taking the Norr ferry than in the summer of 2023?").text
    assert "38,450" not in text


def test_the_count_of_them_is_not_the_largest_of_them(towns: Scope) -> None:
    assert "171" not in ask(towns, "Largest single payment recommended in the lamps trade in 2024-25").text


def test_a_bound_is_no_list_of_what_is_beyond_it(prose: Assistant) -> None:
    assert prose.ask("Which risks score above the appetite of 12?").route is not Route.RETRIEVAL


def test_a_gap_is_not_told_by_a_sentence_without_one(prose: Assistant) -> None:
    answer = prose.ask("What is the gap in happiness between disabled visitors and the others?")
    assert answer.route is not Route.RETRIEVAL


ACTIONS = """Lamp Valley report 2024-25 (April 2024 to March 2025)

Contracts

Main contracts
Ref | Contractor | Work | Start | Yearly value £m | Deductions £000 | Rating
C01 | Greenlamp Ltd | Kerbside rounds in three towns | Apr 2021 | 21.40 | 412 | Amber
C02 | Wick Power LLP | Burning what is left | Sept 2014 | 31.75 | 0 | Green
C03 | Bell Field | Garden cuttings | Oct 2022 | 4.85 | 36 | Green
Total | | | | 58.00 | 448 |

Actions

Main actions for next year
Action | Lead | By when | Cost
Answer calls faster | Hana Lind | March 2026 | £40k
Send text messages on open cases | Yusuf Hart | June 2026 | £31k
Open a second counter | Owen Tarn | May 2026 | £25k

Small fires

Fires attended
Kind | 2023-24 | 2024-25
House fires | 40 | 44
Small fires | 512 | 634

Towns in water

Where the waste went, thousand tonnes
Year | Burnt | Buried | Total | Buried %
2022-23 | 120.0 | 80.0 | 200.0 | 40.0%
2023-24 | 150.0 | 60.0 | 210.0 | 28.6%
2024-25 | 180.0 | 30.0 | 210.0 | 14.3%

Trust by group

Trust, gap in percentage points
Group | Trust us | Good job locally
All homes | 66% | 51%
Tall people | +3 | +2
Short people | -4 | -1
"""


@pytest.fixture(scope="module")
def actions() -> Scope:
    return scope_of(ACTIONS)


def test_a_row_beside_a_code_is_called_by_its_name_though_a_total_stands_beneath(actions: Scope) -> None:
    text = ask(actions, "Which contractor had the highest deductions?").text
    assert "Greenlamp Ltd" in text
    assert "£412k" in text


def test_who_leads_is_no_superlative_and_no_date(actions: Scope) -> None:
    text = ask(actions, "who is leading that?", "When will text messages on open cases be sent?").text
    assert "Yusuf Hart" in text
    assert "2026 " not in text.split("(")[0]


def test_what_a_thing_is_is_not_how_many_there_were(actions: Scope) -> None:
    assert ask(actions, "What is a small fire?").route is Route.REFUSAL
    assert "634" in ask(actions, "How many small fires were there?").text


def test_how_much_likelier_is_no_difference_in_points(actions: Scope) -> None:
    text = ask(actions, "How much more likely are tall people than short people to trust us?").text
    assert "7 percentage points" not in text


def test_a_trend_is_no_share_of_the_sum_of_years(actions: Scope) -> None:
    text = ask(actions, "What's the trend in the share of waste buried since 2022-23?").text
    assert "rows listed" not in text
    assert "40.0%" in text
    assert "14.3%" in text


def test_residents_are_not_what_is_local(actions: Scope) -> None:
    assert ask(actions, "What proportion of tall residents were victims of theft?").route is Route.REFUSAL


def test_to_end_up_is_not_to_go_up(actions: Scope) -> None:
    assert not read_question("Why did Bell Field end up with a special visit?").has(Cue.RISE)
    assert read_question("Has the cost gone up?").has(Cue.RISE)


@pytest.mark.parametrize("question", ["What was the target?", "What is the result?"])
def test_a_measure_of_nothing_is_asked_back(question: str) -> None:
    measures = scope_of("""Lamp Valley report 2024-25 (April 2024 to March 2025)

Measures

Measures against target
Measure | Target | Result
Lamps lit | 90% | 92%
Wicks cut | 80% | 71%

Money

Spending by office
Office | Budget | Variance
North | 1,200 | 40
South | 1,400 | (20)
Total | 2,600 | 20
""")
    answer = ask(measures, question)
    assert answer.route is Route.CLARIFICATION
    assert "90%" not in answer.text
    for choice in answer.choices:
        assert ask(measures, choice).route is Route.CALCULATION


GROUPS = """Lamp Valley report 2024-25 (April 2024 to March 2025)

Satisfaction

Visitors satisfied, by group
Group | 2023-24 | 2024-25 | Change over the year (points)
All visitors | 78.4% | 79.6% | +1.2
Ethnicity
Northern | 74.0% | 71.5% | -2.5
Southern | 80.0% | 81.0% | +1.0
Disability
Disabled | 70.3% | 67.8% | -2.5
Not disabled | 80.0% | 81.9% | +1.9

Satisfied with how it was decided
Question | Upheld | Not upheld | Settled early
Overall | 83% | 47% | 78%
Told what would happen | 81% | 66% | 74%

Capital

Capital programme (£m)
Line | Revised budget | Forecast
Vans | 20.0 | 19.0
Radios | 19.1 | 18.0
Total police | 39.1 | 37.0
Fire stations | 4.9 | 4.0
Fire engines | 4.2 | 3.8
Total fire | 9.1 | 7.8
Total capital programme | 48.2 | 44.8
"""


@pytest.fixture(scope="module")
def groups() -> Scope:
    return scope_of(GROUPS)


def test_what_is_and_what_is_not_are_set_side_by_side(groups: Scope) -> None:
    told = ask(groups, "What was the gap in satisfaction between disabled and non-disabled visitors in 2024-25?").text
    assert "14.1 percentage points lower" in told
    compared = ask(groups, "Overall: upheld versus not upheld").text
    assert "83%" in compared
    assert "47%" in compared


def test_a_group_does_not_fall_from_the_whole(groups: Scope) -> None:
    text = ask(
        groups, "What's the gap in satisfaction between Northern visitors and visitors as a whole in 2024-25?"
    ).text
    assert "8.1 percentage points lower" in text
    assert "fell" not in text


def test_a_change_over_time_is_no_gap_between_two(groups: Scope) -> None:
    question = (
        "How many more percentage points of not disabled visitors than disabled visitors were satisfied in 2024-25?"
    )
    assert "1 of 2" not in ask(groups, question).text


def test_a_subtotal_is_meant_by_the_one_word_that_its_parts_share(groups: Scope) -> None:
    assert "18.9%" in ask(groups, "What share of the revised capital budget is for the fire service?").text
    assert "10.2%" in ask(groups, "What share of the revised capital budget is for fire stations?").text


LAND = """Lamp Valley report 2024-25 (April 2024 to March 2025)

Litter

Litter by kind of land, 2024-25
Size | Highway | Council housing land | Other public land | Total
Bag | 40 | 30 | 10 | 80
Van | 25 | 5 | 10 | 40
Total | 65 | 35 | 20 | 120

Private land is for its owner to clear, and litter there is not counted.

Hours

Volunteers and hours
Programme | Active volunteers | Hours
Lamps | 120 | 2,100
Wicks | 80 | 900
Total | 200 | 3,000

Measures against target
Measure | Target | Actual
Volunteer hours | 2,900 | 3,000
"""


def test_land_of_another_kind_is_no_private_land() -> None:
    land = scope_of(LAND)
    for question in ("How much litter was there on private land in 2024-25?", "How many litter finds on private land?"):
        assert not any(figure in ask(land, question).text for figure in ("35", "20", "120"))
    assert "35" in ask(land, "How much litter was there on council housing land in 2024-25?").text


def test_what_was_wanted_is_a_target_and_no_other_count() -> None:
    text = ask(scope_of(LAND), "Volunteer hours: how many above or below what was wanted?").text
    assert "100 above" in text
    assert "2,800" not in text


@pytest.mark.parametrize(
    "question",
    [
        "Eye clinic people waiting change june to september 2025",
        "number of people waiting for the eye clinic, 30 June 2025 to 30 September 2025: down by?",
    ],
)
def test_a_days_level_is_not_how_far_it_moved(question: str) -> None:
    text = """Lamp Valley hospital report, Quarter 2 2025/26 (July to September 2025)

Waiting list

People waiting by clinic
Clinic | 30 June 2025 | 30 September 2025
Eye clinic | 8,115 | 7,460
Ear clinic | 4,000 | 4,100
"""
    answer = ask(scope_of(text), question)
    assert answer.route is not Route.CALCULATION or "655" in answer.text


def test_what_was_reached_by_the_end_of_the_report_comes_before_what_is_planned_for_the_year() -> None:
    head = "Programme\tGrant for the year (£)\tYoung people: planned for the year\tYoung people: reached to 31 December"
    title = "Table 9: Programmes of the lofts, 2025/26, to 31 December 2025"
    rows = "Kites by night\t40,000\t450\t214\nStrings\t20,000\t300\t280"
    text = f"Widget Guild performance report, Quarter 3 2025/26\n\nProgrammes\n\n{title}\n{head}\n{rows}\n"
    scope = tables_scope(document_of(text, "guild-q3-2025-26"))
    assert "280" in ask(scope, "How many young people were on Strings?").text
    assert "300" in ask(scope, "How many young people were planned for Strings?").text


def test_the_whole_of_each_group_is_no_member_of_it() -> None:
    burglary = "Burglary\tNorth\t412\t18\n\tSouth\t377\t12\n\tForce\t789\t30"
    robbery = "Robbery\tNorth\t64\t3\n\tSouth\t58\t5\n\tForce\t122\t8"
    table = f"Crime by area\nOffence\tArea\tNumber\tSolved\n{burglary}\n{robbery}\n"
    text = f"Widget Force report, Quarter 3 2025/26\n\nCrime\n\n{table}"
    scope = tables_scope(document_of(text, "force-q3-2025-26"))
    assert "North, 412" in ask(scope, "Which area had the most burglaries?").text

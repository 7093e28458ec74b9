"""Claims put in other words than the reports', with what each of them says held against the right cells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.claim import Kind, read_claim
from assistant.checking.ellipses import spelled_out
from assistant.checking.joined import check_claim, parts
from assistant.checking.patterns import Way
from assistant.checking.sentences import parts_in
from assistant.questions.cues import Order
from tests.small import scope_of

S, C, N = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND

REPORT = """Widget Association quarterly report Q3 2025/26

October to December 2025

Workshops

Table 1 Orders by workshop
Workshop | Q3 2024/25 | Q4 2024/25 | Q1 2025/26 | Q2 2025/26 | Q3 2025/26
Hill workshop | 410 | 402 | 390 | 395 | 388
Dock workshop | 280 | 285 | 290 | 310 | 342
Mill workshop | 150 | 141 | 130 | 128 | 120
All workshops | 840 | 828 | 810 | 833 | 850

Table 2 Grumbles and thanks per 1,000 orders
Measure | Q3 2024/25 | Q2 2025/26 | Q3 2025/26
Grumbles | 1.99 | 1.68 | 1.79
Thanks | 4.19 | 5.32 | 5.16

Table 3 Grumbles received
Theme | Q3 2024/25 | Q4 2024/25 | Q1 2025/26 | Q2 2025/26 | Q3 2025/26
Lateness | 121 | 104 | 78 | 71 | 96
Rudeness | 38 | 41 | 35 | 37 | 42
Total grumbles | 159 | 145 | 113 | 108 | 138

Visitors by month, 2025
Showroom | October | November | December | Q3 2025/26
Harbour showroom | 4,110 | 5,640 | 5,205 | 14,955
Station showroom | 6,120 | 6,310 | 6,480 | 18,910

Money

Table 5 Building programme 2025/26 (£m)
Scheme | Budget | Spend to 31 December | Forecast | Variance
Paint shop | 1.2 | 1.1 | 1.2 | 0.0
New roof | 0.95 | 0.88 | 1.02 | 0.07
Crane | 2.1 | 2.0 | 2.0 | (0.1)

Table 6 Reserves (£000)
Reserve | Balance 1 April 2025 | Used in year | Forecast 31 March 2026
Rainy day reserve | 640 | (480) | 160
Repairs reserve | 500 | 0 | 500

Table 7 Loans (£m)
Item | 30 Sept 2025 | 31 Dec 2025
Bank loans | 70.5 | 73.0
Savings | 19.4 | 22.7

Projects and risks

Table 8 Projects
Project | Owner | Status
Ordering portal | Ann Lee | On track
Van tracking | Bob Roe | Off track
Night shift | Cy Poe | Complete
Paint robot | Ann Lee | Complete

Table 9 Risks
Risk | Score now | Score last quarter
Strikes | 8 | 16
Power cuts | 20 | 12
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Harbour showroom had its most visitors in November.", S),
        ("Harbour showroom had its most visitors in December.", C),
        ("Total grumbles were the lowest in five quarters.", C),
        ("Orders at Mill workshop were the lowest in five quarters.", S),
        ("Orders at Mill workshop were the lowest in eight quarters.", N),
        ("Dock workshop took more orders than in any of the four quarters before.", S),
        ("Hill workshop took more orders than in any of the four quarters before.", C),
        ("The third quarter of 2025/26 saw the most orders at Dock workshop.", S),
        ("The second quarter of 2025/26 saw the most orders at Dock workshop.", C),
    ],
)
def test_a_superlative_of_a_time_is_held_against_the_things_own_series(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict is verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Orders fell in two of the three workshops over the year.", S),
        ("Orders rose in two of the three workshops over the year.", C),
        ("Orders fell in every workshop over the year.", C),
        ("There were 21 fewer grumbles than a year earlier.", S),
        ("Dock workshop took more orders than in the previous quarter.", S),
        ("All workshops took more orders than a year earlier.", N),
        ("Orders at Dock workshop were ahead of where they were a year earlier.", S),
    ],
)
def test_what_is_said_of_several_is_held_against_each_and_a_count_against_no_rate(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict is verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The new roof came in under budget.", C),
        ("The new roof is over budget.", S),
        ("The paint shop is £0.1m under budget.", C),
        ("The crane is £0.1m under budget.", S),
        ("The rainy day reserve will fall by three quarters over the year.", S),
        ("The rainy day reserve is forecast to fall to £160,000.", S),
        ("The rainy day reserve is forecast to be used up entirely.", C),
        ("Bank loans rose on the previous quarter.", S),
        ("Bank loans fell on the previous quarter.", C),
    ],
)
def test_money_spent_so_far_is_not_held_against_a_plan_for_the_year(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict is verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The ordering portal is on track.", S),
        ("Van tracking is on track.", C),
        ("Two of the four projects are complete.", S),
        ("Three of the four projects are complete.", C),
        ("The night shift is the only project that is complete.", C),
        ("Van tracking is the only project that is off track.", S),
        ("The night shift is popular.", N),
        ("The risk of strikes has halved.", S),
        ("The risk of strikes has doubled.", C),
        ("The score of the risk of power cuts rose from 12 to 20.", S),
        ("The score of the risk of power cuts fell from 20 to 12.", C),
    ],
)
def test_a_status_and_a_score_are_held_against_the_columns_that_print_them(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(REPORT)).verdict is verdict


WAITS = """Widget Association report Q3 2025/26

October to December 2025

Table 1 Key measures
Measure | Q3 2024/25 | Q3 2025/26
Repairs by van | 1,102 | 1,015
Replies sent | 410 | 395
Average time to reply (days) | 9 | 5

Table 2 Survey of buyers: satisfied overall
Group | 2024 | 2025
16 to 24 | 79% | 76%
25 to 64 | 81% | 80%
65 and over | 92% | 92%

Table 3 Companies (£m)
Company | Turnover | Profit or (loss)
Widget Homes | 2.84 | (0.19)
Widget Waste | 6.15 | 0.22
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Replies were sent faster than a year earlier.", N),
        ("The average time to reply was faster than a year earlier.", S),
        ("Buyers aged 16 to 24 are the least satisfied.", S),
        ("Buyers aged 65 and over are the least satisfied.", C),
        ("Widget Homes made a loss.", S),
        ("Widget Homes expects to make a profit.", C),
        ("Widget Waste is expected to make a profit.", S),
    ],
)
def test_pace_is_no_count_and_an_age_no_figure(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(WAITS)).verdict is verdict


SHARES = """Widget Association report 2024

Table 1 Six years at a glance
Year | Orders | Paid by card | Returned
2022 | 614 | 63.9% | 4.1%
2023 | 669 | 68.4% | 4.4%
2024 | 703 | 72.8% | 4.0%

Table 2 Orders in time (%)
Round | Jan–Mar 2024 | Apr–Jun 2024 | Jul–Sep 2024 | Oct–Dec 2024
Hill round | 84.0 | 86.2 | 83.1 | 78.9
Dock round | 80.5 | 82.6 | 84.1 | 85.0

Table 3 Orders in time by town
Town | 2023 | 2024 | Change (points)
Northam | 70% | 71% | +1
Southam | 50% | 58% | +8
Westam | 90% | 92% | +2
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The share of orders paid by card rose by 4.4 points in 2024.", S),
        ("The share of orders paid by card rose by 4.4 per cent in 2024.", C),
        ("Dock round was at its most punctual in October to December.", S),
        ("Dock round had its highest orders in time in October to December.", S),
        ("Hill round had its highest orders in time in October to December.", C),
        ("Southam improved its orders in time more than any other town.", S),
        ("Westam improved its orders in time more than any other town.", C),
        ("Northam improved its orders in time less than any other town.", S),
    ],
)
def test_a_share_is_of_what_stands_beside_it_and_the_most_improved_need_not_be_best(
    claim: str, verdict: Verdict
) -> None:
    assert check_claim(claim, scope_of(SHARES)).verdict is verdict


MONEY = """Widget Association report 2024/25

Table 1 Money (£m)
Line | Budget 2024/25 | Actual 2024/25
Ink | 24.0 | 22.0
Paper | 10.0 | 9.7
Net surplus | 6.0 | 5.9

Table 2 Staff
Measure | 2023/24 | 2024/25
Days lost to sickness per clerk | 2.6 | 2.1

Table 3 Complaints by office
Office | Complaints | Answered within target 2023/24 | Answered within target 2024/25
North office | 210 | 76.8% | 70.5%
South office | 118 | 61.0% | 66.0%
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Ink came in well under budget.", N),
        ("Paper came in well under budget.", C),
        ("Ink came in under budget.", S),
        ("Days lost to sickness per clerk fell by half a day.", S),
        ("Days lost to sickness per clerk fell by half.", C),
        ("The share of complaints that the North office answered within target improved.", C),
        ("The share of complaints that the South office answered within target improved.", S),
        ("Ink ended with a smaller surplus than budgeted.", N),
        ("The net surplus was smaller than budgeted.", S),
    ],
)
def test_half_a_day_is_no_share_and_well_under_no_contradiction_of_a_little_less(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(MONEY)).verdict is verdict


TURNED = """Widget Association report 2024

Table 1 Marks by school
School | Grade 5 or above (%), 2023 | Grade 5 or above (%), 2024
Ash school | 36.9% | 41.0%
Oak school | 44.0% | 43.5%

Table 2 Marks in sums
School | 2022 | 2023 | 2024
Elm school | 55% | 59% | 66%
Fir school | 70% | 71% | 73%

Table 3 Companies (£m)
Company | Profit or (loss)
Widget Homes | (0.19)
Widget Waste | 0.22
Widget Trade | (0.41)

Table 4 Repairs done in time
Town | Done in time 2023 | Done in time 2024
Northam | 69.7% | 71.1%
Southam | 61.0% | 54.2%

Table 5 Thefts per 1,000 residents
Town | Thefts per 1,000 residents
Northam | 29.5
Southam | 20.9
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Marks of grade 5 or above at Ash school rose by 4.1 points.", S),
        ("Marks of grade 5 or below at Ash school rose by 4.1 points.", N),
        ("Marks in sums at Elm school rose by 7 points.", S),
        ("Marks in sums at Elm school rose by 10 points.", C),
        ("Fir school made the smallest gain in marks in sums.", S),
        ("Elm school made the smallest gain in marks in sums.", C),
        ("Elm school made the biggest gain in marks in sums.", S),
        ("Widget Homes made the smallest loss of the companies.", S),
        ("Widget Trade made the smallest loss of the companies.", C),
        ("Widget Trade made the biggest loss of the companies.", S),
        ("Northam did 71.1% of repairs in time and Southam only 70%.", C),
        ("Southam has the lowest thefts per 1,000 residents.", S),
        ("Southam has the lowest thefts per 1,300 residents.", N),
    ],
)
def test_what_a_label_turns_or_another_time_fits_is_not_borne_out(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(TURNED)).verdict is verdict


RAIL = """Widget Rail report 2024

Services on time (%)

Mode | Route | 2024 | 2023
Bus | Inner Ring | 74.1 | 75.6
Bus | Harbour | 82.0 | 79.5
Rail | Estuary line | 83.1 | 80.2
Rail | Valley line | 82.6 | 84.9
"""


def test_the_only_one_of_a_kind_is_held_against_its_kind_alone() -> None:
    scope = scope_of(RAIL)
    assert check_claim("The Valley line was the only railway line whose punctuality fell.", scope).verdict is S
    assert check_claim("The Valley line was the only route whose punctuality fell.", scope).verdict is not S
    assert check_claim("The Valley line was the only route to fall in punctuality.", scope).verdict is not S


@pytest.mark.parametrize(
    ("claim", "statements"),
    [
        (
            "More orders were taken than in the previous quarter, but fewer than a year earlier.",
            ("More orders were taken than in the previous quarter.", "Fewer orders were taken than a year earlier."),
        ),
        (
            "The dock took more orders than in the spring but fewer than a year earlier.",
            ("The dock took more orders than in the spring.", "The dock took fewer orders than a year earlier."),
        ),
    ],
)
def test_two_times_with_a_side_each_are_two_statements(claim: str, statements: tuple[str, ...]) -> None:
    assert [s.statements for s in spelled_out(claim)] == [statements]


def test_what_one_joins_is_cut_where_a_verb_of_its_own_begins() -> None:
    joined = "Orders rose in Hill Town and Dock Town but fell in Mill Town and Far Town."
    assert parts(joined) == ("Orders rose in Hill Town and Dock Town.", "Orders fell in Mill Town and Far Town.")


def test_what_was_lost_most_is_no_fall() -> None:
    assert read_claim("Hill workshop lost the most hours.").order is Order.MOST
    assert read_claim("Hill workshop lost the fewest hours.").order is Order.LEAST


def test_a_figure_in_a_name_leaves_more_a_direction() -> None:
    claim = read_claim("More 111 calls were offered than a year earlier.", lambda *_: True)
    assert (claim.kind, claim.way, claim.amounts) == (Kind.CHANGE, Way.UP, ())


def test_an_overspend_that_moved_is_a_change_and_no_distance() -> None:
    amount = read_claim("The forecast overspend came down by £70,000 since the first quarter.").amounts[0]
    assert amount.way is Way.DOWN
    assert read_claim("The depot overspent by £70,000.").amounts[0].way is Way.UP


def test_a_sum_and_the_part_of_it_that_is_named_are_part_and_whole() -> None:
    told = "The plan relies on savings of £1,660 thousand, of which £705 thousand had been made."
    assert parts_in(told) == (Decimal(705_000), Decimal(1_660_000))
    assert parts_in("The plan relies on £1.6m, and £0.7m had been made.") is None

"""Questions over small tables of our own, one family of readings after the other: the figures and their cells."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from assistant.answers.answer import Answer, Route
from assistant.questions.needs import Linked
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from assistant.questions.understanding import acceptable, names, understand
from structured.plan import Operation
from tests.small import REPORT, SISTERS, ask, cells, figures, scope_of


@pytest.fixture(scope="module")
def scope() -> Scope:
    return scope_of(REPORT)


@pytest.fixture(scope="module")
def sisters() -> Scope:
    return scope_of(SISTERS)


class Case(NamedTuple):
    """A question, a figure that its answer states first or among others, and the cells that it rests on."""

    question: str
    figure: str
    rests_on: list[str]


def check(scope: Scope, case: Case) -> Answer:
    answer = ask(scope, case.question)
    assert (answer.route, answer.figures != ()) == (Route.CALCULATION, True), answer.text
    assert case.figure in figures(answer), answer.text
    assert sorted(cells(answer)) == sorted(case.rests_on), answer.text
    return answer


def operation(scope: Scope, question: str) -> Operation | None:
    read = read_question(question)
    needs, mended = scope.linker.needs(read)
    best = understand(read, scope.linker.link(needs, mended), scope.linker).best
    return best.plan.operation if best else None


LOOKUPS = [
    Case("How many widgets were sold in Northfield in Q4 2023/24?", "1310 count", ["Northfield / Q4 2023/24"]),
    Case("How many widgets were sold in Northfield?", "1310 count", ["Northfield / Q4 2023/24"]),
    Case("How many widgets did Southport sell in the previous quarter?", "905 count", ["Southport / Q3 2023/24"]),
    Case("What was Eastham's satisfaction a year ago?", "65.1 percent", ["Eastham / Q4 2022/23"]),
    Case("Widgets sold in Westbury, January to March 2023", "520 count", ["Westbury / Q4 2022/23"]),
    Case("What was the outturn for Research?", "8.5 gbp_m", ["Research / Outturn"]),
    Case("How much was budgeted for Premises?", "6.0 gbp_m", ["Premises / Budget"]),
    Case("What was the variance for Research?", "-1.5 gbp_m", ["Research / Variance"]),
    Case("total widgets sold in Q3 2023/24?", "3000 count", ["Total / Q3 2023/24"]),
]
CHANGES = [
    Case(
        "By how much did sales in Southport fall between Q4 2022/23 and Q4 2023/24?",
        "-131 count",
        ["Southport / Q4 2022/23", "Southport / Q4 2023/24"],
    ),
    Case(
        "By how many points did satisfaction in Northfield rise over the year?",
        "4.4 pp",
        ["Northfield / Q4 2022/23", "Northfield / Q4 2023/24"],
    ),
    Case(
        "By what percentage did widgets sold in Eastham change from Q3 2023/24 to Q4 2023/24?",
        "17.7 percent",
        ["Eastham / Q3 2023/24", "Eastham / Q4 2023/24"],
    ),
    Case("By how much did Marketing overspend its budget?", "1.2 gbp_m", ["Marketing / Budget", "Marketing / Outturn"]),
    Case(
        "How did wrong colour complaints change from the previous quarter, in per cent?",
        "20 percent",
        ["Wrong colour / % change from previous quarter"],
    ),
]
PAIRS = [
    Case(
        "How many more widgets did Northfield sell than Southport in Q4 2023/24?",
        "441 count",
        ["Northfield / Q4 2023/24", "Southport / Q4 2023/24"],
    ),
    Case(
        "Northfield or Southport: which had higher satisfaction in Q4 2023/24?",
        "84.6 percent",
        ["Northfield / Q4 2023/24", "Southport / Q4 2023/24"],
    ),
    Case(
        "How many times more widgets did Northfield sell than Eastham in Q4 2023/24?",
        "3.18 ratio",
        ["Northfield / Q4 2023/24", "Eastham / Q4 2023/24"],
    ),
]
RANKS = [
    Case("Which region sold the most widgets in Q4 2023/24?", "1310 count", ["Northfield / Q4 2023/24"]),
    Case("Which region sold the fewest widgets in Q3 2023/24?", "350 count", ["Eastham / Q3 2023/24"]),
    Case("Which region had the worst satisfaction in Q4 2023/24?", "66.1 percent", ["Eastham / Q4 2023/24"]),
    Case("Which region had the best satisfaction in Q4 2023/24?", "88.8 percent", ["Westbury / Q4 2023/24"]),
    Case("Which kind of complaint was the most common in Q4 2023/24?", "310 count", ["Broken parts / Q4 2023/24"]),
    Case(
        "Which kind of complaint had the best change from the previous quarter?",
        "-20 percent",
        ["Late delivery / % change from previous quarter"],
    ),
    Case(
        "Which region had the second highest satisfaction in Q4 2023/24?", "84.6 percent", ["Northfield / Q4 2023/24"]
    ),
    Case("In which quarter did Southport sell the most widgets?", "1000 count", ["Southport / Q4 2022/23"]),
    Case("Leaving aside the total, which department spent the most?", "8.5 gbp_m", ["Research / Outturn"]),
    Case(
        "What were the top three regions by widgets sold in Q4 2023/24?",
        "541 count",
        ["Northfield / Q4 2023/24", "Southport / Q4 2023/24", "Westbury / Q4 2023/24"],
    ),
]
REGIONS = ["Northfield", "Southport", "Eastham", "Westbury"]
WHOLES = [
    Case(
        "How many widgets were sold by Eastham and Westbury together in Q4 2023/24?",
        "953 count",
        ["Eastham / Q4 2023/24", "Westbury / Q4 2023/24"],
    ),
    Case(
        "What was the average satisfaction across the regions in Q4 2023/24?",
        "77.75 percent",
        [f"{region} / Q4 2023/24" for region in REGIONS],
    ),
    Case(
        "What is the average number of widgets sold per region in Q4 2023/24, excluding the total?",
        "783.0 count",
        [f"{region} / Q4 2023/24" for region in REGIONS],
    ),
    Case(
        "What share of widgets sold in Q4 2023/24 were sold in Northfield?",
        "41.8 percent",
        ["Northfield / Q4 2023/24", "Total / Q4 2023/24"],
    ),
    Case(
        "What percentage of total spending went on Premises?",
        "31.5 percent",
        ["Premises / Outturn", "Total / Outturn"],
    ),
]
FILTERS = [
    Case(
        "Which regions had satisfaction above 80% in Q4 2023/24?",
        "2 count",
        ["Northfield / Q4 2023/24", "Westbury / Q4 2023/24"],
    ),
    Case(
        "How many regions sold fewer than 600 widgets in Q4 2023/24?",
        "2 count",
        ["Eastham / Q4 2023/24", "Westbury / Q4 2023/24"],
    ),
    Case("Which kinds of complaint rose?", "1 count", ["Wrong colour / % change from previous quarter"]),
    Case("Which regions improved their satisfaction?", "2 count", ["Northfield / Q4 2023/24", "Eastham / Q4 2023/24"]),
    Case("Which projects are rated R?", "1 count", ["Toolkit library › No. of loans / Conf."]),
    Case(
        "Which projects are rated A or R?",
        "2 count",
        ["Rust watch › No. of inspections / Conf.", "Toolkit library › No. of loans / Conf."],
    ),
    Case(
        "Which projects are amber or red?",
        "2 count",
        ["Rust watch › No. of inspections / Conf.", "Toolkit library › No. of loans / Conf."],
    ),
    Case(
        "Which projects missed their target?",
        "2 count",
        ["Rust watch › No. of inspections / Result", "Toolkit library › No. of loans / Result"],
    ),
    Case("Which departments were over budget?", "2 count", ["Marketing / Outturn", "Premises / Outturn"]),
]


@pytest.mark.parametrize(
    "case", [*LOOKUPS, *CHANGES, *PAIRS, *RANKS, *WHOLES, *FILTERS], ids=lambda case: case.question
)
def test_a_question_is_answered_from_its_cells(scope: Scope, case: Case) -> None:
    check(scope, case)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (LOOKUPS[0].question, Operation.LOOKUP),
        (CHANGES[0].question, Operation.DIFFERENCE),
        (CHANGES[2].question, Operation.PERCENT_CHANGE),
        (PAIRS[1].question, Operation.COMPARE),
        (PAIRS[2].question, Operation.RATIO),
        (RANKS[0].question, Operation.RANK),
        (WHOLES[0].question, Operation.SUM),
        (WHOLES[1].question, Operation.MEAN),
        (WHOLES[3].question, Operation.SHARE),
        (FILTERS[0].question, Operation.FILTER),
        ("What percentage of under 25s would buy again?", Operation.LEVEL),
        ("How have widget sales in Eastham moved over time?", Operation.TREND),
    ],
)
def test_the_operation_is_the_one_asked_for(scope: Scope, question: str, expected: Operation) -> None:
    assert operation(scope, question) is expected


# --- gaps and levels -------------------------------------------------------------------------------------------------


def test_a_level_is_worked_out_from_the_gap_and_its_base(scope: Scope) -> None:
    answer = ask(scope, "What percentage of under 25s would buy again?")
    assert figures(answer)[0] == "53 percent"
    assert answer.figures[0].derived
    assert sorted(cells(answer)) == ["Overall result / Would buy again", "Under 25 / Would buy again"]


def test_a_gap_is_told_in_points(scope: Scope) -> None:
    answer = ask(scope, "How far below the overall result are under 25s on buying again?")
    assert figures(answer) == ["-9 pp"]
    assert "9 percentage points below" in answer.text


def test_the_base_itself_is_a_level(scope: Scope) -> None:
    assert "62 percent" in figures(ask(scope, "What is the overall result for would buy again?"))


# --- words that answer -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Did late delivery complaints fall?", "Yes"),
        ("Did late delivery complaints rise?", "No"),
        ("Did wrong colour complaints rise?", "Yes"),
        ("Did satisfaction in Southport improve?", "No"),
    ],
)
def test_yes_or_no_comes_first(scope: Scope, question: str, word: str) -> None:
    answer = ask(scope, question)
    assert answer.text.startswith(word), answer.text


def test_a_rank_names_the_region(scope: Scope) -> None:
    assert "Northfield" in ask(scope, RANKS[0].question).text
    assert "Total" not in ask(scope, RANKS[0].question).text


def test_a_trend_gives_both_ends_and_all_between(scope: Scope) -> None:
    answer = ask(scope, "How have widget sales in Eastham moved over time?")
    assert {"300 count", "350 count", "412 count"} <= set(figures(answer))
    assert answer.text.startswith("Eastham rose")


def test_an_average_of_percentages_is_called_unweighted(scope: Scope) -> None:
    assert "unweighted" in ask(scope, WHOLES[1].question).text


def test_computed_figures_are_marked_and_worked_out(scope: Scope) -> None:
    answer = ask(scope, CHANGES[2].question)
    assert [f.derived for f in answer.figures] == [True, False, False]
    assert answer.working[-1] == "(412 − 350) ÷ 350 × 100 = 17.7%"


# --- sister tables ---------------------------------------------------------------------------------------------------


def test_the_table_is_told_apart_by_its_title(sisters: Scope) -> None:
    assert figures(ask(sisters, "What share of repairs in Northfield shops were finished on time in Q4 2023/24?")) == [
        "85.2 percent"
    ]
    assert figures(ask(sisters, "Southport kiosks on time?")) == ["58.1 percent"]


def test_two_tables_are_compared(sisters: Scope) -> None:
    answer = ask(sisters, "Was Northfield better at shops or kiosks for repairs on time in Q4 2023/24?")
    assert {"85.2 percent", "66.4 percent"} <= set(figures(answer))
    assert {c.table for c in answer.citations} == {
        "Share of repairs finished on time, shops",
        "Share of repairs finished on time, kiosks",
    }


def test_figures_that_fit_alike_are_all_given(sisters: Scope) -> None:
    answer = ask(sisters, "Northfield repairs on time in Q4 2023/24?")
    assert figures(answer) == ["85.2 percent", "66.4 percent"]
    assert "shops" in answer.text
    assert "kiosks" in answer.text


# --- what blocks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "How many widgets were sold in Northfield in 2015/16?",
        "How many widgets were sold in Northfield in Q4 2031/32?",
        "How many widgets were sold in Northfield in Q1 2019/20?",
        "By how much did sales in Southport fall between 2010 and 2012?",
    ],
)
def test_another_time_blocks(scope: Scope, question: str) -> None:
    answer = ask(scope, question)
    assert (answer.route, answer.figures) == (Route.REFUSAL, ())


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("How many widgets were sold in Zanzibar in Q4 2023/24?", "Zanzibar"),
        ("How many gloves were sold in Northfield in Q4 2023/24?", "gloves"),
        ("How many widgets were sold in Northfield by age?", "age"),
        ("How many ZXQ widgets were sold in Northfield?", "ZXQ"),
    ],
)
def test_a_word_that_nothing_explains_blocks_and_is_named(scope: Scope, question: str, word: str) -> None:
    answer = ask(scope, question)
    assert (answer.route, answer.figures) == (Route.REFUSAL, ())
    assert word in answer.text


def linked(scope: Scope, question: str) -> Linked:
    needs, mended = scope.linker.needs(read_question(question))
    return scope.linker.link(needs, mended)


def test_little_may_be_left_over_but_no_name_and_no_number(scope: Scope) -> None:
    found = linked(scope, "How many widgets were sold in Zanzibar?")
    by_word = {n.token.text: n for n in found.needs}
    assert acceptable((), found)
    assert not acceptable((by_word["Zanzibar"],), found)
    assert not acceptable(found.required(), found)


def test_words_are_named_as_typed_and_once(scope: Scope) -> None:
    needs = linked(scope, "Zanzibar zebras").needs
    assert names(needs[:1]) == "“Zanzibar”"
    assert names((*needs, *needs)) == "“Zanzibar” and “zebras”"
    assert names(()) == ""


def test_the_same_question_gives_the_same_readings(scope: Scope) -> None:
    read = read_question(RANKS[0].question)
    found = linked(scope, RANKS[0].question)
    once, again = (understand(read, found, scope.linker) for _ in range(2))
    assert once.readings
    assert once.readings == again.readings
    assert [r.score for r in once.readings] == sorted((r.score for r in once.readings), reverse=True)


@pytest.mark.parametrize(
    "question",
    [
        "What was the total number of widgets sold in Q4 2023/24?",
        "How many widgets were sold altogether in Q4 2023/24?",
        "How many widgets were sold in total in Q4 2023/24?",
    ],
)
def test_a_total_of_one_quarter_is_of_that_quarter(scope: Scope, question: str) -> None:
    assert "9132 count" not in figures(ask(scope, question))
    assert "3132 count" in figures(ask(scope, question))


def test_who_came_second_is_not_the_total(scope: Scope) -> None:
    answer = ask(scope, "Which region came second for widgets sold in Q4 2023/24?")
    assert answer.route is Route.REFUSAL or cells(answer) == ["Southport / Q4 2023/24"]


def test_two_are_named_when_two_are_asked_for(scope: Scope) -> None:
    answer = ask(scope, "Which two regions sold the fewest widgets in Q4 2023/24?")
    assert cells(answer) == ["Eastham / Q4 2023/24", "Westbury / Q4 2023/24"]


def test_projects_are_named_when_projects_are_asked_for(scope: Scope) -> None:
    assert "Toolkit library" in ask(scope, "Which projects are rated R?").text


def test_a_range_is_a_condition(scope: Scope) -> None:
    answer = ask(scope, "Which regions sold between 400 and 600 widgets in Q4 2023/24?")
    assert sorted(cells(answer)) == ["Eastham / Q4 2023/24", "Westbury / Q4 2023/24"]


BUDGETS = """Widget Association finance report Q4 2023/24

Spending

Spending by category, £m
Category | 2023/24 Original Budget £m | Q4 Revised Budget £m | Full Year Outturn, £m
Makers Pay | 50.0 | 55.0 | 60.0
Sellers Pay | 20.0 | 22.0 | 20.0
Total Pay | 70.0 | 77.0 | 80.0
Premises | 30.0 | 23.0 | 20.0
Total Gross Expenditure | 100.0 | 100.0 | 100.0
"""


@pytest.fixture(scope="module")
def budgets() -> Scope:
    return scope_of(BUDGETS)


def test_spending_is_held_against_the_budget_that_held_in_the_end(budgets: Scope) -> None:
    assert "5.0 gbp_m" in figures(ask(budgets, "How much did makers pay overspend?"))
    assert "10.0 gbp_m" in figures(ask(budgets, "How much did makers pay overspend its original budget?"))


def test_a_share_of_a_named_total_is_of_that_total(budgets: Scope) -> None:
    answer = ask(budgets, "What share of total expenditure was makers pay?")
    assert "Total Gross Expenditure" in answer.text
    assert "60.0%" in answer.text
    assert "75.0%" in ask(budgets, "What share of total pay was makers pay?").text


def test_only_money_is_overspent(scope: Scope) -> None:
    asked = "Which budget line overspent the most?"
    found = understand(read_question(asked), linked(scope, asked), scope.linker)
    assert found.best is not None
    assert {r.entry.grid.title for r in found.readings} == {"Spending by department"}
    assert found.best.plan.operation is Operation.RANK


def test_what_went_up_went_up_over_time_not_over_a_plan(scope: Scope) -> None:
    answer = ask(scope, "Has the number of loans gone up?")
    assert (answer.route, answer.figures) == (Route.REFUSAL, ())


def test_each_year_asks_for_all_of_them(scope: Scope) -> None:
    assert operation(scope, "How many widgets were sold in Northfield each quarter?") is Operation.TREND


def test_a_ranking_of_movements_says_which_way_they_went(scope: Scope, budgets: Scope) -> None:
    fell = ask(scope, "Which region's widgets sold fell the most between Q4 2022/23 and Q4 2023/24?").text
    assert fell.startswith("Largest fall")
    assert "Southport, which fell by 131" in fell
    under = ask(budgets, "Which spending category underspent its revised budget the most?").text
    assert under.startswith("Furthest under")
    assert "Premises, £3.0m under: £20.0m" in under


def test_neither_targets_nor_results_are_ranked_for_results_against_targets(scope: Scope) -> None:
    asked = "Which project has the worst result against target?"
    found = understand(read_question(asked), linked(scope, asked), scope.linker)
    ranked = [r for r in found.readings if r.plan.operation is Operation.RANK]
    heads = {tuple(r.entry.grid.columns[c].path[-1] for c in r.columns) for r in ranked}
    assert not heads & {("Target",), ("Result",)}
    assert "Worst" not in ask(scope, asked).text


WAITS = """Widget Clinics report Q4 2023/24

Waits

Average waiting time in days by clinic
Clinic | Target | Actual
Knee | 20 | 25
Hip | 10 | 8
Eye | 5 | 9

Longest wait by clinic
Clinic | Longest wait
Knee | 12 days
Hip | 3 weeks
Eye | 20 days

People by status
Area | Married 2021 | Married 2022 | Married 2023 | Separated 2021 | Separated 2022 | Separated 2023
North | 200 | 210 | 220 | 10 | 11 | 12
South | 100 | 110 | 120 | 5 | 6 | 7

Views of residents, percentage point gap from the overall result
Group | Homeless households | Other households
Overall result | 50% | 60%
Men | -9% | -1%
Women | 9% | 1%
Younger | -7% | -2%
Older | 7% | 2%

Thefts recorded in the year
Kind | 2022/23 | 2023/24 YTD
Bicycle thefts | 410 | 380
Parcel thefts | 120 | 133

Share of residents who trust the clinic, 2023/24
Group | Trust the clinic | Would return
All residents | 60% | 70%
Grey Northern | 58% | 64%
Grey Southern | 57% | 63%
Brown Other | 55% | 61%
Green | 71% | 75%

Survey of residents
Measure | 2022/23 | 2023/24
Worry about litter | 33% | 36%
Confidence in the wardens | 50% | 48%
Victims of scams who were satisfied | 60% | 55%
Number of volunteers | 30 | 36

Spending by service
Service | 2022/23 | 2023/24
Roads | 100 | 130
Museums | 70 | 120
Parks | 50 | 60
"""


@pytest.fixture(scope="module")
def waits() -> Scope:
    return scope_of(WAITS)


def test_where_less_is_better_a_target_is_missed_by_being_above_it(waits: Scope) -> None:
    missed, met = (ask(waits, f"Which clinics {did} their waiting time target?").text for did in ("missed", "met"))
    assert ("Knee" in missed, "Eye" in missed, "Hip" in missed) == (True, True, False)
    assert ("Knee" in met, "Eye" in met, "Hip" in met) == (False, False, True)


def test_a_threshold_keeps_the_unit_that_it_is_asked_in(waits: Scope) -> None:
    longer = ask(waits, "Which clinics had a longest wait of more than 15 days?").text
    assert ("Hip (3 weeks)" in longer, "Eye (20 days)" in longer, "Knee" in longer) == (True, True, False)
    longer = ask(waits, "Which clinics had a longest wait of more than 2 weeks?").text
    assert ("Hip (3 weeks)" in longer, "Eye (20 days)" in longer, "Knee" in longer) == (True, True, False)


def test_a_word_that_begins_like_a_month_is_no_time(waits: Scope) -> None:
    answer = ask(waits, "What was the average number of married residents in North over the years?")
    assert "110.5 count" not in figures(answer)
    assert not any("Separated" in cell for cell in cells(ask(waits, "What is the trend in married people in North?")))


def test_the_side_of_an_average_is_a_word_and_no_part_of_one(waits: Scope) -> None:
    answer = ask(waits, "Which groups of homeless households are more than 4 points above the overall result?")
    assert ("Women" in answer.text, "Older" in answer.text, "Men (" in answer.text) == (True, True, False)


@pytest.mark.parametrize("period", ["in Q4", "in the fourth quarter of 2023/24", "in March 2024"])
def test_a_quarter_is_not_told_from_the_year_that_it_is_in(waits: Scope, period: str) -> None:
    assert not figures(ask(waits, f"How many parcel thefts were recorded {period}?"))
    assert not figures(ask(waits, f"How much did parcel thefts change {period}?"))
    assert "133" in ask(waits, "How many parcel thefts were recorded in 2023/24?").text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("How did litter change?", ""),
        ("How did worry about litter change?", "33%"),
        ("How much did the wardens change between 2022/23 and 2023/24?", ""),
        ("How did confidence in the wardens change?", "50%"),
        ("How did scams change between 2022/23 and 2023/24?", ""),
        ("How did volunteers change?", "36"),
        ("What percentage of brown residents trust the clinic?", ""),
        ("What percentage of brown other residents trust the clinic?", "55%"),
    ],
)
def test_a_measure_of_a_thing_is_not_the_thing(waits: Scope, asked: str, found: str) -> None:
    answer = ask(waits, asked)
    assert found in answer.text
    assert bool(found) is bool(figures(answer))


def test_two_labels_that_a_word_fits_alike_are_both_given(waits: Scope) -> None:
    assert figures(ask(waits, "What percentage of grey residents trust the clinic?")) == [
        "58 percent",
        "57 percent",
    ]
    assert figures(ask(waits, "What percentage of grey southern residents trust the clinic?")) == ["57 percent"]


def test_what_was_set_aside_stays_so_in_the_turns_after(waits: Scope) -> None:
    asked = "Which service spent most in 2023/24, excluding Roads?"
    assert "Museums, 70" in ask(waits, "And in 2022/23?", asked).text
    assert "Roads 100" in ask(waits, "And which service, Roads or Museums, spent most in 2022/23?", asked).text


def test_a_place_carries_over_to_another_year(waits: Scope) -> None:
    answer = ask(waits, "And in 2022/23?", "Which service had the second highest spending in 2023/24?")
    assert "Museums, 70" in answer.text


ACCOUNTS = """Widget Trading accounts

Inventories and receivables
($000) | Year ended March 31, 2019 | Year ended March 31, 2018 | Year ended March 31, 2017
Leasehold improvements | 700 | 620 | 600
Value added tax receivable | 55 | 50 | 41
Termination charge | 6 | 15 | 9
Trade receivables | 370 | 300 | 290
Other receivables | 40 | 42 | 44
Receivables from partners | 118 | 80 | 75
Average price of stock | 86.8 | 87.3 | 88.0
Total receivables | 583 | 472 | 450
"""


@pytest.fixture(scope="module")
def accounts() -> Scope:
    return scope_of(ACCOUNTS)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("What was the average leasehold improvements for 2018 and 2019?", "660.0 usd_k"),
        ("What was the average leasehold improvements for 2017-2019?", "640.0 usd_k"),
        ("What was the total termination charge in 2018 and 2019?", "21 usd_k"),
        ("What was the total termination charge in 2017 and 2019?", "15 usd_k"),
        ("What was the change in value added tax receivable from 2018 to 2019?", "5 usd_k"),
        ("What was the change in trade receivables from 2018 to 2019?", "70 usd_k"),
        ("What was the change in other receivables from 2018 to 2019?", "-2 usd_k"),
        ("What was the change in the average price of stock in 2019 from 2018?", "-0.5 usd_k"),
        ("What was the change in total receivables between March 31, 2018 and March 31, 2019?", "111 usd_k"),
    ],
)
def test_years_are_told_by_their_names_and_labels_are_no_tasks(accounts: Scope, asked: str, found: str) -> None:
    assert found in figures(ask(accounts, asked))


SCRAP = """Scrap report

Scrap by year
Kind | 2018
Scrap | 14
Waste | 12
"""
TENURES = """Widget Estates report

Valuations by tenure
Tenure | Internal valuation % | External valuation %
Year ended 30 June 2019\t\t
Leasehold | 77% | 23%
Freehold | 62% | 38%
Year ended 30 June 2018\t\t
Leasehold | 40% | 60%
Freehold | 73% | 27%

Debt of the estates
(in millions) | December 31, 2019, Fair value | December 31, 2019, Carrying amount | December 31, 2018, Fair value
Bonds | $412.0 | $400.0 | $380.0
Loans | $130.0 | $120.0 | $115.0

Payments due (in thousands)
Kind | Total | Less than 1 year | Years 2 to 5
Leases | $2,828 | $773 | $2,055
Services | $650 | $650 | $0
Total | $3,478 | $1,423 | $2,055
"""


@pytest.fixture(scope="module")
def tenures() -> Scope:
    return scope_of(TENURES)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("What was the change in the leasehold external valuation % from 2018 to 2019?", "-37 pp"),
        ("What is the average freehold internal valuation % for 2018 and 2019?", "67.5 percent"),
        ("What are leases due in less than one year as a percentage of the total?", "54.3 percent"),
    ],
)
def test_groups_of_rows_are_times_and_limits_in_headings_are_names(tenures: Scope, asked: str, found: str) -> None:
    assert found in figures(ask(tenures, asked))


def test_a_change_runs_between_the_same_thing_at_two_times(tenures: Scope) -> None:
    asked = "What is the percentage difference between fair value and carrying amount of loans as of December 31, 2018?"
    assert "4.35 percent" not in figures(ask(tenures, asked))
    assert "-7.69 percent" in figures(ask(tenures, asked.replace("2018", "2019")))


def test_a_level_is_no_answer_to_a_change_or_a_mean_over_two_times() -> None:
    for asked in ("What was the average scrap in 2018 and 2019?", "What was the change in scrap from 2018 to 2019?"):
        assert not figures(ask(scope_of(SCRAP), asked))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("In which year were trade receivables higher?", "Year ended March 31, 2019"),
        ("Which year had the lowest termination charge?", "Year ended March 31, 2019"),
        ("In which years was the termination charge more than 8?", "2 of 3"),
        ("How many years did trade receivables exceed $295k?", "2 of 3"),
        ("What were trade receivables in 2017, 2018 and 2019?", "$290k, $300k, $370k"),
        ("What were trade receivables in 2019, 2018 and 2017 respectively?", "$290k, $300k, $370k"),
    ],
)
def test_a_row_is_ranked_filtered_and_followed_over_its_times(accounts: Scope, asked: str, found: str) -> None:
    assert found in ask(accounts, asked).text


DEPOTS = """Widget Transport report Q4 2023/24

Depots at the end of the year
Depot | Vehicles | Mean age (years)
Harbour | 142 | 6.1
Moorside | 88 | 18.5
Quayside | 97 | 7.2

Calls answered, YTD
Line | YTD
Lost property | 2,873
Travel advice | 4,115

Capital schemes
Scheme | Budget for 2023/24 £m | Actual to date £m | Forecast for the year £m
Ticket hall | 4.0 | 4.4 | 9.1
Tram stop | 2.0 | 1.0 | 2.2

Arrival times
Station | Average minutes
Upper Tarn | 13.3
Lower Tarn | 9.8

Drivers recruited
Year | Drivers recruited
2021-22 | 310
2022-23 | 330
2023-24 | 184
"""


@pytest.fixture(scope="module")
def depots() -> Scope:
    return scope_of(DEPOTS)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Which depot has the oldest vehicles?", "Moorside, 18.5"),
        ("Which depot has the most vehicles?", "Harbour, 142"),
        ("How many calls were answered on lost property in 2023/24?", "2,873"),
        ("What is the forecast spend for the year on the ticket hall?", "£9.1m"),
        ("In which year were most drivers recruited?", "2022-23, 330"),
    ],
)
def test_words_of_english_are_read_for_what_they_ask(depots: Scope, asked: str, found: str) -> None:
    assert found in ask(depots, asked).text


@pytest.mark.parametrize(
    "asked",
    [
        "Calls answered on lost property, Q4 23-24?",
        "How many minutes slower was Upper Tarn?",
    ],
)
def test_neither_a_year_to_date_nor_a_level_is_what_is_asked(depots: Scope, asked: str) -> None:
    assert not figures(ask(depots, asked))


def test_more_or_less_asks_after_the_figure_of_before(scope: Scope) -> None:
    answer = ask(
        scope, "is that more or less than the previous quarter?", "How many complaints of late delivery in Q4?"
    )
    assert "Late delivery" in answer.text
    assert "of 3" not in answer.text


def test_two_changes_that_fit_alike_are_both_given() -> None:
    text = """Widget report 2023/24

Crimes solved
Kind | Solved 2022/23 | Solved 2023/24 | Rate solved 2022/23 | Rate solved 2023/24
Theft | 350 | 329 | 6.1% | 5.8%
Fraud | 20 | 25 | 1.0% | 1.2%
"""
    found = figures(ask(scope_of(text), "How has theft changed?"))
    assert {"-21 count", "-0.3 pp"} <= set(found)


def test_so_many_are_not_told_by_so_much(budgets: Scope) -> None:
    assert not figures(ask(budgets, "How many makers short of the budgeted number were there?"))


def test_two_courses_that_fit_alike_are_both_given() -> None:
    report = """Widget Association report 2023/24

Repairs

Repairs by region
Region | Visits | Visits | Costs | Costs
 | 2022/23 | 2023/24 | 2022/23 | 2023/24
Northfield | 1,785 | 1,391 | 640 | 710
Southport | 1,200 | 1,100 | 510 | 490
"""
    answer = ask(scope_of(report), "What is the trend in Northfield?")
    assert "fell, from 1,785" in answer.text
    assert "rose, from 640" in answer.text


SALES_AND_REFUNDS = """Widget Association quarterly report, Q4 2023/24

Sales

Widgets sold by kind
Kind\tQ4 2023/24\t% change from same quarter of previous year (Q4 2022/23)
Garden lanterns\t7,267\t-4%
Blue kettles\t9,783\t+3%

Refunds

Lamps and refunds
Kind\tRefunds April 2022 - March 2023\tRefunds April 2023 - March 2024
Lanterns\t571\t800
Kettles\t802\t790
"""


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("Did lanterns fall over the last year?", "-4 percent"),
        ("Have kettles gone up over the last year?", "3 percent"),
        ("How did refunds of lanterns change from 2022/23 to 2023/24?", "229 count"),
    ],
)
def test_a_thing_itself_goes_before_what_another_column_counts_of_it(question: str, figure: str) -> None:
    answer = ask(scope_of(SALES_AND_REFUNDS), question)
    assert figure in figures(answer), answer.text


TRUST = """Garden Society survey report, Q4 2023/24

Trust in the society

Trust and views by group, difference from the average
Group | I can trust the society (Trust) | The society does a good job here (Good job) | The society treats all fairly
Average | 69% | 47% | 61%
Potters | -2% | -4% | -4%
Weeders | -10% | -2% | -6%
"""


def test_the_column_that_says_the_telling_word_goes_before_one_that_says_a_common_one() -> None:
    answer = ask(scope_of(TRUST), "Who trust the society more, potters or weeders?")
    assert {"-2 percent", "-10 percent"} <= set(figures(answer)), answer.text
    assert answer.text.startswith("Potters is higher than Weeders (I can trust"), answer.text


def test_of_two_distances_below_zero_the_smaller_one_is_higher() -> None:
    answer = ask(scope_of(TRUST), "Who say more that the society does a good job here, potters or weeders?")
    assert answer.text.startswith("Weeders is higher than Potters"), answer.text

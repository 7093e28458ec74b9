from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from structured.grids import read_grids
from structured.periods import (
    PartialPeriod,
    Period,
    PeriodKind,
    complete,
    find_periods,
    guess_fiscal_start,
    parse_period,
)
from tests.small import document_of
from tests.work import steps


@pytest.mark.parametrize(
    ("text", "label", "first", "last"),
    [
        ("Q4 23-24", "Q4 2023/24", "2024-01-01", "2024-03-31"),
        ("Q4 2023/24", "Q4 2023/24", "2024-01-01", "2024-03-31"),
        ("FY 2024 Q4", "Q4 2023/24", "2024-01-01", "2024-03-31"),
        ("Q4 FY 2023", "Q4 2022/23", "2023-01-01", "2023-03-31"),
        ("Q4 FY24", "Q4 2023/24", "2024-01-01", "2024-03-31"),
        ("Quarter 4 - 2023/24", "Q4 2023/24", "2024-01-01", "2024-03-31"),
        ("quarter 1 2024/5", "Q1 2024/25", "2024-04-01", "2024-06-30"),
        ("first quarter of 2024/25", "Q1 2024/25", "2024-04-01", "2024-06-30"),
        ("January to March 2024", "Q4 2023/24", "2024-01-01", "2024-03-31"),
        ("Jan-Mar 2024", "Q4 2023/24", "2024-01-01", "2024-03-31"),
        ("2024 Q2", "Q2 2024", "2024-04-01", "2024-06-30"),
        ("1Q18", "Q1 2018", "2018-01-01", "2018-03-31"),
        ("H1 2024", "H1 2024", "2024-01-01", "2024-06-30"),
        ("2023/24", "2023/24", "2023-04-01", "2024-03-31"),
        ("2020-21", "2020/21", "2020-04-01", "2021-03-31"),
        ("FY23-24", "2023/24", "2023-04-01", "2024-03-31"),
        ("financial year 2024-25", "2024/25", "2024-04-01", "2025-03-31"),
        ("FY2019", "2018/19", "2018-04-01", "2019-03-31"),
        ("financial year 2024 to 2025", "2024/25", "2024-04-01", "2025-03-31"),
        ("2026/27 (April to September)", "H1 2026/27", "2026-04-01", "2026-09-30"),
        ("2026/27 (to 31 December)", "April to December 2026", "2026-04-01", "2026-12-31"),
        ("14-15 Sept 2025", "14 September 2025 to 15 September 2025", "2025-09-14", "2025-09-15"),
        ("Quarter 2, 2024 to 2025", "Q2 2024/25", "2024-07-01", "2024-09-30"),
        ("financial year 2024 to 2025, Q3", "Q3 2024/25", "2024-10-01", "2024-12-31"),
        ("school year 2024 to 2025", "2024/25", "2024-04-01", "2025-03-31"),
        ("autumn term 2025", "September to December 2025", "2025-09-01", "2025-12-31"),
        ("Michaelmas term, 2024/25", "September to December 2024", "2024-09-01", "2024-12-31"),
        ("2024/25 spring term", "January to March 2025", "2025-01-01", "2025-03-31"),
        ("Summer term 2025", "April to July 2025", "2025-04-01", "2025-07-31"),
        ("2024 to 2025", "January 2024 to December 2025", "2024-01-01", "2025-12-31"),
        ("Month 10 2025/26", "January 2026", "2026-01-01", "2026-01-31"),
        ("M1 2025/26", "April 2025", "2025-04-01", "2025-04-30"),
        ("Period 6, FY 2025/26", "September 2025", "2025-09-01", "2025-09-30"),
        ("first six months of 2025/26", "H1 2025/26", "2025-04-01", "2025-09-30"),
        ("the first nine months of 2025/26", "April to December 2025", "2025-04-01", "2025-12-31"),
        ("April 2022 - March 2023", "2022/23", "2022-04-01", "2023-03-31"),
        ("1 April 2023 to 31 March 2024", "2023/24", "2023-04-01", "2024-03-31"),
        ("2019", "2019", "2019-01-01", "2019-12-31"),
        ("calendar 2024", "2024", "2024-01-01", "2024-12-31"),
        ("the 12 months to March 2024", "12 months to March 2024", "2023-04-01", "2024-03-31"),
        ("12 months to Q4 23-24", "12 months to March 2024", "2023-04-01", "2024-03-31"),
        ("year ending December 2023", "12 months to December 2023", "2023-01-01", "2023-12-31"),
        ("Years Ended March 31, 2019", "12 months to March 2019", "2018-04-01", "2019-03-31"),
        ("three months ended June 30, 2019", "3 months to June 2019", "2019-04-01", "2019-06-30"),
        ("52 weeks ended 28 March 2020", "31 March 2019 to 28 March 2020", "2019-03-31", "2020-03-28"),
        ("end of September 2022", "30 September 2022", "2022-09-30", "2022-09-30"),
        ("As of December 31, 2019", "31 December 2019", "2019-12-31", "2019-12-31"),
        ("Sept 2023", "September 2023", "2023-09-01", "2023-09-30"),
        ("March 24", "March 2024", "2024-03-01", "2024-03-31"),
        ("31.03.25", "31 March 2025", "2025-03-31", "2025-03-31"),
        ("31/03/25", "31 March 2025", "2025-03-31", "2025-03-31"),
        ("30.09.2025", "30 September 2025", "2025-09-30", "2025-09-30"),
        ("Q1 to Q3 2025/26", "April to December 2025", "2025-04-01", "2025-12-31"),
        ("2025-26 Quarters 1 to 2", "H1 2025/26", "2025-04-01", "2025-09-30"),
        ("20th May 2024", "20 May 2024", "2024-05-20", "2024-05-20"),
        ("September 30, 2019", "30 September 2019", "2019-09-30", "2019-09-30"),
        ("January 26, 2019 - February 22, 2019", "26 January 2019 to 22 February 2019", "2019-01-26", "2019-02-22"),
    ],
)
def test_a_period_is_read(text: str, label: str, first: str, last: str) -> None:
    period = parse_period(text)
    assert period is not None
    assert (period.label(), period.first.isoformat(), period.last.isoformat()) == (label, first, last)
    assert period.printed == text.removeprefix("As of ")


@pytest.mark.parametrize(
    "text", ["", "Q2", "16-24", "9,783", "23-25", "31 February 2024", "Widgets", "2,019", "£2019", "1:1"]
)
def test_other_words_are_no_period(text: str) -> None:
    assert parse_period(text) is None


def test_names_of_one_stretch_agree_whatever_they_are_called() -> None:
    names = ["Q4 23-24", "FY 2024 Q4", "January to March 2024", "Q1 2024", "three months to March 2024"]
    periods = [parse_period(name) for name in names]
    assert all(a is not None and b is not None and a.same_span(b) for a in periods for b in periods)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Q2 and Q3 2023/24", ["Q2 2023/24", "Q3 2023/24"]),
        ("between April and June 2023", ["Q1 2023/24"]),
        ("in May 2023 and June 2024", ["May 2023", "June 2024"]),
        ("% change from the same quarter of last year (Q4 22-23)", ["Q4 2022/23"]),
        ("24/25 and 2018 (110)", ["2024/25", "2018"]),
        ("the year to the end of December 2023", ["12 months to December 2023"]),
        ("29 February to 5 January 2024", ["28 February 2023 to 5 January 2024"]),
        ("aged 24-25 year olds", []),
        ("they may march on", []),
    ],
)
def test_periods_in_a_sentence(text: str, found: list[str]) -> None:
    assert [m.period.label() for m in find_periods(text) if m.period] == found


def test_a_quarter_without_its_year_is_partial_until_completed() -> None:
    (mention,) = find_periods("63% in Q2, stable")
    assert mention.period is None
    assert mention.partial == PartialPeriod(quarter=2)
    reference = parse_period("Q4 2023/24")
    assert reference is not None
    assert complete(PartialPeriod(quarter=2), reference).label() == "Q2 2023/24"
    assert complete(PartialPeriod(month=1), reference).label() == "January 2024"
    assert complete(PartialPeriod(month=11), reference).label() == "November 2023"
    assert complete(PartialPeriod(half=1), reference).label() == "H1 2023/24"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("The financial year begins on 1 July. Sales in 2023/24 rose.", 7),
        ("Sales in 2023/24 rose.", 4),
        ("Years in this report are calendar years. Sales in 2023/24.", 1),
        ("Sales in Q1 2024 rose.", 1),
        ("for the fiscal year ended September 30, 2019", 10),
        ("Nothing dated.", 4),
    ],
)
def test_the_month_in_which_years_begin_is_judged_by_the_text(text: str, start: int) -> None:
    assert guess_fiscal_start(text) == start


DAYS = st.dates(min_value=date(2001, 1, 1), max_value=date(2039, 12, 31))
NAMES = st.one_of(
    st.builds(lambda y, q: f"Q{q} {y}/{(y + 1) % 100:02}", st.integers(2000, 2038), st.integers(1, 4)),
    st.builds(lambda y: f"{y}/{(y + 1) % 100:02}", st.integers(2000, 2038)),
    st.builds(lambda y: str(y), st.integers(2000, 2038)),
    st.builds(lambda d: f"{d:%B %Y}", DAYS),
    st.builds(lambda d: f"12 months to {d:%B %Y}", DAYS),
    st.builds(lambda d: f"{d.day} {d:%B %Y}", DAYS),
)


@given(NAMES)
def test_a_label_reads_back_as_the_same_period(name: str) -> None:
    period = parse_period(name)
    assert period is not None
    assert parse_period(period.label()) == period


@given(NAMES)
def test_neighbours_touch_and_undo_each_other(name: str) -> None:
    period = parse_period(name)
    assert period is not None
    before = period.previous()
    assert (period.first - before.last).days == 1
    assert before.next().same_span(period)
    assert before < period
    assert not period.contains(before)


@given(NAMES)
def test_a_year_before_is_the_same_stretch_of_the_year(name: str) -> None:
    period = parse_period(name)
    assert period is not None
    earlier = period.year_before()
    assert (earlier.first.month, earlier.last.year) == (period.first.month, period.last.year - 1)
    assert earlier.months == period.months
    assert earlier.kind is period.kind


def test_a_year_before_the_end_of_february_is_the_end_of_february() -> None:
    period = parse_period("12 months to February 2024")
    assert period is not None
    assert period.year_before().last == date(2023, 2, 28)
    assert period.year_before().year_before().year_before().year_before().last == date(2020, 2, 29)


def test_a_period_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends on or after"):
        Period(kind=PeriodKind.RANGE, first=date(2024, 2, 1), last=date(2024, 1, 1))


def test_a_partial_period_is_exactly_one_part() -> None:
    with pytest.raises(ValueError, match="one quarter"):
        PartialPeriod(quarter=1, month=2)


def test_four_times_the_periods_in_a_text_are_four_times_the_work() -> None:
    few, many = ("Q3 2023/24 " * n for n in (100, 400))
    assert steps(lambda: find_periods(many)) < 5 * steps(lambda: find_periods(few))


@pytest.mark.parametrize("said", ["(restated)", "(baseline)", "(provisional)", ", unaudited"])
def test_what_is_said_of_a_years_figures_is_no_part_of_its_name(said: str) -> None:
    period = parse_period(f"2024-25 {said}")
    assert period is not None and period.label() == "2024/25"


MONTHS = """Widget Association performance report quarter 3, 2025

Complaints

Complaints by cause
Cause | July | August | September | Quarter
Noise | 6 | 9 | 5 | 20
Dust | 2 | 4 | 3 | 9
"""


def test_months_of_the_quarter_that_a_report_covers_are_of_its_year() -> None:
    (grid,) = read_grids(document_of(MONTHS, "widgets"))
    assert [str(c.period.first) if c.period else None for c in grid.columns if c.path] == [
        "2025-07-01",
        "2025-08-01",
        "2025-09-01",
        None,
    ]


def test_months_beyond_the_quarter_that_a_report_covers_are_of_no_year() -> None:
    (grid,) = read_grids(document_of(MONTHS.replace("July", "October"), "widgets"))
    assert [c.period for c in grid.columns if c.path] == [None] * 4


def test_a_month_that_is_all_a_heading_says_is_one() -> None:
    text = MONTHS.replace("quarter 3, 2025", "quarter 2, 2025").replace("July | August | September", "Apr | May | Jun")
    (grid,) = read_grids(document_of(text, "widgets"))
    assert [c.period.label() if c.period else None for c in grid.columns if c.path][:3] == [
        "April 2025",
        "May 2025",
        "June 2025",
    ]

"""Sentences against the tables of their report: planted slips are found, true statements are left alone."""

from __future__ import annotations

import pytest

from assistant.auditing.findings import FindingKind, Severity
from tests.small import audit

TABLES = """Widget Association quarterly report Q4 2023/24

Sales

{text}

Widgets sold by region
Region | Q4 2022/23 | Q3 2023/24 | Q4 2023/24 | % change from previous quarter (Q3 23-24)
Northfield | 1,180 | 1,204 | 1,310 | +9%
Southport | 1,000 | 905 | 869 | -4%
Eastham | 300 | 350 | 412 | +18%
Westbury | 520 | 541 | 541 | 0%
Total | 3,000 | 3,000 | 3,132 | +4%

Satisfaction by region
Region | Q4 2022/23 | Q4 2023/24
Northfield | 80.2% | 84.6%
Southport | 77.0% | 71.5%
All regions | 78.9% | 77.4%

Spending by department
£m | Original budget | Revised budget | Outturn | Variance from revised budget
Marketing | 3.8 | 4.0 | 5.2 | 1.2
Research | 9.5 | 10.0 | 8.5 | (1.5)
Paint shop | 6.4 | 6.0 | 6.3 | 0.3
Total | 19.7 | 20.0 | 20.0 | 0.0

Customers, percentage point gap from the overall result
Group | Would buy again | Would recommend
Overall result | 62% | 55%
Under 25 | -9% | -4%
65 and over | 7% | 5%

Year | Members | Share renewing
2021/22 | 4,210 | 71.2%
2022/23 | 4,388 | 73.5%
2023/24 | 4,521 | 70.8%
"""


def found(text: str) -> list[tuple[str, str | None]]:
    return [
        (f.severity.value, f.computed)
        for f in audit(TABLES.replace("{text}", text))
        if f.kind is FindingKind.TEXT_VS_TABLE
    ]


@pytest.mark.parametrize(
    ("text", "computed"),
    [
        ("Widgets sold in Northfield were 1,130 in Q4 2023/24.", "1,310"),
        ("Widgets sold in Southport increased on the previous quarter (-4%).", "-4%"),
        ("Widgets sold in Northfield fell on the previous quarter (+9%).", "+9%"),
        ("Widgets sold in Eastham rose by 25% on the previous quarter, to 412.", "+18%"),
        ("Widgets sold in Northfield rose by 150 on the same quarter last year, to 1,310.", "+130"),
        ("The paint shop overspent by £0.5m against the revised budget.", "£0.3m"),
        ("Research underspent by £1.1m.", "-£1.5m"),
        ("Research spending came in £1.2m under budget.", "-£1.5m"),
        ("The paint shop underspent by £0.3m.", "£0.3m"),
        ("The revised budget of £20.4m compares with spending of £20.0m and an original budget of £19.7m.", "£20.0m"),
        ("Satisfaction in Southport was 75.1% in Q4 2023/24.", "71.5%"),
        ("Widgets sold in Westbury improved to 514, the best since 2019.", "541"),
        ("Members numbered 4,251 at the end of 2023/24.", "4,521"),
    ],
)
def test_a_slip_is_a_contradiction(text: str, computed: str) -> None:
    contradictions = [given for severity, given in found(text) if severity == "contradiction"]
    assert [given.lstrip("+") for given in contradictions if given] == [computed.lstrip("+")]


@pytest.mark.parametrize(
    "text",
    [
        "Widgets sold in Northfield were 1,310 in Q4 2023/24 and 1,204 the quarter before.",
        "Widgets sold in Northfield rose by 9% on the previous quarter and by 11% on the same quarter last year.",
        "Widgets sold in Southport fell by 4% on the previous quarter, to 869.",
        "Over ten years widgets sold in Northfield rose by 61%.",
        "Since 2016 widgets sold in Southport fell by 37 per cent.",
        "Widgets sold in Northfield numbered 1,204 in Q3 2023/24.",
        "Northfield sold 48 widgets to schools.",
        "Northfield and Southport sold 2,179 widgets between them.",
        "Gadgets sold in Bexton were 1,315 in Q4 2023/24.",
        "Satisfaction in Northfield was 84.6%, up 4.4 points on the same quarter last year.",
        "Satisfaction in Northfield was 85% in Q4 2023/24.",
        "Satisfaction among women in Southport was 74.0%.",
        "The target for satisfaction in Southport is 75.0%.",
        "Research underspent by £1.5m, of which £0.9m was on the laboratory.",
        "Marketing overspent by £1.2m (30% of its revised budget of £4.0m).",
        "The paint shop underspent by £0.1m against its original budget of £6.4m, having spent £6.3m.",
        "Nearly 1,300 widgets were sold in Northfield.",
        "53% of customers under 25 would buy again, 9 percentage points below the overall result.",
        "At the end of 2023/24 there were 4,521 members, and 70.8% renewed (73.5% a year earlier).",
        "Women in Southport were 71.9% satisfied in Q4 2023/24.",
        "The budget of marketing for 2025/26 is £4.1m.",
        "Research underspent by £1.0m, against the original budget of £9.5m.",
        "Paint shop spending was £6.3m; the whole association underspent by £0.1m on tools.",
        "Widgets sold in Northfield were the highest since Q3 2019/20, at 1,310.",
        "Sales of kits in Eastham rose by 25 on the previous quarter.",
        "The board said “widgets sold in Northfield were 1,130”.",
    ],
)
def test_a_true_statement_or_one_of_something_else_is_no_finding(text: str) -> None:
    assert found(text) == []


def test_a_figure_off_by_one_step_of_its_last_digit_is_rounding() -> None:
    assert found("The outturn of the paint shop was £6.2m.") == [("rounding", "£6.3m")]


def test_a_small_percentage_off_by_one_is_no_rounding() -> None:
    assert found("Widgets sold in Northfield rose by 8% on the previous quarter.") == [("contradiction", "+9%")]


def test_one_person_more_or_less_is_no_rounding() -> None:
    assert found("Widgets sold in Southport were 868 in Q4 2023/24.") == [("contradiction", "869")]


def test_two_slips_in_one_sentence_are_two_findings() -> None:
    text = "Research underspent by £1.1m and marketing overspent by £1.6m."
    assert sorted(found(text)) == [("contradiction", "+£1.2m"), ("contradiction", "-£1.5m")]


def test_a_wrong_level_says_what_becomes_of_the_change_that_is_measured_with_it() -> None:
    text = "The revised budget was set at £20.4m, an increase of £0.7m compared to the original budget of £19.7m."
    (finding,) = audit(TABLES.replace("{text}", text))
    assert (finding.figure, finding.computed) == ("£20.4m", "£20.0m")
    assert finding.explanation.endswith("With it, £0.7m would be £0.3m.")


def test_words_that_the_table_does_not_know_make_it_apparent() -> None:
    ((finding),) = audit(TABLES.replace("{text}", "Laptops for research overspent by £1.2m."))
    assert finding.severity is Severity.APPARENT
    assert "“Laptops”" in finding.explanation


def test_both_places_are_verbatim_with_their_pages_and_sections() -> None:
    (finding,) = audit(TABLES.replace("{text}", "Research underspent by £1.1m."))
    assert finding.a.quote == "Research underspent by £1.1m."
    assert finding.b.quote == "Research 9.5 10.0 8.5 (1.5)"
    assert finding.a.section == "Sales"
    assert finding.explanation.startswith("The text says £1.1m, but the table")


def test_per_cents_of_several_days_are_no_shares_of_one_another() -> None:
    report = """Widget Tanks annual report 2023/24

Tanks

Tanks (% full)
Tank | 30 June 2023 | 30 September 2023 | 31 December 2023 | 31 March 2024
North | 94 | 88 | 97 | 91
South | 89 | 81 | 95 | 84
East | 97 | 92 | 99 | 93
West | 86 | 72 | 90 | 79
All tanks | 92 | 84 | 96 | 88
"""
    assert audit(report) == ()

"""Sums of tables: rows that are totals without being called so, cells that are no figures, many rounded parts."""

from __future__ import annotations

import pytest

from assistant.auditing.findings import Finding, FindingKind, Severity
from tests.small import audit

SPENDING = """Widget Association annual report 2023/24

Agency spending by department, £000
Department | Staff | Q2 2023/24 | Q3 2023/24 | Q4 2023/24 | Sick days
Marketing | 212 | 241 | 268 | 312 | 10.9
Research | 318 | 198 | 187 | 176 | 11.6
Paint shop | 97 | 122 | 139 | 151 | 7.2
Finance | 164 | 64 | 71 | 58 | 6.4
Association | 791 | 625 | 665 | {last} | 9.5
"""

SAVINGS = """Widget Association annual report 2023/24

Savings plan, £m
Scheme | Plan | Delivered | Forecast
Rota | 2.4 | 0.9 | 1.3
Fleet | 1.1 | 0.8 | 1.1
Website | 1.3 | 0.9 | 1.2
Buying | 1.6 | 1.3 | 1.8
Estates | 0.7 | 0.2 | 0.4
Vacancies | 0.9 | 0.8 | 1.1
Total savings | 8.0 | 4.9 | {total}
"""

SURVEY = """Widget Association annual report 2023/24

Answers to the survey, 2023/24
Group | Answers
Painters | 1,684
Drivers | 176
Clerks | 214
Cooks | 132
Others | {others}
All | 2,259
"""


PROGRAMME = """Widget Association annual report 2023/24

Table 1: Building programme, £000
Scheme | Original 2023/24 | Revised 2023/24 | Outturn 2023/24
Workshop | 7,850 | 8,120 | 7,934
Store | 3,200 | 2,650 | 1,488
Buildings subtotal | 11,050 | 10,770 | 9,422
Lathe | 6,900 | 6,100 | 4,965
Oven | 2,800 | 2,450 | 2,512
Tools subtotal | {subtotal} | 8,550 | 7,477
Total programme | {total} | 19,320 | 16,899
"""

YEARS = """Widget Association annual report 2023/24

Table 1: Where the waste went, thousand tonnes
Year | Recycled | Burned | Buried | Total | Buried %
2019/20 | 132.4 | 141.6 | 88.9 | 362.9 | 24.5%
2020/21 | 128.7 | 159.3 | 79.5 | 367.5 | 21.6%
2021/22 | 139.5 | 171.8 | 48.3 | 365.6 | 13.4%
2022/23 | 144.1 | 178.9 | 36.5 | 359.5 | 10.2%
2023/24 | 148.2 | 186.4 | 22.8 | 357.4 | 6.4%
"""

PAYMENTS = """Widget Association annual report 2023/24

Table 1: Payments to members, 2023/24
Branch | Payments | Total (£000) | Largest (£) | Median (£)
North | 118 | 86.4 | 9,800 | 350
South | 171 | 142.7 | 14,250 | 500
East | 12 | 9.6 | 2,400 | n/a
West | 15 | 4.2 | 750 | n/a
Coast | 47 | 118.9 | 25,000 | 1,000
Hills | 39 | 71.2 | 18,600 | 750
{label} | {n} | {total} | 25,000 | 500
"""


def sums(text: str) -> list[Finding]:
    return [f for f in audit(text) if f.kind is FindingKind.ARITHMETIC]


def test_a_last_row_that_adds_up_but_for_one_column_is_told() -> None:
    (finding,) = sums(SPENDING.replace("{last}", "707"))
    assert (finding.severity, finding.a.figure, finding.computed) == (Severity.CONTRADICTION, "£707k", "£697k")


@pytest.mark.parametrize("last", ["697", "1,207"])
def test_a_last_row_that_adds_up_or_is_something_else_is_not(last: str) -> None:
    assert sums(SPENDING.replace("{last}", last)) == []


@pytest.mark.parametrize(("total", "severity"), [("7.0", Severity.ROUNDING), ("7.2", Severity.CONTRADICTION)])
def test_many_rounded_parts_hardly_err_all_one_way(total: str, severity: Severity) -> None:
    (finding,) = sums(SAVINGS.replace("{total}", total))
    assert finding.severity is severity
    assert ("does not agree" in finding.explanation) == (severity is Severity.CONTRADICTION)


@pytest.mark.parametrize(("others", "n"), [("53 (b)", 0), ("[c]", 0), ("63", 1)])
def test_a_part_that_is_no_figure_excuses_the_total(others: str, n: int) -> None:
    assert len(sums(SURVEY.replace("{others}", others))) == n


@pytest.mark.parametrize(
    ("subtotal", "total", "doubted"),
    [
        ("9,800", "20,750", ["£9,800k"]),  # the total holds with the right subtotal
        ("9,800", "20,850", ["£9,800k"]),  # it was added up with the wrong one
        ("9,700", "20,850", ["£20,850k"]),
    ],
)
def test_of_a_wrong_subtotal_and_its_total_the_wrong_one_is_told(subtotal: str, total: str, doubted: list[str]) -> None:
    found = sums(PROGRAMME.replace("{subtotal}", subtotal).replace("{total}", total))
    assert [f.a.figure for f in found] == doubted


def test_a_share_of_a_wrong_total_is_not_wrong_too() -> None:
    (finding,) = [f for f in sums(YEARS) if f.severity is Severity.CONTRADICTION]
    assert (finding.a.figure, finding.computed) == ("365.6", "359.6")


@pytest.mark.parametrize("label", ["All branches", "Total"])
def test_a_misprinted_total_is_told_where_another_column_of_its_row_adds_up(label: str) -> None:
    text = PAYMENTS.replace("{label}", label).replace("{n}", "402")
    (finding,) = sums(text.replace("{total}", "438.0"))
    assert (finding.severity, finding.a.figure, finding.computed) == (Severity.CONTRADICTION, "£438.0k", "£433.0k")
    assert sums(text.replace("{total}", "433.0")) == []


@pytest.mark.parametrize(
    ("n", "total"),
    [
        ("402", "429.1"),  # nothing like the sum: some were paid twice
        ("361", "438.0"),  # no column adds up
        ("402", "433.2"),  # rounding
    ],
)
def test_a_total_of_something_else_is_not(n: str, total: str) -> None:
    text = PAYMENTS.replace("{label}", "All branches").replace("{n}", n).replace("{total}", total)
    assert sums(text) == []


def test_a_total_that_a_note_explains_is_not() -> None:
    text = PAYMENTS.replace("{label}", "All branches").replace("{n}", "402").replace("{total}", "438.0")
    assert sums(f"{text}Note: payments by two branches are counted in both.\n") == []

"""The arithmetic of sentences and of tables."""

from __future__ import annotations

import pytest

from tests.small import audit

REPORT = """Widget Association report Q4 2023/24

Money

{text}
"""


def found(text: str) -> list[tuple[str, str | None]]:
    return [(f.severity.value, f.computed) for f in audit(REPORT.replace("{text}", text))]


@pytest.mark.parametrize(
    ("text", "computed"),
    [
        ("2018/19- Outturn £317m (original budget £560.4m) - underspend of £234.4m.", "£243.4m"),
        ("Spending of £8.1m against a budget of £9.0m was an underspend of £1.9m.", "£0.9m"),
        ("Sales were £12.4m, an increase of £1.6m on last year's £11.8m.", "£0.6m"),
        ("Complaints rose by 30% to 240, from 200.", "20%"),
        ("Satisfaction fell by 5 percentage points to 61%, from 64%.", "3 percentage points"),
        ("Complaints fell by 20 to 240, from 220.", "20"),
        ("The budget was set at £23.5m. The budget has since been increased by £0.6m to £23.8m.", "£0.3m"),
        ("61% (£22.4m) of savings have been delivered against the target of £41.5m.", "54.0%"),
        ("Savings of £15.3m were delivered out of £19.0m in the budget (71%).", "80.5%"),
        ("The surplus of £3.0m is made up of £5.1m from sales offset by £1.4m of repairs.", "£3.7m"),
        ("Of the total we spent £6.8m, of which £3.9m went on engines and £4.5m on stations.", "£8.4m"),
    ],
)
def test_what_the_operands_do_not_give_is_a_contradiction(text: str, computed: str) -> None:
    assert found(text) == [("contradiction", computed)]


@pytest.mark.parametrize(
    ("text", "computed"),
    [
        ("The outturn of £205.8m represents 73% delivery, or an underspend against the budget of £278.5m.", "73.9%"),
        ("Spending of £54.0m against a budget of £58.3m was an underspend of £4.2m.", "£4.3m"),
    ],
)
def test_what_rounding_or_cutting_off_can_explain_is_rounding(text: str, computed: str) -> None:
    assert found(text) == [("rounding", computed)]


@pytest.mark.parametrize(
    "text",
    [
        "2022/23- Outturn of £169.3m (original budget £295.7m), underspend of £126.4m.",
        "An underspend of £2.0m against the revised budget of £10.0m (original budget £9.0m), with £8.0m spent.",
        "Sales were £12.4m, an increase of £0.6m on last year's £11.8m.",
        "Complaints rose by 20% to 240, from 200.",
        "Complaints fell from 300 to 240, a fall of 20%; compliments rose by 3% to 412.",
        "The budget was set at £23.5m. The budget has since been increased by £0.3m to £23.8m.",
        "54% (£22.4m) of savings have been delivered against the target of £41.5m.",
        "About 60% of 200 people came, of whom 95 stayed (79%).",
        "Grants rose by £3.0m to £8.0m; costs were £5.5m, up from £4.0m.",
        "We spent £6.8m, of which £3.9m went on engines and £1.5m on stations.",
        "Spending on buildings was £1.9m, £152k more than budgeted: roof repairs cost £96k and lifts £41k.",
        "Prices rose by 4.1% over the year to 31 March, and 12 of the 40 shops closed.",
        "Sales rose by 5% to £10.5m from January to March.",
        "Turnover was £4.4bn, and a further £0.2bn, an increase of £0.1bn, is expected against £0.3bn planned.",
    ],
)
def test_what_adds_up_or_is_no_sum_is_no_finding(text: str) -> None:
    assert found(text) == []


TOTALS = """Widget Association report Q4 2023/24

Shops

Widgets sold by shop
Shop | Q3 2023/24 | Q4 2023/24 | Change
Harbour | 1,204 | 1,310 | 106
Station | 905 | 869 | -36
Market | 350 | 412 | 62
Bridge | 541 | {bridge} | 37
Total | 3,000 | {total} | 169
"""


def test_a_total_that_its_parts_do_not_give_is_a_contradiction() -> None:
    (finding,) = audit(TOTALS.format(bridge="578", total="3,269"))[:1]
    assert (finding.kind.value, finding.severity.value) == ("arithmetic", "contradiction")
    assert finding.a.quote == "Total 3,000 3,269 169"
    assert finding.computed == "3,169"


def test_a_table_that_adds_up_has_no_finding() -> None:
    assert audit(TOTALS.format(bridge="578", total="3,169")) == ()

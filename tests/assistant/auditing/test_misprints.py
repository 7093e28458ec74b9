"""Figures with two digits changed round: found in a sentence on the line, and nowhere else."""

from __future__ import annotations

import pytest

from assistant.auditing.findings import Severity
from tests.small import audit

REPORT = """Widget Association annual report 2023/24

Shops

{text}

Shops painted by region, 2023/24
Region | Hours painted | Shops finished | Shops begun
Northfield | 5,120 | 1,804 | 1,220
Southport | 6,370 | 2,328 | 2,761
All regions | 11,490 | 4,132 | 3,981

Staff
Measure | 2022/23 | 2023/24 | Target
Sickness absence, days per FTE | 9.1 | 9.8 | 8.0
Staff turnover | 8.4% | 8.7% | 9.0%

Homes lent by quarter
Measure | Q2 2023/24 | Q3 2023/24 | Q4 2023/24
Members in borrowed homes | 372 | 398 | 421
"""


def found(text: str) -> list[tuple[str, str]]:
    findings = audit(REPORT.replace("{text}", text), names=("widgets-2023-24",))
    return [(f.a.figure, f.b.figure) for f in findings if f.severity is Severity.CONTRADICTION]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("In the year 4,312 shops were done, and work began on 3,981.", ("4,312", "4,132")),
        ("Painters lost 11,940 hours in all the regions to painting.", ("11,940 hours", "11,490")),
        ("Sickness averaged 8.9 days per full-time equivalent.", ("8.9 days", "9.8 days")),
        ("With 412 members in borrowed homes at the end of March, beds are short.", ("412", "421")),
    ],
)
def test_two_digits_that_changed_places_are_found(text: str, figures: tuple[str, str]) -> None:
    assert found(text) == [figures]


@pytest.mark.parametrize(
    "text",
    [
        "The chair shook 4,312 hands at the fair.",  # nothing of the line
        "In 2021/22 we finished 4,312 shops in all regions.",  # another time
        "We plan to finish 4,312 shops in all regions.",  # not what came about
        "Sickness fell from 8.9 days per full-time equivalent five years ago.",
        "Turnover among painters was 8.9 days.",
        "In the year 4,132 shops were finished in all regions.",  # as the table has it
    ],
)
def test_figures_of_something_else_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_every_table_that_prints_the_figure_is_told() -> None:
    again = """
Hours painted by region and year
Region | 2022/23 | 2023/24
Northfield | 5,000 | 5,120
Southport | 6,000 | 6,370
All regions | 11,000 | 11,490
"""
    (finding,) = (
        f
        for f in audit(REPORT.replace("{text}", "Painters lost 11,940 hours in all the regions.") + again)
        if f.severity is Severity.CONTRADICTION
    )
    assert [place.cells[0].printed for place in (finding.b, *finding.also)] == ["11,490", "11,490"]
    assert finding.b.table != finding.also[0].table

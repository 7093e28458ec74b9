"""Reports against reports."""

from __future__ import annotations

import pytest

from assistant.auditing.across import may_be_one_body
from assistant.auditing.findings import FindingKind
from tests.small import audit, document_of

FIRST = """Widget Association quarterly report Q2 2025/26

Repairs

Repairs by district
District | Q1 2025/26 | Q2 2025/26
Ashdown | 2,702 | 2,834
Brook | 2,011 | 2,054
Carrick | 2,318 | 2,390
"""

LATER = """Widget Association quarterly report Q3 2025/26

Repairs

Repairs by district
District | Q2 2025/26 | Q3 2025/26
Ashdown | 2,834 | 2,960
Brook | 2,058 | 2,161
Carrick | 2,390 | 2,515
"""

RATE = "In the twelve months to December 2023 there were {figure} thefts per 1,000 widgets in {place}."


def across(first: str, second: str, *names: str) -> list[tuple[str, str, str, str]]:
    found = audit(first, second, names=names)
    return [(f.severity.value, f.a.quote, f.b.quote, f.explanation) for f in found]


def test_a_later_edition_that_revises_a_figure_is_apparent_and_says_so() -> None:
    ((severity, a, b, said),) = across(FIRST, LATER, "q2-2025-26", "q3-2025-26")
    assert (severity, a, b) == ("apparent", "Brook 2,011 2,054", "Brook 2,058 2,161")
    assert "may have revised" in said


def test_two_reports_of_one_period_that_differ_contradict_each_other() -> None:
    second = FIRST.replace("2,390", "2,930").replace("quarterly", "performance")
    found = audit(FIRST, second, names=("one-q2-2025-26", "two-q2-2025-26"))
    assert [(f.kind, f.severity.value) for f in found] == [(FindingKind.CROSS_DOCUMENT, "contradiction")]


@pytest.mark.parametrize(
    "second",
    [
        RATE.format(figure="27.9", place="the rest of the country"),
        RATE.format(figure="26.3", place="the country"),
        RATE.format(figure="32.6", place="Leeds").replace("2023", "2022"),
    ],
)
def test_other_populations_and_other_times_are_no_finding(second: str) -> None:
    first = RATE.format(figure="26.3", place="the country")
    title = "Widget Association report 2023/24\n\nThefts\n\n"
    assert across(title + first, title + second, "a-2023-24", "b-2023-24") == []


PROSE = """Widget Association annual report 2025/26

The year

Repairs in Carrick Bay numbered {figure} in Q2 2025/26.
"""


@pytest.mark.parametrize(("figure", "expected"), [("2,930", [("apparent", "2,390")]), ("2,390", [])])
def test_a_sentence_is_held_against_the_table_of_another_report(figure: str, expected: list[tuple[str, str]]) -> None:
    tables = FIRST.replace("Carrick", "Carrick Bay")
    found = audit(PROSE.format(figure=figure), tables, names=("annual-2025-26", "q2-2025-26"))
    assert [(f.severity.value, f.computed) for f in found] == expected
    assert {f.kind for f in found} <= {FindingKind.CROSS_DOCUMENT}


def test_another_body_that_prints_the_same_rows_is_no_finding() -> None:
    other = FIRST.replace("Widget Association", "Gadget Union").replace("2,834", "2,913").replace("2,054", "1,998")
    assert across(FIRST, other, "one-q2-2025-26", "two-q2-2025-26") == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("National Widget Association Annual Report 2023/24", "NWA Quarterly Report Q4 2023/24", True),
        ("Widget Association Annual Report 2023/24", "Widget Association Quarterly Report Q4 2023/24", True),
        ("Widget Association Annual Report 2023/24", "Gadget Union Annual Report 2023/24", False),
        ("Annual Report 2023/24", "Gadget Union Annual Report 2023/24", True),
    ],
)
def test_two_reports_may_be_of_one_body(one: str, other: str, expected: bool) -> None:
    a, b = (document_of(f"{title}\n\nSales\n\nSales rose by 3% to 4,100.\n") for title in (one, other))
    assert may_be_one_body(a, b) is expected


def test_a_restatement_that_swaps_two_digits_is_found_across_reports() -> None:
    title = "Widget Association report 2023/24\n\nThefts\n\n"
    texts = [title + RATE.format(figure=figure, place="the country") for figure in ("26.3", "23.6")]
    ((severity, *_),) = across(*texts, "a-2023-24", "b-2023-24")
    assert severity == "contradiction"


TWICE = """Widget Association annual report 2023/24

Summary

Repairs by district
District | 2022/23 | 2023/24
Ashdown | 2,702 | 2,834
Brook | 2,011 | 2,054
Carrick | 2,318 | 2,390

Detail

Repairs by district, all kinds
District | 2022/23 | 2023/24
Ashdown | 2,702 | 2,834
Brook | 2,011 | 2,450
Carrick | 2,318 | 2,390
"""


def test_two_tables_of_one_report_that_differ_in_a_figure_contradict_each_other() -> None:
    ((severity, a, b, said),) = across(TWICE, "", "annual-2023-24")
    assert (severity, a, b) == ("contradiction", "Brook 2,011 2,054", "Brook 2,011 2,450")
    assert "one table prints 2,054 and the other 2,450" in said


@pytest.mark.parametrize(
    "second",
    [
        TWICE.replace("2,702 | 2,834\nBrook | 2,011 | 2,450", "1,702 | 1,834\nBrook | 1,011 | 2,450"),
        TWICE.replace("2,450", "2,054"),
        TWICE.replace("all kinds\nDistrict | 2022/23 | 2023/24", "all kinds\nDistrict | 2020/21 | 2021/22"),
    ],
)
def test_tables_of_another_thing_or_time_are_not_held_against_each_other(second: str) -> None:
    assert across(second, "", "annual-2023-24") == []

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assistant.libraries.reports import bare_title, is_newer, named, report_period, same_report, same_series


@dataclass(frozen=True)
class Known:
    title: str
    publisher: str = ""
    period: str = ""
    published: str = ""
    id: str = "x"
    edition: str = ""
    restates: str = ""


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Borset quarterly report Q4 2023/24", "borset quarterly report"),
        ("Borset Quarterly Report, Quarter 2 - 2025/26 (provisional)", "borset quarterly report"),
        ("Annual accounts 2023-24, second edition", "annual accounts"),
        ("borset-q1-2024-25", "borset"),
        ("Area 1 report", "area 1 report"),
    ],
)
def test_a_title_is_bare_of_what_tells_editions_apart(title: str, words: str) -> None:
    assert " ".join(bare_title(title)) == words


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        pytest.param(Known("Borset report Q1 2024/25"), Known("Borset report Q2 2024/25"), True, id="quarters"),
        pytest.param(Known("Borset report Q1 2024/25"), Known("Borset report 2024/25"), False, id="quarter and year"),
        pytest.param(Known("Borset report Q1 2024/25"), Known("Ambridge report Q2 2024/25"), False, id="other places"),
        pytest.param(Known("Quarterly report Q1 2024/25"), Known("Quarterly report Q2 2024/25"), False, id="anybody's"),
        pytest.param(
            Known("Quarterly report Q1 2024/25", "Borset"), Known("Quarterly report Q2 2024/25", "borset"), True,
            id="of one publisher",
        ),
        pytest.param(
            Known("Quarterly report Q1 2024/25", "Borset"), Known("Quarterly report Q2 2024/25", "Ambridge"), False,
            id="of two publishers",
        ),
        pytest.param(Known("Borset report"), Known("Borset report Q2 2024/25"), False, id="one of no known period"),
        pytest.param(
            Known("Borset report", period="Q1 2024/25"), Known("Borset report", period="Q2 2024/25"), True,
            id="by the period alone",
        ),
    ],
)  # fmt: skip
def test_editions_of_one_report_are_told_from_other_reports(one: Known, other: Known, alike: bool) -> None:
    assert same_series(one, other) is alike
    assert same_series(other, one) is alike


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        (Known("Borset report Q2 2024/25"), Known("Borset report Q1 2024/25")),
        (Known("B", period="2024/25", published="2 May 2025"), Known("B", period="2024/25", published="1 May 2025")),
        (Known("B", period="2024/25", published="2 May 2025"), Known("B", period="2024/25")),
        (
            Known("B", period="2024/25", edition="Version 2 (draft)"),
            Known("B", period="2024/25", edition="Version 1.9"),
        ),
        (Known("B", period="2024/25", edition="1.10"), Known("B", period="2024/25", edition="1.1")),
        (Known("B", period="2024/25", edition="2nd edition"), Known("B", period="2024/25", edition="First edition")),
        (Known("B", period="2024/25", edition="Revised 2 May 2025"), Known("B", period="2024/25", edition="final")),
        (Known("B", period="2024/25"), Known("B", period="2024/25", edition="Draft for comment")),
    ],
)
def test_the_later_edition_is_known_by_its_period_then_by_its_day_and_then_by_its_name(
    newer: Known, older: Known
) -> None:
    assert (is_newer(newer, older), is_newer(older, newer), is_newer(older, older)) == (True, False, False)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Known("Borset report"), Known("Borset report"), True),
        (Known("Borset report Q1 2024/25"), Known("Borset report Q1 2024/25 (revised)"), True),
        (Known("Borset report Q1 2024/25"), Known("Borset report Q2 2024/25"), False),
        (Known("Borset report"), Known("Ambridge report"), False),
        (Known("Report", "Borset"), Known("Report", "Ambridge"), False),
    ],
)
def test_a_report_in_another_state_is_told_from_another_report(one: Known, other: Known, same: bool) -> None:
    assert same_report(one, other) is same


def test_the_period_is_what_is_said_first_then_what_the_title_and_the_name_say() -> None:
    known = [
        Known("Report Q1 2024/25", period="Q2 2024/25"),
        Known("Report Q1 2024/25", period="soon"),
        Known("R", id="x-2023-24"),
    ]
    assert [p and p.label() for p in map(report_period, known)] == ["Q2 2024/25", "Q1 2024/25", "2023/24"]


def test_a_report_is_named_with_its_period_once() -> None:
    assert named(Known("Borset report", period="Q1 2024/25")) == "Borset report, Q1 2024/25"
    assert named(Known("Borset report Q1 2024/25")) == "Borset report Q1 2024/25"

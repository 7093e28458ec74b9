"""Two sentences that name one thing in the same words, and give it two figures."""

from __future__ import annotations

import pytest

from assistant.auditing.findings import FindingKind
from tests.small import audit

REPORT = """Widget Association quarterly report Q4 2023/24

Complaints

{one}

Inspection

{other}
"""
ONE = "The average time to close a complaint was 31 working days."


def found(one: str, other: str) -> list[str]:
    findings = audit(REPORT.replace("{one}", one).replace("{other}", other))
    return [f.figure for f in findings if f.kind is FindingKind.TEXT_VS_TEXT]


@pytest.mark.parametrize(
    "other",
    [
        "The average time to close a complaint was 36 working days.",
        "Our reply to the inspectors gave the average time to close a complaint as 36 working days.",
        "The reply sent in May 2024 put the average time to close a complaint in the quarter at 36 working days.",
    ],
)
def test_one_thing_with_two_figures_is_found(other: str) -> None:
    assert found(ONE, other) == ["31 working days / 36 working days"]


@pytest.mark.parametrize(
    "other",
    [
        "In 2021/22 the average time to close a complaint was 36 working days.",  # another time
        "In Northfield the average time to close a complaint was 36 working days.",  # another place
        "The average time to close a complaint was 36 working days for members under 25.",  # another population
        "The average time to answer a complaint was 36 working days.",  # another thing
        "The average time to close a complaint was about 36 working days.",  # not stated outright
        "The target for the average time to close a complaint was 36 working days.",  # a plan
        "In the quarter before, the average time to close a complaint was 36 working days.",
        "The average time to close a complaint was 31 working days.",
    ],
)
def test_figures_that_can_both_be_right_are_left_alone(other: str) -> None:
    assert found(ONE, other) == []


def test_sentences_under_the_names_of_two_lines_are_of_these() -> None:
    report = f"""Widget Association quarterly report Q4 2023/24

Northfield

{ONE}

Southport

{ONE.replace("31", "36")}

Members by shop
Shop | 2022/23 | 2023/24
Northfield | 1,804 | 2,104
Southport | 2,120 | 2,028
"""
    assert not [f for f in audit(report) if f.kind is FindingKind.TEXT_VS_TEXT]

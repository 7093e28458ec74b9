"""Sentences against sentences, within a report."""

from __future__ import annotations

import pytest

from assistant.auditing.findings import FindingKind
from tests.small import audit

REPORT = """Widget Association report 2023/24

Summary

{first}

Reliability

{second}
"""


def kinds(first: str, second: str) -> list[tuple[FindingKind, str]]:
    return [(f.kind, f.severity.value) for f in audit(REPORT.format(first=first, second=second))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Night lorries, which are leased, were available 83.4 per cent of the time.",
            "Night lorries were available for 84.3 per cent of the year at a lower cost.",
        ),
        (
            "The gross spending outturn was an underspend of £14.2m.",
            "The gross spending outturn at the end of the year was an overspend of £21.7m.",
        ),
    ],
)
def test_two_figures_for_one_thing_are_a_contradiction(first: str, second: str) -> None:
    assert kinds(first, second) == [(FindingKind.TEXT_VS_TEXT, "contradiction")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Night lorries were available 83.4 per cent of the time.", "Day lorries were available 84.3 per cent of it."),
        (
            "Night lorries were available 83.4 per cent of the time in 2022/23.",
            "Night lorries were available 84.3 per cent of the time in 2023/24.",
        ),
        (
            "Night lorries were available 83.4 per cent of the time.",
            "The target for night lorries available was 84.3 per cent of the time.",
        ),
        (
            "Thefts per 1,000 widgets were 34.2 in the country, the average being low.",
            "Thefts per 1,000 widgets were 32.4 in the rest of the country, the average being low.",
        ),
        ("Satisfaction among women was 61.4%.", "Satisfaction among men was 64.1%."),
        ("We answered 83.4% of calls in March.", "We answered 84.3% of calls in January."),
        ("The Leeds depot has 124 lorries.", "The Derby depot has 142 lorries."),
    ],
)
def test_figures_of_different_things_times_and_populations_are_no_finding(first: str, second: str) -> None:
    assert kinds(first, second) == []

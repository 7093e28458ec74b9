"""Lines that a sentence calls by another name that the glossary knows."""

from __future__ import annotations

import pytest

from assistant.auditing.findings import Severity
from tests.small import audit

REPORT = """Widget Association quarterly report Q4 2023/24

Losses

{text}

Losses by kind
Kind | Q4 2022/23 | Q4 2023/24 | Change on the year
Shoplifting | 2,391 | 2,764 | +15.6%
Breakages | 1,240 | 1,302 | +5.0%
"""


def found(text: str) -> list[tuple[str, str]]:
    findings = audit(REPORT.replace("{text}", text))
    return [(f.a.figure, f.b.figure) for f in findings if f.severity is Severity.CONTRADICTION]


def test_a_line_is_known_by_what_the_glossary_has_for_it() -> None:
    assert found("Shop theft rose by 18.6% on the same quarter last year.") == [("18.6%", "+15.6%")]


@pytest.mark.parametrize(
    "text",
    [
        "Shop theft rose by 15.6% on the same quarter last year.",
        "Theft from the shop of a member rose by 18.6% on the same quarter last year.",
        "Shop theft by children rose by 18.6% on the same quarter last year.",
    ],
)
def test_other_words_are_of_other_things(text: str) -> None:
    assert found(text) == []

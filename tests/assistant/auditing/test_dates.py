"""Two days for one event."""

from __future__ import annotations

import pytest

from tests.small import audit

REPORT = """Widget Association quarterly report Q2 2023/24

Complaints

{one}

Shops

{other}
"""
ONE = "Refund claims have stopped since Northfield Shop reopened on 14 September."


def found(one: str, other: str) -> list[str]:
    return [f.figure for f in audit(REPORT.replace("{one}", one).replace("{other}", other))]


@pytest.mark.parametrize(
    "other",
    [
        "Northfield Shop reopened on 28 September.",
        "Northfield Shop closed on 11 July after a flood. It reopened on 28 September, six weeks late.",
        "Northfield Shop finally reopened on Thursday 28 September 2023.",
    ],
)
def test_one_event_on_two_days_is_found(other: str) -> None:
    (figure,) = found(ONE, other)
    assert figure.startswith("14 September / 28 September")


@pytest.mark.parametrize(
    "other",
    [
        "Southport Shop reopened on 28 September.",  # another shop
        "Northfield Shop closed on 28 September.",  # another event
        "Northfield Shop was to have reopened on 28 September.",  # a plan
        "Northfield Shop reopened on 28 September 2022.",  # another year
        "Northfield Shop reopened on 3 January.",  # after another while
        "The manager spoke of Southport. It reopened on 28 September.",
        "Northfield Shop reopened on 14 September 2023.",  # the same day
        "Northfield Shop reopened on 31 September.",  # no day at all
    ],
)
def test_other_events_are_left_alone(other: str) -> None:
    assert found(ONE, other) == []

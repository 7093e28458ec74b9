"""What keeps a sentence from bearing a claim out."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.bearing import is_denied_at, is_measure_of, leaves_out, spans_alike, stretch_months
from assistant.questions.words import tokens
from assistant.service import Assistant
from structured.periods import Period, PeriodKind
from structured.units import UnitKind
from tests.conftest import assistant_over

YEAR = Period(kind=PeriodKind.FISCAL_YEAR, first=date(2023, 4, 1), last=date(2024, 3, 31))


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Comparing the 12 months to May 2016 and the 12 months to January 2024: lanterns fell by 18 per cent", 92),
        ("Lanterns fell between 2022/23 and 2023/24.", 12),
        ("Lanterns have fallen since March 2019.", 60),
        ("Lanterns fell in 2023/24.", None),
        ("Lanterns fell.", None),
    ],
)
def test_the_stretch_of_a_comparison_is_read_off_its_dates(text: str, months: int | None) -> None:
    assert stretch_months(text, YEAR) == months


def test_a_claim_without_a_start_is_not_of_many_years() -> None:
    assert spans_alike(12, 12)
    assert spans_alike(None, 12)
    assert spans_alike(12, None)
    assert not spans_alike(12, 92)
    assert not spans_alike(None, 92)


def _said(*words: str) -> set[str]:
    return {t.stem for word in words for t in tokens(word)}


@pytest.mark.parametrize(
    ("text", "claim", "unit", "measure"),
    [
        ("The clear-up rate for lantern theft rose.", "Lantern theft rose.", None, True),
        ("Worry about lantern theft rose.", "Lantern theft rose.", None, True),
        ("Deaths in lantern theft fell from 9 to 4.", "Lantern theft has halved.", None, True),
        ("Lantern theft outcomes rose.", "Lantern theft rose.", None, True),
        ("Lantern theft rose.", "Lantern theft rose.", None, False),
        ("Worry about lantern theft rose.", "Worry about lantern theft rose.", None, False),
        ("The share of lantern theft rose by 3%.", "Lantern theft rose by 3%.", UnitKind.PERCENT, False),
        ("The number of lantern thefts rose.", "Lantern theft rose.", None, False),
    ],
)
def test_a_measure_of_the_subject_is_told_from_the_subject(
    text: str, claim: str, unit: UnitKind | None, measure: bool
) -> None:
    subject = _said("lantern", "theft")
    assert is_measure_of(text, subject.__contains__, claim, unit) is measure


def test_what_is_left_out_is_not_spoken_of() -> None:
    assert leaves_out("Sales rose in all regions except North.", _said("north").__contains__)
    assert not leaves_out("Sales rose in North, except for gloves.", _said("north").__contains__)
    assert is_denied_at("Sales did not really rise.", 21)
    assert not is_denied_at("Sales rose.", 6)


REPORT = """Lantern Society annual report 2023/24

The year

Crime and safety

Lantern theft fell by 18 per cent between the 12 months to May 2016 and the 12 months to January 2024.

The clear-up rate for broken windows rose to 9 per cent in 2023/24.

Visits to the museum did not fall in 2023/24.

Membership could rise by 40 next year.

Income from raffles rose in every month except that from the Christmas draw.

Answers to letters

The standard of 14 days was met only in the last quarter.
"""

NOT_BORNE_OUT = [
    "Lantern theft fell over the last year.",
    "Lantern theft fell.",
    "Broken windows rose.",
    "Visits to the museum fell.",
    "Membership rose by 40.",
    "Income from the Christmas draw rose.",
    "The standard of 14 days for letters was met in every quarter.",
]


@pytest.fixture(scope="module")
def society(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory, "lantern-society-2023-24.txt", REPORT)


@pytest.mark.parametrize("claim", NOT_BORNE_OUT)
def test_a_sentence_on_something_else_bears_nothing_out(society: Assistant, claim: str) -> None:
    assert society.check(claim).verdict is not Verdict.SUPPORTED


def test_what_a_sentence_does_say_is_borne_out(society: Assistant) -> None:
    assert society.check("The clear-up rate for broken windows rose.").verdict is Verdict.SUPPORTED
    assert society.check("Lantern theft fell by 18 per cent.").verdict is Verdict.SUPPORTED
    assert society.check("The 14 day standard for letters was met in the last quarter.").verdict is Verdict.SUPPORTED


def test_a_denied_movement_contradicts_the_movement(society: Assistant) -> None:
    assert society.check("The museum had visits that fell in 2023/24.").verdict is Verdict.CONTRADICTED

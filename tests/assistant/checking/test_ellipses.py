from __future__ import annotations

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.ellipses import spelled_out
from assistant.checking.joined import check_claim
from tests.small import scope_of


@pytest.mark.parametrize(
    ("sentence", "statements"),
    [
        (
            "Buses grew by 2%, trams by 9% and trains by 3%.",
            ("Buses grew by 2%.", "Trams grew by 9%.", "Trains grew by 3%."),
        ),
        (
            "Theft fell by 16% and arson by 11% on the same quarter last year.",
            ("Theft fell by 16% on the same quarter last year.", "Arson fell by 11% on the same quarter last year."),
        ),
        (
            "In 2024, pens cost £3m more than plan and ink £2m less.",
            ("In 2024, pens cost £3m more than plan.", "In 2024, ink cost £2m less than plan."),
        ),
        (
            "Vans went over their budget by £3m and lorries came in £6m under.",
            ("Vans went over their budget by £3m.", "Lorries came in £6m under their budget."),
        ),
        (
            "The crew took 10 minutes on average in Northtown and 13 in Upper Hill.",
            ("The crew took 10 minutes on average in Northtown.", "The crew took 13 minutes on average in Upper Hill."),
        ),
        (
            "Women make up 67% of clerks but only 7% of pilots.",
            ("Women make up 67% of clerks.", "Women make up only 7% of pilots."),
        ),
        (
            "Year 6 results at Hill School rose by 7 points and at Dale School by 2.",
            ("Year 6 results at Hill School rose by 7 points.", "Year 6 results at Dale School rose by 2 points."),
        ),
        (
            "Old vans are down from 16 to 11, and new ones up from 3 to 9.",
            ("Old vans are down from 16 to 11.", "New vans are up from 3 to 9."),
        ),
        (
            "Visits to the Hill Pool rose from 30 to 38 while those to the Mill Pool fell from 38 to 5.",
            ("Visits to the Hill Pool rose from 30 to 38.", "Visits to the Mill Pool fell from 38 to 5."),
        ),
        (
            "Trust among young voters fell from 66% to 58%, and that of old voters rose from 61% to 64%.",
            ("Trust among young voters fell from 66% to 58%.", "Trust of old voters rose from 61% to 64%."),
        ),
        (
            "Northtown recycles 55% of its waste while Upper Hill manages 31%.",
            ("Northtown recycles 55% of its waste.", "Upper Hill recycles 31% of its waste."),
        ),
        (
            "The bridge is now forecast to cost £2m more than agreed and to open late.",
            ("The bridge is now forecast to cost £2m more than agreed.", "The bridge is now forecast to open late."),
        ),
        (
            "Spills on the Long Beck rose by 215 and those on the Black Beck fell by 155.",
            ("Spills on the Long Beck rose by 215.", "Spills on the Black Beck fell by 155."),
        ),
        (
            "Pens and ink rose by 5% and 8% respectively.",
            ("Pens rose by 5%.", "Ink rose by 8%."),
        ),
        (
            "Pens and ink both beat their targets.",
            ("Pens beat its target.", "Ink beat its target."),
        ),
        ("The lifts are late but on budget.", ("The lifts are late.", "The lifts are on budget.")),
        (
            "The lock is on schedule and £0.3m under its approved budget.",
            ("The lock is on schedule.", "The lock is £0.3m under its approved budget."),
        ),
        (
            "Mill Lane improved its attendance, and so did Dale High.",
            ("Mill Lane improved its attendance.", "Dale High improved its attendance."),
        ),
        (
            "The landlord scored above the median on respect but below it on home safety.",
            (
                "The landlord scored above the median on respect.",
                "The landlord scored below the median on home safety.",
            ),
        ),
        (
            "Satisfaction rose by 4.2 points overall and by 5.7 points on repairs.",
            ("Satisfaction rose by 4.2 points overall.", "Satisfaction rose by 5.7 points on repairs."),
        ),
        (
            "Sales beat both the budget and last year.",
            ("Sales beat the budget.", "Sales beat last year."),
        ),
    ],
)  # fmt: skip
def test_what_a_list_leaves_out_is_put_back(sentence: str, statements: tuple[str, ...]) -> None:
    assert next(iter(spelled_out(sentence))).statements == statements


def test_neither_denies_each() -> None:
    (found,) = spelled_out("Neither the Blue line nor the Green line lost 3% of its trains.")
    assert found.denied
    assert found.statements == ("The Blue line lost 3% of its trains.", "The Green line lost 3% of its trains.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Sales rose by 5%.",
        "Staff lost 8.4 days to sickness on average, down from 9.1.",
        "Sales rose from 5 to 7 and costs fell from 9 to 8.",
        "Pens fell by 5% while gum and ink fell by 6%.",
        "Rent and rates came to £5m, of which £2m was rates.",
        "The 41 staff in North and South were paid.",
    ],
)
def test_a_sentence_that_leaves_nothing_out_is_left_as_it_is(sentence: str) -> None:
    assert list(spelled_out(sentence)) == []


STALLS = """Market report 2023/24

Stalls

Takings by stall (£m)
Stall | Plan 2023/24 | Actual 2023/24
Fruit | 2.0 | 3.5
Cheese | 4.0 | 3.0
Bread | 1.5 | 1.9
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Fruit took £1.5m more than plan and cheese £1.0m less.", Verdict.SUPPORTED),
        ("Fruit took £1.5m more than plan and cheese £1.0m more.", Verdict.CONTRADICTED),
        ("Fruit took £1.5m more than plan and bread £1.5m.", Verdict.CONTRADICTED),
        ("Neither fruit nor bread took more than £4m.", Verdict.SUPPORTED),
        ("Neither fruit nor bread took more than £3m.", Verdict.CONTRADICTED),
    ],
)
def test_each_member_of_a_list_is_judged(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(STALLS)).verdict is verdict


def test_a_member_that_nothing_is_found_on_leaves_the_sentence_open() -> None:
    assert check_claim("Fruit took £1.5m more than plan and fish £1.0m.", scope_of(STALLS)).verdict is Verdict.NOT_FOUND

"""What a verdict says besides the figure: what the claim got wrong, and whether "only" and "the first time" hold."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Role, read_amounts
from assistant.checking.claim import Kind, read_claim
from assistant.checking.joined import check_claim
from assistant.checking.patterns import Way
from assistant.checking.sentences import intends
from assistant.questions.scope import Scope
from structured.periods import parse_period
from structured.units import UnitKind
from tests.small import REPORT, YEARS, scope_of


@pytest.fixture(scope="module")
def small() -> Scope:
    return scope_of(REPORT)


@pytest.fixture(scope="module")
def years() -> Scope:
    return scope_of(YEARS)


@pytest.mark.parametrize(
    ("claim", "slip"),
    [
        ("Late delivery complaints rose by 20% on the previous quarter.", "direction is the other way"),
        ("Northfield sold 1,310 widgets in Q3 2023/24.", "another period: Q4 2023/24"),
        ("Southport sold 1,310 widgets in Q4 2023/24.", "of something else: Northfield"),
        (
            "Satisfaction in Northfield rose by 4.4 per cent in relative terms over the year.",
            "percentage points, not per cent",
        ),
        ("Premises overspent its budget by £1.2m.", "of something else: Marketing"),
    ],
)
def test_a_contradicted_claim_is_told_what_it_got_wrong(small: Scope, claim: str, slip: str) -> None:
    answer = check_claim(claim, small)
    assert answer.verdict is Verdict.CONTRADICTED
    assert slip in answer.text


def test_a_figure_of_no_other_place_is_only_contradicted(small: Scope) -> None:
    answer = check_claim("Northfield sold 1,250 widgets in Q4 2023/24.", small)
    assert answer.verdict is Verdict.CONTRADICTED
    assert "right" not in answer.text


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Only Northfield sold over 1,000 widgets in Q4 2023/24.", Verdict.SUPPORTED),
        ("Only Northfield sold over 500 widgets in Q4 2023/24.", Verdict.CONTRADICTED),
        ("Only Northfield sold over 2,000 widgets in Q4 2023/24.", Verdict.CONTRADICTED),
        ("Eastham topped 400 widgets for the first time in Q4 2023/24.", Verdict.SUPPORTED),
        ("Northfield topped 1,200 widgets for the first time in Q4 2023/24.", Verdict.CONTRADICTED),
        ("Eastham topped 400 widgets for the first time since 2001.", Verdict.NOT_FOUND),
    ],
)
def test_only_and_the_first_time_are_tested_on_the_rest(small: Scope, claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, small).verdict is verdict


def test_the_one_that_did_so_too_is_shown(small: Scope) -> None:
    answer = check_claim("Only Northfield sold over 800 widgets in Q4 2023/24.", small)
    assert "But not alone: Southport: 869" in answer.text


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Shop recruitment was highest in 2023/24.", Verdict.SUPPORTED),
        ("Shop recruitment was highest in 2022/23.", Verdict.CONTRADICTED),
        ("Shop recruitment was lowest in 2020/21.", Verdict.CONTRADICTED),
        ("Shop recruitment passed 300 for the first time in 2023/24.", Verdict.SUPPORTED),
        ("Shop recruitment passed 200 for the first time in 2023/24.", Verdict.CONTRADICTED),
    ],
)
def test_a_superlative_over_time_is_held_against_the_series(years: Scope, claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, years).verdict is verdict


def test_a_superlative_beside_its_figure_is_tested_too(small: Scope) -> None:
    assert check_claim("Southport had the highest sales in Q4 2023/24, at 869 widgets.", small).verdict is (
        Verdict.CONTRADICTED
    )


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Marketing overspent more than Premises.", Verdict.SUPPORTED),
        ("Premises overspent more than Marketing.", Verdict.CONTRADICTED),
        ("Marketing had the biggest overspend of any department.", Verdict.SUPPORTED),
        ("Premises had the biggest overspend of any department.", Verdict.CONTRADICTED),
    ],
)
def test_overspends_are_compared_not_budgets(small: Scope, claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, small).verdict is verdict


@pytest.mark.parametrize(
    ("text", "kind", "scale"),
    [
        ("There were 14 visits per 100 people.", UnitKind.RATE, 100),
        ("There were 2.7 assaults on staff per million journeys.", UnitKind.RATE, 1_000_000),
        ("Claims ran at 2.1 per thousand residents.", UnitKind.RATE, 1_000),
    ],
)
def test_a_rate_has_its_base_however_far_behind_the_figure(text: str, kind: UnitKind, scale: int) -> None:
    unit = read_amounts(text)[0].quantity.unit
    assert (unit.kind, unit.scale) == (kind, scale)


def test_a_bare_change_is_in_the_unit_of_its_level() -> None:
    level, change = read_amounts("Replies take 21 days, 11 fewer than a year ago.")
    assert change.quantity.unit == level.quantity.unit
    assert change.role in {Role.CHANGE, Role.APART}


def test_an_age_is_no_amount() -> None:
    assert not read_amounts("People over 65 like it best.")


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("above the national 90 per cent target", Way.UP),
        ("below the 90 per cent target", Way.DOWN),
        ("90 per cent", None),
    ],
)
def test_a_standard_has_the_side_on_which_things_lie(text: str, side: Way | None) -> None:
    assert read_amounts(f"Answering was {text}.")[0].side is side


def test_a_name_that_begins_with_all_is_no_every() -> None:
    named = read_claim("All widgets went up by 6 per cent.", lambda _t, start, _e: start == 0)
    assert named.kind is Kind.CHANGE


def test_what_is_meant_to_be_is_told_by_the_report_s_own_time() -> None:
    year = parse_period("2023/24")
    assert year is not None
    assert intends("The share is 40 per cent by 2030", year.last)
    assert not intends("The share was 40 per cent in 2022/23", year.last)
    assert intends("The aim is to reach 40 per cent", None)
    assert intends("The share is likely to reach 40 per cent", None)
    assert not intends("Vans were 4 times more likely to be late", None)

"""The calculations: what each gives, what must not meet, what has no result, and the laws that they keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from structured.errors import StructuredError, UndefinedResult, UnitMismatch
from structured.operations import difference, implied_level, mean, percent_change, ratio, share, total
from structured.units import Quantity, Unit, UnitKind, convert, format_quantity, parse_quantity, to_base

Two = Callable[[Quantity, Quantity], Quantity]


def q(printed: str) -> Quantity:
    """The quantity that a printed cell states."""
    quantity = parse_quantity(printed)
    assert quantity is not None
    return quantity


def shown(operation: Callable[..., Quantity], *printed: str) -> str:
    return format_quantity(operation(*map(q, printed)))


def shown_of_list(operation: Callable[[Sequence[Quantity]], Quantity], *printed: str) -> str:
    return format_quantity(operation([q(p) for p in printed]))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1,204", "1,310", "106"),
        ("1,310", "1,204", "-106"),
        ("50", "50", "0"),
        ("87.3%", "85.2%", "-2.1 percentage points"),
        ("1%", "2%", "1 percentage point"),
        ("-2.1 pp", "3 pp", "5.1 percentage points"),
        ("£950k", "£1.2m", "£0.25m"),
        ("£900m", "£1.25bn", "£0.35bn"),
        ("(16.6)", "3.4", "20.0"),
        ("4 days", "10 days", "6 days"),
        ("28.4 per 1,000", "30 per 1,000", "1.6 per 1,000"),
    ],
)
def test_a_difference_is_new_minus_old_in_the_units_own_terms(old: str, new: str, expected: str) -> None:
    assert shown(difference, old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("£1.25bn", "£900m"),
        ("2 million", "500 thousand"),
        ("2 hours", "1 days"),
        ("5 kg", "1 tonnes"),
        ("28 per 1,000", "300 per 10,000"),
        ("2 hours", "10 minutes"),
        ("1 weeks", "10 days"),
    ],
)
def test_a_difference_of_two_scales_is_counted_in_one(old: str, new: str) -> None:
    apart = difference(q(old), q(new))
    assert abs(to_base(apart) - (to_base(q(new)) - to_base(q(old)))) < TINY


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("200", "150", "-25.0%"),
        ("150", "200", "33.3%"),
        ("£950k", "£1.9m", "100.0%"),
        ("40%", "50%", "25.0%"),
        ("7", "7", "0.0%"),
        ("43,486", "42,237", "-2.87%"),
        ("£103.6m", "£98.7m", "-4.73%"),
        ("1,204", "1,310", "8.8%"),
        ("950", "931", "-2.0%"),
        ("38,721", "38,771", "0.13%"),
        ("100,000", "100,020", "0.02%"),
        ("(20)", "(25)", "-25.0%"),
        ("(20)", "5", "125.0%"),
    ],
)
def test_a_percentage_change_is_relative_to_the_size_of_old(old: str, new: str, expected: str) -> None:
    assert shown(percent_change, old, new) == expected


def test_a_total_is_counted_in_the_largest_unit_and_to_the_finest_place() -> None:
    assert shown_of_list(total, "£250k", "£1.5m") == "£1.75m"
    assert shown_of_list(total, "£5m", "£400k") == "£5.4m"
    assert total([q("£250k"), q("£1.5m")]).value == Decimal("1.75")
    assert shown_of_list(total, "1,204", "905") == "2,109"
    assert shown_of_list(total, "(16.6)", "16.6") == "0.0"


def test_lengths_of_time_and_weights_meet_in_the_smaller_unit() -> None:
    assert shown(difference, "2 hours", "10 minutes") == "-110 minutes"
    assert shown(difference, "10 minutes", "2 hours") == "110 minutes"
    assert shown(difference, "1.5 tonnes", "900 kg") == "-600kg"
    assert shown_of_list(total, "1.5 hours", "20 minutes", "90 minutes") == "200 minutes"
    assert shown_of_list(mean, "1 hours", "10 minutes") == "35.0 minutes"


def test_a_mean_of_whole_counts_has_one_decimal_and_of_percentages_is_allowed() -> None:
    assert shown_of_list(mean, "1", "2", "4") == "2.3"
    assert shown_of_list(mean, "80%", "85%") == "82.5%"
    assert shown_of_list(mean, "4.6%", "4.1%") == "4.35%"
    assert shown_of_list(mean, "80.25%", "85.50%") == "82.88%"
    assert shown_of_list(mean, "£1m", "£500k") == "£0.8m"


def test_a_share_is_part_over_whole_across_scales() -> None:
    assert shown(share, "£500k", "£2m") == "25.0%"
    assert shown(share, "3", "9") == "33.3%"


def test_a_ratio_is_so_many_times() -> None:
    assert shown(ratio, "300", "120") == "2.5 times"
    assert shown(ratio, "£3m", "£500k") == "6.0 times"
    assert shown(ratio, "£1.0m", "£165.4m") == "0.006 times"
    assert shown(ratio, "948", "1,358") == "0.7 times"


def test_an_implied_level_is_base_plus_gap() -> None:
    assert shown(implied_level, "61%", "-11 pp") == "50%"
    assert shown(implied_level, "61%", "-11%") == "50%"
    assert shown(implied_level, "61.5%", "2 pp") == "63.5%"


@pytest.mark.parametrize("operation", [difference, percent_change, share, ratio])
@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("12", "12%"),
        ("£5", "5"),
        ("£5", "5%"),
        ("5 days", "5"),
        ("5 kg", "5 days"),
        ("5 per 1,000", "5%"),
        ("5%", "5 pp"),
    ],
)
def test_units_that_count_different_things_do_not_meet(operation: Two, a: str, b: str) -> None:
    for first, second in ((a, b), (b, a)):
        with pytest.raises(UnitMismatch):
            operation(q(first), q(second))


@pytest.mark.parametrize("operation", [difference, percent_change, share, ratio])
def test_two_currencies_do_not_meet(operation: Two) -> None:
    with pytest.raises(UnitMismatch):
        operation(q("£5m"), q("$5m"))


@pytest.mark.parametrize("operation", [difference, percent_change, share, ratio])
def test_calendar_stretches_of_no_fixed_length_meet_only_themselves(operation: Two) -> None:
    with pytest.raises(UnitMismatch):
        operation(q("3 months"), q("90 days"))
    assert operation(q("3 months"), q("6 months"))


@pytest.mark.parametrize(
    "printed", [("50%", "50%"), ("5 pp", "1 pp"), ("2 per 1,000", "3 per 1,000"), ("2 times", "3 times")]
)
def test_what_has_no_sum_is_not_added_up(printed: tuple[str, ...]) -> None:
    with pytest.raises(UnitMismatch, match="without their bases"):
        total([q(p) for p in printed])


@pytest.mark.parametrize("operation", [total, mean])
@pytest.mark.parametrize("printed", [("5", "5%"), ("£5", "5"), ("£5", "$5"), ()])
def test_a_sum_or_mean_needs_one_unit(
    operation: Callable[[Sequence[Quantity]], Quantity], printed: tuple[str, ...]
) -> None:
    with pytest.raises(UnitMismatch):
        operation([q(p) for p in printed])


@pytest.mark.parametrize("unit", ["%", " pp", " per 1,000", " times"])
def test_a_share_of_what_is_itself_relative_has_no_meaning(unit: str) -> None:
    with pytest.raises(UnitMismatch, match="no meaning"):
        share(q(f"5{unit}"), q(f"10{unit}"))


@pytest.mark.parametrize(
    ("operation", "operands"),
    [(percent_change, ("0", "7")), (percent_change, ("£0m", "£7m")), (share, ("7", "0")), (ratio, ("7", "0"))],
)
def test_a_zero_base_has_no_result(operation: Two, operands: tuple[str, str]) -> None:
    with pytest.raises(UndefinedResult):
        operation(*map(q, operands))


@pytest.mark.parametrize(("base", "gap"), [("61", "5 pp"), ("5 pp", "5 pp"), ("61%", "5"), ("£61", "£5")])
def test_an_implied_level_needs_a_percentage_and_a_gap_in_points(base: str, gap: str) -> None:
    with pytest.raises(UnitMismatch):
        implied_level(q(base), q(gap))


# --- laws ------------------------------------------------------------------------------------------------------------

UNITS = [
    q(p).unit for p in ("1", "1%", "1 pp", "£1", "£1k", "£1m", "1 days", "1 hours", "1 kg", "1 per 1,000", "1 times")
]
ADDITIVE = [u for u in UNITS if u.kind in {UnitKind.COUNT, UnitKind.MONEY, UnitKind.DURATION, UnitKind.MASS}]
LIMIT = 10**9
TINY = Decimal("1e-6")  # of a second, a gram, a penny: days do not divide evenly into a decimal
values = st.decimals(min_value=-LIMIT, max_value=LIMIT, places=2)
positive = st.integers(min_value=1, max_value=LIMIT).map(Decimal)


@st.composite
def alike(draw: st.DrawFn, units: Sequence[Unit] = UNITS, low: int = 2, high: int = 2) -> list[Quantity]:
    """Quantities whose units are of one kind, perhaps of other scales."""
    unit = draw(st.sampled_from(units))
    kin = [u for u in units if u.kind is unit.kind]
    numbers = draw(st.lists(values, min_size=low, max_size=high))
    return [Quantity(value=n, unit=draw(st.sampled_from(kin)), decimals=2) for n in numbers]


@given(st.sampled_from(UNITS), values, values)
def test_a_difference_changes_sign_when_turned_round(unit: Unit, a: Decimal, b: Decimal) -> None:
    one, other = (Quantity(value=value, unit=unit, decimals=2) for value in (a, b))
    assert difference(one, other) == replace(difference(other, one), value=b - a)
    assert difference(one, other).value == -difference(other, one).value


@given(alike(), st.sampled_from(UNITS))
def test_whatever_does_not_meet_is_an_error_of_ours(pair: list[Quantity], unit: Unit) -> None:
    other = Quantity(value=pair[1].value, unit=unit, decimals=2)
    for operation in (difference, percent_change, share, ratio, implied_level):
        try:
            result = operation(pair[0], other)
        except StructuredError:
            continue
        assert result.value.is_finite()


@given(st.lists(positive, min_size=2, max_size=12))
def test_the_shares_of_the_parts_make_a_hundred(numbers: list[Decimal]) -> None:
    parts = [Quantity(value=n, unit=q("1").unit) for n in numbers]
    shares = [share(part, total(parts)).value for part in parts]
    assert abs(sum(shares) - 100) < Decimal("1e-20")
    rounded = [s.quantize(Decimal("0.1")) for s in shares]
    assert abs(sum(rounded) - 100) <= Decimal("0.05") * len(rounded)


@given(alike(ADDITIVE, 1, 8), st.randoms(use_true_random=False))
def test_a_total_and_a_mean_do_not_depend_on_the_order(quantities: list[Quantity], random: Random) -> None:
    shuffled = list(quantities)
    random.shuffle(shuffled)
    assert total(shuffled).unit == total(quantities).unit
    for operation in (total, mean):
        assert abs(to_base(operation(shuffled)) - to_base(operation(quantities))) < TINY


@given(alike(ADDITIVE, 1, 8))
def test_a_total_is_that_of_the_base_units(quantities: list[Quantity]) -> None:
    assert abs(to_base(total(quantities)) - sum(map(to_base, quantities))) < TINY


@given(positive, positive)
def test_a_change_put_on_the_old_gives_the_new(old: Decimal, new: Decimal) -> None:
    unit = q("1").unit
    change = percent_change(Quantity(value=old, unit=unit), Quantity(value=new, unit=unit))
    assert abs(old * (1 + change.value / 100) - new) <= new * Decimal("1e-18")


@given(alike())
def test_a_percentage_change_is_positive_just_when_the_new_is_larger(pair: list[Quantity]) -> None:
    old, new = pair
    assume(old.value)
    change = percent_change(old, new).value
    apart = to_base(new) - to_base(old)
    assert (change > 0, change < 0) == (apart > 0, apart < 0)


@given(values, values)
def test_a_gap_is_the_difference_of_its_level_from_its_base(base: Decimal, gap: Decimal) -> None:
    level = Quantity(value=base, unit=q("1%").unit, decimals=2)
    reached = implied_level(level, Quantity(value=gap, unit=q("1 pp").unit, decimals=2))
    assert difference(level, reached).value == gap


@given(alike(ADDITIVE))
def test_a_ratio_is_a_hundredth_of_the_share(pair: list[Quantity]) -> None:
    part, whole = pair
    assume(whole.value)
    assert abs(ratio(part, whole).value * 100 - share(part, whole).value) <= abs(share(part, whole).value) * Decimal(
        "1e-18"
    )
    assert convert(part, part.unit) == part

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from structured.errors import UnitMismatch
from structured.units import (
    COUNT,
    PERCENT,
    POINTS,
    TIMES,
    Quantity,
    Unit,
    UnitKind,
    convert,
    difference_unit,
    find_quantities,
    format_quantity,
    parse_quantity,
    to_base,
    unit_code,
)

POUNDS_M = Unit(kind=UnitKind.MONEY, symbol="£", scale=10**6)
DAYS = Unit(kind=UnitKind.DURATION, symbol="days", scale=86_400)
HOURS = Unit(kind=UnitKind.DURATION, symbol="hours", scale=3600)
MONTHS = Unit(kind=UnitKind.DURATION, symbol="months")
PER_1000 = Unit(kind=UnitKind.RATE, symbol="per 1,000", scale=1000)


@pytest.mark.parametrize(
    ("printed", "value", "code", "decimals"),
    [
        ("7,267", "7267", "count", 0),
        ("-10%", "-10", "percent", 0),
        ("+0%", "0", "percent", 0),
        ("-0.0", "-0.0", "count", 1),
        ("(16.6)", "-16.6", "count", 1),
        ("5.6-", "-5.6", "count", 1),
        ("−3.2", "-3.2", "count", 1),
        ("( 731 )", "-731", "count", 0),
        ("£4,514.5m", "4514.5", "gbp_m", 1),
        ("£1.211bn", "1.211", "gbp_bn", 3),
        ("£250k", "250", "gbp_k", 0),
        ("c£55m", "55", "gbp_m", 0),
        ("£1.9million", "1.9", "gbp_m", 1),
        ("(£12.8m)", "-12.8", "gbp_m", 1),
        ("$(92)", "-92", "usd", 0),
        ("$1,496.5", "1496.5", "usd", 1),
        ("$ 64.77", "64.77", "usd", 2),
        ("5.27¢", "5.27", "cents", 2),
        ("1.8 times", "1.8", "ratio", 1),
        ("-2.1 pp", "-2.1", "pp", 1),
        ("4pp.", "4", "pp", 0),
        ("-4 pts", "-4", "pp", 0),
        ("(6) pts", "-6", "pp", 0),
        ("9.7%", "9.7", "percent", 1),
        ("(4.5)%", "-4.5", "percent", 1),
        ("28.4 per 1,000", "28.4", "per_1000", 1),
        ("3.36kg", "3.36", "kg", 2),
        ("21 days", "21", "days", 0),
        ("15 minutes", "15", "minutes", 0),
        ("**1,024***", "1024", "count", 0),
        ("1,204¹ ²", "1204", "count", 0),
        ("1,204 [note 1]", "1204", "count", 0),
        ("£4.5m²", "4.5", "gbp_m", 1),
    ],
)
def test_a_printed_cell_is_read(printed: str, value: str, code: str, decimals: int) -> None:
    quantity = parse_quantity(printed)
    assert quantity is not None
    assert (quantity.value, unit_code(quantity.unit), quantity.decimals) == (Decimal(value), code, decimals)


@pytest.mark.parametrize(
    "printed",
    ["", "—", "-", "N/A", "n/a", "*", "..", "€", "$—", "Q4", "5–6", "£5 days", "Amber", "1:1", "25 m²", "25m²", "10⁶"],
)
def test_a_cell_without_a_figure_is_none(printed: str) -> None:
    assert parse_quantity(printed) is None


def test_minus_zero_keeps_its_sign() -> None:
    quantity = parse_quantity("(0.0)")
    assert quantity is not None
    assert quantity.value.is_signed()
    assert format_quantity(quantity) == "0.0"


@pytest.mark.parametrize(
    ("printed", "hint", "code"),
    [
        ("12.5", POUNDS_M, "gbp_m"),
        ("$12.5", Unit(kind=UnitKind.COUNT, scale=1000), "usd_k"),
        ("£7.86m", Unit(kind=UnitKind.MONEY, symbol="£", scale=1000), "gbp_m"),
        ("-4%", POINTS, "pp"),
        ("4%", POUNDS_M, "percent"),
        ("12", None, "count"),
        ("1.2m", Unit(kind=UnitKind.MASS, symbol="tonnes", scale=10**6), "tonnes"),
    ],
)
def test_a_hint_gives_only_what_the_cell_leaves_out(printed: str, hint: Unit | None, code: str) -> None:
    quantity = parse_quantity(printed, hint=hint)
    assert quantity is not None
    assert unit_code(quantity.unit) == code


@pytest.mark.parametrize(
    ("printed", "hint", "value", "decimals"),
    [
        ("2 million tonnes", None, "2000000", 0),
        ("1.2m", Unit(kind=UnitKind.MASS, symbol="tonnes", scale=10**6), "1200000", 0),
        ("1.2345k", HOURS, "1234.5", 1),
        ("15m", Unit(kind=UnitKind.DURATION, symbol="minutes", scale=60), "15", 0),
        ("1.5 thousand", COUNT, "1.5", 1),
    ],
)
def test_a_scale_that_a_unit_does_not_hold_goes_into_the_number(
    printed: str, hint: Unit | None, value: str, decimals: int
) -> None:
    quantity = parse_quantity(printed, hint=hint)
    assert quantity is not None
    assert (quantity.value, quantity.decimals) == (Decimal(value), decimals)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "rose 3 per cent or 2 percentage points",
            [("3 per cent", "3", "percent"), ("2 percentage points", "2", "pp")],
        ),
        ("34 per 1,000 population", [("34 per 1,000 population", "34", "per_1000")]),
        ("£4.4bn and 1,500 units", [("£4.4bn", "4.4", "gbp_bn"), ("1,500", "1500", "count")]),
        ("4 in 5 shops", [("4 in 5", "80", "percent")]),
        ("one in five, 1.8 times", [("one in five", "20", "percent"), ("1.8 times", "1.8", "ratio")]),
        ("five of twenty-two", [("five", "5", "count"), ("twenty-two", "22", "count")]),
        ("half of all", [("half", "50", "percent")]),
        ("an underspend of (£33.3m)", [("£33.3m", "33.3", "gbp_m")]),
        ("a fall (-1 sale) and a rise (+2 sales)", [("-1", "-1", "count"), ("+2", "2", "count")]),
        ("5-10% growth", [("5", "5", "percent"), ("10%", "10", "percent")]),
        ("between 3 and 5 per cent", [("3", "3", "percent"), ("5 per cent", "5", "percent")]),
        ("£3-4m", [("£3", "3", "gbp_m"), ("4m", "4", "gbp_m")]),
        ("between £3 and £4m", [("£3", "3", "gbp_m"), ("£4m", "4", "gbp_m")]),
        ("between £900 and 950", [("£900", "900", "gbp"), ("950", "950", "gbp")]),
        ("from £900k to £1.2m", [("£900k", "900", "gbp_k"), ("£1.2m", "1.2", "gbp_m")]),
        ("from £900 to £1.2m", [("£900", "900", "gbp"), ("£1.2m", "1.2", "gbp_m")]),
        ("from £900k to 1.2m", [("£900k", "900", "gbp_k"), ("1.2m", "1.2", "gbp_m")]),
        ("2 million tonnes of sand", [("2 million tonnes", "2000000", "tonnes")]),
        ("1.25 thousand hours", [("1.25 thousand hours", "1250", "hours")]),
        ("3 thousand months", [("3 thousand months", "3000", "months")]),
        ("999 calls", [("999", "999", "count")]),
        ("1,204¹ calls and 12%² of all", [("1,204", "1204", "count"), ("12%", "12", "percent")]),
        ("about 10⁶ calls", []),
    ],
)
def test_figures_in_a_sentence(text: str, found: list[tuple[str, str, str]]) -> None:
    mentions = find_quantities(text)
    assert [(m.printed, m.quantity.value, unit_code(m.quantity.unit)) for m in mentions] == [
        (printed, Decimal(value), code) for printed, value, code in found
    ]
    assert all(text[m.start : m.end] == m.printed for m in mentions)


@pytest.mark.parametrize(
    "text",
    [
        "in Q4 2023/24 and on 7 March 2024, in 2019",
        "see slide 16, pages 61-63, Regulation 13 and note 4",
        "Unit Y2A, COVID-19 and the B12 road, 24/7",
        "people aged 16-24, 25-34 year olds and those 65+",
        "the 1st and 22nd of them",
    ],
)
def test_digits_of_names_periods_references_and_ages_are_no_figures(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "approximate"), [("about 300 shops", True), ("nearly £2m", True), ("exactly 300 shops", False)]
)
def test_words_that_round_a_figure_are_noticed(text: str, approximate: bool) -> None:
    (mention,) = find_quantities(text)
    assert mention.approximate is approximate


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "printed"),
    [
        ("4514.5", POUNDS_M, 1, "£4,514.5m"),
        ("-12.8", POUNDS_M, 1, "-£12.8m"),
        ("7267", COUNT, 0, "7,267"),
        ("9.1", PERCENT, 1, "9.1%"),
        ("2.1", POINTS, 1, "2.1 percentage points"),
        ("1", POINTS, 0, "1 percentage point"),
        ("21", DAYS, 0, "21 days"),
        ("1.8", TIMES, 1, "1.8 times"),
        ("28.4", PER_1000, 1, "28.4 per 1,000"),
        ("2.345", PERCENT, 2, "2.35%"),
    ],
)
def test_a_quantity_is_printed_as_a_british_report_does(value: str, unit: Unit, decimals: int, printed: str) -> None:
    assert format_quantity(Quantity(value=Decimal(value), unit=unit, decimals=decimals)) == printed


def test_a_signed_quantity_shows_its_plus() -> None:
    assert format_quantity(Quantity(value=Decimal("2"), unit=POINTS), signed=True) == "+2 percentage points"
    assert format_quantity(Quantity(value=Decimal("0"), unit=PERCENT), signed=True) == "0%"


UNITS = st.sampled_from([COUNT, PERCENT, POINTS, TIMES, POUNDS_M, DAYS, HOURS, PER_1000])
QUANTITIES = st.builds(
    lambda n, decimals, unit: Quantity(value=Decimal(n).scaleb(-decimals), unit=unit, decimals=decimals),
    st.integers(-(10**9), 10**9),
    st.integers(0, 4),
    UNITS,
)


@given(QUANTITIES)
def test_what_is_printed_reads_back_the_same(quantity: Quantity) -> None:
    assert parse_quantity(format_quantity(quantity)) == quantity


@given(QUANTITIES)
def test_a_printed_quantity_is_found_in_a_sentence(quantity: Quantity) -> None:
    printed = format_quantity(quantity)
    (mention,) = find_quantities(f"It was {printed} then.")
    assert (mention.printed, mention.quantity) == (printed, quantity)


@given(UNITS, UNITS)
def test_difference_units_do_not_depend_on_the_order(a: Unit, b: Unit) -> None:
    try:
        forward = difference_unit(a, b)
    except UnitMismatch:
        with pytest.raises(UnitMismatch):
            difference_unit(b, a)
    else:
        assert difference_unit(b, a) == forward


def test_per_cent_minus_per_cent_is_points() -> None:
    assert difference_unit(PERCENT, PERCENT) == POINTS
    assert difference_unit(POINTS, POINTS) == POINTS


@pytest.mark.parametrize(
    ("a", "b"), [(PERCENT, COUNT), (PERCENT, POINTS), (POUNDS_M, Unit(kind=UnitKind.MONEY, symbol="$"))]
)
def test_unlike_units_have_no_difference(a: Unit, b: Unit) -> None:
    with pytest.raises(UnitMismatch):
        difference_unit(a, b)


def test_conversion_is_exact_and_goes_through_base_units() -> None:
    quantity = Quantity(value=Decimal("1.211"), unit=Unit(kind=UnitKind.MONEY, symbol="£", scale=10**9), decimals=3)
    assert to_base(quantity) == Decimal(1_211_000_000)
    assert convert(quantity, POUNDS_M).value == Decimal(1211)
    assert convert(Quantity(value=Decimal(2), unit=DAYS), HOURS).value == Decimal(48)
    assert to_base(Quantity(value=Decimal("28.4"), unit=PER_1000)) == Decimal("0.0284")


def test_months_have_no_length_in_days() -> None:
    with pytest.raises(UnitMismatch):
        convert(Quantity(value=Decimal(1), unit=MONTHS), DAYS)

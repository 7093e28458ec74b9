"""A number is printed as the sheet shows it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.number_formats import shown

ACCOUNTS = '_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-'
POUNDS = '_-[$£-809]* #,##0.00_-;-[$£-809]* #,##0.00_-;_-[$£-809]* "-"??_-;_-@_-'


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        ("0.12", "0%", "12%"),
        ("0.115", "0%", "12%"),
        ("0.11499999999999999", "0%", "12%"),
        ("0.1249", "0.0%", "12.5%"),
        ("1234.5", "#,##0", "1,235"),
        ("-1234.5", "#,##0_);(#,##0)", "(1,235)"),
        ("1234", "#,##0_);(#,##0)", "1,234"),
        ("-1200", "$#,##0_);[Red]($#,##0)", "($1,200)"),
        ("12345678", '£#,##0.0,,"m"', "£12.3m"),
        ("-12345678", '£#,##0.0,,"m"', "-£12.3m"),
        ("12345678", "#,##0.0,", "12,345.7"),
        ("12345678", "£#,##0,", "£12,346"),
        ("1234", ACCOUNTS, "1,234"),
        ("-1234", ACCOUNTS, "-1,234"),
        ("0", ACCOUNTS, "-"),
        ("1234.5", POUNDS, "£1,234.50"),
        ("-1234.5", POUNDS, "-£1,234.50"),
        ("1234.567", "#,##0.00 [$€-407]", "1,234.57 €"),
        ("5", '0" days"', "5 days"),
        ("5", '0.0"pp"', "5.0pp"),
        ("5", 'General" cases"', "5 cases"),
        ("3", '[<5]"c";#,##0', "c"),
        ("7", '[<5]"c";#,##0', "7"),
        ("1500000", '[>=1000000]0.0,,"m";[>=1000]0.0,"k";0', "1.5m"),
        ("7", "000", "007"),
        ("202324", "0000\\/00", "2023/24"),
        ("12", "#,##0.0##", "12.0"),
        ("0.5", "#.##", "0.5"),
        ("5", ";;;", ""),
        ("0", "#,##0;-#,##0;", ""),
        ("1.5", "# ?/?", "1.5"),
        ("12345", "0.00E+00", "12345"),
        ("5", '"Yes";"No"', "Yes"),
    ],
)
def test_a_number_is_printed_by_its_format(value: str, code: str, printed: str) -> None:
    assert shown(Decimal(value), code) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("0.30000000000000004", "0.3"),
        ("0.333333333333333", "0.333333333"),
        ("12.3456789012345", "12.3456789"),
        ("1234567890123", "1234567890123"),
        ("1E+3", "1000"),
        ("0", "0"),
        ("-0.0", "0"),
        ("1E-12", "0.000000000001"),
        ("1E999999999", "#NUM!"),
        ("NaN", "#NUM!"),
    ],
)
def test_a_number_without_a_format_has_no_noise(value: str, printed: str) -> None:
    assert shown(Decimal(value), "General") == printed


@pytest.mark.parametrize("code", ["#,##0;[Red]#,##0", "0;0", "[Blue]0;[Red]0", "▲0;▼0"])
def test_a_minus_that_only_a_colour_or_an_arrow_says_is_printed(code: str) -> None:
    assert shown(Decimal(-5), code) == "-5"


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        ("45382", "d mmmm yyyy", "31 March 2024"),
        ("45382", "dd/mm/yyyy", "31/03/2024"),
        ("45382", "yyyy\\-mm\\-dd", "2024-03-31"),
        ("45382", "mmm-yy", "Mar-24"),
        ("45382", "[$-809]d\\ mmm\\ yyyy;@", "31 Mar 2024"),
        ("45382", "yyyy", "2024"),
        ("45382", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "31 March 2024"),
        ("45355", "m/d/yyyy", "4 March 2024"),
        ("45382.5", "dd/mm/yyyy hh:mm", "31/03/2024 12:00"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("0.000694444444", "mm:ss", "01:00"),
        ("1", "d mmmm yyyy", "1 January 1900"),
        ("60", "d mmmm yyyy", "#VALUE!"),
        ("61", "d mmmm yyyy", "1 March 1900"),
        ("-1", "d mmmm yyyy", "#VALUE!"),
        ("3000000", "d mmmm yyyy", "#VALUE!"),
    ],
)
def test_a_date_is_printed_by_its_format(value: str, code: str, printed: str) -> None:
    assert shown(Decimal(value), code) == printed


def test_a_workbook_may_count_its_days_from_1904() -> None:
    assert shown(Decimal(0), "d mmmm yyyy", is_1904=True) == "1 January 1904"


@given(
    st.decimals(allow_nan=True, allow_infinity=True),
    st.text(alphabet='0#?,.%;[]"\\_*E+-@/dmyhsGeneral£<>=9AP ', max_size=30),
)
def test_any_number_is_printed_under_any_format(value: Decimal, code: str) -> None:
    assert isinstance(shown(value, code), str)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_what_is_printed_with_two_decimals_is_the_number(value: Decimal) -> None:
    assert Decimal(shown(value, "#,##0.00").replace(",", "")) == value

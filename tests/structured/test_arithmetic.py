from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from structured.arithmetic import ColumnRelation, Rule, Sum, check_columns, check_sums, find_difference, find_sums
from structured.observations import FindingKind
from structured.units import COUNT, PERCENT, Quantity, Unit


def number(text: str, unit: Unit = COUNT) -> Quantity:
    return Quantity(value=Decimal(text), unit=unit, decimals=len(text.partition(".")[2]))


def rows(*lines: str) -> list[list[Quantity | None]]:
    return [[number(text) if text != "-" else None for text in line.split()] for line in lines]


def test_totals_nest() -> None:
    table = rows("10.1 20.2", "5.5 6.6", "15.6 26.8", "3.2 4.1", "2.2 1.7", "5.4 5.8", "21.0 32.6")
    called = [False, False, True, False, False, True, True]
    assert [(s.total, s.parts) for s in find_sums(table, called)] == [(2, (0, 1)), (5, (3, 4)), (6, (2, 5))]


def test_a_row_of_zeros_belongs_to_the_sum_beside_it() -> None:
    table = rows("0.0 0.0", "15.7 14.8", "44.6 43.1", "60.3 57.9")
    assert [s.parts for s in find_sums(table, [False, False, False, True])] == [(0, 1, 2)]


def test_a_missing_figure_leaves_the_rest_to_be_checked() -> None:
    table = rows("10.1 20.2", "- 6.6", "10.1 26.8")
    (total,) = find_sums(table, [False, False, True])
    assert {check.kind for check in check_sums(table, [total])} == {FindingKind.CONFIRMED}


def test_small_numbers_that_happen_to_add_up_are_no_total() -> None:
    assert find_sums(rows("1 2", "2 1", "3 3"), [False, False, False]) == ()


def test_figures_of_another_unit_are_left_out() -> None:
    table = [
        [number("10"), number("5", PERCENT)],
        [number("20"), number("6", PERCENT)],
        [number("30"), number("7", PERCENT)],
    ]
    (total,) = find_sums(table, [False, False, True])
    assert [check.places[0] for check in check_sums(table, [total])] == [(2, 0)]


def test_a_table_of_thousands_of_rows_has_its_totals_found() -> None:
    groups = [[(37 * g + 11 * i) % 9001 for i in range(9)] for g in range(300)]
    lines = [f"{n} {n % 87}" for group in groups for n in group]
    table = [row for g in range(300) for row in rows(*lines[9 * g : 9 * g + 9], _total(lines[9 * g : 9 * g + 9]))]
    called = [i % 10 == 9 for i in range(len(table))]
    assert [(s.total, s.parts) for s in find_sums(table, called)] == [
        (10 * g + 9, tuple(range(10 * g, 10 * g + 9))) for g in range(300)
    ]


def test_one_total_may_stand_under_hundreds_of_rows() -> None:
    lines = [f"{101 + 7 * i} {13 * i + 5}" for i in range(600)]
    (total,) = find_sums(rows(*lines, _total(lines)), [False] * 600 + [True])
    assert total.parts == tuple(range(600))


def _total(lines: list[str]) -> str:
    return " ".join(str(sum(int(line.split()[c]) for line in lines)) for c in range(2))


def test_a_variance_is_found_with_its_direction() -> None:
    table = rows("12.0 12.5 0.5", "8.0 7.1 -0.9", "3.3 3.0 -0.3")
    relation = find_difference(table, 2, [0, 1])
    assert relation == ColumnRelation(target=2, rule=Rule.DIFFERENCE, operands=(1, 0))


NUMBERS = st.integers(-9999, 9999).map(lambda n: number(f"{Decimal(n).scaleb(-1)}"))


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=3, max_size=8, unique=True))
def test_an_exact_difference_is_always_confirmed(pairs: list[tuple[Quantity, Quantity]]) -> None:
    table = [[a, b, number(f"{a.value - b.value:.1f}")] for a, b in pairs]
    checks = check_columns(table, [ColumnRelation(target=2, rule=Rule.DIFFERENCE, operands=(0, 1))])
    assert {check.kind for check in checks} == {FindingKind.CONFIRMED}


@given(st.lists(NUMBERS, min_size=2, max_size=8), st.integers(1, 50))
def test_a_total_is_contradicted_only_beyond_rounding(parts: list[Quantity], off: int) -> None:
    true = sum((q.value for q in parts), Decimal(0))
    table: list[list[Quantity | None]] = [[q] for q in parts]
    table.append([number(f"{true + Decimal(off).scaleb(-1):.1f}")])
    (check,) = check_sums(table, [Sum(total=len(parts), parts=tuple(range(len(parts))), confirmed=True)])
    explained = Decimal(off).scaleb(-1) <= Decimal("0.05") * (len(parts) + 1)
    assert check.kind is (FindingKind.ROUNDING if explained else FindingKind.CONTRADICTED)

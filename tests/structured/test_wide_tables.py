"""Tables of many columns: looking for what follows from what stays bounded."""

from __future__ import annotations

import pytest

from structured import arithmetic
from structured.grids import read_grids
from structured.headers import read_layout
from structured.observations import FindingKind
from tests.small import document_of
from tests.work import steps

N_CHANGES = 60
ROWS = {"Research": (10, 12), "Sales": (20, 21), "Offices": (8, 7), "Travel": (30, 33)}


def test_a_change_among_many_is_looked_for_near_it(monkeypatch: pytest.MonkeyPatch) -> None:
    heads = " | ".join(["£m", "Budget", "Outturn", "Variance", *("% change" for _ in range(N_CHANGES))])
    lines = [
        " | ".join(
            [name, f"{old}.0", f"{new}.0", f"{new - old}.0", *(f"{(c * 7 + old) % 50}%" for c in range(N_CHANGES))]
        )
        for name, (old, new) in ROWS.items()
    ]
    text = "Widget Association report\n\nMoney\n\nWhat was spent\n" + "\n".join([heads, *lines]) + "\n"
    n_looked_at = 0
    expected = arithmetic.expected_in_column

    def counted(row: arithmetic.Row, relation: arithmetic.ColumnRelation) -> object:
        nonlocal n_looked_at
        n_looked_at += 1
        return expected(row, relation)

    monkeypatch.setattr(arithmetic, "expected_in_column", counted)
    (grid,) = read_grids(document_of(text))
    assert n_looked_at < 400_000  # each pair of columns for each column would be 1,700,000
    assert sum(f.kind is FindingKind.CONFIRMED and "Variance" in f.explanation for f in grid.findings) == len(ROWS)


def test_the_labels_of_thousands_of_columns_of_words_are_found_in_good_time() -> None:
    """For each column the others were gone through: this took minutes."""
    cells = " | ".join(["widgets and more"] * 6000)
    text = f"Widget Association report\n\nMoney\n\nWhat was spent\nTown | {cells}\nNorth | {cells}\nSouth | {cells}\n"
    assert len(read_grids(document_of(text))) <= 1


def test_a_header_that_is_repeated_over_and_over_is_looked_at_once_each_time() -> None:
    """For each repeated header all others were gone through: 100 KB of them took half a minute."""

    def report(n: int) -> str:
        return "Widget report\n\nSales\n\nTown | 2023 | 2024\n" + "North | 1 | 2\nTown | 2023 | 2024\n" * n

    short, long = document_of(report(100)), document_of(report(400))
    assert steps(lambda: read_layout(long.tables[0])) < 5 * steps(lambda: read_layout(short.tables[0]))

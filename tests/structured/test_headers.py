from __future__ import annotations

import pytest

from structured.headers import unit_in_label
from structured.units import unit_code


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Full Year Outturn, £m", "gbp_m"),
        ("(£m)", "gbp_m"),
        ("Water in store (% full)", "percent"),
        ("Satisfaction (per cent of tenants)", "percent"),
        ("£'000", "gbp_k"),
        ("Capital (£000)", "gbp_k"),
        ("2019 €m", "eur_m"),
        ("Dollars in Millions", "usd_m"),
        ("($ in millions)", "usd_m"),
        ("RMB’Million", "cny_m"),
        ("Charge (£)", "gbp"),
        ("% change from the last quarter (Q3 23-24)", "percent"),
        ("Percent change", "percent"),
        ("Percentage Point difference on Q4", "pp"),
        ("Change (points)", "pp"),
        ("(in thousands)", "count_k"),
        ("Visits (000)", "count_k"),
        ("Mean wait (minutes)", "minutes"),
        ("First van, average minutes 2023/24", "minutes"),
        ("Rate per 1,000 homes", "per_1000"),
        ("Tonnes 2024-25", "tonnes"),
        ("Days, 2024", "days"),
    ],
)
def test_a_label_states_a_unit(label: str, code: str) -> None:
    named = unit_in_label(label)
    assert named is not None
    assert unit_code(named.unit) == code


@pytest.mark.parametrize(
    "label",
    [
        "Fines over £500",
        "Tests within 28 days",
        "Waiting over 52 weeks",
        "Net income per share",
        "Staff",
        "Days lost 2024",
    ],
)
def test_figures_within_a_label_are_no_unit(label: str) -> None:
    assert unit_in_label(label) is None

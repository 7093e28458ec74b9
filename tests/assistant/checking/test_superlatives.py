"""Superlatives, and what became of a thing, that only sentences state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answers.answer import Verdict
from assistant.service import Assistant
from tests.conftest import build_library

REPORT = """Gadget Town annual report 2024/25

Rents

Rent arrears are 3.1% of the rent due, the lowest for eight years.

The town library is the busiest in the county.

Plans

A merger with Widget Town was talked about and called off in January 2025, as the boards could not agree.

The new ledger system went live on 3 February 2025, ten months late.

The reviewer's 22 recommendations were all accepted; 14 had been carried out by March 2025.

No dividend was paid to our owners.

Trust

Confidence in Gadget Town (52%) is higher than in its neighbours - Marsh End (39%), Hill Side (45%) and Long Ford (46%).
"""


@pytest.fixture(scope="module")
def gadgets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over the report."""
    folder: Path = tmp_path_factory.mktemp("gadgets")
    (folder / "gadgets.txt").write_text(REPORT)
    library = build_library(folder / "library", {"gadget-town-2024-25": folder / "gadgets.txt"})
    yield Assistant.open(library)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Rent arrears are at their lowest for eight years.", Verdict.SUPPORTED),
        ("Rent arrears are at their highest for eight years.", Verdict.CONTRADICTED),
        ("Rent arrears are at their lowest for twenty years.", Verdict.NOT_FOUND),
        ("The town library is the busiest in the county.", Verdict.SUPPORTED),
        ("Marsh End has the lowest confidence of the neighbours.", Verdict.SUPPORTED),
        ("Long Ford has the lowest confidence of the neighbours.", Verdict.CONTRADICTED),
        ("The merger with Widget Town went ahead.", Verdict.CONTRADICTED),
        ("The merger with Widget Town was scrapped.", Verdict.SUPPORTED),
        ("The new ledger system went live on time.", Verdict.CONTRADICTED),
        ("All 22 recommendations were accepted.", Verdict.SUPPORTED),
        ("All of the reviewer's recommendations were accepted.", Verdict.SUPPORTED),
        ("All 22 recommendations were carried out.", Verdict.CONTRADICTED),
        ("The company paid no dividend to its owners.", Verdict.SUPPORTED),
    ],
)
def test_what_only_sentences_say_is_held_against_them(gadgets: Assistant, claim: str, verdict: Verdict) -> None:
    assert gadgets.check(claim).verdict is verdict

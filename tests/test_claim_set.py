"""The golden claims: nearly all are judged right, and next to no false one is borne out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assistant.answers.answer import Verdict
from assistant.service import Assistant
from tests.asking import Item, read_items
from tests.conftest import build_library

SET = Path(__file__).parent / "golden" / "claims.jsonl"
REPORTS = Path(__file__).parent / "reports"


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Assistant]:
    """An assistant over each invented report by itself."""
    names = [path.parent.name for path in REPORTS.glob("*/source.txt")]
    folders = {n: build_library(tmp_path_factory.mktemp(n), {n: REPORTS / n / "source.txt"}) for n in names}
    return {name: Assistant.open(folder) for name, folder in folders.items()}


def judged(items: list[Item], of: dict[str, Assistant]) -> list[tuple[str, str, Verdict | None]]:
    """The id, the right verdict and the one given, of each claim."""
    return [(i["id"], i["verdict"], of[i.get("documents", [""])[0]].check(i["question"]).verdict) for i in items]


def test_the_set_is_of_two_hundred_claims_half_of_them_false() -> None:
    verdicts = Counter(item["verdict"] for item in read_items(SET))
    assert sum(verdicts.values()) >= 200
    assert verdicts["contradicted"] >= 100


def test_claims_on_the_invented_reports_are_judged_right(invented: dict[str, Assistant]) -> None:
    found = judged([item for item in read_items(SET) if item.get("documents")], invented)
    assert len([f for f in found if f[1] == f[2]]) >= 0.95 * len(found)
    assert [f for f in found if f[2] is Verdict.SUPPORTED and f[1] != "supported"] == []


@pytest.mark.reports
def test_claims_on_the_practice_reports_are_judged_right(assistant: Assistant) -> None:
    found = judged([item for item in read_items(SET) if not item.get("documents")], {"": assistant})
    assert len([f for f in found if f[1] == f[2]]) >= 0.95 * len(found)
    assert len([f for f in found if f[2] is Verdict.SUPPORTED and f[1] != "supported"]) <= 1


@pytest.mark.reports
@pytest.mark.parametrize("claim", ["Crime fell last year.", "Spending was higher than planned."])
def test_a_bare_word_is_not_borne_out_by_one_of_the_many_things_that_it_could_be(
    assistant: Assistant, claim: str
) -> None:
    assert assistant.check(claim).verdict is not Verdict.SUPPORTED

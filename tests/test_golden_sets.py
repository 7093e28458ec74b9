"""The golden question sets are well formed, and every quote that they expect stands in its report."""

import json
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).parent / "golden"
REPORTS = Path(__file__).resolve().parents[2] / "shared" / "reports"
SETS = {"numeric.jsonl": "gn-", "text.jsonl": "gt-", "claims.jsonl": "gc-"}
KINDS = {
    "numeric.jsonl": {
        "lookup", "difference", "percent_change", "rank", "aggregate", "share",
        "compare", "trend", "filter", "gap", "hybrid",
    },
    "text.jsonl": {"text", "followup", "claim", "unanswerable", "ambiguous", "injection"},
    "claims.jsonl": {"claim"},
}  # fmt: skip
UNITS = {"count", "percent", "pp", "gbp_m", "gbp_bn", "gbp", "days", "ratio", "per_1000", "kg", "hours", "year"}
ROUTES = {"calculation", "retrieval", "both", "refusal", "clarification"}
DOCUMENTS = ("annual", "quarterly")
INVENTED = tuple(path.name for path in (Path(__file__).parent / "reports").iterdir() if (path / "source.txt").is_file())
VERDICTS = {"supported", "contradicted", "not_found"}
REQUIRED = {"id", "kind", "question", "routes"}
OPTIONAL = {"history", "documents", "numbers", "mentions", "forbidden", "verdict", "evidence"}
Item = dict[str, Any]


def read(name: str) -> list[Item]:
    return [json.loads(line) for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines()]


def folded(text: str) -> str:
    return " ".join(text.split())


def report_text(document: str) -> str:
    if document in INVENTED:
        return folded((Path(__file__).parent / "reports" / document / "source.txt").read_text(encoding="utf-8"))
    found = list(REPORTS.glob(f"*{document}*.txt"))
    if len(found) != 1:
        pytest.skip(f"the {document} report is not at ../shared/reports")
    return folded(found[0].read_text(encoding="utf-8"))


ITEMS = [pytest.param(name, item, id=item["id"]) for name in SETS for item in read(name)]


def test_ids_are_unique_across_the_sets() -> None:
    ids = [item["id"] for name in SETS for item in read(name)]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", SETS)
def test_every_kind_of_question_is_asked(name: str) -> None:
    assert {item["kind"] for item in read(name)} == KINDS[name]


@pytest.mark.parametrize("name", SETS)
def test_no_question_is_asked_twice(name: str) -> None:
    asked = [(item["question"].lower(), *item.get("history", ()), *item.get("documents", ())) for item in read(name)]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(("name", "item"), ITEMS)
def test_fields_are_those_of_the_format(name: str, item: Item) -> None:
    assert set(item) >= REQUIRED
    assert set(item) <= REQUIRED | OPTIONAL
    assert item["id"].startswith((SETS[name], "brief-"))
    assert item["question"].strip()
    assert item["routes"]
    assert set(item["routes"]) <= ROUTES
    assert (item.get("verdict") in VERDICTS) == (item["kind"] == "claim")


@pytest.mark.parametrize(("name", "item"), ITEMS)
def test_expectations_can_be_met_and_missed(name: str, item: Item) -> None:
    del name
    for number in item.get("numbers", ()):
        assert set(number) == {"value", "unit", "tolerance"}
        assert number["unit"] in UNITS
        assert number["tolerance"] >= 0
    for evidence in item.get("evidence", ()):
        assert set(evidence) == {"document", "quote"}
        assert evidence["document"] in DOCUMENTS + INVENTED
        assert evidence["quote"].strip()
    assert all(choices and all(choices) for choices in item.get("mentions", ()))
    assert all(item.get("forbidden", ()))
    declines = set(item["routes"]) <= {"refusal", "clarification"}
    assert declines or any(field in item for field in ("numbers", "mentions", "verdict"))


@pytest.mark.parametrize("document", DOCUMENTS + INVENTED)
def test_every_expected_quote_stands_in_its_report(document: str) -> None:
    source = report_text(document)
    expected = [evidence for name in SETS for item in read(name) for evidence in item.get("evidence", ())]
    expected += [
        evidence
        for name in ("asked_blind.jsonl", "asked_blind_again.jsonl")
        for item in read(name)
        for evidence in item.get("evidence", ())
    ]
    if document in INVENTED:
        expected += [e for item in read(f"../reports/{document}/questions.jsonl") for e in item.get("evidence", ())]
        expected = [{**e, "document": document} if document.startswith(e["document"]) else e for e in expected]
    quotes = [evidence["quote"] for evidence in expected if evidence["document"] == document]
    assert quotes
    assert [quote for quote in quotes if folded(quote) not in source] == []

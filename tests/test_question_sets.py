"""The question sets on the invented reports are well formed, and their expected figures follow from the quoted lines.

The sets measure the assistant on reports that it was not built on, so a slip in a set would be read as a slip of the
assistant's. This file looks at the sets alone and imports nothing of the project.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

FOLDERS = ("reports", "later_reports", "newest_reports")
REPORTS = {path.name: path for name in FOLDERS for path in (Path(__file__).parent / name).iterdir()}
SETS = [
    "ambulance-q3-2025-26",
    "borough-q2-2026-27",
    "combined-authority-annual-2025-26",
    "county-council-outturn-2024-25",
    "fire-service-annual-2024-25",
    "hospital-trust-q2-2025-26",
    "housing-association-2024-25",
    "police-commissioner-q1-2026",
    "port-authority-q3-2025",
    "school-trust-2024-25",
    "transport-operator-2024",
    "water-company-2024-25",
]
FIELDS = {
    "id", "kind", "question", "history", "documents", "routes",
    "numbers", "mentions", "forbidden", "verdict", "evidence",
}  # fmt: skip
KINDS = {
    "lookup", "difference", "percent_change", "rank", "aggregate", "share", "compare", "trend", "filter", "gap", "text",
    "hybrid", "followup", "claim", "unanswerable", "ambiguous", "injection",
}  # fmt: skip
ROUTES = {"calculation", "retrieval", "both", "refusal", "clarification"}
UNITS = {"count", "percent", "pp", "gbp_m", "gbp_bn", "gbp", "days", "ratio", "per_1000", "kg", "hours", "year"}
VERDICTS = {"supported", "contradicted", "not_found"}
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
SCALES = (Decimal("0.001"), Decimal(1), Decimal(1000), Decimal(1_000_000))

Question = dict[str, Any]


def questions(name: str) -> list[Question]:
    lines = (REPORTS[name] / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def source(name: str) -> str:
    return folded(next(REPORTS[name].glob("source.*")).read_text(encoding="utf-8"))


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def quoted_values(question: Question) -> list[Decimal]:
    quotes = " ".join(evidence["quote"] for evidence in question.get("evidence", []))
    return [Decimal(number.replace(",", "")) for number in NUMBER.findall(quotes)]


def derived_values(kind: str, quoted: list[Decimal]) -> set[Decimal]:
    """What the figures of the quoted lines give by the question's own operation, pair by pair."""
    pairs = list(permutations(quoted, 2))
    if kind == "difference":
        return {abs(a - b) for a, b in pairs} | {a + b for a, b in pairs}
    if kind == "percent_change":
        return {abs(a - b) / b * 100 for a, b in pairs if b}
    if kind == "share":
        return {a / b * 100 for a, b in pairs if b}
    return set()


def strings(value: object) -> bool:
    """Whether a value lists strings that say something: the scorer drops mark-up, and an empty phrase matches all."""
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(item, str) and re.sub(r"<[^>]{1,20}>", "", item).strip() for item in value)


def test_no_set_is_left_out() -> None:
    assert sorted(name for name, path in REPORTS.items() if (path / "questions.jsonl").exists()) == SETS


@pytest.mark.parametrize("name", SETS)
def test_what_was_planted_is_written_down(name: str) -> None:
    assert "| --- |" in (REPORTS[name] / "planted.md").read_text(encoding="utf-8")


def test_ids_are_unique_across_the_sets() -> None:
    counts = Counter(question["id"] for name in SETS for question in questions(name))
    assert [id_ for id_, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", SETS)
def test_what_no_report_says_has_a_set_of_its_own(name: str) -> None:
    lines = (REPORTS[name] / "unanswerable.jsonl").read_text(encoding="utf-8").splitlines()
    unsaid = [json.loads(line) for line in lines]
    assert len({question["id"] for question in unsaid}) == len({question["question"] for question in unsaid}) >= 5
    assert {question["kind"] for question in unsaid} == {"unanswerable"}
    assert all(question["routes"] == ["refusal", "clarification"] for question in unsaid)


@pytest.mark.parametrize("name", SETS)
def test_every_kind_is_asked(name: str) -> None:
    assert {question["kind"] for question in questions(name)} == KINDS


@pytest.mark.parametrize("name", SETS)
def test_no_question_is_asked_twice(name: str) -> None:
    counts = Counter((question["question"], *question.get("history", ())) for question in questions(name))
    assert [asked for asked, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", SETS)
def test_fields_are_those_of_the_format(name: str) -> None:
    for question in questions(name):
        where = question["id"]
        assert set(question) <= FIELDS, where
        assert question["kind"] in KINDS, where
        assert question["question"].strip(), where
        assert strings(question["routes"]) and set(question["routes"]) <= ROUTES, where
        for field in ("history", "documents", "forbidden"):
            assert field not in question or strings(question[field]), f"{where}: {field}"
        assert all(strings(choices) for choices in question.get("mentions", [])), where
        assert (question["kind"] == "claim") == (question.get("verdict") in VERDICTS), where
        assert question["kind"] != "followup" or "history" in question, where


@pytest.mark.parametrize("name", SETS)
def test_numbers_are_well_formed(name: str) -> None:
    for question in questions(name):
        for number in question.get("numbers", []):
            assert set(number) == {"value", "unit", "tolerance"}, question["id"]
            assert number["unit"] in UNITS, question["id"]
            # A tolerance as wide as the value would let any small number pass.
            assert 0 <= number["tolerance"] < max(abs(number["value"]), 0.1) / 2, question["id"]


@pytest.mark.parametrize("name", SETS)
def test_every_evidence_quote_stands_in_the_source(name: str) -> None:
    text = source(name)
    for question in questions(name):
        for evidence in question.get("evidence", []):
            assert set(evidence) == {"document", "quote"}, question["id"]
            assert evidence["document"] in name, question["id"]
            assert evidence["quote"] in text, question["id"]


@pytest.mark.parametrize("name", SETS)
def test_an_answerable_question_says_where_its_answer_stands(name: str) -> None:
    for question in questions(name):
        declined = set(question["routes"]) <= {"refusal", "clarification"} or question.get("verdict") == "not_found"
        expects = any(question.get(field) for field in ("numbers", "mentions", "verdict"))
        if not declined and question["kind"] != "ambiguous":
            assert question.get("evidence"), question["id"]
            assert expects, question["id"]


@pytest.mark.parametrize("name", SETS)
def test_what_is_expected_is_not_forbidden(name: str) -> None:
    for question in questions(name):
        forbidden = [phrase.lower() for phrase in question.get("forbidden", [])]
        for choices in question.get("mentions", []):
            allowed = [choice for choice in choices if not any(phrase in choice.lower() for phrase in forbidden)]
            assert allowed, f"{question['id']}: {choices} cannot be said"


@pytest.mark.parametrize("name", SETS)
def test_expected_figures_follow_from_the_quoted_lines(name: str) -> None:
    for question in questions(name):
        if question["kind"] not in {"lookup", "difference", "percent_change", "share"}:
            continue
        quoted = quoted_values(question)
        reachable = {value * scale for value in quoted for scale in SCALES}
        reachable |= {value * scale for value in derived_values(question["kind"], quoted) for scale in SCALES}
        for number in question.get("numbers", []):
            slack = Decimal(str(number["tolerance"])) + Decimal("1e-9")
            wanted = abs(Decimal(str(number["value"])))
            assert any(abs(value - wanted) <= slack for value in reachable), f"{question['id']}: {wanted}"

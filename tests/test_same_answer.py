"""Of every real answer: it is the same each time, its numbers have figures, its quotes are at their places."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.answers.answer import Answer, Figure, Route
from assistant.service import Assistant
from corpus.sentences import plain
from structured.periods import find_periods
from structured.units import find_quantities
from tests.asking import Item, answers_over, put_all, read_items, timeless

ROOT = Path(__file__).resolve().parents[1]
HOSPITAL_SET = ROOT / "tests" / "reports" / "hospital-trust-q2-2025-26" / "questions.jsonl"
PRACTICE_SETS = ROOT.parent / "shared" / "eval"
DECLINED = {Route.REFUSAL, Route.CLARIFICATION}
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
PLACE = re.compile(r"\(\d\) (?=[^;]*[;?])")
"""Where a choice stands among those that are offered."""
MARK = re.compile(r"\[(\d+)\]")
QUOTED = re.compile(r"“([^”]*)”")


@dataclass(frozen=True)
class Asked:
    """A library with a set of questions and their answers by id."""

    library: Path
    assistant: Assistant
    items: list[Item]
    answers: dict[str, Answer]


@pytest.fixture(scope="module", params=["hospital", pytest.param("practice", marks=pytest.mark.slow)])
def asked(request: pytest.FixtureRequest) -> Asked:
    """The invented hospital report with its questions; the practice reports with theirs, where they are there."""
    if request.param == "hospital":
        folder, sets = request.getfixturevalue("hospital_library"), [HOSPITAL_SET]
    else:
        folder, sets = request.getfixturevalue("practice_library"), sorted(PRACTICE_SETS.glob("practice_*.jsonl"))
    items = [item for path in sets for item in read_items(path)]
    return Asked(folder, Assistant.open(folder), items, answers_over(folder, *sets))


def digits(number: str | Decimal) -> str:
    """A number's digits without separators, sign and noughts at the end."""
    text = f"{abs(Decimal(str(number).replace(',', ''))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def numbers(text: str) -> set[str]:
    return {digits(n.rstrip(",")) for n in NUMBER.findall(text)}


# --- the same each time ----------------------------------------------------------------------------------------------


def test_the_same_questions_in_another_order_get_the_same_answers(asked: Asked) -> None:
    again = put_all(Assistant.open(asked.library), asked.items[::-3])
    assert len(again) > 25
    assert {n: timeless(a) for n, a in again.items()} == {n: timeless(asked.answers[n]) for n in again}


@pytest.mark.parametrize("verb", ["ask", "check"])
def test_another_process_gives_the_same_bytes(asked: Asked, verb: str, tmp_path: Path) -> None:
    items = [item for item in asked.items if (item["kind"] == "claim") == (verb == "check")][::3]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    command = [sys.executable, "-m", "assistant.cli", "--library", str(asked.library), verb, "--batch", str(batch)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"})
    elsewhere = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    assert [timeless(answer) for answer in elsewhere] == [timeless(asked.answers[item["id"]]) for item in items]


# --- every number has a figure ---------------------------------------------------------------------------------------


def lead_ins(asked: Asked, answer: Answer) -> set[str]:
    """The words of the report that introduce the sentences cited."""
    places = {(c.document, c.locator.start) for c in answer.citations}
    return {
        plain(s.lead_in).rstrip(" :")
        for document in {c.document for c in answer.citations}
        for s in asked.assistant.library.sentences(document)
        if (document, s.locator.start) in places and s.lead_in
    }


def without_names(asked: Asked, answer: Answer) -> str:
    """The text that is the assistant's own: quotes, markers, labels of cited cells, titles and periods taken out."""
    text = PLACE.sub(" ", MARK.sub(" ", QUOTED.sub(" ", answer.text)))
    names = {answer.question, *lead_ins(asked, answer)}
    for citation in answer.citations:
        names |= {citation.title, citation.table or "", *citation.section.split(" › ")}
        for cell in citation.cells:
            paths = (*cell.row.split(" › "), *cell.column.split(" › "))
            names |= {plain(part).strip().rstrip(":*").strip() for part in paths}
            names |= {cell.printed} if not find_quantities(cell.printed) else set()
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ") if name else text
    for period in reversed(find_periods(text)):
        text = f"{text[: period.start]} {text[period.end :]}"
    return text


def test_every_number_that_the_assistant_states_has_a_figure(asked: Asked) -> None:
    bare = {
        name: (missing, answer.text)
        for name, answer in asked.answers.items()
        if (missing := numbers(without_names(asked, answer)) - {digits(f.value) for f in answer.figures})
    }
    assert bare == {}


def quotations(answer: Answer) -> list[str]:
    """What the text quotes from the reports; a refusal also repeats words of the question and names sections."""
    named = {answer.question, *(t for c in answer.citations for t in (c.title, c.table or "", c.section))}
    return [q for q in QUOTED.findall(answer.text) if not any(q in name for name in named)]


def test_every_quantity_in_a_quote_has_a_figure(asked: Asked) -> None:
    bare = {}
    for name, answer in asked.answers.items():
        stated = {digits(f.value) for f in answer.figures}
        for quote in quotations(answer):
            missing = {digits(m.quantity.value.normalize()) for m in find_quantities(quote)} - stated
            if missing:
                bare[name] = (missing, quote)
    assert bare == {}


def stands_in(figure: Figure, quote: str) -> bool:
    read = {digits(m.quantity.value.normalize()) for m in find_quantities(quote)}
    return digits(figure.value) in numbers(quote) | read


def test_every_cited_figure_stands_in_its_quote(asked: Asked) -> None:
    quotes = {(name, c.n): c.quote for name, answer in asked.answers.items() for c in answer.citations}
    loose = [
        (name, f.label, f"{f.value}", quotes[name, f.citation])
        for name, answer in asked.answers.items()
        for f in answer.figures
        if f.citation is not None and not stands_in(f, quotes[name, f.citation])
    ]
    assert loose == []


def apart(answer: Answer) -> set[str]:
    """The distances of the figures read from each other."""
    read = [f.value for f in answer.figures if f.citation is not None]
    return {digits(a - b) for a in read for b in read}


def test_every_computed_figure_follows_from_what_is_shown(asked: Asked) -> None:
    loose = []
    for name, answer in asked.answers.items():
        shown = {n for line in answer.working for n in numbers(line)} | apart(answer)
        shown.add(str(sum(line.startswith(("Read", "Kept")) for line in answer.working)))  # "of 6 figures"
        loose += [(name, f"{f.value}") for f in answer.figures if f.citation is None and digits(f.value) not in shown]
        assert all(f.derived for f in answer.figures if f.citation is None), name
    assert loose == []


def test_every_computed_distance_is_a_step_of_the_working(asked: Asked) -> None:
    for name, answer in asked.answers.items():
        steps = {n for line in answer.working for n in numbers(line)}
        computed = {digits(f.value) for f in answer.figures if f.derived and f.label == "computed"}
        assert computed <= steps, name


def test_an_answer_states_something_and_cites_it(asked: Asked) -> None:
    for name, answer in asked.answers.items():
        assert answer.text.strip(), name
        if answer.route in DECLINED:
            assert all(figure.citation is not None for figure in answer.figures), name
        else:
            assert answer.citations, name
    assert {a.route for a in asked.answers.values()} >= {Route.CALCULATION, Route.RETRIEVAL, Route.BOTH, Route.REFUSAL}


# --- every citation is at its place ----------------------------------------------------------------------------------


def test_each_quote_stands_at_its_place_with_its_cells_in_it(asked: Asked) -> None:
    for name, answer in asked.answers.items():
        for citation in answer.citations:
            place = citation.locator
            source = asked.assistant.library.document(citation.document).source
            assert " ".join(source[place.start : place.end].split()) == citation.quote, name
            assert citation.document == place.document_id, name
            missing = [c.printed for c in citation.cells if " ".join(c.printed.split()) not in citation.quote]
            assert missing == [], name


def test_markers_and_citations_belong_together(asked: Asked) -> None:
    for name, answer in asked.answers.items():
        marks = {int(n) for n in MARK.findall(answer.text)}
        assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1)), name
        assert marks <= {c.n for c in answer.citations}, name
        # A trend names its middle figures in a row, without markers of their own.
        if "In order:" not in answer.text:
            assert {f.citation for f in answer.figures if f.citation} <= marks, name


def marked(text: str) -> str:
    """The text with one sort of quotation marks: what a sentence quotes has single ones within a quotation."""
    return re.sub(r"[‘’“”\"]", "'", text)


def test_a_quotation_is_verbatim(asked: Asked) -> None:
    for name, answer in asked.answers.items():
        sources = [marked(plain(c.quote)) for c in answer.citations] + sorted(map(marked, lead_ins(asked, answer)))
        for quote in quotations(answer):
            assert any(marked(quote) in source for source in sources), (name, quote)

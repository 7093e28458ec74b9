"""What a refusal says is not there is not there in what it shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

from assistant.answers.answer import Route
from assistant.service import Assistant

QUESTIONS = Path(__file__).parents[1] / "reports" / "hospital-trust-q2-2025-26" / "questions.jsonl"
NAMED = re.compile(r"found nothing on (.*?) that does")


def test_no_refusal_misses_a_word_that_stands_in_what_it_quotes(hospital: Assistant) -> None:
    items = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    refused = [hospital.ask(item["question"]) for item in items if item["kind"] in {"text", "unanswerable"}]
    named = [(answer, match[1]) for answer in refused if (match := NAMED.search(answer.text))]
    assert len(named) > 3
    assert all(answer.route is Route.REFUSAL for answer, _ in named)
    for answer, words in named:
        shown = " ".join(citation.quote.casefold() for citation in answer.citations)
        told = [word for word in re.findall("“(.*?)”", words) if re.search(rf"\b{re.escape(word.casefold())}\b", shown)]
        assert (answer.question, told) == (answer.question, [])

"""Putting a set of questions to an assistant, for the tests that look at many real answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from assistant.answers.answer import Answer, answer_json
from assistant.service import Assistant

Item = dict[str, Any]


def read_items(path: Path) -> list[Item]:
    """The questions of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def put(assistant: Assistant, item: Item) -> Answer:
    """The answer to one question, or the verdict on one claim."""
    documents = frozenset(item["documents"]) if item.get("documents") else None
    if item["kind"] == "claim":
        return assistant.check(item["question"], documents)
    return assistant.ask(item["question"], tuple(item.get("history", ())), documents)


def put_all(assistant: Assistant, items: Iterable[Item]) -> dict[str, Answer]:
    """The answers by the questions' ids."""
    return {item["id"]: put(assistant, item) for item in items}


@cache
def answers_over(folder: Path, *sets: Path) -> dict[str, Answer]:
    """The answers to whole sets of questions over the library in a folder, asked once in a run of the tests."""
    return put_all(Assistant.open(folder), [item for path in sets for item in read_items(path)])


def timeless(answer: Answer | Mapping[str, Any]) -> str:
    """An answer's JSON but for the time that it took, and for the id that a batch gives it."""
    data = dict(answer if isinstance(answer, Mapping) else answer_json(answer))
    return json.dumps({k: v for k, v in data.items() if k not in {"elapsed_ms", "id"}}, ensure_ascii=False)

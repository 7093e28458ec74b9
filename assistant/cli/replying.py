"""One question or claim, or each one of a file: answered and printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assistant.answers.answer import Answer, Route, answer_json, outcome_of
from assistant.answers.rendering import answer_text
from assistant.errors import AssistantError
from assistant.usage import WrongUsage
from corpus.errors import UnknownDocument

if TYPE_CHECKING:
    from assistant.service import Assistant

from assistant.cli.application import ANSWERED, DECLINED
from assistant.cli.opening import open_assistant
from assistant.cli.streams import indented, one_line, read_text, sound


class Style(StrEnum):
    """How an answer is put."""

    PLAIN = "plain"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question or claim as the user put it."""

    id: str = ""
    question: str
    history: tuple[str, ...] = ()
    documents: frozenset[str] | None = None


def reply_to(
    context: typer.Context,
    question: str | None,
    batch: Path | None,
    documents: Sequence[str] | None,
    as_json: bool,
    working: bool,
    *,
    what: str,
    style: Style = Style.PLAIN,
) -> int:
    """Answer one question or claim, or each one of a file. Returns the exit code. Raises WrongUsage."""
    scope = frozenset(documents) if documents else None
    if (question is None) == (batch is None):
        raise WrongUsage(f"give one {what} in quotes, or --batch FILE with one a line; not both")
    if batch is not None:
        if style is not Style.PLAIN:
            raise WrongUsage("--style is for one question, not for a batch")
        asked = [replace(a, documents=a.documents or scope) for a in read_batch(batch)]
        assistant = open_assistant(context)
        for item in asked:
            print(one_line({**answer_json(_reply_in_batch(assistant, item, what)), "id": item.id}))
        return ANSWERED
    assert question is not None
    answer = _reply(open_assistant(context), Asked(question=sound(question), documents=scope), what)
    if style is Style.ANSWER:
        from assistant.answers.formal import formal

        told = formal(answer)
        print(indented(answer_json(replace(answer, text=told))) if as_json else told)
    else:
        print(indented(answer_json(answer)) if as_json else answer_text(answer, working=working))
    return DECLINED if answer.route in {Route.REFUSAL, Route.CLARIFICATION} else ANSWERED


def _reply(assistant: Assistant, asked: Asked, what: str) -> Answer:
    if what == "claim":
        answer = assistant.check(asked.question, documents=asked.documents)
    else:
        answer = assistant.ask(asked.question, history=asked.history, documents=asked.documents)
    assistant.library.log.asked("check" if what == "claim" else "ask", asked.question, outcome_of(answer))
    return answer


def _reply_in_batch(assistant: Assistant, asked: Asked, what: str) -> Answer:
    """The answer; a question that cannot be taken is refused, so that one of a thousand does not stop the others."""
    try:
        return _reply(assistant, asked, what)
    except (AssistantError, UnknownDocument) as error:
        return Answer(question=asked.question, route=Route.REFUSAL, text=f"Not answered: {error}.")


def read_batch(path: Path) -> list[Asked]:
    """The questions of a JSON Lines file, in order. Raises WrongUsage naming the first line that is malformed."""
    text = read_text(path, "batch")
    # Not splitlines(): a JSON string may hold U+2028 as it is.
    lines = enumerate(text.split("\n"), 1)
    return [_read_line(path, number, line) for number, line in lines if line.strip()]


def _read_line(path: Path, number: int, line: str) -> Asked:
    def wrong(why: str) -> WrongUsage:
        return WrongUsage(f'line {number} of the batch \'{path}\' {why}; a line is {{"id": …, "question": …}}')

    try:
        data = json.loads(line)
    except ValueError as error:
        raise wrong(f"is not JSON ({error})") from error
    if not isinstance(data, dict):
        raise wrong("is not an object")
    if not isinstance(data.get("id"), str) or not isinstance(data.get("question"), str):
        raise wrong("lacks a text for 'id' or 'question'")
    lists = {name: data.get(name) for name in ("history", "documents")}
    for name, value in lists.items():
        if value is not None and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            raise wrong(f"has a '{name}' that is not a list of texts")
    return Asked(
        id=data["id"],
        question=sound(data["question"]),
        history=tuple(map(sound, lists["history"] or ())),
        documents=frozenset(lists["documents"]) if lists["documents"] else None,
    )

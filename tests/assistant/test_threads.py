"""Several threads ask, check and look at one library: none of them waits for another for ever."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from assistant.answers.answer import Answer
from assistant.libraries.library import Library
from assistant.service import Assistant
from tests.conftest import build_library

REPORT = """Lantern Isles report 2023/24

Visits

Visits by isle

Isle\t2022/23\t2023/24
Aldo\t96\t131
Brim\t20\t31
"""
TIMES = 12
PATIENCE = 60
"""Seconds after which a thread that is not done is taken to wait for ever."""


def test_threads_do_not_wait_for_each_other_for_ever(tmp_path: Path) -> None:
    source = tmp_path / "isles.txt"
    source.write_text(REPORT, encoding="utf-8")
    isles = Assistant.open(build_library(tmp_path / "library", {"isles": source}))
    isles.library.warm()
    failed: list[BaseException] = []

    def often(do: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            try:
                for _ in range(TIMES):
                    do()
            except BaseException as error:
                failed.append(error)

        return run

    doing: list[Callable[[], object]] = [
        lambda: isles.ask("How many visits were there to Aldo in 2023/24?"),
        lambda: isles.check("There were 131 visits to Aldo in 2023/24."),
        isles.shelf,
        isles.examples,
        lambda: isles.glossary,
    ]
    threads = [Thread(target=often(do), daemon=True) for do in doing * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert [thread.name for thread in threads if thread.is_alive()] == []
    assert failed == []


@pytest.mark.parametrize("way", ["ask", "check", "explain"])
def test_a_report_that_is_removed_while_it_is_answered_from_is_still_cited(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "isles.txt"
    source.write_text(REPORT, encoding="utf-8")
    isles = Assistant.open(build_library(tmp_path / "library", {"isles": source}))
    answered = Assistant._answer

    def removed(self: Assistant, *given: Any) -> Answer:
        answer = answered(self, *given)
        if self is isles:
            with Library.open(tmp_path / "library") as other:
                other.remove("isles")
        return answer

    before = {
        "ask": lambda: isles.ask("How many visits were there to Aldo in 2023/24?"),
        "check": lambda: isles.check("There were 131 visits to Aldo in 2023/24."),
        "explain": lambda: isles.explain("How many visits were there to Aldo in 2023/24?").answer,
    }[way]
    expected = before()
    monkeypatch.setattr(Assistant, "_answer", removed)
    found = before()
    assert (found.id, found.text, found.citations) == (expected.id, expected.text, expected.citations)
    assert isles.library.documents() == ()
    isles.library.close()


def test_a_report_that_is_removed_while_a_model_is_asked_is_still_cited(tmp_path: Path) -> None:
    source = tmp_path / "isles.txt"
    source.write_text(REPORT, encoding="utf-8")

    class Slow:
        name = "slow"

        def help(self, answer: Answer, *_: object) -> Answer:
            with Library.open(tmp_path / "library") as other:
                other.remove("isles")
            return answer

    isles = Assistant.open(build_library(tmp_path / "library", {"isles": source}))
    isles.helper = Slow()  # type: ignore[assignment]
    answer = isles.ask("How many visits were there to Aldo in 2023/24?")
    assert ("131" in answer.text, answer.citations[0].document) == (True, "isles")
    isles.library.close()

"""Lists whose entries each begin with a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answers.answer import Route

if TYPE_CHECKING:
    from assistant.service import Assistant

WRECKS = """# Lantern Trust annual report 2024-25 (April 2024 to March 2025)

## 1. The sea

### 1.1 Wrecks off the coast

The coast had fewer wrecks this year than ever.

2023/24- Total of 14 (expected 20), fewer by 6 since the winter was mild.

2022/23- Total of 31 (expected 22), more by 9 since the fog of spring was put off to 2023/24.

2021/22- Total of 19 (expected 25), fewer by 6 because the ferry was laid up.

### 1.2 Keepers

2019/20- Eleven keepers retired, since the pension was raised.
"""


@pytest.fixture(scope="module")
def wrecks(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    from tests.conftest import assistant_over

    return assistant_over(tmp_path_factory, "lantern-2024-25.md", WRECKS)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many wrecks were there in 2022/23?", "Total of 31"),
        ("How many wrecks were there in 2021/22?", "Total of 19"),
        ("How many wrecks off the coast were expected in 2023/24?", "expected 20"),
        ("Why were there fewer wrecks in 2021/22?", "the ferry was laid up"),
    ],
)
def test_the_entry_of_the_time_asked_answers(wrecks: Assistant, question: str, text: str) -> None:
    answer = wrecks.ask(question)
    assert answer.route is Route.RETRIEVAL
    assert text in answer.text
    assert answer.text.count("- Total of") == 1


@pytest.mark.parametrize(
    "question",
    [
        "How many wrecks were there in 2018/19?",
        "How many lamps were there in 2022/23?",
        "How many keepers retired in 2021/22?",
    ],
)
def test_no_entry_answers_for_another_time_or_another_thing(wrecks: Assistant, question: str) -> None:
    assert wrecks.ask(question).route in {Route.REFUSAL, Route.CLARIFICATION}


def test_a_bare_why_after_an_entry_is_told_its_reason(wrecks: Assistant) -> None:
    answer = wrecks.ask("why was that?", ("How many wrecks were there in 2021/22?",))
    assert "the ferry was laid up" in answer.text and answer.citations

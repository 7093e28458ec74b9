"""A name of several words is said in full: what a sentence says of its first word is about something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.service import Assistant
from tests.conftest import build_library

HARBOURS = """Lantern Isles annual report 2023/24

Litter is prevented and reduced

Overview

Financial overview

In March 2023, the Litter gross expenditure budget was set at £69.6m. It has since been reduced by £0.4m to £69.2m.

Young people

In the last quarter the council, through its Litter Reduction Unit, committed more money to wardens in the streets.

Ferries

The Brim Point Jetty was mended in May 2023. The mending cost £61,000.
"""


@pytest.fixture(scope="module")
def isles(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("isles")
    source = folder / "isles.txt"
    source.write_text(HARBOURS, encoding="utf-8")
    return Assistant.open(build_library(folder / "library", {"isles": source}))


@pytest.mark.parametrize("name", ["Litter Reduction Unit", "litter reduction unit"])
def test_a_name_is_not_given_the_figure_of_another_thing(isles: Assistant, name: str) -> None:
    answer = isles.ask(f"How much was set aside for the {name}?")
    assert "69.6" not in answer.text
    assert "69.2" not in answer.text


def test_a_name_that_the_sentence_before_says_is_no_hindrance(isles: Assistant) -> None:
    assert "61,000" in isles.ask("How much did it cost to mend the Brim Point Jetty?").text


def test_what_has_no_name_is_answered_as_before(isles: Assistant) -> None:
    assert "69.6" in isles.ask("How much was set aside for litter?").text

from __future__ import annotations

import pytest

from assistant.libraries.facts import read_facts
from assistant.usage import WrongUsage


@pytest.mark.parametrize(
    "given",
    [
        {"period": "Q1 2024/25"},
        {"period": "12 months to March 2024"},
        {"published": "2024-07-31"},
        {"published": "July 2024"},
        {"title": "Widgets", "publisher": "Borset", "edition": "revised"},
        {"period": "", "title": ""},
    ],
)
def test_what_can_be_reckoned_with_is_taken_as_it_is(given: dict[str, str]) -> None:
    assert read_facts(given) == given


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "say what to set"),
        ({"period": "soon"}, "no period is called 'soon'; write one such as 'Q1 2024/25'"),
        ({"period": "Q4"}, "no period is called 'Q4'"),
        ({"published": "2024"}, "'2024' is no date; write one such as '31 July 2024'"),
        ({"published": "tomorrow"}, "'tomorrow' is no date"),
        ({"title": "x" * 301}, "the title has 301 characters"),
    ],
)
def test_what_cannot_be_is_refused_with_examples(given: dict[str, str], says: str) -> None:
    with pytest.raises(WrongUsage, match=says):
        read_facts(given)


def test_control_characters_are_not_kept() -> None:
    assert read_facts({"title": "red\x1b[31m\ntitle"}) == {"title": "red?[31m title"}

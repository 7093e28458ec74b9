from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.prose.briefing import MOST_LINES, find_lines, topic_of
from assistant.questions.expected import figures
from assistant.questions.question import read_question
from corpus.sentences import plain

if TYPE_CHECKING:
    from assistant.prose.picking import Quote
    from assistant.service import Assistant


def lines(assistant: Assistant, text: str) -> tuple[Quote, ...]:
    scope = assistant._scope(None)
    return find_lines(read_question(text), scope.linker, scope.placer, scope.search)


@pytest.mark.parametrize(
    ("request_", "topic"),
    [
        ("Please draft key lines on cancer waits, for a scrutiny meeting.", "cancer waits"),
        ("I'm seeing the governors tomorrow. Brief me on falls and complaints.", "falls and complaints"),
        ("I need a short note for a councillor on nurse recruitment.", "nurse recruitment"),
        ("Briefing: the state of the reserves", "the state of the reserves"),
    ],
)
def test_courtesy_and_occasion_are_not_the_topic(hospital: Assistant, request_: str, topic: str) -> None:
    assert topic_of(read_question(request_), hospital._scope(None).linker).question.text == topic


def test_a_briefing_has_the_lines_of_its_topic_those_with_figures_first(hospital: Assistant) -> None:
    found = lines(hospital, "Brief me on falls, pressure ulcers and complaints.")
    said = plain(" ".join(s.text for quote in found for s in quote.sentences))
    has_figure = [bool(figures(quote.main.text)) for quote in found]
    assert "5.9 inpatient falls" in said
    assert "38 working days" in said
    assert has_figure == sorted(has_figure, reverse=True)
    assert 2 <= len(found) <= MOST_LINES


def test_no_line_is_said_twice(hospital: Assistant) -> None:
    texts = [s.text for quote in lines(hospital, "Brief me on the workforce.") for s in quote.sentences]
    assert texts
    assert len(texts) == len(set(texts))


def test_there_are_no_lines_on_what_the_reports_do_not_touch(hospital: Assistant) -> None:
    assert lines(hospital, "Brief me on volcanoes in Iceland.") == ()

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answers.citations import Citations, quotable
from assistant.answers.wording import Wording
from assistant.prose.picking import Quote
from assistant.prose.quoting import write_quote
from corpus.sentences import plain
from corpus.sentences import sentences as split
from tests.small import document_of

if TYPE_CHECKING:
    from assistant.service import Assistant
    from corpus.document import Sentence


def sentences(assistant: Assistant) -> tuple[Sentence, ...]:
    return assistant.library.sentences("hospital")


def written(assistant: Assistant, *chosen: Sentence) -> Wording:
    wording = Wording(citations=Citations(assistant._scope(None).quotable_of))
    write_quote(wording, Quote(main=chosen[0], sentences=chosen))
    return wording


def test_a_sentence_stands_in_quotation_marks_with_its_citation(hospital: Assistant) -> None:
    one = next(s for s in sentences(hospital) if s.text.startswith("There were 5.9 inpatient falls"))
    wording = written(hospital, one)
    assert wording.text() == f"“{one.text}” [1]"
    assert [c.quote for c in wording.citations.all()] == [one.text]


def test_the_figures_of_a_quote_are_noted_and_its_dates_are_not(hospital: Assistant) -> None:
    one = next(s for s in sentences(hospital) if s.text.startswith("There were 5.9 inpatient falls"))
    noted = {(str(f.value), f.citation, f.derived) for f in written(hospital, one).figures}
    assert ("5.9", 1, False) in noted
    assert ("6.4", 1, False) in noted
    assert not any(value.startswith("2024") for value, _, _ in noted)


def test_a_lead_in_stands_once_before_its_items_and_is_cited() -> None:
    document = document_of(
        "Widget report 2024-25\n\nAims\n\nIn 2024-25 we aim for:\n• two shops in Northfield\n• no queues\n"
    )
    items = tuple(s for s in split(document) if s.lead_in)
    wording = Wording(citations=Citations(lambda _: quotable(document)))
    write_quote(wording, Quote(main=items[0], sentences=items))
    assert wording.text() == "In 2024-25 we aim for [1]: “two shops in Northfield” [2] “no queues” [3]"
    assert next(c.quote for c in wording.citations.all()).startswith("In 2024-25 we aim for")


def test_a_lead_in_that_is_quoted_itself_is_not_repeated(hospital: Assistant) -> None:
    head, item = sentences(hospital)[:2]
    text = written(hospital, head, replace(item, lead_in=head.text)).text()
    assert text.count(plain(head.text)) == 1

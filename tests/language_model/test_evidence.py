"""What a sentence must hold before it is quoted, when a language model chose it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answers.answer import Answer
from assistant.language_model.evidence import of_sentence, sentences_suit
from assistant.libraries.library import Library
from assistant.prose.picking import Quote
from assistant.prose.ranking import find_evidence
from assistant.questions.conversation import take_turns
from assistant.questions.scope import Scope
from assistant.service import Assistant
from corpus.sentences import plain, sentences

REPORT = """# Harbour report 2023/24

## Ferries

The ferry to Skerry was late after a winter of storms. The ferry to Holm was late because its ramp had cracked.
In 2023/24 the harbour carried 412 lorries and many passengers. Six berths are in use at night, when lorries wait.
A "clear berth" (that is, one with no vessel in it for an hour) is kept free. The harbour kept a clear berth all summer.
The ferry to Linga sank as a result of:

- a collision with the Linga light

Captain Ines Vardy runs the harbour office. The office was painted in May 2023.
"""


@pytest.fixture(scope="module")
def scope(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scope]:
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "harbour.md").write_text(REPORT, encoding="utf-8")
    with Library.open(folder / "library", create=True) as library:
        library.add(folder / "harbour.md")
        scopes: list[Scope] = []

        class Seen:
            """Keeps the scope that a question was answered from."""

            name = "openai:seen"

            def help(self, answer: Answer, scope: Scope, *_: object) -> Answer:
                scopes.append(scope)
                return answer

        Assistant(library, helper=Seen()).ask("Who runs the harbour office?")  # type: ignore[arg-type]
        yield scopes[0]


def suits(scope: Scope, question: str, *beginnings: str) -> bool:
    """Whether the sentences that begin so may be quoted for a question."""
    turn = take_turns(question, (), scope)
    found = find_evidence(turn.question, turn.linked, scope.linker, scope.placer, scope.search)
    said = sentences(scope.document_of("harbour"))
    chosen = [next(s for s in said if plain(s.text).startswith(beginning)) for beginning in beginnings]
    shown = [" ".join(filter(None, (plain(s.lead_in), plain(s.text)))) for s in chosen]
    about = [of_sentence(t, s.locator.section, "harbour", scope) for t, s in zip(shown, chosen, strict=True)]
    return sentences_suit(turn, [Quote(main=s, sentences=(s,)) for s in chosen], about, found, scope)


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Why was the ferry late?", "The ferry to Holm", "The ferry to Skerry"),  # no more than what came before it
        ("How many lorries were there?", "In 2023/24", "Six berths"),  # six of something else
        ("What is a 'clear berth'?", 'A "clear berth"', "The harbour kept"),  # not what it means
        ("Who runs the harbour office?", "Captain Ines", "The office was painted"),
        ("When was the harbour office painted?", "The office was painted", "Captain Ines"),
    ],
)
def test_a_sentence_must_plainly_hold_what_is_asked(scope: Scope, question: str, right: str, wrong: str) -> None:
    assert suits(scope, question, right)
    assert not suits(scope, question, wrong)


def test_a_cause_must_stand_in_the_sentence_and_not_in_what_leads_into_it(scope: Scope) -> None:
    assert not suits(scope, "Why did the ferry collide?", "a collision")


def test_each_part_of_a_question_needs_a_sentence_that_answers_it(scope: Scope) -> None:
    question = "Who runs the harbour office, and when was the office painted?"
    assert suits(scope, question, "Captain Ines", "The office was painted")
    assert not suits(scope, question, "Captain Ines")
    assert not suits(scope, question, "The office was painted")


def test_every_sentence_must_speak_of_what_is_asked(scope: Scope) -> None:
    question = "Who runs the harbour office?"
    assert not suits(scope, question, "Captain Ines", "The ferry to Skerry")

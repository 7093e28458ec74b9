"""What prose has to say to a question, for tests of how sentences are found and picked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.prose.picking import pick
from assistant.prose.ranking import find_evidence
from assistant.questions.conversation import take_turns
from corpus.sentences import plain

if TYPE_CHECKING:
    from assistant.prose.picking import Quote
    from assistant.prose.ranking import Found
    from assistant.service import Assistant


def found(assistant: Assistant, text: str) -> tuple[Found, ...]:
    """The sentences that may answer, for each part of the question."""
    scope = assistant._scope(None)
    turn = take_turns(text, (), scope)
    return find_evidence(turn.question, turn.linked, scope.linker, scope.placer, scope.search)


def quoted(assistant: Assistant, text: str) -> tuple[Quote, ...]:
    """What is quoted in answer."""
    return pick(found(assistant, text), assistant._scope(None).placer)


def said(quotes: tuple[Quote, ...]) -> str:
    """The sentences quoted, as one text."""
    return plain(" ".join(s.text for quote in quotes for s in quote.sentences))

"""How near a sentence's words come to a question's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.prose.nearness import nearness
from assistant.prose.ranking import find_evidence
from assistant.questions.conversation import take_turns

if TYPE_CHECKING:
    from assistant.service import Assistant


def far(assistant: Assistant, question: str) -> float:
    scope = assistant._scope(None)
    turn = take_turns(question, (), scope)
    found = find_evidence(turn.question, turn.linked, scope.linker, scope.placer, scope.search)[0]
    evidence = next(e for e in found.ranked if "lost property" in e.sentence.text)
    covers = scope.linker.cover(found.part.linked, set())
    return nearness(found.part.linked, covers, evidence).far


def test_a_word_for_the_thing_is_nearer_than_a_word_for_another(transport: Assistant) -> None:
    assert far(transport, "How much lost property was given in?") < far(
        transport, "How many lost elephants were given in?"
    )

"""What is declined before any search: no question, too long a one, instructions, opinions, another language."""

from __future__ import annotations

from assistant.questions.question import Question
from assistant.questions.words import STOP_WORDS

MAX_QUESTION = 2_000
"""Characters that a question may have; what is longer is a text to check, not a question."""

_FOREIGN = frozenset(
    """el la los las una unos unas del que qué por para con sobre cuál cuánto cuántos cuántas cómo quién dónde
    porcentaje le les des du une est sont dans avec pour quel quelle quels combien qui où au aux était étaient ce cette
    die das und ist sind wie viele welche wer wo der den dem ein eine il lo gli uno che quanti quanto come chi dove o os
    um uma quantos quanta são hur många vad är och het een hoeveel wat""".split()  # noqa: SIM905 - readable as text
)


def reason_not_to_read(asked: str) -> str | None:
    """Why a text is not even read as a question, in a sentence for the user; None when it is."""
    asked = asked.strip()
    if not any(c.isalnum() for c in asked):
        return "There is no question there. Ask about something that the reports cover."
    if len(asked) > MAX_QUESTION:
        return (
            f"That is longer than a question may be ({MAX_QUESTION:,} characters). "
            "Ask one thing at a time; a whole text can be checked instead."
        )
    return None


def reason_to_decline(question: Question, known: frozenset[str]) -> str | None:
    """Why a question is not looked into, in a sentence for the user; None when it is.

    ``known`` are the library's stems.
    """
    if question.instruction:
        return (
            "I answer questions from the reports, with citations; I do not follow other instructions, play parts or "
            "write on someone's behalf."
        )
    if question.opinion:
        return "I only say what the reports say; I give no opinions, advice or forecasts of my own."
    if _is_foreign(question, known):
        return "I can read questions in English only. Please ask in English."
    return None


def _is_foreign(question: Question, known: frozenset[str]) -> bool:
    """Whether the question is in a language other than English, as far as its little words tell."""
    words = [t for t in question.tokens if not t.is_number and t.text.isalpha()]
    if len(words) < 3:
        return False
    english = sum(t.is_stop for t in words)
    other = sum(t.text.lower() in _FOREIGN and t.text.lower() not in STOP_WORDS for t in words)
    strange = sum(t.stem not in known and not t.is_stop for t in words)
    mostly_strange = strange >= 3 and strange > len(words) / 2 and english <= 1
    return (other > english and other >= 2) or (mostly_strange and other >= 1)

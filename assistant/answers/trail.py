"""What was weighed on the way to an answer, for whoever wants the answer explained."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.prose.picking import Quote
from assistant.prose.ranking import Found
from assistant.questions.conversation import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """What prose has to say: the quotes and how sure they make us, 0 to 1.

    ``nearness`` is what the confidence would be did nothing rule the quotes out as an answer.
    """

    found: tuple[Found, ...]
    quotes: tuple[Quote, ...]
    confidence: float
    nearness: float


@dataclass(slots=True)
class Trail:
    """What one answer was made of.

    ``turns`` are the question as understood, or each of its two parts; ``prose`` what the sentences had to say, None
    where they were not looked at; ``reasons`` say in order, a sentence each, why the answer went the way that it did.
    """

    turns: list[Turn] = field(default_factory=list)
    prose: Prose | None = None
    reasons: list[str] = field(default_factory=list)

    def note(self, reason: str) -> None:
        """Keep why the answer went this way."""
        self.reasons.append(reason)

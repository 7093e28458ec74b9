"""How near in meaning a sentence's words come to the words of a question, each by itself.

A sentence in other words has for each word of the question one near it ("penalty", "fined"); a sentence about the same
thing that does not answer has none for the very word that matters ("umbrellas" beside "lost property").
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.prose.ranking import Evidence
from assistant.questions.needs import Linked
from assistant.questions.sides import SOLID
from assistant.questions.words import tokens
from corpus.word_vectors import nearest

_FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """Of the question's words, each with its best word in the sentence: the mean by weight, the least, the mean of the
    three least, and the weight of what is far away; 0 to 1.
    """

    mean: float
    least: float
    few: float
    far: float


NOTHING_ASKED = Nearness(mean=0.5, least=0.5, few=0.5, far=0.0)


def nearness(linked: Linked, covers: dict[int, float], evidence: Evidence) -> Nearness:
    """How near the sentence comes to the words of ``linked``; ``covers`` are those that it explains outright."""
    words = [t.text for t in tokens(f"{evidence.sentence.lead_in} {evidence.sentence.text}")]
    needs = [n for n in linked.needs if not n.inherited]
    total = sum(n.weight for n in needs)
    if not needs or not total:
        return NOTHING_ASKED
    near = {n.index: max(covers.get(n.index, 0.0), nearest(n.token.text, words)) for n in needs}
    order = sorted(near.values())
    far = sum(n.weight * (1 - near[n.index]) for n in needs if covers.get(n.index, 0.0) < SOLID)
    return Nearness(
        mean=sum(n.weight * near[n.index] for n in needs) / total,
        least=order[0],
        few=sum(order[:_FEW]) / len(order[:_FEW]),
        far=far / total,
    )

"""The parts of a question: "how much was spent, and when?" asks twice; each part is answered by its own sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.questions.expected import Expected, expected
from assistant.questions.needs import Linked, Need
from assistant.questions.question import Question

_ASKING = (
    r"(?:(?:by|in|on|at|for|from|since|to|of|with|about|over|mainly|also|then) )?"
    r"(?:how|what(?:'?s)?|when|where|which|who(?:m|se|'s)?|why|is|are|was|were|did|does|do|has|have|had|can|"
    r"roughly (?:how|when)|(?:mainly |mostly )?because of what|the (?:main )?(?:reasons?|explanation|causes?))\b"
)
_JOINT = re.compile(
    rf"(?:\s*[,;?-]+\s*|\s+)(?:and|or|plus|&)\s+(?={_ASKING})|[;?]\s+(?={_ASKING})|"
    r"\s*[,:]\s+(?=(?:how|what|when|where|which|who|why)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"(?:^|[,;:]\s*)\W*{_ASKING}|\b(?:how (?:much|many|far|big|long|often)|what|which|why|who)\b|"
    r"^(?:name|list|describe|percentage|proportion|number)\b",
    re.IGNORECASE,
)
_CARRIED = 0.3
"""What a word of the other part is worth beside a word of its own: it says what "they" and "it" are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that a question asks. ``text`` is its own words, ``linked`` has only its words required."""

    text: str
    expected: Expected
    linked: Linked

    @property
    def required(self) -> tuple[Need, ...]:
        """The words that an answer to this part has to explain."""
        return self.linked.required()


def split_parts(question: Question, linked: Linked) -> tuple[Part, ...]:
    """The question's parts in the order asked; one when it asks once. At most three."""
    text = question.text
    spans = _spans(text)
    if len(spans) == 1 or not any(n.required and not n.inherited for n in linked.needs):
        return (Part(text=text, expected=expected(text), linked=linked),)
    topic = (
        0 if _ASKS.search(text[: spans[0][1]]) else spans[0][1]
    )  # "Our depots: how many are there, and who runs them?"
    asking = spans[1:] if topic else spans
    if len(asking) == 1:
        return (Part(text=text, expected=expected(text[slice(*asking[0])], text), linked=linked),)
    parts = []
    for start, end in asking:
        own = text[start:end]
        needs = tuple(
            n
            if start <= n.token.start < end or n.token.start < topic or n.inherited
            else replace(n, required=False, strict=False, weight=n.weight * _CARRIED)
            for n in linked.needs
        )
        parts.append(Part(text=own, expected=expected(own, text), linked=replace(linked, needs=needs)))
    return tuple(parts)


def clauses(text: str) -> tuple[str, ...]:
    """The stretches of a question that each ask something; itself alone when it asks once.

    >>> clauses("Waste: how far over budget was it, and why?")
    ('Waste: how far over budget was it', 'why?')
    """
    return tuple(text[start:end] for start, end in _spans(text))


def _spans(text: str) -> list[tuple[int, int]]:
    cuts = [m for m in _JOINT.finditer(text) if m.start() > 6 and len(text) - m.end() > 3][:3]
    return list(zip([0, *(m.end() for m in cuts)], [*(m.start() for m in cuts), len(text)], strict=True))

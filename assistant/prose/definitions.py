"""Whether a sentence says what a name stands for: "Operation Lantern: a programme of …" answers "what is …?"."""

from __future__ import annotations

import re

from assistant.questions.question import Question
from corpus.sentences import plain

_ASKS = re.compile(
    r"^(?:so |and )?what(?:'s| is| are| was| were) (?:the |an? )?(?P<name>[\w'&-]+(?: [\w'&-]+){0,5}?)"
    r"(?: about| for| meant to (?:do|be))?\s*\??$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\W{0,3}(?:[,:(–—-]\s*(?:which|who|that|where|an?|the)\b|"
    r"(?:is|are|was|were) (?:an?|the|one|our|made)\b|"
    r"(?:means|brings|gives|provides|combines|supports|helps|aims|works)\b)",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[A-Z0-9]")


def defines(question: Question, text: str) -> bool:
    """Whether a sentence has the name that the question asks of, as a name, and goes on with what it is."""
    asked = _ASKS.match(question.text)
    if asked is None:
        return False
    shown = plain(text)
    for match in re.finditer(rf"\b{re.escape(asked['name'])}\b", shown, re.IGNORECASE):
        is_name = all(_NAME_WORD.match(word) for word in match[0].split())
        if is_name and _SAYS.match(shown, match.end()):
            return True
    return False

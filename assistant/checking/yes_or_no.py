"""A question for a yes or a no, answered by checking what it asks as a claim."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers.answer import Answer, Route, Verdict
from assistant.checking.joined import check_claim
from assistant.questions.scope import Scope

_ASKS = re.compile(
    r"^(?:and |so |but |also |then )?(?:did|does|do|is|are|was|were|has|have|had)\s+(?=\S)", re.IGNORECASE
)
_NO_CLAIM = re.compile(
    r"^(?:it|they|that|this|these|those|he|she|we|you|i|there (?:any|a|an|some))\b"
    r"|\b(?:or|any|ever|not|n[o']t)\b",
    re.IGNORECASE,
)
"""What leans on another question, offers a choice, or asks whether there is anything at all."""
_WORDS = {Verdict.SUPPORTED: "Yes.", Verdict.CONTRADICTED: "No."}
_VERDICT = re.compile(r"^(?:Supported|Contradicted)\.")


def yes_or_no(asked: str, scope: Scope) -> Answer | None:
    """Yes or no with the figures of the tables that say so; None where they do not, or no claim is in the question."""
    question = " ".join(asked.split()).rstrip(" ?.")
    statement = _ASKS.sub("", question, count=1)
    if statement == question or "?" in statement or _NO_CLAIM.search(statement):
        return None
    checked = check_claim(f"{statement}.", scope)
    word = _WORDS.get(checked.verdict) if checked.verdict is not None else None
    if word is None or checked.route is not Route.CALCULATION:
        return None
    return replace(checked, question=asked, text=_VERDICT.sub(word, checked.text, count=1), verdict=None)

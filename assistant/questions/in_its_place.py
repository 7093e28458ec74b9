"""A follow-up that only names another thing, as the question before it with that thing in the place of its own."""

from __future__ import annotations

import re

from assistant.questions.conversation import Turn
from assistant.questions.proper_names import BETWEEN
from assistant.questions.question import read_question

_ASKED_OF = re.compile(
    r"^(?:(?:and|but|so|what about|how about|what of|same for|or)\s+)*(?:for |of |with |at |in )?"
    r"(?P<name>[^?,;:.]+?)\??$",
    re.IGNORECASE,
)
_MOST_WORDS = 6


def in_its_place(turn: Turn) -> str | None:
    """The question that a turn stands for that names nothing but another thing; None where it says more.

    "And the Mill Fund?" after "How many clubs did the Hill Fund help?" asks how many clubs the Mill Fund helped.
    """
    placed = _placed(turn)
    return placed[0] if placed is not None else None


def _placed(turn: Turn) -> tuple[str, tuple[int, int]] | None:
    """The question, and where in it the name stands."""
    earlier = turn.earlier
    asked = _ASKED_OF.match(turn.question.text)
    if earlier is None or asked is None or len(asked["name"].split()) > _MOST_WORDS:
        return None
    if not any(n.required and not n.inherited for n in turn.linked.needs) or _says_more(asked["name"]):
        return None
    before = _placed(earlier)
    if before is None:
        names = _names(earlier)
        if len(names) != 1:
            return None
        before = earlier.question.text, names[0]
    text, (start, end) = before
    return f"{text[:start]}{asked['name']}{text[end:]}", (start, start + len(asked["name"]))


def _says_more(words: str) -> bool:
    """Whether words say when, how much or why, beside a name."""
    read = read_question(words)
    return bool(read.cues or read.periods or read.relatives or read.thresholds)


def _names(turn: Turn) -> list[tuple[int, int]]:
    """Where the names stand that a question says: the words next to one another that are names."""
    text = turn.question.text
    found: list[tuple[int, int]] = []
    for need in turn.linked.needs:
        start, end = need.token.start, need.token.end
        if need.inherited or not need.strict or need.token.is_number:
            continue
        if found and BETWEEN.fullmatch(text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found

"""Which way round a cause goes: asked is the cause of a thing, and a sentence may have it as the cause of another."""

from __future__ import annotations

import re

from assistant.prose.picking import leans
from assistant.questions.question import Question
from assistant.questions.words import stem, tokens
from corpus.sentences import plain

_ASKED = re.compile(
    r"\bwhat(?:'s| has| have| had| is| was| are| were)? (?:[a-z]+ly )?(?:caus(?:ed|es|ing)|behind|led to|leads to|"
    r"dr[io]v(?:e|es|en|ing)|explain(?:s|ed)?|prompted|triggered|brought about)\s+(?P<thing>[^?,;]+)"
    r"|\b(?:causes?|reasons?|explanations?) (?:of|for|behind)\s+(?P<reason>[^?,;]+)"
    r"|\bwhy (?:did|do|does|is|are|was|were|has|have|had)(?:n't)?\s+(?P<why>[^?,;]+)",
    re.IGNORECASE,
)
_END_OF_NAME = re.compile(
    r"\b(?:that|which|who|whose|in|at|on|to|from|with|during|by|for|over|since|after|between|and|or|being|coming)\b.*",
    re.IGNORECASE,
)
_OF_THAT = re.compile(
    r"\b(?:because|after|when|since|due to|owing to|thanks to|as a result of|following|caused by|driven by|"
    r"suffer\w* from|resulting from|result(?:s|ed)? (?:of|from)|attribut\w+ to|on account of|stem\w* from|reflects?|"
    r"reflected|blamed on)\b",
    re.IGNORECASE,
)
"""What comes behind these is the cause of what stands before."""
_TO_THAT = re.compile(
    r"\b(?:led to|leads to|leading to|result(?:s|ed|ing) in|caus(?:ed|es|ing)(?! by\b)|drove|meant that|means that|"
    r"contribut\w+ to|prompted|triggered|brought about|forced)\b",
    re.IGNORECASE,
)
"""What stands before these is the cause of what comes behind."""


_THE_MOVE = re.compile(
    r"\b(?:the|this|that|its|their) (?:\w+ )?(?:falls?|rises?|increases?|decreases?|drops?|declines?|reductions?|"
    r"growth|improvements?|changes?|gaps?|delays?|jumps?|dips?|shortfalls?|overspend|underspend)\b"
    r"(?! (?:in|of|for|on|to)\b)",
    re.IGNORECASE,
)


_SO_LONG = re.compile(r"^(?: [\w-]+){1,3}? (?:days?|weeks?|months?|years?|hours?|minutes?|decades?)\b", re.IGNORECASE)


def speaks_of_a_move(text: str) -> bool:
    """Whether a text speaks of a movement as of something told before it: "the fall"."""
    return bool(_THE_MOVE.search(plain(text)))


def is_only_a_cause(question: Question, text: str) -> bool:
    """Whether a sentence has the thing whose cause is asked only as the cause of something else.

    "The list fell after cleaners came" says nothing of why cleaners came. Not where the sentence goes on from the one
    before it, which may have told what it explains.
    """
    asked = _ASKED.search(question.text)
    text = plain(text)
    if asked is None:
        return False
    name = asked["thing"] or asked["reason"]
    words = _END_OF_NAME.sub("", name) if name else asked["why"]
    things = {t.stem for t in tokens(words) if not t.is_stop and not t.is_number}
    sides = _sides(text)
    if not things or sides is None or leans(text) or speaks_of_a_move(sides[0]):
        return False
    effect, cause = ({stem(t.text) for t in tokens(side)} for side in sides)
    if things & effect or not things & cause:
        return False
    further = _sides(sides[1])  # "… because the ferry stopped, when its boiler burst" gives the cause's cause too
    told = further is not None and not _SO_LONG.match(further[1])
    return not (told and further is not None and things & {stem(t.text) for t in tokens(further[0])})


def _sides(text: str) -> tuple[str, str] | None:
    """What a sentence tells the cause of, and the cause; None where it has no such joint."""
    found = [m for pattern in (_OF_THAT, _TO_THAT) for m in pattern.finditer(text)]
    if not found:
        return None
    joint = min(found, key=lambda m: m.start())
    before, after = text[: joint.start()], text[joint.end() :]
    if _TO_THAT.match(joint[0]):
        return after, before
    if all(t.is_stop for t in tokens(before)):  # "Following delays in the survey, the bridge opened late"
        cause, comma, effect = after.partition(",")
        return (effect, cause) if comma else None
    return before, after

"""What one person in an office is paid, which no pay bill and no other sentence on that person tells."""

from __future__ import annotations

import re

from assistant.questions.words import label_stems

_OFFICE = (
    r"(?P<office{n}>(?:[\w'-]+ ){{0,3}}?(?:chief [\w-]+|mayor|commissioner|director|leader|chair\w*|president|secretary"
    r"|headteacher|ombudsman|(?<!line )manager)(?: of [\w' -]+?)?)"
)
_PAID = re.compile(
    rf"\b(?:is|'s|was|are|does|did) the {_OFFICE.format(n=1)} (?:get |gets |being |be )?(?:paid|earn|make|on)\b"
    rf"|\b(?:pay|salary|wage|remuneration) (?:of|for|is|was|does|did|do) the {_OFFICE.format(n=2)}(?=[?,. ]|$)"
    rf"|\bthe {_OFFICE.format(n=3)}'?s? (?:pay|salary|wage|remuneration)\b",
    re.IGNORECASE,
)
_TELLS_PAY = re.compile(r"\b(?:paid|pay|salar\w+|earn\w*|remunerat\w+|wage)\b", re.IGNORECASE)


def is_other_pay(question: str, told: str) -> bool:
    """Whether a question asks what an office-holder is paid, and what is told names another or speaks of no pay.

    >>> is_other_pay("What's the Chief Clerk paid?", "Clerks' pay: £183m")
    True
    """
    asked = _PAID.search(question)
    if asked is None:
        return False
    office = asked["office1"] or asked["office2"] or asked["office3"] or asked["office4"]
    return not (set(label_stems(office)) <= set(label_stems(told)) and _TELLS_PAY.search(told))

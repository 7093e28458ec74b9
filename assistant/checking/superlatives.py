"""Superlatives that sentences state ("the lowest for eight years"), or that follow from the figures that one lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.answers.answer import Verdict
from assistant.checking.evidence import Sentences
from assistant.checking.patterns import CLAUSES
from assistant.questions.cues import Order
from assistant.questions.sides import SOLID
from assistant.questions.words import label_stems
from structured.units import Quantity, find_quantities, to_base

_ENDS: tuple[tuple[str, str, str], ...] = (
    ("most", r"highest|most(?! (?:of|likely|similar|recent)\b)|most likely|biggest|largest|greatest|maximum", "least"),
    ("least", r"lowest|fewest|least likely|(?<!at )least(?! likely)|smallest|minimum", "most"),
    ("best", r"best|top|strongest", "worst"),
    ("worst", r"worst|poorest|weakest", "best"),
    ("fastest", r"fastest|quickest", "slowest"),
    ("slowest", r"slowest", "fastest"),
    ("longest", r"longest", "shortest"),
    ("shortest", r"shortest", "longest"),
    ("oldest", r"oldest", "youngest"),
    ("youngest", r"youngest|newest", "oldest"),
    ("busiest", r"busiest|most crowded", "quietest"),
    ("quietest", r"quietest", "busiest"),
    ("commonest", r"commonest|most common|most frequent", "rarest"),
    ("rarest", r"rarest|least common", "commonest"),
    ("driest", r"driest", "wettest"),
    ("wettest", r"wettest", "driest"),
)
_SUPERLATIVES = tuple((end, re.compile(rf"\b(?:{words})\b", re.IGNORECASE), other) for end, words, other in _ENDS)
_RANGE = re.compile(r"\b(?:for|in|since|on|of|among|at|ever|across)\b.*$", re.IGNORECASE)
_OF_TIME = re.compile(
    r"\d{4}|\byears?\b|\bmonths?\b|\bquarters?\b|\bdecades?\b|\brecords?\b|\bever\b|\bbegan\b|\bsince\b", re.IGNORECASE
)
_LISTED = re.compile(
    r"(?P<name>[A-Z][\w&'’-]*(?: (?:(?:of|and|the|upon|on|&) )?(?:[A-Z&][\w&'’-]*|average))*)"
    r" \((?P<figure>[^()]{1,24})\)"
)
_GOES_ON = re.compile(r"\s*(?:,|;|\band\b|, and\b)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    """One of those of which a sentence gives a figure in brackets; ``run`` is which of its lists it stands in."""

    name: str
    quantity: Quantity
    run: int


def said_to_be(about: Sentences, text: str) -> Verdict | None:
    """What a sentence says of a claim that ranks; None where it ranks nothing, or something else."""
    return _stated(about, text) or _listed(about, text)


def _stated(about: Sentences, text: str) -> Verdict | None:
    """A sentence that calls the claim's subject the highest, or the lowest, of the same stretch or set."""
    claimed = _superlatives(about.claim.text)
    clauses = [(clause, found) for clause in CLAUSES.split(text) if (found := _superlatives(clause))]
    if len(claimed) != 1 or len(clauses) != 1 or len(clauses[0][1]) != 1:
        return None
    (end, other, tail), (said, _, said_tail) = claimed[0], clauses[0][1][0]
    covers = about.cover(text)
    needs = [n for n in about.linked.needs if n.required or (n.token.is_number and n.weight > 0.1)]
    if not needs or any(covers.get(n.index, 0.0) < SOLID for n in needs):
        return None
    if _when(tail) != _when(said_tail) or about.intended(text):
        return None
    if said == end:
        return Verdict.SUPPORTED
    return Verdict.CONTRADICTED if said == other else None


def _superlatives(text: str) -> list[tuple[str, str, str]]:
    """The ends of a ranking that a text names: which one, its opposite, and the words that follow."""
    found = [
        (match.start(), match.end(), end, other)
        for end, pattern, other in _SUPERLATIVES
        for match in pattern.finditer(text)
    ]
    whole = [f for f in found if not any(g[0] <= f[0] and f[1] <= g[1] and g[:2] != f[:2] for g in found)]
    return [(end, other, text[stop:]) for _, stop, end, other in whole]


def _when(tail: str) -> frozenset[str]:
    """The words of the stretch of time over which something is a superlative; empty where none is named."""
    match = _RANGE.search(tail)
    if match is None or not _OF_TIME.search(match.group()):
        return frozenset()
    return frozenset(label_stems(match.group()))


def _listed(about: Sentences, text: str) -> Verdict | None:
    """A ranking of those of which a sentence gives the figures in brackets, averages left out.

    That another is ahead counts only where both stand in one list: of a wider set the claim may not speak.
    """
    order = about.claim.order
    if order not in {Order.MOST, Order.LEAST}:
        return None
    members = _members(text)
    claimed = set(label_stems(about.claim.asked))
    own = [m for m in members if set(label_stems(m.name)) <= claimed]
    if len(own) != 1 or len(members) < 3:
        return None
    covers = about.cover(text)
    if any(n.required and covers.get(n.index, 0.0) < SOLID for n in about.linked.needs):
        return None
    sign = 1 if order is Order.MOST else -1

    def worth(member: _Member) -> Decimal:
        return sign * to_base(member.quantity)

    ahead = [m for m in members if worth(m) > worth(own[0])]
    if not ahead:
        return Verdict.SUPPORTED
    return Verdict.CONTRADICTED if any(m.run == own[0].run for m in ahead) else None


def _members(text: str) -> list[_Member]:
    found: list[_Member] = []
    run, last = 0, None
    for match in _LISTED.finditer(text):
        quantities = find_quantities(match["figure"])
        if len(quantities) != 1:
            continue
        if last is not None and not _GOES_ON.fullmatch(text[last : match.start()]):
            run += 1
        last = match.end()
        if "average" not in match["name"].lower():
            found.append(_Member(name=match["name"], quantity=quantities[0].quantity, run=run))
    return found if len({m.quantity.unit.kind for m in found}) == 1 else []

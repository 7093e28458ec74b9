"""The corrected sentence: the wrong figure, unit, direction or name of a statement replaced by what the reports say.

A correction is a proposal; whoever makes it has to check the new sentence before it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answers.labels import row_name
from assistant.checking.amounts import Amount, Role, read_amounts
from assistant.checking.checks import TableCheck
from assistant.checking.judgements import Found, Judgement
from assistant.checking.sentences import stated
from corpus.sentences import plain
from structured.units import Quantity, UnitKind, format_quantity

_OPPOSITES = (
    ("rose", "fell"),
    ("risen", "fallen"),
    ("rising", "falling"),
    ("rises", "falls"),
    ("rise", "fall"),
    ("increased", "decreased"),
    ("increases", "decreases"),
    ("increasing", "decreasing"),
    ("increase", "decrease"),
    ("went up", "went down"),
    ("gone up", "gone down"),
    ("grew", "shrank"),
    ("grown", "shrunk"),
    ("up", "down"),
    ("higher", "lower"),
    ("above", "below"),
    ("over", "under"),
    ("overspent", "underspent"),
    ("overspend", "underspend"),
    ("improved", "worsened"),
    ("improvement", "deterioration"),
    ("better", "worse"),
    ("faster", "slower"),
    ("longer", "shorter"),
    ("more", "fewer"),
    ("more", "less"),
    ("climbed", "dropped"),
    ("jumped", "dropped"),
    ("beat", "missed"),
    ("met", "missed"),
    ("hit", "missed"),
    ("exceeded", "missed"),
)
_NOT_COUNTED = re.compile(
    r"(?:[£$€]\s?[\d.,]+\s?(?:bn|m|k|million|billion)?|%|per ?cent|points?)\s*\|\s*than\b|\|\s*likely\b", re.IGNORECASE
)
"""About "more": that it is said of money, of a share, or of how likely a thing is."""
_TURNED = dict(reversed([*_OPPOSITES, *((b, a) for a, b in _OPPOSITES)]))
_WORD = re.compile(r"\b(?:" + "|".join(sorted(_TURNED, key=len, reverse=True)) + r")\b", re.IGNORECASE)


def corrections(text: str, judgement: Judgement) -> Iterator[str]:
    """Sentences that put a contradicted statement right, the likeliest first; each still has to be checked."""
    for found in judgement.found:
        if found.amount is None:
            yield from _other_winner(text, found)
            yield from _other_way(text)
            continue
        real = _real(found)
        turned = list(_other_way(text))
        if real is not None and abs(real.value) == abs(found.amount.quantity.value):
            yield from turned  # the figure is right as it is written
        if real is not None:
            yield from _with_figure(text, found.amount, real)
            for other in turned:
                yield from _with_figure(other, found.amount, real)
        yield from turned


def _real(found: Found) -> Quantity | None:
    """The figure that stands where the claimed one was said to."""
    if isinstance(found.check, TableCheck):
        return found.check.result.values[0].quantity if found.check.result.values else None
    assert found.amount is not None
    alike = [
        item.amount.quantity
        for sentence in found.check.sentences
        for item in stated(plain(sentence.text))
        if item.amount.role is found.amount.role or found.amount.role is not Role.LEVEL is not item.amount.role
        if item.amount.quantity.unit.kind is found.amount.quantity.unit.kind
        or {item.amount.quantity.unit.kind, found.amount.quantity.unit.kind} == {UnitKind.PERCENT, UnitKind.POINTS}
    ]
    return alike[0] if alike else None


def _with_figure(text: str, amount: Amount, real: Quantity) -> Iterator[str]:
    """The sentence with another figure, written in the way of the one that it replaces."""
    at = [a for a in read_amounts(text) if a.printed == amount.printed and a.quantity == amount.quantity]
    start = at[0].mention[0] if at else text.find(amount.printed)
    if start < 0:
        return
    old = text[start : start + len(amount.printed)]
    new = format_quantity(Quantity(value=abs(real.value), unit=real.unit, decimals=real.decimals))
    if real.unit.kind is UnitKind.PERCENT and re.search(r"per\s?cent", old, re.IGNORECASE):
        new = new.replace("%", " per cent")
    if real.unit.kind is UnitKind.MONEY and re.search(r"million", old, re.IGNORECASE):
        new = re.sub(r"m$", " million", new)
    if re.search(r"\bin\b", old) and not re.match(r"\s*of\b", text[start + len(old) :]):
        new += " of"  # "four in ten adults" as "43% of adults"
    if amount.base is not None and real.unit.kind is UnitKind.RATE:
        figure = new.split(" ")[0]
        tail = text[start + len(old) :].replace(text[slice(*amount.base)], real.unit.symbol, 1)
        yield text[:start] + figure + tail
        return
    begins = at[0].start if at else start
    yield text[:begins] + new + text[start + len(old) :]
    if begins != start:
        yield text[:start] + new + text[start + len(old) :]


def _other_way(text: str) -> Iterator[str]:
    """The sentence with one word of direction turned round."""
    for match in _WORD.finditer(text):
        word = _TURNED[match.group().lower()]
        if word == "fewer" and _NOT_COUNTED.search(text[: match.start()] + "|" + text[match.end() :]):
            word = "less"
        word = word[0].upper() + word[1:] if match.group()[0].isupper() else word
        yield text[: match.start()] + word + text[match.end() :]


def _other_winner(text: str, found: Found) -> Iterator[str]:
    """The sentence with the row that a ranking found in place of the one that it names."""
    check = found.check
    if not isinstance(check, TableCheck) or check.member is None or len(check.result.values) != 1:
        return
    grid = check.reading.entry.frame
    named = row_name(grid, check.member[1].operands[-1].row_path)
    winner = row_name(grid, check.result.values[0].sources[-1].row_path)
    at = text.lower().find(named.lower())
    if at >= 0 and winner != named:
        yield text[:at] + winner + text[at + len(named) :]

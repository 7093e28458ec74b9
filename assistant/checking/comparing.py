"""Two things set against each other in prose: by words ("lower in A than in B") or by a figure for each."""

from __future__ import annotations

import re

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Role, ways
from assistant.checking.checks import ProseCheck
from assistant.checking.evidence import Evidence, Sentences
from assistant.checking.figures import agrees, same_way
from assistant.checking.sentences import Stated, stated
from assistant.questions.sides import SOLID
from assistant.questions.words import label_stems, tokens
from corpus.sentences import plain
from structured.units import Quantity, UnitKind, to_base


def compare(about: Sentences) -> ProseCheck | None:
    """Two things set against each other, in one sentence or in two of one section."""
    claim = about.claim
    if claim.sides is None or claim.way is None:
        return None
    stems = [set(label_stems(side)) for side in claim.sides]
    mine = [
        frozenset(
            n.index
            for n in about.linked.needs
            if n.token.stem in stems[k] and n.token.stem not in stems[1 - k] and n.weight > 0.1
        )
        for k in (0, 1)
    ]
    if not mine[1]:
        return None
    for evidence in [e for e in about.evidence if about.accepts(e)][:4]:
        text = plain(evidence.sentence.text)
        if not about.period_suits(text, evidence.sentence.locator.document_id):
            continue
        verdict = _than(about, text, mine)
        if verdict is None and claim.moved is None:
            verdict = _apart(about, text, mine)
        if verdict is not None:
            return ProseCheck(
                verdict=verdict,
                fit=evidence.score,
                sentences=(evidence.sentence,),
                own=evidence.own,
                similarity=evidence.similarity,
            )
    return _two_sentences(about, mine) if claim.moved is None else None


def _than(about: Sentences, text: str, mine: list[frozenset[int]]) -> Verdict | None:
    """A sentence that makes the comparison in words ("lower in A than in B")."""
    match = re.search(r"\bthan\b", text)
    if match is None or about.claim.way is None:
        return None
    found = [(w, s) for w, s, _ in ways(text) if s < match.start()]
    if not found:
        return None
    before, after = about.cover(text[: match.start()]), about.cover(text[match.end() :])
    straight = _held(about, mine[1], after) and (_held(about, mine[0], before) or not mine[0])
    turned = _held(about, mine[1], before) and _held(about, mine[0], after) and bool(mine[0])
    if straight == turned:
        return None
    right = same_way(about.claim.way, found[-1][0], about.polarity(text)) == straight
    return Verdict.of(right != about.claim.negated)


def _held(about: Sentences, indexes: frozenset[int], covers: dict[int, float]) -> bool:
    needs = about.linked.needs
    total = sum(needs[i].weight for i in indexes)
    return total > 0 and sum(needs[i].weight for i in indexes if covers.get(i, 0.0) >= SOLID) >= 0.6 * total


def _apart(about: Sentences, text: str, mine: list[frozenset[int]]) -> Verdict | None:
    """A sentence that gives a figure for each of the two."""
    items = [i for i in stated(text) if i.amount.role is Role.LEVEL]
    by_unit: dict[UnitKind, list[Stated]] = {}
    for item in items:
        by_unit.setdefault(item.amount.quantity.unit.kind, []).append(item)
    for group in by_unit.values():
        if len(group) < 2:
            continue
        scores = [[_share(about, mine[k], about.cover(i.clause)) for i in group] for k in (0, 1)]
        second = max(range(len(group)), key=lambda i: scores[1][i] - scores[0][i])
        rest = [i for i in range(len(group)) if i != second]
        first = max(rest, key=lambda i: scores[0][i] - scores[1][i])
        if scores[1][second] < 0.5 or (mine[0] and scores[0][first] < 0.5 and len(rest) > 1):
            continue
        return _against(about, group[first].amount.quantity, group[second].amount.quantity, text)
    return None


def _share(about: Sentences, indexes: frozenset[int], covers: dict[int, float]) -> float:
    needs = about.linked.needs
    total = sum(needs[i].weight for i in indexes)
    return sum(needs[i].weight * covers.get(i, 0.0) for i in indexes) / total if total else 0.0


def _against(about: Sentences, a: Quantity, b: Quantity, text: str) -> Verdict:
    assert about.claim.way is not None
    polarity = about.scope.glossary.polarity(text) or (-1 if a.unit.kind is UnitKind.DURATION else 1)
    right = agrees(about.claim.way, to_base(a) - to_base(b), polarity)
    return Verdict.of(right != about.claim.negated)


def _counts_what_is_compared(about: Sentences, text: str, item: Stated) -> bool:
    """Whether the word after a count is one of the claim: how many sessions there were, none says of those who came."""
    after = tokens(text[item.amount.mention[1] :].split(",")[0].split(".")[0])
    counted = next((t for t in after if not t.is_stop), None)
    return counted is None or bool(about.cover(counted.text))


def _two_sentences(about: Sentences, mine: list[frozenset[int]]) -> ProseCheck | None:
    """Two sentences of one list that give a count for each of the two."""
    best: dict[int, tuple[float, Evidence, Quantity]] = {}
    for k in (0, 1):
        if not mine[k]:
            return None
        for evidence in about.evidence:
            text = plain(evidence.sentence.text)
            items = [
                i for i in stated(text) if i.amount.role is Role.LEVEL and i.amount.quantity.unit.kind is UnitKind.COUNT
            ]
            items = [i for i in items if _counts_what_is_compared(about, text, i)]
            own = _share(about, mine[k], about.cover(text))
            said = {about.linked.needs[i].token.stem for i in mine[k]} & set(label_stems(text))
            if len(items) == 1 and said and own >= 0.6 and (k not in best or own + 0.01 * evidence.score > best[k][0]):
                best[k] = (own + 0.01 * evidence.score, evidence, items[0].amount.quantity)
    if len(best) < 2 or best[0][1] is best[1][1]:
        return None
    (_, first, a), (_, second, b) = best[0], best[1]
    if (
        first.sentence.locator.section != second.sentence.locator.section
        or first.sentence.locator.document_id != second.sentence.locator.document_id
    ):
        return None
    verdict = _against(about, a, b, f"{first.sentence.text} {second.sentence.text}")
    return ProseCheck(
        verdict=verdict,
        fit=first.score,
        sentences=(first.sentence, second.sentence),
        own=1.0,
        similarity=first.similarity,
    )

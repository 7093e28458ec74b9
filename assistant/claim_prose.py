"""Testing a claim against sentences: the amounts and directions that a sentence states of the claim's subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Verdict
from assistant.answering import Scope
from assistant.claim import Amount, Claim, Kind, Role, Way, read_amounts, ways
from assistant.claim_tables import agrees, as_change, comparable
from assistant.linking import Linked, Need
from assistant.prose import Evidence, ProseFinder
from assistant.question import Relative, read_question
from assistant.sheet import SOLID
from assistant.vague import holds
from assistant.words import label_stems
from corpus.document import ChunkKind, Sentence
from corpus.sentences import plain
from structured.periods import Period, find_periods
from structured.units import UnitKind

_MOST_SENTENCES = 8
_INTENT = re.compile(
    r"\b(?:aims?|aspirations?|ambitions?|targets?|goals?|plan(?:s|ned)?|will|would|should|forecast|expected|intend(?:s|ed)?|promised|hoped|by (?:FY ?)?20[2-9]\d)\b", re.IGNORECASE
)
_PARTS = re.compile(r"\bof (?:the |its |our |these |those )?(?P<whole>\d[\d,]*)\b(?P<rest>[^.;]*?),\s*(?P<part>\d[\d,]*)\b|\b(?P<part2>\d[\d,]*) (?:out )?of (?:the |its |our )?(?P<whole2>\d[\d,]*)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An amount of a sentence with the words that are its own."""

    amount: Amount
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseCheck:
    """What a sentence says of one assertion. ``fit`` is how surely the sentence is about the claim's subject."""

    verdict: Verdict
    fit: float
    sentence: Sentence
    exact: bool
    """Whether the sentence names the subject and the period by itself."""


def stated(text: str) -> tuple[Stated, ...]:
    """The amounts of a sentence, each with its clause: the words between it and its neighbours that belong to it."""
    amounts = read_amounts(text)
    found = []
    for position, amount in enumerate(amounts):
        left = amounts[position - 1].end if position else 0
        right = amounts[position + 1].start if position + 1 < len(amounts) else len(text)
        before, after = text[left : amount.start], text[amount.end : right]
        if position and not before.rstrip().endswith("("):
            before = _after_break(before)
        if position + 1 < len(amounts):
            if text[amounts[position + 1].start - 1 : amounts[position + 1].start] == "(" or after.rstrip().endswith("("):
                after = _first_break(after)
            else:
                after = _before_break(after)
        found.append(Stated(amount=amount, clause=f"{before} {after}"))
    return tuple(found)


_BREAK = re.compile(r"[,;)]|\s(?:and|but|while|whereas|against|compared|from|with)\s", re.IGNORECASE)


def _after_break(text: str) -> str:
    cuts = [m.end() for m in _BREAK.finditer(text)]
    return text[cuts[-1] :] if cuts else text


def _before_break(text: str) -> str:
    cuts = [m.start() for m in _BREAK.finditer(text)]
    return text[: cuts[-1]] if cuts else text


def _first_break(text: str) -> str:
    cuts = [m.start() for m in _BREAK.finditer(text) if m.start() > 0]
    return text[: cuts[0]] if cuts else text


class ProseChecker:
    """Tests one claim against the sentences that a search finds."""

    def __init__(self, claim: Claim, linked: Linked, scope: Scope) -> None:
        """``linked`` are the words of the claim's subject."""
        self.claim = claim
        self.linked = linked
        self.scope = scope
        passages = scope.search(claim.asked, frozenset({ChunkKind.SENTENCE}), 60)
        self.finder = ProseFinder(claim.subject, linked, scope.linker, scope.placer)
        self.evidence = self.finder.judge(passages)
        self._said = [(e.sentence.locator.document_id, scope.linker.cover(linked, set(label_stems(e.sentence.text)))) for e in self.evidence]

    def associated(self, need: Need, document_id: str, covers: dict[int, float]) -> bool:
        """Whether a sentence of the report uses this word together with all the weighty words that a table explains."""
        weighty = [i for i, s in covers.items() if s >= SOLID and self.linked.needs[i].weight >= 0.3 and self.linked.needs[i].required]
        return bool(weighty) and any(
            d == document_id and said.get(need.index, 0.0) >= SOLID and all(said.get(i, 0.0) >= SOLID for i in weighty) for d, said in self._said
        )

    def left(self, evidence: Evidence) -> list[Need]:
        """The words that a sentence with its surroundings leaves unexplained; the reports' own running names are taken as read."""
        return [n for n in evidence.unexplained if n.index not in self.linked.names]

    def accepts(self, evidence: Evidence) -> bool:
        """Whether a sentence is about the claim's subject."""
        left = self.left(evidence)
        if any(n.strict for n in left) or evidence.similarity < 0.3:
            return False
        total = sum(n.weight for n in self.linked.needs if n.required)
        return sum(n.weight for n in left) <= 0.25 * total and not any(n.weight >= 0.8 for n in left)

    def check(self, amount: Amount | None) -> ProseCheck | None:
        """What the best sentences say of one amount of the claim, or of its direction when it states none."""
        first: ProseCheck | None = None
        for evidence in [e for e in self.evidence if self.accepts(e)][:_MOST_SENTENCES]:
            if first is not None and evidence.score < first.fit - 0.25:
                break
            verdict = self._verdict(evidence, amount)
            if verdict is None:
                continue
            check = ProseCheck(verdict=verdict, fit=evidence.score, sentence=evidence.sentence, exact=evidence.own >= 0.85)
            if verdict is Verdict.SUPPORTED:
                return check
            first = first or check
        return first

    def _verdict(self, evidence: Evidence, amount: Amount | None) -> Verdict | None:
        text = plain(evidence.sentence.text)
        lead = plain(evidence.sentence.lead_in)
        if not self._period_suits(f"{lead} {text}"):
            return None
        if amount is not None:
            return self._amount(text, lead, amount)
        if self.claim.kind in {Kind.CHANGE, Kind.PLAN}:
            return self._direction(text, lead)
        return None

    def _period_suits(self, text: str) -> bool:
        """Whether the periods that a sentence names agree with those of the claim."""
        wanted = [*self.claim.periods, *self.claim.bases]
        own = [m.period for m in find_periods(text) if isinstance(m.period, Period)]
        if not wanted or not own:
            return True
        return any(_meet(w, o) for w in wanted for o in own)

    def _amount(self, text: str, lead: str, amount: Amount) -> Verdict | None:
        choices: list[tuple[float, Stated]] = []
        for item in stated(text):
            if not self._alike(amount, item) or (_INTENT.search(item.clause) and not _INTENT.search(self.claim.text)):
                continue
            if not self._same_stretch(item):
                continue
            choices.append((self._local(item.clause), item))
        if not choices:
            return None
        best = max(worth for worth, _ in choices)
        verdicts = [self._one(amount, item.amount, text) for worth, item in choices if worth >= best - 0.02]
        return Verdict.SUPPORTED if Verdict.SUPPORTED in verdicts else verdicts[0]

    def _alike(self, amount: Amount, item: Stated) -> bool:
        """Whether a stated amount measures the same kind of thing as the claimed one."""
        mine, theirs = amount.quantity.unit.kind, item.amount.quantity.unit.kind
        moving = {Role.CHANGE, Role.PLAN, Role.APART}
        if (amount.role in moving) != (item.amount.role in moving):
            return False
        if amount.role in moving and {mine, theirs} == {UnitKind.PERCENT, UnitKind.POINTS}:
            return True
        if mine is UnitKind.COUNT and theirs is UnitKind.RATIO:
            return item.amount.quantity.value == int(item.amount.quantity.value)
        return comparable(amount.quantity, item.amount.quantity) if mine is not UnitKind.RATIO or theirs is not UnitKind.PERCENT else amount.role is Role.CHANGE

    def _same_stretch(self, item: Stated) -> bool:
        """Whether a change is measured from the time that the claim measures it from, as far as both say."""
        claim = self.claim
        if claim.periods and (own := [m.period for m in find_periods(item.clause) if isinstance(m.period, Period)]) and not any(_meet(w, o) for w in (*claim.periods, *claim.bases) for o in own):
            return False
        mine = set(claim.relatives) & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
        if claim.bases and claim.periods:
            a, b = claim.bases[0], claim.periods[-1]
            mine |= {Relative.PREVIOUS} if b.previous().same_span(a) and a.months < 12 else {Relative.YEAR_BEFORE} if b.year_before().same_span(a) else set()
        theirs = {r for r, _, _ in read_question(item.clause).relatives} & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
        if re.search(r"\blast quarter\b", item.clause, re.IGNORECASE):
            theirs.add(Relative.PREVIOUS)
        return not mine or not theirs or bool(mine & theirs)

    def _local(self, clause: str) -> float:
        covers = self.scope.linker.cover(self.linked, set(label_stems(clause)))
        return sum(self.linked.needs[i].weight * s for i, s in covers.items())

    def _one(self, amount: Amount, other: Amount, text: str) -> Verdict:
        claimed, real = amount.quantity, other.quantity
        if amount.role is Role.CHANGE:
            claimed = as_change(claimed)
            real = as_change(real)
        right = True
        if claimed.unit.kind is not real.unit.kind and not (claimed.unit.kind is UnitKind.COUNT and real.unit.kind is UnitKind.RATIO):
            right = False
        elif amount.role is not Role.LEVEL:
            way = amount.way or self.claim.way
            if way is not None and other.way is not None:
                right = same_way(way, other.way, self.scope.glossary.polarity(text) or 1)
        if right and claimed.unit.kind is UnitKind.COUNT and real.unit.kind is UnitKind.RATIO:
            right = claimed.value == real.value
        elif right:
            right = holds(amount.bound, claimed, real)
        return Verdict.SUPPORTED if right else Verdict.CONTRADICTED

    def _direction(self, text: str, lead: str) -> Verdict | None:
        way = self.claim.way
        if way is None:
            return None
        moves = [(self._local(s.clause), s.amount.way) for s in stated(text) if s.amount.role is not Role.LEVEL and s.amount.way is not None and self._same_stretch(s)]
        if not moves:
            found = [w for w, _, _ in ways(text)]
            if len(set(found)) != 1:
                return None
            moves = [(0.0, found[0])]
        best = max(moves, key=lambda m: m[0])[1]
        right = same_way(way, best, self.scope.glossary.polarity(text) or 1)
        return Verdict.SUPPORTED if right != self.claim.negated else Verdict.CONTRADICTED


def _meet(a: Period, b: Period) -> bool:
    return a.same_span(b) or a.contains(b) or b.contains(a) or (a.last == b.last)


def same_way(claimed: Way, said: Way, polarity: int) -> bool:
    """Whether two words of direction agree, good and bad turned into up and down by the polarity."""
    sign = {Way.UP: 1, Way.DOWN: -1, Way.BETTER: polarity, Way.WORSE: -polarity, Way.FLAT: 0}
    return sign[claimed] == sign[said]


__all__ = ["ProseCheck", "ProseChecker", "Sequence", "Stated", "agrees", "stated"]

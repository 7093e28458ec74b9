"""Testing a claim against sentences: the amounts and directions that a sentence states of the claim's subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Verdict
from assistant.claim import MOVES, PLAN_WORDS, Amount, Claim, Kind, Role, Way, read_amounts, ways
from assistant.claim_tables import agrees, as_change, comparable, of_one_size
from assistant.linking import Linked, Need
from assistant.prose import Place
from assistant.cues import Relative
from assistant.question import read_question
from assistant.scope import Scope
from assistant.sheet import SOLID, merge
from assistant.vague import Bound, holds
from assistant.words import label_stems
from corpus.document import Passage, Sentence
from corpus.sentences import plain
from structured.operations import difference, percent_change
from structured.periods import Period, find_periods
from structured.units import PERCENT, Quantity, UnitKind, to_base

_MOST_SENTENCES = 8
_CLOSE, _CLOSER = 0.25, 0.08
_ALIKE = 0.5
"""How close in meaning a sentence has to be to contradict, or where a direction is all that is compared."""
_INTENT = re.compile(
    r"\b(?:aims?|aspirations?|ambitions?|targets?|goals?|plans?|planned|intend\w*|promised|hoped?|expected|forecast)\b[^,;.()]{0,80}?\bto\b|\b(?:will|would|should)\b|\b(?:by|in) (?:FY ?)?20(?:2[6-9]|[3-9]\d)\b"
    r"|\b(?:target|goal|aspiration|ambition) (?:of|for|is|was)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\bof (?:the |its |our |these |those )?(?P<whole>\d[\d,]*)\b(?P<rest>[^.;]*?),\s*(?P<part>\d[\d,]*)\b"
    r"|\b(?P<part2>\d[\d,]*) (?:out )?of (?:the |its |our )?(?P<whole2>\d[\d,]*)\b"
    r"|\b(?:looked at|heard|considered|reviewed|received|examined|inspected) (?P<whole3>\d[\d,]*)\b[^.;]*?\band (?:found [\w ]+ in|\w+(?:ed|ld)) (?P<part3>\d[\d,]*)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")
_GOES_ON = re.compile(r"^(?:in [^,.]{3,20},? )?(?:this|that|it|these|they|those)\b", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_SET = re.compile(r"\b(?:promised?|budget(?:ed)?|targets?|planned|plan|goal|forecast|expected|set)\b", re.IGNORECASE)
_DONE = re.compile(
    r"\b(?:managed|spent|spend|spending|outturn|actual|achieved|delivered|reached|was|were|came)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An amount of a sentence with the words that are its own."""

    amount: Amount
    clause: str
    near: str
    """The part of it that lies within the nearest commas and brackets: when and against what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence that the claim may be about: the share of the subject's weight that its own words explain (``own``), its
    closeness in meaning, and the words that it leaves unexplained with its surroundings."""

    sentence: Sentence
    similarity: float
    own: float
    score: float
    unexplained: tuple[Need, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseCheck:
    """What sentences say of one assertion. ``fit`` is how surely they are about the claim's subject."""

    verdict: Verdict
    fit: float
    sentences: tuple[Sentence, ...]
    own: float
    similarity: float

    @property
    def sure(self) -> bool:
        """Whether the sentence names the subject by itself, or means the very same."""
        return self.own >= 0.85 or (self.own >= 0.5 and self.similarity >= 0.75)


def stated(text: str) -> tuple[Stated, ...]:
    """The amounts of a sentence, each with its clause: the words between it and its neighbours that belong to it."""
    amounts = read_amounts(text)
    found = []
    for position, amount in enumerate(amounts):
        left = amounts[position - 1].end if position else 0
        right = amounts[position + 1].start if position + 1 < len(amounts) else len(text)
        before, after = text[left : amount.start], text[amount.end : right]
        if position and not before.rstrip().endswith("("):
            before = _cut(before, last=True, tail=True)
        if position + 1 < len(amounts):
            after = _cut(after, last=not after.rstrip().endswith("("), tail=False)
        near = f"{_cut(before, last=True, tail=True)} {_cut(after, last=False, tail=False)}"
        found.append(Stated(amount=amount, clause=f"{before} {after}", near=near))
    return tuple(found)


_BREAK = re.compile(r"[,;)]|\s(?:and|but|while|whereas|against|compared|from|with)\s", re.IGNORECASE)


def _cut(text: str, *, last: bool, tail: bool) -> str:
    """The text after (``tail``) or before its last or first break."""
    cuts = [m for m in _BREAK.finditer(text) if tail or m.start() > 0]
    if not cuts:
        return text
    cut = cuts[-1] if last else cuts[0]
    return text[cut.end() :] if tail else text[: cut.start()]


class ProseChecker:
    """Tests one claim against the sentences that a search found."""

    def __init__(self, claim: Claim, linked: Linked, scope: Scope, passages: Sequence[Passage]) -> None:
        """``linked`` are the words of the claim's subject."""
        self.claim = claim
        self.linked = linked
        self.scope = scope
        self._total = sum(n.weight for n in linked.needs if n.required) or 1.0
        self.evidence = self._evidence(passages)
        self._said = [(e.sentence.locator.document_id, self._cover(e.sentence.text)) for e in self.evidence]

    def _evidence(self, passages: Sequence[Passage]) -> list[Evidence]:
        """The sentences found, best first; each once."""
        found: dict[tuple[str, int], Evidence] = {}
        for passage in passages:
            place = self.scope.placer(passage.chunk.locator)
            if place is not None:
                evidence = self._about(place, passage.similarity)
                found.setdefault((evidence.sentence.locator.document_id, evidence.sentence.locator.start), evidence)
        return sorted(
            found.values(), key=lambda e: (-round(e.score, 6), e.sentence.locator.document_id, e.sentence.locator.start)
        )

    def _about(self, place: Place, similarity: float) -> Evidence:
        sentence = place.sentences[place.position]
        section = sentence.locator.section
        own = self._cover(sentence.text)
        near = [place.sentences[i] for i in (place.position - 1, place.position + 1) if 0 <= i < len(place.sentences)]
        around = [
            (sentence.lead_in, 0.9),
            (" ".join(section[-2:]), 0.8),
            (" ".join(section[:-2]), 0.6),
            (place.document.title, 0.55),
        ]
        around += [(n.text, 0.75) for n in near if n.block == sentence.block]
        covers = merge(own, *({i: s * factor for i, s in self._cover(text).items()} for text, factor in around if text))
        names = {i: 1.0 for i in self.linked.names}
        mine = self._worth(merge(own, names))
        covers = merge(covers, names)
        return Evidence(
            sentence=sentence,
            similarity=similarity,
            own=mine,
            score=0.45 * self._worth(covers) + 0.35 * mine + 0.6 * max(0.0, similarity),
            unexplained=tuple(n for n in self.linked.needs if n.required and covers.get(n.index, 0.0) < SOLID),
        )

    def _worth(self, covers: dict[int, float]) -> float:
        return (
            sum(self.linked.needs[i].weight * s for i, s in covers.items() if self.linked.needs[i].required)
            / self._total
        )

    def _cover(self, text: str) -> dict[int, float]:
        return self.scope.linker.cover(self.linked, set(label_stems(text)))

    def associated(self, need: Need, document_id: str, covers: dict[int, float]) -> bool:
        """Whether a sentence of the report uses this word together with all the weighty words that a table explains."""
        weighty = [
            i
            for i, s in covers.items()
            if s >= SOLID and self.linked.needs[i].weight >= 0.3 and self.linked.needs[i].required and i != need.index
        ]
        return bool(weighty) and any(
            d == document_id and said.get(need.index, 0.0) >= SOLID and all(said.get(i, 0.0) >= SOLID for i in weighty)
            for d, said in self._said
        )

    def left(self, evidence: Evidence) -> list[Need]:
        """The words that a sentence with its surroundings leaves unexplained; the reports' own running names are taken as read."""
        joined = plain(evidence.sentence.text).casefold()
        return [n for n in evidence.unexplained if not self._joined(n, joined)]

    def _joined(self, need: Need, text: str) -> bool:
        """Whether the text writes the word as one with its neighbour ("timetable" for "time table")."""
        word = need.token.text.casefold()
        at = need.index
        near = [self.linked.needs[i].token.text.casefold() for i in (at - 1, at + 1) if 0 <= i < len(self.linked.needs)]
        return len(word) > 3 and any(w + word in text or word + w in text for w in near)

    def accepts(self, evidence: Evidence) -> bool:
        """Whether a sentence is about the claim's subject."""
        left = self.left(evidence)
        if any(n.strict for n in left) or evidence.similarity < 0.3:
            return False
        total = sum(n.weight for n in self.linked.needs if n.required)
        return sum(n.weight for n in left) <= 0.25 * total and not any(
            n.weight >= 0.6 and evidence.similarity < 0.7 for n in left
        )

    def check(self, amount: Amount | None, among: frozenset[Sentence] = frozenset()) -> ProseCheck | None:
        """What the best sentences say of one amount of the claim, or of its direction when it states none.

        ``among`` are the sentences that bore out its amounts, where some did: they say which way it went.
        """
        if self.claim.kind is Kind.COMPARE and (amount is None or amount.quantity.unit.kind is not UnitKind.RATIO):
            return self.compare()
        telling = amount is not None and amount.bound is Bound.EXACT
        first: ProseCheck | None = None
        least: set[int] = set()
        about = [e for e in self.evidence if self.accepts(e) and (amount is not None or e.similarity >= _ALIKE)]
        for evidence in [e for e in about if not among or e.sentence in among][:_MOST_SENTENCES]:
            if first is not None and evidence.score < first.fit - (_CLOSE if telling else _CLOSER):
                break
            verdict, sentences = self._judge(evidence, amount)
            enough = (_ALIKE if evidence.own < 0.85 else _ALIKE - 0.05) + (0.0 if amount is not None else 0.03)
            if verdict is None or (verdict is Verdict.CONTRADICTED and evidence.similarity < enough):
                continue
            check = ProseCheck(
                verdict=verdict,
                fit=evidence.score,
                sentences=sentences,
                own=evidence.own,
                similarity=evidence.similarity,
            )
            left = {n.index for n in self.left(evidence)}
            if first is None:
                first, least = check, left
            if verdict is Verdict.SUPPORTED and (not least < left):
                return check
        return first

    def beside(
        self, document_id: str, row: tuple[str, ...], others: Sequence[str], amount: Amount
    ) -> ProseCheck | None:
        """A sentence under a heading that is nearly the name of a table's row, and that gives another figure than the claim.

        ``others`` are the table's other rows: a heading that names one of them is about that one.
        """
        if not row:
            return None
        label = set(label_stems(row[-1]))
        for evidence in self.evidence:
            section = evidence.sentence.locator.section
            if evidence.sentence.locator.document_id != document_id or not section or section[-1] in others:
                continue
            title = set(label_stems(section[-1]))
            if len(label & title) * 3 < 2 * max(len(label), len(title)) or len(label & title) < 2:
                continue
            text = plain(evidence.sentence.text)
            alike = [i for i in stated(text) if self._alike(amount, i)]
            if alike and all(self._one(amount, i, text) is Verdict.CONTRADICTED for i in alike):
                return ProseCheck(
                    verdict=Verdict.CONTRADICTED,
                    fit=evidence.score,
                    sentences=(evidence.sentence,),
                    own=evidence.own,
                    similarity=evidence.similarity,
                )
        return None

    def _judge(self, evidence: Evidence, amount: Amount | None) -> tuple[Verdict | None, tuple[Sentence, ...]]:
        sentence = evidence.sentence
        verdict = self._verdict(plain(sentence.text), plain(sentence.lead_in), amount)
        if verdict is not None:
            return verdict, (sentence,)
        after = self._going_on(sentence)
        if after is not None:
            verdict = self._verdict(plain(after.text), plain(sentence.lead_in), amount)
        return verdict, (sentence, after) if after is not None else (sentence,)

    def _going_on(self, sentence: Sentence) -> Sentence | None:
        """The next sentence, when it goes on about the same thing ("This is …")."""
        place = self.scope.placer(sentence.locator)
        if place is None or place.position + 1 >= len(place.sentences):
            return None
        after = place.sentences[place.position + 1]
        near = after.block == sentence.block or (
            after.block == sentence.block + 1 and after.locator.section == sentence.locator.section
        )
        return after if near and _GOES_ON.match(plain(after.text)) else None

    def _verdict(self, text: str, lead: str, amount: Amount | None) -> Verdict | None:
        if not self._period_suits(f"{lead} {text}"):
            return None
        if self.claim.kind is Kind.EVERY or (amount is not None and amount.every):
            return self._all_of(text, amount)
        if amount is not None:
            return self._amount(text, amount)
        if self.claim.amounts and not any(
            comparable(a.quantity, s.amount.quantity) for a in self.claim.amounts for s in stated(text)
        ):
            return None
        if self.claim.kind is Kind.PLAN and (planned := self._planned(text)) is not None:
            return planned
        if self.claim.kind is Kind.PLAN:
            return self._against_plan(text)
        if self.claim.kind is Kind.CHANGE:
            return self._direction(text)
        return None

    # -- periods ------------------------------------------------------------------------------------------------------

    def _period_suits(self, text: str) -> bool:
        """Whether the periods that a sentence names agree with those of the claim."""
        wanted = [*self.claim.periods, *self.claim.bases]
        own = [m.period for m in find_periods(_BRACKETS.sub(" ", text)) if isinstance(m.period, Period)]
        if not wanted or not own:
            return True
        if self.claim.kind is Kind.CHANGE and self.claim.periods and not self.claim.bases:
            longest = max(p.months for p in self.claim.periods)
            if longest and all(p.months > longest for p in own if any(_meet(w, p) for w in wanted)):
                return False
        return any(_meet(w, o) for w in wanted for o in own)

    def _same_stretch(self, item: Stated) -> bool:
        """Whether an amount is of the time that the claim speaks of, as far as both say."""
        claim = self.claim
        wanted = (*claim.periods, *claim.bases)
        own = [m.period for m in find_periods(item.clause) if isinstance(m.period, Period)]
        if claim.periods and own and not any(_meet(w, o) for w in wanted for o in own):
            return False
        mine = set(claim.relatives) & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
        if claim.bases and claim.periods:
            a, b = claim.bases[0], claim.periods[-1]
            if b.previous().same_span(a) and a.months < 12:
                mine.add(Relative.PREVIOUS)
            elif b.year_before().same_span(a):
                mine.add(Relative.YEAR_BEFORE)
        theirs = _relatives(item.near) or _relatives(item.clause)
        return not mine or not theirs or bool(mine & theirs)

    # -- amounts ------------------------------------------------------------------------------------------------------

    def _amount(self, text: str, amount: Amount) -> Verdict | None:
        choices: list[tuple[float, Stated]] = []
        for item in stated(text):
            if not self._alike(amount, item) or (_INTENT.search(item.clause) and not _INTENT.search(self.claim.text)):
                continue
            if self._same_stretch(item):
                choices.append((self._local(item.clause), item))
        if not choices:
            return self._share_of(text, amount) or self._by_how_much(text, amount)
        best = max(worth for worth, _ in choices)
        verdicts = [
            v for worth, item in choices if worth >= best - 0.02 and (v := self._one(amount, item, text)) is not None
        ]
        if not verdicts:
            return None
        return Verdict.SUPPORTED if Verdict.SUPPORTED in verdicts else verdicts[0]

    def _alike(self, amount: Amount, item: Stated) -> bool:
        """Whether a stated amount measures the same kind of thing as the claimed one."""
        mine, theirs = amount.quantity.unit.kind, item.amount.quantity.unit.kind
        moving = {Role.CHANGE, Role.PLAN, Role.APART}
        if (amount.role is Role.START) != (item.amount.role is Role.START):
            return False
        if (amount.role in moving) != (item.amount.role in moving) or (
            Role.PLAN in {amount.role, item.amount.role} and amount.role is not item.amount.role
        ):
            return False
        if amount.role in moving and {mine, theirs} == {UnitKind.PERCENT, UnitKind.POINTS}:
            return True
        if mine is UnitKind.COUNT and theirs is UnitKind.RATIO:
            return item.amount.quantity.value == int(item.amount.quantity.value)
        if mine is UnitKind.RATIO and theirs is UnitKind.PERCENT:
            return amount.role is Role.CHANGE
        return comparable(amount.quantity, item.amount.quantity)

    def _local(self, clause: str) -> float:
        return sum(self.linked.needs[i].weight * s for i, s in self._cover(clause).items())

    def _one(self, amount: Amount, item: Stated, text: str) -> Verdict | None:
        claimed, real, other = amount.quantity, item.amount.quantity, item.amount
        if amount.role is Role.CHANGE:
            claimed, real = as_change(claimed), as_change(real)
        if re.match(r"\s*each\b", text[other.end :]) and not re.search(r"\beach\b", self.claim.text):
            if not re.search(
                r"\b(?:between them|together|combined|in total|jointly)\b", self.claim.text, re.IGNORECASE
            ):
                return None
            n = len(re.findall(r"\band\b|,", text[: other.start])) + 1
            real = Quantity(value=real.value * n, unit=real.unit, decimals=real.decimals)
        right = True
        if claimed.unit.kind is UnitKind.COUNT and real.unit.kind is UnitKind.RATIO:
            right = claimed.value == real.value
        elif claimed.unit.kind is not real.unit.kind:
            right = False
        elif amount.role is Role.LEVEL and not of_one_size(amount, real):
            return None
        else:
            right = holds(amount.bound, claimed, real)
        way = (
            (amount.way or self.claim.way)
            if amount.role is not Role.LEVEL or amount.quantity.unit.kind is UnitKind.RATIO
            else None
        )
        if right and way is not None and other.way is not None:
            right = same_way(way, other.way, self._polarity(text))
        return Verdict.SUPPORTED if right else Verdict.CONTRADICTED

    def _polarity(self, text: str) -> int:
        return self.scope.glossary.polarity(text) or 1

    def _share_of(self, text: str, amount: Amount) -> Verdict | None:
        """A share that a sentence gives as a part and its whole ("of the 40 vans, 10 are electric")."""
        parts = _parts(text)
        if amount.quantity.unit.kind is not UnitKind.PERCENT or amount.role is not Role.LEVEL or parts is None:
            return None
        share = Quantity(value=Decimal(100) * parts[0] / parts[1], unit=PERCENT, decimals=1)
        return Verdict.SUPPORTED if holds(amount.bound, amount.quantity, share) else Verdict.CONTRADICTED

    def _by_how_much(self, text: str, amount: Amount) -> Verdict | None:
        """A change that a sentence gives as a level and what it was before."""
        pair = _level_and_start(text)
        if amount.role is not Role.CHANGE or pair is None:
            return None
        now, before = pair
        value = (
            percent_change(before, now)
            if amount.quantity.unit.kind in {UnitKind.PERCENT, UnitKind.RATIO} and before.value
            else difference(before, now)
        )
        if not comparable(amount.quantity, value):
            return None
        way = amount.way or self.claim.way
        right = holds(amount.bound, as_change(amount.quantity), value) and (
            way is None or agrees(way, value.value, self._polarity(text))
        )
        return Verdict.SUPPORTED if right else Verdict.CONTRADICTED

    def _all_of(self, text: str, amount: Amount | None) -> Verdict | None:
        """ "Every one" held against a part and its whole, or against a share."""
        none = re.match(r"no(?:ne|body| one)?\b", self.claim.text, re.IGNORECASE) is not None
        parts = _parts(text)
        if parts is not None and (
            amount is None
            or amount.quantity.unit.kind is not UnitKind.COUNT
            or not amount.quantity.value
            or amount.quantity.value == parts[1]
        ):
            return Verdict.SUPPORTED if parts[0] == (0 if none else parts[1]) else Verdict.CONTRADICTED
        if amount is None:
            return None
        if amount.quantity.unit.kind is UnitKind.PERCENT:
            return self._amount(text, amount)
        counted = [i for i in stated(text) if i.amount.quantity.unit.kind is UnitKind.COUNT]
        own = set(label_stems(self.claim.text))
        counted.sort(key=lambda i: -len(own & set(label_stems(i.clause))))
        if not counted or not any(i.amount.quantity.value == amount.quantity.value for i in counted):
            return None
        best = counted[0]
        if best.amount.quantity.value == amount.quantity.value and re.search(r"\ball\b", best.clause):
            return Verdict.SUPPORTED
        return Verdict.CONTRADICTED if best.amount.quantity.value < amount.quantity.value else None

    def _planned(self, text: str) -> Verdict | None:
        """What was set and what came about, in one sentence."""
        items = stated(text)
        before = [i for i in items if _SET.search(i.clause) and i.amount.role is Role.LEVEL]
        after = [
            i for i in items if _DONE.search(i.clause) and not _SET.search(i.clause) and i.amount.role is Role.LEVEL
        ]
        way = self.claim.way
        if len(before) != 1 or len(after) != 1 or (way is None and self.claim.met is None):
            return None
        a, b = before[0].amount.quantity, after[0].amount.quantity
        if a.unit.kind is not b.unit.kind:
            return None
        if way is None:
            way = Way.BETTER if self.claim.met else Way.WORSE
        right = agrees(way, to_base(b) - to_base(a), self._polarity(text))
        return Verdict.SUPPORTED if right != self.claim.negated else Verdict.CONTRADICTED

    def _against_plan(self, text: str) -> Verdict | None:
        """A sentence that says outright on which side of what was planned a thing came out."""
        way = self.claim.way
        if self.claim.met is not None:
            way = Way.BETTER if self.claim.met else Way.WORSE
        said = [s.amount.way for s in stated(text) if s.amount.role is Role.PLAN and s.amount.way is not None]
        said += [side for side, pattern in PLAN_WORDS if pattern.search(text)]
        if way is None or not said or len({same_way(way, s, self._polarity(text)) for s in said}) != 1:
            return None
        right = same_way(way, said[0], self._polarity(text))
        return Verdict.SUPPORTED if right != self.claim.negated else Verdict.CONTRADICTED

    # -- directions and comparisons -----------------------------------------------------------------------------------

    def _direction(self, text: str) -> Verdict | None:
        way = self.claim.way
        text = _QUOTED.sub(" ", text)
        if way is None or (_INTENT.search(text) and not _INTENT.search(self.claim.text)):
            return None
        moves = self._still(text) + [
            (
                self._local(s.clause),
                -1 if s.amount.quantity.unit.kind is UnitKind.DURATION else self._polarity(text),
                s.amount.way,
            )
            for s in stated(text)
            if s.amount.role not in {Role.LEVEL, Role.START} and s.amount.way is not None and self._same_stretch(s)
        ]
        if not moves and (change := _from_to(text)) is not None:
            moves = [(0.0, self._polarity(text), Way.UP if change > 0 else Way.DOWN if change < 0 else Way.FLAT)]
        if not moves:
            spans = [m.span() for m in MOVES.finditer(text)]
            found = {w for w, s, e in ways(text) if any(x < e and s < y for x, y in spans)}
            if len(found) != 1:
                return None
            moves = [(0.0, self._polarity(text), found.pop())]
        _, polarity, said = max(moves, key=lambda m: m[0])
        right = same_way(way, said, polarity)
        return Verdict.SUPPORTED if right != self.claim.negated else Verdict.CONTRADICTED

    def _still(self, text: str) -> list[tuple[float, int, Way]]:
        """Where a sentence says that a thing has not changed since the time that the claim speaks of."""
        found: list[tuple[float, int, Way]] = []
        for way, start, end in ways(text):
            if way is Way.FLAT:
                clause = f"{_cut(text[:start], last=True, tail=True)} {text[start:end]} {_cut(text[end:], last=False, tail=False)}"
                asked = set(self.claim.relatives) & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
                if not asked or asked & _relatives(clause):
                    found.append((self._local(clause), 1, way))
        return found

    def compare(self) -> ProseCheck | None:
        """Two things set against each other, in one sentence or in two of one section."""
        claim = self.claim
        if claim.sides is None or claim.way is None:
            return None
        stems = [set(label_stems(side)) for side in claim.sides]
        mine = [
            frozenset(
                n.index
                for n in self.linked.needs
                if n.token.stem in stems[k] and n.token.stem not in stems[1 - k] and n.weight > 0.1
            )
            for k in (0, 1)
        ]
        if not mine[1]:
            return None
        for evidence in [e for e in self.evidence if self.accepts(e)][:4]:
            text = plain(evidence.sentence.text)
            if not self._period_suits(text):
                continue
            verdict = self._than(text, mine) or self._apart(text, mine)
            if verdict is not None:
                return ProseCheck(
                    verdict=verdict,
                    fit=evidence.score,
                    sentences=(evidence.sentence,),
                    own=evidence.own,
                    similarity=evidence.similarity,
                )
        return self._two_sentences(mine)

    def _than(self, text: str, mine: list[frozenset[int]]) -> Verdict | None:
        """A sentence that makes the comparison in words ("lower in A than in B")."""
        match = re.search(r"\bthan\b", text)
        if match is None or self.claim.way is None:
            return None
        found = [(w, s) for w, s, _ in ways(text) if s < match.start()]
        if not found:
            return None
        before, after = self._cover(text[: match.start()]), self._cover(text[match.end() :])
        straight = self._held(mine[1], after) and (self._held(mine[0], before) or not mine[0])
        turned = self._held(mine[1], before) and self._held(mine[0], after) and bool(mine[0])
        if straight == turned:
            return None
        right = same_way(self.claim.way, found[-1][0], self._polarity(text)) == straight
        return Verdict.SUPPORTED if right != self.claim.negated else Verdict.CONTRADICTED

    def _held(self, indexes: frozenset[int], covers: dict[int, float]) -> bool:
        needs = self.linked.needs
        total = sum(needs[i].weight for i in indexes)
        return total > 0 and sum(needs[i].weight for i in indexes if covers.get(i, 0.0) >= SOLID) >= 0.6 * total

    def _apart(self, text: str, mine: list[frozenset[int]]) -> Verdict | None:
        """A sentence that gives a figure for each of the two."""
        items = [i for i in stated(text) if i.amount.role is Role.LEVEL]
        by_unit: dict[UnitKind, list[Stated]] = {}
        for item in items:
            by_unit.setdefault(item.amount.quantity.unit.kind, []).append(item)
        for group in by_unit.values():
            if len(group) < 2:
                continue
            scores = [[self._share(mine[k], self._cover(i.clause)) for i in group] for k in (0, 1)]
            second = max(range(len(group)), key=lambda i: scores[1][i] - scores[0][i])
            rest = [i for i in range(len(group)) if i != second]
            first = max(rest, key=lambda i: scores[0][i] - scores[1][i])
            if scores[1][second] < 0.5 or (mine[0] and scores[0][first] < 0.5 and len(rest) > 1):
                continue
            return self._against(group[first].amount.quantity, group[second].amount.quantity, text)
        return None

    def _share(self, indexes: frozenset[int], covers: dict[int, float]) -> float:
        needs = self.linked.needs
        total = sum(needs[i].weight for i in indexes)
        return sum(needs[i].weight * covers.get(i, 0.0) for i in indexes) / total if total else 0.0

    def _against(self, a: Quantity, b: Quantity, text: str) -> Verdict:
        assert self.claim.way is not None
        polarity = self.scope.glossary.polarity(text) or (-1 if a.unit.kind is UnitKind.DURATION else 1)
        right = agrees(self.claim.way, to_base(a) - to_base(b), polarity)
        return Verdict.SUPPORTED if right != self.claim.negated else Verdict.CONTRADICTED

    def _two_sentences(self, mine: list[frozenset[int]]) -> ProseCheck | None:
        """Two sentences of one list that give a count for each of the two."""
        best: dict[int, tuple[float, Evidence, Quantity]] = {}
        for k in (0, 1):
            if not mine[k]:
                return None
            for evidence in self.evidence:
                text = plain(evidence.sentence.text)
                items = [
                    i
                    for i in stated(text)
                    if i.amount.role is Role.LEVEL and i.amount.quantity.unit.kind is UnitKind.COUNT
                ]
                own = self._share(mine[k], self._cover(text))
                if len(items) == 1 and own >= 0.6 and (k not in best or own + 0.01 * evidence.score > best[k][0]):
                    best[k] = (own + 0.01 * evidence.score, evidence, items[0].amount.quantity)
        if len(best) < 2 or best[0][1] is best[1][1]:
            return None
        (_, first, a), (_, second, b) = best[0], best[1]
        if (
            first.sentence.locator.section != second.sentence.locator.section
            or first.sentence.locator.document_id != second.sentence.locator.document_id
        ):
            return None
        verdict = self._against(a, b, f"{first.sentence.text} {second.sentence.text}")
        return ProseCheck(
            verdict=verdict,
            fit=first.score,
            sentences=(first.sentence, second.sentence),
            own=1.0,
            similarity=first.similarity,
        )


def _relatives(text: str) -> set[Relative]:
    """The earlier times that a clause names by their distance."""
    found = {r for r, _, _ in read_question(text).relatives} & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
    return found | {Relative.PREVIOUS} if re.search(r"\blast quarter\b", text, re.IGNORECASE) else found


def _level_and_start(text: str) -> tuple[Quantity, Quantity] | None:
    """A level and what it was before, where a sentence gives just one of each in one unit."""
    amounts = [s.amount for s in stated(text)]
    starts = [a for a in amounts if a.role is Role.START]
    if len(starts) != 1:
        return None
    levels = [a for a in amounts if a.role is Role.LEVEL and a.quantity.unit == starts[0].quantity.unit]
    return (levels[0].quantity, starts[0].quantity) if len(levels) == 1 else None


def _from_to(text: str) -> Decimal | None:
    """By how much a sentence's level differs from what it was before."""
    pair = _level_and_start(text)
    return to_base(pair[0]) - to_base(pair[1]) if pair is not None else None


def _parts(text: str) -> tuple[Decimal, Decimal] | None:
    """The part and the whole that a sentence counts, if it does."""
    match = _PARTS.search(text)
    if match is None:
        return None
    part, whole = (
        (match["part"] or match["part2"] or match["part3"]).replace(",", ""),
        (match["whole"] or match["whole2"] or match["whole3"]).replace(",", ""),
    )
    return (Decimal(part), Decimal(whole)) if 0 <= int(part) <= int(whole) and int(whole) else None


def _meet(a: Period, b: Period) -> bool:
    return a.same_span(b) or a.contains(b) or b.contains(a) or a.last == b.last


def same_way(claimed: Way, said: Way, polarity: int) -> bool:
    """Whether two words of direction agree, good and bad turned into up and down by the polarity."""
    sign = {Way.UP: 1, Way.DOWN: -1, Way.BETTER: polarity, Way.WORSE: -polarity, Way.FLAT: 0}
    return sign[claimed] == sign[said]


def names_in(passages: Sequence[Passage]) -> Callable[[str, int, int], bool]:
    """The figures that sentences write right before the same word ("999 calls"): they may be part of a name."""
    texts = [plain(p.chunk.text).casefold() for p in passages]

    def is_written(text: str, start: int, end: int) -> bool:
        following = re.match(r"\s+([^\W\d_]{3,})", text[end:])
        if following is None:
            return False
        phrase = re.compile(
            rf"(?<![\d,.]){re.escape(text[start:end].casefold())}\s+{re.escape(following[1].casefold().rstrip('s'))}"
        )
        return any(phrase.search(t) for t in texts)

    return is_written


__all__ = ["ProseCheck", "ProseChecker", "Stated", "names_in", "same_way", "stated"]

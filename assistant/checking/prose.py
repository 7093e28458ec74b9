"""Claims held against sentences: amounts, directions, and the side of a plan on which a thing came out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount, Role, clause_of, ways
from assistant.checking.bearing import is_denied_at
from assistant.checking.checks import ProseCheck
from assistant.checking.claim import Kind
from assistant.checking.comparing import compare
from assistant.checking.evidence import Evidence, Sentences
from assistant.checking.figures import (
    agrees,
    as_change,
    comparable,
    is_steady,
    is_telling,
    needs_polarity,
    of_one_size,
    same_way,
)
from assistant.checking.patterns import (
    BALANCE,
    CLAUSES,
    DENIES_THERE_IS,
    GAPS,
    MOVES,
    OF_WHOLE,
    PLAN_WORDS,
    PLANNED,
    STEADY,
    Way,
)
from assistant.checking.sentences import (
    DONE,
    QUOTED,
    SET,
    Stated,
    cut,
    from_to,
    level_and_start,
    parts_in,
    parts_told,
    relatives_in,
    stated,
)
from assistant.questions.cues import Relative
from assistant.questions.linking import Need
from assistant.questions.sheet import SOLID
from assistant.questions.vague import Bound, holds
from assistant.questions.words import label_stems
from corpus.document import Sentence
from corpus.sentences import plain
from structured.operations import difference, percent_change
from structured.units import PERCENT, Quantity, UnitKind, compatible, to_base

_MOST_SENTENCES = 8
_CLOSE, _CLOSER = 0.25, 0.08
_SAME = 0.75
"""How close in meaning a sentence has to be to bear out a statement without a figure."""
_NEARLY_ITS_OWN = 0.5
"""Of several figures in one sentence the claimed one need not have the best clause, just one that is half as good."""
_OWN_CLAUSE = 0.6
"""How much of what a sentence says of the subject has to stand in the clause that says which way it went."""
_SET_AT = re.compile(
    r"\b(?:goals?|targets?|budgets?|plans?|limits?|standards?|ceilings?)(?: [\w-]+){0,2}? of\s*$", re.IGNORECASE
)
"""Before a figure: that it is what was set."""
_DENYING = re.compile(r"no|not|never|nor|neither|none|hardly|without", re.IGNORECASE)
_ALL = 0.99
_MOSTLY = 0.5
"""How much of the subject a sentence has to say itself to bear out a bound ("more than half")."""
_ONE_SIDED = frozenset({Bound.ABOVE, Bound.AT_LEAST, Bound.BELOW, Bound.AT_MOST})
_SOMETHING = 0.1
"""How much of the subject a sentence has to say itself to bear out a direction."""
_ALIKE = 0.5
"""How close in meaning a sentence has to be to contradict, or where a direction is all that is compared."""


class ProseChecker:
    """Tests one claim against the sentences that a search found."""

    def __init__(self, about: Sentences) -> None:
        """``about`` are the sentences."""
        self.claim = about.claim
        self.about = about

    def check(self, amount: Amount | None, among: frozenset[Sentence] = frozenset()) -> ProseCheck | None:
        """What the best sentences say of one amount of the claim, or of its direction when it states none.

        ``among`` are the sentences that bore out its amounts, where some did: they say which way it went.
        """
        if self.claim.kind is Kind.COMPARE and (amount is None or amount.quantity.unit.kind is not UnitKind.RATIO):
            return compare(self.about)
        telling = amount is not None and amount.bound is Bound.EXACT
        first: ProseCheck | None = None
        least: set[int] = set()
        about = [
            e for e in self.about.evidence if self.about.accepts(e) and (amount is not None or e.similarity >= _ALIKE)
        ]
        about.sort(key=lambda e: not self.about.is_said_over(e.sentence))
        for evidence in [e for e in about if not among or e.sentence in among][:_MOST_SENTENCES]:
            if first is not None and evidence.score < first.fit - (_CLOSE if telling else _CLOSER):
                break
            verdict, sentences = self._judge(evidence, amount)
            if self.about.is_said_over(evidence.sentence):
                verdict, sentences = Verdict.SUPPORTED, (evidence.sentence,)  # the report says it in these very words
            plainly = self.claim.kind is Kind.STATEMENT or (self.claim.none and amount is None)
            if plainly and evidence.similarity < _SAME:
                continue
            if verdict is Verdict.SUPPORTED and amount is not None and self._is_said_beside(evidence, amount):
                continue
            if amount is None and verdict is Verdict.SUPPORTED and evidence.own < _SOMETHING:
                continue  # another sentence under the same heading
            bounded = amount is not None and amount.bound in _ONE_SIDED
            if bounded and verdict is Verdict.SUPPORTED and evidence.own < _MOSTLY:
                continue  # a bound is met by many a figure
            enough = (_ALIKE if evidence.own < 0.85 else _ALIKE - 0.05) + (0.0 if amount is not None else 0.03)
            if evidence.own >= _ALL and amount is not None and len(self.about.linked.required()) > 1:
                enough = _ALIKE - 0.12
            if verdict is None or (verdict is Verdict.CONTRADICTED and evidence.similarity < enough):
                continue
            check = ProseCheck(
                verdict=verdict,
                fit=evidence.score,
                sentences=sentences,
                own=evidence.own,
                similarity=evidence.similarity,
                figure=self._deciding(sentences, amount) if verdict is Verdict.CONTRADICTED else "",
            )
            left = {n.index for n in self.about.left(evidence)}
            if first is None:
                first, least = check, left
            if verdict is Verdict.SUPPORTED and (not least < left):
                return check
        return first

    def _is_said_beside(self, evidence: Evidence, amount: Amount) -> bool:
        """Whether a sentence next to this one says a word of the subject that this one leaves out, and another figure.

        "63 % are satisfied. Of those who came by the page, 33 % are": 63 % is not the figure of those.
        """
        own = self.about.cover(f"{evidence.sentence.lead_in} {evidence.sentence.text}")
        needs = self.about.linked.needs
        for near in self.about.beside(evidence.sentence):
            text = plain(near.text)
            more = any(
                s >= SOLID and needs[i].required and own.get(i, 0.0) < SOLID for i, s in self.about.cover(text).items()
            )
            if more and self._amount(text, amount) is Verdict.CONTRADICTED:
                return True
        return False

    def _deciding(self, sentences: Sequence[Sentence], amount: Amount | None) -> str:
        """The figure that contradicts an amount, where the one sentence has several that could be meant."""
        if amount is None or len(sentences) != 1:
            return ""
        text = plain(sentences[0].text)
        alike = [i for i in stated(text) if self._alike(amount, i)]
        choices = [(w, i) for w, i in self._choices(text, amount) if self._one(amount, i, text) is not None]
        if len(alike) < 2 or not choices:
            return ""
        return max(choices, key=lambda c: c[0])[1].amount.printed

    def beside(
        self, document_id: str, row: tuple[str, ...], others: Sequence[str], amount: Amount
    ) -> ProseCheck | None:
        """A sentence under a heading that is nearly a table row's name, and that gives another figure than the claim.

        ``others`` are the table's other rows: a heading that names one of them is about that one.
        """
        if not row:
            return None
        label = set(label_stems(row[-1]))
        for evidence in self.about.evidence:
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
        document = sentence.locator.document_id
        verdict = self._verdict(plain(sentence.text), plain(sentence.lead_in), amount, document)
        if verdict is not None:
            return verdict, (sentence,)
        after = self.about.going_on(sentence)
        if after is not None and not self._is_qualified(plain(sentence.text), amount):
            verdict = self._verdict(plain(after.text), plain(sentence.lead_in), amount, document)
        return verdict, (sentence, after) if after is not None else (sentence,)

    def _verdict(self, text: str, lead: str, amount: Amount | None, document: str) -> Verdict | None:
        if not self.about.period_suits(f"{lead} {text}", document) or self.about.is_of_another(text):
            return None
        if self.claim.kind is Kind.EVERY or (amount is not None and amount.every):
            verdict = self._all_of(text, amount)
            return self._says_so(text) if verdict is None and amount is None and self.claim.none else verdict
        if self._is_qualified(text, amount):
            return None
        if amount is not None:
            return self._amount(text, amount)
        if self.claim.amounts and not any(
            comparable(a.quantity, s.amount.quantity) for a in self.claim.amounts for s in stated(text)
        ):
            return None
        if self.claim.kind is Kind.PLAN and self.about.is_general():
            return None  # a sentence on one service says nothing of the whole
        if self.claim.kind is Kind.PLAN and (planned := self._planned(text)) is not None:
            return planned
        if self.claim.kind is Kind.PLAN:
            return self._against_plan(text)
        if self.claim.kind is Kind.CHANGE:
            if GAPS.search(lead) and not GAPS.search(self.claim.text):
                return None
            whole = f"{lead} {text}"
            if self.about.intended(lead) or not self.about.covers_its_time(whole, document):
                return None
            return self._direction(text)
        return self._says_so(text) if self.claim.kind is Kind.STATEMENT else None

    def _is_qualified(self, text: str, amount: Amount | None) -> bool:
        """Whether a text is of a measure of the subject, or leaves it out; the figure of a level tells by itself."""
        if amount is not None and amount.role is not Role.CHANGE:
            return False
        return self.about.is_qualified(text, amount.quantity.unit.kind if amount is not None else None)

    def _choices(self, text: str, amount: Amount) -> list[tuple[float, Stated]]:
        """The figures of a text that may be the claimed one, each with how much of the subject its clause says."""
        choices: list[tuple[float, Stated]] = []
        for item in stated(text):
            planned = PLANNED.search(clause_of(self.claim.text, amount)) is not None
            if not self._alike(amount, item) or (self.about.intended(item.clause) and not planned):
                continue
            if _SET_AT.search(self.claim.text[: amount.mention[0]]) and not SET.search(item.clause):
                continue  # what was set is not what came about
            if any(item.amount.quantity == a.quantity != amount.quantity for a in self.claim.amounts):
                continue  # the claim gives that figure too, for something else
            if item.amount.quantity.value in self.claim.named and amount.quantity.value != item.amount.quantity.value:
                continue  # it is part of the subject's name
            if self.about.same_stretch(item) and not self.about.narrows(item.clause):
                choices.append((self.about.local(QUOTED.sub(" ", item.clause)), item))
        told = [self._telling_words(item) for _, item in choices]
        return [c for i, c in enumerate(choices) if not any(later - told[i] for later in told[i + 1 :])] or choices

    def _telling_words(self, item: Stated) -> frozenset[int]:
        """The words of the subject that a figure's own clause says, and that have to be said somewhere.

        A later clause leaves out what the first one said ("47 % think well of it and 69 % trust it"), never the other
        way about: a figure before one whose clause alone says "trust" is of something else.
        """
        covers = self.about.cover(QUOTED.sub(" ", item.clause))
        needs = self.about.linked.needs
        return frozenset(i for i, s in covers.items() if s >= SOLID and needs[i].required)

    def _amount(self, text: str, amount: Amount) -> Verdict | None:
        choices = self._choices(text, amount)
        if not choices:
            return (
                self._share_of(text, amount)
                or self._by_how_much(text, amount)
                or self._by_how_far_from_plan(text, amount)
            )
        best = max(worth for worth, _ in choices)
        if is_telling(amount) and any(
            worth >= _NEARLY_ITS_OWN * best
            and not OF_WHOLE.search(text[: item.amount.start])
            and self._one(amount, item, text) is Verdict.SUPPORTED
            for worth, item in choices
        ):
            return Verdict.SUPPORTED
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
        if self._balances(amount, item):
            return comparable(amount.quantity, item.amount.quantity)
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

    def _balances(self, amount: Amount, item: Stated) -> bool:
        """Whether both figures are a surplus or a deficit, put as one ("was in deficit by", "a deficit of")."""
        roles = {amount.role, item.amount.role}
        money = amount.quantity.unit.kind is UnitKind.MONEY
        clause = clause_of(self.claim.text, amount)
        return (
            money
            and roles == {Role.LEVEL, Role.PLAN}
            and not PLANNED.search(clause)  # a distance from what was planned is no balance
            and bool(BALANCE.search(clause) and BALANCE.search(item.clause))
        )

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
        if amount.side is not None and amount.side is not other.side and claimed == real:
            return Verdict.CONTRADICTED if other.side is not None else None  # or the mark itself
        if self._balances(amount, item) and not _same_side(clause_of(self.claim.text, amount), item.clause):
            return Verdict.CONTRADICTED
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
        if way is None and amount.role is Role.PLAN:  # "beat its budget by £2m" says on which side by its verb
            sides = {side for side, pattern in PLAN_WORDS if pattern.search(self.claim.text)}
            way = sides.pop() if len(sides) == 1 else None
        if right and way is not None and other.way is not None:
            right = same_way(way, other.way, self.about.polarity(text))
        return Verdict.SUPPORTED if right else Verdict.CONTRADICTED

    def _share_of(self, text: str, amount: Amount) -> Verdict | None:
        """A share that a sentence gives as a part and its whole ("of the 40 vans, 10 are electric")."""
        parts = parts_in(text)
        if amount.quantity.unit.kind is not UnitKind.PERCENT or amount.role is not Role.LEVEL or parts is None:
            return None
        if not self._is_of_the_part(text):
            return None
        share = Quantity(value=Decimal(100) * parts[0] / parts[1], unit=PERCENT, decimals=1)
        return Verdict.SUPPORTED if holds(amount.bound, amount.quantity, share) else Verdict.CONTRADICTED

    def _is_of_the_part(self, text: str) -> bool:
        """Whether the part that a sentence counts is the one that the claim names ("14 are excellent, 3 good")."""
        told = parts_told(text)
        covers, own = self.about.cover(text), self.about.cover(told)
        needs = self.about.linked.needs
        return not any(s >= SOLID and needs[i].weight > 0.1 and own.get(i, 0.0) < SOLID for i, s in covers.items())

    def _by_how_much(self, text: str, amount: Amount) -> Verdict | None:
        """A change that a sentence gives as a level and what it was before."""
        pair = level_and_start(text)
        if amount.role is not Role.CHANGE or pair is None:
            return None
        now, before = pair
        value = (
            percent_change(before, now)
            if amount.quantity.unit.kind in {UnitKind.PERCENT, UnitKind.RATIO} and before.value
            else difference(before, now)
        )
        if not comparable(as_change(amount.quantity), value):
            return None
        way = amount.way or self.claim.way
        polarity = -1 if value.unit.kind is UnitKind.DURATION else self.about.polarity(text)
        right = holds(amount.bound, as_change(amount.quantity), value) and (
            way is None or agrees(way, value.value, polarity)
        )
        return Verdict.SUPPORTED if right else Verdict.CONTRADICTED

    def _all_of(self, text: str, amount: Amount | None) -> Verdict | None:
        """What is said of every one, held against a part and its whole, or against a share."""
        none = self.claim.none
        parts = parts_in(text)
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

    def _says_so(self, text: str) -> Verdict | None:
        """A statement without a figure is borne out only where a sentence says it in its own words."""
        covers = self.about.cover(text)
        needs = [n for n in self.about.linked.needs if n.weight > 0.1 and not _DENYING.fullmatch(n.token.text)]
        said = all(covers.get(n.index, 0.0) >= SOLID for n in needs)
        if not said or self.about.intended(text):
            return None
        denied = DENIES_THERE_IS.search(self.claim.text) is not None
        if (DENIES_THERE_IS.search(text) is not None) == denied:
            return Verdict.SUPPORTED
        clauses = [c for c in CLAUSES.split(text) if self._says_all(c, needs)]
        if len(clauses) != 1 or (DENIES_THERE_IS.search(clauses[0]) is not None) == denied:
            return None  # what is denied is something else
        return Verdict.CONTRADICTED

    def _says_all(self, clause: str, needs: Sequence[Need]) -> bool:
        covers = self.about.cover(clause)
        return all(covers.get(n.index, 0.0) >= SOLID for n in needs)

    def _set_and_done(self, text: str) -> tuple[Quantity, Quantity] | None:
        """What a sentence says was set and what came about, where it gives just one of each in one unit."""
        items = stated(text)
        before = [i for i in items if SET.search(i.clause) and i.amount.role is Role.LEVEL]
        after = [i for i in items if DONE.search(i.clause) and not SET.search(i.clause) and i.amount.role is Role.LEVEL]
        if len(after) != 1:
            return None
        real = after[0].amount.quantity
        alike = [i for i in before if compatible(i.amount.quantity.unit, real.unit)]
        return (alike[0].amount.quantity, real) if len(alike) == 1 else None

    def _by_how_far_from_plan(self, text: str, amount: Amount) -> Verdict | None:
        """How far from what was planned a thing came out, where a sentence gives both."""
        pair = self._set_and_done(text)
        if amount.role is not Role.PLAN or pair is None or amount.way not in {Way.UP, Way.DOWN}:
            return None
        apart = difference(*pair)
        if not comparable(amount.quantity, apart):
            return None
        right = holds(amount.bound, amount.quantity, apart) and agrees(amount.way, apart.value, 1)
        return Verdict.SUPPORTED if right else Verdict.CONTRADICTED

    def _planned(self, text: str) -> Verdict | None:
        """What was set and what came about, in one sentence."""
        pair = self._set_and_done(text)
        way = self.claim.way
        if self.claim.met is not None:
            way = Way.BETTER if self.claim.met else Way.WORSE
        if pair is None or way is None:
            return None
        a, b = pair
        right = agrees(way, to_base(b) - to_base(a), self.about.polarity(text))
        return Verdict.SUPPORTED if right != self.claim.negated else Verdict.CONTRADICTED

    def _against_plan(self, text: str) -> Verdict | None:
        """A sentence that says outright on which side of what was planned a thing came out."""
        way = self.claim.way
        if self.claim.met is not None:
            way = Way.BETTER if self.claim.met else Way.WORSE
        said = [s.amount.way for s in stated(text) if s.amount.role is Role.PLAN and s.amount.way is not None]
        said += [side for side, pattern in PLAN_WORDS if pattern.search(text)]
        if way is None or not said or len({same_way(way, s, self.about.polarity(text)) for s in said}) != 1:
            return None
        if needs_polarity(way, said[0]) and not self.about.scope.glossary.polarity(text):
            return None  # "worse than plan" may be more or less
        right = same_way(way, said[0], self.about.polarity(text))
        return Verdict.SUPPORTED if right != self.claim.negated else Verdict.CONTRADICTED

    def _direction(self, text: str) -> Verdict | None:
        way = self.claim.way
        text = QUOTED.sub(" ", text)
        if way is None or self.about.intended(text) or self.about.narrows(text):
            return None
        if not self.claim.amounts and (self.about.is_general() or self.about.makes_less(text)):
            return None
        steady = way is Way.FLAT and STEADY.search(self.claim.text) is not None
        moves = self._still(text) + [
            (
                self.about.local(s.clause),
                -1 if s.amount.quantity.unit.kind is UnitKind.DURATION else self.about.polarity(text),
                Way.FLAT if steady and is_steady(s.amount.quantity, None) else s.amount.way,
            )
            for s in stated(text)
            if s.amount.role is Role.CHANGE
            and not s.amount.denied
            and s.amount.way is not None
            and self.about.same_stretch(s)
        ]
        if not moves and (change := from_to(text)) is not None:
            moves = [(0.0, self.about.polarity(text), Way.UP if change > 0 else Way.DOWN if change < 0 else Way.FLAT)]
        if not moves:
            clauses = [c for c in CLAUSES.split(text) if MOVES.search(c)]
            about = max(clauses, key=self.about.local, default="")
            if self.about.local(about) < _OWN_CLAUSE * self.about.local(text):
                return None  # it is something else that moves
            spans = [m.span() for m in MOVES.finditer(about)]
            found = {w for w, s, e in ways(about) if any(x < e and s < y for x, y in spans)}
            if len(found) != 1:
                return None
            if any(is_denied_at(about, start) for start, _ in spans):
                if not same_way(way, next(iter(found)), self.about.polarity(text)):
                    return None  # what did not fall may have stayed
                return Verdict.SUPPORTED if self.claim.negated else Verdict.CONTRADICTED
            moves = [(0.0, self.about.polarity(text), found.pop())]
        if self._says_no_time() and len({same_way(way, said, polarity) for _, polarity, said in moves}) > 1:
            return None  # up by one comparison and not by another: the claim does not say by which
        _, polarity, said = max(moves, key=lambda m: m[0])
        if needs_polarity(way, said) and not self.about.scope.glossary.polarity(text) and not self.claim.amounts:
            return None
        right = same_way(way, said, polarity)
        return Verdict.SUPPORTED if right != self.claim.negated else Verdict.CONTRADICTED

    def _says_no_time(self) -> bool:
        claim = self.claim
        return not (claim.amounts or claim.periods or claim.bases or claim.relatives)

    def _still(self, text: str) -> list[tuple[float, int, Way]]:
        """Where a sentence says that a thing has not changed since the time that the claim speaks of."""
        found: list[tuple[float, int, Way]] = []
        for way, start, end in ways(text):
            if way is Way.FLAT:
                before, after = cut(text[:start], last=True, tail=True), cut(text[end:], last=False, tail=False)
                clause = f"{before} {text[start:end]} {after}"
                asked = set(self.claim.relatives) & {Relative.PREVIOUS, Relative.YEAR_BEFORE}
                if not asked or asked & relatives_in(clause):
                    found.append((self.about.local(clause), 1, way))
        return found


def _same_side(one: str, other: str) -> bool:
    """Whether two clauses both speak of a surplus, or both of a deficit."""
    gains = [
        (m := BALANCE.search(text)) is not None and m.group().lower() in {"surplus", "profit"} for text in (one, other)
    ]
    return gains[0] == gains[1]

"""Checking a claim: what the reports say of each thing that it asserts, and the verdict that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from assistant.answers.answer import Answer, Verdict
from assistant.checking.amounts import Amount, Role, clause_of
from assistant.checking.checks import Check, ProseCheck, TableCheck
from assistant.checking.claim import Claim, Kind, narrowed
from assistant.checking.crossed import crossed
from assistant.checking.doubts import doubted
from assistant.checking.evidence import Sentences
from assistant.checking.figures import agrees
from assistant.checking.judgement_answers import JudgementWriter, is_used
from assistant.checking.judgements import Found, Judgement
from assistant.checking.patterns import (
    ALL_OF_SEVERAL,
    CAUSE,
    DID_TOO,
    FIRST_SINCE,
    FIRST_TIME,
    ONE_OF_EACH,
    SOLELY,
    SUPERLATIVE,
    THE_ONLY,
    Way,
)
from assistant.checking.prose import ProseChecker
from assistant.checking.repeats import held_against_its_sentence
from assistant.checking.rest import earlier, others
from assistant.checking.settlements import settled
from assistant.checking.subject import Subject
from assistant.checking.tables import TableChecker
from assistant.questions.cause_words import gives_reason
from assistant.questions.cues import Relative
from assistant.questions.needs import Linked
from assistant.questions.scope import Scope
from assistant.questions.vague import Bound
from assistant.questions.words import label_stems, tokens
from assistant.readings import Reading
from corpus.document import Passage, Sentence
from corpus.sentences import plain
from structured.units import to_base


def _is_start_elsewhere(found: Found, level: TableCheck) -> bool:
    """Whether what a thing was before is contradicted by another row than the one that says what it is."""
    check = found.check
    return (
        found.amount is not None
        and found.amount.role is Role.START
        and isinstance(check, TableCheck)
        and check.verdict is Verdict.CONTRADICTED
        and (check.reading.entry.index, check.reading.rows[0]) != (level.reading.entry.index, level.reading.rows[0])
    )


def _is_of_theirs(one: Found, borne_out: Sequence[Found]) -> bool:
    """Whether a figure is held against the table, or the sentence, that bears out another figure of the claim."""
    mark = one.amount is not None and one.amount.mark
    for other in borne_out:
        mine, theirs = one.check, other.check
        if isinstance(mine, TableCheck) and isinstance(theirs, TableCheck):
            same_row = mine.reading.rows[:1] == theirs.reading.rows[:1]
            timed = theirs.reading.entry.frame.rows[theirs.reading.rows[0]].period is not None
            if mine.reading.entry.index == theirs.reading.entry.index and (same_row or timed or not mark):
                return True
        elif (
            isinstance(mine, ProseCheck) and isinstance(theirs, ProseCheck) and {*mine.sentences} & {*theirs.sentences}
        ):
            return True
    return isinstance(one.check, ProseCheck) and not mark


class Checker:
    """A claim over the reports of a scope, ready to be tested."""

    def __init__(self, claim: Claim, linked: Linked, scope: Scope, passages: Sequence[Passage]) -> None:
        self.claim = claim
        self.linked = linked
        self.scope = scope
        self.passages = passages
        self.tables, self.prose = self._over(claim, linked)

    def answer(self) -> Answer:
        """The verdict on all that the claim asserts, worded."""
        return self.worded(self.judge())

    def judge(self) -> Judgement:
        """The verdict on all that the claim asserts, held against the sentence that it repeats, if it repeats one."""
        if self.claim.counts:
            return self._judge_parts()  # how many they are is what was looked for
        return held_against_its_sentence(self._judge_parts(), self.claim, self.prose.about)

    def worded(self, judgement: Judgement) -> Answer:
        """A verdict in words, with what it rests on."""
        return JudgementWriter(self.claim, self.linked, self.scope, self.prose.about).answer(judgement)

    def _judge_parts(self) -> Judgement:
        """The verdict on all that the claim asserts: one part that is contradicted contradicts it."""
        if (each := self._each_relative()) is not None:
            return each
        amounts: list[Amount | None] = list(self.claim.amounts) or [None]
        if (
            self._direction_alone()
            or (self.claim.run is not None and self.claim.amounts)
            or (self.claim.rated and self.claim.amounts)
            or (self.claim.amounts and (self.claim.superlative or self.claim.kind is Kind.RANK))
        ):
            amounts.append(None)
        found: list[Found] = []
        for amount in amounts:
            quoted = [
                s
                for f in found
                if isinstance(f.check, ProseCheck) and f.check.verdict is Verdict.SUPPORTED
                for s in f.check.sentences
            ]
            check = self._check(amount, frozenset(quoted))
            found += [Found(amount=amount, check=check[0], other=check[1])] if check is not None else []
        found = self._of_one_row(found)
        found = self._of_two_rows(self._beside(found))
        wrong = [f for f in found if f.check.verdict is Verdict.CONTRADICTED]
        several = len(SUPERLATIVE.findall(self.claim.text)) > 1  # only one of them is tested
        if wrong and not (several and all(f.amount is None for f in wrong)):
            return Judgement(verdict=Verdict.CONTRADICTED, found=tuple(wrong))
        if not found or len(found) < len(amounts):
            return Judgement(verdict=Verdict.NOT_FOUND)
        if wrong or several or DID_TOO.search(self.claim.text):
            return Judgement(verdict=Verdict.NOT_FOUND)  # the other one was not tested
        told = any(isinstance(f.check, ProseCheck) for f in found)
        if THE_ONLY.search(self.claim.text) and not self.claim.alone and not told:
            return Judgement(verdict=Verdict.NOT_FOUND)  # that it is the only one was not tested
        if not self._bears_out_cause(found) or self._is_crossed(found):
            return Judgement(verdict=Verdict.NOT_FOUND)
        supported = Judgement(verdict=Verdict.SUPPORTED, found=tuple(found))
        if self.claim.amounts and (lie := self._lie_as_said(found)) is not Verdict.SUPPORTED:
            return Judgement(verdict=lie, found=tuple(found))
        if not self.claim.alone and not self.claim.first_time:
            return supported
        rest = [self._rest(f) for f in found]
        if any(rest):
            passing = tuple(r for several in rest if several for r in several)
            return Judgement(verdict=Verdict.CONTRADICTED, found=tuple(found), rest=passing)
        return Judgement(verdict=Verdict.NOT_FOUND) if None in rest else supported

    def _bears_out_cause(self, found: Sequence[Found]) -> bool:
        """Whether the cause that a claim gives, if it gives one, is told by a sentence that says its words."""
        joint = CAUSE.search(self.claim.asked)
        if joint is None:
            return True
        words = set(label_stems(self.claim.asked[joint.end() :]))
        quoted = (s for f in found if isinstance(f.check, ProseCheck) for s in f.check.sentences)
        told = (plain(s.text) for s in (*quoted, *(e.sentence for e in self.prose.about.evidence)))
        return any(gives_reason(text) and len(words & set(label_stems(text))) * 2 >= len(words) for text in told)

    def _is_crossed(self, found: Sequence[Found]) -> bool:
        """Whether two figures that a claim gives of two things are given of the other one each by a sentence.

        "North had 34, while South had 28" is not borne out by "28 in the North, below the average of the South (34)".
        """
        own = [f for f in found if f.amount is not None and isinstance(f.check, ProseCheck)]
        return any(
            crossed(self.claim.text, a, b, plain(s.text)) or crossed(self.claim.text, b, a, plain(s.text))
            for one, other in combinations(own, 2)
            if isinstance(one.check, ProseCheck) and isinstance(other.check, ProseCheck)
            if (a := one.amount) is not None and (b := other.amount) is not None
            for s in (*one.check.sentences, *other.check.sentences)
        )

    def _of_one_row(self, found: list[Found]) -> list[Found]:
        """What was and what is, held against one row: where another row decided what was, that decides nothing."""
        levels = [f.check for f in found if f.amount is not None and f.amount.role is Role.LEVEL]
        level = levels[0] if len(levels) == 1 else None
        if not isinstance(level, TableCheck) or level.verdict is not Verdict.SUPPORTED:
            return found
        return [f for f in found if not _is_start_elsewhere(f, level)]

    def _beside(self, found: list[Found]) -> list[Found]:
        """What is found, with figures that stand beside others of the claim: a target, or what a thing was before.

        What another table contradicts is held against the row in which the claim's other figures stand as well, and so
        is a target or an earlier figure that is found nowhere.
        """
        borne_out = [f for f in found if f.amount is not None and f.check.verdict is Verdict.SUPPORTED]
        rows = [f.check.reading for f in borne_out if isinstance(f.check, TableCheck)]
        done = {f.amount: f for f in found}
        for amount in self.claim.amounts:
            one = done.get(amount)
            if one is None and not (amount.mark or amount.role is Role.START):
                continue
            if one is not None and one.check.verdict is Verdict.SUPPORTED:
                continue
            if one is not None and _is_of_theirs(one, borne_out):
                continue
            checks = (self._checkers(amount, reading)[0].check(amount) for reading in rows)
            if (own := next((check for check in checks if check is not None), None)) is not None:
                done[amount] = Found(amount=amount, check=own, other=None)
            elif amount.mark:
                done.pop(amount, None)  # another thing's target is none of this one
        return list(done.values())

    def _of_two_rows(self, found: list[Found]) -> list[Found]:
        """What was and what is, each held against the other's row where one table has them in two.

        "From 30 to 18" is not borne out by a row that began at 30 and another that came to 18.
        """
        tables = [f for f in found if isinstance(f.check, TableCheck) and f.check.verdict is Verdict.SUPPORTED]
        ends = [f for f in tables if f.amount is not None and f.amount.role in {Role.START, Role.LEVEL}]
        roles = [f.amount.role for f in ends if f.amount is not None]
        if sorted(roles) != [Role.LEVEL, Role.START] or any(f.amount is not None and f.amount.mark for f in ends):
            return found
        readings = [f.check.reading for f in ends if isinstance(f.check, TableCheck)]
        one, other = readings
        timed = [r.entry.frame.rows[r.rows[0]].period is not None for r in readings]
        if one.entry.index != other.entry.index or one.rows == other.rows or any(timed):
            return found
        again = [
            Found(amount=f.amount, check=check, other=None)
            for f, reading in zip(ends, (other, one), strict=True)
            if (check := self._checkers(f.amount, reading)[0].check(f.amount)) is not None
        ]
        if not again:
            return found
        better = next((f for f in again if f.check.verdict is Verdict.SUPPORTED), again[-1])
        return [better if f.amount == better.amount else f for f in found]

    def _lie_as_said(self, found: list[Found]) -> Verdict:
        """Whether figures that are set against targets and earlier ones lie to them as the claim says.

        Not found where that is said to be good or bad, and nothing tells which way is good.
        """
        level: Found | None = None
        verdict = Verdict.SUPPORTED
        for one in found:
            if one.amount is None or one.amount.role not in {Role.LEVEL, Role.START, Role.CHANGE}:
                continue
            if not one.amount.mark:
                level = one
                continue
            if one.amount.beyond is None or level is None or level.amount is None:
                continue
            moved = one.amount.role is Role.CHANGE  # of a cut that was promised, more is better
            good = 1 if moved or one.amount.beyond in {Way.UP, Way.DOWN} else self._good_way(level)
            apart = to_base(level.amount.quantity) - to_base(one.amount.quantity)
            if not good:
                verdict = Verdict.NOT_FOUND
            elif not agrees(one.amount.beyond, apart, good):
                return Verdict.CONTRADICTED
        return verdict

    def _good_way(self, found: Found) -> int:
        """1 where more of what bears a figure out is good, -1 where less is, 0 where nothing tells."""
        check = found.check
        if isinstance(check, ProseCheck):
            return 0  # what else a sentence speaks of is good or bad too
        sheets = self.tables.subject.sheets(check.question)
        value = check.result.values[0].quantity
        sheet = next((s for s in sheets if s.entry.index == check.reading.entry.index), None)
        return self.tables.jury.verdicts.good_way(sheet, check.reading, value) if sheet and value else 0

    def _each_relative(self) -> Judgement | None:
        """The verdict on a claim that something moved on the quarter and on the year: on each by itself."""
        times = [r for r in self.claim.relatives if r in {Relative.PREVIOUS, Relative.YEAR_BEFORE}]
        if self.claim.kind is not Kind.CHANGE or self.claim.amounts or len(set(times)) < 2:
            return None
        judged = [self._at(relative)._judge_parts() for relative in dict.fromkeys(times)]
        wrong = [j for j in judged if j.verdict is Verdict.CONTRADICTED]
        if wrong:
            return wrong[0]
        if any(j.verdict is not Verdict.SUPPORTED for j in judged):
            return Judgement(verdict=Verdict.NOT_FOUND)
        return Judgement(verdict=Verdict.SUPPORTED, found=tuple(f for j in judged for f in j.found))

    def _at(self, relative: Relative) -> Checker:
        """The same claim of one of its times alone."""
        subject = replace(
            self.claim.subject, relatives=tuple(r for r in self.claim.subject.relatives if r[0] is relative)
        )
        claim = replace(self.claim, relatives=(relative,), subject=subject)
        return Checker(claim, self.linked, self.scope, self.passages)

    def says_over(self) -> bool:
        """Whether the claim is a sentence of the reports, word for word."""
        return any(self.prose.about.is_said_over(e.sentence) for e in self.prose.about.evidence)

    def knows_subject(self) -> bool:
        """Whether the reports speak of what the claim is about, whatever they say of it."""
        strange = [n for n in self.linked.required() if not is_used(n, self.scope)]
        if strange or not self.linked.required():
            return False
        return any(self.prose.about.accepts(e) for e in self.prose.about.evidence) or bool(
            self.tables.subject.sheets(self.claim.subject)
        )

    def _rest(self, found: Found) -> tuple[TableCheck, ...] | None:
        """What else passes the test of a claim that says "only" or "for the first time"; None where it is not known."""
        check = found.check
        if isinstance(check, ProseCheck):
            says = FIRST_TIME if self.claim.first_time else SOLELY
            return () if any(says.search(s.text) for s in check.sentences) else None
        if FIRST_SINCE.search(self.claim.text):
            return None
        test = earlier if self.claim.first_time else others
        rest = test(self.tables, check, found.amount)
        sure = check.full or self.claim.first_time or not rest
        return rest if sure else None  # of a row that the claim hardly names, the others tell nothing

    def _direction_alone(self) -> bool:
        """Whether the claim's direction is tested by none of its amounts ("fell to 541")."""
        roles = {a.role for a in self.claim.amounts}
        return (
            bool(roles)
            and self.claim.kind in {Kind.CHANGE, Kind.PLAN}
            and not roles & {Role.CHANGE, Role.PLAN, Role.APART}
            and not any(a.beyond is not None for a in self.claim.amounts)  # how one lies to the other is tested
        )

    def _check(self, amount: Amount | None, quoted: frozenset[Sentence]) -> tuple[Check, Check | None] | None:
        """The check that decides on one amount, and another that disagrees with it.

        What is denied is contradicted by what would bear it out, and is otherwise left open: that one figure is another
        does not say that no figure is the claimed one.
        """
        found = self._decide(amount, quoted)
        if found is None or amount is None or not amount.denied:
            return found
        check, other = found
        several = self.claim.kind is Kind.EVERY or (isinstance(check, TableCheck) and check.others)
        if other is not None or several or check.verdict is not Verdict.SUPPORTED:
            return None
        return replace(check, verdict=Verdict.CONTRADICTED), None

    def _decide(self, amount: Amount | None, quoted: frozenset[Sentence]) -> tuple[Check, Check | None] | None:
        """What tables and sentences say of one amount as it stands, denied or not."""
        tables, prose = self._checkers(amount)
        table, said = tables.check(amount), prose.check(amount, quoted if amount is None else frozenset())
        chosen, other = settled(self.claim, self.prose.about, table, said, amount)
        if chosen is None or (amount is None and chosen.verdict is Verdict.SUPPORTED and self._is_not_of_each()):
            return None
        if amount is None and chosen.verdict is Verdict.SUPPORTED and self._is_of_one_alone(chosen):
            return None
        if isinstance(chosen, ProseCheck) and chosen.verdict is Verdict.SUPPORTED and amount is not None:
            stated_so = amount.bound is Bound.EXACT
            doubt = doubted(chosen, amount, self.claim, self.scope) if stated_so else None
            if doubt is not None:
                return doubt, chosen
        if (
            isinstance(chosen, TableCheck)
            and said is None
            and amount is not None
            and chosen.verdict is Verdict.SUPPORTED
            and chosen.result.operands
        ):
            grid, cell = chosen.reading.entry.frame, chosen.result.operands[-1]
            others = [r.path[-1] for r in grid.rows if r.path and r.path != cell.row_path]
            other = prose.beside(grid.document_id, cell.row_path, others, amount)
        return chosen, other

    def _is_not_of_each(self) -> bool:
        """Whether what is said of "all the towns", as a table's total is called as well, is not so of each of them."""
        if self.claim.kind is not Kind.CHANGE or self.claim.amounts or not ALL_OF_SEVERAL.match(self.claim.text):
            return False
        each = self.tables.wholes.every(None)
        return each is not None and each.verdict is Verdict.CONTRADICTED

    def _is_of_one_alone(self, check: Check) -> bool:
        """Whether what is said of every one is borne out by a single row: it may be their total."""
        said = self.claim.kind is not Kind.EVERY and not self.claim.each_time and ONE_OF_EACH.search(self.claim.text)
        return bool(said) and isinstance(check, TableCheck) and not check.others and len(check.reading.rows) == 1

    def _checkers(self, amount: Amount | None, beside: Reading | None = None) -> tuple[TableChecker, ProseChecker]:
        """The checkers for one amount: what goes with the others alone need not be explained.

        ``beside`` is a reading that bears out another amount, whose row alone is looked at; without it, all are.
        """
        if amount is None or len(self.claim.amounts) < 2:
            return self.tables, self.prose
        claim = narrowed(self.claim, amount)
        first = claim.amounts[0]
        own = {t.stem for a in (first, amount) for t in tokens(clause_of(claim.text, a))}
        foreign = {
            t.stem for a in claim.amounts if a not in (first, amount) for t in tokens(clause_of(claim.text, a))
        } - own
        if not foreign and claim is self.claim and beside is None:
            return self.tables, self.prose
        needs = tuple(
            replace(n, required=False, strict=False, counts=False) if n.token.stem in foreign else n
            for n in self.linked.needs
        )
        linked = replace(self.linked, needs=needs)
        return self._over(claim, linked, beside)

    def _over(self, claim: Claim, linked: Linked, beside: Reading | None = None) -> tuple[TableChecker, ProseChecker]:
        about = Sentences(claim, linked, self.scope, self.passages)
        return TableChecker(Subject(claim, linked, self.scope, about.associated, beside)), ProseChecker(about)

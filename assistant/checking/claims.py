"""Checking a claim: what the reports say of each thing that it asserts, and the verdict that follows."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.answers.answer import Answer, Route, Verdict
from assistant.answers.citations import Citations
from assistant.answers.guard import guard
from assistant.answers.wording import Worder, Wording, column_name, points, row_name
from assistant.checking.amounts import Amount, Role, clause_of, ways
from assistant.checking.checks import Check, ProseCheck, TableCheck
from assistant.checking.claim import Claim, IsName, Kind, narrowed, read_claim
from assistant.checking.doubts import doubted
from assistant.checking.echoes import Departs, Departure, Echo
from assistant.checking.evidence import Evidence, Sentences
from assistant.checking.figures import is_telling
from assistant.checking.patterns import BALANCE, DID_TOO, FIRST_SINCE, FIRST_TIME, SOLELY, SUPERLATIVE
from assistant.checking.prose import ProseChecker
from assistant.checking.rest import earlier, others
from assistant.checking.sentences import names_in, stated
from assistant.checking.slips import SlipKind, prose_slip, table_slip
from assistant.checking.subject import Subject
from assistant.checking.tables import TableChecker
from assistant.errors import AssistantError
from assistant.prose.picking import Quote
from assistant.prose.quoting import write_quote
from assistant.questions.cues import Relative
from assistant.questions.declining import MAX_QUESTION
from assistant.questions.linking import Linked, Need
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from assistant.questions.understanding import names
from assistant.questions.vague import Bound
from assistant.questions.words import tokens
from corpus.document import ChunkKind, Passage, Sentence
from corpus.sentences import plain
from structured.plan import Operation

_log = logging.getLogger(__name__)


def open_claim(claim: str, scope: Scope, passages: Sequence[Passage] | None = None) -> Checker | Answer:
    """The claim ready to be tested, or the answer that says why it cannot be.

    ``passages`` are what a search for it found, where one nearly the same was searched for already.
    """
    if not any(c.isalnum() for c in claim):
        return _not_found(claim, "There is no claim there. State something that the reports could bear out.")
    if len(claim) > MAX_QUESTION:
        return _not_found(
            claim,
            f"That is longer than one claim may be ({MAX_QUESTION:,} characters). Check it as a draft.",
        )
    if read_question(claim).instruction:
        return _not_found(claim, "That is an instruction, not a statement; I check statements against the reports.")
    if passages is None:
        passages = scope.search(claim, frozenset({ChunkKind.SENTENCE}), 60)
    read = read_claim(claim, _names(scope, passages))
    needs, mended = scope.linker.needs(read.subject)
    needs = _something_required(tuple(_needed(n, read, scope) for n in needs), needs, scope)
    checker = Checker(read, scope.linker.link(needs, mended), scope, passages)
    if not any(n.required for n in needs):
        return _not_found(
            claim, "I could not find what that claim is about. Name what it speaks of, as the reports do."
        )
    return checker


def _something_required(needs: tuple[Need, ...], first: tuple[Need, ...], scope: Scope) -> tuple[Need, ...]:
    """The needs; where none has to be explained, the telling ones have, or the name of the whole ("the Council").

    ``first`` are the needs before words that only say how were let go: "Pay was over budget" has nothing else.
    """
    if any(n.required for n in needs):
        return needs
    if any(n.required for n in first):
        return first
    telling = [n.index for n in needs if n.counts] or [n.index for n in needs if n.token.stem in scope.catalogue.names]
    return tuple(replace(n, required=n.index in telling) for n in needs)


_COUNTED = frozenset({"fall", "cut", "rise", "drop", "loss"})
"""Stems that are as often a thing counted as a direction."""


def _needed(need: Need, claim: Claim, scope: Scope) -> Need:
    """A need as a claim has it: words that say how are not looked for, those that the reports never use count."""
    word = need.token.stem
    if word in claim.light and not need.token.is_number:
        return replace(need, required=False, strict=False, counts=False)
    if not need.required and word in _COUNTED and word not in claim.light:
        return replace(need, required=True, counts=True)  # "falls" that are counted, not a fall
    unknown = word not in scope.linker.known and word not in scope.glossary.light and not need.token.is_number
    if unknown and not need.required and not need.token.is_stop:
        return replace(need, required=True, counts=True, weight=1.0, variants={word: 1.0})
    return need


def _not_found(claim: str, text: str) -> Answer:
    return Answer(question=claim, route=Route.REFUSAL, text=text, verdict=Verdict.NOT_FOUND)


def _names(scope: Scope, passages: Sequence[Passage]) -> IsName:
    """The figures that may belong to names: those that a label or a found sentence writes before the same word."""
    bigrams = scope.catalogue.bigrams
    is_written = names_in(passages)

    def is_name(text: str, start: int, end: int) -> bool:
        words = tokens(text)
        pairs = [
            (a.stem, b.stem)
            for a, b in pairwise(words)
            if start <= a.start < end or (start <= b.start < end and _is_numbered(text[a.start : b.start]))
        ]
        return any(pair in bigrams for pair in pairs) or is_written(text, start, end)

    return is_name


def _is_numbered(before: str) -> bool:
    """Whether the word before a number is one that numbers come after: "Grade 5", "Band 6"."""
    return before[:1].isupper() and re.fullmatch(r"[^\W\d]+ ", before) is not None


_MOST_SHOWN = 3
_SAME_BUT_FOR_A_WORD = 0.85
"""The share of a claim's words that a sentence has, when it contradicts what nothing else speaks of."""
_ALONE = "No other row of that table does."
_NOT_ALONE = "But not alone:"
_FIRST = "In none of the earlier periods that the table gives was it so."
_NOT_FIRST = "But not for the first time:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What decides on one amount of a claim, and another check that disagrees with it."""

    amount: Amount | None
    check: Check
    other: Check | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict and what it rests on; ``rest`` is what makes "only" or "for the first time" wrong.

    ``departures`` are where a claim for which nothing is found departs from a sentence that it says over.
    """

    verdict: Verdict
    found: tuple[Found, ...] = ()
    rest: tuple[TableCheck, ...] = ()
    departures: tuple[Departure, ...] = ()


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
        judged = self._judge_parts()
        repeated = self.prose.about.repeated()
        if repeated is None or not repeated[1].departures:
            return judged
        evidence, echo = repeated
        if judged.verdict is Verdict.SUPPORTED and not self._rests_on_others(judged, echo):
            return self._departing(evidence, echo)
        if judged.verdict is Verdict.NOT_FOUND and echo.decisive and echo.alike >= _SAME_BUT_FOR_A_WORD:
            return self._departing(evidence, echo)
        return judged

    def _rests_on_others(self, judged: Judgement, echo: Echo) -> bool:
        """Whether what bears the claim out says itself all in which the claim departs from the sentence it repeats."""
        if any(
            isinstance(f.check, ProseCheck) and not self.prose.about.says_so(f.check.sentences) for f in judged.found
        ):
            return False
        if not any(isinstance(f.check, TableCheck) for f in judged.found):
            return not echo.decisive or echo.alike < _SAME_BUT_FOR_A_WORD
        for departure in echo.departures:
            if departure.kind is Departs.FIGURE and not any(
                f.amount is not None
                and f.amount.printed in departure.claimed
                and (echo.alike < _SAME_BUT_FOR_A_WORD or (isinstance(f.check, TableCheck) and f.check.full))
                for f in judged.found
            ):
                return False
            if departure.kind is Departs.WAY and not self._tests_way(departure.claimed):
                return False
            if departure.kind is Departs.TIME and not any(self._of_its_time(f.check) for f in judged.found):
                return False
        return True

    def _tests_way(self, words: str) -> bool:
        """Whether a direction is one by which the claim's amounts, or the claim where it has none, were tested."""
        moving = {a.way for a in self.claim.amounts if a.way is not None and a.role not in {Role.LEVEL, Role.START}}
        whole = self.claim.way if self.claim.kind in {Kind.CHANGE, Kind.PLAN, Kind.COMPARE} else None
        tested = moving or ({whole} if whole is not None else set())
        return not (own := {way for way, _, _ in ways(words)}) or bool(own & tested)

    def _of_its_time(self, check: Check) -> bool:
        """Whether a table's figure is said by the table to be of a time that the claim names."""
        wanted = (*self.claim.periods, *self.claim.bases)
        own = [o.period for o in check.result.operands if o.period is not None] if isinstance(check, TableCheck) else []
        return not wanted or any(w.same_span(o) or w.last == o.last for w in wanted for o in own)

    def _departing(self, evidence: Evidence, echo: Echo) -> Judgement:
        """The verdict on a claim that says a sentence over, but for something that decides."""
        if not echo.decisive:
            return Judgement(verdict=Verdict.NOT_FOUND, departures=echo.departures)
        check = ProseCheck(
            verdict=Verdict.CONTRADICTED,
            fit=evidence.score,
            sentences=(evidence.sentence,),
            own=evidence.own,
            similarity=evidence.similarity,
        )
        return Judgement(verdict=Verdict.CONTRADICTED, found=(Found(amount=None, check=check, other=None),))

    def _judge_parts(self) -> Judgement:
        """The verdict on all that the claim asserts: one part that is contradicted contradicts it."""
        if (each := self._each_relative()) is not None:
            return each
        amounts: list[Amount | None] = list(self.claim.amounts) or [None]
        if (
            self._direction_alone()
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
        wrong = [f for f in found if f.check.verdict is Verdict.CONTRADICTED]
        several = len(SUPERLATIVE.findall(self.claim.text)) > 1  # only one of them is tested
        if wrong and not (several and all(f.amount is None for f in wrong)):
            return Judgement(verdict=Verdict.CONTRADICTED, found=tuple(wrong))
        if not found or len(found) < len(amounts):
            return Judgement(verdict=Verdict.NOT_FOUND)
        if wrong or several or DID_TOO.search(self.claim.text):
            return Judgement(verdict=Verdict.NOT_FOUND)  # the other one was not tested
        supported = Judgement(verdict=Verdict.SUPPORTED, found=tuple(found))
        if not self.claim.alone and not self.claim.first_time:
            return supported
        rest = [self._rest(f) for f in found]
        if any(rest):
            passing = tuple(r for several in rest if several for r in several)
            return Judgement(verdict=Verdict.CONTRADICTED, found=tuple(found), rest=passing)
        return Judgement(verdict=Verdict.NOT_FOUND) if None in rest else supported

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

    def knows_subject(self) -> bool:
        """Whether the reports speak of what the claim is about, whatever they say of it."""
        strange = [n for n in self.linked.required() if not self._is_used(n)]
        if strange or not self.linked.required():
            return False
        return any(self.prose.about.accepts(e) for e in self.prose.about.evidence) or bool(
            self.tables.subject.sheets(self.claim.subject)
        )

    def _is_used(self, need: Need) -> bool:
        return any(v in self.scope.catalogue.frequency for v in need.variants)

    def _rest(self, found: Found) -> tuple[TableCheck, ...] | None:
        """What else passes the test of a claim that says "only" or "for the first time"; None where it is not known."""
        check = found.check
        if isinstance(check, ProseCheck):
            says = FIRST_TIME if self.claim.first_time else SOLELY
            return () if any(says.search(s.text) for s in check.sentences) else None
        if FIRST_SINCE.search(self.claim.text):
            return None
        test = earlier if self.claim.first_time else others
        return test(self.tables, check, found.amount)

    def _direction_alone(self) -> bool:
        """Whether the claim's direction is tested by none of its amounts ("fell to 541")."""
        roles = {a.role for a in self.claim.amounts}
        return (
            bool(roles)
            and self.claim.kind in {Kind.CHANGE, Kind.PLAN}
            and not roles & {Role.CHANGE, Role.PLAN, Role.APART}
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
        chosen, other = self._settle(table, said, amount)
        if chosen is None:
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

    def _checkers(self, amount: Amount | None) -> tuple[TableChecker, ProseChecker]:
        """The checkers for one amount: what goes with the others alone need not be explained."""
        if amount is None or len(self.claim.amounts) < 2:
            return self.tables, self.prose
        claim = narrowed(self.claim, amount)
        first = claim.amounts[0]
        own = {t.stem for a in (first, amount) for t in tokens(clause_of(claim.text, a))}
        foreign = {
            t.stem for a in claim.amounts if a not in (first, amount) for t in tokens(clause_of(claim.text, a))
        } - own
        if not foreign and claim is self.claim:
            return self.tables, self.prose
        needs = tuple(
            replace(n, required=False, strict=False, counts=False) if n.token.stem in foreign else n
            for n in self.linked.needs
        )
        linked = replace(self.linked, needs=needs)
        return self._over(claim, linked)

    def _over(self, claim: Claim, linked: Linked) -> tuple[TableChecker, ProseChecker]:
        about = Sentences(claim, linked, self.scope, self.passages)
        return TableChecker(Subject(claim, linked, self.scope, about.associated)), ProseChecker(about)

    def _settle(
        self, table: TableCheck | None, prose: ProseCheck | None, amount: Amount | None
    ) -> tuple[Check | None, Check | None]:
        """The check that decides, and the other where it disagrees."""
        if table is None or prose is None:
            return table or prose, None
        if table.verdict is prose.verdict:
            better = (
                prose.sure and not table.full and table.verdict is Verdict.CONTRADICTED and bool(self.claim.amounts)
            )
            return (prose, None) if better else (table, None)
        said_over = not table.full and self.prose.about.is_said_over(prose.sentences[0])
        borne_out = prose.verdict is Verdict.SUPPORTED and prose.own >= _ALL_OF_IT
        if borne_out and (said_over or self._says_no_time(amount)):
            return prose, None  # the table's figure is of something else, or of a time that the claim does not name
        fits = table.verdict is Verdict.SUPPORTED and amount is not None and is_telling(amount)
        if prose.sure and not table.full and not fits:
            return prose, None
        if prose.verdict is Verdict.SUPPORTED and prose.own >= _ALL_OF_IT:
            wider = table.left >= _WORDS or _is_nought(table)
            if wider or (prose.similarity >= _THE_SAME and table.left >= _WORD):
                return prose, None  # the sentence is about just this, the cell about something wider
            if prose.similarity >= _THE_SAME and self._says_several():
                return prose, table if table.full else None
        if table.verdict is Verdict.SUPPORTED and (not prose.sure or (fits and _no_rival(table, prose, amount))):
            return table, None
        return table, prose

    def _says_no_time(self, amount: Amount | None) -> bool:
        """Whether the claim states by how much something changed, and not since when."""
        claim = self.claim
        return (
            amount is not None
            and amount.role is Role.CHANGE
            and not (claim.periods or claim.bases or claim.relatives)
            and not any(a.role is Role.START for a in claim.amounts)
        )

    def _says_several(self) -> bool:
        """Whether the claim states several figures or times, or ranks: which cell each of them means is less sure."""
        claim = self.claim
        times = len(claim.periods) + len(claim.bases) + len(claim.relatives)
        return len(claim.amounts) > 1 or times > 1 or claim.kind is Kind.RANK

    def worded(self, judgement: Judgement) -> Answer:
        """A verdict in words, with what it rests on."""
        self._quoted: set[tuple[Sentence, ...]] = set()
        verdict, found, rest = judgement.verdict, judgement.found, judgement.rest
        if verdict is Verdict.NOT_FOUND:
            return self._nothing(judgement.departures)
        citations = Citations(self.scope.quotable_of)
        wording = Wording(citations=citations)
        wording.parts.append("Supported." if verdict is Verdict.SUPPORTED else "Contradicted.")
        working: list[str] = []
        routes: set[Route] = set()
        for one in found:
            working += self._write(wording, one.check, routes)
            if one.other is not None:
                wording.parts.append("The reports disagree on this:")
                self._write(wording, one.other, routes)
            if verdict is Verdict.CONTRADICTED and not rest:
                if isinstance(one.check, ProseCheck) and one.check.figure:
                    wording.parts.append(f"The figure is {one.check.figure}.")
                self._say_slip(wording, one)
        if rest:
            wording.parts.append(_NOT_FIRST if self.claim.first_time else _NOT_ALONE)
            for check in rest[:_MOST_SHOWN]:
                working += self._write(wording, check, routes)
        elif verdict is Verdict.SUPPORTED and (self.claim.alone or self.claim.first_time):
            wording.parts.append(_FIRST if self.claim.first_time else _ALONE)
        answer = Answer(
            question=self.claim.asked,
            route=Route.BOTH if len(routes) > 1 else routes.pop(),
            text=wording.text(),
            figures=tuple(wording.figures),
            working=tuple(dict.fromkeys(working)),
            citations=citations.all(),
            verdict=verdict,
            warnings=tuple(dict.fromkeys(wording.warnings)),
        )
        try:
            guard(answer, wording.labels, self.scope.quotable_of)
        except AssistantError as error:
            _log.error("the guard stopped a verdict on %r: %s", self.claim.asked, error)
            return _not_found(
                self.claim.asked, "Not found: I could not back every figure on that, so I give no verdict."
            )
        return answer

    def _write(self, wording: Wording, check: Check, routes: set[Route]) -> tuple[str, ...]:
        if isinstance(check, ProseCheck):
            routes.add(Route.RETRIEVAL)
            if check.sentences in self._quoted:
                return ()  # two figures of one sentence
            self._quoted.add(check.sentences)
            write_quote(wording, Quote(main=check.sentences[0], sentences=check.sentences))
            return ()
        routes.add(Route.CALCULATION)
        worder = Worder(replace(check.question, yes_no=False), self.scope.glossary, wording.citations)
        worder.wording = wording
        if _is_below_zero(check):
            _write_outgoing(wording, check)
        else:
            worder.write(check.reading, check.result)
        for reading, result in check.others:
            worder.write(reading, result)
        if check.member is not None and check.verdict is Verdict.CONTRADICTED:
            worder.write(*check.member)
        return check.result.working

    def _say_slip(self, wording: Wording, found: Found) -> None:
        """Say what the claim got wrong, where it can be told, and where its figure does stand."""
        if isinstance(found.check, ProseCheck):
            text = " ".join(s.text for s in found.check.sentences)
            slip = prose_slip(found.check, found.amount, self.claim.way, self.prose.about.polarity(text))
        else:
            slip = table_slip(found.check, found.amount)
        if slip is None:
            return
        said = slip.kind.value[0].upper() + slip.kind.value[1:]
        if slip.cell is None or isinstance(found.check, ProseCheck):
            wording.parts.append(f"{said}.")
            return
        grid = found.check.reading.entry.frame
        n = wording.citations.cell(grid, slip.cell)
        name = wording.label(row_name(grid, slip.cell.row_path))
        column = wording.label(column_name(slip.cell.column_path))
        by_row = grid.rows[found.check.reading.entry.row_index[slip.cell.row]].period is not None
        in_column = slip.kind in {SlipKind.PERIOD, SlipKind.COLUMN, SlipKind.FROM} and not by_row
        if slip.kind is SlipKind.PART:
            own = wording.label(row_name(grid, found.check.result.operands[-1].row_path))
            wording.parts.append(f"{said} {name}, not of {own} [{n}].")
        else:
            wording.parts.append(f"{said}: {column if in_column else name} [{n}].")

    def _nothing(self, departures: Sequence[Departure] = ()) -> Answer:
        if departures:
            apart = " and ".join(f"of “{d.said}”, not of “{d.claimed}”" for d in departures)
            return _not_found(self.claim.asked, f"Not found: the reports say this {apart}.")
        unknown = [n for n in self.linked.required() if not self._is_used(n)]
        named = names(unknown)
        if not unknown and not self.claim.amounts and self.prose.about.is_general():
            said = names([n for n in self.linked.required() if n.index not in self.linked.names]) or "the whole of it"
            return _not_found(
                self.claim.asked,
                f"Not found: the reports have many figures on {said}, and that alone does not say which is meant, or "
                "since when.",
            )
        about = f": they say nothing of {named}" if named else ""
        return _not_found(self.claim.asked, f"Not found: the reports neither bear this out nor contradict it{about}.")


_ALL_OF_IT = 0.99
_THE_SAME = 0.9
"""How close in meaning a sentence is that says just what the claim says."""
_WORD, _WORDS = 0.3, 0.5
"""The weight of a word, and of a word or two, of the claim that a cell leaves unsaid."""


def _is_nought(table: TableCheck) -> bool:
    value = table.result.values[0].quantity if table.result.values else None
    return value is not None and not value.value


def _no_rival(table: TableCheck, prose: ProseCheck, amount: Amount | None) -> bool:
    """Whether sentences that seem to say otherwise do not: they give the same figure too, or no such share."""
    if table.reading.plan.operation is Operation.SHARE:
        return True
    given = [i.amount.quantity for s in prose.sentences for i in stated(plain(s.text))]
    return amount is not None and any(
        q.unit.kind is amount.quantity.unit.kind and abs(q.value) == abs(amount.quantity.value) for q in given
    )


def _is_below_zero(check: TableCheck) -> bool:
    """Whether a difference is of two figures that are printed below zero, so that more of them is further below."""
    pair = [o.quantity.value for o in check.result.operands if o.quantity is not None]
    path = check.reading.entry.frame.rows[check.reading.rows[0]].path
    below = check.reading.plan.operation is Operation.DIFFERENCE and len(pair) == 2 and all(v < 0 for v in pair)
    return below and not BALANCE.search(" ".join(path))


def _write_outgoing(wording: Wording, check: TableCheck) -> None:
    """State a difference of two figures below zero by their sizes: whether they come in or go out, the table says."""
    old, new = check.result.operands
    difference = check.result.values[0].quantity
    assert difference is not None and old.quantity is not None and new.quantity is not None
    grid = check.reading.entry.frame
    n = wording.citations.cell(grid, new)
    wording.citations.cell(grid, old)
    name = wording.label(row_name(grid, new.row_path))
    now, before = (wording.label(column_name(o.column_path)) for o in (new, old))
    word = "more" if abs(new.quantity.value) > abs(old.quantity.value) else "less"
    for cell in (old, new):
        assert cell.quantity is not None
        wording.figure(cell.quantity, f"{name} / {column_name(cell.column_path)}", n, derived=False)
    wording.figure(difference, "computed", None, derived=True)
    wording.parts.append(
        f"{name}: {points(new.quantity)} ({now}) against {points(old.quantity)} ({before}), {points(difference)} {word}"
        f", both printed below zero [{n}]."
    )

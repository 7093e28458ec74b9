"""The readings that a claim may mean: those of them that are meant, and the verdict of these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount, Role, clause_of
from assistant.checking.cells import column_role, is_forecast, nameless
from assistant.checking.checks import TableCheck
from assistant.checking.figures import comparable, is_telling, of_one_size
from assistant.checking.patterns import PLANNED, Way
from assistant.checking.sentences import WILL
from assistant.checking.subject import FULLY, SURE, Candidate, Subject
from assistant.checking.verdicts import CellVerdicts
from assistant.questions.cues import Relative
from assistant.questions.outline import is_of_all
from assistant.questions.question import Question
from assistant.questions.roles import Role as ColumnRole
from assistant.questions.sheet import Sheet
from assistant.questions.sides import SOLID
from assistant.questions.vague import Bound, holds
from assistant.questions.words import label_stems
from assistant.readings import Reading
from structured.periods import Period
from structured.plan import Operation
from structured.units import Quantity

_SAID, _TOLD, _BESIDE, _NAMED = 0.4, 0.2, 0.3, 0.6
"""How much of its labels a claim has to say to be borne out by a reading: as a rule; where its figure could hardly fit
by chance; of a direction beside a figure that is tested by itself; of a claim of a single word."""

_IS = re.compile(r"\b(?:is|are|stands?|now|currently)\b", re.IGNORECASE)
_WAS = re.compile(r"\b(?:was|were|had|stood|used to)\b", re.IGNORECASE)
_CLOSE, _CLOSER = 0.12, 0.03
"""Readings this close to the best are read as meant too; fewer of them where a claim is easily borne out."""


class Jury:
    """Weighs the readings of a claim against each other."""

    def __init__(self, subject: Subject) -> None:
        """``subject`` is what the claim is about."""
        self.claim = subject.claim
        self.subject = subject
        self.verdicts = CellVerdicts(subject)

    def verdict(
        self,
        question: Question,
        build: Callable[[Sheet], Iterable[Reading]],
        amount: Amount | None,
        way: Way | None,
        *,
        planned: bool = False,
        prior: Callable[[Quantity], float] | None = None,
    ) -> TableCheck | None:
        """The verdict of the best readings: supported when one of those close to the best bears the claim out."""
        telling = amount is not None and is_telling(amount)
        close = _CLOSE if telling else _CLOSER
        least = _TOLD if telling else _SAID
        beside = amount is None and bool(self.claim.amounts)
        if beside:
            least = _BESIDE
        elif amount is None and not planned and self._is_bare():
            least = _NAMED
        surely = [c for c in self.subject.candidates(question, build, prior) if c.said >= least]
        if amount is not None and amount.role is Role.LEVEL and not telling:
            pair = any(a.role is Role.START for a in self.claim.amounts)  # "from 3 to 8": both have to fit one row
            surely = [
                c
                for c in surely
                if self.subject.says_its_columns(c)
                or (pair and self.verdicts.on(c, amount, way, planned=planned) is Verdict.SUPPORTED)
            ]
        if amount is not None and sum(a.role is amount.role and _is_alike(a, amount) for a in self.claim.amounts) > 1:
            surely = self._of_its_member(surely, amount)
        surely = self._named_in_full(surely)
        judged = [(c, v) for c in surely if (v := self.verdicts.on(c, amount, way, planned=planned)) is not None]
        if amount is None:
            judged = [j for j in judged if self._starts_there(j[0])] or judged  # "from 13 to 9" tells which one fell
        kept = self._undominated([(c, v) for c, v in judged if c.score >= judged[0][0].score - _CLOSE], judged)
        near = [(c, v) for c, v in kept if c.score >= kept[0][0].score - close]
        if not near:
            return None
        # "the forecast deficit" is not the one that came about
        meant = amount is not None and PLANNED.search(clause_of(self.claim.text, amount)) is not None
        if telling and near[0][1] is Verdict.CONTRADICTED and self._planned(near[0][0]) and not meant:
            borne_out = [j for j in judged if j[1] is Verdict.SUPPORTED and self._outcome_of(j[0], near[0][0])]
            near = borne_out[:1] or near
        if telling and near[0][1] is Verdict.CONTRADICTED and any(a.role is Role.START for a in self.claim.amounts):
            # "from 77 to 82": of a row's several figures those two are meant
            same = [c for c in judged if c[0].reading.entry is near[0][0].reading.entry]
            same = [c for c in same if c[0].reading.rows == near[0][0].reading.rows and c[1] is Verdict.SUPPORTED]
            near = same[:1] or near
        others: list[Candidate] = []
        if near[0][0].reading.rows[0] in (listed := self.subject.listed(near[0][0].sheet)):
            each = self._each_listed(judged, near[0][0], listed)
            if each is None:
                return None
            near = [next(((c, v) for c, v in each if v is Verdict.CONTRADICTED), each[0])]
            others = [c for c, _ in each[1:]] if near[0][1] is Verdict.SUPPORTED else []
        if amount is None and len({v for _, v in near}) > 1:
            near = self._last_change(near) or near
        if amount is None and len({v for _, v in near}) > 1:
            # the claim may speak of several rows, and they differ: only a whole can be meant
            near = [(c, v) for c, v in near if c.sheet.grid.rows[c.reading.rows[0]].is_whole]
            if len({v for _, v in near}) != 1 or len({c.reading.entry.index for c, _ in near}) > 1:
                return None
        candidate, verdict = next(((c, v) for c, v in near if v is Verdict.SUPPORTED), near[0])
        if verdict is Verdict.SUPPORTED and amount is not None and self._is_of_now(amount):
            candidate, verdict = self._newest(judged, candidate, verdict)
        assert candidate.value is not None
        if verdict is Verdict.CONTRADICTED and amount is None and self._starts() and not self._has_its_ends(candidate):
            return None  # the claim's figures are of something else
        now = candidate.reading.columns[0]
        if verdict is Verdict.CONTRADICTED and WILL.search(self.claim.text) and not is_forecast(candidate.sheet, now):
            return None  # what is to come is not told by what came about
        if (
            verdict is Verdict.CONTRADICTED
            and amount is not None
            and amount.role is Role.LEVEL
            and not of_one_size(amount, candidate.value)
        ):
            return None
        if verdict is Verdict.CONTRADICTED and not _is_part_and_whole(candidate):
            return None
        least = 0.9 if candidate.reading.plan.operation is Operation.SHARE else _BESIDE if beside else SURE
        if self._is_the_one(judged):
            least = min(least, _SAID)
        if verdict is Verdict.CONTRADICTED and candidate.said < least:
            return None
        return replace(
            candidate.check(verdict, question),
            others=tuple((c.reading, c.result) for c in others),
            way=way,
            planned=planned,
            left=self.subject.left(candidate.sheet, candidate.reading),
        )

    def _is_of_now(self, amount: Amount) -> bool:
        """Whether a claim says what a figure is, and names no other time."""
        claim = self.claim
        timed = (
            claim.periods or claim.bases or claim.starts or claim.partial or set(claim.relatives) - {Relative.LATEST}
        )
        before = claim.text[: amount.start]
        present = amount.role is Role.LEVEL and not amount.mark and _IS.search(before) and not _WAS.search(before)
        return bool(present) and not timed

    def _newest(
        self, judged: Sequence[tuple[Candidate, Verdict]], candidate: Candidate, verdict: Verdict
    ) -> tuple[Candidate, Verdict]:
        """The newest figure of the same thing in the same table, with its verdict: what was is not what is."""

        def time(one: Candidate) -> Period | None:
            return one.result.operands[-1].period

        def place(one: Candidate) -> tuple[object, ...]:
            grid, row = one.sheet.grid, one.sheet.grid.rows[one.reading.rows[0]]
            named = one.reading.rows if row.period is None else ()
            return one.reading.entry.index, named, nameless(grid.columns[one.reading.columns[0]].path)

        own = time(candidate)
        later = [
            (t, c, v)
            for c, v in judged
            if (t := time(c)) is not None
            and own is not None
            and t.months == own.months
            and t.last > own.last
            and place(c) == place(candidate)
            and not self._planned(c)
            and not is_forecast(c.sheet, c.reading.columns[0])
        ]
        if not later or candidate.reading.plan.operation is not Operation.LOOKUP:
            return candidate, verdict
        return max(later, key=lambda one: one[0].last)[1:]

    def _of_its_member(self, candidates: list[Candidate], amount: Amount) -> list[Candidate]:
        """Those of the row that the amount's own words name, where they name one of the table's in full."""
        clause = set(label_stems(clause_of(self.claim.text, amount)))
        needs = self.subject.linked.needs

        def is_named(candidate: Candidate) -> bool:
            labels = candidate.sheet.entry.rows[candidate.reading.rows[0]]
            match = self.subject.linked.matches.get(labels[-1]) if labels else None
            words = {needs[i].token.stem for i, s in match.covers.items() if s >= SOLID} if match is not None else set()
            return match is not None and match.recall >= FULLY and bool(words) and words <= clause

        named = {c.reading.entry.index for c in candidates if is_named(c)}
        return [c for c in candidates if c.reading.entry.index not in named or is_named(c)]

    def _named_in_full(self, candidates: list[Candidate]) -> list[Candidate]:
        """Those left when a row that the claim names in part gives way to one of another table that it names in full.

        "Harbour financing costs" are not the harbour's total costs, however well the other table's titles fit.
        """
        own = [self._row_words(c) for c in candidates]
        full = [words for c, words in zip(candidates, own, strict=True) if c.said >= FULLY]
        return [
            c
            for c, words in zip(candidates, own, strict=True)
            if c.said >= FULLY or not words or not any(words < other for other in full)
        ]

    def _row_words(self, candidate: Candidate) -> frozenset[int]:
        """The words of the claim that a reading's row says in its own label, and that have to be said."""
        labels = candidate.sheet.entry.rows[candidate.reading.rows[0]]
        match = self.subject.linked.matches.get(labels[-1]) if labels else None
        needs = self.subject.linked.needs
        return (
            frozenset(i for i, s in match.covers.items() if s >= SOLID and needs[i].required) if match else frozenset()
        )

    def _is_the_one(self, judged: Sequence[tuple[Candidate, Verdict]]) -> bool:
        """Whether all that the claim can mean is one row, and it says the same for each of its times."""
        rows = {(c.reading.entry.index, c.reading.rows[0]) for c, _ in judged}
        return len(judged) > 1 and len(rows) == 1 and len({v for _, v in judged}) == 1

    def _is_bare(self) -> bool:
        """Whether the claim's subject is one word: then a label has to be hardly more than that word."""
        return len([n for n in self.subject.linked.required() if n.index not in self.subject.linked.names]) == 1

    def _planned(self, candidate: Candidate) -> bool:
        return column_role(candidate.sheet, candidate.reading.columns[0]) is ColumnRole.PLANNED

    def _outcome_of(self, candidate: Candidate, planned: Candidate) -> bool:
        """Whether a reading is of what came about in the row of which another is what was planned."""
        role = column_role(candidate.sheet, candidate.reading.columns[0])
        return (
            candidate.reading.entry.index == planned.reading.entry.index
            and candidate.reading.rows[0] == planned.reading.rows[0]
            and role not in {ColumnRole.PLANNED, ColumnRole.OPENING}
        )

    def _each_listed(
        self, judged: list[tuple[Candidate, Verdict]], chosen: Candidate, listed: tuple[int, ...]
    ) -> list[tuple[Candidate, Verdict]] | None:
        """For each row of a list the verdict in the columns chosen; None where one of them has none."""
        found = []
        for row in listed:
            same = [
                (c, v)
                for c, v in judged
                if c.reading.entry.index == chosen.reading.entry.index
                and c.reading.rows[0] == row
                and c.reading.columns == chosen.reading.columns
            ]
            if not same:
                return None
            found.append(same[0])
        return found

    def _starts_there(self, candidate: Candidate) -> bool:
        """Whether a change is from the figure from which the claim says that it started."""
        starts, old = self._starts(), candidate.result.operands[0].quantity
        if old is None or len(starts) != 1 or not candidate.reading.plan.baseline:
            return False
        return comparable(starts[0], old) and holds(Bound.EXACT, starts[0], old)

    def _has_its_ends(self, candidate: Candidate) -> bool:
        """Whether a change is from or to one of the figures that the claim says, either way round."""
        said = [a.quantity for a in self.claim.amounts if a.role in {Role.START, Role.LEVEL}]
        ends = [o.quantity for o in candidate.result.operands if o.quantity is not None]
        return any(comparable(a, b) and holds(Bound.EXACT, a, b) for a in said for b in ends)

    def _starts(self) -> list[Quantity]:
        """What the claim says that a thing was before it moved."""
        return [a.quantity for a in self.claim.amounts if a.role is Role.START]

    def _last_change(self, near: list[tuple[Candidate, Verdict]]) -> list[tuple[Candidate, Verdict]]:
        """Of several changes in one row, that from which the claim says it started, or else the latest and shortest."""
        starts = [a for a in self.claim.amounts if a.role is Role.START]
        kept = []
        for candidate, verdict in near:
            old = candidate.result.operands[0]
            if (
                candidate.reading.plan.baseline
                and starts
                and (
                    old.quantity is None
                    or not comparable(starts[0].quantity, old.quantity)
                    or not holds(Bound.EXACT, starts[0].quantity, old.quantity)
                )
            ):
                continue
            times = [o.period for o in candidate.result.operands if o.period is not None]
            kept.append((max(times) if times else None, min(times) if times else None, candidate, verdict))
        dated = [(new, old, c, v) for new, old, c, v in kept if new is not None and old is not None]
        if (
            len(dated) != len(kept)
            or len({c.reading.entry.index for _, _, c, _ in dated}) != 1
            or len({c.reading.rows[0] for _, _, c, _ in dated}) != 1
        ):
            return [(c, v) for _, _, c, v in kept]
        last = max((new, old) for new, old, _, _ in dated)
        return [(c, v) for new, old, c, v in dated if (new, old) == last]

    def _undominated(
        self, near: list[tuple[Candidate, Verdict]], judged: list[tuple[Candidate, Verdict]]
    ) -> list[tuple[Candidate, Verdict]]:
        """Those near the best whose labels say as much of the claim as any other's of the same table.

        A part gives way to the whole of its table, wherever that stands, the body's own name aside.
        """
        needs, names = self.subject.linked.needs, self.subject.linked.names

        def said(one: Candidate) -> dict[int, float]:
            return {i: s for i, s in self.subject.leaf(one.sheet, one.reading).items() if needs[i].weight > 0.1}

        own = [said(c) for c, _ in near]
        wholes = [(c, said(c)) for c, _ in judged if c.sheet.grid.rows[c.reading.rows[0]].is_whole]

        def yields(i: int) -> bool:
            one = near[i][0]
            peers = [own[j] for j, (c, _) in enumerate(near) if c.reading.entry.index == one.reading.entry.index]
            if any(_less(own[i], other) for other in peers):
                return True
            bare = {n: s for n, s in own[i].items() if n not in names}
            return one.said < FULLY and any(
                _less(bare, theirs)
                for whole, theirs in wholes
                if whole.reading.entry.index == one.reading.entry.index
                and whole.reading.columns == one.reading.columns
                and whole.reading.rows != one.reading.rows
            )

        left = [near[i] for i in range(len(near)) if not yields(i)]
        return left or [(c, v) for c, v in judged if any(c is whole for whole, _ in wholes)]


def _is_alike(one: Amount, other: Amount) -> bool:
    return one.quantity.unit.kind is other.quantity.unit.kind


def _is_part_and_whole(candidate: Candidate) -> bool:
    """Whether a share is of a total, or of another column of its row: that of two peers contradicts nothing."""
    plan, grid = candidate.reading.plan, candidate.sheet.grid
    if plan.operation is not Operation.SHARE or len(plan.baseline) != 1:
        return True
    rows = [candidate.sheet.entry.row_index[ref.row] for ref in (plan.operands[0], plan.baseline[0])]
    whole = grid.rows[rows[1]]
    return rows[0] == rows[1] or is_of_all(whole)


def _less(a: dict[int, float], b: dict[int, float]) -> bool:
    """Whether one set of labels explains less than another: fewer words, or the same less well."""
    if not set(a) <= set(b) or any(s > b[i] + 0.02 for i, s in a.items()):
        return False
    return set(a) < set(b) or any(s < b[i] - 0.05 for i, s in a.items())

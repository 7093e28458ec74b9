"""Superlatives, held against tables: the winner of a ranking against the member that the claim names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant import readings
from assistant.answers.answer import Verdict
from assistant.checking.cells import column_role
from assistant.checking.checks import TableCheck
from assistant.checking.figures import agrees
from assistant.checking.members import Members, of_member, only
from assistant.checking.patterns import MEASURES, OVER, QUICK, SUPERLATIVE, UNDER, Way
from assistant.checking.subject import Subject, with_cues
from assistant.checking.times import Times
from assistant.questions.cues import Cue, Order
from assistant.questions.question import Question
from assistant.questions.roles import Role as ColumnRole
from assistant.questions.sheet import Sheet
from assistant.questions.sides import SOLID, merge
from assistant.questions.words import label_stems, tokens
from assistant.readings import Reading
from assistant.readings.reading import with_withheld
from structured.engine import overtaking
from structured.errors import MissingValue
from structured.observations import ColumnKind, RowKind
from structured.plan import Operation, Plan
from structured.units import UnitKind

_WHOLE = re.compile(r"\b(?:total|overall|all|whole|average|mean|national|combined)\b", re.IGNORECASE)

_ALL = re.compile(r"(?:all|total|overall|everyone)\b", re.IGNORECASE)

_FAR = re.compile(
    r"\b(?:furthest|farthest) (?:(?P<short>behind|below|under|short)|ahead|above|over|past|beyond)\b", re.IGNORECASE
)

_SMALLEST_LOSS = re.compile(r"\b(?:smallest|lowest|least) (?:[\w-]+ )?(?:loss|deficit)\b", re.IGNORECASE)
_SPENT_LEAST = re.compile(
    r"\b(?:over|under)sp[ae]n[dt]\w* by (?:less|fewer) than\b|\b(?:smallest|lowest|least) (?:over|under)spend\b",
    re.IGNORECASE,
)
_IMPROVED = re.compile(r"improv|worsen|deteriorat", re.IGNORECASE)
_MOST_OF_A_VIEW = re.compile(
    r"\b(?:(?P<most>most (?=satisfied|positive|confident|trusting|happy)|happiest)|"
    r"least (?=satisfied|positive|confident|trusting|happy)|unhappiest)",
    re.IGNORECASE,
)
"""Superlatives that name a view: more of it is what is meant, whatever it is a view of."""
_BAD_VIEW = re.compile(r"\b(?:dissatisf|unhapp|distrust|not confident)\w*", re.IGNORECASE)

_MOVEMENTS = tuple(
    (
        way,
        re.compile(
            r"\b(?:(?P<less>smallest|lowest|least|slowest)|biggest|largest|greatest|highest|fastest|steepest|sharpest"
            rf"|worst|best) (?:[\w-]+ ){{0,3}}?(?:{nouns})\b",
            re.IGNORECASE,
        ),
    )
    for way, nouns in (
        (Way.UP, "growth|growing|increase|rise|gain|jump"),
        (Way.DOWN, "fall|drop|decrease|reduction|decline"),
    )
)
"""Nouns that say which way what is ranked moved, with whether the least of it is meant."""


_HOLDER = re.compile(
    r"^(?:(?:does|do|did) )?(?:the )?(?P<who>[^,;:]{1,60}?) (?:has|have|had|saw|sees?|recorded|records?|got|gets?)"
    r" (?:the |by far |much )+(?=[\w-]*(?:est|most|least|worst|best)\b)",
    re.IGNORECASE,
)
"""Whose it is that something is the most: "*Northgate* has the highest rate of late trains"."""
_LASTING = re.compile(
    r"\b(?:times?|waits?|waiting|waited|long\w*|short\w*|respon\w+|durations?|delay\w*|length|hours?|minutes?|seconds?|days?"
    r"|weeks?|months?|years?|late\w*|reach\w*|answer\w*|arriv\w*)\b",
    re.IGNORECASE,
)
"""What is said of how long something takes."""


class RankChecker:
    """Tests what a claim says comes first or last of its kind."""

    def __init__(self, subject: Subject, times: Times, members: Members) -> None:
        """``subject`` is what the claim is about, ``times`` when, ``members`` which of a table's rows it names."""
        self.claim = subject.claim
        self.subject = subject
        self.times = times
        self.members = members

    def rank(self) -> TableCheck | None:
        """A superlative: the winner of the ranking held against the member that the claim names.

        Raises MissingValue where a figure that the report withholds decides.
        """
        claim = self.claim
        order, quick = claim.order, QUICK.search(claim.text)
        assert order is not None
        cues = []
        moving = bool(claim.bases or claim.relatives)
        noun = next(((way, m) for way, words in _MOVEMENTS if (m := words.search(claim.text))), None)
        moved, less = claim.moved, claim.moved_less
        if moved is None and noun is not None:
            moved, less = noun[0], noun[1]["less"] is not None
            order = Order.LEAST if less else Order.MOST
        better = moved is None and _IMPROVED.search(claim.text)
        if moved is Way.DOWN and less:
            cues.append(Cue.RISE)  # what fell least is highest of all changes
            order = Order.MOST
        elif moved is not None:
            cues.append(Cue.RISE if moved is Way.UP else Cue.FALL)
        elif better:
            cues.append(Cue.IMPROVE if better.group().lower() == "improv" else Cue.WORSEN)
        elif moving and claim.way in {Way.UP, Way.DOWN}:
            cues.append(Cue.RISE if claim.way is Way.UP else Cue.FALL)
        if quick:
            order = Order.LEAST if quick["fast"] else Order.MOST
        if far := _FAR.search(claim.text):
            order = Order.LEAST if far["short"] else Order.MOST
        if view := _MOST_OF_A_VIEW.search(claim.text):
            order = Order.MOST if view["most"] else Order.LEAST
        if loss := _SMALLEST_LOSS.search(claim.text):
            order = Order.MOST  # nearest to nothing, of those that lie below it
        if _SPENT_LEAST.search(claim.text):
            return None  # how far over they were is ranked from the furthest
        spent = [c for c, words in ((Cue.OVER, OVER), (Cue.UNDER, UNDER)) if words.search(claim.text)]
        cues += spent
        cues += [c for c in (Cue.PERCENT, Cue.MONEY, Cue.POINTS, Cue.COUNT_OF) if claim.subject.has(c)]
        question = with_cues(claim.subject, *cues, order=order)
        measure = next((pattern for words, pattern in MEASURES if words.search(claim.text)), None)
        behind = _FAR.search(claim.text)
        found: list[tuple[float, Sheet, Reading, int]] = []
        for sheet in self.subject.sheets(question):
            named = [(m, covers) for m, covers in self.members.named(sheet) if self._is_holder(covers)]
            for reading in readings.rankings(sheet, self.subject.scope.glossary) if named else ():
                column = sheet.grid.columns[reading.columns[0]]
                lasting = column.unit is not None and column.unit.kind is UnitKind.DURATION
                measured = self._measured(sheet, reading)
                if measured is False:
                    continue  # another column is what the claim names
                if (quick and not lasting) or (
                    lasting and not quick and not measured and not _LASTING.search(claim.text)
                ):
                    continue  # a rise in how many there were is none in how long they took
                if better and column.kind is not ColumnKind.CHANGE and not reading.plan.baseline:
                    continue  # what improved most need not be best
                if moved is not None and column.kind is not ColumnKind.CHANGE and not reading.plan.baseline:
                    continue
                if view and _BAD_VIEW.search(" ".join((*column.path, sheet.grid.title))):
                    continue  # the most satisfied have the fewest of these
                if measure is not None and not measure.search(" ".join(column.path)):
                    continue
                if behind and (
                    column.kind is not ColumnKind.CHANGE or not self.times.variance(sheet, reading.columns[0])
                ):
                    continue
                if spent and not self._from_plan(sheet, reading):
                    continue
                if not reading.plan.baseline and not self.times.level(sheet, reading):
                    continue
                if reading.plan.baseline and not spent and not self.times.pair(sheet, reading):
                    continue
                of_sections = self._of_sections(sheet, reading)
                reading = self._without_totals(reading)
                for member, covers in named:
                    if member in of_sections.rows and member not in reading.rows:
                        reading = of_sections
                    if member not in reading.rows:
                        continue
                    reading = self._of_its_kind(reading, member)
                    own = merge(
                        covers, *(sheet.columns[c].covers for c in reading.columns[:2]), self.members.kind_words(sheet)
                    )
                    if self.subject.accepts(
                        sheet, merge(own, self.members.shared_parents(sheet, reading.rows)), names=False
                    ):
                        found.append(
                            (
                                reading.score
                                + sheet.worth(merge(reading.covers, covers))
                                - sheet.worth(reading.covers),
                                sheet,
                                reading,
                                member,
                            )
                        )
        if not found:
            return None
        found.sort(key=lambda f: (-round(f[0], 6), f[1].entry.index, f[2].rows, f[2].columns))
        score, sheet, reading, member = found[0]
        if claim.each_time:
            return self._rank_each_time(question, sheet, reading, member, score)
        if moved is not None and less:
            reading = replace(reading, plan=replace(reading.plan, descending=moved is Way.DOWN))
        if (moved is not None and less) or loss:
            reading = self._moving(reading, moved or Way.DOWN, member)
            if len(reading.rows) < 2:
                return None  # of one alone there is no smallest
        check = self._ranked(question, sheet, reading, member, score)
        if check is not None and check.verdict is Verdict.CONTRADICTED and not claim.whole:
            beside = self._beside(reading, member)  # of areas and age groups in one table, like is set against like
            if beside is not None:
                like = self._ranked(question, sheet, beside, member, score)
                check = like if like is not None and like.verdict is Verdict.CONTRADICTED else None
        if check is None or moved is None or check.member is None:
            return check
        value = check.member[1].values[0].quantity
        went = value is not None and agrees(moved, value.value, 1)
        return check if went else replace(check, verdict=Verdict.CONTRADICTED)

    def _is_holder(self, covers: Mapping[int, float]) -> bool:
        """Whether a row is the one that the claim says has the most of something, where it says who has."""
        holder = _HOLDER.match(self.claim.text)
        if holder is None:
            return True
        start, end = holder.span("who")
        who = [n for n in self.subject.linked.needs if n.required and start <= n.token.start < end]
        return not who or any(covers.get(n.index, 0.0) >= SOLID for n in who)

    def _ranked(
        self, question: Question, sheet: Sheet, reading: Reading, member: int, score: float
    ) -> TableCheck | None:
        result = self.subject.run(reading.plan)
        if result is None:
            return None
        winners = {sheet.entry.row_index[v.sources[-1].row] for v in result.values}
        own = sheet.entry.cell(member, reading.columns[0])
        if any(overtaking(result)) if member in winners else own is None or own.quantity is None:
            raise MissingValue("a figure that the report withholds decides which comes first")
        return TableCheck(
            verdict=Verdict.of(member in winners),
            fit=score,
            question=question,
            reading=reading,
            result=result,
            member=of_member(self.subject, reading, own),
        )

    def _measured(self, sheet: Sheet, reading: Reading) -> bool | None:
        """Whether a column ranked says what the claim is about; None where no column of the table does.

        That turnover is highest in the North says nothing of sickness, though the table's title speaks of both.
        """
        best = SUPERLATIVE.search(self.claim.text)
        if best is None or self.claim.moved is not None:
            return None
        matches = [self.subject.linked.matches.get(labels[-1]) for labels in sheet.entry.rows if labels]
        members = {i for match in matches if match is not None for i in match.covers}
        about = {n.index for n in self.subject.linked.required() if n.token.start < best.start()}
        named = {
            c.index
            for c in sheet.columns
            if not about & members and any(s >= SOLID and i in about for i, s in c.covers.items())
        }
        return bool(named & set(reading.columns[:2])) if named else None

    def _from_plan(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether what is ranked is how far the outcome lay from what was planned, at the claim's time."""
        if reading.plan.baseline:
            now, base = reading.columns[:2]
            period = sheet.grid.columns[now].period
            return column_role(sheet, base) is ColumnRole.PLANNED and (
                period is None or not self.claim.periods or sheet.times.period_fit(period) > -0.3
            )
        return sheet.grid.columns[reading.columns[0]].kind is ColumnKind.CHANGE and self.times.variance(
            sheet, reading.columns[0]
        )

    def _without_totals(self, reading: Reading) -> Reading:
        """The ranking without rows that stand for all."""
        rows = reading.entry.frame.rows
        kept = [i for i, r in enumerate(reading.rows) if not (rows[r].path and _WHOLE.search(rows[r].path[-1]))]
        if len(kept) in {0, len(reading.rows)} or len(reading.rows) != len(reading.plan.operands):
            return reading
        return only(reading, kept)

    def _moving(self, reading: Reading, way: Way, member: int) -> Reading:
        """The ranking of those that moved this way, and of the member: what rose had not the smallest fall."""
        plan = reading.plan
        if len(reading.rows) != len(plan.operands):
            return reading
        kept = []
        for i, row in enumerate(reading.rows):
            one = Plan(operation=Operation.LOOKUP, operands=(plan.operands[i],))
            if plan.baseline:
                one = replace(one, operation=Operation.DIFFERENCE, baseline=(plan.baseline[i],))
            result = self.subject.run(one)
            value = result.values[0].quantity if result and result.values else None
            if row == member or value is None or agrees(way, value.value, 1):
                kept.append(i)
        return only(reading, kept)

    def _of_sections(self, sheet: Sheet, reading: Reading) -> Reading:
        """The ranking of the totals of a table's sections, where it has some: they are peers, as their rows are not."""
        grid, columns = sheet.grid, reading.columns[:2]
        sections = {frozenset(label_stems(r.path[-1])) for r in grid.rows if r.kind is RowKind.SECTION and r.path}
        rows = tuple(
            i
            for i, r in enumerate(grid.rows)
            if r.kind is RowKind.TOTAL
            and r.path
            and frozenset(label_stems(_WHOLE.sub(" ", r.path[-1]))) in sections
            and all((c := sheet.entry.cell(i, column)) is not None and c.quantity is not None for column in columns)
        )
        operands = tuple(sheet.entry.ref(i, columns[0]) for i in rows)
        baseline = tuple(sheet.entry.ref(i, columns[-1]) for i in rows) if reading.plan.baseline else ()
        return replace(reading, plan=replace(reading.plan, operands=operands, baseline=baseline), rows=rows)

    def _of_its_kind(self, reading: Reading, member: int) -> Reading:
        """The ranking of the rows under the member's own heading, where the claim names it ("any other age group")."""
        rows = reading.entry.frame.rows
        kinds = {t.stem for t in tokens(self.claim.whole)}
        path = rows[member].path
        if len(path) < 2 or not set(label_stems(path[-2])) & kinds:
            return reading
        kept = [i for i, r in enumerate(reading.rows) if rows[r].path[:-1] == path[:-1]]
        return only(reading, kept) if len(reading.rows) == len(reading.plan.operands) else reading

    def _beside(self, reading: Reading, member: int) -> Reading | None:
        """The ranking of the rows under the member's own heading; None where there are no others, or no heading."""
        rows = reading.entry.frame.rows
        path = rows[member].path
        first = rows[0]  # "all users", then by age, by area
        breaks_down = first.kind in {RowKind.BASE, RowKind.TOTAL} or bool(first.path and _ALL.match(first.path[0]))
        if len(path) < 2 or len(reading.rows) != len(reading.plan.operands) or not breaks_down:
            return None
        kept = [i for i, r in enumerate(reading.rows) if rows[r].path[:-1] == path[:-1]]
        return only(reading, kept) if 1 < len(kept) < len(reading.rows) else None

    def _rank_each_time(
        self, question: Question, sheet: Sheet, reading: Reading, member: int, score: float
    ) -> TableCheck | None:
        """First in every one of the periods; the first period in which it is not contradicts."""
        last: TableCheck | None = None
        rows = self.members.subset(sheet, reading.rows)
        for column in self.members.times(sheet):
            operands = tuple(sheet.entry.ref(r, column) for r in with_withheld(sheet, rows, column))
            if not operands or member not in rows:
                return None
            plan = replace(reading.plan, operands=operands, baseline=())
            last = self._ranked(
                question, sheet, replace(reading, plan=plan, rows=rows, columns=(column,)), member, score
            )
            if last is None or last.verdict is Verdict.CONTRADICTED:
                return last
        return last

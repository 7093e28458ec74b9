"""Writing a briefing: what the tables hold, in lines, a table and a chart, and what the text reports; all guarded."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answers.amounts import amount
from assistant.answers.answer import Answer, Figure, Route
from assistant.answers.chart import Chart
from assistant.answers.citations import Citations
from assistant.answers.guard import guard
from assistant.answers.labels import column_name, row_name
from assistant.answers.worder import Worder
from assistant.answers.wording import Wording
from assistant.briefs.brief import Brief, FigureTable
from assistant.briefs.charting import chart_of
from assistant.briefs.lines import FEWEST_PEERS, line_readings, peers
from assistant.briefs.subjects import Naming, Subject, find_subjects
from assistant.checking.amounts import Amount
from assistant.checking.checker import Checker
from assistant.checking.checks import ProseCheck
from assistant.checking.claims import open_claim
from assistant.checking.doubts import is_doubted
from assistant.checking.figures import of_one_size
from assistant.checking.sentences import stated
from assistant.errors import AssistantError
from assistant.prose.briefing import on_topic, topic_of
from assistant.prose.picking import Quote, leans
from assistant.prose.quoting import write_quote
from assistant.prose.ranking import Evidence
from assistant.questions.cause_words import gives_reason
from assistant.questions.cues import Order
from assistant.questions.declining import reason_not_to_read, reason_to_decline
from assistant.questions.expected import figures as figures_in
from assistant.questions.question import Question, read_question
from assistant.questions.scope import Scope
from assistant.questions.understanding import names
from assistant.questions.vague import Bound, holds
from assistant.questions.words import label_stems
from assistant.readings import Reading
from corpus.document import Sentence
from corpus.sentences import plain
from structured.engine import Result, run
from structured.errors import StructuredError
from structured.observations import ColumnKind, Observation, RowKind
from structured.plan import Operation
from structured.units import Quantity, UnitKind, unit_code

_log = logging.getLogger(__name__)
_MOST_HEADLINES = 9
_MANY_HEADLINES = 5
_MOST_REPORTED, _FEWER_REPORTED, _MOST_CAUSES, _MOST_ACTIONS = 5, 3, 3, 3
_MOST_COLUMNS, _MOST_ROWS = 4, 12
_MOST_WORDS = 70
"""Of a sentence that is quoted."""
_SURELY = 0.75
"""The share of the topic that a quoted sentence has to explain, together with the place where it stands."""
_NAMED = 0.5
"""The share of the topic that the words of a cause or an action have to explain by themselves."""
_NEAR = 0.3
"""How close in meaning to the topic it has to be."""
_ALIKE = 0.6
"""The share of their words from which on two quotes say the same."""
_ACTION = re.compile(
    r"\b(?:launch|publish|commission|announc|establish|introduc|appoint|award|invest|recruit|pledg|train|begin"
    r"|start|commit|refurbish|pilot|procure|expand|develop)(?:s|es|ed|d|ing|e)?\b|\broll(?:ed)?[- ]?out\b"
    r"|\b(?:began|begun|set up|working (?:with|on|to)|(?:is|are) being|will|plans? to|aims? to|under way)\b"
    r"|\bcontinu\w+ to (?:work|support|deliver|fund|develop|oversee|provide|improve|roll)\b",
    re.IGNORECASE,
)
_BACK = re.compile(r"^(?:some )?of (?:this|these|which|those)\b|^(?:the )?(?:balance|remainder)\b", re.IGNORECASE)
_QUALIFIES = re.compile(r"\b(?:round\w*|provisional|not available|incomplete|estimate\w*|add up)\b", re.IGNORECASE)
_MARK = re.compile(r"\s*\[\d+\]")
_OWN_WORDS, _RIVAL = 0.99, 0.6
"""How much of a headline a sentence has to say, and how close in meaning it has to be, to be told as its rival."""


def write_brief(topic: str, scope: Scope) -> Brief | Answer:
    """A briefing on a topic, or the refusal that says why there is none."""
    declined = _reason_against(topic, scope)
    if declined is not None:
        return Answer(question=topic, route=Route.REFUSAL, text=declined)
    return _Writer(topic, scope).write()


def _reason_against(topic: str, scope: Scope) -> str | None:
    return reason_not_to_read(topic) or reason_to_decline(read_question(topic), scope.linker.known)


class _Writer:
    def __init__(self, topic: str, scope: Scope) -> None:
        self.topic = topic.strip()
        self.scope = scope
        self.citations = Citations(scope.quotable_of)
        self.labels: list[str] = []
        self.figures: list[Figure] = []
        self.caveats: list[str] = []
        self.working: list[str] = []
        self.quoted: set[tuple[str, int]] = set()

    def write(self) -> Brief | Answer:
        subject = topic_of(read_question(self.topic), self.scope.linker)
        if not subject.linked.needs:
            return self._nothing(())
        told = on_topic(subject, self.scope.linker, self.scope.placer, self.scope.search)
        sure = [
            e
            for e in told
            if e.coverage >= _SURELY and not any(n.strict for n in e.unexplained) and e.similarity >= _NEAR
        ]
        printed = [m.quantity for e in sure for m in figures_in(plain(e.sentence.text))]
        tables = find_subjects(subject.question, subject.linked, self.scope, printed)
        if not tables and not sure:
            return self._nothing([n for n in subject.linked.required() if not self._is_used(n.variants)])
        headlines = self._headlines(tables, subject.question)
        figure_tables = tuple(t for s in tables if (t := self._table(s)) is not None)
        chart = self._chart(tables, headlines)
        named = [e for e in sure if e.own >= _NAMED]
        causes = self._quoted([e for e in named if gives_reason(plain(e.sentence.text))], _MOST_CAUSES, [])
        used = [q for _, q in causes]
        most = _MOST_REPORTED if len(headlines) <= _MANY_HEADLINES else _FEWER_REPORTED
        reported = self._quoted([e for e in named if self._tells_more(e)], most, used)
        used += [q for _, q in reported]
        actions = self._quoted([e for e in named if _ACTION.search(plain(e.sentence.text))], _MOST_ACTIONS, used)
        lines = [*headlines, *(line for line, _ in (*causes, *reported, *actions))]
        if not lines:
            return self._nothing(())
        if not headlines:  # no table is about it: what the text says in figures opens the briefing
            headlines = [line for line, _ in reported]
            reported = []
        return Brief(
            topic=self.topic,
            title=self.topic[:1].upper() + self.topic[1:],
            headlines=tuple(headlines),
            reported=tuple(line for line, _ in reported),
            causes=tuple(line for line, _ in causes),
            actions=tuple(line for line, _ in actions),
            tables=figure_tables,
            chart=chart,
            caveats=tuple(dict.fromkeys(self.caveats)),
            citations=self.citations.all(),
            figures=tuple(self.figures),
            working=tuple(dict.fromkeys(self.working)),
        )

    def _is_used(self, variants: dict[str, float]) -> bool:
        return any(v in self.scope.catalogue.frequency for v in variants)

    def _nothing(self, unknown: Sequence[object]) -> Answer:
        named = names(unknown)  # type: ignore[arg-type]
        about = f" They say nothing of {named}." if named else ""
        text = f"The reports do not cover that, so there is no briefing.{about} Name the topic as the reports do."
        return Answer(question=self.topic, route=Route.REFUSAL, text=text)

    # -- from the tables ------------------------------------------------------------------------------------------

    def _headlines(self, tables: Sequence[Subject], question: Question) -> list[str]:
        found: list[str] = []
        for subject in tables:
            told: list[Observation] = []
            for reading, order in line_readings(subject):
                if len(found) >= _MOST_HEADLINES or (order is None and self._repeats(reading, told)):
                    continue
                line = self._line(reading, question, order, titled=len(tables) > 1)
                if line and line not in found:
                    found.append(line)
            place = self._place(subject)
            if place and len(found) < _MOST_HEADLINES:
                found.append(place)
        return found

    def _repeats(self, reading: Reading, told: list[Observation]) -> bool:
        """Whether a computed change is one that the table prints and a line has told; what is told is noted."""
        result = self._run(reading)
        value = result.values[0].quantity if result is not None and result.values else None
        if result is None or value is None:
            return False
        if reading.plan.operation is Operation.LOOKUP:
            if reading.entry.frame.columns[reading.columns[0]].kind is ColumnKind.CHANGE:
                told += result.operands
            return False
        return any(
            o.quantity is not None
            and o.quantity.unit.kind is value.unit.kind
            and o.row == result.operands[-1].row
            and holds(Bound.EXACT, o.quantity, value)
            for o in told
        )

    def _line(self, reading: Reading, question: Question, order: Order | None, *, titled: bool) -> str:
        """One reading in words, guarded; '' where it has no figure or does not pass."""
        result = self._run(reading)
        if result is None or not result.values or result.values[0].quantity is None:
            return ""
        asked = question.asked if order is None else f"{order.value} {question.asked}"
        worder = Worder(_ordered(read_question(asked), order), self.scope.glossary, Wording(citations=self.citations))
        line = self._passed(worder.write(reading, result, titled=titled and order is None))
        if line:
            self.working += result.working
            self._note_rival(line, result)
        return line

    def _run(self, reading: Reading) -> Result | None:
        try:
            return run(reading.plan, self.scope.catalogue.observation)
        except StructuredError:
            return None

    def _passed(self, wording: Wording) -> str:
        """The text of a wording that passes the guard, its figures and caveats kept; '' where it does not."""
        text = wording.text()
        answer = Answer(
            question=self.topic,
            route=Route.BOTH,
            text=text,
            figures=tuple(wording.figures),
            working=("computed",),
            citations=self.citations.all(),
        )
        try:
            guard(answer, wording.labels, self.scope.quotable_of)
        except AssistantError as error:
            _log.error("the guard stopped a line of the briefing on %r: %s", self.topic, error)
            return ""
        self.figures += wording.figures
        self.labels += wording.labels
        self.caveats += wording.warnings
        return text

    def _note_rival(self, line: str, result: Result) -> None:
        """A sentence of the reports that gives another figure than a headline is a caveat of the briefing."""
        checker = open_claim(_MARK.sub("", line), self.scope)
        if not isinstance(checker, Checker):
            return
        known = [v.quantity for v in result.values if v.quantity is not None]
        known += [o.quantity for o in result.operands if o.quantity is not None]
        for found in checker.judge().found:
            check = found.other
            if (
                isinstance(check, ProseCheck)
                and check.own >= _OWN_WORDS
                and _is_rival(check, found.amount, known)
                and any(is_doubted(sentence, self.scope) for sentence in check.sentences)
            ):
                wording = Wording(citations=self.citations)
                write_quote(wording, Quote(main=check.sentences[0], sentences=check.sentences))
                if said := self._passed(wording):
                    self.caveats.append(f"The text says otherwise than the table: {said}")

    def _place(self, subject: Subject) -> str:
        """Where the row stands among its peers: "the third highest of 32"."""
        column = subject.latest
        if subject.naming is not Naming.ROW or len(subject.rows) != 1 or column is None or subject.in_part:
            return ""
        if subject.sheet.grid.columns[column].kind is ColumnKind.GAP:
            return ""  # how far it lies from all of them is told; how many lie further tells little
        among = peers(subject, column)
        own = next((cell for i, cell in among if i == subject.row), None)
        if own is None or own.quantity is None or len(among) < FEWEST_PEERS or own.quantity.unit.kind not in _RANKED:
            return ""
        higher = sum(1 for _, cell in among if cell.quantity is not None and cell.quantity.value > own.quantity.value)
        wording = Wording(citations=self.citations)
        grid = subject.sheet.grid
        n = self.citations.cell(grid, own)
        name = wording.label(row_name(grid, own.row_path))
        where = wording.label(column_name(own.column_path))
        wording.count(len(among), "members")
        wording.figure(own.quantity, name, n, derived=False)
        table = f"“{wording.label(grid.title)}”" if grid.title else "its table"
        place = higher + 1
        if place == len(among):
            rank = "the lowest"
        else:
            wording.count(place, "place")
            rank = "the highest" if place == 1 else f"number {place} from the top"
        wording.parts.append(f"{name} is {rank} of {len(among)} in {table}, at {amount(own)} ({where}) [{n}].")
        return self._passed(wording)

    def _table(self, subject: Subject) -> FigureTable | None:
        """The printed figures behind the headlines: a row's own down the page, or the members in their order."""
        sheet = subject.sheet
        grid, entry = sheet.grid, sheet.entry
        if subject.naming is Naming.ROW:
            rows = subject.rows[:_MOST_COLUMNS]
            picked = [i for i in _of_one_group(subject) if any(_has_figure(entry.cell(r, i)) for r in rows)]
            cells = [[entry.cell(r, i) for r in rows] for i in picked]
            columns = ("", *(row_name(grid, grid.rows[r].path) for r in rows))
            heads = [column_name(grid.columns[i].path) for i in picked]
        else:
            members = (subject.row, *(r for r in subject.rows if r != subject.row))
            if grid.rows[subject.row].period is not None:
                members = tuple(i for i, row in enumerate(grid.rows) if row.period is not None)
            picked = [i for i in subject.columns if any(_has_figure(entry.cell(r, i)) for r in members)]
            picked = picked[-_MOST_COLUMNS:]
            members = tuple(r for r in members if any(_has_figure(entry.cell(r, i)) for i in picked))
            members = _either_end(members, subject)
            cells = [[entry.cell(r, i) for i in picked] for r in members]
            columns = ("", *(column_name(grid.columns[i].path) for i in picked))
            heads = [row_name(grid, grid.rows[r].path) for r in members]
        cited = next((c for line in cells for c in line if _has_figure(c)), None)
        if cited is None:
            return None
        for line in cells:
            for cell in line:
                if cell is not None and _has_figure(cell):
                    self.citations.cell(grid, cell)
        printed = [tuple(plain(c.printed) if c is not None else "" for c in line) for line in cells]
        rows_out = tuple((head, *line) for head, line in zip(heads, printed, strict=True))
        title = plain(grid.title or (grid.section[-1] if grid.section else self.topic))
        shown = {entry.column_index[c.column] for line in cells for c in line if c is not None}
        if any(grid.columns[i].kind is ColumnKind.GAP for i in shown):
            title += _GAPS_FROM
        self.caveats += [plain(note) for note in grid.notes if len(note) <= _LONGEST_NOTE and _QUALIFIES.search(note)]
        return FigureTable(title=title, columns=columns, rows=rows_out, citation=self.citations.cell(grid, cited))

    def _chart(self, tables: Sequence[Subject], headlines: Sequence[str]) -> Chart | None:
        for subject in tables:
            chart = chart_of(subject, [_MARK.sub("", line) for line in headlines])
            if chart is not None:
                return chart
        return None

    def _tells_more(self, evidence: Evidence) -> bool:
        """Whether a sentence gives a figure that no headline gives: each is told once."""
        told = {(abs(f.value), f.unit) for f in self.figures}
        return any(
            (abs(m.quantity.value), unit_code(m.quantity.unit)) not in told
            for m in figures_in(plain(evidence.sentence.text))
        )

    # -- from the text --------------------------------------------------------------------------------------------

    def _quoted(self, found: Sequence[Evidence], most: int, used: Sequence[Evidence]) -> list[tuple[str, Evidence]]:
        """The best of these sentences in quotation marks, each different from the others and from those used."""
        kept: list[tuple[str, Evidence]] = []
        for evidence in sorted(found, key=lambda e: (-round(e.coverage + e.similarity, 6), e.position)):
            text = plain(evidence.sentence.text)
            long = len(text.split()) > _MOST_WORDS
            long = long or len(text.split()) < _FEWEST_WORDS or _key(evidence.sentence) in self.quoted
            if long or text.endswith((":", "?")) or any(_alike(evidence, o) for o in [*used, *(e for _, e in kept)]):
                continue
            place = self.scope.placer(evidence.sentence.locator)
            here: tuple[Sentence, ...] = (evidence.sentence,)
            if place is not None and place.position and (leans(text) or _BACK.match(text)):
                before = place.sentences[place.position - 1]
                if before.block != evidence.sentence.block or _key(before) in self.quoted:
                    continue
                here = (before, evidence.sentence)
            wording = Wording(citations=self.citations)
            write_quote(wording, Quote(main=evidence.sentence, sentences=here))
            if line := self._passed(wording):
                kept.append((line, evidence))
                self.quoted |= {_key(sentence) for sentence in here}
            if len(kept) == most:
                break
        kept.sort(key=lambda k: (k[1].sentence.locator.document_id, k[1].sentence.locator.start))
        return kept


_GAPS_FROM = " (of each group how far it lies above or below the whole, in percentage points)"
_FEWEST_WORDS = 7
_RANKED = frozenset({UnitKind.PERCENT, UnitKind.POINTS, UnitKind.RATE, UnitKind.DURATION})
"""Kinds of figures in which members can be held against each other whatever their size."""
_LONGEST_NOTE = 200  # characters of a table's note that is repeated as a caveat


def _key(sentence: Sentence) -> tuple[str, int]:
    return sentence.locator.document_id, sentence.locator.start


def _ordered(question: Question, order: Order | None) -> Question:
    return replace(question, yes_no=False, order=order, limit=1, place=1)


def _is_rival(check: ProseCheck, claimed: Amount | None, known: Sequence[Quantity]) -> bool:
    """Whether sentences give another figure that measures what the claimed one does, and none that is known."""
    if claimed is None or check.similarity < _RIVAL:
        return False
    given = [i.amount for s in check.sentences for i in stated(plain(s.text))]
    alike = [a for a in given if a.role is claimed.role and a.quantity.unit.kind is claimed.quantity.unit.kind]
    close = [a for a in alike if of_one_size(claimed, a.quantity)]
    return bool(close) and not any(
        a.quantity.unit.kind is k.unit.kind and a.quantity.value == k.value for a in given for k in known
    )


def _either_end(rows: tuple[int, ...], subject: Subject) -> tuple[int, ...]:
    """The rows, of many those with the highest and the lowest figures and the one that stands for all, in order."""
    column = subject.latest
    if len(rows) <= _MOST_ROWS or column is None:
        return rows[:_MOST_ROWS]

    def value(row: int) -> Decimal:
        cell = subject.sheet.entry.cell(row, column)
        return cell.quantity.value if cell is not None and cell.quantity is not None else Decimal(0)

    whole = [r for r in rows if subject.sheet.grid.rows[r].kind is not RowKind.DATA]
    order = sorted((r for r in rows if r not in whole), key=lambda r: (-value(r), r))
    half = (_MOST_ROWS - len(whole)) // 2
    kept = {*whole, *order[:half], *order[-half:]}
    return tuple(r for r in rows if r in kept)


def _has_figure(cell: Observation | None) -> bool:
    return cell is not None and cell.quantity is not None


def _of_one_group(subject: Subject) -> tuple[int, ...]:
    """The columns under the heading of the latest figure, where a table has several groups of columns."""
    columns = subject.sheet.grid.columns
    latest = subject.latest
    if latest is None or len(subject.columns) <= _MOST_OWN or len(columns[latest].path) < 2:
        return subject.columns
    return tuple(i for i in subject.columns if columns[i].path[0] == columns[latest].path[0])


_MOST_OWN = 8
"""Columns that a row's own table shows without choosing among groups of them."""


def _alike(one: Evidence, other: Evidence) -> bool:
    a, b = set(label_stems(one.sentence.text)), set(label_stems(other.sentence.text))
    return len(a & b) >= _ALIKE * min(len(a), len(b))

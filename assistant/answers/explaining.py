"""Explaining an answer: which words became what, which readings were turned down and why, why it went its way.

Made from the trail of the very answer, so that what is explained is what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.answers.answer import Answer, Route
from assistant.answers.trail import Prose, Trail
from assistant.prose.confidence import THRESHOLD
from assistant.questions import trust
from assistant.questions.conversation import Turn, shown_by
from assistant.questions.needs import Need
from assistant.questions.question import Question
from assistant.questions.scope import Scope
from assistant.questions.sides import SOLID
from assistant.questions.understanding import names
from assistant.questions.words import Token, label_stems
from assistant.readings import Reading
from structured.engine import run
from structured.errors import StructuredError
from structured.plan import Operation

MOST_REJECTED = 5
"""So many of the readings that were turned down are told, each of which would print something else."""
_TOLD = frozenset({Route.CALCULATION, Route.BOTH})
_OPERATIONS = {
    Operation.LOOKUP: "look up",
    Operation.LEVEL: "level from a base and a gap",
    Operation.COUNT: "filter and count",
    Operation.PERCENT_CHANGE: "percentage change",
}


class Became(StrEnum):
    """What a word of the question was taken for."""

    MEMBER = "member"
    """A row of the table: what the figure is of."""
    MEASURE = "measure"
    """A column of the table: which figure it is."""
    TABLE = "table"
    """A table's title, or what stands beside it."""
    PERIOD = "period"
    THRESHOLD = "threshold"
    OPERATION = "operation"
    SENTENCE = "sentence"
    """A word of a sentence that is quoted."""
    NOTHING = "nothing"
    """Nothing explains it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordExplained:
    """One word or stretch of the question, what it was taken for, and what that is.

    ``meaning`` is the label, the period or the task; ``required`` says that a reading had to explain it, ``earlier``
    that it was said in a turn before. ``mended`` is the spelling that it was read as, '' where it was read as typed.
    """

    text: str
    became: Became
    meaning: str
    required: bool = False
    earlier: bool = False
    mended: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingExplained:
    """One reading over a table. ``prints`` is what it would answer, ``trust`` from 0 to 1 how far it can be trusted.

    ``why`` says why it was turned down; '' for one that answered.
    """

    operation: str
    document: str
    table: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    prints: str
    trust: float
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseExplained:
    """Whether sentences were looked at and quoted, and how sure they made the assistant: 0 to 1."""

    looked_at: bool
    quoted: bool
    confidence: float
    needed: float
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a question was read and answered. ``read_as`` is the question without courtesies.

    ``chosen`` are the readings that the answer was worked out from, none where it was quoted or declined;
    ``trust_needed`` is what a reading must reach to answer. ``reasons`` say in order why the answer went its way.
    """

    answer: Answer
    read_as: str
    words: tuple[WordExplained, ...]
    chosen: tuple[ReadingExplained, ...]
    rejected: tuple[ReadingExplained, ...]
    trust_needed: float
    prose: ProseExplained
    reasons: tuple[str, ...]


def explain(answer: Answer, trail: Trail, scope: Scope) -> Explanation:
    """What stands behind an answer, from its trail over the scope that it was answered from."""
    told = answer.route in _TOLD
    chosen = [(turn, turn.reading) for turn in trail.turns if told and turn.reading is not None]
    rejected: list[ReadingExplained] = []
    for turn in trail.turns:
        rejected += _rejected(turn, scope, told=told)
    quoted = answer.route in {Route.RETRIEVAL, Route.BOTH}
    return Explanation(
        answer=answer,
        read_as=" ".join(turn.question.text for turn in trail.turns),
        words=tuple(w for turn in trail.turns for w in _words(turn, trail.prose if quoted else None, scope, told=told)),
        chosen=tuple(_reading(reading, turn, scope) for turn, reading in chosen),
        rejected=tuple(rejected),
        trust_needed=trust.threshold(),
        prose=_prose(trail.prose, quoted=quoted),
        reasons=tuple(trail.reasons),
    )


# -- words -----------------------------------------------------------------------------------------------------------


def _words(turn: Turn, prose: Prose | None, scope: Scope, *, told: bool) -> Iterator[WordExplained]:
    """The words of a turn in their order, what was said in the turns before at the end."""
    question = turn.question
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, WordExplained]] = []
    for start, end, word in _stretches(question):
        if end > start:
            taken.append((start, end))
            found.append((start, word))
    reading = turn.reading if told or prose is None else None
    explains = _explainer(turn, reading, prose, scope)
    needs = {(n.token.start, n.token.end): n for n in turn.linked.needs if not n.inherited}
    for token in question.tokens:
        need = needs.get((token.start, token.end))
        if any(token.start < e and s < token.end for s, e in taken):
            continue
        cue = _cue_of(question, token)
        if need is None and cue is None:
            continue
        became, meaning = explains(need) if need is not None else (Became.NOTHING, "")
        if became is Became.NOTHING and cue is not None:
            became, meaning = Became.OPERATION, cue
        found.append(
            (
                token.start,
                WordExplained(
                    text=token.text,
                    became=became,
                    meaning=meaning,
                    required=need is not None and need.required,
                    mended=turn.linked.mended.get(token.text, ""),
                ),
            )
        )
    yield from (word for _, word in sorted(found, key=lambda f: f[0]))
    for need in turn.linked.needs:
        if need.inherited:
            became, meaning = explains(need)
            if became is not Became.NOTHING:
                yield WordExplained(text=need.token.text, became=became, meaning=meaning, earlier=True)


def _stretches(question: Question) -> Iterator[tuple[int, int, WordExplained]]:
    """The stretches of a question that are no words to look up: periods and thresholds, with what they mean."""
    text = question.text
    for asked in question.periods:
        meaning = asked.period.label() if asked.period is not None else "of the report's own year"
        if asked.period is not None:
            meaning += f" ({asked.period.first.isoformat()} to {asked.period.last.isoformat()})"
        said = text[asked.start : asked.end]
        yield asked.start, asked.end, WordExplained(text=said, became=Became.PERIOD, meaning=meaning)
    for relative, start, end in question.relatives:
        meaning = f"{relative.value}, from the report's own period"
        yield start, end, WordExplained(text=text[start:end], became=Became.PERIOD, meaning=meaning)
    for threshold in question.thresholds:
        said = text[threshold.start : threshold.end]
        meaning = f"{threshold.comparator.value} {said}"
        yield threshold.start, threshold.end, WordExplained(text=said, became=Became.THRESHOLD, meaning=meaning)
    if question.between_span is not None:
        start, end = question.between_span
        yield start, end, WordExplained(text=text[start:end], became=Became.THRESHOLD, meaning="between the two")


def _cue_of(question: Question, token: Token) -> str | None:
    """The task that a word is a part of the cue for, None for a word that is none."""
    cues = [c.cue.value for c in question.cues if token.start < c.end and c.start < token.end]
    span = question.order_span
    if span is not None and question.order is not None and token.start < span[1] and span[0] < token.end:
        cues.append(f"rank: {question.order.value}")
    return ", ".join(dict.fromkeys(cues)) or None


def _explainer(
    turn: Turn, reading: Reading | None, prose: Prose | None, scope: Scope
) -> Callable[[Need], tuple[Became, str]]:
    """What tells for a word what it became: a label of the reading, a word of the sentences quoted, or nothing."""
    linked, labels = turn.linked, scope.catalogue.labels
    quoted: dict[int, float] = {}
    if prose is not None:
        stems = {stem for q in prose.quotes for s in q.sentences for stem in label_stems(f"{s.lead_in} {s.text}")}
        quoted = scope.linker.cover(linked, stems)

    def among(ids: Sequence[int], need: Need) -> str | None:
        """The label of these that explains a word best."""
        best = [(m.covers[need.index], i) for i in ids if (m := linked.matches.get(i)) and need.index in m.covers]
        return labels[max(best, key=lambda b: (b[0], -b[1]))[1]].text if best else None

    def explained(need: Need) -> tuple[Became, str]:
        if reading is not None and reading.covers.get(need.index, 0.0) > 0:
            entry = reading.entry
            sides = (
                (Became.MEMBER, [i for r in reading.rows for i in (*entry.rows[r], *entry.also.get(r, ()))]),
                (Became.MEASURE, [i for c in reading.columns for i in entry.columns[c]]),
                (Became.TABLE, [*(i for i, _ in entry.context), *(i for i in entry.dimensions if i >= 0)]),
            )
            for became, ids in sides:
                label = among(ids, need)
                if label is not None:
                    return became, label
            if reading.covers[need.index] >= SOLID:
                return Became.TABLE, "the text beside the table"
        if quoted.get(need.index, 0.0) >= SOLID:
            return Became.SENTENCE, "the sentences quoted"
        return Became.NOTHING, ""

    return explained


# -- readings and prose ----------------------------------------------------------------------------------------------


def _reading(reading: Reading, turn: Turn, scope: Scope, why: str = "") -> ReadingExplained:
    grid = reading.entry.frame
    best = reading is turn.reading
    trusted = turn.trusted if best else trust.trust(turn.question, turn.understanding, reading, shown_by(scope))
    operation = reading.plan.operation
    return ReadingExplained(
        operation=_OPERATIONS.get(operation, operation.value.replace("_", " ")),
        document=grid.document_id,
        table=grid.title or grid.caption,
        rows=tuple(" › ".join(p for p in grid.rows[r].path if p) for r in reading.rows),
        columns=tuple(" › ".join(p for p in grid.columns[c].path if p) for c in reading.columns),
        prints=_prints(reading, scope),
        trust=round(trusted, 3),
        why=why,
    )


def _prints(reading: Reading, scope: Scope) -> str:
    try:
        return "; ".join(value.printed for value in run(reading.plan, scope.catalogue.observation).values)
    except StructuredError:
        return ""


def _rejected(turn: Turn, scope: Scope, *, told: bool) -> list[ReadingExplained]:
    """The readings that were turned down, best first, each printing something else, with the reason."""
    shown = shown_by(scope)
    best = turn.reading
    printed = {shown(best)} if best is not None and told else set()
    found: list[ReadingExplained] = []
    for reading in (*turn.understanding.readings, *turn.understanding.partial):
        prints = shown(reading)
        if len(found) == MOST_REJECTED:
            break
        if not prints or prints in printed:
            continue
        printed.add(prints)
        found.append(_reading(reading, turn, scope, _why_not(reading, turn)))
    return found


def _why_not(reading: Reading, turn: Turn) -> str:
    if reading.out_of_time:
        return "it has nothing of the time that is asked for"
    if reading in turn.understanding.partial:
        return f"nothing in it explains {names(reading.unexplained)}"
    if reading is turn.reading:
        return f"it is trusted at {turn.trusted:.2f} only, or sentences answer better"
    assert turn.reading is not None
    return f"it explains the question less well ({reading.score:.2f} against {turn.reading.score:.2f})"


def _prose(prose: Prose | None, *, quoted: bool) -> ProseExplained:
    if prose is None:
        return ProseExplained(looked_at=False, quoted=quoted, confidence=0.0, needed=THRESHOLD, nearest=())
    nearest = tuple(e.sentence.text for found in prose.found for e in found.ranked[:2])
    return ProseExplained(
        looked_at=True, quoted=quoted, confidence=round(prose.confidence, 3), needed=THRESHOLD, nearest=nearest
    )


# -- as text and as data ---------------------------------------------------------------------------------------------


def reading_line(reading: ReadingExplained) -> str:
    """A reading in one line: the task, the rows, the columns, the table, what it prints and how far it is trusted."""
    place = ", ".join(part for part in (" and ".join(reading.rows[:4]), " and ".join(reading.columns[:4])) if part)
    table = f" (table “{reading.table}”)" if reading.table else ""
    line = f"{reading.operation}: {place}{table} gives {reading.prints or 'nothing'}; trust {reading.trust:.2f}"
    return f"{line}; turned down: {reading.why}" if reading.why else line


def word_line(word: WordExplained) -> str:
    """A word in one line: what it was taken for and what that is."""
    text = f"“{word.text}”" + (f" (read as “{word.mended}”)" if word.mended else "")
    earlier = ", from an earlier question" if word.earlier else ""
    if word.became is Became.NOTHING:
        return f"{text}: nothing explains it" + (", and something must" if word.required else "")
    return f"{text}: {word.became.value} – {word.meaning}{earlier}"


def explanation_lines(explanation: Explanation) -> list[str]:
    """How the question was read, a line each, for a page that shows an answer's working."""
    lines = [word_line(word) for word in explanation.words]
    lines += [f"Read as {reading_line(reading)}" for reading in explanation.chosen]
    lines += [reading_line(reading)[:1].upper() + reading_line(reading)[1:] for reading in explanation.rejected]
    return lines + list(explanation.reasons)


def explanation_text(explanation: Explanation) -> str:
    """The explanation for a terminal."""
    prose = explanation.prose
    looked = (
        f"Sentences: confidence {prose.confidence:.2f}, needed {prose.needed}; {'' if prose.quoted else 'not '}quoted."
        if prose.looked_at
        else "Sentences: not looked at."
    )
    sections = [
        ("Words:", [word_line(word) for word in explanation.words]),
        ("Reading:", [reading_line(reading) for reading in explanation.chosen] or ["none of the tables' readings"]),
        ("Turned down:", [reading_line(reading) for reading in explanation.rejected]),
        (looked, [f"“{sentence}”" for sentence in prose.nearest]),
        ("Why:", list(explanation.reasons)),
        (f"Answer ({explanation.answer.route.value}):", [explanation.answer.text]),
    ]
    parts = [f"Read as: {explanation.read_as}"] if explanation.read_as != explanation.answer.question else []
    parts += ["\n".join([title, *(f"  - {line}" for line in lines)]) for title, lines in sections if lines]
    return "\n\n".join(parts)


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation as plain JSON data; the fields are the contract of the command line and the API."""

    def reading(each: ReadingExplained) -> dict[str, Any]:
        return {
            "operation": each.operation,
            "document": each.document,
            "table": each.table,
            "rows": list(each.rows),
            "columns": list(each.columns),
            "prints": each.prints,
            "trust": each.trust,
            "why": each.why or None,
        }

    prose = explanation.prose
    return {
        "question": explanation.answer.question,
        "read_as": explanation.read_as,
        "words": [
            {
                "text": word.text,
                "became": word.became.value,
                "meaning": word.meaning or None,
                "required": word.required,
                "earlier": word.earlier,
                "mended": word.mended or None,
            }
            for word in explanation.words
        ],
        "chosen": [reading(each) for each in explanation.chosen],
        "rejected": [reading(each) for each in explanation.rejected],
        "trust_needed": explanation.trust_needed,
        "prose": {
            "looked_at": prose.looked_at,
            "quoted": prose.quoted,
            "confidence": prose.confidence,
            "needed": prose.needed,
            "nearest": list(prose.nearest),
        },
        "reasons": list(explanation.reasons),
        "route": explanation.answer.route.value,
        "answer": explanation.answer.text,
        "answer_id": explanation.answer.id,
    }

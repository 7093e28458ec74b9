"""Whether what the model chose can be what was asked: names, numbers and periods of the question must stand there.

The model may know another word for a thing than the reports do; that is what it is for. It may not stretch a name, a
number or a period, and not more than one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answers.answering import PER_REPORT
from assistant.prose.confidence import ruled_out
from assistant.prose.picking import Quote
from assistant.prose.ranking import Found
from assistant.questions.cause_words import gives_reason
from assistant.questions.conversation import Turn
from assistant.questions.cues import Cue
from assistant.questions.expected import Kind, expected, fitness, quote_suits
from assistant.questions.linking import Linker
from assistant.questions.needs import Need
from assistant.questions.parts import Part, split_parts
from assistant.questions.question import Question
from assistant.questions.scope import Scope
from assistant.questions.sides import SOLID
from assistant.questions.suiting.kinds import is_mostly_beside, is_of_another_kind
from assistant.questions.suiting.offer import SINGLE, Offer
from assistant.questions.suiting.verdict import holds_what_is_asked
from assistant.questions.words import fold, label_stems
from assistant.readings import Reading
from corpus.sentences import plain
from structured.engine import Result
from structured.observations import ColumnKind, Grid, Observation
from structured.periods import Period, find_periods
from structured.plan import Operation
from structured.units import UnitKind

_FIGURES = frozenset({Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.RATIO, Kind.LENGTH, Kind.FIGURE})
_DISTANCES = (
    *(Cue.OVER, Cue.UNDER, Cue.DIFFERENCE, Cue.CHANGE, Cue.RISE, Cue.FALL, Cue.IMPROVE, Cue.WORSEN),
    *(Cue.PERCENT_CHANGE, Cue.GAP),
)
_OF_SEVERAL = (Cue.TREND, Cue.SUM, Cue.RATIO, Cue.COMPARE, Cue.EACH, Cue.EXCEPT)
"""What asks for more than one figure, or for what is worked out of more than one."""
_APART = frozenset({Operation.DIFFERENCE, Operation.PERCENT_CHANGE, Operation.TREND})
"""What gives how far figures are apart, and what asks for it."""
PLAINLY = 0.7
"""The fitness from which on a sentence holds the kind of thing asked for (`questions.expected.fitness`)."""
COUNTED = 1.0
"""The fitness of a sentence in which a figure stands at what is counted."""
GREATER_PART = 0.5
"""The share of the weight of a question's words that what the model chose must say itself."""
MOST_UNEXPLAINED = 1
"""So many words of a question may stand nowhere in what the model chose; they are named to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the model chose: the words that stand at and around it, the periods that it is of, and its report."""

    words: tuple[str, ...]
    periods: tuple[Period, ...]
    document_id: str


def of_cells(cells: Iterable[Observation], grids: dict[tuple[str, int], Grid], scope: Scope) -> list[Chosen]:
    """The cells with their labels and their tables' titles."""
    titles = {document.id: document.title for document in scope.documents}
    found = []
    for cell in cells:
        grid = grids[cell.document_id, cell.table]
        words = (*cell.row_path, *cell.column_path, grid.title, grid.caption, *grid.section, titles[cell.document_id])
        periods = (cell.period,) if cell.period is not None else ()
        found.append(Chosen(words=words, periods=periods, document_id=cell.document_id))
    return found


def of_sentence(text: str, section: Sequence[str], document_id: str, scope: Scope) -> Chosen:
    """A sentence with its lead-in and the titles above it."""
    title = next(document.title for document in scope.documents if document.id == document_id)
    mentions = [m.period for m in find_periods(text) if isinstance(m.period, Period)]
    return Chosen(words=(text, *section, title), periods=tuple(mentions), document_id=document_id)


def unexplained(turn: Turn, chosen: Sequence[Chosen], linker: Linker) -> tuple[Need, ...]:
    """The required words of the question that stand nowhere in what was chosen, however they may be put."""
    stems = frozenset(stem for item in chosen for text in item.words for stem in label_stems(text))
    covers = linker.cover(turn.linked, stems)
    return tuple(
        need
        for need in turn.linked.needs
        if need.required
        and not need.inherited
        and covers.get(need.index, 0.0) < SOLID
        and need.index not in turn.linked.names
    )


def figures_suit(turn: Turn, chosen: Sequence[Chosen], result: Result, scope: Scope) -> bool:
    """Whether a result can be what was asked: its words fit, a figure of its kind is asked for, and nothing beside it.

    No rule may speak against it that speaks against a reading of the program's own. Where the question does not plainly
    ask for a figure, no word may be missing, and never one for the thing itself.
    """
    question, wanted = turn.question, expected(turn.question.text)
    if wanted.kind is Kind.REASON or len(split_parts(question, turn.linked)) > 1:
        return False
    if question.has(*_DISTANCES) != (result.plan.operation in _APART):
        return False  # a level does not say how far two figures are apart, nor the distance what either is
    reading = _reading(turn, chosen, result, scope)
    if result.plan.operation in SINGLE and not _is_the_one(turn, reading, result, scope):
        return False
    if is_of_another_kind(question, turn.linked, reading) or is_mostly_beside(turn.linked, reading):
        return False
    offer = Offer(question, turn.linked, reading, result)
    suits = holds_what_is_asked(offer, scope.frames(reading.entry.document_id))
    most = MOST_UNEXPLAINED if wanted.kind in _FIGURES else 0
    return suits and _fits(turn, chosen, scope, most) and not _is_of_a_kind_unsaid(turn, chosen, scope)


def _is_of_a_kind_unsaid(turn: Turn, chosen: Sequence[Chosen], scope: Scope) -> bool:
    """Whether a missing word is what is counted, or stands at a word that is said: "*male* visitors".

    Such a word tells which of the things is meant. Another, "went out of the *door*", may be a way of putting it.
    """
    counted, text = expected(turn.question.text).counted, turn.question.text
    missing = unexplained(turn, chosen, scope.linker)
    if any(need.token.stem in counted for need in missing):
        return True
    said = [need for need in turn.linked.needs if need not in missing]
    return any(
        text[min(one.token.end, other.token.end) : max(one.token.start, other.token.start)].isspace()
        for one in missing
        for other in said
    )


def _is_the_one(turn: Turn, reading: Reading, result: Result, scope: Scope) -> bool:
    """Whether one figure can be all that is asked for, and of the time that is meant."""
    question, cell = turn.question, result.values[0].sources[0]
    if question.has(*_OF_SEVERAL):
        return False
    if cell.period is None and any(not _is_whole(asked, cell, scope) for asked in question.named_periods):
        return False  # what is of no time of its own is of the whole of its report's
    if (
        reading.entry.frame.columns[reading.columns[0]].kind is ColumnKind.GAP
        and result.plan.operation is not Operation.LEVEL
    ):
        return question.has(Cue.GAP, Cue.POINTS, Cue.DIFFERENCE)
    kind = cell.quantity.unit.kind if cell.quantity is not None else None
    return not (question.has(Cue.PERCENT) and kind in {UnitKind.COUNT, UnitKind.MONEY})


def _is_whole(asked: Period, cell: Observation, scope: Scope) -> bool:
    report = scope.catalogue.periods.get(cell.document_id)
    return report is not None and report.same_span(asked)


def _reading(turn: Turn, chosen: Sequence[Chosen], result: Result, scope: Scope) -> Reading:
    """The program's own reading that has the model's plan, or what the plan comes to as one: of its first table."""
    plan = result.plan
    for reading in turn.understanding.readings:
        if reading.plan == plan:
            return reading
    first = plan.operands[0]
    entry = scope.catalogue.entry_of(first.document_id, first.table)
    cells = [
        r for r in (*plan.operands, *plan.baseline) if (r.document_id, r.table) == (first.document_id, first.table)
    ]
    missing = unexplained(turn, chosen, scope.linker)
    stems = frozenset(stem for item in chosen for text in item.words for stem in label_stems(text))
    return Reading(
        plan=plan,
        entry=entry,
        covers=dict(scope.linker.cover(turn.linked, stems)),
        unexplained=missing,
        score=0.0,
        rows=tuple(dict.fromkeys(entry.row_index[ref.row] for ref in cells)),
        columns=tuple(dict.fromkeys(entry.column_index[ref.column] for ref in cells)),
    )


def sentences_suit(
    turn: Turn, quotes: Sequence[Quote], chosen: Sequence[Chosen], found: Sequence[Found], scope: Scope
) -> bool:
    """Whether sentences can be what was asked, each part of it.

    Their words must fit, those of each by itself for the greater part; each part of the question must find the kind of
    thing that it asks for; and nothing may rule them out that rules out what the program itself would quote.
    ``chosen`` and ``quotes`` are the same sentences, ``found`` what was found for the question's parts.
    """
    question = turn.question
    told = " ".join(item.words[0] for item in chosen)
    if not all(any(_holds(part, quote) for quote in quotes) for part in split_parts(question, turn.linked)):
        return False
    if not all(_says(question, phrase, told) for phrase in _QUOTED.findall(question.asked)):
        return False
    if PER_REPORT.search(question.text) and len({item.document_id for item in chosen}) < 2:
        return False
    if not all(_speaks_of_it(turn, item, scope) for item in chosen):
        return False
    suits = _ranks_alike(question, told) and quote_suits(question, told)
    suits = suits and not ruled_out(question, turn.linked, scope.linker, found, quotes)
    return suits and _fits(turn, chosen, scope, MOST_UNEXPLAINED)


def _holds(part: Part, quote: Quote) -> bool:
    """Whether a sentence plainly holds what a part of the question asks for.

    A cause must stand in the sentence itself, not in what leads into it, and so must what is counted stand at a figure.
    """
    wanted, text = part.expected, plain(quote.main.text)
    match wanted.kind:
        case Kind.REASON:
            return gives_reason(text)
        case Kind.COUNT if wanted.counted:
            return fitness(wanted, text) >= COUNTED
        case _:
            return fitness(wanted, f"{plain(quote.main.lead_in)} {text}") >= PLAINLY


def _says(question: Question, phrase: str, told: str) -> bool:
    """Whether words in quotation marks stand in what is told, followed by what they mean where that is asked."""
    told, phrase = fold(told), fold(phrase)
    if expected(question.text).kind is not Kind.MEANING:
        return phrase in told
    return any(_DEFINES.match(told[match.end() :]) for match in re.finditer(rf"\b{re.escape(phrase)}\b", told))


def _speaks_of_it(turn: Turn, sentence: Chosen, scope: Scope) -> bool:
    """Whether a sentence itself says the greater part of what is asked: the missing word is not the subject."""
    covers = scope.linker.cover(turn.linked, frozenset(label_stems(sentence.words[0])))
    required = turn.linked.required()
    said = sum(need.weight for need in required if covers.get(need.index, 0.0) >= SOLID)
    return said >= GREATER_PART * sum(need.weight for need in required)


def _ranks_alike(question: Question, told: str) -> bool:
    """Whether what is the most or the least, if it is asked for, is said so in the question's own word."""
    if question.order is None:
        return True
    start, end = question.order_span or (0, 0)
    own = label_stems(question.text[start:end])
    return bool(own) and set(own) <= set(label_stems(told))


_DEFINES = re.compile(
    r"(?:['\"’”)]?\s*[\w-]+){0,3}?['\"’”)]?,?\s*(?:[:(]|\b(?:i\.e|that is|means?|meaning|meant|refers?|is|are|was|were|"
    r"if|when|where|who|count(?:s|ed)?|defined|includes?|covers?)\b)"
)
"""What follows words that a sentence explains, in folded text."""
_QUOTED = re.compile(r"(?<!\w)[\"'‘“]([^\"'’”]{3,80})[\"'’”](?!\w)")


def _fits(turn: Turn, chosen: Sequence[Chosen], scope: Scope, most: int) -> bool:
    """Whether the question's names, numbers and periods, and all its words but ``most``, stand in what was chosen.

    A word that the reports use elsewhere is missing for a reason.
    """
    missing = unexplained(turn, chosen, scope.linker)
    required = turn.linked.required()
    if sum(need.weight for need in missing) > (1 - GREATER_PART) * sum(need.weight for need in required):
        return False
    if any(need.strict or scope.catalogue.frequency[need.token.stem] for need in missing) or len(missing) > most:
        return False
    asked = turn.question.named_periods
    return all(any(_is_of(item, period, scope) for item in chosen) for period in asked)


def _is_of(item: Chosen, asked: Period, scope: Scope) -> bool:
    """Whether something is of the period asked for: by its own, or where it has none, by its report's."""
    if item.periods:
        return any(period.same_span(asked) for period in item.periods)
    report = scope.catalogue.periods.get(item.document_id)
    return report is not None and (report.same_span(asked) or report.contains(asked))

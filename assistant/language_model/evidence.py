"""Whether what the model chose can be what was asked: names, numbers and periods of the question must stand there.

The model may know another word for a thing than the reports do; that is what it is for. It may not stretch a name, a
number or a period, and not more than one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.questions.conversation import Turn
from assistant.questions.expected import Kind, expected, fitness, quote_suits, table_suits
from assistant.questions.linking import Linker, Need
from assistant.questions.question import Question
from assistant.questions.scope import Scope
from assistant.questions.sheet import SOLID
from assistant.questions.words import fold, label_stems
from structured.engine import Result
from structured.observations import Grid, Observation
from structured.periods import Period, find_periods

_FIGURES = frozenset({Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.RATIO, Kind.LENGTH, Kind.FIGURE})
ENOUGH = 0.5
"""The fitness from which on a sentence may hold the kind of thing asked for (`questions.expected.fitness`)."""
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
    """Whether a result can be what was asked: its words fit, and a figure of its kind is asked for.

    Where the question does not plainly ask for a figure, no word may be missing.
    """
    wanted = expected(turn.question.text).kind
    plainly = wanted in _FIGURES
    suits = table_suits(turn.question.text, result.plan.operation, [value.quantity for value in result.values])
    most = MOST_UNEXPLAINED if plainly else 0
    return wanted is not Kind.REASON and suits and _fits(turn, chosen, scope, most)


def sentences_suit(turn: Turn, chosen: Sequence[Chosen], scope: Scope, *, nearest: bool) -> bool:
    """Whether sentences can be what was asked: their words fit, and one holds the kind of thing that is asked for.

    ``nearest`` says that they are what the program itself puts first.
    """
    wanted, question = expected(turn.question.text), turn.question
    told = " ".join(item.words[0] for item in chosen)
    holds = any(fitness(wanted, item.words[0]) >= ENOUGH for item in chosen)
    verbatim = all(fold(phrase) in fold(told) for phrase in _QUOTED.findall(question.asked))
    suits = holds and verbatim and _ranks_alike(question, told) and quote_suits(question, told)
    return suits and _fits(turn, chosen, scope, MOST_UNEXPLAINED, nearest=nearest)


def _ranks_alike(question: Question, told: str) -> bool:
    """Whether what is the most or the least, if it is asked for, is said so in the question's own word."""
    if question.order is None:
        return True
    start, end = question.order_span or (0, 0)
    own = label_stems(question.text[start:end])
    return bool(own) and set(own) <= set(label_stems(told))


_QUOTED = re.compile(r"(?<!\w)[\"'‘“]([^\"'’”]{3,80})[\"'’”](?!\w)")


def _fits(turn: Turn, chosen: Sequence[Chosen], scope: Scope, most: int, *, nearest: bool = False) -> bool:
    """Whether the question's names, numbers and periods, and all its words but ``most``, stand in what was chosen.

    A word that the reports use elsewhere is missing for a reason, unless the program itself comes to this place first.
    """
    missing = unexplained(turn, chosen, scope.linker)
    if any(need.strict for need in missing) or len(missing) > most:
        return False
    if not nearest and any(scope.catalogue.frequency[need.token.stem] for need in missing):
        return False
    asked = [p.period for p in turn.question.periods if p.period is not None]
    return all(any(_is_of(item, period, scope) for item in chosen) for period in asked)


def _is_of(item: Chosen, asked: Period, scope: Scope) -> bool:
    """Whether something is of the period asked for: by its own, or where it has none, by its report's."""
    if item.periods:
        return any(period.same_span(asked) for period in item.periods)
    report = scope.catalogue.periods.get(item.document_id)
    return report is not None and (report.same_span(asked) or report.contains(asked))

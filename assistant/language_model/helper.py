"""The language model's part in answering: where the program itself finds no answer, it may choose one, and word it.

Whatever it replies, the answer's figures, quotes and citations come from the reports; what fails leaves the answer as
it was, with a note that says so.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answers.answer import Answer, Route
from assistant.answers.calculating import tables_of
from assistant.answers.citations import Citations
from assistant.answers.guard import guard
from assistant.answers.wording import Wording
from assistant.errors import (
    AssistantError,
    BudgetSpent,
    ModelError,
    ModelRefused,
    ModelReplyInvalid,
    ModelStopped,
    ModelUnavailable,
)
from assistant.hearing import Hearing
from assistant.language_model.evidence import of_cells, of_sentence, sentences_suit, unexplained
from assistant.language_model.facts import facts_of, state
from assistant.language_model.frames import fill
from assistant.language_model.model import Budget, LanguageModel
from assistant.language_model.planning import KEPT_TURNS, ScopeTables, carry_out, nearest_tables, plan_data
from assistant.language_model.prompts import CHOOSE, PLAN, WORD
from assistant.language_model.replies import ChoiceReply, PlanReply, WordingReply
from assistant.language_model.settings import ModelSettings
from assistant.language_model.speaking import Speaker
from assistant.prose.picking import Quote
from assistant.prose.quoting import write_quote
from assistant.prose.ranking import Found, find_evidence
from assistant.questions.conversation import Turn, take_turns
from assistant.questions.declining import reason_not_to_read, reason_to_decline
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from assistant.questions.understanding import names
from corpus.document import Sentence
from corpus.sentences import plain
from structured.engine import Result

MOST_CANDIDATES = 12
MOST_WORDS = 80
"""Words that a sentence may have to be chosen among."""
MOST_FACTS = 12
"""More figures than this are an answer to another question."""

CHOSEN = (
    "The program could not read this question by itself: a language model chose what answers it. Check that it does."
)
_NOTES = (
    (ModelUnavailable, "The language model could not be reached or did not answer. This is the answer without it."),
    (
        ModelRefused,
        "The language model is not set up rightly, or its server refused the call: look at its name, key and address. "
        "This is the answer without it.",
    ),
    (ModelStopped, "The language model was stopped. This is the answer without it."),
    (BudgetSpent, "The language model took more than a question may use. This is the answer without it."),
    (ModelError, "What the language model replied could not be used. This is the answer without it."),
)
_log = logging.getLogger(__name__)

BudgetOf = Callable[[Hearing | None], Budget]


class Helper:
    """Helps with the questions that would be refused."""

    def __init__(self, model: LanguageModel, settings: ModelSettings, budget_of: BudgetOf | None = None) -> None:
        """``budget_of`` begins the budget of one question."""
        self.name = model.name
        self._budget_of = budget_of or (lambda hearing: Budget(model, settings, hearing))

    def help(self, answer: Answer, scope: Scope, history: Sequence[str], hearing: Hearing | None = None) -> Answer:
        """A better answer than a refusal, where the model finds one; the same answer otherwise."""
        if answer.route is not Route.REFUSAL or answer.working or answer.figures:
            return answer
        if reason_not_to_read(answer.question) is not None:
            return answer
        if reason_to_decline(read_question(answer.question), scope.linker.known) is not None:
            return answer
        turn = take_turns(answer.question, history, scope)
        if not any(need.required for need in turn.linked.needs):
            return answer
        budget = self._budget_of(hearing)
        failed: list[ModelError] = []
        for way in (self._planned, self._chosen):
            try:
                found = way(turn, scope, history, budget)
            except ModelError as error:
                _log.info("the language model could not help: %s", error)
                failed.append(error)
                if isinstance(error, ModelStopped):
                    break
                continue
            if found is not None:
                return found
        if not failed:
            return answer
        # Never the error's own words: they may hold what the model said.
        note = next(note for kind, note in _NOTES if isinstance(failed[0], kind))
        return replace(answer, warnings=(*answer.warnings, note))

    # -- figures ----------------------------------------------------------------------------------------------------

    def _planned(self, turn: Turn, scope: Scope, history: Sequence[str], budget: Budget) -> Answer | None:
        tables = nearest_tables(turn, scope, turn.question.text)
        if not tables:
            return None
        reply = budget.ask(PLAN, plan_data(turn, history, tables), PlanReply)
        if reply.plan is None:
            return None
        result = carry_out(reply.plan, turn, scope)
        plan = result.plan
        grids = tables_of(ScopeTables(scope), (*plan.operands, *plan.baseline))
        facts = facts_of(result, grids)
        if len(facts) > MOST_FACTS:
            raise ModelReplyInvalid("the language model's plan gives more figures than an answer has")
        wording = state(facts, Citations(scope.document_of), grids)
        plainly = _finish(turn, Route.CALCULATION, wording, result.working, scope)
        cells = [scope.catalogue.observation(ref) for ref in (*plan.operands, *plan.baseline)]
        missing = unexplained(turn, of_cells(cells, grids, scope), scope.linker)
        notes = _notes(names(missing), result)
        try:
            data = {
                "question": turn.question.asked,
                "facts": {f"f{number}": fact.label for number, fact in enumerate(facts, 1)},
            }

            def checked(frame: str, *, whole: bool = False) -> Answer:
                framed = fill(frame, turn.question, facts, Citations(scope.document_of), grids, whole=whole)
                return _finish(turn, Route.CALCULATION, framed, result.working, scope)

            speaker = Speaker(budget.hearing, lambda frame: checked(frame).text) if budget.hearing else None
            told = json.dumps(data, ensure_ascii=False)
            frame = budget.ask(WORD, told, WordingReply, speaker.hear if speaker else None).wording
            plainly = checked(frame, whole=True)
            if speaker is not None:
                speaker.finish(plainly.text)
        except ModelError as error:
            _log.info("the language model's wording is not used: %s", error)
        return replace(plainly, warnings=notes)

    # -- words ------------------------------------------------------------------------------------------------------

    def _chosen(self, turn: Turn, scope: Scope, history: Sequence[str], budget: Budget) -> Answer | None:
        found = _found(turn, scope, history)
        sentences = _candidates(found)
        if not sentences:
            return None
        data = {
            "question": turn.question.asked,
            "questions before it": list(history[-KEPT_TURNS:]),
            "sentences": {str(number): _shown(sentence) for number, sentence in enumerate(sentences, 1)},
        }
        numbers = budget.ask(CHOOSE, json.dumps(data, ensure_ascii=False), ChoiceReply).sentences
        if not numbers:
            return None
        if len(set(numbers)) < len(numbers) or not all(1 <= number <= len(sentences) for number in numbers):
            raise ModelReplyInvalid("the language model chose sentences that it was not given")
        chosen = [sentences[number - 1] for number in numbers]
        about = [of_sentence(_shown(s), s.locator.section, s.locator.document_id, scope) for s in chosen]
        quotes = [Quote(main=sentence, sentences=(sentence,)) for sentence in chosen]
        if not sentences_suit(turn, quotes, about, found, scope):
            raise ModelReplyInvalid("the language model chose sentences about something else than the question")
        wording = Wording(citations=Citations(scope.document_of))
        for quote in quotes:
            write_quote(wording, quote)
        answer = _finish(turn, Route.RETRIEVAL, wording, (), scope)
        return replace(answer, warnings=_notes(names(unexplained(turn, about, scope.linker)), None))


def _found(turn: Turn, scope: Scope, history: Sequence[str]) -> tuple[Found, ...]:
    """What the reports say near to each part of the question."""
    context = " ".join(history[-1:]) if turn.follows else ""
    return find_evidence(turn.question, turn.linked, scope.linker, scope.placer, scope.search, context=context)


def _candidates(found: Sequence[Found]) -> tuple[Sentence, ...]:
    """The sentences that come nearest to an answer, best first, none too long to quote."""
    ranked = [evidence.sentence for part in found for evidence in part.ranked[:MOST_CANDIDATES]]
    short = [sentence for sentence in ranked if len(sentence.text.split()) <= MOST_WORDS]
    return tuple({sentence.locator: sentence for sentence in short}.values())[:MOST_CANDIDATES]


def _shown(sentence: Sentence) -> str:
    return " ".join(part for part in (plain(sentence.lead_in), plain(sentence.text)) if part)


def _notes(missing: str, result: Result | None) -> tuple[str, ...]:
    notes = [CHOSEN]
    if missing:
        notes.append(f"What it chose does not itself speak of {missing}.")
    if result is not None and result.left_out:
        notes.append("Some of the places that it looked at hold no figure; they are left out.")
    return tuple(notes)


def _finish(turn: Turn, route: Route, wording: Wording, working: Sequence[str], scope: Scope) -> Answer:
    """The answer, past the guard. Raises ModelReplyInvalid where the guard stops it, which is also logged as a bug."""
    answer = Answer(
        question=turn.question.asked,
        route=route,
        text=wording.text(),
        figures=tuple(wording.figures),
        working=tuple(working),
        citations=wording.citations.all(),
    )
    try:
        guard(answer, wording.labels, scope.document_of)
    except AssistantError as error:
        _log.error("the guard stopped an answer that a language model chose to %r: %s", answer.question, error)
        raise ModelReplyInvalid("what the language model chose could not be backed in every part") from error
    return answer


def make_helper(settings: ModelSettings) -> Helper:
    """The helper that the settings name. Raises MissingExtra. Nothing is sent before a question needs it."""
    from assistant.language_model.chat import ChatModel

    return Helper(ChatModel(settings), settings)

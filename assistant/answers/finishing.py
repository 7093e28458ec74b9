"""Finishing: an answer made of what was worded, guarded before it leaves, and one that declines."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.answer import Answer, Route
from assistant.answers.citations import Citations
from assistant.answers.guard import guard
from assistant.answers.worder import Worder
from assistant.answers.wording import Wording
from assistant.errors import AssistantError
from assistant.questions.question import Question
from assistant.questions.scope import Scope

NOT_FOLLOWED = "The question was answered; the instruction beside it was not followed."
_log = logging.getLogger(__name__)


class Finishing:
    """Makes answers of wordings over one scope."""

    def __init__(self, scope: Scope) -> None:
        """Answer from ``scope`` and nothing else."""
        self.scope = scope

    def wording(self) -> Wording:
        """A wording without a word."""
        return Wording(citations=Citations(self.scope.quotable_of))

    def worder(self, question: Question) -> Worder:
        """What words the results of readings of a question."""
        return Worder(question, self.scope.glossary, self.wording())

    def finish(self, question: Question, route: Route, wording: Wording, working: Sequence[str]) -> Answer:
        """The answer that a wording makes; one without figures where the guard turns it down."""
        answer = Answer(
            question=question.asked,
            route=route,
            text=wording.text(),
            figures=tuple(wording.figures),
            working=tuple(working),
            citations=wording.citations.all(),
            warnings=(*wording.warnings, *([NOT_FOLLOWED] if question.unfollowed else ())),
            compared=wording.compared,
        )
        try:
            guard(answer, wording.labels, self.scope.quotable_of)
        except AssistantError as error:
            _log.error("the guard stopped an answer to %r: %s", question.asked, error)
            text = "I found figures on that but could not back every one of them, so I leave them out."
            return decline(question.asked, text)
        return answer


def half(answer: Answer, lacking: str) -> Answer:
    """An answer to one half of a question, which says what the other lacks; the question is not answered by it."""
    return replace(answer, route=Route.REFUSAL, text=f"{lacking} {answer.text}")


def decline(question: str, text: str, *, route: Route = Route.REFUSAL, choices: Sequence[str] = ()) -> Answer:
    """An answer that gives no figure and no quote, but says why."""
    return Answer(question=question, route=route, text=text, choices=tuple(choices))

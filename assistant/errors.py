"""The errors of questions and answers (the tree is drawn in corpus/errors.py).

Not being able to answer is no error: it is an Answer with the route ``refusal`` or ``clarification``.
"""

from __future__ import annotations

from corpus.errors import ReportError


class AssistantError(ReportError):
    """A question or an answer could not be handled."""


class InvalidQuestion(AssistantError):
    """The question is empty or longer than a question may be."""


class UnknownConversation(AssistantError):
    """There is no conversation or answer of that id, or it is somebody else's."""

    def __init__(self, id: str) -> None:
        super().__init__(f"no conversation or answer '{id}' is kept here; it may have been deleted")
        self.id = id


class NotAllowed(AssistantError):
    """Whoever asks for this has not the rights for it."""


class QuoteNotFound(AssistantError):
    """A quote is not in the document at the place that it names."""


class UnsupportedFigure(AssistantError):
    """A number stands in an answer's text without a citation or a working behind it."""


class ModelError(AssistantError):
    """The language model could not help. ``retryable`` says whether asking again may."""

    def __init__(self, message: str, *, retryable: bool = True) -> None:
        super().__init__(message)
        self.retryable = retryable


class ModelUnavailable(ModelError):
    """The model's server is down, slow or busy. It asks not to be called for ``after`` seconds (0: it does not say)."""

    def __init__(self, message: str, *, retryable: bool = True, after: float = 0.0) -> None:
        super().__init__(message, retryable=retryable)
        self.after = after


class ModelRefused(ModelError):
    """The model's server, or the package that calls it, does not take the key, the model's name or the call."""

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message, retryable=retryable)


class ModelReplyInvalid(ModelError):
    """The model's reply is not of the form asked for, was cut off, or is no reply at all."""


class ModelStopped(ModelError):
    """Whoever waited for the answer has called the model off."""

    def __init__(self, message: str) -> None:
        super().__init__(message, retryable=False)


class BudgetSpent(ModelError):
    """The question has used up the calls, tokens or seconds that it may spend on the model."""

    def __init__(self, message: str) -> None:
        super().__init__(message, retryable=False)

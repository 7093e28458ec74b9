"""The guard: the last step of every route.

No number without a figure, no figure without evidence, no quote that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.answer import Answer, Route
from assistant.answers.citations import QuotableOf, check_quotes
from assistant.errors import UnsupportedFigure

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_BASE = re.compile(r"\bper \d[\d,]*\b")
_MARK = re.compile(r"\[\d+\]")


def _digits(text: str) -> str:
    return text.replace(",", "").lstrip("0") or "0"


def guard(answer: Answer, labels: Sequence[str], quotable_of: QuotableOf) -> None:
    """Check an answer before it leaves.

    ``labels`` are the stretches of the text that repeat a report's own names, labels and periods; their digits are no
    figures. Raises QuoteNotFound or UnsupportedFigure.
    """
    check_quotes(answer.citations, quotable_of)
    known = {c.n for c in answer.citations}
    text = answer.text
    for label in sorted(filter(None, set(labels)), key=len, reverse=True):
        text = re.sub(rf"(?<!\d){re.escape(label)}(?!\d)", " ", text)  # a row "2" is no part of "213"
    for mark in _MARK.findall(text):
        if int(mark[1:-1]) not in known:
            raise UnsupportedFigure(f"the answer points at citation {mark}, which it does not have")
    for figure in answer.figures:
        if figure.citation is None and not (figure.derived and (answer.working or answer.citations)):
            raise UnsupportedFigure(f"the figure {figure.value} has neither a citation nor a working")
        if figure.citation is not None and figure.citation not in known:
            raise UnsupportedFigure(
                f"the figure {figure.value} points at citation {figure.citation}, which the answer does not have"
            )
    if answer.route in {Route.REFUSAL, Route.CLARIFICATION}:
        return
    text = _BASE.sub(" ", _MARK.sub(" ", text))  # the base of a rate belongs to its unit
    for printed in {f.printed.lstrip("+-") for f in answer.figures if ":" in f.printed}:
        text = re.sub(rf"(?<![\d:]){re.escape(printed)}(?![\d:])", " ", text)  # "8:24" is one number, not two
    stated = {_digits(_plain(abs(f.value))) for f in answer.figures}
    for number in _NUMBER.findall(text):
        digits = _digits(number.rstrip(","))
        if digits not in stated and _digits(_trim(digits)) not in stated:
            raise UnsupportedFigure(f"the number {number} stands in the answer without a figure behind it")


def _plain(value: object) -> str:
    return _trim(f"{value:f}")


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text

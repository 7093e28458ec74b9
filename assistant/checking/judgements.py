"""What was found for a claim, and the verdict that follows."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount
from assistant.checking.checks import Check, TableCheck
from assistant.checking.echoes import Departure


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What decides on one amount of a claim, and another check that disagrees with it."""

    amount: Amount | None
    check: Check
    other: Check | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict and what it rests on; ``rest`` is what makes "only" or "for the first time" wrong.

    ``departures`` are where a claim for which nothing is found departs from a sentence that it says over.
    """

    verdict: Verdict
    found: tuple[Found, ...] = ()
    rest: tuple[TableCheck, ...] = ()
    departures: tuple[Departure, ...] = ()

"""Who acts: told once by each way into the program, asked by what is logged."""

from __future__ import annotations

import getpass
import os
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: ``way`` is how they came (command line, API, page …), ``name`` who they are as far as that is known."""

    way: str
    name: str


PROGRAM = "program"
"""The way of a program of the user's own, which has the Python interface; it tells nobody who acts."""

_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def act_as(actor: Actor) -> None:
    """From here on, in this thread or task and those that it begins, it is ``actor`` who acts."""
    _actor.set(actor)


def acting() -> Actor:
    """Who acts: whom `act_as` named, else the system's user by way of a program of their own."""
    return _actor.get() or Actor(way=PROGRAM, name=system_user())


def system_user() -> str:
    """The name under which the system runs this process."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in a container
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"

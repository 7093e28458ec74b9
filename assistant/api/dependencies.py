"""What routes are given: what requests share, who is calling, and a place to work where nobody waits for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated, TypeVar

import anyio.to_thread
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from assistant.acting import act_as
from assistant.api.access import Caller
from assistant.api.problems import Refused
from assistant.api.settings import Role
from assistant.api.state import State

T = TypeVar("T")

# The gate has checked the key already: this only says in the specification that there is one.
bearer_scheme = HTTPBearer(auto_error=False, description="A key; without keys in the settings, none is needed to read.")


async def _state(request: Request) -> State:
    state: State = request.app.state.shared
    return state


Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer_scheme)]


def at_least(role: Role) -> Callable[[Request, Bearer], Awaitable[Caller]]:
    """A dependency that refuses a caller of a lesser role."""

    async def check(request: Request, _: Bearer) -> Caller:
        caller: Caller = request.state.caller
        if caller.role < role:
            needed = role.name.lower()
            raise Refused(
                HTTPStatus.FORBIDDEN, f"this needs a key of the role {needed}; yours is {caller.role.name.lower()}"
            )
        act_as(caller.actor)
        return caller

    return check


Shared = Annotated[State, Depends(_state)]
Reader = Annotated[Caller, Depends(at_least(Role.READER))]
Editor = Annotated[Caller, Depends(at_least(Role.EDITOR))]
Owner = Annotated[Caller, Depends(at_least(Role.OWNER))]


async def work(state: State, task: Callable[[], T]) -> T:
    """What a look-up gives, in a thread; so many at once, the others wait their turn. For more, there are workers."""
    return await anyio.to_thread.run_sync(task, limiter=state.threads)


async def log(state: State, act: str, text: str, outcome: str) -> None:
    """Log that the caller asked something, where that is logged."""
    kept = state.library.assistant.library.log
    if kept.has_questions:
        await work(state, lambda: kept.asked(act, text, outcome))

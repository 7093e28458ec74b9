"""What went wrong with a call, whichever package made it: told by the error's classes and its HTTP status.

The error's own words are never repeated: they may hold anything that the server wrote.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from assistant.errors import ModelError, ModelRefused, ModelReplyInvalid, ModelUnavailable

# Of the standard library, LangChain, and the HTTP clients under the providers' packages.
_LOST = {"OSError", "ModelConnectionError", "ModelTimeoutError", "APIConnectionError", "TransportError", "ClientError"}
_CUT_OFF = {"LengthFinishReasonError"}
_INVALID = {"APIResponseValidationError"}
_TOLD_IN_STREAM = {"APIError"}
"""A server that fails in the middle of a stream says so in it, with the status 200 before."""
NOT_THAT_WAY = {400, 422}
"""The statuses of a call that asks for what this server or model does not have."""


def failure(error: Exception) -> ModelError:
    """The error in our words, and whether another call may help."""
    chain = tuple(_chain(error))
    status = next((found for link in chain if (found := _status(link)) is not None), None)
    told = type(error).__name__ + (f", status {status}" if status is not None else "")
    kinds = {kind.__name__ for link in chain for kind in type(link).__mro__}
    if status is not None and (status == 429 or status >= 500):
        after = next((wait for link in chain if (wait := _after(link)) is not None), 0.0)
        return ModelUnavailable(f"the language model's server could not serve ({told})", after=after)
    if status is not None:
        return ModelRefused(f"the language model's server refused ({told})", retryable=status in NOT_THAT_WAY)
    if kinds & _CUT_OFF:
        return ModelReplyInvalid("the language model's reply was cut off", retryable=False)
    if kinds & _LOST or (kinds & _TOLD_IN_STREAM and not kinds & _INVALID):
        return ModelUnavailable(f"the language model's server could not serve ({told})")
    return ModelReplyInvalid(f"the language model's server does not keep to its protocol ({told})")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _status(error: BaseException) -> int | None:
    """The HTTP status that the error tells of, where it is one of a failure."""
    response = getattr(error, "response", None)
    held = response.get("ResponseMetadata", {}) if isinstance(response, dict) else {}  # as AWS's packages have it
    for told in (
        getattr(error, "status_code", None),
        getattr(response, "status_code", None),
        getattr(error, "code", None),
        held.get("HTTPStatusCode"),
    ):
        if isinstance(told, int) and 400 <= told < 600:
            return int(told)
    return None


def _after(error: BaseException) -> float | None:
    """The seconds in which the server does not want to be called, where its answer says so in seconds."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    try:
        seconds = float(headers["retry-after"]) if headers is not None else math.nan
    except (KeyError, TypeError, ValueError):
        return None
    return seconds if seconds >= 0 else None

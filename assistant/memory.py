"""How a process that lives long keeps its memory from growing."""

from __future__ import annotations

import ctypes
import sys

_M_ARENA_MAX = -8  # of glibc's malloc.h
_ARENAS = 2


def share_arenas() -> None:
    """Let all threads of this process share two of the allocator's arenas, where it is glibc's.

    By default up to eight a core are made, and what threads that came and went have let go of stays in theirs: a server
    under which reports come and go would grow by some megabytes an hour. To be called before it has threads;
    MALLOC_ARENA_MAX=2 in the environment does the same.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_M_ARENA_MAX, _ARENAS)


def bound_headers() -> None:
    """Have servers read requests with what bounds their headers: uvicorn's first choice holds any number in memory."""
    from uvicorn.config import HTTP_PROTOCOLS

    HTTP_PROTOCOLS["auto"] = HTTP_PROTOCOLS["h11"]

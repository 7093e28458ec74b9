"""What the server has done since it started, in the text form that Prometheus and OpenTelemetry collectors read.

Holds no question, no key and no name of a caller.
"""

from __future__ import annotations

import time
from collections import Counter
from threading import Lock

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.logs import tell_request

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds, the upper ends of the classes that durations are counted in."""
UNROUTED = "none"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
UNKNOWN = "other"
"""What a method is counted as that is none of these: a caller may invent any number of them."""

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """The counts. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[Labels] = Counter()
        self._answers: Counter[Labels] = Counter()
        self._slower: Counter[tuple[str, float]] = Counter()
        self._seconds: dict[str, float] = {}

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered with ``status``."""
        with self._lock:
            self._requests[("method", method), ("route", route), ("status", str(status))] += 1
            self._seconds[route] = self._seconds.get(route, 0.0) + seconds
            for bound in BOUNDS:
                if seconds <= bound:
                    self._slower[route, bound] += 1

    def answer(self, kind: str) -> None:
        """Count an answer by its route or its verdict."""
        with self._lock:
            self._answers[(("kind", kind),)] += 1

    def text(self, *, documents: int, version: int) -> str:
        """All counts, with the number of reports and the version of the library."""
        with self._lock:
            lines = _family("requests_total", "counter", "Requests, by method, route and status.")
            lines += [_line("requests_total", labels, count) for labels, count in sorted(self._requests.items())]
            lines += _family("answers_total", "counter", "Answers, by route or verdict.")
            lines += [_line("answers_total", labels, count) for labels, count in sorted(self._answers.items())]
            lines += _family("request_seconds", "histogram", "Seconds that requests took, by route.")
            for route in sorted(self._seconds):
                lines += self._histogram(route)
        lines += _family("documents", "gauge", "Reports in the library.")
        lines.append(_line("documents", (), documents))
        lines += _family("library_version", "gauge", "Grows with every change of the library.")
        lines.append(_line("library_version", (), version))
        return "\n".join(lines) + "\n"

    def _histogram(self, route: str) -> list[str]:
        own = (("route", route),)
        count = sum(n for labels, n in self._requests.items() if own[0] in labels)
        lines = [
            _line("request_seconds_bucket", (*own, ("le", f"{bound:g}")), self._slower[route, bound])
            for bound in BOUNDS
        ]
        lines.append(_line("request_seconds_bucket", (*own, ("le", "+Inf")), count))
        lines.append(_line("request_seconds_sum", own, round(self._seconds[route], 6)))
        lines.append(_line("request_seconds_count", own, count))
        return lines


def _family(name: str, kind: str, told: str) -> list[str]:
    return [f"# HELP report_assistant_{name} {told}", f"# TYPE report_assistant_{name} {kind}"]


def _line(name: str, labels: Labels, value: float) -> str:
    shown = ",".join(f'{key}="{text}"' for key, text in labels)  # routes, methods and kinds need no escaping
    return f"report_assistant_{name}{f'{{{shown}}}' if shown else ''} {value}"


class Measured:
    """The layer that counts and logs every request, refused ones too, by the route's pattern, never by its address."""

    def __init__(self, app: ASGIApp, metrics: Metrics, prefix: str) -> None:
        """Count what ``app`` does; ``prefix`` is what all its routes begin with."""
        self._app = app
        self._metrics = metrics
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            found = getattr(scope.get("route"), "path", None)
            named = scope["method"] if scope["method"] in METHODS else UNKNOWN
            method = UNROUTED if found is None else named
            route = UNROUTED if found is None else self._prefix + found.removeprefix(self._prefix)
            seconds = time.perf_counter() - started
            self._metrics.request(method, route, status, seconds)
            tell_request(method, route, status, seconds)

"""What every request passes before it is read: the name it was sent to, the caller's key, the caller's rate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from http import HTTPStatus

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.access import Caller, Rates, bearer, find_key
from assistant.api.problems import Refused, problem_of, problem_response
from assistant.api.settings import LOOPBACK_NAMES, ApiSettings, Role
from corpus.loading import MAX_BYTES

OPEN_PATHS = frozenset({"/v1/health", "/v1/ready", "/v1/openapi.json"})
"""What is told to anyone, as often as they ask."""
FILE_PATHS = frozenset({"/v1/drafts"})
"""What takes a file, beside all that is put into the library."""
SECONDS_TO_SEND = 300
"""How long a caller may take to send a whole request; 20 MB come in time at half a megabit a second."""
SECONDS_OF_SILENCE = 30
"""How long a caller may send nothing of a request that has begun."""
MOST_FILES = 8
"""So many files of one caller are taken at the same time: each is held in memory."""
_PORT = re.compile(r":\d+$")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def check_size(declared: str, most: int) -> None:
    """Raise Refused for a body that says of itself that it is larger than ``most`` bytes."""
    if declared.isdecimal() and int(declared) > most:
        raise _too_large(most)


def _too_large(most: int) -> Refused:
    return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the request is larger than it may be ({most:,} bytes)")


def _wait(detail: str, seconds: int) -> Refused:
    return Refused(HTTPStatus.TOO_MANY_REQUESTS, detail, Retry_After=str(seconds))


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else "unknown"


def _bounded(receive: Receive, most: int) -> Receive:
    """The same body, refused once it is larger than ``most`` bytes, whatever it said of itself, or comes too slowly."""
    received = 0
    is_whole = False
    end = anyio.current_time() + SECONDS_TO_SEND

    async def bounded() -> Message:
        nonlocal received, is_whole
        if is_whole:
            return await receive()  # that the caller has gone, some time
        try:
            with anyio.fail_after(min(SECONDS_OF_SILENCE, end - anyio.current_time())):
                message = await receive()
        except TimeoutError as error:
            raise Refused(HTTPStatus.REQUEST_TIMEOUT, "the request came too slowly, or not to its end") from error
        is_whole = not message.get("more_body", False)
        received += len(message.get("body", b""))
        if received > most:
            raise _too_large(most)
        return message

    return bounded


class Gate:
    """The outermost layer of the app. Puts the caller into the request's state."""

    def __init__(self, app: ASGIApp, settings: ApiSettings, rates: Rates) -> None:
        """Let through to ``app`` what ``settings`` allow."""
        self._app = app
        self._settings = settings
        self._rates = rates
        self._files: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        name = _address(scope)
        try:
            self._check_host(headers.getlist("host"))
            if scope["path"] not in OPEN_PATHS:
                caller = scope.setdefault("state", {})["caller"] = self._admit(name, headers)
                name = caller.name
            takes_file = scope["method"] == "PUT" or scope["path"] in FILE_PATHS
            if takes_file and self._files[name] >= MOST_FILES:
                raise _wait(f"{MOST_FILES} files of yours are being taken; send this one when one of them is done", 5)
            most = MAX_BYTES if takes_file else self._settings.max_body
            check_size(headers.get("content-length", ""), most)
        except Refused as error:
            await problem_response(*problem_of(error))(scope, receive, send_safely)
            return
        self._files[name] += takes_file
        try:
            await self._app(scope, _bounded(receive, most), send_safely)
        finally:
            self._files[name] -= takes_file
            if not self._files[name]:
                del self._files[name]

    def _check_host(self, named: Sequence[str]) -> None:
        """A page that a browser shows could reach a server on this machine under a name of its own making."""
        allowed = self._settings.hosts
        name = _PORT.sub("", named[0]).strip("[]").lower() if len(named) == 1 else ""
        if allowed is not None and name not in allowed and name not in LOOPBACK_NAMES:
            raise Refused(
                HTTPStatus.MISDIRECTED_REQUEST,
                "this server does not go by that name; REPORT_ASSISTANT_API_HOSTS lists the names that it goes by",
            )

    def _admit(self, address: str, headers: Headers) -> Caller:
        caller = Caller(name=address, role=Role.READER)
        key = None
        if self._settings.keys:
            presented = bearer(headers.get("authorization", ""))
            key = find_key(self._settings.keys, presented) if presented is not None else None
            if key is not None:
                caller = Caller(name=key.digest.hex()[:16], role=key.role, has_key=True, key_name=key.name)
        wait = self._rates.wait(caller.name)  # whoever guesses keys is slowed down by address
        if wait:
            raise _wait(f"that was more than {self._settings.rate:,} requests in a minute; ask again in {wait} s", wait)
        if self._settings.keys and key is None:
            raise Refused(
                HTTPStatus.UNAUTHORIZED,
                "a key is needed: send it in the header 'Authorization: Bearer KEY'",
                WWW_Authenticate="Bearer",
            )
        return caller

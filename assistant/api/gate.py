"""What every request passes before it is read: the name it was sent to, the caller's key, the caller's rate."""

from __future__ import annotations

import re
from http import HTTPStatus

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


def _counted(receive: Receive, most: int) -> Receive:
    """The same body, refused as soon as it has grown larger than ``most`` bytes, whatever it said of itself."""
    received = 0

    async def counting() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            raise _too_large(most)
        return message

    return counting


class Gate:
    """The outermost layer of the app. Puts the caller into the request's state."""

    def __init__(self, app: ASGIApp, settings: ApiSettings, rates: Rates) -> None:
        """Let through to ``app`` what ``settings`` allow."""
        self._app = app
        self._settings = settings
        self._rates = rates

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
        try:
            self._check_host(headers.get("host", ""))
            if scope["path"] not in OPEN_PATHS:
                scope.setdefault("state", {})["caller"] = self._admit(scope, headers)
            takes_file = scope["method"] == "PUT" or scope["path"] in FILE_PATHS
            most = MAX_BYTES if takes_file else self._settings.max_body
            check_size(headers.get("content-length", ""), most)
        except Refused as error:
            await problem_response(*problem_of(error))(scope, receive, send_safely)
            return
        await self._app(scope, _counted(receive, most), send_safely)

    def _check_host(self, header: str) -> None:
        """A page that a browser shows could reach a server on this machine under a name of its own making."""
        allowed = self._settings.hosts
        name = _PORT.sub("", header).strip("[]").lower()
        if allowed is not None and name not in allowed and name not in LOOPBACK_NAMES:
            raise Refused(
                HTTPStatus.MISDIRECTED_REQUEST,
                "this server does not go by that name; REPORT_ASSISTANT_API_HOSTS lists the names that it goes by",
            )

    def _admit(self, scope: Scope, headers: Headers) -> Caller:
        client = scope.get("client")
        address = client[0] if client else "unknown"
        caller = Caller(name=address, role=Role.READER)
        key = None
        if self._settings.keys:
            presented = bearer(headers.get("authorization", ""))
            key = find_key(self._settings.keys, presented) if presented is not None else None
            if key is not None:
                caller = Caller(name=key.digest.hex()[:16], role=key.role, has_key=True, key_name=key.name)
        wait = self._rates.wait(caller.name)  # whoever guesses keys is slowed down by address
        if wait:
            raise Refused(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"that was more than {self._settings.rate:,} requests in a minute; ask again in {wait} s",
                Retry_After=str(wait),
            )
        if self._settings.keys and key is None:
            raise Refused(
                HTTPStatus.UNAUTHORIZED,
                "a key is needed: send it in the header 'Authorization: Bearer KEY'",
                WWW_Authenticate="Bearer",
            )
        return caller

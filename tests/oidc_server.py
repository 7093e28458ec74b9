"""An OpenID Connect provider on this machine that lets anybody in as whoever it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey


class Provider(ThreadingHTTPServer):
    """What signs visitors in; ``email`` is who the next one is."""

    email = ""
    is_verified = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
        self.nonces: dict[str, str] = {}

    @property
    def address(self) -> str:
        """Where it listens, and what it calls itself."""
        return f"http://127.0.0.1:{self.server_port}"

    def begin(self, query: dict[str, list[str]]) -> str:
        """The address to send a visitor back to, signed in."""
        code = f"code-{len(self.nonces)}"
        self.nonces[code] = query.get("nonce", [""])[0]
        return f"{query['redirect_uri'][0]}?{urlencode({'code': code, 'state': query['state'][0]})}"

    def token(self, code: str, client: str) -> dict[str, object]:
        """The tokens for a code."""
        now = int(time.time())
        claims = {
            "iss": self.address,
            "sub": f"sub of {self.email}",
            "aud": client,
            "iat": now,
            "exp": now + 600,
            "nonce": self.nonces[code],
            "email": self.email,
            "email_verified": self.is_verified,
            "name": self.email.partition("@")[0].title(),
        }
        signed = jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": signed}


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        own = self.server.address
        if url.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.begin(parse_qs(url.query)))
            self.end_headers()
        elif url.path == "/keys":
            self._reply({"keys": [self.server.key.as_dict(private=False)]})
        else:
            self._reply(
                {
                    "issuer": own,
                    "authorization_endpoint": f"{own}/authorize",
                    "token_endpoint": f"{own}/token",
                    "jwks_uri": f"{own}/keys",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._reply(self.server.token(form["code"][0], "page"))

    def _reply(self, data: dict[str, object]) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def oidc_server() -> Iterator[Provider]:
    """A provider, while it listens."""
    with Provider() as provider:
        thread = threading.Thread(target=provider.serve_forever)
        thread.start()
        try:
            yield provider
        finally:
            provider.shutdown()
            thread.join()

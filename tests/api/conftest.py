"""The API over the widget library, with a key for each role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant import open_library
from assistant.api.application import create_app
from assistant.api.settings import ApiSettings, read_key

KEYS = {role: f"{role}-0123456789abcdef" for role in ("reader", "editor", "owner")}
ADDRESS = "http://127.0.0.1:8600"
Serve = Callable[..., TestClient]


@pytest.fixture(scope="module")
def serve(widget_library: Path) -> Iterator[Serve]:
    """Serves the library under the given settings to callers without a key, or with the key of a role."""
    with ExitStack() as stack:

        def _serve(
            role: str | None = None, settings: ApiSettings | None = None, folder: Path = widget_library
        ) -> TestClient:
            held = settings or ApiSettings(keys=tuple(read_key(f"{r}:{k}") for r, k in KEYS.items()), rate=0)
            headers = {"Authorization": f"Bearer {KEYS[role]}"} if role else {}
            app = create_app(open_library(folder), held)
            client = TestClient(app, base_url=ADDRESS, headers=headers, raise_server_exceptions=False)
            return stack.enter_context(client)

        yield _serve


@pytest.fixture(scope="module")
def reader(serve: Serve) -> TestClient:
    return serve("reader")


@pytest.fixture(scope="module")
def editor(serve: Serve) -> TestClient:
    return serve("editor")


@pytest.fixture(scope="module")
def nobody(serve: Serve) -> TestClient:
    """A caller without a key, where there are keys."""
    return serve()

"""What the API needs to know: who may do what, how often, and from where. Read once from the environment."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from assistant.config import PREFIX
from assistant.usage import InvalidSetting

SHORTEST_KEY = 16
"""Characters; a shorter key could be guessed."""
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


class Role(IntEnum):
    """What a caller may do; each role may also do what those before it may."""

    READER = 1
    """Ask, check, search, calculate, look."""
    EDITOR = 2
    """Add reports."""
    OWNER = 3
    """Remove reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key, known only by its SHA-256, and its role; ``name`` is whose it is in the audit log."""

    role: Role
    digest: bytes
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiSettings:
    """How the API is run.

    Without ``keys`` every caller is a reader. ``rate`` is the requests that one caller may make in a minute, 0 for any
    number; ``origins`` are the web pages that may call from a browser, ``hosts`` the names that the server goes by
    beside those of this machine (None: any). ``max_body`` is
    in bytes, and for all but reports. ``workers`` are the processes that work questions out, 1 for this one alone.
    ``json_log`` says whether the log is lines of JSON, each request among them.
    """

    keys: tuple[Key, ...] = ()
    rate: int = 600
    origins: tuple[str, ...] = ()
    hosts: frozenset[str] | None = frozenset()
    max_body: int = 1_000_000
    kept_answers: int = 2_000
    workers: int = 1
    json_log: bool = False


def load_api_settings(environment: Mapping[str, str] | None = None) -> ApiSettings:
    """The settings in force. Raises InvalidSetting.

    ``API_KEYS`` holds keys as ``role:key`` or ``role/name:key``, separated by commas; ``API_KEYS_FILE`` names a file
    with one a line.
    """
    variables = os.environ if environment is None else environment

    def listed(name: str) -> list[str]:
        return [part.strip() for part in variables.get(PREFIX + name, "").split(",") if part.strip()]

    entries = listed("API_KEYS")
    file = variables.get(PREFIX + "API_KEYS_FILE", "")
    if file:
        try:
            lines = Path(file).expanduser().read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidSetting(f"cannot read {PREFIX}API_KEYS_FILE '{file}': {error}") from error
        entries += [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    rate = variables.get(PREFIX + "API_RATE", "") or str(ApiSettings().rate)
    if not rate.isdecimal():
        raise InvalidSetting(f"{PREFIX}API_RATE is '{rate}'; set it to the requests that a caller may make in a minute")
    log = variables.get(PREFIX + "API_LOG", "") or "text"
    if log not in {"text", "json"}:
        raise InvalidSetting(f"{PREFIX}API_LOG is '{log}'; set it to text or json")
    return ApiSettings(
        keys=tuple(read_key(entry) for entry in entries),
        rate=int(rate),
        origins=tuple(listed("API_ORIGINS")),
        hosts=frozenset(name.lower() for name in listed("API_HOSTS")),
        json_log=log == "json",
    )


def read_key(entry: str) -> Key:
    """The key that ``role:key`` or ``role/name:key`` stands for. Raises InvalidSetting, which never repeats the key.

    >>> read_key("editor/press office:0123456789abcdef").name
    'press office'
    """
    said, colon, secret = entry.partition(":")
    role, _, name = said.partition("/")
    roles = {r.name.lower(): r for r in Role}
    if not colon or role.strip().lower() not in roles:
        raise InvalidSetting(
            f"an API key is written as role:key or role/name:key, with one of the roles {', '.join(roles)}"
        )
    if len(secret.strip()) < SHORTEST_KEY or not secret.strip().isascii():
        raise InvalidSetting(f"an API key needs {SHORTEST_KEY} letters, digits and signs or more")
    return Key(
        role=roles[role.strip().lower()], digest=hashlib.sha256(secret.strip().encode()).digest(), name=name.strip()
    )

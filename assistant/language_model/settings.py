"""Which language model may help, and how much of it. Off unless it is named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from assistant.usage import InvalidSetting

OLLAMA_URL = "http://127.0.0.1:11434"
"""Where Ollama serves on this machine."""
_WITHOUT_VERSION = frozenset({"anthropic", "ollama"})
"""Whose clients add the version to the address by themselves."""
_PROVIDER = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """The model and its budget.

    ``provider`` is one that LangChain knows, by its name there; ``url`` is the server's (None: the provider's own);
    ``seconds`` are for one call, ``deadline`` for all calls of one question; ``calls`` and ``tokens`` are what one
    question may use, repeated calls included.
    """

    provider: str
    name: str
    url: str | None = None
    key: str = field(default="", repr=False)
    seconds: float = 15.0
    deadline: float = 30.0
    calls: int = 6
    tokens: int = 20_000

    @property
    def label(self) -> str:
        """The model as it was named."""
        return f"{self.provider}:{self.name}"


def read_model_settings(named: str, url: str = "", key: str = "") -> ModelSettings | None:
    """The settings for a model named as ``provider:model``; None for ''. Raises InvalidSetting.

    Whether there is such a provider is found out when its package is looked for.

    >>> read_model_settings("ollama:llama3.1:8b").name
    'llama3.1:8b'
    """
    if not named.strip():
        return None
    provider, colon, name = (part.strip() for part in named.partition(":"))
    provider = provider.lower().replace("-", "_")
    if not colon or not name or not _PROVIDER.fullmatch(provider):
        told = "'openai:MODEL', 'ollama:MODEL' or 'anthropic:MODEL'"
        raise InvalidSetting(f"the language model is '{named}'; name it as PROVIDER:MODEL, such as {told}")
    if url and urlsplit(url).scheme not in {"http", "https"}:
        # What it holds may be a password, so it is not repeated.
        raise InvalidSetting("the language model's address should begin with http:// or https://")
    if provider == "ollama":
        url = url or OLLAMA_URL
    if provider in _WITHOUT_VERSION:
        url = url.rstrip("/").removesuffix("/v1")
    return ModelSettings(provider=provider, name=name, url=url or None, key=key)


def load_model_settings(variables: Mapping[str, str], prefix: str) -> ModelSettings | None:
    """The settings in the environment: ``MODEL``, and ``MODEL_URL`` and ``MODEL_KEY`` where it needs them."""
    named, url, key = (variables.get(f"{prefix}{name}", "") for name in ("MODEL", "MODEL_URL", "MODEL_KEY"))
    return read_model_settings(named, url, key)

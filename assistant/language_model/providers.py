"""The providers of language models that LangChain knows: the package of each, and what its class calls its options."""

from __future__ import annotations

import math
import os
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from langchain.chat_models import init_chat_model
from langchain.chat_models.base import _BUILTIN_PROVIDERS
from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from assistant.extras import EXTRAS, MissingPackage, need
from assistant.language_model.settings import ModelSettings
from assistant.usage import InvalidSetting

MOST_TOKENS = 1_500
"""As long as a reply may become."""
KEYLESS = "none"
"""The key for a server of one's own that was named without one: OpenAI's client wants one, such servers mostly not."""
_ADDRESS = ("azure_endpoint", "base_url", "endpoint_url")
_KEY = ("api_key", "{provider}_api_key", "google_api_key")
_SECONDS = ("timeout", "request_timeout", "timeout_seconds")
_LENGTH = ("max_tokens", "max_output_tokens", "num_predict")
_QUIET = {"DO_NOT_TRACK": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
"""What keeps packages from sending, or from fetching, anything when they are loaded."""


def look_for(provider: str) -> None:
    """Find out whether LangChain knows the provider and its package is here, without loading it.

    Raises InvalidSetting, MissingExtra, MissingPackage.
    """
    module = _module(provider)
    if module in EXTRAS["llm"][1]:
        need("llm")
    elif find_spec(module) is None:
        raise MissingPackage(f"a language model of '{provider}'", module.replace("_", "-"))


def _module(provider: str) -> str:
    known = _BUILTIN_PROVIDERS.get(provider)
    if known is None:
        raise InvalidSetting(f"no provider is called '{provider}'; known are {', '.join(sorted(_BUILTIN_PROVIDERS))}")
    return known[0].partition(".")[0]


def chat_class(provider: str) -> type[BaseChatModel]:
    """The provider's class, loaded. Raises ImportError where its package needs another one."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    module, name, _ = _BUILTIN_PROVIDERS[provider]
    found: type[BaseChatModel] = getattr(import_module(module), name)
    return found


def build(settings: ModelSettings, *, temperature: float | None, **own: Any) -> BaseChatModel:
    """The model, with options by the names that its class has for them; ``own`` are of that class alone.

    Its own repeats are switched off. Keys and addresses that are not set are its package's business, which has
    variables of its own for them. Raises InvalidSetting where one is set that it does not take, or where no key is to
    be found, and whatever the package raises.
    """
    of_class = chat_class(settings.provider).model_fields
    names = {name: name for name in of_class} | {info.alias: name for name, info in of_class.items() if info.alias}
    keys = tuple(name.format(provider=settings.provider) for name in _KEY)
    wanted: tuple[tuple[tuple[str, ...], Any], ...] = (
        (_ADDRESS, settings.url),
        (keys, _key(settings)),
        (("temperature",), temperature),
        (("max_retries",), 0),
        (_SECONDS, math.ceil(settings.seconds)),
        (_LENGTH, MOST_TOKENS),
    )
    options: dict[str, Any] = {}
    for choices, value in wanted:
        name = next((name for name in choices if name in names), None)
        if name is not None and value is not None:
            options[name] = value
        elif value is not None and choices in (_ADDRESS, keys):
            what = "address" if choices == _ADDRESS else "key"
            raise InvalidSetting(f"a language model of '{settings.provider}' is not told its {what} by this setting")
    built: BaseChatModel = init_chat_model(settings.name, model_provider=settings.provider, **options, **own)
    key = next((names[name] for name in keys if name in names), None)
    if key is not None and not settings.url and _is_empty(getattr(built, key)) and not _told_of(settings.provider):
        raise InvalidSetting(f"the language model '{settings.label}' has no key")  # its package would call without one
    return built


def _is_empty(key: object) -> bool:
    return not (key.get_secret_value() if isinstance(key, SecretStr) else key)


def _told_of(provider: str) -> bool:
    """Whether the environment holds anything of the provider's: a token, credentials, an address."""
    return any(name.startswith(f"{provider.partition('_')[0].upper()}_") for name, value in os.environ.items() if value)


def _key(settings: ModelSettings) -> SecretStr | None:
    if settings.provider == "ollama":
        return None  # it goes into a header of its own
    served_here = settings.provider == "openai" and settings.url and not os.environ.get("OPENAI_API_KEY")
    key = settings.key or (KEYLESS if served_here else "")
    return SecretStr(key) if key else None

"""Naming a language model."""

from __future__ import annotations

import pytest

from assistant.config import load_settings
from assistant.language_model.settings import OLLAMA_URL, read_model_settings
from assistant.usage import InvalidSetting


def test_without_a_name_there_is_none() -> None:
    assert read_model_settings("") is None
    assert load_settings(environment={}).model is None


@pytest.mark.parametrize(
    ("named", "url", "provider", "name", "at"),
    [
        ("openai:gpt-small", "", "openai", "gpt-small", None),
        ("openai:local", "http://127.0.0.1:8080/v1", "openai", "local", "http://127.0.0.1:8080/v1"),
        ("ollama:llama3.1:8b", "", "ollama", "llama3.1:8b", OLLAMA_URL),
        ("ollama:small", "http://127.0.0.1:1/v1/", "ollama", "small", "http://127.0.0.1:1"),
        ("anthropic:claude", "https://example.org/v1", "anthropic", "claude", "https://example.org"),
        ("bedrock_converse:vendor.model-v1:0", "", "bedrock_converse", "vendor.model-v1:0", None),
    ],
)
def test_a_model_is_named_by_its_provider(named: str, url: str, provider: str, name: str, at: str | None) -> None:
    settings = read_model_settings(named, url)
    assert settings is not None
    assert (settings.provider, settings.name, settings.url, settings.label) == (provider, name, at, named)


def test_a_provider_may_be_written_with_hyphens() -> None:
    settings = read_model_settings("Google-GenAI:gemini")
    assert settings is not None
    assert settings.label == "google_genai:gemini"


@pytest.mark.parametrize("named", ["gpt", "openai:", ":gpt", "open ai:gpt", "openai: "])
def test_a_name_that_names_no_model_is_refused(named: str) -> None:
    with pytest.raises(InvalidSetting, match="PROVIDER:MODEL, such as 'openai:MODEL'"):
        read_model_settings(named)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidSetting, match="http"):
        read_model_settings("openai:x", "localhost:8080")


def test_a_key_is_not_shown() -> None:
    variables = {"REPORT_ASSISTANT_MODEL": "openai:x", "REPORT_ASSISTANT_MODEL_KEY": "secret"}
    settings = load_settings(environment=variables)
    assert settings.model is not None
    assert settings.model.key == "secret"
    assert "secret" not in repr(settings)

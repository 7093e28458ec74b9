"""What is installed only when it is wanted: each part says in one line what to install when it is missing."""

from __future__ import annotations

from importlib.util import find_spec

from assistant.usage import WrongUsage

EXTRAS = {
    "api": ("the HTTP API", ("fastapi", "uvicorn")),
    "mcp": ("the MCP server", ("mcp",)),
    "auth": ("signing in to the page", ("authlib",)),
    "postgres": ("a library on a PostgreSQL server", ("psycopg", "pgvector", "alembic")),
    "llm": ("a language model", ("langchain_openai", "langchain_ollama")),
}
"""For each extra of pyproject.toml what it is for, and the modules that it brings."""


class MissingExtra(WrongUsage):
    """What was asked for needs packages that are not installed."""

    def __init__(self, extra: str) -> None:
        what, _ = EXTRAS[extra]
        super().__init__(f"{what} needs packages that are not installed; pip install 'report-assistant[{extra}]'")
        self.extra = extra


class MissingPackage(WrongUsage):
    """What was asked for needs one package that is not installed, and that is in no extra."""

    def __init__(self, what: str, package: str) -> None:
        super().__init__(f"{what} needs a package that is not installed; pip install {package}")


def need(extra: str) -> None:
    """Raise MissingExtra when a module of the extra is not installed."""
    _, modules = EXTRAS[extra]
    if any(find_spec(module) is None for module in modules):
        raise MissingExtra(extra)

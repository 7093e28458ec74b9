"""What the import contracts of pyproject.toml cannot see: the page, and what a quick start must not load."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("assistant", "corpus", "structured")
SLOW = (
    "torch",
    "transformers",
    "sentence_transformers",
    "chromadb",
    "langchain",
    "langchain_core",
    "streamlit",
    "pandas",
)


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_the_page_is_the_site_and_nothing_else() -> None:
    assert {name for name in imported(ROOT / "app.py") if name.split(".")[0] in PACKAGES} == {"assistant.web.site"}


def test_only_the_page_imports_the_site() -> None:
    pages = ROOT / "assistant" / "web"
    others = [p for package in PACKAGES for p in (ROOT / package).rglob("*.py") if not p.is_relative_to(pages)]
    found = {(p.name, name) for p in others for name in imported(p) if name.startswith("assistant.web")}
    # Who may be served is checked, and what is asked of the world is switched off, before anything is served.
    assert found <= {("serving.py", "assistant.web.access"), ("serving.py", "assistant.web.outside")}


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_imports_the_page(package: str) -> None:
    importers = [
        str(p) for p in (ROOT / package).rglob("*.py") if "app" in {name.split(".")[0] for name in imported(p)}
    ]
    assert importers == []


def test_no_code_is_evaluated_from_text() -> None:
    calls = [
        f"{path.name}:{node.lineno}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile"}
    ]
    assert calls == []


def loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return {name.split(".")[0] for name in run.stdout.splitlines()[-1].split()}


def test_the_command_starts_without_the_heavy_libraries() -> None:
    assert loaded_by("import assistant.cli").isdisjoint((*SLOW, "onnxruntime", "numpy"))


def test_the_assistant_is_imported_without_the_slow_libraries() -> None:
    assert loaded_by("import assistant.service").isdisjoint(SLOW)


@pytest.mark.parametrize("module", ["assistant", "assistant.cli", "assistant.service", "assistant.report_library"])
def test_nothing_of_an_extra_is_imported_before_it_is_asked_for(module: str) -> None:
    extras = ("fastapi", "uvicorn", "starlette", "mcp", "openai", "langchain_openai", "pydantic")
    assert loaded_by(f"import {module}").isdisjoint(extras)

"""What is installed only when it is wanted: without it, one line says what to install."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from assistant import cli
from assistant.extras import EXTRAS, MissingExtra, need

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = [("api", "api"), ("mcp", "mcp")]
"""A command, and the extra that it needs."""


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where no extra is installed."""
    modules = {module for _, names in EXTRAS.values() for module in names}
    monkeypatch.setattr("assistant.extras.find_spec", lambda name: None if name in modules else object())


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_that_is_not_installed_is_named_in_one_line(bare: None, extra: str) -> None:
    with pytest.raises(MissingExtra, match=rf"pip install 'report-assistant\[{extra}\]'$") as missing:
        need(extra)
    assert "\n" not in str(missing.value)


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_that_is_installed_is_found_and_is_in_the_project_file(extra: str) -> None:
    need(extra)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["optional-dependencies"][extra]


BROUGHT_ANYWAY = {"uvicorn"}
"""What a package of the base install needs itself: chromadb brings a server that nothing here starts."""


def test_the_base_install_has_none_of_the_extras_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    base = closure(project["dependencies"])
    for extra in EXTRAS:
        wanted = {canonicalize_name(Requirement(text).name) for text in project["optional-dependencies"][extra]}
        assert wanted & base <= BROUGHT_ANYWAY, extra
        assert wanted - base, extra


WITHOUT = """
import sys

class Missing:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)

BLOCKED = frozenset(sys.argv[2].split(","))
sys.meta_path.insert(0, Missing)
from assistant import cli, open_library
from assistant.langchain import retriever, tools

with open_library(sys.argv[1]) as library:
    answer = library.ask("How many widgets were sold in Northfield in Q4 2023/24?")
    assert answer.route.value == "calculation", answer
    assert "1,310" in answer._repr_html_() and len(answer.figures_frame()) == 1
    assert library.check("Northfield sold 1,310 widgets in Q4 2023/24.").verdict.value == "supported"
    assert "calculate" in [tool.name for tool in tools(library)] and retriever(library).invoke("complaints")
    assert library.brief("widgets sold") and library.audit() is not None
import assistant.web.ask, assistant.web.brief, assistant.web.check, assistant.web.reports
for command in (["list"], ["ask", answer.question], ["explain", answer.question]):
    assert cli.run(["--library", sys.argv[1], *command]) == 0, command
assert not BLOCKED & {name.partition(".")[0] for name in sys.modules}
"""


@pytest.mark.slow
def test_all_but_the_extras_works_without_their_packages(widget_library: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    base = closure(project["dependencies"])
    brought = closure([text for extra in EXTRAS for text in project["optional-dependencies"][extra]]) - base
    tops = {
        module
        for module, names in packages_distributions().items()
        if {canonicalize_name(name) for name in names} <= brought
    }
    assert {"fastapi", "mcp", "authlib", "psycopg", "langchain_openai"} <= tops
    command = [sys.executable, "-c", WITHOUT, str(widget_library), ",".join(sorted(tops))]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr


def closure(requirements: list[str]) -> set[str]:
    """The names of all packages that installing these brings, on this machine."""
    found: set[tuple[str, frozenset[str]]] = set()
    to_do = [Requirement(text) for text in requirements]
    while to_do:
        wanted = to_do.pop()
        name = canonicalize_name(wanted.name)
        if (name, frozenset(wanted.extras)) in found:
            continue
        found.add((name, frozenset(wanted.extras)))
        for needed in map(Requirement, distribution(name).requires or []):
            if needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in wanted.extras or {""}):
                to_do.append(needed)
    return {name for name, _ in found}


def test_a_language_model_without_its_extra_is_told_before_anything_is_asked(
    bare: None, hospital_library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORT_ASSISTANT_MODEL", "ollama:small")
    assert cli.run(["--library", str(hospital_library), "ask", "How many beds?"]) == cli.USAGE
    assert "pip install 'report-assistant[llm]'" in capsys.readouterr().err


@pytest.mark.parametrize(("command", "extra"), COMMANDS)
def test_a_command_without_its_extra_ends_with_wrong_usage(
    bare: None, hospital_library: Path, capsys: pytest.CaptureFixture[str], command: str, extra: str
) -> None:
    assert cli.run(["--library", str(hospital_library), command]) == cli.USAGE
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert f"pip install 'report-assistant[{extra}]'" in said.err

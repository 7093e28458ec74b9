"""What the documents say of the program is what the program says of itself; what they point at is there."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from assistant import cli

ROOT = Path(__file__).resolve().parents[1]
CLI_PAGE = ROOT / "docs" / "cli.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
COMMANDS = [command.name or command.callback.__name__ for command in cli.app.registered_commands if command.callback]
HELP = re.compile(r"```text\n\$ report-assistant (?P<arguments>[^\n]*--help)\n(?P<text>.*?)```", re.DOTALL)
EXAMPLE = re.compile(r"```text\n\$ report-assistant (?P<arguments>ask [^\n]*)\n(?P<text>.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
OUR_FILE = re.compile(r"`((?:assistant|bench|corpus|docs|structured|tests|\.ci)/[\w./-]*\w)`")


def help_text(arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.run(arguments.split()) == 0
    return "\n".join(line.rstrip() for line in capsys.readouterr().out.strip().splitlines()) + "\n"


@pytest.fixture(autouse=True)
def one_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def test_the_help_of_every_command_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    page = CLI_PAGE.read_text(encoding="utf-8")
    fresh = HELP.sub(
        lambda m: f"```text\n$ report-assistant {m['arguments']}\n{help_text(m['arguments'], capsys)}```", page
    )
    if os.environ.get("REWRITE_GOLDEN"):
        CLI_PAGE.write_text(fresh, encoding="utf-8")
        return
    assert page == fresh, "docs/cli.md is stale: run `make golden`, and look at the difference"


@pytest.mark.slow
def test_the_example_of_the_readme_is_what_the_program_answers(
    starter_library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = ROOT / "README.md"
    page = readme.read_text(encoding="utf-8")
    example = EXAMPLE.search(page)
    assert example
    arguments = shlex.split(example["arguments"])
    assert cli.run(["--library", str(starter_library), *arguments]) == 0
    fresh = page[: example.start("text")] + capsys.readouterr().out + page[example.end("text") :]
    if os.environ.get("REWRITE_GOLDEN"):
        readme.write_text(fresh, encoding="utf-8")
        return
    assert page == fresh, "README.md is stale: run `make golden`, and look at the difference"


def test_every_command_has_its_help_on_the_page() -> None:
    shown = {match["arguments"] for match in HELP.finditer(CLI_PAGE.read_text(encoding="utf-8"))}
    assert shown == {"--help", *(f"{name} --help" for name in COMMANDS)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_file_named_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    missing += [name for name in OUR_FILE.findall(text) if not (ROOT / name).exists()]
    assert missing == []


def test_the_bounds_that_ci_reads_are_there() -> None:
    block = re.search(r"^```bounds\n(.*?)^```", (ROOT / "docs" / "quality.md").read_text(encoding="utf-8"), re.M | re.S)
    assert block
    assert all(
        re.fullmatch(r"(accuracy|wrong|cited|abstained|p50_ms|p95_ms)=\d+(\.\d+)?", line) for line in block[1].split()
    )


def test_truth_files_are_not_being_rewritten() -> None:
    assert not os.environ.get("REWRITE_GOLDEN"), (
        "truth files were rewritten: review the difference, then run the tests as usual"
    )

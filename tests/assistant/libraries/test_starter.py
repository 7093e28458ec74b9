"""A new library gets the starter reports, one that was changed does not, and a quoted edition is named as one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant import cli
from assistant.config import load_settings
from assistant.libraries import starter
from assistant.libraries.library import Library, Progress
from assistant.service import Assistant
from assistant.usage import InvalidSetting
from corpus.errors import LibraryReadOnly
from tests.samples import WordEmbedder

pytestmark = pytest.mark.usefixtures("read_here")

SALES = """---
title: Widget sales report 2023-24
period: 2023-24
restates: sales
edition: Restated for a test; figures as published
---

# Sales

Widgets did well in the North.

| Widgets sold | 2022-23 | 2023-24 |
| --- | --- | --- |
| North | 1,204 | 1,310 |
| South | 905 | 869 |
"""
ORIGINAL = """Widget sales report 2023-24

Sales

Widgets sold well in the North.

Widgets sold
Region\t2022-23\t2023-24
North\t1,204\t1,310
South\t905\t869
"""
QUESTION = "How many widgets were sold in the North in 2023-24?"
TITLE = "Widget sales report 2023-24"
NOTE = f"Quoted from a restated edition of {TITLE}: the words are the edition's, the figures the report's."
ADDED = "the library was empty, so it now holds the starter reports, in restated editions: "

Ask = Callable[..., tuple[int, str, str]]


def ignored(stage: str, done: float) -> None: ...


@contextmanager
def unwatched(name: str) -> Iterator[Progress]:
    yield ignored


@pytest.fixture
def editions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    """Two small reports in place of the real ones."""
    grants = SALES.replace("Widget", "Grant").replace("restates: sales", "restates: grants")
    paths = (tmp_path / "grants.md", tmp_path / "sales.md")
    paths[0].write_text(grants, encoding="utf-8")
    paths[1].write_text(SALES, encoding="utf-8")
    monkeypatch.setattr(starter, "STARTER_REPORTS", paths)
    return paths


@pytest.fixture
def library(tmp_path: Path, editions: tuple[Path, ...]) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True, embedder=WordEmbedder()) as library:
        yield library


def ids(library: Library) -> list[str]:
    return [info.id for info in library.documents()]


# --- which library gets them ------------------------------------------------------------------------------------------


def test_the_starter_reports_travel_with_the_program() -> None:
    assert [path.suffix for path in starter.STARTER_REPORTS] == [".md", ".md"]
    assert all(path.parent.parent.name == "corpus" for path in starter.STARTER_REPORTS)


def test_a_new_library_gets_them_once(library: Library) -> None:
    assert starter.is_due(library)
    assert [info.id for info in starter.add_starter(library, unwatched)] == ["grants", "sales"]
    assert not starter.is_due(library)


def test_a_library_that_was_emptied_stays_empty(library: Library) -> None:
    for info in starter.add_starter(library, unwatched):
        library.remove(info.id)
    assert not starter.is_due(library)


def test_what_was_broken_off_is_gone_on_with(library: Library) -> None:
    @contextmanager
    def interrupted(name: str) -> Iterator[Progress]:
        if name == "sales.md":
            raise KeyboardInterrupt
        yield ignored

    with pytest.raises(KeyboardInterrupt):
        starter.add_starter(library, interrupted)
    assert ids(library) == ["grants"]
    assert starter.is_due(library)
    starter.add_starter(library, unwatched)
    assert ids(library) == ["grants", "sales"]
    assert not starter.is_due(library)


def test_what_was_broken_off_is_left_once_the_user_has_added_a_report(library: Library, tmp_path: Path) -> None:
    (tmp_path / "library" / "starter.unfinished").touch()
    (tmp_path / "own.txt").write_text(ORIGINAL, encoding="utf-8")
    library.add(tmp_path / "own.txt")
    assert not starter.is_due(library)


def test_an_edition_that_the_user_added_alone_stays_alone(library: Library, editions: tuple[Path, ...]) -> None:
    library.add(editions[0])
    assert not starter.is_due(library)


def test_a_folder_that_may_not_be_changed_is_told(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(LibraryReadOnly, match="may not be changed: Permission denied"):
        starter.add_starter(library, unwatched)


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.fixture
def run(editions: tuple[Path, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    monkeypatch.delenv("REPORT_ASSISTANT_STARTER", raising=False)

    def _run(*arguments: str | Path) -> tuple[int, str, str]:
        code = cli.run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return _run


def test_the_first_question_adds_them_and_says_so_in_one_line(run: Ask, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    code, out, err = run("--library", tmp_path / "new", "ask", "--json", QUESTION)
    assert (code, json.loads(out)["warnings"]) == (0, [NOTE])
    assert err == f"report-assistant: {ADDED}Grant sales report 2023-24; Widget sales report 2023-24\n"
    code, out, err = run("--library", tmp_path / "new", "ask", QUESTION)
    assert (code, err) == (0, "")
    assert f"Note:\n  - {NOTE}\n" in out


@pytest.mark.parametrize("verb", [("check", "1,310 widgets were sold in the North."), ("chat",)], ids=lambda v: v[0])
def test_so_do_the_first_claim_and_the_first_conversation(
    run: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: tuple[str, ...]
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "")
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(tmp_path / "new"))
    code, _, err = run(*verb)
    assert code == 0
    assert ADDED in err


def test_so_does_the_first_page(run: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runpy.run_module", lambda *_, **__: None)
    monkeypatch.setattr("sys.argv", [])
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(tmp_path / "new"))
    code, _, err = run("web", "--port", "18556")
    assert code == 0
    assert ADDED in err
    with Library.open(tmp_path / "new") as library:
        assert ids(library) == ["grants", "sales"]


def test_a_report_that_is_added_to_a_new_library_is_alone_in_it(run: Ask, tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text(ORIGINAL, encoding="utf-8")
    assert run("--library", tmp_path / "new", "add", tmp_path / "own.txt")[0] == 0
    code, out, err = run("--library", tmp_path / "new", "ask", QUESTION)
    assert (code, err) == (0, "")
    assert "restated edition" not in out
    assert "grants" not in run("--library", tmp_path / "new", "list")[1]


def test_a_library_that_was_named_and_is_not_there_is_not_made(run: Ask, tmp_path: Path) -> None:
    code, out, err = run("--library", tmp_path / "mistyped", "ask", QUESTION)
    assert (code, out) == (1, "")
    assert "no library in" in err
    assert not (tmp_path / "mistyped").exists()


def test_it_can_be_switched_off(run: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORT_ASSISTANT_STARTER", "off")
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(tmp_path / "new"))
    code, _, err = run("ask", QUESTION)
    assert (code, "no library in" in err) == (1, True)


@pytest.mark.parametrize(("said", "meant"), [("", True), ("on", True), ("off", False), ("OFF", False)])
def test_the_switch_is_on_unless_it_is_off(said: str, meant: bool) -> None:
    assert load_settings(environment={"REPORT_ASSISTANT_STARTER": said}).starter is meant


def test_a_switch_that_says_something_else_is_refused() -> None:
    with pytest.raises(InvalidSetting, match="set it to 'on' or 'off'"):
        load_settings(environment={"REPORT_ASSISTANT_STARTER": "nope"})


def test_the_originals_replace_them_and_the_list_shows_which_is_an_edition(run: Ask, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "sales.txt").write_text(ORIGINAL, encoding="utf-8")
    named = ("--library", tmp_path / "new")
    run(*named, "ask", QUESTION)
    assert run(*named, "list")[1].count("  edition: Restated for a test; figures as published\n") == 2
    _, out, _ = run(*named, "add", tmp_path / "sales.txt")
    assert out.startswith("replaced: sales: ")
    assert "  note: this library held a restated edition ('sales'); now it holds the original\n" in out
    documents = json.loads(run(*named, "list", "--json")[1])["documents"]
    assert [(d["id"], d["edition"]) for d in documents] == [
        ("grants", "Restated for a test; figures as published"),
        ("sales", None),
    ]
    assert "restated edition of Widget" not in run(*named, "ask", QUESTION)[1]


# --- the real ones ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_no_answer_without_a_citation_speaks_of_an_edition(starter_library: Path) -> None:
    assistant = Assistant.open(starter_library)
    answer = assistant.ask("")
    assert (answer.citations, answer.warnings) == ((), ())


@pytest.mark.slow
def test_the_real_editions_are_cited_under_the_titles_of_the_originals(starter_library: Path) -> None:
    answer = Assistant.open(starter_library).ask(
        "What was the variance of police officer overtime against the revised budget?"
    )
    assert {citation.title for citation in answer.citations} == {
        "Mayor's Office for Policing and Crime Quarterly Performance Report, Quarter 4 - 2023/24"
    }
    assert all(citation.page for citation in answer.citations)
    assert "22.6" in answer.text
    assert "restated edition" in answer.warnings[-1]


def test_originals_have_the_ids_that_the_editions_hold(practice_reports: list[Path]) -> None:
    assert [path.stem for path in starter.STARTER_REPORTS] == [path.stem for path in practice_reports]

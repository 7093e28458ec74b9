"""An owner's own words: kept beside the library, held to rules, and counting from the next question on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import cli
from assistant.answers.answer import Route
from assistant.libraries.library import Library
from assistant.questions.glossary import GlossaryError
from assistant.questions.own_words import (
    FILE_NAME,
    Kind,
    OwnWords,
    add_words,
    check_phrase,
    read_own_words,
    remove_words,
    write_own_words,
)
from assistant.service import Assistant
from tests.plans import make_widget_library

pytestmark = pytest.mark.usefixtures("read_here")

ASKED = "How many thingummies were sold in Northfield in Q4 2023/24?"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return make_widget_library(tmp_path)


def test_words_are_kept_and_read_again(library: Path) -> None:
    own = add_words(OwnWords(), Kind.SAME, ["thingummies", "widgets “sold”"])
    own = add_words(own, Kind.LIGHT, ["forsooth"])
    own = add_words(own, Kind.MORE_IS_BETTER, ["smiles per visit"])
    own = add_words(own, Kind.LESS_IS_BETTER, ["frowns"])
    with Library.open(library) as opened:
        write_own_words(opened, own)
        assert read_own_words(opened) == own


def test_without_a_file_there_are_none(library: Path) -> None:
    with Library.open(library) as opened:
        assert read_own_words(opened) == OwnWords()
    assert len(OwnWords()) == 0


def test_the_same_words_again_change_nothing() -> None:
    own = add_words(OwnWords(), Kind.SAME, ["thingummies", "widgets"])
    assert add_words(own, Kind.SAME, ["widget", "thingummy"]) == own


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("", "no word"),
        ("the of", "little words"),
        ("1,310 widgets", "figure"),
        ("£2.6m", "figure"),
        ("84.6% satisfied", "figure"),
        ("How many widgets were sold?", "no phrase"),
        ("Northfield sold the most. So there", "no phrase"),
        ("one two three four five six seven words of it", "too long"),
    ],
)
def test_what_is_no_phrase_or_holds_an_answer_is_refused(phrase: str, why: str) -> None:
    with pytest.raises(GlossaryError, match=why):
        check_phrase(phrase)


@pytest.mark.parametrize("phrases", [[], ["widgets"], ["widget", "widgets"]])
def test_a_group_needs_two_different_phrases(phrases: list[str]) -> None:
    with pytest.raises(GlossaryError, match="at least two"):
        add_words(OwnWords(), Kind.SAME, phrases)


def test_words_that_carry_little_are_single() -> None:
    with pytest.raises(GlossaryError, match="more than one word"):
        add_words(OwnWords(), Kind.LIGHT, ["in the main"])


def test_a_group_that_is_left_with_one_phrase_goes() -> None:
    own = add_words(OwnWords(), Kind.SAME, ["thingummies", "widgets"])
    assert remove_words(own, "Thingummy") == OwnWords()
    with pytest.raises(GlossaryError, match="not among"):
        remove_words(own, "gadgets")


@pytest.mark.parametrize(
    "text", ["same = [", "sane = []", 'same = ["a"]', 'light = "a"', "polarity = 1", 'same = [["x", "£3m"]]']
)
def test_a_file_that_is_not_of_the_form_is_refused(text: str, library: Path) -> None:
    (library / FILE_NAME).write_text(text, encoding="utf-8")
    with Library.open(library) as opened, pytest.raises(GlossaryError):
        read_own_words(opened)


def test_they_count_from_the_next_question_on(library: Path) -> None:
    assistant = Assistant.open(library)
    before = assistant.ask(ASKED)
    assert before.route is Route.REFUSAL
    write_own_words(assistant.library, add_words(OwnWords(), Kind.SAME, ["thingummies", "widgets"]))
    after = assistant.ask(ASKED)
    assert [str(figure.value) for figure in after.figures] == ["1310"]
    assert after.id != before.id
    (library / FILE_NAME).unlink()
    assert assistant.ask(ASKED).route is Route.REFUSAL
    assert assistant.ask(ASKED).id == before.id


def test_a_damaged_file_is_said_to_be_so(library: Path) -> None:
    (library / FILE_NAME).write_text("same = [", encoding="utf-8")
    with pytest.raises(GlossaryError, match=r"glossary\.toml cannot be read"):
        Assistant.open(library).ask(ASKED)


def test_the_command_lists_adds_and_removes(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        code = cli.run(["--library", str(library), "glossary", *arguments])
        return code, capsys.readouterr().out

    assert run() == (0, "this library has no words of its own yet\n")
    assert run("add", "thingummies", "widgets")[0] == 0
    assert run()[1] == "same: thingummies = widgets\n"
    assert json.loads(run("--json")[1])["same"] == [["thingummies", "widgets"]]
    assert run("add", "frowns", "--as", "less-is-better")[0] == 0
    assert run("remove", "thingummies", "frowns")[0] == 0
    assert run()[1] == "this library has no words of its own yet\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["add"], 2), (["remove"], 2), (["list", "widgets"], 2),
        (["add", "widgets", "1,310"], 1), (["remove", "gadgets"], 1),
    ],
)  # fmt: skip
def test_the_command_says_what_is_wrong(
    arguments: list[str], code: int, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["--library", str(library), "glossary", *arguments]) == code
    assert capsys.readouterr().err.startswith("report-assistant: ")

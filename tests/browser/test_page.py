"""What the pages do, without a browser."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.conversations import Conversations
from assistant.library import Library

APP = Path(__file__).resolve().parents[2] / "app.py"
FOUND = "What was the total waiting list in Q2 2025/26?"
TIMEOUT = 60


@pytest.fixture
def library(hospital_library: Path, tmp_path: Path) -> Path:
    """A copy: the page keeps conversations beside the reports."""
    return Path(shutil.copytree(hospital_library, tmp_path / "library"))


def page(library: Path, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(library))
    app = AppTest.from_file(str(APP), default_timeout=TIMEOUT)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def app(library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return page(library, monkeypatch)


def shown(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def ask(app: AppTest, question: str) -> AppTest:
    app.chat_input[0].set_value(question).run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception
    return app


def test_a_question_is_answered_with_its_figure_and_working(app: AppTest) -> None:
    ask(app, FOUND)
    text = shown(app)
    assert '<span class="value">48,936</span>' in text
    assert '<sup class="marker">[1]</sup>' in text
    assert "<ol><li>" in text


def test_a_source_opens_beside_the_answer_and_closes(app: AppTest) -> None:
    press(ask(app, FOUND), "\\[1\\] ")
    assert '<td class="cited"><mark>48,936</mark></td>' in shown(app)
    press(app, "Close the source")
    assert '<td class="cited">' not in shown(app)


def test_a_follow_up_is_understood_and_the_conversation_is_kept(app: AppTest) -> None:
    ask(ask(app, FOUND), "and the quarter before?")
    assert "50,214" in shown(app)
    assert FOUND in shown(app)


def test_a_conversation_is_found_again_at_its_address(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(page(library, monkeypatch), FOUND)
    (kept,) = Conversations(library).found()
    again = page(library, monkeypatch, conversation=kept.id)
    assert "48,936" in shown(again)
    assert "50,214" in shown(ask(again, "and the quarter before?"))
    assert len(Conversations(library).read(kept.id).turns) == 2


def test_an_address_of_nothing_is_told_of_and_a_new_conversation_begins(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(library, monkeypatch, conversation="gone")
    assert "may have been deleted" in app.warning[0].value
    assert "48,936" in shown(ask(app, FOUND))


def test_an_example_is_asked_by_pressing_it(app: AppTest) -> None:
    example = next(button for button in app.button if button.key == "example-0")
    example.click().run()
    assert not app.exception
    assert '<h2 class="question">' in shown(app)
    assert not [button for button in app.button if (button.key or "").startswith("example-")]


def test_a_new_conversation_forgets_the_old_one_until_it_is_opened_again(app: AppTest) -> None:
    press(ask(app, FOUND), "New conversation")
    assert "48,936" not in shown(app)
    press(app, "What was the total waiting list")
    assert "48,936" in shown(app)


def test_a_conversation_is_named_and_deleted(app: AppTest, library: Path) -> None:
    ask(app, FOUND)
    next(field for field in app.text_input if field.label == "Name").set_value("Waiting").run()
    assert [c.name for c in Conversations(library).found()] == ["Waiting"]
    press(app, "Delete")
    assert Conversations(library).found() == ()
    assert "48,936" not in shown(app)


def test_an_opinion_on_an_answer_is_kept(app: AppTest, library: Path) -> None:
    ask(app, FOUND)
    app.radio[0].set_value(-1).run()
    (kept,) = Conversations(library).found()
    assert [turn.opinion for turn in Conversations(library).read(kept.id).turns] == [-1]


def test_the_scope_lists_the_reports(app: AppTest) -> None:
    assert len(app.multiselect[0].options) == 1
    app.multiselect[0].set_value(["hospital"]).run()
    assert "48,936" in shown(ask(app, FOUND))


def test_what_is_typed_is_shown_as_text(app: AppTest) -> None:
    ask(app, "<script>alert(1)</script> $x$ **bold**?")
    assert "<script>" not in shown(app)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x$ **bold**?" in shown(app)


def test_an_empty_library_says_where_reports_are_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(tmp_path / "new", monkeypatch)
    assert "Add one on the page Reports" in app.info[0].value


def test_a_report_removed_elsewhere_is_missed_in_plain_words(app: AppTest, library: Path) -> None:
    press(ask(app, FOUND), "\\[1\\] ")
    with Library.open(library) as other:
        other.remove("hospital")
    app.run()
    assert not app.exception
    assert "no reports in the library" in app.info[0].value

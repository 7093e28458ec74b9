"""What the page does with a question, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app.py"
FOUND = "What was the total waiting list in Q2 2025/26?"
TIMEOUT = 60


def page(library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(library))
    app = AppTest.from_file(str(APP), default_timeout=TIMEOUT).run()
    assert not app.exception
    return app


@pytest.fixture
def app(hospital_library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return page(hospital_library, monkeypatch)


def shown(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def ask(app: AppTest, question: str) -> AppTest:
    app.chat_input[0].set_value(question).run()
    assert not app.exception
    return app


def labels(app: AppTest) -> list[str]:
    return [expander.label for expander in app.get("expander")]


def test_a_question_is_answered_with_its_figure_source_and_working(app: AppTest) -> None:
    ask(app, FOUND)
    text = shown(app)
    assert "48,936" in text
    assert '<sup class="marker">[1]</sup>' in text
    assert '<td class="cited"><mark>48,936</mark></td>' in text
    assert any(label.startswith("\\[1\\] ") for label in labels(app))
    assert "How this was worked out" in labels(app)


def test_a_follow_up_is_understood_and_the_conversation_is_kept(app: AppTest) -> None:
    ask(ask(app, FOUND), "and the quarter before?")
    assert "50,214" in shown(app)
    assert FOUND in shown(app)


def test_an_example_is_asked_by_pressing_it(app: AppTest) -> None:
    example = next(button for button in app.button if button.key == "example-0")
    example.click().run()
    assert not app.exception
    assert '<div class="question">' in shown(app)
    assert not [button for button in app.button if (button.key or "").startswith("example-")]


def test_a_new_conversation_forgets_the_old_one(app: AppTest) -> None:
    ask(app, FOUND)
    next(button for button in app.button if button.label == "New conversation").click().run()
    assert "48,936" not in shown(app)


def test_the_scope_lists_the_reports(app: AppTest) -> None:
    assert app.multiselect[0].options == ["Board Performance Report"] or len(app.multiselect[0].options) == 1
    app.multiselect[0].set_value(["hospital"]).run()
    assert "48,936" in shown(ask(app, FOUND))


def test_what_is_typed_is_shown_as_text(app: AppTest) -> None:
    ask(app, "<script>alert(1)</script> $x$ **bold**?")
    assert "<script>" not in shown(app)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x$ **bold**?" in shown(app)


def test_a_missing_library_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(tmp_path / "none", monkeypatch)
    assert "There are no reports in the library yet." in shown(app)
    assert not app.chat_input

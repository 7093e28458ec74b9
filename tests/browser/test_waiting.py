"""What a language model words is shown as it comes, and Stop ends it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.serving import CHROMIUM, opened_browser, served
from tests.browser.test_journey import opened
from tests.chat_server import JSON, ChatServer, Said, chat_server
from tests.language_model.test_helper import says
from tests.language_model.test_streaming import BOTH, FIRST, TWO

pytestmark = pytest.mark.browser


@pytest.fixture
def gate() -> threading.Event:
    return threading.Event()


@pytest.fixture
def server(gate: threading.Event) -> Iterator[ChatServer]:
    right = says(BOTH, wording="The report gives {f1}. It gives {f2}.")
    spoken: list[str] = []

    def script(what: str, data: JSON) -> Said:
        said: Said = right(what, data)

        def between() -> None:
            spoken.append(what)
            if what == "WordingReply" and spoken.count(what) > 5:  # the first sentence is out
                gate.wait(2)  # long enough for Stop to be pressed meanwhile

        said.between = between
        return said

    with chat_server() as server:
        server.script = script
        yield server


@pytest.fixture
def page(server: ChatServer, widget_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    for name, value in {"MODEL": "openai:x", "MODEL_URL": server.address, "MODEL_KEY": "k"}.items():
        monkeypatch.setenv(f"REPORT_ASSISTANT_{name}", value)
    library = Path(shutil.copytree(widget_library, tmp_path / "library"))
    with opened_browser() as browser, served(library) as address, opened(browser, address) as page:
        yield page


def test_sentences_are_shown_before_the_answer_is_whole(page: Page, gate: threading.Event) -> None:
    page.get_by_test_id("stChatInputTextArea").fill(TWO)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text(FIRST)).to_be_visible(timeout=30_000)
    gate.set()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0, timeout=30_000)
    expect(page.get_by_text("The program could not read this question by itself")).to_be_visible()


def test_stop_ends_what_the_model_says(page: Page, server: ChatServer) -> None:
    page.get_by_test_id("stChatInputTextArea").fill(TWO)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text(FIRST)).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Stop", exact=True).click()
    assert server.gone.wait(20)
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)

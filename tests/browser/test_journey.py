"""A whole journey in a real browser: open the page, ask, open a citation, see the figure marked in its table."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.serving import CHROMIUM, opened_browser, served

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOT = ROOT / "docs" / "images" / "chat.png"
STARTER_QUESTION = "How much did the Met overspend on officer overtime against its revised budget, and why?"
FOUND = "What was the total waiting list in Q2 2025/26?"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with opened_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(hospital_library: Path) -> Iterator[str]:
    with served(hospital_library) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address) as page:
        yield page


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """The page in a new window; it may ask this machine for things, and no other."""
    context = browser.new_context(viewport={"width": 1100, "height": 1150})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    yield page
    context.close()
    elsewhere = [url for url in asked if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))]
    assert elsewhere == []


def test_ask_and_open_the_citation(page: Page) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(FOUND)
    box.press("Enter")
    expect(page.locator(".answer")).to_contain_text("48,936", timeout=30_000)
    page.get_by_test_id("stExpander").first.locator("summary").first.click()
    expect(page.locator("td.cited mark", has_text="48,936").first).to_be_visible()


def test_a_newcomer_finds_the_starter_reports_and_asks_them(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path) as address, opened(browser, address) as page:
        expect(page.locator(".reports li")).to_have_count(2, timeout=30_000)
        box = page.get_by_test_id("stChatInputTextArea")
        box.fill(STARTER_QUESTION)
        box.press("Enter")
        expect(page.locator(".answer")).to_contain_text("22.6", timeout=30_000)
        expect(page.locator(".caveat")).to_contain_text("restated edition")
        page.get_by_test_id("stExpander").first.locator("summary").first.click()
        expect(page.locator("td.cited mark", has_text="22.6").first).to_be_visible()
        keep_picture(page)


def keep_picture(page: Page) -> None:
    """The picture of the page in the README, when the truth files are written anew."""
    if os.environ.get("REWRITE_GOLDEN"):
        page.wait_for_timeout(1_000)  # the expander opens slowly, to be seen
        page.screenshot(path=SCREENSHOT)


def test_what_is_typed_does_not_run(page: Page) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill('<img src=x onerror="document.title=1"> $x$?')
    box.press("Enter")
    expect(page.locator(".question")).to_have_text('<img src=x onerror="document.title=1"> $x$?', timeout=30_000)
    expect(page).to_have_title("Report Assistant")

"""Signing in at a provider in a real browser, and what a reader, an editor and a stranger then find."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.web.access import USERS
from bench.serving import free_port, launched
from tests.browser.axe import faults
from tests.oidc_server import Provider, oidc_server

pytestmark = pytest.mark.browser

FOUND = "What was the total waiting list in Q2 2025/26?"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with oidc_server() as provider:
        yield provider


@pytest.fixture
def address(
    provider: Provider, hospital_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    port = free_port()
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{"c" * 40}"\n'
        f'client_id = "page"\nclient_secret = "s"\n'
        f'server_metadata_url = "{provider.address}/.well-known/openid-configuration"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("HOME", str(tmp_path))  # where the server looks for its secrets
    monkeypatch.setenv(USERS, "reader:@town.example, editor:ann@town.example")
    with launched(Path(shutil.copytree(hospital_library, tmp_path / "library")), port):
        yield f"http://127.0.0.1:{port}"


def sign_in(browser: Browser, address: str, provider: Provider, email: str) -> Page:
    provider.email = email
    page = browser.new_context().new_page()
    page.goto(address)
    button = page.get_by_role("button", name="Sign in")
    expect(button).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_count(0)
    button.click()
    return page


def ask(page: Page) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_visible(timeout=60_000)
    box.fill(FOUND)
    box.press("Enter")
    expect(page.locator(".answer")).to_contain_text("48,936", timeout=60_000)


def test_the_door_and_the_refusal_have_no_grave_fault(
    browser: Browser, address: str, provider: Provider, axe: None
) -> None:
    page = browser.new_context().new_page()
    page.goto(address)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=60_000)
    assert faults(page) == []
    refused = sign_in(browser, address, provider, "eve@other.example")
    expect(refused.get_by_text("You are signed in, but not let in.")).to_be_visible(timeout=60_000)
    assert faults(refused) == []


def test_visitors_are_let_in_as_what_the_settings_say(browser: Browser, address: str, provider: Provider) -> None:
    editor = sign_in(browser, address, provider, "ann@town.example")
    ask(editor)
    reader = sign_in(browser, address, provider, "bob@town.example")
    expect(reader.get_by_test_id("stChatInputTextArea")).to_be_visible(timeout=60_000)
    expect(reader.get_by_role("button", name=FOUND)).to_have_count(0)  # conversations are their owner's
    for page, n_ways in ((editor, 1), (reader, 0)):
        page.get_by_role("link", name="Reports").first.click()
        expect(page.get_by_role("tab", name="Tables")).to_be_visible(timeout=60_000)
        expect(page.get_by_text("Add reports")).to_have_count(n_ways)
        expect(page.get_by_role("tab", name="Change")).to_have_count(n_ways)
    editor.get_by_role("button", name="Sign out Ann").click()
    expect(editor.get_by_role("button", name="Sign in")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize(("email", "is_verified"), [("eve@other.example", True), ("ann@town.example", False)])
def test_whoever_is_not_named_or_not_verified_sees_nothing_of_the_library(
    browser: Browser, address: str, provider: Provider, email: str, is_verified: bool
) -> None:
    provider.is_verified = is_verified
    page = sign_in(browser, address, provider, email)
    expect(page.get_by_text("You are signed in, but not let in.")).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_count(0)
    expect(page.get_by_role("link", name="Reports")).to_have_count(0)

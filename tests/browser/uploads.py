"""Files that are dropped on the page Reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect


def uploader(page: Page) -> Locator:
    """The place for files to add, by its label: the one that replaces a report may be drawn before it."""
    return page.get_by_test_id("stFileUploader").filter(has_text="Files to add")


def choose(page: Page, files: Sequence[Path | FilePayload]) -> None:
    """Drop files, once the page has been drawn."""
    expect(page.get_by_role("tab", name="Text")).to_be_visible(timeout=60_000)
    page.get_by_text("Add reports").click()
    uploader(page).locator("input[type=file]").set_input_files(files)


def add(page: Page, files: Sequence[Path | FilePayload]) -> None:
    """Drop files and add them."""
    choose(page, files)
    button = page.get_by_role("button", name="Add to the library")
    expect(button).to_be_enabled(timeout=60_000)
    # While the page below is still being drawn, what is pressed may move from under the pointer.
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=60_000)
    button.click()

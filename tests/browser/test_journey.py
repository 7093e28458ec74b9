"""Whole journeys in a real browser: ask, open the source, follow up, find it again; check; add a report; on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.serving import served
from corpus.loading import load
from tests.browser.pictures import ANSWER_IS_SEEN, keep_picture
from tests.browser.uploads import add, choose
from tests.writers import pdf

pytestmark = pytest.mark.browser

STARTER_QUESTION = "How much did the Met overspend on officer overtime against its revised budget, and why?"
FOUND = "What was the total waiting list in Q2 2025/26?"
CLAIM = "The total waiting list was 48,936 in Q2 2025/26."
REPORTS = Path(__file__).resolve().parents[1] / "reports"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address) as page:
        yield page


@contextmanager
def opened(browser: Browser, address: str, **size: int) -> Iterator[Page]:
    """The page in a new window; it may ask this machine for things, and no other."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000, **size})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    yield page
    context.close()
    own = "/".join(address.split("/")[:3])
    here = (own, own.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(here)] == []


def ask(page: Page, question: str, told: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    expect(page.locator(".answer").last).to_contain_text(told, timeout=30_000)


def test_ask_open_the_source_follow_up_and_find_it_again(page: Page, browser: Browser) -> None:
    ask(page, FOUND, "48,936")
    page.get_by_role("button", name="[1]").first.click()
    expect(page.locator("td.cited mark", has_text="48,936").first).to_be_visible(timeout=30_000)
    ask(page, "and the quarter before?", "50,214")
    page.reload()
    expect(page.locator(".answer")).to_have_count(2, timeout=30_000)
    expect(page.locator("td.cited mark", has_text="48,936").first).to_be_visible()
    with opened(browser, page.url) as other:
        expect(other.locator(".answer")).to_have_count(2, timeout=30_000)


def test_two_windows_do_not_mix(page: Page, browser: Browser, address: str) -> None:
    with opened(browser, address) as other:
        ask(page, FOUND, "48,936")
        ask(other, "What was the total waiting list in Q1 2025/26?", "50,214")
        expect(page.locator(".answer")).to_have_count(1)
        expect(other.locator(".answer")).to_have_count(1)


def test_a_claim_is_checked(page: Page, address: str) -> None:
    page.goto(f"{address}/check")
    page.get_by_label("The claim").fill(CLAIM)
    page.get_by_role("button", name="Check", exact=True).last.click()
    expect(page.locator(".verdict.supported")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="[1]").first.click()
    expect(page.locator("td.cited mark", has_text="48,936").first).to_be_visible(timeout=30_000)
    keep_picture(page, "check")


def test_a_draft_is_checked_taken_along_and_still_there_when_the_page_is_come_back_to(
    page: Page, address: str, tmp_path: Path
) -> None:
    draft = tmp_path / "speech.md"
    draft.write_text(f"{CLAIM} It was 10,000 in Q1 2025/26.\n", encoding="utf-8")
    page.goto(f"{address}/check")
    page.get_by_text("A whole draft").click()
    page.locator("input[type=file]").set_input_files(draft)
    expect(page.get_by_text("speech.md")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Check the draft").click()
    expect(page.locator(".tag")).to_have_text(["1 Supported", "2 Contradicted"], timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download with remarks").click()
    assert "[^check-2]: CONTRADICTED" in download.value.path().read_text(encoding="utf-8")
    page.get_by_role("link", name="Ask").first.click()
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Check").first.click()
    expect(page.locator(".tag")).to_have_text(["1 Supported", "2 Contradicted"], timeout=30_000)


def test_a_report_is_added_read_and_removed(page: Page, address: str, tmp_path: Path) -> None:
    report = tmp_path / "widgets <b>2024.csv"
    report.write_text("Widgets sold by region,,\nRegion,2023,2024\nNorth,10,12\nSouth,7,5\n", encoding="utf-8")
    page.goto(f"{address}/reports")
    add(page, [report])
    expect(page.get_by_text("added: ")).to_be_visible(timeout=60_000)
    page.goto(address)
    ask(page, "How many widgets were sold in the North in 2024?", "12")
    page.goto(f"{address}/reports?report=widgets%20%3Cb%3E2024")
    page.get_by_role("tab", name="Tables").click()
    expect(page.locator(".table td:visible", has_text="North").first).to_be_visible(timeout=30_000)
    keep_picture(page, "reports")
    page.get_by_role("tab", name="Change").click()
    page.get_by_text("Yes, remove this report").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("heading", name="widgets")).to_have_count(0, timeout=30_000)


def test_a_pdf_is_added_asked_about_and_its_citation_opens_at_the_place_on_the_page(
    page: Page, address: str, tmp_path: Path
) -> None:
    report = tmp_path / "fire service.pdf"
    pdf.write(load(REPORTS / "fire-service-annual-2024-25" / "source.txt"), report)
    page.goto(f"{address}/reports")
    add(page, [report])
    expect(page.get_by_text("added: ")).to_be_visible(timeout=120_000)
    page.goto(address)
    ask(page, "How many house fires were there in 2024-25?", "541")
    page.get_by_role("button", name="[1]").first.click()
    expect(page.locator(".page .box.cited").first).to_be_in_viewport(timeout=60_000)
    picture = page.locator(".page img")
    expect(picture).to_have_attribute("alt", re.compile("with the cited place marked"))
    assert picture.evaluate("image => image.complete && image.naturalWidth > 1000")
    keep_picture(page, "page")
    page.get_by_role("tab", name="As it was read").click()
    expect(page.locator("mark", has_text="541").first).to_be_visible()


def test_a_clarification_is_answered_by_a_click(page: Page) -> None:
    ask(page, "How much did we spend?", "")
    choice = page.get_by_role("button", name="1. ").first
    expect(choice).to_be_visible(timeout=30_000)
    choice.click()
    expect(page.locator(".answer")).to_have_count(2, timeout=30_000)


def test_an_answer_is_taken_along_as_files_and_by_its_link(page: Page, browser: Browser, tmp_path: Path) -> None:
    ask(page, "How has the total waiting list changed over time?", "51,870")
    page.get_by_role("button", name="Copy or keep").click()
    begins = {"Download as Word": b"PK", "Chart as PNG": b"\x89PNG", "Chart as SVG": b"<svg"}
    for name, first in begins.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        assert download.value.path().read_bytes().startswith(first)
    with page.expect_download() as download:
        page.get_by_role("button", name="Chart as CSV").click()
    assert "48,936" in download.value.path().read_text(encoding="utf-8-sig")
    link = page.locator(".copyable pre").last.inner_text()
    page.get_by_role("button", name="Copy", exact=True).last.click()
    expect(page.locator("button.copy").last).to_have_text(re.compile("Copied|Press Ctrl-C"))
    with opened(browser, link) as other:
        expect(other.locator(".answer")).to_contain_text("51,870", timeout=30_000)


def test_a_briefing_is_written_its_source_opened_and_taken_along(page: Page, address: str) -> None:
    page.goto(f"{address}/brief")
    page.get_by_label("The topic").fill("waiting list")
    page.get_by_role("button", name="Write the briefing").click()
    expect(page.get_by_role("heading", name="Headlines")).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as Word").click()
    assert download.value.path().read_bytes().startswith(b"PK")
    keep_picture(page, "brief")
    page.get_by_role("button", name="[1]").first.click()
    expect(page.locator("mark").first).to_be_visible(timeout=30_000)
    page.reload()
    expect(page.get_by_role("heading", name="Headlines")).to_be_visible(timeout=60_000)


def test_back_and_forward_go_between_what_was_looked_at(page: Page) -> None:
    ask(page, FOUND, "48,936")
    page.get_by_role("button", name="[1]").first.click()
    expect(page.locator("td.cited mark").first).to_be_visible(timeout=30_000)
    page.go_back()
    expect(page.locator("td.cited mark")).to_have_count(0, timeout=30_000)
    page.go_forward()
    expect(page.locator("td.cited mark").first).to_be_visible(timeout=30_000)


def test_a_new_answer_begins_in_view(browser: Browser, address: str) -> None:
    with opened(browser, address, width=1280, height=600) as page:
        ask(page, FOUND, "48,936")
        ask(page, "How has the total waiting list changed over time?", "51,870")
        expect(page.locator(".question").last).to_be_in_viewport(timeout=10_000)
        page.wait_for_timeout(3_000)
        expect(page.locator(".question").last).to_be_in_viewport()


def test_a_question_asked_twice_quickly_is_answered_twice_at_most_and_nothing_breaks(page: Page) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_visible(timeout=30_000)
    for _ in range(2):
        box.fill(FOUND)
        box.press("Enter")
    expect(page.locator(".answer").last).to_contain_text("48,936", timeout=30_000)
    page.wait_for_timeout(2_000)
    assert page.locator(".answer").count() in {1, 2}
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_file_of_300_megabytes_is_refused_before_it_is_sent(page: Page, address: str, tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(300_000_000)
    page.goto(f"{address}/reports")
    choose(page, [large])
    expect(page.get_by_text(re.compile("20.*MB or smaller"))).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Add to the library")).to_be_disabled()


def test_a_visitor_who_leaves_while_files_are_added_leaves_a_sound_library(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    files = []
    for n in range(12):
        files.append(tmp_path / f"many {n:02}.csv")
        files[-1].write_text(f"Kites flown by month,,\nMonth,2023,2024\nMay,{n}1,12\nJune,7,{n}5\n", encoding="utf-8")
    with opened(browser, f"{address}/reports") as page:
        add(page, files)
        expect(page.get_by_text(re.compile(r"\d+ of 12: many"))).to_be_visible(timeout=60_000)
    with opened(browser, f"{address}/reports?report=many%2000") as page:
        expect(page.get_by_role("heading", name="Reports")).to_be_visible(timeout=60_000)
        page.get_by_role("tab", name="Tables").click()
        expect(page.locator(".table td:visible").first).to_be_visible(timeout=30_000)


def test_a_newcomer_finds_the_starter_reports_and_asks_them(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path) as address, opened(browser, address) as page:
        expect(page.get_by_role("button", name="New conversation")).to_be_visible(timeout=30_000)
        ask(page, STARTER_QUESTION, "22.6")
        expect(page.locator(".caveat")).to_contain_text("restated edition")
        page.get_by_role("button", name="[1]").first.click()
        expect(page.locator("td.cited mark", has_text="22.6").first).to_be_visible(timeout=30_000)
        keep_picture(page, "chat")


def test_everything_is_there_on_a_phone(browser: Browser, address: str) -> None:
    with opened(browser, address, **PHONE) as page:
        ask(page, FOUND, "48,936")
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0
        keep_picture(page, "phone")


@pytest.mark.parametrize("seen", ["far above", "far below"])
def test_a_source_that_opens_over_a_phone_does_not_hide_its_answer(browser: Browser, address: str, seen: str) -> None:
    with opened(browser, address, **PHONE) as page:
        ask(page, FOUND, "48,936")
        button = page.get_by_role("button", name="[1]").first
        expect(button).to_be_visible(timeout=30_000)
        page.wait_for_timeout(3_000)  # the answer is no longer kept at the top
        page.mouse.wheel(0, 2_000 if seen == "far above" else -2_000)
        page.wait_for_timeout(500)
        button.evaluate("button => button.click()")
        expect(page.locator("td.cited mark:visible").first).to_be_in_viewport(timeout=30_000)
        page.wait_for_timeout(3_000)  # and not for a moment only
        assert page.evaluate(ANSWER_IS_SEEN)


def test_a_question_is_asked_and_its_source_opened_with_the_keyboard_alone(page: Page) -> None:
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible(timeout=30_000)
    page.get_by_test_id("stChatInputTextArea").focus()
    page.keyboard.type(FOUND)
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_contain_text("48,936", timeout=30_000)
    expect(page.get_by_role("button", name="[1]").first).to_be_visible(timeout=30_000)
    for _ in range(40):
        page.keyboard.press("Tab")
        if (page.evaluate("document.activeElement.innerText") or "").startswith("[1]"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("td.cited mark", has_text="48,936").first).to_be_visible(timeout=30_000)


def test_what_is_typed_does_not_run(page: Page) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill('<img src=x onerror="document.title=1"> $x$?')
    box.press("Enter")
    expect(page.locator(".question")).to_have_text('<img src=x onerror="document.title=1"> $x$?', timeout=30_000)
    assert page.title() != "1"

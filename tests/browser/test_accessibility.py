"""No page has a serious or critical fault that axe-core finds, light or dark.

axe-core is not part of this project; `make axe` fetches it with npm.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from corpus.loading import load
from tests.browser.axe import faults
from tests.browser.pictures import ANSWER_IS_SEEN, keep_picture
from tests.browser.uploads import add
from tests.writers import pdf

pytestmark = pytest.mark.browser

REPORTS = Path(__file__).resolve().parents[1] / "reports"
FOUND = "What was the total waiting list in Q2 2025/26?"
DRAFT = "The total waiting list was 48,936 in Q2 2025/26. It was 10,000 in Q1 2025/26.\n\nThe sky was blue in 2019."


def at_the_start(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_text("Questions that these reports can answer:")).to_be_visible(timeout=60_000)


def answered(page: Page, address: str) -> None:
    page.goto(address)
    ask(page, FOUND)
    expect(page.locator(".answer").last).to_contain_text("48,936", timeout=60_000)
    page.get_by_role("button", name="[1]").first.click()
    expect(page.locator("td.cited mark", has_text="48,936").first).to_be_visible(timeout=60_000)


def claim_checked(page: Page, address: str) -> None:
    page.goto(f"{address}/check")
    page.get_by_label("The claim").fill("The total waiting list was 48,937 in Q2 2025/26.")
    page.get_by_role("button", name="Check", exact=True).last.click()
    expect(page.locator(".verdict").first).to_be_visible(timeout=60_000)


def draft_checked(page: Page, address: str) -> None:
    page.goto(f"{address}/check")
    page.get_by_text("A whole draft").click()
    page.get_by_label("The draft").fill(DRAFT)
    page.get_by_role("button", name="Check the draft").click()
    expect(page.locator(".tag").first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="[1]").first.click()
    expect(page.locator("td.cited mark", has_text="48,936").first).to_be_visible(timeout=60_000)


def report_tables(page: Page, address: str) -> None:
    page.goto(f"{address}/reports")
    page.get_by_role("tab", name="Tables").click()
    expect(page.locator(".table td").first).to_be_visible(timeout=60_000)


def charted(page: Page, address: str) -> None:
    page.goto(address)
    ask(page, "Which specialty had the longest waiting list in Q2 2025/26?")
    expect(page.locator(".stVegaLiteChart, [data-testid=stVegaLiteChart]").first).to_be_visible(timeout=60_000)


def chart_as_table(page: Page, address: str) -> None:
    charted(page, address)
    page.get_by_role("tab", name="Table").click()
    expect(page.locator(".table caption:visible").first).to_be_visible(timeout=60_000)


def uses_open(page: Page, address: str) -> None:
    charted(page, address)
    page.get_by_role("button", name="Copy or keep").click()
    expect(page.get_by_role("button", name="Chart as SVG")).to_be_visible(timeout=60_000)


def working_open(page: Page, address: str) -> None:
    charted(page, address)
    page.get_by_role("button", name="How this was worked out").click()
    expect(page.get_by_text("Ranked").first).to_be_visible(timeout=60_000)


def opinion_open(page: Page, address: str) -> None:
    charted(page, address)
    page.get_by_role("button", name="Was this right?").click()
    expect(page.get_by_text("What should it have said?")).to_be_visible(timeout=60_000)


def looked_again(page: Page, address: str) -> None:
    page.goto(address)
    ask(page, FOUND)
    page.get_by_role("button", name="Check this another way").click(timeout=60_000)
    expect(page.get_by_text("Stated elsewhere too")).to_be_visible(timeout=60_000)


def refused(page: Page, address: str) -> None:
    page.goto(address)
    ask(page, "How many unicorns were treated?")
    expect(page.get_by_text("Not answered")).to_be_visible(timeout=60_000)


def clarified(page: Page, address: str) -> None:
    page.goto(address)
    ask(page, "How much did we spend?")
    expect(page.get_by_text("Press one, or type its place")).to_be_visible(timeout=60_000)


def briefed(page: Page, address: str) -> None:
    page.goto(f"{address}/brief?topic=waiting%20list")
    expect(page.get_by_role("heading", name="Headlines")).to_be_visible(timeout=60_000)


def report_part(tab: str, sign: str) -> Callable[[Page, str], None]:
    def reach(page: Page, address: str) -> None:
        page.goto(f"{address}/reports")
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_text(sign).first).to_be_visible(timeout=60_000)

    return reach


def audited(page: Page, address: str) -> None:
    report_part("Audit", "Look for what does not agree")(page, address)
    page.get_by_role("button", name="Look for what does not agree").click()
    expect(page.get_by_text("Contradiction:").or_(page.get_by_text("Nothing was found"))).to_be_visible(timeout=60_000)


def adding(page: Page, address: str) -> None:
    page.goto(f"{address}/reports")
    wrong: FilePayload = {"name": "report.pdf", "mimeType": "application/pdf", "buffer": b"no PDF"}
    table = b"Kites flown,,\nMonth,2023,2024\nMay,11,12\nJune,7,15\n"
    add(page, [wrong, {"name": "kites.csv", "mimeType": "text/csv", "buffer": table}])
    expect(page.get_by_text("1 file could not be added.")).to_be_visible(timeout=60_000)


def linked(page: Page, address: str) -> None:
    charted(page, address)
    page.get_by_role("button", name="Copy or keep").click()
    link = page.locator(".copyable pre").last
    expect(link).to_contain_text("answer=", timeout=60_000)
    page.goto(link.inner_text())
    expect(page.get_by_role("button", name="Ask a question")).to_be_visible(timeout=60_000)
    expect(page.locator(".answer")).to_be_visible(timeout=60_000)


def gone(page: Page, address: str) -> None:
    page.goto(f"{address}/?answer=gone")
    expect(page.get_by_text("may have been deleted")).to_be_visible(timeout=60_000)


def page_open(page: Page, address: str) -> None:
    """The page of a PDF, which is added where it is not there yet."""
    page.goto(f"{address}/reports")
    add(page, [{"name": "fires.pdf", "mimeType": "application/pdf", "buffer": fires()}])
    expect(page.get_by_text("1 file read.")).to_be_visible(timeout=60_000)
    page.goto(address)
    ask(page, "How many house fires were there in 2024-25?")
    page.get_by_role("button", name="[1]").first.click(timeout=60_000)
    expect(page.locator(".page .box.cited").first).to_be_in_viewport(timeout=60_000)


@cache
def fires() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "fires.pdf"
        pdf.write(load(REPORTS / "fire-service-annual-2024-25" / "source.txt"), place)
        return place.read_bytes()


def ask(page: Page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def about(page: Page, address: str) -> None:
    page.goto(f"{address}/about")
    expect(page.get_by_text("Every number in an answer")).to_be_visible(timeout=60_000)


def settle(page: Page) -> None:
    """Wait until the page has been drawn to its end."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=60_000)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=60_000)


SHOWN = {"ask", "answer", "chart", "claim", "draft", "tables", "brief", "about"}
"""The states whose pictures are among the documents; those of the others are looked at and left out."""

STATES = {
    "ask": at_the_start,
    "answer": answered,
    "chart": charted,
    "chart-table": chart_as_table,
    "uses": uses_open,
    "working": working_open,
    "opinion": opinion_open,
    "another-way": looked_again,
    "refused": refused,
    "clarified": clarified,
    "claim": claim_checked,
    "draft": draft_checked,
    "brief": briefed,
    "tables": report_tables,
    "text": report_part("Text", "Section, of"),
    "search": report_part("Search", "Words, or what it is about"),
    "change": report_part("Change", "Title and period"),
    "audit": audited,
    "adding": adding,
    "about": about,
    "linked": linked,
    "gone": gone,
    "page": page_open,
}


def test_axe_does_find_what_is_wrong(browser: Browser, axe: None) -> None:
    page = browser.new_page()
    page.set_content('<html lang="en"><title>x</title><main><img src="data:,"></main></html>')
    assert [rule for rule, _ in faults(page)] == ["image-alt"]
    page.close()


@pytest.fixture(scope="module")
def windows(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """A visitor for each look of the page; what they have loaded once they keep."""
    wide, phone = {"width": 1280, "height": 1000}, {"width": 390, "height": 844}
    found = {
        "light": browser.new_context(viewport=wide, color_scheme="light", reduced_motion="reduce"),
        "dark": browser.new_context(viewport=wide, color_scheme="dark", reduced_motion="reduce"),
        "phone": browser.new_context(viewport=phone, color_scheme="light", reduced_motion="reduce"),
    }
    yield found
    for context in found.values():
        context.close()


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_grave_headings_are_in_order_and_nothing_runs_over_the_edge(
    windows: dict[str, BrowserContext], address: str, state: str, look: str, axe: None
) -> None:
    page = windows[look].new_page()
    STATES[state](page, address)
    settle(page)
    keep_picture(page, f"{state}-{look}", state in SHOWN)
    place = page.locator("mark:visible, .box.cited:visible")
    if look == "phone" and place.count():  # a source that opens is seen without looking for it
        expect(place.first).to_be_in_viewport()
        expect(page.get_by_role("button", name="Close the source")).to_be_in_viewport()
    if state == "answer":  # and the answer is seen beside or above it
        page.wait_for_function(ANSWER_IS_SEEN, timeout=10_000)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].filter(h => h.checkVisibility()).map(h => +h.tagName[1])"
    )
    grave = faults(page)
    page.close()
    assert grave == []
    assert over <= 0
    assert levels[:1] == [1]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels

"""What goes wrong between browser and page: a line that is cut, a crowd, a report that is gone, words that are code."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.service import Assistant
from bench.serving import free_port, launched, served
from tests.browser.uploads import add, choose, uploader

pytestmark = pytest.mark.browser

FOUND = "What was the total waiting list in Q2 2025/26?"
WIDGETS = "Widgets sold by region,,\nRegion,2023,2024\nNorth,10,12\nSouth,7,5\n"
WAITING = {
    "Ophthalmology": "7,460", "Dermatology": "5,640", "General surgery": "5,288", "Cardiology": "3,954",
    "Paediatrics": "1,865",
}  # fmt: skip
CODE = (
    '<img src=x onerror="document.title=1"> **bold** $\\\\frac{1}{2}$ <script>document.title=1</script> \u202egnp.exe'
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    yield context.new_page()
    context.close()


def ask(page: Page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_visible(timeout=60_000)
    box.fill(question)
    box.press("Enter")


def line(page: Page, upload: int) -> None:
    """Let the page send so many bytes a second; -1 for as many as it can."""
    speed = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": upload}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", speed)


def test_a_line_cut_while_a_file_is_sent_adds_nothing_and_the_file_can_be_sent_again(
    page: Page, address: str, served_library: Path, tmp_path: Path
) -> None:
    (tmp_path / "widgets.csv").write_text(WIDGETS, encoding="utf-8")
    before = Assistant.open(served_library).library.documents()
    page.goto(f"{address}/reports")
    page.route("**/_stcore/upload_file/**", lambda route: route.abort("connectionreset"))
    choose(page, [tmp_path / "widgets.csv"])
    expect(uploader(page)).to_contain_text(re.compile("error", re.IGNORECASE), timeout=30_000)
    expect(page.get_by_role("button", name="Add to the library")).to_be_disabled()
    assert Assistant.open(served_library).library.documents() == before
    page.unroute("**/_stcore/upload_file/**")
    page.reload()
    add(page, [tmp_path / "widgets.csv"])
    expect(page.get_by_text("1 file read")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("when", ["sent", "added"])
def test_a_server_killed_while_a_file_comes_in_holds_none_of_it_and_the_file_can_be_sent_again(
    page: Page, hospital_library: Path, tmp_path: Path, when: str
) -> None:
    library = Path(shutil.copytree(hospital_library, tmp_path / "library"))
    before = Assistant.open(library).library.documents()
    rows = "".join(f"Place {n},{n % 977},{n % 1013}\n" for n in range(60_000))
    (tmp_path / "kites.csv").write_text(f"Kites flown by place,,\nPlace,2023,2024\n{rows}", encoding="utf-8")
    port = free_port()
    with launched(library, port) as server:
        page.goto(f"http://127.0.0.1:{port}/reports")
        if when == "sent":  # over a slow line, so that there is a while in which to kill
            line(page, 50_000)
            with page.expect_request("**/_stcore/upload_file/**"):
                choose(page, [tmp_path / "kites.csv"])
        else:
            add(page, [tmp_path / "kites.csv"])
            expect(page.get_by_text("kites.csv: reading")).to_be_visible(timeout=60_000)
        server.kill()
        server.wait()
        expect(page.get_by_text("Connection error")).to_be_visible(timeout=60_000)
        assert Assistant.open(library).library.documents() == before
    with launched(library, port):
        expect(page.get_by_text("Connection error")).to_have_count(0, timeout=60_000)  # it comes back by itself
        if when == "sent":
            expect(uploader(page)).to_contain_text("Error")
        else:  # a file that nobody holds any longer is not shown as if it were there
            expect(page.get_by_text("kites.csv")).to_have_count(0, timeout=60_000)
        line(page, -1)
        page.reload()
        add(page, [tmp_path / "kites.csv"])
        expect(page.get_by_text("1 file read")).to_be_visible(timeout=120_000)
    assert len(Assistant.open(library).library.documents()) == len(before) + 1


def test_a_line_lost_in_a_conversation_loses_nothing(page: Page, address: str) -> None:
    page.goto(address)
    ask(page, FOUND)
    expect(page.locator(".answer").last).to_contain_text("48,936", timeout=60_000)
    page.context.set_offline(True)
    page.wait_for_timeout(3_000)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(".answer").last).to_contain_text("48,936", timeout=60_000)
    ask(page, "And the quarter before?")
    expect(page.locator(".answer").last).to_contain_text("50,214", timeout=60_000)


def test_a_server_that_stops_and_comes_back_finds_the_conversation(
    page: Page, hospital_library: Path, tmp_path: Path
) -> None:
    library = Path(shutil.copytree(hospital_library, tmp_path / "library"))
    with served(library) as address:
        page.goto(address)
        ask(page, FOUND)
        expect(page.locator(".answer").last).to_contain_text("48,936", timeout=60_000)
        expect(page).to_have_url(re.compile("conversation="))
        conversation = page.url.partition("?")[2]
    with served(library) as address:
        page.goto(f"{address}/?{conversation}")
        expect(page.locator(".answer").last).to_contain_text("48,936", timeout=60_000)


def test_twenty_visitors_at_once_get_each_their_own_answers(browser: Browser, address: str) -> None:
    with ExitStack() as stack:
        pages = []
        for _ in range(20):
            context = browser.new_context()
            stack.callback(context.close)
            pages.append(context.new_page())
            pages[-1].goto(address)
        asked = [list(WAITING)[n % len(WAITING)] for n in range(20)]
        for page, name in zip(pages, asked, strict=True):
            ask(page, f"How many people were waiting for {name} on 30 September 2025?")
        for page, name in zip(pages, asked, strict=True):
            expect(page.locator(".answer")).to_have_count(1, timeout=120_000)
            expect(page.locator(".answer")).to_contain_text(WAITING[name], timeout=60_000)
            expect(page.locator(".question")).to_contain_text(name)
        assert len({page.url for page in pages}) == 20


def test_a_report_that_is_removed_while_another_reads_it_is_missed_in_plain_words(
    browser: Browser, page: Page, hospital_library: Path, tmp_path: Path
) -> None:
    library = Path(shutil.copytree(hospital_library, tmp_path / "library"))
    (tmp_path / "widgets.csv").write_text(WIDGETS, encoding="utf-8")
    Assistant.open(library).library.add(tmp_path / "widgets.csv")
    with served(library) as address:
        page.goto(address)
        ask(page, "How many widgets were sold in the North in 2024?")
        page.get_by_role("button", name="[1]").first.click(timeout=60_000)
        expect(page.locator("td.cited").first).to_be_visible(timeout=30_000)
        Assistant.open(library).library.remove("widgets")
        page.reload()
        expect(page.get_by_text("This report is no longer in the library.")).to_be_visible(timeout=60_000)
        expect(page.locator(".answer").last).to_contain_text("12")
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_code_in_names_in_questions_and_in_reports_is_shown_as_text(
    page: Page, hospital_library: Path, tmp_path: Path
) -> None:
    library = Path(shutil.copytree(hospital_library, tmp_path / "library"))
    shown = CODE.replace("/", "∕")
    name = f"kites {shown[:60]}.md".replace("\u202e", "")
    rows = f"| Month | {CODE} |\n| --- | --- |\n| {CODE} | 12 |\n| June | 15 |\n"
    (tmp_path / name).write_text(f"# Kites {CODE}\n\n## Flown {CODE}\n\nKites flew {CODE}.\n\n{rows}", encoding="utf-8")
    Assistant.open(library).library.add(tmp_path / name)
    with served(library) as address:
        for place in ("reports", "", "check", "brief"):
            page.goto(f"{address}/{place}")
            expect(page.locator("h1")).to_be_visible(timeout=60_000)
            page.wait_for_timeout(1_000)
        page.goto(f"{address}/reports")
        page.get_by_role("combobox", name="Report").first.click()
        page.get_by_role("option", name=re.compile("Kites")).click()
        for tab in ("Text", "Tables", "Search", "Change"):
            page.get_by_role("tab", name=tab).click()
            page.wait_for_timeout(700)
        page.goto(address)
        ask(page, f"How many kites {CODE}?")
        expect(page.locator(".question")).to_contain_text("<script>", timeout=60_000)
        assert page.title() != "1"
        assert page.locator("img[src=x]").count() == 0
        assert page.locator(".stMain .katex").count() == 0
        expect(page.get_by_test_id("stException")).to_have_count(0)


_IS_ON_TOP = """() => {
    const b = [...document.querySelectorAll('button')].find(one => one.innerText.includes('Close the source'));
    const r = b.getBoundingClientRect();
    return b.contains(document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2));
}"""


@pytest.mark.parametrize(
    "size", [{"width": 390, "height": 844}, {"width": 844, "height": 390}, {"width": 1280, "height": 800}]
)
def test_the_way_to_close_a_source_is_never_under_something_else(
    browser: Browser, address: str, size: dict[str, int]
) -> None:
    context = browser.new_context(viewport={"width": size["width"], "height": size["height"]})
    page = context.new_page()
    page.goto(address)
    ask(page, FOUND)
    page.get_by_role("button", name="[1]").first.click(timeout=60_000)
    button = page.get_by_role("button", name="Close the source")
    expect(button).to_be_visible(timeout=60_000)
    for where in ("0", "document.querySelector('.stMain').scrollHeight"):
        page.evaluate(f"document.querySelector('.stMain').scrollTo(0, {where})")
        page.wait_for_timeout(500)
        page.wait_for_function(_IS_ON_TOP, timeout=10_000)  # what moves has settled by then
    button.click()
    expect(button).to_have_count(0, timeout=30_000)
    context.close()

"""Time what a visitor of the page waits for, in Chromium, and print a Markdown table.

    python bench/page.py LIBRARY --questions FILE …

The library is copied first: the page keeps conversations beside it. Figures are of the machine at hand.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bench.serving import opened_browser, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

N_STARTS, N_TURNS = 5, 6
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
# How long after Enter the answer stands on the page, measured where it is drawn.
ANSWERED = """n => new Promise(done => {
  const isThere = () => document.querySelectorAll('.answer').length > n;
  const look = () => isThere() ? done(performance.now()) : requestAnimationFrame(look);
  look();
})"""
WEIGHT = "() => performance.getEntriesByType('resource').reduce((sum, r) => sum + r.transferSize, 0)"

Row = tuple[str, str]


def spread(values: list[float]) -> str:
    """The median and the 95th percentile of seconds."""
    ordered = sorted(values)
    p95 = ordered[round(0.95 * (len(ordered) - 1))]
    return f"p50 {statistics.median(ordered):.2f} s, p95 {p95:.2f} s, n {len(ordered)}"


def opened(browser: Browser, address: str) -> tuple[Page, float]:
    """A new visitor's page, and the seconds until it could be typed into."""
    page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
    page.goto("about:blank")
    start = time.perf_counter()
    page.goto(address)
    page.get_by_test_id("stChatInputTextArea").wait_for(timeout=60_000)
    return page, time.perf_counter() - start


def asked(page: Page, question: str) -> float:
    """The seconds from Enter until the answer is drawn."""
    before = page.locator(".answer").count()
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    start = page.evaluate("() => performance.now()")
    box.press("Enter")
    end = page.evaluate(ANSWERED, before)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=60_000)
    return float(end - start) / 1000


def measure(library: Path, questions: list[str]) -> Iterator[Row]:
    """One row after the other, as they come in."""
    starts: list[float] = []
    with opened_browser() as browser:
        for _ in range(N_STARTS):
            begun = time.perf_counter()
            with served(library) as address:
                opened(browser, address)
                starts.append(time.perf_counter() - begun)
        yield "page ready after starting the server, new process", spread(starts)
        with served(library) as address:
            page, _ = opened(browser, address)
            asked(page, questions[0])  # loads the model
            visits, paints, answers = [], [], []
            for first in range(0, len(questions), N_TURNS):
                page, ready = opened(browser, address)
                visits.append(ready)
                paints.append(float(page.evaluate(PAINTED)) / 1000)
                answers += [asked(page, question) for question in questions[first : first + N_TURNS]]
                weight = float(page.evaluate(WEIGHT))
                page.context.close()
            yield "first paint for a further visitor", spread(paints)
            yield "page ready for a further visitor", spread(visits)
            yield f"answer on the page after Enter, conversations of {N_TURNS}", spread(answers)
            yield "weight of a visit with its answers", f"{weight / 1e6:.1f} MB"


def main() -> None:
    """Read the questions, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--most", type=int, default=60)
    told = parser.parse_args()
    lines = [line for file in told.questions for line in file.read_text(encoding="utf-8").splitlines()]
    questions = [entry["question"] for line in lines if "question" in (entry := json.loads(line))]
    with tempfile.TemporaryDirectory() as folder:
        library = Path(shutil.copytree(told.library, Path(folder) / "library"))
        print("| what | measured |\n| --- | --- |")
        for name, value in measure(library, questions[:: max(1, len(questions) // told.most)]):
            print(f"| {name} | {value} |", flush=True)


if __name__ == "__main__":
    main()

"""Time what a user waits for, over a library of the given reports, and print a Markdown table for docs/quality.md.

    python bench/run.py --reports DIR [--questions FILE …]

Figures are medians on the machine at hand; they are looked at, never asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.answers.answer import Route
from assistant.libraries.library import Library
from assistant.service import Assistant
from bench.serving import CHROMIUM, opened_browser, served

ROOT = Path(__file__).resolve().parents[1]
N_PROCESSES = 5
N_ROUNDS = 3

Row = tuple[str, str, str]


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def milliseconds(values: list[float]) -> str:
    ordered = sorted(values)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    return f"p50 {statistics.median(ordered) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms, n {len(ordered)}"


def time_adding(library: Library, report: Path) -> tuple[float, float]:
    """The seconds that adding took: embedding, and all the rest."""
    stages: list[tuple[str, float]] = []
    library.add(report, progress=lambda stage, _: stages.append((stage, time.perf_counter())))
    ends = [moment for _, moment in stages[1:]]
    spent: dict[str, float] = defaultdict(float)
    for (stage, start), end in zip(stages, ends, strict=False):
        spent[stage] += end - start
    embedding = spent.pop("embedding", 0.0)
    return embedding, sum(spent.values())


def time_answers(assistant: Assistant, questions: list[str]) -> dict[Route, list[float]]:
    """The seconds of each answer, warm, by the route that it took."""
    spent: dict[Route, list[float]] = defaultdict(list)
    for question in questions:
        assistant.ask(question)
    for _ in range(N_ROUNDS):
        for question in questions:
            start = time.perf_counter()
            answer = assistant.ask(question)
            spent[answer.route].append(time.perf_counter() - start)
    return spent


def time_processes(library: Path, question: str) -> list[float]:
    command = [sys.executable, "-m", "assistant.cli", "--library", str(library), "ask", question]
    return [seconds(lambda: subprocess.run(command, capture_output=True, check=False)) for _ in range(N_PROCESSES)]


def time_page(library: Path) -> float:
    """The seconds from starting the server until the question box can be typed into, the browser being open already."""
    with opened_browser() as browser:
        page = browser.new_page()
        page.goto("about:blank")
        start = time.perf_counter()
        with served(library) as address:
            page.goto(address)
            page.get_by_test_id("stChatInputTextArea").wait_for(timeout=60_000)
            return time.perf_counter() - start


def read_questions(files: list[Path]) -> list[str]:
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    items = map(json.loads, lines)
    return [item["question"] for item in items if item["kind"] != "claim" and "history" not in item]


def measure(reports: list[Path], question_files: list[Path]) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library"
        with Library.open(path, create=True) as library:
            library.warm().join()
            for report in reports:
                embedding, rest = time_adding(library, report)
                size = f"{report.stat().st_size / 1000:.0f} kB"
                taken = f"{embedding + rest:.1f} s: embedding {embedding:.1f} s, the rest {rest:.2f} s"
                yield f"adding `{report.name}` ({size})", taken, "15 s, of which all but embedding 1.5 s"
        assistant = Assistant.open(path)
        questions = read_questions(question_files) or list(assistant.examples(20))
        spent = time_answers(assistant, questions)
        budgets = {Route.CALCULATION: "p50 15 ms, p95 40 ms", Route.RETRIEVAL: "p50 25 ms, p95 60 ms"}
        for route in Route:
            if route in spent:
                yield f"answer, warm: {route.value}", milliseconds(spent[route]), budgets.get(route, "")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield "peak memory of the process that did all this", f"{peak:,.0f} MiB", ""
        for route in (Route.CALCULATION, Route.RETRIEVAL):
            question = next((q for q in questions if assistant.ask(q).route is route), None)
            if question:
                taken = statistics.median(time_processes(path, question))
                yield f"`report-assistant ask` as a new process: {route.value}", f"{taken:.2f} s", "1.5 s"
        if CHROMIUM:
            taken = statistics.median(time_page(path) for _ in range(3))
            yield "page ready after starting the server", f"{taken:.1f} s", "3 s"
        else:
            yield "page ready after starting the server", "not measured: no chromium here", "3 s"


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--reports", type=Path, default=ROOT.parent / "shared" / "reports", help="folder of reports (*.txt)"
    )
    parser.add_argument("--questions", type=Path, nargs="*", help="question sets (.jsonl)")
    arguments = parser.parse_args()
    reports = sorted(arguments.reports.glob("*.txt")) or sorted((ROOT / "tests" / "reports").glob("*/source.txt"))[:1]
    questions = arguments.questions
    if questions is None:
        questions = sorted((arguments.reports.parent / "eval").glob("practice_*.jsonl"))
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}. Medians.\n")
    print("| what | measured | budget |\n| --- | --- | --- |")
    for row in measure(reports, questions):
        print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()

"""Ask a library of synthetic reports questions whose answers are known, and print what they took.

    python -m bench.library DIR --reports 100        # once; --words for libraries that would take hours to embed
    python -m bench.scale DIR [--questions 200] [--words] [--index chroma] [--json FILE]

Every question is asked once, in a new process, so that nothing is worked out beforehand but what a start reads. Beside
the time by the clock stands the processor's time, which says more on a machine that others use too. Figures are looked
at, never asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

from assistant.libraries.library import Library
from assistant.service import Assistant
from bench.library import embedder
from bench.soak import DECLINED, holds, memory
from bench.synthetic import Asked, report

MOST_REPORTS = 10_000


def questions(assistant: Assistant, count: int) -> list[Asked]:
    """So many questions to the reports that the library holds, the same each time."""
    held = {info.id for info in assistant.library.documents()}
    asked: list[Asked] = []
    for number in range(MOST_REPORTS):
        one = report(number)
        if one.id in held:
            asked += one.asked
            held.remove(one.id)
        if not held:
            break
    random = Random(0)
    random.shuffle(asked)
    return asked[:count]


def spread(values: list[float]) -> str:
    """p50, p95 and p99 of milliseconds."""
    if len(values) < 2:
        return "too few"
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return f"{cuts[49]:.0f} / {cuts[94]:.0f} / {cuts[98]:.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--index", choices=("exact", "chroma"), default="exact")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep what was measured, for bench.growth")
    arguments = parser.parse_args()
    start = time.perf_counter(), time.process_time()
    library = Library.open(arguments.folder, embedder=embedder(words=arguments.words), index=arguments.index)
    assistant = Assistant(library)
    assistant.ask("What is said of warm water?")
    ready = time.perf_counter() - start[0], time.process_time() - start[1]
    infos = library.documents()
    clock: dict[str, list[float]] = defaultdict(list)
    processor: dict[str, list[float]] = defaultdict(list)
    came: Counter[str] = Counter()
    for asked in questions(assistant, arguments.questions):
        begun = time.perf_counter(), time.process_time()
        answer = assistant.ask(asked.question)
        kind = "calculation" if asked.value is not None else "retrieval"
        clock[kind].append((time.perf_counter() - begun[0]) * 1000)
        processor[kind].append((time.process_time() - begun[1]) * 1000)
        came["right" if holds(answer, asked) else "declined" if answer.route in DECLINED else "wrong"] += 1
        if not holds(answer, asked):
            print(f"{answer.route.value}: {asked.question}", flush=True)
    taken = sum(file.stat().st_size for file in arguments.folder.rglob("*") if file.is_file())
    n_chunks, n_cells = sum(info.chunks for info in infos), sum(info.observations for info in infos)
    if arguments.json:
        measured = {
            "reports": len(infos),
            "chunks": n_chunks,
            "figures": n_cells,
            "first": ready,
            "clock": clock,
            "processor": processor,
            "memory": memory(),
            "bytes": taken,
            "answers": came,
            "load": os.getloadavg()[0],
        }
        arguments.json.write_text(json.dumps(measured), encoding="utf-8")
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.0f}\n")
    print("| what | measured |\n| --- | --- |")
    print(f"| reports, passages, figures | {len(infos)}, {n_chunks:,}, {n_cells:,} |")
    print(f"| first answer after opening, clock and processor | {ready[0]:.1f} s, {ready[1]:.1f} s |")
    for kind in sorted(clock):
        print(f"| {kind}, n {len(clock[kind])}: clock, p50 / p95 / p99 | {spread(clock[kind])} ms |")
        print(f"| {kind}: processor, p50 / p95 / p99 | {spread(processor[kind])} ms |")
    print(f"| memory, folder | {memory():,.0f} MiB, {taken / 1e6:,.0f} MB |")
    print(f"| answers | {', '.join(f'{n} {what}' for what, n in sorted(came.items()))} |")


if __name__ == "__main__":
    main()

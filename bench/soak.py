"""Ask for minutes on end while reports come and go underneath, and print what memory, files and answers did.

    python -m bench.soak [--minutes 20] [--users 10]

The users ask about reports that stay, so that every answer is known, and about reports that come and go, so that there
is either the right answer or none. Figures are looked at, never asserted; a wrong answer ends with exit code 1.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from assistant.answers.answer import Answer, Route
from assistant.libraries.library import Library
from assistant.memory import share_arenas
from assistant.service import Assistant
from bench.synthetic import Asked, SyntheticReport, report

N_STAYING = 6
N_COMING = 4
BETWEEN_SAMPLES = 10.0
"""Seconds."""
DECLINED = frozenset({Route.REFUSAL, Route.CLARIFICATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the process holds at a moment: minutes since the start, resident MiB, open files, reports."""

    minutes: float
    memory: float
    files: int
    reports: int


@dataclass
class Tally:
    """What has happened so far. Shared by all threads."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    counts: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def note(self, what: str, fault: str = "") -> None:
        """Count it; a fault is told at the end."""
        with self.lock:
            self.counts[what] += 1
            if fault:
                self.faults.append(fault)


def holds(answer: Answer, asked: Asked) -> bool:
    """Whether an answer gives what was asked for."""
    if asked.value is not None:
        return any(figure.value == asked.value for figure in answer.figures)
    return asked.quote in answer.text


def memory() -> float:
    """The memory that this process holds, in MiB (Linux)."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def files() -> int:
    """How many files and connections this process has open (Linux)."""
    return len(list(Path("/proc/self/fd").iterdir()))


class Soak:
    """One run."""

    def __init__(self, folder: Path, users: int, minutes: float) -> None:
        self._folder = folder
        self._users = users
        self._started = time.perf_counter()
        self._end = self._started + minutes * 60
        self._staying = [report(number) for number in range(N_STAYING)]
        self._coming = [report(number) for number in range(N_STAYING, N_STAYING + N_COMING)]
        self.tally = Tally()
        self.samples: list[Sample] = []
        with Library.open(folder / "library", create=True) as library:
            for one in self._staying:
                library.add(self._file(one))

    def run(self) -> None:
        """Until the time is over. What happened is in ``tally`` and ``samples``."""
        assistant = Assistant.open(self._folder / "library", index="chroma")
        threads = [threading.Thread(target=self._guarded, args=(self._ask, assistant, n)) for n in range(self._users)]
        threads.append(threading.Thread(target=self._guarded, args=(self._change, assistant, 0)))
        for thread in threads:
            thread.start()
        while time.perf_counter() < self._end:
            time.sleep(BETWEEN_SAMPLES)
            minutes = (time.perf_counter() - self._started) / 60
            n_reports = len(assistant.library.documents())
            self.samples.append(Sample(minutes=minutes, memory=memory(), files=files(), reports=n_reports))
        for thread in threads:
            thread.join()
        assistant.library.close()

    def _guarded(self, work: Callable[[Assistant, int], None], assistant: Assistant, number: int) -> None:
        try:
            work(assistant, number)
        except Exception as error:  # whatever it is, it is what a user would have met
            self.tally.note("errors", f"{type(error).__name__}: {error}")
            raise

    def _ask(self, assistant: Assistant, number: int) -> None:
        random = Random(number)
        while time.perf_counter() < self._end:
            stays = random.random() < 0.7
            asked = random.choice(random.choice(self._staying if stays else self._coming).asked)
            started = time.perf_counter()
            answer = assistant.ask(asked.question)
            with self.tally.lock:
                self.tally.waits.append((time.perf_counter() - started) * 1000)
            if holds(answer, asked):
                self.tally.note("right")
            elif answer.route in DECLINED:
                self.tally.note("declined, the report stays" if stays else "declined, the report comes and goes")
            else:
                self.tally.note("wrong", f"{asked.question} → {answer.text[:200]}")

    def _change(self, assistant: Assistant, _: int) -> None:
        while time.perf_counter() < self._end:
            for one in self._coming:
                assistant.library.add(self._file(one))
                self.tally.note("added")
            for one in self._coming:
                assistant.library.remove(one.id)
                self.tally.note("removed")

    def _file(self, one: SyntheticReport) -> Path:
        path = self._folder / f"{one.id}.md"
        path.write_text(one.text, encoding="utf-8")
        return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--users", type=int, default=10)
    arguments = parser.parse_args()
    share_arenas()  # as the servers do
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(Path(folder), arguments.users, arguments.minutes)
        soak.run()
    tally, samples = soak.tally, soak.samples
    print(f"{arguments.users} users, {arguments.minutes:g} minutes, {len(tally.waits)} questions.\n")
    print("| what | |\n| --- | --- |")
    for what, count in sorted(tally.counts.items()):
        print(f"| {what} | {count} |")
    waits = statistics.quantiles(tally.waits, n=100)
    print(f"| waited, ms | p50 {waits[49]:.0f}, p95 {waits[94]:.0f}, p99 {waits[98]:.0f} |\n")
    print("| minutes | memory, MiB | open files | reports |\n| --- | --- | --- | --- |")
    for sample in samples[:: max(1, len(samples) // 24)]:
        print(f"| {sample.minutes:.1f} | {sample.memory:.0f} | {sample.files} | {sample.reports} |")
    print("\n| minutes | memory, MiB: least, median, most | open files |\n| --- | --- | --- |")
    step = max(1.0, arguments.minutes / 10)
    for since in (n * step for n in range(10)):
        held = [sample for sample in samples if since <= sample.minutes < since + step]
        if held:
            sizes, opened = [sample.memory for sample in held], [sample.files for sample in held]
            told = f"{min(sizes):.0f}, {statistics.median(sizes):.0f}, {max(sizes):.0f}"
            print(f"| {since:.0f} to {since + step:.0f} | {told} | {min(opened)} to {max(opened)} |")
    for fault in tally.faults[:20]:
        print(fault, file=sys.stderr)
    sys.exit(1 if tally.faults else 0)


if __name__ == "__main__":
    main()

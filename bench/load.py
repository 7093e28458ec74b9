"""Load the HTTP API with many callers at once, and print a Markdown table of what they had to wait for.

    python -m bench.load --library DIR --questions FILE … [--clients 50] [--seconds 120] [--workers N] [--kept]

FILE holds questions as JSON Lines. Only those that the library answers with a calculation are asked, one after the
other by each caller, without a pause. Each answer is worked out; with --kept the server gives answers again that it has
worked out, as it does in use. Figures are those of the machine at hand; they are looked at, never asserted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.api.settings import ApiSettings
from bench.serving import free_port, wait_for
from corpus.embedding import n_cores

ROOT = Path(__file__).resolve().parents[1]
MOST_QUESTIONS = 200
WARM_UP = 5
"""Seconds."""
SERVE = """
import sys
from assistant import open_library
from assistant.api.serving import serve
from assistant.api.settings import ApiSettings
folder, port, workers, kept = sys.argv[1:]
settings = ApiSettings(rate=0, workers=int(workers), kept_answers=int(kept))
serve(open_library(folder, index="chroma"), settings, host="127.0.0.1", port=int(port))
"""


class Caller:
    """One caller with a connection of its own."""

    def __init__(self, port: int) -> None:
        """Call the server on this port."""
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, question: str) -> dict[str, Any]:
        """The answer to a question. Raises OSError, ValueError for anything but an answer."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        body = json.dumps({"question": question}).encode()
        head = ["POST /v1/ask HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
        writer.write("\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode() + body)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        length = next(int(line.partition(":")[2]) for line in lines if line.startswith("content-length"))
        content = await reader.readexactly(length)
        if " 200 " not in f"{lines[0]} ":
            raise ValueError(lines[0])
        answer: dict[str, Any] = json.loads(content)
        return answer


async def calculations(port: int, questions: Sequence[str]) -> list[str]:
    """The questions that are answered with a calculation."""
    caller = Caller(port)
    return [q for q in questions if (await caller.ask(q))["route"] == "calculation"]


async def load(port: int, questions: Sequence[str], n_clients: int, seconds: float) -> tuple[list[float], int]:
    """Every caller's waits in milliseconds, and the number of errors."""
    waits: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds

    async def call(number: int) -> None:
        nonlocal errors
        caller = Caller(port)
        turn = number * len(questions) // n_clients
        while time.perf_counter() < end:
            started = time.perf_counter()
            try:
                await caller.ask(questions[turn % len(questions)])
            except (OSError, ValueError, asyncio.IncompleteReadError):
                errors += 1
                caller = Caller(port)
            else:
                waits.append((time.perf_counter() - started) * 1000)
            turn += 1

    await asyncio.gather(*(call(number) for number in range(n_clients)))
    return waits, errors


def processes(pid: int) -> list[int]:
    """A process and those that it has started."""
    begun = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return [pid, *(other for child in begun for other in processes(int(child)))]


def resident(pid: int) -> float:
    """The memory that a process and those it has started hold, in MiB."""
    held = 0
    for each in processes(pid):
        lines = Path(f"/proc/{each}/status").read_text(encoding="utf-8").splitlines()
        held += next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return held / 1024


def computing(pid: int) -> float:
    """The seconds of processor time that a process and those it has started have used."""
    ticks = 0
    for each in processes(pid):
        fields = Path(f"/proc/{each}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--workers", type=int, default=n_cores())
    parser.add_argument("--kept", action="store_true")
    arguments = parser.parse_args()
    asked = [json.loads(line)["question"] for file in arguments.questions for line in file.open(encoding="utf-8")]
    port = free_port()
    kept = ApiSettings().kept_answers if arguments.kept else 0
    command = [sys.executable, "-c", SERVE, *map(str, (arguments.library, port, arguments.workers, kept))]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        wait_for(port)
        questions = asyncio.run(calculations(port, asked[:MOST_QUESTIONS]))
        asyncio.run(load(port, questions, arguments.clients, WARM_UP))
        before, worked = resident(server.pid), computing(server.pid)
        waits, errors = asyncio.run(load(port, questions, arguments.clients, arguments.seconds))
        after, worked = resident(server.pid), computing(server.pid) - worked
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(70)
    waits.sort()
    how = "kept answers" if arguments.kept else "each worked out"
    print(f"| {arguments.clients} callers, {arguments.seconds:.0f} s, {len(questions)} questions, {how} | |")
    print("| --- | --- |")
    print(f"| processes that work | {arguments.workers} |")
    print(f"| calculation answers a second | {len(waits) / arguments.seconds:.0f} |")
    for share in (50, 95, 99):
        print(f"| p{share} | {waits[min(len(waits) - 1, len(waits) * share // 100)]:.0f} ms |")
    print(f"| errors | {errors} |")
    print(f"| processor time of an answer | {worked / len(waits) * 1000:.1f} ms |")
    print(f"| memory before, after | {before:.0f}, {after:.0f} MiB |")


if __name__ == "__main__":
    main()

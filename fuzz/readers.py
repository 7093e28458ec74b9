"""Search for files that break a reader.

    make fuzz SECONDS=60
    python -m fuzz.readers [--seconds N] [--seed N] [FORMAT …]

Inputs are made from small reports, led by what lines of the readers each reaches (atheris). A file may be refused, or
read with every place in its text (`tests/outcomes.py`); anything else is a finding, and so is one that takes longer
than 5 seconds of computing for each 100 KB. Findings are written to build/fuzz/FORMAT/found: mend what broke, and keep
the file under tests/corpus/broken/FORMAT. Where the fuzzer itself ends (a library that crashes, an endless loop), the
input is in the same folder as crash-… or timeout-…, one that was lengthened as trying.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import time
import traceback
from contextlib import AbstractContextManager
from pathlib import Path

import atheris

from fuzz.varying import grown, grown_markup, vary_markup, vary_tokens


def _followed() -> AbstractContextManager[object]:
    """What is imported within it tells the fuzzer which of its lines are reached."""
    return atheris.instrument_imports(include=["corpus", "structured"])


with _followed():
    from corpus.loading import ReportFile, reader_of
    from fuzz.seeds import FORMATS, Seeds, seeds
    from tests.outcomes import read_all

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "fuzz"
MAX_SECONDS_PER_100_KB = 5
GROWN_BYTES = 100_000
_FOLLOWED = 2
"""Times the computing of what is not followed line by line."""
_ENDLESS_SECONDS = 120
_MAX_MEGABYTES = 2048
_SHARE_GROWN = 0.25
"""Of the time, what is spent on long inputs."""


class Trial:
    """Inputs of one format, tried one by one, and what was found."""

    def __init__(self, sources: Seeds) -> None:
        """Of a format; its reader is imported here, so that its lines are followed."""
        self._seeds = sources
        self._folder = FOLDER / sources.format / "found"
        self._folder.mkdir(parents=True, exist_ok=True)
        with _followed():
            reader_of(ReportFile.of(b"", sources.name))
        self.n_tried = self.n_read = self.n_found = 0
        self._known: set[str] = set()
        self._longest = 0.0

    def __call__(self, data: bytes) -> None:
        """Try one input."""
        file = self._seeds.file(data)
        self.n_tried += 1
        start = time.process_time()
        try:
            self.n_read += read_all(file, self._seeds.name) is not None
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            self._note(file, f"{type(error).__name__}-{Path(last.filename).stem}-{last.lineno}", traceback.format_exc())
        taken = (time.process_time() - start) / _FOLLOWED
        self._longest = max(self._longest, taken)
        if taken > MAX_SECONDS_PER_100_KB * max(1.0, len(data) / 100_000):
            self._note(file, f"slow-{round(taken)}s-{len(data) // 1000}kB", f"{taken:.1f} s for {len(data):,} bytes")

    def grown(self, data: bytes) -> None:
        """Try one that the fuzzer did not make, and so cannot keep when it ends this process over it."""
        trying = self._folder / f"trying{FORMATS[self._seeds.format]}"
        trying.write_bytes(self._seeds.file(data))
        self(data)
        trying.unlink()

    def report(self) -> str:
        """What was done, in one line."""
        told = f"{self.n_tried:,} inputs, {self.n_read:,} read as reports, {self.n_found} findings"
        return f"{self._seeds.format}: {told}, longest {self._longest:.1f} s"

    def _note(self, file: bytes, kind: str, told: str) -> None:
        """Keep the first input of each kind."""
        if kind in self._known:
            return
        self._known.add(kind)
        self.n_found += 1
        stem = f"{kind}-{hashlib.sha256(file).hexdigest()[:8]}"
        (self._folder / f"{stem}{FORMATS[self._seeds.format]}").write_bytes(file)
        (self._folder / f"{stem}.trace").write_text(told, encoding="utf-8")
        print(f"found {kind}", flush=True)


def search(sources: Seeds, seconds: int, seed: int) -> None:
    """Let the fuzzer make inputs for a time, then lengthen those that reached something new. Does not return.

    ``seed`` is where chance begins; 0 leaves that to the fuzzer.
    """
    trial = Trial(sources)
    corpus = FOLDER / sources.format / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for data in sources.inputs:
        (corpus / f"seed-{hashlib.sha256(data).hexdigest()[:8]}").write_bytes(data)
    last = time.monotonic() + seconds
    first_grown = last - _SHARE_GROWN * seconds
    chance = random.Random(seed)

    def try_one(data: bytes) -> None:
        if time.monotonic() < first_grown:
            trial(data)
            return
        # One at a time: to the fuzzer whatever is done within one call is one input, and its bound of time is for that.
        kept = sorted(corpus.iterdir())
        trial.grown(_grown(sources, chance.choice(kept).read_bytes(), chance))
        if time.monotonic() > last:
            print(trial.report(), flush=True)
            os._exit(0)

    def vary(data: bytes, max_size: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < (0.1 if sources.archive else 0.3):
            varied = atheris.Mutate(data, max_size)
        elif sources.archive:
            varied = data[:1] + vary_markup(data[1:], chance)
            if varied == data:  # no markup any more
                seed = chance.choice(sources.inputs)
                varied = seed[:1] + vary_markup(seed[1:], chance)
        else:
            varied = vary_tokens(data, chance, sources.format)
        return varied[:max_size]

    options = [
        f"-seed={seed}",
        f"-timeout={_ENDLESS_SECONDS}",
        f"-rss_limit_mb={_MAX_MEGABYTES}",
        f"-max_len={3 * max(map(len, sources.inputs))}",
        f"-artifact_prefix={FOLDER / sources.format / 'found'}/",
        "-verbosity=0",
        str(corpus),
    ]
    atheris.Setup([sys.argv[0], *options], try_one, custom_mutator=vary)
    atheris.Fuzz()


def _grown(sources: Seeds, data: bytes, chance: random.Random) -> bytes:
    if sources.archive:
        return data[:1] + grown_markup(data[1:], chance, GROWN_BYTES)
    return grown(data, chance, GROWN_BYTES)


def main() -> None:
    """Search the formats that are named, or all, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("formats", nargs="*", choices=[*FORMATS, []], metavar="FORMAT")
    parser.add_argument("--seconds", type=int, default=60, help="for each format")
    parser.add_argument("--seed", type=int, default=0, help="where chance begins (0: anywhere)")
    told = parser.parse_args()
    if len(told.formats) == 1:
        with _followed():  # making them reads one
            sources = seeds(told.formats[0])
        search(sources, told.seconds, told.seed)
        return
    for format in told.formats or FORMATS:
        command = [
            sys.executable,
            "-m",
            "fuzz.readers",
            "--seconds",
            str(told.seconds),
            "--seed",
            str(told.seed),
            format,
        ]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            print(f"{format}: the fuzzer broke off; its last input is in {FOLDER / format / 'found'}")


if __name__ == "__main__":
    main()

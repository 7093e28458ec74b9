"""Progress bars on standard error, where that is a terminal: of one report, or of many with the time that is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.libraries.adding import Progress
from corpus.naming import printable

if TYPE_CHECKING:
    from assistant.libraries.batches import Job, Watch
    from assistant.libraries.outlines import Preparation


@contextmanager
def progress(name: str) -> Iterator[Progress]:
    """How far one report is."""
    from rich import progress as rich
    from rich.console import Console

    columns = (rich.TextColumn("{task.description}", markup=False), rich.BarColumn(), rich.TaskProgressColumn())
    console = Console(stderr=True)
    with rich.Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(printable(name), total=1.0)
        yield lambda stage, done: bar.update(task, completed=done, description=f"{printable(name)}: {stage}")


@contextmanager
def batch_progress(sizes: Mapping[str, int]) -> Iterator[Watch]:
    """How far many reports are, and how long the rest will take if it goes on like this.

    ``sizes`` gives by each job's place how large its share of the work is.
    """
    from rich import progress as rich
    from rich.console import Console

    columns = (
        rich.TextColumn("{task.description}", markup=False),
        rich.BarColumn(),
        rich.TaskProgressColumn(),
        rich.TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with rich.Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=max(1, sum(sizes.values())))
        before = number = 0

        def watch(job: Job) -> Progress:
            nonlocal number
            number += 1
            size, own = sizes.get(job.place, 0), f"{number} of {len(sizes)}, {printable(job.name)}"

            def tell(stage: str, done: float) -> None:
                nonlocal before
                bar.update(task, completed=before + size * done, description=f"{own}: {stage}")
                if stage == "done":
                    before += size

            return tell

        yield watch


def tell_preparation(say: Callable[[str], None]) -> Callable[[Preparation], None]:
    """What a library tells how far it is prepared: ``say`` gets a line at the beginning and at each tenth."""
    tenths = -1

    def tell(now: Preparation) -> None:
        nonlocal tenths
        if tenths < 0:
            say(f"{now.what} {now.total - now.done:,} of {now.total:,} reports for questions; this is done once")
        elif 10 * now.done // now.total > tenths:
            say(f"{now.what}: {now.done:,} of {now.total:,}")
        tenths = 10 * now.done // now.total if now.done < now.total else -1

    return tell

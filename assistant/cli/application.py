"""The program ``report-assistant``: its exit codes, and what is said before the verb."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from assistant.acting import Actor, act_as, system_user
from assistant.config import APP_NAME, Settings, load_settings
from corpus.naming import printable

ANSWERED, FAILED, USAGE, DECLINED = 0, 1, 2, 3
INTERRUPTED = 130


EPILOG = "Ends with 0 when answered, 3 when refused or asked back (a batch: 0), 2 for wrong usage, 1 for a failure."


app = typer.Typer(
    name=APP_NAME,
    help="Answer plain-English questions about public reports, with figures and citations.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was said before the verb. ``may_make`` says whether a library that is not there may be made to be asked.

    Not one that was named with --library: a mistyped name would answer from the wrong reports.
    """

    settings: Settings
    may_make: bool
    verbose: bool


def complain(problem: object) -> None:
    """Say in one line on standard error what is wrong."""
    print(f"{APP_NAME}: {printable(str(problem))}", file=sys.stderr)


def program_version() -> str:
    """The version that is installed."""
    from importlib.metadata import version

    return version(APP_NAME)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"{APP_NAME} {program_version()}")
        raise typer.Exit


@app.callback()
def _before(
    context: typer.Context,
    library: Annotated[
        Path | None,
        typer.Option(
            "--library",
            metavar="DIR",
            help="The library's folder; otherwise REPORT_ASSISTANT_LIBRARY, or the platform's data folder.",
            show_default=False,
        ),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show where an unexpected error came from.")] = False,
    version: Annotated[  # noqa: ARG001 - its callback does all there is to do
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    settings = load_settings(library=library)
    act_as(Actor(way="command line", name=system_user()))
    may_make = settings.starter and (library is None or library.expanduser().is_dir())
    context.obj = Run(settings=settings, may_make=may_make, verbose=verbose)

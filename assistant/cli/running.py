"""Starting and ending: arguments in, an exit code out, whatever goes wrong in one line."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime

import typer

from assistant.cli.application import ANSWERED, FAILED, INTERRUPTED, USAGE, app, complain, program_version
from assistant.config import APP_NAME, load_settings
from assistant.usage import WrongUsage
from corpus.errors import InvalidId, ReportError, UnknownDocument
from structured.errors import InvalidPlan


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code; whatever goes wrong is told in one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command line. Returns the exit code."""
    try:
        return int(app(list(arguments), prog_name=APP_NAME, standalone_mode=False) or ANSWERED)
    except typer.TyperException as error:
        complain(f"{error.format_message().rstrip('.')}; `{APP_NAME} --help` shows how")
        return USAGE
    except (WrongUsage, UnknownDocument, InvalidId, InvalidPlan) as error:
        complain(error)
        return USAGE
    except ReportError as error:
        complain(error)
        return FAILED
    except BrokenPipeError:
        # Whoever read the output has gone. Nothing more can be printed, not even by the interpreter when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        _record(error, verbose="--verbose" in arguments)
        return FAILED


def _record(error: Exception, *, verbose: bool) -> None:
    """Tell of an unexpected error in one line, and keep its trace in the log; with --verbose, show it."""
    trace = "".join(traceback.format_exception(error))
    what = f"something went wrong that should not have ({type(error).__name__}: {error})"
    try:
        log = load_settings().log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {program_version()}\n{trace}\n")
        complain(f"{what}; {log} says where")
    except (OSError, ReportError):
        complain(f"{what}; --verbose shows where")
    if verbose:
        print(trace, file=sys.stderr, end="")

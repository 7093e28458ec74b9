"""Looking after a library: ``doctor``, ``backup``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.application import ANSWERED, FAILED, app
from assistant.cli.options import AsJson
from assistant.cli.streams import indented
from assistant.usage import WrongUsage
from corpus.errors import LibraryDamaged


@app.command()
def doctor(
    context: typer.Context,
    deep: Annotated[bool, typer.Option("--deep", help="Read every report back; seconds for each hundred.")] = False,
    as_json: AsJson = False,
) -> int:
    """Look for what is wrong with the installation and the library, and say what to do.

    Changes nothing. Ends with 1 when there is a problem.
    """
    from assistant.libraries.doctor import Outcome, check_text, checks_json, examine

    checks = examine(context.obj.settings, deep=deep)
    print(indented(checks_json(checks)) if as_json else "\n".join(map(check_text, checks)))
    return FAILED if any(check.outcome is Outcome.PROBLEM for check in checks) else ANSWERED


@app.command()
def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.", show_default=False)],
) -> int:
    """Copy the library as it is at this moment, while it is in use.

    The copy is a library: `--library FOLDER` asks it, and putting it in the old one's place restores it.
    """
    from corpus.sqlite import SqliteDatabase

    place = context.obj.settings.library
    if not isinstance(place, Path):
        raise WrongUsage(f"{place} is backed up with pg_dump, or copied to a folder by `migrate --to FOLDER`")
    with SqliteDatabase(place) as database:
        print(database.copy_to(folder))
    with SqliteDatabase(folder) as copy:
        faults = copy.faults()
    if faults:
        raise LibraryDamaged(f"the copy in {folder} is not whole: {'; '.join(faults)}")
    return ANSWERED

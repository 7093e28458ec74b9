"""A library's place and format: ``migrate``."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.application import ANSWERED, app


@app.command()
def migrate(
    context: typer.Context,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="PLACE", help="A folder, or postgresql://USER@HOST/NAME.", show_default=False),
    ] = None,
) -> int:
    """Copy the library to another place and prove it the same there; or bring it to this program's format.

    The place is to be new or empty. The library itself stays as it is. Without --to, a library that an older version
    of the program made is brought forward.
    """
    from assistant.libraries.moving import bring_forward, move, sums_text
    from assistant.libraries.progress import progress
    from corpus.places import read_place

    library = context.obj.settings.library
    if to is None:
        print(bring_forward(library))
        return ANSWERED
    target = read_place(to)
    with progress("moving") as tell:
        sums = move(library, target, lambda done: tell("copying", done))
    print(f"the same in {library} and in {target}:\n{sums_text(sums)}")
    return ANSWERED

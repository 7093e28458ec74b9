"""The assistant over the library that was named; a new library is offered the starter reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from assistant.config import Settings

if TYPE_CHECKING:
    from assistant.libraries.library import Library
    from assistant.service import Assistant

from assistant.cli.application import Run, complain


def open_assistant(context: typer.Context) -> Assistant:
    """The assistant over the library that was named, which is made where it may be."""
    from assistant.libraries.progress import tell_preparation
    from assistant.service import Assistant

    run: Run = context.obj
    assistant = Assistant.open(run.settings.library, create=run.may_make, model=run.settings.model)
    assistant.library.watch = tell_preparation(complain)
    offer_starter(assistant.library, run.settings)
    return assistant


def offer_starter(library: Library, settings: Settings) -> None:
    """Put the starter reports into a library that is new, and say so."""
    from assistant.libraries.progress import progress
    from assistant.libraries.starter import add_starter, is_due

    if settings.starter and is_due(library):
        titles = "; ".join(info.title for info in add_starter(library, progress))
        complain(f"the library was empty, so it now holds the starter reports, in restated editions: {titles}")

"""The reports of a library: ``add``, ``list``, ``remove``, ``set``, ``rebuild``, ``export``, ``import``."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.config import APP_NAME
from assistant.extras import need
from assistant.usage import WrongUsage
from corpus.errors import UnknownDocument

if TYPE_CHECKING:
    from assistant.libraries.batches import Outcome
    from assistant.libraries.library import Library
    from assistant.libraries.preparing import Engine
    from corpus.embedding import Embedder

from assistant.cli.application import ANSWERED, FAILED, app, complain
from assistant.cli.options import AsJson, Document
from assistant.cli.streams import indented, sound


class EngineName(StrEnum):
    """What reports may be prepared by elsewhere."""

    DASK = "dask"


@app.command()
def add(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(help="The reports to add: files, folders, or patterns such as '*.txt'.", show_default=False),
    ],
    document_id: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="The report's id; otherwise its file's name.", show_default=False),
    ] = None,
    engine: Annotated[
        EngineName | None,
        typer.Option("--engine", help="Let a cluster's workers read and embed the reports.", show_default=False),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="The cluster's scheduler; otherwise a cluster of this machine.", show_default=False
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="How many workers a cluster of this machine has; one a core.", show_default=False),
    ] = None,
) -> int:
    """Add reports to the library.

    The same file again changes nothing, and a changed one takes the place of what was read from it before. What was
    broken off is gone on with by the same command.
    """
    from assistant.libraries.gathering import find_files
    from assistant.libraries.library import Library
    from assistant.libraries.listing import added_text
    from assistant.libraries.progress import batch_progress, progress

    if engine is None and (scheduler is not None or workers is not None):
        raise WrongUsage("--scheduler and --workers go with --engine dask")
    if engine is not None and document_id is not None:
        raise WrongUsage("--engine is for many reports, --id names one; leave one of them out")
    if engine is not None:
        need(engine.value)
    found = find_files(files)
    if document_id is not None and len(found) > 1:
        raise WrongUsage(f"--id names one report, but {len(found)} files were given; add them one by one")
    with Library.open(context.obj.settings.library, create=True) as library:
        if document_id is not None:
            with progress(found[0].name) as tell:
                added = library.add(found[0], document_id=document_id, progress=tell)
            print(added_text(added))
            return ANSWERED
        with (
            _prepared_by(engine, library.embedder, scheduler, workers) as prepares,
            batch_progress({str(path): _size(path) for path in found}) as watch,
        ):
            code = _told(library.add_all(found, watch, prepares), len(found))
        _prepare(library)
        return code


def _prepare(library: Library) -> None:
    """Make what questions need now, where much is missing: whoever asks next would have to wait for it."""
    from assistant.libraries.progress import tell_preparation

    library.watch = tell_preparation(complain)
    library.prepare()


def _prepared_by(
    engine: EngineName | None, embedder: Embedder, scheduler: str | None, workers: int | None
) -> AbstractContextManager[Engine | None]:
    """What prepares the reports; None for this process and its children."""
    if engine is None:
        return nullcontext()
    from assistant.libraries.dask_engine import dask_engine

    return dask_engine(embedder, scheduler=scheduler, workers=workers)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it will say what is wrong with it
        return 0


def _told(outcomes: Iterable[Outcome], n: int) -> int:
    """Say what came of each report as it comes, and of all of them at the end. Returns the exit code."""
    from assistant.libraries.listing import added_text, outcomes_text

    done = []
    for outcome in outcomes:
        done.append(outcome)
        if outcome.error is not None:
            complain(outcome.error)
        elif outcome.added is not None:
            print(added_text(outcome.added), flush=True)
    if n > 1:
        print(outcomes_text(done))
    return FAILED if any(outcome.error for outcome in done) else ANSWERED


@app.command(name="list")
def list_documents(context: typer.Context, as_json: AsJson = False) -> int:
    """List the reports in the library."""
    from assistant.libraries.library import Library
    from assistant.libraries.listing import documents_json, info_text

    with Library.open(context.obj.settings.library) as library:
        documents = library.documents()
    if as_json:
        print(indented(documents_json(documents)))
    else:
        print("\n".join(map(info_text, documents)) or f"no reports yet; `{APP_NAME} add FILE` adds one")
    return ANSWERED


@app.command()
def remove(context: typer.Context, document: Document) -> int:
    """Take a report out of the library."""
    from assistant.libraries.library import Library

    with Library.open(context.obj.settings.library) as library:
        library.remove(document)
    print(f"removed: {document}")
    return ANSWERED


@app.command(name="set")
def set_facts(
    context: typer.Context,
    document: Document,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What it is called.", show_default=False)] = None,
    publisher: Annotated[str | None, typer.Option(metavar="TEXT", help="Who wrote it.", show_default=False)] = None,
    period: Annotated[
        str | None, typer.Option(metavar="PERIOD", help="The period that it covers: 'Q1 2024/25'.", show_default=False)
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it came out: '2024-07-31'.", show_default=False)
    ] = None,
    edition: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Which edition it is: 'revised'.", show_default=False)
    ] = None,
) -> int:
    """Set what a report is, where its file does not say, or says it wrongly.

    It stays when the file is read again. An empty text, as in --title '', takes what the file says again.
    """
    from assistant.libraries.facts import read_facts
    from assistant.libraries.library import Library
    from assistant.libraries.listing import info_text

    given = {"title": title, "publisher": publisher, "period": period, "published": published, "edition": edition}
    values = read_facts({field: sound(value) for field, value in given.items() if value is not None})
    with Library.open(context.obj.settings.library) as library:
        print(info_text(library.correct(document, values)))
    return ANSWERED


@app.command()
def rebuild(
    context: typer.Context,
    documents: Annotated[
        list[str] | None, typer.Argument(help="The reports' ids; otherwise all reports.", show_default=False)
    ] = None,
    outlines: Annotated[
        bool, typer.Option("--outlines", help="Only make what questions need of the reports, where it is missing.")
    ] = False,
) -> int:
    """Read reports again from the files that the library keeps.

    With --outlines nothing is read again: after an upgrade of the program, the first question need not wait.
    """
    from assistant.libraries.library import Library
    from assistant.libraries.progress import batch_progress

    if outlines:
        if documents:
            raise WrongUsage("--outlines is for all reports; leave the ids out")
        with Library.open(context.obj.settings.library) as library:
            _prepare(library)
            print(f"prepared for questions: {len(library.outlines())} reports")
        return ANSWERED
    with Library.open(context.obj.settings.library) as library:
        held = {info.id: info for info in library.documents()}
        for document_id in documents or ():
            if document_id not in held:
                raise UnknownDocument(document_id, tuple(held))
        wanted = tuple(dict.fromkeys(documents or held))
        with batch_progress({document_id: held[document_id].chunks for document_id in wanted}) as watch:
            code = _told(library.rebuild(wanted, watch), len(wanted))
        _prepare(library)
        return code


@app.command(name="export")
def export(
    context: typer.Context,
    document: Annotated[str | None, typer.Argument(help="The report's id.", show_default=False)] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The file to write.", show_default=False)
    ] = None,
    table: Annotated[
        int | None,
        typer.Option("--table", metavar="N", help="Write this table of the report, as CSV.", show_default=False),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Write the whole library, as one archive.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> int:
    """Write a table as CSV, a report's own file, or the whole library as an archive."""
    from assistant.libraries import archives
    from assistant.libraries.library import Library

    if output is None or everything == (document is not None) or (everything and table is not None):
        raise WrongUsage("give a report's id, with --table N for one table, or --all; and --output FILE")
    with Library.open(context.obj.settings.library) as library:
        if everything:
            print(archives.export_library(library, output, force=force))
        elif table is not None:
            print(archives.export_table(library, str(document), table, output, force=force))
        else:
            print(archives.export_report(library, str(document), output, force=force))
    return ANSWERED


@app.command(name="import")
def import_archive(
    context: typer.Context,
    archive: Annotated[Path, typer.Argument(help="An archive that `export --all` wrote.", show_default=False)],
) -> int:
    """Add all reports of an archive, with what was set of them."""
    from assistant.libraries.archives import open_archive
    from assistant.libraries.library import Library
    from assistant.libraries.progress import batch_progress

    with (
        open_archive(archive) as opened,
        Library.open(context.obj.settings.library, create=True) as library,
    ):
        with batch_progress(opened.sizes) as watch:
            code = _told(library.run(opened.jobs, watch), len(opened.jobs))
        _prepare(library)
        return code

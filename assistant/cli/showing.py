"""What a library holds, and calculations over it: ``tables``, ``show``, ``calculate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.application import ANSWERED, app
from assistant.cli.options import AsJson, Document
from assistant.cli.streams import indented, read_text
from assistant.usage import WrongUsage


@app.command()
def tables(context: typer.Context, document: Document, as_json: AsJson = False) -> int:
    """List a report's tables.

    As JSON: with every label, figure, unit and period as it was read, but for the rows of long tables.
    """
    from assistant.libraries.library import Library
    from assistant.libraries.listing import grids_json, grids_text, long_tables_text

    with Library.open(context.obj.settings.library) as library:
        grids = library.grids(frozenset({document}))
        long = library.document(document).long_tables
    if as_json:
        print(indented(grids_json(grids)))
    else:
        told = "\n".join(filter(None, (grids_text(grids), long_tables_text(long))))
        print(told or f"'{document}' has no tables")
    return ANSWERED


@app.command()
def show(
    context: typer.Context,
    document: Document,
    table: Annotated[
        int | None, typer.Option("--table", metavar="N", help="Show this table.", show_default=False)
    ] = None,
    section: Annotated[
        str | None,
        typer.Option(
            "--section", metavar="TEXT", help="Show the sections with TEXT in their title.", show_default=False
        ),
    ] = None,
    page: Annotated[int | None, typer.Option("--page", metavar="N", help="Show this page.", show_default=False)] = None,
    row: Annotated[
        int | None,
        typer.Option("--row", metavar="N", help="Of a long table: the rows around this.", show_default=False),
    ] = None,
) -> int:
    """Show a part of a report as it was read.

    Without an option: its outline.
    """
    from assistant.libraries import listing
    from assistant.libraries.library import Library
    from assistant.long_tables.opening import find_long, rows_shown

    if sum(part is not None for part in (table, section, page)) > 1:
        raise WrongUsage("show one of --table, --section and --page at a time")
    if row is not None and table is None:
        raise WrongUsage("--row goes with --table N")
    with Library.open(context.obj.settings.library) as library:
        report = library.document(document)
    if table is not None:
        long = find_long(report, table)
        if row is not None and long is None:
            raise WrongUsage(f"--row is for a long table, and table {table} of '{document}' is none")
        print(listing.table_text(rows_shown(report, long, row) if long else listing.find_table(report, table)))
    elif section is not None:
        print(listing.blocks_text(listing.section_blocks(report, section)))
    elif page is not None:
        print(listing.blocks_text(listing.page_blocks(report, page)))
    else:
        print(listing.outline_text(report))
    return ANSWERED


@app.command()
def calculate(
    context: typer.Context,
    plan: Annotated[Path, typer.Argument(help="The plan as JSON, '-' for standard input.", show_default=False)],
) -> int:
    """Carry out a plan: JSON in, JSON out.

    A plan names an operation and the cells that it works on, as `tables --json` gives their places.
    """
    from assistant.answers.contract import read_plan, result_json
    from assistant.report_library import open_library

    wanted = read_plan(read_text(plan, "plan"))
    with open_library(context.obj.settings.library) as library:
        print(indented(result_json(library.calculate(wanted), library.assistant.library)))
    return ANSWERED

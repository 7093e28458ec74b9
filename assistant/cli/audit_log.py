"""The audit log: ``log``."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.audit_log import AuditLog, Entry

from assistant.cli.application import ANSWERED, FAILED, app, complain
from assistant.cli.options import OverFile
from assistant.cli.streams import one_line, refuse_to_overwrite, write_file
from assistant.usage import WrongUsage
from corpus.naming import printable


@app.command()
def log(
    context: typer.Context,
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="From this day on: '2025-04-01'.", show_default=False)
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines, one entry a line.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="Write it to this .csv or .jsonl file.", show_default=False),
    ] = None,
    force: OverFile = False,
    verify: Annotated[bool, typer.Option("--verify", help="Hold each entry against the one before instead.")] = False,
    older: Annotated[
        int | None,
        typer.Option(
            "--delete-older", metavar="DAYS", min=1, help="Delete what is older than so many days, on record."
        ),
    ] = None,
) -> int:
    """Show who changed what and when, and who asked what where that is logged; write it to a file.

    Ends with 1 when --verify finds that the log was tampered with. REPORT_ASSISTANT_AUDIT_LOG says what is logged.
    """
    from assistant.audit_log import AuditLog, load_audit_settings
    from corpus.database import open_database

    if since and not re.fullmatch(r"\d{4}-\d\d-\d\d(T[\d:]+)?", since):
        raise WrongUsage(f"'{since}' is no day; write it as {datetime.now(UTC).date()}")
    if output is not None and output.suffix.lower() not in {".csv", ".jsonl"}:
        raise WrongUsage(f"'{output}' should end in .csv or .jsonl")
    refuse_to_overwrite(output, force=force)
    place = context.obj.settings.library
    open_database(place).close()  # says so where there is no library
    kept = AuditLog(place, load_audit_settings())
    if older is not None:
        print(f"deleted: {kept.delete_older(older)} entries")
        return ANSWERED
    if verify:
        return _verified(kept)
    entries = kept.entries(since)
    if output is not None:
        write_file(output, _csv(entries) if output.suffix.lower() == ".csv" else _lines(entries).encode())
    elif as_json:
        print(_lines(entries), end="")
    else:
        print("\n".join(map(_line, entries)) or "nothing is logged yet")
    return ANSWERED


def _verified(kept: AuditLog) -> int:
    """Say whether the log is whole, and where it ends, which is worth noting down elsewhere."""
    faults = kept.faults()
    for fault in faults:
        complain(f"the audit log was tampered with: {fault}")
    if faults:
        return FAILED
    entries = kept.entries()
    print(f"whole: {len(entries)} entries" + (f", the last of digest {entries[-1].digest}" if entries else ""))
    return ANSWERED


def _line(entry: Entry) -> str:
    told = " ".join(filter(None, (entry.act, entry.what, f"-> {entry.outcome}" if entry.outcome else "")))
    parts = (str(entry.number), entry.at, entry.way, entry.who, told)
    return "  ".join(map(printable, parts))  # who asked over HTTP may have meant it for this terminal


def _lines(entries: tuple[Entry, ...]) -> str:
    return "".join(f"{one_line(asdict(entry))}\n" for entry in entries)


def _csv(entries: tuple[Entry, ...]) -> bytes:
    from assistant.audit_log import COLUMNS
    from assistant.spreadsheets import csv_file

    rows = ([str(getattr(entry, name) or "") for name in COLUMNS] for entry in entries)
    return csv_file([COLUMNS, *rows])

"""What leaves a library as files, and a whole library as one archive that comes back in: the reports' own files, with
what was set of them.

An archive is read anew, not trusted: it carries no database, nothing of it is unpacked to disk, and each report is read
by this program as if it had been added.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path, PurePath
from typing import Any

from assistant.libraries.adding import Order
from assistant.libraries.batches import Job
from assistant.libraries.facts import read_facts
from assistant.libraries.library import Library
from assistant.libraries.listing import counted, find_table
from assistant.long_tables.opening import find_long
from assistant.spreadsheets import harmless, table_csv
from assistant.usage import WrongUsage
from corpus.corrections import FIELDS
from corpus.errors import ArchiveDamaged, InvalidId
from corpus.loading import ReportFile, most_bytes
from corpus.long_tables import LongRows
from corpus.naming import check_id, printable

FORMAT = "report-assistant library"
VERSION = 1
MANIFEST = "library.json"

_MEMBER = re.compile(r"reports/[0-9]{6}(?:\.[A-Za-z0-9]{1,10})?")
_MAX_REPORTS = 100_000
_MAX_MANIFEST_BYTES = 50_000_000
_MAX_EXPANSION = 300  # text packs to a tenth; what packs to less than this is no report
_PACKED_TIME = (1980, 1, 1, 0, 0, 0)  # so that the same library gives the same bytes


# --- out -------------------------------------------------------------------------------------------------------------


def export_table(library: Library, document_id: str, number: int, output: Path, *, force: bool) -> str:
    """Write a table as CSV, its cells as printed; what was done, in words.

    Text that a spreadsheet would take for a formula gets a quote mark before it. Raises UnknownDocument, NotInDocument,
    WrongUsage where the file is there already.
    """
    document = library.document(document_id)
    if (long := find_long(document, number)) is not None:
        rows_of = LongRows(long)
        with _written(output, force=force) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as out:
            for row in chain([rows_of.row(0)], rows_of.all()):
                csv.writer(out).writerow(map(harmless, row))
        return f"written: table {number} of '{document_id}' ({counted(long.n_rows + 1, 'row')}) to {output}"
    table = find_table(document, number)
    with _written(output, force=force) as unfinished:
        unfinished.write_bytes(table_csv(table))
    return f"written: table {number} of '{document_id}' ({counted(table.n_rows, 'row')}) to {output}"


def export_report(library: Library, document_id: str, output: Path, *, force: bool) -> str:
    """Write the file that a report was read from; what was done, in words. Raises as `export_table`."""
    file = library.original(document_id)
    with _written(output, force=force) as unfinished:
        unfinished.write_bytes(file.data)
    return f"written: the file of '{document_id}' ({file.name}) to {output}"


def export_library(library: Library, output: Path, *, force: bool) -> str:
    """Write the whole library, as it is at one moment, as one archive; what was done, in words. Raises WrongUsage."""
    with _written(output, force=force) as unfinished, zipfile.ZipFile(unfinished, "w") as archive, library.at_once():
        reports = []
        infos = library.documents()
        for number, info in enumerate(infos):
            file = library.original(info.id)
            member = f"reports/{number:06}{file.ending}"
            if not _MEMBER.fullmatch(member):
                member = f"reports/{number:06}"
            _pack(archive, member, file.data)
            reports.append(
                {
                    "id": info.id,
                    "file": file.name,
                    "member": member,
                    "digest": file.digest,
                    "set": {field: getattr(info, field) for field in info.set_by_user},
                }
            )
        manifest = {"format": FORMAT, "version": VERSION, "reports": reports}
        _pack(archive, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    return f"written: {counted(len(infos), 'report')} to {output}"


def _pack(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    member = zipfile.ZipInfo(name, date_time=_PACKED_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, data)


@contextmanager
def _written(output: Path, *, force: bool) -> Iterator[Path]:
    """The name to write to; the file is there under its own name when all of it is written, or not at all."""
    if output.is_dir():
        raise WrongUsage(f"'{output}' is a folder; name a file in it")
    if output.exists() and not force:
        raise WrongUsage(f"'{output}' is there already; --force writes over it")
    unfinished = output.with_name(f".{output.name}.unfinished")
    try:
        yield unfinished
        unfinished.replace(output)
    except OSError as error:
        raise WrongUsage(f"cannot write '{output}': {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


# --- in --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedArchive:
    """An archive that was checked: one job for each of its reports, and the bytes of each by the job's place."""

    jobs: Sequence[Job]
    sizes: dict[str, int]


@contextmanager
def open_archive(path: Path) -> Iterator[OpenedArchive]:
    """The archive's reports, all of it checked before the first is added.

    Raises ArchiveDamaged for one that is none, is not whole, was changed, is of a later version, or would expand beyond
    all reason.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            reports = _manifest(archive)
            jobs, sizes = [], {}
            for report in reports:
                order = partial(_order, archive, report)
                order()
                jobs.append(Job(name=report.id, place=report.id, order=order))
                sizes[report.id] = archive.getinfo(report.member).file_size
            yield OpenedArchive(jobs=jobs, sizes=sizes)
    except FileNotFoundError as error:
        raise ArchiveDamaged(f"no file '{path}'; check its name and folder") from error
    except OSError as error:
        raise ArchiveDamaged(f"'{path}' cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise ArchiveDamaged(f"'{path}' is no whole archive ({error}); export the library again") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """One report as the manifest describes it."""

    id: str
    file: str
    member: str
    digest: str
    corrections: tuple[tuple[str, str], ...]


def _manifest(archive: zipfile.ZipFile) -> list[_Report]:
    if len(archive.namelist()) > _MAX_REPORTS + 1:
        raise ArchiveDamaged(f"the archive holds over {_MAX_REPORTS:,} files, more than a library may have")
    if len(set(archive.namelist())) < len(archive.namelist()):
        raise ArchiveDamaged("the archive holds two files of one name; export the library again")
    try:
        told = json.loads(_member(archive, MANIFEST, _MAX_MANIFEST_BYTES))
        if told["format"] != FORMAT:
            raise ValueError(f"its format is {told['format']!r}")
        if told["version"] != VERSION:
            raise ArchiveDamaged(
                f"the archive has version {printable(str(told['version']))}, this program reads version {VERSION}; "
                "use the program that wrote it"
            )
        reports = [_report(entry) for entry in told["reports"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ArchiveDamaged(f"this is no archive of a library, or was changed ({printable(str(error))})") from error
    if len({report.id for report in reports}) < len(reports):
        raise ArchiveDamaged("the archive gives one id to two reports; export the library again")
    return reports


def _report(entry: Any) -> _Report:
    names = ("id", "file", "member", "digest")
    if not all(isinstance(entry[name], str) for name in names) or not isinstance(entry["set"], dict):
        raise ValueError("a report is not described as it should be")
    values: dict[str, str] = entry["set"]
    if not set(values) <= set(FIELDS) or not all(isinstance(value, str) for value in values.values()):
        raise ValueError("something else than a report's facts was set")
    if not _MEMBER.fullmatch(entry["member"]):
        raise ValueError(f"a report is kept as '{entry['member']}'")
    try:
        corrections = tuple(read_facts(values).items()) if values else ()
        return _Report(**{name: entry[name] for name in names} | {"id": check_id(entry["id"])}, corrections=corrections)
    except (InvalidId, WrongUsage) as error:
        raise ValueError(str(error)) from error


def _order(archive: zipfile.ZipFile, report: _Report) -> Order:
    """The order to add a report, its bytes checked. Raises ArchiveDamaged."""
    data = _member(archive, report.member, most_bytes(report.file))
    if hashlib.sha256(data).hexdigest() != report.digest:
        raise ArchiveDamaged(f"the file of '{report.id}' in the archive was changed; export the library again")
    file = ReportFile.of(data, PurePath(report.file).name, report.id)
    return Order(file=file, suggested=report.id, corrections=report.corrections)


def _member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The bytes of a file in the archive, which is believed neither about its size nor about its name."""
    info = archive.NameToInfo.get(name)
    if info is None:
        raise ArchiveDamaged(f"this is no archive of a library, or not a whole one: it lacks '{name}'")
    if info.flag_bits & 1:
        raise ArchiveDamaged("the archive is locked with a password; export the library again without one")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise ArchiveDamaged("the archive is packed in a way that this program does not write; export it again")
    most = min(most, _MAX_EXPANSION * info.compress_size + 100_000)
    with archive.open(info) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ArchiveDamaged(f"'{name}' in the archive expands to more than a report may have")
    return data

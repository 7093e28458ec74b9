"""The command line, ``report-assistant``: parse, call one method, print.

Whatever takes long to import is imported inside the command that needs it, so that an answer is there at once.
"""

from __future__ import annotations

import io
import json
import os
import runpy
import socket
import sys
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.answer import Answer, Route, answer_json
from assistant.config import APP_NAME, Settings, load_settings
from assistant.declining import MAX_QUESTION
from assistant.errors import AssistantError
from assistant.rendering import answer_text
from assistant.usage import WrongUsage
from corpus.errors import InvalidId, LibraryMissing, ReportError, UnknownDocument
from structured.errors import InvalidPlan

if TYPE_CHECKING:
    from assistant.batches import Outcome
    from assistant.library import Library
    from assistant.service import Assistant

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


class Style(StrEnum):
    """How an answer is put."""

    PLAIN = "plain"
    ANSWER = "answer"


Question = Annotated[str | None, typer.Argument(help="The question, in quotes.", show_default=False)]
Claim = Annotated[str | None, typer.Argument(help="The claim, in quotes.", show_default=False)]
Document = Annotated[str, typer.Argument(help="The report's id.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
WithWorking = Annotated[bool, typer.Option("--working", help="Show how it was worked out.")]
InDocuments = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="ID", help="Ask about this report only; may be repeated.", show_default=False),
]
FromBatch = Annotated[
    Path | None,
    typer.Option(
        "--batch", metavar="FILE", help="Take JSON Lines from FILE, '-' for standard input.", show_default=False
    ),
]


ToFile = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="OUT", help="Write it to this file.", show_default=False)
]
OverFile = Annotated[bool, typer.Option("--force", help="Replace OUT where it is there already.")]


def _version() -> str:
    from importlib.metadata import version

    return version(APP_NAME)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"{APP_NAME} {_version()}")
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
    may_make = settings.starter and (library is None or settings.library.is_dir())
    context.obj = Run(settings=settings, may_make=may_make, verbose=verbose)


def _open(context: typer.Context) -> Assistant:
    from assistant.service import Assistant

    run: Run = context.obj
    assistant = Assistant.open(run.settings.library, create=run.may_make, model=run.settings.model)
    _offer_starter(assistant.library, run.settings)
    return assistant


def _offer_starter(library: Library, settings: Settings) -> None:
    """Put the starter reports into a library that is new, and say so."""
    from assistant.progress import progress
    from assistant.starter import add_starter, is_due

    if settings.starter and is_due(library):
        titles = "; ".join(info.title for info in add_starter(library, progress))
        _complain(f"the library was empty, so it now holds the starter reports, in restated editions: {titles}")


# --- asking ----------------------------------------------------------------------------------------------------------


@app.command()
def ask(
    context: typer.Context,
    question: Question = None,
    as_json: AsJson = False,
    working: WithWorking = False,
    documents: InDocuments = None,
    batch: FromBatch = None,
    style: Annotated[
        Style, typer.Option("--style", help="'answer': two or three formal sentences, sources in brackets.")
    ] = Style.PLAIN,
) -> int:
    """Answer a question, or each question of a file."""
    return _answer(context, question, batch, documents, as_json, working, what="question", style=style)


@app.command()
def check(
    context: typer.Context,
    claim: Claim = None,
    as_json: AsJson = False,
    working: WithWorking = False,
    documents: InDocuments = None,
    batch: FromBatch = None,
    draft: Annotated[
        Path | None,
        typer.Option("--draft", metavar="FILE", help="Check a Word, Markdown or text file.", show_default=False),
    ] = None,
    output: ToFile = None,
    force: OverFile = False,
) -> int:
    """Check a claim, or every statement of a draft: supported, contradicted or not found."""
    if draft is not None or (claim is not None and len(claim) > MAX_QUESTION):
        if batch is not None or (draft is not None and claim is not None):
            raise WrongUsage("give one claim in quotes, --batch FILE or --draft FILE; one of them")
        return _check_draft(context, draft, claim or "", documents, output, as_json=as_json, force=force)
    if output is not None:
        raise WrongUsage("-o is for a draft that is handed back with remarks; name it with --draft FILE")
    return _answer(context, claim, batch, documents, as_json, working, what="claim")


@app.command()
def audit(
    context: typer.Context,
    documents: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DOCUMENT", help="The reports' ids; every report when none is named.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Audit reports: figures of text and tables that do not agree, sums that do not add up.

    Ends with 0 whatever it finds; a script reads the severities from the JSON.
    """
    from assistant.auditing.findings import finding_json
    from assistant.auditing.wording import findings_text
    from assistant.service import Assistant

    assistant = Assistant.open(context.obj.settings.library)
    scope = frozenset(documents) if documents else None
    findings = assistant.audit(scope)
    titles = {info.id: info.title for info in assistant.library.documents() if scope is None or info.id in scope}
    as_data = {"findings": [finding_json(finding) for finding in findings]}
    print(_indented(as_data) if as_json else findings_text(findings, titles))
    return ANSWERED


def _check_draft(
    context: typer.Context,
    path: Path | None,
    pasted: str,
    documents: Sequence[str] | None,
    output: Path | None,
    *,
    as_json: bool,
    force: bool,
) -> int:
    from assistant.drafts.reading import read_draft_file, read_pasted
    from assistant.drafts.writing import annotated, check_json, check_text, summary
    from assistant.progress import progress

    _refuse_to_overwrite(output, force=force)
    draft = read_draft_file(path) if path is not None else read_pasted(_sound(pasted))
    assistant = _open(context)
    with progress(draft.name) as tell:
        scope = frozenset(documents) if documents else None
        checked = assistant.check_draft(
            draft, scope, lambda done, total: tell(f"sentence {done} of {total}", done / total)
        )
    if output is not None:
        _write(output, annotated(draft, checked, output.suffix))
    if as_json:
        print(_indented(check_json(checked)))
    else:
        print(summary(checked) if output is not None else check_text(checked))
    return ANSWERED if checked.sentences else DECLINED


def _refuse_to_overwrite(output: Path | None, *, force: bool) -> None:
    if output is not None and output.exists() and not force:
        raise WrongUsage(f"'{output}' is there already; --force replaces it")


def _write(output: Path, data: bytes) -> None:
    """Write a file wholly or not at all. Raises WrongUsage when it cannot be written."""
    part = output.with_name(f".{output.name}.part")
    try:
        part.write_bytes(data)
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WrongUsage(f"cannot write '{output}': {error.strerror or error}") from error
    print(f"written: {output}", file=sys.stderr)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question or claim as the user put it."""

    id: str = ""
    question: str
    history: tuple[str, ...] = ()
    documents: frozenset[str] | None = None


def _answer(
    context: typer.Context,
    question: str | None,
    batch: Path | None,
    documents: Sequence[str] | None,
    as_json: bool,
    working: bool,
    *,
    what: str,
    style: Style = Style.PLAIN,
) -> int:
    scope = frozenset(documents) if documents else None
    if (question is None) == (batch is None):
        raise WrongUsage(f"give one {what} in quotes, or --batch FILE with one a line; not both")
    if batch is not None:
        if style is not Style.PLAIN:
            raise WrongUsage("--style is for one question, not for a batch")
        asked = [replace(a, documents=a.documents or scope) for a in read_batch(batch)]
        assistant = _open(context)
        for item in asked:
            print(_one_line({**answer_json(_reply_in_batch(assistant, item, what)), "id": item.id}))
        return ANSWERED
    assert question is not None
    answer = _reply(_open(context), Asked(question=_sound(question), documents=scope), what)
    if style is Style.ANSWER:
        from assistant.formal import formal

        told = formal(answer)
        print(_indented(answer_json(replace(answer, text=told))) if as_json else told)
    else:
        print(_indented(answer_json(answer)) if as_json else answer_text(answer, working=working))
    return DECLINED if answer.route in {Route.REFUSAL, Route.CLARIFICATION} else ANSWERED


def _reply(assistant: Assistant, asked: Asked, what: str) -> Answer:
    if what == "claim":
        return assistant.check(asked.question, documents=asked.documents)
    return assistant.ask(asked.question, history=asked.history, documents=asked.documents)


def _reply_in_batch(assistant: Assistant, asked: Asked, what: str) -> Answer:
    """The answer; a question that cannot be taken is refused, so that one of a thousand does not stop the others."""
    try:
        return _reply(assistant, asked, what)
    except (AssistantError, UnknownDocument) as error:
        return Answer(question=asked.question, route=Route.REFUSAL, text=f"Not answered: {error}.")


def _one_line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _indented(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def read_batch(path: Path) -> list[Asked]:
    """The questions of a JSON Lines file, in order. Raises WrongUsage naming the first line that is malformed."""
    text = _read_text(path, "batch")
    # Not splitlines(): a JSON string may hold U+2028 as it is.
    lines = enumerate(text.split("\n"), 1)
    return [_read_line(path, number, line) for number, line in lines if line.strip()]


def _read_text(path: Path, what: str) -> str:
    """The text of a file, or of standard input for '-'. Raises WrongUsage."""
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise WrongUsage(f"cannot read the {what} '{path}': {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise WrongUsage(f"the {what} '{path}' is not UTF-8 text (byte {error.start}); save it as UTF-8") from error


def _read_line(path: Path, number: int, line: str) -> Asked:
    def wrong(why: str) -> WrongUsage:
        return WrongUsage(f'line {number} of the batch \'{path}\' {why}; a line is {{"id": …, "question": …}}')

    try:
        data = json.loads(line)
    except ValueError as error:
        raise wrong(f"is not JSON ({error})") from error
    if not isinstance(data, dict):
        raise wrong("is not an object")
    if not isinstance(data.get("id"), str) or not isinstance(data.get("question"), str):
        raise wrong("lacks a text for 'id' or 'question'")
    lists = {name: data.get(name) for name in ("history", "documents")}
    for name, value in lists.items():
        if value is not None and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            raise wrong(f"has a '{name}' that is not a list of texts")
    return Asked(
        id=data["id"],
        question=_sound(data["question"]),
        history=tuple(map(_sound, lists["history"] or ())),
        documents=frozenset(lists["documents"]) if lists["documents"] else None,
    )


def _sound(text: str) -> str:
    """The text with what is no character (half of a surrogate pair, a byte that is not UTF-8) replaced by '?'."""
    return text.encode(errors="replace").decode()


@app.command()
def chat(context: typer.Context, working: WithWorking = False, documents: InDocuments = None) -> int:
    """Hold a conversation in the terminal.

    Follow-ups such as "and the year before?" are understood. An empty line or Ctrl-D ends it.
    """
    assistant = _open(context)
    scope = frozenset(documents) if documents else None
    history: list[str] = []
    choices: tuple[str, ...] = ()
    for example in assistant.examples(3):
        print(f"for example: {example}")
    while line := _read_question():
        question = choices[int(line) - 1] if line.isdecimal() and 1 <= int(line) <= len(choices) else line
        answer = assistant.ask(question, history=tuple(history), documents=scope)
        print(f"\n{answer_text(answer, working=working)}\n")
        history.append(question)
        choices = answer.choices
    return ANSWERED


def _read_question() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        print()
        return ""


@app.command()
def brief(
    context: typer.Context,
    topic: Annotated[str, typer.Argument(help="The topic, in quotes.", show_default=False)],
    output: ToFile = None,
    force: OverFile = False,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="FILE", help="Write it in this Word template.", show_default=False),
    ] = None,
    documents: InDocuments = None,
) -> int:
    """Write a briefing on a topic: the figures, a chart, causes and actions, caveats and sources.

    As Word for an OUT that ends in .docx, as Markdown for .md and where none is given.
    """
    if output is not None and output.suffix.lower() not in {".docx", ".md"}:
        raise WrongUsage(f"'{output}' should end in .docx or .md")
    if template is not None and (output is None or output.suffix.lower() != ".docx"):
        raise WrongUsage("--template is for a Word briefing; name it with -o and an ending of .docx")
    picture = output.with_name(f"{output.stem}-chart.png") if output is not None else None
    _refuse_to_overwrite(output, force=force)
    written = _open(context).brief(topic=_sound(topic), documents=frozenset(documents) if documents else None)
    if isinstance(written, Answer):
        print(answer_text(written))
        return DECLINED
    from assistant.briefs.markdown import brief_markdown

    if output is None:
        print(brief_markdown(written), end="")
    elif output.suffix.lower() == ".docx":
        from assistant.briefs.word import TEMPLATE, brief_word

        _write(output, brief_word(written, template or TEMPLATE))
    else:
        assert picture is not None
        if written.chart is not None:
            from assistant.briefs.drawing import draw

            _refuse_to_overwrite(picture, force=force)
            _write(picture, draw(written.chart))
        _write(output, brief_markdown(written, picture.name).encode())
    return ANSWERED


# --- the library -----------------------------------------------------------------------------------------------------


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
) -> int:
    """Add reports to the library.

    The same file again changes nothing, and a changed one takes the place of what was read from it before. What was
    broken off is gone on with by the same command.
    """
    from assistant.gathering import find_files
    from assistant.library import Library
    from assistant.listing import added_text
    from assistant.progress import batch_progress, progress

    found = find_files(files)
    if document_id is not None and len(found) > 1:
        raise WrongUsage(f"--id names one report, but {len(found)} files were given; add them one by one")
    with Library.open(context.obj.settings.library, create=True) as library:
        if document_id is not None:
            with progress(found[0].name) as tell:
                added = library.add(found[0], document_id=document_id, progress=tell)
            print(added_text(added))
            return ANSWERED
        with batch_progress({str(path): _size(path) for path in found}) as watch:
            return _told(library.add_all(found, watch), len(found))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it will say what is wrong with it
        return 0


def _told(outcomes: Iterable[Outcome], n: int) -> int:
    """Say what came of each report as it comes, and of all of them at the end. Returns the exit code."""
    from assistant.listing import added_text, outcomes_text

    done = []
    for outcome in outcomes:
        done.append(outcome)
        if outcome.error is not None:
            _complain(outcome.error)
        elif outcome.added is not None:
            print(added_text(outcome.added), flush=True)
    if n > 1:
        print(outcomes_text(done))
    return FAILED if any(outcome.error for outcome in done) else ANSWERED


@app.command(name="list")
def list_documents(context: typer.Context, as_json: AsJson = False) -> int:
    """List the reports in the library."""
    from assistant.library import Library
    from assistant.listing import documents_json, info_text

    with Library.open(context.obj.settings.library) as library:
        documents = library.documents()
    if as_json:
        print(_indented(documents_json(documents)))
    else:
        print("\n".join(map(info_text, documents)) or f"no reports yet; `{APP_NAME} add FILE` adds one")
    return ANSWERED


@app.command()
def remove(context: typer.Context, document: Document) -> int:
    """Take a report out of the library."""
    from assistant.library import Library

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
    from assistant.facts import read_facts
    from assistant.library import Library
    from assistant.listing import info_text

    given = {"title": title, "publisher": publisher, "period": period, "published": published, "edition": edition}
    values = read_facts({field: _sound(value) for field, value in given.items() if value is not None})
    with Library.open(context.obj.settings.library) as library:
        print(info_text(library.correct(document, values)))
    return ANSWERED


@app.command()
def rebuild(
    context: typer.Context,
    documents: Annotated[
        list[str] | None, typer.Argument(help="The reports' ids; otherwise all reports.", show_default=False)
    ] = None,
) -> int:
    """Read reports again from the files that the library keeps."""
    from assistant.library import Library
    from assistant.progress import batch_progress

    with Library.open(context.obj.settings.library) as library:
        held = {info.id: info for info in library.documents()}
        for document_id in documents or ():
            if document_id not in held:
                raise UnknownDocument(document_id, tuple(held))
        wanted = tuple(dict.fromkeys(documents or held))
        with batch_progress({document_id: held[document_id].chunks for document_id in wanted}) as watch:
            return _told(library.rebuild(wanted, watch), len(wanted))


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
    from assistant import archives
    from assistant.library import Library

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
    from assistant.archives import open_archive
    from assistant.library import Library
    from assistant.progress import batch_progress

    with (
        open_archive(archive) as opened,
        Library.open(context.obj.settings.library, create=True) as library,
        batch_progress(opened.sizes) as watch,
    ):
        return _told(library.run(opened.jobs, watch), len(opened.jobs))


@app.command()
def tables(context: typer.Context, document: Document, as_json: AsJson = False) -> int:
    """List a report's tables.

    As JSON: with every label, figure, unit and period as it was read.
    """
    from assistant.library import Library
    from assistant.listing import grids_json, grids_text

    with Library.open(context.obj.settings.library) as library:
        grids = library.grids(frozenset({document}))
    print(_indented(grids_json(grids)) if as_json else grids_text(grids) or f"'{document}' has no tables")
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
) -> int:
    """Show a part of a report as it was read.

    Without an option: its outline.
    """
    from assistant import listing
    from assistant.library import Library

    if sum(part is not None for part in (table, section, page)) > 1:
        raise WrongUsage("show one of --table, --section and --page at a time")
    with Library.open(context.obj.settings.library) as library:
        report = library.document(document)
    if table is not None:
        print(listing.table_text(listing.find_table(report, table)))
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
    from assistant.contract import read_plan, result_json
    from assistant.report_library import open_library

    wanted = read_plan(_read_text(plan, "plan"))
    with open_library(context.obj.settings.library) as library:
        print(_indented(result_json(library.calculate(wanted), library.assistant.library)))
    return ANSWERED


# --- the page --------------------------------------------------------------------------------------------------------


@app.command()
def web(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port on this machine.")] = 8501,
    address: Annotated[
        str, typer.Option("--address", metavar="ADDRESS", help="The address to listen at.")
    ] = "127.0.0.1",
    open_to_everyone: Annotated[
        bool, typer.Option("--open-to-everyone", help="Let whoever reaches the page read, without signing in.")
    ] = False,
) -> int:
    """Serve the page to this machine, or to others, until Ctrl-C.

    Who may do what once they have signed in comes from REPORT_ASSISTANT_WEB_USERS as role:who.
    """
    from assistant.web.access import OPEN, check_serving

    check_serving(address, open_to_everyone=open_to_everyone)
    _check_port(address, port)
    _ready_for_the_page(context.obj)
    print(f"http://{f'[{address}]' if ':' in address else address}:{port}  (Ctrl-C ends it)", flush=True)
    os.environ["REPORT_ASSISTANT_LIBRARY"] = str(context.obj.settings.library.absolute())
    if open_to_everyone:
        os.environ[OPEN] = "on"
    sys.argv = ["streamlit", "run", str(page_path()), "--server.port", str(port), "--server.address", address]
    # In this very process: it is there sooner than another, and ending it ends the page.
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return ANSWERED


def _check_port(host: str, port: int) -> None:
    """Raise WrongUsage where the port is taken or the address is not this machine's."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise WrongUsage(f"port {port} cannot be used ({error.strerror}); choose another with --port") from error


def _ready_for_the_page(run: Run) -> None:
    from assistant.library import Library

    try:
        with Library.open(run.settings.library, create=run.may_make) as library:
            _offer_starter(library, run.settings)
    except LibraryMissing as error:
        _complain(error)  # the page says so too, and serves as soon as there is one


def page_path() -> Path:
    """The page's script: inside the package where it was installed, beside it in a checkout."""
    inside = Path(__file__).parent / "web" / "app.py"
    return inside if inside.is_file() else Path(__file__).parents[1] / "app.py"


@app.command()
def api(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port.")] = 8600,
    open_to_anyone: Annotated[
        bool, typer.Option("--open-to-anyone", help="Serve other machines without any key.")
    ] = False,
) -> int:
    """Serve the HTTP API, to this machine unless told otherwise, until Ctrl-C.

    Keys come from REPORT_ASSISTANT_API_KEYS as role:key (reader, editor, owner); without keys everyone may only read.
    """
    from assistant.api.serving import check_address, serve
    from assistant.api.settings import load_api_settings
    from assistant.extras import need
    from assistant.report_library import open_library

    need("api")
    settings = check_address(host, load_api_settings(), open_to_anyone=open_to_anyone)
    _check_port(host, port)
    _ready_for_the_page(context.obj)
    library = open_library(context.obj.settings.library, index="chroma", model=context.obj.settings.model)
    print(f"http://{f'[{host}]' if ':' in host else host}:{port}/v1/openapi.json  (Ctrl-C ends it)", flush=True)
    serve(library, settings, host=host, port=port)
    return ANSWERED


@app.command()
def mcp(
    context: typer.Context,
    http: Annotated[bool, typer.Option("--http", help="Serve streamable HTTP on this machine instead.")] = False,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port for --http.")] = 8601,
) -> int:
    """Serve the library to other programs' agents over the Model Context Protocol.

    It speaks over standard input and output, as programs that start their servers themselves expect.
    """
    from assistant.extras import need
    from assistant.report_library import open_library

    need("mcp")
    from assistant.mcp_server import serve

    if http:
        _check_port("127.0.0.1", port)
    _ready_for_the_page(context.obj)
    with open_library(context.obj.settings.library, model=context.obj.settings.model) as library:
        if http:
            _complain(f"http://127.0.0.1:{port}/mcp  (Ctrl-C ends it)")
        serve(library, port=port if http else None)
    return ANSWERED


# --- starting and ending ---------------------------------------------------------------------------------------------


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
        _complain(f"{error.format_message().rstrip('.')}; `{APP_NAME} --help` shows how")
        return USAGE
    except (WrongUsage, UnknownDocument, InvalidId, InvalidPlan) as error:
        _complain(error)
        return USAGE
    except ReportError as error:
        _complain(error)
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


def _complain(problem: object) -> None:
    print(f"{APP_NAME}: {' '.join(str(problem).split())}", file=sys.stderr)


def _record(error: Exception, *, verbose: bool) -> None:
    """Tell of an unexpected error in one line, and keep its trace in the log; with --verbose, show it."""
    trace = "".join(traceback.format_exception(error))
    what = f"something went wrong that should not have ({type(error).__name__}: {error})"
    try:
        log = load_settings().log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {_version()}\n{trace}\n")
        _complain(f"{what}; {log} says where")
    except (OSError, ReportError):
        _complain(f"{what}; --verbose shows where")
    if verbose:
        print(trace, file=sys.stderr, end="")


if __name__ == "__main__":
    main()

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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
from corpus.errors import LibraryMissing, LoadError, ReportError, UnknownDocument

if TYPE_CHECKING:
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
    assistant = Assistant.open(run.settings.library, create=run.may_make)
    _offer_starter(assistant.library, run.settings)
    return assistant


def _offer_starter(library: Library, settings: Settings) -> None:
    """Put the starter reports into a library that is new, and say so."""
    from assistant.starter import add_starter, is_due

    if settings.starter and is_due(library):
        titles = "; ".join(info.title for info in add_starter(library, _progress))
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

    _refuse_to_overwrite(output, force=force)
    draft = read_draft_file(path) if path is not None else read_pasted(_sound(pasted))
    assistant = _open(context)
    with _progress(draft.name) as tell:
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
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise WrongUsage(f"cannot read the batch '{path}': {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise WrongUsage(f"the batch '{path}' is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    # Not splitlines(): a JSON string may hold U+2028 as it is.
    lines = enumerate(text.split("\n"), 1)
    return [_read_line(path, number, line) for number, line in lines if line.strip()]


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
    files: Annotated[list[Path], typer.Argument(help="The reports to add.", show_default=False)],
    document_id: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="The report's id; otherwise its file's name.", show_default=False),
    ] = None,
) -> int:
    """Add reports to the library.

    A report of the same id is replaced when its file has changed, and left alone when it has not.
    """
    from assistant.library import Library
    from assistant.listing import info_text

    if document_id is not None and len(files) > 1:
        raise WrongUsage(f"--id names one report, but {len(files)} files were given; add them one by one")
    failed = 0
    with Library.open(context.obj.settings.library, create=True) as library:
        for file in files:
            try:
                with _progress(file.name) as progress:
                    added = library.add(file, document_id=document_id, progress=progress)
            except LoadError as error:
                _complain(error)
                failed += 1
                continue
            print(f"{added.status.value}: {info_text(added.info)}")
            for note in added.notes:
                print(f"  note: {note}")
    return FAILED if failed else ANSWERED


@contextmanager
def _progress(name: str) -> Iterator[Callable[[str, float], None]]:
    """A progress bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=1.0)
        yield lambda stage, done: bar.update(task, completed=done, description=f"{name}: {stage}")


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


# --- the page --------------------------------------------------------------------------------------------------------


@app.command()
def web(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port on this machine.")] = 8501,
) -> int:
    """Serve the chat page to this machine, until Ctrl-C."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise WrongUsage(f"port {port} cannot be used ({error.strerror}); choose another with --port") from error
    _ready_for_the_page(context.obj)
    print(f"http://127.0.0.1:{port}  (Ctrl-C ends it)", flush=True)
    os.environ["REPORT_ASSISTANT_LIBRARY"] = str(context.obj.settings.library.absolute())
    sys.argv = ["streamlit", "run", str(page_path()), "--server.port", str(port)]
    # In this very process: it is there sooner than another, and ending it ends the page.
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return ANSWERED


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
    except (WrongUsage, UnknownDocument) as error:
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

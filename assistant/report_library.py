"""A library of reports for other programs: open it, ask it, look into its tables, calculate over them.

The command line, the HTTP API, the MCP server and the LangChain tools offer the same operations with the same results.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from assistant.acting import PROGRAM, acting
from assistant.answers.answer import Answer, Citation, outcome_of
from assistant.checking.elsewhere import SecondLook
from assistant.hearing import Hearing
from assistant.libraries.adding import AddedDocument, Progress
from assistant.service import Assistant
from assistant.usage import NotInDocument
from corpus.document import Document, Passage
from corpus.embedding import Embedder
from corpus.places import LibraryPlace, read_place
from corpus.store import DocumentInfo
from structured.engine import Result
from structured.observations import Grid
from structured.plan import Plan

if TYPE_CHECKING:
    import pandas as pd

    from assistant.answers.explaining import Explanation
    from assistant.auditing.findings import Finding
    from assistant.briefs.brief import Brief
    from assistant.drafts.draft import DraftCheck
    from assistant.language_model.settings import ModelSettings
    from corpus.picturing import PagePicture

MOST_PASSAGES = 100
"""As many passages as one search may ask for."""


class ReportLibrary:
    """The reports in one library, ready to be asked. Safe to share between threads; close it, or use it in a ``with``.

    Whatever goes wrong in a way that can be explained is a `ReportError`; not being able to answer is none, it is an
    `Answer` with the route ``refusal`` or ``clarification``.
    """

    def __init__(self, assistant: Assistant) -> None:
        """Use `open_library`."""
        self.assistant = assistant

    @property
    def path(self) -> LibraryPlace:
        """The library's folder, or its database on a server."""
        return self.assistant.library.path

    @property
    def version(self) -> int:
        """A number that grows with every change of the library, by whatever process; told without waiting."""
        return self.assistant.library.latest

    # -- asking -----------------------------------------------------------------------------------------------------

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        documents: Iterable[str] | None = None,
        hearing: Hearing | None = None,
    ) -> Answer:
        """The answer to a question.

        ``history`` are the questions asked before it, oldest first; ``documents`` are the ids of the reports to answer
        from, all when None. ``hearing`` is told what a language model words, sentence by sentence, and can call it
        off. Raises UnknownDocument, StoreError.
        """
        answer = self.assistant.ask(question, tuple(history), self._scope(documents), hearing)
        self._log("ask", question, outcome_of(answer))
        return answer

    def stream(
        self, question: str, *, history: Sequence[str] = (), documents: Iterable[str] | None = None
    ) -> Iterator[str | Answer]:
        """The sentences that a language model words, each once the guard has let it through, and last the `Answer`.

        Without a model, the `Answer` alone. It is the answer that counts. Closing the iterator before its end calls
        the model off. Raises what `ask` raises.
        """
        told: SimpleQueue[str | None] = SimpleQueue()
        hearing = Hearing(told.put)
        with ThreadPoolExecutor(1, thread_name_prefix="stream") as thread:
            asked = thread.submit(self.ask, question, history=history, documents=documents, hearing=hearing)
            asked.add_done_callback(lambda _: told.put(None))
            try:
                while (sentence := told.get()) is not None:
                    yield sentence
                yield asked.result()
            finally:
                hearing.stop()

    def explain(
        self, question: str, *, history: Sequence[str] = (), documents: Iterable[str] | None = None
    ) -> Explanation:
        """How a question is read: what each word became, the readings turned down, why the answer went its way.

        A language model has no part in it. Raises UnknownDocument, StoreError.
        """
        explanation = self.assistant.explain(question, tuple(history), self._scope(documents))
        self._log("explain", question, outcome_of(explanation.answer))
        return explanation

    def check(self, claim: str, *, documents: Iterable[str] | None = None) -> Answer:
        """What the reports say of a claim: an answer with a ``verdict``. Raises UnknownDocument, StoreError."""
        answer = self.assistant.check(claim, self._scope(documents))
        self._log("check", claim, outcome_of(answer))
        return answer

    def second_look(self, answer: Answer, *, documents: Iterable[str] | None = None) -> SecondLook:
        """An answer checked another way: what bears it out in other places, and what does not agree with what it cites.

        Raises UnknownDocument when a report that it cites has left the library, StoreError.
        """
        return self.assistant.second_look(answer, self._scope(documents))

    def search(self, query: str, *, limit: int = 10, documents: Iterable[str] | None = None) -> tuple[Passage, ...]:
        """The passages nearest to a query by meaning and by words, best first, at most ``limit`` (up to 100).

        Raises UnknownDocument, StoreError, and ValueError for a limit out of range.
        """
        if not 1 <= limit <= MOST_PASSAGES:
            raise ValueError(f"a search gives 1 to {MOST_PASSAGES} passages, not {limit}")
        found = self.assistant.library.search(query, documents=self._scope(documents), limit=limit)
        self._log("search", query, f"{len(found)} passages")
        return found

    def check_draft(self, path: Path | str, *, documents: Iterable[str] | None = None) -> DraftCheck:
        """What the reports say of each checkable statement in a Word, Markdown or text file.

        Raises DraftNotReadable, UnknownDocument, StoreError.
        """
        from assistant.drafts.reading import read_draft_file

        draft = read_draft_file(Path(path))
        check = self.assistant.check_draft(draft, self._scope(documents))
        self._log("check draft", draft.name, f"{len(check.sentences)} sentences")
        return check

    def audit(self, documents: Iterable[str] | None = None) -> tuple[Finding, ...]:
        """What does not agree in these reports and between them, most serious first. Raises UnknownDocument."""
        return self.assistant.audit(self._scope(documents))

    def brief(self, topic: str, *, documents: Iterable[str] | None = None) -> Brief | Answer:
        """A briefing on a topic; a refusal where the reports do not cover it. Raises UnknownDocument, StoreError."""
        brief = self.assistant.brief(topic, self._scope(documents))
        self._log("brief", topic, outcome_of(brief) if isinstance(brief, Answer) else "written")
        return brief

    def examples(self, limit: int = 4) -> tuple[str, ...]:
        """Questions that this library can answer, drawn from its own tables; the same ones each time."""
        return self.assistant.examples(limit)

    # -- looking ----------------------------------------------------------------------------------------------------

    def documents(self) -> tuple[DocumentInfo, ...]:
        """The reports, sorted by id."""
        return self.assistant.library.documents()

    def document(self, document_id: str) -> Document:
        """A report as it was loaded. Raises UnknownDocument."""
        return self.assistant.library.document(document_id)

    def page(self, citation: Citation) -> PagePicture | None:
        """The page of a PDF that a citation stands on, drawn, with the place; None where there is no such page.

        Raises UnknownDocument, LibraryDamaged, ReaderStopped.
        """
        from assistant.answers.pages import page_of

        return page_of(self.assistant.library, citation)

    def tables(self, document_id: str) -> tuple[Grid, ...]:
        """A report's tables as data, in reading order. Raises UnknownDocument."""
        return self.assistant.library.grids(frozenset({document_id}))

    def table(self, document_id: str, number: int) -> Grid:
        """One table as data; tables count from 1 in a report. Raises UnknownDocument, NotInDocument."""
        grids = self.tables(document_id)
        for grid in grids:
            if grid.number == number:
                return grid
        there = ", ".join(str(grid.number) for grid in grids) or "none"
        raise NotInDocument(f"no table {number} in '{document_id}'; tables with figures: {there}")

    def tables_frame(self, document_id: str, number: int | None = None) -> pd.DataFrame:
        """A report's figures as one long table for pandas, a row each, with its labels, period, unit and value.

        ``number`` narrows it to one table. The columns are those of `structured.grids.frame`; values are ``Decimal``.
        Raises UnknownDocument, NotInDocument.
        """
        from structured.grids import frame

        return frame(self.tables(document_id) if number is None else [self.table(document_id, number)])

    # -- calculating ------------------------------------------------------------------------------------------------

    def calculate(self, plan: Plan) -> Result:
        """What a plan gives, with its operands and its working.

        Raises InvalidPlan for a cell that is not there or parts that do not fit the operation, MissingValue,
        UnitMismatch, UndefinedResult, UnknownDocument.
        """
        from assistant.answers.calculating import calculate

        return calculate(plan, self.assistant.library)

    # -- changing ---------------------------------------------------------------------------------------------------

    def add(self, path: Path, *, document_id: str | None = None, progress: Progress | None = None) -> AddedDocument:
        """Read a report and keep it, wholly or not at all; the same file again changes nothing.

        Raises LoadError, LibraryBusy, LibraryReadOnly, EmbeddingMismatch, EmbeddingUnavailable.
        """
        return self.assistant.library.add(path, document_id=document_id, progress=progress)

    def remove(self, document_id: str) -> None:
        """Take a report out of the library. Raises UnknownDocument, LibraryBusy, LibraryReadOnly."""
        self.assistant.library.remove(document_id)

    def close(self) -> None:
        """Let go of the library's files."""
        self.assistant.library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _log(self, act: str, text: str, outcome: str) -> None:
        """Log what a program of the user's own asked. The other ways in know better who asks, and log it themselves."""
        if acting().way == PROGRAM:
            self.assistant.library.log.asked(act, text, outcome)

    @staticmethod
    def _scope(documents: Iterable[str] | None) -> frozenset[str] | None:
        if isinstance(documents, str):
            documents = (documents,)  # one id, not its letters
        return None if documents is None else frozenset(documents)


def open_library(
    path: LibraryPlace | str | None = None,
    *,
    create: bool = False,
    embedder: Embedder | None = None,
    index: Literal["exact", "chroma"] = "exact",
    model: ModelSettings | str | None = None,
) -> ReportLibrary:
    r"""The library in a folder, or in a database (``postgresql://…``); without ``path`` the one that the settings name.

    ``create`` makes one that is not there. ``index`` is 'chroma' only for a process that lives long, and alone.
    ``model`` names a language model that may help, as ``provider:model``. Raises LibraryMissing, LibraryDamaged,
    SchemaMismatch, LibraryUnreachable, InvalidSetting, MissingExtra.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> table = "Widgets sold\nRegion\tQ3 23-24\tQ4 23-24\nNorthfield\t1,204\t1,310\nSouthport\t905\t869\n"
    >>> with TemporaryDirectory() as folder:
    ...     report = Path(folder) / "sales.txt"
    ...     _ = report.write_text(f"Sales report Q4 2023/24\n\nSales\n\n{table}")
    ...     with open_library(Path(folder) / "library", create=True) as library:
    ...         added = library.add(report)
    ...         answer = library.ask("How many widgets were sold in Southport in Q4 23-24?")
    >>> added.info.id, added.info.observations
    ('sales', 4)
    >>> [(str(figure.value), figure.unit, figure.citation) for figure in answer.figures]
    [('869', 'count', 1)]
    >>> answer.citations[0].quote
    'Southport 905 869'
    """
    if path is None:
        from assistant.config import load_settings

        path = load_settings().library
    if isinstance(model, str):
        from assistant.language_model.settings import read_model_settings

        model = read_model_settings(model)
    place = read_place(path) if isinstance(path, str) else path
    return ReportLibrary(Assistant.open(place, create=create, embedder=embedder, index=index, model=model))

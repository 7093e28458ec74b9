"""The operations of a library as tools for other people's agents: the same ones for LangChain and for MCP.

A tool's signature is its schema, its docstring what the agent is told. Everything it returns carries its citations.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError
from pydantic.v1 import ValidationError as ValidationErrorV1

from assistant.acting import PROGRAM, acting
from assistant.answers.answer import outcome_of
from assistant.answers.contract import PlanRequest, result_json
from assistant.bodies import (
    AnswerBody,
    DocumentsBody,
    PassagesBody,
    ResultBody,
    TableBody,
    TablesBody,
    answer_body,
    documents_body,
    passage_json,
    table_body,
    tables_body,
)
from assistant.report_library import MOST_PASSAGES, ReportLibrary

MOST_TURNS = 50
MAX_TEXT = 5_000
"""Characters that a text to a tool may have; a question of more than 2,000 is refused with a word on why."""

Text = Annotated[str, Field(max_length=MAX_TEXT)]
Documents = Annotated[
    list[Text] | None, Field(max_length=1_000, description="The ids of the reports to look in; all when left out.")
]
Tool = Callable[..., BaseModel]


class Toolbox:
    """The tools over one library."""

    def __init__(self, library: ReportLibrary) -> None:
        """Tools that ask ``library``."""
        self._library = library
        self._log = library.assistant.library.log

    def _asked(self, act: str, text: str, outcome: str) -> None:
        """Log what an agent asked, where it is not by a program's own library, which has logged it."""
        if acting().way != PROGRAM:
            self._log.asked(act, text, outcome)

    def tools(self) -> tuple[Tool, ...]:
        """Every tool; a tool's name is its function's."""
        return (
            self.ask,
            self.check_claim,
            self.search_reports,
            self.list_reports,
            self.list_tables,
            self.get_table,
            self.calculate,
        )

    def ask(
        self,
        question: Annotated[Text, Field(description="The question, in plain English.")],
        history: Annotated[
            list[Text], Field(max_length=MOST_TURNS, description="The questions asked before it, oldest first.")
        ] = [],  # noqa: B006 - a default of the schema, never changed
        documents: Documents = None,
    ) -> AnswerBody:
        """Answer a question from the reports, with figures, working and citations.

        A refusal says that the reports do not answer it: do not make up for that from elsewhere.
        """
        answer = self._library.ask(question, history=history, documents=documents or None)
        self._asked("ask", question, outcome_of(answer))
        return answer_body(answer)

    def check_claim(
        self,
        claim: Annotated[Text, Field(description="One statement with its figures, as it will be said.")],
        documents: Documents = None,
    ) -> AnswerBody:
        """Check a claim against the reports: supported, contradicted or not found, with the evidence."""
        answer = self._library.check(claim, documents=documents or None)
        self._asked("check", claim, outcome_of(answer))
        return answer_body(answer)

    def search_reports(
        self,
        query: Annotated[Text, Field(description="What to look for.")],
        limit: Annotated[int, Field(ge=1, le=MOST_PASSAGES)] = 10,
        documents: Documents = None,
    ) -> PassagesBody:
        """Find the passages of the reports that are nearest to a query, verbatim and with their places."""
        found = self._library.search(query, limit=limit, documents=documents or None)
        self._asked("search", query, f"{len(found)} passages")
        return PassagesBody.model_validate({"passages": [passage_json(passage) for passage in found]})

    def list_reports(self) -> DocumentsBody:
        """List the reports in the library with their ids."""
        return documents_body(self._library.documents())

    def list_tables(self, document: Annotated[Text, Field(description="The report's id.")]) -> TablesBody:
        """List a report's tables with their numbers."""
        return tables_body(self._library.tables(document))

    def get_table(
        self,
        document: Annotated[Text, Field(description="The report's id.")],
        table: Annotated[int, Field(ge=1, description="The table's number in the report.")],
    ) -> TableBody:
        """Get one table: its labels, figures, units and periods, with the indexes by which a plan names its cells."""
        return table_body(self._library.table(document, table))

    def calculate(self, plan: PlanRequest) -> ResultBody:
        """Carry out a calculation over cells of tables, exactly, with its working and citations.

        Use it for every sum, difference, change, share, mean, rank or count; take the cells' indexes from get_table.
        """
        result = self._library.calculate(plan.plan())
        return ResultBody.model_validate(result_json(result, self._library.assistant.library))


def first_error(error: ValidationError | ValidationErrorV1) -> str:
    """The first thing that is wrong with a tool's arguments, in one line."""
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"

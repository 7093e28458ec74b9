"""A library for LangChain: its operations as tools, and its search as a retriever.

Importing this module imports langchain-core; nothing else of the package does.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import BaseTool, StructuredTool, ToolException
from pydantic import ConfigDict, Field

from assistant.bodies import passage_json
from assistant.report_library import MOST_PASSAGES, ReportLibrary
from assistant.toolbox import Tool, Toolbox, first_error
from corpus.errors import ReportError

__all__ = ["ReportRetriever", "retriever", "tools"]


def tools(library: ReportLibrary) -> list[BaseTool]:
    """The library's operations as tools, by the names of `Toolbox.tools`.

    Each gives JSON data. What goes wrong in a way that can be explained is told to the agent in one line, not raised.
    """
    return [_tool(tool) for tool in Toolbox(library).tools()]


def _tool(tool: Tool) -> StructuredTool:
    @functools.wraps(tool)
    def run(**arguments: Any) -> dict[str, Any]:
        try:
            return tool(**arguments).model_dump(mode="json")
        except ReportError as error:
            raise ToolException(str(error)) from error

    return StructuredTool.from_function(run, handle_tool_error=True, handle_validation_error=first_error)


class ReportRetriever(BaseRetriever):
    """The library's search. A document's text is verbatim; its metadata says where it stands and how well it fits."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: ReportLibrary
    limit: int = Field(default=10, ge=1, le=MOST_PASSAGES)
    documents: tuple[str, ...] | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002
        found = self.library.search(query, limit=self.limit, documents=self.documents)
        return [
            Document(
                id=passage.chunk.id,
                page_content=passage.chunk.text,
                metadata={name: value for name, value in passage_json(passage).items() if name != "text"},
            )
            for passage in found
        ]


def retriever(library: ReportLibrary, *, limit: int = 10, documents: Sequence[str] | None = None) -> ReportRetriever:
    """The library's search as a retriever of at most ``limit`` passages, of these reports (all when None)."""
    scope = None if documents is None else tuple(documents)
    return ReportRetriever(library=library, limit=limit, documents=scope)

"""The errors of the whole project.

::

    ReportError
    ├─ LoadError            UnknownFormat · EmptyDocument · UnreadableFile · DocumentTooLarge · ReaderStopped
    │                     InvalidId
    ├─ StoreError           LibraryMissing · LibraryBusy · LibraryReadOnly · LibraryDamaged · IndexDamaged
    │                     LibraryUnreachable · LibraryPreparing
    │                     SchemaMismatch · EmbeddingMismatch · EmbeddingUnavailable · UnknownDocument
    │                     ArchiveDamaged
    ├─ StructuredError      UnitMismatch · MissingValue · UndefinedResult · InvalidPlan   (structured/errors.py)
    └─ AssistantError       DraftNotReadable · QuoteNotFound · UnsupportedFigure · InvalidQuestion
                          UnknownConversation                                      (assistant/errors.py)
                          ModelError: ModelUnavailable · ModelRefused · ModelReplyInvalid · ModelStopped · BudgetSpent

Callers outside catch ReportError; bugs (TypeError, KeyError) pass through. Each message says what was asked, what is
there, and what to do.
"""

from __future__ import annotations

from typing import Any, Self


class ReportError(Exception):
    """Anything this project can explain to a user in one line. It may be handed from one process to another."""

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self)._again, (self.args, vars(self))

    @classmethod
    def _again(cls, args: tuple[Any, ...], fields: dict[str, Any]) -> Self:
        """The error as it was in another process, whatever its constructor takes."""
        error = cls.__new__(cls, *args)
        vars(error).update(fields)
        return error


class LoadError(ReportError):
    """A file could not be read into a document."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path


class UnknownFormat(LoadError):
    """No reader for this kind of file."""


class EmptyDocument(LoadError):
    """The file holds no text."""


class UnreadableFile(LoadError):
    """The file is missing, may not be opened, or is not what its name says."""


class DocumentTooLarge(LoadError):
    """The file is over the size that a report may have."""


class ReaderStopped(LoadError):
    """Reading the file took too long, needed too much memory, or broke off."""


class InvalidId(LoadError):
    """What was given as a report's id cannot be one."""


class StoreError(ReportError):
    """The library on disk could not serve."""


class LibraryMissing(StoreError):
    """There is no library at the path."""


class LibraryBusy(StoreError):
    """Another process is changing the library and did not finish in time."""


class LibraryReadOnly(StoreError):
    """The library may be read but not changed."""


class LibraryUnreachable(StoreError):
    """The server that holds the library does not answer, or broke off; asking again may help."""


class LibraryPreparing(StoreError):
    """What questions need of the library is being made; asking again in a while helps."""


class LibraryDamaged(StoreError):
    """The library's database cannot be read."""


class IndexDamaged(StoreError):
    """The vector index, which is made from the library, cannot be read, and making it again failed too."""


class SchemaMismatch(StoreError):
    """The library was written by another version of this program."""


class EmbeddingMismatch(StoreError):
    """The library's vectors come from another embedding model."""


class EmbeddingUnavailable(StoreError):
    """The embedding model cannot be loaded."""


class ArchiveDamaged(StoreError):
    """The archive of a library is not one, or not whole, or holds more than a library may."""


class UnknownDocument(StoreError):
    """No document of that id is in the library."""

    def __init__(self, document_id: str, known: tuple[str, ...]) -> None:
        there = ", ".join(known) if known else "none yet"
        super().__init__(f"no document '{document_id}' in the library; it holds: {there}")
        self.document_id = document_id
        self.known = known

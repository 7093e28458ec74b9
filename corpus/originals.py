"""The reports' own files, kept in the library's database: to read them again, to show them, to hand them on.

Every function takes a connection that `corpus.database` opened.
"""

from __future__ import annotations

import zlib

from corpus.database import Connection
from corpus.document import Document
from corpus.errors import LibraryDamaged, UnknownDocument
from corpus.loading import ReportFile


def keep_original(connection: Connection, document: Document, file: ReportFile) -> None:
    """Store the file that the document was read from. The document must be there, without a file."""
    if document.digest != file.digest:
        raise ValueError(f"'{document.id}' was not read from '{file.name}'")
    connection.execute("INSERT INTO originals VALUES (?, ?)", (document.id, zlib.compress(file.data)))


def read_original(connection: Connection, document_id: str) -> ReportFile:
    """The file that a document was read from. Raises UnknownDocument, LibraryDamaged."""
    row = connection.execute(
        "SELECT file_name, digest, compressed FROM documents LEFT JOIN originals ON document = id WHERE id = ?",
        (document_id,),
    ).fetchone()
    if row is None:
        ids = tuple(row[0] for row in connection.execute("SELECT id FROM documents ORDER BY id"))
        raise UnknownDocument(document_id, ids)
    name, digest, compressed = row
    try:
        file = ReportFile.of(zlib.decompress(compressed or b""), name, name)
    except zlib.error as error:
        raise _damaged(document_id) from error
    if file.digest != digest:
        raise _damaged(document_id)
    return file


def _damaged(document_id: str) -> LibraryDamaged:
    return LibraryDamaged(f"the file of '{document_id}' cannot be read back; add the report again")

from __future__ import annotations
from corpus.readers.reading import Reading
def read_markdown(source: str, document_id: str) -> Reading:
    raise NotImplementedError

"""What single words mean: vectors from the table that the default embedding model begins with.

No model is run: a word's vector is the mean of its pieces' rows, read from the weights where they lie on disk.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import default_model_folder, read_tokenizer
from corpus.errors import EmbeddingUnavailable

_TABLE = "embeddings.word_embeddings.weight"
_MOST_WORDS = 20_000  # kept, at 1.5 kB each


def nearest(word: str, words: list[str]) -> float:
    """How near in meaning the nearest of ``words`` is, up to 1; 0 when there are none.

    Raises EmbeddingUnavailable when the model's weights are not there.
    """
    if not words:
        return 0.0
    wanted = word_vector(word.casefold())
    return round(max(float(word_vector(other.casefold()) @ wanted) for other in words), 6)


@lru_cache(maxsize=_MOST_WORDS)
def is_common(word: str) -> bool:
    """Whether the model knows a word whole, as it does the common words of English; misspelt ones it takes to pieces.

    >>> is_common("drone") and not is_common("drne")
    True
    """
    encode = read_tokenizer(default_model_folder()).encode
    return any(len(encode(w, add_special_tokens=False).ids) == 1 for w in (word, word.removesuffix("s")))


@lru_cache(maxsize=_MOST_WORDS)
def word_vector(word: str) -> NDArray[np.float32]:
    """A word's vector of unit length; of a word without letters that the model knows, zeros."""
    folder = default_model_folder()
    pieces = read_tokenizer(folder).encode(word, add_special_tokens=False).ids
    if not pieces:
        return np.zeros(_table(folder).shape[1], dtype=np.float32)
    mean = _table(folder)[pieces].mean(axis=0)
    return np.asarray(mean / (np.linalg.norm(mean) + 1e-9), dtype=np.float32)


@lru_cache(maxsize=1)
def _table(folder: Path) -> NDArray[np.float32]:
    """The rows of the table, one a word piece, mapped from the file of weights (its header says where they lie)."""
    path = folder / "model.safetensors"
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(length)).get(_TABLE)
    if entry is None or entry["dtype"] != "F32":
        raise EmbeddingUnavailable(f"the weights in {folder} are not the published ones; reinstall the package")
    start = 8 + length + entry["data_offsets"][0]
    return np.memmap(path, dtype=np.float32, mode="r", offset=start, shape=tuple(entry["shape"]))

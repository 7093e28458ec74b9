"""Vectors for very many texts in little time: what a text's words are, not what it means.

For libraries that would take hours to embed. Looking among vectors costs the same whatever they mean; what the real
model takes for a question is spent here too, so that times are those of the real thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.embedding import MiniLmEmbedder, Vectors


class WordVectors:
    """Unit vectors of the real model's size: the sum of a fixed random direction for each word piece, rare ones more.

    A single text is a question: the real model embeds it as well, and what it gives is thrown away.
    """

    name = "words-of-all-MiniLM-L6-v2"
    dimensions = MiniLmEmbedder.dimensions

    def __init__(self) -> None:
        """Nothing is loaded before the first text."""
        self._model = MiniLmEmbedder()

    @cached_property
    def _directions(self) -> NDArray[np.float32]:
        tokenizer = self._model._load()[0]
        size = tokenizer.get_vocab_size()
        directions = np.random.default_rng(0).standard_normal((size, self.dimensions), dtype=np.float32)
        rarity = np.log(2 + np.arange(size, dtype=np.float32) / 1000)  # word pieces are numbered by how common they are
        return directions * rarity[:, np.newaxis]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector for each text, in order."""
        if len(texts) == 1:
            self._model.embed(texts)
        tokenizer = self._model._load()[0]
        ids = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
        vectors = np.stack([self._directions[row].sum(axis=0) for row in ids])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

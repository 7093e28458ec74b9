"""What single words mean, by the table that the embedding model begins with."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from corpus import word_vectors
from corpus.errors import EmbeddingUnavailable


def test_a_word_near_in_meaning_is_nearer_than_any_word() -> None:
    assert word_vectors.nearest("penalty", ["fine", "penalties"]) > word_vectors.nearest("penalty", ["beach", "tree"])


def test_a_word_is_nearest_to_itself_however_it_is_written() -> None:
    assert word_vectors.nearest("Water", ["tree", "water"]) == pytest.approx(1.0, abs=1e-5)


def test_nothing_is_near_to_no_words_or_to_no_word() -> None:
    assert word_vectors.nearest("water", []) == 0.0
    assert not word_vectors.word_vector("").any()


def test_vectors_have_unit_length() -> None:
    assert float(np.linalg.norm(word_vectors.word_vector("unbelievable"))) == pytest.approx(1.0, abs=1e-5)


def test_weights_without_the_table_are_refused(tmp_path: Path) -> None:
    header = json.dumps({"other": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    (tmp_path / "model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + bytes(4))
    with pytest.raises(EmbeddingUnavailable, match="not the published ones"):
        word_vectors._table(tmp_path)

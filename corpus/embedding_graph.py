"""The default embedding model as an ONNX graph, built once from its published weights.

A BERT encoder, the mean over its tokens, and unit length. There is no attention mask: texts run one by one, so nothing
is ever padded.
Knows nothing of tokenizers, files other than the model's, or sessions.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import onnx

INPUT = "input_ids"
OUTPUT = "embedding"
_OPSET = 20  # the first with Gelu
_IR_VERSION = 10


class _Encoder:
    """Collects nodes and weights; every method adds one operation and returns the name of its output."""

    def __init__(self, weights: dict[str, NDArray[Any]], n_heads: int, epsilon: float) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}
        self._weights = weights
        self._n_heads = n_heads
        self._epsilon = epsilon

    def op(self, kind: str, *inputs: str, out: str | None = None, **attributes: Any) -> str:
        from onnx import helper

        name = out or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def constant(self, name: str, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.initializers[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self._weights[name])

    def linear(self, x: str, name: str) -> str:
        kernel = self.constant(f"{name}.kernel", self._weights[f"{name}.weight"].T)
        return self.op("Add", self.op("MatMul", x, kernel), self.weight(f"{name}.bias"))

    def norm(self, x: str, name: str) -> str:
        scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.op("LayerNormalization", x, scale, shift, axis=-1, epsilon=self._epsilon)

    def embeddings(self, ids: str) -> str:
        words = self.op("Gather", self.weight("embeddings.word_embeddings.weight"), ids)
        # The first text type is the only one used, so its row can be added to every position beforehand.
        rows = self._weights["embeddings.position_embeddings.weight"]
        rows = rows + self._weights["embeddings.token_type_embeddings.weight"][0]
        n_tokens = self.op("Shape", ids, start=1, end=2)
        positions = self.op("Slice", self.constant("positions", rows), self._integers(0), n_tokens, self._integers(0))
        return self.norm(self.op("Add", words, positions), "embeddings.LayerNorm")

    def attention(self, x: str, name: str) -> str:
        heads = self._integers(0, 0, self._n_heads, -1)

        def split(part: str, order: list[int]) -> str:
            return self.op("Transpose", self.op("Reshape", self.linear(x, f"{name}.self.{part}"), heads), perm=order)

        query, key, value = split("query", [0, 2, 1, 3]), split("key", [0, 2, 3, 1]), split("value", [0, 2, 1, 3])
        head_size = self._weights[f"{name}.self.query.weight"].shape[0] // self._n_heads
        scale = self.constant("scale", np.array(head_size**-0.5, dtype=np.float32))
        shares = self.op("Softmax", self.op("Mul", self.op("MatMul", query, key), scale), axis=-1)
        mixed = self.op("Transpose", self.op("MatMul", shares, value), perm=[0, 2, 1, 3])
        return self.linear(self.op("Reshape", mixed, self._integers(0, 0, -1)), f"{name}.output.dense")

    def layer(self, x: str, name: str) -> str:
        x = self.norm(self.op("Add", x, self.attention(x, f"{name}.attention")), f"{name}.attention.output.LayerNorm")
        inner = self.op("Gelu", self.linear(x, f"{name}.intermediate.dense"))
        return self.norm(self.op("Add", x, self.linear(inner, f"{name}.output.dense")), f"{name}.output.LayerNorm")

    def _integers(self, *values: int) -> str:
        return self.constant("i_" + "_".join(map(str, values)), np.array(values, dtype=np.int64))


def build_graph(folder: Path) -> bytes:
    """The model in `folder` (``config.json``, ``model.safetensors``) as a serialised ONNX model.

    Its input ``input_ids`` is int64, one row of tokens per text, without padding; its output ``embedding`` is float32,
    one row of unit length per text.
    """
    from onnx import TensorProto, checker, helper
    from safetensors.numpy import load_file

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    encoder = _Encoder(load_file(folder / "model.safetensors"), config["num_attention_heads"], config["layer_norm_eps"])
    x = encoder.embeddings(INPUT)
    for number in range(config["num_hidden_layers"]):
        x = encoder.layer(x, f"encoder.layer.{number}")
    mean = encoder.op("ReduceMean", x, encoder._integers(1), keepdims=0)
    encoder.op("LpNormalization", mean, out=OUTPUT, axis=-1, p=2)
    graph = helper.make_graph(
        encoder.nodes,
        "sentence-embedding",
        [helper.make_tensor_value_info(INPUT, TensorProto.INT64, ["texts", "tokens"])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", config["hidden_size"]])],
        list(encoder.initializers.values()),
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION)
    checker.check_model(model)
    return bytes(model.SerializeToString())

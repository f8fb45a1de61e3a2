"""Vectors of words in their context as spaCy's small models make them, in less time and to the last bit the same.

A model of convolutions spends its time on two things that need not be done again: making the vector of a word out of
hashed features, which is kept here by the features, and asking for memory in every layer, for which there are buffers
of one size that stay in the cache. The sums are the library's own, in the library's order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.errors import ConfigError

Floats = npt.NDArray[np.float32]

_MOST_VECTORS = 32_768  # word vectors kept a model, 12 MB of 96 floats; then a fresh start
_BLOCK = 512  # rows of one block of a convolution: its buffers stay in the cache


def quicken(model: Any, docs: Sequence[Any]) -> None:
    """Put the cheap embedding and encoder into a model, each where a probe shows no difference in any bit.

    Args:
        model: Of a component of a pipeline; changed. One of another build is left as it is.
        docs: The probe: a few tokenized texts.
    """
    for node in list(model.walk()):
        if len(node.layers) != 2 or not node.layers[0].layers or node.layers[0].layers[0].name != "extract_features":
            continue
        embed, encode = node.layers
        vectors = embed.predict(docs)
        encoded = encode.predict(vectors)
        cheap = _keep_vectors(embed)
        if _are_same(cheap.predict(docs), vectors) and _are_same(cheap.predict(docs[:1]), vectors[:1]):
            model.replace_node(embed, cheap)
        convolution = _make_encoder(encode)
        if convolution is not None and _are_same(convolution.predict(vectors), encoded):
            model.replace_node(encode, convolution)


def _are_same(some: Sequence[Floats], others: Sequence[Floats]) -> bool:
    return all(np.array_equal(one, two) for one, two in zip(some, others, strict=True))


def _keep_vectors(embed: Any) -> Any:
    """An embedding that makes the vector of the same features once."""
    from thinc.api import Model  # noqa: PLC0415

    extract, *rest = embed.layers
    places: dict[bytes, int] = {}
    table: list[Floats] = [np.zeros((0, 0), dtype=np.float32)]

    def make(features: npt.NDArray[np.uint64]) -> Floats:
        value: Any = [features]
        for layer in rest:
            value = layer.predict(value)
        made: Floats = value[0]
        return made

    def forward(_: Any, docs: Sequence[Any], **_training: bool) -> tuple[list[Floats], Callable[[Any], Any]]:
        features = [np.ascontiguousarray(each) for each in extract.predict(docs)]
        rows = np.concatenate(features)
        keys = rows.view(np.dtype((np.void, rows.dtype.itemsize * rows.shape[1]))).ravel().tolist()
        if len(places) + len(keys) > _MOST_VECTORS:
            places.clear()
        before = len(places)
        where = [places.setdefault(key, len(places)) for key in keys]
        if len(places) > before:
            _, first = np.unique(where, return_index=True)
            fresh = make(rows[first[-(len(places) - before) :]])
            table[0] = _grown(table[0], before, fresh)
        vectors = table[0][where]
        bounds = np.cumsum([len(each) for each in features])[:-1]
        return np.split(vectors, bounds), _no_training

    return Model("kept_vectors", forward)


def _grown(table: Floats, used: int, fresh: Floats) -> Floats:
    """A table with fresh rows after those in use, in new memory only when the old is full."""
    needed = used + len(fresh)
    if needed > len(table) or table.shape[1] != fresh.shape[1]:
        larger = np.empty((max(1024, 2 * needed), fresh.shape[1]), dtype=np.float32)
        if used:
            larger[:used] = table[:used]
        table = larger
    table[used:needed] = fresh
    return table


def _no_training(_: Any) -> Any:
    raise ConfigError("the parser cannot be trained as it is loaded here")


@dataclass(frozen=True, slots=True)
class _Layer:
    """One convolution: weights with the pieces of one maximum a block of columns each, bias, and the norm's scale."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats
    pieces: int


def _read_layer(residual: Any) -> _Layer | None:
    """The numbers of a convolution of the usual build, over a word and its two neighbours; ``None`` for another."""
    nodes = {node.name: node for node in residual.walk() if not node.layers}
    if set(nodes) != {"expand_window", "maxout", "layernorm", "dropout"} or len(list(residual.walk())) > 8:
        return None
    maxout, norm = nodes["maxout"], nodes["layernorm"]
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    width, pieces, wide = weights.shape
    if nodes["expand_window"].attrs["window_size"] != 1 or wide != 3 * width or weights.dtype != np.float32:
        return None
    by_piece = np.ascontiguousarray(weights.transpose(1, 0, 2)).reshape(pieces * width, wide)
    by_piece_bias = np.ascontiguousarray(bias.T).reshape(-1)
    return _Layer(by_piece, by_piece_bias, norm.get_param("G"), norm.get_param("b"), pieces)


def _make_encoder(encode: Any) -> Any:
    """Convolutions in buffers that are used again; ``None`` when the encoder is of another build."""
    from thinc.api import Model  # noqa: PLC0415

    if not encode.name.startswith("with_array(residual(expand_window") or not encode.attrs.get("pad"):
        return None
    found = [_read_layer(residual) for residual in encode.layers[0].layers]
    layers = [layer for layer in found if layer is not None]
    pad, ops = encode.attrs["pad"], encode.ops
    if len(layers) != len(found) or len(layers) > pad:
        return None  # a piece must not reach its neighbour across the padding
    convolve = _Convolution(layers, ops.gemm, pad)

    def forward(_: Any, vectors: Sequence[Floats], **_training: bool) -> tuple[list[Floats], Callable[[Any], Any]]:
        return [each for block in _blocks(vectors, pad) for each in convolve(block)], _no_training

    return Model("convolution", forward)


def _blocks(vectors: Sequence[Floats], pad: int) -> Iterator[list[Floats]]:
    """Pieces together up to a block's size; a longer one is a block by itself."""
    block: list[Floats] = []
    rows = pad
    for each in vectors:
        if block and rows + len(each) + pad > _BLOCK:
            yield block
            block, rows = [], pad
        block.append(each)
        rows += len(each) + pad
    if block:
        yield block


class _Convolution:
    """Applies the layers to a block of pieces, which zeros keep apart."""

    def __init__(self, layers: Sequence[_Layer], gemm: Callable[..., Any], pad: int) -> None:
        self._layers = layers
        self._gemm = gemm
        self._pad = pad
        self._width = len(layers[0].scale)
        self._size = 0
        self._wide = self._sums = self._best = np.zeros((0, 0), dtype=np.float32)

    def __call__(self, block: Sequence[Floats]) -> list[Floats]:
        pad = self._pad
        size = pad + sum(len(each) + pad for each in block)
        here = np.zeros((size, self._width), dtype=np.float32)
        starts = []
        row = pad
        for each in block:
            here[row : row + len(each)] = each
            starts.append(row)
            row += len(each) + pad
        if size > self._size:
            self._size = size
            self._wide = np.empty((size, 3 * self._width), dtype=np.float32)
            self._sums = np.empty((size, len(self._layers[0].bias)), dtype=np.float32)
            self._best = np.empty((size, self._width), dtype=np.float32)
        for layer in self._layers:
            self._apply(layer, here)
        return [here[start : start + len(each)] for start, each in zip(starts, block, strict=True)]

    def _apply(self, layer: _Layer, here: Floats) -> None:
        """Add to each row what the layer makes of it and its neighbours."""
        size, width = here.shape
        wide, sums, best = self._wide[:size], self._sums[:size], self._best[:size]
        wide[0, :width] = 0
        wide[1:, :width] = here[:-1]
        wide[:, width : 2 * width] = here
        wide[:-1, 2 * width :] = here[1:]
        wide[-1, 2 * width :] = 0
        self._gemm(wide, layer.weights, out=sums, trans2=True)
        sums += layer.bias
        np.copyto(best, sums[:, :width])
        for piece in range(1, layer.pieces):
            np.maximum(best, sums[:, piece * width : (piece + 1) * width], out=best)
        # As the library's norm: mean and variance by numpy's own order of summing.
        best -= best.mean(axis=1, keepdims=True)
        square = np.multiply(best, best, out=self._sums[:size, :width])
        variance = square.sum(axis=1, keepdims=True) / np.float32(width) + np.float32(1e-08)
        best *= variance ** (-1.0 / 2.0)
        best *= layer.scale
        best += layer.shift
        here += best

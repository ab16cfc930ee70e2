"""Says what one recorded operation does, in the words of `blocks`, by trying what numbers it would give.

Names of classes decide nothing: a ReLU is what gives max(x, 0) on what it received, however it is written. They only
break ties and make messages readable.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from ..evidence import Evidence
from ..layers import Add, AveragePooling2D, BatchNormalization, Conv2D, Dense, Flatten, Layer, MaxPooling2D, ReLU, ZeroPadding2D
from ..layers.batch_norm import EPSILON, statistics
from ..layers.float32 import UNIT
from ..truth import challenge, rounding
from ..truth.rounding import right


@dataclass(frozen=True)
class Piece:
    """One step that the student's function really takes.

    kind: conv, bn, relu, …, or the operation's own name in lower case. step: the step it equals in numbers, or None.
    modes: how a batch normalisation behaved ("batch", "moving" or both). node: its facts; values: what came out.
    """

    kind: str
    step: Layer | None
    node: dict
    modes: frozenset[str] = field(default_factory=frozenset)

    @property
    def line(self) -> dict | None:
        return self.node["line"]


NAMED = {"relu": "relu", "maxpool": "maxpool", "averagepool": "averagepool", "zeropad": "zeropad", "flatten": "flatten"}
MEANT = NAMED | {"conv": "conv", "norm": "bn", "activation": "relu", "maximum": "relu", "add": "add", "dense": "dense", "flat": "flatten"}


def decode(node: dict, inputs: list[np.ndarray | None], output: np.ndarray | None, evidence: Evidence) -> list[Piece]:
    """The pieces an operation amounts to: usually one, none for an identity, two for a layer with its activation built in."""
    weights = {w["name"]: tuple(w["shape"]) for w in node.get("weights", ())}
    known = partial(weight, evidence.seed, weights)
    if len(inputs) > 1:
        return [join(node, inputs, output)]
    x = inputs[0]
    if x is None or output is None or node.get("refused"):
        return [Piece(guess(node, weights), None, node)]
    for pieces in candidates(node, weights, x, output, known):
        return pieces
    return [Piece(guess(node, weights), None, node)]


def weight(seed: int, present: dict, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """The challenge's weight, or what an absent one amounts to (no bias: 0; no gamma: 1)."""
    if name not in present:
        return np.full(shape, 1.0 if name in ("gamma", "moving_variance") else 0.0)
    return challenge.weight(seed, name, shape).astype(np.float64)


def join(node, inputs, output) -> Piece:
    """An operation on several tensors: the addition, or something else by its name."""
    if len(inputs) == 2 and output is not None and all(x is not None for x in inputs) and not node.get("refused"):
        try:
            total = inputs[0] + inputs[1]  # sizes of 1 are stretched, as Keras stretches them: wrong, but an addition
        except ValueError:
            total = None
        if total is not None and output is not None and right(output, total, UNIT * np.abs(total)):
            return Piece("add", Add(), node)
    return Piece(guess(node, {}) if node.get("refused") else node["name"].lower(), None, node)


def guess(node: dict, weights: dict) -> str:
    """The kind that an operation was probably meant to be, for messages and for finding its place."""
    if "moving_mean" in weights or "gamma" in weights:
        return "bn"
    if "kernel" in weights:
        return "conv" if len(weights["kernel"]) == 4 else "dense"
    activation = str(node.get("config", {}).get("activation", ""))
    for part, found in (MEANT if node.get("refused") else NAMED).items():
        if part in node["name"].lower() or part in activation:
            return found
    return "softmax over another axis" if "softmax" in node["name"].lower() else node["name"].lower()


def candidates(node, weights, x, output, known) -> Iterator[list[Piece]]:
    """Every reading of the operation that agrees with its numbers, the likeliest first."""
    config = node.get("config", {})
    if "moving_mean" in weights or {"gamma", "beta"} & weights.keys():
        yield from batch_norm(node, weights, x, output, known, config)
    elif len(weights.get("kernel", ())) == 4 and x.ndim == 4:
        k, wide, _, filters = weights["kernel"]
        for step in convolutions(filters, k, config, min(x.shape[1:3])) if k == wide else ():
            if weights["kernel"][2] == x.shape[-1]:
                yield from with_activation(node, step, step.output(x, known, False), rounding.bound(step, x, known, False), output)
    elif len(weights.get("kernel", ())) == 2 and x.ndim >= 2 and x.shape[-1] == weights["kernel"][0] and x.size:
        z = x @ known("kernel", weights["kernel"]) + known("bias", weights["kernel"][1:])
        if equals(output, Dense(z.shape[-1], "softmax"), x, known):
            yield [Piece("dense", Dense(z.shape[-1], "softmax"), node)]
        if right(output, z, (x.shape[-1] + 2) * UNIT * (np.abs(x) @ np.abs(known("kernel", weights["kernel"])) + 1)):
            yield [Piece("linear", None, node)]
    elif not weights:
        yield from weightless(node, x, output, config, known)


def convolutions(filters: int, k: int, config: dict, smallest: int) -> Iterator[Conv2D]:
    """What a convolution may be, its own settings first; `smallest` is the input's smaller side."""
    paddings = ["valid"] if k == 1 else sorted(("valid", "same"), key=lambda padding: padding != config.get("padding"))
    own = first(config.get("strides", 1))
    for padding in paddings:
        for strides in dict.fromkeys((own if isinstance(own, int) and own > 0 else 1, 1, 2, 3)):
            if padding == "same" or (padding == "valid" and k <= smallest):
                yield Conv2D(filters, k, strides, padding)


def first(value):
    return value[0] if isinstance(value, (list, tuple)) and value else value


def equals(output, step: Layer, x, weights) -> bool:
    """Whether an operation gave what this step gives on x."""
    return right(output, step.output(x, weights, False), rounding.bound(step, x, weights, False))


def with_activation(node, step, expected, error, output) -> Iterator[list[Piece]]:
    if right(output, expected, error):
        yield [Piece("conv", step, node)]
    elif right(output, np.maximum(expected, 0), error):
        yield [Piece("conv", step, node), Piece("relu", ReLU(), node)]


def batch_norm(node, weights, x, output, known, config) -> Iterator[list[Piece]]:
    """Either statistics; the epsilon is the layer's own, so that another one costs its own criterion only."""
    channels = x.shape[-1:]
    if any(shape != channels for shape in weights.values()):
        return
    epsilon = config.get("epsilon", EPSILON)
    epsilon = epsilon if isinstance(epsilon, (int, float)) else EPSILON
    modes = set()
    moving = known("moving_mean", channels), known("moving_variance", channels)
    for mode, (mean, variance) in {"batch": statistics(x), "moving": moving}.items():
        y = (x - mean) / np.sqrt(variance + epsilon) * known("gamma", channels) + known("beta", channels)
        error = rounding.bound(BatchNormalization(), x, known, mode == "batch") * max(1, EPSILON / max(epsilon, 1e-9)) ** 1.5
        if right(output, y, error):
            modes.add(mode)
    if modes:
        yield [Piece("bn", BatchNormalization(), node, frozenset(modes))]


def weightless(node, x, output, config, known) -> Iterator[list[Piece]]:
    looks_like = guess(node, {})
    if {"rate", "stddev"} & config.keys():  # dropout or noise: something else while fitting
        return
    if looks_like == "flatten" and output.ndim == 2:
        yield [Piece("flatten", Flatten(), node)]
    if right(output, x) and looks_like not in ("relu", "maxpool", "averagepool"):
        yield []
    steps: list[Layer] = [ReLU()]
    if x.ndim == 4 and output.ndim == 2:
        steps += [Flatten()]
    if x.ndim == 4 and output.ndim == 4 and output.shape != x.shape:
        size, strides = first(config.get("pool_size", 2)), first(config.get("strides", 2))
        if isinstance(size, int) and isinstance(strides, int) and size <= min(x.shape[1:3]):
            steps += [MaxPooling2D(size, strides), AveragePooling2D(size, strides)]
        if output.shape[1] > x.shape[1]:
            steps += [ZeroPadding2D((output.shape[1] - x.shape[1]) // 2)]
    for step in steps:
        if equals(output, step, x, known):
            yield [Piece(step.kind, step, node)]
    if x.ndim == 2:
        e = np.exp(x - x.max(-1, keepdims=True))
        if right(output, e / e.sum(-1, keepdims=True), 32 * UNIT):
            yield [Piece("softmax", None, node)]

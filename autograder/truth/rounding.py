"""Whether rounding explains a difference: a running error analysis of a block, step by step, in float64 NumPy. The model: `layers.float32`."""

from __future__ import annotations

import numpy as np

from ..layers.layer import Layer, Weights
from ..value.lines import Lines, walk


def bound(layer: Layer, x: np.ndarray, weights: Weights, training: bool, error: np.ndarray | float = 0.0) -> np.ndarray:
    """Elementwise bound on |float32 result - layer.output(x, weights, training)| when x itself is known up to `error`."""
    x = np.asarray(x, np.float64)
    return layer.rounding(x, np.broadcast_to(np.asarray(error, np.float64), x.shape), weights, training)


def evaluate(lines: Lines, x: np.ndarray, weights: Weights, training: bool, sizes: dict[str, int]) -> dict[str, np.ndarray]:
    """Bound for every step's output of a block computed in float32 from x on, under the names of `lines.steps()`."""
    start = np.asarray(x, np.float64), np.zeros(np.shape(x))
    return {
        name: error for name, (_, error) in walk(lines, start, sizes, lambda layer, *known: layer.known(known, weights, training)).items()
    }

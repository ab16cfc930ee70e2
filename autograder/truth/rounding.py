"""Whether rounding explains a difference: a running error analysis of a block, step by step, in float64 NumPy. The model: `layers.float32`."""

from __future__ import annotations

import numpy as np

from ..layers.float32 import allowed
from ..layers.layer import Layer, Weights
from ..value.lines import Lines, walk


def distance(found: np.ndarray | None, due: np.ndarray, error=0.0) -> float:
    """How far numbers are from what is due, in units of what rounding explains; infinite for another shape, or no numbers at all.

    error: the bound on the rounding of `due`. Numbers are right where the distance is at most 1.
    """
    if found is None or found.shape != due.shape or not due.size:
        return np.inf
    with np.errstate(invalid="ignore"):
        far = np.abs(found - due) / allowed(due, error)
    return float(np.where(np.isnan(far), np.inf, far).max())


def right(found: np.ndarray | None, due: np.ndarray, error=0.0) -> bool:
    """Whether rounding explains the difference."""
    return distance(found, due, error) <= 1


def bound(layer: Layer, x: np.ndarray, weights: Weights, training: bool, error=0.0) -> np.ndarray:
    """Elementwise bound on |float32 result - layer.output(x, weights, training)| when x itself is known up to `error`."""
    x = np.asarray(x, np.float64)
    return layer.rounding(x, np.broadcast_to(np.asarray(error, np.float64), x.shape), weights, training)


def evaluate(lines: Lines, x, weights: Weights, training: bool, sizes: dict[str, int]) -> dict[str, np.ndarray]:
    """Bound for every step's output of a block computed in float32 from x on, under the names of `lines.steps()`."""
    start = np.asarray(x, np.float64), np.zeros(np.shape(x))
    return {
        name: error for name, (_, error) in walk(lines, start, sizes, lambda layer, *known: layer.known(*known, weights, training)).items()
    }

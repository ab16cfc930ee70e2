"""How far float32 arithmetic may be from exact numbers: the model that every layer's bounds rest on.

Every operation returns its exact result times 1 + d, |d| <= u; k of them in a row cost gamma(k) = ku / (1 - ku).
Hence n products summed in any order, with or without fused multiply-add, are within gamma(n) sum |a_i||b_i|. The model leaves
out overflow and underflow, Winograd or FFT convolutions and TF32. The oracle's own rounding is 5e8 times smaller.

Source: Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition, SIAM 2002, sections 2.2 and 3.1 to 3.4.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .layer import Array, Moving, Weights

Linear = Callable[[Array, Weights], Array]  # each number a sum of products of numbers and weights, and a bias

UNIT = 2.0**-24  # float32 unit roundoff
FUNCTION = 4  # units that a library's exp or rsqrt may be off: two in the last place
SAFETY = 2  # for what the model leaves out, such as a library's own way of convolving
FLOOR = 8 * UNIT  # of the largest number: for right ways of writing an exact step that round, such as (x + |x|) / 2


def gamma(n: int) -> float:
    """nu / (1 - nu): the relative cost of n operations in a row."""
    return n * UNIT / (1 - n * UNIT)


def allowed(due: Array, error: Array | float = 0.0) -> Array:
    """How far numbers that are counted as right may be from what is due, element by element."""
    return SAFETY * np.asarray(error) + FLOOR * max(np.abs(due).max(), 0.1)


def distance(found: Array | None, due: Array, error: Array | float = 0.0) -> float:
    """How far numbers are from what is due, in units of what rounding explains; infinite for another shape, or no numbers at all.

    error: the bound on the rounding of `due`. Numbers are right where the distance is at most 1.
    """
    if found is None or found.shape != due.shape or not due.size:
        return np.inf
    with np.errstate(invalid="ignore"):
        far = np.abs(found - due) / allowed(due, error)
    return float(np.where(np.isnan(far), np.inf, far).max())


def right(found: Array | None, due: Array, error: Array | float = 0.0) -> bool:
    """Whether rounding explains the difference."""
    return distance(found, due, error) <= 1


def linear_rounding(y: Linear, x: Array, e: Array, weights: Weights, n: int) -> Array:
    """How far y(x, w) + b may be off: gamma(n) (y(|x| + e, |w|) + |b|) + y(e, |w|), n the length of the sum + 2."""
    return gamma(n) * y(np.abs(x) + e, absolute(weights)) + y(e, absolute(weights, False))


def linear_spread(y: Linear, m: Moving, weights: Weights, direction: Weights, n: int) -> Array:
    """How far its derivative y(x, dw) + y(t, w) + db may be off, n the length of the longest sum backwards + 3:

    y(d, |w|) + y(e, |dw|) + gamma(n) (y(|x| + e, |dw|) + y(|t| + d, |w|) + |db|).
    """
    w, dw = (absolute(source, False) for source in (weights, direction))
    size = y(np.abs(m.x) + m.e, absolute(direction)) + y(np.abs(m.t) + m.d, w)
    return y(m.d, w) + y(m.e, dw) + gamma(n) * size


def largest_spread(open_: Array, t: Array, d: Array, axis: int | tuple[int, ...], n: int, keepdims: bool = False) -> Array:
    """How far the derivative of a largest number may be off: max t - min t + max d over those that rounding leaves open, of which float32 may take any,
    and gamma(n) of its size for what is summed backwards."""
    high, low, most = (np.where(open_, a, -np.inf).max(axis, keepdims=keepdims) for a in (t, -t, d))
    return high + low + most + gamma(n) * (np.maximum(high, low) + most)


def absolute(weights: Weights, bias: bool = True) -> Weights:
    """The absolute values of the weights, with or without the bias."""
    return lambda name, shape: np.abs(np.asarray(weights(name, shape), np.float64)) * (bias or name != "bias")

"""How far float32 arithmetic may be from the oracle: a running error analysis, step by step, in float64 NumPy.

Model: every operation returns its exact result times 1 + d, |d| <= u; k of them in a row cost gamma(k) = ku / (1 - ku).
Hence n products summed in any order, with or without fused multiply-add, are within gamma(n) sum |a_i||b_i|. The model leaves
out overflow and underflow, Winograd or FFT convolutions and TF32. The oracle's own rounding is 5e8 times smaller.

Source: Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition, SIAM 2002, sections 2.2 and 3.1 to 3.4.
"""

from __future__ import annotations

from functools import singledispatch

import numpy as np

from .blocks import AveragePool, BatchNorm, Block, Conv, Dense, Flatten, MaxPool, ReLU, ZeroPad, walk
from .oracle import EPSILON, Weights, apply, statistics

UNIT = 2.0**-24  # float32 unit roundoff
FUNCTION = 4  # units that a library's exp or rsqrt may be off: two in the last place
SAFETY = 2  # for what the model leaves out, such as a library's own way of convolving
FLOOR = 8 * UNIT  # of the largest number: for right ways of writing an exact step that round, such as (x + |x|) / 2


def gamma(n: int) -> float:
    """nu / (1 - nu): the relative cost of n operations in a row."""
    return n * UNIT / (1 - n * UNIT)


def allowed(due: np.ndarray, error=0.0) -> np.ndarray:
    """How far numbers that are counted as right may be from what is due, element by element."""
    return SAFETY * np.asarray(error) + FLOOR * max(np.abs(due).max(), 0.1)


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


def bound(step, x: np.ndarray, weights: Weights, training: bool, error=0.0) -> np.ndarray:
    """Elementwise bound on |float32 result - oracle.apply(step, x, weights, training)| when x itself is known up to `error`."""
    x = np.asarray(x, np.float64)
    return rule(step, x, np.broadcast_to(np.asarray(error, np.float64), x.shape), weights, training)


@singledispatch
def rule(step, x: np.ndarray, e: np.ndarray, weights: Weights, training: bool) -> np.ndarray:
    """`bound` for one kind of step; e is the error of x, element by element, so that |x| + e bounds what float32 holds."""
    raise TypeError(f"no rule for {step!r}")


def absolute(weights: Weights, bias: bool) -> Weights:
    """The absolute values of the weights, with or without the bias."""
    return lambda name, shape: np.abs(np.asarray(weights(name, shape), np.float64)) * (bias or name != "bias")


@rule.register
def _(step: Conv, x, e, weights, training):
    """gamma(n) (conv(|x| + e, |w|) + |b|) + conv(e, |w|), where n is the length of the sum + 2."""
    n = step.kernel**2 * x.shape[-1] + 2
    size, carried = (apply(step, a, absolute(weights, bias), training) for a, bias in ((np.abs(x) + e, True), (e, False)))
    return gamma(n) * size + carried


def statistics_bound(x: np.ndarray, e: np.ndarray | float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Bounds on the float32 mean and variance of each channel: the dm and dv of batch normalisation, below."""
    axes, N = (0, 1, 2), x[..., 0].size
    size = np.abs(x) + e
    dm = (e + gamma(N + 1) * size).mean(axes)
    dv = (2 * np.abs(x - x.mean(axes)) * e + e**2 + gamma(3 * N + 7) * size**2).mean(axes)
    return dm, dv


def centre(x: np.ndarray, e: np.ndarray, weights: Weights, training: bool) -> tuple[tuple, tuple]:
    """Mean and variance that a batch normalisation uses; how far they may be off, and 1/sqrt(variance + eps): dm, dv and dr, below."""
    (m, v), (dm, dv) = (
        (statistics(x), statistics_bound(x, e))
        if training
        else (tuple(np.asarray(weights(name, x.shape[-1:]), np.float64) for name in ("moving_mean", "moving_variance")), (0.0, 0.0))
    )
    return (m, v), (dm, dv, dv / (2 * np.maximum(v + EPSILON - dv, EPSILON / 2) ** 1.5))


@rule.register
def _(step: BatchNorm, x, e, weights, training):
    """With r = 1/sqrt(v + eps), g and b the scale and offset, m and v known up to dm and dv, r up to dr:

    |g| ((e + dm)(r + dr) + |x - m| dr) + gamma(n) (|g| (|x| + e + |m| + dm)(r + dr) + |b|).

    The last term is for x (g r) + (b - m g r), which is what Keras computes; (x - m) g r + b is within it. Over N numbers
    dm = mean(e) + gamma(N + 1) mean(|x| + e),  dv = 2 mean(|x - m| e) + mean(e^2) + gamma(3N + 7) mean((|x| + e)^2);
    the latter's rounding term is for mean(x^2) - mean(x)^2 and covers mean((x - m)^2), whose own is gamma(N + 4) v + O(u^2).
    dr = dv / (2 low^1.5) by the mean value theorem, low = max(v + eps - dv, eps / 2): computed variances are not below -eps / 2.
    """
    g, b = (np.abs(np.asarray(weights(name, x.shape[-1:]), np.float64)) for name in ("gamma", "beta"))
    size, (m, v), (dm, _, dr) = np.abs(x) + e, *centre(x, e, weights, training)
    r = 1 / np.sqrt(v + EPSILON) + dr
    n = FUNCTION + 6  # eps, v + eps, times g, times x, two sums
    return g * ((e + dm) * r + np.abs(x - m) * dr) + gamma(n) * (g * (size + np.abs(m) + dm) * r + b)


@rule.register
def _(step: ReLU, x, e, weights, training):
    """e, and nothing where x + e <= 0."""
    return np.minimum(e, np.maximum(x + e, 0))


@rule.register(ZeroPad)
@rule.register(MaxPool)
@rule.register(Flatten)
def _(step, x, e, weights, training):
    """These only move or choose numbers, |max x - max y| <= max |x - y|: the error goes the way of x."""
    return apply(step, e, weights, training)


@rule.register
def _(step: AveragePool, x, e, weights, training):
    """mean(e) + gamma(n) mean(|x| + e), where n is the number of elements + 1: sums, and a product with a rounded 1/n."""
    return apply(step, e, weights, training) + gamma(step.size**2 + 1) * apply(step, np.abs(x) + e, weights, training)


@rule.register
def _(step: Dense, x, e, weights, training):
    """p (expm1(2t) + gamma(n) exp(2t)), n for exp, the sum over the classes and the quotient, t the logits' largest error.

    Logits within t change every exp(z_i) / sum exp(z_j) by a factor between exp(-2t) and exp(2t). With dz as for a
    convolution, t = max dz + u (max z - min z + 2 max dz): the second term is the rounding of z - max z.
    """
    w, b = absolute(weights, True)("kernel", (x.shape[-1], step.units)), absolute(weights, True)("bias", (step.units,))
    dz = (gamma(x.shape[-1] + 2) * ((np.abs(x) + e) @ w + b) + e @ w).max(-1, keepdims=True)
    z = x @ np.asarray(weights("kernel", w.shape), np.float64) + weights("bias", b.shape)
    t = dz + UNIT * (np.ptp(z, -1, keepdims=True) + 2 * dz)
    return apply(step, x, weights, training) * (np.expm1(2 * t) + gamma(2 * FUNCTION + step.units + 2) * np.exp(2 * t))


Known = tuple[np.ndarray, np.ndarray]  # exact numbers, and how far float32 may be from each


def add(left: Known, right: Known) -> Known:
    """The sum of two tensors and its bound."""
    (x, e), (y, f) = left, right
    return x + y, e + f + UNIT * (np.abs(x + y) + e + f)


def evaluate(block: Block, x, weights: Weights, training: bool, sizes: dict[str, int]) -> dict[str, np.ndarray]:
    """Bound for every step's output of a block computed in float32 from x on, under the names of `block.steps()`."""

    def carry(step, known: Known) -> Known:
        x, e = known
        return apply(step, x, weights, training), bound(step, x, weights, training, e)

    start = np.asarray(x, np.float64), np.zeros(np.shape(x))
    return {name: error for name, (_, error) in walk(block, start, sizes, carry, add).items()}

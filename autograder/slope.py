"""The derivative of a block's output along a direction of its input and weights, exactly, and how far float32 gradients may be from it.

Exactly: the oracle's own rules are evaluated on x + ih dx, and what is imaginary in the result is h times the derivative. Nothing is
subtracted, so h can be as small as 1e-30, and no ReLU changes its side on the way, as it may between the two points of a difference.

The bound: of a chain of linear maps J t computed backwards in float32, the product with an output direction c is off by at most
<|c|, d>, d carried forward along with t: d' = |J| d + gamma(n) |J| |t| + |dJ| (|t| + d). Here |J| is taken path by path inside of a step,
n is the longest row of roundings in that step's backward pass, and dJ says how far the map itself is off, since float32 evaluates it at its
own x, known up to e. Where x may lie on either side of a ReLU's kink as far as rounding can tell, either derivative is right.

Sources: Squire, Trapp, "Using complex variables to estimate derivatives of real functions", SIAM Review 40 (1998) 110; the model of
rounding and the notation are those of `rounding`.
"""

from __future__ import annotations

from functools import singledispatch
from typing import NamedTuple

import numpy as np

from .blocks import BatchNorm, Block, Conv, ReLU, walk
from .oracle import EPSILON, Weights, apply
from .rounding import FUNCTION, SAFETY, absolute, allowed, bound, centre, gamma
from .rounding import add as added

STEP = 1e-30


class Moving(NamedTuple):
    """A tensor on its way: its numbers x, known up to e, their derivative t along the direction, known up to d."""

    x: np.ndarray
    e: np.ndarray
    t: np.ndarray
    d: np.ndarray


def slope(block: Block, x, towards, weights: Weights, direction: Weights, training: bool, sizes: dict[str, int], c) -> tuple[float, float]:
    """The derivative of sum(c · output) when the input moves along `towards` and the weights along `direction`; and how far float32 may be.

    x, towards: (batch, height, width, channels); c: as the output. `direction(name, shape)` is to `weights(name, shape)` what
    `towards` is to x.
    """

    def carry(step, m: Moving) -> Moving:
        moved = apply(step, m.x + 1j * STEP * m.t, lambda *key: weights(*key) + 1j * STEP * direction(*key), training)
        e = bound(step, m.x, weights, training, m.e)
        return Moving(moved.real, e, moved.imag / STEP, spread(step, m, weights, direction, training))

    start = Moving(np.asarray(x, np.float64), np.zeros(np.shape(x)), np.asarray(towards, np.float64), np.zeros(np.shape(x)))
    output = list(walk(block, start, sizes, carry, add).values())[-1]
    return float((c * output.t).sum()), SAFETY * float((np.abs(c) * output.d).sum())


def add(left: Moving, right: Moving) -> Moving:
    """The sum of two tensors. Backwards nothing is computed at it but, where one tensor goes both ways, the sum of what comes back."""
    x, e = added(left[:2], right[:2])
    return Moving(x, e, left.t + right.t, left.d + right.d + gamma(1) * (np.abs(left.t) + left.d + np.abs(right.t) + right.d))


@singledispatch
def spread(step, m: Moving, weights: Weights, direction: Weights, training: bool) -> np.ndarray:
    """The bound d' for one kind of step, element by element."""
    raise TypeError(f"no rule for {step!r}")


@spread.register
def _(step: Conv, m, weights, direction, training):
    """conv(x, dw) + conv(t, w) + db; backwards, sums over the kernel's places and filters, or over all places of the map.

    d' = conv(d, |w|) + conv(e, |dw|) + gamma(n) (conv(|x| + e, |dw|) + conv(|t| + d, |w|) + |db|).
    """
    w, dw = (absolute(source, bias) for source, bias in ((weights, False), (direction, False)))
    places = m.x[..., 0].size  # no output of the block's convolutions has more
    n = max(step.kernel**2 * step.filters, places) + 3
    size = apply(step, np.abs(m.x) + m.e, absolute(direction, True), training) + apply(step, np.abs(m.t) + m.d, w, training)
    return apply(step, m.d, w, training) + apply(step, m.e, dw, training) + gamma(n) * size


@spread.register
def _(step: BatchNorm, m, weights, direction, training):
    """With y = g (x - m) r + b, r = 1/sqrt(v + eps): dy = dg (x - m) r + g r (t - dm) - g (x - m) r^3 dv / 2 + db,
    where dm = mean(t), dv = 2 mean((x - m) t) in training and nothing moves otherwise.

    Every factor is taken with its own error, e for x, em for m, er for r. For the rounding, every difference is the sum of its sizes:
    x - m is |x| + |m|, and dv is 2 mean((|x| + |m|)(|t| + mean|t|)), which covers mean(x^2) - mean(x)^2 as well.
    """
    (g, dg, db), (m_, v), (em, _, er) = affine(m.x, weights, direction), *centre(m.x, m.e, weights, training)
    far, off = np.abs(m.x - m_), m.e + em  # of x - m: its size, its error
    exact = 1 / np.sqrt(v + EPSILON)
    r, cube = exact + er, (exact + er) ** 3 - exact**3  # r at most; how much r^3 may be too large
    t, whole = np.abs(m.t) + m.d, np.abs(m.x) + np.abs(m_) + off
    places = m.x[..., 0].size
    direct = g * r * m.d + g * er * t + dg * (off * r + far * er)
    size = dg * whole * r + g * r * t + db
    if not training:
        return direct + gamma(places + FUNCTION + 8) * size
    dm, every = mean(t), t + mean(t)
    dv, edv = 2 * mean(far * every), 2 * mean(far * (m.d + mean(m.d)) + off * every)
    through_mean = g * (r * mean(m.d) + er * dm)
    through_variance = g / 2 * (off * r**3 * dv + far * cube * dv + (far + off) * r**3 * edv)
    size += g * r * dm + g * whole * r**3 * mean(whole * every)
    return direct + through_mean + through_variance + gamma(3 * places + FUNCTION + 12) * size


def mean(x: np.ndarray) -> np.ndarray:
    """Of each channel, over batch, height and width."""
    return x.mean((0, 1, 2))


def affine(x: np.ndarray, weights: Weights, direction: Weights) -> tuple[np.ndarray, ...]:
    """The sizes of the scale, its direction, and the offset's direction."""
    asked = ((weights, "gamma"), (direction, "gamma"), (direction, "beta"))
    return tuple(np.abs(np.asarray(source(name, x.shape[-1:]), np.float64)) for source, name in asked)


@spread.register
def _(step: ReLU, m, weights, direction, training):
    """d where x is positive, nothing where it is negative, |t| + d where rounding leaves open which it is."""
    open_ = np.abs(m.x) <= allowed(m.x, m.e)
    return np.where(open_, np.abs(m.t) + m.d, np.where(m.x > 0, m.d, 0.0))

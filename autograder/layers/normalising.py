"""What normalisations share: (x - mean) / sqrt(variance + eps) times gamma, plus beta, and its bounds, whatever the mean is taken over.

`mean(x)` is broadcast against x. Sizes are absolute values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .float32 import FUNCTION, gamma
from .layer import Array, Moving, Weights

Mean = Callable[[Array], Array]


class Centre(NamedTuple):
    """The mean and the variance that are used, and how far they and r = 1/sqrt(variance + eps) may be off."""

    m: Array
    v: Array
    dm: Array
    dv: Array
    dr: Array


def statistics(x: Array, mean: Mean) -> tuple[Array, Array]:
    """Mean and (biased) variance."""
    m = mean(x)
    return m, mean(np.square(x - m))  # not x.var, which takes complex numbers otherwise (see `slope`)


def statistics_bound(x: Array, e: Array | float, mean: Mean) -> tuple[Array, Array]:
    """Bounds on the float32 mean and variance: the dm and dv of `rounding`."""
    m, size = mean(x), np.abs(x) + e
    n = x.size // m.size
    return mean(e + gamma(n + 1) * size), mean(2 * np.abs(x - m) * e + e**2 + gamma(3 * n + 7) * size**2)


def centre(x: Array, e: Array, mean: Mean, epsilon: float) -> Centre:
    """Of statistics that are x's own: dm, dv and dr of `rounding`."""
    (m, v), (dm, dv) = statistics(x, mean), statistics_bound(x, e, mean)
    return Centre(m, v, dm, dv, dv / (2 * np.maximum(v + epsilon - dv, epsilon / 2) ** 1.5))


def rounding(x: Array, e: Array, g: Array, b: Array, used: Centre, epsilon: float) -> Array:
    """With r = 1/sqrt(v + eps), g and b the scale and offset, m and v known up to dm and dv, r up to dr:

    |g| ((e + dm)(r + dr) + |x - m| dr) + gamma(n) (|g| (|x| + e + |m| + dm)(r + dr) + |b|).

    The last term is for x (g r) + (b - m g r), which is what Keras computes; (x - m) g r + b is within it. Over N numbers
    dm = mean(e) + gamma(N + 1) mean(|x| + e),  dv = 2 mean(|x - m| e) + mean(e^2) + gamma(3N + 7) mean((|x| + e)^2);
    the latter's rounding term is for mean(x^2) - mean(x)^2 and covers mean((x - m)^2), whose own is gamma(N + 4) v + O(u^2).
    dr = dv / (2 low^1.5) by the mean value theorem, low = max(v + eps - dv, eps / 2): computed variances are not below -eps / 2.
    """
    r = 1 / np.sqrt(used.v + epsilon) + used.dr
    n = FUNCTION + 6  # eps, v + eps, times g, times x, two sums
    size = np.abs(x) + e + np.abs(used.m) + used.dm
    return g * ((e + used.dm) * r + np.abs(x - used.m) * used.dr) + gamma(n) * (g * size * r + b)


def spread(m: Moving, g: Array, dg: Array, db: Array, used: Centre, epsilon: float, mean: Mean | None) -> Array:
    """With y = g (x - m) r + b, r = 1/sqrt(v + eps): dy = dg (x - m) r + g r (t - dm) - g (x - m) r^3 dv / 2 + db,
    where dm = mean(t), dv = 2 mean((x - m) t); without `mean` statistics do not move.

    Every factor is taken with its own error, e for x, em for m, er for r. For the rounding, every difference is the sum of its sizes:
    x - m is |x| + |m|, and dv is 2 mean((|x| + |m|)(|t| + mean|t|)), which covers mean(x^2) - mean(x)^2 as well. Backwards, what comes to
    gamma and beta is summed over all places, and what goes through a statistic over all that it was taken of: n is the more of both.
    """
    far, off = np.abs(m.x - used.m), m.e + used.dm  # of x - m: its size, its error
    exact, er = 1 / np.sqrt(used.v + epsilon), used.dr
    r, cube = exact + er, (exact + er) ** 3 - exact**3  # r at most; how much r^3 may be too large
    t, whole = np.abs(m.t) + m.d, np.abs(m.x) + np.abs(used.m) + off
    n = m.x.size // g.size
    direct = g * r * m.d + g * er * t + dg * (off * r + far * er)
    size = dg * whole * r + g * r * t + db
    if mean is None:
        return direct + gamma(n + FUNCTION + 8) * size
    n = max(n, m.x.size // used.m.size)
    dm, every = mean(t), t + mean(t)
    dv, edv = 2 * mean(far * every), 2 * mean(far * (m.d + mean(m.d)) + off * every)
    through_mean = g * (r * mean(m.d) + er * dm)
    through_variance = g / 2 * (off * r**3 * dv + far * cube * dv + (far + off) * r**3 * edv)
    size = size + g * r * dm + g * whole * r**3 * mean(whole * every)
    return direct + through_mean + through_variance + gamma(3 * n + FUNCTION + 12) * size


def affine(x: Array, weights: Weights, direction: Weights) -> tuple[Array, Array, Array]:
    """The sizes of the scale, its direction, and the offset's direction."""
    asked = ((weights, "gamma"), (direction, "gamma"), (direction, "beta"))
    g, dg, db = (np.abs(np.asarray(source(name, x.shape[-1:]), np.float64)) for source, name in asked)
    return g, dg, db

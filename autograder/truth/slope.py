"""The derivative of a block's output along a direction of its input and weights, exactly, and how far float32 gradients may be from it.

Exactly: the oracle's own rules are evaluated on x + ih dx, and what is imaginary in the result is h times the derivative. Nothing is
subtracted, so h can be as small as 1e-30, and no ReLU changes its side on the way, as it may between the two points of a difference.

The bound: of a chain of linear maps J t computed backwards in float32, the product with an output direction c is off by at most
<|c|, d>, d carried forward along with t: d' = |J| d + gamma(n) |J| |t| + |dJ| (|t| + d). Here |J| is taken path by path inside of a step,
n is the longest row of roundings in that step's backward pass, and dJ says how far the map itself is off, since float32 evaluates it at its
own x, known up to e. Where x may lie on either side of a ReLU's kink as far as rounding can tell, either derivative is right.

Sources: Squire, Trapp, "Using complex variables to estimate derivatives of real functions", SIAM Review 40 (1998) 110; the model of
rounding and the notation are those of `layers.float32`.
"""

from __future__ import annotations

import numpy as np

from ..layers.float32 import SAFETY
from ..layers.layer import Moving, Weights
from ..value.lines import Lines, walk


def slope(
    lines: Lines,
    x: np.ndarray,
    towards: np.ndarray,
    weights: Weights,
    direction: Weights,
    training: bool,
    sizes: dict[str, int],
    c: np.ndarray,
) -> tuple[float, float]:
    """The derivative of sum(c · output) when the input moves along `towards` and the weights along `direction`; and how far float32 may be.

    x, towards: (batch, height, width, channels); c: as the output. `direction(name, shape)` is to `weights(name, shape)` what
    `towards` is to x.
    """
    start = Moving(np.asarray(x, np.float64), np.zeros(np.shape(x)), np.asarray(towards, np.float64), np.zeros(np.shape(x)))
    output = list(walk(lines, start, sizes, lambda layer, *moving: layer.moving(moving, weights, direction, training)).values())[-1]
    return float((c * output.t).sum()), SAFETY * float((np.abs(c) * output.d).sum())

"""The mean of each window, channel by channel; no padding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .float32 import gamma
from .layer import Array, Moving, Weights
from .pool import Pool
from .windows import windows


@dataclass(frozen=True)
class AveragePooling2D(Pool):
    """Its padding is no setting: the maps it is given have even sides."""

    kind = "averagepool"
    name = "average_pool"
    words = "average pooling"
    names = ("averagepool",)
    function = "average"

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        return windows(x, self.size, self.strides).mean((-2, -1))

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """mean(e) + gamma(n) mean(|x| + e), where n is the number of elements + 1: sums, and a product with a rounded 1/n."""
        return self.output(e, weights, training) + gamma(self.size**2 + 1) * self.output(np.abs(x) + e, weights, training)

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """mean(d) + gamma(n) mean(|t| + d); backwards, an input's is the sum over the windows that it is in, at most as many as it has elements."""
        return self.output(m.d, weights, training) + gamma(self.size**2 + 1) * self.output(np.abs(m.t) + m.d, weights, training)

    @property
    def detail(self) -> str:
        return f"{self.size}×{self.size}"

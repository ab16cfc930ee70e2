"""The largest number of each window, channel by channel; no padding."""

from __future__ import annotations

from dataclasses import dataclass

from .float32 import allowed, largest_spread
from .layer import Array, Moves, Moving, Settings, Weights
from .pool import Pool
from .windows import windows


@dataclass(frozen=True)
class MaxPooling2D(Pool, Moves):
    kind = "maxpool"
    name = "max_pool"
    words = "max pooling"
    names = ("maxpool",)
    function = "max"

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        return windows(x, self.size, self.strides).max((-2, -1))

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """max t - min t + max d over the numbers that rounding may take for the largest; backwards, an input's is the sum over the windows
        that it is the largest of."""
        x, t, d, off = (windows(a, self.size, self.strides) for a in (m.x, m.t, m.d, allowed(m.x, m.e)))
        open_ = x + 2 * off >= x.max((-2, -1), keepdims=True)
        return largest_spread(open_, t, d, (-2, -1), self.size**2)

    def settings(self) -> Settings:
        return super().settings() | {"padding": "valid"}

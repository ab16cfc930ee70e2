"""The largest number of each window, channel by channel; no padding."""

from __future__ import annotations

from dataclasses import dataclass

from .layer import Moves
from .pool import Pool
from .windows import windows


@dataclass(frozen=True)
class MaxPooling2D(Pool, Moves):
    kind = "maxpool"
    family = "pool"
    name = "max_pool"
    words = "max pooling"
    title = "MaxPooling"

    def output(self, x, weights, training):
        return windows(x, self.size, self.strides).max((-2, -1))

    def settings(self):
        return {"function": "max", "size": self.size, "strides": self.strides, "padding": "valid"}

    @property
    def detail(self):
        return f"{self.size}×{self.size}, stride {self.strides}"

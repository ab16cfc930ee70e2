"""The largest number of each window, channel by channel; no padding."""

from __future__ import annotations

from dataclasses import dataclass

from .layer import Layer
from .windows import span, windows


@dataclass(frozen=True)
class MaxPool(Layer):
    size: int
    strides: int

    kind = "maxpool"
    words = "max pooling"
    title = "MaxPooling"

    def output(self, x, weights, training):
        return windows(x, self.size, self.strides).max((-2, -1))

    def rounding(self, x, e, weights, training):
        """Numbers are only chosen, |max x - max y| <= max |x - y|: the error goes the way of x."""
        return self.output(e, weights, training)

    def shape(self, shape):
        return (*(span(n, self.size, self.strides, "valid") for n in shape[:2]), shape[2])

    def settings(self):
        return {"function": "max", "size": self.size, "strides": self.strides, "padding": "valid"}

    @property
    def detail(self):
        return f"{self.size}×{self.size}, stride {self.strides}"

"""Height, width and channels as one axis."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from .layer import Layer


@dataclass(frozen=True)
class Flatten(Layer):
    kind = "flatten"
    words = "flattening"

    def output(self, x, weights, training):
        return x.reshape(len(x), -1)

    def rounding(self, x, e, weights, training):
        """Numbers are only moved: the error goes the way of x."""
        return self.output(e, weights, training)

    def shape(self, shape):
        return (prod(shape),)

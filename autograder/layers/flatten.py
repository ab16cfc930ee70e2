"""Height, width and channels as one axis."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from .layer import Moves


@dataclass(frozen=True)
class Flatten(Moves):
    kind = "flatten"
    name = "flatten"
    words = "flattening"

    def output(self, x, weights, training):
        return x.reshape(len(x), -1)

    def shape(self, shape):
        return (prod(shape),)

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
    names = ("flatten",)
    meant = ("flat",)

    def output(self, x, weights, training):
        return x.reshape(len(x), *self.shape(x.shape[1:]))

    def shape(self, shape):
        return (prod(shape),)

    @classmethod
    def readings(cls, operation):
        if operation.output.ndim == 2 and operation.x.ndim > 1:
            yield cls()

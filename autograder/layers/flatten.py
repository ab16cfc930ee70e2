"""Height, width and channels as one axis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from .layer import Array, Moves, Shape, Weights
from .operation import Operation


@dataclass(frozen=True)
class Flatten(Moves):
    kind = "flatten"
    name = "flatten"
    words = "flattening"
    names = ("flatten",)
    meant = ("flat",)

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        return x.reshape(len(x), *self.shape(x.shape[1:]))

    def shape(self, shape: Shape) -> Shape:
        return (prod(shape),)

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[Flatten]:
        if operation.output.ndim == 2 and operation.x.ndim > 1:
            yield cls()

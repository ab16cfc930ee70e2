"""The mean, or the largest number, of each channel over height and width, which are gone after it, or 1 where they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .confusion import Confusion, values
from .float32 import allowed, gamma, largest_spread
from .layer import Array, Layer, Moves, Moving, Settings, Shape, Weights
from .operation import Operation
from .pool import Pooling
from .reshape import Reshape

CONFUSIONS = (
    Confusion("another_pooling", "pooling", "function", "In place of {step} there is {found} pooling.", "One keeps the largest number of each channel, the other the mean.",
              "Which pooling does the figure show here?", wrong=values("average", "max", "global average")),
    Confusion("keepdims", "pooling", "keepdims", "{Step} has keepdims={found}, not {due}.", "With it height and width stay, as 1, so that the result fits to a map again.",
              "Which shape must the result have here?", wrong=lambda due, sizes: [not due]),
)  # fmt: skip


@dataclass(frozen=True)
class GlobalPooling(Pooling):
    keepdims: bool = False

    gathers = True
    shaping = ("keepdims",)
    confusions = CONFUSIONS
    written = ("keepdims",)

    def shape(self, shape: Shape) -> Shape:
        return (1, 1, shape[-1]) if self.keepdims else shape[-1:]

    def joined(self, following: Layer) -> Layer | None:
        """Brought into the shape of a small map again, it has kept that."""
        kept = (
            isinstance(following, Reshape)
            and not self.keepdims
            and following.target_shape[:2] == (1, 1)
            and len(following.target_shape) == 3
        )
        return replace(self, keepdims=True) if kept else None

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[GlobalPooling]:
        """On a single pixel it only flattens, and then that is what it is."""
        if operation.x.ndim == 4 and operation.x.shape[1:3] != (1, 1):
            yield cls(keepdims=operation.output.ndim == 4)

    @classmethod
    def said(cls, operation: Operation, step: Layer | None) -> Settings | None:
        """Windows that cover a whole map stay windows."""
        if step is None or "pool_size" in operation.config:
            return super().said(operation, None)
        return step.settings() | {"name": operation.facts["name"]}


@dataclass(frozen=True)
class GlobalAveragePooling2D(GlobalPooling):
    kind = "globalaveragepool"
    name = "global_average_pool"
    words = "global average pooling"
    names = ("globalaveragepool",)
    function = "global average"

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        return x.mean((1, 2), keepdims=self.keepdims)

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """mean(e) + gamma(n) mean(|x| + e), where n is the number of pixels + 1: sums, and a product with a rounded 1/n."""
        return self.output(e + gamma(x[0, ..., 0].size + 1) * (np.abs(x) + e), weights, training)

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """mean(d) + gamma(n) mean(|t| + d)."""
        return self.output(m.d + gamma(m.x[0, ..., 0].size + 1) * (np.abs(m.t) + m.d), weights, training)


@dataclass(frozen=True)
class GlobalMaxPooling2D(GlobalPooling, Moves):
    kind = "globalmaxpool"
    name = "global_max_pool"
    words = "global max pooling"
    names = ("globalmaxpool",)
    function = "global max"

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        return x.max((1, 2), keepdims=self.keepdims)

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """max t - min t + max d over the numbers that rounding may take for the largest, among which a library may also share what comes back."""
        open_ = m.x + 2 * allowed(m.x, m.e) >= m.x.max((1, 2), keepdims=True)
        n = int(open_.sum((1, 2)).max()) + 1  # of the shares that are summed, and a quotient
        return largest_spread(open_, m.t, m.d, (1, 2), n, self.keepdims)

"""The mean of each channel over height and width, which are gone after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .float32 import gamma
from .pool import Pooling


@dataclass(frozen=True)
class GlobalAveragePooling2D(Pooling):
    kind = "globalaveragepool"
    name = "global_average_pool"
    words = "global average pooling"
    names = ("globalaveragepool",)
    written = ()

    def output(self, x, weights, training):
        return x.mean((1, 2))

    def rounding(self, x, e, weights, training):
        """mean(e) + gamma(n) mean(|x| + e), where n is the number of pixels + 1: sums, and a product with a rounded 1/n."""
        return e.mean((1, 2)) + gamma(x[0, ..., 0].size + 1) * (np.abs(x) + e).mean((1, 2))

    def spread(self, m, weights, direction, training):
        """mean(d) + gamma(n) mean(|t| + d)."""
        return m.d.mean((1, 2)) + gamma(m.x[0, ..., 0].size + 1) * (np.abs(m.t) + m.d).mean((1, 2))

    def shape(self, shape):
        return shape[-1:]

    def settings(self):
        return {"function": "global average"}

    @classmethod
    def readings(cls, operation):
        """On a single pixel it only flattens, and then that is what it is."""
        if operation.x.ndim == 4 and operation.output.ndim == 2 and operation.x.shape[1:3] != (1, 1):
            yield cls()

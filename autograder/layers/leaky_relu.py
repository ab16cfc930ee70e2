"""x where it is positive, and `negative_slope` times x where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .activation import OTHERS, Activation
from .confusion import Confusion
from .float32 import allowed, gamma
from .layer import Array, Moving, Settings, Weights
from .operation import Operation, real
from .relu import ReLU

SLOPE = 0.3  # Keras's default
CONFUSIONS = (
    *OTHERS,
    Confusion("slope", "activation", "negative_slope", "{Step} has slope {found} for negative numbers, not {due}.", "The slope says how much of a negative number goes on.",
              "Which slope do the steps give?", wrong=lambda due, sizes: [0.1] if due != 0.1 else [0.2]),
)  # fmt: skip


@dataclass(frozen=True)
class LeakyReLU(Activation):
    negative_slope: float = SLOPE

    kind = "leakyrelu"
    words = "leaky ReLU"
    confusions = CONFUSIONS
    names = ("leaky",)
    config = ReLU.config
    maker = ""
    written = ("negative_slope",)

    def output(self, x: Array, weights: Weights, training: bool) -> Array:
        return np.where(x.real > 0, x, self.negative_slope * x)

    def rounding(self, x: Array, e: Array, weights: Weights, training: bool) -> Array:
        """With the slope a: |a| e + gamma(2) |a| (|x| + e) where x is negative, e where it is positive, the sum of both where that is open."""
        a, below, above = abs(self.negative_slope), x <= e, x >= -e
        return e * above + a * (e + gamma(2) * (np.abs(x) + e)) * below

    def spread(self, m: Moving, weights: Weights, direction: Weights, training: bool) -> Array:
        """d where x is positive, |a| d + gamma(2) |a| (|t| + d) where it is negative; where rounding leaves open which it is, |1 - a| |t| more, and
        the larger of both."""
        a, size = abs(self.negative_slope), np.abs(m.t) + m.d
        open_ = np.abs(m.x) <= allowed(m.x, m.e)
        below = a * m.d + gamma(2) * a * size
        closed = np.where(m.x > 0, m.d, below)
        return np.where(open_, abs(1 - self.negative_slope) * np.abs(m.t) + np.maximum(m.d, below), closed)

    def settings(self) -> Settings:
        return {"function": "leaky ReLU", "negative_slope": self.negative_slope}

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[LeakyReLU]:
        """By the slope that it says it has, or else that of its lowest number, to four digits; not 0 and 1, which are other steps."""
        x, y, said = operation.x.ravel(), operation.output.ravel(), real(operation.config.get("negative_slope"))
        at = x.argmin()
        seen = [round(float(y[at] / x[at]), 4)] if x.shape == y.shape and x[at] < 0 and np.isfinite(y[at] / x[at]) else []
        for slope in dict.fromkeys([*([said] if said is not None else []), *seen]):
            if slope not in (0, 1) and abs(slope) < 1:
                yield cls(slope)

    @property
    def asked(self) -> str:
        return f"a slope of {self.negative_slope} for negative numbers"

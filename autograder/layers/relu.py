"""max(x, 0)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .activation import Activation
from .confusion import Confusion, values
from .float32 import allowed

CONFUSIONS = (
    Confusion("another_activation", "activation", "function", "In the place of {step} stands {found}.",
              "ReLU keeps positive numbers as they are, so that gradients pass many layers undamped.", "Which activation does the figure show?",
              wrong=values("sigmoid", "tanh", "softmax", "leaky ReLU")),
)  # fmt: skip


@dataclass(frozen=True)
class ReLU(Activation):
    kind = "relu"
    numbered = True
    words = "ReLU"
    confusions = CONFUSIONS
    config = {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}
    names = ("relu",)
    meant = ("activation", "maximum")

    def output(self, x, weights, training):
        return np.maximum(x, 0)

    def rounding(self, x, e, weights, training):
        """e, and nothing where x + e <= 0."""
        return np.minimum(e, np.maximum(x + e, 0))

    def spread(self, m, weights, direction, training):
        """d where x is positive, nothing where it is negative, |t| + d where rounding leaves open which it is."""
        open_ = np.abs(m.x) <= allowed(m.x, m.e)
        return np.where(open_, np.abs(m.t) + m.d, np.where(m.x > 0, m.d, 0.0))

    @classmethod
    def readings(cls, operation):
        yield cls()

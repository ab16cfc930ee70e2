"""The sum of two tensors, element by element."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .confusion import Confusion, values
from .float32 import UNIT, gamma
from .layer import Moving
from .merge import Merge

CONFUSIONS = (
    Confusion("not_an_addition", "addition", "function", "The two paths are not added but joined by {found}.",
              "Only a sum lets the block learn a small change of X, and passes the gradient on to both paths unchanged.", "How do the two paths meet in the figure?",
              wrong=values("concatenate", "multiply", "average", "subtract", "maximum")),
)  # fmt: skip


@dataclass(frozen=True)
class Add(Merge):
    kind = "add"
    name = "add"
    words = "addition"
    confusions = CONFUSIONS
    title = "Add"
    meant = ("add",)
    done = "added"

    def output(self, x, y, weights, training):
        return x + y

    def known(self, left, right, weights, training):
        (x, e), (y, f) = left, right
        return x + y, e + f + UNIT * (np.abs(x + y) + e + f)

    def moving(self, left, right, weights, direction, training):
        """Backwards nothing is computed at it but, where one tensor goes both ways, the sum of what comes back."""
        x, e = self.known(left[:2], right[:2], weights, training)
        return Moving(x, e, left.t + right.t, left.d + right.d + gamma(1) * (np.abs(left.t) + left.d + np.abs(right.t) + right.d))

    def shape(self, *shapes):
        """Sizes of 1 are stretched, as Keras stretches them."""
        return np.broadcast_shapes(*shapes)

    @classmethod
    def readings(cls, operation):
        try:
            np.broadcast_shapes(*(x.shape for x in operation.inputs))
        except ValueError:
            return
        if len(operation.inputs) == 2:
            yield cls()

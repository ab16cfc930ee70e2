"""The main path plus the shortcut, element by element: the one layer of a block that takes two tensors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .float32 import UNIT, gamma
from .layer import Layer, Moving


@dataclass(frozen=True)
class Add(Layer):
    kind = "add"
    does = "join"
    family = "merge"
    name = "add"
    words = "addition"

    def output(self, x, y, weights, training):
        return x + y

    def known(self, left, right, weights, training):
        (x, e), (y, f) = left, right
        return x + y, e + f + UNIT * (np.abs(x + y) + e + f)

    def moving(self, left, right, weights, direction, training):
        """Backwards nothing is computed at it but, where one tensor goes both ways, the sum of what comes back."""
        x, e = self.known(left[:2], right[:2], weights, training)
        return Moving(x, e, left.t + right.t, left.d + right.d + gamma(1) * (np.abs(left.t) + left.d + np.abs(right.t) + right.d))

    def settings(self):
        return {"function": "add"}

"""The main path plus the shortcut, element by element: the one layer of a block that takes two tensors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .float32 import UNIT, gamma
from .layer import Layer, Moving

Known = tuple[np.ndarray, np.ndarray]  # exact numbers, and how far float32 may be from each


@dataclass(frozen=True)
class Add(Layer):
    kind = "add"
    words = "addition"

    def settings(self):
        return {"function": "add"}


def known_sum(left: Known, right: Known) -> Known:
    """The sum of two tensors and its bound."""
    (x, e), (y, f) = left, right
    return x + y, e + f + UNIT * (np.abs(x + y) + e + f)


def moving_sum(left: Moving, right: Moving) -> Moving:
    """The sum of two tensors on their way. Backwards nothing is computed at it but, where one tensor goes both ways, the sum of what comes
    back."""
    x, e = known_sum(left[:2], right[:2])
    return Moving(x, e, left.t + right.t, left.d + right.d + gamma(1) * (np.abs(left.t) + left.d + np.abs(right.t) + right.d))

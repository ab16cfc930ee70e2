"""1 / (1 + exp(-x)), between 0 and 1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .activation import Smooth
from .float32 import FUNCTION, gamma
from .layer import Array


@dataclass(frozen=True)
class Sigmoid(Smooth):
    """|y'| <= 1/4; |y''| <= 1 / (6 sqrt 3) < 0.1."""

    kind = "sigmoid"
    words = "sigmoid"
    names = ("sigmoid",)
    steep = 0.25
    bend = 0.1

    def value(self, x: Array) -> Array:
        return (1 + np.tanh(x / 2)) / 2

    def slope(self, x: Array) -> Array:
        y = self.value(x)
        return y * (1 - y)

    def rounded(self, size: Array) -> float:
        """gamma(FUNCTION + 3): exp, a sum, a quotient; absolute, since a library may compute it as a number near 1/2 less another."""
        return gamma(FUNCTION + 3)

    def slope_rounded(self, size: Array) -> float:
        """Of y (1 - y) where y is off by g = gamma(FUNCTION + 3): |1 - 2y| g + g^2, and four roundings of numbers up to 1."""
        return gamma(FUNCTION + 8)

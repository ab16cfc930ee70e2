"""The hyperbolic tangent, between -1 and 1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .activation import Smooth
from .float32 import FUNCTION, gamma
from .layer import Array


@dataclass(frozen=True)
class Tanh(Smooth):
    """|y'| <= 1; |y''| <= 4 / (3 sqrt 3) < 0.77."""

    kind = "tanh"
    words = "tanh"
    names = ("tanh",)
    steep = 1.0
    bend = 0.77

    def value(self, x: Array) -> Array:
        return np.tanh(x)

    def slope(self, x: Array) -> Array:
        return 1 - np.tanh(x) ** 2

    def rounded(self, size: Array) -> float:
        """gamma(FUNCTION + 3): two exponentials or a quotient of polynomials; absolute, of numbers up to 1."""
        return gamma(FUNCTION + 3)

    def slope_rounded(self, size: Array) -> float:
        """Of 1 - y^2 where y is off by g = gamma(FUNCTION + 3): 2g + g^2, and three roundings of numbers up to 1."""
        return gamma(2 * FUNCTION + 11)

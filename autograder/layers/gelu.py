"""x Phi(x), Phi the normal distribution; or what is near it by tanh. Source: Hendrycks and Gimpel 2016, arXiv 1606.08415."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .activation import Smooth
from .float32 import FUNCTION, gamma
from .layer import Array
from .operation import Operation

TRIED = 64  # numbers that are looked at before all are
C, CUBE = math.sqrt(2 / math.pi), 0.044715


@dataclass(frozen=True)
class GELU(Smooth):
    """|y'| <= 1.1290 (at sqrt 2, Phi + x phi); |y''| = phi |2 - x^2| <= 2 phi(0) < 0.8. Both hold for the approximate one too."""

    approximate: bool = False

    kind = "gelu"
    words = "GELU"
    names = ("gelu",)
    steep = 1.13
    bend = 0.8

    def value(self, x: Array) -> Array:
        return x * self.phi(x)

    def phi(self, x: Array) -> Array:
        if self.approximate:
            return (1 + np.tanh(C * (x + CUBE * x**3))) / 2
        return (1 + erf(x / math.sqrt(2))) / 2

    def slope(self, x: Array) -> Array:
        p = self.phi(x)
        inner = 2 * p * (1 - p) * C * (1 + 3 * CUBE * x**2) if self.approximate else np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
        return p + x * inner

    def rounded(self, size: Array) -> Array:
        """|x| gamma(FUNCTION + 10). With z = x / sqrt 2 off by gamma(2) |z|, erf z is off by 0.49 gamma(2) + gamma(FUNCTION); with the polynomial
        off by gamma(8) of its size, tanh by 0.45 gamma(8) + gamma(FUNCTION); then a sum of at most 2, and two products."""
        return size * gamma(FUNCTION + 10)

    def slope_rounded(self, size: Array) -> Array | float:
        """Phi is off by gamma(FUNCTION + 8). x phi(x) <= 1/4, its own roundings and those of z^2 in exp, are within gamma(FUNCTION + 12) / 2. In the
        approximate one 1 - tanh^2 is off by 2 gamma(FUNCTION + 8), times |x| / 2 and the slope of the polynomial."""
        off = gamma(2 * FUNCTION + 20)
        return off * (1 + size * C / 2 * (1 + 3 * CUBE * size**2)) if self.approximate else 2 * off

    @classmethod
    def readings(cls, operation: Operation) -> Iterator[GELU]:
        some, found = operation.x.ravel()[:TRIED], operation.output.ravel()[:TRIED]
        if some.shape == found.shape and np.allclose(cls().value(some), found, 0.01, 0.01):
            yield from (cls(), cls(approximate=True))


def erf(x: Array) -> Array:
    """NumPy has none."""
    return np.array([math.erf(number) for number in x.ravel()]).reshape(x.shape)

"""x sigmoid(x), also called swish. Source: Ramachandran et al. 2017, arXiv 1710.05941."""

from __future__ import annotations

from dataclasses import dataclass

from .activation import Smooth
from .float32 import FUNCTION, gamma
from .layer import Array
from .sigmoid import Sigmoid


@dataclass(frozen=True)
class SiLU(Smooth):
    """With s for sigmoid(x): y' = s (1 + x (1 - s)), at most 1.0999 in size; y'' = s (1 - s) (2 + x (1 - 2s)), at most 1/2, at x = 0."""

    kind = "silu"
    words = "SiLU"
    names = ("silu", "swish")
    steep = 1.1
    bend = 0.5

    def value(self, x: Array) -> Array:
        return x * Sigmoid().value(x)

    def slope(self, x: Array) -> Array:
        s = Sigmoid().value(x)
        return s * (1 + x * (1 - s))

    def rounded(self, size: Array) -> Array:
        """|x| gamma(FUNCTION + 4): the sigmoid is off by gamma(FUNCTION + 3), and a product."""
        return size * gamma(FUNCTION + 4)

    def slope_rounded(self, size: Array) -> Array:
        """All that is computed is at most 1 + |x|; the sigmoid's g = gamma(FUNCTION + 3) comes in twice, (1 + |x|) g + |x| g, and six roundings."""
        return (1 + size) * gamma(2 * FUNCTION + 12)

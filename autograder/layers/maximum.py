"""The largest of the numbers that tensors have at a place; and the smallest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from .confusion import Confusion, values
from .float32 import allowed, largest_spread
from .layer import Array, Known, Moving, Weights
from .merge import Elementwise, summed

CONFUSIONS = (
    Confusion("not_the_maximum", "maximum", "function", "Not the largest number of each place goes on: the tensors are joined by {found}.",
              "Of two numbers only the one that goes on learns.", "How do the two paths meet in the figure?", wrong=values("add", "average", "multiply")),
)  # fmt: skip
OF_THE_SMALLEST = (
    Confusion("not_the_minimum", "minimum", "function", "Not the smallest number of each place goes on: the tensors are joined by {found}.",
              "Of two numbers only the one that goes on learns.", "How do the two paths meet in the figure?", wrong=values("add", "average", "maximum")),
)  # fmt: skip


@dataclass(frozen=True)
class Maximum(Elementwise):
    """sign: of the numbers among which the largest is taken."""

    sign: ClassVar[int] = 1

    kind = "maximum"
    name = "maximum"
    words = "maximum"
    confusions = CONFUSIONS

    def exact(self, tensors: Sequence[Array], weights: Weights, training: bool) -> Array:
        return self.sign * np.stack(np.broadcast_arrays(*(self.sign * x for x in tensors))).max(0)

    def error(self, known: Sequence[Known]) -> Array:
        """max e: |max x - max y| <= max |x - y|, and nothing is rounded."""
        return np.stack(np.broadcast_arrays(*(e for _, e in known))).max(0)

    def derivative(self, moving: Sequence[Moving]) -> Known:
        """max t - min t + max d over the numbers that rounding may take for the largest; backwards, what comes back is summed where one tensor goes
        several ways or is stretched."""
        columns = zip(*((self.sign * m.x, m.t, m.d, allowed(m.x, m.e)) for m in moving))
        numbers, t, d, off = (np.stack(np.broadcast_arrays(*column)) for column in columns)
        open_ = numbers + 2 * off >= numbers.max(0)
        chosen = np.take_along_axis(t, numbers.argmax(0)[None], 0)[0]
        return chosen, largest_spread(open_, t, d, 0, summed(*(m.x for m in moving)))


@dataclass(frozen=True)
class Minimum(Maximum):
    """The smallest number is the largest with the other sign."""

    sign = -1

    kind = "minimum"
    name = "minimum"
    words = "minimum"
    confusions = OF_THE_SMALLEST

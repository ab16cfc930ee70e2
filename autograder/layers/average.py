"""The mean of tensors, element by element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .confusion import Confusion, values
from .float32 import gamma
from .layer import Array, Known, Moving, Weights
from .merge import Elementwise, summed, total

CONFUSIONS = (
    Confusion("not_an_average", "averaging", "function", "The mean of the tensors is due, and they are joined by {found}.",
              "A mean keeps the numbers as large as they were.", "How do the two paths meet in the figure?", wrong=values("add", "multiply", "maximum")),
)  # fmt: skip


@dataclass(frozen=True)
class Average(Elementwise):
    kind = "average"
    name = "average"
    words = "averaging"
    confusions = CONFUSIONS
    meant = ("average",)
    done = "averaged"

    def exact(self, tensors: Sequence[Array], weights: Weights, training: bool) -> Array:
        return total(tensors) / len(tensors)

    def error(self, known: Sequence[Known]) -> Array:
        """mean(e) + gamma(n + 1) mean(|x| + e) of n tensors: n - 1 sums in any order, and a quotient (or products with a rounded 1/n)."""
        n = len(known)
        size = total(np.abs(x) + e for x, e in known) / n
        return total(e for _, e in known) / n + gamma(n + 1) * size

    def derivative(self, moving: Sequence[Moving]) -> Known:
        """Backwards a quotient, and where one tensor goes several ways or is stretched, the sum of what comes back."""
        n, k = len(moving), 2 + summed(*(m.x for m in moving))
        t, d, size = total(m.t for m in moving), total(m.d for m in moving), total(np.abs(m.t) + m.d for m in moving)
        return t / n, (d + gamma(k) * size) / n

"""The sum of tensors, element by element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .confusion import Confusion, values
from .float32 import gamma
from .layer import Array, Known, Moving, Weights
from .merge import Elementwise, summed, total

CONFUSIONS = (
    Confusion("not_an_addition", "addition", "function", "The two paths are not added but joined by {found}.",
              "Only a sum lets the block learn a small change of X, and passes the gradient on to both paths unchanged.", "How do the two paths meet in the figure?",
              wrong=values("concatenate", "multiply", "average", "subtract", "maximum")),
)  # fmt: skip


@dataclass(frozen=True)
class Add(Elementwise):
    kind = "add"
    name = "add"
    words = "addition"
    confusions = CONFUSIONS
    meant = ("add",)
    done = "added"

    def exact(self, tensors: Sequence[Array], weights: Weights, training: bool) -> Array:
        return total(tensors)

    def error(self, known: Sequence[Known]) -> Array:
        """sum e + gamma(n - 1) S of n tensors. Of two, S is |x + y| + e + f, what the sum may be; of more, the sum of all |x| + e, in any order."""
        x, error = total(x for x, _ in known), total(e for _, e in known)
        size = np.abs(x) + error if len(known) == 2 else total(np.abs(x) + e for x, e in known)
        return error + gamma(len(known) - 1) * size

    def derivative(self, moving: Sequence[Moving]) -> Known:
        """Backwards nothing is computed at it but, where one tensor goes several ways or is stretched, the sum of what comes back."""
        n = summed(*(m.x for m in moving))
        t, d, size = total(m.t for m in moving), total(m.d for m in moving), total(np.abs(m.t) + m.d for m in moving)
        return t, d + gamma(n) * size

"""The sum of tensors, element by element."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .confusion import Confusion, values
from .float32 import gamma
from .layer import Moving
from .merge import Elementwise, summed

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
    title = "Add"
    meant = ("add",)
    done = "added"

    def output(self, *taken):
        *tensors, _weights, _training = taken
        return sum(tensors)

    def known(self, *taken):
        """sum e + gamma(n - 1) S of n tensors. Of two, S is |x + y| + e + f, what the sum may be; of more, the sum of all |x| + e, in any order."""
        *known, _weights, _training = taken
        total, error = sum(x for x, _ in known), sum(e for _, e in known)
        size = np.abs(total) + error if len(known) == 2 else sum(np.abs(x) + e for x, e in known)
        return total, error + gamma(len(known) - 1) * size

    def moving(self, *taken):
        """Backwards nothing is computed at it but, where one tensor goes several ways or is stretched, the sum of what comes back."""
        *moving, weights, _direction, training = taken
        x, e = self.known(*((m.x, m.e) for m in moving), weights, training)
        n = summed(*(m.x for m in moving))
        t, d, size = sum(m.t for m in moving), sum(m.d for m in moving), sum(np.abs(m.t) + m.d for m in moving)
        return Moving(x, e, t, d + gamma(n) * size)
